//! The language of the interface: chosen from a list or by its code, for now and for later.

use super::app::App;
use super::event::{Effect, Entry};
use super::order::AUTO;
use super::overlay::{Kind, Overlay, Picker};
use crate::render::theme::Role;
use crate::tell;
use crate::text::{self, Lang, lang};

/// Offers the languages.
pub(super) fn pick(app: &mut App) {
    let own =
        |lang: Lang| Entry { key: lang.code().into(), text: lang.code().into(), note: lang.name().into() };
    let auto = Entry { key: AUTO.into(), text: AUTO.into(), note: tell!("screen-lang-auto") };
    let entries = std::iter::once(auto).chain(Lang::ALL.map(own)).collect();
    let picker = Picker::new(Kind::Langs, tell!("screen-lang"), entries, tell!("pick-none"));
    app.open(Overlay::Picker(picker.at(lang().code())));
}

/// Has the interface in that language from now on, and keeps it.
pub(super) fn set(app: &mut App, name: &str) -> Vec<Effect> {
    let wanted = match name {
        AUTO => Some(Lang::named(&app.here.locale).unwrap_or_default()),
        name => Lang::named(name),
    };
    let Some(wanted) = wanted else {
        let codes = text::list(std::iter::once(AUTO).chain(Lang::ALL.map(Lang::code)));
        app.say(Role::Error, tell!("screen-lang-none", name = name, codes = codes));
        return Vec::new();
    };
    let name = if name == AUTO { AUTO } else { wanted.code() };
    vec![Effect::Speak(wanted), Effect::Keep("lang", name.into())]
}
