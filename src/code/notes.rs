//! The project's own instructions for assistants: found, and cut to what the model has room for.

use super::workspace::Workspace;
use crate::error::{Error, Kind, Result};
use crate::tell;

/// Where they are looked for, in the root; the first that is there counts.
const NAMES: [&str; 3] = ["AGENTS.md", "QWEN.md", "CLAUDE.md"];

/// Tokens that they may have where nothing else is said.
pub const TOKENS: usize = 1000;

/// The instructions of a project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notes {
    /// The file's name.
    pub name: String,
    /// As much of its text as there is room for.
    pub text: String,
    /// How many tokens were left out, about.
    pub left: usize,
}

impl Notes {
    /// Them under a heading, as they stand in the system prompt.
    pub fn section(&self) -> String {
        let Notes { name, text, left } = self;
        let cut = if *left > 0 { format!("\n[cut here: the rest is in {name}]") } else { String::new() };
        format!("# Notes on this project, from its {name}\n\n{text}{cut}")
    }

    /// What the user is told if they did not fit.
    pub fn notice(&self) -> Option<String> {
        (self.left > 0).then(|| tell!("notes-cut", name = &self.name, count = self.left))
    }
}

/// The project's instructions, at most `budget` tokens as `count` counts them; `None` if it has none.
///
/// # Errors
/// They are there and cannot be used: no text, too large, or a link that leads out of the project. The work can go on
/// without them.
pub fn find(space: &Workspace, budget: usize, count: impl Fn(&str) -> usize) -> Result<Option<Notes>> {
    for name in NAMES {
        if std::fs::symlink_metadata(space.root().join(name)).is_err() {
            continue;
        }
        let wrong = || Error::new(Kind::Usage, tell!("notes-unread", name = name));
        let text =
            space.resolve(name).and_then(|place| space.text(&place)).map_err(|error| wrong().why(error))?;
        let text = text.trim_start_matches('\u{feff}').trim();
        if text.is_empty() {
            return Ok(None);
        }
        let kept = cut(text, budget, &count);
        let rest = &text[kept.len()..];
        let left = if rest.trim().is_empty() { 0 } else { count(rest) };
        return Ok(Some(Notes { name: name.to_owned(), text: kept.trim_end().to_owned(), left }));
    }
    Ok(None)
}

/// The beginning of a text that has at most so many tokens: up to the end of a paragraph if that is most of it, else
/// of a line, else of a word.
pub(super) fn cut<'a>(text: &'a str, budget: usize, count: &impl Fn(&str) -> usize) -> &'a str {
    if count(text) <= budget {
        return text;
    }
    let mut end = ends(text, |text| text.split_inclusive('\n'), budget, count);
    if end == 0 {
        return &text[..ends(text, |text| text.split_inclusive(char::is_whitespace), budget, count)];
    }
    if let Some(blank) = text[..end].rfind("\n\n").filter(|blank| blank * 3 >= end * 2) {
        end = blank;
    }
    &text[..end]
}

