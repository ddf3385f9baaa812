//! The model's own jinja template, run within limits because it comes from an untrusted file.

use std::io::{self, Write};
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::Duration;

use minijinja::syntax::SyntaxConfig;
use minijinja::{
    AutoEscape, Environment, Error, ErrorKind, Output, State, UndefinedBehavior, Value, context,
};
use minijinja_contrib::pycompat::unknown_method_callback;

use super::{clock, json};
use crate::tell;

/// Longer template sources are refused; real ones have some ten thousand bytes.
const SOURCE: usize = 1 << 20;
/// Work allowed to a render of nothing, in minijinja's fuel; real templates take some hundreds.
const FUEL: u64 = 100_000;
/// More work for so many bytes of the conversation; real templates take a fifth of it.
const BYTES_PER_FUEL: usize = 2;
/// More work for each value in messages and tools; real templates take a fifth of it.
const FUEL_PER_VALUE: usize = 500;
/// Longer work is given up: compiling is not metered, and some sources take quadratic time.
const PATIENCE: Duration = Duration::from_secs(20);
/// Stack for each unit of fuel, and twice that for each byte of source: minijinja walks values and
/// expressions recursively, and a template can nest them as deeply as these allow.
const STACK_PER_FUEL: u64 = 1 << 10;
/// The prompt may be this many bytes longer than eight times the conversation.
const OUTPUT: usize = 4 << 20;

/// A compiled template.
#[derive(Clone, Debug)]
pub struct Engine {
    env: Environment<'static>,
    bos: String,
    eos: String,
}

/// Why a template gave no prompt.
pub struct Failure {
    /// A phrase for people.
    pub why: String,
    /// Whether another try could end differently.
    pub hope: Hope,
}

/// Whether another try with other messages makes sense.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Hope {
    /// The template refused these messages.
    Some,
    /// It used up its limits.
    None,
}

/// What a template gets.
pub struct Scene<'a> {
    /// The messages as variables.
    pub messages: &'a [serde_json::Value],
    /// Tool definitions.
    pub tools: &'a [serde_json::Value],
    /// Further variables by name.
    pub kwargs: &'a serde_json::Map<String, serde_json::Value>,
    /// How much there is of it, for the limits.
    pub size: Size,
    /// Whether the header of the next answer is wanted.
    pub header: Header,
}

/// How much a conversation and its tools hold.
#[derive(Clone, Copy, Debug, Default)]
pub struct Size {
    /// Bytes of text.
    pub bytes: usize,
    /// Values, those inside others included.
    pub values: usize,
}

impl Size {
    fn fuel(self) -> u64 {
        let more = (self.bytes / BYTES_PER_FUEL).saturating_add(self.values.saturating_mul(FUEL_PER_VALUE));
        FUEL.saturating_add(u64::try_from(more).unwrap_or(u64::MAX))
    }
}

/// Whether a prompt ends with the header of the next answer.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Header {
    /// `add_generation_prompt` is true.
    With,
    /// It is false.
    Without,
}

impl Engine {
    /// Compiles `source`; on failure the phrase that says why.
    pub fn new(source: &str, bos: &str, eos: &str) -> Result<Engine, String> {
        if source.len() > SOURCE {
            return Err(tell!("engine-template-large"));
        }
        let text = source.to_owned();
        let fuel = u64::try_from(source.len()).unwrap_or(u64::MAX).saturating_mul(2);
        let compiled = apart(fuel, move || Engine::compile(&text));
        let env = compiled.unwrap_or_else(|| Err(tell!("engine-template-slow-read")))?;
        Ok(Engine { env, bos: bos.into(), eos: eos.into() })
    }

