//! Who orders right-to-left text: chosen before the first frame, asked once where it is a guess, changed at any time.

use std::io::{IsTerminal, Read};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::app::App;
use super::event::{Effect, Entry};
use super::overlay::{Kind, Overlay, Picker, Sample};
use crate::config::{self, Config, Family, Terminal};
use crate::render::bidi::{self, Choice, Explicit, Guides, Order, choose};
use crate::render::theme::Role;
use crate::render::width::{Ambiguous, set_ambiguous};
use crate::{tell, text};

/// The setting that leaves the choice to the program, and says that the user was not asked yet.
pub const AUTO: &str = "auto";
/// How long tmux may take to answer.
const PATIENCE: Duration = Duration::from_millis(200);

/// What decides who orders text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bidi {
    setting: String,
    terminal: Terminal,
    doubt: Doubt,
}

/// Whether the user is to be asked when there is text from right to left.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Doubt {
    /// No: it is certain, or they were.
    #[default]
    None,
    Open,
}

impl Bidi {
    /// The setting of `config.toml` on a terminal.
    pub fn new(setting: &str, terminal: Terminal) -> Bidi {
        let mut bidi = Bidi { setting: setting.into(), terminal, doubt: Doubt::None };
        if setting == AUTO && bidi.choice().is_guess() {
            bidi.doubt = Doubt::Open;
        }
        bidi
    }

    /// Who orders text.
    pub fn choice(&self) -> Choice {
        choose(&self.setting, &self.terminal)
    }

    /// Who orders text, and why.
    fn text(&self) -> String {
        let choice = self.choice();
        let tip = choice.why.tip().map(|tip| format!(" · {tip}")).unwrap_or_default();
        let order = tell!("error-cause", what = choice.order.name(), why = says(choice.order));
        format!("{order} · {}{tip}", choice.why.text())
    }
}

/// What it means that text is ordered so.
pub fn says(order: Order) -> String {
    match order {
        Order::App => tell!("order-app"),
        Order::Word => tell!("order-word"),
        Order::Terminal => tell!("order-terminal"),
        Order::Off => tell!("order-off"),
    }
}

/// The terminal, with what tmux knows of it where the environment does not tell.
pub fn terminal(config: &Config) -> Terminal {
    let terminal = config.terminal.clone();
    if terminal.tmux && terminal.family == Family::Unknown {
        return match client() {
            Some(kind) => terminal.around(&kind),
            None => terminal,
        };
    }
    terminal
}

/// The `TERM` of the terminal in which tmux shows this.
fn client() -> Option<String> {
    let mut tmux = Command::new("tmux");
    tmux.args(["display", "-p", "#{client_termname}"]);
    let tmux = tmux.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = tmux.spawn().ok()?;
    let end = Instant::now() + PATIENCE;
    while let Ok(None) = child.try_wait() {
        if Instant::now() > end {
            _ = child.kill();
            _ = child.wait();
            return None;
        }
        thread::sleep(Duration::from_millis(2));
    }
    let mut kind = String::new();
    child.stdout.take()?.read_to_string(&mut kind).ok()?;
    Some(kind.trim().to_owned())
}

/// Settles the width of ambiguous characters, and who orders what commands print.
pub fn lines(config: &Config) {
    wide(config);
    if prints() {
        settle_lines(&config.ui.bidi, &terminal(config));
    }
}

/// Settles who orders what is printed before the settings are read.
pub fn early() {
    if prints() {
        settle_lines(AUTO, &config::terminal());
    }
}

/// Whether a terminal shows what is printed.
fn prints() -> bool {
    std::io::stdout().is_terminal() || std::io::stderr().is_terminal()
}

/// A terminal that orders text unless it is asked not to is left to it: lines stay on it when the program has ended,
/// and what is marked there is copied as text.
fn settle_lines(setting: &str, terminal: &Terminal) {
    let choice = choose(setting, terminal);
    let asks = choice.explicit == Explicit::Yes && terminal.family != Family::Unknown;
    let (order, guides) = if asks { (Order::Terminal, Guides::Kept) } else { (choice.order, choice.guides) };
    bidi::set_order(order, guides);
}

fn wide(config: &Config) {
    set_ambiguous(if config.ui.ambiguous_width == 2 { Ambiguous::Two } else { Ambiguous::One });
}

/// Settles both for the screen.
pub(super) fn settle(config: &Config) -> Bidi {
    wide(config);
    let known = if config.ui.bidi == AUTO { terminal(config) } else { config.terminal.clone() };
    let bidi = Bidi::new(&config.ui.bidi, known);
    bidi::set_order(bidi.choice().order, bidi.choice().guides);
    bidi
}

/// Asks which order reads correctly, once, when that is a guess and the interface or this text is written from right
/// to left.
pub(super) fn wonder(app: &mut App, text: &str) {
    if app.here.bidi.doubt == Doubt::Open && (text::lang().is_rtl() || text.chars().any(bidi::is_rtl)) {
        ask(app);
    }
}

/// Asks the same when the conversation that was opened has such text.
pub(super) fn look(app: &mut App) {
    if app.here.bidi.doubt == Doubt::None {
        return;
    }
    let tree = &app.session.tree;
    let mut nodes = tree.path().iter().filter_map(|id| tree.node(*id));
    if text::lang().is_rtl() || nodes.any(|node| node.text.chars().any(bidi::is_rtl)) {
        ask(app);
    }
}

fn ask(app: &mut App) {
    app.here.bidi.doubt = Doubt::None;
    let rivals = app.here.bidi.choice().rivals();
    app.open(Overlay::Sample(Sample::new(rivals)));
}

/// Says who orders text and why, and offers the others.
pub(super) fn pick(app: &mut App) {
    app.say(Role::Muted, app.here.bidi.text());
    let orders = Order::ALL.into_iter().map(|order| (order.name(), says(order)));
    let entries = std::iter::once((AUTO, tell!("order-auto")))
        .chain(orders)
        .map(|(name, note)| Entry { key: name.into(), text: name.into(), note })
        .collect();
    let picker = Picker::new(Kind::Orders, tell!("order-title"), entries, tell!("pick-none"));
    let picker = picker.at(&app.here.bidi.setting);
    app.open(Overlay::Picker(picker));
}

/// Has text ordered that way from now on, and keeps it.
pub(super) fn set(app: &mut App, name: &str) -> Vec<Effect> {
    if name != AUTO && Order::named(name).is_none() {
        let names = std::iter::once(AUTO).chain(Order::ALL.map(Order::name));
        app.say(Role::Error, tell!("order-mode-none", name = name, names = text::list(names)));
        return Vec::new();
    }
    let bidi = &mut app.here.bidi;
    (bidi.setting, bidi.doubt) = (name.into(), Doubt::None);
    let choice = bidi.choice();
    app.say(Role::Muted, app.here.bidi.text());
    vec![Effect::Order(choice), Effect::Keep("bidi", name.into())]
}
