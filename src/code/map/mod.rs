//! A map of a project for a model: the definitions that matter most, within so many tokens.

use std::collections::HashMap;
use std::fs;
use std::time::SystemTime;

use super::grammar::Grammar;
use super::workspace::{Guard, Workspace};

mod rank;
pub mod tags;

use tags::{Def, Reach, Tags};

/// Files that are looked at.
const FILES: usize = 10_000;

/// What is known of a project's files. Files that did not change are not read again.
#[derive(Debug, Default)]
pub struct Map {
    files: Vec<Sheet>,
}

/// A file on the map.
#[derive(Debug)]
struct Sheet {
    path: String,
    stamp: (u64, Option<SystemTime>),
    tags: Tags,
}

/// What the talk is about.
#[derive(Clone, Copy, Debug, Default)]
pub struct Focus<'a> {
    /// Files that are at hand, from the root. They are not shown themselves, but what they use is.
    pub files: &'a [String],
    /// Names that were mentioned.
    pub names: &'a [String],
}

impl Map {
    /// Looks at the files that are new or changed since.
    pub fn refresh(&mut self, space: &Workspace) {
        let Ok(root) = space.resolve(".") else { return };
        self.look(space, space.files(&root, FILES).paths);
    }

    /// The same for no other files than these.
    pub fn look(&mut self, space: &Workspace, paths: Vec<String>) {
        let mut known: HashMap<String, Sheet> =
            self.files.drain(..).map(|sheet| (sheet.path.clone(), sheet)).collect();
        for path in paths {
            let Some(grammar) = Grammar::of(&path).filter(|_| Guard::of(&path) == Guard::Plain) else {
                continue;
            };
            let Ok(meta) = fs::symlink_metadata(space.root().join(&path)) else { continue };
            let stamp = (meta.len(), meta.modified().ok());
            if let Some(sheet) = known.remove(&path).filter(|sheet| sheet.stamp == stamp) {
                self.files.push(sheet);
                continue;
            }
            // What is a link leads to a file that is on the map by itself, or out of the project.
            let read = space.resolve(&path).ok().filter(|place| place.rel == path);
            let Some(bytes) = read.and_then(|place| space.bytes(&place).ok()) else { continue };
            let tags = tags::tags(grammar, &String::from_utf8_lossy(&bytes));
            self.files.push(Sheet { path, stamp, tags });
        }
    }

    /// Puts a file on the map as it is in an editor, in the place of the one on the disk.
    pub fn put(&mut self, path: &str, grammar: Grammar, text: &str) {
        self.files.retain(|sheet| sheet.path != path);
        self.files.push(Sheet { path: path.to_owned(), stamp: (0, None), tags: tags::tags(grammar, text) });
    }

    /// The definitions in other files that the one at `path` uses, the most important first, each with its file.
    pub fn used(&self, path: &str) -> Vec<(&str, &Def)> {
        let Some(own) = self.files.iter().find(|sheet| sheet.path == path) else { return Vec::new() };
        let is_own: Vec<bool> = self.files.iter().map(|sheet| sheet.path == path).collect();
        let tags: Vec<&Tags> = self.files.iter().map(|sheet| &sheet.tags).collect();
        let ranked = rank::rank(&tags, &is_own, &|_| false);
        let others = ranked.into_iter().filter(|(file, ..)| !is_own[*file]);
        let all =
            others.map(|(file, def, _)| (self.files[file].path.as_str(), &self.files[file].tags.defs[def]));
        let defines = |name: &str| own.tags.defs.iter().any(|def| def.name == name);
        all.filter(|(_, def)| {
            def.reach == Reach::All && own.tags.uses.contains_key(&def.name) && !defines(&def.name)
        })
        .collect()
    }

    /// The definitions that weigh most, by file and line, in at most `budget` tokens as `count` counts them. Empty if
    /// there is nothing, or no room.
    pub fn text(&self, focus: Focus, budget: usize, count: impl Fn(&str) -> usize) -> String {
        let is_at_hand: Vec<bool> =
            self.files.iter().map(|sheet| focus.files.contains(&sheet.path)).collect();
        let tags: Vec<&Tags> = self.files.iter().map(|sheet| &sheet.tags).collect();
        let wanted = |name: &str| focus.names.iter().any(|other| other == name);
        let mut ranked = rank::rank(&tags, &is_at_hand, &wanted);
        ranked.retain(|(file, ..)| !is_at_hand[*file]);
        // The most of them that fit: more never take less room.
        let (mut fits, mut over) = (0, ranked.len() + 1);
        // No definition takes less than a few tokens, so that far more than fit need not be tried.
        over = over.min(budget / 3 + 2);
        let mut best = String::new();
        while fits + 1 < over {
            let half = fits.midpoint(over);
            let text = self.show(&ranked[..half]);
            if count(&text) <= budget {
                (fits, best) = (half, text);
            } else {
                over = half;
            }
        }
        best
    }

