//! `qwill ask`: one answer to standard output.

use std::time::Duration;

use clap::{Args, ValueEnum};
use serde_json::{Map, Value, json};
use tokio::signal::unix::{SignalKind, signal};

use super::ModelArg;
use super::input::Input;
use super::out::{self, Output, Quiet, Status};
use crate::client::{Client, Done, Event, Wanted};
use crate::config::Config;
use crate::error::{Error, Kind, Result};
use crate::models::starter;
use crate::wire::{ChatRequest, Message, Progress, Role, Sampling, Stops, Timings};

/// The arguments of `ask`.
#[derive(Clone, Debug, Args)]
pub(super) struct Ask {
    /// The question
    #[arg(value_name = "TEXT")]
    text: Vec<String>,
    #[command(flatten)]
    model: ModelArg,
    /// A file the question is about; `-` is standard input
    #[arg(short, long = "file", value_name = "FILE")]
    file: Vec<String>,
    /// Instructions for the model (the system prompt)
    #[arg(short, long, value_name = "TEXT")]
    system: Option<String>,
    #[command(flatten)]
    thinking: Thinking,
    #[command(flatten)]
    shape: Shape,
    #[command(flatten)]
    form: Form,
}

/// Whether and where the model thinks.
#[derive(Clone, Debug, Args)]
struct Thinking {
    /// Whether the model thinks before it answers, if it can be told
    #[arg(long, value_enum, default_value_t = Think::Auto, hide_default_value = true)]
    think: Think,
    /// Show the thinking on standard error
    #[arg(long)]
    show_thinking: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Think {
    On,
    Off,
    Auto,
}

/// What shapes the answer.
#[derive(Clone, Debug, Args)]
struct Shape {
    /// At most this many tokens
    #[arg(short = 'n', long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    max_tokens: Option<u32>,
    /// Temperature; 0 always takes the most probable token
    #[arg(long, value_name = "T", value_parser = number::<0, 100>)]
    temp: Option<f32>,
    /// Choose among the most probable tokens that together have this probability
    #[arg(long, value_name = "P", value_parser = number::<0, 1>)]
    top_p: Option<f32>,
    /// Choose among the K most probable tokens; 0 is all
    #[arg(long, value_name = "K", value_parser = clap::value_parser!(i32).range(0..))]
    top_k: Option<i32>,
    /// Choose among tokens at least this share as probable as the first
    #[arg(long, value_name = "P", value_parser = number::<0, 1>)]
    min_p: Option<f32>,
    /// The same seed gives the same answer on the same machine
    #[arg(long, value_name = "N")]
    seed: Option<u32>,
    /// End the answer before this text; may be repeated
    #[arg(long, value_name = "TEXT")]
    stop: Vec<String>,
    /// Context length in tokens
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(256..))]
    ctx: Option<u32>,
    /// Threads that decode
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=512))]
    threads: Option<u32>,
}

/// How the answer is told.
#[derive(Clone, Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
struct Form {
    /// One JSON object instead of text
    #[arg(long)]
    json: bool,
    /// Print the answer when it is whole
    #[arg(long)]
    no_stream: bool,
    /// Tokens and speed on standard error
    #[arg(long)]
    stats: bool,
    /// Nothing but the answer
    #[arg(short, long)]
    quiet: bool,
}

/// A number between two whole ones; clap has this only for integers.
fn number<const MIN: i32, const MAX: i32>(text: &str) -> Result<f32, String> {
    let value: f32 = text.parse().map_err(|_| "not a number".to_owned())?;
    let range = MIN as f32..=MAX as f32;
    if range.contains(&value) { Ok(value) } else { Err(format!("must be between {MIN} and {MAX}")) }
}

impl Ask {
    /// Whether errors are to be told as JSON too.
    pub(super) fn json(&self) -> bool {
        self.form.json
    }

    /// Asks and prints.
    ///
    /// # Errors
    /// No question, no model, no engine, no answer; [`Kind::Cut`] when it was cut at `-n`.
    pub(super) fn run(self, config: &Config) -> Result<()> {
        let input = Input::read(&self.text, &self.file)?;
        let wanted = Wanted { ctx: self.shape.ctx, threads: self.shape.threads };
        let client = Client::new(self.model.model.as_deref(), wanted, config)?;
        let mut teller = Teller::new(&self.form, &self.thinking);
        if client.starter() {
            teller.notice(starter::NOTICE);
        }
        input.notices.iter().for_each(|notice| teller.notice(notice));
        let request = self.request(input.text);
        super::wait(async {
            let mut interrupt = signal(SignalKind::interrupt())?;
            tokio::select! {
                end = answer(&client, request, &mut teller) => end,
                _ = interrupt.recv() => {
                    teller.interrupted();
                    Err(Error::new(Kind::Interrupted, "interrupted"))
                }
            }
        })
    }

