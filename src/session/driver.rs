//! Carries out the effects of a session: asks engines, writes down, counts; and tells what happens.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{mpsc::UnboundedSender, oneshot, watch};
use tokio::task::{AbortHandle, spawn, spawn_blocking};

use super::count::Counter;
use super::saver::Saver;
use super::{Effect, Event, Model, Place, picture};
use crate::chat::store;
use crate::client::{self, Client, Wanted};
use crate::code::hands::{Hands, Looked, Reply};
use crate::code::mcp::Servers;
use crate::code::project::{Output, Project};
use crate::code::tool::Scale;
use crate::config::Config;
use crate::error::{Error, Kind, Result};
use crate::models::gguf::Header;
use crate::tell;
use crate::wire::{ChatRequest, Message, ToolCall};

/// Which engine answers, once that is known.
type Found = watch::Receiver<Option<Result<Client>>>;

/// Does what sessions want. It lives in a tokio runtime, and none of its functions blocks.
#[derive(Debug)]
pub struct Driver {
    config: Config,
    sender: UnboundedSender<Event>,
    saver: Saver,
    counter: Counter,
    found: Found,
    finder: Option<AbortHandle>,
    warmer: Option<AbortHandle>,
    /// The answers and calls under way.
    jobs: Jobs,
    /// Where calls are carried out.
    hands: Option<Arc<tokio::sync::Mutex<Hands>>>,
    replies: Replies,
    servers: Servers,
    /// Who hears of the servers.
    ear: Option<AbortHandle>,
}

/// A call to carry out.
struct Task {
    turn: String,
    call: ToolCall,
    scale: Scale,
}

/// Who waits for the user's word on a call.
type Replies = Arc<Mutex<HashMap<u64, oneshot::Sender<Reply>>>>;

type Jobs = Arc<Mutex<HashMap<u64, AbortHandle>>>;

impl Driver {
    /// A driver that tells `sender` what happens. Which model `model` means (`-m`; `None` is the usual one)
    /// is found out in the background and told as [`Event::Model`] or [`Event::Down`].
    ///
    /// # Errors
    /// The system gives no threads.
    pub fn new(
        config: &Config,
        model: Option<&str>,
        wanted: Wanted,
        sender: UnboundedSender<Event>,
    ) -> Result<Driver> {
        let tell = |sender: UnboundedSender<Event>| move |event| _ = sender.send(event);
        let saver = Saver::new(&store::path(&config.places), tell(sender.clone()))?;
        let counter = Counter::new(tell(sender.clone()))?;
        let (_, found) = watch::channel(None);
        let config = config.clone();
        let (finder, warmer, jobs) = (None, None, Jobs::default());
        let (hands, replies, servers, ear) = (None, Replies::default(), Servers::default(), None);
        let mut driver = Driver {
            config,
            sender,
            saver,
            counter,
            found,
            finder,
            warmer,
            jobs,
            hands,
            replies,
            servers,
            ear,
        };
        driver.switch(model, wanted);
        Ok(driver)
    }

    /// Calls are carried out by these hands, whose servers are started beside everything else; what becomes of those is
    /// told as [`Event::Servers`].
    pub fn employ(&mut self, hands: Hands) {
        self.servers = hands.servers.clone();
        self.hands = Some(Arc::new(tokio::sync::Mutex::new(hands)));
        if self.servers.is_empty() {
            return;
        }
        let (servers, sender) = (self.servers.clone(), self.sender.clone());
        let mut news = servers.news();
        let hear = async move {
            while news.changed().await.is_ok() {
                news.borrow_and_update();
                let event = Event::Servers(servers.offers(), servers.notices());
                if sender.send(event).is_err() {
                    break;
                }
            }
        };
        self.ear = Some(spawn(hear).abort_handle());
        self.servers.start(None);
    }

    /// The servers of tools.
    pub fn servers(&self) -> Servers {
        self.servers.clone()
    }

    /// The hands, which are held while a call is carried out.
    pub fn hands(&self) -> Option<Arc<tokio::sync::Mutex<Hands>>> {
        self.hands.clone()
    }

