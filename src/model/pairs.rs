//! Pairs as columns: one row per unordered pair within reach. Directed values have two entries, one per side.
//!
//! Side 0 belongs to the lower-numbered state (its belief about, its policy toward the other), side 1 to the higher.
//! Both sides are stored together, so a pass over the pairs reads memory once and in order. Values have 64 bits. A
//! round is bound by arithmetic, not by memory (`cargo bench`: the cost of a pair is flat from 200 to 1,000 states),
//! and 32 bits would need a conversion at every access.

use serde::{Deserialize, Serialize};

vocabulary! {
    /// The act of a state toward a counterpart in a round, in the order in which ties are broken.
    #[derive(Default)]
    pub enum Act {
        /// Cooperate.
        Cooperate = "cooperate",
        /// Abstain.
        #[default]
        Abstain = "abstain",
        /// Confront.
        Confront = "confront",
    }
}

vocabulary! {
    /// The instrument of an act. The first four cooperate, the last four confront. In the order in which ties are
    /// broken.
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
    #[inline]
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
    #[inline]
    pub fn height(self) -> f64 {
        f64::from(self as u8) / 3.0
    }
}

vocabulary! {
    /// A number of a whole pair that a scenario may hold, or add to, while it runs. All lie in [0, 1].
    pub enum PairVariable {
        /// Trade ties.
        Trade = "trade",
        /// Ties of people and institutions.
        People = "people",
        /// Security ties.
        Security = "security",
        /// Rivalry.
        Rivalry = "rivalry",
    }
}

/// Bit of [`Pairs::held`]: side 0's belief is clamped. Side 1's is the next bit.
pub const BELIEF_HELD: u8 = 1;

/// The properties of one column.
#[derive(Clone, Copy, Debug)]
pub struct PairColumn {
    /// The name, in tables and scenarios.
    pub name: &'static str,
    /// Whether each side has a number.
    pub sided: bool,
    /// The lowest and the highest number; `None` if the column is not a number.
    pub range: Option<(f64, f64)>,
    /// Unit and meaning in `pairs.csv`; `None` if it is not written there, or not as its number.
    pub recorded: Option<(&'static str, &'static str)>,
}

/// The numbers of one column.
#[derive(Clone, Copy, Debug)]
pub enum Numbers<'a> {
    /// One for each side.
    Sided(&'a [[f64; 2]]),
    /// One for the pair.
    Shared(&'a [f64]),
    /// Not a number; the length of the column.
    Other(usize),
}

impl<'a> Numbers<'a> {
    /// The numbers of one pair.
    pub fn of(self, pair: usize) -> &'a [f64] {
        match self {
            Self::Sided(column) => &column[pair],
            Self::Shared(column) => &column[pair..=pair],
            Self::Other(_) => &[],
        }
    }
}

/// The value of a column for one pair.
trait Cell: Sized {
    const SIDED: bool = false;

    fn numbers(column: &[Self]) -> Numbers<'_> {
        Numbers::Other(column.len())
    }
}

impl Cell for [f64; 2] {
    const SIDED: bool = true;

    fn numbers(column: &[Self]) -> Numbers<'_> {
        Numbers::Sided(column)
    }
}

impl Cell for f64 {
    fn numbers(column: &[Self]) -> Numbers<'_> {
        Numbers::Shared(column)
    }
}

impl Cell for [Act; 2] {}
impl Cell for [u16; 2] {}
impl Cell for [u8; 2] {}
impl Cell for Stage {}
impl Cell for bool {}
impl Cell for u16 {}
impl Cell for u8 {}

const fn only<T: Copy>(given: &[T]) -> Option<T> {
    if given.is_empty() { None } else { Some(given[0]) }
}

