//! Copying text: to the terminal by OSC 52, which reaches over ssh, and to the system's clipboard.

use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::Duration;

use base64::prelude::{BASE64_STANDARD, Engine as _};

use super::guard;
use crate::config::Terminal;

/// The longest sequence that terminals take, in bytes of base64: most stop at about 100 KB.
const LONGEST: usize = 100_000;
/// How long copying waits for the system's clipboard to say how it went.
const PATIENCE: Duration = Duration::from_millis(20);

/// Where a text was copied to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// The system's clipboard.
    Native,
    /// The terminal was asked to; it does not say whether it did.
    Osc52,
    /// Both.
    Both,
    /// Nowhere: it is too long for the terminal (more than about 75 KB), and there is no other clipboard.
    TooLong,
    /// Nowhere: the terminal cannot be asked, and there is no other clipboard.
    Nowhere,
}

/// Copies texts. It keeps what it copied, because on some systems the one who copied hands it out.
#[derive(Debug)]
pub struct Clipboard {
    way: Way,
    native: Native,
}

/// How the terminal is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    /// Not at all: it would show what it is asked.
    Never,
    Plain,
    /// Through tmux, which may take the request for itself or be told to let it through.
    Tmux,
}

/// The system's clipboard, which a thread of its own talks to: it may be slow, or hang.
#[derive(Debug)]
enum Native {
    Unopened,
    Open(Sender<String>, Receiver<bool>),
    /// There is none, or it does not answer.
    Missing,
}

impl Clipboard {
    /// A clipboard for that terminal. Nothing is opened before something is copied.
    pub fn new(terminal: &Terminal) -> Clipboard {
        let way = match terminal {
            Terminal { dumb: true, .. } => Way::Never,
            Terminal { kind, .. } if kind == "linux" => Way::Never,
            Terminal { tmux: true, .. } => Way::Tmux,
            _ => Way::Plain,
        };
        // Over ssh the system's clipboard is that of the machine nobody sits at.
        Clipboard { way, native: if terminal.ssh { Native::Missing } else { Native::Unopened } }
    }

    /// Copies `text`, within 20 ms whatever the system's clipboard does.
    pub fn copy(&mut self, text: &str) -> How {
        let native = self.native.set(text);
        let sent = sequence(text, self.way).map(|sequence| guard::put(sequence.as_bytes()).is_ok());
        match (native, sent) {
            (true, Some(true)) => How::Both,
            (true, _) => How::Native,
            (false, Some(true)) => How::Osc52,
            (false, None) if self.way != Way::Never => How::TooLong,
            (false, _) => How::Nowhere,
        }
    }
}

impl Native {
    /// Whether the text is there for sure.
    fn set(&mut self, text: &str) -> bool {
        if matches!(self, Native::Unopened) {
            *self = Native::open();
        }
        let Native::Open(send, hear) = self else { return false };
        // Answers that came too late for an earlier text.
        while hear.try_recv().is_ok() {}
        if send.send(text.to_owned()).is_err() {
            *self = Native::Missing;
            return false;
        }
        match hear.recv_timeout(PATIENCE) {
            Ok(set) => set,
            // Still at work: it will most likely be there soon, which is not for sure.
            Err(RecvTimeoutError::Timeout) => false,
            Err(RecvTimeoutError::Disconnected) => {
                *self = Native::Missing;
                false
            }
        }
    }

    fn open() -> Native {
        let (send, texts) = mpsc::channel::<String>();
        let (tell, hear) = mpsc::channel();
        let work = move || {
            let Ok(mut board) = arboard::Clipboard::new() else { return };
            while let Ok(mut text) = texts.recv() {
                // Behind a clipboard that hung, only the last text counts.
                while let Ok(later) = texts.try_recv() {
                    text = later;
                }
                if tell.send(board.set_text(text).is_ok()).is_err() {
                    return;
                }
            }
        };
        match thread::Builder::new().name("clipboard".into()).spawn(work) {
            Ok(_) => Native::Open(send, hear),
            Err(_) => Native::Missing,
        }
    }
}

/// What asks the terminal to copy `text`; nothing when it is too long.
fn sequence(text: &str, way: Way) -> Option<String> {
    if way == Way::Never || text.len().div_ceil(3) * 4 > LONGEST {
        return None;
    }
    let plain = format!("\x1b]52;c;{}\x1b\\", BASE64_STANDARD.encode(text));
    Some(match way {
        // tmux by its settings takes the one, lets the other through, or both, which is the same text.
        Way::Tmux => format!("{plain}\x1bPtmux;{}\x1b\\", plain.replace('\x1b', "\x1b\x1b")),
        _ => plain,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_terminal_is_asked_in_its_own_way() {
        assert_eq!(sequence("foo", Way::Plain).unwrap(), "\x1b]52;c;Zm9v\x1b\\");
        let tmux = "\x1b]52;c;Zm9v\x1b\\\x1bPtmux;\x1b\x1b]52;c;Zm9v\x1b\x1b\\\x1b\\";
        assert_eq!(sequence("foo", Way::Tmux).unwrap(), tmux);
        assert_eq!(sequence("foo", Way::Never), None);
    }

    #[test]
    fn nothing_in_a_text_reaches_the_terminal_as_it_is() {
        let sent = sequence("\x1b\\\x1b[2J\u{7}", Way::Plain).unwrap();
        assert!(
            sent["\x1b]52;c;".len()..sent.len() - 2]
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'=')
        );
    }

    #[test]
    fn a_text_too_long_for_the_terminal_is_not_sent() {
        assert!(sequence(&"x".repeat(75_000), Way::Plain).is_some());
        assert_eq!(sequence(&"x".repeat(75_001), Way::Plain), None);
    }

    #[test]
    fn without_any_clipboard_it_is_said() {
        let terminal = Terminal { dumb: true, ssh: true, ..Terminal::default() };
        assert_eq!(Clipboard::new(&terminal).copy("x"), How::Nowhere);
        let terminal = Terminal { ssh: true, ..Terminal::default() };
        assert_eq!(Clipboard::new(&terminal).copy(&"x".repeat(80_000)), How::TooLong);
    }
}
