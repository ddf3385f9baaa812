//! Takes the terminal over and gives it back as it was, however the program ends or pauses.

mod gate;
mod keys;
mod out;
mod signal;

use std::fmt::Write as _;
use std::io;
use std::panic::{self, PanicHookInfo};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, Once, PoisonError};
use std::thread::{self, ThreadId};
use std::time::Duration;

use crossterm::Command;
use crossterm::cursor::{self, SetCursorStyle};
use crossterm::event::{
    DisableBracketedPaste, EnableBracketedPaste, KeyboardEnhancementFlags, PopKeyboardEnhancementFlags,
    PushKeyboardEnhancementFlags,
};
use crossterm::style::ResetColor;
use crossterm::terminal::{self, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen};
use rustix::process::{Signal as Posix, getpgid, getsid, kill_current_process_group};
use signal_hook::{flag, low_level};

use crate::config::Terminal;
use crate::error::{Context, Kind, Result};
use crate::render::bidi::Explicit;
use crate::tell;

pub use keys::keys;
pub use out::{Out, put};
pub use signal::{Signal, Signals};

/// What the terminal is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Whether the mouse's clicks and wheel come to us, instead of selecting text.
    pub mouse: Mouse,
    /// Whether keys are to be told apart that older terminals send as one.
    pub keys: Keys,
    /// Whether the order of right-to-left text is asked to be left to us.
    pub order: Explicit,
}

/// Who has the mouse.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mouse {
    /// The terminal, for its own selection.
    #[default]
    Terminal,
    /// The program.
    Program,
}

/// How the terminal sends keys.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Keys {
    /// As ever.
    Plain,
    /// With kitty's protocol where it is known; terminals that do not know it ignore the request.
    #[default]
    Apart,
}

impl Options {
    /// What suits a terminal.
    pub fn of(terminal: &Terminal, mouse: Mouse) -> Options {
        // The kernel's console and dumb terminals show a request they do not know.
        let old = terminal.dumb || matches!(terminal.kind.as_str(), "linux" | "cons25");
        Options { mouse, keys: if old { Keys::Plain } else { Keys::Apart }, order: Explicit::No }
    }
}

/// What is to be given back; empty while the terminal is as it was.
static HELD: Mutex<Held> = Mutex::new(Held { options: None, owner: None, said: String::new() });

struct Held {
    /// What was asked of the terminal.
    options: Option<Options>,
    /// The thread that draws: its panic ends the program.
    owner: Option<ThreadId>,
    /// What other threads' panics said, for when the screen is gone.
    said: String,
}

fn held() -> MutexGuard<'static, Held> {
    HELD.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The terminal as ours: raw, on the alternate screen, pastes marked. Dropping it gives it back.
#[derive(Debug)]
#[must_use = "dropping it gives the terminal back"]
pub struct Guard {
    options: Options,
}

impl Guard {
    /// Takes the terminal. It is given back when the guard is dropped, and before the message of a panic
    /// on this thread; panics of other threads are told when it is given back.
    ///
    /// # Errors
    /// There is no terminal, or it is gone.
    pub fn enter(options: Options) -> Result<Guard> {
        static HOOK: Once = Once::new();
        HOOK.call_once(|| {
            let before = panic::take_hook();
            panic::set_hook(Box::new(move |info| on_panic(info, &before)));
        });
        take(options)?;
        Ok(Guard { options })
    }

    /// Changes who has the mouse.
    ///
    /// # Errors
    /// The terminal is gone.
    pub fn mouse(&mut self, mouse: Mouse) -> Result<()> {
        self.options.mouse = mouse;
        held().options = Some(self.options);
        let text = match mouse {
            Mouse::Program => MOUSE_ON,
            Mouse::Terminal => MOUSE_OFF,
        };
        out::put(text.as_bytes()).context(Kind::Other, tell!("screen-unwritten"))
    }

    /// Asks the terminal to leave the order of text to us, or to order it as it does otherwise. What stands on the
    /// screen already keeps its order, so that whoever draws must draw everything anew afterwards.
    ///
    /// # Errors
    /// The terminal is gone.
    pub fn order(&mut self, order: Explicit) -> Result<()> {
        if self.options.order == order {
            return Ok(());
        }
        self.options.order = order;
        held().options = Some(self.options);
        let text = match order {
            Explicit::Yes => ORDER_OURS,
            Explicit::No => ORDER_BACK,
        };
        out::put(text.as_bytes()).context(Kind::Other, tell!("screen-unwritten"))
    }

    /// Gives the terminal back, stops the program as Ctrl+Z does elsewhere, and takes the terminal again
    /// when it goes on. Where no shell could make it go on, nothing happens. Whoever draws must draw
    /// everything anew afterwards.
    ///
    /// # Errors
    /// The terminal is gone.
    pub fn suspend(&mut self) -> Result<Suspended> {
        // Without a shell that counts jobs, our group has the session's leader in it.
        if getsid(None).ok() == getpgid(None).ok() {
            return Ok(Suspended::Nowhere);
        }
        let resumed = Arc::new(AtomicBool::new(false));
        let listening = flag::register(Posix::CONT.as_raw(), Arc::clone(&resumed))
            .context(Kind::Other, tell!("screen-no-signals"))?;
        let stopped = self.aside(|| {
            // The shell has to stop with us what stands in one pipeline or one script with us; SIGTSTP
            // would come back to us as an event.
            let stopped = kill_current_process_group(Posix::STOP);
            // The system stops this thread some time after another one took the signal.
            while stopped.is_ok() && !resumed.load(Ordering::Relaxed) {
                thread::sleep(Duration::from_millis(1));
            }
            stopped
        });
        low_level::unregister(listening);
        stopped?.context(Kind::Other, tell!("screen-no-stop"))?;
        Ok(Suspended::Resumed)
    }

