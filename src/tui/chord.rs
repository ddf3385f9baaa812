//! A key with what is held beside it, as people write it and whichever way a terminal sends it.

use std::fmt;
use std::str::FromStr;

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use crate::error::{Error, Kind};
use crate::tell;

/// Keys with a name: how it is shown, how else it may be written, what it is.
const NAMED: [(&str, &[&str], KeyCode); 15] = [
    ("Esc", &["escape"], KeyCode::Esc),
    ("Enter", &["return"], KeyCode::Enter),
    ("Tab", &[], KeyCode::Tab),
    ("Space", &[], KeyCode::Char(' ')),
    ("Backspace", &["bs"], KeyCode::Backspace),
    ("Del", &["delete"], KeyCode::Delete),
    ("Ins", &["insert"], KeyCode::Insert),
    ("Home", &[], KeyCode::Home),
    ("End", &[], KeyCode::End),
    ("PgUp", &["pageup"], KeyCode::PageUp),
    ("PgDn", &["pagedown", "pgdown"], KeyCode::PageDown),
    ("Up", &["↑"], KeyCode::Up),
    ("Down", &["↓"], KeyCode::Down),
    ("Left", &["←"], KeyCode::Left),
    ("Right", &["→"], KeyCode::Right),
];

/// What may be held, in the order in which it is shown: its names and what it is.
const HELD: [(&str, &[&str], KeyModifiers); 4] = [
    ("Ctrl", &["control", "c"], KeyModifiers::CONTROL),
    ("Alt", &["meta", "option", "a"], KeyModifiers::ALT),
    ("Shift", &["s"], KeyModifiers::SHIFT),
    ("Super", &["cmd", "win"], KeyModifiers::SUPER),
];

/// A key and what is held. Two are equal when a user would call them the same.
///
/// Letters are small ones, with shift beside them if need be; other characters have no shift, because
/// which keys make them depends on the keyboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Chord {
    code: KeyCode,
    mods: KeyModifiers,
}

impl Chord {
    /// A key with what is held, made regular.
    pub fn new(code: KeyCode, mods: KeyModifiers) -> Chord {
        let known = HELD.iter().fold(KeyModifiers::NONE, |all, row| all | row.2);
        let mut mods = mods & known;
        let code = match code {
            KeyCode::BackTab => {
                mods |= KeyModifiers::SHIFT;
                KeyCode::Tab
            }
            KeyCode::Char(c) => KeyCode::Char(regular(c, &mut mods)),
            code => code,
        };
        Chord { code, mods }
    }

    /// The chord of an event; nothing when a key is let go.
    pub fn of(key: KeyEvent) -> Option<Chord> {
        (key.kind != KeyEventKind::Release).then(|| Chord::new(key.code, key.modifiers))
    }

    /// The key.
    pub fn code(self) -> KeyCode {
        self.code
    }

    /// What is held.
    pub fn mods(self) -> KeyModifiers {
        self.mods
    }

    /// The character that it types, when it types one: nothing but shift is held.
    pub fn types(self) -> Option<char> {
        match self.code {
            KeyCode::Char(c) if self.mods.is_empty() => Some(c),
            KeyCode::Char(c) if self.mods == KeyModifiers::SHIFT => Some(upper(c).unwrap_or(c)),
            _ => None,
        }
    }
}

/// The character that stands for `c`, whichever way the terminal sent it.
fn regular(c: char, mods: &mut KeyModifiers) -> char {
    let ctrl = mods.contains(KeyModifiers::CONTROL);
    // A control byte does not say which key made it: the byte of Ctrl+_ arrives as Ctrl+7, and so on.
    let c = match c {
        '4' if ctrl => '\\',
        '5' if ctrl => ']',
        '6' if ctrl => '^',
        '7' | '/' if ctrl => '_',
        '-' if ctrl && mods.contains(KeyModifiers::SHIFT) => '_',
        c => c,
    };
    if let Some(small) = lower(c) {
        mods.insert(KeyModifiers::SHIFT);
        return small;
    }
    if upper(c).is_none() && c != ' ' {
        mods.remove(KeyModifiers::SHIFT);
    }
    c
}