macro_rules! pairs {
    ($( $(#[$doc:meta])* $name:ident: $cell:ty, starts $start:expr $(, ends $end:expr)? $(, in [$low:expr, $high:expr])?
        $(, recorded $unit:literal $meaning:literal)?; )+) => {
        /// All pairs, column by column.
        #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
        pub struct Pairs { $( $(#[$doc])* pub $name: Vec<$cell>, )+ }

        /// Pairs that follow each other, by column. All columns have one length, so that the compiler can skip bounds checks.
        #[allow(dead_code)] // not every step touches every column
        pub struct Row<'a> { $( pub(super) $name: &'a mut [$cell], )+ }

        impl<'a> Row<'a> {
            /// Takes the first pairs, this many, off the others.
            pub(super) fn split_off(&mut self, count: usize) -> Self {
                Self { $( $name: self.$name.split_off_mut(..count).expect("as many pairs"), )+ }
            }

            /// Some of the pairs, by their numbers in the row.
            #[inline(always)]
            pub(super) fn some(&mut self, range: std::ops::Range<usize>) -> Row<'_> {
                Row { $( $name: &mut self.$name[range.clone()], )+ }
            }
        }

        /// Every column, in the order of [`Pairs`].
        pub const COLUMNS: &[PairColumn] = &[ $( PairColumn {
            name: stringify!($name),
            sided: <$cell as Cell>::SIDED,
            range: only(&[ $( ($low, $high) )? ]),
            recorded: only(&[ $( ($unit, $meaning) )? ]),
        }, )+ ];

        impl Pairs {
            /// Makes the table from the starts, sorted by their states.
            pub fn new(starts: &[PairStart], power: &[f64]) -> Self {
                let power = |s: &PairStart| [power[s.states.0 as usize], power[s.states.1 as usize]];
                Self { $( $name: {
                    let start: fn(&PairStart, [f64; 2]) -> $cell = $start;
                    starts.iter().map(|s| start(s, power(s))).collect()
                }, )+ }
            }

            /// Some pairs that follow each other.
            #[inline(always)]
            pub(super) fn row(&mut self, range: std::ops::Range<usize>) -> Row<'_> {
                Row { $( $name: &mut self.$name[range.clone()], )+ }
            }

            /// Ends everything between two states, when one of them leaves the world. Reach is kept.
            pub fn clear(&mut self, pair: usize) {
                $( $( self.$name[pair] = $end; )? )+
            }

            /// The numbers of every column, in the order of [`COLUMNS`].
            pub fn numbers(&self) -> [Numbers<'_>; COLUMNS.len()] {
                [ $( Cell::numbers(&self.$name), )+ ]
            }
        }
    };
}

// A column is one line: its type, its initial value (from the scenario and the power of both sides), its value after
// one of the two leaves, its range, and its unit and meaning in pairs.csv.
pairs! {
    /// Reach of each side to the other, in [0, 1].
    reach: [f64; 2], starts |s, _| s.reach, in [0.0, 1.0], recorded "share" "its reach to the other";
    /// Posture of each side toward the other, in [-1, 1]: the smoothed record of its acts.
    posture: [f64; 2], starts |s, _| s.posture, ends [0.0; 2], in [-1.0, 1.0],
        recorded "-1 confrontational – 1 cooperative" "its posture toward the other";
    /// Belief of each side about the other's posture toward itself, in [-1, 1].
    belief: [f64; 2], starts |s, _| [0, 1].map(|side| s.belief[side].unwrap_or(s.posture[1 - side])), ends [0.0; 2],
        in [-1.0, 1.0], recorded "-1 hostile – 1 cooperative" "its belief about the other's posture toward itself";
    /// Belief of each side about the other's power [power units].
    believed_power: [f64; 2], starts |_, [first, second]| [second, first], in [0.0, f64::MAX],
        recorded "power units" "its belief about the other's power";
    /// Threat that each side perceives from the other, ≥ 0.
    threat: [f64; 2], starts |_, _| [0.0; 2], ends [0.0; 2], in [0.0, f64::MAX],
        recorded "threat" "threat that it perceives from the other";
    /// Peak of a threat that has begun; 0 otherwise.
    threat_peak: [f64; 2], starts |_, _| [0.0; 2], ends [0.0; 2], in [0.0, f64::MAX];
    /// Rounds since a threat began; 0 otherwise.
    threat_age: [u16; 2], starts |_, _| [0; 2], ends [0; 2];
    /// The act of each side in this round.
    act: [Act; 2], starts |_, _| [Act::Abstain; 2], ends [Act::Abstain; 2];
    /// Number of the instrument that each side uses; without meaning if it abstains.
    instrument: [u8; 2], starts |_, _| [0; 2];
    /// Effort of each side's act, in [0, 1].
    effort: [f64; 2], starts |_, _| [0.0; 2], ends [0.0; 2], in [0.0, 1.0],
        recorded "effort" "effort of its act; missing if it abstains";
    /// Trade ties, in [0, 1].
    trade: f64, starts |s, _| s.ties[0], ends 0.0, in [0.0, 1.0], recorded "share" "trade ties";
    /// Ties of people and institutions, in [0, 1].
    people: f64, starts |s, _| s.ties[1], ends 0.0, in [0.0, 1.0], recorded "share" "ties of people and institutions";
    /// Security ties, in [0, 1].
    security: f64, starts |s, _| s.ties[2], ends 0.0, in [0.0, 1.0], recorded "share" "security ties";
    /// How well the two economies complement each other, in [0, 1]; does not change.
    complementarity: f64, starts |s, _| s.complementarity, in [0.0, 1.0],
        recorded "share" "how well the two economies complement each other";
    /// Rivalry, in [0, 1], slow.
    rivalry: f64, starts |s, _| s.rivalry, ends 0.0, in [0.0, 1.0], recorded "share" "rivalry";
    /// What the two contest, in [0, 1]: territory, or the order. It outlasts disputes.
    contest: f64, starts |s, _| s.contest, ends 0.0, in [0.0, 1.0], recorded "share" "what the two contest";
    /// Whether the two are allied.
    alliance: bool, starts |s, _| s.alliance, ends false;
    /// Stage of the dispute.
    stage: Stage, starts |s, _| s.stage, ends Stage::Calm;
    /// Rounds since the dispute began; 0 while calm.
    stage_age: u16, starts |s, _| u16::from(s.stage > Stage::Calm), ends 0;
    /// Grievance of each side over harm to its nationals with the other, in [0, 1].
    grievance: [f64; 2], starts |_, _| [0.0; 2], ends [0.0; 2], in [0.0, 1.0],
        recorded "share" "its grievance over its nationals with the other";
    /// Power that third states add to each side in a war [power units].
    aid: [f64; 2], starts |_, _| [0.0; 2], ends [0.0; 2], in [0.0, f64::MAX],
        recorded "power units" "power that third states add to its side in the war";
    /// Diplomacy of third parties that stepped into the dispute, in [0, 1); -1 before any has been asked.
    third: f64, starts |_, _| -1.0, ends -1.0, in [-1.0, 1.0];
    /// Beliefs that interventions hold in this round, one bit per side ([`BELIEF_HELD`]).
    held: u8, starts |_, _| 0;
    /// The acts that interventions force on each side: 0 none, 1 + number of an act, or 4 + number of an instrument.
    forced: [u8; 2], starts |_, _| [0; 2];
}

