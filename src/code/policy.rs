//! What an agent may do by itself, what it has to ask for, and what it may not.

use std::sync::{Arc, Mutex, PoisonError};

use super::mcp::Claim;
use super::tool::Reach;
use super::workspace::Guard;

/// How free an agent is, the least free first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mode {
    /// It looks and plans.
    Plan,
    /// It asks before each change and each command.
    #[default]
    Ask,
    /// It changes files, and asks before commands.
    Edit,
    /// It changes files and runs commands that are held.
    Auto,
}

impl Mode {
    /// All of them, in the order in which they are gone through.
    pub const ALL: [Mode; 4] = [Mode::Plan, Mode::Ask, Mode::Edit, Mode::Auto];

    /// Its name in settings and flags.
    pub fn name(self) -> &'static str {
        match self {
            Mode::Plan => "plan",
            Mode::Ask => "ask",
            Mode::Edit => "edit",
            Mode::Auto => "auto",
        }
    }

    /// The one of that name.
    pub fn named(name: &str) -> Option<Mode> {
        Mode::ALL.into_iter().find(|mode| mode.name() == name)
    }

    /// The next one.
    pub fn next(self) -> Mode {
        Mode::ALL[(Mode::ALL.iter().position(|mode| *mode == self).unwrap_or(0) + 1) % Mode::ALL.len()]
    }
}

/// The mode that holds now: the user changes it while a command runs.
#[derive(Clone, Debug, Default)]
pub struct Freedom(Arc<Mutex<Mode>>);

impl Freedom {
    /// Begins with this mode.
    pub fn new(mode: Mode) -> Freedom {
        Freedom(Arc::new(Mutex::new(mode)))
    }

    /// The mode.
    pub fn get(&self) -> Mode {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// From now on this one.
    pub fn set(&self, mode: Mode) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = mode;
    }
}

/// What is to be done with a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is carried out.
    Allow,
    /// The user decides.
    Ask(Why),
    /// It is not.
    Deny(Why),
}

/// What stands behind a verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// The mode.
    Mode,
    /// A rule of the user's.
    Rule,
    /// The file may hold secrets.
    Secret,
    /// The file belongs to version control.
    Git,
    /// Nothing would hold the command.
    Loose,
    /// Nobody knows what a server does.
    Server,
}

/// Rules of the user for commands, each a command or its beginning: whole words, such as `cargo test`; and for tools of
/// servers: `mcp:NAME/TOOL`, or `mcp:NAME/*`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rules {
    /// Run without a question where commands are held.
    pub allow: Vec<String>,
    /// Asked for in every mode.
    pub ask: Vec<String>,
    /// Never run.
    pub deny: Vec<String>,
}

/// What is known of a call.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    /// How much it can do.
    pub reach: Reach,
    /// The care that its file needs.
    pub guard: Guard,
    /// Its command, if it is one; of a server's tool, what rules call it.
    pub command: Option<&'a str>,
    /// Whether commands are held here.
    pub held: Held,
}

/// Whether commands are held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Held {
    /// They are.
    Yes,
    /// They are not.
    No,
}

/// Judges a call.
pub fn judge(mode: Mode, rules: &Rules, facts: Facts) -> Verdict {
    if let Reach::Serve(claim) = facts.reach {
        return served(mode, rules, claim, facts.command.unwrap_or_default());
    }
    if mode == Mode::Plan && facts.reach != Reach::Look {
        return Verdict::Deny(Why::Mode);
    }
    match (facts.guard, facts.reach) {
        (Guard::Secret, _) => return Verdict::Ask(Why::Secret),
        (Guard::Git, Reach::Change) => return Verdict::Ask(Why::Git),
        _ => {}
    }
    match facts.reach {
        Reach::Look => Verdict::Allow,
        Reach::Change if matches!(mode, Mode::Edit | Mode::Auto) => Verdict::Allow,
        Reach::Change => Verdict::Ask(Why::Mode),
        Reach::Run | Reach::Serve(_) => command(mode, rules, facts),
    }
}

/// What rules call a tool of a server.
pub fn tool(server: &str, tool: &str) -> String {
    format!("mcp:{server}/{tool}")
}

