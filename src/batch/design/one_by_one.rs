//! Designs with single values of the axes: grid, list, one-at-a-time.

use super::{DesignError, Gathered, levels};
use crate::scenario::{Axis, Setting};

/// Every value of every axis with every other. The last axis changes fastest.
pub(super) fn grid(gathered: &mut Gathered<'_>) -> Result<(), DesignError> {
    let values: Vec<Vec<Setting>> = gathered.axes.iter().map(levels::values).collect();
    let Some(mut point) = values.iter().map(|values| values.first().cloned()).collect::<Option<Vec<_>>>() else {
        return Ok(());
    };
    let mut at = vec![0; values.len()];
    loop {
        gathered.offer(&point)?;
        let mut axis = values.len();
        loop {
            let Some(before) = axis.checked_sub(1) else { return Ok(()) };
            axis = before;
            at[axis] += 1;
            if let Some(next) = values[axis].get(at[axis]) {
                point[axis] = next.clone();
                break;
            }
            at[axis] = 0;
            point[axis] = values[axis][0].clone();
        }
    }
}

/// The first values of all axes, then the second values, and so on. The caller has checked that their numbers are
/// equal.
pub(super) fn list(gathered: &mut Gathered<'_>) -> Result<(), DesignError> {
    let mut values: Vec<_> = gathered.axes.iter().map(|axis| levels::values(axis).into_iter()).collect();
    while let Some(point) = values.iter_mut().map(Iterator::next).collect::<Option<Vec<_>>>() {
        gathered.offer(&point)?;
    }
    Ok(())
}

/// The scenario, then each value of each axis with the other axes as in the scenario. The scenario's values are left
/// out, because they are the first point.
pub(super) fn one_at_a_time(
    gathered: &mut Gathered<'_>,
    value_of: &dyn Fn(&str) -> Option<Setting>,
) -> Result<(), DesignError> {
    let start = |axis: &Axis| {
        let value = value_of(&axis.path).ok_or_else(|| DesignError::NoStart { path: axis.path.clone() })?;
        Ok::<_, DesignError>(axis.in_kind(value))
    };
    let axes = gathered.axes;
    let start: Vec<Setting> = axes.iter().map(start).collect::<Result<_, _>>()?;
    gathered.offer(&start)?;
    let mut point = start.clone();
    for (at, axis) in axes.iter().enumerate() {
        for value in levels::values(axis) {
            if value != start[at] {
                point[at] = value;
                gathered.offer(&point)?;
            }
        }
        point[at] = start[at].clone();
    }
    Ok(())
}
