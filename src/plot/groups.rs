//! Groups of runs by what varies: one a value while values are few, otherwise bins; one a word.

use super::font;
use super::page::{Page, Side, shorten};
use super::panel::told_apart;
use super::theme::size;

/// Most distinct values that are shown one by one; more are gathered into as many bins.
pub(super) const MOST: usize = 16;
/// From such a ratio between neighbours on, values in constant ratio are taken to be meant so.
const RATIO: f64 = 1.3;
/// Span, highest over lowest, beyond which values may be spread in their logarithm.
const SPAN: f64 = 100.0;

/// How the groups follow each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// By numbers.
    Even,
    /// By numbers, of which equal ratios are equal steps.
    Log,
    /// By words, in no order of their own.
    Words,
}

/// The runs in groups.
#[derive(Clone, Debug, PartialEq)]
pub struct Groups {
    /// Middle of each group; of words their places.
    pub middles: Vec<f64>,
    /// What each group is called.
    pub names: Vec<String>,
    /// The group of each run; none where its value is missing.
    pub of: Vec<Option<usize>>,
    /// How they follow each other.
    pub scale: Scale,
    /// Distinct values that are gathered into these groups; 0 where each has its own.
    pub gathered: usize,
}

impl Groups {
    /// The runs grouped by their values; those of words are places among `words`.
    pub fn of(values: &[f64], words: Option<&[String]>) -> Self {
        match words {
            Some(words) => Self::of_words(values, words),
            None => Self::of_numbers(values),
        }
    }

    /// Number of groups.
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
            return Self { names: told_apart(&all), of, scale, gathered: 0, middles: all };
        }
        // Halves, lest the distance of two huge values be no number.
        let turn = |value: f64| if scale == Scale::Log { value.ln() } else { value / 2.0 };
        let back = |value: f64| if scale == Scale::Log { value.exp() } else { value * 2.0 };
        let low = turn(all[0]);
        let step = (turn(all[all.len() - 1]) - low) / MOST as f64;
        let group = |value: &f64| value.is_finite().then(|| (((turn(*value) - low) / step) as usize).min(MOST - 1));
        let middles: Vec<f64> = (0..MOST).map(|k| back(low + (k as f64 + 0.5) * step)).collect();
        Self {
            names: told_apart(&middles),
            of: values.iter().map(group).collect(),
            scale,
            gathered: all.len(),
            middles,
        }
    }
}

/// Most length of a word that stands aslant.
const ASLANT: f64 = 230.0;
/// Its angle, in degrees against the axis.
const ANGLE: f64 = 30.0;

/// Words below an axis across: side by side where there is room, otherwise aslant.
pub(super) struct WordsAcross<'g> {
    words: &'g [String],
    /// From one to the next.
    step: f64,
    widest: f64,
}

impl<'g> WordsAcross<'g> {
    /// The names of groups that stand so far apart.
    pub(super) fn new(groups: &'g Groups, step: f64) -> Self {
        let widths = groups.names.iter().map(|name| font::width(name, size::LABEL, false));
        Self { words: &groups.names, step, widest: widths.fold(0.0, f64::max) }
    }

    fn is_aslant(&self) -> bool {
        self.widest > self.step - 10.0
    }

    /// Room that they take beyond a line of text.
    pub(super) fn room(&self) -> f64 {
        if self.is_aslant() { self.widest.min(ASLANT) * ANGLE.to_radians().sin() } else { 0.0 }
    }

    /// Writes them, the first about its place and the others a step apart, all below the axis.
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

/// Are sorted distinct values spread in their logarithm? They are in constant ratio; or they span more than a factor of a
/// hundred and their median lies nearer to the middle in the logarithm than it does as it is.
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
    fn values_in_constant_ratio_and_those_spread_in_the_logarithm_are_told() {
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
        // Evenly spread down to nearly nothing.
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
