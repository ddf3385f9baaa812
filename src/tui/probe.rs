//! Asks the terminal for its background, and loses no key that is typed meanwhile.

use std::os::fd::BorrowedFd;
use std::time::{Duration, Instant};

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use rustix::event::{PollFd, PollFlags, Timespec, poll};

use super::guard;
use crate::config::Terminal;
use crate::render::theme::Shade;

mod keys;
mod reply;

use reply::Reply;

/// How long a terminal on this machine may take.
pub const PATIENCE: Duration = Duration::from_millis(60);

/// OSC 11, and a question that every terminal answers, so that no answer to the first is known early.
const QUESTION: &str = "\x1b]11;?\x1b\\\x1b[c";

/// A question that is on its way.
#[derive(Debug)]
#[must_use = "the answer has to be read before keys are"]
pub struct Question {
    sent: bool,
    ground: Option<Shade>,
}

/// What was found out.
#[derive(Debug)]
pub struct Answer {
    /// The terminal's background: as it says, else as the environment says, else dark.
    pub shade: Shade,
    /// What was typed or pasted meanwhile, in its order: to be taken as if it came now.
    pub events: Vec<Event>,
    /// What has to look for an answer among the keys, when none came in time.
    pub late: Late,
}

impl Question {
    /// Asks, where there is somebody to answer; the terminal must be in a [`guard::Guard`] already.
    pub fn ask(terminal: &Terminal) -> Question {
        let raw = crossterm::terminal::is_raw_mode_enabled().unwrap_or(false);
        let able = raw
            && !terminal.dumb
            && terminal.kind != "linux"
            && rustix::termios::isatty(rustix::stdio::stdin());
        Question {
            sent: able && guard::put(QUESTION.as_bytes()).is_ok(),
            ground: terminal.ground.as_deref().and_then(by_number),
        }
    }

    /// Waits for the answer, `patience` at the longest, which is [`PATIENCE`] as a rule.
    pub fn wait(self, patience: Duration) -> Answer {
        let mut reply = Reply::default();
        if self.sent {
            listen(&mut reply, patience);
        }
        let late = Late { open: self.sent && !reply.done, held: Vec::new() };
        let shade = reply.ground.map(shade).or(self.ground).unwrap_or_default();
        Answer { shade, events: keys::decode(&reply.rest()), late }
    }
}

fn listen(reply: &mut Reply, patience: Duration) {
    let stdin = rustix::stdio::stdin();
    let end = Instant::now() + patience;
    let mut bytes = [0; 1024];
    while !reply.done {
        let left = end.saturating_duration_since(Instant::now());
        // An answer that has begun is worth a little more.
        let left = if reply.begun() { left.max(Duration::from_millis(10)) } else { left };
        if left.is_zero() || !ready(stdin, left) {
            return;
        }
        match rustix::io::read(stdin, &mut bytes) {
            Ok(0) | Err(_) => return,
            Ok(count) => reply.take(&bytes[..count]),
        }
    }
}

/// Waits until there is something to read.
fn ready(fd: BorrowedFd<'_>, wait: Duration) -> bool {
    let wait =
        Timespec { tv_sec: 0, tv_nsec: i64::from(wait.min(Duration::from_millis(999)).subsec_nanos()) };
    let mut fds = [PollFd::new(&fd, PollFlags::IN)];
    matches!(poll(&mut fds, Some(&wait)), Ok(1..))
}

/// Dark or light, by how bright the colour is to the eye.
fn shade((r, g, b): (u8, u8, u8)) -> Shade {
    let light = u32::from(r) * 299 + u32::from(g) * 587 + u32::from(b) * 114;
    if light >= 128_000 { Shade::Light } else { Shade::Dark }
}

/// From `COLORFGBG`, such as `15;0` or `0;default;15`.
fn by_number(text: &str) -> Option<Shade> {
    match text.rsplit(';').next()?.parse().ok()? {
        0..=6 | 8u8 => Some(Shade::Dark),
        7 | 9..=15 => Some(Shade::Light),
        _ => None,
    }
}

/// Finds an answer that came too late among the keys, where it looks as if somebody had typed it.
#[derive(Debug, Default)]
pub struct Late {
    open: bool,
    held: Vec<KeyEvent>,
}

