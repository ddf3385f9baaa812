//! Settings from defaults, files, the environment and flags; the only reader of the environment.

use std::collections::BTreeMap;
use std::env;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::Deserialize;

use crate::error::{Context, Error, Kind, Result};
use crate::tell;

mod child;
mod code;
mod family;
mod hub;
mod keep;
mod mcp;
mod places;
mod terminal;
mod ui;

pub use child::secrets;
pub use code::{Code, MODES};
pub use family::{Family, Mux};
pub use hub::{Hub, Network, Secret, Service, Stores};
pub use keep::keep;
pub use mcp::{Env, Server, shared};
pub use places::{Places, SOCKET_MAX, private, unfold};
pub use terminal::{Depth, Terminal, Want, locale, terminal};
pub use ui::Ui;

/// Everything the program takes from outside its arguments, read once.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where our files are.
    pub places: Places,
    /// The model to use when no flag names one.
    pub model: Option<String>,
    /// How long an engine without work stays.
    pub keep_alive: Duration,
    /// Context length in tokens; `None` is chosen from the model and the memory.
    pub ctx: Option<u32>,
    /// Threads for decoding; `None` is chosen from the model and the machine.
    pub threads: Option<u32>,
    /// Where models are fetched from and kept.
    pub hub: Hub,
    /// Where other programs keep their models.
    pub stores: Stores,
    /// OpenAI-compatible engines by name.
    pub engines: BTreeMap<String, Remote>,
    /// How the chat on the screen looks and listens.
    pub ui: Ui,
    /// What an agent may do by itself.
    pub code: Code,
    /// What the environment says about the terminal.
    pub terminal: Terminal,
}

/// A configured engine on another address.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Remote {
    /// Base address up to and with `/v1`.
    pub url: String,
    /// The environment variable that holds the key.
    #[serde(default)]
    pub key_env: Option<String>,
    /// Models it is known to serve.
    #[serde(default)]
    pub models: Vec<String>,
    /// The key itself, read from `key_env`; never written anywhere.
    #[serde(skip)]
    pub key: Option<String>,
}

/// `config.toml` as it is written.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    model: Option<String>,
    keep_alive: Option<String>,
    ctx: Option<u32>,
    threads: Option<u32>,
    #[serde(default)]
    engine: BTreeMap<String, Remote>,
    theme: Option<String>,
    #[serde(default)]
    keys: BTreeMap<String, ui::Keys>,
    #[serde(default)]
    vim: bool,
    #[serde(default)]
    mouse: bool,
    lang: Option<String>,
    bidi: Option<String>,
    ambiguous_width: Option<u8>,
    #[serde(default)]
    code: code::Table,
    #[serde(default, alias = "mcpServers")]
    mcp: BTreeMap<String, mcp::Table>,
}

impl File {
    /// What it says of the chat on the screen.
    fn ui(&self) -> Result<Ui> {
        let usual = Ui::default();
        let keys = self.keys.iter().map(|(action, keys)| (action.clone(), keys.clone().into()));
        Ui {
            theme: self.theme.clone().unwrap_or(usual.theme),
            keys: keys.collect(),
            vim: self.vim,
            mouse: self.mouse,
            lang: self.lang.clone().unwrap_or(usual.lang),
            bidi: self.bidi.clone().unwrap_or(usual.bidi),
            ambiguous_width: self.ambiguous_width.unwrap_or(usual.ambiguous_width),
        }
        .check()
    }
}

impl Config {
    /// Reads the user's file and the environment.
    ///
    /// # Errors
    /// A file that cannot be read or is not valid, with the line; a broken value in the environment.
    pub fn load() -> Result<Config> {
        let places = Places::find()?;
        let hub = Hub::find(&places)?;
        let stores = Stores::find();
        let file = read(&places.config.join("config.toml"))?;
        let keep_alive = match &file.keep_alive {
            Some(text) => duration(text).map_err(|error| error.hint(tell!("config-keep-hint")))?,
            None => Duration::from_secs(300),
        };
        let ui = file.ui()?;
        let code = Code { mcp: mcp::check(file.mcp)?, ..file.code.check("config.toml")? };
        let mut engines = file.engine;
        for remote in engines.values_mut() {
            remote.key = remote.key_env.as_deref().and_then(var);
        }
        Ok(Config {
            places,
            model: var("QWILL_MODEL").or(file.model),
            keep_alive,
            ctx: file.ctx,
            threads: file.threads,
            hub,
            stores,
            engines,
            ui,
            code,
            terminal: Terminal::find(),
        })
    }
}

