//! A panel: two axes and what is drawn in them.

use std::collections::BTreeSet;

use plotters::coord::ranged1d::{BoldPoints, Ranged};
use plotters::coord::types::RangedCoordf64;

use super::font;
use super::page::{Fill, Page, Rect, Side, Stroke};
use super::theme::{Colour, size};

/// An axis: its range, and whether it is logarithmic.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Axis {
    /// The lowest and the highest value.
    pub range: (f64, f64),
    /// Whether the axis is logarithmic.
    pub log: bool,
    /// Whether ticks are whole numbers, such as years.
    pub whole: bool,
}

impl Axis {
    /// An axis from a lowest to a highest value.
    pub(crate) fn new(low: f64, high: f64) -> Self {
        Self { range: (low, high), log: false, whole: false }
    }

    /// An axis around values, with a small margin. A constant is in the middle of its axis.
    pub(crate) fn around(values: impl Iterator<Item = f64>) -> Self {
        let (low, high) = extent(values);
        if low > high {
            return Self::new(0.0, 1.0);
        }
        let room = if high > low { 0.04 * (high - low) } else { 0.5 * high.abs().max(1.0) };
        Self::new(low - room, high + room)
    }

    /// An axis from 0 to slightly above the highest value.
    pub(crate) fn from_zero(values: impl Iterator<Item = f64>) -> Self {
        let (_, high) = extent(values);
        Self::new(0.0, if high > 0.0 { 1.06 * high } else { 1.0 })
    }

    /// A logarithmic axis around the positive values. Other values are left out.
    pub(crate) fn logarithmic(values: impl Iterator<Item = f64>) -> Self {
        let (low, high) = extent(values.filter(|value| *value > 0.0));
        if low > high {
            return Self { log: true, ..Self::new(0.1, 10.0) };
        }
        Self { log: true, ..Self::new(low / 1.15, high * 1.15) }
    }

    /// The position of a value: 0 at the low end, 1 at the high end. Values beyond the ends are at the ends.
    pub(crate) fn share(&self, value: f64) -> f64 {
        let (low, high) = self.range;
        let share = if self.log { (value / low).ln() / (high / low).ln() } else { (value - low) / (high - low) };
        share.clamp(0.0, 1.0)
    }

    /// The values to mark, at most about this number, each with its text.
    pub(crate) fn ticks(&self, most: usize) -> Vec<(f64, String)> {
        let (low, high) = self.range;
        if self.log {
            return log_ticks(low, high, most);
        }
        if self.whole {
            return whole_ticks(low, high, most);
        }
        let marks = |most: usize| -> Vec<f64> {
            let points = RangedCoordf64::from(low..high).key_points(BoldPoints(most));
            points.into_iter().filter(|p| *p >= low && *p <= high).collect()
        };
        // One value alone does not say how long the axis is.
        let counts = most.max(2)..most.max(2) + 4;
        let points = counts.map(marks).find(|points| points.len() > 1).unwrap_or_else(|| marks(most.max(2)));
        let step = points.windows(2).map(|pair| pair[1] - pair[0]).fold(f64::INFINITY, f64::min);
        points.into_iter().map(|value| (value, number(value, step))).collect()
    }
}

/// The largest value of an axis, so that the distance of two values is finite.
const HUGE: f64 = 1e300;

/// The lowest and highest finite values. Without values the lowest is above the highest.
pub(crate) fn extent(values: impl Iterator<Item = f64>) -> (f64, f64) {
    values
        .filter(|v| v.is_finite())
        .map(|v| v.clamp(-HUGE, HUGE))
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| (low.min(v), high.max(v)))
}

/// Whole numbers at steps of 1, 2 or 5 times a power of ten.
fn whole_ticks(low: f64, high: f64, most: usize) -> Vec<(f64, String)> {
    let steps = (0..300).flat_map(|power| [1.0, 2.0, 5.0].map(|factor| factor * 10f64.powi(power)));
    let count = |step: f64| (high / step).floor() - (low / step).ceil() + 1.0;
    let step = steps.into_iter().find(|step| count(*step) <= most.max(2) as f64).unwrap_or(high - low);
    let first = (low / step).ceil();
    (0..count(step).max(0.0) as usize)
        .map(|k| (first + k as f64) * step)
        .map(|value| (value, if value.abs() < 1e5 { minus(&format!("{value:.0}")) } else { number(value, step) }))
        .collect()
}

