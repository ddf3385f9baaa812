//! Which terminal it is, by the signs that each leaves in the environment.

/// A terminal that is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs, reason = "NAMES says what each is called")]
pub enum Family {
    /// None of them.
    #[default]
    Unknown,
    Alacritty,
    Apple,
    Console,
    Foot,
    Ghostty,
    Hyper,
    Iterm,
    Kitty,
    Konsole,
    Mintty,
    Mlterm,
    /// One that is older than 0.58, the first that orders text.
    OldVte,
    Putty,
    Rio,
    Vscode,
    Vte,
    Warp,
    Wezterm,
    Windows,
    Xterm,
}

/// What each is called: in `--json`, and by people.
const NAMES: [(Family, &str, &str); 21] = [
    (Family::Unknown, "unknown", ""),
    (Family::Alacritty, "alacritty", "Alacritty"),
    (Family::Apple, "apple-terminal", "Terminal.app"),
    (Family::Console, "linux-console", "Linux"),
    (Family::Foot, "foot", "foot"),
    (Family::Ghostty, "ghostty", "Ghostty"),
    (Family::Hyper, "hyper", "Hyper"),
    (Family::Iterm, "iterm2", "iTerm2"),
    (Family::Kitty, "kitty", "kitty"),
    (Family::Konsole, "konsole", "Konsole"),
    (Family::Mintty, "mintty", "mintty"),
    (Family::Mlterm, "mlterm", "mlterm"),
    (Family::OldVte, "old-vte", "VTE < 0.58"),
    (Family::Putty, "putty", "PuTTY"),
    (Family::Rio, "rio", "Rio"),
    (Family::Vscode, "vscode", "VS Code"),
    (Family::Vte, "vte", "GNOME Terminal (VTE)"),
    (Family::Warp, "warp", "Warp"),
    (Family::Wezterm, "wezterm", "WezTerm"),
    (Family::Windows, "windows-terminal", "Windows Terminal"),
    (Family::Xterm, "xterm", "xterm"),
];

/// How a terminal is recognised.
enum Sign {
    /// The variable is this.
    Is(&'static str, &'static str),
    /// The variable begins so.
    Begins(&'static str, &'static str),
    /// The variable is this number or a larger one.
    From(&'static str, u32),
    /// The variable is set.
    Set(&'static str),
}

use Sign::{Begins, From, Is, Set};

/// The signs, the surest first: `TERM` is the terminal's own, other variables may be left from the one around it.
const SIGNS: [(Sign, Family); 34] = [
    (Begins("TERM", "alacritty"), Family::Alacritty),
    (Begins("TERM", "foot"), Family::Foot),
    (Begins("TERM", "xterm-ghostty"), Family::Ghostty),
    (Begins("TERM", "xterm-kitty"), Family::Kitty),
    (Begins("TERM", "konsole"), Family::Konsole),
    (Begins("TERM", "mintty"), Family::Mintty),
    (Begins("TERM", "mlterm"), Family::Mlterm),
    (Begins("TERM", "putty"), Family::Putty),
    (Begins("TERM", "rio"), Family::Rio),
    (Begins("TERM", "wezterm"), Family::Wezterm),
    (Is("TERM", "linux"), Family::Console),
    (Is("TERM_PROGRAM", "Apple_Terminal"), Family::Apple),
    (Is("TERM_PROGRAM", "iTerm.app"), Family::Iterm),
    (Is("TERM_PROGRAM", "WezTerm"), Family::Wezterm),
    (Is("TERM_PROGRAM", "vscode"), Family::Vscode),
    (Is("TERM_PROGRAM", "Hyper"), Family::Hyper),
    (Is("TERM_PROGRAM", "ghostty"), Family::Ghostty),
    (Is("TERM_PROGRAM", "WarpTerminal"), Family::Warp),
    (Is("TERM_PROGRAM", "rio"), Family::Rio),
    (Is("TERM_PROGRAM", "mintty"), Family::Mintty),
    (Set("KONSOLE_VERSION"), Family::Konsole),
    (From("VTE_VERSION", 5800), Family::Vte),
    (Set("VTE_VERSION"), Family::OldVte),
    (Set("WT_SESSION"), Family::Windows),
    (Set("KITTY_WINDOW_ID"), Family::Kitty),
    (Set("MLTERM"), Family::Mlterm),
    // What is left inside tmux, which takes TERM and TERM_PROGRAM for itself.
    (Is("LC_TERMINAL", "iTerm2"), Family::Iterm),
    (Set("ITERM_SESSION_ID"), Family::Iterm),
    (Set("WEZTERM_PANE"), Family::Wezterm),
    (Set("GHOSTTY_RESOURCES_DIR"), Family::Ghostty),
    (Set("ALACRITTY_WINDOW_ID"), Family::Alacritty),
    (Set("VSCODE_INJECTION"), Family::Vscode),
    (Is("__CFBundleIdentifier", "com.apple.Terminal"), Family::Apple),
    (Set("XTERM_VERSION"), Family::Xterm),
];

impl Family {
    /// The terminal that left these variables, which `var` gives when they are set and not empty.
    pub(super) fn find(var: impl Fn(&str) -> Option<String>) -> Family {
        let fits = |sign: &Sign| match *sign {
            Is(name, text) => var(name).is_some_and(|value| value == text),
            Begins(name, text) => var(name).is_some_and(|value| value.starts_with(text)),
            From(name, least) => var(name).is_some_and(|value| value.parse().is_ok_and(|n: u32| n >= least)),
            Set(name) => var(name).is_some(),
        };
        SIGNS.iter().find(|row| fits(&row.0)).map(|row| row.1).unwrap_or_default()
    }

    /// The terminal whose `TERM` is this.
    pub fn of_kind(kind: &str) -> Family {
        Family::find(|name| (name == "TERM").then(|| kind.to_owned()))
    }

    /// Its name for other programs.
    pub fn code(self) -> &'static str {
        self.row().1
    }

    /// Its name for people; empty when it is unknown.
    pub fn name(self) -> &'static str {
        self.row().2
    }

