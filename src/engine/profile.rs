//! What a model wants, from the facts in its GGUF header: sampling, thinking, dialect of calls.

use serde_json::{Map, Value};

use super::template::{Input, Template, Thinking};
pub use crate::models::catalog::Dialect;
use crate::models::catalog::{Row, Traits};
use crate::models::gguf::Header;
use crate::tell;
use crate::wire::{Message, Role, Sampling};

/// Facts of a GGUF header.
#[derive(Clone, Copy)]
pub struct Facts<'a> {
    /// `general.architecture`.
    pub arch: &'a str,
    /// `general.name`.
    pub name: Option<&'a str>,
    /// `tokenizer.chat_template`.
    pub template: Option<&'a str>,
    /// Looks up a number by its key, whatever its type in the file.
    pub number: &'a dyn Fn(&str) -> Option<f64>,
}

/// How thinking is switched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Regime {
    /// The model does not think.
    None,
    /// It thinks unless `enable_thinking` is false; `/think` and `/no_think` in a message work too.
    Soft,
    /// `enable_thinking` decides; with the default that the template has.
    Flag(Think),
    /// `reasoning_effort` says how much; with what `enable_thinking` can do.
    Effort(Switch),
    /// It always thinks.
    Always,
}

impl Regime {
    /// Its name in the JSON of `qwill show`.
    pub fn name(self) -> &'static str {
        match self {
            Regime::None => "never",
            Regime::Soft => "on by default, can be switched",
            Regime::Flag(Think::Off) => "off by default, can be switched",
            Regime::Flag(_) => "on by default, can be switched",
            Regime::Effort(Switch::Flag(_)) => "by effort, can be switched",
            Regime::Effort(Switch::Fixed) => "always, by effort",
            Regime::Always => "always",
        }
    }

    /// What people read for such a name.
    pub fn say(name: &str) -> String {
        match name {
            "never" => tell!("engine-think-never"),
            "on by default, can be switched" => tell!("engine-think-on"),
            "off by default, can be switched" => tell!("engine-think-off"),
            "by effort, can be switched" => tell!("engine-think-effort"),
            "always, by effort" => tell!("engine-think-always-effort"),
            "always" => tell!("engine-think-always"),
            name => name.to_owned(),
        }
    }
}

/// Whether `enable_thinking` has an effect next to `reasoning_effort`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Switch {
    /// It switches thinking, with the default that the template has.
    Flag(Think),
    /// It has none.
    Fixed,
}

/// A choice about thinking.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Think {
    /// The model shall think.
    On,
    /// It shall not.
    Off,
    /// As its template has it.
    #[default]
    Auto,
}

/// What a model wants.
#[derive(Clone, Debug, PartialEq)]
pub struct Profile {
    /// How thinking is switched.
    pub regime: Regime,
    /// How calls are written.
    pub dialect: Dialect,
    /// Sampling for answers with thinking.
    pub thinking: Sampling,
    /// Sampling for answers without.
    pub answer: Sampling,
}

/// Template variables for a choice about thinking.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// To be given to the template.
    pub kwargs: Map<String, Value>,
    /// Whether the model will do as chosen.
    pub honoured: bool,
}

impl Profile {
    /// The profile of the model with this header.
    pub fn of(header: &Header) -> Profile {
        let number = |key: &str| header.f64(key);
        let (arch, name, template) = (header.arch(), header.name(), header.template());
        Profile::new(&Facts { arch, name, template, number: &number })
    }

    /// The profile of a model; the thinking regime is found by rendering its template.
    pub fn new(facts: &Facts<'_>) -> Profile {
        let regime = regime(facts.template);
        let dialect = dialect(facts.template);
        let thinks = regime != Regime::None;
        let row = Row::of(&Traits { name: facts.name, arch: facts.arch, dialect, thinks });
        let thinking = row.map_or(Sampling::default(), |row| row.thinking().into());
        let answer = row.map_or(Sampling::default(), |row| row.answer.into());
        Profile { regime, dialect, thinking: sampling(facts, thinking), answer: sampling(facts, answer) }
    }

    /// The template variables for a choice about thinking, and whether it can be honoured: a model
    /// that always thinks cannot stop, one that never does cannot start.
    pub fn kwargs(&self, think: Think) -> Choice {
        let mut kwargs = Map::new();
        let flagged = matches!(self.regime, Regime::Soft | Regime::Flag(_) | Regime::Effort(Switch::Flag(_)));
        if flagged && think != Think::Auto {
            kwargs.insert("enable_thinking".into(), (think == Think::On).into());
        }
        if self.regime == Regime::Effort(Switch::Fixed) && think == Think::Off {
            kwargs.insert("reasoning_effort".into(), "low".into());
        }
        let honoured = flagged
            || match think {
                Think::Auto => true,
                Think::On => self.regime != Regime::None,
                Think::Off => self.regime == Regime::None,
            };
        Choice { kwargs, honoured }
    }
}

