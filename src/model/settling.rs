//! Before the first round: stocks come to what the world of the scenario implies, and governance is at rest in it.
//!
//! Scenarios give governance, systems, wealth and relations; they seldom know authority, support, backlog, memories or
//! beliefs. Some rounds before the first therefore leave out the steps that would change what a scenario gives
//! ([`LEFT_OUT`]), and take back what the other steps change of it. Only stocks move. Afterwards each component of
//! governance has a tradition: what keeps it where it began, in the world in which it began.
//!
//! Details: docs/odd.md, section 5.3.

use super::constitution;
use super::pairs::{PairStart, Pairs, Row, Stage};
use super::parts::{InTurn, Workers};
use super::round::STEPS;
use super::states::COLUMNS;
use super::world::{Setup, World};

/// The steps that settling leaves out: they change who is in the world, who governs, disputes, alliances or governance.
const LEFT_OUT: [&str; 5] = ["events", "returns", "rulers", "alliances", "constitute"];

/// The variables of states that do not move while stocks settle, besides those that the scenario gives.
const HELD: [&str; 9] =
    ["meaning", "referent", "securitisation", "provision", "system", "wealth", "population", "military", "autonomy"];

impl World {
    /// The world before its first round. Chance is off if the switch `noise` is off.
    pub fn new(setup: &Setup, seed: u64, replicate: u64) -> Self {
        Self::carried_out_by(&InTurn, setup, seed, replicate)
    }

    /// The same. These workers carry out the parts of each step, then and in all rounds. Whoever they are, all tables are
    /// the same.
    pub fn carried_out_by(workers: &'static dyn Workers, setup: &Setup, seed: u64, replicate: u64) -> Self {
        let starts = setup.sorted_pairs();
        let mut world = Self::as_given(setup, &starts, seed, replicate);
        world.employ(workers);
        settle(&mut world, &starts, setup.settle);
        world
    }
}

/// The columns of pairs that settling takes back.
struct Given {
    posture: Vec<[f64; 2]>,
    trade: Vec<f64>,
    people: Vec<f64>,
    security: Vec<f64>,
    grievance: Vec<[f64; 2]>,
    rivalry: Vec<f64>,
    contest: Vec<f64>,
    stage: Vec<Stage>,
    stage_age: Vec<u16>,
    third: Vec<f64>,
    aid: Vec<[f64; 2]>,
}

impl Given {
    fn of(pairs: &Pairs) -> Self {
        Self {
            posture: pairs.posture.clone(),
            trade: pairs.trade.clone(),
            people: pairs.people.clone(),
            security: pairs.security.clone(),
            grievance: pairs.grievance.clone(),
            rivalry: pairs.rivalry.clone(),
            contest: pairs.contest.clone(),
            stage: pairs.stage.clone(),
            stage_age: pairs.stage_age.clone(),
            third: pairs.third.clone(),
            aid: pairs.aid.clone(),
        }
    }
}

impl Given {
    /// Takes back what a round has moved of these pairs, the first of which has this number. Rivalries that the scenario
    /// gives are taken back too.
    fn take_back(&self, first: usize, pairs: &mut Row<'_>, rivalries: bool) {
        let here = first..first + pairs.posture.len();
        pairs.posture.copy_from_slice(&self.posture[here.clone()]);
        pairs.trade.copy_from_slice(&self.trade[here.clone()]);
        pairs.people.copy_from_slice(&self.people[here.clone()]);
        pairs.security.copy_from_slice(&self.security[here.clone()]);
        pairs.grievance.copy_from_slice(&self.grievance[here.clone()]);
        if rivalries {
            pairs.rivalry.copy_from_slice(&self.rivalry[here.clone()]);
            pairs.contest.copy_from_slice(&self.contest[here]);
        }
    }
}

