//! Stand-in.
use crate::scenario::{Axis, Levels, Plan, Setting};
#[derive(Clone, Debug)]
#[allow(missing_docs)]
pub struct Points {
    axes: Vec<Axis>,
    rows: Vec<Vec<Setting>>,
}
#[derive(Debug, thiserror::Error)]
#[error("x")]
#[allow(missing_docs)]
pub struct DesignError;
#[allow(missing_docs)]
impl Points {
    pub fn len(&self) -> usize {
        self.rows.len()
    }
    pub fn axes(&self) -> &[Axis] {
        &self.axes
    }
    pub fn settings(&self, p: usize) -> &[Setting] {
        &self.rows[p]
    }
    pub fn dropped(&self) -> u64 {
        0
    }
}
#[allow(missing_docs, clippy::missing_errors_doc)]
pub fn count(plan: &Plan) -> Result<u64, DesignError> {
    Ok(plan.axes.len() as u64)
}
#[allow(missing_docs, clippy::missing_errors_doc)]
pub fn points(plan: &Plan, _: &dyn Fn(&str) -> Option<Setting>) -> Result<Points, DesignError> {
    let mut rows = vec![Vec::new()];
    for axis in &plan.axes {
        let values = match &axis.levels {
            Levels::List(v) => v.clone(),
            Levels::Interval { low, high, count: Some(n), .. } => {
                (0..*n).map(|i| Setting::Number(low + (high - low) * f64::from(i) / f64::from(n - 1))).collect()
            }
            _ => return Err(DesignError),
        };
        rows = rows
            .iter()
            .flat_map(|r: &Vec<Setting>| {
                values.iter().map(move |v| {
                    let mut r = r.clone();
                    r.push(v.clone());
                    r
                })
            })
            .collect();
    }
    Ok(Points { axes: plan.axes.clone(), rows })
}
