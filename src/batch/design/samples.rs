//! Designs that sample: random points, the Sobol' sequence, and functions shared with the Latin hypercube.
//!
//! Each makes points u in [0, 1)ᵃ with one coordinate per axis. An interval is sampled continuously, a list or a range
//! in equal shares:
//!
//! ```text
//! interval            x = (1 − u) · low + u · high;   in the logarithm  ln x = (1 − u) · ln low + u · ln high
//! of whole numbers    the same from low to high + 1, then the whole number below
//! list, range         value number ⌊u · n⌋ of n, from 0
//! ```
//!
//! Draws are those of ChaCha8, with the top 53 of 64 bits for a number in [0, 1):
//!
//! ```text
//! key    = seed (8 bytes) ‖ what for (8) ‖ 0 (8) ‖ "takvinds"      little-endian
//! stream = number of the point (random), number of the axis (the other two)
//! ```

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use sobol::Sobol;
use sobol::params::JoeKuoD6;

use super::{DesignError, Gathered, levels};
use crate::scenario::{Axis, Levels, Setting};

/// The purposes of draws. Append only, because the number is part of the key.
#[derive(Clone, Copy)]
pub(super) enum Purpose {
    Random = 0,
    LatinHypercube = 1,
    Shift = 2,
}

/// The largest number of axes of the Sobol' sequence: the dimensions for which the crate has direction numbers of Joe
/// and Kuo in its standard tables.
pub(super) const MOST_AXES: usize = 1000;

/// The number of tries per point found before the constraints count as too narrow, …
const TRIES: u64 = 1000;
/// … and the number of found points that is judged first, if at least as many are wanted.
const JUDGED_BY: u64 = 100;

/// Random points. Point k depends only on the seed and k, so a larger design begins with the same points.
pub(super) fn random(gathered: &mut Gathered<'_>, seed: u64, points: u32) -> Result<(), DesignError> {
    let point = |number: u64, u: &mut [f64]| {
        let mut stream = stream(seed, Purpose::Random, number);
        u.fill_with(|| uniform(&mut stream));
    };
    until_enough(gathered, points.into(), point)
}

/// The Sobol' sequence (Sobol' 1967, doi:10.1016/0041-5553(67)90144-9) with the direction numbers of Joe and Kuo (2008,
/// doi:10.1137/070709359) and a digital shift: the bits of each coordinate are flipped where a random number of the
/// axis has a 1. The first 2^m points stay balanced, no point is in the corner, and a larger design begins with the
/// same points.
pub(super) fn sobol(gathered: &mut Gathered<'_>, seed: u64, points: u32) -> Result<(), DesignError> {
    let mut next = shifted_sobol(gathered.axes.len(), seed)?;
    until_enough(gathered, points.into(), |_, u| u.copy_from_slice(&next()))
}

/// The points of the shifted sequence, one after another.
pub(super) fn shifted_sobol(axes: usize, seed: u64) -> Result<impl FnMut() -> Vec<f64>, DesignError> {
    if axes > MOST_AXES {
        return Err(DesignError::TooManyAxes { axes, most: MOST_AXES });
    }
    let shifts: Vec<u64> = (0..axes).map(|axis| stream(seed, Purpose::Shift, axis as u64).next_u64()).collect();
    let mut sequence = Sobol::<u64>::new(axes, &JoeKuoD6::standard());
    Ok(move || {
        let bits = sequence.next().unwrap_or_default(); // 2⁶⁴ − 1 points are never used up
        bits.into_iter().zip(&shifts).map(|(bits, shift)| unit(bits ^ shift)).collect()
    })
}

/// Adds points until the wanted number satisfies the constraints.
fn until_enough(
    gathered: &mut Gathered<'_>,
    wanted: u64,
    mut next: impl FnMut(u64, &mut [f64]),
) -> Result<(), DesignError> {
    let sampler = Sampler::new(gathered.axes);
    let mut u = vec![0.0; gathered.axes.len()];
    let (mut tried, mut found) = (0, 0);
    while found < wanted {
        if tried >= wanted.min(JUDGED_BY.max(found + 1)) * TRIES {
            let constraints = gathered.constraints_in_words();
            return Err(DesignError::HardlyAnyPoint { constraints, found, tried });
        }
        next(tried, &mut u);
        tried += 1;
        found += u64::from(gathered.offer(&sampler.point(u.iter().copied()))?);
    }
    Ok(())
}

/// The axes with the values of those that are not intervals.
pub(super) struct Sampler<'a> {
    axes: &'a [Axis],
    values: Vec<Vec<Setting>>,
}

