//! The header reader against good, cut, lying and random files.

mod support;

use proptest::prelude::*;
use qwill::error::{Kind, Result};
use qwill::models::gguf::{Header, Value};
use qwill::models::tokenizer::{Special, Tokenizer};
use rustix::process::{Resource, Rlimit, setrlimit};
use std::fs::OpenOptions;
use std::path::Path;
use std::sync::LazyLock;
use support::broken;
use support::gguf::{self, Gguf, Val, tiny_qwen3};

fn read(bytes: &[u8]) -> Result<Header> {
    Header::parse(Path::new("x.gguf"), bytes, bytes.len() as u64)
}

fn good(file: &Gguf) -> Header {
    let header = read(&file.bytes()).and_then(|header| header.check().map(|()| header));
    header.unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn the_small_model_reads_as_it_was_written() {
    let header = good(&tiny_qwen3(7).kv("x.signed", Val::I32(-5)).kv("x.wide", Val::U64(u64::MAX)));
    assert_eq!((header.version(), header.arch(), header.name()), (3, "qwen3", Some("tiny qwen3")));
    assert_eq!((header.context_length(), header.block_count()), (Some(512), Some(2)));
    assert_eq!((header.tokens().len(), header.quant(), header.split()), (315, "F32", None));
    assert_eq!(header.template(), Some(gguf::TEMPLATE));
    assert_eq!(header.bool("tokenizer.ggml.add_bos_token"), Some(false));
    assert_eq!(header.f64("qwen3.rope.freq_base"), Some(10_000.0));
    assert_eq!(header.get("x.signed"), Some(&Value::Signed(-5)));
    assert_eq!((header.u64("x.signed"), header.u64("x.wide")), (None, Some(u64::MAX)));
    assert!(header.strings("tokenizer.ggml.merges").unwrap().iter().eq(gguf::MERGES));
    let types = header.get("tokenizer.ggml.token_type").unwrap();
    let Value::Ints(types) = types else { panic!("{types:?}") };
    assert_eq!((types[0], types[306], types[314]), (1, 3, 4));
    let per_layer = 64 + 64 + 16 + 16 + 64 * 64 * 2 + 64 * 32 * 2 + 64 * 128 * 3;
    assert_eq!(header.parameters(), 64 * 315 + 64 + 2 * per_layer);
    let tensor = &header.tensors()[0];
    assert_eq!((tensor.name(), tensor.dims(), tensor.kind()), ("token_embd.weight", &[64, 315][..], "F32"));
    assert_eq!(header.kv().next().unwrap().0, "general.architecture");
}

#[test]
fn the_small_model_is_the_same_for_the_same_seed_only() {
    assert_eq!(tiny_qwen3(3).bytes(), tiny_qwen3(3).bytes());
    assert_ne!(tiny_qwen3(3).bytes(), tiny_qwen3(4).bytes());
}

#[test]
fn the_starter_reads_right() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("starter/qwill-starter.gguf");
    let header = Header::open(&path).unwrap();
    header.check().unwrap();
    assert_eq!((header.arch(), header.name()), ("qwen3", Some("qwill starter")));
    assert_eq!((header.context_length(), header.tokens().len()), (Some(2048), 3072));
    assert_eq!((header.quant(), header.block_count()), ("Q8_0", Some(5)));
    assert_eq!(header.file_len(), std::fs::metadata(&path).unwrap().len());
    assert!(header.template().unwrap().contains("<|im_start|>"));
    let without = Gguf::new("q").tensor("a", &[32], 8, vec![0; 34]).tensor("b", &[1], 0, vec![0; 4]);
    assert_eq!(read(&without.bytes()).unwrap().quant(), "Q8_0");
}

#[test]
fn what_a_model_may_lack_is_no_error() {
    good(&tiny_qwen3(1).without("tokenizer.chat_template"));
    good(&tiny_qwen3(1).without("qwen3.attention.head_count_kv"));
    good(&tiny_qwen3(1).kv("tokenizer.ggml.padding_token_id", u32::MAX));
    good(&Gguf { version: 2, ..tiny_qwen3(1) });
    let header = good(&tiny_qwen3(1).kv("split.no", 0).kv("split.count", 2));
    assert_eq!(header.split(), Some((0, 2)));
    assert_eq!(good(&tiny_qwen3(1).without("tokenizer.chat_template")).template(), None);
}

