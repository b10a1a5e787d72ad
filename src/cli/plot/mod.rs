//! `takvin plot`: figures from a run directory or a sweep.

pub(super) mod comparison;
mod runs;
mod study;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueEnum};

use super::failure::user_error;
use super::print;
use super::whole::whole;
use crate::output::additions::write_beside;
use crate::output::unfinished::complete;
use crate::output::{MANIFEST, Manifest};
use crate::plot::the_loop::LOOP_FIGURES;
use crate::plot::theme::{THEMES, Theme};
use crate::plot::{Ask, Drawing, FIGURES, Figure, Image, Needs, PlotError, differences};
pub(super) use runs::open;

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum ImageKind {
    #[default]
    Png,
    Svg,
}

/// Draw figures from the tables of a run directory or a sweep.
#[derive(Debug, Args)]
#[command(after_help = after_help())]
pub struct Plot {
    /// The run directory, or the directory of a sweep; figures go to figures/ in it. Figures of sweeps also accept
    /// several run directories whose parameters differ, or several shards of a sweep, and combine their runs. Other
    /// figures show the first directory.
    #[arg(value_name = "DIR", required = true)]
    directories: Vec<PathBuf>,
    #[command(flatten)]
    how: How,
}

/// Options of the figures.
#[derive(Clone, Debug, Default, Args)]
pub struct How {
    /// Figures to draw, separated by commas [default: all that the directory has the tables for].
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    figure: Vec<String>,
    /// States to show, separated by commas; may be repeated [default: those that events affect, then the most
    /// powerful].
    #[arg(long, value_name = "NAMES")]
    states: Vec<String>,
    /// Runs to use, separated by commas; figures of a single run show the first [default: all].
    #[arg(long, value_name = "NUMBERS", value_delimiter = ',', value_parser = whole::<u32>(0, 999_999))]
    replicates: Vec<u32>,
    /// Rounds to show in figures of single rounds, separated by commas [default: four, from the first to the last].
    #[arg(long, value_name = "NUMBERS", value_delimiter = ',', value_parser = whole::<u32>(0, 1_000_000))]
    rounds: Vec<u32>,
    /// Run directory of the baseline, for figures of comparison; run K is compared with run K.
    #[arg(long, value_name = "DIR")]
    against: Option<PathBuf>,
    /// Outcome measure, a column of runs.csv, in figures of sweeps [default: the outcome of the sweep, or else
    /// governance_end].
    #[arg(long, value_name = "NAME")]
    outcome: Option<String>,
    /// Parameters or other paths that vary, separated by commas, in figures of sweeps; may be repeated [default: those
    /// with the largest effects].
    #[arg(long, value_name = "PATHS")]
    parameters: Vec<String>,
    /// File format.
    #[arg(long, value_name = "png|svg", default_value = "png", hide_possible_values = true)]
    image: ImageKind,
    /// Size in pixels; the figure is fitted into it [default: 1800 wide, height as needed].
    #[arg(long, value_name = "WxH", value_parser = size)]
    size: Option<(u32, u32)>,
    /// Colours.
    #[arg(long, value_name = "light|dark|print", default_value = "light", hide_possible_values = true, value_parser = theme())]
    theme: &'static Theme,
}

fn after_help() -> String {
    let mut text = String::from(
        "Examples:\n  takvin plot output/cold-war\n  takvin plot output/cold-war --figure drift,network --states USA,USSR --image svg\n  \
         takvin plot output/opening --figure comparison --against output/opening-baseline\n  \
         takvin plot output/sweep --figure tornado,heatmap --outcome war_rate\n  \
         takvin plot output/threat-low output/threat-high --figure tornado\n\nFigures:\n",
    );
    for figure in FIGURES {
        let _ = writeln!(text, "  {:<12} {}{}", figure.name, figure.about, needs(figure));
    }
    text.push_str("\nFigures of a study of the loop (takvin loop):\n");
    for figure in &LOOP_FIGURES {
        let _ = writeln!(text, "  {:<15} {}", figure.name, figure.about);
    }
    let _ = write!(
        text,
        "\nFigure of a comparison (takvin compare):\n  {:<15} {}\n",
        differences::NAME,
        differences::ABOUT
    );
    text.push_str("\ndocs/figures.md explains how to read each of them, docs/loop.md those of the loop.");
    text
}

/// The data that a figure needs, in brackets.
fn needs(figure: &Figure) -> &'static str {
    match figure.needs {
        Needs::States | Needs::Events => "",
        Needs::Pairs => " (--pairs)",
        Needs::Baseline => " (--against)",
        Needs::Sweep => " (a sweep, or several DIR)",
    }
}

/// The list of figures for docs/figures.md.
pub fn markdown() -> String {
    let mut text = String::from("| Figure | shows | needs |\n|---|---|---|\n");
    for figure in FIGURES {
        let needs = match figure.needs {
            Needs::States => "states.csv",
            Needs::Events => "events.csv",
            Needs::Pairs => "pairs.csv: a run with `--pairs`, or `--pairs=1` for the first run alone",
            Needs::Baseline => "a baseline: `--against DIR`",
            Needs::Sweep => "a sweep, or several run directories that differ in parameters",
        };
        let _ = writeln!(text, "| [{0}](#{0}) | {1} | {needs} |", figure.name, figure.about);
    }
    text
}

