//! A machine with models: the hub's cache and the stores of other programs, as those programs write them.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Read, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, symlink};
use std::os::unix::net::UnixListener;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, SystemTime};

use rustix::fs::{FlockOperation, flock};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::home::{Home, Ran};

/// A home with stores in it; none is there before something is put into it.
pub struct Shelf {
    pub home: Home,
}

/// The SHA-256 of bytes in hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Two commits.
pub const OLD: &str = "1111111111111111111111111111111111111111";
pub const NEW: &str = "2222222222222222222222222222222222222222";

impl Shelf {
    pub fn new() -> Shelf {
        Shelf { home: Home::new() }
    }

    /// The program, told where the stores are.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = self.home.command(args);
        command.env("HOME", self.path("me")).env("HF_HUB_CACHE", self.hub());
        command.env("OLLAMA_MODELS", self.path("ollama"));
        command
    }

    pub fn run(&self, args: &[&str]) -> Ran {
        Ran::of(self.command(args).output().unwrap())
    }

    /// What the program prints as JSON.
    #[track_caller]
    pub fn json(&self, args: &[&str]) -> Value {
        let out = self.run(args).ok();
        serde_json::from_str(&out).unwrap_or_else(|error| panic!("{error}: {out}"))
    }

    /// Names of the models that are listed, without the starter.
    #[track_caller]
    pub fn names(&self) -> Vec<String> {
        let all = self.json(&["list", "--json"]);
        let names = all.as_array().unwrap().iter().map(|row| row["name"].as_str().unwrap().to_owned());
        names.filter(|name| name != "starter").collect()
    }

    /// The row of a model in `list --json`.
    #[track_caller]
    pub fn row(&self, name: &str) -> Value {
        let all = self.json(&["list", "--json"]);
        let row = all.as_array().unwrap().iter().find(|row| row["name"] == name);
        row.unwrap_or_else(|| panic!("{name} is not in {all}")).clone()
    }

    pub fn path(&self, under: &str) -> PathBuf {
        self.home.path().join(under)
    }

    pub fn hub(&self) -> PathBuf {
        self.path("hub")
    }

    /// The folder of a repository in the hub's cache.
    pub fn folder(&self, repo: &str) -> PathBuf {
        self.hub().join(format!("models--{}", repo.replace('/', "--")))
    }

    /// Puts a file into a commit of a repository, which `main` stands at then; gives its blob.
    pub fn fetched(&self, repo: &str, commit: &str, path: &str, bytes: &[u8]) -> PathBuf {
        let folder = self.folder(repo);
        let blob = folder.join("blobs").join(sha256(bytes));
        write(&blob, bytes);
        write(&folder.join("refs/main"), commit.as_bytes());
        let place = folder.join("snapshots").join(commit).join(path);
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        let up = "../".repeat(path.split('/').count() + 1);
        symlink(format!("{up}blobs/{}", sha256(bytes)), place).unwrap();
        blob
    }

    /// Holds the lock of contents as a download does; gives the lock's file too.
    pub fn locked(&self, repo: &str, hash: &str) -> (fs::File, PathBuf) {
        let locks = self.hub().join(".locks").join(self.folder(repo).file_name().unwrap());
        let path = locks.join(format!("{hash}.lock"));
        write(&path, b"");
        let file = fs::File::open(&path).unwrap();
        flock(&file, FlockOperation::NonBlockingLockExclusive).unwrap();
        (file, path)
    }

    /// Puts a model into Ollama's store as NAME:TAG; gives its blob.
    pub fn ollama(&self, name: &str, tag: &str, bytes: &[u8]) -> PathBuf {
        let hash = sha256(bytes);
        let blob = self.path("ollama/blobs").join(format!("sha256-{hash}"));
        write(&blob, bytes);
        let layer = json!({
            "mediaType": "application/vnd.ollama.image.model",
            "digest": format!("sha256:{hash}"),
            "size": bytes.len()
        });
        let manifest = json!({ "schemaVersion": 2, "layers": [layer] }).to_string();
        let path = format!("ollama/manifests/registry.ollama.ai/library/{name}/{tag}");
        write(&self.path(&path), manifest.as_bytes());
        blob
    }

    /// Puts a model into LM Studio's store.
    pub fn lmstudio(&self, path: &str, bytes: &[u8]) -> PathBuf {
        let path = self.path("me/.lmstudio/models").join(path);
        write(&path, bytes);
        path
    }

    /// Where imported models lie.
    pub fn imports(&self) -> PathBuf {
        self.path("data/models")
    }

    /// Everything below a directory: what it is, its length and contents, and how many names it has.
    pub fn tree(&self, under: &str) -> BTreeMap<PathBuf, String> {
        let mut tree = BTreeMap::new();
        let mut dirs = vec![self.path(under)];
        while let Some(dir) = dirs.pop() {
            for entry in fs::read_dir(dir).into_iter().flatten() {
                let path = entry.unwrap().path();
                let meta = fs::symlink_metadata(&path).unwrap();
                let what = if meta.is_dir() {
                    dirs.push(path.clone());
                    "directory".to_owned()
                } else if meta.is_symlink() {
                    fs::read_link(&path).unwrap().display().to_string()
                } else {
                    format!("{} {}", meta.nlink(), sha256(&fs::read(&path).unwrap()))
                };
                tree.insert(path, what);
            }
        }
        tree
    }

    /// Stands in for an engine that runs with the file at `model`.
    pub fn engine(&self, model: &Path) {
        let run = self.path("run");
        fs::DirBuilder::new().mode(0o700).create(&run).unwrap();
        let listener = UnixListener::bind(run.join("x.sock")).unwrap();
        let identity = json!({ "version": "0", "build": "", "model": format!("{} 1-2", model.display()) });
        let status = json!({
            "pid": 4711, "model": "x", "state": "ready", "bytes": 0, "uptime": 0, "idle": 0,
            "requests": 0, "ctx": 0, "threads": 1, "identity": identity
        })
        .to_string();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                _ = stream.read(&mut [0; 4096]);
                let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close";
                _ = write!(stream, "{head}\r\ncontent-length: {}\r\n\r\n{status}", status.len());
            }
        });
    }
}

/// Writes a file, and the directories above it.
pub fn write(path: &Path, bytes: &[u8]) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
}

/// Makes a file look as if nobody had touched it for two days.
pub fn age(path: &Path) {
    let then = SystemTime::now() - Duration::from_secs(48 * 60 * 60);
    fs::File::options().write(true).open(path).unwrap().set_modified(then).unwrap();
}
