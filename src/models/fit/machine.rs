//! How much memory this machine has, and how much of it this process may still take.

use std::fs;
use std::path::{Component, Path, PathBuf};

/// Memory and devices of a machine.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Machine {
    /// Bytes of memory that can be had without swapping and within the limits of the process's
    /// control groups.
    pub memory: u64,
    /// Bytes of memory that there are, or that the control groups allow; 0 where the system does not
    /// tell, which only Linux does.
    pub total: u64,
    /// What computes beside the processor.
    pub devices: Vec<Device>,
}

/// Something that computes and has memory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Device {
    /// Its name for people.
    pub name: String,
    /// Bytes that are free.
    pub free: u64,
    /// Bytes that it has.
    pub total: u64,
    /// Whose memory that is.
    pub share: Share,
}

/// Whose memory a device uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Share {
    /// Its own.
    Discrete,
    /// The machine's.
    Shared,
}

impl Machine {
    /// This machine now, with the devices that the engine found.
    pub fn here(devices: Vec<Device>) -> Machine {
        let machine = Machine { devices, ..Machine::from(&text("/proc/meminfo")) };
        machine.within(Path::new("/sys/fs/cgroup"), &text("/proc/self/cgroup"))
    }

    /// Reads the text of `/proc/meminfo`; without one nothing is known.
    fn from(meminfo: &str) -> Machine {
        let bytes = |key: &str| {
            let line = meminfo.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(':'))?;
            line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok()?.checked_mul(1024)
        };
        match (bytes("MemAvailable"), bytes("MemTotal")) {
            (Some(memory), Some(total)) => Machine { memory, total, devices: Vec::new() },
            _ => Machine::default(),
        }
    }

    /// Lowers the numbers to the limits of the control groups that `groups`, the text of
    /// `/proc/self/cgroup`, puts this process into, and of all groups around them.
    fn within(mut self, root: &Path, groups: &str) -> Machine {
        if self.total == 0 {
            return self;
        }
        for group in groups.lines().filter_map(|line| Group::of(root, line)) {
            for limit in group.limits() {
                self.total = self.total.min(limit.most);
                self.memory = self.memory.min(limit.most.saturating_sub(limit.used));
            }
        }
        self
    }
}

/// A control group that may limit memory.
struct Group {
    /// Where the hierarchy is mounted.
    mount: PathBuf,
    /// The group below that.
    path: PathBuf,
    files: &'static Files,
}

/// What a version of control groups calls its files.
struct Files {
    most: &'static str,
    used: &'static str,
    cached: [&'static str; 2],
}

const FIRST: Files = Files {
    most: "memory.limit_in_bytes",
    used: "memory.usage_in_bytes",
    cached: ["total_inactive_file", "total_active_file"],
};
const SECOND: Files =
    Files { most: "memory.max", used: "memory.current", cached: ["inactive_file", "active_file"] };

/// How much a group may use, and how much of that it could not give back.
struct Limit {
    most: u64,
    used: u64,
}

impl Group {
    /// The group in a line of `/proc/self/cgroup`: `0::/PATH` (version 2) or `4:memory:/PATH` (1).
    fn of(root: &Path, line: &str) -> Option<Group> {
        let mut parts = line.splitn(3, ':');
        let (number, controllers, path) = (parts.next()?, parts.next()?, parts.next()?);
        let (mount, files) = if number == "0" && controllers.is_empty() {
            // Beside version 1 the second one has a directory of its own.
            let unified = root.join("unified");
            (if unified.is_dir() { unified } else { root.to_owned() }, &SECOND)
        } else if controllers.split(',').any(|name| name == "memory") {
            (root.join("memory"), &FIRST)
        } else {
            return None;
        };
        // Seen from inside a container, groups outside it are called `..` and cannot be read.
        let inner = Path::new(path).components().filter(|part| matches!(part, Component::Normal(_)));
        Some(Group { mount, path: inner.collect(), files })
    }

    /// The limits of the group and of those around it. A group that is not there, as in a container
    /// that sees its own group as the root, has none of its own.
    fn limits(&self) -> impl Iterator<Item = Limit> {
        self.path.ancestors().filter_map(|path| self.limit(&self.mount.join(path)))
    }

