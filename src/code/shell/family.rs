//! The processes below this one.

use std::collections::HashMap;

use rustix::process::Pid;

/// All processes that this one started, those that they started, and so on; not those that have ended and are
/// only not yet waited for. Empty on systems without `/proc`.
pub(super) fn family() -> Vec<Pid> {
    let mut children: HashMap<i32, Vec<Row>> = HashMap::new();
    for entry in std::fs::read_dir("/proc").into_iter().flatten().flatten() {
        let stat = || std::fs::read_to_string(entry.path().join("stat")).ok();
        let number = entry.file_name().to_str().is_some_and(|name| name.bytes().all(|b| b.is_ascii_digit()));
        if let Some(row) = number.then(stat).flatten().and_then(|stat| row(&stat)) {
            children.entry(row.parent).or_default().push(row);
        }
    }
    let mut found = Vec::new();
    let mut open = vec![rustix::process::getpid().as_raw_nonzero().get()];
    while let Some(id) = open.pop() {
        for row in children.remove(&id).unwrap_or_default() {
            open.push(row.id);
            found.extend(Pid::from_raw(row.id).filter(|_| row.lives));
        }
    }
    found
}

/// A process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Row {
    id: i32,
    parent: i32,
    lives: bool,
}

/// Reads a line of `/proc/*/stat`; the name in it may hold anything, brackets too.
fn row(stat: &str) -> Option<Row> {
    let id = stat.split(' ').next()?.parse().ok()?;
    let mut fields = stat.rsplit_once(')')?.1.split_whitespace();
    let lives = !matches!(fields.next()?, "Z" | "X");
    Some(Row { id, parent: fields.next()?.parse().ok()?, lives })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_with_brackets_is_no_trap() {
        assert_eq!(row("12 (a) Z 1) b) S 34 5 6"), Some(Row { id: 12, parent: 34, lives: true }));
        assert_eq!(row("12 (a) Z 34 5"), Some(Row { id: 12, parent: 34, lives: false }));
        assert_eq!(row("12 (a"), None);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_child_of_a_child_is_found() {
        let mut child = std::process::Command::new("sh")
            .args(["-c", "sleep 1000 & wait"])
            .stdout(std::process::Stdio::null())
            .spawn()
            .unwrap();
        let id = Pid::from_child(&child);
        let below = || {
            let all = family();
            let parent = |pid: &Pid| {
                let stat = std::fs::read_to_string(format!("/proc/{}/stat", pid.as_raw_nonzero()))
                    .unwrap_or_default();
                row(&stat).map(|row| row.parent)
            };
            all.iter().copied().find(|pid| parent(pid) == Some(id.as_raw_nonzero().get()))
        };
        let found = (0..1000).find_map(|_| {
            std::thread::sleep(std::time::Duration::from_millis(5));
            below()
        });
        assert!(family().contains(&id));
        rustix::process::kill_process(found.unwrap(), rustix::process::Signal::KILL).unwrap();
        child.wait().unwrap();
    }
}
