//! Logistic regression: how the odds of an outcome change with its covariates.
//!
//! ```text
//! p = 1 / (1 + exp(−x·β))
//! β = argmax Σ w [y ln p + (1 − y) ln(1 − p)] − ½ λ Σ (s_j β_j)²        s_j: standard deviation of column j
//! ```
//!
//! Found by iteratively reweighted least squares, which is Newton's method here (McCullagh & Nelder 1989, ch. 4.4). A
//! step that lowers the likelihood is halved. The ridge penalty λ is that of standardised columns (le Cessie & van
//! Houwelingen 1992); a constant column, as the intercept, has s = 0 and so no penalty. A library that writes
//! C for the weight of the likelihood has C = 1/λ.
//!
//! Missing values: rows with a NaN must be left out by the caller. A NaN or an infinity anywhere gives `None`.

use super::cholesky::{Cholesky, dot};

/// At most this number of steps. Three times what well-behaved data need; data that separate never end.
const STEPS: u32 = 30;
/// Ends when no step moves a coefficient by more than this, times the root mean square of its column.
const CLOSE: f64 = 1e-8;
/// A step is halved at most this number of times.
const HALVINGS: u32 = 20;

/// The observations, one row each.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rows<'a> {
    /// The covariates row by row, with a column of ones if there is to be an intercept.
    pub design: &'a [f64],
    /// The number of columns.
    pub columns: usize,
    /// Whether the outcome occurred, per row.
    pub outcomes: &'a [bool],
    /// Weights of the rows, finite and not negative; all 1 if `None`. A row of weight 0 counts as absent.
    pub weights: Option<&'a [f64]>,
}

/// A fitted regression.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Fit {
    /// The coefficients, one per column: change of the log odds per unit of the covariate.
    pub coefficients: Vec<f64>,
    /// The number of steps.
    pub iterations: u32,
    /// False if the steps did not end. Then covariates separate the outcomes (a combination of them is always higher
    /// where the outcome occurs), and the coefficients grow without bound; a ridge penalty helps.
    pub converged: bool,
    /// The weighted log likelihood, without the penalty.
    pub log_likelihood: f64,
    /// The penalty on the square of each coefficient, λ s_j².
    penalty: Vec<f64>,
}

/// Fits the coefficients with a ridge penalty (0 for none). Returns `None` if a column depends on the others, if rows
/// or columns are missing, if lengths differ, or if a number is missing, infinite or (weights, ridge) negative.
pub(crate) fn fit(rows: &Rows<'_>, ridge: f64) -> Option<Fit> {
    let (scale, penalty) = rows.scale(ridge)?;
    let k = rows.columns;
    let mut beta = vec![0.0; k];
    let mut here = rows.newton(&beta, &penalty);
    let (mut iterations, mut converged) = (0, false);
    while iterations < STEPS && !converged {
        iterations += 1;
        let Some(factored) = Cholesky::new(&here.information, k) else {
            // At the start all weights are equal: the columns are to blame. Later all p are near 0 or 1.
            if iterations == 1 {
                return None;
            }
            break;
        };
        let mut step = here.gradient.clone();
        factored.solve(&mut step);
        converged = step.iter().zip(&scale).all(|(step, scale)| (step * scale).abs() <= CLOSE);
        let rounding = 1e-12 * (1.0 + here.objective.abs());
        for _ in 0..HALVINGS {
            let next: Vec<f64> = beta.iter().zip(&step).map(|(beta, step)| beta + step).collect();
            let there = rows.newton(&next, &penalty);
            if there.objective >= here.objective - rounding {
                (beta, here) = (next, there);
                break;
            }
            for step in &mut step {
                *step *= 0.5;
            }
        }
    }
    Some(Fit { coefficients: beta, iterations, converged, log_likelihood: here.log_likelihood, penalty })
}

/// The probabilities that a fit gives to rows of covariates.
pub(crate) fn probabilities(design: &[f64], coefficients: &[f64]) -> Vec<f64> {
    design.chunks_exact(coefficients.len().max(1)).map(|row| logistic(dot(row, coefficients)).0).collect()
}

/// The covariance of the coefficients, row by row, when rows of the same cluster (a country, a dyad) depend on each
/// other (Liang & Zeger 1986, doi:10.1093/biomet/73.1.13; Cameron & Miller 2015, doi:10.3368/jhr.50.2.317).
///
/// ```text
/// V = G/(G − 1) · (N − 1)/(N − k) · H⁻¹ (Σ_g s_g s_gᵀ) H⁻¹        s_g = Σ_{i in g} w_i (y_i − p_i) x_i
/// ```
///
/// H: information with the penalty; G clusters, N rows of positive weight. Standard errors are the roots of the
/// diagonal. Needs `rows` as given to [`fit()`], and the number of the cluster of each row. Returns `None` with fewer
/// than two clusters, if N ≤ k, if lengths differ, or if H has no inverse.
pub(crate) fn covariance(rows: &Rows<'_>, fit: &Fit, clusters: &[u32]) -> Option<Vec<f64>> {
    let k = rows.columns;
    rows.scale(0.0)?;
    if clusters.len() != rows.outcomes.len() || fit.coefficients.len() != k {
        return None;
    }
    let mut order: Vec<usize> = (0..clusters.len()).filter(|&row| rows.weight(row) > 0.0).collect();
    order.sort_by_key(|&row| clusters[row]);
    let mut middle = vec![0.0; k * k];
    let mut count = 0;
    for cluster in order.chunk_by(|&a, &b| clusters[a] == clusters[b]) {
        let mut score = vec![0.0; k];
        for &row in cluster {
            let x = &rows.design[row * k..][..k];
            let error = f64::from(u8::from(rows.outcomes[row])) - logistic(dot(x, &fit.coefficients)).0;
            add(&mut score, rows.weight(row) * error, x);
        }
        middle.chunks_exact_mut(k).zip(&score).for_each(|(line, own)| add(line, *own, &score));
        count += 1;
    }
    if count < 2 || order.len() <= k {
        return None;
    }
    let (groups, n) = (f64::from(count), order.len() as f64);
    let factor = groups / (groups - 1.0) * (n - 1.0) / (n - k as f64);
    let bread = Cholesky::new(&rows.newton(&fit.coefficients, &fit.penalty).information, k)?.inverse();
    let times = |a: &[f64], b: &[f64]| -> Vec<f64> {
        let mut product = vec![0.0; k * k];
        for (line, a) in product.chunks_exact_mut(k).zip(a.chunks_exact(k)) {
            a.iter().zip(b.chunks_exact(k)).for_each(|(a, b)| add(line, *a, b));
        }
        product
    };
    Some(times(&times(&bread, &middle), &bread).into_iter().map(|v| v * factor).collect())
}

