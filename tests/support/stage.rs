//! The chat without a terminal: keys in, the screen out, as a terminal would show it.

use std::collections::BTreeMap;
use std::path::PathBuf;

use std::num::NonZero;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers, MouseEvent, MouseEventKind};
use qwill::chat::store::{Chat, ChatId};
use qwill::chat::tree::Node;
use qwill::client::{self, Done};
use qwill::render::highlight::Highlighter;
use qwill::render::look::Look;
use qwill::render::theme::{Depth, Theme};
use qwill::session::{self, Session, Setup};
use qwill::tui::chord::Chord;
use qwill::tui::composer::{Composer, Vim};
use qwill::tui::{App, Effect, Event, Got, Here, Keymap, Mouse, Now, Screen, Sheet, view};
use qwill::wire::ChatRequest;
use ratatui::layout::Rect;
use ratatui::{Terminal, TerminalOptions, Viewport};

/// The chat, and what it asked to be done.
pub struct Stage {
    pub app: App,
    pub asked: Vec<Effect>,
    now: Now,
}

/// A conversation with no messages.
pub fn chat() -> Chat {
    Chat {
        id: ChatId("test0001".into()),
        title: String::new(),
        model: String::new(),
        system: String::new(),
        dir: "/home/me".into(),
        created: 1_700_000_000,
        updated: 1_700_000_000,
        messages: 0,
        leaf: None,
    }
}

impl Stage {
    /// A chat at its beginning, on a screen of this size.
    pub fn new(cols: u16, rows: u16) -> Stage {
        Stage::with(Session::new(chat(), Setup::default()), cols, rows, "dark", Depth::True)
    }

    /// A chat with these messages.
    pub fn open(nodes: Vec<Node>, cols: u16, rows: u16) -> Stage {
        let leaf = nodes.last().map(|node| node.id);
        let session = Session::open(Chat { leaf, ..chat() }, nodes, Setup::default());
        Stage::with(session, cols, rows, "dark", Depth::True)
    }

    /// A chat with a theme, on a terminal with so many colours.
    pub fn with(session: Session, cols: u16, rows: u16, theme: &str, depth: Depth) -> Stage {
        let none = PathBuf::from("/nowhere");
        let theme = Theme::named(theme, &none).unwrap().at(depth).into();
        let look = Look { theme, width: cols, code: Highlighter::new() };
        let mut screen = Screen { cols, rows, look, depth, mouse: Mouse::Terminal, before: None };
        screen.resize(cols, rows);
        let here = Here { dir: "/home/me".into(), themes: none.clone(), presets: none, ..Here::default() };
        let keys = Keymap::new(&BTreeMap::new()).unwrap();
        let app = App::new(session, screen, keys, here, Composer::new(Vim::Off));
        let mut stage = Stage { app, asked: Vec::new(), now: Now { unix: 1_700_000_000, ms: 0 } };
        let model = session::Model { name: "qwen3:4b".into(), place: session::Place::Here, parameters: None };
        stage.event(Event::Session(session::Event::Model(model)));
        stage
    }

    /// Something happens.
    pub fn event(&mut self, event: Event) -> &mut Stage {
        self.asked.extend(self.app.update(event, self.now));
        self.app.lay();
        self
    }

    /// Time goes by.
    pub fn wait(&mut self, ms: u64) -> &mut Stage {
        self.now.ms += ms;
        self.event(Event::Tick)
    }

    /// Presses keys: words are chords (`ctrl+p`), what stands in `'…'` is typed.
    pub fn keys(&mut self, keys: &str) -> &mut Stage {
        let mut rest = keys.trim_start();
        while !rest.is_empty() {
            if let Some(typed) = rest.strip_prefix('\'') {
                let (text, after) = typed.split_once('\'').unwrap();
                text.chars().for_each(|c| self.press(KeyEvent::new(KeyCode::Char(c), KeyModifiers::NONE)));
                rest = after.trim_start();
                continue;
            }
            let (chord, after) = rest.split_once(' ').unwrap_or((rest, ""));
            let chord: Chord = chord.parse().unwrap();
            self.press(KeyEvent::new(chord.code(), chord.mods()));
            rest = after.trim_start();
        }
        self
    }

    fn press(&mut self, key: KeyEvent) {
        self.event(Event::Key(key));
    }

