//! The directory of a calibration: `particles.csv` grows there particle by particle and then `new_runs.csv` run by run, and
//! work that was stopped is resumed.

use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::differences::differences;
use super::plan::Plan;
use super::results::{Calibration, scenario_files};
use super::row::{Row, Saved};
use super::tables::{GROWING, TABLES, fields};
use super::write;
use crate::output::manifest::Manifest;
use crate::output::of_history::{Calibrated, DataFile};
use crate::output::{Damage, OutputError, Target, Task, WorkDirectory, csv_tables, table_file, work};
use crate::scenario::Scenario;

/// The directory under way.
pub(crate) struct Directory {
    work: WorkDirectory,
    /// What was saved before.
    pub(super) saved: Saved,
    calibrated: Calibrated,
}

/// What a directory holds.
pub(crate) enum Found {
    /// Nothing, or a part of this calibration.
    Open(Box<Directory>, Option<Damage>),
    /// All of this calibration.
    Finished(Box<Calibration>, PathBuf),
}

impl Directory {
    /// Begins or resumes the calibration of scenarios, which are written as they were given, not cut. `data` are the files
    /// of the record.
    ///
    /// # Errors
    /// Returns an error if another process writes there, or if the directory holds something else.
    pub(crate) fn open(
        target: &Target,
        scenarios: &[Scenario],
        plan: &Plan,
        data: Vec<DataFile>,
    ) -> Result<Found, OutputError> {
        let [first, ..] = scenarios else { unreachable!("at least one scenario is given") };
        let calibrated = Calibrated { data, ..plan.calibrated(scenarios) };
        let head = |table: &&str| (table_file(table), csv_tables::head(&fields(table, &calibrated)));
        let heads = TABLES[..GROWING].iter().map(head).collect();
        let files = TABLES[GROWING..].iter().map(|table| table_file(table));
        let names: Vec<&str> = scenarios.iter().map(|scenario| scenario.name.as_str()).collect();
        let of_scenarios = names.iter().enumerate().flat_map(|(number, name)| {
            let [given, posterior] = scenario_files(number, name);
            [posterior, given]
        });
        let files = files.chain(of_scenarios).collect();
        let runs = u32::try_from(plan.runs()).unwrap_or(u32::MAX);
        let manifest = Manifest {
            calibration: Some(calibrated.clone()),
            ..Manifest::new(first, runs, None, SystemTime::now(), Duration::ZERO)
        };
        let given = scenarios.iter().enumerate().map(|(number, scenario)| {
            let [file, _] = scenario_files(number, &scenario.name);
            (file, scenario.resolved().into_bytes())
        });
        let task = Task { early: given.collect(), ..Task::new(manifest, files, heads, plan.jobs()) };
        let name = format!("calibration-{}", names.join("+"));
        match WorkDirectory::open(target, &name, &task, &|place, there, here| {
            differences((there, place), (here, scenarios))
        })? {
            work::Found::Open(work, damage) => {
                let saved = Saved::read(plan, |table| work.part(table))?;
                Ok(Found::Open(Box::new(Self { work: *work, saved, calibrated }), damage))
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
        let calibrated = self.calibrated;
        self.work.finish(None, |place, _| {
            let calibration = Calibration::replay(plan, Saved::read(plan, |table| place.join(table))?, place)?;
            write::all(&calibration, plan, &calibrated, place)?;
            Ok::<_, OutputError>(calibration)
        })
    }
}
