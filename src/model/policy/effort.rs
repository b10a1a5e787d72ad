//! The effort of an act: what the state can give to it.
//!
//! Equations: docs/odd.md, section 7.5, and `terms`.

use super::super::math::{at_least, at_most};
use super::super::params::Params;
use super::super::ties::actors;
use super::Stance;

/// The effort of an act without any capacity.
pub(super) const LEAST: f64 = 0.3;

/// The effort of cooperation. Ties that are spread evenly over their layers make it cheaper.
#[inline(always)]
pub(super) fn to_cooperate(me: &Stance, they: &Stance, breadth: f64, params: &Params) -> f64 {
    let broad = actors(me.civil_capacity, they.civil_capacity, params) * breadth;
    by(me.capacity_to_cooperate / at_least(1.0 - params.ties.breadth * broad, 0.05))
}

/// The effort of confrontation.
#[inline(always)]
pub(super) fn to_confront(me: &Stance) -> f64 {
    by(me.capacity_to_confront)
}

#[inline(always)]
fn by(capacity: f64) -> f64 {
    at_most(LEAST + (1.0 - LEAST) * capacity, 1.0)
}

#[cfg(test)]
mod tests {
    use super::super::super::pairs::breadth;
    use super::*;

    #[test]
    fn effort_grows_with_capacity_and_breadth_makes_cooperation_cheaper() {
        let mut params = Params::default();
        params.ties.breadth = 0.5;
        let of = |civil_capacity: f64| Stance {
            civil_capacity,
            capacity_to_cooperate: 0.3,
            capacity_to_confront: 0.5,
            ..Stance::default()
        };
        assert!((to_confront(&of(0.6)) - 0.65).abs() < 1e-12);
        // By civic bodies of 0.6 and 0.2 besides the states, which saves half of 0.35.
        let half = breadth(0.4, 0.4, 0.0);
        assert!((to_cooperate(&of(0.6), &of(0.2), half, &params) - (0.3 + 0.7 * 0.3 / 0.825)).abs() < 1e-12);
    }
}