/// The initial values of a pair. Directed values are by side.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PairStart {
    /// The lower- and the higher-numbered state.
    pub states: (u32, u32),
    /// Reach by side, in [0, 1].
    pub reach: [f64; 2],
    /// Posture by side, in [-1, 1].
    pub posture: [f64; 2],
    /// Belief by side, in [-1, 1]; `None` takes the other's posture.
    pub belief: [Option<f64>; 2],
    /// Trade, people and security ties, in [0, 1].
    pub ties: [f64; 3],
    /// Complementarity, in [0, 1].
    pub complementarity: f64,
    /// Rivalry, in [0, 1].
    pub rivalry: f64,
    /// What the two contest, in [0, 1].
    pub contest: f64,
    /// Whether the two are allied.
    pub alliance: bool,
    /// Stage of a dispute.
    pub stage: Stage,
}

impl PairStart {
    /// A pair with little contact: full reach, no posture, few ties.
    pub fn new(low: u32, high: u32) -> Self {
        Self {
            states: (low, high),
            reach: [1.0; 2],
            posture: [0.0; 2],
            belief: [None; 2],
            ties: [0.1, 0.1, 0.05],
            complementarity: 0.5,
            rivalry: 0.0,
            contest: 0.0,
            alliance: false,
            stage: Stage::Calm,
        }
    }
}

/// The three layers of ties.
pub const TIES: [&str; 3] = ["trade", "people", "security"];

/// An initial value of pairs that a scenario may give.
pub struct StartKey {
    /// The key in `[[pairs]]`, which is the name of the column.
    pub name: &'static str,
    /// Whether each side has a number.
    pub sided: bool,
    /// The lowest and the highest number.
    pub range: (f64, f64),
    /// The unit, in words.
    pub unit: &'static str,
    /// The meaning, in one phrase.
    pub meaning: &'static str,
    /// Whether the generator draws it for synthetic states, in the order of this table.
    pub drawn: bool,
    /// Its field in a start, on a side.
    pub cell: fn(&mut PairStart, usize) -> &mut f64,
}

