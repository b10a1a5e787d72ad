//! The tables of a sweep: their columns, some of which are the paths that varied.

use super::{Swept, SweptAxis};
use crate::record::summary::{OUTCOMES, Outcome};
use crate::record::{Field, declared};

/// What `summary.csv` says of an outcome measure over the runs of a point: ending of the column, and meaning.
pub(crate) const STATISTICS: [(&str, &str); 9] = [
    ("mean", "mean over the runs of the point"),
    ("sd", "standard deviation over the runs of the point, divided by n - 1; missing below two runs"),
    ("q05", "5 % of the runs lie below (type 7); missing below two runs, as the other quantiles"),
    ("q25", "a quarter of the runs lie below"),
    ("median", "half of the runs lie below"),
    ("q75", "three quarters of the runs lie below"),
    ("q95", "95 % of the runs lie below"),
    ("low", "lower end of the 95 % interval of the mean, by Student's t; missing if fewer than two runs differ"),
    ("high", "upper end of the 95 % interval of the mean"),
];

/// What stands in `status` of a run that came to its end.
pub(crate) const DONE: &str = "done";
/// What stands in `status` of a run that did not.
pub(crate) const FAILED: &str = "failed";

/// The columns of a table of a sweep, by its name without ending; none for a table that nobody declares. The tables of
/// rounds, states and events are those of a run, with point and replicate in place of the run.
pub(crate) fn fields(swept: &Swept, table: &str) -> Vec<Field> {
    let mut fields = vec![Field::whole("point", "number", "point of the sweep, from 0")];
    let replicate = Field::whole("replicate", "number", "replicate, from 0; the same chance at every point");
    let axes = || swept.axes.iter().map(axis);
    match table {
        "points" => {
            fields.extend(axes());
            let status = "pending: runs are to come; failed: all came, and some failed; done: all came to their end";
            let pending = "runs to come; where replicates are added as needed, the least number of them";
            fields.extend([
                Field::label("status", status),
                Field::whole("done", "runs", "runs that came to their end"),
                Field::whole("failed", "runs", "runs that failed"),
                Field::whole("pending", "runs", pending),
                Field::label("reason", "why the first of those that failed did"),
            ]);
        }
        "runs" => {
            fields.push(replicate);
            fields.push(Field::label("seed", "seed of the scenario; with the replicate's number it keys every draw"));
            fields.extend(axes());
            fields.push(Field::label("status", "done or failed"));
            fields.push(Field::label("reason", "why the run failed; empty where it did not"));
            fields.extend(OUTCOMES.iter().map(|outcome| Field::number(outcome.name, outcome.unit, outcome.meaning)));
        }
        "summary" => {
            fields.extend(axes());
            fields.push(Field::whole("runs", "runs", "runs of the point that came to their end"));
            fields.push(Field::whole("failed", "runs", "runs of the point that failed"));
            fields.extend(OUTCOMES.iter().flat_map(statistics));
        }
        _ => {
            let of_run = declared(table);
            if of_run.is_empty() {
                return of_run;
            }
            fields.push(replicate);
            fields.extend(of_run.into_iter().filter(|field| field.name != "run"));
        }
    }
    fields
}

/// The column of something that varied. Its unit, where the manifest has none, is that of the parameter.
fn axis(axis: &SweptAxis) -> Field {
    const MEANING: &str = "value at the point of what varies";
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

fn statistics(outcome: &Outcome) -> impl Iterator<Item = Field> + use<> {
    let (name, unit) = (outcome.name, outcome.unit);
    STATISTICS.into_iter().map(move |(ending, meaning)| Field::number(format!("{name}.{ending}"), unit, meaning))
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
            shard: None,
            outcome: "war_rate".to_owned(),
            axes: vec![axis("parameters.constitution.meaning_rate", false), axis("reach.kind", true)],
        };
        let of = |table: &str, column: &str| fields(&swept, table).into_iter().find(|field| field.name == column);
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
        let parameter = of("runs", "parameters.constitution.meaning_rate").unwrap();
        let declared = declared("runs").into_iter().find(|field| field.name == "constitution.meaning_rate").unwrap();
        assert_eq!((parameter.unit, parameter.meaning), (declared.unit, declared.meaning));
        assert!(of("states", "run").is_none() && fields(&swept, "nonsense").is_empty());
    }
}
