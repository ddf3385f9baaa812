//! What has been said, as rows: only messages on the screen are ever laid out.
//!
//! The place on the screen is held by a message and a row within it, not by a row of the whole, so that
//! neither a resize nor ten thousand messages above make any difference.

mod cell;
mod find;
mod lay;

use std::collections::{HashMap, HashSet};

use crate::chat::tree::{NodeId, Tree};
use crate::render::line::Line;
use crate::render::look::Look;
use crate::session::Session;
use crate::wire::Role;

pub use cell::Fold;
use cell::{Around, Cell};
use find::Find;
pub use find::Way;
use lay::Lay;

/// Where the first row on the screen is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Anchor {
    /// Wherever the last row is at the bottom.
    End,
    /// Row `row` of message `index` of the path.
    At { index: usize, row: usize },
}

/// A row on the screen.
#[derive(Clone, Debug)]
pub struct Row {
    /// The message.
    pub node: NodeId,
    /// Who wrote it.
    pub role: Role,
    /// The row.
    pub line: Line,
}

/// Rows laid out are forgotten when there are more than so many messages of them off the screen.
const KEPT: usize = 200;

/// What has been said, and which part of it is on the screen.
#[derive(Debug)]
pub struct Transcript {
    cells: HashMap<NodeId, Cell>,
    anchor: Anchor,
    /// Rows to scroll at the next layout.
    pending: isize,
    fold: Fold,
    /// Messages that are folded the other way.
    other: HashSet<NodeId>,
    chosen: Option<NodeId>,
    find: Option<Find>,
    rows: Vec<Row>,
    height: usize,
}

impl Default for Transcript {
    fn default() -> Transcript {
        Transcript {
            cells: HashMap::new(),
            anchor: Anchor::End,
            pending: 0,
            fold: Fold::Folded,
            other: HashSet::new(),
            chosen: None,
            find: None,
            rows: Vec::new(),
            height: 0,
        }
    }
}

impl Transcript {
    /// The rows on the screen, as of the last layout.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// Rows that it has on the screen, as of the last layout.
    pub fn height(&self) -> usize {
        self.height
    }

    /// Whether the end is on the screen.
    pub fn at_end(&self) -> bool {
        self.anchor == Anchor::End
    }

    /// The message that is chosen.
    pub fn chosen(&self) -> Option<NodeId> {
        self.chosen
    }

    /// Chooses a message, and brings it on the screen at the next layout.
    pub fn choose(&mut self, node: Option<NodeId>, tree: &Tree) {
        self.chosen = node;
        let Some(node) = node else { return };
        let seen = self.rows.iter().any(|row| row.node == node);
        if let Some(index) = tree.path().iter().position(|id| *id == node).filter(|_| !seen) {
            self.anchor = Anchor::At { index, row: 0 };
        }
    }

    /// Scrolls by rows; up is negative.
    pub fn scroll(&mut self, rows: isize) {
        self.pending = self.pending.saturating_add(rows);
    }

    /// Rows of the screen less two, so that a page keeps its neighbours in sight.
    pub fn page(&self) -> isize {
        isize::try_from(self.height.saturating_sub(2).max(1)).unwrap_or(1)
    }

    /// Goes to the beginning.
    pub fn top(&mut self) {
        self.anchor = Anchor::At { index: 0, row: 0 };
    }

    /// Goes to the end, and stays there while it grows.
    pub fn end(&mut self) {
        (self.anchor, self.pending) = (Anchor::End, 0);
    }

    /// Goes to the message `step` away from the one at the top of the screen.
    pub fn step(&mut self, step: isize, tree: &Tree) {
        let Some(first) = self.rows.first() else { return };
        let index = tree.path().iter().position(|id| *id == first.node).unwrap_or(0);
        let inside = matches!(self.anchor, Anchor::At { row, .. } if row > 0) || self.anchor == Anchor::End;
        // Going up inside a message goes to its own beginning first.
        let step = if step < 0 && inside { step + 1 } else { step };
        let to = index.saturating_add_signed(step);
        if to >= tree.path().len() { self.end() } else { self.anchor = Anchor::At { index: to, row: 0 } }
    }

    /// Folds or unfolds one message, or all of them.
    pub fn fold(&mut self, node: Option<NodeId>) {
        match node {
            Some(node) => {
                if !self.other.remove(&node) {
                    self.other.insert(node);
                }
            }
            None => {
                self.other.clear();
                self.fold = if self.fold == Fold::Folded { Fold::Open } else { Fold::Folded };
            }
        }
    }

    /// Looks for a text from here on; an empty one ends the search.
    pub fn find(&mut self, text: &str, way: Way) {
        if text.is_empty() {
            self.find = None;
            return;
        }
        match self.find.as_mut().filter(|find| find.is_for(text)) {
            Some(find) => find.again(way),
            None => self.find = Some(Find::new(text)),
        }
    }

    /// What is looked for, and how many messages have it, as of the last layout.
    pub fn found(&self) -> Option<(&str, usize, usize)> {
        self.find.as_ref().map(Find::state)
    }

    /// Forgets everything but how things are folded: another conversation is shown.
    pub fn reset(&mut self) {
        *self = Transcript { fold: self.fold, height: self.height, ..Transcript::default() };
    }

