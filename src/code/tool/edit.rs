//! `edit`: a text in the place of another.

use super::{Arg, Call, Kind, Need, Row, Scale};

pub(super) const ROW: Row = Row {
    name: "edit",
    about: "Replace text in a file. old is copied from the file, without line numbers, and occurs in it once; \
            empty new deletes it.",
    args: &[
        Arg { name: "path", kind: Kind::Text, need: Need::Always },
        Arg { name: "old", kind: Kind::Text, need: Need::Always },
        Arg { name: "new", kind: Kind::Text, need: Need::Always },
    ],
    scales: &[Scale::All, Scale::Few],
    read: |args| Ok(Call::Edit { path: args.text("path")?, old: args.text("old")?, new: args.text("new")? }),
};
