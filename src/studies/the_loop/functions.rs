//! Which of the four functions of foreign policy transmits the effect of policy on governance (C1).
//!
//! The effect of policy is cooperation with all minus confrontation of all. It is measured with each of the sixteen
//! subsets of the functions on (the gain `feedback.…` of the others is 0 for all states). The Shapley value of a
//! function (Shapley 1953) is its mean contribution over all orders in which the functions can be turned on. The four
//! values add up to the effect with all functions minus the effect with none.
//!
//! ```text
//! φ_f = Σ over S without f   |S|! (3 − |S|)! / 4!   (E(S + f) − E(S))
//! ```

use super::arms::hold_policy;
use super::estimate::mean;
use super::lab::{Job, Lab, Stopped};
use super::page::{self, headline};
use super::responses::governance_of;
use super::tables::rows;
use super::{Estimate, Experiment, Found};
use crate::model::constitution::FUNCTIONS;
use crate::model::params::Params;

/// The part.
pub(super) const EXPERIMENT: Experiment = Experiment {
    name: "functions",
    about: "which function of foreign policy transmits the effect of policy on governance",
    tables: &["functions", "shapley"],
    runs,
    carry_out,
};

const SUBSETS: usize = 16;
/// Weights by the size of the subset that a function is added to: |S|! (3 − |S|)! / 4!
const WEIGHTS: [f64; 4] = [1.0 / 4.0, 1.0 / 12.0, 1.0 / 12.0, 1.0 / 4.0];

fn runs(lab: &Lab<'_>) -> u64 {
    lab.runs(SUBSETS, 2 * lab.focal.len())
}

fn carry_out(lab: &Lab<'_>) -> Result<Found, Stopped> {
    let found = lab.each(SUBSETS, |job| one(lab, job))?;
    let (mut rows, mut shapley) = (rows("functions"), rows("shapley"));
    let (mut headlines, mut lines) = (Vec::new(), Vec::new());
    for (subset, effects) in found.iter().enumerate() {
        rows.push(&[&letters(subset)], Estimate::of(effects, lab.seed()).cells());
    }
    let all = SUBSETS - 1;
    // A replicate has an effect for every subset.
    let by_replicate = |of: &dyn Fn(&[f64]) -> f64| {
        let effects = |k: usize| found.iter().map(|of_subset| of_subset[k]).collect::<Vec<f64>>();
        let values = (0..lab.replicates as usize).map(|k| of(&effects(k)));
        Estimate::of(&values.collect::<Vec<f64>>(), lab.seed())
    };
    for (f, name) in FUNCTIONS.iter().enumerate() {
        let bit = 1 << f;
        let value = by_replicate(&|effect| shapley_value(f, effect));
        let alone = by_replicate(&|effect| effect[bit] - effect[0]);
        let without = by_replicate(&|effect| effect[all] - effect[all ^ bit]);
        let numbers = value.cells().into_iter().chain([&alone, &without].into_iter().flat_map(ends));
        shapley.push(&[name], numbers);
        let measure = format!("effect of policy on governance through {name} (Shapley)");
        headlines.push(headline(EXPERIMENT.name, &measure, "loop", value));
        let words = [
            page::with_interval(&value),
            page::chance(value.p),
            page::with_interval(&alone),
            page::with_interval(&without),
        ];
        lines.push([(*name).to_owned()].into_iter().chain(words).collect::<Vec<_>>());
    }
    let whole = by_replicate(&|effect| effect[all] - effect[0]);
    let numbers = whole.cells().into_iter().chain([&whole, &whole].into_iter().flat_map(ends));
    shapley.push(&["all"], numbers);
    let words =
        [page::with_interval(&whole), page::chance(whole.p), page::with_interval(&whole), page::with_interval(&whole)];
    lines.push(["all four".to_owned()].into_iter().chain(words).collect());
    let head = ["function", "part of the effect (Shapley)", "p", "alone", "missing without it"];
    let none = Estimate::of(&found[0], lab.seed());
    let page = format!(
        "Policy works on governance by what it makes known of the world, by the threats that it settles or provokes, by the \
        opportunities that it wins, and by the citizens' relations that it facilitates. The effect of policy (cooperation \
        with all minus confrontation of all) was measured with every combination of the four functions on in all states. \
        Without any function it is {}.\n\n{}",
        page::with_interval(&none),
        page::table(&head, &lines)
    );
    Ok(Found { tables: vec![("functions", rows.table()), ("shapley", shapley.table())], headlines, page })
}

fn ends(estimate: &Estimate) -> [f64; 3] {
    [estimate.value, estimate.low, estimate.high]
}

/// The effect of policy with a subset of the functions on; mean over the focal states.
fn one(lab: &Lab<'_>, job: &Job<'_>) -> Option<f64> {
    let mut base = job.setup.clone();
    keep(&mut base.params, job.condition);
    let mut effects = Vec::with_capacity(lab.focal.len());
    for &state in &lab.focal {
        let governed = |share: f64| {
            let mut setup = base.clone();
            hold_policy(&mut setup, state, share, lab.seed(), (1, u32::MAX));
            Some(governance_of(lab, &setup, job.replicate, state)?[0])
        };
        effects.push(governed(1.0)? - governed(0.0)?);
    }
    Some(mean(&effects))
}

/// Turns off all functions outside a subset, given as bits.
fn keep(params: &mut Params, subset: usize) {
    let feedback = &mut params.feedback;
    let gains = [&mut feedback.knowledge, &mut feedback.threat, &mut feedback.opportunity, &mut feedback.facilitation];
    for (f, gain) in gains.into_iter().enumerate() {
        if subset & (1 << f) == 0 {
            *gain = 0.0;
        }
    }
}

/// The Shapley value of a function, from the effects of all subsets.
fn shapley_value(f: usize, effect: &[f64]) -> f64 {
    let without = (0..SUBSETS).filter(|subset| subset & (1 << f) == 0);
    without.map(|s| WEIGHTS[s.count_ones() as usize] * (effect[s | 1 << f] - effect[s])).sum()
}

/// The functions of a subset by their first letters.
fn letters(subset: usize) -> String {
    let letter = |f: usize| if subset & (1 << f) == 0 { '-' } else { FUNCTIONS[f].chars().next().unwrap_or('?') };
    (0..FUNCTIONS.len()).map(letter).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapley_values_add_up_and_share_what_is_joint() {
        // Knowledge adds 1, threat adds 2, and both together add 4 more.
        let effect = |s: usize| {
            f64::from(u8::from(s & 1 > 0))
                + 2.0 * f64::from(u8::from(s & 2 > 0))
                + 4.0 * f64::from(u8::from(s & 3 == 3))
        };
        let effects: Vec<f64> = (0..SUBSETS).map(effect).collect();
        let values = [0, 1, 2, 3].map(|f| shapley_value(f, &effects));
        for (value, wanted) in values.iter().zip([3.0, 4.0, 0.0, 0.0]) {
            assert!((value - wanted).abs() < 1e-12, "{values:?}");
        }
        assert_eq!((letters(0), letters(5), letters(15)), ("----".into(), "k-o-".into(), "ktof".into()));
    }
}
