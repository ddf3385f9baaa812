//! Servers of tools in `qwill code`, with one of the test's own: what it offers, answers, and does wrong.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use qwill::code::mcp::{Place, Servers, State};
use qwill::config::{Env, Server};
use serde_json::{Map, Value, json};
use support::home::{Home, Ran};
use support::mcp;
use support::script::{Say, Script, call};

/// What [`mcp::serve`] is started as; without its variables it does nothing.
#[test]
fn server() {
    mcp::serve();
}

/// A project, an engine that calls these tools, and the server `docs`.
struct Work {
    home: Home,
    script: Script,
}

const ALLOW: &str = "[code]\nallow = [\"mcp:docs/*\"]\n";

impl Work {
    fn new(answers: Vec<Say>, rules: &str, more: &str) -> Work {
        Work::acting("well", answers, rules, more)
    }

    fn acting(act: &str, answers: Vec<Say>, rules: &str, more: &str) -> Work {
        let (home, script) = (Home::new(), Script::new(answers));
        let server = mcp::config("docs", act, &home.path().join("note"), more);
        home.write("config/config.toml", format!("{}{rules}{server}", script.config()));
        home.write("project/notes.txt", "alpha\nbeta\n");
        Work { home, script }
    }

    fn run(&self, args: &[&str]) -> Ran {
        self.home.run(&[&["code", "-m", "lab/big", "-C", "project"], args].concat())
    }

    fn auto(&self) -> Ran {
        self.run(&["--print", "--mode", "auto", "do it"])
    }

    fn log(&self) -> String {
        fs::read_to_string(self.home.path().join("run/mcp-docs.log")).unwrap()
    }

    fn note(&self) -> PathBuf {
        self.home.path().join("note")
    }
}

/// The names of the tools in a request.
fn offered(request: &Value) -> Vec<&str> {
    let tools = request["tools"].as_array().unwrap();
    tools.iter().map(|tool| tool["function"]["name"].as_str().unwrap()).collect()
}

/// Waits until the file has something in it.
fn wait(path: &Path) -> String {
    until(|| fs::read_to_string(path).ok().filter(|text| !text.is_empty()))
}

