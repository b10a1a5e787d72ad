//! The runs that are held against the record: options and their carrying out.

use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::Args;

use crate::cli::failure::user_error;
use crate::cli::options::{Printing, Threads};
use crate::cli::progress::bar;
use crate::cli::signals::{self, CANCEL};
use crate::cli::whole::whole;
use crate::history::held::Ensemble;
use crate::history::nulls::NULLS;
use crate::history::{Frame, Loaded, states_of};
use crate::output::{RunReader, SCENARIO, unfinished};
use crate::scenario::{self, Scenario};
use crate::studies::chronicles::How;

/// The name of the runs that are not those of a null model.
const MODEL: &str = "model";

/// How many runs, and whether of the null models too.
#[derive(Clone, Copy, Debug, Args)]
pub(super) struct Runs {
    /// Number of runs [default: that of the scenario].
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = whole::<u32>(1, 1_000_000))]
    runs: Option<u32>,
    /// Show the null models beside the model: either arrow of the loop cut, both, diffusion and development alone, no
    /// removals of rulers.
    #[arg(long)]
    pub nulls: bool,
}

impl Runs {
    /// The number of runs.
    pub(super) fn number(self, scenario: &Scenario) -> u32 {
        self.runs.unwrap_or(scenario.run.replicates)
    }

    /// The names of the model and the null models that are run.
    pub(super) fn names(self) -> Vec<String> {
        let nulls = NULLS.iter().filter(|_| self.nulls).map(|null| null.name);
        std::iter::once(MODEL).chain(nulls).map(str::to_owned).collect()
    }

    /// The model, and the null models if they are asked for.
    ///
    /// # Errors
    /// Returns an error if a scenario is not valid, or the work was interrupted.
    pub(super) fn arms(
        self,
        path: &Path,
        scenario: &Scenario,
        frame: &Frame,
        threads: Threads,
        print: Printing,
    ) -> Result<Vec<Ensemble>> {
        signals::stop_in_order()?;
        let runs = self.number(scenario);
        let mut scenarios = vec![(MODEL, scenario.clone())];
        for null in NULLS.iter().filter(|_| self.nulls) {
            scenarios.push((null.name, scenario::load(path, &null.overrides())?));
        }
        let bar = bar(u64::from(runs) * scenarios.len() as u64, "runs", print.quiet);
        let how = How { runs, threads: threads.number, cancel: &CANCEL };
        let mut arms = Vec::new();
        for (name, scenario) in &scenarios {
            bar.set_message(*name);
            arms.push(Ensemble::run(name, scenario, frame, how, || bar.inc(1))?);
        }
        bar.end();
        Ok(arms)
    }
}

/// The scenario of a calibration with the means of its posterior.
const POSTERIOR: &str = "posterior.toml";

/// The scenario: of a calibration, that of its posterior; of other results, the one that they hold.
///
/// # Errors
/// Returns an error if the results are not finished.
pub(super) fn scenario_of(path: &Path) -> Result<PathBuf> {
    let inside = |name: &str| Some(path.join(name)).filter(|path| path.is_file());
    if !path.is_dir() {
        return Ok(path.to_owned());
    }
    unfinished::complete(path)?;
    if let Some(scenario) = inside(POSTERIOR).or_else(|| inside(SCENARIO)) {
        return Ok(scenario);
    }
    if unfinished::manifest(path)?.is_some() {
        RunReader::open(path)?;
    }
    Ok(path.to_owned())
}

/// The rows of the record that a scenario is held against.
///
/// # Errors
/// Returns an error if the data do not have its states or years.
pub(super) fn frame(loaded: &Loaded, scenario: &Scenario, print: Printing) -> Result<Frame> {
    let last = scenario.run.year_of(scenario.run.rounds).floor() as i32;
    let first = scenario.run.start_year.floor() as i32;
    frame_of_years(loaded, scenario, first..=last, print)
}

/// The same in some years.
///
/// # Errors
/// As [`frame`].
pub(super) fn frame_of_years(
    loaded: &Loaded,
    scenario: &Scenario,
    years: RangeInclusive<i32>,
    print: Printing,
) -> Result<Frame> {
    let panel = &loaded.panel;
    let names = &scenario.setup.names;
    let states = states_of(panel, scenario);
    for ((name, code), state) in names.iter().zip(&scenario.codes).zip(&states) {
        if let (Some(code), Some(by_name), Some(by_code)) = (code, panel.state(name), state)
            && by_name != *by_code
        {
            let there = &panel.names[*by_code as usize];
            print.note(format_args!(
                "note: {name} has the code {code}, which is that of {there} in the data; the code counts"
            ));
        }
    }
    let missing: Vec<&str> =
        names.iter().zip(&states).filter(|(_, state)| state.is_none()).map(|(name, _)| name.as_str()).collect();
    if missing.len() == names.len() {
        return Err(user_error(format!(
            "the data do not have any state of {}: give its states the codes of the data (`code`), or their names",
            scenario.name
        )));
    }
    if !missing.is_empty() {
        print.note(format_args!("note: the data do not have {}", missing.join(", ")));
    }
    let (first, last) = (*years.start(), *years.end());
    let frame = Frame::new(panel, &states, years);
    match panel.years() {
        Some((from, until)) if frame.record.states.is_empty() => Err(user_error(format!(
            "the scenario runs from {first} to {last}; the data have the years {from} to {until}\n  \
             write the year of round 0 below [run] of the scenario, as in start_year = {from}"
        ))),
        _ => Ok(frame),
    }
}
