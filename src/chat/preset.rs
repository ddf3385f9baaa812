//! Presets: files of words to begin a message with, our own and the user's.

use std::path::Path;

use crate::text;

/// A preset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preset {
    /// Its name: the file's.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// The text; `{input}` in it is where the user's own goes.
    pub text: String,
}

/// Where the user's text goes.
const INPUT: &str = "{input}";

/// The presets that come with the program.
const OURS: [(&str, &str); 5] = [
    ("explain", include_str!("../../prompts/explain.md")),
    ("proofread", include_str!("../../prompts/proofread.md")),
    ("review", include_str!("../../prompts/review.md")),
    ("summarise", include_str!("../../prompts/summarise.md")),
    ("translate", include_str!("../../prompts/translate.md")),
];

impl Preset {
    /// One of ours, said in the user's language.
    fn ours(name: &str, text: &str) -> Preset {
        let description = text::get(&format!("preset-{name}"));
        Preset { name: name.into(), description, text: text.trim().into() }
    }

    /// Reads a file: a head of `key: value` lines between two lines of `---`, then the text.
    pub fn new(name: &str, file: &str) -> Preset {
        let file = file.replace("\r\n", "\n");
        let split = file.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n"));
        let (head, text) = split.unwrap_or(("", &file));
        let description = head.lines().find_map(|line| line.strip_prefix("description:")).unwrap_or_default();
        Preset { name: name.into(), description: description.trim().into(), text: text.trim().into() }
    }

    /// Whether the text says where the user's own goes.
    pub fn takes(&self) -> bool {
        self.text.contains(INPUT)
    }

    /// The text with the user's own in its place, or behind it.
    pub fn fill(&self, input: &str) -> String {
        if self.text.contains(INPUT) {
            return self.text.replace(INPUT, input.trim());
        }
        format!("{}\n\n{}", self.text, input.trim()).trim_end().to_owned()
            + if input.is_empty() { "\n\n" } else { "" }
    }
}

/// All presets by name; the user's `*.md` in `dir` take the place of ours. What cannot be read is left out.
pub fn all(dir: &Path) -> Vec<Preset> {
    let mut all: Vec<Preset> = OURS.iter().map(|(name, text)| Preset::ours(name, text)).collect();
    for entry in std::fs::read_dir(dir).into_iter().flatten().flatten() {
        let path = entry.path();
        let name = path.file_stem().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
        if path.extension().is_none_or(|end| end != "md") || name.is_empty() {
            continue;
        }
        if let Ok(file) = std::fs::read_to_string(&path) {
            all.retain(|preset| preset.name != name);
            all.push(Preset::new(&name, &file));
        }
    }
    all.sort_by(|a, b| a.name.cmp(&b.name));
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Lang;

    #[test]
    fn ours_are_described_in_every_language() {
        for lang in Lang::ALL {
            text::speak_here(Some(lang));
            for (name, _) in OURS {
                assert!(text::find(&format!("preset-{name}")).is_some(), "{lang:?}: {name}");
            }
            let explain = all(Path::new("/nowhere")).swap_remove(0);
            assert_eq!(explain.description, text::get("preset-explain"));
        }
        text::speak_here(None);
    }

    #[test]
    fn ours_can_all_be_read_and_filled() {
        for preset in all(Path::new("/nowhere")) {
            assert!(!preset.description.is_empty() && preset.text.contains(INPUT), "{preset:?}");
            assert!(preset.fill("some text").contains("some text"));
        }
    }

    #[test]
    fn the_users_own_take_the_place_of_ours() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("review.md"), "---\ndescription: mine\n---\nJust say what is bad.")
            .unwrap();
        std::fs::write(dir.path().join("note.txt"), "no preset").unwrap();
        let all = all(dir.path());
        let review = all.iter().find(|preset| preset.name == "review").unwrap();
        assert_eq!(review.description, "mine");
        assert_eq!(review.fill("x = 1"), "Just say what is bad.\n\nx = 1");
        assert_eq!(all.len(), OURS.len());
    }
}