    fn show(&self, ranked: &[rank::Weighed]) -> String {
        let mut shown: Vec<(usize, usize)> = ranked.iter().map(|(file, def, _)| (*file, *def)).collect();
        shown.sort_unstable();
        let (mut text, mut last) = (String::new(), None);
        for (file, def) in shown {
            let Some(sheet) = self.files.get(file) else { continue };
            if last != Some(file) {
                text.push_str(&format!("{}:\n", sheet.path));
                last = Some(file);
            }
            let def = &sheet.tags.defs[def];
            text.push_str(&format!("{}{} {}\n", " ".repeat(def.depth.min(3)), def.line, def.head));
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn room() -> (tempfile::TempDir, Workspace) {
        let dir = tempfile::tempdir().unwrap();
        for (path, text) in [
            ("core.rs", "pub fn important() {}\npub fn rare() {}\nfn unused() {}\n"),
            ("a.rs", "fn a_one() { important(); important() }\n"),
            ("b.rs", "fn b_one() { important(); rare() }\n"),
            ("c.py", "def c_one():\n    pass\n"),
            ("note.txt", "fn no() {}\n"),
        ] {
            fs::write(dir.path().join(path), text).unwrap();
        }
        let space = Workspace::open(dir.path()).unwrap();
        (dir, space)
    }

    fn words(text: &str) -> usize {
        text.split_whitespace().count()
    }

    #[test]
    fn what_is_used_most_comes_first_and_the_budget_holds() {
        let (_dir, space) = room();
        let mut map = Map::default();
        map.refresh(&space);
        assert_eq!(map.text(Focus::default(), 5, words), "core.rs:\n1 pub fn important()\n");
        let both = map.text(Focus::default(), 9, words);
        assert_eq!(both, "core.rs:\n1 pub fn important()\n2 pub fn rare()\n");
        assert_eq!(map.text(Focus::default(), 3, words), "");
        let all = map.text(Focus::default(), 1000, words);
        assert_eq!(all.lines().count(), 10, "{all}");
        for budget in 0..40 {
            assert!(words(&map.text(Focus::default(), budget, words)) <= budget);
        }
    }

    #[test]
    fn what_the_talk_is_about_weighs_more() {
        let (_dir, space) = room();
        let mut map = Map::default();
        map.refresh(&space);
        let (files, names) = (["b.rs".to_owned()], ["rare".to_owned()]);
        let text = map.text(Focus { files: &files, names: &names }, 5, words);
        assert_eq!(text, "core.rs:\n2 pub fn rare()\n");
        assert!(!map.text(Focus { files: &files, names: &[] }, 1000, words).contains("b_one"));
    }

    #[test]
    fn what_a_file_uses_of_others_is_known_as_it_is_in_the_editor() {
        let (_dir, space) = room();
        let mut map = Map::default();
        map.refresh(&space);
        let used = |map: &Map, path: &str| -> Vec<String> {
            map.used(path).into_iter().map(|(path, def)| format!("{path} {}", def.name)).collect()
        };
        assert_eq!(used(&map, "a.rs"), ["core.rs important"]);
        map.put("a.rs", Grammar::Rust, "fn a_one() { rare(); b_one() }\n");
        assert_eq!(used(&map, "a.rs"), ["core.rs rare"], "what is not public is not used elsewhere");
        map.put("new.rs", Grammar::Rust, "fn important() { important(); rare() }\n");
        assert_eq!(used(&map, "new.rs"), ["core.rs rare"], "its own come first");
        assert!(used(&map, "none.rs").is_empty());
    }

    #[test]
    fn changes_are_seen() {
        let (dir, space) = room();
        let mut map = Map::default();
        map.refresh(&space);
        fs::write(dir.path().join("core.rs"), "fn another_thing() {}\n").unwrap();
        fs::remove_file(dir.path().join("a.rs")).unwrap();
        map.refresh(&space);
        let text = map.text(Focus::default(), 1000, words);
        assert!(text.contains("another_thing") && !text.contains("important") && !text.contains("a_one"));
        assert_eq!(Map::default().text(Focus::default(), 100, words), "");
    }
}
