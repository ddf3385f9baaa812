//! The small model inside the program: what answers when there is no other.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::found::{Found, Part, Store};
use super::gguf::Header;
use super::hex::hex;
use crate::config::Places;
use crate::error::{Context, Error, Kind, Result};
use crate::tell;

/// The GGUF file itself; `starter/README.md` says what it is and can do.
const BYTES: &[u8] = include_bytes!("../../starter/qwill-starter.gguf");

/// Its SHA-256.
pub const SHA256: &str = "f0d7fdb821d826730ec8b5fd5462433ff66c5fcd2bd265805d6bfb940074f61e";

/// What every user of it should know.
pub fn notice() -> String {
    tell!("starter-notice")
}

/// The same for a user who has no model yet.
pub fn first() -> String {
    tell!("starter-first")
}

/// The unpacked file. It is written once and checked by its hash; a damaged one is written again.
/// Where the data directory cannot be written, it goes to the run directory.
///
/// # Errors
/// When neither can be written.
pub fn unpack(places: &Places) -> Result<PathBuf> {
    let name = format!("qwill-starter-{}.gguf", &SHA256[..8]);
    let usual = places.data.join("starter").join(&name);
    if intact(&usual) {
        return Ok(usual);
    }
    write(&usual).map(|()| usual).or_else(|_| {
        let other = places.run.join(&name);
        if !intact(&other) {
            write(&other)
                .context(Kind::Model, tell!("starter-unpack", path = other.display().to_string()))
                .map_err(|error| error.hint(tell!("starter-unpack-hint")))?;
        }
        Ok(other)
    })
}

/// The starter as a model among others, unpacked.
///
/// # Errors
/// It cannot be written.
pub fn found(places: &Places) -> Result<Found> {
    let part = Part { path: unpack(places)?, bytes: BYTES.len() as u64, sha256: Some(SHA256.into()) };
    let (parts, quant) = (vec![part], None);
    Ok(Found { name: "starter".into(), store: Store::Starter, parts, projector: None, quant, commit: None })
}

/// Its header, without unpacking it.
///
/// # Errors
/// None that a test does not find.
pub fn header() -> Result<Header> {
    Header::parse(Path::new("starter"), BYTES, BYTES.len() as u64)
}

fn intact(path: &Path) -> bool {
    fs::read(path).is_ok_and(|bytes| bytes.len() == BYTES.len() && hex(&Sha256::digest(&bytes)) == SHA256)
}

/// Temporary file, sync, rename: another process sees nothing or all of it, and a file that a running
/// engine has mapped is never changed in place.
fn write(path: &Path) -> Result<()> {
    let dir = path.parent().ok_or_else(|| Error::new(Kind::Other, tell!("starter-dir")))?;
    fs::create_dir_all(dir)?;
    let temp = dir.join(format!(".starter-{}", std::process::id()));
    let written = File::create(&temp)
        .and_then(|mut file| file.write_all(BYTES).and_then(|()| file.sync_all()))
        .and_then(|()| fs::rename(&temp, path));
    if written.is_err() {
        _ = fs::remove_file(&temp);
    }
    Ok(written?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(dir: &Path) -> Places {
        Places { config: dir.join("c"), data: dir.join("d"), cache: dir.join("k"), run: dir.join("r") }
    }

    #[test]
    fn the_hash_is_that_of_the_file() {
        assert_eq!(hex(&Sha256::digest(BYTES)), SHA256);
    }

    #[test]
    fn it_is_unpacked_once_and_again_when_damaged() {
        let dir = tempfile::tempdir().unwrap();
        let path = unpack(&places(dir.path())).unwrap();
        let first = fs::metadata(&path).unwrap().modified().unwrap();
        assert_eq!(unpack(&places(dir.path())).unwrap(), path);
        assert_eq!(fs::metadata(&path).unwrap().modified().unwrap(), first);
        fs::write(&path, b"damaged").unwrap();
        assert_eq!(fs::read(unpack(&places(dir.path())).unwrap()).unwrap(), BYTES);
    }

    #[test]
    fn without_a_data_directory_it_goes_to_the_run_directory() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("d"), b"a file").unwrap();
        assert!(unpack(&places(dir.path())).unwrap().starts_with(dir.path().join("r")));
    }
}
