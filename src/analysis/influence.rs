//! The direction of influence from two series alone: lagged partial correlation and transfer entropy, compared with
//! surrogates.
//!
//! ```text
//! ρ(lag)    partial correlation of x(t) and y(t + lag) − y(t), given y(t)
//! TE(lag)   = ½ ln( var(y(t + lag) | y(t), y(t − 1)) / var(y(t + lag) | y(t), y(t − 1), x(t), x(t − 1)) )       nats
//! ```
//!
//! Both may be conditioned on other series at t, which may move both (partial transfer entropy).
//!
//! Transfer entropy (Schreiber 2000, doi:10.1103/PhysRevLett.85.461) is used in its Gaussian form, in which it is
//! Granger's measure (Barnett, Barrett & Seth 2009, doi:10.1103/PhysRevLett.103.238701). It conditions on two past
//! steps of the effect, the correlation on one. Conditional variances are by least squares. Surrogates are the cause
//! rotated in time (Quian Quiroga et al. 2002, doi:10.1103/PhysRevE.65.041903): each series keeps its autocorrelation,
//! except at the seam, but loses its relation to the effect.

/// The number of past steps of each series that transfer entropy uses.
const PAST: usize = 2;
/// A remainder below this share of a series is rounding.
const ROUNDING: f64 = 1e-12;

/// An effect at a lag, prepared for many causes.
pub(crate) struct Effect {
    /// The indices of the present: from the first with a past to the last with a future.
    first: usize,
    count: usize,
    correlation: Fit,
    transfer: Fit,
}

impl Effect {
    /// The effect, conditioned on other series of the same length. Returns `None` if the series is too short, or does
    /// not vary given its past and the others.
    pub(crate) fn new(y: &[f64], lag: usize, given: &[&[f64]]) -> Option<Self> {
        let first = PAST - 1;
        if y.len() < shortest(lag) {
            return None;
        }
        let count = y.len() - first - lag;
        let window = |start: usize| &y[start..start + count];
        let (now, before, later) = (window(first), window(first - 1), window(first + lag));
        let given: Vec<&[f64]> = given.iter().map(|series| &series[first..first + count]).collect();
        let correlation = Fit::new(&[&[now], &given[..]].concat(), later.to_vec())?;
        let transfer = Fit::new(&[&[now, before], &given[..]].concat(), later.to_vec())?;
        Some(Self { first, count, correlation, transfer })
    }

    /// The partial correlation with a cause, and the transfer entropy from it (nats). NaN if the cause does not vary
    /// given the effect's past.
    pub(crate) fn of(&self, x: &[f64]) -> (f64, f64) {
        let window = |start: usize| &x[start..start + self.count];
        let (now, before) = (window(self.first), window(self.first - 1));
        let correlation = self.correlation.with(&[now]).map_or(f64::NAN, |with| with.1);
        let left = self.transfer.with(&[now, before]);
        (correlation, left.map_or(f64::NAN, |(left, _)| -0.5 * left.max(ROUNDING).ln()))
    }
}

/// The number of steps of the shortest series that can be measured at a lag.
pub(crate) const fn shortest(lag: usize) -> usize {
    PAST - 1 + lag + 4 * PAST
}

/// The remainder of a target given some columns and a constant.
struct Fit {
    /// Orthonormal columns.
    basis: Vec<Vec<f64>>,
    /// The remainder of the target.
    rest: Vec<f64>,
}

impl Fit {
    fn new(columns: &[&[f64]], target: Vec<f64>) -> Option<Self> {
        let mut fit = Self { basis: Vec::new(), rest: Vec::new() };
        fit.basis.extend(fit.unlike(&vec![1.0; target.len()]));
        for column in columns {
            fit.basis.extend(fit.unlike(column));
        }
        let spread = dot(&target, &target);
        fit.rest = without(target, &fit.basis);
        (dot(&fit.rest, &fit.rest) > ROUNDING * spread).then_some(fit)
    }

