//! The fake hub itself: that it serves, and fails, as the tests of downloads rely on.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a helper that fails fails its test")]

mod support;

use std::time::Duration;

use reqwest::redirect::Policy;
use reqwest::{Client, RequestBuilder, Response};
use serde_json::{Value, json};
use support::hub::{Act, Answer, Asked, Fault, Hashes, Host, Hub, Where};

const ID: &str = "Qwen/Tiny-GGUF";
const MODEL: &str = "tiny-q8_0.gguf";
const RESOLVE: &str = "/Qwen/Tiny-GGUF/resolve/main/tiny-q8_0.gguf";

fn client() -> Client {
    qwill::net::builder().redirect(Policy::none()).no_proxy().build().unwrap()
}

/// Bytes that differ from place to place.
fn bytes(count: usize) -> Vec<u8> {
    (0..count).map(|at| (at * 31 + at / 251) as u8).collect()
}

/// A hub with one repository that has a large and a small file.
fn with_model(model: Vec<u8>) -> Hub {
    let hub = Hub::start();
    hub.repo(ID).file(MODEL, model).small("README.md", "hello\n").licence("apache-2.0").commit();
    hub
}

async fn get(hub: &Hub, path: &str) -> Response {
    client().get(hub.endpoint() + path).send().await.unwrap()
}

async fn json_of(hub: &Hub, path: &str) -> Value {
    let response = get(hub, path).await;
    assert_eq!(response.status(), 200, "{path}");
    response.json().await.unwrap()
}

fn header<'a>(response: &'a Response, name: &str) -> &'a str {
    response.headers().get(name).map_or("", |value| value.to_str().unwrap())
}

/// A request for the model's bytes at the CDN, by an address fresh from the hub.
async fn model(hub: &Hub) -> RequestBuilder {
    let response = get(hub, RESOLVE).await;
    assert_eq!(response.status(), 302);
    client().get(header(&response, "location"))
}

/// What arrives of a body, and whether it ended well.
async fn receive(mut response: Response) -> (Vec<u8>, bool) {
    let mut body = Vec::new();
    loop {
        match response.chunk().await {
            Ok(Some(chunk)) => body.extend_from_slice(&chunk),
            Ok(None) => return (body, true),
            Err(_) => return (body, false),
        }
    }
}

fn at(requests: &[Asked], host: Host) -> Vec<&Asked> {
    requests.iter().filter(|asked| asked.host == host).collect()
}

#[tokio::test]
async fn a_large_file_comes_from_the_cdn_and_the_log_shows_who_saw_the_token() {
    let (hub, data) = (Hub::start(), bytes(300_000));
    hub.token("hf_good");
    let commit = hub.repo(ID).file(MODEL, data.clone()).commit();
    let asked = client().head(hub.endpoint() + RESOLVE).bearer_auth("hf_good").send().await.unwrap();
    assert_eq!(asked.status(), 302);
    assert_eq!(header(&asked, "x-repo-commit"), commit);
    assert_eq!(header(&asked, "x-linked-size"), "300000");
    assert_eq!(header(&asked, "x-linked-etag").len(), 66);
    assert!(header(&asked, "location").starts_with(&hub.cdn()));
    let body = client().get(header(&asked, "location")).send().await.unwrap();
    assert_ne!(header(&body, "etag"), header(&asked, "x-linked-etag"));
    assert_eq!(body.bytes().await.unwrap(), data);
    let again = client().get(header(&asked, "location")).bearer_auth("hf_good").send().await.unwrap();
    assert_eq!(again.status(), 200);
    let requests = hub.requests();
    assert_eq!(at(&requests, Host::Hub)[0].authorization.as_deref(), Some("Bearer hf_good"));
    let seen: Vec<_> = at(&requests, Host::Cdn).iter().map(|asked| asked.authorization.is_some()).collect();
    assert_eq!(seen, [false, true]);
    assert_eq!((requests[0].method.as_str(), requests[0].status), ("HEAD", 302));
}

