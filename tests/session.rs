//! A conversation with engines of the test's own, and what is left of it when something breaks.
#![allow(clippy::unwrap_used, reason = "what a test cannot do fails it")]

mod support;

use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use qwill::chat::store::{self, Chat, ChatId, Store, Write};
use qwill::chat::tree::{Node, NodeId, State};
use qwill::client::Wanted;
use qwill::code::hands::{Hands, Looked};
use qwill::code::policy::{Freedom, Mode, Rules};
use qwill::code::project::Project;
use qwill::config::{Config, Places};
use qwill::session::driver::Driver;
use qwill::session::saver::Saver;
use qwill::session::{Effect, Engine, Event, Phase, Place, Session, Setup};
use qwill::wire::{Role, ToolCall, ToolFunction};
use support::remote::{Remote, remote};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

/// Longer than anything here takes on any machine.
const LONG: Duration = Duration::from_secs(60);

fn chat() -> Chat {
    Chat {
        id: ChatId("c1".into()),
        title: String::new(),
        model: String::new(),
        system: "be brief".into(),
        dir: "/p".into(),
        created: 1,
        updated: 1,
        messages: 0,
        leaf: None,
    }
}

fn config(home: &Path) -> Config {
    let mut config = Config::load().unwrap();
    let place = |name: &str| home.join(name);
    config.places =
        Places { config: place("config"), data: place("data"), cache: place("cache"), run: place("run") };
    config.hub.cache = place("hub");
    config.stores = qwill::config::Stores::default();
    (config.model, config.ctx, config.threads) = (None, None, None);
    config.engines.clear();
    config
}

fn with_remote(home: &Path, remote: &Remote) -> Config {
    let mut config = config(home);
    let lab = qwill::config::Remote {
        url: format!("http://{}/v1", remote.address),
        key_env: None,
        models: vec!["big".into()],
        key: None,
    };
    config.engines.insert("lab".into(), lab);
    config
}

/// A session with its driver.
struct Bench {
    session: Session,
    driver: Driver,
    events: UnboundedReceiver<Event>,
}

impl Bench {
    fn new(config: &Config, model: &str) -> Bench {
        let (sender, events) = unbounded_channel();
        let driver = Driver::new(config, Some(model), Wanted::default(), sender).unwrap();
        Bench { session: Session::new(chat(), Setup::default()), driver, events }
    }

    fn run(&mut self, effects: Vec<Effect>) {
        effects.into_iter().for_each(|effect| self.driver.run(effect));
    }

    async fn step(&mut self) -> Event {
        let event = tokio::time::timeout(LONG, self.events.recv()).await.unwrap().unwrap();
        let effects = self.session.hear(event.clone(), 2);
        self.run(effects);
        event
    }

    async fn until(&mut self, done: impl Fn(&Session) -> bool) {
        while !done(&self.session) {
            self.step().await;
        }
    }

    fn send(&mut self, text: &str, images: Vec<String>) {
        let effects = self.session.send(text.into(), images, 2);
        self.run(effects);
    }
}

fn piece(text: &str) -> String {
    format!("data: {{\"choices\":[{{\"delta\":{{\"content\":\"{text}\"}}}}]}}\n\n")
}

const END: &str = "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}],\
                   \"usage\":{\"prompt_tokens\":9,\"completion_tokens\":2,\"total_tokens\":11}}\n\ndata: [DONE]\n\n";

#[tokio::test]
async fn an_answer_comes_from_a_configured_engine_and_is_in_the_store() {
    let home = tempfile::tempdir().unwrap();
    let remote = remote(200, &[&piece("Hel"), &piece("lo"), END]);
    let config = with_remote(home.path(), &remote);
    let picture = home.path().join("p.png");
    std::fs::write(&picture, "foo").unwrap();
    let mut bench = Bench::new(&config, "lab/big");
    bench.send("hi", vec![picture.to_str().unwrap().into()]);
    bench.until(|session| !session.is_busy()).await;
    assert!(matches!(bench.session.engine(), Engine::Remote));
    let last = bench.session.path().last().unwrap().clone();
    assert_eq!((last.text.as_str(), last.state, last.cost.unwrap().prompt), ("Hello", State::Whole, 9));
    bench.driver.sync().unwrap();
    let store = Store::open(&store::path(&config.places)).unwrap();
    let stored = store.nodes(&ChatId("c1".into())).unwrap();
    assert!(stored.iter().eq(bench.session.tree.nodes()));
    let chat = store.chat(&ChatId("c1".into())).unwrap().unwrap();
    assert_eq!((chat.title.as_str(), chat.model.as_str(), chat.leaf), ("hi", "big", Some(last.id)));
    let asked = remote.asked.lock().unwrap()[0].1.clone();
    assert_eq!(asked["messages"][0]["content"], "be brief");
    assert_eq!(asked["messages"][1]["content"][1]["image_url"]["url"], "data:image/png;base64,Zm9v");
}

