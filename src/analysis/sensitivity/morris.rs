//! Elementary effects: which factors matter at all, from few evaluations (Morris 1991,
//! doi:10.1080/00401706.1991.10484804).
//!
//! A trajectory starts at a random point of a grid and moves one group of factors after another by the same step:
//!
//! ```text
//! grid       0, 1/(p − 1), …, 1 on each axis        step Δ = p / (2 (p − 1)), up or down        p: levels, even
//! effect     d = ± (y(after) − y(before)) / Δ       + if the factor rose, − if it fell
//!
//! μ  = mean of d            μ* = mean of |d|         σ² = Σ (d − μ)² / (r − 1)        over r trajectories
//! ```
//!
//! μ* says how much a factor matters (Campolongo, Cariboni & Saltelli 2007, doi:10.1016/j.envsoft.2006.10.004). If σ is
//! about as large as μ*, its effect depends on the other factors or is not linear. The factors of a group rise and fall
//! independently, so a group has μ* only. Effects are per unit of the cube, so per whole range of a factor.
//!
//! Grid points include 1, so a factor with n values takes number min(⌊u n⌋, n − 1). A step is at least half of the
//! range, so it changes each factor: a switch from one value to the other, a factor of few values by one value or by
//! several. The effect is per unit of the cube all the same. The order of choices is arbitrary, so only the size of
//! their effects has a meaning; and of more choices than levels some are never visited.
//!
//! A point without an outcome takes away the two effects that it is part of, and no others. With replicates an effect is
//! the mean over the replicates that both points have, so that luck does not pass for an effect.

use rand::Rng as _;

use super::draws::{Purpose, below, draws, shuffle};
use super::error::SensitivityError;
use super::estimate::{Bootstrap, Estimate, deviation, mean};
use super::groups::Groups;
use super::outcomes::{bounds, exists};
use super::sizes::Sizes;

/// The usual number of levels.
#[cfg(test)]
pub(crate) const LEVELS: usize = 4;
/// The most levels, so that steps are far larger than rounding.
const MOST_LEVELS: usize = 1000;

/// The numbers of trajectories that the method can use.
pub(crate) const SIZES: Sizes =
    Sizes { method: "Morris' method", units: "trajectories", least: 2, enough: 20, advice: "" };

/// Trajectories.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Design {
    groups: Groups,
    levels: usize,
    seed: u64,
}

impl Design {
    /// # Errors
    /// If the number of levels is odd or out of range.
    pub(crate) fn new(groups: Groups, levels: usize, seed: u64) -> Result<Self, SensitivityError> {
        if !(2..=MOST_LEVELS).contains(&levels) || !levels.is_multiple_of(2) {
            return Err(SensitivityError::Levels(levels));
        }
        Ok(Self { groups, levels, seed })
    }

    /// The number of points of a trajectory.
    pub(crate) fn evaluations(&self) -> usize {
        self.groups.count() + 1
    }

    /// The points of trajectory `number`, from 0. They depend on the seed and the number alone, so more trajectories
    /// begin with the same ones.
    pub(crate) fn trajectory(&self, number: u64) -> Vec<Vec<f64>> {
        let mut draws = draws(self.seed, Purpose::Trajectory, number);
        let (half, last) = (self.levels / 2, (self.levels - 1) as f64);
        let (mut point, mut after) = (Vec::new(), Vec::new());
        for _ in 0..self.groups.factors() {
            let low = below(&mut draws, half);
            let ends = [low, low + half].map(|level| level as f64 / last);
            let [from, to] = if draws.next_u32() >> 31 == 1 { ends } else { [ends[1], ends[0]] };
            point.push(from);
            after.push(to);
        }
        let mut order: Vec<&[usize]> = self.groups.members().collect();
        shuffle(&mut order, &mut draws);
        let mut points = vec![point.clone()];
        for members in order {
            for &factor in members {
                point[factor] = after[factor];
            }
            points.push(point.clone());
        }
        points
    }
}