/// Powers of ten, with twos and fives if they fit.
fn log_ticks(low: f64, high: f64, most: usize) -> Vec<(f64, String)> {
    let exponents = || (low.log10().floor() as i32)..=(high.log10().ceil() as i32);
    let marks = |factors: &[f64]| -> Vec<f64> {
        let all = exponents().flat_map(|e| factors.iter().map(move |f| f * 10f64.powi(e)));
        all.filter(|value| (low..=high).contains(value)).collect()
    };
    let sets = [marks(&[1.0, 2.0, 5.0]), marks(&[1.0, 3.0]), marks(&[1.0])];
    if sets[0].len() < 2 {
        // Within about a factor of two, equal steps are as good as equal ratios.
        return Axis::new(low, high).ticks(most);
    }
    let chosen = sets.iter().find(|set| set.len() <= most.max(2)).unwrap_or(&sets[2]);
    let every = chosen.len().div_ceil(most.max(1)).max(1);
    chosen.iter().step_by(every).map(|&value| (value, number(value, value))).collect()
}

/// A number as a tick: with the decimals that its step needs, and powers of ten if it is very large or small.
pub(crate) fn number(value: f64, step: f64) -> String {
    let value = if value.abs() < 1e-9 * step.abs() { 0.0 } else { value };
    let size = value.abs().max(if step.is_finite() { step.abs() } else { 0.0 });
    if size >= 1e5 || (size > 0.0 && size < 1e-4) {
        if value == 0.0 {
            return "0".to_owned();
        }
        let text = format!("{value:.1e}").replace(".0e", "e");
        return minus(&text);
    }
    let places =
        if step.is_finite() && step > 0.0 { (-step.log10() - 1e-9).ceil().clamp(0.0, 6.0) as usize } else { 2 };
    minus(&format!("{value:.places$}"))
}

/// Numbers with three digits, or with more if they would look equal.
pub(crate) fn distinct_names(values: &[f64]) -> Vec<String> {
    let names = |count: i32| values.iter().map(|&value| digits(value, count)).collect::<Vec<_>>();
    let differ = |names: &Vec<String>| names.iter().collect::<BTreeSet<_>>().len() == values.len();
    (3..=12).map(names).find(differ).unwrap_or_else(|| names(3))
}

/// A number with this many digits, without trailing zeros.
fn digits(value: f64, count: i32) -> String {
    if value == 0.0 || !value.is_finite() {
        return "0".to_owned();
    }
    if value.abs() >= 1e7 || value.abs() < 1e-9 {
        let places = count.saturating_sub(2).max(1) as usize;
        return minus(&format!("{value:.places$e}").replace(".0e", "e"));
    }
    let places = (f64::from(count - 1) - value.abs().log10().floor()).clamp(0.0, 12.0) as usize;
    let text = format!("{value:.places$}");
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    minus(text)
}

/// A true minus sign before negative numbers, but not before numbers rounded to 0.
fn minus(text: &str) -> String {
    let is_zero = |rest: &str| rest.bytes().all(|letter| matches!(letter, b'0' | b'.'));
    match text.strip_prefix('-') {
        Some(rest) if is_zero(rest) => rest.to_owned(),
        Some(rest) => format!("−{rest}"),
        None => text.to_owned(),
    }
}

/// The distance that a value of the horizontal axis may extend beyond its panel.
const OVERHANG: f64 = 27.0;
/// Half the width of a single value without neighbours in time.
const ALONE: f64 = 5.0;

/// A rectangle of the page with axes.
pub(crate) struct Panel<'p, 'a> {
    /// The page.
    pub page: &'p Page<'a>,
    /// The rectangle.
    pub rect: Rect,
    /// The horizontal axis.
    pub x: Axis,
    /// The vertical axis.
    pub y: Axis,
}

