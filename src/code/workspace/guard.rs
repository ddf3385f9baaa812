//! Which files need more care than others: version control's own, and those that hold secrets.

use crate::code::grammar::Grammar;

/// How careful one has to be with a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guard {
    /// No more than with any file.
    Plain,
    /// Version control's own: a change may run programs or lose history.
    Git,
    /// It probably holds keys or passwords.
    Secret,
}

/// Names of files that hold secrets.
const NAMES: [&str; 7] = [".env", ".envrc", ".netrc", "_netrc", ".pgpass", ".pypirc", ".git-credentials"];

/// How such names begin.
const HEADS: [&str; 5] = [".env.", "id_rsa", "id_dsa", "id_ecdsa", "id_ed25519"];

/// How they begin unless they are sources, which only deal with secrets.
const WORDS: [&str; 1] = ["credentials"];

/// How such names end.
const TAILS: [&str; 5] = [".pem", ".key", ".p12", ".pfx", ".keystore"];

/// How names end that look like those above but are meant to be shown.
const SHOWN: [&str; 5] = [".example", ".sample", ".template", ".dist", ".pub"];

/// Directories that hold little else.
const DIRS: [&str; 2] = [".ssh", ".gnupg"];

impl Guard {
    /// The guard of a path, by its names alone, in any case: some file systems do not tell cases apart.
    pub fn of(path: &str) -> Guard {
        let names: Vec<String> = path.split('/').map(plain).collect();
        if names.iter().any(|name| name == ".git") {
            return Guard::Git;
        }
        let last = names.last().map_or("", String::as_str);
        let hidden = NAMES.contains(&last)
            || HEADS.iter().any(|head| last.starts_with(head))
            || TAILS.iter().any(|tail| last.ends_with(tail))
            || WORDS.iter().any(|word| last.starts_with(word)) && Grammar::of(last).is_none();
        let shown = SHOWN.iter().any(|tail| last.ends_with(tail));
        let inside = names.iter().any(|name| DIRS.contains(&name.as_str()));
        if inside || hidden && !shown { Guard::Secret } else { Guard::Plain }
    }
}

/// The name as a file system may compare it: in lower case, without characters that have no width, without the
/// full stops and spaces at its end.
fn plain(name: &str) -> String {
    let width = |c: &char| !matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}');
    let name: String = name.chars().filter(width).flat_map(char::to_lowercase).collect();
    match name.trim_end_matches(['.', ' ']) {
        "" => name,
        kept => kept.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_belongs_to_version_control() {
        for path in [
            ".git",
            ".git/config",
            "sub/.git/hooks/pre-commit",
            ".GIT/config",
            ".Git",
            ".g\u{200c}it/x",
            ".git./x",
        ] {
            assert_eq!(Guard::of(path), Guard::Git, "{path}");
        }
        for path in [".gitignore", ".github/workflows/x.yml", "git/config", "x.git"] {
            assert_eq!(Guard::of(path), Guard::Plain, "{path}");
        }
    }

    #[test]
    fn what_holds_secrets() {
        let secret = [
            ".env",
            ".ENV",
            "a/.env.local",
            ".env.ts",
            ".env.production",
            "x.pem",
            "tls/Server.KEY",
            "id_rsa",
            "id_rsa.old",
            "id_ed25519",
            ".netrc",
            "credentials",
            "credentials.json",
            ".aws/Credentials",
            ".ssh/config",
            "credentials.yaml",
            "a.p12",
        ];
        for path in secret {
            assert_eq!(Guard::of(path), Guard::Secret, "{path}");
        }
        let plain = [
            ".",
            "",
            "src/main.rs",
            ".env.example",
            ".env.sample",
            ".env.local.template",
            "id_rsa.pub",
            "env",
            "environment",
            "keys.rs",
            "key",
            "pem/x",
            ".env/lib/x.py",
            "credentials/mod.rs",
            "src/credentials.rs",
            "credentials_test.py",
        ];
        for path in plain {
            assert_eq!(Guard::of(path), Guard::Plain, "{path}");
        }
    }
}
