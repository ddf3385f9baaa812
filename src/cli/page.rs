//! An answer on a terminal that is written to line by line: finished rows are printed once, and the open end
//! below them is drawn over.

use std::io::{self, Write};
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::config::{Depth, Terminal};
use crate::render::ansi;
use crate::render::bidi::Dir;
use crate::render::highlight::Highlighter;
use crate::render::line::Line;
use crate::render::look::Look;
use crate::render::stream::Stream;
use crate::render::theme::Theme;
use crate::render::width::width;

/// Between two drawings.
const FRAME: Duration = Duration::from_millis(16);
/// Rows longer than this are hard to read, however wide the terminal is.
const WIDEST: u16 = 120;
/// The terminal shows nothing between these two, where it knows them.
const HOLD: [&str; 2] = ["\x1b[?2026h", "\x1b[?2026l"];

/// The answer on its way to the screen.
pub(super) struct Page {
    stream: Stream,
    look: Look,
    depth: Depth,
    /// Finished rows that are printed.
    printed: usize,
    /// The open end as it stands on the screen, with the cursor behind its last row.
    drawn: Vec<Line>,
    last: Option<Instant>,
    state: State,
}

/// Whether the screen shows all that there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Shown,
    Waiting,
}

impl Page {
    /// A page of the terminal's width. It keeps that width: what is printed cannot be laid out again.
    pub(super) fn new(terminal: &Terminal) -> Page {
        let (cols, _) = size();
        let look =
            Look { theme: Arc::new(Theme::plain()), width: cols.min(WIDEST), code: Highlighter::new() };
        if !look.theme.syntax.is_empty() {
            look.code.warm();
        }
        Page {
            stream: Stream::new(),
            look,
            depth: terminal.depth,
            printed: 0,
            drawn: Vec::new(),
            last: None,
            state: State::Shown,
        }
    }

    /// Takes more of the answer, and draws it unless it was drawn just now.
    pub(super) fn push(&mut self, text: &str, out: &mut impl Write) -> io::Result<()> {
        self.stream.push(text);
        self.state = State::Waiting;
        if self.last.is_some_and(|last| last.elapsed() < FRAME) { Ok(()) } else { self.draw(size(), out) }
    }

    /// Draws what was not drawn yet.
    pub(super) fn tick(&mut self, out: &mut impl Write) -> io::Result<()> {
        if self.state == State::Shown { Ok(()) } else { self.draw(size(), out) }
    }

    /// Takes the open end away, so that something else can be printed.
    pub(super) fn hide(&mut self, out: &mut impl Write) -> io::Result<()> {
        if self.drawn.is_empty() {
            return Ok(());
        }
        let mut bytes = Vec::new();
        self.erase(size().0, &mut bytes)?;
        self.state = State::Waiting;
        out.write_all(&bytes)?;
        out.flush()
    }

    /// Draws all of it, and leaves the cursor below.
    pub(super) fn end(&mut self, out: &mut impl Write) -> io::Result<()> {
        self.stream.finish();
        self.draw(size(), out)
    }

    fn draw(&mut self, (cols, rows): (u16, u16), out: &mut impl Write) -> io::Result<()> {
        self.last = Some(Instant::now());
        self.state = State::Shown;
        let (done, tail) = self.stream.lines(&self.look);
        // What scrolled away could not be drawn over: of a long end only the last rows show until it is finished.
        let tail = tail[tail.len() - tail.len().min(usize::from(rows.max(2)) - 1)..].to_vec();
        if done.len() == self.printed && tail == self.drawn {
            return Ok(());
        }
        let fresh = done[self.printed..].to_vec();
        self.printed += fresh.len();
        let (mut bytes, wide) = (Vec::from(HOLD[0]), self.look.width);
        self.erase(cols, &mut bytes)?;
        ansi::write(&fresh, wide, self.depth, &mut bytes)?;
        if let Some((last, others)) = tail.split_last() {
            ansi::write(others, wide, self.depth, &mut bytes)?;
            ansi::row(last, wide, self.depth, &mut bytes)?;
        }
        self.drawn = tail;
        bytes.extend_from_slice(HOLD[1].as_bytes());
        out.write_all(&bytes)?;
        out.flush()
    }

