//! How long a shock lasts, with and without the loop (C3).
//!
//! Two shocks to a focal state are compared with the run without a shock, under the same random numbers: all four
//! components of governance 0.3 lower in one round, and ten rounds in which the state confronts every other state. Both
//! come after a fifth of the run.
//!
//! ```text
//! d(t) = governance of the twin − governance of the shocked state
//! half-life = rounds from the end of the shock until d has fallen to half of its largest value, for the mean d over
//!             focal states and replicates; interpolated between rounds
//! ```
//!
//! If the run ends first, the value is the number of rounds left, which is a lower bound. The largest value may come
//! after the shock, because a loop can amplify it. A shock may also fall below half and then persist. A half-life does
//! not show this, so the tables also have what remains over the last fifth of the run.

use super::arms::{Variant, hold_policy, shock_governance};
use super::estimate::mean;
use super::lab::{Job, Lab, Stopped};
use super::page::{self, headline};
use super::tables::rows;
use super::watch::governance;
use super::{Estimate, Experiment, Found, Headline};

/// The part.
pub(super) const EXPERIMENT: Experiment = Experiment {
    name: "half-life",
    about: "how long a shock lasts",
    tables: &["decay", "half_lives"],
    runs,
    carry_out,
};

const WORLDS: [Variant; 3] = [Variant::Loop, Variant::PolicyCut, Variant::GovernanceCut];
/// Shocks: name, words, and duration in rounds.
const SHOCKS: [(&str, &str, u32); 2] =
    [("governance", "governance lowered by 0.3", 1), ("confrontation", "ten rounds of confrontation", 10)];
/// Differences that never exceed this (governance units) do not have a meaningful half-life.
const NOTHING: f64 = 0.01;

fn runs(lab: &Lab<'_>) -> u64 {
    lab.runs(WORLDS.len(), 1 + SHOCKS.len() * lab.focal.len())
}

/// The round of the shock.
fn round_of_shock(lab: &Lab<'_>) -> u32 {
    lab.rounds() / 5 + 1
}

/// The smallest number of rounds of a run that continues after a shock of this duration.
fn rounds_for(length: u32) -> u32 {
    // Less than a quarter of the rounds come before the shock.
    length + 1 + length / 4
}

fn carry_out(lab: &Lab<'_>) -> Result<Found, Stopped> {
    let found = lab.each(WORLDS.len(), |job| one(lab, WORLDS[job.condition], job))?;
    let (mut decay, mut lives) = (rows("decay"), rows("half_lives"));
    let (mut headlines, mut rows) = (Vec::new(), Vec::new());
    for (at, (shock, words, length)) in SHOCKS.iter().enumerate() {
        for (world, runs) in WORLDS.iter().zip(&found) {
            let paths: Vec<&Vec<f64>> = runs.iter().map(|shocks| &shocks[at]).collect();
            for round in 0..paths.first().map_or(0, |path| path.len()) {
                let values: Vec<f64> = paths.iter().map(|path| path[round]).collect();
                let estimate = Estimate::level(&values, lab.seed());
                decay.push(&[world.name(), shock], [round as f64].into_iter().chain(estimate.untested()));
            }
            let mean_of = |drawn: &[usize]| mean_path(&paths, drawn);
            let all: Vec<usize> = (0..paths.len()).collect();
            let path = mean_of(&all);
            let end = *length as usize - 1;
            let censored = half_life(&path, end).is_some_and(|(_, censored)| censored);
            let of = |drawn: &[usize]| half_life(&mean_of(drawn), end).map_or(f64::NAN, |(rounds, _)| rounds);
            let estimate = Estimate::drawn(paths.len(), lab.seed(), of);
            let ended_first = share_censored(&paths, end, lab.seed());
            let left = left_at_the_end(lab, &paths);
            let peak = path.iter().copied().fold(f64::NAN, f64::max);
            let bound = if censored { "at least" } else { "is" };
            let numbers = [peak].into_iter().chain(estimate.untested()).chain([ended_first]);
            let numbers = numbers.chain([left.value, left.low, left.high, left.p]);
            lives.push(&[world.name(), shock, bound], numbers);
            let measure = format!("half-life in rounds: {words}");
            headlines.push(Headline { bound, ..headline(EXPERIMENT.name, &measure, world.name(), estimate) });
            let measure = format!("governance still lost at the end: {words}");
            headlines.push(headline(EXPERIMENT.name, &measure, world.name(), left));
            let or_more = |x: f64, open: bool| format!("{}{x:.0}", if open { "≥ " } else { "" });
            let life = if path.len() <= end + 1 {
                format!(
                    "not seen: the shock lasts to the end of the run; with {} rounds or more it shows",
                    rounds_for(*length)
                )
            } else if estimate.value.is_nan() {
                "none: too small to decay".to_owned()
            } else {
                let left = (path.len() - 1 - end.min(path.len() - 1)) as f64;
                format!(
                    "{} [{}, {}]",
                    or_more(estimate.value, censored),
                    or_more(estimate.low, estimate.low >= left),
                    or_more(estimate.high, estimate.high >= left)
                )
            };
            rows.push(vec![
                (*words).to_owned(),
                world.words().to_owned(),
                page::number(peak),
                life,
                page::with_interval(&left),
            ]);
        }
    }
    let page = format!(
        "Each state was shocked in round {} and compared with the same run without the shock. The half-life is the number of \
        rounds from the end of the shock until the difference is half of its largest value. ≥ means that the run ended first: \
        the value is the number of rounds left, and the true half-life is longer.\n\n{}",
        round_of_shock(lab),
        page::table(&["shock", "world", "largest difference", "half-life (rounds)", "still lost at the end"], &rows)
    );
    Ok(Found { tables: vec![("decay", decay.table()), ("half_lives", lives.table())], headlines, page })
}

