//! Text as the search compares it: without case, accents, vowel signs and other things that people leave
//! out when they look for something.

use std::ops::Range;

/// The folded text.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    text.chars().for_each(|c| letters(c, |c| folded.push(c)));
    folded
}

/// A text and what it is when folded, to find in the one what was found in the other.
#[derive(Debug)]
pub struct Folded<'a> {
    text: &'a str,
    folded: String,
    /// For each byte of `folded`, where the letter begins in `text` that it comes from.
    from: Vec<usize>,
}

impl Folded<'_> {
    /// Of this text.
    pub fn new(text: &str) -> Folded<'_> {
        let (mut folded, mut from) = (String::new(), Vec::new());
        for (at, c) in text.char_indices() {
            letters(c, |c| folded.push(c));
            from.resize(folded.len(), at);
        }
        Folded { text, folded, from }
    }

    /// Where the first match of a folded word stands in the text, at or behind a byte of it.
    pub fn find(&self, word: &str, after: usize) -> Option<Range<usize>> {
        if word.is_empty() {
            return None;
        }
        let skipped = self.from.partition_point(|&from| from < after);
        let start = skipped + self.folded.get(skipped..)?.find(word)?;
        let end = self.from.get(start + word.len()).copied().unwrap_or(self.text.len());
        let start = *self.from.get(start)?;
        // A letter that became two ends where the next one begins.
        let least = start + self.text.get(start..)?.chars().next().map_or(0, char::len_utf8);
        Some(start..end.max(least))
    }
}

/// Gives the letters that one letter is compared by: mostly one, or none.
fn letters(c: char, mut push: impl FnMut(char)) {
    match c {
        ' '..='@' | '['..='~' => push(c),
        'A'..='Z' => push(c.to_ascii_lowercase()),
        '\n' | '\t' | '\r' => push(' '),
        _ if dropped(c) => {}
        _ => c.to_lowercase().filter(|&c| !dropped(c)).for_each(|c| push(plain(c))),
    }
}

/// What is not compared: controls, marks above and below letters, tatweel, joiners and directions.
fn dropped(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{300}'..='\u{36F}' | '\u{610}'..='\u{61A}' | '\u{640}' | '\u{64B}'..='\u{65F}'
            | '\u{670}' | '\u{6D6}'..='\u{6DC}' | '\u{6DF}'..='\u{6E8}' | '\u{6EA}'..='\u{6ED}' | '\u{AD}'
            | '\u{61C}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}'
            | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}')
}

/// The letter that a small letter is taken for.
fn plain(c: char) -> char {
    match c {
        // Latin: the blocks are in the order of the letters.
        'à'..='å' | 'ā' | 'ă' | 'ą' | 'ǎ' | 'ạ'..='ặ' => 'a',
        'ç' | 'ć'..='č' => 'c',
        'ď' | 'đ' => 'd',
        'è'..='ë' | 'ē'..='ě' | 'ẹ'..='ệ' => 'e',
        'ĝ'..='ģ' => 'g',
        'ĥ' | 'ħ' => 'h',
        'ì'..='ï' | 'ĩ'..='ı' | 'ǐ' | 'ỉ' | 'ị' => 'i',
        'ĵ' => 'j',
        'ķ' => 'k',
        'ĺ'..='ł' => 'l',
        'ñ' | 'ń'..='ň' => 'n',
        'ò'..='ö' | 'ø' | 'ō'..='ő' | 'ơ' | 'ǒ' | 'ọ'..='ợ' => 'o',
        'ŕ'..='ř' => 'r',
        'ś'..='š' | 'ſ' => 's',
        'ţ'..='ŧ' => 't',
        'ù'..='ü' | 'ũ'..='ų' | 'ư' | 'ǔ'..='ǜ' | 'ụ'..='ự' => 'u',
        'ŵ' => 'w',
        'ý' | 'ÿ' | 'ŷ' | 'ỳ'..='ỹ' => 'y',
        'ź'..='ž' => 'z',
        // Greek and Cyrillic.
        'ς' => 'σ',
        'ё' => 'е',
        // Arabic and Persian: what carries a hamza, and forms that keyboards exchange.
        'آ' | 'أ' | 'إ' | 'ٱ' => 'ا',
        'ؤ' => 'و',
        'ئ' | 'ى' | 'ی' => 'ي',
        'ة' => 'ه',
        'ک' => 'ك',
        '٠'..='٩' => digit(c, '٠'),
        '۰'..='۹' => digit(c, '۰'),
        // Full-width forms of ASCII, and the space between ideographs.
        '！'..='～' => char::from_u32(c as u32 - '！' as u32 + '!' as u32).unwrap_or(c),
        '\u{A0}' | '\u{3000}' => ' ',
        _ => c,
    }
}

fn digit(c: char, zero: char) -> char {
    char::from_digit(c as u32 - zero as u32, 10).unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_people_leave_out_is_left_out() {
        for (text, folded) in [
            ("Crème BRÛLÉE", "creme brulee"),
            ("cre\u{300}me", "creme"),
            ("İstanbul ΟΔΟΣ Straße", "istanbul οδοσ straße"),
            ("الْعَرَبِيَّة والإسلام", "العربيه والاسلام"),
            ("جمـــيل ١٢٣ ۴", "جميل 123 4"),
            ("Đường Nguyễn", "duong nguyen"),
            ("Ｑｗｅｎ３ 图书馆", "qwen3 图书馆"),
            ("a\u{202E}b\u{0}c\n", "abc "),
        ] {
            assert_eq!(fold(text), folded);
        }
    }

    #[test]
    fn a_match_is_told_in_the_text_itself() {
        let text = "Die CRÈME brûle\u{301}e";
        let folded = Folded::new(text);
        assert_eq!(&text[folded.find("creme", 0).unwrap()], "CRÈME");
        assert_eq!(&text[folded.find("e", 12).unwrap()], "e\u{301}");
        assert_eq!((folded.find("x", 0), folded.find("", 0), folded.find("die", 1)), (None, None, None));
    }

    proptest! {
        #[test]
        fn any_match_is_a_piece_of_the_text(text in "\\PC{0,30}", word in "\\PC{0,3}", after in 0..40usize) {
            let (folded, word) = (Folded::new(&text), fold(&word));
            prop_assert_eq!(&folded.folded, &fold(&text));
            if let Some(at) = folded.find(&word, after) {
                prop_assert!(at.start >= after && !at.is_empty());
                prop_assert!(fold(&text[at]).contains(&word) || word.chars().count() < 2);
            }
        }
    }
}
