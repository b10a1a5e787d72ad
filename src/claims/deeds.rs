//! What an arm of an experiment does to a world before the run, as data: the deeds are carried out, and the words that
//! describe the arm are made from them, so that the two cannot part.

mod words;

use super::cast::{Cast, Toward, Who};
use crate::model::constitution::COMPONENTS;
use crate::model::pairs::{Act, Instrument, PairStart, Stage};
use crate::model::params::PARAMETERS;
use crate::model::states::COLUMNS;
use crate::model::{Change, Intervention, Setup, StateId};

/// The first and the last round of a deed.
pub(crate) type Rounds = [u32; 2];

/// All rounds of any run.
pub(crate) const ALWAYS: Rounds = [1, u32::MAX];

/// The four components of governance, as variables.
pub(crate) const GOVERNANCE: &[&str] = &COMPONENTS;

/// The most rounds of a deed that leaves a world free.
const BRIEF: u32 = 3;

/// One change of a world before its run.
#[derive(Clone, Copy, Debug)]
pub enum Deed {
    /// Variables of these states begin at a value.
    Begin(Who, &'static [&'static str], f64),
    /// They are held at a value through rounds. They also begin there if the first of them is round 1.
    Hold(Rounds, Who, &'static [&'static str], f64),
    /// They are held where they begin.
    Keep(Who, &'static [&'static str]),
    /// A variable is held in all rounds at a share of the wealth with which each state begins.
    HoldByWealth(Who, &'static str, f64),
    /// A variable is raised by an amount in each of some rounds.
    Add(Rounds, Who, &'static str, f64),
    /// The acts toward some counterparts are held.
    Act(Rounds, Who, Toward, Act),
    /// The acts toward some counterparts are held, with the instrument.
    Use(Rounds, Who, Toward, Instrument),
    /// The beliefs about some counterparts are held, whatever the truth.
    Believe(Rounds, Who, Toward, f64),
    /// A report puts the beliefs about some counterparts at a value, with full weight, in each of some rounds.
    Image(Rounds, Who, Toward, f64),
    /// The pairs with some counterparts begin in a certain way.
    Pairs(Who, Toward, &'static [Start]),
    /// A parameter has a value.
    Set(&'static str, f64),
    /// A parameter is multiplied by a factor, within its range.
    Scale(&'static str, f64),
    /// Mechanisms are switched off.
    Off(&'static [&'static str]),
    /// Mechanisms are switched off from a round on.
    OffFrom(u32, &'static [&'static str]),
    /// Several deeds that other arms have too.
    All(&'static [Deed]),
    /// What no other deed can say, in words and in code.
    Own(&'static str, fn(&mut Setup, &Cast)),
}

/// How a pair begins.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Start {
    /// Trade.
    Trade(f64),
    /// Ties of people.
    People(f64),
    /// Security ties.
    Security(f64),
    /// All three ties.
    Ties(f64),
    /// The postures of both.
    Posture(f64),
    /// Both believe the other's posture.
    TrueBelief,
    /// Rivalry.
    Rivalry(f64),
    /// What they contest.
    Contest(f64),
    /// Complementarity.
    Complementarity(f64),
    /// An alliance, or none.
    Allied(bool),
    /// The stage of a dispute.
    Dispute(Stage),
}

/// What is done to a world before the run.
#[derive(Clone, Copy, Debug)]
pub struct Arm {
    /// The deeds, in order.
    pub deeds: &'static [Deed],
}

/// The world as it is.
pub const AS_IT_IS: Arm = arm(&[]);

/// An arm with these deeds.
pub(super) const fn arm(deeds: &'static [Deed]) -> Arm {
    Arm { deeds }
}

impl Arm {
    /// Carries out the deeds.
    ///
    /// # Panics
    /// Panics if an entry names a variable, parameter or switch that does not exist. A test builds every arm.
    pub(crate) fn carry_out(&self, setup: &mut Setup, cast: &Cast) {
        for deed in self.deeds {
            deed.carry_out(setup, cast);
        }
    }

    /// Every deed, with those inside others in their place.
    pub fn flat(&self) -> Vec<Deed> {
        let mut all = Vec::new();
        flatten(self.deeds, &mut all);
        all
    }

    /// The mechanisms that are switched off in the course of the run, each with the round.
    pub(crate) fn later(&self) -> Vec<(u32, &'static str)> {
        let of = |deed: &Deed| match *deed {
            Deed::OffFrom(round, switches) => switches.iter().map(|switch| (round, *switch)).collect(),
            _ => Vec::new(),
        };
        self.flat().iter().flat_map(of).collect()
    }

    /// Returns true if the run goes its own way after the first rounds: nothing is held.
    pub fn leaves_the_world_free(&self) -> bool {
        self.flat().iter().all(Deed::is_brief)
    }

    /// What is done, in words.
    pub fn words(&self) -> String {
        join(&self.flat().iter().map(Deed::to_string).collect::<Vec<_>>())
    }

    /// What is done, in words, for a reader who knows what is done in another arm.
    pub fn words_beside(&self, other: &Self) -> String {
        let there: Vec<String> = other.flat().iter().map(Deed::to_string).collect();
        let here: Vec<String> = self.flat().iter().map(Deed::to_string).collect();
        let own: Vec<String> = here.iter().filter(|words| !there.contains(words)).cloned().collect();
        if own.len() == here.len() {
            join(&here)
        } else if own.is_empty() {
            "the same without the rest".to_owned()
        } else {
            format!("the same, but {}", join(&own))
        }
    }
}

fn join(words: &[String]) -> String {
    if words.is_empty() { "the world as it is".to_owned() } else { words.join("; ") }
}

fn flatten(deeds: &[Deed], all: &mut Vec<Deed>) {
    for deed in deeds {
        match deed {
            Deed::All(inner) => flatten(inner, all),
            other => all.push(*other),
        }
    }
}

impl Deed {
    fn is_brief(&self) -> bool {
        match self {
            Self::Begin(..) | Self::Pairs(..) | Self::Off(_) | Self::OffFrom(..) => true,
            Self::Add(rounds, ..)
            | Self::Image(rounds, ..)
            | Self::Act(rounds, ..)
            | Self::Use(rounds, ..)
            | Self::Believe(rounds, ..) => rounds[1] - rounds[0] < BRIEF,
            _ => false,
        }
    }

    fn carry_out(&self, setup: &mut Setup, cast: &Cast) {
        match *self {
            Self::Begin(who, variables, value) => begin(setup, cast, who, variables, value),
            Self::Hold(rounds, who, variables, value) => {
                for name in variables {
                    let variable = place(name);
                    if rounds[0] == 1 && COLUMNS[variable].default.is_some() {
                        begin(setup, cast, who, &[name], value);
                    }
                    each(setup, cast, who, rounds, |_, state| Change::Clamp { state, variable, value });
                }
            }
            Self::Keep(who, variables) => {
                for variable in variables.iter().map(|name| place(name)) {
                    let at = |setup: &Setup, state: StateId| setup.states.columns()[variable][state.index()];
                    each(setup, cast, who, ALWAYS, |setup, state| Change::Clamp {
                        state,
                        variable,
                        value: at(setup, state),
                    });
                }
            }
            Self::HoldByWealth(who, name, share) => {
                let variable = place(name);
                let amount = |setup: &Setup, state: StateId| share * setup.states.wealth[state.index()];
                each(setup, cast, who, ALWAYS, |setup, state| Change::Clamp {
                    state,
                    variable,
                    value: amount(setup, state),
                });
            }
            Self::Add(rounds, who, name, amount) => {
                let variable = place(name);
                each(setup, cast, who, rounds, |_, state| Change::Shock { state, variable, amount });
            }
            Self::Act(rounds, who, toward, act) => {
                each_link(setup, cast, who, toward, rounds, |state, other| policy(state, other, act, None));
            }
            Self::Use(rounds, who, toward, by) => {
                each_link(setup, cast, who, toward, rounds, |state, other| policy(state, other, by.act(), Some(by)));
            }
            Self::Believe(rounds, who, about, value) => {
                let held = |state, other| Change::ClampBelief { state, about: Some(other), value };
                each_link(setup, cast, who, about, rounds, held);
            }
            Self::Image(rounds, who, about, value) => {
                let seen = |state, other| Change::Image { state, about: Some(other), value, weight: 1.0 };
                each_link(setup, cast, who, about, rounds, seen);
            }
            Self::Pairs(who, toward, starts) => {
                for pair in &mut setup.pairs {
                    let (a, b) = (pair.states.0 as usize, pair.states.1 as usize);
                    let is =
                        |me: usize, other: usize| cast.states(who).contains(&me) && cast.is_toward(me, other, toward);
                    if is(a, b) || is(b, a) {
                        for start in starts {
                            start.set(pair);
                        }
                    }
                }
            }
            Self::Set(path, value) => set(setup, path, value),
            Self::Scale(path, factor) => {
                let value = setup.params.get(path).unwrap_or(f64::NAN) * factor;
                let allowed = PARAMETERS.iter().find(|p| p.path == path);
                set(setup, path, allowed.map_or(value, |p| value.clamp(p.low, p.high)));
            }
            Self::Off(switches) => {
                for switch in switches {
                    assert!(setup.params.switches.set(switch, false), "the switch `{switch}` does not exist");
                }
            }
            Self::OffFrom(..) => {} // the run does it: Arm::later
            Self::All(deeds) => deeds.iter().for_each(|deed| deed.carry_out(setup, cast)),
            Self::Own(_, change) => change(setup, cast),
        }
    }
}

impl Start {
    fn set(self, pair: &mut PairStart) {
        match self {
            Self::Trade(x) => pair.ties[0] = x,
            Self::People(x) => pair.ties[1] = x,
            Self::Security(x) => pair.ties[2] = x,
            Self::Ties(x) => pair.ties = [x; 3],
            Self::Posture(x) => pair.posture = [x; 2],
            Self::TrueBelief => pair.belief = [None; 2],
            Self::Rivalry(x) => pair.rivalry = x,
            Self::Contest(x) => pair.contest = x,
            Self::Complementarity(x) => pair.complementarity = x,
            Self::Allied(allied) => pair.alliance = allied,
            Self::Dispute(stage) => pair.stage = stage,
        }
    }
}

fn begin(setup: &mut Setup, cast: &Cast, who: Who, variables: &[&str], value: f64) {
    for variable in variables {
        let place = place(variable);
        for &i in cast.states(who) {
            if let Some(column) = setup.states.column_mut(place) {
                column[i] = value;
            }
            // As if a scenario gave it: the years of settling before the first round leave it alone.
            setup.states.given[i] |= 1 << place;
        }
    }
}

fn set(setup: &mut Setup, path: &str, value: f64) {
    if let Err(error) = setup.params.set(path, value) {
        panic!("{error}");
    }
}

fn policy(state: StateId, other: StateId, act: Act, instrument: Option<Instrument>) -> Change {
    Change::ClampPolicy { state, toward: Some(other), act, instrument }
}

fn each(setup: &mut Setup, cast: &Cast, who: Who, rounds: Rounds, change: impl Fn(&Setup, StateId) -> Change) {
    for &i in cast.states(who) {
        let change = change(setup, StateId(i as u32));
        push(setup, rounds, change);
    }
}

fn each_link(
    setup: &mut Setup,
    cast: &Cast,
    who: Who,
    toward: Toward,
    rounds: Rounds,
    change: impl Fn(StateId, StateId) -> Change,
) {
    for &i in cast.states(who) {
        for j in cast.counterparts(i, toward) {
            push(setup, rounds, change(StateId(i as u32), StateId(j as u32)));
        }
    }
}

fn push(setup: &mut Setup, [from, until]: Rounds, change: Change) {
    setup.interventions.push(Intervention { name: String::new(), from, until, change });
}

/// The index of a variable among the columns of states.
///
/// # Panics
/// Panics if an entry names a variable that does not exist. A test builds every arm.
fn place(variable: &str) -> usize {
    match COLUMNS.iter().position(|column| column.name == variable) {
        Some(place) => place,
        None => panic!("the variable `{variable}` does not exist"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const QUIET: &[Deed] = &[
        Deed::Believe(ALWAYS, Who::Others, Toward::Of(Who::Focal), 0.0),
        Deed::Off(&["nationals", "alliances"]),
        Deed::Scale("choice.confront", 0.6),
    ];

    #[test]
    fn words_are_made_from_the_deeds_and_say_what_two_arms_share_once() {
        let armed = arm(&[Deed::All(QUIET), Deed::Hold(ALWAYS, Who::Focal, &["military"], 1.5)]);
        let bare = arm(&[Deed::All(QUIET), Deed::Hold([2, 9], Who::Focal, &["military"], 0.02)]);
        assert_eq!(
            armed.words(),
            "what all others believe of the focal states is held at 0; `nationals`, `alliances` off; `choice.confront` \
             is 0.6 times its value; `military` of the focal states is held at 1.5"
        );
        assert_eq!(
            bare.words_beside(&armed),
            "the same, but `military` of the focal states is held at 0.02 in rounds 2 to 9"
        );
        assert_eq!(AS_IT_IS.words_beside(&armed), "the world as it is");
        let other = arm(&[
            Deed::Begin(Who::All, GOVERNANCE, 0.25),
            Deed::Add([5, 5], Who::Small, "want", -0.3),
            Deed::Pairs(
                Who::Focal,
                Toward::Partner,
                &[Start::Trade(0.9), Start::Allied(true), Start::Dispute(Stage::War)],
            ),
        ]);
        assert_eq!(
            other.words_beside(&armed),
            "governance (all four components) of all states begins at 0.25; `want` of the weaker half is lowered by 0.3 \
             in round 5; the focal states and the partner begin with trade of 0.9, allied, at war"
        );
    }

    #[test]
    fn a_world_is_free_if_nothing_is_held() {
        let free = |deeds: &'static [Deed]| super::arm(deeds).leaves_the_world_free();
        assert!(free(&[]));
        assert!(free(&[
            Deed::Begin(Who::All, &["meaning"], 0.9),
            Deed::Image([6, 8], Who::Focal, Toward::Partner, -1.0)
        ]));
        assert!(!free(&[Deed::Image([6, 9], Who::Focal, Toward::Partner, -1.0)]));
        assert!(!free(&[Deed::Hold([1, 1], Who::All, &["meaning"], 0.9)]));
        assert!(free(&[Deed::Off(&["alliances"])]), "a mechanism may be the contrast");
        assert!(!free(&[Deed::All(QUIET)]));
    }
}
