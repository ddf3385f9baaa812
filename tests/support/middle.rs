//! The starter with tokens for gaps: mechanically as any model that has them, though it was not taught to use them.

use std::path::Path;

/// Tokens that are given another text.
const RENAMED: [(&str, &str); 6] = [
    ("<tool_call>", "<|fim_prefix|>"),
    ("</tool_call>", "<|fim_suffix|>"),
    ("<tool_response>", "<|fim_middle|>"),
    ("</tool_response>", "<|fim_pad|>"),
    ("<think>", "<|repo_name|>"),
    ("</think>", "<|file_sep|>"),
];

/// The bytes of that model's file.
pub fn starter() -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("starter/qwill-starter.gguf");
    let mut bytes = std::fs::read(path).unwrap();
    let length = bytes.len();
    for (old, new) in RENAMED {
        let (at, text) = (find(&bytes, &string(old)), string(new));
        bytes.splice(at..at + string(old).len(), text);
    }
    // Its description gets shorter by as much, so that what follows the header stays where it is.
    let key = "general.description";
    let at = find(&bytes, key.as_bytes()) + key.len() + 4;
    let more = bytes.len() - length;
    let size = u64::from_le_bytes(bytes[at..at + 8].try_into().unwrap());
    bytes.splice(at..at + 8 + more, (size - more as u64).to_le_bytes());
    assert_eq!(bytes.len(), length);
    bytes
}

/// A string as the format has it.
fn string(text: &str) -> Vec<u8> {
    [&(text.len() as u64).to_le_bytes()[..], text.as_bytes()].concat()
}

fn find(bytes: &[u8], part: &[u8]) -> usize {
    bytes.windows(part.len()).position(|window| window == part).unwrap()
}
