//! The hidden directory in which a run directory is prepared, and what becomes of one that a killed process left behind.
//!
//! Whoever prepares holds a lock on a file in it, which the system lets go when the process ends, however it ends. So a
//! staging directory whose lock can be had is left over; it is cleared, and what it had begun to replace is put back.

use std::fs::{File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use super::{MANIFEST, Manifest, temporary};

/// The locked file.
const LOCK: &str = ".lock";
/// Where files that are being replaced wait. It is made once the new files are whole, and marks that moving has begun.
const ASIDE: &str = "old";

/// A staging directory of this process.
pub(super) struct Staging {
    lock: Option<File>,
    path: PathBuf,
    target: PathBuf,
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
        let staging = temporary::directory_in(directory)?;
        let Some(lock) = lock(&staging.path().join(LOCK))? else { return Ok(Err(staging.path().to_owned())) };
        let staging = Self { lock: Some(lock), path: staging.keep(), target: directory.to_owned() };
        for other in others(directory)?.into_iter().filter(|other| other.file_name() != staging.path.file_name()) {
            if !clear(&other, directory)? {
                return Ok(Err(other));
            }
        }
        Ok(Ok(staging))
    }

    /// Where a file is prepared.
    pub fn file(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    /// Sets the files of `old` aside, puts those of `new` in their place, the manifest last, and gives where they are
    /// now. If that fails everything is as it was, and the path that would not be moved comes with the reason.
    pub fn exchange(&self, old: &[String], new: &[String]) -> Result<Vec<PathBuf>, (PathBuf, io::Error)> {
        let (aside, target) = (self.file(ASIDE), &self.target);
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
            // The failure is what counts; after a second one the next who comes puts the old files back.
            let _ = put_back(&self.path, target);
        }
        moved
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        if let Some(lock) = self.lock.take() {
            // Nobody is left to tell if this fails; the next who comes does it.
            let _ = put_back(&self.path, &self.target).and_then(|()| empty(&self.path, lock));
        }
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
            empty(staging, lock)
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

/// Removes a staging directory. The lock is the last to go: as long as there is something in it, it can be seen to be left
/// over, and killed on the way, the next who comes goes on.
fn empty(staging: &Path, lock: File) -> io::Result<()> {
    for entry in std::fs::read_dir(staging)?.collect::<io::Result<Vec<_>>>()? {
        if entry.file_type()?.is_dir() {
            std::fs::remove_dir_all(entry.path())?;
        } else if entry.file_name() != LOCK {
            std::fs::remove_file(entry.path())?;
        }
    }
    // Held until it is gone, lest somebody take it up.
    std::fs::remove_file(staging.join(LOCK))?;
    drop(lock);
    std::fs::remove_dir(staging)
}

/// Undoes an exchange that did not come to its end: the new files go back, then the old ones return, the manifest last. Each
/// step can be seen to be done, so that, killed on the way, the next who comes goes on.
fn put_back(staging: &Path, target: &Path) -> io::Result<()> {
    let aside = staging.join(ASIDE);
    // Where the new manifest is no longer here, the new files stand and the old ones may go.
    if !aside.is_dir() || staging.join(MANIFEST).symlink_metadata().is_err() {
        return Ok(());
    }
    // One that cannot be read is no reason to let the old ones go: it is told, and everything stays.
    let new = Manifest::read(staging).map_err(io::Error::other)?;
    for name in new.files.iter().filter(|name| staging.join(name).symlink_metadata().is_err()) {
        match std::fs::rename(target.join(name), staging.join(name)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    let mut names = std::fs::read_dir(&aside)?.map(|entry| Ok(entry?.file_name())).collect::<io::Result<Vec<_>>>()?;
    names.sort_by_key(|name| name == MANIFEST);
    names.iter().try_for_each(|name| std::fs::rename(aside.join(name), target.join(name)))?;
    std::fs::remove_dir(&aside)
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
    temporary::is_ours(entry) && entry.file_type().is_ok_and(|kind| kind.is_dir())
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
        let (path, _) = staging.exchange(&old, &new).unwrap_err();
        assert_eq!(path, at("pairs.csv"));
        drop(staging);
        let mut names: Vec<_> = target.path().read_dir().unwrap().map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        assert_eq!(names, ["manifest.toml", "pairs.csv", "states.csv", "world.csv"]);
        for name in &old {
            assert_eq!(std::fs::read_to_string(at(name)).unwrap(), "old");
        }
    }

    #[test]
    fn putting_back_may_be_cut_short_anywhere_and_done_again() {
        let names = ["states.csv", "world.csv", MANIFEST].map(str::to_owned);
        // So many of the new files are back, then so many of the old ones; the last time it is all done already.
        for done in 0..=2 * names.len() {
            let place = tempfile::tempdir().unwrap();
            let (target, staging) = (place.path().join("a"), place.path().join("a/staging"));
            std::fs::create_dir_all(staging.join(ASIDE)).unwrap();
            for (at, name) in names.iter().enumerate() {
                let new = if at < done || name == MANIFEST { &staging } else { &target };
                std::fs::write(new.join(name), if name == MANIFEST { manifest(&names) } else { "new".to_owned() })
                    .unwrap();
                let returned = at + names.len() < done;
                std::fs::write(if returned { target.join(name) } else { staging.join(ASIDE).join(name) }, "old")
                    .unwrap();
            }
            (0..2).for_each(|_| put_back(&staging, &target).unwrap());
            for name in &names {
                assert_eq!(std::fs::read_to_string(target.join(name)).unwrap(), "old");
            }
        }
    }

    #[test]
    fn old_files_do_not_go_where_nothing_can_be_read_of_the_new_ones() {
        let place = tempfile::tempdir().unwrap();
        let staging = place.path().join("staging");
        let old = staging.join(ASIDE).join("states.csv");
        std::fs::create_dir_all(staging.join(ASIDE)).unwrap();
        std::fs::write(&old, "old").unwrap();
        std::fs::write(staging.join(LOCK), "").unwrap();
        std::fs::write(staging.join(MANIFEST), "half a li").unwrap();
        assert!(clear(&staging, place.path()).unwrap_err().to_string().contains("manifest.toml"));
        assert_eq!(std::fs::read_to_string(old).unwrap(), "old");
    }

    #[test]
    fn the_lock_is_the_last_to_go() {
        let place = tempfile::tempdir().unwrap();
        let staging = Staging::begin(place.path()).unwrap().ok().unwrap();
        let path = staging.path.clone();
        for k in 0..2000 {
            std::fs::write(path.join(format!("{k}.csv")), "").unwrap();
        }
        let clearing = std::thread::spawn(move || drop(staging));
        while !clearing.is_finished() {
            let locked = path.join(LOCK).exists();
            let left = std::fs::read_dir(&path).map_or(0, Iterator::count);
            assert!(locked || left == 0, "{left} files are left and nothing says whose they are");
        }
        assert_eq!(place.path().read_dir().unwrap().count(), 0);
    }

    fn manifest(files: &[String]) -> String {
        let scenario = crate::scenario::load_text("s", "[states.A]\n", &[]).unwrap();
        let now = (std::time::SystemTime::UNIX_EPOCH, std::time::Duration::ZERO);
        let manifest = Manifest { files: files.to_vec(), ..Manifest::new(&scenario, 1, None, now.0, now.1) };
        toml::to_string(&manifest).unwrap()
    }
}
