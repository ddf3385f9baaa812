//! Every theme is complete and readable in every depth, and a file's faults are told by name.

use std::fs;

use ratatui::style::Modifier;

use super::*;
use crate::error::Kind;

const DEPTHS: [Depth; 4] = [Depth::None, Depth::Ansi16, Depth::Ansi256, Depth::True];

/// The theme `mine`, written to a directory of its own beside the others.
fn mine(others: &[(&str, &str)], text: &str) -> Result<Theme> {
    let dir = tempfile::tempdir().unwrap();
    for (name, text) in others.iter().chain([&("mine", text)]) {
        fs::write(dir.path().join(format!("{name}.toml")), text).unwrap();
    }
    Theme::named("mine", dir.path())
}

/// The contrast of two colours as accessibility guidelines count it, from 1 to 21.
fn contrast(a: Color, b: Color) -> f64 {
    let light = |colour| {
        let (r, g, b) = depth::rgb(colour);
        let part = |value: u8| {
            let value = f64::from(value) / 255.0;
            if value <= 0.03928 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b)
    };
    let (a, b) = (light(a), light(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[test]
fn every_role_is_known_by_its_name() {
    for (at, role) in Role::ALL.into_iter().enumerate() {
        assert_eq!(role as usize, at);
        let theme = mine(&[], &format!("[roles]\n{} = \"#010203\"", role.name())).unwrap();
        assert_eq!(theme.style(role).fg, Some(Color::Rgb(1, 2, 3)));
    }
}

#[test]
fn the_programs_own_themes_are_read() {
    for (name, shade) in list(Path::new("")) {
        let theme = Theme::named(&name, Path::new("")).unwrap();
        assert_eq!((theme.name.as_str(), theme.shade), (name.as_str(), shade));
        assert_eq!(theme.covers(), name != "mono", "{name}");
    }
    assert_eq!(list(Path::new("")).len(), builtin().len());
    assert!(list(Path::new("")).iter().any(|(_, shade)| *shade == Shade::Light));
}

#[test]
fn every_role_can_be_read_in_every_depth() {
    for name in builtin() {
        for depth in DEPTHS {
            let theme = Theme::named(name, Path::new("")).unwrap().at(depth);
            let Some(ground) = theme.style(Role::Screen).bg else { continue };
            for role in Role::ALL {
                let style = theme.style(role);
                let Some(fg) = style.fg else { continue };
                let least = match role {
                    _ if depth == Depth::Ansi16 => 1.8,
                    Role::Border => 2.3,
                    Role::Text | Role::Composer | Role::Block | Role::Selected => 4.5,
                    _ if *name == "contrast" => 9.0,
                    _ => 3.7,
                };
                let bg = style.bg.unwrap_or(ground);
                let found = contrast(fg, bg);
                assert!(found >= least, "{name} {depth:?} {role:?}: {fg} on {bg} is {found:.1}");
            }
        }
    }
}

#[test]
fn what_was_added_and_removed_can_be_read_on_its_ground() {
    for name in builtin() {
        for depth in DEPTHS {
            let theme = Theme::named(name, Path::new("")).unwrap().at(depth);
            let grounds = [Role::Good, Role::Error].map(|role| theme.tint(role).bg);
            if depth != Depth::True || *name == "mono" {
                assert_eq!(grounds, [None, None], "{name} {depth:?}");
                continue;
            }
            assert_ne!(grounds[0], grounds[1], "{name}");
            for (ground, role) in grounds.into_iter().zip([Role::Good, Role::Error]) {
                for (role, least) in [(role, 3.7), (Role::Text, 4.5)] {
                    let found = contrast(theme.style(role).fg.unwrap(), ground.unwrap());
                    assert!(found >= least, "{name} {role:?}: {found:.1}");
                }
            }
        }
    }
}

#[test]
fn chosen_rows_differ_from_others_in_every_depth() {
    for name in builtin() {
        for depth in DEPTHS {
            let theme = Theme::named(name, Path::new("")).unwrap().at(depth);
            for role in [Role::Selected, Role::Match, Role::Error] {
                assert_ne!(theme.style(role), theme.style(Role::Text), "{name} {depth:?} {role:?}");
            }
            for role in [Role::Selected, Role::Match] {
                let style = theme.style(role);
                let reverse = style.add_modifier.contains(Modifier::REVERSED);
                let apart = style.bg.is_some() && style.bg != theme.style(Role::Screen).bg;
                assert!(reverse || apart, "{name} {depth:?} {role:?} {style:?}");
            }
        }
    }
}

#[test]
fn a_depth_has_no_colours_beyond_it() {
    for name in builtin() {
        let theme = Theme::named(name, Path::new("")).unwrap();
        for role in Role::ALL {
            let colours = |depth| {
                let style = theme.clone().at(depth).style(role);
                [style.fg, style.bg].into_iter().flatten().collect::<Vec<_>>()
            };
            assert_eq!(colours(Depth::None), []);
            let many = |colour: &Color| matches!(colour, Color::Rgb(..) | Color::Indexed(_));
            assert!(!colours(Depth::Ansi16).iter().any(many), "{name} {role:?}");
            assert!(!colours(Depth::Ansi256).iter().any(|colour| matches!(colour, Color::Rgb(..))));
        }
    }
    let none = Theme::auto(Shade::Dark).at(Depth::None);
    let style = none.fit(Style::new().fg(Color::Rgb(1, 2, 3)).add_modifier(Modifier::ITALIC));
    assert_eq!(style, Style::new().add_modifier(Modifier::ITALIC));
    assert_eq!(none.syntax, "");
}

#[test]
fn colours_become_the_nearest_there_are() {
    let theme = |depth| Theme::auto(Shade::Dark).at(depth);
    let fit = |depth, r, g, b| theme(depth).fit(Style::new().fg(Color::Rgb(r, g, b))).fg.unwrap();
    assert_eq!(fit(Depth::Ansi256, 255, 0, 0), Color::Indexed(196));
    assert_eq!(fit(Depth::Ansi256, 128, 128, 128), Color::Indexed(244));
    assert_eq!(fit(Depth::Ansi16, 127, 180, 245), Color::LightBlue);
    assert_eq!(fit(Depth::Ansi16, 120, 30, 30), Color::Red);
    assert_eq!(fit(Depth::Ansi16, 250, 250, 250), Color::White);
    assert_eq!(fit(Depth::True, 1, 2, 3), Color::Rgb(1, 2, 3));
    let light = Theme::auto(Shade::Light).at(Depth::Ansi16);
    assert_eq!(light.fit(Style::new().fg(Color::Rgb(200, 160, 0))).fg, Some(Color::Magenta));
}

#[test]
fn an_automatic_theme_leaves_the_terminal_its_background() {
    for shade in [Shade::Dark, Shade::Light] {
        let theme = Theme::auto(shade);
        assert_eq!((theme.shade, theme.covers()), (shade, false));
        assert!(theme.style(Role::Text).fg.is_some());
    }
}

#[test]
fn a_palette_changes_what_is_inherited() {
    let theme = mine(&[], "inherits = \"dark\"\n[palette]\nviolet = 99\n[roles]\nuser = \"violet\"").unwrap();
    assert_eq!(theme.style(Role::Marker).fg, Some(Color::Indexed(99)));
    assert_eq!(theme.style(Role::User), Style::new().fg(Color::Indexed(99)));
    assert_eq!(theme.syntax, "OneHalfDark");
}

#[test]
fn a_users_theme_may_stand_above_the_programs_own() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("light.toml"), "inherits = \"light\"\n[roles]\ntext = \"lightred\"").unwrap();
    let theme = Theme::named("light", dir.path()).unwrap();
    assert_eq!(theme.style(Role::Text).fg, Some(Color::LightRed));
    assert_eq!(theme.shade, Shade::Light);
    assert_eq!(list(dir.path()).len(), builtin().len());
}

#[test]
fn faults_are_told_by_name() {
    let faults = [
        ("inherit = \"dark\"", "inherit"),
        ("[roles]\ntitel = \"red\"", "titel"),
        ("[roles]\ntitle = { colour = \"red\" }", "colour"),
        ("[roles]\ntitle = \"reddish\"", "reddish"),
        ("[palette]\na = \"#12345\"", "#12345"),
        ("[palette]\na = 256", "line 2"),
        ("[roles]\ntitle = { bold = 3 }", "bool"),
        ("shade = \"dim\"", "dim"),
        ("syntax = \"none such\"", "none such"),
        ("inherits = \"none\"", "no theme `none`"),
        ("not toml", "line 1"),
    ];
    for (text, says) in faults {
        let error = mine(&[], text).unwrap_err();
        assert_eq!(error.kind(), Kind::Usage);
        assert!(error.to_string().contains(says), "{text}: {error}");
        assert!(error.to_string().contains("mine.toml"), "{text}: {error}");
    }
}

#[test]
fn inheriting_in_a_circle_is_refused() {
    let circle = mine(&[("other", "inherits = \"mine\"")], "inherits = \"other\"").unwrap_err();
    assert!(circle.to_string().contains("mine → other"), "{circle}");
    assert!(mine(&[], "inherits = \"mine\"").unwrap_err().to_string().contains("no theme"));
}

#[test]
fn a_name_is_no_path() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("x.toml"), "").unwrap();
    let inner = dir.path().join("themes");
    fs::create_dir(&inner).unwrap();
    for name in ["../x", "", ".", "/etc/passwd", "x\u{1b}[2J"] {
        assert_eq!(Theme::named(name, &inner).unwrap_err().kind(), Kind::Usage, "{name:?}");
    }
    let error = Theme::named("drak", &inner).unwrap_err();
    assert_eq!(error.remedy(), Some("there is dark"));
}

#[test]
fn a_users_broken_theme_is_not_offered() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("good.toml"), "shade = \"light\"").unwrap();
    fs::write(dir.path().join("broken.toml"), "x").unwrap();
    let names: Vec<String> = list(dir.path()).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names[builtin().len()..], ["good"]);
}
