//! Everything the chat can do, as one table: keys, slash commands, the palette and the help come from it.

use crate::tell;
use crate::text;

/// Something the chat can do.
#[allow(missing_docs, reason = "the table says what each does")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    Help,
    Palette,
    Keys,
    New,
    Clear,
    Chats,
    Search,
    Find,
    Rename,
    Fork,
    Save,
    Export,
    Model,
    System,
    Prompt,
    Set,
    Think,
    Mode,
    Mcp,
    Reasoning,
    Regen,
    Retry,
    Edit,
    Undo,
    Redo,
    Rewind,
    Add,
    Drop,
    Commit,
    Review,
    Test,
    Older,
    Newer,
    Browse,
    Stop,
    Unqueue,
    Copy,
    CopyCode,
    SaveCode,
    Read,
    Image,
    Shell,
    Editor,
    History,
    Expand,
    Context,
    Compact,
    Stats,
    Theme,
    Bidi,
    Lang,
    Mouse,
    Vim,
    Redraw,
    Suspend,
    LineUp,
    LineDown,
    PageUp,
    PageDown,
    MessageUp,
    MessageDown,
    Top,
    Bottom,
    Quit,
}

/// Where a row of the table stands in the help.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// Writing and sending.
    Message,
    /// Answers and what was said.
    Answer,
    /// Conversations.
    Chat,
    /// The work in a project.
    Code,
    /// Models and how they answer.
    Model,
    /// The screen.
    Screen,
}

impl Group {
    /// All groups in the order of the help.
    pub const ALL: [Group; 6] =
        [Group::Message, Group::Answer, Group::Chat, Group::Code, Group::Model, Group::Screen];

    /// Its heading.
    pub fn title(self) -> String {
        match self {
            Group::Message => tell!("group-message"),
            Group::Answer => tell!("group-answer"),
            Group::Chat => tell!("group-chat"),
            Group::Code => tell!("group-code"),
            Group::Model => tell!("group-model"),
            Group::Screen => tell!("group-screen"),
        }
    }
}

/// One row: an action, how it is called, and what it does.
#[derive(Debug)]
pub struct Row {
    /// What it does when chosen.
    pub action: Action,
    /// Its name as a slash command, in the palette, and in `[keys]` of the configuration.
    pub name: &'static str,
    /// Other names that people try.
    pub also: &'static [&'static str],
    /// What may stand behind the name, for the help.
    pub args: &'static str,
    /// Its keys while a message is written.
    pub keys: &'static [&'static str],
    /// One letter that does it while a message of the conversation is chosen.
    pub letter: Option<char>,
    /// Where the help lists it.
    pub group: Group,
}

const fn row(action: Action, name: &'static str, group: Group) -> Row {
    Row { action, name, also: &[], args: "", keys: &[], letter: None, group }
}

impl Row {
    /// What it does, in a few words.
    pub fn help(&self) -> String {
        text::get(&format!("action-{}", self.name))
    }

    const fn also(self, also: &'static [&'static str]) -> Row {
        Row { also, ..self }
    }

    const fn args(self, args: &'static str) -> Row {
        Row { args, ..self }
    }

    const fn keys(self, keys: &'static [&'static str]) -> Row {
        Row { keys, ..self }
    }

    const fn letter(self, letter: char) -> Row {
        Row { letter: Some(letter), ..self }
    }
}

use Action as A;
use Group as G;

