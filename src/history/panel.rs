//! Years of states and of pairs of states, column by column: one form for the record of history and for a run.
//!
//! A missing value is NaN: it means *not coded*, never 0.

use std::collections::BTreeMap;
use std::sync::Arc;

/// The rows of one kind of unit, sorted by unit and year.
#[derive(Clone, Debug, Default)]
pub struct Rows {
    keys: Arc<Keys>,
    columns: BTreeMap<&'static str, Arc<Vec<f64>>>,
}

/// The unit and the year of every row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Keys {
    /// The numbers of the two states of a pair, the lower first; of a state twice its number.
    units: Vec<[u32; 2]>,
    years: Vec<i32>,
    /// The first row of every unit, sorted by unit.
    firsts: Vec<([u32; 2], usize)>,
}

impl Rows {
    /// Rows without columns. They must be sorted by unit and year, each once.
    pub(super) fn new(units: Vec<[u32; 2]>, years: Vec<i32>) -> Self {
        debug_assert!(
            (1..units.len()).all(|k| (units[k - 1], years[k - 1]) < (units[k], years[k])),
            "sorted, each once"
        );
        let firsts = (0..units.len()).filter(|&k| k == 0 || units[k - 1] != units[k]).map(|k| (units[k], k)).collect();
        Self { keys: Arc::new(Keys { units, years, firsts }), columns: BTreeMap::new() }
    }

    /// The number of rows.
    pub fn len(&self) -> usize {
        self.keys.years.len()
    }

    /// Returns true without rows.
    pub fn is_empty(&self) -> bool {
        self.keys.years.is_empty()
    }

    /// The states of a row: of a pair the lower and the higher number, of a state twice its number.
    pub fn unit(&self, row: usize) -> [u32; 2] {
        self.keys.units[row]
    }

    /// The year of a row.
    pub fn year(&self, row: usize) -> i32 {
        self.keys.years[row]
    }

    /// The units, sorted, each with the range of its rows.
    pub fn spans(&self) -> impl Iterator<Item = ([u32; 2], std::ops::Range<usize>)> + '_ {
        let firsts = &self.keys.firsts;
        let end = move |at: usize| firsts.get(at + 1).map_or(self.len(), |next| next.1);
        firsts.iter().enumerate().map(move |(at, &(unit, first))| (unit, first..end(at)))
    }

    /// The number of a row's unit among the units, from 0.
    pub fn cluster(&self, row: usize) -> usize {
        self.keys.firsts.partition_point(|&(_, first)| first <= row) - 1
    }

    /// The number of units.
    pub fn clusters(&self) -> usize {
        self.keys.firsts.len()
    }

    /// The values of a variable; `None` if no source has it.
    pub fn column(&self, name: &str) -> Option<&[f64]> {
        self.columns.get(name).map(|column| column.as_slice())
    }

    /// All variables that there are, by name.
    pub(super) fn columns(&self) -> impl Iterator<Item = (&'static str, &[f64])> + '_ {
        self.columns.iter().map(|(name, column)| (*name, column.as_slice()))
    }

    /// The value of a variable in a row; NaN if it is missing.
    pub fn value(&self, name: &str, row: usize) -> f64 {
        self.column(name).map_or(f64::NAN, |column| column[row])
    }

    /// Gives a variable its values, one for every row.
    pub(super) fn set(&mut self, name: &'static str, values: Vec<f64>) {
        debug_assert_eq!(values.len(), self.len());
        self.columns.insert(name, Arc::new(values));
    }

    /// The same rows with some of the columns.
    pub(super) fn with_columns(&self, is_kept: impl Fn(&str) -> bool) -> Self {
        let kept = self.columns.iter().filter(|(name, _)| is_kept(name));
        Self { keys: Arc::clone(&self.keys), columns: kept.map(|(name, column)| (*name, Arc::clone(column))).collect() }
    }

    /// The same rows with the columns of both; those of `other` win.
    pub(super) fn joined(&self, other: &Self) -> Self {
        debug_assert_eq!(self.keys, other.keys);
        let mut joined = self.clone();
        joined.columns.extend(other.columns.iter().map(|(name, column)| (*name, Arc::clone(column))));
        joined
    }

    /// The row of a unit in a year.
    pub fn find(&self, unit: [u32; 2], year: i32) -> Option<usize> {
        let firsts = &self.keys.firsts;
        let at = firsts.binary_search_by_key(&unit, |&(there, _)| there).ok()?;
        let span = firsts[at].1..firsts.get(at + 1).map_or(self.len(), |next| next.1);
        self.keys.years[span.clone()].binary_search(&year).ok().map(|k| span.start + k)
    }

    /// The row of the same unit some years later.
    pub fn later(&self, row: usize, years: usize) -> Option<usize> {
        let wanted = self.year(row).saturating_add(i32::try_from(years).unwrap_or(i32::MAX));
        let last = (row + years).min(self.len() - 1);
        // Years may be missing in between, but no year is there twice.
        (row..=last).rev().find(|&k| self.unit(k) == self.unit(row) && self.year(k) == wanted)
    }

    /// The rows that satisfy a condition, with all columns.
    pub(super) fn kept(&self, keep: impl Fn(usize) -> bool) -> Self {
        let rows: Vec<usize> = (0..self.len()).filter(|&row| keep(row)).collect();
        let mut kept = Self::new(
            rows.iter().map(|&row| self.unit(row)).collect(),
            rows.iter().map(|&row| self.year(row)).collect(),
        );
        for (name, column) in &self.columns {
            kept.set(name, rows.iter().map(|&row| column[row]).collect());
        }
        kept
    }
}

