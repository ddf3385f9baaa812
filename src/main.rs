//! Parse, run, print, exit.

use std::process::ExitCode;

fn main() -> ExitCode {
    let outcome = qwill::cli::parse(std::env::args_os()).and_then(qwill::cli::Run::run);
    qwill::cli::exit(outcome)
}
