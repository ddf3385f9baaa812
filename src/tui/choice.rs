//! What is done when a layer over the conversation was answered.

use super::action::named;
use super::app::App;
use super::command;
use super::event::{Effect, Old, Want};
use super::overlay::{Ask, Kind, Overlay, Question, Reply};
use super::{files, lang, order};
use crate::chat::store::ChatId;
use crate::chat::{preset, script};
use crate::render::theme::Role;
use crate::tell;

/// Does what the top layer's answer means.
pub(super) fn replied(app: &mut App, reply: Reply) -> Vec<Effect> {
    match reply {
        Reply::Taken => Vec::new(),
        Reply::Close => {
            app.overlays.pop();
            // The theme was only tried on.
            if let Some(theme) = app.screen.before.take() {
                app.screen.look.theme = theme;
            }
            Vec::new()
        }
        Reply::Chosen(kind, key) => {
            app.overlays.pop();
            chosen(app, kind, &key)
        }
        Reply::Delete(_, key) => {
            let title = tell!("ask-delete");
            let about = Question::Remove(key.clone());
            app.open(Overlay::Ask(Ask::confirm(about, &title, "", key)));
            Vec::new()
        }
        Reply::Pointed(kind) => pointed(app, kind),
        Reply::Ordered(rival) => {
            app.overlays.pop();
            order::set(app, rival.name())
        }
        Reply::Decided(reply) => {
            app.overlays.pop();
            let done = app.session.reply(reply);
            app.wants(done)
        }
        Reply::Turned(sides) => {
            app.agent.sides = sides;
            Vec::new()
        }
        Reply::Edit(path, text) => vec![Effect::Review(path, text)],
        Reply::Stop => app.stop(),
        Reply::Answered(question, text) => {
            app.overlays.pop();
            answered(app, question, &text)
        }
    }
}

fn chosen(app: &mut App, kind: Kind, key: &str) -> Vec<Effect> {
    match kind {
        Kind::Palette => match named(key) {
            Some(row) => command::run(app, row.action, ""),
            None => Vec::new(),
        },
        Kind::Chats => {
            if app.session.chat.id.0 == key {
                return Vec::new();
            }
            let mut done = {
                let done = app.session.stop();
                app.wants(done)
            };
            done.push(Effect::Get(Want::Chat(ChatId(key.into()))));
            done
        }
        Kind::Models => command::switch(app, key),
        Kind::Themes => {
            app.screen.before = None;
            if command::wear(app, key) { vec![Effect::Keep("theme", key.into())] } else { Vec::new() }
        }
        Kind::History => {
            app.composer.set(key);
            Vec::new()
        }
        Kind::Prompts => {
            let all = preset::all(&app.here.presets);
            let found = all.iter().chain(&app.here.own).find(|preset| preset.name == key).cloned();
            if let Some(preset) = found {
                let text = preset.fill(&app.composer.text());
                app.composer.set(&text);
            }
            Vec::new()
        }
        Kind::Codes => vec![Effect::Copy(key.into())],
        Kind::Orders => order::set(app, key),
        Kind::Questions => command::asked(app, key),
        Kind::Ways => command::taken(app, key),
        Kind::Langs => lang::set(app, key),
        Kind::Files => {
            app.composer.insert(&format!("{} ", files::mention(key)));
            Vec::new()
        }
    }
}

/// Another row is pointed at, or another text is looked for.
fn pointed(app: &mut App, kind: Kind) -> Vec<Effect> {
    let Some(Overlay::Picker(picker)) = app.overlays.last() else { return Vec::new() };
    let (query, key) = (picker.query().trim().to_owned(), picker.pointed().map(str::to_owned));
    match kind {
        Kind::Themes => {
            if let Some(key) = key {
                command::wear(app, &key);
            }
            Vec::new()
        }
        Kind::Chats => {
            let look = key.map(|key| Effect::Get(Want::Preview(ChatId(key))));
            // While it is pointed by keys the list is the same; it is asked for again only when text changed.
            let list = if app.here.searched == query {
                None
            } else {
                app.here.searched.clone_from(&query);
                Some(Effect::Get(if query.is_empty() { Want::Chats } else { Want::Hits(query) }))
            };
            list.into_iter().chain(look).collect()
        }
        _ => Vec::new(),
    }
}

fn answered(app: &mut App, question: Question, text: &str) -> Vec<Effect> {
    match question {
        Question::Shell => vec![Effect::Shell(text.into())],
        Question::Remove(key) => {
            let id = ChatId(key);
            if id == app.session.chat.id {
                app.say(Role::Warning, tell!("chat-is-open"));
                return Vec::new();
            }
            vec![Effect::Remove(id), Effect::Get(Want::Chats)]
        }
        Question::Plain(pasted) => {
            app.composer.undo();
            app.composer.paste(&script::plain(&pasted));
            Vec::new()
        }
        Question::Replace(path) => vec![Effect::Save(path, text.into(), Old::Goes)],
        Question::Mend => command::mend(app, text),
        Question::Rewind => command::sure(app),
        Question::Rename => command::rename(app, text),
        Question::System => command::system(app, text),
        Question::Save => command::save(app, text),
        Question::Find => {
            command::find(app, text);
            Vec::new()
        }
    }
}
