//! From a GGUF file to a model and a context.

use std::num::NonZeroU32;
use std::sync::{Arc, LazyLock};

use llama_cpp_2::context::LlamaContext;
use llama_cpp_2::context::params::LlamaContextParams;
use llama_cpp_2::llama_backend::LlamaBackend;
use llama_cpp_2::model::LlamaModel;
use llama_cpp_2::model::params::LlamaModelParams;
use llama_cpp_2::token::LlamaToken;
use llama_cpp_2::token_type::LlamaTokenAttr;
use llama_cpp_2::{LlamaBackendDevice, LlamaBackendDeviceType};
use tokio::sync::watch;

use super::abort::{self, Stop};
use super::slot::BATCH;
use super::{log, vocab};
use crate::engine::job::{Spec, State};
use crate::engine::threads;
use crate::engine::turn::Words;
use crate::error::{Error, Kind, Result};
use crate::models::fit::{self, Device, Machine, Setup, Share};
use crate::models::gguf::Header;
use crate::tell;

/// Context length that is enough for most conversations; more only when asked for, because llama.cpp
/// allocates all of it at once.
const USUAL: u32 = 8192;

/// llama.cpp's process-wide state, which can be had only once and serves all models.
static BACKEND: LazyLock<Result<LlamaBackend, String>> =
    LazyLock::new(|| LlamaBackend::init().map_err(|error| error.to_string()));

/// That state.
///
/// # Errors
/// [`Kind::Engine`] when llama.cpp does not start.
pub(super) fn backend() -> Result<&'static LlamaBackend> {
    BACKEND.as_ref().map_err(|why| Error::new(Kind::Engine, tell!("engine-llama")).why(why))
}

/// What computes beside the processor, as far as this build can use it.
pub fn devices() -> Vec<Device> {
    // To look for them would only take time.
    if !cfg!(any(feature = "cuda", feature = "vulkan", feature = "metal")) {
        return Vec::new();
    }
    let all = llama_cpp_2::list_llama_ggml_backend_devices();
    let share = |device: &LlamaBackendDevice| match device.device_type {
        LlamaBackendDeviceType::Gpu => Some(Share::Discrete),
        LlamaBackendDeviceType::IntegratedGpu => Some(Share::Shared),
        _ => None,
    };
    let known = all.into_iter().filter_map(|device| share(&device).map(|share| (device, share)));
    known
        .map(|(device, share)| Device {
            name: device.description,
            free: device.memory_free as u64,
            total: device.memory_total as u64,
            share,
        })
        .collect()
}

/// The file's header, checked for what llama.cpp would abort on.
///
/// # Errors
/// [`Kind::Model`] with what is wrong.
pub(super) fn header(spec: &Spec) -> Result<Header> {
    let header = Header::open(&spec.path)?;
    header.check()?;
    Ok(header)
}

/// Loads the model, telling progress.
///
/// # Errors
/// [`Kind::Model`] with llama.cpp's own reason.
pub(super) fn model(backend: &LlamaBackend, spec: &Spec, tell: &watch::Sender<State>) -> Result<LlamaModel> {
    log::forget();
    let tell = tell.clone();
    let params = LlamaModelParams::default().with_progress_callback(move |part| {
        tell.send_replace(State::Loading(part));
        // Without anybody to answer for there is no point in going on.
        tell.receiver_count() > 0
    });
    LlamaModel::load_from_file(backend, &spec.path, &params).map_err(|_| {
        let what = tell!("engine-load", path = spec.path.display().to_string());
        explained(Error::new(Kind::Model, what)).hint(tell!("engine-load-hint"))
    })
}

/// A context for one conversation at a time.
///
/// # Errors
/// [`Kind::Fit`] when there is no memory for it.
pub(super) fn context<'m>(
    backend: &LlamaBackend,
    model: &'m LlamaModel,
    header: &Header,
    spec: &Spec,
    stop: &Arc<Stop>,
) -> Result<(LlamaContext<'m>, u32)> {
    let ctx = length(spec, header, model.n_ctx_train());
    let threads = spec.threads.unwrap_or_else(|| threads::choose(model.size())).max(1);
    let mut params = LlamaContextParams::default()
        .with_n_ctx(NonZeroU32::new(ctx))
        .with_n_batch(BATCH as u32)
        .with_n_ubatch(BATCH as u32)
        .with_n_threads(threads as i32)
        .with_n_threads_batch(threads as i32);
    abort::install(&mut params, stop);
    log::forget();
    let context = model.new_context(backend, params).map_err(|_| {
        let error = Error::new(Kind::Fit, tell!("engine-no-memory", ctx = ctx));
        explained(error).hint(tell!("engine-no-memory-hint"))
    })?;
    Ok((context, threads))
}

/// The special words of the vocabulary.
pub(super) fn words(model: &LlamaModel) -> Words {
    let vocab = model.vocab();
    let special = |token: &LlamaToken| {
        let attrs = vocab.attr(*token).0;
        attrs.contains(LlamaTokenAttr::Control) || attrs.contains(LlamaTokenAttr::UserDefined)
    };
    let specials = vocab.tokens().filter(special).map(|token| vocab::text(&vocab, token));
    Words {
        bos: vocab::text(&vocab, vocab.bos()),
        eos: vocab::text(&vocab, vocab.eos()),
        specials: specials.filter(|text| !text.is_empty()).collect(),
    }
}

/// The wanted context length, or the usual one within what the model was trained for and a quarter
/// of the free memory.
fn length(spec: &Spec, header: &Header, trained: u32) -> u32 {
    let trained = trained.max(256);
    if let Some(wanted) = spec.ctx {
        return wanted.clamp(256, trained);
    }
    let mut ctx = trained.min(USUAL);
    let machine = Machine::here(Vec::new());
    let Some(shape) = fit::shape(header).filter(|_| machine.total > 0) else { return ctx };
    while ctx > 1024 && shape.kv(Setup::new(ctx.into())) > machine.memory / 4 {
        ctx /= 2;
    }
    ctx
}

/// Adds what llama.cpp logged.
fn explained(error: Error) -> Error {
    log::reasons().into_iter().rev().take(2).fold(error, Error::why)
}
