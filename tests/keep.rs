//! The commands that look after the models of a machine: list, show, rm, gc and verify.

mod support;

use std::fs;
use std::io::{BufRead, BufReader};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::process::Stdio;

use serde_json::{Value, json};
use support::broken;
use support::gguf::{F32, Gguf, tiny_qwen3};
use support::home::Ran;
use support::shelf::{NEW, OLD, Shelf, age, sha256, write};

/// A repository that the catalog knows, and one that nobody knows.
const QWEN: &str = "Qwen/Qwen3-4B-GGUF";
const OTHER: &str = "someone/Some-GGUF";

fn model(seed: u64) -> Vec<u8> {
    tiny_qwen3(seed).bytes()
}

#[test]
fn an_empty_machine_says_so_and_how_to_go_on() {
    let shelf = Shelf::new();
    for (args, out) in [(&["list"][..], ""), (&["ls", "--json"], "[]\n")] {
        let ran = shelf.run(args);
        assert!(ran.err.contains("no model is here") && ran.err.contains("qwill pull"), "{ran:?}");
        assert_eq!(ran.ok(), out);
    }
    assert_eq!(shelf.run(&["verify", "--json"]).ok(), "[]\n");
    assert!(shelf.run(&["gc"]).err.contains("nothing to delete"));
    assert!(!shelf.hub().exists());
}

#[test]
fn all_models_are_listed_under_the_names_that_mean_them() {
    let shelf = Shelf::new();
    shelf.fetched(QWEN, NEW, "Qwen3-4B-Q4_K_M.gguf", &model(1));
    shelf.fetched(QWEN, NEW, "Qwen3-4B-Q8_0.gguf", &model(2));
    shelf.fetched(OTHER, NEW, "some-Q8_0.gguf", &model(3));
    shelf.ollama("qwen3", "8b", &model(4));
    shelf.lmstudio("me/X-GGUF/x-Q4_0.gguf", &model(5));
    write(&shelf.imports().join("my model (1).gguf"), &model(6));
    let expected = [
        "qwen3:4b",
        "qwen3:4b@Q8_0",
        "someone/Some-GGUF:Q8_0",
        "my model (1)",
        "ollama/qwen3:8b",
        "lmstudio/me/X-GGUF/x-Q4_0",
    ];
    assert_eq!(shelf.names(), expected);
    for name in expected {
        let (row, shown) = (shelf.row(name), shelf.json(&["show", name, "--json"]));
        assert_eq!((&row["path"], &row["bytes"]), (&shown["path"], &shown["bytes"]), "{name}");
        assert_eq!((&row["arch"], &row["problem"]), (&json!("qwen3"), &Value::Null), "{name}");
        assert_eq!((&row["quant"] == "", row["parameters"].is_u64()), (false, true), "{row}");
        assert!(row["fit"]["need"].as_u64().unwrap() > row["bytes"].as_u64().unwrap() / 2, "{row}");
    }
    assert_eq!(shelf.row("qwen3:4b")["commit"], NEW);
    assert_eq!(shelf.row("qwen3:4b")["sha256"], json!([sha256(&model(1))]));
    assert_eq!(shelf.row("my model (1)")["sha256"], json!([null]));
    let table = shelf.run(&["ls"]).ok();
    let last = table.lines().last().unwrap();
    assert!(last.contains("starter") && last.ends_with("built in"), "{table}");
    assert!(table.lines().all(|line| line.chars().count() < 80), "{table}");
    let at = |line: &str, text: &str| line.find(text).map(|at| line[..at].chars().count());
    let lines: Vec<&str> = table.lines().collect();
    assert_eq!(at(lines[0], "QUANT"), at(lines[1], "Q4_K_M"), "{table}");
}

