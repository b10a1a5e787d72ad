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

/// The pairs of a round, cell by cell.
pub(crate) struct Cells<'a> {
    world: &'a World,
    labels: &'a Labels,
    columns: Vec<Cell<'a>>,
}

/// A column after those that every table of rounds begins with.
enum Cell<'a> {
    Name(usize),
    Sided(&'a [[f64; 2]], usize),
    /// As the former, but missing where the side abstains.
    OfAnAct(&'a [[f64; 2]], usize),
    Act(usize),
    Instrument(usize),
    Shared(&'a [f64]),
    Third,
    Alliance,
    Stage,
    StageAge,
}

impl<'a> Cells<'a> {
    pub(crate) fn of(world: &'a World, labels: &'a Labels) -> Self {
        let (mut columns, mut shared) = (vec![Cell::Name(0), Cell::Name(1)], Vec::new());
        let numbers = COLUMNS.iter().zip(world.pairs.numbers()).filter(|(column, _)| column.recorded.is_some());
        for (column, numbers) in numbers {
            match numbers {
                Numbers::Sided(numbers) if column.name == "effort" => {
                    columns.extend([0, 1].map(|side| Cell::OfAnAct(numbers, side)));
                }
                Numbers::Sided(numbers) => columns.extend([0, 1].map(|side| Cell::Sided(numbers, side))),
                Numbers::Shared(numbers) => shared.push(Cell::Shared(numbers)),
                Numbers::Other(_) => {}
            }
        }
        columns.extend([0, 1].into_iter().flat_map(|side| [Cell::Act(side), Cell::Instrument(side)]));
        columns.extend(shared);
        columns.extend([Cell::Third, Cell::Alliance, Cell::Stage, Cell::StageAge]);
        Self { world, labels, columns }
    }

    /// A cell of a pair, given with its two states, by the number of its column after those that every table of rounds
    /// begins with.
    pub(crate) fn cell(&self, pair: (usize, usize, usize), column: usize) -> f64 {
        self.columns.get(column).map_or(f64::NAN, |column| self.value(pair, column))
    }

    fn value(&self, (pair, i, j): (usize, usize, usize), column: &Cell<'_>) -> f64 {
        let (p, labels) = (&self.world.pairs, self.labels);
        let before_the_first = self.world.round == 0;
        let quiet = |side: usize| before_the_first || p.act[pair][side] == Act::Abstain;
        let unless = |missing: bool, value: f64| if missing { f64::NAN } else { value };
        match *column {
            Cell::Name(side) => labels.state([i, j][side] as u32),
            Cell::Sided(numbers, side) => numbers[pair][side],
            Cell::OfAnAct(numbers, side) => unless(quiet(side), numbers[pair][side]),
            Cell::Act(side) => unless(before_the_first, labels.act(p.act[pair][side])),
            Cell::Instrument(side) => unless(quiet(side), labels.instrument(p.instrument[pair][side])),
            Cell::Shared(numbers) => numbers[pair],
            Cell::Third => unless(p.third[pair] < 0.0, p.third[pair]),
            Cell::Alliance => f64::from(u8::from(p.alliance[pair])),
            Cell::Stage => labels.stage(p.stage[pair]),
            Cell::StageAge => f64::from(p.stage_age[pair]),
        }
    }
}

/// Adds the rows of a round. All begin with the same cells.
pub(crate) fn fill(table: &mut Table, common: &[f64], world: &World, labels: &Labels) {
    let cells = Cells::of(world, labels);
    for pair in present_pairs(world) {
        table.push(common.iter().copied().chain(cells.columns.iter().map(|column| cells.value(pair, column))));
    }
}
