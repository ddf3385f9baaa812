//! The seccomp filter: no sockets, and none of the calls that lead out of a sandbox or into the kernel's rare parts.
//!
//! It names what is denied and lets all else pass, so that programs that use new calls go on working. What a denied
//! call gives is "not permitted", never the end of the program.

use std::collections::BTreeMap;

use seccompiler::{
    BpfProgram, SeccompAction, SeccompCmpArgLen as Len, SeccompCmpOp as Op, SeccompCondition as When,
    SeccompFilter, SeccompRule as Rule, TargetArch,
};

use super::Network;

/// "Operation not permitted".
const EPERM: u32 = 1;
/// "Function not implemented": C libraries then use the older call, whose flags can be seen.
const ENOSYS: u32 = 38;
/// The bit of calls in x86-64's other form, which has the same calls under other numbers.
const X32: i64 = 0x4000_0000;
/// The flag of `clone` that makes a user namespace, in which a process would be root.
const NEW_USER: u64 = 0x1000_0000;
/// Families of sockets.
const INET: [u64; 2] = [2, 10];
const NETLINK: u64 = 16;
/// Requests of `ioctl` that type into a terminal.
const TYPING: [u64; 2] = [0x5412, 0x541C];

/// A call, its number on x86-64, and its number on the architectures that came later (aarch64 and riscv64).
type Row = (&'static str, i64, i64);

/// Calls that are always denied.
const DENIED: [Row; 52] = [
    ("io_uring_setup", 425, 425),
    ("io_uring_enter", 426, 426),
    ("io_uring_register", 427, 427),
    ("ptrace", 101, 117),
    ("process_vm_readv", 310, 270),
    ("process_vm_writev", 311, 271),
    ("process_madvise", 440, 440),
    ("pidfd_getfd", 438, 438),
    ("kcmp", 312, 272),
    ("keyctl", 250, 219),
    ("add_key", 248, 217),
    ("request_key", 249, 218),
    ("mount", 165, 40),
    ("umount2", 166, 39),
    ("pivot_root", 155, 41),
    ("chroot", 161, 51),
    ("mount_setattr", 442, 442),
    ("open_tree", 428, 428),
    ("move_mount", 429, 429),
    ("fsopen", 430, 430),
    ("fsconfig", 431, 431),
    ("fsmount", 432, 432),
    ("fspick", 433, 433),
    ("unshare", 272, 97),
    ("setns", 308, 268),
    ("bpf", 321, 280),
    ("perf_event_open", 298, 241),
    ("userfaultfd", 323, 282),
    ("fanotify_init", 300, 262),
    ("open_by_handle_at", 304, 265),
    ("kexec_load", 246, 104),
    ("kexec_file_load", 320, 294),
    ("reboot", 169, 142),
    ("init_module", 175, 105),
    ("finit_module", 313, 273),
    ("delete_module", 176, 106),
    ("swapon", 167, 224),
    ("swapoff", 168, 225),
    ("sethostname", 170, 161),
    ("setdomainname", 171, 162),
    ("acct", 163, 89),
    ("quotactl", 179, 60),
    ("quotactl_fd", 443, 443),
    ("settimeofday", 164, 170),
    ("clock_settime", 227, 112),
    ("clock_adjtime", 305, 266),
    ("adjtimex", 159, 171),
    ("syslog", 103, 116),
    ("vhangup", 153, 58),
    ("lookup_dcookie", 212, 18),
    ("nfsservctl", 180, 42),
    ("memfd_secret", 447, 447),
];

/// Calls that are denied and are there on x86-64 alone: its ports, and numbers of the other form that differ.
const DENIED_X86: [i64; 6] = [172, 173, X32 + 521, X32 + 528, X32 + 539, X32 + 540];

const SOCKET: Row = ("socket", 41, 198);
const CLONE: Row = ("clone", 56, 220);
const CLONE3: Row = ("clone3", 435, 435);
const IOCTL: Row = ("ioctl", 16, 29);

/// Calls, each with the rules of which one must match; none is all of them.
type Rules = BTreeMap<i64, Vec<Rule>>;

/// Puts the filter on this thread and all that it starts.
///
/// # Errors
/// The kernel has none, or this architecture's calls are not known here.
pub(super) fn apply(network: Network) -> Result<(), String> {
    let arch = TargetArch::try_from(std::env::consts::ARCH).map_err(|error| error.to_string())?;
    let put = |rules, errno| -> Result<(), String> {
        let filter = SeccompFilter::new(rules, SeccompAction::Allow, SeccompAction::Errno(errno), arch);
        let program: BpfProgram = filter.and_then(TryInto::try_into).map_err(|error| error.to_string())?;
        seccompiler::apply_filter(&program).map_err(|error| error.to_string())
    };
    put(numbers(CLONE3, arch).map(|number| (number, Vec::new())).collect(), ENOSYS)?;
    put(rules(network, arch).map_err(|error| error.to_string())?, EPERM)
}

/// The numbers of a call.
fn numbers(row: Row, arch: TargetArch) -> impl Iterator<Item = i64> {
    let (first, second) = match arch {
        TargetArch::x86_64 => (row.1, Some(row.1 + X32)),
        _ => (row.2, None),
    };
    [first].into_iter().chain(second)
}

fn rules(network: Network, arch: TargetArch) -> Result<Rules, seccompiler::BackendError> {
    let mut rules = Rules::new();
    let mut deny = |row, when: &[Rule]| {
        numbers(row, arch).for_each(|number| _ = rules.insert(number, when.to_vec()));
    };
    DENIED.into_iter().for_each(|row| deny(row, &[]));
    deny(CLONE, &[Rule::new(vec![flag(0, NEW_USER)?])?]);
    let [one, two] = TYPING;
    deny(IOCTL, &[Rule::new(vec![is(1, one)?])?, Rule::new(vec![is(1, two)?])?]);
    match network {
        Network::Denied => deny(SOCKET, &[]),
        Network::Granted => {
            let [four, six] = INET;
            let other = Rule::new(vec![is_not(0, four)?, is_not(0, six)?, is_not(0, NETLINK)?])?;
            // Only the part of netlink that looking up names needs.
            let strange = Rule::new(vec![is(0, NETLINK)?, is_not(2, 0)?])?;
            deny(SOCKET, &[other, strange]);
        }
    }
    if arch == TargetArch::x86_64 {
        rules.extend(DENIED_X86.map(|number| (number, Vec::new())));
    }
    Ok(rules)
}

fn is(argument: u8, value: u64) -> Result<When, seccompiler::BackendError> {
    When::new(argument, Len::Dword, Op::Eq, value)
}

fn is_not(argument: u8, value: u64) -> Result<When, seccompiler::BackendError> {
    When::new(argument, Len::Dword, Op::Ne, value)
}

fn flag(argument: u8, bit: u64) -> Result<When, seccompiler::BackendError> {
    When::new(argument, Len::Qword, Op::MaskedEq(bit), bit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_architecture_has_its_filter() {
        for arch in [TargetArch::x86_64, TargetArch::aarch64, TargetArch::riscv64] {
            for network in [Network::Denied, Network::Granted] {
                let rules = rules(network, arch).unwrap();
                let filter =
                    SeccompFilter::new(rules, SeccompAction::Allow, SeccompAction::Errno(EPERM), arch)
                        .unwrap();
                BpfProgram::try_from(filter).unwrap();
            }
        }
    }

    #[test]
    fn no_number_stands_twice() {
        for column in [|row: &Row| row.1, |row: &Row| row.2] {
            let all = DENIED.iter().chain(&[SOCKET, CLONE, CLONE3, IOCTL]);
            let mut numbers: Vec<i64> = all.map(column).collect();
            let count = numbers.len();
            numbers.sort_unstable();
            numbers.dedup();
            assert_eq!(numbers.len(), count);
        }
    }

    #[test]
    fn the_other_form_of_x86_64_is_denied_too() {
        let rules = rules(Network::Denied, TargetArch::x86_64).unwrap();
        assert!(rules.contains_key(&(X32 + 41)) && rules.contains_key(&(X32 + 521)));
    }
}
