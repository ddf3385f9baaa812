//! The commands around the hub: search, outdated, login and import, as a user runs them.
#![allow(clippy::unwrap_used, reason = "a helper that fails fails its test")]

mod support;

use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{Read, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{LocalModes, tcgetattr};
use serde_json::{Value, json};
use support::gguf::{F32, Gguf, tiny_qwen3};
use support::home::{Home, Ran};
use support::hub::{Act, Fault, Host, Hub, Where};

const GOOD: &str = "hf_GoodTokenOfATester";
const BAD: &str = "hf_BadTokenOfNobody";

/// A home, and a hub that counts as the hub itself.
struct World {
    home: Home,
    hub: Hub,
}

impl World {
    fn new() -> World {
        let hub = Hub::start();
        hub.token(GOOD);
        World { home: Home::new(), hub }
    }

    fn command(&self, args: &[&str]) -> Command {
        self.at(&self.hub.endpoint(), args)
    }

    fn at(&self, endpoint: &str, args: &[&str]) -> Command {
        let mut command = self.home.command(args);
        command.env("HF_ENDPOINT", endpoint).env("QWILL_HUB", endpoint);
        command.env("HOME", self.home.path()).env("HF_HOME", self.home.path().join("hf"));
        command
    }

    fn run(&self, args: &[&str]) -> Ran {
        Ran::of(self.command(args).output().unwrap())
    }

    /// With something on standard input.
    fn pipe(&self, mut command: Command, input: &str) -> Ran {
        let mut child = command.stdin(Stdio::piped()).spawn().unwrap();
        _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        Ran::of(child.wait_with_output().unwrap())
    }

    fn json(&self, args: &[&str]) -> Value {
        serde_json::from_str(&self.run(args).ok()).unwrap()
    }

    fn token_file(&self) -> PathBuf {
        self.home.path().join("hf/token")
    }

    /// A repository with a small model that works, whose weights depend on `seed`.
    fn model(&self, repo: &str, seed: u64) -> String {
        let model = tiny_qwen3(seed).bytes();
        self.hub.repo(repo).file("Tiny-Q8_0.gguf", model).gguf(100_000, "qwen3", 512).commit()
    }
}

impl Drop for World {
    fn drop(&mut self) {
        // Whatever a test did: the tokens reached nobody but the hub.
        for asked in self.hub.requests() {
            assert!(asked.host == Host::Hub || asked.authorization.is_none(), "{asked:?}");
            assert!(!format!("{}{}", asked.path, asked.query).contains("hf_"), "{asked:?}");
        }
    }
}

#[test]
fn a_search_shows_what_fits_and_what_is_gated_or_too_new() {
    let world = World::new();
    let names =
        ["m-Q8_0-00002-of-00002.gguf", "m-Q4_K_M.gguf", "m-Q8_0-00001-of-00002.gguf", "mmproj-F16.gguf"];
    let repo = |id: &str, downloads, parameters, arch: &str| {
        let repo = world.hub.repo(id).downloads(downloads).modified("2026-08-01T12:00:00.000Z");
        names.iter().fold(repo, |repo, name| repo.file(name, *name)).gguf(parameters, arch, 40960)
    };
    repo("a/Small-Tiny-GGUF", 34_210, 596_000, "qwen3").commit();
    repo("b/Huge-Tiny-GGUF", 1_234_567, 900_000_000_000_000, "qwen3").gated().commit();
    repo("c/New-Tiny-GGUF", 12, 8_000_000_000, "qwen99").commit();
    world.hub.repo("d/Tiny").small("config.json", "{}").commit();

    let text = world.run(&["search", "tiny", "gguf"]).ok();
    let lines: Vec<Vec<&str>> = text.lines().map(|line| line.split_whitespace().collect()).collect();
    assert_eq!(lines[0], ["REPOSITORY", "DOWNLOADS", "PARAMS", "QUANTISATIONS"]);
    assert_eq!(lines[1], ["b/Huge-Tiny-GGUF", "1.2M", "900000.0B", "gated", "✗", "Q4_K_M", "✗", "Q8_0"]);
    assert_eq!(lines[2][..3], ["a/Small-Tiny-GGUF", "34k", "596k"]);
    assert_eq!((lines[2][4], lines[2][6], lines[2].len()), ("Q4_K_M", "Q8_0", 7));
    assert_ne!(lines[2][3], "✗");
    assert_eq!(lines[3], ["c/New-Tiny-GGUF", "12", "8.0B", "needs", "a", "newer", "qwill"]);
    assert_eq!(lines.len(), 4);
    let query = &world.hub.requests()[0].query;
    assert!(query.contains("filter=gguf") && query.contains("sort=downloads"), "{query}");

    let all = world.json(&["search", "tiny", "--json", "--limit", "2"]);
    assert_eq!(all.as_array().unwrap().len(), 2);
    let huge = &all[0];
    assert_eq!((&huge["repo"], &huge["gated"]), (&json!("b/Huge-Tiny-GGUF"), &json!(true)));
    assert_eq!((&huge["changed"], &huge["context"]), (&json!("2026-08-01"), &json!(40960)));
    assert_eq!((&huge["arch"], &huge["supported"]), (&json!("qwen3"), &json!(true)));
    let quant = json!({ "quant": "Q8_0", "bytes_estimate": 956_250_000_000_000_u64, "fit": "no" });
    assert_eq!(huge["quants"][1], quant);
    assert_eq!(all[1]["downloads"], 34_210);
}

#[test]
fn a_search_without_a_result_or_without_the_network_says_so() {
    let world = World::new();
    let ran = world.run(&["search", "no such thing"]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(0), ""), "{ran:?}");
    assert!(ran.err.contains("nothing found for ‘no such thing’") && ran.err.contains("hint:"), "{ran:?}");
    assert_eq!(world.json(&["search", "no such thing", "--json"]), json!([]));
    world.hub.reset_log();
    world.run(&["search", "x", "--offline"]).fails(8, &["the network is off"]);
    let mut command = world.command(&["search", "x"]);
    Ran::of(command.env("HF_HUB_OFFLINE", "1").output().unwrap()).fails(8, &["the network is off"]);
    assert_eq!(world.hub.requests(), []);
    world.hub.fault(Fault::new(Where::Api, "/api/models", Act::Html));
    world.run(&["search", "x"]).fails(4, &["web page"]);
}

