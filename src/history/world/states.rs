//! The starting values of the states of a world.

use std::collections::BTreeMap;

use super::cast::Member;
use super::impute::{How, Imputed, nearest};
use super::keys::Key;
use super::mapping::{Mapping, Missing, Rule};
use super::regions;
use super::value::{Measure, median};
use crate::history::panel::Panel;

/// The values of one key for all states of a world, in their order; `None` leaves the default.
pub(super) type Column = Vec<Option<f64>>;

/// The starting values: a column for each rule of states, and what was imputed.
pub(super) fn values(panel: &Panel, members: &[Member], mapping: &Mapping, first: i32) -> (Vec<Column>, Vec<Imputed>) {
    let setting = Setting::new(panel, members, mapping, first);
    let columns: Vec<Vec<Option<(f64, How)>>> =
        mapping.of_states.iter().map(|(_, rule)| setting.column(rule)).collect();
    let mut imputed = Vec::new();
    let mut finished = Vec::new();
    for (at, (key, rule)) in mapping.of_states.iter().enumerate() {
        let times =
            rule.times.as_ref().and_then(|name| mapping.of_states.iter().position(|(key, _)| key.name == *name));
        let factors = times.map(|at| (&columns[at], &mapping.of_states[at]));
        let mut column = Vec::new();
        for (of, member) in members.iter().enumerate() {
            let Some((value, how)) = columns[at][of] else {
                column.push(None);
                continue;
            };
            let factor = match &factors {
                None => Some(1.0),
                Some((column, (key, other))) => column[of].map(|(value, _)| cut(key, value * other.factor)),
            };
            let value = factor.map(|factor| cut(key, value * rule.factor * factor));
            column.push(value);
            if how != How::Coded {
                let variable = key.name.clone();
                imputed.push(Imputed { state: member.name.clone(), other: String::new(), variable, value, how });
            }
        }
        finished.push(column);
    }
    imputed.sort_by(|a, b| a.variable.cmp(&b.variable).then_with(|| a.state.cmp(&b.state)));
    (finished, imputed)
}

/// A value within the range of its key.
pub(super) fn cut(key: &Key, value: f64) -> f64 {
    key.range.map_or(value, |(low, high)| value.clamp(low, high))
}

/// What imputation needs: who is where, and how democratic.
struct Setting<'a> {
    panel: &'a Panel,
    members: &'a [Member],
    years: u16,
    first: i32,
    /// The rows of the panel by year.
    by_year: BTreeMap<i32, Vec<usize>>,
    /// The third of the political system of a state in its year, by row of the panel.
    third: Vec<Option<u8>>,
}

impl<'a> Setting<'a> {
    fn new(panel: &'a Panel, members: &'a [Member], mapping: &Mapping, first: i32) -> Self {
        let mut by_year: BTreeMap<i32, Vec<usize>> = BTreeMap::new();
        for row in 0..panel.states.len() {
            by_year.entry(panel.states.year(row)).or_default().push(row);
        }
        let rule = mapping.of_states.iter().find(|(key, _)| key.name == "system");
        let system = rule.map(|(_, rule)| Measure::new(rule, &panel.states, panel));
        let third = |row: usize| Some(((system.as_ref()?.value(row)?.0 * 3.0) as u8).min(2));
        let third = (0..panel.states.len()).map(third).collect();
        Self { panel, members, years: mapping.impute.years, first, by_year, third }
    }

    /// The values of a rule before `factor` and `times`.
    fn column(&self, rule: &Rule) -> Vec<Option<(f64, How)>> {
        let measure = Measure::new(rule, &self.panel.states, self.panel);
        let mut of_year: BTreeMap<i32, Vec<(usize, f64)>> = BTreeMap::new();
        let mut column = Vec::new();
        for member in self.members {
            let value = |year: i32| measure.value(self.panel.states.find([member.state; 2], year)?);
            let own = nearest(member.year, self.years, member.year > self.first, value);
            column.push(own.or_else(|| {
                if rule.missing == Missing::Leave {
                    return None;
                }
                let donors = of_year.entry(member.year).or_insert_with(|| self.coded(&measure, member.year));
                self.of_others(member, donors)
            }));
        }
        column
    }

    /// The rows of a year with the value of a measure, where it is coded.
    fn coded(&self, measure: &Measure<'_>, year: i32) -> Vec<(usize, f64)> {
        let rows = self.by_year.get(&year).map_or(&[][..], Vec::as_slice);
        rows.iter().filter_map(|&row| Some((row, measure.value(row)?.0))).collect()
    }

    /// The median of the region and third, or of the world.
    fn of_others(&self, member: &Member, donors: &[(usize, f64)]) -> Option<(f64, How)> {
        let region = regions::of(&member.code);
        let row = self.panel.states.find([member.state; 2], member.year);
        let third = row.and_then(|row| self.third[row]);
        let is_alike = |row: usize| {
            let code = &self.panel.codes[self.panel.states.unit(row)[0] as usize];
            region.is_some() && regions::of(code) == region && (third.is_none() || self.third[row] == third)
        };
        let alike = donors.iter().filter(|(row, _)| is_alike(*row)).map(|(_, value)| *value).collect();
        let all = || median(donors.iter().map(|(_, value)| *value).collect());
        median(alike).map(|value| (value, How::Region)).or_else(|| all().map(|value| (value, How::World)))
    }
}
