//! How much of the effect of policy on governance passes through the answers of other states (C15).
//!
//! ```text
//! total  = governance held cooperative − governance held confrontational          all other states answer
//! direct = the same, with the acts of all others replayed from the untouched run, round by round
//! share  = 1 − direct / total
//! ```
//!
//! The act and instrument of every state toward every other are replayed, except those of the focal state. The replayed
//! run is the same world under the same random numbers without any state held. In a second version only acts toward the
//! focal state are replayed, and others may still change their acts toward each other. Beliefs, efforts and the
//! consequences of acts (ties, disputes, wars, alliances) are not replayed: only the answer by policy is taken out.

use super::arms::{Variant, hold_policy};
use super::estimate::mean;
use super::lab::{Job, Lab, Stopped, topology};
use super::page::{self, headline};
use super::responses::governance_of;
use super::tables::rows;
use super::watch::{Late, governance};
use super::{Estimate, Experiment, Found};
use crate::model::pairs::{Act, INSTRUMENTS, Instrument};
use crate::model::{Change, Intervention, Setup, StateId, Topology, World};

/// The part.
pub(super) const EXPERIMENT: Experiment = Experiment {
    name: "mediated",
    about: "how much of the effect of policy on governance passes through the answers of others",
    tables: &["mediated"],
    runs,
    carry_out,
};

const WORLDS: [Variant; 2] = [Variant::Loop, Variant::LearningOff];

fn runs(lab: &Lab<'_>) -> u64 {
    lab.runs(WORLDS.len(), 1 + 6 * lab.focal.len())
}

/// The acts that are replayed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Replay {
    /// Acts of all others toward every state.
    All,
    /// Acts of all others toward the focal state.
    TowardFocal,
}

fn carry_out(lab: &Lab<'_>) -> Result<Found, Stopped> {
    let found = lab.each(WORLDS.len(), |job| one(lab, WORLDS[job.condition], job))?;
    let mut rows = rows("mediated");
    let (mut headlines, mut lines) = (Vec::new(), Vec::new());
    for (world, runs) in WORLDS.iter().zip(&found) {
        let column = |at: usize| runs.iter().map(|run| run[at]).collect::<Vec<f64>>();
        let [total, direct, toward] = [0, 1, 2].map(column);
        let share = |direct: &[f64]| {
            let of = |drawn: &[usize]| {
                let mean_of = |values: &[f64]| mean(&drawn.iter().map(|&k| values[k]).collect::<Vec<_>>());
                1.0 - mean_of(direct) / mean_of(&total)
            };
            Estimate::drawn(runs.len(), lab.seed(), of)
        };
        let effects = [("total", &total), ("direct", &direct), ("direct_toward", &toward)];
        let effects = effects.map(|(name, values)| (name, Estimate::of(values, lab.seed())));
        let shares = [("share", share(&direct)), ("share_toward", share(&toward))];
        for (name, estimate) in effects.iter().chain(&shares) {
            rows.push(&[world.name(), name], estimate.cells());
        }
        headlines.push(headline(
            EXPERIMENT.name,
            "effect of policy on governance, others answering",
            world.name(),
            effects[0].1,
        ));
        headlines.push(headline(EXPERIMENT.name, "the same, acts of others replayed", world.name(), effects[1].1));
        headlines.push(headline(EXPERIMENT.name, "share that passes through others' acts", world.name(), shares[0].1));
        let cells = effects.iter().chain(&shares).map(|(_, estimate)| page::with_interval(estimate));
        lines.push([world.words().to_owned()].into_iter().chain(cells).collect());
    }
    let head = [
        "world",
        "total effect",
        "direct (all acts replayed)",
        "direct (acts toward it replayed)",
        "mediated share",
        "mediated share (toward it)",
    ];
    let page = format!(
        "Each state was held cooperative toward all and held confrontational toward all; the effect is the difference in its \
        governance. It is *direct* if all others act as in the run in which no state was held, so that they cannot \
        answer. The rest has passed through their answers.\n\n{}\nA share below 0 means that others' answers \
        dampen the effect. If leaders do not learn from the acts of others, the remaining answers use what is \
        public: ties, disputes, wars.\n",
        page::table(&head, &lines)
    );
    Ok(Found { tables: vec![("mediated", rows.table())], headlines, page })
}

