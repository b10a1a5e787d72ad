//! Can the direction of influence be read from a history alone? Tested in worlds in which the answer is known.
//!
//! Four worlds run without interventions: both arrows on, one arrow cut, the other cut, both cut. The series are policy
//! (mean posture) and governance of each state, without the first third and without their linear trends. Two measures
//! are computed in each direction over several lags and averaged over states and replicates
//! ([`crate::analysis::influence`]). Their p-values come from surrogates: every series of the cause is rotated by a
//! random part of its length, at least a tenth.
//! An arrow is *found* if transfer entropy exceeds the surrogates at some lag (5 %, Holm over lags). The truth is the
//! switch. The tables also have the effect of an intervention in the same world. A case is undecided, and does not
//! count, if histories are too short or do not vary. All tests are done twice: plainly, and given the state's political
//! system, which may move both (A6).
//!
//! Surrogates assume that the series of different states are independent, which is not quite true, and that they are
//! stationary apart from their trend. Both errors make the method find too much rather than too little.

use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

use super::arms::{Variant, hold_governance, hold_policy, mixed};
use super::estimate::mean;
use super::lab::{Job, Lab, Stopped, topology};
use super::page::{self, headline};
use super::responses::{governance_of, policy_of};
use super::tables::rows;
use super::watch::governance;
use super::{Estimate, Experiment, Found};
use crate::analysis::influence::{Effect, detrended, share_as_far, shifted, shortest};
use crate::analysis::resampling::holm;

/// The part.
pub(super) const EXPERIMENT: Experiment = Experiment {
    name: "direction",
    about: "whether the direction of influence can be seen in a history without interventions",
    tables: &["direction", "verdicts"],
    runs,
    carry_out,
};

const WORLDS: [Variant; 4] = [Variant::Loop, Variant::PolicyCut, Variant::GovernanceCut, Variant::BothCut];
const ARROWS: [&str; 2] = ["policy_to_governance", "governance_to_policy"];
/// The variables that are given besides the effect's past.
const GIVEN: [(&str, &str); 2] = [("nothing", "nothing"), ("system", "political system")];
/// The lags in rounds.
const LAGS: [usize; 5] = [1, 2, 3, 5, 10];
/// The largest number of states whose series are used, spread evenly over all states.
const MOST_STATES: usize = 40;
/// The level at which an arrow counts as found.
const LEVEL: f64 = 0.05;

fn runs(lab: &Lab<'_>) -> u64 {
    lab.runs(WORLDS.len(), 1) + lab.runs(WORLDS.len(), 4 * lab.focal.len())
}

/// Sums over series, for one arrow and lag.
#[derive(Clone, Debug)]
struct SeriesTotals {
    z: f64,
    transfer: f64,
    series: f64,
    z_surrogates: Vec<f64>,
    transfer_surrogates: Vec<f64>,
}

impl SeriesTotals {
    fn new(surrogates: usize) -> Self {
        let none = || vec![0.0; surrogates];
        Self { z: 0.0, transfer: 0.0, series: 0.0, z_surrogates: none(), transfer_surrogates: none() }
    }

    fn add(&mut self, other: &Self) {
        self.z += other.z;
        self.transfer += other.transfer;
        self.series += other.series;
        self.z_surrogates.iter_mut().zip(&other.z_surrogates).for_each(|(a, b)| *a += b);
        self.transfer_surrogates.iter_mut().zip(&other.transfer_surrogates).for_each(|(a, b)| *a += b);
    }
}

