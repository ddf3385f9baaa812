//! Holds the arguments of a call against a tool's JSON schema: what was meant is mended, what cannot be is told.

use serde_json::{Map, Number, Value};

/// Schemas inside each other, and references that are followed; what is deeper may be anything.
const DEEP: usize = 12;

/// The arguments as the schema wants them.
///
/// # Errors
/// What is wrong with them, for the model.
pub(super) fn fit(mut args: Map<String, Value>, schema: &Value) -> Result<Map<String, Value>, String> {
    let rules = Rules { root: schema };
    object(&rules, &mut args, schema, "", 0)?;
    Ok(args)
}

/// A schema that refers to parts of itself.
struct Rules<'a> {
    root: &'a Value,
}

impl<'a> Rules<'a> {
    /// What a schema refers to, or itself; `None` where that is elsewhere.
    fn follow(&self, schema: &'a Value) -> Option<&'a Value> {
        let mut now = schema;
        for _ in 0..DEEP {
            let Some(link) = now.get("$ref") else { return Some(now) };
            now = self.root.pointer(link.as_str()?.strip_prefix('#')?)?;
        }
        None
    }
}

fn value<'a>(
    rules: &Rules<'a>,
    value: &mut Value,
    schema: &'a Value,
    at: &str,
    deep: usize,
) -> Result<(), String> {
    let Some(schema) = rules.follow(schema).filter(|_| deep < DEEP) else { return Ok(()) };
    let ways = ["anyOf", "oneOf"].into_iter().find_map(|key| schema.get(key)?.as_array());
    if let Some(ways) = ways.filter(|ways| !ways.is_empty()) {
        let mut first = None;
        for way in ways {
            let mut tried = value.clone();
            match self::value(rules, &mut tried, way, at, deep + 1) {
                Ok(()) => {
                    *value = tried;
                    return Ok(());
                }
                Err(why) => _ = first.get_or_insert(why),
            }
        }
        return Err(first.unwrap_or_default());
    }
    for part in schema.get("allOf").and_then(Value::as_array).into_iter().flatten() {
        self::value(rules, value, part, at, deep + 1)?;
    }
    let types = types(schema);
    if !types.is_empty() && !types.iter().any(|name| is(value, name)) {
        match types.iter().find_map(|name| meant(value, name)) {
            Some(better) => *value = better,
            None => return Err(format!("{at} must be {}, and is {}", types.join(" or "), short(value))),
        }
    }
    one_of(value, schema, at)?;
    match value {
        Value::Object(map) => object(rules, map, schema, at, deep),
        Value::Array(items) => {
            let Some(inner) = schema.get("items").filter(|inner| inner.is_object()) else { return Ok(()) };
            let each = items.iter_mut().enumerate();
            each.into_iter().try_for_each(|(index, item)| {
                self::value(rules, item, inner, &format!("{at}[{index}]"), deep + 1)
            })
        }
        _ => Ok(()),
    }
}

fn object<'a>(
    rules: &Rules<'a>,
    map: &mut Map<String, Value>,
    schema: &'a Value,
    at: &str,
    deep: usize,
) -> Result<(), String> {
    let Some(schema) = rules.follow(schema) else { return Ok(()) };
    let required = schema.get("required").and_then(Value::as_array);
    let required: Vec<&str> = required.into_iter().flatten().filter_map(Value::as_str).collect();
    let known = schema.get("properties").and_then(Value::as_object);
    let inner = |name: &str| if at.is_empty() { name.to_owned() } else { format!("{at}.{name}") };
    // Models say null for what they leave out.
    map.retain(|name, value| !value.is_null() || required.contains(&name.as_str()));
    if let Some(missing) = required.iter().find(|name| !map.contains_key(**name)) {
        return Err(format!("{:?} is missing", inner(missing)));
    }
    for (name, item) in map.iter_mut() {
        match known.and_then(|known| known.get(name)) {
            Some(schema) => value(rules, item, schema, &inner(name), deep + 1)?,
            None if schema.get("additionalProperties") == Some(&Value::Bool(false)) => {
                let names: Vec<&str> = known.into_iter().flat_map(Map::keys).map(String::as_str).collect();
                return Err(format!("there is no {:?}; it takes: {}", inner(name), names.join(", ")));
            }
            None => {}
        }
    }
    Ok(())
}

