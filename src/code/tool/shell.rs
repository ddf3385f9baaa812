//! `shell`: a command.

use super::{Arg, Call, EVERY, Kind, Need, Row};

pub(super) const ROW: Row = Row {
    name: "shell",
    about: "Run a shell command. It starts in the project, without network and input; time is in seconds.",
    args: &[
        Arg { name: "command", kind: Kind::Text, need: Need::Always },
        Arg { name: "time", kind: Kind::Number, need: Need::Maybe },
    ],
    scales: EVERY,
    read: |args| {
        let command = args.text("command")?;
        if command.trim().is_empty() {
            return Err("error: the command is empty".into());
        }
        Ok(Call::Shell { command, time: args.number("time")?.filter(|&time| time > 0) })
    },
};
