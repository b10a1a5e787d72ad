//! Checks a saved run. The checksum of the file was right, but a made-up file can have a right checksum, and no file
//! may make the model fail.

use super::Saved;
use crate::model::pairs::{INSTRUMENTS, Numbers};
use crate::model::states::NO_STATE;
use crate::model::{Pairs, invariants};

/// Every column has its length, and every number is within its bounds. The pairs were compared with a scenario's
/// before.
pub fn is_sound(saved: &Saved) -> bool {
    let world = &saved.world;
    let (count, round) = (world.topology.states(), world.round);
    let states = &world.states;
    let there = |&state: &u32| (state as usize) < count;
    world.draws.replicate() == u64::from(saved.run)
        && states.columns().iter().all(|column| column.len() == count)
        && [states.present.len(), states.bloc.len(), states.main_threat.len(), states.conqueror.len()] == [count; 4]
        && states.bloc.iter().all(there)
        && states.annexed.len() == count
        && states.annexed.iter().flatten().all(|x| x.is_finite() && *x >= 0.0)
        && states.conqueror.iter().all(|state| *state == NO_STATE || there(state))
        && states.main_threat.iter().all(|state| *state == NO_STATE || there(state))
        && pairs_are_sound(&world.pairs, world.topology.pairs())
        && world.issues.are_of(count)
        && saved.tally.is_of(count, round)
        && invariants::check(world).is_ok()
}

fn pairs_are_sound(pairs: &Pairs, count: usize) -> bool {
    let whole = |numbers: Numbers<'_>| match numbers {
        Numbers::Sided(column) => column.len() == count && column.iter().flatten().all(|x| x.is_finite()),
        Numbers::Shared(column) => column.len() == count && column.iter().all(|x| x.is_finite()),
        Numbers::Other(length) => length == count,
    };
    pairs.numbers().into_iter().all(whole)
        && pairs.instrument.iter().flatten().all(|&number| usize::from(number) < INSTRUMENTS.len())
}
