//! The columns of every table of a run, by its name.

use super::{Field, Outcomes};

/// The declared columns of a table, by its name without ending; empty for an unknown table. `runs` may have further
/// columns: the scenario's own outcomes.
pub fn declared(table: &str) -> Vec<Field> {
    columns(table, &Outcomes::default())
}

/// The columns of a table of a scenario with these outcome measures, by its name without ending; empty for an unknown
/// table.
pub fn columns(table: &str, outcomes: &Outcomes) -> Vec<Field> {
    match table {
        "states" => super::states::fields(),
        "world" => super::world::fields(),
        "events" => super::events::fields(),
        "pairs" => super::pairs::fields(),
        "pair_changes" => super::changes::fields(),
        "runs" => super::runs::fields(outcomes),
        _ => Vec::new(),
    }
}
