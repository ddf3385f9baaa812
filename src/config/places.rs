//! Where the program's files are on this machine.

use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{DirBuilderExt, MetadataExt};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::path;
use crate::error::{Context, Error, Kind, Result};
use crate::tell;

/// The longest path a unix socket can have (`sun_path` less its NUL; 103 on macOS).
pub const SOCKET_MAX: usize = 103;

/// The program's directories; none need exist yet.
#[derive(Clone, Debug)]
pub struct Places {
    /// `config.toml`
    pub config: PathBuf,
    /// The unpacked starter, later the conversations.
    pub data: PathBuf,
    /// What can be made again.
    pub cache: PathBuf,
    /// Sockets, locks and the engine's log: private to this user and gone after a restart.
    pub run: PathBuf,
}

/// A path as people write it: a leading `~/` is the home directory.
pub fn unfold(path: PathBuf) -> PathBuf {
    match (path.strip_prefix("~"), std::env::home_dir()) {
        (Ok(rest), Some(home)) => home.join(rest),
        _ => path,
    }
}

impl Places {
    /// `QWILL_HOME` moves all of them; else XDG's variables, else the usual places under `$HOME`.
    /// Without a home everything is put into the run directory.
    pub(super) fn find() -> Result<Places> {
        let run = |key: Option<&Path>| short(base_run(), key);
        if let Some(home) = path("QWILL_HOME") {
            let home = std::path::absolute(&home).context(Kind::Usage, tell!("config-home"))?;
            let near = home.join("run");
            let run = if near.as_os_str().len() + 24 <= SOCKET_MAX { near } else { run(Some(&home)) };
            return Ok(Places {
                config: home.join("config"),
                data: home.join("data"),
                cache: home.join("cache"),
                run,
            });
        }
        let run = run(None);
        let home = std::env::home_dir().filter(|home| home.is_absolute());
        let place = |xdg: &str, under: &str| match (path(xdg), &home) {
            (Some(dir), _) if dir.is_absolute() => dir.join("qwill"),
            (_, Some(home)) => home.join(under).join("qwill"),
            (_, None) => run.clone(),
        };
        Ok(Places {
            config: place("XDG_CONFIG_HOME", ".config"),
            data: place("XDG_DATA_HOME", ".local/share"),
            cache: place("XDG_CACHE_HOME", ".cache"),
            run: run.clone(),
        })
    }

    /// The socket that front ends look for.
    pub fn socket(&self) -> PathBuf {
        self.run.join("engine.sock")
    }

    /// What the engine and llama.cpp had to say.
    pub fn log(&self) -> PathBuf {
        self.run.join("engine.log")
    }
}

/// `$XDG_RUNTIME_DIR/qwill`, or `/tmp/qwill-UID` where there is none.
fn base_run() -> PathBuf {
    match path("XDG_RUNTIME_DIR") {
        Some(dir) if dir.is_absolute() && dir.is_dir() => dir.join("qwill"),
        _ => PathBuf::from(format!("/tmp/qwill-{}", rustix::process::getuid().as_raw())),
    }
}

/// The run directory; one of its own for each `QWILL_HOME` whose path is too long to hold a socket.
fn short(base: PathBuf, key: Option<&Path>) -> PathBuf {
    let Some(key) = key else { return base };
    let hash = Sha256::digest(key.as_os_str().as_bytes());
    base.join(hash.iter().take(4).map(|byte| format!("{byte:02x}")).collect::<String>())
}

/// Makes `dir` with mode 0700, or checks that an existing one is ours alone.
///
/// # Errors
/// [`Kind::Refused`] when it belongs to somebody else or others may enter it.
pub fn private(dir: &Path) -> Result<()> {
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(dir)
        .context(Kind::Other, tell!("config-directory", path = dir.display().to_string()))
        .map_err(|error| error.hint(tell!("config-directory-hint")))?;
    let meta = fs::symlink_metadata(dir)?;
    let what = || tell!("config-refused", path = dir.display().to_string());
    let refuse = |why: String| Error::new(Kind::Refused, what()).why(why).hint(tell!("config-refused-hint"));
    if !meta.is_dir() {
        return Err(refuse(tell!("config-no-directory")));
    }
    if meta.uid() != rustix::process::getuid().as_raw() {
        return Err(refuse(tell!("disk-owner")));
    }
    if meta.mode() & 0o077 != 0 {
        return Err(refuse(tell!("config-open")));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn a_directory_open_to_others_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        let run = dir.path().join("a/run");
        private(&run).unwrap();
        assert_eq!(fs::metadata(&run).unwrap().mode() & 0o777, 0o700);
        private(&run).unwrap();
        fs::set_permissions(&run, fs::Permissions::from_mode(0o755)).unwrap();
        assert_eq!(private(&run).unwrap_err().kind(), Kind::Refused);
    }

    #[test]
    fn a_link_in_place_of_the_directory_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        let link = dir.path().join("run");
        std::os::unix::fs::symlink(dir.path(), &link).unwrap();
        assert_eq!(private(&link).unwrap_err().kind(), Kind::Refused);
    }

    #[test]
    fn long_homes_get_short_run_directories_of_their_own() {
        let base = PathBuf::from("/run/user/1000/qwill");
        let (a, b) = (short(base.clone(), Some(Path::new("/a"))), short(base.clone(), Some(Path::new("/b"))));
        assert_ne!(a, b);
        assert!(a.starts_with(&base) && a.as_os_str().len() < 40);
    }
}
