//! Who orders right-to-left text: asked once where it is a guess, and changed with `/bidi`.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use qwill::chat::tree::{Node, NodeId};
use qwill::config::Terminal;
use qwill::render::bidi::{Choice, Explicit, Guides, Order, Why, set_order_here};
use qwill::text::{Lang, speak_here};
use qwill::tui::{Bidi, Effect, Event, Got};
use qwill::wire::Role;
use support::home::Home;
use support::screen::{Kind, Screen};
use support::stage::{Stage, chat};

const QUESTION: &str = "Which line reads correctly?";
/// The sample as it is sent in either order.
const OURS: &str = "/etc/hosts ﻲﻓ 2.5 ﺭﺍﺪﺻﻹﺍ";
const LOGICAL: &str = "الإصدار 2.5 في /etc/hosts";

fn unknown() -> Terminal {
    Terminal::of(&[("TERM", "xterm-256color")])
}

/// A chat on a terminal, with the setting that nobody has changed.
fn on(terminal: Terminal) -> Stage {
    let mut stage = Stage::new(90, 24);
    stage.app.here.bidi = Bidi::new("auto", terminal);
    stage
}

fn kept(stage: &Stage) -> Vec<&str> {
    let kept = |effect: &'_ Effect| match effect {
        Effect::Keep("bidi", value) => Some(value.clone()),
        _ => None,
    };
    let all: Vec<String> = stage.asked.iter().filter_map(kept).collect();
    ["auto", "app", "app-word", "terminal", "off"]
        .into_iter()
        .filter(|name| all.iter().any(|k| k == name))
        .collect()
}

fn ordered(stage: &Stage) -> Option<Choice> {
    stage.asked.iter().rev().find_map(|effect| match effect {
        Effect::Order(choice) => Some(*choice),
        _ => None,
    })
}

#[test]
fn the_first_message_from_right_to_left_asks_which_line_reads_correctly() {
    let mut stage = on(unknown());
    stage.keys("'hello' enter").hides(&[QUESTION]);
    stage.says("hi").ends().keys("'مرحبا' enter").shows(&[QUESTION, LOGICAL, OURS]);
    stage.keys("x").shows(&[QUESTION]).keys("2").hides(&[QUESTION]);
    assert_eq!(kept(&stage), ["terminal"]);
    let (order, explicit, guides) = (Order::Terminal, Explicit::No, Guides::Sent);
    let choice = Choice { order, explicit, guides, why: Why::Setting };
    assert_eq!(ordered(&stage), Some(choice));
    // It is asked once.
    stage.ends().keys("'مرحبا' enter").hides(&[QUESTION]);
}

#[test]
fn the_first_line_keeps_the_order_that_we_make() {
    let mut stage = on(unknown());
    // Whoever has Arabic keys has Arabic digits.
    stage.keys("'مرحبا' enter '١'").hides(&[QUESTION]);
    assert_eq!(kept(&stage), ["app"]);
    assert_eq!(ordered(&stage).map(|choice| choice.explicit), Some(Explicit::Yes));
}

#[test]
fn esc_puts_the_question_off_until_another_time() {
    let mut stage = on(unknown());
    stage.keys("'مرحبا' enter esc").hides(&[QUESTION]).says("hi").ends();
    stage.keys("'مرحبا' enter").hides(&[QUESTION]);
    assert_eq!((kept(&stage), ordered(&stage)), (vec![], None));
}

#[test]
fn the_interfaces_language_and_an_opened_conversation_ask_too() {
    let mut stage = on(unknown());
    speak_here(Some(Lang::Ar));
    stage.keys("'x'").shows(&["Esc"]).keys("1");
    speak_here(None);
    assert_eq!(kept(&stage), ["app"]);

    let mut stage = on(unknown());
    let node = Node::new(NodeId(1), None, Role::User, "שלום".into(), 0);
    stage.got(Got::Chat(chat(), vec![node])).shows(&[QUESTION]);
}

