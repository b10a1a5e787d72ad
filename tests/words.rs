//! Plain English: phrases that readers stumble over are in no file.

use std::path::{Path, PathBuf};

/// A phrase, and what to write instead.
const ODD: [(&str, &str); 21] = [
    ("told", "report, print, show, or a name such as `lines`"),
    ("tells", "reports, says, shows"),
    ("stands", "is"),
    ("nobody", "no state, no process, no test"),
    ("somebody", "a user, another process, a state"),
    ("none where", "`None` if"),
    ("so many", "this number of"),
    ("is no", "is not a"),
    ("are no", "are not, do not exist"),
    ("makes no", "does not make"),
    ("has none", "does not have any"),
    ("there is none", "it does not exist"),
    ("befall", "happen to, affect"),
    ("befalls", "happens to, affects"),
    ("mend", "repair, correct"),
    ("mended", "repaired, corrected"),
    ("lest", "so that … does not"),
    ("to be had", "available"),
    ("hearken", "listen"),
    ("come to pass", "happen"),
    ("as it were", "(leave it out)"),
];

const ENDINGS: [&str; 6] = ["rs", "md", "toml", "html", "js", "css"];

fn text_files(directory: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            text_files(&path, files);
        } else if path.extension().is_some_and(|ending| ENDINGS.iter().any(|known| ending == *known)) {
            files.push(path);
        }
    }
}

/// Returns true if the line contains the phrase as whole words.
fn has(line: &str, phrase: &str) -> bool {
    let letter = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    line.match_indices(phrase)
        .any(|(at, _)| !letter(line[..at].chars().next_back()) && !letter(line[at + phrase.len()..].chars().next()))
}

#[test]
fn odd_phrases() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    for entry in std::fs::read_dir(root).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|ending| ending == "md") {
            files.push(path);
        }
    }
    for directory in ["src", "tests", "benches", "examples", "docs", "scenarios"] {
        text_files(&root.join(directory), &mut files);
    }
    assert!(files.len() > 300, "only {} files were read", files.len());
    let mut found = Vec::new();
    for path in files.iter().filter(|path| !path.ends_with("tests/words.rs")) {
        let text = std::fs::read_to_string(path).unwrap();
        for (number, line) in text.lines().enumerate() {
            let line = line.to_lowercase();
            for (phrase, instead) in ODD.iter().filter(|(phrase, _)| has(&line, phrase)) {
                let place = path.strip_prefix(root).unwrap().display();
                found.push(format!("{place}:{}: \"{phrase}\": write {instead}", number + 1));
            }
        }
    }
    found.sort();
    assert!(found.is_empty(), "{} odd phrases:\n{}", found.len(), found.join("\n"));
}
