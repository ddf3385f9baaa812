//! `write`: a whole file.

use super::{Arg, Call, Kind, Need, ROOMY, Row};

pub(super) const ROW: Row = Row {
    name: "write",
    about: "Create a file, or replace all of it.",
    args: &[
        Arg { name: "path", kind: Kind::Text, need: Need::Always },
        Arg { name: "text", kind: Kind::Text, need: Need::Always },
    ],
    scales: ROOMY,
    read: |args| Ok(Call::Write { path: args.text("path")?, text: args.text("text")? }),
};
