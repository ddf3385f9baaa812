//! The help of every command, with its texts from `locales/`: the derived commands themselves have none.
//!
//! A command's text is `help-` and its path; an argument's is that and its name, or, for those that several
//! commands share, the same of the command above, or `help-arg-` and its name.

use clap::{Arg, Command};

use crate::{tell, text};

/// The command with all of its texts.
pub(super) fn told(mut command: Command) -> Command {
    command.build();
    let path = command.get_name().to_owned();
    dressed(command, &path)
}

/// One command and those below it.
fn dressed(command: Command, path: &str) -> Command {
    let command = command.mut_args(|arg| argument(arg, path)).mut_subcommands(|sub| {
        let path = below(path, sub.get_name());
        dressed(sub, &path)
    });
    let about = text::get(&key(path));
    let aliases: Vec<&str> = command.get_all_aliases().collect();
    if aliases.is_empty() {
        let template = template(&command, None);
        return command.help_template(template).about(about);
    }
    // The list of commands has the aliases, and the command's own page has not.
    let template = template(&command, Some(&about));
    let about = format!("{about} {}", tell!("help-alias", names = text::list(aliases)));
    command.help_template(template).about(about)
}

/// The path of a command's subcommand; `help` has all commands below it once more.
fn below(path: &str, name: &str) -> String {
    let path = if is_help(path) { path.trim_end_matches("help").trim_end_matches('-') } else { path };
    match path {
        "" | ROOT => name.to_owned(),
        path => format!("{path}-{name}"),
    }
}

/// The program's own name, which is in no path but its own.
const ROOT: &str = "qwill";

fn is_help(path: &str) -> bool {
    path.rsplit('-').next() == Some("help")
}

/// The name of a command's text.
fn key(path: &str) -> String {
    if is_help(path) { "help-help".into() } else { format!("help-{path}") }
}

/// The text of an argument of the command at `path`.
fn words(path: &str, id: &str) -> Option<String> {
    let id = id.replace('_', "-");
    let above = path.match_indices('-').map(|(at, _)| &path[..at]);
    let mut paths: Vec<&str> = above.chain([path]).collect();
    paths.reverse();
    paths.into_iter().chain(["arg"]).find_map(|path| text::find(&format!("help-{path}-{id}")))
}

/// An argument with its text, and what clap would put behind that in English.
fn argument(arg: Arg, path: &str) -> Arg {
    let Some(words) = words(path, arg.get_id().as_str()).filter(|_| !arg.is_hide_set()) else { return arg };
    let mut parts = vec![words];
    if arg.get_action().takes_values() && !arg.is_hide_default_value_set() {
        let values: Vec<_> = arg.get_default_values().iter().map(|value| value.to_string_lossy()).collect();
        if !values.is_empty() {
            parts.push(tell!("help-default", value = values.join(" ")));
        }
    }
    let possible = arg.get_possible_values();
    let names: Vec<&str> = possible.iter().map(|value| value.get_name()).collect();
    if !names.is_empty() && !arg.is_hide_possible_values_set() {
        parts.push(tell!("help-values", values = text::list(names)));
    }
    arg.help(parts.join(" ")).hide_default_value(true).hide_possible_values(true)
}

/// Clap's own layout, with other headings; and with the text for a page that is not the list's.
fn template(command: &Command, about: Option<&String>) -> String {
    let (usage, header) = (command.get_styles().get_usage(), command.get_styles().get_header());
    let about = about.map_or("{about-with-newline}".to_owned(), |about| format!("{about}\n"));
    let mut out = format!("{about}\n{usage}{}{usage:#} {{usage}}", tell!("help-heading-usage"));
    let mut part = |heading: String, tag: &str| {
        out.push_str(&format!("\n\n{header}{heading}{header:#}\n{{{tag}}}"));
    };
    if command.has_subcommands() {
        part(tell!("help-heading-commands"), "subcommands");
    }
    if command.get_positionals().next().is_some() {
        part(tell!("help-heading-arguments"), "positionals");
    }
    if command.get_arguments().any(|arg| !arg.is_positional() && !arg.is_hide_set()) {
        part(tell!("help-heading-options"), "options");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Lang;

    fn check(command: &Command, path: &str, lang: Lang) {
        assert!(text::find(&key(path)).is_some(), "{lang:?}: {}", key(path));
        for arg in command.get_arguments().filter(|arg| !arg.is_hide_set()) {
            let id = arg.get_id().as_str();
            assert!(words(path, id).is_some(), "{lang:?}: {id} of {path} has no text");
        }
        for sub in command.get_subcommands() {
            check(sub, &below(path, sub.get_name()), lang);
        }
    }

    #[test]
    fn every_command_and_argument_has_its_text_in_every_language() {
        for lang in Lang::ALL {
            text::speak_here(Some(lang));
            let mut command = super::super::command();
            command.build();
            check(&command, ROOT, lang);
            let mut told = told(super::super::command());
            let help = told.render_long_help().to_string();
            assert!(help.contains(&tell!("help-pull")), "{help}");
            assert!(help.contains(&tell!("help-heading-commands")), "{help}");
        }
        text::speak_here(None);
    }

    #[test]
    fn a_text_is_its_command_s_own_or_the_one_that_several_share() {
        assert_eq!(below(ROOT, "pull"), "pull");
        assert_eq!(below("chats", "list"), "chats-list");
        assert_eq!([below("help", "pull"), below("chats-help", "list")], ["pull", "chats-list"]);
        text::speak_here(Some(Lang::En));
        assert_eq!(words("pull", "quiet").as_deref(), Some("Only errors"));
        assert_eq!(words("chats-list", "limit"), words("chats-search", "limit"));
        assert_eq!(words("ask", "quiet").as_deref(), Some("Nothing but the answer"));
        text::speak_here(None);
    }
}