#[test]
fn outdated_tells_changed_contents_from_a_new_commit_alone() {
    let world = World::new();
    let first = world.model("Qwen/Tiny-GGUF", 1);
    world.model("Qwen/Other-GGUF", 2);
    world.run(&["pull", "Qwen/Tiny-GGUF"]).ok();
    world.run(&["pull", "Qwen/Other-GGUF"]).ok();
    let state = |all: &Value, at: usize| -> (String, String) {
        (all[at]["name"].as_str().unwrap().to_owned(), all[at]["state"].as_str().unwrap().to_owned())
    };
    let all = world.json(&["outdated", "--json"]);
    assert_eq!(state(&all, 0), ("Qwen/Other-GGUF:Q8_0".into(), "current".into()));
    assert_eq!(state(&all, 1), ("Qwen/Tiny-GGUF:Q8_0".into(), "current".into()));
    assert_eq!((&all[1]["commit"], &all[1]["newest"]), (&json!(first), &json!(first)));

    let same = world.hub.repo("Qwen/Tiny-GGUF").small("README.md", "new words").commit();
    let ran = world.run(&["outdated"]);
    assert!(!ran.err.contains("hint:"), "nothing is to be fetched: {ran:?}");
    let text = ran.ok();
    let line = text.lines().find(|line| line.contains("Tiny")).unwrap();
    assert!(line.contains("up to date: the new commit has the same files"), "{line}");
    assert!(line.contains(&first[..7]) && line.contains(&same[..7]), "{line}");

    let bytes = tiny_qwen3(9).bytes();
    let size = bytes.len();
    let changed = world.hub.repo("Qwen/Tiny-GGUF").file("Tiny-Q8_0.gguf", bytes).file("Tiny-F32.gguf", "x");
    let changed = changed.commit();
    let all = world.json(&["outdated", "--json"]);
    assert_eq!(state(&all, 0).1, "current");
    assert_eq!(state(&all, 1).1, "changed");
    assert_eq!(all[1]["files"], json!([{ "path": "Tiny-Q8_0.gguf", "bytes": size }]));
    assert_eq!(all[1]["newest"], json!(changed));
    let ran = world.run(&["outdated"]);
    assert!(ran.err.contains("qwill pull Qwen/Tiny-GGUF:Q8_0"), "{ran:?}");
    assert!(ran.ok().contains("changed: Tiny-Q8_0.gguf "));
    world.run(&["pull", "Qwen/Tiny-GGUF:Q8_0"]).ok();
    assert_eq!(state(&world.json(&["outdated", "--json"]), 1).1, "current");

    world.hub.repo("Qwen/Tiny-GGUF").remove("Tiny-Q8_0.gguf").commit();
    assert!(world.run(&["outdated"]).ok().contains("Tiny-Q8_0.gguf is not there any more"));
    world.hub.rename("Qwen/Other-GGUF", "Qwen/Renamed-GGUF", 307);
    world.model("Qwen/Renamed-GGUF", 2);
    world.hub.delete("Qwen/Other-GGUF");
    assert!(world.run(&["outdated"]).ok().contains("it is called Qwen/Renamed-GGUF now"));
}

