//! `patch`: edits that a model wrote as text, in whatever format it is used to.

use super::{Arg, Call, Kind, Need, Row};

pub(super) const ROW: Row = Row {
    name: "patch",
    about: "Change files by a patch.",
    args: &[Arg { name: "text", kind: Kind::Text, need: Need::Always }],
    scales: &[],
    read: |args| Ok(Call::Patch { text: args.text("text")? }),
};
