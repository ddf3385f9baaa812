//! Landlock: which files may be read and written, and that no signal and no connection leaves.

use std::path::{Path, PathBuf};

use landlock::{
    ABI, Access, AccessFs, AccessNet, BitFlags, LandlockStatus, Ruleset, RulesetAttr, RulesetCreatedAttr,
    RulesetError, Scope, path_beneath_rules,
};

use super::{Network, Rule, reach};

/// The newest Landlock whose rights are asked for; an older kernel takes those that it knows.
const ABI_MAX: ABI = ABI::V9;

/// Who else keeps secrets hidden.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cover {
    /// They are covered by mounts, so that directories may be listed all the way, and `/dev/shm` is the command's own.
    Mounts,
    /// Nobody.
    Nothing,
}

/// Holds this thread and all that it starts; gives the version of Landlock that does, and 0 where there is none.
///
/// # Errors
/// The kernel has it and refuses it.
pub(super) fn raise(rule: &Rule, hidden: &[PathBuf], cover: Cover) -> Result<i32, RulesetError> {
    let read = AccessFs::from_read(ABI_MAX);
    let nodes: BitFlags<AccessFs> = AccessFs::MakeBlock | AccessFs::MakeChar;
    let all = AccessFs::from_all(ABI_MAX) & !nodes & !BitFlags::from(AccessFs::IoctlDev);
    let device = AccessFs::ReadFile | AccessFs::WriteFile | AccessFs::IoctlDev;
    let mut ruleset = Ruleset::default().handle_access(AccessFs::from_all(ABI_MAX))?;
    if rule.network == Network::Denied {
        ruleset = ruleset.handle_access(AccessNet::from_all(ABI_MAX))?;
    }
    let created = ruleset.scope(Scope::from_all(ABI_MAX))?.create()?;
    let mut created = created
        .add_rules(path_beneath_rules(readable(rule, hidden), read))?
        .add_rules(path_beneath_rules(rule.writable(), all))?
        .add_rules(path_beneath_rules(reach::DEVICES, device))?;
    if cover == Cover::Mounts {
        created = created
            .add_rules(path_beneath_rules(["/"], AccessFs::ReadDir))?
            .add_rules(path_beneath_rules(["/dev/shm"], all))?;
    }
    Ok(match created.restrict_self()?.landlock {
        LandlockStatus::Available { effective_abi, .. } => effective_abi as i32,
        _ => 0,
    })
}

/// What may be read. Secrets below what may be written are not among those left out: Landlock cannot take back a
/// part of what it gave.
fn readable(rule: &Rule, hidden: &[PathBuf]) -> Vec<PathBuf> {
    let write = rule.writable();
    let outside = hidden.iter().filter(|path| !write.iter().any(|dir| path.starts_with(dir)));
    let outside: Vec<PathBuf> = outside.cloned().chain(["/dev".into()]).collect();
    reach::beside(Path::new("/"), &outside)
}