    fn request(&self, text: String) -> ChatRequest {
        let system = self.system.iter().map(|system| Message::new(Role::System, system));
        let messages = system.chain([Message::new(Role::User, text)]).collect();
        let shape = &self.shape;
        let mut kwargs = Map::new();
        if self.thinking.think != Think::Auto {
            kwargs.insert("enable_thinking".into(), (self.thinking.think == Think::On).into());
        }
        ChatRequest {
            messages,
            max_tokens: shape.max_tokens,
            stop: Some(shape.stop.clone()).filter(|stop| !stop.is_empty()).map(Stops::Many),
            chat_template_kwargs: kwargs,
            sampling: Sampling {
                temperature: shape.temp,
                top_p: shape.top_p,
                top_k: shape.top_k,
                min_p: shape.min_p,
                seed: shape.seed,
                ..Sampling::default()
            },
            ..ChatRequest::default()
        }
    }
}

/// Between two looks at whether the user waits long enough to be told for what.
const TICK: Duration = Duration::from_millis(100);

async fn answer(client: &Client, request: ChatRequest, teller: &mut Teller) -> Result<()> {
    let mut tick = tokio::time::interval(TICK);
    teller.status.set("starting the engine …".into());
    let mut asking = std::pin::pin!(client.ask(request));
    let mut answer = loop {
        tokio::select! {
            answer = &mut asking => break answer?,
            _ = tick.tick() => teller.status.tick(),
        }
    };
    loop {
        let event = tokio::select! {
            event = answer.next() => event?,
            _ = tick.tick() => {
                teller.status.tick();
                continue;
            }
        };
        match event {
            None => return Err(Error::new(Kind::Engine, "the answer has no end")),
            Some(Event::Done(done)) => return teller.done(&client.model(), &done),
            Some(event) => teller.event(event, client)?,
        }
    }
}

/// Tells the answer as the user wants it told.
struct Teller {
    form: Form,
    quiet: Quiet,
    show_thinking: bool,
    output: Output,
    status: Status,
    answer: String,
    thought: String,
    notices: Vec<String>,
}

impl Teller {
    fn new(form: &Form, thinking: &Thinking) -> Teller {
        let quiet = if form.quiet { Quiet::Yes } else { Quiet::No };
        Teller {
            form: form.clone(),
            quiet,
            show_thinking: thinking.show_thinking,
            output: Output::new(),
            status: Status::new(quiet),
            answer: String::new(),
            thought: String::new(),
            notices: Vec::new(),
        }
    }

    /// Answers that are told as a whole are collected first.
    fn whole(&self) -> bool {
        self.form.json || self.form.no_stream
    }

    fn notice(&mut self, text: &str) {
        self.status.clear();
        out::notice(text, self.quiet);
        self.notices.push(text.to_owned());
    }

    fn event(&mut self, event: Event, client: &Client) -> Result<()> {
        match event {
            Event::Queue(before) => self.status.set(format!("waiting for the engine, {before} before …")),
            Event::Load(part) => {
                self.status.set(format!("loading {} … {:.0} %", client.model(), part * 100.0))
            }
            Event::Prefill(progress) => self.prefill(&progress),
            Event::Thinking(text) => self.thinking(&text),
            Event::Text(text) => self.text(&text)?,
            Event::Notice(text) => self.notice(&text),
            // No tools are offered here, so a call is only what the model wrote by itself.
            Event::Call(_) | Event::Done(_) => {}
        }
        Ok(())
    }

    fn prefill(&mut self, progress: &Progress) {
        let Progress { total, cache, processed, time_ms } = *progress;
        let (done, left) = (processed.saturating_sub(cache), total.saturating_sub(processed));
        let seconds = u64::from(left) * time_ms / u64::from(done.max(1)) / 1000;
        let text = format!("reading the prompt … {processed} of {total} tokens, {} left", out::time(seconds));
        self.status.set(text);
    }

    fn thinking(&mut self, text: &str) {
        if self.show_thinking {
            self.status.clear();
            out::note(&crate::render::sanitize::screen(text));
        } else if self.answer.is_empty() || self.whole() {
            // Behind the first text the line belongs to the answer.
            self.status.set("thinking …".into());
        }
        self.thought.push_str(text);
    }

    fn text(&mut self, text: &str) -> Result<()> {
        if self.answer.is_empty() && self.show_thinking && !self.thought.is_empty() {
            out::note("\n\n");
        }
        self.answer.push_str(text);
        if self.whole() {
            self.status.set("writing the answer …".into());
            return Ok(());
        }
        self.status.clear();
        self.output.text(text)
    }

    fn done(&mut self, model: &str, done: &Done) -> Result<()> {
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
        if done.finish == "length" {
            return Err(Error::new(Kind::Cut, "the answer was cut")
                .hint("allow more tokens with -n, or ask for less"));
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

    /// Leaves the terminal on a line of its own, with what came so far.
    fn interrupted(&mut self) {
        self.status.clear();
        // There is no better place to tell that this failed, too.
        _ = self.output.end();
    }
}

fn stats(done: &Done) -> String {
    let Timings { cache_n, prompt_n, predicted_n, .. } = done.timings.unwrap_or_default();
    let Some(timings) = done.timings else {
        let usage = done.usage.unwrap_or_default();
        return format!("prompt {} tokens · answer {} tokens", usage.prompt_tokens, usage.completion_tokens);
    };
    let seconds = (timings.prompt_ms + timings.predicted_ms) / 1e3;
    format!(
        "prompt {} tokens, {cache_n} reused, {:.0}/s · answer {predicted_n} tokens, {:.1}/s · {seconds:.2} s",
        cache_n + prompt_n,
        timings.prefill(),
        timings.decode(),
    )
}
