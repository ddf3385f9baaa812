//! A terminal of the test's own: a program runs on it as on a real one, and its screen can be looked at.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{ErrorKind, Read, Write};
use std::num::NonZeroU16;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use crossterm::event::{KeyCode, KeyModifiers};
use qwill::tui::chord::Chord;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::process::{Pid, Signal, kill_process};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Termios, Winsize, tcgetattr, tcsetwinsize};

/// How long anything may take before the test gives up.
const DEADLINE: Duration = Duration::from_secs(60);
/// Names the program that is to have the terminal, and its arguments.
const LAUNCH: &str = "QWILL_TEST_LAUNCH";

/// A terminal with a program on it. Dropping it ends the program.
pub struct Screen {
    child: Child,
    terminal: File,
    parser: vt100::Parser<Answers>,
    bytes: Receiver<Vec<u8>>,
    /// Ends the thread that reads.
    over: Arc<AtomicBool>,
    log: Vec<u8>,
    /// How the terminal was before the program had it.
    before: Termios,
}

/// What the terminal answers when it is asked.
#[derive(Default)]
struct Answers {
    /// Its background, as in `rgb:ffff/ffff/ffff`; without one it answers nothing at all.
    ground: Option<String>,
    replies: Vec<u8>,
}

impl vt100::Callbacks for Answers {
    fn unhandled_csi(
        &mut self,
        screen: &mut vt100::Screen,
        first: Option<u8>,
        _: Option<u8>,
        parameters: &[&[u16]],
        last: char,
    ) {
        let (row, col) = screen.cursor_position();
        let reply = match (first, parameters.first().and_then(|part| part.first()), last) {
            (None, _, 'c') => "\x1b[?62;22c".to_owned(),
            (None, Some(6), 'n') => format!("\x1b[{};{}R", row + 1, col + 1),
            _ => return,
        };
        if self.ground.is_some() {
            self.replies.extend(reply.bytes());
        }
    }

    fn unhandled_osc(&mut self, _: &mut vt100::Screen, parameters: &[&[u8]]) {
        if let (Some(ground), [b"11", b"?"]) = (&self.ground, parameters) {
            self.replies.extend(format!("\x1b]11;{ground}\x1b\\").bytes());
        }
    }
}

/// What else is known of a terminal.
#[derive(Clone, Copy, Debug, Default)]
pub enum Kind {
    /// It answers no questions.
    #[default]
    Silent,
    /// It says that its background is black.
    Dark,
    /// It says that its background is white.
    Light,
}

impl Screen {
    /// Runs the program on a new terminal, in the directory and with the variables that `command` has
    /// and with no others.
    pub fn start(command: &Command, (cols, rows): (u16, u16), kind: Kind) -> Screen {
        let terminal = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC).unwrap();
        grantpt(&terminal).unwrap();
        unlockpt(&terminal).unwrap();
        let name = ptsname(&terminal, Vec::new()).unwrap();
        let open =
            || File::options().read(true).write(true).open(OsStr::from_bytes(name.to_bytes())).unwrap();
        // Kept open until the program has it, as some systems forget the size otherwise.
        let line = open();
        tcsetwinsize(&terminal, size(cols, rows)).unwrap();
        let before = tcgetattr(&line).unwrap();
        let child =
            launcher(command).stdin(open()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        drop(line);
        let terminal = File::from(terminal);
        let ground = match kind {
            Kind::Silent => None,
            Kind::Dark => Some("rgb:0000/0000/0000"),
            Kind::Light => Some("rgb:ffff/ffff/ffff"),
        };
        let answers = Answers { ground: ground.map(str::to_owned), replies: Vec::new() };
        let over = Arc::new(AtomicBool::new(false));
        Screen {
            child,
            bytes: read(terminal.try_clone().unwrap(), Arc::clone(&over)),
            over,
            terminal,
            parser: vt100::Parser::new_with_callbacks(some(rows), some(cols), 0, answers),
            log: Vec::new(),
            before,
        }
    }

    /// Types text as it is.
    pub fn send(&mut self, text: &str) {
        self.terminal.write_all(text.as_bytes()).unwrap();
    }

    /// Presses a key, by a name such as `ctrl+p`.
    pub fn press(&mut self, key: &str) {
        let bytes = sequence(key.parse().unwrap());
        self.send(&bytes);
    }

    /// Pastes text as a terminal does.
    pub fn paste(&mut self, text: &str) {
        self.send(&format!("\x1b[200~{text}\x1b[201~"));
    }

    /// Makes the terminal larger or smaller.
    pub fn resize(&mut self, cols: u16, rows: u16) {
        self.parser.set_size(some(rows), some(cols));
        tcsetwinsize(&self.terminal, size(cols, rows)).unwrap();
    }

