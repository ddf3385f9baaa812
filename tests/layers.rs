//! Keeps the sources to the rules that no compiler checks: layers, sizes, first sentences, unsafe code.
#![expect(clippy::unwrap_used, reason = "a test that cannot read the sources fails")]

#[path = "layers/scan.rs"]
mod scan;

use scan::Path;
use std::fs;

/// The modules, lowest first: each may use those before it.
const ORDER: [&str; 15] = [
    "text", "error", "config", "net", "wire", "chat", "models", "render", "engine", "client", "code",
    "server", "session", "tui", "cli",
];

/// Lines a file may have before its tests.
const LINES: usize = 500;

/// Lines above an `unsafe`, comments not counted, in which its reason is looked for.
const REACH: usize = 3;

/// Beginnings of the files that may hold unsafe code, and why they must.
const UNSAFE: [(&str, &str); 1] =
    [("src/engine/local/abort.rs", "llama.cpp's abort callback has no safe wrapper")];

/// Where the environment is read, so that one place knows all its variables.
const SETTINGS: &str = "src/config";

/// A source file: its path from the root of the package, and its text.
struct Source {
    path: String,
    text: String,
}

impl Source {
    /// Its place among the modules: `["render", "sanitize"]` for `src/render/sanitize.rs`.
    fn module(&self) -> Vec<&str> {
        let inner = self.path.trim_start_matches("src/").trim_end_matches(".rs");
        let mut names: Vec<&str> = inner.split('/').collect();
        if names.last() == Some(&"mod") {
            names.pop();
        }
        names
    }

    fn is_source(&self) -> bool {
        self.path.starts_with("src/")
    }

    /// The text before the unit tests.
    fn before_tests(&self) -> &str {
        if self.path.ends_with("/tests.rs") {
            return "";
        }
        let mut at = 0;
        let mut lines = self.text.split_inclusive('\n').peekable();
        while let Some(line) = lines.next() {
            let next = lines.peek().map_or("", |next| next.trim());
            if line.trim() == "#[cfg(test)]" && next.starts_with("mod tests") {
                break;
            }
            at += line.len();
        }
        &self.text[..at]
    }

    fn fault(&self, line: usize, what: &str) -> String {
        format!("{}:{line}: {what}", self.path)
    }
}

/// Everything in the sources that breaks a rule; `src/lib.rs` must be among them.
fn check(sources: &[Source]) -> Vec<String> {
    let lib = sources.iter().find(|source| source.path == "src/lib.rs").unwrap();
    let modules: Vec<String> = scan::code(&lib.text)
        .lines()
        .filter_map(|line| line.trim().strip_prefix("pub mod ")?.strip_suffix(';').map(str::to_owned))
        .collect();
    let mut faults = order(lib, &modules);
    for source in sources {
        if source.is_source() {
            faults.extend(back_edges(source, &modules));
            faults.extend(environment(source));
            faults.extend(size(source));
        }
        faults.extend(first_sentence(source));
        faults.extend(unsafe_code(source));
        faults.extend(unfinished(source));
    }
    faults
}

fn order(lib: &Source, modules: &[String]) -> Vec<String> {
    let mut expected = ORDER.iter().filter(|name| modules.iter().any(|module| module == *name));
    let found = modules.iter().filter(|module| ORDER.contains(&module.as_str()));
    let mut faults: Vec<String> = modules
        .iter()
        .filter(|module| !ORDER.contains(&module.as_str()))
        .map(|module| lib.fault(1, &format!("the module {module} has no place in the order")))
        .collect();
    if found.clone().any(|module| expected.next() != Some(&module.as_str())) {
        let found: Vec<&str> = found.map(String::as_str).collect();
        faults.push(lib.fault(1, &format!("the modules stand in another order: {}", found.join(", "))));
    }
    faults
}

/// Uses of a module that stands above the file's own.
fn back_edges(source: &Source, modules: &[String]) -> Vec<String> {
    let place = |name: &str| modules.iter().position(|module| module == name);
    let module = source.module();
    if matches!(module[..], ["lib" | "main"]) {
        return Vec::new();
    }
    let Some(own) = place(module[0]) else {
        return vec![source.fault(1, "the module is not declared in src/lib.rs")];
    };
    let code = scan::code(source.before_tests());
    let mut faults = Vec::new();
    for path in scan::paths(&code) {
        let Some(target) = from_root(&path, module.len()) else { continue };
        if target == "*" {
            faults.push(source.fault(path.line, "imports the whole crate, which hides what it uses"));
        } else if place(target).is_some_and(|target| target > own) {
            let what = format!("{} uses {target}, which stands above it", module[0]);
            faults.push(source.fault(path.line, &what));
        }
    }
    faults
}

/// The name that the path takes from the root of the crate, if it goes there.
fn from_root(path: &Path, depth: usize) -> Option<&str> {
    let names = &path.names;
    let supers = names.iter().take_while(|name| *name == "super").count();
    let at = match names[0].as_str() {
        "crate" | "qwill" => 1,
        "self" => {
            let supers = names[1..].iter().take_while(|name| *name == "super").count();
            (supers == depth).then_some(1 + supers)?
        }
        "super" if supers == depth => supers,
        _ => return None,
    };
    names.get(at).map(String::as_str)
}