/// The total effect, and the direct effects by both replays; means over the focal states.
fn one(lab: &Lab<'_>, world: Variant, job: &Job<'_>) -> Option<[f64; 3]> {
    let base = world.of(job.setup);
    let links = topology(&base);
    let mut acts: Vec<Vec<[u8; 2]>> = Vec::with_capacity(lab.rounds() as usize);
    lab.run(&base, job.replicate, |world| acts.push(codes(world)))?;
    let mut rows: [Vec<f64>; 3] = Default::default();
    for &state in &lab.focal {
        let held = |share: f64| {
            let mut setup = base.clone();
            hold_policy(&mut setup, state, share, lab.seed(), (1, u32::MAX));
            setup
        };
        let [cooperative, confrontational] = [held(1.0), held(0.0)];
        let total = |setup: &Setup| Some(governance_of(lab, setup, job.replicate, state)?[0]);
        rows[0].push(total(&cooperative)? - total(&confrontational)?);
        for (row, which) in rows[1..].iter_mut().zip([Replay::All, Replay::TowardFocal]) {
            let direct = |setup: &Setup| replayed(lab, setup, job.replicate, state, which, &links, &acts);
            row.push(direct(&cooperative)? - direct(&confrontational)?);
        }
    }
    Some(rows.map(|row| mean(&row)))
}

/// The act of every side of every pair in the round: 0 to 2 for an act, 3 + instrument for an instrument.
fn codes(world: &World) -> Vec<[u8; 2]> {
    let of = |(act, instrument): (Act, u8)| if act == Act::Abstain { Act::Abstain as u8 } else { 3 + instrument };
    let pairs = &world.pairs;
    pairs.act.iter().zip(&pairs.instrument).map(|(acts, by)| [0, 1].map(|side| of((acts[side], by[side])))).collect()
}

/// Late governance of a state while the others repeat their acts.
fn replayed(
    lab: &Lab<'_>,
    setup: &Setup,
    replicate: u32,
    state: usize,
    which: Replay,
    links: &Topology,
    acts: &[Vec<[u8; 2]>],
) -> Option<f64> {
    let kept = setup.interventions.len();
    let before = |world: &mut World| {
        world.interventions.truncate(kept);
        let round = world.round + 1;
        let Some(codes) = acts.get(round as usize - 1) else { return };
        for (pair, low, high) in links.iter() {
            for (side, (actor, toward)) in [(low, high), (high, low)].into_iter().enumerate() {
                if actor != state && (which == Replay::All || toward == state) {
                    world.interventions.push(again(actor, toward, codes[pair][side], round));
                }
            }
        }
    };
    let mut late = Late::new();
    lab.run_with(setup, replicate, before, |world| late.add(lab, world.round, || governance(world, state)))?;
    Some(late.means()[0])
}

fn again(actor: usize, toward: usize, code: u8, round: u32) -> Intervention {
    let [state, toward] = [actor, toward].map(|i| StateId(i as u32));
    let instrument = code.checked_sub(3).and_then(|number| INSTRUMENTS.get(usize::from(number)).copied());
    let act = instrument.map_or(Act::Abstain, Instrument::act);
    let change = Change::ClampPolicy { state, toward: Some(toward), act, instrument };
    Intervention { name: "replay".to_owned(), from: round, until: round, change }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::round;
    use crate::scenario;

    #[test]
    fn a_run_replayed_is_the_same_run() {
        let text = "[run]\nrounds = 12\n[states.A]\ngovernance = 0.2\n[states.B]\n[states.C]\ngovernance = 0.8\n";
        let setup = scenario::load_text("w", text, &[]).unwrap().setup;
        let links = topology(&setup);
        let mut world = World::new(&setup, 3, 0);
        let mut again_world = World::new(&setup, 3, 0);
        for number in 1..=12 {
            round::step(&mut world);
            again_world.interventions.clear();
            let codes = codes(&world);
            for (pair, low, high) in links.iter() {
                again_world.interventions.push(again(low, high, codes[pair][0], number));
                again_world.interventions.push(again(high, low, codes[pair][1], number));
            }
            round::step(&mut again_world);
        }
        assert_eq!(world.states, again_world.states);
        assert_eq!(world.pairs.act, again_world.pairs.act);
    }
}
