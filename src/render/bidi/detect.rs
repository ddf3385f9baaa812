//! Who is to order text on which terminal, and why: by the user's setting, else by what the terminal is known to do.
//!
//! The terminals and the sequence are those of the recommendation "BiDi in terminal emulators"
//! (terminal-wg.pages.freedesktop.org/bidi): `CSI 8 l` tells a terminal to leave the order to us, `CSI 8 h` gives it
//! back.

use super::{Guides, Order};
use crate::config::{Family, Mux, Terminal};
use crate::tell;

/// Whether the terminal is told to leave the order of text to us.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Explicit {
    /// It does as it always does.
    #[default]
    No,
    /// It is, and is told when we leave.
    Yes,
}

/// Who orders text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Who.
    pub order: Order,
    /// Whether the terminal is told.
    pub explicit: Explicit,
    /// Whether it gets marks, where it orders text.
    pub guides: Guides,
    /// Why.
    pub why: Why,
}

/// What decided who orders text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// The user's setting.
    Setting,
    /// The terminal understands no sequences.
    Dumb,
    /// The terminal is known.
    Known(Family),
    /// The terminal is known, and something stands before it.
    Behind(Mux, Family),
    /// Something stands before the terminal and does not say what it is.
    Hidden(Mux),
    /// The terminal is on another machine and is not known here.
    Far,
    /// The terminal is not known.
    Unknown,
}

/// What a terminal does with text from right to left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Manner {
    /// It shows every cell where it is sent.
    Cells,
    /// It orders text unless it is told to leave that to us.
    Asks,
    /// It orders text.
    Orders,
    /// It turns the letters of each word around.
    Words,
    /// It shows cells, or orders text, by an option that cannot be seen from here.
    Option(Order),
    /// Most of its versions show every cell where it is sent.
    Doubt,
}

/// What each terminal does.
const MANNERS: [(Family, Manner); 20] = [
    (Family::Alacritty, Manner::Cells),
    (Family::Apple, Manner::Orders),
    (Family::Console, Manner::Cells),
    (Family::Foot, Manner::Cells),
    (Family::Ghostty, Manner::Cells),
    (Family::Hyper, Manner::Cells),
    (Family::Iterm, Manner::Option(Order::App)),
    (Family::Kitty, Manner::Words),
    (Family::Konsole, Manner::Orders),
    (Family::Mintty, Manner::Asks),
    (Family::Mlterm, Manner::Orders),
    (Family::OldVte, Manner::Cells),
    (Family::Putty, Manner::Option(Order::Terminal)),
    (Family::Rio, Manner::Cells),
    (Family::Vscode, Manner::Cells),
    (Family::Vte, Manner::Asks),
    (Family::Warp, Manner::Cells),
    (Family::Wezterm, Manner::Option(Order::App)),
    (Family::Windows, Manner::Doubt),
    (Family::Xterm, Manner::Cells),
];

fn manner(family: Family) -> Option<Manner> {
    MANNERS.iter().find(|row| row.0 == family).map(|row| row.1)
}

impl Manner {
    /// Who orders text; what stands between lets no request through to the terminal.
    fn order(self, mux: Mux) -> Order {
        match self {
            Manner::Cells | Manner::Doubt => Order::App,
            Manner::Asks if mux == Mux::None => Order::App,
            Manner::Asks | Manner::Orders => Order::Terminal,
            Manner::Words => Order::Word,
            Manner::Option(order) => order,
        }
    }
}

/// Who orders text on a terminal; the setting is the one in `config.toml`, `auto` or an order's name.
pub fn choose(setting: &str, terminal: &Terminal) -> Choice {
    let (order, why) = match Order::named(setting) {
        Some(order) => (order, Why::Setting),
        None => find(terminal),
    };
    Choice { order, explicit: explicit(order, terminal), guides: guides(terminal), why }
}

/// The first Konsole that orders letters without turning brackets, as `KONSOLE_VERSION` says it: 22.11.80.
const UNTURNED: u32 = 22_11_80;