    /// Gives the terminal to `work`, such as an editor, and takes it again. [`keys()`] reads nothing
    /// meanwhile. Whoever draws must draw everything anew afterwards.
    ///
    /// # Errors
    /// The terminal is gone.
    pub fn aside<T>(&mut self, work: impl FnOnce() -> T) -> Result<T> {
        let lent = gate::lend();
        restore();
        let done = work();
        let taken = take(self.options);
        drop(lent);
        taken.map(|()| done)
    }

    /// Takes the terminal anew after somebody else stopped the program and let it go on, because a shell
    /// had the terminal meanwhile.
    ///
    /// # Errors
    /// The terminal is gone.
    pub fn resume(&mut self) -> Result<()> {
        self.aside(|| ())
    }
}

/// Whether a program could be suspended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Suspended {
    /// It was, and goes on.
    Resumed,
    /// There is no shell that would make it go on.
    Nowhere,
}

impl Drop for Guard {
    fn drop(&mut self) {
        restore();
    }
}

/// Gives the terminal back as it was, if it is not yet; may be called by anybody at any time.
pub fn restore() {
    let (options, said) = {
        let mut held = held();
        (held.options.take(), std::mem::take(&mut held.said))
    };
    let Some(options) = options else { return };
    let mut text = ansi(&[&END_FRAME, &DisableBracketedPaste]);
    if options.mouse == Mouse::Program {
        text += MOUSE_OFF;
    }
    if options.order == Explicit::Yes {
        text += ORDER_BACK;
    }
    // Terminals keep one stack of key flags for each screen: they are taken off before it is left.
    if options.keys == Keys::Apart {
        text += &ansi(&[&PopKeyboardEnhancementFlags]);
    }
    text += &ansi(&[&LeaveAlternateScreen, &SetCursorStyle::DefaultUserShape, &cursor::Show, &ResetColor]);
    // A terminal that is gone needs nothing back.
    _ = out::put(text.as_bytes());
    _ = terminal::disable_raw_mode();
    if !said.is_empty() {
        _ = io::Write::write_all(&mut io::stderr(), said.as_bytes());
    }
}

fn take(options: Options) -> Result<()> {
    terminal::enable_raw_mode().context(Kind::Other, tell!("screen-no-terminal"))?;
    {
        let mut held = held();
        held.options = Some(options);
        held.owner = Some(thread::current().id());
    }
    let flags = PushKeyboardEnhancementFlags(KeyboardEnhancementFlags::DISAMBIGUATE_ESCAPE_CODES);
    let mut text = ansi(&[&EnterAlternateScreen, &EnableBracketedPaste]);
    if options.keys == Keys::Apart {
        text += &ansi(&[&flags]);
    }
    if options.mouse == Mouse::Program {
        text += MOUSE_ON;
    }
    if options.order == Explicit::Yes {
        text += ORDER_OURS;
    }
    out::put(text.as_bytes()).context(Kind::Other, tell!("screen-unwritten")).inspect_err(|_| restore())
}

/// A panic of the thread that draws gives the terminal back and is told; another one waits to be told.
fn on_panic(info: &PanicHookInfo<'_>, before: &dyn Fn(&PanicHookInfo<'_>)) {
    let elsewhere = {
        let mut held = held();
        let elsewhere = held.options.is_some() && held.owner != Some(thread::current().id());
        if elsewhere {
            _ = writeln!(held.said, "{info}");
        }
        elsewhere
    };
    if !elsewhere {
        restore();
        before(info);
    }
}

/// A piece of what is sent to the terminal.
trait Piece {
    fn write(&self, text: &mut String);
}

impl<C: Command> Piece for C {
    fn write(&self, text: &mut String) {
        // Writing to a string does not fail.
        _ = self.write_ansi(text);
    }
}

/// Ends a frame that was broken off, on terminals that wait for its end before they show it.
const END_FRAME: EndSynchronizedUpdate = EndSynchronizedUpdate;
/// Clicks, the wheel and dragging, told in a way that has no largest column. Not every move: those would
/// wake the program for nothing.
const MOUSE_ON: &str = "\x1b[?1000h\x1b[?1002h\x1b[?1006h";
const MOUSE_OFF: &str = "\x1b[?1006l\x1b[?1002l\x1b[?1000l";

/// BDSM: explicit, so that every cell shows where it is sent; and implicit, as terminals begin.
const ORDER_OURS: &str = "\x1b[8l";
const ORDER_BACK: &str = "\x1b[8h";

fn ansi(parts: &[&dyn Piece]) -> String {
    let mut text = String::new();
    parts.iter().for_each(|part| part.write(&mut text));
    text
}
