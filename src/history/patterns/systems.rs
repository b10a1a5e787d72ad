//! Patterns of political systems: how they stay, change, and go with rivalries, disputes and neighbours.

use std::collections::BTreeMap;

use super::measure::{Measure, Of, Pick, flag, mean};
use super::pattern::{Pattern, Scale};
use crate::analysis::moments::Moments;
use crate::analysis::quantiles::quantile;
use crate::history::derived::DEMOCRACY;
use crate::history::panel::Panel;
use crate::record::statistics::bimodality;

/// The system now, and some years later, of rows with both; `row` turns them into what counts.
fn change<'a>(
    panel: &'a Panel,
    years: usize,
    row: impl Fn(usize, f64, f64) -> Option<(f64, f64)> + 'a,
) -> Option<Pick<'a>> {
    let system = panel.states.column("system")?;
    Some(Box::new(move |at| {
        let (now, later) = (system[at], system[panel.states.later(at, years)?]);
        if now.is_nan() || later.is_nan() { None } else { row(at, now, later) }
    }))
}

/// The third of the scale: 0 low, 1 middle, 2 high.
fn third(system: f64) -> u8 {
    u8::from(system >= 1.0 / 3.0) + u8::from(system >= 2.0 / 3.0)
}

/// Whether a state of a third is in the same third some years later.
fn stays(panel: &Panel, years: usize, of: u8) -> Option<Pick<'_>> {
    change(panel, years, move |_, now, later| (third(now) == of).then(|| (1.0, flag(third(later) == of))))
}

/// A crossing of the middle, upward or downward, in the next year.
fn crosses(panel: &Panel, upward: bool) -> Option<Pick<'_>> {
    change(panel, 1, move |_, now, later| {
        ((now < DEMOCRACY) == upward).then(|| (1.0, flag((later >= DEMOCRACY) == upward)))
    })
}

/// The same by whether the state has a rival.
fn crosses_by_rivalry(panel: &Panel, upward: bool) -> Option<Pick<'_>> {
    let rivals = panel.states.column("rivals")?;
    change(panel, 1, move |row, now, later| {
        let counts = (now < DEMOCRACY) == upward && !rivals[row].is_nan();
        counts.then(|| (flag(rivals[row] > 0.0), flag((later >= DEMOCRACY) == upward)))
    })
}

/// Breakdown by whether a level is at or above a bound.
fn breakdown_by<'a>(panel: &'a Panel, is_high: impl Fn(usize, f64) -> Option<bool> + 'a) -> Option<Pick<'a>> {
    change(panel, 1, move |row, now, later| {
        let high = is_high(row, now)?;
        (now >= DEMOCRACY).then(|| (flag(high), flag(later < DEMOCRACY)))
    })
}

/// Whether each state is in the richer half of its year, by wealth per head; `None` where that is not known.
fn wealth_rank(panel: &Panel) -> Option<Vec<Option<bool>>> {
    let wealth = panel.states.column("wealth_per_head")?;
    let mut by_year: BTreeMap<i32, Vec<f64>> = BTreeMap::new();
    for row in (0..panel.states.len()).filter(|&row| !wealth[row].is_nan()) {
        by_year.entry(panel.states.year(row)).or_default().push(wealth[row]);
    }
    for year in by_year.values_mut() {
        year.sort_by(f64::total_cmp);
    }
    let is_rich = |row: usize| Some(wealth[row] >= quantile(by_year.get(&panel.states.year(row))?, 0.5));
    Some((0..panel.states.len()).map(|row| if wealth[row].is_nan() { None } else { is_rich(row) }).collect())
}

fn with_rivals(panel: &Panel) -> Option<Pick<'_>> {
    let (system, rivals) = (panel.states.column("system")?, panel.states.column("rivals")?);
    Some(Box::new(move |row| {
        (!system[row].is_nan() && !rivals[row].is_nan()).then(|| (flag(rivals[row] > 0.0), system[row]))
    }))
}

fn onset_by_system(panel: &Panel) -> Option<Pick<'_>> {
    let (system, onsets) = (panel.states.column("system")?, panel.states.column("onsets")?);
    Some(Box::new(move |row| {
        let counts = !system[row].is_nan() && !onsets[row].is_nan();
        counts.then(|| (flag(system[row] >= DEMOCRACY), flag(onsets[row] > 0.0)))
    }))
}

/// A crossing upward where the share of neighbours that are democracies lies in an interval (above, up to). Neighbours
/// are contiguous by land or up to 150 miles of sea.
fn by_neighbours(panel: &Panel, above: f64, up_to: f64) -> Option<Pick<'_>> {
    let shares = neighbours(panel)?;
    change(panel, 1, move |row, now, later| {
        let share = shares[row];
        let counts = now < DEMOCRACY && share > above && share <= up_to;
        counts.then(|| (1.0, flag(later >= DEMOCRACY)))
    })
}

