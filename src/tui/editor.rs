//! The user's own editor, for a message too long for the composer.

use std::io::Write;
use std::process::Command;

use crate::config::Config;
use crate::error::{Context, Error, Kind, Result};
use crate::tell;

/// Lets the user change `text` in an editor; the terminal is the editor's while it runs.
///
/// # Errors
/// There is no editor, or it ends with a failure; the text stays as it was then.
pub(super) fn edit(text: &str, config: &Config) -> Result<String> {
    let editor = config.terminal.editor.clone().unwrap_or_else(|| "vi".into());
    let wrong = || tell!("message-editor-failed", editor = &editor);
    crate::config::private(&config.places.run)?;
    let path = config.places.run.join(format!("message-{}.md", std::process::id()));
    let mut file = std::fs::File::create(&path).context(Kind::Other, wrong())?;
    file.write_all(text.as_bytes()).context(Kind::Other, wrong())?;
    drop(file);
    // Editors are named with their arguments (`code -w`), which is the shell's business.
    let status = Command::new("sh").args(["-c", &format!("exec {editor} \"$1\""), "sh"]).arg(&path).status();
    let edited = std::fs::read_to_string(&path).context(Kind::Other, wrong());
    // What the user wrote lies in the private directory only as long as it must.
    _ = std::fs::remove_file(&path);
    let status = status.context(Kind::Other, wrong())?;
    if !status.success() {
        return Err(Error::new(Kind::Other, wrong()).why(status).hint(tell!("message-editor-hint")));
    }
    Ok(edited?.trim_end_matches('\n').to_owned())
}