/// The effects of a factor or a group.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Effects {
    /// The number of effects found. If it is below 2 the statistics are missing.
    pub count: usize,
    /// The mean size of effects, μ*. Its interval is from resampled trajectories.
    pub size: Option<Estimate>,
    /// The mean effect, μ; `None` for a group of several factors.
    pub mean: Option<f64>,
    /// The standard deviation of effects, σ; `None` for a group of several factors.
    pub deviation: Option<f64>,
}

/// The effects of each group from whole trajectories, one after another. `outcomes` has the replicates of each point.
///
/// # Errors
/// If lengths do not fit, a step moves anything but one group, fewer than two trajectories have an effect, or outcomes
/// are all missing or all equal.
pub(crate) fn analyse(
    groups: &Groups,
    points: &[Vec<f64>],
    outcomes: &[Vec<f64>],
    bootstrap: Bootstrap,
) -> Result<Vec<Effects>, SensitivityError> {
    let effects = effects(groups, points, outcomes)?;
    let of_point = |of: &Vec<f64>| mean(&of.iter().copied().filter(|y| exists(*y)).collect::<Vec<f64>>());
    bounds(outcomes.iter().filter_map(of_point))?;
    let found = effects.iter().filter(|row| row.iter().any(|effect| !effect.is_nan())).count();
    if found < SIZES.least {
        return Err(SensitivityError::TooFew { found, sizes: SIZES });
    }
    let of_group =
        |group: usize| effects.iter().filter_map(move |row| row.get(group)).copied().filter(|effect| !effect.is_nan());
    let sizes: Vec<f64> = (0..groups.count())
        .map(|group| mean(&of_group(group).map(f64::abs).collect::<Vec<f64>>()).unwrap_or(f64::NAN))
        .collect();
    let sizes = bootstrap.percentiles(effects.len(), &sizes, |drawn| mean_sizes(&effects, groups.count(), drawn));
    let statistics = |((group, members), size): ((usize, &[usize]), Estimate)| {
        let found: Vec<f64> = of_group(group).collect();
        let (known, alone) = (found.len() >= SIZES.least, members.len() == 1);
        Effects {
            count: found.len(),
            size: known.then_some(size),
            mean: mean(&found).filter(|_| known && alone),
            deviation: deviation(&found).filter(|_| known && alone),
        }
    };
    Ok(groups.members().enumerate().zip(sizes).map(statistics).collect())
}

/// The mean sizes of effects in drawn trajectories; NaN without effects.
fn mean_sizes(effects: &[Vec<f64>], groups: usize, drawn: &[usize]) -> Vec<f64> {
    let (mut sums, mut counts) = (vec![0.0; groups], vec![0u32; groups]);
    for row in drawn.iter().filter_map(|&trajectory| effects.get(trajectory)) {
        for ((sum, count), effect) in sums.iter_mut().zip(&mut counts).zip(row).filter(|(_, effect)| !effect.is_nan()) {
            *sum += effect.abs();
            *count += 1;
        }
    }
    sums.iter().zip(counts).map(|(sum, count)| sum / f64::from(count)).collect()
}

/// The effect of each group (inner) in each trajectory (outer); NaN if an outcome is missing.
fn effects(groups: &Groups, points: &[Vec<f64>], outcomes: &[Vec<f64>]) -> Result<Vec<Vec<f64>>, SensitivityError> {
    let length = groups.count() + 1;
    if !points.len().is_multiple_of(length) {
        let wanted = format!("a multiple of {length}, one more than groups");
        return Err(SensitivityError::Length { what: "points", found: points.len(), wanted });
    }
    if points.len() != outcomes.len() {
        let wanted = format!("{}, one of each point", points.len());
        return Err(SensitivityError::Length { what: "outcomes", found: outcomes.len(), wanted });
    }
    if let Some(odd) = points.iter().find(|point| point.len() != groups.factors()) {
        let wanted = format!("{}, one of each factor", groups.factors());
        return Err(SensitivityError::Length { what: "coordinates", found: odd.len(), wanted });
    }
    let trajectories = points.chunks(length).zip(outcomes.chunks(length)).enumerate();
    trajectories.map(|(number, (points, outcomes))| effects_of_one(groups, number, points, outcomes)).collect()
}

