//! Carries out what a model calls: judges, asks the user where that is due, does it, and answers the model.

mod review;

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::path::Path;

use super::edit::pick;
use super::edit::plan::Plan;
use super::mcp::{Offer, Servers};
use super::policy::{self, Facts, Freedom, Held, Mode, Rules, Verdict, Why};
use super::project::{Ended, Output, Project, Step};
use super::tool::{self, Call};
use crate::error::Result;
use crate::tell;
use crate::wire::ToolCall;

/// What the user is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ask {
    /// The call.
    pub call: Call,
    /// What stands behind it; `None` if the model itself asks something.
    pub why: Option<Why>,
    /// What it would change.
    pub plan: Plan,
    /// The difference that it would make.
    pub diff: String,
    /// The beginning that other commands like it have, where that can be said.
    pub prefix: Option<String>,
    /// Why nothing would hold the command.
    pub loose: Option<String>,
    /// The least free mode that would do it without this question.
    pub free: Option<Mode>,
}

impl Ask {
    /// A question about a call, of which nothing else is known.
    pub fn new(call: Call, why: Option<Why>) -> Ask {
        Ask { call, why, plan: Plan::default(), diff: String::new(), prefix: None, loose: None, free: None }
    }
}

/// What the user answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// This time.
    Once,
    /// This one, as often as it comes in this conversation.
    Always,
    /// All commands that begin so, in this conversation.
    Prefix(String),
    /// No, for this reason or none.
    No(String),
    /// An answer to the model's question.
    Answer(String),
    /// This takes the place of what the model wanted, and is done unless a rule forbids it.
    Instead(Box<Call>),
    /// This time, and only these parts of the change, by the numbers of [`pick::sections`].
    Part(BTreeSet<usize>),
    /// This time, and with the files as they are to be here, which are files of the change.
    Changed(Box<Plan>),
    /// What the mode says that the user went over to.
    Mode,
}

/// The project, what may be done in it, and what the user allowed.
#[derive(Debug)]
pub struct Hands {
    /// The project.
    pub project: Project,
    /// How free the agent is.
    pub mode: Freedom,
    /// The servers of tools.
    pub servers: Servers,
    rules: Rules,
    /// What the user allowed for this conversation: commands and files.
    allowed: BTreeSet<String>,
    /// What is being done for: a question of the user.
    turn: Option<String>,
    /// The conversation that the permissions are for.
    chat: String,
}

/// A call that was looked at.
pub enum Looked {
    /// It is answered already.
    Done(Output),
    /// It may be done.
    Ready(Step),
    /// The user is to be asked first.
    Asks(Step, Box<Ask>),
}

impl Hands {
    /// Hands for a project.
    pub fn new(project: Project, mode: Freedom, rules: Rules) -> Hands {
        let servers = Servers::default();
        Hands { project, mode, servers, rules, allowed: BTreeSet::new(), turn: None, chat: String::new() }
    }

    /// The project's directory.
    pub fn root(&self) -> &Path {
        self.project.root()
    }

    /// What is done from now on belongs to this question.
    ///
    /// # Errors
    /// It cannot be written down.
    pub fn turn(&mut self, label: &str) -> Result<()> {
        let chat = label.split(':').next().unwrap_or(label);
        if self.chat != chat {
            self.allowed.clear();
            chat.clone_into(&mut self.chat);
        }
        if self.turn.as_deref() != Some(label) {
            self.project.begin(label)?;
            self.turn = Some(label.to_owned());
        }
        Ok(())
    }

    /// What was done for the question is complete.
    ///
    /// # Errors
    /// It cannot be written down.
    pub fn rest(&mut self) -> Result<()> {
        self.turn = None;
        self.project.end()
    }