/// The small letter of a capital one, when it is one character and the way back leads here.
fn lower(c: char) -> Option<char> {
    let mut small = c.to_lowercase();
    let first = small.next().filter(|first| *first != c && small.next().is_none())?;
    (upper(first) == Some(c)).then_some(first)
}

/// The capital letter of a small one, when it is one character.
fn upper(c: char) -> Option<char> {
    let mut capital = c.to_uppercase();
    let first = capital.next().filter(|first| *first != c && capital.next().is_none())?;
    first.to_lowercase().eq([c]).then_some(first)
}

impl fmt::Display for Chord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let (Some(c), KeyModifiers::SHIFT) = (self.types().filter(|c| *c != ' '), self.mods) {
            return write!(f, "{c}");
        }
        for (name, _, held) in HELD {
            if self.mods.contains(held) {
                write!(f, "{name}+")?;
            }
        }
        match self.code {
            code if NAMED.iter().any(|row| row.2 == code) => {
                NAMED.iter().filter(|row| row.2 == code).try_for_each(|row| f.write_str(row.0))
            }
            KeyCode::F(number) => write!(f, "F{number}"),
            KeyCode::Char(c) if self.mods.is_empty() => write!(f, "{c}"),
            KeyCode::Char(c) => write!(f, "{}", upper(c).unwrap_or(c)),
            other => write!(f, "{other}"),
        }
    }
}

impl FromStr for Chord {
    type Err = Error;

    fn from_str(text: &str) -> Result<Chord, Error> {
        let bad =
            || Error::new(Kind::Usage, tell!("screen-no-key", key = text)).hint(tell!("screen-no-key-hint"));
        let mut mods = KeyModifiers::NONE;
        let mut rest = text.trim();
        // The plus key itself stands last, and is its own name.
        while let Some((held, key)) =
            rest.split_once('+').filter(|(held, key)| !held.is_empty() && !key.is_empty())
        {
            let small = held.to_lowercase();
            let row =
                HELD.iter().find(|row| row.0.to_lowercase() == small || row.1.contains(&small.as_str()));
            mods |= row.ok_or_else(bad)?.2;
            rest = key;
        }
        Ok(Chord::new(code(rest, &mut mods).ok_or_else(bad)?, mods))
    }
}

