//! Convergence: the same indices from the first eighth, quarter and half of a sample, and from all of it (Sarrazin,
//! Pianosi & Wagener 2016, doi:10.1016/j.envsoft.2016.02.005).
//!
//! The first part must be a smaller sample of the same kind. The first trajectories, the first points of a random
//! sample or of a Sobol' sequence, and the first base points are; the first points of a Latin hypercube nearly are.

use super::error::SensitivityError;
use super::estimate::Estimate;

/// The indices from the first part of a sample.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Part {
    /// The number of units: trajectories, base points or points.
    pub units: usize,
    /// The indices, `None` where one is missing, or why there are none.
    pub indices: Result<Vec<Option<Estimate>>, SensitivityError>,
}

/// The indices from growing parts of a sample, the whole last. `of` gets the number of the first units to use.
pub(crate) fn converging(
    units: usize,
    mut of: impl FnMut(usize) -> Result<Vec<Option<Estimate>>, SensitivityError>,
) -> Vec<Part> {
    let mut sizes = [units / 8, units / 4, units / 2, units].to_vec();
    sizes.retain(|size| *size > 0);
    sizes.dedup();
    sizes.into_iter().map(|units| Part { units, indices: of(units) }).collect()
}

/// Whether each index has settled: from half of the sample it lies in the interval of the whole. By chance 1 of 20 that
/// have settled does not. Returns `None` for an index that one of the two does not have.
pub(crate) fn settled(parts: &[Part]) -> Vec<Option<bool>> {
    let [.., half, whole] = parts else { return Vec::new() };
    let (Ok(whole), half) = (&whole.indices, &half.indices) else { return Vec::new() };
    let settled = |(at, whole): (usize, &Option<Estimate>)| {
        let half = half.as_ref().ok()?.get(at).copied().flatten()?;
        Some((*whole)?.interval?.contains(half.value))
    };
    whole.iter().enumerate().map(settled).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::sensitivity::estimate::Interval;

    #[test]
    fn parts_double_up_to_the_whole() {
        let sizes = |units| converging(units, |_| Ok(Vec::new())).iter().map(|part| part.units).collect::<Vec<_>>();
        assert_eq!(sizes(64), [8, 16, 32, 64]);
        assert_eq!(sizes(3), [1, 3]);
        assert_eq!((sizes(1), sizes(0)), (vec![1], vec![]));
    }

    #[test]
    fn an_index_settles_in_its_interval() {
        let parts = converging(16, |units| {
            let value = 1.0 / units as f64;
            let interval = |half: f64| Some(Interval { low: value - half, high: value + half });
            let index = |half: f64| Some(Estimate { value, interval: interval(half) });
            if units < 4 { Err(SensitivityError::Missing) } else { Ok(vec![index(0.1), index(0.05), None]) }
        });
        assert_eq!(settled(&parts), [Some(true), Some(false), None]);
        assert_eq!((settled(&parts[..2]), settled(&parts[..1])), (vec![None, None, None], vec![]));
    }
}
