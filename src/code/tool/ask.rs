//! `ask`: a question to the user.

use super::{Arg, Call, Kind, Need, ROOMY, Row};

pub(super) const ROW: Row = Row {
    name: "ask",
    about: "Ask the user what you cannot find out.",
    args: &[Arg { name: "question", kind: Kind::Text, need: Need::Always }],
    scales: ROOMY,
    read: |args| Ok(Call::Ask { question: args.text("question")? }),
};
