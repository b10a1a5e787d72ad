//! Pairs as columns: one row per unordered pair within reach; what has a direction holds two values, one a side.
//!
//! Side 0 belongs to the lower-numbered state (its belief about, its policy toward the other), side 1 to the higher.
//! Both sides lie together, so a pass over the pairs reads memory once and in order. 64 bits wide, like everything that is
//! calculated with: a round is bound by arithmetic, not by memory (`cargo bench`: the cost of a pair is flat from 200 to
//! 1,000 states), 32 bits cost a conversion at every touch, and a rewrite of the model from its description agrees to the
//! last digits.

use serde::{Deserialize, Serialize};

use super::vocabulary::vocabulary;

vocabulary! {
    /// What a state does toward a counterpart in a round. In the order in which ties are broken.
    #[derive(Default)]
    pub enum Act {
        /// Cooperate.
        Cooperate = "cooperate",
        /// Do nothing in particular.
        #[default]
        Abstain = "abstain",
        /// Confront.
        Confront = "confront",
    }
}

vocabulary! {
    /// How it does it. The first four cooperate, the last four confront. In the order in which ties are broken.
    #[allow(missing_docs)] // the words are the field's; docs/files.md describes them
    pub enum Instrument {
        Facilitation = "facilitation",
        Trade = "trade",
        Alliance = "alliance",
        Mediation = "mediation",
        Sanctions = "sanctions",
        Covert = "covert",
        Show = "show",
        Force = "force",
    }
}

/// Every instrument, by number.
pub const INSTRUMENTS: [Instrument; 8] = Instrument::ALL;

impl Instrument {
    /// Cooperation or confrontation.
    pub fn act(self) -> Act {
        if (self as u8) < Instrument::Sanctions as u8 { Act::Cooperate } else { Act::Confront }
    }
}

vocabulary! {
    /// Stage of a dispute.
    #[derive(Default)]
    pub enum Stage {
        /// No dispute.
        #[default]
        Calm = "calm",
        /// A militarised dispute: threats and displays.
        Dispute = "dispute",
        /// A crisis: force is used.
        Crisis = "crisis",
        /// War.
        War = "war",
    }
}

impl Stage {
    /// 0 calm to 1 war.
    pub fn height(self) -> f64 {
        f64::from(self as u8) / 3.0
    }
}

/// Bit of [`Pairs::held`]: side 0's belief is clamped. Side 1's is the next bit.
pub const BELIEF_HELD: u8 = 1;

/// All pairs, column by column.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Pairs {
    /// How far each side reaches the other, in [0, 1].
    pub reach: Vec<[f64; 2]>,
    /// Posture of each side toward the other, in [-1, 1]: the smoothed record of its acts.
    pub posture: Vec<[f64; 2]>,
    /// Belief of each side about the other's posture toward itself, in [-1, 1].
    pub belief: Vec<[f64; 2]>,
    /// Belief of each side about the other's power [power units].
    pub believed_power: Vec<[f64; 2]>,
    /// Threat that each side perceives from the other, ≥ 0.
    pub threat: Vec<[f64; 2]>,
    /// Height that a begun threat has reached; 0 while none is begun.
    pub threat_peak: Vec<[f64; 2]>,
    /// Rounds since a threat began; 0 while none is begun.
    pub threat_age: Vec<[u16; 2]>,
    /// What each side does this round.
    pub act: Vec<[Act; 2]>,
    /// Number of the instrument that each side uses; meaningless where it abstains.
    pub instrument: Vec<[u8; 2]>,
    /// Effort of each side's act, in [0, 1].
    pub effort: Vec<[f64; 2]>,
    /// Trade ties, in [0, 1].
    pub trade: Vec<f64>,
    /// Ties of people and institutions, in [0, 1].
    pub people: Vec<f64>,
    /// Security ties, in [0, 1].
    pub security: Vec<f64>,
    /// How well the two economies complement each other, in [0, 1]; does not change.
    pub complementarity: Vec<f64>,
    /// Rivalry, in [0, 1], slow.
    pub rivalry: Vec<f64>,
    /// Are the two allied?
    pub alliance: Vec<bool>,
    /// Stage of the dispute.
    pub stage: Vec<Stage>,
    /// Rounds since the dispute began; 0 while calm.
    pub stage_age: Vec<u16>,
    /// Grievance of each side over harm to its nationals with the other, in [0, 1].
    pub grievance: Vec<[f64; 2]>,
    /// Power that third states add to each side in a war [power units].
    pub aid: Vec<[f64; 2]>,
    /// Diplomacy of third parties that stepped into the dispute, in [0, 1); -1 while none has been asked.
    pub third: Vec<f64>,
    /// Beliefs that interventions hold still this round, a bit a side ([`BELIEF_HELD`]).
    pub held: Vec<u8>,
    /// What interventions make each side do: 0 nothing, 1 + number of an act, or 4 + number of an instrument.
    pub forced: Vec<[u8; 2]>,
}

