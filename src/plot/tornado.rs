//! Tornado: the effect of each axis on an outcome, the strongest first.

use super::drift::finish;
use super::font;
use super::groups::{Groups, Scale};
use super::page::{Fill, Page, Rect, Side, Stroke, shorten, shorten_path};
use super::panel::{Axis, Panel};
use super::sheet::{Sheet, Sign};
use super::sweep::Sweep;
use super::theme::size;
use super::{Ask, Draw, Drawing, Figure, Needs, PlotError};
use crate::record::statistics::mean;

/// The figure.
pub(super) const TORNADO: Figure = Figure {
    name: "tornado",
    about: "an outcome at low and at high values of each axis, or over its words",
    columns: &[],
    needs: Needs::Sweep,
    draw: Draw::Sweep(draw),
};

/// The largest number of bars.
const BARS: usize = 30;
/// The largest width of the names of bars.
const NAMES: f64 = 520.0;
/// The largest width of the values at the ends of a bar.
const ENDS: f64 = 190.0;
/// The distance from a mark to the value beside it.
const BESIDE: f64 = 18.0;

/// The effect of one axis.
struct Bar<'s> {
    name: &'s str,
    /// Low and high: value and mean outcome. For words, the word of the lowest and the word of the highest mean.
    ends: [(String, f64); 2],
    words: bool,
}

impl Bar<'_> {
    fn reach(&self) -> f64 {
        (self.ends[1].1 - self.ends[0].1).abs()
    }
}

fn draw(sweep: &Sweep, ask: &Ask) -> Result<Drawing, PlotError> {
    // Requested axes must vary. Without a request all axes that vary are shown.
    let chosen = sweep.chosen(ask, TORNADO.name, 1)?;
    let shown = if ask.parameters.is_empty() { sweep.varied.iter().collect() } else { chosen };
    let (outcome, theme) = (&sweep.outcome, ask.theme);
    let all = mean(&sweep.outcomes.iter().copied().filter(|value| !value.is_nan()).collect::<Vec<_>>());
    let mut bars: Vec<Bar<'_>> = shown.iter().filter_map(|varied| bar(sweep, &varied.name, &varied.groups())).collect();
    // A stable sort: equal effects keep the order of the table.
    bars.sort_by(|a, b| b.reach().total_cmp(&a.reach()));
    let count = bars.len();
    bars.truncate(BARS);
    let (low_colour, high_colour, word_colour) = (theme.nth(4), theme.nth(0), theme.nth(2));
    let (words, numbers) = (bars.iter().any(|bar| bar.words), bars.iter().any(|bar| !bar.words));
    let mut key = Vec::new();
    let mut notes = Vec::new();
    if numbers {
        key.push((Sign::Mark(0, Fill(low_colour, 1.0)), "parameter low".to_owned()));
        key.push((Sign::Mark(3, Fill(high_colour, 1.0)), "parameter high".to_owned()));
        notes.push(
            "Low and high: the lowest and the highest quarter of the values of a parameter. Line: mean over all runs."
                .to_owned(),
        );
    }
    if words {
        key.push((Sign::Mark(1, Fill(word_colour, 1.0)), "words of lowest and highest mean".to_owned()));
        notes.push(
            "If an axis has words, its bar goes from the word of the lowest mean to the word of the highest mean."
                .to_owned(),
        );
    }
    if bars.len() < count {
        notes.push(format!("The {} of {count} parameters with the largest effects.", bars.len()));
    }
    notes.extend(sweep.confounded());
    notes.extend(sweep.left_out());
    let row = 44.0;
    let at = if words { "at the two ends of each axis" } else { "at low and at high values of a parameter" };
    let sheet = Sheet {
        title: format!("What moves {}: {}", outcome.name.replace('_', " "), sweep.title),
        subtitle: format!("Mean of {} ({}) {at}. {}", outcome.name, outcome.meaning, sweep.over_runs()),
        key,
        notes,
        body: 110.0 + row * bars.len().max(1) as f64,
    };
    let fill = |page: &Page<'_>, body: Rect| {
        let body = body.at_most(110.0 + 2.0 * row * bars.len().max(1) as f64);
        let width = |text: &str, size: f64| font::width(text, size, false);
        let widest = bars.iter().map(|bar| width(bar.name, size::LABEL)).fold(0.0, f64::max).min(NAMES);
        let rect = Rect::new(body.left + widest + 30.0, body.top + 10.0, body.right - 40.0, body.bottom - 80.0);
        let said = bars.iter().flat_map(|bar| &bar.ends).map(|(said, _)| width(said, size::NOTE).min(ENDS));
        let panel = Panel::of_rows(page, rect, axis(&bars, all, said.fold(0.0, f64::max) + BESIDE + 8.0, rect.width()));
        panel.label_across().name_across(&sweep.measure());
        panel.upright(all, Stroke(theme.ink, 2, None));
        let height = rect.height() / bars.len().max(1) as f64;
        for (n, bar) in bars.iter().enumerate() {
            let y = rect.top + (n as f64 + 0.5) * height;
            let place = |value: f64| (panel.at(value, 0.0).0, y);
            let ends = &bar.ends;
            page.line([place(ends[0].1), place(ends[1].1)], Stroke(theme.paper.toward(theme.faint, 0.5), 12, None));
            let right_is_high = ends[1].1 >= ends[0].1;
            for (k, (said, mean)) in ends.iter().enumerate() {
                let (shape, colour) = if bar.words { (1, word_colour) } else { [(0, low_colour), (3, high_colour)][k] };
                page.mark(shape, place(*mean), 10.0, Fill(colour, 1.0));
                let right = (k == 1) == right_is_high;
                let (x, side) = if right { (BESIDE, Side::Start) } else { (-BESIDE, Side::End) };
                let said = shorten(said, size::NOTE, false, ENDS);
                page.text(&said, (place(*mean).0 + x, y), page.faint(size::NOTE, side));
            }
            let name = shorten_path(bar.name, size::LABEL, false, NAMES);
            page.text(&name, (rect.left - 14.0, y), page.ink(size::LABEL, Side::End));
        }
    };
    finish(sheet.draw(theme, ask.aspect, fill), TORNADO.name)
}

