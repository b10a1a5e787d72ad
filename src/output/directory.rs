//! A run directory being written: where it goes, what it may replace, and how it becomes whole at once.

use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use super::format::{Format, TableFile};
use super::staging::{self, Staging};
use super::{MANIFEST, Manifest, OutputError, SCENARIO, io};
use crate::record::{RunRecord, TABLES};
use crate::scenario::Scenario;

/// Where a run directory is to go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// Where it was said to go; a run that lies there is replaced only if `force` is set.
    Given {
        /// The directory.
        path: PathBuf,
        /// Replace the run in it?
        force: bool,
    },
    /// Below a directory, under the scenario's name; with `-2`, `-3` and so on where that is taken.
    Below(PathBuf),
}

/// A run directory being written. Dropped before [`RunDirectory::finish`], it leaves nothing behind.
pub struct RunDirectory {
    path: PathBuf,
    /// Made by us, and so to be removed if nothing comes of it.
    made: Option<PathBuf>,
    /// Files of the run that is replaced.
    replaced: Vec<String>,
    staging: Option<Staging>,
    formats: Vec<Format>,
    tables: Vec<(String, TableFile)>,
    files: Vec<String>,
    others: Vec<(PathBuf, File)>,
}

impl RunDirectory {
    /// Claims the place; writes nothing into it that stays.
    ///
    /// # Errors
    /// The place is taken, or cannot be written to.
    pub fn create(
        target: &Target,
        scenario: &Scenario,
        formats: &[Format],
        extra: &[String],
    ) -> Result<Self, OutputError> {
        let (mut directory, staging) = match target {
            Target::Below(parent) => Self::claim_below(parent, &scenario.name)?,
            Target::Given { path, force } => {
                let directory = Self::claim(path, *force)?;
                let staging = directory.begin_staging()?.map_err(OutputError::InUse)?;
                (directory, staging)
            }
        };
        directory.staging = Some(staging);
        directory.formats = formats.to_vec();
        let tables = formats.iter().flat_map(|format| TABLES.map(|table| format.file(table)));
        let names = tables.chain([SCENARIO.to_owned(), MANIFEST.to_owned()]);
        for name in names.chain(extra.iter().cloned()) {
            let there = directory.path.join(&name);
            if there.symlink_metadata().is_ok() && !directory.replaced.contains(&name) {
                return Err(OutputError::InTheWay(there));
            }
        }
        for there in directory.replaced.iter().map(|name| directory.path.join(name)) {
            if there.symlink_metadata().is_ok_and(|about| about.is_dir()) {
                return Err(OutputError::InTheWay(there));
            }
        }
        Ok(directory)
    }

    fn new(path: PathBuf, made: Option<PathBuf>) -> Self {
        let (formats, tables, files, others) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        Self { path, made, replaced: Vec::new(), staging: None, formats, tables, files, others }
    }

    /// A staging directory, or that of somebody else who is writing here.
    fn begin_staging(&self) -> Result<Result<Staging, PathBuf>, OutputError> {
        io(Staging::begin(&self.path), &self.path, "written to")
    }

    fn claim(path: &Path, force: bool) -> Result<Self, OutputError> {
        if path.as_os_str().is_empty() || path.exists() && !path.is_dir() {
            return Err(OutputError::NotADirectory(path.to_owned()));
        }
        if !path.exists() {
            let made = topmost_missing(path);
            io(std::fs::create_dir_all(path), path, "made")?;
            return Ok(Self::new(path.to_owned(), Some(made)));
        }
        let mut directory = Self::new(path.to_owned(), None);
        io(staging::restore(path), path, "written to")?;
        let entries = io(std::fs::read_dir(path).and_then(Iterator::collect::<Result<Vec<_>, _>>), path, "read")?;
        if entries.iter().all(staging::is_staging) {
            return Ok(directory);
        }
        if !force {
            return Err(OutputError::NotEmpty(path.to_owned()));
        }
        directory.replaced = Manifest::read(path).map_err(|_| OutputError::NoManifest(path.to_owned()))?.files;
        Ok(directory)
    }

