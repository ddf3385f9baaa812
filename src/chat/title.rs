//! A title from a question.

/// The first line of the question, in at most 60 letters.
pub fn title(question: &str) -> String {
    let line = question.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or("…");
    line.chars().take(60).collect()
}
