//! `pairs.csv`: every pair of states present, with the values of both sides.

use super::counts::present_pairs;
use super::labels::Labels;
use super::table::{Field, Table};
use super::words::{Act, Instrument, Stage};
use crate::model::World;
use crate::model::pairs::{COLUMNS, Numbers};

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

/// Adds the rows of a round. All begin with the same cells.
pub(crate) fn fill(table: &mut Table, common: &[f64], world: &World, labels: &Labels) {
    let p = &world.pairs;
    let before_the_first = world.round == 0;
    let numbers = COLUMNS.iter().zip(p.numbers()).filter(|(column, _)| column.recorded.is_some());
    let (mut sided, mut shared) = (Vec::new(), Vec::new());
    for (column, numbers) in numbers {
        match numbers {
            Numbers::Sided(numbers) => sided.push((numbers, column.name == "effort")),
            Numbers::Shared(numbers) => shared.push(numbers),
            Numbers::Other(_) => {}
        }
    }
    let mut row = Vec::new();
    for (pair, i, j) in present_pairs(world) {
        let acts = p.act[pair];
        let quiet = acts.map(|act| before_the_first || act == Act::Abstain);
        row.clear();
        row.extend_from_slice(common);
        row.extend([labels.state(i as u32), labels.state(j as u32)]);
        for &(numbers, is_effort) in &sided {
            let [a, b] = numbers[pair];
            row.push(if is_effort && quiet[0] { f64::NAN } else { a });
            row.push(if is_effort && quiet[1] { f64::NAN } else { b });
        }
        for side in [0, 1] {
            row.push(if before_the_first { f64::NAN } else { labels.act(acts[side]) });
            row.push(if quiet[side] { f64::NAN } else { labels.instrument(p.instrument[pair][side]) });
        }
        row.extend(shared.iter().map(|numbers| numbers[pair]));
        row.push(if p.third[pair] < 0.0 { f64::NAN } else { p.third[pair] });
        row.extend([f64::from(u8::from(p.alliance[pair])), labels.stage(p.stage[pair]), f64::from(p.stage_age[pair])]);
        table.push(row.iter().copied());
    }
}
