//! Measures that more than one family of claims takes.

use super::cast::{Toward, Who};
use super::view::{Side, View};
use crate::model::EventKind;

/// How many events of a kind of this round were between a state of a group and one of those counterparts.
pub fn between(view: &View<'_>, kind: EventKind, who: Who, toward: Toward) -> f64 {
    let cast = view.cast;
    let is = |a: usize, b: usize| cast.states(who).contains(&a) && cast.is_toward(a, b, toward);
    let hits = view
        .events(kind)
        .filter(|event| event.b.is_some_and(|b| is(event.a.index(), b.index()) || is(b.index(), event.a.index())));
    hits.count() as f64
}

/// How many pairs there are of the states of a group with those counterparts, in the first round; 0 in every other. Below
/// the line it makes an outcome one of each pair with which the run began.
pub fn pairs_at_first(view: &View<'_>, who: Who, toward: Toward) -> f64 {
    if view.world.round == 1 { view.sides(who, toward).count() as f64 } else { 0.0 }
}

/// Does the state see a threat from the other that has begun and not ended?
pub fn sees_threat(side: &Side<'_>) -> bool {
    side.pairs.threat_age[side.pair][side.side] > 0
}