#[test]
fn one_repository_that_cannot_be_asked_does_not_end_the_others() {
    let world = World::new();
    for (seed, repo) in ["Qwen/Down-GGUF", "Qwen/Fine-GGUF", "Qwen/Gone-GGUF"].into_iter().enumerate() {
        world.model(repo, seed as u64);
        world.run(&["pull", repo]).ok();
    }
    // A model of another program is nobody's business here.
    world.home.write(".lmstudio/models/Qwen/Else-GGUF/Else-Q8_0.gguf", tiny_qwen3(7).bytes());
    world.hub.delete("Qwen/Gone-GGUF");
    world.hub.repo("Qwen/Down-GGUF").disabled().save();
    world.hub.reset_log();
    let text = world.run(&["outdated"]).ok();
    let lines: Vec<&str> = text.lines().skip(1).collect();
    assert!(lines[0].contains("cannot be asked: ") && lines[0].contains("taken it down"), "{text}");
    assert!(
        lines[1].ends_with("up to date") && lines[2].ends_with("gone from the hub, or private"),
        "{text}"
    );
    assert_eq!(lines.len(), 3);
    assert!(world.hub.requests().iter().all(|asked| !asked.path.contains("Else")));

    for repo in ["Qwen/Fine-GGUF", "Qwen/Gone-GGUF"] {
        world.model(repo, 3);
        world.hub.repo(repo).disabled().save();
    }
    let ran = world.run(&["outdated", "--json"]);
    assert_eq!(ran.code, Some(4), "{ran:?}");
    let all: Value = serde_json::from_str(&ran.out).unwrap();
    assert!(all.as_array().unwrap().iter().all(|row| row["state"] == "unknown" && row["error"].is_string()));
    let error: Value = serde_json::from_str(&ran.err).unwrap();
    assert_eq!(error["error"]["kind"], "network");
    world.hub.reset_log();
    world.run(&["outdated", "--offline"]).fails(8, &["the network is off"]);
    assert_eq!(world.hub.requests(), []);
}

