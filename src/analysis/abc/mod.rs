//! Approximate Bayesian computation by adaptive population Monte Carlo: which parameters make the model resemble the
//! data (Lenormand, Jabot & Deffuant 2013, doi:10.1007/s00180-013-0428-3).
//!
//! ```text
//! generation 1   N particles from the prior, weight 1
//! later          N − K particles: one of the K kept, drawn by weight, plus a normal step of twice their covariance
//!                w = π(θ) / Σ_j w̄_j φ(θ − θ_j)
//! after each     of the kept and the new, the K with the least distances are kept; tolerance ε = the K-th distance
//! stop           when the share of new particles closer than the last ε is small, or simulations run out
//! ```
//!
//! Each generation simulates a fixed number of particles, so the effort can be equal between models; Beaumont et al.
//! (2009, doi:10.1093/biomet/asp052) simulate until enough are accepted, under tolerances that must be chosen.
//! All particles of a generation are known before the first is simulated, so they run in parallel. Between two
//! generations the state is the K kept particles; Del Moral, Doucet & Jasra (2012, doi:10.1007/s11222-011-9271-y) move
//! particles that are often copies of each other, and this method never copies one.
//!
//! Parameters are moved on the scale of their prior, from 0 to 1. Steps that end outside are drawn again, with the
//! particle; the share that ends inside is the constant of φ. A distance of NaN (the simulation failed, or has no
//! summary) counts as infinite.

mod kernel;
mod parameter;
mod posterior;
mod regression;

pub(crate) use parameter::Parameter;
pub(crate) use posterior::{Identified, Posterior, weighted_quantile};
pub(crate) use regression::adjust;

use serde::{Deserialize, Serialize};

use kernel::Kernel;

/// How a population is run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Settings {
    /// Seed of all proposals.
    pub seed: u64,
    /// The number of particles of the first generation, N; at least 4.
    pub particles: usize,
    /// The share that is kept, above 0 and below 1; 0.5 is usual.
    pub keep: f64,
    /// Ends when a smaller share of new particles is closer than the last tolerance, in [0, 1); 0.01 to 0.05 are
    /// usual. The share of few particles varies by chance, so a run may end a few generations early or late.
    pub least_acceptance: f64,
    /// Ends when the next generation would bring the simulations above this number.
    pub most_simulations: u64,
}

/// A particle that is kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Particle {
    /// The generation that proposed it, from 1, …
    pub generation: u32,
    /// … and its number there, from 0.
    pub number: usize,
    /// The values of the parameters.
    pub values: Vec<f64>,
    /// Prior over density of proposals; of any sum.
    pub weight: f64,
    /// The distance from the data.
    pub distance: f64,
}

/// The state between two generations. It can be stored and restored; distances may be infinite, so in a binary format.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Population {
    settings: Settings,
    parameters: Vec<Parameter>,
    generation: u32,
    simulations: u64,
    tolerance: f64,
    acceptance: f64,
    particles: Vec<Particle>,
    kernel: Option<Kernel>,
}

/// Why a population ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Stop {
    /// Few new particles come closer than the tolerance.
    Acceptance,
    /// Another generation would exceed the number of simulations.
    Simulations,
}

/// A population that cannot be run.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub(crate) enum PopulationError {
    /// There is nothing to estimate.
    #[error("no parameters; name at least one")]
    NoParameters,
    /// The prior of a parameter is not valid.
    #[error("prior of {0} is {1} to {2}; bounds must be finite, the first below the second (above 0 on the log scale)")]
    Bounds(String, f64, f64),
    /// Too few particles.
    #[error("particles = {0}; must be at least 4")]
    Particles(usize),
    /// Not a share.
    #[error("keep = {0}; must lie above 0 and below 1")]
    Keep(f64),
    /// Not a share.
    #[error("least_acceptance = {0}; must lie in [0, 1)")]
    Acceptance(f64),
}

impl Population {
    /// A population before its first generation.
    ///
    /// # Errors
    /// If parameters are missing, or if a prior or a setting is out of range.
    pub(crate) fn new(parameters: Vec<Parameter>, settings: Settings) -> Result<Self, PopulationError> {
        if parameters.is_empty() {
            return Err(PopulationError::NoParameters);
        }
        if let Some(p) = parameters.iter().find(|p| !p.valid()) {
            return Err(PopulationError::Bounds(p.name.clone(), p.low, p.high));
        }
        if settings.particles < 4 {
            return Err(PopulationError::Particles(settings.particles));
        }
        if !(settings.keep > 0.0 && settings.keep < 1.0) {
            return Err(PopulationError::Keep(settings.keep));
        }
        if !(0.0..1.0).contains(&settings.least_acceptance) {
            return Err(PopulationError::Acceptance(settings.least_acceptance));
        }
        let (tolerance, acceptance) = (f64::INFINITY, 1.0);
        let (particles, kernel) = (Vec::new(), None);
        Ok(Self { settings, parameters, generation: 0, simulations: 0, tolerance, acceptance, particles, kernel })
    }

    /// The number of particles to simulate for the next generation.
    pub(crate) fn proposals(&self) -> usize {
        self.settings.particles.saturating_sub(if self.kernel.is_some() { self.kept() } else { 0 })
    }

