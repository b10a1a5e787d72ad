//! The elementary functions of the model, from one pinned pure-Rust implementation.
//!
//! The platform's `exp` and `ln` differ in the last bit from machine to machine; these do not. (`sqrt` and the four
//! operations are exact by IEEE 754 and need no wrapper.)

/// e to the power x.
pub fn exp(x: f64) -> f64 {
    libm::exp(x)
}

/// Natural logarithm.
pub fn ln(x: f64) -> f64 {
    libm::log(x)
}

/// The logistic function, 1 / (1 + e⁻ˣ).
pub fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + exp(-x))
}

/// x / (x + half) for x ≥ 0: 0 at 0, one half at `half`, toward 1 beyond.
pub fn saturate(x: f64, half: f64) -> f64 {
    x / (x + half)
}

/// Takes x into [0, 1].
pub fn share(x: f64) -> f64 {
    x.clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hand_worked_values() {
        assert_eq!(exp(0.0), 1.0);
        assert_eq!(logistic(0.0), 0.5);
        assert!((logistic(3.0f64.ln()) - 0.75).abs() < 1e-15);
        assert_eq!(saturate(0.0, 2.0), 0.0);
        assert_eq!(saturate(2.0, 2.0), 0.5);
        assert_eq!(share(1.5), 1.0);
    }
}
