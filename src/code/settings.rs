//! What holds for an agent in a project: the user's settings, and those of a project that the user trusts.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::time::Duration;

use super::check::Check;
use super::own;
use super::policy::{Mode, Rules};
use super::trust::{self, FILE, SERVERS};
use super::workspace::Workspace;
use crate::chat::preset::Preset;
use crate::config::{Code, Places, Server, shared};
use crate::error::Result;
use crate::{tell, text};

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
    /// The servers of tools.
    pub servers: BTreeMap<String, Server>,
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
        servers: user.mcp.clone(),
        ..Settings::default()
    };
    let brought = match trust::own(space) {
        Ok(brought) => brought,
        Err(error) => {
            all.notices.push(error.to_string());
            return Ok(all);
        }
    };
    let names = brought.names();
    if names.is_empty() {
        return Ok(all);
    }
    if !trust::holds(places, space.root(), &brought) {
        all.notices.push(tell!("trust-none", file = text::list(names)));
        return Ok(all);
    }
    let path = |name: &str| space.root().join(name).display().to_string();
    if let Some(text) = brought.servers {
        join(&mut all, &path(SERVERS), &text)?;
    }
    all.prompts = own::prompts(&brought.prompts);
    let Some(text) = brought.settings else { return Ok(all) };
    let own = Code::read(&path(FILE), &text)?;
    all.mode = mode(&own).map_or(all.mode, |own| own.min(all.mode));
    all.check = check(&own, FILE).or(all.check);
    all.time = own.time.or(all.time);
    let Rules { allow, ask, deny } = (&own).into();
    all.rules.allow.extend(allow);
    all.rules.ask.extend(ask);
    all.rules.deny.extend(deny);
    Ok(all)
}

/// Adds a project's servers. Where one has the name of a server of the user's, that stays: rules were made for it.
fn join(all: &mut Settings, file: &str, text: &str) -> Result<()> {
    let (servers, mut left) = shared(file, text)?;
    for (name, server) in servers {
        match all.servers.entry(name) {
            Entry::Vacant(place) => _ = place.insert(server),
            Entry::Occupied(place) => left.push(place.key().clone()),
        }
    }
    if !left.is_empty() {
        all.notices.push(tell!("mcp-not-used", file = SERVERS, names = text::list(left)));
    }
    Ok(())
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
    fn a_projects_servers_count_once_they_are_trusted_and_never_in_the_place_of_the_users() {
        let dir = tempfile::tempdir().unwrap();
        let (root, home) = (dir.path().join("p"), dir.path().join("home"));
        let places = Places { config: home.clone(), data: home.join("data"), cache: home.clone(), run: home };
        fs::create_dir(&root).unwrap();
        let text = r#"{"mcpServers": {"docs": {"command": "theirs"}, "more": {"command": "x"}, "web": {"url": "y"}}}"#;
        fs::write(root.join(SERVERS), text).unwrap();
        let docs = Server { command: "mine".into(), ..Server::default() };
        let user = Code { mcp: BTreeMap::from([("docs".into(), docs)]), ..user() };
        let found = || settings(&Workspace::open(&root).unwrap(), &places, &user).unwrap();
        assert_eq!(found().servers.keys().collect::<Vec<_>>(), ["docs"]);
        assert!(found().notices[0].contains(SERVERS));
        trust::trust(&places, &root).unwrap();
        let trusted = found();
        let commands: Vec<&str> = trusted.servers.values().map(|server| server.command.as_str()).collect();
        assert_eq!(commands, ["mine", "x"]);
        assert!(trusted.notices[0].contains("docs") && trusted.notices[0].contains("web"));
    }

    #[test]
    fn every_mode_of_the_settings_is_one_of_ours() {
        assert_eq!(MODES.map(Mode::named), Mode::ALL.map(Some));
        assert!(Mode::ALL.is_sorted(), "the least free comes first");
    }
}
