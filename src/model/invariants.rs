//! Conditions that hold after every step of a round. Debug builds assert them; property tests call this.

use super::World;
use super::pairs::{self, Stage};
use super::states::COLUMNS;

/// Checks that every number is finite and within its range, and that threats and disputes are consistent.
///
/// # Errors
/// Returns an error that names the broken condition and its place.
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
