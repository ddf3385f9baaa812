//! Which files of a repository make the model that is meant, by the rules of llama.cpp's `-hf`.

use super::quant::{base, family, known};
use super::{Missing, Set, bits, collapse, is_model, is_projector, quant};
use crate::error::{Error, Kind};
use crate::models::id::Pick;
use crate::{tell, text};

/// Files that make a model, as places in the list they were chosen from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The model's own, in order; never empty.
    pub parts: Vec<usize>,
    /// The one that turns images into input.
    pub projector: Option<usize>,
    /// The quantisation, as the name says.
    pub quant: Option<String>,
}

/// Why no files were chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Shards of the chosen model are not in the list.
    Missing(Missing),
    /// No file fits what was asked for.
    NoSuch {
        /// What was asked for.
        wanted: String,
        /// What there is: quantisations, or paths where a path was asked for.
        have: Vec<String>,
    },
    /// There is no model at all.
    NoModel,
}

impl Fault {
    /// The error to show; `of` names the repository or the directory. The caller knows the hint for
    /// missing shards, which may be fetched or were never there.
    pub fn error(&self, of: &str) -> Error {
        match self {
            Fault::Missing(missing) => {
                let what = match missing.count {
                    0 | 1 => tell!("files-lacks", of = of, name = &missing.first),
                    count => tell!("files-lacks-more", of = of, name = &missing.first, count = count - 1),
                };
                Error::new(Kind::Model, what)
            }
            Fault::NoSuch { wanted, have } => {
                Error::new(Kind::Model, tell!("files-no-such", of = of, wanted = wanted)).hint(
                    match have.as_slice() {
                        [] => tell!("files-no-such-any"),
                        have => tell!("files-no-such-hint", names = text::list(have)),
                    },
                )
            }
            Fault::NoModel => {
                Error::new(Kind::Model, tell!("files-none", of = of)).hint(tell!("files-none-hint"))
            }
        }
    }
}

/// Chooses from the paths of a repository, in the order in which the repository lists them. Unless a
/// path is given, projectors, drafts and calibration data are never chosen.
///
/// # Errors
/// A [`Fault`].
pub fn pick(files: &[&str], pick: &Pick) -> Result<Choice, Fault> {
    let set = match pick {
        Pick::File(path) => by_path(files, path)?,
        Pick::Usual => Models::of(files)?.usual(),
        Pick::Quant(tag) => Models::of(files)?.tagged(tag)?,
    };
    if let Some(missing) = set.missing {
        return Err(Fault::Missing(missing));
    }
    let first = set.parts.first().map_or("", |&part| files[part]);
    Ok(Choice { projector: projector(files, first), quant: quant(first), parts: set.parts })
}

/// The projector for a model: in its directory or else the nearest one above, and there the one whose
/// bits per weight are nearest to the model's.
pub fn projector(files: &[&str], model: &str) -> Option<usize> {
    let dir = dir(model);
    let above = |other: &str| other.is_empty() || dir.strip_prefix(other).is_some_and(is_below);
    // Without a known quantisation the smallest is taken, as llama.cpp does.
    let wanted = bits_of(model).unwrap_or(0.0);
    let far = |file: &str| bits_of(file).map_or(f64::INFINITY, |bits| (bits - wanted).abs());
    let beside = files.iter().enumerate().filter(|(_, file)| is_projector(file) && above(self::dir(file)));
    beside
        .min_by(|(_, a), (_, b)| {
            let depth = self::dir(b).len().cmp(&self::dir(a).len());
            depth.then(far(a).total_cmp(&far(b)))
        })
        .map(|(index, _)| index)
}

fn is_below(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with('/')
}

fn dir(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |parts| parts.0)
}

fn bits_of(path: &str) -> Option<f64> {
    bits(&quant(path)?)
}

/// The set of a file that was named, whatever it holds.
fn by_path(files: &[&str], path: &str) -> Result<Set, Fault> {
    let fits = |file: &&str| super::bare(file).is_some();
    let exact = files.iter().position(|file| file == &path && fits(file));
    let mut loose = (0..files.len()).filter(|&at| files[at].eq_ignore_ascii_case(path) && fits(&files[at]));
    let place = exact.or_else(|| loose.next().filter(|_| loose.next().is_none()));
    let set = place.and_then(|place| {
        // A path that is listed twice stands in the set once, perhaps as the other one.
        let same = |part: &usize| *part == place || files[*part] == files[place];
        collapse(files).into_iter().find(|set| set.parts.iter().any(same))
    });
    set.ok_or_else(|| Fault::NoSuch {
        wanted: path.to_owned(),
        have: files.iter().filter(|file| is_model(file)).map(|&file| file.to_owned()).collect(),
    })
}

