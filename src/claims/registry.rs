//! Every claim, in the order of the theory.

use super::{
    Claim, actors, agenda, facilitation, opportunities, opportunities_shared, power, society, the_loop, threats, threats_coercion,
};

/// All entries.
pub fn all() -> Vec<&'static Claim> {
    [
        threats::CLAIMS,
        threats_coercion::CLAIMS,
        opportunities::CLAIMS,
        opportunities_shared::CLAIMS,
        facilitation::CLAIMS,
        the_loop::CLAIMS,
        power::BREADTH,
        agenda::CLAIMS,
        power::FORMS_OF_POWER,
        actors::CIVIC_BODIES_AND_FIRMS,
        society::CLAIMS,
        actors::REMOVABLE_RULERS,
        the_loop::ENVIRONMENT,
        actors::AGENTS_AND_AGENDA,
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The entry of a code, whatever the case of its letters.
pub fn find(id: &str) -> Option<&'static Claim> {
    all().into_iter().find(|claim| claim.id.eq_ignore_ascii_case(id))
}
