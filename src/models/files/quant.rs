//! The quantisation in a file's name, and how many bits a weight takes in it.

use std::path::Path;

/// The quantisation that the name of a model file ends in, in capitals: `Q4_K_M`, `BF16`, `UD-Q4_K_XL`.
pub fn quant(path: impl AsRef<Path>) -> Option<String> {
    let name = super::name(path.as_ref());
    let stem = super::stem(&name);
    let (before, tag) = match stem.rfind(['-', '.']) {
        Some(at) => (&stem[..at], &stem[at + 1..]),
        None => ("", stem),
    };
    let tag = tag.to_ascii_uppercase();
    if !known(&tag) {
        return None;
    }
    let dynamic = before.rsplit(['-', '.', '_']).next().is_some_and(|word| word.eq_ignore_ascii_case("UD"));
    Some(if dynamic { format!("UD-{tag}") } else { tag })
}

/// Formats without a `Q`.
const PLAIN: [(&str, f64); 10] = [
    ("F64", 64.0),
    ("F32", 32.0),
    ("FP32", 32.0),
    ("F16", 16.0),
    ("FP16", 16.0),
    ("BF16", 16.0),
    ("MXFP4", 4.25),
    ("MXFP4_MOE", 4.25),
    ("NVFP4", 4.5),
    ("NVFP4_MOE", 4.5),
];

/// Mixtures whose average is far from what their digit says, as measured on whole models.
const MIXED: [(&str, f64); 31] = [
    ("Q6_K", 6.57),
    ("Q5_1", 6.0),
    ("Q5_K_M", 5.69),
    ("Q5_K_S", 5.54),
    ("Q4_1", 5.0),
    ("Q4_K_XL", 5.05),
    ("Q4_K_L", 5.0),
    ("Q4_K_M", 4.85),
    ("Q4_K_S", 4.58),
    ("Q3_K_XL", 4.3),
    ("Q3_K_L", 4.27),
    ("Q3_K_M", 3.91),
    ("Q2_K_XL", 3.3),
    ("Q2_K_L", 3.1),
    ("Q2_K", 2.96),
    ("Q8_K_XL", 10.1),
    ("Q6_K_XL", 7.0),
    ("IQ4_XS", 4.25),
    ("IQ3_M", 3.66),
    ("IQ3_S", 3.44),
    ("IQ3_XS", 3.3),
    ("IQ3_XXS", 3.06),
    ("IQ2_M", 2.7),
    ("IQ2_XS", 2.31),
    ("IQ2_XXS", 2.06),
    ("IQ1_M", 1.75),
    ("IQ1_S", 1.56),
    ("TQ2_0", 2.06),
    ("TQ1_0", 1.69),
    ("Q2_0", 2.25),
    ("Q1_0", 1.13),
];

/// About how many bits a weight takes; `None` when the text is no quantisation.
pub fn bits(quant: &str) -> Option<f64> {
    let upper = quant.to_ascii_uppercase();
    let tag = base(&upper);
    let listed = PLAIN.iter().chain(&MIXED).find(|row| row.0 == tag);
    let digit = || Some(f64::from(family(tag)?.0) + 0.5);
    listed.map(|row| row.1).or_else(digit)
}

/// The quantisation without the mark of a dynamic mixture.
pub(super) fn base(quant: &str) -> &str {
    quant.strip_prefix("UD-").unwrap_or(quant)
}

/// Whether the tag, in capitals, is a quantisation.
pub(super) fn known(tag: &str) -> bool {
    PLAIN.iter().any(|row| row.0 == tag) || family(tag).is_some()
}

/// The digit of `Q4_K_M`, `IQ2_XXS` or `TQ1_0`, and what follows it.
pub(super) fn family(tag: &str) -> Option<(u8, &str)> {
    let rest = tag.strip_prefix(['I', 'T']).unwrap_or(tag).strip_prefix('Q')?;
    let digit = rest.bytes().next().filter(|byte| matches!(byte, b'1'..=b'8'))?;
    let variant = &rest[1..];
    let word = |part: &str| matches!(part.len(), 1..=3) && part.bytes().all(|b| b.is_ascii_alphanumeric());
    let good = variant.is_empty() || variant.strip_prefix('_')?.split('_').all(word);
    (good && tag.len() <= 16).then_some((digit - b'0', variant))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_quantisation_stands_at_the_end_of_the_name() {
        for (name, expected) in [
            ("Qwen3-8B-Q4_K_M.gguf", Some("Q4_K_M")),
            ("qwen2.5-coder-7b-instruct-q4_k_m-00001-of-00002.gguf", Some("Q4_K_M")),
            ("Q8_0/Model.Q8_0-00001-of-00009.gguf", Some("Q8_0")),
            ("Qwen3.8-27B-UD-Q4_K_XL.gguf", Some("UD-Q4_K_XL")),
            ("qwen-ud-iq2_xxs.GGUF", Some("UD-IQ2_XXS")),
            ("BAUD-Q4_0.gguf", Some("Q4_0")),
            ("mmproj-F16.gguf", Some("F16")),
            ("x-bf16.gguf", Some("BF16")),
            ("qwen2.5-0.5b-instruct-fp16.gguf", Some("FP16")),
            ("gpt-oss-20b-MXFP4.gguf", Some("MXFP4")),
            ("gpt-oss-20b-mxfp4_moe.gguf", Some("MXFP4_MOE")),
            ("x-TQ1_0.gguf", Some("TQ1_0")),
            ("x-Q4_0_4_8.gguf", Some("Q4_0_4_8")),
            ("F32.gguf", Some("F32")),
            ("x-q4.gguf", Some("Q4")),
            ("Qwen3-8B.gguf", None),
            ("Qwen3-4B-Instruct-2507.gguf", None),
            ("Q4_K_M/model.gguf", None),
            ("QwQ-32B.gguf", None),
            ("x-Q3_2507.gguf", None),
            ("x-Q4_.gguf", None),
            ("x-Q9_0.gguf", None),
            ("x-FAST.gguf", None),
            ("", None),
        ] {
            assert_eq!(quant(name).as_deref(), expected, "{name}");
        }
    }

    #[test]
    fn more_bits_mean_a_bigger_file() {
        let order = ["IQ1_S", "IQ2_XXS", "Q2_K", "Q3_K_S", "Q3_K_M", "IQ4_XS", "Q4_0", "Q4_K_S", "q4_k_m"]
            .into_iter()
            .chain(["UD-Q4_K_XL", "Q5_K_S", "Q5_K_M", "Q6_K", "Q8_0", "UD-Q8_K_XL", "F16", "F32"]);
        let bits: Vec<f64> = order.map(|quant| bits(quant).unwrap()).collect();
        assert!(bits.is_sorted_by(|a, b| a < b), "{bits:?}");
        assert_eq!((super::bits("Q8_0"), super::bits("BF16")), (Some(8.5), Some(16.0)));
        assert_eq!((super::bits("8B"), super::bits(""), super::bits("UD-")), (None, None, None));
    }

    proptest! {
        #[test]
        fn every_quantisation_has_bits(name in ".{0,8}[-.](UD-)?[ITFBM]?[QFP]?[0-9]{0,2}[_KSMLX0-9]{0,6}(\\.gguf)?") {
            if let Some(quant) = quant(&name) {
                prop_assert!(bits(&quant).is_some_and(|bits| bits > 1.0 && bits <= 64.0), "{}", quant);
            }
        }
    }
}