fn environment(source: &Source) -> Vec<String> {
    if source.path.starts_with(SETTINGS) {
        return Vec::new();
    }
    let reads = |path: &Path| {
        path.names.windows(2).any(|pair| {
            pair[0] == "env"
                && matches!(pair[1].as_str(), "var" | "var_os" | "vars" | "vars_os" | "home_dir" | "*")
        })
    };
    let code = scan::code(source.before_tests());
    let found = scan::paths(&code).into_iter().filter(reads);
    found.map(|path| source.fault(path.line, "reads the environment outside src/config.rs")).collect()
}

fn size(source: &Source) -> Option<String> {
    let lines = source.before_tests().lines().count();
    (lines > LINES)
        .then(|| source.fault(LINES + 1, &format!("{lines} lines before the tests, {LINES} may be")))
}

fn first_sentence(source: &Source) -> Option<String> {
    let docs = source.text.lines().map_while(|line| line.strip_prefix("//!"));
    let paragraph: Vec<&str> = docs.map(str::trim).take_while(|line| !line.is_empty()).collect();
    let ended = paragraph.last().is_some_and(|line| line.ends_with(['.', ':']));
    (!ended).then(|| source.fault(1, "does not open with a //! sentence on what it is for"))
}

fn unsafe_code(source: &Source) -> Vec<String> {
    let code = scan::code(&source.text);
    let lines: Vec<&str> = source.text.lines().collect();
    let listed = UNSAFE.iter().any(|(path, _)| source.path.starts_with(path));
    let mut faults = Vec::new();
    for path in scan::paths(&code).iter().filter(|path| path.names == ["unsafe"]) {
        if !listed {
            faults.push(source.fault(path.line, "unsafe code in a file that is not listed for it"));
        }
        if !has_reason(&lines[..path.line - 1]) {
            faults.push(source.fault(path.line, "unsafe code without a SAFETY comment above it"));
        }
    }
    faults
}

/// Whether the nearest lines above give a reason, however long the comment is that gives it.
fn has_reason(above: &[&str]) -> bool {
    let mut left = REACH;
    for line in above.iter().rev().map(|line| line.trim()) {
        if line.starts_with("// SAFETY:") {
            return true;
        }
        if !line.starts_with("//") {
            left -= 1;
            if left == 0 {
                return false;
            }
        }
    }
    false
}

/// Marks of work left undone, in comments and texts too.
fn unfinished(source: &Source) -> Vec<String> {
    // Put together here, so that this file does not hold them itself.
    let words = [concat!("TO", "DO"), concat!("FIX", "ME")];
    let macros = [concat!("to", "do!"), concat!("unimpl", "emented!"), concat!("#[ig", "nore")];
    let mut faults = Vec::new();
    for (line, text) in source.text.lines().enumerate() {
        let word = text.split(|c: char| c != '_' && !c.is_alphanumeric()).find(|word| words.contains(word));
        let found = word.or_else(|| macros.into_iter().find(|name| text.contains(name)));
        faults.extend(found.map(|found| source.fault(line + 1, &format!("{found} is left"))));
    }
    faults
}

/// All Rust files below `dir`, named from the root of the package.
fn read(dir: &str, sources: &mut Vec<Source>) {
    for entry in fs::read_dir(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(dir)).unwrap() {
        let entry = entry.unwrap();
        let path = format!("{dir}/{}", entry.file_name().to_str().unwrap());
        if entry.file_type().unwrap().is_dir() {
            read(&path, sources);
        } else if path.ends_with(".rs") {
            sources.push(Source { text: fs::read_to_string(entry.path()).unwrap(), path });
        }
    }
}

