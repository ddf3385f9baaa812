//! What the program says is in `locales/`, whole in every language, and nowhere else.
#![allow(clippy::unwrap_used, reason = "a test that cannot read the sources fails")]

#[path = "layers/scan.rs"]
#[allow(dead_code, reason = "the layers need more of it")]
mod scan;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement, VariantKey};

const LANGS: [&str; 3] = ["en", "ar", "zh"];

/// Beginnings of names that are put together in the code, from tables whose own tests look for each.
const TABLES: [&str; 6] = ["action-", "catalog-note-", "cmd-fact-", "help-", "key-", "preset-"];

/// Literals with words that nobody reads on a screen, or that are no language: a part of the path, a part of the
/// text, and the reason.
const ALLOWED: &[(&str, &str, &str)] = &[
    ("src/code/start.rs", "What is where in the project", "the model reads it"),
    ("src/session/room.rs", "You are at work on", "the model reads it"),
    ("src/session/room.rs", " Files you changed: ", "the model reads it"),
    ("src/session/room.rs", " Your steps:", "the model reads it"),
    ("src/session/room.rs", " Go on.)", "the model reads it"),
    ("src/cli/code/run.rs", "Nobody is here to answer", "the model reads it"),
    ("src/cli/code/run.rs", "nobody is here to be asked", "the model reads it"),
    ("src/code/tool", "", "the model reads it"),
    ("src/code/hands.rs", "error: ", "the model reads it"),
    ("src/code/hands.rs", " They say: ", "the model reads it"),
    ("src/code/hands.rs", "The user changed your call", "the model reads it"),
    ("src/code/hands/review.rs", "The user ", "the model reads it"),
    ("src/code/hands/review.rs", " Left out, and", "the model reads it"),
    ("src/code/hands/review.rs", "edit. What was", "the model reads it"),
    ("src/code/hands/review.rs", " more lines]", "the model reads it"),
    ("src/tui/start.rs", "You are a coding assistant", "the model reads it"),
    ("src/code/project", "error: ", "the model reads it"),
    ("src/code/project/served.rs", "[the answer has", "the model reads it"),
    ("src/code/mcp", "error: ", "the model reads it"),
    ("src/code/mcp/fit.rs", "", "the model reads it"),
    ("src/code/mcp/said.rs", "", "the model reads it"),
    ("src/code/mcp/link.rs", "it asks for more", "the model reads it"),
    ("src/code/prompt.rs", "You are qwill", "the model reads it"),
    ("src/chat/prompt.rs", "was taken out", "the model reads it"),
    ("src/code/git.rs", "New files that git", "the model reads it"),
    ("src/code/git.rs", "lines left out here", "the model reads it"),
    ("src/code/checkpoint/past.rs", "Binary files ", "the model reads it"),
    ("src/code/mention.rs", "[cut here", "the model reads it"),
    ("src/code/mention.rs", "is not shown", "the model reads it"),
    ("src/code/notes.rs", "[cut here", "the model reads it"),
    ("src/code/notes.rs", "# Notes on", "the model reads it"),
    ("src/code/check.rs", "no test specified", "what npm writes"),
    ("src/code/check.rs", "go test ", "a command"),
    ("src/code/check.rs", "npm test", "a command"),
    ("src/code/check.rs", "cargo test", "a command"),
    ("src/code/check.rs", "make test", "a command"),
    ("src/code/check.rs", "make check", "a command"),
    ("src/code/check.rs", "python3 -m", "a command"),
    ("src/code/check.rs", "[exit code ", "what a command's output says"),
    ("src/code/check.rs", "No module named", "what Python says"),
    ("src/session/check.rs", "Its output", "the model reads it"),
    ("src/session/check.rs", "The check `", "the model reads it"),
    ("src/session/driver.rs", "error: ", "the model reads it"),
    ("src/session/work.rs", "error: ", "the model reads it"),
    ("src/code/edit/fault.rs", "has no end. Send", "the model reads it"),
    ("src/code/edit/fault.rs", "this block needs", "the model reads it"),
    ("src/code/edit/fault.rs", "no file path.", "the model reads it"),
    ("src/code/edit/fault.rs", "this line begins", "the model reads it"),
    ("src/code/edit/fault.rs", "no context. Give", "the model reads it"),
    ("src/code/edit/fault.rs", "unknown *** heading", "the model reads it"),
    ("src/code/edit/fault.rs", "edit not understood", "the model reads it"),
    ("src/code/edit/fault.rs", "this is a binary", "the model reads it"),
    ("src/code/edit/fault.rs", "the file is not UTF-8", "the model reads it"),
    ("src/code/edit/fault.rs", "cannot read the file", "the model reads it"),
    ("src/code/edit/fault.rs", "edit of {", "the model reads it"),
    ("src/cli/code/mod.rs", "qwill code --print", "a command"),
    ("src/code/edit/fault.rs", "there is no part", "the model reads it"),
    ("src/code/edit/fault.rs", "there are several", "the model reads it"),
    ("src/code/edit/fault.rs", "the file has {all}", "the model reads it"),
    ("src/code/edit/fault.rs", "the text does not", "the model reads it"),
    ("src/code/edit/fault.rs", "it changes nothing", "the model reads it"),
    ("src/code/edit/fault.rs", "no such file. To", "the model reads it"),
    ("src/code/edit/fault.rs", "an earlier edit", "the model reads it"),
    ("src/code/edit/fault.rs", "the file exists", "the model reads it"),
    ("src/code/edit/fault.rs", "it overlaps", "the model reads it"),
    ("src/code/edit/fault.rs", "stands for code", "the model reads it"),
    ("src/code/edit/fault.rs", "not a usable path", "the model reads it"),
    ("src/code/edit/fault.rs", "is a file, not", "the model reads it"),
    ("src/code/edit/fault.rs", "Nothing was changed", "the model reads it"),
    ("src/code/edit/fault.rs", "the file is larger", "the model reads it"),
    ("src/code/edit/fault.rs", "the old text is empty", "the model reads it"),
    ("src/code/edit/fault.rs", "it changes nothing", "the model reads it"),
    ("src/code/edit/fault.rs", "old text found", "the model reads it"),
    ("src/code/edit/fault.rs", "old text not found", "the model reads it"),
    ("src/code/edit/fault.rs", "Copy the old text", "the model reads it"),
    ("src/code/edit/format", "*** ", "a patch's form"),
    ("src/code/edit/format/unified.rs", "diff --git ", "a diff's form"),
    ("src/code/edit/format/unified.rs", "index ", "a diff's form"),
    ("src/code/edit/format/unified.rs", " mode ", "a diff's form"),
    ("src/code/edit/format/unified.rs", "rename ", "a diff's form"),
    ("src/session/compact.rs", "(Earlier messages of", "the model reads it, and it is looked for again"),
    ("src/session/request.rs", "What was said so far", "the model reads it"),
    ("src/client/spawn.rs", "terminate called", "what a dying process writes"),
    ("src/client/spawn.rs", "panicked at", "what a dying process writes"),
    ("code/syntax.rs", ", but there is a", "the model reads it"),
    ("code/syntax.rs", " of {path}", "the model reads it"),
    ("code/syntax.rs", "missing `", "the model reads it"),
    ("code/syntax.rs", "unexpected `", "the model reads it"),
    ("code/syntax.rs", "is never closed", "the model reads it"),
    ("code/workspace/list.rs", "... and ", "the model reads it"),
    ("code/workspace/read.rs", "[lines ", "the model reads it"),
    ("code/workspace/read.rs", "[the file ", "the model reads it"),
    ("code/workspace/search.rs", "No match in ", "the model reads it"),
    ("code/workspace/search.rs", "[not ", "the model reads it"),
    ("code/workspace/search.rs", "[stopped after ", "the model reads it"),
    ("code/workspace/search.rs", "[more in ", "the model reads it"),
    ("code/workspace/search.rs", "error: ", "how the regex library begins"),
    ("src/engine/figures.rs", " buffer size = ", "llama.cpp's log"),
    ("src/engine/profile.rs", "can be switched", "the JSON of `qwill show`"),
    ("src/engine/profile.rs", "always, by effort", "the JSON of `qwill show`"),
    ("src/engine/template/chatml.rs", "These functions can be called", "the model reads it"),
    ("src/engine/template/chatml.rs", "To call one, write", "the model reads it"),
    ("src/engine/template/chatml.rs", "arguments", "the model reads it"),
    ("src/engine/threads.rs", "physical id", "a word of /proc/cpuinfo"),
    ("src/engine/threads.rs", "core id", "a word of /proc/cpuinfo"),
    ("src/render/highlight.rs", "Plain Text", "the name of a syntax"),
    ("src/render/sanitize.rs", "⟦tag ", "the mark of a character"),
    ("src/server/routes.rs", "Loading model", "llama-server's words, which its clients look for"),
    ("config/family.rs", "VTE", "a terminal's name"),
    ("config/family.rs", "VS Code", "a terminal's name"),
    ("config/family.rs", "Windows Terminal", "a terminal's name"),
    ("src/tui/action.rs", "N FILE", "the form of a command's arguments"),
    ("src/tui/action.rs", "[KEY VALUE]", "the form of a command's arguments"),
    ("src/tui/action.rs", "Shift+Enter Alt+Enter", "names of keys"),
    ("src/tui/action.rs", "Alt+←→ Ctrl+←→", "names of keys"),
    ("src/tui/action.rs", "Ctrl+A Ctrl+E", "names of keys"),
    ("src/tui/action.rs", "Ctrl+U Ctrl+K", "names of keys"),
    ("src/tui/action.rs", "Ctrl+_ Alt+_", "names of keys"),
    ("src/tui/command/carry.rs", "/add ", "a command as it is typed"),
    ("src/tui/command/git.rs", "/commit ", "a command as it is typed"),
    ("src/tui/command/pages.rs", "/{} [TEXT]", "the form of a command"),
    ("src/tui/command/answer.rs", "/write 1 ", "a command as it is typed"),
    ("src/tui/command/answer.rs", "/write NUMBER FILE", "the form of a command"),
    ("src/tui/command/pages.rs", "(qwill chats show", "a command as it is typed"),
    ("src/tui/editor.rs", "exec {editor}", "the shell reads it"),
    ("src/tui/guard/mod.rs", "dropping it gives", "the compiler says it"),
    ("src/tui/probe.rs", "has to be read before", "the compiler says it"),
    ("src/code/shell.rs", "exit code {code}", "the model reads it"),
    ("src/code/shell.rs", "ended by signal", "the model reads it"),
    ("src/code/shell.rs", "stopped after", "the model reads it"),
    ("src/code/shell.rs", "background processes", "the model reads it"),
    ("src/code/shell.rs", "the output has", "the model reads it"),
    ("src/code/shell.rs", "the first 16 MB", "the model reads it"),
    ("src/code/shell.rs", "all of it is", "the model reads it"),
    ("src/code/shell.rs", "no output", "the model reads it"),
    ("src/code/shell/keep.rs", "bytes left out", "the model reads it"),
    ("src/code/sandbox/enter.rs", "exec{close}", "the shell reads it"),
    ("src/code/sandbox/mounts.rs", "{uid} {uid} 1", "the kernel reads it"),
    ("src/tui/shell.rs", "(exit code", "part of a message to the model"),
    ("src/tui/shell.rs", "(ended by signal", "part of a message to the model"),
    ("src/tui/shell.rs", "(stopped: it ran", "part of a message to the model"),
    ("src/tui/shell.rs", "Output of `", "part of a message to the model"),
    ("src/tui/shell.rs", "bytes left out", "part of a message to the model"),
    ("chat/export/markdown.rs", "chat ", "a file's form"),
    ("chat/export/markdown.rs", "says ", "a file's form"),
    ("chat/export/markdown.rs", "Assistant ({})", "a file's form"),
    ("chat/import/chatgpt.rs", "[audio or video]", "part of a message, which the model reads too"),
    ("chat/import/ours.rs", "<!-- {word} ", "a file's form"),
    ("chat/store", "SELECT ", "SQL"),
    ("chat/store", "INSERT ", "SQL"),
    ("chat/store", "UPDATE ", "SQL"),
    ("chat/store", "DELETE ", "SQL"),
    ("chat/store", "WHERE ", "SQL"),
    ("chat/store", "ORDER BY ", "SQL"),
    ("chat/store", " AND ", "SQL"),
    ("chat/store/open.rs", "SQLite format 3", "how a database begins"),
    ("models/cache/mod.rs", "Signature: 8a477f", "the form of CACHEDIR.TAG"),
    ("models/fetch/check.rs", "blob {len}", "what git hashes"),
    ("models/hub/call.rs", "Bearer {}", "a header of HTTP"),
    ("models/found.rs", "LM Studio", "a program's name"),
    ("models/gguf/read.rs", "version https://git-lfs", "how git's pointers begin"),
    ("models/hub/fault.rs", "Invalid credentials", "what a hub says"),
    ("models/hub/reply.rs", "bytes ", "a header of HTTP"),
    ("models/name.rs", "starter {}", "a stamp that is compared"),
    ("models/tokenizer.rs", "sStTmMdD", "a pattern of words"),
    ("src/cli/advise.rs", "qwill pull {}", "a command"),
    ("src/cli/import.rs", "qwill -m {text}", "a command"),
    ("src/cli/rm.rs", "rm {path}", "a command"),
    ("src/cli/out.rs", "qwill: {", "the program's name"),
    ("src/cli/pull.rs", "ModelScope: ", "the name of a hub"),
    ("src/cli/show.rs", "LM Studio", "the name of a program"),
    ("src/cli/show.rs", "{} of {all}", "JSON"),
    ("src/cli/show.rs", "hub cache", "JSON"),
    ("src/cli/show.rs", "built in", "JSON"),
];

