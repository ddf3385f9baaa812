//! What models really took after they were loaded, kept to correct later estimates.

use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::disk::{make_dir, replace};
use super::fit::{Need, Setup, scale};
use crate::config::Places;
use crate::error::{Context, Kind, Result};
use crate::tell;

/// The most models that are remembered.
const MOST: usize = 200;
/// Bytes beyond which a file is not ours.
const LONG: u64 = 1 << 20;

/// What a model took, and how it was run then.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figures {
    /// What it took.
    pub took: Need,
    /// With this context, cache and batch.
    pub setup: Setup,
}

impl Figures {
    /// What it will take with another setup: the cache grows with the context and the bytes of an
    /// element, the compute buffer with the batch and by the longer part of the attention mask.
    pub fn need(&self, setup: Setup) -> Need {
        let (then, now) = (self.setup, setup);
        let cells = scale(self.took.kv, now.cells(), then.cells());
        let unit = 1 << 20;
        let compute = scale(self.took.compute, now.batch, then.batch);
        let mask = Setup { batch: now.batch, ..then }.mask();
        Need {
            kv: scale(cells, now.kv.bytes(unit), then.kv.bytes(unit)),
            compute: compute.saturating_add(now.mask().saturating_sub(mask)),
            ..self.took
        }
    }
}

/// The models that were measured on this machine, the latest last.
///
/// They are cache: a damaged file counts as empty and is replaced, and of two processes that write
/// at once one loses its entry.
#[derive(Clone, Debug)]
pub struct Measured {
    path: PathBuf,
    all: Vec<Entry>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Entry {
    model: String,
    #[serde(flatten)]
    figures: Figures,
}

impl Measured {
    /// Reads `measured.json` in the cache directory.
    pub fn load(places: &Places) -> Measured {
        let path = places.cache.join("measured.json");
        Measured { all: read(&path), path }
    }

    /// The figures of the model with this stamp ([`super::name::Model::stamp`]) or SHA-256.
    pub fn get(&self, stamp: &str) -> Option<&Figures> {
        self.all.iter().find(|entry| entry.model == stamp).map(|entry| &entry.figures)
    }

    /// Remembers the figures of a model and writes the file, with the oldest models dropped.
    ///
    /// # Errors
    /// When the file cannot be written; the figures are remembered even so.
    pub fn put(&mut self, stamp: &str, figures: Figures) -> Result<()> {
        // An engine that runs for days must not undo what others measured meanwhile.
        let now = read(&self.path);
        if !now.is_empty() {
            self.all = now;
        }
        self.all.retain(|entry| entry.model != stamp);
        self.all.push(Entry { model: stamp.to_owned(), figures });
        self.all.drain(..self.all.len().saturating_sub(MOST));
        self.write().context(Kind::Other, tell!("fit-remember", path = self.path.display().to_string()))
    }

    fn write(&self) -> Result<()> {
        let text = serde_json::to_string_pretty(&self.all).context(Kind::Other, tell!("disk-json"))?;
        if let Some(dir) = self.path.parent() {
            make_dir(dir)?;
        }
        replace(&self.path, &text)
    }
}

/// The entries of the file; none if it is not there or not as we write it.
fn read(path: &Path) -> Vec<Entry> {
    let short = fs::metadata(path).is_ok_and(|meta| meta.is_file() && meta.len() <= LONG);
    let text = if short { fs::read(path).unwrap_or_default() } else { Vec::new() };
    serde_json::from_slice(&text).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::models::fit::KvType;

    fn places(dir: &Path) -> Places {
        Places { config: dir.join("c"), data: dir.join("d"), cache: dir.join("k/k"), run: dir.join("r") }
    }

    fn figures(weights: u64) -> Figures {
        let took = Need { weights, kv: 1024 << 20, state: 5, compute: 100 << 20 };
        Figures { took, setup: Setup::new(8192) }
    }

    #[test]
    fn figures_are_there_again_in_the_next_process() {
        let dir = tempfile::tempdir().unwrap();
        let mut measured = Measured::load(&places(dir.path()));
        assert_eq!(measured.get("a"), None);
        measured.put("a", figures(1)).unwrap();
        measured.put("b", figures(2)).unwrap();
        measured.put("a", figures(3)).unwrap();
        let again = Measured::load(&places(dir.path()));
        assert_eq!((again.get("a"), again.get("b")), (Some(&figures(3)), Some(&figures(2))));
        let names: Vec<_> =
            fs::read_dir(dir.path().join("k/k")).unwrap().map(|e| e.unwrap().file_name()).collect();
        assert_eq!(names, ["measured.json"]);
    }

    #[test]
    fn what_another_process_measured_meanwhile_stays() {
        let dir = tempfile::tempdir().unwrap();
        let (mut one, mut other) = (Measured::load(&places(dir.path())), Measured::load(&places(dir.path())));
        one.put("a", figures(1)).unwrap();
        other.put("b", figures(2)).unwrap();
        assert_eq!(Measured::load(&places(dir.path())).get("a"), Some(&figures(1)));
        assert_eq!(other.get("a"), Some(&figures(1)));
    }

    #[test]
    fn the_oldest_models_are_dropped() {
        let dir = tempfile::tempdir().unwrap();
        let mut measured = Measured::load(&places(dir.path()));
        for model in 0..205 {
            measured.put(&model.to_string(), figures(model)).unwrap();
        }
        let again = Measured::load(&places(dir.path()));
        assert_eq!(again.all.len(), 200);
        assert_eq!((again.get("4"), again.get("5")), (None, Some(&figures(5))));
    }

    #[test]
    fn a_damaged_file_is_ignored_and_replaced() {
        let dir = tempfile::tempdir().unwrap();
        let places = places(dir.path());
        let path = places.cache.join("measured.json");
        fs::create_dir_all(&places.cache).unwrap();
        let long = format!("[{}]", " ".repeat(2 << 20));
        for text in ["", "{", "{}", "[1]", r#"[{"model":"a"}]"#, "\0\u{fffd}", &long] {
            fs::write(&path, text).unwrap();
            let mut measured = Measured::load(&places);
            assert_eq!(measured.get("a"), None);
            measured.put("a", figures(7)).unwrap();
            assert_eq!(Measured::load(&places).get("a"), Some(&figures(7)));
        }
    }

    #[test]
    fn a_cache_that_cannot_be_written_is_told_and_used_in_this_process() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("k"), "a file").unwrap();
        let mut measured = Measured::load(&places(dir.path()));
        assert!(measured.put("a", figures(1)).unwrap_err().to_string().contains("measured.json"));
        assert_eq!(measured.get("a"), Some(&figures(1)));
    }

    #[test]
    fn the_cache_scales_with_context_and_type() {
        let then = figures(1);
        assert_eq!(then.need(then.setup), then.took);
        let double = then.need(Setup::new(16_384));
        assert_eq!((double.kv, double.state, double.weights), (2048 << 20, 5, 1));
        // 512 tokens of a batch, each with an f16 for 8192 more tokens of the context.
        assert_eq!(double.compute, (100 + 8) << 20);
        let narrow = Setup { kv: KvType::Q8_0, ..then.setup };
        assert_eq!(then.need(narrow).kv, 544 << 20);
        assert_eq!(Figures { setup: narrow, ..then }.need(then.setup).kv, (1024_u64 << 20) * 32 / 17);
        let half = then.need(Setup { batch: 256, ..then.setup });
        assert_eq!(half.compute, 50 << 20);
    }
}