/// Years of states and of pairs of states.
#[derive(Clone, Debug, Default)]
pub struct Panel {
    /// The code of every state, by number.
    pub codes: Arc<Vec<String>>,
    /// The name of every state, by number; the code if the sources do not give a name.
    pub names: Arc<Vec<String>>,
    /// A row for each state and year.
    pub states: Rows,
    /// A row for each pair of states and year.
    pub pairs: Rows,
}

impl Panel {
    /// The number of the state with a code or a name.
    pub fn state(&self, text: &str) -> Option<u32> {
        let code = super::read::plain(text);
        let found = self.codes.iter().position(|there| there == code);
        found.or_else(|| self.names.iter().position(|name| name.eq_ignore_ascii_case(text))).map(|at| at as u32)
    }

    /// The first and the last year of the states.
    pub fn years(&self) -> Option<(i32, i32)> {
        let years = || (0..self.states.len()).map(|row| self.states.year(row));
        years().min().zip(years().max())
    }

    /// The rows of some states in some years. Pairs are kept if both states are.
    #[must_use]
    pub fn window(&self, years: std::ops::RangeInclusive<i32>, is_kept: impl Fn(u32) -> bool) -> Self {
        let keep = |rows: &Rows| {
            rows.kept(|row| years.contains(&rows.year(row)) && rows.unit(row).iter().all(|&state| is_kept(state)))
        };
        Self {
            codes: Arc::clone(&self.codes),
            names: Arc::clone(&self.names),
            states: keep(&self.states),
            pairs: keep(&self.pairs),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows() -> Rows {
        let mut rows = Rows::new(vec![[0, 0], [0, 0], [0, 0], [2, 2]], vec![1950, 1951, 1953, 1951]);
        rows.set("system", vec![0.1, 0.2, 0.3, 0.9]);
        rows
    }

    #[test]
    fn rows_are_found_by_unit_and_year() {
        let rows = rows();
        assert_eq!(rows.find([0, 0], 1953), Some(2));
        assert_eq!(rows.find([2, 2], 1951), Some(3));
        assert_eq!(rows.find([0, 0], 1952), None);
        assert_eq!(rows.find([1, 1], 1950), None);
        assert_eq!((rows.cluster(2), rows.cluster(3), rows.clusters()), (0, 1, 2));
        assert_eq!(rows.spans().collect::<Vec<_>>(), [([0, 0], 0..3), ([2, 2], 3..4)]);
    }

    #[test]
    fn a_later_year_is_that_of_the_same_unit_and_not_the_next_row() {
        let rows = rows();
        assert_eq!(rows.later(0, 1), Some(1));
        assert_eq!(rows.later(0, 3), Some(2));
        assert_eq!(rows.later(1, 1), None, "1952 is missing");
        assert_eq!(rows.later(2, 1), None, "the next row is of another state");
        assert_eq!(rows.later(3, 10), None);
    }

    #[test]
    fn a_window_keeps_the_states_and_years_asked_for() {
        let panel = Panel {
            codes: Arc::new(["2", "20", "200"].map(str::to_owned).to_vec()),
            names: Arc::new(["United States", "Canada", "United Kingdom"].map(str::to_owned).to_vec()),
            states: rows(),
            pairs: Rows::default(),
        };
        assert_eq!(panel.years(), Some((1950, 1953)));
        let window = panel.window(1951..=1952, |state| state != 2);
        assert_eq!(window.states.column("system"), Some(&[0.2][..]));
        assert_eq!(panel.state("0020"), Some(1));
        assert_eq!(panel.state("united kingdom"), Some(2));
        assert_eq!(panel.state("Canadaa"), None);
    }
}
