//! What a command may do.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

/// Whether a command may open connections.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Network {
    /// No socket of any kind; pairs of sockets inside one program are free.
    #[default]
    Denied,
    /// Sockets of IPv4 and IPv6, and what looking up names needs. Sockets with a path stay closed, because behind
    /// them are agents and daemons that would act for the command without being held.
    Granted,
}

/// Whether a command sees the files of the system by mounts of its own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum View {
    /// It does, where the system lets it.
    #[default]
    Own,
    /// It does not, which gives up what only mounts can hold: see [`Report::guards`](super::Report::guards).
    Shared,
}

/// What a command may do; whatever is not named here it may not, but reading, which is free outside of secrets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// The workspace, which may be written but for `.git` and secrets in it.
    pub root: PathBuf,
    /// Where temporary files go, a directory of the caller's that is there; `TMPDIR` points to it.
    pub temp: PathBuf,
    /// The home directory, in which secrets are looked for.
    pub home: Option<PathBuf>,
    /// More files and directories that may be written, such as `~/.cargo/registry`.
    pub write: Vec<PathBuf>,
    /// More files and directories that may not be read, such as this program's own tokens.
    pub hide: Vec<PathBuf>,
    /// More files and directories below `root` that may be read and not written.
    pub keep: Vec<PathBuf>,
    /// Whether it may open connections.
    pub network: Network,
    /// Whether it has mounts of its own.
    pub view: View,
}

impl Rule {
    /// A rule for a workspace and a directory for temporary files, without network and without exceptions.
    pub fn new(root: impl Into<PathBuf>, temp: impl Into<PathBuf>, home: Option<&Path>) -> Rule {
        Rule {
            root: root.into(),
            temp: temp.into(),
            home: home.map(Path::to_owned),
            write: Vec::new(),
            hide: Vec::new(),
            keep: Vec::new(),
            network: Network::Denied,
            view: View::Own,
        }
    }

    /// All that may be written and is there, without links on the way. What lies in one of them and leads out of it is
    /// not among them: an earlier command could have put a link in its place.
    pub fn writable(&self) -> Vec<PathBuf> {
        let all: Vec<&PathBuf> = [&self.root, &self.temp].into_iter().chain(&self.write).collect();
        let leads_out = |path: &Path, place: &Path| {
            let above = all.iter().filter(|above| path.starts_with(above) && path != above.as_path());
            above.filter_map(|above| above.canonicalize().ok()).any(|above| !place.starts_with(above))
        };
        let place = |path: &&PathBuf| path.canonicalize().ok().filter(|place| !leads_out(path, place));
        all.iter().filter_map(place).collect()
    }

    /// Whether a command could make, replace or redirect what lies at `path`.
    pub fn reaches(&self, path: &Path) -> bool {
        let named = [&self.root, &self.temp].into_iter().chain(&self.write).any(|dir| path.starts_with(dir));
        let place = path.parent().and_then(|dir| dir.canonicalize().ok());
        named || place.is_some_and(|place| self.writable().iter().any(|dir| place.starts_with(dir)))
    }
}

/// A command as this program passes it to itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spec {
    /// What the shell reads.
    pub command: String,
    /// Where it starts.
    pub dir: PathBuf,
    /// What holds it; `None` is nothing, for commands that a person has let go.
    pub rule: Option<Rule>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use std::os::unix::fs::symlink;

    #[test]
    fn a_link_that_a_command_made_opens_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let top = dir.path().canonicalize().unwrap();
        ["work/cache", "outside", "far"].iter().for_each(|name| fs::create_dir_all(top.join(name)).unwrap());
        symlink(top.join("outside"), top.join("work/temp")).unwrap();
        symlink(top.join("far"), top.join("near")).unwrap();
        let mut rule = Rule::new(top.join("work"), top.join("work/temp"), None);
        // A link of the user's own, elsewhere, is followed.
        rule.write = vec![top.join("work/cache"), top.join("near"), top.join("nowhere")];
        assert_eq!(rule.writable(), ["work", "work/cache", "far"].map(|name| top.join(name)));
    }

    #[test]
    fn what_a_command_could_redirect_is_known() {
        let dir = tempfile::tempdir().unwrap();
        let top = dir.path().canonicalize().unwrap();
        ["work", "temp", "own"].iter().for_each(|name| fs::create_dir(top.join(name)).unwrap());
        symlink(top.join("own"), top.join("work/link")).unwrap();
        symlink(top.join("work"), top.join("way")).unwrap();
        let rule = Rule::new(top.join("work"), top.join("temp"), None);
        for path in ["work/out", "work/link/out", "temp/out", "way/out"] {
            assert!(rule.reaches(&top.join(path)), "{path}");
        }
        assert!(!rule.reaches(&top.join("own/out")) && !rule.reaches(&top.join("out")));
    }
}
