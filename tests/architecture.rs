//! Which way imports point: reads `src/` and refuses what the layout forbids.

use std::path::{Path, PathBuf};

/// A module of the crate, the modules it may import, and words that it must never mention.
struct Rule {
    module: &'static str,
    may_import: &'static [&'static str],
    never: &'static [&'static str],
}

/// Files, environment, time, threads, processes, printing, and the crates of the outer modules.
const PURE: &[&str] = &[
    "std::fs",
    "std::env",
    "std::time",
    "std::thread",
    "std::process",
    "std::io",
    "println!",
    "eprintln!",
    "print!",
    "eprint!",
    "dbg!",
    "HashMap",
    "HashSet",
    "rand::rng",
    "toml::",
    "csv::",
    "clap::",
    "plotters",
    "rayon",
];

const ALL: &[&str] = &[
    "model", "record", "analysis", "scenario", "batch", "studies", "claims", "history", "output", "plot", "report",
    "cli",
];

const RULES: &[Rule] = &[
    Rule { module: "model", may_import: &[], never: PURE },
    Rule { module: "record", may_import: &["model"], never: PURE },
    Rule { module: "analysis", may_import: &["record"], never: PURE },
    Rule { module: "scenario", may_import: &["model"], never: &["rayon", "csv::Writer", "clap::", "plotters"] },
    Rule { module: "batch", may_import: &["model", "record", "scenario"], never: &["csv::", "clap::", "plotters"] },
    Rule { module: "output", may_import: &["record", "scenario"], never: &["clap::", "plotters"] },
    Rule {
        module: "studies",
        // Experiments on the loop hold, shock and replay what states do, which only the model's own interventions can say.
        may_import: &["model", "batch", "record", "analysis", "scenario", "output"],
        never: &["clap::", "plotters"],
    },
    Rule {
        module: "claims",
        // Results of hours go on in a directory, as those of studies do.
        may_import: &["model", "record", "analysis", "scenario", "batch", "studies", "output"],
        never: &["clap::", "plotters"],
    },
    Rule {
        module: "history",
        may_import: &["scenario", "record", "analysis", "studies"],
        never: &["clap::", "plotters"],
    },
    Rule {
        module: "plot",
        may_import: &["record", "output", "analysis"],
        never: &["model::round", "rand::", "rand_chacha"],
    },
    Rule { module: "report", may_import: &["record", "plot", "output", "analysis"], never: &["rand::", "rand_chacha"] },
    Rule { module: "cli", may_import: ALL, never: &["rand::", "rand_chacha"] },
];

fn source_files(directory: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(source_files(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// Code without comments, and without the tests at its end, which may import what they like.
fn code(path: &Path) -> String {
    let text = std::fs::read_to_string(path).unwrap();
    let text = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
    text.lines().map(|line| line.split("//").next().unwrap_or_default()).collect::<Vec<_>>().join("\n")
}

/// Top modules of the crate that a piece of code names after `crate::`, also within braces.
fn imports(code: &str) -> Vec<&'static str> {
    let mut found = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        let names: Vec<&str> = match rest.strip_prefix('{') {
            Some(group) => group.split('}').next().unwrap_or_default().split(',').map(str::trim).collect(),
            None => vec![rest],
        };
        for name in names {
            let word: String = name.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            found.extend(ALL.iter().copied().filter(|module| *module == word));
        }
    }
    found
}

#[test]
fn imports_point_one_way() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut broken = Vec::new();
    for rule in RULES {
        let directory = src.join(rule.module);
        if !directory.is_dir() {
            continue;
        }
        for path in source_files(&directory) {
            let code = code(&path);
            let place = path.strip_prefix(&src).unwrap().display();
            for import in imports(&code) {
                if import != rule.module && !rule.may_import.contains(&import) {
                    broken.push(format!("{place} imports {import}"));
                }
            }
            for word in rule.never {
                if code.contains(word) {
                    broken.push(format!("{place} mentions {word}"));
                }
            }
        }
    }
    assert!(broken.is_empty(), "forbidden by the layout:\n{}", broken.join("\n"));
}

#[test]
fn every_top_module_has_a_rule() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for entry in std::fs::read_dir(src).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            assert!(RULES.iter().any(|rule| rule.module == name), "src/{name} has no rule in this test");
        }
    }
}

#[test]
fn only_the_command_line_prints() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for path in source_files(&src) {
        let inside = path.strip_prefix(&src).unwrap();
        if inside.starts_with("cli") {
            continue;
        }
        let code = code(&path);
        for word in ["println!", "print!", "dbg!", "std::process::exit"] {
            assert!(!code.contains(word), "{} has {word}", inside.display());
        }
    }
}

#[test]
fn all_that_the_command_line_prints_goes_through_one_file() {
    let cli = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/cli");
    for path in source_files(&cli).iter().filter(|path| !path.ends_with("cli/print.rs")) {
        // A bar is drawn by its own crate, and holds no names.
        let code = code(path).replace("ProgressDrawTarget::stderr()", "").replace("stdout().is_terminal()", "");
        for word in ["println!", "print!(", "stdout()", "stderr()", "dbg!"] {
            assert!(!code.contains(word), "{} mentions {word}", path.display());
        }
    }
}
