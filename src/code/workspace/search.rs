//! Searches the text of a project for a model.

use std::path::Path;
use std::time::{Duration, Instant};

use grep_regex::{RegexMatcher, RegexMatcherBuilder};
use grep_searcher::sinks::Lossy;
use grep_searcher::{BinaryDetection, Searcher, SearcherBuilder};
use ignore::overrides::{Override, OverrideBuilder};

use super::walk::Files;
use super::{Guard, Place, Workspace};
use crate::error::{Context, Error, Kind, Result};
use crate::tell;

/// Characters of a line that are shown.
const LINE: usize = 240;

/// Bytes that a compiled pattern may have.
const COMPILED: usize = 16 << 20;

/// Bytes of a line that is still searched.
const HEAP: usize = 32 << 20;

/// What is searched for, and where.
#[derive(Clone, Copy, Debug)]
pub struct Query<'a> {
    /// A regular expression; without capital letters it matches them too.
    pub pattern: &'a str,
    /// A directory, with all that is in it, or a file.
    pub under: &'a Place,
    /// Which files, such as `*.rs` or `src/**/*.ts`, from the root or from `under`.
    pub glob: Option<&'a str>,
}

/// How much is found at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Matching lines in all.
    pub matches: usize,
    /// Matching lines of a file.
    pub each: usize,
    /// Files that are looked at.
    pub files: usize,
    /// How long it takes.
    pub time: Duration,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { matches: 100, each: 20, files: 50_000, time: Duration::from_secs(20) }
    }
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hits {
    /// Lines as `path:line: text`, and notes for a model in square brackets.
    pub text: String,
    /// How many lines.
    pub matches: usize,
    /// In how many files.
    pub files: usize,
}

impl Workspace {
    /// The lines that match. What is no regular expression is searched for as it stands. Binary files are left
    /// out, and files that may hold secrets.
    ///
    /// # Errors
    /// The place is not there, the glob is none, or the pattern is too large.
    pub fn search(&self, query: Query, limits: Limits) -> Result<Hits> {
        if !query.under.abs.exists() {
            return Err(self.missing(query.under));
        }
        let (matcher, fault) = matcher(query.pattern)?;
        let files = self.matching(query.under, query.glob, limits.files)?;
        let mut search = Search { space: self, limits, searcher: searcher(), hits: Hits::default() };
        let end = Instant::now() + limits.time;
        let (mut secrets, mut looked, mut late) = (0, 0, false);
        for path in &files.paths {
            late = Instant::now() >= end;
            if late || search.hits.matches >= limits.matches {
                break;
            }
            if Guard::of(path) == Guard::Secret {
                secrets += 1;
                continue;
            }
            looked += 1;
            search.file(path, &matcher);
        }
        let mut hits = search.hits;
        if hits.matches == 0 {
            hits.text.push_str(&format!("No match in {looked} files.\n"));
        }
        if let Some(fault) = fault {
            hits.text.push_str(&format!("[not a regular expression, so searched as it stands: {fault}]\n"));
        }
        if hits.matches >= limits.matches {
            hits.text.push_str(&format!(
                "[stopped after {} matches: narrow the pattern or the path]\n",
                hits.matches
            ));
        }
        if late || files.more {
            hits.text.push_str(&format!("[stopped after {looked} files: narrow the path]\n"));
        }
        if secrets > 0 {
            hits.text.push_str(&format!("[not searched, may hold secrets: {secrets} files]\n"));
        }
        Ok(hits)
    }

    /// Files below `under` that a glob matches, from the root or from `under`; all without one.
    ///
    /// # Errors
    /// The glob is none.
    pub fn matching(&self, under: &Place, glob: Option<&str>, cap: usize) -> Result<Files> {
        let mut files = self.files(under, cap);
        if let Some(glob) = glob {
            let globs = [pick(self.root(), glob)?, pick(&under.abs, glob)?];
            let fits = |path: &str| {
                let path = self.root().join(path);
                globs.iter().any(|glob| !glob.matched(&path, false).is_ignore())
            };
            files.paths.retain(|path| fits(path));
        }
        Ok(files)
    }
}

fn pick(root: &Path, glob: &str) -> Result<Override> {
    let what = || tell!("workspace-glob", glob = glob);
    let mut builder = OverrideBuilder::new(root);
    builder.add(glob.strip_prefix("./").unwrap_or(glob)).context(Kind::Usage, what())?;
    builder.build().context(Kind::Usage, what())
}

/// The pattern, and why it is taken as it stands if it is.
fn matcher(pattern: &str) -> Result<(RegexMatcher, Option<String>)> {
    let mut builder = RegexMatcherBuilder::new();
    builder.case_smart(true).size_limit(COMPILED).line_terminator(Some(b'\n'));
    let fault = match builder.build(pattern) {
        Ok(matcher) => return Ok((matcher, None)),
        Err(fault) => fault.to_string(),
    };
    let plain = builder.fixed_strings(true).build(pattern);
    let plain = plain
        .map_err(|error| Error::new(Kind::Usage, tell!("workspace-pattern", pattern = pattern)).why(error));
    let why = fault.lines().last().unwrap_or_default();
    plain.map(|matcher| (matcher, Some(why.strip_prefix("error: ").unwrap_or(why).to_owned())))
}

fn searcher() -> Searcher {
    SearcherBuilder::new()
        .line_number(true)
        .binary_detection(BinaryDetection::quit(0))
        .heap_limit(Some(HEAP))
        .build()
}

/// A search on its way.
struct Search<'a> {
    space: &'a Workspace,
    limits: Limits,
    searcher: Searcher,
    hits: Hits,
}

