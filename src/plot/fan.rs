//! Fan chart: the spread of an outcome along an axis of a sweep, or side by side if the axis has words.

use super::drift::finish;
use super::groups::{Groups, Scale, WordsAcross};
use super::page::{Fill, Page, Rect, Side, Stroke};
use super::panel::{Axis, Panel};
use super::sheet::{Sheet, Sign};
use super::sweep::Sweep;
use super::theme::size;
use super::{Ask, Draw, Drawing, Figure, Needs, PlotError};
use crate::analysis::quantiles::{Band, band};

/// The figure.
pub(super) const FAN: Figure = Figure {
    name: "fan",
    about: "fan chart: the spread of an outcome along an axis of a sweep",
    columns: &[],
    needs: Needs::Sweep,
    draw: Draw::Sweep(draw),
};

fn draw(sweep: &Sweep, ask: &Ask) -> Result<Drawing, PlotError> {
    let chosen = sweep.chosen(ask, FAN.name, 1)?;
    let (outcome, theme, along) = (&sweep.outcome, ask.theme, chosen[0]);
    let groups = along.groups();
    let bands = bands(sweep, &groups);
    let colour = theme.nth(0);
    let sheet = Sheet {
        title: sweep.titled(),
        subtitle: format!(
            "{}: {}, along {}. {} The bands pool {}.",
            outcome.name,
            outcome.meaning,
            along.name,
            sweep.over_runs(),
            if sweep.varied.len() > 1 { "chance and all other axes" } else { "chance alone" }
        ),
        key: vec![
            (Sign::Line(Stroke(colour, 3, None)), "median over runs".to_owned()),
            (Sign::Area(Fill(theme.paper.toward(colour, 0.43), 1.0)), "half of the runs".to_owned()),
            (Sign::Area(Fill(theme.paper.toward(colour, 0.18), 1.0)), "90 % of the runs".to_owned()),
        ],
        notes: sweep.notes(&[(along, &groups)]),
        body: 900.0,
    };
    let fill = |page: &Page<'_>, body: Rect| {
        let (left, right) = (body.left + 130.0, body.right - 40.0);
        let words = WordsAcross::new(&groups, (right - left) / groups.len().max(1) as f64);
        let words = (groups.scale == Scale::Words).then_some(words);
        let below = words.as_ref().map_or(0.0, WordsAcross::room);
        let rect = Rect::new(left, body.top + 10.0, right, body.bottom - 80.0 - below);
        let y = Axis::around(bands.iter().flat_map(|band| [band.most.0, band.most.1]));
        let middles = || groups.middles.iter().copied();
        let x = match groups.scale {
            Scale::Even => Axis::around(middles()),
            Scale::Log => Axis::logarithmic(middles()),
            Scale::Words => Axis::new(-0.5, groups.len() as f64 - 0.5),
        };
        let panel = Panel::new(page, rect, x, y);
        panel.label_up().name_up(&sweep.measure(), 104.0);
        let name = along.named(size::LABEL, false, rect.width());
        let middle = (f64::midpoint(left, right), rect.bottom + 52.0 + below);
        page.text(&name, middle, page.ink(size::LABEL, Side::Middle));
        if let Some(words) = words {
            side_by_side(&panel, &groups, &bands);
            words.draw(page, panel.at(0.0, y.range.0).0, rect.bottom);
            return;
        }
        panel.label_across();
        let points = || middles().zip(&bands);
        panel.band(points().map(|(x, band)| (x, band.most)), Fill(colour, 0.18));
        panel.band(points().map(|(x, band)| (x, band.half)), Fill(colour, 0.30));
        panel.line(points().map(|(x, band)| (x, band.median)), Stroke(colour, 3, None));
        for (x, band) in points().filter(|(_, band)| !band.median.is_nan()) {
            page.dot(panel.at(x, band.median), 6.0, Fill(colour, 1.0));
        }
    };
    finish(sheet.draw(theme, ask.aspect, fill), FAN.name)
}

/// The median and bands of the outcome over the runs of each group.
fn bands(sweep: &Sweep, groups: &Groups) -> Vec<Band> {
    let mut values: Vec<Vec<f64>> = vec![Vec::new(); groups.len()];
    for (group, value) in groups.of.iter().zip(&sweep.outcomes) {
        if let Some(group) = group {
            values[*group].push(*value);
        }
    }
    values.into_iter().map(|values| band(values.into_iter())).collect()
}

/// Words are separate, so each has its own bands.
fn side_by_side(panel: &Panel<'_, '_>, groups: &Groups, bands: &[Band]) {
    let (page, colour) = (panel.page, panel.page.theme.nth(0));
    for (&x, band) in groups.middles.iter().zip(bands).filter(|(_, band)| !band.median.is_nan()) {
        let (from, to) = (x - 0.25, x + 0.25);
        panel.block((from, to), band.most, Fill(colour, 0.18));
        panel.block((from, to), band.half, Fill(colour, 0.30));
        page.line([panel.at(from, band.median), panel.at(to, band.median)], Stroke(colour, 3, None));
    }
}
