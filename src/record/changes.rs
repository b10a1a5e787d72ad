//! `pair_changes.csv`: every pair whenever its relation changes, and whenever a dispute or a war begins.

use super::chronicle::Chronicle;
use super::labels::Labels;
use super::table::{Field, Table};
use super::words::Stage;

/// The columns of `pair_changes.csv`.
pub(crate) fn fields() -> Vec<Field> {
    let mut fields = super::common_fields();
    fields.push(Field::label("a", "the state that is first in the scenario"));
    fields.push(Field::label("b", "the other"));
    fields.push(Field::number(
        "peace",
        "0 severe rivalry – 1 security community",
        "level on the scale of peace after the round: 0 rivalry of 0.45 or more, .25 of 0.2 or more, .5 negative peace, .75 warm \
         peace (both postures and the mean of ties 0.4 or more), 1 (0.65 or more); a warm level lasts to 0.15 below its bound and \
         begins 0.15 above it",
    ));
    fields.push(Field::number("rivals", "0 or 1", "strategic rivals after the round: rivalry of 0.6 or more"));
    fields.push(Field::number("alliance", "0 or 1", "allied after the round"));
    fields.push(Field::word("stage", "stage of the dispute after the round", &Stage::NAMES));
    fields.push(Field::word("reached", "highest stage in the round", &Stage::NAMES));
    fields.push(Field::number("dispute_began", "0 or 1", "a dispute began in the round"));
    fields.push(Field::number("war_began", "0 or 1", "a war began in the round"));
    fields
}

/// Adds the rows of a run.
pub(crate) fn fill(table: &mut Table, run: u32, chronicle: &Chronicle, labels: &Labels) {
    let flag = |on: bool| f64::from(u8::from(on));
    for turn in &chronicle.turns {
        let at = turn.at as usize;
        table.push([
            f64::from(run),
            f64::from(chronicle.rounds[at]),
            chronicle.years[at],
            labels.state(turn.a),
            labels.state(turn.b),
            f64::from(turn.now.peace) / 4.0,
            flag(turn.now.rivals),
            flag(turn.now.allied),
            labels.stage(turn.now.stage),
            labels.stage(turn.reached),
            flag(turn.dispute_began),
            flag(turn.war_began),
        ]);
    }
}
