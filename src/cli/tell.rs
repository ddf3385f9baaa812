//! Tells an answer the way the user asked for: as it comes, as a whole, or as one JSON object.

use clap::Args;
use serde_json::{Value, json};

use super::out::{self, Notes, Output, Quiet, Status};
use crate::chat::reply;
use crate::client::{Client, Done, Event};
use crate::config::Terminal;
use crate::error::{Error, Kind, Result};
use crate::tell;
use crate::wire::{Progress, Timings};

/// How the answer is told.
#[derive(Clone, Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
pub(super) struct Form {
    #[arg(long)]
    pub(super) json: bool,
    #[arg(long)]
    no_stream: bool,
    #[arg(long)]
    stats: bool,
    #[arg(short, long)]
    quiet: bool,
}

/// Whether thinking is shown on standard error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Thought {
    /// It is.
    Shown,
    /// Only `--json` tells it.
    Hidden,
}

/// Tells the answer as the user wants it told.
pub(super) struct Teller {
    form: Form,
    quiet: Quiet,
    thinking: Thought,
    output: Output,
    status: Status,
    /// Thinking on its way to standard error.
    notes: Notes,
    answer: String,
    thought: String,
    notices: Vec<String>,
    /// What is answered, where the script of the answer is to be looked at.
    question: Option<String>,
}

impl Teller {
    pub(super) fn new(form: &Form, thinking: Thought, terminal: &Terminal) -> Teller {
        let quiet = if form.quiet { Quiet::Yes } else { Quiet::No };
        Teller {
            form: form.clone(),
            quiet,
            thinking,
            output: if form.json { Output::new() } else { Output::page(terminal) },
            status: Status::new(quiet),
            notes: Notes::default(),
            answer: String::new(),
            thought: String::new(),
            notices: Vec::new(),
            question: None,
        }
    }

    /// What is waited for from now on.
    pub(super) fn wait(&mut self, text: String) {
        self.status.set(text);
    }

    /// To be called every now and then while nothing comes.
    ///
    /// # Errors
    /// Standard output cannot be written.
    pub(super) fn tick(&mut self) -> Result<()> {
        self.status.tick();
        self.output.tick()
    }

    /// Answers that are told as a whole are collected first.
    fn whole(&self) -> bool {
        self.form.json || self.form.no_stream
    }

    /// Something about how the answer is made.
    pub(super) fn notice(&mut self, text: &str) {
        self.status.clear();
        self.output.hide();
        out::notice(text, self.quiet);
        self.notices.push(text.to_owned());
    }

    /// What is new in the answer, until its end.
    ///
    /// # Errors
    /// Standard output cannot be written.
    pub(super) fn event(&mut self, event: Event, client: &Client) -> Result<()> {
        match event {
            Event::Queue(before) => self.status.set(tell!("cmd-ask-queue", count = before)),
            Event::Load(part) => {
                let part = format!("{:.0}", part * 100.0);
                self.status.set(tell!("cmd-ask-loading", model = client.model(), part = part));
            }
            Event::Prefill(progress) => self.prefill(&progress),
            Event::Thinking(text) => self.think(&text),
            Event::Text(text) => self.text(&text)?,
            Event::Notice(text) => self.notice(&text),
            // No tools are offered here, so a call is only what the model wrote by itself.
            Event::Call(_) | Event::Done(_) => {}
        }
        Ok(())
    }

    /// This is the question: an answer in another script is told.
    pub(super) fn answers(&mut self, question: &str) {
        self.question = Some(question.to_owned());
    }

    fn prefill(&mut self, progress: &Progress) {
        let Progress { total, cache, processed, time_ms } = *progress;
        let (done, left) = (processed.saturating_sub(cache), total.saturating_sub(processed));
        let seconds = (u64::from(left) * time_ms).checked_div(u64::from(done));
        self.status.set(match seconds.map(|time| out::time(time / 1000)) {
            Some(time) => tell!("cmd-ask-reading-left", done = processed, total = total, time = time),
            None => tell!("cmd-ask-reading", done = processed, total = total),
        });
    }

    fn think(&mut self, text: &str) {
        if self.thinking == Thought::Shown {
            self.status.clear();
            self.output.hide();
            self.notes.push(text);
        } else if self.answer.is_empty() || self.whole() {
            // Behind the first text the line belongs to the answer.
            self.status.set(tell!("cmd-ask-thinking"));
        }
        self.thought.push_str(text);
    }

    fn text(&mut self, text: &str) -> Result<()> {
        if self.answer.is_empty() && self.thinking == Thought::Shown && !self.thought.is_empty() {
            self.notes.end();
            out::note("\n\n");
        }
        self.answer.push_str(text);
        if self.whole() {
            self.status.set(tell!("cmd-ask-writing"));
            return Ok(());
        }
        self.status.clear();
        self.output.text(text)
    }

    /// The answer's end.
    ///
    /// # Errors
    /// Standard output cannot be written; [`Kind::Cut`] when the answer was cut.
    pub(super) fn done(&mut self, model: &str, done: &Done) -> Result<()> {
        self.status.clear();
        if self.form.json {
            self.output.text(&self.object(model, done).to_string())?;
        } else if self.form.no_stream {
            self.output.text(&self.answer)?;
        }
        self.output.end()?;
        if self.form.stats {
            out::line(&stats(done));
        }
        if let Some(why) = self.question.as_deref().and_then(|asked| reply::fault(asked, &self.answer)) {
            self.notice(&tell!("cmd-ask-drifted", why = why));
        }
        if done.finish == "length" {
            let error = Error::new(Kind::Cut, tell!("cmd-ask-cut"));
            return Err(match &done.why {
                Some(why) => error.why(why),
                None => error.hint(tell!("cmd-ask-cut-hint")),
            });
        }
        Ok(())
    }

    fn object(&self, model: &str, done: &Done) -> Value {
        let mut object = json!({ "model": model, "answer": self.answer, "finish_reason": done.finish });
        if !self.thought.is_empty() {
            object["thinking"] = self.thought.as_str().into();
        }
        if let Some(usage) = done.usage {
            object["usage"] = json!(usage);
        }
        if let Some(timings) = done.timings {
            object["timings"] = json!(timings);
        }
        if !self.notices.is_empty() {
            object["notices"] = json!(self.notices);
        }
        object
    }

    /// There will be no more: leaves the terminal on a line of its own, with what came so far.
    pub(super) fn give_up(&mut self) {
        self.status.clear();
        // There is no better place to tell that this failed, too.
        _ = self.output.end();
    }
}

fn stats(done: &Done) -> String {
    let Timings { cache_n, prompt_n, predicted_n, .. } = done.timings.unwrap_or_default();
    let Some(timings) = done.timings else {
        let usage = done.usage.unwrap_or_default();
        return tell!("cmd-ask-usage", prompt = usage.prompt_tokens, answer = usage.completion_tokens);
    };
    let seconds = (timings.prompt_ms + timings.predicted_ms) / 1e3;
    tell!(
        "cmd-ask-stats",
        prompt = cache_n + prompt_n,
        cached = cache_n,
        prefill = format!("{:.0}", timings.prefill()),
        answer = predicted_n,
        decode = format!("{:.1}", timings.decode()),
        time = format!("{seconds:.2}"),
    )
}