#[test]
fn a_file_cut_at_any_joint_is_an_incomplete_download() {
    let model = tiny_qwen3(1);
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("cut.gguf");
    model.write(&path);
    let file = OpenOptions::new().write(true).open(&path).unwrap();
    let joints = model.boundaries();
    assert!(joints.len() > 300, "{}", joints.len());
    for &joint in joints.iter().rev() {
        file.set_len(joint as u64).unwrap();
        let error = Header::open(&path).unwrap_err();
        assert_eq!(error.kind(), Kind::Model);
        let text = error.to_string();
        let right = ["header ends", "ends beyond the file"].iter().any(|why| text.contains(why));
        assert!(right && text.starts_with("cannot read "), "cut at {joint}: {text}");
        assert!(error.remedy().unwrap().contains("not complete"), "cut at {joint}: {text}");
    }
    file.set_len(0).unwrap();
    assert!(Header::open(&path).unwrap_err().to_string().ends_with("the file is empty"));
}

#[test]
fn a_cut_header_tells_where_it_ends() {
    let bytes = tiny_qwen3(1).bytes();
    let error = read(&bytes[..40]).unwrap_err().to_string();
    let expected = "the header ends too early: 24 tensors cannot fit in 24 bytes";
    assert_eq!(error, format!("cannot read x.gguf as GGUF: {expected}"));
    let file = Gguf::new("qwen3").kv("general.name", "a long name that will be cut").bytes();
    let error = read(&file[..file.len() - 5]).unwrap_err().to_string();
    let expected = format!("middle of a string (byte {} of {})", file.len() - 28, file.len() - 5);
    assert!(error.ends_with(&expected), "{error}");
}

#[test]
fn a_file_shorter_or_longer_than_it_seemed_is_no_panic() {
    let bytes = tiny_qwen3(1).bytes();
    for len in [0, 2, 4, 10, 100] {
        assert!(Header::parse(Path::new("x"), &bytes[..], len).is_err());
    }
    assert!(Header::parse(Path::new("x"), &bytes[..100], bytes.len() as u64).is_err());
}

#[test]
fn a_header_that_lies_is_refused_with_the_reason() {
    for (name, file, why) in broken::hostile() {
        let error = read(&file.bytes()).unwrap_err();
        assert_eq!(error.kind(), Kind::Model, "{name}");
        assert!(error.to_string().contains(why), "{name}: {error}");
        assert!(error.remedy().is_some(), "{name}: {error}");
    }
}

#[test]
fn a_model_that_cannot_work_is_refused_with_the_reason() {
    for (name, file, why) in broken::unusable() {
        let header = read(&file.bytes()).unwrap_or_else(|error| panic!("{name}: {error}"));
        let error = header.check().unwrap_err();
        assert_eq!(error.kind(), Kind::Model, "{name}");
        assert!(error.to_string().starts_with("cannot use x.gguf as a chat model: "), "{name}: {error}");
        assert!(error.to_string().contains(why), "{name}: {error}");
        assert!(error.remedy().is_some(), "{name}: {error}");
    }
}

#[test]
fn a_file_of_another_kind_is_recognised() {
    let cases: [(&[u8], &str, &str); 7] = [
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:", "Git LFS pointer", "git lfs pull"),
        (b"\n<!DOCTYPE html><html>", "web page", "saved a page"),
        (b"{\"error\": \"not found\"}", "JSON", "saved a message"),
        (b"\x40\0\0\0\0\0\0\0{\"a\":{}}", "safetensors", "GGUF format"),
        (b"lmgg\x01\0\0\0", "before GGUF", "newer conversion"),
        (b"PK\x03\x04something", "letters GGUF", "GGUF format"),
        (b"GG", "header ends", "not complete"),
    ];
    for (bytes, why, hint) in cases {
        let error = read(bytes).unwrap_err();
        assert!(error.to_string().contains(why), "{error}");
        assert!(error.remedy().unwrap().contains(hint), "{:?}", error.remedy());
    }
}

#[test]
fn what_is_no_file_is_refused_before_it_is_opened() {
    let dir = tempfile::tempdir().unwrap();
    let missing = Header::open(&dir.path().join("none.gguf")).unwrap_err();
    assert!(missing.to_string().ends_with("none.gguf as GGUF: no such file"), "{missing}");
    let folder = Header::open(dir.path()).unwrap_err();
    assert!(folder.to_string().ends_with("it is a directory"), "{folder}");
    let device = Header::open(Path::new("/dev/null")).unwrap_err();
    assert!(device.to_string().ends_with("not a regular file"), "{device}");
}

