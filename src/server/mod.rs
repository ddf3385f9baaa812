//! The engine process: one model behind a private socket, and behind a TCP port when asked.

mod answer;
mod app;
mod fill;
mod life;
mod problem;
mod routes;
mod socket;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

use crate::config::Config;
use crate::engine::job::{Loaded, Spec, State};
use crate::engine::local::Engine;
use crate::error::{Context, Error, Kind, Result};
use crate::models::measured::Measured;
use crate::models::name::Model;
use crate::tell;
use app::App;

/// How an engine process is started.
#[derive(Clone, Debug)]
pub struct Options {
    /// The private socket.
    pub socket: PathBuf,
    /// A TCP address on this machine as well.
    pub listen: Option<SocketAddr>,
    /// The model.
    pub model: Model,
    /// Context length in tokens, if one was named.
    pub ctx: Option<u32>,
    /// Threads, if a number was named.
    pub threads: Option<u32>,
    /// Leaves after this long without work.
    pub keep_alive: Duration,
    /// Where a failure is told.
    pub owner: Owner,
}

/// Who started the engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// A person at a terminal, who reads standard error.
    Person,
    /// A front end, which asks over the socket.
    Frontend,
}

/// What a person at the terminal is told.
#[derive(Debug)]
pub enum News<'a> {
    /// Requests are accepted, at this TCP address too; the model may still be loading.
    Listening(Option<SocketAddr>),
    /// The model is loaded.
    Ready(&'a Loaded),
}

/// How long a failed engine stays to tell its reason to the front end that started it.
const LINGER: Duration = Duration::from_secs(3);

/// Serves until stopped, idle for too long, or failed, and tells the news.
///
/// # Errors
/// The socket is taken or refused, the port is taken, the model does not load, the worker ended.
pub async fn serve(options: Options, config: &Config, tell: impl Fn(News<'_>)) -> Result<()> {
    crate::config::private(&config.places.run)?;
    let (socket, _claim) = socket::bind(&options.socket)?;
    let tcp = match options.listen {
        Some(address) => Some(tcp(address).await?),
        None => None,
    };
    let spec = Spec { path: options.model.path(&config.places)?, ctx: options.ctx, threads: options.threads };
    let engine = Engine::start(spec, &config.places.log())?;
    let model = options.model.clone();
    let tell = |news: News<'_>| {
        if let News::Ready(loaded) = news {
            remember(&model, loaded, config);
        }
        tell(news);
    };
    let listen = tcp.as_ref().and_then(|listener| listener.local_addr().ok());
    let app = Arc::new(App::new(&options, engine, listen)?);
    tell(News::Listening(listen));
    let unix = axum::serve(socket, routes::private(&app)).with_graceful_shutdown(app.life.over());
    let unix = tokio::spawn(unix.into_future());
    let tcp = tcp.map(|listener| {
        let serve = axum::serve(listener, routes::public(&app)).with_graceful_shutdown(app.life.over());
        tokio::spawn(serve.into_future())
    });
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    let end = tokio::select! {
        _ = interrupt.recv() => cut(&app),
        _ = terminate.recv() => cut(&app),
        end = failed(&app, options.owner, tell) => end,
        () = app.life.idle(options.keep_alive) => Ok(()),
        () = app.life.over() => Ok(()),
    };
    app.life.stop(life::Stop::Gently);
    // Answers under way end first; then nobody holds the engine, and its thread unloads the model.
    _ = unix.await;
    if let Some(tcp) = tcp {
        _ = tcp.await;
    }
    app.life.rest().await;
    if let Some(app) = Arc::into_inner(app) {
        let unloaded = tokio::task::spawn_blocking(move || app.engine.join());
        unloaded.await.context(Kind::Engine, tell!("server-unload"))?;
    }
    end
}

/// Keeps what the model took, for later estimates; that it cannot be kept is no reason not to answer.
fn remember(model: &Model, loaded: &Loaded, config: &Config) {
    if let (Some(figures), Ok(stamp)) = (loaded.took, model.stamp())
        && *model != Model::Starter
    {
        _ = Measured::load(&config.places).put(&stamp, figures);
    }
}

/// A signal ends the answers under way too.
fn cut(app: &App) -> Result<()> {
    app.life.stop(life::Stop::Now);
    Ok(())
}

async fn tcp(address: SocketAddr) -> Result<TcpListener> {
    if !address.ip().is_loopback() {
        return Err(Error::new(Kind::Refused, tell!("server-public", address = address.to_string()))
            .why(tell!("server-public-why"))
            .hint(tell!("server-public-hint")));
    }
    TcpListener::bind(address)
        .await
        .context(Kind::Usage, tell!("server-listen", address = address.to_string()))
        .map_err(|error| error.hint(tell!("server-listen-hint")))
}

/// Waits until the engine fails, telling when it is ready; a front end then has some time to ask why.
async fn failed(app: &App, owner: Owner, tell: impl Fn(News<'_>)) -> Result<()> {
    let mut state = app.engine.state();
    let error = loop {
        match &*state.borrow_and_update() {
            State::Failed(error) => break error.clone(),
            State::Ready(loaded) => tell(News::Ready(loaded)),
            State::Loading(_) => {}
        }
        if state.changed().await.is_err() {
            break Error::new(Kind::Engine, tell!("server-lost"));
        }
    };
    if owner == Owner::Frontend {
        // It may as well never ask.
        _ = tokio::time::timeout(LINGER, app.life.told()).await;
    }
    Err(error)
}
