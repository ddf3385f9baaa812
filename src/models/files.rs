//! What a model file's name tells: whether it is a model, its quantisation, which shards belong together.

mod pick;
mod quant;

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

pub use pick::{Choice, Fault, pick, projector};
pub use quant::{bits, quant};

/// What the name of one file of a model in several says: `STEM-00001-of-00003.gguf`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shard<'a> {
    /// What stands before the number, with the directories.
    pub stem: &'a str,
    /// Which one it is, from 1 to `count`.
    pub number: u32,
    /// How many there are.
    pub count: u32,
}

impl<'a> Shard<'a> {
    /// Reads a name or a path; `None` when it is not that of a shard.
    pub fn read(path: &'a str) -> Option<Shard<'a>> {
        let rest = bare(path)?;
        let (stem, tail) = rest.split_at_checked(rest.len().checked_sub(15)?)?;
        let (number, count) = tail.strip_prefix('-')?.split_once("-of-")?;
        let digits = |text: &str| text.len() == 5 && text.bytes().all(|byte| byte.is_ascii_digit());
        if stem.is_empty() || !digits(number) || !digits(count) {
            return None;
        }
        let (number, count) = (number.parse().ok()?, count.parse().ok()?);
        (1..=count).contains(&number).then_some(Shard { stem, number, count })
    }

    /// The path of the shard with another number.
    pub fn path(&self, number: u32) -> String {
        format!("{}-{number:05}-of-{:05}.gguf", self.stem, self.count)
    }
}

/// The file or files of one model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Set {
    /// Which files of the list that was collapsed, in the order of their numbers.
    pub parts: Vec<usize>,
    /// What the list lacks.
    pub missing: Option<Missing>,
}

/// Shards that should be there and are not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// Path of the first of them.
    pub first: String,
    /// How many they are.
    pub count: u32,
}

/// Puts shards that belong together into one set, and every other file into one of its own; the sets
/// come in the order in which the list first names them.
pub fn collapse<P: AsRef<Path>>(files: &[P]) -> Vec<Set> {
    let mut sets: Vec<(Option<Shard>, BTreeMap<u32, usize>)> = Vec::new();
    let mut places: HashMap<(&str, u32), usize> = HashMap::new();
    for (index, file) in files.iter().enumerate() {
        // A path that is not UTF-8 stays alone: nothing could name its missing shards.
        let shard = file.as_ref().to_str().and_then(Shard::read);
        let place = match shard {
            Some(shard) => *places.entry((shard.stem, shard.count)).or_insert(sets.len()),
            None => sets.len(),
        };
        if place == sets.len() {
            sets.push((shard, BTreeMap::new()));
        }
        sets[place].1.entry(shard.map_or(1, |shard| shard.number)).or_insert(index);
    }
    sets.into_iter()
        .map(|(shard, parts)| Set {
            missing: shard.and_then(|shard| missing(shard, &parts)),
            parts: parts.into_values().collect(),
        })
        .collect()
}

fn missing(shard: Shard, parts: &BTreeMap<u32, usize>) -> Option<Missing> {
    let first = (1..=shard.count).find(|number| !parts.contains_key(number))?;
    let there = u32::try_from(parts.len()).unwrap_or(shard.count);
    Some(Missing { first: shard.path(first), count: shard.count.saturating_sub(there) })
}

/// Marks of files that stand beside a model and are none: projectors, calibration data, and the heads
/// and small models that guess ahead for a bigger one.
const BESIDE: [&str; 5] = ["mmproj", "imatrix", "eagle3-", "dflash-", "dspark-"];

/// Whether the file is a model that answers by itself.
pub fn is_model(path: impl AsRef<Path>) -> bool {
    let name = name(path.as_ref());
    let lower = name.to_ascii_lowercase();
    // Capitals behind the beginning name a full model that has the extra layers inside.
    let head = lower.starts_with("mtp-") || name.contains("mtp-");
    let draft = lower.split(|c: char| !c.is_alphanumeric()).any(|word| word == "draft");
    bare(&name).is_some() && !head && !draft && !BESIDE.iter().any(|mark| lower.contains(mark))
}

/// Whether the file turns images into input for a model.
pub fn is_projector(path: impl AsRef<Path>) -> bool {
    let lower = name(path.as_ref()).to_ascii_lowercase();
    bare(&lower).is_some() && lower.contains("mmproj") && !lower.contains("imatrix")
}

