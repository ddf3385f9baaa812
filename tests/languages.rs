//! The screen in other languages than English: all of it, and at once.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

mod support;

use qwill::chat::tree::{Node, NodeId, State};
use qwill::render::bidi::{Order, set_order_here};
use qwill::text::{Lang, speak_here};
use qwill::tui::{Event, rows};
use qwill::wire::Role;
use support::stage::Stage;

/// This thread's language, until it is dropped.
struct Spoken;

impl Spoken {
    fn new(lang: Lang) -> Spoken {
        speak_here(Some(lang));
        // The words are looked for in the order in which they are written.
        set_order_here(Some(Order::Off));
        Spoken
    }
}

impl Drop for Spoken {
    fn drop(&mut self) {
        speak_here(None);
        set_order_here(None);
    }
}

/// The first word of a text: a whole line may be broken, or its words be in another order.
fn first(text: &str) -> &str {
    text.split([' ', '،', '؛', '，', '；', '、', '（']).next().unwrap()
}

#[test]
fn the_welcome_is_in_the_language() {
    for (lang, words) in [
        (Lang::Ar, ["يجيب", "الجهاز", "أوامر", "مساعدة", "اسأل"]),
        (Lang::Zh, ["回答", "本机", "命令", "帮助", "随便问点什么"]),
    ] {
        let _spoken = Spoken::new(lang);
        Stage::new(110, 24).shows(&words).hides(&["answers", "sends", "Ask", "help"]);
    }
}

#[test]
fn the_help_says_in_the_language_what_each_action_does() {
    for (lang, words) in [
        (Lang::Ar, ["المساعدة", "الكتابة", "الإجابات", "المحادثات", "الفروع", "إغلاق"]),
        (Lang::Zh, ["帮助", "写消息", "回答", "对话", "分支", "关闭"]),
    ] {
        let _spoken = Spoken::new(lang);
        let mut stage = Stage::new(100, 130);
        stage.keys("f1").shows(&words[..4]).shows(&words[5..]).hides(&["Writing", "scroll", "conversation"]);
        let screen = stage.text();
        for row in rows() {
            let help = row.help();
            assert!(screen.contains(first(&help)), "{}: no {help:?}:\n{screen}", row.name);
        }
        stage.keys("esc").exchange("a", "b").keys("esc esc").shows(&words[4..5]);
    }
}

#[test]
fn the_palette_finds_actions_by_words_of_the_language_and_by_name() {
    for (lang, title, typed, found) in
        [(Lang::Ar, "تفعل", "الألوان", "theme"), (Lang::Zh, "要做什么", "配色", "theme")]
    {
        let _spoken = Spoken::new(lang);
        let mut stage = Stage::new(100, 40);
        stage.keys("ctrl+p").shows(&[title]).keys(&format!("'{typed}'")).shows(&[found]).hides(&["rename"]);
        stage.keys("ctrl+u 'rename'").shows(&[first(&help("rename"))]).hides(&["theme"]);
    }
}

fn help(name: &str) -> String {
    rows().iter().find(|row| row.name == name).unwrap().help()
}

#[test]
fn the_status_is_in_the_language() {
    for (lang, [here, starting, writing, stopped]) in [
        (Lang::Ar, ["الجهاز", "المحرّك", "الكتابة", "أُوقفت"]),
        (Lang::Zh, ["本机", "正在启动引擎", "正在写", "已停止"]),
    ] {
        let _spoken = Spoken::new(lang);
        let mut stage = Stage::new(90, 20);
        stage.shows(&[here]);
        stage.keys("'go' enter").shows(&[starting]);
        stage.says("abc").shows(&[writing]).keys("esc").shows(&[stopped]);
    }
}

#[test]
fn another_language_changes_all_of_the_screen_at_once() {
    let question = Node::new(NodeId(1), None, Role::User, "why?".into(), 0);
    let mut answer = Node::new(NodeId(2), Some(NodeId(1)), Role::Assistant, "because".into(), 0);
    answer.state = State::Stopped;
    let mut stage = Stage::open(vec![question, answer], 90, 20);
    stage.shows(&["stopped", "this machine", "Ask anything"]);
    for (lang, words) in
        [(Lang::Zh, ["已停止", "本机", "随便问点什么"]), (Lang::Ar, ["أُوقفت", "الجهاز", "اسأل"])]
    {
        let _spoken = Spoken::new(lang);
        stage.event(Event::Tick).shows(&words).hides(&["stopped", "machine", "Ask"]);
    }
    stage.event(Event::Tick).shows(&["stopped", "this machine", "Ask anything"]);
}

#[test]
fn another_language_is_chosen_from_a_list_or_by_its_code_and_kept() {
    use qwill::tui::Effect;
    let mut stage = Stage::new(80, 24);
    stage
        .keys("'/lang' esc enter")
        .shows(&["العربية", "简体中文"].map(|name| if name == "العربية" { "ar" } else { name }));
    stage.keys("'zh' enter");
    let spoken = |stage: &Stage| {
        let speak = |effect: &Effect| if let Effect::Speak(lang) = effect { Some(*lang) } else { None };
        stage.asked.iter().rev().find_map(speak)
    };
    assert_eq!(spoken(&stage), Some(Lang::Zh));
    assert!(stage.asked.iter().any(|effect| matches!(effect, Effect::Keep("lang", code) if code == "zh")));
    stage.keys("'/lang ar' esc enter");
    assert_eq!(spoken(&stage), Some(Lang::Ar));
    stage.keys("'/lang fr' esc enter").shows(&["no language fr", "auto, en, ar, zh"]);
    stage.keys("'/lang auto' esc enter");
    assert_eq!(spoken(&stage), Some(Lang::En));
}
