//! Commands about conversations as wholes.

use std::path::PathBuf;

use crate::chat::export;
use crate::chat::store::{Chat, ChatId};
use crate::render::theme::Role;
use crate::tell;
use crate::tui::action::Action;
use crate::tui::app::App;
use crate::tui::event::{Effect, Old, Want};
use crate::tui::overlay::{Kind, Overlay, Picker, Question};

pub(super) fn run(app: &mut App, action: Action, args: &str) -> Vec<Effect> {
    match action {
        Action::New | Action::Clear => {
            let old = &app.session.chat;
            let chat = Chat {
                id: ChatId::new(),
                title: String::new(),
                created: app.now.unix,
                updated: app.now.unix,
                messages: 0,
                leaf: None,
                ..old.clone()
            };
            let done = app.session.restart(chat, Vec::new());
            app.transcript.reset();
            app.editing = None;
            app.say(Role::Muted, tell!("chat-new"));
            return app.wants(done);
        }
        Action::Chats | Action::Search => {
            let picker =
                Picker::new(Kind::Chats, tell!("pick-chats"), Vec::new(), tell!("pick-reading")).typed(args);
            app.open(Overlay::Picker(picker));
            app.here.searched = args.into();
            let want = if args.is_empty() { Want::Chats } else { Want::Hits(args.into()) };
            return vec![Effect::Get(want)];
        }
        Action::Rename if args.is_empty() => {
            app.ask(Question::Rename, &tell!("ask-rename"), app.session.chat.title.clone());
        }
        Action::Rename => return rename(app, args),
        Action::Fork => return fork(app),
        Action::Export => return export(app, args),
        _ => {}
    }
    Vec::new()
}

/// Gives the conversation another title.
pub(in crate::tui) fn rename(app: &mut App, title: &str) -> Vec<Effect> {
    if title.trim().is_empty() {
        return Vec::new();
    }
    app.say(Role::Good, tell!("chat-renamed"));
    {
        let done = app.session.rename(title.trim().into());
        app.wants(done)
    }
}

fn fork(app: &mut App) -> Vec<Effect> {
    if app.session.tree.path().is_empty() {
        app.say(Role::Muted, tell!("chat-fork-none"));
        return Vec::new();
    }
    let to = app.transcript.chosen().map(|chosen| app.session.go(Some(chosen)));
    let done = [to.unwrap_or_default(), app.session.fork(ChatId::new(), app.now.unix)].concat();
    app.transcript.choose(None, &app.session.tree);
    app.say(Role::Good, tell!("chat-forked"));
    app.wants(done)
}

fn export(app: &mut App, file: &str) -> Vec<Effect> {
    let (chat, tree) = (&app.session.chat, &app.session.tree);
    if tree.path().is_empty() {
        app.say(Role::Muted, tell!("chat-export-none"));
        return Vec::new();
    }
    let file = if file.is_empty() { format!("{}.md", chat.id.0) } else { file.to_owned() };
    let text =
        if file.ends_with(".jsonl") { export::jsonl(chat, tree) } else { export::markdown(chat, tree) };
    vec![Effect::Save(PathBuf::from(file), text, Old::Stays)]
}