/// What became of a key.
#[derive(Debug, PartialEq, Eq)]
pub enum Heard {
    /// These are keys after all.
    Keys(Vec<KeyEvent>),
    /// It may be part of an answer.
    Part,
    /// The answer is complete.
    Shade(Shade),
}

impl Late {
    /// Takes the next key.
    pub fn hear(&mut self, key: KeyEvent) -> Heard {
        if !self.open {
            return Heard::Keys(vec![key]);
        }
        self.held.push(key);
        let ends = |key: &KeyEvent| match key.code {
            KeyCode::Char('\\') => key.modifiers == KeyModifiers::ALT,
            KeyCode::Char('g') => key.modifiers == KeyModifiers::CONTROL,
            _ => false,
        };
        let begins = key.code == KeyCode::Char(']') && key.modifiers == KeyModifiers::ALT;
        let inside = &self.held[1..];
        let text: Option<String> = (inside.iter().filter(|key| !ends(key)))
            .map(|key| match (key.code, key.modifiers) {
                (KeyCode::Char(c), KeyModifiers::NONE | KeyModifiers::SHIFT) => Some(c),
                _ => None,
            })
            .collect();
        match text {
            Some(text) if inside.last().is_some_and(ends) => {
                let held = std::mem::take(&mut self.held);
                match reply::colour(&text) {
                    Some(colour) => {
                        self.open = false;
                        Heard::Shade(shade(colour))
                    }
                    None => Heard::Keys(held),
                }
            }
            Some(text) if (begins || self.held.len() > 1) && reply::may_be(&text) => Heard::Part,
            _ => Heard::Keys(std::mem::take(&mut self.held)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(code: char, mods: KeyModifiers) -> KeyEvent {
        KeyEvent::new(KeyCode::Char(code), mods)
    }

    fn typed(text: &str) -> Vec<KeyEvent> {
        let mut keys = vec![key(']', KeyModifiers::ALT)];
        keys.extend(text.chars().map(|c| key(c, KeyModifiers::NONE)));
        keys
    }

    fn late() -> Late {
        Late { open: true, held: Vec::new() }
    }

    #[test]
    fn an_answer_among_the_keys_is_found() {
        for end in [key('\\', KeyModifiers::ALT), key('g', KeyModifiers::CONTROL)] {
            let mut late = late();
            for key in typed("11;rgb:ffff/fafa/f000") {
                assert_eq!(late.hear(key), Heard::Part);
            }
            assert_eq!(late.hear(end), Heard::Shade(Shade::Light));
            assert_eq!(late.hear(end), Heard::Keys(vec![end]));
        }
    }

    #[test]
    fn keys_that_are_no_answer_are_given_back_in_order() {
        for text in ["x", "1x", "11;rgb:zz", "11;rgb:1/2/3\n", "11;rgb:ffff/fafa/f000ffffffffffffffffffff"] {
            let (mut late, mut back) = (late(), Vec::new());
            let keys = typed(text);
            for key in &keys {
                if let Heard::Keys(keys) = late.hear(*key) {
                    back.extend(keys);
                }
            }
            assert_eq!(back, keys, "{text}");
        }
        let plain = key('a', KeyModifiers::NONE);
        assert_eq!(late().hear(plain), Heard::Keys(vec![plain]));
    }

    #[test]
    fn the_environment_tells_the_ground_by_number() {
        let cases = [
            ("15;0", Shade::Dark),
            ("0;15", Shade::Light),
            ("0;default;15", Shade::Light),
            ("7;8", Shade::Dark),
        ];
        for (text, shade) in cases {
            assert_eq!(by_number(text), Some(shade), "{text}");
        }
        for text in ["", "15;default", "1;99", ";"] {
            assert_eq!(by_number(text), None, "{text}");
        }
    }

    #[test]
    fn brightness_decides() {
        assert_eq!(shade((0, 43, 54)), Shade::Dark);
        assert_eq!(shade((253, 246, 227)), Shade::Light);
        assert_eq!(shade((0, 0, 255)), Shade::Dark);
        assert_eq!(shade((0, 255, 0)), Shade::Light);
    }

    #[test]
    fn without_a_terminal_nothing_is_asked() {
        let terminal = Terminal { ground: Some("0;15".into()), ..Terminal::default() };
        let answer = Question::ask(&Terminal { dumb: true, ..terminal }).wait(PATIENCE);
        assert_eq!((answer.shade, answer.events.len(), answer.late.open), (Shade::Light, 0, false));
    }
}
