//! `takvin plot`: figures from a run directory or a sweep.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::{Args, ValueEnum};

use super::failure::user_error;
use super::names::named;
use super::print;
use super::progress::bar;
use super::whole::whole;
use super::{compare_plot, loop_plot};
use crate::output::additions::write_beside;
use crate::output::{Manifest, OutputError, RunReader};
use crate::plot::data::{Data, Wanted};
use crate::plot::sweep::{Sweep, outcome_named};
use crate::plot::the_loop::LOOP_FIGURES;
use crate::plot::theme::{THEMES, Theme};
use crate::plot::{self, Ask, Draw, Drawing, FIGURES, Figure, Image, Needs, PlotError, Subject, differences};
use crate::record::summary::Outcome;
use crate::scenario::sweep::OUTCOME;

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

/// A figure that was not drawn, and the reason.
type LeftOut = (String, String);

/// Options of the figures.
#[derive(Clone, Debug, Args)]
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
    #[arg(long, value_name = "light|dark|print", default_value = "light", hide_possible_values = true)]
    theme: ThemeName,
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

fn size(text: &str) -> Result<(u32, u32), String> {
    let wrong = || "write width and height in pixels, as in 1600x1200, each from 200 to 20000".to_owned();
    let (width, height) = text.split_once(['x', '×']).ok_or_else(wrong)?;
    let side = |text: &str| text.trim().parse().ok().filter(|side| (200..=20_000).contains(side)).ok_or_else(wrong);
    Ok((side(width)?, side(height)?))
}

/// The results of the command.
pub struct Drawn {
    /// The files.
    pub files: Vec<PathBuf>,
    left_out: Vec<LeftOut>,
}

impl std::fmt::Display for Drawn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for file in &self.files {
            let known = FIGURES.iter().map(|figure| (figure.name, figure.about));
            let known = known.chain(LOOP_FIGURES.iter().map(|figure| (figure.name, figure.about)));
            let mut known = known.chain([(differences::NAME, differences::ABOUT)]);
            let about = known.find(|(name, _)| file.file_stem().is_some_and(|stem| stem == *name));
            writeln!(f, "{}  {}", file.display(), about.map_or("", |(_, about)| about))?;
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

impl How {
    /// Draws the figures of run directories.
    ///
    /// # Errors
    /// As [`Plot::carry_out`].
    pub fn draw(&self, directories: &[PathBuf], quiet: bool) -> Result<Drawn> {
        if let Some(manifest) = loop_plot::manifest(directories)? {
            return self.draw_loop(directories, &manifest);
        }
        if let Some(manifest) = compare_plot::manifest(directories)? {
            return self.draw_comparison(directories, &manifest);
        }
        let readers = directories.iter().map(|directory| open(directory)).collect::<Result<Vec<_>>>()?;
        for reader in &readers {
            if let Some(done) = reader.is_unfinished().filter(|_| !quiet) {
                print::aside(format_args!(
                    "{} is unfinished ({done}); figures show the saved part.",
                    reader.path().display()
                ));
            }
        }
        for reader in readers.iter().filter(|reader| !reader.scenario_is_its_own()) {
            print::aside(format_args!(
                "warning: {} was modified after it was written; figures use it for titles only",
                reader.scenario().display()
            ));
        }
        let (Some(directory), Some(reader)) = (directories.first(), readers.first()) else {
            return Err(user_error("give a run directory"));
        };
        let figures = directory.join("figures");
        if figures.is_file() {
            return Err(OutputError::NotADirectory(figures).into());
        }
        let is_sweep = reader.manifest.sweep.is_some();
        if is_sweep {
            self.suits_sweeps()?;
        }
        let sweep = Sweep::read(&readers, self.outcome_of(reader)?)?;
        let baseline = self.against.as_deref().map(open).transpose()?;
        if let Some(baseline) = baseline.as_ref().filter(|baseline| baseline.manifest.sweep.is_some()) {
            let shown = baseline.path().display();
            return Err(user_error(format!(
                "--against {shown}: this is a sweep; give the directory of one run to compare with"
            )));
        }
        let chosen: Vec<&Figure> = if self.figure.is_empty() {
            FIGURES.iter().collect()
        } else {
            self.figure.iter().map(|name| plot::figure(name)).collect::<Result<_, _>>()?
        };
        let (chosen, left_out) = self.possible(chosen, reader, (baseline.is_some(), sweep.varied.len()))?;
        let wanted = self.wanted(&chosen);
        let bar = bar(chosen.len() as u64, "figures", quiet);
        bar.set_message("reading tables");
        let data = if is_sweep { None } else { Some(Data::read(reader, &wanted)?) };
        let baseline = baseline.map(|reader| Data::read(&reader, &wanted)).transpose()?;
        let mut ask = self.ask();
        ask.parameters = named(&self.parameters, |name| sweep.varied.iter().any(|varied| varied.is_named(name)));
        if let Some(data) = &data {
            ask.states = named(&self.states, |name| data.state(name).is_some());
            // Misspelt names are reported before anything is written.
            data.named(&ask.states)?;
            ask.rounds(data, 1)?;
        }
        let draw = |figure: &Figure| -> Result<Drawing, PlotError> {
            match (figure.draw, &data) {
                (Draw::Sweep(draw), _) => draw(&sweep, &ask),
                (Draw::Runs(draw), Some(data)) => draw(&Subject { data, baseline: baseline.as_ref() }, &ask),
                (Draw::Runs(_), None) => {
                    Err(PlotError::Lacks { figure: figure.name, lacks: of_single_runs(reader).to_owned() })
                }
            }
        };
        let mut drawn = Drawn { files: Vec::new(), left_out };
        for figure in chosen {
            bar.set_message(figure.name);
            let drawing = match draw(figure) {
                // The user did not ask for this figure.
                Err(PlotError::Lacks { figure, lacks }) if self.figure.is_empty() => {
                    drawn.left_out.push((figure.to_owned(), lacks));
                    continue;
                }
                drawing => drawing?,
            };
            drawn.files.push(self.write(&drawing, figure.name, directory)?);
            bar.inc(1);
        }
        bar.end();
        Ok(drawn)
    }

