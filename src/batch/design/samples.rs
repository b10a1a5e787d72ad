//! Points by chance: independent, a Latin hypercube, or a Sobol' sequence.
//!
//! A Latin hypercube (McKay, Beckman and Conover 1979, doi:10.1080/00401706.1979.10489755) of n points has one in each of
//! the n equal parts of every axis. A Sobol' sequence (Sobol' 1967, doi:10.1016/0041-5553(67)90144-9, with the direction
//! numbers of Joe and Kuo 2008, doi:10.1137/070709359) covers all axes together: of its first 2^m points there is one in each
//! of the 2^m equal parts of every axis. A shift of all its digits, drawn from the seed, keeps that and takes its first point
//! out of the corner.

use rand::Rng;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use sobol::Sobol;
use sobol::params::JoeKuoD6;

use super::{DesignError, levels};
use crate::scenario::{Design, Plan, Setting};

/// Most axes of a Sobol' sequence.
const MOST_AXES: usize = 1000;

/// What a stream of random numbers is for.
#[derive(Clone, Copy)]
enum Purpose {
    Random = 1,
    Strata = 2,
    Shift = 3,
}

/// The numbers of one purpose and place; another place has others, whatever is drawn here.
fn stream(seed: u64, purpose: Purpose, place: u64) -> ChaCha8Rng {
    let mut key = [0; 32];
    key[..8].copy_from_slice(&seed.to_le_bytes());
    key[8..16].copy_from_slice(&(purpose as u64).to_le_bytes());
    let mut stream = ChaCha8Rng::from_seed(key);
    stream.set_stream(place);
    stream
}

/// In [0, 1), from 53 random bits.
fn uniform(stream: &mut ChaCha8Rng) -> f64 {
    (stream.next_u64() >> 11) as f64 / (1u64 << 53) as f64
}

/// Points that go on as long as they are asked for.
pub enum Sequence<'a> {
    /// Each by chance.
    Random(&'a Plan, u64),
    /// The Sobol' sequence and the shift of each axis.
    Sobol(&'a Plan, Box<Sobol<u32>>, Vec<u32>),
}

/// The sequence of a plan: random, or Sobol'.
pub fn sequence(plan: &Plan) -> Result<Sequence<'_>, DesignError> {
    if plan.design == Design::Random {
        return Ok(Sequence::Random(plan, 0));
    }
    let axes = plan.axes.len();
    if axes > MOST_AXES {
        return Err(DesignError::TooManyAxes { most: MOST_AXES, there: axes });
    }
    let mut shift = stream(plan.seed, Purpose::Shift, 0);
    let shifts = plan.axes.iter().map(|_| shift.next_u32()).collect();
    Ok(Sequence::Sobol(plan, Box::new(Sobol::new(axes, &JoeKuoD6::standard())), shifts))
}

impl Sequence<'_> {
    /// The next point.
    pub fn next_point(&mut self) -> Vec<Setting> {
        match self {
            Self::Random(plan, number) => {
                let mut chance = stream(plan.seed, Purpose::Random, *number);
                *number += 1;
                plan.axes.iter().map(|axis| levels::at(axis, uniform(&mut chance))).collect()
            }
            Self::Sobol(plan, sequence, shifts) => {
                // It has as many points as 32 bits tell apart, which is more than are ever asked for.
                let digits = sequence.next().unwrap_or_else(|| vec![0; shifts.len()]);
                let share = |digits: u32, shift: u32| f64::from(digits ^ shift) / 4_294_967_296.0;
                let shares = digits.into_iter().zip(shifts).map(|(digits, shift)| share(digits, *shift));
                plan.axes.iter().zip(shares).map(|(axis, share)| levels::at(axis, share)).collect()
            }
        }
    }
}

/// A Latin hypercube.
pub fn latin_hypercube(plan: &Plan, take: &mut impl FnMut(&[Setting])) {
    let count = plan.points as usize;
    let strata = |axis: usize| {
        let mut chance = stream(plan.seed, Purpose::Strata, axis as u64);
        let mut order: Vec<u32> = (0..plan.points).collect();
        // Fisher and Yates, each place with one draw.
        for last in (1..count).rev() {
            order.swap(last, ((uniform(&mut chance) * (last + 1) as f64) as usize).min(last));
        }
        let within: Vec<f64> = (0..count).map(|_| uniform(&mut chance)).collect();
        order
            .into_iter()
            .zip(within)
            .map(|(part, within)| (f64::from(part) + within) / count as f64)
            .collect::<Vec<_>>()
    };
    let axes: Vec<_> = plan.axes.iter().enumerate().map(|(at, axis)| (axis, strata(at))).collect();
    for k in 0..count {
        // Rounding may not lead out of the last part.
        let at = |shares: &[f64]| shares[k].min(1.0 - f64::EPSILON / 2.0);
        take(&axes.iter().map(|(axis, shares)| levels::at(axis, at(shares))).collect::<Vec<_>>());
    }
}
