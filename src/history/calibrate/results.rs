//! The results of a calibration, made from its particles alone.

use std::path::Path;

use super::judge::{Check, Line, checks, lines};
use super::plan::Plan;
use super::row::Row;
use crate::analysis::abc::{Particle, Population, adjust};
use crate::output::OutputError;

/// The file name of the scenario with the means of the posterior.
pub(crate) const POSTERIOR: &str = "posterior.toml";

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
    /// Every pattern of the kept particles beside the record.
    pub check: Vec<Check>,
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

    /// The number of patterns whose value in the record lies inside the runs of the kept particles.
    pub(crate) fn inside(&self) -> usize {
        self.check.iter().filter(|check| check.inside == Some(true)).count()
    }
}

impl Calibration {
    /// Replays a calibration from all its particles.
    ///
    /// # Errors
    /// Returns an error if particles are missing or are not those of the plan.
    pub(super) fn replay(plan: &Plan, rows: Vec<Row>, path: &Path) -> Result<Self, OutputError> {
        let mut rows = rows.into_iter();
        let mut arms = Vec::new();
        for arm in &plan.arms {
            let mut population = plan.population();
            // The patterns of every particle, by generation and number.
            let mut patterns: Vec<Vec<Vec<f64>>> = Vec::new();
            let mut generations = Vec::new();
            while population.stop().is_none() {
                let (mut simulated, mut of_generation) = (Vec::new(), Vec::new());
                for number in 0..population.proposals() {
                    let row = rows.next().ok_or_else(|| OutputError::Malformed {
                        path: path.to_owned(),
                        problem: "particles are missing at its end; rerun with --force".to_owned(),
                    })?;
                    if !row.is_proposed(arm.name, population.generation() + 1, number, &population) {
                        return Err(wrong_particle(path, &row));
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
            let check = checks(&plan.target, &kept, particles);
            arms.push(ArmResults {
                name: arm.name,
                kept: particles.to_vec(),
                generations,
                plain: lines(&population.posterior()),
                adjusted: adjusted(plan, &population, &kept, &check),
                check,
            });
        }
        Ok(Self { arms })
    }
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
}

/// A particle that is not the one proposed: the table was changed, or made by another program.
pub(super) fn wrong_particle(path: &Path, row: &Row) -> OutputError {
    let Row { arm, generation, number, .. } = row;
    let problem = format!(
        "particle {number} of generation {generation} of {arm} is not the one that this calibration proposes; rerun with --force"
    );
    OutputError::Malformed { path: path.to_owned(), problem }
}
