//! What makes a calibration impossible.

use crate::output::OutputError;
use crate::scenario::ScenarioErrors;

/// The reason why a calibration cannot be carried out as it was asked for. A user error.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum CalibrationError {
    /// Not a path with two bounds.
    #[error("--vary {0}: write a path and its bounds, as in disputes.onset=0.2,5,log")]
    Form(String),
    /// The parameter does not exist.
    #[error("--vary {given}: the parameter `{path}` does not exist{hint}\n  takvin defaults lists all parameters")]
    UnknownParameter {
        /// The value of the option.
        given: String,
        /// The path.
        path: String,
        /// The nearest name, if one is similar.
        hint: String,
    },
    /// The parameter is given twice.
    #[error("--vary {0} is given twice; give each parameter one pair of bounds")]
    Twice(String),
    /// Bounds that are not below each other, or outside of the parameter's range.
    #[error("--vary {path}={low},{high}: {problem}")]
    Bounds {
        /// The path.
        path: String,
        /// The lower bound.
        low: f64,
        /// The upper bound.
        high: f64,
        /// What is wrong, and what is allowed.
        problem: String,
    },
    /// The pattern does not exist.
    #[error("--patterns: the pattern `{key}` does not exist{hint}\n  patterns are {known}")]
    UnknownPattern {
        /// The key.
        key: String,
        /// The nearest key, if one is similar.
        hint: String,
        /// All keys.
        known: String,
    },
    /// Not an outcome with a value and a standard error.
    #[error(
        "--target {0}: write an outcome, the value that runs should have and its standard error, as in war_rate=1.2,0.3"
    )]
    Target(String),
    /// The standard error is not above 0, or lost beside the value.
    #[error(
        "--target {0}: the second number is the standard error of the first; it must be above 0 and not lost beside it"
    )]
    TargetError(String),
    /// The outcome is given twice.
    #[error("--target {0} is given twice; give each outcome one value")]
    TargetTwice(String),
    /// The tables have a column of this name already.
    #[error("--target {0}: a pattern or a column of the tables has this name; give the outcome another name")]
    TargetName(String),
    /// The outcome does not exist.
    #[error("--target {name}: {scenario} does not have the outcome `{name}`{hint}\n  outcomes are {known}")]
    UnknownOutcome {
        /// The name.
        name: String,
        /// The scenario.
        scenario: String,
        /// The nearest name, if one is similar.
        hint: String,
        /// All names.
        known: String,
    },
    /// The arm does not exist.
    #[error("--arms: `{name}` does not exist{hint}\n  arms are {known}")]
    UnknownArm {
        /// The name.
        name: String,
        /// The nearest name, if one is similar.
        hint: String,
        /// All names.
        known: String,
    },
    /// The record of a scenario does not have any of the patterns.
    #[error(
        "the record has no value, or no standard error, of any of these patterns from {from} to {to} for {scenario}: {patterns}"
    )]
    NothingToCompare {
        /// The name of the scenario.
        scenario: String,
        /// The first year.
        from: i32,
        /// The last year.
        to: i32,
        /// The patterns.
        patterns: String,
    },
    /// The scenario does not have rounds in the window.
    #[error("--from {from} --to {to}: the scenario runs from {first} to {last}; {help}")]
    Years {
        /// The first year asked for.
        from: i32,
        /// The last year asked for.
        to: i32,
        /// The first year of the scenario.
        first: i32,
        /// The last year of the scenario.
        last: i32,
        /// What to do.
        help: String,
    },
    /// Too few simulations.
    #[error(
        "--simulations {simulations}: the first generation alone has {particles}; give at least {particles}, or fewer --particles"
    )]
    FewSimulations {
        /// The number of simulations.
        simulations: u64,
        /// The number of particles.
        particles: u32,
    },
    /// More runs than replicates can be numbered.
    #[error("{0} runs in all; at most 4,000,000,000 can be numbered. Give fewer --simulations, --runs or scenarios")]
    ManyRuns(u64),
    /// More new runs than replicates can be numbered.
    #[error(
        "--new-runs {new_runs}: with this number of scenarios at most {most} can be numbered; give fewer --new-runs or scenarios"
    )]
    ManyNewRuns {
        /// The number of new runs of each arm.
        new_runs: u32,
        /// The largest number.
        most: u64,
    },
    /// The scenario draws other states for every run.
    #[error(
        "{0}: the scenario draws other states for every replicate, so its parameters cannot be set; remove `world` from [generator]"
    )]
    Drawn(String),
    /// Two scenarios have the same name, which names columns and files.
    #[error("{there} and {here}: two scenarios have the name `{name}`; {help}")]
    SameName {
        /// The name.
        name: String,
        /// The path of the first.
        there: String,
        /// The path of the second.
        here: String,
        /// What to do.
        help: String,
    },
}

/// The reason why a calibration did not finish. Finished particles are on the disk.
#[derive(Debug, thiserror::Error)]
pub enum Stopped {
    /// The cancel flag was set.
    #[error("stopped before the end")]
    Cancelled,
    /// The threads could not be started.
    #[error("the threads could not be started")]
    Threads(#[from] rayon::ThreadPoolBuildError),
    /// A file could not be written or read.
    #[error(transparent)]
    Output(#[from] OutputError),
    /// A run could not begin.
    #[error(transparent)]
    Scenario(#[from] ScenarioErrors),
}
