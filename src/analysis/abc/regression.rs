//! Adjustment of kept particles to the summaries that were observed.

use super::{Parameter, Particle, Posterior};
use crate::analysis::cholesky::Cholesky;

/// Parameters on the logit scale stay this share of the prior's range away from its bounds.
const EDGE: f64 = 1e-9;
/// The ridge penalty on standardised summaries, as a share of the weights: it changes nothing but lets summaries that
/// depend on each other share their effect.
const RIDGE: f64 = 1e-8;

/// The posterior at distance 0 by local-linear regression of the parameters on the summaries (Beaumont, Zhang & Balding
/// 2002, doi:10.1093/genetics/162.4.2025), with parameters on the logit scale of their prior, which keeps them inside.
///
/// ```text
/// y = ln(u / (1 − u));   y_i = α + (s_i − s_obs)ᵀ β + residual, weights w_i (1 − (d_i / ε)²);   y_i* = y_i − (s_i − s_obs)ᵀ β̂
/// ```
///
/// `summaries` has a row per particle; ε is the largest distance. A summary that the data lack (NaN), that no particle
/// has or that does not vary is left out; so is a particle that lacks one of the others. Returns `None` if lengths
/// differ, or if fewer than two particles more than summaries are left: then take the particles as they are.
pub(crate) fn adjust(
    parameters: &[Parameter],
    particles: &[Particle],
    summaries: &[Vec<f64>],
    observed: &[f64],
) -> Option<Posterior> {
    if summaries.len() != particles.len() || summaries.iter().any(|row| row.len() != observed.len()) {
        return None;
    }
    let farthest = particles.iter().map(|particle| particle.distance).filter(|d| d.is_finite()).fold(0.0, f64::max);
    let used: Vec<usize> = (0..observed.len()).filter(|&k| observed[k].is_finite() && varies(summaries, k)).collect();
    let mut kept: Vec<(&Particle, Vec<f64>, f64)> = Vec::new();
    for (particle, row) in particles.iter().zip(summaries) {
        let apart: Vec<f64> = used.iter().map(|&k| row[k] - observed[k]).collect();
        let share = if farthest > 0.0 { particle.distance / farthest } else { 0.0 };
        let weight = particle.weight * (1.0 - share * share);
        if weight > 0.0 && apart.iter().all(|x| x.is_finite()) {
            kept.push((particle, apart, weight));
        }
    }
    if kept.len() < used.len() + 2 {
        return None;
    }
    let slopes = Slopes::new(&kept, used.len())?;
    let mut values: Vec<Vec<f64>> = vec![Vec::with_capacity(parameters.len()); kept.len()];
    for (k, parameter) in parameters.iter().enumerate() {
        let logits: Vec<f64> = kept
            .iter()
            .map(|(particle, ..)| {
                let unit = parameter.unit(*particle.values.get(k).unwrap_or(&f64::NAN)).clamp(EDGE, 1.0 - EDGE);
                libm::log(unit / (1.0 - unit))
            })
            .collect();
        let beta = slopes.of(&logits);
        for ((value, (_, apart, _)), logit) in values.iter_mut().zip(&kept).zip(logits) {
            let moved = logit - apart.iter().zip(&beta).map(|(x, beta)| x * beta).sum::<f64>();
            value.push(parameter.value(1.0 / (1.0 + libm::exp(-moved))));
        }
    }
    Some(Posterior { parameters: parameters.to_vec(), values, weights: kept.iter().map(|kept| kept.2).collect() })
}

fn varies(summaries: &[Vec<f64>], k: usize) -> bool {
    let mut values = summaries.iter().map(|row| row[k]).filter(|value| value.is_finite());
    values.next().is_some_and(|first| values.any(|value| value != first))
}

/// The weighted least squares that all parameters share.
struct Slopes {
    /// Centred and standardised summaries, a row per particle.
    rows: Vec<Vec<f64>>,
    weights: Vec<f64>,
    scale: Vec<f64>,
    factor: Cholesky,
}

