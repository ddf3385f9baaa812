//! A text that the model writes for the user beside the conversation: it becomes no message.

use super::{Aim, Effect, Phase, Session};
use crate::tell;
use crate::wire::{Message, Role};

/// The most tokens of such a text.
const LONGEST: u32 = 512;
/// Tokens that a prompt may have where nobody knows what the context holds, and at most.
const USUAL: u32 = 4096;
/// Less room than this behind the conversation is too little for anything.
const LEAST: u32 = 512;

impl Session {
    /// About how many bytes a prompt beside or behind the conversation may have, so that there is room for an answer.
    pub fn spare_bytes(&self) -> usize {
        let meter = self.meter();
        let room = match meter.limit {
            0 => USUAL,
            limit => self.beside().unwrap_or(limit / 2).min(USUAL),
        };
        room as usize * 3
    }

    /// The room behind the conversation; `None` if it is too little.
    fn beside(&self) -> Option<u32> {
        let meter = self.meter();
        let room = meter.limit.saturating_sub(meter.used + LONGEST);
        (room >= LEAST).then_some(room)
    }

    /// Asks the model for a text for the user, told as [`Effect::Aside`]. It is asked behind the conversation where
    /// that leaves room, so that nothing is read twice.
    pub fn aside(&mut self, prompt: &str) -> Vec<Effect> {
        if self.is_busy() {
            return vec![Effect::Notice(tell!("session-busy"))];
        }
        let mut request = self.request();
        if self.meter().limit > 0 && self.beside().is_none() {
            request.messages.retain(|message| message.role == Role::System);
        }
        request.messages.push(Message::new(Role::User, prompt));
        request.max_tokens = Some(LONGEST.into());
        request.chat_template_kwargs.insert("enable_thinking".into(), false.into());
        vec![self.start(Aim::Aside(String::new()), Phase::Starting, request)]
    }

    /// The text is written.
    pub(super) fn aside_done(text: &str) -> Effect {
        match text.trim() {
            "" => Effect::Notice(tell!("session-no-text")),
            text => Effect::Aside(text.to_owned()),
        }
    }
}
