//! What the schemas of the offered functions allow, in the form in which it is asked byte by byte.

use serde_json::Value as Json;

use super::text::Kind;
use super::trie::Trie;

/// Names of one object that can be told apart; an object with more takes any names.
const NAMES: usize = 32;
/// Schemas inside each other; what is deeper takes any value.
const NESTED: usize = 6;
/// The longest name.
const LONG: usize = 150;

/// The value that takes anything.
pub const ANY: u16 = 0;
/// The object and the list that take anything.
const ANY_MAP: u16 = 0;
const ANY_LIST: u16 = 1;

/// Which values a place takes. Those of several types are told apart by their first byte.
#[derive(Debug, Default)]
pub struct Value {
    /// Strings.
    pub text: Option<Kind>,
    /// Text that is written without quotes in the XML dialect, where strings are possible.
    pub raw: Option<Kind>,
    /// Whole texts without quotes, such as `true`.
    pub words: Trie,
    /// Numbers.
    pub number: Number,
    /// A list, by its shape.
    pub list: Option<u16>,
    /// An object, by its shape.
    pub map: Option<u16>,
}

/// Which numbers a place takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Number {
    /// None.
    #[default]
    None,
    /// Without a fraction.
    Whole,
    /// All.
    Any,
}

/// What is inside brackets.
#[derive(Debug)]
pub enum Shape {
    /// An object.
    Map(Fields),
    /// A list of such values.
    List(u16),
}

/// The names of an object.
#[derive(Debug, Default)]
pub struct Fields {
    /// The names, each with its place.
    pub keys: Trie,
    /// What each name takes.
    pub values: Vec<u16>,
    /// A bit for each name that must come.
    pub required: u32,
    /// What other names take, if there may be any.
    pub open: Option<u16>,
}

impl Fields {
    /// Whether a name below `node` did not come yet.
    pub fn fresh(&self, node: u32, seen: u32) -> bool {
        self.keys.below(node).iter().any(|&key| seen >> key & 1 == 0)
    }

    /// Whether all came that must.
    pub fn complete(&self, seen: u32) -> bool {
        self.required & !seen == 0
    }

    /// Whether another name may come.
    pub fn more(&self, seen: u32) -> bool {
        self.open.is_some() || self.fresh(super::trie::ROOT, seen)
    }
}

/// All values, shapes and lists of words of the offered functions.
#[derive(Debug)]
pub struct Schemas {
    /// Values by number.
    pub values: Vec<Value>,
    /// Shapes by number.
    pub shapes: Vec<Shape>,
    /// Strings of which one has to come.
    pub choices: Vec<Trie>,
}

/// A value while its schema is read.
#[derive(Default)]
struct Draft {
    free: bool,
    texts: Vec<String>,
    words: Vec<String>,
    number: Number,
    list: Option<u16>,
    map: Option<u16>,
}

impl Default for Schemas {
    fn default() -> Schemas {
        let words = words(["true", "True", "false", "False", "null", "None"].map(String::from));
        let any = Value {
            text: Some(Kind::Free),
            raw: Some(Kind::Free),
            words,
            number: Number::Any,
            list: Some(ANY_LIST),
            map: Some(ANY_MAP),
        };
        let map = Shape::Map(Fields { open: Some(ANY), ..Fields::default() });
        Schemas { values: vec![any], shapes: vec![map, Shape::List(ANY)], choices: Vec::new() }
    }
}

impl Schemas {
    /// The arguments of a function by their schema: always an object.
    pub fn arguments(&mut self, schema: &Json) -> u16 {
        let map = self.map(schema, 0);
        self.keep(Value { map: Some(map), ..Value::default() })
    }

    /// The value of a parameter of these arguments.
    pub fn parameter(&mut self, arguments: u16, name: &str) -> Option<&mut Value> {
        let map = self.values[arguments as usize].map?;
        let Shape::Map(fields) = &self.shapes[map as usize] else { return None };
        let node = name.bytes().try_fold(super::trie::ROOT, |node, byte| fields.keys.child(node, byte))?;
        let value = fields.values[*fields.keys.ends(node).first()? as usize];
        self.values.get_mut(value as usize).filter(|_| value != ANY)
    }

    fn keep(&mut self, value: Value) -> u16 {
        // Nobody offers so many values; the last ones would take anything.
        let Ok(number) = u16::try_from(self.values.len()) else { return ANY };
        self.values.push(value);
        number
    }

    fn shape(&mut self, shape: Shape, any: u16) -> u16 {
        let Ok(number) = u16::try_from(self.shapes.len()) else { return any };
        self.shapes.push(shape);
        number
    }

