//! What must hold after every step of a round. Debug builds assert it; property tests call it.

use super::World;
use super::pairs::{self, Stage};
use super::states::COLUMNS;

/// Every number finite and within its range, threats and disputes told consistently.
///
/// # Errors
/// What is broken, and where.
pub fn check(world: &World) -> Result<(), String> {
    for (column, values) in COLUMNS.iter().zip(world.states.columns()) {
        for (i, &value) in values.iter().enumerate() {
            if !(value >= column.low - 1e-9 && value <= column.high + 1e-9) {
                return Err(format!("{} of state {i} is {value}", column.name));
            }
        }
    }
    let pairs = &world.pairs;
    let numbers = pairs.numbers();
    for (pair, i, j) in world.topology.iter() {
        for (column, numbers) in pairs::COLUMNS.iter().zip(numbers) {
            if let Some((low, high)) = column.range
                && let Some(value) = numbers.of(pair).iter().find(|value| !(low..=high).contains(*value))
            {
                return Err(format!("{} of pair ({i}, {j}) is {value}", column.name));
            }
        }
        if (pairs.stage[pair] == Stage::Calm) != (pairs.stage_age[pair] == 0) {
            return Err(format!("age of the dispute of pair ({i}, {j})"));
        }
    }
    Ok(())
}
