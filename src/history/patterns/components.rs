//! Patterns of the components of governance, by their proxies: how they go together, their level and spread.
//!
//! Proxies of the record (V-Dem): the referent by physical integrity, securitisation by engaged society, civic provision
//! by core civil society, the military executive, and military personnel per inhabitant. A run has for them its referent,
//! its securitisation, the capacity of civic bodies, the rank of security bodies, and arms per inhabitant.

use super::measure::{Measure, Of, Pick, mean};
use super::pattern::{Pattern, Scale};
use crate::analysis::moments::Moments;
use crate::history::panel::Panel;

/// The first year in which all proxies are coded.
const CODED: i32 = 1970;
/// The variables, in the order of `column`.
const PROXIES: [&str; 4] = ["referent", "securitisation", "civil_provision", "military_executive"];
/// The place of military personnel after the four.
const PERSONNEL: usize = 4;

/// The five values of a row; `None` unless all are known.
fn values(panel: &Panel) -> Option<impl Fn(usize) -> Option<[f64; 5]> + '_> {
    let column = |name: &str| panel.states.column(name);
    let proxies = PROXIES.map(column);
    let [Some(referent), Some(securitisation), Some(civil), Some(military)] = proxies else { return None };
    let (soldiers, population) = (column("soldiers")?, column("population")?);
    Some(move |row: usize| {
        let per_thousand = 1000.0 * soldiers[row] / population[row];
        let personnel = if per_thousand.is_nan() { f64::NAN } else { per_thousand.max(0.01).ln() };
        let all = [referent[row], securitisation[row], civil[row], military[row], personnel];
        (panel.states.year(row) >= CODED && all.iter().all(|value| value.is_finite())).then_some(all)
    })
}

fn two(panel: &Panel, x: usize, y: usize) -> Option<Pick<'_>> {
    let values = values(panel)?;
    Some(Box::new(move |row| values(row).map(|all| (all[x], all[y]))))
}

/// The number of dimensions of the five proxies: the square of their number over the sum of the squares of all their
/// correlations, from 1 (all the same) to 5 (none goes with another).
fn dimensions(panel: &Panel, weights: &[f64]) -> f64 {
    let Some(values) = values(panel) else { return f64::NAN };
    let mut sums = [[Moments::default(); 5]; 5];
    for row in 0..panel.states.len() {
        let weight = weights[panel.states.unit(row)[0] as usize];
        let Some(all) = values(row).filter(|_| weight > 0.0) else { continue };
        for (i, line) in sums.iter_mut().enumerate() {
            for (j, cell) in line.iter_mut().enumerate() {
                let mut one = Moments::default();
                one.add(all[i], all[j]);
                cell.merge(&one, weight);
            }
        }
    }
    let squares: f64 = sums.iter().flatten().map(|cell| cell.correlation().powi(2)).sum();
    25.0 / squares
}

macro_rules! together {
    ($key:literal, $words:literal, $x:expr, $y:expr) => {
        Pattern {
            key: $key,
            words: $words,
            scale: Scale::Correlation,
            measure: Measure::Sums { of: Of::States, statistic: Moments::correlation, pick: |p| two(p, $x, $y) },
        }
    };
}

macro_rules! level {
    ($key:literal, $words:literal, $x:expr, $statistic:expr) => {
        Pattern {
            key: $key,
            words: $words,
            scale: Scale::Share,
            measure: Measure::Sums { of: Of::States, statistic: $statistic, pick: |p| two(p, $x, $x) },
        }
    };
}

/// Every pattern of components, in the order of the table.
#[rustfmt::skip] // a pattern in as few lines as it takes
pub(super) const PATTERNS: &[Pattern] = &[
    together!("corr_referent_securitisation", "correlation of referent and securitisation (proxies)", 0, 1),
    together!("corr_referent_civil_provision", "… of referent and civic provision", 0, 2),
    together!("corr_securitisation_civil_provision", "… of securitisation and civic provision", 1, 2),
    together!("corr_referent_military_personnel", "… of referent and military personnel per inhabitant", 0, PERSONNEL),
    together!("corr_securitisation_military_executive", "… of securitisation and military executive", 1, 3),
    together!("corr_civil_provision_military_personnel", "… of civic provision and military personnel per inhabitant", 2, PERSONNEL),
    Pattern { key: "dimensions", words: "dimensions of the five proxies (1 to 5)", scale: Scale::Log, measure: Measure::Whole(dimensions) },
    level!("referent_mean", "mean of the referent (proxy)", 0, mean),
    level!("referent_spread", "standard deviation of the referent (proxy)", 0, Moments::spread_y),
    level!("civil_provision_mean", "mean of civic provision (proxy)", 2, mean),
    level!("civil_provision_spread", "standard deviation of civic provision (proxy)", 2, Moments::spread_y),
];
