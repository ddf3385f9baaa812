//! Marks for a terminal that orders rows by itself: they tell it the levels that were found here.
//!
//! Embeddings (U+202A, U+202B, U+202C) and not isolates, because older terminals show those as boxes. A mark of
//! direction behind each keeps what stands between two of them on its own level (UAX #9, X10 and N1). There is none
//! before them: Konsole would turn the bracket that it hangs on.

use super::Dir;

const LRM: char = '\u{200E}';
const RLM: char = '\u{200F}';
const LRE: char = '\u{202A}';
const RLE: char = '\u{202B}';
const PDF: char = '\u{202C}';

/// Whether a character is such a mark.
pub fn is_guide(c: char) -> bool {
    matches!(c, LRM | RLM | LRE | RLE | PDF)
}

/// The marks of a row: those in front of its first cell, and those behind each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Guide {
    /// What comes before the row.
    pub lead: String,
    /// What follows each cell.
    pub after: Vec<String>,
}

impl Guide {
    /// The marks of a row of this direction, whose cells stand on these levels. `None` where all of it is from left to
    /// right.
    pub fn of(levels: &[u8], dir: Dir) -> Option<Guide> {
        if dir == Dir::Ltr && levels.iter().all(|&level| level == 0) {
            return None;
        }
        let mut guide = Guide { lead: String::from(LRM), after: Vec::with_capacity(levels.len()) };
        if dir == Dir::Rtl {
            guide.lead = String::from_iter([RLM, RLE]);
        }
        let mut depth = dir.level();
        for &level in levels {
            let marks = guide.after.last_mut().unwrap_or(&mut guide.lead);
            step(&mut depth, level.max(dir.level()), marks);
            guide.after.push(String::new());
        }
        if let Some(marks) = guide.after.last_mut() {
            step(&mut depth, dir.level(), marks);
            marks.extend((dir == Dir::Rtl).then_some(PDF));
        }
        Some(guide)
    }
}

/// Opens or closes embeddings, one level after the other.
fn step(depth: &mut u8, level: u8, marks: &mut String) {
    let strong = |depth: u8| if depth % 2 == 1 { RLM } else { LRM };
    while *depth < level {
        marks.push(if *depth % 2 == 1 { LRE } else { RLE });
        *depth += 1;
    }
    while *depth > level {
        *depth -= 1;
        marks.extend([PDF, strong(*depth)]);
    }
}

#[cfg(test)]
mod tests {
    use super::super::{levels, resolve, visual};
    use super::*;
    use crate::render::bidi::Parts;
    use crate::render::line::{Bidi, Span};
    use proptest::prelude::*;

    /// The characters of a row as a terminal shows it that knows nothing but UAX #9.
    fn shown(text: &str, base: Option<Dir>) -> String {
        let chars: Vec<(usize, char)> = text.char_indices().collect();
        let found = levels(text, base);
        let order: Vec<u8> = chars.iter().map(|&(at, _)| found[at]).collect();
        visual(&order).into_iter().map(|at| chars[at].1).filter(|&c| !is_guide(c)).collect()
    }

    /// What we mean to be shown, and what terminals show that begin rows at the left, or where their letters do.
    fn check(text: &str, dir: Dir) -> (String, [String; 2]) {
        let spans =
            resolve(&[Span::new(text, ratatui::style::Style::new())], dir, Parts::Sentence).into_owned();
        let mut cells: Vec<(char, u8)> = Vec::new();
        for span in &spans {
            let level = if let Bidi::Level(level) = span.bidi { level } else { dir.level() };
            cells.extend(span.text.chars().map(|c| (c, level)));
        }
        let mut found: Vec<u8> = cells.iter().map(|cell| cell.1).collect();
        let blank = cells.iter().rev().take_while(|cell| cell.0 == ' ').count();
        found[cells.len() - blank..].fill(dir.level());
        let ours: String = visual(&found).into_iter().map(|at| cells[at].0).collect();
        let Some(guide) = Guide::of(&found, dir) else {
            return (ours, [shown(text, None), shown(text, None)]);
        };
        let mut sent = guide.lead;
        for ((c, _), marks) in cells.iter().zip(guide.after) {
            sent.push(*c);
            sent.push_str(&marks);
        }
        let trimmed = |text: String| text.trim().to_owned();
        (trimmed(ours), [Some(Dir::Ltr), None].map(|base| trimmed(shown(&sent, base))))
    }

    #[test]
    fn dates_units_and_lists_of_names_show_as_we_order_them() {
        for text in [
            "صدر في 2026-11-24 بحجم 1,234.5 KB من src/main.rs الآن",
            "الملفات: src/a.rs، src/b.rs، --release",
            "cargo test يعمل في 12:30!",
            "12 مرحبا 34",
        ] {
            for dir in [Dir::Rtl, Dir::Ltr] {
                let (ours, theirs) = check(text, dir);
                assert_eq!(theirs, [ours.clone(), ours], "{text:?} {dir:?}");
            }
        }
    }

    proptest! {
        #[test]
        fn a_terminal_that_orders_rows_shows_what_we_mean(
            words in prop::collection::vec("[a-z]{1,3}|[0-9.,:]{1,4}|[ابتث]{1,3}|[ ،؛.!()-]{1,2}| ", 1..14),
            rtl in any::<bool>(),
        ) {
            let text = words.concat();
            let (ours, theirs) = check(&text, if rtl { Dir::Rtl } else { Dir::Ltr });
            prop_assert_eq!(theirs, [ours.clone(), ours]);
        }
    }
}
