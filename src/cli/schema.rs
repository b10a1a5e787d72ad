//! `takvin schema`: the JSON Schema of scenario files, with which editors complete and check them.

use anyhow::Result;
use clap::Args;

use super::print;
use crate::scenario;

/// Print the JSON Schema of scenario files.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  takvin schema > takvin.schema.json\n\n\
    Then begin a scenario with the line\n  #:schema ./takvin.schema.json\n\
    and an editor with a TOML extension completes and checks it as you type.")]
pub(crate) struct Schema {}

impl Schema {
    /// Prints the schema.
    pub(crate) fn carry_out() -> Result<()> {
        print::json(&scenario::schema())
    }
}
