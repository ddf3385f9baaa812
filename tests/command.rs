//! Commands as the model has them run: what comes back of them, and within which bounds.
#![allow(clippy::unwrap_used, reason = "a test that cannot prepare its files fails")]

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use qwill::code::sandbox::Rule;
use qwill::code::shell::{self, End, FILE_MAX, Outcome, Request};
use qwill::error::{Kind, Result};
use tempfile::TempDir;

/// A workspace.
struct Stage {
    dir: TempDir,
}

impl Stage {
    fn new() -> Stage {
        let stage = Stage { dir: tempfile::tempdir().unwrap() };
        ["work", "temp"].iter().for_each(|name| fs::create_dir(stage.path(name)).unwrap());
        stage
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    fn request(&self, command: &str) -> Request {
        let rule = Rule::new(self.path("work"), self.path("temp"), None);
        Request::new(Path::new(env!("CARGO_BIN_EXE_qwill")), command, rule, self.path("output"))
    }

    fn run(&self, command: &str) -> Outcome {
        finish(&self.request(command)).unwrap()
    }
}

fn finish(request: &Request) -> Result<Outcome> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(shell::run(request))
}

#[test]
fn both_outputs_come_in_their_order_with_the_code() {
    let stage = Stage::new();
    let outcome = stage.run("pwd; echo one >&2; echo two; echo three >&2; exit 3");
    let work = stage.path("work").canonicalize().unwrap();
    assert_eq!(outcome.text, format!("{}\none\ntwo\nthree\n", work.display()));
    assert_eq!((outcome.end, outcome.left, outcome.cut), (End::Exit(3), 0, false));
    assert!(outcome.told("@output/1").ends_with("three\n[exit code 3]"));
    assert_eq!(outcome.size, fs::metadata(&outcome.file).unwrap().len());
}

#[test]
fn a_signal_is_told() {
    assert_eq!(Stage::new().run("kill -SEGV $$").end, End::Signal(11));
}

#[test]
fn there_is_no_input_no_terminal_and_nobody() {
    let stage = Stage::new();
    let outcome = stage.run(
        "cat; echo $PAGER $GIT_PAGER $TERM $NO_COLOR $GIT_TERMINAL_PROMPT $CI; test -t 0 || test -t 1 || echo none; \
         (exec < /dev/tty) 2> /dev/null || echo no tty; [ $(ps -o sid= -p $$) != $(ps -o sid= -p 1) ] && echo own; \
         echo $TMPDIR",
    );
    let temp = stage.path("temp");
    assert_eq!(outcome.text, format!("cat cat dumb 1 0 1\nnone\nno tty\nown\n{}\n", temp.display()));
}

#[test]
fn escape_sequences_and_broken_text_become_plain() {
    let outcome = Stage::new().run(r"printf '\033[31mred\033[0m\r\n10%%\r99%%\n\377\n'");
    assert_eq!(outcome.text, "red\n99%\n\u{FFFD}\n");
}

#[test]
fn a_long_output_is_cut_and_whole_in_the_file() {
    let stage = Stage::new();
    let mut request = stage.request("seq 1 100000");
    request.bytes = 2000;
    let outcome = finish(&request).unwrap();
    assert!(outcome.text.starts_with("1\n2\n") && outcome.text.ends_with("\n99999\n100000\n"));
    assert!(outcome.text.len() < 2100 && outcome.cut);
    assert!(outcome.told("@output/1").contains("all of it is in"));
    let file = fs::read_to_string(stage.path("output")).unwrap();
    assert_eq!(file.lines().count(), 100_000);
    assert_eq!(outcome.size, file.len() as u64);
}

#[test]
fn a_flood_is_counted_and_the_file_has_its_beginning() {
    let stage = Stage::new();
    let outcome = stage.run("head -c 50000000 /dev/zero | tr '\\0' y");
    assert_eq!((outcome.end, outcome.size), (End::Exit(0), 50_000_000));
    assert_eq!(fs::metadata(stage.path("output")).unwrap().len(), FILE_MAX);
    assert!(outcome.told("@output/1").contains("the first 16 MB of it are in"));
}

#[test]
fn the_output_before_the_end_of_the_time_is_there() {
    let mut request = Stage::new().request("echo begun; sleep 1000");
    let stage = Stage::new();
    request.file = stage.path("output");
    request.dir = stage.path("work");
    request.rule = None;
    request.time = Duration::from_millis(500);
    let outcome = finish(&request).unwrap();
    assert_eq!((outcome.end, outcome.text.as_str()), (End::Late, "begun\n"));
    assert!(outcome.held.is_none() && outcome.told("@output/1").contains("it ran too long"));
}