    /// Does something with the project between two works; `tell` gets what came of it, on a task that is about to
    /// end. Without hands nothing happens.
    pub fn with<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Project) -> Result<T> + Send + 'static,
        tell: impl FnOnce(Result<T>) + Send + 'static,
    ) {
        let Some(hands) = self.hands.clone() else { return };
        spawn(async move {
            let mut hands = hands.lock_owned().await;
            let work = move || {
                hands.rest()?;
                work(&mut hands.project)
            };
            let lost = |error| Err(Error::new(Kind::Other, tell!("session-search-lost")).why(error));
            tell(spawn_blocking(work).await.unwrap_or_else(lost));
        });
    }

    /// Does one thing. [`Effect::Notice`] and the like are for the screen: nothing is done here.
    pub fn run(&mut self, effect: Effect) {
        match effect {
            Effect::Ask { generation, request } => self.ask(generation, *request),
            Effect::Stop { generation } => {
                if let Some(job) = lock(&self.jobs).remove(&generation) {
                    job.abort();
                }
            }
            Effect::Write(writes) => self.saver.put(writes),
            Effect::Count(texts) => self.counter.count(texts),
            Effect::Switch { model, ctx } => self.switch(model.as_deref(), Wanted { ctx, threads: None }),
            Effect::Warm(request) => self.warm(*request),
            Effect::Call { generation, turn, call, scale } => {
                self.call(generation, Task { turn, call: *call, scale });
            }
            Effect::Reply { generation, reply } => {
                if let Some(waits) = lock(&self.replies).remove(&generation) {
                    _ = waits.send(reply);
                }
            }
            Effect::Rest => self.rest(),
            Effect::Notice(_) | Effect::Drifted(_) | Effect::Aside(_) | Effect::Tested(_) => {}
        }
    }

    /// From the next question on this model answers; what is under way goes on.
    pub fn switch(&mut self, model: Option<&str>, wanted: Wanted) {
        self.finder.take().inspect(AbortHandle::abort);
        self.warmer.take().inspect(AbortHandle::abort);
        let (tell, found) = watch::channel(None);
        self.found = found;
        let (sender, counter) = (self.sender.clone(), self.counter.clone());
        let (name, config) = (model.map(str::to_owned), self.config.clone());
        let find = async move {
            let find = move || {
                let client = Client::new(name.as_deref(), wanted, &config)?;
                let path = match &client {
                    Client::Local(local) => Some(local.path()?),
                    Client::Remote { .. } => None,
                };
                Ok((client, path))
            };
            let lost = |_| Err(Error::new(Kind::Other, tell!("session-search-lost")));
            let found = spawn_blocking(find).await.unwrap_or_else(lost);
            let event = match &found {
                Ok((client, path)) => {
                    counter.model(path.clone());
                    Event::Model(describe(client, path.as_deref()))
                }
                Err(error) => Event::Down(error.clone()),
            };
            _ = sender.send(event);
            tell.send_replace(Some(found.map(|found| found.0)));
        };
        self.finder = Some(spawn(find).abort_handle());
    }

    /// Starts our engine and lets it load its model and read this, without an answer; told as
    /// [`Event::Loading`], then [`Event::Engine`] or [`Event::Down`]. A question ends it.
    pub fn warm(&mut self, request: ChatRequest) {
        self.warmer.take().inspect(AbortHandle::abort);
        let (found, sender) = (self.found.clone(), self.sender.clone());
        let work = async move {
            // That there is no such model was told already.
            let Ok(client) = wait(found).await else { return };
            let tell = |part| _ = sender.send(Event::Loading(part));
            let event = match client.warm(request, tell).await {
                Ok(Some(status)) => Event::Engine(Box::new(status)),
                Ok(None) => return,
                Err(error) => Event::Down(error),
            };
            _ = sender.send(event);
        };
        self.warmer = Some(spawn(work).abort_handle());
    }

    /// Asks our engine what it does; told as [`Event::Engine`], or as [`Event::Gone`] when none runs.
    pub fn look(&self) {
        let Some(Ok(Client::Local(local))) = self.found.borrow().clone() else { return };
        let sender = self.sender.clone();
        spawn(async move {
            let status = local.status().await;
            _ = sender.send(status.map_or(Event::Gone, |status| Event::Engine(Box::new(status))));
        });
    }

    /// Waits until everything so far was written down or could not be. It blocks.
    ///
    /// # Errors
    /// Why something could not be written.
    pub fn sync(&self) -> Result<()> {
        self.saver.sync()
    }

    fn ask(&mut self, generation: u64, request: ChatRequest) {
        let (found, sender, jobs) = (self.found.clone(), self.sender.clone(), Arc::clone(&self.jobs));
        let (warmer, hands) = (self.warmer.take(), self.hands.clone());
        let work = async move {
            let end = answer(found, warmer, hands, generation, request, &sender).await;
            lock(&jobs).remove(&generation);
            if let Err(error) = end {
                _ = sender.send(Event::Failed(generation, error));
            }
        };
        self.begin(generation, work);
    }

    fn begin(&self, generation: u64, work: impl Future<Output = ()> + Send + 'static) {
        // Held until the job is in the list, so that it cannot have left it before.
        let mut jobs = lock(&self.jobs);
        jobs.insert(generation, spawn(work).abort_handle());
    }

    fn call(&self, generation: u64, task: Task) {
        let (hands, sender) = (self.hands.clone(), self.sender.clone());
        let (jobs, replies) = (Arc::clone(&self.jobs), Arc::clone(&self.replies));
        let work = async move {
            let output = match hands {
                Some(hands) => carry_out(&hands, generation, &task, &sender, &replies).await,
                None => Output::badly("error: there are no tools here"),
            };
            lock(&jobs).remove(&generation);
            _ = sender.send(Event::Called(generation, Box::new(output)));
        };
        self.begin(generation, work);
    }

    /// What is done from now on is the user's, until the next call.
    fn rest(&self) {
        let (hands, sender) = (self.hands.clone(), self.sender.clone());
        if let Some(hands) = hands {
            spawn(async move {
                if let Err(error) = hands.lock().await.rest() {
                    _ = sender.send(Event::Unsaved(error));
                }
            });
        }
    }
}

