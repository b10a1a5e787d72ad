//! Threats, disputes and wars on a time line.

use super::data::{Data, Happening};
use super::drift::{band_key, bands, finish, over_runs, time};
use super::font;
use super::marks::Marks;
use super::page::{Fill, Page, Rect, Side, Stroke, shorten};
use super::panel::{Axis, Panel};
use super::sheet::{Sheet, Sign};
use super::theme::{Colour, Theme, size};
use super::{Ask, Draw, Drawing, Figure, Needs, PlotError, Subject};
use crate::analysis::quantiles::{Band, band};
use crate::record::words::{EventKind, Stage};

/// The figure.
pub(super) const TIMELINE: Figure = Figure {
    name: "timeline",
    about: "threats, disputes and wars over time: their number, and between whom",
    columns: &["power", "disputes", "wars"],
    needs: Needs::Events,
    draw: Draw::Runs(draw),
};

/// The largest number of pairs with a line.
const MOST: usize = 24;

/// A span of time that a pair spent at one stage.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Stretch {
    stage: usize,
    from: f64,
    until: f64,
}

/// The stages of a pair over time.
struct Line {
    pair: (usize, usize),
    stretches: Vec<Stretch>,
}

const STAGES: [&str; 4] = ["perceived threat, by either", Stage::NAMES[1], Stage::NAMES[2], Stage::NAMES[3]];

fn colours(theme: &Theme) -> [Colour; 4] {
    let red = theme.nth(1);
    [theme.paper.toward(theme.faint, 0.45), theme.paper.toward(red, 0.45), red, red.toward(theme.ink, 0.6)]
}

/// Half the height of a bar. Higher stages are thicker, so that colours are not needed to distinguish them.
const THICKNESS: [f64; 4] = [0.10, 0.20, 0.30, 0.42];

fn draw(subject: &Subject<'_>, ask: &Ask) -> Result<Drawing, PlotError> {
    let data = subject.data;
    let named = if ask.states.is_empty() { None } else { Some(ask.states(data, 0)?) };
    let marks = Marks::of_the_world(data);
    let (lines, all) = lines(data, named.as_deref());
    let theme = ask.theme;
    let mut key = Vec::new();
    if data.runs.len() > 1 {
        for (sign, name) in band_key(data, theme.faint, ask) {
            // Lines have the colours of their panels.
            key.push((
                sign,
                if matches!(sign, Sign::Line(_)) { "median over runs, or their mean".to_owned() } else { name },
            ));
        }
    }
    key.extend(
        STAGES.iter().zip(colours(theme)).map(|(name, colour)| (Sign::Area(Fill(colour, 1.0)), (*name).to_owned())),
    );
    let whom = if named.is_some() { " of the states named" } else { "" };
    let mut notes: Vec<String> = marks.note(data).into_iter().collect();
    notes.push(match (data.runs[0], lines.len()) {
        (run, 0) => format!("Below, run {run}: no pair{whom} had a dispute."),
        (run, shown) if shown == all => {
            format!("Below, run {run}: the pairs{whom} that had a dispute, in the order in which it began.")
        }
        (run, shown) => format!(
            "Below, run {run}: {shown} of {all} pairs{whom} that had a dispute, those with the longest crises and wars."
        ),
    });
    let row = if lines.len() > 12 { 31.0 } else { 40.0 };
    let sheet = Sheet {
        title: format!("Threats, disputes and wars: {}", data.about.title),
        subtitle: format!("Above: the number open at the end of each round. {}", over_runs(data)),
        key,
        notes,
        body: 400.0 + row * lines.len().max(1) as f64,
    };
    let fill = |page: &Page<'_>, body: Rect| {
        let body = body.at_most(400.0 + 2.0 * row * lines.len().max(1) as f64);
        counts(page, data, Rect { bottom: body.top + 260.0, ..body }, &marks);
        let names = lines.iter().map(|line| name(data, line.pair));
        let left = body.left + names.map(|name| font::width(&name, size::NOTE, false)).fold(0.0, f64::max) + 16.0;
        let rect = Rect::new(left, body.top + 320.0, body.right, body.bottom - 70.0);
        pairs(page, data, &lines, rect);
    };
    finish(sheet.draw(theme, ask.aspect, fill), "timeline")
}

/// If no more than this number are open, the mean is drawn.
const FEW: f64 = 3.0;

