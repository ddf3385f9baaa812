//! How the chat on the screen looks and listens, as `config.toml` has it.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::error::{Error, Kind, Result};
use crate::{tell, text};

/// What `lang` may be.
const LANGS: [&str; 4] = ["auto", "en", "ar", "zh"];
/// What `bidi` may be.
const BIDI: [&str; 5] = ["auto", "app", "app-word", "terminal", "off"];
/// What `ambiguous_width` may be.
const WIDTHS: [&str; 2] = ["1", "2"];

/// Settings of the chat on the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ui {
    /// The theme's name; `auto` is dark or light, as the terminal is.
    pub theme: String,
    /// The user's keys by action, which take the place of that action's own.
    pub keys: BTreeMap<String, Vec<String>>,
    /// Whether the composer begins in vim's manner.
    pub vim: bool,
    /// Whether the mouse is ours; it is the terminal's otherwise, for its own selection.
    pub mouse: bool,
    /// The language of the interface: `auto`, `en`, `ar` or `zh`.
    pub lang: String,
    /// Who orders text from right to left: `auto`, `app`, `app-word`, `terminal` or `off`.
    pub bidi: String,
    /// Columns of characters whose width Unicode leaves open: 1 or 2.
    pub ambiguous_width: u8,
}

impl Default for Ui {
    fn default() -> Ui {
        let auto = || "auto".to_owned();
        Ui {
            theme: auto(),
            keys: BTreeMap::new(),
            vim: false,
            mouse: false,
            lang: auto(),
            bidi: auto(),
            ambiguous_width: 1,
        }
    }
}

impl Ui {
    /// The settings, when their words are known ones.
    ///
    /// # Errors
    /// A language, an order of text or a width that there is not. Themes and keys are checked where they are used.
    pub(super) fn check(self) -> Result<Ui> {
        one_of("lang", &self.lang, &LANGS)?;
        one_of("bidi", &self.bidi, &BIDI)?;
        one_of("ambiguous_width", &self.ambiguous_width.to_string(), &WIDTHS)?;
        Ok(self)
    }
}

fn one_of(name: &str, value: &str, known: &[&str]) -> Result<()> {
    if known.contains(&value) {
        return Ok(());
    }
    Err(Error::new(Kind::Usage, tell!("config-value", name = name, value = value))
        .hint(tell!("config-value-hint", names = text::list(known))))
}

/// One key or several, as `[keys]` has them.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum Keys {
    /// One.
    One(String),
    /// Several; none takes the action's keys away.
    Many(Vec<String>),
}

impl From<Keys> for Vec<String> {
    fn from(keys: Keys) -> Vec<String> {
        match keys {
            Keys::One(key) => vec![key],
            Keys::Many(keys) => keys,
        }
    }
}
