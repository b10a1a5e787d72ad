//! `pairs.csv`: every pair of states present, with the values of both sides.

use super::labels::Labels;
use super::table::Field;
use super::words::{Act, Instrument, Stage};
use crate::model::World;
use crate::model::pairs::COLUMNS;

/// Recorded numbers of sides, or of pairs as a whole: name, unit, meaning.
fn recorded(sided: bool) -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    let of = COLUMNS.iter().filter(move |column| column.sided == sided);
    of.filter_map(|column| column.recorded.map(|(unit, meaning)| (column.name, unit, meaning)))
}

/// The columns of `pairs.csv`.
pub(crate) fn fields() -> Vec<Field> {
    let mut fields = super::common_fields();
    fields.push(Field::label("a", "the state that is first in the scenario"));
    fields.push(Field::label("b", "the other"));
    for (name, unit, meaning) in recorded(true) {
        for side in ["a", "b"] {
            fields.push(Field::number(format!("{name}_{side}"), unit, format!("{side}: {meaning}")));
        }
    }
    for side in ["a", "b"] {
        fields.push(Field::word(format!("act_{side}"), format!("{side}: cooperate, abstain or confront"), &Act::NAMES));
        let meaning = format!("{side}: instrument of its act");
        fields.push(Field::word(format!("instrument_{side}"), meaning, &Instrument::NAMES));
    }
    fields.extend(recorded(false).map(|(name, unit, meaning)| Field::number(name, unit, meaning)));
    fields.push(Field::number(
        "third",
        "share",
        "diplomacy of third parties in the dispute; missing if none was asked",
    ));
    fields.push(Field::number("alliance", "0 or 1", "allied"));
    fields.push(Field::word("stage", "calm, dispute, crisis or war", &Stage::NAMES));
    fields.push(Field::number("stage_age", "rounds", "since the dispute began; 0 while calm"));
    fields
}

/// One row of `pairs.csv`, after the columns that all tables begin with.
pub(crate) fn row(world: &World, pair: usize, (i, j): (usize, usize), labels: &Labels) -> Vec<f64> {
    let p = &world.pairs;
    let (before_the_first, acts) = (world.round == 0, p.act[pair]);
    let quiet = |side: usize| before_the_first || acts[side] == Act::Abstain;
    let mut row = vec![labels.state(i as u32), labels.state(j as u32)];
    let numbers = || COLUMNS.iter().zip(p.numbers()).filter(|(column, _)| column.recorded.is_some());
    for (column, numbers) in numbers().filter(|(column, _)| column.sided) {
        let missing = |side: usize| column.name == "effort" && quiet(side);
        row.extend((0..2).map(|side| if missing(side) { f64::NAN } else { numbers.of(pair)[side] }));
    }
    for side in [0, 1] {
        row.push(if before_the_first { f64::NAN } else { labels.act(acts[side]) });
        row.push(if quiet(side) { f64::NAN } else { labels.instrument(p.instrument[pair][side]) });
    }
    row.extend(numbers().filter(|(column, _)| !column.sided).flat_map(|(_, numbers)| numbers.of(pair)));
    row.push(if p.third[pair] < 0.0 { f64::NAN } else { p.third[pair] });
    row.extend([f64::from(u8::from(p.alliance[pair])), labels.stage(p.stage[pair]), f64::from(p.stage_age[pair])]);
    row
}