/// One row of pairs, column by column, all of one length: the compiler then need not check every touch.
pub struct Row<'a> {
    pub(super) reach: &'a [[f64; 2]],
    pub(super) posture: &'a mut [[f64; 2]],
    pub(super) belief: &'a mut [[f64; 2]],
    pub(super) believed_power: &'a mut [[f64; 2]],
    pub(super) threat: &'a mut [[f64; 2]],
    pub(super) threat_peak: &'a mut [[f64; 2]],
    pub(super) threat_age: &'a mut [[u16; 2]],
    pub(super) act: &'a mut [[Act; 2]],
    pub(super) instrument: &'a mut [[u8; 2]],
    pub(super) effort: &'a mut [[f64; 2]],
    pub(super) trade: &'a mut [f64],
    pub(super) people: &'a mut [f64],
    pub(super) security: &'a mut [f64],
    pub(super) complementarity: &'a [f64],
    pub(super) rivalry: &'a [f64],
    pub(super) alliance: &'a [bool],
    pub(super) stage: &'a [Stage],
    pub(super) grievance: &'a mut [[f64; 2]],
    pub(super) held: &'a [u8],
    pub(super) forced: &'a [[u8; 2]],
}

/// Where a pair starts. Directed values are by side.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PairStart {
    /// Lower- and higher-numbered state.
    pub states: (u32, u32),
    /// Reach by side, in [0, 1].
    pub reach: [f64; 2],
    /// Posture by side, in [-1, 1].
    pub posture: [f64; 2],
    /// Belief by side, in [-1, 1]; none takes the other's posture.
    pub belief: [Option<f64>; 2],
    /// Trade, people and security ties, in [0, 1].
    pub ties: [f64; 3],
    /// Complementarity, in [0, 1].
    pub complementarity: f64,
    /// Rivalry, in [0, 1].
    pub rivalry: f64,
    /// Allied?
    pub alliance: bool,
    /// Stage of a dispute.
    pub stage: Stage,
}

impl PairStart {
    /// A pair that knows little of each other: full reach, no posture, few ties.
    pub fn new(low: u32, high: u32) -> Self {
        Self {
            states: (low, high),
            reach: [1.0; 2],
            posture: [0.0; 2],
            belief: [None; 2],
            ties: [0.1, 0.1, 0.05],
            complementarity: 0.5,
            rivalry: 0.0,
            alliance: false,
            stage: Stage::Calm,
        }
    }
}

impl Pairs {
    /// From the starts, sorted by their states.
    pub fn new(starts: &[PairStart], power: &[f64]) -> Self {
        let n = starts.len();
        let two = |f: &dyn Fn(&PairStart, usize) -> f64| -> Vec<[f64; 2]> {
            starts.iter().map(|s| [f(s, 0), f(s, 1)]).collect()
        };
        let one = |f: &dyn Fn(&PairStart) -> f64| -> Vec<f64> { starts.iter().map(f).collect() };
        Self {
            reach: two(&|s, side| s.reach[side]),
            posture: two(&|s, side| s.posture[side]),
            belief: two(&|s, side| s.belief[side].unwrap_or(s.posture[1 - side])),
            believed_power: two(&|s, side| power[if side == 0 { s.states.1 } else { s.states.0 } as usize]),
            threat: vec![[0.0; 2]; n],
            threat_peak: vec![[0.0; 2]; n],
            threat_age: vec![[0; 2]; n],
            act: vec![[Act::Abstain; 2]; n],
            instrument: vec![[0; 2]; n],
            effort: vec![[0.0; 2]; n],
            trade: one(&|s| s.ties[0]),
            people: one(&|s| s.ties[1]),
            security: one(&|s| s.ties[2]),
            complementarity: one(&|s| s.complementarity),
            rivalry: one(&|s| s.rivalry),
            alliance: starts.iter().map(|s| s.alliance).collect(),
            stage: starts.iter().map(|s| s.stage).collect(),
            stage_age: starts.iter().map(|s| u16::from(s.stage > Stage::Calm)).collect(),
            grievance: vec![[0.0; 2]; n],
            aid: vec![[0.0; 2]; n],
            third: vec![-1.0; n],
            held: vec![0; n],
            forced: vec![[0; 2]; n],
        }
    }

