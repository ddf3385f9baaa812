//! `qwill ask`: one answer to standard output.

use std::io::{self, IsTerminal};
use std::time::Duration;

use clap::{Args, ValueEnum};
use serde_json::Map;
use tokio::signal::unix::{SignalKind, signal};

use super::ModelArg;
use super::chat::Chat;
use super::input::Source;
use super::tell::{Form, Teller, Thought};
use crate::chat::reply;
use crate::client::{Client, Event, Wanted};
use crate::config::Config;
use crate::error::{Error, Kind, Result};
use crate::models::starter;
use crate::tell;
use crate::wire::{ChatRequest, Message, Role, Sampling, Stops};

/// The arguments of `ask`.
#[derive(Clone, Debug, Args)]
pub(super) struct Ask {
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    model: ModelArg,
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
    #[arg(long, value_enum, default_value_t = Think::Auto, hide_default_value = true)]
    think: Think,
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
    #[arg(short = 'n', long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    max_tokens: Option<u32>,
    #[arg(long, value_name = "T", value_parser = number::<0, 100>)]
    temp: Option<f32>,
    #[arg(long, value_name = "P", value_parser = number::<0, 1>)]
    top_p: Option<f32>,
    #[arg(long, value_name = "K", value_parser = clap::value_parser!(i32).range(0..))]
    top_k: Option<i32>,
    #[arg(long, value_name = "P", value_parser = number::<0, 1>)]
    min_p: Option<f32>,
    #[arg(long, value_name = "N")]
    seed: Option<u32>,
    #[arg(long, value_name = "TEXT")]
    stop: Vec<String>,
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(256..))]
    ctx: Option<u32>,
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=512))]
    threads: Option<u32>,
}

/// A number between two whole ones; clap has this only for integers.
fn number<const MIN: i32, const MAX: i32>(text: &str) -> Result<f32, String> {
    let value: f32 = text.parse().map_err(|_| tell!("cmd-ask-no-number"))?;
    let range = MIN as f32..=MAX as f32;
    if range.contains(&value) { Ok(value) } else { Err(tell!("cmd-ask-between", min = MIN, max = MAX)) }
}

impl Ask {
    /// Whether nothing is asked, by arguments or by a pipe, and there is a terminal to talk in.
    pub(super) fn is_bare(&self) -> bool {
        self.source.is_empty() && io::stdin().is_terminal() && io::stdout().is_terminal() && !self.form.json
    }

    /// The chat with what was said about the model.
    pub(super) fn chat(self) -> Chat {
        Chat { model: self.model, system: self.system, ctx: self.shape.ctx, ..Chat::default() }
    }

    /// Whether errors are to be told as JSON too.
    pub(super) fn json(&self) -> bool {
        self.form.json
    }

    /// Asks and prints.
    ///
    /// # Errors
    /// No question, no model, no engine, no answer; [`Kind::Cut`] when it was cut at `-n`.
    pub(super) fn run(self, config: &Config) -> Result<()> {
        let input = self.source.question("qwill")?;
        let wanted = Wanted { ctx: self.shape.ctx, threads: self.shape.threads };
        let client = Client::new(self.model.model.as_deref(), wanted, config)?;
        let thinking = if self.thinking.show_thinking { Thought::Shown } else { Thought::Hidden };
        let mut teller = Teller::new(&self.form, thinking, &config.terminal);
        if client.starter() {
            let named = self.model.model.is_some() || config.model.is_some();
            let what = if named { starter::notice() } else { starter::first() };
            teller.notice(&tell!("cmd-ask-starter", notice = what, hint = super::advise::hint(config)));
        }
        input.notices.iter().for_each(|notice| teller.notice(notice));
        if self.system.is_none() {
            teller.answers(&input.text);
        }
        let request = self.request(input.text);
        let end = super::wait(async {
            let mut interrupt = signal(SignalKind::interrupt())?;
            tokio::select! {
                end = answer(&client, request, &mut teller) => end,
                _ = interrupt.recv() => Err(Error::new(Kind::Interrupted, tell!("cmd-interrupted"))),
            }
        });
        if end.is_err() {
            teller.give_up();
        }
        end
    }

    fn request(&self, text: String) -> ChatRequest {
        let language = reply::instruction(&text).filter(|_| self.system.is_none());
        let system = self.system.as_deref().or(language).map(|system| Message::new(Role::System, system));
        let messages = system.into_iter().chain([Message::new(Role::User, text)]).collect();
        let shape = &self.shape;
        let mut kwargs = Map::new();
        if self.thinking.think != Think::Auto {
            kwargs.insert("enable_thinking".into(), (self.thinking.think == Think::On).into());
        }
        ChatRequest {
            messages,
            max_tokens: shape.max_tokens.map(i64::from),
            stop: Some(shape.stop.clone()).filter(|stop| !stop.is_empty()).map(Stops::Many),
            chat_template_kwargs: kwargs,
            sampling: Sampling {
                temperature: shape.temp,
                top_p: shape.top_p,
                top_k: shape.top_k,
                min_p: shape.min_p,
                seed: shape.seed.map(i64::from),
                ..Sampling::default()
            },
            ..ChatRequest::default()
        }
    }
}

/// Between two looks at whether the user waits long enough to be told for what, and at what is not drawn yet.
const TICK: Duration = Duration::from_millis(40);

async fn answer(client: &Client, request: ChatRequest, teller: &mut Teller) -> Result<()> {
    let mut tick = tokio::time::interval(TICK);
    teller.wait(tell!("cmd-ask-starting"));
    let mut asking = std::pin::pin!(client.ask(request));
    let mut answer = loop {
        tokio::select! {
            answer = &mut asking => break answer?,
            _ = tick.tick() => teller.tick()?,
        }
    };
    loop {
        let event = tokio::select! {
            event = answer.next() => event?,
            _ = tick.tick() => {
                teller.tick()?;
                continue;
            }
        };
        match event {
            None => return Err(Error::new(Kind::Engine, tell!("cmd-ask-no-end"))),
            Some(Event::Done(done)) => return teller.done(&client.model(), &done),
            Some(event) => teller.event(event, client)?,
        }
    }
}