#[tokio::test]
async fn ranges_are_served_and_counted_from_memory_and_from_disk() {
    let (hub, data, dir) = (Hub::start(), bytes(400_000), tempfile::tempdir().unwrap());
    let source = dir.path().join("source");
    std::fs::write(&source, &data).unwrap();
    hub.repo(ID).file(MODEL, data.clone()).commit();
    hub.repo("Disk/Tiny").file_at("on-disk.gguf", &source).commit();
    let disk = get(&hub, "/Disk/Tiny/resolve/main/on-disk.gguf").await;
    for (name, url) in [(MODEL, get(&hub, RESOLVE).await), ("on-disk.gguf", disk)] {
        let ask = |range: &str| client().get(header(&url, "location")).header("range", range).send();
        let cases =
            [("bytes=0-0", 0..1), ("bytes=399000-", 399_000..400_000), ("bytes=-10", 399_990..400_000)];
        for (range, part) in cases {
            let response = ask(range).await.unwrap();
            assert_eq!(response.status(), 206, "{range}");
            let told = format!("bytes {}-{}/400000", part.start, part.end - 1);
            assert_eq!(header(&response, "content-range"), told);
            assert_eq!(response.bytes().await.unwrap(), data[part]);
        }
        assert_eq!(hub.sent(name), 1 + 1000 + 10);
        let beyond = ask("bytes=400000-").await.unwrap();
        assert_eq!((beyond.status().as_u16(), header(&beyond, "content-range")), (416, "bytes */400000"));
        let other =
            client().get(header(&url, "location")).header("range", "bytes=5-").header("if-range", "\"x\"");
        assert_eq!(other.send().await.unwrap().bytes().await.unwrap(), data);
    }
    hub.reset_log();
    assert_eq!((hub.sent(MODEL), hub.requests().len()), (0, 0));
}

#[tokio::test]
async fn a_cut_body_sends_exactly_its_bytes_and_the_rest_can_be_resumed() {
    let data = bytes(5_000_000);
    let hub = with_model(data.clone());
    for (cut, promised) in [(0, 5_000_000), (1, 5_000_000), (3_000_001, 5_000_000)] {
        hub.reset_log();
        hub.fault(Fault::new(Where::Cdn, MODEL, Act::Cut(cut)));
        let response = model(&hub).await.send().await.unwrap();
        assert_eq!(response.content_length(), Some(promised));
        let (mut got, whole) = receive(response).await;
        assert!(!whole);
        assert_eq!((got.len() as u64, hub.sent(MODEL)), (cut, cut));
        let rest = model(&hub).await.header("range", format!("bytes={cut}-")).send().await.unwrap();
        got.extend(receive(rest).await.0);
        assert!(got == data, "the parts are not the file");
        assert_eq!(hub.sent(MODEL), 5_000_000);
    }
}

#[tokio::test]
async fn a_reset_and_a_hangup_break_the_connection() {
    let hub = with_model(bytes(100_000));
    hub.fault(Fault::new(Where::Cdn, MODEL, Act::Reset(70_000)));
    // Where a reset discards what was not yet read, not even the head may arrive.
    if let Ok(response) = model(&hub).await.send().await {
        let (got, whole) = receive(response).await;
        assert!(!whole && got.len() <= 70_000);
    }
    assert_eq!(hub.sent(MODEL), 70_000);
    hub.fault(Fault::new(Where::Cdn, MODEL, Act::Hangup));
    assert!(model(&hub).await.send().await.is_err());
    assert_eq!(hub.requests().last().unwrap().status, 0);
    assert!(model(&hub).await.send().await.is_ok());
}

#[tokio::test]
async fn a_stalled_body_sends_nothing_more_a_mute_hub_nothing_and_a_dripping_one_little() {
    let hub = with_model(bytes(100_000));
    hub.fault(Fault::new(Where::Cdn, MODEL, Act::Stall(70_000)));
    let mut response = model(&hub).await.send().await.unwrap();
    let mut got = 0;
    while got < 70_000 {
        got += response.chunk().await.unwrap().unwrap().len();
    }
    assert_eq!(got, 70_000);
    assert!(tokio::time::timeout(Duration::from_millis(50), response.chunk()).await.is_err());
    hub.fault(Fault::new(Where::Cdn, MODEL, Act::Mute));
    let mute = model(&hub).await;
    assert!(tokio::time::timeout(Duration::from_millis(50), mute.send()).await.is_err());
    hub.fault(Fault::new(Where::Cdn, MODEL, Act::Drip(20)));
    let mut response = model(&hub).await.send().await.unwrap();
    assert_eq!(response.chunk().await.unwrap().unwrap().len(), 1);
    hub.rate(2000);
    let mut response = model(&hub).await.send().await.unwrap();
    assert!(response.chunk().await.unwrap().unwrap().len() <= 10_000);
}

