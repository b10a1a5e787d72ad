//! The manifest: which program and scenario made a run directory, and which files belong to it.

use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::{Component, Path};
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::of_history::{Calibrated, CalibratedScenario, Held};
use super::{OutputError, io, place};
use crate::record::{Field, Outcomes};
use crate::scenario::Scenario;

/// The content of `manifest.toml`. Values that were not known when the program was built are missing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// The program.
    pub program: String,
    /// The version of the crate.
    pub crate_version: String,
    /// The version of the model.
    pub model_version: String,
    /// The commit that the program was built from, with `-dirty` if files had changed since.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub commit: Option<String>,
    /// The compiler.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub toolchain: Option<String>,
    /// The platform that the program was built for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub platform: Option<String>,
    /// The short name of the scenario.
    pub scenario: String,
    /// SHA-256 of `scenario.toml`; of `a.toml` in a comparison.
    pub scenario_sha256: String,
    /// The seed of the scenario.
    pub seed: u64,
    /// The number of runs.
    pub runs: u32,
    /// The number of rounds of each run.
    pub rounds: u32,
    /// The round of the checkpoint that the runs continue from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from_round: Option<u32>,
    /// The treatment of a comparison; `None` for other results.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comparison: Option<Compared>,
    /// How the loop was studied; `None` for results of other commands than `takvin loop`.
    #[serde(default, rename = "loop", skip_serializing_if = "Option::is_none")]
    pub studied: Option<Studied>,
    /// What was held against the record of history; `None` for results of other commands than `takvin history`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub history: Option<Held>,
    /// The time at which the runs began, in UTC.
    pub started: String,
    /// The duration in seconds.
    pub duration_seconds: f64,
    /// Whether the sweep is merged from shards. An interrupted merge begins again and is not resumed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub merged: bool,
    /// The files of the run directory. The manifest is the last.
    pub files: Vec<String>,
    /// The axes of a sweep. Tables come last because TOML requires them after plain values.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sweep: Option<Swept>,
    /// The scenario's own outcome measures, in the order of their columns in `runs.csv`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub outcomes: Vec<OwnOutcome>,
    /// What a claims laboratory tried; `None` for other results.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub laboratory: Option<Laboratory>,
    /// What a calibration varied and met; `None` for other results.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calibration: Option<Calibrated>,
    /// The SHA-256 of each table in each format, by file name. Empty before the work is finished.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub sums: BTreeMap<String, String>,
}

/// An outcome measure of a scenario's own: a column of `runs.csv`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnOutcome {
    /// The name.
    pub name: String,
    /// The unit of its values, in words.
    #[serde(default)]
    pub unit: String,
    /// The expression, as the scenario has it.
    #[serde(default)]
    pub expression: String,
}

impl OwnOutcome {
    /// Those of a scenario.
    pub(crate) fn all(outcomes: &Outcomes) -> Vec<Self> {
        let of = |field: Field| Self {
            name: field.name.into_owned(),
            unit: field.unit.into_owned(),
            expression: field.meaning.into_owned(),
        };
        outcomes.own_fields().map(of).collect()
    }

    /// The column.
    pub(crate) fn field(&self) -> Field {
        Field::number(self.name.clone(), self.unit.clone(), self.expression.clone())
    }
}

/// The properties of a claims laboratory that its tables do not hold.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Laboratory {
    /// The kind of work, in a word or two.
    pub work: String,
    /// The worlds in which claims are tried.
    pub worlds: Vec<String>,
    /// The codes of the claims.
    pub claims: Vec<String>,
    /// The questions that are asked of each.
    #[serde(default)]
    pub questions: Vec<String>,
    /// The SHA-256 checksum of the registered entries.
    #[serde(default)]
    pub registered: String,
}

/// The properties of a sweep that its tables do not hold.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Swept {
    /// The name of the design that chose the points.
    pub design: String,
    /// The number of points.
    pub points: u64,
    /// The least number of replicates of each point.
    pub replicates: u32,
    /// Whether replicates are added to each point as needed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub adaptive: bool,
    /// What a world may move by and rest, if each run ends when its world rests.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rest: Option<f64>,
    /// The columns that its tables of rounds have; all if empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<String>,
    /// The states whose rows they have; all if empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub states: Vec<String>,
    /// The shard that this directory holds, as `2/4`, or `None` for all points.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shard: Option<String>,
    /// The outcome measure of the sweep, a column of `runs.csv`.
    pub outcome: String,
    /// The axes.
    #[serde(default)]
    pub axes: Vec<SweptAxis>,
}

