//! What the environment says about the terminal: its colours, what stands between it and us, its language.

use super::family::{Family, Mux};
use super::var;

/// How many colours there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Depth {
    /// None: only bold, italic, underlined and the like.
    None,
    /// The sixteen that the terminal's own palette names.
    Ansi16,
    /// The cube and the greys.
    Ansi256,
    /// Any red, green and blue.
    #[default]
    True,
}

/// What the user wants of colours, whatever the terminal can.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Want {
    /// Where a terminal shows them.
    #[default]
    Usual,
    /// Nowhere (`NO_COLOR`).
    Never,
    /// In pipes too (`CLICOLOR_FORCE`).
    Always,
}

/// The terminal as the environment describes it; whether there is one, the file descriptors say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Terminal {
    /// Its kind (`TERM`), empty when nothing says it.
    pub kind: String,
    /// Its program (`TERM_PROGRAM`), empty when nothing says it.
    pub program: String,
    /// The version of that program, empty when nothing says it.
    pub version: String,
    /// Which of the known terminals it is, also behind what stands between.
    pub family: Family,
    /// What stands between it and us.
    pub mux: Mux,
    /// Its colours, [`Depth::None`] when the user wants none.
    pub depth: Depth,
    /// What the user wants of colours.
    pub want: Want,
    /// Whether it understands no sequences at all.
    pub dumb: bool,
    /// Whether tmux stands between it and us.
    pub tmux: bool,
    /// Whether it is on another machine.
    pub ssh: bool,
    /// Its foreground and background by number, as some terminals tell it (`COLORFGBG`).
    pub ground: Option<String>,
    /// The command that edits a file (`VISUAL`, `EDITOR`).
    pub editor: Option<String>,
    /// The language of the environment without region and encoding (`ar`, `en`, `zh`); empty when none.
    pub lang: String,
}

impl Terminal {
    /// Reads the environment.
    pub(super) fn find() -> Terminal {
        Terminal::read(var)
    }

    /// The same terminal when what stands between it and us says that the one behind is of this kind; what the
    /// environment says of it stands above that.
    pub fn around(self, kind: &str) -> Terminal {
        match self.family {
            Family::Unknown => Terminal { family: Family::of_kind(kind), ..self },
            _ => self,
        }
    }

    /// What an environment with these variables would say.
    pub fn of(set: &[(&str, &str)]) -> Terminal {
        Terminal::read(|name| set.iter().find(|pair| pair.0 == name).map(|pair| pair.1.to_owned()))
    }

    /// What the variables say, which `var` gives when they are set and not empty.
    fn read(var: impl Fn(&str) -> Option<String>) -> Terminal {
        let kind = var("TERM").unwrap_or_default();
        let program = var("TERM_PROGRAM").unwrap_or_default();
        let want = match (var("NO_COLOR"), var("CLICOLOR_FORCE")) {
            (Some(_), _) => Want::Never,
            (None, Some(force)) if force != "0" => Want::Always,
            _ => Want::Usual,
        };
        let tmux = var("TMUX").is_some();
        let (family, mux) = (Family::find(&var), Mux::find(&var));
        let dumb = kind == "dumb" || kind.is_empty();
        let depth = match want {
            Want::Never => Depth::None,
            Want::Always => {
                depth(&kind, &program, &var("COLORTERM").unwrap_or_default(), tmux).max(Depth::Ansi16)
            }
            Want::Usual => depth(&kind, &program, &var("COLORTERM").unwrap_or_default(), tmux),
        };
        Terminal {
            depth,
            want,
            dumb,
            tmux,
            ssh: var("SSH_TTY").or_else(|| var("SSH_CONNECTION")).is_some(),
            ground: var("COLORFGBG"),
            editor: var("VISUAL").or_else(|| var("EDITOR")),
            lang: language(LOCALE.into_iter().find_map(&var)),
            version: version(family, mux, &var),
            family,
            mux,
            kind,
            program,
        }
    }
}

/// The variables that tell the language, the first that is set before the others.
const LOCALE: [&str; 3] = ["LC_ALL", "LC_MESSAGES", "LANG"];

/// What the environment says about the terminal, before there are settings.
pub fn terminal() -> Terminal {
    Terminal::find()
}

/// The language of the environment as in [`Terminal::lang`], before there are settings.
pub fn locale() -> String {
    language(LOCALE.into_iter().find_map(var))
}

