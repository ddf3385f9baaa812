//! Whether a model fits this machine: what it needs, what there is, and the verdict.

mod machine;
mod shape;

use crate::tell;
use serde::{Deserialize, Serialize};

pub use machine::{Device, Machine, Share};
pub use shape::{Shape, shape};

/// Tokens that are computed at a time where nothing else is said; llama.cpp's own number.
const BATCH: u64 = 512;
/// llama.cpp rounds a context up to a multiple of this many tokens.
const STEP: u64 = 256;
/// Percent of the free memory up to which a model fits with room for everything else.
const ROOM: u64 = 80;

/// What a model takes in memory, in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Need {
    /// The weights: nearly the length of the file.
    pub weights: u64,
    /// Keys and values of all tokens of the context.
    pub kv: u64,
    /// State of recurrent layers, which does not grow with the context.
    #[serde(default)]
    pub state: u64,
    /// Results in between while a batch is computed.
    pub compute: u64,
}

impl Need {
    /// All of it.
    pub fn total(&self) -> u64 {
        [self.weights, self.kv, self.state, self.compute].into_iter().fold(0, u64::saturating_add)
    }
}

/// How the KV cache stores an element.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum KvType {
    /// 2 bytes, llama.cpp's default.
    #[default]
    F16,
    /// Blocks of 32 in 34 bytes.
    Q8_0,
    /// Blocks of 32 in 18 bytes.
    Q4_0,
}

impl KvType {
    /// What `elements` take, in bytes.
    pub fn bytes(self, elements: u64) -> u64 {
        let block = match self {
            KvType::F16 => 64,
            KvType::Q8_0 => 34,
            KvType::Q4_0 => 18,
        };
        scale(elements, block, 32)
    }
}

/// How a model is going to be run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Setup {
    /// Context length in tokens.
    pub ctx: u64,
    /// How the KV cache stores its elements.
    pub kv: KvType,
    /// Tokens computed at a time.
    pub batch: u64,
}

impl Setup {
    /// A context of `ctx` tokens with what llama.cpp does by default.
    pub fn new(ctx: u64) -> Setup {
        Setup { ctx, kv: KvType::F16, batch: BATCH }
    }

    /// Tokens that there is memory for: `ctx`, rounded up as llama.cpp does.
    pub(super) fn cells(&self) -> u64 {
        self.ctx.checked_next_multiple_of(STEP).unwrap_or(u64::MAX)
    }

    /// Bytes of the attention mask, which has an f16 for every token of the context and the batch.
    pub(super) fn mask(&self) -> u64 {
        self.cells().saturating_mul(self.batch).saturating_mul(2)
    }
}

/// An estimate of what a model of this shape needs, whose weights take `weights` bytes.
///
/// The compute buffer is an upper bound. llama.cpp reserves it for the largest graph, that of a
/// whole batch: the logits of every token in f32 (`n_outputs_max` is the batch when nobody sets
/// it), the attention mask, and about four results each of the width of a layer and of its feed-forward
/// part that are alive at once. Against what it reserved for three models this is 12 to 36 % more.
/// It supposes flash attention, which llama.cpp chooses by itself where it can.
pub fn need(shape: &Shape, weights: u64, setup: Setup) -> Need {
    let rows = shape.width.saturating_add(shape.forward).saturating_mul(4).saturating_add(shape.vocab);
    let compute = setup.batch.saturating_mul(rows).saturating_mul(4).saturating_add(setup.mask());
    Need { weights, kv: shape.kv(setup), state: shape.state, compute }
}

/// Bytes of a model's file, from how many weights it has and how many bits each takes on average
/// (about 4.85 for `Q4_K_M`, 8.5 for `Q8_0`).
pub fn estimate(parameters: u64, bits: f64) -> u64 {
    (parameters as f64 * bits / 8.0) as u64
}

/// `number · by / of` without overflow on the way; too large a result is `u64::MAX`.
pub fn scale(number: u64, by: u64, of: u64) -> u64 {
    let exact = u128::from(number) * u128::from(by) / u128::from(of.max(1));
    u64::try_from(exact).unwrap_or(u64::MAX)
}