/// An axis of a sweep.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SweptAxis {
    /// The dotted path in the scenario, which is also the name of the column.
    pub path: String,
    /// The unit of its values, in words, or empty if the values do not have one.
    #[serde(default)]
    pub unit: String,
    /// Whether its values are words. Otherwise they are numbers, with 1 for true and 0 for false.
    #[serde(default)]
    pub words: bool,
}

impl Swept {
    /// The number of points of this shard.
    pub fn own_points(&self) -> u64 {
        let shard = self.shard.as_deref().and_then(|shard| shard.split_once('/'));
        let numbers: Option<(u64, u64)> =
            shard.and_then(|(index, of)| Some((index.parse::<u32>().ok()?.into(), of.parse::<u32>().ok()?.into())));
        match numbers {
            // Of every `of` points in a row one belongs to this shard. The shift changes from row to row.
            Some((index, of)) if (1..=of).contains(&index) => {
                let (rounds, rest) = (self.points / of, self.points % of);
                rounds + u64::from((index - 1 + of - rounds % of) % of < rest)
            }
            _ => self.points,
        }
    }
}

impl Manifest {
    /// Describes a batch that has just ended, without its files.
    pub fn new(scenario: &Scenario, runs: u32, from_round: Option<u32>, started: SystemTime, took: Duration) -> Self {
        Self {
            program: "takvin".to_owned(),
            crate_version: env!("CARGO_PKG_VERSION").to_owned(),
            model_version: crate::record::MODEL_VERSION.to_owned(),
            commit: option_env!("TAKVIN_COMMIT").map(str::to_owned),
            toolchain: option_env!("TAKVIN_TOOLCHAIN").map(str::to_owned),
            platform: option_env!("TAKVIN_PLATFORM").map(str::to_owned),
            scenario: scenario.name.clone(),
            scenario_sha256: sha256(scenario.resolved().as_bytes()),
            seed: scenario.run.seed,
            runs,
            rounds: scenario.run.rounds,
            from_round,
            comparison: None,
            studied: None,
            history: None,
            started: humantime::format_rfc3339_seconds(started).to_string(),
            duration_seconds: (took.as_secs_f64() * 1000.0).round() / 1000.0,
            merged: false,
            files: Vec::new(),
            sweep: None,
            outcomes: OwnOutcome::all(&scenario.outcomes),
            laboratory: None,
            calibration: None,
            sums: BTreeMap::new(),
        }
    }

    /// Describes a laboratory that begins now. `what` is the whole text of the experiments, of which the checksum is
    /// kept.
    pub fn of_laboratory(laboratory: Laboratory, text: &str, seed: u64, replicates: u32) -> Self {
        Self {
            program: "takvin".to_owned(),
            crate_version: env!("CARGO_PKG_VERSION").to_owned(),
            model_version: crate::record::MODEL_VERSION.to_owned(),
            commit: option_env!("TAKVIN_COMMIT").map(str::to_owned),
            toolchain: option_env!("TAKVIN_TOOLCHAIN").map(str::to_owned),
            platform: option_env!("TAKVIN_PLATFORM").map(str::to_owned),
            scenario: laboratory.work.clone(),
            scenario_sha256: sha256(text.as_bytes()),
            seed,
            runs: replicates,
            rounds: 0,
            from_round: None,
            comparison: None,
            studied: None,
            history: None,
            started: humantime::format_rfc3339_seconds(SystemTime::now()).to_string(),
            duration_seconds: 0.0,
            merged: false,
            files: Vec::new(),
            sweep: None,
            outcomes: Vec::new(),
            laboratory: Some(laboratory),
            calibration: None,
            sums: BTreeMap::new(),
        }
    }

    /// Returns true if interrupted work is resumed, and false if it begins again.
    pub(crate) fn resumes(&self) -> bool {
        self.kind().resumes() && !self.merged
    }

    /// The kind of results in its directory.
    pub fn kind(&self) -> Kind {
        match self {
            Self { laboratory: Some(_), .. } => Kind::Claims,
            Self { calibration: Some(_), .. } => Kind::Calibration,
            Self { studied: Some(_), .. } => Kind::Loop,
            Self { history: Some(_), .. } => Kind::History,
            Self { comparison: Some(_), .. } => Kind::Comparison,
            Self { sweep: Some(_), .. } => Kind::Sweep,
            _ => Kind::Runs,
        }
    }

