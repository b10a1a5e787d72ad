//! The work of a calibration: generation after generation of every arm, particles in parallel; then new runs of every arm.

use std::ops::ControlFlow;
use std::sync::atomic::AtomicBool;

use super::arm::Arm;
use super::directory::Directory;
use super::error::Stopped;
use super::plan::Plan;
use super::results::wrong_row;
use super::row::{Row, Saved};
use crate::analysis::abc::Population;
use crate::batch::{in_order, window};
use crate::output::table_file;
use crate::scenario::ScenarioErrors;

/// Options of the work.
pub(crate) struct Controls<'a> {
    /// The number of threads; 0 for the number of cores of the machine.
    pub threads: usize,
    /// Set by the caller to stop soon.
    pub cancel: &'a AtomicBool,
    /// Called with the name of the arm after every particle or new run that has reached the disk.
    pub progress: &'a mut dyn FnMut(&str),
}

/// Simulates what is not saved yet. Finished generations are replayed from the saved particles.
///
/// # Errors
/// Returns an error if it was stopped or a file could not be written. The same call resumes the work.
pub(crate) fn run(plan: &Plan, directory: &mut Directory, controls: &mut Controls<'_>) -> Result<(), Stopped> {
    let Saved { particles, new_runs } = std::mem::take(&mut directory.saved);
    let (mut saved, mut saved_new) = (particles.into_iter(), new_runs.into_iter());
    let mut ended = Vec::new();
    for arm in &plan.arms {
        let mut population = plan.population();
        while population.stop().is_none() {
            let generation = population.generation() + 1;
            let mut rows = Vec::new();
            while rows.len() < population.proposals() {
                let Some(row) = saved.next() else { break };
                if !row.is_proposed(arm.name, generation, rows.len(), &population) {
                    let path = directory.path().join(table_file("particles"));
                    return Err(wrong_row(&path, &row).into());
                }
                rows.push(row);
            }
            simulate(plan, (arm, &population), &mut rows, directory, controls)?;
            population.absorb(rows.into_iter().map(|row| (row.values, row.distance)).collect());
        }
        ended.push(population);
    }
    for (arm, population) in plan.arms.iter().zip(&ended) {
        run_anew(plan, (arm, population), &mut saved_new, directory, controls)?;
    }
    Ok(directory.rest()?)
}

/// Simulates the rest of a generation. Particles are appended in the order of their numbers.
fn simulate(
    plan: &Plan,
    (arm, population): (&Arm, &Population),
    rows: &mut Vec<Row>,
    directory: &mut Directory,
    controls: &mut Controls<'_>,
) -> Result<(), Stopped> {
    let (generation, before) = (population.generation() + 1, population.simulations());
    let one = |number: usize| {
        let values = population.propose(number);
        let replicates = arm.replicates(before + number as u64, plan.effort.runs);
        let patterns = arm.simulate(&plan.target, &plan.parameters, &values, &replicates, controls.cancel)?;
        Ok(patterns.map(|patterns| {
            let distance = plan.target.distance(&patterns);
            Row { arm: arm.name.to_owned(), new_run: None, generation, number, values, patterns, distance }
        }))
    };
    let (progress, jobs) = (&mut *controls.progress, rows.len()..population.proposals());
    append(arm, jobs, (controls.threads, progress), one, directory, |row| rows.push(row))
}

/// Carries out the new runs of an arm that are not saved yet, each with the values of a particle drawn from the posterior.
fn run_anew(
    plan: &Plan,
    (arm, population): (&Arm, &Population),
    saved: &mut impl Iterator<Item = Row>,
    directory: &mut Directory,
    controls: &mut Controls<'_>,
) -> Result<(), Stopped> {
    if population.draw(0).is_none() {
        return Ok(());
    }
    let all = plan.effort.new_runs as usize;
    let mut done = 0;
    for row in saved.take(all) {
        if !row.is_drawn(arm.name, done as u32, population) {
            return Err(wrong_row(&directory.path().join(table_file("new_runs")), &row).into());
        }
        done += 1;
    }
    let one = |run: usize| {
        let run = run as u32;
        let Some(drawn) = population.draw(run.into()) else { unreachable!("the first draw found a particle") };
        let replicates = arm.new_replicates(run);
        let patterns = arm.simulate(&plan.target, &plan.parameters, &drawn.values, &replicates, controls.cancel)?;
        Ok(patterns.map(|patterns| {
            let distance = plan.target.distance(&patterns);
            let (generation, number, values) = (drawn.generation, drawn.number, drawn.values.clone());
            Row { arm: arm.name.to_owned(), new_run: Some(run), generation, number, values, patterns, distance }
        }))
    };
    append(arm, done..all, (controls.threads, &mut *controls.progress), one, directory, |_| {})
}

/// Carries out jobs in parallel and appends their rows in the order of the jobs.
fn append(
    arm: &Arm,
    jobs: std::ops::Range<usize>,
    (threads, progress): (usize, &mut dyn FnMut(&str)),
    one: impl Fn(usize) -> Result<Option<Row>, ScenarioErrors> + Sync,
    directory: &mut Directory,
    mut keep: impl FnMut(Row),
) -> Result<(), Stopped> {
    let broken = in_order(
        threads,
        |threads| window(arm.bytes_of_a_run(), threads),
        jobs,
        one,
        |row: Result<Option<Row>, ScenarioErrors>| {
            let row = match row {
                Ok(Some(row)) => row,
                Ok(None) => return ControlFlow::Break(Stopped::Cancelled),
                Err(errors) => return ControlFlow::Break(errors.into()),
            };
            if let Err(error) = directory.append(&row) {
                return ControlFlow::Break(error.into());
            }
            progress(arm.name);
            keep(row);
            ControlFlow::Continue(())
        },
    )?;
    match broken {
        ControlFlow::Break(stopped) => {
            // What is saved is saved; the reason to stop matters more than a sync.
            let _ = directory.rest();
            Err(stopped)
        }
        ControlFlow::Continue(()) => Ok(()),
    }
}