/// Whether a model fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// It takes no more than four fifths of what is free.
    Fits,
    /// It takes no more than all of it.
    Tight,
    /// It takes more.
    No,
    /// The system does not tell what is free.
    Unknown,
}

impl Verdict {
    fn of(need: u64, free: u64) -> Verdict {
        match u128::from(need) * 100 {
            percent if percent <= u128::from(free) * u128::from(ROOM) => Verdict::Fits,
            _ if need <= free => Verdict::Tight,
            _ => Verdict::No,
        }
    }

    /// One character for lists.
    pub fn mark(self) -> &'static str {
        match self {
            Verdict::Fits => "✓",
            Verdict::Tight => "⚠",
            Verdict::No => "✗",
            Verdict::Unknown => "?",
        }
    }

    /// A phrase for people, which follows “it”.
    pub fn name(self) -> String {
        match self {
            Verdict::Fits => tell!("fit-fits"),
            Verdict::Tight => tell!("fit-tight"),
            Verdict::No => tell!("fit-no"),
            Verdict::Unknown => tell!("fit-unknown"),
        }
    }
}

/// Where a model would lie.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// On the device of this name, as a whole.
    Device(String),
    /// In the machine's memory.
    Memory,
    /// Partly on devices, partly in the machine's memory.
    Split,
}

/// A verdict with its reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fit {
    /// Whether it fits.
    pub verdict: Verdict,
    /// What it needs.
    pub need: Need,
    /// Bytes that are free at `place`.
    pub free: u64,
    /// Where it would lie.
    pub place: Place,
}

