//! However a program ends or pauses, its terminal is as it was: checked with a small program on a terminal.
#![allow(clippy::unwrap_used, reason = "a test that cannot set itself up fails")]
#![allow(clippy::print_stdout, reason = "the small program on the terminal prints")]

mod support;

use std::io::Write;
use std::process::Command;
use std::time::Duration;

use crossterm::event::Event;
use qwill::config::Terminal;
use qwill::render::bidi::Explicit;
use qwill::tui::chord::Chord;
use qwill::tui::guard::{self, Guard, Mouse, Options, Out, Signal, Signals, Suspended};
use qwill::tui::probe::{PATIENCE, Question};
use rustix::process::Signal as Posix;
use support::screen::{Kind, Screen};

/// Says what the small program is to do.
const PART: &str = "QWILL_TEST_PART";
/// What shows that the terminal was asked for everything.
const ASKED: [&str; 4] = ["\x1b[?1049h", "\x1b[?2004h", "\x1b[>1u", "\x1b[?1006h"];

/// The small program: it tells keys and signals that it hears, each on a row of its own.
#[test]
fn program() {
    let Ok(part) = std::env::var(PART) else { return };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(run(&part));
}

async fn run(part: &str) {
    let terminal = Terminal { kind: "xterm".into(), ..Terminal::default() };
    let mut signals = Signals::new().unwrap();
    let order = if part == "ours" { Explicit::Yes } else { Explicit::No };
    let mut guard = Guard::enter(Options { order, ..Options::of(&terminal, Mouse::Program) }).unwrap();
    if part == "probe" {
        let question = Question::ask(&terminal);
        say("asking");
        // Long enough for the test to type meanwhile, which it does before it answers.
        let answer = question.wait(Duration::from_secs(20));
        say(&format!("{:?}", answer.shade));
        answer.events.iter().for_each(tell);
    }
    if part == "silent" {
        say(&format!("{:?}", Question::ask(&terminal).wait(PATIENCE).shade));
    }
    let mut keys = guard::keys(Vec::new()).unwrap();
    say("ready");
    loop {
        tokio::select! {
            signal = signals.next() => match signal {
                Signal::Gone if part == "deaf" => {}
                Signal::End | Signal::Gone => break,
                Signal::Pause => pause(&mut guard),
                Signal::Goes => say("goes on"),
                Signal::Size => say("<size>"),
            },
            event = keys.recv() => match event {
                None => break,
                Some(Event::Key(key)) => match Chord::of(key).unwrap().to_string().as_str() {
                    "q" => break,
                    "p" => panic!("on purpose"),
                    "o" => {
                        std::thread::spawn(|| panic!("somewhere else")).join().unwrap_err();
                        say("still here");
                    }
                    "e" => {
                        let editor = || Command::new("/bin/sh").args(["-c", "stty -a; read x; echo \"editor: $x\""]).status();
                        assert!(guard.aside(editor).unwrap().unwrap().success());
                        say("edited");
                    }
                    "m" => guard.mouse(Mouse::Terminal).unwrap(),
                    "x" => guard.order(Explicit::Yes).unwrap(),
                    "i" => guard.order(Explicit::No).unwrap(),
                    "Ctrl+Z" => pause(&mut guard),
                    _ => tell(&Event::Key(key)),
                },
                Some(event) => tell(&event),
            },
        }
    }
    drop(guard);
    println!("over");
}

fn pause(guard: &mut Guard) {
    match guard.suspend().unwrap() {
        Suspended::Resumed => say("back"),
        Suspended::Nowhere => say("nowhere to go"),
    }
}

fn say(text: &str) {
    let mut out = Out::new();
    write!(out, "{text}\r\n").unwrap();
    out.flush().unwrap();
}

fn tell(event: &Event) {
    match event {
        Event::Key(key) => say(&format!("<{}>", Chord::of(*key).unwrap())),
        other => say(&format!("<{other:?}>")),
    }
}

/// The small program on a terminal, when it is ready.
fn start(part: &str) -> Screen {
    let mut screen = Screen::start(&itself(part), (80, 24), Kind::Silent);
    screen.wait_for("ready");
    screen
}

fn itself(part: &str) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["program", "--exact", "--nocapture"]).env(PART, part).env("PATH", "/usr/bin:/bin");
    command
}

/// Where `text` begins in what was written.
#[track_caller]
fn place(screen: &Screen, text: &str) -> usize {
    let found = screen.log().windows(text.len()).rposition(|part| part == text.as_bytes());
    found.unwrap_or_else(|| panic!("{text:?} was not written"))
}

