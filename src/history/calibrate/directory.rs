//! The directory of a calibration: `particles.csv` grows there particle by particle and then `new_runs.csv` run by run, and
//! work that was stopped is resumed.

use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::plan::Plan;
use super::results::{Calibration, POSTERIOR};
use super::row::{Row, Saved};
use super::tables::{GROWING, TABLES, fields};
use super::write;
use crate::output::manifest::Manifest;
use crate::output::of_history::{Calibrated, DataFile};
use crate::output::{Damage, OutputError, SCENARIO, Target, Task, WorkDirectory, csv_tables, table_file, work};
use crate::scenario::Scenario;

/// The directory under way.
pub(crate) struct Directory {
    work: WorkDirectory,
    /// What was saved before.
    pub(super) saved: Saved,
}

/// What a directory holds.
pub(crate) enum Found {
    /// Nothing, or a part of this calibration.
    Open(Box<Directory>, Option<Damage>),
    /// All of this calibration.
    Finished(Box<Calibration>, PathBuf),
}

impl Directory {
    /// Begins or resumes the calibration of a scenario, which is written as it was given, not cut. `data` are the files
    /// of the record.
    ///
    /// # Errors
    /// Returns an error if another process writes there, or if the directory holds something else.
    pub(crate) fn open(
        target: &Target,
        scenario: &Scenario,
        plan: &Plan,
        data: Vec<DataFile>,
    ) -> Result<Found, OutputError> {
        let calibrated = Calibrated { data, ..plan.calibrated() };
        let head = |table: &&str| (table_file(table), csv_tables::head(&fields(table, &calibrated)));
        let heads = TABLES[..GROWING].iter().map(head).collect();
        let files = TABLES[GROWING..].iter().map(|table| table_file(table));
        let files = files.chain([POSTERIOR.to_owned(), SCENARIO.to_owned()]).collect();
        let new_runs = plan.jobs() - plan.simulations();
        let runs = u32::try_from(plan.simulations() * u64::from(plan.effort.runs) + new_runs).unwrap_or(u32::MAX);
        let manifest = Manifest {
            calibration: Some(calibrated.clone()),
            ..Manifest::new(scenario, runs, None, SystemTime::now(), Duration::ZERO)
        };
        let task = Task::new(manifest, files, heads, plan.jobs());
        let task = Task { early: vec![(SCENARIO.to_owned(), scenario.resolved().into_bytes())], ..task };
        let name = format!("calibration-{}", scenario.name);
        let text = scenario.resolved();
        match WorkDirectory::open(target, &name, &task, &|place, there, here| {
            let scenario = std::fs::read_to_string(place.join(SCENARIO)).unwrap_or_default();
            differences((there, &scenario), (here, &text))
        })? {
            work::Found::Open(work, damage) => {
                let saved = Saved::read(plan, |table| work.part(table))?;
                Ok(Found::Open(Box::new(Self { work: *work, saved }), damage))
            }
            work::Found::Finished(path) => {
                let calibration = Calibration::replay(plan, Saved::read(plan, |table| path.join(table))?, &path)?;
                Ok(Found::Finished(Box::new(calibration), path))
            }
        }
    }

    /// The directory.
    pub(crate) fn path(&self) -> &Path {
        self.work.path()
    }

    /// The number of particles and new runs that are saved.
    pub(crate) fn done(&self) -> u64 {
        self.work.done()
    }

    pub(super) fn append(&mut self, row: &Row) -> Result<(), OutputError> {
        let bytes = row.bytes();
        self.work.append(&if row.new_run.is_some() { [Vec::new(), bytes] } else { [bytes, Vec::new()] })
    }

    /// Syncs everything to the disk.
    pub(crate) fn rest(&mut self) -> Result<(), OutputError> {
        self.work.rest()
    }

    /// Writes the results, which are made from `particles.csv` and `new_runs.csv` alone. Returns them with the paths of all files.
    ///
    /// # Errors
    /// Returns an error if a file cannot be read or written. The same command then finishes the work.
    pub(crate) fn finish(self, plan: &Plan) -> Result<(Calibration, Vec<PathBuf>), OutputError> {
        self.work.finish(None, |place, _| {
            let calibration = Calibration::replay(plan, Saved::read(plan, |table| place.join(table))?, place)?;
            write::all(&calibration, plan, place)?;
            Ok::<_, OutputError>(calibration)
        })
    }
}

/// Lists how the calibration in a directory differs from this one, one line each. Each is given by its manifest and its
/// scenario.
fn differences((there, scenario_there): (&Manifest, &str), (here, scenario_here): (&Manifest, &str)) -> Vec<String> {
    let of = |manifest: &Manifest| manifest.calibration.clone().unwrap_or_default();
    let (ours, theirs) = (of(here), of(there));
    let prior = |calibrated: &Calibrated| {
        let one = calibrated.parameters.iter().map(|p| {
            let log = if p.log { ",log" } else { "" };
            format!("{}={},{}{log}", p.path, p.low, p.high)
        });
        one.collect::<Vec<_>>().join(" ")
    };
    // The checksum of a scenario covers its seed, which has a line of its own.
    let is_other = there.seed == here.seed || without_seed(scenario_there) != without_seed(scenario_here);
    let checksum =
        |manifest: &Manifest, is_shown: bool| if is_shown { manifest.scenario_sha256.clone() } else { String::new() };
    let facts = [
        ("takvin", there.crate_version.clone(), here.crate_version.clone()),
        ("the model", there.model_version.clone(), here.model_version.clone()),
        ("the scenario's name", there.scenario.clone(), here.scenario.clone()),
        ("the scenario itself", checksum(there, is_other), checksum(here, is_other)),
        ("seed", there.seed.to_string(), here.seed.to_string()),
        ("years", format!("{}–{}", theirs.from, theirs.to), format!("{}–{}", ours.from, ours.to)),
        ("parameters", prior(&theirs), prior(&ours)),
        ("patterns", theirs.patterns.join(", "), ours.patterns.join(", ")),
        ("arms", theirs.arms.join(", "), ours.arms.join(", ")),
        ("particles", theirs.particles.to_string(), ours.particles.to_string()),
        ("simulations", theirs.simulations.to_string(), ours.simulations.to_string()),
        ("runs", theirs.runs.to_string(), ours.runs.to_string()),
        ("new runs", theirs.new_runs.to_string(), ours.new_runs.to_string()),
        ("the record of these years", theirs.record_sha256, ours.record_sha256),
    ];
    let differ = facts.into_iter().filter(|(_, there, here)| there != here);
    differ.map(|(what, there, here)| format!("{what}: {there} there, {here} here")).collect()
}

/// A scenario without its seed; `None` if the text is not TOML.
fn without_seed(text: &str) -> Option<toml::Table> {
    let mut scenario: toml::Table = toml::from_str(text).ok()?;
    if let Some(run) = scenario.get_mut("run").and_then(toml::Value::as_table_mut) {
        run.remove("seed");
    }
    Some(scenario)
}