/// The share of the neighbours of each state and year that are democracies; NaN without neighbours.
fn neighbours(panel: &Panel) -> Option<Vec<f64>> {
    let (system, contiguity) = (panel.states.column("system")?, panel.pairs.column("contiguity")?);
    let mut sums = vec![(0.0, 0.0); panel.states.len()];
    for row in (0..panel.pairs.len()).filter(|&row| (1.0..=4.0).contains(&contiguity[row])) {
        let [a, b] = panel.pairs.unit(row);
        let year = panel.pairs.year(row);
        let (Some(a), Some(b)) = (panel.states.find([a, a], year), panel.states.find([b, b], year)) else { continue };
        for (here, there) in [(a, b), (b, a)] {
            if !system[there].is_nan() {
                sums[here].0 += flag(system[there] >= DEMOCRACY);
                sums[here].1 += 1.0;
            }
        }
    }
    Some(sums.into_iter().map(|(open, all)| open / all).collect())
}

/// The correlation of the system with a flag after the means of states and of years are taken out, by alternating
/// projection. States count by their weights.
fn within(panel: &Panel, weights: &[f64], variable: &str) -> f64 {
    /// Ends when no mean is farther than this from 0.
    const STILL: f64 = 1e-10;
    let (Some(system), Some(flags)) = (panel.states.column("system"), panel.states.column(variable)) else {
        return f64::NAN;
    };
    let rows: Vec<usize> = (0..panel.states.len())
        .filter(|&row| {
            let state = panel.states.unit(row)[0] as usize;
            !system[row].is_nan() && !flags[row].is_nan() && weights[state] > 0.0
        })
        .collect();
    let weight: Vec<f64> = rows.iter().map(|&row| weights[panel.states.unit(row)[0] as usize]).collect();
    let place = |of: &dyn Fn(usize) -> i64| {
        let all: BTreeMap<i64, usize> = {
            let keys: std::collections::BTreeSet<i64> = rows.iter().map(|&row| of(row)).collect();
            keys.into_iter().enumerate().map(|(at, key)| (key, at)).collect()
        };
        (rows.iter().map(|&row| all[&of(row)]).collect::<Vec<usize>>(), all.len())
    };
    let groups = [place(&|row| i64::from(panel.states.unit(row)[0])), place(&|row| i64::from(panel.states.year(row)))];
    let demeaned = |mut values: Vec<f64>| {
        for _ in 0..200 {
            let mut farthest: f64 = 0.0;
            for (group, count) in &groups {
                let mut sums = vec![(0.0, 0.0); *count];
                for ((value, weight), at) in values.iter().zip(&weight).zip(group) {
                    sums[*at].0 += weight * value;
                    sums[*at].1 += weight;
                }
                for (value, at) in values.iter_mut().zip(group) {
                    let mean = sums[*at].0 / sums[*at].1;
                    *value -= mean;
                    farthest = farthest.max(mean.abs());
                }
            }
            if farthest < STILL {
                break;
            }
        }
        values
    };
    let x = demeaned(rows.iter().map(|&row| system[row]).collect());
    let y = demeaned(rows.iter().map(|&row| flag(flags[row] > 0.0)).collect());
    let sum = |of: &dyn Fn(usize) -> f64| (0..rows.len()).map(|k| weight[k] * of(k)).sum::<f64>();
    let (xx, yy) = (sum(&|k| x[k] * x[k]), sum(&|k| y[k] * y[k]));
    if xx > 0.0 && yy > 0.0 { sum(&|k| x[k] * y[k]) / (xx * yy).sqrt() } else { f64::NAN }
}

/// The variance of the number of upward steps above .1 per year over their mean: 1 if they fall at random, more if they
/// come in waves.
fn waves(panel: &Panel, weights: &[f64]) -> f64 {
    let Some(pick) = change(panel, 1, |_, now, later| Some((later - now, 1.0))) else { return f64::NAN };
    let mut by_year: BTreeMap<i32, f64> = BTreeMap::new();
    for row in 0..panel.states.len() {
        if let Some((step, _)) = pick(row) {
            let weight = weights[panel.states.unit(row)[0] as usize];
            *by_year.entry(panel.states.year(row)).or_default() += weight * flag(step > 0.1);
        }
    }
    let n = by_year.len() as f64;
    let mean = by_year.values().sum::<f64>() / n;
    let variance = by_year.values().map(|count| (count - mean) * (count - mean)).sum::<f64>() / (n - 1.0);
    if mean > 0.0 { variance / mean } else { f64::NAN }
}

/// The share of a year's states whose system is in the middle third.
fn middle(systems: &[f64]) -> f64 {
    systems.iter().filter(|system| third(**system) == 1).count() as f64 / systems.len() as f64
}

const fn pattern(key: &'static str, words: &'static str, scale: Scale, measure: Measure) -> Pattern {
    Pattern { key, words, scale, measure }
}

macro_rules! of_states {
    ($statistic:expr, $pick:expr) => {
        Measure::Sums { of: Of::States, statistic: $statistic, pick: $pick }
    };
}

