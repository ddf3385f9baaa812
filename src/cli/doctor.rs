//! `qwill doctor`: what the program takes the terminal for, what it does because of that, and why.

mod widths;

use std::io::{self, IsTerminal, Write};

use clap::Args;
use serde_json::{Value, json};

use super::out::Output;
use crate::config::{Config, Depth, Mux, Terminal, Want};
use crate::error::Result;
use crate::render::ansi;
use crate::render::bidi::{Choice, Explicit, Order, choose, within};
use crate::render::line::Line;
use crate::render::width::width;
use crate::tell;
use crate::text::{Lang, lang};
use crate::tui::order;
use widths::Measured;

/// The arguments of `doctor`.
#[derive(Clone, Copy, Debug, Args)]
pub(super) struct Doctor {
    #[arg(long)]
    widths: bool,
    #[arg(long)]
    pub(super) json: bool,
}

/// What was found, and what follows from it.
struct Found<'a> {
    config: &'a Config,
    terminal: Terminal,
    choice: Choice,
    measured: Option<Vec<Measured>>,
}

impl Doctor {
    /// Prints what was found.
    ///
    /// # Errors
    /// There is no terminal to ask for widths; nobody reads what is printed.
    pub(super) fn run(self, config: &Config) -> Result<()> {
        let terminal = order::terminal(config);
        let choice = choose(&config.ui.bidi, &terminal);
        let measured = self.widths.then(widths::measure).transpose()?;
        let found = Found { config, terminal, choice, measured };
        if self.json {
            writeln!(io::stdout(), "{}", found.json())?;
            return Ok(());
        }
        let told = found.facts().into_iter().map(|(name, what, why)| {
            let why = why.map(|why| format!(" · {why}")).unwrap_or_default();
            tell!("error-cause", what = name, why = what) + &why
        });
        print(&told.collect::<Vec<_>>())?;
        if io::stdout().is_terminal() && !found.terminal.dumb {
            found.samples()?;
        }
        match &found.measured {
            Some(measured) => print(&widths::told(measured, config.ui.ambiguous_width)),
            None => Ok(()),
        }
    }
}