impl<'p, 'a> Panel<'p, 'a> {
    /// A panel with its grid and axis lines, without text.
    pub(crate) fn new(page: &'p Page<'a>, rect: Rect, x: Axis, y: Axis) -> Self {
        let panel = Self { page, rect, x, y };
        for (value, _) in panel.ticks_up() {
            panel.across(value, Stroke(page.theme.grid, 1, None));
        }
        panel.with_axes()
    }

    /// A panel with rows of items. The grid marks the horizontal axis.
    pub(crate) fn of_rows(page: &'p Page<'a>, rect: Rect, x: Axis) -> Self {
        let panel = Self { page, rect, x, y: Axis::new(0.0, 1.0) };
        for (value, _) in panel.ticks_across() {
            panel.upright(value, Stroke(page.theme.grid, 1, None));
        }
        panel.with_axes()
    }

    fn with_axes(self) -> Self {
        let Self { page, rect, .. } = self;
        let axis = Stroke(page.theme.faint, 1, None);
        page.line([(rect.left, rect.top), (rect.left, rect.bottom), (rect.right, rect.bottom)], axis);
        self
    }

    fn ticks_up(&self) -> Vec<(f64, String)> {
        self.y.ticks(((self.rect.height() / 50.0) as usize).clamp(3, 8))
    }

    fn ticks_across(&self) -> Vec<(f64, String)> {
        let mut most = ((self.rect.width() / 42.0) as usize).clamp(2, 11);
        loop {
            let ticks = self.x.ticks(most);
            let widest = ticks.iter().map(|(_, text)| font::width(text, size::LABEL, false)).fold(0.0, f64::max);
            if most <= 2 || (widest + 18.0) * ticks.len() as f64 <= self.rect.width() + widest {
                return ticks;
            }
            most -= 1;
        }
    }

    /// Writes the values of the vertical axis, left of the panel.
    pub(crate) fn label_up(&self) -> &Self {
        for (value, text) in self.ticks_up() {
            let y = self.at(self.x.range.0, value).1;
            self.page.line([(self.rect.left - 6.0, y), (self.rect.left, y)], Stroke(self.page.theme.faint, 1, None));
            self.page.text(&text, (self.rect.left - 10.0, y), self.page.ink(size::LABEL, Side::End));
        }
        self
    }

    /// Writes the values of the horizontal axis, below the panel.
    pub(crate) fn label_across(&self) -> &Self {
        for (value, text) in self.ticks_across() {
            let x = self.at(value, self.y.range.0).0;
            let bottom = self.rect.bottom;
            self.page.line([(x, bottom), (x, bottom + 6.0)], Stroke(self.page.theme.faint, 1, None));
            // Labels at the ends keep a distance from the next panel.
            let over = OVERHANG - font::width(&text, size::LABEL, false) / 2.0;
            let (low, high) = (self.rect.left - over, self.rect.right + over);
            let at = if low < high { x.clamp(low, high) } else { x };
            self.page.text(&text, (at, bottom + 22.0), self.page.ink(size::LABEL, Side::Middle));
        }
        self
    }

    /// Names the horizontal axis, below its values.
    pub(crate) fn name_across(&self, name: &str) -> &Self {
        let at = (f64::midpoint(self.rect.left, self.rect.right), self.rect.bottom + 52.0);
        self.page.text(name, at, self.page.ink(size::LABEL, Side::Middle));
        self
    }

    /// Names the vertical axis, at a distance left of the panel.
    pub(crate) fn name_up(&self, name: &str, distance: f64) -> &Self {
        let at = (self.rect.left - distance, f64::midpoint(self.rect.top, self.rect.bottom));
        self.page.upward(name, at, self.page.ink(size::LABEL, Side::Middle));
        self
    }

    /// Names the panel, above it.
    pub(crate) fn title(&self, title: &str) -> &Self {
        let title = super::page::shorten(title, size::PANEL, true, self.rect.width());
        self.page.text(&title, (self.rect.left, self.rect.top - 20.0), self.page.bold(size::PANEL, Side::Start));
        self
    }

