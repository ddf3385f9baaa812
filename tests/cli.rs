//! The contract of the command line: exit codes, what goes to which stream, bad input.

mod support;

use std::fs::OpenOptions;
use std::process::Stdio;

use serde_json::Value;
use support::home::Home;
use support::remote::remote;

#[test]
fn version_and_help_are_answers() {
    let home = Home::new();
    assert!(home.run(&["--version"]).ok().starts_with("qwill "));
    let help = home.run(&["--help"]).ok();
    for word in
        ["ask", "list", "ls", "rm", "gc", "verify", "ps", "stop", "show", "tokens", "--model", "--json"]
    {
        assert!(help.contains(word), "{word} is not in the help");
    }
}

#[test]
fn wrong_arguments_exit_2() {
    let home = Home::new();
    for args in [
        &["--no-such-flag"][..],
        &["--think", "maybe", "x"],
        &["--temp", "hot", "x"],
        &["--temp", "-1", "x"],
        &["--top-p", "1.5", "x"],
        &["-n", "0", "x"],
        &["show"],
        &["ps", "extra"],
        &["list", "extra"],
        &["rm"],
        &["gc", "extra"],
        &["verify", "a", "b"],
    ] {
        let ran = home.run(args);
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{args:?} {ran:?}");
    }
}

#[test]
fn without_a_question_it_says_how_to_ask() {
    let home = Home::new();
    home.run(&[]).fails(2, &["no question", "hint:"]);
    home.pipe("  \n", &[]).fails(2, &["no question"]);
    home.run(&["code", "--print"]).fails(2, &["no question", "qwill code --print \""]);
}

#[test]
fn a_file_that_cannot_be_read_is_named() {
    let home = Home::new();
    home.run(&["x", "-f", "no/such.txt"]).fails(2, &["no/such.txt", "No such file"]);
    home.run(&["x", "-f", "/"]).fails(2, &["directory"]);
}

#[test]
fn more_input_than_any_context_holds_is_refused_before_anything_starts() {
    Home::new().pipe("x".repeat(17 << 20), &["summarise"]).fails(5, &["stdin", "17 MB"]);
}

#[test]
fn a_model_that_is_not_there_exits_3() {
    let home = Home::new();
    home.run(&["-m", "/no/such.gguf", "x"]).fails(3, &["/no/such.gguf", "no such file"]);
    home.run(&["-m", "qwen9:900b", "x"]).fails(3, &["qwen9:900b", "hint:"]);
    home.run(&["-m", "/", "x"]).fails(3, &["directory"]);
}

#[test]
fn a_file_that_is_no_model_exits_3_before_any_engine_starts() {
    let home = Home::new();
    for (name, bytes) in [("empty.gguf", &b""[..]), ("text.gguf", b"hello"), ("cut.gguf", b"GGUF\x03\0\0\0")]
    {
        let path = home.write(name, bytes);
        home.run(&["show", path.to_str().unwrap()]).fails(3, &[name]);
        if cfg!(feature = "local") {
            home.run(&["-m", path.to_str().unwrap(), "x"]).fails(3, &[name]);
            assert_eq!(home.engines(), Vec::<Value>::new());
        }
    }
}

#[test]
fn an_error_in_json_is_one_object_on_standard_error() {
    let ran = Home::new().run(&["--json", "-m", "/no/such.gguf", "x"]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(3), ""));
    let error: Value = serde_json::from_str(&ran.err).unwrap();
    assert_eq!(error["error"]["kind"], "model");
    assert_eq!(error["error"]["code"], 3);
}

#[test]
fn a_broken_config_is_named_with_its_line() {
    let home = Home::new();
    home.write("config/config.toml", "model = \"starter\"\nkeep_alive = 5\n");
    home.run(&["x"]).fails(2, &["config.toml", "line 2"]);
    home.write("config/config.toml", "colour = 1\n");
    home.run(&["x"]).fails(2, &["colour"]);
}

