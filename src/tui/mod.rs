//! The chat in a terminal: the loop that takes what happens, changes the state, and draws it.

mod action;
mod app;
mod arrival;
mod choice;
pub mod chord;
mod clipboard;
mod command;
mod complete;
pub mod composer;
mod draw;
mod editor;
mod event;
mod files;
pub mod guard;
mod keymap;
mod overlay;
mod probe;
mod runner;
mod screen;
mod shell;
mod start;
mod status;
mod transcript;
mod view;
mod words;

pub use app::{App, Now};
pub use event::{Effect, Event, Got};
pub use screen::run;
pub use start::Start;
pub use view::view;
