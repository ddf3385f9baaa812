//! What git knows of a project: what is staged, what was changed; and the commit that the user makes.

use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use tokio::io::AsyncWriteExt;

use crate::error::{Context, Error, Kind, Result};
use crate::tell;

/// Commits whose subjects show how messages are written here.
const SUBJECTS: &str = "-8";
/// How long a commit with its hooks may take.
const LONGEST: Duration = Duration::from_secs(30 * 60);
/// New files that are named at most.
const NAMED: usize = 100;
/// No colours and no programs that a file could name: the text as it is.
const PLAIN: [&str; 4] = ["diff", "--no-color", "--no-ext-diff", "--no-textconv"];

/// What the next commit would be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Staged {
    /// A unified difference; empty if nothing is staged.
    pub diff: String,
    /// How the last commits are called, newest first.
    pub subjects: Vec<String>,
}

/// What became of a commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Commit {
    /// It was made; git's word on it.
    Made(String),
    /// It was not; all that git and its hooks wrote.
    Failed(String),
}

/// What is staged in the repository around `root`.
///
/// # Errors
/// There is no git, or no repository.
pub fn staged(root: &Path) -> Result<Staged> {
    let diff = run(root, &[&PLAIN[..], &["--cached"]].concat())?;
    let log = ask(root, &["log", SUBJECTS, "--no-color", "--format=%s"])?;
    // Before the first commit there is no log.
    let log = if log.status.success() { text(&log.stdout) } else { String::new() };
    let subjects = log.lines().filter(|line| !line.trim().is_empty()).map(str::to_owned).collect();
    Ok(Staged { diff, subjects })
}

/// What was changed below `root` since the last commit, staged or not, with the names of new files; or between the
/// revisions that `range` names. `None` outside of a repository.
///
/// # Errors
/// There is no git, or it does not know the range.
pub fn changes(root: &Path, range: &str) -> Result<Option<String>> {
    if !ask(root, &["rev-parse", "--is-inside-work-tree"])?.status.success() {
        return Ok(None);
    }
    let range = range.trim();
    if range.split_whitespace().any(|word| word.starts_with('-')) {
        return Err(Error::new(Kind::Usage, tell!("git-range", range = range)));
    }
    let mut args = [&PLAIN[..], &["--relative"]].concat();
    if !range.is_empty() {
        args.extend(range.split_whitespace());
        args.push("--");
        return run(root, &args).map(Some);
    }
    let head = ask(root, &["rev-parse", "--verify", "--quiet", "HEAD"])?;
    args.push(if head.status.success() { "HEAD" } else { "--cached" });
    let mut diff = run(root, &args)?;
    let new = run(root, &["ls-files", "--others", "--exclude-standard"])?;
    let names: Vec<&str> = new.lines().take(NAMED).collect();
    if !names.is_empty() {
        diff.push_str(&format!("\nNew files that git does not know yet: {}\n", names.join(", ")));
    }
    Ok(Some(diff))
}

/// Commits what is staged, as the user would: hooks run, and nothing holds them.
///
/// # Errors
/// There is no git, or it does not end.
pub async fn commit(root: &Path, message: &str) -> Result<Commit> {
    let mut git = tokio::process::Command::from(command(root, &["commit", "-F", "-"]));
    git.stdin(Stdio::piped()).kill_on_drop(true).process_group(0);
    let mut child = git.spawn().context(Kind::Other, tell!("git-none"))?;
    if let Some(mut input) = child.stdin.take() {
        // A git that does not read says why at its end.
        _ = input.write_all(message.as_bytes()).await;
    }
    let late = |_| Error::new(Kind::Other, tell!("git-late"));
    let output = tokio::time::timeout(LONGEST, child.wait_with_output()).await.map_err(late)?;
    let output = output.context(Kind::Other, tell!("git-none"))?;
    let all = [text(&output.stdout), text(&output.stderr)].concat().trim().to_owned();
    Ok(if output.status.success() { Commit::Made(all) } else { Commit::Failed(all) })
}

/// At most about so many bytes of a text, whole lines from its beginning and its end.
pub fn cut(text: &str, bytes: usize) -> String {
    if text.len() <= bytes {
        return text.to_owned();
    }
    let head: String = within(text.split_inclusive('\n'), bytes / 5 * 3).collect();
    let tail: Vec<&str> = within(text.split_inclusive('\n').rev(), bytes / 5 * 2).collect();
    let tail: String = tail.into_iter().rev().collect();
    let left = text[head.len()..text.len() - tail.len()].lines().count();
    format!("{head}[{left} lines left out here]\n{tail}")
}

