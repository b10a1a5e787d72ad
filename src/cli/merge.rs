//! `takvin merge`: merges the shards of a sweep into one.

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;

use super::options::{Printing, TableFormat};
use super::progress::Work;
use super::sweep::{Json, already, text};
use crate::studies::sweep::{self, Merged, Sweep};

/// Merge the shards of a sweep, with the same bytes as if one process had run it.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    takvin sweep mine.toml --shard 1/2      on one machine\n  \
    takvin sweep mine.toml --shard 2/2      on another\n  \
    takvin merge output/mine-sweep-1-of-2 output/mine-sweep-2-of-2")]
pub(crate) struct Merge {
    /// Directories of all shards of one sweep, in any order.
    #[arg(required = true)]
    shards: Vec<PathBuf>,
    /// Directory of the whole sweep [default: output/SCENARIO-sweep].
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Overwrite another sweep in the directory; removes only files that belong to it.
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    format: TableFormat,
    #[command(flatten)]
    print: Printing,
}

impl Merge {
    /// Merges the shards and prints the summary of the sweep.
    pub(crate) fn carry_out(self) -> Result<()> {
        let place = |sweep: &Sweep| {
            let default = || sweep::default_directory("output".as_ref(), &sweep.scenario.name, None);
            self.out.clone().unwrap_or_else(default)
        };
        let mut work: Option<Work> = None;
        let mut progress = |_, all| {
            let work = work.get_or_insert_with(|| Work::new(all, all, "runs", self.print.quiet));
            work.inc(1);
        };
        let merged = sweep::merge(&self.shards, place, self.force, self.format.formats(), &mut progress);
        if let Some(work) = work {
            work.end();
        }
        let Merged { sweep, finished, added } = merged?;
        let text = || match added {
            Some(added) => already(&sweep, &finished.directory, &added),
            None => text(&sweep, &finished),
        };
        self.print.results(|| Json::of(&sweep, &finished), text)?;
        if sweep.plan.design.is_in_blocks() {
            let place = finished.directory.display();
            self.print.note(format_args!(
                "These points are those of a study: takvin sensitivity {place} computes its indices."
            ));
        }
        Ok(())
    }
}
