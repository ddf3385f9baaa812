//! What the commands of vi do to the text.

use std::ops::Range;

use super::{Composer, Operator, Reach, Reply, State, motion, unit};
use crate::tui::composer::buffer::Kind;

impl Composer {
    /// Lets an operator work on a part of the text.
    pub(super) fn work(
        &mut self,
        operator: Operator,
        range: Range<usize>,
        reach: Reach,
        state: &mut State,
    ) -> Reply {
        let text = self.buffer.text();
        self.cut = text[range.clone()].to_owned();
        if reach == Reach::Lines {
            self.cut.push('\n');
        }
        match operator {
            Operator::Yank => self.move_to(range.start),
            Operator::Change => {
                state.insert();
                self.move_to(range.start);
                self.change(range, "", Kind::Whole);
                Reply::Changed
            }
            Operator::Delete if reach == Reach::Lines => {
                let whole = match (range.start, range.end) {
                    (start, end) if end < text.len() => start..end + 1,
                    (start, end) => start.saturating_sub(1)..end,
                };
                let reply = self.change(whole, "", Kind::Whole);
                let at = motion::indent(self.buffer.text(), self.buffer.cursor());
                self.buffer.go(at);
                reply
            }
            Operator::Delete => {
                self.buffer.go(range.start);
                self.change(range, "", Kind::Whole)
            }
        }
    }

    /// `r`: other units in the place of some.
    pub(super) fn overwrite(&mut self, c: char, state: &mut State) -> Reply {
        let times = std::mem::replace(state, State::command()).times().unwrap_or(1);
        let at = self.buffer.cursor();
        let end = self.within_line(at, times);
        let units = unit::units(&self.buffer.text()[at..end]).count();
        if units < times || c.is_control() {
            return Reply::Moved;
        }
        let one = self.chips.take_in(c.encode_utf8(&mut [0; 4])).into_owned();
        let reply = self.change(at..end, &one.repeat(times), Kind::Whole);
        let end = self.buffer.cursor();
        self.buffer.go(unit::prev(self.buffer.text(), end));
        reply
    }

    /// A command that needs no motion.
    pub(super) fn action(&mut self, c: char, times: usize, state: &mut State) -> Reply {
        let (text, at) = (self.buffer.text(), self.buffer.cursor());
        let (first, last) = (motion::line_start(text, at), motion::line_end(text, at));
        let (operator, range) = match c {
            'x' => (Operator::Delete, at..self.within_line(at, times)),
            's' => (Operator::Change, at..self.within_line(at, times)),
            'D' => (Operator::Delete, at..last),
            'C' => (Operator::Change, at..last),
            'S' => return self.work(Operator::Change, first..last, Reach::Lines, state),
            'Y' => return self.work(Operator::Yank, first..last, Reach::Lines, state),
            'u' => {
                let done = (0..times).take_while(|_| self.undo() == Reply::Changed).count();
                return if done > 0 { Reply::Changed } else { Reply::Moved };
            }
            'p' | 'P' => return self.put_back(c, times),
            'i' | 'a' | 'I' | 'A' | 'o' | 'O' => {
                state.insert();
                return self.begin(c);
            }
            _ => return Reply::Ignored,
        };
        self.work(operator, range, Reach::Before, state)
    }

    /// `i a I A o O`: where writing begins.
    pub(super) fn begin(&mut self, c: char) -> Reply {
        let (text, at) = (self.buffer.text(), self.buffer.cursor());
        let (first, last) = (motion::line_start(text, at), motion::line_end(text, at));
        match c {
            'a' => self.move_to(self.within_line(at, 1)),
            'I' => self.move_to(motion::indent(text, at)),
            'A' => self.move_to(last),
            'o' => self.change(last..last, "\n", Kind::Whole),
            'O' => {
                let reply = self.change(first..first, "\n", Kind::Whole);
                self.buffer.go(first);
                reply
            }
            _ => self.move_to(at),
        }
    }

    /// `p` and `P`: what was cut, behind the cursor or before it; lines as lines.
    pub(super) fn put_back(&mut self, c: char, times: usize) -> Reply {
        let (text, at) = (self.buffer.text(), self.buffer.cursor());
        // A long cut repeated ten thousand times would fill the memory.
        let times = times.min((1 << 20) / self.cut.len().max(1)).max(1);
        let mut cut = self.cut.repeat(times);
        if cut.is_empty() {
            return Reply::Moved;
        }
        if !cut.ends_with('\n') {
            let to = if c == 'p' { self.within_line(at, 1) } else { at };
            let reply = self.change(to..to, &cut, Kind::Whole);
            self.buffer.go(unit::prev(self.buffer.text(), self.buffer.cursor()));
            return reply;
        }
        let (to, start) = match c {
            'p' => {
                cut.pop();
                cut.insert(0, '\n');
                (motion::line_end(text, at), motion::line_end(text, at) + 1)
            }
            _ => (motion::line_start(text, at), motion::line_start(text, at)),
        };
        let reply = self.change(to..to, &cut, Kind::Whole);
        let inner = motion::indent(self.buffer.text(), start);
        self.buffer.go(inner);
        reply
    }
}
