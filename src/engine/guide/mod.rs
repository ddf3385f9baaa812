//! Which tokens continue a valid call, while a model writes one.
//!
//! Nothing is asked of text and of thinking, which a call ends. From the tag that opens a call to the one that closes
//! it, only offered functions, their parameters and values of their types can be written; paths can be kept to files
//! that exist, and quotes to what is in a file.

mod files;
mod json;
mod quote;
mod quoted;
mod schema;
mod state;
mod step;
mod tag;
mod text;
mod trie;
mod vocab;
mod xml;

use std::sync::Arc;

use crate::engine::template::Thinking;
use crate::wire;
use crate::wire::Tool;
use files::Files;
use schema::Schemas;
use state::State;
use text::{Kind, Must, Role};
use trie::{ROOT, Trie};
pub use vocab::{Form, Mask, Vocab};

/// How a model writes calls.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Dialect {
    /// JSON in `<tool_call>`.
    Json,
    /// `<function=…>` with parameters in tags.
    Xml,
    /// Not known: either is taken.
    #[default]
    Either,
}

impl Dialect {
    /// The dialect that a chat template teaches.
    pub fn of(template: Option<&str>) -> Dialect {
        match template {
            Some(text) if text.contains("<function=") => Dialect::Xml,
            Some(text) if text.contains("<tool_call>") => Dialect::Json,
            _ => Dialect::Either,
        }
    }

    fn json(self) -> bool {
        self != Dialect::Xml
    }

    fn xml(self) -> bool {
        self != Dialect::Json
    }
}

/// What calls to the offered functions look like; made once for a request.
#[derive(Debug)]
pub struct Rules {
    dialect: Dialect,
    names: Trie,
    /// The arguments of each function.
    tools: Vec<u16>,
    schemas: Schemas,
    files: Files,
}

impl Rules {
    /// The rules of these functions, with what is known about files. `None` if there is no function, or one
    /// whose name cannot be written in a call as it is.
    pub fn new(tools: &[Tool], dialect: Dialect, hints: &wire::Guide) -> Option<Rules> {
        let names: Vec<&str> = tools.iter().map(|tool| tool.function.name.as_str()).collect();
        if names.is_empty() || !names.iter().all(|name| schema::plain(name)) {
            return None;
        }
        let paths = hints.paths.iter().map(String::as_str);
        let texts = hints.files.iter().map(|(path, text)| (path.as_str(), text.as_str()));
        let mut rules = Rules {
            dialect,
            names: Trie::new(names.iter().zip(0..).collect()),
            tools: Vec::new(),
            schemas: Schemas::default(),
            files: Files::new(paths, texts),
        };
        for tool in tools {
            let arguments = rules.schemas.arguments(&tool.function.parameters);
            rules.tools.push(arguments);
            rules.hint(arguments, &tool.function.name, hints);
        }
        Some(rules)
    }

    /// Sets what is known about the files of one function.
    fn hint(&mut self, arguments: u16, name: &str, hints: &wire::Guide) {
        let quote = hints.quote.get(name);
        let existing = hints.existing.get(name).filter(|_| !self.files.is_empty());
        let role = |name: &str| match quote {
            Some(quote) if quote.path == name => Role::Source,
            _ => Role::Other,
        };
        let mut rows = Vec::new();
        if let Some(quote) = quote {
            rows.push((quote.path.as_str(), Kind::Path(Must::Nothing, Role::Source)));
            rows.push((quote.value.as_str(), Kind::Quote));
        }
        if let Some(path) = existing {
            rows.retain(|row| row.0 != path);
            rows.push((path, Kind::Path(Must::Exist, role(path))));
        }
        for (parameter, kind) in rows {
            let value = self.schemas.parameter(arguments, parameter);
            if let Some(value) = value.filter(|value| value.text == Some(Kind::Free)) {
                (value.text, value.raw) = (Some(kind), Some(kind));
            }
        }
    }
}

/// What the guide of one answer is made of, before there is a vocabulary.
#[derive(Clone, Debug)]
pub struct Plan {
    rules: Arc<Rules>,
    thinking: Thinking,
}