#[test]
fn the_model_that_answers_unasked_is_marked() {
    let shelf = Shelf::new();
    shelf.fetched(OTHER, NEW, "some-Q8_0.gguf", &model(1));
    let marked = |shelf: &Shelf| -> Vec<Value> {
        let all = shelf.json(&["list", "--json"]);
        all.as_array()
            .unwrap()
            .iter()
            .filter(|row| row["default"] == true)
            .map(|row| row["name"].clone())
            .collect()
    };
    assert_eq!(marked(&shelf), ["someone/Some-GGUF:Q8_0"]);
    assert!(shelf.run(&["list"]).ok().contains("\n* someone/Some-GGUF:Q8_0"));
    shelf.home.write("config/config.toml", "model = \"starter\"\n");
    assert_eq!(marked(&shelf), ["starter"]);
    shelf.home.write("config/config.toml", "model = \"qwen3:4b\"\n");
    assert_eq!(marked(&shelf), Vec::<Value>::new());
    assert!(shelf.run(&["list"]).err.contains("qwen3:4b"));
}

#[test]
fn what_cannot_run_is_listed_with_the_reason() {
    let shelf = Shelf::new();
    let (_, broken, why) = broken::unusable().remove(0);
    shelf.fetched(OTHER, NEW, "some-Q8_0.gguf", &broken.bytes());
    shelf.fetched(OTHER, NEW, "none-Q4_0.gguf", b"this is no model");
    let table = shelf.run(&["list"]).ok();
    let lines: Vec<&str> = table.lines().collect();
    let at = |name: &str| lines.iter().position(|line| line.contains(name)).unwrap();
    let (some, none) = (at("Some-GGUF:Q8_0"), at("Some-GGUF:Q4_0"));
    assert!(lines[some].contains("✗ cannot run") && lines[some + 1].contains(why), "{table}");
    assert!(lines[none].contains("✗ cannot run") && lines[none + 1].contains("letters GGUF"), "{table}");
    assert!(shelf.row("someone/Some-GGUF:Q8_0")["problem"].as_str().unwrap().contains(why));
    assert_eq!(shelf.row("starter")["default"], true);
}

#[test]
fn names_of_files_cannot_forge_the_list() {
    let shelf = Shelf::new();
    for name in
        ["a\nqwen3:4b  2.5 GB", "b\x1b[2Jc", "starter", "d\u{202e}e", "-m", "..", "f.gguf", "$(g) 'h'"]
    {
        write(&shelf.imports().join(format!("{name}.gguf")), &model(1));
    }
    shelf.lmstudio("me/X-GGUF/\x1b]0;title\x07.gguf", b"this is no model");
    let ran = shelf.run(&["list"]);
    assert!(!ran.err.contains('\x1b') && ran.err.contains("is no GGUF file"), "{ran:?}");
    let table = ran.ok();
    assert!(!table.contains('\x1b') && !table.contains('\u{202e}'), "{table}");
    assert_eq!(table.lines().count(), 1 + 8 + 1, "{table}");
    for name in shelf.names() {
        let path = shelf.json(&["show", "--json", "--", &name])["path"].clone();
        assert_eq!(path, shelf.row(&name)["path"], "{name}");
    }
}

