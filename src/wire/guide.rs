//! What a front end knows about its files, so that the engine can keep calls to them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// An extra of this program's engine; others leave it aside.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Guide {
    /// The files that exist, as the model would name them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub paths: Vec<String>,
    /// The texts of files that the model may quote, by path. They exist too.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub files: BTreeMap<String, String>,
    /// The parameter of each of these functions that must name one of the files.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub existing: BTreeMap<String, String>,
    /// The functions that quote a file.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub quote: BTreeMap<String, Quote>,
}

/// Which parameters of a function quote a file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quote {
    /// The parameter that names the file.
    pub path: String,
    /// The parameter whose value must be in the file exactly once.
    pub value: String,
}

impl Guide {
    /// Whether it says nothing.
    pub fn is_empty(&self) -> bool {
        self.existing.is_empty() && self.quote.is_empty()
    }
}
