//! The logistic regression of dispute onset on the usual covariates, over relevant pairs.
//!
//! ```text
//! logit P(onset) = β₀ + β₁ [both democratic] + β₂ [land neighbours] + β₃ ln(capability ratio) + β₄ [allied for defence]
//!                  + β₅ [a great power] + β₆ t + β₇ t² + β₈ t³            t: years since the last onset / 10
//! ```
//!
//! Pair-years in which a dispute goes on but does not begin are left out (Beck, Katz & Tucker 1998,
//! doi:10.2307/2991857; the cubic is that of Carter & Signorino 2010, doi:10.1093/pan/mpq013).

use super::pattern::Value;
use crate::analysis::logistic;
use crate::history::panel::Panel;

/// The number of coefficients of interest, after the intercept.
pub(super) const COEFFICIENTS: usize = 5;
/// The number of columns.
const COLUMNS: usize = 9;
/// The covariates: land neighbours, capability ratio, alliance, great power, years of peace.
const NEEDED: [&str; 8] =
    ["onset", "relevant", "democracies", "contiguity", "power_ratio", "ally", "with_major", "quiet"];

/// The odds ratios of the covariates with 95 % intervals clustered by pair. NaN if the panel lacks a variable, or the
/// regression has no answer.
pub(super) fn odds_ratios(panel: &Panel, with_intervals: bool) -> [Value; COEFFICIENTS] {
    fitted(panel, with_intervals).unwrap_or([Value::MISSING; COEFFICIENTS])
}

fn fitted(panel: &Panel, with_intervals: bool) -> Option<[Value; COEFFICIENTS]> {
    let pairs = &panel.pairs;
    let columns = NEEDED.iter().map(|name| pairs.column(name)).collect::<Option<Vec<_>>>()?;
    let [onset, relevant, democracies, contiguity, ratio, ally, major, quiet] = columns.try_into().ok()?;
    let ongoing = pairs.column("ongoing")?;
    let (mut design, mut outcomes, mut clusters) = (Vec::new(), Vec::new(), Vec::new());
    for (cluster, (_, span)) in pairs.spans().enumerate() {
        for row in span {
            let begins = onset[row] == 1.0;
            if relevant[row] != 1.0 || (ongoing[row] == 1.0 && !begins) {
                continue;
            }
            let t = quiet[row] / 10.0;
            let covariates = [
                1.0,
                if democracies[row].is_nan() { f64::NAN } else { f64::from(u8::from(democracies[row] == 2.0)) },
                f64::from(u8::from(contiguity[row] == 1.0)),
                ratio[row],
                ally[row],
                major[row],
                t,
                t * t,
                t * t * t,
            ];
            if covariates.iter().all(|x| x.is_finite()) && !onset[row].is_nan() {
                design.extend(covariates);
                outcomes.push(begins);
                clusters.push(cluster as u32);
            }
        }
    }
    let rows = logistic::Rows { design: &design, columns: COLUMNS, outcomes: &outcomes, weights: None };
    let fit = logistic::fit(&rows, 0.0).filter(|fit| fit.converged)?;
    let covariance = if with_intervals { logistic::covariance(&rows, &fit, &clusters) } else { None };
    let ratios = std::array::from_fn(|k| {
        let coefficient = fit.coefficients[k + 1];
        let error = covariance.as_ref().map_or(f64::NAN, |v| v[(k + 1) * (COLUMNS + 1)].sqrt());
        let at = |sign: f64| (coefficient + sign * 1.959_963_984_540_054 * error).exp();
        Value { value: coefficient.exp(), low: at(-1.0), high: at(1.0), count: outcomes.len() }
    });
    Some(ratios)
}