fn until<T>(mut found: impl FnMut() -> Option<T>) -> T {
    let end = Instant::now() + Duration::from_secs(30);
    loop {
        if let Some(found) = found() {
            return found;
        }
        assert!(Instant::now() < end, "it never came");
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn lives(id: &str) -> bool {
    let stat = fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
    stat.rsplit_once(')').is_some_and(|(_, rest)| !rest.trim_start().starts_with(['Z', 'X']))
}

#[test]
fn a_tool_is_offered_behind_ours_called_and_answers() {
    let work = Work::new(
        vec![call("docs_add", json!({ "a": "41", "unit": "m" })), call("docs_read", json!({}))],
        ALLOW,
        "",
    );
    assert_eq!(work.auto().ok(), "done\n");
    assert_eq!(work.script.results(), ["sum 42", "read by the server"]);
    let asked = work.script.asked();
    let names = offered(&asked[0]);
    let ours = names.iter().position(|name| name.starts_with("docs_")).unwrap();
    assert_eq!((names[0], names[ours], ours), ("read", "docs_add", 8));
    assert!(names.contains(&"docs_read"), "one that is named like ours has another name: {names:?}");
    assert_eq!(asked[0]["tools"], asked[2]["tools"], "what was read stays read");
    let add = &asked[0]["tools"][ours]["function"];
    assert_eq!(add["description"], "Adds one.");
    assert_eq!(add["parameters"]["properties"]["unit"]["enum"], json!(["m", "km"]));
}

#[test]
fn without_a_rule_a_call_needs_a_yes_that_nobody_is_there_to_give() {
    let work = Work::new(vec![call("docs_read", json!({}))], "", "");
    let ran = work.auto();
    assert_eq!(ran.code, Some(8), "{ran:?}");
    assert!(work.script.results()[0].contains("nobody is here"), "{:?}", work.script.results());
    let plan = Work::new(vec![call("docs_add", json!({ "a": 1 })), call("docs_read", json!({}))], ALLOW, "");
    plan.run(&["--print", "--mode", "plan", "look"]);
    let results = plan.script.results();
    assert_eq!(results[0], "sum 2", "it says that it only looks, and is allowed");
    assert!(results[1].contains("in plan mode"), "{results:?}");
}

#[test]
fn a_rule_denies_in_every_mode() {
    let rules = "[code]\nallow = [\"mcp:docs/*\"]\ndeny = [\"mcp:docs/read\"]\n";
    let work = Work::new(vec![call("docs_read", json!({})), call("docs_add", json!({ "a": 1 }))], rules, "");
    work.auto();
    let results = work.script.results();
    assert!(results[0].contains("a rule of the user forbids"), "{results:?}");
    assert_eq!(results[1], "sum 2");
}

#[test]
fn arguments_are_held_against_the_schema_before_they_go() {
    let calls = vec![
        call("docs_add", json!({})),
        call("docs_add", json!({ "a": 1, "unit": "mile" })),
        call("docs_add", json!({ "a": "many" })),
        call("docs_nothing", json!({})),
    ];
    let work = Work::new(calls, ALLOW, "");
    work.auto().ok();
    let results = work.script.results();
    for (result, wanted) in
        results.iter().zip(["\"a\" is missing", "one of \"m\", \"km\"", "must be integer", "docs_add"])
    {
        assert!(result.starts_with("error: ") && result.contains(wanted), "{result}");
    }
}

#[test]
fn errors_pictures_and_floods_are_answered_as_what_they_are() {
    let calls = ["docs_fail", "docs_picture", "docs_flood"].map(|name| call(name, json!({})));
    let mut calls = calls.to_vec();
    calls.push(call("read", json!({ "path": "@output/1", "from": 20_001, "lines": 1 })));
    let work = Work::new(calls, ALLOW, "");
    work.auto().ok();
    let results = work.script.results();
    assert_eq!(results[0], "error: the tool failed: no such page");
    assert!(results[1].contains("image/png") && !results[1].contains("AAAA"), "{}", results[1]);
    assert!(results[2].len() < 10_000 && results[2].starts_with("line 0\n"), "{}", results[2].len());
    assert!(results[2].contains("left out") && results[2].contains("line 39999"));
    assert!(results[3].contains("line 20000"), "{}", results[3]);
    assert!(work.log().len() < 2 << 20, "its log has a bound");
}

#[test]
fn a_server_that_dies_is_told_once_and_its_tools_say_so() {
    let calls = vec![call("docs_die", json!({})), call("docs_read", json!({}))];
    let work = Work::new(calls, ALLOW, "");
    let ran = work.auto();
    assert_eq!((ran.code, ran.out.as_str()), (Some(0), "done\n"), "{ran:?}");
    assert_eq!(ran.err.matches("docs has ended").count(), 1, "{ran:?}");
    assert!(ran.err.contains("/mcp docs"), "{ran:?}");
    for result in work.script.results() {
        assert!(result.contains("does not run any more"), "{result}");
    }
    let asked = work.script.asked();
    assert_eq!(asked[0]["tools"], asked[2]["tools"], "what was read stays read");
}

#[test]
fn a_call_without_an_answer_ends_at_its_deadline_and_the_server_hears_of_it() {
    let work = Work::new(vec![call("docs_hang", json!({}))], ALLOW, "time = \"1s\"");
    work.auto().ok();
    assert!(work.script.results()[0].contains("no answer in 1 s"), "{:?}", work.script.results());
    assert_eq!(wait(&work.note()), "cancelled");
}

#[test]
fn a_server_that_says_nothing_or_fails_keeps_nobody_waiting() {
    let silent = Work::acting("silent", vec![], ALLOW, "");
    let began = Instant::now();
    assert_eq!(silent.auto().ok(), "done\n");
    assert!(began.elapsed() < Duration::from_secs(25), "it is given up only after half a minute");
    assert!(!offered(&silent.script.asked()[0]).iter().any(|name| name.starts_with("docs_")));
    let fails = Work::acting("fails", vec![], ALLOW, "");
    let ran = fails.auto();
    assert_eq!((ran.code, ran.out.as_str()), (Some(0), "done\n"), "{ran:?}");
    assert!(ran.err.contains("docs is not there") && ran.err.contains("mcp-docs.log"), "{ran:?}");
}

#[test]
fn what_is_no_message_is_borne() {
    let work = Work::acting("garbage", vec![call("docs_read", json!({}))], ALLOW, "");
    work.auto().ok();
    assert_eq!(work.script.results(), ["read by the server"]);
}

#[test]
fn no_value_of_its_environment_is_kept_or_shown() {
    let work = Work::acting("well", vec![call("docs_read", json!({}))], ALLOW, "");
    let ran = work.auto();
    assert!(work.log().contains("my key is ***"), "{}", work.log());
    let fails = Work::acting("fails", vec![], ALLOW, "");
    let failed = fails.auto();
    for text in [work.log(), ran.err, failed.err, fails.log(), fails.run(&["--mcp"]).err] {
        assert!(!text.contains("very-secret-word"), "{text}");
    }
}

#[test]
fn events_name_the_server_and_the_tool() {
    let work = Work::new(vec![call("docs_add", json!({ "a": 1 }))], ALLOW, "");
    let out = work.run(&["--json", "--mode", "auto", "do it"]).ok();
    let items = out.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let items: Vec<Value> =
        items.map(|event| event["item"].clone()).filter(|item| item["type"] == "mcp_tool_call").collect();
    assert_eq!(items.len(), 2, "{out}");
    for (item, status) in items.iter().zip(["in_progress", "completed"]) {
        assert_eq!(
            (&item["server"], &item["tool"], &item["status"]),
            (&json!("docs"), &json!("add"), &json!(status))
        );
        assert_eq!(item["arguments"], json!({ "a": 1 }));
    }
    assert_eq!(items[1]["output"], "sum 2");
}

#[test]
fn a_projects_own_servers_count_after_the_folder_is_trusted() {
    let work = Work::new(vec![], "", "");
    let rules = "[code]\nallow = [\"mcp:own/add\"]\n";
    work.home.write("config/config.toml", format!("{}{rules}", work.script.config()));
    work.home.write("project/.mcp.json", mcp::shared("own", "well", &work.note()));
    let ran = work.auto();
    assert!(ran.err.contains(".mcp.json") && ran.err.contains("--trust"), "{ran:?}");
    assert!(!work.script.asked()[0]["tools"].to_string().contains("own_"));
    assert!(!work.home.path().join("run/mcp-own.log").exists(), "it was not even started");
    work.run(&["--trust"]).ok();
    work.auto().ok();
    assert!(offered(&work.script.asked()[1]).contains(&"own_add"));
    work.home.write("project/.mcp.json", mcp::shared("own", "other", &work.note()));
    work.auto();
    assert!(!work.script.asked()[2]["tools"].to_string().contains("own_"), "it has changed since");
}

#[test]
fn the_servers_are_listed_with_their_tools_and_their_faults() {
    let work = Work::new(vec![], "", "tools = [\"add\", \"read\"]");
    let out = work.run(&["--mcp"]).ok();
    assert_eq!(out, "docs  ready, 2 tools\n  mcp:docs/add\n  mcp:docs/read\n");
    let fails = Work::acting("fails", vec![], "", "");
    let ran = fails.run(&["--mcp"]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(ran.out.starts_with("docs  not there: ") && ran.err.contains("mcp-docs.log"), "{ran:?}");
    let none = Work::new(vec![], "", "");
    none.home.write("config/config.toml", none.script.config());
    assert!(none.run(&["--mcp"]).ok().contains("[mcp.NAME]"));
}

#[test]
fn all_that_a_server_started_ends_with_us() {
    let work = Work::new(vec![call("docs_child", json!({}))], ALLOW, "");
    work.auto().ok();
    let child = wait(&work.note());
    until(|| (!lives(&child)).then_some(()));
}

#[test]
fn all_that_a_server_started_ends_when_we_are_killed() {
    let calls = vec![call("docs_child", json!({})), call("docs_hang", json!({}))];
    let work = Work::new(calls, ALLOW, "");
    let args = ["code", "-m", "lab/big", "-C", "project", "--print", "--mode", "auto", "do it"];
    let mut command = work.home.command(&args);
    let mut running = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let child = wait(&work.note());
    assert!(lives(&child));
    running.kill().unwrap();
    running.wait().unwrap();
    until(|| (!lives(&child)).then_some(()));
}

/// The server `docs` without a model, in this directory.
fn alone(dir: &Path) -> Servers {
    let program = std::env::current_exe().unwrap().display().to_string();
    let args = ["server", "--exact", "--nocapture"].map(String::from).to_vec();
    let note = dir.join("note").display().to_string();
    let env = Env(BTreeMap::from([("ACT".into(), "well".into()), ("NOTE".into(), note)]));
    let server = Server { command: program, args, env, ..Server::default() };
    let place =
        Place { root: dir.into(), program: env!("CARGO_BIN_EXE_qwill").into(), logs: dir.join("run") };
    Servers::new(BTreeMap::from([("docs".into(), server)]), place)
}

async fn changes(servers: &Servers, mut such: impl FnMut(&Servers) -> bool) {
    let mut news = servers.news();
    while !such(servers) {
        let changed = tokio::time::timeout(Duration::from_secs(30), news.changed()).await;
        changed.expect("nothing changed").unwrap();
    }
}

#[tokio::test]
async fn tools_that_a_server_gets_later_are_known_then() {
    let dir = tempfile::tempdir().unwrap();
    let servers = alone(dir.path());
    servers.start(None);
    servers.settle(Duration::from_secs(30)).await;
    let has =
        |servers: &Servers| servers.offers().iter().any(|offer| offer.tool.function.name == "docs_late");
    assert!(!has(&servers));
    assert_eq!(servers.call("docs", "grow", Map::new()).await.text, "grown");
    changes(&servers, has).await;
}

#[tokio::test]
async fn a_server_that_has_ended_is_started_again_when_the_user_wants_it() {
    let dir = tempfile::tempdir().unwrap();
    let servers = alone(dir.path());
    let state = |servers: &Servers| servers.report()[0].state.clone();
    servers.start(None);
    servers.settle(Duration::from_secs(30)).await;
    assert_eq!(state(&servers), State::Ready);
    servers.call("docs", "die", Map::new()).await;
    changes(&servers, |servers| matches!(state(servers), State::Gone(_))).await;
    assert_eq!(servers.notices().len(), 1);
    assert!(servers.call("docs", "read", Map::new()).await.text.contains("does not run"));
    assert!(!servers.offers().is_empty(), "the conversation goes on as it began");
    assert!(servers.start(Some("docs")) && !servers.start(Some("other")));
    servers.settle(Duration::from_secs(30)).await;
    assert_eq!(servers.call("docs", "read", Map::new()).await.text, "read by the server");
    assert!(servers.notices().is_empty());
}

#[tokio::test]
async fn a_call_that_nobody_waits_for_any_more_is_taken_back() {
    let dir = tempfile::tempdir().unwrap();
    let servers = alone(dir.path());
    servers.start(None);
    servers.settle(Duration::from_secs(30)).await;
    let call = servers.call("docs", "hang", Map::new());
    assert!(tokio::time::timeout(Duration::from_millis(500), call).await.is_err());
    let note = dir.path().join("note");
    let said = tokio::task::spawn_blocking(move || wait(&note)).await.unwrap();
    assert_eq!(said, "cancelled");
    assert_eq!(servers.call("docs", "read", Map::new()).await.text, "read by the server", "others go on");
}