#[test]
fn a_cache_that_cannot_be_read_is_told() {
    let shelf = Shelf::new();
    fs::write(shelf.hub(), "a file").unwrap();
    shelf.ollama("qwen3", "8b", &model(1));
    assert_eq!(shelf.names(), ["ollama/qwen3:8b"]);
    let ran = shelf.run(&["list"]);
    assert!(ran.err.contains(shelf.hub().to_str().unwrap()), "{ran:?}");
    assert!(shelf.run(&["gc"]).err.contains(shelf.hub().to_str().unwrap()));
    fs::remove_file(shelf.hub()).unwrap();
    shelf.fetched(OTHER, NEW, "some-Q8_0.gguf", &model(1));
    let shut = shelf.folder(OTHER).join("snapshots");
    fs::set_permissions(&shut, fs::Permissions::from_mode(0o000)).unwrap();
    // Root may read everything.
    if fs::read_dir(&shut).is_err() {
        assert!(shelf.run(&["list"]).err.contains(shut.to_str().unwrap()));
    }
    fs::set_permissions(&shut, fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn broken_links_are_no_models() {
    let shelf = Shelf::new();
    fs::remove_file(shelf.fetched(OTHER, NEW, "some-Q8_0.gguf", &model(1))).unwrap();
    fs::create_dir_all(shelf.imports()).unwrap();
    symlink("/no/such.gguf", shelf.imports().join("gone.gguf")).unwrap();
    symlink("loop.gguf", shelf.imports().join("loop.gguf")).unwrap();
    assert_eq!(shelf.names(), Vec::<String>::new());
    let ran = shelf.run(&["gc"]).ok();
    assert!(ran.contains("broken link") && ran.contains("some-Q8_0.gguf"), "{ran}");
    assert!(!shelf.folder(OTHER).exists());
}

#[test]
fn show_sums_the_parts_of_a_model() {
    let shelf = Shelf::new();
    let first = tiny_qwen3(1).kv("split.no", 0).kv("split.count", 2);
    let second = Gguf::new("qwen3").kv("split.no", 1).kv("split.count", 2);
    let second = second.tensor("blk.9.x.weight", &[8], F32, vec![0; 32]);
    let one = tiny_qwen3(1);
    let parts = ["a-Q8_0-00001-of-00002.gguf", "a-Q8_0-00002-of-00002.gguf"];
    shelf.fetched(OTHER, NEW, parts[0], &first.bytes());
    shelf.fetched(OTHER, NEW, parts[1], &second.bytes());
    shelf.home.model("b-Q8_0-00001-of-00002.gguf", &first);
    shelf.home.model("b-Q8_0-00002-of-00002.gguf", &second);
    let alone = shelf.home.model("alone.gguf", &one);
    let whole = shelf.json(&["show", "someone/some-gguf:q8_0", "--json"]);
    let parameters = shelf.json(&["show", &alone, "--json"])["parameters"].as_u64().unwrap() + 8;
    let bytes = first.bytes().len() + second.bytes().len();
    for shown in [&whole, &shelf.json(&["show", "b-Q8_0-00001-of-00002.gguf", "--json"])] {
        assert_eq!((&shown["parts"], &shown["part"]), (&json!(2), &Value::Null), "{shown}");
        assert_eq!((&shown["parameters"], &shown["bytes"]), (&json!(parameters), &json!(bytes)), "{shown}");
    }
    assert_eq!(whole["sha256"], json!([sha256(&first.bytes()), sha256(&second.bytes())]));
    assert_eq!((&whole["repository"], &whole["commit"]), (&json!(OTHER), &json!(NEW)));
    let part = shelf.json(&["show", "b-Q8_0-00002-of-00002.gguf", "--json"]);
    assert_eq!((&part["part"], &part["parts"]), (&json!("2 of 2"), &Value::Null));
    assert!(part["problem"].as_str().unwrap().contains("part 2 of 2"));
}

#[test]
fn show_says_whether_it_fits_and_what_is_known() {
    let shelf = Shelf::new();
    let long = tiny_qwen3(1).kv("qwen3.context_length", 32_768).without("qwen3.block_count");
    let long = long.kv("qwen3.block_count", 2);
    shelf.fetched(QWEN, NEW, "Qwen3-4B-Q4_K_M.gguf", &long.bytes());
    shelf.fetched(QWEN, NEW, "mmproj-F16.gguf", b"GGUF");
    let shown = shelf.json(&["show", "qwen3:4b", "--json"]);
    let fits: Vec<(u64, &str, u64)> = shown["fit"]
        .as_array()
        .unwrap()
        .iter()
        .map(|fit| {
            (fit["context"].as_u64().unwrap(), fit["kv"].as_str().unwrap(), fit["need"].as_u64().unwrap())
        })
        .collect();
    assert_eq!(fits.iter().map(|fit| fit.0).collect::<Vec<_>>(), [8192, 8192, 32_768, 32_768]);
    assert_eq!(fits.iter().map(|fit| fit.1).collect::<Vec<_>>(), ["f16", "q8_0", "f16", "q8_0"]);
    assert!(fits[1].2 < fits[0].2 && fits[0].2 < fits[3].2 && fits[3].2 < fits[2].2, "{fits:?}");
    assert_eq!((&shown["licence"], &shown["measured"]), (&json!("apache-2.0"), &json!(false)));
    assert!(shown["projector"].as_str().unwrap().ends_with("mmproj-F16.gguf"));
    let text = shelf.run(&["show", "qwen3:4b"]).ok();
    for says in ["fits:", "32768 tokens of context, KV cache in q8_0", "store         hub cache", "estimated"]
    {
        assert!(text.contains(says), "{says:?} is not in {text}");
    }
    let path = shown["path"].as_str().unwrap();
    assert_eq!(shelf.json(&["show", path, "--json"])["commit"], NEW);
}

#[test]
fn show_counts_what_works_on_one_token_of_a_mixture() {
    let shelf = Shelf::new();
    let mixture = tiny_qwen3(1).kv("qwen3.expert_count", 8).kv("qwen3.expert_used_count", 2);
    let mixture = mixture.tensor("blk.0.ffn_up_exps.weight", &[64, 8], F32, vec![0; 64 * 8 * 4]);
    let path = shelf.home.model("moe.gguf", &mixture);
    let shown = shelf.json(&["show", &path, "--json"]);
    let (all, active) = (shown["parameters"].as_u64().unwrap(), shown["active"].as_u64().unwrap());
    assert_eq!(all - active, 64 * 8 * 6 / 8);
}

#[test]
fn rm_frees_what_nobody_else_uses() {
    let shelf = Shelf::new();
    let both = shelf.fetched(OTHER, OLD, "some-Q4_K_M.gguf", &model(1));
    shelf.fetched(OTHER, NEW, "some-Q4_K_M.gguf", &model(1));
    let eight = shelf.fetched(OTHER, NEW, "some-Q8_0.gguf", &model(2));
    let eyes = shelf.fetched(OTHER, NEW, "mmproj-F16.gguf", b"GGUF eyes");
    shelf.run(&["rm", OTHER]).fails(2, &["2 times", "Some-GGUF:Q4_K_M", "Some-GGUF:Q8_0"]);
    let before = shelf.tree("hub");
    let dry = shelf.run(&["rm", "someone/Some-GGUF:Q4_K_M", "--dry-run"]).ok();
    assert_eq!(shelf.tree("hub"), before);
    for says in ["would delete", both.to_str().unwrap(), OLD, NEW, "stays", eyes.to_str().unwrap()] {
        assert!(dry.contains(says), "{says:?} is not in {dry}");
    }
    let ran = shelf.run(&["rm", "someone/some-gguf@q4_k_m"]).ok();
    assert_eq!(ran.replace("deletes", "would delete"), dry);
    assert!(!both.exists() && eight.exists() && eyes.exists());
    assert_eq!(shelf.names(), ["someone/Some-GGUF:Q8_0"]);
    assert!(!shelf.folder(OTHER).join("snapshots").join(OLD).exists());
    shelf.run(&["rm", OTHER]).ok();
    assert!(!shelf.folder(OTHER).exists());
    shelf.run(&["rm", OTHER]).fails(3, &["not on this machine", "qwill list"]);
}

#[test]
fn rm_of_all_models_takes_their_projector_along() {
    let shelf = Shelf::new();
    shelf.fetched(OTHER, NEW, "some-Q4_K_M.gguf", &model(1));
    shelf.fetched(OTHER, NEW, "some-Q8_0.gguf", &model(2));
    let eyes = shelf.fetched(OTHER, NEW, "mmproj-F16.gguf", b"GGUF eyes");
    let names = ["someone/Some-GGUF:Q4_K_M", "someone/Some-GGUF:Q8_0"];
    let ran = shelf.run(&["rm", names[0], names[1], names[0]]).ok();
    assert!(ran.contains(eyes.to_str().unwrap()) && !ran.contains("stays"), "{ran}");
    assert!(!shelf.folder(OTHER).exists());
}

#[test]
fn rm_keeps_contents_that_are_another_model_too() {
    let shelf = Shelf::new();
    let blob = shelf.fetched(OTHER, NEW, "some-Q4_K_M.gguf", &model(1));
    shelf.fetched(OTHER, NEW, "some-UD-Q4_K_XL.gguf", &model(1));
    let ran = shelf.run(&["rm", "someone/Some-GGUF:Q4_K_M"]).ok();
    assert!(ran.contains("frees 0 B") && ran.contains("some-UD-Q4_K_XL.gguf is the same file"), "{ran}");
    assert!(blob.exists());
    assert_eq!(shelf.names(), ["someone/Some-GGUF:UD-Q4_K_XL"]);
}

#[test]
fn rm_tells_of_an_older_version() {
    let shelf = Shelf::new();
    let old = shelf.fetched(OTHER, OLD, "some-Q8_0.gguf", &model(1));
    let new = shelf.fetched(OTHER, NEW, "some-Q8_0.gguf", &model(2));
    let ran = shelf.run(&["rm", OTHER]);
    assert!(ran.err.contains(&OLD[..7]), "{ran:?}");
    assert!(old.exists() && !new.exists());
}

#[test]
fn rm_deletes_a_name_of_a_hard_linked_file_and_never_the_file_behind_a_link() {
    let shelf = Shelf::new();
    let blob = shelf.fetched(OTHER, NEW, "hard-Q8_0.gguf", &model(1));
    fs::hard_link(&blob, shelf.path("hard")).unwrap();
    let ran = shelf.run(&["rm", OTHER]).ok();
    assert!(ran.contains("frees 0 B") && ran.contains("1 other hard link,"), "{ran}");
    assert!(!blob.exists());
    assert_eq!(fs::read(shelf.path("hard")).unwrap(), model(1));

    let blob = shelf.fetched(OTHER, NEW, "soft-Q8_0.gguf", &model(2));
    fs::rename(&blob, shelf.path("soft")).unwrap();
    symlink(shelf.path("soft"), &blob).unwrap();
    let ran = shelf.run(&["rm", OTHER]).ok();
    assert!(ran.contains("frees 0 B") && ran.contains("shared store"), "{ran}");
    assert!(fs::symlink_metadata(&blob).is_err());
    assert_eq!(fs::read(shelf.path("soft")).unwrap(), model(2));

    let place = shelf.folder(OTHER).join("snapshots").join(NEW).join("far-Q8_0.gguf");
    write(&shelf.path("far.gguf"), &model(3));
    fs::create_dir_all(place.parent().unwrap()).unwrap();
    symlink(shelf.path("far.gguf"), &place).unwrap();
    let ran = shelf.run(&["rm", OTHER]).ok();
    assert!(ran.contains("frees 0 B") && ran.contains("outside the cache"), "{ran}");
    assert!(!place.exists() && shelf.path("far.gguf").exists());
}

#[test]
fn a_commit_that_is_a_link_to_elsewhere_is_not_the_cache_s() {
    let shelf = Shelf::new();
    write(&shelf.path("mine/some-Q8_0.gguf"), &model(1));
    fs::create_dir_all(shelf.path("mine/empty")).unwrap();
    fs::create_dir_all(shelf.folder(OTHER).join("snapshots")).unwrap();
    symlink(shelf.path("mine"), shelf.folder(OTHER).join("snapshots").join(OLD)).unwrap();
    assert_eq!(shelf.names(), Vec::<String>::new());
    let before = shelf.tree("mine");
    shelf.fetched(OTHER, NEW, "some-Q8_0.gguf", &model(2));
    shelf.run(&["rm", OTHER]).ok();
    shelf.run(&["rm", OTHER]).fails(3, &[]);
    assert_eq!(shelf.tree("mine"), before);
}

#[test]
fn rm_frees_the_blob_in_a_cache_that_is_reached_through_a_link() {
    let shelf = Shelf::new();
    fs::create_dir_all(shelf.path("disk")).unwrap();
    symlink(shelf.path("disk"), shelf.hub()).unwrap();
    let blob = shelf.fetched(OTHER, NEW, "some-Q8_0.gguf", &model(1));
    shelf.run(&["rm", OTHER]).ok();
    assert!(!blob.exists() && !shelf.folder(OTHER).exists());
}

#[test]
fn rm_deletes_files_where_the_cache_has_no_links() {
    let shelf = Shelf::new();
    let place = shelf.folder(OTHER).join("snapshots").join(NEW).join("some-Q8_0.gguf");
    write(&place, &model(1));
    let ran = shelf.run(&["rm", OTHER]).ok();
    assert!(!ran.contains("frees 0 B"), "{ran}");
    assert!(!shelf.folder(OTHER).exists());
}

#[test]
fn rm_deletes_imports_but_never_what_they_link_to() {
    let shelf = Shelf::new();
    write(&shelf.path("mine.gguf"), &model(1));
    write(&shelf.imports().join("copy.gguf"), &model(1));
    symlink(shelf.path("mine.gguf"), shelf.imports().join("link.gguf")).unwrap();
    let ran = shelf.run(&["rm", "link", "copy"]).ok();
    assert!(ran.contains("stays") && ran.contains("only the link"), "{ran}");
    assert_eq!(fs::read(shelf.path("mine.gguf")).unwrap(), model(1));
    assert_eq!(fs::read_dir(shelf.imports()).unwrap().count(), 0);
}

#[test]
fn rm_leaves_to_others_what_is_theirs() {
    let shelf = Shelf::new();
    shelf.ollama("qwen3", "8b", &model(1));
    shelf.lmstudio("me/X-GGUF/x-Q4_0.gguf", &model(2));
    write(&shelf.path("me/.cache/llama.cpp/a b-Q8_0.gguf"), &model(3));
    let own = shelf.home.model("own.gguf", &tiny_qwen3(4));
    shelf.fetched(OTHER, NEW, "some-Q8_0.gguf", &model(5));
    let before = shelf.tree("");
    let rows: [(&str, &str); 5] = [
        ("ollama/qwen3:8b", "ollama rm qwen3:8b"),
        ("lmstudio/me/X-GGUF/x-Q4_0", "LM Studio"),
        ("llamacpp/a b-Q8_0", "llama.cpp/a b-Q8_0.gguf'"),
        (&own, "a file of your own"),
        ("starter", "inside the program"),
    ];
    for (name, says) in rows {
        // What is asked for besides stays too.
        shelf.run(&["rm", OTHER, name]).fails(8, &[name, says]);
    }
    let starter = shelf.path("data");
    let mut after = shelf.tree("");
    after.retain(|path, _| !path.starts_with(&starter));
    assert_eq!(after, before);
}

#[test]
fn rm_refuses_the_model_that_an_engine_runs_with() {
    let shelf = Shelf::new();
    let busy = shelf.fetched(OTHER, NEW, "busy-Q8_0.gguf", &model(1));
    let idle = shelf.fetched(OTHER, NEW, "idle-Q4_0.gguf", &model(2));
    let place = shelf.folder(OTHER).join("snapshots").join(NEW).join("busy-Q8_0.gguf");
    shelf.engine(&place);
    shelf.run(&["rm", "someone/Some-GGUF:Q8_0"]).fails(8, &["4711", "qwill stop"]);
    assert!(busy.exists());
    let dry = shelf.run(&["rm", "someone/Some-GGUF:Q8_0", "--dry-run"]);
    assert!(dry.err.contains("4711") && dry.out.contains("would delete"), "{dry:?}");
    shelf.run(&["rm", "someone/Some-GGUF:Q4_0"]).ok();
    assert!(!idle.exists());
}

#[test]
fn rm_waits_for_no_download_and_breaks_none() {
    let shelf = Shelf::new();
    let blob = shelf.fetched(OTHER, NEW, "some-Q8_0.gguf", &model(1));
    let (_held, lock) = shelf.locked(OTHER, &sha256(&model(1)));
    let before = shelf.tree("hub");
    let ran = shelf.run(&["rm", OTHER]);
    assert_eq!(ran.code, Some(8), "{ran:?}");
    assert!(ran.err.contains("another process"), "{ran:?}");
    assert_eq!(shelf.tree("hub"), before);
    assert!(blob.exists() && lock.exists());
}

#[test]
fn gc_deletes_what_nobody_uses_and_leaves_what_is_being_fetched() {
    let shelf = Shelf::new();
    let used = shelf.fetched(OTHER, NEW, "some-Q8_0.gguf", &model(1));
    let blobs = shelf.folder(OTHER).join("blobs");
    let put = |name: &str| {
        write(&blobs.join(name), &[7; 5000]);
        blobs.join(name)
    };
    let (cold, warm) = ("a".repeat(64), "b".repeat(64));
    let broken_off = [put(&format!("{cold}.qwill.incomplete")), put(&format!("{cold}.qwill.json"))];
    let under_way = [put(&format!("{warm}.qwill.incomplete")), put(&format!("{warm}.qwill.json"))];
    let (held, lock) = shelf.locked(OTHER, &warm);
    let (orphan, fresh) = (put(&"c".repeat(64)), put(&"d".repeat(64)));
    let (foreign, moving) = (put(&format!("{}.incomplete", "e".repeat(64))), put("f.incomplete"));
    age(&orphan);
    age(&foreign);
    age(&used);
    let empty = shelf.folder("nobody/Nothing").join("blobs");
    fs::create_dir_all(&empty).unwrap();
    let notice = shelf.run(&["list"]).err;
    assert!(notice.contains("unfinished downloads take 25 kB") && notice.contains("qwill gc"), "{notice}");

    let before = shelf.tree("hub");
    let dry = shelf.run(&["gc", "--dry-run"]).ok();
    assert_eq!(shelf.tree("hub"), before);
    assert!(dry.contains("4 files would be freed"), "{dry}");
    let ran = shelf.run(&["gc"]).ok();
    assert!(ran.contains("freed 33 kB of 4 files") && ran.contains("without a name"), "{ran}");
    for path in broken_off.iter().chain([&orphan, &foreign]) {
        assert!(!path.exists() && ran.contains(path.to_str().unwrap()), "{} in {ran}", path.display());
    }
    for path in under_way.iter().chain([&used, &fresh, &moving, &lock, &empty]) {
        assert!(path.exists(), "{}", path.display());
    }
    drop(held);
    assert!(shelf.run(&["gc"]).ok().contains("2 files"));
    assert!(shelf.run(&["gc"]).err.contains("nothing to delete"));
    assert_eq!(shelf.names(), ["someone/Some-GGUF:Q8_0"]);
}

#[test]
fn verify_names_what_is_wrong_with_both_hashes() {
    let shelf = Shelf::new();
    let blob = shelf.fetched(OTHER, NEW, "some-Q8_0.gguf", &model(1));
    shelf.fetched(OTHER, NEW, "some-Q4_0.gguf", &model(2));
    shelf.fetched(OTHER, NEW, "mmproj-F16.gguf", b"GGUF eyes");
    shelf.ollama("qwen3", "8b", &model(3));
    let mine = shelf.lmstudio("me/X-GGUF/x-Q4_0.gguf", &model(4));
    let all = shelf.run(&["verify"]).ok();
    assert_eq!(all.lines().filter(|line| line.starts_with("ok ")).count(), 4, "{all}");
    assert!(all.contains(&format!("{} hashes to {}", mine.display(), sha256(&model(4)))), "{all}");
    assert!(all.contains("no checksum"), "{all}");

    let mut bytes = model(1);
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    fs::write(&blob, &bytes).unwrap();
    let ran = shelf.run(&["verify", "someone/Some-GGUF:Q8_0"]);
    assert_eq!(ran.code, Some(3), "{ran:?}");
    assert!(ran.out.contains("WRONG") && ran.out.contains(&sha256(&bytes)), "{ran:?}");
    assert!(ran.out.contains(&format!("instead of {}", sha256(&model(1)))), "{ran:?}");
    assert!(
        ran.err.contains("1 of 2 files") && ran.err.contains("qwill rm") && ran.err.contains("qwill pull")
    );
    let ran = shelf.run(&["verify", "--json"]);
    assert_eq!(ran.code, Some(3));
    let rows: Value = serde_json::from_str(&ran.out).unwrap();
    let wrong: Vec<&Value> = rows.as_array().unwrap().iter().filter(|row| row["status"] == "wrong").collect();
    assert_eq!((rows.as_array().unwrap().len(), wrong.len()), (5, 1), "{rows}");
    assert_eq!(wrong[0]["expected"], sha256(&model(1)));
    assert_eq!(wrong[0]["hash"], sha256(&bytes));
    shelf.run(&["verify", "someone/Some-GGUF:Q4_0"]).ok();
    assert!(shelf.run(&["verify", "starter"]).ok().starts_with("ok "));
}

#[test]
fn verify_knows_the_names_that_git_gives() {
    let shelf = Shelf::new();
    let blobs = shelf.folder(OTHER).join("blobs");
    // What `git hash-object` says of "hello\n".
    let name = "ce013625030ba8dba906f756967f9e9ca394464a";
    fs::rename(shelf.fetched(OTHER, NEW, "x-Q8_0.gguf", b"hello\n"), blobs.join(name)).unwrap();
    let place = shelf.folder(OTHER).join("snapshots").join(NEW).join("x-Q8_0.gguf");
    fs::remove_file(&place).unwrap();
    symlink(format!("../../blobs/{name}"), &place).unwrap();
    assert!(shelf.run(&["verify", OTHER]).ok().starts_with("ok "));
    fs::write(blobs.join(name), "hullo\n").unwrap();
    assert_eq!(shelf.run(&["verify", OTHER]).code, Some(3));
}

#[test]
fn verify_ends_at_once_when_it_is_interrupted() {
    let shelf = Shelf::new();
    let path = shelf.path("large.gguf");
    // All of it is a hole, which nobody hashes to its end.
    fs::File::create(&path).unwrap().set_len(1 << 40).unwrap();
    let mut child = shelf.command(&["verify", path.to_str().unwrap()]).spawn().unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
    let first = lines.next().unwrap().unwrap();
    assert!(first.contains("checking large.gguf"), "{first}");
    let pid = rustix::process::Pid::from_child(&child);
    rustix::process::kill_process(pid, rustix::process::Signal::INT).unwrap();
    let ran = Ran::of(child.wait_with_output().unwrap());
    assert_eq!((ran.code, ran.out.as_str()), (Some(130), ""), "{ran:?}");
}

#[test]
fn a_closed_pipe_is_no_failure_of_a_list() {
    let shelf = Shelf::new();
    shelf.fetched(OTHER, NEW, "some-Q8_0.gguf", &model(1));
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let output = shelf.command(&["list"]).stdout(writer).stderr(Stdio::piped()).output().unwrap();
    assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), &b""[..]));
}
