//! What a tool of a server answered, as text for a model.

use rmcp::model::{CallToolResult, ContentBlock, ResourceContents};

use crate::code::project::Ended;

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// What the model reads.
    pub text: String,
    /// How the call ended.
    pub ended: Ended,
}

impl Answer {
    pub(super) fn badly(text: impl Into<String>) -> Answer {
        Answer { text: text.into(), ended: Ended::Badly }
    }
}

impl From<CallToolResult> for Answer {
    fn from(result: CallToolResult) -> Answer {
        let parts: Vec<String> = result.content.iter().map(part).collect();
        let mut text = parts.join("\n");
        // What is structured is in the text too, where servers keep to the protocol.
        if let Some(value) = result.structured_content.filter(|_| text.trim().is_empty()) {
            text = value.to_string();
        }
        if text.trim().is_empty() {
            "[no output]".clone_into(&mut text);
        }
        match result.is_error {
            Some(true) => Answer::badly(format!("error: the tool failed: {text}")),
            _ => Answer { text, ended: Ended::Well },
        }
    }
}

fn part(block: &ContentBlock) -> String {
    let left = |what: &str, kind: &str| format!("[{what} ({kind}) was left out: only text can be read here]");
    match block {
        ContentBlock::Text(text) => text.text.clone(),
        ContentBlock::Image(image) => left("a picture", &image.mime_type),
        ContentBlock::Audio(audio) => left("a sound", &audio.mime_type),
        ContentBlock::Resource(held) => match &held.resource {
            ResourceContents::TextResourceContents { uri, text, .. } => format!("[{uri}]\n{text}"),
            ResourceContents::BlobResourceContents { uri, mime_type, .. } => {
                left(uri, mime_type.as_deref().unwrap_or("binary"))
            }
            _ => left("a resource", "?"),
        },
        ContentBlock::ResourceLink(link) => format!("[link: {}]", link.uri),
        _ => left("a part", "?"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn answer(result: serde_json::Value) -> Answer {
        serde_json::from_value::<CallToolResult>(result).unwrap().into()
    }

    #[test]
    fn text_is_read_and_what_is_no_text_is_named() {
        let all = answer(json!({ "content": [
            { "type": "text", "text": "one" },
            { "type": "image", "data": "AAAA", "mimeType": "image/png" },
            { "type": "resource", "resource": { "uri": "file:///a", "text": "two" } },
            { "type": "resource", "resource": { "uri": "file:///b", "blob": "AAAA", "mimeType": "application/pdf" } },
            { "type": "resource_link", "uri": "file:///c", "name": "c" },
        ] }));
        assert_eq!(all.ended, Ended::Well);
        let lines: Vec<&str> = all.text.lines().collect();
        assert_eq!((lines[0], lines[2], lines[3]), ("one", "[file:///a]", "two"));
        assert!(lines[1].contains("image/png") && lines[4].contains("application/pdf"), "{lines:?}");
        assert!(lines[5].contains("file:///c") && !all.text.contains("AAAA"));
    }

    #[test]
    fn errors_and_silence_are_said() {
        let failed =
            answer(json!({ "content": [{ "type": "text", "text": "no such city" }], "isError": true }));
        assert_eq!(
            (failed.ended, failed.text.as_str()),
            (Ended::Badly, "error: the tool failed: no such city")
        );
        assert_eq!(answer(json!({ "content": [] })).text, "[no output]");
        assert_eq!(answer(json!({ "content": [], "structuredContent": { "a": 1 } })).text, "{\"a\":1}");
    }
}
