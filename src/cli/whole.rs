//! Whole numbers on the command line.

/// Reads a whole number within bounds, and says which where it is none.
pub(crate) fn whole<T: TryFrom<u64>>(low: u64, high: u64) -> impl Fn(&str) -> Result<T, String> + Clone {
    move |text| {
        let number = text.parse().ok().filter(|number| (low..=high).contains(number));
        let refused = || format!("must be a whole number from {low} to {high}");
        number.and_then(|number| T::try_from(number).ok()).ok_or_else(refused)
    }
}
