//! The chat in a terminal: the loop that takes what happens, changes the state, and draws it.

pub mod action;
mod agent;
mod app;
mod arrival;
mod call;
mod choice;
pub mod chord;
mod clipboard;
mod command;
mod complete;
pub mod composer;
mod diff;
mod draw;
mod editor;
mod event;
mod files;
pub mod guard;
mod keymap;
mod lang;
pub mod order;
mod overlay;
pub mod probe;
mod runner;
mod screen;
mod select;
mod sheet;
mod shell;
mod start;
mod status;
mod transcript;
mod view;
mod words;

pub use agent::{Agent, Errand, Project};
pub use app::{App, Here, Now, Screen};
pub use event::{Effect, Entry, Event, Got, Old, Want};
pub use guard::Mouse;
pub use keymap::Keymap;
pub use order::Bidi;
pub use screen::run;
pub use sheet::Sheet;
pub use start::{Code, Start, Which};
pub use view::view;

/// Everything the chat can do: the rows of its help.
pub fn rows() -> &'static [action::Row] {
    action::ROWS
}
