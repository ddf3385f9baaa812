//! Going back to before a question, from the keys to the tree of the project.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use std::collections::BTreeMap;
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use qwill::chat::store::Chat;
use qwill::chat::tree::{Node, NodeId};
use qwill::code::checkpoint::Step;
use qwill::code::policy::{Freedom, Mode};
use qwill::code::project::Project;
use qwill::code::tool::Call;
use qwill::config::Places;
use qwill::render::theme::Depth;
use qwill::session::{Session, Setup, Work};
use qwill::tui::{Agent, Effect, Got};
use qwill::wire::Role;
use support::home::Home;
use support::script::{Script, call, text};
use support::stage::{Stage, chat};

/// Files with their modes and bytes.
type Tree = BTreeMap<PathBuf, (u32, Vec<u8>)>;

/// A chat about three questions of which each changed files, on a real project.
struct Room {
    _dir: tempfile::TempDir,
    root: PathBuf,
    project: Project,
    stage: Stage,
    /// The tree before each question, and as it is.
    trees: Vec<Tree>,
}

fn tree(root: &Path) -> Tree {
    let mut all = Tree::new();
    for entry in fs::read_dir(root).unwrap() {
        let (path, kind) = (entry.as_ref().unwrap().path(), entry.unwrap().file_type().unwrap());
        if kind.is_dir() {
            all.extend(tree(&path));
        } else {
            let mode = path.metadata().unwrap().permissions().mode() & 0o7777;
            all.insert(path.clone(), (mode, fs::read(path).unwrap()));
        }
    }
    all
}

fn nodes() -> Vec<Node> {
    let said = ["first question", "one", "second question", "two", "third question", "three"];
    let node = |(at, text): (usize, &&str)| {
        let id = u32::try_from(at).unwrap() + 1;
        let role = if at % 2 == 0 { Role::User } else { Role::Assistant };
        Node::new(NodeId(id), (id > 1).then(|| NodeId(id - 1)), role, (*text).to_owned(), 0)
    };
    said.iter().enumerate().map(node).collect()
}

impl Room {
    fn new() -> Room {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path().join("project");
        fs::create_dir(&root).unwrap();
        fs::write(root.join("a.txt"), "one\ntwo\n").unwrap();
        fs::write(root.join("run"), "#!/bin/sh\n").unwrap();
        fs::set_permissions(root.join("run"), Permissions::from_mode(0o750)).unwrap();
        let place = |name: &str| dir.path().join("home").join(name);
        let places =
            Places { config: place("config"), data: place("data"), cache: place("cache"), run: place("run") };
        let project = Project::open(&root, &places).unwrap();
        let setup = Setup { work: Some(Work::default()), ..Setup::default() };
        let session = Session::open(Chat { leaf: Some(NodeId(6)), ..chat() }, nodes(), setup);
        let mut stage = Stage::with(session, 100, 30, "dark", Depth::True);
        stage.app.agent = Agent::new(Some(Freedom::new(Mode::Ask)));
        let mut room = Room { _dir: dir, root, project, stage, trees: Vec::new() };
        room.trees.push(tree(&room.root));
        let write = |path: &str, text: &str| Call::Write { path: path.into(), text: text.into() };
        room.work(1, vec![write("a.txt", "one\n2\n3\n"), write("new/b.txt", "b\n")]);
        let gone = "*** Begin Patch\n*** Delete File: run\n*** End Patch\n";
        room.work(3, vec![write("a.txt", "other\n"), Call::Patch { text: gone.into() }]);
        room.work(5, vec![write("c.txt", "c\n")]);
        room
    }

    fn work(&mut self, question: u32, calls: Vec<Call>) {
        self.project.begin(&format!("test0001:{question}")).unwrap();
        for call in calls {
            let step = self.project.prepare(call).map_err(|output| output.text).unwrap();
            let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
            let output = runtime.block_on(self.project.perform(step));
            assert!(output.text.starts_with("ok"), "{}", output.text);
        }
        self.project.end().unwrap();
        self.trees.push(tree(&self.root));
    }

    /// Presses keys, and does what is asked of the project.
    fn keys(&mut self, keys: &str) -> &mut Room {
        self.stage.keys(keys);
        for effect in std::mem::take(&mut self.stage.asked) {
            let got = match effect {
                Effect::Past(chat) => Got::Past(self.project.past(&chat).unwrap()),
                Effect::Rewind(chat, question, care) => {
                    Got::Rewound(self.project.rewind(&chat, question.0, care).unwrap())
                }
                Effect::Forward(turns) => Got::Swapped(Step::Redo, self.project.forward(&turns).unwrap()),
                _ => continue,
            };
            self.stage.got(got);
        }
        self
    }

    /// The tree is what it was before this question, counted from 0.
    fn is(&mut self, at: usize) -> &mut Room {
        assert_eq!(tree(&self.root), self.trees[at], "before question {at}");
        self
    }
}

#[test]
fn the_questions_are_shown_with_what_each_changed() {
    let mut room = Room::new();
    room.keys("esc").stage.shows(&["Esc again to go back"]);
    room.keys("esc").stage.shows(&["third question", "c.txt +1 −0", "2 files +1 −4", "2 files +3 −1"]);
}

