//! Chips: long pastes and images, folded to one unit that shows as a label.

use std::borrow::Cow;

use super::unit::{CHIPS, is_chip};
use crate::render::sanitize::screen;
use crate::render::width::fit;
use crate::tell;

/// A paste of more lines than this is folded.
const LINES: usize = 8;
/// A paste of more characters than this is folded.
const CHARS: usize = 800;
/// Columns that the name of an image may take in its label.
const NAME: usize = 40;

/// What a chip stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Chip {
    /// Pasted text.
    Text(String),
    /// The path of an image.
    Image(String),
    /// A character that came from outside and is one of those that stand for chips.
    Stray(char),
}

/// Whether a paste is long enough to be folded.
pub(super) fn long(text: &str) -> bool {
    text.lines().nth(LINES).is_some() || text.chars().nth(CHARS).is_some()
}

/// The chips of a text, in the order of their characters.
#[derive(Clone, Debug, Default)]
pub(super) struct Chips(Vec<Chip>);

impl Chips {
    /// The character that stands for a new chip; `None` when there are too many.
    pub(super) fn add(&mut self, chip: Chip) -> Option<char> {
        let place = u32::try_from(self.0.len()).ok()?;
        let c = char::from_u32(u32::from(*CHIPS.start()) + place).filter(|&c| is_chip(c))?;
        self.0.push(chip);
        Some(c)
    }

    /// The chip that the character stands for.
    pub(super) fn get(&self, c: char) -> Option<&Chip> {
        self.0.get((u32::from(c)).checked_sub(u32::from(*CHIPS.start()))? as usize)
    }

    /// Text from outside as the buffer may have it: characters that would stand for chips become chips.
    pub(super) fn take_in<'a>(&mut self, text: &'a str) -> Cow<'a, str> {
        if !text.contains(is_chip) {
            return Cow::Borrowed(text);
        }
        let mut own = |c: char| match is_chip(c) {
            false => c,
            true => {
                let known = CHIPS.zip(&self.0).find(|(_, chip)| **chip == Chip::Stray(c)).map(|(own, _)| own);
                known.or_else(|| self.add(Chip::Stray(c))).unwrap_or(char::REPLACEMENT_CHARACTER)
            }
        };
        Cow::Owned(text.chars().map(&mut own).collect())
    }

    /// The buffer's text as it is sent, with every chip's content in its place.
    pub(super) fn expand(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        for c in text.chars() {
            match self.get(c) {
                None => out.push(c),
                Some(chip) => out.push_str(&chip.text()),
            }
        }
        out
    }

    /// The images among the chips of the text, in its order.
    pub(super) fn images(&self, text: &str) -> Vec<String> {
        let path = |c| match self.get(c) {
            Some(Chip::Image(path)) => Some(path.clone()),
            _ => None,
        };
        text.chars().filter_map(path).collect()
    }

    /// Forgets all chips, which no text may hold any more.
    pub(super) fn clear(&mut self) {
        self.0.clear();
    }
}

impl Chip {
    /// What it stands for, as text.
    pub(super) fn text(&self) -> Cow<'_, str> {
        match self {
            Chip::Text(text) => Cow::Borrowed(text),
            Chip::Image(path) => Cow::Owned(crate::tui::files::mention(path)),
            Chip::Stray(c) => Cow::Owned(c.to_string()),
        }
    }

    /// What shows in its place, on one row.
    pub(super) fn label(&self) -> String {
        match self {
            Chip::Text(text) => match text.lines().count() {
                0 | 1 => tell!("composer-pasted-characters", count = text.chars().count()),
                lines => tell!("composer-pasted-lines", count = lines),
            },
            Chip::Image(path) => {
                let name = path.rsplit('/').next().unwrap_or(path);
                let name = screen(name).replace(['\n', '\t'], " ");
                tell!("composer-image", name = fit(&name, NAME))
            }
            Chip::Stray(c) => format!("⟦U+{:04X}⟧", u32::from(*c)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paste_is_long_by_lines_or_by_characters() {
        assert!(!long(&"a\n".repeat(8)) && long(&"a\n".repeat(9)));
        assert!(!long(&"你".repeat(800)) && long(&"你".repeat(801)));
    }

    #[test]
    fn a_private_character_from_outside_is_kept_and_taken_for_nothing_else() {
        let mut chips = Chips::default();
        let folded = chips.add(Chip::Text("long".into())).unwrap();
        let inner = chips.take_in("a\u{10F000}\u{10F000}b").into_owned();
        assert_eq!(chips.expand(&format!("{folded}{inner}")), "longa\u{10F000}\u{10F000}b");
        assert_eq!(chips.0.len(), 2);
    }

    #[test]
    fn an_image_label_is_harmless_and_short() {
        let label = Chip::Image(format!("a/b/\u{1b}[2J{}.png", "x".repeat(99))).label();
        assert!(label.starts_with("[image ␛[2Jxx") && label.ends_with("…]"), "{label}");
    }
}
