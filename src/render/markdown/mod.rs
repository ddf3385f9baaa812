//! Markdown on a terminal: CommonMark with GitHub's tables, tasks and strikethrough.

mod fence;
mod flow;
mod ink;
mod mend;
mod parse;
mod pen;
mod table;

use super::line::Line;
use super::look::Look;
use super::sanitize::screen;
use super::theme::Theme;
use parse::{Apart, Block, Defs, Kind};

pub(super) use flow::{Ending, Flow};

/// A code block.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Code {
    /// The language that its fence names; empty if none.
    pub lang: String,
    /// The code, with a line end behind its last line.
    pub text: String,
}

/// The rows of a whole text, which need not be harmless.
pub fn lines(text: &str, look: &Look) -> Vec<Line> {
    let mut out = Vec::new();
    Flow::default().advance(&screen(text), Ending::Whole, look, &mut out);
    out
}

/// The code blocks of a text in the order of their numbers on the screen, the first being number 1. The code is
/// what the screen shows: harmless, without what is invisible.
pub fn codes(text: &str) -> Vec<Code> {
    let mut codes = Vec::new();
    collect(&parse::parse(&screen(text), Apart::No, &Theme::plain(), &mut Defs::default()), &mut codes);
    codes
}

fn collect(blocks: &[Block], codes: &mut Vec<Code>) {
    for block in blocks {
        match &block.kind {
            Kind::Code(source) => {
                codes.push(Code { lang: pen::lang(&source.info), text: source.text.clone() });
            }
            Kind::Quote(_, blocks) => collect(blocks, codes),
            Kind::List(_, items) => items.iter().for_each(|item| collect(&item.blocks, codes)),
            Kind::Text(_) | Kind::Heading(_) | Kind::Html(_) | Kind::Table(_) | Kind::Rule => {}
        }
    }
}

#[cfg(test)]
mod tests;
