//! Every claim, in the order of the theory.

use super::{Claim, components, frame, knowledge, order, perception, rivalry, the_loop};

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
        knowledge::CHANNELS,
        the_loop::CLAIMS,
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The entry of a code, whatever the case of its letters.
pub fn find(id: &str) -> Option<&'static Claim> {
    all().into_iter().find(|claim| claim.id.eq_ignore_ascii_case(id))
}
