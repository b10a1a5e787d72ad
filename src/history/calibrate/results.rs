//! The results of a calibration, made from its particles alone.

use std::path::Path;

use super::judge::{Check, Line, checks, lines};
use super::plan::Plan;
use super::row::{Row, Saved};
use crate::analysis::abc::{Particle, Population, adjust};
use crate::analysis::quantiles::quantile;
use crate::output::{OutputError, SCENARIO, table_file};

/// The file name of the scenario with the means of the posterior.
const POSTERIOR: &str = "posterior.toml";

/// The file names of a scenario as it was given, and of the same with the means of the posterior. Those of the first
/// scenario are without its name, so that a calibration of one or several is used in the same way.
pub(super) fn scenario_files(number: usize, name: &str) -> [String; 2] {
    if number == 0 {
        return [SCENARIO, POSTERIOR].map(str::to_owned);
    }
    ["scenario", "posterior"].map(|file| format!("{file}-{name}.toml"))
}

/// The results of all arms.
#[derive(Clone, Debug)]
pub(crate) struct Calibration {
    /// The arms, in the order of the plan.
    pub arms: Vec<ArmResults>,
}

/// The results of an arm.
#[derive(Clone, Debug)]
pub(crate) struct ArmResults {
    /// The name.
    pub name: &'static str,
    /// The kept particles, the closest first.
    pub kept: Vec<Particle>,
    /// Every generation.
    pub generations: Vec<Generation>,
    /// The posterior of every parameter, from the kept particles.
    pub plain: Vec<Line>,
    /// The same after adjustment by regression; empty if there are too few.
    pub adjusted: Vec<Line>,
    /// Every pattern of the new runs beside the record.
    pub check: Vec<Check>,
    /// The same of the runs by which particles were kept. They are nearer to the record than new runs, because they were
    /// kept for that.
    pub check_of_kept: Vec<Check>,
    /// The number of new runs.
    pub new_runs: usize,
    /// The median distance of the new runs. NaN without new runs.
    pub new_distance: f64,
}

/// A generation after it has ended.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Generation {
    /// The distance of the farthest particle that is kept.
    pub tolerance: f64,
    /// The share of new particles that were closer than the tolerance before.
    pub acceptance: f64,
    /// The number of equally weighted particles with the same information.
    pub effective: f64,
    /// The simulations so far.
    pub simulations: u64,
}

impl ArmResults {
    /// The last generation.
    pub(crate) fn last(&self) -> Generation {
        let none = Generation { tolerance: f64::NAN, acceptance: f64::NAN, effective: 0.0, simulations: 0 };
        self.generations.last().copied().unwrap_or(none)
    }
}

impl Calibration {
    /// Replays a calibration from all its particles and new runs, which are in a directory.
    ///
    /// # Errors
    /// Returns an error if rows are missing or are not those of the plan.
    pub(super) fn replay(plan: &Plan, saved: Saved, directory: &Path) -> Result<Self, OutputError> {
        let mut rows = saved.particles.into_iter();
        let mut new_rows = saved.new_runs.into_iter();
        let path = &directory.join(table_file("particles"));
        let mut arms = Vec::new();
        for arm in &plan.arms {
            let mut population = plan.population();
            // The patterns of every particle, by generation and number.
            let mut patterns: Vec<Vec<Vec<f64>>> = Vec::new();
            let mut generations = Vec::new();
            while population.stop().is_none() {
                let (mut simulated, mut of_generation) = (Vec::new(), Vec::new());
                for number in 0..population.proposals() {
                    let row = rows.next().ok_or_else(|| missing(path, "particles"))?;
                    if !row.is_proposed(arm.name, population.generation() + 1, number, &population) {
                        return Err(wrong_row(path, &row));
                    }
                    simulated.push((row.values, row.distance));
                    of_generation.push(row.patterns);
                }
                population.absorb(simulated);
                patterns.push(of_generation);
                generations.push(Generation {
                    tolerance: population.tolerance(),
                    acceptance: population.acceptance(),
                    effective: population.posterior().effective_sample_size(),
                    simulations: population.simulations(),
                });
            }
            let particles = population.particles();
            let kept: Vec<&[f64]> = particles
                .iter()
                .map(|particle| patterns[particle.generation as usize - 1][particle.number].as_slice())
                .collect();
            let check_of_kept =
                checks(&plan.target, &kept.iter().copied().zip(particles.iter().map(|particle| particle.weight)));
            let new_runs = new_runs(plan, arm.name, &population, &mut new_rows, directory)?;
            arms.push(ArmResults {
                name: arm.name,
                kept: particles.to_vec(),
                generations,
                plain: lines(&population.posterior()),
                adjusted: adjusted(plan, &population, &kept, &check_of_kept),
                check: checks(&plan.target, &new_runs.iter().map(|row| (row.patterns.as_slice(), 1.0))),
                check_of_kept,
                new_runs: new_runs.len(),
                new_distance: median(new_runs.iter().map(|row| row.distance).collect()),
            });
        }
        Ok(Self { arms })
    }
}

