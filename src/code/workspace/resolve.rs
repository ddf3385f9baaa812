//! Finds where a path leads, link by link, and whether that is inside the project.

use std::ffi::OsString;
use std::fs;
use std::io::ErrorKind;
use std::path::{Component, Path, PathBuf};

use super::{Guard, Place};
use crate::error::{Error, Kind, Result};
use crate::tell;

/// Links that may be followed, as the kernel does it.
const LINKS: u32 = 40;

pub(super) fn resolve(root: &Path, given: &Path, path: &str) -> Result<Place> {
    let refused = |what: String| Error::new(Kind::Refused, what);
    if path.is_empty() {
        return Err(refused(tell!("workspace-empty")).hint(tell!("workspace-hint")));
    }
    if path.contains('\0') {
        return Err(refused(tell!("workspace-nul", path = &path.replace('\0', "\u{fffd}"))));
    }
    if path == "~" || path.starts_with("~/") {
        return Err(refused(tell!("workspace-home", path = path)).hint(tell!("workspace-hint")));
    }
    let abs = walk(root, given, Path::new(path)).map_err(|fault| explain(path, fault))?;
    let inside = abs.strip_prefix(root).unwrap_or(&abs);
    let Some(rel) = inside.to_str() else {
        return Err(refused(tell!("workspace-name", path = path)));
    };
    let special = fs::symlink_metadata(&abs).is_ok_and(|meta| !meta.is_file() && !meta.is_dir());
    if special {
        return Err(refused(tell!("workspace-special", path = path)));
    }
    let rel = if rel.is_empty() { "." } else { rel };
    Ok(Place { guard: Guard::of(rel), rel: rel.to_owned(), abs })
}

enum Fault {
    Outside,
    Link,
    Loop,
    Io(std::io::Error),
}

fn explain(path: &str, fault: Fault) -> Error {
    let refused = |what: String| Error::new(Kind::Refused, what);
    match fault {
        Fault::Outside => refused(tell!("workspace-outside", path = path)).hint(tell!("workspace-hint")),
        Fault::Link => refused(tell!("workspace-outside", path = path))
            .why(tell!("workspace-link"))
            .hint(tell!("workspace-hint")),
        Fault::Loop => refused(tell!("workspace-loop", path = path)),
        Fault::Io(error) => refused(tell!("workspace-look", path = path)).why(error),
    }
}

fn walk(root: &Path, given: &Path, path: &Path) -> Result<PathBuf, Fault> {
    let inside = path.strip_prefix(root).or_else(|_| path.strip_prefix(given));
    let path = match inside {
        Ok(rest) if path.is_absolute() => rest,
        _ => path,
    };
    if path.is_absolute() {
        let mut walk = Walk { at: PathBuf::from("/"), links: 0 };
        walk.enter(path)?;
        return if walk.at.starts_with(root) { Ok(walk.at) } else { Err(Fault::Outside) };
    }
    let mut walk = Walk { at: root.to_path_buf(), links: 0 };
    for part in path.components() {
        if part == Component::ParentDir && walk.at == root {
            return Err(Fault::Outside);
        }
        walk.enter(Path::new(part.as_os_str()))?;
        // A link may lead through the outside as long as it ends inside.
        if !walk.at.starts_with(root) {
            return Err(Fault::Link);
        }
    }
    Ok(walk.at)
}

/// A step of a path that is still to be taken.
enum Step {
    Top,
    Up,
    Down(OsString),
}

/// Steps of a path, the last one first.
fn steps(path: &Path) -> impl Iterator<Item = Step> {
    path.components().rev().filter_map(|part| match part {
        Component::RootDir => Some(Step::Top),
        Component::ParentDir => Some(Step::Up),
        Component::Normal(name) => Some(Step::Down(name.to_owned())),
        Component::CurDir | Component::Prefix(_) => None,
    })
}

/// The way so far: `at` has no links in it.
struct Walk {
    at: PathBuf,
    links: u32,
}

impl Walk {
    fn enter(&mut self, path: &Path) -> Result<(), Fault> {
        let mut left: Vec<Step> = steps(path).collect();
        while let Some(step) = left.pop() {
            match step {
                Step::Top => self.at = PathBuf::from("/"),
                Step::Up => _ = self.at.pop(),
                Step::Down(name) => {
                    self.at.push(name);
                    if self.is_link()? {
                        let target = fs::read_link(&self.at).map_err(Fault::Io)?;
                        self.at.pop();
                        left.extend(steps(&target));
                    }
                }
            }
        }
        Ok(())
    }

    fn is_link(&mut self) -> Result<bool, Fault> {
        let link = match fs::symlink_metadata(&self.at) {
            Ok(meta) => meta.is_symlink(),
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => false,
            Err(error) => return Err(Fault::Io(error)),
        };
        self.links += u32::from(link);
        if self.links > LINKS { Err(Fault::Loop) } else { Ok(link) }
    }
}
