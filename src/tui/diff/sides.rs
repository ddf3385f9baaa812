//! A difference with what was at the left and what is to be at the right, whatever the interface's direction is.

use ratatui::style::Style;

use super::ink::{Ink, Painted};
use super::{Kind, Laid, Way, parse};
use crate::render::line::{Flow, Line, Span};
use crate::render::theme::Role;
use crate::render::width::width;

/// What stands between both sides.
const BETWEEN: &str = " │ ";

/// The rows of a difference, at most `cols` wide.
pub(super) fn lay(diff: &str, way: Way, cols: usize) -> Laid {
    let mut pairs = Pairs { half: (cols.saturating_sub(width(BETWEEN)) / 2).max(1), ..Pairs::default() };
    pairs.rule = way.theme.style(Role::Border);
    let mut ink = Ink::new(way);
    for (kind, line) in parse(diff) {
        let painted = ink.paint(kind, line);
        match kind {
            Kind::Old => {
                // What was removed before what was added belongs to that.
                if !pairs.new.is_empty() {
                    pairs.flush();
                }
                pairs.old.push(painted);
            }
            Kind::New => pairs.new.push(painted),
            Kind::Same => {
                pairs.flush();
                pairs.row(&painted, &painted);
            }
            Kind::Note => {
                let side = if pairs.new.is_empty() { &mut pairs.old } else { &mut pairs.new };
                side.push(painted);
            }
            Kind::Name | Kind::Head => {
                pairs.flush();
                pairs.laid.mark(kind);
                pairs.laid.rows.extend(painted.rows(cols));
            }
        }
        pairs.laid.close(kind);
    }
    pairs.flush();
    pairs.laid.close(Kind::Same);
    pairs.laid
}

/// The rows so far, and lines of both sides that are not yet placed.
#[derive(Default)]
struct Pairs {
    laid: Laid,
    old: Vec<Painted>,
    new: Vec<Painted>,
    /// Columns of a side.
    half: usize,
    rule: Style,
}

impl Pairs {
    /// Places what waits, one beside the other.
    fn flush(&mut self) {
        let (old, new) = (std::mem::take(&mut self.old), std::mem::take(&mut self.new));
        let none = Painted::default();
        for at in 0..old.len().max(new.len()) {
            self.row(old.get(at).unwrap_or(&none), new.get(at).unwrap_or(&none));
        }
        self.laid.close(Kind::Same);
    }

    fn row(&mut self, old: &Painted, new: &Painted) {
        let (left, right) = (old.rows(self.half), new.rows(self.half));
        for at in 0..left.len().max(right.len()) {
            let mut spans = self.cell(left.get(at), old);
            spans.push(Span::new(BETWEEN, self.rule));
            spans.extend(self.cell(right.get(at), new));
            self.laid.rows.push(Line { spans, flow: Flow::Code, ..Line::default() });
        }
    }

    /// One side of a row, as wide as it has to be.
    fn cell(&self, line: Option<&Line>, painted: &Painted) -> Vec<Span> {
        let mut spans = line.map(|line| line.spans.clone()).unwrap_or_default();
        let used: usize = spans.iter().map(|span| width(&span.text)).sum();
        spans.push(Span::new(" ".repeat(self.half.saturating_sub(used)), painted.fill));
        spans
    }
}
