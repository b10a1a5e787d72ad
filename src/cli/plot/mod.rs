//! `takvin plot`: figures from a run directory or a sweep.

pub(super) mod comparison;
mod discovery;
mod exploration;
mod history;
mod how;
mod posterior;
mod runs;
mod sensitivity;
mod study;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::Args;

use super::print;
use crate::output::unfinished::complete;
use crate::output::{MANIFEST, Manifest};
use crate::plot::discovery::DISCOVERY_FIGURES;
use crate::plot::exploration::EXPLORATION_FIGURES;
use crate::plot::history::HISTORY_FIGURES;
use crate::plot::posterior::{ABOUT, POSTERIORS};
use crate::plot::sensitivity::SENSITIVITY_FIGURES;
use crate::plot::the_loop::LOOP_FIGURES;
use crate::plot::{FIGURES, Figure, Needs, differences};
pub use how::{Drawn, How};
pub(super) use runs::open;

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
    text.push_str("\nFigures of a study of sensitivity (takvin sensitivity):\n");
    for figure in &SENSITIVITY_FIGURES {
        let _ = writeln!(text, "  {:<18} {}", figure.name, figure.about);
    }
    text.push_str("\nFigures of an exploration (takvin explore):\n");
    for figure in &EXPLORATION_FIGURES {
        let _ = writeln!(text, "  {:<18} {}", figure.name, figure.about);
    }
    text.push_str("\nFigures of scenario discovery (takvin explore discover):\n");
    for figure in &DISCOVERY_FIGURES {
        let _ = writeln!(text, "  {:<18} {}", figure.name, figure.about);
    }
    text.push_str("\nFigures of runs held against history (takvin history):\n");
    for figure in &HISTORY_FIGURES {
        let _ = writeln!(text, "  {:<18} {}", figure.name, figure.about);
    }
    let _ = write!(
        text,
        "\nFigure of a comparison (takvin compare):\n  {:<15} {}\n",
        differences::NAME,
        differences::ABOUT
    );
    let _ = write!(
        text,
        "\nFigure of a calibration (takvin history calibrate), one for each arm:\n  {:<15} {}\n",
        POSTERIORS[0].1, ABOUT
    );
    text.push_str("\ndocs/figures.md explains how to read each of them, docs/loop.md those of the loop, docs/history.md those of history.");
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
    /// Draws the figures of run directories.
    ///
    /// # Errors
    /// As [`Plot::carry_out`].
    pub fn draw(&self, directories: &[PathBuf], quiet: bool) -> Result<Drawn> {
        let manifests = directories.iter().map(|directory| manifest(directory)).collect::<Result<Vec<_>>>()?;
        if let Some(manifest) = manifests.iter().flatten().find(|manifest| manifest.studied.is_some()) {
            return study::draw(self, directories, manifest);
        }
        if let Some((manifest, held)) =
            manifests.iter().flatten().find_map(|there| Some((there, there.history.as_ref()?)))
        {
            return history::draw(self, directories, manifest, &held.work);
        }
        let calibrated = manifests.iter().flatten().find_map(|m| Some((m, m.calibration.as_ref()?)));
        if let Some((manifest, calibrated)) = calibrated {
            return posterior::draw(self, directories, manifest, calibrated);
        }
        let mut drawn = match manifests.first() {
            Some(Some(manifest)) if manifest.comparison.is_some() => comparison::draw(self, directories, manifest)?,
            Some(Some(manifest)) if discovery::are_meant(self, manifest) => Drawn::default(),
            Some(Some(manifest)) if exploration::are_meant(self, manifest) => {
                exploration::draw(self, directories, manifest)?
            }
            Some(Some(manifest)) if sensitivity::are_meant(self, manifest) => {
                sensitivity::draw(self, directories, manifest)?
            }
            _ => runs::draw(self, directories, quiet)?,
        };
        if let [Some(manifest), rest @ ..] = &manifests[..]
            && (discovery::are_meant(self, manifest)
                || (self.figure.is_empty() && rest.is_empty() && discovery::are_there(manifest)))
        {
            discovery::draw(self, directories, manifest, &mut drawn)?;
        }
        Ok(drawn)
    }
}

/// The manifest of a directory of finished results.
pub(super) fn manifest(directory: &Path) -> Result<Option<Manifest>> {
    complete(directory)?;
    Ok(Manifest::find(directory, MANIFEST)?)
}
