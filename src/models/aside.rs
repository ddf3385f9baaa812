//! Work on files that takes long, on a thread of its own.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::sync::oneshot;

use crate::error::{Error, Kind, Result};
use crate::tell;

/// Tells the thread when the one that waits has gone.
struct Stop(Arc<AtomicBool>);

impl Drop for Stop {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// Does `work` on another thread, which is told by its flag when nobody waits for it any more.
///
/// # Errors
/// Those of `work`.
pub async fn aside<T: Send + 'static>(
    work: impl FnOnce(&AtomicBool) -> Result<T> + Send + 'static,
) -> Result<T> {
    let stop = Stop(Arc::default());
    let seen = Arc::clone(&stop.0);
    let (tell, result) = oneshot::channel();
    std::thread::spawn(move || _ = tell.send(work(&seen)));
    result.await.map_err(|_| Error::new(Kind::Other, tell!("disk-aside")))?
}
