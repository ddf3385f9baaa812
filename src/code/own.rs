//! Prompts that a project brings along, each a file in `.qwill/prompts`.

use std::fs;

use super::workspace::Workspace;
use crate::chat::preset::Preset;
use crate::error::{Error, Kind, Result};
use crate::tell;

/// Where they are, from the root.
pub const DIR: &str = ".qwill/prompts";

/// Bytes that all of them may have together.
const LARGEST: usize = 256 << 10;

/// The files by name, and what stands in them.
///
/// # Errors
/// One cannot be read, is no text, or a link leads out of the project; or they are too large.
pub(super) fn files(space: &Workspace) -> Result<Vec<(String, String)>> {
    let Ok(dir) = fs::read_dir(space.root().join(DIR)) else { return Ok(Vec::new()) };
    let (mut all, mut bytes) = (Vec::new(), 0);
    for entry in dir.flatten() {
        let Some(name) =
            entry.file_name().to_str().and_then(|name| name.strip_suffix(".md")).map(str::to_owned)
        else {
            continue;
        };
        if name.is_empty() || name.contains(char::is_whitespace) || name.contains(char::is_control) {
            continue;
        }
        let path = format!("{DIR}/{name}.md");
        let text = space.resolve(&path).and_then(|place| space.text(&place))?;
        bytes += text.len();
        if bytes > LARGEST {
            let what = Error::new(Kind::Fit, tell!("workspace-read", path = DIR));
            return Err(what.why(tell!("file-large", count = LARGEST >> 10)));
        }
        all.push((name, text));
    }
    all.sort();
    Ok(all)
}

/// The prompts in such files. Whoever asks has made sure that the user trusts them.
pub(super) fn prompts(files: &[(String, String)]) -> Vec<Preset> {
    files.iter().map(|(name, text)| Preset::new(name, text)).collect()
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;
    use crate::code::settings::settings;
    use crate::code::trust::{FILE, trust};
    use crate::config::{Code, Places};

    /// A project with these prompts, and the user's places.
    fn project(prompts: &[(&str, &str)]) -> (tempfile::TempDir, Workspace, Places) {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path().join("p");
        fs::create_dir_all(root.join(DIR)).unwrap();
        for (name, text) in prompts {
            fs::write(root.join(DIR).join(name), text).unwrap();
        }
        let place = |name: &str| dir.path().join("home").join(name);
        let places =
            Places { config: place("config"), data: place("data"), cache: place("cache"), run: place("run") };
        let space = Workspace::open(&root).unwrap();
        (dir, space, places)
    }

    #[test]
    fn prompts_count_when_they_are_trusted_and_as_long_as_they_stay_as_they_are() {
        let (_dir, space, places) = project(&[("ship.md", "Ship it."), ("notes.txt", "no prompt")]);
        let held = || settings(&space, &places, &Code::default()).unwrap();
        assert!(held().prompts.is_empty() && held().notices[0].contains(DIR));
        trust(&places, space.root()).unwrap();
        assert_eq!(held().prompts, [Preset::new("ship", "Ship it.")]);
        assert!(held().notices.is_empty());
        fs::write(space.root().join(DIR).join("more.md"), "Delete all.").unwrap();
        assert!(held().prompts.is_empty());
        trust(&places, space.root()).unwrap();
        assert_eq!(held().prompts.len(), 2);
        // With other settings beside them they are something else.
        fs::write(space.root().join(FILE), "[code]\n").unwrap();
        assert!(held().prompts.is_empty() && held().notices[0].contains(FILE));
    }

    #[test]
    fn a_prompt_that_leads_out_of_the_project_is_not_read() {
        let (dir, space, places) = project(&[]);
        fs::write(dir.path().join("secret.md"), "token").unwrap();
        symlink(dir.path().join("secret.md"), space.root().join(DIR).join("x.md")).unwrap();
        assert!(files(&space).is_err() && trust(&places, space.root()).is_err());
        assert!(!settings(&space, &places, &Code::default()).unwrap().notices.is_empty());
    }
}
