//! How a project is checked after changes: the command that was set, or the one that its files speak for.

use std::io::Read;

use serde_json::Value;

use super::workspace::Workspace;

/// Bytes of a file that are looked at.
const LOOKED: u64 = 256 << 10;

/// What `npm init` writes where there are no tests.
const NO_TEST: &str = "no test specified";

/// A check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// What the shell reads.
    pub command: String,
    /// The file that it comes from.
    pub from: String,
}

/// A file of a kind of project, and its check if what stands in it speaks for one.
struct Row {
    file: &'static str,
    command: &'static str,
    has: fn(&str) -> bool,
}

/// The kinds of projects, the first that fits before the others.
const ROWS: [Row; 8] = [
    Row { file: "Cargo.toml", command: "cargo test", has: |_| true },
    Row { file: "go.mod", command: "go test ./...", has: |_| true },
    Row { file: "package.json", command: "npm test", has: npm },
    Row { file: "pytest.ini", command: PYTEST, has: |_| true },
    Row { file: "pyproject.toml", command: PYTEST, has: |text| text.contains("[tool.pytest") },
    Row { file: "setup.cfg", command: PYTEST, has: |text| text.contains("[tool:pytest]") },
    Row { file: "Makefile", command: "make test", has: |text| has_target(text, "test") },
    Row { file: "Makefile", command: "make check", has: |text| has_target(text, "check") },
];

/// Python's usual check.
const PYTEST: &str = "python3 -m pytest -q";

/// The project's check: `set` if there is one, where an empty command is none, else what its files speak for.
pub fn find(space: &Workspace, set: Option<&Check>) -> Option<Check> {
    if let Some(set) = set {
        return Some(set.clone()).filter(|set| !set.command.trim().is_empty());
    }
    let row = ROWS.iter().find(|row| text(space, row.file).is_some_and(|text| (row.has)(&text)));
    let found = row.map(|row| (row.command, row.file.to_owned()));
    let (command, from) = found.or_else(|| Some((PYTEST, python(space)?)))?;
    Some(Check { command: command.to_owned(), from })
}

/// Whether a check that failed with this output ran at all, and not its program was missing: no change of the project's
/// files mends that.
pub fn ran(output: &str) -> bool {
    let last = output.trim_end().lines().next_back().unwrap_or_default();
    let code = last.strip_prefix("[exit code ").and_then(|rest| rest.split([';', ']']).next());
    !matches!(code, Some("126" | "127")) && !output.contains("No module named pytest")
}

/// The beginning of a file; `None` if there is none inside the project.
fn text(space: &Workspace, path: &str) -> Option<String> {
    let file = space.open_file(&space.resolve(path).ok()?).ok()?;
    let mut bytes = Vec::new();
    file.take(LOOKED).read_to_end(&mut bytes).ok()?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

/// Whether a `package.json` has tests.
fn npm(text: &str) -> bool {
    let value: Value = serde_json::from_str(text).unwrap_or_default();
    let script = value["scripts"]["test"].as_str().map(str::trim);
    script.is_some_and(|script| !script.is_empty() && !script.contains(NO_TEST))
}

/// Whether a makefile has a rule for this target.
fn has_target(text: &str, target: &str) -> bool {
    text.lines().filter(|line| !line.starts_with(['\t', '#'])).any(|line| {
        let rule = line.split_once(':').filter(|(_, rest)| !rest.starts_with('='));
        rule.is_some_and(|(names, _)| names.split_whitespace().any(|name| name == target))
    })
}

/// A test in Python that pytest would find.
fn python(space: &Workspace) -> Option<String> {
    ["tests", "test", "."].into_iter().find_map(|dir| {
        let place = space.resolve(dir).ok()?;
        let names = std::fs::read_dir(&place.abs).ok()?.flatten().map(|entry| entry.file_name());
        let is_test = |name: &String| {
            let stem = name.strip_suffix(".py").unwrap_or_default();
            stem.starts_with("test_") || stem.ends_with("_test")
        };
        let name = names.filter_map(|name| name.into_string().ok()).filter(is_test).min()?;
        Some(if dir == "." { name } else { format!("{dir}/{name}") })
    })
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::symlink;

    use super::*;

    fn found(files: &[(&str, &str)], set: Option<&str>) -> Option<(String, String)> {
        let dir = tempfile::tempdir().unwrap();
        for (path, text) in files {
            let path = dir.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let set = set.map(|command| Check { command: command.into(), from: "config.toml".into() });
        find(&Workspace::open(dir.path()).unwrap(), set.as_ref()).map(|check| (check.command, check.from))
    }

    #[test]
    fn each_kind_of_project_has_its_check() {
        for (path, text, wanted) in [
            ("Cargo.toml", "[package]", Some("cargo test")),
            ("go.mod", "module x", Some("go test ./...")),
            ("package.json", r#"{"scripts": {"test": "vitest run"}}"#, Some("npm test")),
            ("package.json", r#"{"scripts": {"test": "echo \"Error: no test specified\" && exit 1"}}"#, None),
            ("package.json", r#"{"scripts": {"build": "x"}}"#, None),
            ("package.json", "{", None),
            ("pytest.ini", "", Some(PYTEST)),
            ("pyproject.toml", "[tool.pytest.ini_options]", Some(PYTEST)),
            ("pyproject.toml", "[project]", None),
            ("setup.cfg", "[tool:pytest]", Some(PYTEST)),
            ("tests/test_a.py", "", Some(PYTEST)),
            ("a_test.py", "", Some(PYTEST)),
            ("tests/data.py", "", None),
            ("src/test_a.py", "", None),
            ("Makefile", "all: x\n\ntest: all\n\t./run\n", Some("make test")),
            ("Makefile", ".PHONY: all check\ncheck all:\n\t./run\n", Some("make check")),
            ("Makefile", "test := x\nx:\n\ttest: y\n", None),
            ("README.md", "", None),
        ] {
            let found = found(&[(path, text)], None);
            assert_eq!(found.as_ref().map(|found| found.0.as_str()), wanted, "{path}: {text}");
            assert!(found.is_none_or(|found| found.1 == path));
        }
    }

    #[test]
    fn what_was_set_comes_first_and_nothing_can_be_set() {
        let rust = [("Cargo.toml", ""), ("Makefile", "test:\n")];
        assert_eq!(found(&rust, None).unwrap().0, "cargo test");
        assert_eq!(found(&rust, Some("just t")), Some(("just t".into(), "config.toml".into())));
        assert_eq!(found(&rust, Some(" ")), None);
    }

    #[test]
    fn a_missing_program_is_told_from_a_failure() {
        assert!(!ran("sh: 1: cargo: not found\n[exit code 127]"));
        assert!(!ran("[exit code 127; 1 background processes were stopped]\n"));
        assert!(!ran("/usr/bin/python3: No module named pytest\n[exit code 1]"));
        assert!(ran("exit code 127\n[exit code 1]") && ran("[exit code 1271]") && ran(""));
    }

    #[test]
    fn a_link_that_leads_out_speaks_for_nothing() {
        let (out, dir) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        fs::write(out.path().join("x"), "test:\n").unwrap();
        symlink(out.path().join("x"), dir.path().join("Makefile")).unwrap();
        assert_eq!(find(&Workspace::open(dir.path()).unwrap(), None), None);
    }
}