impl Plan {
    /// The plan for an answer that starts as `thinking` says and may call these functions. `None` where
    /// [`Rules::new`] gives none.
    pub fn new(tools: &[Tool], dialect: Dialect, hints: &wire::Guide, thinking: Thinking) -> Option<Plan> {
        Some(Plan { rules: Arc::new(Rules::new(tools, dialect, hints)?), thinking })
    }

    /// The guide for an answer of a model with these tokens.
    pub fn guide(&self, vocab: Arc<Vocab>) -> Guide {
        Guide::new(vocab, self.rules.clone(), self.thinking)
    }
}

/// Follows one answer and says which tokens may come.
#[derive(Clone, Debug)]
pub struct Guide {
    vocab: Arc<Vocab>,
    rules: Arc<Rules>,
    state: State,
    duty: Duty,
}

/// Whether a guide still has a say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Duty {
    On,
    Off,
}

/// Why a guide gave up.
#[derive(Clone, Copy, Debug)]
enum Fault {
    /// No token of the model can go on.
    Stuck,
    /// A token was taken that may not come.
    Refused,
}

impl Guide {
    /// The guide of an answer that starts as `thinking` says.
    pub fn new(vocab: Arc<Vocab>, rules: Arc<Rules>, thinking: Thinking) -> Guide {
        Guide { vocab, rules, state: State::new(thinking), duty: Duty::On }
    }

    /// Whether a call is open, so that not every token may come.
    pub fn is_armed(&self) -> bool {
        self.duty == Duty::On && self.state.armed()
    }

    /// Whether the token may come next. It takes as long as the token has bytes.
    pub fn allow(&self, token: u32) -> bool {
        self.duty == Duty::Off || self.after(token).is_some()
    }

    /// Puts every token that may come next into `mask`, in the place of what was there. There always is one: if
    /// no token of the model can go on, the guide gives up, and all may come from then on.
    pub fn mask(&mut self, mask: &mut Mask) {
        mask.clear(self.vocab.len());
        if self.duty == Duty::On {
            self.walk(mask);
            if mask.count() > 0 {
                return;
            }
            self.give_up(Fault::Stuck);
        }
        mask.fill();
    }

    /// Goes on behind a token that was chosen. One that may not come makes the guide give up.
    pub fn accept(&mut self, token: u32) {
        if self.duty == Duty::Off {
            return;
        }
        match self.after(token) {
            Some(state) => self.state = state,
            None => self.give_up(Fault::Refused),
        }
    }

    /// The state behind a token, if it may come.
    fn after(&self, token: u32) -> Option<State> {
        let bytes = self.vocab.bytes(token);
        if (bytes.is_empty() && self.state.armed()) || (self.vocab.tag(token) && self.state.inside()) {
            return None;
        }
        let mut state = self.state;
        bytes.iter().try_for_each(|&byte| self.rules.step(&mut state, byte))?;
        Some(state)
    }

    fn walk(&self, mask: &mut Mask) {
        if !self.state.armed() {
            self.vocab.controls.iter().for_each(|&token| mask.insert(token));
        }
        let loose = self.state.loose();
        let tree = if loose { &self.vocab.wild } else { &self.vocab.tree };
        if loose {
            mask.join(&self.vocab.calm);
        }
        let tags = !self.state.inside();
        let mut open = vec![(ROOT, self.state)];
        while let Some((node, state)) = open.pop() {
            for child in tree.children(node) {
                let mut next = state;
                if self.rules.step(&mut next, tree.label(child)).is_none() {
                    continue;
                }
                let ends = tree.ends(child).iter().filter(|&&token| tags || !self.vocab.tag(token));
                ends.for_each(|&token| mask.insert(token));
                if !tree.children(child).is_empty() {
                    open.push((child, next));
                }
            }
        }
    }

    fn give_up(&mut self, fault: Fault) {
        tracing::warn!(?fault, at = ?self.state.at, "guide");
        self.duty = Duty::Off;
    }
}

#[cfg(test)]
mod tests;