    /// Looks at a call and changes nothing.
    pub async fn look(&mut self, call: &ToolCall) -> Looked {
        let call = match self.read(call) {
            Ok(call) => call,
            Err(text) => return Looked::Done(Output::badly(text)),
        };
        let step = match self.project.prepare(call) {
            Ok(step) => step,
            Err(output) => return Looked::Done(output),
        };
        if let Call::Ask { .. } = step.call {
            let ask = Box::new(Ask::new(step.call.clone(), None));
            return Looked::Asks(step, ask);
        }
        let (held, loose) = match self.holds(&step).await {
            Ok(found) => found,
            Err(output) => return Looked::Done(output),
        };
        let named = named(&step).map(Cow::into_owned);
        let verdict = |mode| policy::judge(mode, &self.rules, facts(&step, held, named.as_deref()));
        match verdict(self.mode.get()) {
            Verdict::Allow => Looked::Ready(step),
            Verdict::Deny(why) => Looked::Done(refused(why)),
            Verdict::Ask(_) if self.is_allowed(&step) => Looked::Ready(step),
            Verdict::Ask(why) => {
                let free = Mode::ALL.into_iter().find(|mode| verdict(*mode) == Verdict::Allow);
                let prefix = command(&step).filter(|_| loose.is_none()).and_then(policy::prefix);
                let plan = step.plan.clone().unwrap_or_default();
                let diff = pick::difference(&plan);
                let ask = Ask { plan, diff, prefix, loose, free, ..Ask::new(step.call.clone(), Some(why)) };
                Looked::Asks(step, Box::new(ask))
            }
        }
    }

    fn read(&self, call: &ToolCall) -> Result<Call, String> {
        let name = call.function.name.trim();
        if tool::row(name).is_none() {
            let offers = self.servers.offers();
            if let Some(offer) = offers.iter().find(|offer| offer.tool.function.name == name) {
                return offer.read(call);
            }
            let more: String = offers.iter().map(Offer::also).collect();
            return tool::read(call).map_err(|text| text + &more);
        }
        tool::read(call)
    }

    /// Whether a step is held, and why not: of a command that may be run at all, this is tried.
    async fn holds(&mut self, step: &Step) -> Result<(Held, Option<String>), Output> {
        match &step.call {
            Call::Shell { .. } if self.mode.get() != Mode::Plan => {
                self.project.holds().await.map_err(|error| Output::badly(format!("error: {error}")))
            }
            _ => Ok((Held::Yes, None)),
        }
    }

    /// What the rules say of a step in the mode that holds now.
    async fn judge(&mut self, step: &Step) -> Result<Verdict, Output> {
        let (held, _) = self.holds(step).await?;
        let named = named(step);
        Ok(policy::judge(self.mode.get(), &self.rules, facts(step, held, named.as_deref())))
    }

    /// Takes the user's answer: the call is done, or answered.
    pub async fn answer(&mut self, step: Step, reply: Reply) -> Output {
        match reply {
            Reply::Once => {}
            Reply::Always => self.allowed.extend(key(&step)),
            Reply::Prefix(prefix) => _ = self.allowed.insert(format!("{prefix} *")),
            Reply::No(_) if matches!(step.call, Call::Ask { .. }) => {
                let text = "error: the user gives no answer. Decide by yourself, or stop.";
                return Output { ended: Ended::Refused, ..Output::badly(text) };
            }
            Reply::No(why) => {
                let why = why.trim();
                let said = if why.is_empty() { String::new() } else { format!(" They say: {why}") };
                return not_allowed(&said);
            }
            Reply::Part(taken) => return self.part(step, &taken).await,
            Reply::Changed(plan) => return self.changed(step, &plan).await,
            Reply::Mode => match self.judge(&step).await {
                Ok(Verdict::Allow) => {}
                Ok(Verdict::Deny(why)) => return refused(why),
                // The mode is another again: nobody said yes.
                Ok(Verdict::Ask(_)) => return not_allowed(""),
                Err(output) => return output,
            },
            Reply::Answer(text) => return Output::well(text),
            Reply::Instead(call) => return self.instead(*call).await,
        }
        self.perform(step).await
    }

