//! A home of its own for each test: the program as a user runs it, in a clean environment.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

use super::gguf::Gguf;
use super::screen::{Kind, Screen};

/// A fresh home; its engine is stopped when the test ends.
pub struct Home {
    dir: TempDir,
}

/// What a run of the program gave.
#[derive(Debug)]
pub struct Ran {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Home {
    pub fn new() -> Home {
        Home { dir: tempfile::tempdir().unwrap() }
    }

    pub fn path(&self) -> &Path {
        self.dir.path()
    }

    /// The program with these arguments, in an environment that has nothing of the developer's.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_qwill"));
        command.args(args).env_clear().env("QWILL_HOME", self.path()).env("PATH", "/usr/bin:/bin");
        command.current_dir(self.path()).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// The program on a terminal of `size` columns and rows, which has all colours and answers nothing.
    pub fn screen(&self, args: &[&str], size: (u16, u16)) -> Screen {
        let mut command = self.command(args);
        command.env("TERM", "xterm-256color").env("COLORTERM", "truecolor").env("LANG", "C.UTF-8");
        Screen::start(&command, size, Kind::Silent)
    }

    pub fn run(&self, args: &[&str]) -> Ran {
        Ran::of(self.command(args).output().unwrap())
    }

    pub fn pipe(&self, input: impl AsRef<[u8]>, args: &[&str]) -> Ran {
        let mut child = self.command(args).stdin(Stdio::piped()).spawn().unwrap();
        // A program that does not read its input to the end closes the pipe.
        _ = child.stdin.take().unwrap().write_all(input.as_ref());
        Ran::of(child.wait_with_output().unwrap())
    }

    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, bytes).unwrap();
        path
    }

    /// Writes a model file; returns its path as an argument.
    pub fn model(&self, name: &str, model: &Gguf) -> String {
        let path = self.path().join(name);
        model.write(&path);
        path.to_str().unwrap().to_owned()
    }

    /// Running engines, as `ps --json` tells them.
    pub fn engines(&self) -> Vec<serde_json::Value> {
        let ran = self.run(&["ps", "--json"]);
        assert_eq!(ran.code, Some(0), "{ran:?}");
        serde_json::from_str(&ran.out).unwrap()
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        if self.path().join("run/engine.lock").exists() {
            self.run(&["stop"]);
        }
    }
}

impl Ran {
    /// What a finished process gave.
    pub fn of(output: Output) -> Ran {
        Ran {
            code: output.status.code(),
            // A broken-off answer may end anywhere, in a character too.
            out: String::from_utf8_lossy(&output.stdout).into_owned(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Success, and its standard output.
    #[track_caller]
    pub fn ok(self) -> String {
        assert_eq!(self.code, Some(0), "{self:?}");
        self.out
    }

    /// That exit code, nothing on standard output, and each of these in the error, behind whatever
    /// was said before it.
    #[track_caller]
    pub fn fails_with(self, code: i32, says: &[&str]) {
        assert_eq!(self.code, Some(code), "{self:?}");
        assert_eq!(self.out, "", "{self:?}");
        says.iter().for_each(|text| assert!(self.err.contains(text), "{text:?} is not in {self:?}"));
    }

    /// The same, and the error is all that was said.
    #[track_caller]
    pub fn fails(self, code: i32, says: &[&str]) {
        assert_eq!(self.code, Some(code), "{self:?}");
        assert_eq!(self.out, "", "{self:?}");
        says.iter().for_each(|text| assert!(self.err.contains(text), "{text:?} is not in {self:?}"));
        assert!(self.err.lines().count() <= 4, "an error is one to three lines: {self:?}");
    }
}
