//! The threads that carry out the parts of a step, for a large world with fewer runs than threads.

use rayon::prelude::*;

use crate::model::parts::{InTurn, Workers};

/// The threads of the pool that the run is in.
#[derive(Debug)]
struct Pool;

impl Workers for Pool {
    fn each(&self, count: usize, part: &(dyn Fn(usize) + Sync)) {
        (0..count).into_par_iter().with_max_len(1).for_each(part);
    }
}

/// Whoever carries out the parts of a run, if this number of runs is still to begin, it among them. Runs keep the threads busy
/// best, so its parts are shared only where there are fewer runs than threads.
pub(super) fn workers(runs: usize) -> &'static dyn Workers {
    if runs < rayon::current_num_threads() { &Pool } else { &InTurn }
}
