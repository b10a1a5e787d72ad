//! The columns of every table of a run, by its name.

use super::Field;

/// The declared columns of a table, by its name without ending; empty for an unknown table.
pub fn declared(table: &str) -> Vec<Field> {
    match table {
        "states" => super::states::fields(),
        "world" => super::world::fields(),
        "events" => super::events::fields(),
        "pairs" => super::pairs::fields(),
        "pair_changes" => super::changes::fields(),
        "runs" => super::runs::fields(),
        _ => Vec::new(),
    }
}
