//! Escapes that are really tried, so that nobody has to believe what a sandbox says of itself.

use std::fs;
use std::net::TcpListener;
use std::os::unix::net::UnixListener;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::{COMMAND, Rule};
use crate::code::shell::{self, End, Request};
use crate::error::{Context, Kind, Result};
use crate::tell;

/// What became of a try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It failed inside, and works outside.
    Held,
    /// It worked inside.
    Open,
    /// It does not work outside either, or the try itself broke, so that nothing is known.
    Untried,
}

impl Verdict {
    /// Its name in the language that is spoken.
    pub fn name(self) -> String {
        match self {
            Verdict::Held => tell!("sandbox-verdict-held"),
            Verdict::Open => tell!("sandbox-verdict-open"),
            Verdict::Untried => tell!("sandbox-verdict-untried"),
        }
    }
}

/// An escape and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// Its name on the command line.
    pub name: &'static str,
    /// What it does, in the language that is spoken.
    pub title: String,
    /// What became of it.
    pub verdict: Verdict,
}

/// An escape: its name, its arguments, and what it is called.
struct Row {
    name: &'static str,
    args: fn(&Scene) -> Vec<String>,
    title: fn() -> String,
}

/// All escapes; `tries` has what each does.
const ROWS: [Row; 15] = [
    Row { name: "write", args: |at| at.paths(&["outside/new"]), title: || tell!("sandbox-try-write") },
    Row { name: "truncate", args: |at| at.paths(&["outside/file"]), title: || tell!("sandbox-try-truncate") },
    Row { name: "mode", args: |at| at.paths(&["outside/file"]), title: || tell!("sandbox-try-mode") },
    Row { name: "read", args: |at| at.paths(&["home/.ssh/id_rsa"]), title: || tell!("sandbox-try-secret") },
    Row { name: "read", args: |at| at.paths(&["work/.env"]), title: || tell!("sandbox-try-env") },
    Row {
        name: "link",
        args: |at| at.paths(&["home/.ssh/id_rsa", "work/linked"]),
        title: || tell!("sandbox-try-link"),
    },
    Row {
        name: "symlink",
        args: |at| at.paths(&["outside/file", "work/pointer"]),
        title: || tell!("sandbox-try-symlink"),
    },
    Row { name: "write", args: |at| at.paths(&["work/.git/hooks/new"]), title: || tell!("sandbox-try-git") },
    Row { name: "connect", args: |at| vec![at.port.to_string()], title: || tell!("sandbox-try-network") },
    Row { name: "socket", args: |at| at.paths(&["socket"]), title: || tell!("sandbox-try-socket") },
    Row { name: "signal", args: Scene::parent, title: || tell!("sandbox-try-signal") },
    Row { name: "files", args: Scene::parent, title: || tell!("sandbox-try-files") },
    Row { name: "memory", args: Scene::parent, title: || tell!("sandbox-try-memory") },
    Row { name: "environment", args: Scene::parent, title: || tell!("sandbox-try-environment") },
    Row { name: "mount", args: |at| at.paths(&["work/dir"]), title: || tell!("sandbox-try-mount") },
];

/// What the escapes aim at.
struct Scene {
    dir: PathBuf,
    port: u16,
}

impl Scene {
    fn paths(&self, names: &[&str]) -> Vec<String> {
        names.iter().map(|name| self.dir.join(name).display().to_string()).collect()
    }

    fn parent(&self) -> Vec<String> {
        vec![std::process::id().to_string()]
    }

    /// Everything as it is before each try.
    fn set(&self) -> std::io::Result<()> {
        for name in ["work", "temp", "home", "outside"] {
            match fs::remove_dir_all(self.dir.join(name)) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
        for name in ["work/.git/hooks", "work/dir", "temp", "home/.ssh", "outside"] {
            fs::create_dir_all(self.dir.join(name))?;
        }
        ["work/.env", "home/.ssh/id_rsa", "outside/file"]
            .iter()
            .try_for_each(|name| fs::write(self.dir.join(name), "secret\n"))
    }
}

/// Tries every escape twice, outside and inside. `program` is this program's own path, `scratch` a directory for it,
/// which must be there and in which things are made and deleted.
///
/// # Errors
/// The directory cannot be written, or no command can be run at all.
pub async fn attempts(program: &Path, scratch: &Path) -> Result<Vec<Attempt>> {
    let wrong = || tell!("sandbox-scratch-failed");
    let dir = scratch.canonicalize().context(Kind::Other, wrong())?;
    let listener = TcpListener::bind(("127.0.0.1", 0)).context(Kind::Other, wrong())?;
    let port = listener.local_addr().context(Kind::Other, wrong())?.port();
    _ = fs::remove_file(dir.join("socket"));
    let _socket = UnixListener::bind(dir.join("socket")).context(Kind::Other, wrong())?;
    let scene = Scene { dir, port };
    let mut found = Vec::new();
    for row in &ROWS {
        let mut works = [false; 2];
        let mut sure = true;
        for (inside, works) in works.iter_mut().enumerate() {
            scene.set().context(Kind::Other, wrong())?;
            let end = one(program, &scene, row, inside == 1).await?;
            *works = end == End::Exit(0);
            sure &= *works || end == End::Exit(i32::from(Kind::Refused.code()));
        }
        let verdict = match works {
            [_, true] => Verdict::Open,
            [true, false] if sure => Verdict::Held,
            _ => Verdict::Untried,
        };
        found.push(Attempt { name: row.name, title: (row.title)(), verdict });
    }
    Ok(found)
}

async fn one(program: &Path, scene: &Scene, row: &Row, inside: bool) -> Result<End> {
    let words = [program.display().to_string(), COMMAND.to_owned(), "try".to_owned(), row.name.to_owned()];
    let words: Vec<String> = words.into_iter().chain((row.args)(scene)).map(|word| quoted(&word)).collect();
    let [root, temp, home] = ["work", "temp", "home"].map(|name| scene.dir.join(name));
    let rule = Rule::new(&root, temp, Some(&home));
    let mut request = Request::new(program, words.join(" "), rule, scene.dir.join("output"));
    request.time = Duration::from_secs(20);
    if !inside {
        request.rule = None;
    }
    Ok(shell::run(&request).await?.end)
}

/// A word as the shell takes it whole.
fn quoted(word: &str) -> String {
    format!("'{}'", word.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{self, Lang};

    #[test]
    fn every_escape_is_called_something_in_every_language() {
        for lang in Lang::ALL {
            text::speak_here(Some(lang));
            let mut titles: Vec<String> = ROWS.iter().map(|row| (row.title)()).collect();
            titles.sort();
            titles.dedup();
            assert_eq!(titles.len(), ROWS.len());
        }
        text::speak_here(None);
    }

    #[test]
    fn a_word_stays_whole() {
        assert_eq!(quoted("a 'b'$c"), r"'a '\''b'\''$c'");
    }
}
