//! Servers of tools, as `[mcp.NAME]` in `config.toml` and `mcpServers` in a project's `.mcp.json` have them.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use serde::Deserialize;

use super::{duration, var};
use crate::error::{Error, Kind, Result};
use crate::tell;

/// Characters of a server's name.
const LONGEST: usize = 40;

/// A server: a program that is started, and spoken with over its standard input and output.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Server {
    /// The program.
    pub command: String,
    /// Its arguments.
    pub args: Vec<String>,
    /// What it gets in its environment besides ours.
    pub env: Env,
    /// The tools of it that are wanted; none is all.
    pub tools: Vec<String>,
    /// How long a call may take.
    pub time: Option<Duration>,
}

/// Variables whose values are never printed.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Env(pub BTreeMap<String, String>);

impl fmt::Debug for Env {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

/// `[mcp.NAME]` as it is written.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Table {
    command: String,
    #[serde(default)]
    args: Vec<String>,
    #[serde(default)]
    env: Words,
    #[serde(default)]
    tools: Vec<String>,
    time: Option<String>,
}

/// Variables as they are written.
#[derive(Clone, Default)]
struct Words(BTreeMap<String, String>);

impl<'de> Deserialize<'de> for Words {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> std::result::Result<Words, D::Error> {
        // What is wrong with it may be a value, and is not said.
        let wrong = |_| serde::de::Error::custom(tell!("mcp-env"));
        BTreeMap::deserialize(from).map(Words).map_err(wrong)
    }
}

impl fmt::Debug for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

/// `.mcp.json` as other programs write it: what we do not know of it is theirs.
#[derive(Deserialize)]
struct Shared {
    #[serde(rename = "mcpServers", default)]
    servers: BTreeMap<String, Entry>,
}

#[derive(Deserialize)]
struct Entry {
    command: Option<String>,
    #[serde(default)]
    args: Vec<String>,
    #[serde(default)]
    env: Words,
}

/// The servers of `config.toml`.
pub(super) fn check(tables: BTreeMap<String, Table>) -> Result<BTreeMap<String, Server>> {
    let server = |(name, table): (String, Table)| {
        let wrong = |key: &str, value: &str| {
            let what = tell!("rules-value", file = "config.toml", key = key, value = value);
            Error::new(Kind::Usage, what)
        };
        if !is_name(&name) {
            return Err(wrong("mcp", &name).hint(tell!("mcp-name-hint")));
        }
        if table.command.trim().is_empty() {
            return Err(wrong("command", &table.command).hint(tell!("mcp-command-hint")));
        }
        let time = table.time.as_deref().map(|text| match duration(text) {
            Ok(time) if !time.is_zero() => Ok(time),
            _ => Err(wrong("time", text).hint(tell!("config-time-hint"))),
        });
        let Table { command, args, env, tools, .. } = table;
        Ok((name, Server { command, args, env: Env(env.0), tools, time: time.transpose()? }))
    };
    tables.into_iter().map(server).collect()
}

/// The servers in the text of a project's own file, which errors call `file`; and the names of those that are left
/// out, because they are no programs, or cannot be named so.
///
/// # Errors
/// It is not valid, with the line.
pub fn shared(file: &str, text: &str) -> Result<(BTreeMap<String, Server>, Vec<String>)> {
    let shared: Shared = serde_json::from_str(text).map_err(|error| {
        Error::new(Kind::Usage, tell!("catalog-line", name = file, line = error.line().to_string()))
            .why(error.to_string())
            .hint(tell!("catalog-line-hint"))
    })?;
    let (mut servers, mut left) = (BTreeMap::new(), Vec::new());
    for (name, entry) in shared.servers {
        let command = entry.command.filter(|command| !command.trim().is_empty());
        match command.filter(|_| is_name(&name)) {
            Some(command) => {
                let (args, env) = (entry.args, Env(entry.env.0));
                servers.insert(name, Server { command, args, env, ..Server::default() });
            }
            None => left.push(name),
        }
    }
    Ok((servers, left))
}

/// Whether rules can name a server so.
fn is_name(name: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    !name.is_empty() && name.len() <= LONGEST && name.chars().all(plain)
}

impl Server {
    /// The server with what `${NAME}` and `${NAME:-else}` stand for in the environment.
    ///
    /// # Errors
    /// The name of a variable that is not set.
    pub fn filled(&self) -> std::result::Result<Server, String> {
        self.filled_by(var)
    }

    fn filled_by(&self, var: impl Fn(&str) -> Option<String>) -> std::result::Result<Server, String> {
        let args = self.args.iter().map(|arg| fill(arg, &var)).collect::<std::result::Result<_, _>>()?;
        let env = self.env.0.iter().map(|(name, value)| Ok((name.clone(), fill(value, &var)?)));
        let env = Env(env.collect::<std::result::Result<_, String>>()?);
        Ok(Server { command: fill(&self.command, &var)?, args, env, ..self.clone() })
    }
}

