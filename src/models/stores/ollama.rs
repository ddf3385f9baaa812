//! Ollama's models: manifests by name, and blobs by hash.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use serde::Deserialize;

use super::{Entry, Listed, Reading, walk};
use crate::models::files;
use crate::models::hex::is_hex;
use crate::tell;

/// Names in the path of a manifest: host, namespaces, model, tag.
const DEPTH: std::ops::RangeInclusive<usize> = 3..=8;
/// Length of a manifest that is still read; real ones have a few hundred bytes.
const LENGTH: u64 = 1 << 20;
/// Where a name leads that has no host.
const HOST: &str = "registry.ollama.ai/";
/// Where a name leads that has no namespace.
const LIBRARY: &str = "library/";

/// The kind of a layer stands behind this.
const LAYER: &str = "application/vnd.ollama.image.";

/// What a model is made of, as the registry tells it.
#[derive(Deserialize)]
struct Manifest {
    layers: Vec<Layer>,
}

/// One blob.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Layer {
    media_type: String,
    digest: String,
    size: u64,
}

impl Layer {
    fn kind(&self) -> &str {
        self.media_type.strip_prefix(LAYER).unwrap_or_default()
    }

    /// The blob; `None` when the digest is none, and could lead anywhere.
    fn blob(&self, root: &Path) -> Option<Listed> {
        let hex = self.digest.strip_prefix("sha256:")?;
        if !is_hex(hex, 64) {
            return None;
        }
        let hex = hex.to_ascii_lowercase();
        let path = root.join("blobs").join(format!("sha256-{hex}"));
        Some(Listed { path, bytes: Some(self.size), sha256: Some(hex) })
    }
}

/// Reads the root.
pub(super) fn read(reading: &mut Reading) {
    let dir = reading.root.join("manifests");
    for path in walk::files(&dir, *DEPTH.end(), reading) {
        let Some(name) = name(&path) else { continue };
        let file = dir.join(&path);
        match manifest(&file) {
            Ok(manifest) => add(name, &manifest, reading),
            Err(error) => reading.fail(&left_out(&name), &file, &error),
        }
    }
}

/// `qwen3:8b` for `registry.ollama.ai/library/qwen3/8b`.
fn name(path: &str) -> Option<String> {
    if path.split('/').count() < *DEPTH.start() {
        return None;
    }
    let (model, tag) = path.rsplit_once('/')?;
    let model = match model.strip_prefix(HOST) {
        // Without its library, `library/a/b` would read like the model b of somebody called a.
        Some(model) => model.strip_prefix(LIBRARY).filter(|name| !name.contains('/')).unwrap_or(model),
        None => model,
    };
    Some(format!("{model}:{tag}"))
}

fn left_out(name: &str) -> String {
    tell!("store-left-out", name = format!("ollama/{name}"))
}

fn manifest(path: &Path) -> io::Result<Manifest> {
    let mut text = Vec::new();
    File::open(path)?.take(LENGTH + 1).read_to_end(&mut text)?;
    if text.len() as u64 > LENGTH {
        return Err(io::Error::other(tell!("store-manifest-long", path = path.display().to_string())));
    }
    let none = |why: String| tell!("store-no-manifest", path = path.display().to_string(), why = why);
    serde_json::from_slice(&text).map_err(|error| io::Error::other(none(error.to_string())))
}

fn add(name: String, manifest: &Manifest, reading: &mut Reading) {
    let of = |kind: &'static str| manifest.layers.iter().filter(move |layer| layer.kind() == kind);
    let why = if of("model").next().is_none() {
        // Without tensors either, it is a model of Ollama's cloud, which is not on this machine.
        if of("tensor").next().is_none() {
            return;
        }
        Some(tell!("store-weights"))
    } else {
        of("adapter").next().map(|_| tell!("store-adapter"))
    };
    if let Some(why) = why {
        return reading.tell(tell!("error-cause", what = left_out(&name), why = why));
    }
    let root = reading.root.clone();
    let blobs = |kind| of(kind).map(|layer| layer.blob(&root)).collect::<Option<Vec<_>>>();
    let (Some(parts), Some(projectors)) = (blobs("model"), blobs("projector")) else {
        return reading.tell(tell!("error-cause", what = left_out(&name), why = tell!("store-digest")));
    };
    // Tags such as `8b-q4_K_M` end like the names of files.
    let quant = files::quant(format!("{}.gguf", name.replace([':', '/'], "-")));
    reading.add(Entry { name, parts, projector: projectors.into_iter().next(), quant });
}

