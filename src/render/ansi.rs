//! Rows for a terminal that is written to line by line: text with as few escape sequences as it takes.

use std::io;

use ratatui::style::{Color, Modifier, Style};

use super::cells::place;
use super::line::Line;
use super::theme::Depth;

/// Erases to the end of the row in the colour that is set.
const ERASE: &str = "\x1b[K";
/// Takes all looks away.
const RESET: &str = "\x1b[0m";

/// Writes each row and a line feed. Looks end with their row; one from right to left ends at column `cols`.
///
/// # Errors
/// Those of `out`.
pub fn write(lines: &[Line], cols: u16, colour: Depth, out: &mut impl io::Write) -> io::Result<()> {
    lines.iter().try_for_each(|line| {
        row(line, cols, colour, out)?;
        out.write_all(b"\n")
    })
}

/// Writes one row without a line feed.
///
/// # Errors
/// Those of `out`.
pub fn row(line: &Line, cols: u16, colour: Depth, out: &mut impl io::Write) -> io::Result<()> {
    let mut pen = Style::new();
    let mut text = String::new();
    let fill = sent(line.fill, colour);
    if fill.bg.is_some() {
        // Before the text: at the last column some terminals would erase what stands there.
        change(&mut text, &mut pen, Style { bg: fill.bg, ..Style::new() });
        text.push_str(ERASE);
    }
    let placed = place(line, cols);
    text.push_str(&" ".repeat(usize::from(placed.left)));
    for cell in placed.sent() {
        change(&mut text, &mut pen, sent(cell.style, colour));
        text.push_str(&cell.text);
    }
    change(&mut text, &mut pen, Style::new());
    out.write_all(text.as_bytes())
}

/// Sets what differs between the looks; what cannot be taken away alone is set anew.
fn change(out: &mut String, pen: &mut Style, style: Style) {
    if *pen == style {
        return;
    }
    if style == Style::new() {
        out.push_str(RESET);
        *pen = style;
        return;
    }
    let mut codes: Vec<String> = Vec::new();
    if !style.add_modifier.contains(pen.add_modifier) {
        codes.push("0".into());
        *pen = Style::new();
    }
    for (modifier, code) in MODIFIERS {
        if style.add_modifier.contains(modifier) && !pen.add_modifier.contains(modifier) {
            codes.push(code.into());
        }
    }
    if style.fg != pen.fg {
        codes.push(code(style.fg.unwrap_or(Color::Reset), 30));
    }
    if style.bg != pen.bg {
        codes.push(code(style.bg.unwrap_or(Color::Reset), 40));
    }
    *pen = style;
    out.extend(["\x1b[", &codes.join(";"), "m"]);
}

/// The parts of a look that are sent: no colours where there are none, and no ways to say nothing. The theme has
/// brought the others down to what the terminal has.
fn sent(style: Style, colour: Depth) -> Style {
    let some = |ink: Option<Color>| ink.filter(|&ink| ink != Color::Reset && colour != Depth::None);
    Style { fg: some(style.fg), bg: some(style.bg), add_modifier: style.add_modifier, ..Style::new() }
}

const MODIFIERS: [(Modifier, &str); 8] = [
    (Modifier::BOLD, "1"),
    (Modifier::DIM, "2"),
    (Modifier::ITALIC, "3"),
    (Modifier::UNDERLINED, "4"),
    (Modifier::SLOW_BLINK, "5"),
    (Modifier::REVERSED, "7"),
    (Modifier::HIDDEN, "8"),
    (Modifier::CROSSED_OUT, "9"),
];

/// The parameters that choose a colour; `base` is 30 for letters and 40 for what is behind them.
fn code(colour: Color, base: u8) -> String {
    let bright = base + 60;
    match colour {
        Color::Reset => (base + 9).to_string(),
        Color::Black => base.to_string(),
        Color::Red => (base + 1).to_string(),
        Color::Green => (base + 2).to_string(),
        Color::Yellow => (base + 3).to_string(),
        Color::Blue => (base + 4).to_string(),
        Color::Magenta => (base + 5).to_string(),
        Color::Cyan => (base + 6).to_string(),
        Color::Gray => (base + 7).to_string(),
        Color::DarkGray => bright.to_string(),
        Color::LightRed => (bright + 1).to_string(),
        Color::LightGreen => (bright + 2).to_string(),
        Color::LightYellow => (bright + 3).to_string(),
        Color::LightBlue => (bright + 4).to_string(),
        Color::LightMagenta => (bright + 5).to_string(),
        Color::LightCyan => (bright + 6).to_string(),
        Color::White => (bright + 7).to_string(),
        Color::Indexed(index) => format!("{};5;{index}", base + 8),
        Color::Rgb(r, g, b) => format!("{};2;{r};{g};{b}", base + 8),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::line::Span;

    fn written(line: Line, colour: Depth) -> String {
        let mut out = Vec::new();
        write(&[line], 80, colour, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn text_without_looks_has_no_sequences() {
        assert_eq!(written(Line::plain("a b", Style::new()), Depth::True), "a b\n");
    }

    #[test]
    fn a_look_is_set_once_and_ends_with_its_row() {
        let bold = Style::new().add_modifier(Modifier::BOLD);
        let spans =
            vec![Span::new("a", bold), Span::new("b", bold.fg(Color::Red)), Span::new("c", Style::new())];
        assert_eq!(written(Line::new(spans.clone()), Depth::True), "\x1b[1ma\x1b[31mb\x1b[0mc\n");
        assert_eq!(written(Line::new(spans), Depth::None), "\x1b[1mab\x1b[0mc\n");
        let last = Line::plain("x", Style::new().fg(Color::Rgb(1, 2, 3)));
        assert_eq!(written(last, Depth::True), "\x1b[38;2;1;2;3mx\x1b[0m\n");
    }

    #[test]
    fn a_background_is_laid_before_the_text() {
        let fill = Style::new().bg(Color::Indexed(236));
        let line = Line { fill, ..Line::plain("x", Style::new().add_modifier(Modifier::ITALIC)) };
        assert_eq!(written(line.clone(), Depth::Ansi256), "\x1b[48;5;236m\x1b[K\x1b[3mx\x1b[0m\n");
        assert_eq!(written(line, Depth::None), "\x1b[3mx\x1b[0m\n");
    }

    #[test]
    fn a_modifier_that_ends_leaves_the_others() {
        let spans = vec![
            Span::new("a", Style::new().fg(Color::Red).add_modifier(Modifier::BOLD)),
            Span::new("b", Style::new().fg(Color::Red)),
        ];
        assert_eq!(written(Line::new(spans), Depth::Ansi16), "\x1b[1;31ma\x1b[0;31mb\x1b[0m\n");
    }
}
