//! Which keys do what: the table's keys, with the user's own in their place.

use std::collections::{BTreeMap, HashMap};
use std::str::FromStr;

use super::action::{Action, ROWS, named};
use super::chord::Chord;
use crate::error::{Error, Kind, Result};
use crate::tell;

/// Keys and what they do.
#[derive(Clone, Debug, Default)]
pub struct Keymap {
    actions: HashMap<Chord, Action>,
    /// Keys of each action in the order given, for the help.
    chords: HashMap<Action, Vec<Chord>>,
}

impl Keymap {
    /// The table's keys; an action that the user gives keys to has only those.
    ///
    /// # Errors
    /// [`Kind::Usage`] for an action or a key that does not exist, or a key given twice.
    pub fn new(own: &BTreeMap<String, Vec<String>>) -> Result<Keymap> {
        let mut keys: Vec<(Action, Vec<String>)> = Vec::new();
        for row in ROWS {
            keys.push((row.action, row.keys.iter().map(|key| (*key).to_owned()).collect()));
        }
        let mut theirs: HashMap<Chord, Action> = HashMap::new();
        for (name, chords) in own {
            let Some(row) = named(name) else {
                return Err(Error::new(Kind::Usage, tell!("screen-no-action", name = name))
                    .hint(tell!("screen-no-action-hint")));
            };
            for text in chords {
                let chord = Chord::from_str(text)?;
                if theirs.insert(chord, row.action).is_some_and(|action| action != row.action) {
                    return Err(Error::new(Kind::Usage, tell!("screen-key-twice", key = text)));
                }
            }
            keys.retain(|(action, _)| *action != row.action);
            keys.push((row.action, chords.clone()));
        }
        let mut map = Keymap::default();
        for (action, chords) in keys {
            for text in chords {
                let chord = Chord::from_str(&text)?;
                // A key that the user gave to something else is no longer the table's.
                if theirs.get(&chord).is_none_or(|own| *own == action) {
                    map.actions.insert(chord, action);
                    map.chords.entry(action).or_default().push(chord);
                }
            }
        }
        Ok(map)
    }

    /// What a key does.
    pub fn action(&self, chord: Chord) -> Option<Action> {
        self.actions.get(&chord).copied()
    }

    /// An action's keys for people: `Ctrl+P`, empty when it has none.
    pub fn keys(&self, action: Action) -> String {
        let chords = self.chords.get(&action).map(Vec::as_slice).unwrap_or_default();
        chords.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own(rows: &[(&str, &[&str])]) -> BTreeMap<String, Vec<String>> {
        let texts = |keys: &[&str]| keys.iter().map(|key| (*key).to_owned()).collect();
        rows.iter().map(|(name, keys)| ((*name).to_owned(), texts(keys))).collect()
    }

    fn chord(text: &str) -> Chord {
        text.parse().unwrap()
    }

    #[test]
    fn every_key_of_the_table_can_be_read() {
        let map = Keymap::new(&BTreeMap::new()).unwrap();
        for row in ROWS {
            assert!(row.keys.iter().all(|key| map.action(chord(key)) == Some(row.action)), "{row:?}");
        }
        assert_eq!(map.keys(Action::Palette), "Ctrl+P");
    }

    #[test]
    fn own_keys_take_the_place_of_the_tables() {
        let map = Keymap::new(&own(&[("palette", &["ctrl+space", "ctrl+f"])])).unwrap();
        assert_eq!(map.action(chord("ctrl+p")), None);
        assert_eq!(map.action(chord("ctrl+f")), Some(Action::Palette));
        assert_eq!(map.keys(Action::Find), "");
    }

    #[test]
    fn what_does_not_exist_is_refused_by_name() {
        for (wrong, word) in [
            (own(&[("palete", &["f2"])]), "palete"),
            (own(&[("palette", &["ctlr+x"])]), "ctlr+x"),
            (own(&[("palette", &["f2"]), ("help", &["f2"])]), "f2"),
        ] {
            let error = Keymap::new(&wrong).unwrap_err();
            assert!(error.kind() == Kind::Usage && error.to_string().contains(word), "{error}");
        }
    }
}
