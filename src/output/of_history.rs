//! What manifests of work on history say besides what those of runs do.

use serde::{Deserialize, Serialize};

/// What was held against the record of history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// The kind of work: `compared` or `forecast`.
    pub work: String,
    /// The model and the null models that were run.
    pub arms: Vec<String>,
    /// The column map: the name of a shipped one, or the path of the user's.
    pub column_map: String,
    /// The files of data that were read.
    pub data: Vec<DataFile>,
}

/// A file of data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DataFile {
    /// The name of the file.
    pub name: String,
    /// SHA-256 of its bytes.
    pub sha256: String,
}

/// What a calibration varied and met. All of it but `data` must be equal for the work to be resumed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Calibrated {
    /// The first year of the window of the first scenario.
    pub from: i32,
    /// The last year of the window. Later years are never read.
    pub to: i32,
    /// The model and null models.
    pub arms: Vec<String>,
    /// The columns of patterns and wanted outcomes: their keys, after the name of their scenario if there are several.
    pub patterns: Vec<String>,
    /// The wanted outcomes, which are among the patterns.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub targets: Vec<CalibratedTarget>,
    /// The number of particles of the first generation.
    pub particles: u32,
    /// The number of simulations that is not exceeded, for each arm.
    pub simulations: u64,
    /// The number of runs of a particle.
    pub runs: u32,
    /// The number of new runs of each arm that check its posterior.
    #[serde(default)]
    pub new_runs: u32,
    /// The SHA-256 of the record of the first scenario within the window.
    pub record_sha256: String,
    /// The files of data that were read. They may differ where the record of these years does not.
    #[serde(default)]
    pub data: Vec<DataFile>,
    /// The parameters with their priors.
    pub parameters: Vec<CalibratedParameter>,
    /// All scenarios; empty if there is one, which the manifest itself describes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub scenarios: Vec<CalibratedScenario>,
}

/// A scenario of a calibration of several.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalibratedScenario {
    /// The short name.
    pub name: String,
    /// SHA-256 of its resolved scenario.
    pub sha256: String,
    /// Its seed.
    pub seed: u64,
    /// The first year of its window.
    pub from: i32,
    /// The last year of its window.
    pub to: i32,
    /// The SHA-256 of the record of its states within its window.
    pub record_sha256: String,
}

/// An outcome measure with the value that runs should have.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CalibratedTarget {
    /// The name of the outcome measure.
    pub outcome: String,
    /// The value.
    pub value: f64,
    /// Its standard error.
    pub standard_error: f64,
}

/// A parameter of a calibration, with its prior.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CalibratedParameter {
    /// The path below `parameters`.
    pub path: String,
    /// The lower bound.
    pub low: f64,
    /// The upper bound.
    pub high: f64,
    /// Whether the logarithm is uniform.
    pub log: bool,
}