impl Search<'_> {
    /// Adds the matches of a file; what cannot be read has none.
    fn file(&mut self, path: &str, matcher: &RegexMatcher) {
        let Ok(place) = self.space.resolve(path) else { return };
        let Ok(file) = self.space.open_file(&place) else { return };
        let most = self.limits.each.min(self.limits.matches - self.hits.matches);
        let (mut lines, mut more) = (Vec::new(), false);
        let sink = Lossy(|number, line| {
            more = lines.len() == most;
            if !more {
                lines.push(format!("{path}:{number}: {}\n", cut(line.trim_end())));
            }
            Ok(!more)
        });
        // A file that turns out to be binary, or has a line that is too long, shows what was found before.
        _ = self.searcher.search_file(matcher, &file, sink);
        if lines.is_empty() {
            return;
        }
        self.hits.matches += lines.len();
        self.hits.files += 1;
        self.hits.text.extend(lines);
        if more && most == self.limits.each {
            self.hits.text.push_str(&format!("[more in {path}]\n"));
        }
    }
}

fn cut(line: &str) -> String {
    match line.char_indices().nth(LINE) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None => line.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn room() -> (tempfile::TempDir, Workspace) {
        let dir = tempfile::tempdir().unwrap();
        for (path, text) in [
            ("src/a.rs", "fn main() {\n    let Foo = 1;\n}\n"),
            ("src/b.txt", "foo\nfoo(\n"),
            ("sub/c.rs", "foo\n"),
            (".env", "foo=secret\n"),
            ("x.pem", "foo\n"),
            ("bin", "foo\0\n"),
            (".gitignore", "out\n"),
            ("out/d.rs", "foo\n"),
            (".git/config", "foo\n"),
        ] {
            let path = dir.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let space = Workspace::open(dir.path()).unwrap();
        (dir, space)
    }

    fn search(space: &Workspace, pattern: &str, under: &str, glob: Option<&str>) -> String {
        let under = space.resolve(under).unwrap();
        space.search(Query { pattern, under: &under, glob }, Limits::default()).unwrap().text
    }

    const HIDDEN: &str = "[not searched, may hold secrets: 2 files]\n";

    #[test]
    fn lines_are_found_by_smart_case_without_secrets_and_binaries() {
        let (_dir, space) = room();
        let all = "src/a.rs:2:     let Foo = 1;\nsrc/b.txt:1: foo\nsrc/b.txt:2: foo(\nsub/c.rs:1: foo\n";
        assert_eq!(search(&space, "foo", ".", None), format!("{all}{HIDDEN}"));
        assert_eq!(search(&space, "Foo", ".", None), format!("src/a.rs:2:     let Foo = 1;\n{HIDDEN}"));
        assert_eq!(search(&space, "^f.o$", "src", None), "src/b.txt:1: foo\n");
        assert_eq!(search(&space, "foo", "sub/c.rs", None), "sub/c.rs:1: foo\n");
        assert_eq!(search(&space, "none", "src", None), "No match in 2 files.\n");
    }

    #[test]
    fn a_glob_picks_files_and_brings_no_ignored_ones() {
        let (_dir, space) = room();
        let foo = |glob: &str, under: &str| search(&space, "foo", under, Some(glob));
        assert_eq!(foo("*.rs", "."), "src/a.rs:2:     let Foo = 1;\nsub/c.rs:1: foo\n");
        assert_eq!(foo("sub/**/*.rs", "."), "sub/c.rs:1: foo\n");
        assert_eq!(foo("./sub/*", "."), "sub/c.rs:1: foo\n");
        assert_eq!(foo("src/*.{txt,md}", "src"), "src/b.txt:1: foo\nsrc/b.txt:2: foo(\n");
        assert_eq!(foo("*.go", "."), "No match in 0 files.\n");
        let root = space.resolve(".").unwrap();
        let wrong = Query { pattern: "x", under: &root, glob: Some("a{b") };
        assert_eq!(space.search(wrong, Limits::default()).unwrap_err().kind(), Kind::Usage);
    }

    #[test]
    fn what_is_no_regular_expression_is_searched_as_it_stands() {
        let (_dir, space) = room();
        let text = search(&space, "foo(", "src", None);
        assert!(text.starts_with("src/b.txt:2: foo(\n[not a regular expression, so searched"), "{text}");
    }

    #[test]
    fn a_secret_is_not_searched_though_it_is_asked_for() {
        let (_dir, space) = room();
        let text = search(&space, "foo", ".env", None);
        assert_eq!(text, "No match in 0 files.\n[not searched, may hold secrets: 1 files]\n");
    }

    #[test]
    fn no_more_is_shown_than_is_wanted() {
        let (dir, space) = room();
        fs::write(dir.path().join("src/many"), "yes\n".repeat(50)).unwrap();
        fs::write(dir.path().join("src/more"), format!("{}yes\n", "é".repeat(300))).unwrap();
        let under = space.resolve("src").unwrap();
        let query = Query { pattern: "yes", under: &under, glob: None };
        let hits = space.search(query, Limits { each: 3, ..Limits::default() }).unwrap();
        assert_eq!((hits.matches, hits.files), (4, 2));
        let long = format!("src/more:1: {}…\n", "é".repeat(240));
        assert!(
            hits.text.ends_with(&format!("src/many:3: yes\n[more in src/many]\n{long}")),
            "{}",
            hits.text
        );
        let hits = space.search(query, Limits { matches: 2, ..Limits::default() }).unwrap();
        assert!(
            hits.text
                .ends_with("src/many:2: yes\n[stopped after 2 matches: narrow the pattern or the path]\n")
        );
        let hits = space.search(query, Limits { time: Duration::ZERO, ..Limits::default() }).unwrap();
        assert_eq!(hits.text, "No match in 0 files.\n[stopped after 0 files: narrow the path]\n");
    }
}
