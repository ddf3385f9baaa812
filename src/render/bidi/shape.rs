//! Arabic letters in the forms that join, for terminals that draw each letter by itself.

use super::forms::{FINAL, INITIAL, ISOLATED, Joining, MEDIAL, NO, forms, joining, lam_alef};

/// A grapheme, or lam and alef with their marks, to be shaped.
pub trait Letter {
    /// Its characters.
    fn text(&self) -> &str;
    /// The same, to be changed.
    fn text_mut(&mut self) -> &mut String;
}

/// Whether two graphemes become one letter: lam with its marks, and alef.
pub fn joins(lam: &str, alef: &str) -> bool {
    let mut letters = lam.chars();
    letters.next() == Some('\u{644}')
        && letters.all(|c| !matches!(c, '\u{200C}' | '\u{200D}'))
        && alef.chars().next().is_some_and(|alef| lam_alef(alef).is_some())
}

/// Whether a letter may change its form, so that a row has to be shaped at all.
pub fn shapes(c: char) -> bool {
    matches!(c, '\u{620}'..='\u{6FF}' | '\u{750}'..='\u{77F}' | '\u{870}'..='\u{8FF}')
}

/// Gives the letters of a row, in logical order, the forms that they have beside each other.
pub fn shape(row: &mut [impl Letter]) {
    let sides: Vec<Sides> = row.iter().map(|letter| Sides::of(letter.text())).collect();
    for at in 0..row.len() {
        let side = &sides[at];
        if !row[at].text().starts_with(shapes) {
            continue;
        }
        let before = at > 0 && side.before && sides[at - 1].after;
        let after = side.held || side.after && sides.get(at + 1).is_some_and(|next| next.before);
        let form = match (before, after) {
            (false, false) => ISOLATED,
            (true, false) => FINAL,
            (false, true) => INITIAL,
            (true, true) => MEDIAL,
        };
        form_of(row[at].text_mut(), form);
    }
}

/// To which sides a grapheme joins.
struct Sides {
    before: bool,
    after: bool,
    /// A joiner stands behind it.
    held: bool,
}

impl Sides {
    fn of(text: &str) -> Sides {
        let mut chars = text.chars();
        let first = chars.next().unwrap_or(' ');
        if !shapes(first) && first != '\u{200D}' {
            return Sides { before: false, after: text.ends_with('\u{200D}'), held: false };
        }
        let joins = joining(first);
        let mut sides = Sides { before: joins != Joining::None, after: joins == Joining::Both, held: false };
        // What follows the letter: marks, which change nothing, an alef behind lam, or a joiner.
        for c in chars {
            match c {
                '\u{200C}' => sides.after = false,
                '\u{200D}' => (sides.after, sides.held) = (true, joins == Joining::Both),
                c if lam_alef(c).is_some() => sides.after = false,
                _ => {}
            }
        }
        sides
    }
}

/// Gives a grapheme a form: its first letter changes, its marks stay, joiners go.
fn form_of(text: &mut String, form: usize) {
    let mut chars = text.chars();
    let Some(first) = chars.next() else { return };
    let alef = if first == '\u{644}' { chars.clone().find_map(lam_alef) } else { None };
    let letter = match alef {
        Some(together) => together[usize::from(form == FINAL || form == MEDIAL)],
        None => match forms(first).map(|forms| forms[form]) {
            Some(NO) | None => first,
            Some(letter) => letter,
        },
    };
    text.replace_range(..first.len_utf8(), letter.encode_utf8(&mut [0; 4]));
    if text.len() > letter.len_utf8() {
        text.retain(|c| !(matches!(c, '\u{200C}' | '\u{200D}') || alef.is_some() && lam_alef(c).is_some()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use unicode_segmentation::UnicodeSegmentation;

    impl Letter for String {
        fn text(&self) -> &str {
            self
        }

        fn text_mut(&mut self) -> &mut String {
            self
        }
    }

    fn shaped(text: &str) -> String {
        let mut row: Vec<String> = Vec::new();
        for grapheme in text.graphemes(true) {
            match row.last_mut() {
                Some(last) if joins(last, grapheme) => last.push_str(grapheme),
                _ => row.push(grapheme.to_owned()),
            }
        }
        shape(&mut row);
        row.concat()
    }

    #[test]
    fn letters_join_to_their_neighbours() {
        assert_eq!(shaped("بب ب"), "\u{FE91}\u{FE90} \u{FE8F}");
        assert_eq!(shaped("كتب"), "\u{FEDB}\u{FE98}\u{FE90}");
        assert_eq!(shaped("دار"), "\u{FEA9}\u{FE8D}\u{FEAD}");
        assert_eq!(shaped("ءب"), "\u{621}\u{FE8F}");
    }

    #[test]
    fn lam_and_alef_are_one_and_keep_their_marks() {
        assert_eq!(shaped("لا"), "\u{FEFB}");
        assert_eq!(shaped("سلام"), "\u{FEB3}\u{FEFC}\u{FEE1}");
        assert_eq!(shaped("لَا"), "\u{FEFB}\u{64E}");
        assert_eq!(shaped("لأ لإ لآ"), "\u{FEF7} \u{FEF9} \u{FEF5}");
        assert_eq!(shaped("ل\u{200C}ا"), "\u{FEDD}\u{FE8D}");
    }

    #[test]
    fn joiners_join_and_part() {
        assert_eq!(shaped("می\u{200C}خواهم"), "\u{FEE3}\u{FBFD}\u{FEA7}\u{FEEE}\u{FE8D}\u{FEEB}\u{FEE2}");
        assert_eq!(shaped("ه\u{200D}"), "\u{FEEB}");
        assert_eq!(shaped("بـب"), "\u{FE91}ـ\u{FE90}");
    }

    #[test]
    fn letters_of_other_languages_have_their_forms() {
        // Persian peh and gaf, Urdu tteh and yeh barree; Kurdish letters without forms stay and join all the same.
        assert_eq!(shaped("پگ"), "\u{FB58}\u{FB93}");
        assert_eq!(shaped("ٹے"), "\u{FB68}\u{FBAF}");
        assert_eq!(shaped("بڕب"), "\u{FE91}ڕ\u{FE8F}");
        assert_eq!(shaped("بڵب"), "\u{FE91}ڵ\u{FE90}");
    }
}
