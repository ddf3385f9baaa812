//! JSON text as Python's `json.dumps` writes it, because models were trained on that.

use minijinja::value::{Kwargs, ValueKind};
use minijinja::{Error, ErrorKind, Value};

use crate::tell;

/// Deeper values are refused, since a template can nest them until the stack ends.
const DEPTH: usize = 200;

/// The `tojson` filter with the options of `json.dumps` that chat templates use.
///
/// A number as the positional argument is the indent, a boolean is `ensure_ascii`.
pub fn filter(value: &Value, first: Option<Value>, options: Kwargs) -> Result<Value, Error> {
    let mut style = Style::default();
    let mut indent = options.get::<Option<Value>>("indent")?;
    let mut ascii = options.get::<Option<bool>>("ensure_ascii")?.unwrap_or(false);
    match first {
        Some(first) if first.kind() == ValueKind::Bool => ascii = first.is_true(),
        Some(first) => indent = Some(first),
        None => {}
    }
    style.letters = if ascii { Letters::Ascii } else { Letters::All };
    if let Some(indent) = indent.filter(|indent| !indent.is_none()) {
        style.indent = Some(match indent.as_usize() {
            Some(count) => " ".repeat(count.min(16)),
            None => indent.to_string(),
        });
        style.item = ",".into();
    }
    if let Some(pair) = options.get::<Option<Value>>("separators")?.filter(|pair| !pair.is_none()) {
        style.item = pair.get_item_by_index(0)?.to_string();
        style.key = pair.get_item_by_index(1)?.to_string();
    }
    if options.get::<Option<bool>>("sort_keys")?.unwrap_or(false) {
        style.order = Order::Sorted;
    }
    options.assert_all_used()?;
    let mut out = String::new();
    style.write(&mut out, value, 0)?;
    Ok(out.into())
}

/// `value` as a template variable.
pub fn variable(value: &serde_json::Value) -> Value {
    use serde_json::Value as Json;
    match value {
        Json::Null => Value::from(()),
        Json::Bool(truth) => Value::from(*truth),
        Json::Number(number) => match (number.as_i64(), number.as_u64()) {
            (Some(number), _) => Value::from(number),
            (None, Some(number)) => Value::from(number),
            (None, None) => Value::from(number.as_f64().unwrap_or_default()),
        },
        Json::String(text) => Value::from(text.as_str()),
        Json::Array(items) => variables(items),
        Json::Object(map) => Value::from_pairs(map.iter().map(|(key, item)| (key.as_str(), variable(item)))),
    }
}

/// A list of `items` as a template variable.
pub fn variables(items: &[serde_json::Value]) -> Value {
    items.iter().map(variable).collect::<Vec<Value>>().into()
}

/// `value` in one line, with `", "` and `": "` as separators.
pub fn line(value: &serde_json::Value) -> String {
    let mut out = String::new();
    let value = variable(value);
    match Style::default().write(&mut out, &value, 0) {
        Ok(()) => out,
        Err(_) => "null".into(),
    }
}

