//! Which projects the user trusts to bring settings of their own.

use std::fmt::Write as _;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::own;
use super::workspace::Workspace;
use crate::config::Places;
use crate::error::{Context, Error, Kind, Result};
use crate::models::disk::{make_dir, replace};
use crate::tell;

/// The file with a project's settings, in its root.
pub const FILE: &str = ".qwill.toml";
/// The file with a project's servers of tools, in its root, in the form that other programs have too.
pub const SERVERS: &str = ".mcp.json";

/// Bytes that either may have.
const LARGEST: u64 = 64 << 10;

/// What a project brings of its own, as text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Own {
    /// Its settings.
    pub(super) settings: Option<String>,
    /// Its servers.
    pub(super) servers: Option<String>,
    /// Its prompts by name.
    pub(super) prompts: Vec<(String, String)>,
}

impl Own {
    /// The names of its files, or where they are.
    pub(super) fn names(&self) -> Vec<&'static str> {
        let rows = [
            (FILE, self.settings.is_some()),
            (SERVERS, self.servers.is_some()),
            (own::DIR, !self.prompts.is_empty()),
        ];
        rows.into_iter().filter(|row| row.1).map(|row| row.0).collect()
    }

    /// One hash for all of it.
    fn hash(&self) -> String {
        let settings = [(FILE, &self.settings), (SERVERS, &self.servers)];
        let settings = settings.into_iter().filter_map(|(name, text)| Some((name, text.as_ref()?)));
        let prompts = self.prompts.iter().map(|(name, text)| (name.as_str(), text));
        // With its length, no text can pass for two.
        let part = |(name, text): (&str, &String)| format!("{name}\0{}\0{text}", text.len());
        hash(&settings.chain(prompts).map(part).collect::<String>())
    }
}

/// Whether the user trusts the project's settings, servers and prompts as they are now: an agent that changes them gains
/// nothing. Without any there is nothing to trust.
pub fn is_trusted(places: &Places, root: &Path) -> bool {
    let own = Workspace::open(root).and_then(|space| own(&space));
    own.is_ok_and(|own| !own.names().is_empty() && holds(places, root, &own))
}

/// From now on the user trusts the project's settings, servers and prompts, as long as they stay as they are.
///
/// # Errors
/// The project has none, or they cannot be read; the list cannot be written.
pub fn trust(places: &Places, root: &Path) -> Result<()> {
    let space = Workspace::open(root)?;
    let own = own(&space)?;
    if own.names().is_empty() {
        return Err(Error::new(Kind::Usage, tell!("workspace-missing", path = FILE)));
    }
    let path = name(space.root()).ok_or_else(|| {
        let path = space.root().display().to_string();
        Error::new(Kind::Refused, tell!("trust-name", path = path))
    })?;
    change(places, &path, Some(own.hash()))
}

/// From now on the user does not trust the project's settings; its directory need not be there any more.
///
/// # Errors
/// The list cannot be written.
pub fn forget(places: &Places, root: &Path) -> Result<()> {
    let root = root.canonicalize().unwrap_or_else(|_| root.to_owned());
    name(&root).map_or(Ok(()), |path| change(places, &path, None))
}

/// What the project brings.
///
/// # Errors
/// A file of it cannot be read, is no text or too long, or a link leads out of the project.
pub(super) fn own(space: &Workspace) -> Result<Own> {
    Ok(Own { settings: text(space, FILE)?, servers: text(space, SERVERS)?, prompts: own::files(space)? })
}

fn text(space: &Workspace, name: &str) -> Result<Option<String>> {
    if fs::symlink_metadata(space.root().join(name)).is_err() {
        return Ok(None);
    }
    let what = || tell!("workspace-read", path = name);
    let wrong = |why: String| Error::new(Kind::Usage, what()).why(why);
    let place = space.resolve(name).context(Kind::Usage, what())?;
    let file = space.open_file(&place).context(Kind::Usage, what())?;
    if file.metadata().is_ok_and(|meta| meta.len() > LARGEST) {
        return Err(wrong(tell!("file-large", count = LARGEST >> 10)));
    }
    let bytes = space.bytes(&place).context(Kind::Usage, what())?;
    String::from_utf8(bytes).map(Some).map_err(|_| wrong(tell!("file-no-text")))
}

/// Whether the user trusts just this.
pub(super) fn holds(places: &Places, root: &Path, own: &Own) -> bool {
    let Some(path) = root.canonicalize().ok().and_then(|root| name(&root)) else { return false };
    let wanted = line(&own.hash(), &path);
    fs::read_to_string(list(places)).is_ok_and(|all| all.lines().any(|line| line == wanted))
}

/// The list: a line for each project, with the hash of its settings and its path.
fn list(places: &Places) -> PathBuf {
    places.data.join("trusted")
}

fn line(hash: &str, path: &str) -> String {
    format!("{hash} {path}")
}

