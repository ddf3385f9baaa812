//! Files that a command must not read, and those of the workspace that it must not write.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use super::Rule;
use crate::code::workspace::Guard;

/// What is secret in a home directory.
const HOME: [&str; 44] = [
    ".aws",
    ".azure",
    ".bash_history",
    ".cargo/credentials",
    ".cargo/credentials.toml",
    ".composer/auth.json",
    ".config/BraveSoftware",
    ".config/chromium",
    ".config/doctl",
    ".config/gcloud",
    ".config/gh",
    ".config/git/credentials",
    ".config/glab-cli",
    ".config/google-chrome",
    ".config/hub",
    ".config/op",
    ".config/rclone",
    ".config/sops",
    ".docker/config.json",
    ".gem/credentials",
    ".git-credentials",
    ".gnupg",
    ".huggingface",
    ".cache/huggingface/stored_tokens",
    ".cache/huggingface/token",
    ".kaggle",
    ".kube",
    ".local/share/fish/fish_history",
    ".local/share/keyrings",
    ".local/share/kwalletd",
    ".m2/settings-security.xml",
    ".mozilla",
    ".my.cnf",
    ".netrc",
    ".npmrc",
    ".password-store",
    ".pgpass",
    ".pypirc",
    ".python_history",
    ".ssh",
    ".terraform.d/credentials.tfrc.json",
    ".thunderbird",
    ".vault-token",
    ".zsh_history",
];

/// What is secret on a machine, where the user could read it.
const MACHINE: [&str; 5] =
    ["/etc/gshadow", "/etc/shadow", "/etc/sudoers.d", "/run/secrets", "/var/lib/sss/secrets"];

/// Directories that are full of files which others made.
const CROWDED: [&str; 4] = [".git", ".venv", "node_modules", "target"];

/// Entries of a workspace that are looked at, and how deep.
const ENTRIES: usize = 20_000;
const DEPTH: usize = 8;

/// Secrets of one workspace that are hidden; each is a mount.
const MANY: usize = 500;

/// What a command must not touch; all paths are there, and without links.
#[derive(Clone, Debug, Default)]
pub(super) struct Guarded {
    /// What it must not read.
    pub(super) hidden: Vec<PathBuf>,
    /// What it may read and must not write, in places that it may write otherwise.
    pub(super) kept: Vec<PathBuf>,
}

/// Looks for all of it.
pub(super) fn find(rule: &Rule) -> Guarded {
    let home = rule.home.iter().flat_map(|home| HOME.iter().map(move |name| home.join(name)));
    let known = home.chain(MACHINE.iter().map(PathBuf::from)).chain(rule.hide.iter().cloned());
    let mut guarded = Guarded { hidden: known.collect(), kept: rule.keep.clone() };
    guarded.kept.push(rule.root.join(".git"));
    walk(&rule.root, &mut guarded);
    for list in [&mut guarded.hidden, &mut guarded.kept] {
        *list = list.iter().filter_map(|path| path.canonicalize().ok()).collect();
        list.sort();
        list.dedup();
    }
    guarded
}

/// Adds what is in the workspace; the nearest to its root is found first.
fn walk(root: &Path, guarded: &mut Guarded) {
    let (mut left, mut many) = (ENTRIES, MANY);
    let secret = |path: &Path| {
        let inside = path.strip_prefix(root).unwrap_or(path);
        Guard::of(&inside.to_string_lossy()) == Guard::Secret && holds_text(path)
    };
    let mut level = vec![root.to_owned()];
    for _ in 0..DEPTH {
        for dir in std::mem::take(&mut level) {
            if left == 0 {
                return;
            }
            for entry in fs::read_dir(dir).into_iter().flatten().flatten().take(left) {
                left -= 1;
                let name = entry.file_name();
                let name = name.to_string_lossy();
                let dir = entry.file_type().is_ok_and(|kind| kind.is_dir());
                if name == ".git" {
                    guarded.kept.push(entry.path());
                } else if dir && !CROWDED.contains(&name.as_ref()) {
                    level.push(entry.path());
                } else if many > 0 && secret(&entry.path()) {
                    guarded.hidden.push(entry.path());
                    many -= 1;
                }
            }
        }
    }
}

/// Whether it is a file, or a link to one that is no program: a link with the name of a secret must not hide the
/// shell.
fn holds_text(path: &Path) -> bool {
    fs::metadata(path)
        .is_ok_and(|meta| meta.is_file() && (!path.is_symlink() || meta.permissions().mode() & 0o111 == 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_there_is_found() {
        let dir = tempfile::tempdir().unwrap();
        let top = dir.path().canonicalize().unwrap();
        for path in [
            "home/.ssh/id",
            "home/.netrc",
            "ws/.git/config",
            "ws/a/.env",
            "ws/a/.ssh/config",
            "ws/credentials.json",
            "ws/credentials.rs",
            "ws/sub/.git",
            "ws/node_modules/x.pem",
            "token",
        ] {
            let path = top.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "x").unwrap();
        }
        std::os::unix::fs::symlink("../token", top.join("ws/tls.key")).unwrap();
        for (to, name) in [("/bin/sh", "a.key"), ("/", "b.key"), ("nowhere", "c.key")] {
            std::os::unix::fs::symlink(to, top.join("ws").join(name)).unwrap();
        }
        let mut rule = Rule::new(top.join("ws"), top.join("tmp"), Some(&top.join("home")));
        rule.hide = vec![top.join("nowhere")];
        let guarded = find(&rule);
        let own: Vec<_> = guarded.hidden.iter().filter_map(|path| path.strip_prefix(&top).ok()).collect();
        let wanted =
            ["home/.netrc", "home/.ssh", "token", "ws/a/.env", "ws/a/.ssh/config", "ws/credentials.json"];
        assert_eq!(own, wanted.map(Path::new));
        assert_eq!(guarded.kept, ["ws/.git", "ws/sub/.git"].map(|path| top.join(path)));
    }
}