#[tokio::test]
async fn an_engine_lost_in_the_middle_leaves_what_came_and_can_be_asked_again() {
    let home = tempfile::tempdir().unwrap();
    let remote = remote(200, &[&piece("half"), "!"]);
    let config = with_remote(home.path(), &remote);
    let mut bench = Bench::new(&config, "lab/big");
    bench.send("hi", Vec::new());
    bench.until(|session| !session.is_busy()).await;
    let failed = bench.session.path().last().unwrap().clone();
    assert_eq!((failed.text.as_str(), failed.state), ("half", State::Failed));
    assert!(bench.session.fault(failed.id).is_some());
    let effects = bench.session.retry(3);
    bench.run(effects);
    bench.until(|session| !session.is_busy()).await;
    assert_eq!(bench.session.tree.branches(failed.id), (0, 2));
    drop(bench.driver);
    let store = Store::open(&store::path(&config.places)).unwrap();
    assert_eq!(store.nodes(&ChatId("c1".into())).unwrap().len(), 3, "the end of the driver writes all");
}

#[tokio::test]
async fn a_stopped_answer_sends_nothing_more() {
    let home = tempfile::tempdir().unwrap();
    let mut pieces = vec![piece("word "); 2000];
    pieces.push(END.into());
    let remote = remote(200, &pieces.iter().map(String::as_str).collect::<Vec<_>>());
    let config = with_remote(home.path(), &remote);
    let mut bench = Bench::new(&config, "lab/big");
    bench.send("hi", Vec::new());
    bench.until(|session| session.phase() == Phase::Writing).await;
    let effects = bench.session.stop();
    bench.run(effects);
    let text = bench.session.path().last().unwrap().text.clone();
    bench.send("next", Vec::new());
    bench.until(|session| session.phase() == Phase::Writing).await;
    let stopped = bench.session.path().nth(1).unwrap();
    assert_eq!((&stopped.text, stopped.state), (&text, State::Stopped));
}

#[tokio::test]
async fn a_model_that_is_not_there_is_told_and_a_question_fails_with_it() {
    let home = tempfile::tempdir().unwrap();
    let mut bench = Bench::new(&config(home.path()), "/no/such/model.gguf");
    bench.send("hi", Vec::new());
    bench.until(|session| !session.is_busy()).await;
    assert!(matches!(bench.session.engine(), Engine::Down(error) if error.to_string().contains("/no/such")));
    let last = bench.session.path().last().unwrap();
    assert_eq!(last.state, State::Failed);
}

#[tokio::test]
async fn what_is_typed_is_counted_by_the_models_own_tokenizer() {
    let home = tempfile::tempdir().unwrap();
    let mut bench = Bench::new(&config(home.path()), "starter");
    assert!(matches!(bench.step().await, Event::Model(model) if model.place == Place::Starter));
    let effects = bench.session.set_draft("internationalisation ".repeat(50).as_str());
    let guess = bench.session.meter().draft;
    bench.run(effects);
    while bench.session.meter().draft == guess {
        bench.step().await;
    }
    assert!(bench.session.meter().draft > 50);
}

/// Our engine as far as a client sees it, on its socket: it loads when it is first asked.
mod engine {
    use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
    use std::sync::{Arc, Mutex};

    use axum::extract::State;
    use axum::routing::{get, post};
    use axum::{Json, Router};
    use qwill::config::{Places, private};
    use qwill::models::name::Model;
    use qwill::wire::Status;
    use serde_json::{Value, json};

    #[derive(Clone, Default)]
    pub struct Fake {
        ctx: Arc<AtomicU32>,
        pub asked: Arc<Mutex<Vec<Value>>>,
    }

