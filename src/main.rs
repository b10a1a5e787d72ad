//! The `takvin` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    match takvin::cli::run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => takvin::cli::failure::report(&error),
    }
}
