//! `states.csv`: every variable of every state present.

use super::labels::Labels;
use super::table::{Field, Table};
use crate::model::World;
use crate::model::issues::{Agenda, Kind, Origin, SECTORS, Truth};
use crate::model::states::COLUMNS;

const AGENDAS: [(Agenda, &str); 3] =
    [(Agenda::Unnoticed, "unnoticed"), (Agenda::Political, "political"), (Agenda::Securitised, "securitised")];
const TRUTHS: [(Truth, &str); 2] = [(Truth::Real, "real"), (Truth::Spurious, "spurious")];

/// Derived columns that are known before the first round. The others describe a round and are missing before the first.
const KNOWN_AT_START: [&str; 17] = [
    "power",
    "self_image",
    "wealth_per_head",
    "governance",
    "policy",
    "goodwill",
    "hostility",
    "rivalry",
    "allied_power",
    "strife",
    "trade_ties",
    "people_ties",
    "security_ties",
    "breadth",
    "allies",
    "disputes",
    "wars",
];

/// Returns true if a column (by its index in `COLUMNS`) has a value before the first round.
pub(crate) fn known_at_start(at: usize) -> bool {
    COLUMNS[at].default.is_some() || KNOWN_AT_START.contains(&COLUMNS[at].name)
}

/// The columns of `states.csv`.
pub(crate) fn fields() -> Vec<Field> {
    let mut fields = super::common_fields();
    fields.push(Field::label("state", "name of the state"));
    fields.extend(COLUMNS.iter().map(|c| Field::number(c.name, c.unit, c.meaning)));
    fields
        .push(Field::label("bloc", "leader of the state's bloc; the state itself if it leads or does not have a bloc"));
    fields.push(Field::label("main_threat", "state that threatens most; missing if none does"));
    for (sector, agenda, truth) in issue_kinds() {
        let (sector, agenda, truth) = (SECTORS[sector], AGENDAS[agenda].1, TRUTHS[truth].1);
        let meaning = match agenda {
            "unnoticed" => format!("{truth} {sector} issues not on an agenda: not found, or refused"),
            _ => format!("{truth} {sector} issues on the {} agenda", agenda.replace("securitised", "security")),
        };
        fields.push(Field::number(format!("issues_{sector}_{agenda}_{truth}"), "issues", meaning));
    }
    fields
}

/// The states of a round, cell by cell.
pub(crate) struct Cells<'a> {
    world: &'a World,
    labels: &'a Labels,
    columns: Vec<Cell<'a>>,
}

/// A column after those that every table of rounds begins with.
enum Cell<'a> {
    Name,
    /// `None` where the round does not have it.
    Number(Option<&'a [f64]>),
    Bloc,
    MainThreat,
    Issues(Agenda, [Kind; 2]),
}

impl<'a> Cells<'a> {
    pub(crate) fn of(world: &'a World, labels: &'a Labels) -> Self {
        let is_known = |at: usize| world.round > 0 || known_at_start(at);
        let numbers = world.states.columns().into_iter().enumerate();
        let mut columns = vec![Cell::Name];
        columns.extend(numbers.map(|(at, column)| Cell::Number(is_known(at).then_some(column))));
        columns.extend([Cell::Bloc, Cell::MainThreat]);
        columns.extend(issue_kinds().map(|(sector, agenda, truth)| {
            let kind = |origin| Kind { sector, truth: TRUTHS[truth].0, origin };
            Cell::Issues(AGENDAS[agenda].0, [kind(Origin::Below), kind(Origin::Above)])
        }));
        Self { world, labels, columns }
    }

    /// The states that are present, by number.
    pub(crate) fn present(&self) -> impl Iterator<Item = usize> + use<'a> {
        let present = &self.world.states.present;
        (0..present.len()).filter(|&i| present[i])
    }

    /// A cell of a state, by the number of its column after those that every table of rounds begins with.
    pub(crate) fn cell(&self, state: usize, column: usize) -> f64 {
        self.columns.get(column).map_or(f64::NAN, |column| self.value(state, column))
    }

    fn value(&self, i: usize, column: &Cell<'_>) -> f64 {
        let (s, issues) = (&self.world.states, &self.world.issues);
        match column {
            Cell::Name => self.labels.state(i as u32),
            Cell::Number(column) => column.map_or(f64::NAN, |column| column[i]),
            Cell::Bloc => self.labels.state(s.bloc[i]),
            Cell::MainThreat => self.labels.state(s.main_threat[i]),
            Cell::Issues(agenda, [below, above]) => {
                f64::from(issues.count(i, *below, *agenda) + issues.count(i, *above, *agenda))
            }
        }
    }
}

/// Adds the rows of a round. All begin with the same cells.
pub(crate) fn fill(table: &mut Table, common: &[f64], world: &World, labels: &Labels) {
    let cells = Cells::of(world, labels);
    for i in cells.present() {
        table.push(common.iter().copied().chain(cells.columns.iter().map(|column| cells.value(i, column))));
    }
}

/// Sectors by agendas by truths, as numbers.
fn issue_kinds() -> impl Iterator<Item = (usize, usize, usize)> {
    (0..SECTORS.len())
        .flat_map(|sector| (0..3).flat_map(move |agenda| (0..2).map(move |truth| (sector, agenda, truth))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_known_at_the_start_is_a_column() {
        for name in KNOWN_AT_START {
            assert!(COLUMNS.iter().any(|c| c.name == name && c.default.is_none()), "{name}");
        }
    }
}
