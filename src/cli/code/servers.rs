//! `qwill code --mcp`: the servers of tools of a project, by starting them.

use std::path::Path;
use std::time::Duration;

use crate::cli::out::{self, Output, Quiet};
use crate::code::mcp::{Place, Servers, State};
use crate::code::settings::settings;
use crate::code::workspace::Workspace;
use crate::config::Config;
use crate::error::{Error, Kind, Result};
use crate::tell;

/// How long they are waited for: longer than a start may take.
const WAIT: Duration = Duration::from_secs(40);

/// Lists them with their tools, by the names that rules have.
///
/// # Errors
/// The project cannot be opened, the settings make no sense, or a server is not there.
pub(super) async fn list(root: &Path, config: &Config) -> Result<()> {
    let space = Workspace::open(root)?;
    let settings = settings(&space, &config.places, &config.code)?;
    settings.notices.iter().for_each(|notice| out::notice(notice, Quiet::No));
    let servers = Servers::new(settings.servers, Place::new(space.root(), &config.places)?);
    servers.start(None);
    servers.settle(WAIT).await;
    let mut output = Output::new();
    let reports = servers.report();
    if reports.is_empty() {
        output.text(&(tell!("mcp-none") + "\n"))?;
    }
    for report in &reports {
        output.text(&format!("{}  {}\n", report.name, report.told()))?;
        for tool in &report.tools {
            output.text(&format!("  {}\n", crate::code::policy::tool(&report.name, tool)))?;
        }
    }
    output.end()?;
    let gone = reports.iter().find(|report| report.state != State::Ready);
    gone.map_or(Ok(()), |gone| {
        let error = Error::new(Kind::Other, tell!("mcp-absent", name = &gone.name));
        Err(error.hint(tell!("mcp-log", log = gone.log.display().to_string())))
    })
}
