//! What was sent before, to walk through and to search.

/// Entries kept; older ones are forgotten.
const MOST: usize = 1000;

/// Earlier messages, newest first, and where a walk through them stands.
#[derive(Clone, Debug, Default)]
pub struct History {
    sent: Vec<String>,
    walk: Option<Walk>,
}

/// A walk: how far it got, and what was being written when it began.
#[derive(Clone, Debug)]
struct Walk {
    at: usize,
    draft: String,
    /// Whether the text is still what was recalled.
    fresh: bool,
}

impl History {
    /// A history of what was sent, newest first; blank entries and repeated ones are left out.
    pub fn new(sent: Vec<String>) -> History {
        let mut history = History::default();
        for entry in sent.into_iter().take(MOST) {
            if !entry.trim().is_empty() && history.sent.last() != Some(&entry) {
                history.sent.push(entry);
            }
        }
        history
    }

    /// The entries, newest first.
    pub fn entries(&self) -> &[String] {
        &self.sent
    }

    /// The entries in which `text` occurs, in any case, newest first and each once.
    pub fn find(&self, text: &str) -> Vec<&str> {
        let wanted = text.to_lowercase();
        let mut found: Vec<&str> = Vec::new();
        for entry in &self.sent {
            if entry.to_lowercase().contains(&wanted) && !found.contains(&entry.as_str()) {
                found.push(entry);
            }
        }
        found
    }

    /// Adds what was sent just now.
    pub(super) fn push(&mut self, text: &str) {
        if self.sent.first().is_none_or(|last| last != text) {
            self.sent.insert(0, text.to_owned());
            self.sent.truncate(MOST);
        }
    }

    /// The next older entry. `now` is what is being written; it comes back at the end of the walk.
    pub(super) fn older(&mut self, now: &str) -> Option<String> {
        let at = self.walk.as_ref().map_or(0, |walk| walk.at + 1);
        let entry = self.sent.get(at)?.clone();
        match &mut self.walk {
            Some(walk) => (walk.at, walk.fresh) = (at, true),
            None => self.walk = Some(Walk { at, draft: now.to_owned(), fresh: true }),
        }
        Some(entry)
    }

    /// The next newer entry, or what was being written.
    pub(super) fn newer(&mut self) -> Option<Step> {
        let walk = self.walk.as_mut()?;
        match walk.at.checked_sub(1) {
            Some(at) => {
                (walk.at, walk.fresh) = (at, true);
                self.sent.get(at).cloned().map(Step::Entry)
            }
            None => self.walk.take().map(|walk| Step::Draft(walk.draft)),
        }
    }

    /// Whether the text is what was recalled, untouched.
    pub(super) fn is_browsing(&self) -> bool {
        self.walk.as_ref().is_some_and(|walk| walk.fresh)
    }

    /// What was recalled is being worked on: Up and Down move in it first.
    pub(super) fn settle(&mut self) {
        if let Some(walk) = &mut self.walk {
            walk.fresh = false;
        }
    }

    /// Ends the walk.
    pub(super) fn leave(&mut self) {
        self.walk = None;
    }
}

/// Where a step towards newer entries led.
pub(super) enum Step {
    /// To an entry.
    Entry(String),
    /// Back to what was being written, in the composer's inner form.
    Draft(String),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn search_gives_each_entry_once_newest_first() {
        let history = History::new(["Fix it", "why?", "fix that", "Fix it", " "].map(str::to_owned).into());
        assert_eq!(history.find("FIX"), ["Fix it", "fix that"]);
        assert_eq!(history.entries().len(), 4);
    }
}
