//! The thread that owns llama.cpp: loads the model, then answers one request after the other.

use std::sync::Arc;
use std::sync::mpsc::Receiver;
use std::time::Instant;

use llama_cpp_2::model::LlamaModel;
use llama_cpp_2::token::LlamaToken;
use tokio::sync::mpsc::UnboundedSender;
use tokio::sync::watch;

use super::abort::Stop;
use super::chain::Chain;
use super::slot::{BATCH, Fed, Slot};
use super::vocab::Vocab;
use super::{Order, load, log};
use crate::engine::fill::Gap;
use crate::engine::job::{Event, Finish, Loaded, Reason, Spec, State, Work};
use crate::engine::loops;
use crate::engine::stops::{Hit, Stops};
use crate::engine::turn::Model;
use crate::engine::utf8::Utf8;
use crate::error::{Error, Kind, Result};
use crate::models::fit::Setup;
use crate::models::tokenizer::Special;
use crate::tell;
use crate::wire::{Progress, Timings};

/// Bytes of prompt for each token of context beyond which tokenising is not even tried: it takes
/// seconds for megabytes, and no text has tokens this long on average.
const BYTES_PER_TOKEN: usize = 64;

/// How often the whole answer is searched for loops, in tokens.
const LOOK: usize = 32;

/// Serves orders until all handles are gone. A model that does not load is told through `tell`.
pub(super) fn run(spec: &Spec, inbox: &Receiver<Order>, tell: &watch::Sender<State>, stop: &Arc<Stop>) {
    if let Err(error) = serve(spec, inbox, tell, stop) {
        tell.send_replace(State::Failed(error));
    }
}

fn serve(spec: &Spec, inbox: &Receiver<Order>, tell: &watch::Sender<State>, stop: &Arc<Stop>) -> Result<()> {
    let backend = load::backend()?;
    let header = load::header(spec)?;
    // In this order, so that they are dropped in the opposite one: the context before its model.
    // What an earlier attempt allocated does not count.
    _ = log::buffers();
    let model = load::model(backend, spec, tell)?;
    let (context, threads) = load::context(backend, &model, &header, spec, stop)?;
    let setup = Setup { batch: BATCH as u64, ..Setup::new(u64::from(context.n_ctx())) };
    tell.send_replace(State::Ready(Loaded {
        ctx: context.n_ctx(),
        threads,
        took: log::buffers().figures(setup),
        model: Arc::new(Model::new(&header, load::words(&model))),
    }));
    // Its token texts take megabytes, and nobody needs them any more.
    drop(header);
    let mut worker = Worker { vocab: Vocab::new(&model), slot: Slot::new(context), model: &model };
    for order in inbox {
        match order {
            Order::Generate { work, events, ticket } => {
                stop.begin(ticket);
                worker.generate(&work, None, &events);
            }
            Order::Fill { gap, events, ticket } => {
                stop.begin(ticket);
                worker.fill(&gap, &events);
            }
            // Nobody may be waiting for the reply any more.
            Order::Tokenize { text, special, reply } => {
                _ = reply.send(worker.vocab.tokens(&text, special).iter().map(|token| token.0).collect());
            }
        }
    }
    Ok(())
}

struct Worker<'m> {
    vocab: Vocab<'m>,
    slot: Slot<'m>,
    model: &'m LlamaModel,
}

