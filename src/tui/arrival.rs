//! What is done when something arrives that was asked for.

use super::agent::Project;
use super::app::App;
use super::command;
use super::event::{Effect, Entry, Got, Want};
use super::order;
use super::overlay::{Ask, Kind, Overlay, Picker, Question};
use crate::chat::prompt::framed;
use crate::chat::store::{Chat, Hit};
use crate::chat::tree::{Node, Tree};
use crate::code::mcp::Offer;
use crate::render::line::{Line, Span};
use crate::render::sanitize::screen;
use crate::render::theme::Role;
use crate::render::wrap::wrap;
use crate::session;
use crate::tell;
use crate::wire;

/// The conversation goes on.
pub(super) fn session(app: &mut App, event: session::Event) -> Vec<Effect> {
    if let session::Event::Model(model) = &event {
        app.here.model = Some(model.clone());
    }
    let failed = match &event {
        session::Event::Failed(_, error) => Some(error.to_string()),
        _ => None,
    };
    let serves = matches!(event, session::Event::Servers(..)).then(|| offers(app));
    let done = app.session.hear(event, app.now.unix);
    if let (Some(failed), false, false) = (failed, app.busy(), app.shows_failure()) {
        app.say(Role::Error, failed);
    }
    let pieces = app.session.tally().map_or(0, |tally| tally.tokens());
    app.pace.count(pieces, app.now.ms);
    let mut all = app.wants(done);
    if serves.is_some_and(|before| before != offers(app)) {
        // What every question begins with is another text now.
        all.push(Effect::Session(app.session.warm()));
    }
    // A page about the context shows the new counts.
    if let Some(Overlay::Page(page)) = app.overlays.last_mut()
        && page.is(&tell!("page-context"))
    {
        let cols = usize::from(super::overlay::Page::inner(app.screen.cols));
        let lines = command::context(app, cols);
        if let Some(Overlay::Page(page)) = app.overlays.last_mut() {
            page.set(lines);
        }
    }
    all
}

/// The tools of servers that the model is offered.
fn offers(app: &App) -> Vec<Offer> {
    app.session.setup.work.as_ref().map(|work| work.offers.clone()).unwrap_or_default()
}

/// Something that was asked for is here.
pub(super) fn got(app: &mut App, got: Got) -> Vec<Effect> {
    match got {
        Got::Chats(chats) => {
            return chats_found(app, chats.iter().map(|chat| chat_entry(chat, app.now.unix)).collect());
        }
        Got::Hits(query, hits) => {
            if !asks_for(app, &query) {
                return Vec::new();
            }
            return chats_found(app, hits.iter().map(hit_entry).collect());
        }
        Got::Preview(id, nodes) => preview(app, &id.0, nodes),
        Got::Chat(chat, nodes) => return open(app, chat, nodes),
        Got::Models(entries) => fill(app, Kind::Models, entries, tell!("pick-models-none")),
        Got::Files(files) => {
            app.here.files = Some(files);
            app.refresh();
        }
        Got::Blocks(blocks, images) => {
            if let Some(draft) = app.waiting.take() {
                return command::arrived(app, draft, blocks, images);
            }
        }
        Got::Shell(command, output) => {
            app.composer.paste(&format!("{}\n", framed(&output.block(&command))));
            // A command may have written to the terminal past its output.
            return vec![Effect::Redraw];
        }
        Got::Edited(text) => app.composer.set(&text),
        Got::Reviewed(path, text) => reviewed(app, &path, &text),
        Got::Inputs(inputs) => app.composer.set_history(inputs),
        Got::Survey(map) => surveyed(app, &map),
        Got::Advice(text) => app.here.advice = text,
        Got::Exists(path, text) => {
            let about = tell!("ask-replace", path = path.display().to_string());
            app.open(Overlay::Ask(Ask::confirm(Question::Replace(path), &about, "", text)));
        }
        Got::Servers(reports) => command::served(app, &reports),
        Got::Swapped(way, undo) => command::swapped(app, way, &undo),
        Got::Past(past) => command::past(app, &past),
        Got::Rewound(back) => return command::rewound(app, back),
        Got::Carried(paths) => command::carried(app, paths),
        Got::Staged(staged) => return command::staged(app, &staged),
        Got::Committed(commit, message) => command::committed(app, &commit, &message),
        Got::Changes(changes) => return command::changes(app, &changes),
        Got::Done(text) => app.say(Role::Good, text),
        Got::Failed(error) => {
            // A message whose files cannot be read goes back to where it was written.
            if let Some(draft) = app.waiting.take() {
                app.composer.set(&draft.text);
            }
            app.fail(&error);
        }
    }
    Vec::new()
}

