//! One question from an instruction, standard input and files.

/// Something the question is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// The file's name as the user wrote it, or `stdin`.
    pub name: String,
    /// Its text.
    pub text: String,
}

/// The instruction first, then each block named and fenced. A single block without an instruction is
/// the question itself, as in `echo "what is a slot?" | qwill`.
pub fn compose(instruction: &str, blocks: &[Block]) -> String {
    let instruction = instruction.trim();
    if let ("", [only]) = (instruction, blocks) {
        return only.text.trim().to_owned();
    }
    let instruction = Some(instruction.to_owned()).filter(|text| !text.is_empty());
    instruction.into_iter().chain(blocks.iter().map(framed)).collect::<Vec<_>>().join("\n\n")
}

/// A block under its name, in a fence that nothing in it can end.
pub fn framed(block: &Block) -> String {
    let Block { name, text } = block;
    let fence = fence(text);
    let end = if text.ends_with('\n') { "" } else { "\n" };
    format!("{name}:\n{fence}{}\n{text}{end}{fence}", language(name))
}

/// A fence longer than any run of backticks in the text, so that the text cannot end it.
fn fence(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    "`".repeat(longest.max(2) + 1)
}

/// The name's extension, which is what models know as the language of a fence.
fn language(name: &str) -> &str {
    let end = name.rsplit_once('.').map_or("", |(_, end)| end);
    if end.chars().all(|c| c.is_ascii_alphanumeric()) { end } else { "" }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block(name: &str, text: &str) -> Block {
        Block { name: name.into(), text: text.into() }
    }

    #[test]
    fn the_instruction_comes_first_and_blocks_are_named() {
        let prompt = compose(" review ", &[block("stdin", "a\n"), block("src/x.rs", "fn x() {}")]);
        assert_eq!(prompt, "review\n\nstdin:\n```\na\n```\n\nsrc/x.rs:\n```rs\nfn x() {}\n```");
    }

    #[test]
    fn input_alone_is_the_question() {
        assert_eq!(compose("", &[block("stdin", "what is this?\n")]), "what is this?");
        assert_eq!(compose("hi", &[]), "hi");
        assert_eq!(compose("", &[]), "");
    }

    #[test]
    fn a_text_with_fences_cannot_leave_its_own() {
        let prompt = compose("x", &[block("a.md", "```\ncode\n```` four\n")]);
        assert!(prompt.contains("`````md\n") && prompt.ends_with("\n`````"), "{prompt}");
    }
}
