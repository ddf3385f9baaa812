//! llama.cpp's log lines: all to a file, the last ones kept, so that a failure has a reason.

use std::collections::VecDeque;
use std::fmt::{Debug, Write as _};
use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::path::Path;
use std::sync::{Mutex, OnceLock, PoisonError};

use llama_cpp_2::{LogOptions, send_logs_to_tracing};
use tracing::field::{Field, Visit};
use tracing::{Event, Level, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::layer::{Context, SubscriberExt};

use crate::engine::figures::Buffers;

/// Lines kept.
const KEPT: usize = 64;
/// A longer file is started anew.
const LONG: u64 = 4 << 20;

static LOG: OnceLock<Log> = OnceLock::new();

struct Log {
    last: Mutex<VecDeque<(Level, String)>>,
    buffers: Mutex<Buffers>,
    file: Option<Mutex<File>>,
}

/// Sends llama.cpp's lines to `path` from now on; only the first call of a process has an effect,
/// because llama.cpp's log callback is one for the process.
pub(super) fn install(path: &Path) {
    LOG.get_or_init(|| {
        let long = path.metadata().is_ok_and(|meta| meta.len() > LONG);
        let mut options = OpenOptions::new();
        options.create(true).append(true);
        let file = options.open(path).ok();
        if let (true, Some(file)) = (long, &file) {
            // The log is worth less than the engine: a file that cannot be cut goes on growing.
            _ = file.set_len(0);
        }
        let subscriber = tracing_subscriber::registry().with(Lines);
        // Somebody else's subscriber, as in a test, is left in place; the lines then go there.
        _ = tracing::subscriber::set_global_default(subscriber);
        send_logs_to_tracing(LogOptions::default());
        Log { last: Mutex::default(), buffers: Mutex::default(), file: file.map(Mutex::new) }
    });
}

/// The warnings and errors since the last [`forget`], oldest first, the errors alone if there are any.
pub(super) fn reasons() -> Vec<String> {
    let Some(log) = LOG.get() else { return Vec::new() };
    let last = log.last.lock().unwrap_or_else(PoisonError::into_inner);
    let of = |level: Level| -> Vec<String> {
        last.iter().filter(|line| line.0 == level).map(|line| line.1.clone()).collect()
    };
    let errors = of(Level::ERROR);
    if errors.is_empty() { of(Level::WARN) } else { errors }
}

/// Forgets the lines kept so far.
pub(super) fn forget() {
    if let Some(log) = LOG.get() {
        log.last.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

/// What was allocated since the last call.
pub(super) fn buffers() -> Buffers {
    let Some(log) = LOG.get() else { return Buffers::default() };
    std::mem::take(&mut *log.buffers.lock().unwrap_or_else(PoisonError::into_inner))
}

struct Lines;

impl<S: Subscriber> Layer<S> for Lines {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let Some(log) = LOG.get() else { return };
        let level = *event.metadata().level();
        if level > Level::INFO {
            return;
        }
        let mut text = Text::default();
        event.record(&mut text);
        let line = text.0.trim_end();
        log.buffers.lock().unwrap_or_else(PoisonError::into_inner).read(line);
        if let Some(file) = &log.file {
            let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
            // A full disk must not stop an answer.
            _ = writeln!(file, "{level:5} {line}");
        }
        if level <= Level::WARN {
            let mut last = log.last.lock().unwrap_or_else(PoisonError::into_inner);
            if last.len() == KEPT {
                last.pop_front();
            }
            last.push_back((level, line.to_owned()));
        }
    }
}

/// The message of an event, without its other fields.
#[derive(Default)]
struct Text(String);

impl Visit for Text {
    fn record_str(&mut self, field: &Field, value: &str) {
        if field.name() == "message" {
            self.0.push_str(value);
        }
    }

    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        if field.name() == "message" {
            _ = write!(self.0, "{value:?}");
        }
    }
}
