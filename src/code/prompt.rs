//! What a model is told before it works in a project.

use super::notes::Notes;
use super::tool::Scale;

/// For a model that has room. Nothing in it changes from one conversation to the next: its tokens stay read.
const ALL: &str = include_str!("../../prompts/code.md");

/// For a model that hardly has any.
const FEW: &str = "You are qwill, a coding assistant in the terminal.";

/// The system prompt, with the project's own instructions where there is room for them.
pub fn system(scale: Scale, notes: Option<&Notes>) -> String {
    match (scale, notes) {
        (Scale::Few, _) => FEW.to_owned(),
        (Scale::All | Scale::Whole, None) => ALL.trim().to_owned(),
        (Scale::All | Scale::Whole, Some(notes)) => format!("{}\n\n{}", ALL.trim(), notes.section()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Map;

    use super::*;
    use crate::code::tool;
    use crate::engine::template::{Input, Template};
    use crate::models::gguf::Header;
    use crate::models::starter;
    use crate::models::tokenizer::{Special, Tokenizer};
    use crate::wire::{Message, Role};

    /// How templates of the Qwen family show tools, in the words of no one of them.
    const TEMPLATE: &str = r#"
{{- '<|im_start|>system\n' + messages[0].content }}
{%- if tools %}
    {{- "\n\n# Tools\n\nYou may call one or more of these functions to help with what the user asks.\n" }}
    {{- "You are given what the functions take within <tools></tools> tags:\n<tools>" }}
    {%- for tool in tools %}{{- '\n' }}{{- tool | tojson }}{%- endfor %}
    {{- "\n</tools>\n\nFor each call, give a JSON object with its name and arguments within tags:\n" }}
    {{- '<tool_call>\n{"name": <function-name>, "arguments": <args-json-object>}\n</tool_call>' }}
{%- endif %}
{{- '<|im_end|>\n' }}
{%- for m in messages[1:] %}{{- '<|im_start|>' + m.role + '\n' + m.content + '<|im_end|>\n' }}{%- endfor %}
{{- '<|im_start|>assistant\n' }}"#;

    fn tokenizer(header: &Header) -> Tokenizer {
        Tokenizer::new(header).unwrap()
    }

    fn first(scale: Scale) -> String {
        let specials = ["<|im_start|>", "<|im_end|>"].map(String::from).into();
        let template = Template::new(Some(TEMPLATE), "", "<|im_end|>", specials);
        let messages = [Message::new(Role::System, system(scale, None)), Message::new(Role::User, "hi")];
        let (tools, kwargs) = (tool::offer(scale), Map::new());
        let prompt = template.render(&Input { messages: &messages, tools: &tools, kwargs: &kwargs });
        assert_eq!((template.fallback(), &prompt.notice), (None, &None));
        prompt.text()
    }

    #[test]
    fn a_first_request_leaves_room_for_the_work() {
        let tokens = tokenizer(&starter::header().unwrap());
        let count = |text: &str| tokens.encode(text, Special::Parse).unwrap().len();
        let (all, parts) = (first(Scale::All), first(Scale::Whole));
        for (scale, text) in [(Scale::All, &all), (Scale::Whole, &parts)] {
            for tool in tool::offer(scale) {
                assert!(text.contains(&format!("\"name\": \"{}\"", tool.function.name)), "{text}");
            }
        }
        let (whole, own, few) = (count(&all), count(&system(Scale::All, None)), count(&first(Scale::Few)));
        eprintln!("first request: {whole} tokens, of them the prompt's own {own}; with few tools {few}");
        assert!(whole.max(count(&parts)) <= 1300, "{whole}, {}", count(&parts));
        assert!(own <= 250, "{own}");
        assert!(few < whole / 2, "{few}");
    }

    #[test]
    fn a_model_with_hardly_any_room_is_told_one_sentence() {
        let notes = Notes { name: "AGENTS.md".into(), text: "Use tabs.".into(), left: 0 };
        assert_eq!(system(Scale::Few, Some(&notes)), "You are qwill, a coding assistant in the terminal.");
    }

    #[test]
    fn the_projects_instructions_stand_behind_ours() {
        let notes = Notes { name: "AGENTS.md".into(), text: "Use tabs.".into(), left: 0 };
        let text = system(Scale::All, Some(&notes));
        let own = system(Scale::All, None);
        let rest = text.strip_prefix(&own).unwrap();
        assert!(rest.starts_with("\n\n# ") && rest.contains("AGENTS.md") && rest.ends_with("\nUse tabs."));
        assert_eq!(own, system(Scale::All, None), "it is the same every time");
    }
}
