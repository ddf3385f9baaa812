//! Becomes the shell of a command, after giving up what its rule does not give.

use std::convert::Infallible;
use std::fs;
use std::io;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

use super::{Held, Spec, hear, say};
use crate::error::{Error, Kind, Result};
use crate::tell;

/// What is written to whoever waits: what holds the command, or why there is no command.
pub(crate) type Word = std::result::Result<Option<Held>, String>;

/// Hears a [`Spec`] on standard input, holds this process to its rule, and becomes the shell. Standard input is a
/// socket, which gets a [`Word`], and after it another if there is no shell after all; the shell does not have it.
///
/// # Errors
/// Only an error comes back; whoever waits has it too.
pub fn enter() -> Result<()> {
    let Err(error) = hear().and_then(|spec| become_shell(&spec));
    _ = say(rustix::stdio::stdin(), &Word::Err(error.to_string()));
    Err(Error::new(Kind::Refused, tell!("sandbox-enter-failed")).why(error))
}

fn become_shell(spec: &Spec) -> io::Result<Infallible> {
    let mut shell = shell(&spec.command, &strays());
    // Nobody would end it if the process that watches it were gone.
    #[cfg(target_os = "linux")]
    rustix::process::set_parent_process_death_signal(Some(rustix::process::Signal::KILL))?;
    let held = match &spec.rule {
        Some(rule) => Some(hold(rule, &spec.dir)?),
        None => {
            std::env::set_current_dir(&spec.dir)?;
            None
        }
    };
    say(rustix::stdio::stdin(), &Word::Ok(held))?;
    let socket = rustix::io::fcntl_dupfd_cloexec(rustix::stdio::stdin(), 3)?;
    rustix::stdio::dup2_stdin(fs::File::open("/dev/null")?)?;
    let error = shell.exec();
    rustix::stdio::dup2_stdin(socket)?;
    Err(error)
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
fn hold(rule: &super::Rule, dir: &Path) -> io::Result<Held> {
    use super::{View, fence, filter, mounts, secrets};
    use fence::Cover;

    let guarded = secrets::find(rule);
    rustix::thread::set_no_new_privs(true)?;
    let mounts = match rule.view {
        View::Own => mounts::make(rule, &guarded),
        View::Shared => Err(tell!("sandbox-shared")),
    };
    std::env::set_current_dir(dir)?;
    drop_powers()?;
    let cover = if mounts.is_ok() { Cover::Mounts } else { Cover::Nothing };
    let landlock = fence::raise(rule, &guarded.hidden, cover).map_err(io::Error::other)?;
    let filter = filter::apply(rule.network);
    let (bare, loose) = match mounts {
        Ok(bare) => (bare, None),
        Err(why) => {
            let write = rule.writable();
            let all = guarded.kept.into_iter().chain(guarded.hidden);
            (all.filter(|path| write.iter().any(|dir| path.starts_with(dir))).collect(), Some(why))
        }
    };
    Ok(Held { landlock, unfiltered: filter.err(), loose, bare })
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
fn hold(_: &super::Rule, dir: &Path) -> io::Result<Held> {
    std::env::set_current_dir(dir)?;
    let why = Some(tell!("sandbox-not-here"));
    Ok(Held { unfiltered: why.clone(), loose: why, ..Held::default() })
}