impl Worker<'_> {
    fn fill(&mut self, gap: &Gap, events: &UnboundedSender<Event>) {
        if events.is_closed() {
            return;
        }
        let work = gap.work(self.slot.ctx(), &|text| self.vocab.tokens(text, Special::Plain).len());
        self.generate(&work, Some(&gap.ends()), events);
    }

    /// Makes one answer, or fills a gap, which tokens of its own end.
    fn generate(&mut self, work: &Work, ends: Option<&[u32]>, events: &UnboundedSender<Event>) {
        if events.is_closed() {
            return;
        }
        let last = match self.answer(work, ends, events) {
            Ok(finish) => Event::Done(finish),
            Err(error) => Event::Failed(error),
        };
        // A caller that went away needs no end.
        _ = events.send(last);
    }

    fn answer(
        &mut self,
        work: &Work,
        ends: Option<&[u32]>,
        events: &UnboundedSender<Event>,
    ) -> Result<Finish> {
        let prompt = self.prompt(work)?;
        let mut timings = Timings::default();
        let cached = self.slot.rewind(&prompt);
        timings.cache_n = cached as u32;
        timings.prompt_n = (prompt.len() - cached) as u32;
        let start = Instant::now();
        let fed = self.prefill(&prompt, events, start)?;
        timings.prompt_ms = start.elapsed().as_secs_f64() * 1e3;
        if fed == Fed::Aborted {
            return Ok(Finish { reason: Reason::Cancelled, timings, raw: String::new() });
        }
        let start = Instant::now();
        let mut answer = Answer::new(work, events);
        let reason = self.decode(work, ends.unwrap_or_default(), &mut answer)?;
        timings.predicted_ms = start.elapsed().as_secs_f64() * 1e3;
        timings.predicted_n = answer.tokens.len() as u32;
        // What filled a gap never comes back as an answer.
        if let Some(text) = answer.exact().filter(|_| ends.is_none()) {
            self.vocab.remember(&work.tail, text, &answer.tokens);
        }
        Ok(Finish { reason, timings, raw: answer.raw })
    }

    /// The prompt's tokens, if they leave room for an answer.
    fn prompt(&self, work: &Work) -> Result<Vec<LlamaToken>> {
        let ctx = self.slot.ctx();
        let bytes: usize = work.prompt.iter().map(|segment| segment.text().len()).sum();
        if bytes > ctx.saturating_mul(BYTES_PER_TOKEN) {
            let what = tell!("engine-long-bytes", count = bytes, ctx = ctx);
            return Err(too_long(what, ctx, self.model.n_ctx_train()));
        }
        let prompt = self.vocab.prompt(&work.prompt);
        if prompt.is_empty() {
            return Err(Error::new(Kind::Usage, tell!("engine-empty")));
        }
        if prompt.len() >= ctx {
            return Err(too_long(tokens(prompt.len(), ctx), ctx, self.model.n_ctx_train()));
        }
        Ok(prompt)
    }

    /// Feeds what the cache lacks, telling progress before and after every piece.
    fn prefill(
        &mut self,
        prompt: &[LlamaToken],
        events: &UnboundedSender<Event>,
        start: Instant,
    ) -> Result<Fed> {
        let cached = self.slot.len() as u32;
        let mut size = BATCH / 4;
        loop {
            let from = self.slot.len();
            let progress = Progress {
                total: prompt.len() as u32,
                cache: cached,
                processed: from as u32,
                time_ms: start.elapsed().as_millis() as u64,
            };
            if events.send(Event::Prefill(progress)).is_err() {
                return Ok(Fed::Aborted);
            }
            if from >= prompt.len() {
                return Ok(Fed::All);
            }
            let began = Instant::now();
            match self.slot.feed(&prompt[from..prompt.len().min(from + size)])? {
                Fed::All => {}
                Fed::Aborted => return Ok(Fed::Aborted),
                Fed::Full => {
                    let ctx = self.slot.ctx();
                    return Err(too_long(tokens(prompt.len(), ctx), ctx, 0));
                }
            }
            // Pieces that take less than half a second grow to the full batch, which reads faster.
            size = if began.elapsed().as_millis() < 500 { BATCH } else { BATCH / 4 };
        }
    }

    /// Generates token after token.
    fn decode(&mut self, work: &Work, ends: &[u32], answer: &mut Answer<'_>) -> Result<Reason> {
        let mut chain = Chain::new(&work.sampling, self.vocab.size());
        let mut guide = work.guide.as_ref().map(|plan| plan.guide(self.vocab.forms()));
        let limit = work.max_tokens.map_or(usize::MAX, |n| n as usize);
        let mut piece = Vec::new();
        loop {
            if answer.tokens.len() >= limit {
                return Ok(answer.end(Reason::Length));
            }
            let token = chain.choose(self.slot.context(), self.slot.row(), guide.as_mut())?;
            if self.vocab.ends(token) || ends.contains(&(token.0 as u32)) {
                return Ok(answer.end(Reason::Stop));
            }
            if let Some(guide) = &mut guide {
                guide.accept(token.0 as u32);
            }
            piece.clear();
            self.vocab.piece(token, &mut piece);
            if let Some(reason) = answer.push(token, &piece) {
                return Ok(reason);
            }
            if self.slot.len() >= self.slot.ctx() {
                return Ok(answer.end(Reason::Context));
            }
            match self.slot.feed(&[token])? {
                Fed::All => {}
                Fed::Aborted => return Ok(Reason::Cancelled),
                Fed::Full => return Ok(answer.end(Reason::Context)),
            }
        }
    }
}

/// The answer as it grows.
struct Answer<'a> {
    events: &'a UnboundedSender<Event>,
    utf8: Utf8,
    stops: Stops,
    tokens: Vec<LlamaToken>,
    raw: String,
    whole: bool,
}

impl<'a> Answer<'a> {
    fn new(work: &Work, events: &'a UnboundedSender<Event>) -> Answer<'a> {
        Answer {
            events,
            utf8: Utf8::default(),
            stops: Stops::new(work.stops.clone()),
            tokens: Vec::new(),
            raw: work.tail.clone(),
            whole: false,
        }
    }

    /// Adds a token; a reason ends the answer.
    fn push(&mut self, token: LlamaToken, piece: &[u8]) -> Option<Reason> {
        self.tokens.push(token);
        let text = self.utf8.push(piece);
        let (text, hit) = self.stops.push(&text);
        if !self.send(text) {
            return Some(Reason::Cancelled);
        }
        if hit == Hit::Stop {
            return Some(Reason::Stop);
        }
        if self.tokens.len().is_multiple_of(LOOK) && loops::looping(&self.tokens) {
            return Some(self.end(Reason::Loop));
        }
        None
    }

    /// Sends what was held back.
    fn end(&mut self, reason: Reason) -> Reason {
        let rest = self.utf8.finish();
        // A character that never became whole is shown as U+FFFD, but then the text is not the tokens.
        self.whole = rest.is_empty();
        let (mut text, hit) = self.stops.push(&rest);
        if hit == Hit::None {
            text.push_str(&self.stops.finish());
        }
        self.send(text);
        reason
    }

    /// False when nobody listens any more.
    fn send(&mut self, text: String) -> bool {
        if text.is_empty() {
            return !self.events.is_closed();
        }
        self.raw.push_str(&text);
        self.events.send(Event::Text(text)).is_ok()
    }

    /// The raw answer if it is exactly what the tokens say: not cut at a stop text or in a character.
    fn exact(&self) -> Option<&str> {
        self.whole.then_some(self.raw.as_str())
    }
}

/// Says how many tokens the prompt has, and how many the context holds.
fn tokens(count: usize, ctx: usize) -> String {
    tell!("engine-long-tokens", count = count, ctx = ctx)
}

fn too_long(what: String, ctx: usize, trained: u32) -> Error {
    let error = Error::new(Kind::Fit, what);
    if trained as usize > ctx {
        error.hint(tell!("engine-longer-hint", trained = trained))
    } else {
        error.hint(tell!("engine-less-hint"))
    }
}
