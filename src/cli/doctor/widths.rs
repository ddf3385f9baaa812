//! How wide the terminal draws what terminals disagree about: each is printed, and the cursor's place asked for.

use std::fs::File;
use std::io::{Read, Write};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::termios::{OptionalActions, Termios, tcgetattr, tcsetattr};
use serde_json::{Value, json};

use crate::error::{Context, Kind, Result};
use crate::render::bidi::{Order, within};
use crate::render::width::width;
use crate::tell;

/// How long the terminal may take for each answer.
const PATIENCE: Duration = Duration::from_millis(300);
/// What asks where the cursor is.
const WHERE: &str = "\x1b[6n";

/// A cluster: its name for other programs and for people, and itself.
struct Row(&'static str, fn() -> String, &'static str);

/// Those whose width Unicode leaves open.
const AMBIGUOUS: [&str; 3] = ["circled", "dots", "line"];

static ROWS: [Row; 13] = [
    Row("letters", || tell!("doctor-cluster-letters"), "لا"),
    Row("ligature", || tell!("doctor-cluster-ligature"), "\u{FEFB}"),
    Row("marks", || tell!("doctor-cluster-marks"), "مُحَمَّدٌ"),
    Row("joiner", || tell!("doctor-cluster-joiner"), "می\u{200C}خ"),
    Row("ideograph", || tell!("doctor-cluster-ideograph"), "你"),
    Row("punctuation", || tell!("doctor-cluster-punctuation"), "，"),
    Row("circled", || tell!("doctor-cluster-circled"), "①"),
    Row("dots", || tell!("doctor-cluster-dots"), "…"),
    Row("line", || tell!("doctor-cluster-line"), "─"),
    Row("family", || tell!("doctor-cluster-family"), "👨\u{200D}👩\u{200D}👧"),
    Row("flag", || tell!("doctor-cluster-flag"), "🇩🇪"),
    Row("heart", || tell!("doctor-cluster-heart"), "❤\u{FE0F}"),
    Row("keycap", || tell!("doctor-cluster-keycap"), "1\u{FE0F}\u{20E3}"),
];

/// What the terminal does with a cluster, and what is counted here.
#[derive(Clone, Copy)]
pub(super) struct Measured {
    row: &'static Row,
    /// Columns that it takes; `None` when the terminal did not say.
    found: Option<usize>,
}

impl Measured {
    /// The columns that are counted for text that is sent as it is.
    fn counted(self) -> usize {
        within(Order::Terminal, || width(self.row.2))
    }

    /// It for other programs.
    pub(super) fn json(&self) -> Value {
        json!({ "name": self.row.0, "terminal": self.found, "qwill": self.counted() })
    }
}

/// Measures all of them.
///
/// # Errors
/// There is no terminal.
pub(super) fn measure() -> Result<Vec<Measured>> {
    let mut asked = Asked::new().context(Kind::Usage, tell!("doctor-widths-pipe"))?;
    let mut silent = false;
    let mut all = Vec::with_capacity(ROWS.len());
    for row in &ROWS {
        // Who does not answer once is not waited for again and again.
        let found = if silent { None } else { asked.column(row.2).and_then(|column| column.checked_sub(1)) };
        silent |= found.is_none();
        all.push(Measured { row, found });
    }
    Ok(all)
}

/// What was measured, line by line, and what to set because of it.
pub(super) fn told(measured: &[Measured], ambiguous: u8) -> Vec<String> {
    if measured.iter().all(|one| one.found.is_none()) {
        return vec![String::new(), tell!("doctor-widths-silent")];
    }
    let mut lines = vec![String::new(), tell!("doctor-widths-title")];
    for one in measured {
        let counted = one.counted();
        let found = one.found.map_or_else(|| "?".to_owned(), |found| found.to_string());
        let same = one.found.is_none_or(|found| found == counted);
        let note = if same { String::new() } else { format!(" · {}", tell!("doctor-widths-other")) };
        let mark = if same { '✓' } else { '✗' };
        lines.push(format!("{mark} {found} {counted}  {}{note}", (one.row.1)()));
    }
    let open = || measured.iter().filter(|one| AMBIGUOUS.contains(&one.row.0));
    let all = |columns: usize| open().all(|one| one.found == Some(columns));
    if ambiguous == 1 && all(2) {
        lines.push(tell!("doctor-widths-wide"));
    } else if ambiguous == 2 && all(1) {
        lines.push(tell!("doctor-widths-narrow"));
    }
    lines
}

