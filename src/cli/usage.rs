//! Reads the command line and reports its errors.

use std::ffi::OsString;

use clap::error::{ContextKind, ContextValue, Error, ErrorKind};
use clap::{CommandFactory, Parser};

use super::{Cli, print};
use crate::scenario::printable;
use crate::scenario::suggest::nearest;

/// Reads the command line.
pub(super) fn parse() -> Result<Cli, Error> {
    Cli::try_parse_from(without_help_of_help(std::env::args_os().collect())).map_err(with_suggestion)
}

/// The words of the command line. `takvin help --help` means `takvin help`: the option --help or -h after the command
/// help is left out, because the command does not know it.
fn without_help_of_help(mut words: Vec<OsString>) -> Vec<OsString> {
    let (command, depth) = innermost(&words);
    let is_help = |word: &OsString| word == "--help" || word == "-h";
    if words.get(depth).is_some_and(|word| word == "help") && command.has_subcommands() {
        let mut at = 0;
        words.retain(|word| {
            at += 1;
            at <= depth || !is_help(word)
        });
    }
    words
}

/// The innermost command that the words of the command line name, and the number of the word after its name.
fn innermost(words: &[OsString]) -> (clap::Command, usize) {
    let mut command = Cli::command();
    let mut at = 1;
    while let Some(inner) = words.get(at).and_then(|word| command.find_subcommand(word)) {
        command = inner.clone();
        at += 1;
    }
    (command, at)
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
        let mut words: Vec<OsString> = std::env::args_os().collect();
        words.retain(|word| word != "help");
        let (command, _) = innermost(&words);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_help_of_help_is_help() {
        let left = |line: &str| {
            let words = without_help_of_help(line.split(' ').map(OsString::from).collect());
            words.into_iter().map(|word| word.into_string().unwrap()).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(left("takvin help --help"), "takvin help");
        assert_eq!(left("takvin history help -h"), "takvin history help");
        assert_eq!(left("takvin help history --help"), "takvin help history");
        for line in ["takvin history --help", "takvin history world --help", "takvin new help --help", "takvin"] {
            assert_eq!(left(line), line);
        }
    }
}