fn regime(template: Option<&str>) -> Regime {
    let Some(source) = template else { return Regime::None };
    let template = Template::new(Some(source), "", "", Vec::new());
    if template.fallback().is_some() {
        return Regime::None;
    }
    let messages = [Message::new(Role::User, "?")];
    let probe = |flag: Option<bool>| {
        let kwargs: Map<String, Value> =
            flag.map(|flag| ("enable_thinking".to_owned(), flag.into())).into_iter().collect();
        let prompt = template.render(&Input { messages: &messages, tools: &[], kwargs: &kwargs });
        prompt.notice.is_none().then_some(prompt.thinking)
    };
    let (Some(auto), Some(on), Some(off)) = (probe(None), probe(Some(true)), probe(Some(false))) else {
        return Regime::None;
    };
    let switched = on != off;
    let default = if auto == off { Think::Off } else { Think::On };
    if source.contains("reasoning_effort") {
        return Regime::Effort(if switched { Switch::Flag(default) } else { Switch::Fixed });
    }
    match (switched, on) {
        (true, Thinking::Watch) if default == Think::On => Regime::Soft,
        (true, _) => Regime::Flag(default),
        (false, Thinking::Open) => Regime::Always,
        (false, _) => Regime::None,
    }
}

fn dialect(template: Option<&str>) -> Dialect {
    let Some(source) = template else { return Dialect::Hermes };
    if source.contains("<function=") {
        Dialect::Xml
    } else if source.contains("<tool_call>") {
        Dialect::Hermes
    } else {
        Dialect::None
    }
}

