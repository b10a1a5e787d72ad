//! Rounds and years: the round that a calendar year belongs to.

/// The length, number and first year of runs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RunSettings {
    /// The number of rounds of a run, at least 1.
    pub rounds: u32,
    /// The calendar year of round 0, the world before the first round.
    pub start_year: f64,
    /// The number of years that a round lasts. It is only a label, because rates are per round.
    pub round_years: f64,
    /// The number of replicates. They are numbered from 0.
    pub replicates: u32,
    /// The seed; 0 is allowed.
    pub seed: u64,
    /// The number of rounds before the first in which stocks settle.
    pub settle: u32,
}

impl RunSettings {
    /// The number of the round that contains a calendar year. Round 0 and earlier rounds are not part of the run.
    pub fn round_of(&self, year: f64) -> f64 {
        // A year that is a sum of decimals may be slightly below the round that it names.
        const HAIR: f64 = 1e-9;
        ((year - self.start_year) / self.round_years + HAIR).floor()
    }

    /// The calendar year in which a round begins.
    pub fn year_of(&self, round: u32) -> f64 {
        self.start_year + f64::from(round) * self.round_years
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_fall_in_the_round_that_begins_with_them() {
        let run = RunSettings { rounds: 10, start_year: 1945.0, round_years: 0.5, replicates: 1, seed: 0, settle: 0 };
        let rounds = [1945.5, 1946.0, 1946.15, 1944.0].map(|y| run.round_of(y));
        assert_eq!(rounds.map(|r| r as i32), [1, 2, 2, -2]);
    }
}
