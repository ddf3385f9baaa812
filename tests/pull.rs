//! `qwill pull` against a hub that works, and one that fails in every way a network can.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a helper that fails fails its test")]

mod support;

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::time::Duration;

use serde_json::json;
use sha2::{Digest, Sha256};
use support::gguf::{Gguf, tiny_qwen3};
use support::home::{Home, Ran};
use support::hub::{Act, Answer, Fault, Hashes, Host, Hub, Where};

const ID: &str = "Qwen/Tiny-GGUF";
const FILE: &str = "Tiny-Q4_K_M.gguf";

/// A model file of at least `len` bytes: what stands behind the last tensor belongs to nobody.
fn model(seed: u64, len: usize) -> Vec<u8> {
    let mut bytes = tiny_qwen3(seed).bytes();
    let mut state = seed | 1;
    while bytes.len() < len {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        bytes.extend_from_slice(&state.to_le_bytes());
    }
    bytes
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A hub with one model of `len` bytes.
fn hub(len: usize) -> (Hub, Vec<u8>) {
    let (hub, bytes) = (Hub::start(), model(7, len));
    let draft = hub.repo(ID).file(FILE, bytes.clone()).small("README.md", "hello\n");
    draft.licence("apache-2.0").gguf(600_000_000, "qwen3", 40_960).commit();
    (hub, bytes)
}

/// The program in a home of its own, with this hub as the hub.
fn command(home: &Home, hub: &Hub, args: &[&str]) -> Command {
    let mut command = home.command(args);
    command.env("HOME", home.path()).env("HF_HUB_CACHE", cache(home));
    command.env("HF_ENDPOINT", hub.endpoint()).env("QWILL_HUB", hub.endpoint());
    command.env("MODELSCOPE_ENDPOINT", hub.modelscope());
    command
}

fn pull(home: &Home, hub: &Hub, args: &[&str]) -> Ran {
    Ran::of(command(home, hub, &[&["pull"], args].concat()).output().unwrap())
}

fn cache(home: &Home) -> PathBuf {
    home.path().join("hub")
}

fn folder(home: &Home) -> PathBuf {
    cache(home).join("models--Qwen--Tiny-GGUF")
}

/// The file whose path the program printed.
fn printed(out: &str) -> Vec<u8> {
    fs::read(out.trim_end()).unwrap()
}

/// Names in the directory of contents.
fn blobs(home: &Home) -> Vec<String> {
    let entries = fs::read_dir(folder(home).join("blobs")).into_iter().flatten().flatten();
    let mut names: Vec<String> = entries.map(|entry| entry.file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_pulled_model_lies_in_the_hubs_own_layout() {
    let (hub, bytes) = hub(3_000_000);
    let home = Home::new();
    let ran = pull(&home, &hub, &[ID]);
    for text in ["apache-2.0", FILE, "3.0 MB", "to fetch", "free in", "✓ fits", "ready: qwill -m"] {
        assert!(ran.err.contains(text), "{text:?} is not in {ran:?}");
    }
    let out = ran.ok();
    assert_eq!(printed(&out), bytes);
    let path = Path::new(out.trim_end());
    assert_eq!(fs::read_link(path).unwrap(), Path::new("../../blobs").join(sha256(&bytes)));
    let commit = path.parent().unwrap().file_name().unwrap().to_str().unwrap();
    assert_eq!(fs::read_to_string(folder(&home).join("refs/main")).unwrap(), commit);
    assert_eq!(blobs(&home), [sha256(&bytes)]);
    assert!(
        fs::read_to_string(cache(&home).join("CACHEDIR.TAG"))
            .unwrap()
            .starts_with("Signature: 8a477f597d28d172")
    );
    // And it is a model that the other commands know by its name.
    let shown = command(&home, &hub, &["show", "qwen/tiny-gguf:q4_k_m"]).output().unwrap();
    assert!(Ran::of(shown).ok().contains("qwen3"));
}

#[test]
fn what_is_here_is_not_fetched_again() {
    let (hub, bytes) = hub(400_000);
    let home = Home::new();
    pull(&home, &hub, &[ID]).ok();
    hub.reset_log();
    let out = pull(&home, &hub, &["-q", ID]).ok();
    assert_eq!(printed(&out), bytes);
    assert_eq!(hub.sent(FILE), 0);
    // A new commit with the same contents is a new name for them.
    hub.repo(ID).small("README.md", "new\n").commit();
    let newer = pull(&home, &hub, &[ID]).ok();
    assert_ne!(newer, out);
    assert_eq!((printed(&newer), hub.sent(FILE)), (bytes, 0));
}

#[test]
fn a_model_has_many_names() {
    let hub = Hub::start();
    let (small, large) = (model(1, 0), model(2, 0));
    hub.repo(ID).file("tiny-q4_k_m.gguf", small.clone()).file("sub/Tiny-Q8_0.gguf", large.clone()).commit();
    let home = Home::new();
    let endpoint = hub.endpoint();
    for (name, bytes) in [
        ("Qwen/Tiny-GGUF", &small),
        ("qwen/tiny-gguf", &small),
        ("Qwen/Tiny-GGUF:Q8_0", &large),
        ("Qwen/Tiny-GGUF@q8_0", &large),
        ("hf.co/Qwen/Tiny-GGUF:q8_0", &large),
        ("https://huggingface.co/Qwen/Tiny-GGUF", &small),
        ("https://huggingface.co/Qwen/Tiny-GGUF/blob/main/sub/Tiny-Q8_0.gguf", &large),
        (&format!("{endpoint}/Qwen/Tiny-GGUF/resolve/main/sub/Tiny-Q8_0.gguf?download=true"), &large),
    ] {
        assert_eq!(&printed(&pull(&home, &hub, &["-q", name]).ok()), bytes, "{name}");
    }
    pull(&home, &hub, &["Qwen/Tiny-GGUF:Q5_K_M"]).fails(3, &["Q5_K_M", "Q4_K_M", "Q8_0"]);
}

#[test]
fn parts_and_projector_come_together() {
    let hub = Hub::start();
    let parts: Vec<Vec<u8>> = (0..3).map(|seed| model(seed, 0)).collect();
    let part = |number: usize| format!("Q4_K_M/big-Q4_K_M-{number:05}-of-00003.gguf");
    let draft = hub.repo(ID).file(&part(1), parts[0].clone()).file(&part(2), parts[1].clone());
    let draft = draft.file(&part(3), parts[2].clone()).file("mmproj-F16.gguf", model(9, 0));
    draft.file("big.imatrix.gguf", model(4, 0)).file("mtp-Q4_K_M.gguf", model(5, 0)).commit();
    let home = Home::new();
    let out = pull(&home, &hub, &[ID]).ok();
    assert!(out.trim_end().ends_with(&part(1)), "{out}");
    let dir = Path::new(out.trim_end()).parent().unwrap();
    for (number, bytes) in parts.iter().enumerate() {
        assert_eq!(&fs::read(dir.parent().unwrap().join(part(number + 1))).unwrap(), bytes);
    }
    assert!(dir.parent().unwrap().join("mmproj-F16.gguf").exists());
    assert_eq!(hub.sent("big.imatrix.gguf") + hub.sent("mtp-Q4_K_M.gguf"), 0);
    hub.repo(ID).remove(&part(2)).commit();
    pull(&home, &hub, &[ID]).fails(3, &[&part(2)]);
}

#[test]
fn a_name_that_the_hub_does_not_know_brings_near_ones() {
    let (hub, _) = hub(0);
    let home = Home::new();
    pull(&home, &hub, &["Qwem/Tiny-GGUF"]).fails(4, &["no such model", "Qwen/Tiny-GGUF"]);
    pull(&home, &hub, &["qwen3:5b"]).fails(3, &["qwen3:5b", "qwen3:4b"]);
    pull(&home, &hub, &["no spaces please"]).fails(2, &["not the name of a model"]);
    pull(&home, &hub, &["./model.gguf"]).fails(2, &["qwill import ./model.gguf"]);
    pull(&home, &hub, &[ID, "--revision", "nope"]).fails(4, &["no such branch"]);
}

#[test]
fn private_and_gated_models_say_what_to_do() {
    let (hub, bytes) = hub(0);
    let home = Home::new();
    hub.token("hf_good");
    hub.stranger("hf_other");
    let with = |token: &str| {
        let ran = command(&home, &hub, &["pull", ID]).env("HF_TOKEN", token).output().unwrap();
        Ran::of(ran)
    };
    hub.repo(ID).gated().save();
    pull(&home, &hub, &[ID]).fails(4, &["licence", "Qwen/Tiny-GGUF", "qwill login"]);
    with("hf_other").fails(4, &["accept its licence"]);
    hub.repo(ID).open().private().save();
    pull(&home, &hub, &[ID]).fails(4, &["private", "qwill login"]);
    with("hf_wrong").fails(4, &["token is not valid", "qwill login"]);
    let ran = with("hf_good");
    assert!(!ran.err.contains("hf_good"), "{ran:?}");
    assert_eq!(printed(&ran.ok()), bytes);
}

#[test]
fn the_token_goes_to_the_hub_and_no_further() {
    let (hub, _) = hub(0);
    hub.token("hf_good");
    let home = Home::new();
    Ran::of(command(&home, &hub, &["pull", ID]).env("HF_TOKEN", "hf_good").output().unwrap()).ok();
    let asked = hub.requests();
    assert!(asked.iter().any(|asked| asked.host == Host::Cdn));
    for asked in asked {
        let wanted = (asked.host == Host::Hub).then(|| "Bearer hf_good".to_owned());
        assert_eq!(asked.authorization, wanted, "{asked:?}");
        assert_eq!(asked.accept_encoding.as_deref(), Some("identity"), "{asked:?}");
    }
}

#[test]
fn a_broken_transfer_goes_on_where_it_was() {
    let (hub, bytes) = hub(3_000_000);
    let home = Home::new();
    hub.fault(Fault::new(Where::Api, "tree", 503_u16));
    hub.fault(Fault::new(Where::Resolve, FILE, Answer::new(500)));
    hub.fault(Fault::new(Where::Cdn, FILE, Act::Cut(700_000)));
    hub.fault(Fault::new(Where::Cdn, FILE, Act::Hangup));
    hub.fault(Fault::new(Where::Cdn, FILE, Act::Reset(900_000)));
    let out = pull(&home, &hub, &["-q", ID]).ok();
    assert_eq!(printed(&out), bytes);
    assert_eq!(hub.faults_left(), 0);
    // The look at the header comes on top, and a reset takes with it what was on its way.
    assert!(hub.sent(FILE) < bytes.len() as u64 + 300_000 + 900_000, "{}", hub.sent(FILE));
}

#[test]
fn a_stalled_transfer_is_taken_up_again() {
    let (hub, bytes) = hub(2_000_000);
    let home = Home::new();
    hub.fault(Fault::new(Where::Cdn, FILE, Act::Stall(1_000_000)));
    hub.fault(Fault::new(Where::Resolve, FILE, Act::Mute));
    let mut command = command(&home, &hub, &["pull", "-q", ID]);
    let out = Ran::of(command.env("HF_HUB_DOWNLOAD_TIMEOUT", "1").output().unwrap()).ok();
    assert_eq!(printed(&out), bytes);
}

#[test]
fn a_server_without_progress_is_given_up() {
    let (hub, _) = hub(500_000);
    let home = Home::new();
    hub.fault(Fault::new(Where::Resolve, FILE, Answer::new(502)).skip(1).always());
    pull(&home, &hub, &["-q", ID]).fails(4, &["502"]);
}

#[test]
fn a_hub_that_asks_to_wait_is_obeyed() {
    let (hub, bytes) = hub(0);
    let home = Home::new();
    hub.fault(Fault::new(Where::Api, "tree", Answer::limited(1)));
    hub.fault(Fault::new(Where::Resolve, FILE, Answer::new(429).header("Retry-After", "1")));
    let out = pull(&home, &hub, &[ID]).ok();
    assert_eq!(printed(&out), bytes);
    hub.fault(Fault::new(Where::Api, "revision", Answer::new(429).header("Retry-After", "100000")));
    pull(&home, &hub, &[ID]).fails(4, &["asks to wait", "1667 minutes"]);
}

#[test]
fn damaged_contents_are_fetched_once_more_and_never_kept() {
    let (hub, bytes) = hub(1_000_000);
    let home = Home::new();
    hub.fault(Fault::new(Where::Cdn, FILE, Act::Corrupt(900_000)));
    assert_eq!(printed(&pull(&home, &hub, &["-q", ID]).ok()), bytes);
    assert_eq!(hub.faults_left(), 0);
    let home = Home::new();
    hub.fault(Fault::new(Where::Cdn, FILE, Act::Corrupt(900_000)).always());
    let mut wrong = bytes.clone();
    wrong[900_000] = !wrong[900_000];
    let ran = pull(&home, &hub, &["-q", ID]);
    assert!(ran.err.contains(&sha256(&bytes)) && ran.err.contains("instead of"), "{ran:?}");
    ran.fails(4, &["twice"]);
    assert_eq!(blobs(&home), [] as [String; 0]);
    assert!(!folder(&home).join("refs").exists() && !folder(&home).join("snapshots").exists());
}

#[test]
fn something_else_than_the_file_is_not_taken_for_it() {
    let (hub, bytes) = hub(1_000_000);
    for act in [Act::Html, Act::Short(600_000), Act::WrongTotal(999)] {
        let home = Home::new();
        hub.fault(Fault::new(Where::Cdn, FILE, act));
        let out = pull(&home, &hub, &["-q", ID]).ok();
        assert_eq!(printed(&out), bytes);
        hub.heal();
    }
    let home = Home::new();
    hub.fault(Fault::new(Where::Cdn, FILE, Act::Html).always());
    pull(&home, &hub, &["-q", ID]).fails(4, &["web page"]);
    hub.heal();
    hub.fault(Fault::new(Where::Api, "revision", Act::Html).always());
    pull(&home, &hub, &["-q", ID]).fails(4, &["web page"]);
    hub.heal();
    hub.fault(Fault::new(Where::Resolve, FILE, Act::Loop).always());
    pull(&home, &hub, &["-q", ID]).fails(4, &["circles"]);
}

#[test]
fn a_server_that_ignores_ranges_serves_all_the_same() {
    let (hub, bytes) = hub(3_000_000);
    let home = Home::new();
    hub.fault(Fault::new(Where::Cdn, FILE, Act::Cut(1_000_000)));
    hub.fault(Fault::new(Where::Cdn, FILE, Act::IgnoreRange).skip(1).always());
    assert_eq!(printed(&pull(&home, &hub, &["-q", ID]).ok()), bytes);
    let home = Home::new();
    let out = pull(&home, &hub, &["-q", "--connections", "3", ID]).ok();
    assert_eq!(printed(&out), bytes);
}

#[test]
fn signed_addresses_that_expire_are_asked_for_again() {
    let (hub, bytes) = hub(6_000_000);
    let home = Home::new();
    hub.expire_urls_after(2);
    let out = pull(&home, &hub, &["-q", "--connections", "2", ID]).ok();
    assert_eq!(printed(&out), bytes);
}

#[test]
fn several_connections_bring_every_byte_once() {
    let (hub, bytes) = hub(20_000_000);
    let home = Home::new();
    let out = pull(&home, &hub, &["-q", "--connections", "4", ID]).ok();
    assert_eq!(printed(&out), bytes);
    let ranges =
        hub.requests().iter().filter(|asked| asked.host == Host::Cdn && asked.range.is_some()).count();
    assert!(ranges > 4, "{ranges} ranges");
    assert!(hub.sent(FILE) < bytes.len() as u64 + 600_000, "{}", hub.sent(FILE));
}

#[test]
fn listings_that_leave_the_repository_are_refused() {
    for path in ["../../evil.gguf", "/etc/evil.gguf", "a/../../evil-Q4_K_M.gguf", "a\\b.gguf"] {
        let (hub, _) = hub(0);
        let oid = "a".repeat(64);
        let entry = json!({ "type": "file", "path": path, "size": 9, "oid": "b".repeat(40), "lfs": { "oid": oid, "size": 9 } });
        hub.repo(ID).raw(entry).commit();
        let home = Home::new();
        pull(&home, &hub, &[ID]).fails(4, &["outside of it"]);
        assert!(!cache(&home).exists());
    }
}

#[test]
fn a_disk_without_room_is_found_out_before_the_first_byte() {
    let hub = Hub::start();
    let entry = json!({ "type": "file", "path": FILE, "size": 1_u64 << 60, "oid": "b".repeat(40),
        "lfs": { "oid": "a".repeat(64), "size": 1_u64 << 60, "pointerSize": 130 } });
    hub.repo(ID).raw(entry).commit();
    let home = Home::new();
    pull(&home, &hub, &[ID]).fails(5, &["no room", "are free", "qwill gc"]);
    assert!(hub.requests().iter().all(|asked| asked.host == Host::Hub));
}

#[test]
fn what_is_no_model_is_not_fetched() {
    let big = |at: usize, bytes: &[u8]| {
        let mut model = model(3, 2_000_000);
        model[at..at + bytes.len()].copy_from_slice(bytes);
        model
    };
    for (bytes, why) in [
        (b"<html>not a model".repeat(100_000), "GGUF"),
        (big(0, b"ggml"), "GGUF"),
        (big(4, &1_u32.to_le_bytes()), "version 1"),
        (big(4, &3_u32.to_be_bytes()), "big-endian"),
        (big(8, &u64::MAX.to_le_bytes()), "tensors"),
        (big(16, &(1_u64 << 40).to_le_bytes()), "key-value pairs"),
    ] {
        let hub = Hub::start();
        hub.repo(ID).file(FILE, bytes).commit();
        let home = Home::new();
        pull(&home, &hub, &[ID]).fails(3, &[why]);
        assert!(hub.sent(FILE) <= 1 << 20 && blobs(&home).is_empty());
    }
}

#[test]
fn two_pulls_of_one_file_fetch_it_once() {
    let (hub, bytes) = hub(4_000_000);
    hub.rate(4_000_000);
    let home = Home::new();
    let start = || command(&home, &hub, &["pull", ID]).spawn().unwrap();
    let both: Vec<Child> = (0..2).map(|_| start()).collect();
    let ran: Vec<Ran> = both.into_iter().map(|child| Ran::of(child.wait_with_output().unwrap())).collect();
    assert!(ran.iter().any(|ran| ran.err.contains("another process is fetching")), "{ran:?}");
    for ran in ran {
        assert_eq!(printed(&ran.ok()), bytes);
    }
    assert!(hub.sent(FILE) < bytes.len() as u64 + 700_000, "{}", hub.sent(FILE));
}

#[test]
fn killed_at_any_moment_it_goes_on_where_it_was() {
    let (hub, bytes) = hub(40_000_000);
    let home = Home::new();
    hub.rate(2_000_000);
    for round in 0..20_u64 {
        let mut child = command(&home, &hub, &["pull", "-q", "--connections", "2", ID]).spawn().unwrap();
        let until = hub.sent(FILE) + 500_000 + round * 7919 % 20 * 100_000;
        while hub.sent(FILE) < until {
            assert!(
                child.try_wait().unwrap().is_none(),
                "it ended before it was killed for the {round}th time"
            );
            std::thread::sleep(Duration::from_millis(1));
        }
        child.kill().unwrap();
        child.wait().unwrap();
        assert!(!folder(&home).join("blobs").join(sha256(&bytes)).exists());
    }
    hub.rate(0);
    let before = hub.sent(FILE);
    let out = pull(&home, &hub, &["-q", ID]).ok();
    assert_eq!(sha256(&printed(&out)), sha256(&bytes));
    assert_eq!(blobs(&home), [sha256(&bytes)]);
    // Each run looks at the header first; a kill then costs what came in a tenth of a second, and what
    // was in the sockets.
    let (last, lost) = (hub.sent(FILE) - before, hub.sent(FILE) - bytes.len() as u64);
    assert!(last < 32_000_000, "the last run fetched {last} bytes after {before}");
    assert!(lost < 20 * 1_000_000, "{lost} bytes were fetched twice");
}

#[test]
fn an_interrupt_leaves_what_came_and_says_so() {
    let (hub, bytes) = hub(8_000_000);
    let home = Home::new();
    hub.rate(4_000_000);
    let child = command(&home, &hub, &["pull", ID]).spawn().unwrap();
    while hub.sent(FILE) < 2_000_000 {
        std::thread::sleep(Duration::from_millis(20));
    }
    let pid = rustix::process::Pid::from_raw(child.id().try_into().unwrap()).unwrap();
    rustix::process::kill_process(pid, rustix::process::Signal::INT).unwrap();
    let ran = Ran::of(child.wait_with_output().unwrap());
    assert_eq!((ran.code, ran.out.as_str()), (Some(130), ""), "{ran:?}");
    assert!(ran.err.contains("are kept") && ran.err.contains(&format!("qwill pull {ID}")), "{ran:?}");
    hub.rate(0);
    let ran = pull(&home, &hub, &[ID]);
    assert!(ran.err.contains("are here"), "{ran:?}");
    assert_eq!(printed(&ran.ok()), bytes);
    assert!(hub.sent(FILE) < bytes.len() as u64 + 2_000_000, "{}", hub.sent(FILE));
}

#[test]
fn in_a_pipe_progress_is_a_line_now_and_then() {
    let (hub, _) = hub(6_000_000);
    hub.rate(1_000_000);
    let home = Home::new();
    let ran = pull(&home, &hub, &[ID]);
    let lines: Vec<&str> = ran.err.lines().filter(|line| line.contains(" % ")).collect();
    assert!((1..=3).contains(&lines.len()), "{ran:?}");
    assert!(!ran.err.contains('\r') && !ran.err.contains('\x1b'), "{ran:?}");
}

#[test]
fn without_the_network_no_connection_is_opened() {
    let (hub, bytes) = hub(0);
    let home = Home::new();
    for way in ["1", "true"] {
        let ran = command(&home, &hub, &["pull", ID]).env("HF_HUB_OFFLINE", way).output().unwrap();
        Ran::of(ran).fails(8, &["network is off"]);
    }
    pull(&home, &hub, &["--offline", ID]).fails(8, &["network is off", "--offline"]);
    assert!(hub.requests().is_empty());
    pull(&home, &hub, &[ID]).ok();
    hub.reset_log();
    assert_eq!(printed(&pull(&home, &hub, &["--offline", ID]).ok()), bytes);
    assert!(hub.requests().is_empty());
}

#[test]
fn a_dry_run_fetches_and_writes_nothing() {
    let (hub, _) = hub(2_000_000);
    let home = Home::new();
    let ran = pull(&home, &hub, &["--dry-run", ID]);
    assert!(ran.err.contains(FILE), "{ran:?}");
    assert_eq!(ran.ok(), "");
    assert!(!cache(&home).exists());
}

#[test]
fn a_mirror_is_held_to_what_the_hub_says() {
    let (hub, bytes) = hub(600_000);
    let mirror = Hub::start();
    let through = |home: &Home, origin: &str| {
        let mut command = command(home, &mirror, &["pull", ID]);
        Ran::of(command.env("QWILL_HUB", origin).env("HF_TOKEN", "hf_secret").output().unwrap())
    };
    // Another file under the same name, which the mirror vouches for itself.
    mirror.token("hf_secret");
    mirror
        .repo(ID)
        .file(FILE, model(8, 600_000))
        .small("README.md", "hello\n")
        .licence("apache-2.0")
        .commit();
    let home = Home::new();
    let ran = through(&home, &hub.endpoint());
    assert_ne!(ran.code, Some(0), "{ran:?}");
    assert!(hub.requests().iter().all(|asked| asked.authorization.is_none()));
    // A mirror that leaves out the hashes; the hub has them.
    let honest = Hub::start();
    honest
        .repo(ID)
        .file(FILE, bytes.clone())
        .small("README.md", "hello\n")
        .licence("apache-2.0")
        .hashes(Hashes::Missing)
        .commit();
    let ran =
        Ran::of(command(&home, &honest, &["pull", ID]).env("QWILL_HUB", hub.endpoint()).output().unwrap());
    assert_eq!(printed(&ran.ok()), bytes);
    // Without the hub nobody could check it.
    let home = Home::new();
    let ran = Ran::of(
        command(&home, &honest, &["pull", ID]).env("QWILL_HUB", "http://127.0.0.1:9").output().unwrap(),
    );
    ran.fails(4, &["nothing could check it"]);
    // And a mirror's own word is taken as such.
    let ran = through(&home, "http://127.0.0.1:9");
    assert!(ran.err.contains("word of 127.0.0.1"), "{ran:?}");
    ran.ok();
}

#[test]
fn modelscope_is_checked_the_same_way() {
    let (hub, bytes) = hub(600_000);
    let home = Home::new();
    let out = pull(&home, &hub, &[&format!("ms:{ID}")]).ok();
    assert_eq!(printed(&out), bytes);
    assert!(hub.requests().iter().all(|asked| asked.host != Host::Hub));
    // The same contents are not fetched from the other source again.
    hub.reset_log();
    assert_eq!(printed(&pull(&home, &hub, &[ID]).ok()), bytes);
    assert_eq!(hub.sent(FILE), 0);
    let home = Home::new();
    hub.fault(Fault::new(Where::Cdn, FILE, Act::Corrupt(500_000)).always());
    pull(&home, &hub, &["-q", &format!("ms:{ID}")]).fails(4, &["instead of"]);
    pull(&home, &hub, &["ms:Qwen/None"]).fails(4, &["no such model"]);
}

#[test]
fn what_another_program_has_is_not_fetched() {
    let (hub, bytes) = hub(700_000);
    let home = Home::new();
    let blob = home.write(&format!(".ollama/models/blobs/sha256-{}", sha256(&bytes)), &bytes);
    let layer = json!({ "mediaType": "application/vnd.ollama.image.model", "digest": format!("sha256:{}", sha256(&bytes)), "size": bytes.len() });
    let manifest = json!({ "schemaVersion": 2, "layers": [layer] }).to_string();
    home.write(".ollama/models/manifests/registry.ollama.ai/library/tiny/latest", manifest);
    let ran = pull(&home, &hub, &[ID]);
    assert!(ran.err.contains("Ollama has it"), "{ran:?}");
    let out = ran.ok();
    assert_eq!(printed(&out), bytes);
    assert!(hub.sent(FILE) <= 512 << 10);
    assert_eq!(fs::metadata(out.trim_end()).unwrap().ino(), fs::metadata(blob).unwrap().ino());
}

#[test]
fn a_file_in_place_of_the_cache_is_an_error_with_a_way_out() {
    let (hub, _) = hub(0);
    let home = Home::new();
    home.write("hub", "not a directory");
    let ran = pull(&home, &hub, &["-q", ID]);
    assert!(ran.code == Some(1) || ran.code == Some(5), "{ran:?}");
    assert!(ran.err.contains("hub"), "{ran:?}");
}

#[test]
fn without_a_name_three_models_are_recommended() {
    let home = Home::new();
    home.run(&["pull"]).fails_with(2, &["chat", "code", "small", "qwill pull"]);
}

#[test]
fn a_hub_may_live_below_a_path() {
    let hub = Hub::start_at("/artifacts/hf");
    let bytes = model(7, 300_000);
    hub.repo(ID).file(FILE, bytes.clone()).paged(1).small("README.md", "hello\n").commit();
    let home = Home::new();
    assert_eq!(printed(&pull(&home, &hub, &[ID]).ok()), bytes);
    hub.repo("Qwen/Small-GGUF").file(FILE, bytes.clone()).commit();
    hub.rename(ID, "Qwen/Small-GGUF", 307);
    let out = pull(&home, &hub, &[ID]).ok();
    assert!(out.contains("models--Qwen--Small-GGUF"), "{out}");
}

#[test]
fn a_model_of_a_family_that_is_not_known_yet_is_fetched_and_said_to_be_too_new() {
    let hub = Hub::start();
    hub.repo(ID).file(FILE, Gguf::new("qwen99").kv("general.name", "new").bytes()).commit();
    let home = Home::new();
    let ran = pull(&home, &hub, &[ID]);
    assert!(ran.err.contains("cannot be used") && ran.err.contains("qwen99"), "{ran:?}");
    ran.ok();
}
