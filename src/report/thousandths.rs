//! Numbers as the page stores them: in whole thousandths.

/// Returns a number in whole thousandths, as it is written with three decimals, or `None` if it is missing.
pub(crate) fn thousandths(value: f64) -> Option<i64> {
    if !value.is_finite() {
        return None;
    }
    let scaled = value * 1000.0;
    // Halfway between two thousandths the decimal digits decide, as they do when the number is written.
    if (scaled.fract().abs() - 0.5).abs() > 1e-6 && scaled.abs() < 1e12 {
        return Some(scaled.round() as i64);
    }
    format!("{value:.3}").replace('.', "").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousandths_are_the_digits_that_three_places_show() {
        for value in [0.0, 0.4565, -0.4565, 0.1235, 2.0005, 0.0005, -0.0004, 12.345_499_9, 1e9] {
            let written: f64 = format!("{value:.3}").parse().unwrap();
            assert_eq!(thousandths(value).unwrap(), (written * 1000.0).round() as i64, "{value}");
        }
        assert_eq!(thousandths(f64::NAN), None);
    }
}
