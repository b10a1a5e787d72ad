//! Every claim, in the order of the theory.

use super::{Claim, actors, agenda, facilitation, society, the_loop};

/// All entries.
pub fn all() -> Vec<&'static Claim> {
    [
        facilitation::CLAIMS,
        the_loop::CLAIMS,
        society::BREADTH,
        agenda::CLAIMS,
        society::FORMS_OF_POWER,
        actors::CIVIC_BODIES_AND_FIRMS,
        society::SUPPORT_AND_MEANS,
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
