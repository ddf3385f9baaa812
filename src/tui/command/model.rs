//! Commands about the model and how it answers.

use std::fmt::Display;
use std::ops::RangeInclusive;
use std::str::FromStr;

use crate::render::theme::Role;
use crate::session::{self, Session, Setup, Think};
use crate::tell;
use crate::tui::action::Action;
use crate::tui::app::App;
use crate::tui::event::{Effect, Want};
use crate::tui::overlay::{Kind, Overlay, Picker, Question};

pub(super) fn run(app: &mut App, action: Action, args: &str) -> Vec<Effect> {
    match action {
        Action::Model if args.is_empty() => {
            let picker = Picker::new(Kind::Models, tell!("pick-models"), Vec::new(), tell!("pick-looking"));
            app.open(Overlay::Picker(picker));
            vec![Effect::Get(Want::Models)]
        }
        Action::Model => switch(app, args),
        Action::System if args.is_empty() => {
            let system = app.session.chat.system.clone();
            app.ask(Question::System, &tell!("ask-system"), system);
            Vec::new()
        }
        Action::System => system(app, args),
        Action::Set => set(app, args),
        Action::Think => think(app, args),
        Action::Compact => {
            let done = app.session.compact();
            if done.is_empty() {
                let why = if app.busy() { tell!("answer-busy") } else { tell!("model-compact-none") };
                app.say(Role::Muted, why);
            } else {
                app.transcript.end();
            }
            app.wants(done)
        }
        _ => Vec::new(),
    }
}

/// Lets another model answer from now on.
pub(in crate::tui) fn switch(app: &mut App, name: &str) -> Vec<Effect> {
    if app.busy() {
        app.say(Role::Muted, tell!("answer-busy"));
        return Vec::new();
    }
    app.here.model = None;
    let done = app.session.set_model(Some(name.into()));
    app.wants(done)
}

/// Gives the model instructions.
pub(in crate::tui) fn system(app: &mut App, text: &str) -> Vec<Effect> {
    let text = if text == "none" { "" } else { text };
    let said = if text.is_empty() { tell!("model-no-instructions") } else { tell!("model-instructions") };
    app.say(Role::Good, said);
    {
        let done = app.session.set_system(text.into());
        app.wants(done)
    }
}

fn think(app: &mut App, args: &str) -> Vec<Effect> {
    let think = match (args, app.session.setup.think) {
        ("on", _) => Think::On,
        ("off", _) => Think::Off,
        ("auto", _) => Think::Auto,
        ("", Think::Auto) => Think::On,
        ("", Think::On) => Think::Off,
        ("", Think::Off) => Think::Auto,
        _ => {
            app.say(Role::Error, tell!("model-think-usage"));
            return Vec::new();
        }
    };
    app.session.set_think(think);
    app.say(
        Role::Good,
        match think {
            Think::On => tell!("model-think-on"),
            Think::Off => tell!("model-think-off"),
            Think::Auto => tell!("model-think-auto"),
        },
    );
    Vec::new()
}

fn set(app: &mut App, args: &str) -> Vec<Effect> {
    let (key, value) = args.split_once([' ', '=']).map_or((args, ""), |(key, value)| (key, value.trim()));
    if key.is_empty() {
        let text = settings(app);
        app.say(Role::Text, text);
        return Vec::new();
    }
    match change(&mut app.session, key, value) {
        Ok(done) => {
            let text = settings(app);
            app.say(Role::Good, text);
            app.wants(done)
        }
        Err(why) => {
            app.say(Role::Error, why);
            Vec::new()
        }
    }
}

/// The keys of `/set`, each with its number as it is now, for people.
fn numbers(session: &Session) -> [(&'static str, Option<String>); 7] {
    let Setup { sampling, max_tokens, ctx, .. } = &session.setup;
    [
        ("temp", sampling.temperature.map(|n| n.to_string())),
        ("top_p", sampling.top_p.map(|n| n.to_string())),
        ("top_k", sampling.top_k.map(|n| n.to_string())),
        ("min_p", sampling.min_p.map(|n| n.to_string())),
        ("seed", sampling.seed.map(|n| n.to_string())),
        ("max_tokens", max_tokens.map(|n| n.to_string())),
        ("ctx", ctx.map(|n| n.to_string())),
    ]
}

/// Sets one number; `default` is the model's own again.
fn change(session: &mut Session, key: &str, value: &str) -> Result<Vec<session::Effect>, String> {
    let mut sampling = session.setup.sampling;
    match key {
        "temp" | "temperature" => sampling.temperature = number(key, value, 0.0..=100.0)?,
        "top_p" => sampling.top_p = number(key, value, 0.0..=1.0)?,
        "min_p" => sampling.min_p = number(key, value, 0.0..=1.0)?,
        "top_k" => sampling.top_k = number(key, value, 0..=i32::MAX)?,
        "seed" => sampling.seed = number(key, value, 0..=i64::from(u32::MAX))?,
        "max_tokens" => session.setup.max_tokens = number(key, value, 1..=u32::MAX)?,
        "ctx" => {
            let ctx = number(key, value, 256..=u32::MAX)?;
            return Ok(session.set_ctx(ctx));
        }
        _ => return Err(tell!("set-unknown", key = key)),
    }
    session.set_sampling(sampling);
    Ok(Vec::new())
}

fn number<T: FromStr + PartialOrd + Display>(
    key: &str,
    value: &str,
    range: RangeInclusive<T>,
) -> Result<Option<T>, String> {
    if value == "default" {
        return Ok(None);
    }
    let (from, to) = (range.start().to_string(), range.end().to_string());
    let wrong = || tell!("set-range", key = key, from = &from, to = &to);
    let number: T = value.parse().map_err(|_| wrong())?;
    if range.contains(&number) { Ok(Some(number)) } else { Err(wrong()) }
}

/// The numbers that differ from the model's own.
fn settings(app: &App) -> String {
    let set = numbers(&app.session);
    let set: Vec<String> =
        set.into_iter().filter_map(|(key, value)| Some(format!("{key} {}", value?))).collect();
    if set.is_empty() {
        return tell!("set-none");
    }
    set.join(" · ")
}
