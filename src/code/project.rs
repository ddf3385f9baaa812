//! A project while an agent works in it: carries out calls that may be, and keeps the way back.

use std::path::{Path, PathBuf};
use std::time::Duration;

use sha2::{Digest, Sha256};
use similar::TextDiff;

use super::checkpoint::{Store, Undo};
use super::edit::{self, format::Change, format::Spot, matcher::Grain, plan::Plan};
use super::lead::lead;
use super::policy::Held;
use super::sandbox::{Rule, report};
use super::shell::{self, End, Request};
use super::tool::{Call, Scale};
use super::workspace::read::Span;
use super::workspace::search::{Limits, Query};
use super::workspace::{Guard, Place, Seen, Workspace};
use crate::config::{self, Places};
use crate::error::{Context, Error, Kind, Result};
use crate::models::disk::make_dir;
use crate::tell;
use crate::wire::Guide;

/// Bytes of a command's output that the model reads.
const OUTPUT: usize = 8 << 10;
/// The same where the model hardly has room.
const OUTPUT_FEW: usize = 1 << 10;
/// The longest that a command may run because the model said so, in seconds.
const LONGEST: u64 = 900;

/// What a call did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Output {
    /// What the model reads.
    pub text: String,
    /// Whether it did what it was to do.
    pub ended: Ended,
    /// Files that it changed, from the root.
    pub changed: Vec<String>,
    /// A unified difference of what it changed.
    pub diff: String,
    /// What the user is told besides.
    pub notices: Vec<String>,
}

/// How a call ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ended {
    /// Well.
    #[default]
    Well,
    /// It failed, and the model is told why.
    Badly,
    /// It was not allowed.
    Refused,
}

impl Output {
    /// A call that did what it was to do.
    pub fn well(text: impl Into<String>) -> Output {
        Output { text: text.into(), ..Output::default() }
    }

    /// A call that failed; the text is for the model.
    pub fn badly(text: impl Into<String>) -> Output {
        Output { text: text.into(), ended: Ended::Badly, ..Output::default() }
    }

    fn failed(error: &Error) -> Output {
        Output::badly(format!("error: {error}"))
    }
}

/// A call that can be carried out, with what it would do.
#[derive(Debug)]
pub struct Step {
    /// The call.
    pub call: Call,
    /// The care that its file needs.
    pub guard: Guard,
    /// What it changes.
    pub plan: Option<Plan>,
    /// The files that it is about; of a command that is not known.
    places: Vec<Place>,
}

/// What commands wrote, as far as the model did not read it at once.
#[derive(Debug)]
struct Outputs {
    files: Workspace,
    last: usize,
}

impl Outputs {
    /// What the model calls them begins so.
    const NAME: &str = "@output/";

    /// Those of earlier work are let go.
    fn new(dir: &Path) -> Result<Outputs> {
        _ = std::fs::remove_dir_all(dir);
        make_dir(dir)?;
        Ok(Outputs { files: Workspace::open(dir)?, last: 0 })
    }

    /// The name of the next one, and its file.
    fn next(&mut self) -> (String, PathBuf) {
        self.last += 1;
        (format!("{}{}", Outputs::NAME, self.last), self.files.root().join(self.last.to_string()))
    }

    /// The names of all.
    fn names(&self) -> impl Iterator<Item = String> {
        (1..=self.last).map(|number| format!("{}{number}", Outputs::NAME))
    }

    /// The file that the model means, if it means one.
    fn place(&self, path: &str) -> Option<Place> {
        let number: usize = path.trim().strip_prefix(Outputs::NAME)?.parse().ok()?;
        self.files.resolve(&number.to_string()).ok()
    }
}

/// The project and what is kept of it.
#[derive(Debug)]
pub struct Project {
    workspace: Workspace,
    store: Store,
    /// Where the store, journals and outputs are.
    dir: PathBuf,
    program: PathBuf,
    places: Places,
    held: Option<Held>,
    scale: Scale,
    outputs: Outputs,
    /// The steps that the model wrote down.
    pub todo: String,
}

