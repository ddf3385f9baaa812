//! Output of a command as a reader needs it: without colours, without lines that were written over, without marks
//! that act.

use crate::render::sanitize;

/// The text without escape sequences and control characters. What was written over after a carriage return or a
/// backspace is gone as it is on a terminal; characters that turn the direction of writing show as marks.
pub fn clean(text: &str) -> String {
    let plain = unescaped(text);
    let lines: Vec<String> = plain.split('\n').map(overwritten).collect();
    sanitize::screen(&lines.join("\n")).into_owned()
}

/// Without escape sequences: those of control (`ESC [ … letter`), those with a text (`ESC ] … BEL`), short ones.
fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let kind = match c {
            '\u{1B}' => match chars.next() {
                Some(next) => next,
                None => break,
            },
            '\u{9B}' => '[',
            '\u{90}' | '\u{98}' | '\u{9D}' | '\u{9E}' | '\u{9F}' => ']',
            _ => {
                out.push(c);
                continue;
            }
        };
        match kind {
            '[' => {
                while chars.next_if(|c| matches!(c, ' '..='?')).is_some() {}
                _ = chars.next_if(|c| matches!(c, '@'..='~'));
            }
            ']' | 'P' | 'X' | '^' | '_' => {
                // A text that nobody ended goes no further than its line.
                while let Some(c) = chars.next_if(|c| *c != '\n') {
                    if c == '\u{7}' || c == '\u{9C}' || c == '\u{1B}' && chars.next_if_eq(&'\\').is_some() {
                        break;
                    }
                }
            }
            ' '..='/' => {
                while chars.next_if(|c| matches!(c, ' '..='/')).is_some() {}
                _ = chars.next_if(|c| matches!(c, '0'..='~'));
            }
            '\n' => out.push('\n'),
            _ => {}
        }
    }
    out
}

/// What is seen of a line in the end.
fn overwritten(line: &str) -> String {
    let last = line.rsplit('\r').find(|part| !part.is_empty()).unwrap_or_default();
    let mut out = String::with_capacity(last.len());
    for c in last.chars() {
        match c {
            '\u{8}' => _ = out.pop(),
            '\t' => out.push(c),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn colours_titles_and_moves_are_gone() {
        assert_eq!(clean("\u{1B}[1;31merror\u{1B}[0m: no\u{1B}[K"), "error: no");
        assert_eq!(
            clean("\u{1B}]0;title\u{7}a\u{1B}]8;;http://x\u{1B}\\b\u{1B}(Bc\u{1B}=d\u{9B}2Je"),
            "abcde"
        );
        assert_eq!(clean("\u{1B}]0;no end\nnext\u{1B}"), "\nnext");
    }

    #[test]
    fn what_was_written_over_is_gone() {
        assert_eq!(clean("10%\r50%\r100%\ndone\r\nab\u{8}c\u{7}\0"), "100%\ndone\nac");
    }

    #[test]
    fn text_stays() {
        let text = "fn main() {\n\tprintln!(\"مرحبا 你好 é\");\n}\n";
        assert_eq!(clean(text), text);
        assert_eq!(clean("a\u{202E}b"), "a⟦RLO⟧b");
    }

    proptest! {
        #[test]
        fn nothing_acts(text in "[\\x00-\\x7f\\u{80}-\\u{a0}é\\u{202e}]{0,60}") {
            prop_assert!(!clean(&text).contains(|c: char| c.is_control() && c != '\n' && c != '\t'));
        }
    }
}
