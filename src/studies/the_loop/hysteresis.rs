//! A threat that rises slowly and falls again: does governance return along the same path (C3)?
//!
//! The share of a focal state's counterparts that are held confronting it rises from 0 to 1 in steps, then falls again.
//! The other counterparts act freely. Governance is reported minus governance of the twin without interventions in the
//! same round, so the trend of the scenario is removed.
//!
//! ```text
//! area = ∫ (d_up − d_down) d level        d: governance minus governance of the twin in the same round; trapezoidal rule
//! ```
//!
//! Above 0 governance is lower on the way back than on the way there. Governance moves slowly, so it lags behind any
//! threat. The area with governance → policy cut is lag alone, and `excess` is what the loop adds to it.

use super::arms::{Variant, act, counterparts, of_share};
use super::estimate::means;
use super::lab::{Job, Lab, Stopped};
use super::page::{self, headline};
use super::tables::rows;
use super::watch::governance;
use super::{Estimate, Experiment, Found};
use crate::model::Setup;
use crate::model::pairs::Act;

/// The part.
pub(super) const EXPERIMENT: Experiment = Experiment {
    name: "hysteresis",
    about: "whether governance recovers when a threat ends",
    tables: &["hysteresis", "areas"],
    runs,
    carry_out,
};

const WORLDS: [Variant; 3] = [Variant::Loop, Variant::PolicyCut, Variant::GovernanceCut];

fn runs(lab: &Lab<'_>) -> u64 {
    lab.runs(WORLDS.len(), 1 + lab.focal.len())
}

/// The first and last round of each step of the threat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Course {
    /// The number of steps from none to all.
    rise: u32,
    /// The number of rounds of a step.
    length: u32,
    /// The first round of the first step.
    first: u32,
}

impl Course {
    /// At the end of the run, after at least a tenth of the run without threat.
    fn of(lab: &Lab<'_>) -> Self {
        let rounds = lab.rounds();
        let rise = (lab.grids.steps as u32).min((rounds * 9 / 10).saturating_sub(1) / 2).max(1);
        let length = (rounds * 9 / 10 / (2 * rise + 1)).max(1);
        Self { rise, length, first: rounds.saturating_sub((2 * rise + 1) * length) + 1 }
    }

    fn steps(self) -> u32 {
        2 * self.rise + 1
    }

    /// The share of the counterparts that confront in a step.
    fn level(self, step: u32) -> f64 {
        f64::from(step.min(2 * self.rise - step)) / f64::from(self.rise)
    }

    /// The step that ends in a round.
    fn ended(self, round: u32) -> Option<usize> {
        let since = (round + 1).checked_sub(self.first)?;
        let step = since / self.length;
        (since % self.length == 0 && (1..=self.steps()).contains(&step)).then(|| step as usize - 1)
    }
}

fn carry_out(lab: &Lab<'_>) -> Result<Found, Stopped> {
    let course = Course::of(lab);
    let found = lab.each(WORLDS.len(), |job| one(lab, course, WORLDS[job.condition], job))?;
    let (mut paths, mut areas) = (rows("hysteresis"), rows("areas"));
    let (mut headlines, mut rows, mut compared) = (Vec::new(), Vec::new(), Vec::new());
    let area = |runs: &[Steps]| runs.iter().map(|steps| area(course, steps)).collect::<Vec<_>>();
    let whole = area(&found[0]);
    for (world, runs) in WORLDS.iter().zip(&found) {
        let of_step = |step: u32| {
            let column = |at: usize| runs.iter().map(|steps| steps[step as usize][at]).collect::<Vec<_>>();
            [0, 1].map(|at| Estimate::level(&column(at), lab.seed()))
        };
        let legs = [("up", 0..=course.rise), ("down", course.rise..=2 * course.rise)];
        for step in legs.into_iter().flat_map(|(leg, steps)| steps.map(move |step| (leg, step))) {
            let [level, net] = of_step(step.1);
            let numbers = [course.level(step.1)].into_iter().chain(level.untested());
            paths.push(&[world.name(), step.0], numbers.chain([net.value, net.low, net.high]));
        }
        if *world == Variant::Loop {
            rows = (0..=course.rise)
                .map(|step| {
                    let (up, down) = (of_step(step), of_step(2 * course.rise - step));
                    let level = format!("{:.2}", course.level(step));
                    vec![
                        level,
                        page::with_interval(&up[0]),
                        page::with_interval(&down[0]),
                        page::with_interval(&up[1]),
                        page::with_interval(&down[1]),
                    ]
                })
                .collect();
        }
        let own = area(runs);
        let estimate = Estimate::of(&own, lab.seed());
        areas.push(&[world.name(), "area"], estimate.cells());
        headlines.push(headline(EXPERIMENT.name, "area between the way up and the way down", world.name(), estimate));
        let mut row = vec![world.words().to_owned(), page::with_interval(&estimate), page::chance(estimate.p)];
        if *world == Variant::Loop {
            row.extend(["–".to_owned(), "–".to_owned()]);
        } else {
            let excess: Vec<f64> = whole.iter().zip(&own).map(|(whole, own)| whole - own).collect();
            let excess = Estimate::of(&excess, lab.seed());
            areas.push(&[world.name(), "excess"], excess.cells());
            headlines.push(headline(
                EXPERIMENT.name,
                "area of the loop minus the area of this world",
                world.name(),
                excess,
            ));
            row.extend([page::with_interval(&excess), page::chance(excess.p)]);
        }
        compared.push(row);
    }
    let head = ["share confronting", "on the way up", "on the way down", "up, minus twin", "down, minus twin"];
    let page = format!(
        "A threat rose and fell around each state: the share of its counterparts that were made to confront it went from 0 to \
        1 in {} steps of {} rounds and back, from round {} on. The table has governance at the end of each step, and the same \
        minus governance in the run without the threat:\n\n{}\nThe area between the two ways is above 0 if governance was \
        lower on the way back than on the way there. With governance → policy cut only slowness is left, of governance itself \
        and of what moves it (beliefs, rivalries, ties):\n\n{}",
        course.rise,
        course.length,
        course.first,
        page::table(&head, &rows),
        page::table(&["world", "area", "p", "excess of the loop", "p"], &compared)
    );
    Ok(Found { tables: vec![("hysteresis", paths.table()), ("areas", areas.table())], headlines, page })
}

