//! Pictures in a request: from their paths to what is in them, as engines take it.

use std::fs;
use std::path::Path;

use base64::prelude::{BASE64_STANDARD, Engine as _};
use serde_json::json;

use crate::config;
use crate::error::{Context, Error, Kind, Result};
use crate::tell;
use crate::wire::{ChatRequest, Content, Part};

/// The most bytes of one picture.
const MOST: u64 = 20 << 20;

/// Kinds of pictures by the ends of their names.
const KINDS: [(&str, &str); 6] = [
    ("png", "image/png"),
    ("jpg", "image/jpeg"),
    ("jpeg", "image/jpeg"),
    ("gif", "image/gif"),
    ("webp", "image/webp"),
    ("bmp", "image/bmp"),
];

/// Puts the bytes of every picture that is named by its path in the place of the path.
///
/// # Errors
/// [`Kind::Usage`] when one cannot be read, is too large, or is no picture by its name.
pub(super) fn embed(request: &mut ChatRequest) -> Result<()> {
    for message in &mut request.messages {
        let Some(Content::Parts(parts)) = &mut message.content else { continue };
        parts.iter_mut().filter(|part| part.kind == "image_url").try_for_each(replace)?;
    }
    Ok(())
}

fn replace(part: &mut Part) -> Result<()> {
    let url = part.rest.get("image_url").and_then(|image| image["url"].as_str()).unwrap_or_default();
    if ["data:", "http:", "https:"].iter().any(|scheme| url.starts_with(scheme)) {
        return Ok(());
    }
    let url = data(&config::unfold(url.into()))?;
    part.rest.insert("image_url".into(), json!({ "url": url }));
    Ok(())
}

/// A file as a `data:` address.
fn data(path: &Path) -> Result<String> {
    let what = || tell!("session-picture-unsent", path = path.display().to_string());
    let end = path.extension().and_then(|end| end.to_str()).unwrap_or_default().to_ascii_lowercase();
    let Some((_, kind)) = KINDS.iter().find(|row| row.0 == end) else {
        return Err(Error::new(Kind::Usage, what()).why(tell!("session-picture-kind")));
    };
    let meta = fs::metadata(path).context(Kind::Usage, what())?;
    if !meta.is_file() || meta.len() > MOST {
        let why =
            if meta.is_file() { tell!("session-picture-large") } else { tell!("session-picture-no-file") };
        return Err(Error::new(Kind::Usage, what()).why(why));
    }
    let bytes = fs::read(path).context(Kind::Usage, what())?;
    Ok(format!("data:{kind};base64,{}", BASE64_STANDARD.encode(&bytes)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{Message, Role};
    use serde_json::Map;

    fn asked(url: &str) -> ChatRequest {
        let mut rest = Map::new();
        rest.insert("image_url".into(), json!({ "url": url }));
        let part = Part { kind: "image_url".into(), text: None, rest };
        let message = Message { content: Some(Content::Parts(vec![part])), ..Message::new(Role::User, "") };
        ChatRequest { messages: vec![message], ..ChatRequest::default() }
    }

    #[test]
    fn a_picture_is_sent_with_what_is_in_it() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.PNG");
        fs::write(&path, "foo").unwrap();
        let mut request = asked(path.to_str().unwrap());
        embed(&mut request).unwrap();
        let json = serde_json::to_value(&request).unwrap();
        assert_eq!(json["messages"][0]["content"][0]["image_url"]["url"], "data:image/png;base64,Zm9v");
    }

    #[test]
    fn what_is_no_picture_is_refused() {
        for path in ["/etc/passwd", "/no/such.png", "/.png", ""] {
            assert_eq!(embed(&mut asked(path)).unwrap_err().kind(), Kind::Usage, "{path}");
        }
    }
}
