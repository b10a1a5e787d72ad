//! The runs of a sweep, from a new, an unfinished or a smaller directory to a finished one.

use std::path::{Path, PathBuf};

use anyhow::Result;

use super::words;
use crate::cli::failure::{Interrupted, user_error};
use crate::cli::options::{Printing, Threads};
use crate::cli::print;
use crate::cli::progress::Work;
use crate::cli::signals::CANCEL;
use crate::output::{Damage, Format, OutputError};
use crate::studies::sweep::{self, Controls, Earlier, Finished, Found, RunError, Sweep, SweepDirectory};

/// A sweep to be run in a directory.
pub(in crate::cli) struct Running<'a> {
    pub(in crate::cli) sweep: &'a Sweep,
    pub(in crate::cli) path: &'a Path,
    pub(in crate::cli) formats: &'a [Format],
    pub(in crate::cli) threads: Threads,
    pub(in crate::cli) print: Printing,
    /// Whether the command has --extend.
    pub(in crate::cli) can_extend: bool,
    /// Other sweeps of the same scenario, whose runs are not repeated.
    pub(in crate::cli) runs_from: &'a [PathBuf],
}

/// How it ended.
pub(in crate::cli) enum Ended {
    Finished(Finished),
    /// It was finished before; with the files of formats that were added.
    Already(Vec<String>),
}

impl Running<'_> {
    /// Runs what is not done yet.
    ///
    /// # Errors
    /// Returns an error if the directory holds other work, a file cannot be written, or it was stopped.
    pub(in crate::cli) fn to_its_end(&self, force: bool, extend: bool) -> Result<Ended> {
        let Self { sweep, path, formats, runs_from, .. } = *self;
        let smaller = self.earlier(extend)?;
        let can_overwrite = smaller.is_some();
        let earlier = runs_from.iter().try_fold(smaller, |earlier, from| {
            Ok::<_, OutputError>(Some(Earlier::with_some_of(earlier, from, sweep)?))
        })?;
        let open = |force| SweepDirectory::open(path, sweep, formats, force);
        let found = match open(force) {
            // The runs of the smaller sweep are kept in the larger one.
            Err(OutputError::OtherWork { .. }) if can_overwrite => open(true)?,
            Err(error @ OutputError::OtherWork { .. }) if self.can_extend && Earlier::read(path, sweep).is_ok() => {
                return Err(user_error(format!(
                    "{error}\nTo keep its runs and add those that are missing, pass --extend."
                )));
            }
            found => found?,
        };
        let mut directory = match found {
            Found::Finished => return Ok(Ended::Already(sweep::add_formats(sweep, path, formats)?)),
            Found::Open(directory, damage) => {
                self.tell_resumed(&directory, damage.as_ref());
                directory
            }
        };
        if let Err(error) = self.run(earlier.as_ref(), &mut directory) {
            return Err(kept(sweep, &mut directory, error));
        }
        let finished = sweep::finish(sweep, *directory, formats).map_err(|error| {
            let stays = !matches!(error, OutputError::Malformed { .. });
            let place = path.display();
            let kept = || format!("all runs are saved in {place}; rerun the same command to finish the sweep");
            let error = anyhow::Error::from(error);
            if stays { error.context(kept()) } else { error }
        })?;
        Ok(Ended::Finished(finished))
    }

    fn tell_resumed(&self, directory: &SweepDirectory, damage: Option<&Damage>) {
        if let Some(damage) = damage {
            print::aside(format_args!("warning: {damage}"));
        }
        if directory.done() > 0 {
            self.print.note(format_args!(
                "Resuming in {}: {} of {} {} are saved.",
                directory.path().display(),
                directory.done(),
                self.sweep.jobs(),
                words::unit(self.sweep)
            ));
        }
    }

    /// The runs of a finished sweep to be extended.
    fn earlier(&self, extend: bool) -> Result<Option<Earlier>> {
        if !extend {
            return Ok(None);
        }
        let earlier = Earlier::read(self.path, self.sweep)?;
        if self.can_extend {
            self.print.note(format_args!("Extending {}: {} runs exist already.", self.path.display(), earlier.runs()));
        }
        Ok(Some(earlier))
    }

    fn run(&self, earlier: Option<&Earlier>, directory: &mut SweepDirectory) -> Result<(), RunError> {
        let sweep = self.sweep;
        let costs = sweep.costs();
        let cost = |job| costs.as_ref().and_then(|costs| costs.get(sweep.place_of(job))).copied().unwrap_or(1);
        let ahead: u64 = (directory.done()..sweep.jobs()).map(cost).sum();
        let work = Work::new(sweep.jobs(), ahead, words::unit(sweep), self.print.quiet);
        work.begin_at(directory.done());
        let mut progress = |job| {
            work.add(cost(job));
            work.done(1);
        };
        let mut controls = Controls { threads: self.threads.number, cancel: &CANCEL, earlier, progress: &mut progress };
        let result = sweep::run(sweep, directory, &mut controls);
        work.end();
        result
    }
}

/// The message for a sweep that did not finish.
fn kept(sweep: &Sweep, directory: &mut SweepDirectory, error: RunError) -> anyhow::Error {
    let place = directory.path().display().to_string();
    let of = words::unit(sweep);
    // Only a view of the finished runs; they are saved without it.
    let _ = directory.sum_up(sweep);
    let there = match directory.rest() {
        Ok(()) => format!("{} of {} {of} are saved in {place}", directory.done(), sweep.jobs()),
        Err(_) => format!("what was finished is saved in {place}"),
    };
    let drawn =
        if directory.done() > 0 { format!(" (takvin plot {place} draws the finished runs)") } else { String::new() };
    let text = format!("{there}; rerun the same command for the rest{drawn}");
    match error {
        RunError::Cancelled => Interrupted(format!("stopped: {text}")).into(),
        other => anyhow::Error::from(other).context(text),
    }
}
