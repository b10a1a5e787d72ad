//! What happens in a round that is worth telling: disputes, wars, alliances, threats, issues, interventions.

use serde::{Deserialize, Serialize};

use super::ids::StateId;

/// What kind of thing happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[repr(u8)]
pub enum EventKind {
    /// An intervention of the scenario acts for the first time; `number` is its place.
    Intervention,
    /// A state enters the world.
    StateEntered,
    /// A state leaves the world.
    StateLeft,
    /// `a` perceives a threat from `b` that has passed the opening level; `value` is its height.
    ThreatBegun,
    /// That threat has fallen below the closing level; `value` is its peak, `age` its length in rounds.
    ThreatEnded,
    /// Matters of a sector (`number`) are securitised in `a`; `value` is how many.
    IssuesAccepted,
    /// Security issues of a sector (`number`) are resolved in `a`; `value` is how many.
    IssuesResolved,
    /// `a` begins a dispute with `b`; `number` is the instrument.
    DisputeBegun,
    /// The dispute becomes a crisis; `a` is who began it where it begins as one, else the lower-numbered state, as in what follows.
    CrisisBegun,
    /// The crisis becomes a war.
    WarBegun,
    /// A third state (`a`) aids a side at war; `b` is the one aided.
    AllyJoined,
    /// The dispute is settled by agreement; `age` is its length in rounds.
    DisputeSettled,
    /// The dispute goes quiet, unsettled.
    DisputeLapsed,
    /// The war ends by agreement.
    WarSettled,
    /// The war ends by the victory of `a`.
    WarWon,
    /// The war freezes into a dispute.
    WarFrozen,
    /// `a` and `b` form an alliance.
    AllianceFormed,
    /// Their alliance ends.
    AllianceEnded,
    /// A large transition of `a`'s political system, at a coup or a collapse; `value` is the jump.
    Transition,
    /// The dispute or war ends because a party leaves the world; `a` is the one that leaves, `age` its length in rounds.
    DisputeVoid,
    /// Citizens vote the ruler of `a` out of office; `age` is the tenure in rounds.
    VotedOut,
    /// A coup removes the ruler of `a`; `age` is the tenure in rounds.
    Coup,
    /// The rule of `a` collapses; `age` is the tenure in rounds.
    RuleCollapsed,
    /// An incident befalls nationals of `a` in `b`; `value` is its gravity.
    Incident,
    /// The dispute that `a` begins with `b` is over its nationals; `value` is the grievance.
    DisputeOverNationals,
    /// `b` gives up the war: it was lost at home.
    WarCollapse,
    /// `a` conquers `b`, which leaves the world.
    StateConquered,
    /// The conquered `a` returns; `b` had conquered it.
    StateReturned,
    /// `a` concedes to `b` in a settlement under coercion; `value` is the share of its autonomy.
    Concession,
}

/// Every kind with its name in tables.
pub const EVENT_KINDS: [(EventKind, &str); 29] = [
    (EventKind::Intervention, "intervention"),
    (EventKind::StateEntered, "state_entered"),
    (EventKind::StateLeft, "state_left"),
    (EventKind::ThreatBegun, "threat_begun"),
    (EventKind::ThreatEnded, "threat_ended"),
    (EventKind::IssuesAccepted, "issues_accepted"),
    (EventKind::IssuesResolved, "issues_resolved"),
    (EventKind::DisputeBegun, "dispute_begun"),
    (EventKind::CrisisBegun, "crisis_begun"),
    (EventKind::WarBegun, "war_begun"),
    (EventKind::AllyJoined, "ally_joined"),
    (EventKind::DisputeSettled, "dispute_settled"),
    (EventKind::DisputeLapsed, "dispute_lapsed"),
    (EventKind::WarSettled, "war_settled"),
    (EventKind::WarWon, "war_won"),
    (EventKind::WarFrozen, "war_frozen"),
    (EventKind::AllianceFormed, "alliance_formed"),
    (EventKind::AllianceEnded, "alliance_ended"),
    (EventKind::Transition, "transition"),
    (EventKind::DisputeVoid, "dispute_void"),
    (EventKind::VotedOut, "voted_out"),
    (EventKind::Coup, "coup"),
    (EventKind::RuleCollapsed, "rule_collapsed"),
    (EventKind::Incident, "incident"),
    (EventKind::DisputeOverNationals, "dispute_over_nationals"),
    (EventKind::WarCollapse, "war_collapse"),
    (EventKind::StateConquered, "state_conquered"),
    (EventKind::StateReturned, "state_returned"),
    (EventKind::Concession, "concession"),
];

/// One thing that happened in a round.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// What kind.
    pub kind: EventKind,
    /// To or by whom.
    pub a: StateId,
    /// With whom, where there is another.
    pub b: Option<StateId>,
    /// Sector, instrument or intervention by number, where the kind has one.
    pub number: Option<u32>,
    /// Length in rounds, where something ended.
    pub age: Option<u32>,
    /// Size, where the kind has one.
    pub value: Option<f64>,
}

impl Event {
    /// Something that happens to or by one state.
    pub fn new(kind: EventKind, a: StateId) -> Self {
        Self { kind, a, b: None, number: None, age: None, value: None }
    }

    /// Something between two states, by index.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_stand_in_the_order_of_their_numbers() {
        assert!(EVENT_KINDS.iter().enumerate().all(|(number, (kind, _))| *kind as usize == number));
    }
}
