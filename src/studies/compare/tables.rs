//! The tables of a comparison.

use std::sync::Arc;

use super::{Comparison, Pair, Paired, measures};
use crate::record::words::GOVERNANCE;
use crate::record::{Field, Outcomes, Table};

/// The names of the tables, in the order in which they are written.
pub(crate) const TABLES: [&str; 5] = ["runs", "outcomes", "trajectories", "components", "parting"];

/// The columns of a table, by its name; empty if the table does not exist. `runs` may have further columns: the
/// scenarios' own outcomes.
pub(crate) fn fields(table: &str) -> Vec<Field> {
    let round = || Field::whole("round", "rounds", "0 is the world before the first round");
    let year = || Field::number("year", "calendar years", "of the baseline");
    let measure = |of: &str| Field::label("measure", format!("column of {of}"));
    match table {
        "runs" => {
            let outcomes = Outcomes::default();
            fields_of_runs(outcomes.fields())
        }
        "outcomes" => {
            let mut fields = vec![
                Field::label("outcome", "outcome measure, a column of runs.csv"),
                Field::label("unit", "its unit, in words"),
            ];
            fields.extend(columns_of_an_outcome());
            fields
        }
        "trajectories" => [vec![round(), year(), measure("world.csv")], columns_of_an_interval()].concat(),
        "components" => {
            let state = Field::label("state", "name of the state");
            [vec![round(), year(), state, measure("states.csv")], columns_of_an_interval()].concat()
        }
        "parting" => vec![
            measure("world.csv"),
            Field::whole("first", "rounds", "first round whose interval excludes 0; missing if none does"),
            Field::whole(
                "since",
                "rounds",
                "first round from which all intervals to the end exclude 0; missing if the last does not",
            ),
        ],
        _ => Vec::new(),
    }
}

/// The columns of `runs.csv`, with these outcomes.
pub(crate) fn fields_of_runs(outcomes: impl Iterator<Item = Field>) -> Vec<Field> {
    let lead = [
        Field::label("side", "A baseline, B treatment"),
        Field::whole("replicate", "number", "from 0; a replicate uses the same random numbers on both sides"),
        Field::label("seed", "seed of both scenarios; with the replicate's number it keys every draw"),
    ];
    lead.into_iter().chain(outcomes).collect()
}

fn columns_of_an_interval() -> Vec<Field> {
    let own = "the measure's own";
    vec![
        Field::whole("runs", "replicates", "replicates in which both sides have the measure"),
        Field::number("mean_a", own, "mean of the baseline over these replicates"),
        Field::number("mean_b", own, "mean of the treatment over these replicates"),
        Field::number("difference", own, "mean of B − A over paired replicates"),
        Field::number("half_width", own, "half the width of the 95 % interval of the difference, by Student's t"),
        Field::number("low", own, "lower end of the interval"),
        Field::number("high", own, "upper end of the interval"),
    ]
}

fn columns_of_an_outcome() -> Vec<Field> {
    let own = "the measure's own";
    let mut fields = columns_of_an_interval();
    fields.insert(2, Field::number("sd_a", own, "standard deviation of the baseline over replicates (n − 1)"));
    fields.insert(4, Field::number("sd_b", own, "standard deviation of the treatment over replicates (n − 1)"));
    fields.extend([
        Field::number("correlation", "correlation", "of A and B over replicates"),
        Field::number(
            "variance_ratio",
            "ratio",
            "(var A + var B) / var (B − A): the factor by which pairing reduced the variance; above 1 it helped",
        ),
        Field::whole(
            "needed",
            "replicates",
            "number after which the interval of a difference as large as this would exclude 0",
        ),
        Field::whole("needed_unpaired", "replicates", "the same for sides that do not share their random numbers"),
    ]);
    fields
}

fn table(name: &str, words: Vec<String>) -> Table {
    Table::new(fields(name).into(), Arc::from(words))
}