    /// Writes a drawing in the requested format. Returns the path.
    fn write(&self, drawing: &Drawing, name: &'static str, results: &Path) -> Result<PathBuf> {
        let size = self.size.unwrap_or_else(|| drawing.natural_size());
        let (image, bytes) = match self.image {
            ImageKind::Svg => (Image::Svg, drawing.to_svg(size, true).into_bytes()),
            ImageKind::Png => {
                let bytes = drawing.to_png(size, self.ask().theme.paper);
                (Image::Png, bytes.map_err(|problem| PlotError::Drawing { figure: name, problem })?)
            }
        };
        let path = results.join("figures").join(format!("{name}.{}", image.ending()));
        write_beside(results, &path, &bytes)?;
        Ok(path)
    }

    /// Draws the figures of a study of the loop.
    fn draw_loop(&self, directories: &[PathBuf], manifest: &Manifest) -> Result<Drawn> {
        let [directory] = directories else {
            return Err(user_error("a study of the loop is drawn alone: give only its directory"));
        };
        let given = [
            ("--states", !self.states.is_empty()),
            ("--rounds", !self.rounds.is_empty()),
            ("--replicates", !self.replicates.is_empty()),
            ("--against", self.against.is_some()),
            ("--outcome", self.outcome.is_some()),
            ("--parameters", !self.parameters.is_empty()),
        ];
        refuse_given(&given, "the figures of a study of the loop show all of it; omit this option")?;
        let tables = loop_plot::read(directory, manifest)?;
        let mut drawn = Drawn { files: Vec::new(), left_out: Vec::new() };
        for figure in loop_plot::chosen(&self.figure)? {
            if self.figure.is_empty() && tables.get(figure.table).is_none() {
                drawn.left_out.push((figure.name.to_owned(), "its part was not carried out".to_owned()));
                continue;
            }
            let drawing = (figure.draw)(&tables, &self.ask())?;
            drawn.files.push(self.write(&drawing, figure.name, directory)?);
        }
        Ok(drawn)
    }

    /// Draws the figure of a comparison.
    fn draw_comparison(&self, directories: &[PathBuf], manifest: &Manifest) -> Result<Drawn> {
        let [directory] = directories else {
            return Err(user_error("a comparison is drawn alone: give only its directory"));
        };
        let given = [
            ("--rounds", !self.rounds.is_empty()),
            ("--replicates", !self.replicates.is_empty()),
            ("--against", self.against.is_some()),
            ("--outcome", self.outcome.is_some()),
            ("--parameters", !self.parameters.is_empty()),
        ];
        refuse_given(&given, "the figure of a comparison shows all of it; omit this option")?;
        if let Some(name) = self.figure.iter().find(|name| *name != differences::NAME) {
            return Err(user_error(format!(
                "a comparison does not have the figure `{name}`\n  its figure is {}",
                differences::NAME
            )));
        }
        let compared = compare_plot::read(directory, manifest)?;
        let drawing = differences::draw(&compared, &self.ask())?;
        let file = self.write(&drawing, differences::NAME, directory)?;
        Ok(Drawn { files: vec![file], left_out: Vec::new() })
    }

