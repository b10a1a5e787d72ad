//! The vectors that the model may use, by an environment variable: the same for every command, and of no effect on results.

use anyhow::Result;

use super::failure::user_error;
use crate::model::vectors::{self, Vectors};

/// The variable that narrows them.
const VARIABLE: &str = "TAKVIN_VECTORS";

/// Allows the vectors that the variable names, or the widest without it.
///
/// # Errors
/// Returns an error if the variable names none.
pub(super) fn allow() -> Result<()> {
    let Some(given) = std::env::var_os(VARIABLE).filter(|given| !given.is_empty()) else { return Ok(()) };
    let given = given.to_string_lossy();
    let named = Vectors::named(&given).ok_or_else(|| {
        user_error(format!("{VARIABLE} is `{given}`; it must be one of {}", Vectors::NAMES.join(", ")))
    })?;
    vectors::allow(named);
    Ok(())
}
