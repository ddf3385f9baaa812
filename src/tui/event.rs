//! What can happen in the chat, and what it can ask to be done.

use std::path::PathBuf;

use crossterm::event::{KeyEvent, MouseEvent};

use super::files::Files;
use super::guard::Mouse;
use super::shell;
use crate::chat::prompt::Block;
use crate::chat::store::{Chat, ChatId, Hit};
use crate::chat::tree::{Node, NodeId};
use crate::code::checkpoint::{Step, Undo};
use crate::code::git::{Commit, Staged};
use crate::code::mcp::Report;
use crate::code::project::{Back, Care, Past};
use crate::error::Error;
use crate::render::bidi::Choice;
use crate::session;
use crate::text::Lang;

/// What can happen.
#[derive(Debug)]
pub enum Event {
    /// A key was pressed.
    Key(KeyEvent),
    /// Text was pasted.
    Paste(String),
    /// The mouse moved its wheel.
    Mouse(MouseEvent),
    /// The terminal has another size: columns, rows.
    Resize(u16, u16),
    /// Time went by.
    Tick,
    /// The conversation goes on.
    Session(session::Event),
    /// Something that was asked for is here.
    Got(Got),
    /// The program is to end (SIGTERM, SIGHUP).
    Leave,
    /// The program is to pause (SIGTSTP).
    Pause,
    /// The program goes on after somebody paused it (SIGCONT).
    Goes,
}

/// What was asked for by [`Effect::Get`] and the like.
#[derive(Debug)]
pub enum Got {
    /// The saved conversations, newest first.
    Chats(Vec<Chat>),
    /// What a search found, and for which text.
    Hits(String, Vec<Hit>),
    /// A conversation to be looked at in the picker.
    Preview(ChatId, Vec<Node>),
    /// A conversation to go on with.
    Chat(Chat, Vec<Node>),
    /// The models on this machine: name, what is known, whether it fits.
    Models(Vec<Entry>),
    /// The project's files.
    Files(Files),
    /// Files read for the message, and pictures among them.
    Blocks(Vec<Block>, Vec<String>),
    /// What a command wrote, and the command.
    Shell(String, shell::Output),
    /// The message as the editor left it.
    Edited(String),
    /// The text of the file at this path as the editor left it.
    Reviewed(String, String),
    /// What the user sent before, newest first.
    Inputs(Vec<String>),
    /// Which models are right for this machine.
    Advice(String),
    /// A text was not written because that file is there already.
    Exists(PathBuf, String),
    /// What is where in the project.
    Survey(String),
    /// What is known of the servers of tools.
    Servers(Vec<Report>),
    /// Files of a question were taken back, or changed again.
    Swapped(Step, Undo),
    /// What was changed for the questions of the conversation.
    Past(Vec<Past>),
    /// The files are what they were before a question, or the user is to be asked.
    Rewound(Back),
    /// Files that can go along with messages.
    Carried(Vec<String>),
    /// What is staged.
    Staged(Staged),
    /// What became of a commit, and its message.
    Committed(Commit, String),
    /// Changes to be reviewed.
    Changes(String),
    /// Something to say: it worked.
    Done(String),
    /// Something to say: it did not.
    Failed(Error),
}

/// What becomes of a file that is there already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Old {
    /// It stays, and [`Got::Exists`] comes back.
    Stays,
    /// The user wants it replaced.
    Goes,
}

/// A row of a picker.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// What is chosen by it.
    pub key: String,
    /// What it is called.
    pub text: String,
    /// What else is known.
    pub note: String,
}

/// What can be asked to be done.
#[derive(Debug)]
pub enum Effect {
    /// The conversation's own.
    Session(session::Effect),
    /// Read something; it comes back as [`Got`].
    Get(Want),
    /// Delete a conversation.
    Remove(ChatId),
    /// Write a text into a file.
    Save(PathBuf, String, Old),
    /// Put a text into the clipboard.
    Copy(String),
    /// Run a command for the message.
    Shell(String),
    /// Take back the files that were changed for the question of this name, or change them again.
    Swap(Step, String),
    /// Tell of the servers of tools, after the one of this name was started again.
    Servers(Option<String>),
    /// Find out what was changed for the questions of the conversation of this name.
    Past(String),
    /// Make the files what they were before this question of a conversation.
    Rewind(String, NodeId, Care),
    /// Do these turns again.
    Forward(Vec<u64>),
    /// Commit what is staged with this message.
    Commit(String),
    /// Find out what was changed: for the conversation of this name, or in this range of revisions.
    Changes(String, String),
    /// Let the user's editor change the message.
    Editor(String),
    /// Let it change the text that a change gives the file at this path.
    Review(String, String),
    /// Who gets the mouse.
    Mouse(Mouse),
    /// Who orders right-to-left text, and whether the terminal is told so.
    Order(Choice),
    /// The interface is in this language from now on.
    Speak(Lang),
    /// Write a setting into the user's configuration.
    Keep(&'static str, String),
    /// Draw everything anew.
    Redraw,
    /// Stop the program as Ctrl+Z does.
    Suspend,
    /// Take the terminal again after a pause.
    Resume,
    /// End.
    Quit,
}

/// What can be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Want {
    /// The saved conversations.
    Chats,
    /// Conversations with this text.
    Hits(String),
    /// A conversation to look at.
    Preview(ChatId),
    /// A conversation to go on with.
    Chat(ChatId),
    /// The models on this machine.
    Models,
    /// The project's files.
    Files,
    /// What is staged for the next commit.
    Staged,
    /// Which files are meant by what was written behind a command, and whether they can be read.
    Carried(String),
    /// The files that this message mentions, whether these pictures are there, and files that go along with it.
    Blocks(String, Vec<String>, Vec<String>),
}
