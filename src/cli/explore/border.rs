//! `takvin explore border`: where the world tips from one kind of end to the other.

use anyhow::Result;
use clap::Args;

use super::border_words::{Dry, Report};
use super::common::{Begun, Common};
use super::waves;
use crate::analysis::exploration::border::Border as Lattice;
use crate::cli::failure::user_error;
use crate::cli::signals::{self, CANCEL};
use crate::cli::whole::whole;
use crate::output::additions::add_to_run;
use crate::output::{csv_tables, table_file, write_whole};
use crate::studies::explore::border::BorderSearch;
use crate::studies::explore::{Known, Search as _, tables};
use crate::studies::sweep::{self, RunError};

/// Replicates of each point if nothing else is given.
const REPLICATES: u32 = 10;
/// With fewer runs the interval of no share excludes one half.
const FEWEST: u32 = 4;
/// The longest run, in multiples of the scenario's rounds.
const LONGER: u32 = 4;
/// The value at which `governance_end` changes sides: the middle between the two basins.
const MIDDLE: f64 = 0.5;

/// Find where the world tips from one kind of end to the other, over one to three axes.
#[derive(Debug, Args)]
#[command(
    after_help = "The space is divided into cells; cells whose corners end on different sides are halved until they have the wanted size. Each run\n\
        goes on until its world rests, so that a slow world is not taken for a stable one.\n\n\
        Examples:\n  \
        takvin explore border middle-world --vary parameters.feedback.threat=0..3 --vary generator.governance.mean=0.2..0.8\n  \
        takvin explore border mine.toml --outcome \"split=mean(world.polarisation, last 10)\" --at 0.1 --vary parameters.feedback.threat=0..3 --runs 20\n  \
        takvin explore border mine.toml --vary parameters.feedback.threat=0..3 --vary states.USA.provision=0..1 --shard 1/2\n  \
        takvin explore border mine.toml --vary … --runs-from output/mine-border-1-of-2 output/mine-border-2-of-2\n  \
        takvin plot output/middle-world-border --figure border"
)]
pub(super) struct Border {
    /// The outcome measure that differs across the border; with an expression, one of your own [default: governance_end].
    #[arg(long, value_name = "NAME[=EXPRESSION]")]
    outcome: Option<String>,
    /// A run is on the upper side if its outcome is at least this [default for governance_end: 0.5].
    #[arg(long, value_name = "VALUE", allow_negative_numbers = true)]
    at: Option<f64>,
    /// Size of the smallest cells, in percent of each interval.
    #[arg(long, value_name = "PERCENT", allow_negative_numbers = true, default_value_t = 1.0)]
    resolution: f64,
    /// Cells along each axis before any is halved; a border that comes and goes within one of them is missed.
    #[arg(long, value_name = "N", allow_negative_numbers = true, default_value_t = 8, value_parser = whole::<u32>(2, 1000))]
    cells: u32,
    /// A world rests if over a fifth of its rounds mean governance differs by this at most from that of the fifth before, and
    /// mean policy by twice as much; 0 gives every run all rounds. --rounds is the longest run [default: four times the
    /// scenario's].
    #[arg(long, value_name = "WITHIN", allow_negative_numbers = true, default_value_t = 0.02)]
    rest: f64,
    /// Resamples of each interval; 0 for none.
    #[arg(long, value_name = "N", allow_negative_numbers = true, default_value_t = 1000, value_parser = whole::<u32>(0, 100_000))]
    resamples: u32,
    #[command(flatten)]
    common: Common,
}