#[test]
fn the_sources_keep_the_rules() {
    let mut sources = Vec::new();
    read("src", &mut sources);
    read("tests", &mut sources);
    assert!(sources.len() > 10, "the sources were not found");
    let faults = check(&sources);
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

mod rules {
    use super::*;

    const LIB: &str = "//! A crate.\npub mod error;\npub mod render;\npub mod tui;\n";

    /// The faults of one file beside a small crate of error, render and tui.
    fn faults(path: &str, text: &str) -> Vec<String> {
        let file = |path: &str, text: &str| Source { path: path.to_owned(), text: text.to_owned() };
        check(&[file("src/lib.rs", LIB), file(path, text)])
    }

    /// The faults of code in `src/render/sanitize.rs`, as the lines they stand on.
    fn lines(code: &str) -> Vec<usize> {
        let found = faults("src/render/sanitize.rs", &format!("//! Text.\n{code}"));
        found.iter().map(|fault| fault.split(':').nth(1).unwrap().parse().unwrap()).collect()
    }

    #[test]
    fn a_lower_module_may_be_used() {
        assert!(lines("use crate::error::{Error, Kind};\nuse crate::render::x;\nuse super::y;\n").is_empty());
    }

    #[test]
    fn a_higher_module_may_not_be_used() {
        assert_eq!(lines("use crate::tui;\n"), [2]);
        assert_eq!(lines("\nfn f() { qwill::tui::draw() }\n"), [3]);
        assert_eq!(lines("use super::super::tui::Screen;\n"), [2]);
        assert_eq!(lines("use self::super::super::tui;\n"), [2]);
        assert_eq!(lines("pub use crate :: tui as screen;\n"), [2]);
        assert_eq!(lines("use crate::*;\n"), [2]);
    }

    #[test]
    fn a_higher_module_is_found_in_a_group() {
        assert_eq!(lines("use crate::{error::Error, tui};\n"), [2]);
        assert_eq!(
            lines("use crate::{\n    error::{Error as Fault, Kind},\n    tui::{a, b::*},\n};\n"),
            [4, 4]
        );
        assert_eq!(lines("use {std::fmt, crate::tui};\n"), [2]);
        assert!(lines("use crate::{error::{tui, cli}};\n").is_empty());
    }

    #[test]
    fn names_in_comments_texts_and_tests_are_no_use() {
        assert!(lines("// crate::tui\n/* /* */ crate::tui */\nconst A: &str = \"crate::tui\";\n").is_empty());
        assert!(lines("const A: &str = r#\"\" crate::tui\"#;\nconst B: char = '\"';\n").is_empty());
        assert!(lines("#[cfg(test)]\nmod tests {\n    use crate::tui;\n}\n").is_empty());
        assert_eq!(lines("const B: char = '\"';\nuse crate::tui; // '\"'\n"), [3]);
        assert_eq!(lines("fn f<'a>(x: &'a str) {}\nuse crate::tui;\nconst C: char = '\\'';\n"), [3]);
    }

    #[test]
    fn the_program_may_use_everything() {
        assert!(faults("src/main.rs", "//! It.\nuse qwill::{tui, error};\n").is_empty());
    }

    #[test]
    fn a_file_outside_the_modules_is_a_fault() {
        assert_eq!(faults("src/stray.rs", "//! It.\n").len(), 1);
    }

    #[test]
    fn the_modules_keep_their_order() {
        let check_lib = |text: &str| check(&[Source { path: "src/lib.rs".into(), text: text.into() }]).len();
        assert_eq!(check_lib("//! It.\npub mod error;\n#[cfg(unix)]\npub mod cli;\n"), 0);
        assert_eq!(check_lib("//! It.\npub mod cli;\npub mod error;\n"), 1);
        assert_eq!(check_lib("//! It.\npub mod error;\npub mod utils;\n"), 1);
    }

    #[test]
    fn a_file_has_no_more_lines_than_may_be() {
        assert!(lines(&"\n".repeat(LINES - 1)).is_empty());
        assert_eq!(lines(&"\n".repeat(LINES)), [LINES + 1]);
        let tests = format!("#[cfg(test)]\nmod tests {{\n{}}}\n", "\n".repeat(LINES));
        assert!(lines(&tests).is_empty());
    }

    #[test]
    fn a_file_opens_with_a_sentence() {
        assert!(faults("tests/x.rs", "//! Two lines\n//! long.\n//!\n//! And more\n").is_empty());
        assert_eq!(faults("tests/x.rs", "//! No end\n//!\n//! Another.\n").len(), 1);
        assert_eq!(faults("tests/x.rs", "use std::fs;\n//! Late.\n").len(), 1);
    }

    #[test]
    fn unsafe_code_is_listed_and_has_a_reason() {
        let text = "//! It.\n// SAFETY: the pointer\n// is valid.\n#[inline]\nunsafe fn f() {}\n";
        let lib = Source { path: "src/lib.rs".into(), text: "//! It.\npub mod engine;\n".into() };
        let local = Source { path: "src/engine/local/abort.rs".into(), text: text.into() };
        assert!(check(&[lib, local]).is_empty());
        assert_eq!(lines("// SAFETY: it holds.\nlet x = unsafe { 1 };\n"), [3]);
        assert_eq!(lines("// SAFETY: far away.\n\n\n\nlet x = unsafe { 1 };\n"), [6, 6]);
        assert!(lines("#![deny(unsafe_code)] // unsafe\n").is_empty());
    }

    #[test]
    fn the_environment_is_read_in_one_place() {
        assert_eq!(lines("fn f() { std::env::var(\"A\"); }\nuse std::env::{self, var_os};\n"), [2, 3]);
        assert_eq!(lines("let home = std::env::home_dir();\n"), [2]);
        assert!(lines("let here = std::env::current_dir();\n").is_empty());
    }

    #[test]
    fn nothing_is_left_unfinished() {
        assert_eq!(lines(concat!("// TO", "DO: more\n")), [2]);
        assert_eq!(lines(concat!("/* FIX", "ME */\n\nunimpl", "emented!()\n")), [2, 4]);
        assert_eq!(lines(concat!("to", "do!(\"x\")\n")), [2]);
        assert_eq!(faults("tests/x.rs", concat!("//! It.\n#[ig", "nore]\n#[test]\n")).len(), 1);
        assert!(lines(concat!("const TO", "DOS: u8 = 1;\n")).is_empty());
    }
}
