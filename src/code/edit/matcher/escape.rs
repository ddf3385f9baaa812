//! The rung for text whose escapes were written out once too often.

use super::{Job, Rung, Spot, indent, rungs};
use crate::code::edit::text::Lines;

/// Escapes with a backslash, and what they stand for.
const SLASHED: [(&str, &str); 6] =
    [("\\n", "\n"), ("\\t", "\t"), ("\\r", "\r"), ("\\\"", "\""), ("\\'", "'"), ("\\\\", "\\")];

/// Escapes of HTML.
const NAMED: [(&str, &str); 5] =
    [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")];

/// Where the text is that the escapes stand for. What comes in is read in the same way, so it may have no escape of
/// a kind that `old` lacks: nobody knows whether that one is meant.
pub(super) fn seek(job: &Job) -> Vec<Spot> {
    for table in [&SLASHED[..], &NAMED[..]] {
        let (old, kinds) = unfold(job.old.text(), table);
        let (new, others) = unfold(job.new.text(), table);
        if kinds == 0 || others & !kinds != 0 || old == new {
            continue;
        }
        let (file, grain) = (job.file.clone(), job.grain);
        let plain = Job { file, old: Lines::of(&old), new: Lines::of(&new), grain };
        for seek in [rungs::exact, rungs::spaces, indent::seek] {
            let mut spots = seek(&plain);
            if !spots.is_empty() {
                spots.iter_mut().for_each(|spot| spot.rung = Rung::Escapes);
                return spots;
            }
        }
    }
    Vec::new()
}

/// The text without the escapes of a table, and which of them it had, as bits.
fn unfold(text: &str, table: &[(&str, &str)]) -> (String, u32) {
    let (mut out, mut rest, mut kinds) = (String::with_capacity(text.len()), text, 0);
    while let Some(at) = rest.find(['\\', '&']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let known = table.iter().enumerate().find(|(_, (escape, _))| rest.starts_with(escape));
        if let Some((kind, (escape, plain))) = known {
            kinds |= 1 << kind;
            out.push_str(plain);
            rest = &rest[escape.len()..];
        } else {
            out.push_str(&rest[..1]);
            rest = &rest[1..];
        }
    }
    out.push_str(rest);
    (out, kinds)
}