/// Open threats, disputes and wars, over runs.
fn counts(page: &Page<'_>, data: &Data, rect: Rect, marks: &Marks) {
    let open = |column: &str| -> Vec<Vec<f64>> {
        let series = data.series(column);
        let sum = |run: usize, round: usize| {
            let all = (0..data.states.len()).map(|state| series.at(run, round, state)).filter(|value| !value.is_nan());
            all.sum::<f64>() / 2.0
        };
        (0..data.rounds.len()).map(|round| (0..data.runs.len()).map(|run| sum(run, round)).collect()).collect()
    };
    let measures = [
        ("Threats perceived", threats(data), page.theme.nth(6)),
        ("Disputes open (wars included)", open("disputes"), page.theme.nth(1)),
        ("Wars open", open("wars"), page.theme.nth(1).toward(page.theme.ink, 0.6)),
    ];
    for (n, (title, found, colour)) in measures.into_iter().enumerate() {
        let cell = rect.cell((0, 1), (n, 3), (26.0, 0.0));
        // Percentiles of few items are 0 or 1 and look like spikes. Then the mean over runs shows more.
        let few = data.runs.len() > 1 && found.iter().flatten().all(|count| *count <= FEW);
        let means: Vec<f64> = found.iter().map(|runs| runs.iter().sum::<f64>() / runs.len() as f64).collect();
        let found: Vec<Band> = found.into_iter().map(|runs| band(runs.into_iter())).collect();
        let y = if few {
            Axis::from_zero(means.iter().copied().chain([0.1]))
        } else {
            // They are counts: the axis includes 1 even if most runs have none.
            Axis { whole: true, ..Axis::from_zero(found.iter().map(|band| band.most.1).chain([1.0])) }
        };
        let panel = Panel::new(
            page,
            Rect::new(cell.left + 74.0, cell.top + 44.0, cell.right, cell.bottom - 20.0),
            time(data),
            y,
        );
        if few {
            panel
                .label_up()
                .label_across()
                .title(&format!("{}, mean over runs", title.split(" (").next().unwrap_or(title)));
            panel.line(data.years.iter().copied().zip(means), Stroke(colour, 3, None));
        } else {
            panel.label_up().label_across().title(title);
            bands(&panel, data, &found, colour);
        }
        marks.draw(&panel, None);
    }
    page.upward(
        "number",
        (rect.left + 10.0, f64::midpoint(rect.top, rect.bottom)),
        page.ink(size::LABEL, Side::Middle),
    );
}

/// Threats begun and not yet ended, by round and run.
fn threats(data: &Data) -> Vec<Vec<f64>> {
    let mut open = vec![vec![0.0; data.rounds.len()]; data.runs.len()];
    for happening in &data.happenings {
        let change = match happening.kind {
            EventKind::ThreatBegun => 1.0,
            EventKind::ThreatEnded => -1.0,
            _ => continue,
        };
        let from = data.rounds.partition_point(|&round| round < happening.round);
        open[happening.run][from..].iter_mut().for_each(|count| *count += change);
    }
    (0..data.rounds.len()).map(|round| open.iter().map(|run| run[round]).collect()).collect()
}