#[cfg(test)]
mod tests {
    use super::super::Scan;
    use super::super::tests::{names, put};
    use super::*;
    use crate::models::found::Store;
    use proptest::prelude::*;
    use serde_json::{Value, json};

    fn layer(kind: &str, digest: &str, size: usize) -> Value {
        json!({ "mediaType": format!("{LAYER}{kind}"), "digest": digest, "size": size })
    }

    /// A manifest as Ollama writes it, with the layers that every model has.
    fn manifest(layers: &[Value]) -> String {
        let mut all = layers.to_vec();
        all.push(layer("template", &digest(0xe), 1482));
        all.push(layer("license", &digest(0xf), 11338));
        json!({
            "schemaVersion": 2,
            "mediaType": "application/vnd.docker.distribution.manifest.v2+json",
            "config": {
                "mediaType": "application/vnd.docker.container.image.v1+json",
                "digest": digest(0xc),
                "size": 487
            },
            "layers": all
        })
        .to_string()
    }

    fn digest(number: u8) -> String {
        format!("sha256:{}", format!("{number:02x}").repeat(32))
    }

    fn blob(root: &Path, number: u8, bytes: &[u8]) -> Value {
        put(root, &format!("blobs/{}", digest(number).replace(':', "-")), bytes);
        layer("model", &digest(number), bytes.len())
    }

    fn read(root: &Path) -> Scan {
        super::super::tests::read(Store::Ollama, root, super::read)
    }

    #[test]
    fn models_are_named_as_ollama_names_them() {
        let dir = tempfile::tempdir().unwrap();
        let text = manifest(&[blob(dir.path(), 1, b"GGUF 8b")]);
        for path in [
            "registry.ollama.ai/library/qwen3/8b",
            "registry.ollama.ai/library/qwen3/8b-q4_K_M",
            "registry.ollama.ai/library/a/b/latest",
            "registry.ollama.ai/someone/qwen/latest",
            "hf.co/unsloth/Qwen3-8B-GGUF/UD-Q4_K_XL",
            "localhost:5000/a/b/c/latest",
            "too/high",
            ".DS_Store",
        ] {
            put(dir.path(), &format!("manifests/{path}"), &text);
        }
        let scan = read(dir.path());
        let told: Vec<_> =
            scan.found.iter().map(|found| (found.name.as_str(), found.quant.as_deref())).collect();
        assert_eq!(
            told,
            [
                ("ollama/hf.co/unsloth/Qwen3-8B-GGUF:UD-Q4_K_XL", Some("UD-Q4_K_XL")),
                ("ollama/library/a/b:latest", None),
                ("ollama/localhost:5000/a/b/c:latest", None),
                ("ollama/qwen3:8b", None),
                ("ollama/qwen3:8b-q4_K_M", Some("Q4_K_M")),
                ("ollama/someone/qwen:latest", None),
            ]
        );
        let part = &scan.found[0].parts[0];
        assert_eq!(part.sha256.as_deref(), Some("01".repeat(32).as_str()));
        assert_eq!(part.bytes, 7);
        assert_eq!(part.path, dir.path().join(format!("blobs/sha256-{}", "01".repeat(32))));
        assert!(scan.notices.is_empty(), "{:?}", scan.notices);
    }

    #[test]
    fn model_layers_are_parts_in_order_and_the_projector_goes_with_them() {
        let dir = tempfile::tempdir().unwrap();
        let parts = [blob(dir.path(), 9, b"GGUF one"), blob(dir.path(), 2, b"GGUF two!")];
        blob(dir.path(), 3, b"GGUF eyes");
        let eyes = layer("projector", &digest(3), 9);
        let path = "manifests/registry.ollama.ai/library/llava/7b";
        put(dir.path(), path, manifest(&[parts[0].clone(), eyes, parts[1].clone()]));
        let found = read(dir.path()).found.remove(0);
        assert_eq!(found.parts.iter().map(|part| part.bytes).collect::<Vec<_>>(), [8, 9]);
        assert_eq!(found.projector.unwrap().sha256, Some("03".repeat(32)));
    }

