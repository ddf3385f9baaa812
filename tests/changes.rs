//! The commands about changes in a project: keys in, what is asked for and the screen out.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

mod support;

use qwill::code::git::{Commit, Staged};
use qwill::code::hands::{Ask, Reply};
use qwill::code::policy::{Freedom, Mode, Why};
use qwill::code::project::{Ended, Output};
use qwill::code::tool::Call;
use qwill::render::theme::Depth;
use qwill::session::{self, Session, Setup, Work};
use qwill::tui::{Agent, Effect, Event, Got, Want};
use support::home::Home;
use support::script::{Script, text};
use support::stage::{Stage, chat};

fn work(check: Option<&str>) -> Stage {
    let work = Work { check: check.map(str::to_owned), ..Work::default() };
    let setup = Setup { work: Some(work), ..Setup::default() };
    let mut stage = Stage::with(Session::new(chat(), setup), 100, 24, "dark", Depth::True);
    stage.app.agent = Agent::new(Some(Freedom::new(Mode::Edit)));
    stage
}

fn staged(diff: &str) -> Got {
    Got::Staged(Staged { diff: diff.into(), subjects: vec!["Mend the parser".into()] })
}

/// What the model was told last.
fn told(stage: &Stage) -> String {
    stage.request().messages.last().unwrap().text()
}

fn commits(stage: &Stage) -> Vec<String> {
    let message = |effect: &Effect| match effect {
        Effect::Commit(message) => Some(message.clone()),
        _ => None,
    };
    stage.asked.iter().filter_map(message).collect()
}

#[test]
fn the_model_writes_a_message_that_the_user_changes_and_sends() {
    let mut stage = work(None);
    stage.exchange("hello", "hi").keys("'/commit' enter");
    assert!(stage.asked.iter().any(|effect| matches!(effect, Effect::Get(Want::Staged))));
    let before = stage.app.session.tree.nodes().count();
    stage.got(staged("+one\n"));
    let (last, request) = (told(&stage), stage.request());
    assert!(last.contains("+one\n") && last.contains("- Mend the parser"), "{last}");
    // What was read already is not read again.
    assert_eq!(request.messages[0].text(), "hello");
    stage.says("Say one\n\nIt was missing").ends().shows(&["Enter commits what is staged"]);
    assert_eq!(stage.app.session.tree.nodes().count(), before);
    assert_eq!(stage.app.composer.text(), "/commit Say one\n\nIt was missing");
    stage.keys("'.' enter");
    assert_eq!(commits(&stage), ["Say one\n\nIt was missing."]);
    stage.got(Got::Committed(Commit::Made("[main 1a2b3c4] Say one\n 1 file".into()), String::new()));
    stage.shows(&["[main 1a2b3c4] Say one"]);
}

#[test]
fn a_commit_that_fails_is_told_in_full_and_its_message_comes_back() {
    let mut stage = work(None);
    stage.keys("'/commit My words' enter");
    assert_eq!(commits(&stage), ["My words"]);
    let said = (1..=9).map(|n| format!("hook line {n}")).collect::<Vec<_>>().join("\n");
    stage.got(Got::Committed(Commit::Failed(said), "My words".into()));
    stage.shows(&["git did not commit", "hook line 1", "hook line 9"]).keys("esc");
    assert_eq!(stage.app.composer.text(), "/commit My words");
}

#[test]
fn nothing_is_staged_by_itself() {
    let mut stage = work(None);
    stage.keys("'/commit' enter").got(staged("")).shows(&["nothing is staged", "git add"]);
    assert!(!stage.app.busy() && commits(&stage).is_empty());
    let mut chat = Stage::new(100, 24);
    chat.keys("'/commit' enter").shows(&["that is for qwill code"]);
}

#[test]
fn a_review_is_held_to_looking_and_the_mode_comes_back() {
    let mut stage = work(None);
    stage.keys("'/review main..HEAD' enter");
    let asked = |effect: &Effect| matches!(effect, Effect::Changes(chat, range) if chat == "test0001" && range == "main..HEAD");
    assert!(stage.asked.iter().any(asked));
    stage.got(Got::Changes("-old\n+new\n".into()));
    assert_eq!(stage.app.agent.mode(), Some(Mode::Plan));
    assert!(told(&stage).contains("-old\n+new"));
    stage.says("All well.").ends();
    assert_eq!(stage.app.agent.mode(), Some(Mode::Edit));
    stage.keys("'/review' enter").got(Got::Changes("\n".into())).shows(&["nothing was changed"]);
    assert!(!stage.app.busy());
}