#[test]
fn ps_and_stop_without_an_engine_are_no_errors() {
    let home = Home::new();
    assert_eq!(home.run(&["ps", "--json"]).ok(), "[]\n");
    assert_eq!(home.run(&["ps"]).ok(), "");
    assert_eq!(home.run(&["stop"]).ok(), "");
}

const HELLO: [&str; 4] = [
    "data: {\"choices\":[{\"delta\":{\"role\":\"assistant\"}}]}\n\n",
    "data: {\"choices\":[{\"delta\":{\"reasoning_content\":\"hm\"}}]}\n\ndata: {\"choices\":[{\"delta\":{\"content\":\"he",
    "llo\"}}]}\n\n",
    "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n\
     data: {\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":2,\"total_tokens\":9}}\n\ndata: [DONE]\n\n",
];

#[test]
fn a_configured_engine_answers() {
    let home = Home::new();
    let lab = remote(200, &HELLO);
    home.write("config/config.toml", lab.config());
    let ran = |args: &[&str]| {
        let output = home.command(args).env("LAB_KEY", "secret").output().unwrap();
        (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap())
    };
    assert_eq!(ran(&["-m", "lab/org/model", "hi"]), ("hello\n".into(), String::new()));
    assert_eq!(
        ran(&["-m", "big", "-s", "be brief", "--show-thinking", "hi"]),
        ("hello\n".into(), "hm\n\n".into())
    );
    let json: Value = serde_json::from_str(&ran(&["-m", "lab/x", "--json", "hi"]).0).unwrap();
    assert_eq!((&json["answer"], &json["thinking"]), (&"hello".into(), &"hm".into()));
    assert_eq!(json["usage"]["total_tokens"], 9);
    let asked = lab.asked.lock().unwrap();
    assert_eq!(asked[0].0.as_deref(), Some("Bearer secret"));
    assert_eq!(asked[0].1["model"], "org/model");
    assert_eq!(asked[1].1["model"], "big");
    assert_eq!(asked[1].1["messages"][0]["content"], "be brief");
}

#[test]
fn input_and_files_follow_the_instruction() {
    let home = Home::new();
    let lab = remote(200, &HELLO);
    home.write("config/config.toml", lab.config().replace("key_env", "#"));
    home.write("a.rs", "fn a() {}");
    home.pipe("from stdin\n", &["-m", "big", "explain", "this", "-f", "a.rs"]).ok();
    home.pipe("only this", &["-m", "big"]).ok();
    let ran = home.pipe(b"caf\xe9\0", &["-m", "big", "what"]);
    assert_eq!(ran.code, Some(0));
    assert!(ran.err.contains("UTF-8"), "{ran:?}");
    let asked = lab.asked.lock().unwrap();
    let text = |at: usize| asked[at].1["messages"][0]["content"].as_str().unwrap().to_owned();
    assert_eq!(text(0), "explain this\n\nstdin:\n```\nfrom stdin\n```\n\na.rs:\n```rs\nfn a() {}\n```");
    assert_eq!(text(1), "only this");
    assert!(text(2).contains("caf\u{FFFD}\0"));
}

#[test]
fn a_remote_engine_s_failures_exit_4_and_say_why() {
    let home = Home::new();
    let cases: [(u16, &[&str], &str); 4] = [
        (401, &["{\"error\":{\"message\":\"bad key\",\"type\":\"invalid_request_error\"}}"], "bad key"),
        (500, &["<html>\noops"], "oops"),
        (200, &[HELLO[0], HELLO[1]], "broke off"),
        (200, &[HELLO[0], "!"], "broke off"),
    ];
    for (status, pieces, says) in cases {
        let lab = remote(status, pieces);
        home.write("config/config.toml", lab.config().replace("key_env", "#"));
        let ran = home.run(&["-m", "big", "hi"]);
        assert_eq!(ran.code, Some(4), "{ran:?}");
        assert!(ran.err.contains(says), "{says} is not in {ran:?}");
    }
    home.write("config/config.toml", "[engine.lab]\nurl = \"http://127.0.0.1:9/v1\"\n");
    home.run(&["-m", "lab/x", "hi"]).fails(4, &["cannot reach", "hint:"]);
    home.write(
        "config/config.toml",
        "[engine.lab]\nurl = \"http://127.0.0.1:9/v1\"\nkey_env = \"NOT_SET\"\n",
    );
    home.run(&["-m", "lab/x", "hi"]).fails(8, &["NOT_SET"]);
}

