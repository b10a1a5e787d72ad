//! `takvin explore reach`: which combinations of outcomes the model can produce, and from which points.

use anyhow::Result;
use clap::Args;

use super::common::{Begun, Common};
use super::reach_words::Report;
use super::waves;
use crate::analysis::exploration::patterns::Scale;
use crate::cli::failure::user_error;
use crate::cli::signals::{self, CANCEL};
use crate::cli::sweep::words::{EstimateJson, estimate};
use crate::cli::whole::whole;
use crate::output::additions::add_to_run;
use crate::output::{csv_tables, table_file, write_whole};
use crate::studies::explore::reach::ReachSearch;
use crate::studies::explore::tables;
use crate::studies::sweep::{self, RunError};

/// Replicates of each point if nothing else is given.
const REPLICATES: u32 = 5;
/// What varies if nothing else is given.
const ALL_PARAMETERS: &str = "within 30%";
/// Cells of an outcome if nothing else is given.
const CELLS: u32 = 20;

/// Find which combinations of outcomes the model can produce at all, and from which points.
#[derive(Debug, Args)]
#[command(
    after_help = "Pattern space exploration (Chérel, Cottineau & Reuillon 2015): the first generation covers the space of the axes evenly; each later\n\
        one starts from points whose outcomes are rare. A point's outcomes are means over its replicates.\n\n\
        Examples:\n  \
        takvin explore reach middle-world --outcome authoritarian_end --outcome participatory_end\n  \
        takvin explore reach mine.toml --outcome war_rate --scale war_rate=0..30/15 --outcome mutual_cooperation --vary \"parameters.feedback.*=all\"\n  \
        takvin explore reach mine.toml --outcome governance_end --generations 100     goes on where 30 generations ended\n  \
        takvin plot output/mine-reach --figure outcomes"
)]
pub(super) struct Reach {
    /// An outcome measure, with an expression one of your own; one to three [default: governance_end].
    #[arg(long, value_name = "NAME[=EXPRESSION]")]
    outcome: Vec<String>,
    /// Ends and number of the cells of an outcome, as in war_rate=0..30/15; values beyond an end count as in its last cell.
    /// Outcomes from 0 to 1 have 20 cells if nothing else is given.
    #[arg(long, value_name = "NAME=LOW..HIGH/CELLS")]
    scale: Vec<String>,
    /// Points of a generation.
    #[arg(long, value_name = "N", allow_negative_numbers = true, default_value_t = 100, value_parser = whole::<u32>(2, 1_000_000))]
    points: u32,
    /// Number of generations, with the first.
    #[arg(long, value_name = "N", allow_negative_numbers = true, default_value_t = 30, value_parser = whole::<u32>(1, 100_000))]
    generations: u32,
    /// Searches that do not know of each other, so that --shard can divide them.
    #[arg(long, value_name = "N", allow_negative_numbers = true, default_value_t = 1, value_parser = whole::<u32>(1, 10_000))]
    islands: u32,
    /// Seed of the points; the runs use --seed.
    #[arg(long, value_name = "N", allow_negative_numbers = true, default_value_t = 1, value_parser = whole::<u64>(0, i64::MAX as u64))]
    design_seed: u64,
    #[command(flatten)]
    common: Common,
}

