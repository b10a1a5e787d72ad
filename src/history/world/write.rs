//! A world as text: the scenario and its tables.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::Path;

use super::cast::Member;
use super::impute::{How, Imputed};
use super::keys::Key;
use super::mapping::{Mapping, Rule};
use super::pairs::{Change, Couple};
use super::provenance;
use super::regions;
use super::states::Column;
use super::summary::Summary;
use super::wanted::{TABLES, Wanted};
use crate::history::load::Loaded;

/// The significant digits of a number.
const DIGITS: i32 = 4;

/// What a scenario is made of.
pub(super) struct Parts<'a> {
    pub loaded: &'a Loaded,
    pub wanted: &'a Wanted,
    pub mapping: &'a Mapping,
    pub members: &'a [Member],
    pub couples: &'a [Couple],
    pub changes: &'a [Change],
    pub of_states: &'a [Column],
    pub of_pairs: &'a [Column],
    pub imputed: &'a [Imputed],
    pub summary: &'a Summary,
}

impl Parts<'_> {
    /// The scenario.
    pub(super) fn scenario(&self) -> String {
        let (stem, summary) = (&self.wanted.stem, self.summary);
        let (year, until) = (summary.year, summary.until);
        let mut text = String::new();
        for line in self.head() {
            // A comment ends with its line.
            let line = crate::scenario::printable::line(&line).into_owned();
            text += format!("# {line}").trim_end();
            text.push('\n');
        }
        let question = format!("From the world as it was in {year}: what does the model make of the years to {until}?");
        let file = |ending: &str| quoted(&format!("{stem}{ending}"));
        let _ = write!(
            text,
            "\ntitle = {}\nquestion = {}\n\n[run]\nstart_year = {year}\nrounds = {}\nreplicates = 20\nseed = 1\n",
            quoted(&format!("The world of {year}")),
            quoted(&question),
            until - year,
        );
        let _ = write!(text, "\n[states]\nfrom = {}\n", file("-states.csv"));
        if !self.couples.is_empty() {
            let _ = write!(text, "\n[pairs]\nfrom = {}\n", file("-pairs.csv"));
        }
        // Pairs come from the table alone.
        text += "\n[reach]\nkind = \"contiguity\"\nfar = 0.0\n";
        if !self.changes.is_empty() {
            let _ = writeln!(text, "years = {}", file("-reach.csv"));
        }
        text += "\n[sources]\n";
        let of_pairs = if self.couples.is_empty() { &[][..] } else { &self.mapping.of_pairs };
        for (is_of_pairs, name, rules) in [(false, "states", &self.mapping.of_states[..]), (true, "pairs", of_pairs)] {
            for (key, rule) in rules {
                let path = format!("{name}.{}", key.name);
                let _ = writeln!(text, "{} = {}", quoted(&path), quoted(&self.source(is_of_pairs, rule)));
            }
        }
        text
    }

    /// The comment at the head: what it is, where it comes from, what was imputed.
    fn head(&self) -> Vec<String> {
        let Summary { year, until, states, entrants, leavers, pairs, pairs_at_start, .. } = self.summary;
        let mut lines = vec![
            format!("The world of {year}, to {until}, from the record of history. Written by `takvin history world`."),
            String::new(),
            format!(
                "{states} states, {entrants} of them enter after {year} and {leavers} leave. {pairs} pairs, {pairs_at_start} of them from the start."
            ),
            format!(
                "The values of a state that exists in {year} use nothing later. Those of an entrant are of its first year,"
            ),
            format!("later than {year}, and so are those of its pairs; entries and exits are as they were."),
            "Relative values compare with all states of the data in that year, whichever states were chosen."
                .to_owned(),
            String::new(),
            format!("Column map {}, mapping {}. Files:", self.loaded.map, self.wanted.mapping),
        ];
        for file in &self.loaded.files {
            let name = name_of(file);
            let bytes = std::fs::metadata(file).map_or(0, |about| about.len());
            lines.push(format!("  {name} ({bytes} bytes)"));
        }
        lines.push("Data sets behind them, in the versions of these files, with their terms:".to_owned());
        let mut used: BTreeSet<String> = ["onset", "contiguity", "distance", "major"].map(str::to_owned).into();
        let rules = self.mapping.of_states.iter().chain(&self.mapping.of_pairs);
        used.extend(rules.flat_map(|(_, rule)| provenance::variables_of(rule)));
        let panel = &self.loaded.panel;
        used.retain(|name| panel.states.column(name).is_some() || panel.pairs.column(name).is_some());
        lines.extend(provenance::data_sets(&used).iter().map(|set| format!("  {set}")));
        lines.push(String::new());
        if self.summary.imputed.is_empty() {
            lines.push("Every value is coded in its year.".to_owned());
        } else {
            lines.push(format!(
                "Values that are not coded in their year, or coarse ({}-imputed.csv lists them):",
                self.wanted.stem
            ));
            for counted in &self.summary.imputed {
                lines.push(format!("  {}.{}: {} by {}", counted.of, counted.variable, counted.count, counted.rule));
            }
        }
        if !self.summary.absent.is_empty() {
            lines.push(format!("Variables that these data do not have: {}.", self.summary.absent.join(", ")));
        }
        let below = 100.0 * self.summary.reach_below_tenth;
        lines.push(String::new());
        lines.push(format!("Reach: onsets of disputes up to {year} by contiguity, distance and great power; below .1 in {below:.0} % of pairs."));
        lines
    }

    /// The source of a key of states or pairs: the rule in words, the columns of its variables, the files and the mapping.
    fn source(&self, is_of_pairs: bool, rule: &Rule) -> String {
        let files: Vec<String> = self.loaded.files.iter().map(|file| name_of(file)).collect();
        let (own, of_states) = provenance::variables_by_rows(rule);
        let own = own.into_iter().map(|name| (name, is_of_pairs));
        let columns: Vec<String> = own
            .chain(of_states.into_iter().map(|name| (name, false)))
            .filter_map(|(name, of_pairs)| Some(format!("{name} = {}", self.loaded.column_of(of_pairs, &name)?)))
            .collect();
        let columns = if columns.is_empty() { String::new() } else { format!(" Columns: {}.", columns.join(", ")) };
        let words = provenance::in_words(rule);
        format!("{words}{columns} Files: {}. Mapping: {}.", files.join(", "), self.wanted.mapping)
    }

    /// The tables, by ending.
    pub(super) fn tables(&self) -> Vec<(&'static str, String)> {
        let [states, pairs, reach, imputed] = TABLES;
        let mut tables = vec![(states, self.states())];
        if !self.couples.is_empty() {
            tables.push((pairs, self.pairs()));
        }
        if !self.changes.is_empty() {
            tables.push((reach, self.reach()));
        }
        tables.push((imputed, self.imputed()));
        tables
    }

    fn states(&self) -> String {
        let list = |years: &[i32]| years.iter().map(i32::to_string).collect::<Vec<_>>().join("|");
        let region = |member: &Member| regions::of(&member.code).map_or("", |region| region.name).to_owned();
        let text = |of: &dyn Fn(&Member) -> String| self.members.iter().map(of).collect::<Vec<_>>();
        let mut columns = vec![
            ("state", text(&|member| member.name.clone())),
            ("code", text(&|member| member.code.clone())),
            ("group", text(&region)),
            ("enters_year", text(&|member| list(&member.enters))),
            ("leaves_year", text(&|member| list(&member.leaves))),
            ("succeeds", text(&|member| member.succeeds.join("|"))),
        ];
        for ((key, _), values) in self.mapping.of_states.iter().zip(self.of_states) {
            columns.push((&key.name, cells(key, values)));
        }
        table(columns)
    }

    fn pairs(&self) -> String {
        let name = |side: usize| self.couples.iter().map(move |couple| self.members[couple.members[side]].name.clone());
        let reach = self.couples.iter().map(|couple| number(couple.reach));
        let mut columns = vec![("a", name(0).collect()), ("b", name(1).collect()), ("reach", reach.collect())];
        for ((key, _), values) in self.mapping.of_pairs.iter().zip(self.of_pairs) {
            columns.push((&key.name, cells(key, values)));
        }
        columns.push(("dispute", self.couples.iter().map(|couple| couple.dispute.to_owned()).collect()));
        table(columns)
    }

    fn reach(&self) -> String {
        let name = |side: usize| {
            let members = self.changes.iter().map(move |change| self.couples[change.pair].members[side]);
            members.map(|member| self.members[member].name.clone()).collect()
        };
        let year = self.changes.iter().map(|change| change.year.to_string()).collect();
        let reach = self.changes.iter().map(|change| number(change.reach)).collect();
        table(vec![("a", name(0)), ("b", name(1)), ("year", year), ("reach", reach)])
    }

    fn imputed(&self) -> String {
        let text = |of: &dyn Fn(&Imputed) -> String| self.imputed.iter().map(of).collect::<Vec<_>>();
        let year = |value: &Imputed| if let How::Year(year) = value.how { year.to_string() } else { String::new() };
        let columns = vec![
            ("state", text(&|value| value.state.clone())),
            ("other", text(&|value| value.other.clone())),
            ("variable", text(&|value| value.variable.clone())),
            ("value", text(&|value| self.imputed_cell(value))),
            ("rule", text(&|value| value.how.rule().to_owned())),
            ("year", text(&year)),
        ];
        let names: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
        if self.imputed.is_empty() { names.join(",") + "\n" } else { all_columns(&columns) }
    }

    /// An imputed value as in the table of the world.
    fn imputed_cell(&self, imputed: &Imputed) -> String {
        let rules = if imputed.other.is_empty() { &self.mapping.of_states } else { &self.mapping.of_pairs };
        let key = rules.iter().map(|(key, _)| key).find(|key| key.name == imputed.variable);
        key.map_or_else(String::new, |key| cell(key, imputed.value))
    }
}

