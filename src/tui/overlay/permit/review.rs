//! A change by its parts: which of them are taken, which one is pointed at, and what the user made of its files.

use std::collections::BTreeSet;

use crate::code::edit::pick::{self, Section};
use crate::code::edit::plan::{File, Plan};
use crate::code::edit::text::Text;
use crate::code::hands::Reply;

/// What the user takes of a change.
#[derive(Debug, Default)]
pub(super) struct Review {
    plan: Plan,
    /// The parts in the order in which the difference shows them.
    sections: Vec<Section>,
    /// How many can be taken or left.
    count: usize,
    taken: BTreeSet<usize>,
    /// The section that is pointed at.
    at: usize,
    by: By,
}

/// Whose change it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum By {
    #[default]
    Model,
    /// The user changed what the model wanted.
    User,
}

impl Review {
    /// A change, all of it taken.
    pub(super) fn new(plan: Plan) -> Review {
        let mut review = Review { plan, ..Review::default() };
        review.part();
        review
    }

    fn part(&mut self) {
        self.sections = pick::sections(&self.plan);
        self.taken = self.sections.iter().map(|section| section.unit).collect();
        (self.count, self.at) = (self.taken.len(), 0);
    }

    /// Whether there is something to choose.
    pub(super) fn has_parts(&self) -> bool {
        self.count > 1
    }

    /// How many are taken, of how many.
    pub(super) fn counts(&self) -> (usize, usize) {
        (self.taken.len(), self.count)
    }

    /// Whose change it is.
    pub(super) fn by(&self) -> By {
        self.by
    }

    /// Whether it is no longer what the model wanted.
    pub(super) fn is_touched(&self) -> bool {
        self.by == By::User || self.taken.len() < self.count
    }

    /// Whether a section is taken.
    pub(super) fn is_taken(&self, section: usize) -> bool {
        self.sections.get(section).is_none_or(|section| self.taken.contains(&section.unit))
    }

    /// The section that is pointed at.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// The place of what is pointed at among what can be taken, from 1.
    pub(super) fn place(&self) -> usize {
        self.sections.get(self.at).map_or(0, |section| section.unit + 1)
    }

    /// Points at another section, if there is one; says whether there is.
    pub(super) fn point(&mut self, at: usize) -> bool {
        let there = at < self.sections.len();
        if there {
            self.at = at;
        }
        there
    }

    /// Takes or leaves what is pointed at.
    pub(super) fn turn(&mut self) {
        if let Some(section) = self.sections.get(self.at)
            && !self.taken.remove(&section.unit)
        {
            self.taken.insert(section.unit);
        }
    }

    /// What a yes says now.
    pub(super) fn yes(&self) -> Reply {
        match (self.by, self.taken.len()) {
            (By::Model, taken) if taken == self.count => Reply::Once,
            (_, 0) => Reply::No(String::new()),
            (By::Model, _) => Reply::Part(self.taken.clone()),
            (By::User, _) => Reply::Changed(Box::new(pick::take(&self.plan, &self.taken))),
        }
    }

    /// Whether the file that is pointed at is to be there, so that its text can be changed.
    pub(super) fn has_text(&self) -> bool {
        self.file().is_some_and(|file| file.after.is_some())
    }

    fn file(&self) -> Option<&File> {
        self.plan.files.get(self.sections.get(self.at)?.file)
    }

    /// The file that is pointed at, and its text with what is taken; `None` where it has none.
    pub(super) fn text(&self) -> Option<(String, String)> {
        let path = &self.file().filter(|_| self.has_text())?.path;
        let (plan, at) = self.taken(path)?;
        let text = Text::read(plan.files[at].after.as_deref()?).ok()?;
        Some((path.clone(), text.body))
    }

    /// What is taken of the change, and the place of a file in that, which is there even where nothing of it is taken.
    fn taken(&self, path: &str) -> Option<(Plan, usize)> {
        let mut plan = pick::take(&self.plan, &self.taken);
        let at = plan.files.partition_point(|file| file.path.as_str() < path);
        if plan.files.get(at).is_none_or(|file| file.path != path) {
            let file = self.plan.files.iter().find(|file| file.path == path)?;
            plan.files.insert(at, File { after: file.before.clone(), ..file.clone() });
        }
        Some((plan, at))
    }

    /// A file is to have this text, in the way of the text that it was to have. What was left out is out of it then.
    pub(super) fn revise(&mut self, path: &str, text: &str) {
        let Some((mut plan, at)) = self.taken(path) else { return };
        let file = &mut plan.files[at];
        let Some(was) = file.after.as_deref().and_then(|bytes| Text::read(bytes).ok()) else { return };
        // Most editors end the last line, which says nothing of what the user wants.
        let open = !was.body.is_empty() && !was.body.ends_with('\n');
        let text = text.strip_suffix('\n').filter(|_| open).unwrap_or(text);
        let bytes = was.rewrite(text).bytes();
        if file.after.as_ref() == Some(&bytes) {
            return;
        }
        file.after = Some(bytes);
        if file.before == file.after {
            plan.files.remove(at);
        }
        (self.plan, self.by) = (plan, By::User);
        self.part();
        self.at = self.sections.iter().position(|section| section.file >= at).unwrap_or(0);
    }

    /// The difference that it makes.
    pub(super) fn difference(&self) -> String {
        pick::difference(&self.plan)
    }
}
