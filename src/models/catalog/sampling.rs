//! Which sampling numbers a model wants, told from the facts in its GGUF header.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::wire::Sampling;

const TEXT: &str = include_str!("../sampling.toml");

/// Empty only when [`TEXT`] cannot be read, which a unit test rules out.
static ROWS: LazyLock<Vec<Row>> =
    LazyLock::new(|| toml::from_str(TEXT).map_or(Vec::new(), |table: Table| table.row));

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    row: Vec<Row>,
}

/// How a model was taught to write calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Dialect {
    /// JSON in `<tool_call>`.
    Hermes,
    /// `<function=…>` and `<parameter=…>`.
    Xml,
    /// It was not.
    None,
}

impl Dialect {
    /// For people.
    pub fn name(self) -> &'static str {
        match self {
            Dialect::Hermes => "JSON",
            Dialect::Xml => "XML",
            Dialect::None => "none",
        }
    }
}

/// Numbers that shape the choice of each token; all are given.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Numbers {
    /// 0 is greedy.
    pub temperature: f32,
    /// Nucleus: the smallest set of tokens with at least this probability.
    pub top_p: f32,
    /// The k most probable tokens; 0 is all.
    pub top_k: i32,
    /// Tokens at least this share as probable as the first.
    pub min_p: f32,
    /// Divides the logits of tokens already generated; 1 is off.
    pub repeat_penalty: f32,
}

impl From<Numbers> for Sampling {
    fn from(numbers: Numbers) -> Sampling {
        Sampling {
            temperature: Some(numbers.temperature),
            top_p: Some(numbers.top_p),
            top_k: Some(numbers.top_k),
            min_p: Some(numbers.min_p),
            repeat_penalty: Some(numbers.repeat_penalty),
            ..Sampling::default()
        }
    }
}

/// What tells kinds of models apart.
#[derive(Clone, Copy, Debug)]
pub struct Traits<'a> {
    /// `general.name`.
    pub name: Option<&'a str>,
    /// `general.architecture`.
    pub arch: &'a str,
    /// How its chat template writes calls.
    pub dialect: Dialect,
    /// Whether it always or sometimes thinks.
    pub thinks: bool,
}

/// A kind of models and its numbers; a selector that is missing fits all models.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// What families refer to it by.
    pub name: String,
    /// `general.name`.
    #[serde(default)]
    model: Option<String>,
    /// Beginnings of `general.architecture`.
    #[serde(default)]
    archs: Vec<String>,
    #[serde(default)]
    dialect: Option<Dialect>,
    #[serde(default)]
    thinks: Option<bool>,
    /// For answers without thinking.
    pub answer: Numbers,
    #[serde(default)]
    thinking: Option<Numbers>,
}

impl Row {
    /// The first row that fits a model with these traits.
    pub fn of(traits: &Traits<'_>) -> Option<&'static Row> {
        ROWS.iter().find(|row| row.fits(traits))
    }

    /// The row that a family means.
    pub fn named(name: &str) -> Option<&'static Row> {
        ROWS.iter().find(|row| row.name == name)
    }

    /// For answers with thinking.
    pub fn thinking(&self) -> Numbers {
        self.thinking.unwrap_or(self.answer)
    }

    fn fits(&self, traits: &Traits<'_>) -> bool {
        self.model.as_deref().is_none_or(|model| traits.name == Some(model))
            && (self.archs.is_empty() || self.archs.iter().any(|arch| traits.arch.starts_with(arch)))
            && self.dialect.is_none_or(|dialect| dialect == traits.dialect)
            && self.thinks.is_none_or(|thinks| thinks == traits.thinks)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rows_can_be_read_and_have_names_of_their_own() {
        let table: Table = toml::from_str(TEXT).unwrap();
        assert_eq!(table.row.len(), ROWS.len());
        for row in &table.row {
            assert_eq!(Row::named(&row.name), Some(row), "{} stands twice", row.name);
        }
    }

    #[test]
    fn every_model_has_numbers_that_a_sampler_takes() {
        let strange = Traits { name: None, arch: "mamba", dialect: Dialect::None, thinks: false };
        assert_eq!(Row::of(&strange).unwrap().name, "other");
        for row in ROWS.iter() {
            for numbers in [row.answer, row.thinking()] {
                assert!((0.0..=2.0).contains(&numbers.temperature), "{}", row.name);
                assert!(numbers.top_p > 0.0 && numbers.top_p <= 1.0, "{}", row.name);
                assert!((0.0..1.0).contains(&numbers.min_p) && numbers.top_k >= 0, "{}", row.name);
                assert!((1.0..1.5).contains(&numbers.repeat_penalty), "{}", row.name);
            }
        }
    }

    #[test]
    fn the_first_row_that_fits_counts() {
        let traits = Traits { name: None, arch: "qwen3moe", dialect: Dialect::Xml, thinks: true };
        assert_eq!(Row::of(&traits).unwrap().name, "qwen3-coder");
        assert_eq!(Row::of(&Traits { dialect: Dialect::Hermes, ..traits }).unwrap().name, "qwen3");
        assert_eq!(Row::of(&Traits { name: Some("qwill starter"), ..traits }).unwrap().name, "starter");
    }
}
