//! One server: its process, what is said to it, and what it says.

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::pin::Pin;
use std::process::Stdio;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use rmcp::model::{
    CallToolRequestParams, CallToolResponse, ClientCapabilities, ClientConfig, Implementation,
    ProtocolVersion, Tool,
};
use rmcp::service::{ClientInitializeError, NotificationContext, ServiceError, serve_client};
use rmcp::transport::async_rw::AsyncRwTransport;
use rmcp::{ClientHandler, RoleClient};
use serde_json::{Map, Value};
use tokio::io::AsyncReadExt;
use tokio::process::{Child, ChildStderr, Command};
use tokio::sync::mpsc;
use tokio::time::{sleep, timeout};

use super::mask::mask;
use super::offer::{Claim, Known};
use super::{Answer, Place, lock};
use crate::code::sandbox::COMMAND;
use crate::config::{self, Env, Server};
use crate::tell;

/// How long a server may take until it has said what it has.
const START: Duration = Duration::from_secs(30);
/// The longest message of a server, in bytes.
const LINE: usize = 4 << 20;
/// How often a list of tools that changes is read again.
const AGAIN: Duration = Duration::from_millis(300);
/// How long it is waited for what a server that ends says of it.
const END: Duration = Duration::from_secs(3);
/// Bytes of its log that are kept.
const LOG: usize = 1 << 20;
/// Bytes of a line of its log, and characters of one that is shown.
const WIDE: usize = 4096;
const SHOWN: usize = 200;

/// A server that answers.
pub(super) struct Link {
    peer: Peer,
    /// Ends when the server does; ends the server when it is dropped.
    done: Pin<Box<dyn Future<Output = ()> + Send>>,
    changes: mpsc::Receiver<()>,
    child: Child,
    last: Last,
}

/// Calls a server's tools.
#[derive(Clone, Debug)]
pub(super) struct Peer(rmcp::service::Peer<RoleClient>);

/// Why a call has no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// Nobody is there.
    Closed,
    /// The server says this.
    Said(String),
}

/// The last line that the server wrote to standard error.
type Last = Arc<Mutex<String>>;

/// Hears what a server says by itself.
struct Ear(mpsc::Sender<()>);

impl ClientHandler for Ear {
    async fn on_tool_list_changed(&self, _: NotificationContext<RoleClient>) {
        // One that waits stands for all.
        _ = self.0.try_send(());
    }

    fn get_info(&self) -> ClientConfig {
        let name = Implementation::new(env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION"));
        ClientConfig::new(ClientCapabilities::default(), name)
            .with_protocol_version(ProtocolVersion::LATEST_WITH_INITIALIZE)
    }
}

impl Link {
    /// Starts a server and asks for its tools.
    ///
    /// # Errors
    /// Why it is not there, for people.
    pub(super) async fn start(
        server: &Server,
        place: &Place,
        name: &str,
    ) -> Result<(Link, Vec<Known>), String> {
        let file = log(&place.logs, &place.log(name)).map_err(|error| error.to_string())?;
        let mut child = spawn(server, place).map_err(|error| error.to_string())?;
        let (Some(input), Some(output), Some(errors)) =
            (child.stdin.take(), child.stdout.take(), child.stderr.take())
        else {
            return Err(tell!("mcp-silent"));
        };
        let last = Last::default();
        tokio::spawn(listen(errors, file, server.env.clone(), Arc::clone(&last)));
        let (ear, changes) = mpsc::channel(1);
        let transport = AsyncRwTransport::new_client(output, input).with_max_line_length(LINE);
        let begin = async {
            let service = serve_client(Ear(ear), transport).await.map_err(began)?;
            let peer = Peer(service.peer().clone());
            let tools = peer.tools().await?;
            Ok::<_, Fault>((service, peer, tools))
        };
        let why = match timeout(START, begin).await {
            Ok(Ok((service, peer, tools))) => {
                let done = Box::pin(async move { _ = service.waiting().await });
                return Ok((Link { peer, done, changes, child, last }, tools));
            }
            Ok(Err(Fault::Said(why))) => short(&mask(&why, &server.env)),
            Ok(Err(Fault::Closed)) => reason(&mut child, &last).await.unwrap_or_else(|| tell!("mcp-closed")),
            Err(_) => tell!("mcp-late", count = START.as_secs()),
        };
        Err(why)
    }

    /// Calls it.
    pub(super) fn peer(&self) -> Peer {
        self.peer.clone()
    }

