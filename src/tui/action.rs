//! Everything the chat can do, as one table: keys, slash commands, the palette and the help come from it.

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
    Reasoning,
    Regen,
    Retry,
    Edit,
    Undo,
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
    /// Models and how they answer.
    Model,
    /// The screen.
    Screen,
}

impl Group {
    /// All groups in the order of the help.
    pub const ALL: [Group; 5] = [Group::Message, Group::Answer, Group::Chat, Group::Model, Group::Screen];

    /// Its heading.
    pub fn title(self) -> &'static str {
        match self {
            Group::Message => "Writing",
            Group::Answer => "Answers",
            Group::Chat => "Conversations",
            Group::Model => "Model",
            Group::Screen => "Screen",
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
    /// What it does, in a few words.
    pub help: &'static str,
}

const fn row(action: Action, name: &'static str, group: Group, help: &'static str) -> Row {
    Row { action, name, also: &[], args: "", keys: &[], letter: None, group, help }
}

impl Row {
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
    row(A::Read, "read", G::Message, "add a file to the message; the same as @FILE")
        .also(&["file"])
        .args("FILE"),
    row(A::Image, "image", G::Message, "add a picture to the message").args("FILE"),
    row(A::Shell, "shell", G::Message, "add a command's output to the message; the same as !COMMAND")
        .args("COMMAND"),
    row(A::Prompt, "prompt", G::Message, "begin the message from a preset").args("[NAME]"),
    row(A::Editor, "editor", G::Message, "write the message in your editor").keys(&["ctrl+g"]),
    row(A::History, "history", G::Message, "find an earlier message of this project").keys(&["ctrl+r"]),
    row(A::Expand, "expand", G::Message, "show a folded paste as text").keys(&["alt+v"]),
    row(A::Unqueue, "unqueue", G::Message, "take the last queued message back").keys(&["alt+q"]),
    row(A::Stop, "stop", G::Answer, "stop the answer; what came stays").keys(&["esc"]),
    row(A::Regen, "regen", G::Answer, "answer again; the old answer stays as a branch")
        .also(&["regenerate"])
        .keys(&["alt+r"])
        .letter('r'),
    row(A::Retry, "retry", G::Answer, "ask again after a failure"),
    row(A::Edit, "edit", G::Answer, "write a message again, as a branch").letter('e'),
    row(A::Undo, "undo", G::Answer, "take back the last exchange or the last compaction").keys(&["alt+u"]),
    row(A::Older, "older", G::Answer, "the branch before this one").letter('h').also(&["prev"]),
    row(A::Newer, "newer", G::Answer, "the branch after this one").letter('l').also(&["next"]),
    row(A::Browse, "browse", G::Answer, "choose an earlier message (esc esc)").keys(&["alt+b"]),
    row(A::Reasoning, "reasoning", G::Answer, "fold or unfold thinking and results of tools")
        .also(&["thinking"])
        .keys(&["ctrl+t"])
        .letter('t'),
    row(A::Copy, "copy", G::Answer, "copy the answer; `copy 2` copies its second code block")
        .args("[N]")
        .keys(&["alt+y"])
        .letter('y'),
    row(A::CopyCode, "code", G::Answer, "choose a code block and copy it").keys(&["alt+c"]).letter('c'),
    row(A::SaveCode, "write", G::Answer, "write a code block into a file").args("N FILE").letter('w'),
    row(A::Find, "find", G::Answer, "find text in this conversation")
        .args("[TEXT]")
        .keys(&["ctrl+f"])
        .letter('/'),
    row(A::New, "new", G::Chat, "begin a new conversation").keys(&["ctrl+n"]),
    row(A::Clear, "clear", G::Chat, "begin anew; the old conversation stays saved"),
    row(A::Chats, "chats", G::Chat, "open, search or delete saved conversations")
        .also(&["resume", "load"])
        .keys(&["ctrl+o"]),
    row(A::Search, "search", G::Chat, "find text in all conversations").args("[TEXT]"),
    row(A::Rename, "rename", G::Chat, "give the conversation another title").args("[TITLE]"),
    row(A::Fork, "fork", G::Chat, "go on in a copy of the conversation").also(&["branch"]).letter('f'),
    row(A::Save, "save", G::Chat, "write the last answer into a file").args("FILE").letter('s'),
    row(A::Export, "export", G::Chat, "write the conversation into a file (.md or .jsonl)").args("[FILE]"),
    row(A::Model, "model", G::Model, "choose the model").args("[NAME]").keys(&["alt+m"]),
    row(A::System, "system", G::Model, "show or set the instructions for the model").args("[TEXT]"),
    row(A::Set, "set", G::Model, "show or set temp, top_p, top_k, min_p, seed, max_tokens, ctx")
        .args("[KEY VALUE]"),
    row(A::Think, "think", G::Model, "whether the model thinks: on, off or auto")
        .also(&["nothink"])
        .args("[on|off|auto]")
        .keys(&["alt+t"]),
    row(A::Context, "context", G::Model, "where the tokens of the context go").also(&["tokens"]),
    row(A::Compact, "compact", G::Model, "replace what was said by a summary; /undo brings it back")
        .also(&["compress"]),
    row(A::Stats, "stats", G::Model, "tokens and speed of the answers").also(&["status", "show"]),
    row(A::Help, "help", G::Screen, "this help").also(&["?"]).keys(&["f1"]).letter('?'),
    row(A::Keys, "keys", G::Screen, "all keys, and how to change them").also(&["shortcuts"]),
    row(A::Palette, "palette", G::Screen, "find anything the chat can do").keys(&["ctrl+p"]),
    row(A::Theme, "theme", G::Screen, "choose colours").args("[NAME]"),
    row(
        A::Mouse,
        "mouse",
        G::Screen,
        "give the mouse to qwill (the wheel scrolls, drag copies) or back to the terminal",
    )
    .keys(&["alt+x"]),
    row(A::Vim, "vim", G::Screen, "vim's keys for the message"),
    row(A::Bidi, "bidi", G::Screen, "who orders right-to-left text"),
    row(A::Lang, "lang", G::Screen, "the language of this screen"),
    row(A::LineUp, "up", G::Screen, "scroll up").keys(&["ctrl+up"]).letter('k'),
    row(A::LineDown, "down", G::Screen, "scroll down").keys(&["ctrl+down"]).letter('j'),
    row(A::PageUp, "pageup", G::Screen, "scroll up a page").keys(&["pageup"]),
    row(A::PageDown, "pagedown", G::Screen, "scroll down a page").keys(&["pagedown"]),
    row(A::MessageUp, "messageup", G::Screen, "go to the message before").keys(&["alt+up"]),
    row(A::MessageDown, "messagedown", G::Screen, "go to the next message").keys(&["alt+down"]),
    row(A::Top, "top", G::Screen, "go to the beginning").keys(&["ctrl+home"]).letter('g'),
    row(A::Bottom, "bottom", G::Screen, "go to the end").keys(&["ctrl+end"]).letter('G'),
    row(A::Redraw, "redraw", G::Screen, "draw the screen anew").keys(&["ctrl+l"]),
    row(A::Suspend, "suspend", G::Screen, "leave to the shell; `fg` comes back").keys(&["ctrl+z"]),
    row(A::Quit, "quit", G::Screen, "leave; the conversation is saved")
        .also(&["exit", "bye", "q"])
        .keys(&["ctrl+d"]),
];

/// What the composer's own keys do, for the help: keys and words.
pub static EDITING: &[(&str, &str)] = &[
    ("Enter", "send; while an answer runs, queue"),
    ("Shift+Enter Alt+Enter Ctrl+J", "a new line; also \\ before Enter, or lines between two \"\"\""),
    ("↑ ↓", "earlier messages from the first row, later ones from the last"),
    ("Tab", "complete a /command or an @file"),
    ("Alt+←→ Ctrl+←→", "by words"),
    ("Ctrl+A Ctrl+E", "beginning and end of the line"),
    ("Ctrl+U Ctrl+K Ctrl+W", "cut to the beginning, to the end, a word; Ctrl+Y puts it back"),
    ("Ctrl+_ Alt+_", "undo and redo"),
    ("Ctrl+C", "stop the answer, or clear the message; twice leaves"),
    ("Esc", "stop the answer; twice chooses an earlier message"),
];

/// What keys do while a message is chosen, besides the letters of the table.
pub static BROWSING: &[(&str, &str)] = &[
    ("↑ ↓", "the message before, the next"),
    ("← →", "the branch before, the next"),
    ("Enter", "fold or unfold it"),
    ("n N", "the next place found, the one before"),
    ("Esc", "back to writing"),
];

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
            assert!(!row.help.is_empty() && !row.help.ends_with('.'), "{row:?}");
        }
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
