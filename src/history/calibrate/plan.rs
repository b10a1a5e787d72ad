//! A calibration before it begins: what is varied, what is met, and with how much effort.

use super::arm::{Arm, MOST_RUNS};
use super::error::CalibrationError;
use super::target::Target;
use super::wanted::Wanted;
use super::world::World;
use crate::analysis::abc::{Parameter, Population, Settings};
use crate::output::manifest::sha256;
use crate::output::of_history::{Calibrated, CalibratedParameter, CalibratedScenario, CalibratedTarget};
use crate::scenario::{RunSettings, Scenario};

/// The share of particles that is kept after each generation.
const KEEP: f64 = 0.5;

/// The effort and the seed, the same for every arm.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Effort {
    /// The number of particles of the first generation.
    pub particles: u32,
    /// The number of simulations that is not exceeded, for each arm.
    pub simulations: u64,
    /// The number of runs of a particle.
    pub runs: u32,
    /// The number of new runs that check the posterior.
    pub new_runs: u32,
    /// The seed of the proposals.
    pub seed: u64,
}

/// A calibration.
pub(crate) struct Plan {
    /// What is varied, with its prior.
    pub parameters: Vec<Parameter>,
    /// What is met.
    pub target: Target,
    /// The model and null models, each with the same effort.
    pub arms: Vec<Arm>,
    /// The effort.
    pub effort: Effort,
}

impl Plan {
    /// Checks the effort.
    ///
    /// # Errors
    /// Returns an error if it is too little for one generation, or too much to be numbered.
    pub(crate) fn new(
        parameters: Vec<Parameter>,
        target: Target,
        arms: Vec<Arm>,
        effort: Effort,
    ) -> Result<Self, CalibrationError> {
        let Effort { particles, simulations, runs, new_runs, .. } = effort;
        if simulations < u64::from(particles) {
            return Err(CalibrationError::FewSimulations { simulations, particles });
        }
        let of_each = Arm::COUNT.saturating_mul(target.worlds.len() as u64);
        let all = simulations.saturating_mul(u64::from(runs)).saturating_mul(of_each);
        if all > MOST_RUNS {
            return Err(CalibrationError::ManyRuns(all));
        }
        let most = (u64::from(u32::MAX) - MOST_RUNS) / of_each;
        if u64::from(new_runs) > most {
            return Err(CalibrationError::ManyNewRuns { new_runs, most });
        }
        if let Some(drawn) = arms.iter().flat_map(|arm| &arm.scenarios).find(|scenario| scenario.varies) {
            return Err(CalibrationError::Drawn(drawn.name.clone()));
        }
        Ok(Self { parameters, target, arms, effort })
    }

    /// The population of an arm before its first generation. All arms have the same proposals there. It ends by the
    /// number of simulations alone, so that all arms have the same effort.
    pub(crate) fn population(&self) -> Population {
        let settings = Settings {
            seed: self.effort.seed,
            particles: self.effort.particles as usize,
            keep: KEEP,
            least_acceptance: 0.0,
            most_simulations: self.effort.simulations,
        };
        match Population::new(self.parameters.clone(), settings) {
            Ok(population) => population,
            Err(error) => unreachable!("parameters and effort are checked: {error}"),
        }
    }

    /// The number of simulations of all arms together, without new runs.
    pub(super) fn simulations(&self) -> u64 {
        self.population().most() * self.arms.len() as u64
    }

    /// The number of simulations and new runs of all arms together.
    pub(crate) fn jobs(&self) -> u64 {
        self.simulations() + u64::from(self.effort.new_runs) * self.arms.len() as u64
    }

    /// The number of runs of all arms and scenarios together.
    pub(super) fn runs(&self) -> u64 {
        let new_runs = self.jobs() - self.simulations();
        (self.simulations() * u64::from(self.effort.runs) + new_runs) * self.target.worlds.len() as u64
    }

