//! What history compares of a run: every state after every round, and every pair whenever it changes.
//!
//! A run of 134 states, 14,000 pairs and 45 rounds has 1.4 GB of tables, but a chronicle of about a megabyte.

use crate::model::pairs::Stage;
use crate::model::states::COLUMNS;
use crate::model::{EventKind, World};

/// The columns of states that a chronicle keeps.
pub const KEPT: [&str; 17] = [
    "system",
    "power",
    "meaning",
    "referent",
    "securitisation",
    "provision",
    "governance",
    "policy",
    "civil_capacity",
    "security_rank",
    "military",
    "population",
    "wealth",
    "wealth_per_head",
    "system_drift",
    "system_diffusion",
    "system_development",
];

/// The ways in which a ruler is removed with a jump of the political system.
pub const REMOVALS: [EventKind; 2] = [EventKind::Coup, EventKind::RuleCollapsed];

/// A rivalry of at least this height is a lesser rivalry on the peace scale.
const LESSER: f64 = 0.2;
/// A rivalry of at least this height is a severe one.
const SEVERE: f64 = 0.45;
/// A rivalry of at least this height is a strategic one (Colaresi, Rasler & Thompson 2007): fewer are than are severe.
const STRATEGIC: f64 = 0.6;
/// Without rivalry, both postures and the mean of ties of at least this make a warm peace.
const WARM: f64 = 0.4;
/// Postures and ties of at least this make a security community.
const COMMUNITY: f64 = 0.65;
/// A relation keeps its level until postures or ties pass the bound by this much: who codes a year looks at the years
/// around it. At first it has the highest level that it may keep.
const LASTING: f64 = 0.15;

/// The level of a pair on the scale of peace (Goertz, Diehl & Balas 2016): 0 severe rivalry, 1 lesser rivalry, 2 negative
/// peace, 3 warm peace, 4 security community. Its bounds are a convention of ours: those of rivalry give back the code
/// of the record from which a world of a real year begins.
fn peace(rivalry: f64, stage: Stage, warmth: f64, before: Option<u8>) -> u8 {
    let is_at_least = |bound: f64, level: u8| match before {
        Some(before) if before < level => warmth >= bound + LASTING,
        _ => warmth >= bound - LASTING,
    };
    match rivalry {
        rivalry if rivalry >= SEVERE => 0,
        rivalry if rivalry >= LESSER => 1,
        _ if stage > Stage::Calm => 2,
        _ if is_at_least(COMMUNITY, 4) => 4,
        _ if is_at_least(WARM, 3) => 3,
        _ => 2,
    }
}

/// The relation of a pair, given what it was before.
fn relation(world: &World, pair: usize, before: Option<Relation>) -> Relation {
    let p = &world.pairs;
    let (rivalry, stage) = (p.rivalry[pair], p.stage[pair]);
    let warmth = p.posture[pair][0].min(p.posture[pair][1]).min(p.ties(pair));
    Relation {
        peace: peace(rivalry, stage, warmth, before.map(|before| before.peace)),
        rivals: rivalry >= STRATEGIC,
        allied: p.alliance[pair],
        stage,
    }
}

/// What is kept of a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Relation {
    /// The level on the scale of peace, 0 to 4.
    pub peace: u8,
    /// Whether the two are strategic rivals.
    pub rivals: bool,
    /// Whether the two are allied.
    pub allied: bool,
    /// The stage of a dispute.
    pub stage: Stage,
}

/// A pair after a round in which it changed, or in which a dispute or a war began.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Turn {
    /// The number of the observation, from 0.
    pub at: u32,
    /// The lower-numbered state.
    pub a: u32,
    /// The higher-numbered state.
    pub b: u32,
    /// The relation after the round.
    pub now: Relation,
    /// Whether a dispute began in the round.
    pub dispute_began: bool,
    /// The highest stage that was reached in the round.
    pub reached: Stage,
    /// Whether a war began in the round.
    pub war_began: bool,
}

impl Turn {
    fn new(at: u32, (a, b): (u32, u32), now: Relation) -> Self {
        Self { at, a, b, now, dispute_began: false, reached: now.stage, war_began: false }
    }
}

/// The years of a run.
#[derive(Clone, Debug)]
pub struct Chronicle {
    states: usize,
    places: [usize; KEPT.len()],
    /// The calendar year of every observation; the first is the world before its first round.
    pub years: Vec<f64>,
    /// The round of every observation.
    pub rounds: Vec<u32>,
    /// The values of [`KEPT`], one row per observation, one column per state; NaN while a state is not in the world.
    kept: [Vec<f64>; KEPT.len()],
    /// Jumps of the political system by [`REMOVALS`], in the same form; 0 without a jump.
    jumps: [Vec<f64>; REMOVALS.len()],
    /// Every change of a pair, in the order of observations and pairs.
    pub turns: Vec<Turn>,
    last: Vec<Option<Relation>>,
}

