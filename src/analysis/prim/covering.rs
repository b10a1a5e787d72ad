//! A box, and then others among the cases that are outside of those before.
//!
//! Of the trajectory that box is chosen that has the highest density among those whose coverage is at least the one that is
//! wanted; coverage counts the cases of interest that boxes before did not cover. Bryant & Lempert (2010) leave the choice
//! to the analyst, who weighs coverage against density by eye. The rule does the same by one number, so that the search can
//! be repeated on other cases. Among equal densities the larger coverage decides, then fewer limited axes.

use super::cases::Cases;
use super::limits::Limits;
use super::pasting::paste;
use super::peeling::Peeling;
use super::significance::{Tested, drop_chance, tests};

/// How boxes are found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Settings {
    /// The share of the cases of a box that a peel takes away, above 0 and below 1/2.
    pub peel: f64,
    /// Whether peeling goes on where every peel lowers density. The EMA Workbench does not.
    pub goes_on: bool,
    /// The share of the cases just outside that is pasted.
    pub paste: f64,
    /// The least share of all cases in a box.
    pub least: f64,
    /// The coverage that a box must have.
    pub coverage: f64,
    /// The largest number of boxes.
    pub boxes: usize,
}

/// How a box of a trajectory came from the box before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The first: all cases.
    Start,
    /// Cases were taken away.
    Peel,
    /// Cases were taken back.
    Paste,
    /// Limits of the chosen box that may be chance were dropped.
    Drop,
}

/// A box of a trajectory.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Step {
    /// How it was made.
    pub kind: Kind,
    /// Its limits.
    pub limits: Limits,
    /// The number of cases inside.
    pub cases: usize,
    /// The number of them that are of interest.
    pub interest: usize,
}

/// A box and how it was found.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    /// Its trajectory, from all cases that were outside of the boxes before.
    pub steps: Vec<Step>,
    /// The number of the step that was chosen.
    pub chosen: usize,
    /// Its limits, without those that may be chance.
    pub limits: Limits,
    /// The test of each of its limits.
    pub tests: Vec<Tested>,
    /// The limits that were dropped.
    pub dropped: Vec<Tested>,
    /// The cases in it that are not in a box before.
    pub inside: Vec<usize>,
    /// The cases that were outside of the boxes before.
    pub of: Vec<usize>,
}

/// Why there are fewer boxes than wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ended {
    /// All cases of interest are in boxes, or none of the others is.
    Covered,
    /// No limit raises density while the coverage is kept.
    NoLimit,
    /// Every limit of the box may be chance.
    Chance,
}

/// Boxes among some cases, and why they are fewer than wanted.
pub(crate) fn boxes(cases: &Cases, of: &[usize], settings: Settings) -> (Vec<Found>, Option<Ended>) {
    let (mut left, mut found) = (of.to_vec(), Vec::new());
    let least = settings.least * of.len() as f64;
    while found.len() < settings.boxes {
        let interest = cases.of_interest_in(&left);
        if interest == 0 || interest == left.len() {
            return (found, Some(Ended::Covered));
        }
        let next = match one(cases, left.clone(), settings, least) {
            Ok(next) => next,
            Err(ended) => return (found, Some(ended)),
        };
        let mut is_inside = vec![false; cases.len()];
        next.inside.iter().for_each(|case| is_inside[*case] = true);
        left.retain(|case| !is_inside[*case]);
        found.push(next);
    }
    (found, None)
}

/// The best box among some cases.
fn one(cases: &Cases, of: Vec<usize>, settings: Settings, least: f64) -> Result<Found, Ended> {
    let mut steps = trajectory(cases, &of, settings, least);
    let chosen = choose(&steps, settings.coverage);
    if steps[chosen].limits.restricted().is_empty() {
        return Err(Ended::NoLimit);
    }
    let (limits, dropped) = drop_chance(cases, &of, &steps[chosen].limits);
    if limits.restricted().is_empty() {
        return Err(Ended::Chance);
    }
    if !dropped.is_empty() {
        steps.push(step(cases, &of, Kind::Drop, limits.clone()));
    }
    let (tests, inside) = (tests(cases, &of, &limits), limits.inside(cases, &of));
    Ok(Found { steps, chosen, limits, tests, dropped, inside, of })
}

/// All boxes from all cases to the last that is pasted.
pub(super) fn trajectory(cases: &Cases, of: &[usize], settings: Settings, least: f64) -> Vec<Step> {
    let mut limits = Limits::open(cases);
    let mut steps = vec![step(cases, of, Kind::Start, limits.clone())];
    let mut peeling = Peeling::new(cases, of, (settings.peel, settings.goes_on), least);
    while let Some(narrower) = peeling.peel() {
        limits = narrower;
        steps.push(step(cases, of, Kind::Peel, limits.clone()));
    }
    while let Some(wider) = paste(cases, of, &limits, settings.paste) {
        limits = wider;
        steps.push(step(cases, of, Kind::Paste, limits.clone()));
    }
    steps
}

fn step(cases: &Cases, of: &[usize], kind: Kind, limits: Limits) -> Step {
    let inside = limits.inside(cases, of);
    Step { kind, cases: inside.len(), interest: cases.of_interest_in(&inside), limits }
}

/// The number of the best box of a trajectory.
fn choose(steps: &[Step], coverage: f64) -> usize {
    let wanted = coverage * steps.first().map_or(0, |all| all.interest) as f64;
    let mut best = 0;
    for (at, step) in steps.iter().enumerate().filter(|(_, step)| step.interest as f64 >= wanted) {
        let there = &steps[best];
        // Densities as products of whole numbers, which are equal if they are equal.
        let (here, before) = (step.interest * there.cases, there.interest * step.cases);
        let is_better = here > before
            || (here == before
                && (step.interest > there.interest
                    || (step.interest == there.interest
                        && step.limits.restricted().len() < there.limits.restricted().len())));
        if is_better {
            best = at;
        }
    }
    best
}
