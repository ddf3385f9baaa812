//! Colours code by its language, line by line, so that code which still arrives is coloured once.

use std::sync::{Arc, OnceLock};

use ratatui::style::{Color, Modifier, Style};
use syntect::highlighting::{FontStyle, HighlightIterator, HighlightState, Highlighter as Painter};
use syntect::parsing::{ParseState, ScopeStack, SyntaxReference, SyntaxSet};
use two_face::theme::EmbeddedLazyThemeSet;

use super::line::Span;
use super::theme::{NAMED, Role, Theme};

/// Bytes of a block above which the rest of it is not coloured.
const BLOCK: usize = 512 * 1024;
/// Bytes of a line above which it is not coloured, nor what follows.
const LINE: usize = 2048;

/// The languages and colours known; cheap to clone, and loaded when first needed.
#[derive(Clone, Default)]
pub struct Highlighter {
    data: Arc<OnceLock<Data>>,
}

struct Data {
    syntaxes: SyntaxSet,
    themes: EmbeddedLazyThemeSet,
}

impl std::fmt::Debug for Highlighter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Highlighter").field("loaded", &self.data.get().is_some()).finish()
    }
}

impl Highlighter {
    /// A highlighter that has loaded nothing yet.
    pub fn new() -> Highlighter {
        Highlighter::default()
    }

    /// Loads in the background what the first code block would wait for.
    pub fn warm(&self) {
        let own = self.clone();
        // Without a thread the first code block loads it.
        _ = std::thread::Builder::new().name("syntaxes".into()).spawn(move || _ = own.data());
    }

    fn data(&self) -> &Data {
        self.data.get_or_init(|| Data {
            syntaxes: two_face::syntax::extra_newlines(),
            themes: two_face::theme::extra(),
        })
    }

    /// The lines of `text`, without their ends, in the colours of `theme`; code in an unknown language, or
    /// too large, has the look of a code block.
    pub fn lines(&self, lang: &str, theme: &Theme, text: &str) -> Vec<Vec<Span>> {
        let mut code = self.begin(lang, theme);
        text.lines().map(|line| code.line(self, theme, line)).collect()
    }

    /// The beginning of a block in the language, to be coloured line by line.
    pub fn begin(&self, lang: &str, theme: &Theme) -> Code {
        if lang.is_empty() || theme.syntax.is_empty() {
            return Code { state: None, bytes: 0 };
        }
        let data = self.data();
        let state =
            syntax(&data.syntaxes, lang).zip(colours(data, &theme.syntax)).map(|(syntax, colours)| {
                let painter = Painter::new(colours);
                State {
                    parse: ParseState::new(syntax),
                    paint: HighlightState::new(&painter, ScopeStack::new()),
                }
            });
        Code { state, bytes: 0 }
    }
}

/// A block that is coloured line by line.
#[derive(Clone, Debug)]
pub struct Code {
    /// `None` for code that has no colours.
    state: Option<State>,
    bytes: usize,
}

#[derive(Clone, Debug)]
struct State {
    parse: ParseState,
    paint: HighlightState,
}

impl Code {
    /// Whether the lines so far have the colours of a language, so that the next one may.
    pub fn is_coloured(&self) -> bool {
        self.state.is_some()
    }

    /// The next line, which has no end of its own. `theme` is that which the block began with.
    pub fn line(&mut self, code: &Highlighter, theme: &Theme, line: &str) -> Vec<Span> {
        let base = theme.style(Role::Block);
        self.bytes += line.len() + 1;
        if line.len() > LINE || self.bytes > BLOCK {
            self.state = None;
        }
        let painted = self.state.as_mut().and_then(|state| state.line(code.data(), theme, line));
        if painted.is_none() {
            self.state = None;
        }
        painted.unwrap_or_else(|| vec![Span::new(line, base)])
    }
}

impl State {
    /// The line's colours; `None` when the language's grammar fails on it.
    fn line(&mut self, data: &Data, theme: &Theme, line: &str) -> Option<Vec<Span>> {
        let base = theme.style(Role::Block);
        let painter = Painter::new(colours(data, &theme.syntax)?);
        let ended = format!("{line}\n");
        let steps = self.parse.parse_line(&ended, &data.syntaxes).ok()?;
        let mut spans: Vec<Span> = Vec::new();
        for (style, text) in HighlightIterator::new(&mut self.paint, &steps, &ended, &painter) {
            let text = text.trim_end_matches('\n');
            let style = base.patch(theme.fit(look(style)));
            match spans.last_mut() {
                _ if text.is_empty() => {}
                Some(last) if last.style == style => last.text.push_str(text),
                _ => spans.push(Span::new(text, style)),
            }
        }
        Some(spans)
    }
}

