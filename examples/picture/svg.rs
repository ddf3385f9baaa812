//! A terminal's screen as an SVG: every cell in its place, whatever font there is.

use std::fmt::Write;

use vt100::{Cell, Color, Screen};

/// The width of a cell in pixels.
const WIDE: f32 = 8.4;
/// The height of a cell.
const HIGH: f32 = 18.0;
/// The space around the cells.
const EDGE: f32 = 14.0;

/// The sixteen, on both grounds.
const SIXTEEN: [u32; 16] = [
    0x2e3440, 0xc94f5b, 0x5d9e5f, 0xb8902f, 0x3f7fc4, 0x9a66bf, 0x3c97a0, 0xc9ced8, 0x6c7686, 0xe8717c,
    0x7fc382, 0xdcb65a, 0x6ea6e8, 0xbd8be0, 0x63bcc5, 0xf4f6f9,
];

/// What is behind cells that have no colour.
#[derive(Clone, Copy)]
pub enum Ground {
    Dark,
    Light,
}

/// How a run of cells looks.
#[derive(Clone, PartialEq)]
struct Look {
    fg: u32,
    bg: Option<u32>,
    marks: String,
}

/// The picture.
pub fn draw(screen: &Screen, ground: Ground) -> String {
    let (rows, cols) = screen.size();
    let (width, height) =
        (f32::from(cols.get()) * WIDE + 2.0 * EDGE, f32::from(rows.get()) * HIGH + 2.0 * EDGE);
    let (_, bg) = plain(ground);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.1} {height:.1}\" width=\"{width:.0}\" \
         height=\"{height:.0}\" font-family=\"ui-monospace, 'JetBrains Mono', 'SF Mono', Menlo, Consolas, \
         'DejaVu Sans Mono', 'Noto Sans Mono CJK SC', monospace\" font-size=\"14\">\n\
         <rect width=\"100%\" height=\"100%\" rx=\"9\" fill=\"#{bg:06x}\"/>\n"
    );
    for row in 0..rows.get() {
        for (col, span, text, look) in runs(screen, row, cols.get(), ground) {
            run(&mut out, (row, col), span, &text, &look);
        }
    }
    if !screen.hide_cursor() {
        let (row, col) = screen.cursor_position();
        let (fg, _) = plain(ground);
        let (x, y) = place(row, col);
        _ = writeln!(
            out,
            "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{WIDE}\" height=\"{HIGH}\" fill=\"#{fg:06x}\" opacity=\".5\"/>"
        );
    }
    out + "</svg>\n"
}

/// A row's cells that can be drawn together: the first's column, how many columns, their text and look.
fn runs(screen: &Screen, row: u16, cols: u16, ground: Ground) -> Vec<(u16, u16, String, Look)> {
    let mut runs: Vec<(u16, u16, String, Look)> = Vec::new();
    for col in 0..cols {
        let Some(cell) = screen.cell(row, col).filter(|cell| !cell.is_wide_continuation()) else { continue };
        let (look, text) = (look(cell, ground), if cell.has_contents() { cell.contents() } else { " " });
        let span = if cell.is_wide() { 2 } else { 1 };
        // What is not ASCII may be wider or narrower in a font than its cell, and stands for itself.
        match runs.last_mut() {
            Some((_, length, run, same)) if *same == look && text.is_ascii() && run.is_ascii() => {
                run.push_str(text);
                *length += span;
            }
            _ => runs.push((col, span, text.to_owned(), look)),
        }
    }
    runs
}

fn place(row: u16, col: u16) -> (f32, f32) {
    (EDGE + f32::from(col) * WIDE, EDGE + f32::from(row) * HIGH)
}

