//! The tools that a model is offered, one row each, and what it says when it calls one.

use serde_json::{Map, Value, json};

use super::mcp::Claim;
use crate::wire::{Function, Tool, ToolCall};

mod ask;
mod edit;
mod list;
mod patch;
mod read;
mod replace;
mod search;
mod shell;
mod todo;
mod write;

/// Every model is offered it.
const EVERY: &[Scale] = &[Scale::All, Scale::Whole, Scale::Few];
/// Every model that has room is.
const ROOMY: &[Scale] = &[Scale::All, Scale::Whole];

/// How much a call can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// It looks.
    Look,
    /// It changes files.
    Change,
    /// It runs commands.
    Run,
    /// It asks a server, which says this of it.
    Serve(Claim),
}

/// A call that was understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Call {
    /// Lines of a file.
    Read {
        /// The file.
        path: String,
        /// The first line, from 1.
        from: usize,
        /// How many lines; `None` is as many as are usual.
        lines: Option<usize>,
    },
    /// What is in a directory.
    List {
        /// The directory.
        path: String,
        /// How many levels.
        depth: usize,
    },
    /// Lines that match.
    Search {
        /// A regular expression.
        pattern: String,
        /// Below which directory, or in which file.
        path: String,
        /// Which files.
        glob: Option<String>,
    },
    /// A text in the place of another.
    Edit {
        /// The file.
        path: String,
        /// The text that is there once.
        old: String,
        /// What takes its place.
        new: String,
    },
    /// A text in the place of a whole part of a file.
    Part {
        /// The file.
        path: String,
        /// The part's name, or its lines.
        part: String,
        /// All its text.
        text: String,
    },
    /// A whole file.
    Write {
        /// The file.
        path: String,
        /// All of its text.
        text: String,
    },
    /// Edits that were written as text.
    Patch {
        /// The text, in any of the formats of [`super::edit::format`].
        text: String,
    },
    /// A command.
    Shell {
        /// What the shell reads.
        command: String,
        /// How many seconds it may run; `None` is as long as is usual.
        time: Option<u64>,
    },
    /// The steps of the task.
    Todo {
        /// One a line.
        items: String,
    },
    /// A question to the user.
    Ask {
        /// The question.
        question: String,
    },
    /// A tool of a server.
    Mcp {
        /// The server.
        server: String,
        /// What the server calls the tool.
        tool: String,
        /// What the server says that it does.
        claim: Claim,
        /// What it is called with.
        args: Map<String, Value>,
    },
}

impl Call {
    /// How much it can do.
    pub fn reach(&self) -> Reach {
        match self {
            Call::Edit { .. } | Call::Part { .. } | Call::Write { .. } | Call::Patch { .. } => Reach::Change,
            Call::Shell { .. } => Reach::Run,
            Call::Read { .. } | Call::List { .. } | Call::Search { .. } => Reach::Look,
            Call::Todo { .. } | Call::Ask { .. } => Reach::Look,
            Call::Mcp { claim, .. } => Reach::Serve(*claim),
        }
    }
}

/// A tool.
pub struct Row {
    /// What the model calls it by.
    pub name: &'static str,
    /// What it does, for the model.
    about: &'static str,
    /// Its arguments in their order.
    args: &'static [Arg],
    /// To which models it is offered; one that is offered to none is there for what models write by themselves.
    scales: &'static [Scale],
    read: fn(&Args) -> Result<Call, String>,
}

/// One argument of a tool.
struct Arg {
    name: &'static str,
    kind: Kind,
    need: Need,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Text,
    Number,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Need {
    Always,
    Maybe,
}

/// All tools, in the order in which they are offered.
pub const ROWS: [Row; 10] = [
    read::ROW,
    list::ROW,
    edit::ROW,
    replace::ROW,
    shell::ROW,
    search::ROW,
    write::ROW,
    todo::ROW,
    ask::ROW,
    patch::ROW,
];

/// The tool for edits that were written as text.
pub const PATCH: &str = patch::ROW.name;
/// The tool that reads files.
pub const READ: &str = read::ROW.name;
/// The tool that replaces text in files.
pub const EDIT: &str = edit::ROW.name;
/// The argument by which both name their file.
pub const PATH: &str = "path";
/// The argument in which an edit quotes the file.
pub const OLD: &str = "old";

/// Which tools are offered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scale {
    /// All, and edits quote what they replace.
    #[default]
    All,
    /// All, and edits give whole functions, types or lines, by which small models lose less than by quoting.
    Whole,
    /// The few for models that hardly have room, without what can be left out of their arguments.
    Few,
}

/// The tools as an engine gets them.
pub fn offer(scale: Scale) -> Vec<Tool> {
    ROWS.iter().filter(|row| row.scales.contains(&scale)).map(|row| row.tool(scale)).collect()
}

/// The row of that name.
pub fn row(name: &str) -> Option<&'static Row> {
    ROWS.iter().find(|row| row.name == name)
}

/// Understands a call.
///
/// # Errors
/// What the model is told: there is no such tool, or an argument is missing or of another kind.
pub fn read(call: &ToolCall) -> Result<Call, String> {
    let name = call.function.name.trim();
    let Some(row) = row(name) else {
        let offered = ROWS.iter().filter(|row| !row.scales.is_empty());
        let names: Vec<&str> = offered.map(|row| row.name).collect();
        return Err(format!("error: there is no tool {name:?}. Tools: {}", names.join(", ")));
    };
    (row.read)(&Args(arguments(call)?))
}

/// The arguments of a call; none are an empty object.
///
/// # Errors
/// What the model is told: they are something else.
pub fn arguments(call: &ToolCall) -> Result<Map<String, Value>, String> {
    let (name, text) = (call.function.name.trim(), call.function.arguments.trim());
    match serde_json::from_str(if text.is_empty() { "{}" } else { text }) {
        Ok(Value::Object(args)) => Ok(args),
        _ => Err(format!("error: the arguments of {name} are no JSON object: {}", head(text))),
    }
}

