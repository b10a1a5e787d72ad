//! One replicate of one world through every arm of the experiments, and the measured values.

use super::cast::Cast;
use super::view::{Notes, Parts, View};
use super::{Arm, Ground, Outcome, Part};
use crate::model::{Intervention, Params, Setup, World, round};
use crate::scenario::ScenarioErrors;

/// The number of pieces of a run whose outcomes are kept separately, for the figures.
pub const PIECES: usize = 20;

/// The result of an arm in a replicate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measured {
    /// The outcome; NaN if nothing could be measured.
    pub value: f64,
    /// The outcome within each twentieth of the run. For a rate, from its first round that counts to the end of each
    /// twentieth.
    pub course: [f64; PIECES],
}

/// The results of a part in a replicate: treatment and baseline, unchanged, with the ablation, and with each factor.
#[derive(Clone, Debug, PartialEq)]
pub struct Trial {
    /// Treatment and baseline under each condition.
    pub arms: Vec<[Measured; 2]>,
}

/// The conditions of a part: unchanged, the ablation, each factor.
pub fn conditions(part: &Part) -> usize {
    2 + part.factors.len()
}

/// Runs that begin in the same world, and differ in what happens in their course.
struct Begun<'a> {
    setup: Setup,
    runs: Vec<Shared<'a>>,
}

/// A run that some arms share, and its measures.
struct Shared<'a> {
    interventions: Vec<Intervention>,
    /// Mechanisms that are switched off in its course.
    later: Vec<(u32, &'static str)>,
    rounds: u32,
    measures: Vec<(&'a Outcome, usize)>,
}

/// A replicate of a world, for every part. Arms that do the same share a run, and runs that begin alike share the
/// world that they begin in. `change` is applied to every
/// arm first, for example to test parameters other than the defaults.
///
/// # Errors
/// Returns an error if the replicate's random draw of the synthetic states does not give a valid world.
pub fn replicate(
    ground: &Ground,
    replicate: u32,
    parts: &[&Part],
    change: impl Fn(&mut Setup),
) -> Result<Vec<Trial>, ScenarioErrors> {
    let (mut setup, cast) = ground.begin(replicate)?;
    change(&mut setup);
    let mut worlds: Vec<Begun<'_>> = Vec::new();
    let mut wanted = 0;
    for part in parts {
        let without =
            std::iter::once(None).chain(std::iter::once(Some(&part.ablation))).chain(part.factors.iter().map(Some));
        for taken_away in without {
            for arm in [&part.treatment, &part.baseline] {
                let mut setup = prepare(&setup, &cast, arm, taken_away);
                let later: Vec<_> = std::iter::once(arm).chain(taken_away).flat_map(Arm::later).collect();
                let interventions = std::mem::take(&mut setup.interventions);
                let place = worlds.iter().position(|begun| alike(&begun.setup, &setup)).unwrap_or(worlds.len());
                if place == worlds.len() {
                    worlds.push(Begun { setup, runs: Vec::new() });
                }
                let runs = &mut worlds[place].runs;
                let is = |run: &Shared<'_>| run.later == later && run.interventions == interventions;
                let place = runs.iter().position(is).unwrap_or(runs.len());
                if place == runs.len() {
                    runs.push(Shared { interventions, later, rounds: 0, measures: Vec::new() });
                }
                let run = &mut runs[place];
                run.rounds = run.rounds.max(part.outcome.until);
                run.measures.push((&part.outcome, wanted));
                wanted += 1;
            }
        }
    }
    let mut found = vec![Measured { value: f64::NAN, course: [f64::NAN; PIECES] }; wanted];
    for begun in worlds {
        let world = World::new(&begun.setup, ground.scenario.run.seed, u64::from(replicate));
        for run in &begun.runs {
            for (measured, place) in carry_out(run, &begun.setup.params, world.clone(), &cast) {
                found[place] = measured;
            }
        }
    }
    let mut arms = found.chunks_exact(2).map(|two| [two[0], two[1]]);
    Ok(parts.iter().map(|part| Trial { arms: arms.by_ref().take(conditions(part)).collect() }).collect())
}

/// Returns true if two worlds begin alike. Arms differ mostly in parameters, so these are compared first.
fn alike(a: &Setup, b: &Setup) -> bool {
    a.params == b.params && a == b
}

/// A run from this world on, and the results of its measures, each with its index.
fn carry_out(run: &Shared<'_>, params: &Params, mut world: World, cast: &Cast) -> Vec<(Measured, usize)> {
    let mut sums: Vec<Accumulator> = run.measures.iter().map(|_| Accumulator::default()).collect();
    let mut params = params.clone();
    // Stocks settle without interventions, so worlds that differ in nothing else begin alike.
    world.interventions.clone_from(&run.interventions);
    for round in 1..=run.rounds {
        let now: Vec<&str> = run.later.iter().filter(|(from, _)| *from == round).map(|(_, switch)| *switch).collect();
        if !now.is_empty() {
            for switch in now {
                assert!(params.switches.set(switch, false), "the switch `{switch}` does not exist");
            }
            world.params = params.effective();
        }
        round::step(&mut world);
        let view = View { world: &world, cast };
        for ((outcome, _), sums) in run.measures.iter().zip(&mut sums) {
            if world.round <= outcome.until {
                let parts = (outcome.of)(&view, &mut sums.notes);
                sums.add(outcome, world.round, parts);
            }
        }
    }
    run.measures.iter().zip(&sums).map(|((outcome, place), sums)| (sums.measured(outcome), *place)).collect()
}

/// The sums of a measure over a run.
#[derive(Default)]
struct Accumulator {
    whole: Parts,
    pieces: [Parts; PIECES],
    notes: Notes,
}

impl Accumulator {
    fn add(&mut self, outcome: &Outcome, round: u32, parts: Parts) {
        let counts = round >= outcome.from;
        if counts {
            self.whole = plus(self.whole, parts);
        }
        if counts || !outcome.is_rate() {
            let piece = &mut self.pieces[piece(round, outcome.until)];
            *piece = plus(*piece, parts);
        }
    }

    fn measured(&self, outcome: &Outcome) -> Measured {
        let value = |(above, below): Parts| if below == 0.0 { f64::NAN } else { above / below };
        let mut so_far = (0.0, 0.0);
        let course = self.pieces.map(|piece| {
            so_far = plus(so_far, piece);
            value(if outcome.is_rate() { so_far } else { piece })
        });
        Measured { value: value(self.whole), course }
    }
}

fn plus(a: Parts, b: Parts) -> Parts {
    (a.0 + b.0, a.1 + b.1)
}

/// The piece of a run of this length that contains a round.
pub fn piece(round: u32, rounds: u32) -> usize {
    ((round - 1) as usize * PIECES / rounds as usize).min(PIECES - 1)
}

/// The world of an arm.
fn prepare(setup: &Setup, cast: &Cast, arm: &Arm, taken_away: Option<&Arm>) -> Setup {
    let mut setup = setup.clone();
    arm.carry_out(&mut setup, cast);
    if let Some(taken_away) = taken_away {
        taken_away.carry_out(&mut setup, cast);
    }
    setup
}