impl Project {
    /// The project below `root`, kept in the program's data. An edit or an undo that was cut off is finished first.
    ///
    /// # Errors
    /// There is no such directory, another agent works in it, or the data cannot be written.
    pub fn open(root: &Path, places: &Places) -> Result<Project> {
        let workspace = Workspace::open(root)?;
        let hash = Sha256::digest(workspace.root().as_os_str().as_encoded_bytes());
        let name: String = hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        let dir = places.data.join("code").join(name);
        for part in ["outputs", "temp"] {
            make_dir(&dir.join(part))?;
        }
        let store = Store::open(&dir.join("checkpoints"), workspace.root())?;
        let left = edit::commit::recover(&dir.join("edits"))?;
        if let Some(error) = edit::commit::left(&left) {
            return Err(error);
        }
        let program = shell::program().context(Kind::Other, tell!("code-program"))?;
        let (held, scale) = (None, Scale::All);
        let outputs = Outputs::new(&dir.join("outputs"))?;
        let (places, todo) = (places.clone(), String::new());
        Ok(Project { workspace, store, dir, program, places, held, scale, outputs, todo })
    }

    /// The project's directory.
    pub fn root(&self) -> &Path {
        self.workspace.root()
    }

    /// Another program in the place of this one holds commands: for tests, whose own program is another.
    pub fn with_program(self, program: &Path) -> Project {
        Project { program: program.to_owned(), ..self }
    }

    /// How much room the model has.
    pub fn fit(&mut self, scale: Scale) {
        self.scale = scale;
    }

    /// Whether commands are held here, which is tried once; and why not.
    ///
    /// # Errors
    /// No command can be run at all.
    pub async fn holds(&mut self) -> Result<(Held, Option<String>)> {
        if let Some(Held::Yes) = self.held {
            return Ok((Held::Yes, None));
        }
        let scratch = self.dir.join("trial");
        make_dir(&scratch)?;
        let report = report(&self.program, &scratch).await?;
        let held = if report.holds() { Held::Yes } else { Held::No };
        self.held = Some(held);
        Ok((held, report.why()))
    }

    /// What the user asked for begins: all that is done until the next one is taken back as a whole.
    ///
    /// # Errors
    /// It cannot be written down.
    pub fn begin(&mut self, label: &str) -> Result<u64> {
        self.store.begin(label)
    }

    /// It is over.
    ///
    /// # Errors
    /// It cannot be written down.
    pub fn end(&mut self) -> Result<()> {
        self.store.end()
    }

    /// Takes the last of what was done back; `None` if there is nothing.
    ///
    /// # Errors
    /// A file cannot be read or written.
    pub fn undo(&mut self) -> Result<Option<Undo>> {
        self.store.undo()
    }

    /// Does again what was taken back last.
    ///
    /// # Errors
    /// A file cannot be read or written.
    pub fn redo(&mut self) -> Result<Option<Undo>> {
        self.store.redo()
    }

