//! The options of figures, and the files drawn by them.

use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueEnum};

use super::super::failure::user_error;
use super::super::whole::whole;
use crate::output::additions::write_beside;
use crate::plot::theme::{THEMES, Theme};
use crate::plot::{Ask, Drawing, Image, PlotError};

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub(super) enum ImageKind {
    #[default]
    Png,
    Svg,
}

/// Options of the figures.
#[derive(Clone, Debug, Default, Args)]
pub struct How {
    /// Figures to draw, separated by commas [default: all that the directory has the tables for].
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub(super) figure: Vec<String>,
    /// States to show, separated by commas; may be repeated [default: those that events affect, then the most
    /// powerful].
    #[arg(long, value_name = "NAMES")]
    pub(super) states: Vec<String>,
    /// Runs to use, separated by commas; figures of a single run show the first [default: all].
    #[arg(long, value_name = "NUMBERS", value_delimiter = ',', value_parser = whole::<u32>(0, 999_999))]
    pub(super) replicates: Vec<u32>,
    /// Rounds to show in figures of single rounds, separated by commas [default: four, from the first to the last].
    #[arg(long, value_name = "NUMBERS", value_delimiter = ',', value_parser = whole::<u32>(0, 1_000_000))]
    pub(super) rounds: Vec<u32>,
    /// Run directory of the baseline, for figures of comparison; run K is compared with run K.
    #[arg(long, value_name = "DIR")]
    pub(super) against: Option<PathBuf>,
    /// Outcome measure, a column of runs.csv, in figures of sweeps [default: the outcome of the sweep, or else
    /// governance_end].
    #[arg(long, value_name = "NAME")]
    pub(super) outcome: Option<String>,
    /// Parameters or other paths that vary, separated by commas, in figures of sweeps; may be repeated [default: those
    /// with the largest effects].
    #[arg(long, value_name = "PATHS")]
    pub(super) parameters: Vec<String>,
    /// File format.
    #[arg(long, value_name = "png|svg", default_value = "png", hide_possible_values = true)]
    pub(super) image: ImageKind,
    /// Size in pixels; the figure is fitted into it [default: 1800 wide, height as needed].
    #[arg(long, value_name = "WxH", value_parser = size)]
    pub(super) size: Option<(u32, u32)>,
    /// Colours.
    #[arg(long, value_name = "light|dark|print", default_value = "light", hide_possible_values = true, value_parser = theme())]
    pub(super) theme: &'static Theme,
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
    pub(super) abouts: Vec<&'static str>,
    /// Figures that were not drawn, and the reasons.
    pub(super) left_out: Vec<(String, String)>,
}

impl Drawn {
    pub(super) fn leave_out(&mut self, name: impl Into<String>, why: impl Into<String>) {
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

impl How {
    /// The default options, for these states.
    pub fn standard(states: Vec<String>) -> Self {
        Self { states, ..Self::default() }
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
    pub(super) fn write(
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
    pub(super) fn refuse_all_but(&self, used: &[&str], why: &str) -> Result<()> {
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
