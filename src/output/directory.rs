//! A directory of results being written: where it goes, what it may replace, and how it becomes whole at once.

use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use super::format::{Format, TableFile};
use super::staging::{self, Staging};
use super::{Kind, MANIFEST, Manifest, OutputError, UNFINISHED, io, place};
use crate::record::Table;

/// Where a directory of results is to go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// Where it was said to go; what lies there is replaced only if `force` is set.
    Given {
        /// The directory.
        path: PathBuf,
        /// Replace what its manifest lists?
        force: bool,
    },
    /// Below a directory, under a name of its own; with `-2`, `-3` and so on where that is taken.
    Below(PathBuf),
}

/// A directory of results being written. Dropped before [`Directory::finish`], it leaves nothing behind.
pub struct Directory {
    path: PathBuf,
    /// Made by us, and so to be removed if nothing comes of it.
    made: Option<PathBuf>,
    /// Files of what is replaced.
    replaced: Vec<String>,
    staging: Option<Staging>,
    tables: Vec<(String, TableFile)>,
    files: Vec<String>,
    others: Vec<(PathBuf, File)>,
}

impl Directory {
    /// Claims the place; writes nothing into it that stays. `name` is its name where it may choose one; `kind` is what it
    /// will hold, and nothing else is ever replaced; `files` are all that may come to stand in it beside the manifest.
    ///
    /// # Errors
    /// The place is taken, or cannot be written to.
    pub fn create(
        target: &Target,
        name: &str,
        kind: Kind,
        files: impl IntoIterator<Item = String>,
    ) -> Result<Self, OutputError> {
        let (mut directory, staging) = match target {
            Target::Below(parent) => Self::claim_below(parent, name)?,
            Target::Given { path, force } => {
                let directory = Self::claim(path, kind, *force)?;
                let staging = directory.begin_staging()?.map_err(OutputError::InUse)?;
                (directory, staging)
            }
        };
        directory.staging = Some(staging);
        for name in files.into_iter().chain([MANIFEST.to_owned()]) {
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
        let (tables, files, others) = (Vec::new(), Vec::new(), Vec::new());
        Self { path, made, replaced: Vec::new(), staging: None, tables, files, others }
    }

    /// A staging directory, or that of somebody else who is writing here.
    fn begin_staging(&self) -> Result<Result<Staging, PathBuf>, OutputError> {
        io(Staging::begin(&self.path), &self.path, "written to")
    }

    fn claim(path: &Path, kind: Kind, force: bool) -> Result<Self, OutputError> {
        place::for_directory(path)?;
        if !path.exists() {
            let made = topmost_missing(path);
            io(std::fs::create_dir_all(path), path, "made")?;
            return Ok(Self::new(path.to_owned(), Some(made)));
        }
        let mut directory = Self::new(path.to_owned(), None);
        super::restore(path)?;
        let entries = io(std::fs::read_dir(path).and_then(Iterator::collect::<Result<Vec<_>, _>>), path, "read")?;
        if entries.iter().all(staging::is_staging) {
            return Ok(directory);
        }
        if !force {
            return Err(OutputError::NotEmpty(path.to_owned()));
        }
        let there = Manifest::find(path, &[MANIFEST, UNFINISHED])?;
        let there = there.ok_or_else(|| OutputError::NoManifest(path.to_owned()))?;
        if there.kind() != kind {
            return Err(OutputError::OtherKind { path: path.to_owned(), there: there.kind().words() });
        }
        directory.replaced = there.files;
        Ok(directory)
    }

    fn claim_below(parent: &Path, name: &str) -> Result<(Self, Staging), OutputError> {
        place::for_directory(parent)?;
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

    /// Adds rows to a table, which begins with the first.
    ///
    /// # Errors
    /// They cannot be written.
    pub fn write(&mut self, name: &str, format: Format, rows: &Table) -> Result<(), OutputError> {
        let file = format.file(name);
        if !self.tables.iter().any(|(there, _)| *there == file) {
            let writer = format.create(&self.staged(&file), &self.path.join(&file), rows.fields())?;
            self.tables.push((file.clone(), writer));
            self.files.push(file.clone());
        }
        for (_, writer) in self.tables.iter_mut().filter(|(there, _)| *there == file) {
            writer.write(rows)?;
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

    /// Writes the manifest, and moves everything to its place. Gives the paths written.
    ///
    /// # Errors
    /// Something cannot be written; then nothing is left of it, and what was to be replaced is as it was.
    pub fn finish(mut self, mut manifest: Manifest) -> Result<Vec<PathBuf>, OutputError> {
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
        let moved = staging.exchange(&self.replaced, &self.files);
        let moved = moved.map_err(|(path, source)| OutputError::Io { path, doing: "put in its place", source })?;
        self.made = None;
        Ok(moved)
    }
}

impl Drop for Directory {
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