/// Where the last piece ends that still fits. Pieces are counted one by one, so that a long text is counted once.
fn ends<'a, I: Iterator<Item = &'a str>>(
    text: &'a str,
    split: impl Fn(&'a str) -> I,
    budget: usize,
    count: &impl Fn(&str) -> usize,
) -> usize {
    let (mut end, mut before, mut used) = (0, Vec::new(), 0);
    for piece in split(text) {
        used += count(piece);
        if used > budget {
            break;
        }
        before.push(end);
        end += piece.len();
    }
    // A few tokenizers need more for a whole than for its parts.
    while count(&text[..end]) > budget {
        end = before.pop().unwrap_or(0);
    }
    end
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::symlink;

    use proptest::prelude::*;

    use super::*;
    use crate::code::workspace::TEXT;

    fn words(text: &str) -> usize {
        text.split_whitespace().count()
    }

    fn room(files: &[(&str, &[u8])]) -> (tempfile::TempDir, Workspace) {
        let dir = tempfile::tempdir().unwrap();
        for (name, bytes) in files {
            fs::write(dir.path().join(name), bytes).unwrap();
        }
        let space = Workspace::open(dir.path()).unwrap();
        (dir, space)
    }

    #[test]
    fn the_first_file_that_is_there_counts() {
        for (files, wanted) in [
            (&["AGENTS.md", "QWEN.md", "CLAUDE.md"][..], Some("AGENTS.md")),
            (&["QWEN.md", "CLAUDE.md"], Some("QWEN.md")),
            (&["CLAUDE.md"], Some("CLAUDE.md")),
            (&["README.md"], None),
        ] {
            let files: Vec<(&str, &[u8])> = files.iter().map(|name| (*name, &b"Use tabs.\n"[..])).collect();
            let (_dir, space) = room(&files);
            let found = find(&space, TOKENS, words).unwrap();
            assert_eq!(found.as_ref().map(|notes| notes.name.as_str()), wanted);
            assert_eq!(found.as_ref().and_then(Notes::notice), None);
        }
        let (_dir, space) = room(&[("AGENTS.md", b" \n")]);
        assert_eq!(find(&space, TOKENS, words).unwrap(), None);
    }

    #[test]
    fn long_ones_are_cut_at_a_paragraph_and_that_is_told() {
        let text = "one two three\nfour five\n\nsix\nseven eight nine\n";
        let (_dir, space) = room(&[("AGENTS.md", text.as_bytes())]);
        let notes = find(&space, 6, words).unwrap().unwrap();
        assert_eq!((notes.text.as_str(), notes.left), ("one two three\nfour five", 4));
        assert!(notes.notice().unwrap().contains('4'));
        assert!(notes.section().ends_with("four five\n[cut here: the rest is in AGENTS.md]"));
        let notes = find(&space, 4, words).unwrap().unwrap();
        assert_eq!((notes.text.as_str(), notes.left), ("one two three", 6));
        let notes = find(&space, 2, words).unwrap().unwrap();
        assert_eq!((notes.text.as_str(), notes.left), ("one two", 7));
        let notes = find(&space, 9, words).unwrap().unwrap();
        assert_eq!((notes.text.as_str(), notes.left), (text.trim(), 0));
    }

    #[test]
    fn what_is_no_text_is_left_out_and_told() {
        let large = vec![b'a'; (TEXT + 1) as usize];
        for (bytes, why) in [(&b"a\0b"[..], "not text"), (b"caf\xe9", "not text"), (&large, "1024")] {
            let (_dir, space) = room(&[("AGENTS.md", bytes)]);
            let error = find(&space, TOKENS, words).unwrap_err().to_string();
            assert!(error.contains("AGENTS.md") && error.contains(why), "{error}");
        }
        let (dir, space) = room(&[]);
        fs::create_dir(dir.path().join("AGENTS.md")).unwrap();
        assert!(find(&space, TOKENS, words).unwrap_err().to_string().contains("directory"));
    }

    #[test]
    fn a_link_that_leads_out_is_not_followed() {
        let (out, _) = room(&[("secret", b"token")]);
        let (dir, space) = room(&[("docs.md", b"Use tabs.")]);
        symlink(out.path().join("secret"), dir.path().join("AGENTS.md")).unwrap();
        assert!(find(&space, TOKENS, words).unwrap_err().to_string().contains("outside"));
        fs::remove_file(dir.path().join("AGENTS.md")).unwrap();
        symlink("docs.md", dir.path().join("AGENTS.md")).unwrap();
        assert_eq!(find(&space, TOKENS, words).unwrap().unwrap().text, "Use tabs.");
    }

    proptest! {
        #[test]
        fn what_is_kept_is_the_beginning_and_fits(text in "[a-zé\n .]{0,200}", budget in 0_usize..60) {
            for count in [words, |text: &str| text.chars().count(), |text: &str| text.len().div_ceil(3)] {
                let kept = cut(&text, budget, &count);
                prop_assert!(text.starts_with(kept) && count(kept) <= budget);
            }
        }
    }
}
