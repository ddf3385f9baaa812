//! What an agent may do by itself, as `[code]` in `config.toml` and in a project's own file has it.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::Deserialize;

use super::{Server, duration, parse};
use crate::error::{Error, Kind, Result};
use crate::{tell, text};

/// What `mode` may be, the least free first.
pub const MODES: [&str; 4] = ["plan", "ask", "edit", "auto"];

/// Settings of work by tools. Commands in them are whole ones or their beginnings, such as `cargo test`; tools of
/// servers are `mcp:NAME/TOOL`, and `mcp:NAME/*` all of one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Code {
    /// How free the agent is: one of [`MODES`].
    pub mode: Option<String>,
    /// Commands that run without a question.
    pub allow: Vec<String>,
    /// Commands that are asked for in every mode.
    pub ask: Vec<String>,
    /// Commands that never run.
    pub deny: Vec<String>,
    /// The command that checks the project after changes; an empty one is none.
    pub check: Option<String>,
    /// How long a command may run.
    pub time: Option<Duration>,
    /// The user's servers of tools, by name: `[mcp.NAME]`.
    pub mcp: BTreeMap<String, Server>,
}

/// `[code]` as it is written.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Table {
    mode: Option<String>,
    allow: Vec<String>,
    ask: Vec<String>,
    deny: Vec<String>,
    check: Option<String>,
    time: Option<String>,
}

/// A project's own file as it is written.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct File {
    code: Table,
}

impl Code {
    /// The settings in the text of a project's own file, which errors call `name`.
    ///
    /// # Errors
    /// It is not valid, with the line; it has another table or key; a value cannot be.
    pub fn read(name: &str, text: &str) -> Result<Code> {
        parse::<File>(name, text)?.code.check(name)
    }
}

impl Table {
    /// The settings, when their words are known ones; `file` is where they stand.
    pub(super) fn check(self, file: &str) -> Result<Code> {
        let wrong = |key: &str, value: &str| {
            Error::new(Kind::Usage, tell!("rules-value", file = file, key = key, value = value))
        };
        if let Some(mode) = self.mode.as_deref().filter(|mode| !MODES.contains(mode)) {
            let hint = tell!("config-value-hint", names = text::list(MODES));
            return Err(wrong("mode", mode).hint(hint));
        }
        let time = self.time.as_deref().map(|text| match duration(text) {
            Ok(time) if time.is_zero() => Err(wrong("time", text).hint(tell!("config-time-hint"))),
            Ok(time) => Ok(time),
            Err(error) => Err(wrong("time", text).hint(error.remedy().unwrap_or_default())),
        });
        let Table { mode, allow, ask, deny, check, .. } = self;
        Ok(Code { mode, allow, ask, deny, check, time: time.transpose()?, mcp: BTreeMap::new() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_that_can_be_set_is_read() {
        let text = "[code]\nmode = \"edit\"\nallow = [\"cargo test\", \"ls\"]\nask = [\"git push\"]\n\
                    deny = [\"rm\"]\ncheck = \"make test\"\ntime = \"2m\"\n";
        let code = Code::read("x", text).unwrap();
        assert_eq!(code.mode.as_deref(), Some("edit"));
        assert_eq!((code.allow.len(), code.ask, code.deny), (2, vec!["git push".into()], vec!["rm".into()]));
        assert_eq!((code.check.as_deref(), code.time), (Some("make test"), Some(Duration::from_secs(120))));
        assert_eq!(Code::read("x", "").unwrap(), Code::default());
    }

    #[test]
    fn what_is_unknown_or_cannot_be_is_refused_by_name() {
        for (text, named) in [
            ("[code]\nalow = []\n", "alow"),
            ("model = \"x\"\n", "model"),
            ("[code]\nmode = \"yolo\"\n", "yolo"),
            ("[code]\ntime = \"soon\"\n", "soon"),
            ("[code]\ntime = \"0s\"\n", "0s"),
            ("[code]\nallow = \"ls\"\n", "line 2"),
        ] {
            let error = Code::read("/p/.qwill.toml", text).unwrap_err();
            assert_eq!(error.kind(), Kind::Usage);
            let said = error.to_string();
            assert!(
                said.contains(named) && said.contains(".qwill.toml") && error.remedy().is_some(),
                "{said}"
            );
        }
    }
}
