//! `todo`: the steps of a longer task.

use super::{Arg, Call, Kind, Need, ROOMY, Row};

pub(super) const ROW: Row = Row {
    name: "todo",
    about: "Write down the steps of a longer task, all of them, one a line: [ ] open, [x] done.",
    args: &[Arg { name: "items", kind: Kind::Text, need: Need::Always }],
    scales: ROOMY,
    read: |args| Ok(Call::Todo { items: args.text("items")? }),
};
