//! `qwill tokens`: counts or lists the tokens of a text, without loading a model.

use clap::Args;
use serde_json::json;

use super::ModelArg;
use super::input::Source;
use super::out::{self, Output, Quiet};
use crate::config::Config;
use crate::error::Result;
use crate::models::gguf::Header;
use crate::models::library;
use crate::models::tokenizer::{Special, Tokenizer};

/// The arguments of `tokens`.
#[derive(Clone, Debug, Args)]
pub(super) struct Tokens {
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    model: ModelArg,
    #[arg(long)]
    special: bool,
    #[arg(short, long, conflicts_with = "json")]
    list: bool,
    #[arg(long)]
    pub(super) json: bool,
}

impl Tokens {
    /// Prints the count, or the tokens.
    ///
    /// # Errors
    /// No text, no model file, or one with a tokenizer this program does not know.
    pub(super) fn run(self, config: &Config) -> Result<()> {
        let input = self.source.exact()?;
        let model = library::model(self.model.model.as_deref(), config)?;
        let tokenizer = Tokenizer::new(&Header::open(&model.path(&config.places)?)?)?;
        input.notices.iter().for_each(|notice| out::notice(notice, Quiet::No));
        let special = if self.special { Special::Parse } else { Special::Plain };
        let ids = tokenizer.encode(&input.text, special)?;
        let mut output = Output::new();
        if self.json {
            output.text(&json!({ "model": model.name(), "count": ids.len(), "tokens": ids }).to_string())?;
        } else if self.list {
            for id in &ids {
                let text = String::from_utf8_lossy(&tokenizer.decode(&[*id])).into_owned();
                output.text(&format!("{id:>7} {text:?}\n"))?;
            }
        } else {
            output.text(&ids.len().to_string())?;
        }
        output.end()
    }
}
