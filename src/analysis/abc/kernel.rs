//! The steps by which a population proposes new particles, on the scale of the prior, from 0 to 1 per parameter.

use std::f64::consts::TAU;

use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};

use crate::analysis::cholesky::Cholesky;

/// Steps outside are drawn again at most this number of times.
const TRIES: usize = 10_000;
/// The share of steps that end inside is estimated until this number did, which gives it to 3 %, …
const INSIDE: u32 = 1_000;
/// … or until this number of steps. With up to about ten parameters the first number is reached.
const TRIED: u32 = 200_000;
/// The least standard deviation of a step, as a share of the prior's range, where the kept particles coincide.
const LEAST: f64 = 1e-3;

/// A mixture of normal steps around the kept particles, cut to the prior's range.
///
/// ```text
/// q(u) = Σ_j w̄_j N(u; u_j, 2 C) / Z        C: weighted covariance of the kept;  Z: share of steps that end inside
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Kernel {
    /// L⁻¹ u of the kept particles one after another, where 2 C = L Lᵀ: there, steps are standard normals.
    centres: Vec<f64>,
    /// Sums of weights up to each particle, the last 1.
    shares: Vec<f64>,
    factor: Cholesky,
    inside: f64,
}

/// The draws for one particle.
///
/// ```text
/// key    = seed (8 bytes) ‖ generation (8) ‖ 0 (8) ‖ "takvinpm"      little-endian;  stream = number of the particle
/// ```
pub(super) fn draws(seed: u64, generation: u32, number: u64) -> ChaCha8Rng {
    let mut key = [0; 32];
    key[0..8].copy_from_slice(&seed.to_le_bytes());
    key[8..16].copy_from_slice(&u64::from(generation).to_le_bytes());
    key[24..32].copy_from_slice(b"takvinpm");
    let mut draws = ChaCha8Rng::from_seed(key);
    draws.set_stream(number);
    draws
}

/// Uniform in [0, 1), from 53 bits.
pub(super) fn uniform(draws: &mut ChaCha8Rng) -> f64 {
    (draws.next_u64() >> 11) as f64 / (1u64 << 53) as f64
}

/// Standard normal (Box & Muller 1958). It takes two uniforms and uses one of its two normals.
fn normal(draws: &mut ChaCha8Rng) -> f64 {
    let (radius, angle) = (1.0 - uniform(draws), uniform(draws));
    (-2.0 * libm::log(radius)).sqrt() * libm::cos(TAU * angle)
}

impl Kernel {
    /// The kernel around particles. Returns `None` without particles or weights.
    pub(super) fn new(units: &[Vec<f64>], weights: &[f64], mut draws: ChaCha8Rng) -> Option<Self> {
        let size = units.first()?.len();
        let total: f64 = weights.iter().sum();
        if !(total > 0.0 && total.is_finite()) {
            return None;
        }
        let mean: Vec<f64> =
            (0..size).map(|k| units.iter().zip(weights).map(|(u, w)| w * u[k]).sum::<f64>() / total).collect();
        let covariance = |a: usize, b: usize| {
            let products = units.iter().zip(weights).map(|(u, w)| w * (u[a] - mean[a]) * (u[b] - mean[b]));
            products.sum::<f64>() / total
        };
        let doubled: Vec<f64> = (0..size * size).map(|at| 2.0 * covariance(at / size, at % size)).collect();
        // Fewer different particles than parameters: each parameter is moved for itself.
        let alone = || {
            let mut diagonal = vec![0.0; size * size];
            (0..size).for_each(|k| diagonal[k * size + k] = doubled[k * size + k].max(LEAST * LEAST));
            Cholesky::new(&diagonal, size)
        };
        let factor = Cholesky::new(&doubled, size).or_else(alone)?;
        let mut sum = 0.0;
        let shares = weights
            .iter()
            .map(|weight| {
                sum += weight / total;
                sum
            })
            .collect();
        let mut centres = units.concat();
        centres.chunks_exact_mut(size.max(1)).for_each(|centre| factor.solve_lower(centre));
        let mut kernel = Self { centres, shares, factor, inside: 1.0 };
        let (mut tried, mut inside) = (0, 0);
        while tried < TRIED && inside < INSIDE {
            inside += u32::from(within(&kernel.step(&mut draws, 1.0)));
            tried += 1;
        }
        kernel.inside = f64::from(inside.max(1)) / f64::from(tried);
        Some(kernel)
    }