/// The models of a repository.
struct Models<'a>(Vec<Model<'a>>);

struct Model<'a> {
    /// Path of its first file that is there.
    first: &'a str,
    quant: Option<String>,
    set: Set,
}

/// What a short name means first, by what follows its digit.
const VARIANTS: [&str; 11] = ["_K_M", "_K_S", "_0", "_K_XL", "_K_L", "_1", "_M", "_S", "_XS", "_XXS", "_NL"];

impl<'a> Models<'a> {
    fn of(files: &[&'a str]) -> Result<Models<'a>, Fault> {
        let places: Vec<usize> = (0..files.len()).filter(|&place| is_model(files[place])).collect();
        let names: Vec<&str> = places.iter().map(|&place| files[place]).collect();
        let models: Vec<Model> = collapse(&names)
            .into_iter()
            .map(|mut set| {
                set.parts.iter_mut().for_each(|part| *part = places[*part]);
                let first = set.parts.first().map_or("", |&part| files[part]);
                Model { first, quant: quant(first), set }
            })
            .collect();
        if models.is_empty() { Err(Fault::NoModel) } else { Ok(Models(models)) }
    }

    /// The first that fits, those with all their shards before the others.
    fn first(&self, fits: impl Fn(&Model) -> bool) -> Option<Set> {
        let all = || self.0.iter().filter(|model| fits(model));
        let whole = all().find(|model| model.set.missing.is_none());
        whole.or_else(|| all().next()).map(|model| model.set.clone())
    }

    fn usual(&self) -> Set {
        let usual = ["Q4_K_M", "Q8_0"].into_iter().find_map(|tag| self.named(tag));
        let set = usual.or_else(|| self.first(|_| true));
        set.unwrap_or(Set { parts: Vec::new(), missing: None })
    }

    fn tagged(&self, tag: &str) -> Result<Set, Fault> {
        self.named(tag).or_else(|| self.short(tag)).ok_or_else(|| {
            let mut have: Vec<String> = Vec::new();
            for model in &self.0 {
                let name = model.quant.clone().unwrap_or_else(|| model.first.to_owned());
                if !have.contains(&name) {
                    have.push(name);
                }
            }
            Fault::NoSuch { wanted: tag.to_owned(), have }
        })
    }

    /// The one of exactly this quantisation, or else whose path has the tag before a `.` or `-`.
    fn named(&self, tag: &str) -> Option<Set> {
        let squeezed = squeeze(tag);
        let exact = |model: &Model| model.quant.as_deref().is_some_and(|quant| squeeze(quant) == squeezed);
        self.first(exact).or_else(|| self.first(|model| has(model.first, tag)))
    }

    /// The one that `q4` or `q4_k` means.
    fn short(&self, tag: &str) -> Option<Set> {
        let tag = tag.to_ascii_uppercase();
        if !known(base(&tag)) {
            return None;
        }
        let longer = |quant: &str| quant.strip_prefix(&tag).is_some_and(|rest| rest.starts_with('_'));
        let rank = |model: &Model| {
            let quant = model.quant.as_deref()?;
            let base = base(quant);
            let fits = longer(quant) || longer(base) || base == tag;
            let variant = family(base).map_or("", |family| family.1);
            let place = VARIANTS.iter().position(|known| *known == variant).unwrap_or(VARIANTS.len());
            fits.then_some((model.set.missing.is_some(), place, quant != base))
        };
        let ranked = self.0.iter().filter_map(|model| Some((rank(model)?, model)));
        ranked.min_by_key(|(rank, _)| *rank).map(|(_, model)| model.set.clone())
    }
}

/// Letters and digits of a quantisation, so that `q4km` and `fp16` are found too.
fn squeeze(quant: &str) -> String {
    let letters: String = quant.chars().filter(char::is_ascii_alphanumeric).collect();
    letters.to_ascii_uppercase().replace("FP16", "F16").replace("FP32", "F32")
}

/// Whether the path has the tag as a whole word before a `.` or `-`: `F16` is not in `BF16`.
fn has(path: &str, tag: &str) -> bool {
    let (path, tag) = (path.to_ascii_lowercase(), tag.to_ascii_lowercase());
    let word = |at: usize| {
        let begins = !path[..at].ends_with(|c: char| c.is_ascii_alphanumeric());
        begins && path[at + tag.len()..].starts_with(['.', '-'])
    };
    !tag.is_empty() && path.match_indices(&tag).any(|(at, _)| word(at))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Names as a repository with everything has them.
    const FILES: [&str; 16] = [
        "BF16/Qwen3-VL-8B-BF16-00002-of-00002.gguf",
        "BF16/Qwen3-VL-8B-BF16-00001-of-00002.gguf",
        "Qwen3-VL-8B-IQ4_XS.gguf",
        "Qwen3-VL-8B-Q4_0.gguf",
        "Qwen3-VL-8B-Q4_K_S.gguf",
        "Qwen3-VL-8B-Q4_K_M.gguf",
        "Qwen3-VL-8B-Q8_0.gguf",
        "Qwen3-VL-8B-UD-Q4_K_XL.gguf",
        "Qwen3-VL-8B-UD-Q5_K_XL.gguf",
        "README.md",
        "imatrix-Q4_K_M.gguf",
        "mmproj-BF16.gguf",
        "mmproj-F32.gguf",
        "mmproj-Q8_0.gguf",
        "mtp-Qwen3-VL-8B-Q4_K_M.gguf",
        "Qwen3-VL-8B-Q6_K-00002-of-00003.gguf",
    ];

    fn tagged<'a>(files: &[&'a str], tag: &str) -> Result<&'a str, Fault> {
        pick(files, &Pick::Quant(tag.into())).map(|choice| files[choice.parts[0]])
    }

    #[test]
    fn the_usual_model_is_q4_k_m_then_q8_0_then_the_first() {
        let usual = |files: &[&'static str]| files[pick(files, &Pick::Usual).unwrap().parts[0]];
        assert_eq!(usual(&FILES), "Qwen3-VL-8B-Q4_K_M.gguf");
        assert_eq!(usual(&["a-Q2_K.gguf", "a-q8_0.gguf", "a-F16.gguf"]), "a-q8_0.gguf");
        assert_eq!(usual(&["mmproj-F16.gguf", "a-Q2_K.gguf", "a-F16.gguf"]), "a-Q2_K.gguf");
        assert_eq!(usual(&["a-Q4_K_M-imat.gguf", "a-Q8_0.gguf"]), "a-Q4_K_M-imat.gguf");
        assert_eq!(usual(&["a-Q4_K_M-00002-of-00002.gguf", "b-Q4_K_M.gguf", "c-Q8_0.gguf"]), "b-Q4_K_M.gguf");
    }

    #[test]
    fn quantisations_are_found_in_any_case_and_in_short() {
        for (tag, expected) in [
            ("q4_k_m", 5),
            ("Q4_K_M", 5),
            ("q4km", 5),
            ("q4", 5),
            ("q4_k", 5),
            ("q8", 6),
            ("iq4", 2),
            ("q4_0", 3),
            ("q4_k_xl", 7),
            ("ud-q4_k_xl", 7),
            ("UD-Q5", 8),
            ("q5", 8),
            ("bf16", 1),
        ] {
            assert_eq!(tagged(&FILES, tag), Ok(FILES[expected]), "{tag}");
        }
        assert_eq!(tagged(&["a-Q4_1.gguf", "a-Q4_0.gguf", "a-Q4_K_S.gguf"], "q4"), Ok("a-Q4_K_S.gguf"));
        assert_eq!(tagged(&["a-Q4_1.gguf", "a-Q4_0.gguf"], "q4"), Ok("a-Q4_0.gguf"));
        assert_eq!(tagged(&["a-fp16.gguf"], "F16"), Ok("a-fp16.gguf"));
        assert_eq!(tagged(&["a-BF16.gguf", "a-F16.gguf"], "f16"), Ok("a-F16.gguf"));
    }

    #[test]
    fn what_is_not_there_is_told_with_what_is() {
        let Err(Fault::NoSuch { wanted, have }) = tagged(&FILES, "f16") else { panic!() };
        assert_eq!(wanted, "f16");
        assert_eq!(
            have,
            ["BF16", "IQ4_XS", "Q4_0", "Q4_K_S", "Q4_K_M", "Q8_0", "UD-Q4_K_XL", "UD-Q5_K_XL", "Q6_K"]
        );
        for tag in ["q", "iq", "_", "Q3_K_M", "gguf", ""] {
            assert!(matches!(tagged(&FILES, tag), Err(Fault::NoSuch { .. })), "{tag}");
        }
        let error = tagged(&FILES, "Q9").unwrap_err().error("Qwen/X-GGUF");
        assert_eq!(error.to_string(), "Qwen/X-GGUF has no Q9");
        assert!(error.remedy().unwrap().contains("Q4_K_M, Q8_0"));
        assert_eq!(tagged(&["mmproj-F16.gguf", "imatrix.gguf", "config.json"], "q4"), Err(Fault::NoModel));
        assert_eq!(pick(&[], &Pick::Usual), Err(Fault::NoModel));
    }

    #[test]
    fn missing_shards_are_named() {
        let missing = Missing { first: "Qwen3-VL-8B-Q6_K-00001-of-00003.gguf".into(), count: 2 };
        let fault = tagged(&FILES, "q6_k").unwrap_err();
        assert_eq!(fault, Fault::Missing(missing));
        let error = fault.error("X");
        assert_eq!(error.to_string(), "X lacks Qwen3-VL-8B-Q6_K-00001-of-00003.gguf and 1 more");
    }

    #[test]
    fn a_path_means_its_file_with_all_its_shards() {
        let path = |files: &[&str], path: &str| pick(files, &Pick::File(path.into()));
        let choice = path(&FILES, "BF16/Qwen3-VL-8B-BF16-00002-of-00002.gguf").unwrap();
        assert_eq!((choice.parts, choice.quant.as_deref()), (vec![1, 0], Some("BF16")));
        assert_eq!(path(&FILES, "qwen3-vl-8b-q4_0.gguf").unwrap().parts, [3]);
        assert_eq!(path(&FILES, FILES[14]).unwrap().parts, [14]);
        assert_eq!(path(&["A.gguf", "a.gguf"], "a.gguf").unwrap().parts, [1]);
        assert_eq!(path(&["a.gguf", "a.gguf"], "a.gguf").unwrap().parts, [0]);
        for (files, name) in
            [(&["A.gguf", "a.gguf"][..], "a.GGUF"), (&FILES, "README.md"), (&FILES, "Q4_0.gguf")]
        {
            assert!(matches!(path(files, name), Err(Fault::NoSuch { .. })), "{name}");
        }
    }

    #[test]
    fn the_projector_is_near_in_place_and_in_bits() {
        let of = |model: &str| projector(&FILES, model).map(|place| FILES[place]);
        assert_eq!(of("Qwen3-VL-8B-Q4_K_M.gguf"), Some("mmproj-Q8_0.gguf"));
        assert_eq!(of("BF16/Qwen3-VL-8B-BF16-00001-of-00002.gguf"), Some("mmproj-BF16.gguf"));
        assert_eq!(of("Qwen3-VL-8B-F32.gguf"), Some("mmproj-F32.gguf"));
        let files = ["mmproj-Q8_0.gguf", "a/mmproj-F32.gguf", "ab/mmproj-Q8_0.gguf", "a/c/mmproj-Q8_0.gguf"];
        assert_eq!(projector(&files, "a/x-Q8_0.gguf"), Some(1));
        assert_eq!(projector(&files, "a/b/x-Q8_0.gguf"), Some(1));
        assert_eq!(projector(&files, "x-Q8_0.gguf"), Some(0));
        assert_eq!(projector(&files[1..], "x-Q8_0.gguf"), None);
        assert_eq!(projector(&["mmproj.gguf", "mmproj-F16.gguf"], "x-Q8_0.gguf"), Some(1));
        assert_eq!(projector(&["mmproj.gguf"], "x.gguf"), Some(0));
    }

    proptest! {
        #[test]
        fn any_names_are_chosen_from_without_a_panic(
            names in prop::collection::vec(
                prop_oneof![
                    any::<String>(),
                    "(a/|é/)?(mmproj|mtp|x|Ü)[-._](UD-)?I?[QqF][0-9]{1,2}(_[K0MSé])?(-0000[0-3]-of-0000[0-3])?\\.gguf",
                ],
                0..12,
            ),
            tag in prop_oneof![any::<String>(), "(ud-)?i?[qf][0-9]?(_[k0])?(_m)?"],
        ) {
            let files: Vec<&str> = names.iter().map(String::as_str).collect();
            let file = files.first().map_or(tag.clone(), |file| file.to_string());
            for wanted in [Pick::Usual, Pick::Quant(tag), Pick::File(file)] {
                let Ok(choice) = pick(&files, &wanted) else { continue };
                let first = files[choice.parts[0]];
                let parts = choice.parts.iter().map(|&part| files[part]);
                prop_assert!(parts.clone().all(|part| super::super::stem(part) == super::super::stem(first)));
                prop_assert!(matches!(wanted, Pick::File(_)) || parts.clone().all(is_model));
                prop_assert!(choice.projector.is_none_or(|place| is_projector(files[place])));
            }
        }

        #[test]
        fn a_model_is_chosen_with_its_shards_in_order_however_they_are_listed(
            files in Just((1..=7).map(|n| format!("a-Q4_K_M-{n:05}-of-00007.gguf")).collect::<Vec<_>>())
                .prop_shuffle(),
        ) {
            let files: Vec<&str> = files.iter().map(String::as_str).collect();
            let choice = pick(&files, &Pick::Quant("q4".into())).unwrap();
            let chosen: Vec<&str> = choice.parts.iter().map(|&part| files[part]).collect();
            prop_assert!(chosen.len() == 7 && chosen.is_sorted(), "{:?}", chosen);
        }
    }
}
