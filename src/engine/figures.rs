//! What llama.cpp allocated, from the lines of its log.

use crate::models::fit::{Need, Setup};
use crate::models::measured::Figures;

/// The sums of the buffers that were logged, over all devices.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Buffers(Need);

impl Buffers {
    /// Adds the buffer that `line` tells of, such as
    /// `llama_kv_cache:        CPU KV buffer size =   896.00 MiB`, with or without the function's name.
    /// Other lines have no effect.
    pub fn read(&mut self, line: &str) {
        let Some((kind, bytes)) = buffer(line) else { return };
        let sum = match kind {
            "model" => &mut self.0.weights,
            "KV" => &mut self.0.kv,
            "RS" => &mut self.0.state,
            "compute" | "output" => &mut self.0.compute,
            _ => return,
        };
        *sum = sum.saturating_add(bytes);
    }

    /// The figures of a model that was loaded with `setup`; `None` if its weights or its compute buffer
    /// were not logged, as when loading failed half-way.
    pub fn figures(self, setup: Setup) -> Option<Figures> {
        let Need { weights, compute, .. } = self.0;
        (weights > 0 && compute > 0).then_some(Figures { took: self.0, setup })
    }
}

/// The kind of a buffer, which stands before the words `buffer size`, and its size in bytes.
fn buffer(line: &str) -> Option<(&str, u64)> {
    let (name, size) = line.split_once(" buffer size = ")?;
    let kind = name.split_whitespace().next_back()?;
    let mib: f64 = size.trim().strip_suffix("MiB")?.trim().parse().ok()?;
    (mib >= 0.0).then_some((kind, (mib * f64::from(1 << 20)) as u64))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const MIB: u64 = 1 << 20;

    fn read(log: &str) -> Need {
        let mut buffers = Buffers::default();
        log.lines().for_each(|line| buffers.read(line));
        buffers.0
    }

    #[test]
    fn every_kind_of_buffer_is_summed_over_the_devices() {
        let log = "load_tensors: offloaded 20/37 layers to GPU
load_tensors:   CPU_Mapped model buffer size =  2375.50 MiB
load_tensors:        CUDA0 model buffer size =  1000.00 MiB
llama_context:  CUDA_Host  output buffer size =     0.50 MiB
llama_kv_cache:        CPU KV buffer size =   896.00 MiB
llama_kv_cache:      CUDA0 KV buffer size =   128.25 MiB
llama_kv_cache: size = 1024.25 MiB (  8192 cells,  36 layers,  1/1 seqs), K (f16):  512.00 MiB
llama_memory_recurrent:        CPU RS buffer size =    50.25 MiB
sched_reserve:      CUDA0 compute buffer size =   302.75 MiB
sched_reserve:  CUDA_Host compute buffer size =    16.00 MiB
llama_adapter_lora_init_impl:        CPU LoRA buffer size =    12.00 MiB";
        let need = Need {
            weights: 3375 * MIB + MIB / 2,
            kv: 1024 * MIB + MIB / 4,
            state: 50 * MIB + MIB / 4,
            compute: 319 * MIB + MIB / 4,
        };
        assert_eq!(read(log), need);
    }

    #[test]
    fn a_line_without_its_function_or_behind_a_level_reads_the_same() {
        let need = Need { weights: 285 * MIB / 100, ..Need::default() };
        for line in [
            "  CPU_Mapped model buffer size =     2.85 MiB",
            "INFO    CPU_Mapped model buffer size =     2.85 MiB\r",
            "load_tensors:   CPU_Mapped model buffer size =     2.85 MiB",
        ] {
            assert_eq!(read(line), need, "{line}");
        }
    }

    #[test]
    fn other_lines_have_no_effect() {
        for line in [
            "",
            " buffer size = ",
            " buffer size = 1.00 MiB",
            "x KV buffer size = much MiB",
            "x KV buffer size = NaN MiB",
            "x KV buffer size = -1.00 MiB",
            "x KV buffer size = 1.00 GiB",
            "x compute buffer size is   1.0000 MiB, matches expectation of   1.0000 MiB",
        ] {
            assert_eq!(read(line), Need::default(), "{line}");
        }
    }

    #[test]
    fn a_load_that_failed_half_way_gives_no_figures() {
        let mut buffers = Buffers::default();
        buffers.read("  CPU_Mapped model buffer size = 2.00 MiB");
        assert_eq!(buffers.figures(Setup::new(2048)), None);
        buffers.read("  CPU compute buffer size = 1.00 MiB");
        let figures = buffers.figures(Setup::new(2048)).unwrap();
        assert_eq!((figures.took.total(), figures.setup.ctx), (3 * MIB, 2048));
    }

    proptest! {
        #[test]
        fn no_line_makes_it_panic(line in ".*", size in ".*") {
            read(&line);
            read(&format!("{line} KV buffer size = {size} MiB"));
            read("CPU KV buffer size = 1e300 MiB\nCPU KV buffer size = 1e300 MiB");
        }
    }
}
