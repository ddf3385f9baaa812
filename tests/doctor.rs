//! `qwill doctor` tells what the terminal is taken for, and asks it how wide it draws.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use serde_json::{Value, json};
use support::home::{Home, Ran};
use support::screen::{Kind, Screen};

/// What it tells other programs in this environment.
fn told(home: &Home, set: &[(&str, &str)]) -> Value {
    let mut command = home.command(&["doctor", "--json"]);
    command.envs(set.iter().copied());
    serde_json::from_str(&Ran::of(command.output().unwrap()).ok()).unwrap()
}

#[test]
fn other_programs_get_words_that_stay() {
    let home = Home::new();
    let vte = [("TERM", "xterm-256color"), ("VTE_VERSION", "7600"), ("LANG", "ar_EG.UTF-8")];
    let found = told(&home, &vte);
    assert_eq!(
        found,
        json!({
            "terminal": { "name": "vte", "version": "7600", "term": "xterm-256color", "program": null,
                          "behind": null, "ssh": false },
            "bidi": { "order": "app", "why": "known", "guess": false, "setting": "auto" },
            "mode_8": true,
            "shaping": true,
            "lang": { "code": "ar", "from": "locale" },
            "ambiguous_width": 1,
            "colours": "256",
        })
    );
    home.write("config/config.toml", "bidi = \"terminal\"\nambiguous_width = 2\nlang = \"zh\"\n");
    let found = told(&home, &vte);
    assert_eq!((&found["bidi"]["order"], &found["bidi"]["why"]), (&json!("terminal"), &json!("setting")));
    assert_eq!((&found["mode_8"], &found["shaping"]), (&json!(false), &json!(false)));
    assert_eq!((&found["lang"]["from"], &found["ambiguous_width"]), (&json!("setting"), &json!(2)));
}

#[test]
fn people_get_each_with_its_reason_in_their_language() {
    let home = Home::new();
    for (lang, texts) in [
        ("en", ["Konsole orders text by itself", "not sent", "left to the terminal", "the command line"]),
        ("ar", ["يرتّب Konsole النص بنفسه", "لا يُرسَل", "متروكة للطرفية", "سطر الأوامر"]),
        ("zh", ["Konsole 自行排列文字", "未发送", "由终端连写", "命令行"]),
    ] {
        let mut command = home.command(&["doctor", "--lang", lang]);
        command.env("TERM", "xterm-256color").env("KONSOLE_VERSION", "230804").env("LANG", "fr_FR");
        let out = Ran::of(command.output().unwrap()).ok();
        // English is the usual language, whoever asks for it.
        let texts = if lang == "en" { &texts[..3] } else { &texts[..] };
        texts.iter().for_each(|text| assert!(out.contains(text), "no {text:?} in {out}"));
        assert_eq!(out.lines().count(), 7, "{out}");
    }
}

fn on(home: &Home, args: &[&str], kind: Kind) -> Screen {
    let mut command = home.command(args);
    command.env("TERM", "xterm-256color").env("LANG", "C.UTF-8");
    Screen::start(&command, (100, 40), kind)
}

#[test]
fn on_a_terminal_there_are_two_lines_to_look_at() {
    let home = Home::new();
    let mut screen = on(&home, &["doctor"], Kind::Silent);
    assert!(screen.end().success());
    let text = screen.text();
    for part in [
        "does not say what it is",
        "1  /etc/hosts ﻲﻓ 2.5 ﺭﺍﺪﺻﻹﺍ",
        "2  الإصدار 2.5 في /etc/hosts",
        "bidi = \"terminal\"",
    ] {
        assert!(text.contains(part), "no {part:?} in {text}");
    }
    // The lines stand as the chat would have them, and the terminal is as it was.
    let log = String::from_utf8_lossy(screen.log()).into_owned();
    assert!(log.find("\x1b[8l").unwrap() < log.find("1  /etc").unwrap());
    assert!(log.find("2  ا").unwrap() < log.find("\x1b[8h").unwrap());
}

#[test]
fn the_terminal_is_asked_how_wide_it_draws() {
    let home = Home::new();
    let mut screen = on(&home, &["doctor", "--widths"], Kind::Dark);
    assert!(screen.end().success());
    screen.is_restored();
    let text = screen.text();
    for part in ["✓ 2 2  an ideograph", "✓ 1 1  an ellipsis (ambiguous)", "lam and alef as letters"] {
        assert!(text.contains(part), "no {part:?} in {text}");
    }
    // Who does not answer is not waited for again and again.
    let mut screen = on(&home, &["doctor", "--widths"], Kind::Silent);
    assert!(screen.end().success());
    screen.is_restored();
    assert!(screen.text().contains("does not say where its cursor is"), "{}", screen.text());
    assert_eq!(screen.log().windows(4).filter(|part| part == b"\x1b[6n").count(), 1);
}