/// Governance at the end of each step, and the same minus governance of the twin.
type Steps = Vec<Vec<f64>>;

fn one(lab: &Lab<'_>, course: Course, world: Variant, job: &Job<'_>) -> Option<Steps> {
    let base = world.of(job.setup);
    let steps = course.steps() as usize;
    let mut twin = vec![vec![f64::NAN; lab.focal.len()]; steps];
    lab.run(&base, job.replicate, |world| {
        if let Some(step) = course.ended(world.round) {
            twin[step] = lab.focal.iter().map(|&state| governance(world, state)[0]).collect();
        }
    })?;
    let mut seen: Vec<Vec<Vec<f64>>> = vec![Vec::new(); steps];
    for (at, &state) in lab.focal.iter().enumerate() {
        let mut setup = base.clone();
        threaten(&mut setup, state, course, lab.seed());
        lab.run(&setup, job.replicate, |world| {
            if let Some(step) = course.ended(world.round) {
                let there = governance(world, state)[0];
                seen[step].push(vec![there, there - twin[step][at]]);
            }
        })?;
    }
    Some(seen.iter().map(|of_step| means(of_step)).collect())
}

/// Counterparts confront the state in the order drawn. The last to begin is the first to stop.
fn threaten(setup: &mut Setup, state: usize, course: Course, seed: u64) {
    let order = counterparts(setup, state, seed);
    let count = order.len();
    let held = |step: u32, k: usize| k < of_share(course.level(step), count);
    for (k, &other) in order.iter().enumerate() {
        let steps: Vec<u32> = (0..course.steps()).filter(|&step| held(step, k)).collect();
        if let (Some(first), Some(last)) = (steps.first(), steps.last()) {
            let rounds = (course.first + first * course.length, course.first + (last + 1) * course.length - 1);
            setup.interventions.push(act(other, state, Act::Confront, rounds));
        }
    }
}

/// The area between the way up and the way down.
fn area(course: Course, steps: &Steps) -> f64 {
    let gap = |k: u32| steps[k as usize][1] - steps[(2 * course.rise - k) as usize][1];
    let width = 1.0 / f64::from(course.rise);
    (0..course.rise).map(|k| f64::midpoint(gap(k), gap(k + 1)) * width).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_threat_rises_and_falls() {
        let course = Course { rise: 2, length: 3, first: 6 };
        let levels: Vec<f64> = (0..course.steps()).map(|step| course.level(step)).collect();
        assert_eq!(levels, [0.0, 0.5, 1.0, 0.5, 0.0]);
        let ended: Vec<Option<usize>> = [5, 7, 8, 11, 12, 20, 23].map(|round| course.ended(round)).into();
        assert_eq!(ended, [None, None, Some(0), Some(1), None, Some(4), None]);
    }

    #[test]
    fn area_by_hand() {
        let course = Course { rise: 2, length: 1, first: 1 };
        let steps: Steps = [0.0, -0.1, -0.2, -0.3, -0.2].iter().map(|d| vec![f64::NAN, *d]).collect();
        // Gaps 0.2, 0.2 and 0 at levels 0, 0.5 and 1.
        assert!((area(course, &steps) - (0.1 + 0.05)).abs() < 1e-12);
    }
}
