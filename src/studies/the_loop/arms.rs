//! The experiments on a world: an arrow cut, the system held, policy or governance of a state held.

use crate::model::constitution::COMPONENTS;
use crate::model::pairs::Act;
use crate::model::states::COLUMNS;
use crate::model::{Change, Intervention, Setup, StateId};

use super::lab::topology;

/// A variant of a world that differs in one thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Variant {
    /// As the scenario has it.
    Loop,
    /// Policy does not affect governance.
    PolicyCut,
    /// Governance does not affect policy.
    GovernanceCut,
    /// Neither affects the other.
    BothCut,
    /// The political system of every state stays at its initial value.
    SystemHeld,
    /// Leaders do not learn from the acts of others.
    LearningOff,
}

impl Variant {
    /// Its name in the tables.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Loop => "loop",
            Self::PolicyCut => "policy_to_governance_cut",
            Self::GovernanceCut => "governance_to_policy_cut",
            Self::BothCut => "both_cut",
            Self::SystemHeld => "system_held",
            Self::LearningOff => "learning_off",
        }
    }

    /// Its name in texts.
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Loop => "the world as it is",
            Self::PolicyCut => "policy → governance cut",
            Self::GovernanceCut => "governance → policy cut",
            Self::BothCut => "both arrows cut",
            Self::SystemHeld => "political systems held",
            Self::LearningOff => "no learning",
        }
    }

    /// Applies the variant to a world.
    pub(super) fn of(self, setup: &Setup) -> Setup {
        let mut setup = setup.clone();
        let switches = &mut setup.params.switches;
        match self {
            Self::Loop => {}
            Self::PolicyCut => switches.policy_to_governance = false,
            Self::GovernanceCut => switches.governance_to_policy = false,
            Self::BothCut => (switches.policy_to_governance, switches.governance_to_policy) = (false, false),
            Self::LearningOff => switches.learning = false,
            Self::SystemHeld => hold_system(&mut setup),
        }
        setup
    }
}

/// The index of a variable among the columns of a state.
fn place(variable: &str) -> usize {
    COLUMNS.iter().position(|column| column.name == variable).unwrap_or(usize::MAX)
}

/// An intervention in rounds `from..=until`.
fn during(from: u32, until: u32, change: Change) -> Intervention {
    Intervention { name: "loop".to_owned(), from, until, change }
}

fn always(change: Change) -> Intervention {
    during(1, u32::MAX, change)
}

/// Holds the act of one state of a pair toward the other in these rounds.
pub(super) fn act(state: usize, toward: usize, act: Act, (from, until): (u32, u32)) -> Intervention {
    let [state, toward] = [state, toward].map(|i| StateId(i as u32));
    during(from, until, Change::ClampPolicy { state, toward: Some(toward), act, instrument: None })
}

/// Holds every state's political system at its initial value.
fn hold_system(setup: &mut Setup) {
    let variable = place("system");
    let held = setup.states.system.iter().enumerate();
    let held = held.map(|(i, &value)| always(Change::Clamp { state: StateId(i as u32), variable, value }));
    setup.interventions.extend(held.collect::<Vec<_>>());
}

/// Holds all four components of a state's governance at a level.
pub(super) fn hold_governance(setup: &mut Setup, state: usize, level: f64) {
    let hold =
        |name: &&str| always(Change::Clamp { state: StateId(state as u32), variable: place(name), value: level });
    setup.interventions.extend(COMPONENTS.iter().map(hold));
}

/// Shifts all four components of a state's governance by an amount in one round, within [0, 1].
pub(super) fn shock_governance(setup: &mut Setup, state: usize, amount: f64, round: u32) {
    let shock = |name: &&str| {
        during(round, round, Change::Shock { state: StateId(state as u32), variable: place(name), amount })
    };
    setup.interventions.extend(COMPONENTS.iter().map(shock));
}

/// Makes a state cooperate with a share of its counterparts and confront the others in these rounds. A counterpart that
/// it cooperates with at one share is also among the counterparts at any higher share.
pub(super) fn hold_policy(setup: &mut Setup, state: usize, share: f64, seed: u64, rounds: (u32, u32)) {
    let order = counterparts(setup, state, seed);
    let cooperate = of_share(share, order.len());
    let held = order.iter().enumerate().map(|(k, &other)| {
        let what = if k < cooperate { Act::Cooperate } else { Act::Confront };
        act(state, other, what, rounds)
    });
    setup.interventions.extend(held.collect::<Vec<_>>());
}

/// The number of counterparts in a share.
pub(super) fn of_share(share: f64, count: usize) -> usize {
    ((share * count as f64).round() as usize).min(count)
}

/// The counterparts within reach of a state, in an order that depends on the seed and not on other states.
pub(super) fn counterparts(setup: &Setup, state: usize, seed: u64) -> Vec<usize> {
    let mut others: Vec<usize> = topology(setup).links(state).map(|link| link.other.index()).collect();
    others.sort_by_key(|&other| (mixed(mixed(mixed(seed) ^ state as u64) ^ other as u64), other));
    others
}

/// Mixes the bits of a number, so that near numbers give distant results (the finaliser of SplitMix64, Steele et al.
/// 2014, doi:10.1145/2660193.2660195).
pub(super) fn mixed(x: u64) -> u64 {
    let x = x.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario;

    fn world() -> Setup {
        let text = (0..8).map(|k| format!("[states.S{k}]")).collect::<Vec<_>>().join("\n");
        scenario::load_text("w", &text, &[]).unwrap().setup
    }

    #[test]
    fn levels_of_policy_nest() {
        let toward_whom = |share: f64| {
            let mut setup = world();
            hold_policy(&mut setup, 3, share, 7, (1, 5));
            let cooperates = |i: &Intervention| match i.change {
                Change::ClampPolicy { toward: Some(other), act: Act::Cooperate, .. } => Some(other.index()),
                _ => None,
            };
            setup.interventions.iter().filter_map(cooperates).collect::<Vec<_>>()
        };
        assert!(toward_whom(0.0).is_empty());
        assert_eq!(toward_whom(1.0).len(), 7);
        let (some, more) = (toward_whom(0.3), toward_whom(0.7));
        assert_eq!((some.len(), more.len()), (2, 5));
        assert!(some.iter().all(|other| more.contains(other)));
    }

    #[test]
    fn the_order_of_counterparts_goes_by_the_seed() {
        let setup = world();
        assert_eq!(counterparts(&setup, 3, 7), counterparts(&setup, 3, 7));
        assert_ne!(counterparts(&setup, 3, 7), counterparts(&setup, 3, 8));
        let mut sorted = counterparts(&setup, 3, 7);
        sorted.sort_unstable();
        assert_eq!(sorted, [0, 1, 2, 4, 5, 6, 7]);
    }

    #[test]
    fn every_variable_that_is_held_is_there() {
        for name in COMPONENTS.iter().chain(&["system"]) {
            assert!(place(name) < COLUMNS.len(), "{name}");
        }
    }
}
