//! Stops a decode from outside, and keeps llama.cpp from starting a debugger when it aborts.
#![expect(unsafe_code, reason = "llama.cpp's abort callback has no safe wrapper")]

use std::ffi::c_void;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use llama_cpp_2::context::params::LlamaContextParams;
use llama_cpp_sys_2 as sys;

/// Which answer runs and which one is to be stopped, by ticket. Comparing tickets instead of keeping
/// a flag makes a late cancel of a finished answer harmless to the next one.
#[derive(Debug, Default)]
pub(super) struct Stop {
    last: AtomicU64,
    running: AtomicU64,
    cancelled: AtomicU64,
}

impl Stop {
    /// A new ticket; they start at 1.
    pub(super) fn ticket(&self) -> u64 {
        self.last.fetch_add(1, Relaxed) + 1
    }

    /// The worker begins with this one.
    pub(super) fn begin(&self, ticket: u64) {
        self.running.store(ticket, Relaxed);
    }

    /// Stops that one if it runs; a queued one is dropped by the worker, which sees its channel closed.
    pub(super) fn cancel(&self, ticket: u64) {
        if self.running.load(Relaxed) == ticket {
            self.cancelled.store(ticket, Relaxed);
        }
    }

    fn due(&self) -> bool {
        let running = self.running.load(Relaxed);
        running != 0 && running == self.cancelled.load(Relaxed)
    }
}

/// Makes decodes of a context made from `params` return early when `stop` says so. The pointer it
/// stores stays valid because one count of `stop` is given away for good: contexts are few.
pub(super) fn install(params: &mut LlamaContextParams, stop: &Arc<Stop>) {
    const { assert!(size_of::<LlamaContextParams>() == size_of::<sys::llama_context_params>()) };
    const { assert!(align_of::<LlamaContextParams>() == align_of::<sys::llama_context_params>()) };
    // SAFETY: `LlamaContextParams` has `llama_context_params` as its only field, so with equal size
    // and alignment (asserted above) both lie at the same address; the borrow is unique.
    let raw = unsafe { &mut *std::ptr::from_mut(params).cast::<sys::llama_context_params>() };
    raw.abort_callback = Some(due);
    raw.abort_callback_data = Arc::into_raw(Arc::clone(stop)).cast_mut().cast();
}

/// Called by llama.cpp between the nodes of a graph.
// SAFETY: to be called only with the pointer that `install` stored, which is all llama.cpp does.
unsafe extern "C" fn due(data: *mut c_void) -> bool {
    // SAFETY: `data` is the leaked `Arc<Stop>` of `install`, never freed, and `Stop` is all atomics.
    unsafe { &*data.cast::<Stop>() }.due()
}

/// Keeps ggml from forking a debugger for a stack trace when it aborts. To be called before any
/// thread is started.
pub fn quiet() {
    // SAFETY: the caller is the first thing `serve` does, with no other thread to read the environment.
    unsafe { std::env::set_var("GGML_NO_BACKTRACE", "1") };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_late_cancel_does_not_touch_the_next_answer() {
        let stop = Stop::default();
        let (a, b) = (stop.ticket(), stop.ticket());
        assert!(!stop.due());
        stop.begin(a);
        stop.cancel(b);
        assert!(!stop.due());
        stop.cancel(a);
        assert!(stop.due());
        stop.begin(b);
        assert!(!stop.due());
        stop.cancel(a);
        assert!(!stop.due());
    }
}
