//! The language of the command line: who decides it, what it changes, and what it leaves as it is.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

use support::gguf::tiny_qwen3;
use support::home::{Home, Ran};

/// A run in a locale; the variables are set in the order of their rank.
fn run(home: &Home, locale: &[(&str, &str)], args: &[&str]) -> Ran {
    Ran::of(home.command(args).envs(locale.iter().copied()).output().unwrap())
}

const NONE: [&str; 3] = ["no engine runs", "لا محرّك يعمل", "没有引擎在运行"];

/// The language in which `stop` says that there is nothing to stop.
#[track_caller]
fn spoken(ran: &Ran) -> &'static str {
    let at = NONE.iter().position(|text| ran.err.trim_end() == *text);
    ["en", "ar", "zh"][at.unwrap_or_else(|| panic!("{ran:?}"))]
}

#[test]
fn the_locale_decides_and_an_unknown_one_is_english() {
    let home = Home::new();
    for (locale, lang) in [
        (&[][..], "en"),
        (&[("LANG", "ar_EG.UTF-8")], "ar"),
        (&[("LANG", "zh_CN.UTF-8")], "zh"),
        (&[("LANG", "tlh")], "en"),
        (&[("LANG", "C.UTF-8")], "en"),
        (&[("LC_ALL", "zh_TW"), ("LC_MESSAGES", "ar"), ("LANG", "en_GB")], "zh"),
        (&[("LC_MESSAGES", "ar"), ("LANG", "en_GB.UTF-8")], "ar"),
        (&[("LC_ALL", ""), ("LANG", "ar")], "ar"),
    ] {
        assert_eq!(spoken(&run(&home, locale, &["stop"])), lang, "{locale:?}");
    }
}

#[test]
fn the_settings_stand_above_the_locale_and_the_flag_above_both() {
    let home = Home::new();
    home.write("config/config.toml", "lang = \"zh\"\n");
    let locale = [("LANG", "ar_EG.UTF-8")];
    assert_eq!(spoken(&run(&home, &locale, &["stop"])), "zh");
    for (args, lang) in [
        (&["stop", "--lang", "en"][..], "en"),
        (&["--lang", "en", "stop"], "en"),
        (&["--lang=en", "stop"], "en"),
        (&["stop", "--lang", "auto"], "ar"),
        (&["--lang", "zh", "stop", "--lang=en"], "en"),
    ] {
        assert_eq!(spoken(&run(&home, &locale, args)), lang, "{args:?}");
    }
}

#[test]
fn the_flag_stands_before_a_command_without_becoming_a_question() {
    let home = Home::new();
    let ran = home.run(&["--lang", "zh", "list"]);
    assert!(ran.code == Some(0) && ran.err.contains("qwill pull") && ran.err.contains("提示："), "{ran:?}");
    assert_eq!(home.run(&["list", "--lang", "zh"]).err, ran.err);
    let text = home.run(&["tokens", "--", "--lang", "zh"]).ok();
    assert_eq!(text, home.pipe("--lang zh", &["tokens"]).ok());
}

#[test]
fn help_is_in_the_language_whatever_asks_for_it() {
    let home = Home::new();
    for args in [
        &["--lang", "ar", "--help"][..],
        &["--help", "--lang=ar"],
        &["--lang", "ar", "help"],
        &["help", "--lang", "ar"],
        &["-h", "--lang", "ar"],
    ] {
        let help = home.run(args).ok();
        for word in
            ["الأوامر:", "الوسائط:", "الخيارات:", "pull", "--model <MODEL>", "عرض المساعدة", "القيم الممكنة"]
        {
            assert!(help.contains(word), "{word} is not in the help of {args:?}:\n{help}");
        }
        for word in ["Print", "Options", "Commands", "Arguments", "possible values", "alias"] {
            assert!(!help.contains(word), "{word} is in the help of {args:?}:\n{help}");
        }
    }
    let help = home.run(&["help", "chats", "search", "--lang", "zh"]).ok();
    assert!(help.contains("[默认值：50]") && help.contains("选项："), "{help}");
    assert!(home.run(&["chats", "--lang", "ar"]).err.contains("الأوامر:"));
    assert_eq!(home.run(&["--version", "--lang", "ar"]).ok(), home.run(&["--version"]).ok());
}

