//! One question from an instruction, standard input and files.

use std::ops::Range;

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

/// Where the blocks of this name stand in a text that [`compose`] made.
pub fn blocks(text: &str, name: &str) -> Vec<Range<usize>> {
    let (head, mut found, mut from) = (format!("{name}:\n```"), Vec::new(), 0);
    while let Some(start) = text[from..].find(&head).map(|at| from + at) {
        from = start + head.len();
        if start > 0 && !text[..start].ends_with('\n') {
            continue;
        }
        let open = start + name.len() + 2;
        let ticks = text[open..].bytes().take_while(|byte| *byte == b'`').count();
        let fence = &text[open..open + ticks];
        let mut end = open;
        for line in text[open..].split_inclusive('\n') {
            end += line.len();
            if end > open + line.len() && line.trim_end_matches('\n') == fence {
                found.push(start..end - (line.len() - fence.len()));
                from = end;
                break;
            }
        }
    }
    found
}

/// The text with the blocks of this name taken out, and that said; `None` if there are none.
pub fn without(text: &str, name: &str) -> Option<String> {
    let blocks = blocks(text, name);
    let mut all = text.to_owned();
    blocks
        .iter()
        .rev()
        .for_each(|block| all.replace_range(block.clone(), &format!("[{name} was taken out]")));
    (!blocks.is_empty()).then_some(all)
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
    fn blocks_are_found_again_and_taken_out() {
        for inner in ["fn x() {}\n", "", "```\nin\n```\n", "src/x.rs:\nno block", "no end"] {
            let prompt = compose(
                "look at src/x.rs:",
                &[block("a.md", "a\n"), block("src/x.rs", inner), block("b", "b")],
            );
            let found = blocks(&prompt, "src/x.rs");
            assert_eq!(found.len(), 1, "{prompt}");
            assert_eq!(&prompt[found[0].clone()], framed(&block("src/x.rs", inner)));
            let left =
                compose("look at src/x.rs:", &[block("a.md", "a\n"), block("?", "?"), block("b", "b")]);
            let left = left.replace(&framed(&block("?", "?")), "[src/x.rs was taken out]");
            assert_eq!(without(&prompt, "src/x.rs"), Some(left));
        }
        for text in ["x.rs:\n```rs\nopen", "my x.rs:\n```\na\n```", "x.rs:\nplain", ""] {
            assert_eq!(without(text, "x.rs"), None, "{text}");
        }
    }

    #[test]
    fn a_text_with_fences_cannot_leave_its_own() {
        let prompt = compose("x", &[block("a.md", "```\ncode\n```` four\n")]);
        assert!(prompt.contains("`````md\n") && prompt.ends_with("\n`````"), "{prompt}");
    }
}
