//! `takvin plot`: figures from a run directory.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::{Args, ValueEnum};

use super::failure::wrong_use;
use super::print;
use super::whole::whole;
use crate::output::{MANIFEST, OutputError, RunReader, write_whole};
use crate::plot::data::{Data, Wanted};
use crate::plot::sweep::{self, Sweep};
use crate::plot::theme::{THEMES, Theme};
use crate::plot::{self, Ask, FIGURES, Figure, Image, Needs, PlotError, Subject};

#[derive(Clone, Copy, Debug, ValueEnum)]
enum ImageKind {
    Png,
    Svg,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum ThemeName {
    Light,
    Dark,
    Print,
}

/// Draw figures from the tables of a run directory.
#[derive(Debug, Args)]
#[command(after_help = after_help())]
pub struct Plot {
    /// The run directory; figures go to figures/ in it. Of several, whose parameters differ, the runs are taken together
    /// in the figures of sweeps; the others show the first.
    #[arg(value_name = "DIR", required = true)]
    directories: Vec<PathBuf>,
    #[command(flatten)]
    how: How,
}

/// A figure that is not drawn, and why.
type LeftOut = (&'static str, String);

/// How figures are to be drawn.
#[derive(Clone, Debug, Args)]
pub struct How {
    /// Figures to draw, separated by commas [default: all that the directory has the tables for].
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    figure: Vec<String>,
    /// States to show, separated by commas [default: those that events befall, then the most powerful].
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    states: Vec<String>,
    /// Runs to take in, separated by commas; the first is the one shown where a figure shows a single run [default: all].
    #[arg(long, value_name = "NUMBERS", value_delimiter = ',', value_parser = whole::<u32>(0, 999_999))]
    replicates: Vec<u32>,
    /// Rounds to show in figures of single rounds, separated by commas [default: four, from the first to the last].
    #[arg(long, value_name = "NUMBERS", value_delimiter = ',', value_parser = whole::<u32>(0, 1_000_000))]
    rounds: Vec<u32>,
    /// Run directory of the baseline, for the figures that compare; run K is compared with run K.
    #[arg(long, value_name = "DIR")]
    against: Option<PathBuf>,
    /// Outcome measure, a column of runs.csv, in the figures of sweeps.
    #[arg(long, value_name = "NAME", default_value = "governance_end")]
    outcome: String,
    /// Parameters, separated by commas, in the figures of sweeps [default: those that vary].
    #[arg(long, value_name = "PATHS", value_delimiter = ',')]
    parameters: Vec<String>,
    /// Kind of files.
    #[arg(long, value_name = "png|svg", default_value = "png", hide_possible_values = true)]
    image: ImageKind,
    /// Size in pixels; the figure is fitted into it [default: 1800 wide, as high as it needs].
    #[arg(long, value_name = "WxH", value_parser = size)]
    size: Option<(u32, u32)>,
    /// Colours.
    #[arg(long, value_name = "light|dark|print", default_value = "light", hide_possible_values = true)]
    theme: ThemeName,
}

fn after_help() -> String {
    let mut text = String::from(
        "Examples:\n  takvin plot output/cold-war\n  takvin plot output/cold-war --figure drift,network --states USA,USSR --image svg\n  \
         takvin plot output/opening --figure comparison --against output/opening-baseline\n  \
         takvin plot output/sweep-* --figure tornado,heatmap --outcome war_rate\n\nFigures:\n",
    );
    for figure in FIGURES {
        let _ = writeln!(text, "  {:<12} {}{}", figure.name, figure.about, needs(figure));
    }
    text.push_str("\nHow to read each of them: docs/figures.md.");
    text
}

/// What a figure cannot be drawn without, in brackets.
fn needs(figure: &Figure) -> &'static str {
    match figure.needs {
        Needs::States | Needs::Events => "",
        Needs::Pairs => " (--pairs)",
        Needs::Baseline => " (--against)",
        Needs::Sweep => " (several DIR)",
    }
}

/// The list of figures, as the page on them has it.
pub fn markdown() -> String {
    let mut text = String::from("| Figure | shows | needs |\n|---|---|---|\n");
    for figure in FIGURES {
        let needs = match figure.needs {
            Needs::States => "states.csv",
            Needs::Events => "events.csv",
            Needs::Pairs => "pairs.csv: a run with `--pairs`, or `--pairs=1` for the first run alone",
            Needs::Baseline => "a baseline: `--against DIR`",
            Needs::Sweep => "several run directories that differ in parameters",
        };
        let _ = writeln!(text, "| [{0}](#{0}) | {1} | {needs} |", figure.name, figure.about);
    }
    text
}

fn size(text: &str) -> Result<(u32, u32), String> {
    let wrong = || "write width and height in pixels, as in 1600x1200, each from 200 to 20000".to_owned();
    let (width, height) = text.split_once(['x', '×']).ok_or_else(wrong)?;
    let side = |text: &str| text.trim().parse().ok().filter(|side| (200..=20_000).contains(side)).ok_or_else(wrong);
    Ok((side(width)?, side(height)?))
}

/// What was drawn.
pub struct Drawn {
    /// The files.
    pub files: Vec<PathBuf>,
    left_out: Vec<LeftOut>,
}

impl std::fmt::Display for Drawn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for file in &self.files {
            let about = FIGURES.iter().find(|figure| file.file_stem().is_some_and(|stem| stem == figure.name));
            writeln!(f, "{}  {}", file.display(), about.map_or("", |figure| figure.about))?;
        }
        for (name, why) in &self.left_out {
            writeln!(f, "not drawn: {name}, {why}")?;
        }
        Ok(())
    }
}