/// A syntax theme's look without its background, which is the code block's.
fn look(style: syntect::highlighting::Style) -> Style {
    let colour = style.foreground;
    // Two of the themes name the terminal's own colours in a form of their own, without opacity.
    let fg = match colour.a {
        0 => NAMED.get(usize::from(colour.r)).copied().unwrap_or(Color::Indexed(colour.r)),
        1 => Color::Reset,
        _ => Color::Rgb(colour.r, colour.g, colour.b),
    };
    let modifiers = [
        (FontStyle::BOLD, Modifier::BOLD),
        (FontStyle::ITALIC, Modifier::ITALIC),
        (FontStyle::UNDERLINE, Modifier::UNDERLINED),
    ];
    let set = modifiers.into_iter().filter(|(font, _)| style.font_style.contains(*font));
    let look = set.fold(Style::new(), |look, (_, modifier)| look.add_modifier(modifier));
    if fg == Color::Reset { look } else { look.fg(fg) }
}

fn colours<'a>(data: &'a Data, name: &str) -> Option<&'a syntect::highlighting::Theme> {
    let names = EmbeddedLazyThemeSet::theme_names();
    let found = names.iter().find(|known| known.as_name().eq_ignore_ascii_case(name))?;
    Some(data.themes.get(*found))
}

/// What models write above code and no syntax is called.
const ALIASES: [(&str, &str); 14] = [
    ("shell", "bash"),
    ("console", "bash"),
    ("shell-session", "bash"),
    ("sh-session", "bash"),
    ("zsh", "bash"),
    ("golang", "go"),
    ("rustlang", "rust"),
    ("jsonc", "json"),
    ("json5", "json"),
    ("node", "javascript"),
    ("mjs", "javascript"),
    ("python3", "python"),
    ("py3", "python"),
    ("assembly", "asm"),
];

fn syntax<'a>(set: &'a SyntaxSet, lang: &str) -> Option<&'a SyntaxReference> {
    let known = ALIASES.iter().find(|(alias, _)| alias.eq_ignore_ascii_case(lang));
    let found = set.find_syntax_by_token(known.map_or(lang, |(_, name)| name))?;
    (found.name != "Plain Text").then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn coloured() -> Theme {
        let mut theme = Theme::plain();
        theme.syntax = "Nord".into();
        theme
    }

    fn text(lines: &[Vec<Span>]) -> Vec<String> {
        lines.iter().map(|line| line.iter().map(|span| span.text.as_str()).collect()).collect()
    }

    #[test]
    fn code_is_read_line_by_line_and_keeps_its_text() {
        let code = Highlighter::new();
        let source = "fn main() {\n\n    let x = \"a\";\n}";
        assert_eq!(text(&code.lines("rust", &coloured(), source)), source.lines().collect::<Vec<_>>());
        let mut block = code.begin("rust", &coloured());
        let before = block.state.clone().unwrap();
        block.line(&code, &coloured(), "let x = \"open");
        assert_ne!(block.state.unwrap().parse, before.parse);
    }

    #[test]
    fn looks_of_syntax_themes_become_ours_without_their_background() {
        let colour = |r, a| syntect::highlighting::Color { r, g: 2, b: 3, a };
        let style = |foreground| syntect::highlighting::Style {
            foreground,
            background: colour(9, 255),
            font_style: FontStyle::BOLD,
        };
        let bold = Style::new().add_modifier(Modifier::BOLD);
        assert_eq!(look(style(colour(1, 255))), bold.fg(Color::Rgb(1, 2, 3)));
        assert_eq!(look(style(colour(1, 0))), bold.fg(Color::Red));
        assert_eq!(look(style(colour(1, 1))), bold);
    }

    #[test]
    fn unknown_languages_and_plain_themes_have_none() {
        let code = Highlighter::new();
        for (lang, theme) in [("rust", Theme::plain()), ("", coloured()), ("nonsense", coloured())] {
            assert_eq!(code.lines(lang, &theme, "let x;"), [[Span::new("let x;", Style::new())]], "{lang}");
        }
    }

    #[test]
    fn languages_are_known_by_the_names_that_models_use() {
        let code = Highlighter::new();
        for lang in [
            "rust",
            "rs",
            "Python",
            "py",
            "js",
            "ts",
            "tsx",
            "c++",
            "cpp",
            "c#",
            "sh",
            "shell",
            "console",
            "zsh",
            "toml",
            "yaml",
            "json",
            "jsonc",
            "html",
            "css",
            "sql",
            "go",
            "golang",
            "java",
            "kotlin",
            "swift",
            "php",
            "ruby",
            "diff",
            "dockerfile",
            "makefile",
            "xml",
            "ini",
            "lua",
            "haskell",
            "zig",
            "nix",
        ] {
            assert!(syntax(&code.data().syntaxes, lang).is_some(), "{lang}");
        }
    }

    #[test]
    fn a_line_that_is_too_long_ends_the_colours() {
        let code = Highlighter::new();
        let mut block = code.begin("rust", &coloured());
        block.line(&code, &coloured(), "let a = 1;");
        assert!(block.state.is_some());
        let long = "x".repeat(LINE + 1);
        assert_eq!(block.line(&code, &coloured(), &long), [Span::new(long.as_str(), Style::new())]);
        assert!(block.state.is_none());
    }
}