    /// The scenarios of a calibration. Empty for other results.
    pub fn calibrated_scenarios(&self) -> Vec<CalibratedScenario> {
        let of_one = |calibrated: &Calibrated| CalibratedScenario {
            name: self.scenario.clone(),
            sha256: self.scenario_sha256.clone(),
            seed: self.seed,
            from: calibrated.from,
            to: calibrated.to,
            record_sha256: calibrated.record_sha256.clone(),
        };
        match &self.calibration {
            None => Vec::new(),
            Some(calibrated) if calibrated.scenarios.is_empty() => vec![of_one(calibrated)],
            Some(calibrated) => calibrated.scenarios.clone(),
        }
    }

    /// Reads the manifest of this name in a directory, or returns `None` if it does not exist.
    pub(crate) fn find(directory: &Path, name: &str) -> Result<Option<Self>, OutputError> {
        if directory.join(name).symlink_metadata().is_err() {
            return Ok(None);
        }
        let problem = match Self::read_file(directory, name) {
            Ok(manifest) => return Ok(Some(manifest)),
            Err(OutputError::Malformed { problem, .. }) => problem,
            Err(OutputError::Io { source, .. }) => source.to_string(),
            Err(other) => return Err(other),
        };
        Err(OutputError::UnreadableManifest { path: directory.join(name), problem })
    }

    /// Writes the manifest, complete or not at all.
    pub(crate) fn write(&self, path: &Path) -> Result<(), OutputError> {
        let text = toml::to_string(self)
            .map_err(|error| OutputError::Malformed { path: path.to_owned(), problem: error.to_string() })?;
        super::write_whole(path, text.as_bytes())
    }

    /// Reads the manifest under another file name.
    pub(super) fn read_file(directory: &Path, name: &str) -> Result<Self, OutputError> {
        let path = directory.join(name);
        let missing = || std::io::Error::from(std::io::ErrorKind::NotFound);
        let bytes = place::read(&path)?.ok_or_else(missing);
        let bytes = io(bytes, &path, "read")?;
        let malformed = |problem: String| OutputError::Malformed { path: path.clone(), problem };
        let text = std::str::from_utf8(&bytes).map_err(|_| malformed("it is not UTF-8 text".to_owned()))?;
        let manifest: Self = toml::from_str(text).map_err(|error| {
            let before = error.span().map_or(0, |span| span.start).min(text.len());
            let line = bytes[..before].split(|byte| *byte == b'\n').count();
            malformed(format!("line {line} is not valid in a manifest: {}", error.message()))
        })?;
        let axes = manifest.sweep.as_ref().map_or(&[][..], |swept| &swept.axes);
        if let Some(axis) = (1..axes.len()).find(|at| axes[..*at].iter().any(|axis| axis.path == axes[*at].path)) {
            return Err(malformed(format!("`{}` varies twice", axes[axis].path)));
        }
        match manifest.files.iter().find(|name| !is_plain(name)) {
            Some(name) => Err(malformed(format!("`{name}` is not the name of a file in this directory"))),
            None => Ok(manifest),
        }
    }
}

/// The kind of results in a directory, by the command that makes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Runs of a scenario.
    Runs,
    /// A sweep.
    Sweep,
    /// Two scenarios compared.
    Comparison,
    /// A study of the loop.
    Loop,
    /// A claims laboratory.
    Claims,
    /// Runs held against the record of history.
    History,
    /// A calibration to history.
    Calibration,
}

impl Kind {
    /// Returns true if interrupted work of this kind can be resumed. Other kinds keep sums over all replicates in
    /// memory only.
    pub(crate) fn resumes(self) -> bool {
        matches!(self, Self::Runs | Self::Sweep | Self::Claims | Self::Calibration)
    }

    /// The kind in words, with the command that makes it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Runs => "runs (takvin run)",
            Self::Sweep => "a sweep (takvin sweep)",
            Self::Comparison => "a comparison (takvin compare)",
            Self::Loop => "a study of the loop (takvin loop)",
            Self::Claims => "a claims laboratory (takvin claims)",
            Self::History => "runs held against history (takvin history)",
            Self::Calibration => "a calibration (takvin history calibrate)",
        }
    }
}

