//! The tables of the loop: names, columns, and rows as they come.

use crate::record::Field;
use crate::record::rows::Rows;
use crate::record::words::{middle_begins, middle_ends};

/// The names, in the order in which the tables are written.
pub(crate) const TABLES: [&str; 14] = [
    "summary",
    "responses",
    "slopes",
    "basins",
    "dependence",
    "hysteresis",
    "areas",
    "decay",
    "half_lives",
    "direction",
    "verdicts",
    "mediated",
    "functions",
    "shapley",
];

/// The columns of a table, by its name; `None` if the table does not exist. Words come first.
#[allow(clippy::too_many_lines)] // a flat registry
pub(crate) fn fields(table: &str) -> Vec<Field> {
    let world = || {
        Field::label(
            "world",
            "loop (the scenario unchanged), policy_to_governance_cut, governance_to_policy_cut, both_cut, system_held, learning_off, or all of them",
        )
    };
    let arrow = || Field::label("arrow", "policy_to_governance or governance_to_policy");
    let given =
        || Field::label("given", "what is given besides the effect's past: nothing, or the state's political system");
    let shock =
        || Field::label("shock", "governance (all components lowered) or confrontation (ten rounds of it toward all)");
    let round = |of: &'static str| Field::whole("round", "rounds", of);
    let own = "the measure's own";
    let governance = "0 authoritarian – 1 participatory";
    let head = |words: Vec<Field>, numbers: Vec<Field>| [words, numbers].concat();
    match table {
        "summary" => head(
            vec![
                Field::label("part", "part of the study"),
                Field::label("measure", "what was measured, in words"),
                world(),
                Field::label("bound", "`at least` if the run ended before the value was reached; else `is`"),
            ],
            [
                tested(own, "the number"),
                vec![Field::number(
                    "p_holm",
                    "probability",
                    "p adjusted for all tests of this table (Holm); missing if it is not tested",
                )],
            ]
            .concat(),
        ),
        "responses" => head(
            vec![arrow(), world(), Field::label("measure", "governance, a component, policy (mean posture), cooperation (share of counterparts cooperated with) or lasting (share with which it is mutual and has lasted five rounds)")],
            [
                vec![Field::number("level", "share, or governance", "share of counterparts that the state cooperates with (it confronts the others); or the level at which all four components are held")],
                interval(own, "mean over the last fifth of the run, the focal states and the replicates"),
            ]
            .concat(),
        ),
        "slopes" => head(
            vec![arrow(), world(), Field::label("measure", "as in responses.csv")],
            tested(own, "slope per unit of level: by least squares in each replicate, then the mean"),
        ),
        "basins" => head(
            vec![world()],
            [
                vec![
                    Field::number("start_governance", governance, "mean governance of all states at the start"),
                    Field::number("start_posture", "-1 confrontational – 1 cooperative", "posture of all pairs at the start; rivalry is the amount by which it is below 0"),
                ],
                interval(governance, "mean governance of the world over the last fifth of the run"),
                vec![
                    Field::number("share_low", "share", concat!("of the states with governance below ", middle_begins!(), ", over the last fifth of the run")),
                    Field::number("share_high", "share", concat!("of the states with governance above ", middle_ends!())),
                ],
            ]
            .concat(),
        ),
        "dependence" => head(
            vec![world(), Field::label("measure", "explained (share of the variance of final governance between runs that is due to their starts, adjusted for chance), spread (standard deviation of the means of the cells), ends (best start minus worst start), or kept (slope of final on initial governance)")],
            interval(own, "the measure"),
        ),
        "hysteresis" => head(
            vec![world(), Field::label("leg", "up or down")],
            [
                vec![Field::number("level", "share", "of the counterparts, held confronting the focal state")],
                interval(governance, "governance of the focal states in the last round of the step"),
                named_interval("difference", "governance units", "the same minus governance of the twin in the same round"),
            ]
            .concat(),
        ),
        "areas" => head(
            vec![world(), Field::label("measure", "area (way up minus way down, minus the twin), or excess (area of the loop minus the area of this world)")],
            tested("governance units times share", "the measure"),
        ),
        "decay" => head(
            vec![world(), shock()],
            [
                vec![round("since the shock; 0 is the round in which it begins")],
                interval("governance units", "governance of the twin minus governance of the shocked state"),
            ]
            .concat(),
        ),
        "half_lives" => head(
            vec![world(), shock(), Field::label("bound", "`at least` if the run ended first; else `is`")],
            [
                vec![Field::number("peak", "governance units", "largest mean difference from the twin")],
                interval("rounds", "rounds from the end of the shock until the mean difference is half its largest value; missing if it never exceeds 0.01, or if the run ends with the shock"),
                vec![Field::number("censored", "share", "of the resamples in which the run ended first; they count with the rounds left")],
                named_interval("left", "governance units", "mean difference from the twin over the last fifth of the run"),
                vec![Field::number("left_p", "probability", "of a sign-flip test of it against 0")],
            ]
            .concat(),
        ),
        "direction" => head(
            vec![world(), arrow(), given()],
            vec![
                Field::whole("lag", "rounds", "from cause to effect"),
                Field::number("correlation", "correlation", "partial correlation of the cause with the change of the effect, given the effect: mean over series by Fisher's z"),
                Field::number("correlation_p", "probability", "two-sided, from the surrogates"),
                Field::number("transfer", "nats", "transfer entropy, mean over series"),
                Field::number("transfer_surrogates", "nats", "mean transfer entropy of the surrogates: the value without any influence"),
                Field::number("transfer_p", "probability", "one-sided, from the surrogates"),
                Field::whole("series", "series", "number of states times replicates used"),
            ],
        ),
        "verdicts" => head(
            vec![
                world(),
                arrow(),
                given(),
                Field::label("found", "yes if the transfer entropy of some lag exceeds the surrogates at 5 %, adjusted over lags (Holm); undecided if it cannot be computed, as for short histories; else no"),
                Field::label("truth", "yes if the arrow is on; else no"),
                Field::label("right", "whether they agree: yes, no or undecided"),
            ],
            [
                vec![Field::number("p_holm", "probability", "smallest over lags, adjusted")],
                tested(own, "effect of an intervention: cooperation with all minus confrontation of all, on governance; or governance held at 1 minus 0, on policy"),
            ]
            .concat(),
        ),
        "mediated" => head(
            vec![world(), Field::label("measure", "total, direct (acts of all others toward all states replayed), direct_toward (acts of others toward the focal state replayed), share (1 − direct/total) or share_toward")],
            tested(own, "on governance over the last fifth of the run, cooperation with all minus confrontation of all; shares of it"),
        ),
        "functions" => head(
            vec![Field::label("on", "functions that are on, by their first letters in the order knowledge, threat, opportunity, facilitation; a dash for one that is off")],
            tested("governance units", "governance over the last fifth of the run, cooperation with all minus confrontation of all"),
        ),
        "shapley" => head(
            vec![Field::label("function", "function of foreign policy; all is their sum")],
            [
                tested("governance units", "the function's part of the effect of all four (Shapley value)"),
                named_interval("alone", "governance units", "effect with this function alone, minus the effect with none"),
                named_interval("without", "governance units", "effect of all, minus the effect without this one"),
            ]
            .concat(),
        ),
        _ => Vec::new(),
    }
}

