//! Makes a picture of the program's screen: `cargo run --example picture -- OUT.svg hello '<enter>' '<wait>'`.
//!
//! The program runs on a terminal of its own with a fresh home, types what it is told, and the screen that
//! is there in the end becomes an SVG. A step is text to type, a key such as `<enter>` or `<ctrl+p>`,
//! `<wait>` until nothing moves, `<wait:TEXT>` until a text is on the screen, or `<size:COLSxROWS>`.
//! Before the file there may be `--size=COLSxROWS`, `--theme=NAME`, `--light` and `--args='ARGUMENTS…'`.
#![allow(clippy::unwrap_used, reason = "a picture that cannot be made says why and is not made")]
#![allow(clippy::print_stderr, reason = "it says what it does")]
#![allow(dead_code, reason = "the tests use more of the terminal")]

#[path = "../../tests/support/screen.rs"]
mod screen;
mod svg;

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::Duration;

use screen::{Kind, Screen};
use svg::Ground;

/// How long nothing must move to count as waited for; an answer's first word may take as long.
const QUIET: Duration = Duration::from_secs(3);

/// What is to be made.
struct Order {
    size: (u16, u16),
    theme: Option<String>,
    kind: Kind,
    args: Vec<String>,
    out: PathBuf,
    steps: Vec<String>,
}

fn main() -> ExitCode {
    screen::launch();
    let Some(order) = order(std::env::args().skip(1)) else {
        eprintln!("usage: picture [--size=COLSxROWS] [--theme=NAME] [--light] [--args='…'] OUT.svg [STEP…]");
        return ExitCode::from(2);
    };
    let home = tempfile::tempdir().unwrap();
    let program = std::env::current_exe().unwrap().parent().unwrap().with_file_name("qwill");
    if !program.is_file() {
        eprintln!("there is no {}: run `cargo build` with the same profile and features", program.display());
        return ExitCode::FAILURE;
    }
    let mut screen = Screen::start(&command(&program, home.path(), &order), order.size, order.kind);
    screen.settle(Duration::from_millis(500));
    order.steps.iter().for_each(|step| take(&mut screen, step));
    screen.settle(Duration::from_millis(300));
    let ground = if matches!(order.kind, Kind::Light) { Ground::Light } else { Ground::Dark };
    std::fs::write(&order.out, svg::draw(screen.screen(), ground)).unwrap();
    drop(screen);
    // The engine that it started has nothing more to do.
    _ = Command::new(&program).arg("stop").env("QWILL_HOME", home.path()).output();
    eprintln!("{}", order.out.display());
    ExitCode::SUCCESS
}

fn order(args: impl Iterator<Item = String>) -> Option<Order> {
    let mut order = Order {
        size: (96, 28),
        theme: None,
        kind: Kind::Dark,
        args: Vec::new(),
        out: PathBuf::new(),
        steps: Vec::new(),
    };
    let mut rest = args.peekable();
    while let Some(option) = rest.next_if(|arg| arg.starts_with("--")) {
        match option.split_once('=') {
            Some(("--size", text)) => order.size = size(text)?,
            Some(("--theme", name)) => order.theme = Some(name.to_owned()),
            Some(("--args", text)) => order.args = text.split_whitespace().map(str::to_owned).collect(),
            None if option == "--light" => order.kind = Kind::Light,
            _ => return None,
        }
    }
    order.out = rest.next()?.into();
    order.steps = rest.collect();
    Some(order)
}

fn size(text: &str) -> Option<(u16, u16)> {
    let (cols, rows) = text.split_once('x')?;
    Some((cols.parse().ok().filter(|cols| *cols > 0)?, rows.parse().ok().filter(|rows| *rows > 0)?))
}

/// The program in a home of its own, with nothing of whoever makes the picture.
fn command(program: &Path, home: &Path, order: &Order) -> Command {
    if let Some(theme) = &order.theme {
        std::fs::create_dir_all(home.join("config")).unwrap();
        std::fs::write(home.join("config/config.toml"), format!("theme = {theme:?}\n")).unwrap();
    }
    let project = home.join("project");
    std::fs::create_dir_all(&project).unwrap();
    let mut command = Command::new(program);
    command.args(&order.args).current_dir(project).env("QWILL_HOME", home).env("HOME", home);
    command.env("PATH", "/usr/bin:/bin").env("LANG", "C.UTF-8");
    command.env("TERM", "xterm-256color").env("COLORTERM", "truecolor");
    command
}

fn take(screen: &mut Screen, step: &str) {
    let Some(name) = step.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')) else {
        return screen.send(step);
    };
    match name.split_once(':') {
        None if name == "wait" => screen.settle(QUIET),
        Some(("wait", text)) => screen.wait_for(text),
        Some(("size", text)) => {
            let (cols, rows) = size(text).unwrap_or_else(|| panic!("{text} is no size"));
            screen.resize(cols, rows);
        }
        _ => screen.press(name),
    }
    screen.settle(Duration::from_millis(60));
}
