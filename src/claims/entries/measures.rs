//! Measures, and other pieces, that several entries share.

use super::Arm;
use super::cast::{Toward, Who};
use super::deeds::{Deed, arm};
use super::view::{Notes, Parts, Side, View};
use crate::model::issues::{Agenda, Kind, Origin, Truth};
use crate::model::pairs::{Act, Stage};
use crate::model::{EventKind, StateId};

/// Why 0.05 on a scale.
pub(super) const ON_A_SCALE: &str = "0.05 of a scale from 0 to 1, a twelfth of the distance between the two camps of \
        political systems of 1946–1990, near 0.2 and 0.8";
/// Why a fifth of a rate or count.
pub(super) const A_FIFTH: &str =
    "a fifth of what there is without it: the least that would be remarked on in a record of some decades";
/// Why 0.05 of counterparts or pairs.
pub(super) const FIVE_IN_A_HUNDRED: &str = "five counterparts in a hundred";

/// Why 0.05 of a share.
pub(super) const A_SHARE: &str = "0.05 on a scale from 0 to 1: one pair, or one unit of the budget, in twenty";

/// Nothing parts one component from another.
pub(super) const ONE_SCORE: Arm = arm(&[Deed::Off(&["components_apart"]), Deed::Set("rulers.succession", 0.0)]);

/// Many matters arise, so that rounding to whole matters does not count, and none comes back from the security agenda.
pub(super) const MANY_MATTERS: &[Deed] = &[Deed::Scale("issues.real_rate", 8.0), Deed::Off(&["desecuritisation"])];

/// 1 if so, else 0.
pub(super) fn one_if(so: bool) -> f64 {
    f64::from(u8::from(so))
}

/// The four components of a state: meaning, referent, securitisation, provision.
pub(super) fn components(view: &View<'_>, i: usize) -> [f64; 4] {
    let states = view.states();
    [states.meaning[i], states.referent[i], states.securitisation[i], states.provision[i]]
}

/// A component less the mean of the other three, over the states of a group.
pub(super) fn apart(view: &View<'_>, who: Who, component: usize) -> Parts {
    view.each(who, |_, i| {
        let four = components(view, i);
        (4.0 * four[component] - four.iter().sum::<f64>()) / 3.0
    })
}

/// The share of such pairs whose dispute is open.
pub(super) fn in_dispute(view: &View<'_>, who: Who, toward: Toward) -> Parts {
    view.share(who, toward, |side| side.stage() != Stage::Calm)
}

/// The share of such pairs in which the state does this.
pub(super) fn acting(view: &View<'_>, who: Who, toward: Toward, act: Act) -> Parts {
    view.share(who, toward, |side| side.act() == act)
}

/// Disputes that states of a group begin, over their pairs.
pub(super) fn disputes_begun(view: &View<'_>, who: Who) -> Parts {
    (view.count(EventKind::DisputeBegun, who), view.sides(who, Toward::All).count() as f64)
}

/// Posture of the other toward the state that looks.
pub(super) fn met(side: &Side<'_>) -> f64 {
    side.pairs.posture[side.pair][1 - side.side]
}

/// How many events of a kind of this round were between a state of a group and one of those counterparts.
pub(super) fn between(view: &View<'_>, kind: EventKind, who: Who, toward: Toward) -> f64 {
    let cast = view.cast;
    let is = |a: usize, b: usize| cast.states(who).contains(&a) && cast.is_toward(a, b, toward);
    let hits = view
        .events(kind)
        .filter(|event| event.b.is_some_and(|b| is(event.a.index(), b.index()) || is(b.index(), event.a.index())));
    hits.count() as f64
}

/// How many pairs there are of the states of a group with those counterparts, in the first round; 0 in every other. Below
/// the line it makes an outcome one of each pair with which the run began.
pub(super) fn pairs_at_first(view: &View<'_>, who: Who, toward: Toward) -> f64 {
    if view.world.round == 1 { view.sides(who, toward).count() as f64 } else { 0.0 }
}

/// Does the state see a threat from the other that has begun and not ended?
pub(super) fn sees_threat(side: &Side<'_>) -> bool {
    side.pairs.threat_age[side.pair][side.side] > 0
}

/// How many pairs of the states of a group with those counterparts see something of a kind for the first time in this round.
/// Notes: for each pair whether it has been seen.
pub(super) fn first_between(view: &View<'_>, kinds: &[EventKind], who: Who, toward: Toward, notes: &mut Notes) -> f64 {
    notes.resize(view.world.pairs.len(), 0.0);
    let mut first = 0.0;
    for side in view.sides(who, toward) {
        let is_of =
            |a: usize, b: Option<usize>| (a, b) == (side.me, Some(side.other)) || (a, b) == (side.other, Some(side.me));
        let hit = kinds
            .iter()
            .any(|kind| view.events(*kind).any(|event| is_of(event.a.index(), event.b.map(StateId::index))));
        if hit && notes[side.pair] == 0.0 {
            notes[side.pair] = 1.0;
            first += 1.0;
        }
    }
    first
}

/// Ages of the real military matters securitised in the round, over their number.
pub(super) fn acceptance_age_military(view: &View<'_>, who: Who) -> Parts {
    view.ratio(who, |s, i| (s.acceptance_age_military[i], s.accepted_military[i]))
}

/// Security issues resolved in the round, over these and those left.
pub(super) fn resolution(view: &View<'_>, who: Who) -> Parts {
    view.ratio(who, |s, i| (s.resolved[i], s.resolved[i] + s.securitised[i]))
}

/// Military security issues resolved in the round, over these and those left.
pub(super) fn resolution_of_military(view: &View<'_>, who: Who) -> Parts {
    view.ratio(who, |s, i| {
        let resolved = s.state_military[i] + s.civic_military[i] + s.private_military[i];
        (resolved, resolved + real_matters(view, i, 0, Agenda::Securitised))
    })
}

/// Real matters of a sector that a state has on an agenda, whichever body raised them.
pub(super) fn real_matters(view: &View<'_>, state: usize, sector: usize, agenda: Agenda) -> f64 {
    let count = |origin| view.world.issues.count(state, Kind { sector, truth: Truth::Real, origin }, agenda);
    f64::from(count(Origin::Below) + count(Origin::Above))
}
