//! The last rung: first and last lines are there as given, and nearly all between them.

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::carry::{Way, carry};
use super::{Job, Rung, Spot, says};

/// How much alike a place must be: twice the bytes that are the same, of the bytes of both.
const ALIKE: f64 = 0.9;

/// How much alike two lines must be to stand for each other.
const LINE: f64 = 0.5;

/// Bytes that are compared before the search is given up, which finds nothing rather than too little.
const BUDGET: usize = 8 << 20;

/// The best places; of places that overlap only the best, if one is.
pub(super) fn seek(job: &Job) -> Vec<Spot> {
    let old: Vec<&str> = job.old.bodies().into_iter().map(str::trim_end).collect();
    let [first, middle @ .., last] = &old[..] else { return Vec::new() };
    if middle.is_empty() || !says(first) || last.is_empty() {
        return Vec::new();
    }
    let file: Vec<&str> = job.file.bodies().into_iter().map(str::trim_end).collect();
    let ends: Vec<usize> = (0..file.len()).filter(|&line| file[line] == *last).collect();
    let (short, long) = ((old.len() * 2).div_ceil(3), old.len() * 3 / 2);
    let size: usize = old.iter().map(|line| line.len() + 1).sum();
    let (mut found, mut spent) = (Vec::<(f64, Spot)>::new(), 0);
    for start in (0..file.len()).filter(|&line| file[line] == *first) {
        let from = ends.partition_point(|end| end + 1 < start + short.max(2));
        for end in ends[from..].iter().take_while(|end| **end < start + long) {
            spent += size;
            if spent > BUDGET {
                return Vec::new();
            }
            let Some((score, pairs)) = compare(&old, &file[start..=*end]) else { continue };
            let range = job.span(start..end + 1);
            let way = Way { pairs: Some(pairs), ..Way::default() };
            let text = carry(job, range.clone(), &way);
            found.push((score, Spot { rung: Rung::Approximate, range, text }));
        }
    }
    best(found)
}

/// Leaves out places that overlap a better one.
fn best(found: Vec<(f64, Spot)>) -> Vec<Spot> {
    let beaten = |(score, spot): &(f64, Spot)| {
        let over = |other: &Spot| other.range.start < spot.range.end && spot.range.start < other.range.end;
        found.iter().any(|(other, rival)| other > score && over(rival))
    };
    let stay: Vec<bool> = found.iter().map(|one| !beaten(one)).collect();
    found.into_iter().zip(stay).filter(|(_, stay)| *stay).map(|((_, spot), _)| spot).collect()
}

/// How much alike the lines are, and which stand for each other; `None` if they are not enough so, or lines were
/// put together in another way.
fn compare(old: &[&str], place: &[&str]) -> Option<(f64, Vec<Option<usize>>)> {
    let size = |lines: &[&str]| lines.iter().map(|line| line.len() + 1).sum::<usize>();
    let all = size(old) + size(place);
    if 2.0 * to(shared(old, place)) < ALIKE * to(all) {
        return None;
    }
    let (mut same, mut pairs) = (0.0, vec![None; old.len()]);
    for op in capture_diff_slices(Algorithm::Myers, old, place) {
        let (was, is) = (op.old_range(), op.new_range());
        match op {
            DiffOp::Equal { .. } => same += to(size(&old[was.clone()])),
            DiffOp::Replace { .. } if was.len() != is.len() => return None,
            DiffOp::Replace { .. } => {
                for (a, b) in was.clone().zip(is.clone()) {
                    same += alike(old[a], place[b])?;
                }
            }
            DiffOp::Delete { .. } | DiffOp::Insert { .. } => continue,
        }
        was.zip(is).for_each(|(a, b)| pairs[a] = Some(b));
    }
    let score = 2.0 * same / to(all);
    (score >= ALIKE).then_some((score, pairs))
}

/// The bytes that two lines share in their order; `None` if they are other lines.
fn alike(a: &str, b: &str) -> Option<f64> {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    // A line as long as this is no line that somebody mistyped.
    if a.len().max(b.len()) > 2000 {
        return None;
    }
    let ratio =
        f64::from(similar::diff_ratio(&capture_diff_slices(Algorithm::Myers, a, b), a.len(), b.len()));
    (ratio >= LINE).then(|| ratio * to(a.len() + b.len() + 2) / 2.0)
}

/// The bytes that the lines share in any order, which is never less than what they share in one.
fn shared(old: &[&str], place: &[&str]) -> usize {
    let mut counts = [0isize; 256];
    let bytes =
        |lines: &[&str]| lines.iter().flat_map(|line| line.bytes().chain([b'\n'])).collect::<Vec<u8>>();
    for byte in bytes(old) {
        counts[usize::from(byte)] += 1;
    }
    let mut same = 0;
    for byte in bytes(place) {
        let left = &mut counts[usize::from(byte)];
        same += usize::from(*left > 0);
        *left -= 1;
    }
    same
}

#[expect(clippy::cast_precision_loss, reason = "sizes of texts are small")]
fn to(count: usize) -> f64 {
    count as f64
}