/// The path as it stands in a line; `None` for one that would not end with it.
fn name(root: &Path) -> Option<String> {
    root.to_str().filter(|path| !path.contains(['\n', '\r'])).map(str::to_owned)
}

fn hash(text: &str) -> String {
    Sha256::digest(text).iter().fold(String::new(), |mut all, byte| {
        _ = write!(all, "{byte:02x}");
        all
    })
}

fn change(places: &Places, path: &str, hash: Option<String>) -> Result<()> {
    let old = match fs::read_to_string(list(places)) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => String::new(),
        Err(error) => {
            let what = tell!("disk-unreadable", path = list(places).display().to_string());
            return Err(error).context(Kind::Other, what);
        }
    };
    let other = |line: &&str| line.split_once(' ').is_none_or(|(_, had)| had != path);
    let mut lines: Vec<String> = old.lines().filter(other).map(str::to_owned).collect();
    lines.extend(hash.map(|hash| line(&hash, path)));
    make_dir(&places.data)?;
    replace(&list(places), &lines.iter().map(|line| format!("{line}\n")).collect::<String>())
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    /// Data, and projects with these names and settings.
    fn room(projects: &[(&str, &str)]) -> (tempfile::TempDir, Places) {
        let dir = tempfile::tempdir().unwrap();
        for (name, text) in projects {
            fs::create_dir(dir.path().join(name)).unwrap();
            fs::write(dir.path().join(name).join(FILE), text).unwrap();
        }
        let place = |name: &str| dir.path().join("home").join(name);
        let places =
            Places { config: place("config"), data: place("data"), cache: place("cache"), run: place("run") };
        (dir, places)
    }

    #[test]
    fn only_what_was_trusted_is_and_only_until_it_is_forgotten() {
        let (dir, places) = room(&[("a", "[code]"), ("ab", "[code]")]);
        let [a, ab] = ["a", "ab"].map(|name| dir.path().join(name));
        assert!(!is_trusted(&places, &a));
        trust(&places, &a).unwrap();
        trust(&places, &a).unwrap();
        assert!(is_trusted(&places, &a) && !is_trusted(&places, &ab));
        assert!(is_trusted(&places, &a.join("../a")));
        symlink(&a, dir.path().join("link")).unwrap();
        assert!(is_trusted(&places, &dir.path().join("link")));
        trust(&places, &ab).unwrap();
        forget(&places, &a).unwrap();
        assert!(!is_trusted(&places, &a) && is_trusted(&places, &ab));
        assert_eq!(fs::read_to_string(list(&places)).unwrap().lines().count(), 1);
        fs::remove_dir_all(&ab).unwrap();
        forget(&places, &ab).unwrap();
        assert_eq!(fs::read_to_string(list(&places)).unwrap(), "");
    }

    #[test]
    fn settings_that_were_changed_are_not_trusted() {
        let (dir, places) = room(&[("a", "[code]")]);
        let a = dir.path().join("a");
        trust(&places, &a).unwrap();
        fs::write(a.join(FILE), "[code]\nallow = [\"curl\"]").unwrap();
        assert!(!is_trusted(&places, &a));
        trust(&places, &a).unwrap();
        assert!(is_trusted(&places, &a));
        fs::remove_file(a.join(FILE)).unwrap();
        assert!(!is_trusted(&places, &a));
    }

    #[test]
    fn servers_that_come_later_or_change_are_not_trusted_and_neither_are_the_settings_then() {
        let (dir, places) = room(&[("a", "[code]"), ("b", "")]);
        let [a, b] = ["a", "b"].map(|name| dir.path().join(name));
        trust(&places, &a).unwrap();
        fs::write(a.join(SERVERS), "{}").unwrap();
        assert!(!is_trusted(&places, &a));
        trust(&places, &a).unwrap();
        assert!(is_trusted(&places, &a));
        fs::write(a.join(SERVERS), "{ }").unwrap();
        assert!(!is_trusted(&places, &a));
        fs::remove_file(b.join(FILE)).unwrap();
        fs::write(b.join(SERVERS), "{}").unwrap();
        trust(&places, &b).unwrap();
        assert!(is_trusted(&places, &b), "servers alone can be trusted");
        fs::write(b.join(FILE), "").unwrap();
        assert!(!is_trusted(&places, &b));
    }

    #[test]
    fn what_cannot_be_trusted_is_refused() {
        let (dir, places) = room(&[("a", "[code]"), ("b\nx", "[code]"), ("c", "")]);
        assert_eq!(trust(&places, &dir.path().join("b\nx")).unwrap_err().kind(), Kind::Refused);
        fs::remove_file(dir.path().join("c").join(FILE)).unwrap();
        assert!(trust(&places, &dir.path().join("c")).is_err());
        symlink(dir.path().join("a").join(FILE), dir.path().join("c").join(FILE)).unwrap();
        assert!(trust(&places, &dir.path().join("c")).is_err(), "a link leads out");
        assert!(!list(&places).exists());
    }
}
