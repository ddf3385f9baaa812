//! Writes GGUF files for tests, and a complete small model.

use std::path::Path;

/// Tensor types by their numbers in the format.
pub const F32: u32 = 0;
pub const Q4_K: u32 = 12;
pub const I32: u32 = 26;

/// A value with the exact type it is written as.
#[derive(Clone, Debug)]
pub enum Val {
    U32(u32),
    I32(i32),
    U64(u64),
    F32(f32),
    Bool(bool),
    Str(String),
    Strs(Vec<String>),
    I32s(Vec<i32>),
    F32s(Vec<f32>),
    /// A type number and the bytes that follow it, right or wrong.
    Raw(u32, Vec<u8>),
}

impl From<u32> for Val {
    fn from(value: u32) -> Val {
        Val::U32(value)
    }
}

impl From<f32> for Val {
    fn from(value: f32) -> Val {
        Val::F32(value)
    }
}

impl From<bool> for Val {
    fn from(value: bool) -> Val {
        Val::Bool(value)
    }
}

impl From<&str> for Val {
    fn from(value: &str) -> Val {
        Val::Str(value.to_owned())
    }
}

impl From<Vec<String>> for Val {
    fn from(value: Vec<String>) -> Val {
        Val::Strs(value)
    }
}

impl From<Vec<i32>> for Val {
    fn from(value: Vec<i32>) -> Val {
        Val::I32s(value)
    }
}

/// A tensor with the bytes of its data; `offset` overrides where the header says it starts.
#[derive(Clone, Debug)]
pub struct Tensor {
    pub name: String,
    pub dims: Vec<u64>,
    pub kind: u32,
    pub bytes: Vec<u8>,
    pub offset: Option<u64>,
}

/// A GGUF file in the making.
#[derive(Clone, Debug)]
pub struct Gguf {
    pub version: u32,
    pub kv: Vec<(String, Val)>,
    pub tensors: Vec<Tensor>,
    /// Overrides for the number of tensors and of pairs that the header claims.
    pub claims: (Option<u64>, Option<u64>),
}

impl Gguf {
    /// A file of version 3 with nothing but an architecture.
    pub fn new(arch: &str) -> Gguf {
        let kv = vec![("general.architecture".to_owned(), arch.into())];
        Gguf { version: 3, kv, tensors: Vec::new(), claims: (None, None) }
    }

    /// Sets `key`, in its place if it is there already.
    pub fn kv(mut self, key: &str, val: impl Into<Val>) -> Gguf {
        let val = val.into();
        match self.kv.iter_mut().find(|pair| pair.0 == key) {
            Some(pair) => pair.1 = val,
            None => self.kv.push((key.to_owned(), val)),
        }
        self
    }

    /// Removes `key`.
    pub fn without(mut self, key: &str) -> Gguf {
        let before = self.kv.len();
        self.kv.retain(|pair| pair.0 != key);
        assert_ne!(self.kv.len(), before, "there is no {key} to remove");
        self
    }

    /// Appends a tensor.
    pub fn tensor(mut self, name: &str, dims: &[u64], kind: u32, bytes: Vec<u8>) -> Gguf {
        let tensor = Tensor { name: name.to_owned(), dims: dims.to_vec(), kind, bytes, offset: None };
        self.tensors.push(tensor);
        self
    }

    /// The whole file.
    pub fn bytes(&self) -> Vec<u8> {
        self.lay().bytes
    }

    /// Writes the whole file to `path`.
    pub fn write(&self, path: &Path) {
        std::fs::write(path, self.bytes()).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    }

    /// Where the file has its joints: ends of fields, middles of strings, arrays and data.
    ///
    /// A file that is cut at any of them is broken; the end of the last tensor is not among them.
    pub fn boundaries(&self) -> Vec<usize> {
        let Layout { bytes, mut joints, .. } = self.lay();
        joints.retain(|&joint| joint < bytes.len());
        joints.dedup();
        joints
    }

    /// The length of the header, up to the first tensor's data.
    pub fn header_len(&self) -> usize {
        self.lay().header
    }

    fn lay(&self) -> Layout {
        let mut out = Layout::default();
        out.put(b"GGUF");
        out.put(&self.version.to_le_bytes());
        out.put(&self.claims.0.unwrap_or(self.tensors.len() as u64).to_le_bytes());
        out.put(&self.claims.1.unwrap_or(self.kv.len() as u64).to_le_bytes());
        for (key, val) in &self.kv {
            out.text(key);
            out.val(val);
        }
        let mut offset = 0;
        for tensor in &self.tensors {
            out.text(&tensor.name);
            out.put(&(tensor.dims.len() as u32).to_le_bytes());
            for dim in &tensor.dims {
                out.put(&dim.to_le_bytes());
            }
            out.put(&tensor.kind.to_le_bytes());
            out.put(&tensor.offset.unwrap_or(offset).to_le_bytes());
            offset = (offset + tensor.bytes.len() as u64).next_multiple_of(32);
        }
        for (at, tensor) in self.tensors.iter().enumerate() {
            out.pad();
            if at == 0 {
                out.header = out.bytes.len();
            }
            out.halves(&tensor.bytes);
        }
        out
    }
}