/// The path without `.gguf` and without the number of a shard.
pub fn stem(path: &str) -> &str {
    Shard::read(path).map(|shard| shard.stem).or_else(|| bare(path)).unwrap_or(path)
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// The path without `.gguf`, in any case; `None` when it ends otherwise.
fn bare(path: &str) -> Option<&str> {
    let (rest, ending) = path.split_at_checked(path.len().checked_sub(5)?)?;
    let named = !rest.is_empty() && !rest.ends_with('/');
    (named && ending.eq_ignore_ascii_case(".gguf")).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::path::PathBuf;

    #[test]
    fn a_shard_says_its_stem_number_and_count() {
        let shard = Shard::read("Q8_0/Qwen3-Q8_0-00002-of-00009.gguf").unwrap();
        assert_eq!((shard.stem, shard.number, shard.count), ("Q8_0/Qwen3-Q8_0", 2, 9));
        assert_eq!(shard.path(9), "Q8_0/Qwen3-Q8_0-00009-of-00009.gguf");
        assert!(Shard::read("a-00001-of-00002.GGUF").is_some());
        for name in [
            "a.gguf",
            "-00001-of-00002.gguf",
            "a-0001-of-0002.gguf",
            "a-00001-of-00002",
            "a-00003-of-00002.gguf",
            "a-00000-of-00002.gguf",
            "a-+0001-of-00002.gguf",
            "a_00001-of-00002.gguf",
            "é0001-of-00002.gguf",
        ] {
            assert_eq!(Shard::read(name), None, "{name}");
        }
    }

    #[test]
    fn models_are_told_from_what_stands_beside_them() {
        for name in [
            "Qwen3-8B-Q4_K_M.gguf",
            "dir/qwen3-8b-q4_k_m.GGUF",
            "Qwen3.6-27B-MTP-Q4_K_M.gguf",
            "mmproj-models/Qwen3-VL-8B-Q8_0.gguf",
            "Overdrafts-7B.gguf",
        ] {
            assert!(is_model(name) && !is_projector(name), "{name}");
        }
        for name in [
            "mmproj-F16.gguf",
            "Qwen3-VL-8B.mmproj-Q8_0.gguf",
            "MMPROJ-model-f16.gguf",
            "imatrix.gguf",
            "Qwen3-8B-imatrix.gguf",
            "mtp-Qwen3.6-27B-Q8_0.gguf",
            "MTP-Qwen3.6.gguf",
            "eagle3-Qwen3-8B.gguf",
            "dflash-x.gguf",
            "dspark-x.gguf",
            "QwQ-DRAFT-0.5B-Q8_0.gguf",
            "draft.gguf",
            "README.md",
            "Qwen3-8B-Q4_K_M.gguf.downloadInProgress",
            "gguf",
            "dir/.gguf",
            ".",
            "",
        ] {
            assert!(!is_model(name), "{name}");
        }
        assert!(is_projector("a/mmproj-F16.gguf") && is_projector("MMPROJ-f16.GGUF"));
        assert!(!is_projector("mmproj.txt") && !is_projector("mmproj-imatrix.gguf"));
    }

    #[test]
    fn sets_come_in_order_and_say_what_they_lack() {
        let files: Vec<PathBuf> = [
            "b-00002-of-00003.gguf",
            "a.gguf",
            "b-00001-of-00003.gguf",
            "x/b-00003-of-00003.gguf",
            "c-00002-of-00002.gguf",
            "c-00001-of-00002.gguf",
            "c-00001-of-00002.GGUF",
        ]
        .map(PathBuf::from)
        .into();
        let set = |parts: &[usize], missing: Option<(&str, u32)>| Set {
            parts: parts.to_vec(),
            missing: missing.map(|(first, count)| Missing { first: first.into(), count }),
        };
        let expected = [
            set(&[2, 0], Some(("b-00003-of-00003.gguf", 1))),
            set(&[1], None),
            set(&[3], Some(("x/b-00001-of-00003.gguf", 2))),
            set(&[5, 4], None),
        ];
        assert_eq!(collapse(&files), expected);
    }

    #[test]
    fn the_stem_has_no_ending_and_no_number() {
        let stems = ["a/b-Q8_0-00001-of-00002.gguf", "a/b-Q8_0.GGUF", "a/b-Q8_0"].map(stem);
        assert_eq!(stems, ["a/b-Q8_0"; 3]);
    }

    proptest! {
        #[test]
        fn any_name_is_read_without_a_panic(name in any::<String>(), tail in "[-0-9of]{0,16}(\\.gguf)?") {
            for name in [name.clone(), format!("{name}{tail}")] {
                let _ = (is_model(&name), is_projector(&name), stem(&name), quant(&name));
                if let Some(shard) = Shard::read(&name) {
                    let path = shard.path(shard.number);
                    prop_assert!(path.eq_ignore_ascii_case(&name));
                }
            }
        }

        #[test]
        fn shards_in_any_order_are_put_into_order(
            mut numbers in (1..40_u32).prop_map(|count| (1..=count).collect::<Vec<_>>()).prop_shuffle(),
            lost in prop::option::of(any::<prop::sample::Index>()),
        ) {
            let count = numbers.len();
            let lost = lost.map(|lost| numbers.remove(lost.index(count)));
            let files: Vec<String> =
                numbers.iter().map(|number| format!("m/a-{number:05}-of-{count:05}.gguf")).collect();
            let sets = collapse(&files);
            prop_assert_eq!(sets.len(), usize::from(!files.is_empty()));
            for set in sets {
                let order: Vec<u32> = set.parts.iter().map(|&part| numbers[part]).collect();
                prop_assert!(order.is_sorted() && order.len() == numbers.len());
                let first = lost.map(|lost| format!("m/a-{lost:05}-of-{count:05}.gguf"));
                prop_assert_eq!(set.missing.map(|missing| missing.first), first);
            }
        }
    }
}
