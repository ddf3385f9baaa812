//! What is known of a model file from its first bytes.

mod support;

use proptest::prelude::*;
use qwill::error::Result;
use qwill::models::fit;
use qwill::models::gguf::{self, Facts, Header, Peek};
use rustix::process::{Resource, Rlimit, setrlimit};
use std::path::Path;
use std::sync::LazyLock;
use support::broken;
use support::gguf::{Gguf, Val, tiny_qwen3};

const STARTER: &[u8] = include_bytes!("../starter/qwill-starter.gguf");
const TOKENS: &str = "tokenizer.ggml.tokens";

fn peek(bytes: &[u8], given: usize) -> Result<Peek> {
    gguf::peek(Path::new("x.gguf"), &bytes[..given], bytes.len() as u64)
}

fn parse(bytes: &[u8]) -> Result<Header> {
    Header::parse(Path::new("x.gguf"), bytes, bytes.len() as u64)
}

/// What must hold at every length: the keys grow, and are those of the whole header.
fn grows(bytes: &[u8], lengths: impl Iterator<Item = usize>) {
    let header = parse(bytes).unwrap_or_else(|error| panic!("{error}"));
    let (mut known, mut sized) = (0, 0);
    for given in lengths {
        let peek = peek(bytes, given).unwrap_or_else(|error| panic!("{given}: {error}"));
        let keys = peek.kv().count();
        assert!(keys >= known, "{given}");
        assert!(peek.kv().eq(header.kv().take(keys)), "{given}");
        if let Some((key, count)) = peek.cut() {
            sized += 1;
            assert_eq!(header.kv().nth(keys).map(|pair| pair.0), Some(key), "{given}");
            assert_eq!(Facts::count(&header, key), Some(count), "{given}");
            assert_eq!(peek.count(key), Some(count), "{given}");
            assert!(peek.get(key).is_none(), "{given}");
        }
        assert_eq!(peek.whole(), keys == header.kv().count(), "{given}");
        known = keys;
    }
    assert_eq!(known, header.kv().count());
    assert!(sized > 0);
}

#[test]
fn a_small_model_is_known_better_with_every_byte() {
    let model = tiny_qwen3(1);
    grows(&model.bytes(), 0..=model.header_len());
}

#[test]
fn the_starter_is_known_better_with_every_byte() {
    grows(STARTER, (0..1200).chain((1200..110_000).step_by(331)).chain([STARTER.len()]));
}

#[test]
fn the_vocabulary_is_counted_before_it_is_read() {
    let peek = peek(STARTER, 4096).unwrap();
    assert_eq!((peek.arch(), peek.arch_u64("block_count")), ("qwen3", Some(5)));
    assert_eq!((peek.cut(), peek.whole()), (Some((TOKENS, 3072)), false));
    assert_eq!(fit::shape(&peek), fit::shape(&parse(STARTER).unwrap()));
}

#[test]
fn what_contradicts_itself_is_refused_as_in_a_whole_header() {
    for (name, file, said) in broken::hostile() {
        let bytes = file.bytes();
        // Some lie only about tensors, which a peek does not read.
        let Err(whole) = peek(&bytes, bytes.len()) else { continue };
        assert!(whole.to_string().contains(said), "{name}: {whole}");
        assert_eq!(whole.to_string(), parse(&bytes).unwrap_err().to_string(), "{name}");
    }
    for (file, said) in [
        (Gguf { version: 1, ..tiny_qwen3(1) }, "GGUF version 1"),
        (Gguf { version: 3 << 24, ..tiny_qwen3(1) }, "big-endian"),
        (Gguf { claims: (None, Some(60_000)), ..tiny_qwen3(1) }, "60000 key-value pairs cannot fit"),
    ] {
        let bytes = file.bytes();
        assert!(peek(&bytes, 24).unwrap_err().to_string().contains(said), "{said}");
    }
    assert!(gguf::peek(Path::new("x"), b"<html>", 1 << 30).unwrap_err().to_string().contains("web page"));
    assert!(gguf::peek(Path::new("x"), b"", 0).unwrap_err().to_string().contains("empty"));
}

#[test]
fn a_file_that_ends_where_the_bytes_end_is_cut_and_not_only_begun() {
    let bytes = tiny_qwen3(1).bytes();
    let begun = &bytes[..2000];
    assert!(gguf::peek(Path::new("x"), begun, bytes.len() as u64).is_ok());
    assert!(gguf::peek(Path::new("x"), begun, 2000).is_err());
    // A server that sends more than the file has is not believed either.
    assert!(gguf::peek(Path::new("x"), &bytes, 2000).is_err());
}

#[test]
fn a_claim_beyond_the_bytes_at_hand_is_only_remembered() {
    let array = [&5_u32.to_le_bytes()[..], &(60_u64 << 20).to_le_bytes()].concat();
    for (value, cut) in [
        (Val::Raw(8, (60_u64 << 20).to_le_bytes().to_vec()), None),
        (Val::Raw(9, array), Some(("x", 60 << 20))),
    ] {
        let start = Gguf::new("qwen3").kv("x", value).bytes();
        let peek = gguf::peek(Path::new("x"), &start, 1 << 40).unwrap();
        assert_eq!((peek.arch(), peek.cut(), peek.whole()), ("qwen3", cut, false));
        assert!(peek.get("x").is_none());
    }
}

static MODEL: LazyLock<(Vec<u8>, usize)> = LazyLock::new(|| {
    let model = tiny_qwen3(1);
    (model.bytes(), model.header_len())
});

proptest! {
    #[test]
    fn changed_bytes_are_read_as_the_whole_header_would_be(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..5),
        words in prop::collection::vec((any::<prop::sample::Index>(), any::<u64>()), 0..3),
        given in any::<prop::sample::Index>(),
    ) {
        // An allocation beyond this ends the test process.
        setrlimit(Resource::As, Rlimit { current: Some(4 << 30), maximum: None }).ok();
        let (mut bytes, header) = (MODEL.0.clone(), MODEL.1);
        for (at, byte) in changes {
            bytes[at.index(header)] = byte;
        }
        for (at, word) in words {
            let at = at.index(header - 8);
            bytes[at..at + 8].copy_from_slice(&word.to_le_bytes());
        }
        let given = given.index(header);
        match (peek(&bytes, given), parse(&bytes)) {
            (Ok(peek), whole) => {
                if let Ok(whole) = whole {
                    let same = peek.kv().zip(whole.kv()).all(|(one, other)| {
                        one.0 == other.0 && format!("{:?}", one.1) == format!("{:?}", other.1)
                    });
                    prop_assert!(same && peek.kv().count() <= whole.kv().count());
                }
                // No number in a header may make an estimate overflow.
                if let Some(shape) = fit::shape(&peek) {
                    fit::need(&shape, u64::MAX, fit::Setup::new(u64::MAX)).total();
                }
            }
            (Err(_), whole) => prop_assert!(whole.is_err()),
        }
    }
}
