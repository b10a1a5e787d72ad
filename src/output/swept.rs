//! The tables of a sweep and their columns. Some columns are the paths of the axes.

use super::{Swept, SweptAxis};
use crate::record::{Field, Outcomes, declared};

/// The statistics of an outcome measure in `summary.csv`, over the runs of a point: ending of the column, and meaning.
pub(crate) const STATISTICS: [(&str, &str); 9] = [
    ("mean", "mean over the runs of the point"),
    ("sd", "standard deviation over the runs of the point, divided by n - 1; missing below two runs"),
    ("q05", "5 % quantile over the runs (type 7); quantiles are missing below two runs"),
    ("q25", "25 % quantile over the runs"),
    ("median", "median over the runs"),
    ("q75", "75 % quantile over the runs"),
    ("q95", "95 % quantile over the runs"),
    ("low", "lower end of the 95 % interval of the mean, by Student's t; missing if fewer than two runs differ"),
    ("high", "upper end of the 95 % interval of the mean"),
];

/// The `status` of a finished run.
pub(crate) const DONE: &str = "done";
/// The `status` of a run that failed.
pub(crate) const FAILED: &str = "failed";

/// The columns of a table of a sweep, by its name without ending; empty for a table that is not declared. `own` are the
/// columns of the scenario's own outcomes. The tables of rounds, states and events are the same as in a run, with point and replicate in place of the run.
pub(crate) fn fields(swept: &Swept, own: &[Field], table: &str) -> Vec<Field> {
    let mut fields = vec![Field::whole("point", "number", "point of the sweep, from 0")];
    let replicate = Field::whole("replicate", "number", "replicate, from 0; the same random numbers at every point");
    let axes = || swept.axes.iter().map(axis);
    let outcomes = || Outcomes::default().fields().chain(own.iter().cloned()).collect::<Vec<_>>();
    match table {
        "points" => {
            fields.extend(axes());
            let status =
                "pending: some runs are not finished; failed: all runs ended and some failed; done: all runs finished";
            let pending = "runs not yet run; the least number of them if replicates are added as needed";
            fields.extend([
                Field::label("status", status),
                Field::whole("done", "runs", "runs that finished"),
                Field::whole("failed", "runs", "runs that failed"),
                Field::whole("pending", "runs", pending),
                Field::label("reason", "why the first failed run failed"),
            ]);
        }
        "runs" => {
            fields.push(replicate);
            fields.push(Field::label("seed", "seed of the scenario; with the replicate's number it keys every draw"));
            fields.extend(axes());
            fields.push(Field::label("status", "done or failed"));
            fields.push(Field::label("reason", "why the run failed; empty if it finished"));
            if swept.rest.is_some() {
                fields.push(Field::whole("rounds", "rounds", "rounds of the run, which ended when the world rested"));
                fields.push(Field::whole(
                    "rested",
                    "yes or no",
                    "1 if the world rested, 0 if the rounds were not enough",
                ));
            }
            fields.extend(outcomes());
        }
        "summary" => {
            fields.extend(axes());
            fields.push(Field::whole("runs", "runs", "runs of the point that finished"));
            fields.push(Field::whole("failed", "runs", "runs of the point that failed"));
            fields.extend(outcomes().into_iter().flat_map(statistics));
        }
        _ => {
            let of_run = declared(table);
            if of_run.is_empty() {
                return of_run;
            }
            fields.push(replicate);
            let kept = |field: &Field| field.name != "run" && is_kept(swept, table, &field.name);
            fields.extend(of_run.into_iter().filter(kept));
        }
    }
    fields
}

/// The tables of rounds whose columns can be chosen.
pub(crate) const CHOSEN: [&str; 3] = ["states", "world", "pairs"];
/// The columns that say which row it is.
const KEYS: [&str; 6] = ["run", "round", "year", "state", "a", "b"];

/// Whether a table of rounds has a column.
pub(crate) fn is_kept(swept: &Swept, table: &str, column: &str) -> bool {
    let all = swept.columns.is_empty() || !CHOSEN.contains(&table);
    all || KEYS.contains(&column) || swept.columns.iter().any(|name| name == column)
}

/// Whether a table of rounds has any column besides those that say which row it is.
pub(crate) fn has_columns(swept: &Swept, table: &str) -> bool {
    declared(table).iter().any(|field| !KEYS.contains(&&*field.name) && is_kept(swept, table, &field.name))
}

/// The column of an axis. If the manifest does not give its unit, the unit of the parameter is used.
fn axis(axis: &SweptAxis) -> Field {
    const MEANING: &str = "value of the axis at the point";
    let SweptAxis { path, unit, words } = axis;
    if *words {
        return Field::label(path.clone(), MEANING);
    }
    let short = path.strip_prefix("parameters.").unwrap_or(path);
    let known = declared("runs").into_iter().find(|field| field.name == short);
    let (of_parameter, meaning) = known.map_or(("".into(), MEANING.into()), |field| (field.unit, field.meaning));
    let unit = if unit.is_empty() { of_parameter } else { unit.clone().into() };
    Field::number(path.clone(), unit, meaning)
}

fn statistics(outcome: Field) -> impl Iterator<Item = Field> {
    let Field { name, unit, .. } = outcome;
    STATISTICS
        .into_iter()
        .map(move |(ending, meaning)| Field::number(format!("{name}.{ending}"), unit.clone(), meaning))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Kind;

    #[test]
    fn every_table_of_a_sweep_has_its_columns() {
        let axis = |path: &str, words| SweptAxis { path: path.to_owned(), unit: String::new(), words };
        let swept = Swept {
            design: "grid".to_owned(),
            points: 2,
            replicates: 1,
            adaptive: false,
            rest: None,
            columns: Vec::new(),
            states: Vec::new(),
            shard: None,
            outcome: "war_rate".to_owned(),
            axes: vec![axis("parameters.constitution.rate", false), axis("reach.kind", true)],
        };
        let of = |table: &str, column: &str| fields(&swept, &[], table).into_iter().find(|field| field.name == column);
        for (table, column, kind) in [
            ("points", "reach.kind", Kind::Label),
            ("runs", "replicate", Kind::Whole),
            ("runs", "status", Kind::Label),
            ("runs", "war_rate", Kind::Number),
            ("summary", "failed", Kind::Whole),
            ("summary", "war_rate.q05", Kind::Number),
            ("states", "replicate", Kind::Whole),
            ("states", "state", Kind::Label),
            ("events", "what", Kind::Label),
        ] {
            assert_eq!(of(table, column).map(|field| field.kind), Some(kind), "{table}: {column}");
        }
        let parameter = of("runs", "parameters.constitution.rate").unwrap();
        let declared = declared("runs").into_iter().find(|field| field.name == "constitution.rate").unwrap();
        assert_eq!((parameter.unit, parameter.meaning), (declared.unit, declared.meaning));
        assert!(of("states", "run").is_none() && fields(&swept, &[], "nonsense").is_empty());
    }
}
