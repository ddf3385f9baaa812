//! Prompts as commands: `/name`, and what is to stand in them.

use std::path::Path;

use super::message::send;
use crate::chat::preset::{self, Preset};
use crate::tui::action::named;
use crate::tui::app::App;
use crate::tui::composer::Draft;
use crate::tui::event::Effect;

/// The prompts that are commands: those in `dir` and ours, then the project's. None takes the name of a command of the
/// table, and none of the project's that of another.
pub(in crate::tui) fn own(dir: &Path, project: Vec<Preset>) -> Vec<Preset> {
    let mut all = preset::all(dir);
    for preset in project {
        if all.iter().all(|other| other.name != preset.name) {
            all.push(preset);
        }
    }
    all.retain(|preset| named(&preset.name).is_none());
    all
}

/// Sends a prompt with these arguments. Where it needs some and has none, it stands ready to be completed.
pub(super) fn run(app: &mut App, preset: &Preset, args: &str, draft: Draft) -> Vec<Effect> {
    let args = args.trim();
    if args.is_empty() && preset.takes() {
        app.composer.set(&preset.fill(""));
        return Vec::new();
    }
    let text = preset.fill(args).trim().to_owned();
    send(app, Draft { typed: text.clone(), text, ..draft })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_project_takes_the_name_of_nothing_that_is_there() {
        let project = ["quit", "exit", "explain", "ship"].map(|name| Preset::new(name, "theirs"));
        let all = own(Path::new("/nowhere"), project.to_vec());
        let theirs: Vec<&str> =
            all.iter().filter(|preset| preset.text == "theirs").map(|preset| preset.name.as_str()).collect();
        assert_eq!(theirs, ["ship"]);
        assert!(all.iter().any(|preset| preset.name == "explain") && !all.iter().any(|p| p.name == "review"));
    }
}
