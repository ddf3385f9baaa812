//! `qwill show`: what a model file is, from its header alone.

use clap::Args;
use serde_json::{Value as Json, json};

use super::out::{self, Output};
use crate::config::Config;
use crate::engine::profile::Profile;
use crate::error::Result;
use crate::models::gguf::Header;
use crate::models::name::Model;

/// The arguments of `show`.
#[derive(Clone, Debug, Args)]
pub(super) struct Show {
    /// A GGUF file or `starter`
    #[arg(value_name = "MODEL")]
    model: String,
    /// One JSON object
    #[arg(long)]
    pub(super) json: bool,
    /// The chat template instead
    #[arg(long, conflicts_with = "json")]
    template: bool,
}

impl Show {
    /// Prints the facts.
    ///
    /// # Errors
    /// No such file, or no GGUF file. A file that llama.cpp cannot load is shown all the same, with
    /// the reason.
    pub(super) fn run(self, config: &Config) -> Result<()> {
        let model = Model::find(Some(&self.model), config)?;
        let header = Header::open(&model.path(&config.places)?)?;
        let mut output = Output::new();
        if self.template {
            output.text(header.template().unwrap_or_default())?;
            return output.end();
        }
        let facts = describe(&header);
        if self.json {
            output.text(&Json::from_iter(facts).to_string())?;
        } else {
            output.text(&lines(&facts))?;
        }
        output.end()
    }
}

/// Names and values in the order they are shown.
fn describe(header: &Header) -> Vec<(String, Json)> {
    let profile = Profile::of(header);
    let mut rows = vec![
        ("path", json!(header.path())),
        ("name", json!(header.name())),
        ("architecture", json!(header.arch())),
        ("parameters", json!(header.parameters())),
        ("quantisation", json!(header.quant())),
        ("bytes", json!(header.file_len())),
        ("context", json!(header.context_length())),
        ("layers", json!(header.block_count())),
        ("vocabulary", json!(header.tokens().len())),
        ("tokenizer", json!(header.str("tokenizer.ggml.pre"))),
        ("template", json!(header.template().is_some())),
        ("tools", json!(profile.dialect.name())),
        ("thinking", json!(profile.regime.name())),
        ("licence", json!(header.str("general.license"))),
    ];
    if let Some((number, count)) = header.split() {
        rows.push(("part", json!(format!("{} of {count}", number + 1))));
    }
    let problem = header.check().err().map(|error| error.to_string());
    rows.push(("problem", json!(problem)));
    rows.into_iter().filter(|row| !row.1.is_null()).map(|(name, value)| (name.to_owned(), value)).collect()
}

fn lines(facts: &[(String, Json)]) -> String {
    let line = |(name, value): &(String, Json)| {
        let text = match (name.as_str(), value) {
            ("bytes", Json::Number(n)) => out::bytes(n.as_u64().unwrap_or(0)),
            ("parameters", Json::Number(n)) => count(n.as_u64().unwrap_or(0)),
            (_, Json::Bool(true)) => "yes".into(),
            (_, Json::Bool(false)) => "no".into(),
            (_, Json::String(text)) => text.clone(),
            (_, other) => other.to_string(),
        };
        format!("{name:<13} {text}")
    };
    facts.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// Parameters as people count them: 4.0 billion.
fn count(n: u64) -> String {
    match n {
        1_000_000_000.. => format!("{:.1} billion", n as f64 / 1e9),
        1_000_000.. => format!("{:.1} million", n as f64 / 1e6),
        _ => n.to_string(),
    }
}
