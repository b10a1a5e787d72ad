//! Reads the command line and reports its errors.

use clap::error::{ContextKind, ContextValue, Error, ErrorKind};
use clap::{CommandFactory, Parser};

use super::{Cli, print};
use crate::scenario::printable;
use crate::scenario::suggest::nearest;

/// Reads the command line.
pub(super) fn parse() -> Result<Cli, Error> {
    Cli::try_parse().map_err(with_suggestion)
}

/// Prints an error of the command line. Its arguments are printed unchanged only if they are safe.
pub(super) fn print(error: &Error) {
    let rendered = error.render();
    if std::env::args_os().any(|word| word.to_string_lossy().contains(printable::is_unsafe)) {
        print::aside(format_args!("{}", rendered.to_string().trim_end()));
    } else {
        // If this fails, no output is possible.
        let _ = error.print();
    }
    if let Some(hint) = of_other_commands(error) {
        print::aside(format_args!("{hint}"));
    }
}

/// Adds the nearest subcommand if there is one.
fn with_suggestion(mut error: Error) -> Error {
    if error.kind() == ErrorKind::InvalidSubcommand
        && error.get(ContextKind::SuggestedSubcommand).is_none()
        && let Some(ContextValue::String(given)) = error.get(ContextKind::InvalidSubcommand)
    {
        let command = Cli::command();
        let names = command.get_subcommands().filter(|command| !command.is_hide_set()).map(clap::Command::get_name);
        if let Some(near) = nearest(given, names) {
            let near = ContextValue::Strings(vec![near.to_owned()]);
            error.insert(ContextKind::SuggestedSubcommand, near);
        }
    }
    error
}

/// The subcommands with an option that this subcommand lacks.
fn of_other_commands(error: &Error) -> Option<String> {
    if error.kind() != ErrorKind::UnknownArgument {
        return None;
    }
    let Some(ContextValue::String(given)) = error.get(ContextKind::InvalidArg) else { return None };
    let long = given.strip_prefix("--")?.split(['=', ' ']).next()?;
    let command = Cli::command();
    let has = |command: &&clap::Command| {
        !command.is_hide_set() && command.get_arguments().any(|argument| argument.get_long() == Some(long))
    };
    let those: Vec<&str> = command.get_subcommands().filter(has).map(clap::Command::get_name).collect();
    if those.is_empty() {
        return None;
    }
    let is_watch = std::env::args_os().nth(1).is_some_and(|command| command == "watch");
    let why = if is_watch && long == "threads" { "; watch shows one run, which uses one thread" } else { "" };
    Some(format!("--{long} is an option of takvin {}, but not of this command{why}", those.join(", ")))
}
