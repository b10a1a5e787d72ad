//! Whole numbers on the command line.

/// Parses a whole number within bounds. The error names the bounds.
pub(crate) fn whole<T: TryFrom<u64>>(low: u64, high: u64) -> impl Fn(&str) -> Result<T, String> + Clone {
    move |text| {
        let number = text.parse().ok().filter(|number| (low..=high).contains(number));
        let refused = || format!("must be a whole number from {low} to {high}");
        number.and_then(|number| T::try_from(number).ok()).ok_or_else(refused)
    }
}