/// A length of time as people write it: `90`, `30s`, `5m`, `2h`, or `forever`.
///
/// # Errors
/// Anything else, as a usage error.
pub fn duration(text: &str) -> Result<Duration> {
    let bad = || Error::new(Kind::Usage, tell!("config-time", text = text)).hint(tell!("config-time-hint"));
    let text = text.trim();
    if text == "forever" {
        return Ok(Duration::MAX);
    }
    let (digits, scale) = match text.char_indices().last() {
        Some((at, 's')) => (&text[..at], 1),
        Some((at, 'm')) => (&text[..at], 60),
        Some((at, 'h')) => (&text[..at], 3600),
        _ => (text, 1),
    };
    let number: u64 = digits.parse().map_err(|_| bad())?;
    number.checked_mul(scale).map(Duration::from_secs).ok_or_else(bad)
}

fn read(path: &Path) -> Result<File> {
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(File::default()),
        // A home that is a file or that we may not search holds no settings of ours.
        Err(error) if error.kind() == std::io::ErrorKind::NotADirectory => return Ok(File::default()),
        Err(error) => {
            return Err(error)
                .context(Kind::Usage, tell!("disk-unreadable", path = path.display().to_string()));
        }
    };
    parse(&path.display().to_string(), &text)
}

/// What a file called `name` says; of an error, the line and why.
fn parse<T: serde::de::DeserializeOwned>(name: &str, text: &str) -> Result<T> {
    toml::from_str(text).map_err(|error| {
        let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        Error::new(Kind::Usage, tell!("catalog-line", name = name, line = line.to_string()))
            .why(error.message().replace('\n', " "))
            .hint(tell!("catalog-line-hint"))
    })
}

/// An environment variable that is set and not empty.
fn var(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.is_empty())
}

/// An environment variable that holds a path.
fn path(name: &str) -> Option<PathBuf> {
    env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read_as_people_write_them() {
        assert_eq!(duration("90").unwrap(), Duration::from_secs(90));
        assert_eq!(duration(" 5m ").unwrap(), Duration::from_secs(300));
        assert_eq!(duration("2h").unwrap(), Duration::from_secs(7200));
        assert_eq!(duration("forever").unwrap(), Duration::MAX);
        for bad in ["", "m", "5x", "-1s", "5 m m", "99999999999999999999h", "18446744073709551615h"] {
            assert_eq!(duration(bad).unwrap_err().kind(), Kind::Usage, "{bad}");
        }
    }

    #[test]
    fn an_unknown_setting_is_refused_by_name() {
        let error = toml::from_str::<File>("modle = \"x\"").unwrap_err();
        assert!(error.to_string().contains("modle"), "{error}");
    }

    #[test]
    fn what_an_agent_may_do_is_read_and_a_wrong_key_is_refused_by_name() {
        let file = parse::<File>("config.toml", "vim = true\n[code]\nallow = [\"ls\"]\n").unwrap();
        assert_eq!(file.code.check("config.toml").unwrap().allow, ["ls"]);
        let error = parse::<File>("config.toml", "vim = true\n[code]\nalow = []\n").unwrap_err().to_string();
        assert!(error.contains("alow") && error.contains('3'), "{error}");
    }

    #[test]
    fn the_screens_settings_are_read() {
        let read = |text: &str| toml::from_str::<File>(text).unwrap().ui();
        assert_eq!(read("").unwrap(), Ui::default());
        let text = "theme = \"ink\"\nvim = true\nlang = \"ar\"\n[keys]\nsend = \"enter\"\nquit = [\"f10\", \"ctrl+q\"]";
        let ui = read(text).unwrap();
        assert_eq!((ui.theme.as_str(), ui.lang.as_str(), ui.vim, ui.mouse), ("ink", "ar", true, false));
        assert_eq!(ui.keys["send"], ["enter"]);
        assert_eq!(ui.keys["quit"], ["f10", "ctrl+q"]);
        for bad in ["lang = \"fr\"", "bidi = \"on\"", "ambiguous_width = 3"] {
            assert_eq!(read(bad).unwrap_err().kind(), Kind::Usage, "{bad}");
        }
    }
}
