//! What names mean, for a table of them and for any text.

use super::*;
use proptest::prelude::*;

/// An endpoint with a path, as some mirrors have.
const ENDPOINT: &str = "http://127.0.0.1:8080/hf";

fn parse(text: &str) -> Option<Name> {
    Name::parse(text, ENDPOINT).ok()
}

fn alias(alias: &str, quant: Option<&str>) -> Option<Name> {
    Some(Name::Alias { alias: alias.to_owned(), quant: quant.map(str::to_owned) })
}

fn id(source: Source, repo: &str, revision: Option<&str>, pick: Pick) -> Option<Name> {
    let repo = Repo::new(repo).unwrap();
    Some(Name::Id(Id { source, repo, revision: revision.map(str::to_owned), pick }))
}

/// `org/repo` of the hub at this revision.
fn hub(revision: Option<&str>, pick: Pick) -> Option<Name> {
    id(Source::Hub, "org/repo", revision, pick)
}

/// The same of ModelScope.
fn scope(revision: Option<&str>, pick: Pick) -> Option<Name> {
    id(Source::ModelScope, "org/repo", revision, pick)
}

fn quant(text: &str) -> Pick {
    Pick::Quant(text.to_owned())
}

fn file(path: &str) -> Pick {
    Pick::File(path.to_owned())
}

#[track_caller]
fn means(names: &[&str], expected: &Option<Name>) {
    for name in names {
        assert_eq!(&parse(name), expected, "{name}");
    }
}

#[test]
fn the_starter_and_aliases_are_told_by_their_names() {
    means(&["starter", " starter\n", "Starter"], &Some(Name::Starter));
    means(&["qwen3", "QWEN3", " qwen3 "], &alias("qwen3", None));
    means(&["qwen3:4b", "Qwen3:4B"], &alias("qwen3:4b", None));
    means(&["qwen3:4b@q8_0", "qwen3:4b:q8_0"], &alias("qwen3:4b", Some("q8_0")));
    means(&["qwen3:4B@Q8_0"], &alias("qwen3:4b", Some("Q8_0")));
    means(&["qwen3@Q4_K_M"], &alias("qwen3", Some("Q4_K_M")));
    means(&["qwen2.5-coder:7b"], &alias("qwen2.5-coder:7b", None));
}

#[test]
fn repositories_are_told_by_their_slash() {
    means(&["org/repo", "org/repo/", "hf:org/repo", "HF:org/repo", "hf://org/repo"], &hub(None, Pick::Usual));
    means(&["org/repo:Q4_K_M", "org/repo@Q4_K_M", "hf.co/org/repo:Q4_K_M"], &hub(None, quant("Q4_K_M")));
    means(&["org/repo@q4_k_m", "huggingface://org/repo:q4_k_m"], &hub(None, quant("q4_k_m")));
    means(&["hf.co/org/repo:a-Q8_0.gguf", "hf:org/repo:a-Q8_0.gguf"], &hub(None, file("a-Q8_0.gguf")));
    let own = id(Source::Hub, "Qwen/Qwen2.5-7B_x.GGUF", None, Pick::Usual);
    means(&["hf:Qwen/Qwen2.5-7B_x.GGUF", "https://huggingface.co/Qwen/Qwen2.5-7B_x.GGUF"], &own);
}