#[test]
fn an_answer_cut_at_the_limit_is_printed_and_exits_6() {
    let home = Home::new();
    let cut = "data: {\"choices\":[{\"delta\":{\"content\":\"half\"},\"finish_reason\":\"length\"}]}\n\ndata: [DONE]\n\n";
    home.write("config/config.toml", remote(200, &[cut]).config().replace("key_env", "#"));
    let ran = home.run(&["-m", "big", "hi"]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(6), "half\n"));
    assert!(ran.err.contains("cut"), "{ran:?}");
}

#[test]
fn a_full_disk_is_an_error_and_a_closed_pipe_is_none() {
    let home = Home::new();
    home.write("config/config.toml", remote(200, &HELLO).config().replace("key_env", "#"));
    let full = OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = home.command(&["-m", "big", "hi"]).stdout(full).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8(output.stderr).unwrap().contains("cannot write"));
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let output = home.command(&["-m", "big", "hi"]).stdout(writer).stderr(Stdio::piped()).output().unwrap();
    assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), &b""[..]));
}

#[test]
fn tokens_of_the_starter_are_counted_without_an_engine() {
    let home = Home::new();
    let count: usize = home.run(&["tokens", "-m", "starter", "hello world"]).ok().trim().parse().unwrap();
    assert!((1..=11).contains(&count));
    let json: Value =
        serde_json::from_str(&home.run(&["tokens", "--json", "--special", "<|im_end|>"]).ok()).unwrap();
    assert_eq!(json["count"], 1);
    let plain: Value = serde_json::from_str(&home.run(&["tokens", "--json", "<|im_end|>"]).ok()).unwrap();
    assert!(plain["count"].as_u64().unwrap() > 1);
    let list = home.run(&["tokens", "--list", "hello"]).ok();
    assert!(list.lines().all(|line| line.contains('"')), "{list}");
    assert_eq!(home.pipe("", &["tokens"]).ok(), "0\n");
}

#[test]
fn show_tells_what_the_starter_is() {
    let home = Home::new();
    let json: Value = serde_json::from_str(&home.run(&["show", "starter", "--json"]).ok()).unwrap();
    assert_eq!((&json["architecture"], &json["quantisation"]), (&"qwen3".into(), &"Q8_0".into()));
    assert_eq!((&json["context"], &json["vocabulary"]), (&2048.into(), &3072.into()));
    assert_eq!(json["sha256"][0].as_str().map(str::len), Some(64));
    assert_eq!((&json["store"], json["fit"].as_array().map(Vec::len)), (&"built in".into(), Some(2)));
    assert!(home.run(&["show", "starter"]).ok().contains("qwen3"));
    assert!(home.run(&["show", "starter", "--template"]).ok().contains("im_start"));
}

#[test]
fn without_a_home_and_with_a_read_only_one_it_still_works() {
    let home = Home::new();
    let mut bare = home.command(&["tokens", "hi"]);
    let output = bare.env_remove("QWILL_HOME").env("XDG_RUNTIME_DIR", home.path()).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let mut shut = home.command(&["tokens", "hi"]);
    let output = shut
        .env_remove("QWILL_HOME")
        .env("HOME", "/proc")
        .env("XDG_RUNTIME_DIR", home.path())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0), "{output:?}");
}
