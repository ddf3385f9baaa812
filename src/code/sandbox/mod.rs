//! What holds a command: where it may write, what it may not read, and that it reaches no network.
//!
//! A command is started by way of this program itself, which first takes from itself what the [`Rule`] does not
//! give and then becomes the shell; all that the shell starts has no more than that. Three layers do it, each where
//! the system has it: mounts of its own (all is read-only but what may be written, secrets are covered), Landlock
//! (files, signals, TCP), and a seccomp filter (sockets and calls that lead out). [`Held`] says which were there.

mod enter;
#[cfg(target_os = "linux")]
mod fence;
#[cfg(target_os = "linux")]
mod filter;
#[cfg(target_os = "linux")]
mod mounts;
#[cfg(target_os = "linux")]
mod reach;
mod report;
mod rule;
#[cfg(target_os = "linux")]
mod secrets;
mod talk;
mod trial;
#[cfg(target_os = "linux")]
mod tries;

pub(crate) use enter::Word;
pub use enter::enter;
pub use report::{Held, Report, report};
pub use rule::{Network, Rule, Spec, View};
pub(crate) use talk::{hear, line, say};
pub use trial::{Attempt, Verdict, attempts};
#[cfg(target_os = "linux")]
pub use tries::attempt;

/// The hidden command of this program that a shell is started by.
pub const COMMAND: &str = "sandbox-exec";

/// Tries an escape by name, from inside; there is none on this system.
///
/// # Errors
/// Always.
#[cfg(not(target_os = "linux"))]
pub fn attempt(name: &str, _: &[String]) -> crate::error::Result<()> {
    Err(crate::error::Error::new(crate::error::Kind::Usage, name))
}