fn theme() -> impl TypedValueParser<Value = &'static Theme> {
    PossibleValuesParser::new(THEMES.each_ref().map(|theme| theme.name))
        .map(|name| Theme::named(&name).unwrap_or_default())
}

fn size(text: &str) -> Result<(u32, u32), String> {
    let wrong = || "write width and height in pixels, as in 1600x1200, each from 200 to 20000".to_owned();
    let (width, height) = text.split_once(['x', '×']).ok_or_else(wrong)?;
    let side = |text: &str| text.trim().parse().ok().filter(|side| (200..=20_000).contains(side)).ok_or_else(wrong);
    Ok((side(width)?, side(height)?))
}

/// The results of the command.
#[derive(Default)]
pub struct Drawn {
    /// The files.
    pub files: Vec<PathBuf>,
    /// The description of each.
    abouts: Vec<&'static str>,
    /// Figures that were not drawn, and the reasons.
    left_out: Vec<(String, String)>,
}

impl Drawn {
    fn leave_out(&mut self, name: impl Into<String>, why: impl Into<String>) {
        self.left_out.push((name.into(), why.into()));
    }
}

impl std::fmt::Display for Drawn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (file, about) in self.files.iter().zip(&self.abouts) {
            writeln!(f, "{}  {about}", file.display())?;
        }
        for (name, why) in &self.left_out {
            writeln!(f, "not drawn: {name}: {why}")?;
        }
        Ok(())
    }
}

impl Plot {
    /// Draws the figures.
    ///
    /// # Errors
    /// Returns an error if the directory does not hold runs, a name is unknown, a table is missing or damaged, or a
    /// file cannot be written.
    pub fn carry_out(self) -> Result<()> {
        let drawn = self.how.draw(&self.directories, false)?;
        print::text(&drawn.to_string())
    }
}

/// Draws all figures of a directory that a command has just written.
pub(super) fn draw_all(directory: &Path, quiet: bool) -> Result<Drawn> {
    let mut drawn = How::default().draw(&[directory.to_owned()], quiet)?;
    // These figures need another directory.
    let needs = |name: &str| FIGURES.iter().find(|figure| figure.name == name).map(|figure| figure.needs);
    drawn.left_out.retain(|(name, _)| !matches!(needs(name), Some(Needs::Baseline | Needs::Sweep)));
    Ok(drawn)
}

impl How {
    /// The default options, for these states.
    pub fn standard(states: Vec<String>) -> Self {
        Self { states, ..Self::default() }
    }

    /// Draws the figures of run directories.
    ///
    /// # Errors
    /// As [`Plot::carry_out`].
    pub fn draw(&self, directories: &[PathBuf], quiet: bool) -> Result<Drawn> {
        let manifests = directories.iter().map(|directory| manifest(directory)).collect::<Result<Vec<_>>>()?;
        if let Some(manifest) = manifests.iter().flatten().find(|manifest| manifest.studied.is_some()) {
            return study::draw(self, directories, manifest);
        }
        match manifests.first() {
            Some(Some(manifest)) if manifest.comparison.is_some() => comparison::draw(self, directories, manifest),
            _ => runs::draw(self, directories, quiet),
        }
    }

    /// The requested options of the figures.
    pub fn ask(&self) -> Ask {
        let aspect = self.size.map(|(width, height)| f64::from(height) / f64::from(width));
        Ask {
            theme: self.theme,
            aspect,
            states: self.states.clone(),
            rounds: self.rounds.clone(),
            parameters: self.parameters.clone(),
        }
    }

    /// Writes a drawing in the requested format.
    fn write(
        &self,
        drawing: &Drawing,
        (name, about): (&'static str, &'static str),
        results: &Path,
        drawn: &mut Drawn,
    ) -> Result<()> {
        let size = self.size.unwrap_or_else(|| drawing.natural_size());
        let (image, bytes) = match self.image {
            ImageKind::Svg => (Image::Svg, drawing.to_svg(size, true).into_bytes()),
            ImageKind::Png => {
                let bytes = drawing.to_png(size, self.theme.paper);
                (Image::Png, bytes.map_err(|problem| PlotError::Drawing { figure: name, problem })?)
            }
        };
        let path = results.join("figures").join(format!("{name}.{}", image.ending()));
        write_beside(results, &path, &bytes)?;
        drawn.files.push(path);
        drawn.abouts.push(about);
        Ok(())
    }

    /// Refuses the first given option that would have no effect. Options of every figure are not checked.
    fn refuse_all_but(&self, used: &[&str], why: &str) -> Result<()> {
        let given = [
            ("--states", !self.states.is_empty()),
            ("--rounds", !self.rounds.is_empty()),
            ("--replicates", !self.replicates.is_empty()),
            ("--against", self.against.is_some()),
            ("--outcome", self.outcome.is_some()),
            ("--parameters", !self.parameters.is_empty()),
        ];
        match given.iter().find(|(option, given)| *given && !used.contains(option)) {
            None => Ok(()),
            Some((option, _)) => Err(user_error(format!("{option}: {why}"))),
        }
    }
}

/// The manifest of a directory of finished results.
pub(super) fn manifest(directory: &Path) -> Result<Option<Manifest>> {
    complete(directory)?;
    Ok(Manifest::find(directory, MANIFEST)?)
}