    /// What the next calls are kept to, when this was said so far.
    pub fn guide<'a>(&self, said: impl IntoIterator<Item = &'a str>) -> Guide {
        let mut guide = lead(&self.workspace, said);
        guide.paths.extend(self.outputs.names());
        guide
    }

    /// Finds out what a call would do, and changes nothing.
    ///
    /// # Errors
    /// What the model is told of why it cannot be.
    pub fn prepare(&self, call: Call) -> Result<Step, Output> {
        if let Call::Read { path, .. } = &call
            && let Some(place) = self.outputs.place(path)
        {
            return Ok(Step { call, guard: Guard::Plain, plan: None, places: vec![place] });
        }
        let changes = changes(&call)?;
        let paths: Vec<&str> = match &call {
            Call::Read { path, .. } | Call::List { path, .. } | Call::Search { path, .. } => vec![path],
            _ => changes.iter().flat_map(touched).collect(),
        };
        let places =
            paths.into_iter().map(|path| self.workspace.resolve(path)).collect::<Result<Vec<Place>>>();
        let places = places.map_err(|error| Output::failed(&error))?;
        let worst = places.iter().map(|place| place.guard).find(|guard| *guard != Guard::Plain);
        let changes: Vec<Change> = changes.into_iter().map(|change| self.settled(change)).collect();
        let plan = (!changes.is_empty()).then(|| self.plan(&changes, &places)).transpose()?;
        Ok(Step { call, guard: worst.unwrap_or(Guard::Plain), plan, places })
    }

    /// A change with its paths as they are from the root.
    fn settled(&self, mut change: Change) -> Change {
        let settle = |path: &mut String| {
            if let Ok(place) = self.workspace.resolve(path) {
                *path = place.rel;
            }
        };
        match &mut change {
            Change::Replace { path, .. } | Change::Write { path, .. } => settle(path),
            Change::Add { path, .. } | Change::Delete { path } => settle(path),
            Change::Move { from, to } => [from, to].into_iter().for_each(settle),
        }
        change
    }

    fn plan(&self, changes: &[Change], places: &[Place]) -> Result<Plan, Output> {
        let mut changed = None;
        let plan = edit::plan::plan(changes, |path| {
            let Some(place) = places.iter().find(|place| place.rel == path) else { return Ok(None) };
            match self.workspace.bytes(place) {
                Ok(bytes) => {
                    if self.workspace.changed(place, &bytes) == Seen::Changed {
                        changed = Some(place.rel.clone());
                    }
                    Ok(Some(bytes))
                }
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
                Err(error) => Err(error),
            }
        });
        if let Some(path) = changed {
            return Err(Output::badly(format!(
                "error: {path} was changed since you read it. Read it again."
            )));
        }
        plan.map_err(|failures| Output::badly(format!("error: {}", edit::fault::model(&failures))))
    }

    /// Carries a call out.
    pub async fn perform(&mut self, step: Step) -> Output {
        let done = match (step.call, step.places.first(), step.plan) {
            (Call::Read { path, from, lines }, Some(place), _) => {
                let usual = Span::default().lines;
                let most = if self.scale == Scale::Few { 60 } else { usual };
                let span = Span { from, lines: lines.unwrap_or(most).min(usual) };
                let output = self.outputs.place(&path).is_some();
                let from = if output { &self.outputs.files } else { &self.workspace };
                let few = self.scale == Scale::Few;
                from.read(place, span)
                    .map(|excerpt| Output::well(if few { plain(&excerpt.text) } else { excerpt.text }))
            }
            (Call::List { depth, .. }, Some(place), _) => self.workspace.list(place, depth).map(Output::well),
            (Call::Search { pattern, glob, .. }, Some(place), _) => {
                let query = Query { pattern: &pattern, under: place, glob: glob.as_deref() };
                self.workspace.search(query, Limits::default()).map(|hits| Output::well(hits.text))
            }
            (Call::Edit { .. } | Call::Write { .. } | Call::Patch { .. }, _, Some(plan)) => {
                self.change(&step.places, &plan)
            }
            (Call::Shell { command, time }, ..) => self.command(&command, time).await,
            (Call::Todo { items }, ..) => {
                self.todo = items;
                Ok(Output::well("ok"))
            }
            _ => Ok(Output::badly("error: this cannot be done here")),
        };
        done.unwrap_or_else(|error| Output::failed(&error))
    }

    fn change(&mut self, places: &[Place], plan: &Plan) -> Result<Output> {
        if plan.files.is_empty() {
            return Ok(Output::badly("error: nothing would change"));
        }
        let paths: Vec<&str> = plan.files.iter().map(|file| file.path.as_str()).collect();
        let skipped = self.store.save(&paths)?;
        if let Some(path) = skipped.first() {
            return Err(Error::new(Kind::Refused, tell!("code-unkept", path = path)));
        }
        edit::commit::commit(plan, self.workspace.root(), &self.dir.join("edits"))?;
        for file in &plan.files {
            let place = places.iter().find(|place| place.rel == file.path);
            match (place, &file.after) {
                (Some(place), Some(after)) => self.workspace.note(place, after),
                (Some(place), None) => self.workspace.forget(place),
                (None, _) => {}
            }
        }
        let mut output =
            Output { changed: paths.iter().map(ToString::to_string).collect(), ..Output::well("ok") };
        output.diff = difference(plan);
        output.notices = plan
            .notes
            .iter()
            .map(|note| tell!("code-forgiven", path = &note.path, line = note.line))
            .collect();
        Ok(output)
    }

    async fn command(&mut self, command: &str, time: Option<u64>) -> Result<Output> {
        let before = self.store.scan()?;
        let (name, file) = self.outputs.next();
        let temp = self.dir.join("temp");
        let mut rule = Rule::new(self.workspace.root(), &temp, Some(&config::unfold("~".into())));
        rule.hide = vec![self.places.config.clone(), self.places.data.clone()];
        let few = self.scale == Scale::Few;
        let request = Request {
            rule: (self.held != Some(Held::No)).then_some(rule),
            time: time.map_or(shell::TIME, |time| Duration::from_secs(time.min(LONGEST))),
            bytes: if few { OUTPUT_FEW } else { OUTPUT },
            dir: self.workspace.root().to_owned(),
            program: self.program.clone(),
            command: command.to_owned(),
            file,
        };
        let outcome = shell::run(&request).await;
        // Whatever became of the command: what it did can be taken back.
        let changes = self.store.changes(&before)?;
        let outcome = outcome?;
        let changed: Vec<String> = [changes.added, changes.modified, changes.deleted].concat();
        let lost = changes.lost.iter().map(|path| tell!("code-lost", path = path)).collect();
        let ended = if outcome.end == End::Exit(0) { Ended::Well } else { Ended::Badly };
        Ok(Output { text: outcome.told(&name), ended, changed, diff: String::new(), notices: lost })
    }
}