#[tokio::test]
async fn faults_are_used_up_in_order_by_the_answers_they_fit() {
    let hub = with_model(bytes(1000));
    hub.fault(Fault::new(Where::Resolve, MODEL, Answer::new(503).header("Retry-After", "7")).times(2));
    hub.fault(Fault::new(Where::Resolve, MODEL, Answer::limited(55)).skip(1));
    hub.fault(Fault::new(Where::Any, "README", 500));
    hub.fault(Fault::new(Where::Any, MODEL, 502).method("HEAD").always());
    let mut seen = Vec::new();
    for _ in 0..5 {
        let response = get(&hub, RESOLVE).await;
        let wait = [header(&response, "retry-after"), header(&response, "ratelimit")].concat();
        seen.push((response.status().as_u16(), wait));
    }
    let limited = r#""api";r=0;t=55"#.to_owned();
    let none = String::new;
    assert_eq!(seen, [(503, "7".into()), (503, "7".into()), (302, none()), (429, limited), (302, none())]);
    assert_eq!(hub.faults_left(), 2);
    for _ in 0..3 {
        assert_eq!(client().head(hub.endpoint() + RESOLVE).send().await.unwrap().status(), 502);
    }
    hub.heal();
    assert_eq!(client().head(hub.endpoint() + RESOLVE).send().await.unwrap().status(), 302);
    assert_eq!(get(&hub, "/Qwen/Tiny-GGUF/resolve/main/README.md").await.status(), 200);
}

#[tokio::test]
async fn a_fault_of_the_body_waits_for_an_answer_it_can_spoil() {
    let data = bytes(100_000);
    let hub = with_model(data.clone());
    hub.fault(Fault::new(Where::Any, MODEL, Act::Corrupt(60_000)));
    hub.fault(Fault::new(Where::Any, MODEL, Act::IgnoreRange));
    hub.fault(Fault::new(Where::Any, MODEL, Act::WrongTotal(7)).skip(1));
    let part = async |range: &str| model(&hub).await.header("range", range).send().await.unwrap();
    let ignored = part("bytes=10-19").await;
    assert_eq!((ignored.status().as_u16(), header(&ignored, "content-range")), (200, ""));
    assert_eq!(ignored.bytes().await.unwrap(), data);
    assert_eq!(header(&part("bytes=10-19").await, "content-range"), "bytes 10-19/100000");
    assert_eq!(header(&part("bytes=10-19").await, "content-range"), "bytes 10-19/7");
    let spoilt = part("bytes=50000-69999").await.bytes().await.unwrap();
    let differ: Vec<usize> = (0..20_000).filter(|&at| spoilt[at] != data[50_000 + at]).collect();
    assert_eq!((spoilt.len(), differ), (20_000, vec![10_000]));
    assert_eq!(hub.faults_left(), 0);
}

#[tokio::test]
async fn a_short_body_a_web_page_and_a_loop_look_like_good_answers() {
    let data = bytes(1000);
    let hub = with_model(data.clone());
    hub.fault(Fault::new(Where::Cdn, MODEL, Act::Short(600)));
    hub.fault(Fault::new(Where::Cdn, MODEL, Act::Html));
    let (got, whole) = receive(model(&hub).await.send().await.unwrap()).await;
    assert!(whole && got == data[..600]);
    let page = model(&hub).await.send().await.unwrap();
    assert_eq!((page.status().as_u16(), header(&page, "content-type")), (200, "text/html; charset=utf-8"));
    hub.fault(Fault::new(Where::Resolve, MODEL, Act::Loop).always());
    for _ in 0..3 {
        assert_eq!(header(&get(&hub, RESOLVE).await, "location"), RESOLVE);
    }
}

#[tokio::test]
async fn many_connections_get_their_parts_at_once_and_one_is_kept_alive() {
    let data = bytes(4_000_000);
    let hub = with_model(data.clone());
    let url = header(&get(&hub, RESOLVE).await, "location").to_owned();
    hub.reset_log();
    let part = async |at: usize| {
        let range = format!("bytes={}-{}", at * 500_000, at * 500_000 + 499_999);
        client().get(&url).header("range", range).send().await.unwrap().bytes().await.unwrap()
    };
    let parts = futures_util::future::join_all((0..8).map(part)).await.concat();
    assert!(parts == data, "the parts are not the file");
    let mut connections: Vec<u64> = hub.requests().iter().map(|asked| asked.connection).collect();
    connections.sort_unstable();
    connections.dedup();
    assert_eq!(connections.len(), 8);
    hub.reset_log();
    let one = client();
    for _ in 0..3 {
        one.get(&url).send().await.unwrap().bytes().await.unwrap();
    }
    let requests = hub.requests();
    assert!(requests.iter().all(|asked| asked.connection == requests[0].connection));
}

