//! What holds for an agent in a project: the user's settings, and those of a project that the user trusts.

use std::time::Duration;

use super::check::Check;
use super::own::{self, DIR};
use super::policy::{Mode, Rules};
use super::trust::{self, FILE};
use super::workspace::Workspace;
use crate::chat::preset::Preset;
use crate::config::{Code, Places};
use crate::error::Result;
use crate::tell;

/// What holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// How free the agent is.
    pub mode: Mode,
    /// The rules for commands.
    pub rules: Rules,
    /// The project's check, if one was set; an empty command is none.
    pub check: Option<Check>,
    /// How long a command may run, if that was set.
    pub time: Option<Duration>,
    /// The project's own prompts.
    pub prompts: Vec<Preset>,
    /// What the user is told.
    pub notices: Vec<String>,
}

impl From<&Code> for Rules {
    fn from(code: &Code) -> Rules {
        Rules { allow: code.allow.clone(), ask: code.ask.clone(), deny: code.deny.clone() }
    }
}

/// What holds in this project. Its own settings count only if the user trusts them, and add to the user's: a rule of
/// theirs never goes away, and since those that deny and ask come first, one that allows frees nothing they hold back.
/// The mode is never freer than the user's.
///
/// # Errors
/// The project's settings are trusted, and are not valid.
pub fn settings(space: &Workspace, places: &Places, user: &Code) -> Result<Settings> {
    let mut all = Settings {
        mode: mode(user).unwrap_or_default(),
        rules: user.into(),
        check: check(user, "config.toml"),
        time: user.time,
        ..Settings::default()
    };
    let text = match trust::whole(space) {
        Ok(Some(text)) => text,
        Ok(None) => return Ok(all),
        Err(error) => {
            all.notices.push(error.to_string());
            return Ok(all);
        }
    };
    if !trust::holds(places, space.root(), &text) {
        let file = if space.root().join(FILE).exists() { FILE } else { DIR };
        all.notices.push(tell!("trust-none", file = file));
        return Ok(all);
    }
    all.prompts = own::prompts(space)?;
    let Some(text) = trust::settings(space)? else { return Ok(all) };
    let own = Code::read(&space.root().join(FILE).display().to_string(), &text)?;
    all.mode = mode(&own).map_or(all.mode, |own| own.min(all.mode));
    all.check = check(&own, FILE).or(all.check);
    all.time = own.time.or(all.time);
    let Rules { allow, ask, deny } = (&own).into();
    all.rules.allow.extend(allow);
    all.rules.ask.extend(ask);
    all.rules.deny.extend(deny);
    Ok(all)
}

fn mode(code: &Code) -> Option<Mode> {
    code.mode.as_deref().and_then(Mode::named)
}

fn check(code: &Code, from: &str) -> Option<Check> {
    code.check.as_ref().map(|command| Check { command: command.clone(), from: from.to_owned() })
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::code::policy::{Facts, Held, Verdict, Why, judge};
    use crate::code::tool::Reach;
    use crate::code::workspace::Guard;
    use crate::config::MODES;
    use crate::error::Kind;

    fn user() -> Code {
        let text = "[code]\nmode = \"edit\"\nallow = [\"ls\"]\nask = [\"git push\"]\ndeny = [\"rm\"]\ncheck = \"a\"\n";
        Code::read("config.toml", text).unwrap()
    }

    /// What holds in a project with such settings, trusted if `trusted` is the same text.
    fn project(text: &str, trusted: Option<&str>) -> Result<Settings> {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path().join("p");
        let home = dir.path().join("home");
        let places = Places { config: home.clone(), data: home.join("data"), cache: home.clone(), run: home };
        fs::create_dir(&root).unwrap();
        if let Some(trusted) = trusted {
            fs::write(root.join(FILE), trusted).unwrap();
            trust::trust(&places, &root).unwrap();
        }
        fs::write(root.join(FILE), text).unwrap();
        settings(&Workspace::open(&root).unwrap(), &places, &user())
    }

    fn verdict(settings: &Settings, command: &str) -> Verdict {
        let facts = Facts { reach: Reach::Run, guard: Guard::Plain, command: Some(command), held: Held::Yes };
        judge(settings.mode, &settings.rules, facts)
    }

    const FREE: &str = "[code]\nmode = \"auto\"\nallow = [\"rm\", \"git\", \"make\"]\nask = [\"ls -R\"]\n\
                        deny = [\"curl\"]\ncheck = \"make test\"\ntime = \"5m\"\n";

    #[test]
    fn what_is_not_trusted_counts_for_nothing_and_that_is_told() {
        for trusted in [None, Some("[code]")] {
            let found = project(FREE, trusted).unwrap();
            assert!(found.notices[0].contains(FILE) && found.notices[0].contains("--trust"));
            let own = Settings { notices: Vec::new(), ..found };
            assert_eq!(own.rules, Rules::from(&user()));
            assert_eq!((own.mode, own.time), (Mode::Edit, None));
            assert_eq!(own.check.unwrap().command, "a");
        }
        assert!(project("not valid", None).is_ok(), "it is not even read");
    }

    #[test]
    fn a_trusted_project_frees_nothing_that_the_user_holds_back() {
        let found = project(FREE, Some(FREE)).unwrap();
        assert_eq!((found.mode, found.notices.len()), (Mode::Edit, 0));
        assert_eq!(found.time, Some(Duration::from_secs(300)));
        assert_eq!(found.check, Some(Check { command: "make test".into(), from: FILE.into() }));
        for (command, wanted) in [
            ("rm x", Verdict::Deny(Why::Rule)),
            ("git push", Verdict::Ask(Why::Rule)),
            ("git status", Verdict::Allow),
            ("make", Verdict::Allow),
            ("ls", Verdict::Allow),
            ("ls -R", Verdict::Ask(Why::Rule)),
            ("curl x", Verdict::Deny(Why::Rule)),
            ("cc x", Verdict::Ask(Why::Mode)),
        ] {
            assert_eq!(verdict(&found, command), wanted, "{command}");
        }
    }

    #[test]
    fn a_trusted_project_can_make_the_agent_less_free() {
        let text = "[code]\nmode = \"plan\"\ncheck = \"\"\n";
        let found = project(text, Some(text)).unwrap();
        assert_eq!((found.mode, found.check.unwrap().command.as_str()), (Mode::Plan, ""));
    }

    #[test]
    fn a_trusted_file_that_is_wrong_is_refused_with_its_name() {
        let text = "[code]\nunknown = 1\n";
        let error = project(text, Some(text)).unwrap_err();
        assert_eq!(error.kind(), Kind::Usage);
        assert!(error.to_string().contains(FILE) && error.to_string().contains("unknown"), "{error}");
    }

    #[test]
    fn every_mode_of_the_settings_is_one_of_ours() {
        assert_eq!(MODES.map(Mode::named), Mode::ALL.map(Some));
        assert!(Mode::ALL.is_sorted(), "the least free comes first");
    }
}