    /// The part of a column orthogonal to the basis, with length 1. Returns `None` if it is only rounding.
    fn unlike(&self, column: &[f64]) -> Option<Vec<f64>> {
        let size = dot(column, column);
        let rest = without(column.to_vec(), &self.basis);
        let length = dot(&rest, &rest);
        if length <= ROUNDING * size {
            return None;
        }
        Some(rest.into_iter().map(|x| x / length.sqrt()).collect())
    }

    /// With more columns: the share of the target's variance that remains, and its correlation with the last of them.
    /// Returns `None` if none of them adds anything.
    fn with(&self, columns: &[&[f64]]) -> Option<(f64, f64)> {
        let before = dot(&self.rest, &self.rest);
        let mut basis: Vec<Vec<f64>> = Vec::with_capacity(columns.len());
        let (mut explained, mut correlation) = (0.0, f64::NAN);
        for column in columns {
            let Some(rest) = self.unlike(column) else { continue };
            let size = dot(&rest, &rest);
            let rest = without(rest, &basis);
            let length = dot(&rest, &rest);
            if length <= ROUNDING * size {
                continue;
            }
            let rest: Vec<f64> = rest.into_iter().map(|x| x / length.sqrt()).collect();
            let along = dot(&rest, &self.rest);
            explained += along * along;
            correlation = along / before.sqrt();
            basis.push(rest);
        }
        (!basis.is_empty()).then(|| ((1.0 - explained / before).max(0.0), correlation))
    }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// A column minus its projection on the basis.
fn without(mut column: Vec<f64>, basis: &[Vec<f64>]) -> Vec<f64> {
    for direction in basis {
        let along = dot(&column, direction);
        column.iter_mut().zip(direction).for_each(|(x, d)| *x -= along * d);
    }
    column
}

/// A series minus its linear trend. Otherwise two series that both rise would seem related.
pub(crate) fn detrended(series: &[f64]) -> Vec<f64> {
    let n = series.len() as f64;
    let middle = (n - 1.0) / 2.0;
    let mean = series.iter().sum::<f64>() / n;
    let (above, below) = series.iter().enumerate().fold((0.0, 0.0), |(above, below), (t, x)| {
        let from = t as f64 - middle;
        (above + from * (x - mean), below + from * from)
    });
    let slope = if below > 0.0 { above / below } else { 0.0 };
    series.iter().enumerate().map(|(t, x)| x - mean - slope * (t as f64 - middle)).collect()
}

/// A series rotated in time: the value `by` steps later comes first.
pub(crate) fn shifted(series: &[f64], by: usize) -> Vec<f64> {
    let mut shifted = series.to_vec();
    if !shifted.is_empty() {
        shifted.rotate_left(by % series.len());
    }
    shifted
}

/// The share of surrogates at least as extreme as the value found, which is counted with them: a p-value.
pub(crate) fn share_as_far(found: f64, surrogates: &[f64]) -> f64 {
    if found.is_nan() || surrogates.is_empty() {
        return f64::NAN;
    }
    let as_far = surrogates.iter().filter(|surrogate| **surrogate >= found).count();
    (1 + as_far) as f64 / (1 + surrogates.len()) as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::{Rng as _, SeedableRng as _};
    use rand_chacha::ChaCha8Rng;

    /// x drives y at a lag of 1: x ← 0.7 x + e, y ← 0.6 y + 0.5 x + e.
    fn coupled(n: usize, coupling: f64) -> (Vec<f64>, Vec<f64>) {
        let mut draws = ChaCha8Rng::seed_from_u64(11);
        let mut error = || (0..12).map(|_| f64::from(draws.next_u32()) / 4_294_967_296.0).sum::<f64>() - 6.0;
        let (mut x, mut y) = (vec![0.0], vec![0.0]);
        for t in 1..n {
            let (a, b) = (0.7 * x[t - 1] + error(), 0.6 * y[t - 1] + coupling * x[t - 1] + error());
            x.push(a);
            y.push(b);
        }
        (x, y)
    }

    fn surrogates(effect: &Effect, x: &[f64]) -> Vec<f64> {
        (1..100).map(|k| effect.of(&shifted(x, x.len() / 10 + k * 3)).1).collect()
    }

    #[test]
    fn finds_the_driver_and_not_the_driven() {
        let (x, y) = coupled(500, 0.5);
        let (forth, back) = (Effect::new(&y, 1, &[]).unwrap(), Effect::new(&x, 1, &[]).unwrap());
        let p_forth = share_as_far(forth.of(&x).1, &surrogates(&forth, &x));
        let p_back = share_as_far(back.of(&y).1, &surrogates(&back, &y));
        assert!(p_forth == 0.01 && p_back > 0.05, "{p_forth} {p_back}");
        assert!(forth.of(&x).0 > 0.3 && back.of(&y).0.abs() < 0.1, "{:?} {:?}", forth.of(&x), back.of(&y));
    }

    #[test]
    fn transfer_entropy_is_near_what_theory_says() {
        // Given its past, y(t + 1) = 0.5 x(t) + e. If x is known, only e of variance 1 remains.
        let (x, y) = coupled(20_000, 0.5);
        let found = Effect::new(&y, 1, &[]).unwrap().of(&x).1;
        assert!((0.08..0.2).contains(&found), "{found}");
        let (x, y) = coupled(20_000, 0.0);
        let none = Effect::new(&y, 1, &[]).unwrap().of(&x).1;
        assert!((0.0..0.001).contains(&none), "{none}");
    }

    #[test]
    fn surrogates_keep_autocorrelation() {
        let (x, _) = coupled(400, 0.5);
        let of = |series: &[f64]| {
            let mean = series.iter().sum::<f64>() / series.len() as f64;
            let at = |lag: usize| series.iter().zip(&series[lag..]).map(|(a, b)| (a - mean) * (b - mean)).sum::<f64>();
            [at(1) / at(0), at(2) / at(0), at(5) / at(0)]
        };
        for by in [40, 133, 360] {
            let (own, kept) = (of(&x), of(&shifted(&x, by)));
            for (own, kept) in own.iter().zip(kept) {
                assert!((own - kept).abs() < 0.03, "{own} {kept}");
            }
            assert_ne!(x, shifted(&x, by));
        }
    }

    #[test]
    fn nothing_is_said_of_series_that_stand_still() {
        assert!(Effect::new(&[0.5; 50], 1, &[]).is_none());
        assert!(Effect::new(&[0.1, 0.4, 0.2], 1, &[]).is_none(), "too short");
        let (_, y) = coupled(100, 0.5);
        let (correlation, transfer) = Effect::new(&y, 1, &[]).unwrap().of(&[0.3; 100]);
        assert!(correlation.is_nan() && transfer.is_nan());
        let line: Vec<f64> = (0..20).map(f64::from).collect();
        assert!(detrended(&line).iter().all(|x| x.abs() < 1e-12));
    }

    #[test]
    fn what_moves_both_is_told_from_influence_where_it_is_given() {
        // z moves x at once and y one step later. x does not affect y.
        let (z, errors) = coupled(2_000, 0.0);
        let x: Vec<f64> = z.iter().zip(&errors).map(|(z, e)| z + 0.1 * e).collect();
        let (_, more) = coupled(4_001, 0.0);
        let own = |t: usize| more[t + 2_000] - 0.6 * more[t + 1_999];
        let y: Vec<f64> = (0..z.len()).map(|t| if t == 0 { 0.0 } else { z[t - 1] + own(t) }).collect();
        let misled = Effect::new(&y, 1, &[]).unwrap().of(&x).1;
        let conditioned = Effect::new(&y, 1, &[&z]).unwrap().of(&x).1;
        assert!(misled > 0.05 && conditioned < 0.1 * misled, "{misled} {conditioned}");
    }
}