/// The bar of an axis; `None` if the outcome is missing at an end of it.
fn bar<'s>(sweep: &Sweep, name: &'s str, groups: &Groups) -> Option<Bar<'s>> {
    if groups.scale == Scale::Words {
        let means = sweep.means(groups);
        let there = || means.iter().copied().enumerate().filter(|(_, mean)| !mean.is_nan());
        let low = there().min_by(|a, b| a.1.total_cmp(&b.1))?;
        // The last of several highest means. If all are equal, the two ends are still two words.
        let high = there().max_by(|a, b| a.1.total_cmp(&b.1))?;
        let end = |(at, mean): (usize, f64)| (groups.names[at].clone(), mean);
        return (low.0 != high.0).then(|| Bar { name, ends: [end(low), end(high)], words: true });
    }
    let last = groups.len().checked_sub(1)?;
    let quarter = (groups.len() / 4).max(1);
    let mean = |wanted: &dyn Fn(usize) -> bool| {
        let runs = groups.of.iter().zip(&sweep.outcomes);
        let values = runs.filter(|(group, value)| group.is_some_and(wanted) && !value.is_nan());
        mean(&values.map(|(_, value)| *value).collect::<Vec<_>>())
    };
    let (low, high) = (mean(&|group| group < quarter), mean(&|group| group + quarter > last));
    // The mean is over all values of the quarter, so its label names the first and the last of them.
    let label = |first: usize, last: usize| {
        let (first, last) = (&groups.names[first], &groups.names[last]);
        if first == last { first.clone() } else { format!("{first} to {last}") }
    };
    let ends = [(label(0, quarter - 1), low), (label(last + 1 - quarter, last), high)];
    (!low.is_nan() && !high.is_nan()).then_some(Bar { name, ends, words: false })
}

/// The axis of the outcome, with space at both sides for the text beside the marks.
fn axis(bars: &[Bar<'_>], all: f64, beside: f64, width: f64) -> Axis {
    let x = Axis::around(bars.iter().flat_map(|bar| [bar.ends[0].1, bar.ends[1].1]).chain([all]));
    let span = x.range.1 - x.range.0;
    let room = span * (beside / (width - 2.0 * beside).max(1.0)).max(0.12);
    Axis { range: (x.range.0 - room, x.range.1 + room), ..x }
}