/// Lines without their numbers, which very small models would copy.
fn plain(text: &str) -> String {
    let number = |head: &str| head.bytes().all(|byte| byte.is_ascii_digit());
    let line = |line: &str| match line.split_once('\t') {
        Some((head, rest)) if number(head) => rest.to_owned(),
        _ => line.to_owned(),
    };
    text.split_inclusive('\n').map(line).collect()
}

/// The changes that a call asks for.
fn changes(call: &Call) -> Result<Vec<Change>, Output> {
    Ok(match call.clone() {
        Call::Edit { path, old, new } => {
            vec![Change::Replace { path, old, new, grain: Grain::Text, spot: Spot::Anywhere }]
        }
        Call::Write { path, text } => vec![Change::Write { path, text }],
        Call::Patch { text } => edit::format::parse(&text)
            .map_err(|broken| Output::badly(format!("error: {}", broken.model())))?,
        _ => Vec::new(),
    })
}

/// The paths of a change.
fn touched(change: &Change) -> Vec<&str> {
    match change {
        Change::Move { from, to } => vec![from, to],
        other => vec![other.path()],
    }
}

/// What a plan changes, as a unified difference. Files that are no text are only named.
pub fn difference(plan: &Plan) -> String {
    let mut out = String::new();
    for file in &plan.files {
        let text = |bytes: &Option<Vec<u8>>| {
            String::from_utf8_lossy(bytes.as_deref().unwrap_or_default()).into_owned()
        };
        let (before, after) = (text(&file.before), text(&file.after));
        let side = |there: bool, sign: &str| {
            if there { format!("{sign}/{}", file.path) } else { "/dev/null".into() }
        };
        let (from, to) = (side(file.before.is_some(), "a"), side(file.after.is_some(), "b"));
        let diff = TextDiff::from_lines(&before, &after);
        out += &diff.unified_diff().context_radius(3).header(&from, &to).to_string();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_commands_wrote_can_be_named_like_files() {
        let home = tempfile::tempdir().unwrap();
        let place = |name: &str| home.path().join(name);
        let places =
            Places { config: place("config"), data: place("data"), cache: place("cache"), run: place("run") };
        std::fs::create_dir(place("project")).unwrap();
        let mut project = Project::open(&place("project"), &places).unwrap();
        assert!(project.guide([]).paths.is_empty());
        let (first, _) = project.outputs.next();
        let (second, _) = project.outputs.next();
        assert_eq!(project.guide([]).paths, [first, second.clone()]);
        let step = project.prepare(Call::Read { path: second, from: 1, lines: None }).unwrap();
        assert_eq!(step.places[0].rel, "2");
    }
}
