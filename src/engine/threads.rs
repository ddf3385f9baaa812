//! How many threads decode: from the model's size, the physical cores and what else runs.

use std::collections::HashSet;
use std::fs;

/// Below this many bytes of weights a token takes well under a millisecond, and threads spend more
/// time waiting for each other than computing.
const SMALL: u64 = 64 << 20;

/// The default number of threads for a model of `weights` bytes on this machine, at least 1.
pub fn choose(weights: u64) -> u32 {
    pick(weights, cores(), load())
}

/// llama.cpp's threads wait for each other by spinning, so a thread without a core of its own slows
/// all the others: cores that are busy with something else are left alone, but never more than half.
fn pick(weights: u64, cores: u32, load: f32) -> u32 {
    if weights < SMALL {
        return 1;
    }
    let busy = (load.round().max(0.0) as u32).min(cores / 2);
    (cores - busy).max(1)
}

/// Physical cores that this process may use.
fn cores() -> u32 {
    let allowed = std::thread::available_parallelism().map_or(1, |n| n.get() as u32);
    physical(&fs::read_to_string("/proc/cpuinfo").unwrap_or_default()).map_or(allowed, |n| n.min(allowed))
}

/// Distinct (package, core) pairs of `/proc/cpuinfo`; `None` where it does not tell them.
fn physical(cpuinfo: &str) -> Option<u32> {
    let mut seen = HashSet::new();
    let mut package = "";
    for line in cpuinfo.lines() {
        let (key, value) = line.split_once(':').unwrap_or((line, ""));
        match key.trim() {
            "physical id" => package = value.trim(),
            "core id" => _ = seen.insert((package, value.trim())),
            _ => {}
        }
    }
    u32::try_from(seen.len()).ok().filter(|&n| n > 0)
}

/// Load average of the last minute; 0 where the system does not tell.
fn load() -> f32 {
    let text = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split(' ').next().and_then(|first| first.parse().ok()).unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_model_gets_one_thread_and_a_large_one_the_free_cores() {
        assert_eq!(pick(3 << 20, 16, 0.0), 1);
        assert_eq!(pick(3 << 30, 16, 0.2), 16);
        assert_eq!(pick(3 << 30, 16, 3.0), 13);
        assert_eq!(pick(3 << 30, 16, 90.0), 8);
        assert_eq!(pick(3 << 30, 1, 9.0), 1);
    }

    #[test]
    fn hyperthreads_count_as_one_core() {
        let two = "processor\t: 0\nphysical id\t: 0\ncore id\t: 0\n\nprocessor\t: 1\nphysical id\t: 0\ncore id\t: 0\n\n\
                   processor\t: 2\nphysical id\t: 0\ncore id\t: 1\n";
        assert_eq!(physical(two), Some(2));
        assert_eq!(physical("processor : 0\n"), None);
    }
}
