//! The registry: every claim as an entry, in the order of the theory. A: frame, components, perception, order. B1: knowledge,
//! rivalry, blocs. B2: threats, crises, coercion, protection. B3: opportunities. B4: facilitation. C: the loop, power, agenda,
//! authority, actors, restraint, society.

mod actors;
mod agenda;
mod authority;
mod blocs;
mod coercion;
mod components;
mod crises;
mod facilitation;
mod frame;
mod knowledge;
mod measures;
mod opportunities;
mod opportunities_shared;
mod order;
mod perception;
mod placebos;
mod power;
mod protection;
mod restraint;
mod rivalry;
mod second_reading;
mod society;
mod the_loop;
mod threats;

use super::{
    Arm, Claim, Notes, Outcome, Part, Parts, View, cast, deeds, less, less_by_share, more, more_by_share, outcome, view,
};

/// All entries.
pub fn all() -> Vec<&'static Claim> {
    [
        frame::FOUR_ANSWERS,
        components::CLAIMS,
        frame::CLAIMS,
        perception::CLAIMS,
        order::CLAIMS,
        knowledge::IMAGES,
        rivalry::CLAIMS,
        blocs::CLAIMS,
        knowledge::CHANNELS,
        threats::RISE_AND_FALL,
        crises::CLAIMS,
        threats::COSTS,
        coercion::CLAIMS,
        protection::CLAIMS,
        opportunities::CLAIMS,
        opportunities_shared::CLAIMS,
        facilitation::CLAIMS,
        the_loop::CLAIMS,
        power::BREADTH,
        agenda::CLAIMS,
        authority::CLAIMS,
        power::FORMS_OF_POWER,
        actors::CIVIC_BODIES_AND_FIRMS,
        society::CLAIMS,
        actors::REMOVABLE_RULERS,
        the_loop::ENVIRONMENT,
        actors::AGENTS,
        restraint::CLAIMS,
        second_reading::CLAIMS,
        placebos::PLACEBOS,
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The entry of a code, whatever the case of its letters.
pub fn find(id: &str) -> Option<&'static Claim> {
    all().into_iter().find(|claim| claim.id.eq_ignore_ascii_case(id))
}