/// A float as Python's `repr` prints it: `1.0`, `1e+16`, `1e-05`.
pub fn float(number: f64) -> String {
    if !number.is_finite() {
        return if number.is_nan() {
            "NaN".into()
        } else if number > 0.0 {
            "Infinity".into()
        } else {
            "-Infinity".into()
        };
    }
    let text = format!("{number:e}");
    let (digits, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    match exponent.parse::<i32>() {
        Ok(exponent) if !(-4..16).contains(&exponent) => {
            let sign = if exponent < 0 { '-' } else { '+' };
            format!("{digits}e{sign}{:02}", exponent.abs())
        }
        _ => format!("{number:?}"),
    }
}

#[derive(Default)]
enum Letters {
    #[default]
    All,
    Ascii,
}

#[derive(Default)]
enum Order {
    #[default]
    Kept,
    Sorted,
}

/// The options of one dump.
struct Style {
    indent: Option<String>,
    item: String,
    key: String,
    letters: Letters,
    order: Order,
}

impl Default for Style {
    fn default() -> Style {
        Style {
            indent: None,
            item: ", ".into(),
            key: ": ".into(),
            letters: Letters::default(),
            order: Order::default(),
        }
    }
}

impl Style {
    fn write(&self, out: &mut String, value: &Value, depth: usize) -> Result<(), Error> {
        if depth > DEPTH {
            return Err(Error::new(ErrorKind::InvalidOperation, tell!("engine-json-deep")));
        }
        match value.kind() {
            ValueKind::Undefined | ValueKind::None => out.push_str("null"),
            ValueKind::Bool => out.push_str(if value.is_true() { "true" } else { "false" }),
            ValueKind::Number => out.push_str(&number(value)),
            ValueKind::Map => self.map(out, value, depth)?,
            ValueKind::Seq | ValueKind::Iterable => self.list(out, value, depth)?,
            _ => self.string(out, &value.to_string()),
        }
        Ok(())
    }

    fn map(&self, out: &mut String, value: &Value, depth: usize) -> Result<(), Error> {
        let mut keys: Vec<Value> = value.try_iter()?.collect();
        if matches!(self.order, Order::Sorted) {
            keys.sort_by_key(ToString::to_string);
        }
        out.push('{');
        for (index, key) in keys.iter().enumerate() {
            self.next(out, index, depth + 1);
            let name = match key.kind() {
                ValueKind::Bool => if key.is_true() { "true" } else { "false" }.to_owned(),
                ValueKind::None => "null".to_owned(),
                ValueKind::Number => number(key),
                _ => key.to_string(),
            };
            self.string(out, &name);
            out.push_str(&self.key);
            self.write(out, &value.get_item(key)?, depth + 1)?;
        }
        if !keys.is_empty() {
            self.newline(out, depth);
        }
        out.push('}');
        Ok(())
    }

    fn list(&self, out: &mut String, value: &Value, depth: usize) -> Result<(), Error> {
        out.push('[');
        let mut empty = true;
        for (index, item) in value.try_iter()?.enumerate() {
            empty = false;
            self.next(out, index, depth + 1);
            self.write(out, &item, depth + 1)?;
        }
        if !empty {
            self.newline(out, depth);
        }
        out.push(']');
        Ok(())
    }

    fn next(&self, out: &mut String, index: usize, depth: usize) {
        if index > 0 {
            out.push_str(&self.item);
        }
        self.newline(out, depth);
    }

    fn newline(&self, out: &mut String, depth: usize) {
        if let Some(indent) = &self.indent {
            out.push('\n');
            out.extend(std::iter::repeat_n(indent.as_str(), depth));
        }
    }

    fn string(&self, out: &mut String, text: &str) {
        out.push('"');
        for c in text.chars() {
            match c {
                '"' => out.push_str("\\\""),
                '\\' => out.push_str("\\\\"),
                '\n' => out.push_str("\\n"),
                '\r' => out.push_str("\\r"),
                '\t' => out.push_str("\\t"),
                '\u{8}' => out.push_str("\\b"),
                '\u{c}' => out.push_str("\\f"),
                c if c < ' ' || (!c.is_ascii() && matches!(self.letters, Letters::Ascii)) => {
                    for unit in c.encode_utf16(&mut [0; 2]) {
                        out.push_str(&format!("\\u{unit:04x}"));
                    }
                }
                c => out.push(c),
            }
        }
        out.push('"');
    }
}

fn number(value: &Value) -> String {
    match f64::try_from(value.clone()) {
        Ok(number) if !value.is_integer() => float(number),
        _ => value.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn it_writes_what_python_writes() {
        let value = json!({"b": [1, 2.0, null], "a": "ü<\"\n\u{1}", "e": {}, "l": []});
        assert_eq!(line(&value), r#"{"b": [1, 2.0, null], "a": "ü<\"\n\u0001", "e": {}, "l": []}"#);
    }

    #[test]
    fn floats_look_as_in_python() {
        let rows = [
            (1.0, "1.0"),
            (0.1, "0.1"),
            (1e16, "1e+16"),
            (1.5e300, "1.5e+300"),
            (123_456_789_012_345.0, "123456789012345.0"),
            (1e-4, "0.0001"),
            (1e-5, "1e-05"),
            (-0.0, "-0.0"),
        ];
        for (number, text) in rows {
            assert_eq!(float(number), text);
        }
    }

    #[test]
    fn options_of_json_dumps_hold() {
        let mut env = minijinja::Environment::new();
        env.add_filter("tojson", filter);
        let render = |template: &str| {
            env.render_str(
                template,
                minijinja::context! { x => variable(&json!({"b": [1], "a": "ü", "e": []})) },
            )
            .unwrap()
        };
        assert_eq!(
            render("{{ x|tojson(indent=2) }}"),
            "{\n  \"b\": [\n    1\n  ],\n  \"a\": \"ü\",\n  \"e\": []\n}"
        );
        assert_eq!(
            render("{{ x|tojson(separators=(',', ':'), sort_keys=true) }}"),
            r#"{"a":"ü","b":[1],"e":[]}"#
        );
        assert_eq!(render("{{ x|tojson(ensure_ascii=true) }}"), r#"{"b": [1], "a": "\u00fc", "e": []}"#);
    }
}
