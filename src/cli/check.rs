//! `takvin check`: checks whether scenarios can run.

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;

use super::failure::{self, user_error};
use super::loading::load;
use super::print;

/// Check scenarios without running them. Warnings go to standard error and do not change the exit code.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  takvin check mine.toml\n  takvin check scenarios/*.toml\n  takvin check cold-war")]
pub(crate) struct Check {
    /// Scenario files, or names of shipped scenarios.
    #[arg(required = true, value_name = "SCENARIO")]
    scenarios: Vec<PathBuf>,
    /// Print errors and warnings only.
    #[arg(long, short)]
    quiet: bool,
}

impl Check {
    /// Checks every scenario and reports those that cannot run.
    pub(crate) fn carry_out(self) -> Result<()> {
        let mut refused = 0;
        for path in &self.scenarios {
            match load(path, &[]) {
                Ok(scenario) if !self.quiet => {
                    let (run, setup) = (&scenario.run, &scenario.setup);
                    let counted = [
                        (setup.names.len() as u64, "state"),
                        (setup.pairs.len() as u64, "pair"),
                        (u64::from(run.rounds), "round"),
                        (u64::from(run.replicates), "run"),
                        (setup.interventions.len() as u64, "event"),
                    ]
                    .map(|(count, what)| format!("{count} {what}{}", if count == 1 { "" } else { "s" }));
                    let but = if scenario.warnings().is_empty() { "" } else { ", but see the warnings" };
                    print::line(&format!("{}: fine{but} ({})", path.display(), counted.join(", ")))?;
                }
                Ok(_) => {}
                Err(errors) if self.scenarios.len() == 1 => return Err(errors.into()),
                Err(errors) => {
                    refused += 1;
                    failure::report(&errors.into());
                }
            }
        }
        if refused > 0 {
            let all = self.scenarios.len();
            return Err(user_error(format!("{refused} of {all} scenarios cannot run; correct the errors shown above")));
        }
        Ok(())
    }
}
