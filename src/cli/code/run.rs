//! Work without a screen: what happens is told as it happens, and the last answer at the end.

use std::time::Duration;

use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use super::events::Events;
use super::notes::Notes;
use crate::chat::store::now;
use crate::chat::tree::State;
use crate::cli::out::Quiet;
use crate::client::Wanted;
use crate::code::hands::{Ask, Hands, Reply};
use crate::code::mcp::{Offer, SOON};
use crate::code::project::{Ended, Output};
use crate::code::start::survey;
use crate::code::tool::{Call, Scale};
use crate::config::Config;
use crate::error::{Error, Kind, Result};
use crate::session::driver::Driver;
use crate::session::{Effect, Event, Session, Setup};
use crate::tell;
use crate::tui::Which;
use crate::wire::{Role, ToolCall};

/// What the model is told when it asks and nobody is there.
const ALONE: &str = "Nobody is here to answer. Decide yourself, and say what you assumed.";
/// The same when it wants to do what needs a yes.
const UNASKED: &str = "nobody is here to be asked";

/// How the work is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// Steps on standard error, the last answer on standard output.
    Text(Quiet),
    /// Events, one JSON object a line.
    Json,
}

/// What is to be done.
pub(super) struct Job {
    pub(super) setup: Setup,
    pub(super) which: Which,
    pub(super) hands: Hands,
    pub(super) wanted: Wanted,
    pub(super) task: String,
    pub(super) form: Form,
    pub(super) time: Option<Duration>,
}

/// Who is told what happens.
pub(super) trait Teller {
    /// The work begins, in this conversation.
    fn begin(&mut self, session: &Session) -> Result<()>;
    /// A call begins, of this server's tool or one of ours.
    fn call(&mut self, call: &ToolCall, offer: Option<&Offer>) -> Result<()>;
    /// A call is over.
    fn called(&mut self, call: &ToolCall, offer: Option<&Offer>, output: &Output) -> Result<()>;
    /// Something else happened.
    fn event(&mut self, event: &Event) -> Result<()>;
    /// An answer is whole.
    fn answer(&mut self, session: &Session) -> Result<()>;
    /// Something that the user should know.
    fn notice(&mut self, text: &str) -> Result<()>;
    /// The work is over, well or for this reason.
    fn end(&mut self, session: &Session, error: Option<&Error>) -> Result<()>;
}

/// Works until the model has nothing more to do.
pub(super) async fn run(config: &Config, job: Job) -> Result<()> {
    let teller: Box<dyn Teller> = match job.form {
        Form::Text(quiet) => Box::new(Notes::new(quiet, &config.terminal)),
        Form::Json => Box::<Events>::default(),
    };
    let (sender, events) = unbounded_channel();
    let mut driver = Driver::new(config, job.setup.model.as_deref(), job.wanted, sender)?;
    let session = Session::named(job.which.name(), &config.places, job.hands.root(), job.setup)?;
    driver.employ(job.hands);
    let mut work = Running { session, driver, teller, refused: Refused::No };
    let end = work.until_done(events, job.task, job.time).await;
    work.close(end).await
}

/// Whether something needed a yes that nobody gave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Refused {
    Yes,
    No,
}

struct Running {
    session: Session,
    driver: Driver,
    teller: Box<dyn Teller>,
    refused: Refused,
}

