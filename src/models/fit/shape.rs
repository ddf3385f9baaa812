//! The numbers of a header that decide how much memory a model takes.

use serde::{Deserialize, Serialize};

use super::Setup;
use crate::models::gguf::{Facts, Value};

/// How many layers at most are looked at one by one; llama.cpp's own limit (`LLAMA_MAX_LAYERS`).
const LAYERS: u64 = 512;
/// The architectures that llama.cpp takes to have recurrent layers though no key says which.
const HYBRIDS: [&str; 4] = ["qwen3next", "qwen35", "qwen35moe", "qwen4exp"];
/// Every so many layers of theirs is one with attention where no key says how many.
const INTERVAL: u64 = 4;

/// What matters of a header.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shape {
    /// Layers, without those that only guess ahead.
    pub layers: u64,
    /// Layers with attention, which keep keys and values.
    pub attention: u64,
    /// Numbers that the KV cache keeps for each token.
    pub elements: u64,
    /// Bytes of the state of recurrent layers.
    pub state: u64,
    /// Tokens of the vocabulary.
    pub vocab: u64,
    /// Length of an embedding.
    pub embedding: u64,
    /// The widest result within a layer but for the feed-forward part: embedding or queries.
    pub width: u64,
    /// Width of the feed-forward part; of a mixture of experts, of those that are used together.
    pub forward: u64,
    /// Tokens of context that the model was trained for; 0 if the header does not say.
    pub trained: u64,
}

impl Shape {
    /// Bytes of KV cache for one token in f16.
    pub fn per_token(&self) -> u64 {
        self.elements.saturating_mul(2)
    }

    /// Bytes of KV cache for the whole context.
    pub fn kv(&self, setup: Setup) -> u64 {
        setup.kv.bytes(self.elements.saturating_mul(setup.cells()))
    }
}

/// The shape of the model with these facts; `None` if they do not suffice.
///
/// Bytes that end before the vocabulary do not suffice, because converters write the network's numbers
/// before it, and a number that is missing is another than one that is left out.
/// Sliding windows are not considered, so that their models get an upper bound.
pub fn shape(facts: &dyn Facts) -> Option<Shape> {
    let vocab = facts.count("tokenizer.ggml.tokens");
    if vocab.is_none() && !facts.whole() {
        return None;
    }
    let embedding = facts.arch_u64("embedding_length")?;
    let layers = Layers::of(facts)?;
    let heads = each(facts, "attention.head_count").unwrap_or_default().max();
    let (key, value) = head(facts, embedding, heads);
    let kv = each(facts, "attention.head_count_kv").unwrap_or(Each::Same(heads));
    let kv_heads = (0..layers.count).filter(|&layer| layers.attends(layer)).map(|layer| kv.at(layer));
    let (attention, kv_heads) = kv_heads
        .filter(|&heads| heads > 0)
        .fold((0, 0_u64), |(layers, sum), heads| (layers + 1, sum.saturating_add(heads)));
    // Where every layer attends, recurrent parts stand beside the attention in all of them.
    let recurrent = if attention < layers.count { layers.count - attention } else { layers.count };
    Some(Shape {
        layers: layers.count,
        attention,
        elements: kv_heads.saturating_mul(key.saturating_add(value)),
        state: recurrent.saturating_mul(state(facts, embedding)).saturating_mul(4),
        vocab: vocab.or_else(|| facts.arch_u64("vocab_size")).unwrap_or(0),
        embedding,
        width: embedding.max(heads.saturating_mul(key)),
        forward: forward(facts),
        trained: facts.arch_u64("context_length").unwrap_or(0),
    })
}

/// A number that a header gives once or for each layer.
enum Each<'a> {
    Same(u64),
    Own(&'a [i64]),
}

impl Default for Each<'_> {
    fn default() -> Self {
        Each::Same(0)
    }
}

impl Each<'_> {
    fn at(&self, layer: u64) -> u64 {
        match self {
            Each::Same(number) => *number,
            Each::Own(all) => usize::try_from(layer)
                .ok()
                .and_then(|layer| all.get(layer))
                .map_or(0, |&number| whole(number)),
        }
    }

    fn max(&self) -> u64 {
        match self {
            Each::Same(number) => *number,
            Each::Own(all) => all.iter().map(|&number| whole(number)).max().unwrap_or(0),
        }
    }
}

fn whole(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}

fn each<'a>(facts: &'a dyn Facts, key: &str) -> Option<Each<'a>> {
    let value = facts.arch_get(key)?;
    value.ints().map(Each::Own).or_else(|| value.u64().map(Each::Same))
}

/// Which layers attend, as llama.cpp tells them apart.
struct Layers<'a> {
    count: u64,
    recurrent: Option<&'a [bool]>,
    interval: Option<u64>,
}