#[test]
fn addresses_of_the_hub_are_what_their_pages_show() {
    means(
        &[
            "hf.co/org/repo",
            "HF.co/org/repo/",
            "huggingface.co/org/repo?library=gguf",
            "HTTPS://www.HuggingFace.co/org/repo#usage",
            "http://hf-mirror.com/org/repo",
            "https://huggingface.co/org/repo/tree",
            "http://127.0.0.1:8080/hf/org/repo",
        ],
        &hub(None, Pick::Usual),
    );
    means(
        &["https://huggingface.co/org/repo/tree/v1.0", "hf.co/org/repo/tree/v1.0/sub/dir"],
        &hub(Some("v1.0"), Pick::Usual),
    );
    means(
        &[
            "https://huggingface.co/org/repo/blob/main/x.gguf",
            "https://hf-mirror.com/org/repo/resolve/main/x.gguf?download=true",
            "huggingface.co/org/repo/raw/main/x.gguf",
            "http://127.0.0.1:8080/hf/org/repo/resolve/main/x.gguf",
            "https://huggingface.co/org/repo/tree/main?show_file_info=x.gguf",
        ],
        &hub(Some("main"), file("x.gguf")),
    );
    means(
        &["https://hf.co/org/repo/resolve/main/Q%204/x.gguf?a=1#b"],
        &hub(Some("main"), file("Q 4/x.gguf")),
    );
    means(
        &["https://huggingface.co/org/repo?library=gguf&show_file_info=Q4%2Fx.gguf"],
        &hub(None, file("Q4/x.gguf")),
    );
    means(
        &["https://huggingface.co/org/repo/tree/refs%2Fpr%2F1", "hf.co/org/repo/tree/refs/pr/1"],
        &hub(Some("refs/pr/1"), Pick::Usual),
    );
    means(
        &["hf.co/org/repo/blob/refs%2fpr%2F1/d/x.gguf", "hf.co/org/repo/blob/refs/pr/1/d/x.gguf"],
        &hub(Some("refs/pr/1"), file("d/x.gguf")),
    );
}

#[test]
fn names_and_addresses_of_modelscope_are_its_own() {
    means(
        &[
            "ms:org/repo",
            "MS:org/repo/",
            "ms://org/repo",
            "modelscope:org/repo",
            "modelscope://org/repo",
            "https://modelscope.cn/models/org/repo",
            "https://www.modelscope.cn/models/org/repo/files",
            "modelscope.ai/models/org/repo/summary",
        ],
        &scope(None, Pick::Usual),
    );
    means(&["ms:org/repo:Q8_0", "modelscope://org/repo@Q8_0"], &scope(None, quant("Q8_0")));
    means(
        &[
            "https://modelscope.cn/models/org/repo/file/view/master/d%2Fx.gguf?status=2",
            "https://modelscope.cn/models/org/repo/file/view/master/d/x.gguf",
            "https://modelscope.cn/models/org/repo/file/view/master?fileName=d%2Fx.gguf&status=1",
            "https://modelscope.cn/models/org/repo/resolve/master/d/x.gguf",
        ],
        &scope(Some("master"), file("d/x.gguf")),
    );
    let gguf = id(Source::ModelScope, "org/x.gguf", None, Pick::Usual);
    means(&["ms:org/x.gguf", "modelscope://org/x.gguf"], &gguf);
}

#[test]
fn paths_are_told_by_their_beginning_or_their_end() {
    means(
        &["./x", "../x", "/x", "~/x", ".", "..", "x.gguf", "X.GGUF", "dir/x.gguf", "a/b/c.gguf"],
        &Some(Name::Path),
    );
    means(&["/hf.co/org/repo", "./org/repo:Q8_0", "127.0.0.1/org/x.gguf"], &Some(Name::Path));
}

#[test]
fn rubbish_is_refused_with_a_hint() {
    let names = [
        "",
        " ",
        ":",
        "@",
        "qwen3:",
        "qwen3@",
        "qwen3:4b@",
        "a:b:c:d",
        "a b",
        "~",
        "é",
        "org/",
        "repo:",
        "a/b/c",
        "org/repo:",
        "org/repo:Q8/",
        "org/re..po",
        "org/a--b",
        "-org/repo",
        "org-/repo",
        "org/repo.",
        "org/.repo",
        "~user/repo",
        "org/re po",
        "org/repo@a:b",
        "ms:",
        "ms:repo",
        "hf:a/b/c",
        "hf://",
        "ftp://huggingface.co/org/repo",
        "https://example.org/org/repo",
        "https://huggingface.co",
        "https://huggingface.co/org",
        "https://huggingface.co/models?search=qwen",
        "https://huggingface.co/datasets/org/repo",
        "https://huggingface.co/org/repo/discussions/1",
        "https://huggingface.co/org/repo/blob",
        "https://huggingface.co/org/repo/blob/main",
        "https://huggingface.co/org/repo/blob//x.gguf",
        "https://huggingface.co/org/repo/blob/main//x.gguf",
        "https://huggingface.co/org/repo:Q8_0/tree/main",
        "https://huggingface.co//org/repo",
        "http://127.0.0.1:8080/hfx/org/repo",
        "http://127.0.0.1:8080/org/repo",
        "https://modelscope.cn/models/org/repo/file/edit/master/x.gguf",
        "https://modelscope.cn/datasets/org/repo",
    ];
    for name in names {
        let error = Name::parse(name, ENDPOINT).err().unwrap_or_else(|| panic!("{name}"));
        assert_eq!(error.kind(), Kind::Usage, "{name}");
        assert!(error.remedy().is_some(), "{name}");
    }
}

