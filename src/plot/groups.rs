//! Groups of runs by the value of an axis: one group per value if there are few values, otherwise bins; one group per
//! word.

use super::font;
use super::page::{Page, Side, shorten};
use super::panel::distinct_names;
use super::theme::size;

/// The largest number of distinct values shown one by one. More values are gathered into this number of bins.
pub(super) const MOST: usize = 16;
/// The ratio between neighbours from which a geometric series of values is treated as such.
const RATIO: f64 = 1.3;
/// The span (highest / lowest) beyond which values may be spread in their logarithm.
const SPAN: f64 = 100.0;

/// The scale of the groups.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// Numbers at equal distances.
    Even,
    /// Numbers at equal ratios.
    Log,
    /// Words, which do not have an order.
    Words,
}

/// The runs in groups.
#[derive(Clone, Debug, PartialEq)]
pub struct Groups {
    /// The middle of each group, or the index of its word.
    pub middles: Vec<f64>,
    /// The name of each group.
    pub names: Vec<String>,
    /// The group of each run; `None` if its value is missing.
    pub of: Vec<Option<usize>>,
    /// The scale.
    pub scale: Scale,
    /// The number of distinct values gathered into these groups; 0 if each value has its group.
    pub gathered: usize,
}

impl Groups {
    /// Groups runs by their values. Values of words are indices into `words`.
    pub fn of(values: &[f64], words: Option<&[String]>) -> Self {
        match words {
            Some(words) => Self::of_words(values, words),
            None => Self::of_numbers(values),
        }
    }

    /// The number of groups.
    pub fn len(&self) -> usize {
        self.middles.len()
    }

    fn of_words(values: &[f64], words: &[String]) -> Self {
        let (count, all) = (words.len().min(MOST), words.len());
        let mut names: Vec<String> = words.iter().take(count).cloned().collect();
        if all > MOST {
            "others".clone_into(&mut names[MOST - 1]);
        }
        let group = |value: &f64| (!value.is_nan() && count > 0).then(|| (*value as usize).min(count - 1));
        Self {
            middles: (0..count).map(|k| k as f64).collect(),
            names,
            of: values.iter().map(group).collect(),
            scale: Scale::Words,
            gathered: if all > MOST { all } else { 0 },
        }
    }

    fn of_numbers(values: &[f64]) -> Self {
        let mut all: Vec<f64> = values.iter().copied().filter(|value| value.is_finite()).collect();
        all.sort_by(f64::total_cmp);
        let median = all.get(all.len() / 2).copied().unwrap_or(f64::NAN);
        all.dedup();
        let scale = if is_logarithmic(&all, median) { Scale::Log } else { Scale::Even };
        if all.len() <= MOST {
            let group = |value: &f64| all.iter().position(|there| there == value);
            let of = values.iter().map(group).collect();
            return Self { names: distinct_names(&all), of, scale, gathered: 0, middles: all };
        }
        // Halves, because the distance of two huge values may be infinite.
        let turn = |value: f64| if scale == Scale::Log { value.ln() } else { value / 2.0 };
        let back = |value: f64| if scale == Scale::Log { value.exp() } else { value * 2.0 };
        let low = turn(all[0]);
        let step = (turn(all[all.len() - 1]) - low) / MOST as f64;
        let group = |value: &f64| value.is_finite().then(|| (((turn(*value) - low) / step) as usize).min(MOST - 1));
        let middles: Vec<f64> = (0..MOST).map(|k| back(low + (k as f64 + 0.5) * step)).collect();
        Self {
            names: distinct_names(&middles),
            of: values.iter().map(group).collect(),
            scale,
            gathered: all.len(),
            middles,
        }
    }
}

/// The longest slanted word.
const ASLANT: f64 = 230.0;
/// Its angle, in degrees from the axis.
const ANGLE: f64 = 30.0;

/// The words below a horizontal axis: side by side if they fit, otherwise slanted.
pub(super) struct WordsAcross<'g> {
    words: &'g [String],
    /// The distance from one to the next.
    step: f64,
    widest: f64,
}

impl<'g> WordsAcross<'g> {
    /// The names of groups at this distance.
    pub(super) fn new(groups: &'g Groups, step: f64) -> Self {
        let widths = groups.names.iter().map(|name| font::width(name, size::LABEL, false));
        Self { words: &groups.names, step, widest: widths.fold(0.0, f64::max) }
    }

    fn is_aslant(&self) -> bool {
        self.widest > self.step - 10.0
    }

    /// The height that they need beyond a line of text.
    pub(super) fn room(&self) -> f64 {
        if self.is_aslant() { self.widest.min(ASLANT) * ANGLE.to_radians().sin() } else { 0.0 }
    }

