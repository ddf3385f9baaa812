//! Templates in the style of several model families, hostile ones among them.

use super::*;
use crate::wire::{Role, ToolCall, ToolFunction};
use serde_json::json;

/// A soft switch: `<think>` comes from the model, an empty block from the template.
const SOFT: &str = r#"
{%- set ns = namespace(last=-1) %}
{%- if tools %}
    {{- '<|im_start|>system\n' }}
    {%- if messages[0].role == 'system' %}{{- messages[0].content + '\n\n' }}{%- endif %}
    {{- 'Tools:' }}
    {%- for tool in tools %}{{- '\n' }}{{- tool | tojson }}{%- endfor %}
    {{- '<|im_end|>\n' }}
{%- elif messages[0].role == 'system' %}
    {{- '<|im_start|>system\n' + messages[0].content + '<|im_end|>\n' }}
{%- endif %}
{%- for m in messages[::-1] %}
    {%- if ns.last < 0 and m.role == 'user' and not m.content.startswith('<tool_response>') %}
        {%- set ns.last = messages|length - 1 - loop.index0 %}
    {%- endif %}
{%- endfor %}
{%- for m in messages %}
    {%- if m.role == 'user' or (m.role == 'system' and not loop.first) %}
        {{- '<|im_start|>' + m.role + '\n' + m.content + '<|im_end|>\n' }}
    {%- elif m.role == 'assistant' %}
        {%- set text = m.content %}
        {%- set thought = '' %}
        {%- if m.reasoning_content is defined and m.reasoning_content is not none %}
            {%- set thought = m.reasoning_content %}
        {%- elif '</think>' in text %}
            {%- set thought = text.split('</think>')[0].split('<think>')[-1].strip('\n') %}
            {%- set text = text.split('</think>')[-1].lstrip('\n') %}
        {%- endif %}
        {{- '<|im_start|>assistant\n' }}
        {%- if loop.index0 > ns.last and (loop.last or thought) %}
            {{- '<think>\n' + thought.strip('\n') + '\n</think>\n\n' }}
        {%- endif %}
        {{- text }}
        {%- for call in m.tool_calls or [] %}
            {%- if text or not loop.first %}{{- '\n' }}{%- endif %}
            {{- '<tool_call>\n{"name": "' + call.function.name + '", "arguments": ' }}
            {{- call.function.arguments | tojson }}
            {{- '}\n</tool_call>' }}
        {%- endfor %}
        {{- '<|im_end|>\n' }}
    {%- elif m.role == 'tool' %}
        {%- if loop.first or loop.previtem.role != 'tool' %}{{- '<|im_start|>user' }}{%- endif %}
        {{- '\n<tool_response>\n' + m.content + '\n</tool_response>' }}
        {%- if loop.last or loop.nextitem.role != 'tool' %}{{- '<|im_end|>\n' }}{%- endif %}
    {%- endif %}
{%- endfor %}
{%- if add_generation_prompt %}
    {{- '<|im_start|>assistant\n' }}
    {%- if enable_thinking is defined and enable_thinking is false %}{{- '<think>\n\n</think>\n\n' }}{%- endif %}
{%- endif %}"#;

/// Opens `<think>` itself, trims, lists arguments, and raises at what it does not like.
const STRICT: &str = r#"
{%- macro text(content) %}{%- if content is string %}{{- content }}{%- else %}{{- raise_exception('no text') }}{%- endif %}{%- endmacro %}
{%- set ns = namespace(user=false) %}
{%- for m in messages %}
    {%- set content = text(m.content)|trim %}
    {%- if m.role == 'system' %}
        {%- if not loop.first %}{{- raise_exception('system must come first') }}{%- endif %}
        {{- '<|im_start|>system\n' + content + '<|im_end|>\n' }}
    {%- elif m.role == 'assistant' %}
        {{- '<|im_start|>assistant\n<think>\n' + (m.reasoning_content or '')|trim + '\n</think>\n\n' + content }}
        {%- if m.tool_calls %}
            {%- for call in m.tool_calls %}
                {{- '\n<tool_call>\n<function=' + call.function.name + '>\n' }}
                {%- for key, value in call.function.arguments|items %}
                    {{- '<parameter=' + key + '>\n' }}
                    {{- value | tojson if value is mapping or (value is sequence and value is not string) else value | string }}
                    {{- '\n</parameter>\n' }}
                {%- endfor %}
                {{- '</function>\n</tool_call>' }}
            {%- endfor %}
        {%- endif %}
        {{- '<|im_end|>\n' }}
    {%- else %}
        {%- set ns.user = true %}
        {{- '<|im_start|>' + m.role + '\n' + content + '<|im_end|>\n' }}
    {%- endif %}
{%- endfor %}
{%- if not ns.user %}{{- raise_exception('no user message') }}{%- endif %}
{%- if add_generation_prompt %}
    {{- '<|im_start|>assistant\n<think>\n' }}
    {%- if enable_thinking is defined and not enable_thinking %}{{- '\n</think>\n\n' }}{%- endif %}
{%- endif %}"#;

