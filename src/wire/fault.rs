//! An error on the wire, in the shape OpenAI gave it, with our kind and hint added.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::error::{Error, Kind};

/// `{"error": {…}}`
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Fault {
    /// The error itself.
    pub error: FaultBody,
}

/// What failed; other engines fill only some of it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct FaultBody {
    /// A sentence for people.
    #[serde(default)]
    pub message: String,
    /// The kind's name for our engine; a class such as `invalid_request_error` for others.
    #[serde(rename = "type", default)]
    pub kind: Option<String>,
    /// The HTTP status, or another engine's word.
    #[serde(default)]
    pub code: Value,
    /// What to do next.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
}

impl Fault {
    /// The fault that carries `error` with this HTTP status.
    pub fn new(error: &Error, status: u16) -> Fault {
        Fault {
            error: FaultBody {
                message: error.to_string(),
                kind: Some(error.kind().name().into()),
                code: status.into(),
                hint: error.remedy().map(Into::into),
            },
        }
    }

    /// Back to an error; a kind this program does not know becomes `fallback`.
    pub fn into_error(self, fallback: Kind) -> Error {
        let kind = match self.error.kind.as_deref().map(Kind::named) {
            None | Some(Kind::Other) => fallback,
            Some(kind) => kind,
        };
        let error = Error::new(kind, self.error.message);
        match self.error.hint {
            Some(hint) => error.hint(hint),
            None => error,
        }
    }
}