    /// Goes back to where the open end begins, and erases from there.
    fn erase(&mut self, cols: u16, bytes: &mut Vec<u8>) -> io::Result<()> {
        let cols = usize::from(cols.max(1));
        // A terminal that became narrower has broken the rows.
        let wide = |line: &Line| match line.resolved() {
            (Dir::Rtl, _) => usize::from(self.look.width),
            (Dir::Ltr, _) => width(&line.text()),
        };
        let rows: usize = self.drawn.iter().map(|line| wide(line).div_ceil(cols).max(1)).sum();
        if rows > 1 {
            write!(bytes, "\x1b[{}A", rows - 1)?;
        }
        if rows > 0 {
            bytes.extend_from_slice(b"\r\x1b[J");
        }
        self.drawn.clear();
        Ok(())
    }
}

/// Columns and rows of standard output.
fn size() -> (u16, u16) {
    let size = rustix::termios::tcgetwinsize(io::stdout()).ok();
    let known = size.filter(|size| size.ws_col > 0 && size.ws_row > 0);
    known.map_or((80, 24), |size| (size.ws_col, size.ws_row))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a terminal of this size shows after the pieces, and its memory of rows that scrolled away.
    fn shown(pieces: &[&str], (cols, rows): (u16, u16)) -> String {
        let mut page = Page::new(&Terminal::default());
        page.look.width = cols;
        let mut terminal = vt100::Parser::new(rows.try_into().unwrap(), cols.try_into().unwrap(), 1000);
        let mut send = |bytes: Vec<u8>| {
            // The terminal's driver puts a return before each line feed.
            let text = String::from_utf8(bytes).unwrap().replace('\n', "\r\n");
            terminal.process(text.as_bytes());
        };
        for piece in pieces {
            let mut bytes = Vec::new();
            page.stream.push(piece);
            page.draw((cols, rows), &mut bytes).unwrap();
            send(bytes);
        }
        let mut bytes = Vec::new();
        page.stream.finish();
        page.draw((cols, rows), &mut bytes).unwrap();
        send(bytes);
        terminal.screen_mut().set_scrollback(usize::MAX);
        let above = terminal.screen().scrollback();
        let mut lines: Vec<String> = Vec::new();
        for back in (1..=above).rev() {
            terminal.screen_mut().set_scrollback(back);
            lines.extend(terminal.screen().rows(0, cols).next());
        }
        terminal.screen_mut().set_scrollback(0);
        lines.extend(terminal.screen().rows(0, cols));
        trimmed(&lines)
    }

    fn trimmed(rows: &[String]) -> String {
        let rows: Vec<&str> = rows.iter().map(|row| row.trim_end()).collect();
        rows.join("\n").trim_end().to_owned()
    }

    fn whole(text: &str, cols: u16) -> String {
        let mut page = Page::new(&Terminal::default());
        page.look.width = cols;
        page.stream.push(text);
        page.stream.finish();
        let (done, _) = page.stream.lines(&page.look);
        trimmed(&done.iter().map(Line::text).collect::<Vec<_>>())
    }

    const TEXT: &str = "# A\n\nsome **bold words** that wrap\n\n- one\n- two\n\n```rust\nlet a = 1;\nlet b = 2;\n```\n\n\
        | a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |\n\nthe end of it";

    #[test]
    fn what_was_drawn_over_leaves_nothing_behind() {
        let pieces: Vec<String> = TEXT.chars().map(String::from).collect();
        let pieces: Vec<&str> = pieces.iter().map(String::as_str).collect();
        for size in [(80, 24), (20, 24), (20, 4), (12, 2), (5, 1)] {
            assert_eq!(shown(&pieces, size), whole(TEXT, size.0), "{size:?}");
        }
    }

    #[test]
    fn nothing_new_is_not_drawn() {
        let mut page = Page::new(&Terminal::default());
        page.push("a", &mut Vec::new()).unwrap();
        let mut bytes = Vec::new();
        page.draw((80, 24), &mut bytes).unwrap();
        assert_eq!(bytes, b"");
        page.hide(&mut bytes).unwrap();
        page.end(&mut bytes).unwrap();
        assert_eq!(String::from_utf8(bytes).unwrap(), "\r\x1b[J\x1b[?2026ha\n\x1b[?2026l");
    }
}
