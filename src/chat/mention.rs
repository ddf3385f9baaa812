//! Mentions in what the user writes: `@path`, or `@"path"` where a bare one would end too early.

/// The path as a mention: quoted when a bare one would end before it does.
pub fn mention(path: &str) -> String {
    let bare = !path.contains(char::is_whitespace) && trimmed(path) == path && !path.starts_with('"');
    if bare { format!("@{path}") } else { format!("@\"{path}\"") }
}

/// What stands behind each `@` that begins a word: up to the next space, or in quotation marks.
pub fn names(text: &str) -> impl Iterator<Item = &str> {
    let begins = |at: usize| {
        let before = text[..at].chars().next_back();
        before.is_none_or(|c| c.is_whitespace() || "([{<\"'（「".contains(c))
    };
    text.match_indices('@').filter(move |(at, _)| begins(*at)).map(|(at, _)| {
        let rest = &text[at + 1..];
        match rest.strip_prefix('"').and_then(|quoted| quoted.split_once('"')) {
            Some((name, _)) if !name.contains('\n') => name,
            _ => rest.split(char::is_whitespace).next().unwrap_or_default(),
        }
    })
}

/// The name without punctuation that a sentence puts behind it.
pub fn trimmed(name: &str) -> &str {
    name.trim_end_matches(|c| ".,;:!?)]}>\"'。，、；：！？）」》؟،؛".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_as_a_mention_is_found_again() {
        for path in ["a.rs", "two words.txt", "odd)", "dots...", "ملف.txt"] {
            let text = format!("me@home {}, then", mention(path));
            assert!(names(&text).flat_map(|name| [name, trimmed(name)]).any(|name| name == path), "{path}");
            assert_eq!(names(&text).count(), 1);
        }
    }
}
