//! One round, stopped at the four moments that explain it.

use crate::model::World;
use crate::model::round::{STEPS, step_until};

/// A round seen at four moments.
pub(super) struct Moments {
    /// After beliefs and threats, before issues become security issues.
    pub(super) informed: World,
    /// After all states have chosen, before any act.
    pub(super) decided: World,
    /// Before the round affects governance.
    pub(super) accounted: World,
    /// After the round.
    pub(super) after: World,
}

impl Moments {
    pub(super) fn of(before: &World) -> Self {
        let until = |name: &str, also: usize| {
            let mut world = before.clone();
            let steps = STEPS.iter().position(|(step, _)| *step == name).map_or(STEPS.len(), |at| at + also);
            step_until(&mut world, steps);
            world
        };
        Self {
            informed: until("securitise", 0),
            decided: until("decide", 1),
            accounted: until("constitute", 0),
            after: until("", 0),
        }
    }
}
