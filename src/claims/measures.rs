//! Measures, and other pieces, that several entries share.

use super::cast::{Toward, Who};
use super::stage::COMPONENTS;
use super::view::{Parts, Side, View};
use super::{Arm, Stage};
use crate::model::EventKind;
use crate::model::pairs::{Act, Stage as Height};

/// Why 0.05 on a scale.
pub const ON_A_SCALE: &str =
    "0.05 of a scale from 0 to 1, a tenth of the way from one pole's camp to the other, as 1946–1990 has them";
/// Why a fifth of a rate or count.
pub const A_FIFTH: &str =
    "a fifth of what there is without it: the least that would be remarked on in a record of some decades";
/// Why 0.05 of counterparts or pairs.
pub const FIVE_IN_A_HUNDRED: &str = "five counterparts in a hundred";

/// Nothing parts one component from another.
pub const ONE_SCORE: Arm = Arm {
    words: "governance is one score: all four components follow the mean of their pressures, and neither votes nor \
            coups turn the referent alone",
    of: |stage| {
        stage.off("components_apart");
        stage.set("rulers.vote_referent", 0.0);
        stage.set("rulers.coup_referent", 0.0);
    },
};

/// The components of a group stay where they begin.
pub fn keep_governance(stage: &mut Stage<'_>, who: Who) {
    COMPONENTS.iter().for_each(|component| stage.keep(who, component));
}

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
    view.share(who, toward, |side| side.stage() != Height::Calm)
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