/// Macros and the like whose texts are for developers, or are names.
const APART: [&str; 12] = [
    "reason = ",
    "debug!(",
    "trace!(",
    "info!(",
    "warn!(",
    "error!(",
    "expect(",
    "include_str!(",
    "panic!(",
    "unreachable!(",
    "assert!(",
    "target: ",
];

/// A message: the values that it has places for, and the plural forms of each of its choices.
#[derive(Debug, Default)]
struct Message {
    values: BTreeSet<String>,
    forms: Vec<BTreeSet<String>>,
}

impl Message {
    fn read(&mut self, pattern: &Pattern<String>) {
        for element in &pattern.elements {
            if let PatternElement::Placeable { expression } = element {
                self.expression(expression);
            }
        }
    }

    fn expression(&mut self, expression: &Expression<String>) {
        match expression {
            Expression::Inline(inline) => self.inline(inline),
            Expression::Select { selector, variants } => {
                self.inline(selector);
                let name = |key: &VariantKey<String>| match key {
                    VariantKey::Identifier { name } => name.clone(),
                    VariantKey::NumberLiteral { value } => value.clone(),
                };
                self.forms.push(variants.iter().map(|variant| name(&variant.key)).collect());
                variants.iter().for_each(|variant| self.read(&variant.value));
            }
        }
    }

