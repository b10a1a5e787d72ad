//! A directory to run the command in.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Output;

use assert_cmd::Command;
use tempfile::TempDir;

/// A small scenario: four states, one of which enters.
pub const WORLD: &str = "title = \"Four\"\n[run]\nrounds = 8\nreplicates = 2\nseed = 5\nstart_year = 1990\n\
    [states.Arda]\nsystem = 0.2\n[states.Bera]\nsystem = 0.8\n[states.Ciro]\n[states.Dora]\nenters = 4\n\
    [[pairs]]\nbetween = [\"Arda\", \"Bera\"]\nposture = -0.5\nrivalry = 0.4\ndispute = \"dispute\"\n";

/// A temporary directory with `world.toml` in it.
pub struct Place(pub TempDir);

impl Place {
    pub fn new() -> Self {
        let place = Self(tempfile::tempdir().unwrap());
        std::fs::write(place.path("world.toml"), WORLD).unwrap();
        place
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    pub fn run(&self, arguments: &[&str]) -> Output {
        Command::cargo_bin("takvin").unwrap().args(arguments).current_dir(self.0.path()).output().unwrap()
    }

    pub fn succeeds(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    pub fn fails(&self, code: i32, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {error}");
        assert!(!error.contains("panicked"), "{error}");
        error
    }

    /// Every file below a directory but locks, by its path there, with its bytes.
    #[allow(dead_code, reason = "used in part")]
    pub fn files(&self, directory: &str) -> BTreeMap<String, Vec<u8>> {
        let mut files = BTreeMap::new();
        for name in self.names(directory) {
            let path = self.path(directory).join(&name);
            if path.is_dir() {
                let below = self.files(&format!("{directory}/{name}"));
                files.extend(below.into_iter().map(|(file, bytes)| (format!("{name}/{file}"), bytes)));
            } else if name != ".lock" {
                files.insert(name, std::fs::read(path).unwrap());
            }
        }
        files
    }

    /// Copies a directory with everything below it.
    #[allow(dead_code, reason = "used in part")]
    pub fn copy(&self, from: &str, to: &str) {
        std::fs::create_dir_all(self.path(to)).unwrap();
        for (name, bytes) in self.files(from) {
            let path = self.path(to).join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, bytes).unwrap();
        }
    }

    /// Updates the checksums of the tables in a directory, as if their present content had been written.
    #[allow(dead_code, reason = "used in part")]
    pub fn vouch_for(&self, directory: &str) {
        let path = self.path(directory).join("manifest.toml");
        let mut manifest: toml::Table = toml::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
        for (name, sum) in manifest["sums"].as_table_mut().unwrap() {
            let bytes = std::fs::read(self.path(directory).join(name)).unwrap();
            *sum = takvin::output::manifest::sha256(&bytes).into();
        }
        std::fs::write(path, toml::to_string(&manifest).unwrap()).unwrap();
    }

    pub fn names(&self, directory: &str) -> Vec<String> {
        let entries = std::fs::read_dir(self.path(directory)).unwrap();
        let mut names: Vec<_> = entries.map(|e| e.unwrap().file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }
}

/// Waits until something is there.
pub fn wait_for(path: &Path) {
    for _ in 0..1000 {
        if path.exists() {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    panic!("{} did not appear", path.display());
}
