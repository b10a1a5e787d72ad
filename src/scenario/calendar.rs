//! Rounds and years: how long a run is, and which round a calendar year falls in.

/// How long, how often, from when.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RunSettings {
    /// Rounds of a run, at least 1.
    pub rounds: u32,
    /// Calendar year of round 0, the world before its first round.
    pub start_year: f64,
    /// Years that a round lasts; a label, since rates are per round.
    pub round_years: f64,
    /// Replicates, numbered from 0.
    pub replicates: u32,
    /// Seed; 0 is a seed.
    pub seed: u64,
}

impl RunSettings {
    /// The number of the round in which a calendar year falls. Round 0 and what is before it is not in the run.
    pub fn round_of(&self, year: f64) -> f64 {
        // A year that is a sum of decimals may lie a hair below the round it names.
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
        let run = RunSettings { rounds: 10, start_year: 1945.0, round_years: 0.5, replicates: 1, seed: 0 };
        let rounds = [1945.5, 1946.0, 1946.15, 1944.0].map(|y| run.round_of(y));
        assert_eq!(rounds.map(|r| r as i32), [1, 2, 2, -2]);
    }
}
