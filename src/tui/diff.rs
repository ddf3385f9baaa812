//! A unified difference as rows in colours.

use crate::render::line::{Line, Span};
use crate::render::sanitize::screen;
use crate::render::theme::{Role, Theme};
use crate::render::wrap::chop;

/// How many lines of either side a hunk still has.
#[derive(Clone, Copy)]
struct Left {
    old: usize,
    new: usize,
}

/// The rows of a difference, at most `cols` wide. Without a heading of a hunk all lines are taken for those of one.
pub(super) fn lines(diff: &str, theme: &Theme, cols: usize) -> Vec<Line> {
    let hunks = diff.lines().any(|line| hunk(line).is_some());
    let mut left = Left { old: 0, new: 0 };
    let mut rows = Vec::new();
    for line in diff.lines() {
        let inside = !hunks || left.old + left.new > 0;
        let role = match (inside, line.chars().next()) {
            (true, Some('+')) => {
                left.new = left.new.saturating_sub(1);
                Role::Good
            }
            (true, Some('-')) => {
                left.old = left.old.saturating_sub(1);
                Role::Error
            }
            (true, Some('\\')) => Role::Muted,
            (true, _) => {
                (left.old, left.new) = (left.old.saturating_sub(1), left.new.saturating_sub(1));
                Role::Text
            }
            (false, _) => match hunk(line) {
                Some(counts) => {
                    left = counts;
                    Role::Marker
                }
                None => Role::Muted,
            },
        };
        rows.extend(chop(&[Span::new(screen(line), theme.style(role))], &[], &[], cols.max(1)));
    }
    rows
}

/// The counts of a hunk's heading: `@@ -1,3 +1,4 @@`.
fn hunk(line: &str) -> Option<Left> {
    let (old, rest) = line.strip_prefix("@@ -")?.split_once(" +")?;
    let new = rest.split_once(" @@")?.0;
    let count = |side: &str| match side.split_once(',') {
        Some((_, count)) => count.parse().ok(),
        None => Some(1),
    };
    Some(Left { old: count(old)?, new: count(new)? })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::theme::Shade;

    fn roles(diff: &str) -> Vec<Role> {
        let theme = Theme::auto(Shade::Dark);
        let known = [Role::Good, Role::Error, Role::Marker, Role::Muted, Role::Text];
        let rows = lines(diff, &theme, 80);
        let role =
            |row: &Line| known.into_iter().find(|role| theme.style(*role) == row.spans[0].style).unwrap();
        rows.iter().map(role).collect()
    }

    #[test]
    fn a_removed_line_of_dashes_is_no_heading() {
        let diff = "--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n--- old\n+++ new\n same\n--- a/y\n+++ b/y\n@@ -1 +0,0 @@\n-x\n";
        use Role::{Error, Good, Marker, Muted, Text};
        let wanted = [Muted, Muted, Marker, Error, Good, Text, Muted, Muted, Marker, Error];
        assert_eq!(roles(diff), wanted);
    }

    #[test]
    fn no_row_is_wider_than_the_screen_and_nothing_is_lost() {
        let rows = lines("+abcdefghij\n", &Theme::auto(Shade::Dark), 4);
        let texts: Vec<String> = rows.iter().map(Line::text).collect();
        assert_eq!(texts, ["+abc", "defg", "hij"]);
    }
}
