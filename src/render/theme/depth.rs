//! Colours brought down to what a terminal has.

use ratatui::style::{Color, Modifier, Style};

use super::Shade;
use crate::config::Depth;

/// The sixteen by number.
pub const NAMED: [Color; 16] = [
    Color::Black,
    Color::Red,
    Color::Green,
    Color::Yellow,
    Color::Blue,
    Color::Magenta,
    Color::Cyan,
    Color::Gray,
    Color::DarkGray,
    Color::LightRed,
    Color::LightGreen,
    Color::LightYellow,
    Color::LightBlue,
    Color::LightMagenta,
    Color::LightCyan,
    Color::White,
];

/// What the sixteen usually look like; only their order in brightness is relied on.
const USUAL: [(u8, u8, u8); 16] = [
    (0, 0, 0),
    (205, 0, 0),
    (0, 205, 0),
    (205, 205, 0),
    (0, 0, 238),
    (205, 0, 205),
    (0, 205, 205),
    (229, 229, 229),
    (127, 127, 127),
    (255, 0, 0),
    (0, 255, 0),
    (255, 255, 0),
    (92, 92, 255),
    (255, 0, 255),
    (0, 255, 255),
    (255, 255, 255),
];

/// The steps of the colour cube.
const STEPS: [u8; 6] = [0, 95, 135, 175, 215, 255];

/// How far a background's brightness must be from the screen's to be kept in sixteen colours, of 255.
const APART: u32 = 48;

/// A look in the colours of `depth`. Without colours its modifiers stay.
pub fn fit(style: Style, depth: Depth, shade: Shade) -> Style {
    let colour = |colour: Option<Color>| match depth {
        Depth::True => colour,
        Depth::Ansi256 => colour.map(to_256),
        Depth::Ansi16 => colour.map(|colour| to_16(colour, shade)),
        Depth::None => None,
    };
    let fg = match colour(style.fg) {
        // Yellow on white can hardly be read.
        Some(Color::Yellow) if depth == Depth::Ansi16 && shade == Shade::Light => Some(Color::Magenta),
        fg => fg,
    };
    Style { fg, bg: colour(style.bg), underline_color: None, ..style }
}

/// How much a role's background matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// It may go where there are few colours.
    Quiet,
    /// Without it one could not see what is chosen.
    Loud,
}

/// A role's look in the colours of `depth`, as it stands on a screen of colour `ground`.
///
/// Sixteen colours have no near greys: a quiet background that hardly differs from the screen's becomes the
/// screen's, and text never takes the colour behind it. Without colours a background becomes reverse text.
pub fn role(style: Style, weight: Weight, ground: Option<Color>, depth: Depth, shade: Shade) -> Style {
    let fitted = fit(style, depth, shade);
    let screen = ground.map_or(if shade == Shade::Dark { (0, 0, 0) } else { (255, 255, 255) }, rgb);
    let near = |bg: Color| brightness(rgb(bg)).abs_diff(brightness(screen)) < APART;
    let under = ground.map(|ground| to_16(ground, shade));
    match (depth, style.bg) {
        (Depth::None, Some(bg)) if weight == Weight::Loud || !(bg == Color::Reset || near(bg)) => {
            fitted.add_modifier(Modifier::REVERSED)
        }
        (Depth::Ansi16, Some(bg)) if weight == Weight::Quiet && near(bg) => {
            let kept = style.bg.filter(|bg| Some(*bg) == ground).and(under);
            readable(Style { bg: kept, ..fitted }, under, shade)
        }
        (Depth::Ansi16, Some(_)) => on(fitted),
        (Depth::Ansi16, None) => readable(fitted, under, shade),
        _ => fitted,
    }
}

/// Text on the screen that differs from the screen.
fn readable(style: Style, under: Option<Color>, shade: Shade) -> Style {
    let under_dark = under.map_or(shade == Shade::Dark, dark);
    let fg = match style.fg {
        Some(Color::Black) if under_dark => Some(Color::DarkGray),
        Some(Color::Gray | Color::White) if !under_dark => Some(Color::DarkGray),
        fg => fg,
    };
    Style { fg, ..style }
}