/// The treatment of a comparison, and how the number of replicates was chosen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Compared {
    /// The short name of the treatment's scenario.
    pub scenario: String,
    /// The SHA-256 of `b.toml`. The manifest's own field has the SHA-256 of `a.toml`.
    pub scenario_sha256: String,
    /// The `--set` options that turn the baseline into the treatment. Empty if the treatment has a scenario file.
    pub set: Vec<String>,
    /// The outcome measure that replicates were added for; `None` if their number was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<String>,
    /// The half-width requested.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<f64>,
    /// The largest number of replicates.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub most: Option<u32>,
}

/// The settings of a study of the loop.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Studied {
    /// The command line that makes the same tables.
    pub command: String,
    /// The parts carried out.
    pub parts: Vec<String>,
    /// The states that were held, shocked and measured.
    pub states: Vec<String>,
    /// The number of replicates.
    pub replicates: u32,
    /// Whether the grids are coarse.
    pub quick: bool,
}

/// Returns true if a file is directly in its directory or in `figures/` there.
pub(super) fn is_plain(name: &str) -> bool {
    let name = name.strip_prefix("figures/").unwrap_or(name);
    let mut parts = Path::new(name).components();
    let plain = matches!(parts.next(), Some(Component::Normal(part)) if part == name);
    plain && parts.next().is_none()
}

/// SHA-256 in hexadecimal digits.
pub fn sha256(bytes: &[u8]) -> String {
    in_digits(&Sha256::digest(bytes))
}

/// SHA-256 of a file in hexadecimal digits.
pub(crate) fn sha256_of(path: &Path) -> Result<String, OutputError> {
    Ok(in_digits(&digest_of(path)?))
}

/// SHA-256 of a file, which may be larger than memory.
pub(super) fn digest_of(path: &Path) -> Result<[u8; 32], OutputError> {
    place::for_file(path)?;
    let mut file = io(std::fs::File::open(path), path, "read")?;
    let (mut sum, mut bytes) = (Sha256::new(), vec![0; 1 << 18]);
    loop {
        match io(file.read(&mut bytes), path, "read")? {
            0 => return Ok(sum.finalize().into()),
            length => sum.update(&bytes[..length]),
        }
    }
}

pub(crate) fn in_digits(sum: &[u8]) -> String {
    let digits = |byte: &u8| [byte >> 4, byte & 15].map(|half| char::from(b"0123456789abcdef"[usize::from(half)]));
    sum.iter().flat_map(digits).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sweep_is_written_and_read_back() {
        let scenario = crate::scenario::load_text("s", "[states.A]\n", &[]).unwrap();
        let now = SystemTime::UNIX_EPOCH;
        let mut manifest = Manifest::new(&scenario, 12, None, now, Duration::ZERO);
        manifest.files = vec!["runs.csv".to_owned()];
        assert!(!toml::to_string(&manifest).unwrap().contains("sweep"));
        let axis = |path: &str, unit: &str, words| SweptAxis { path: path.to_owned(), unit: unit.to_owned(), words };
        manifest.sweep = Some(Swept {
            design: "grid".to_owned(),
            points: 6,
            replicates: 2,
            adaptive: false,
            rest: Some(0.01),
            columns: vec!["governance".to_owned()],
            states: vec!["USA".to_owned()],
            shard: Some("2/4".to_owned()),
            outcome: "war_rate".to_owned(),
            axes: vec![axis("parameters.feedback.threat", "share", false), axis("reach.kind", "", true)],
        });
        for at_work in [manifest.clone(), Manifest { commit: None, from_round: Some(3), ..manifest }] {
            let text = toml::to_string(&at_work).unwrap();
            assert_eq!(toml::from_str::<Manifest>(&text).unwrap(), at_work, "{text}");
        }
    }

    #[test]
    fn names_that_lead_out_of_the_directory_are_refused() {
        assert!(is_plain("states.csv") && is_plain("figures/claim-C1.svg"));
        for name in [
            "",
            ".",
            "..",
            "../x",
            "a/b",
            "/etc/x",
            "a/",
            "figures/",
            "figures/..",
            "figures/../x",
            "figures/figures/x",
        ] {
            assert!(!is_plain(name), "{name}");
        }
    }

    #[test]
    fn sums_are_the_known_ones() {
        assert_eq!(sha256(b""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }
}
