//! Whether the built-in rows are sound, and a user's file is heeded.

use std::collections::HashSet;

use super::*;
use crate::models::id::Repo;

fn catalog() -> Catalog {
    Catalog::builtin().unwrap()
}

fn with(user: &str) -> Result<Catalog> {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("catalog.toml");
    fs::write(&path, user).unwrap();
    Catalog::load(&path)
}

const MODEL: &str = "[[model]]\nalias = \"ALIAS\"\nrepo = \"me/Own-GGUF\"\nquant = \"Q4_K_M\"\nshape = { parameters = 7_000 }\n";
const FAMILY: &str = "[[family]]\nname = \"mine\"\ntitle = \"Mine\"\narchs = [\"qwen3\"]\n\
    context = { native = 4096, max = 4096 }\nlicence = \"mit\"\n\
    manner = { thinking = \"never\", dialect = \"hermes\", sampling = \"qwen3\" }\n";

fn model(alias: &str) -> String {
    MODEL.replace("ALIAS", alias)
}

#[test]
fn every_name_means_one_model() {
    let catalog = catalog();
    let mut seen = HashSet::new();
    for model in catalog.models() {
        for name in model.names() {
            assert!(seen.insert(name), "{name} stands twice");
            assert_eq!(catalog.find(&name.to_uppercase()), Some(model), "{name}");
        }
    }
    for family in catalog.families() {
        assert!(seen.insert(&family.name), "{} stands twice", family.name);
        let default = family.default.as_ref().unwrap();
        assert_eq!(catalog.find(&family.name).unwrap().alias, format!("{}:{default}", family.name));
    }
    assert_eq!(catalog.find("qwen3").unwrap().alias, "qwen3:4b");
    assert_eq!(catalog.find("qwen3:5b"), None);
}

#[test]
fn notes_are_said_in_every_language_and_a_users_own_as_they_are() {
    use crate::text::{self, Lang};
    let catalog = catalog();
    for lang in Lang::ALL {
        text::speak_here(Some(lang));
        for name in catalog.families().filter_map(|family| family.note.as_ref()) {
            assert!(text::find(&format!("catalog-note-{name}")).is_some(), "{lang:?}: {name}");
        }
    }
    text::speak_here(None);
    let note = |catalog: &Catalog, name| catalog.family(name).unwrap().note();
    assert_eq!(note(&catalog, "qwen3.8").as_deref(), Some("wants a graphics card with 24 GB"));
    assert_eq!(note(&catalog, "qwen3"), None);
    let own = with(&format!("{FAMILY}note = \"good at verse\"\n")).unwrap();
    assert_eq!(note(&own, "mine").as_deref(), Some("good at verse"));
}

#[test]
fn names_are_understood_as_names_of_the_catalog() {
    use crate::models::id::Name;
    for (name, _) in catalog().names() {
        assert_eq!(
            Name::parse(name, "https://huggingface.co").unwrap(),
            Name::Alias { alias: name.into(), quant: None }
        );
    }
}

#[test]
fn every_repository_is_valid_and_belongs_to_one_model() {
    let catalog = catalog();
    for model in catalog.models() {
        for repo in model.repos() {
            assert_eq!(Repo::new(repo.as_str()).as_ref(), Some(repo));
            assert_eq!(catalog.of_repo(&repo.as_str().to_lowercase()), Some(model), "{repo}");
        }
    }
}

#[test]
fn the_default_quantisation_is_among_the_files() {
    for model in catalog().models() {
        assert!(model.file(&model.quant.to_lowercase()).is_some(), "{}", model.alias);
        let mut quants = HashSet::new();
        for file in &model.files {
            assert!(quants.insert((&file.quant, &file.repo)), "{} {}", model.alias, file.quant);
        }
    }
}

#[test]
fn sizes_fit_the_parameters() {
    for model in catalog().models() {
        for file in model.files.iter().filter(|file| file.holds == Holds::Weights) {
            #[expect(clippy::cast_precision_loss, reason = "two digits matter")]
            let bits = file.bytes as f64 * 8.0 / model.shape.parameters as f64;
            let range = match file.quant.as_str() {
                quant if quant.contains("Q2") => 1.5..4.0,
                quant if quant.contains("Q4") => 4.0..8.1,
                quant if quant.contains("Q8") => 8.0..10.0,
                _ => 1.5..17.0,
            };
            assert!(range.contains(&bits), "{} {}: {bits:.2} bits", model.alias, file.quant);
        }
        let Shape { parameters, kv, .. } = model.shape;
        assert!(model.shape.active() <= parameters, "{}", model.alias);
        assert!(kv.is_none_or(|kv| (10_000..500_000).contains(&kv)), "{}", model.alias);
        let billions = parameters.div_ceil(1_000_000_000);
        assert!(model.suggest.is_none_or(|memory| billions <= u64::from(memory) * 2), "{}", model.alias);
    }
}