/// The key of that name.
fn code(name: &str, mods: &mut KeyModifiers) -> Option<KeyCode> {
    let small = name.to_lowercase();
    if let Some(row) =
        NAMED.iter().find(|row| row.0.eq_ignore_ascii_case(name) || row.1.contains(&small.as_str()))
    {
        return Some(row.2);
    }
    if small == "plus" {
        return Some(KeyCode::Char('+'));
    }
    let number = small.strip_prefix('f').and_then(|number| number.parse().ok());
    if let Some(number @ 1..=24) = number.filter(|_| small.len() > 1) {
        return Some(KeyCode::F(number));
    }
    let mut chars = name.chars();
    let c = chars.next().filter(|c| chars.next().is_none() && !c.is_control())?;
    // `Ctrl+P` names the key, which has a capital letter on it; a capital alone means shift.
    match lower(c) {
        Some(_) if mods.is_empty() => Some(KeyCode::Char(c)),
        Some(small) => Some(KeyCode::Char(small)),
        None => Some(KeyCode::Char(c)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const NONE: KeyModifiers = KeyModifiers::NONE;
    const CTRL: KeyModifiers = KeyModifiers::CONTROL;
    const ALT: KeyModifiers = KeyModifiers::ALT;
    const SHIFT: KeyModifiers = KeyModifiers::SHIFT;

    fn chord(text: &str) -> Chord {
        text.parse().unwrap()
    }

    #[test]
    fn keys_are_read_as_people_write_them() {
        let cases = [
            ("ctrl+p", KeyCode::Char('p'), CTRL, "Ctrl+P"),
            ("Control+P", KeyCode::Char('p'), CTRL, "Ctrl+P"),
            ("alt+enter", KeyCode::Enter, ALT, "Alt+Enter"),
            ("f1", KeyCode::F(1), NONE, "F1"),
            ("f", KeyCode::Char('f'), NONE, "f"),
            ("esc", KeyCode::Esc, NONE, "Esc"),
            ("?", KeyCode::Char('?'), NONE, "?"),
            ("shift+tab", KeyCode::Tab, SHIFT, "Shift+Tab"),
            ("G", KeyCode::Char('g'), SHIFT, "G"),
            ("shift+g", KeyCode::Char('g'), SHIFT, "G"),
            ("shift+ctrl+z", KeyCode::Char('z'), CTRL | SHIFT, "Ctrl+Shift+Z"),
            ("ctrl++", KeyCode::Char('+'), CTRL, "Ctrl++"),
            ("+", KeyCode::Char('+'), NONE, "+"),
            ("ctrl+space", KeyCode::Char(' '), CTRL, "Ctrl+Space"),
            ("pagedown", KeyCode::PageDown, NONE, "PgDn"),
            ("ctrl+ش", KeyCode::Char('ش'), CTRL, "Ctrl+ش"),
            ("ctrl+_", KeyCode::Char('_'), CTRL, "Ctrl+_"),
        ];
        for (text, code, mods, shown) in cases {
            let chord = chord(text);
            assert_eq!((chord.code(), chord.mods()), (code, mods), "{text}");
            assert_eq!(chord.to_string(), shown);
        }
        for bad in ["", "ctrl+", "hyper+x", "f25", "f0", "ab", "ctrl+alt", "\u{1b}"] {
            assert_eq!(bad.parse::<Chord>().unwrap_err().kind(), Kind::Usage, "{bad:?}");
        }
    }

    #[test]
    fn one_key_is_one_chord_whichever_way_it_comes() {
        let same = [
            (KeyCode::Char('A'), NONE, "shift+a"),
            (KeyCode::Char('A'), SHIFT, "A"),
            (KeyCode::Char('a'), SHIFT, "A"),
            (KeyCode::Char('?'), SHIFT, "?"),
            (KeyCode::BackTab, SHIFT, "shift+tab"),
            (KeyCode::BackTab, NONE, "shift+tab"),
            (KeyCode::Char('7'), CTRL, "ctrl+_"),
            (KeyCode::Char('/'), CTRL, "ctrl+_"),
            (KeyCode::Char('-'), CTRL | SHIFT, "ctrl+_"),
            (KeyCode::Char('4'), CTRL, "ctrl+\\"),
        ];
        for (code, mods, text) in same {
            assert_eq!(Chord::new(code, mods), chord(text), "{text}");
        }
        assert_ne!(chord("ctrl+j"), chord("enter"));
        assert_ne!(chord("ctrl+i"), chord("tab"));
        assert_ne!(chord("shift+enter"), chord("enter"));
    }

    #[test]
    fn a_key_let_go_is_no_chord() {
        let mut key = KeyEvent::new(KeyCode::Char('a'), NONE);
        assert!(Chord::of(key).is_some());
        key.kind = KeyEventKind::Repeat;
        assert!(Chord::of(key).is_some());
        key.kind = KeyEventKind::Release;
        assert_eq!(Chord::of(key), None);
    }

    #[test]
    fn what_is_typed_is_what_was_meant() {
        assert_eq!(chord("G").types(), Some('G'));
        assert_eq!(chord("é").types(), Some('é'));
        assert_eq!(Chord::new(KeyCode::Char('ẞ'), SHIFT).types(), Some('ẞ'));
        assert_eq!(Chord::new(KeyCode::Char('ǅ'), NONE).types(), Some('ǅ'));
        assert_eq!(chord("ctrl+g").types(), None);
        assert_eq!(chord("enter").types(), None);
    }

    proptest! {
        #[test]
        fn a_chord_is_read_back_from_what_is_shown(c in any::<char>(), bits in 0u8..16) {
            prop_assume!(!c.is_control() && !c.is_whitespace());
            let chord = Chord::new(KeyCode::Char(c), KeyModifiers::from_bits_truncate(bits));
            prop_assert_eq!(chord.to_string().parse::<Chord>().unwrap(), chord);
        }

        #[test]
        fn a_typed_character_is_kept(c in any::<char>()) {
            prop_assume!(!c.is_control());
            let event = KeyEvent::new(KeyCode::Char(c), if c.is_uppercase() { SHIFT } else { NONE });
            prop_assert_eq!(Chord::of(event).unwrap().types(), Some(c));
        }

        #[test]
        fn no_text_breaks_the_reader(text in ".{0,12}") {
            _ = text.parse::<Chord>();
        }
    }
}