macro_rules! start_keys {
    ($( $name:ident $kind:ident in [$low:literal, $high:literal] $unit:literal $meaning:literal $drawn:literal $cell:expr; )+) => {
        /// Every initial value that a scenario may give, those of a side first.
        pub const START_KEYS: &[StartKey] = &[ $( StartKey {
            name: stringify!($name),
            sided: start_keys!($kind),
            range: ($low, $high),
            unit: $unit,
            meaning: $meaning,
            drawn: $drawn,
            cell: $cell,
        }, )+ ];
    };
    (sided) => { true };
    (shared) => { false };
}

start_keys! {
    reach sided in [0.0, 1.0] "share" "reach of each to the other; adds the pair if it does not exist, even at 0" false |s, side| &mut s.reach[side];
    posture sided in [-1.0, 1.0] "-1 confrontational – 1 cooperative" "posture toward the other: the record of past acts" true |s, side| &mut s.posture[side];
    belief sided in [-1.0, 1.0] "-1 hostile – 1 cooperative" "belief about the other's posture; the truth if not given" false |s, side| s.belief[side].get_or_insert(0.0);
    trade shared in [0.0, 1.0] "share" "trade ties" true |s, _| &mut s.ties[0];
    people shared in [0.0, 1.0] "share" "ties of people and institutions" true |s, _| &mut s.ties[1];
    security shared in [0.0, 1.0] "share" "security ties" true |s, _| &mut s.ties[2];
    complementarity shared in [0.0, 1.0] "share" "how well the two economies complement each other" true |s, _| &mut s.complementarity;
    rivalry shared in [0.0, 1.0] "share" "rivalry" true |s, _| &mut s.rivalry;
    contest shared in [0.0, 1.0] "share" "what the two contest: territory, or the order" false |s, _| &mut s.contest;
}

impl Pairs {
    /// The number of pairs.
    pub fn len(&self) -> usize {
        self.reach.len()
    }

    /// Returns true without pairs.
    pub fn is_empty(&self) -> bool {
        self.reach.is_empty()
    }

    /// The column of a variable.
    pub fn variable_mut(&mut self, variable: PairVariable) -> &mut [f64] {
        match variable {
            PairVariable::Trade => &mut self.trade,
            PairVariable::People => &mut self.people,
            PairVariable::Security => &mut self.security,
            PairVariable::Rivalry => &mut self.rivalry,
        }
    }

    /// Mean of the three layers of ties.
    #[inline]
    pub fn ties(&self, pair: usize) -> f64 {
        (self.trade[pair] + self.people[pair] + self.security[pair]) / 3.0
    }
}

impl Row<'_> {
    /// Mean of the three layers of ties.
    #[inline(always)]
    pub(super) fn ties(&self, k: usize) -> f64 {
        (self.trade[k] + self.people[k] + self.security[k]) / 3.0
    }
}

/// How much a counterpart matters to a state: reach, times what makes it matter (power, ties, rivalry or an open
/// dispute). Means over counterparts weigh by it, so that what a state feels does not grow with their number.
///
/// ```text
/// ω = reach (sat(p, 1) + T + max(rivalry, stage/3))        p: believed power of the other; T: mean ties
/// ```
#[inline(always)]
pub(super) fn salience(row: &Row<'_>, k: usize, side: usize) -> f64 {
    let ties = (row.trade[k] + row.people[k] + row.security[k]) * (1.0 / 3.0);
    let strife = super::math::at_least(row.rivalry[k], row.stage[k].height());
    matters(row.reach[k][side], row.believed_power[k][side], ties, strife)
}

/// The same from its parts.
#[inline(always)]
pub(super) fn matters(reach: f64, power: f64, ties: f64, strife: f64) -> f64 {
    reach * (power / (power + 1.0) + ties + strife)
}

/// How evenly ties are spread over their three layers: 0 all in one (or no ties), 1 equal.
///
/// ```text
/// B = ( (Σ t)² / Σ t² − 1 ) / 2
/// ```
#[inline]
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

    #[test]
    fn variables_are_shares_of_the_whole_pair_that_a_scenario_may_start() {
        for name in PairVariable::NAMES {
            let key = START_KEYS.iter().find(|key| key.name == name).unwrap();
            assert_eq!((key.sided, key.range), (false, (0.0, 1.0)), "{name}");
        }
    }

    #[test]
    fn breadth_of_unequal_ties_by_hand() {
        // (0.6 + 0.3 + 0.1)² over 0.36 + 0.09 + 0.01.
        assert!((breadth(0.6, 0.3, 0.1) - (1.0 / 0.46 - 1.0) / 2.0).abs() < 1e-12);
    }
}
