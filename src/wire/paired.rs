//! JSON whose texts hold half a character: what others cut in two can be read all the same.

use std::borrow::Cow;

/// The JSON with `\uFFFD` in the place of every surrogate that stands alone, such as `\ud83d` at the end of a piece;
/// no reader of JSON would take such a text.
pub fn paired(json: &str) -> Cow<'_, str> {
    let mut out = String::new();
    let mut copied = 0;
    let bytes = json.as_bytes();
    let mut at = 0;
    while let Some(next) = bytes.get(at..).and_then(|rest| rest.iter().position(|&byte| byte == b'\\')) {
        at += next;
        match unit(bytes, at) {
            Some(0xD800..0xDC00) if matches!(unit(bytes, at + 6), Some(0xDC00..0xE000)) => at += 12,
            Some(0xD800..0xE000) => {
                out.push_str(&json[copied..at]);
                out.push_str("\\uFFFD");
                at += 6;
                copied = at;
            }
            Some(_) => at += 6,
            None => at += 2,
        }
    }
    if copied == 0 {
        return Cow::Borrowed(json);
    }
    out.push_str(&json[copied..]);
    Cow::Owned(out)
}

/// The unit of UTF-16 that `\uXXXX` at this place stands for.
fn unit(bytes: &[u8], at: usize) -> Option<u16> {
    let escape = bytes.get(at..at + 6)?;
    let digits = escape.strip_prefix(b"\\u")?;
    u16::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn half_a_character_becomes_a_mark_and_whole_ones_stay() {
        for (json, wanted) in [
            (r#""a\ud83db""#, r#""a\uFFFDb""#),
            (r#""\udc00""#, r#""\uFFFD""#),
            (r#""\ud83d\ude00""#, r#""\ud83d\ude00""#),
            (r#""\ud83d\ud83d\ude00""#, r#""\uFFFD\ud83d\ude00""#),
            (r#""\\ud83d""#, r#""\\ud83d""#),
            (r#""\\\ud83d""#, r#""\\\uFFFD""#),
            (r#""\u0645\""#, r#""\u0645\""#),
            (r#""\ud8"#, r#""\ud8"#),
        ] {
            assert_eq!(paired(json), wanted);
        }
    }

    proptest! {
        #[test]
        fn whatever_units_a_text_has_it_can_be_read(units in prop::collection::vec(0xD7F0u16..0xE010, 0..12)) {
            let json: String = units.iter().map(|unit| format!("\\u{unit:04x}")).collect();
            let read: String = serde_json::from_str(&paired(&format!("\"{json}\""))).unwrap();
            prop_assert_eq!(read, String::from_utf16_lossy(&units));
        }
    }
}
