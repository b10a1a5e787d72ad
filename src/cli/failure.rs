//! Reports failures and sets the exit code: 1 failed, 2 user error, 130 interrupted.

use std::process::ExitCode;

use super::{print, usage};
use crate::batch::{BatchError, BranchError, CheckpointError};
use crate::claims::laboratory::UnknownClaim;
use crate::claims::robust::CannotVary;
use crate::history::HistoryError;
use crate::output::OutputError;
use crate::plot::PlotError;
use crate::scenario::ScenarioErrors;
use crate::studies::batch::Stopped;
use crate::studies::sweep::{MergeError, RunError, SweepError};

/// A user error: the command was used in a wrong way.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct WrongUse(pub String);

/// Long work was stopped from outside. Finished work is kept.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Interrupted(pub String);

/// A user error, with a reason.
pub fn user_error(reason: impl Into<String>) -> anyhow::Error {
    WrongUse(reason.into()).into()
}

/// Reports the error and returns the exit code. A reader that closed the pipe is not a failure.
pub fn report(error: &anyhow::Error) -> ExitCode {
    let code = code(error);
    if code == 0 && !error.is::<clap::Error>() {
        return ExitCode::SUCCESS;
    }
    if let Some(usage) = error.downcast_ref::<clap::Error>() {
        usage::print(usage);
    } else if let Some(errors) = error.downcast_ref::<ScenarioErrors>() {
        let context = error.to_string();
        print::coloured(|colour| errors.render(colour));
        // The action that failed, if the error names it.
        if context != errors.to_string() {
            print::aside(format_args!("{context}"));
        }
    } else {
        let causes = error.chain().skip(1).map(|cause| format!("\n  because: {cause}"));
        print::aside(format_args!("error: {error}{}", causes.collect::<String>()));
    }
    ExitCode::from(code)
}

fn code(error: &anyhow::Error) -> u8 {
    if let Some(usage) = error.downcast_ref::<clap::Error>() {
        return usage.exit_code() as u8;
    }
    for cause in error.chain() {
        let reader_gone =
            cause.downcast_ref::<std::io::Error>().is_some_and(|e| e.kind() == std::io::ErrorKind::BrokenPipe);
        if reader_gone && error.downcast_ref::<OutputError>().is_none() {
            return 0;
        }
    }
    if matches!(error.downcast_ref::<BatchError<OutputError>>(), Some(BatchError::Cancelled)) {
        return 130;
    }
    if matches!(error.downcast_ref::<BatchError<std::convert::Infallible>>(), Some(BatchError::Cancelled)) {
        return 130;
    }
    if error.is::<Interrupted>()
        || matches!(error.downcast_ref::<RunError>(), Some(RunError::Cancelled))
        || matches!(error.downcast_ref::<Stopped>(), Some(Stopped::Cancelled { .. }))
    {
        return 130;
    }
    let wrong_input = error.is::<WrongUse>()
        || error.is::<SweepError>()
        || error.is::<HistoryError>()
        || error.is::<UnknownClaim>()
        || error.is::<CannotVary>()
        || error.downcast_ref::<MergeError>().is_some_and(is_wrong_merge)
        || error.is::<ScenarioErrors>()
        || error.downcast_ref::<Stopped>().is_some_and(is_wrong_batch)
        || error.is::<CheckpointError>()
        || error.is::<BranchError>()
        || error.downcast_ref::<PlotError>().is_some_and(PlotError::is_user_error)
        || error.downcast_ref::<OutputError>().is_some_and(OutputError::is_user_error);
    if wrong_input { 2 } else { 1 }
}

/// Returns true for user errors.
fn is_wrong_merge(error: &MergeError) -> bool {
    match error {
        MergeError::Output(error) => error.is_user_error(),
        _ => true,
    }
}

/// Returns true for user errors.
fn is_wrong_batch(stopped: &Stopped) -> bool {
    match stopped {
        Stopped::Other { .. } => true,
        Stopped::Output(error) => error.is_user_error(),
        Stopped::Cancelled { .. } | Stopped::Threads(_) => false,
    }
}