impl Slopes {
    fn new(kept: &[(&Particle, Vec<f64>, f64)], size: usize) -> Option<Self> {
        let total: f64 = kept.iter().map(|kept| kept.2).sum();
        let weights: Vec<f64> = kept.iter().map(|kept| kept.2 / total).collect();
        let mean = |k: usize| kept.iter().zip(&weights).map(|((_, x, _), w)| w * x[k]).sum::<f64>();
        let means: Vec<f64> = (0..size).map(mean).collect();
        let spread =
            |k: usize| kept.iter().zip(&weights).map(|((_, x, _), w)| w * (x[k] - means[k]).powi(2)).sum::<f64>();
        // What varies only among particles of weight 0 has no slope.
        let scale: Vec<f64> = (0..size).map(|k| spread(k).sqrt()).map(|s| if s > 0.0 { s } else { 1.0 }).collect();
        let standard = |x: &[f64]| (0..size).map(|k| (x[k] - means[k]) / scale[k]).collect::<Vec<f64>>();
        let rows: Vec<Vec<f64>> = kept.iter().map(|(_, x, _)| standard(x)).collect();
        let mut squares = vec![0.0; size * size];
        for (at, square) in squares.iter_mut().enumerate() {
            let (a, b) = (at / size, at % size);
            *square = rows.iter().zip(&weights).map(|(x, w)| w * x[a] * x[b]).sum();
            *square += if a == b { RIDGE } else { 0.0 };
        }
        Some(Self { rows, weights, scale, factor: Cholesky::new(&squares, size)? })
    }

    fn of(&self, y: &[f64]) -> Vec<f64> {
        let size = self.scale.len();
        // Summaries have mean 0, so the intercept drops out; centring y keeps the digits.
        let mean: f64 = y.iter().zip(&self.weights).map(|(y, w)| w * y).sum();
        let product = |k: usize| {
            let terms = self.rows.iter().zip(&self.weights).zip(y).map(|((x, w), y)| w * x[k] * (y - mean));
            terms.sum::<f64>()
        };
        let mut beta: Vec<f64> = (0..size).map(product).collect();
        self.factor.solve(&mut beta);
        beta.iter().zip(&self.scale).map(|(beta, scale)| beta / scale).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parameters() -> Vec<Parameter> {
        vec![Parameter { name: "x".into(), low: 0.0, high: 1.0, log: false }]
    }

    fn particle(u: f64, distance: f64) -> Particle {
        Particle { generation: 1, number: 0, values: vec![u], weight: 1.0, distance }
    }

    #[test]
    fn a_summary_that_is_the_logit_moves_all_particles_to_one_value() {
        let units = [0.1, 0.3, 0.5, 0.6, 0.9];
        let particles: Vec<Particle> = units.iter().enumerate().map(|(k, u)| particle(*u, k as f64)).collect();
        // The second summary is twice the first, the third constant, the fourth not observed.
        let row = |u: &f64| {
            let logit = (u / (1.0 - u)).ln();
            vec![logit, 2.0 * logit, 7.0, 0.0]
        };
        let summaries: Vec<Vec<f64>> = units.iter().map(row).collect();
        let observed = [3f64.ln(), 2.0 * 3f64.ln(), 1.0, f64::NAN];
        let found = adjust(&parameters(), &particles, &summaries, &observed).expect("enough particles");
        assert_eq!(found.weights, [1.0, 15.0 / 16.0, 12.0 / 16.0, 7.0 / 16.0]);
        assert!(found.values.iter().all(|value| (value[0] - 0.75).abs() < 1e-6), "{:?}", found.values);
    }

    #[test]
    fn summaries_without_information_leave_particles_where_they_are() {
        let particles: Vec<Particle> = [0.2, 0.2, 0.8, 0.8, 0.0, 1.0].iter().map(|u| particle(*u, 0.0)).collect();
        let summaries: Vec<Vec<f64>> = [1.0, -1.0, 1.0, -1.0, 0.0, 0.0].map(|s| vec![s]).to_vec();
        let found = adjust(&parameters(), &particles, &summaries, &[5.0]).expect("enough particles");
        assert!(found.values.iter().zip(&particles).all(|(a, b)| (a[0] - b.values[0]).abs() < 1e-8));
    }

    #[test]
    fn too_few_particles_and_missing_summaries_are_not_adjusted() {
        let particles = [particle(0.2, 0.0), particle(0.5, 0.0), particle(0.6, 0.0)];
        let rows = |last: f64| vec![vec![1.0], vec![2.0], vec![last]];
        assert!(adjust(&parameters(), &particles, &rows(3.0), &[1.0]).is_some());
        assert!(adjust(&parameters(), &particles, &rows(f64::NAN), &[1.0]).is_none());
        assert!(adjust(&parameters(), &particles, &rows(3.0), &[1.0, 2.0]).is_none());
        assert!(adjust(&parameters(), &[], &[], &[1.0]).is_none());
    }
}
