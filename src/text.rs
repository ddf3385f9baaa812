//! What the program says to people, in their language: messages by name from `locales/`.
//!
//! The files are Fluent's (projectfluent.org): plurals follow the rules of each language there, and figures are
//! written with European digits everywhere, as commands and settings have them.

use std::cell::Cell;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU8, Ordering};

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use unic_langid::LanguageIdentifier;

pub use fluent_bundle::FluentValue as Value;

/// A language of the interface.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lang {
    /// English.
    #[default]
    En,
    /// Arabic.
    Ar,
    /// Chinese, in simplified characters.
    Zh,
}

/// A language, what it is called by itself, and its files.
struct Row {
    lang: Lang,
    code: &'static str,
    name: &'static str,
    files: &'static [&'static str],
}

/// The files of one language.
macro_rules! files {
    ($code:literal) => {
        &[
            include_str!(concat!("../locales/", $code, "/screen.ftl")),
            include_str!(concat!("../locales/", $code, "/session.ftl")),
            include_str!(concat!("../locales/", $code, "/command.ftl")),
            include_str!(concat!("../locales/", $code, "/help.ftl")),
            include_str!(concat!("../locales/", $code, "/models.ftl")),
            include_str!(concat!("../locales/", $code, "/engine.ftl")),
            include_str!(concat!("../locales/", $code, "/terminal.ftl")),
            include_str!(concat!("../locales/", $code, "/code.ftl")),
            include_str!(concat!("../locales/", $code, "/edit.ftl")),
            include_str!(concat!("../locales/", $code, "/sandbox.ftl")),
            include_str!(concat!("../locales/", $code, "/workspace.ftl")),
        ]
    };
}

static ROWS: [Row; 3] = [
    Row { lang: Lang::En, code: "en", name: "English", files: files!("en") },
    Row { lang: Lang::Ar, code: "ar", name: "العربية", files: files!("ar") },
    Row { lang: Lang::Zh, code: "zh", name: "简体中文", files: files!("zh") },
];

impl Lang {
    /// All languages, in the order in which they are offered.
    pub const ALL: [Lang; 3] = [Lang::En, Lang::Ar, Lang::Zh];

    /// The language of a code such as `ar`, or of a locale such as `ar_EG.UTF-8`; `None` for others.
    pub fn named(name: &str) -> Option<Lang> {
        let code = name.split(['_', '-', '.', '@']).next().unwrap_or_default();
        ROWS.iter().find(|row| row.code.eq_ignore_ascii_case(code)).map(|row| row.lang)
    }

    /// Its code: `en`, `ar`, `zh`.
    pub fn code(self) -> &'static str {
        ROWS[self as usize].code
    }

    /// What it is called by those who speak it.
    pub fn name(self) -> &'static str {
        ROWS[self as usize].name
    }

    /// Whether it is written from right to left, so that the screen is mirrored.
    pub fn is_rtl(self) -> bool {
        self == Lang::Ar
    }

    /// Its messages, read when they are first needed. The files are checked by a test: what Fluent cannot read of
    /// them is left out.
    fn bundle(self) -> &'static FluentBundle<FluentResource> {
        static BUNDLES: [OnceLock<FluentBundle<FluentResource>>; 3] = [const { OnceLock::new() }; 3];
        BUNDLES[self as usize].get_or_init(|| {
            let row = &ROWS[self as usize];
            let id: LanguageIdentifier = row.code.parse().unwrap_or_default();
            let mut bundle = FluentBundle::new_concurrent(vec![id]);
            // The marks that Fluent would put around values are the layout's work here.
            bundle.set_use_isolating(false);
            for file in row.files {
                let (Ok(resource) | Err((resource, _))) = FluentResource::try_new((*file).to_owned());
                bundle.add_resource_overriding(resource);
            }
            bundle
        })
    }
}

/// The language of the whole program.
static SPOKEN: AtomicU8 = AtomicU8::new(0);

thread_local! {
    /// The language of this thread, where it is another.
    static HERE: Cell<Option<Lang>> = const { Cell::new(None) };
}

/// The language in which messages are given now.
pub fn lang() -> Lang {
    let spoken = Lang::ALL[usize::from(SPOKEN.load(Ordering::Relaxed)) % Lang::ALL.len()];
    HERE.get().unwrap_or(spoken)
}

/// Gives all messages in this language from now on.
pub fn speak(lang: Lang) {
    SPOKEN.store(lang as u8, Ordering::Relaxed);
}

/// Gives the messages of this thread in a language of its own, or in the program's again.
pub fn speak_here(lang: Option<Lang>) {
    HERE.set(lang);
}

/// The message of this name without values; the name itself if there is none.
pub fn get(key: &str) -> String {
    fill(key, &[])
}

/// The message of this name, if there is one.
pub fn find(key: &str) -> Option<String> {
    let bundle = lang().bundle();
    bundle
        .get_message(key)?
        .value()
        .map(|pattern| bundle.format_pattern(pattern, None, &mut vec![]).into_owned())
}

/// The message of this name with values, for [`tell!`](crate::tell).
pub fn fill(key: &str, values: &[(&str, Value)]) -> String {
    let mut args = FluentArgs::with_capacity(values.len());
    for (name, value) in values {
        args.set(*name, value.clone());
    }
    // What a language lacks is said in English rather than not at all.
    [lang(), Lang::En].into_iter().find_map(|lang| say(lang, key, &args)).unwrap_or_else(|| key.to_owned())
}

fn say(lang: Lang, key: &str, args: &FluentArgs) -> Option<String> {
    let bundle = lang.bundle();
    let pattern = bundle.get_message(key)?.value()?;
    Some(bundle.format_pattern(pattern, Some(args), &mut Vec::new()).into_owned())
}

/// Names one behind another, as a sentence lists them: `one, another, a third`.
pub fn list<T: AsRef<str>>(items: impl IntoIterator<Item = T>) -> String {
    let items: Vec<String> = items.into_iter().map(|item| item.as_ref().to_owned()).collect();
    items.join(&crate::tell!("text-list-comma"))
}

/// A message by its name, with values for the places that it has: `tell!("status-reading", done = 3, of = 8)`.
///
/// Numbers choose the plural. Texts, and numbers that are written in a way of their own, are given as text.
#[macro_export]
macro_rules! tell {
    ($key:literal $(, $name:ident = $value:expr)* $(,)?) => {
        $crate::text::fill($key, &[$((stringify!($name), $crate::text::Value::from($value))),*])
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_known_by_code_and_locale() {
        assert_eq!(Lang::named("ar_EG.UTF-8"), Some(Lang::Ar));
        assert_eq!(Lang::named("zh-Hans"), Some(Lang::Zh));
        assert_eq!([Lang::named("fr"), Lang::named(""), Lang::named("arn")], [None, None, None]);
        for lang in Lang::ALL {
            assert_eq!((Lang::named(lang.code()), ROWS[lang as usize].lang), (Some(lang), lang));
        }
    }

    #[test]
    fn lists_have_the_comma_of_the_language() {
        let lists = Lang::ALL.map(|lang| {
            speak_here(Some(lang));
            list(["a", "b", "c"])
        });
        speak_here(None);
        assert_eq!(lists, ["a, b, c", "a، b، c", "a、b、c"]);
        assert_eq!([list(["a"]), list([""; 0])], ["a", ""]);
    }

    #[test]
    fn a_name_without_a_message_is_given_back() {
        assert_eq!(tell!("no-such-message", count = 1), "no-such-message");
        assert_eq!(find("no-such-message"), None);
    }
}