#[test]
fn a_terminal_that_is_gone_ends_the_program_and_its_reader() {
    start("plain").hang_up();
    // Nor does it need the signal for that.
    start("deaf").hang_up();
}

#[test]
fn leaving_restores_the_terminal() {
    let mut screen = start("plain");
    ASKED.iter().for_each(|text| assert!(place(&screen, text) < place(&screen, "ready")));
    assert!(screen.screen().alternate_screen() && screen.screen().bracketed_paste());
    screen.send("q");
    assert!(screen.end().success());
    screen.is_restored();
    assert!(place(&screen, "\x1b[<1u") < place(&screen, "\x1b[?1049l"));
    assert!(screen.text().contains("over"));
}

#[test]
fn a_panic_restores_the_terminal_before_its_message() {
    let mut screen = start("plain");
    screen.send("p");
    assert!(!screen.end().success());
    screen.is_restored();
    assert!(place(&screen, "\x1b[?1049l") < place(&screen, "on purpose"));
    assert!(screen.text().contains("on purpose"), "{}", screen.text());
}

#[test]
fn a_panic_elsewhere_is_told_when_the_screen_is_gone() {
    let mut screen = start("plain");
    screen.send("o");
    screen.wait_for("still here");
    assert!(!screen.text().contains("somewhere else"));
    screen.send("q");
    assert!(screen.end().success());
    screen.is_restored();
    assert!(screen.text().contains("somewhere else"), "{}", screen.text());
}

#[test]
fn signals_that_end_restore_the_terminal() {
    for signal in [Posix::TERM, Posix::HUP, Posix::INT] {
        let mut screen = start("plain");
        screen.signal(signal);
        assert!(screen.end().success(), "{signal:?}");
        screen.is_restored();
    }
}

#[test]
fn without_a_shell_to_go_back_to_nothing_stops() {
    let mut screen = start("plain");
    screen.press("ctrl+z");
    screen.wait_for("nowhere to go");
    screen.signal(Posix::TSTP);
    screen.wait(|screen| screen.contents().matches("nowhere to go").count() == 2);
    screen.send("q");
    assert!(screen.end().success());
}

/// A shell that counts jobs runs the small program, and says when that has stopped.
fn in_a_shell(part: &str) -> Screen {
    let program = itself(part);
    let mut shell = Command::new("/bin/sh");
    let script = "set -m; \"$@\"; echo STOPPED; stty -a; read x; fg; echo OVER";
    shell.args(["-c", script, "sh"]).arg(program.get_program()).args(program.get_args());
    program.get_envs().for_each(|(name, value)| _ = shell.env(name, value.unwrap()));
    let mut screen = Screen::start(&shell, (80, 24), Kind::Silent);
    screen.wait_for("ready");
    screen
}

#[test]
fn suspending_restores_the_terminal_and_going_on_takes_it_again() {
    let mut screen = in_a_shell("plain");
    screen.press("ctrl+z");
    screen.wait_for("STOPPED");
    screen.wait_for(" icanon");
    screen.is_restored();
    screen.send("\r");
    screen.wait_for("back");
    assert!(screen.screen().alternate_screen() && screen.screen().bracketed_paste());
    screen.press("ctrl+j");
    screen.wait_for("<Ctrl+J>");
    screen.send("q");
    screen.wait_for("OVER");
    screen.end();
    screen.is_restored();
}

#[test]
fn a_stop_from_outside_restores_the_terminal() {
    let mut screen = in_a_shell("plain");
    let program = rustix::termios::tcgetpgrp(screen.terminal()).unwrap();
    assert_ne!(program, screen.pid());
    rustix::process::kill_process(program, Posix::TSTP).unwrap();
    screen.wait_for("STOPPED");
    screen.wait_for(" icanon");
    screen.is_restored();
    screen.send("\r");
    screen.wait_for("back");
    screen.send("q");
    screen.wait_for("OVER");
}

#[test]
fn an_editor_has_the_terminal_and_its_keys_to_itself() {
    let mut screen = start("plain");
    screen.send("e");
    screen.wait_for(" icanon");
    assert!(!screen.screen().alternate_screen() && !screen.screen().bracketed_paste());
    screen.send("all of it\r");
    screen.wait_for("edited");
    assert!(screen.screen().alternate_screen());
    place(&screen, "editor: all of it");
    screen.send("q");
    assert!(screen.end().success());
    screen.is_restored();
}

/// What was asked about the order of text so far: `l` to leave it to us, `h` to take it back.
fn orders(screen: &Screen) -> String {
    let log = String::from_utf8_lossy(screen.log()).into_owned();
    log.match_indices("\x1b[8").filter_map(|(at, text)| log[at + text.len()..].chars().next()).collect()
}

