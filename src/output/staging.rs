//! The hidden directory in which a run directory is prepared, and what becomes of one that a killed process left behind.
//!
//! Whoever prepares holds a lock on a file in it, which the system lets go when the process ends, however it ends. So a
//! staging directory whose lock can be had is left over; it is cleared, and what it had begun to replace is put back.

use std::fs::{File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use super::{MANIFEST, Manifest};

/// How the name of a staging directory begins.
const PREFIX: &str = ".takvin-";
/// The locked file.
const LOCK: &str = ".lock";
/// Where files that are being replaced wait. It is made once the new files are whole, and marks that moving has begun.
const ASIDE: &str = "old";

/// A staging directory of this process.
pub(super) struct Staging {
    // Let go before the directory goes.
    _lock: File,
    directory: tempfile::TempDir,
}

/// What became of the one who made a staging directory.
enum Maker {
    /// It is writing, as far as can be known.
    AtWork,
    /// It is gone, and this is its lock.
    Gone(File),
    /// It left nothing that could be locked.
    Unknown,
}

impl Staging {
    /// Makes one, unless somebody else is writing into the directory: then the other's staging directory is the answer.
    /// Those left over are cleared.
    pub fn begin(directory: &Path) -> io::Result<Result<Self, PathBuf>> {
        let staging = tempfile::Builder::new().prefix(PREFIX).tempdir_in(directory)?;
        let Some(lock) = lock(&staging.path().join(LOCK))? else { return Ok(Err(staging.path().to_owned())) };
        for other in others(directory)?.into_iter().filter(|other| other.file_name() != staging.path().file_name()) {
            if !clear(&other, directory)? {
                return Ok(Err(other));
            }
        }
        Ok(Ok(Self { _lock: lock, directory: staging }))
    }

    /// Where a file is prepared.
    pub fn file(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    /// Sets the files of `old` aside, puts those of `new` in their place, the manifest last, and gives where they are
    /// now. If that fails everything is as it was, and the path that would not be moved comes with the reason.
    pub fn exchange(
        &self,
        old: &[String],
        new: &[String],
        target: &Path,
    ) -> Result<Vec<PathBuf>, (PathBuf, io::Error)> {
        let aside = self.file(ASIDE);
        let moved = std::fs::create_dir(&aside).map_err(|error| (target.to_owned(), error)).and_then(|()| {
            for name in old.iter().rev() {
                let path = target.join(name);
                match std::fs::rename(&path, aside.join(name)) {
                    Err(error) if error.kind() != io::ErrorKind::NotFound => return Err((path, error)),
                    _ => {}
                }
            }
            let into_place = |name: &String| {
                let path = target.join(name);
                std::fs::rename(self.file(name), &path).map(|()| path.clone()).map_err(|error| (path, error))
            };
            new.iter().map(into_place).collect()
        });
        if moved.is_err() {
            // The failure is what counts; a second one while putting back leaves the old files in the staging directory.
            let _ = put_back(self.directory.path(), target);
        }
        moved
    }
}

/// Makes the file and locks it; none where somebody who begins at the same moment has taken it for left over.
fn lock(path: &Path) -> io::Result<Option<File>> {
    let file = match File::create(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        file => file?,
    };
    // Where the file system knows no locks, that there is a staging directory must keep others away.
    let taken = matches!(file.try_lock(), Err(TryLockError::WouldBlock)) || !path.exists();
    Ok((!taken).then_some(file))
}

/// Puts back what killed processes had begun to replace in a directory, and clears what they left, so that it can be seen
/// for what it is.
pub(super) fn restore(directory: &Path) -> io::Result<()> {
    others(directory)?.iter().try_for_each(|other| clear(other, directory).map(drop))
}

/// Clears a staging directory that is left over; tells whether it was. It may vanish meanwhile, by its maker's hand.
fn clear(staging: &Path, target: &Path) -> io::Result<bool> {
    let removed = match maker(staging) {
        Maker::AtWork => return Ok(false),
        Maker::Gone(lock) => {
            put_back(staging, target)?;
            drop(lock);
            std::fs::remove_dir_all(staging)
        }
        // Empty, it is about to be used, or its maker was killed on the way out: one who still means to use it fails.
        Maker::Unknown => match std::fs::remove_dir(staging) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Ok(false),
            removed => removed,
        },
    };
    match removed {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(true),
    }
}

/// Undoes an exchange that did not come to its end: the new files go, the old ones return, the manifest last.
fn put_back(staging: &Path, target: &Path) -> io::Result<()> {
    let aside = staging.join(ASIDE);
    // Where the new manifest is no longer here, the new files stand and the old ones may go.
    let (true, Ok(new)) = (aside.is_dir(), Manifest::read(staging)) else { return Ok(()) };
    for name in new.files.iter().filter(|name| staging.join(name).symlink_metadata().is_err()) {
        match std::fs::remove_file(target.join(name)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    let mut names = std::fs::read_dir(&aside)?.map(|entry| Ok(entry?.file_name())).collect::<io::Result<Vec<_>>>()?;
    names.sort_by_key(|name| name == MANIFEST);
    names.iter().try_for_each(|name| std::fs::rename(aside.join(name), target.join(name)))
}

fn maker(staging: &Path) -> Maker {
    // Opened for writing, since some systems lock nothing else.
    let Ok(file) = File::options().write(true).open(staging.join(LOCK)) else { return Maker::Unknown };
    match file.try_lock() {
        Ok(()) => Maker::Gone(file),
        Err(TryLockError::WouldBlock | TryLockError::Error(_)) => Maker::AtWork,
    }
}

fn others(directory: &Path) -> io::Result<Vec<PathBuf>> {
    let entries = std::fs::read_dir(directory)?.collect::<io::Result<Vec<_>>>()?;
    Ok(entries.iter().filter(|entry| is_staging(entry)).map(std::fs::DirEntry::path).collect())
}

/// Is an entry a staging directory, whoever made it?
pub(super) fn is_staging(entry: &std::fs::DirEntry) -> bool {
    entry.file_name().to_string_lossy().starts_with(PREFIX) && entry.file_type().is_ok_and(|kind| kind.is_dir())
}

/// Is there nothing in a directory but staging directories, and at least one?
pub(super) fn only_staging(directory: &Path) -> bool {
    std::fs::read_dir(directory).is_ok_and(|entries| {
        let mut entries = entries.peekable();
        entries.peek().is_some() && entries.all(|entry| entry.is_ok_and(|entry| is_staging(&entry)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_exchange_that_fails_leaves_everything_as_it_was() {
        let target = tempfile::tempdir().unwrap();
        let at = |name: &str| target.path().join(name);
        let old = ["states.csv", "world.csv", MANIFEST].map(str::to_owned);
        for name in &old {
            std::fs::write(at(name), "old").unwrap();
        }
        let Ok(staging) = Staging::begin(target.path()).unwrap() else { panic!("nobody else is here") };
        let new = ["states.csv", "events.csv", "pairs.csv", MANIFEST].map(str::to_owned);
        for name in &new {
            std::fs::write(staging.file(name), "new").unwrap();
        }
        std::fs::write(staging.file(MANIFEST), manifest(&new)).unwrap();
        // Somebody puts a folder where a file is to go.
        std::fs::create_dir_all(at("pairs.csv").join("mine")).unwrap();
        let (path, _) = staging.exchange(&old, &new, target.path()).unwrap_err();
        assert_eq!(path, at("pairs.csv"));
        drop(staging);
        let mut names: Vec<_> = target.path().read_dir().unwrap().map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        assert_eq!(names, ["manifest.toml", "pairs.csv", "states.csv", "world.csv"]);
        for name in &old {
            assert_eq!(std::fs::read_to_string(at(name)).unwrap(), "old");
        }
    }

    fn manifest(files: &[String]) -> String {
        let scenario = crate::scenario::load_text("s", "[states.A]\n", &[]).unwrap();
        let now = (std::time::SystemTime::UNIX_EPOCH, std::time::Duration::ZERO);
        let manifest = Manifest { files: files.to_vec(), ..Manifest::new(&scenario, 1, None, now.0, now.1) };
        toml::to_string(&manifest).unwrap()
    }
}