    fn compile(source: &str) -> Result<Environment<'static>, String> {
        let mut env = Environment::new();
        let syntax = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build();
        env.set_syntax(syntax.map_err(|error| phrase(&error))?);
        env.set_debug(false);
        env.set_undefined_behavior(UndefinedBehavior::Lenient);
        env.set_auto_escape_callback(|_| AutoEscape::None);
        env.set_unknown_method_callback(unknown_method_callback);
        env.set_recursion_limit(200);
        env.set_formatter(format);
        env.add_filter("tojson", json::filter);
        env.add_filter("string", string);
        env.add_test("iterable", iterable);
        env.add_function("raise_exception", raise);
        env.add_function("strftime_now", |format: &str| clock::strftime(format, clock::now()));
        env.add_template_owned("chat", source.to_owned()).map_err(|error| phrase(&error))?;
        Ok(env)
    }

    /// Renders one prompt.
    pub fn render(&self, scene: &Scene<'_>) -> Result<String, Failure> {
        let fuel = scene.size.fuel();
        let mut env = self.env.clone();
        env.set_fuel(Some(fuel));
        let variables = self.variables(scene);
        let left = OUTPUT.saturating_add(scene.size.bytes.saturating_mul(8));
        let done = apart(fuel, move || {
            let mut out = Limited { text: Vec::new(), left };
            let template = env.get_template("chat");
            let done = template
                .and_then(|template| template.render_captured_to(variables.clone(), &mut out).map(drop));
            match done {
                Ok(()) => Ok(String::from_utf8_lossy(&out.text).into_owned()),
                Err(error) => Err(failure(&error, out.left)),
            }
        });
        done.unwrap_or_else(|| Err(Failure { why: tell!("engine-template-slow"), hope: Hope::None }))
    }

    fn variables(&self, scene: &Scene<'_>) -> Value {
        let tools = match scene.tools {
            [] => Value::from(()),
            tools => json::variables(tools),
        };
        context! {
            messages => json::variables(scene.messages),
            tools => tools,
            add_generation_prompt => scene.header == Header::With,
            bos_token => self.bos.as_str(),
            eos_token => self.eos.as_str(),
            ..Value::from_pairs(scene.kwargs.iter().map(|(key, item)| (key.as_str(), json::variable(item))))
        }
    }
}

/// Runs `work` on a thread of its own, with stack for that much fuel (or here where the system has
/// none to give). `None` if it panics, or if it takes too long and is left to itself.
fn apart<T: Send + 'static>(fuel: u64, work: impl Fn() -> T + Send + Sync + 'static) -> Option<T> {
    let stack = fuel.saturating_mul(STACK_PER_FUEL).clamp(16 << 20, 2 << 30);
    let stack = usize::try_from(stack).unwrap_or(16 << 20);
    let (sender, receiver) = mpsc::channel();
    let here = Arc::new(work);
    let there = Arc::clone(&here);
    let thread = thread::Builder::new().stack_size(stack).spawn(move || drop(sender.send(there())));
    match thread {
        Ok(_) => receiver.recv_timeout(PATIENCE).ok(),
        Err(_) => Some(here()),
    }
}

fn failure(error: &Error, left: usize) -> Failure {
    if error.kind() == ErrorKind::OutOfFuel {
        return Failure { why: tell!("engine-template-endless"), hope: Hope::None };
    }
    if left == 0 {
        return Failure { why: tell!("engine-template-output"), hope: Hope::None };
    }
    Failure { why: phrase(error), hope: Hope::Some }
}

fn phrase(error: &Error) -> String {
    let what = error.detail().map_or_else(|| error.kind().to_string(), str::to_owned);
    let what: String = what.chars().take(300).collect();
    match error.line() {
        Some(line) => tell!("engine-template-line", what = what, line = line),
        None => what,
    }
}

fn raise(message: &str) -> Result<Value, Error> {
    Err(Error::new(ErrorKind::InvalidOperation, message.to_owned()))
}

fn format(out: &mut Output, state: &mut State, value: &Value) -> Result<(), Error> {
    match real(value) {
        Some(number) => minijinja::escape_formatter(out, state, &json::float(number).into()),
        None => minijinja::escape_formatter(out, state, value),
    }
}

fn string(state: &State, value: &Value) -> Result<Value, Error> {
    match real(value) {
        Some(number) => Ok(json::float(number).into()),
        None => minijinja::filters::string(state, value),
    }
}

/// `none` is not iterable in Python, where templates ask this before they take a length.
fn iterable(value: &Value) -> bool {
    !value.is_none() && value.try_iter().is_ok()
}

fn real(value: &Value) -> Option<f64> {
    let real = value.is_number() && !value.is_integer();
    real.then(|| f64::try_from(value.clone()).ok()).flatten()
}

/// Output that ends with an error when it gets too long.
struct Limited {
    text: Vec<u8>,
    left: usize,
}

impl Write for Limited {
    fn write(&mut self, text: &[u8]) -> io::Result<usize> {
        if text.len() > self.left {
            self.left = 0;
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.left -= text.len();
        self.text.extend_from_slice(text);
        Ok(text.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
