//! `qwill serve`: an engine in this process.

use std::fs;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use clap::Args;

use super::{ModelArg, out};
use crate::config::{self, Config};
use crate::engine::local;
use crate::error::{Context, Kind, Result};
use crate::models::library;
use crate::server::{self, News, Options, Owner};
use crate::tell;

/// The arguments of `serve`.
#[derive(Clone, Debug, Args)]
pub(super) struct Serve {
    #[command(flatten)]
    model: ModelArg,
    #[arg(long, value_name = "PATH")]
    socket: Option<PathBuf>,
    #[arg(long, value_name = "ADDR")]
    listen: Option<SocketAddr>,
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(256..))]
    ctx: Option<u32>,
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=512))]
    threads: Option<u32>,
    #[arg(long, value_name = "TIME", value_parser = config::duration, default_value = "forever")]
    keep_alive: Duration,
    #[arg(long, hide = true)]
    detach: bool,
}

impl Serve {
    /// Serves until told to end.
    ///
    /// # Errors
    /// The socket or port cannot be had, or the model does not load.
    pub(super) fn run(self, config: &Config) -> Result<()> {
        local::quiet();
        let model = library::model(self.model.model.as_deref(), config)?;
        let usual = match self.listen {
            // An engine for other programs is one of its own: front ends may stop theirs at any time.
            Some(_) => config.places.run.join(format!("serve-{}.sock", std::process::id())),
            None => config.places.socket(),
        };
        let socket = std::path::absolute(self.socket.unwrap_or(usual)).context(Kind::Usage, "--socket")?;
        let owner = if self.detach { Owner::Frontend } else { Owner::Person };
        if self.detach {
            detach();
        }
        let (name, shown) = (model.name(), socket.display().to_string());
        let tell = |news: News<'_>| match news {
            _ if owner == Owner::Frontend => {}
            News::Listening(tcp) => {
                let address = tcp.map_or_else(|| shown.clone(), |tcp| format!("http://{tcp}/v1"));
                let text = tell!("cmd-serve-listens", name = &name, address = address);
                out::notice(&text, out::Quiet::No);
            }
            News::Ready(loaded) => {
                let (ctx, threads) = (loaded.ctx, loaded.threads);
                out::notice(&tell!("cmd-serve-ready", ctx = ctx, threads = threads), out::Quiet::No);
            }
        };
        let (ctx, threads) = (self.ctx.or(config.ctx), self.threads.or(config.threads));
        let options =
            Options { socket, listen: self.listen, model, ctx, threads, keep_alive: self.keep_alive, owner };
        super::wait(server::serve(options, config, tell))
    }
}

/// Leaves the front end's terminal, so that its end and its Ctrl-C are not ours, its directory, so
/// that it can be removed, and becomes the first that the kernel kills when memory runs out.
fn detach() {
    // None of these matters enough to not answer.
    _ = rustix::process::setsid();
    _ = std::env::set_current_dir("/");
    _ = fs::write("/proc/self/oom_score_adj", "500");
}