#[test]
fn without_models_nothing_is_outdated() {
    let world = World::new();
    let ran = world.run(&["outdated"]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(0), ""), "{ran:?}");
    assert!(ran.err.contains("no model"), "{ran:?}");
    assert_eq!(world.json(&["outdated", "--json"]), json!([]));
    assert_eq!(world.hub.requests(), []);
}

/// The token is not in what was said.
#[track_caller]
fn secret(ran: Ran) -> Ran {
    for token in [GOOD, BAD, "hf_"] {
        // The notice about the shape names the beginning of tokens.
        let said = ran.err.replace("begin with hf_", "");
        assert!(!ran.out.contains(token) && !said.contains(token), "{ran:?}");
    }
    ran
}

#[test]
fn a_right_token_is_kept_for_this_user_alone() {
    let world = World::new();
    let ran = secret(world.pipe(world.command(&["login"]), &format!("  {GOOD} \r\nmore\n")));
    assert!(ran.err.contains("logged in as tester"), "{ran:?}");
    assert_eq!(ran.ok(), "");
    let file = world.token_file();
    assert_eq!(fs::read_to_string(&file).unwrap(), GOOD);
    assert_eq!(fs::metadata(&file).unwrap().mode() & 0o777, 0o600);
    assert_eq!(fs::read_dir(file.parent().unwrap()).unwrap().count(), 1, "nothing else is left there");

    world.hub.reset_log();
    world.run(&["search", "x"]).ok();
    assert_eq!(world.hub.requests()[0].authorization, Some(format!("Bearer {GOOD}")));

    // One that others could read is not written into, and a link stays a link.
    let real = world.home.write("dotfiles/token", "hf_old");
    fs::set_permissions(&real, Permissions::from_mode(0o644)).unwrap();
    fs::remove_file(&file).unwrap();
    std::os::unix::fs::symlink(&real, &file).unwrap();
    secret(world.pipe(world.command(&["login"]), GOOD)).ok();
    assert_eq!(fs::read_to_string(&real).unwrap(), GOOD);
    assert_eq!(fs::metadata(&real).unwrap().mode() & 0o777, 0o600);
    assert!(fs::symlink_metadata(&file).unwrap().is_symlink());

    let ran = secret(world.run(&["login", "--logout"]));
    assert!(ran.err.contains("logged out"), "{ran:?}");
    ran.ok();
    assert!(!real.exists());
    let ran = world.run(&["login", "--logout"]);
    assert!(ran.err.contains("not logged in"), "{ran:?}");
    ran.ok();
}

#[test]
fn a_wrong_token_changes_nothing() {
    let world = World::new();
    let file = world.home.write("hf/token", "hf_before");
    let page = format!("{}/settings/tokens", world.hub.endpoint());
    let ran = secret(world.pipe(world.command(&["login"]), BAD));
    ran.fails(4, &["does not accept this token", "hint:", &page]);
    // Tokens of companies' own hubs look otherwise, so the shape is no reason to refuse one.
    let ran = secret(world.pipe(world.command(&["login"]), "password"));
    ran.fails(4, &["begin with hf_", "does not accept this token"]);
    let elsewhere = Fault::new(Where::Api, "whoami", Act::Redirect(302, world.hub.cdn() + "/api/whoami-v2"));
    world.hub.fault(elsewhere);
    let ran = secret(world.pipe(world.command(&["login"]), GOOD));
    assert_eq!(ran.code, Some(4), "{ran:?}");
    assert!(world.hub.requests().iter().any(|asked| asked.host == Host::Cdn));
    world.hub.reset_log();
    for (input, says) in [("", "no token was given"), ("\n", "no token was given"), ("two words", "no token")]
    {
        secret(world.pipe(world.command(&["login"]), input)).fails(2, &[says, &page]);
    }
    secret(world.pipe(world.command(&["login"]), &"x\u{7}".repeat(9000))).fails(2, &["no token"]);
    let mut command = world.command(&["login"]);
    command.env("HF_HUB_OFFLINE", "1");
    secret(world.pipe(command, GOOD)).fails(8, &["the network is off"]);
    assert_eq!(world.hub.requests(), []);
    assert_eq!(fs::read_to_string(file).unwrap(), "hf_before");
    assert_eq!(world.run(&["login", GOOD]).code, Some(2), "a token is no argument");
}

