//! Takes the values of a server's own variables out of texts that are kept or shown.

use crate::config::Env;

/// Values that are shorter are words of the language rather than secrets.
const SHORT: usize = 6;

/// The text without the values.
pub(super) fn mask(text: &str, env: &Env) -> String {
    let mut values: Vec<&str> =
        env.0.values().map(|value| value.trim()).filter(|value| value.len() >= SHORT).collect();
    // A value that holds another one goes first.
    values.sort_by_key(|value| std::cmp::Reverse(value.len()));
    values.into_iter().fold(text.to_owned(), |text, value| text.replace(value, "***"))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn no_value_is_left_and_short_words_stay() {
        let values = [("A", "secret-1"), ("B", "secret-1-long"), ("C", "on"), ("D", "")];
        let env = Env(BTreeMap::from(values.map(|(name, value)| (name.into(), value.into()))));
        assert_eq!(mask("on: secret-1-long, secret-1", &env), "on: ***, ***");
    }
}