impl Plot {
    /// Draws them.
    ///
    /// # Errors
    /// The directory is no run, a name is unknown, a table is missing or damaged, or a file cannot be written.
    pub fn carry_out(self) -> Result<()> {
        let drawn = self.how.draw(&self.directories)?;
        print::text(&drawn.to_string())
    }
}

impl How {
    /// Draws the figures of run directories.
    ///
    /// # Errors
    /// As [`Plot::carry_out`].
    pub fn draw(&self, directories: &[PathBuf]) -> Result<Drawn> {
        let readers = directories.iter().map(|directory| open(directory)).collect::<Result<Vec<_>>>()?;
        let (Some(directory), Some(reader)) = (directories.first(), readers.first()) else {
            return Err(wrong_use("give a run directory"));
        };
        let figures = directory.join("figures");
        if figures.is_file() {
            return Err(OutputError::NotADirectory(figures).into());
        }
        let tables = readers.iter().map(|reader| reader.table("runs")).collect::<Result<Vec<_>, _>>()?;
        let sweep = Sweep::of(tables.iter());
        let baseline = self.against.as_deref().map(open).transpose()?;
        let chosen: Vec<&Figure> = if self.figure.is_empty() {
            FIGURES.iter().collect()
        } else {
            self.figure.iter().map(|name| plot::figure(name)).collect::<Result<_, _>>()?
        };
        let (chosen, left_out) = self.possible(chosen, reader, (baseline.is_some(), sweep.names.len()))?;
        let mut wanted = Wanted { runs: self.replicates.clone(), ..Wanted::default() };
        for figure in &chosen {
            wanted
                .columns
                .extend(figure.columns.iter().filter(|column| !wanted.columns.contains(column)).collect::<Vec<_>>());
            wanted.pairs |= figure.needs == Needs::Pairs;
        }
        let data = Data::read(reader, &wanted)?;
        let baseline = baseline.map(|reader| Data::read(&reader, &wanted)).transpose()?;
        let subject = Subject { data: &data, baseline: baseline.as_ref(), sweep: &sweep };
        let ask = self.ask();
        // What is misspelt is told before anything is written.
        data.named(&ask.states)?;
        ask.rounds(&data, 1)?;
        sweep::outcome_named(&ask.outcome)?;
        let mut drawn = Drawn { files: Vec::new(), left_out };
        for figure in chosen {
            let drawing = match (figure.draw)(&subject, &ask) {
                // Nobody asked for this one.
                Err(PlotError::Lacks { figure, lacks }) if self.figure.is_empty() => {
                    drawn.left_out.push((figure, lacks));
                    continue;
                }
                drawing => drawing?,
            };
            let size = self.size.unwrap_or_else(|| drawing.natural_size());
            let (image, bytes) = match self.image {
                ImageKind::Svg => (Image::Svg, drawing.to_svg(size, true).into_bytes()),
                ImageKind::Png => {
                    let bytes = drawing.to_png(size, ask.theme.paper);
                    (Image::Png, bytes.map_err(|problem| PlotError::Drawing { figure: figure.name, problem })?)
                }
            };
            let path = figures.join(format!("{}.{}", figure.name, image.ending()));
            write_whole(&path, &bytes)?;
            drawn.files.push(path);
        }
        Ok(drawn)
    }

    /// As they are drawn where nothing is said.
    pub fn standard(states: Vec<String>) -> Self {
        Self {
            figure: Vec::new(),
            states,
            replicates: Vec::new(),
            rounds: Vec::new(),
            against: None,
            outcome: "governance_end".to_owned(),
            parameters: Vec::new(),
            image: ImageKind::Png,
            size: None,
            theme: ThemeName::Light,
        }
    }

    /// What the figures are asked for.
    pub fn ask(&self) -> Ask {
        let theme: &Theme = match self.theme {
            ThemeName::Light => &THEMES[0],
            ThemeName::Dark => &THEMES[1],
            ThemeName::Print => &THEMES[2],
        };
        let aspect = self.size.map(|(width, height)| f64::from(height) / f64::from(width));
        Ask {
            theme,
            aspect,
            states: self.states.clone(),
            rounds: self.rounds.clone(),
            outcome: self.outcome.clone(),
            parameters: self.parameters.clone(),
        }
    }

    /// The figures that the directory has the tables for. One that was named must be among them; others are left out.
    fn possible(
        &self,
        figures: Vec<&'static Figure>,
        reader: &RunReader,
        (baseline, varies): (bool, usize),
    ) -> Result<(Vec<&'static Figure>, Vec<LeftOut>)> {
        let mut left_out = Vec::new();
        let mut kept = Vec::new();
        for figure in figures {
            let lacks = match figure.needs {
                Needs::Pairs if !reader.has("pairs") => {
                    "there is no pairs.csv: run with --pairs, or --pairs=1 for the first run alone"
                }
                Needs::Events if !reader.has("events") => "there is no events.csv: run with record.events = true",
                Needs::Sweep if varies < 1 + usize::from(figure.name == "heatmap") && self.figure.is_empty() => {
                    "too few parameters vary among the runs: give several run directories that differ in them"
                }
                Needs::Baseline if !baseline => "it compares with a baseline: give one with --against DIR",
                _ => {
                    kept.push(figure);
                    continue;
                }
            };
            if !self.figure.is_empty() {
                return Err(PlotError::Lacks { figure: figure.name, lacks: lacks.to_owned() }.into());
            }
            left_out.push((figure.name, lacks.to_owned()));
        }
        Ok((kept, left_out))
    }
}

/// Opens a run directory.
pub(super) fn open(directory: &Path) -> Result<RunReader> {
    if !directory.join(MANIFEST).exists() {
        let shown = directory.display();
        return Err(wrong_use(format!("{shown}: no run directory (it has no {MANIFEST}); make one with takvin run")));
    }
    Ok(RunReader::open(directory)?)
}
