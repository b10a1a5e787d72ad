//! Carries out an exploration: wave by wave, each an extension of the sweep in its directory.

use std::path::Path;

use anyhow::Result;

use super::common::{Begun, Common};
use crate::cli::failure::user_error;
use crate::cli::print::counted;
use crate::cli::sweep::running::Running;
use crate::output::{Format, MANIFEST, Manifest, OutputError, RunReader, SCENARIO};
use crate::scenario::{self, Setting};
use crate::studies::explore::{Known, Search};
use crate::studies::sweep::{self, Sweep};

/// Carries out a search. Returns the sweep of all its points, and what is known of them.
///
/// The waves of an exploration that was stopped are gone through again. Their points are in the directory, so only what is
/// missing is run.
pub(super) fn carry_out(common: &Common, begun: &Begun, search: &mut dyn Search) -> Result<(Sweep, Known)> {
    let wanted =
        |search: &mut dyn Search, known: &Known| search.next(known).map_err(|error| user_error(error.to_string()));
    let mut next = wanted(search, &Known::default())?;
    let first = common.sweep(begun, &next)?;
    let replicates = first.scenario.run.replicates;
    if begun.path.is_file() {
        let shown = begun.path.display();
        return Err(user_error(format!("--out {shown}: this is a file; give a directory")));
    }
    let (mut there, mut done) = (Known::default(), Vec::new());
    if !common.force
        && let Some(sweep) = read(&begun.path, &first, begun, &mut there)?
    {
        done = (0..sweep.points.len()).map(|at| own(begun, &sweep, at)).collect();
        if !next.iter().all(|point| done.contains(point)) {
            return Err(user_error(format!(
                "{}: the exploration there began with other points; give the options that it was made with, another directory with --out, or \
                 overwrite it with --force",
                begun.path.display()
            )));
        }
    }
    for directory in &common.runs_from {
        let shown = directory.display();
        let why = match read(directory, &first, begun, &mut there) {
            Ok(Some(_)) => continue,
            Ok(None) => "this is not the directory of a finished exploration or sweep".to_owned(),
            Err(error) => match error.downcast_ref() {
                Some(OutputError::OtherWork { differences, .. }) => {
                    format!("its runs are of another scenario. What differs:\n  {differences}")
                }
                _ => return Err(error),
            },
        };
        return Err(user_error(format!("--runs-from {shown}: {why}")));
    }
    let (mut points, mut seen, mut force) = (Vec::new(), Known::default(), common.force);
    for wave in 1.. {
        if next.is_empty() {
            break;
        }
        points.extend(next.iter().cloned());
        if !next.iter().all(|point| there.has(point, replicates)) {
            common.print.note(format_args!("Wave {wave}: {}.", counted(next.len(), "new point", "new points")));
            run(common, begun, &common.sweep(begun, &points)?, force)?;
            (force, there) = (false, Known::default());
            for directory in [&begun.path].into_iter().chain(&common.runs_from) {
                read(directory, &first, begun, &mut there)?;
            }
            done.clone_from(&points);
        }
        for point in &next {
            seen.take(&there, point, replicates);
        }
        next = wanted(search, &seen)?;
    }
    let sweep = common.sweep(begun, &points)?;
    if done != points {
        run(common, begun, &sweep, force)?;
    }
    Ok((sweep, seen))
}

/// Runs what is not done of a sweep, and leaves it finished in the directory.
fn run(common: &Common, begun: &Begun, sweep: &Sweep, force: bool) -> Result<()> {
    let running = Running {
        sweep,
        path: &begun.path,
        formats: &[Format::Csv],
        threads: common.threads,
        print: common.print,
        can_extend: false,
        runs_from: &common.runs_from,
    };
    let extend = !force && begun.path.join(MANIFEST).exists();
    running.to_its_end(force, extend).map(drop)
}

/// Reads the finished sweep of a directory. Returns `None` if it does not hold one.
fn read(path: &Path, first: &Sweep, begun: &Begun, known: &mut Known) -> Result<Option<Sweep>> {
    if !path.join(MANIFEST).exists() {
        return Ok(None);
    }
    let there = Manifest::read(path)?;
    if there.sweep.is_none() {
        return Ok(None);
    }
    sweep::is_of(path, &there, first)?;
    let sweep = Sweep::new(scenario::load_for_sweep(&path.join(SCENARIO), &[])?, None, true)?;
    known.read(&RunReader::open_as_it_is(path)?, &sweep, &begun.outcomes)?;
    Ok(Some(sweep))
}

/// The settings of the axes that have values of their own.
fn own(begun: &Begun, sweep: &Sweep, point: usize) -> Vec<Setting> {
    sweep.points.settings(point).iter().take(begun.space.axes().len()).cloned().collect()
}
