//! The user's own editor, for a message too long for the composer, and for a change of a file.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::config::{self, Config};
use crate::error::{Context, Error, Kind, Result};
use crate::tell;

/// Lets the user change a message in an editor; the terminal is the editor's while it runs.
///
/// # Errors
/// There is no editor, or it ends with a failure; the text stays as it was then.
pub(super) fn message(text: &str, config: &Config) -> Result<String> {
    let editor = config.terminal.editor.as_deref().unwrap_or("vi");
    let edited = edit(editor, "message.md", text, &config.places.run)
        .map_err(|error| error.hint(tell!("message-editor-hint")))?;
    Ok(edited.trim_end_matches('\n').to_owned())
}

/// Lets the user change the text of the file at this path, of which the editor sees a copy with the same name.
///
/// # Errors
/// No editor is set, or it ends with a failure.
pub(super) fn file(path: &str, text: &str, config: &Config) -> Result<String> {
    let none = || Error::new(Kind::Other, tell!("review-editor-none")).hint(tell!("review-editor-none-hint"));
    let editor = config.terminal.editor.as_deref().ok_or_else(none)?;
    let name = path.rsplit('/').next().unwrap_or(path);
    edit(editor, name, text, &config.places.run).map_err(|error| error.hint(tell!("review-editor-hint")))
}

/// What the editor makes of a text, in a file of this name below the private directory `run`.
fn edit(editor: &str, name: &str, text: &str, run: &Path) -> Result<String> {
    let wrong = || tell!("message-editor-failed", editor = editor);
    config::private(run)?;
    let dir = run.join(format!("edit-{}", std::process::id()));
    config::private(&dir)?;
    let path = dir.join(name);
    // Editors are named with their arguments (`code -w`), which is the shell's business.
    let run = || Command::new("sh").args(["-c", &format!("exec {editor} \"$1\""), "sh"]).arg(&path).status();
    let status = fs::write(&path, text).and_then(|()| run());
    let edited = fs::read_to_string(&path);
    // What the user wrote lies in the private directory only as long as it must.
    _ = fs::remove_dir_all(&dir);
    let status = status.context(Kind::Other, wrong())?;
    if !status.success() {
        return Err(Error::new(Kind::Other, wrong()).why(status));
    }
    edited.context(Kind::Other, wrong())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_editor_sees_the_name_and_the_text_and_leaves_nothing_behind() {
        let home = tempfile::tempdir().unwrap();
        let run = home.path().join("run");
        let script = home.path().join("editor");
        fs::write(&script, "basename \"$2\" > \"$1\"; cat \"$2\" >> \"$1\"; printf 'mine\\r\\n' > \"$2\"")
            .unwrap();
        let seen = home.path().join("seen");
        let editor = format!("sh {} {}", script.display(), seen.display());
        assert_eq!(edit(&editor, "Makefile", "all:\n", &run).unwrap(), "mine\r\n");
        assert_eq!(fs::read_to_string(seen).unwrap(), "Makefile\nall:\n");
        assert_eq!(fs::read_dir(&run).unwrap().count(), 0);
    }

    #[test]
    fn an_editor_that_fails_changes_nothing_and_is_named() {
        let home = tempfile::tempdir().unwrap();
        let run = home.path().join("run");
        for editor in ["false", "no-such-editor-here"] {
            let error = edit(editor, "a.rs", "text", &run).unwrap_err();
            assert!(error.to_string().contains(editor), "{error}");
        }
        assert_eq!(fs::read_dir(&run).unwrap().count(), 0);
    }
}