    fn claim_below(parent: &Path, name: &str) -> Result<(Self, Staging), OutputError> {
        let mut made = topmost_missing(&parent.join(name));
        io(std::fs::create_dir_all(parent), parent, "made")?;
        for number in 1u32.. {
            let path = if number == 1 { parent.join(name) } else { parent.join(format!("{name}-{number}")) };
            // Making it claims it: of two commands started together only one succeeds.
            let fresh = match std::fs::create_dir(&path) {
                Ok(()) => true,
                // A killed run may have left nothing in it that counts.
                Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists && staging::only_staging(&path) => {
                    false
                }
                Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => continue,
                Err(error) => return io(Err(error), &path, "made"),
            };
            if !path.starts_with(&made) {
                made.clone_from(&path);
            }
            let mut directory = Self::new(path, fresh.then(|| made.clone()));
            match directory.begin_staging()? {
                Ok(staging) => {
                    directory.made = Some(made);
                    return Ok((directory, staging));
                }
                Err(other) if fresh => return Err(OutputError::InUse(other)),
                Err(_) => {}
            }
        }
        Err(OutputError::NotEmpty(parent.join(name)))
    }

    /// Where it will be.
    pub fn path(&self) -> &Path {
        &self.path
    }

    fn staged(&self, name: &str) -> PathBuf {
        self.staging.as_ref().map_or_else(|| self.path.join(name), |staging| staging.file(name))
    }

    /// Adds the tables of a run; runs come in order.
    ///
    /// # Errors
    /// They cannot be written.
    pub fn write_run(&mut self, record: &RunRecord) -> Result<(), OutputError> {
        for (name, table) in record.tables() {
            for format in self.formats.clone() {
                let file = format.file(name);
                if !self.tables.iter().any(|(there, _)| *there == file) {
                    let writer = format.create(&self.staged(&file), &self.path.join(&file), table.fields())?;
                    self.tables.push((file.clone(), writer));
                    self.files.push(file.clone());
                }
                for (_, writer) in self.tables.iter_mut().filter(|(there, _)| *there == file) {
                    writer.write(table)?;
                }
            }
        }
        Ok(())
    }

    /// Adds bytes to a file of another kind, such as a checkpoint.
    ///
    /// # Errors
    /// They cannot be written.
    pub fn append(&mut self, name: &str, bytes: &[u8]) -> Result<(), OutputError> {
        let path = self.path.join(name);
        if !self.files.iter().any(|there| there == name) {
            self.others.push((path.clone(), io(File::create(self.staged(name)), &path, "made")?));
            self.files.push(name.to_owned());
        }
        for (there, file) in self.others.iter_mut().filter(|(there, _)| *there == path) {
            io(file.write_all(bytes), there, "written")?;
        }
        Ok(())
    }

    /// Writes the scenario and the manifest, and moves everything to its place. Gives the paths written.
    ///
    /// # Errors
    /// Something cannot be written; then nothing is left of it, and a run that was to be replaced is as it was.
    pub fn finish(mut self, scenario: &Scenario, mut manifest: Manifest) -> Result<Vec<PathBuf>, OutputError> {
        self.append(SCENARIO, scenario.resolved().as_bytes())?;
        for (_, table) in std::mem::take(&mut self.tables) {
            table.finish()?;
        }
        manifest.files.clone_from(&self.files);
        manifest.files.push(MANIFEST.to_owned());
        let text = toml::to_string(&manifest)
            .map_err(|error| OutputError::Malformed { path: self.path.join(MANIFEST), problem: error.to_string() })?;
        self.append(MANIFEST, text.as_bytes())?;
        for (path, file) in std::mem::take(&mut self.others) {
            io(file.sync_all(), &path, "written")?;
        }
        let Some(staging) = &self.staging else { unreachable!("it lasts as long as the directory is being written") };
        let moved = staging.exchange(&self.replaced, &self.files, &self.path);
        let moved = moved.map_err(|(path, source)| OutputError::Io { path, doing: "put in its place", source })?;
        self.made = None;
        Ok(moved)
    }
}

impl Drop for RunDirectory {
    fn drop(&mut self) {
        // Nobody is left to tell if this fails.
        self.tables.clear();
        self.others.clear();
        drop(self.staging.take());
        if let Some(made) = &self.made {
            let _ = std::fs::remove_dir(&self.path);
            // Parents that were made on the way, as far as they are empty.
            for parent in self.path.ancestors().skip(1).take_while(|parent| parent.starts_with(made)) {
                let _ = std::fs::remove_dir(parent);
            }
        }
    }
}

/// The topmost directory of a path that is not there yet.
fn topmost_missing(path: &Path) -> PathBuf {
    path.ancestors()
        .take_while(|parent| !parent.as_os_str().is_empty() && !parent.exists())
        .last()
        .unwrap_or(path)
        .to_owned()
}