    fn limit(&self, dir: &Path) -> Option<Limit> {
        let number = |name: &str| text(dir.join(name)).trim().parse::<u64>().ok();
        let most = number(self.files.most)?;
        let stat = text(dir.join("memory.stat"));
        // Cached files count as used, and yet give way to whatever needs the memory.
        let cached = stat.lines().filter_map(|line| {
            let (key, bytes) = line.split_once(' ')?;
            self.files.cached.contains(&key).then(|| bytes.trim().parse::<u64>().ok()).flatten()
        });
        let cached = cached.fold(0, u64::saturating_add);
        let used = number(self.files.used).unwrap_or(0).saturating_sub(cached);
        Some(Limit { most, used })
    }
}

/// The text of a file of the system; empty where there is no such file.
fn text(path: impl AsRef<Path>) -> String {
    fs::read_to_string(path).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    const MEMINFO: &str =
        "MemTotal:       16384000 kB\nMemFree:         100000 kB\nMemAvailable:    8192000 kB\n";
    const GIB: u64 = 1 << 30;

    /// A tree of control groups from pairs of path and content.
    fn tree(files: &[(&str, &str)]) -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        for (path, content) in files {
            let path = dir.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, content).unwrap();
        }
        dir
    }

    /// Free and total memory within those groups.
    fn within(groups: &str, files: &[(&str, &str)]) -> (u64, u64) {
        let machine = Machine::from(MEMINFO).within(tree(files).path(), groups);
        (machine.memory, machine.total)
    }

    const FREE: (u64, u64) = (8_192_000 << 10, 16_384_000 << 10);

    #[test]
    fn available_memory_is_taken_and_not_free_memory() {
        let machine = Machine::from(MEMINFO);
        assert_eq!((machine.memory, machine.total), FREE);
        assert_eq!(Machine::from(""), Machine::default());
        assert_eq!(Machine::from("MemTotal: many kB\nMemAvailable: 1 kB"), Machine::default());
    }

    #[test]
    fn a_limit_of_version_2_is_lowered_by_what_is_used_but_not_by_cached_files() {
        let limited = [
            ("memory.max", "4294967296\n"),
            ("memory.current", "3221225472\n"),
            (
                "memory.stat",
                "anon 1073741824\nfile 2147483648\ninactive_file 1073741824\nactive_file 1073741824\n",
            ),
        ];
        assert_eq!(within("0::/\n", &limited), (3 * GIB, 4 * GIB));
        assert_eq!(within("0::/\n", &limited[..2]), (GIB, 4 * GIB));
        assert_eq!(within("0::/\n", &[("memory.max", "max\n"), ("memory.current", "1\n")]), FREE);
        assert_eq!(within("", &limited), FREE);
    }

    #[test]
    fn the_tightest_of_nested_groups_counts() {
        let files = [
            ("user.slice/memory.max", "2147483648\n"),
            ("user.slice/memory.current", "1073741824\n"),
            ("user.slice/run.scope/memory.max", "3221225472\n"),
            ("user.slice/run.scope/memory.current", "536870912\n"),
        ];
        assert_eq!(within("0::/user.slice/run.scope\n", &files), (GIB, 2 * GIB));
        assert_eq!(within("0::/other.slice\n", &files), FREE);
        assert_eq!(within("0::/../user.slice\n", &files), (GIB, 2 * GIB));
    }

    #[test]
    fn a_limit_of_version_1_is_found_beside_an_empty_version_2() {
        let groups = "5:devices:/\n4:cpu,memory:/docker/abc\n1:name=systemd:/\n0::/\n";
        let files = [
            // In the container its own group is the root.
            ("memory/memory.limit_in_bytes", "2147483648\n"),
            ("memory/memory.usage_in_bytes", "1610612736\n"),
            ("memory/memory.stat", "inactive_file 5\ntotal_inactive_file 536870912\n"),
            ("unified/cgroup.procs", ""),
        ];
        assert_eq!(within(groups, &files), (GIB, 2 * GIB));
        let unlimited = [("memory/memory.limit_in_bytes", "9223372036854771712\n")];
        assert_eq!(within(groups, &unlimited), FREE);
    }

    #[test]
    fn more_use_than_the_limit_leaves_nothing() {
        let files = [("memory.max", "1000\n"), ("memory.current", "2000\n")];
        assert_eq!(within("0::/\n", &files), (0, 1000));
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn this_machine_has_memory() {
        let machine = Machine::here(Vec::new());
        assert!(machine.total > 0 && machine.memory <= machine.total, "{machine:?}");
    }
}
