//! Commands about the screen: palette, themes, scrolling, leaving.

use crate::render::theme::{self, Role, Theme};
use crate::tell;
use crate::tui::action::{Action, ROWS};
use crate::tui::app::App;
use crate::tui::composer::Vim;
use crate::tui::event::{Effect, Entry};
use crate::tui::guard::Mouse;
use crate::tui::overlay::{Kind, Overlay, Picker};
use crate::tui::start::AUTO;
use crate::tui::{lang, order};

pub(super) fn run(app: &mut App, action: Action, args: &str) -> Vec<Effect> {
    match action {
        Action::Palette => palette(app),
        Action::Theme if args.is_empty() => themes(app),
        Action::Theme => {
            return if wear(app, args) { vec![Effect::Keep("theme", args.into())] } else { Vec::new() };
        }
        Action::Mouse => {
            let mouse = if app.screen.mouse == Mouse::Program { Mouse::Terminal } else { Mouse::Program };
            app.screen.mouse = mouse;
            app.say(
                Role::Muted,
                match mouse {
                    Mouse::Program => tell!("screen-mouse-program"),
                    Mouse::Terminal => tell!("screen-mouse-terminal"),
                },
            );
            return vec![Effect::Mouse(mouse)];
        }
        Action::Vim => {
            let on = app.composer.mode().is_none();
            app.composer.set_vim(if on { Vim::On } else { Vim::Off });
            app.say(Role::Muted, if on { tell!("screen-vim-on") } else { tell!("screen-vim-off") });
            return vec![Effect::Keep("vim", if on { "true" } else { "false" }.into())];
        }
        Action::Bidi if args.is_empty() => order::pick(app),
        Action::Bidi => return order::set(app, &args.to_ascii_lowercase()),
        Action::Lang if args.is_empty() => lang::pick(app),
        Action::Lang => return lang::set(app, args),
        Action::LineUp => app.transcript.scroll(-1),
        Action::LineDown => app.transcript.scroll(1),
        Action::PageUp => app.transcript.scroll(-app.transcript.page()),
        Action::PageDown => app.transcript.scroll(app.transcript.page()),
        Action::MessageUp => app.transcript.step(-1, &app.session.tree),
        Action::MessageDown => app.transcript.step(1, &app.session.tree),
        Action::Top => app.transcript.top(),
        Action::Bottom => app.transcript.end(),
        Action::Redraw => return vec![Effect::Redraw],
        Action::Suspend => return vec![Effect::Suspend],
        Action::Quit => return vec![Effect::Quit],
        _ => {}
    }
    Vec::new()
}

fn palette(app: &mut App) {
    let entry = |row: &crate::tui::action::Row| Entry {
        key: row.name.into(),
        text: format!("{}: {}", row.name, row.help()),
        note: app.keys.keys(row.action),
    };
    let entries = ROWS.iter().map(entry).collect();
    let (title, none) = (tell!("pick-palette"), tell!("pick-palette-none"));
    app.open(Overlay::Picker(Picker::new(Kind::Palette, title, entries, none)));
}

fn themes(app: &mut App) {
    let entry = |(name, shade): (String, theme::Shade)| {
        let dark = shade == theme::Shade::Dark;
        let note = if dark { tell!("pick-theme-dark") } else { tell!("pick-theme-light") };
        Entry { key: name.clone(), text: name, note }
    };
    let auto = Entry { key: AUTO.into(), text: AUTO.into(), note: tell!("pick-theme-auto") };
    let all = theme::list(&app.here.themes).into_iter().map(entry);
    let entries: Vec<Entry> = std::iter::once(auto).chain(all).collect();
    let current = app.screen.look.theme.name.clone();
    app.screen.before = Some(app.screen.look.theme.clone());
    let picker = Picker::new(Kind::Themes, tell!("pick-themes"), entries, tell!("pick-none"));
    app.open(Overlay::Picker(picker.at(&current)));
}

/// Puts a theme on; says why not when that cannot be done.
pub(in crate::tui) fn wear(app: &mut App, name: &str) -> bool {
    let theme = match name {
        AUTO => Ok(Theme::auto(app.screen.look.theme.shade)),
        name => Theme::named(name, &app.here.themes),
    };
    match theme {
        Ok(theme) => {
            app.screen.look.theme = theme.at(app.screen.depth).into();
            true
        }
        Err(error) => {
            app.fail(&error);
            false
        }
    }
}