fn effects_of_one(
    groups: &Groups,
    trajectory: usize,
    points: &[Vec<f64>],
    outcomes: &[Vec<f64>],
) -> Result<Vec<f64>, SensitivityError> {
    let mut effects = vec![None; groups.count()];
    for (step, (points, outcomes)) in points.windows(2).zip(outcomes.windows(2)).enumerate() {
        let ([before, after], [from, to]) = (points, outcomes) else { continue };
        let moves = |members: &[usize]| {
            let moved = members.iter().map(|&factor| after[factor] - before[factor]);
            moved.fold(0.0, |most: f64, by| if by.abs() > most.abs() { by } else { most })
        };
        let moved: Vec<(usize, f64)> = groups.members().map(moves).enumerate().filter(|(_, by)| *by != 0.0).collect();
        let misplaced = SensitivityError::Step { trajectory, step, groups: moved.len() };
        let &[(group, by)] = moved.as_slice() else { return Err(misplaced) };
        let effect = effects.get_mut(group).filter(|effect| effect.is_none()).ok_or(misplaced)?;
        let both = from.iter().zip(to).filter(|(from, to)| exists(**from) && exists(**to));
        let found = mean(&both.map(|(from, to)| to - from).collect::<Vec<f64>>()).map_or(f64::NAN, |step| step / by);
        *effect = Some(if exists(found) { found } else { f64::NAN });
    }
    Ok(effects.into_iter().map(|effect| effect.unwrap_or(f64::NAN)).collect())
}