    /// What the mouse does at a cell.
    pub fn mouse(&mut self, kind: MouseEventKind, column: u16, row: u16) -> &mut Stage {
        self.event(Event::Mouse(MouseEvent { kind, column, row, modifiers: KeyModifiers::NONE }))
    }

    /// The answer that was asked for last.
    pub fn generation(&self) -> u64 {
        let ask = |effect: &Effect| match effect {
            Effect::Session(session::Effect::Ask { generation, .. }) => Some(*generation),
            _ => None,
        };
        self.asked.iter().rev().find_map(ask).expect("no answer was asked for")
    }

    /// What was asked last.
    pub fn request(&self) -> ChatRequest {
        let ask = |effect: &Effect| match effect {
            Effect::Session(session::Effect::Ask { request, .. }) => Some((**request).clone()),
            _ => None,
        };
        self.asked.iter().rev().find_map(ask).expect("no answer was asked for")
    }

    /// Some more of the answer.
    pub fn says(&mut self, text: &str) -> &mut Stage {
        let generation = self.generation();
        self.event(Event::Session(session::Event::Answer(generation, client::Event::Text(text.into()))))
    }

    /// Some more thinking.
    pub fn thinks(&mut self, text: &str) -> &mut Stage {
        let generation = self.generation();
        self.event(Event::Session(session::Event::Answer(generation, client::Event::Thinking(text.into()))))
    }

    /// The answer is whole.
    pub fn ends(&mut self) -> &mut Stage {
        let generation = self.generation();
        let done = Done { finish: "stop".into(), ..Done::default() };
        self.event(Event::Session(session::Event::Answer(generation, client::Event::Done(done))))
    }

    /// A question with its answer.
    pub fn exchange(&mut self, question: &str, answer: &str) -> &mut Stage {
        self.keys(&format!("'{question}' enter"));
        self.says(answer).ends()
    }

    /// Something that was asked for is here.
    pub fn got(&mut self, got: Got) -> &mut Stage {
        self.event(Event::Got(got))
    }

    /// The bytes that a terminal gets for one frame.
    pub fn bytes(&self) -> Vec<u8> {
        let (cols, rows) = (self.app.screen.cols, self.app.screen.rows);
        let mut bytes = Vec::new();
        let viewport = Viewport::Fixed(Rect::new(0, 0, cols, rows));
        let backend = Sheet::new(&mut bytes);
        let mut terminal = Terminal::with_options(backend, TerminalOptions { viewport }).unwrap();
        terminal.draw(|frame| view(frame, &self.app)).unwrap();
        drop(terminal);
        bytes
    }

    /// The screen that a terminal shows.
    pub fn parser(&self) -> vt100::Parser {
        let size = |cells| NonZero::new(cells).unwrap();
        let mut parser = vt100::Parser::new(size(self.app.screen.rows), size(self.app.screen.cols), 0);
        parser.process(&self.bytes());
        parser
    }

    /// Its text, without blanks at the ends of rows.
    pub fn text(&self) -> String {
        let parser = self.parser();
        let rows: Vec<String> =
            parser.screen().rows(0, self.app.screen.cols).map(|row| row.trim_end().to_owned()).collect();
        rows.join("\n")
    }

    /// Column and row of the terminal's cursor, from 0.
    pub fn caret(&self) -> (u16, u16) {
        let (row, column) = self.parser().screen().cursor_position();
        (column, row)
    }

    /// Whether the frame hides the terminal's cursor, which is shown again behind it.
    pub fn caret_hidden(&self) -> bool {
        self.bytes().windows(6).any(|part| part == b"\x1b[?25l")
    }

    /// Fails unless the screen shows all of these, whatever marks of direction are between their letters.
    pub fn shows(&mut self, texts: &[&str]) -> &mut Stage {
        let screen = self.text().replace(qwill::render::bidi::is_guide, "");
        for text in texts {
            assert!(screen.contains(text), "no {text:?} on the screen:\n{screen}");
        }
        self
    }

    /// Fails when the screen shows one of these.
    pub fn hides(&mut self, texts: &[&str]) -> &mut Stage {
        let screen = self.text();
        for text in texts {
            assert!(!screen.contains(text), "{text:?} is on the screen:\n{screen}");
        }
        self
    }
}
