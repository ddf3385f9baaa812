//! Keys in, text, cursor and rows out.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use proptest::prelude::*;

use super::*;
use crate::render::theme::Theme;
use crate::render::width::width;

/// A key as in `ctrl+w`, `shift+left`, `enter`, `x`.
fn key(name: &str) -> KeyEvent {
    let mut mods = KeyModifiers::NONE;
    let mut rest = name;
    for (prefix, modifier) in
        [("ctrl+", KeyModifiers::CONTROL), ("alt+", KeyModifiers::ALT), ("shift+", KeyModifiers::SHIFT)]
    {
        if let Some(short) = rest.strip_prefix(prefix) {
            mods |= modifier;
            rest = short;
        }
    }
    let code = match rest {
        "enter" => KeyCode::Enter,
        "esc" => KeyCode::Esc,
        "back" => KeyCode::Backspace,
        "del" => KeyCode::Delete,
        "left" => KeyCode::Left,
        "right" => KeyCode::Right,
        "up" => KeyCode::Up,
        "down" => KeyCode::Down,
        "home" => KeyCode::Home,
        "end" => KeyCode::End,
        "tab" => KeyCode::Tab,
        one => KeyCode::Char(one.chars().next().unwrap()),
    };
    KeyEvent::new(code, mods)
}

/// Presses keys, separated by spaces.
fn press(composer: &mut Composer, keys: &str) -> Reply {
    keys.split(' ').map(|name| composer.key(key(name))).last().unwrap()
}

fn write(composer: &mut Composer, text: &str) {
    for c in text.chars() {
        let code = if c == '\n' { key("ctrl+j") } else { KeyEvent::from(KeyCode::Char(c)) };
        composer.key(code);
    }
}

fn written(text: &str) -> Composer {
    let mut composer = Composer::new(Vim::Off);
    write(&mut composer, text);
    composer
}

/// The text with `|` where the cursor is.
fn seen(composer: &Composer) -> String {
    let (text, at) = (composer.buffer.text(), composer.buffer.cursor());
    format!("{}|{}", &text[..at], &text[at..])
}

fn sent(reply: Reply) -> String {
    match reply {
        Reply::Send(draft) => draft.text,
        other => panic!("{other:?}"),
    }
}

#[test]
fn enter_sends_and_leaves_nothing() {
    let mut composer = written("hello\nthere ");
    assert_eq!(sent(press(&mut composer, "enter")), "hello\nthere");
    assert!(composer.is_empty());
    assert_eq!(press(&mut composer, "enter"), Reply::Ignored);
    assert_eq!(press(&mut composer, "ctrl+z"), Reply::Ignored);
}

#[test]
fn new_lines_have_many_keys() {
    let mut composer = Composer::new(Vim::Off);
    press(&mut composer, "a shift+enter b alt+enter c ctrl+j d \\ enter e");
    assert_eq!(composer.text(), "a\nb\nc\nd\ne");
}

#[test]
fn a_block_in_quotes_takes_enter_until_it_is_closed() {
    let mut composer = written("\"\"\"");
    press(&mut composer, "enter");
    write(&mut composer, "  a");
    assert!(composer.is_quoting());
    press(&mut composer, "enter");
    write(&mut composer, "b\n\"\"\"");
    assert!(!composer.is_quoting());
    assert_eq!(sent(press(&mut composer, "enter")), "  a\nb");
    let mut composer = written("\"\"\"a\"\"\" and \"\"\"b\"\"\"");
    assert_eq!(sent(press(&mut composer, "enter")), "\"\"\"a\"\"\" and \"\"\"b\"\"\"");
}

#[test]
fn graphemes_go_whole_but_a_point_goes_alone() {
    let mut composer = written("👩‍💻e\u{301}");
    press(&mut composer, "back");
    assert_eq!(composer.text(), "👩‍💻");
    press(&mut composer, "left del");
    assert!(composer.is_empty());
    let mut composer = written("مَ");
    press(&mut composer, "back");
    assert_eq!(composer.text(), "م");
    let mut composer = written("مَ");
    press(&mut composer, "home del");
    assert_eq!(composer.text(), "");
}

