//! A workspace with secrets in it and around it, for commands that are after them.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::time::Duration;

use qwill::code::sandbox::{Rule, View};
use qwill::code::shell::{self, Outcome, Request};
use tempfile::TempDir;

/// Directories `work`, `home`, `outside` and `temp`, with secrets that say `open-sesame`.
pub struct Stage {
    dir: TempDir,
    runtime: tokio::runtime::Runtime,
}

impl Stage {
    /// Makes it all; `None` where the kernel has no Landlock.
    pub fn new() -> Option<Stage> {
        let dir = tempfile::tempdir().unwrap();
        for (path, text) in [
            ("work/file", "file\n"),
            ("work/.env", "open-sesame\n"),
            ("work/.env.example", "sample\n"),
            ("work/sub/.env.local", "open-sesame\n"),
            ("work/sub/server.pem", "open-sesame\n"),
            ("work/sub/.git", "gitdir: ../.git/modules/sub\n"),
            ("home/.ssh/id_rsa", "open-sesame\n"),
            ("home/.netrc", "open-sesame\n"),
            ("home/.config/gh/hosts.yml", "open-sesame\n"),
            ("home/notes", "notes\n"),
            ("hidden/token", "open-sesame\n"),
            ("outside/file", "file\n"),
            ("outside/empty/.keep", ""),
            ("temp/.keep", ""),
        ] {
            let path = dir.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        fs::remove_file(dir.path().join("outside/empty/.keep")).unwrap();
        let mut git = std::process::Command::new("git");
        _ = git.args(["init", "-q"]).current_dir(dir.path().join("work")).status();
        fs::create_dir_all(dir.path().join("work/.git/hooks")).unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let stage = Stage { dir, runtime };
        let held = stage.run("true").held.unwrap();
        assert!(held.loose.is_some() || held.bare.is_empty(), "{held:?}");
        (held.landlock > 0).then_some(stage)
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// A command under the rule of this workspace.
    pub fn request(&self, command: &str) -> Request {
        let mut rule = Rule::new(self.path("work"), self.path("temp"), Some(&self.path("home")));
        rule.hide.push(self.path("hidden/token"));
        let program = Path::new(env!("CARGO_BIN_EXE_qwill"));
        let mut request = Request::new(program, command, rule, self.path("output"));
        request.time = Duration::from_secs(30);
        request
    }

    pub fn wait<T>(&self, future: impl Future<Output = T>) -> T {
        self.runtime.block_on(future)
    }

    pub fn finish(&self, request: &Request) -> Outcome {
        self.wait(shell::run(request)).unwrap()
    }

    pub fn run(&self, command: &str) -> Outcome {
        self.finish(&self.request(command))
    }

    /// The same without mounts of its own.
    pub fn alone(&self, command: &str) -> Outcome {
        let mut request = self.request(command);
        request.rule.as_mut().unwrap().view = View::Shared;
        self.finish(&request)
    }

    /// Gives all of it to another user, who is not root; false where that cannot be, or where that user cannot run
    /// the program.
    pub fn give_away(&self) -> bool {
        let works = self.wrap("exec setpriv --reuid=65534 --regid=65534 --clear-groups \"$0\" \"$@\"");
        let all =
            std::process::Command::new("chown").args(["-R", "65534:65534"]).arg(self.dir.path()).status();
        works && all.is_ok_and(|status| status.success())
    }

    /// Lets the program be run by way of a script; whether it runs.
    pub fn wrap(&self, script: &str) -> bool {
        let wrapper = self.path("wrapper");
        let script = script.replace('\'', "'\\''");
        let program = env!("CARGO_BIN_EXE_qwill");
        fs::write(&wrapper, format!("#!/bin/sh\nexec sh -c '{script}' '{program}' \"$@\"\n")).unwrap();
        fs::set_permissions(&wrapper, fs::Permissions::from_mode(0o755)).unwrap();
        let output = std::process::Command::new(&wrapper).arg("--version").output();
        output.is_ok_and(|output| output.status.success())
    }

    /// A command by way of that script.
    pub fn other(&self, command: &str) -> Outcome {
        self.finish(&Request { program: self.path("wrapper"), ..self.request(command) })
    }

    /// The same without a rule.
    pub fn free(&self, command: &str) -> Outcome {
        self.finish(&Request { rule: None, ..self.request(command) })
    }

    /// Drops a running command as soon as something is so.
    pub fn drop_when(&self, request: &Request, so: impl Fn() -> bool) {
        self.wait(async {
            let seen = async {
                while !so() {
                    tokio::time::sleep(Duration::from_millis(5)).await;
                }
            };
            tokio::select! { _ = shell::run(request) => panic!("it ended"), () = seen => {} }
        });
    }

    /// Everything outside the workspace and in `.git`: text, mode, owner, time of change.
    pub fn state(&self) -> BTreeMap<PathBuf, (Vec<u8>, u32, u32, i64)> {
        let mut found = BTreeMap::new();
        let roots = ["outside", "home", "hidden", "work/.git", "work/sub/.git", "work/.env"];
        let mut open: Vec<PathBuf> = roots.iter().map(|name| self.path(name)).collect();
        while let Some(path) = open.pop() {
            let meta = fs::symlink_metadata(&path).unwrap();
            if meta.is_dir() {
                open.extend(fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
            }
            let text = if meta.is_file() { fs::read(&path).unwrap() } else { Vec::new() };
            found.insert(path, (text, meta.mode(), meta.uid(), meta.mtime()));
        }
        found
    }

    /// Command lines of processes that work in this workspace.
    pub fn left(&self) -> Vec<String> {
        let work = self.path("work").canonicalize().unwrap();
        let mut found = Vec::new();
        for entry in fs::read_dir("/proc").unwrap().flatten() {
            let here = fs::read_link(entry.path().join("cwd")).is_ok_and(|cwd| cwd.starts_with(&work));
            let line = fs::read_to_string(entry.path().join("cmdline")).unwrap_or_default();
            if here && !line.contains("sandbox-exec") {
                found.push(line.replace('\0', " "));
            }
        }
        found
    }
}

/// Whether a process has ended.
pub fn gone(id: i32) -> bool {
    let stat = fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
    stat.is_empty() || stat.contains(") Z ")
}
