//! `qwill ask` on a terminal: what the screen shows, and what no answer can do to it.
#![allow(clippy::unwrap_used, reason = "a helper that fails fails its test")]

mod support;

use std::fs::{File, OpenOptions};
use std::io::Read;
use std::os::unix::fs::OpenOptionsExt;
use std::process::Stdio;

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Winsize, tcsetwinsize};
use support::home::Home;
use support::remote::remote;

/// The pieces of an answer as an engine streams them.
fn stream(pieces: &[&str]) -> Vec<String> {
    let piece = |text: &&str| {
        let delta = serde_json::json!({ "choices": [{ "delta": { "content": text } }] });
        format!("data: {delta}\n\n")
    };
    let end =
        "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n".to_owned();
    pieces.iter().map(piece).chain([end]).collect()
}

/// What standard output got when it is a terminal of 30 columns and 6 rows.
fn ask(pieces: &[&str], args: &[&str], vars: &[(&str, &str)]) -> String {
    let home = Home::new();
    let pieces = stream(pieces);
    let lab = remote(200, &pieces.iter().map(String::as_str).collect::<Vec<_>>());
    home.write("config/config.toml", lab.config().replace("key_env", "#"));
    let far = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
    grantpt(&far).unwrap();
    unlockpt(&far).unwrap();
    let name = ptsname(&far, Vec::new()).unwrap().into_string().unwrap();
    let flags = rustix::fs::OFlags::NOCTTY.bits() as i32;
    let near = OpenOptions::new().read(true).write(true).custom_flags(flags).open(name).unwrap();
    tcsetwinsize(&near, Winsize { ws_row: 6, ws_col: 30, ws_xpixel: 0, ws_ypixel: 0 }).unwrap();
    let mut command = home.command(&[&["-m", "big", "hi"], args].concat());
    let mut child = command.envs(vars.iter().copied()).stdout(Stdio::from(near)).spawn().unwrap();
    // It holds an end of the terminal too.
    drop(command);
    let (mut bytes, mut far) = (Vec::new(), File::from(far));
    // A terminal whose other end is closed ends with an error.
    _ = far.read_to_end(&mut bytes);
    assert!(child.wait().unwrap().success());
    String::from_utf8(bytes).unwrap()
}

fn screen(bytes: &str) -> Vec<String> {
    let mut terminal = vt100::Parser::new(6.try_into().unwrap(), 30.try_into().unwrap(), 0);
    terminal.process(bytes.as_bytes());
    terminal.screen().rows(0, 30).collect()
}

const XTERM: (&str, &str) = ("TERM", "xterm-256color");

#[test]
fn markdown_is_laid_out_and_drawn_over_until_it_is_right() {
    let bytes = ask(
        &["# Ti", "tle\n\nso", "me **bo", "ld** te", "xt\n\n| a |", " b |\n|--", "-|---|\n| 1 | ", "2 |\n"],
        &[],
        &[XTERM],
    );
    assert_eq!(
        screen(&bytes),
        ["┌───┬───┐", "│ a │ b │", "├───┼───┤", "│ 1 │ 2 │", "└───┴───┘", ""],
        "{bytes:?}"
    );
    assert!(bytes.contains("Title") && !bytes.contains("# Ti") && !bytes.contains("**"), "{bytes:?}");
}

#[test]
fn an_answer_cannot_act_on_the_terminal() {
    let bytes = ask(
        &["\u{1B}]0;title\u{7}\u{1B}[2J", "a\u{202E}b &#27;[31m\n\n", "```\n\u{1B}[H\n```"],
        &[],
        &[XTERM],
    );
    assert!(!bytes.contains("\x1b]") && !bytes.contains("\x1b[2J") && !bytes.contains("\x1b[H"), "{bytes:?}");
    assert!(!bytes.contains("\x1b[31m") && !bytes.contains('\u{202E}'), "{bytes:?}");
}

#[test]
fn without_colours_there_are_none() {
    let bytes = ask(&["**a** `b`\n\n```rust\nfn main() {}\n```"], &[], &[XTERM, ("NO_COLOR", "1")]);
    let colour =
        |at: &str| at.split('m').next().is_some_and(|codes| codes.split(';').any(|code| code.len() == 2));
    assert!(!bytes.split("\x1b[").skip(1).any(|at| !at.starts_with('?') && colour(at)), "{bytes:?}");
}

#[test]
fn a_dumb_terminal_and_json_get_the_text_as_it_is() {
    let text = ["**a**\n", "# b"];
    for vars in [&[("TERM", "dumb")][..], &[]] {
        assert_eq!(ask(&text, &[], vars), "**a**\r\n# b\r\n");
    }
    let json = ask(&text, &["--json"], &[XTERM]);
    assert!(json.starts_with('{') && json.contains("**a**\\n# b"), "{json}");
}

#[test]
fn an_answer_that_comes_as_a_whole_is_laid_out_too() {
    let bytes = ask(&["- **a", "**\n- b"], &["--no-stream"], &[XTERM]);
    assert_eq!(screen(&bytes)[..2], ["• a", "• b"]);
}