impl Reach {
    /// Explores, writes the tables and reports.
    ///
    /// # Errors
    /// Returns an error for wrong input, a failure to write, or an interruption. Finished runs are kept.
    pub(super) fn carry_out(self) -> Result<()> {
        signals::stop_in_order()?;
        let begun = self.common.begin(&self.outcome, "reach", (REPLICATES, Some(ALL_PARAMETERS)), Vec::new())?;
        let names: Vec<String> = begun
            .outcomes
            .iter()
            .filter_map(|at| begun.scenario.outcomes.names().nth(*at).map(str::to_owned))
            .collect();
        let mut search = self.search(&begun, &names)?;
        if self.common.dry_run {
            let points = self.points as usize * self.islands as usize * self.generations as usize;
            let even = search.space.evenly(self.design_seed, 0, points.min(100_000))?;
            let all: Vec<_> = even.iter().map(|at| search.space.at(at)).collect();
            let sweep = self.common.sweep(&begun, &all)?;
            let tried = sweep::estimate(&sweep, self.common.threads.number, &CANCEL)?.ok_or(RunError::Cancelled)?;
            return self.common.print.results(|| EstimateJson::of(&sweep, &tried), || estimate(&sweep, &tried));
        }
        let (sweep, known) = waves::carry_out(&self.common, &begun, &mut search)?;
        let found = search.found(&known);
        anyhow::ensure!(
            !found.patterns.is_empty(),
            "every point lacks one of the outcomes; {} has the reasons",
            begun.path.join("points.csv").display()
        );
        let written: Vec<String> = tables::OF_REACH.map(table_file).to_vec();
        let files = add_to_run(&begun.path, &written, true, |to, _, number| {
            let table = tables::reach_table(tables::OF_REACH[number], &found, &names, &search.space);
            write_whole(to, &csv_tables::whole(&table))
        })?;
        let report = Report {
            sweep: &sweep,
            search: &search,
            names: &names,
            found: &found,
            files: &files,
            shard: self.common.shard,
        };
        self.common.print.results(|| report.json(), || report.text())
    }

    fn search(&self, begun: &Begun, names: &[String]) -> Result<ReachSearch> {
        if names.len() > 3 {
            return Err(user_error(format!("{} outcomes; give one to three with --outcome", names.len())));
        }
        if let Some(shard) = self.common.shard
            && shard.of > self.islands
        {
            return Err(user_error(format!(
                "--shard {shard}: there are fewer islands ({}) than shards; give --islands {} or more, the same for every shard",
                self.islands, shard.of
            )));
        }
        let mut scales: Vec<Option<Scale>> = vec![None; names.len()];
        for text in &self.scale {
            let (name, scale) = scale(text)?;
            let Some(at) = names.iter().position(|there| *there == name) else {
                return Err(user_error(format!(
                    "--scale {text}: {name} is not given with --outcome ({})",
                    names.join(", ")
                )));
            };
            if scales[at].replace(scale).is_some() {
                return Err(user_error(format!("--scale {text}: {name} has two scales; give one")));
            }
        }
        let scales = names.iter().zip(scales).zip(&begun.outcomes).map(|((name, scale), at)| {
            match (scale, begun.scenario.outcomes.range(*at)) {
                (Some(scale), _) => Ok(scale),
                (None, Some((low, high))) => Ok(Scale { low, high, cells: CELLS }),
                (None, None) => Err(user_error(format!(
                    "{name} does not have fixed ends; give its cells, as in --scale {name}=0..10/{CELLS}"
                ))),
            }
        });
        let scales = scales.collect::<Result<Vec<_>>>()?;
        let mut search =
            ReachSearch::new(begun.space.clone(), scales, self.points as usize, self.generations, self.design_seed);
        search.islands = self.islands;
        search.part = self.common.part();
        Ok(search)
    }
}

/// Reads `NAME=LOW..HIGH/CELLS`.
fn scale(text: &str) -> Result<(String, Scale)> {
    let parts = || {
        let (name, rest) = text.split_once('=')?;
        let (ends, cells) = rest.split_once('/').unwrap_or((rest, ""));
        let (low, high) = ends.split_once("..")?;
        let (low, high) = (low.trim().parse::<f64>().ok()?, high.trim().parse::<f64>().ok()?);
        let cells = if cells.is_empty() { Some(CELLS) } else { cells.trim().parse::<u32>().ok() }?;
        let is_sound = low.is_finite() && high.is_finite() && low < high && (2..=1000).contains(&cells);
        is_sound.then(|| (name.trim().to_owned(), Scale { low, high, cells }))
    };
    parts().ok_or_else(|| {
        user_error(format!("--scale {text}: write an outcome, its ends and 2 to 1000 cells, as in war_rate=0..30/15"))
    })
}
