//! Any bytes as the header of a model file, whole or begun: no panic, and both readers agree.
#![no_main]

use std::path::Path;

use libfuzzer_sys::fuzz_target;
use qwill::models::fit::{self, Setup, Shape};
use qwill::models::gguf::{Facts, Header, Peek, Value, peek};

fuzz_target!(|data: &[u8]| {
    let len = data.len() as u64;
    // A server may claim any length, and a header is often read before the data behind it is there.
    for claimed in [len, len + 1, len << 16, 1 << 50, u64::MAX] {
        let header = Header::parse(Path::new("fuzz"), data, claimed).ok();
        if let Some(header) = &header {
            header.check().ok();
            header.quant();
            header.parameters();
            need(fit::shape(header));
        }
        for given in [data.len(), data.len() / 2] {
            agree(header.as_ref(), &data[..given], claimed);
        }
    }
});

/// What the whole header says, its first bytes must say too.
fn agree(header: Option<&Header>, start: &[u8], claimed: u64) {
    let begun = peek(Path::new("fuzz"), start, claimed);
    if let Ok(begun) = &begun {
        need(fit::shape(begun));
    }
    let Some(header) = header else { return };
    let begun = begun.unwrap_or_else(|error| panic!("a whole header was read: {error}"));
    assert!(begun.kv().count() <= header.kv().count());
    assert!(begun.kv().zip(header.kv()).all(|(one, other)| one.0 == other.0 && same(one.1, other.1)));
    if begun.whole() {
        assert_eq!(begun.kv().count(), header.kv().count());
        assert_eq!(fit::shape(&begun), fit::shape(header));
    }
    counts(&begun, header);
}

fn counts(begun: &Peek, header: &Header) {
    if let Some((key, count)) = begun.cut() {
        assert_eq!(Facts::count(header, key), Some(count));
    }
}

/// Equal, and a number that is none equals itself.
fn same(one: &Value, other: &Value) -> bool {
    one == other || format!("{one:?}") == format!("{other:?}")
}

/// No number in a header may make an estimate overflow.
fn need(shape: Option<Shape>) {
    if let Some(shape) = shape {
        fit::need(&shape, u64::MAX, Setup::new(u64::MAX)).total();
    }
}