impl<'a> Sampler<'a> {
    pub(super) fn new(axes: &'a [Axis]) -> Self {
        let values = |axis: &Axis| match axis.levels {
            Levels::Interval { .. } => Vec::new(),
            _ => levels::values(axis),
        };
        Self { axes, values: axes.iter().map(values).collect() }
    }

    pub(super) fn point(&self, u: impl Iterator<Item = f64>) -> Vec<Setting> {
        u.enumerate().filter_map(|(axis, u)| self.value(axis, u)).collect()
    }

    /// The value of an axis, given by its number, at a share u of its values.
    pub(super) fn value(&self, axis: usize, u: f64) -> Option<Setting> {
        value(self.axes.get(axis)?, &self.values[axis], u)
    }
}

fn value(axis: &Axis, values: &[Setting], u: f64) -> Option<Setting> {
    let Levels::Interval { low, high, log, .. } = axis.levels else {
        let last = values.len().checked_sub(1)?;
        return values.get(((u * values.len() as f64) as usize).min(last)).cloned();
    };
    let number = if axis.is_whole() {
        levels::between(low, high + 1.0, u, log).floor().max(low).min(high)
    } else {
        levels::between(low, high, u, log)
    };
    Some(axis.in_kind(Setting::Number(number)))
}

pub(super) fn stream(seed: u64, purpose: Purpose, number: u64) -> ChaCha8Rng {
    let mut key = [0u8; 32];
    key[0..8].copy_from_slice(&seed.to_le_bytes());
    key[8..16].copy_from_slice(&(purpose as u64).to_le_bytes());
    key[24..32].copy_from_slice(b"takvinds");
    let mut stream = ChaCha8Rng::from_seed(key);
    stream.set_stream(number);
    stream
}

pub(super) fn uniform(stream: &mut ChaCha8Rng) -> f64 {
    unit(stream.next_u64())
}

