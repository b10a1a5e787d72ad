//! How a pattern is computed: a statistic of two numbers of each row, or of all rows together.
//!
//! Most patterns are rates, ratios, differences and correlations. All of them follow from the same six sums over rows,
//! so an interval by resampling whole units (countries, pairs) costs no second pass over the rows.

use crate::analysis::moments::Moments;
use crate::history::panel::{Panel, Rows};

/// The two numbers of a row: a group or a covariate, and an outcome. `None` if the row does not count.
pub(super) type Pick<'a> = Box<dyn Fn(usize) -> Option<(f64, f64)> + 'a>;

/// Which rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Of {
    /// States and years.
    States,
    /// Pairs and years.
    Pairs,
}

impl Of {
    /// The rows of a panel.
    pub(super) fn rows(self, panel: &Panel) -> &Rows {
        match self {
            Self::States => &panel.states,
            Self::Pairs => &panel.pairs,
        }
    }
}

/// How a pattern is computed.
pub(super) enum Measure {
    /// A statistic of sums over rows.
    Sums {
        /// Which rows.
        of: Of,
        /// From the sums to the value.
        statistic: fn(&Moments) -> f64,
        /// The two numbers of each row; `None` if the panel lacks a variable.
        pick: for<'a> fn(&'a Panel) -> Option<Pick<'a>>,
    },
    /// A statistic of all rows. The weights are those of the states, by number.
    Whole(fn(&Panel, weights: &[f64]) -> f64),
    /// The mean of a statistic over years, given all states of a year.
    Yearly(fn(&[f64]) -> f64),
    /// The odds ratio of a coefficient of the logistic regression of dispute onset.
    OddsRatio(usize),
}

/// The mean of y.
pub(super) fn mean(m: &Moments) -> f64 {
    m.mean_y()
}

/// The mean of y times 1,000.
pub(super) fn per_thousand(m: &Moments) -> f64 {
    1000.0 * m.mean_y()
}

/// The sums of the rows by unit, in the order of the units, for units that have any.
pub(super) fn by_unit(rows: &Rows, pick: &Pick<'_>) -> Vec<Moments> {
    let mut all = Vec::with_capacity(rows.clusters());
    for (_, span) in rows.spans() {
        let mut sums = Moments::default();
        span.filter_map(pick).for_each(|(x, y)| sums.add(x, y));
        all.push(sums);
    }
    all
}

/// 1 if true, otherwise 0.
pub(super) fn flag(on: bool) -> f64 {
    f64::from(u8::from(on))
}

/// A variable of pairs in the last third of the years (1) and in the middle third (0).
pub(super) fn trend<'a>(panel: &'a Panel, name: &str) -> Option<Pick<'a>> {
    let column = panel.pairs.column(name)?;
    let (first, last) = panel.years()?;
    let third = f64::from(last - first + 1) / 3.0;
    Some(Box::new(move |row| {
        let part = (f64::from(panel.pairs.year(row) - first) / third).floor();
        (part >= 1.0 && !column[row].is_nan()).then(|| (part - 1.0, column[row]))
    }))
}