#[test]
fn the_order_of_text_is_asked_for_and_given_back_however_the_program_ends() {
    for end in ["q", "p"] {
        let mut screen = start("ours");
        assert_eq!(orders(&screen), "l");
        assert!(place(&screen, "\x1b[?1049h") < place(&screen, "\x1b[8l"));
        assert!(place(&screen, "\x1b[8l") < place(&screen, "ready"));
        screen.send(end);
        screen.end();
        assert_eq!(orders(&screen), "lh", "{end}");
        assert!(place(&screen, "\x1b[8h") < place(&screen, "\x1b[?1049l"));
    }
    for signal in [Posix::TERM, Posix::HUP, Posix::INT] {
        let mut screen = start("ours");
        screen.signal(signal);
        assert!(screen.end().success(), "{signal:?}");
        assert_eq!(orders(&screen), "lh", "{signal:?}");
    }
}

#[test]
fn the_order_of_text_is_given_back_for_a_pause_and_for_an_editor() {
    let mut screen = in_a_shell("ours");
    screen.press("ctrl+z");
    screen.wait_for("STOPPED");
    assert_eq!(orders(&screen), "lh");
    screen.wait_for(" icanon");
    screen.send("\r");
    screen.wait_for("back");
    assert_eq!(orders(&screen), "lhl");
    screen.send("q");
    screen.wait_for("OVER");
    assert_eq!(orders(&screen), "lhlh");

    let mut screen = start("ours");
    screen.send("e");
    screen.wait_for(" icanon");
    assert_eq!(orders(&screen), "lh");
    screen.send("x\r");
    screen.wait_for("edited");
    assert_eq!(orders(&screen), "lhl");
    screen.send("q");
    screen.end();
    assert_eq!(orders(&screen), "lhlh");
}

#[test]
fn the_order_of_text_can_be_asked_for_later_and_is_never_asked_for_otherwise() {
    let mut screen = start("plain");
    screen.send("xi");
    screen.send("iq");
    screen.end();
    assert_eq!(orders(&screen), "lh");
    let mut screen = start("plain");
    screen.send("ixxq");
    screen.end();
    assert_eq!(orders(&screen), "lh");
    let mut screen = start("ours");
    screen.send("iq");
    screen.end();
    assert_eq!(orders(&screen), "lh");
    let mut screen = in_a_shell("plain");
    screen.press("ctrl+z");
    screen.wait_for("STOPPED");
    screen.send("\r");
    screen.wait_for("back");
    screen.send("q");
    screen.wait_for("OVER");
    assert_eq!(orders(&screen), "");
}

#[test]
fn keys_arrive_as_they_were_pressed() {
    let mut screen = start("plain");
    let keys = [
        "ctrl+j",
        "enter",
        "alt+enter",
        "shift+enter",
        "shift+tab",
        "ctrl+_",
        "G",
        "ctrl+p",
        "f1",
        "f5",
        "ctrl+right",
        "pgup",
        "é",
        "ش",
        "esc",
    ];
    for key in keys {
        screen.press(key);
        screen.wait_for(&format!("<{}>", key.parse::<Chord>().unwrap()));
    }
    screen.paste("two\nrows");
    screen.wait_for("<Paste(\"two\\nrows\")>");
    screen.send("mq");
    assert!(screen.end().success());
    screen.is_restored();
}

#[test]
fn the_background_is_asked_for_and_no_key_is_lost() {
    let mut screen = Screen::start(&itself("probe"), (80, 24), Kind::Silent);
    screen.wait_for("asking");
    place(&screen, "\x1b]11;?");
    screen.send("ab\x1b]11;rgb:ffff/ffff/ffff\x1b\\");
    screen.press("ctrl+p");
    screen.send("\x1b[?62;22c");
    for text in ["Light", "<a>", "<b>", "<Ctrl+P>", "ready"] {
        screen.wait_for(text);
    }
    screen.send("q");
    assert!(screen.end().success());
}

#[test]
fn terminals_that_answer_are_believed_and_the_others_are_dark() {
    for (kind, shade) in [(Kind::Light, "Light"), (Kind::Dark, "Dark"), (Kind::Silent, "Dark")] {
        let part = if matches!(kind, Kind::Silent) { "silent" } else { "probe" };
        let mut screen = Screen::start(&itself(part), (80, 24), kind);
        screen.wait_for("ready");
        assert!(screen.text().contains(shade), "{}", screen.text());
    }
}
