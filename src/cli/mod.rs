//! The command line: one subcommand per file. Only this module prints.

pub(crate) mod batch;
pub(crate) mod check;
mod claims;
pub(crate) mod compare;
pub(crate) mod completions;
mod cost;
pub(crate) mod defaults;
mod estimates;
pub(crate) mod explain;
pub(crate) mod explore;
pub(crate) mod export;
pub mod failure;
pub mod files;
pub(crate) mod history;
pub(crate) mod list;
mod loading;
pub(crate) mod loop_study;
pub(crate) mod man;
pub(crate) mod merge;
mod names;
pub(crate) mod new;
mod options;
pub(crate) mod overrides;
mod past;
pub mod plot;
pub(crate) mod print;
pub(crate) mod progress;
pub(crate) mod report;
pub(crate) mod run;
pub(crate) mod schema;
pub(crate) mod sensitivity;
mod signals;
pub(crate) mod studio;
pub(crate) mod summary;
pub(crate) mod sweep;
mod usage;
mod vectors;
pub mod watch;
pub(crate) mod whole;

use clap::{CommandFactory, Parser, Subcommand};

/// How states' security governance and foreign policy make each other: an agent-based simulator.
#[derive(Debug, Parser)]
#[command(
    name = "takvin",
    version,
    arg_required_else_help = true,
    after_help = "Examples:\n  \
        takvin list                                  the shipped scenarios\n  \
        takvin run cold-war                          run one of them; tables go to output/cold-war\n  \
        takvin run cold-war --runs 20 --seed 7       twenty replicates with another seed\n  \
        takvin compare closing closing-twin          two scenarios under the same random numbers\n  \
        takvin loop middle-world --quick             the loop between governance and policy, measured in depth\n  \
        takvin claims --quick                        the claims of the theory, each tested\n  \
        takvin batch scenarios/ --runs 20            many of them; resumes after an interruption\n  \
        takvin watch cold-war                        see it run, and change parameters while it runs\n  \
        takvin export output/cold-war --format gexf  its relations over time, for Gephi\n  \
        takvin new mine.toml                         begin your own scenario\n  \
        takvin explain cold-war --state USA --toward USSR --round 3\n\n\
        Exit codes: 0 done, 1 failed, 2 user error, 130 interrupted."
)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Run(run::Run),
    Sweep(sweep::SweepCommand),
    Merge(merge::Merge),
    Sensitivity(sensitivity::Sensitivity),
    Explore(explore::Explore),
    Compare(compare::Compare),
    Claims(claims::Claims),
    Loop(loop_study::LoopCommand),
    History(history::History),
    Batch(batch::BatchCommand),
    Plot(plot::Plot),
    Report(report::Report),
    Studio(studio::StudioCommand),
    Watch(watch::Watch),
    Check(check::Check),
    New(new::New),
    List(list::List),
    Defaults(defaults::Defaults),
    Schema(schema::Schema),
    Explain(explain::Explain),
    Export(export::Export),
    Completions(completions::Completions),
    Man(man::Man),
    Files(files::Files),
}

/// Reads the command line and carries out the command.
///
/// # Errors
/// Returns the error of the command; [`failure::report`] prints it and sets the exit code.
pub fn run() -> anyhow::Result<()> {
    signals::survive_file_size_limit();
    vectors::allow()?;
    match usage::parse()?.command {
        Command::Run(run) => run.carry_out(),
        Command::Sweep(sweep) => sweep.carry_out(),
        Command::Merge(merge) => merge.carry_out(),
        Command::Sensitivity(study) => study.carry_out(),
        Command::Explore(explore) => explore.carry_out(),
        Command::Compare(compare) => compare.carry_out(),
        Command::Claims(claims) => claims.carry_out(),
        Command::Loop(study) => study.carry_out(),
        Command::History(history) => history.carry_out(),
        Command::Batch(batch) => batch.carry_out(),
        Command::Plot(plot) => plot.carry_out(),
        Command::Report(report) => report.carry_out(),
        Command::Studio(studio) => studio.carry_out(),
        Command::Watch(watch) => watch.carry_out(),
        Command::Check(check) => check.carry_out(),
        Command::New(new) => new.carry_out(),
        Command::List(list) => list.carry_out(),
        Command::Defaults(defaults) => defaults.carry_out(),
        Command::Schema(schema::Schema {}) => schema::Schema::carry_out(),
        Command::Explain(explain) => explain.carry_out(),
        Command::Export(export) => export.carry_out(),
        Command::Completions(completions) => completions.carry_out(Cli::command()),
        Command::Man(man) => man.carry_out(Cli::command()),
        Command::Files(files) => files.carry_out(),
    }
}
