//! Writing in mixed directions: keys in, the row and the caret out.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

mod support;

use proptest::prelude::*;
use qwill::render::bidi::{Order, set_order_here};
use qwill::text::{Lang, speak_here};
use support::stage::Stage;

/// A chat with a message begun.
fn typed(text: &str) -> Stage {
    let mut stage = Stage::new(40, 8);
    stage.app.composer.set(text);
    stage.wait(0);
    stage
}

/// The columns at which the caret stands after each press of a key, until it stays or leaves the row.
fn walk(stage: &mut Stage, key: &str, most: usize) -> Vec<u16> {
    let mut columns = vec![stage.caret().0];
    for _ in 0..most {
        let row = stage.caret().1;
        stage.keys(key);
        let (column, now) = stage.caret();
        if now != row || columns.last() == Some(&column) {
            break;
        }
        columns.push(column);
    }
    columns
}

#[test]
fn arabic_is_written_from_the_right_edge() {
    let mut stage = typed("مرحبا");
    stage.shows(&["\u{FE8E}\u{FE92}\u{FEA3}\u{FEAE}\u{FEE3}"]);
    // The five letters end at column 38; the caret stands left of them, where the next goes.
    assert_eq!(stage.caret().0, 33);
    stage.keys("home");
    assert_eq!(stage.caret().0, 38);
    stage.keys("left left");
    assert_eq!(stage.caret().0, 36);
    stage.keys("right end");
    assert_eq!(stage.caret().0, 33);
}

#[test]
fn the_arrows_go_where_they_point_through_every_place_of_the_row() {
    for text in ["abc مرحبا def", "قل hello ثم 12 وداعا", "مرحبا", "abc", "أ(b)ج", "你好 مرحبا 你"]
    {
        let mut stage = typed(text);
        stage.keys("home");
        let home = stage.caret().0;
        let right = home > 20;
        let (to, back) = if right { ("left", "right") } else { ("right", "left") };
        let there = walk(&mut stage, to, 60);
        let ordered = there.windows(2).all(|pair| if right { pair[0] > pair[1] } else { pair[0] < pair[1] });
        assert!(ordered, "{text}: {there:?}");
        let units = unicode_segmentation::UnicodeSegmentation::graphemes(text, true).count();
        assert_eq!(there.len(), units + 1, "{text}: {there:?}");
        let mut again = walk(&mut stage, back, 60);
        again.reverse();
        assert_eq!(again, there, "{text}");
    }
}

#[test]
fn what_is_deleted_is_what_stands_there() {
    // Seen from left to right: `اعادو hello لق`. Backspace at the end takes the last letter in reading order.
    let mut stage = typed("قل hello وداعا");
    stage.keys("backspace");
    assert_eq!(stage.app.composer.text(), "قل hello وداع");
    stage.keys("home delete");
    assert_eq!(stage.app.composer.text(), "ل hello وداع");
    // A haraka goes alone, a letter with it at once.
    let mut stage = typed("مُ");
    stage.keys("backspace");
    assert_eq!(stage.app.composer.text(), "م");
    let mut stage = typed("مُب");
    stage.keys("home delete");
    assert_eq!(stage.app.composer.text(), "ب");
}

#[test]
fn a_selection_is_one_part_of_the_text_whatever_it_looks_like() {
    let mut stage = typed("قل hello وداعا");
    stage.keys("home shift+left shift+left shift+left");
    assert_eq!(stage.app.composer.selected().unwrap(), "قل ");
    stage.keys("'x'");
    assert_eq!(stage.app.composer.text(), "xhello وداعا");
    // Without Shift an arrow goes to the end that lies on its side.
    let mut stage = typed("مرحبا بكم");
    stage.keys("home shift+left shift+left left");
    assert_eq!(stage.app.composer.selected(), None);
    assert_eq!(stage.caret().0, 36);
}

#[test]
fn words_are_jumped_over_on_the_side_of_the_arrow() {
    let mut stage = typed("واحد اثنان ثلاثة");
    stage.keys("home ctrl+left 'x'");
    assert_eq!(stage.app.composer.text(), "واحدx اثنان ثلاثة");
    let mut stage = typed("one two");
    stage.keys("ctrl+left 'x'");
    assert_eq!(stage.app.composer.text(), "one xtwo");
}

#[test]
fn arrows_go_on_from_row_to_row() {
    for text in ["abcdefghij ".repeat(8), "واحد اثنان ".repeat(8), "ab\nمر\n\ncd".to_owned()] {
        let mut stage = typed(&text);
        stage.event(qwill::tui::Event::Resize(40, 36));
        let mut places = 1;
        for _ in 0..200 {
            let before = stage.caret();
            stage.keys(if stage.app.composer.dir() == qwill::render::bidi::Dir::Rtl {
                "right"
            } else {
                "left"
            });
            if stage.caret() == before {
                break;
            }
            places += 1;
        }
        assert_eq!(places, text.chars().count() + 1, "{text:?}");
    }
}