impl Chronicle {
    /// A chronicle of a world with this number of states.
    pub(crate) fn new(states: usize) -> Self {
        let place = |name: &str| COLUMNS.iter().position(|column| column.name == name);
        Self {
            states,
            places: KEPT.map(|name| place(name).unwrap_or_default()),
            years: Vec::new(),
            rounds: Vec::new(),
            kept: std::array::from_fn(|_| Vec::new()),
            jumps: std::array::from_fn(|_| Vec::new()),
            turns: Vec::new(),
            last: Vec::new(),
        }
    }

    /// The number of states.
    pub fn states(&self) -> usize {
        self.states
    }

    /// The value of a kept column (by its place in [`KEPT`]) of a state after an observation.
    pub fn value(&self, column: usize, at: usize, state: usize) -> f64 {
        self.kept[column][at * self.states + state]
    }

    /// The jump of the political system by a removal (by its place in [`REMOVALS`]) of a state in an observation.
    pub fn jump(&self, removal: usize, at: usize, state: usize) -> f64 {
        self.jumps[removal][at * self.states + state]
    }

    /// Adds the world before its first round or after a round.
    pub(crate) fn observe(&mut self, world: &World, year: f64) {
        let at = self.years.len() as u32;
        self.years.push(year);
        self.rounds.push(world.round);
        let columns = world.states.columns();
        let present = &world.states.present;
        for (kept, &place) in self.kept.iter_mut().zip(&self.places) {
            kept.extend(columns[place].iter().zip(present).map(|(&x, &here)| if here { x } else { f64::NAN }));
        }
        self.note_jumps(world);
        if self.last.is_empty() {
            self.last = vec![None; world.pairs.len()];
        }
        for (pair, a, b) in world.topology.iter() {
            let before = self.last[pair];
            let now = (present[a] && present[b]).then(|| relation(world, pair, before));
            self.last[pair] = now;
            if let Some(now) = now.filter(|now| before != Some(*now)) {
                self.turns.push(Turn::new(at, (a as u32, b as u32), now));
            }
        }
        self.note_beginnings(world, at);
    }

    /// Jumps of the political system: a transition follows the removal that caused it.
    fn note_jumps(&mut self, world: &World) {
        let from = self.jumps[0].len();
        for jumps in &mut self.jumps {
            jumps.resize(from + self.states, 0.0);
        }
        for two in world.events.windows(2) {
            let [removal, transition] = two else { continue };
            let caused = transition.kind == EventKind::Transition && removal.a == transition.a;
            if let Some(k) = REMOVALS.iter().position(|kind| caused && *kind == removal.kind) {
                self.jumps[k][from + transition.a.index()] += transition.value.unwrap_or_default();
            }
        }
    }

    /// What began in the round, even if it is over by its end.
    fn note_beginnings(&mut self, world: &World, at: u32) {
        let first = self.turns.partition_point(|turn| turn.at < at);
        for event in &world.events {
            let reached = match event.kind {
                EventKind::DisputeBegun => Stage::Dispute,
                EventKind::CrisisBegun => Stage::Crisis,
                EventKind::WarBegun => Stage::War,
                _ => continue,
            };
            let Some(other) = event.b else { continue };
            let (a, b) = (event.a.0.min(other.0), event.a.0.max(other.0));
            let place = self.turns[first..].binary_search_by_key(&(a, b), |turn| (turn.a, turn.b));
            let place = match place {
                Ok(place) => first + place,
                Err(place) => {
                    let Some(link) = world.topology.find(event.a, other) else { continue };
                    let Some(now) = self.last[link.pair.index()] else { continue };
                    self.turns.insert(first + place, Turn::new(at, (a, b), now));
                    first + place
                }
            };
            let turn = &mut self.turns[place];
            turn.dispute_began |= reached == Stage::Dispute;
            turn.war_began |= reached == Stage::War;
            turn.reached = turn.reached.max(reached);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_of_peace_follow_rivalry_disputes_and_warmth_that_lasts() {
        let calm = |rivalry, warmth, before| peace(rivalry, Stage::Calm, warmth, before);
        for (rivalry, level) in [(0.45, 0), (0.44, 1), (0.2, 1), (0.19, 4)] {
            assert_eq!(calm(rivalry, 0.9, Some(4)), level, "rivalry {rivalry}");
        }
        assert_eq!(peace(0.0, Stage::Dispute, 0.9, Some(4)), 2);
        // It becomes warm above the bound, and stays so to below it.
        assert_eq!([0.54, 0.56].map(|warmth| calm(0.0, warmth, Some(2))), [2, 3]);
        assert_eq!([0.26, 0.24].map(|warmth| calm(0.0, warmth, Some(3))), [3, 2]);
        assert_eq!([0.79, 0.81].map(|warmth| calm(0.0, warmth, Some(3))), [3, 4]);
        assert_eq!([0.51, 0.49, 0.2].map(|warmth| calm(0.0, warmth, Some(4))), [4, 3, 2]);
        assert_eq!([0.2, 0.3, 0.6].map(|warmth| calm(0.0, warmth, None)), [2, 3, 4]);
    }
}