#[test]
fn what_an_address_hides_in_percent_signs_is_no_way_out() {
    for part in
        ["..", "%2e%2E", "..%2f..%2Fx", "%2Fetc", "a%5Cb", "a%00b", "a%0ab", "%ff", "c%3A", "a%2F%2Fb"]
    {
        for place in [format!("blob/main/{part}"), format!("blob/{part}/x.gguf"), format!("tree/{part}")] {
            assert_eq!(parse(&format!("https://huggingface.co/org/repo/{place}")), None, "{place}");
        }
        assert_eq!(parse(&format!("hf.co/org/repo?show_file_info={part}")), None, "{part}");
    }
    // A percent sign without two digits is itself; a sign is no digit.
    means(&["hf.co/org/repo/blob/main/100%/%+5.gguf"], &hub(Some("main"), file("100%/%+5.gguf")));
}

#[test]
fn a_repository_has_the_characters_and_the_length_that_the_hub_allows() {
    let long = "x".repeat(96);
    for good in ["a/b", "01-ai/Yi_1.5", "_a/b_", &format!("mradermacher/{long}")] {
        let repo = Repo::new(good).unwrap_or_else(|| panic!("{good}"));
        assert_eq!(format!("{}/{}", repo.org(), repo.name()), good);
        assert_eq!(Repo::from_folder(&repo.folder()), Some(repo));
    }
    for bad in ["a", "a/", "/b", "a/b/c", "a/b-", "a./b", "a/é", "a\n/b", &format!("a/{long}x")] {
        assert_eq!(Repo::new(bad), None, "{bad}");
    }
    for bad in [
        "",
        "models--a",
        "datasets--a--b",
        "models--a--b--c",
        "models----b",
        "models--a--..",
        "models--a---b",
    ] {
        assert_eq!(Repo::from_folder(bad), None, "{bad}");
    }
}

#[test]
fn a_repository_called_like_a_host_or_a_file_is_shown_as_what_it_is() {
    for (name, shown) in [
        ("https://huggingface.co/hf.co/repo", "hf:hf.co/repo"),
        ("hf:org/model.gguf", "hf:org/model.gguf"),
        ("hf:org/model.gguf:Q8_0", "hf:org/model.gguf:Q8_0"),
        ("ms:org/model.gguf", "ms:org/model.gguf"),
        ("hf.co/org/repo:Q8_0", "org/repo:Q8_0"),
    ] {
        let Some(Name::Id(id)) = parse(name) else { panic!("{name}") };
        assert_eq!(id.to_string(), shown);
        assert_eq!(parse(shown), Some(Name::Id(id)));
    }
}

/// Texts made of what names are made of, right and wrong.
fn texts() -> impl Strategy<Value = String> {
    let parts = prop::sample::select(vec![
        "https://",
        "hf.co",
        "huggingface.co",
        "modelscope.cn",
        ENDPOINT,
        "hf:",
        "ms:",
        "ms://",
        "/",
        "/",
        "/",
        ":",
        "@",
        "org",
        "repo",
        "models/",
        "tree",
        "blob",
        "resolve",
        "file/view",
        "refs/pr/",
        "main",
        "x.gguf",
        "Q8_0",
        "..",
        ".",
        "-",
        "_",
        "%2F",
        "%2e",
        "%00",
        "%",
        "?fileName=",
        "?show_file_info=",
        "&",
        "#",
        "\\",
        "~",
        " ",
        "\0",
        "é",
        "\u{202e}",
        "starter",
    ]);
    prop_oneof![
        any::<String>(),
        prop::collection::vec(parts, 0..12).prop_map(|parts| parts.concat()),
        (
            "(hf:|ms:|hf\\.co/|https://modelscope\\.cn/models/)?",
            "[a-z._-]{1,4}/[a-z._-]{1,4}",
            "[:@/]?\\PC{0,20}"
        )
            .prop_map(|(start, repo, end)| start + &repo + &end),
        ("(tree|blob|resolve|file/view)/", "\\PC{0,12}", "(/|%2F|\\.\\.|\\PC){0,6}")
            .prop_map(|(view, one, two)| format!("hf.co/org/repo/{view}{one}/{two}")),
    ]
}

