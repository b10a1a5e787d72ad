//! Runs with axes that vary: those of a sweep, or of several run directories that differ in their parameters.

use std::path::Path;

use super::data::in_words;
use super::groups::{Groups, Scale};
use super::page::shorten_path;
use super::{Ask, PlotError, font};
use crate::output::suggest::{did_you_mean, listed};
use crate::output::swept::FAILED;
use crate::output::{RunReader, SweptAxis};
use crate::record::association::{CONFOUNDED, Column, strongest};
use crate::record::{Field, Kind, Table};

/// The largest number of items that a note lists.
const LISTED: usize = 8;

/// Runs with the values of their axes and their outcomes. Failed runs are left out.
#[derive(Clone, Debug)]
pub struct Sweep {
    /// The title of the scenario.
    pub title: String,
    /// The outcome measure.
    pub outcome: Field,
    /// The outcome of each run; missing if NaN.
    pub outcomes: Vec<f64>,
    /// The axes.
    pub varied: Vec<Varied>,
    /// The number of failed runs.
    pub failed: usize,
}

/// An axis.
#[derive(Clone, Debug)]
pub struct Varied {
    /// Its column.
    column: String,
    /// Its path, without the prefix `parameters`.
    pub name: String,
    /// The unit of its values; empty if it is not known.
    unit: String,
    /// Its value in each run; for words their index.
    pub values: Vec<f64>,
    /// The words, in order of first appearance; empty if it has numbers.
    pub words: Option<Vec<String>>,
}

/// The outcome measure with a name, of these results.
///
/// # Errors
/// Returns an error if the measure does not exist. The error suggests the nearest name.
pub(crate) fn outcome_named(reader: &RunReader, name: &str) -> Result<Field, PlotError> {
    let all = reader.outcomes();
    let known = || all.iter().map(|outcome| &*outcome.name);
    all.iter().find(|there| there.name == name).cloned().ok_or_else(|| PlotError::UnknownOutcome {
        name: name.to_owned(),
        hint: did_you_mean(name, known()),
        known: known().collect::<Vec<_>>().join(", "),
    })
}

impl Sweep {
    /// Reads the runs of a sweep, of several sweeps (for example shards), or of several run directories. Of a sweep
    /// only the axes and the outcome are read.
    ///
    /// # Errors
    /// Returns an error if a table is missing or damaged, or if the directories are of different kinds.
    pub fn read(readers: &[RunReader], outcome: Field) -> Result<Self, PlotError> {
        let Some(first) = readers.first() else { return Ok(Self::new(String::new(), outcome, Vec::new())) };
        let axes = |reader: &RunReader| reader.manifest.sweep.as_ref().map(|swept| swept.axes.clone());
        let of_first = axes(first);
        let paths = |axes: &[SweptAxis]| axes.iter().map(|axis| axis.path.clone()).collect::<Vec<_>>();
        for other in &readers[1..] {
            let why = match (&of_first, axes(other)) {
                (None, None) => continue,
                (Some(a), Some(b)) if paths(a) == paths(&b) => continue,
                (Some(a), Some(b)) => {
                    let paths = |axes: &[SweptAxis]| listed(axes.iter().map(|axis| axis.path.as_str()));
                    format!("their axes differ: {} and {}", paths(a), paths(&b))
                }
                _ => "one is a sweep and one is not".to_owned(),
            };
            let shown = |path: &Path| path.display().to_string();
            return Err(PlotError::NotAlike { first: shown(first.path()), other: shown(other.path()), why });
        }
        let title = first.about().title;
        if let Some(axes) = of_first {
            let name = outcome.name.to_string();
            let mut columns = vec!["status", &name];
            columns.extend(axes.iter().map(|axis| axis.path.as_str()));
            let read = |reader: &RunReader| reader.columns("runs", &columns, |_| true);
            let tables = readers.iter().map(read).collect::<Result<Vec<_>, _>>()?;
            let varied =
                tables.first().map_or_else(Vec::new, |table| table.fields()[2..].iter().map(Varied::new).collect());
            return Ok(Self::new(title, outcome, varied).with(&tables));
        }
        let tables = readers.iter().map(|reader| reader.table("runs")).collect::<Result<Vec<_>, _>>()?;
        let measures = first.outcomes();
        let is_known =
            |name: &str| ["run", "seed", "rounds"].contains(&name) || measures.iter().any(|o| o.name == name);
        let fields = tables.first().map_or(&[][..], Table::fields).iter();
        let varied = fields.filter(|field| !is_known(&field.name)).map(Varied::new).collect();
        Ok(Self::new(title, outcome, varied).with(&tables))
    }

    fn new(title: String, outcome: Field, varied: Vec<Varied>) -> Self {
        Self { title, outcome, outcomes: Vec::new(), varied, failed: 0 }
    }