/// The name of the table's main number and both ends of its interval.
fn interval(unit: &'static str, meaning: &'static str) -> Vec<Field> {
    let mut fields = vec![
        Field::number("value", unit, meaning),
        Field::number("low", unit, "lower end of its 95 % interval, by bootstrap over replicates"),
        Field::number("high", unit, "upper end"),
    ];
    fields.push(Field::whole("replicates", "replicates", "replicates that have it"));
    fields
}

fn tested(unit: &'static str, meaning: &'static str) -> Vec<Field> {
    let mut fields = interval(unit, meaning);
    fields.insert(3, Field::number("p", "probability", "of a sign-flip test against 0; missing if 0 has no meaning"));
    fields
}

fn named_interval(name: &'static str, unit: &'static str, meaning: &'static str) -> Vec<Field> {
    vec![
        Field::number(name, unit, meaning),
        Field::number(format!("{name}_low"), unit, "lower end of its 95 % interval"),
        Field::number(format!("{name}_high"), unit, "upper end"),
    ]
}

/// An empty table of this name.
pub(crate) fn rows(table: &str) -> Rows {
    Rows::new(fields(table))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_has_columns_with_words_first() {
        for table in TABLES {
            let fields = fields(table);
            assert!(fields.len() > 3, "{table}");
            let kinds: Vec<bool> = fields.iter().map(|field| field.kind == crate::record::Kind::Label).collect();
            assert!(kinds.is_sorted_by(|a, b| a >= b), "{table}");
        }
        assert!(fields("nothing").is_empty());
    }
}
