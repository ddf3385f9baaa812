//! Other files of a project that help to fill a gap: those that define what the file with the gap uses.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::{Path, PathBuf, absolute};

use crate::code::grammar::Grammar;
use crate::code::map::Map;
use crate::code::map::tags::Def;
use crate::code::start::about;
use crate::code::workspace::Workspace;
use crate::wire::Extra;

/// Files of a project up to which all of it is looked at: an editor waits.
const FILES: usize = 2_000;
/// Files that are read, the nearest first, and their bytes, each and together.
const READ: usize = 100;
const LARGE: u64 = 64 << 10;
const ALL: u64 = 1 << 20;
/// Tokens of all that is told, roughly.
const TOLD: usize = 1_000;
/// Tokens of a file that is told whole.
const WHOLE: usize = 250;

/// A file in its project.
#[derive(Debug)]
pub struct Home {
    space: Workspace,
    /// From the project's root.
    path: String,
}

impl Home {
    /// The project of a file: `dir` if that is named, else the repository that the file is in, else its directory.
    /// `None` if there is none, or the file is elsewhere. The file itself need not be there.
    pub fn of(file: &Path, dir: Option<&Path>) -> Option<Home> {
        let file = absolute(file).ok()?;
        let above = file.parent()?;
        let repository = || above.ancestors().find(|dir| dir.join(".git").exists()).map(Path::to_path_buf);
        let root = dir.map(Path::to_path_buf).or_else(repository).unwrap_or_else(|| PathBuf::from(above));
        let space = Workspace::open(&root).ok()?;
        let path = space.resolve(file.to_str()?).ok()?.rel;
        Some(Home { space, path })
    }

    /// The project's name.
    pub fn name(&self) -> Option<&str> {
        self.space.root().file_name()?.to_str()
    }

    /// The file's path from the project's root.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What other files define that this one uses, which has this text: small files whole, of others the beginnings
    /// of definitions. In the order of their names, so that the same files make the same prompt.
    pub fn extra(&self, text: &str) -> Vec<Extra> {
        let Some(grammar) = Grammar::of(&self.path) else { return Vec::new() };
        let mut map = Map::default();
        map.look(&self.space, self.neighbours());
        map.put(&self.path, grammar, text);
        let (mut small, mut left) = (HashMap::<&str, Option<String>>::new(), TOLD);
        let mut chosen: BTreeMap<&str, Vec<&Def>> = BTreeMap::new();
        for (path, def) in map.used(&self.path) {
            let cost = match small.entry(path).or_insert_with(|| self.small(path)) {
                Some(_) if chosen.contains_key(path) => 0,
                Some(text) => about(text),
                None => about(&def.head) + 1,
            };
            let Some(rest) = left.checked_sub(cost) else { continue };
            left = rest;
            chosen.entry(path).or_default().push(def);
        }
        let extra = |(path, defs): (&str, Vec<&Def>)| {
            let text = small.remove(path).flatten().unwrap_or_else(|| heads(defs));
            Extra { filename: path.to_owned(), text }
        };
        chosen.into_iter().map(extra).collect()
    }

    /// The files that are read: those in the nearest directories.
    fn neighbours(&self) -> Vec<String> {
        let files = |under: &str| self.space.resolve(under).map(|place| self.space.files(&place, FILES)).ok();
        let above = self.path.rsplit_once('/').map_or(".", |(above, _)| above);
        let all = files(".").filter(|files| !files.more).or_else(|| files(above));
        let mut paths = all.map(|files| files.paths).unwrap_or_default();
        paths.retain(|path| *path != self.path && Grammar::of(path).is_some());
        paths.sort_by_key(|path| std::cmp::Reverse(shared(path, &self.path)));
        let mut left = ALL;
        paths.retain(|path| {
            let size = fs::symlink_metadata(self.space.root().join(path)).map_or(u64::MAX, |meta| meta.len());
            let fits = size <= LARGE.min(left);
            left -= if fits { size } else { 0 };
            fits
        });
        paths.truncate(READ);
        paths
    }

    /// The text of a file that can be told whole.
    fn small(&self, path: &str) -> Option<String> {
        let text = self.space.text(&self.space.resolve(path).ok()?).ok()?;
        (about(&text) <= WHOLE).then_some(text)
    }
}

/// How many directories two paths share.
fn shared(one: &str, other: &str) -> usize {
    one.split('/').zip(other.split('/')).take_while(|(one, other)| one == other).count()
}

/// How definitions begin, a line each, in the order of their lines.
fn heads(mut defs: Vec<&Def>) -> String {
    defs.sort_by_key(|def| def.line);
    defs.iter().map(|def| format!("{}\n", def.head)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn project() -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        let large = format!("pub fn wide_one(a: u8) {{}}\n{}pub fn other_one() {{}}\n", "// x\n".repeat(400));
        for (path, text) in [
            ("src/main.rs", "fn main() { old_name() }\n"),
            ("src/small.rs", "pub fn small_one() {}\npub fn unused_one() {}\n"),
            ("src/large.rs", large.as_str()),
            ("lib/far.rs", "pub fn far_one() {}\n"),
            ("keys/.env.rs", "pub fn secret_one() {}\n"),
            (".gitignore", "/out\n"),
            ("out/gone.rs", "pub fn gone_one() {}\n"),
        ] {
            let path = dir.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        fs::create_dir(dir.path().join(".git")).unwrap();
        dir
    }

    #[test]
    fn what_the_text_in_the_editor_uses_is_told_in_the_order_of_names() {
        let dir = project();
        let home = Home::of(&dir.path().join("src/main.rs"), None).unwrap();
        assert_eq!(home.path(), "src/main.rs");
        let text = "fn main() { wide_one(1); small_one(); far_one(); gone_one(); secret_one() }\n";
        let extra = home.extra(text);
        let told: Vec<(&str, &str)> =
            extra.iter().map(|extra| (extra.filename.as_str(), extra.text.as_str())).collect();
        let small = "pub fn small_one() {}\npub fn unused_one() {}\n";
        assert_eq!(
            told,
            [
                ("lib/far.rs", "pub fn far_one() {}\n"),
                ("src/large.rs", "pub fn wide_one(a: u8)\n"),
                ("src/small.rs", small),
            ]
        );
        assert_eq!(
            home.extra("fn main() { far_one(); small_one(); wide_one(1) }\n"),
            extra,
            "in whatever order"
        );
        assert!(home.extra("fn main() {}\n").is_empty());
    }

    #[test]
    fn a_file_has_a_project_whether_or_not_it_is_there_yet() {
        let dir = project();
        let new = Home::of(&dir.path().join("lib/new.rs"), None).unwrap();
        assert_eq!(new.path(), "lib/new.rs");
        assert_eq!(new.extra("fn a() { small_one() }").len(), 1);
        let named = Home::of(&dir.path().join("lib/new.rs"), Some(&dir.path().join("lib"))).unwrap();
        assert_eq!((named.path(), named.name()), ("new.rs", Some("lib")));
        assert!(Home::of(&dir.path().join("lib/new.rs"), Some(&dir.path().join("src"))).is_none());
        assert!(new.extra("x").is_empty() && Home::of(Path::new("/"), None).is_none());
        let other = Home::of(&dir.path().join("notes.txt"), None).unwrap();
        assert!(other.extra("small_one").is_empty());
    }
}