/// No thinking, and a header in other words.
const PLAIN: &str = "{{ bos_token }}{% for m in messages %}
{{ '### ' ~ m.role ~ ':\n' ~ m.content }}{% if m.role == 'assistant' %}{{ eos_token }}{% endif %}

{% endfor %}
{% if add_generation_prompt %}
### assistant:
{% endif %}";

const SPECIALS: [&str; 8] = [
    "<|im_start|>",
    "<|im_end|>",
    "<|endoftext|>",
    "<think>",
    "</think>",
    "<tool_call>",
    "</tool_call>",
    "<tool_response>",
];

fn template(source: &str) -> Template {
    let template = Template::new(Some(source), "<s>", "</s>", SPECIALS.map(String::from).into());
    assert_eq!(template.fallback(), None);
    template
}

fn render(template: &Template, messages: &[Message], tools: &[Tool], kwargs: &Value) -> Prompt {
    let kwargs = kwargs.as_object().unwrap();
    template.render(&Input { messages, tools, kwargs })
}

fn plain(source: &str, messages: &[Message]) -> Prompt {
    render(&template(source), messages, &[], &json!({}))
}

fn user(text: &str) -> Message {
    Message::new(Role::User, text)
}

fn tools() -> Vec<Tool> {
    let parameters = json!({"type": "object", "properties": {"path": {"type": "string"}}});
    let tool = json!({"type": "function", "function": {"name": "read", "description": "d", "parameters": parameters}});
    vec![serde_json::from_value(tool).unwrap()]
}

fn calling(arguments: &str) -> Message {
    let function = ToolFunction { name: "read".into(), arguments: arguments.into() };
    let call = ToolCall { id: "1".into(), kind: "function".into(), function };
    Message { content: None, tool_calls: Some(vec![call]), ..Message::new(Role::Assistant, "") }
}