/// The first pieces that have no more than so many bytes together.
fn within<'a>(pieces: impl Iterator<Item = &'a str>, bytes: usize) -> impl Iterator<Item = &'a str> {
    let mut room = bytes;
    pieces.take_while(move |piece| {
        let fits = piece.len() <= room;
        room = room.saturating_sub(piece.len());
        fits
    })
}

fn command(root: &Path, args: &[&str]) -> Command {
    let mut git = Command::new("git");
    git.arg("-C").arg(root).args(args).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    // Nobody is there to be asked: the screen is ours.
    git.env("GIT_TERMINAL_PROMPT", "0").env("GIT_PAGER", "cat").env("GIT_EDITOR", "true");
    git
}

fn ask(root: &Path, args: &[&str]) -> Result<Output> {
    command(root, args).output().context(Kind::Other, tell!("git-none"))
}

fn run(root: &Path, args: &[&str]) -> Result<String> {
    let output = ask(root, args)?;
    if output.status.success() {
        return Ok(text(&output.stdout));
    }
    Err(Error::new(Kind::Usage, tell!("git-failed")).why(text(&output.stderr).trim().to_owned()))
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    fn git(root: &Path, args: &[&str]) {
        let all =
            [&["-c", "user.name=me", "-c", "user.email=me@x.org", "-c", "init.defaultBranch=main"], args];
        let output = command(root, &all.concat()).output().unwrap();
        assert!(output.status.success(), "{args:?}: {}", text(&output.stderr));
    }

    fn repo() -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        git(dir.path(), &["init", "-q"]);
        git(dir.path(), &["config", "user.name", "me"]);
        git(dir.path(), &["config", "user.email", "me@x.org"]);
        fs::write(dir.path().join("a"), "one\n").unwrap();
        dir
    }

    #[tokio::test]
    async fn what_is_staged_is_committed_with_its_message() {
        let dir = repo();
        assert_eq!(staged(dir.path()).unwrap(), Staged { diff: String::new(), subjects: Vec::new() });
        git(dir.path(), &["add", "a"]);
        assert!(staged(dir.path()).unwrap().diff.contains("+one"));
        let made = commit(dir.path(), "Add a\n\n# Because").await.unwrap();
        assert!(matches!(made, Commit::Made(said) if said.contains("Add a")));
        assert_eq!(run(dir.path(), &["log", "--format=%B"]).unwrap().trim(), "Add a\n\n# Because");
        assert_eq!(staged(dir.path()).unwrap().subjects, ["Add a"]);
    }

    #[tokio::test]
    async fn a_hook_that_refuses_is_heard_in_full() {
        let dir = repo();
        git(dir.path(), &["add", "a"]);
        let hook = dir.path().join(".git/hooks/pre-commit");
        fs::create_dir_all(hook.parent().unwrap()).unwrap();
        fs::write(&hook, "#!/bin/sh\necho first\necho second >&2\nexit 1\n").unwrap();
        fs::set_permissions(&hook, fs::Permissions::from_mode(0o755)).unwrap();
        let failed = commit(dir.path(), "x").await.unwrap();
        assert!(matches!(failed, Commit::Failed(said) if said.contains("first") && said.contains("second")));
    }

    #[test]
    fn changes_are_those_since_the_last_commit_or_of_a_range() {
        let dir = repo();
        git(dir.path(), &["add", "a"]);
        assert!(changes(dir.path(), "").unwrap().unwrap().contains("+one"));
        git(dir.path(), &["commit", "-qm", "Add a"]);
        fs::write(dir.path().join("a"), "two\n").unwrap();
        fs::write(dir.path().join("b"), "new\n").unwrap();
        let all = changes(dir.path(), "").unwrap().unwrap();
        assert!(all.contains("-one") && all.contains("+two") && all.ends_with(": b\n"), "{all}");
        git(dir.path(), &["commit", "-qam", "Change a"]);
        assert!(changes(dir.path(), "HEAD~1..HEAD").unwrap().unwrap().contains("+two"));
        assert!(changes(dir.path(), "nowhere").is_err());
        for wrong in ["--output=x", "-p", "HEAD --output=x"] {
            assert!(changes(dir.path(), wrong).is_err() && !dir.path().join("x").exists(), "{wrong}");
        }
    }

    #[test]
    fn without_a_repository_there_are_no_changes_to_know() {
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(changes(dir.path(), "").unwrap(), None);
        assert!(staged(dir.path()).is_err());
    }

    #[test]
    fn a_long_text_is_cut_in_the_middle_at_lines() {
        let text: String = (0..100).map(|n| format!("line {n}\n")).collect();
        let short = cut(&text, 100);
        assert!(
            short.starts_with("line 0\n") && short.ends_with("line 99\n") && short.len() < 130,
            "{short}"
        );
        assert!(short.contains("lines left out here]\n"));
        assert_eq!(cut(&text, 10_000), text);
    }
}
