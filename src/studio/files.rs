//! The scenarios that can be opened: those shipped, and files below the directory in which the studio was started.

use std::path::{Component, Path, PathBuf};

use serde::Serialize;

use crate::scenario;

/// The number of files and the depth of directories that are listed.
const MOST: usize = 200;
const DEPTH: usize = 4;
/// Directories that do not hold scenarios of the user.
const LEFT_OUT: [&str; 3] = ["target", "node_modules", "output"];

/// A scenario in the list.
#[derive(Debug, Serialize)]
pub(super) struct Listed {
    /// The name of a shipped scenario, or the path of a file.
    name: String,
    title: String,
    question: String,
    shipped: bool,
}

/// All of them, those of the user first.
pub(super) fn listed(directory: &Path) -> Vec<Listed> {
    let mut files = Vec::new();
    find(directory, Path::new(""), DEPTH, &mut files);
    files.sort();
    let own = files.into_iter().filter_map(|path| {
        let scenario = scenario::load(&directory.join(&path), &[]).ok()?;
        let name = path.to_string_lossy().into_owned();
        Some(Listed { name, title: scenario.title, question: scenario.question, shipped: false })
    });
    let shipped = scenario::shipped().iter().filter_map(|shipped| {
        let scenario = scenario::load_text(shipped.name, shipped.text, &[]).ok()?;
        let (title, question) = (scenario.title, scenario.question);
        Some(Listed { name: shipped.name.to_owned(), title, question, shipped: true })
    });
    own.chain(shipped).collect()
}

fn find(directory: &Path, below: &Path, depth: usize, files: &mut Vec<PathBuf>) {
    let Ok(entries) = directory.join(below).read_dir() else { return };
    for entry in entries.flatten() {
        let (name, Ok(kind)) = (entry.file_name(), entry.file_type()) else { continue };
        let path = below.join(&name);
        let text = name.to_string_lossy();
        if files.len() >= MOST {
            return;
        }
        if kind.is_file() && is_scenario(&directory.join(&path)) {
            files.push(path);
        } else if kind.is_dir() && depth > 1 && !text.starts_with('.') && !LEFT_OUT.contains(&&*text) {
            find(directory, &path, depth - 1, files);
        }
    }
}

/// Returns true if a file looks like a scenario: TOML with a table or key that scenarios begin with.
fn is_scenario(path: &Path) -> bool {
    if path.extension().is_none_or(|end| end != "toml") {
        return false;
    }
    let Ok(text) = std::fs::read_to_string(path) else { return false };
    let starts = ["base", "[run]", "[states", "[generator]"];
    text.lines().any(|line| starts.iter().any(|start| line.trim_start().starts_with(start)))
}

/// The scenario of a name or a path: a shipped one, or a file below the directory.
///
/// # Errors
/// Returns the reason in words if it is neither.
pub(super) fn found(directory: &Path, name: &str) -> Result<PathBuf, String> {
    if scenario::shipped().iter().any(|shipped| shipped.name == name) {
        return Ok(PathBuf::from(name));
    }
    let path = Path::new(name);
    let is_below = path.components().all(|part| matches!(part, Component::Normal(_)));
    let outside = || format!("{name}: only scenarios below the directory of the studio can be opened");
    if name.is_empty() || !is_below || path.extension().is_none_or(|end| end != "toml") {
        return Err(outside());
    }
    // A link may lead elsewhere.
    let real = directory.join(path).canonicalize().map_err(|error| format!("{name}: {error}"))?;
    let within = directory.canonicalize().is_ok_and(|directory| real.starts_with(directory));
    if within { Ok(directory.join(path)) } else { Err(outside()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_outside_the_directory_are_refused() {
        let place = tempfile::tempdir().unwrap();
        let inside = place.path().join("in");
        std::fs::create_dir_all(inside.join("deep")).unwrap();
        for file in ["out.toml", "in/a.toml", "in/deep/b.toml", "in/no.toml"] {
            let text = if file.ends_with("no.toml") { "x = 1" } else { "base = \"opening\"" };
            std::fs::write(place.path().join(file), text).unwrap();
        }
        #[cfg(unix)]
        std::os::unix::fs::symlink(place.path().join("out.toml"), inside.join("link.toml")).unwrap();
        for name in [
            "../out.toml",
            "/etc/passwd",
            "deep/../../out.toml",
            "link.toml",
            "",
            ".",
            "a.txt",
            "a.toml/..",
            "a.toml\0",
        ] {
            assert!(found(&inside, name).is_err(), "{name:?}");
        }
        assert_eq!(found(&inside, "deep/b.toml").unwrap(), inside.join("deep/b.toml"));
        assert_eq!(found(&inside, "cold-war").unwrap(), Path::new("cold-war"));
        let names: Vec<String> = listed(&inside).into_iter().filter(|one| !one.shipped).map(|one| one.name).collect();
        assert_eq!(names, ["a.toml", "deep/b.toml"]);
    }
}
