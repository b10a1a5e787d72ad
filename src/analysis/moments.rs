//! Sums of two numbers over observations, and what follows from them: rates, ratios, differences, correlations.

/// The sums over observations (x, y).
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Moments {
    /// The number of observations.
    pub n: f64,
    /// Σx
    pub x: f64,
    /// Σy
    pub y: f64,
    /// Σx²
    pub xx: f64,
    /// Σy²
    pub yy: f64,
    /// Σxy
    pub xy: f64,
}

impl Moments {
    /// The number of sums.
    pub(crate) const COUNT: usize = 6;

    /// The sums, in the order of the fields.
    pub(crate) fn sums(&self) -> [f64; Self::COUNT] {
        [self.n, self.x, self.y, self.xx, self.yy, self.xy]
    }

    /// From sums in the order of the fields; `None` if there are not as many.
    pub(crate) fn of_sums(sums: &[f64]) -> Option<Self> {
        let &[n, x, y, xx, yy, xy] = sums else { return None };
        Some(Self { n, x, y, xx, yy, xy })
    }

    /// Adds an observation.
    pub(crate) fn add(&mut self, x: f64, y: f64) {
        self.n += 1.0;
        self.x += x;
        self.y += y;
        self.xx += x * x;
        self.yy += y * y;
        self.xy += x * y;
    }

    /// Adds the sums of other observations, counted a number of times.
    pub(crate) fn merge(&mut self, other: &Self, times: f64) {
        self.n += times * other.n;
        self.x += times * other.x;
        self.y += times * other.y;
        self.xx += times * other.xx;
        self.yy += times * other.yy;
        self.xy += times * other.xy;
    }

    /// The mean of y; NaN without observations.
    pub(crate) fn mean_y(&self) -> f64 {
        divide(self.y, self.n)
    }

    /// The standard deviation of y, with the n of a population.
    pub(crate) fn spread_y(&self) -> f64 {
        let mean = self.mean_y();
        (divide(self.yy, self.n) - mean * mean).max(0.0).sqrt()
    }

    /// The mean of y where x is 1, and where x is 0; x must be 0 or 1.
    pub(crate) fn means_by_group(&self) -> [f64; 2] {
        [divide(self.xy, self.x), divide(self.y - self.xy, self.n - self.x)]
    }

    /// The mean of y where x is 1 over the mean where x is 0.
    pub(crate) fn ratio(&self) -> f64 {
        let [one, zero] = self.means_by_group();
        divide(one, zero)
    }

    /// The mean of y where x is 1 minus the mean where x is 0.
    pub(crate) fn difference(&self) -> f64 {
        let [one, zero] = self.means_by_group();
        one - zero
    }

    /// The odds of y where x is 1 over the odds where x is 0; x and y must be 0 or 1.
    pub(crate) fn odds_ratio(&self) -> f64 {
        let [one, zero] = self.means_by_group();
        divide(one / (1.0 - one), zero / (1.0 - zero))
    }

    /// The correlation of x and y; NaN if one of them does not vary.
    pub(crate) fn correlation(&self) -> f64 {
        let (vx, vy) = (self.n * self.xx - self.x * self.x, self.n * self.yy - self.y * self.y);
        if vx <= 0.0 || vy <= 0.0 { f64::NAN } else { (self.n * self.xy - self.x * self.y) / (vx * vy).sqrt() }
    }
}

/// A quotient; NaN if the divisor is 0.
fn divide(a: f64, b: f64) -> f64 {
    if b == 0.0 { f64::NAN } else { a / b }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(observations: &[(f64, f64)]) -> Moments {
        let mut moments = Moments::default();
        for &(x, y) in observations {
            moments.add(x, y);
        }
        moments
    }

    #[test]
    fn groups_are_compared_by_hand() {
        // Of four in the group one has it; of six others three.
        let m = of(&[
            (1.0, 1.0),
            (1.0, 0.0),
            (1.0, 0.0),
            (1.0, 0.0),
            (0.0, 1.0),
            (0.0, 1.0),
            (0.0, 1.0),
            (0.0, 0.0),
            (0.0, 0.0),
            (0.0, 0.0),
        ]);
        assert_eq!(m.mean_y(), 0.4);
        assert!((m.spread_y() - 0.24f64.sqrt()).abs() < 1e-15);
        assert_eq!(m.ratio(), 0.5);
        assert_eq!(m.difference(), -0.25);
        assert!((m.odds_ratio() - 1.0 / 3.0).abs() < 1e-15);
    }

    #[test]
    fn correlations_by_hand() {
        let m = of(&[(1.0, 2.0), (2.0, 1.0), (3.0, 4.0), (4.0, 3.0)]);
        assert!((m.correlation() - 0.6).abs() < 1e-15);
        assert!(of(&[(1.0, 2.0), (1.0, 3.0)]).correlation().is_nan());
        assert!(Moments::default().mean_y().is_nan() && Moments::default().ratio().is_nan());
    }

    #[test]
    fn merged_sums_are_those_of_all_observations() {
        let (a, b) = (of(&[(1.0, 2.0), (2.0, 0.5)]), of(&[(3.0, 1.0)]));
        let mut merged = a;
        merged.merge(&b, 2.0);
        assert_eq!(merged, of(&[(1.0, 2.0), (2.0, 0.5), (3.0, 1.0), (3.0, 1.0)]));
    }
}
