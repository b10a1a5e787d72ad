//! The events of a round: disputes, wars, alliances, threats, issues, interventions.

use serde::{Deserialize, Serialize};

use super::ids::StateId;

vocabulary! {
    /// The kind of an event.
    pub enum EventKind {
        /// An intervention of the scenario acts for the first time; `number` is its index.
        Intervention = "intervention",
        /// A state enters the world.
        StateEntered = "state_entered",
        /// A state leaves the world.
        StateLeft = "state_left",
        /// `a` perceives a threat from `b` that has passed the opening level; `value` is its height.
        ThreatBegun = "threat_begun",
        /// That threat has fallen below the closing level; `value` is its peak, `age` its length in rounds.
        ThreatEnded = "threat_ended",
        /// Matters of a sector (`number`) are securitised in `a`; `value` is their number.
        IssuesAccepted = "issues_accepted",
        /// Security issues of a sector (`number`) are resolved in `a`; `value` is their number.
        IssuesResolved = "issues_resolved",
        /// `a` begins a dispute with `b`; `number` is the instrument.
        DisputeBegun = "dispute_begun",
        /// The dispute becomes a crisis. `a` is the state that began it if it begins as a crisis, otherwise the
        /// lower-numbered state, as in the kinds below.
        CrisisBegun = "crisis_begun",
        /// The crisis becomes a war.
        WarBegun = "war_begun",
        /// A third state (`a`) aids a side (`b`) at war.
        AllyJoined = "ally_joined",
        /// The dispute is settled by agreement; `age` is its length in rounds.
        DisputeSettled = "dispute_settled",
        /// The dispute lapses without a settlement.
        DisputeLapsed = "dispute_lapsed",
        /// The war ends by agreement.
        WarSettled = "war_settled",
        /// The war ends by the victory of `a`.
        WarWon = "war_won",
        /// The war freezes into a dispute.
        WarFrozen = "war_frozen",
        /// `a` and `b` form an alliance.
        AllianceFormed = "alliance_formed",
        /// Their alliance ends.
        AllianceEnded = "alliance_ended",
        /// A large transition of `a`'s political system, at a coup or a collapse; `value` is the jump.
        Transition = "transition",
        /// The dispute or war ends because a party (`a`) leaves the world; `age` is its length in rounds.
        DisputeVoid = "dispute_void",
        /// Citizens vote the ruler of `a` out of office; `age` is the tenure in rounds.
        VotedOut = "voted_out",
        /// A coup removes the ruler of `a`; `age` is the tenure in rounds.
        Coup = "coup",
        /// The rule of `a` collapses; `age` is the tenure in rounds.
        RuleCollapsed = "rule_collapsed",
        /// An incident harms nationals of `a` in `b`; `value` is its gravity.
        Incident = "incident",
        /// The dispute that `a` begins with `b` is over its nationals; `value` is the grievance.
        DisputeOverNationals = "dispute_over_nationals",
        /// `b` gives up the war after its rule at home has failed.
        WarCollapse = "war_collapse",
        /// `a` conquers `b`, which leaves the world.
        StateConquered = "state_conquered",
        /// The conquered `a` returns; `b` had conquered it.
        StateReturned = "state_returned",
        /// `a` concedes to `b` in a settlement under coercion; `value` is the share of its autonomy.
        Concession = "concession",
    }
}

/// An event.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// The kind.
    pub kind: EventKind,
    /// The first state, which acts or is affected.
    pub a: StateId,
    /// The second state, if there is one.
    pub b: Option<StateId>,
    /// The number of the sector, instrument or intervention, if the kind has one.
    pub number: Option<u32>,
    /// The length in rounds, if something ended.
    pub age: Option<u32>,
    /// The size, if the kind has one.
    pub value: Option<f64>,
}

impl Event {
    /// An event of one state.
    pub fn new(kind: EventKind, a: StateId) -> Self {
        Self { kind, a, b: None, number: None, age: None, value: None }
    }

    /// An event between two states, by index.
    pub fn between(kind: EventKind, a: usize, b: usize) -> Self {
        Self { b: Some(StateId(b as u32)), ..Self::new(kind, StateId(a as u32)) }
    }

    /// With a sector, instrument or intervention.
    #[must_use]
    pub fn with_number(self, number: usize) -> Self {
        Self { number: Some(number as u32), ..self }
    }

    /// With a length.
    #[must_use]
    pub fn with_age(self, age: u32) -> Self {
        Self { age: Some(age), ..self }
    }

    /// With a size.
    #[must_use]
    pub fn with_value(self, value: f64) -> Self {
        Self { value: Some(value), ..self }
    }
}