#[test]
fn the_output_is_seen_while_it_comes() {
    fn sent<T: Send>(value: T) -> T {
        value
    }
    let stage = Stage::new();
    let request = stage.request("echo one; until [ -e go ]; do sleep 0.02; done; echo two");
    let go = stage.path("work/go");
    let mut seen = String::new();
    let mut see = |bytes: &[u8]| {
        seen.push_str(&String::from_utf8_lossy(bytes));
        // It goes on only when its first line was seen.
        fs::write(&go, "").unwrap();
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let outcome = runtime.block_on(sent(shell::run_seen(&request, &mut see))).unwrap();
    assert_eq!((seen.as_str(), outcome.end), ("one\ntwo\n", End::Exit(0)));
}

#[test]
fn a_time_without_end_is_no_trap() {
    let stage = Stage::new();
    assert_eq!(finish(&Request { time: Duration::MAX, ..stage.request("true") }).unwrap().end, End::Exit(0));
}

#[test]
fn a_command_of_many_lines_and_quotes_stays_as_it_is() {
    let command = "cat <<'E'\n\"a\" 'b' $c `d` \\ \u{1F600}\nE\nfor i in 1 2; do\n echo \"$i\"\ndone # end";
    assert_eq!(Stage::new().run(command).text, "\"a\" 'b' $c `d` \\ \u{1F600}\n1\n2\n");
}

#[test]
fn what_cannot_be_run_is_an_error() {
    let stage = Stage::new();
    let mut request = stage.request("true");
    request.dir = stage.path("nowhere");
    assert_eq!(finish(&request).unwrap_err().kind(), Kind::Other);
    let mut request = stage.request("true");
    request.program = stage.path("nothing");
    assert!(finish(&request).unwrap_err().to_string().starts_with("cannot run true"));
    let mut request = stage.request("true");
    request.file = stage.path("nowhere/output");
    assert!(finish(&request).is_err());
    let mut request = stage.request("true");
    request.file = stage.path("work/output");
    assert_eq!(finish(&request).unwrap_err().kind(), Kind::Usage);
    // The system takes no argument of this length.
    let error = finish(&stage.request(&format!(": {}", "x".repeat(1 << 20)))).unwrap_err();
    assert_eq!(error.kind(), Kind::Refused);
    assert!(error.to_string().len() < 300, "{error}");
}

#[test]
fn variables_that_look_like_secrets_stay_outside() {
    let secrets = ["GIVEN_TOKEN", "SSH_AUTH_SOCK", "DBUS_SESSION_BUS_ADDRESS", "BASH_ENV", "DATABASE_URL"];
    if std::env::var_os("GIVEN_TOKEN").is_none() {
        // The test once more, in an environment that has them.
        let mut again = std::process::Command::new(std::env::current_exe().unwrap());
        again.args(["--exact", "variables_that_look_like_secrets_stay_outside"]).env("HARMLESS", "1");
        secrets.iter().for_each(|name| _ = again.env(name, "postgres://me:word@host/x"));
        assert!(again.status().unwrap().success());
        return;
    }
    let stage = Stage::new();
    let names = |outcome: &Outcome| outcome.text.lines().map(str::to_owned).collect::<Vec<_>>();
    let held = names(&stage.run("env | cut -d= -f1"));
    assert!(["PATH", "HARMLESS"].iter().all(|name| held.iter().any(|has| has == name)), "{held:?}");
    assert!(!secrets.iter().any(|name| held.iter().any(|has| has == name)), "{held:?}");
    // A command that a person has let go has what the person has.
    let free = names(&finish(&Request { rule: None, ..stage.request("env | cut -d= -f1") }).unwrap());
    assert!(secrets.iter().all(|name| free.iter().any(|has| has == name)), "{free:?}");
}

#[test]
fn files_that_were_left_open_are_closed() {
    let stage = Stage::new();
    let outer =
        format!("exec 7< /etc/passwd 12> leak; exec '{}' sandbox-exec watch", env!("CARGO_BIN_EXE_qwill"));
    let wrapper = stage.path("wrapper");
    fs::write(&wrapper, format!("#!/bin/bash\n{outer}\n")).unwrap();
    fs::set_permissions(&wrapper, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    let mut request = stage.request("ls /proc/self/fd");
    request.program = wrapper;
    let outcome = finish(&request).unwrap();
    if Path::new("/proc/self/fd").exists() {
        // The last one is the directory that is listed.
        assert_eq!(outcome.text, "0\n1\n2\n3\n");
    }
}