#[test]
fn words_and_lines_are_cut_and_put_back() {
    let mut composer = written("one two\nthree four");
    press(&mut composer, "ctrl+w");
    assert_eq!(seen(&composer), "one two\nthree |");
    press(&mut composer, "ctrl+a ctrl+y");
    assert_eq!(seen(&composer), "one two\nfour|three ");
    press(&mut composer, "ctrl+k up ctrl+u");
    assert_eq!(seen(&composer), "|two\nfour");
    press(&mut composer, "alt+f alt+d");
    assert_eq!(seen(&composer), "two|");
    assert_eq!(press(&mut composer, "ctrl+k"), Reply::Ignored);
    press(&mut composer, "alt+b ctrl+e ctrl+left ctrl+right alt+left");
    assert_eq!(seen(&composer), "|two");
}

#[test]
fn undo_goes_back_by_words_and_redo_forth() {
    let mut composer = written("one two");
    press(&mut composer, "ctrl+_");
    assert_eq!(composer.text(), "one ");
    press(&mut composer, "ctrl+7");
    assert_eq!(composer.text(), "");
    press(&mut composer, "ctrl+shift+z alt+_");
    assert_eq!(seen(&composer), "one two|");
    composer.set("other");
    press(&mut composer, "ctrl+z");
    assert_eq!(composer.text(), "one two");
}

#[test]
fn shift_selects_and_writing_replaces() {
    let mut composer = written("one two");
    press(&mut composer, "ctrl+shift+left");
    assert_eq!(composer.selected().as_deref(), Some("two"));
    press(&mut composer, "x");
    assert_eq!(seen(&composer), "one x|");
    press(&mut composer, "shift+home left");
    assert_eq!((seen(&composer).as_str(), composer.selected()), ("|one x", None));
    press(&mut composer, "shift+end back");
    assert!(composer.is_empty());
}

#[test]
fn up_and_down_keep_the_column_over_rows_of_the_screen() {
    let mut composer = written("你好世界啊啊\nab\nabcdefgh");
    composer.layout(10, &Theme::plain());
    press(&mut composer, "left left");
    press(&mut composer, "up");
    assert_eq!(seen(&composer), "你好世界啊啊\nab|\nabcdefgh");
    press(&mut composer, "up up");
    assert_eq!(seen(&composer), "你好世|界啊啊\nab\nabcdefgh");
    press(&mut composer, "down down down");
    assert_eq!(seen(&composer), "你好世界啊啊\nab\nabcdef|gh");
}

#[test]
fn history_is_walked_at_the_edges_and_the_draft_comes_back() {
    let mut composer = written("draft\nnow");
    composer.set_history(vec!["new".into(), "old\nlines".into()]);
    press(&mut composer, "up up");
    assert_eq!(seen(&composer), "new|");
    press(&mut composer, "up");
    assert_eq!(seen(&composer), "old\nlines|");
    assert_eq!(press(&mut composer, "up"), Reply::Moved);
    press(&mut composer, "down down");
    assert_eq!(seen(&composer), "draft\nnow|");
    // A recalled text that was touched is moved in.
    press(&mut composer, "up up up left up");
    assert_eq!(seen(&composer), "old|\nlines");
}

#[test]
fn a_sent_message_is_the_newest_of_the_history() {
    let mut composer = written("first");
    press(&mut composer, "enter a enter up up");
    assert_eq!(seen(&composer), "first|");
    assert_eq!(composer.history().find("FIR"), ["first"]);
}

#[test]
fn at_the_ends_up_and_down_are_nobodys() {
    let mut composer = written("ab");
    assert_eq!(press(&mut composer, "down"), Reply::Ignored);
    assert_eq!(press(&mut composer, "up"), Reply::Moved);
    assert_eq!((seen(&composer).as_str(), press(&mut composer, "up")), ("|ab", Reply::Ignored));
    assert_eq!(press(&mut composer, "tab"), Reply::Ignored);
    assert_eq!(press(&mut composer, "esc"), Reply::Ignored);
}

#[test]
fn a_long_paste_is_one_unit_and_is_sent_whole() {
    let log: String = (0..123).map(|n| format!("line {n}\r\n")).collect();
    let mut composer = written("why? ");
    composer.paste(&log);
    let layout = composer.layout(60, &Theme::plain());
    assert_eq!(layout.lines[0].text(), "why? [pasted 123 lines]");
    assert_eq!(layout.cursor, (0, 23));
    press(&mut composer, "left right back");
    assert_eq!(composer.text(), "why? ");
    press(&mut composer, "ctrl+z");
    let text = sent(press(&mut composer, "enter"));
    assert_eq!(text, format!("why? {}", log.replace("\r\n", "\n")));
}

