//! The chat in a real terminal, with the program's own engine and the starter.
#![cfg(feature = "local")]
#![allow(clippy::unwrap_used, reason = "a test that cannot set itself up fails")]

mod support;

use rustix::process::Signal;
use support::home::Home;
use support::screen::{Kind, Screen};

#[test]
fn a_first_chat_types_streams_stops_and_leaves_the_terminal_as_it_was() {
    let home = Home::new();
    let mut screen = home.screen(&[], (100, 30));
    // The first frame is there before any model.
    screen.wait_for("Ask anything");
    screen.wait_for("qwill pull");
    screen.send("how do I stop an answer?");
    screen.wait_for("how do I stop an answer?");
    screen.press("enter");
    screen.wait_for("Esc");
    screen.wait(|screen| !screen.contents().contains("writing"));
    screen.press("ctrl+d");
    assert!(screen.end().success());
    screen.is_restored();

    // What was said is there again.
    let mut screen = home.screen(&["-c"], (100, 30));
    screen.wait_for("how do I stop an answer?");
    screen.press("ctrl+d");
    assert!(screen.end().success());
    let listed = home.run(&["chats", "list", "--json"]);
    assert!(listed.out.contains("how do I stop an answer"), "{listed:?}");
    home.run(&["stop"]);
}

#[test]
fn a_killed_chat_loses_nothing_that_was_shown() {
    let home = Home::new();
    let mut screen = home.screen(&[], (100, 30));
    screen.wait_for("Ask anything");
    screen.send("what is a slot?");
    screen.press("enter");
    screen.wait(|screen| screen.contents().contains("tokens/s") || screen.contents().contains(" of "));
    screen.wait(|screen| !screen.contents().contains("starting"));
    std::thread::sleep(std::time::Duration::from_millis(1500));
    screen.signal(Signal::KILL);
    screen.end();
    let listed = home.run(&["chats", "show", "last"]);
    assert!(listed.out.contains("what is a slot?"), "{listed:?}");
    home.run(&["stop"]);
}

#[test]
fn a_terminated_chat_gives_the_terminal_back() {
    let home = Home::new();
    let mut screen = home.screen(&[], (60, 20));
    screen.wait_for("Ask anything");
    screen.signal(Signal::TERM);
    screen.end();
    screen.is_restored();
    home.run(&["stop"]);
}

#[test]
fn an_engine_that_is_killed_leaves_the_chat_and_what_it_said() {
    let home = Home::new();
    let mut screen = home.screen(&[], (100, 30));
    screen.wait_for("Ask anything");
    screen.wait(|_| !home.engines().is_empty() && home.engines()[0]["state"] == "ready");
    let pid = i32::try_from(home.engines()[0]["pid"].as_i64().unwrap()).unwrap();
    let pid = rustix::process::Pid::from_raw(pid).unwrap();
    rustix::process::kill_process(pid, Signal::KILL).unwrap();
    // A new engine starts for the question.
    screen.send("who are you?");
    screen.press("enter");
    screen.wait_for("qwill");
    screen.wait(|screen| screen.contents().contains("tokens"));
    screen.press("ctrl+d");
    screen.end();
    screen.is_restored();
    home.run(&["stop"]);
}

#[test]
fn a_storm_of_sizes_ends_with_the_right_screen() {
    let home = Home::new();
    let mut screen = home.screen(&[], (80, 24));
    screen.wait_for("Ask anything");
    for round in 1..60u16 {
        screen.resize(1 + round * 7 % 90, 1 + round * 3 % 40);
    }
    screen.resize(80, 24);
    screen.wait_for("Ask anything");
    screen.wait_for("F1 help");
    screen.press("ctrl+d");
    assert!(screen.end().success());
    home.run(&["stop"]);
}

#[test]
fn a_chat_that_was_stopped_by_its_shell_goes_on_where_it_was() {
    let home = Home::new();
    let mut shell = home.command(&[]);
    let program = shell.get_program().to_str().unwrap().to_owned();
    shell = support::screen::like(&shell, "/bin/bash", &["--norc", "--noprofile", "-i"]);
    shell.env("TERM", "xterm-256color").env("PS1", "$ ");
    let mut screen = Screen::start(&shell, (100, 30), Kind::Silent);
    screen.wait_for("$");
    screen.send(&format!("{program}\n"));
    screen.wait_for("Ask anything");
    screen.send("half a sent");
    screen.wait_for("half a sent");
    screen.press("ctrl+z");
    screen.wait_for("Stopped");
    assert!(!screen.screen().alternate_screen());
    screen.send("fg\n");
    screen.wait_for("half a sent");
    screen.send("ence");
    screen.wait_for("half a sentence");
    screen.press("ctrl+c");
    screen.press("ctrl+d");
    // What is typed before the shell has the terminal again is lost.
    screen.wait(|screen| !screen.alternate_screen() && screen.contents().trim_end().ends_with('$'));
    screen.send("exit\n");
    screen.end();
    home.run(&["stop"]);
}
