//! Does what the chat asks for: reads, writes, copies, asks the engine; what comes of it returns as events.

use std::path::{Path, PathBuf};
use std::time::Duration;

use tokio::sync::mpsc::UnboundedSender;

use super::clipboard::{self, Clipboard};
use super::event::{Effect, Entry, Got, Old, Want};
use super::files::{self, Files};
use super::shell;
use crate::chat::store::{self, Store};
use crate::code::checkpoint::Step;
use crate::code::git;
use crate::code::project::Project;
use crate::config::{self, Config};
use crate::error::{Context, Error, Kind, Result};
use crate::models::card::Cards;
use crate::models::disk;
use crate::models::fit::Machine;
use crate::models::library::{self, CONTEXT, Library};
use crate::models::measured::Measured;
use crate::session::driver::Driver;
use crate::tell;

/// Conversations that the picker lists at most.
const LISTED: usize = 500;
/// Looks at a growing list of files before it is offered as it is.
const PATIENCE: usize = 60;
/// Conversations that a search finds at most.
const FOUND: usize = 200;

/// Who does it.
pub(super) struct Runner {
    config: Config,
    driver: Driver,
    got: UnboundedSender<Got>,
    clipboard: Clipboard,
    dir: PathBuf,
}

impl Runner {
    /// A runner for a project's directory.
    pub(super) fn new(config: &Config, driver: Driver, got: UnboundedSender<Got>, dir: PathBuf) -> Runner {
        Runner { config: config.clone(), driver, got, clipboard: Clipboard::new(&config.terminal), dir }
    }

    /// Does what needs no terminal; the rest is not for it.
    pub(super) fn run(&mut self, effect: Effect) {
        match effect {
            Effect::Session(effect) => self.driver.run(effect),
            Effect::Get(want) => self.get(want),
            Effect::Remove(id) => self.work(move |config| {
                store(config)?.remove(&id)?;
                Ok(Got::Done(tell!("chat-deleted")))
            }),
            Effect::Save(path, text, old) => {
                let path = self.dir.join(config::unfold(path));
                self.work(move |_| save(path, text, old));
            }
            Effect::Copy(text) => {
                let how = self.clipboard.copy(&text);
                self.tell(Ok(copied(how, &text)));
            }
            Effect::Shell(command) => self.shell(command),
            Effect::Keep(key, value) => self.work(move |config| {
                config::keep(&config.places, key, &value)?;
                Ok(Got::Done(tell!("set-kept", key = key, value = value)))
            }),
            Effect::Swap(way, label) => {
                let swap = move |project: &mut Project| project.swap(way, &label);
                self.project(swap, move |undo| Got::Swapped(way, undo));
            }
            Effect::Past(chat) => self.project(move |project| project.past(&chat), Got::Past),
            Effect::Rewind(chat, question, care) => {
                self.project(move |project| project.rewind(&chat, question.0, care), Got::Rewound);
            }
            Effect::Commit(message) => self.commit(message),
            Effect::Changes(chat, range) => {
                let dir = self.dir.clone();
                let changes = move |project: &mut Project| match git::changes(&dir, &range)? {
                    Some(changes) => Ok(changes),
                    None => project.made(&chat),
                };
                self.project(changes, Got::Changes);
            }
            Effect::Forward(turns) => {
                let forward = move |project: &mut Project| project.forward(&turns);
                self.project(forward, |undo| Got::Swapped(Step::Redo, undo));
            }
            Effect::Servers(name) => self.servers(name.as_deref()),
            Effect::Editor(_)
            | Effect::Review(..)
            | Effect::Mouse(_)
            | Effect::Speak(_)
            | Effect::Order(_)
            | Effect::Redraw
            | Effect::Suspend
            | Effect::Resume
            | Effect::Quit => {}
        }
    }

    /// Writes everything down that is not yet written.
    ///
    /// # Errors
    /// Why something could not be written.
    pub(super) fn close(self) -> Result<()> {
        self.driver.sync()
    }

    fn tell(&self, got: Result<Got>) {
        // When nobody listens any more the chat is over.
        _ = self.got.send(got.unwrap_or_else(Got::Failed));
    }

    /// Runs something that waits for the disk beside the loop.
    fn work(&self, work: impl FnOnce(&Config) -> Result<Got> + Send + 'static) {
        let (config, got) = (self.config.clone(), self.got.clone());
        tokio::task::spawn_blocking(move || {
            _ = got.send(work(&config).unwrap_or_else(Got::Failed));
        });
    }

    fn servers(&self, name: Option<&str>) {
        let servers = self.driver.servers();
        let unknown = |name: &str| Error::new(Kind::Usage, tell!("mcp-unknown", name = name));
        self.tell(match name.filter(|name| !servers.start(Some(name))) {
            Some(name) => Err(unknown(name)),
            None => Ok(Got::Servers(servers.report())),
        });
    }