#[test]
fn a_chip_unfolds_and_folds_back_with_undo() {
    let mut composer = Composer::new(Vim::Off);
    composer.paste(&"x\n".repeat(9));
    assert_eq!(press(&mut composer, "ctrl+x"), Reply::Changed);
    assert_eq!(composer.layout(20, &Theme::plain()).lines.len(), 10);
    press(&mut composer, "ctrl+z");
    assert_eq!(composer.layout(20, &Theme::plain()).lines[0].text(), "[pasted 9 lines]");
}

#[test]
fn pasted_controls_go_and_overrides_show() {
    let mut composer = Composer::new(Vim::Off);
    composer.paste("a\u{1b}[31m\rb\u{202E}c\t");
    assert_eq!(composer.text(), "a[31m\nb\u{202E}c\t");
    let layout = composer.layout(40, &Theme::plain());
    assert_eq!(layout.lines[1].text(), "b⟦RLO⟧c    ");
}

#[test]
fn an_image_is_a_chip_and_a_mention() {
    let mut composer = written("what is ");
    composer.image("pics/my cat.png");
    assert_eq!(composer.layout(60, &Theme::plain()).lines[0].text(), "what is [image my cat.png]");
    let Reply::Send(draft) = press(&mut composer, "enter") else { panic!() };
    assert_eq!(draft.text, "what is @\"pics/my cat.png\"");
    assert_eq!(draft.images, ["pics/my cat.png"]);
}

#[test]
fn mentions_in_a_folded_paste_are_not_typed() {
    let mut composer = written("see @a.rs ");
    composer.paste(&"@/etc/hosts\n".repeat(20));
    assert_eq!(composer.take().typed.trim(), "see @a.rs");
}

#[test]
fn what_was_cut_outlives_the_message_that_had_it() {
    let mut composer = Composer::new(Vim::Off);
    composer.paste(&"x\n".repeat(9));
    press(&mut composer, "alt+back a enter ctrl+y");
    assert_eq!(composer.text(), "x\n".repeat(9));
}

#[test]
fn a_mention_is_completed() {
    let mut composer = written("see @sr and");
    press(&mut composer, "left left left left");
    let at = composer.at().unwrap();
    assert_eq!((at.start, at.end, at.text.as_str()), (4, 7, "sr"));
    composer.fill(at.range(), "@src/main.rs");
    assert_eq!(seen(&composer), "see @src/main.rs| and");
    assert_eq!(written("me@x").at(), None);
    assert_eq!(written("@a b").at(), None);
    assert_eq!(written("(@").at().unwrap().text, "");
    assert_eq!(written("@\"my fi").at().unwrap().text, "my fi");
    assert_eq!(written("@\"my\" x").at(), None);
}

#[test]
fn commands_are_seen() {
    assert_eq!(written("/mod qw").slash(), Some("mod qw"));
    assert_eq!(written("/mod qw").word_before_cursor(), "qw");
    assert_eq!(written(" /mod").slash(), None);
    assert_eq!(written("/mod\n").slash(), None);
    assert_eq!(written("!ls -l").bang().as_deref(), Some("ls -l"));
}

#[test]
fn a_window_shows_the_rows_around_the_cursor() {
    let mut composer = written("1\n2\n3\n4\n5\n6");
    let window = composer.window(10, 3, &Theme::plain());
    assert_eq!((window.above, window.below, window.cursor), (3, 0, (2, 1)));
    press(&mut composer, "up up up");
    let window = composer.window(10, 3, &Theme::plain());
    let rows: Vec<String> = window.lines.iter().map(|line| line.text()).collect();
    assert_eq!((window.above, window.below, window.cursor), (1, 2, (1, 1)));
    assert_eq!(rows, ["2", "3", "4"]);
    assert_eq!(composer.height(10), 6);
}

