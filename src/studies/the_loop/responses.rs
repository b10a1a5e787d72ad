//! Both arrows over their whole range: governance against policy that is held, and policy against governance that is
//! held (C1, C2). Each is repeated with the arrow cut and with political systems held (A6).
//!
//! ```text
//! policy held at p:      cooperate with the first round(p n) of n counterparts, confront the others
//! governance held at g:  meaning = referent = securitisation = provision = g, through every step of every round
//! ```
//!
//! Counterparts are in an order drawn once from the seed, so the counterparts of one level are among those of the next.
//! Cooperation with a counterpart *lasts* if both have cooperated in this round and the four before.

use super::arms::{Variant, hold_governance, hold_policy};
use super::estimate::{means, slope};
use super::lab::{Job, Lab, Stopped, levels};
use super::page::{self, headline};
use super::tables::rows;
use super::watch::{Bonds, Late, POLICY, governance};
use super::{Estimate, Experiment, Found};
use crate::record::words::GOVERNANCE;

/// The part.
pub(super) const EXPERIMENT: Experiment = Experiment {
    name: "responses",
    about: "how each responds to the other over its whole range",
    tables: &["responses", "slopes"],
    runs,
    carry_out,
};

/// One of the two arrows: its name, the world in which it is cut, and its measures.
struct Arrow {
    name: &'static str,
    cut: Variant,
    measures: &'static [&'static str],
    heading: &'static str,
}

const ARROWS: [Arrow; 2] = [
    Arrow {
        name: "policy_to_governance",
        cut: Variant::PolicyCut,
        measures: &GOVERNANCE,
        heading: "**Policy makes governance.** Share of its counterparts with which a state cooperates (it confronts the rest), and the governance that follows:",
    },
    Arrow {
        name: "governance_to_policy",
        cut: Variant::GovernanceCut,
        measures: &POLICY,
        heading: "**Governance makes policy.** Level at which all four components of governance are held, and the policy that follows (mean posture, −1 confrontational to 1 cooperative):",
    },
];

fn worlds(arrow: &Arrow) -> [Variant; 3] {
    [Variant::Loop, arrow.cut, Variant::SystemHeld]
}

fn runs(lab: &Lab<'_>) -> u64 {
    lab.runs(2 * 3 * lab.grids.levels, lab.focal.len())
}

fn carry_out(lab: &Lab<'_>) -> Result<Found, Stopped> {
    let levels = levels(0.0, 1.0, lab.grids.levels);
    let (mut responses, mut slopes) = (rows("responses"), rows("slopes"));
    let (mut headlines, mut text) = (Vec::new(), String::new());
    for arrow in &ARROWS {
        let worlds = worlds(arrow);
        let found = lab.each(worlds.len() * levels.len(), |job| {
            let (world, level) = (worlds[job.condition / levels.len()], levels[job.condition % levels.len()]);
            one(lab, arrow, world, level, job)
        })?;
        let mut curves: Vec<Vec<Estimate>> = Vec::new();
        for (world, of_world) in worlds.iter().zip(found.chunks(levels.len())) {
            for (at, measure) in arrow.measures.iter().enumerate() {
                let mut curve = Vec::new();
                for (level, runs) in levels.iter().zip(of_world) {
                    let values: Vec<f64> = runs.iter().map(|run| run[at]).collect();
                    let estimate = Estimate::level(&values, lab.seed());
                    let numbers = [*level].into_iter().chain(estimate.untested());
                    responses.push(&[arrow.name, world.name(), measure], numbers);
                    curve.push(estimate);
                }
                let replicates = 0..lab.replicates as usize;
                let of_replicate = |k: usize| {
                    let values: Vec<f64> = of_world.iter().map(|runs| runs[k][at]).collect();
                    slope(&levels, &values)
                };
                let estimate = Estimate::of(&replicates.map(of_replicate).collect::<Vec<_>>(), lab.seed());
                slopes.push(&[arrow.name, world.name(), measure], estimate.cells());
                if at == 0 || *measure == "lasting" {
                    let of = if arrow.name == ARROWS[0].name { "share of cooperation" } else { "governance" };
                    let measure = format!("slope of {measure} on {of}");
                    headlines.push(headline(EXPERIMENT.name, &measure, world.name(), estimate));
                }
                if at == 0 {
                    curves.push(curve);
                }
            }
        }
        text += &section(arrow, &worlds, &levels, &curves, &headlines);
    }
    Ok(Found { tables: vec![("responses", responses.table()), ("slopes", slopes.table())], headlines, page: text })
}

/// One replicate of a level, averaged over the focal states, in the order of the arrow's measures.
fn one(lab: &Lab<'_>, arrow: &Arrow, world: Variant, level: f64, job: &Job<'_>) -> Option<Vec<f64>> {
    let base = world.of(job.setup);
    let mut rows = Vec::with_capacity(lab.focal.len());
    for &state in &lab.focal {
        let mut setup = base.clone();
        if arrow.measures == GOVERNANCE {
            hold_policy(&mut setup, state, level, lab.seed(), (1, u32::MAX));
            rows.push(governance_of(lab, &setup, job.replicate, state)?.to_vec());
        } else {
            hold_governance(&mut setup, state, level);
            rows.push(policy_of(lab, &setup, job.replicate, state)?.to_vec());
        }
    }
    Some(means(&rows))
}

/// Late governance of a state in a run.
pub(super) fn governance_of(
    lab: &Lab<'_>,
    setup: &crate::model::Setup,
    replicate: u32,
    state: usize,
) -> Option<[f64; GOVERNANCE.len()]> {
    let mut late = Late::new();
    lab.run(setup, replicate, |world| late.add(lab, world.round, || governance(world, state)))?;
    Some(late.means())
}

/// Late policy of a state in a run.
pub(super) fn policy_of(
    lab: &Lab<'_>,
    setup: &crate::model::Setup,
    replicate: u32,
    state: usize,
) -> Option<[f64; POLICY.len()]> {
    let (mut late, mut bonds) = (Late::new(), Bonds::of(state));
    lab.run(setup, replicate, |world| {
        let seen = bonds.see(world);
        late.add(lab, world.round, || seen);
    })?;
    Some(late.means())
}

fn section(
    arrow: &Arrow,
    worlds: &[Variant],
    levels: &[f64],
    curves: &[Vec<Estimate>],
    headlines: &[super::Headline],
) -> String {
    let head: Vec<&str> = ["level"].into_iter().chain(worlds.iter().map(|world| world.words())).collect();
    let rows: Vec<Vec<String>> = levels
        .iter()
        .enumerate()
        .map(|(k, level)| {
            let cells = curves.iter().map(|curve| page::with_interval(&curve[k]));
            [format!("{level:.2}")].into_iter().chain(cells).collect()
        })
        .collect();
    let of_arrow = headlines.iter().rev().take(worlds.len() * if arrow.measures == POLICY { 2 } else { 1 });
    let mut slopes: Vec<Vec<String>> = of_arrow
        .map(|line| {
            let world = worlds.iter().find(|world| world.name() == line.world).map_or("", |world| world.words());
            vec![
                line.measure.clone(),
                world.to_owned(),
                page::with_interval(&line.estimate),
                page::chance(line.estimate.p),
            ]
        })
        .collect();
    slopes.reverse();
    format!(
        "{}\n\n{}\n{}\n",
        arrow.heading,
        page::table(&head, &rows),
        page::table(&["slope per unit", "world", "value", "p"], &slopes)
    )
}