/// The bytes of a file with its joints.
#[derive(Default)]
struct Layout {
    bytes: Vec<u8>,
    joints: Vec<usize>,
    header: usize,
}

impl Layout {
    fn put(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
        self.joints.push(self.bytes.len());
    }

    fn halves(&mut self, bytes: &[u8]) {
        let (left, right) = bytes.split_at(bytes.len() / 2);
        self.put(left);
        self.put(right);
    }

    fn text(&mut self, text: &str) {
        self.put(&(text.len() as u64).to_le_bytes());
        self.halves(text.as_bytes());
    }

    fn pad(&mut self) {
        self.bytes.resize(self.bytes.len().next_multiple_of(32), 0);
    }

    fn array(&mut self, kind: u32, count: usize) {
        self.put(&9_u32.to_le_bytes());
        self.put(&kind.to_le_bytes());
        self.put(&(count as u64).to_le_bytes());
    }

    fn val(&mut self, val: &Val) {
        let mut scalar = |kind: u32, bytes: &[u8]| {
            self.put(&kind.to_le_bytes());
            self.halves(bytes);
        };
        match val {
            Val::U32(value) => scalar(4, &value.to_le_bytes()),
            Val::I32(value) => scalar(5, &value.to_le_bytes()),
            Val::F32(value) => scalar(6, &value.to_le_bytes()),
            Val::Bool(value) => scalar(7, &[u8::from(*value)]),
            Val::U64(value) => scalar(10, &value.to_le_bytes()),
            Val::Raw(kind, bytes) => scalar(*kind, bytes),
            Val::Str(text) => {
                self.put(&8_u32.to_le_bytes());
                self.text(text);
            }
            Val::Strs(texts) => {
                self.array(8, texts.len());
                texts.iter().for_each(|text| self.text(text));
            }
            Val::I32s(all) => {
                self.array(5, all.len());
                self.halves(&all.iter().flat_map(|value| value.to_le_bytes()).collect::<Vec<_>>());
            }
            Val::F32s(all) => {
                self.array(6, all.len());
                self.halves(&all.iter().flat_map(|value| value.to_le_bytes()).collect::<Vec<_>>());
            }
        }
    }
}

/// A chat template in ChatML, with tools left out.
pub const TEMPLATE: &str = "{%- for message in messages %}\
{{- '<|im_start|>' + message.role + '\\n' + message.content + '<|im_end|>\\n' }}\
{%- endfor %}\
{%- if add_generation_prompt %}{{- '<|im_start|>assistant\\n' }}{%- endif %}";

/// The control tokens of the small model, and its user-defined ones.
pub const CONTROL: [&str; 3] = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"];
pub const USER_DEFINED: [&str; 6] =
    ["<think>", "</think>", "<tool_call>", "</tool_call>", "<tool_response>", "</tool_response>"];

/// Pairs that make new tokens, each of parts that are letters or stand before it.
pub const MERGES: [&str; 50] = [
    "Ġ t",
    "h e",
    "i n",
    "r e",
    "Ġ a",
    "o n",
    "e r",
    "Ġt he",
    "e s",
    "a t",
    "e n",
    "Ġ s",
    "o r",
    "i s",
    "i t",
    "Ġ w",
    "a n",
    "Ġ c",
    "in g",
    "o u",
    "e d",
    "Ġ o",
    "a l",
    "Ġ p",
    "Ġ b",
    "a r",
    "Ġo f",
    "Ġ in",
    "l e",
    "Ġ m",
    "Ġ f",
    "Ġa n",
    "Ġt o",
    "Ġan d",
    "Ġ h",
    "i c",
    "l l",
    "o m",
    "Ġ I",
    "Ġ l",
    "Ġ d",
    "e l",
    "Ġ n",
    "i on",
    "s t",
    "v e",
    "Ġ is",
    "Ċ Ċ",
    "Ġ Ġ",
    "ĠĠ ĠĠ",
];

/// How large a random model is.
#[derive(Clone, Copy)]
pub struct Size {
    /// Length of an embedding: a multiple of 64.
    pub width: u64,
    pub layers: u64,
    pub context: u32,
}

/// A complete qwen3 model with random weights, the same for the same `seed`: 2 layers of width 64.
pub fn tiny_qwen3(seed: u64) -> Gguf {
    random_qwen3(seed, Size { width: 64, layers: 2, context: 512 })
}