impl Drop for Driver {
    /// Answers nobody will read are given up; what was to be written down is.
    fn drop(&mut self) {
        let jobs = lock(&self.jobs).drain().map(|(_, job)| job).collect::<Vec<_>>();
        jobs.into_iter()
            .chain(self.finder.take())
            .chain(self.warmer.take())
            .chain(self.ear.take())
            .for_each(|job| job.abort());
    }
}

async fn carry_out(
    hands: &tokio::sync::Mutex<Hands>,
    generation: u64,
    task: &Task,
    sender: &UnboundedSender<Event>,
    replies: &Replies,
) -> Output {
    let mut hands = hands.lock().await;
    hands.project.fit(task.scale);
    if let Err(error) = hands.turn(&task.turn) {
        return Output::badly(format!("error: {error}"));
    }
    match hands.look(&task.call).await {
        Looked::Done(output) => output,
        Looked::Ready(step) => hands.perform(step).await,
        Looked::Asks(step, ask) => {
            let (reply, waits) = oneshot::channel();
            lock(replies).insert(generation, reply);
            _ = sender.send(Event::Asks(generation, ask));
            // Whoever goes away has not said yes.
            let reply = waits.await.unwrap_or_else(|_| Reply::No(String::new()));
            hands.answer(step, reply).await
        }
    }
}

async fn answer(
    found: Found,
    warmer: Option<AbortHandle>,
    hands: Option<Arc<tokio::sync::Mutex<Hands>>>,
    generation: u64,
    mut request: ChatRequest,
    sender: &UnboundedSender<Event>,
) -> Result<()> {
    let client = wait(found).await?;
    // An engine that is being started is needed all the same: only the reading ahead would be in the way,
    // and the answer waits in the same line for the start.
    warmer.inspect(AbortHandle::abort);
    let ours = matches!(client, Client::Local(_)) && !request.tools.is_empty();
    let request = spawn_blocking(move || {
        // Nobody else holds them while an answer is asked for; without a guide the answer is as good as any engine's.
        if let Some(hands) = hands.filter(|_| ours)
            && let Ok(hands) = hands.try_lock()
        {
            let said: Vec<String> = request.messages.iter().map(Message::text).collect();
            request.guide = hands.project.guide(said.iter().map(String::as_str));
        }
        picture::embed(&mut request).map(|()| request)
    })
    .await;
    let request =
        request.map_err(|error| Error::new(Kind::Other, tell!("session-pictures-unread")).why(error))??;
    let mut answer = client.ask(request).await?;
    let mut loaded = false;
    while let Some(event) = answer.next().await? {
        let last = matches!(event, client::Event::Done(_));
        let loads = matches!(event, client::Event::Load(_) | client::Event::Queue(_));
        if !loads && !loaded {
            // Before the first token, so that the limit of the context is known while the answer grows.
            loaded = true;
            status(&client, sender).await;
        }
        if sender.send(Event::Answer(generation, event)).is_err() {
            return Ok(());
        }
        if last {
            break;
        }
    }
    status(&client, sender).await;
    Ok(())
}

/// Tells what our engine says of itself.
async fn status(client: &Client, sender: &UnboundedSender<Event>) {
    if let Client::Local(local) = client
        && let Ok(status) = local.status().await
    {
        _ = sender.send(Event::Engine(Box::new(status)));
    }
}

/// The engine, once it is known.
async fn wait(mut found: Found) -> Result<Client> {
    let client = found.wait_for(Option::is_some).await.ok().and_then(|client| client.clone());
    client.unwrap_or_else(|| Err(Error::new(Kind::Other, tell!("session-switched"))))
}

/// What is known of the model before it answers; looks at its file.
fn describe(client: &Client, path: Option<&Path>) -> Model {
    let place = match client {
        Client::Remote { remote, .. } => Place::Remote(remote.url.clone()),
        Client::Local(_) if client.starter() => Place::Starter,
        Client::Local(_) => Place::Here,
    };
    // A file that cannot be read is told of when it is loaded. Of a model in parts the first does not say it.
    let header = path.and_then(|path| Header::open(path).ok()).filter(|header| header.split().is_none());
    Model { name: client.model(), place, parameters: header.map(|header| header.parameters()) }
}

fn lock<T>(jobs: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    // A thread that panicked with it left a whole map.
    jobs.lock().unwrap_or_else(PoisonError::into_inner)
}