    /// The number of simulations of a population that ends because another generation would be too many.
    pub(crate) fn most(&self) -> u64 {
        let (first, later) = (self.settings.particles as u64, (self.settings.particles - self.kept()) as u64);
        let room = self.settings.most_simulations.checked_sub(first);
        room.map_or(0, |room| first + room / later * later)
    }

    /// The values of particle `number` of the next generation, from 0. They depend on the state, the seed and the
    /// number alone, so any thread may compute any particle.
    pub(crate) fn propose(&self, number: usize) -> Vec<f64> {
        let mut draws = kernel::draws(self.settings.seed, self.generation + 1, number as u64);
        let unit = match &self.kernel {
            None => self.parameters.iter().map(|_| kernel::uniform(&mut draws)).collect(),
            Some(kernel) => kernel.propose(&mut draws),
        };
        unit.into_iter().zip(&self.parameters).map(|(u, parameter)| parameter.value(u)).collect()
    }

    /// Ends a generation: takes the values, as proposed, and the distance of each particle, in the order of their
    /// numbers. A particle with another number of values is left out.
    pub(crate) fn absorb(&mut self, simulated: Vec<(Vec<f64>, f64)>) {
        let size = self.parameters.len();
        self.generation += 1;
        self.simulations += simulated.len() as u64;
        let closer = simulated.iter().filter(|particle| particle.1 < self.tolerance).count();
        if self.kernel.is_some() {
            self.acceptance = closer as f64 / simulated.len().max(1) as f64;
        }
        let numbered = simulated.into_iter().enumerate();
        for (number, (values, distance)) in numbered.filter(|(_, particle)| particle.0.len() == size) {
            let weight = self.kernel.as_ref().map_or(1.0, |kernel| 1.0 / kernel.density(&self.unit(&values)));
            let weight = if weight.is_finite() { weight } else { 0.0 };
            let distance = if distance.is_nan() { f64::INFINITY } else { distance };
            self.particles.push(Particle { generation: self.generation, number, values, weight, distance });
        }
        // The sort is stable: of equal distances the older particle and the lower number are kept.
        self.particles.sort_by(|a, b| a.distance.total_cmp(&b.distance));
        self.particles.truncate(self.kept());
        self.tolerance = self.particles.last().map_or(f64::INFINITY, |last| last.distance);
        let units: Vec<Vec<f64>> = self.particles.iter().map(|particle| self.unit(&particle.values)).collect();
        let weights: Vec<f64> = self.particles.iter().map(|particle| particle.weight).collect();
        self.kernel = Kernel::new(&units, &weights, kernel::draws(self.settings.seed, self.generation, u64::MAX));
    }

    /// Whether the population has ended, and why.
    pub(crate) fn stop(&self) -> Option<Stop> {
        if self.kernel.is_some() && self.acceptance < self.settings.least_acceptance {
            Some(Stop::Acceptance)
        } else if self.simulations.saturating_add(self.proposals() as u64) > self.settings.most_simulations {
            Some(Stop::Simulations)
        } else {
            None
        }
    }

    /// The kept particles as a posterior. Leaves out those of infinite distance, which are kept only if most simulations
    /// failed.
    pub(crate) fn posterior(&self) -> Posterior {
        let kept = self.particles.iter().filter(|particle| particle.distance.is_finite());
        let (values, weights) = kept.map(|particle| (particle.values.clone(), particle.weight)).unzip();
        Posterior { parameters: self.parameters.clone(), values, weights }
    }

    /// The kept particle of draw `number` from the posterior, by weight. It depends on the state, the seed and the number
    /// alone. Returns `None` if no kept particle has a weight and a finite distance.
    pub(crate) fn draw(&self, number: u64) -> Option<&Particle> {
        let kept = || self.particles.iter().filter(|particle| particle.distance.is_finite() && particle.weight > 0.0);
        let total: f64 = kept().map(|particle| particle.weight).sum();
        // No generation has this number.
        let mut rest = total * kernel::uniform(&mut kernel::draws(self.settings.seed, u32::MAX, number));
        let found = kept().find(|particle| {
            rest -= particle.weight;
            rest < 0.0
        });
        // Rounding may leave a rest.
        found.or_else(|| kept().next_back())
    }

    /// The kept particles, the closest first.
    pub(crate) fn particles(&self) -> &[Particle] {
        &self.particles
    }

    /// The parameters.
    pub(crate) fn parameters(&self) -> &[Parameter] {
        &self.parameters
    }

    /// The number of generations that have ended.
    pub(crate) fn generation(&self) -> u32 {
        self.generation
    }

    /// The number of simulations so far.
    pub(crate) fn simulations(&self) -> u64 {
        self.simulations
    }

    /// The distance of the worst kept particle; infinite before the first generation.
    pub(crate) fn tolerance(&self) -> f64 {
        self.tolerance
    }

    /// The share of the last generation's new particles that were closer than the tolerance before it; 1 after the
    /// first.
    pub(crate) fn acceptance(&self) -> f64 {
        self.acceptance
    }

    fn kept(&self) -> usize {
        let share = (self.settings.keep * self.settings.particles as f64).ceil() as usize;
        share.min(self.settings.particles.saturating_sub(1)).max(2)
    }

    fn unit(&self, values: &[f64]) -> Vec<f64> {
        values.iter().zip(&self.parameters).map(|(value, parameter)| parameter.unit(*value)).collect()
    }
}

#[cfg(test)]
mod tests;
