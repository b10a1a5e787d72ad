//! Every claim, in the order of the theory.

use super::{Claim, actors, agenda, facilitation, power, society, the_loop};

/// All entries.
pub fn all() -> Vec<&'static Claim> {
    [
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