    /// Combines the runs of the tables, and keeps the columns that vary.
    fn with(mut self, tables: &[Table]) -> Self {
        for table in tables {
            let status = table.position("status");
            let failed = |row: &[f64]| status.and_then(|at| table.word(row[at])) == Some(FAILED);
            self.failed += table.rows().filter(|row| failed(row)).count();
            let rows = || table.rows().filter(|row| !failed(row));
            for varied in &mut self.varied {
                varied.add(table, rows());
            }
            let measured = table.position(&self.outcome.name);
            self.outcomes.extend(rows().map(|row| measured.map_or(f64::NAN, |at| row[at])));
        }
        self.varied.retain(Varied::varies);
        // `parameters.` is removed if the short path stays unique.
        let columns: Vec<String> = self.varied.iter().map(|varied| varied.column.clone()).collect();
        for varied in &mut self.varied {
            let short = varied.column.strip_prefix("parameters.").unwrap_or(&varied.column);
            if columns.iter().all(|column| column != short) {
                short.clone_into(&mut varied.name);
            }
        }
        self
    }

    /// The number of runs.
    pub fn runs(&self) -> usize {
        self.outcomes.len()
    }

    /// The axes to show the outcome by: those requested, then those with the largest effects, at least this number.
    ///
    /// # Errors
    /// Returns an error if too few axes vary, a requested axis does not vary, or the outcome is missing.
    pub fn chosen(&self, ask: &Ask, figure: &'static str, least: usize) -> Result<Vec<&Varied>, PlotError> {
        let lacks = |lacks: String| PlotError::Lacks { figure, lacks };
        if self.runs() == 0 && self.failed > 0 {
            return Err(lacks(format!("all {} runs of the sweep failed; runs.csv has the reasons", self.failed)));
        }
        let names = || self.varied.iter().map(|varied| varied.name.as_str());
        if self.varied.len() < least {
            let found = match names().next() {
                None => "no parameter varies among these runs".to_owned(),
                Some(_) => format!("only {} varies among these runs", listed(names())),
            };
            return Err(lacks(format!(
                "{found}, but the figure needs {least}; give a sweep with more axes, or several run directories that differ in their \
                parameters"
            )));
        }
        if !self.outcomes.iter().any(|value| value.is_finite()) {
            let name = &self.outcome.name;
            return Err(lacks(format!("`{name}` is missing in all runs; choose another outcome with --outcome")));
        }
        let place = |name: &String| {
            let short = name.strip_prefix("parameters.").unwrap_or(name);
            let is_it =
                |wanted: &str| self.varied.iter().position(|there| there.name == wanted || there.column == wanted);
            is_it(name).or_else(|| is_it(short)).ok_or_else(|| PlotError::UnknownParameter {
                name: name.clone(),
                hint: did_you_mean(name, names()),
                known: names().collect::<Vec<_>>().join(", "),
            })
        };
        let mut chosen: Vec<usize> = Vec::new();
        for name in &ask.parameters {
            let at = place(name)?;
            if !chosen.contains(&at) {
                chosen.push(at);
            }
        }
        if chosen.len() < least {
            let mut others: Vec<(f64, usize)> = (0..self.varied.len())
                .filter(|at| !chosen.contains(at))
                .map(|at| (self.reach(&self.varied[at]), at))
                .collect();
            others.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
            others.truncate(least - chosen.len());
            // In the order of the sweep.
            others.sort_by_key(|(_, at)| *at);
            chosen.extend(others.into_iter().map(|(_, at)| at));
        }
        Ok(chosen.into_iter().map(|at| &self.varied[at]).collect())
    }

    /// The mean outcome over the runs of each group; missing without runs.
    pub fn means(&self, groups: &Groups) -> Vec<f64> {
        let mut sums = vec![(0.0, 0usize); groups.len()];
        for (group, value) in groups.of.iter().zip(&self.outcomes) {
            if let (Some(group), false) = (group, value.is_nan()) {
                sums[*group] = (sums[*group].0 + value, sums[*group].1 + 1);
            }
        }
        sums.into_iter().map(|(sum, count)| if count == 0 { f64::NAN } else { sum / count as f64 }).collect()
    }

    /// The range of the means of the groups; 0 for a single group.
    fn reach(&self, varied: &Varied) -> f64 {
        let (low, high) = super::panel::extent(self.means(&varied.groups()).into_iter());
        if high > low { high - low } else { 0.0 }
    }

    /// The number of runs that a figure shows, in words.
    pub fn over_runs(&self) -> String {
        format!("{} runs.", self.runs())
    }

    /// The title of a figure.
    pub fn titled(&self) -> String {
        format!("{}: {}", in_words(&self.outcome.name), self.title)
    }

    /// The outcome measure with its unit.
    pub fn measure(&self) -> String {
        format!("{} ({})", self.outcome.name, self.outcome.unit)
    }