#[test]
fn a_mode_that_is_chosen_during_a_review_stays() {
    let mut stage = work(None);
    stage.keys("'/review' enter").got(Got::Changes("+new\n".into()));
    stage.keys("'/mode auto' esc enter").says("All well.").ends();
    assert_eq!(stage.app.agent.mode(), Some(Mode::Auto));
}

#[test]
fn in_a_chat_a_review_begins_with_its_preset() {
    let mut stage = Stage::new(100, 24);
    stage.keys("'/review' enter");
    assert!(stage.app.composer.text().starts_with("Review this code."));
}

fn call(stage: &Stage) -> u64 {
    let call = |effect: &Effect| match effect {
        Effect::Session(session::Effect::Call { generation, .. }) => Some(*generation),
        _ => None,
    };
    stage.asked.iter().rev().find_map(call).expect("nothing was called")
}

#[test]
fn the_check_runs_when_the_user_says_so_and_a_key_gives_its_failure_to_the_model() {
    let mut stage = work(Some("cargo test"));
    stage.keys("'/test' enter");
    let generation = call(&stage);
    // Who wants it done need not say so twice.
    let asked = Call::Shell { command: "cargo test".into(), time: None };
    let ask = Ask::new(asked, Some(Why::Mode));
    stage.event(Event::Session(session::Event::Asks(generation, Box::new(ask))));
    let once = |effect: &Effect| {
        matches!(effect, Effect::Session(session::Effect::Reply { reply: Reply::Once, .. }))
    };
    assert!(stage.asked.iter().any(once));
    let output = Output::badly("test a ... FAILED\n[exit code 101]");
    stage.event(Event::Session(session::Event::Called(generation, Box::new(output))));
    stage.shows(&["cargo test failed", "test a ... FAILED"]);
    assert_eq!(stage.app.session.tree.nodes().count(), 0);
    stage.keys("y");
    assert!(told(&stage).contains("test a ... FAILED") && told(&stage).contains("Mend it."));
}

#[test]
fn a_check_that_ends_well_is_told_and_one_that_is_not_there_too() {
    let mut stage = work(Some("cargo test"));
    stage.keys("'/test' enter");
    let generation = call(&stage);
    stage.event(Event::Session(session::Event::Called(generation, Box::new(Output::well("ok")))));
    stage.shows(&["cargo test"]).hides(&["failed"]);
    assert!(!stage.app.busy());
    let refused = Output { ended: Ended::Refused, ..Output::badly("error: the user does not allow this.") };
    stage.keys("'/test' enter");
    let generation = call(&stage);
    stage.event(Event::Session(session::Event::Called(generation, Box::new(refused)))).hides(&["Give it"]);
    work(None).keys("'/test' enter").shows(&["this project has no check"]);
    let mut plan = work(Some("cargo test"));
    plan.keys("'/mode plan' esc enter '/test' enter").shows(&["nothing is run in the mode plan"]);
}

#[test]
fn the_program_commits_with_the_message_that_the_model_wrote_and_the_user_changed() {
    let script = Script::new(vec![text("Say hello"), text("All is well here.")]);
    let home = Home::new();
    home.write("config/config.toml", script.config());
    home.write("project/a.txt", "hello\n");
    let git = |args: &[&str]| {
        let mut git = std::process::Command::new("git");
        let output = git.arg("-C").arg(home.path().join("project")).args(args).output().unwrap();
        assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    git(&["init", "-q"]);
    git(&["config", "user.name", "me"]);
    git(&["config", "user.email", "me@example.org"]);
    let mut screen = home.screen(&["code", "-m", "lab/big", "-C", "project"], (100, 30));
    screen.wait_for("Ask anything");
    screen.send("/commit\r");
    screen.wait_for("nothing is staged");
    git(&["add", "a.txt"]);
    screen.send("/commit\r");
    screen.wait_for("/commit Say hello");
    screen.send(" twice\r");
    screen.wait_for("] Say hello twice");
    assert_eq!(git(&["log", "--format=%s"]), "Say hello twice\n");
    home.write("project/a.txt", "hello\nagain\n");
    screen.send("/review\r");
    screen.wait_for("All is well here.");
    let asked = script.asked();
    let said = asked.last().unwrap()["messages"].as_array().unwrap().last().unwrap()["content"].to_string();
    assert!(said.contains("+again"), "{said}");
}