impl Running {
    async fn until_done(
        &mut self,
        events: UnboundedReceiver<Event>,
        task: String,
        time: Option<Duration>,
    ) -> Result<()> {
        let mut interrupt = signal(SignalKind::interrupt())?;
        let limit = async {
            match time {
                Some(time) => tokio::time::sleep(time).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            end = self.drive(events, task) => end,
            () = limit => Err(Error::new(Kind::Cut, tell!("code-late"))),
            _ = interrupt.recv() => Err(Error::new(Kind::Interrupted, tell!("cmd-interrupted"))),
        }
    }

    async fn drive(&mut self, mut events: UnboundedReceiver<Event>, task: String) -> Result<()> {
        let mut task = Some(task);
        while let Some(event) = events.recv().await {
            let effects = match (event, task.take()) {
                (Event::Model(model), Some(task)) => {
                    let mut effects = self.session.hear(Event::Model(model), now());
                    self.survey().await;
                    self.servers().await;
                    self.teller.begin(&self.session)?;
                    effects.extend(self.session.send(task, Vec::new(), now()));
                    effects
                }
                (Event::Down(error), Some(_)) => return Err(error),
                (event, waits) => {
                    task = waits;
                    self.hear(event)?
                }
            };
            self.does(effects)?;
            if task.is_none() && !self.session.is_busy() {
                return Ok(());
            }
        }
        Err(Error::new(Kind::Other, tell!("session-search-lost")))
    }

    /// A model that has room is told what is where in the project.
    async fn survey(&mut self) {
        let Some(work) = self.session.setup.work.as_mut().filter(|work| work.scale != Scale::Few) else {
            return;
        };
        if let Some(hands) = self.driver.hands() {
            work.told.add(&survey(hands.lock().await.project.workspace()));
        }
    }

    /// Tools of servers that are there soon are offered from the first question on.
    async fn servers(&mut self) {
        if self.session.setup.work.as_ref().is_none_or(|work| work.scale == Scale::Few) {
            return;
        }
        let servers = self.driver.servers();
        servers.settle(SOON).await;
        self.session.hear(Event::Servers(servers.offers(), Vec::new()), now());
    }

    fn hear(&mut self, event: Event) -> Result<Vec<Effect>> {
        self.teller.event(&event)?;
        let live = self.session.live();
        let call = self.session.call().cloned();
        if let (Event::Called(_, output), Some(call)) = (&event, &call) {
            self.teller.called(call, self.session.offer(call), output)?;
            if output.ended == Ended::Refused && !self.session.checks() {
                self.refused = Refused::Yes;
            }
        }
        let asks = matches!(event, Event::Asks(..));
        let mut effects = self.session.hear(event, now());
        if live.is_some() && self.session.live() != live {
            self.teller.answer(&self.session)?;
        }
        if let Some(ask) = self.session.asked().filter(|_| asks).cloned() {
            effects.extend(self.answer(&ask)?);
        }
        Ok(effects)
    }

    /// Nobody is there: questions are given back, and what needs a yes does not happen.
    fn answer(&mut self, ask: &Ask) -> Result<Vec<Effect>> {
        if let Call::Ask { .. } = ask.call {
            return Ok(self.session.reply(Reply::Answer(ALONE.into())));
        }
        let name = self.session.call().map(|call| call.function.name.clone()).unwrap_or_default();
        let what = match &ask.call {
            Call::Shell { command, .. } if self.session.checks() => {
                tell!("code-unchecked", command = command)
            }
            _ => tell!("code-unasked", tool = name),
        };
        self.teller.notice(&what)?;
        Ok(self.session.reply(Reply::No(UNASKED.into())))
    }

    fn does(&mut self, effects: Vec<Effect>) -> Result<()> {
        for effect in effects {
            match &effect {
                Effect::Call { call, .. } => self.teller.call(call, self.session.offer(call))?,
                Effect::Notice(text) | Effect::Drifted(text) | Effect::Aside(text) => {
                    self.teller.notice(text)?
                }
                _ => {}
            }
            self.driver.run(effect);
        }
        Ok(())
    }

    /// The end, whatever it is: what was said and done is written down first.
    async fn close(mut self, end: Result<()>) -> Result<()> {
        let stopped = self.session.stop();
        stopped.into_iter().for_each(|effect| self.driver.run(effect));
        if let Some(hands) = self.driver.hands() {
            hands.lock().await.rest()?;
        }
        let end = end.and_then(|()| self.outcome());
        self.teller.end(&self.session, end.as_ref().err())?;
        let written = self.driver.sync();
        end.and(written)
    }

    /// How the work ended.
    fn outcome(&self) -> Result<()> {
        let leaf = self.session.tree.leaf().and_then(|id| self.session.tree.node(id));
        let Some(node) = leaf else { return Ok(()) };
        if let Some(error) = self.session.fault(node.id) {
            return Err(error.clone());
        }
        if self.session.is_spent() {
            return Err(Error::new(Kind::Cut, tell!("code-spent")).hint(tell!("code-spent-hint")));
        }
        if node.role == Role::Tool {
            return Err(Error::new(Kind::Other, tell!("code-circles")));
        }
        if node.state == State::Cut {
            return Err(Error::new(Kind::Cut, tell!("code-cut")));
        }
        if self.refused == Refused::Yes {
            return Err(Error::new(Kind::Refused, tell!("code-refused")).hint(tell!("code-refused-hint")));
        }
        if node.text.trim().is_empty() {
            return Err(Error::new(Kind::Other, tell!("code-silent")).hint(tell!("code-silent-hint")));
        }
        Ok(())
    }
}