fn carry_out(lab: &Lab<'_>) -> Result<Found, Stopped> {
    let free = lab.each(WORLDS.len(), |job| free(lab, WORLDS[job.condition], job))?;
    let held = lab.each(WORLDS.len(), |job| held(lab, WORLDS[job.condition], job))?;
    let (mut rows, mut verdicts) = (rows("direction"), rows("verdicts"));
    let (mut lines, mut right, mut decided) = (Vec::new(), [0u32; GIVEN.len()], [0u32; GIVEN.len()]);
    for (world, (runs, held)) in WORLDS.iter().zip(free.iter().zip(&held)) {
        for ((g, given), (at, arrow)) in
            GIVEN.iter().enumerate().flat_map(|given| ARROWS.iter().enumerate().map(move |arrow| (given, arrow)))
        {
            let mut p = Vec::new();
            for (k, lag) in LAGS.iter().enumerate() {
                let mut sums = SeriesTotals::new(lab.grids.surrogates);
                for run in runs {
                    sums.add(&run[place(g, at, k)]);
                }
                let sizes: Vec<f64> = sums.z_surrogates.iter().map(|z| z.abs()).collect();
                let n = sums.series;
                let transfer_p =
                    if n > 0.0 { share_as_far(sums.transfer, &sums.transfer_surrogates) } else { f64::NAN };
                let z_p = if n > 0.0 { share_as_far(sums.z.abs(), &sizes) } else { f64::NAN };
                let surrogates = mean(&sums.transfer_surrogates) / n;
                let numbers = [*lag as f64, (sums.z / n).tanh(), z_p, sums.transfer / n, surrogates, transfer_p, n];
                rows.push(&[world.name(), arrow, given.0], numbers);
                p.push(transfer_p);
            }
            let smallest = holm(&p).into_iter().filter(|p| !p.is_nan()).fold(f64::NAN, f64::min);
            let found = (!smallest.is_nan()).then_some(smallest <= LEVEL);
            let truth = is_on(*world, at) && arrow_is_on(lab, at);
            let effects: Vec<f64> = held.iter().map(|effects| effects[at]).collect();
            let effect = Estimate::of(&effects, lab.seed());
            let is_right = found.map(|found| found == truth);
            right[g] += u32::from(is_right == Some(true));
            decided[g] += u32::from(is_right.is_some());
            let word =
                |is: Option<bool>, [yes, no]: [&'static str; 2]| is.map_or("undecided", |is| if is { yes } else { no });
            let yes = |is: Option<bool>| word(is, ["yes", "no"]);
            let numbers = [smallest].into_iter().chain(effect.cells());
            verdicts.push(&[world.name(), arrow, given.0, yes(found), yes(Some(truth)), yes(is_right)], numbers);
            let name = ["policy → governance", "governance → policy"][at];
            let verdict = word(is_right, ["right", "wrong"]);
            let cells = [world.words(), name, given.1, yes(found), yes(Some(truth)), verdict];
            let mut cells: Vec<String> = cells.map(str::to_owned).into();
            cells.extend([page::chance(smallest), page::with_interval(&effect), page::chance(effect.p)]);
            lines.push(cells);
        }
    }
    let share = |given: usize| Estimate {
        value: f64::from(right[given]) / f64::from(decided[given]),
        low: f64::NAN,
        high: f64::NAN,
        p: f64::NAN,
        replicates: lab.replicates as usize,
    };
    let head =
        ["world", "arrow", "given", "found", "truth", "verdict", "p (adjusted)", "what an intervention does", "p"];
    let page = format!(
        "A reader who cannot experiment has only histories. Does policy today predict governance tomorrow better than \
         governance today alone does, and the other way round? This was tried (transfer entropy against surrogates, lags of \
         1 to 10 rounds) in four worlds in which the answer is known. It was right in **{} of {}** cases, and in \
         **{} of {}** if the political system of the state, which may move both, was taken into account. The last columns \
         have the result of an experiment in the same world: governance with cooperation toward all minus governance with \
         confrontation of all, and policy with governance held at 1 minus policy with governance held at 0.\n\n{}\n{}{}",
        right[0],
        decided[0],
        right[1],
        decided[1],
        page::table(&head, &lines),
        undecided(lab),
        "A found arrow that does not exist means that a history alone misleads here. Something else moves both (the threats \
         that a state meets, its political system), or governance of today carries policy of long ago. A missed arrow is \
         too weak for histories of this length.\n"
    );
    Ok(Found {
        tables: vec![("direction", rows.table()), ("verdicts", verdicts.table())],
        headlines: vec![
            headline(EXPERIMENT.name, "share of directions read correctly from histories", "all", share(0)),
            headline(EXPERIMENT.name, "the same, given the political system", "all", share(1)),
        ],
        page,
    })
}

/// The note on undecided cases, if histories are too short for all of them.
fn undecided(lab: &Lab<'_>) -> String {
    if is_long_enough(lab.rounds()) {
        return String::new();
    }
    let fewest = (lab.rounds()..u32::MAX).find(|rounds| is_long_enough(*rounds)).unwrap_or(u32::MAX);
    format!(
        "Histories of {} rounds, without their first third, are too short: they need at least {fewest} rounds, and 100 would be \
        better.\n\n",
        lab.rounds()
    )
}

/// Returns true if the rest of a run's history is long enough for the shortest lag.
fn is_long_enough(rounds: u32) -> bool {
    (rounds - rounds / 3) as usize >= shortest(LAGS[0])
}

/// Returns true if the variant leaves the arrow on.
fn is_on(world: Variant, arrow: usize) -> bool {
    let cut = if arrow == 0 { Variant::PolicyCut } else { Variant::GovernanceCut };
    world != cut && world != Variant::BothCut
}

/// Returns true if the scenario has the arrow on.
fn arrow_is_on(lab: &Lab<'_>, arrow: usize) -> bool {
    let feedback = &lab.scenario.setup.params.effective().feedback;
    if arrow == 0 {
        [feedback.knowledge, feedback.threat, feedback.opportunity, feedback.facilitation]
            .iter()
            .any(|gain| *gain > 0.0)
    } else {
        feedback.governance_to_policy > 0.0
    }
}

/// The index of the sums of an arrow and lag, without or with the system given.
fn place(given: usize, arrow: usize, lag: usize) -> usize {
    (given * ARROWS.len() + arrow) * LAGS.len() + lag
}

/// The sums over the states of a run without interventions, in the order of [`place`].
fn free(lab: &Lab<'_>, world: Variant, job: &Job<'_>) -> Option<Vec<SeriesTotals>> {
    let setup = world.of(job.setup);
    let links = topology(&setup);
    let fit: Vec<usize> = (0..setup.names.len()).filter(|&i| setup.states.present[i] && links.degree(i) > 0).collect();
    let count = fit.len().min(MOST_STATES);
    let states: Vec<usize> = (0..count).map(|k| fit[k * fit.len() / count]).collect();
    let mut series = vec![[const { Vec::new() }; 3]; count];
    let from = lab.rounds() / 3;
    lab.run(&setup, job.replicate, |world| {
        if world.round > from {
            for ([policy, of_governance, system], &state) in series.iter_mut().zip(&states) {
                policy.push(world.states.policy[state]);
                of_governance.push(governance(world, state)[0]);
                system.push(world.states.system[state]);
            }
        }
    })?;
    let mut sums = vec![SeriesTotals::new(lab.grids.surrogates); place(GIVEN.len(), 0, 0)];
    for (series, &state) in series.iter().zip(&states) {
        // The series of a state that was absent is incomplete.
        if series[1].iter().any(|x: &f64| x.is_nan()) {
            continue;
        }
        let [policy, governance, system] = [0, 1, 2].map(|k| detrended(&series[k]));
        let key = mixed(mixed(lab.seed() ^ u64::from(job.replicate) << 32) ^ state as u64);
        let mut draws = ChaCha8Rng::seed_from_u64(mixed(key ^ job.condition as u64));
        let (least, room) = (policy.len() / 10, policy.len() - 2 * (policy.len() / 10));
        let shifts: Vec<usize> = (0..lab.grids.surrogates)
            .map(|_| least + ((u64::from(draws.next_u32()) * room.max(1) as u64) >> 32) as usize)
            .collect();
        for (at, (cause, effect)) in [(&policy, &governance), (&governance, &policy)].into_iter().enumerate() {
            let causes: Vec<Vec<f64>> = shifts.iter().map(|&by| shifted(cause, by)).collect();
            for (k, &lag) in LAGS.iter().enumerate() {
                for (g, given) in [&[][..], &[&system[..]]].into_iter().enumerate() {
                    let Some(effect) = Effect::new(effect, lag, given) else { continue };
                    add(&mut sums[place(g, at, k)], &effect, cause, &causes);
                }
            }
        }
    }
    Some(sums)
}

/// Adds a series if it and all its surrogates can be measured.
fn add(sums: &mut SeriesTotals, effect: &Effect, cause: &[f64], causes: &[Vec<f64>]) {
    let fisher = |(r, transfer): (f64, f64)| (r.clamp(-0.999_999, 0.999_999).atanh(), transfer);
    let found = fisher(effect.of(cause));
    let surrogates: Vec<(f64, f64)> = causes.iter().map(|cause| fisher(effect.of(cause))).collect();
    if [found].iter().chain(&surrogates).any(|(z, transfer)| z.is_nan() || transfer.is_nan()) {
        return;
    }
    sums.z += found.0;
    sums.transfer += found.1;
    sums.series += 1.0;
    for (k, (z, transfer)) in surrogates.into_iter().enumerate() {
        sums.z_surrogates[k] += z;
        sums.transfer_surrogates[k] += transfer;
    }
}

/// The effects of interventions on governance and on policy, as means over the focal states.
fn held(lab: &Lab<'_>, world: Variant, job: &Job<'_>) -> Option<[f64; 2]> {
    let base = world.of(job.setup);
    let (mut on_governance, mut on_policy) = (Vec::new(), Vec::new());
    for &state in &lab.focal {
        let cooperates = |share: f64| {
            let mut setup = base.clone();
            hold_policy(&mut setup, state, share, lab.seed(), (1, u32::MAX));
            governance_of(lab, &setup, job.replicate, state)
        };
        let governed = |level: f64| {
            let mut setup = base.clone();
            hold_governance(&mut setup, state, level);
            policy_of(lab, &setup, job.replicate, state)
        };
        on_governance.push(cooperates(1.0)?[0] - cooperates(0.0)?[0]);
        on_policy.push(governed(1.0)?[0] - governed(0.0)?[0]);
    }
    Some([mean(&on_governance), mean(&on_policy)])
}
