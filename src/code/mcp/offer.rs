//! The tools of servers as a model is offered them: their names, and what is said of them, which is kept short.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::fit::fit;
use crate::code::start::about;
use crate::code::tool::{self, Call};
use crate::wire::{Function, Tool, ToolCall};

/// Characters of a name.
const NAME: usize = 48;
/// Characters that are said of a tool: about as many as of our own.
const ABOUT: usize = 140;
/// Characters that are said of a parameter.
const WORD: usize = 60;
/// Tokens of all tools of a server.
const TOKENS: usize = 1500;
/// Schemas inside each other that are shown; what is deeper is anything.
const DEEP: usize = 5;

/// What a server says that its tool does: it is not known whether that is true.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claim {
    /// It only looks.
    Looks,
    /// It may change something.
    Acts,
}

/// A tool as its server has it.
#[derive(Clone, Debug)]
pub(super) struct Known {
    pub(super) name: String,
    pub(super) about: String,
    pub(super) schema: Arc<Value>,
    pub(super) claim: Claim,
}

/// A tool as a model is offered it.
#[derive(Clone, Debug)]
pub struct Offer {
    /// The server's name.
    pub server: String,
    /// What the server calls it.
    pub name: String,
    /// What the server says that it does.
    pub claim: Claim,
    /// What the model reads.
    pub tool: Tool,
    /// What its arguments are held against.
    schema: Arc<Value>,
}

impl PartialEq for Offer {
    fn eq(&self, other: &Offer) -> bool {
        (&self.server, &self.name, &self.schema, &self.tool.function.description)
            == (&other.server, &other.name, &other.schema, &other.tool.function.description)
    }
}

impl Eq for Offer {}

impl Offer {
    /// How it stands behind the names of other tools.
    pub fn also(&self) -> String {
        format!(", {}", self.tool.function.name)
    }

    /// Understands a call of it.
    ///
    /// # Errors
    /// What the model is told: what is wrong with the arguments.
    pub fn read(&self, call: &ToolCall) -> Result<Call, String> {
        let args = tool::arguments(call)?;
        let name = &self.tool.function.name;
        let args = fit(args, &self.schema)
            .map_err(|why| format!("error: the arguments of {name} are wrong: {why}"))?;
        Ok(Call::Mcp { server: self.server.clone(), tool: self.name.clone(), claim: self.claim, args })
    }
}

/// A tool without arguments, for tests.
#[cfg(test)]
pub(crate) fn sample(server: &str, name: &str) -> Offer {
    let schema = Arc::new(json!({ "type": "object" }));
    let known = Known { name: name.into(), about: String::new(), schema, claim: Claim::Acts };
    all(vec![(server.to_owned(), vec![known])]).remove(0)
}

/// Leaves out what is too much to be offered, from the end; says how many tools that are.
pub(super) fn cut(tools: &mut Vec<Known>) -> usize {
    let all = tools.len();
    let mut left = TOKENS;
    let kept = tools.iter().take_while(|known| {
        let cost = cost(&shown(known, "server", Words::None));
        let fits = cost <= left;
        left = left.saturating_sub(cost);
        fits
    });
    let kept = kept.count();
    tools.truncate(kept);
    all - kept
}

/// The tools of all servers.
pub(super) fn all(servers: Vec<(String, Vec<Known>)>) -> Vec<Offer> {
    let mut taken: BTreeSet<String> = tool::ROWS.iter().map(|row| row.name.to_owned()).collect();
    let mut offers = Vec::new();
    for (server, tools) in servers {
        let cost = |words| tools.iter().map(|known| cost(&shown(known, &server, words))).sum::<usize>();
        // What parameters mean is said where there is room for it.
        let words = if cost(Words::All) <= TOKENS { Words::All } else { Words::None };
        for known in &tools {
            let name = free(&format!("{server}_{}", known.name), &mut taken);
            let tool = shown(known, &name, words);
            let (server, name) = (server.clone(), known.name.clone());
            offers.push(Offer { server, name, claim: known.claim, tool, schema: Arc::clone(&known.schema) });
        }
    }
    offers
}

fn cost(tool: &Tool) -> usize {
    serde_json::to_string(tool).map_or(0, |text| about(&text))
}

/// A name that templates take and nothing else has.
fn free(wanted: &str, taken: &mut BTreeSet<String>) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() || c == '_' || c == '-' { c } else { '_' };
    let clean: String = wanted.chars().map(plain).take(NAME).collect();
    let names = std::iter::once(clean.clone()).chain((2..).map(|number| format!("{clean}_{number}")));
    let name = names.into_iter().find(|name| !taken.contains(name)).unwrap_or(clean);
    taken.insert(name.clone());
    name
}

/// Whether it is said what parameters mean.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Words {
    All,
    None,
}

fn shown(known: &Known, name: &str, words: Words) -> Tool {
    let mut parameters = trim(&known.schema, &known.schema, words, 0);
    if !parameters.get("properties").is_some_and(Value::is_object) {
        parameters = json!({ "type": "object", "properties": {} });
    }
    let description = Some(short(&known.about, ABOUT)).filter(|text| !text.is_empty());
    let function = Function { name: name.to_owned(), description, parameters, rest: Map::new() };
    Tool { kind: "function".into(), function }
}

