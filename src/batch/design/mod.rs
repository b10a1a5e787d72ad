//! From the plan of a sweep to its points: the combinations of values of its axes.
//!
//! A grid, a list and the design one-at-a-time use single values; the other designs sample. Points that violate a
//! constraint are left out and counted. A random design and a Sobol' sequence add points until they have the planned
//! number. The same plan gives the same points on every machine.

mod constraints;
mod error;
pub(crate) mod exploration;
mod gathered;
mod latin_hypercube;
mod levels;
mod one_by_one;
mod points;
mod quality;
mod samples;
pub(crate) mod sensitivity;

pub(crate) use error::DesignError;
pub(crate) use points::Points;
pub(crate) use quality::{Correlated, Quality};

use crate::scenario::{Axis, Design, Levels, Plan, Setting};
use constraints::Constraint;
use gathered::Gathered;
use points::own;

/// The largest number of settings (points times axes) of a sweep: about 1.2 GB.
pub(crate) const MOST_SETTINGS: u64 = 50_000_000;

/// The number of points before constraints, computed without making them. The design one-at-a-time leaves out the
/// scenario's values, so there it is an upper limit.
///
/// # Errors
/// Returns an error without axes, if an axis lacks single values that the design needs, or the axes of a list have
/// different numbers of values.
pub(crate) fn count(plan: &Plan) -> Result<u64, DesignError> {
    let axes = own(plan);
    if axes.is_empty() || axes.iter().any(|axis| levels::at_most(axis) == 0) {
        return Err(DesignError::NothingVaries);
    }
    plan.axes.iter().try_for_each(levels::check)?;
    if let Some(blocks) = sensitivity::Blocks::of(plan)? {
        return Ok(u64::from(plan.points).saturating_mul(blocks.evaluations() as u64));
    }
    if plan.design.samples() {
        return Ok(plan.points.into());
    }
    if plan.design != Design::OneAtATime {
        axes.iter().try_for_each(|axis| counted(axis, plan.design))?;
    }
    let counts: Vec<u64> = axes.iter().map(values).collect();
    match plan.design {
        Design::OneAtATime => Ok(counts.into_iter().fold(1, u64::saturating_add)),
        Design::List if counts.iter().any(|count| *count != counts[0]) => {
            let each = |(axis, count): (&Axis, &u64)| format!("{} has {count}", axis.path);
            let lengths: Vec<String> = axes.iter().zip(&counts).map(each).collect();
            Err(DesignError::UnequalLists { lengths: lengths.join(", ") })
        }
        Design::List => Ok(counts[0]),
        _ => Ok(counts.into_iter().fold(1, u64::saturating_mul)),
    }
}

/// The points of a plan. `value_of` returns the scenario's value at a path.
///
/// # Errors
/// As [`count`]. Also returns an error if there are too many points, a constraint cannot be parsed or excludes all
/// points, the scenario does not have a value to start from, or a value is not allowed for its path.
pub(crate) fn points(plan: &Plan, value_of: &dyn Fn(&str) -> Option<Setting>) -> Result<Points, DesignError> {
    let (points, axes) = (count(plan)?, plan.axes.len());
    if points.saturating_mul(axes as u64) > MOST_SETTINGS {
        return Err(DesignError::TooMany { points, axes, most: MOST_SETTINGS });
    }
    let read = |text: &String| Constraint::read(text, &plan.axes, value_of);
    let constraints = plan.constraints.iter().map(read).collect::<Result<_, _>>()?;
    // Reserved in full if no points are left out, because growing would need twice the memory.
    let room = if plan.constraints.is_empty() { points as usize * axes } else { 0 };
    let settings = Vec::with_capacity(room);
    let mut gathered = Gathered { plan, axes: own(plan), constraints, settings, dropped: 0 };
    match plan.design {
        Design::Grid => one_by_one::grid(&mut gathered)?,
        Design::List => one_by_one::list(&mut gathered)?,
        Design::OneAtATime => one_by_one::one_at_a_time(&mut gathered, value_of)?,
        Design::Random => samples::random(&mut gathered, plan.seed, plan.points)?,
        Design::LatinHypercube => latin_hypercube::points(&mut gathered, plan.seed, plan.points)?,
        Design::Sobol => samples::sobol(&mut gathered, plan.seed, plan.points)?,
        Design::Morris | Design::Saltelli => sensitivity::points(&mut gathered)?,
    }
    if gathered.settings.is_empty() {
        let constraints = gathered.constraints_in_words();
        return Err(DesignError::NoPoint { constraints, dropped: gathered.dropped });
    }
    gathered.settings.shrink_to_fit();
    Ok(Points { axes: plan.axes.clone(), settings: gathered.settings, dropped: gathered.dropped })
}

