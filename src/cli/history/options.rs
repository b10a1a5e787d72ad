//! The options of the commands that hold runs against the record.

use clap::Args;

use super::data::Data;
use super::results::Out;
use super::runs::Runs;
use crate::cli::options::{Printing, Threads};

/// Where the data are, what is run, and where the results go.
#[derive(Clone, Debug, Args)]
pub(super) struct Options {
    #[command(flatten)]
    pub data: Data,
    #[command(flatten)]
    pub runs: Runs,
    #[command(flatten)]
    pub out: Out,
    #[command(flatten)]
    pub threads: Threads,
    #[command(flatten)]
    pub print: Printing,
}
