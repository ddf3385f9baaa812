//! The keys of vi: letters are commands after Esc.

mod act;
mod reach;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::{Composer, Reply, motion, unit};

/// The name of the mode in which letters are commands.
pub(super) const NORMAL: &str = "NORMAL";

/// No count goes beyond this.
const MOST: usize = 9999;

/// What waits for a motion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Operator {
    Delete,
    Change,
    Yank,
}

/// What a letter is the second half of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wait {
    /// `g`.
    Go,
    /// `r`.
    Replace,
}

/// How much a motion covers for an operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reach {
    /// Up to the place, without it.
    Before,
    /// The unit at the place too.
    Through,
    /// Whole lines.
    Lines,
}

/// Where the commands stand.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct State {
    normal: bool,
    /// The number typed so far; 0 is none.
    count: usize,
    operator: Option<(Operator, usize)>,
    wait: Option<Wait>,
}

impl State {
    /// The mode's name.
    pub(super) fn name(&self) -> &'static str {
        if self.normal { NORMAL } else { "INSERT" }
    }

    /// Letters are written from now on.
    pub(super) fn insert(&mut self) {
        *self = State::default();
    }

    fn command() -> State {
        State { normal: true, ..State::default() }
    }

    fn is_pending(&self) -> bool {
        self.count > 0 || self.operator.is_some() || self.wait.is_some()
    }

    /// How often, the number before the operator and that before the motion together; `None` when none
    /// was typed.
    fn times(&self) -> Option<usize> {
        let outer = self.operator.map_or(0, |(_, count)| count);
        (self.count + outer > 0).then(|| (self.count.max(1) * outer.max(1)).min(MOST))
    }
}

impl Composer {
    /// From letters to commands.
    pub(super) fn escape(&mut self) -> Reply {
        self.vim = Some(State::command());
        let (text, at) = (self.buffer.text(), self.buffer.cursor());
        if at > motion::line_start(text, at) {
            self.move_to(unit::prev(text, at));
        }
        Reply::Moved
    }

    /// A key while letters are commands.
    pub(super) fn command(&mut self, key: KeyEvent) -> Reply {
        let mut state = self.vim.unwrap_or_default();
        let ctrl = key.modifiers.contains(KeyModifiers::CONTROL);
        let reply = match key.code {
            KeyCode::Char('r') if ctrl => self.redo(),
            KeyCode::Char(c) if (key.modifiers - KeyModifiers::SHIFT).is_empty() => {
                self.letter(c, &mut state)
            }
            KeyCode::Backspace => self.letter(reach::BACK, &mut state),
            KeyCode::Delete => self.letter('x', &mut state),
            KeyCode::Esc => {
                let reply = if state.is_pending() { Reply::Moved } else { Reply::Ignored };
                state = State::command();
                reply
            }
            _ => {
                state = State::command();
                self.edit(key)
            }
        };
        if matches!(reply, Reply::Send(_)) {
            state.insert();
        }
        self.vim = Some(state);
        if state.normal {
            self.stay_on_text();
        }
        reply
    }

    /// A command's cursor stands on a unit, not behind the line.
    fn stay_on_text(&mut self) {
        let (text, at) = (self.buffer.text(), self.buffer.cursor());
        if at == motion::line_end(text, at) && at > motion::line_start(text, at) {
            self.buffer.go(unit::prev(text, at));
        }
    }

    fn letter(&mut self, c: char, state: &mut State) -> Reply {
        match (state.wait.take(), c) {
            (Some(Wait::Replace), c) => return self.overwrite(c, state),
            (Some(Wait::Go), 'g') => return self.go_line(state, 1),
            (Some(Wait::Go), _) => {
                *state = State::command();
                return Reply::Moved;
            }
            (None, '0'..='9') if c != '0' || state.count > 0 => {
                state.count = (state.count * 10 + c as usize - '0' as usize).min(MOST);
                return Reply::Moved;
            }
            (None, 'g') => {
                state.wait = Some(Wait::Go);
                return Reply::Moved;
            }
            (None, 'r') if state.operator.is_none() => {
                state.wait = Some(Wait::Replace);
                return Reply::Moved;
            }
            (None, 'G') => return self.go_line(state, usize::MAX),
            (None, 'd' | 'c' | 'y') => return self.operator(c, state),
            (None, 'j' | 'k') => return self.rows_away(c, state),
            (None, _) => {}
        }
        if let Some((target, reach)) = self.motion(c, state) {
            return self.reach(target, reach, state);
        }
        let before = std::mem::replace(state, State::command());
        if before.operator.is_some() {
            return Reply::Moved;
        }
        self.action(c, before.times().unwrap_or(1), state)
    }

    /// Moves there, or lets the operator work up to there.
    fn reach(&mut self, target: usize, reach: Reach, state: &mut State) -> Reply {
        let operator = std::mem::replace(state, State::command()).operator;
        let at = self.buffer.cursor();
        let Some((operator, _)) = operator else { return self.move_to(target) };
        let text = self.buffer.text();
        let (from, to) = (at.min(target), at.max(target));
        let range = match reach {
            Reach::Before => from..to,
            Reach::Through => from..unit::next(text, to),
            Reach::Lines => motion::line_start(text, from)..motion::line_end(text, to),
        };
        self.work(operator, range, reach, state)
    }

    /// `d`, `c` or `y`: waits for a motion, or takes lines when it is the same once more.
    fn operator(&mut self, c: char, state: &mut State) -> Reply {
        let operator = match c {
            'd' => Operator::Delete,
            'c' => Operator::Change,
            _ => Operator::Yank,
        };
        match state.operator {
            None => {
                *state = State { operator: Some((operator, state.count)), ..State::command() };
                Reply::Moved
            }
            Some((before, _)) if before == operator => {
                let more = state.times().unwrap_or(1) - 1;
                self.reach(self.lines_away('j', more), Reach::Lines, state)
            }
            Some(_) => {
                *state = State::command();
                Reply::Moved
            }
        }
    }
}