#[test]
fn nobody_is_asked_where_it_is_certain_or_was_answered() {
    let kitty = Terminal::of(&[("TERM", "xterm-kitty")]);
    for (setting, terminal) in [
        ("auto", Terminal::of(&[("TERM", "xterm-256color"), ("VTE_VERSION", "7600")])),
        ("auto", Terminal::of(&[("TERM", "xterm-256color"), ("KONSOLE_VERSION", "1")])),
        ("auto", Terminal::of(&[("TERM", "alacritty")])),
        ("app", unknown()),
        ("off", unknown()),
        ("app-word", kitty.clone()),
    ] {
        let mut stage = Stage::new(90, 24);
        stage.app.here.bidi = Bidi::new(setting, terminal);
        stage.keys("'مرحبا' enter").hides(&[QUESTION]);
    }
    // On kitty it is about letters within words.
    let mut stage = on(kitty);
    stage.keys("'مرحبا' enter").shows(&[QUESTION, "/etc/hosts في 2.5 الإصدار", OURS]).keys("1");
    assert_eq!(kept(&stage), ["app-word"]);
}

#[test]
fn bidi_says_who_orders_text_and_changes_it() {
    let mut stage = on(Terminal::of(&[("TERM", "xterm-256color"), ("TERM_PROGRAM", "vscode")]));
    stage.keys("'/bidi' enter").shows(&["Who orders right-to-left text?", "app-word", "nobody"]);
    stage.keys("esc").shows(&["VS Code shows cells where they are sent"]);
    stage.keys("'/bidi' enter down down down enter");
    assert_eq!(kept(&stage), ["terminal"]);
    stage.keys("'/bidi Off' enter").shows(&["your setting"]);
    assert_eq!(ordered(&stage).map(|choice| choice.order), Some(Order::Off));
    stage.asked.clear();
    stage.keys("'/bidi rtl' enter").shows(&["there is no rtl", "app-word"]);
    assert!(stage.asked.is_empty());
    stage.keys("'/bidi auto' enter").shows(&["VS Code"]);
    assert_eq!((kept(&stage), ordered(&stage).map(|choice| choice.order)), (vec!["auto"], Some(Order::App)));
}

#[test]
fn another_order_lays_out_what_was_said_anew() {
    let mut stage = Stage::new(60, 24);
    stage.exchange("السلام", "هذا نص").shows(&["ﻡﻼﺴﻟﺍ", "ﺺﻧ ﺍﺬﻫ"]);
    set_order_here(Some(Order::Terminal));
    stage.event(Event::Tick).shows(&["السلام", "هذا نص"]);
    set_order_here(None);
    stage.event(Event::Tick).shows(&["ﻡﻼﺴﻟﺍ", "ﺺﻧ ﺍﺬﻫ"]).hides(&["السلام"]);
}

#[test]
fn an_answer_changes_the_terminal_and_the_settings() {
    let home = Home::new();
    let mut command = home.command(&["chat"]);
    command.env("TERM", "xterm-256color").env("LANG", "ar_EG.UTF-8");
    let mut screen = Screen::start(&command, (90, 24), Kind::Dark);
    // Both lines, before any key.
    screen.wait_for(LOGICAL);
    screen.wait_for(OURS);
    let orders = |screen: &Screen| {
        let log = String::from_utf8_lossy(screen.log()).into_owned();
        log.match_indices("\x1b[8")
            .filter_map(|(at, _)| log[at + 3..].chars().next())
            .filter(|c| "lh".contains(*c))
            .collect::<String>()
    };
    assert_eq!(orders(&screen), "l");
    screen.send("2");
    screen.wait(|screen| !screen.contents().contains(OURS));
    screen.wait_for("terminal");
    assert_eq!(orders(&screen), "lh");
    let kept = || std::fs::read_to_string(home.path().join("config/config.toml")).unwrap_or_default();
    let mut left = 500;
    while kept().is_empty() && left > 0 {
        screen.settle(std::time::Duration::from_millis(10));
        left -= 1;
    }
    assert_eq!(kept(), "bidi = \"terminal\"\n");
    screen.press("ctrl+d");
    assert!(screen.end().success());
    screen.is_restored();
    // What was given back already is not given back again; and nobody is asked a second time.
    assert_eq!(orders(&screen), "lh");
    let mut screen = Screen::start(&command, (90, 24), Kind::Dark);
    screen.wait(|screen| screen.alternate_screen());
    screen.settle(std::time::Duration::from_millis(300));
    assert!(!screen.text().contains(OURS), "{}", screen.text());
    screen.press("ctrl+d");
    assert!(screen.end().success());
    assert_eq!(orders(&screen), "");
}
