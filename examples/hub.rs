//! Serves the repositories below a folder as a HuggingFace hub on loopback, to try downloads by hand.
//!
//! `cargo run --example hub -- DIR [--rate BYTES_PER_S]`, where `DIR` holds `ORG/REPO/FILE…`. It hashes
//! the files first, which takes a minute per gigabyte unless built with `--release`.
#![allow(clippy::unwrap_used, reason = "a tool for developers may end with a panic")]
#![allow(clippy::print_stdout, reason = "it tells its address")]
#![allow(dead_code, reason = "it uses a part of what the tests need")]

#[path = "../tests/support"]
mod support {
    pub mod hub;
}

use std::fs;
use std::path::{Path, PathBuf};

use support::hub::{Draft, Hub};

/// Files from this size on are kept as large ones, as are all model files.
const LARGE: u64 = 10 << 20;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let (mut folder, mut rate) = (None, 0);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--rate" => rate = arguments.next().unwrap().parse().unwrap(),
            _ => folder = Some(PathBuf::from(argument)),
        }
    }
    let Some(folder) = folder else { panic!("usage: hub DIR [--rate BYTES_PER_S]") };
    let hub = Hub::start();
    hub.rate(rate);
    for org in folders(&folder) {
        for repo in folders(&org) {
            let id = format!("{}/{}", name(&org), name(&repo));
            let commit = add(hub.repo(&id), &repo, "").commit();
            println!("{id} at {commit}");
        }
    }
    println!("HF_ENDPOINT={}\nMODELSCOPE_ENDPOINT={}", hub.endpoint(), hub.modelscope());
    loop {
        std::thread::park();
    }
}

/// The repository with all files below a folder; `prefix` is the folder's path in the repository.
fn add(repo: Draft, folder: &Path, prefix: &str) -> Draft {
    sorted(folder).into_iter().fold(repo, |repo, path| {
        let inner = format!("{prefix}{}", name(&path));
        let large = || inner.ends_with(".gguf") || fs::metadata(&path).unwrap().len() >= LARGE;
        if path.is_dir() {
            add(repo, &path, &format!("{inner}/"))
        } else if large() {
            repo.file_at(&inner, &path)
        } else {
            repo.small(&inner, fs::read(&path).unwrap())
        }
    })
}

fn folders(folder: &Path) -> impl Iterator<Item = PathBuf> {
    sorted(folder).into_iter().filter(|path| path.is_dir())
}

fn sorted(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

fn name(path: &Path) -> &str {
    path.file_name().unwrap().to_str().unwrap()
}