#[test]
fn files_and_chat_go_back_over_several_questions_and_redo_brings_both() {
    let mut room = Room::new();
    room.keys("esc esc down enter").stage.shows(&["files and chat", "the chat only", "the files only"]);
    room.keys("enter").is(1).stage.shows(&["gone back", "a.txt", "removed: c.txt"]);
    assert_eq!(room.stage.app.session.tree.leaf(), Some(NodeId(2)));
    assert_eq!(room.stage.app.composer.text(), "second question");
    room.keys("ctrl+c '/redo' enter").is(3);
    assert_eq!(room.stage.app.session.tree.leaf(), Some(NodeId(6)));
    room.keys("'/rewind' enter 'first' enter enter").is(0);
    assert_eq!(room.stage.app.session.tree.leaf(), None);
    // It goes on as a branch.
    room.keys("enter");
    let branches = room.stage.app.session.tree.branches(NodeId(1));
    assert_eq!(branches, (0, 2));
}

#[test]
fn the_chat_alone_goes_back_and_the_files_stay() {
    let mut room = Room::new();
    room.keys("esc esc down enter down enter").is(3).stage.shows(&["taken back"]);
    assert_eq!(room.stage.app.session.tree.leaf(), Some(NodeId(2)));
    room.keys("ctrl+c '/redo' enter").is(3);
    assert_eq!(room.stage.app.session.tree.leaf(), Some(NodeId(6)));
}

#[test]
fn the_files_alone_go_back_and_the_chat_stays() {
    let mut room = Room::new();
    room.keys("esc esc down down enter down down enter").is(0);
    assert_eq!(room.stage.app.session.tree.leaf(), Some(NodeId(6)));
    room.stage.shows(&["three"]);
    room.keys("'/redo' enter").is(3);
}

#[test]
fn what_the_user_changed_since_is_named_and_not_written_over_without_a_word() {
    let mut room = Room::new();
    fs::write(room.root.join("a.txt"), "mine\n").unwrap();
    let mine = tree(&room.root);
    room.keys("esc esc down enter enter").stage.shows(&["Write over", "a.txt"]).hides(&["gone back"]);
    assert_eq!(tree(&room.root), mine);
    room.keys("esc");
    assert_eq!(tree(&room.root), mine);
    assert_eq!(room.stage.app.session.tree.leaf(), Some(NodeId(6)));
    room.keys("esc esc down enter enter").keys("y").is(1);
    assert_eq!(room.stage.app.session.tree.leaf(), Some(NodeId(2)));
    room.keys("ctrl+c '/redo' enter");
    assert_eq!(tree(&room.root), mine);
}

#[test]
fn what_another_conversation_changed_since_is_asked_about() {
    let mut room = Room::new();
    room.project.begin("other001:1").unwrap();
    let call = Call::Write { path: "d.txt".into(), text: "d\n".into() };
    let step = room.project.prepare(call).map_err(|output| output.text).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(room.project.perform(step));
    room.keys("esc esc enter enter").stage.shows(&["Write over", "d.txt"]);
    assert!(room.root.join("d.txt").exists());
    room.keys("y").is(2);
}

#[test]
fn a_chat_goes_back_without_a_question_about_files() {
    let mut stage = Stage::open(nodes(), 100, 30);
    stage.keys("'/rewind' enter down enter");
    assert_eq!(stage.app.composer.text(), "second question");
    assert_eq!(stage.app.session.tree.leaf(), Some(NodeId(2)));
}

#[test]
fn the_program_goes_back_in_a_conversation_that_was_taken_up_again() {
    let write = |text: &str| call("write", serde_json::json!({ "path": "b.txt", "text": text }));
    let script = Script::new(vec![write("b\n"), text("first is done"), write("c\n"), text("second is done")]);
    let home = Home::new();
    home.write("config/config.toml", script.config());
    home.write("project/a.txt", "a\n");
    let code = ["code", "-m", "lab/big", "-C", "project", "--mode", "edit"];
    let mut screen = home.screen(&code, (100, 30));
    screen.wait_for("Ask anything");
    screen.send("make b\r");
    screen.wait_for("first is done");
    screen.send("change b\r");
    screen.wait_for("second is done");
    screen.send("/quit\r");
    assert!(screen.end().success());
    let file = home.path().join("project/b.txt");
    assert_eq!(fs::read_to_string(&file).unwrap(), "c\n");
    let mut screen = home.screen(&[&code[..], &["-c"]].concat(), (100, 30));
    screen.wait_for("second is done");
    screen.send("/rewind\r");
    screen.wait_for("b.txt +1 −1");
    screen.send("\r");
    screen.wait_for("files and chat");
    screen.send("\r");
    screen.wait_for("gone back");
    assert_eq!(fs::read_to_string(&file).unwrap(), "b\n");
    screen.wait_for("change b");
    screen.send("\x15/rewind\r");
    screen.wait_for("b.txt +1 −0");
    screen.send("\r");
    screen.wait_for("files and chat");
    screen.send("\r");
    screen.wait_for("removed: b.txt");
    assert!(!file.exists());
    screen.send("\x15/redo\r");
    screen.wait_for("first is done");
    screen.wait_for("brought back ·");
    assert_eq!(fs::read_to_string(&file).unwrap(), "b\n");
}
