//! Files of the project, to mention with `@`.

/// The path as a mention in a message: quoted when it has spaces.
pub fn mention(path: &str) -> String {
    if path.contains(char::is_whitespace) { format!("@\"{path}\"") } else { format!("@{path}") }
}
