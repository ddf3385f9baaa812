//! Makes text from a model, a file or a tool harmless for a terminal: nothing in it acts, all of it shows.
//!
//! Control characters become pictures, direction overrides become marks such as `⟦RLO⟧`, and hidden tag
//! characters become readable. What scripts and emoji need stays: joiners, direction marks, flags.
//! Invisible hints about line breaks, which terminals draw each in their own way, are dropped.

use std::borrow::Cow;
use std::fmt::Write;
use std::mem;

/// The character that a flag made of tag characters begins with.
const FLAG: char = '\u{1F3F4}';
/// The tag character that ends such a flag.
const FLAG_END: char = '\u{E007F}';
/// How many tag letters a region has (ISO 3166-2 without its hyphen, such as `gbsct`).
const FLAG_LETTERS: std::ops::RangeInclusive<usize> = 3..=6;

/// The text as a terminal may have it, borrowed when nothing in it had to change.
pub fn screen(text: &str) -> Cow<'_, str> {
    let mut screen = Screen::new();
    let mut out = screen.push(text);
    let rest = screen.finish();
    if !rest.is_empty() {
        out.to_mut().push_str(&rest);
    }
    if out == text { Cow::Borrowed(text) } else { out }
}

/// [`screen`] for text that arrives in pieces: however it is split, the pieces put together are the same.
#[derive(Debug, Default)]
pub struct Screen {
    held: Held,
}

/// What was taken in but cannot be judged before the next character.
#[derive(Debug, Default)]
enum Held {
    #[default]
    Nothing,
    /// A carriage return, which a line feed may follow.
    Return,
    /// The tag letters after a black flag.
    Tags(String),
}

impl Screen {
    /// A screen that holds nothing back.
    pub fn new() -> Screen {
        Screen::default()
    }

    /// Takes the next piece, and gives what can be shown by now.
    pub fn push<'a>(&mut self, piece: &'a str) -> Cow<'a, str> {
        if matches!(self.held, Held::Nothing) && piece.chars().all(|c| c != FLAG && passes(c)) {
            return Cow::Borrowed(piece);
        }
        let mut out = String::with_capacity(piece.len() + 16);
        for c in piece.chars() {
            self.take(c, &mut out);
        }
        Cow::Owned(out)
    }

    /// Gives what was held back, as no more text follows; the screen can be used again.
    pub fn finish(&mut self) -> String {
        let mut out = String::new();
        self.release(&mut out);
        out
    }

    fn take(&mut self, c: char, out: &mut String) {
        match (&mut self.held, c) {
            (Held::Return, '\n') => self.held = Held::Nothing,
            (Held::Tags(tags), FLAG_END) if FLAG_LETTERS.contains(&tags.chars().count()) => {
                out.push_str(tags);
                out.push(FLAG_END);
                self.held = Held::Nothing;
                return;
            }
            (Held::Tags(tags), '\u{E0030}'..='\u{E0039}' | '\u{E0061}'..='\u{E007A}')
                if tags.chars().count() < *FLAG_LETTERS.end() =>
            {
                tags.push(c);
                return;
            }
            _ => self.release(out),
        }
        match c {
            '\r' => self.held = Held::Return,
            FLAG => {
                out.push(c);
                self.held = Held::Tags(String::new());
            }
            _ if passes(c) => out.push(c),
            _ => mark(c, out),
        }
    }

    /// What is held turned out to stand alone.
    fn release(&mut self, out: &mut String) {
        match mem::take(&mut self.held) {
            Held::Nothing => {}
            Held::Return => mark('\r', out),
            Held::Tags(tags) => tags.chars().for_each(|tag| mark(tag, out)),
        }
    }
}

/// Whether the terminal gets the character as it is.
fn passes(c: char) -> bool {
    match c {
        '\n' | '\t' | ' '..='~' => true,
        '\0'..='\u{1F}' | '\u{7F}'..='\u{9F}' => false,
        _ => !dropped(c) && !marked(c) && spelled(c).is_none(),
    }
}

/// Words and sentences that Unicode has as one character: in one cell nobody could read them.
fn spelled(c: char) -> Option<&'static str> {
    Some(match c {
        '\u{FDFA}' => "صلى الله عليه وسلم",
        '\u{FDFB}' => "جل جلاله",
        '\u{FDFD}' => "بسم الله الرحمن الرحيم",
        _ => return None,
    })
}

/// Hints about where a line may break or a word be divided, and invisible operators of mathematics:
/// there is nothing to see, yet some terminals draw a space or a box.
fn dropped(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{180E}' | '\u{200B}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}')
}