    pub fn start(places: &Places) -> Fake {
        private(&places.run).unwrap();
        let socket = tokio::net::UnixListener::bind(places.socket()).unwrap();
        let fake = Fake::default();
        let app = Router::new()
            .route("/qwill/status", get(status))
            .route("/v1/chat/completions", post(chat))
            .with_state(fake.clone());
        tokio::spawn(async { axum::serve(socket, app).await.unwrap() });
        fake
    }

    async fn status(State(fake): State<Fake>) -> Json<Status> {
        let ctx = fake.ctx.load(SeqCst);
        let status = json!({
            "pid": 1, "model": "starter", "state": if ctx > 0 { "ready" } else { "loading" },
            "bytes": 0, "uptime": 0, "idle": 0, "requests": 0, "ctx": ctx, "threads": 2,
            "place": "CPU", "identity": Model::Starter.identity().unwrap(),
        });
        Json(serde_json::from_value(status).unwrap())
    }

    async fn chat(State(fake): State<Fake>, body: String) -> String {
        fake.asked.lock().unwrap().push(serde_json::from_str(&body).unwrap());
        fake.ctx.store(4096, SeqCst);
        "data: {\"load_progress\":0.5}\n\n\
         data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"length\"}]}\n\ndata: [DONE]\n\n"
            .into()
    }
}

#[tokio::test]
async fn warming_loads_without_an_answer_and_leaves_a_loaded_engine_alone() {
    let home = tempfile::tempdir().unwrap();
    let config = config(home.path());
    let fake = engine::start(&config.places);
    let mut bench = Bench::new(&config, "starter");
    let warm = bench.session.warm();
    bench.driver.run(warm.clone());
    bench.until(|session| matches!(session.engine(), Engine::Loading(_))).await;
    bench.until(|session| matches!(session.engine(), Engine::Ready(_))).await;
    let Engine::Ready(status) = bench.session.engine() else { unreachable!() };
    assert_eq!((status.ctx, status.threads, status.place.as_str()), (4096, 2, "CPU"));
    assert_eq!(bench.session.meter().limit, 4096);
    let asked = fake.asked.lock().unwrap()[0].clone();
    assert_eq!((&asked["max_tokens"], &asked["messages"][0]["content"]), (&0.into(), &"be brief".into()));
    bench.driver.run(warm);
    assert!(matches!(bench.step().await, Event::Engine(_)));
    assert_eq!(fake.asked.lock().unwrap().len(), 1, "it may hold somebody's conversation");
    bench.driver.look();
    assert!(matches!(bench.step().await, Event::Engine(_)));
}

#[tokio::test]
async fn an_engine_that_a_question_started_says_what_it_is() {
    let home = tempfile::tempdir().unwrap();
    let config = config(home.path());
    let _fake = engine::start(&config.places);
    let mut bench = Bench::new(&config, "starter");
    bench.send("hi", Vec::new());
    bench.until(|session| matches!(session.engine(), Engine::Loading(_))).await;
    bench.until(|session| matches!(session.engine(), Engine::Ready(_))).await;
    assert!(bench.session.is_busy(), "the limit is known before the answer has ended");
    bench.until(|session| !session.is_busy()).await;
    assert_eq!(bench.session.meter().limit, 4096);
}

