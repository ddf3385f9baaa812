//! `replace`: a text in the place of a whole part of a file.

use super::{Arg, Call, Kind, Need, Row, Scale};

pub(super) const ROW: Row = Row {
    name: "replace",
    about: "Replace a whole function or type in a file. part is its name, or its lines such as 12-20; text is all of \
            its new text, and deletes it if empty.",
    args: &[
        Arg { name: "path", kind: Kind::Text, need: Need::Always },
        Arg { name: "part", kind: Kind::Text, need: Need::Always },
        Arg { name: "text", kind: Kind::Text, need: Need::Always },
    ],
    scales: &[Scale::Whole],
    read: |args| {
        Ok(Call::Part { path: args.text("path")?, part: args.text("part")?, text: args.text("text")? })
    },
};
