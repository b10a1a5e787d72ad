//! What must hold after every step of a round. Debug builds assert it; property tests call it.

use super::World;
use super::pairs::Stage;
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
    let unit = |x: f64| (0.0..=1.0).contains(&x);
    for (pair, i, j) in world.topology.iter() {
        let place = || format!("pair ({i}, {j})");
        for side in 0..2 {
            let belief = pairs.belief[pair][side];
            let posture = pairs.posture[pair][side];
            if !(-1.0..=1.0).contains(&belief) || !(-1.0..=1.0).contains(&posture) {
                return Err(format!("belief {belief} or posture {posture} of {}", place()));
            }
            if !(pairs.threat[pair][side] >= 0.0 && pairs.believed_power[pair][side] >= 0.0) {
                return Err(format!("threat or believed power of {}", place()));
            }
            if !unit(pairs.effort[pair][side]) || !unit(pairs.reach[pair][side]) || !unit(pairs.grievance[pair][side]) {
                return Err(format!("effort, reach or grievance of {}", place()));
            }
        }
        let ties = [pairs.trade[pair], pairs.people[pair], pairs.security[pair], pairs.rivalry[pair]];
        if !ties.iter().all(|&t| unit(t)) {
            return Err(format!("ties or rivalry {ties:?} of {}", place()));
        }
        if (pairs.stage[pair] == Stage::Calm) != (pairs.stage_age[pair] == 0) {
            return Err(format!("age of the dispute of {}", place()));
        }
    }
    Ok(())
}
