//! The tables of a study of sensitivity.

use super::method::Method;
use super::study::OfOutcome;
use crate::analysis::sensitivity::estimate::Estimate;
use crate::analysis::sensitivity::trust::{self, Trust};
use crate::record::rows::Rows;
use crate::record::{Field, Table};

/// The names, in the order in which they are written.
pub(crate) const TABLES: [&str; 4] = ["indices", "convergence", "noise", "curves"];

/// The columns of a table, by its name; empty if the table does not exist. Words come first.
pub(crate) fn fields(table: &str) -> Vec<Field> {
    let outcome = || Field::label("outcome", "outcome measure, a column of runs.csv");
    let factor = || Field::label("factor", "what is moved: a path without `parameters.`, or a group");
    let own = "the measure's own";
    let interval = || {
        [
            Field::number("low", own, "lower end of the 95 % interval; missing without resamples"),
            Field::number("high", own, "upper end of the 95 % interval"),
        ]
    };
    let words = |words: Vec<Field>, numbers: Vec<Field>| [words, numbers].concat();
    match table {
        "indices" => words(
            vec![
                outcome(),
                factor(),
                Field::label("with", "the other factor, of what two make only together; missing for a factor alone"),
                Field::label(
                    "measure",
                    "mu_star, mu, sigma (Morris); first, total, second (Sobol', RBD-FAST); median, mean, minimum, maximum, chance (PAWN); range, slope, direction (one at a time)",
                ),
                Field::label("trust", "fine, or why the number is not yet to be trusted; missing where that is not judged"),
            ],
            [
                vec![
                    Field::whole("units", "number", "trajectories, base points or points used; values for one at a time"),
                    Field::number("value", own, "the number"),
                ],
                interval().to_vec(),
                vec![Field::number(
                    "corrected",
                    own,
                    "first and total as shares of the variance without the noise of replicates; missing with one replicate",
                )],
            ]
            .concat(),
        ),
        "convergence" => words(
            vec![outcome(), factor(), Field::label("measure", "the measure by which factors are put in order")],
            [
                vec![
                    Field::whole("units", "number", "the first trajectories, base points or points"),
                    Field::number("value", own, "the number from this part of the sample; missing if it is too small"),
                ],
                interval().to_vec(),
            ]
            .concat(),
        ),
        "noise" => words(
            vec![outcome(), Field::label("problem", "why the outcome has no indices; missing if it has")],
            vec![
                Field::whole("points", "points", "points of the sweep"),
                Field::whole("replicates", "runs", "replicates of each point"),
                Field::whole("missing", "points", "points without the outcome"),
                Field::number("variance", "the outcome's unit squared", "variance of the means of points"),
                Field::number("noise", "the outcome's unit squared", "the part of it that chance makes; missing with one replicate"),
                Field::number("share", "share", "the same as a share"),
            ],
        ),
        "curves" => words(
            vec![outcome(), factor(), Field::label("setting", "the value of the factor, others as in the scenario")],
            [
                vec![
                    Field::number("number", "the factor's own", "the same as a number; missing for words"),
                    Field::number("mean", own, "mean outcome over the replicates"),
                ],
                interval().to_vec(),
            ]
            .concat(),
        ),
        _ => Vec::new(),
    }
}

/// A table of what was found, with the names of outcomes and factors.
pub(crate) fn table(name: &str, found: &[OfOutcome], outcomes: &[String], factors: &[String], method: Method) -> Table {
    let mut rows = Rows::new(fields(name));
    let of = |names: &'_ [String], at: usize| names.get(at).cloned().unwrap_or_default();
    for outcome in found {
        let named = of(outcomes, outcome.outcome);
        match name {
            "indices" => indices(&mut rows, outcome, &named, factors),
            "convergence" => {
                for part in &outcome.parts {
                    let Ok(indices) = &part.indices else { continue };
                    for (factor, estimate) in indices.iter().enumerate() {
                        let words = [&named, &of(factors, factor), method.main_measure()];
                        rows.push(&words, [part.units as f64].into_iter().chain(numbers(*estimate)));
                    }
                }
            }
            "noise" => noise(&mut rows, outcome, &named),
            _ => {
                for value in outcome.found.iter().flat_map(|found| &found.curves) {
                    let words = [&named, &of(factors, value.factor), &value.setting.to_string()];
                    let number = value.setting.number().unwrap_or(f64::NAN);
                    rows.push(&words.map(String::as_str), [number].into_iter().chain(numbers(value.mean)));
                }
            }
        }
    }
    rows.table()
}

fn indices(rows: &mut Rows, outcome: &OfOutcome, named: &str, factors: &[String]) {
    let Ok(found) = &outcome.found else { return };
    let factor = |at: usize| factors.get(at).map_or("", String::as_str);
    for row in &found.rows {
        let corrected = outcome.noise.as_ref().ok().zip(row.estimate).and_then(|(noise, estimate)| match row.measure {
            "first" => noise.first_order(estimate.value),
            "total" => noise.total(estimate.value),
            _ => None,
        });
        let trust = row.trust.as_ref().map_or_else(String::new, in_words);
        let words = [named, factor(row.factor), row.with.map_or("", factor), row.measure, &trust];
        let numbers = [found.units as f64].into_iter().chain(numbers(row.estimate));
        rows.push(&words, numbers.chain([corrected.unwrap_or(f64::NAN)]));
    }
}

fn noise(rows: &mut Rows, outcome: &OfOutcome, named: &str) {
    let problem = outcome.found.as_ref().err().map_or_else(String::new, ToString::to_string);
    let known = outcome.noise.as_ref().ok();
    let missing = known.map_or(f64::NAN, |noise| noise.missing as f64);
    let of = |value: Option<f64>| value.unwrap_or(f64::NAN);
    rows.push(
        &[named, &problem],
        [
            outcome.points as f64,
            outcome.replicates as f64,
            missing,
            of(known.map(|noise| noise.variance)),
            of(known.and_then(|noise| noise.noise)),
            of(known.and_then(crate::analysis::sensitivity::noise::Replicated::share)),
        ],
    );
}

/// A judgement in words.
pub(crate) fn in_words(trust: &Trust) -> String {
    match trust {
        Trust::Fine => "fine".to_owned(),
        Trust::NotYet(reasons) => {
            reasons.iter().map(|reason| trust::Reason::words(*reason)).collect::<Vec<_>>().join("; ")
        }
    }
}

fn numbers(estimate: Option<Estimate>) -> [f64; 3] {
    let ends = estimate.and_then(|estimate| estimate.interval);
    let of = |value: Option<f64>| value.unwrap_or(f64::NAN);
    [of(estimate.map(|estimate| estimate.value)), of(ends.map(|ends| ends.low)), of(ends.map(|ends| ends.high))]
}
