//! The self-contained page of a comparison: the differences in words, in a figure and in tables. It needs no script.

use super::tables;
use super::{FigureEntry, ReportError, STYLE, Shown, image, letters, manifest_rows, render};
use crate::output::Manifest;
use crate::plot::theme::Theme;
use crate::plot::{Drawing, font};
use crate::record::Table;

/// The largest number of outcomes that the summary names.
const NAMED: usize = 8;

/// What the page is made of.
pub(crate) struct Contents<'a> {
    /// The manifest of the comparison.
    pub manifest: &'a Manifest,
    /// Names of the baseline and the treatment.
    pub sides: [String; 2],
    /// `outcomes.csv`.
    pub outcomes: &'a Table,
    /// `parting.csv`.
    pub parting: &'a Table,
    /// The figure: name, what it shows, drawing.
    pub figure: (&'static str, &'static str, Drawing),
    /// Colours of the figure.
    pub theme: &'static Theme,
    /// Both scenarios, resolved.
    pub scenarios: [String; 2],
}

/// Makes the page.
pub(crate) fn page(contents: &Contents<'_>) -> Result<String, ReportError> {
    let Contents { manifest, sides: [a, b], outcomes, parting, figure: (name, about, drawing), theme, scenarios } =
        contents;
    let image = image(drawing, theme).map_err(ReportError)?;
    let summary = sentences(contents);
    let title = format!("{b} against {a}");
    let figures = vec![FigureEntry { name, about, image }];
    let about_outcomes = "A is the baseline, B the treatment; the interval is of the mean difference between paired replicates. \
         Measures that are the same in every replicate are left out; outcomes.csv has them.";
    let about_parting = "For every measure of the world: the first round whose interval excludes 0, and the round from which \
                         all intervals exclude it.";
    let scenario = format!("# a.toml, the baseline\n\n{}\n# b.toml, the treatment\n\n{}", scenarios[0], scenarios[1]);
    let shown = Shown {
        title: &title,
        question: "",
        version: &manifest.crate_version,
        is_studio: false,
        manifest_rows: manifest_rows(manifest),
        notes: &[],
        single: 0,
        map_caption: "",
        has_runs: false,
        has_relations: false,
        has_reasons: false,
        font_style: font::style_sheet(&letters(&[&summary.join(""), &title, super::PAGE], &figures)),
        summary,
        figures,
        tables: vec![
            tables::Shown::of("outcomes", "Outcome measures", about_outcomes, outcomes, |row| {
                can_differ(outcomes, row)
            }),
            tables::Shown::of("parting", "When the histories part", about_parting, parting, |_| true),
        ],
        scenario_name: "Both scenarios, resolved (a.toml, b.toml)",
        scenario: &scenario,
        style: STYLE,
        script: String::new(),
        packed: String::new(),
    };
    render(&shown)
}

/// Returns true if a measure is known, and differs in at least one replicate.
fn can_differ(outcomes: &Table, row: &[f64]) -> bool {
    let [difference, half, low] = ["difference", "half_width", "low"].map(|name| outcomes.position(name).unwrap_or(0));
    !row[low].is_nan() && (row[difference] != 0.0 || row[half] != 0.0)
}

fn sentences(contents: &Contents<'_>) -> Vec<String> {
    let Contents { manifest, sides: [a, b], outcomes, .. } = contents;
    let (runs, rounds, seed) = (manifest.runs, manifest.rounds, manifest.seed);
    let column = |name: &str| outcomes.position(name).unwrap_or(0);
    let [name, difference, half, low, high] = ["outcome", "difference", "half_width", "low", "high"].map(column);
    let known: Vec<&[f64]> = outcomes.rows().filter(|row| can_differ(outcomes, row)).collect();
    let apart: Vec<String> = known
        .iter()
        .filter(|row| row[low] > 0.0 || row[high] < 0.0)
        .map(|row| {
            // Two digits of the half-width, so that an interval without 0 also reads so.
            let places = (1.0 - row[half].log10().floor()).clamp(3.0, 9.0) as usize;
            let value = |value: f64| format!("{value:.places$}").replace('-', "−");
            format!(
                "{} ({} ± {})",
                outcomes.word(row[name]).unwrap_or_default(),
                value(row[difference]),
                value(row[half])
            )
        })
        .collect();
    let mut sentences = vec![format!(
        "B ({b}) is compared with A ({a}): {runs} replicates of {rounds} rounds each, seed {seed}. Replicate k of both uses the same random numbers."
    )];
    let more = match apart.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(", and {more} more"),
    };
    let first = apart.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
    sentences.push(match apart.len() {
        0 => format!("No outcome measure of {} differs: every 95 % interval of a difference contains 0.", known.len()),
        n => format!("{n} of {} outcome measures differ (B − A, with its 95 % interval): {first}{more}.", known.len()),
    });
    sentences.push(format!(
        "If nothing differed, about {:.0} of {} intervals of 95 % would leave out 0 by chance.",
        0.05 * known.len() as f64,
        known.len()
    ));
    sentences
}
