//! Model files that are broken on purpose, each with what must be said about it.

use super::gguf::{F32, Gguf, I32, Q4_K, Val, tiny_qwen3};

/// Files with a header that lies, and what a reader must say about each.
pub fn hostile() -> Vec<(&'static str, Gguf, &'static str)> {
    let model = || tiny_qwen3(1);
    let array = |kind: u32, count: u64| {
        let bytes = [&kind.to_le_bytes()[..], &count.to_le_bytes()].concat();
        Gguf::new("qwen3").kv("x", Val::Raw(9, bytes))
    };
    let claim = |tensors, pairs| Gguf { claims: (tensors, pairs), ..model() };
    let shape = |dims: &[u64], kind| Gguf::new("qwen3").tensor("t", dims, kind, vec![0; 64]);
    let place = |offset| {
        let mut file = model();
        file.tensors[3].offset = Some(offset);
        file
    };
    let mut twice = model();
    twice.kv.push(("general.name".to_owned(), "again".into()));
    let nested: Vec<u8> =
        (0..1000).flat_map(|_| [&9_u32.to_le_bytes()[..], &1_u64.to_le_bytes()].concat()).collect();
    let letters = 1_u64.to_le_bytes().into_iter().chain([0xff]).collect::<Vec<_>>();
    let token = [&8_u32.to_le_bytes()[..], &1_u64.to_le_bytes(), &letters].concat();
    vec![
        ("pairs without end", claim(None, Some(u64::MAX)), "claims 18446744073709551615 key-value pairs"),
        ("tensors without end", claim(Some(u64::MAX), None), "claims 18446744073709551615 tensors"),
        ("more pairs than bytes", claim(None, Some(60_000)), "60000 key-value pairs cannot fit"),
        ("one pair too many", claim(None, Some(25)), "the name of a tensor of"),
        (
            "endless string",
            Gguf::new("q").kv("x", Val::Raw(8, vec![0xff; 8])),
            "a string of 18446744073709551615",
        ),
        ("huge array", array(4, 1 << 60), "1152921504606846976 elements of x cannot fit"),
        ("huge array of strings", array(8, 1 << 60), "1152921504606846976 elements of x cannot fit"),
        ("huge array of arrays", array(9, 1 << 60), "1152921504606846976 elements of x cannot fit"),
        ("array that overflows", array(12, u64::MAX), "elements of x cannot fit"),
        ("deep arrays", Gguf::new("q").kv("x", Val::Raw(9, nested)), "nest deeper than 4 levels"),
        ("unknown type", Gguf::new("q").kv("x", Val::Raw(77, vec![0; 8])), "unknown type 77"),
        ("unknown type in an array", array(13, 1), "unknown type 13"),
        ("key twice", twice, "the key general.name stands there twice"),
        ("zero byte in a key", Gguf::new("q").kv("a\0b", 1), "has a zero byte in it"),
        ("empty key", Gguf::new("q").kv("", 1), "is empty"),
        ("token of wrong bytes", model().kv("tokenizer.ggml.tokens", Val::Raw(9, token)), "is not UTF-8"),
        ("five dimensions", shape(&[1, 1, 1, 1, 1], F32), "5 dimensions"),
        ("dimensions that overflow", shape(&[1 << 32, 1 << 32], F32), "overflows"),
        ("bytes that overflow", shape(&[1 << 62], F32), "overflows"),
        ("a block in halves", shape(&[128], Q4_K), "blocks of 256 (Q4_K) do not divide"),
        ("removed tensor type", shape(&[32], 4), "has the type 4"),
        ("unknown tensor type", shape(&[32], 4_000), "has the type 4000"),
        ("tensor beyond the file", shape(&[1 << 20], F32), "ends beyond the file"),
        ("offset beyond everything", place(u64::MAX - 31), "ends beyond the file"),
        ("crooked offset", place(33), "no multiple of 32"),
        ("crooked alignment", model().kv("general.alignment", 48), "not a power of two"),
        ("alignment 0", model().kv("general.alignment", 0), "not a power of two"),
        ("version 1", Gguf { version: 1, ..model() }, "GGUF version 1"),
        ("version 0", Gguf { version: 0, ..model() }, "GGUF version 0"),
        ("version 4", Gguf { version: 4, ..model() }, "GGUF version 4"),
        ("big-endian", Gguf { version: 3 << 24, ..model() }, "big-endian"),
    ]
}

/// Files that can be read but not used, and why.
pub fn unusable() -> Vec<(&'static str, Gguf, &'static str)> {
    [purposes(), networks(), vocabularies()].concat()
}

