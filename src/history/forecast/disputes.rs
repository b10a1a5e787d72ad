//! Forecasts of the onset of disputes, for each pair and year and for each pair over all years.

use std::ops::RangeInclusive;

use crate::analysis::baselines::{base_rate, by_covariates, own_rate};
use crate::analysis::logistic::Rows as Design;
use crate::analysis::scores::{area_under_curve, brier, crps_of_counts, crps_of_members};
use crate::history::held::Ensemble;
use crate::history::of_run::Frame;
use crate::history::panel::Panel;
use crate::record::statistics::mean;

/// The penalty on the standardised coefficients of the regression.
const RIDGE: f64 = 1.0;
/// The covariates: both democratic, one democratic, land neighbours, neighbours by sea, relevant, log ratio of
/// capabilities, allied, a great power, and a cubic of the years of peace; with the intercept.
const COLUMNS: usize = 12;

/// The scores of one forecast of disputes.
#[derive(Clone, Debug)]
pub struct DisputeScores {
    /// The name of the forecast.
    pub name: String,
    /// The number of pair-years.
    pub pair_years: usize,
    /// The number of onsets in the record.
    pub onsets: usize,
    /// The area under the curve over pair-years.
    pub area: f64,
    /// The same over relevant pair-years.
    pub area_relevant: f64,
    /// Brier's score over pair-years.
    pub brier: f64,
    /// The area under the curve over pairs: does any dispute begin in the years?
    pub area_of_pairs: f64,
    /// The continuous ranked probability score of the number of disputes of a pair, mean over pairs, as if of endless
    /// runs.
    pub crps: f64,
}

/// What a forecast says of one pair: the chance of an onset in each of its rows, and the score of its number of onsets.
struct Said {
    chances: Vec<f64>,
    crps: f64,
}

/// The scores of all forecasts over the years. `known` is the last year that baselines may use, `record` the whole
/// record.
pub fn disputes(
    record: &Panel,
    frame: &Frame,
    arms: &[Ensemble],
    known: i32,
    years: RangeInclusive<i32>,
) -> Vec<DisputeScores> {
    let Some(cases) = Cases::of(frame, years) else { return Vec::new() };
    let mut found: Vec<DisputeScores> = arms.iter().map(|arm| cases.score(&arm.name, &cases.of_arm(arm))).collect();
    let past = Past::of(record, known);
    let constant = |chance: &dyn Fn(&Case) -> f64| -> Vec<Said> {
        cases.list.iter().map(|case| Said::of_chances(vec![chance(case); case.rows.len()], case)).collect()
    };
    found.push(cases.score("base rate", &constant(&|_| past.rate)));
    found.push(cases.score("rate of the pair", &constant(&|case| past.own(record, case.unit, known))));
    if let Some(chances) = Past::regression(record, frame, &cases, known) {
        let mut chances = chances.into_iter();
        let said: Vec<Said> = cases
            .list
            .iter()
            .map(|case| Said::of_chances(vec![chances.next().unwrap_or(past.rate); case.rows.len()], case))
            .collect();
        found.push(cases.score("logistic regression", &said));
    }
    found
}

/// A pair, its rows in the years, and what happened.
struct Case {
    unit: [u32; 2],
    rows: Vec<usize>,
    onsets: usize,
}

struct Cases<'a> {
    frame: &'a Frame,
    list: Vec<Case>,
}

impl<'a> Cases<'a> {
    fn of(frame: &'a Frame, years: RangeInclusive<i32>) -> Option<Self> {
        let pairs = &frame.record.pairs;
        let onset = pairs.column("onset")?;
        let list = pairs.spans().map(|(unit, span)| {
            let rows: Vec<usize> =
                span.filter(|&row| years.contains(&pairs.year(row)) && !onset[row].is_nan()).collect();
            let onsets = rows.iter().filter(|&&row| onset[row] == 1.0).count();
            Case { unit, rows, onsets }
        });
        Some(Self { frame, list: list.filter(|case| !case.rows.is_empty()).collect() })
    }

    /// The chances that runs give: the share of runs with an onset.
    fn of_arm(&self, arm: &Ensemble) -> Vec<Said> {
        let pairs = &self.frame.record.pairs;
        let runs = arm.onsets.len() as f64;
        let mut sums = vec![0.0; pairs.len()];
        let mut counts = vec![vec![0.0; pairs.clusters()]; arm.onsets.len()];
        let wanted: Vec<bool> = {
            let mut wanted = vec![false; pairs.len()];
            self.list.iter().flat_map(|case| &case.rows).for_each(|&row| wanted[row] = true);
            wanted
        };
        for (onsets, counts) in arm.onsets.iter().zip(&mut counts) {
            for row in onsets.iter().map(|&row| row as usize).filter(|&row| wanted[row]) {
                sums[row] += 1.0;
                counts[pairs.cluster(row)] += 1.0;
            }
        }
        let said = |case: &Case| {
            let cluster = pairs.cluster(case.rows[0]);
            let members: Vec<f64> = counts.iter().map(|counts| counts[cluster]).collect();
            Said {
                chances: case.rows.iter().map(|&row| sums[row] / runs).collect(),
                crps: crps_of_members(&members, case.onsets as f64),
            }
        };
        self.list.iter().map(said).collect()
    }