/// Our engine is told which files there are and what was read of them; others are not, nor is it without tools.
#[tokio::test]
async fn our_engine_keeps_calls_to_what_the_hands_know() {
    let home = tempfile::tempdir().unwrap();
    let root = home.path().join("project");
    std::fs::create_dir(&root).unwrap();
    std::fs::write(root.join("notes.txt"), "alpha\n").unwrap();
    std::fs::write(root.join("other.txt"), "beta\n").unwrap();
    let remote = remote(200, &[&piece("Hello"), END]);
    let config = with_remote(home.path(), &remote);
    let fake = engine::start(&config.places);
    for (at, (model, work)) in
        [("starter", true), ("starter", false), ("lab/big", true)].into_iter().enumerate()
    {
        let mut bench = Bench::new(&config, model);
        bench.session.setup.work = work.then(qwill::session::Work::default);
        // The hands before may still hold the project where they keep it.
        let places = Places { data: home.path().join(at.to_string()), ..config.places.clone() };
        let project = Project::open(&root, &places).unwrap();
        let mut hands = Hands::new(project, Freedom::new(Mode::Auto), Rules::default());
        let function = ToolFunction { name: "read".into(), arguments: r#"{"path": "notes.txt"}"#.into() };
        let call = ToolCall { id: "1".into(), kind: "function".into(), function };
        let Looked::Ready(step) = hands.look(&call).await else { panic!("reading needs no yes") };
        assert_eq!(hands.perform(step).await.text, "1\talpha\n");
        bench.driver.employ(hands);
        bench.send("hi", Vec::new());
        bench.until(|session| !session.is_busy()).await;
    }
    let asked = fake.asked.lock().unwrap().clone();
    let wanted = serde_json::json!({
        "paths": ["notes.txt", "other.txt"],
        "files": { "notes.txt": "alpha\n" },
        "existing": { "read": "path" },
        "quote": { "edit": { "path": "path", "value": "old" } },
    });
    assert_eq!(
        asked.iter().map(|asked| &asked["guide"]).collect::<Vec<_>>(),
        [&wanted, &serde_json::Value::Null]
    );
    let other = remote.asked.lock().unwrap()[0].1.clone();
    assert!(other["guide"].is_null() && other["tools"].is_array());
}

fn node(text: &str) -> Node {
    Node::new(NodeId(1), None, Role::User, text.into(), 1)
}

fn append(text: &str) -> Write {
    Write::Append { chat: ChatId("c1".into()), node: NodeId(1), text: text.into(), thinking: String::new() }
}

fn begin() -> Vec<Write> {
    vec![Write::Chat(chat()), Write::Node(ChatId("c1".into()), node(""))]
}

fn stored(path: &Path) -> Option<String> {
    let store = Store::open(path).ok()?;
    store.nodes(&ChatId("c1".into())).ok()?.pop().map(|node| node.text)
}

#[test]
fn what_cannot_be_written_is_told_and_written_when_it_can_be() {
    let home = tempfile::tempdir().unwrap();
    let (tell, told) = mpsc::channel();
    let dir = home.path().join("data");
    std::fs::write(&dir, "a file where a directory should be").unwrap();
    let path = dir.join("qwill.db");
    let saver = Saver::new(&path, move |event| _ = tell.send(event)).unwrap();
    assert!(matches!(told.recv_timeout(LONG).unwrap(), Event::Unsaved(_)));
    saver.put(begin());
    saver.put(vec![append("one "), append("two")]);
    saver.sync().unwrap_err();
    std::fs::remove_file(&dir).unwrap();
    assert!(matches!(told.recv_timeout(LONG).unwrap(), Event::Saved));
    drop(saver);
    assert_eq!(stored(&path).as_deref(), Some("one two"));
}

#[test]
fn a_database_that_another_process_holds_is_written_when_it_is_free() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("qwill.db");
    let (tell, told) = mpsc::channel();
    let saver = Saver::new(&path, move |event| _ = tell.send(event)).unwrap();
    saver.put(begin());
    saver.sync().unwrap();
    let other = rusqlite::Connection::open(&path).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    saver.put(vec![append("kept")]);
    assert!(matches!(told.recv_timeout(LONG).unwrap(), Event::Unsaved(_)));
    other.execute_batch("ROLLBACK").unwrap();
    assert!(matches!(told.recv_timeout(LONG).unwrap(), Event::Saved));
    assert_eq!(stored(&path).as_deref(), Some("kept"));
}

/// Where the child of the next test writes.
const CHILD: &str = "QWILL_TEST_CHILD";

/// Nothing by itself: the next test runs it in a process of its own.
#[test]
fn child_that_is_killed() {
    let Some(path) = std::env::var_os(CHILD) else { return };
    let saver = Saver::new(Path::new(&path), |_| {}).unwrap();
    saver.put(begin());
    for word in 0..100 {
        saver.put(vec![append(&format!("{word} "))]);
    }
    // Neither `sync` nor the drop writes anything.
    std::thread::sleep(LONG);
}

#[test]
fn a_killed_program_leaves_what_it_was_given() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("qwill.db");
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "child_that_is_killed"])
        .env(CHILD, &path)
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let all: String = (0..100).map(|word| format!("{word} ")).collect();
    let since = Instant::now();
    while stored(&path).as_deref() != Some(&all) && since.elapsed() < LONG / 2 {
        std::thread::sleep(Duration::from_millis(20));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(stored(&path), Some(all));
}
