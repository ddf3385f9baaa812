//! What a repository says of itself besides its files.

use serde_json::{Value, json};

/// Figures and words of a repository's page.
#[derive(Clone, Debug)]
pub(super) struct Card {
    pub(super) licence: Option<String>,
    /// Besides the one that names the licence.
    pub(super) tags: Vec<String>,
    pub(super) downloads: u64,
    pub(super) likes: u64,
    /// RFC 3339, in UTC.
    pub(super) modified: String,
    pub(super) gguf: Option<Gguf>,
}

/// What the hub read from one of the model files.
#[derive(Clone, Debug)]
pub(super) struct Gguf {
    /// Parameters.
    pub(super) total: u64,
    pub(super) architecture: String,
    pub(super) context: u64,
}

impl Default for Card {
    fn default() -> Card {
        Card {
            licence: None,
            tags: Vec::new(),
            downloads: 0,
            likes: 0,
            modified: "2026-08-01T12:00:00.000Z".to_owned(),
            gguf: None,
        }
    }
}

impl Card {
    pub(super) fn all_tags(&self) -> Vec<String> {
        let licence = self.licence.iter().map(|licence| format!("license:{licence}"));
        self.tags.iter().cloned().chain(licence).collect()
    }

    /// The page's own settings.
    pub(super) fn data(&self) -> Value {
        match &self.licence {
            Some(licence) => json!({ "license": licence, "tags": self.tags }),
            None => json!({ "tags": self.tags }),
        }
    }
}

impl Gguf {
    /// As the API tells it; the size is that of the model file.
    pub(super) fn tell(&self, size: u64) -> Value {
        json!({
            "total": self.total,
            "totalFileSize": size,
            "architecture": self.architecture,
            "context_length": self.context,
            "chat_template": "{% for message in messages %}{{ message.content }}{% endfor %}",
            "bos_token": "<|endoftext|>",
            "eos_token": "<|im_end|>",
        })
    }
}