    #[test]
    fn models_that_are_not_whole_are_left_out_and_told() {
        let dir = tempfile::tempdir().unwrap();
        let good = blob(dir.path(), 1, b"GGUF");
        blob(dir.path(), 2, b"GGUF cut");
        blob(dir.path(), 3, b"GGML");
        let rows = [
            ("a-good", manifest(&[good.clone(), layer("projector", &digest(7), 4)]), "is missing"),
            ("b-gone", manifest(&[layer("model", &digest(8), 4)]), "is missing"),
            ("c-cut", manifest(&[layer("model", &digest(2), 4000)]), "has 8 bytes and should have 4000"),
            ("d-old", manifest(&[layer("model", &digest(3), 4)]), "is no GGUF file"),
            ("e-tensors", manifest(&[layer("tensor", &digest(4), 4)]), "not in a GGUF file"),
        ];
        for (model, text, _) in &rows {
            put(dir.path(), &format!("manifests/registry.ollama.ai/library/{model}/latest"), text);
        }
        put(dir.path(), "manifests/registry.ollama.ai/library/z-cloud/latest", manifest(&[]));
        let scan = read(dir.path());
        assert_eq!(names(&scan), ["ollama/a-good:latest"]);
        assert_eq!(scan.found[0].projector, None);
        assert_eq!(scan.notices.len(), rows.len(), "{:?}", scan.notices);
        for ((model, _, why), notice) in rows.iter().zip(&scan.notices) {
            let name = format!("ollama/{model}:latest ");
            assert!(notice.starts_with(&name) && notice.ends_with(why), "{notice}");
        }
        let adapted = manifest(&[good, layer("adapter", &digest(5), 4)]);
        put(dir.path(), "manifests/registry.ollama.ai/library/a-good/latest", adapted);
        assert!(read(dir.path()).found.is_empty());
    }

    #[test]
    fn hostile_manifests_lead_nowhere() {
        let dir = tempfile::tempdir().unwrap();
        put(dir.path(), "secret", b"GGUF");
        let hex = "a".repeat(64);
        let model = |digest: &str| manifest(&[layer("model", digest, 4)]);
        let texts = [
            model("sha256:../../secret"),
            model(&format!("sha256:{}/../../secret", "a".repeat(50))),
            model("/etc/passwd"),
            model("sha256-../secret"),
            model(&format!("sha256:{}", "é".repeat(32))),
            model(&format!("md5:{hex}")),
            model(&format!("sha256:{hex}0")),
            manifest(&[json!({ "mediaType": 1, "digest": [], "size": "4" })]),
            manifest(&[json!({ "mediaType": format!("{LAYER}model"), "digest": digest(1), "size": -4 })]),
            json!({ "layers": { "a": 1 } }).to_string(),
            json!([]).to_string(),
            "[".repeat(100_000),
            format!("{{\"layers\":[],\"more\":\"{}\"}}", "x".repeat(2 << 20)),
            String::new(),
        ];
        for text in texts {
            put(dir.path(), "manifests/registry.ollama.ai/library/x/latest", &text);
            let scan = read(dir.path());
            let text = &text[..text.len().min(200)];
            assert!(scan.found.is_empty(), "{text}");
            assert_eq!(scan.notices.len(), 1, "{text}");
            assert!(scan.notices[0].starts_with("ollama/x:latest is left out: "), "{:?}", scan.notices);
        }
    }

    proptest! {
        #[test]
        fn a_blob_lies_among_the_blobs_or_nowhere(digest in "(sha256:)?([0-9a-fA-F]{62,66}|[./a-f0-9]{64}|.*)") {
            let layer = Layer { media_type: String::new(), digest, size: 1 };
            if let Some(blob) = layer.blob(Path::new("/root")) {
                prop_assert_eq!(blob.path.parent(), Some(Path::new("/root/blobs")));
                prop_assert_eq!(blob.path.components().count(), 4);
            }
        }
    }
}
