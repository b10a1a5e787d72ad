//! A directory to run the command in.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Child, Output, Stdio};

use assert_cmd::Command;
use tempfile::TempDir;

/// A small scenario: four states, one of which enters.
pub const WORLD: &str = "title = \"Four\"\n[run]\nrounds = 8\nreplicates = 2\nseed = 5\nstart_year = 1990\n\
    [states.Arda]\nsystem = 0.2\n[states.Bera]\nsystem = 0.8\n[states.Ciro]\n[states.Dora]\nenters = 4\n\
    [[pairs]]\nbetween = [\"Arda\", \"Bera\"]\nposture = -0.5\nrivalry = 0.4\ndispute = \"dispute\"\n";

/// Six runs, of which the fourth draws a world in which the two states of the event are out of each other's reach.
pub const APART: &str = "title = \"Apart\"\n[run]\nrounds = 6\nreplicates = 6\nseed = 6\n[generator]\ncount = 3\n\
    world = \"per-replicate\"\n[reach]\nkind = \"coordinates\"\nscale = 0.3\n[events.mirage]\nat = 2\ndo = \"image\"\n\
    state = \"S1\"\nabout = \"S2\"\nvalue = -0.3\nweight = 0.5\n";

/// A row of a table: its cells by the names of their columns.
pub type Row = BTreeMap<String, String>;

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

    /// Starts a command and does not wait for it.
    pub fn begun(&self, arguments: &[&str]) -> Child {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_takvin"));
        command.args(arguments).current_dir(self.0.path()).stdout(Stdio::null()).stderr(Stdio::piped());
        command.spawn().unwrap()
    }

    /// The rows of a table.
    pub fn rows(&self, file: &str) -> Vec<Row> {
        csv::Reader::from_path(self.path(file)).unwrap().deserialize().map(Result::unwrap).collect()
    }

    /// A copy of everything here in another temporary directory.
    pub fn copied(&self) -> Self {
        let copy = Self(tempfile::tempdir().unwrap());
        let status = std::process::Command::new("cp").arg("-a").arg(self.path(".")).arg(copy.path(".")).status();
        assert!(status.unwrap().success());
        copy
    }

    /// [`Self::files`], and manifests without the times that they hold.
    pub fn timeless_files(&self, directory: &str) -> BTreeMap<String, Vec<u8>> {
        let times = |line: &&str| !line.starts_with("started = ") && !line.starts_with("duration_seconds = ");
        let mut files = self.files(directory);
        for (_, bytes) in files.iter_mut().filter(|(name, _)| name.ends_with("manifest.toml")) {
            let text = String::from_utf8_lossy(bytes);
            *bytes = text.lines().filter(times).collect::<Vec<_>>().join("\n").into_bytes();
        }
        files
    }

    /// Every file below a directory but locks, by its path there, with its bytes.
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
    pub fn copy(&self, from: &str, to: &str) {
        std::fs::create_dir_all(self.path(to)).unwrap();
        for (name, bytes) in self.files(from) {
            let path = self.path(to).join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, bytes).unwrap();
        }
    }

    /// Updates the checksums of the tables in a directory, as if their present content had been written.
    pub fn vouch_for(&self, directory: &str) {
        let path = self.path(directory).join("manifest.toml");
        let mut manifest: toml::Table = toml::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
        for (name, sum) in manifest["sums"].as_table_mut().unwrap() {
            let bytes = std::fs::read(self.path(directory).join(name)).unwrap();
            *sum = takvin::output::manifest::sha256(&bytes).into();
        }
        std::fs::write(path, toml::to_string(&manifest).unwrap()).unwrap();
    }

    /// Runs commands, a line each, and returns what a user sees: the command, what it prints, and its exit code unless
    /// it is 0. Single quotes keep spaces in a word.
    pub fn session(&self, commands: &str) -> String {
        let mut seen = String::new();
        for line in commands.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let mut command = Command::cargo_bin("takvin").unwrap();
            let output = command.args(words(line)).current_dir(self.0.path()).env("COLUMNS", "100").output().unwrap();
            let printed = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
            assert!(!printed.contains("panicked"), "{line}: {printed}");
            seen.extend(["$ takvin ", line, "\n", &printed]);
            match output.status.code().expect("an exit code") {
                0 => {}
                code => seen.extend([format!("[exit code {code}]\n")]),
            }
            seen.push('\n');
        }
        let seen = seen.replace(&self.0.path().display().to_string(), "PLACE").replace("takvin.exe", "takvin");
        let seen = seen.replace("The system cannot find the file specified.", "No such file or directory");
        seen.lines().map(|line| without_time(line.trim_end()) + "\n").collect()
    }

    pub fn names(&self, directory: &str) -> Vec<String> {
        let entries = std::fs::read_dir(self.path(directory)).unwrap();
        let mut names: Vec<_> = entries.map(|e| e.unwrap().file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }
}

/// A printed line in which `about 3.1 s` is `about … s`.
fn without_time(line: &str) -> String {
    let mut words: Vec<&str> = line.split(' ').collect();
    for at in 2..words.len() {
        let is_unit = ["s", "seconds", "minutes", "hours", "days"].contains(&words[at].trim_end_matches(','));
        if is_unit && words[at - 2] == "about" {
            words[at - 1] = "…";
        }
    }
    words.join(" ")
}

/// The words of a command.
fn words(line: &str) -> Vec<String> {
    let (mut words, mut word, mut quoted) = (Vec::new(), None::<String>, false);
    for letter in line.chars() {
        match letter {
            '\'' => {
                quoted = !quoted;
                word.get_or_insert_default();
            }
            ' ' if !quoted => words.extend(word.take()),
            _ => word.get_or_insert_default().push(letter),
        }
    }
    words.extend(word);
    words
}

/// Sends a signal to a process.
pub fn signal(child: &Child, name: &str) {
    let sent = std::process::Command::new("kill").args([&format!("-{name}"), &child.id().to_string()]).status();
    assert!(sent.unwrap().success());
}

/// Asserts that a text has all these words.
#[track_caller]
pub fn says(said: &str, words: &[&str]) {
    for word in words {
        assert!(said.contains(word), "no {word:?} in {said}");
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
