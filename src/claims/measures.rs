//! Measures that more than one family of claims takes.

use super::cast::{Toward, Who};
use super::view::{Notes, Parts, Side, View};
use crate::model::EventKind;
use crate::model::issues::{Agenda, Kind, Origin, Truth};

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

/// How many pairs of the states of a group with those counterparts see something of a kind for the first time in this round.
/// Notes: for each pair whether it has been seen.
pub fn first_between(view: &View<'_>, kinds: &[EventKind], who: Who, toward: Toward, notes: &mut Notes) -> f64 {
    notes.resize(view.world.pairs.len(), 0.0);
    let mut first = 0.0;
    for side in view.sides(who, toward) {
        let is_of =
            |a: usize, b: Option<usize>| (a, b) == (side.me, Some(side.other)) || (a, b) == (side.other, Some(side.me));
        let hit =
            kinds.iter().any(|kind| view.events(*kind).any(|event| is_of(event.a.index(), event.b.map(|b| b.index()))));
        if hit && notes[side.pair] == 0.0 {
            notes[side.pair] = 1.0;
            first += 1.0;
        }
    }
    first
}

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