    /// Notes at the foot: axes averaged over, bins of values, missing runs.
    pub fn notes(&self, shown: &[(&Varied, &Groups)]) -> Vec<String> {
        let mut notes = Vec::new();
        let is_shown = |varied: &Varied| shown.iter().any(|(there, _)| there.column == varied.column);
        let others: Vec<&str> = self.varied.iter().filter(|v| !is_shown(v)).map(|v| v.name.as_str()).collect();
        if !others.is_empty() && !shown.is_empty() {
            let more = others.len().saturating_sub(LISTED);
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            let others = others[..others.len().min(LISTED)].join(", ");
            notes.push(format!("Averaged over: {others}{more}."));
        }
        for (varied, groups) in shown.iter().filter(|(_, groups)| groups.gathered > 0) {
            let (name, gathered, count) = (&varied.name, groups.gathered, groups.len());
            notes.push(match groups.scale {
                Scale::Words => format!("{name}: the {count}th and later words are shown as others."),
                Scale::Even => format!("{name}: {gathered} values in {count} equal bins, named by their middles."),
                Scale::Log => {
                    format!("{name}: {gathered} values in {count} bins of equal ratio, named by their middles.")
                }
            });
        }
        notes.extend(self.confounded());
        notes.extend(self.left_out());
        notes
    }

    /// The note on the two axes with the largest correlation, if it is so large that their effects cannot be separated.
    pub fn confounded(&self) -> Option<String> {
        let columns: Vec<Column<'_>> = self
            .varied
            .iter()
            .map(|v| if v.words.is_some() { Column::Words(&v.values) } else { Column::Numbers(&v.values) })
            .collect();
        let (size, a, b) = strongest(&columns).filter(|(size, ..)| size.abs() > CONFOUNDED)?;
        let (a, b) = (&self.varied[a].name, &self.varied[b].name);
        let size = format!("{size:.2}").replace('-', "−");
        Some(format!("{a} and {b} are correlated ({size}): their effects cannot be separated well."))
    }

    /// The notes on runs that are not shown.
    pub fn left_out(&self) -> Vec<String> {
        let (failed, missing) = (self.failed, self.outcomes.iter().filter(|value| value.is_nan()).count());
        let all = self.runs() + failed;
        let mut notes = Vec::new();
        if failed > 0 {
            let runs = if failed == 1 { "run failed and is" } else { "runs failed and are" };
            notes.push(format!("{failed} of {all} {runs} left out; runs.csv has the reasons."));
        }
        if missing > 0 {
            let runs = if missing == 1 { "run" } else { "runs" };
            notes.push(format!(
                "{} is missing in {missing} {runs}, which are left out of means and bands.",
                self.outcome.name
            ));
        }
        notes
    }
}

impl Varied {
    /// The runs grouped by its values.
    pub fn groups(&self) -> Groups {
        Groups::of(&self.values, self.words.as_deref())
    }

    /// Returns true if a reader may use this name for it: its path, or the path without the prefix `parameters`.
    pub fn is_named(&self, name: &str) -> bool {
        self.name == name || self.column == name || self.name == name.strip_prefix("parameters.").unwrap_or(name)
    }

    fn new(field: &Field) -> Self {
        Self {
            column: field.name.to_string(),
            name: field.name.to_string(),
            unit: field.unit.to_string(),
            values: Vec::new(),
            words: (field.kind == Kind::Label).then(Vec::new),
        }
    }

    /// Adds the values of the rows of a table.
    fn add<'t>(&mut self, table: &Table, rows: impl Iterator<Item = &'t [f64]>) {
        let at = table.position(&self.column);
        let cells = rows.map(|row| at.map_or(f64::NAN, |at| row[at]));
        let Some(words) = &mut self.words else {
            self.values.extend(cells);
            return;
        };
        // The tables number their words separately, so words are numbered again over all tables.
        let mut places: Vec<Option<usize>> = vec![None; table.words().len()];
        for cell in cells {
            let value = table.word(cell).map_or(f64::NAN, |word| {
                let place = places[cell as usize].unwrap_or_else(|| {
                    let there = words.iter().position(|there| there == word);
                    there.unwrap_or_else(|| {
                        words.push(word.to_owned());
                        words.len() - 1
                    })
                });
                places[cell as usize] = Some(place);
                place as f64
            });
            self.values.push(value);
        }
    }

    /// Returns true if it has two or more values.
    fn varies(&self) -> bool {
        let mut values = self.values.iter().filter(|value| !value.is_nan());
        values.next().is_some_and(|first| values.any(|value| value != first))
    }

    /// Its name with its unit, shortened to a width. The unit is kept if the name fits beside it.
    pub fn named(&self, size: f64, bold: bool, width: f64) -> String {
        let unit =
            if self.unit.is_empty() || self.words.is_some() { String::new() } else { format!(" ({})", self.unit) };
        let room = width - font::width(&unit, size, bold);
        if room < 0.4 * width && font::width(&self.name, size, bold) > room {
            return shorten_path(&self.name, size, bold, width);
        }
        shorten_path(&self.name, size, bold, room) + &unit
    }
}
