//! What llama.cpp asserts or assumes about a model and ends the process over, checked beforehand.

use super::{Header, Tensor, Value, until_zero};
use crate::error::{Error, Kind, Result};
use crate::tell;
use std::hash::BuildHasher;

use hashbrown::HashTable;
use hashbrown::hash_table::Entry;

/// The architectures that the engine knows, one a line.
const ARCHS: &str = include_str!("archs.txt");
/// The bounds of the engine's fixed tables (LLAMA_MAX_LAYERS, LLAMA_MAX_EXPERTS).
const MOST_LAYERS: u64 = 512;
const MOST_EXPERTS: u64 = 1024;

/// Tensor types for whole numbers, for results in between, or for nothing any more.
const UNCOMPUTED: [&str; 7] = ["I8", "I16", "I32", "I64", "F64", "Q8_1", "Q8_K"];
/// How the names of the matrices begin that every network multiplies with.
const MATRICES: [&str; 6] = ["token_embd", "output", "attn_", "ffn_gate", "ffn_up", "ffn_down"];

const VOCABULARY: &str = "tokenizer.ggml.tokens";

/// Whether the engine knows models of this architecture.
pub fn knows(arch: &str) -> bool {
    ARCHS.lines().any(|known| known == arch && !known.starts_with('#'))
}

/// Runs every check on `header` and fails with the first cause.
pub(super) fn check(header: &Header) -> Result<()> {
    let check = Check { header };
    check.purpose()?;
    check.network()?;
    check.attention()?;
    check.experts()?;
    check.vocabulary()?;
    check.lists()?;
    check.ids()?;
    check.tensors()
}

struct Check<'a> {
    header: &'a Header,
}