/// The table.
pub static ROWS: &[Row] = &[
    row(A::Read, "read", G::Message).also(&["file"]).args("FILE"),
    row(A::Image, "image", G::Message).args("FILE"),
    row(A::Shell, "shell", G::Message).args("COMMAND"),
    row(A::Prompt, "prompt", G::Message).args("[NAME]"),
    row(A::Editor, "editor", G::Message).keys(&["ctrl+g"]),
    row(A::History, "history", G::Message).keys(&["ctrl+r"]),
    row(A::Expand, "expand", G::Message).keys(&["alt+v"]),
    row(A::Unqueue, "unqueue", G::Message).keys(&["alt+q"]),
    row(A::Stop, "stop", G::Answer).keys(&["esc"]),
    row(A::Regen, "regen", G::Answer).also(&["regenerate"]).keys(&["alt+r"]).letter('r'),
    row(A::Retry, "retry", G::Answer),
    row(A::Edit, "edit", G::Answer).letter('e'),
    row(A::Undo, "undo", G::Answer).keys(&["alt+u"]),
    row(A::Redo, "redo", G::Answer),
    row(A::Rewind, "rewind", G::Answer),
    row(A::Older, "older", G::Answer).letter('h').also(&["prev"]),
    row(A::Newer, "newer", G::Answer).letter('l').also(&["next"]),
    row(A::Browse, "browse", G::Answer).keys(&["alt+b"]),
    row(A::Reasoning, "reasoning", G::Answer).also(&["thinking"]).keys(&["ctrl+t"]).letter('t'),
    row(A::Copy, "copy", G::Answer).args("[N]").keys(&["alt+y"]).letter('y'),
    row(A::CopyCode, "code", G::Answer).keys(&["alt+c"]).letter('c'),
    row(A::SaveCode, "write", G::Answer).args("N FILE").letter('w'),
    row(A::Find, "find", G::Answer).args("[TEXT]").keys(&["ctrl+f"]).letter('/'),
    row(A::New, "new", G::Chat).keys(&["ctrl+n"]),
    row(A::Clear, "clear", G::Chat),
    row(A::Chats, "chats", G::Chat).also(&["resume", "load"]).keys(&["ctrl+o"]),
    row(A::Search, "search", G::Chat).args("[TEXT]"),
    row(A::Rename, "rename", G::Chat).args("[TITLE]"),
    row(A::Fork, "fork", G::Chat).also(&["branch"]).letter('f'),
    row(A::Save, "save", G::Chat).args("FILE").letter('s'),
    row(A::Export, "export", G::Chat).args("[FILE]"),
    row(A::Add, "add", G::Code).args("FILE"),
    row(A::Drop, "drop", G::Code).args("[FILE]"),
    row(A::Commit, "commit", G::Code).args("[MESSAGE]"),
    row(A::Review, "review", G::Code).args("[RANGE]"),
    row(A::Test, "test", G::Code),
    row(A::Model, "model", G::Model).args("[NAME]").keys(&["alt+m"]),
    row(A::System, "system", G::Model).args("[TEXT]"),
    row(A::Set, "set", G::Model).args("[KEY VALUE]"),
    row(A::Think, "think", G::Model).also(&["nothink"]).args("[on|off|auto]").keys(&["alt+t"]),
    row(A::Mode, "mode", G::Model).args("[plan|ask|edit|auto]").keys(&["shift+tab"]),
    row(A::Mcp, "mcp", G::Model).args("[NAME]"),
    row(A::Context, "context", G::Model).also(&["tokens"]),
    row(A::Compact, "compact", G::Model).also(&["compress"]),
    row(A::Stats, "stats", G::Model).also(&["status", "show"]),
    row(A::Help, "help", G::Screen).also(&["?"]).keys(&["f1"]).letter('?'),
    row(A::Keys, "keys", G::Screen).also(&["shortcuts"]),
    row(A::Palette, "palette", G::Screen).keys(&["ctrl+p"]),
    row(A::Theme, "theme", G::Screen).args("[NAME]"),
    row(A::Mouse, "mouse", G::Screen).keys(&["alt+x"]),
    row(A::Vim, "vim", G::Screen),
    row(A::Bidi, "bidi", G::Screen).args("[MODE]"),
    row(A::Lang, "lang", G::Screen).args("[LANG]"),
    row(A::LineUp, "up", G::Screen).keys(&["ctrl+up"]).letter('k'),
    row(A::LineDown, "down", G::Screen).keys(&["ctrl+down"]).letter('j'),
    row(A::PageUp, "pageup", G::Screen).keys(&["pageup"]),
    row(A::PageDown, "pagedown", G::Screen).keys(&["pagedown"]),
    row(A::MessageUp, "messageup", G::Screen).keys(&["alt+up"]),
    row(A::MessageDown, "messagedown", G::Screen).keys(&["alt+down"]),
    row(A::Top, "top", G::Screen).keys(&["ctrl+home"]).letter('g'),
    row(A::Bottom, "bottom", G::Screen).keys(&["ctrl+end"]).letter('G'),
    row(A::Redraw, "redraw", G::Screen).keys(&["ctrl+l"]),
    row(A::Suspend, "suspend", G::Screen).keys(&["ctrl+z"]),
    row(A::Quit, "quit", G::Screen).also(&["exit", "bye", "q"]).keys(&["ctrl+d"]),
];