/// The log likelihood and its derivatives at some coefficients.
struct Point {
    log_likelihood: f64,
    objective: f64,
    gradient: Vec<f64>,
    /// Minus the second derivatives, lower triangle.
    information: Vec<f64>,
}

impl Rows<'_> {
    fn weight(&self, row: usize) -> f64 {
        self.weights.map_or(1.0, |weights| weights[row])
    }

    /// The root mean square of each column and its penalty; `None` if the rows are not valid.
    fn scale(&self, ridge: f64) -> Option<(Vec<f64>, Vec<f64>)> {
        let (n, k) = (self.outcomes.len(), self.columns);
        let right_size =
            k > 0 && n > 0 && n.checked_mul(k) == Some(self.design.len()) && self.weights.is_none_or(|w| w.len() == n);
        if !(right_size && ridge >= 0.0 && ridge.is_finite()) {
            return None;
        }
        let total: f64 = (0..n).map(|row| self.weight(row)).sum();
        let weights_valid = (0..n).all(|row| self.weight(row) >= 0.0) && total.is_finite() && total > 0.0;
        if !weights_valid || !self.design.iter().all(|x| x.is_finite()) {
            return None;
        }
        let mean = |of: &dyn Fn(&[f64]) -> f64| {
            self.design.chunks_exact(k).enumerate().map(|(row, x)| self.weight(row) * of(x)).sum::<f64>() / total
        };
        let columns = (0..k).map(|j| {
            // From the first value, so that the variance of a constant column is exactly 0.
            let first = self.design[j];
            let from_first = mean(&|x| x[j] - first);
            (mean(&|x| x[j] * x[j]).sqrt(), ridge * mean(&|x| (x[j] - first - from_first).powi(2)))
        });
        Some(columns.unzip())
    }

    fn newton(&self, beta: &[f64], penalty: &[f64]) -> Point {
        let k = self.columns;
        let mut log_likelihood = 0.0;
        let mut gradient = vec![0.0; k];
        let mut spreads = Vec::with_capacity(self.outcomes.len());
        for (row, (x, &occurred)) in self.design.chunks_exact(k).zip(self.outcomes).enumerate() {
            let weight = self.weight(row);
            let log_odds = dot(x, beta);
            let (p, softplus) = logistic(log_odds);
            log_likelihood += weight * (if occurred { log_odds } else { 0.0 } - softplus);
            add(&mut gradient, weight * (f64::from(u8::from(occurred)) - p), x);
            spreads.push(weight * p * (1.0 - p));
        }
        let mut information = squares(self.design, &spreads, k);
        let mut objective = log_likelihood;
        for j in 0..k {
            objective -= 0.5 * penalty[j] * beta[j] * beta[j];
            gradient[j] -= penalty[j] * beta[j];
            information[j * k + j] += penalty[j];
        }
        Point { log_likelihood, objective, gradient, information }
    }
}

/// The lower triangle of Xᵀ diag(weights) X. Four rows at a time take half the time of one.
fn squares(design: &[f64], weights: &[f64], k: usize) -> Vec<f64> {
    let mut sums = vec![0.0; k * k];
    let (fours, rest) = weights.as_chunks::<4>();
    let (design, last) = design.split_at(fours.len() * 4 * k);
    for (x, w) in design.chunks_exact(4 * k).zip(fours) {
        let ((x0, x1), (x2, x3)) = (x[..2 * k].split_at(k), x[2 * k..].split_at(k));
        for (i, line) in sums.chunks_exact_mut(k).enumerate() {
            let (a, b, c, d) = (w[0] * x0[i], w[1] * x1[i], w[2] * x2[i], w[3] * x3[i]);
            let (x0, x1, x2, x3) = (&x0[..=i], &x1[..=i], &x2[..=i], &x3[..=i]);
            for (j, sum) in line[..=i].iter_mut().enumerate() {
                *sum += a * x0[j] + b * x1[j] + (c * x2[j] + d * x3[j]);
            }
        }
    }
    for (x, w) in last.chunks_exact(k).zip(rest) {
        sums.chunks_exact_mut(k).zip(x).for_each(|(line, own)| add(line, w * own, x));
    }
    sums
}

/// The probability of log odds, and ln(1 + exp(log odds)), both without overflow.
fn logistic(log_odds: f64) -> (f64, f64) {
    let e = libm::exp(-log_odds.abs());
    (if log_odds >= 0.0 { 1.0 } else { e } / (1.0 + e), log_odds.max(0.0) + libm::log1p(e))
}

/// Adds a multiple of x; the longer side is cut.
fn add(sum: &mut [f64], times: f64, x: &[f64]) {
    sum.iter_mut().zip(x).for_each(|(sum, x)| *sum += times * x);
}

#[cfg(test)]
mod tests;