impl Check<'_> {
    fn fail(&self, why: impl Into<String>) -> Error {
        Error::new(Kind::Model, tell!("gguf-unusable", path = self.header.path.display().to_string()))
            .why(why.into())
    }

    fn broken(&self, why: impl Into<String>) -> Error {
        self.fail(why).hint(tell!("gguf-other-hint"))
    }

    /// Is it a chat model, or one of the other things that GGUF files hold?
    fn purpose(&self) -> Result<()> {
        let header = self.header;
        if let Some(kind) = header.str("general.type").filter(|&kind| kind != "model") {
            let what = match kind {
                "adapter" => tell!("gguf-adapter"),
                "mmproj" => tell!("gguf-eyes"),
                "imatrix" => tell!("gguf-imatrix"),
                _ => tell!("gguf-type", kind = kind),
            };
            return Err(self.fail(what).hint(tell!("gguf-type-hint")));
        }
        if let Some((part, count)) = header.split().filter(|split| split.0 > 0) {
            return Err(self
                .fail(tell!("gguf-part", part = part.saturating_add(1).to_string(), of = count.to_string()))
                .hint(tell!("gguf-part-hint", of = format!("{count:05}"))));
        }
        let arch = header.arch();
        let mute = match arch {
            "" => return Err(self.broken(tell!("gguf-no-arch"))),
            "clip" => Some(tell!("gguf-eyes")),
            "wavtokenizer-dec" | "qwen3tts" | "pockettts" => Some(tell!("gguf-sound")),
            "t5encoder" | "gemma-embedding" | "llama-embed" => Some(tell!("gguf-embeddings")),
            _ if arch.contains("bert") => Some(tell!("gguf-embeddings")),
            _ if header.arch_u64("pooling_type").is_some_and(|pooling| pooling > 0) => {
                Some(tell!("gguf-embeddings"))
            }
            _ => None,
        };
        if let Some(what) = mute {
            return Err(self.fail(what).hint(tell!("gguf-chat-hint")));
        }
        if !knows(arch) {
            return Err(self.fail(tell!("gguf-arch", name = arch)).hint(tell!("gguf-update-hint")));
        }
        Ok(())
    }

    /// A key of the architecture as the file has it.
    fn full(&self, key: &str) -> String {
        format!("{}.{key}", self.header.arch())
    }

    /// A number of the architecture that must be there and lie between 1 and `most`.
    fn number(&self, key: &str, most: u64) -> Result<u64> {
        let name = || self.full(key);
        match self.header.arch_u64(key) {
            None => Err(self.broken(tell!("gguf-lacks", key = name()))),
            Some(0) => Err(self.broken(tell!("gguf-is-zero", key = name()))),
            Some(number) if number > most => {
                let (number, most) = (number.to_string(), most.to_string());
                Err(self.broken(tell!("gguf-above", key = name(), number = number, most = most)))
            }
            Some(number) => Ok(number),
        }
    }

    /// The numbers that make the network's size, and those it divides by.
    fn network(&self) -> Result<()> {
        let (header, arch) = (self.header, self.header.arch());
        let layers = self.number("block_count", MOST_LAYERS)?;
        self.number("context_length", u64::from(u32::MAX))?;
        self.number("embedding_length", u64::from(u32::MAX))?;
        if header.arch_u64("nextn_predict_layers").is_some_and(|extra| extra > layers) {
            let key = self.full("nextn_predict_layers");
            return Err(self.broken(tell!("gguf-layers", key = key, count = layers)));
        }
        for key in ["attention.layer_norm_rms_epsilon", "attention.layer_norm_epsilon"] {
            match header.arch_get(key).map(|value| value.f64()) {
                None => {}
                Some(Some(epsilon)) if epsilon.is_finite() && epsilon > 0.0 => {}
                Some(epsilon) => {
                    let name = self.full(key);
                    return Err(self.broken(match epsilon {
                        Some(number) => tell!("gguf-not-above", key = name, number = number.to_string()),
                        None => tell!("gguf-no-number", key = name),
                    }));
                }
            }
        }
        let scaling = header.str(&format!("{arch}.rope.scaling.type"));
        match scaling.filter(|kind| !["none", "linear", "yarn", "longrope"].contains(kind)) {
            Some(kind) => Err(self.fail(tell!("gguf-rope", kind = kind)).hint(tell!("gguf-update-hint"))),
            None => Ok(()),
        }
    }

    /// Heads that exist, divide each other and have the sizes that the Qwen graphs assert.
    fn attention(&self) -> Result<()> {
        let (header, arch) = (self.header, self.header.arch());
        // State-space models say that they have 0 heads, and mean it.
        if arch.starts_with("mamba") || arch.contains("rwkv") {
            return Ok(());
        }
        for key in ["attention.head_count", "attention.head_count_kv"] {
            // A list gives every layer its own count, and layers without attention have 0.
            let none = match header.arch_get(key) {
                Some(Value::Ints(counts)) => counts.iter().all(|&count| count <= 0),
                Some(value) => value.u64().is_none_or(|count| count == 0),
                None => false,
            };
            if none {
                return Err(self.broken(tell!("gguf-is-zero", key = self.full(key))));
            }
        }
        let heads = header.arch_u64("attention.head_count");
        let shared = header.arch_u64("attention.head_count_kv");
        if let (Some(heads), Some(shared)) = (heads, shared)
            && !heads.is_multiple_of(shared)
        {
            let (heads, shared) = (heads.to_string(), shared.to_string());
            return Err(self.broken(tell!("gguf-heads", heads = heads, shared = shared)));
        }
        let full = heads.zip(header.arch_u64("embedding_length")).map(|(heads, width)| width / heads);
        let key = header.arch_u64("attention.key_length").or(full);
        let value = header.arch_u64("attention.value_length").or(full);
        if key == Some(0) || value == Some(0) {
            return Err(self.broken(tell!("gguf-head-zero")));
        }
        if !arch.starts_with("qwen") {
            return Ok(());
        }
        if key != value {
            return Err(self.broken(tell!("gguf-head-sizes")));
        }
        // The newer Qwen networks turn only a part of each head.
        let whole = ["qwen2", "qwen2moe", "qwen2vl", "qwen3", "qwen3moe", "qwen3vl", "qwen3vlmoe"];
        let turned = header.arch_u64("rope.dimension_count");
        if whole.contains(&arch) && turned.is_some() && turned != key {
            return Err(self.broken(tell!("gguf-head-rope", key = self.full("rope.dimension_count"))));
        }
        Ok(())
    }

    /// The counts of a mixture of experts.
    fn experts(&self) -> Result<()> {
        let (header, arch) = (self.header, self.header.arch());
        // These two drop experts that are only one.
        if arch.starts_with("hunyuan") {
            return Ok(());
        }
        let all = header.arch_u64("expert_count").unwrap_or(0);
        let used = match header.arch_get("expert_used_count") {
            Some(Value::Ints(layers)) => layers.iter().copied().max().unwrap_or(0).try_into().unwrap_or(0),
            Some(value) => value.u64().unwrap_or(0),
            None => 0,
        };
        if all > MOST_EXPERTS {
            return Err(self.broken(tell!(
                "gguf-experts",
                count = all.to_string(),
                most = MOST_EXPERTS.to_string()
            )));
        }
        if used > all || (all > 0 && used == 0) {
            return Err(self.broken(tell!(
                "gguf-experts-used",
                count = used.to_string(),
                of = all.to_string()
            )));
        }
        let groups = header.arch_u64("expert_group_count").unwrap_or(0);
        let chosen = header.arch_u64("expert_group_used_count").unwrap_or(0);
        let split =
            groups < all && (groups < 2 || (all.is_multiple_of(groups) && chosen > 0 && chosen < groups));
        if groups > 0 && !split {
            let (groups, all) = (groups.to_string(), all.to_string());
            let why = tell!("gguf-groups", count = chosen.to_string(), groups = groups, of = all);
            return Err(self.broken(why));
        }
        Ok(())
    }

    /// A vocabulary whose tokens are told apart by their text.
    fn vocabulary(&self) -> Result<()> {
        let header = self.header;
        let Some(model) = header.str("tokenizer.ggml.model") else {
            return Err(self.broken(tell!("gguf-no-tokenizer")));
        };
        let tokens = header.tokens();
        if tokens.is_empty() {
            return Err(self.broken(tell!("gguf-no-tokens")));
        }
        if model == "gpt2" && header.strings("tokenizer.ggml.merges").is_none() {
            return Err(self.broken(tell!("gguf-no-merges")));
        }
        // A table of numbers alone stays in the processor's cache.
        let state = foldhash::fast::RandomState::default();
        let text = |id: &u32| until_zero(tokens.get(*id as usize));
        let hash = |id: &u32| state.hash_one(text(id));
        let mut seen = HashTable::with_capacity(tokens.len());
        for id in 0..u32::try_from(tokens.len()).unwrap_or(u32::MAX) {
            let token = text(&id);
            if token.is_empty() {
                return Err(self.broken(tell!("gguf-empty-token", id = id.to_string())));
            }
            match seen.entry(hash(&id), |other| text(other) == token, hash) {
                Entry::Vacant(place) => _ = place.insert(id),
                Entry::Occupied(first) => {
                    let (first, id) = (first.get().to_string(), id.to_string());
                    let why = tell!("gguf-same-tokens", first = first, other = id, text = token);
                    return Err(self.broken(why));
                }
            }
        }
        Ok(())
    }

    /// Lists beside the vocabulary have a place for every token, and no list holds lists.
    fn lists(&self) -> Result<()> {
        let tokens = self.header.tokens().len();
        for key in ["tokenizer.ggml.scores", "tokenizer.ggml.token_type"] {
            if let Some(value) = self.header.get(key) {
                let count = value.count().unwrap_or(0);
                if count != tokens {
                    let (count, tokens) = (count.to_string(), tokens.to_string());
                    let why = tell!("gguf-entries", key = key, count = count, tokens = tokens);
                    return Err(self.broken(why));
                }
            }
        }
        match self.header.kv().find(|pair| matches!(pair.1, Value::Arrays(_))) {
            Some((key, _)) => Err(self.broken(tell!("gguf-nested", key = key))),
            None => Ok(()),
        }
    }

    /// The special tokens, whose numbers must be in the vocabulary.
    fn ids(&self) -> Result<()> {
        let tokens = self.header.tokens().len() as u64;
        for (key, value) in self.header.kv() {
            let name = key.strip_prefix("tokenizer.ggml.").and_then(|key| key.strip_suffix("_token_id"));
            let (Some(name), Some(id)) = (name, value.u64()) else { continue };
            // Converters write −1 where a model has no such token; without an end it would never stop.
            let none = id == u64::from(u32::MAX) && !["bos", "eos"].contains(&name);
            if id >= tokens && !none {
                let (id, tokens) = (id.to_string(), tokens.to_string());
                return Err(self.broken(tell!("gguf-id", key = key, id = id, tokens = tokens)));
            }
        }
        Ok(())
    }

    /// A tensor type that the engine can compute with.
    fn weight(&self, tensor: &Tensor) -> Result<()> {
        let name = tensor.name.rsplit('.').nth(1).unwrap_or_default();
        let added = tensor.name.ends_with(".bias") || tensor.name.ends_with("norm.weight");
        let weight = tensor.name.ends_with(".weight")
            && !name.contains("tid2eid")
            && MATRICES.iter().any(|start| name.starts_with(start));
        // Vectors are added or multiplied as they are, and every conversion leaves them in full precision.
        let vector = added && tensor.dims.len() < 2 && tensor.kind() != "F32";
        if vector || (weight && UNCOMPUTED.contains(&tensor.kind())) {
            let (name, kind) = (&tensor.name, tensor.kind());
            return Err(self.broken(tell!("gguf-uncomputed", name = name, kind = kind)));
        }
        Ok(())
    }

    /// Tensors that follow each other, and an embedding for every token.
    fn tensors(&self) -> Result<()> {
        let header = self.header;
        let mut end = 0_u64;
        for tensor in header.tensors() {
            if tensor.offset != end {
                let (at, wanted) = (tensor.offset.to_string(), end.to_string());
                let why = tell!("gguf-start", name = &tensor.name, at = at, wanted = wanted);
                return Err(self.broken(why));
            }
            self.weight(tensor)?;
            // Both lie inside the file, so neither can overflow.
            end = (end + tensor.bytes).next_multiple_of(header.alignment);
        }
        let tokens = header.tokens().len() as u64;
        let embedding = header.tensors().iter().find(|tensor| tensor.name == "token_embd.weight");
        if let Some(rows) = embedding.map(|tensor| tensor.dims.get(1).copied().unwrap_or(1))
            && rows != tokens
        {
            let (tokens, rows) = (tokens.to_string(), rows.to_string());
            return Err(self.broken(tell!("gguf-rows", key = VOCABULARY, tokens = tokens, rows = rows)));
        }
        if header.tensors().is_empty() {
            return Err(self.broken(tell!("gguf-no-tensors")));
        }
        Ok(())
    }
}
