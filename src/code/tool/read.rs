//! `read`: lines of a file.

use super::{Arg, Call, EVERY, Kind, Need, Row};

pub(super) const ROW: Row = Row {
    name: "read",
    about: "Read a text file. Lines come with their numbers.",
    args: &[
        Arg { name: "path", kind: Kind::Text, need: Need::Always },
        Arg { name: "from", kind: Kind::Number, need: Need::Maybe },
        Arg { name: "lines", kind: Kind::Number, need: Need::Maybe },
    ],
    scales: EVERY,
    read: |args| {
        let from = args.count("from")?.unwrap_or(1).max(1);
        Ok(Call::Read { path: args.text("path")?, from, lines: args.count("lines")? })
    },
};