    fn inline(&mut self, inline: &InlineExpression<String>) {
        match inline {
            InlineExpression::VariableReference { id } => _ = self.values.insert(id.name.clone()),
            InlineExpression::Placeable { expression } => self.expression(expression),
            _ => {}
        }
    }
}

fn messages(lang: &str) -> BTreeMap<String, Message> {
    let mut all = BTreeMap::new();
    let mut files: Vec<_> = fs::read_dir(Path::new("locales").join(lang)).unwrap().collect();
    files.sort_by_key(|file| file.as_ref().unwrap().path());
    for file in files {
        let path = file.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        let resource = fluent_syntax::parser::parse(text).unwrap_or_else(|(_, faults)| {
            panic!("{}: {faults:?}", path.display());
        });
        for entry in resource.body {
            let Entry::Message(message) = entry else { continue };
            let mut read = Message::default();
            read.read(message.value.as_ref().unwrap());
            let twice = all.insert(message.id.name.clone(), read);
            assert!(twice.is_none(), "{}: {} is there twice", path.display(), message.id.name);
        }
    }
    all
}

/// Source files without their unit tests.
fn sources() -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut dirs = vec![Path::new("src").to_path_buf()];
    while let Some(dir) = dirs.pop() {
        for entry in fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            let name = path.display().to_string();
            if path.is_dir() {
                dirs.push(path);
            } else if name.ends_with(".rs") && !name.ends_with("/tests.rs") && !name.contains("/tests/") {
                let text = fs::read_to_string(&path).unwrap();
                let end = text.find("#[cfg(test)]\nmod tests {").unwrap_or(text.len());
                found.push((name, text[..end].to_owned()));
            }
        }
    }
    found.sort();
    found
}

