//! Measures that several entries share.

use super::cast::{Toward, Who};
use super::view::{Parts, Side, View};
use crate::model::EventKind;
use crate::model::pairs::{Act, Stage};

/// 1 if so, else 0.
pub fn one_if(so: bool) -> f64 {
    f64::from(u8::from(so))
}

/// The four components of a state: meaning, referent, securitisation, provision.
pub fn components(view: &View<'_>, i: usize) -> [f64; 4] {
    let states = view.states();
    [states.meaning[i], states.referent[i], states.securitisation[i], states.provision[i]]
}

/// A component less the mean of the other three, over the states of a group.
pub fn apart(view: &View<'_>, who: Who, component: usize) -> Parts {
    view.each(who, |_, i| {
        let four = components(view, i);
        (4.0 * four[component] - four.iter().sum::<f64>()) / 3.0
    })
}

/// The share of such pairs whose dispute is open.
pub fn in_dispute(view: &View<'_>, who: Who, toward: Toward) -> Parts {
    view.share(who, toward, |side| side.stage() != Stage::Calm)
}

/// The share of such pairs in which the state does this.
pub fn acting(view: &View<'_>, who: Who, toward: Toward, act: Act) -> Parts {
    view.share(who, toward, |side| side.act() == act)
}

/// Disputes that states of a group begin, over their pairs.
pub fn disputes_begun(view: &View<'_>, who: Who) -> Parts {
    (view.count(EventKind::DisputeBegun, who), view.sides(who, Toward::All).count() as f64)
}

/// Posture of the other toward the state that looks.
pub fn met(side: &Side<'_>) -> f64 {
    side.pairs.posture[side.pair][1 - side.side]
}