#[test]
fn hashes_and_commits_are_hexadecimal() {
    let hex = |text: &str| text.bytes().all(|byte| byte.is_ascii_hexdigit());
    let catalog = catalog();
    let files: Vec<&File> = catalog.models().flat_map(|model| &model.files).collect();
    let hashes: Vec<&str> = files.iter().filter_map(|file| file.sha256.as_deref()).collect();
    assert_eq!(hashes.iter().collect::<HashSet<_>>().len(), hashes.len());
    assert!(hashes.len() > 5 && hashes.iter().all(|hash| hash.len() == 64 && hex(hash)));
    let mut commits = files.iter().filter_map(|file| file.commit.as_deref());
    assert!(commits.all(|commit| commit.len() == 40 && hex(commit)));
}

#[test]
fn the_engine_would_choose_the_sampling_of_the_family() {
    for family in catalog().families() {
        let Manner { thinking, dialect, .. } = family.manner;
        for arch in &family.archs {
            let thinks = thinking != Thinking::Never;
            let row = Row::of(&Traits { name: None, arch, dialect, thinks });
            assert_eq!(row, family.manner.sampling(), "{} {arch}", family.name);
        }
    }
}

#[test]
fn every_architecture_is_one_that_llama_cpp_knows() {
    let archs: Vec<&str> = include_str!("../gguf/archs.txt").lines().collect();
    for family in catalog().families() {
        assert!(family.archs.iter().all(|arch| archs.contains(&arch.as_str())), "{}", family.name);
    }
}

#[test]
fn rows_take_from_their_family_what_they_do_not_say() {
    let catalog = catalog();
    let coder = catalog.find("qwen2.5-coder:3b").unwrap();
    assert_eq!((coder.licence.tag(), coder.licence.terms()), ("qwen-research", Terms::NonCommercial));
    assert_eq!(coder.context, Window { native: 32_768, max: 32_768 });
    let coder = catalog.find("qwen2.5-coder:7b").unwrap();
    assert_eq!((coder.licence.terms(), coder.context.max), (Terms::Free, 131_072));
    assert_eq!(catalog.find("qwen3:0.6b").unwrap().good, [Use::Chat, Use::Reasoning, Use::Small]);
    assert_eq!(catalog.find("llama4").unwrap().licence.terms(), Terms::Conditions);
    for family in catalog.families() {
        assert!(family.context.native <= family.context.max, "{}", family.name);
        let released = family.released.as_deref().unwrap();
        let shape: String = released.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
        assert!(["0000-00", "0000-00-00"].contains(&shape.as_str()), "{released}");
    }
}

#[test]
fn repositories_of_known_quantisers_are_known_by_their_names() {
    let catalog = catalog();
    let alias = |repo: &str| catalog.of_repo(repo).map(|model| model.alias.as_str());
    assert_eq!(alias("unsloth/Qwen3-4B-GGUF"), Some("qwen3:4b"));
    assert_eq!(alias("bartowski/Qwen_Qwen3-4B-GGUF"), Some("qwen3:4b"));
    assert_eq!(alias("LMSTUDIO-community/qwen3-4b-instruct-2507-gguf"), Some("qwen3-2507:4b"));
    assert_eq!(alias("somebody/Qwen3-4B-GGUF"), None);
    assert_eq!(alias("unsloth/Qwen3-4B-Base-GGUF"), None);
    assert_eq!(alias("no repository"), None);
}

#[test]
fn a_file_is_known_by_its_name_or_its_quantisation() {
    let catalog = catalog();
    let bytes = |repo: &str, file: &str| catalog.seed(repo, file).map(|file| file.bytes);
    assert_eq!(bytes("qwen/qwen3-8b-gguf", "qwen3-8b-q4_k_m.gguf"), Some(5_027_783_488));
    assert_eq!(bytes("Qwen/Qwen3-8B-GGUF", "Qwen3-8B-Q8_0.gguf"), None, "only estimated");
    let coder = "unsloth/Qwen3-Coder-30B-A3B-Instruct-GGUF";
    assert_eq!(bytes(coder, "Qwen3-Coder-30B-A3B-Instruct-Q6_K.gguf"), Some(25_092_535_456));
    assert_eq!(bytes(coder, "Qwen3-Coder-30B-A3B-Instruct-UD-Q6_K.gguf"), None);
    assert_eq!(bytes(coder, "Q6_K/Qwen3-Coder-30B-A3B-Instruct-Q6_K-00001-of-00002.gguf"), None);
    assert_eq!(bytes(coder, "mmproj-Q6_K.gguf"), None);
    assert_eq!(bytes("unsloth/Qwen3-1.7B-GGUF", "Qwen3-1.7B-Q4_K_M.gguf"), Some(1_107_409_472));
    assert_eq!(bytes("Qwen/Qwen3-1.7B-GGUF", "Qwen3-1.7B-Q4_K_M.gguf"), None);
    assert_eq!(bytes("unsloth/Qwen3.8-27B-GGUF", "mmproj-F16.gguf"), Some(927_607_488));
    let hashed = catalog.seed("Qwen/Qwen3-30B-A3B-GGUF", "Qwen3-30B-A3B-Q8_0.gguf").unwrap();
    assert!(hashed.about && hashed.sha256.is_some());
}

