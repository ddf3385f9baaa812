//! LM Studio's models: `PUBLISHER/REPO/FILE.gguf`, with the projector beside.

use super::{Entry, Listed, Reading, walk};
use crate::models::files;
use crate::tell;

/// Names in the path of a file: publisher, repository, file, and up to three directories between.
const DEPTH: std::ops::RangeInclusive<usize> = 3..=6;

/// Reads the root.
pub(super) fn read(reading: &mut Reading) {
    let root = reading.root.clone();
    let mut all = walk::files(&root, *DEPTH.end(), reading);
    all.retain(|path| path.split('/').count() >= *DEPTH.start());
    let all: Vec<&str> = all.iter().map(String::as_str).collect();
    let models: Vec<&str> = all.iter().copied().filter(|path| files::is_model(path)).collect();
    let projectors: Vec<&str> = all.iter().copied().filter(|path| files::is_projector(path)).collect();
    for set in files::collapse(&models) {
        let paths: Vec<&str> = set.parts.iter().map(|&part| models[part]).collect();
        let Some(&first) = paths.first() else { continue };
        let name = files::stem(first).to_owned();
        if let Some(missing) = &set.missing {
            let name = format!("lmstudio/{name}");
            reading.tell(tell!("store-incomplete", name = name, path = &missing.first));
            continue;
        }
        let projector = files::projector(&projectors, first);
        let projector = projector.map(|place| Listed::new(root.join(projectors[place])));
        let parts = paths.iter().map(|path| Listed::new(root.join(path))).collect();
        reading.add(Entry { name, parts, projector, quant: files::quant(first) });
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{names, put, read};
    use crate::models::found::Store;

    #[test]
    fn models_are_named_by_publisher_repository_and_file() {
        let dir = tempfile::tempdir().unwrap();
        for name in [
            "lmstudio-community/Qwen3-VL-8B-GGUF/Qwen3-VL-8B-Q4_K_M.gguf",
            "lmstudio-community/Qwen3-VL-8B-GGUF/mmproj-Qwen3-VL-8B-F16.gguf",
            "lmstudio-community/Qwen3-VL-8B-GGUF/imatrix.gguf",
            "unsloth/Big-GGUF/Big-Q8_0-00002-of-00002.gguf",
            "unsloth/Big-GGUF/Big-Q8_0-00001-of-00002.gguf",
            "unsloth/Half-GGUF/Half-00001-of-00003.gguf",
            "unsloth/Half-GGUF/downloading_x.gguf.part",
            "unsloth/too-high.gguf",
            "mlx-community/Qwen3-8B-4bit/model.safetensors",
        ] {
            put(dir.path(), name, b"GGUF");
        }
        let bad = put(dir.path(), "u/r/pointer.gguf", b"version https://git-lfs.github.com/spec/v1");
        let scan = read(Store::LmStudio, dir.path(), super::read);
        let expected = [
            "lmstudio/lmstudio-community/Qwen3-VL-8B-GGUF/Qwen3-VL-8B-Q4_K_M",
            "lmstudio/unsloth/Big-GGUF/Big-Q8_0",
        ];
        assert_eq!(names(&scan), expected);
        let [qwen, big] = &scan.found[..] else { panic!() };
        assert_eq!(qwen.quant.as_deref(), Some("Q4_K_M"));
        assert!(qwen.projector.as_ref().unwrap().path.ends_with("mmproj-Qwen3-VL-8B-F16.gguf"));
        assert!(big.path().ends_with("Big-Q8_0-00001-of-00002.gguf") && big.projector.is_none());
        assert_eq!(
            scan.notices,
            [
                format!("lmstudio/u/r/pointer is left out: {} is no GGUF file", bad.display()),
                "lmstudio/unsloth/Half-GGUF/Half is left out: unsloth/Half-GGUF/Half-00002-of-00003.gguf is missing"
                    .to_owned(),
            ]
        );
    }

    #[cfg(unix)]
    #[test]
    fn linked_files_and_directories_count_and_broken_ones_are_told() {
        use std::os::unix::fs::symlink;
        let dir = tempfile::tempdir().unwrap();
        let (root, disk) = (dir.path().join("root"), dir.path().join("disk"));
        put(&disk, "repo/a-Q8_0.gguf", b"GGUF");
        put(&root, "me/own/b.gguf", b"GGUF");
        symlink(&disk, root.join("other")).unwrap();
        symlink(disk.join("repo/a-Q8_0.gguf"), root.join("me/own/c.gguf")).unwrap();
        symlink(disk.join("gone.gguf"), root.join("me/own/d.gguf")).unwrap();
        symlink(&root, root.join("me/again")).unwrap();
        let scan = read(Store::LmStudio, &root, super::read);
        let expected = ["lmstudio/me/own/b", "lmstudio/me/own/c", "lmstudio/other/repo/a-Q8_0"];
        assert_eq!(names(&scan), expected);
        assert_eq!(scan.found[1].path(), root.join("me/own/c.gguf"));
        let gone = root.join("me/own/d.gguf");
        assert_eq!(scan.notices, [format!("lmstudio/me/own/d is left out: {} is missing", gone.display())]);
    }
}