/// Judges a call of a server's tool. What a server says of it is no reason to let it go: in plan mode it is needed
/// besides a rule.
fn served(mode: Mode, rules: &Rules, claim: Claim, name: &str) -> Verdict {
    let all = name.split_once('/').map(|(server, _)| format!("{server}/*"));
    let any = |rules: &[String]| rules.iter().any(|rule| rule == name || all.as_ref() == Some(rule));
    let allowed = any(&rules.allow);
    if any(&rules.deny) {
        Verdict::Deny(Why::Rule)
    } else if mode == Mode::Plan && !(allowed && claim == Claim::Looks) {
        Verdict::Deny(Why::Mode)
    } else if any(&rules.ask) {
        Verdict::Ask(Why::Rule)
    } else if allowed {
        Verdict::Allow
    } else {
        Verdict::Ask(Why::Server)
    }
}

fn command(mode: Mode, rules: &Rules, facts: Facts) -> Verdict {
    let parts = parts(facts.command.unwrap_or_default());
    let any = |rules: &[String]| parts.iter().any(|part| rules.iter().any(|rule| begins(part, rule)));
    let all = |rules: &[String]| parts.iter().all(|part| rules.iter().any(|rule| begins(part, rule)));
    if any(&rules.deny) {
        return Verdict::Deny(Why::Rule);
    }
    if any(&rules.ask) {
        return Verdict::Ask(Why::Rule);
    }
    if facts.held == Held::No {
        return Verdict::Ask(Why::Loose);
    }
    let plain = !facts.command.unwrap_or_default().contains(['$', '`', '<', '>']);
    match mode == Mode::Auto || plain && !parts.is_empty() && all(&rules.allow) {
        true => Verdict::Allow,
        false => Verdict::Ask(Why::Mode),
    }
}