/// The same of any size, with heads of 16 and as many for queries as fit the width.
pub fn random_qwen3(seed: u64, size: Size) -> Gguf {
    let Size { width, layers, context } = size;
    let heads = (width / 16) as u32;
    let mut tokens: Vec<String> = alphabet().iter().map(char::to_string).collect();
    tokens.extend(MERGES.iter().map(|merge| merge.replacen(' ', "", 1)));
    let mut types = vec![1; tokens.len()];
    let endoftext = tokens.len() as u32;
    for (texts, kind) in [(&CONTROL[..], 3), (&USER_DEFINED[..], 4)] {
        tokens.extend(texts.iter().map(|&text| text.to_owned()));
        types.extend(texts.iter().map(|_| kind));
    }
    let rows = tokens.len() as u64;
    let merges: Vec<String> = MERGES.iter().map(|&merge| merge.to_owned()).collect();
    let head = Gguf::new("qwen3")
        .kv("general.type", "model")
        .kv("general.name", "tiny qwen3")
        .kv("general.file_type", 0)
        .kv("qwen3.context_length", context)
        .kv("qwen3.embedding_length", width as u32)
        .kv("qwen3.block_count", layers as u32)
        .kv("qwen3.feed_forward_length", 2 * width as u32)
        .kv("qwen3.attention.head_count", heads)
        .kv("qwen3.attention.head_count_kv", heads / 2)
        .kv("qwen3.attention.key_length", 16)
        .kv("qwen3.attention.value_length", 16)
        .kv("qwen3.attention.layer_norm_rms_epsilon", 1e-6)
        .kv("qwen3.rope.freq_base", 10_000.0)
        .kv("tokenizer.ggml.model", "gpt2")
        .kv("tokenizer.ggml.pre", "qwen2")
        .kv("tokenizer.ggml.tokens", tokens)
        .kv("tokenizer.ggml.token_type", types)
        .kv("tokenizer.ggml.merges", merges)
        .kv("tokenizer.ggml.eos_token_id", endoftext + 2)
        .kv("tokenizer.ggml.bos_token_id", endoftext)
        .kv("tokenizer.ggml.padding_token_id", endoftext)
        .kv("tokenizer.ggml.add_bos_token", false)
        .kv("tokenizer.chat_template", TEMPLATE);
    weights(head, seed, rows, size)
}

/// Appends the tensors to `head`, with `rows` of embeddings.
fn weights(head: Gguf, seed: u64, rows: u64, size: Size) -> Gguf {
    let width = size.width;
    let mut weights = Weights(seed);
    let mut model = head
        .tensor("token_embd.weight", &[width, rows], F32, weights.matrix(width * rows))
        .tensor("output_norm.weight", &[width], F32, weights.norm(width));
    for layer in 0..size.layers {
        let parts: [(&str, &[u64]); 11] = [
            ("attn_norm", &[width]),
            ("ffn_norm", &[width]),
            ("attn_q_norm", &[16]),
            ("attn_k_norm", &[16]),
            ("attn_q", &[width, width]),
            ("attn_k", &[width, width / 2]),
            ("attn_v", &[width, width / 2]),
            ("attn_output", &[width, width]),
            ("ffn_gate", &[width, 2 * width]),
            ("ffn_up", &[width, 2 * width]),
            ("ffn_down", &[2 * width, width]),
        ];
        for (part, dims) in parts {
            let count = dims.iter().product();
            let bytes = if dims.len() == 1 { weights.norm(count) } else { weights.matrix(count) };
            model = model.tensor(&format!("blk.{layer}.{part}.weight"), dims, F32, bytes);
        }
    }
    model
}

/// The 256 letters of byte-level vocabularies, in the order of their bytes.
pub fn alphabet() -> Vec<char> {
    let visible = |byte: u32| matches!(byte, 0x21..=0x7e | 0xa1..=0xac | 0xae..=0xff);
    let mut spare = 0x100..;
    (0..256)
        .map(|byte| {
            let code = if visible(byte) { Some(byte) } else { spare.next() };
            code.and_then(char::from_u32).unwrap_or_default()
        })
        .collect()
}

/// Random weights from the generator SplitMix64 (Steele, Lea and Flood, 2014).
struct Weights(u64);

impl Weights {
    /// A number between −1 and 1.
    fn next(&mut self) -> f32 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^= mixed >> 31;
        (mixed >> 40) as f32 / (1 << 23) as f32 - 1.0
    }

    fn fill(&mut self, count: u64, middle: f32, spread: f32) -> Vec<u8> {
        (0..count).flat_map(|_| (middle + spread * self.next()).to_le_bytes()).collect()
    }

    fn matrix(&mut self, count: u64) -> Vec<u8> {
        self.fill(count, 0.0, 0.09)
    }

    fn norm(&mut self, count: u64) -> Vec<u8> {
        self.fill(count, 1.0, 0.02)
    }
}