#[test]
fn a_token_in_the_environment_goes_before_the_kept_one() {
    let world = World::new();
    let mut command = world.command(&["login"]);
    command.env("HF_TOKEN", BAD);
    let ran = secret(world.pipe(command, GOOD));
    assert!(ran.err.contains("HF_TOKEN is set"), "{ran:?}");
    ran.ok();
    let ran = Ran::of(world.command(&["search", "x"]).env("HF_TOKEN", BAD).output().unwrap());
    secret(ran).fails(4, &["the token is not valid"]);
    let ran = Ran::of(world.command(&["search", "x"]).env("HF_TOKEN", "hf_a\u{7}b").output().unwrap());
    secret(ran).fails(2, &["characters"]);
    let ran = Ran::of(world.command(&["login", "--logout"]).env("HF_TOKEN", BAD).output().unwrap());
    assert!(ran.err.contains("logged out") && ran.err.contains("HF_TOKEN is set"), "{ran:?}");
}

#[test]
fn no_token_goes_over_a_connection_that_others_can_read() {
    let world = World::new();
    // It leads to the same listener, and yet is no address of this machine alone.
    let open = world.hub.endpoint().replace("127.0.0.1", "0.0.0.0");
    let ran = secret(world.pipe(world.at(&open, &["login"]), GOOD));
    ran.fails(8, &["will not send a token", "not encrypted"]);
    assert_eq!(world.hub.requests(), []);
    assert!(!world.token_file().exists());
    let ran = Ran::of(world.at(&open, &["search", "x"]).env("HF_TOKEN", GOOD).output().unwrap());
    secret(ran).ok();
    assert_eq!(world.hub.requests().len(), 1);
    assert_eq!(world.hub.requests()[0].authorization, None);
}

#[test]
fn modelscope_in_the_place_of_the_hub_is_neither_searched_nor_logged_in_to() {
    let world = World::new();
    let ran = |args: &[&str]| Ran::of(world.at("https://modelscope.cn", args).output().unwrap());
    ran(&["search", "x"]).fails(2, &["cannot search on ModelScope", "ms:ORG/REPO"]);
    ran(&["login"]).fails(2, &["cannot log in to ModelScope", "MODELSCOPE_API_TOKEN"]);
    assert_eq!(world.hub.requests(), []);
}

/// A terminal: the program gets one end, the test has the other.
struct Terminal {
    far: File,
    near: File,
}

impl Terminal {
    fn open() -> Terminal {
        let far = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
        grantpt(&far).unwrap();
        unlockpt(&far).unwrap();
        let name = ptsname(&far, Vec::new()).unwrap().into_string().unwrap();
        let flags = rustix::fs::OFlags::NOCTTY.bits() as i32;
        let near = OpenOptions::new().read(true).write(true).custom_flags(flags).open(name).unwrap();
        Terminal { far: far.into(), near }
    }

    fn near(&self) -> Stdio {
        self.near.try_clone().unwrap().into()
    }

    fn echoes(&self) -> bool {
        tcgetattr(&self.near).unwrap().local_modes.contains(LocalModes::ECHO)
    }