    /// Waits until the screen is as `like` says.
    #[track_caller]
    pub fn wait(&mut self, like: impl Fn(&vt100::Screen) -> bool) {
        let end = Instant::now() + DEADLINE;
        while !like(self.parser.screen()) {
            let left = end.saturating_duration_since(Instant::now());
            assert!(self.step(left), "the screen never became as expected; it is\n{}\n", self.text());
        }
    }

    /// Waits until the screen has this text.
    #[track_caller]
    pub fn wait_for(&mut self, text: &str) {
        let end = Instant::now() + DEADLINE;
        while !self.text().contains(text) {
            let left = end.saturating_duration_since(Instant::now());
            assert!(self.step(left), "{text:?} never came on the screen; it is\n{}\n", self.text());
        }
    }

    /// Waits until nothing has changed for that long.
    pub fn settle(&mut self, quiet: Duration) {
        while self.step(quiet) {}
    }

    /// Waits until the program has ended and all it wrote is on the screen.
    #[track_caller]
    pub fn end(&mut self) -> ExitStatus {
        let end = Instant::now() + DEADLINE;
        loop {
            self.step(Duration::from_millis(10));
            if let Some(status) = self.child.try_wait().unwrap() {
                self.settle(Duration::from_millis(50));
                return status;
            }
            assert!(Instant::now() < end, "the program does not end; the screen is\n{}\n", self.text());
        }
    }

