//! What goes along with messages: files that were added, and prompts that are commands.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use qwill::chat::preset::Preset;
use qwill::chat::prompt::Block;
use qwill::code::policy::{Freedom, Mode};
use qwill::render::theme::Depth;
use qwill::session::{Session, Setup, Work};
use qwill::tui::{Agent, Effect, Got, Want};
use support::stage::{Stage, chat};

fn work() -> Stage {
    let setup = Setup { work: Some(Work::default()), ..Setup::default() };
    let mut stage = Stage::with(Session::new(chat(), setup), 100, 40, "dark", Depth::True);
    stage.app.agent = Agent::new(Some(Freedom::new(Mode::Edit)));
    stage
}

/// A message is sent, with the files that are read for it.
fn sends(stage: &mut Stage, text: &str, files: &[(&str, &str)]) -> String {
    stage.keys(&format!("'{text}' enter"));
    let blocks =
        files.iter().map(|(name, text)| Block { name: (*name).into(), text: (*text).into() }).collect();
    stage.got(Got::Blocks(blocks, Vec::new()));
    let told = stage.request().messages.last().unwrap().text();
    stage.says("Well.").ends();
    told
}

#[test]
fn an_added_file_goes_along_once_and_again_when_it_changed() {
    let mut stage = work();
    stage.keys("'/add a.rs' enter");
    assert!(
        stage
            .asked
            .iter()
            .any(|effect| matches!(effect, Effect::Get(Want::Carried(names)) if names == "a.rs"))
    );
    stage.got(Got::Carried(vec!["a.rs".into()])).shows(&["goes along with the next message: a.rs"]);
    assert!(sends(&mut stage, "one", &[("a.rs", "fn a() {}\n")]).contains("a.rs:\n```rs\nfn a() {}\n```"));
    let wanted =
        |effect: &Effect| matches!(effect, Effect::Get(Want::Blocks(_, _, added)) if added == &["a.rs"]);
    assert!(stage.asked.iter().any(wanted));
    assert_eq!(sends(&mut stage, "two", &[("a.rs", "fn a() {}\n")]), "two");
    assert!(sends(&mut stage, "three", &[("a.rs", "fn b() {}\n")]).contains("fn b() {}"));
    // What left the path has to be said again.
    stage.keys("alt+u ctrl+c");
    assert!(sends(&mut stage, "four", &[("a.rs", "fn b() {}\n")]).contains("fn b() {}"));
}

#[test]
fn a_dropped_file_is_taken_out_of_what_was_sent() {
    let mut stage = work();
    stage.got(Got::Carried(vec!["a.rs".into(), "b.rs".into()]));
    sends(&mut stage, "one", &[("a.rs", "fn a() {}\n"), ("b.rs", "fn b() {}\n")]);
    stage.keys("'/drop a.rs' enter").shows(&["taken out: a.rs", "read anew"]);
    sends(&mut stage, "two", &[("b.rs", "fn b() {}\n")]);
    let all: String = stage.request().messages.iter().map(qwill::wire::Message::text).collect();
    assert!(all.contains("[a.rs was taken out]") && !all.contains("fn a()"), "{all}");
    assert_eq!(all.matches("fn b()").count(), 1);
    stage.keys("'/drop' enter").shows(&["taken out: b.rs"]).keys("'/drop' enter").shows(&["no such file"]);
    stage.got(Got::Carried(vec!["c.rs".into()])).keys("'/drop c.rs' enter");
    stage.shows(&["goes along no more: c.rs"]).hides(&["taken out: c.rs"]);
    stage.keys("'three' enter");
    assert_eq!(stage.request().messages.last().unwrap().text(), "three");
}

#[test]
fn a_file_that_is_gone_keeps_no_message_back_and_is_told() {
    let mut stage = work();
    stage.got(Got::Carried(vec!["a.rs".into()]));
    assert_eq!(sends(&mut stage, "one", &[]), "one");
    stage.keys("'/drop' enter").shows(&["no such file goes along"]);
}

#[test]
fn what_fills_the_context_is_listed_by_kind() {
    let mut stage = work();
    stage.got(Got::Carried(vec!["a.rs".into()]));
    sends(&mut stage, "one", &[("a.rs", &"fn a() {}\n".repeat(200))]);
    stage.keys("'/context' enter").shows(&["file a.rs", "conversation", "Message by message"]);
    let mut chat = Stage::new(100, 40);
    chat.exchange("one", "two").keys("'/context' enter").hides(&["Message by message"]);
}

#[test]
fn a_prompt_is_a_command_that_sends_its_text_with_what_is_given() {
    let mut stage = work();
    stage.app.here.own = vec![
        Preset::new("ship", "---\ndescription: prepare a release\n---\nShip version {input} now."),
        Preset::new("tidy", "Tidy up."),
    ];
    stage.keys("'/sh'").shows(&["/ship", "prepare a release"]).keys("esc ctrl+c");
    stage.keys("'/ship 1.2' enter");
    assert_eq!(stage.request().messages.last().unwrap().text(), "Ship version 1.2 now.");
    stage.says("Done.").ends().keys("'/tidy' esc enter");
    assert_eq!(stage.request().messages.last().unwrap().text(), "Tidy up.");
    // One that needs something stands ready to be completed.
    stage.says("Done.").ends().keys("'/ship' esc enter");
    assert_eq!(stage.app.composer.text(), "Ship version  now.");
    assert!(!stage.app.busy());
    stage.keys("ctrl+c f1 end").shows(&["/ship [TEXT]", "prepare a release"]);
}
