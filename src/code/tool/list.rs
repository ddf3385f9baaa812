//! `list`: what is in a directory.

use super::{Arg, Call, EVERY, Kind, Need, Row};

pub(super) const ROW: Row = Row {
    name: "list",
    about: "List the files in a directory.",
    args: &[
        Arg { name: "path", kind: Kind::Text, need: Need::Always },
        Arg { name: "depth", kind: Kind::Number, need: Need::Maybe },
    ],
    scales: EVERY,
    read: |args| {
        let path = args.maybe("path").unwrap_or_else(|| ".".into());
        Ok(Call::List { path, depth: args.count("depth")?.unwrap_or(1).clamp(1, 20) })
    },
};