/// The names and values of `tell!` behind `at`: what stands before `=` at the depth of its own brackets.
fn named(source: &str, at: usize) -> BTreeSet<String> {
    let code: Vec<char> = scan::code(source).chars().collect();
    let (mut depth, mut names, mut word) = (1, BTreeSet::new(), String::new());
    let mut behind_comma = false;
    for (index, &c) in code.iter().enumerate().skip(at) {
        match c {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            break;
        }
        match c {
            ',' if depth == 1 => (behind_comma, word) = (true, String::new()),
            '=' if depth == 1 && behind_comma && code.get(index + 1) != Some(&'=') => {
                names.insert(word.trim().to_owned());
                behind_comma = false;
            }
            _ if behind_comma => word.push(c),
            _ => {}
        }
    }
    names
}

/// Whether a literal has words of a sentence: a space, and a word that is no part of a place for a value.
fn speaks(text: &str) -> bool {
    let (mut depth, mut words, mut word) = (0, 0, 0);
    for c in text.replace("\\n", "\n").replace("\\t", " ").chars().chain([' ']) {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            c if depth == 0 && c.is_ascii_alphabetic() => {
                word += 1;
                continue;
            }
            _ => {}
        }
        words += usize::from(word > 1);
        word = 0;
    }
    words > 0 && text.contains(' ')
}