/// Whether `need` fits `machine`. A device that holds all of it wins, then memory and devices
/// together; memory that a device shares with the machine counts once.
pub fn judge(need: Need, machine: &Machine) -> Fit {
    let total = need.total();
    let known = machine.total > 0;
    let room = |device: &Device| match device.share {
        Share::Shared if known => device.free.min(machine.memory),
        _ => device.free,
    };
    let best = machine.devices.iter().max_by_key(|device| room(device));
    if let Some(device) = best.filter(|device| total <= room(device)) {
        let free = room(device);
        return Fit {
            verdict: Verdict::of(total, free),
            need,
            free,
            place: Place::Device(device.name.clone()),
        };
    }
    let own = machine.devices.iter().filter(|device| device.share == Share::Discrete);
    let free = own.fold(machine.memory, |sum, device| sum.saturating_add(device.free));
    let place = if free > machine.memory { Place::Split } else { Place::Memory };
    let verdict = if known || total <= free { Verdict::of(total, free) } else { Verdict::Unknown };
    Fit { verdict, need, free, place }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GIB: u64 = 1 << 30;

    fn machine(memory: u64, devices: &[(&str, u64, Share)]) -> Machine {
        let device = |&(name, free, share): &(&str, u64, Share)| Device {
            name: name.into(),
            free,
            total: free,
            share,
        };
        Machine { memory, total: memory, devices: devices.iter().map(device).collect() }
    }

    fn weighs(bytes: u64) -> Need {
        Need { weights: bytes, ..Need::default() }
    }

    fn judged(bytes: u64, machine: &Machine) -> (Verdict, u64, Place) {
        let fit = judge(weighs(bytes), machine);
        assert_eq!(fit.need.total(), bytes);
        (fit.verdict, fit.free, fit.place)
    }

    #[test]
    fn four_fifths_fit_and_all_of_it_is_tight() {
        let machine = machine(1000, &[]);
        for (bytes, verdict) in [
            (0, Verdict::Fits),
            (800, Verdict::Fits),
            (801, Verdict::Tight),
            (1000, Verdict::Tight),
            (1001, Verdict::No),
            (u64::MAX, Verdict::No),
        ] {
            assert_eq!(judged(bytes, &machine), (verdict, 1000, Place::Memory), "{bytes}");
        }
        let marks = [Verdict::Fits, Verdict::Tight, Verdict::No, Verdict::Unknown].map(Verdict::mark);
        assert_eq!(marks, ["✓", "⚠", "✗", "?"]);
    }

    #[test]
    fn a_device_that_holds_all_of_it_wins() {
        let two = machine(64 * GIB, &[("a", 8 * GIB, Share::Discrete), ("b", 12 * GIB, Share::Discrete)]);
        assert_eq!(judged(9 * GIB, &two), (Verdict::Fits, 12 * GIB, Place::Device("b".into())));
        assert_eq!(judged(12 * GIB, &two), (Verdict::Tight, 12 * GIB, Place::Device("b".into())));
        assert_eq!(judged(13 * GIB, &two), (Verdict::Fits, 84 * GIB, Place::Split));
        assert_eq!(judged(85 * GIB, &two), (Verdict::No, 84 * GIB, Place::Split));
    }

    #[test]
    fn shared_memory_counts_once() {
        let apple = machine(10 * GIB, &[("metal", 12 * GIB, Share::Shared)]);
        assert_eq!(judged(8 * GIB, &apple), (Verdict::Fits, 10 * GIB, Place::Device("metal".into())));
        assert_eq!(judged(11 * GIB, &apple), (Verdict::No, 10 * GIB, Place::Memory));
        let both = machine(10 * GIB, &[("igpu", 5 * GIB, Share::Shared), ("gpu", 2 * GIB, Share::Discrete)]);
        assert_eq!(judged(7 * GIB, &both), (Verdict::Fits, 12 * GIB, Place::Split));
    }

    #[test]
    fn a_system_that_tells_nothing_gets_no_verdict_but_its_devices_do() {
        assert_eq!(judged(1, &machine(0, &[])), (Verdict::Unknown, 0, Place::Memory));
        let one = machine(0, &[("gpu", 8 * GIB, Share::Discrete)]);
        assert_eq!(judged(GIB, &one), (Verdict::Fits, 8 * GIB, Place::Device("gpu".into())));
        assert_eq!(judged(9 * GIB, &one).0, Verdict::Unknown);
        let metal = machine(0, &[("metal", 8 * GIB, Share::Shared)]);
        assert_eq!(judged(8 * GIB, &metal).0, Verdict::Tight);
    }

    #[test]
    fn a_cache_of_q8_0_takes_0_53_of_one_in_f16() {
        let (wide, narrow) = (KvType::F16.bytes(1 << 20), KvType::Q8_0.bytes(1 << 20));
        assert_eq!((wide, narrow, KvType::Q4_0.bytes(1 << 20)), (2 << 20, 34 << 15, 18 << 15));
        assert_eq!(narrow * 64, wide * 34);
        assert_eq!(KvType::F16.bytes(u64::MAX), u64::MAX);
    }

    #[test]
    fn the_size_of_a_file_follows_from_its_bits() {
        assert_eq!(estimate(4_022_468_096, 8.5), 4_273_872_352);
        assert_eq!(estimate(0, 4.85), 0);
    }

    #[test]
    fn the_compute_buffer_is_at_most_four_tenths_above_what_llama_cpp_reserved() {
        // Width, feed-forward width, vocabulary, context; and MiB that llama.cpp logged.
        for (width, forward, vocab, ctx, real) in
            [(192, 512, 3072, 2048, 9.89), (1536, 6144, 3072, 8192, 59.02), (512, 1024, 315, 2048, 13.02)]
        {
            let shape = Shape { width, forward, vocab, ..Shape::default() };
            let mib = need(&shape, 0, Setup::new(ctx)).compute as f64 / f64::from(1 << 20);
            assert!(mib >= real && mib < real * 1.4, "{mib} for {real}");
        }
    }

    #[test]
    fn a_context_is_rounded_up_as_llama_cpp_does() {
        let shape = Shape { elements: 10, ..Shape::default() };
        assert_eq!(need(&shape, 7, Setup::new(257)).kv, 512 * 20);
        assert_eq!(need(&shape, 7, Setup::new(512)).kv, 512 * 20);
        assert_eq!(need(&shape, 7, Setup { kv: KvType::Q8_0, ..Setup::new(512) }).kv, 512 * 10 * 34 / 32);
    }
}
