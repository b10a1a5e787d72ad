//! Rounds and years: which round a calendar year falls in.

use super::RunSettings;

/// The round whose span holds a year: round r begins at start + r · `round_years`. Round 0 is before the run.
pub(super) fn round_of(year: f64, run: &RunSettings) -> f64 {
    // A year that is a sum of decimals may lie a hair below the round it names.
    const HAIR: f64 = 1e-9;
    ((year - run.start_year) / run.round_years + HAIR).floor()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_fall_in_the_round_that_begins_with_them() {
        let run = RunSettings { rounds: 10, start_year: 1945.0, round_years: 0.5, replicates: 1, seed: 0 };
        let rounds = [1945.5, 1946.0, 1946.15, 1944.0].map(|y| round_of(y, &run));
        assert_eq!(rounds.map(|r| r as i32), [1, 2, 2, -2]);
    }
}
