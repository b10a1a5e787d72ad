//! Measures that several families share.

use super::cast::Who;
use super::{Parts, View};
use crate::model::issues::{Agenda, Kind, Origin, Truth};

/// Ages of the real military matters securitised in the round, over their number.
pub fn acceptance_age_military(view: &View<'_>, who: Who) -> Parts {
    view.ratio(who, |s, i| (s.acceptance_age_military[i], s.accepted_military[i]))
}

/// Security issues resolved in the round, over these and those left.
pub fn resolution(view: &View<'_>, who: Who) -> Parts {
    view.ratio(who, |s, i| (s.resolved[i], s.resolved[i] + s.securitised[i]))
}

/// Military security issues resolved in the round, over these and those left.
pub fn resolution_of_military(view: &View<'_>, who: Who) -> Parts {
    view.ratio(who, |s, i| {
        let resolved = s.state_military[i] + s.civic_military[i] + s.private_military[i];
        (resolved, resolved + real_matters(view, i, 0, Agenda::Securitised))
    })
}

/// Real matters of a sector that a state has on an agenda, whoever raised them.
pub fn real_matters(view: &View<'_>, state: usize, sector: usize, agenda: Agenda) -> f64 {
    let count = |origin| view.world.issues.count(state, Kind { sector, truth: Truth::Real, origin }, agenda);
    f64::from(count(Origin::Below) + count(Origin::Above))
}
