//! JSON as models write it: nearly right.

use serde_json::{Map, Value};

/// Follows JSON text character by character to know where a value ends.
#[derive(Clone, Copy, Debug, Default)]
pub struct Scan {
    depth: usize,
    at: At,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum At {
    #[default]
    Outside,
    String,
    Escape,
}

impl Scan {
    /// Takes the next character; true when it closes the object or list that the text began with.
    pub fn take(&mut self, c: char) -> bool {
        match (self.at, c) {
            (At::Escape, _) => self.at = At::String,
            (At::String, '\\') => self.at = At::Escape,
            (At::String, '"') => self.at = At::Outside,
            (At::String, _) => {}
            (At::Outside, '"') => self.at = At::String,
            (At::Outside, '{' | '[') => self.depth += 1,
            (At::Outside, '}' | ']') => {
                self.depth = self.depth.saturating_sub(1);
                return self.depth == 0;
            }
            (At::Outside, _) => {}
        }
        false
    }

    /// Whether the next character stands inside a string.
    pub fn quoted(self) -> bool {
        self.at != At::Outside
    }
}

/// The value of `text`, forgiving trailing commas, line breaks and unknown escapes in strings,
/// Python's words for `true`, `false` and `null`, and missing brackets at the end.
pub fn lenient(text: &str) -> Option<Value> {
    serde_json::from_str(text).ok().or_else(|| serde_json::from_str(&mend(text)).ok())
}

/// `text` with what [`lenient`] forgives put right.
fn mend(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut open = Vec::new();
    let mut at = At::Outside;
    let mut word = String::new();
    for c in text.chars() {
        if at == At::Outside && c.is_alphabetic() {
            word.push(c);
            continue;
        }
        flush(&mut out, &mut word);
        match (at, c) {
            (At::Outside, _) => {
                match c {
                    '"' => at = At::String,
                    '{' => open.push('}'),
                    '[' => open.push(']'),
                    '}' | ']' => {
                        open.pop();
                        uncomma(&mut out);
                    }
                    _ => {}
                }
                out.push(c);
            }
            (At::Escape, _) => {
                at = At::String;
                escape(&mut out, c);
            }
            (At::String, '\\') => at = At::Escape,
            (At::String, '"') => {
                at = At::Outside;
                out.push(c);
            }
            (At::String, c) if c < ' ' => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            (At::String, c) => out.push(c),
        }
    }
    flush(&mut out, &mut word);
    if at == At::Outside && !open.is_empty() {
        uncomma(&mut out);
        out.extend(open.iter().rev());
    }
    out
}

fn flush(out: &mut String, word: &mut String) {
    out.push_str(match word.as_str() {
        "True" => "true",
        "False" => "false",
        "None" => "null",
        other => other,
    });
    word.clear();
}

fn uncomma(out: &mut String) {
    let end = out.trim_end().len();
    if out[..end].ends_with(',') {
        out.truncate(end - 1);
    }
}

fn escape(out: &mut String, c: char) {
    match c {
        '"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't' | 'u' => out.extend(['\\', c]),
        '\'' => out.push(c),
        '\n' => out.push_str("\\n"),
        other => out.extend(['\\', '\\', other]),
    }
}

/// The calls in `text`: one object, several in a row, or a list of them, each as name and
/// arguments. `None` when any part of it is no call.
pub fn calls(text: &str) -> Option<Vec<(String, Value)>> {
    let mut calls = Vec::new();
    for value in values(text)? {
        match value {
            Value::Array(items) => {
                for item in items {
                    calls.push(call(item)?);
                }
            }
            value => calls.push(call(value)?),
        }
    }
    (!calls.is_empty()).then_some(calls)
}

fn values(text: &str) -> Option<Vec<Value>> {
    let mut values = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let mut scan = Scan::default();
        let end =
            rest.char_indices().find(|&(_, c)| scan.take(c)).map_or(rest.len(), |(at, c)| at + c.len_utf8());
        values.push(lenient(&rest[..end])?);
        rest = rest[end..].trim_start();
    }
    Some(values)
}

/// A call from `{"name", "arguments"}` and its variants: `parameters`, the arguments as JSON in a
/// string, everything inside `function`, or the arguments next to the name.
fn call(value: Value) -> Option<(String, Value)> {
    let Value::Object(mut map) = value else { return None };
    if let Some(Value::Object(inner)) = map.get("function") {
        map = inner.clone();
    }
    let name = map.shift_remove("name")?.as_str()?.trim().to_owned();
    if name.is_empty() {
        return None;
    }
    let arguments = map.shift_remove("arguments").or_else(|| map.shift_remove("parameters"));
    let arguments = match arguments {
        None => Value::Object(map),
        Some(Value::Null) => Value::Object(Map::new()),
        Some(Value::String(text)) if text.trim().is_empty() => Value::Object(Map::new()),
        Some(Value::String(text)) => match lenient(&text) {
            Some(object @ Value::Object(_)) => object,
            _ => Value::String(text),
        },
        Some(other) => other,
    };
    Some((name, arguments))
}