/// What vi's keys make of a text, the cursor at its start.
fn vi(text: &str, keys: &str) -> String {
    let mut composer = Composer::new(Vim::On);
    composer.insert(text);
    press(&mut composer, "ctrl+home esc");
    for c in keys.chars() {
        let code = if c == '␛' { key("esc") } else { KeyEvent::from(KeyCode::Char(c)) };
        composer.key(code);
    }
    seen(&composer)
}

#[test]
fn vi_moves() {
    for (text, keys, after) in [
        ("one two, x", "w", "one |two, x"),
        ("one two, x", "ww", "one two|, x"),
        ("one two, x", "3w", "one two, |x"),
        ("one two", "e", "on|e two"),
        ("one two", "$b", "one |two"),
        ("  one", "$^", "  |one"),
        ("  one", "$0", "|  one"),
        ("one", "lh", "|one"),
        ("one", "9l", "on|e"),
        ("a\nb\nc", "G", "a\nb\n|c"),
        ("a\nb\nc", "Ggg", "|a\nb\nc"),
        ("a\nb\nc", "2G", "a\n|b\nc"),
        ("ab\ncd", "lj", "ab\nc|d"),
        ("ab\ncd", "ljk", "a|b\ncd"),
    ] {
        assert_eq!(vi(text, keys), after, "{keys}");
    }
}

#[test]
fn vi_changes() {
    for (text, keys, after) in [
        ("one two", "x", "|ne two"),
        ("one two", "3x", "| two"),
        ("one two", "dw", "|two"),
        ("one\ntwo", "dw", "|\ntwo"),
        ("one two three", "d2w", "|three"),
        ("one two", "cwfour␛", "fou|r two"),
        ("one two", "de", "| two"),
        ("one two", "wD", "one| "),
        ("one two", "Cx", "x|"),
        ("a\nb\nc", "jdd", "a\n|c"),
        ("a\nb\nc", "Gdd", "a\n|b"),
        ("a\nb\nc", "2dd", "|c"),
        ("a\nb\nc", "dj", "|c"),
        ("a\nb\nc", "dG", "|"),
        ("a\nb", "ccx", "x|\nb"),
        ("a\nb", "yyjp", "a\nb\n|a"),
        ("a\nb", "jyyP", "a\n|b\nb"),
        ("ab", "xp", "b|a"),
        ("one two", "ywP", "one| one two"),
        ("abc", "rx", "|xbc"),
        ("abc", "2rx", "x|xc"),
        ("abc", "9rx", "|abc"),
        ("a", "ob", "a\nb|"),
        ("a", "Ob", "b|\na"),
        ("ab", "ax", "ax|b"),
        ("ab", "Ax", "abx|"),
        (" ab", "Ix", " x|ab"),
        ("abc", "xxu", "|bc"),
        ("abc", "dlu", "|abc"),
        ("abc", "d␛x", "|bc"),
    ] {
        assert_eq!(vi(text, keys), after, "{text:?} {keys}");
    }
}

#[test]
fn vi_says_its_mode_and_sends_from_both() {
    let mut composer = Composer::new(Vim::On);
    assert_eq!(composer.mode(), Some("INSERT"));
    press(&mut composer, "a esc");
    assert_eq!(composer.mode(), Some("NORMAL"));
    assert_eq!(press(&mut composer, "esc"), Reply::Ignored);
    assert_eq!(press(&mut composer, "?"), Reply::Ignored);
    assert_eq!(sent(press(&mut composer, "enter")), "a");
    assert_eq!(composer.mode(), Some("INSERT"));
    assert_eq!(Composer::new(Vim::Off).mode(), None);
}

/// Keys of every kind, letters that are commands in vi among them.
fn keys() -> impl Strategy<Value = Vec<KeyEvent>> {
    let names = "enter esc back del left right up down home end shift+left shift+right shift+up ctrl+left \
                 ctrl+right alt+back alt+d ctrl+w ctrl+u ctrl+k ctrl+y ctrl+x ctrl+j ctrl+_ alt+_ ctrl+a ctrl+e \
                 ctrl+home ctrl+end shift+enter ctrl+r \\ \" @ / ! a b d c y w e 0 $ ^ x D C i I A o O u p P g G r \
                 h j k l 2 9 S Y s";
    let named: Vec<KeyEvent> = names.split_whitespace().map(key).collect();
    let letters =
        ['你', 'م', '\u{64E}', '\u{301}', '\u{200D}', '👩', '🇸', '\u{10F000}', '\u{202E}', '。', ' '];
    let letters: Vec<KeyEvent> = letters.iter().map(|&c| KeyEvent::from(KeyCode::Char(c))).collect();
    let one = prop_oneof![3 => prop::sample::select(named), 2 => prop::sample::select(letters)];
    prop::collection::vec(one, 0..60)
}

