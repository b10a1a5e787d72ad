//! A run directory being written: where it goes, what it may replace, and how it becomes whole at once.

use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use super::csv_tables::TableWriter;
use super::{MANIFEST, Manifest, OutputError, SCENARIO, io, table_file};
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
    staging: Option<tempfile::TempDir>,
    tables: Vec<(String, TableWriter)>,
    files: Vec<String>,
    others: Vec<(PathBuf, File)>,
}

impl RunDirectory {
    /// Claims the place; writes nothing into it that stays.
    ///
    /// # Errors
    /// The place is taken, or cannot be written to.
    pub fn create(target: &Target, scenario: &Scenario, extra: &[String]) -> Result<Self, OutputError> {
        let (path, made, replaced) = match target {
            Target::Below(parent) => claim_below(parent, &scenario.name)?,
            Target::Given { path, force } => claim(path, *force)?,
        };
        let mut directory =
            Self { path, made, replaced, staging: None, tables: Vec::new(), files: Vec::new(), others: Vec::new() };
        let names = TABLES.map(table_file).into_iter().chain([SCENARIO.to_owned(), MANIFEST.to_owned()]);
        for name in names.chain(extra.iter().cloned()) {
            let there = directory.path.join(&name);
            if there.symlink_metadata().is_ok() && !directory.replaced.contains(&name) {
                return Err(OutputError::InTheWay(there));
            }
        }
        let staging = tempfile::Builder::new().prefix(".takvin-").tempdir_in(&directory.path);
        directory.staging = Some(io(staging, &directory.path, "written to")?);
        Ok(directory)
    }

    /// Where it will be.
    pub fn path(&self) -> &Path {
        &self.path
    }

    fn staged(&self, name: &str) -> PathBuf {
        self.staging.as_ref().map_or_else(|| self.path.join(name), |staging| staging.path().join(name))
    }

    /// Adds the tables of a run; runs come in order.
    ///
    /// # Errors
    /// They cannot be written.
    pub fn write_run(&mut self, record: &RunRecord) -> Result<(), OutputError> {
        for (name, table) in record.tables() {
            let file = table_file(name);
            if !self.tables.iter().any(|(there, _)| *there == file) {
                let writer = TableWriter::create(&self.staged(&file), &self.path.join(&file))?;
                self.tables.push((file.clone(), writer));
                self.files.push(file.clone());
            }
            for (_, writer) in self.tables.iter_mut().filter(|(there, _)| *there == file) {
                writer.write(table)?;
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
    /// Something cannot be written; then nothing is left of it.
    pub fn finish(mut self, scenario: &Scenario, mut manifest: Manifest) -> Result<Vec<PathBuf>, OutputError> {
        self.append(SCENARIO, scenario.resolved.as_bytes())?;
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
        self.make_room()?;
        let mut moved = Vec::new();
        for name in &self.files {
            let (from, to) = (self.staged(name), self.path.join(name));
            if let Err(error) = io(std::fs::rename(&from, &to), &to, "put in its place") {
                // What lies there without its manifest is no whole run: away with it.
                for path in moved {
                    let _ = std::fs::remove_file(path);
                }
                return Err(error);
            }
            moved.push(to);
        }
        self.made = None;
        Ok(moved)
    }

    /// Removes the files that the old manifest lists, the manifest first, and nothing else.
    fn make_room(&self) -> Result<(), OutputError> {
        let manifest_first = self.replaced.iter().rev();
        for path in manifest_first.map(|name| self.path.join(name)) {
            match std::fs::remove_file(&path) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => io(Err(error), &path, "removed")?,
                _ => {}
            }
        }
        Ok(())
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

/// The directory, the topmost that had to be made for it, and the files of the run that it replaces.
type Claim = (PathBuf, Option<PathBuf>, Vec<String>);

fn claim(path: &Path, force: bool) -> Result<Claim, OutputError> {
    if path.as_os_str().is_empty() {
        return Err(OutputError::NotADirectory(path.to_owned()));
    }
    if path.exists() {
        if !path.is_dir() {
            return Err(OutputError::NotADirectory(path.to_owned()));
        }
        let mut entries = io(std::fs::read_dir(path), path, "read")?;
        if entries.next().is_none() {
            return Ok((path.to_owned(), None, Vec::new()));
        }
        if !force {
            return Err(OutputError::NotEmpty(path.to_owned()));
        }
        let manifest = Manifest::read(path).map_err(|_| OutputError::NoManifest(path.to_owned()))?;
        return Ok((path.to_owned(), None, manifest.files));
    }
    let made = topmost_missing(path);
    io(std::fs::create_dir_all(path), path, "made")?;
    Ok((path.to_owned(), Some(made), Vec::new()))
}

fn claim_below(parent: &Path, name: &str) -> Result<Claim, OutputError> {
    let mut made = topmost_missing(&parent.join(name));
    io(std::fs::create_dir_all(parent), parent, "made")?;
    for number in 1u32.. {
        let path = if number == 1 { parent.join(name) } else { parent.join(format!("{name}-{number}")) };
        // Making it claims it: of two commands started together only one succeeds.
        match std::fs::create_dir(&path) {
            Ok(()) => {
                if !path.starts_with(&made) {
                    made.clone_from(&path);
                }
                return Ok((path, Some(made), Vec::new()));
            }
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(error) => return io(Err(error), &path, "made"),
        }
    }
    Err(OutputError::NotEmpty(parent.join(name)))
}

/// The topmost directory of a path that is not there yet.
fn topmost_missing(path: &Path) -> PathBuf {
    path.ancestors()
        .take_while(|parent| !parent.as_os_str().is_empty() && !parent.exists())
        .last()
        .unwrap_or(path)
        .to_owned()
}