impl Found<'_> {
    /// Each with what it is, and why.
    fn facts(&self) -> Vec<(String, String, Option<String>)> {
        let order = self.choice.order;
        let why = self.choice.why;
        let why = [Some(why.text()), why.tip()].into_iter().flatten().collect::<Vec<_>>().join(" · ");
        let (lang, from) = (lang(), self.lang_from());
        let (width, width_from) = self.width();
        let (colours, colours_from) = self.colours();
        vec![
            (tell!("doctor-terminal"), self.name(), None),
            (
                tell!("doctor-order"),
                tell!("error-cause", what = order.name(), why = order::says(order)),
                Some(why),
            ),
            (tell!("doctor-mode"), self.mode(), None),
            (tell!("doctor-letters"), self.letters(), None),
            (tell!("doctor-lang"), format!("{} ({})", lang.name(), lang.code()), Some(from.text())),
            (tell!("doctor-width"), width.to_string(), Some(width_from)),
            (tell!("doctor-colours"), colours, Some(colours_from)),
        ]
    }

    /// The terminal as it was recognised, with the signs.
    fn name(&self) -> String {
        let terminal = &self.terminal;
        let name = match terminal.family.name() {
            "" => tell!("doctor-unknown"),
            name => name.to_owned(),
        };
        let program = Some(&terminal.program).filter(|program| !program.is_empty());
        let parts = [
            Some(format!("{name} {}", terminal.version).trim_end().to_owned()),
            Some(format!("TERM={}", terminal.kind)),
            program.map(|program| format!("TERM_PROGRAM={program}")),
            (terminal.mux != Mux::None).then(|| terminal.mux.name().to_owned()),
            terminal.ssh.then(|| tell!("doctor-ssh")),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
    }

    fn mode(&self) -> String {
        let terminal = &self.terminal;
        match self.choice.explicit {
            Explicit::Yes => tell!("doctor-mode-sent"),
            Explicit::No if terminal.dumb => tell!("doctor-mode-dumb"),
            Explicit::No if !self.choice.order.ours() => tell!("doctor-mode-order"),
            Explicit::No if terminal.mux != Mux::None => {
                tell!("doctor-mode-mux", mux = terminal.mux.name())
            }
            Explicit::No => tell!("doctor-mode-known", name = terminal.family.name()),
        }
    }

    fn letters(&self) -> String {
        match self.choice.order {
            Order::App => tell!("doctor-letters-on"),
            Order::Word | Order::Terminal => tell!("doctor-letters-off"),
            Order::Off => tell!("doctor-letters-none"),
        }
    }

    fn lang_from(&self) -> From {
        let (spoken, set) = (lang(), &self.config.ui.lang);
        let named = Lang::named(&self.config.terminal.lang);
        if Lang::named(set) == Some(spoken) {
            From::Setting
        } else if set == order::AUTO && named == Some(spoken) {
            From::Locale
        } else if set == order::AUTO && spoken == Lang::default() && named.is_none() {
            From::Usual
        } else {
            From::Argument
        }
    }

    fn width(&self) -> (u8, String) {
        match self.config.ui.ambiguous_width {
            1 => (1, tell!("doctor-width-usual")),
            width => (width, tell!("doctor-width-setting")),
        }
    }

    fn colours(&self) -> (String, String) {
        let depth = match self.terminal.depth {
            Depth::None => tell!("doctor-colours-none"),
            Depth::Ansi16 => "16".to_owned(),
            Depth::Ansi256 => "256".to_owned(),
            Depth::True => tell!("doctor-colours-all"),
        };
        let why = match self.terminal.want {
            Want::Never => tell!("doctor-colours-never"),
            Want::Always => tell!("doctor-colours-forced"),
            Want::Usual => tell!("doctor-colours-told"),
        };
        (depth, why)
    }

    /// Two lines of which one reads correctly, as the chat would send them.
    fn samples(&self) -> Result<()> {
        print(&[String::new(), tell!("doctor-samples"), String::new()])?;
        let rivals = self.choice.rivals();
        let mut out = io::stdout().lock();
        if self.choice.explicit == Explicit::Yes {
            out.write_all(b"\x1b[8l")?;
        }
        for (index, order) in rivals.into_iter().enumerate() {
            write!(out, "{}  ", index + 1)?;
            within(order, || {
                let line = Line::plain(tell!("order-sample"), Default::default());
                let cols = u16::try_from(width(&line.text())).unwrap_or(u16::MAX);
                ansi::write(&[line], cols, Depth::None, &mut out)
            })?;
        }
        if self.choice.explicit == Explicit::Yes {
            out.write_all(b"\x1b[8h")?;
        }
        out.flush()?;
        drop(out);
        let [first, second] = rivals.map(Order::name);
        print(&[
            String::new(),
            tell!("doctor-samples-first", order = first),
            tell!("doctor-samples-second", order = second),
        ])
    }

    /// The same for other programs, in words that stay.
    fn json(&self) -> Value {
        let terminal = &self.terminal;
        let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        let mut all = json!({
            "terminal": {
                "name": terminal.family.code(),
                "version": some(&terminal.version),
                "term": terminal.kind,
                "program": some(&terminal.program),
                "behind": some(terminal.mux.name()),
                "ssh": terminal.ssh,
            },
            "bidi": {
                "order": self.choice.order.name(),
                "why": self.choice.why.code(),
                "guess": self.choice.is_guess(),
                "setting": self.config.ui.bidi,
            },
            "mode_8": self.choice.explicit == Explicit::Yes,
            "shaping": self.choice.order == Order::App,
            "lang": { "code": lang().code(), "from": self.lang_from().code() },
            "ambiguous_width": self.config.ui.ambiguous_width,
            "colours": match terminal.depth {
                Depth::None => "none",
                Depth::Ansi16 => "16",
                Depth::Ansi256 => "256",
                Depth::True => "true",
            },
        });
        if let Some(measured) = &self.measured {
            all["widths"] = measured.iter().map(Measured::json).collect();
        }
        all
    }
}

/// Where the language comes from.
#[derive(Clone, Copy)]
enum From {
    Setting,
    Locale,
    Argument,
    Usual,
}

impl From {
    fn text(self) -> String {
        match self {
            From::Setting => tell!("doctor-from-setting"),
            From::Locale => tell!("doctor-from-locale"),
            From::Argument => tell!("doctor-from-argument"),
            From::Usual => tell!("doctor-from-usual"),
        }
    }

    fn code(self) -> &'static str {
        match self {
            From::Setting => "setting",
            From::Locale => "locale",
            From::Argument => "argument",
            From::Usual => "default",
        }
    }
}

/// Prints lines, in the order in which a terminal shows them.
fn print(lines: &[String]) -> Result<()> {
    let mut output = Output::new();
    output.text(&(lines.join("\n") + "\n"))?;
    output.end()
}