/// The beginning of a text that may be long.
fn head(text: &str) -> String {
    text.chars().take(200).collect()
}

impl Row {
    fn tool(&self, scale: Scale) -> Tool {
        let args = self.args.iter().filter(|arg| scale != Scale::Few || arg.need == Need::Always);
        let mut properties = Map::new();
        for arg in args.clone() {
            let kind = if arg.kind == Kind::Text { "string" } else { "integer" };
            properties.insert(arg.name.into(), json!({ "type": kind }));
        }
        let required: Vec<&str> = args.filter(|arg| arg.need == Need::Always).map(|arg| arg.name).collect();
        let parameters = json!({ "type": "object", "properties": properties, "required": required });
        let about = match (scale, self.about.split_once(". ")) {
            (Scale::Few, Some((first, _))) => format!("{first}."),
            _ => self.about.to_owned(),
        };
        let function =
            Function { name: self.name.into(), description: Some(about), parameters, rest: Map::new() };
        Tool { kind: "function".into(), function }
    }
}

/// The arguments of a call.
pub struct Args(Map<String, Value>);

impl Args {
    /// A text that has to be there, byte for byte.
    fn text(&self, name: &str) -> Result<String, String> {
        match self.0.get(name) {
            Some(Value::String(text)) => Ok(text.clone()),
            Some(Value::Null) | None => Err(format!("error: the argument {name:?} is missing")),
            // What was meant as text and looks like something else.
            Some(other) => Ok(other.to_string()),
        }
    }

    /// A text that may be left out.
    fn maybe(&self, name: &str) -> Option<String> {
        self.text(name).ok().filter(|text| !text.trim().is_empty())
    }

    /// A number that may be left out; one in quotes is one too.
    fn number(&self, name: &str) -> Result<Option<u64>, String> {
        let wrong = |value: &Value| format!("error: the argument {name:?} is no whole number: {value}");
        match self.0.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(value @ Value::String(text)) => match text.trim() {
                "" => Ok(None),
                text => text.parse().map(Some).map_err(|_| wrong(value)),
            },
            Some(value) => {
                let whole = value.as_f64().filter(|number| number.fract() == 0.0 && *number >= 0.0);
                whole.map(|number| Some(number as u64)).ok_or_else(|| wrong(value))
            }
        }
    }

    fn count(&self, name: &str) -> Result<Option<usize>, String> {
        Ok(self.number(name)?.map(|number| usize::try_from(number).unwrap_or(usize::MAX)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::ToolFunction;

    fn call(name: &str, arguments: &str) -> Result<Call, String> {
        let function = ToolFunction { name: name.into(), arguments: arguments.into() };
        read(&ToolCall { id: "1".into(), kind: "function".into(), function })
    }

    #[test]
    fn numbers_are_numbers_however_they_are_written() {
        for number in ["7", "\"7\"", "7.0", "\" 7 \""] {
            let read = call("read", &format!("{{\"path\": \"a\", \"from\": {number}}}"));
            assert_eq!(read, Ok(Call::Read { path: "a".into(), from: 7, lines: None }), "{number}");
        }
        for number in ["-1", "1.5", "\"x\"", "[]"] {
            assert!(call("read", &format!("{{\"path\": \"a\", \"from\": {number}}}")).is_err(), "{number}");
        }
        assert!(call("read", r#"{"path": "a", "from": null}"#).is_ok());
    }

    #[test]
    fn texts_stay_as_they_are_and_what_looks_like_json_is_text() {
        let written = call("write", r#"{"path": "package.json", "text": "  {\"a\": 1}\n"}"#);
        assert_eq!(written, Ok(Call::Write { path: "package.json".into(), text: "  {\"a\": 1}\n".into() }));
        let object = call("write", r#"{"path": "a.json", "text": {"a": 1}}"#);
        assert_eq!(object, Ok(Call::Write { path: "a.json".into(), text: "{\"a\":1}".into() }));
    }

    #[test]
    fn a_call_that_cannot_be_is_answered_with_what_is_wrong() {
        assert!(call("rm", "{}").unwrap_err().contains("read, list, edit"));
        assert!(call("edit", r#"{"path": "a"}"#).unwrap_err().contains("old"));
        assert!(call("read", "[1]").unwrap_err().contains("no JSON object"));
        assert!(call("read", "{\"path\"").unwrap_err().contains("no JSON object"));
        assert!(call("read", "").unwrap_err().contains("path"));
    }

    #[test]
    fn few_tools_have_only_what_they_need() {
        let few = offer(Scale::Few);
        let names: Vec<&str> = few.iter().map(|tool| tool.function.name.as_str()).collect();
        assert_eq!(names, ["read", "list", "edit", "shell"]);
        assert_eq!(few[0].function.description.as_deref(), Some("Read a text file."));
        assert_eq!(few[0].function.parameters["properties"].as_object().unwrap().len(), 1);
    }

    #[test]
    fn edits_have_one_form_for_each_size_of_model() {
        for (scale, edits) in [
            (Scale::All, &["edit", "write"][..]),
            (Scale::Whole, &["replace", "write"]),
            (Scale::Few, &["edit"]),
        ] {
            let offered = offer(scale);
            let names = offered.iter().map(|tool| tool.function.name.as_str());
            let found: Vec<&str> =
                names.filter(|name| ["edit", "replace", "write", "patch"].contains(name)).collect();
            assert_eq!(found, edits);
        }
        assert_eq!(offer(Scale::All).len(), offer(Scale::Whole).len());
    }
}
