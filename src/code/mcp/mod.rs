//! Servers of tools that the user configured (Model Context Protocol): started beside the work, asked when it calls.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde_json::{Map, Value};
use tokio::sync::watch;
use tokio::time::{Instant, timeout, timeout_at};

use super::shell;
use crate::config::{Places, Server};
use crate::error::{Context, Kind, Result};
use crate::tell;

mod fit;
mod link;
mod mask;
mod offer;
mod said;

#[cfg(test)]
pub(crate) use offer::sample;
pub use offer::{Claim, Offer};
pub use said::Answer;

use link::{Link, Peer};
use offer::Known;

/// How long servers are waited for before a first question that is sent by itself.
pub const SOON: Duration = Duration::from_secs(5);

/// How long a call may take if nothing else is said.
const TIME: Duration = Duration::from_secs(120);
/// How long the end of a server is waited for when it closed its output.
const ENDED: Duration = Duration::from_secs(1);

/// All servers, as one hand to them; a copy is the same servers.
#[derive(Clone, Debug, Default)]
pub struct Servers(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    rows: Vec<Row>,
    place: Place,
    /// What the user is to be told.
    said: Mutex<Vec<String>>,
    /// Rises whenever something is other than it was.
    news: watch::Sender<u64>,
}

impl Default for Inner {
    fn default() -> Inner {
        let (rows, place, said) = (Vec::new(), Place::default(), Mutex::default());
        Inner { rows, place, said, news: watch::channel(0).0 }
    }
}

/// Where servers are started, and by what.
#[derive(Clone, Debug, Default)]
pub struct Place {
    /// The project's directory.
    pub root: PathBuf,
    /// This program, by way of which a server is started.
    pub program: PathBuf,
    /// Where their logs are.
    pub logs: PathBuf,
}

/// A server.
#[derive(Debug)]
struct Row {
    name: String,
    server: Server,
    live: Mutex<Live>,
}

/// What is known of a server now.
#[derive(Debug, Default)]
struct Live {
    state: State,
    tools: Vec<Known>,
    peer: Option<Peer>,
}

/// How a server is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum State {
    /// It was not started yet.
    #[default]
    Waits,
    /// It is being started.
    Starts,
    /// It answers.
    Ready,
    /// It is not there, for this reason.
    Gone(String),
}

/// What the user is told of a server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// Its name.
    pub name: String,
    /// How it is.
    pub state: State,
    /// The names of its tools, as rules have them.
    pub tools: Vec<String>,
    /// Where what it writes to standard error is.
    pub log: PathBuf,
}

impl Report {
    /// How it is, in words.
    pub fn told(&self) -> String {
        match &self.state {
            State::Waits | State::Starts => tell!("mcp-starts"),
            State::Ready => tell!("mcp-ready", count = self.tools.len()),
            State::Gone(why) => tell!("mcp-gone", why = why),
        }
    }
}

impl Servers {
    /// These servers, none of which is started yet.
    pub fn new(servers: BTreeMap<String, Server>, place: Place) -> Servers {
        let row = |(name, server)| Row { name, server, live: Mutex::default() };
        let rows = servers.into_iter().map(row).collect();
        Servers(Arc::new(Inner { rows, place, ..Inner::default() }))
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.rows.is_empty()
    }

    /// Starts all that do not run, or only the one of this name, in a tokio runtime; whether there is one.
    pub fn start(&self, name: Option<&str>) -> bool {
        let mut any = false;
        for (at, row) in self.0.rows.iter().enumerate() {
            if name.is_some_and(|name| name != row.name) {
                continue;
            }
            any = true;
            let mut live = lock(&row.live);
            if !matches!(live.state, State::Waits | State::Gone(_)) {
                continue;
            }
            live.state = State::Starts;
            let inner = Arc::clone(&self.0);
            tokio::spawn(inner.run(at));
        }
        self.0.changed();
        any
    }

    /// Waits until every server is ready or gone, but no longer than this.
    pub async fn settle(&self, most: Duration) {
        let mut news = self.0.news.subscribe();
        let end = Instant::now() + most;
        while self.0.rows.iter().any(|row| lock(&row.live).state == State::Starts) {
            if !matches!(timeout_at(end, news.changed()).await, Ok(Ok(()))) {
                return;
            }
        }
    }

    /// Tells of every change.
    pub fn news(&self) -> watch::Receiver<u64> {
        self.0.news.subscribe()
    }

    /// What the user is to be told and was not yet.
    pub fn notices(&self) -> Vec<String> {
        std::mem::take(&mut lock(&self.0.said))
    }

    /// The tools that are known, as a model is offered them; always in the same order. Those of a server that has gone
    /// are still among them: the conversation goes on as it began.
    pub fn offers(&self) -> Vec<Offer> {
        let known = self.0.rows.iter().map(|row| (row.name.clone(), lock(&row.live).tools.clone()));
        offer::all(known.collect())
    }

