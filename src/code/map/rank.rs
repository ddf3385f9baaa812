//! Weighs files by who uses what they define, as a web's pages by who links to them.

use std::collections::HashMap;

use super::tags::{Reach, Tags};

/// The part of a file's weight that goes to what it uses.
const PASSED: f64 = 0.85;

/// How often weights are passed on.
const ROUNDS: usize = 30;

/// Files beyond which a name says little.
const COMMON: usize = 5;

/// How much more a name counts that is talked about.
const WANTED: f64 = 50.0;

/// How much more files pass on that are talked about.
const FOCUS: f64 = 50.0;

/// A definition and what it weighs: the file's and the definition's number.
pub(super) type Weighed = (usize, usize, f64);

/// All definitions, the heaviest first. `focus` says which files are talked about, `wanted` which names.
pub(super) fn rank(files: &[&Tags], focus: &[bool], wanted: &dyn Fn(&str) -> bool) -> Vec<Weighed> {
    let mut defined: HashMap<&str, Vec<(usize, usize)>> = HashMap::new();
    for (file, tags) in files.iter().enumerate() {
        for (index, def) in tags.defs.iter().enumerate() {
            defined.entry(&def.name).or_default().push((file, index));
        }
    }
    let links = links(files, &defined, wanted);
    let weights = spread(&links, focus);
    let mut found: HashMap<(usize, usize), f64> = HashMap::new();
    for (from, links) in links.iter().enumerate() {
        let total: f64 = links.iter().map(|link| link.weight).sum();
        for link in links {
            *found.entry((link.file, link.def)).or_default() += weights[from] * link.weight / total;
        }
    }
    let all =
        files.iter().enumerate().flat_map(|(file, tags)| (0..tags.defs.len()).map(move |def| (file, def)));
    let mut ranked: Vec<Weighed> = all
        .map(|(file, def)| {
            // What nobody uses comes last, in files that weigh much first.
            let own = weights[file] * 1e-6 / (1.0 + files[file].defs[def].depth as f64);
            (file, def, found.get(&(file, def)).copied().unwrap_or_default() + own)
        })
        .collect();
    ranked.sort_by(|a, b| b.2.total_cmp(&a.2).then((a.0, a.1).cmp(&(b.0, b.1))));
    ranked
}

/// That a file uses a definition.
struct Link {
    file: usize,
    def: usize,
    weight: f64,
}

fn links(
    files: &[&Tags],
    defined: &HashMap<&str, Vec<(usize, usize)>>,
    wanted: &dyn Fn(&str) -> bool,
) -> Vec<Vec<Link>> {
    let of = |from: usize, tags: &Tags| {
        let mut names: Vec<_> = tags.uses.iter().collect();
        names.sort();
        let mut links = Vec::new();
        for (name, count) in names {
            let Some(places) = defined.get(name.as_str()) else { continue };
            // A file that defines the name itself means its own.
            if places.iter().any(|(file, _)| *file == from) {
                continue;
            }
            let weight = (*count as f64).sqrt() * worth(name, places.len(), wanted) / places.len() as f64;
            links.extend(places.iter().map(|(file, def)| {
                // It may be used where the grammar does not see it, but mostly another thing has the same name.
                let part = if files[*file].defs[*def].reach == Reach::All { 1.0 } else { 0.05 };
                Link { file: *file, def: *def, weight: weight * part }
            }));
        }
        links
    };
    files.iter().enumerate().map(|(from, tags)| of(from, tags)).collect()
}

/// How much a name says: those put together of words more than single ones, which libraries use too.
fn worth(name: &str, places: usize, wanted: &dyn Fn(&str) -> bool) -> f64 {
    let inner = name.trim_start_matches('_');
    let is_type = inner.starts_with(char::is_uppercase);
    let is_compound = inner.contains('_') || inner.chars().skip(1).any(char::is_uppercase);
    let mut worth = match (is_type, is_compound) {
        (_, true) => 2.0,
        (true, false) => 1.0,
        (false, false) => 0.1,
    };
    if places > COMMON || inner.len() < name.len() {
        worth *= 0.1;
    }
    if wanted(name) {
        worth *= WANTED;
    }
    worth
}

/// What each file weighs after weights were passed along the links.
fn spread(links: &[Vec<Link>], focus: &[bool]) -> Vec<f64> {
    let share = |file: usize| if focus.get(file).copied().unwrap_or_default() { FOCUS } else { 1.0 };
    let whole: f64 = (0..links.len()).map(share).sum();
    let start: Vec<f64> = (0..links.len()).map(|file| share(file) / whole).collect();
    let mut weights = start.clone();
    for _ in 0..ROUNDS {
        // Files that use nothing pass their weight to all.
        let mut loose = 0.0;
        let mut next = vec![0.0; links.len()];
        for (from, links) in links.iter().enumerate() {
            let total: f64 = links.iter().map(|link| link.weight).sum();
            if total == 0.0 {
                loose += weights[from];
            }
            for link in links {
                next[link.file] += weights[from] * link.weight / total;
            }
        }
        for (file, weight) in next.iter_mut().enumerate() {
            *weight = PASSED * (*weight + loose * start[file]) + (1.0 - PASSED) * start[file];
        }
        weights = next;
    }
    weights
}
