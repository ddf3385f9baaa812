//! What holds a command on this machine, and what does not.

use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::Rule;
use crate::code::shell::{self, Request};
use crate::error::{Context, Kind, Result};
use crate::tell;

/// What held one command.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// The version of Landlock that held files, signals and TCP; 0 is none.
    pub landlock: i32,
    /// Why there was no filter of calls; `None`: there was one.
    pub unfiltered: Option<String>,
    /// Why there were no mounts of its own; `None`: there were.
    pub loose: Option<String>,
    /// What should not be written or read, in places that the command may write, and was not guarded.
    pub bare: Vec<PathBuf>,
}

/// The first version of Landlock that knows of truncation.
const TRUNCATE: i32 = 3;
/// The first version that keeps signals in.
const SIGNALS: i32 = 6;

/// What holds commands here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// What held a command that did nothing.
    pub held: Held,
}

impl Report {
    /// Whether commands are held: files by Landlock, sockets by a filter.
    pub fn holds(&self) -> bool {
        self.held.landlock > 0 && self.held.unfiltered.is_none()
    }

    /// The sentence to show before each command if they are not.
    pub fn why(&self) -> Option<String> {
        let parts = [
            (self.held.landlock == 0).then(|| tell!("sandbox-no-landlock")),
            self.held.unfiltered.as_ref().map(|why| tell!("sandbox-no-filter", why = why)),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        (!parts.is_empty()).then(|| parts.join(" "))
    }

    /// Whether `.git` and the secrets of the workspace are guarded while a command runs. If not, whoever runs it has
    /// to look after them.
    pub fn guards(&self) -> bool {
        self.held.loose.is_none() && self.held.bare.is_empty()
    }

    /// One sentence for each layer: what it does, or why it is not there.
    pub fn lines(&self) -> Vec<String> {
        let held = &self.held;
        let mut lines = vec![match held.landlock {
            0 => tell!("sandbox-no-landlock"),
            version => tell!("sandbox-landlock", version = version),
        }];
        if (1..TRUNCATE).contains(&held.landlock) {
            lines.push(tell!("sandbox-old-truncate"));
        }
        if (1..SIGNALS).contains(&held.landlock) {
            lines.push(tell!("sandbox-old-signals"));
        }
        lines.push(match &held.unfiltered {
            None => tell!("sandbox-filter"),
            Some(why) => tell!("sandbox-no-filter", why = why),
        });
        lines.push(match &held.loose {
            None => tell!("sandbox-mounts"),
            Some(why) => tell!("sandbox-no-mounts", why = why),
        });
        lines.extend(held.bare.iter().map(|path| tell!("sandbox-bare", path = path.display().to_string())));
        lines
    }
}

/// Finds out what holds commands here, by a command that does nothing. `program` is this program's own path,
/// `scratch` a directory for it, which must be there.
///
/// # Errors
/// The directory cannot be written, or no command can be run at all.
pub async fn report(program: &Path, scratch: &Path) -> Result<Report> {
    let [root, temp] = ["work", "temp"].map(|name| scratch.join(name));
    let made = [root.join(".git"), temp.clone()].iter().try_for_each(std::fs::create_dir_all);
    made.context(Kind::Other, tell!("sandbox-scratch-failed"))?;
    let request = Request {
        time: Duration::from_secs(20),
        ..Request::new(program, "true", Rule::new(root, temp, None), scratch.join("output"))
    };
    Ok(Report { held: shell::run(&request).await?.held.unwrap_or_default() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(held: Held) -> Report {
        Report { held }
    }

    #[test]
    fn all_layers_hold_or_the_missing_one_is_said() {
        let whole = report(Held { landlock: 7, ..Held::default() });
        assert!(whole.holds() && whole.guards() && whole.why().is_none());
        assert_eq!(whole.lines().len(), 3);
        let none = report(Held { landlock: 0, unfiltered: Some("no seccomp".into()), ..Held::default() });
        assert!(!none.holds());
        assert!(none.why().unwrap().contains("no seccomp"));
    }

    #[test]
    fn an_old_landlock_says_what_it_does_not_hold() {
        let old = report(Held { landlock: 2, loose: Some("not allowed".into()), ..Held::default() });
        assert!(old.holds() && !old.guards());
        assert_eq!(old.lines().len(), 5);
    }
}