/// Characters that change how others are read or hide text. The direction marks U+200E, U+200F and U+061C
/// and the joiners U+200C and U+200D are not among them: Arabic, Hebrew, Persian and emoji need them.
fn marked(c: char) -> bool {
    matches!(c,
        '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{206F}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

/// Writes what stands for a character that does not pass; for a dropped one that is nothing.
fn mark(c: char, out: &mut String) {
    let code = u32::from(c);
    match c {
        // The block of control pictures has the order of the control characters.
        '\0'..='\u{1F}' => out.extend(char::from_u32(0x2400 + code)),
        '\u{7F}' => out.push('␡'),
        _ if dropped(c) => {}
        _ if spelled(c).is_some() => out.push_str(spelled(c).unwrap_or_default()),
        // A tag character is a hidden ASCII character.
        '\u{E0021}'..='\u{E007E}' => {
            out.push_str("⟦tag ");
            out.extend(char::from_u32(code - 0xE0000));
            out.push('⟧');
        }
        _ => match name(c) {
            Some(name) => out.extend(["⟦", name, "⟧"]),
            // Writing to a string cannot fail.
            None => drop(write!(out, "⟦U+{code:04X}⟧")),
        },
    }
}

/// The Unicode abbreviation of a direction override, embedding or isolate.
fn name(c: char) -> Option<&'static str> {
    Some(match c {
        '\u{202A}' => "LRE",
        '\u{202B}' => "RLE",
        '\u{202C}' => "PDF",
        '\u{202D}' => "LRO",
        '\u{202E}' => "RLO",
        '\u{2066}' => "LRI",
        '\u{2067}' => "RLI",
        '\u{2068}' => "FSI",
        '\u{2069}' => "PDI",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Text full of the characters that this file is about.
    fn nasty() -> impl Strategy<Value = String> {
        let picked = prop::sample::select(vec![
            '\r',
            '\n',
            '\t',
            '\u{1B}',
            '\u{9B}',
            '\u{7F}',
            '\0',
            'a',
            'é',
            '한',
            FLAG,
            FLAG,
            FLAG_END,
            '\u{E0067}',
            '\u{E0062}',
            '\u{E0073}',
            '\u{E0041}',
            '\u{202E}',
            '\u{2066}',
            '\u{200D}',
            '\u{FEFF}',
        ]);
        prop::collection::vec(prop_oneof![4 => picked, 1 => any::<char>()], 0..40)
            .prop_map(|chars| chars.into_iter().collect())
    }

    fn pieces(text: &str, cuts: &[usize]) -> String {
        let chars: Vec<char> = text.chars().collect();
        let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut % (chars.len() + 1)).collect();
        cuts.extend([0, chars.len()]);
        cuts.sort_unstable();
        let mut screen = Screen::new();
        let mut out = String::new();
        for pair in cuts.windows(2) {
            let piece: String = chars[pair[0]..pair[1]].iter().collect();
            out.push_str(&screen.push(&piece));
        }
        out + &screen.finish()
    }

    proptest! {
        #[test]
        fn every_split_gives_the_same(text in nasty(), cuts in prop::collection::vec(any::<usize>(), 0..8)) {
            prop_assert_eq!(pieces(&text, &cuts), screen(&text));
        }

        #[test]
        fn one_character_at_a_time_gives_the_same(text in nasty()) {
            let cuts: Vec<usize> = (0..text.chars().count()).collect();
            prop_assert_eq!(pieces(&text, &cuts), screen(&text));
        }

        #[test]
        fn nothing_that_acts_comes_through(text in nasty()) {
            let shown = screen(&text);
            let acts = |c: char| {
                (c.is_control() && c != '\n' && c != '\t') || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
            };
            prop_assert!(!shown.contains(acts), "{:?}", shown);
        }

        #[test]
        fn what_was_screened_once_stays_as_it_is(text in nasty()) {
            let once = screen(&text).into_owned();
            prop_assert_eq!(screen(&once), once.as_str());
        }

        #[test]
        fn printable_ascii_is_borrowed(text in "[ -~\n\t]*") {
            prop_assert!(matches!(screen(&text), Cow::Borrowed(same) if same == text));
        }
    }

    #[test]
    fn an_escape_sequence_shows_instead_of_acting() {
        assert_eq!(screen("\u{1B}[31mred\u{7}\0\u{7F}"), "␛[31mred␇␀␡");
        assert_eq!(screen("\u{9B}2J\u{85}"), "⟦U+009B⟧2J⟦U+0085⟧");
    }

    #[test]
    fn line_ends_become_line_feeds_and_a_lone_return_shows() {
        assert_eq!(screen("a\r\nb\rc\r"), "a\nb␍c␍");
        assert_eq!(screen("a\r\r\nb"), "a␍\nb");
    }

    #[test]
    fn direction_overrides_show_and_direction_marks_stay() {
        assert_eq!(screen("x\u{202E}evil\u{202C}\u{2066}y\u{2069}"), "x⟦RLO⟧evil⟦PDF⟧⟦LRI⟧y⟦PDI⟧");
        let arabic = "مرحبا\u{200F}!\u{200E}\u{61C}";
        assert!(matches!(screen(arabic), Cow::Borrowed(same) if same == arabic));
    }

    #[test]
    fn sentences_in_one_character_are_spelled() {
        assert_eq!(screen("محمد \u{FDFA}."), "محمد صلى الله عليه وسلم.");
        assert_eq!(screen("\u{FDFD}"), "بسم الله الرحمن الرحيم");
    }

    #[test]
    fn joiners_stay_and_break_hints_go() {
        let joined = "می\u{200C}خواهم 👩\u{200D}💻 ❤\u{FE0F}";
        assert_eq!(screen(joined), joined);
        assert_eq!(screen("\u{FEFF}so\u{AD}ft\u{200B}ly\u{2060}"), "softly");
    }

    #[test]
    fn a_flag_stays_and_other_tags_show() {
        let scotland = "🏴\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F}";
        assert!(matches!(screen(scotland), Cow::Borrowed(same) if same == scotland));
        assert_eq!(screen("a\u{E0068}\u{E0069}"), "a⟦tag h⟧⟦tag i⟧");
        assert_eq!(screen("🏴\u{E0068}\u{E0069}"), "🏴⟦tag h⟧⟦tag i⟧");
        assert_eq!(screen("🏴\u{E0068}\u{E007F}"), "🏴⟦tag h⟧⟦U+E007F⟧");
        assert_eq!(screen("\u{E0001}\u{FFF9}"), "⟦U+E0001⟧⟦U+FFF9⟧");
    }

    #[test]
    fn a_flag_of_too_many_letters_hides_none_of_them() {
        let long = format!("🏴{}\u{E007F}", "\u{E0061}".repeat(7));
        assert_eq!(screen(&long), format!("🏴{}⟦U+E007F⟧", "⟦tag a⟧".repeat(7)));
    }
}
