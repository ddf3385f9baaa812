//! The colours of a difference's lines: those of their language on the ground of what was added or removed.

use ratatui::style::Style;

use super::{Kind, Way};
use crate::config::Depth;
use crate::render::highlight::Code;
use crate::render::line::Span;
use crate::render::sanitize::screen;
use crate::render::theme::{Role, Theme};

/// A line in its colours.
#[derive(Clone, Debug, Default)]
pub(super) struct Painted {
    pub(super) spans: Vec<Span>,
    /// The ground behind it.
    pub(super) fill: Style,
}

/// Colours the lines of a difference one after the other. Each hunk is read by itself, so that a large file costs no
/// more than what is shown of it.
pub(super) struct Ink<'a> {
    way: Way<'a>,
    lang: String,
    /// Lines that still get colours.
    left: usize,
    /// The two texts as far as they were read in this hunk.
    old: Option<Code>,
    new: Option<Code>,
}

impl<'a> Ink<'a> {
    pub(super) fn new(way: Way<'a>) -> Ink<'a> {
        let mut ink = Ink { lang: lang(way.path), left: way.coloured, old: None, new: None, way };
        ink.begin();
        ink
    }

    /// The next line.
    pub(super) fn paint(&mut self, kind: Kind, line: &str) -> Painted {
        let theme = self.way.theme;
        match kind {
            Kind::Name => {
                let path = ["--- a/", "+++ b/"].iter().find_map(|sign| line.strip_prefix(sign));
                if let Some(path) = path {
                    self.lang = lang(path);
                }
                plain(line, theme, Role::Muted)
            }
            Kind::Head => {
                self.begin();
                plain(line, theme, Role::Marker)
            }
            Kind::Note => plain(line, theme, Role::Muted),
            Kind::Same => {
                let coloured = self.read(line, [Side::Old, Side::New]);
                coloured.unwrap_or_else(|| plain(line, theme, Role::Text))
            }
            Kind::Old => self.changed(line, Side::Old, Role::Error),
            Kind::New => self.changed(line, Side::New, Role::Good),
        }
    }

    fn changed(&mut self, line: &str, side: Side, role: Role) -> Painted {
        let theme = self.way.theme;
        let painted = self.read(line, [side]).unwrap_or_else(|| plain(line, theme, role));
        painted.on(theme.style(role), theme.tint(role))
    }

    /// A hunk begins.
    fn begin(&mut self) {
        // With few colours a language's would stand for those that tell old from new.
        let enough = self.way.theme.depth >= Depth::Ansi256 && self.left > 0 && !self.lang.is_empty();
        let begin = || enough.then(|| self.way.code.begin(&self.lang, self.way.theme));
        let code = begin().filter(Code::is_coloured);
        (self.old, self.new) = (code.clone(), code);
    }

    /// The line in the colours of its language, as a part of these texts; `None` where it has none.
    fn read<const N: usize>(&mut self, line: &str, sides: [Side; N]) -> Option<Painted> {
        self.left = self.left.checked_sub(1)?;
        let (sign, text) = line.split_at_checked(1)?;
        let text = screen(text);
        let mut spans = None;
        for side in sides {
            let code = match side {
                Side::Old => self.old.as_mut()?,
                Side::New => self.new.as_mut()?,
            };
            spans = Some(code.line(self.way.code, self.way.theme, &text)).filter(|_| code.is_coloured());
        }
        // The ground of code blocks is not that of a difference.
        let bare = |span: Span| Span { style: Style { bg: None, ..span.style }, ..span };
        let sign = Span::new(sign, self.way.theme.style(Role::Text));
        Some(Painted {
            spans: std::iter::once(sign).chain(spans?.into_iter().map(bare)).collect(),
            fill: Style::default(),
        })
    }
}

#[derive(Clone, Copy)]
enum Side {
    Old,
    New,
}

impl Painted {
    /// The same line on a ground, with a sign of this look.
    fn on(mut self, sign: Style, ground: Style) -> Painted {
        if let Some(span) = self.spans.first_mut() {
            span.style = sign;
        }
        for span in &mut self.spans {
            span.style = span.style.patch(ground);
        }
        Painted { fill: ground, ..self }
    }
}

/// A line in one look.
fn plain(line: &str, theme: &Theme, role: Role) -> Painted {
    Painted { spans: vec![Span::new(screen(line), theme.style(role))], fill: Style::default() }
}

/// What the language of a file is called: its ending, or its name where it has none.
fn lang(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit('.').next().unwrap_or(name).to_owned()
}