    /// All that must be equal for a calibration of these scenarios to be resumed, besides the first scenario and its seed.
    /// The scenarios are those of the target as they were given, not cut.
    pub(crate) fn calibrated(&self, scenarios: &[Scenario]) -> Calibrated {
        let of = |(scenario, world): (&Scenario, &World)| {
            let (from, to) = world.years();
            CalibratedScenario {
                name: scenario.name.clone(),
                sha256: sha256(scenario.resolved().as_bytes()),
                seed: scenario.run.seed,
                from,
                to,
                record_sha256: world.checksum(),
            }
        };
        let scenarios: Vec<CalibratedScenario> = scenarios.iter().zip(&self.target.worlds).map(of).collect();
        let CalibratedScenario { from, to, record_sha256, .. } = scenarios.first().cloned().unwrap_or_default();
        let parameter =
            |p: &Parameter| CalibratedParameter { path: p.name.clone(), low: p.low, high: p.high, log: p.log };
        let wanted = |Wanted { name, value, error }: &Wanted| CalibratedTarget {
            outcome: name.clone(),
            value: *value,
            standard_error: *error,
        };
        Calibrated {
            from,
            to,
            arms: self.arms.iter().map(|arm| arm.name.to_owned()).collect(),
            patterns: self.target.aims.iter().map(|aim| self.target.label(aim)).collect(),
            targets: self.target.wanted.iter().map(wanted).collect(),
            particles: self.effort.particles,
            simulations: self.effort.simulations,
            runs: self.effort.runs,
            new_runs: self.effort.new_runs,
            record_sha256,
            data: Vec::new(),
            parameters: self.parameters.iter().map(parameter).collect(),
            scenarios: if scenarios.len() > 1 { scenarios } else { Vec::new() },
        }
    }
}

/// The window of years, and the number of rounds of a run that ends with it. The window begins with the scenario if that
/// begins later than `from`, and ends with it if that ends earlier than `to`.
///
/// # Errors
/// Returns an error if no round of the scenario falls between the years.
pub(crate) fn window(
    run: &RunSettings,
    from: i32,
    to: i32,
) -> Result<(std::ops::RangeInclusive<i32>, u32), CalibrationError> {
    let year = |round: u32| run.year_of(round).floor() as i32;
    let (first, last) = (year(0), year(run.rounds));
    let refused = |help: &str| {
        let help = if last < from || to < first {
            format!("{help}, or write the year of round 0 below [run] of the scenario, as in start_year = {from}")
        } else {
            help.to_owned()
        };
        Err(CalibrationError::Years { from, to, first, last, help })
    };
    if from >= to {
        return refused("--from must be before --to");
    }
    let rounds = (1..=run.rounds).take_while(|&round| year(round) <= to).count() as u32;
    if rounds == 0 {
        return refused("give a later year by --to");
    }
    if from >= last {
        return refused("give an earlier year by --from");
    }
    Ok((from.max(first)..=year(rounds), rounds))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_is_what_scenario_and_years_share() {
        let run = RunSettings { rounds: 46, start_year: 1945.0, round_years: 1.0, replicates: 1, seed: 0, settle: 0 };
        assert_eq!(window(&run, 1946, 1975).unwrap(), (1946..=1975, 30));
        assert_eq!(window(&run, 1900, 1975).unwrap(), (1945..=1975, 30), "the scenario begins later");
        assert_eq!(window(&run, 1946, 2020).unwrap(), (1946..=1991, 46), "the scenario ends earlier");
        let halves = RunSettings { round_years: 0.5, ..run };
        assert_eq!(window(&halves, 1946, 1950).unwrap(), (1946..=1950, 11), "1950 has two rounds");
        for (from, to, help) in [(1975, 1975, "before --to"), (1900, 1945, "by --to"), (1991, 1999, "by --from")] {
            assert!(window(&run, from, to).unwrap_err().to_string().ends_with(help));
        }
        let undated = RunSettings { start_year: 0.0, ..run };
        assert!(window(&undated, 1946, 1975).unwrap_err().to_string().ends_with("as in start_year = 1946"));
    }
}
