//! A trial: as many rounds of one run as fit into a given time.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::{Duration, Instant};

use super::{Controls, begin, carry_out};
use crate::scenario::Scenario;

/// The result of a trial.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Trial {
    /// The number of rounds carried out, at least 1.
    pub rounds: u32,
    /// Their duration.
    pub time: Duration,
}

impl Trial {
    /// The time that a number of rounds takes at the same speed.
    pub fn time_of(&self, rounds: f64) -> Duration {
        let seconds = self.time.as_secs_f64() / f64::from(self.rounds) * rounds;
        Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX)
    }
}

/// Carries out a replicate until its end, until the time is over, or until it is cancelled. Returns `None` if it cannot
/// begin.
pub fn trial(scenario: &Scenario, replicate: u32, patience: Duration, cancel: &AtomicBool) -> Option<Trial> {
    let run = begin(scenario, replicate).ok()?;
    let (rounds, over, clock) = (AtomicU32::new(0), AtomicBool::new(false), Instant::now());
    let progress = || {
        rounds.fetch_add(1, Ordering::Relaxed);
        if clock.elapsed() > patience || cancel.load(Ordering::Relaxed) {
            over.store(true, Ordering::Relaxed);
        }
    };
    carry_out(scenario, run, &Controls { threads: 1, cancel: &over, progress: &progress, checkpoint: None });
    Some(Trial { rounds: rounds.into_inner().max(1), time: clock.elapsed() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::load_text;

    #[test]
    fn a_trial_ends_in_time_and_tells_how_far_it_came() {
        let scenario = load_text("s", "run.rounds = 1000000\n[states.A]\n[states.B]\n", &[]).unwrap();
        let clock = Instant::now();
        let trial = trial(&scenario, 0, Duration::from_millis(50), &AtomicBool::new(false)).unwrap();
        assert!(trial.rounds < 1_000_000 && clock.elapsed() < Duration::from_secs(20), "{trial:?}");
        let all = trial.time_of(1e6);
        assert!(all > trial.time && all < Duration::from_hours(24), "{all:?}");
        assert_eq!(trial.time_of(f64::INFINITY), Duration::MAX);
    }

    #[test]
    fn a_short_run_comes_to_its_end() {
        let scenario = load_text("s", "run.rounds = 5\n[states.A]\n[states.B]\n", &[]).unwrap();
        let trial = trial(&scenario, 0, Duration::from_mins(1), &AtomicBool::new(false)).unwrap();
        assert_eq!(trial.rounds, 5);
    }
}
