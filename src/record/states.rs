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

/// Adds the rows of a round. All begin with the same cells.
pub(crate) fn fill(table: &mut Table, common: &[f64], world: &World, labels: &Labels) {
    let s = &world.states;
    let is_known = |at: usize| world.round > 0 || known_at_start(at);
    let columns = s.columns().into_iter().enumerate().map(|(at, column)| is_known(at).then_some(column));
    let columns: Vec<Option<&[f64]>> = columns.collect();
    let kinds: Vec<(Agenda, [Kind; 2])> = issue_kinds()
        .map(|(sector, agenda, truth)| {
            let kind = |origin| Kind { sector, truth: TRUTHS[truth].0, origin };
            (AGENDAS[agenda].0, [kind(Origin::Below), kind(Origin::Above)])
        })
        .collect();
    let mut row = Vec::new();
    for i in (0..s.present.len()).filter(|&i| s.present[i]) {
        row.clear();
        row.extend_from_slice(common);
        row.push(labels.state(i as u32));
        row.extend(columns.iter().map(|column| column.map_or(f64::NAN, |column| column[i])));
        row.extend([labels.state(s.bloc[i]), labels.state(s.main_threat[i])]);
        let count = |agenda, kind| world.issues.count(i, kind, agenda);
        row.extend(kinds.iter().map(|&(agenda, kinds)| f64::from(count(agenda, kinds[0]) + count(agenda, kinds[1]))));
        table.push(row.iter().copied());
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