    /// Waits until the program has taken the echo away.
    #[track_caller]
    fn silent(&self) {
        let start = Instant::now();
        while self.echoes() {
            assert!(start.elapsed() < Duration::from_secs(60), "the program does not ask");
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    fn type_in(&self, text: &str) {
        (&self.far).write_all(text.as_bytes()).unwrap();
    }

    /// All that the terminal showed.
    fn shown(&self) -> String {
        rustix::io::ioctl_fionbio(&self.far, true).unwrap();
        let mut bytes = Vec::new();
        _ = (&self.far).read_to_end(&mut bytes);
        String::from_utf8(bytes).unwrap()
    }
}

#[test]
fn the_prompt_does_not_show_the_token_and_leaves_the_terminal_as_it_was() {
    let world = World::new();
    let terminal = Terminal::open();
    assert!(terminal.echoes());
    let child = world.command(&["login"]).stdin(terminal.near()).spawn().unwrap();
    terminal.silent();
    terminal.type_in(&format!("{GOOD}\n"));
    let ran = secret(Ran::of(child.wait_with_output().unwrap()));
    assert!(ran.err.contains("/settings/tokens") && ran.err.contains("logged in as tester"), "{ran:?}");
    ran.ok();
    assert!(terminal.echoes());
    assert!(!terminal.shown().contains("Token"), "the terminal showed what was typed");
    assert_eq!(fs::read_to_string(world.token_file()).unwrap(), GOOD);
}

#[test]
fn an_interrupted_prompt_exits_130_with_the_echo_back() {
    let world = World::new();
    for signal in [Signal::INT, Signal::TERM] {
        let terminal = Terminal::open();
        let child = world.command(&["login"]).stdin(terminal.near()).spawn().unwrap();
        terminal.silent();
        kill_process(Pid::from_child(&child), signal).unwrap();
        let ran = secret(Ran::of(child.wait_with_output().unwrap()));
        assert_eq!(ran.code, Some(130), "{ran:?}");
        assert!(terminal.echoes());
    }
    assert!(!world.token_file().exists());
    assert_eq!(world.hub.requests(), []);
}

#[test]
fn a_link_makes_a_file_usable_by_its_name() {
    let home = Home::new();
    let file = home.model("My-Tiny.Q8_0.gguf", &tiny_qwen3(1));
    let before = fs::read(&file).unwrap();
    let ran = home.run(&["import", "My-Tiny.Q8_0.gguf"]);
    assert!(ran.err.contains("ready: qwill -m My-Tiny.Q8_0 "), "{ran:?}");
    let path = PathBuf::from(ran.ok().trim());
    assert_eq!(path, home.path().join("data/models/My-Tiny.Q8_0.gguf"));
    assert!(fs::symlink_metadata(&path).unwrap().is_symlink());
    // From anywhere, by the name in any case.
    let shown = home.command(&["show", "my-tiny.q8_0", "--json"]).current_dir("/").output().unwrap();
    let shown: Value = serde_json::from_str(&Ran::of(shown).ok()).unwrap();
    assert_eq!(shown["path"], json!(path));
    assert_eq!(fs::read(&file).unwrap(), before);

    home.run(&["import", &file]).fails(2, &["there is an imported model My-Tiny.Q8_0 already", "--name"]);
    home.run(&["import", &file, "--name", "MY-tiny.q8_0"]).fails(2, &["already", "--name"]);
    home.run(&["import", &file, "--name", "second.gguf", "--link"]).ok();
    home.run(&["show", "second"]).ok();
    fs::remove_file(&file).unwrap();
    home.run(&["show", "second"]).fails(3, &["second"]);
}

#[test]
fn a_copy_stays_when_the_file_goes() {
    let home = Home::new();
    let file = home.model("tiny.gguf", &tiny_qwen3(1));
    let before = fs::read(&file).unwrap();
    let ran = home.run(&["import", &file, "--copy", "--name", "kept"]);
    let path = PathBuf::from(ran.ok().trim());
    assert!(fs::symlink_metadata(&path).unwrap().is_file());
    assert_eq!(fs::read(&path).unwrap(), before);
    assert_eq!(fs::read(&file).unwrap(), before);
    fs::remove_file(&file).unwrap();
    home.run(&["show", "kept"]).ok();
    assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
    assert_eq!(home.run(&["import", "x.gguf", "--copy", "--link"]).code, Some(2));
}

#[test]
fn all_parts_of_a_model_come_together() {
    for way in ["--link", "--copy"] {
        let home = Home::new();
        fs::create_dir(home.path().join("there")).unwrap();
        let part = |number: u32| format!("there/Big-Q8_0-0000{number}-of-00002.gguf");
        let first = tiny_qwen3(1).kv("split.no", 0).kv("split.count", 2);
        let second = Gguf::new("qwen3").kv("split.no", 1).kv("split.count", 2);
        let second = second.tensor("more", &[4], F32, vec![0; 16]);
        let second = home.model(&part(2), &second);
        home.run(&["import", &second, way]).fails(3, &["its part Big-Q8_0-00001-of-00002.gguf is missing"]);
        home.model(&part(1), &first);
        // Whichever of them is named.
        let path = home.run(&["import", &second, way, "--name", "mine"]).ok();
        assert!(path.trim().ends_with("data/models/mine-00001-of-00002.gguf"), "{path}");
        assert!(home.path().join("data/models/mine-00002-of-00002.gguf").exists());
        home.run(&["show", "mine"]).ok();
        home.run(&["import", &second, way, "--name", "Mine"]).fails(2, &["already"]);
        home.model("alone.gguf", &first);
        home.run(&["import", "alone.gguf", way]).fails(3, &["one of 2 parts", "00001-of-00002.gguf"]);
        home.model(&part(2), &first);
        home.run(&["import", &second, way, "--name", "twice"]).fails(3, &["inside it is part 1 of 2"]);
    }
}

#[test]
fn what_is_no_model_or_no_name_is_refused_and_leaves_nothing() {
    let home = Home::new();
    home.write("words.gguf", "hello");
    home.write("empty.gguf", "");
    let file = home.model("my model (1).gguf", &tiny_qwen3(1));
    home.model("new.gguf", &Gguf::new("qwen99"));
    home.run(&["import", "words.gguf"]).fails(3, &["words.gguf"]);
    home.run(&["import", "empty.gguf", "--copy"]).fails(3, &["empty.gguf"]);
    home.run(&["import", "new.gguf"]).fails(3, &["unknown architecture"]);
    home.run(&["import", "no/such.gguf"]).fails(3, &["no such file"]);
    home.run(&["import", "."]).fails(3, &["directory"]);
    home.run(&["import", &file]).fails(2, &["cannot be called", "--name my-model--1"]);
    for name in ["", "a/b", ".hidden", "starter", "qwen3:8b", "qwen3", "x@Q8_0", "mmproj-x"] {
        home.run(&["import", &file, "--name", name]).fails(2, &["cannot be called", "--name"]);
    }
    home.run(&["import", "ollama/qwen3:8b"]).fails(2, &["Ollama", "qwill -m ollama/qwen3:8b"]);
    home.run(&["import", "qwen3:8b"]).fails(3, &["there is no file qwen3:8b", "qwill pull qwen3:8b"]);
    assert!(!home.path().join("data/models").exists());
    home.run(&["import", &file, "--name", "my-model"]).ok();
    home.run(&["import", "my-model"]).fails(3, &["there is no file", "qwill -m my-model"]);
}

#[test]
fn in_a_terminal_it_asks_and_enter_is_a_link() {
    for (typed, link) in [("\n", true), ("what\nC\n", false), ("copy\n", false)] {
        let home = Home::new();
        let file = home.model("tiny.gguf", &tiny_qwen3(1));
        let terminal = Terminal::open();
        let mut command = home.command(&["import", &file]);
        let child = command.stdin(terminal.near()).stderr(terminal.near()).spawn().unwrap();
        terminal.type_in(typed);
        let path = Ran::of(child.wait_with_output().unwrap()).ok();
        assert_eq!(fs::symlink_metadata(path.trim()).unwrap().is_symlink(), link, "{typed:?}");
        let shown = terminal.shown();
        assert_eq!(shown.matches("[L/c]").count(), typed.lines().count(), "{shown}");
    }
}