#[test]
fn every_language_says_everything_with_the_same_values() {
    let english = messages("en");
    for lang in &LANGS[1..] {
        let own = messages(lang);
        let names = |all: &BTreeMap<String, Message>| all.keys().cloned().collect::<BTreeSet<_>>();
        let (here, there) = (names(&own), names(&english));
        let missing: Vec<_> = there.difference(&here).collect();
        let extra: Vec<_> = here.difference(&there).collect();
        assert!(missing.is_empty() && extra.is_empty(), "{lang} lacks {missing:?} and alone has {extra:?}");
        for (name, message) in &own {
            assert_eq!(message.values, english[name].values, "{lang}: the values of {name}");
        }
    }
}

#[test]
fn plurals_have_the_forms_of_their_language() {
    let plural = ["zero", "one", "two", "few", "many"];
    for (lang, wanted) in [("en", &["one"][..]), ("ar", &plural[1..]), ("zh", &[])] {
        for (name, message) in messages(lang) {
            for forms in message.forms {
                let has: Vec<&str> = plural.into_iter().filter(|form| forms.contains(*form)).collect();
                let whole = wanted.iter().all(|form| has.contains(form));
                assert!(has.is_empty() || whole && !wanted.is_empty(), "{lang}: {name} has only {forms:?}");
            }
        }
    }
}

#[test]
fn what_the_code_says_is_there_and_all_that_is_there_is_said() {
    let english = messages("en");
    let (mut faults, mut said) = (Vec::new(), BTreeSet::new());
    for (path, source) in sources() {
        for literal in scan::literals(&source) {
            let before = literal.before.trim_end();
            if ["text::get(", "text::find("].iter().any(|call| before.ends_with(call)) {
                said.insert(literal.text.clone());
            }
            if !before.ends_with("tell!(") {
                continue;
            }
            said.insert(literal.text.clone());
            let given = named(&source, literal.end);
            match english.get(&literal.text) {
                None => faults.push(format!("{path}:{}: there is no {}", literal.line, literal.text)),
                Some(message) if message.values != given => faults.push(format!(
                    "{path}:{}: {} has {:?}, and is given {given:?}",
                    literal.line, literal.text, message.values
                )),
                Some(_) => {}
            }
        }
    }
    let silent =
        |name: &&String| !said.contains(*name) && !TABLES.iter().any(|table| name.starts_with(table));
    faults.extend(english.keys().filter(silent).map(|name| format!("nobody says {name}")));
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn no_sentence_is_left_in_the_code() {
    let mut faults = Vec::new();
    for (path, source) in sources() {
        for literal in scan::literals(&source) {
            let before = literal.before.trim_end();
            let apart = APART.iter().any(|apart| before.ends_with(apart.trim_end()));
            let allowed =
                ALLOWED.iter().any(|(file, part, _)| path.contains(file) && literal.text.contains(part));
            if speaks(&literal.text) && !apart && !allowed {
                faults.push(format!("{path}:{}: {:?}", literal.line, literal.text));
            }
        }
    }
    assert!(faults.is_empty(), "{} literals:\n{}", faults.len(), faults.join("\n"));
}