    /// Writes them below the axis, the first around its place and the others one step apart.
    pub(super) fn draw(&self, page: &Page<'_>, first: f64, axis: f64) {
        for (at, word) in self.words.iter().enumerate() {
            let x = first + at as f64 * self.step;
            if self.is_aslant() {
                let word = shorten(word, size::LABEL, false, ASLANT);
                page.slanted(&word, (x + 6.0, axis + 18.0), -ANGLE, page.ink(size::LABEL, Side::End));
            } else {
                page.text(word, (x, axis + 23.0), page.ink(size::LABEL, Side::Middle));
            }
        }
    }
}

/// Whether sorted distinct values are spread in their logarithm. They are if they have a constant ratio. They are also
/// if they span more than a factor of a hundred and their median is nearer to the middle in the logarithm than on the
/// plain scale.
fn is_logarithmic(distinct: &[f64], median: f64) -> bool {
    let [low, second, .., high] = distinct else { return false };
    if *low <= 0.0 {
        return false;
    }
    let first = second / low;
    let constant = distinct.windows(2).all(|pair| (pair[1] / pair[0] / first - 1.0).abs() < 0.01);
    let span = high.ln() - low.ln();
    let off = |place: f64| (place - 0.5).abs();
    let bent = off((median.ln() - low.ln()) / span) < off((median - low) / (high - low));
    (constant && first >= RATIO) || (span > SPAN.ln() && bent)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_values_have_a_group_each() {
        let groups = Groups::of_numbers(&[2.0, f64::NAN, -1.0, 2.0]);
        assert_eq!((groups.middles.as_slice(), groups.gathered), (&[-1.0, 2.0][..], 0));
        assert_eq!(groups.of, [Some(1), None, Some(0), Some(1)]);
        assert_eq!(groups.names, ["−1", "2"]);
        assert_eq!(Groups::of_numbers(&[1000.25, 1000.5]).names, ["1000.2", "1000.5"]);
        assert_eq!(Groups::of_numbers(&[]).len(), 0);
    }

    #[test]
    fn many_values_are_gathered_in_equal_steps() {
        let groups = Groups::of_numbers(&(0..=32).map(f64::from).collect::<Vec<_>>());
        assert_eq!((groups.len(), groups.gathered, groups.scale), (16, 33, Scale::Even));
        assert_eq!((groups.middles[0], groups.middles[15]), (1.0, 31.0));
        assert_eq!((groups.of[0], groups.of[2], groups.of[32]), (Some(0), Some(1), Some(15)));
    }

    #[test]
    fn values_in_constant_ratio_and_those_spread_in_the_logarithm_are_recognised() {
        let scale = |values: &[f64]| Groups::of_numbers(values).scale;
        assert_eq!(scale(&[0.1, 0.2, 0.4]), Scale::Log);
        assert_eq!(scale(&[100.0, 101.0, 102.0]), Scale::Even);
        assert_eq!(scale(&[0.0, 0.1, 0.2, 0.4]), Scale::Even);
        let spread: Vec<f64> =
            (0..100).map(|k| 10f64.powf(f64::from(k) * 0.03 - 2.0) * (1.0 + 0.01 * f64::from(k % 3))).collect();
        let groups = Groups::of_numbers(&spread);
        assert_eq!((groups.scale, groups.len(), groups.gathered), (Scale::Log, 16, 100));
        assert!(
            groups
                .middles
                .windows(2)
                .all(|pair| (pair[1] / pair[0] - groups.middles[1] / groups.middles[0]).abs() < 1e-9)
        );
        // Evenly spread down to almost 0.
        assert_eq!(scale(&(1..1000).map(f64::from).collect::<Vec<_>>()), Scale::Even);
    }

    #[test]
    fn huge_and_tiny_values_have_groups() {
        let huge: Vec<f64> = (-20..=20).map(|k| f64::from(k) * 8e306).collect();
        let groups = Groups::of_numbers(&huge);
        assert!(groups.middles.iter().all(|middle| middle.is_finite()));
        assert_eq!((groups.of[0], groups.of[40]), (Some(0), Some(15)));
        let tiny: Vec<f64> = (1..40).map(|k| f64::from(k) * 5e-324).collect();
        assert_eq!(Groups::of_numbers(&tiny).of.len(), 39);
        assert_eq!(Groups::of_numbers(&[1e-300, 1e300]).names.len(), 2);
    }

    #[test]
    fn the_last_of_many_words_are_others() {
        let words: Vec<String> = (0..20).map(|k| format!("w{k}")).collect();
        let values: Vec<f64> = (0..20).map(f64::from).chain([f64::NAN]).collect();
        let groups = Groups::of_words(&values, &words);
        assert_eq!((groups.len(), groups.gathered), (16, 20));
        assert_eq!((groups.names[14].as_str(), groups.names[15].as_str()), ("w14", "others"));
        assert_eq!((groups.of[3], groups.of[19], groups.of[20]), (Some(3), Some(15), None));
    }
}