fn guides(terminal: &Terminal) -> Guides {
    match terminal.family {
        // It counts marks as letters of a row, and would break rows that are full.
        Family::Mlterm => Guides::Kept,
        Family::Konsole if terminal.version.parse().is_ok_and(|version: u32| version >= UNTURNED) => {
            Guides::Turned
        }
        _ => Guides::Sent,
    }
}

fn find(terminal: &Terminal) -> (Order, Why) {
    let (mux, family) = (terminal.mux, terminal.family);
    match manner(family) {
        _ if terminal.dumb => (Order::Off, Why::Dumb),
        Some(manner) if mux == Mux::None => (manner.order(mux), Why::Known(family)),
        Some(manner) => (manner.order(mux), Why::Behind(mux, family)),
        None if mux != Mux::None => (Order::App, Why::Hidden(mux)),
        None if terminal.ssh => (Order::App, Why::Far),
        None => (Order::App, Why::Unknown),
    }
}

/// The request goes where it is understood, and where nobody knows: terminals that do not know it ignore it.
fn explicit(order: Order, terminal: &Terminal) -> Explicit {
    let may = match manner(terminal.family) {
        None => true,
        Some(manner) => manner == Manner::Asks,
    };
    if order.ours() && may && terminal.mux == Mux::None && !terminal.dumb {
        Explicit::Yes
    } else {
        Explicit::No
    }
}

impl Choice {
    /// Whether nothing but the user's eyes can tell that it is right.
    pub fn is_guess(&self) -> bool {
        match self.why {
            Why::Setting | Why::Dumb => false,
            Why::Known(family) | Why::Behind(_, family) => {
                matches!(manner(family), None | Some(Manner::Option(_) | Manner::Words | Manner::Doubt))
            }
            Why::Hidden(_) | Why::Far | Why::Unknown => true,
        }
    }

    /// The orders of which one must be right when this one is a guess.
    pub fn rivals(&self) -> [Order; 2] {
        if self.order == Order::Word { [Order::Word, Order::App] } else { [Order::App, Order::Terminal] }
    }
}

impl Why {
    /// It, as a sentence.
    pub fn text(self) -> String {
        let (mux, family) = match self {
            Why::Setting => return tell!("order-why-setting"),
            Why::Dumb => return tell!("order-why-dumb"),
            Why::Far => return tell!("order-why-far"),
            Why::Unknown => return tell!("order-why-unknown"),
            Why::Hidden(mux) => return tell!("order-why-hidden", mux = mux.name()),
            Why::Known(Family::Console) => return tell!("order-why-console"),
            Why::Known(family) => (Mux::None, family),
            Why::Behind(mux, family) => (mux, family),
        };
        let (name, mux) = (family.name(), mux.name());
        match manner(family) {
            Some(Manner::Asks) if mux.is_empty() => tell!("order-why-asks", name = name),
            Some(Manner::Asks) => tell!("order-why-asks-behind", name = name, mux = mux),
            Some(Manner::Orders) => tell!("order-why-orders", name = name),
            Some(Manner::Words) => tell!("order-why-words", name = name),
            Some(Manner::Option(_)) => tell!("order-why-option", name = name),
            Some(Manner::Doubt) => tell!("order-why-doubt", name = name),
            Some(Manner::Cells) | None => tell!("order-why-cells", name = name),
        }
    }

    /// What the user may have to set, where that cannot be seen from here.
    pub fn tip(self) -> Option<String> {
        let family = match self {
            Why::Known(family) | Why::Behind(_, family) => family,
            Why::Far | Why::Hidden(_) | Why::Unknown => return Some(tell!("order-tip-look")),
            Why::Setting | Why::Dumb => return None,
        };
        match manner(family) {
            Some(Manner::Words) => Some(tell!("order-tip-kitty")),
            Some(Manner::Option(Order::Terminal)) => Some(tell!("order-tip-off", name = family.name())),
            Some(Manner::Option(_)) => Some(tell!("order-tip-on", name = family.name())),
            Some(Manner::Doubt) => Some(tell!("order-tip-look")),
            _ => None,
        }
    }