impl Border {
    /// Explores, writes the tables and reports.
    ///
    /// # Errors
    /// Returns an error for wrong input, a failure to write, or an interruption. Finished runs are kept.
    pub(super) fn carry_out(self) -> Result<()> {
        signals::stop_in_order()?;
        let outcome: Vec<String> = self.outcome.iter().cloned().collect();
        let begun = self.common.begin(&outcome, "border", (REPLICATES, None), self.own()?)?;
        let mut search = self.search(&begun)?;
        if self.common.dry_run {
            let first = search.next(&Known::default()).map_err(|error| user_error(error.to_string()))?;
            let sweep = self.common.sweep(&begun, &first)?;
            let tried = sweep::estimate(&sweep, self.common.threads.number, &CANCEL)?.ok_or(RunError::Cancelled)?;
            let points = search.points_of_a_straight_border();
            let dry = Dry { first: first.len(), points, replicates: sweep.scenario.run.replicates, time: tried.time };
            return self.common.print.results(|| dry.json(), || dry.text());
        }
        let (sweep, known) = waves::carry_out(&self.common, &begun, &mut search)?;
        let found = search.found(&known, self.resamples as usize, sweep.plan.seed);
        anyhow::ensure!(
            found.missing < found.runs,
            "every run failed or lacks the outcome; {} says why",
            begun.path.join("runs.csv").display()
        );
        let names: Vec<String> = tables::OF_BORDER.map(table_file).to_vec();
        let files = add_to_run(&begun.path, &names, true, |to, _, number| {
            let table = tables::border_table(tables::OF_BORDER[number], &found, &search, &begun.plan.outcome);
            write_whole(to, &csv_tables::whole(&table))
        })?;
        let report = Report { sweep: &sweep, search: &search, found: &found, files: &files, shard: self.common.shard };
        self.common.print.results(|| report.json(), || report.text())
    }

    /// Overrides of the scenario: rest, and more rounds for worlds that are slow.
    fn own(&self) -> Result<Vec<(String, String)>> {
        if !(0.0..=1.0).contains(&self.rest) {
            return Err(user_error(format!("--rest {}: must be from 0 to 1", self.rest)));
        }
        if !(0.01..=50.0).contains(&self.resolution) {
            return Err(user_error(format!("--resolution {}: must be from 0.01 to 50 percent", self.resolution)));
        }
        let mut own = Vec::new();
        if self.rest > 0.0 {
            own.push(("sweep.rest".to_owned(), format!("{:?}", self.rest)));
            let sets_rounds = |set: &String| set.split_once('=').is_some_and(|(path, _)| path.trim() == "run.rounds");
            if self.common.given.rounds.is_none() && !self.common.given.set.iter().any(sets_rounds) {
                let scenario = crate::scenario::load_for_sweep(&self.common.scenario, &[])?;
                own.push(("run.rounds".to_owned(), scenario.run.rounds.saturating_mul(LONGER).to_string()));
            }
        }
        Ok(own)
    }

    fn search(&self, begun: &Begun) -> Result<BorderSearch> {
        let space = begun.space.clone();
        space.has_border().map_err(|error| user_error(error.to_string()))?;
        let outcome = &begun.plan.outcome;
        let value = match self.at {
            Some(at) if at.is_finite() => at,
            Some(at) => return Err(user_error(format!("--at {at}: must be a number"))),
            None if outcome == "governance_end" => MIDDLE,
            None => {
                return Err(user_error(format!(
                    "--at is missing; give the value of {outcome} that divides the two kinds of end, as in --at 0.5"
                )));
            }
        };
        let halvings = Lattice::halvings_to(self.cells, self.resolution / 100.0);
        let axes = space.axes().len();
        let cells = u64::from(self.cells).pow(axes as u32);
        if let Some(shard) = self.common.shard
            && u64::from(shard.of) > cells
        {
            return Err(user_error(format!(
                "--shard {shard}: there are fewer cells ({cells}) than shards; give fewer shards or more --cells, the same for every shard"
            )));
        }
        let border = Lattice { axes, roots: self.cells, halvings, part: self.common.part() };
        let exact = !begun.scenario.setup.params.switches.noise;
        if !exact && begun.scenario.run.replicates < FEWEST {
            return Err(user_error(format!(
                "--runs {}: fewer than {FEWEST} runs cannot show on which side a point is; give more, or switch chance off with --noise off",
                begun.scenario.run.replicates
            )));
        }
        Ok(BorderSearch { space, border, value, exact })
    }
}
