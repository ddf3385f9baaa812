//! llama.cpp's cache before it shared the hub's: one directory of `USER_REPO_FILE.gguf`.

use super::{Entry, Listed, Reading, walk};
use crate::models::files;
use crate::tell;

/// Reads the root. The same variable may name a cache of the hub's layout, whose files lie deeper.
pub(super) fn read(reading: &mut Reading) {
    let root = reading.root.clone();
    let all = walk::files(&root, 1, reading);
    let models: Vec<&str> = all.iter().map(String::as_str).filter(|name| files::is_model(name)).collect();
    for set in files::collapse(&models) {
        let names: Vec<&str> = set.parts.iter().map(|&part| models[part]).collect();
        let Some(&first) = names.first() else { continue };
        let name = files::stem(first).to_owned();
        if let Some(missing) = &set.missing {
            let name = format!("llamacpp/{name}");
            reading.tell(tell!("store-incomplete", name = name, path = &missing.first));
            continue;
        }
        let projector = projector(&all, first).map(|name| Listed::new(root.join(name)));
        let parts = names.iter().map(|name| Listed::new(root.join(name))).collect();
        reading.add(Entry { name, parts, projector, quant: files::quant(first) });
    }
}

/// The projector whose name begins with the same user and repository.
fn projector<'a>(all: &'a [String], model: &str) -> Option<&'a str> {
    let own = |name: &&str| {
        let before = name.to_ascii_lowercase().find("mmproj").and_then(|at| name.get(..at));
        before.is_some_and(|before| !before.is_empty() && model.starts_with(before))
    };
    let own: Vec<&str> = all.iter().map(String::as_str).filter(own).collect();
    files::projector(&own, model).map(|place| own[place])
}

#[cfg(test)]
mod tests {
    use super::super::tests::{names, put, read};
    use crate::models::found::Store;

    #[test]
    fn only_whole_models_directly_in_the_directory_count() {
        let dir = tempfile::tempdir().unwrap();
        let gemma = "ggml-org_gemma-3-4b-it-GGUF_";
        for name in [
            "Qwen_Qwen3-8B-GGUF_Qwen3-8B-Q4_K_M.gguf",
            "u_big-GGUF_big-Q8_0-00001-of-00002.gguf",
            "u_big-GGUF_big-Q8_0-00002-of-00002.gguf",
            "u_half-GGUF_half-Q8_0-00002-of-00002.gguf",
            "models--a--b/snapshots/c/x.gguf",
        ] {
            put(dir.path(), name, b"GGUF");
        }
        for name in ["gemma-3-4b-it-Q4_K_M.gguf", "mmproj-model-f32.gguf", "mmproj-model-f16.gguf"] {
            put(dir.path(), &format!("{gemma}{name}"), b"GGUF");
        }
        for name in [
            "Qwen_Qwen3-8B-GGUF_Qwen3-8B-Q4_K_M.gguf.etag",
            "Qwen_Qwen3-8B-GGUF_Qwen3-8B-Q4_K_M.gguf.json",
            "manifest=Qwen=Qwen3-8B-GGUF=latest.json",
            "u_r_a.gguf.downloadInProgress",
            "u_r_b.gguf.tmp",
        ] {
            put(dir.path(), name, b"GGUF");
        }
        let scan = read(Store::LlamaCpp, dir.path(), super::read);
        assert_eq!(
            names(&scan),
            [
                "llamacpp/Qwen_Qwen3-8B-GGUF_Qwen3-8B-Q4_K_M",
                "llamacpp/ggml-org_gemma-3-4b-it-GGUF_gemma-3-4b-it-Q4_K_M",
                "llamacpp/u_big-GGUF_big-Q8_0",
            ]
        );
        let [qwen, gemma, big] = &scan.found[..] else { panic!() };
        assert_eq!((qwen.quant.as_deref(), &qwen.projector), (Some("Q4_K_M"), &None));
        let projector = gemma.projector.as_ref().unwrap();
        assert!(projector.path.ends_with("ggml-org_gemma-3-4b-it-GGUF_mmproj-model-f16.gguf"));
        assert_eq!((big.parts.len(), big.bytes()), (2, 8));
        assert!(big.path().ends_with("u_big-GGUF_big-Q8_0-00001-of-00002.gguf"));
        let missing = "llamacpp/u_half-GGUF_half-Q8_0 is left out: u_half-GGUF_half-Q8_0-00001-of-00002.gguf is missing";
        assert_eq!(scan.notices, [missing]);
    }
}