/// Every pattern of political systems, in the order of the table.
#[rustfmt::skip] // a pattern in as few lines as it takes
pub(super) const PATTERNS: &[Pattern] = &[
    pattern("democratization_hazard", "yearly chance to cross .5 upward", Scale::Log, of_states!(mean, |p| crosses(p, true))),
    pattern("breakdown_hazard", "yearly chance to cross .5 downward", Scale::Log, of_states!(mean, |p| crosses(p, false))),
    pattern("rr_democratization_rivalry", "chance to cross upward with a rival over that without", Scale::Log,
        of_states!(Moments::ratio, |p| crosses_by_rivalry(p, true))),
    pattern("rr_breakdown_rivalry", "chance to cross downward with a rival over that without", Scale::Log,
        of_states!(Moments::ratio, |p| crosses_by_rivalry(p, false))),
    pattern("rr_breakdown_level", "chance to cross downward from .7 or more over that from .5 to .7", Scale::Log,
        of_states!(Moments::ratio, |p| breakdown_by(p, |_, now| Some(now >= 0.7)))),
    pattern("rr_breakdown_wealth", "chance to cross downward of the richer half of states over that of the poorer", Scale::Log,
        of_states!(Moments::ratio, |p| {
            let rank = wealth_rank(p)?;
            breakdown_by(p, move |row, _| rank[row])
        })),
    pattern("p_abs_change_gt_0.1", "share of years in which the system moves by more than .1", Scale::Share,
        of_states!(mean, |p| change(p, 1, |_, now, later| Some((1.0, flag((later - now).abs() > 0.1)))))),
    pattern("p_abs_change_lt_0.01", "… by less than .01", Scale::Share,
        of_states!(mean, |p| change(p, 1, |_, now, later| Some((1.0, flag((later - now).abs() < 0.01)))))),
    pattern("p_change_gt_0.05", "… upward by more than .05", Scale::Share,
        of_states!(mean, |p| change(p, 1, |_, now, later| Some((1.0, flag(later - now > 0.05)))))),
    pattern("p_change_lt_-0.05", "… downward by more than .05", Scale::Share,
        of_states!(mean, |p| change(p, 1, |_, now, later| Some((1.0, flag(later - now < -0.05)))))),
    pattern("autocorr_polyarchy_lag1", "correlation of the system with itself a year later", Scale::Correlation,
        of_states!(Moments::correlation, |p| change(p, 1, |_, now, later| Some((now, later))))),
    pattern("stay_low_1y", "chance that a system of the low third is there a year later", Scale::Share, of_states!(mean, |p| stays(p, 1, 0))),
    pattern("stay_mid_1y", "… of the middle third", Scale::Share, of_states!(mean, |p| stays(p, 1, 1))),
    pattern("stay_high_1y", "… of the high third", Scale::Share, of_states!(mean, |p| stays(p, 1, 2))),
    pattern("autocorr_polyarchy_lag10", "correlation of the system with itself ten years later", Scale::Correlation,
        of_states!(Moments::correlation, |p| change(p, 10, |_, now, later| Some((now, later))))),
    pattern("stay_low_10y", "chance that a system of the low third is there ten years later", Scale::Share, of_states!(mean, |p| stays(p, 10, 0))),
    pattern("stay_mid_10y", "… of the middle third", Scale::Share, of_states!(mean, |p| stays(p, 10, 1))),
    pattern("stay_high_10y", "… of the high third", Scale::Share, of_states!(mean, |p| stays(p, 10, 2))),
    pattern("bimodality_coef_mean", "bimodality (Sarle) of the system over states, mean over years", Scale::Plain, Measure::Yearly(bimodality)),
    pattern("middle_third_share", "share of states in the middle third, mean over years", Scale::Share, Measure::Yearly(middle)),
    pattern("waves_upward", "upward steps above .1 per year: variance over mean", Scale::Log, Measure::Whole(waves)),
    pattern("diff_polyarchy_rival_minus_not", "mean system with a rival minus that without", Scale::Plain, of_states!(Moments::difference, with_rivals)),
    pattern("within_corr_dem_rivalry", "correlation of system and rivalry within states", Scale::Plain, Measure::Whole(|p, w| within(p, w, "rivals"))),
    pattern("within_corr_dem_mid", "correlation of system and dispute onset within states", Scale::Plain, Measure::Whole(|p, w| within(p, w, "onsets"))),
    pattern("p_mid_state_year", "share of state-years in which a dispute begins", Scale::Share, of_states!(mean, onset_by_system)),
    pattern("rr_mid_dem_vs_aut_monadic", "chance that a dispute begins, democracies over autocracies", Scale::Log, of_states!(Moments::ratio, onset_by_system)),
    pattern("democratization_by_neighbours_0", "chance to cross .5 upward, no neighbour a democracy", Scale::Log, of_states!(mean, |p| by_neighbours(p, -1.0, 0.0))),
    pattern("democratization_by_neighbours_to_1_3", "… up to a third", Scale::Log, of_states!(mean, |p| by_neighbours(p, 0.0, 1.0 / 3.0))),
    pattern("democratization_by_neighbours_to_2_3", "… up to two thirds", Scale::Log, of_states!(mean, |p| by_neighbours(p, 1.0 / 3.0, 2.0 / 3.0))),
    pattern("democratization_by_neighbours_over_2_3", "… more", Scale::Log, of_states!(mean, |p| by_neighbours(p, 2.0 / 3.0, 1.0))),
];
