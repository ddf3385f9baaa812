//! What every HTTP client of the program needs: a TLS implementation, time limits, plain causes.

use std::time::Duration;

use reqwest::ClientBuilder;

/// How long another machine may take to accept a connection.
pub const CONNECT: Duration = Duration::from_secs(10);

/// A client in the making, with TLS and the proxies of the environment.
pub fn builder() -> ClientBuilder {
    // reqwest is built without a TLS implementation of its own choice; this fails only when it is
    // installed already.
    _ = rustls::crypto::ring::default_provider().install_default();
    ClientBuilder::new().connect_timeout(CONNECT)
}

/// The innermost cause, which is the one that says something.
pub fn root(error: &dyn std::error::Error) -> String {
    let mut last = error;
    while let Some(next) = last.source() {
        last = next;
    }
    last.to_string()
}
