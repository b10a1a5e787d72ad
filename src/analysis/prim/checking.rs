//! How far a box can be trusted.
//!
//! Intervals are from the bootstrap over units. They say how much coverage and density of these limits would move with
//! other cases. They do not say that the limits were chosen on the same cases, which makes both look better than they are.
//!
//! The hold-out does: units are divided at random into five parts, boxes are found from four of them, and tried on the
//! fifth, each part once (cross-validation: Stone 1974, doi:10.1111/j.2517-6161.1974.tb00994.x). The five boxes are not
//! exactly the box of all cases, so this is the density that the *search* finds in cases that it has not seen.

use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

use super::cases::Cases;
use super::covering::{Found, Settings, boxes};
use crate::analysis::sensitivity::estimate::{Bootstrap, Estimate};

/// The number of parts.
pub(crate) const PARTS: usize = 5;

/// Coverage and density of a box, with intervals.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Measured {
    /// The number of cases inside.
    pub cases: usize,
    /// The number of them that are of interest.
    pub interest: usize,
    /// The share of all cases of interest that is inside.
    pub coverage: Estimate,
    /// The share of cases of interest among the cases inside; `None` if no case is inside.
    pub density: Option<Estimate>,
}

/// A box with all that is known of it.
#[derive(Clone, Debug)]
pub(crate) struct Checked {
    /// The box.
    pub found: Found,
    /// What it has of the cases that it was found from.
    pub inside: Measured,
    /// What the search has of cases that it was not found from.
    pub held_out: Measured,
}

impl Checked {
    /// Returns true if density on held-out cases is clearly above a base rate: with its interval, if it has one.
    pub(crate) fn is_above(&self, base: f64) -> bool {
        let least = |density: Estimate| density.interval.map_or(density.value, |ends| ends.low);
        self.held_out.density.is_some_and(|density| least(density) > base)
    }
}

/// Intervals of boxes, and how they do on cases that were held out.
pub(crate) fn check(cases: &Cases, found: Vec<Found>, settings: Settings, bootstrap: Bootstrap) -> Vec<Checked> {
    let count = found.len();
    let held_out = held_out(cases, Settings { boxes: count, ..settings }, bootstrap.seed);
    let inside: Vec<Measured> = found.iter().map(|found| measure(cases, &found.inside, bootstrap)).collect();
    let parts = found.into_iter().zip(inside).zip(held_out);
    parts.map(|((found, inside), held)| Checked { found, inside, held_out: measure(cases, &held, bootstrap) }).collect()
}

/// By box, the cases inside it of the parts that it was not found from.
fn held_out(cases: &Cases, settings: Settings, seed: u64) -> Vec<Vec<usize>> {
    let parts = parts(cases, seed);
    let mut held = vec![Vec::new(); settings.boxes];
    for part in 0..PARTS {
        let (mut out, rest): (Vec<usize>, Vec<usize>) =
            (0..cases.len()).partition(|case| parts[cases.units[*case]] == part);
        let (found, _) = boxes(cases, &rest, settings);
        for (held, found) in held.iter_mut().zip(found) {
            let inside = found.limits.inside(cases, &out);
            out.retain(|case| inside.binary_search(case).is_err());
            held.extend(inside);
        }
    }
    held
}

/// The part of each unit: units in random order, dealt out in turn.
fn parts(cases: &Cases, seed: u64) -> Vec<usize> {
    let mut draws = ChaCha8Rng::seed_from_u64(seed);
    let mut order: Vec<(u64, usize)> = cases.units_there().into_iter().map(|unit| (draws.next_u64(), unit)).collect();
    order.sort_unstable();
    let mut parts = vec![0; cases.unit_count()];
    for (place, (_, unit)) in order.into_iter().enumerate() {
        parts[unit] = place % PARTS;
    }
    parts
}

/// The cases of a unit: in the box, of interest there, and of interest anywhere.
#[derive(Clone, Copy, Debug, Default)]
struct Unit {
    cases: usize,
    hits: usize,
    interest: usize,
}

fn measure(cases: &Cases, inside: &[usize], bootstrap: Bootstrap) -> Measured {
    let mut units = vec![Unit::default(); cases.unit_count()];
    for (unit, is) in cases.units.iter().zip(&cases.interest) {
        units[*unit].interest += usize::from(*is);
    }
    for &case in inside {
        let unit = &mut units[cases.units[case]];
        unit.cases += 1;
        unit.hits += usize::from(cases.interest[case]);
    }
    let units: Vec<Unit> = cases.units_there().into_iter().map(|unit| units[unit]).collect();
    let shares = |drawn: &mut dyn Iterator<Item = &Unit>| {
        let sum = drawn.fold(Unit::default(), |sum, unit| Unit {
            cases: sum.cases + unit.cases,
            hits: sum.hits + unit.hits,
            interest: sum.interest + unit.interest,
        });
        // Not a number if nothing is of interest, or if no case is inside.
        vec![sum.hits as f64 / sum.interest as f64, sum.hits as f64 / sum.cases as f64]
    };
    let values = shares(&mut units.iter());
    let found = bootstrap.percentiles(units.len(), &values, |drawn| shares(&mut drawn.iter().map(|&at| &units[at])));
    Measured {
        cases: inside.len(),
        interest: cases.of_interest_in(inside),
        coverage: found[0],
        density: Some(found[1]).filter(|density| density.value.is_finite()),
    }
}