fn one_of(value: &Value, schema: &Value, at: &str) -> Result<(), String> {
    let listed = schema.get("enum").and_then(Value::as_array).map(Vec::as_slice);
    let Some(values) = schema.get("const").map(std::slice::from_ref).or(listed) else { return Ok(()) };
    if values.contains(value) {
        return Ok(());
    }
    let all: Vec<String> = values.iter().take(20).map(short).collect();
    Err(format!("{at} must be one of {}, and is {}", all.join(", "), short(value)))
}

fn types(schema: &Value) -> Vec<&str> {
    match schema.get("type") {
        Some(Value::String(name)) => vec![name],
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

fn is(value: &Value, name: &str) -> bool {
    match name {
        "string" => value.is_string(),
        "number" => value.is_number(),
        "integer" => value.as_f64().is_some_and(|number| number.fract() == 0.0),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => true,
    }
}

/// The value that was meant by one of another type: a number in quotes, or JSON in a string.
fn meant(value: &Value, name: &str) -> Option<Value> {
    match (value, name) {
        (Value::String(text), "integer") => Some(text.trim().parse::<i64>().ok()?.into()),
        (Value::String(text), "number") => Number::from_f64(text.trim().parse().ok()?).map(Value::Number),
        (Value::String(text), "boolean") => Some(Value::Bool(text.trim().to_ascii_lowercase().parse().ok()?)),
        (Value::String(text), "array" | "object") => {
            serde_json::from_str(text).ok().filter(|value| is(value, name))
        }
        (Value::Number(_) | Value::Bool(_), "string") => Some(value.to_string().into()),
        _ => None,
    }
}

fn short(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(60) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn schema() -> Value {
        json!({
            "type": "object",
            "properties": {
                "city": { "type": "string" },
                "days": { "type": "integer" },
                "unit": { "type": "string", "enum": ["c", "f"] },
                "spots": { "type": "array", "items": { "$ref": "#/$defs/spot" } },
                "near": { "anyOf": [{ "type": "boolean" }, { "type": "null" }] },
            },
            "required": ["city"],
            "additionalProperties": false,
            "$defs": { "spot": { "type": "object", "properties": { "x": { "type": "number" } }, "required": ["x"] } },
        })
    }

    fn fitted(args: Value) -> Result<Value, String> {
        let Value::Object(args) = args else { panic!("no object") };
        fit(args, &schema()).map(Value::Object)
    }

    #[test]
    fn what_is_right_stays_and_what_was_meant_is_mended() {
        let right = json!({ "city": "Rome", "days": 3, "unit": "c", "spots": [{ "x": 1.5 }], "near": true });
        assert_eq!(fitted(right.clone()).unwrap(), right);
        let meant = json!({ "city": 7, "days": "3", "unit": null, "spots": "[{\"x\": 1}]", "near": "True" });
        let mended = json!({ "city": "7", "days": 3, "spots": [{ "x": 1 }], "near": true });
        assert_eq!(fitted(meant).unwrap(), mended);
    }

    #[test]
    fn what_cannot_be_is_told_with_its_place() {
        for (args, wanted) in [
            (json!({}), "\"city\" is missing"),
            (json!({ "city": null }), "city must be string, and is null"),
            (json!({ "city": "R", "days": 1.5 }), "days must be integer, and is 1.5"),
            (json!({ "city": "R", "unit": "k" }), "unit must be one of \"c\", \"f\", and is \"k\""),
            (json!({ "city": "R", "spots": [{ "x": 1 }, {}] }), "\"spots[1].x\" is missing"),
            (
                json!({ "city": "R", "town": 1 }),
                "there is no \"town\"; it takes: city, days, unit, spots, near",
            ),
        ] {
            assert_eq!(fitted(args).unwrap_err(), wanted);
        }
    }

    #[test]
    fn a_schema_that_refers_to_itself_or_to_nothing_ends() {
        let turns = json!({ "properties": { "a": { "$ref": "#/properties/a" }, "b": { "$ref": "#" }, "c": { "$ref": "http://x" } } });
        let args = json!({ "a": 1, "b": { "b": { "a": 2 } }, "c": [] });
        let Value::Object(args) = args else { panic!("no object") };
        assert_eq!(fit(args.clone(), &turns).unwrap(), args);
    }
}