fn purposes() -> Vec<(&'static str, Gguf, &'static str)> {
    let model = || tiny_qwen3(1);
    vec![
        ("unknown architecture", Gguf::new("foo"), "unknown architecture ‘foo’"),
        ("comment as architecture", Gguf::new("# The"), "unknown architecture ‘# The’"),
        ("no architecture", model().without("general.architecture"), "names no architecture"),
        ("adapter", model().kv("general.type", "adapter"), "it is an adapter"),
        ("projector", model().kv("general.type", "mmproj"), "vision or audio part"),
        ("old projector", Gguf::new("clip"), "vision or audio part"),
        ("embedding model", Gguf::new("nomic-bert"), "makes embeddings"),
        ("pooling", model().kv("qwen3.pooling_type", 3), "makes embeddings"),
        ("second part", model().kv("split.no", 1).kv("split.count", 3), "part 2 of 3"),
    ]
}

fn networks() -> Vec<(&'static str, Gguf, &'static str)> {
    let model = || tiny_qwen3(1);
    let rms = "qwen3.attention.layer_norm_rms_epsilon";
    let typed = |at: usize, kind| {
        let mut file = model();
        file.tensors[at].kind = kind;
        file
    };
    let mut gap = model();
    gap.tensors[1].offset = Some(0);
    vec![
        ("no layers", model().kv("qwen3.block_count", 0), "qwen3.block_count is 0"),
        ("no count of layers", model().without("qwen3.block_count"), "has no qwen3.block_count"),
        ("too many layers", model().kv("qwen3.block_count", 100_000), "block_count is 100000"),
        ("no context", model().kv("qwen3.context_length", 0), "context_length is 0"),
        ("no width", model().kv("qwen3.embedding_length", 0), "embedding_length is 0"),
        ("no heads", model().kv("qwen3.attention.head_count", 0), "head_count is 0"),
        ("no key heads", model().kv("qwen3.attention.head_count_kv", 0), "head_count_kv is 0"),
        ("uneven heads", model().kv("qwen3.attention.head_count_kv", 3), "evenly"),
        ("uneven sizes", model().kv("qwen3.attention.value_length", 8), "different sizes"),
        ("no size", model().kv("qwen3.attention.key_length", 0), "size 0"),
        ("half turned", model().kv("qwen3.rope.dimension_count", 8), "rope.dimension_count"),
        ("unknown scaling", model().kv("qwen3.rope.scaling.type", "wild"), "unknown rope scaling ‘wild’"),
        ("negative epsilon", model().kv(rms, -1e-6), "must be above 0"),
        ("infinite epsilon", model().kv(rms, f32::INFINITY), "must be above 0"),
        ("no number", model().kv(rms, f32::NAN), "must be above 0"),
        ("experts unused", model().kv("qwen3.expert_count", 8), "0 of 8 experts"),
        ("experts missing", model().kv("qwen3.expert_used_count", 8), "8 of 0 experts"),
        ("whole numbers as a norm", typed(1, I32), "output_norm.weight is of the type I32"),
        ("whole numbers as a matrix", typed(6, I32), "blk.0.attn_q.weight is of the type I32"),
        ("tensors on top of each other", gap, "starts at 0 instead of"),
        ("no tensors", Gguf { tensors: Vec::new(), ..model() }, "no tensors"),
    ]
}

fn vocabularies() -> Vec<(&'static str, Gguf, &'static str)> {
    let model = || tiny_qwen3(1);
    let Some((_, Val::Strs(tokens))) = model().kv.into_iter().find(|pair| pair.0 == "tokenizer.ggml.tokens")
    else {
        panic!("the small model has tokens")
    };
    let renamed = |id: usize, text: &str| {
        let mut tokens = tokens.clone();
        tokens[id] = text.to_owned();
        model().kv("tokenizer.ggml.tokens", tokens)
    };
    let nested = [&9_u32.to_le_bytes()[..], &0_u64.to_le_bytes()].concat();
    let more = [tokens.clone(), vec!["extra".to_owned()]].concat();
    vec![
        ("no tokenizer", model().without("tokenizer.ggml.model"), "has no tokenizer"),
        ("no tokens", model().without("tokenizer.ggml.tokens"), "has no tokens"),
        ("no merges", model().without("tokenizer.ggml.merges"), "has no merges"),
        ("token twice", renamed(5, "<think>"), "the same, ‘<think>’"),
        ("token twice before a zero byte", renamed(5, "<think>\0x"), "the same, ‘<think>’"),
        ("token of zeros", renamed(5, "\0\0"), "token 5 is empty"),
        ("empty token", renamed(5, ""), "token 5 is empty"),
        ("too few types", model().kv("tokenizer.ggml.token_type", vec![1; 7]), "token_type has 7 entries"),
        (
            "too few scores",
            model().kv("tokenizer.ggml.scores", Val::F32s(vec![0.0; 7])),
            "scores has 7 entries",
        ),
        ("eos outside", model().kv("tokenizer.ggml.eos_token_id", 999), "eos_token_id is 999"),
        ("no eos", model().kv("tokenizer.ggml.eos_token_id", u32::MAX), "eos_token_id is 4294967295"),
        (
            "embedding too short",
            model().kv("tokenizer.ggml.tokens", more).without("tokenizer.ggml.token_type"),
            "its embedding 315",
        ),
        ("array of arrays", model().kv("x", Val::Raw(9, nested)), "array of arrays"),
    ]
}