#[test]
fn slips_of_the_pen_have_near_names() {
    let catalog = catalog();
    assert_eq!(catalog.nearest("qwne3:4b")[0], "qwen3:4b");
    assert_eq!(catalog.nearest("Qwen3-codr:30b")[0], "qwen3-coder:30b");
    assert_eq!(catalog.nearest("qwen4")[0], "qwen3");
    let near = catalog.nearest("qwen3:5b");
    assert_eq!(near.len(), 3);
    assert!(near.iter().all(|name| catalog.find(name).is_some()));
    assert!(catalog.nearest("gemma:27b").is_empty());
    assert!(catalog.nearest("").is_empty());
    assert!(catalog.nearest("llama4:scot").is_empty(), "it is not among the choices");
    assert!(catalog.nearest(&"x".repeat(100_000)).is_empty());
}

#[test]
fn without_a_file_of_the_user_the_built_in_rows_stand() {
    let dir = tempfile::tempdir().unwrap();
    let count = catalog().models().count();
    assert_eq!(Catalog::load(&dir.path().join("none.toml")).unwrap().models().count(), count);
    fs::write(dir.path().join("file"), "").unwrap();
    assert_eq!(Catalog::load(&dir.path().join("file/catalog.toml")).unwrap().models().count(), count);
    assert_eq!(Catalog::load(dir.path()).unwrap_err().kind(), Kind::Usage);
}

#[test]
fn a_file_of_the_user_adds_rows() {
    let also = "aliases = [\"work\"]\nalso = [\"you/Own\"]\n";
    let catalog = with(&format!("{FAMILY}{}{also}{}", model("mine:7b"), model("qwen3:5b"))).unwrap();
    assert_eq!(catalog.models().count(), self::catalog().models().count() + 2);
    let work = catalog.find("work").unwrap();
    assert_eq!((work.alias.as_str(), work.licence.tag(), work.context.native), ("mine:7b", "mit", 4096));
    assert_eq!(catalog.of_repo("You/own"), Some(work));
    assert_eq!(catalog.find("mine"), None, "the family has no default");
    assert_eq!(catalog.find("qwen3:5b").unwrap().licence.tag(), "apache-2.0");
}

#[test]
fn a_file_of_the_user_replaces_rows() {
    let family = FAMILY.replace("mine", "qwen3-coder").replace("mit", "own");
    let catalog = with(&format!("{family}default = \"480b-a35b\"\n{}", model("qwen3:4b"))).unwrap();
    assert_eq!(catalog.models().count(), self::catalog().models().count());
    assert_eq!(catalog.find("qwen3").unwrap().repo.as_str(), "me/Own-GGUF");
    assert_eq!(catalog.of_repo("Qwen/Qwen3-4B-GGUF"), None);
    let coder = catalog.find("qwen3-coder").unwrap();
    assert_eq!((coder.alias.as_str(), coder.licence.tag()), ("qwen3-coder:480b-a35b", "own"));
}

#[test]
fn what_is_wrong_in_a_file_is_named_with_its_line() {
    let good = model("qwen3:5b");
    let size = "files = [\n{ quant = \"Q8_0\", bytes = 1, sha256 = \"abc\" },\n]\n";
    let rows = [
        ("[[modle]]\n".to_owned(), 1, "modle"),
        (format!("# mine\n{good}colour = 1\n"), 7, "colour"),
        (format!("{good}suggest = -1\n"), 6, "-1"),
        (format!("{good}{size}"), 7, "64"),
        (good.replace("me/Own-GGUF", "no repo"), 3, "no repo"),
        (model("Qwen3:5B"), 2, "lower case"),
        (format!("{good}\n{}", model("nobody:1b")), 7, "`nobody`"),
        (format!("{good}\n{good}"), 7, "two rows"),
        (format!("\n{good}aliases = [\"qwen3:8b\"]\n"), 2, "`qwen3:8b`"),
        (format!("\n{good}aliases = [\"qwen3\"]\n"), 2, "`qwen3`"),
        (FAMILY.replace("\"qwen3\" }", "\"none\" }"), 7, "`none`"),
        (format!("\n{FAMILY}default = \"7b\"\n"), 2, "`mine:7b`"),
        ("[[model]\n".to_owned(), 1, ""),
    ];
    for (text, line, word) in rows {
        let error = with(&text).unwrap_err();
        let said = error.to_string();
        assert_eq!(error.kind(), Kind::Usage, "{said}");
        assert!(said.contains(&format!("catalog.toml, line {line}:")), "{said}\n{text}");
        assert!(said.contains(word), "{said}");
    }
}