/// For each shock: the twin minus the shocked state from the round of the shock on, averaged over the focal states.
fn one(lab: &Lab<'_>, world: Variant, job: &Job<'_>) -> Option<[Vec<f64>; SHOCKS.len()]> {
    let base = world.of(job.setup);
    let from = round_of_shock(lab);
    let mut twins: Vec<Vec<f64>> = vec![Vec::new(); lab.focal.len()];
    lab.run(&base, job.replicate, |world| {
        if world.round >= from {
            for (path, &state) in twins.iter_mut().zip(&lab.focal) {
                path.push(governance(world, state)[0]);
            }
        }
    })?;
    let mut found: [Vec<f64>; SHOCKS.len()] = Default::default();
    for (at, (shock, _, length)) in SHOCKS.iter().enumerate() {
        let mut differences: Vec<Vec<f64>> = Vec::new();
        for (twin, &state) in twins.iter().zip(&lab.focal) {
            let mut setup = base.clone();
            if *shock == "governance" {
                shock_governance(&mut setup, state, -0.3, from);
            } else {
                hold_policy(&mut setup, state, 0.0, lab.seed(), (from, from + length - 1));
            }
            let mut path = Vec::with_capacity(twin.len());
            lab.run(&setup, job.replicate, |world| {
                if world.round >= from {
                    path.push(twin[path.len()] - governance(world, state)[0]);
                }
            })?;
            differences.push(path);
        }
        let rounds = differences.first().map_or(0, Vec::len);
        found[at] = (0..rounds).map(|t| mean(&differences.iter().map(|path| path[t]).collect::<Vec<_>>())).collect();
    }
    Some(found)
}

/// The mean difference over the last fifth of the run.
fn left_at_the_end(lab: &Lab<'_>, paths: &[&Vec<f64>]) -> Estimate {
    let first = round_of_shock(lab) as usize;
    let late = |path: &&Vec<f64>| {
        let late = path.iter().enumerate().filter(|(t, _)| lab.is_late((first + t) as u32));
        mean(&late.map(|(_, d)| *d).collect::<Vec<_>>())
    };
    Estimate::of(&paths.iter().map(late).collect::<Vec<_>>(), lab.seed())
}

/// The mean path of the resampled replicates.
fn mean_path(paths: &[&Vec<f64>], drawn: &[usize]) -> Vec<f64> {
    let rounds = paths.first().map_or(0, |path| path.len());
    let mut sums = vec![(0.0, 0.0); rounds];
    for &k in drawn {
        for ((sum, count), value) in sums.iter_mut().zip(paths[k]) {
            if !value.is_nan() {
                (*sum, *count) = (*sum + value, *count + 1.0);
            }
        }
    }
    sums.into_iter().map(|(sum, count)| sum / count).collect()
}

/// Rounds from the end of the shock until half of the largest value, and whether the run ended first. Returns `None` if
/// there is nothing to decay, or if the run ends before the shock.
fn half_life(path: &[f64], end: usize) -> Option<(f64, bool)> {
    if path.len() <= end + 1 {
        return None;
    }
    let (top, peak) = path
        .iter()
        .enumerate()
        .filter(|(_, d)| !d.is_nan())
        .fold((0, f64::NEG_INFINITY), |best, (t, &d)| if d > best.1 { (t, d) } else { best });
    if peak <= NOTHING {
        return None;
    }
    let half = peak / 2.0;
    let since = |t: f64| (t - end as f64).max(0.0);
    for t in top + 1..path.len() {
        if path[t] <= half {
            let (before, after) = (path[t - 1], path[t]);
            return Some((since(t as f64 - (half - after) / (before - after)), false));
        }
    }
    Some((since(path.len() as f64 - 1.0), true))
}

/// The share of the resamples in which the run ends first.
fn share_censored(paths: &[&Vec<f64>], end: usize, seed: u64) -> f64 {
    let counts = std::cell::Cell::new((0.0, 0.0));
    let _ = Estimate::drawn(paths.len(), seed, |drawn| {
        let found = half_life(&mean_path(paths, drawn), end);
        let (censored, all) = counts.get();
        if let Some((_, ended_first)) = found {
            counts.set((censored + f64::from(u8::from(ended_first)), all + 1.0));
        }
        0.0
    });
    let (censored, all) = counts.get();
    censored / all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_lives_by_hand() {
        assert_eq!(half_life(&[0.4, 0.3, 0.2, 0.1], 0), Some((2.0, false)));
        assert_eq!(half_life(&[0.4, 0.3, 0.1], 0), Some((1.5, false)), "interpolated between two rounds");
        assert_eq!(half_life(&[0.4, 0.3, 0.25], 0), Some((2.0, true)), "the run ended first");
        assert_eq!(half_life(&[0.1, 0.2, 0.4, 0.2], 2), Some((1.0, false)), "from the end of the shock");
        assert_eq!(half_life(&[0.01, 0.0], 0), None);
    }
}