    /// The position of a value on the page. Values beyond the axes are at their ends.
    pub(crate) fn at(&self, x: f64, y: f64) -> (f64, f64) {
        let Rect { left, top, right, bottom } = self.rect;
        (left + self.x.share(x) * (right - left), bottom - self.y.share(y) * (bottom - top))
    }

    /// A line, broken where a value is missing. A value without neighbours is a dot.
    pub(crate) fn line(&self, points: impl IntoIterator<Item = (f64, f64)>, stroke: Stroke) {
        for piece in pieces(points, |(x, y)| !x.is_nan() && !y.is_nan()) {
            match piece.as_slice() {
                [(x, y)] => self.page.dot(self.at(*x, *y), f64::from(stroke.1) * 1.3, Fill(stroke.0, 1.0)),
                _ => self.page.line(piece.iter().map(|&(x, y)| self.at(x, y)), stroke),
            }
        }
    }

    /// The area between two lines, broken where a value is missing.
    pub(crate) fn band(&self, points: impl IntoIterator<Item = (f64, (f64, f64))>, fill: Fill) {
        for piece in pieces(points, |(x, (low, high))| !x.is_nan() && !low.is_nan() && !high.is_nan()) {
            if let [(x, (low, high))] = piece.as_slice() {
                let ((x, top), (_, bottom)) = (self.at(*x, *high), self.at(*x, *low));
                let left = (x - ALONE).max(self.rect.left);
                let right = (x + ALONE).min(self.rect.right);
                self.page.rect(Rect::new(left, top, right, bottom), fill);
            } else {
                let up = piece.iter().map(|&(x, (_, high))| self.at(x, high));
                let back = piece.iter().rev().map(|&(x, (low, _))| self.at(x, low));
                self.page.polygon(up.chain(back), fill);
            }
        }
    }

    /// A horizontal line through the whole panel.
    pub(crate) fn across(&self, y: f64, stroke: Stroke) {
        self.page.line([self.at(self.x.range.0, y), self.at(self.x.range.1, y)], stroke);
    }

    /// A vertical line through the whole panel.
    pub(crate) fn upright(&self, x: f64, stroke: Stroke) {
        self.page.line([self.at(x, self.y.range.0), self.at(x, self.y.range.1)], stroke);
    }

    /// A filled rectangle between values.
    pub(crate) fn block(&self, x: (f64, f64), y: (f64, f64), fill: Fill) {
        let ((left, bottom), (right, top)) = (self.at(x.0, y.0), self.at(x.1, y.1));
        self.page.rect(Rect::new(left, top, right, bottom), fill);
    }

    /// Names lines at their right ends, moved apart if they would overlap.
    pub(crate) fn name_lines(&self, wanted: Vec<(f64, String, Colour)>) {
        let height = size::LABEL * 1.2;
        let lines = wanted.into_iter().filter(|(y, _, _)| !y.is_nan());
        let mut lines: Vec<_> = lines.map(|(y, name, colour)| (self.at(self.x.range.1, y).1, name, colour)).collect();
        lines.sort_by(|a, b| a.0.total_cmp(&b.0));
        let wished: Vec<f64> = lines.iter().map(|(y, _, _)| *y).collect();
        let placed = apart(&wished, height, (self.rect.top + 0.4 * height, self.rect.bottom - 0.4 * height));
        for ((at, name, colour), y) in lines.into_iter().zip(placed) {
            let x = self.rect.right;
            if (y - at).abs() > 0.3 * height {
                self.page.line([(x + 2.0, at), (x + 14.0, y)], Stroke(colour, 1, None));
            }
            let letters = super::page::Letters { colour, ..self.page.bold(size::LABEL, Side::Start) };
            self.page.text(&name, (x + 18.0, y), letters);
        }
    }
}

/// Runs of points without missing values.
fn pieces<T: Copy>(points: impl IntoIterator<Item = T>, there: impl Fn(&T) -> bool) -> Vec<Vec<T>> {
    let points: Vec<T> = points.into_iter().collect();
    points.split(|point| !there(point)).filter(|piece| !piece.is_empty()).map(<[T]>::to_vec).collect()
}