#[test]
fn a_conversation_renders_as_the_template_says() {
    let messages = [
        Message::new(Role::System, "S"),
        user("Q"),
        calling(r#"{"path": "a", "n": 1.0}"#),
        Message::new(Role::Tool, "R1"),
        Message::new(Role::Tool, "R2"),
    ];
    let prompt = render(&template(SOFT), &messages, &tools(), &json!({"enable_thinking": false}));
    assert_eq!(
        prompt.text(),
        "<|im_start|>system\nS\n\nTools:\n{\"type\": \"function\", \"function\": {\"name\": \"read\", \"description\": \
         \"d\", \"parameters\": {\"type\": \"object\", \"properties\": {\"path\": {\"type\": \"string\"}}}}}<|im_end|>\n\
         <|im_start|>user\nQ<|im_end|>\n<|im_start|>assistant\n<tool_call>\n{\"name\": \"read\", \"arguments\": \
         {\"path\": \"a\", \"n\": 1.0}}\n</tool_call><|im_end|>\n<|im_start|>user\n<tool_response>\nR1\n</tool_response>\n\
         <tool_response>\nR2\n</tool_response><|im_end|>\n<|im_start|>assistant\n<think>\n\n</think>\n\n"
    );
    assert_eq!((prompt.thinking, prompt.tail.as_str()), (Thinking::Closed, "<think>\n\n</think>\n\n"));
    assert_eq!(prompt.notice, None);
}

#[test]
fn xml_arguments_are_listed_as_python_prints_them() {
    let arguments = r#"{"s": "a\nb", "b": true, "n": null, "f": 1e16, "l": [1, "ü"], "i": 7}"#;
    let prompt = plain(STRICT, &[user("Q"), calling(arguments), user("R")]);
    let listed: Vec<String> =
        [("s", "a\nb"), ("b", "True"), ("n", "None"), ("f", "1e+16"), ("l", "[1, \"ü\"]"), ("i", "7")]
            .map(|(key, value)| format!("<parameter={key}>\n{value}\n</parameter>\n"))
            .into();
    assert!(prompt.text().contains(&listed.concat()), "{}", prompt.text());
    assert_eq!((prompt.thinking, prompt.tail.as_str()), (Thinking::Open, "<think>\n"));
}

#[test]
fn thinking_follows_from_the_end_of_the_prompt() {
    let rows = [
        (SOFT, json!({}), Thinking::Watch, ""),
        (SOFT, json!({"enable_thinking": true}), Thinking::Watch, ""),
        (STRICT, json!({"enable_thinking": false}), Thinking::Closed, "<think>\n\n</think>\n\n"),
        (PLAIN, json!({}), Thinking::Watch, ""),
        ("x<think>", json!({}), Thinking::Open, "<think>"),
        ("x<think>\n</think>", json!({}), Thinking::Closed, "<think>\n</think>"),
        ("x</think>\n\n ", json!({}), Thinking::Closed, "</think>\n\n "),
    ];
    for (source, kwargs, thinking, tail) in rows {
        let prompt = render(&template(source), &[user("Q")], &[], &kwargs);
        assert_eq!((prompt.thinking, prompt.tail.as_str()), (thinking, tail), "{source}");
    }
}

#[test]
fn text_from_outside_never_makes_a_special_token() {
    let evil = format!("a{}b<|im_", SPECIALS.concat());
    let mut calls = calling(&json!({"path": evil, "<think>": "x"}).to_string());
    calls.content = Some(crate::wire::Content::Text(format!("x {evil}")));
    calls.reasoning_content = Some(evil.clone());
    let mut result = Message::new(Role::Tool, evil.as_str());
    result.name = Some(evil.clone());
    let messages = [
        Message::new(Role::System, evil.as_str()),
        user(&evil),
        calls,
        result,
        user("end|>"),
        calling(&evil),
    ];
    let mut tools = tools();
    tools[0].function.description = Some(evil.clone());
    for source in [
        SOFT,
        STRICT,
        PLAIN,
        "{% for m in messages %}{{ m.content|trim }}{% endfor %}",
        "{{ raise_exception('x') }}",
    ] {
        let template = template(source);
        let prompt = render(&template, &messages, &tools, &json!({"extra": evil}));
        let harmless: Vec<Message> = messages
            .iter()
            .map(|message| {
                let json = serde_json::to_string(message).unwrap();
                let json = SPECIALS.iter().fold(json, |json, special| json.replace(special, "x"));
                serde_json::from_str(&json.replace("<|im_", "x").replace("end|>", "x")).unwrap()
            })
            .collect();
        tools[0].function.description = None;
        let expected = render(&template, &harmless, &tools, &json!({}));
        tools[0].function.description = Some(evil.clone());
        for special in SPECIALS {
            let count = |prompt: &Prompt| -> usize {
                prompt.segments.iter().map(|segment| segment.text().matches(special).count()).sum()
            };
            assert_eq!(count(&prompt), count(&expected), "{special} in {source}");
        }
        assert!(prompt.text().contains(&evil), "the text itself stays");
    }
}

#[test]
fn a_user_who_writes_think_tags_keeps_them() {
    let messages = [user("</think>"), Message::new(Role::Assistant, "Write `</think>` to close."), user("Q")];
    let text = plain(SOFT, &messages).text();
    assert!(text.contains("<|im_start|>assistant\nWrite `</think>` to close.<|im_end|>"), "{text}");
}

/// Two turns, the second with the first answer sent back, must share the first prompt and answer.
fn round_trip(source: &str, kwargs: &Value, tools: &[Tool], generated: &str, calls: Option<Vec<ToolCall>>) {
    let template = template(source);
    let mut messages = vec![Message::new(Role::System, "S"), user("Q")];
    let one = render(&template, &messages, tools, kwargs);
    let mut answer = Message::new(Role::Assistant, "something else");
    answer.raw = Some(format!("{}{generated}", one.tail));
    answer.tool_calls = calls.clone();
    messages.push(answer);
    messages.push(if calls.is_some() { Message::new(Role::Tool, "R") } else { user("Q2") });
    let two = render(&template, &messages, tools, kwargs);
    let whole = format!("{}{generated}", one.text());
    assert_eq!(two.notice, None);
    assert!(two.text().starts_with(&whole), "{whole}\n--- is not the start of\n{}", two.text());
    assert!(
        two.segments.iter().any(|segment| matches!(segment, Segment::Raw(raw) if raw.ends_with(generated)))
    );
    let mut answer = messages[2].clone();
    answer.raw = Some(format!("{}third", two.tail));
    messages.extend([answer, user("Q3")]);
    let three = render(&template, &messages, tools, kwargs);
    assert!(three.text().starts_with(&format!("{}third", two.text())));
}

#[test]
fn a_raw_answer_keeps_the_prefix_of_the_next_prompt() {
    let calls = calling(r#"{"path": "a"}"#).tool_calls;
    let thought = "why\n</think>\n\nbecause";
    let call = "<tool_call>\n{\"name\":\"read\", \"arguments\":  {\"path\":\"a\"}}\n</tool_call>";
    for source in [SOFT, STRICT, PLAIN, "{{ raise_exception('') }}"] {
        for kwargs in [json!({}), json!({"enable_thinking": false}), json!({"enable_thinking": true})] {
            for tools in [vec![], tools()] {
                round_trip_or_chatml(source, &kwargs, &tools, thought, None);
                round_trip_or_chatml(source, &kwargs, &tools, call, calls.clone());
                round_trip_or_chatml(source, &kwargs, &tools, " spaces kept \n\n", None);
            }
        }
    }
}

fn round_trip_or_chatml(
    source: &str,
    kwargs: &Value,
    tools: &[Tool],
    text: &str,
    calls: Option<Vec<ToolCall>>,
) {
    if source.contains("raise_exception('')") {
        let broken = Template::new(None, "", "", Vec::new());
        let mut messages = vec![user("Q")];
        let one = render(&broken, &messages, tools, kwargs);
        let answer = Message {
            raw: Some(format!("{}{text}", one.tail)),
            tool_calls: calls,
            ..Message::new(Role::Assistant, "")
        };
        messages.extend([answer, user("Q2")]);
        let two = render(&broken, &messages, tools, kwargs);
        assert!(two.text().starts_with(&format!("{}{text}<|im_end|>", one.text())));
    } else {
        round_trip(source, kwargs, tools, text, calls);
    }
}

#[test]
fn an_answer_that_cannot_be_placed_is_rendered_by_the_template() {
    let mut answer = calling(r#"{"path": "a"}"#);
    answer.raw = Some("RAW".into());
    let messages = [user("Q"), answer, Message::new(Role::Tool, "R")];
    let twice = SOFT.replace("{{- text }}", "{{- text + text }}");
    let prompt = render(&template(&twice), &messages, &tools(), &json!({}));
    assert!(!prompt.text().contains("RAW"));
    assert!(
        prompt
            .text()
            .contains("<tool_call>\n{\"name\": \"read\", \"arguments\": {\"path\": \"a\"}}\n</tool_call>")
    );
    let decorated = SOFT.replace("{{- text }}", "{{- 'Says: ' + text }}");
    assert!(!render(&template(&decorated), &messages, &[], &json!({})).text().contains("RAW"));
    assert!(render(&template(SOFT), &messages, &[], &json!({})).text().contains("RAW<|im_end|>\n"));
}

#[test]
fn a_broken_template_gives_way_to_chatml() {
    for (source, reason) in
        [(None, "no chat template"), (Some("{% if %}"), "cannot be read"), (Some("{{ x"), "cannot be read")]
    {
        let broken = Template::new(source, "", "", Vec::new());
        assert!(broken.fallback().unwrap().contains(reason), "{:?}", broken.fallback());
        let prompt = render(&broken, &[Message::new(Role::System, "S"), user("Q")], &[], &json!({}));
        assert_eq!(
            prompt.text(),
            "<|im_start|>system\nS<|im_end|>\n<|im_start|>user\nQ<|im_end|>\n<|im_start|>assistant\n"
        );
    }
    let long = format!("{{# {} #}}", "x".repeat(1 << 20));
    assert!(Template::new(Some(&long), "", "", Vec::new()).fallback().unwrap().contains("1 MiB"));
}

#[test]
fn chatml_offers_tools_and_shows_results() {
    let broken = Template::new(None, "", "", Vec::new());
    let messages = [user("Q"), calling("{}"), Message::new(Role::Tool, "R1"), Message::new(Role::Tool, "R2")];
    let text = render(&broken, &messages, &tools(), &json!({"enable_thinking": false})).text();
    assert!(text.starts_with("<|im_start|>system\n# Tools\n"));
    assert!(text.contains("{\"type\": \"function\", \"function\": {\"name\": \"read\""));
    assert!(text.ends_with(
        "<|im_start|>assistant\n<tool_call>\n{\"name\": \"read\", \"arguments\": {}}\n</tool_call><|im_end|>\n\
         <|im_start|>user\n<tool_response>\nR1\n</tool_response>\n<tool_response>\nR2\n</tool_response><|im_end|>\n\
         <|im_start|>assistant\n<think>\n\n</think>\n\n"
    ));
}

#[test]
fn a_refusal_is_told() {
    let prompt = plain(STRICT, &[Message::new(Role::System, "S")]);
    assert!(prompt.notice.unwrap().contains("no user message"));
    assert_eq!(prompt.segments[0].text(), "<|im_start|>system\nS<|im_end|>\n<|im_start|>assistant\n");
    let prompt = plain(STRICT, &[user("Q"), Message::new(Role::System, "late"), user("R")]);
    assert!(prompt.notice.as_ref().unwrap().contains("user message"));
    assert!(prompt.text().contains("<|im_start|>user\nlate<|im_end|>"));
    assert_eq!(plain(SOFT, &[user("Q"), Message::new(Role::System, "late")]).notice, None);
}

#[test]
fn hostile_templates_end_with_a_reason() {
    let digits = "{% set d = [0,1,2,3,4,5,6,7,8,9] %}";
    let nested = (0..12).fold(String::new(), |text, level| format!("{text}{{% for x{level} in d %}}"));
    let endless = format!("{digits}{nested}{{% set y = 1 %}}{}", "{% endfor %}".repeat(12));
    let flood = format!("{digits}{nested}{}{}", "x".repeat(4096), "{% endfor %}".repeat(12));
    let attributes = format!("{{{{ x{} }}}}", ".a".repeat(20_000));
    let deep = "{% set ns = namespace(x=[]) %}{% for i in range(1000) %}{% for j in range(1000) %}\
                {% set ns.x = [ns.x] %}{% endfor %}{% endfor %}";
    let deep_text = format!("{}{{{{ ns.x }}}}{{{{ none.x.y }}}}", deep.replacen("1000", "10", 1));
    let hostile = [
        attributes.as_str(),
        deep,
        deep_text.as_str(),
        endless.as_str(),
        flood.as_str(),
        "{% for i in range(10000000000) %}x{% endfor %}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "{{ 'x' * 100000000000 }}",
        "{% set ns = namespace(x=[]) %}{% for i in range(1000) %}{% set ns.x = [ns.x] %}{% endfor %}{{ ns.x|tojson }}",
        "{% set ns = namespace(x='xxxxxxxx') %}{% for i in range(90) %}{% set ns.x = ns.x + ns.x %}{% endfor %}",
        "{% include '/etc/passwd' %}",
        "{{ nothing.at.all }}",
        "{{ messages.push(1) }}",
    ];
    for source in hostile {
        let prompt = plain(source, &[user("Q")]);
        assert!(prompt.notice.as_ref().unwrap().contains("ChatML took its place"), "{source}");
        assert_eq!(prompt.text(), "<|im_start|>user\nQ<|im_end|>\n<|im_start|>assistant\n");
    }
}

#[test]
fn what_templates_rely_on_is_there() {
    let rows = [
        ("{{ strftime_now('%Y')|length }}", "4"),
        ("{{ 'a</think>\n\nb'.split('</think>')[-1].lstrip('\n') }}", "b"),
        ("{{ tools is none }}{{ tools is iterable }}{{ missing is defined }}{{ missing }}", "TrueFalseFalse"),
        ("{{ flag }} {{ 2.0 }} {{ 1e16 }} {{ none }}", "True 2.0 1e+16 None"),
        ("{% for i in range(5) %}{% if i == 3 %}{% break %}{% endif %}{{ i }}{% endfor %}", "012"),
        ("{{ '<&>'|tojson }}{{ messages[0]|tojson }}", "\"<&>\"{\"role\": \"user\", \"content\": \"Q\"}"),
        ("{% for m in messages %}\n  {% if true %}\n  {{ m.role }}\n  {% endif %}\n{% endfor %}", "  user\n"),
        ("{{ bos_token }}{{ eos_token }}", "<s></s>"),
        ("{{ messages[0].get('name', 'nobody') }}{{ 'x'.upper() }}", "nobodyX"),
        ("{%- for k, v in messages[0].items() %}{{ k }}={{ v }};{% endfor %}", "role=user;content=Q;"),
    ];
    for (source, expected) in rows {
        let prompt = render(&template(source), &[user("Q")], &[], &json!({"flag": true}));
        assert_eq!((prompt.text().as_str(), prompt.notice), (expected, None), "{source}");
    }
}