/// Outcomes of one replicate.
#[cfg(test)]
pub(super) fn once(outcomes: &[f64]) -> Vec<Vec<f64>> {
    outcomes.iter().map(|outcome| vec![*outcome]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NONE: Bootstrap = Bootstrap { resamples: 0, seed: 0 };

    fn design(of: &[usize], seed: u64) -> Design {
        Design::new(Groups::new(of).expect("groups"), LEVELS, seed).expect("a design")
    }

    #[test]
    fn each_step_moves_one_group_by_the_same_step() {
        let design = design(&[0, 1, 1, 2], 3);
        let step = 2.0 / 3.0;
        let mut starts = std::collections::BTreeSet::new();
        for number in 0..200 {
            let points = design.trajectory(number);
            assert_eq!(points.len(), design.evaluations());
            let on_grid = |u: &f64| (0.0..=1.0).contains(u) && (u * 3.0 - (u * 3.0).round()).abs() < 1e-12;
            assert!(points.iter().flatten().all(on_grid));
            let moved: Vec<Vec<bool>> = points
                .windows(2)
                .map(|pair| pair[0].iter().zip(&pair[1]).map(|(a, b)| ((a - b).abs() - step).abs() < 1e-12).collect())
                .collect();
            for pattern in [[true, false, false, false], [false, true, true, false], [false, false, false, true]] {
                assert_eq!(moved.iter().filter(|moved| **moved == pattern).count(), 1);
            }
            starts.insert(points[0].iter().map(|u| (u * 3.0).round() as u8).collect::<Vec<u8>>());
        }
        assert!(starts.len() > 100, "{} of 256 starts", starts.len());
    }

    #[test]
    fn trajectories_depend_on_the_seed_and_their_number() {
        let first = design(&[0, 1, 2], 5).trajectory(7);
        assert_eq!(first, design(&[0, 1, 2], 5).trajectory(7));
        assert_ne!(first, design(&[0, 1, 2], 5).trajectory(8));
        assert_ne!(first, design(&[0, 1, 2], 6).trajectory(7));
    }

    #[test]
    fn a_straight_line_has_its_slopes_and_no_spread() {
        let design = design(&[0, 1], 1);
        let points: Vec<Vec<f64>> = (0..5).flat_map(|number| design.trajectory(number)).collect();
        let mut outcomes: Vec<f64> = points.iter().map(|u| 3.0 * u[0] - 2.0 * u[1]).collect();
        let of = |outcomes: &[f64]| {
            let bootstrap = Bootstrap { resamples: 50, seed: 1 };
            analyse(&Groups::single(2).expect("two"), &points, &once(outcomes), bootstrap).expect("effects")
        };
        let found = of(&outcomes);
        for (effects, slope) in found.iter().zip([3.0f64, -2.0]) {
            let size = effects.size.expect("five effects");
            assert!((size.value - slope.abs()).abs() < 1e-12 && size.interval.expect("resampled").width() < 1e-12);
            assert!((effects.mean.expect("five effects") - slope).abs() < 1e-12);
            assert!(effects.deviation.expect("five effects") < 1e-12);
        }
        // A missing point in the middle takes one effect of each factor, one at the end only the last.
        outcomes[1] = f64::NAN;
        outcomes[5] = f64::INFINITY;
        let counts: Vec<usize> = of(&outcomes).iter().map(|effects| effects.count).collect();
        assert_eq!(counts.iter().sum::<usize>(), 10 - 2 - 1);
    }

    #[test]
    fn an_effect_compares_a_replicate_with_itself() {
        // The second replicate is lucky everywhere, and missing at some points.
        let design = design(&[0, 1], 1);
        let points: Vec<Vec<f64>> = (0..5).flat_map(|number| design.trajectory(number)).collect();
        let value = |(at, u): (usize, &Vec<f64>)| {
            let value = 3.0 * u[0];
            vec![value, if at % 2 == 0 { value + 100.0 } else { f64::NAN }]
        };
        let outcomes: Vec<Vec<f64>> = points.iter().enumerate().map(value).collect();
        let found = analyse(&Groups::single(2).expect("two"), &points, &outcomes, NONE).expect("effects");
        let sizes: Vec<f64> = found.iter().map(|effects| effects.size.expect("five").value).collect();
        assert!((sizes[0] - 3.0).abs() < 1e-12 && sizes[1].abs() < 1e-12, "{sizes:?}");
    }

    #[test]
    fn what_cannot_be_analysed_is_refused() {
        let groups = Groups::single(2).expect("two");
        let trajectory = |t: u64| design(&[0, 1], 1).trajectory(t);
        let points: Vec<Vec<f64>> = (0..2).flat_map(trajectory).collect();
        let of = |points: &[Vec<f64>], outcomes: &[f64]| analyse(&groups, points, &once(outcomes), NONE);
        assert!(matches!(of(&points[..5], &[0.0; 5]), Err(SensitivityError::Length { what: "points", .. })));
        assert!(matches!(of(&points, &[0.0; 5]), Err(SensitivityError::Length { what: "outcomes", .. })));
        assert!(matches!(
            of(&vec![vec![0.0]; 6], &[0.0; 6]),
            Err(SensitivityError::Length { what: "coordinates", .. })
        ));
        assert_eq!(of(&points, &[1.0; 6]), Err(SensitivityError::Constant));
        assert_eq!(of(&points, &[f64::NAN; 6]), Err(SensitivityError::Missing));
        let few = of(&points[..3], &[1.0, 2.0, 3.0]).expect_err("one trajectory").to_string();
        let words = "trajectories with an outcome: 1; Morris' method can use 2 or more, and 20 are usually enough";
        assert_eq!(few, words);
        let mut odd = points.clone();
        odd[1] = odd[0].clone();
        assert_eq!(of(&odd, &[1.0; 6]), Err(SensitivityError::Step { trajectory: 0, step: 0, groups: 0 }));
        odd[1] = points[0].clone();
        odd[2].clone_from(&points[0]);
        odd[1][0] = 0.4;
        assert_eq!(of(&odd, &[1.0; 6]), Err(SensitivityError::Step { trajectory: 0, step: 1, groups: 1 }));
        for levels in [0, 1, 3, 2000] {
            let refused = Design::new(groups.clone(), levels, 0);
            assert_eq!(refused, Err(SensitivityError::Levels(levels)));
        }
    }
}
