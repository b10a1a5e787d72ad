//! The points of a sweep.

use crate::scenario::{Axis, Plan, Setting};

/// The points of a sweep in order.
#[derive(Clone, Debug)]
pub struct Points {
    pub(super) axes: Vec<Axis>,
    /// Settings by point, one per axis.
    pub(super) settings: Vec<Setting>,
    pub(super) dropped: u64,
}

impl Points {
    /// The number of points.
    pub fn len(&self) -> usize {
        self.settings.len().checked_div(self.axes.len()).unwrap_or(0)
    }

    /// Returns true without points. Points made by [`super::points()`] are never empty.
    pub fn is_empty(&self) -> bool {
        self.settings.is_empty()
    }

    /// The axes.
    pub fn axes(&self) -> &[Axis] {
        &self.axes
    }

    /// The settings of the axes at a point, from 0, in the order of the axes. Returns `None` if the point does not
    /// exist.
    pub fn settings(&self, point: usize) -> &[Setting] {
        let axes = self.axes.len();
        let start = point.checked_mul(axes);
        start.and_then(|start| self.settings.get(start..start.checked_add(axes)?)).unwrap_or_default()
    }

    /// The number of points that the constraints left out.
    pub fn dropped(&self) -> u64 {
        self.dropped
    }
}

/// The axes with values; the others follow one of these.
pub(super) fn own(plan: &Plan) -> &[Axis] {
    &plan.axes[..own_count(&plan.axes)]
}

pub(super) fn own_count(axes: &[Axis]) -> usize {
    axes.iter().take_while(|axis| axis.follows.is_none()).count()
}