impl<'a> Layers<'a> {
    fn of(facts: &'a dyn Facts) -> Option<Layers<'a>> {
        let all = facts.arch_u64("block_count")?.min(LAYERS);
        let ahead = facts.arch_u64("nextn_predict_layers").unwrap_or(0);
        let hybrid = HYBRIDS.contains(&facts.arch()).then_some(INTERVAL);
        Some(Layers {
            count: all.saturating_sub(ahead),
            recurrent: facts.arch_get("attention.recurrent_layers").and_then(Value::bools),
            interval: facts.arch_u64("full_attention_interval").or(hybrid).filter(|&every| every > 0),
        })
    }

    fn attends(&self, layer: u64) -> bool {
        let listed = self.recurrent.and_then(|all| all.get(usize::try_from(layer).ok()?));
        match (listed, self.interval) {
            (Some(recurrent), _) => !recurrent,
            (None, Some(every)) => (layer + 1).is_multiple_of(every),
            (None, None) => true,
        }
    }
}

/// Numbers in the key and the value of a head.
fn head(facts: &dyn Facts, embedding: u64, heads: u64) -> (u64, u64) {
    let usual = embedding.checked_div(heads).unwrap_or(0);
    let key = facts.arch_u64("attention.key_length").unwrap_or(usual);
    // With latent attention (DeepSeek) the values are made from what is kept as keys.
    if facts.arch_u64("attention.key_length_mla").is_some_and(|length| length > 0) {
        return (key, 0);
    }
    (key, facts.arch_u64("attention.value_length").unwrap_or(usual))
}

/// Numbers in the state of one recurrent layer, by the three kinds that llama.cpp has
/// (`llama_hparams::n_embd_r` and `n_embd_s`); it keeps them in f32.
fn state(facts: &dyn Facts, embedding: u64) -> u64 {
    let number = |key: &str| facts.arch_u64(key).unwrap_or(0);
    if let Some(size) = facts.arch_u64("wkv.head_size") {
        let shift = facts.arch_u64("token_shift_count").unwrap_or(2);
        return embedding.saturating_mul(size.saturating_add(shift));
    }
    if let Some(cache) = facts.arch_u64("shortconv.l_cache") {
        return embedding.saturating_mul(cache.saturating_sub(1));
    }
    let (inner, size) = (number("ssm.inner_size"), number("ssm.state_size"));
    let groups = number("ssm.group_count").saturating_mul(size).saturating_mul(2);
    let kernel = number("ssm.conv_kernel").saturating_sub(1);
    kernel.saturating_mul(inner.saturating_add(groups)).saturating_add(inner.saturating_mul(size))
}

/// Width of the feed-forward part.
fn forward(facts: &dyn Facts) -> u64 {
    let number = |key: &str| each(facts, key).unwrap_or_default().max();
    let experts = number("expert_feed_forward_length")
        .saturating_mul(number("expert_used_count"))
        .saturating_add(number("expert_shared_feed_forward_length"));
    number("feed_forward_length").max(experts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::models::fit::{KvType, need};
    use std::collections::HashMap;

    /// Pairs of an architecture, and whether there may be more.
    struct Given {
        kv: HashMap<String, Value>,
        vocab: Option<u64>,
        whole: bool,
    }

    impl Facts for Given {
        fn get(&self, key: &str) -> Option<&Value> {
            self.kv.get(key)
        }

        fn count(&self, key: &str) -> Option<u64> {
            self.vocab.filter(|_| key == "tokenizer.ggml.tokens")
        }

        fn whole(&self) -> bool {
            self.whole
        }
    }

    impl Given {
        fn with(mut self, key: &str, value: Value) -> Given {
            let arch = self.arch().to_owned();
            self.kv.insert(format!("{arch}.{key}"), value);
            self
        }

        fn set(self, numbers: &[(&str, u64)]) -> Given {
            numbers.iter().fold(self, |given, (key, number)| given.with(key, Value::Unsigned(*number)))
        }
    }

    fn given(arch: &str, numbers: &[(&str, u64)]) -> Given {
        let kv = HashMap::from([("general.architecture".to_owned(), Value::Text(arch.into()))]);
        Given { kv, vocab: Some(151_936), whole: true }.set(numbers)
    }

    fn qwen3_4b() -> Given {
        given(
            "qwen3",
            &[
                ("context_length", 40_960),
                ("embedding_length", 2560),
                ("block_count", 36),
                ("feed_forward_length", 9728),
                ("attention.head_count", 32),
                ("attention.head_count_kv", 8),
                ("attention.key_length", 128),
                ("attention.value_length", 128),
            ],
        )
    }

    fn qwen35_27b() -> Given {
        given(
            "qwen35",
            &[
                ("embedding_length", 5120),
                ("block_count", 64),
                ("feed_forward_length", 17_408),
                ("attention.head_count", 24),
                ("attention.head_count_kv", 4),
                ("attention.key_length", 256),
                ("attention.value_length", 256),
                ("ssm.conv_kernel", 4),
                ("ssm.inner_size", 6144),
                ("ssm.state_size", 128),
                ("ssm.group_count", 16),
            ],
        )
    }

    #[test]
    fn qwen3_4b_keeps_147456_bytes_for_each_token() {
        let shape = shape(&qwen3_4b()).unwrap();
        assert_eq!((shape.per_token(), shape.attention, shape.layers), (147_456, 36, 36));
        assert_eq!((shape.state, shape.vocab, shape.trained), (0, 151_936, 40_960));
        // Its queries are wider than its embedding.
        assert_eq!((shape.embedding, shape.width, shape.forward), (2560, 4096, 9728));
        let need = need(&shape, 2_497_280_256, Setup { kv: KvType::Q8_0, ..Setup::new(8192) });
        assert_eq!(need.kv, 147_456 * 8192 * 34 / 64);
        assert!(need.compute > 512 * 151_936 * 4 && need.compute < 512 << 20);
    }

    #[test]
    fn without_a_head_size_it_follows_from_the_embedding() {
        let coder = given(
            "qwen2",
            &[
                ("embedding_length", 3584),
                ("block_count", 28),
                ("attention.head_count", 28),
                ("attention.head_count_kv", 4),
            ],
        );
        assert_eq!(shape(&coder).unwrap().per_token(), 57_344);
        let all =
            given("llama", &[("embedding_length", 64), ("block_count", 2), ("attention.head_count", 4)]);
        assert_eq!(shape(&all).unwrap().per_token(), 2 * 2 * 64 * 2);
    }

    #[test]
    fn a_hybrid_keeps_keys_in_every_fourth_layer_and_a_state_in_the_others() {
        for hybrid in [qwen35_27b(), qwen35_27b().set(&[("full_attention_interval", 4)])] {
            let shape = shape(&hybrid).unwrap();
            assert_eq!((shape.attention, shape.per_token()), (16, 64 << 10));
            assert_eq!(shape.state, 48 * 4 * (3 * (6144 + 2 * 16 * 128) + 128 * 6144));
        }
        let half = shape(&qwen35_27b().set(&[("full_attention_interval", 2)])).unwrap();
        assert_eq!(half.attention, 32);
        // One more layer that guesses ahead is not part of the network.
        let ahead = qwen35_27b().set(&[("block_count", 65), ("nextn_predict_layers", 1)]);
        assert_eq!(shape(&ahead).unwrap(), shape(&qwen35_27b()).unwrap());
    }

    #[test]
    fn a_list_says_which_layers_are_recurrent() {
        let heads = qwen3_4b()
            .set(&[("block_count", 4), ("ssm.inner_size", 10), ("ssm.state_size", 2)])
            .with("attention.head_count_kv", Value::Ints(vec![0, 8, -1, 2]));
        let counted = shape(&heads).unwrap();
        assert_eq!((counted.attention, counted.per_token(), counted.state), (2, 10 * 256 * 2, 2 * 4 * 20));
        let list = Value::Bools((0..64).map(|layer| layer < 60).collect());
        assert_eq!(shape(&qwen35_27b().with("attention.recurrent_layers", list)).unwrap().attention, 4);
    }

    #[test]
    fn a_network_without_attention_keeps_only_its_state() {
        let mamba = given(
            "mamba",
            &[
                ("embedding_length", 768),
                ("block_count", 24),
                ("attention.head_count", 0),
                ("ssm.conv_kernel", 4),
                ("ssm.inner_size", 1536),
                ("ssm.state_size", 16),
            ],
        );
        let shape = shape(&mamba).unwrap();
        assert_eq!((shape.attention, shape.per_token()), (0, 0));
        assert_eq!(shape.state, 24 * 4 * (3 * 1536 + 16 * 1536));
    }

    #[test]
    fn experts_widen_the_feed_forward_part_by_those_that_are_used() {
        let moe = qwen3_4b().set(&[
            ("feed_forward_length", 6144),
            ("expert_feed_forward_length", 768),
            ("expert_used_count", 10),
        ]);
        assert_eq!(shape(&moe).unwrap().forward, 7680);
    }

    #[test]
    fn latent_attention_keeps_no_values() {
        let mla = qwen3_4b().set(&[("attention.key_length_mla", 192), ("attention.head_count_kv", 1)]);
        assert_eq!(shape(&mla).unwrap().per_token(), 36 * 128 * 2);
    }

    #[test]
    fn bytes_that_end_before_the_vocabulary_do_not_suffice() {
        assert_eq!(shape(&Given { vocab: None, whole: false, ..qwen3_4b() }), None);
        assert_eq!(shape(&Given { vocab: None, ..qwen3_4b() }).unwrap().vocab, 0);
        assert!(shape(&Given { whole: false, ..qwen3_4b() }).is_some());
        assert_eq!(shape(&given("qwen3", &[("block_count", 2)])), None);
    }
}