/// What holds of everything that was read from any text.
fn sound(id: &Id) {
    let repo = id.repo.as_str();
    assert_eq!(repo.matches('/').count(), 1, "{repo:?}");
    assert!(!repo.contains("..") && !repo.chars().any(char::is_control), "{repo:?}");
    assert!(!repo.split('/').any(|part| part.is_empty() || part.starts_with('.')), "{repo:?}");
    assert_eq!(Repo::from_folder(&id.repo.folder()).as_ref(), Some(&id.repo));
    for path in id.revision.iter().chain(match &id.pick {
        Pick::File(path) => Some(path),
        Pick::Usual | Pick::Quant(_) => None,
    }) {
        assert!(safe(path), "{path:?}");
    }
    if !matches!(id.pick, Pick::File(_)) {
        let plain = Id { revision: None, ..id.clone() };
        assert_eq!(parse(&id.to_string()), Some(Name::Id(plain)), "{id}");
    }
}

proptest! {
    #[test]
    fn no_text_makes_it_panic_or_escape(text in texts(), endpoint in prop_oneof![Just(ENDPOINT.to_owned()), any::<String>()]) {
        for endpoint in [ENDPOINT, &endpoint] {
            if let Ok(Name::Id(id)) = Name::parse(&text, endpoint) {
                sound(&id);
            }
        }
    }

    #[test]
    fn every_id_is_read_as_it_is_shown(
        (org, name) in ("[A-Za-z0-9_.-]{1,12}", "[A-Za-z0-9_.-]{1,12}(\\.gguf)?"),
        host in prop::option::weighted(0.1, prop::sample::select(HOSTS.to_vec())),
        scope in any::<bool>(),
        quant in prop::option::of("[A-Za-z0-9_.-]{1,12}"),
    ) {
        let Some(repo) = Repo::new(&format!("{}/{name}", host.unwrap_or(&org))) else { return Ok(()) };
        let quant = quant.filter(|quant| !is_gguf(quant));
        let pick = quant.map_or(Pick::Usual, Pick::Quant);
        let source = if scope { Source::ModelScope } else { Source::Hub };
        sound(&Id { source, repo, revision: None, pick });
    }

    #[test]
    fn a_safe_path_stays_below_its_directory(
        path in prop_oneof![any::<String>(), "[a.]{0,3}(/|\\\\|:|[a.]{1,3}){0,8}"],
    ) {
        let mut parts = Path::new(&path).components();
        let escapes = !parts.all(|part| matches!(part, Component::Normal(_)));
        prop_assert!(!(safe(&path) && (escapes || path.is_empty())), "{path:?}");
        let whole: Vec<_> = Path::new(&path).components().collect();
        prop_assert!(!safe(&path) || whole.len() == path.split('/').count());
        // And nothing else is refused that a repository may hold.
        let plain = path.chars().all(|c| c == 'a' || c == '/') && !path.contains("//");
        prop_assert!(safe(&path) || !plain || path.is_empty() || path.starts_with('/') || path.ends_with('/'));
    }
}

#[test]
fn what_is_too_long_for_a_file_system_is_not_safe() {
    assert!(safe(&"a".repeat(255)) && !safe(&"a".repeat(256)));
    assert!(safe(&"a/".repeat(255)[..509]) && !safe(&format!("{}a", "a/".repeat(256))));
}