#[test]
fn the_small_vocabulary_makes_a_tokenizer() {
    let tokenizer = Tokenizer::new(&good(&tiny_qwen3(1))).unwrap();
    assert_eq!(tokenizer.count(), 315);
    let ids = tokenizer.encode(" the thing<|im_end|>", Special::Parse).unwrap();
    let texts: Vec<&str> = ids.iter().map(|&id| tokenizer.token(id).unwrap()).collect();
    assert_eq!(texts, ["Ġthe", "Ġt", "h", "ing", "<|im_end|>"]);
    for merge in gguf::MERGES {
        let text =
            tokenizer.decode(&tokenizer.encode(&merge.replace(['Ġ', ' '], " "), Special::Plain).unwrap());
        assert_eq!(String::from_utf8(text).unwrap(), merge.replace(['Ġ', ' '], " "));
    }
}

#[test]
fn a_tokenizer_that_is_not_ours_is_refused() {
    let cases = [
        (tiny_qwen3(1).kv("tokenizer.ggml.model", "llama"), "kind ‘llama’ is not supported"),
        (tiny_qwen3(1).kv("tokenizer.ggml.pre", "gpt-4o"), "pre-tokenizer ‘gpt-4o’ is not supported"),
        (tiny_qwen3(1).without("tokenizer.ggml.pre"), "pre-tokenizer ‘default’ is not supported"),
        (tiny_qwen3(1).kv("tokenizer.ggml.merges", vec!["q zz".to_owned()]), "merge ‘q zz’"),
        (tiny_qwen3(1).kv("tokenizer.ggml.merges", vec![String::new()]), "merge ‘’"),
        (tiny_qwen3(1).kv("tokenizer.ggml.tokens", vec!["a".to_owned()]), "no token for the byte 0"),
    ];
    for (file, why) in cases {
        let error = Tokenizer::new(&read(&file.bytes()).unwrap()).err().unwrap();
        assert_eq!(error.kind(), Kind::Model);
        assert!(error.to_string().contains(why), "{error}");
    }
}

#[test]
fn tokens_that_end_an_answer_are_control_tokens_whatever_their_type() {
    let Some((_, Val::I32s(mut types))) =
        tiny_qwen3(1).kv.into_iter().find(|pair| pair.0 == "tokenizer.ggml.token_type")
    else {
        panic!("the small model has types")
    };
    types[308] = 4;
    let header = good(&tiny_qwen3(1).kv("tokenizer.ggml.token_type", types));
    let tokenizer = Tokenizer::new(&header).unwrap();
    assert_eq!(tokenizer.encode("<|im_end|>", Special::Parse).unwrap(), [308]);
    assert!(tokenizer.encode("<|im_end|>", Special::Plain).unwrap().len() > 1);
}

/// Opens, checks and uses the file as far as it lets us; only a panic or a huge allocation fails.
fn survive(bytes: &[u8]) {
    if let Ok(header) = read(bytes) {
        header.check().ok();
        if let Ok(tokenizer) = Tokenizer::new(&header) {
            tokenizer.encode("the end<|im_end|>", Special::Parse).ok();
        }
    }
}

/// The bytes of the small model, the length of its header, and the joints inside the header.
static MODEL: LazyLock<(Vec<u8>, usize, Vec<usize>)> = LazyLock::new(|| {
    let model = tiny_qwen3(1);
    let header = model.header_len();
    let joints = model.boundaries().into_iter().filter(|&at| at + 8 <= header).collect();
    (model.bytes(), header, joints)
});

proptest! {

    #[test]
    fn no_change_of_bytes_makes_it_panic_or_take_memory(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        words in prop::collection::vec((any::<prop::sample::Index>(), any::<u64>()), 0..3),
    ) {
        // An allocation beyond this ends the test process.
        let limit = Rlimit { current: Some(4 << 30), maximum: None };
        setrlimit(Resource::As, limit).ok();
        let (mut bytes, header) = (MODEL.0.clone(), MODEL.1);
        for (at, byte) in changes {
            bytes[at.index(header)] = byte;
        }
        for (at, word) in words {
            let at = at.index(header - 8);
            bytes[at..at + 8].copy_from_slice(&word.to_le_bytes());
        }
        survive(&bytes);
    }

    #[test]
    fn no_wrong_word_at_a_joint_makes_it_panic(
        joint in any::<prop::sample::Index>(),
        word in prop::sample::select(vec![0, 1, 8, 9, 255, 1 << 16, 1 << 31, 1 << 40, i64::MAX as u64, u64::MAX]),
        size in prop::sample::select(vec![4_usize, 8]),
    ) {
        let (mut bytes, joints) = (MODEL.0.clone(), &MODEL.2);
        let at = joints[joint.index(joints.len())];
        bytes[at..at + size].copy_from_slice(&word.to_le_bytes()[..size]);
        survive(&bytes);
    }
}