    /// The tools, when they have changed; `None` when the server has ended.
    pub(super) async fn changed(&mut self) -> Option<Vec<Known>> {
        loop {
            tokio::select! {
                () = &mut self.done => return None,
                Some(()) = self.changes.recv() => {}
            }
            let read = async {
                sleep(AGAIN).await;
                timeout(START, self.peer.tools()).await
            };
            tokio::select! {
                () = &mut self.done => return None,
                // A list that cannot be read is as it was.
                tools = read => if let Ok(Ok(tools)) = tools { return Some(tools) },
            }
        }
    }

    /// How it ended.
    pub(super) async fn end(mut self) -> String {
        reason(&mut self.child, &self.last).await.unwrap_or_else(|| tell!("mcp-closed"))
    }
}

impl Peer {
    async fn tools(&self) -> Result<Vec<Known>, Fault> {
        match self.0.list_all_tools().await {
            Ok(tools) => Ok(tools.into_iter().map(known).collect()),
            // A server without tools need not know the question.
            Err(ServiceError::McpError(_)) => Ok(Vec::new()),
            Err(error) => Err(Fault::from(error)),
        }
    }

    /// Calls a tool.
    ///
    /// # Errors
    /// There is no answer.
    pub(super) async fn call(&self, tool: &str, args: Map<String, Value>) -> Result<Answer, Fault> {
        let params = CallToolRequestParams::new(tool.to_owned()).with_arguments(args);
        match self.0.call_tool_once(params).await {
            Ok(CallToolResponse::Complete(result)) => Ok(result.into()),
            Ok(_) => Err(Fault::Said("it asks for more than can be given here".into())),
            Err(error) => Err(Fault::from(error)),
        }
    }
}

impl From<ServiceError> for Fault {
    fn from(error: ServiceError) -> Fault {
        match error {
            ServiceError::TransportClosed | ServiceError::TransportSend(_) => Fault::Closed,
            ServiceError::McpError(error) => Fault::Said(error.message.into_owned()),
            error => Fault::Said(error.to_string()),
        }
    }
}

fn began(error: ClientInitializeError) -> Fault {
    match error {
        ClientInitializeError::ConnectionClosed(_) | ClientInitializeError::TransportError { .. } => {
            Fault::Closed
        }
        error => Fault::Said(error.to_string()),
    }
}

fn known(tool: Tool) -> Known {
    let looks = tool.annotations.and_then(|notes| notes.read_only_hint) == Some(true);
    Known {
        name: tool.name.into_owned(),
        about: tool.description.map(|text| text.into_owned()).or(tool.title).unwrap_or_default(),
        schema: Arc::new(Value::Object(Map::clone(&tool.input_schema))),
        claim: if looks { Claim::Looks } else { Claim::Acts },
    }
}

/// Starts it in a session of its own, by way of a process that ends it with all that it started.
fn spawn(server: &Server, place: &Place) -> std::io::Result<Child> {
    let mut command = Command::new(&place.program);
    command.args([COMMAND, "serve", &server.command]).args(&server.args).current_dir(&place.root);
    config::secrets().iter().for_each(|name| _ = command.env_remove(name));
    command.envs(&server.env.0);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()
}

/// Why it ended, if it did.
async fn reason(child: &mut Child, last: &Last) -> Option<String> {
    timeout(END, child.wait()).await.ok()?.ok()?;
    // What it wrote last may still be on its way.
    sleep(Duration::from_millis(50)).await;
    Some(lock(last).clone()).filter(|line| !line.is_empty())
}

fn log(dir: &Path, path: &Path) -> crate::error::Result<File> {
    config::private(dir)?;
    // Not opened where it is: that could be a link.
    _ = std::fs::remove_file(path);
    Ok(OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?)
}

/// Keeps what a server writes to standard error, without the values of its variables.
async fn listen(mut errors: ChildStderr, mut file: File, env: Env, last: Last) {
    let (mut bytes, mut line, mut kept) = (vec![0; WIDE], Vec::new(), 0);
    while let Ok(count @ 1..) = errors.read(&mut bytes).await {
        for byte in &bytes[..count] {
            line.push(*byte);
            if *byte != b'\n' && line.len() < 2 * WIDE {
                continue;
            }
            let text = mask(&String::from_utf8_lossy(&line), &env);
            line.clear();
            kept += text.len();
            if kept <= LOG {
                // A full disk is no reason to end it.
                _ = file.write_all(text.as_bytes());
            }
            note(&text, &last);
        }
    }
    let text = mask(&String::from_utf8_lossy(&line), &env);
    _ = file.write_all(text.as_bytes());
    note(&text, &last);
}

fn note(text: &str, last: &Last) {
    let text = short(text);
    if !text.is_empty() {
        *lock(last) = text;
    }
}

/// The beginning of a text, on one line.
fn short(text: &str) -> String {
    let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match flat.char_indices().nth(SHOWN) {
        Some((at, _)) => format!("{}…", &flat[..at]),
        None => flat,
    }
}
