//! The distribution of values over [0, 1].

/// The density of values at the middles of equal bins over [0, 1]: a histogram smoothed by a normal kernel and mirrored
/// at both ends, so that no density is lost. Its mean over the bins is 1. All bins are 0 without values.
///
/// ```text
/// f(x) = 1/n Σ_i Σ_m K((x − m_i) / h) / h,   m_i: x_i, −x_i and 2 − x_i
/// ```
///
/// h is `width`, in the unit of the values.
pub(crate) fn density(values: impl Iterator<Item = f64>, bins: usize, width: f64) -> Vec<f64> {
    let mut counts = vec![0.0; bins];
    for value in values.filter(|value| !value.is_nan()) {
        counts[((value.clamp(0.0, 1.0) * bins as f64) as usize).min(bins - 1)] += 1.0;
    }
    let middle = |bin: usize| (bin as f64 + 0.5) / bins as f64;
    let kernel = |distance: f64| (-0.5 * (distance / width).powi(2)).exp();
    let mut smooth: Vec<f64> = (0..bins)
        .map(|at| {
            let x = middle(at);
            let near = |bin: usize| {
                let m = middle(bin);
                kernel(x - m) + kernel(x + m) + kernel(x - (2.0 - m))
            };
            counts.iter().enumerate().filter(|(_, count)| **count > 0.0).map(|(bin, count)| count * near(bin)).sum()
        })
        .collect();
    let total: f64 = smooth.iter().sum();
    if total > 0.0 {
        for value in &mut smooth {
            *value *= bins as f64 / total;
        }
    }
    smooth
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_density_has_mean_one_and_stands_where_the_values_do() {
        let f = density([0.1, 0.12, 0.9].into_iter(), 50, 0.03);
        assert!((f.iter().sum::<f64>() / 50.0 - 1.0).abs() < 1e-12);
        assert!(f[5] > f[45] && f[45] > f[25]);
        assert_eq!(density(std::iter::empty(), 4, 0.1), [0.0; 4]);
    }

    #[test]
    fn even_values_give_an_even_density() {
        let f = density((0..1000).map(|k| (f64::from(k) + 0.5) / 1000.0), 20, 0.05);
        assert!(f.iter().all(|value| (value - 1.0).abs() < 0.02), "{f:?}");
    }
}
