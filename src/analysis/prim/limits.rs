//! A box: limits on some of the axes.

use super::cases::{Cases, Column};

/// The limits of one axis.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Limit {
    /// From `low` to `high`, both inside; `None` if that side is open.
    Numbers {
        /// The lowest value inside.
        low: Option<f64>,
        /// The highest value inside.
        high: Option<f64>,
    },
    /// Whether each word is inside.
    Words(Vec<bool>),
}

/// A limit that can be taken away alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    /// The lowest number inside.
    Low,
    /// The highest number inside.
    High,
    /// The words inside.
    Words,
}

/// A box, with a limit for every axis.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Limits(pub Vec<Limit>);

impl Limit {
    /// Returns true if some value of the axis is outside.
    pub(crate) fn is_restricted(&self) -> bool {
        match self {
            Self::Numbers { low, high } => low.is_some() || high.is_some(),
            Self::Words(inside) => inside.contains(&false),
        }
    }

    /// Returns true if a case keeps the limit.
    pub(super) fn allows(&self, column: &Column, case: usize) -> bool {
        match (self, column) {
            (Self::Numbers { low, high }, Column::Numbers(of)) => {
                let x = of[case];
                low.is_none_or(|low| low <= x) && high.is_none_or(|high| x <= high)
            }
            (Self::Words(inside), Column::Words { of, .. }) => inside[of[case]],
            _ => false,
        }
    }
}

impl Limits {
    /// The box of all cases.
    pub(crate) fn open(cases: &Cases) -> Self {
        let open = |column: &Column| match column {
            Column::Numbers(_) => Limit::Numbers { low: None, high: None },
            Column::Words { count, .. } => Limit::Words(vec![true; *count]),
        };
        Self(cases.columns.iter().map(open).collect())
    }

    /// The axes with limits.
    pub(crate) fn restricted(&self) -> Vec<usize> {
        let is = |(axis, limit): (usize, &Limit)| limit.is_restricted().then_some(axis);
        self.0.iter().enumerate().filter_map(is).collect()
    }

    /// Each limit that can be taken away alone.
    pub(crate) fn sides(&self) -> Vec<(usize, Side)> {
        let of = |(axis, limit): (usize, &Limit)| -> Vec<(usize, Side)> {
            match limit {
                Limit::Numbers { low, high } => {
                    let low = low.map(|_| (axis, Side::Low));
                    low.into_iter().chain(high.map(|_| (axis, Side::High))).collect()
                }
                Limit::Words(_) => limit.is_restricted().then_some((axis, Side::Words)).into_iter().collect(),
            }
        };
        self.0.iter().enumerate().flat_map(of).collect()
    }

    /// The same box without one of its limits.
    #[must_use]
    pub(crate) fn without(&self, axis: usize, side: Side) -> Self {
        let mut wider = self.clone();
        match (&mut wider.0[axis], side) {
            (Limit::Numbers { low, .. }, Side::Low) => *low = None,
            (Limit::Numbers { high, .. }, Side::High) => *high = None,
            (Limit::Words(inside), _) => inside.fill(true),
            _ => {}
        }
        wider
    }

    /// The same box without the limits of an axis.
    #[must_use]
    pub(crate) fn without_axis(&self, axis: usize) -> Self {
        self.without(axis, Side::Low).without(axis, Side::High)
    }

    /// Those of some cases that are inside.
    pub(crate) fn inside(&self, cases: &Cases, of: &[usize]) -> Vec<usize> {
        let restricted = self.restricted();
        let is_inside = |case: &usize| restricted.iter().all(|&axis| self.0[axis].allows(&cases.columns[axis], *case));
        of.iter().copied().filter(is_inside).collect()
    }
}
