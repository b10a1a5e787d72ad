//! The points of a design as they are made.

use super::constraints::Constraint;
use super::error::DesignError;
use crate::scenario::{Axis, Plan, Setting};

/// Points under construction.
pub(super) struct Gathered<'a> {
    pub(super) plan: &'a Plan,
    /// The axes with values.
    pub(super) axes: &'a [Axis],
    pub(super) constraints: Vec<Constraint>,
    pub(super) settings: Vec<Setting>,
    pub(super) dropped: u64,
}

impl Gathered<'_> {
    /// Adds a point if the constraints allow it, and returns whether they do. Axes that follow others are filled in.
    pub(super) fn offer(&mut self, point: &[Setting]) -> Result<bool, DesignError> {
        let followers = &self.plan.axes[self.axes.len()..];
        let follow = |axis: &Axis| axis.in_kind(point[axis.follows.unwrap_or_default()].clone());
        let point: Vec<Setting> = point.iter().cloned().chain(followers.iter().map(follow)).collect();
        if !self.constraints.iter().all(|constraint| constraint.holds(&point)) {
            self.dropped += 1;
            return Ok(false);
        }
        for (axis, setting) in self.plan.axes.iter().zip(&point) {
            axis.check(setting).map_err(|allowed| DesignError::Refused {
                point: self.settings.len() / self.plan.axes.len(),
                path: axis.path.clone(),
                value: setting.to_string(),
                allowed,
            })?;
        }
        self.settings.extend(point);
        Ok(true)
    }

    pub(super) fn constraints_in_words(&self) -> String {
        let quoted: Vec<String> = self.plan.constraints.iter().map(|text| format!("`{text}`")).collect();
        quoted.join(" and ")
    }
}