#[test]
fn a_language_that_there_is_not_is_a_usage_error_with_the_choices() {
    let home = Home::new();
    for args in
        [&["--lang", "xx"][..], &["--lang", "xx", "list"], &["list", "--lang=ar_EG"], &["ps", "--lang"]]
    {
        home.run(args).fails_with(2, &["--lang <LANG>", "auto, en, ar, zh"]);
    }
    home.write("config/config.toml", "lang = \"fr\"\n");
    home.run(&["stop"]).fails(2, &["auto, en, ar, zh"]);
}

#[test]
fn what_is_wrong_with_the_arguments_is_said_in_the_language() {
    let home = Home::new();
    for (args, says) in [
        (&["--no-such-flag"][..], &["意外的参数「--no-such-flag」", "`-- --no-such-flag`", "用法："][..]),
        (&["--think", "maybe", "x"], &["「maybe」", "on、off、auto"]),
        (&["--think"], &["「--think <THINK>」需要一个值"]),
        (&["--temp", "hot", "x"], &["不是数字"]),
        (&["--top-p", "1.5", "x"], &["0 到 1 之间"]),
        (&["-n", "0", "x"], &["不在 1..=4294967295"]),
        (&["-n", "many", "x"], &["不是整数"]),
        (&["show"], &["缺少", "<MODEL>"]),
        (&["chats", "lst"], &["无法识别", "「lst」", "list"]),
        (&["import", "a", "--link", "--copy"], &["「--link」不能与「--copy」"]),
        (&["--json", "--json", "x"], &["「--json」不能多次"]),
        (&["ask", "--quiet=3"], &["「--quiet」的值「3」"]),
    ] {
        let ran = run(&home, &[("LANG", "zh_CN")], args);
        let english =
            ["error", "argument", "value", "Usage", "tip:", "information", "subcommand", "possible"];
        assert!(english.iter().all(|word| !ran.err.contains(word)), "{args:?} {ran:?}");
        ran.fails_with(2, says);
    }
}

#[test]
fn facts_have_names_in_every_language() {
    let home = Home::new();
    for lang in ["en", "ar", "zh"] {
        let shown = home.run(&["show", "starter", "--lang", lang]).ok();
        assert!(!shown.contains("cmd-"), "{shown}");
    }
}

#[test]
fn json_is_the_same_in_every_language() {
    let home = Home::new();
    home.model("tiny.gguf", &tiny_qwen3(1));
    home.run(&["import", "tiny.gguf", "--copy"]).ok();
    home.write("a.json", "[{\"role\": \"user\", \"content\": \"How tall is it?\"}]");
    home.run(&["chats", "import", "a.json"]).ok();
    for args in [
        &["list"][..],
        &["ps"],
        &["show", "tiny"],
        &["show", "starter"],
        &["verify"],
        &["tokens", "-m", "starter", "hi"],
        &["chats", "list"],
        &["chats", "show", "last"],
        &["chats", "search", "tall"],
    ] {
        let json = |lang: &str| {
            let said = home.run(&[args, &["--json", "--lang", lang]].concat()).ok();
            // The free memory changes from one moment to the next.
            let facts: serde_json::Value = serde_json::from_str(&said).unwrap();
            let mut facts = facts.to_string();
            while let Some(at) = facts.find("\"free\":") {
                let end = facts[at..].find(['}', ',']).unwrap();
                facts.replace_range(at..at + end, "");
            }
            facts
        };
        let english = json("en");
        assert!(english.len() > 2 || args == ["ps"], "{args:?} {english}");
        assert_eq!([json("ar"), json("zh")], [english.as_str(), english.as_str()], "{args:?}");
    }
}