    /// Takes the terminal away, as a window that is closed does, and waits until the program has ended.
    #[track_caller]
    pub fn hang_up(mut self) -> ExitStatus {
        self.over.store(true, Ordering::Relaxed);
        while self.bytes.recv().is_ok() {}
        self.terminal = File::open("/dev/null").unwrap();
        let end = Instant::now() + DEADLINE;
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            assert!(Instant::now() < end, "the program goes on without a terminal");
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Takes one piece of what the program writes; false when none came in time.
    fn step(&mut self, patience: Duration) -> bool {
        match self.bytes.recv_timeout(patience) {
            Ok(bytes) => {
                self.parser.process(&bytes);
                self.log.extend(bytes);
                let replies = std::mem::take(&mut self.parser.callbacks_mut().replies);
                _ = self.terminal.write_all(&replies);
                true
            }
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => false,
        }
    }

    /// The screen by now.
    pub fn screen(&self) -> &vt100::Screen {
        self.parser.screen()
    }

    /// Its rows, without the space at their ends and without marks that show nothing.
    pub fn text(&self) -> String {
        let shown = |row: String| row.trim_end_matches(' ').replace(qwill::render::bidi::is_guide, "");
        let rows: Vec<String> =
            self.screen().rows(0, u16::MAX).map(|row| shown(row).trim_end().to_owned()).collect();
        rows.join("\n").trim_end().to_owned()
    }

    /// Everything that the program has written, as it wrote it.
    pub fn log(&self) -> &[u8] {
        &self.log
    }

    /// Sends a signal to the program.
    pub fn signal(&self, signal: Signal) {
        kill_process(self.pid(), signal).unwrap();
    }

    /// The terminal's own end of it.
    pub fn terminal(&self) -> &File {
        &self.terminal
    }

    /// The program's id.
    pub fn pid(&self) -> Pid {
        Pid::from_child(&self.child)
    }

    /// Fails if the terminal is not as it was before the program.
    #[track_caller]
    pub fn is_restored(&self) {
        let (before, now) = (&self.before, tcgetattr(&self.terminal).unwrap());
        assert_eq!(
            (before.input_modes, before.output_modes, before.control_modes, before.local_modes),
            (now.input_modes, now.output_modes, now.control_modes, now.local_modes),
        );
        let screen = self.screen();
        assert!(!screen.alternate_screen(), "it is on the alternate screen");
        assert!(!screen.bracketed_paste(), "pastes are marked");
        assert!(!screen.hide_cursor(), "the cursor is hidden");
        assert_eq!(screen.mouse_protocol_mode(), vt100::MouseProtocolMode::None);
        let count = |text: &str| self.log.windows(text.len()).filter(|part| *part == text.as_bytes()).count();
        assert_eq!(count("\x1b[>1u"), count("\x1b[<1u"), "key flags were put on and not taken off");
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        _ = self.child.kill();
        _ = self.child.wait();
    }
}

/// Another program with the variables and the directory of `command`.
pub fn like(command: &Command, program: &str, args: &[&str]) -> Command {
    let mut other = Command::new(program);
    other.args(args).env_clear();
    for (name, value) in command.get_envs() {
        other.env(name, value.unwrap_or_default());
    }
    if let Some(dir) = command.get_current_dir() {
        other.current_dir(dir);
    }
    other
}

fn some(count: u16) -> NonZeroU16 {
    NonZeroU16::new(count).unwrap()
}

fn size(cols: u16, rows: u16) -> Winsize {
    Winsize { ws_row: rows, ws_col: cols, ws_xpixel: 0, ws_ypixel: 0 }
}

/// Hands on what is written on the terminal, until nobody has it any more or it is over.
fn read(mut terminal: File, over: Arc<AtomicBool>) -> Receiver<Vec<u8>> {
    let (send, bytes) = mpsc::channel();
    std::thread::spawn(move || {
        let mut buffer = [0; 1 << 16];
        let wait = Timespec { tv_sec: 0, tv_nsec: 50_000_000 };
        while !over.load(Ordering::Relaxed) {
            if let Ok(0) = poll(&mut [PollFd::new(&terminal, PollFlags::IN)], Some(&wait)) {
                continue;
            }
            match terminal.read(&mut buffer) {
                Ok(count @ 1..) if send.send(buffer[..count].to_vec()).is_ok() => {}
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                _ => return,
            }
        }
    });
    bytes
}

/// What a terminal sends for a key.
fn sequence(chord: Chord) -> String {
    let (code, mods) = (chord.code(), chord.mods());
    let held = u8::from(mods.contains(KeyModifiers::SHIFT))
        + 2 * u8::from(mods.contains(KeyModifiers::ALT))
        + 4 * u8::from(mods.contains(KeyModifiers::CONTROL));
    let letter = |last: char| match held {
        0 => format!("\x1b[{last}"),
        held => format!("\x1b[1;{}{last}", held + 1),
    };
    let tilde = |number: u8| match held {
        0 => format!("\x1b[{number}~"),
        held => format!("\x1b[{number};{}~", held + 1),
    };
    let alt = if mods.contains(KeyModifiers::ALT) { "\x1b" } else { "" };
    // What old terminals cannot say is said in the newer protocol.
    let newer = |code: u32| format!("\x1b[{code};{}u", held + 1);
    match code {
        KeyCode::Up => letter('A'),
        KeyCode::Down => letter('B'),
        KeyCode::Right => letter('C'),
        KeyCode::Left => letter('D'),
        KeyCode::Home => letter('H'),
        KeyCode::End => letter('F'),
        KeyCode::Insert => tilde(2),
        KeyCode::Delete => tilde(3),
        KeyCode::PageUp => tilde(5),
        KeyCode::PageDown => tilde(6),
        KeyCode::F(number @ 1..=4) => letter(char::from(b'P' + number - 1)),
        KeyCode::F(number) => tilde([15, 17, 18, 19, 20, 21, 23, 24][usize::from(number) - 5]),
        KeyCode::Tab if mods == KeyModifiers::SHIFT => "\x1b[Z".into(),
        KeyCode::Enter | KeyCode::Tab | KeyCode::Esc | KeyCode::Backspace if held & !2 != 0 => {
            newer(match code {
                KeyCode::Enter => 13,
                KeyCode::Tab => 9,
                KeyCode::Esc => 27,
                _ => 127,
            })
        }
        KeyCode::Enter => format!("{alt}\r"),
        KeyCode::Tab => format!("{alt}\t"),
        KeyCode::Esc => format!("{alt}\x1b"),
        KeyCode::Backspace => format!("{alt}\x7f"),
        KeyCode::Char(c)
            if held & 4 != 0 && held & 1 == 0 && matches!(c, 'a'..='z' | '\\' | ']' | '^' | '_' | ' ') =>
        {
            format!("{alt}{}", char::from(c as u8 & 0x1f))
        }
        KeyCode::Char(c) if held & 4 != 0 => newer(c as u32),
        KeyCode::Char(c) => format!("{alt}{}", if held & 1 != 0 { c.to_ascii_uppercase() } else { c }),
        other => panic!("no sequence for {other:?}"),
    }
}

/// This program once more, which makes the terminal its own and becomes `command`: without unsafe code
/// nobody else can do that.
fn launcher(command: &Command) -> Command {
    let itself = std::env::current_exe().unwrap();
    let mut launcher = like(command, itself.to_str().unwrap(), &[]);
    // A program without the test harness has no use for them, and takes no notice.
    if let Some((_, module)) = module_path!().split_once("::") {
        launcher.args([&format!("{module}::launched"), "--exact", "--nocapture", "--test-threads=1"]);
    }
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    let words: Vec<&str> = words.map(|word| word.to_str().unwrap()).collect();
    launcher.env(LAUNCH, words.join("\u{1f}"));
    launcher
}

/// The other half of [`launcher`]: does nothing unless it is asked for.
pub fn launch() {
    let Ok(words) = std::env::var(LAUNCH) else { return };
    let mut words = words.split('\u{1f}');
    rustix::process::setsid().unwrap();
    let terminal = rustix::stdio::stdin();
    rustix::process::ioctl_tiocsctty(terminal).unwrap();
    rustix::stdio::dup2_stdout(terminal).unwrap();
    rustix::stdio::dup2_stderr(terminal).unwrap();
    let error = Command::new(words.next().unwrap()).args(words).env_remove(LAUNCH).exec();
    panic!("cannot run the program: {error}");
}

#[test]
fn launched() {
    launch();
}