/// The number of runs or replicates and the limits of the interval, as every table has them.
fn interval(paired: &Paired) -> [f64; 7] {
    let difference = &paired.difference;
    let (mean, half) = (difference.mean(), difference.half_width());
    [difference.count as f64, paired.a.mean(), paired.b.mean(), mean, half, mean - half, mean + half]
}

/// Two rows of `runs.csv`, which has these columns: baseline and treatment.
pub(crate) fn runs(pair: &Pair, seed: u64, fields: &Arc<[Field]>) -> Table {
    let words = ["A".to_owned(), "B".to_owned(), seed.to_string()];
    let mut table = Table::new(Arc::clone(fields), Arc::from(words));
    for (side, outcomes) in pair.outcomes.iter().enumerate() {
        let lead = [side as f64, f64::from(pair.replicate), 2.0];
        table.push(lead.into_iter().chain(outcomes.iter().copied()));
    }
    table
}

impl Comparison {
    /// `outcomes.csv`: one row per outcome.
    pub(crate) fn outcomes_table(&self) -> Table {
        let words =
            self.columns.iter().flat_map(|outcome| [outcome.name.to_string(), outcome.unit.to_string()]).collect();
        let mut table = table("outcomes", words);
        let whole = |number: Option<u64>| number.map_or(f64::NAN, |number| number as f64);
        for (at, paired) in self.outcomes.iter().enumerate() {
            let [runs, a, b, rest @ ..] = interval(paired);
            let lead = [2.0 * at as f64, 2.0 * at as f64 + 1.0, runs];
            let sides = [a, paired.a.deviation(), b, paired.b.deviation()];
            let pairing = [paired.correlation(), paired.variance_ratio()];
            let needed = [paired.needed(), paired.needed_unpaired()].map(whole);
            table.push(lead.into_iter().chain(sides).chain(rest).chain(pairing).chain(needed));
        }
        table
    }

    /// `trajectories.csv`: one row per round and measure of the world.
    pub(crate) fn trajectories_table(&self) -> Table {
        let mut table = table("trajectories", measures().into_iter().map(|(name, _)| name).collect());
        for (round, (cells, year)) in self.world.rows().zip(&self.years).enumerate() {
            for (measure, paired) in cells.iter().enumerate() {
                table.push([round as f64, *year, measure as f64].into_iter().chain(interval(paired)));
            }
        }
        table
    }

    /// `components.csv`, in pieces of one round: one row per state and component. Returns `None` if the two sides have
    /// different states. A state has rows while it is in both worlds in some replicate.
    pub(crate) fn components_tables(&self) -> impl Iterator<Item = Table> + '_ {
        let words: Vec<String> = GOVERNANCE.iter().map(|name| (*name).to_owned()).chain(self.names.clone()).collect();
        let count = self.names.len();
        let rounds = if self.states.is_some() { self.years.len() } else { 0 };
        (0..rounds).map(move |round| {
            let mut table = table("components", words.clone());
            let rows = self.states.iter().flat_map(|grid| grid.rows()).skip(round * count).take(count);
            for (state, cells) in rows.enumerate() {
                for (component, paired) in cells.iter().enumerate().filter(|(_, paired)| paired.difference.count > 0) {
                    let lead = [round as f64, self.years[round], (GOVERNANCE.len() + state) as f64, component as f64];
                    table.push(lead.into_iter().chain(interval(paired)));
                }
            }
            table
        })
    }

    /// `parting.csv`: one row per measure of the world.
    pub(crate) fn parting_table(&self) -> Table {
        let names: Vec<String> = measures().into_iter().map(|(name, _)| name).collect();
        let count = names.len();
        let mut table = table("parting", names);
        let whole = |round: Option<u32>| round.map_or(f64::NAN, f64::from);
        for measure in 0..count {
            let (first, since) = self.parting_of(measure);
            table.push([measure as f64, whole(first), whole(since)]);
        }
        table
    }
}