fn run(out: &mut String, (row, col): (u16, u16), span: u16, text: &str, look: &Look) {
    let (x, y) = place(row, col);
    let width = f32::from(span) * WIDE;
    if let Some(bg) = look.bg {
        // A hair wider, so that no seams show between neighbours.
        let (width, height) = (width + 0.3, HIGH + 0.3);
        _ = writeln!(
            out,
            "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" fill=\"#{bg:06x}\"/>"
        );
    }
    let Look { fg, marks, .. } = look;
    if let Some(path) = shape(text, x, y) {
        _ = writeln!(out, "<path d=\"{path}\" stroke=\"#{fg:06x}\" fill=\"none\"/>");
    } else if !text.trim().is_empty() || marks.contains("text-decoration") {
        let text = if marks.is_empty() { text.trim_end() } else { text };
        // All of it is ASCII, or it is one character that has the whole width.
        let width = if text.is_ascii() { text.len() as f32 * WIDE } else { width };
        let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        let base = y + HIGH * 0.74;
        _ = writeln!(
            out,
            "<text x=\"{x:.1}\" y=\"{base:.1}\" textLength=\"{width:.1}\" lengthAdjust=\"spacingAndGlyphs\" \
             xml:space=\"preserve\" fill=\"#{fg:06x}\"{marks}>{escaped}</text>"
        );
    }
}

/// Lines of boxes, which have to meet their neighbours: from the middle to the left, right, top and bottom.
fn shape(text: &str, x: f32, y: f32) -> Option<String> {
    let [left, right, up, down] = match text {
        "─" | "━" => [true, true, false, false],
        "│" | "┃" => [false, false, true, true],
        "╭" | "┌" => [false, true, false, true],
        "╮" | "┐" => [true, false, false, true],
        "╰" | "└" => [false, true, true, false],
        "╯" | "┘" => [true, false, true, false],
        "├" => [false, true, true, true],
        "┤" => [true, false, true, true],
        "┬" => [true, true, false, true],
        "┴" => [true, true, true, false],
        "┼" => [true; 4],
        _ => return None,
    };
    let (mx, my) = (x + WIDE / 2.0, y + HIGH / 2.0);
    let ends = [(left, (x, my)), (right, (x + WIDE, my)), (up, (mx, y)), (down, (mx, y + HIGH))];
    let lines = ends.iter().filter(|end| end.0).map(|(_, (x, y))| format!("M{mx:.1} {my:.1}L{x:.1} {y:.1}"));
    Some(lines.collect())
}

fn look(cell: &Cell, ground: Ground) -> Look {
    let (usual_fg, usual_bg) = plain(ground);
    let mut fg = colour(cell.fgcolor()).unwrap_or(usual_fg);
    let mut bg = colour(cell.bgcolor());
    if cell.inverse() {
        let behind = bg.unwrap_or(usual_bg);
        bg = Some(fg);
        fg = behind;
    }
    let mut marks = String::new();
    for (on, mark) in [
        (cell.bold(), " font-weight=\"bold\""),
        (cell.dim(), " opacity=\".65\""),
        (cell.italic(), " font-style=\"italic\""),
        (cell.underline(), " text-decoration=\"underline\""),
    ] {
        marks += if on { mark } else { "" };
    }
    Look { fg, bg, marks }
}

/// The colours of text and background that have none.
fn plain(ground: Ground) -> (u32, u32) {
    match ground {
        Ground::Dark => (0xd5dae3, 0x16191f),
        Ground::Light => (0x24272e, 0xfbfbfa),
    }
}

fn colour(colour: Color) -> Option<u32> {
    let mix = |r: u8, g: u8, b: u8| u32::from(r) << 16 | u32::from(g) << 8 | u32::from(b);
    let step = |at: u8| if at == 0 { 0 } else { 55 + 40 * at };
    Some(match colour {
        Color::Default => return None,
        Color::Rgb(r, g, b) => mix(r, g, b),
        Color::Idx(number @ 0..16) => SIXTEEN[usize::from(number)],
        Color::Idx(number @ 16..232) => {
            let at = number - 16;
            mix(step(at / 36), step(at / 6 % 6), step(at % 6))
        }
        Color::Idx(number) => {
            let value = 8 + 10 * (number - 232);
            mix(value, value, value)
        }
    })
}