/// The new runs of an arm.
fn new_runs(
    plan: &Plan,
    arm: &str,
    population: &Population,
    rows: &mut impl Iterator<Item = Row>,
    directory: &Path,
) -> Result<Vec<Row>, OutputError> {
    let path = directory.join(table_file("new_runs"));
    let mut runs = Vec::new();
    for number in 0..plan.effort.new_runs {
        if population.draw(number.into()).is_none() {
            break;
        }
        let row = rows.next().ok_or_else(|| missing(&path, "new runs"))?;
        if !row.is_drawn(arm, number, population) {
            return Err(wrong_row(&path, &row));
        }
        runs.push(row);
    }
    Ok(runs)
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    quantile(&values, 0.5)
}

/// The effective sample size that a regression needs for each of its patterns. With fewer its slopes are noise.
const ENOUGH: f64 = 5.0;

/// The posterior after adjustment by regression on the distances in all patterns. A pattern is left out of the regression
/// if a kept particle lacks it, or if the record lies outside of the kept particles: the regression would extrapolate.
/// Empty if there are too few particles.
fn adjusted(plan: &Plan, population: &Population, kept: &[&[f64]], check: &[Check]) -> Vec<Line> {
    let apart: Vec<Vec<f64>> = kept
        .iter()
        .map(|patterns| patterns.iter().enumerate().map(|(k, value)| plan.target.apart(k, *value)).collect())
        .collect();
    let is_used = |k: usize| check[k].inside == Some(true) && apart.iter().all(|row| !row[k].is_nan());
    let observed: Vec<f64> = (0..check.len()).map(|k| if is_used(k) { 0.0 } else { f64::NAN }).collect();
    let used = observed.iter().filter(|observed| !observed.is_nan()).count();
    if population.posterior().effective_sample_size() < ENOUGH * used as f64 {
        return Vec::new();
    }
    let posterior = adjust(population.parameters(), population.particles(), &apart, &observed);
    posterior.map_or_else(Vec::new, |posterior| lines(&posterior))
}

impl Row {
    /// Returns true if it is this particle of the next generation of a population.
    pub(super) fn is_proposed(&self, arm: &str, generation: u32, number: usize, population: &Population) -> bool {
        (self.arm.as_str(), self.generation, self.number) == (arm, generation, number)
            && self.values == population.propose(number)
    }

    /// Returns true if it is this new run of a population.
    pub(super) fn is_drawn(&self, arm: &str, run: u32, population: &Population) -> bool {
        let is_that = |drawn: &Particle| {
            (self.generation, self.number) == (drawn.generation, drawn.number) && self.values == drawn.values
        };
        (self.arm.as_str(), self.new_run) == (arm, Some(run)) && population.draw(run.into()).is_some_and(is_that)
    }
}

fn missing(path: &Path, what: &str) -> OutputError {
    let problem = format!("{what} are missing at its end; rerun with --force");
    OutputError::Malformed { path: path.to_owned(), problem }
}

/// A row that is not the one of the plan: the table was changed, or made by another program.
pub(super) fn wrong_row(path: &Path, row: &Row) -> OutputError {
    let Row { arm, generation, number, .. } = row;
    let problem = match row.new_run {
        Some(run) => format!("new run {run} of {arm} does not have the particle that this calibration draws for it"),
        None => format!(
            "particle {number} of generation {generation} of {arm} is not the one that this calibration proposes"
        ),
    };
    OutputError::Malformed { path: path.to_owned(), problem: problem + "; rerun with --force" }
}