/// A schema without what a model needs not know; references are put in.
fn trim(schema: &Value, root: &Value, words: Words, deep: usize) -> Value {
    let Some(schema) = schema.as_object().filter(|_| deep <= DEEP) else { return json!({}) };
    if let Some(link) = schema.get("$ref") {
        let link = link.as_str().and_then(|link| root.pointer(link.strip_prefix('#')?));
        return link.map_or_else(|| json!({}), |part| trim(part, root, words, deep + 1));
    }
    let mut kept = Map::new();
    for (key, value) in schema {
        let part = match key.as_str() {
            "type" | "enum" | "const" | "required" => value.clone(),
            "description" if words == Words::All && deep > 0 => {
                match value.as_str().map(|text| short(text, WORD)).filter(|text| !text.is_empty()) {
                    Some(text) => text.into(),
                    None => continue,
                }
            }
            "items" => trim(value, root, words, deep + 1),
            "anyOf" | "oneOf" => {
                let each = value.as_array().into_iter().flatten();
                each.map(|part| trim(part, root, words, deep + 1)).collect()
            }
            "properties" => {
                let each = value.as_object().into_iter().flatten();
                let each = each.map(|(name, part)| (name.clone(), trim(part, root, words, deep + 1)));
                Value::Object(each.collect())
            }
            "additionalProperties" if value.is_object() => trim(value, root, words, deep + 1),
            _ => continue,
        };
        kept.insert(key.clone(), part);
    }
    Value::Object(kept)
}

/// The beginning of a text on one line: whole sentences if one ends near, else whole words.
fn short(text: &str, most: usize) -> String {
    let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let Some((end, _)) = flat.char_indices().nth(most) else { return flat };
    let head = &flat[..end];
    let sentence = head.rfind(". ").map(|at| at + 1).filter(|at| *at > most / 3);
    match sentence.or_else(|| head.rfind(' ').filter(|at| *at > most / 2)) {
        Some(at) if sentence.is_some() => head[..at].to_owned(),
        Some(at) => format!("{}…", &head[..at]),
        None => format!("{head}…"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::guide::{Dialect, Plan};
    use crate::engine::template::Thinking;
    use crate::wire::Guide;

    fn known(name: &str, about: &str, schema: Value) -> Known {
        Known { name: name.into(), about: about.into(), schema: Arc::new(schema), claim: Claim::Acts }
    }

    fn plain(name: &str) -> Known {
        known(name, "Does it.", json!({ "type": "object" }))
    }

    fn names(offers: &[Offer]) -> Vec<&str> {
        offers.iter().map(|offer| offer.tool.function.name.as_str()).collect()
    }

    #[test]
    fn names_are_clean_and_no_two_are_the_same() {
        let offers = all(vec![
            ("a".into(), vec![plain("b_c"), plain("read"), plain("x.y/z é")]),
            ("a_b".into(), vec![plain("c")]),
            ("long".into(), vec![plain(&"n".repeat(80)), plain(&"n".repeat(81))]),
        ]);
        let names = names(&offers);
        assert_eq!(names[..4], ["a_b_c", "a_read", "a_x_y_z__", "a_b_c_2"]);
        assert_eq!(names[4].len(), NAME);
        assert!(names[5] == format!("{}_2", names[4]));
        assert_eq!((offers[3].server.as_str(), offers[3].name.as_str()), ("a_b", "c"));
    }

    #[test]
    fn calls_of_every_tool_can_be_guided() {
        let odd = json!({ "type": "object", "properties": { "a b": { "type": "string" }, "c": { "$ref": "#/x" } } });
        let offers = all(vec![("my.docs".into(), vec![known("find it!", "", odd), plain("ünï")])]);
        let tools: Vec<Tool> = offers.into_iter().map(|offer| offer.tool).collect();
        for dialect in [Dialect::Json, Dialect::Xml] {
            assert!(Plan::new(&tools, dialect, &Guide::default(), Thinking::Watch).is_some(), "{tools:?}");
        }
    }

    #[test]
    fn what_is_said_is_short_and_keeps_what_calls_need() {
        let schema = json!({
            "$schema": "http://json-schema.org/draft-07/schema#",
            "type": "object",
            "title": "Args",
            "properties": {
                "query": { "type": "string", "description": "What to look for. ".repeat(30), "minLength": 1 },
                "how": { "$ref": "#/definitions/how" },
                "self": { "$ref": "#" },
            },
            "required": ["query"],
            "definitions": { "how": { "type": "string", "enum": ["a", "b"], "default": "a" } },
        });
        let offers = all(vec![("docs".into(), vec![known("find", &"Finds pages. ".repeat(100), schema)])]);
        let function = &offers[0].tool.function;
        assert!(function.description.as_ref().unwrap().len() <= ABOUT);
        assert!(function.description.as_ref().unwrap().ends_with("pages."));
        let shown = &function.parameters;
        assert_eq!(shown["properties"]["how"], json!({ "type": "string", "enum": ["a", "b"] }));
        assert_eq!(shown["required"], json!(["query"]));
        assert!(shown.get("title").is_none() && shown.get("definitions").is_none());
        let word = shown["properties"]["query"]["description"].as_str().unwrap();
        assert!(!word.is_empty() && word.len() <= WORD);
    }

    #[test]
    fn too_many_tools_lose_words_first_and_are_left_out_then() {
        let schema = |word: &str| json!({ "type": "object", "properties": { "a": { "type": "string", "description": word } } });
        let tools = |count: usize| -> Vec<Known> {
            (0..count)
                .map(|at| known(&format!("t{at:03}"), "Does it.", schema(&"word ".repeat(12))))
                .collect()
        };
        let said = |count| all(vec![("s".into(), tools(count))])[0].tool.function.parameters.to_string();
        assert!(said(5).contains("word") && !said(25).contains("word"));
        let mut many = tools(200);
        let left = cut(&mut many);
        assert!(left > 0 && many.len() + left == 200);
        let offers = all(vec![("server".into(), many)]);
        let cost: usize = offers.iter().map(|offer| cost(&offer.tool)).sum();
        assert!(cost <= TOKENS + TOKENS / 10, "{cost}");
    }
}