    /// Makes the rows for a screen of `height` rows.
    pub fn lay(&mut self, session: &Session, look: &Look, height: usize) {
        self.height = height;
        let mut view = Lay { session, tree: &session.tree, look };
        if self.find.as_ref().is_some_and(Find::is_due) {
            self.seek(&mut view);
        }
        let pending = std::mem::take(&mut self.pending);
        let (index, row) = self.place(&mut view, pending);
        self.fill(&mut view, index, row);
        if let Some(find) = &self.find {
            find.mark(&mut self.rows, look);
        }
        self.forget(&session.tree);
    }

    /// The message and row at the top of the screen, after scrolling.
    fn place(&mut self, view: &mut Lay<'_>, pending: isize) -> (usize, usize) {
        let last = self.last(view);
        let start = match self.anchor {
            Anchor::End => last,
            Anchor::At { index, row } => {
                let index = index.min(view.tree.path().len().saturating_sub(1));
                (index, row.min(self.tall(view, index).saturating_sub(1)))
            }
        };
        let to = self.walk(view, start, pending);
        if to >= last {
            // Scrolled to the end it stays there; a place that merely lies near it does not move.
            if pending > 0 || self.anchor == Anchor::End || self.anchor_is_past(last) {
                self.anchor = Anchor::End;
            }
            return last;
        }
        self.anchor = Anchor::At { index: to.0, row: to.1 };
        to
    }

    fn anchor_is_past(&self, last: (usize, usize)) -> bool {
        matches!(self.anchor, Anchor::At { index, row } if (index, row) >= last)
    }

    /// The top of the screen when its bottom is the end.
    fn last(&mut self, view: &mut Lay<'_>) -> (usize, usize) {
        let mut left = self.height;
        for index in (0..view.tree.path().len()).rev() {
            // The gap behind the last message need not be on the screen.
            let gap = usize::from(index + 1 == view.tree.path().len());
            let tall = self.tall(view, index).saturating_sub(gap);
            if tall >= left {
                return (index, tall - left);
            }
            left -= tall;
        }
        (0, 0)
    }

    /// So many rows on from a place.
    fn walk(&mut self, view: &mut Lay<'_>, from: (usize, usize), rows: isize) -> (usize, usize) {
        let (mut index, row) = from;
        let mut left = rows.unsigned_abs();
        if rows < 0 {
            if row >= left {
                return (index, row - left);
            }
            left -= row;
            while index > 0 {
                index -= 1;
                let tall = self.tall(view, index);
                if tall >= left {
                    return (index, tall - left);
                }
                left -= tall;
            }
            return (0, 0);
        }
        left += row;
        while index < view.tree.path().len() {
            let tall = self.tall(view, index);
            if left < tall {
                return (index, left);
            }
            left -= tall;
            index += 1;
        }
        (index, 0)
    }

    fn fill(&mut self, view: &mut Lay<'_>, index: usize, row: usize) {
        self.rows.clear();
        let (mut index, mut row) = (index, row);
        while self.rows.len() < self.height && index < view.tree.path().len() {
            let count = self.height - self.rows.len();
            let Some((node, role)) = view.node(index) else { break };
            let lines =
                self.cell(view, index).map(|cell| cell.rows(row, count, view.look)).unwrap_or_default();
            self.rows.extend(lines.into_iter().map(|line| Row { node, role, line }));
            (index, row) = (index + 1, 0);
        }
    }

    fn tall(&mut self, view: &mut Lay<'_>, index: usize) -> usize {
        self.cell(view, index).map_or(1, |cell| cell.height())
    }

    /// The cell of a message of the path, up to date.
    fn cell(&mut self, view: &mut Lay<'_>, index: usize) -> Option<&mut Cell> {
        let id = *view.tree.path().get(index)?;
        let node = view.tree.node(id)?;
        let fold = match (self.fold, self.other.contains(&id)) {
            (fold, false) => fold,
            (Fold::Folded, true) => Fold::Open,
            (Fold::Open, true) => Fold::Folded,
        };
        let tally = view.session.tally().filter(|_| Some(id) == view.session.live());
        let around = Around {
            fold,
            branch: view.tree.branches(id),
            thinking: tally.map_or(0, |tally| tally.thinking),
            fault: view.session.fault(id).map(ToString::to_string),
            work: view.work(index),
        };
        let cell = self.cells.entry(id).or_insert_with(|| Cell::new(node, &around, view.look));
        cell.update(node, &around, view.look);
        Some(cell)
    }

    /// Goes to the next row with the text that is looked for.
    fn seek(&mut self, view: &mut Lay<'_>) {
        let Some(mut find) = self.find.take() else { return };
        for candidate in find.order(view.tree) {
            let (index, look) = (candidate.0, view.look);
            let Some(cell) = self.cell(view, index) else { continue };
            let rows = cell.rows(0, usize::MAX, look);
            if let Some(row) = find.row(&rows, candidate) {
                let (index, row) =
                    self.walk(view, (index, row), -isize::try_from(self.height / 3).unwrap_or(0));
                self.anchor = Anchor::At { index, row };
                break;
            }
        }
        find.done();
        self.find = Some(find);
    }

    fn forget(&mut self, tree: &Tree) {
        if self.cells.len() > KEPT {
            let seen: HashSet<NodeId> = self.rows.iter().map(|row| row.node).collect();
            let leaf = tree.leaf();
            self.cells.retain(|id, _| seen.contains(id) || Some(*id) == leaf);
        }
    }
}