/// Returns true if the axis has single values.
fn counted(axis: &Axis, design: Design) -> Result<(), DesignError> {
    let Levels::Interval { low, high, count: None, log } = axis.levels else { return Ok(()) };
    Err(DesignError::NoCount {
        path: axis.path.clone(),
        interval: levels::written(low, high, log),
        design: design.name(),
    })
}

/// The number of single values of the axis.
fn values(axis: &Axis) -> u64 {
    let most = levels::at_most(axis);
    // Whole numbers may coincide, which is known only when they are made.
    let fall_together = matches!(axis.levels, Levels::Interval { .. }) && axis.is_whole();
    if fall_together && most <= MOST_SETTINGS { levels::values(axis).len() as u64 } else { most }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{Scenario, load_text};

    /// A scenario of two states with the text before them.
    fn scenario(text: &str) -> Scenario {
        load_text("s", &format!("{text}\n[states.A]\n[states.B]\n"), &[]).unwrap_or_else(|e| panic!("{e}"))
    }

    fn all(text: &str) -> (Result<u64, DesignError>, Result<Points, DesignError>) {
        let scenario = scenario(text);
        let plan = scenario.sweep.as_ref().expect("a [sweep]");
        (count(plan), points(plan, &|path| scenario.value_at(path)))
    }

    pub(super) fn made(text: &str) -> Points {
        all(text).1.unwrap_or_else(|e| panic!("{e}"))
    }

    pub(super) fn refused(text: &str) -> String {
        all(text).1.map(|points| points.len()).unwrap_err().to_string()
    }

    /// Points with commas within and spaces between.
    fn spelt(points: &Points) -> String {
        let point = |k| points.settings(k).iter().map(Setting::to_string).collect::<Vec<_>>().join(",");
        (0..points.len()).map(point).collect::<Vec<_>>().join(" ")
    }

    const THREE: &str = "[sweep.vary]\n\"parameters.feedback.threat\" = [0, 1]\n\"run.rounds\" = \"1..3:1\"\n\
                         \"run.noise\" = [true, false]\n";

    #[test]
    fn a_grid_runs_fastest_along_its_last_axis() {
        let (count, points) = all(THREE);
        let points = points.unwrap();
        assert_eq!((count, points.len(), points.dropped()), (Ok(12), 12, 0));
        assert_eq!(
            spelt(&points),
            "0,1,true 0,1,false 0,2,true 0,2,false 0,3,true 0,3,false 1,1,true 1,1,false 1,2,true 1,2,false 1,3,true \
             1,3,false"
        );
        assert_eq!(points.axes().iter().map(|axis| &*axis.path).next_back(), Some("run.noise"));
        assert!(!points.is_empty() && points.settings(12).is_empty() && points.settings(usize::MAX).is_empty());
    }

    #[test]
    fn a_list_goes_through_all_axes_at_once() {
        let text = "sweep.design = \"list\"\n[sweep.vary]\n\"parameters.feedback.threat\" = \"0..1/3\"\n\
                    \"run.rounds\" = [5, 4, 9]\n";
        let (count, points) = all(text);
        assert_eq!((count, &*spelt(&points.unwrap())), (Ok(3), "0,5 0.5,4 1,9"));
        assert_eq!(
            refused(&format!("{text}\"run.noise\" = [true, false]\n")),
            "a list needs the same number of values on every axis, but parameters.feedback.threat has 3, run.rounds has 3, \
            run.noise has 2; add or remove values, or use the design grid"
        );
    }

    #[test]
    fn one_at_a_time_begins_with_the_scenario_itself() {
        let text = "run.rounds = 2\nsweep.design = \"one-at-a-time\"\n[sweep.vary]\n\
                    \"parameters.feedback.threat\" = \"0.5..1.5\"\n\"run.rounds\" = \"1..3:1\"\n\
                    \"parameters.feedback.knowledge\" = [0, 1]\n";
        let (count, points) = all(text);
        assert_eq!(spelt(&points.unwrap()), "1,2,1 0.5,2,1 1.5,2,1 1,1,1 1,3,1 1,2,0");
        assert_eq!(count, Ok(8), "including the scenario's values");
        assert_eq!(
            refused("sweep.design = \"one-at-a-time\"\n[sweep.vary]\n\"states.A.x\" = [0, 1]\n"),
            "the design one-at-a-time starts from the scenario, but states.A.x does not have a value there; write a value in the \
            scenario, or use the design grid"
        );
    }

    #[test]
    fn points_that_a_constraint_forbids_are_left_out_and_counted() {
        let limit = "constraints = [\"run.rounds + parameters.feedback.threat < 3\", \"run.noise == true\"]\n";
        let points = made(&format!("[sweep]\n{limit}{THREE}"));
        assert_eq!((&*spelt(&points), points.dropped()), ("0,1,true 0,2,true 1,1,true", 9));
        let points = made(&format!("[sweep]\ndesign = \"one-at-a-time\"\nconstraints = [\"run.rounds < 3\"]\n{THREE}"));
        assert_eq!(
            (&*spelt(&points), points.dropped()),
            ("1,1,true 1,2,true", 4),
            "the scenario itself has 100 rounds"
        );
        assert_eq!(
            refused(&format!("[sweep]\nconstraints = [\"run.rounds > 3\", \"run.rounds > 4\"]\n{THREE}")),
            "no point satisfies `run.rounds > 3` and `run.rounds > 4`: all 12 were left out; loosen a constraint, or give \
             other values"
        );
    }

    #[test]
    fn a_value_out_of_range_is_told_with_its_point() {
        for (text, wanted) in [
            (
                "[sweep.vary]\n\"run.rounds\" = [1, 2]\n\"parameters.feedback.threat\" = [0, 3, 3.4]\n",
                "point 2: parameters.feedback.threat = 3.4; must be in [0, 3] (multiplier)",
            ),
            (
                "[sweep.vary]\n\"parameters.feedback.threat\" = \"1,high\"\n",
                "point 1: parameters.feedback.threat = high; must",
            ),
            ("[sweep.vary]\n\"run.noise\" = \"true,1\"\n", "point 1: run.noise = 1; must be true or false"),
            (
                "[sweep]\ndesign = \"sobol\"\nvary.\"parameters.feedback.threat\" = \"5..6\"\n",
                "point 0: parameters.feedback.threat = 5.",
            ),
        ] {
            let message = refused(text);
            assert!(message.starts_with(wanted), "{message}");
        }
    }

    #[test]
    fn plans_without_single_values_or_without_axes_are_refused() {
        for (text, wanted) in [
            (
                "[sweep]\n",
                "the scenario does not have an axis to vary; give --vary PATH=VALUES, or a table [sweep.vary]",
            ),
            (
                "[sweep]\nvary.\"parameters.feedback.threat\" = \"log:0.1..1\"\n",
                "parameters.feedback.threat has the interval log:0.1..1 without a count, but a grid needs single values; \
                write log:0.1..1/5 for 5 of them, or use the design random, latin-hypercube or sobol",
            ),
            (
                "[sweep]\ndesign = \"list\"\nvary.\"parameters.feedback.threat\" = \"0..1\"\n",
                "parameters.feedback.threat has the interval 0..1 without a count, but a list needs",
            ),
        ] {
            let (count, points) = all(text);
            let (count, points) = (count.unwrap_err(), points.map(|points| points.len()).unwrap_err());
            assert_eq!(count, points);
            assert!(points.to_string().starts_with(wanted), "{points}");
        }
    }

    #[test]
    fn points_are_counted_without_being_made() {
        let four = "[sweep.vary]\n\"parameters.feedback.threat\" = \"0..3/1000\"\n\
                    \"parameters.feedback.knowledge\" = \"0..1:0.001\"\n\"run.rounds\" = \"1..1000000:1\"\n\
                    \"parameters.threat.onset\" = \"0..1/1000000\"\n";
        assert_eq!(all(four).0, Ok(1_001_000_000_000_000_000));
        assert_eq!(
            refused(four),
            "1001000000000000000 points of 4 axes are too many; points times axes may be 50000000 at most: give fewer \
             values, or use the design random, latin-hypercube or sobol with fewer points"
        );
        let more = format!("{four}\"run.start_year\" = \"0..1/1000000\"\n\"run.round_years\" = \"1..2/1000000\"\n");
        assert_eq!(all(&more).0, Ok(u64::MAX));
        assert_eq!(all(&format!("[sweep]\ndesign = \"random\"\npoints = 1000000\n{THREE}")).0, Ok(1_000_000));
    }

    #[test]
    fn a_million_points_of_four_axes_fit() {
        assert!(size_of::<Setting>() * 4_000_000 < 200_000_000);
    }
}
