//! The figures of a job: those of `takvin plot`, drawn when the page asks for them.

use serde::Deserialize;

use super::job::Job;
use crate::plot::data::{Data, Wanted};
use crate::plot::theme::Theme;
use crate::plot::{Ask, Draw, Drawing, FIGURES, Figure, Needs, PlotError, Subject, figure};

/// What the page asks for.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Asked {
    /// The name of the figure.
    name: String,
    /// The name of its colours.
    theme: String,
    /// The states to show; the most important ones if empty.
    #[serde(default)]
    states: Vec<String>,
    /// The job to compare with.
    #[serde(default)]
    pub(super) against: Option<u64>,
    /// What is wanted: SVG for the page, or a file.
    pub(super) kind: Kind,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub(super) enum Kind {
    /// SVG in the font of the page.
    Page,
    /// SVG with its font.
    Svg,
    Png,
}

/// The figures of single runs that a page can show, in order.
pub(super) fn all() -> impl Iterator<Item = &'static Figure> {
    FIGURES.iter().filter(|figure| figure.needs != Needs::Sweep)
}

/// Draws a figure. Returns the type of the bytes, and the bytes.
///
/// # Errors
/// Returns the reason in words if the figure cannot be drawn.
pub(super) fn draw(job: &Job, base: Option<&Job>, asked: &Asked) -> Result<(&'static str, Vec<u8>), String> {
    let theme = Theme::named(&asked.theme)
        .ok_or_else(|| format!("{}: this theme does not exist; themes are light, dark and print", asked.theme))?;
    let figure = figure(&asked.name).map_err(|error| error.to_string())?;
    let drawing = drawing(job, base, figure, theme, &asked.states)?;
    let size = drawing.natural_size();
    Ok(match asked.kind {
        Kind::Page => ("image/svg+xml", drawing.to_svg(size, false).into_bytes()),
        Kind::Svg => ("image/svg+xml", drawing.to_svg(size, true).into_bytes()),
        Kind::Png => ("image/png", drawing.to_png(size, theme.paper)?),
    })
}

/// A figure of a job.
fn drawing(
    job: &Job,
    base: Option<&Job>,
    figure: &'static Figure,
    theme: &'static Theme,
    states: &[String],
) -> Result<Drawing, String> {
    let Draw::Runs(draw) = figure.draw else {
        return Err(format!("{}: this figure shows a sweep; draw it with takvin plot", figure.name));
    };
    let wanted = wanted(&[figure]);
    let now = data(job, &wanted, "now")?;
    let base = base.map(|base| data(base, &wanted, "baseline")).transpose()?;
    draw(&Subject { data: &now, baseline: base.as_ref() }, &ask(&now, theme, states))
        .map_err(|error: PlotError| error.to_string())
}

/// What figures read.
pub(super) fn wanted(figures: &[&'static Figure]) -> Wanted<'static> {
    let pairs = figures.iter().any(|figure| figure.needs == Needs::Pairs);
    let mut wanted = Wanted { pairs, ..Wanted::default() };
    wanted.add(figures.iter().flat_map(|figure| figure.columns).copied());
    wanted
}

/// The data of a job for figures. A figure of two jobs names them by their directories, or else by `name`.
///
/// # Errors
/// Returns the reason in words if tables cannot be read, or the first round is not over.
pub(super) fn data(job: &Job, wanted: &Wanted<'_>, name: &str) -> Result<Data, String> {
    let mut data = job.data(wanted)?.ok_or_else(|| "the runs have only begun".to_owned())?;
    if data.directory.is_empty() {
        name.clone_into(&mut data.directory);
    }
    Ok(data)
}

/// The options of a figure. States that the runs do not have are left out.
pub(super) fn ask(data: &Data, theme: &'static Theme, states: &[String]) -> Ask {
    let states = states.iter().filter(|name| data.state(name).is_some()).cloned().collect();
    Ask { theme, aspect: None, states, rounds: Vec::new(), parameters: Vec::new() }
}