#[test]
fn lines_have_a_direction_each_and_up_keeps_the_column() {
    let mut stage = typed("hello\nمرحبا\nbye");
    stage.keys("home");
    assert_eq!(stage.caret().0, 2);
    stage.keys("up");
    // Nothing of the Arabic line is so far left: its end is nearest.
    assert_eq!(stage.caret().0, 33);
    stage.keys("up");
    assert_eq!(stage.caret().0, 2);
    stage.keys("right down");
    assert_eq!(stage.caret().0, 33);
}

#[test]
fn a_paste_keeps_what_scripts_need() {
    let mut stage = Stage::new(40, 8);
    stage.event(qwill::tui::Event::Paste("می\u{200C}خواهم\u{200F}!".into()));
    assert_eq!(stage.app.composer.text(), "می\u{200C}خواهم\u{200F}!");
    stage.shows(&["\u{FEE2}\u{FEEB}\u{FE8D}\u{FEEE}\u{FEA7}\u{FBFD}\u{FEE3}"]);
}

#[test]
fn the_mark_shows_to_which_side_letters_go() {
    let mut stage = typed("قل");
    stage.shows(&["‹"]).keys("' hello'").shows(&["›"]).keys("' و'").shows(&["‹"]);
}

#[test]
fn the_real_cursor_stands_at_the_caret_while_an_answer_comes() {
    let mut stage = Stage::new(40, 8);
    stage.keys("'go' enter").says("as far").keys("'你好'");
    assert_eq!(stage.caret().0, 6);
    stage.says(" as this");
    assert_eq!(stage.caret().0, 6);
    assert!(!stage.caret_hidden());
}

#[test]
fn a_terminal_that_orders_gets_logical_rows_and_logical_arrows() {
    set_order_here(Some(Order::Terminal));
    let mut stage = typed("مرحبا");
    stage.shows(&["› مرحبا"]);
    assert_eq!(stage.caret().0, 7);
    stage.keys("left");
    assert_eq!(stage.caret().0, 6);
    set_order_here(None);
}

#[test]
fn on_a_screen_from_right_to_left_an_empty_message_begins_at_the_right() {
    speak_here(Some(Lang::Ar));
    let mut stage = Stage::new(40, 8);
    stage.wait(0);
    assert!(stage.caret().0 > 30, "{:?}", stage.caret());
    stage.shows(&["‹"]).hides(&["›"]);
    stage.keys("'abc'");
    assert!(stage.caret().0 < 10, "a Latin line begins at the left: {:?}", stage.caret());
    speak_here(None);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_place_is_visited_once(text in "[ab مرلاُ(1.]{0,24}") {
        let mut stage = typed(&text);
        let mut places = Vec::new();
        stage.keys("home");
        let way = if stage.app.composer.dir() == qwill::render::bidi::Dir::Rtl { "left" } else { "right" };
        // The first letter need not stand at the edge: a word from left to right ends there.
        for _ in 0..40 {
            stage.keys(if way == "left" { "right" } else { "left" });
        }
        for _ in 0..40 {
            let mut probe = stage.app.composer.clone();
            probe.insert("\u{25C6}");
            let at = probe.text().find('\u{25C6}').unwrap();
            if places.last() == Some(&at) {
                break;
            }
            prop_assert!(!places.contains(&at), "{at} twice in {text:?}: {places:?}");
            places.push(at);
            stage.keys(way);
        }
        let units = unicode_segmentation::UnicodeSegmentation::graphemes(text.as_str(), true).count();
        prop_assert_eq!(places.len(), units + 1, "{:?}", text);
    }
}

#[test]
fn an_arabic_question_says_in_which_language_to_answer_and_an_answer_in_another_is_told() {
    let mut stage = Stage::new(80, 16);
    stage.keys("'كيف أوقف الإجابة؟' enter");
    let asked = stage.request().messages;
    assert_eq!(asked.len(), 2);
    assert!(asked[0].text().contains("العربية"), "{asked:?}");
    stage.says("要停止回答，请按 Esc 键，已经生成的内容会保留下来，你可以继续提问。").ends();
    stage.shows(&["goes over into Chinese", "/regen"]);
    // What was asked later changes nothing of what is read already.
    stage.keys("'and in English?' enter");
    assert_eq!(stage.request().messages[0].text(), asked[0].text());
}

#[test]
fn letters_from_a_pdf_file_can_be_made_ordinary_ones() {
    // `كتاب عربي` as such a file has it, from the left of the page.
    let pasted = "\u{FEF2}\u{FE91}\u{FEAE}\u{FECB} \u{FE8F}\u{FE8E}\u{FE98}\u{FEDB}";
    let mut stage = Stage::new(80, 16);
    stage.event(qwill::tui::Event::Paste(pasted.into())).shows(&["as PDF files have them"]);
    stage.keys("'y'").hides(&["as PDF files have them"]);
    assert_eq!(stage.app.composer.text(), "كتاب عربي");
    let mut stage = Stage::new(80, 16);
    stage.event(qwill::tui::Event::Paste(pasted.into())).keys("esc");
    assert_eq!(stage.app.composer.text(), pasted);
    stage.event(qwill::tui::Event::Paste("كتاب عربي".into())).hides(&["as PDF files have them"]);
}