/// The top 53 bits as a number in [0, 1).
fn unit(bits: u64) -> f64 {
    (bits >> 11) as f64 / (1u64 << 53) as f64
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::Points;
    use super::super::tests::{made, refused};
    use crate::scenario::Setting;

    pub(in super::super) const UNIT: &str = "[sweep.vary]\n\"parameters.feedback.threat\" = \"0..1\"\n\
                        \"parameters.feedback.knowledge\" = \"0..1\"\n\"parameters.threat.onset\" = \"0..1\"\n";

    pub(in super::super) fn sampled(design: &str, points: u32, seed: u64, rest: &str) -> Points {
        made(&format!("[sweep]\ndesign = \"{design}\"\npoints = {points}\nseed = {seed}\n{rest}"))
    }

    fn all(points: &Points) -> Vec<Setting> {
        (0..points.len()).flat_map(|point| points.settings(point).to_vec()).collect()
    }

    pub(in super::super) fn number(setting: &Setting) -> f64 {
        setting.number().unwrap()
    }

    #[test]
    fn a_seed_makes_the_same_points_and_another_seed_others() {
        for design in ["random", "latin-hypercube", "sobol"] {
            let first = all(&sampled(design, 50, 7, UNIT));
            assert_eq!(first.len(), 150);
            assert_eq!(first, all(&sampled(design, 50, 7, UNIT)), "{design}");
            let other = all(&sampled(design, 50, 8, UNIT));
            assert!(first.iter().zip(&other).all(|(a, b)| a != b), "{design}");
        }
    }

    #[test]
    fn more_points_begin_with_the_same() {
        for design in ["random", "sobol"] {
            for rest in [UNIT, &format!("constraints = [\"parameters.feedback.threat < 0.3\"]\n{UNIT}")] {
                let (few, many) = (all(&sampled(design, 20, 1, rest)), all(&sampled(design, 64, 1, rest)));
                assert_eq!(few, many[..60], "{design}");
            }
        }
    }

    #[test]
    fn first_points_never_change() {
        // Value stability: published sweeps must be reproducible.
        for (design, wanted) in [
            ("random", [0.680_162_011_506_205_7, 0.764_447_000_838_62, 0.639_802_644_278_895]),
            ("latin-hypercube", [0.304_540_473_231_347_5, 0.948_388_820_626_696_2, 0.552_450_015_508_769_3]),
            ("sobol", [0.757_450_869_197_164_2, 0.398_350_922_740_531_3, 0.617_977_626_817_231_1]),
        ] {
            let points = sampled(design, 4, 1, UNIT);
            assert_eq!(points.settings(1).iter().map(number).collect::<Vec<_>>(), wanted, "{design}");
        }
    }

    #[test]
    fn the_sobol_sequence_is_balanced_on_every_axis_and_in_every_box_of_the_first_two() {
        let many = 64;
        for first in [0, 64, 128] {
            let points = sampled("sobol", 192, 3, UNIT);
            let u = |k: usize, axis: usize| number(&points.settings(first + k)[axis]);
            for axis in 0..3 {
                let mut strata: Vec<usize> = (0..many).map(|k| (u(k, axis) * many as f64) as usize).collect();
                strata.sort_unstable();
                assert_eq!(strata, (0..many).collect::<Vec<_>>(), "axis {axis}");
            }
            for columns in [1, 2, 4, 8, 16, 32, 64] {
                let rows = many / columns;
                let mut boxes = vec![0; many];
                for k in 0..many {
                    boxes[(u(k, 0) * columns as f64) as usize * rows + (u(k, 1) * rows as f64) as usize] += 1;
                }
                assert!(boxes.iter().all(|count| *count == 1), "{columns} columns: {boxes:?}");
            }
        }
    }

    #[test]
    fn no_sobol_point_lies_in_the_corner() {
        for seed in 0..50 {
            assert!(sampled("sobol", 1, seed, UNIT).settings(0).iter().all(|setting| number(setting) > 0.0));
        }
    }

    #[test]
    fn intervals_are_sampled_evenly_and_lists_in_equal_shares() {
        let axes = "[sweep.vary]\n\"parameters.feedback.threat\" = \"1..3\"\n\
                    \"parameters.ties.half\" = \"log:0.01..10/3\"\n\"run.rounds\" = \"1..4\"\n\
                    \"parameters.feedback.knowledge\" = [0.2, 0.4]\n\"run.start_year\" = \"0..3:1\"\n\
                    \"run.noise\" = [true, false]\n";
        for design in ["latin-hypercube", "sobol", "random"] {
            let points = sampled(design, 4096, 1, axes);
            let share = |holds: &dyn Fn(&[Setting]) -> bool| {
                (0..4096).filter(|k| holds(points.settings(*k))).count() as f64 / 4096.0
            };
            // Three standard errors of a random share of one half are 0.023. The other two designs are far closer.
            let near =
                |share: f64, wanted: f64| assert!((share - wanted).abs() < 0.024, "{design}: {share} and {wanted}");
            near(share(&|s| number(&s[0]) < 2.0), 0.5);
            near(share(&|s| number(&s[1]) < 0.1), 1.0 / 3.0);
            near(share(&|s| number(&s[1]) < 1.0), 2.0 / 3.0);
            for rounds in 1..=4 {
                near(share(&|s| s[2] == Setting::Whole(rounds)), 0.25);
            }
            near(share(&|s| s[3] == Setting::Number(0.4)), 0.5);
            near(share(&|s| s[4] == Setting::Number(3.0)), 0.25);
            near(share(&|s| s[5] == Setting::Flag(true)), 0.5);
            assert_eq!(share(&|s| (1.0..=3.0).contains(&number(&s[0])) && (0.01..=10.0).contains(&number(&s[1]))), 1.0);
        }
    }

    #[test]
    fn random_and_sobol_go_on_and_a_latin_hypercube_loses_points() {
        let rest = format!("constraints = [\"parameters.feedback.threat < 0.25\"]\n{UNIT}");
        for design in ["random", "sobol"] {
            let points = sampled(design, 100, 1, &rest);
            assert_eq!(points.len(), 100, "{design}");
            assert!((200..400).contains(&points.dropped()), "{design}: {}", points.dropped());
            assert!((0..100).all(|k| number(&points.settings(k)[0]) < 0.25));
        }
        let points = sampled("latin-hypercube", 100, 1, &rest);
        assert_eq!((points.len(), points.dropped()), (25, 75));
    }

    #[test]
    fn nearly_unsatisfiable_constraints_are_given_up() {
        for (design, points, tried) in [("random", 3, "3000"), ("sobol", 3, "3000"), ("sobol", 100_000, "100000")] {
            let message = refused(&format!(
                "[sweep]\ndesign = \"{design}\"\npoints = {points}\n\
                 constraints = [\"parameters.feedback.threat > 2\", \"1 < 2\"]\n{UNIT}"
            ));
            let wanted = format!(
                "too few points satisfy `parameters.feedback.threat > 2` and `1 < 2`: 0 of {tried} tried; loosen"
            );
            assert!(message.starts_with(&wanted), "{message}");
        }
    }
}