    fn score(&self, name: &str, said: &[Said]) -> DisputeScores {
        let pairs = &self.frame.record.pairs;
        let rows = || self.list.iter().flat_map(|case| case.rows.iter().copied());
        let chances: Vec<f64> = said.iter().flat_map(|said| said.chances.iter().copied()).collect();
        let occurred: Vec<bool> = rows().map(|row| pairs.value("onset", row) == 1.0).collect();
        let relevant: Vec<bool> = rows().map(|row| pairs.value("relevant", row) == 1.0).collect();
        let only = |of: &dyn Fn(usize) -> bool| -> (Vec<f64>, Vec<bool>) {
            (0..chances.len()).filter(|&k| of(k)).map(|k| (chances[k], occurred[k])).unzip()
        };
        let (near, near_occurred) = only(&|k| relevant[k]);
        // The chance of any onset; the order of pairs does not change if it is replaced by the sum.
        let of_pairs: Vec<f64> = said.iter().map(|said| said.chances.iter().sum()).collect();
        let any: Vec<bool> = self.list.iter().map(|case| case.onsets > 0).collect();
        DisputeScores {
            name: name.to_owned(),
            pair_years: chances.len(),
            onsets: occurred.iter().filter(|onset| **onset).count(),
            area: area_under_curve(&chances, &occurred),
            area_relevant: area_under_curve(&near, &near_occurred),
            brier: brier(&chances, &occurred),
            area_of_pairs: area_under_curve(&of_pairs, &any),
            crps: mean(&said.iter().map(|said| said.crps).collect::<Vec<_>>()),
        }
    }
}

impl Said {
    /// From independent chances: their number is distributed as a sum of such events.
    fn of_chances(chances: Vec<f64>, case: &Case) -> Self {
        let mut probabilities = vec![1.0];
        for chance in &chances {
            probabilities.push(0.0);
            for k in (0..probabilities.len()).rev() {
                let one_less = if k == 0 { 0.0 } else { probabilities[k - 1] };
                probabilities[k] = probabilities[k] * (1.0 - chance) + one_less * chance;
            }
        }
        let crps = crps_of_counts(&probabilities, case.onsets as f64);
        Self { chances, crps }
    }
}

/// The years up to the last known one.
struct Past {
    rate: f64,
}

impl Past {
    fn of(record: &Panel, known: i32) -> Self {
        let onset = record.pairs.column("onset").unwrap_or_default();
        let rows = || (0..onset.len()).filter(|&row| record.pairs.year(row) <= known && !onset[row].is_nan());
        let onsets: Vec<f64> = rows().map(|row| onset[row]).collect();
        Self { rate: base_rate(&[onsets.iter().sum()], &[onsets.len() as f64]) }
    }

    /// The rate of a pair, drawn to that of all.
    fn own(&self, record: &Panel, unit: [u32; 2], known: i32) -> f64 {
        let (mut onsets, mut years) = (0.0, 0.0);
        let first = record.years().map_or(known, |(first, _)| first);
        for year in first..=known {
            let onset = record.pairs.find(unit, year).map_or(f64::NAN, |row| record.pairs.value("onset", row));
            if !onset.is_nan() {
                onsets += onset;
                years += 1.0;
            }
        }
        own_rate(onsets, years, self.rate)
    }

    /// The yearly chance of each case by a regression of onsets on the covariates of the year before. A pair that the
    /// last known year does not have is forecast from its first year.
    fn regression(record: &Panel, frame: &Frame, cases: &Cases<'_>, known: i32) -> Option<Vec<f64>> {
        let columns = Columns::of(record)?;
        let onset = record.pairs.column("onset")?;
        let (mut design, mut outcomes) = (Vec::new(), Vec::new());
        for row in (0..record.pairs.len()).filter(|&row| record.pairs.year(row) < known) {
            let Some(later) = record.pairs.later(row, 1) else { continue };
            let covariates = columns.row(row);
            if !onset[later].is_nan() && covariates.iter().all(|x| x.is_finite()) {
                design.extend(covariates);
                outcomes.push(onset[later] == 1.0);
            }
        }
        let of_cases = cases.list.iter().flat_map(|case| {
            let year = frame.record.pairs.year(case.rows[0]);
            let row = record.pairs.find(case.unit, known).or_else(|| record.pairs.find(case.unit, year));
            let covariates = row.map_or([f64::NAN; COLUMNS], |row| columns.row(row));
            // What is not coded takes no part: it counts as 0.
            covariates.map(|x| if x.is_finite() { x } else { 0.0 })
        });
        let of_cases: Vec<f64> = of_cases.collect();
        let training = Design { design: &design, columns: COLUMNS, outcomes: &outcomes, weights: None };
        by_covariates(&training, RIDGE, &of_cases)
    }
}

/// The columns of the covariates.
struct Columns<'a> {
    democracies: &'a [f64],
    contiguity: &'a [f64],
    relevant: &'a [f64],
    ratio: &'a [f64],
    ally: &'a [f64],
    major: &'a [f64],
    quiet: &'a [f64],
}

impl<'a> Columns<'a> {
    fn of(record: &'a Panel) -> Option<Self> {
        let column = |name: &str| record.pairs.column(name);
        Some(Self {
            democracies: column("democracies")?,
            contiguity: column("contiguity")?,
            relevant: column("relevant")?,
            ratio: column("power_ratio")?,
            ally: column("ally")?,
            major: column("with_major")?,
            quiet: column("quiet")?,
        })
    }

    fn row(&self, row: usize) -> [f64; COLUMNS] {
        let flag = |on: bool| f64::from(u8::from(on));
        let open = self.democracies[row];
        let of_open = |count: f64| if open.is_nan() { f64::NAN } else { flag(open == count) };
        let t = self.quiet[row] / 10.0;
        [
            1.0,
            of_open(2.0),
            of_open(1.0),
            flag(self.contiguity[row] == 1.0),
            flag(self.contiguity[row] > 1.0),
            self.relevant[row],
            self.ratio[row],
            self.ally[row],
            self.major[row],
            t,
            t * t,
            t * t * t,
        ]
    }
}