    fn get(&self, want: Want) {
        let dir = self.dir.clone();
        self.work(move |config| match want {
            Want::Chats => Ok(Got::Chats(store(config)?.list(LISTED)?)),
            Want::Hits(text) => {
                let hits = store(config)?.search(&text, FOUND)?;
                Ok(Got::Hits(text, hits))
            }
            Want::Preview(id) => {
                let nodes = store(config)?.nodes(&id)?;
                Ok(Got::Preview(id, nodes))
            }
            Want::Chat(id) => {
                let store = store(config)?;
                let missing = || Error::new(Kind::Usage, tell!("chat-gone"));
                let chat = store.chat(&id)?.ok_or_else(missing)?;
                let nodes = store.nodes(&id)?;
                Ok(Got::Chat(chat, nodes))
            }
            Want::Models => Ok(Got::Models(models(config)?)),
            Want::Staged => Ok(Got::Staged(git::staged(&dir)?)),
            Want::Files => Ok(Got::Files(files(&dir))),
            Want::Carried(names) => Ok(Got::Carried(files::meant(&dir, &names)?)),
            Want::Blocks(text, pictures, added) => {
                files::are_there(&dir, &pictures)?;
                let found = files::found(&text, &dir);
                let images =
                    found.images.iter().map(|image| files::at(&dir, image).display().to_string()).collect();
                let mut blocks = files::attach(&dir, &found.texts)?;
                // One that went away keeps no message back.
                let more = added.iter().filter(|path| !found.texts.contains(path));
                let more = more.filter_map(|path| files::attach(&dir, std::slice::from_ref(path)).ok());
                blocks.extend(more.flatten());
                Ok(Got::Blocks(blocks, images))
            }
        });
    }

    /// Does something with the project, and tells what came of it.
    fn project<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Project) -> Result<T> + Send + 'static,
        got: impl FnOnce(T) -> Got + Send + 'static,
    ) {
        let sender = self.got.clone();
        self.driver.with(work, move |end| _ = sender.send(end.map_or_else(Got::Failed, got)));
    }

    fn commit(&self, message: String) {
        let (got, dir) = (self.got.clone(), self.dir.clone());
        tokio::spawn(async move {
            let end = git::commit(&dir, &message).await;
            _ = got.send(end.map_or_else(Got::Failed, |commit| Got::Committed(commit, message)));
        });
    }

    fn shell(&self, command: String) {
        let (got, dir) = (self.got.clone(), self.dir.clone());
        tokio::spawn(async move {
            let output = shell::run(&command, &dir, shell::Limits::default()).await;
            _ = got.send(output.map_or_else(Got::Failed, |output| Got::Shell(command, output)));
        });
    }
}

/// The conversations.
///
/// # Errors
/// The database is broken, locked, or of a newer version.
pub(super) fn store(config: &Config) -> Result<Store> {
    Store::open(&store::path(&config.places))
}

fn save(path: PathBuf, mut text: String, old: Old) -> Result<Got> {
    if old == Old::Stays && path.exists() {
        return Ok(Got::Exists(path, text));
    }
    if !text.ends_with('\n') {
        text.push('\n');
    }
    // A link stays one, and what may be run may be run afterwards.
    let path = path.canonicalize().unwrap_or(path);
    let mode = path.metadata().ok().map(|old| old.permissions());
    disk::replace(&path, &text)?;
    if let Some(mode) = mode {
        std::fs::set_permissions(&path, mode)
            .context(Kind::Other, tell!("file-mode", path = path.display().to_string()))?;
    }
    Ok(Got::Done(tell!("file-written", path = path.display().to_string())))
}

fn copied(how: clipboard::How, text: &str) -> Got {
    match how {
        clipboard::How::TooLong => {
            let error = Error::new(Kind::Other, tell!("clip-too-long"));
            Got::Failed(error.hint(tell!("clip-hint")))
        }
        clipboard::How::Nowhere => {
            let error = Error::new(Kind::Other, tell!("clip-nowhere"));
            Got::Failed(error.hint(tell!("clip-hint")))
        }
        _ => Got::Done(tell!("clip-copied", count = text.lines().count())),
    }
}

/// The models on this machine, with what is known of them and whether they fit.
fn models(config: &Config) -> Result<Vec<Entry>> {
    let library = Library::open(config);
    let catalog = library::catalog(config)?;
    let (machine, measured) = (Machine::here(Vec::new()), Measured::load(&config.places));
    let mut cards = Cards::load(&config.places);
    let mut entries = Vec::new();
    for found in &library.found {
        let name = library.short(found, &catalog, config);
        let note = match cards.of(found) {
            Err(error) => format!("✗ {error}"),
            Ok(card) => match (&card.problem, card.fit(CONTEXT, &machine, &measured)) {
                (Some(problem), _) => format!("✗ {problem}"),
                (None, Some(fit)) => format!("{} {}", fit.verdict.mark(), fit.verdict.name()),
                (None, None) => String::new(),
            },
        };
        entries.push(Entry { key: name.clone(), text: name, note });
    }
    for (engine, remote) in &config.engines {
        let entry = |model: &String| {
            let name = format!("{engine}/{model}");
            Entry { key: name.clone(), text: name, note: remote.url.clone() }
        };
        entries.extend(remote.models.iter().map(entry));
    }
    entries.push(Entry { key: "starter".into(), text: "starter".into(), note: tell!("pick-built-in") });
    cards.save();
    Ok(entries)
}

/// The project's files: all of them, or what a moment's patience gives of a large tree.
fn files(dir: &Path) -> Files {
    let files = Files::new(dir);
    for _ in 0..PATIENCE {
        if files.state() != files::State::Listing {
            break;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    files
}