    /// Where a step from a kept particle, drawn by weight, ends. A step of size 0 ends at the particle.
    fn step(&self, draws: &mut ChaCha8Rng, times: f64) -> Vec<f64> {
        let size = self.factor.size();
        let share = uniform(draws);
        let place = self.shares.partition_point(|sum| *sum <= share).min(self.shares.len() - 1);
        let centre = &self.centres[place * size..][..size];
        let mut end: Vec<f64> = centre.iter().map(|centre| centre + times * normal(draws)).collect();
        self.factor.multiply(&mut end);
        end
    }

    /// A new particle. If no step ends inside, which takes very many parameters, it is a kept one.
    pub(super) fn propose(&self, draws: &mut ChaCha8Rng) -> Vec<f64> {
        let found = (0..TRIES).map(|_| self.step(draws, 1.0)).find(|end| within(end));
        found.unwrap_or_else(|| self.step(draws, 0.0))
    }

    /// The density of proposals.
    pub(super) fn density(&self, unit: &[f64]) -> f64 {
        let size = self.factor.size();
        let mut at = unit.to_vec();
        self.factor.solve_lower(&mut at);
        let (mut before, mut sum) = (0.0, 0.0);
        for (centre, share) in self.centres.chunks_exact(size).zip(&self.shares) {
            let apart: f64 = at.iter().zip(centre).map(|(a, b)| (a - b) * (a - b)).sum();
            sum += (share - before) * libm::exp(-0.5 * apart);
            before = *share;
        }
        sum / (libm::pow(TAU, size as f64 / 2.0) * self.factor.root_of_determinant() * self.inside)
    }
}

fn within(unit: &[f64]) -> bool {
    unit.iter().all(|u| (0.0..=1.0).contains(u))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_density_by_hand_is_met() {
        // Particles at ¼ and ¾, weights 1 and 3: mean 5/8, variance 3/64, doubled 3/32.
        let kernel = Kernel::new(&[vec![0.25], vec![0.75]], &[1.0, 3.0], draws(1, 1, 0)).expect("particles");
        let sd = (3.0f64 / 32.0).sqrt();
        let bell = |z: f64| (-0.5 * z * z).exp() / TAU.sqrt() / sd;
        let by_hand = 0.25 * bell(0.0) + 0.75 * bell(0.5 / sd);
        assert!((kernel.density(&[0.25]) * kernel.inside - by_hand).abs() < 1e-12);
    }

    #[test]
    fn the_density_of_proposals_has_an_integral_of_one() {
        let units = [vec![0.1, 0.2], vec![0.3, 0.3], vec![0.2, 0.6], vec![0.9, 0.8]];
        let kernel = Kernel::new(&units, &[1.0, 2.0, 1.0, 0.5], draws(1, 1, 0)).expect("particles");
        let grid: Vec<f64> = (0..200).map(|k| (f64::from(k) + 0.5) / 200.0).collect();
        let sum: f64 = grid.iter().flat_map(|x| grid.iter().map(|y| kernel.density(&[*x, *y]))).sum();
        assert!((sum / 40_000.0 - 1.0).abs() < 0.06, "within the error of the share inside: {sum}");
    }

    #[test]
    fn coinciding_particles_still_move() {
        let kernel = Kernel::new(&[vec![0.5, 0.5], vec![0.5, 0.5]], &[1.0, 1.0], draws(1, 1, 0)).expect("particles");
        let moved = kernel.propose(&mut draws(1, 1, 1));
        assert!(moved[0] != 0.5 && (moved[0] - 0.5).abs() < 0.01);
        assert!(Kernel::new(&[], &[], draws(1, 1, 0)).is_none());
        assert!(Kernel::new(&[vec![0.5]], &[0.0], draws(1, 1, 0)).is_none());
    }
}
