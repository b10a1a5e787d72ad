//! The elementary functions of the model, from one pinned pure-Rust implementation each.
//!
//! The platform's `exp` and `ln` differ in the last bit between machines; these do not. (`sqrt` and the four operations
//! are exact by IEEE 754 and need no wrapper.)

/// e to the power x, for any finite x; overflow and underflow stop at e^±708.
///
/// ```text
/// k = round(x / ln 2),  r = x − k · ln 2,  e^x = 2^k · Σ rⁿ/n! for n = 0…13
/// ```
///
/// Written here without a branch, so that it is inlined where every pair's choice needs it. The bench `exp` compares it
/// with the library's. It is within 2 units in the last place of the library's result.
#[inline(always)]
pub fn exp(x: f64) -> f64 {
    const SHIFT: f64 = 6_755_399_441_055_744.0; // 1.5 · 2⁵²: adding it rounds to a whole number
    const LN2_HIGH: f64 = 0.693_147_180_369_123_8; // its product with k is exact
    const LN2_LOW: f64 = 1.908_214_929_270_587_7e-10;
    let x = at_most(at_least(x, -708.0), 708.0);
    let shifted = x * std::f64::consts::LOG2_E + SHIFT;
    let k = shifted - SHIFT;
    let r = (x - k * LN2_HIGH) - k * LN2_LOW;
    // In pairs (Estrin), so that the processor can work on several at once.
    let (r2, r4) = (r * r, (r * r) * (r * r));
    let low = (1.0 + r) + r2 * (1.0 / 2.0 + r * (1.0 / 6.0));
    let middle = (1.0 / 24.0 + r * (1.0 / 120.0)) + r2 * (1.0 / 720.0 + r * (1.0 / 5040.0));
    let high = (1.0 / 40_320.0 + r * (1.0 / 362_880.0)) + r2 * (1.0 / 3_628_800.0 + r * (1.0 / 39_916_800.0));
    let top = 1.0 / 479_001_600.0 + r * (1.0 / 6_227_020_800.0);
    let series = low + r4 * (middle + r4 * (high + r4 * top));
    // The low bits of `shifted` are k; moved to the exponent they make 2^k.
    series * f64::from_bits((shifted.to_bits().wrapping_add(1023)) << 52)
}

/// Natural logarithm.
#[inline]
pub fn ln(x: f64) -> f64 {
    libm::log(x)
}

/// The logistic function, 1 / (1 + e⁻ˣ).
#[inline]
pub fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + exp(-x))
}

/// x / (x + half) for x ≥ 0: 0 at 0, one half at `half`, toward 1 beyond.
#[inline]
pub fn saturate(x: f64, half: f64) -> f64 {
    x / (x + half)
}

/// The larger of the two. Unlike `f64::max` it does not handle NaN, which the model does not have, and is one
/// instruction.
#[inline(always)]
pub fn at_least(x: f64, low: f64) -> f64 {
    if x < low { low } else { x }
}

/// The smaller of the two; see [`at_least`].
#[inline(always)]
pub fn at_most(x: f64, high: f64) -> f64 {
    if x > high { high } else { x }
}

/// Clips x to [0, 1].
#[inline]
pub fn share(x: f64) -> f64 {
    x.clamp(0.0, 1.0)
}

/// The mean of values between `low` and `high`: their weighted sum over the sum of the weights. Returns 0 if the
/// weights are 0. Products with very small weights lose digits, so the quotient is kept between `low` and `high`.
#[inline]
pub fn weighted_mean(sum: f64, weight: f64, low: f64, high: f64) -> f64 {
    if weight > 0.0 { (sum / weight).clamp(low, high) } else { 0.0 }
}

/// For tests of answers worked by hand: fails unless two numbers are the same but for rounding.
#[cfg(test)]
#[track_caller]
pub(super) fn close(a: f64, b: f64) {
    assert!((a - b).abs() < 1e-12, "{a} and {b}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exp_agrees_with_the_library() {
        for k in -7000..=7000 {
            let x = f64::from(k) * 0.1003;
            let (ours, theirs) = (exp(x), libm::exp(x));
            assert!((ours - theirs).abs() <= 4.5e-16 * theirs, "e^{x}: {ours} and {theirs}");
        }
        assert!(exp(1e300).is_finite() && exp(-1e300) > 0.0);
    }

    #[test]
    fn a_mean_stays_within_its_bounds_though_its_weights_lose_digits() {
        let (weight, value) = (5e-324, 0.9);
        assert_eq!((weight * value + weight * value) / weight, 2.0);
        assert_eq!(weighted_mean(weight * value + weight * value, weight, 0.0, 1.0), 1.0);
        assert_eq!(weighted_mean(-0.3, 0.5, -1.0, 1.0), -0.6);
        assert_eq!(weighted_mean(0.0, 0.0, -1.0, 1.0), 0.0);
    }

    #[test]
    fn hand_worked_values() {
        assert_eq!(exp(0.0), 1.0);
        assert_eq!(logistic(0.0), 0.5);
        assert!((logistic(3.0f64.ln()) - 0.75).abs() < 1e-15);
        assert_eq!(saturate(0.0, 2.0), 0.0);
        assert_eq!(saturate(2.0, 2.0), 0.5);
        assert_eq!(share(1.5), 1.0);
    }

    #[test]
    fn bounds_by_hand() {
        assert_eq!((at_least(-2.0, 0.5), at_least(0.7, 0.5), at_least(0.5, 0.5)), (0.5, 0.7, 0.5));
        assert_eq!((at_most(2.0, 0.5), at_most(-0.7, 0.5), at_most(0.5, 0.5)), (0.5, -0.7, 0.5));
        assert_eq!((share(-0.1), share(0.3)), (0.0, 0.3));
        assert!((saturate(6.0, 2.0) - 0.75).abs() < 1e-15);
    }
}
