//! Work told to a person: each step on standard error, the last answer on standard output.

use super::run::Teller;
use crate::chat::tree::Node;
use crate::cli::out::{self, Output as Out, Quiet, Status};
use crate::client;
use crate::code::mcp::Offer;
use crate::code::project::{Ended, Output};
use crate::code::tool::{self, Call};
use crate::config::Terminal;
use crate::error::{Error, Result};
use crate::session::{Event, Session};
use crate::tell;
use crate::wire::{Role, ToolCall};

/// Characters of a step that are shown.
const SHOWN: usize = 160;

/// Tells steps and the answer.
pub(super) struct Notes {
    quiet: Quiet,
    status: Status,
    output: Out,
}

impl Notes {
    /// Notes for a terminal or a pipe.
    pub(super) fn new(quiet: Quiet, terminal: &Terminal) -> Notes {
        Notes { quiet, status: Status::new(quiet), output: Out::page(terminal) }
    }
}

impl Teller for Notes {
    fn begin(&mut self, _: &Session) -> Result<()> {
        self.status.set(tell!("cmd-ask-starting"));
        Ok(())
    }

    fn call(&mut self, call: &ToolCall, _: Option<&Offer>) -> Result<()> {
        self.status.set(step(call));
        Ok(())
    }

    fn called(&mut self, call: &ToolCall, _: Option<&Offer>, output: &Output) -> Result<()> {
        self.status.clear();
        let mark = match output.ended {
            Ended::Well => "✓",
            Ended::Badly => "✗",
            Ended::Refused => "⊘",
        };
        out::notice(&format!("{mark} {}", step(call)), self.quiet);
        Ok(())
    }

    fn event(&mut self, event: &Event) -> Result<()> {
        match event {
            Event::Answer(_, client::Event::Queue(before)) => {
                self.status.set(tell!("cmd-ask-queue", count = *before));
            }
            Event::Answer(_, client::Event::Thinking(_)) => self.status.set(tell!("cmd-ask-thinking")),
            Event::Answer(_, client::Event::Text(_)) => self.status.set(tell!("status-writing")),
            _ => {}
        }
        self.status.tick();
        Ok(())
    }

    fn answer(&mut self, _: &Session) -> Result<()> {
        Ok(())
    }

    fn notice(&mut self, text: &str) -> Result<()> {
        self.status.clear();
        out::notice(text, self.quiet);
        Ok(())
    }

    fn end(&mut self, session: &Session, _: Option<&Error>) -> Result<()> {
        self.status.clear();
        let last = session.path().rev().find(|node: &&Node| node.role == Role::Assistant);
        self.output.text(last.map_or("", |node| node.text.trim()))?;
        self.output.end()
    }
}

/// A call as it is told in one line.
fn step(call: &ToolCall) -> String {
    let what = match tool::read(call) {
        Ok(Call::Shell { command, .. }) => command,
        Ok(Call::Search { pattern, path, .. }) => format!("{pattern} {path}"),
        Ok(Call::Read { path, .. } | Call::List { path, .. }) => path,
        Ok(Call::Edit { path, .. } | Call::Part { path, .. } | Call::Write { path, .. }) => path,
        Ok(Call::Ask { question }) => question,
        Ok(Call::Todo { items }) => items,
        Ok(Call::Patch { .. } | Call::Mcp { .. }) => String::new(),
        Err(_) => call.function.arguments.clone(),
    };
    let line = format!("{} {}", call.function.name, what.replace('\n', " "));
    line.trim_end().chars().take(SHOWN).collect()
}
