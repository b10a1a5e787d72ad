//! `takvin history compare`: runs held against the record.

mod words;

use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::Args;

use super::options::Options;
use super::results;
use super::runs::{frame, scenario_of};
use crate::cli::failure::user_error;
use crate::cli::loading::warn;
use crate::history::held::Ensemble;
use crate::history::nulls::NO_CHANGE;
use crate::history::{Loaded, patterns, tables};
use crate::scenario::{self, Scenario};

/// The seed of the intervals of the record.
const SEED: u64 = 1;

/// Hold runs of a scenario against the record of history: regularities, and the political system state by state.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    takvin history compare --data DIR                            the regularities of the record alone\n  \
    takvin history compare cold-war --data DIR --nulls           a scenario, with the null models beside it\n  \
    takvin history compare output/cold-war --runs 100            the scenario of a directory of results\n\n\
    A state of the scenario is found in the data by its code, or else by its name. Intervals of the record are 95 % intervals by \
    resampling whole states or pairs; those of runs hold 95 % of the runs. A distance is the difference of the median run from the \
    record in standard errors of the record.")]
pub(super) struct Compare {
    /// Scenario files, names of shipped scenarios, or directories of results, whose scenarios are run again; without
    /// one the record is shown alone.
    #[arg(value_name = "RUN")]
    scenarios: Vec<PathBuf>,
    #[command(flatten)]
    options: Options,
}

impl Compare {
    /// Runs, measures and prints.
    ///
    /// # Errors
    /// Returns an error if the data or the scenario cannot be read, or the work was interrupted.
    pub(super) fn carry_out(self) -> Result<()> {
        let Options { data, out, print, .. } = &self.options;
        let loaded = data.load(*print)?;
        if self.scenarios.is_empty() {
            let record = patterns::measure(&loaded.panel, Some(SEED));
            let json = || results::json(&[("patterns", tables::record(&record))], &[]);
            return print.results(json, || words::record(&record));
        }
        if self.scenarios.len() > 1 && out.is_given() {
            return Err(user_error(
                "--out names one directory; omit it to compare several scenarios, or compare them one by one",
            ));
        }
        // All are read before the first is run, so that a wrong one is refused at once.
        let read = |path: &PathBuf| -> Result<(PathBuf, Scenario)> {
            let path = scenario_of(path)?;
            let scenario = scenario::load(&path, &[])?;
            Ok((path, scenario))
        };
        let scenarios = self.scenarios.iter().map(read).collect::<Result<Vec<_>>>()?;
        scenarios.iter().try_for_each(|(path, scenario)| self.compare(path, scenario, &loaded))
    }

    /// Runs one scenario, measures, writes and prints.
    fn compare(&self, path: &Path, scenario: &Scenario, loaded: &Loaded) -> Result<()> {
        let Options { runs: options, out, threads, print, .. } = &self.options;
        warn(scenario);
        let frame = frame(loaded, scenario, *print)?;
        let runs = options.number(scenario);
        let mut names = options.names();
        names.extend(options.nulls.then(|| NO_CHANGE.to_owned()));
        let results = out.claim(("compared", &tables::COMPARED), (scenario, runs), names, loaded)?;
        let mut arms = options.arms(path, scenario, &frame, *threads, *print)?;
        if options.nulls {
            let unchanged = Ensemble::no_change(&frame, &arms[0]);
            arms.push(unchanged);
        }
        let record = patterns::measure(&frame.record, Some(SEED));
        let tables = vec![
            ("patterns", tables::patterns(&record, &arms)),
            ("systems", tables::systems(&frame, &arms)),
            ("courses", tables::courses(&frame, &arms)),
            ("causes", tables::causes(&frame, &arms)),
        ];
        let files = results.finish(scenario, &tables)?;
        let text = || words::page(&record, &frame, &arms) + "\n" + &results::listed(&files);
        print.results(|| results::json(&tables, &files), text)
    }
}