/// The terminal while it is asked; dropping it leaves it as it was.
struct Asked {
    terminal: File,
    before: Termios,
}

impl Asked {
    fn new() -> std::io::Result<Asked> {
        let terminal = File::options().read(true).write(true).open("/dev/tty")?;
        let before = tcgetattr(&terminal)?;
        let mut raw = before.clone();
        raw.make_raw();
        tcsetattr(&terminal, OptionalActions::Flush, &raw)?;
        Ok(Asked { terminal, before })
    }

    /// The column behind a cluster at the beginning of a row, counted from 1.
    fn column(&mut self, cluster: &str) -> Option<usize> {
        write!(self.terminal, "\r{cluster}{WHERE}").ok()?;
        let answer = self.answer();
        write!(self.terminal, "\r\x1b[K").ok()?;
        answer
    }

    fn answer(&mut self) -> Option<usize> {
        let end = Instant::now() + PATIENCE;
        let (mut bytes, mut piece) = (Vec::new(), [0; 256]);
        loop {
            if let Some(column) = column(&bytes) {
                return Some(column);
            }
            let left = end.saturating_duration_since(Instant::now());
            let wait = Timespec { tv_sec: 0, tv_nsec: i64::from(left.subsec_nanos()) };
            let mut fds = [PollFd::new(&self.terminal, PollFlags::IN)];
            if left.is_zero() || !matches!(poll(&mut fds, Some(&wait)), Ok(1..)) {
                return None;
            }
            match self.terminal.read(&mut piece) {
                Ok(count @ 1..) => bytes.extend_from_slice(&piece[..count]),
                Ok(0) | Err(_) => return None,
            }
        }
    }
}

impl Drop for Asked {
    fn drop(&mut self) {
        // What comes too late is no input of the shell.
        _ = tcsetattr(&self.terminal, OptionalActions::Flush, &self.before);
    }
}

/// The column in `CSI row ; column R`, wherever it stands among what was typed.
fn column(bytes: &[u8]) -> Option<usize> {
    let text = String::from_utf8_lossy(bytes);
    text.split("\x1b[").skip(1).find_map(|part| {
        let (row, column) = part.split_once('R')?.0.split_once(';')?;
        row.parse::<usize>().ok().and(column.parse().ok())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_answer_is_found_among_what_is_typed() {
        for (bytes, found) in [
            (&b"\x1b[12;3R"[..], Some(3)),
            (b"ab\x1b[A\x1b[1;10Rx", Some(10)),
            (b"\x1b[12;3", None),
            (b"12;3R", None),
            (b"\x1b[R\x1b[;R", None),
        ] {
            assert_eq!(column(bytes), found, "{bytes:?}");
        }
    }

    #[test]
    fn differences_are_told_with_what_to_set() {
        let measured = |wide: usize| -> Vec<Measured> {
            let found = |row: &'static Row| {
                let one = Measured { row, found: None };
                let open = AMBIGUOUS.contains(&row.0);
                Measured { found: Some(if open { wide } else { one.counted() }), ..one }
            };
            ROWS.iter().map(found).collect()
        };
        let lines = told(&measured(1), 1);
        assert!(lines.iter().skip(2).all(|line| line.starts_with('✓')), "{lines:?}");
        let lines = told(&measured(2), 1);
        assert_eq!(lines.iter().filter(|line| line.starts_with('✗')).count(), 3);
        assert!(lines.last().is_some_and(|line| line.contains("ambiguous_width = 2")), "{lines:?}");
        let silent: Vec<Measured> = ROWS.iter().map(|row| Measured { row, found: None }).collect();
        assert_eq!(told(&silent, 1).len(), 2);
    }
}
