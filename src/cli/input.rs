//! What a question is made of: arguments, standard input, files.

use std::fs;
use std::io::{self, IsTerminal, Read};
use std::os::fd::AsFd;

use clap::Args;
use rustix::fs::{FileType, fstat};

use crate::chat::prompt::{Block, compose};
use crate::error::{Context, Error, Kind, Result};
use crate::tell;

/// A question, and what the user should know about how it was read.
pub(super) struct Input {
    /// The composed prompt.
    pub(super) text: String,
    /// Bytes that were not text, and the like.
    pub(super) notices: Vec<String>,
}

/// More than any context holds; reading on would only fill the memory.
const LIMIT: u64 = 16 << 20;

/// Where the text comes from, as arguments.
#[derive(Clone, Debug, Args)]
pub(super) struct Source {
    #[arg(value_name = "TEXT")]
    text: Vec<String>,
    #[arg(short, long, value_name = "FILE")]
    file: Vec<String>,
}

impl Source {
    /// Whether no argument says anything.
    pub(super) fn is_empty(&self) -> bool {
        self.text.is_empty() && self.file.is_empty()
    }

    /// Whether nothing is named but standard input.
    pub(super) fn is_stdin(&self) -> bool {
        let mut all = self.text.iter().chain(&self.file);
        all.next().is_some_and(|name| name == "-") && all.next().is_none()
    }

    /// Reads everything into one question. Standard input is read when it is a pipe or a file, or
    /// named by `-f -`. `command` is what an example of the usage begins with.
    ///
    /// # Errors
    /// A file that cannot be read, too much input, or no question at all.
    pub(super) fn question(&self, command: &str) -> Result<Input> {
        let mut notices = Vec::new();
        let blocks = blocks(&self.file, &mut notices)?;
        let text = compose(&self.text.join(" "), &blocks);
        if text.is_empty() {
            return Err(Error::new(Kind::Usage, tell!("cmd-ask-empty"))
                .hint(tell!("cmd-ask-empty-hint", command = command)));
        }
        Ok(Input { text, notices })
    }

    /// The same without any frame: the texts one after the other, byte for byte.
    ///
    /// # Errors
    /// A file that cannot be read, or too much input.
    pub(super) fn exact(&self) -> Result<Input> {
        let mut notices = Vec::new();
        let blocks = blocks(&self.file, &mut notices)?;
        let text = self.text.join(" ") + &blocks.into_iter().map(|block| block.text).collect::<String>();
        Ok(Input { text, notices })
    }
}

/// Where the text of a file comes from that may be open in an editor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wish {
    /// From standard input.
    Stdin,
    /// From standard input if that carries something, else from the disk.
    Either,
}

/// The text of a file as an editor has it, byte for byte.
///
/// # Errors
/// It cannot be read, or is too large.
pub(super) fn unsaved(path: &str, wish: Wish) -> Result<Input> {
    let mut notices = Vec::new();
    let given = if wish == Wish::Stdin || piped() { Some(stdin(&mut notices)?) } else { None };
    let text = match given.filter(|text| wish == Wish::Stdin || !text.is_empty()) {
        Some(text) => text,
        None => file(path, &mut notices)?,
    };
    Ok(Input { text, notices })
}

fn blocks(files: &[String], notices: &mut Vec<String>) -> Result<Vec<Block>> {
    let mut blocks = Vec::new();
    if !files.iter().any(|file| file == "-") && piped() {
        let text = stdin(notices)?;
        if !text.is_empty() {
            blocks.push(Block { name: "stdin".into(), text });
        }
    }
    for file in files {
        let (name, text) = match file.as_str() {
            "-" => ("stdin", stdin(notices)?),
            path => (path, self::file(path, notices)?),
        };
        blocks.push(Block { name: name.into(), text });
    }
    Ok(blocks)
}

/// Whether standard input carries something: a pipe, a file or a socket, but no terminal and not
/// /dev/null, which scripts and schedulers give to programs that are to read nothing.
fn piped() -> bool {
    let stdin = io::stdin();
    if stdin.is_terminal() {
        return false;
    }
    let kind = fstat(stdin.as_fd()).map(|stat| FileType::from_raw_mode(stat.st_mode));
    matches!(kind, Ok(FileType::Fifo | FileType::RegularFile | FileType::Socket))
}

fn stdin(notices: &mut Vec<String>) -> Result<String> {
    let mut bytes = Vec::new();
    io::stdin()
        .lock()
        .take(LIMIT + 1)
        .read_to_end(&mut bytes)
        .context(Kind::Usage, tell!("cmd-ask-stdin"))?;
    text("stdin", bytes, notices)
}

fn file(path: &str, notices: &mut Vec<String>) -> Result<String> {
    let wrong = || tell!("cmd-cannot-read", path = path);
    let meta = fs::metadata(path).context(Kind::Usage, wrong())?;
    if meta.is_dir() {
        return Err(Error::new(Kind::Usage, wrong())
            .why(tell!("cmd-ask-directory"))
            .hint(tell!("cmd-ask-directory-hint")));
    }
    let mut bytes = Vec::new();
    let file = fs::File::open(path).context(Kind::Usage, wrong())?;
    file.take(LIMIT + 1).read_to_end(&mut bytes).context(Kind::Usage, wrong())?;
    text(path, bytes, notices)
}

/// Bytes as text: what is no UTF-8 becomes U+FFFD, and is said.
fn text(name: &str, bytes: Vec<u8>, notices: &mut Vec<String>) -> Result<String> {
    if bytes.len() as u64 > LIMIT {
        return Err(Error::new(
            Kind::Fit,
            tell!("cmd-ask-long", name = name, bytes = super::out::bytes(LIMIT)),
        )
        .hint(tell!("cmd-ask-long-hint")));
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok(text),
        Err(error) => {
            notices.push(tell!("cmd-ask-utf8", name = name));
            Ok(String::from_utf8_lossy(error.as_bytes()).into_owned())
        }
    }
}