#[test]
fn matched_letters_are_marked_where_they_stand_behind_lam_and_alef() {
    let mut stage = Stage::new(80, 16);
    stage.app.composer.set_history(vec!["بأس".into(), "لا بأس".into()]);
    stage.keys("ctrl+r 'بأس'");
    let parser = stage.parser();
    let cell = |row: u16, col: u16| parser.screen().cell(row, col).unwrap();
    // The row below the one that is chosen, which has one look.
    let row = (0..16).find(|row| (0..80).any(|col| cell(*row, col).contents() == "\u{FEFB}")).unwrap();
    let plain = cell(row, 70).bgcolor();
    let marked: String = (6..70)
        .map(|col| cell(row, col))
        .filter(|cell| cell.bgcolor() != plain)
        .map(|cell| cell.contents())
        .collect();
    assert_eq!(marked, "\u{FEB1}\u{FE84}\u{FE91}", "{}", stage.text());
}

#[test]
fn boxes_stand_alone_in_their_rows_on_a_terminal_that_orders_them() {
    set_order_here(Some(Order::Terminal));
    let mut stage = Stage::new(120, 20);
    stage.exchange("سؤال ".repeat(200).trim(), "إجابة").keys("ctrl+p");
    let text = stage.text();
    let first = text.lines().position(|row| row.contains("What to do")).unwrap();
    let last = text.lines().position(|row| row.contains("esc close")).unwrap();
    for row in text.lines().skip(first).take(last - first + 1) {
        assert!(!row.contains("سؤال") && !row.contains('│'), "{text}");
    }
    set_order_here(None);
}

#[test]
fn where_the_terminal_turns_letters_around_the_caret_stands_where_they_are_seen() {
    let mut stage = Stage::new(40, 8);
    let columns = |stage: &mut Stage| {
        stage.app.composer.set("مرحبا abc");
        stage.wait(0).keys("home");
        let step = |_| {
            let column = stage.caret().0;
            stage.keys("left");
            column
        };
        (0..9).map(step).collect::<Vec<u16>>()
    };
    let ours = columns(&mut stage);
    set_order_here(Some(Order::Word));
    assert_eq!(columns(&mut stage), ours);
    set_order_here(None);
}

#[test]
fn keys_of_vi_point_to_the_sides_of_the_screen() {
    let mut stage = Stage::new(40, 8);
    stage.app.composer.set_vim(qwill::tui::composer::Vim::On);
    stage.keys("'مرحبا' esc 0");
    let home = stage.caret().0;
    stage.keys("h");
    assert_eq!(stage.caret().0, home - 1);
    stage.keys("l");
    assert_eq!(stage.caret().0, home);
    stage.keys("h x");
    assert_eq!(stage.app.composer.text(), "محبا");
    // Backspace goes back in the text, wherever that is.
    stage.keys("backspace x");
    assert_eq!(stage.app.composer.text(), "حبا");
}

#[test]
fn every_place_of_a_long_message_has_the_caret_inside_and_home_and_end_are_its_edges() {
    for text in [
        "واحد اثنان hello ثلاثة (12٫5) لا إله https://example.com/a/b?c=d#e-f_g أربعة C++ خمسة",
        "hello مرحبا wide 你好 لا 12 (عالم) and more words of it",
        "قل\thello\tله",
    ] {
        let mut stage = Stage::new(24, 18);
        stage.app.composer.set(text);
        stage.wait(0).keys("home");
        let units = unicode_segmentation::UnicodeSegmentation::graphemes(text, true).count();
        let mut seen = std::collections::BTreeSet::new();
        let rtl = stage.app.composer.dir() == qwill::render::bidi::Dir::Rtl;
        for _ in 0..units + 20 {
            assert!(stage.caret().0 < 23, "{text}");
            seen.insert(stage.caret());
            stage.keys(if rtl { "left" } else { "right" });
        }
        assert!(seen.len() > units - 4, "{text}: {} of {units}", seen.len());
        stage.keys("end 'X'");
        assert_eq!(stage.app.composer.text(), format!("{text}X"));
        stage.keys("home 'Y'");
        assert_eq!(stage.app.composer.text(), format!("Y{text}X"));
    }
}

#[test]
fn a_folded_paste_in_arabic_is_one_place_and_its_label_stays_whole() {
    let mut stage = Stage::new(40, 10);
    stage.keys("'قبل '").event(qwill::tui::Event::Paste("سطر\n".repeat(12)));
    stage.keys("' بعد'").shows(&["[pasted 12 lines]"]);
    let end = stage.caret();
    stage.keys("left right");
    stage.keys("end");
    assert_eq!(stage.caret(), end);
    stage.keys("home right left left left left left");
    let before = stage.caret().0;
    stage.keys("left");
    // From one edge of the label to the other.
    assert!(before.abs_diff(stage.caret().0) >= 1, "{before} {:?}", stage.caret());
    stage.keys("end backspace backspace backspace backspace backspace");
    assert_eq!(stage.app.composer.text(), "قبل ");
}