/// The name of a file without its directory.
fn name_of(file: &Path) -> String {
    file.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}

/// The cells of a column.
fn cells(key: &Key, values: &Column) -> Vec<String> {
    values.iter().map(|value| cell(key, *value)).collect()
}

/// A cell; empty where the default holds.
fn cell(key: &Key, value: Option<f64>) -> String {
    let text = |value: f64| if key.range.is_some() { number(value) } else { (value >= 0.5).to_string() };
    value.map_or_else(String::new, text)
}

/// A table without the columns in which every cell is empty.
fn table(columns: Vec<(&str, Vec<String>)>) -> String {
    let used = columns.into_iter().filter(|(_, cells)| cells.iter().any(|cell| !cell.is_empty()));
    all_columns(&used.collect::<Vec<_>>())
}

fn all_columns(columns: &[(&str, Vec<String>)]) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    // Writing to memory does not fail, and every row has the same number of cells.
    let _ = writer.write_record(columns.iter().map(|(name, _)| name));
    for row in 0..columns.first().map_or(0, |(_, cells)| cells.len()) {
        let _ = writer.write_record(columns.iter().map(|(_, cells)| &cells[row]));
    }
    String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
}

/// A number to four significant digits, without trailing zeros.
fn number(value: f64) -> String {
    if value == 0.0 || !value.is_finite() {
        return "0".to_owned();
    }
    let decimals = (DIGITS - 1 - value.abs().log10().floor() as i32).clamp(0, 12) as usize;
    let text = format!("{value:.decimals$}");
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

/// A text as TOML.
fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_four_significant_digits() {
        for (value, text) in [
            (0.0, "0"),
            (1.0, "1"),
            (0.123_456, "0.1235"),
            (259.648_9, "259.6"),
            (12_345.6, "12346"),
            (-0.5, "-0.5"),
            (0.000_123_45, "0.0001234"),
        ] {
            assert_eq!(number(value), text);
        }
    }

    #[test]
    fn columns_without_a_value_are_left_out() {
        let cells = |list: &[&str]| list.iter().map(|&cell| cell.to_owned()).collect::<Vec<_>>();
        let columns = vec![("state", cells(&["A, B", "C"])), ("x", cells(&["", ""])), ("y", cells(&["", "1"]))];
        assert_eq!(table(columns), "state,y\n\"A, B\",\nC,1\n");
    }
}
