//! Becomes the shell of a command, after giving up what its rule does not give.

use std::convert::Infallible;
use std::fs;
use std::io;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

use serde::{Deserialize, Serialize};

use super::{Held, Spec, hear, say};
use crate::error::{Context, Kind, Result};
use crate::tell;

/// What is written to whoever waits.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) enum Word {
    /// What holds the command, which runs now.
    Runs(Option<Held>),
    /// Why there can be no mounts of its own. This process may have made some of them: another has to begin anew
    /// without.
    Again(String),
    /// Why there is no command.
    Failed(String),
}

/// Hears a [`Spec`] on standard input, holds this process to its rule, and becomes the shell. Standard input is a
/// socket, which gets a word, and after it another if there is no shell after all; the shell does not have it.
///
/// # Errors
/// Nobody waits.
pub fn enter() -> Result<()> {
    let Err(word) = hear().map_err(failed).and_then(|spec| become_shell(&spec));
    // Whoever waits says it to the user; here it would be among the output of the command.
    say(rustix::stdio::stdin(), &word).context(Kind::Refused, tell!("sandbox-enter-failed"))
}

fn failed(error: impl std::fmt::Display) -> Word {
    Word::Failed(error.to_string())
}

fn become_shell(spec: &Spec) -> std::result::Result<Infallible, Word> {
    let mut shell = shell(&spec.command, &strays());
    // Nobody would end it if the process that watches it were gone.
    #[cfg(target_os = "linux")]
    rustix::process::set_parent_process_death_signal(Some(rustix::process::Signal::KILL)).map_err(failed)?;
    let held = match &spec.rule {
        Some(rule) => Some(hold(rule, &spec.dir)?),
        None => {
            std::env::set_current_dir(&spec.dir).map_err(failed)?;
            None
        }
    };
    say(rustix::stdio::stdin(), &Word::Runs(held)).map_err(failed)?;
    let error = swap(|| shell.exec());
    Err(failed(error))
}

/// Does something with nothing as standard input; the socket comes back after it.
fn swap(then: impl FnOnce() -> io::Error) -> io::Error {
    let run = || -> io::Result<io::Error> {
        let socket = rustix::io::fcntl_dupfd_cloexec(rustix::stdio::stdin(), 3)?;
        rustix::stdio::dup2_stdin(fs::File::open("/dev/null")?)?;
        let error = then();
        rustix::stdio::dup2_stdin(socket)?;
        Ok(error)
    };
    run().unwrap_or_else(|error| error)
}

/// The shell with its command. Files that whoever started us left open are closed first, which only a shell can do
/// from here.
fn shell(command: &str, strays: &[u32]) -> Command {
    let bash = ["/bin/bash", "/usr/bin/bash"].into_iter().find(|path| Path::new(path).exists());
    let mut shell = Command::new(bash.unwrap_or("/bin/sh"));
    if strays.is_empty() {
        shell.args(["-c", command]);
    } else {
        let close: String = strays.iter().map(|file| format!(" {file}>&-")).collect();
        shell.arg("-c").arg(format!("exec{close}; exec \"$0\" -c \"$1\"")).arg(bash.unwrap_or("/bin/sh"));
        shell.arg(command);
    }
    shell
}

/// Open files besides the first three that a program started from here would have too.
fn strays() -> Vec<u32> {
    let kept = |file: &u32| {
        let info = fs::read_to_string(format!("/proc/self/fdinfo/{file}")).unwrap_or_default();
        let flags = info.lines().find_map(|line| line.strip_prefix("flags:"));
        let flags = flags.and_then(|flags| u32::from_str_radix(flags.trim(), 8).ok());
        flags.is_some_and(|flags| flags & 0o2_000_000 == 0)
    };
    let names = fs::read_dir("/proc/self/fd").into_iter().flatten().flatten();
    let files = names.filter_map(|entry| entry.file_name().to_str()?.parse().ok());
    files.filter(|file| *file > 2).filter(kept).collect()
}

/// Holds this process; the mounts come first, because Landlock forbids them, and the working directory after them,
/// because it would stay in the old ones.
#[cfg(target_os = "linux")]
fn hold(rule: &super::Rule, dir: &Path) -> std::result::Result<Held, Word> {
    use super::{View, fence, filter, mounts, secrets};

    let guarded = secrets::find(rule);
    rustix::thread::set_no_new_privs(true).map_err(failed)?;
    let (bare, loose, cover) = match rule.view {
        View::Own => (mounts::make(rule, &guarded).map_err(Word::Again)?, None, fence::Cover::Mounts),
        View::Shared => {
            let write = rule.writable();
            let all = guarded.kept.iter().chain(&guarded.hidden);
            let bare = all.filter(|path| write.iter().any(|dir| path.starts_with(dir))).cloned().collect();
            (bare, Some(tell!("sandbox-shared")), fence::Cover::Nothing)
        }
    };
    std::env::set_current_dir(dir).map_err(failed)?;
    drop_powers().map_err(failed)?;
    let landlock = fence::raise(rule, &guarded.hidden, cover).map_err(failed)?;
    let unfiltered = filter::apply(rule.network).err();
    Ok(Held { landlock, unfiltered, loose, bare })
}

/// Gives up what root may do beyond files, and memory images of crashed programs.
#[cfg(target_os = "linux")]
fn drop_powers() -> io::Result<()> {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    use rustix::thread::{
        CapabilitySet, CapabilitySets, capabilities, capability_is_in_bounding_set,
        remove_capability_from_bounding_set, set_capabilities,
    };

    let core = getrlimit(Resource::Core);
    setrlimit(Resource::Core, Rlimit { current: Some(0), ..core })?;
    let keep = CapabilitySet::CHOWN
        | CapabilitySet::DAC_OVERRIDE
        | CapabilitySet::FOWNER
        | CapabilitySet::FSETID
        | CapabilitySet::SETGID
        | CapabilitySet::SETUID;
    let has = capabilities(None)?;
    for bit in 0..u64::BITS {
        let one = CapabilitySet::from_bits_retain(1 << bit);
        if !keep.contains(one) && capability_is_in_bounding_set(one).is_ok_and(|is| is) {
            // Without the right to do so, there is nothing in it that the process could get.
            _ = remove_capability_from_bounding_set(one);
        }
    }
    let rest = |set: CapabilitySet| set & keep;
    let sets = CapabilitySets {
        effective: rest(has.effective),
        permitted: rest(has.permitted),
        inheritable: CapabilitySet::empty(),
    };
    Ok(set_capabilities(None, sets)?)
}

/// There is nothing to hold with.
#[cfg(not(target_os = "linux"))]
fn hold(_: &super::Rule, dir: &Path) -> std::result::Result<Held, Word> {
    std::env::set_current_dir(dir).map_err(failed)?;
    let why = Some(tell!("sandbox-not-here"));
    Ok(Held { unfiltered: why.clone(), loose: why, ..Held::default() })
}
