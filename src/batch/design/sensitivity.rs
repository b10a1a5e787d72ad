//! Designs whose points belong together: trajectories for elementary effects, and base points with exchanged halves for
//! Sobol' indices. `analysis::sensitivity` says what they are for.

use super::points::own_count;
use super::samples::{Sampler, shifted_sobol};
use super::{DesignError, Gathered};
use crate::analysis::sensitivity::error::SensitivityError;
use crate::analysis::sensitivity::groups::Groups;
use crate::analysis::sensitivity::{morris, saltelli};
use crate::scenario::{Design, Plan};

/// Points in the unit cube that belong together, block by block.
pub(crate) enum Blocks {
    /// Trajectories.
    Morris(morris::Design),
    /// Base points.
    Saltelli(saltelli::Design),
}

impl Blocks {
    /// The blocks of a plan; `None` for other designs.
    ///
    /// # Errors
    /// Returns an error if its groups or levels cannot be used.
    pub(crate) fn of(plan: &Plan) -> Result<Option<Self>, SensitivityError> {
        let groups = || Groups::new(&plan.group_of_axes(own_count(&plan.axes)));
        Ok(match plan.design {
            Design::Morris => {
                Some(Self::Morris(morris::Design::new(groups()?, plan.morris_levels as usize, plan.seed)?))
            }
            Design::Saltelli => {
                Some(Self::Saltelli(saltelli::Design { groups: groups()?, second_order: plan.second_order }))
            }
            _ => None,
        })
    }

    /// The number of points of a block.
    pub(crate) fn evaluations(&self) -> usize {
        match self {
            Self::Morris(design) => design.evaluations(),
            Self::Saltelli(design) => design.evaluations(),
        }
    }

    /// All points in the unit cube, in order.
    ///
    /// # Errors
    /// Returns an error if there are more axes than the sequence has dimensions.
    pub(crate) fn points(&self, plan: &Plan) -> Result<Vec<Vec<f64>>, DesignError> {
        let mut points = Vec::new();
        match self {
            Self::Morris(design) => {
                (0..u64::from(plan.points)).for_each(|number| points.extend(design.trajectory(number)));
            }
            Self::Saltelli(design) => {
                let mut next = shifted_sobol(2 * own_count(&plan.axes), plan.seed)?;
                for _ in 0..plan.points {
                    points.extend(design.points(&next())?);
                }
            }
        }
        Ok(points)
    }
}

/// Adds the points of the plan.
pub(super) fn points(gathered: &mut Gathered<'_>) -> Result<(), DesignError> {
    let plan = gathered.plan;
    let Some(blocks) = Blocks::of(plan)? else { return Ok(()) };
    if !plan.constraints.is_empty() {
        return Err(DesignError::NoneCanBeLeftOut { design: plan.design.name() });
    }
    let sampler = Sampler::new(gathered.axes);
    for point in blocks.points(plan)? {
        gathered.offer(&sampler.point(point.into_iter()))?;
    }
    Ok(())
}
