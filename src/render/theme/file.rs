//! Themes as files: a palette, looks by role, and another theme that they change.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use ratatui::style::{Color, Modifier, Style};
use serde::Deserialize;
use two_face::theme::EmbeddedLazyThemeSet;

use super::{Role, Shade, Theme};
use crate::config::Depth;
use crate::error::{Context, Error, Kind, Result};
use crate::{tell, text};

macro_rules! builtin {
    ($($name:literal),*) => {
        /// The names of the program's own themes.
        pub const NAMES: [&str; [$($name),*].len()] = [$($name),*];

        fn builtin(name: &str) -> Option<&'static str> {
            match name {
                $($name => Some(include_str!(concat!("../../../themes/", $name, ".toml"))),)*
                _ => None,
            }
        }
    };
}

builtin!("dark", "light", "contrast", "solarized-dark", "solarized-light", "ink", "paper", "mono");

/// How far `inherits` may lead.
const DEEPEST: usize = 8;
/// The largest theme, in bytes; it is a page of text.
const LARGEST: u64 = 1 << 20;
/// The longest name, in bytes.
const LONGEST: usize = 64;

/// A theme as it is written.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    inherits: Option<String>,
    shade: Option<Tone>,
    syntax: Option<String>,
    #[serde(default)]
    palette: BTreeMap<String, Tint>,
    #[serde(default)]
    roles: BTreeMap<String, Look>,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Tone {
    Dark,
    Light,
}

/// A colour: a name from the palette or of the sixteen, `#rrggbb`, or a number from 0 to 255.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
enum Tint {
    Number(u8),
    Text(String),
}

/// The look of a role: a colour alone is that of the text.
#[derive(Clone, Debug)]
enum Look {
    Colour(Tint),
    Full(Full),
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Full {
    fg: Option<Tint>,
    bg: Option<Tint>,
    bold: Option<bool>,
    dim: Option<bool>,
    italic: Option<bool>,
    underline: Option<bool>,
    reverse: Option<bool>,
    strike: Option<bool>,
}

// By hand, because an untagged enum does not say which key it does not know.
impl<'de> Deserialize<'de> for Look {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Look, D::Error> {
        match toml::Value::deserialize(deserializer)? {
            value @ toml::Value::Table(_) => value.try_into().map(Look::Full),
            value => value.try_into().map(Look::Colour),
        }
        .map_err(|error: toml::de::Error| serde::de::Error::custom(error.message()))
    }
}

/// Reads a theme and those it inherits from.
///
/// # Errors
/// A name there is not, a file with a fault, a loop.
pub fn load(name: &str, user_dir: &Path) -> Result<Theme> {
    let mut chain: Vec<(Source, File)> = Vec::new();
    let mut next = Some(name.to_owned());
    while let Some(name) = next {
        // A theme that changes one of the same name means the program's own.
        let same = chain.last().is_some_and(|(source, _)| source.name == name && source.user);
        let source = Source::find(&name, user_dir, same).map_err(|error| match chain.last() {
            Some((child, _)) => error.why(tell!("render-theme-from", path = &child.place)),
            None => error,
        })?;
        if chain.len() == DEEPEST || chain.iter().any(|(above, _)| above.place == source.place) {
            return Err(Error::new(Kind::Usage, tell!("render-theme-circle", theme = &chain[0].0.place))
                .why(chain.iter().map(|(source, _)| source.name.as_str()).collect::<Vec<_>>().join(" → ")));
        }
        let file = source.read()?;
        next = file.inherits.clone();
        chain.push((source, file));
    }
    build(name, chain)
}

/// The names of themes that can be loaded, with their shades.
pub fn list(user_dir: &Path) -> Vec<(String, Shade)> {
    let files = fs::read_dir(user_dir).into_iter().flatten().flatten();
    let mut names: Vec<String> = files
        .filter_map(|file| Some(file.file_name().to_str()?.strip_suffix(".toml")?.to_owned()))
        .filter(|name| is_name(name) && !NAMES.contains(&name.as_str()))
        .collect();
    names.sort();
    let all = NAMES.iter().map(ToString::to_string).chain(names);
    all.filter_map(|name| load(&name, user_dir).ok().map(|theme| (name, theme.shade))).collect()
}

/// A theme's text and where it is from.
struct Source {
    name: String,
    /// How it is called in an error.
    place: String,
    user: bool,
    text: String,
}

impl Source {
    fn find(name: &str, user_dir: &Path, only_builtin: bool) -> Result<Source> {
        let unknown = || {
            let near = NAMES.iter().filter(|known| strsim::damerau_levenshtein(known, name) <= 2);
            let near: Vec<&str> = near.copied().collect();
            let hint = match near[..] {
                [] => {
                    let path = user_dir.display().to_string();
                    tell!("render-theme-hint", names = text::list(NAMES), path = path)
                }
                _ => tell!("render-theme-near", names = text::list(&near)),
            };
            Error::new(Kind::Usage, tell!("render-theme-none", name = name)).hint(hint)
        };
        if !is_name(name) {
            return Err(unknown());
        }
        let path = user_dir.join(format!("{name}.toml"));
        if !only_builtin && !user_dir.as_os_str().is_empty() && path.is_file() {
            let fault = || tell!("render-theme-unread", path = path.display().to_string());
            if fs::metadata(&path).context(Kind::Usage, fault())?.len() > LARGEST {
                return Err(Error::new(Kind::Usage, fault()).why(tell!("render-theme-large")));
            }
            let text = fs::read_to_string(&path).context(Kind::Usage, fault())?;
            return Ok(Source { name: name.into(), place: path.display().to_string(), user: true, text });
        }
        let text = builtin(name).ok_or_else(unknown)?.to_owned();
        Ok(Source { name: name.into(), place: tell!("render-theme-own", name = name), user: false, text })
    }