    fn value(&mut self, schema: &Json, depth: usize) -> u16 {
        let mut draft = Draft::default();
        if depth > NESTED || self.read(&mut draft, schema, depth).is_none() {
            return ANY;
        }
        let text = if draft.free {
            Some(Kind::Free)
        } else if draft.texts.is_empty() {
            None
        } else {
            Some(self.choice(draft.texts.clone()))
        };
        let raw = match text {
            // Without quotes nothing but a string and `null` can be told apart.
            Some(Kind::Choice(_)) if draft.words.iter().any(|word| word == "null") => {
                draft.texts.push("null".into());
                Some(self.choice(draft.texts))
            }
            text => text,
        };
        let words = words(draft.words);
        self.keep(Value { text, raw, words, number: draft.number, list: draft.list, map: draft.map })
    }

    fn choice(&mut self, texts: Vec<String>) -> Kind {
        let Ok(number) = u16::try_from(self.choices.len()) else { return Kind::Free };
        self.choices.push(words(texts));
        Kind::Choice(number)
    }

    /// Adds what a schema allows; `None` if it cannot be told.
    fn read(&mut self, draft: &mut Draft, schema: &Json, depth: usize) -> Option<()> {
        let object = schema.as_object()?;
        if ["$ref", "allOf", "not", "if"].iter().any(|key| object.contains_key(*key)) {
            return None;
        }
        let listed = object.get("enum").and_then(Json::as_array).map(Vec::as_slice);
        if let Some(values) = object.get("const").map(std::slice::from_ref).or(listed) {
            values.iter().for_each(|value| draft.word(value));
            return (!values.is_empty()).then_some(());
        }
        let mut known = None;
        for key in ["anyOf", "oneOf"] {
            for part in object.get(key).and_then(Json::as_array).into_iter().flatten() {
                self.read(draft, part, depth)?;
                known = Some(());
            }
        }
        if known.is_some() {
            return known;
        }
        let types = match object.get("type")? {
            Json::String(name) => vec![name.as_str()],
            Json::Array(names) => names.iter().filter_map(Json::as_str).collect(),
            _ => return None,
        };
        for name in &types {
            self.kind(draft, name, schema, depth)?;
        }
        (!types.is_empty()).then_some(())
    }

    fn kind(&mut self, draft: &mut Draft, name: &str, schema: &Json, depth: usize) -> Option<()> {
        match name {
            "string" => draft.free = true,
            "integer" => draft.number = draft.number.max(Number::Whole),
            "number" => draft.number = Number::Any,
            "boolean" => draft.words.extend(["true", "True", "false", "False"].map(String::from)),
            "null" => draft.words.extend(["null", "None"].map(String::from)),
            "array" => {
                let items = schema.get("items").map_or(ANY, |items| self.value(items, depth + 1));
                let list = if items == ANY { ANY_LIST } else { self.shape(Shape::List(items), ANY_LIST) };
                draft.list = Some(draft.list.map_or(list, |_| ANY_LIST));
            }
            "object" => {
                let map = self.map(schema, depth + 1);
                draft.map = Some(draft.map.map_or(map, |_| ANY_MAP));
            }
            _ => return None,
        }
        Some(())
    }

    fn map(&mut self, schema: &Json, depth: usize) -> u16 {
        let Some(properties) = schema.get("properties").and_then(Json::as_object) else {
            return match schema.get("additionalProperties") {
                Some(more @ Json::Object(_)) if depth <= NESTED => {
                    let open = Some(self.value(more, depth + 1));
                    self.shape(Shape::Map(Fields { open, ..Fields::default() }), ANY_MAP)
                }
                _ => ANY_MAP,
            };
        };
        if properties.len() > NAMES || !properties.keys().all(|name| plain(name)) {
            return ANY_MAP;
        }
        let values: Vec<u16> = properties.values().map(|part| self.value(part, depth + 1)).collect();
        let names = schema.get("required").and_then(Json::as_array);
        let names: Vec<&str> = names.into_iter().flatten().filter_map(Json::as_str).collect();
        let required = (properties.keys().enumerate())
            .filter(|(_, name)| names.contains(&name.as_str()))
            .fold(0, |bits, (place, _)| bits | 1 << place);
        let keys = Trie::new(properties.keys().zip(0..).collect());
        self.shape(Shape::Map(Fields { keys, values, required, open: None }), ANY_MAP)
    }
}

impl Draft {
    fn word(&mut self, value: &Json) {
        match value {
            Json::String(text) => self.texts.push(text.clone()),
            Json::Bool(true) => self.words.extend(["true", "True"].map(String::from)),
            Json::Bool(false) => self.words.extend(["false", "False"].map(String::from)),
            Json::Null => self.words.extend(["null", "None"].map(String::from)),
            Json::Number(number) => self.words.push(number.to_string()),
            Json::Array(_) => self.list = Some(ANY_LIST),
            Json::Object(_) => self.map = Some(ANY_MAP),
        }
    }
}

/// Whether a name stands for itself in both dialects.
pub fn plain(name: &str) -> bool {
    let odd = |c: char| matches!(c, '"' | '\\' | '<' | '>') || c.is_control() || c.is_whitespace();
    !name.is_empty() && name.len() <= LONG && !name.contains(odd)
}

fn words(texts: impl IntoIterator<Item = String>) -> Trie {
    Trie::new(texts.into_iter().map(|text| (text, 0)).collect())
}