fn fill(text: &str, var: &impl Fn(&str) -> Option<String>) -> std::result::Result<String, String> {
    let mut all = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("${") {
        let Some((inner, behind)) = after.split_once('}') else { break };
        all.push_str(before);
        let (name, usual) = match inner.split_once(":-") {
            Some((name, usual)) => (name, Some(usual)),
            None => (inner, None),
        };
        let value = var(name).or_else(|| usual.map(str::to_owned));
        all.push_str(&value.ok_or_else(|| name.to_owned())?);
        rest = behind;
    }
    all.push_str(rest);
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<BTreeMap<String, Server>> {
        check(crate::config::parse("config.toml", text)?)
    }

    #[test]
    fn all_that_can_be_set_is_read_and_values_are_not_printed() {
        let text = "[docs]\ncommand = \"d\"\nargs = [\"-x\"]\ntools = [\"find\"]\ntime = \"5s\"\n\
                    [docs.env]\nTOKEN = \"hidden-word\"\n";
        let servers = read(text).unwrap();
        let docs = &servers["docs"];
        assert_eq!((docs.command.as_str(), docs.args.as_slice()), ("d", ["-x".to_owned()].as_slice()));
        assert_eq!((docs.tools.len(), docs.time), (1, Some(Duration::from_secs(5))));
        let printed = format!("{servers:?}");
        assert!(printed.contains("TOKEN") && !printed.contains("hidden-word"), "{printed}");
        let tables: BTreeMap<String, Table> = toml::from_str(text).unwrap();
        assert!(!format!("{tables:?}").contains("hidden-word"));
    }

    #[test]
    fn what_is_wrong_with_variables_is_told_without_them() {
        for text in
            ["[a]\ncommand = \"x\"\nenv = \"K=secret\"\n", "[a]\ncommand = \"x\"\nenv = { K = 777001 }\n"]
        {
            let error = read(text).unwrap_err().to_string();
            assert!(
                error.contains("env") && !error.contains("secret") && !error.contains("777001"),
                "{error}"
            );
        }
        let text = r#"{"mcpServers": {"a": {"command": "x", "env": ["K=secret"]}}}"#;
        let error = format!("{:?}", shared(".mcp.json", text).unwrap_err());
        assert!(!error.contains("secret"), "{error}");
    }

    #[test]
    fn what_cannot_be_is_refused_by_name() {
        for (text, named) in [
            ("[\"a/b\"]\ncommand = \"x\"\n", "a/b"),
            ("[a]\ncommand = \" \"\n", "command"),
            ("[a]\ncommand = \"x\"\ntime = \"0s\"\n", "0s"),
            ("[a]\ncommand = \"x\"\nenvironment = {}\n", "environment"),
            ("[a]\nargs = []\n", "command"),
        ] {
            let error = read(text).unwrap_err().to_string();
            assert!(error.contains(named), "{error}");
        }
    }

    #[test]
    fn the_common_format_is_read_and_what_is_no_program_is_left_out() {
        let text = r#"{"mcpServers": {
            "a": {"type": "stdio", "command": "x", "args": ["1"], "env": {"K": "v"}, "disabled": false},
            "b": {"type": "http", "url": "https://example.com"},
            "c d": {"command": "x"}}, "inputs": []}"#;
        let (servers, left) = shared(".mcp.json", text).unwrap();
        assert_eq!(servers.keys().collect::<Vec<_>>(), ["a"]);
        assert_eq!(servers["a"].env.0["K"], "v");
        assert_eq!(left, ["b", "c d"]);
        assert!(shared(".mcp.json", "{}").unwrap().0.is_empty());
        let error = shared(".mcp.json", "{\n\"mcpServers\": 1}").err().unwrap().to_string();
        assert!(error.contains(".mcp.json") && error.contains('2'), "{error}");
    }

    #[test]
    fn variables_are_filled_in_and_a_missing_one_is_named() {
        let env = Env(BTreeMap::from([("K".into(), "${KEY}".into())]));
        let args = vec!["${A:-b}/${KEY}".into(), "${".into(), "$KEY".into()];
        let server = Server { command: "x".into(), args, env, ..Server::default() };
        let full = server.filled_by(|name| (name == "KEY").then(|| "word".into())).unwrap();
        assert_eq!(full.args, ["b/word", "${", "$KEY"]);
        assert_eq!(full.env.0["K"], "word");
        assert_eq!(server.filled_by(|_| None).unwrap_err(), "KEY");
    }
}
