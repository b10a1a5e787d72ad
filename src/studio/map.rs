//! An outcome over one parameter or two: its mean along a line or over a grid, worked out from coarse to fine.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use serde::{Deserialize, Serialize};
use tokio::sync::watch;

use super::draft::Draft;
use crate::analysis::paired::mean;
use crate::batch;
use crate::scenario::Scenario;

/// The largest number of cells along an axis, and of replicates of a cell.
const MOST_CELLS: usize = 40;
const MOST_REPLICATES: u32 = 200;

/// What the page asks for.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Wanted {
    draft: Draft,
    /// One parameter or two, each with the ends of its interval.
    axes: Vec<Axis>,
    /// The name of the outcome measure.
    outcome: String,
    /// Cells along each axis.
    cells: usize,
    /// Replicates of each cell.
    replicates: u32,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Axis {
    path: Vec<String>,
    low: f64,
    high: f64,
}

/// The map while it fills.
pub(super) struct Map {
    /// The number of all cells.
    cells: usize,
    cancel: AtomicBool,
    found: Mutex<Vec<Cell>>,
    version: watch::Sender<u64>,
}

/// A cell with the values in its middle.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Cell {
    /// Its number along each axis; 0 along the second where only one parameter varies.
    at: [usize; 2],
    /// The values of the parameters.
    values: Vec<f64>,
    /// The mean of the outcome and half the width of its 95 % interval; missing if no run has it.
    mean: Option<f64>,
    half_width: Option<f64>,
}

impl Map {
    /// Begins to fill a map on some threads. `load` makes the scenario of a draft.
    ///
    /// # Errors
    /// Returns the reason in words if an axis or the outcome is not possible.
    pub(super) fn begin(
        wanted: Wanted,
        pool: &rayon::ThreadPool,
        load: &dyn Fn(&Draft) -> Result<Scenario, String>,
    ) -> Result<Arc<Self>, String> {
        let Wanted { draft, axes, outcome, cells, replicates } = wanted;
        if !(2..=MOST_CELLS).contains(&cells) || !(1..=MOST_REPLICATES).contains(&replicates) {
            return Err(format!(
                "a map has 2 to {MOST_CELLS} cells along each axis, and 1 to {MOST_REPLICATES} replicates"
            ));
        }
        match &axes[..] {
            [_] => {}
            [one, other] if one.path != other.path => {}
            _ => return Err("choose one parameter, or two different ones".to_owned()),
        }
        if let Some(axis) = axes.iter().find(|axis| axis.low >= axis.high) {
            return Err(format!("{}: the first end must be below the second", axis.path.join(".")));
        }
        let drafts: Vec<([usize; 2], Vec<f64>, Draft)> = order(cells)
            .into_iter()
            .filter(|at| axes.len() == 2 || at[1] == 0)
            .map(|at| {
                let middle = |(Axis { low, high, .. }, at): (&Axis, usize)| {
                    low + (high - low) * (at as f64 + 0.5) / cells as f64
                };
                let values: Vec<f64> = axes.iter().zip(at).map(middle).collect();
                let mut draft = Draft { replicates: Some(replicates), ..draft.clone() };
                draft.changes.retain(|(path, _)| axes.iter().all(|axis| axis.path != *path));
                draft
                    .changes
                    .extend(axes.iter().zip(&values).map(|(axis, value)| (axis.path.clone(), (*value).into())));
                (at, values, draft)
            })
            .collect();
        let first = drafts.first().map(|(.., draft)| load(draft)).ok_or("a map without cells")??;
        let known = || first.outcomes.names().collect::<Vec<_>>().join(", ");
        let place = first.outcomes.position(&outcome);
        let place = place.ok_or_else(|| format!("the outcome {outcome} does not exist; outcomes are {}", known()))?;
        let map = Arc::new(Self {
            cells: drafts.len(),
            cancel: AtomicBool::new(false),
            found: Mutex::default(),
            version: watch::Sender::new(0),
        });
        // All scenarios are read before the first cell begins, so that nothing runs if one is wrong.
        let mut cells = Vec::with_capacity(drafts.len());
        for (at, values, draft) in drafts {
            let mut scenario = load(&draft)?;
            scenario.record.trajectories = false;
            cells.push((at, values, scenario));
        }
        for (at, values, scenario) in cells {
            let map = Arc::clone(&map);
            pool.spawn_fifo(move || map.fill(at, values, &scenario, place));
        }
        Ok(map)
    }

    pub(super) fn stop(&self) {
        self.cancel.store(true, Ordering::Relaxed);
        self.version.send_modify(|version| *version += 1);
    }

    pub(super) fn is_stopped(&self) -> bool {
        self.cancel.load(Ordering::Relaxed)
    }

    /// Grows with every cell.
    pub(super) fn version(&self) -> watch::Receiver<u64> {
        self.version.subscribe()
    }

    /// The cells found so far, in the order in which they were found, and whether these are all.
    pub(super) fn seen(&self) -> (Vec<Cell>, bool) {
        let found = self.found.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let over = found.len() == self.cells;
        (found, over)
    }

    fn fill(&self, at: [usize; 2], values: Vec<f64>, scenario: &Scenario, place: usize) {
        let run = |replicate| {
            if self.is_stopped() {
                return None;
            }
            let running = batch::begin(scenario, replicate).ok()?;
            let record = batch::carry_out_seen(scenario, running, &self.cancel, &mut |_| {})?;
            record.outcomes().get(place).copied()
        };
        let outcomes: Vec<f64> = (0..scenario.run.replicates).filter_map(run).collect();
        if self.is_stopped() {
            return;
        }
        let found = mean(outcomes.into_iter());
        let known = |value: f64| value.is_finite().then_some(value);
        let cell = Cell { at, values, mean: known(found.mean), half_width: known(found.half_width) };
        self.found.lock().unwrap_or_else(PoisonError::into_inner).push(cell);
        self.version.send_modify(|version| *version += 1);
    }
}

/// All cells of a square, coarse to fine: every sixteenth along each axis, then every eighth between them, and so on.
fn order(cells: usize) -> Vec<[usize; 2]> {
    let mut all: Vec<[usize; 2]> = (0..cells * cells).map(|k| [k % cells, k / cells]).collect();
    let fineness = |at: usize| at.trailing_zeros().min(4);
    all.sort_by_key(|[x, y]| std::cmp::Reverse(fineness(*x).min(fineness(*y))));
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_come_from_coarse_to_fine_and_each_once() {
        let all = order(20);
        assert_eq!(all[..4], [[0, 0], [16, 0], [0, 16], [16, 16]]);
        assert!(all[4..9].iter().all(|[x, y]| x % 8 == 0 && y % 8 == 0), "{all:?}");
        let mut sorted = all.clone();
        sorted.sort_unstable();
        sorted.dedup();
        assert_eq!(sorted.len(), 400);
    }
}