/// Moves sorted positions apart to a least distance within bounds, as little as possible; spaces them evenly if they do
/// not fit.
pub(crate) fn apart(wished: &[f64], distance: f64, (low, high): (f64, f64)) -> Vec<f64> {
    let n = wished.len();
    if n > 1 && distance * (n - 1) as f64 > high - low {
        return (0..n).map(|k| low + (high - low) * k as f64 / (n - 1) as f64).collect();
    }
    let mut placed: Vec<f64> = wished.iter().map(|y| y.clamp(low, high)).collect();
    // Groups that touch move together, to the mean of their wishes.
    for _ in 0..n {
        let mut start = 0;
        let mut moved = false;
        while start < n {
            let mut end = start + 1;
            while end < n && placed[end] - placed[end - 1] < distance + 1e-9 {
                end += 1;
            }
            let count = (end - start) as f64;
            if end - start > 1 {
                let span = distance * (count - 1.0);
                let mean = wished[start..end].iter().sum::<f64>() / count;
                let first = (mean - span / 2.0).clamp(low, (high - span).max(low));
                for (k, place) in placed[start..end].iter_mut().enumerate() {
                    let y = first + distance * k as f64;
                    moved |= (*place - y).abs() > 1e-6;
                    *place = y;
                }
            }
            start = end;
        }
        if !moved {
            break;
        }
    }
    placed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_stand_apart_within_bounds_and_stay_where_there_is_room() {
        assert_eq!(apart(&[10.0, 50.0], 20.0, (0.0, 100.0)), [10.0, 50.0]);
        for wished in [vec![5.0, 6.0, 7.0, 8.0], vec![95.0, 96.0, 97.0], vec![40.0, 41.0, 60.0, 62.0, 63.0]] {
            let placed = apart(&wished, 10.0, (0.0, 100.0));
            assert!(placed.windows(2).all(|pair| pair[1] - pair[0] > 10.0 - 1e-6), "{placed:?}");
            assert!(placed.iter().all(|y| (-1e-9..=100.0 + 1e-9).contains(y)), "{placed:?}");
        }
        assert_eq!(apart(&[1.0, 1.0, 1.0], 60.0, (0.0, 100.0)), [0.0, 50.0, 100.0]);
    }

    #[test]
    fn ticks_are_round_and_written_with_the_places_they_need() {
        let texts = |axis: Axis, most| axis.ticks(most).into_iter().map(|(_, text)| text).collect::<Vec<_>>();
        assert_eq!(texts(Axis::new(0.0, 1.0), 6), ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]);
        assert_eq!(texts(Axis::new(-1.0, 1.0), 3), ["−1", "0", "1"]);
        assert_eq!(texts(Axis { log: true, ..Axis::new(0.5, 200.0) }, 4), ["1", "10", "100"]);
        assert_eq!(texts(Axis::new(-0.29, 0.15), 2), ["−0.2", "0.0"], "one value would not say how long the axis is");
        assert_eq!(number(1e9, 5e8), "1e9");
        assert_eq!([number(0.0, 5e8), number(0.0, 1e-8), number(0.0, 0.5)], ["0", "0", "0.0"]);
        assert_eq!(texts(Axis { log: true, ..Axis::new(0.8, 1.3) }, 4), ["0.8", "1.0", "1.2"]);
        assert_eq!(texts(Axis { whole: true, ..Axis::new(0.0, 1.0) }, 11), ["0", "1"]);
        assert!(texts(Axis { whole: true, ..Axis::new(1945.0, 1991.0) }, 5).iter().all(|t| t.len() == 4));
    }

    #[test]
    fn constant_missing_and_huge_values_have_an_axis() {
        assert_eq!(Axis::around([3.0, 3.0].into_iter()).range, (1.5, 4.5));
        assert_eq!(Axis::around(std::iter::empty()).range, (0.0, 1.0));
        assert!(Axis::around([f64::NAN, -1e300, 1e300].into_iter()).ticks(5).len() > 1);
        assert_eq!(Axis::from_zero([0.0].into_iter()).range, (0.0, 1.0));
    }
}