    fn read(&self) -> Result<File> {
        let file: File = toml::from_str(&self.text).map_err(|error| {
            let before = error.span().and_then(|span| self.text.get(..span.start)).unwrap_or_default();
            let line = before.matches('\n').count() + 1;
            self.fault(tell!("render-theme-line", line = line, why = error.message().replace('\n', " ")))
        })?;
        if let Some(name) = file.roles.keys().find(|name| !Role::ALL.iter().any(|role| role.name() == **name))
        {
            let known = text::list(Role::ALL.map(Role::name));
            let fault = self.fault(tell!("render-theme-no-role", name = name));
            return Err(fault.hint(tell!("render-theme-roles", names = known)));
        }
        let known = EmbeddedLazyThemeSet::theme_names();
        if let Some(name) = file.syntax.as_deref().filter(|name| !name.is_empty())
            && !known.iter().any(|known| known.as_name() == name)
        {
            let known = known.iter().map(|known| known.as_name());
            return Err(self
                .fault(tell!("render-theme-no-syntax", name = name))
                .hint(tell!("render-theme-syntaxes", names = text::list(known))));
        }
        Ok(file)
    }

    fn fault(&self, why: String) -> Error {
        Error::new(Kind::Usage, self.place.clone()).why(why)
    }
}

/// Whether it is a name and no path.
fn is_name(name: &str) -> bool {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | ' ');
    !name.is_empty() && name.len() <= LONGEST && name.chars().all(plain)
}

/// Puts a theme together: what is nearer in the chain stands above what is farther.
fn build(name: &str, chain: Vec<(Source, File)>) -> Result<Theme> {
    let mut theme = Theme {
        name: name.to_owned(),
        syntax: String::new(),
        shade: Shade::Dark,
        depth: Depth::True,
        styles: vec![Style::default(); Role::ALL.len()],
    };
    let mut palette = BTreeMap::new();
    for (_, file) in chain.iter().rev() {
        palette.extend(file.palette.iter().map(|(name, tint)| (name.as_str(), tint)));
    }
    for (source, file) in chain.iter().rev() {
        match file.shade {
            Some(Tone::Dark) => theme.shade = Shade::Dark,
            Some(Tone::Light) => theme.shade = Shade::Light,
            None => {}
        }
        if let Some(syntax) = &file.syntax {
            theme.syntax.clone_from(syntax);
        }
        for tint in file.palette.values() {
            tint.plain().map_err(|why| source.fault(why))?;
        }
        for role in Role::ALL {
            if let Some(look) = file.roles.get(&role.name()) {
                theme.styles[role as usize] = look
                    .style(&palette)
                    .map_err(|why| source.fault(tell!("render-theme-role", role = role.name(), why = why)))?;
            }
        }
    }
    Ok(theme)
}

impl Tint {
    /// The colour, by the palette first.
    fn colour(&self, palette: &BTreeMap<&str, &Tint>) -> Result<Color, String> {
        match self {
            Tint::Text(name) => palette.get(name.as_str()).copied().unwrap_or(self).plain(),
            Tint::Number(_) => self.plain(),
        }
    }

    /// The colour without a palette.
    fn plain(&self) -> Result<Color, String> {
        match self {
            Tint::Number(number) => Ok(Color::Indexed(*number)),
            Tint::Text(text) if text == "default" => Ok(Color::Reset),
            Tint::Text(text) => text.parse().map_err(|_| tell!("render-theme-colour", text = text)),
        }
    }
}

impl Look {
    fn style(&self, palette: &BTreeMap<&str, &Tint>) -> Result<Style, String> {
        let full = match self {
            Look::Colour(tint) => &Full { fg: Some(tint.clone()), ..Full::default() },
            Look::Full(full) => full,
        };
        let colour = |tint: &Option<Tint>| tint.as_ref().map(|tint| tint.colour(palette)).transpose();
        let mut style = Style { fg: colour(&full.fg)?, bg: colour(&full.bg)?, ..Style::default() };
        let modifiers = [
            (full.bold, Modifier::BOLD),
            (full.dim, Modifier::DIM),
            (full.italic, Modifier::ITALIC),
            (full.underline, Modifier::UNDERLINED),
            (full.reverse, Modifier::REVERSED),
            (full.strike, Modifier::CROSSED_OUT),
        ];
        for (on, modifier) in modifiers {
            if on == Some(true) {
                style = style.add_modifier(modifier);
            }
        }
        Ok(style)
    }
}