/// Text on a background of its own: black or white, whichever is farther from it.
fn on(style: Style) -> Style {
    let Some(bg) = style.bg else { return style };
    Style { fg: Some(if dark(bg) { Color::White } else { Color::Black }), ..style }
}

fn dark(colour: Color) -> bool {
    brightness(rgb(colour)) < 128
}

fn to_256(colour: Color) -> Color {
    let Color::Rgb(r, g, b) = colour else { return colour };
    let step = |value: u8| (0..6).min_by_key(|at| STEPS[*at].abs_diff(value)).unwrap_or(0);
    let at = [step(r), step(g), step(b)];
    let cube = (16 + 36 * at[0] + 6 * at[1] + at[2], (STEPS[at[0]], STEPS[at[1]], STEPS[at[2]]));
    let mean = (u32::from(r) + u32::from(g) + u32::from(b)) / 3;
    let level = (mean.saturating_sub(3) / 10).min(23) as u8;
    let value = 8 + 10 * level;
    let greys = (232 + usize::from(level), (value, value, value));
    let near = if far(greys.1, (r, g, b)) < far(cube.1, (r, g, b)) { greys.0 } else { cube.0 };
    Color::Indexed(u8::try_from(near).unwrap_or(u8::MAX))
}

/// One of the sixteen, by hue rather than by distance: a pale blue is blue and no grey.
fn to_16(colour: Color, shade: Shade) -> Color {
    let (r, g, b) = match colour {
        Color::Rgb(r, g, b) => (r, g, b),
        Color::Indexed(number) if number < 16 => return NAMED[usize::from(number)],
        Color::Indexed(_) => rgb(colour),
        _ => return colour,
    };
    let (most, least) = (r.max(g).max(b), r.min(g).min(b));
    if grey((r, g, b)) || brightness((r, g, b)) < 48 {
        return match brightness((r, g, b)) {
            0..=63 => Color::Black,
            64..=143 => Color::DarkGray,
            144..=223 => Color::Gray,
            _ => Color::White,
        };
    }
    let middle = u16::from(most).midpoint(u16::from(least));
    let over = |value: u8| u16::from(value) > middle;
    let base = usize::from(over(r)) + 2 * usize::from(over(g)) + 4 * usize::from(over(b));
    // On a light screen the bright ones can hardly be read.
    let bright = shade == Shade::Dark && most >= 160;
    NAMED[base + if bright { 8 } else { 0 }]
}

/// Whether it has hardly any hue.
fn grey((r, g, b): (u8, u8, u8)) -> bool {
    let (most, least) = (r.max(g).max(b), r.min(g).min(b));
    u32::from(most - least) * 5 < u32::from(most).max(80)
}

/// What a colour usually looks like; the terminal's own default counts as black.
pub(super) fn rgb(colour: Color) -> (u8, u8, u8) {
    match colour {
        Color::Rgb(r, g, b) => (r, g, b),
        Color::Indexed(number @ 232..) => {
            let value = 8 + 10 * (number - 232);
            (value, value, value)
        }
        Color::Indexed(number @ 16..) => {
            let at = usize::from(number - 16);
            (STEPS[at / 36], STEPS[at / 6 % 6], STEPS[at % 6])
        }
        Color::Indexed(number) => USUAL[usize::from(number)],
        named => NAMED.iter().position(|known| *known == named).map_or((0, 0, 0), |at| USUAL[at]),
    }
}

fn brightness((r, g, b): (u8, u8, u8)) -> u32 {
    (u32::from(r) * 299 + u32::from(g) * 587 + u32::from(b) * 114) / 1000
}

fn far(a: (u8, u8, u8), b: (u8, u8, u8)) -> u32 {
    let square = |a: u8, b: u8| u32::from(a.abs_diff(b)).pow(2);
    square(a.0, b.0) + square(a.1, b.1) + square(a.2, b.2)
}