/// `row`, with the numbers that the file itself gives in their place.
fn sampling(facts: &Facts<'_>, row: Sampling) -> Sampling {
    let number = |key: &str| (facts.number)(&format!("general.sampling.{key}"));
    #[expect(clippy::cast_possible_truncation, reason = "sampling numbers are small and need few digits")]
    let real = |key, other| number(key).map(|number| number as f32).or(other);
    #[expect(clippy::cast_possible_truncation, reason = "a float beyond the range becomes its end")]
    let top_k = number("top_k").map(|number| number as i32).or(row.top_k);
    Sampling {
        temperature: real("temp", row.temperature),
        top_p: real("top_p", row.top_p),
        top_k,
        min_p: real("min_p", row.min_p),
        repeat_penalty: real("penalty_repeat", row.repeat_penalty),
        ..row
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{self, Lang};

    const HEAD: &str = "{% for m in messages %}<|im_start|>{{ m.role }}\n{{ m.content }}<|im_end|>\n{% endfor %}\
                        {% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}";
    const SOFT: &str = "{% if enable_thinking is defined and not enable_thinking %}{{ '<think>\n\n</think>\n\n' }}{% endif %}";
    const FLAG_ON: &str = "{% if enable_thinking is defined and not enable_thinking %}{{ '<think>\n\n</think>\n\n' }}\
                           {% else %}{{ '<think>\n' }}{% endif %}";
    const FLAG_OFF: &str = "{{ '<think>\n' }}{% if not enable_thinking %}{{ '\n</think>\n\n' }}{% endif %}";
    const ALWAYS: &str = "{{ '<think>\n' }}";
    const HERMES: &str = "{% if tools %}<tool_call>{\"name\": …}</tool_call>{% endif %}";
    const XML: &str = "{% if tools %}<tool_call><function=x></function></tool_call>{% endif %}";

    fn template(tail: &str) -> String {
        format!("{HEAD}{tail}{{% endif %}}")
    }

    fn profile(arch: &str, name: Option<&str>, source: Option<&str>, keys: &[(&str, f64)]) -> Profile {
        let number = |key: &str| keys.iter().find(|known| known.0 == key).map(|known| known.1);
        Profile::new(&Facts { arch, name, template: source, number: &number })
    }

    fn core(sampling: Sampling) -> (f32, f32, i32, f32) {
        let Sampling { temperature, top_p, top_k, repeat_penalty, .. } = sampling;
        (temperature.unwrap(), top_p.unwrap(), top_k.unwrap(), repeat_penalty.unwrap())
    }

    #[test]
    fn the_regime_is_found_by_rendering() {
        let effort = format!("{{{{ reasoning_effort }}}}{FLAG_ON}");
        let fixed = format!("{{{{ reasoning_effort }}}}{ALWAYS}");
        let rows = [
            (SOFT, Regime::Soft),
            (FLAG_ON, Regime::Flag(Think::On)),
            (FLAG_OFF, Regime::Flag(Think::Off)),
            (ALWAYS, Regime::Always),
            ("", Regime::None),
            (&effort, Regime::Effort(Switch::Flag(Think::On))),
            (&fixed, Regime::Effort(Switch::Fixed)),
        ];
        for (tail, regime) in rows {
            assert_eq!(profile("x", None, Some(&template(tail)), &[]).regime, regime, "{tail}");
        }
        assert_eq!(profile("x", None, None, &[]).regime, Regime::None);
        for broken in ["{% enable_thinking", "{{ raise_exception(enable_thinking) }}"] {
            assert_eq!(profile("x", None, Some(broken), &[]).regime, Regime::None);
        }
    }

    #[test]
    fn choices_are_honoured_where_the_model_can() {
        let rows = [
            (SOFT, Think::Off, Some(false), true),
            (SOFT, Think::On, Some(true), true),
            (SOFT, Think::Auto, None, true),
            (FLAG_OFF, Think::On, Some(true), true),
            (ALWAYS, Think::Off, None, false),
            (ALWAYS, Think::On, None, true),
            ("", Think::On, None, false),
            ("", Think::Off, None, true),
        ];
        for (tail, think, flag, honoured) in rows {
            let choice = profile("x", None, Some(&template(tail)), &[]).kwargs(think);
            assert_eq!(
                choice.kwargs.get("enable_thinking").and_then(Value::as_bool),
                flag,
                "{tail} {think:?}"
            );
            assert_eq!(choice.honoured, honoured, "{tail} {think:?}");
        }
        let fixed = format!("{{{{ reasoning_effort }}}}{ALWAYS}");
        let choice = profile("x", None, Some(&template(&fixed)), &[]).kwargs(Think::Off);
        assert_eq!((choice.kwargs["reasoning_effort"].as_str(), choice.honoured), (Some("low"), false));
    }

    #[test]
    fn the_dialect_is_in_the_template() {
        for (text, dialect) in [(HERMES, Dialect::Hermes), (XML, Dialect::Xml), ("", Dialect::None)] {
            assert_eq!(profile("x", None, Some(&template(text)), &[]).dialect, dialect);
        }
        assert_eq!(profile("x", None, None, &[]).dialect, Dialect::Hermes);
    }

    #[test]
    fn families_have_their_numbers() {
        let plain = template(HERMES);
        let coder = template(XML);
        let soft = template(SOFT);
        let always = template(ALWAYS);
        let rows = [
            ("qwen2", &plain, (0.7, 0.8, 20, 1.05), (0.7, 0.8, 20, 1.05)),
            ("qwen2", &always, (0.6, 0.95, 0, 1.0), (0.6, 0.95, 0, 1.0)),
            ("qwen3", &soft, (0.6, 0.95, 20, 1.0), (0.7, 0.8, 20, 1.0)),
            ("qwen3vlmoe", &soft, (0.6, 0.95, 20, 1.0), (0.7, 0.8, 20, 1.0)),
            ("qwen3moe", &soft, (0.6, 0.95, 20, 1.0), (0.7, 0.8, 20, 1.0)),
            ("qwen3moe", &coder, (0.7, 0.8, 20, 1.05), (0.7, 0.8, 20, 1.05)),
            ("qwen3next", &plain, (0.6, 0.95, 20, 1.0), (0.7, 0.8, 20, 1.0)),
            ("qwen3next", &coder, (1.0, 0.95, 40, 1.0), (1.0, 0.95, 40, 1.0)),
            ("qwen35", &coder, (1.0, 0.95, 20, 1.0), (0.7, 0.8, 20, 1.0)),
            ("qwen35moe", &coder, (1.0, 0.95, 20, 1.0), (0.7, 0.8, 20, 1.0)),
            ("llama", &plain, (0.7, 0.9, 40, 1.0), (0.7, 0.9, 40, 1.0)),
        ];
        for (arch, source, thinking, answer) in rows {
            let profile = profile(arch, None, Some(source), &[]);
            assert_eq!((core(profile.thinking), core(profile.answer)), (thinking, answer), "{arch}");
        }
        let starter = profile("qwen3", Some("qwill starter"), Some(&soft), &[]);
        assert_eq!(starter.thinking.temperature, Some(0.0));
    }

    #[test]
    fn every_name_is_said_in_every_language() {
        let thinks = [Think::On, Think::Off];
        let mut all = vec![Regime::None, Regime::Soft, Regime::Effort(Switch::Fixed), Regime::Always];
        all.extend(thinks.map(Regime::Flag));
        all.extend(thinks.map(|think| Regime::Effort(Switch::Flag(think))));
        for regime in all {
            let name = regime.name();
            assert_eq!(Regime::say(name), name);
            for lang in [Lang::Ar, Lang::Zh] {
                text::speak_here(Some(lang));
                assert_ne!(Regime::say(name), name, "{lang:?}");
            }
            text::speak_here(None);
        }
    }

    #[test]
    fn numbers_in_the_file_come_first() {
        let keys = [
            ("general.sampling.temp", 0.3),
            ("general.sampling.top_k", 7.0),
            ("general.sampling.min_p", 0.1),
        ];
        let profile = profile("qwen3", None, None, &keys);
        assert_eq!(core(profile.answer), (0.3, 0.8, 7, 1.0));
        assert_eq!(profile.thinking.min_p, Some(0.1));
    }
}