fn pasted() -> impl Strategy<Value = String> {
    prop_oneof![Just("x\r\ny".to_owned()), Just("é\n".repeat(9)), "[a 你\n\t\u{301}]{0,12}"]
}

fn holds(composer: &Composer, cols: u16) -> Result<(), TestCaseError> {
    let (text, at) = (composer.buffer.text(), composer.buffer.cursor());
    prop_assert!(unit::is_boundary(text, at), "{:?} at {}", text, at);
    let layout = composer.layout(cols, &Theme::plain());
    let (row, column) = layout.cursor;
    prop_assert!(usize::from(row) < layout.lines.len() && column < cols.max(1), "{:?}", layout);
    for line in &layout.lines {
        prop_assert!(width(&line.text()) <= usize::from(cols.max(1)), "{:?}", line.text());
        prop_assert!(!line.text().contains(char::is_control));
    }
    if composer.mode() == Some("NORMAL") {
        prop_assert!(
            at == motion::line_start(text, at) || at < motion::line_end(text, at),
            "{}",
            seen(composer)
        );
    }
    Ok(())
}

proptest! {
    #[test]
    fn no_keys_break_it(keys in keys(), paste in pasted(), when in 0..60usize, cols in 0..30u16, vim in any::<bool>()) {
        let mut composer = Composer::new(if vim { Vim::On } else { Vim::Off });
        composer.set_history(vec!["old one".into(), "older\n你好\nlines".into()]);
        for (n, key) in keys.into_iter().enumerate() {
            if n == when {
                composer.paste(&paste);
            }
            composer.key(key);
            holds(&composer, cols)?;
        }
    }

    #[test]
    fn undo_returns_to_the_start_and_redo_to_the_end(keys in keys(), paste in pasted(), vim in any::<bool>()) {
        let mut composer = Composer::new(if vim { Vim::On } else { Vim::Off });
        composer.paste(&paste);
        composer.set_history(vec!["old one".into()]);
        for key in keys.into_iter().filter(|key| key.code != KeyCode::Enter) {
            composer.key(key);
        }
        while composer.redo() == Reply::Changed {}
        let end = composer.text();
        while composer.undo() == Reply::Changed {
            holds(&Composer { vim: None, ..composer.clone() }, 20)?;
        }
        prop_assert_eq!(composer.text(), "");
        while composer.redo() == Reply::Changed {}
        prop_assert_eq!(composer.text(), end);
    }

    #[test]
    fn a_change_lays_out_only_its_lines_with_the_same_result(
        old in "[ab 你\n]{0,30}", cut in 0..30usize, length in 0..10usize, new in "[ab 你\n]{0,10}", cols in 1..8u16
    ) {
        let chips = Chips::default();
        let start = unit::floor(&old, cut);
        let end = unit::ceil(&old, start + length);
        let text = format!("{}{new}{}", &old[..start], &old[end..]);
        let all = |rows: &Rows| (0..rows.len()).map(|row| rows.range(row)).collect::<Vec<_>>();
        let anew = Rows::lay(&text, &chips, cols);
        let relaid = Rows::lay(&old, &chips, cols).relay(&old, &text, &chips);
        prop_assert_eq!(all(&relaid), all(&anew));
    }

    #[test]
    fn rows_hold_every_unit_once(text in "[a-c 你。\n\t\u{301}「]{0,40}", cols in 1..12u16) {
        let chips = Chips::default();
        let rows = Rows::lay(&text, &chips, cols);
        let mut all = String::new();
        for row in 0..rows.len() {
            let range = rows.range(row);
            if row > 0 && rows.range(row - 1).end < range.start {
                all.push('\n');
            }
            all.push_str(&text[range.clone()]);
            for (at, _) in unit::units(&text[range.clone()]) {
                let at = range.start + at;
                prop_assert_eq!(rows.row(at), row);
            }
        }
        prop_assert_eq!(all, text);
    }
}
