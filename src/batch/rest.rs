//! A run that ends as soon as its world rests, so that an outcome is that of the basin and not of the way there.
//!
//! Rest is looked for after an eighth, a quarter, a half and the whole of the scenario's rounds, but not before the last
//! change that the scenario makes. With ḡ the mean governance and p̄ the mean policy of the states present,
//!
//! ```text
//! rests after L rounds:  |mean of ḡ over L−W..L − mean of ḡ over L−2W..L−W| ≤ within,     W = L / 5
//!                        and for p̄ ≤ 2 within, because its scale from −1 to 1 is twice as long
//! ```
//!
//! The means of many rounds are compared because chance moves a world that rests, too. A window has ten rounds or more, so no
//! world is said to rest in a run of fewer than fifty.

use std::sync::atomic::{AtomicBool, Ordering};

use super::settings;
use crate::model::{Intervention, World, round};
use crate::record::{Recorder, RunRecord, Tally};
use crate::scenario::{Scenario, ScenarioErrors};

/// Rest is looked for after this number of rounds is halved so often.
const HALVINGS: u32 = 3;
/// The windows that are compared are this part of the rounds.
const PART: u32 = 5;
/// The least number of rounds of a window.
const WINDOW: u32 = 10;

/// A run that ended.
pub struct Rested {
    /// The record up to the last round.
    pub record: RunRecord,
    /// The number of rounds.
    pub rounds: u32,
    /// Whether the world rested in the end. Otherwise the scenario's rounds were not enough.
    pub rested: bool,
}

/// Carries out a run until the world rests. Returns `None` if it was cancelled.
///
/// # Errors
/// Returns an error if the replicate's random draw of the synthetic states does not give a valid scenario.
pub fn to_rest(
    scenario: &Scenario,
    replicate: u32,
    within: f64,
    cancel: &AtomicBool,
) -> Result<Option<Rested>, ScenarioErrors> {
    let setup = scenario.setup_for(u64::from(replicate))?;
    let mut world = World::new(&setup, scenario.run.seed, u64::from(replicate));
    let last = scenario.run.rounds;
    // Outcomes may look at the last rounds, so every length that the run may have has its own recorder.
    let mut recorders: Vec<(u32, Recorder)> = lengths(last, &setup.interventions)
        .into_iter()
        .map(|rounds| {
            let settings = super::Settings { rounds, ..settings(scenario, replicate, scenario.run.seed) };
            (rounds, Recorder::new(&setup, settings, &scenario.outcomes.ending_after(rounds)))
        })
        .collect();
    loop {
        for (_, recorder) in &mut recorders {
            recorder.observe(&world);
        }
        if recorders[0].0 == world.round {
            let (rounds, recorder) = recorders.remove(0);
            let rested = rests(recorder.tally(), rounds, within);
            if rested || recorders.is_empty() {
                return Ok(Some(Rested { record: recorder.finish(&setup), rounds, rested }));
            }
        }
        if cancel.load(Ordering::Relaxed) {
            return Ok(None);
        }
        round::step(&mut world);
    }
}

/// The numbers of rounds after which rest is looked for, the whole last.
fn lengths(rounds: u32, interventions: &[Intervention]) -> Vec<u32> {
    let changes = interventions.iter().flat_map(|done| [done.from, done.until]).filter(|&round| round < rounds).max();
    let least = changes.unwrap_or(0).saturating_mul(PART).div_ceil(PART - 2).max(PART * WINDOW);
    let mut lengths: Vec<u32> = (0..=HALVINGS)
        .rev()
        .map(|halvings| rounds >> halvings)
        .filter(|&length| length > 0 && length >= least)
        .collect();
    if lengths.last() != Some(&rounds) {
        lengths.push(rounds);
    }
    lengths.dedup();
    lengths
}

fn rests(tally: &Tally, rounds: u32, within: f64) -> bool {
    let window = rounds / PART;
    if window < WINDOW {
        return false;
    }
    let window = window as usize;
    tally.world_means().iter().zip([within, 2.0 * within]).all(|(means, within)| {
        let Some(late) = means.len().checked_sub(window) else { return false };
        let Some(before) = late.checked_sub(window) else { return false };
        let mean = |part: &[f64]| part.iter().sum::<f64>() / part.len() as f64;
        // A world without states has neither mean, and rests.
        let moved = (mean(&means[late..]) - mean(&means[before..late])).abs();
        moved.is_nan() || moved <= within
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::batch::run_one;
    use crate::scenario::load_text;

    fn scenario(rounds: u32, rest: &str) -> Scenario {
        let text = format!("[run]\nrounds = {rounds}\n[states.A]\ngovernance = 0.2\n[states.B]\n[states.C]\n{rest}");
        load_text("s", &text, &[]).unwrap_or_else(|e| panic!("{e}"))
    }

    fn rest(scenario: &Scenario, within: f64) -> Rested {
        to_rest(scenario, 0, within, &AtomicBool::new(false)).unwrap().expect("not cancelled")
    }

    #[test]
    fn a_run_to_rest_is_a_run_of_so_many_rounds() {
        let found = rest(&scenario(160, ""), 2.0);
        assert_eq!(
            (found.rounds, found.rested),
            (80, true),
            "any world rests within 2, but 40 rounds are too few to see it"
        );
        let row = |record: &RunRecord| format!("{:?}", record.runs.rows().next());
        assert_eq!(row(&found.record), row(&run_one(&scenario(80, ""), 0).unwrap()));
        // The last rounds of an outcome are those of the run, not of the scenario.
        let own =
            "[outcomes]\nlate = \"mean(states.governance, last 5)\"\nearly = \"mean(states.governance, first 5)\"";
        let found = rest(&scenario(160, own), 2.0);
        assert_eq!(row(&found.record), row(&run_one(&scenario(80, own), 0).unwrap()));
        assert!(found.record.outcomes().iter().rev().take(2).all(|value| value.is_finite()));
        let found = rest(&scenario(160, ""), 0.0);
        assert_eq!((found.rounds, found.rested), (160, false), "no world rests within 0");
        assert_eq!(row(&found.record), row(&run_one(&scenario(160, ""), 0).unwrap()));
    }

    #[test]
    fn rest_is_not_looked_for_before_the_last_change() {
        let begun = |round: u32| {
            [Intervention {
                name: String::new(),
                from: round,
                until: round,
                change: crate::model::Change::Leave { state: crate::model::StateId(0) },
            }]
        };
        assert_eq!(lengths(400, &[]), [50, 100, 200, 400]);
        assert_eq!(lengths(160, &[]), [80, 160], "windows of ten rounds");
        assert_eq!(lengths(400, &begun(40)), [100, 200, 400], "both windows come after the change");
        assert_eq!(lengths(400, &begun(150)), [400]);
        assert_eq!(lengths(400, &begun(390)), [400]);
        assert_eq!(lengths(3, &[]), [3]);
    }
}
