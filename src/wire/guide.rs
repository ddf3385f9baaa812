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

#[cfg(test)]
mod tests {
    use crate::wire::ChatRequest;

    #[test]
    fn a_request_says_it_only_if_there_is_something_to_say() {
        let text = r#"{"messages": [], "guide": {"files": {"a.rs": "x"}, "quote": {"edit": {"path": "path", "value": "old"}}}}"#;
        let request: ChatRequest = serde_json::from_str(text).unwrap();
        assert_eq!(request.guide.files["a.rs"], "x");
        assert_eq!(request.guide.quote["edit"].value, "old");
        let sent = serde_json::to_value(&request).unwrap();
        assert!(sent["guide"]["paths"].is_null() && !sent["guide"]["quote"].is_null());
        for text in
            [r#"{"messages": []}"#, r#"{"messages": [], "guide": null}"#, r#"{"messages": [], "guide": {}}"#]
        {
            let request: ChatRequest = serde_json::from_str(text).unwrap();
            assert!(request.guide.is_empty());
            assert!(serde_json::to_value(&request).unwrap()["guide"].is_null());
        }
    }
}