/// Lets stocks settle for some rounds, and notes traditions.
fn settle(world: &mut World, starts: &[PairStart], rounds: u32) {
    if rounds > 0 {
        let states = world.states.clone();
        let given = Given::of(&world.pairs);
        // A scenario that does not give any rivalry leaves rivalries to settling.
        let gives_rivalries = given.rivalry.iter().chain(&given.contest).any(|given| *given > 0.0);
        let params = world.params.clone();
        // Stocks move three times as fast, so that few rounds suffice.
        let hasten = |rate: &mut f64| *rate = (3.0 * *rate).min(1.0);
        hasten(&mut world.params.economy.adjust);
        hasten(&mut world.params.welfare.rate);
        // No war begins, and those that the scenario begins with go on.
        world.params.disputes.war = 0.0;
        (world.params.wars.victory, world.params.wars.collapse, world.params.wars.frozen) = (0.0, 0.0, 0.0);
        for round in 0..rounds {
            // Rounds that no run reaches, so that the draws of a run do not depend on settling.
            world.round = u32::MAX - rounds + round;
            world.scratch.prepare(&world.topology);
            for (_, step) in STEPS.iter().filter(|(name, _)| !LEFT_OUT.contains(name)) {
                step(world);
            }
            for (at, (column, start)) in COLUMNS.iter().zip(states.columns()).enumerate() {
                let held = HELD.contains(&column.name);
                let settles = column.default.is_some();
                let Some(now) = world.states.column_mut(at).filter(|_| settles) else { continue };
                for i in 0..now.len() {
                    if held || states.given[i] & 1 << at != 0 {
                        now[i] = start[i];
                    }
                }
            }
            let World { pairs, topology, scratch, .. } = &mut *world;
            scratch.parts.carry_out(pairs, topology, &mut Vec::<()>::new(), &mut Vec::new(), |mut part| {
                given.take_back(part.first, &mut part.pairs, gives_rivalries);
                for (belief, start) in part.pairs.belief.iter_mut().zip(&starts[part.first..]) {
                    *belief = [0, 1].map(|side| start.belief[side].unwrap_or(belief[side]));
                }
            });
        }
        let p = &mut world.pairs;
        (p.stage, p.stage_age, p.third, p.aid) = (given.stage, given.stage_age, given.third, given.aid);
        world.params = params;
        world.round = 0;
        world.events.clear();
    }
    for i in 0..world.states.present.len() {
        constitution::note_tradition(&mut world.states, i, &world.params);
    }
}

#[cfg(test)]
mod tests {
    use super::super::params::Params;
    use super::super::states::States;
    use super::*;
    use crate::math::close;

    /// A state alone, of a want of 0.1 and a discourse of 0.8, after these rounds of settling at these rates.
    fn settled(rounds: u32, rate: f64, adjust: f64, given: &[&str]) -> World {
        let mut params = Params::default();
        (params.welfare.rate, params.economy.adjust, params.knowledge.shared_discourse) = (rate, adjust, 0.0);
        let mut states = States::new(1);
        (states.want[0], states.discourse[0]) = (0.1, 0.8);
        for (at, _) in COLUMNS.iter().enumerate().filter(|(_, column)| given.contains(&column.name)) {
            states.given[0] |= 1 << at;
        }
        let names = vec!["A".to_owned()];
        let setup = Setup { names, states, pairs: Vec::new(), params, interventions: Vec::new(), settle: rounds };
        let world = World::new(&setup, 1, 0);
        assert_eq!((&world.params, world.round), (&setup.params, 0)); // rates are as before
        world
    }

    #[test]
    fn stocks_settle_three_times_as_fast_as_they_move_in_a_run_and_at_most_at_once() {
        let stocks = |world: World| [world.states.want[0], world.states.discourse[0]];
        let are = |stocks: [f64; 2], expected: [f64; 2]| stocks.iter().zip(expected).for_each(|(&a, b)| close(a, b));
        // Wealth of 1 a head leaves a want of one half; no other state is there to be hostile or well disposed.
        are(stocks(settled(1, 0.25, 0.1, &[])), [0.1 + 0.75 * 0.4, 0.8 * 0.7]);
        are(stocks(settled(2, 0.25, 0.1, &[])), [0.4 + 0.75 * 0.1, 0.8 * 0.49]);
        are(stocks(settled(1, 0.5, 0.4, &[])), [0.5, 0.0]);
        assert_eq!(stocks(settled(0, 0.25, 0.1, &[])), [0.1, 0.8]);
    }

    #[test]
    fn what_the_scenario_gives_and_what_is_held_does_not_settle() {
        let s = settled(3, 0.25, 0.1, &["want"]).states;
        assert_eq!((s.want[0], s.wealth[0], s.population[0], s.system[0]), (0.1, 1.0, 1.0, 0.5));
        close(s.discourse[0], 0.8 * 0.343);
    }
}