    /// It, as one word for other programs.
    pub fn code(self) -> &'static str {
        match self {
            Why::Setting => "setting",
            Why::Dumb => "dumb",
            Why::Known(_) => "known",
            Why::Behind(..) => "known-behind",
            Why::Hidden(_) => "hidden",
            Why::Far => "ssh",
            Why::Unknown => "unknown",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const VTE: (&str, &str) = ("VTE_VERSION", "7600");
    const XTERM: (&str, &str) = ("TERM", "xterm-256color");
    const TMUX: [(&str, &str); 3] = [("TERM", "tmux-256color"), ("TMUX", "/tmp/t"), ("TERM_PROGRAM", "tmux")];

    fn program(name: &str) -> Terminal {
        Terminal::of(&[XTERM, ("TERM_PROGRAM", name)])
    }

    fn set(name: &str, value: &str) -> Terminal {
        Terminal::of(&[XTERM, (name, value)])
    }

    fn kind(kind: &str) -> Terminal {
        Terminal::of(&[("TERM", kind)])
    }

    fn behind(more: &[(&str, &str)]) -> Terminal {
        Terminal::of(&[&TMUX[..], more].concat())
    }

    /// Who orders, whether the terminal is told, whether it is a guess.
    fn chosen(terminal: &Terminal) -> (Order, Explicit, bool) {
        let choice = choose("auto", terminal);
        (choice.order, choice.explicit, choice.is_guess())
    }

    #[test]
    fn each_environment_has_its_order() {
        use Explicit::{No, Yes};
        use Order::{App, Off, Word};
        let logical = Order::Terminal;
        let rows = [
            (set("VTE_VERSION", "7600"), (App, Yes, false)),
            (set("VTE_VERSION", "5800"), (App, Yes, false)),
            (set("VTE_VERSION", "5602"), (App, No, false)),
            (set("KONSOLE_VERSION", "230804"), (logical, No, false)),
            (Terminal::of(&[XTERM, VTE, ("KONSOLE_VERSION", "230804")]), (logical, No, false)),
            (program("Apple_Terminal"), (logical, No, false)),
            (program("iTerm.app"), (App, No, true)),
            (program("WezTerm"), (App, No, true)),
            (program("vscode"), (App, No, false)),
            (program("ghostty"), (App, No, false)),
            (program("WarpTerminal"), (App, No, false)),
            (program("rio"), (App, No, false)),
            (program("Hyper"), (App, No, false)),
            (program("mintty"), (App, Yes, false)),
            (kind("mintty"), (App, Yes, false)),
            (Terminal::of(&[XTERM, ("TERM_PROGRAM", "vscode"), VTE]), (App, No, false)),
            (set("WT_SESSION", "1a2b"), (App, No, true)),
            (set("KITTY_WINDOW_ID", "1"), (Word, No, true)),
            (kind("xterm-kitty"), (Word, No, true)),
            (set("MLTERM", "3.9.0"), (logical, No, false)),
            (kind("mlterm-256color"), (logical, No, false)),
            (kind("alacritty"), (App, No, false)),
            (Terminal::of(&[("TERM", "alacritty"), VTE]), (App, No, false)),
            (kind("foot"), (App, No, false)),
            (kind("xterm-ghostty"), (App, No, false)),
            (set("XTERM_VERSION", "XTerm(390)"), (App, No, false)),
            (kind("putty-256color"), (logical, No, true)),
            (kind("linux"), (App, No, false)),
            (kind("dumb"), (Off, No, false)),
            (Terminal::of(&[]), (Off, No, false)),
            (kind("xterm-256color"), (App, Yes, true)),
            (set("SSH_TTY", "/dev/pts/3"), (App, Yes, true)),
            (Terminal::of(&[("TERM", "xterm-kitty"), ("SSH_TTY", "x")]), (Word, No, true)),
            (set("LC_TERMINAL", "iTerm2"), (App, No, true)),
            (behind(&[]), (App, No, true)),
            (behind(&[VTE]), (logical, No, false)),
            (behind(&[("KONSOLE_VERSION", "230804")]), (logical, No, false)),
            (behind(&[("__CFBundleIdentifier", "com.apple.Terminal")]), (logical, No, false)),
            (behind(&[("ALACRITTY_WINDOW_ID", "1")]), (App, No, false)),
            (behind(&[("KITTY_WINDOW_ID", "1")]), (Word, No, true)),
            (behind(&[]).around("foot"), (App, No, false)),
            (behind(&[]).around("xterm-256color"), (App, No, true)),
            (behind(&[VTE]).around("foot"), (logical, No, false)),
            (Terminal::of(&[("TERM", "screen"), ("STY", "1.pts")]), (App, No, true)),
            (Terminal::of(&[("TERM", "screen"), ("STY", "1.pts"), VTE]), (logical, No, false)),
            (Terminal::of(&[("TERM", "screen-256color"), ("SSH_TTY", "x")]), (App, No, true)),
            (Terminal::of(&[("TERM", "xterm-kitty"), ("ZELLIJ", "0")]), (Word, No, true)),
        ];
        for (terminal, wanted) in rows {
            assert_eq!(chosen(&terminal), wanted, "{terminal:?}");
        }
    }

    #[test]
    fn the_users_setting_stands_above_the_terminal() {
        let vte = set("VTE_VERSION", "7600");
        for (setting, terminal, order, explicit) in [
            ("app", &vte, Order::App, Explicit::Yes),
            ("app-word", &vte, Order::Word, Explicit::Yes),
            ("terminal", &vte, Order::Terminal, Explicit::No),
            ("off", &vte, Order::Off, Explicit::No),
            ("app", &behind(&[VTE]), Order::App, Explicit::No),
            ("app", &set("KONSOLE_VERSION", "1"), Order::App, Explicit::No),
            ("app", &kind("xterm-256color"), Order::App, Explicit::Yes),
            ("app", &kind("dumb"), Order::App, Explicit::No),
            ("terminal", &program("vscode"), Order::Terminal, Explicit::No),
        ] {
            let choice = choose(setting, terminal);
            let wanted = Choice { order, explicit, guides: Guides::Sent, why: Why::Setting };
            assert_eq!((choice, choice.is_guess()), (wanted, false), "{setting} {terminal:?}");
        }
    }

    #[test]
    fn mlterm_gets_no_marks_as_it_would_break_full_rows() {
        assert_eq!(choose("auto", &kind("mlterm-256color")).guides, Guides::Kept);
        for (version, guides) in [
            ("210803", Guides::Sent),
            ("221180", Guides::Turned),
            ("221203", Guides::Turned),
            ("260800", Guides::Turned),
            ("", Guides::Sent),
        ] {
            assert_eq!(choose("auto", &set("KONSOLE_VERSION", version)).guides, guides, "{version}");
        }
    }

    #[test]
    fn every_known_terminal_has_a_manner_and_each_reason_a_sentence() {
        use crate::text::{Lang, speak_here};
        let muxes = [Mux::Tmux, Mux::Screen, Mux::Zellij];
        let mut whys = vec![Why::Setting, Why::Dumb, Why::Far, Why::Unknown];
        whys.extend(muxes.map(Why::Hidden));
        for (family, _) in MANNERS {
            whys.push(Why::Known(family));
            whys.extend(muxes.map(|mux| Why::Behind(mux, family)));
        }
        for lang in Lang::ALL {
            speak_here(Some(lang));
            for why in &whys {
                let told = [Some(why.text()), why.tip()].into_iter().flatten();
                assert!(told.into_iter().all(|text| !text.starts_with("order-")), "{why:?}");
            }
        }
        speak_here(None);
    }
}
