//! The tables of the page: states, outcome measures, runs.

use serde::Serialize;

use crate::analysis::paired::{Mean, mean};
use crate::plot::data::Data;
use crate::record::{Field, Kind, Table};

/// A column and its meaning.
#[derive(Serialize)]
pub(super) struct Column {
    name: String,
    meaning: String,
}

/// A table of words and numbers as they are shown. The first cell of a row names the row.
#[derive(Serialize)]
pub(crate) struct Shown {
    name: &'static str,
    title: &'static str,
    about: &'static str,
    columns: Vec<Column>,
    rows: Vec<Vec<String>>,
}

impl Shown {
    /// A table of words, with the name and the meaning of each column.
    pub(crate) fn new(
        name: &'static str,
        title: &'static str,
        about: &'static str,
        columns: &[(&str, &str)],
        rows: Vec<Vec<String>>,
    ) -> Self {
        let columns = columns.iter().map(|(name, meaning)| column(name, meaning)).collect();
        Self { name, title, about, columns, rows }
    }

    /// Some rows of a table of a comparison, with the column of units moved to the end because units are long.
    pub(super) fn of(
        name: &'static str,
        title: &'static str,
        about: &'static str,
        table: &Table,
        keep: impl Fn(&[f64]) -> bool,
    ) -> Self {
        let mut order: Vec<usize> = (0..table.fields().len()).collect();
        order.sort_by_key(|at| table.fields()[*at].name == "unit");
        let fields: Vec<&Field> = order.iter().map(|at| &table.fields()[*at]).collect();
        let cell = |(at, field): (&usize, &&Field), row: &[f64]| match field.kind {
            Kind::Label => table.word(row[*at]).unwrap_or("–").to_owned(),
            Kind::Whole if !row[*at].is_nan() => row[*at].to_string(),
            _ => three(row[*at]),
        };
        let kept = table.rows().filter(|row| keep(row));
        let rows = kept.map(|row| order.iter().zip(&fields).map(|both| cell(both, row)).collect()).collect();
        let columns = fields.iter().map(|field| column(&field.name, &field.meaning)).collect();
        Self { name, title, about, columns, rows }
    }
}

/// All tables of a run.
pub(super) fn all(data: &Data) -> Vec<Shown> {
    vec![states(data), outcomes(data), runs(data)]
}

/// The drift of a state's governance between its first and its last round in the world, by run.
pub(super) fn drift(data: &Data, state: usize) -> Mean {
    mean(ends(data, "governance", state).into_iter().map(|(first, last)| last - first))
}

/// The first and the last value of a column for a state, by run.
fn ends(data: &Data, column: &str, state: usize) -> Vec<(f64, f64)> {
    let series = data.series(column);
    let of_run = |run: usize| {
        let mut there =
            (0..data.rounds.len()).map(|round| series.at(run, round, state)).filter(|value| !value.is_nan());
        let first = there.next().unwrap_or(f64::NAN);
        (first, there.next_back().unwrap_or(first))
    };
    (0..data.runs.len()).map(of_run).collect()
}

pub(crate) fn three(value: f64) -> String {
    if value.is_nan() { "–".to_owned() } else { format!("{:.3}", value + 0.0).replace('-', "−") }
}

fn column(name: &str, meaning: &str) -> Column {
    Column { name: name.to_owned(), meaning: meaning.to_owned() }
}

fn states(data: &Data) -> Shown {
    let measures = ["governance", "meaning", "referent", "securitisation", "provision", "system", "policy"];
    let mut columns = vec![column("state", "name")];
    for measure in measures {
        columns.push(column(
            &format!("{measure}, first"),
            "mean over runs, in the first round in which the state is in the world",
        ));
        columns.push(column(
            &format!("{measure}, last"),
            "mean over runs, in the last round in which the state is in the world",
        ));
    }
    columns.push(column("drift ± 95 %", "last less first governance, mean over runs with its 95 % interval"));
    columns.push(column("disputes open", "mean over runs and rounds"));
    columns.push(column("wars open", "mean over runs and rounds"));
    let rows = (0..data.states.len()).map(|state| {
        let mut row = vec![data.states[state].clone()];
        for measure in measures {
            let ends = ends(data, measure, state);
            row.push(three(mean(ends.iter().map(|(first, _)| *first)).mean));
            row.push(three(mean(ends.iter().map(|(_, last)| *last)).mean));
        }
        let drift = drift(data, state);
        row.push(if drift.half_width.is_nan() {
            three(drift.mean)
        } else {
            format!("{} ± {}", three(drift.mean), three(drift.half_width))
        });
        for name in ["disputes", "wars"] {
            let series = data.series(name);
            row.push(three(mean(data.places().map(|(run, round)| series.at(run, round, state))).mean));
        }
        row
    });
    Shown {
        name: "states",
        title: "States",
        about: "Means over runs. Click the head of a column to sort by it.",
        rows: rows.collect(),
        columns,
    }
}

fn outcomes(data: &Data) -> Shown {
    let rows = data.measures().map(|outcome| {
        let values: Vec<f64> = data.outcomes.column(&outcome.name).filter(|value| !value.is_nan()).collect();
        let least = values.iter().copied().fold(f64::NAN, f64::min);
        let most = values.iter().copied().fold(f64::NAN, f64::max);
        let found = mean(values.iter().copied());
        vec![
            outcome.name.to_string(),
            three(found.mean),
            three(found.deviation),
            three(least),
            three(most),
            values.len().to_string(),
            format!("{} ({})", outcome.meaning, outcome.unit),
        ]
    });
    let names = ["measure", "mean", "sd", "min", "max", "runs", "meaning"];
    let meanings = [
        "column of runs.csv",
        "over runs",
        "standard deviation over runs",
        "least",
        "greatest",
        "number of runs that have the measure",
        "meaning and unit",
    ];
    Shown {
        name: "outcomes",
        title: "Outcome measures",
        about: "Over all runs of the directory; docs/files.md explains each.",
        columns: names.iter().zip(meanings).map(|(name, meaning)| column(name, meaning)).collect(),
        rows: rows.collect(),
    }
}

/// The outcome measures shown for each run.
const OF_RUNS: [&str; 9] = [
    "governance_start",
    "governance_end",
    "authoritarian_end",
    "participatory_end",
    "dispute_rate",
    "war_rate",
    "policy_to_governance",
    "governance_to_policy",
    "loop_strength",
];
/// The largest number of runs listed.
const MOST_RUNS: usize = 500;

fn runs(data: &Data) -> Shown {
    let columns: Vec<Vec<f64>> =
        ["run"].iter().chain(&OF_RUNS).map(|name| data.outcomes.column(name).collect()).collect();
    let row = |at: usize| {
        let mut cells = vec![columns[0][at].to_string()];
        cells.extend(columns[1..].iter().map(|column| column.get(at).copied().map_or_else(|| "–".to_owned(), three)));
        cells
    };
    let meaning =
        |name: &str| data.measures().find(|outcome| outcome.name == name).map_or("", |outcome| &outcome.meaning);
    Shown {
        name: "runs",
        title: "Runs",
        about: "One row per run, at most the first 500.",
        columns: std::iter::once(column("run", "number"))
            .chain(OF_RUNS.iter().map(|name| column(name, meaning(name))))
            .collect(),
        rows: (0..columns[0].len().min(MOST_RUNS)).map(row).collect(),
    }
}
