//! A project while an agent works in it: carries out calls that may be, and keeps the way back.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::checkpoint::{Changes, Step as Way, Store, Turn, Undo};
use super::edit::{self, format::Change, plan::Plan};
use super::lead::lead;
use super::policy::Held;
use super::sandbox::{Rule, report};
use super::shell::{self, End, Request};
use super::syntax;
use super::tool::{Call, Scale};
use super::workspace::read::Span;
use super::workspace::search::{Limits, Query};
use super::workspace::{Guard, Place, Seen, Workspace};
use crate::config::{self, Places};
use crate::error::{Context, Error, Kind, Result};
use crate::models::disk::make_dir;
use crate::tell;
use crate::wire::Guide;
use sha2::{Digest, Sha256};

mod back;
mod changes;
mod outputs;
mod served;

pub use back::{Back, Care, Past};
use changes::{changes, plain, touched};
use outputs::Outputs;

/// Bytes of a command's output that the model reads.
const OUTPUT: usize = 8 << 10;
/// The same where the model hardly has room.
const OUTPUT_FEW: usize = 1 << 10;
/// The longest that a command may run because the model said so, in seconds.
const LONGEST: u64 = 900;
/// The longest that a command may run because the user said so: no clock overflows.
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

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

    /// What became of work that may have changed files.
    fn after(changes: Changes, text: String, ended: Ended) -> Output {
        let notices = changes.lost.iter().map(|path| tell!("code-lost", path = path)).collect();
        let changed = [changes.added, changes.modified, changes.deleted].concat();
        Output { text, ended, changed, diff: String::new(), notices }
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

impl Step {
    /// The same step with another plan for its files.
    pub(super) fn with(self, plan: Plan) -> Step {
        Step { plan: Some(plan), ..self }
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
    /// How long a command may run where nothing else is said.
    time: Duration,
    outputs: Outputs,
    /// The files whose lines the model knows by their numbers: it read them, and did not change them since.
    numbered: BTreeSet<String>,
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
        let (places, time) = (places.clone(), shell::TIME);
        let numbered = BTreeSet::new();
        Ok(Project { workspace, store, dir, program, places, held, scale, time, outputs, numbered })
    }

    /// The project's directory.
    pub fn root(&self) -> &Path {
        self.workspace.root()
    }

    /// What is in the project.
    pub fn workspace(&self) -> &Workspace {
        &self.workspace
    }

    /// Another program in the place of this one holds commands: for tests, whose own program is another.
    pub fn with_program(self, program: &Path) -> Project {
        Project { program: program.to_owned(), ..self }
    }

    /// How much room the model has.
    pub fn fit(&mut self, scale: Scale) {
        self.scale = scale;
    }

    /// A command may run so long where the model says nothing else.
    pub fn limit(&mut self, time: Duration) {
        self.time = time.min(DAY);
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

    /// Takes back what was done last, or does it again, if it was done for the question of this label; without such
    /// changes nothing happens.
    ///
    /// # Errors
    /// A file cannot be read or written.
    pub fn swap(&mut self, way: Way, label: &str) -> Result<Undo> {
        let ours = |turn: &&Turn| turn.label == label;
        if way == Way::Undo {
            self.store.end()?;
            let first = self.store.done().iter().rev().take_while(ours).last().map(|turn| turn.id);
            return first.map_or_else(|| Ok(Undo::default()), |first| self.store.rewind(first));
        }
        self.again(|turn| turn.label == label)
    }

    /// Does turns again while the next one is such.
    fn again(&mut self, such: impl Fn(&Turn) -> bool) -> Result<Undo> {
        let mut all = Undo::default();
        while self.store.undone().first().is_some_and(&such) {
            let Some(one) = self.store.redo()? else { break };
            all.add(one);
        }
        Ok(all)
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
            Change::Replace { path, .. } | Change::Part { path, .. } | Change::Write { path, .. } => {
                settle(path)
            }
            Change::Add { path, .. } | Change::Delete { path } => settle(path),
            Change::Move { from, to } => [from, to].into_iter().for_each(settle),
        }
        change
    }

    fn plan(&self, changes: &[Change], places: &[Place]) -> Result<Plan, Output> {
        let moved = changes.iter().find(|change| match change {
            Change::Part { path, part, .. } => {
                edit::plan::numbers(part).is_some() && !self.numbered.contains(path)
            }
            _ => false,
        });
        if let Some(change) = moved {
            let path = change.path();
            let text = format!(
                "error: you have not read {path} since it was changed. Read it for its line numbers."
            );
            return Err(Output::badly(text));
        }
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
                self.numbered.extend((!output).then(|| place.rel.clone()));
                let few = self.scale == Scale::Few;
                from.read(place, span)
                    .map(|excerpt| Output::well(if few { plain(&excerpt.text) } else { excerpt.text }))
            }
            (Call::List { depth, .. }, Some(place), _) => self.workspace.list(place, depth).map(Output::well),
            (Call::Search { pattern, glob, .. }, Some(place), _) => {
                let query = Query { pattern: &pattern, under: place, glob: glob.as_deref() };
                self.workspace.search(query, Limits::default()).map(|hits| Output::well(hits.text))
            }
            (
                Call::Edit { .. } | Call::Part { .. } | Call::Write { .. } | Call::Patch { .. },
                _,
                Some(plan),
            ) => self.change(&step.places, &plan),
            (Call::Shell { command, time }, ..) => self.command(&command, time).await,
            (Call::Todo { .. }, ..) => Ok(Output::well("ok")),
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
            self.numbered.remove(&file.path);
            let place = places.iter().find(|place| place.rel == file.path);
            match (place, &file.after) {
                (Some(place), Some(after)) => self.workspace.note(place, after),
                (Some(place), None) => self.workspace.forget(place),
                (None, _) => {}
            }
        }
        let text = format!("ok{}", syntax::told(plan));
        let mut output =
            Output { changed: paths.iter().map(ToString::to_string).collect(), ..Output::well(text) };
        output.diff = edit::pick::difference(plan);
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
        let request = Request {
            rule: (self.held != Some(Held::No)).then_some(rule),
            time: time.map_or(self.time, |time| Duration::from_secs(time.min(LONGEST))),
            bytes: self.most(),
            dir: self.workspace.root().to_owned(),
            program: self.program.clone(),
            command: command.to_owned(),
            file,
        };
        let outcome = shell::run(&request).await;
        // Whatever became of the command: what it did can be taken back.
        let changes = self.store.changes(&before)?;
        let outcome = outcome?;
        let ended = if outcome.end == End::Exit(0) { Ended::Well } else { Ended::Badly };
        Ok(Output::after(changes, outcome.told(&name), ended))
    }

    /// Bytes of an output that the model reads.
    fn most(&self) -> usize {
        if self.scale == Scale::Few { OUTPUT_FEW } else { OUTPUT }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_model_hears_of_the_syntax_that_it_broke_and_of_no_other() {
        let dir = tempfile::tempdir().unwrap();
        let (root, home) = (dir.path().join("p"), dir.path().join("home"));
        std::fs::create_dir(&root).unwrap();
        let places =
            Places { config: home.join("config"), data: home.join("data"), cache: home.clone(), run: home };
        let mut project = Project::open(&root, &places).unwrap();
        project.begin("1").unwrap();
        for (text, wanted) in [
            ("fn f() {}\n", "ok"),
            ("fn f() {\n", "ok, but there is a syntax error now at line 1: `{` is never closed"),
            ("fn f() {\n// so\n", "ok"),
            ("fn f() {}\n", "ok"),
        ] {
            let call = Call::Write { path: "a.rs".into(), text: text.into() };
            let step = project.prepare(call).unwrap();
            let output = project.perform(step).await;
            assert_eq!((output.text.as_str(), output.ended), (wanted, Ended::Well), "{text}");
            assert_eq!(std::fs::read_to_string(root.join("a.rs")).unwrap(), text);
        }
    }

    #[tokio::test]
    async fn lines_are_replaced_by_numbers_only_while_the_model_knows_them() {
        let dir = tempfile::tempdir().unwrap();
        let (root, home) = (dir.path().join("p"), dir.path().join("home"));
        std::fs::create_dir(&root).unwrap();
        std::fs::write(root.join("a.txt"), "1\n2\n3\n").unwrap();
        let places =
            Places { config: home.join("config"), data: home.join("data"), cache: home.clone(), run: home };
        let mut project = Project::open(&root, &places).unwrap();
        project.begin("1").unwrap();
        let part = |part: &str| Call::Part { path: "./a.txt".into(), part: part.into(), text: "x\ny".into() };
        let unread = project.prepare(part("2-2")).unwrap_err();
        assert!(unread.text.contains("Read it"), "{}", unread.text);
        let read = || Call::Read { path: "a.txt".into(), from: 1, lines: None };
        let step = project.prepare(read()).unwrap();
        project.perform(step).await;
        let step = project.prepare(part("2-2")).unwrap();
        assert_eq!(project.perform(step).await.text, "ok");
        assert_eq!(std::fs::read_to_string(root.join("a.txt")).unwrap(), "1\nx\ny\n3\n");
        assert!(project.prepare(part("3")).is_err(), "the lines have moved");
        let step = project.prepare(read()).unwrap();
        project.perform(step).await;
        let beyond = project.prepare(part("4-5")).unwrap_err();
        assert!(beyond.text.contains("has 4 lines"), "{}", beyond.text);
        assert!(project.prepare(part("4")).is_ok());
    }

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
