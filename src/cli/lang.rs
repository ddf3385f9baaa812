//! In which language the program speaks: that of `--lang`, else of the settings, else of the locale.

use std::ffi::{OsStr, OsString};
use std::iter;

use clap::Arg;
use clap::builder::PossibleValuesParser;

use crate::text::Lang;

/// The name of the locale's language.
pub(super) const AUTO: &str = "auto";

const FLAG: &str = "--lang";
/// Behind the flags of every command, before `-h`.
const LATE: usize = 900;

/// What `--lang` and the setting may be.
fn names() -> impl Iterator<Item = &'static str> {
    iter::once(AUTO).chain(Lang::ALL.map(Lang::code))
}

/// `--lang`, as the help shows it.
pub(super) fn flag() -> Arg {
    let values = PossibleValuesParser::new(names());
    Arg::new("lang").long("lang").global(true).value_name("LANG").value_parser(values).display_order(LATE)
}

/// Takes the flag out of the arguments, so that it can stand before the name of a command and behind `help` as
/// well. What it says wrongly stays, and gets the error that such arguments get.
pub(super) fn take(args: impl IntoIterator<Item = OsString>) -> (Vec<OsString>, Option<String>) {
    let (mut kept, mut lang) = (Vec::new(), None);
    let mut args = args.into_iter().peekable();
    while let Some(arg) = args.next() {
        if arg == "--" {
            kept.push(arg);
            break;
        }
        if arg == FLAG
            && let Some(name) = args.peek().and_then(|name| known(name))
        {
            args.next();
            lang = Some(name);
            continue;
        }
        let value = arg.to_str().and_then(|arg| arg.strip_prefix(FLAG)?.strip_prefix('='));
        match value.and_then(|value| known(OsStr::new(value))) {
            Some(name) => lang = Some(name),
            None => kept.push(arg),
        }
    }
    kept.extend(args);
    (kept, lang)
}

fn known(name: &OsStr) -> Option<String> {
    names().find(|known| name == *known).map(str::to_owned)
}

/// The language of a flag or setting; [`AUTO`] is that of the locale, and an unknown locale is English.
pub(super) fn chosen(name: &str, locale: &str) -> Lang {
    Lang::named(name).or_else(|| Lang::named(locale)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken(args: &[&str]) -> (Vec<String>, Option<String>) {
        let (kept, lang) = take(args.iter().map(OsString::from));
        (kept.into_iter().map(|arg| arg.into_string().unwrap()).collect(), lang)
    }

    #[test]
    fn the_flag_is_taken_wherever_it_stands() {
        let rest = vec!["qwill".to_owned(), "list".to_owned()];
        for args in
            [&["--lang", "ar", "list"][..], &["list", "--lang=ar"], &["--lang=zh", "list", "--lang", "ar"]]
        {
            let args = [&["qwill"], args].concat();
            assert_eq!(taken(&args), (rest.clone(), Some("ar".to_owned())), "{args:?}");
        }
    }

    #[test]
    fn what_is_no_language_and_what_is_text_stays() {
        for args in [&["--lang"][..], &["--lang", "xx"], &["--lang=ar_EG"], &["--", "--lang", "ar"]] {
            assert_eq!(taken(args), (args.iter().map(|arg| (*arg).to_owned()).collect(), None));
        }
    }

    #[test]
    fn the_flag_goes_before_the_locale_and_english_is_left() {
        assert_eq!(
            [chosen("zh", "ar"), chosen(AUTO, "ar"), chosen(AUTO, "tlh")],
            [Lang::Zh, Lang::Ar, Lang::En]
        );
    }
}