    /// The pairs of one row.
    #[inline(always)]
    pub(super) fn row(&mut self, range: std::ops::Range<usize>) -> Row<'_> {
        let r = || range.clone();
        Row {
            reach: &self.reach[r()],
            posture: &mut self.posture[r()],
            belief: &mut self.belief[r()],
            believed_power: &mut self.believed_power[r()],
            threat: &mut self.threat[r()],
            threat_peak: &mut self.threat_peak[r()],
            threat_age: &mut self.threat_age[r()],
            act: &mut self.act[r()],
            instrument: &mut self.instrument[r()],
            effort: &mut self.effort[r()],
            trade: &mut self.trade[r()],
            people: &mut self.people[r()],
            security: &mut self.security[r()],
            complementarity: &self.complementarity[r()],
            rivalry: &self.rivalry[r()],
            alliance: &self.alliance[r()],
            stage: &self.stage[r()],
            grievance: &mut self.grievance[r()],
            held: &self.held[r()],
            forced: &self.forced[r()],
        }
    }

    /// Number of pairs.
    pub fn len(&self) -> usize {
        self.reach.len()
    }

    /// No pair at all?
    pub fn is_empty(&self) -> bool {
        self.reach.is_empty()
    }

    /// Ends whatever two states had with each other, as when one of them leaves the world. Reach stays.
    pub fn clear(&mut self, pair: usize) {
        self.posture[pair] = [0.0; 2];
        self.belief[pair] = [0.0; 2];
        self.threat[pair] = [0.0; 2];
        self.threat_peak[pair] = [0.0; 2];
        self.threat_age[pair] = [0; 2];
        self.act[pair] = [Act::Abstain; 2];
        self.effort[pair] = [0.0; 2];
        self.trade[pair] = 0.0;
        self.people[pair] = 0.0;
        self.security[pair] = 0.0;
        self.rivalry[pair] = 0.0;
        self.alliance[pair] = false;
        self.stage[pair] = Stage::Calm;
        self.stage_age[pair] = 0;
        self.third[pair] = -1.0;
        self.grievance[pair] = [0.0; 2];
        self.aid[pair] = [0.0; 2];
    }

    /// Mean of the three layers of ties.
    pub fn ties(&self, pair: usize) -> f64 {
        (self.trade[pair] + self.people[pair] + self.security[pair]) / 3.0
    }
}

/// How evenly ties spread over their three layers: 0 all in one (or none), 1 all alike.
///
/// ```text
/// B = ( (Σ t)² / Σ t² − 1 ) / 2
/// ```
pub fn breadth(trade: f64, people: f64, security: f64) -> f64 {
    let sum = trade + people + security;
    let squares = trade * trade + people * people + security * security;
    if squares > 0.0 { ((sum * sum / squares - 1.0) / 2.0).clamp(0.0, 1.0) } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn breadth_by_hand() {
        assert_eq!(breadth(0.0, 0.0, 0.0), 0.0);
        assert_eq!(breadth(0.7, 0.0, 0.0), 0.0);
        assert!((breadth(0.3, 0.3, 0.3) - 1.0).abs() < 1e-12);
        assert!((breadth(0.4, 0.4, 0.0) - 0.5).abs() < 1e-12);
    }

    #[test]
    fn instruments_know_their_act_and_number() {
        for (k, instrument) in INSTRUMENTS.iter().enumerate() {
            assert_eq!(*instrument as usize, k);
            assert_eq!(instrument.act() == Act::Cooperate, k < 4);
        }
    }
}
