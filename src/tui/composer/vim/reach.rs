//! Where the motions of vi lead.

use super::{Composer, Operator, Reach, Reply, State, motion, unit};
use crate::render::bidi::Dir;
use crate::tui::composer::keys::Way;

/// The motion of Backspace.
pub(super) const BACK: char = '\u{8}';

impl Composer {
    /// Where a motion within the text leads.
    pub(super) fn motion(&self, c: char, state: &State) -> Option<(usize, Reach)> {
        let (text, start) = (self.buffer.text(), self.buffer.cursor());
        let (first, last) = (motion::line_start(text, start), motion::line_end(text, start));
        let ltr = matches!(c, 'h' | 'l') && self.dir() == Dir::Ltr;
        let (step, reach): (fn(&str, usize) -> usize, Reach) = match c {
            // They point to the left and to the right of the screen, like the arrows.
            'h' if !ltr => (unit::next, Reach::Before),
            'l' if !ltr => (unit::prev, Reach::Before),
            'h' | BACK => (unit::prev, Reach::Before),
            'l' | ' ' => (unit::next, Reach::Before),
            'w' => (motion::next_word, Reach::Before),
            'b' => (motion::prev_word, Reach::Before),
            'e' => (motion::word_end, Reach::Through),
            '0' => (motion::line_start, Reach::Before),
            '^' => (motion::indent, Reach::Before),
            '$' => (motion::line_end, Reach::Before),
            _ => return None,
        };
        let on_word = text[start..].chars().next().is_some_and(|c| !c.is_whitespace());
        // vi's own exceptions: `cw` leaves the space behind the word, `dw` the line feed.
        let (step, reach) = match (c, state.operator) {
            ('w', Some((Operator::Change, _))) if on_word => {
                (word_rest as fn(&str, usize) -> usize, Reach::Before)
            }
            _ => (step, reach),
        };
        let mut at = start;
        for _ in 0..state.times().unwrap_or(1) {
            let to = step(text, at);
            if to == at {
                break;
            }
            at = to;
        }
        match c {
            'h' | 'l' | ' ' | BACK => at = at.clamp(first, last),
            'w' if state.operator.is_some() && motion::line_start(text, at) > start => {
                let end = motion::line_start(text, at) - 1;
                at = if text[start..end].contains('\n') { at } else { end.max(start) };
            }
            _ => {}
        }
        Some((at, reach))
    }

    /// A place so many lines above or below.
    pub(super) fn lines_away(&self, c: char, lines: usize) -> usize {
        let text = self.buffer.text();
        let mut at = self.buffer.cursor();
        for _ in 0..lines {
            at = match c {
                'k' => motion::line_start(text, at).saturating_sub(1),
                _ => (motion::line_end(text, at) + 1).min(text.len()),
            };
        }
        unit::floor(text, at)
    }

    /// `j` and `k`: by rows of the screen, or by lines for an operator.
    pub(super) fn rows_away(&mut self, c: char, state: &mut State) -> Reply {
        let times = state.times().unwrap_or(1);
        if state.operator.is_some() {
            return self.reach(self.lines_away(c, times), Reach::Lines, state);
        }
        *state = State::command();
        let way = if c == 'j' { Way::Down } else { Way::Up };
        let mut reply = Reply::Ignored;
        for _ in 0..times {
            let one = self.vertical(way, false);
            if one == Reply::Ignored {
                break;
            }
            reply = if reply == Reply::Changed { reply } else { one };
        }
        reply
    }

    /// `gg` and `G`: to a line by its number, otherwise to that one.
    pub(super) fn go_line(&mut self, state: &mut State, otherwise: usize) -> Reply {
        let line = state.times().unwrap_or(otherwise);
        let text = self.buffer.text();
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1));
        let start = starts.take(line).last().unwrap_or(0);
        self.reach(motion::indent(text, start), Reach::Lines, state)
    }

    /// The place so many units further, not beyond the line.
    pub(super) fn within_line(&self, at: usize, times: usize) -> usize {
        let text = self.buffer.text();
        let end = motion::line_end(text, at);
        let mut to = at;
        for _ in 0..times {
            to = if to < end { unit::next(text, to) } else { end };
        }
        to
    }
}

/// The end of the word at `at`, or of the next one when `at` stands behind one.
fn word_rest(text: &str, at: usize) -> usize {
    let first = text[at..].chars().next();
    let on_space = first.is_none_or(char::is_whitespace);
    let from = if on_space { motion::next_word(text, at) } else { at };
    let next = motion::next_word(text, from);
    let word = text[from..next].trim_end();
    unit::ceil(text, from + word.len())
}
