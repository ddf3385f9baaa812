//! Fuzzy ranking, the same in every picker.

use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

/// What is ranked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Names and titles.
    Words,
    /// Paths: a match behind a `/` is worth more.
    Paths,
}

/// The items that the query's words match, best first: index of the item, score, positions of the matched
/// letters. A position counts graphemes from 0. Equal ones keep their order, and so does everything for a
/// blank query. Case counts when the query has capitals.
pub fn rank(query: &str, items: &[impl AsRef<str>]) -> Vec<(usize, u32, Vec<u32>)> {
    top(Kind::Words, query, items, items.len())
}

/// [`rank`] of a kind of text, no more than `limit` items of it.
pub fn top(kind: Kind, query: &str, items: &[impl AsRef<str>], limit: usize) -> Vec<(usize, u32, Vec<u32>)> {
    let pattern = Pattern::new(query, CaseMatching::Smart, Normalization::Smart, AtomKind::Fuzzy);
    let config = if kind == Kind::Paths { Config::DEFAULT.match_paths() } else { Config::DEFAULT };
    let mut matcher = Matcher::new(config);
    let mut letters = Vec::new();
    let mut found: Vec<(usize, u32)> = Vec::new();
    for (index, item) in items.iter().enumerate() {
        let item = Utf32Str::new(item.as_ref(), &mut letters);
        found.extend(pattern.score(item, &mut matcher).map(|score| (index, score)));
    }
    // Among equal paths the shorter one is nearer to what was typed.
    let length = |index: usize| if kind == Kind::Paths { items[index].as_ref().len() } else { 0 };
    let order = |&(index, score): &(usize, u32)| (std::cmp::Reverse(score), length(index), index);
    if limit < found.len() {
        found.select_nth_unstable_by_key(limit, order);
        found.truncate(limit);
    }
    found.sort_unstable_by_key(order);
    let mut places = |index: usize| {
        let mut places = Vec::new();
        pattern.indices(Utf32Str::new(items[index].as_ref(), &mut letters), &mut matcher, &mut places);
        places.sort_unstable();
        places.dedup();
        places
    };
    found.into_iter().map(|(index, score)| (index, score, places(index))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(query: &str, items: &[&str]) -> Vec<String> {
        rank(query, items).into_iter().map(|(index, ..)| items[index].to_owned()).collect()
    }

    #[test]
    fn what_begins_a_word_comes_before_what_is_inside_one() {
        assert_eq!(names("re", &["fire", "regen", "core", "x"]), ["regen", "fire", "core"]);
        assert_eq!(names("", &["b", "a"]), ["b", "a"]);
        assert_eq!(names("a b", &["b-a", "ab", "a"]), ["b-a", "ab"]);
    }

    #[test]
    fn matched_letters_are_counted_in_graphemes() {
        let found = rank("好", &["e\u{301}你好"]);
        assert_eq!(found[0].2, [2]);
        assert_eq!(rank("مر", &["قمر"])[0].2, [1, 2]);
    }

    #[test]
    fn capitals_in_the_query_count() {
        assert_eq!(names("Q", &["qwen", "Qwen"]), ["Qwen"]);
        assert_eq!(names("q", &["qwen", "Qwen"]).len(), 2);
    }

    #[test]
    fn a_limit_keeps_the_best() {
        let items: Vec<String> =
            (0..100).map(|n| format!("dir{n}/other.rs")).chain(["main.rs".into()]).collect();
        let found = top(Kind::Paths, "main", &items, 3);
        assert_eq!((found.len(), found[0].0), (1, 100));
        assert_eq!(top(Kind::Paths, "rs", &items, 3).len(), 3);
        assert_eq!(top(Kind::Paths, "rs", &items, 0).len(), 0);
    }
}
