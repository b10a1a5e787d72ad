//! Figures of run directories and sweeps.

use std::path::{Path, PathBuf};

use anyhow::Result;

use super::how::{Drawn, How};
use crate::cli::failure::user_error;
use crate::cli::names::named;
use crate::cli::print;
use crate::cli::progress::bar;
use crate::output::{OutputError, RunReader};
use crate::plot::data::{Data, Wanted};
use crate::plot::sweep::{Sweep, outcome_named};
use crate::plot::{Draw, Drawing, FIGURES, Figure, NO_BASELINE, Needs, PlotError, Subject, figure};
use crate::scenario::sweep::OUTCOME;

/// Draws the figures of run directories, or of sweeps.
pub(super) fn draw(how: &How, directories: &[PathBuf], quiet: bool) -> Result<Drawn> {
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
    let swept = reader.manifest.sweep.as_ref();
    if swept.is_some() {
        let why = "the figures of a sweep show all its runs by axis; use this option with figures of a run directory";
        how.refuse_all_but(&["--outcome", "--parameters"], why)?;
    }
    let of_sweep = swept.map(|swept| swept.outcome.as_str());
    let outcome = outcome_named(reader, how.outcome.as_deref().or(of_sweep).unwrap_or(OUTCOME))?;
    let sweep = Sweep::read(&readers, outcome)?;
    let baseline = how.against.as_deref().map(open).transpose()?;
    if let Some(baseline) = baseline.as_ref().filter(|baseline| baseline.manifest.sweep.is_some()) {
        let shown = baseline.path().display();
        return Err(user_error(format!(
            "--against {shown}: this is a sweep; give the directory of one run to compare with"
        )));
    }
    let mut drawn = Drawn::default();
    let chosen = if how.figure.is_empty() {
        possible(reader, baseline.is_some(), sweep.varied.len(), &mut drawn)
    } else {
        let named = |name: &String| {
            let figure = figure(name)?;
            match lacks(figure, reader, baseline.is_some()) {
                Some(lacks) => Err(PlotError::Lacks { figure: figure.name, lacks: lacks.to_owned() }),
                None => Ok(figure),
            }
        };
        how.figure.iter().map(named).collect::<Result<_, _>>()?
    };
    let wanted = wanted(how, &chosen);
    let bar = bar(chosen.len() as u64, "figures", quiet);
    bar.set_message("reading tables");
    let data = if swept.is_some() { None } else { Some(Data::read(reader, &wanted)?) };
    let baseline = baseline.map(|reader| Data::read(&reader, &wanted)).transpose()?;
    let mut ask = how.ask();
    ask.parameters = named(&how.parameters, |name| sweep.varied.iter().any(|varied| varied.is_named(name)));
    if let Some(data) = &data {
        ask.states = named(&how.states, |name| data.state(name).is_some());
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
    for figure in chosen {
        bar.set_message(figure.name);
        match draw(figure) {
            // The user did not ask for this figure.
            Err(PlotError::Lacks { figure, lacks }) if how.figure.is_empty() => drawn.leave_out(figure, lacks),
            drawing => {
                how.write(&drawing?, (figure.name, figure.about), directory, &mut drawn)?;
                bar.inc(1);
            }
        }
    }
    bar.end();
    Ok(drawn)
}

/// The figures whose tables the directory has. The others are left out.
fn possible(reader: &RunReader, baseline: bool, varied: usize, drawn: &mut Drawn) -> Vec<&'static Figure> {
    let mut kept = Vec::new();
    let mut of_runs = Vec::new();
    for figure in FIGURES {
        let too_few = figure.needs == Needs::Sweep && varied < 1 + usize::from(figure.name == "heatmap");
        match lacks(figure, reader, baseline) {
            Some(_) if is_of_runs(figure) && reader.manifest.sweep.is_some() => of_runs.push(figure.name),
            Some(lacks) => drawn.leave_out(figure.name, lacks),
            None if too_few => drawn.leave_out(
                figure.name,
                "the runs have too few axes that vary: give a sweep with more axes, or several run directories that differ in their \
                 parameters",
            ),
            None => kept.push(figure),
        }
    }
    if !of_runs.is_empty() {
        drawn.leave_out(of_runs.join(", "), of_single_runs(reader));
    }
    kept
}

/// The reason why the directory cannot have a figure.
fn lacks(figure: &Figure, reader: &RunReader, baseline: bool) -> Option<&'static str> {
    match figure.needs {
        _ if is_of_runs(figure) && reader.manifest.sweep.is_some() => Some(of_single_runs(reader)),
        Needs::Pairs if !reader.has("pairs") => {
            Some("pairs.csv does not exist: run with --pairs, or --pairs=1 for the first run alone")
        }
        Needs::Events if !reader.has("events") => Some("events.csv does not exist: run with record.events = true"),
        Needs::Baseline if !baseline => Some(NO_BASELINE),
        _ => None,
    }
}

fn is_of_runs(figure: &Figure) -> bool {
    matches!(figure.draw, Draw::Runs(_))
}

/// The reason why a figure of single runs is not drawn for a sweep.
fn of_single_runs(reader: &RunReader) -> &'static str {
    if reader.has("states") || reader.has("world") {
        "only outcomes of a sweep are drawn: run a point of it with takvin run and --set, and plot that run"
    } else {
        "the sweep does not have trajectories: run a point of it with takvin run and --set, and plot that run"
    }
}

/// The columns and tables that the figures need.
fn wanted(how: &How, figures: &[&'static Figure]) -> Wanted<'static> {
    let pairs = figures.iter().any(|figure| figure.needs == Needs::Pairs);
    let mut wanted = Wanted { runs: how.replicates.clone(), pairs, ..Wanted::default() };
    wanted.add(figures.iter().flat_map(|figure| figure.columns).copied());
    wanted
}

/// Opens a directory of runs or of a sweep, finished or not.
pub(in crate::cli) fn open(directory: &Path) -> Result<RunReader> {
    Ok(RunReader::open_as_it_is(directory)?)
}