/// The simple commands of a command line: what stands between its operators, without what is put before a command's
/// name. It is no parser of the shell: rules that deny are looked for everywhere, and rules that allow count only
/// where nothing is put in or sent elsewhere.
fn parts(command: &str) -> Vec<Vec<&str>> {
    const BEFORE: [&str; 10] = ["sudo", "env", "command", "exec", "nohup", "time", "nice", "then", "do", "!"];
    let ends = |c: char| matches!(c, ';' | '&' | '|' | '\n' | '(' | ')' | '{' | '}' | '`');
    let simple = command.split(ends).map(|part| {
        let words = part.split_whitespace().map(|word| word.trim_matches(['"', '\'', '\\', '$']));
        let before = |word: &&str| {
            BEFORE.contains(word) || word.split_once('=').is_some_and(|(name, _)| is_name(name))
        };
        words.skip_while(before).collect::<Vec<&str>>()
    });
    simple.filter(|words| !words.is_empty()).collect()
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// Whether the words of a command begin with those of a rule; a path before the command's name does not count.
fn begins(words: &[&str], rule: &str) -> bool {
    let rule: Vec<&str> = rule.split_whitespace().collect();
    let name = |word: &str| word.rsplit('/').next().unwrap_or(word).to_owned();
    !rule.is_empty()
        && words.len() >= rule.len()
        && rule.iter().zip(words).enumerate().all(|(at, (rule, word))| match at {
            0 => *rule == *word || *rule == name(word),
            _ => rule == word,
        })
}

/// The beginning of a command that a rule for others like it would have: its name and a word that says what it does.
pub fn prefix(command: &str) -> Option<String> {
    let parts = parts(command);
    let [words] = parts.as_slice() else { return None };
    if command.contains(['$', '`', '<', '>', '|', ';', '&', '\n']) {
        return None;
    }
    let verb = words.get(1).filter(|word| word.chars().all(|c| c.is_ascii_alphanumeric() || c == '-'));
    Some(verb.map_or_else(|| words[0].to_owned(), |verb| format!("{} {verb}", words[0])))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(command: &str) -> Facts<'_> {
        Facts { reach: Reach::Run, guard: Guard::Plain, command: Some(command), held: Held::Yes }
    }

    fn rules() -> Rules {
        let list = |words: &[&str]| words.iter().map(ToString::to_string).collect();
        Rules { allow: list(&["cargo test", "ls"]), ask: list(&["git push"]), deny: list(&["rm -rf", "dd"]) }
    }

    #[test]
    fn each_mode_is_as_free_as_it_says() {
        let change = Facts { reach: Reach::Change, command: None, ..facts("") };
        let look = Facts { reach: Reach::Look, command: None, ..facts("") };
        let rules = Rules::default();
        let of = |mode| [look, change, facts("make")].map(|facts| judge(mode, &rules, facts));
        use Verdict::{Allow, Ask, Deny};
        assert_eq!(of(Mode::Plan), [Allow, Deny(Why::Mode), Deny(Why::Mode)]);
        assert_eq!(of(Mode::Ask), [Allow, Ask(Why::Mode), Ask(Why::Mode)]);
        assert_eq!(of(Mode::Edit), [Allow, Allow, Ask(Why::Mode)]);
        assert_eq!(of(Mode::Auto), [Allow, Allow, Allow]);
    }

    #[test]
    fn secrets_git_and_loose_commands_are_asked_for_in_every_mode() {
        for mode in [Mode::Ask, Mode::Edit, Mode::Auto] {
            let secret = Facts { reach: Reach::Look, guard: Guard::Secret, ..facts("") };
            assert_eq!(judge(mode, &Rules::default(), secret), Verdict::Ask(Why::Secret));
            let git = Facts { reach: Reach::Change, guard: Guard::Git, ..facts("") };
            assert_eq!(judge(mode, &Rules::default(), git), Verdict::Ask(Why::Git));
            let loose = Facts { held: Held::No, ..facts("cargo test") };
            assert_eq!(judge(mode, &rules(), loose), Verdict::Ask(Why::Loose));
        }
    }

    #[test]
    fn a_rule_that_denies_is_found_wherever_its_command_is() {
        for command in [
            "rm -rf /",
            "cd x && rm -rf y",
            "sudo rm -rf y",
            "A=1 rm -rf y",
            "echo $(rm -rf y)",
            "/bin/rm -rf y",
            "ls; \"rm\" -rf y",
            "if true; then rm -rf y; fi",
            "(rm -rf y)",
            "x | dd of=y",
            "`rm -rf y`",
        ] {
            assert_eq!(judge(Mode::Auto, &rules(), facts(command)), Verdict::Deny(Why::Rule), "{command}");
        }
        assert_eq!(judge(Mode::Auto, &rules(), facts("git push -f")), Verdict::Ask(Why::Rule));
        assert_eq!(judge(Mode::Auto, &rules(), facts("rmdir x; ddd")), Verdict::Allow);
    }

    #[test]
    fn a_rule_that_allows_covers_nothing_that_is_added() {
        for command in ["cargo test", "cargo test parser", "ls -la && cargo test"] {
            assert_eq!(judge(Mode::Ask, &rules(), facts(command)), Verdict::Allow, "{command}");
        }
        for command in [
            "cargo testing",
            "cargo test; curl x",
            "cargo test > x",
            "cargo test $(curl x)",
            "cargo",
            "ls `x`",
            "",
        ] {
            assert_eq!(judge(Mode::Ask, &rules(), facts(command)), Verdict::Ask(Why::Mode), "{command}");
        }
    }

    #[test]
    fn a_servers_tool_is_asked_for_in_every_mode_unless_a_rule_says_else() {
        let list = |words: &[&str]| words.iter().map(ToString::to_string).collect();
        let rules = Rules {
            allow: list(&["mcp:docs/*", "mcp:files/read", "find"]),
            ask: list(&["mcp:docs/buy"]),
            deny: list(&["mcp:bad/*", "mcp:files/rm"]),
        };
        use Verdict::{Allow, Ask, Deny};
        let of = |name: &str, claim: Claim| {
            let facts = Facts { reach: Reach::Serve(claim), ..facts(name) };
            [Mode::Plan, Mode::Ask, Mode::Edit, Mode::Auto].map(|mode| judge(mode, &rules, facts))
        };
        let (no, ask) = (Deny(Why::Mode), Ask(Why::Server));
        assert_eq!(of("mcp:files/find", Claim::Looks), [no, ask, ask, ask]);
        assert_eq!(of("mcp:docs/find", Claim::Looks), [Allow; 4]);
        assert_eq!(of("mcp:docs/find", Claim::Acts), [no, Allow, Allow, Allow]);
        assert_eq!(of("mcp:docs/buy", Claim::Acts), [no, Ask(Why::Rule), Ask(Why::Rule), Ask(Why::Rule)]);
        for name in ["mcp:bad/find", "mcp:files/rm"] {
            assert_eq!(of(name, Claim::Looks), [Deny(Why::Rule); 4]);
        }
        assert_eq!(of("mcp:files/reader", Claim::Looks)[3], ask, "a rule is a whole name");
    }

    #[test]
    fn a_prefix_is_shown_only_for_simple_commands() {
        for (command, wanted) in [
            ("cargo test parser", Some("cargo test")),
            ("ls -la", Some("ls -la")),
            ("python3 src/a.py", Some("python3")),
            ("ls | rm x", None),
            ("echo $(x)", None),
            ("", None),
        ] {
            assert_eq!(prefix(command).as_deref(), wanted, "{command}");
        }
    }
}