/// The composer's own keys, for the help, and the name of what they do: a message that begins with `key-`.
pub static EDITING: &[(&str, &str)] = &[
    ("Enter", "enter"),
    ("Shift+Enter Alt+Enter Ctrl+J", "line"),
    ("↑ ↓", "history"),
    ("Tab", "complete"),
    ("Alt+←→ Ctrl+←→", "words"),
    ("Ctrl+A Ctrl+E", "ends"),
    ("Ctrl+U Ctrl+K Ctrl+W", "cut"),
    ("Ctrl+_ Alt+_", "undo"),
    ("Ctrl+C", "interrupt"),
    ("Esc", "escape"),
];

/// Keys while a message is chosen, besides the letters of the table.
pub static BROWSING: &[(&str, &str)] =
    &[("↑ ↓", "step"), ("← →", "branch"), ("Enter", "fold"), ("n N", "found"), ("Esc", "back")];

/// Keys while the user is asked about a change.
pub static REVIEWING: &[(&str, &str)] =
    &[("↑ ↓", "part"), ("Space", "take"), ("s", "sides"), ("e", "own"), ("PgUp/PgDn", "rows")];

/// What the keys of that name do, in a few words.
pub fn does(name: &str) -> String {
    text::get(&format!("key-{name}"))
}

impl Action {
    /// Its row.
    pub fn row(self) -> &'static Row {
        // Every action has a row, which a test sees to.
        ROWS.iter().find(|row| row.action == self).unwrap_or(&ROWS[0])
    }
}

/// The row that a slash command's name, whole and in any case, means.
pub fn named(name: &str) -> Option<&'static Row> {
    let means = |word: &str| word.eq_ignore_ascii_case(name);
    ROWS.iter().find(|row| means(row.name) || row.also.iter().any(|also| means(also)))
}

/// The row of a letter pressed while a message is chosen.
pub fn lettered(letter: char) -> Option<&'static Row> {
    ROWS.iter().find(|row| row.letter == Some(letter))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn names_keys_and_letters_mean_one_thing_each() {
        let mut names = HashSet::new();
        let mut keys = HashSet::new();
        let mut letters = HashSet::new();
        for row in ROWS {
            assert_eq!(row.action.row().name, row.name, "{row:?}");
            assert!([row.name].iter().chain(row.also).all(|name| names.insert(*name)), "{row:?}");
            assert!(row.keys.iter().all(|key| keys.insert(*key)), "{row:?}");
            assert!(row.letter.is_none_or(|letter| letters.insert(letter)), "{row:?}");
        }
    }

    #[test]
    fn every_language_says_what_each_row_and_key_does() {
        let actions = ROWS.iter().map(|row| format!("action-{}", row.name));
        let keys = EDITING.iter().chain(BROWSING).chain(REVIEWING).map(|row| format!("key-{}", row.1));
        let names: Vec<String> = actions.chain(keys).collect();
        for lang in text::Lang::ALL {
            text::speak_here(Some(lang));
            for name in &names {
                let help = text::find(name).unwrap_or_else(|| panic!("{lang:?}: {name}"));
                assert!(!help.is_empty() && !help.ends_with(['.', '。']), "{lang:?}: {name}");
            }
        }
        text::speak_here(None);
    }

    #[test]
    fn commands_are_found_by_every_name_people_try() {
        for name in
            "help new clear model system prompt set think reasoning regen edit undo fork chats search rename \
                     save export copy read image context compact stats theme bidi keys lang bye exit quit ?"
                .split_whitespace()
        {
            assert!(named(name).is_some(), "/{name}");
        }
        assert_eq!(named("BYE").unwrap().action, Action::Quit);
        assert!(named("bya").is_none());
    }
}