    fn row(self) -> &'static (Family, &'static str, &'static str) {
        NAMES.iter().find(|row| row.0 == self).unwrap_or(&NAMES[0])
    }
}

/// What stands between the terminal and us, and shows its own picture of what we draw.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mux {
    /// Nothing.
    #[default]
    None,
    /// tmux.
    Tmux,
    /// GNU screen.
    Screen,
    /// Zellij.
    Zellij,
}

impl Mux {
    /// What these variables say of it; over ssh only `TERM` is left.
    pub(super) fn find(var: impl Fn(&str) -> Option<String>) -> Mux {
        let kind = var("TERM").unwrap_or_default();
        if var("TMUX").is_some() || kind.starts_with("tmux") {
            Mux::Tmux
        } else if var("STY").is_some() || kind.starts_with("screen") {
            Mux::Screen
        } else if var("ZELLIJ").is_some() {
            Mux::Zellij
        } else {
            Mux::None
        }
    }

    /// Its name; empty for nothing.
    pub fn name(self) -> &'static str {
        match self {
            Mux::None => "",
            Mux::Tmux => "tmux",
            Mux::Screen => "screen",
            Mux::Zellij => "zellij",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_terminal_has_a_name_of_its_own_and_a_sign() {
        for (at, row) in NAMES.iter().enumerate() {
            assert_eq!(row.0 as usize, at, "{row:?}");
            assert_eq!((row.0.code(), row.0.name()), (row.1, row.2));
            assert!(row.0 == Family::Unknown || SIGNS.iter().any(|sign| sign.1 == row.0), "{row:?}");
        }
    }

    #[test]
    fn a_kind_alone_may_say_which_terminal_it_is() {
        for (kind, family) in [
            ("xterm-kitty", Family::Kitty),
            ("foot-extra", Family::Foot),
            ("alacritty", Family::Alacritty),
            ("xterm-256color", Family::Unknown),
            ("tmux-256color", Family::Unknown),
            ("", Family::Unknown),
        ] {
            assert_eq!(Family::of_kind(kind), family, "{kind}");
        }
    }
}