    /// What is known of all servers.
    pub fn report(&self) -> Vec<Report> {
        let row = |row: &Row| {
            let live = lock(&row.live);
            Report {
                name: row.name.clone(),
                state: live.state.clone(),
                tools: live.tools.iter().map(|tool| tool.name.clone()).collect(),
                log: self.0.place.log(&row.name),
            }
        };
        self.0.rows.iter().map(row).collect()
    }

    /// Waits a moment until it is known that a server has ended: that is told before its tools say so.
    async fn ended(&self, row: &Row) {
        let mut news = self.0.news.subscribe();
        let end = Instant::now() + ENDED;
        while lock(&row.live).state == State::Ready {
            if !matches!(timeout_at(end, news.changed()).await, Ok(Ok(()))) {
                return;
            }
        }
    }

    /// Calls a tool; when the future is dropped, the server is told that nobody waits.
    pub async fn call(&self, server: &str, tool: &str, args: Map<String, Value>) -> Answer {
        let Some(row) = self.0.rows.iter().find(|row| row.name == server) else {
            return Answer::badly(format!("error: there is no server {server:?}"));
        };
        let (peer, state) = {
            let live = lock(&row.live);
            (live.peer.clone(), live.state.clone())
        };
        let Some(peer) = peer.filter(|_| state == State::Ready) else { return gone(server) };
        let time = row.server.time.unwrap_or(TIME);
        match timeout(time, peer.call(tool, args)).await {
            Ok(Ok(answer)) => answer,
            Ok(Err(link::Fault::Closed)) => {
                self.ended(row).await;
                gone(server)
            }
            Ok(Err(link::Fault::Said(why))) => {
                let why = mask::mask(&why, &row.server.env);
                Answer::badly(format!("error: the server {server} says: {why}"))
            }
            Err(_) => Answer::badly(format!(
                "error: {server} gave no answer in {} s, and the call was given up. Try a smaller one, or go on without.",
                time.as_secs()
            )),
        }
    }
}

fn gone(server: &str) -> Answer {
    Answer::badly(format!(
        "error: the server {server} does not run any more. Go on without its tools; the user can start it again."
    ))
}

impl Place {
    /// The usual one for a project.
    ///
    /// # Errors
    /// The system does not tell where this program is.
    pub fn new(root: &Path, places: &Places) -> Result<Place> {
        let program = shell::program().context(Kind::Other, tell!("code-program"))?;
        Ok(Place { root: root.to_owned(), program, logs: places.run.clone() })
    }

    /// Where what a server writes to standard error goes.
    fn log(&self, name: &str) -> PathBuf {
        self.logs.join(format!("mcp-{name}.log"))
    }
}

impl Inner {
    fn changed(&self) {
        self.news.send_modify(|count| *count += 1);
    }

    fn say(&self, text: String) {
        lock(&self.said).push(text);
    }

    /// The life of a server, from its start to its end.
    async fn run(self: Arc<Inner>, at: usize) {
        let row = &self.rows[at];
        let why = match self.connect(row).await {
            Ok(link) => self.serve(row, link).await,
            Err(why) => {
                self.say(tell!(
                    "mcp-failed",
                    name = &row.name,
                    why = &why,
                    log = shown(&self.place.log(&row.name))
                ));
                why
            }
        };
        let mut live = lock(&row.live);
        live.peer = None;
        live.state = State::Gone(why);
        drop(live);
        self.changed();
    }

    async fn connect(&self, row: &Row) -> std::result::Result<Link, String> {
        let server = row.server.filled().map_err(|name| tell!("mcp-variable", name = name))?;
        let (link, tools) = Link::start(&server, &self.place, &row.name).await?;
        self.learn(row, tools);
        let mut live = lock(&row.live);
        live.peer = Some(link.peer());
        live.state = State::Ready;
        drop(live);
        self.changed();
        Ok(link)
    }

    /// Serves until it ends; gives the reason, which was told.
    async fn serve(&self, row: &Row, mut link: Link) -> String {
        while let Some(tools) = link.changed().await {
            self.learn(row, tools);
            self.changed();
        }
        let why = link.end().await;
        self.say(tell!("mcp-ended", name = &row.name, why = &why, log = shown(&self.place.log(&row.name))));
        why
    }

    fn learn(&self, row: &Row, tools: Vec<Known>) {
        let wanted = |tool: &Known| row.server.tools.is_empty() || row.server.tools.contains(&tool.name);
        let mut tools: Vec<Known> = tools.into_iter().filter(wanted).collect();
        tools.sort_by(|one, other| one.name.cmp(&other.name));
        tools.dedup_by(|one, other| one.name == other.name);
        let left = offer::cut(&mut tools);
        if left > 0 {
            self.say(tell!("mcp-left", name = &row.name, count = left));
        }
        lock(&row.live).tools = tools;
    }
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

fn lock<T>(held: &Mutex<T>) -> MutexGuard<'_, T> {
    // What a thread that panicked left is whole: nothing is changed in steps.
    held.lock().unwrap_or_else(PoisonError::into_inner)
}