    /// Refuses options that the figures of a sweep do not use.
    fn suits_sweeps(&self) -> Result<()> {
        let given = [
            ("--states", !self.states.is_empty()),
            ("--rounds", !self.rounds.is_empty()),
            ("--replicates", !self.replicates.is_empty()),
            ("--against", self.against.is_some()),
        ];
        let why = "the figures of a sweep show all its runs by axis; use this option with figures of a run directory";
        refuse_given(&given, why)
    }

    /// The outcome measure of the figures of sweeps: the requested one, or else that of the sweep.
    fn outcome_of(&self, reader: &RunReader) -> Result<&'static Outcome> {
        let of_sweep = reader.manifest.sweep.as_ref().map(|swept| swept.outcome.as_str());
        let name = self.outcome.as_deref().or(of_sweep).unwrap_or(OUTCOME);
        Ok(outcome_named(name)?)
    }

    /// The columns and tables that the figures need.
    fn wanted(&self, figures: &[&'static Figure]) -> Wanted<'static> {
        let mut wanted = Wanted { runs: self.replicates.clone(), ..Wanted::default() };
        for figure in figures {
            for column in figure.columns {
                if !wanted.columns.contains(column) {
                    wanted.columns.push(column);
                }
            }
            wanted.pairs |= figure.needs == Needs::Pairs;
        }
        wanted
    }

    /// The default options.
    pub fn standard(states: Vec<String>) -> Self {
        Self {
            figure: Vec::new(),
            states,
            replicates: Vec::new(),
            rounds: Vec::new(),
            against: None,
            outcome: None,
            parameters: Vec::new(),
            image: ImageKind::Png,
            size: None,
            theme: ThemeName::Light,
        }
    }

    /// The requested options of the figures.
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
            parameters: self.parameters.clone(),
        }
    }

    /// The figures whose tables the directory has. A named figure must be among them; others are left out.
    fn possible(
        &self,
        figures: Vec<&'static Figure>,
        reader: &RunReader,
        (baseline, varies): (bool, usize),
    ) -> Result<(Vec<&'static Figure>, Vec<LeftOut>)> {
        let mut left_out = Vec::new();
        let mut kept = Vec::new();
        let mut of_runs = Vec::new();
        for figure in figures {
            let is_of_runs = matches!(figure.draw, Draw::Runs(_));
            if is_of_runs && reader.manifest.sweep.is_some() && self.figure.is_empty() {
                of_runs.push(figure.name);
                continue;
            }
            let lacks = match figure.needs {
                _ if is_of_runs && reader.manifest.sweep.is_some() => of_single_runs(reader),
                Needs::Pairs if !reader.has("pairs") => {
                    "pairs.csv does not exist: run with --pairs, or --pairs=1 for the first run alone"
                }
                Needs::Events if !reader.has("events") => "events.csv does not exist: run with record.events = true",
                Needs::Sweep if varies < 1 + usize::from(figure.name == "heatmap") && self.figure.is_empty() => {
                    "the runs have too few axes that vary: give a sweep with more axes, or several run directories that differ in \
                     their parameters"
                }
                Needs::Baseline if !baseline => "it compares two directories: give the baseline with --against DIR",
                _ => {
                    kept.push(figure);
                    continue;
                }
            };
            if !self.figure.is_empty() {
                return Err(PlotError::Lacks { figure: figure.name, lacks: lacks.to_owned() }.into());
            }
            left_out.push((figure.name.to_owned(), lacks.to_owned()));
        }
        if !of_runs.is_empty() {
            left_out.push((of_runs.join(", "), of_single_runs(reader).to_owned()));
        }
        Ok((kept, left_out))
    }
}

/// The reason why a figure of single runs is not drawn for a sweep.
fn of_single_runs(reader: &RunReader) -> &'static str {
    if reader.has("states") {
        "only outcomes of a sweep are drawn: run a point of it with takvin run and --set, and plot that run"
    } else {
        "the sweep does not have trajectories: run a point of it with takvin run and --set, and plot that run"
    }
}

/// Refuses the first given option that would have no effect.
fn refuse_given(options: &[(&str, bool)], why: &str) -> Result<()> {
    match options.iter().find(|(_, given)| *given) {
        None => Ok(()),
        Some((option, _)) => Err(user_error(format!("{option}: {why}"))),
    }
}

/// Opens a directory of runs or of a sweep, finished or not.
pub(super) fn open(directory: &Path) -> Result<RunReader> {
    Ok(RunReader::open_as_it_is(directory)?)
}