/// The pairs of the first run that had a dispute, those with the longest crises and wars first; and their number.
fn lines(data: &Data, named: Option<&[usize]>) -> (Vec<Line>, usize) {
    let end = data.years[data.years.len() - 1];
    let mut lines: Vec<Line> = Vec::new();
    let mut open: std::collections::BTreeMap<(usize, usize), [Option<f64>; 4]> = std::collections::BTreeMap::new();
    let mut closed: std::collections::BTreeMap<(usize, usize), Vec<Stretch>> = std::collections::BTreeMap::new();
    let mut close = |pair: (usize, usize), stage: usize, from: f64, until: f64| {
        closed.entry(pair).or_default().push(Stretch { stage, from, until });
    };
    for Happening { run, year, kind, a, b, .. } in &data.happenings {
        let Some(b) = b else { continue };
        let here = named.is_none_or(|named| named.contains(a) || named.contains(b));
        if *run != 0 || !here {
            continue;
        }
        let pair = (*a.min(b), *a.max(b));
        let stages = open.entry(pair).or_insert([None; 4]);
        let (opens, closes): (Option<usize>, &[usize]) = match kind {
            EventKind::ThreatBegun => (Some(0), &[]),
            EventKind::ThreatEnded => (None, &[0]),
            EventKind::DisputeBegun => (Some(1), &[]),
            EventKind::CrisisBegun => (Some(2), &[1]),
            EventKind::WarBegun => (Some(3), &[1, 2]),
            // A war that freezes continues as a dispute.
            EventKind::WarFrozen => (Some(1), &[2, 3]),
            EventKind::DisputeSettled
            | EventKind::DisputeLapsed
            | EventKind::DisputeVoid
            | EventKind::WarSettled
            | EventKind::WarWon => (None, &[1, 2, 3]),
            _ => continue,
        };
        for &stage in closes {
            if let Some(from) = stages[stage].take() {
                close(pair, stage, from, *year);
            }
        }
        if let Some(stage) = opens {
            stages[stage].get_or_insert(*year);
        }
    }
    for (pair, stages) in open {
        for (stage, from) in stages.into_iter().enumerate() {
            if let Some(from) = from {
                close(pair, stage, from, end);
            }
        }
    }
    for (pair, mut stretches) in closed {
        if stretches.iter().any(|stretch| stretch.stage > 0) {
            stretches.sort_by(|a, b| a.stage.cmp(&b.stage).then(a.from.total_cmp(&b.from)));
            lines.push(Line { pair, stretches });
        }
    }
    let all = lines.len();
    let weight = |line: &Line| -> f64 {
        line.stretches.iter().map(|s| (s.until - s.from + 1.0) * [0.0, 1.0, 10.0, 100.0][s.stage]).sum()
    };
    lines.sort_by(|a, b| weight(b).total_cmp(&weight(a)).then(a.pair.cmp(&b.pair)));
    lines.truncate(MOST);
    let begin = |line: &Line| line.stretches.iter().map(|s| s.from).fold(f64::INFINITY, f64::min);
    lines.sort_by(|a, b| begin(a).total_cmp(&begin(b)).then(a.pair.cmp(&b.pair)));
    (lines, all)
}

/// The width of the names of a pair.
const NAMES: f64 = 420.0;

/// The names of a pair. If they are too long, both are shortened.
fn name(data: &Data, (a, b): (usize, usize)) -> String {
    let both = [a, b].map(|state| data.states[state].as_str());
    let widths = both.map(|name| font::width(name, size::NOTE, false));
    let dash = font::width(" – ", size::NOTE, false);
    if widths[0] + dash + widths[1] <= NAMES {
        return both.join(" – ");
    }
    let half = (NAMES - dash) / 2.0;
    // The width that one name does not need is given to the other name.
    let rooms = [half.max(2.0 * half - widths[1]), half.max(2.0 * half - widths[0])];
    [0, 1].map(|k| shorten(both[k], size::NOTE, false, rooms[k])).join(" – ")
}

fn pairs(page: &Page<'_>, data: &Data, lines: &[Line], rect: Rect) {
    let panel = Panel::of_rows(page, rect, time(data));
    panel.label_across().name_across(data.clock());
    if lines.is_empty() {
        let at = (f64::midpoint(rect.left, rect.right), f64::midpoint(rect.top, rect.bottom));
        page.rect(Rect::new(at.0 - 110.0, at.1 - 15.0, at.0 + 110.0, at.1 + 15.0), Fill(page.theme.paper, 1.0));
        page.text("no dispute began", at, page.faint(size::LABEL, Side::Middle));
        return;
    }
    let row = rect.height() / lines.len() as f64;
    // A stage of less than a round is still visible.
    let least = 5.0;
    for (n, line) in lines.iter().enumerate() {
        let y = rect.top + (n as f64 + 0.5) * row;
        page.line([(rect.left, y + row / 2.0), (rect.right, y + row / 2.0)], Stroke(page.theme.grid, 1, None));
        page.text(&name(data, line.pair), (rect.left - 10.0, y), page.ink(size::NOTE, Side::End));
        for stretch in &line.stretches {
            let (from, until) = (panel.at(stretch.from, 0.0).0, panel.at(stretch.until, 0.0).0);
            let from = from.min(rect.right - least);
            let half = row * THICKNESS[stretch.stage];
            page.rect(
                Rect::new(from, y - half, until.max(from + least), y + half),
                Fill(colours(page.theme)[stretch.stage], 1.0),
            );
        }
    }
}