/// How a text compares to a pattern that it may still grow into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Match {
    /// It cannot become one.
    No,
    /// It is the beginning of one.
    Partial,
    /// It is one.
    Full,
}

/// Compares `text` to one of several literals.
pub fn one_of(text: &str, literals: &[&str]) -> Match {
    if literals.contains(&text) {
        Match::Full
    } else if literals.iter().any(|literal| literal.starts_with(text)) {
        Match::Partial
    } else {
        Match::No
    }
}

/// Compares `text` to the beginning of a bare call of one of the functions (names in quotes): an
/// object whose first key is the name and whose second one holds the arguments.
pub fn head(text: &str, names: &[String]) -> Match {
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let steps: [&[&str]; 7] =
        [&["{"], &["\"name\""], &[":"], &names, &[","], &["\"arguments\"", "\"parameters\""], &[":"]];
    let mut rest = text;
    for step in steps {
        rest = rest.trim_start();
        match step.iter().find_map(|literal| rest.strip_prefix(literal)) {
            Some(after) => rest = after,
            None if step.iter().any(|literal| literal.starts_with(rest)) => return Match::Partial,
            None => return Match::No,
        }
    }
    Match::Full
}

/// Compares `text` to a code fence, plain or labelled `json`, with the [`head`] of a call inside.
pub fn fence(text: &str, names: &[String]) -> Match {
    let Some(rest) = text.strip_prefix("```") else {
        return if "```".starts_with(text) { Match::Partial } else { Match::No };
    };
    if "json".starts_with(rest) {
        return Match::Partial;
    }
    let body = rest.strip_prefix("json").unwrap_or(rest);
    if body.starts_with(char::is_whitespace) { head(body, names) } else { Match::No }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn near_json_is_read() {
        let rows = [
            ("{\"a\": [1, 2,],}", json!({"a": [1, 2]})),
            ("{\"a\": \"x\ny\"}", json!({"a": "x\ny"})),
            ("{\"a\": \"it\\'s \\d\"}", json!({"a": "it's \\d"})),
            ("{\"a\": True, \"b\": None}", json!({"a": true, "b": null})),
            ("{\"a\": {\"b\": 1,", json!({"a": {"b": 1}})),
            ("{\"a\": \"True, }\"}", json!({"a": "True, }"})),
        ];
        for (text, expected) in rows {
            assert_eq!(lenient(text), Some(expected), "{text}");
        }
        for text in ["{\"a\": \"open", "{\"a\" 1}", "", "{\"a\": }"] {
            assert_eq!(lenient(text), None, "{text}");
        }
    }

    #[test]
    fn calls_are_read_in_all_variants() {
        let expected = Some(vec![("f".to_owned(), json!({"a": 1}))]);
        for text in [
            r#"{"name": "f", "arguments": {"a": 1}}"#,
            r#"{"arguments": {"a": 1}, "name": "f"}"#,
            r#"{"name": "f", "parameters": {"a": 1}}"#,
            r#"{"name": "f", "arguments": "{\"a\": 1}"}"#,
            r#"{"type": "function", "function": {"name": "f", "arguments": {"a": 1}}}"#,
            r#"{"name": "f", "a": 1}"#,
            r#"[{"name": "f", "arguments": {"a": 1}}]"#,
        ] {
            assert_eq!(calls(text), expected, "{text}");
        }
        assert_eq!(calls("{\"name\": \"f\"}\n{\"name\": \"g\"}").map(|calls| calls.len()), Some(2));
        for text in ["", "[]", "{\"a\": 1}", "{\"name\": 1}", "{\"name\": \"f\"} and"] {
            assert_eq!(calls(text), None, "{text}");
        }
    }

    #[test]
    fn a_bare_call_is_told_from_its_first_characters() {
        let names = ["\"read\"".to_owned(), "\"read_all\"".to_owned()];
        let whole = "{ \"name\": \"read\",\n\"arguments\":";
        for end in 0..whole.len() {
            assert_eq!(head(&whole[..end], &names), Match::Partial, "{end}");
        }
        assert_eq!(head(whole, &names), Match::Full);
        for text in
            ["{}", "{ \"nam3", "{\"name\": \"write\"", "{\"name\": \"read\"}", "{\"name\": \"read\", \"x"]
        {
            assert_eq!(head(text, &names), Match::No, "{text}");
        }
        assert_eq!(fence("```js", &names), Match::Partial);
        assert_eq!(fence("```json\n{\"name\": \"read\", \"parameters\":", &names), Match::Full);
        for text in ["```r", "```json5", "``x", "```{", "```jsonc"] {
            assert_eq!(fence(text, &names), Match::No, "{text}");
        }
    }
}
