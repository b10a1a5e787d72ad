//! Every claim, in the order of the theory.

use super::{Claim, opportunities, opportunities_shared, the_loop, threats, threats_coercion};

/// All entries.
pub fn all() -> Vec<&'static Claim> {
    [threats::CLAIMS, threats_coercion::CLAIMS, opportunities::CLAIMS, opportunities_shared::CLAIMS, the_loop::CLAIMS]
        .into_iter()
        .flatten()
        .collect()
}

/// The entry of a code, whatever the case of its letters.
pub fn find(id: &str) -> Option<&'static Claim> {
    all().into_iter().find(|claim| claim.id.eq_ignore_ascii_case(id))
}