    /// Does what the user made of a call, and tells the model. Whoever wrote it need not be asked, and what is
    /// forbidden stays so.
    async fn instead(&mut self, call: Call) -> Output {
        let theirs = match &call {
            Call::Shell { command, .. } => command.clone(),
            Call::Edit { new, .. } => new.clone(),
            Call::Write { text, .. } | Call::Part { text, .. } => text.clone(),
            _ => String::new(),
        };
        let step = match self.project.prepare(call) {
            Ok(step) => step,
            Err(output) => return Output { text: told(&theirs, &output.text), ..output },
        };
        match self.judge(&step).await {
            Ok(Verdict::Deny(why)) => {
                let mut output = refused(why);
                output.text +=
                    &format!("\nThe user changed your call to this, which was not done:\n{theirs}");
                if why == Why::Rule {
                    output.notices.push(tell!("code-denied", command = theirs));
                }
                output
            }
            Ok(_) => {
                let output = self.perform(step).await;
                Output { text: told(&theirs, &output.text), ..output }
            }
            Err(output) => output,
        }
    }

    /// Does it.
    pub async fn perform(&mut self, step: Step) -> Output {
        match step.call {
            Call::Mcp { server, tool, args, .. } => {
                self.project.served(self.servers.call(&server, &tool, args)).await
            }
            _ => self.project.perform(step).await,
        }
    }

    fn is_allowed(&self, step: &Step) -> bool {
        let prefixes = command(step).and_then(policy::prefix).map(|prefix| format!("{prefix} *"));
        key(step).into_iter().chain(prefixes).any(|key| self.allowed.contains(&key))
    }
}

/// Whether a result says that the call was not allowed, or stopped.
pub fn is_refusal(text: &str) -> bool {
    ["error: the user ", "error: a rule of the user ", "error: in plan mode "]
        .iter()
        .any(|part| text.starts_with(part))
}

/// Whether a result says that something else was done than was called for.
pub fn is_other(text: &str) -> bool {
    text.starts_with(review::PART) || text.starts_with(review::OTHER)
}

fn command(step: &Step) -> Option<&str> {
    match &step.call {
        Call::Shell { command, .. } => Some(command),
        _ => None,
    }
}

/// What an answer for the whole conversation holds for.
fn key(step: &Step) -> Option<String> {
    match &step.call {
        Call::Shell { command, .. } => Some(command.clone()),
        Call::Edit { path, .. }
        | Call::Part { path, .. }
        | Call::Write { path, .. }
        | Call::Read { path, .. } => Some(format!("/{path}")),
        // No command has such a byte.
        Call::Mcp { server, tool, .. } => Some(format!("\0{}", policy::tool(server, tool))),
        _ => None,
    }
}

/// What rules name a step by.
fn named(step: &Step) -> Option<Cow<'_, str>> {
    match &step.call {
        Call::Mcp { server, tool, .. } => Some(policy::tool(server, tool).into()),
        _ => command(step).map(Cow::from),
    }
}

fn facts<'a>(step: &Step, held: Held, command: Option<&'a str>) -> Facts<'a> {
    Facts { reach: step.call.reach(), guard: step.guard, command, held }
}

/// What the model hears of a call that the user changed.
fn told(theirs: &str, text: &str) -> String {
    format!("The user changed your call. Theirs, which was done:\n{theirs}\n\n{text}")
}

/// The user said no.
fn not_allowed(said: &str) -> Output {
    let text = format!("error: the user does not allow this.{said}");
    Output { ended: Ended::Refused, ..Output::badly(text) }
}

fn refused(why: Why) -> Output {
    let text = match why {
        Why::Rule => "error: a rule of the user forbids this.",
        _ => "error: in plan mode nothing is changed or run. Say what you would do.",
    };
    Output { ended: Ended::Refused, ..Output::badly(text) }
}
