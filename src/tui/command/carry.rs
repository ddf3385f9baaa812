//! Files whose text goes along with messages: each once, and again when it changed.

use crate::chat::prompt::{Block, framed};
use crate::render::theme::Role;
use crate::tell;
use crate::text;
use crate::tui::app::App;
use crate::tui::event::{Effect, Want};

/// Lets files go along from the next message on.
pub(super) fn add(app: &mut App, names: &str) -> Vec<Effect> {
    if names.is_empty() {
        app.composer.set("/add ");
        return Vec::new();
    }
    vec![Effect::Get(Want::Carried(names.to_owned()))]
}

/// These files can be read.
pub(in crate::tui) fn carried(app: &mut App, paths: Vec<String>) {
    app.say(Role::Good, tell!("add-done", paths = text::list(&paths)));
    for path in paths {
        if !app.agent.added.contains(&path) {
            app.agent.added.push(path);
        }
    }
}

/// Lets files go along no more, and takes what was sent of them out of the conversation; without a name all of them.
pub(super) fn drop(app: &mut App, names: &str) -> Vec<Effect> {
    if app.busy() {
        app.say(Role::Muted, tell!("answer-busy"));
        return Vec::new();
    }
    let clean = |name: &str| name.strip_prefix('@').unwrap_or(name).trim_matches('"').to_owned();
    let whole = clean(names);
    let names: Vec<String> = match names {
        "" => app.agent.added.clone(),
        _ if app.agent.added.contains(&whole) => vec![whole],
        names => names.split_whitespace().map(clean).collect(),
    };
    let (mut had, mut effects, mut sent) = (Vec::new(), Vec::new(), Vec::new());
    for name in names {
        let was = app.agent.added.contains(&name);
        app.agent.added.retain(|path| *path != name);
        let done = app.session.take_out(&name, app.now.unix);
        if was || !done.is_empty() {
            had.push(name.clone());
        }
        if !done.is_empty() {
            sent.push(name);
        }
        effects.extend(done);
    }
    match (had.is_empty(), sent.is_empty()) {
        (true, _) => app.say(Role::Muted, tell!("drop-none")),
        (_, true) => app.say(Role::Good, tell!("drop-done", paths = text::list(&had))),
        _ => app.say(Role::Good, tell!("drop-sent", paths = text::list(&had))),
    }
    app.wants(effects)
}

/// What goes along of these blocks: not what stands in the conversation as it is. Says which files are gone.
pub(super) fn fresh(app: &mut App, mut blocks: Vec<Block>) -> Vec<Block> {
    let is_gone = |path: &&String| !blocks.iter().any(|block| block.name == **path);
    let gone: Vec<String> = app.agent.added.iter().filter(is_gone).cloned().collect();
    if !gone.is_empty() {
        app.agent.added.retain(|path| !gone.contains(path));
        app.say(Role::Warning, tell!("add-gone", paths = text::list(&gone)));
    }
    blocks.retain(|block| {
        !app.agent.added.contains(&block.name) || !app.session.says(&framed(block), app.editing)
    });
    blocks
}
