//! Argument values by the types that a tool's JSON Schema allows.

use serde_json::{Map, Number, Value};

use super::json;

/// The JSON types a schema allows; none at all when it does not say.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
struct Types(u8);

const STRING: u8 = 1;
const INTEGER: u8 = 2;
const NUMBER: u8 = 4;
const BOOLEAN: u8 = 8;
const NULL: u8 = 16;
const ARRAY: u8 = 32;
const OBJECT: u8 = 64;

impl Types {
    fn of(schema: &Value) -> Types {
        let mut types = Types::default();
        match &schema["type"] {
            Value::String(name) => types.add(name),
            Value::Array(names) => names.iter().filter_map(Value::as_str).for_each(|name| types.add(name)),
            _ => {}
        }
        for key in ["anyOf", "oneOf"] {
            for part in schema[key].as_array().into_iter().flatten() {
                types.0 |= Types::of(part).0;
            }
        }
        if types.0 == 0 {
            let values = schema["enum"].as_array().into_iter().flatten().chain(schema.get("const"));
            values.for_each(|value| types.0 |= bit(value));
        }
        types
    }

    fn add(&mut self, name: &str) {
        self.0 |= match name {
            "string" => STRING,
            "integer" => INTEGER,
            "number" => NUMBER,
            "boolean" => BOOLEAN,
            "null" => NULL,
            "array" => ARRAY,
            "object" => OBJECT,
            _ => 0,
        };
    }

    fn allow(self, kind: u8) -> bool {
        self.0 & kind != 0
    }
}

fn bit(value: &Value) -> u8 {
    match value {
        Value::Null => NULL,
        Value::Bool(_) => BOOLEAN,
        Value::Number(number) if number.is_f64() => NUMBER,
        Value::Number(_) => INTEGER,
        Value::String(_) => STRING,
        Value::Array(_) => ARRAY,
        Value::Object(_) => OBJECT,
    }
}

/// The value that `text` stands for: the text itself where the schema allows a string or says
/// nothing (but `null` where that is allowed too), else what it parses to if the schema allows
/// that, else the text.
pub fn value(text: &str, schema: &Value) -> Value {
    let types = Types::of(schema);
    let word = text.trim();
    if types.0 == 0 || types.allow(STRING) {
        return if types.allow(NULL) && word == "null" { Value::Null } else { text.into() };
    }
    match json::lenient(word) {
        Some(Value::Number(number)) if types.allow(INTEGER) && !types.allow(NUMBER) => {
            whole(&number).map_or_else(|| text.into(), Value::Number)
        }
        Some(value) if types.allow(bit(&value)) => value,
        Some(value @ Value::Number(_)) if types.allow(NUMBER) => value,
        _ => text.into(),
    }
}

/// Arguments that came as JSON: strings where the schema allows none are parsed, and numbers and
/// truth values where it allows only strings become text.
pub fn arguments(arguments: &mut Map<String, Value>, schema: &Value) {
    for (key, argument) in arguments {
        let schema = &schema["properties"][key.as_str()];
        match argument {
            Value::String(text) => *argument = value(text, schema),
            Value::Number(_) | Value::Bool(_) if Types::of(schema).0 == STRING => {
                *argument = argument.to_string().into();
            }
            _ => {}
        }
    }
}

/// The integer that a number is, `3.0` included.
fn whole(number: &Number) -> Option<Number> {
    if !number.is_f64() {
        return Some(number.clone());
    }
    let text = format!("{:.0}", number.as_f64().filter(|float| float.fract() == 0.0)?);
    text.parse::<i64>().ok().map(Number::from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn values_follow_the_schema() {
        let rows = [
            ("12", json!({"type": "string"}), json!("12")),
            ("{\"a\": 1}", json!({"type": "string"}), json!("{\"a\": 1}")),
            ("12", json!({}), json!("12")),
            ("null", json!({"type": "string"}), json!("null")),
            ("null", json!({"type": ["string", "null"]}), json!(null)),
            ("12", json!({"type": ["string", "integer"]}), json!("12")),
            ("12", json!({"type": "integer"}), json!(12)),
            (" 3.000 ", json!({"type": "integer"}), json!(3)),
            ("3.5", json!({"type": "integer"}), json!("3.5")),
            ("3", json!({"type": "number"}), json!(3)),
            ("3.5", json!({"type": ["number", "null"]}), json!(3.5)),
            ("True", json!({"type": "boolean"}), json!(true)),
            ("yes", json!({"type": "boolean"}), json!("yes")),
            ("[1, 2,]", json!({"type": "array"}), json!([1, 2])),
            ("{\"a\": 1}", json!({"type": "object"}), json!({"a": 1})),
            ("{\"a\": 1}", json!({"type": "array"}), json!("{\"a\": 1}")),
            ("2", json!({"anyOf": [{"type": "integer"}, {"type": "null"}]}), json!(2)),
            ("2", json!({"enum": [1, 2]}), json!(2)),
            ("2", json!({"enum": ["1", "2"]}), json!("2")),
        ];
        for (text, schema, expected) in rows {
            assert_eq!(value(text, &schema), expected, "{text} {schema}");
        }
    }

    #[test]
    fn json_arguments_are_set_right_too() {
        let schema = json!({"properties": {"n": {"type": "integer"}, "s": {"type": "string"}, "b": {"type": "boolean"}}});
        let mut map = json!({"n": "7", "s": 7, "b": "false", "x": "1"}).as_object().unwrap().clone();
        arguments(&mut map, &schema);
        assert_eq!(Value::Object(map), json!({"n": 7, "s": "7", "b": false, "x": "1"}));
    }
}
