//! The work of a calibration: generation after generation of every arm, particles in parallel.

use std::ops::ControlFlow;
use std::sync::atomic::AtomicBool;

use super::arm::Arm;
use super::directory::Directory;
use super::error::Stopped;
use super::plan::Plan;
use super::results::wrong_particle;
use super::row::Row;
use crate::analysis::abc::Population;
use crate::batch::{in_order, window};
use crate::output::table_file;

/// Options of the work.
pub(crate) struct Controls<'a> {
    /// The number of threads; 0 for the number of cores of the machine.
    pub threads: usize,
    /// Set by the caller to stop soon.
    pub cancel: &'a AtomicBool,
    /// Called with the name of the arm after every particle that has reached the disk.
    pub progress: &'a mut dyn FnMut(&str),
}

/// Simulates what is not saved yet. Finished generations are replayed from the saved particles.
///
/// # Errors
/// Returns an error if it was stopped or a file could not be written. The same call resumes the work.
pub(crate) fn run(plan: &Plan, directory: &mut Directory, controls: &mut Controls<'_>) -> Result<(), Stopped> {
    let mut saved = std::mem::take(&mut directory.saved).into_iter().peekable();
    for arm in &plan.arms {
        let mut population = plan.population();
        while population.stop().is_none() {
            let generation = population.generation() + 1;
            let mut rows = Vec::new();
            while rows.len() < population.proposals() {
                let Some(row) = saved.next() else { break };
                if !row.is_proposed(arm.name, generation, rows.len(), &population) {
                    let path = directory.path().join(table_file("particles"));
                    return Err(wrong_particle(&path, &row).into());
                }
                rows.push(row);
            }
            simulate(plan, (arm, &population), &mut rows, directory, controls)?;
            population.absorb(rows.into_iter().map(|row| (row.values, row.distance)).collect());
        }
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
        let place = (before + number as u64, plan.effort.runs);
        let patterns = arm.simulate(&plan.target, &plan.parameters, &values, place, controls.cancel)?;
        Ok(patterns.map(|patterns| {
            let distance = plan.target.distance(&patterns);
            Row { arm: arm.name.to_owned(), generation, number, values, patterns, distance }
        }))
    };
    let progress = &mut controls.progress;
    let broken = in_order(
        controls.threads,
        |threads| window(arm.scenario.bytes_of_a_run(), threads),
        rows.len()..population.proposals(),
        one,
        |row: Result<Option<Row>, crate::scenario::ScenarioErrors>| {
            let row = match row {
                Ok(Some(row)) => row,
                Ok(None) => return ControlFlow::Break(Stopped::Cancelled),
                Err(errors) => return ControlFlow::Break(errors.into()),
            };
            if let Err(error) = directory.append(&row) {
                return ControlFlow::Break(error.into());
            }
            progress(arm.name);
            rows.push(row);
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
