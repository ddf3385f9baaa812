//! `search`: lines of the project that match.

use super::{Arg, Call, Kind, Need, ROOMY, Row};

pub(super) const ROW: Row = Row {
    name: "search",
    about: "Search files for a regular expression. glob picks files, such as *.rs.",
    args: &[
        Arg { name: "pattern", kind: Kind::Text, need: Need::Always },
        Arg { name: "path", kind: Kind::Text, need: Need::Maybe },
        Arg { name: "glob", kind: Kind::Text, need: Need::Maybe },
    ],
    scales: ROOMY,
    read: |args| {
        let path = args.maybe("path").unwrap_or_else(|| ".".into());
        Ok(Call::Search { pattern: args.text("pattern")?, path, glob: args.maybe("glob") })
    },
};