#[tokio::test]
async fn listings_tell_hashes_folders_and_pages() {
    let hub = Hub::start();
    let repo = hub.repo(ID).file("BF16/a b+c.gguf", "abc").small("README.md", "hello\n");
    let commit =
        repo.file("z.gguf", "z").raw(json!({ "type": "file", "path": "../../evil", "size": 1 })).commit();
    let all = json_of(&hub, &format!("/api/models/{ID}/tree/{commit}?recursive=true")).await;
    let paths = |list: &Value| -> Vec<String> {
        list.as_array().unwrap().iter().map(|entry| entry["path"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(paths(&all), ["BF16", "BF16/a b+c.gguf", "README.md", "z.gguf", "../../evil"]);
    assert_eq!(all[0]["type"], "directory");
    let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assert_eq!((&all[1]["lfs"]["oid"], &all[1]["size"]), (&json!(abc), &json!(3)));
    assert_eq!(all[2]["oid"], "ce013625030ba8dba906f756967f9e9ca394464a");
    assert!(all[2].get("lfs").is_none());
    let top = json_of(&hub, &format!("/api/models/{ID}/tree/main")).await;
    assert_eq!(paths(&top), ["BF16", "README.md", "z.gguf", "../../evil"]);
    let blob = get(&hub, "/Qwen/Tiny-GGUF/resolve/main/BF16/a%20b%2Bc.gguf").await;
    let blob = client().get(header(&blob, "location")).send().await.unwrap();
    assert_eq!(blob.text().await.unwrap(), "abc");

    hub.repo(ID).paged(2).save();
    let (mut next, mut paged) = (Some(format!("/api/models/{ID}/tree/main?recursive=true")), Vec::new());
    while let Some(path) = next.take() {
        let response = get(&hub, &path).await;
        let link = header(&response, "link").strip_prefix('<').map(ToOwned::to_owned);
        next = link.map(|link| link.split('>').next().unwrap().replace(&hub.endpoint(), ""));
        paged.push(paths(&response.json().await.unwrap()));
    }
    assert_eq!(paged.iter().map(Vec::len).collect::<Vec<_>>(), [2, 2, 1]);
    assert_eq!(paged.concat(), paths(&all));
}

#[tokio::test]
async fn hashes_can_be_missing_redacted_or_wrong() {
    let hub = with_model(bytes(10));
    let lfs = async || json_of(&hub, &format!("/api/models/{ID}/tree/main")).await[1]["lfs"].clone();
    let truth = lfs().await["oid"].clone();
    hub.repo(ID).hashes(Hashes::Redacted).save();
    assert_eq!(lfs().await["oid"], "*".repeat(64));
    hub.repo(ID).hashes(Hashes::Missing).save();
    assert_eq!(lfs().await, Value::Null);
    hub.repo(ID).hashes(Hashes::Told).lie(MODEL, &"0".repeat(64)).bare().commit();
    assert_eq!(lfs().await["oid"], "0".repeat(64));
    let info = json_of(&hub, &format!("/api/models/{ID}?blobs=true")).await;
    assert_eq!(info["siblings"][1]["lfs"]["sha256"], "0".repeat(64));
    assert_ne!(truth, "0".repeat(64));
    let bare = get(&hub, RESOLVE).await;
    assert_eq!((header(&bare, "x-linked-etag"), header(&bare, "x-repo-commit")), ("", ""));
}

#[tokio::test]
async fn older_commits_and_other_references_stay() {
    let hub = Hub::start();
    let first = hub.repo(ID).small("a", "1").commit();
    let second = hub.repo(ID).small("a", "2").commit();
    let third = hub.repo(ID).small("a", "3").commit_to("refs/pr/1");
    for (revision, text) in
        [(first.as_str(), "1"), (&second, "2"), ("main", "2"), (&third, "3"), ("refs%2Fpr%2F1", "3")]
    {
        let file = get(&hub, &format!("/{ID}/resolve/{revision}/a")).await;
        assert_eq!(file.text().await.unwrap(), text, "{revision}");
    }
    let info = json_of(&hub, &format!("/api/models/{ID}/revision/refs%2Fpr%2F1")).await;
    assert_eq!(info["sha"], third);
    let refs = json_of(&hub, &format!("/api/models/{ID}/refs?include_prs=1")).await;
    assert_eq!(refs["branches"][0]["targetCommit"], second);
    assert_eq!(refs["pullRequests"][0]["targetCommit"], third);
}

#[tokio::test]
async fn refusals_have_the_hubs_status_code_and_message() {
    let hub = with_model(bytes(10));
    hub.token("hf_good");
    hub.stranger("hf_other");
    hub.repo("Qwen/Gated").file("m.gguf", "m").gated().commit();
    hub.repo("Qwen/Private").file("m.gguf", "m").private().commit();
    hub.repo("Qwen/Gone").file("m.gguf", "m").disabled().commit();
    let cases = [
        ("", "/api/models/No/Such", 401, "RepoNotFound"),
        ("hf_good", "/api/models/No/Such", 404, "RepoNotFound"),
        ("hf_bad", "/api/models/Qwen/Tiny-GGUF", 401, ""),
        ("hf_bad", "/api/whoami-v2", 401, ""),
        ("", "/Qwen/Private/resolve/main/m.gguf", 401, "RepoNotFound"),
        ("hf_other", "/Qwen/Private/resolve/main/m.gguf", 404, "RepoNotFound"),
        ("hf_good", "/Qwen/Private/resolve/main/m.gguf", 302, ""),
        ("", "/api/models/Qwen/Gated/tree/main", 200, ""),
        ("hf_other", "/Qwen/Gated/resolve/main/m.gguf", 403, "GatedRepo"),
        ("hf_good", "/Qwen/Gated/resolve/main/m.gguf", 302, ""),
        ("hf_good", "/Qwen/Gone/resolve/main/m.gguf", 403, ""),
        ("", "/Qwen/Tiny-GGUF/resolve/v9/m.gguf", 404, "RevisionNotFound"),
        ("", "/Qwen/Tiny-GGUF/resolve/main/m.gguf", 404, "EntryNotFound"),
        ("", "/api/models/Qwen/Tiny-GGUF/tree/v9", 404, "RevisionNotFound"),
    ];
    for (token, path, status, code) in cases {
        let request = client().get(hub.endpoint() + path);
        let request = if token.is_empty() { request } else { request.bearer_auth(token) };
        let response = request.send().await.unwrap();
        assert_eq!(
            (response.status().as_u16(), header(&response, "x-error-code")),
            (status, code),
            "{path} {token}"
        );
    }
    let bad = client().get(hub.endpoint() + "/api/whoami-v2").bearer_auth("hf_bad").send().await.unwrap();
    assert_eq!(header(&bad, "x-error-message"), "Invalid credentials in Authorization header");
    let good = client().get(hub.endpoint() + "/api/whoami-v2").bearer_auth("hf_good").send().await.unwrap();
    assert_eq!(good.json::<Value>().await.unwrap()["name"], "tester");
}

#[tokio::test]
async fn renamed_and_miswritten_names_are_redirected_below_the_prefix() {
    let hub = Hub::start_at("/hf");
    hub.repo(ID).small("README.md", "hello\n").commit();
    hub.rename("Old/Tiny", ID, 301);
    let cases = [
        ("/Old/Tiny/resolve/main/README.md?a=b", 301, "/hf/Qwen/Tiny-GGUF/resolve/main/README.md?a=b"),
        ("/api/models/old/tiny/tree/refs%2Fpr%2F1", 301, "/hf/api/models/Qwen/Tiny-GGUF/tree/refs%2Fpr%2F1"),
        ("/api/models/qwen/tiny-gguf", 307, "/hf/api/models/Qwen/Tiny-GGUF"),
        ("/QWEN/tiny-gguf/resolve/main/README.md", 307, "/hf/Qwen/Tiny-GGUF/resolve/main/README.md"),
    ];
    for (path, status, to) in cases {
        let response = get(&hub, path).await;
        assert_eq!((response.status().as_u16(), header(&response, "location")), (status, to));
    }
    assert_eq!(get(&hub, "/Qwen/Tiny-GGUF/resolve/main/README.md").await.text().await.unwrap(), "hello\n");
}

#[tokio::test]
async fn signed_addresses_expire_and_fresh_ones_do_not() {
    let hub = with_model(bytes(10));
    hub.expire_urls_after(2);
    let url = header(&get(&hub, RESOLVE).await, "location").to_owned();
    let mut seen = Vec::new();
    for _ in 0..3 {
        seen.push(client().get(&url).send().await.unwrap().status().as_u16());
    }
    assert_eq!(seen, [200, 200, 403]);
    let fresh = model(&hub).await;
    assert_eq!(fresh.try_clone().unwrap().send().await.unwrap().status(), 200);
    hub.expire_urls();
    assert_eq!(fresh.send().await.unwrap().status(), 403);
    let unsigned = format!("{}/{ID}/main/{MODEL}", hub.cdn());
    assert_eq!(client().get(unsigned).send().await.unwrap().status(), 403);
}

#[tokio::test]
async fn a_search_filters_sorts_pages_and_tells_what_is_asked() {
    let hub = Hub::start();
    for (id, downloads) in
        [("Qwen/Qwen3-0.6B-GGUF", 10), ("Qwen/Qwen3-8B-GGUF", 30), ("other/qwen3-tune", 20)]
    {
        hub.repo(id).file("m.gguf", "abc").downloads(downloads).gguf(600, "qwen3", 40960).commit();
    }
    hub.repo("Qwen/Qwen3-8B").downloads(99).small("config.json", "{}").commit();
    hub.repo("Qwen/Qwen3-Secret").gguf(1, "qwen3", 1).private().commit();
    let ids = |list: &Value| -> Vec<String> {
        list.as_array().unwrap().iter().map(|entry| entry["id"].as_str().unwrap().to_owned()).collect()
    };
    let query =
        "/api/models?search=qwen3&filter=gguf&sort=downloads&limit=2&expand[]=gguf&expand[]=downloads";
    let first = get(&hub, query).await;
    let link = header(&first, "link").to_owned();
    let first: Value = first.json().await.unwrap();
    assert_eq!(ids(&first), ["Qwen/Qwen3-8B-GGUF", "other/qwen3-tune"]);
    assert_eq!(first[0]["gguf"]["context_length"], 40960);
    assert_eq!(first[0]["gguf"]["totalFileSize"], 3);
    assert!(first[0].get("likes").is_none());
    let next = link.strip_prefix('<').unwrap().strip_suffix(">; rel=\"next\"").unwrap();
    let second = client().get(next).send().await.unwrap();
    assert_eq!(header(&second, "link"), "");
    assert_eq!(ids(&second.json().await.unwrap()), ["Qwen/Qwen3-0.6B-GGUF"]);
    let by = json_of(&hub, "/api/models?author=Qwen&search=8b").await;
    assert_eq!(ids(&by), ["Qwen/Qwen3-8B", "Qwen/Qwen3-8B-GGUF"]);
}

#[tokio::test]
async fn modelscope_serves_the_same_repositories_in_its_own_words() {
    let data = bytes(1000);
    let hub = with_model(data.clone());
    let ask = async |path: String| client().get(hub.modelscope() + &path).send().await.unwrap();
    let list = ask(format!("/api/v1/models/{ID}/repo/files?Revision=master&Recursive=True")).await;
    let list: Value = list.json().await.unwrap();
    let tree = json_of(&hub, &format!("/api/models/{ID}/tree/main")).await;
    let file = &list["Data"]["Files"][1];
    assert_eq!((&list["Code"], &file["Path"], &file["Type"]), (&json!(200), &json!(MODEL), &json!("blob")));
    assert_eq!((&file["Sha256"], &file["Size"]), (&tree[1]["lfs"]["oid"], &json!(1000)));
    for path in [
        format!("/api/v1/models/{ID}/repo?Revision=master&FilePath={MODEL}"),
        format!("/models/{ID}/resolve/master/{MODEL}"),
    ] {
        let response = ask(path).await;
        assert_eq!(response.status(), 302);
        let part = client().get(header(&response, "location")).header("range", "bytes=990-");
        assert_eq!(part.send().await.unwrap().bytes().await.unwrap(), data[990..]);
    }
    let missing = ask("/api/v1/models/No/Such/revisions".to_owned()).await;
    assert_eq!(missing.status(), 404);
    assert_eq!(missing.json::<Value>().await.unwrap()["Code"], 10_010_205_001_u64);
    hub.fault(Fault::new(Where::Api, "/revisions", 500));
    assert_eq!(ask(format!("/api/v1/models/{ID}/revisions")).await.status(), 500);
}