/// The user's editor gave a file of a change another text.
fn reviewed(app: &mut App, path: &str, text: &str) {
    let permit = app.overlays.iter_mut().find_map(|overlay| match overlay {
        Overlay::Permit(permit) => Some(permit),
        _ => None,
    });
    permit.into_iter().for_each(|permit| permit.revise(path, text));
}

/// The map of the project is drawn.
fn surveyed(app: &mut App, map: &str) {
    // What was said already was said to a model that was told without it.
    let begins = app.session.tree.path().is_empty();
    if let Some(work) = app.session.setup.work.as_mut().filter(|_| begins) {
        work.told.add(map);
    }
    if let Some(errand) = &mut app.agent.errand {
        errand.project = Project::Seen;
    }
}

fn asks_for(app: &App, query: &str) -> bool {
    matches!(app.overlays.last(), Some(Overlay::Picker(picker)) if picker.query().trim() == query)
}

/// Goes on with a saved conversation.
fn open(app: &mut App, chat: Chat, nodes: Vec<Node>) -> Vec<Effect> {
    let done = app.session.restart(chat, nodes);
    app.transcript.reset();
    app.editing = None;
    app.overlays.clear();
    order::look(app);
    app.wants(done)
}

/// Puts rows into the picker of this kind, if it is still on top.
fn fill(app: &mut App, kind: Kind, entries: Vec<Entry>, empty: String) {
    let picker = app.overlays.iter_mut().rev().find_map(|overlay| match overlay {
        Overlay::Picker(picker) if picker.kind() == kind => Some(picker),
        _ => None,
    });
    if let Some(picker) = picker {
        picker.set(entries, empty);
    }
}

fn chats_found(app: &mut App, entries: Vec<Entry>) -> Vec<Effect> {
    fill(app, Kind::Chats, entries, tell!("pick-chats-none"));
    match app.overlays.last() {
        Some(Overlay::Picker(picker)) if Picker::beside(app.screen.cols) > 0 => {
            let look = picker.pointed().map(|key| Want::Preview(crate::chat::store::ChatId(key.into())));
            look.map(Effect::Get).into_iter().collect()
        }
        _ => Vec::new(),
    }
}

fn chat_entry(chat: &Chat, now: i64) -> Entry {
    let count = tell!("pick-messages", count = chat.messages);
    Entry {
        key: chat.id.0.clone(),
        text: if chat.title.is_empty() { tell!("pick-untitled") } else { chat.title.clone() },
        note: format!("{count} · {}", ago(now - chat.updated)),
    }
}

fn hit_entry(hit: &Hit) -> Entry {
    let text = format!("{} — {}", hit.chat.title, hit.snippet.replace('\n', " "));
    Entry { key: hit.chat.id.0.clone(), text, note: String::new() }
}

/// How long ago, in one unit.
pub(super) fn ago(seconds: i64) -> String {
    match seconds.max(0) {
        0..60 => tell!("pick-now"),
        all @ 60..3600 => tell!("pick-minutes", count = all / 60),
        all @ 3600..86_400 => tell!("pick-hours", count = all / 3600),
        all => tell!("pick-days", count = all / 86_400),
    }
}

/// The end of a conversation beside the list of them.
fn preview(app: &mut App, key: &str, nodes: Vec<Node>) {
    let cols = usize::from(Picker::beside(app.screen.cols));
    if cols == 0 {
        return;
    }
    let rows = usize::from(app.screen.rows);
    let theme = app.screen.look.theme.clone();
    let tree = Tree::load(nodes, None);
    let mut lines: Vec<Line> = Vec::new();
    // The last messages, as many as the box can hold.
    for id in tree.path().iter().rev() {
        let Some(node) = tree.node(*id).filter(|node| !node.text.is_empty()) else { continue };
        let role = if node.role == wire::Role::User { Role::User } else { Role::Text };
        let text: String = node.text.chars().take(2000).collect();
        let mut part = Vec::new();
        for line in screen(&text).split('\n') {
            part.extend(wrap(&[Span::new(line, theme.style(role))], &[], &[], cols));
        }
        part.push(Line::default());
        part.append(&mut lines);
        lines = part;
        if lines.len() > rows {
            break;
        }
    }
    let picker = app.overlays.last_mut();
    if let Some(Overlay::Picker(picker)) = picker
        && picker.pointed() == Some(key)
    {
        picker.preview(lines);
    }
}
