//! Keys from the bytes that were read in the place of the library that reads them otherwise.

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};

/// The last parameter of each key that ends with `~`.
const TILDE: [(u32, KeyCode); 16] = [
    (1, KeyCode::Home),
    (2, KeyCode::Insert),
    (3, KeyCode::Delete),
    (4, KeyCode::End),
    (5, KeyCode::PageUp),
    (6, KeyCode::PageDown),
    (7, KeyCode::Home),
    (8, KeyCode::End),
    (15, KeyCode::F(5)),
    (17, KeyCode::F(6)),
    (18, KeyCode::F(7)),
    (19, KeyCode::F(8)),
    (20, KeyCode::F(9)),
    (21, KeyCode::F(10)),
    (23, KeyCode::F(11)),
    (24, KeyCode::F(12)),
];

/// What was typed and pasted; sequences that mean nothing are dropped.
pub fn decode(mut bytes: &[u8]) -> Vec<Event> {
    let mut events = Vec::new();
    while !bytes.is_empty() {
        let (event, length) = next(bytes);
        events.extend(event);
        bytes = &bytes[length..];
    }
    events
}

fn key(code: KeyCode, mods: KeyModifiers) -> Option<Event> {
    Some(Event::Key(KeyEvent::new(code, mods)))
}

/// The first event and the bytes it takes, at least one.
fn next(bytes: &[u8]) -> (Option<Event>, usize) {
    const PASTE: &[u8] = b"\x1b[200~";
    const PASTED: &[u8] = b"\x1b[201~";
    if let Some(text) = bytes.strip_prefix(PASTE) {
        let end = text.windows(PASTED.len()).position(|window| window == PASTED);
        let paste = Event::Paste(String::from_utf8_lossy(&text[..end.unwrap_or(text.len())]).into_owned());
        return (Some(paste), end.map_or(bytes.len(), |end| PASTE.len() + end + PASTED.len()));
    }
    match bytes {
        [0x1b, b'[', rest @ ..] => match rest.iter().position(|byte| (0x40..=0x7e).contains(byte)) {
            Some(end) => (sequence(&rest[..end], rest[end]), end + 3),
            None => (None, bytes.len()),
        },
        [0x1b, b'O', last, ..] => (sequence(b"", *last), 3),
        [0x1b, rest @ ..] if !rest.is_empty() && rest[0] != 0x1b => {
            let (event, length) = plain(rest);
            let event = event.map(|event| match event {
                Event::Key(key) => Event::Key(KeyEvent::new(key.code, key.modifiers | KeyModifiers::ALT)),
                other => other,
            });
            (event, length + 1)
        }
        _ => plain(bytes),
    }
}

/// A key that is no sequence.
fn plain(bytes: &[u8]) -> (Option<Event>, usize) {
    let ctrl = |c: u8| key(KeyCode::Char(char::from(c)), KeyModifiers::CONTROL);
    let none = KeyModifiers::NONE;
    match bytes[0] {
        0x1b => (key(KeyCode::Esc, none), 1),
        b'\r' => (key(KeyCode::Enter, none), 1),
        b'\t' => (key(KeyCode::Tab, none), 1),
        0x7f => (key(KeyCode::Backspace, none), 1),
        0 => (ctrl(b' '), 1),
        control @ 1..=26 => (ctrl(control - 1 + b'a'), 1),
        control @ 28..=31 => (ctrl(control - 28 + b'4'), 1),
        first => {
            let length = match first {
                0xc0..=0xdf => 2,
                0xe0..=0xef => 3,
                0xf0..=0xf7 => 4,
                _ => 1,
            };
            let c = bytes.get(..length).and_then(|bytes| std::str::from_utf8(bytes).ok()?.chars().next());
            match c {
                Some(c) => {
                    let mods = if c.is_uppercase() { KeyModifiers::SHIFT } else { none };
                    (key(KeyCode::Char(c), mods), length)
                }
                None => (None, 1),
            }
        }
    }
}

/// A key that is a sequence with these parameters and this last byte.
fn sequence(parameters: &[u8], last: u8) -> Option<Event> {
    let text = std::str::from_utf8(parameters).ok()?;
    let mut numbers =
        text.split(';').map(|part| part.split(':').next().unwrap_or_default().parse::<u32>().ok());
    let first = numbers.next().flatten().unwrap_or(1);
    // One more than the sum of what is held.
    let bits = numbers.next().flatten().unwrap_or(1).saturating_sub(1);
    let held = [
        (1, KeyModifiers::SHIFT),
        (2, KeyModifiers::ALT),
        (4, KeyModifiers::CONTROL),
        (8, KeyModifiers::SUPER),
    ];
    let mods =
        held.iter().filter(|(bit, _)| bits & bit != 0).fold(KeyModifiers::NONE, |all, row| all | row.1);
    let code = match last {
        b'A' => KeyCode::Up,
        b'B' => KeyCode::Down,
        b'C' => KeyCode::Right,
        b'D' => KeyCode::Left,
        b'H' => KeyCode::Home,
        b'F' => KeyCode::End,
        b'P'..=b'S' => KeyCode::F(last - b'P' + 1),
        b'Z' => return key(KeyCode::BackTab, KeyModifiers::SHIFT),
        b'~' => TILDE.iter().find(|row| row.0 == first)?.1,
        b'u' => match first {
            9 => KeyCode::Tab,
            13 => KeyCode::Enter,
            27 => KeyCode::Esc,
            127 => KeyCode::Backspace,
            code => KeyCode::Char(char::from_u32(code)?),
        },
        _ => return None,
    };
    key(code, mods)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::chord::Chord;
    use proptest::prelude::*;

    fn chords(bytes: &[u8]) -> Vec<String> {
        let shown = |event| match event {
            Event::Key(key) => Chord::of(key).unwrap().to_string(),
            Event::Paste(text) => format!("paste {text:?}"),
            other => format!("{other:?}"),
        };
        decode(bytes).into_iter().map(shown).collect()
    }

    #[test]
    fn keys_are_told_apart() {
        assert_eq!(chords("aBش🙂".as_bytes()), ["a", "B", "ش", "🙂"]);
        assert_eq!(
            chords(b"\r\n\t\x7f\x08\0\x1f"),
            ["Enter", "Ctrl+J", "Tab", "Backspace", "Ctrl+H", "Ctrl+Space", "Ctrl+_"]
        );
        assert_eq!(
            chords(b"\x1b[A\x1bOB\x1b[1;5C\x1b[3~\x1b[Z\x1bOP\x1b[15;2~"),
            ["Up", "Down", "Ctrl+Right", "Del", "Shift+Tab", "F1", "Shift+F5"]
        );
        assert_eq!(chords(b"\x1bx\x1b\r\x1b"), ["Alt+X", "Alt+Enter", "Esc"]);
        assert_eq!(chords(b"\x1b\x1b[A"), ["Esc", "Up"]);
        assert_eq!(chords(b"\x1b[27u\x1b[13;2u\x1b[112;5u"), ["Esc", "Shift+Enter", "Ctrl+P"]);
        assert_eq!(chords(b"\x1b[200~a\r\nb\x1b[201~c"), ["paste \"a\\r\\nb\"", "c"]);
        assert_eq!(chords(b"\x1b[999~\x1b[?1;2$y\xffz"), ["z"]);
    }

    proptest! {
        #[test]
        fn no_bytes_break_the_reader(bytes in proptest::collection::vec(any::<u8>(), 0..64)) {
            decode(&bytes);
        }
    }
}
