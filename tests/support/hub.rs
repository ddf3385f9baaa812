//! A HuggingFace hub, and ModelScope, of the test's own, on loopback, that misbehaves when told to.
//!
//! Three listeners: the hub with its API, a CDN that large files are redirected to, and ModelScope, which
//! serves the same repositories. They end with the value.
#![allow(unused_imports, reason = "every test binary uses its own part of this")]

mod api;
mod ask;
mod body;
mod card;
mod draft;
mod fault;
mod file;
mod net;
mod reply;
mod repo;
mod resolve;
mod scope;
mod search;
mod shared;
mod url;

use std::sync::Arc;
use std::time::Duration;

use tokio::runtime::Runtime;

pub use ask::{Asked, Host};
pub use draft::Draft;
pub use fault::{Act, Answer, Fault, Where};
pub use repo::Hashes;
use shared::{Access, Shared, Sites};

/// The running hub.
pub struct Hub {
    shared: Arc<Shared>,
    runtime: Option<Runtime>,
}

impl Hub {
    /// Starts it, empty.
    pub fn start() -> Hub {
        Hub::start_at("")
    }

    /// Starts it below a path (`/hf`), as some mirrors are; the path applies to the hub alone.
    pub fn start_at(prefix: &str) -> Hub {
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(4).enable_all().build().unwrap();
        let [hub, cdn, scope] = [(); 3].map(|()| std::net::TcpListener::bind("127.0.0.1:0").unwrap());
        let at = |listener: &std::net::TcpListener| format!("http://{}", listener.local_addr().unwrap());
        let sites =
            Sites { hub: at(&hub) + prefix, prefix: prefix.to_owned(), cdn: at(&cdn), scope: at(&scope) };
        let shared = Arc::new(Shared::new(sites));
        for (host, listener) in [(Host::Hub, hub), (Host::Cdn, cdn), (Host::ModelScope, scope)] {
            runtime.spawn(net::listen(Arc::clone(&shared), host, listener));
        }
        Hub { shared, runtime: Some(runtime) }
    }

    /// What `HF_ENDPOINT` is set to.
    pub fn endpoint(&self) -> String {
        self.shared.sites.hub.clone()
    }

    /// Where large files are redirected to.
    pub fn cdn(&self) -> String {
        self.shared.sites.cdn.clone()
    }

    /// What `MODELSCOPE_ENDPOINT` is set to.
    pub fn modelscope(&self) -> String {
        self.shared.sites.scope.clone()
    }

    /// The repository of this name as it is on `main`, or a new one, to be changed and committed.
    pub fn repo(&self, id: &str) -> Draft {
        Draft::new(Arc::clone(&self.shared), id)
    }

    /// Takes a repository away.
    pub fn delete(&self, id: &str) {
        self.shared.store().repos.remove(&id.to_lowercase());
    }

    /// Redirects an old name to a repository with this status (301, 307 or 308) and a relative location.
    pub fn rename(&self, old: &str, new: &str, status: u16) {
        self.shared.store().moved.insert(old.to_lowercase(), (new.to_owned(), status));
    }

    /// Accepts a token that has access to every repository.
    pub fn token(&self, token: &str) {
        self.shared.store().tokens.insert(token.to_owned(), Access::Full);
    }

    /// Accepts a token of a user who has access neither to private nor to gated repositories.
    pub fn stranger(&self, token: &str) {
        self.shared.store().tokens.insert(token.to_owned(), Access::Public);
    }

    /// What was asked since the start or the last [`Hub::reset_log`], in order.
    pub fn requests(&self) -> Vec<Asked> {
        self.shared.log().asked.clone()
    }

    /// Body bytes of a file that went out, in all answers and from all commits; `path` is the file's path in
    /// its repository, or that with `org/name/` before it. What is still on its way to a reader that left is
    /// counted too.
    pub fn sent(&self, path: &str) -> u64 {
        let log = self.shared.log();
        let below = format!("/{path}");
        log.sent.iter().filter(|(key, _)| *key == path || key.ends_with(&below)).map(|(_, bytes)| bytes).sum()
    }

    /// Forgets the requests and the bytes counted.
    pub fn reset_log(&self) {
        self.shared.log().reset();
    }

    /// Puts a fault at the end of the queue. Each answer suffers from the first fault that fits it.
    pub fn fault(&self, fault: Fault) {
        self.shared.faults.lock().unwrap().push(fault);
    }

    /// How many faults still wait for their answer; those for ever are counted.
    pub fn faults_left(&self) -> usize {
        self.shared.faults.lock().unwrap().len()
    }

    /// Forgets all faults.
    pub fn heal(&self) {
        self.shared.faults.lock().unwrap().clear();
    }

    /// Limits every connection's file bodies from now on, in bytes per second; 0 is no limit.
    pub fn rate(&self, bytes_per_s: u64) {
        self.shared.rate.store(bytes_per_s, std::sync::atomic::Ordering::Relaxed);
    }

    /// Lets each CDN address serve this many requests and then answer 403.
    pub fn expire_urls_after(&self, requests: u64) {
        self.shared.links().uses = Some(requests);
    }

    /// Lets each CDN address serve for this long and then answer 403.
    pub fn expire_urls_in(&self, time: Duration) {
        self.shared.links().life = Some(time);
    }

    /// Lets every CDN address handed out so far answer 403.
    pub fn expire_urls(&self) {
        self.shared.links().handed.clear();
    }
}

impl Drop for Hub {
    fn drop(&mut self) {
        // A runtime that is waited for would block a test that runs on another one.
        self.runtime.take().unwrap().shutdown_background();
    }
}