/// The version that the terminal tells; tmux tells its own.
fn version(family: Family, mux: Mux, var: impl Fn(&str) -> Option<String>) -> String {
    let name = match family {
        Family::Konsole => "KONSOLE_VERSION",
        Family::Vte | Family::OldVte => "VTE_VERSION",
        _ if mux == Mux::None => "TERM_PROGRAM_VERSION",
        _ => return String::new(),
    };
    var(name).unwrap_or_default()
}

/// How many colours a terminal of that kind has.
fn depth(kind: &str, program: &str, colours: &str, tmux: bool) -> Depth {
    let named = |names: &[&str]| names.iter().any(|name| kind.contains(name));
    // GNU screen takes over the variable of the terminal around it, and garbles what it promises.
    let screen = kind.starts_with("screen") && !tmux;
    if kind.is_empty() || kind == "dumb" || named(&["vt100", "vt102", "vt220", "-mono", "-m"]) {
        Depth::None
    } else if kind == "linux" || kind == "cons25" {
        Depth::Ansi16
    } else if screen || program == "Apple_Terminal" {
        if named(&["256color"]) { Depth::Ansi256 } else { Depth::Ansi16 }
    } else if matches!(colours, "truecolor" | "24bit")
        || named(&["direct", "truecolor", "kitty", "ghostty", "alacritty", "wezterm", "foot", "contour"])
    {
        Depth::True
    } else if named(&["256color"]) || tmux {
        Depth::Ansi256
    } else {
        Depth::Ansi16
    }
}

/// `zh` from `zh_CN.UTF-8`; nothing from `C` and `POSIX`.
fn language(locale: Option<String>) -> String {
    let locale = locale.unwrap_or_default();
    let name = locale.split(['_', '.', '@', '-']).next().unwrap_or_default().to_ascii_lowercase();
    if matches!(name.as_str(), "c" | "posix") { String::new() } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(set: &[(&str, &str)]) -> Terminal {
        Terminal::of(set)
    }

    #[test]
    fn depth_is_what_the_terminal_can() {
        let cases: [(&[(&str, &str)], Depth); 12] = [
            (&[], Depth::None),
            (&[("TERM", "dumb"), ("COLORTERM", "truecolor")], Depth::None),
            (&[("TERM", "vt100")], Depth::None),
            (&[("TERM", "linux"), ("COLORTERM", "truecolor")], Depth::Ansi16),
            (&[("TERM", "xterm")], Depth::Ansi16),
            (&[("TERM", "xterm-256color")], Depth::Ansi256),
            (&[("TERM", "xterm-256color"), ("COLORTERM", "truecolor")], Depth::True),
            (&[("TERM", "xterm-kitty")], Depth::True),
            (&[("TERM", "screen"), ("COLORTERM", "truecolor")], Depth::Ansi16),
            (&[("TERM", "screen-256color"), ("TMUX", "x"), ("COLORTERM", "24bit")], Depth::True),
            (&[("TERM", "screen"), ("TMUX", "x")], Depth::Ansi256),
            (&[("TERM", "xterm-256color"), ("TERM_PROGRAM", "Apple_Terminal")], Depth::Ansi256),
        ];
        for (set, depth) in cases {
            assert_eq!(read(set).depth, depth, "{set:?}");
        }
    }

    #[test]
    fn the_users_wish_stands_above_the_terminal() {
        let none = read(&[("TERM", "xterm-kitty"), ("NO_COLOR", "1"), ("CLICOLOR_FORCE", "1")]);
        assert_eq!((none.depth, none.want), (Depth::None, Want::Never));
        let forced = read(&[("TERM", "dumb"), ("CLICOLOR_FORCE", "1")]);
        assert_eq!((forced.depth, forced.want), (Depth::Ansi16, Want::Always));
        assert_eq!(read(&[("TERM", "xterm"), ("CLICOLOR_FORCE", "0")]).want, Want::Usual);
    }

    #[test]
    fn language_is_without_region_and_encoding() {
        let lang = |value: &str| read(&[("LANG", value)]).lang;
        assert_eq!(["zh_CN.UTF-8", "ar", "C.UTF-8", "POSIX"].map(lang), ["zh", "ar", "", ""]);
        assert_eq!(read(&[("LANG", "en_GB"), ("LC_ALL", "ar_EG.UTF-8")]).lang, "ar");
    }

    #[test]
    fn the_visual_editor_comes_first() {
        assert_eq!(read(&[("EDITOR", "ed")]).editor.as_deref(), Some("ed"));
        assert_eq!(read(&[("EDITOR", "ed"), ("VISUAL", "code -w")]).editor.as_deref(), Some("code -w"));
    }
}
