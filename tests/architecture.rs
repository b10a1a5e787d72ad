//! Which way imports point: reads the syntax of every file of `src/` and refuses what the layout forbids.

mod paths;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use paths::{Parts, Source};

/// A module of the crate, the modules that it may import, and paths that it must never name.
struct Rule {
    module: &'static str,
    may_import: &'static [&'static str],
    never: &'static [&'static str],
}

/// Files, environment, time, threads, processes, printing, random numbers of the machine, tables in no fixed order,
/// and the crates of the outer modules.
const PURE: &[&str] = &[
    "std::fs",
    "std::env",
    "std::time",
    "std::thread",
    "std::process",
    "std::io",
    "std::net",
    "std::os",
    "println!",
    "eprintln!",
    "print!",
    "eprint!",
    "dbg!",
    "std::collections::HashMap",
    "std::collections::HashSet",
    "std::collections::hash_map",
    "std::collections::hash_set",
    "std::hash::RandomState",
    "rand::prelude",
    "rand::random",
    "rand::random_bool",
    "rand::random_iter",
    "rand::random_range",
    "rand::random_ratio",
    "rand::rng",
    "rand::rngs",
    "rand::thread_rng",
    "rand::fill",
    "getrandom",
    "toml",
    "csv",
    "clap",
    "plotters",
    "rayon",
];

const ALL: &[&str] = &[
    "model", "record", "analysis", "scenario", "batch", "studies", "claims", "history", "output", "plot", "report",
    "studio", "cli",
];

const RULES: &[Rule] = &[
    Rule { module: "model", may_import: &[], never: PURE },
    Rule { module: "record", may_import: &["model"], never: PURE },
    Rule { module: "analysis", may_import: &["record"], never: PURE },
    // Expressions of outcomes name the columns of tables, which the record declares.
    Rule { module: "scenario", may_import: &["model", "record"], never: &["rayon", "csv::Writer", "clap", "plotters"] },
    // Designs for sensitivity are numbers, as their indices are.
    Rule {
        module: "batch",
        may_import: &["model", "record", "analysis", "scenario"],
        never: &["csv", "clap", "plotters"],
    },
    Rule { module: "output", may_import: &["record", "scenario"], never: &["clap", "plotters"] },
    Rule {
        module: "studies",
        // Experiments on the loop hold, shock and replay what states do, which only the model's own interventions can say.
        may_import: &["model", "batch", "record", "analysis", "scenario", "output"],
        never: &["clap", "plotters"],
    },
    Rule {
        module: "claims",
        // Long work resumes in a directory, as studies do.
        may_import: &["model", "record", "analysis", "scenario", "batch", "studies", "output"],
        never: &["clap", "plotters"],
    },
    Rule {
        module: "history",
        // Runs end in the errors of batches, their relations have the model's stages, and results are written as others.
        may_import: &["scenario", "record", "analysis", "studies", "batch", "output", "model"],
        never: &["clap", "plotters"],
    },
    Rule {
        module: "plot",
        may_import: &["record", "output", "analysis"],
        never: &["crate::model::round", "rand", "rand_chacha"],
    },
    Rule { module: "report", may_import: &["record", "plot", "output", "analysis"], never: &["rand", "rand_chacha"] },
    Rule {
        module: "studio",
        // It runs scenarios and shows them on the page of the report. Its secret is drawn by the operating system.
        may_import: &["model", "record", "analysis", "scenario", "batch", "output", "plot", "report"],
        never: &["clap", "plotters", "rand_chacha"],
    },
    Rule { module: "cli", may_import: ALL, never: &["rand", "rand_chacha"] },
];

/// What a rule forbids of the paths of one file, in words.
fn breaches(rule: &Rule, source: &Source) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for path in &source.paths {
        if path[0] == "crate" {
            let top = path.get(1).map_or("the whole crate", String::as_str);
            if top != rule.module && !rule.may_import.contains(&top) {
                found.insert(format!("imports {top}"));
            }
        }
        found.extend(rule.never.iter().filter(|never| touches(path, never)).map(|never| format!("names {never}")));
    }
    found
}

/// Whether a path is `never` or leads into it; a glob reaches everything below it.
fn touches(path: &Parts, never: &str) -> bool {
    if never.ends_with('!') {
        return path.last().is_some_and(|last| last == never);
    }
    let never: Vec<&str> = never.split("::").collect();
    let above = path.last().is_some_and(|last| last == "*") && path.len() <= never.len();
    let shared = if above { path.len() - 1 } else { never.len() };
    path.len() >= shared && path.iter().zip(&never).take(shared).all(|(a, b)| a == b)
}

fn src() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// Every file of `src/`, read once.
fn sources() -> &'static [Source] {
    static SOURCES: LazyLock<Vec<Source>> = LazyLock::new(|| Source::all(&src()));
    &SOURCES
}

#[test]
fn imports_point_one_way() {
    let mut broken = Vec::new();
    for source in sources() {
        if let Some(rule) = RULES.iter().find(|rule| source.module.get(1).is_some_and(|top| top == rule.module)) {
            broken.extend(breaches(rule, source).iter().map(|breach| format!("{} {breach}", source.module.join("::"))));
        }
    }
    assert!(broken.is_empty(), "forbidden by the layout:\n{}", broken.join("\n"));
}

#[test]
fn every_top_module_has_a_rule() {
    for entry in std::fs::read_dir(src()).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            assert!(RULES.iter().any(|rule| rule.module == name), "src/{name} has no rule in this test");
        }
    }
}

#[test]
fn a_forbidden_import_is_found_however_it_is_written() {
    let model = &RULES[0];
    let forbidden = [
        "use std::fs;",
        "use std::{fs, time::Instant};",
        "use std::{fmt, collections::{BTreeMap, HashMap}};",
        "use std as s; fn f() { s::fs::read(\"a\"); }",
        "use std::{self as s}; use s::time;",
        "extern crate std as s; use s::fs::File;",
        "use ::std::env;",
        "use std::*;",
        "use std::collections::*;",
        "fn f() { std::fs::read(\"a\"); }",
        "fn f() -> std::time::Instant { todo() }",
        "fn f<T: std::io::Write>(t: T) {}",
        "fn f() { let x = <std::time::Instant>::now(); }",
        "fn f() -> f64 { rand::random() }",
        "use rand::random as draw;",
        "use rand::rng;",
        "use rand::{Rng, prelude::*};",
        "fn f() { rand::thread_rng(); }",
        "fn f() { println!(\"a\"); }",
        "fn f() { std::eprintln!(\"a\"); }",
        "fn f() { assert!(std::fs::exists(\"a\")); }",
        "fn f() { vec![dbg!(1)]; }",
        "macro_rules! m { () => { use std::{fmt, fs}; } }",
        "macro_rules! m { () => { $crate::cli::run() } }",
        "use crate::cli;",
        "use crate::{model::ids, cli::print};",
        "use super::super::cli::print;",
        "use self::super::super::cli::print;",
        "fn f() { super::super::cli::run(); }",
        "mod inner { use super::super::super::cli; }",
        "use crate::*;",
        "#[derive(clap::Parser)] struct A;",
        "use rayon::prelude::*;",
    ];
    for text in forbidden {
        let source = Source::read(&["crate", "model", "round"], text);
        assert!(!breaches(model, &source).is_empty(), "passes: {text}");
    }
    let allowed = [
        "use std::{fmt, collections::BTreeMap};",
        "use super::ids::StateId;",
        "use crate::model::{ids, states::*};",
        "use super::*;",
        "use rand::{Rng, SeedableRng};",
        "use rand_chacha::ChaCha8Rng;",
        "use serde::{Deserialize, Serialize};",
        "/// Unlike `std::fs` and `println!`.\nfn f() { let csv = 1; csv.len(); }",
        "fn f() { let a = \"std::fs\"; assert!(a != \"crate::cli\"); }",
        "#[cfg(test)]\nmod tests { use std::{fs, time::Instant}; }",
    ];
    for text in allowed {
        let source = Source::read(&["crate", "model", "round"], text);
        assert_eq!(breaches(model, &source), BTreeSet::new(), "fails: {text}");
    }
}

#[test]
fn only_the_command_line_prints() {
    const PRINTING: &[&str] = &["println!", "print!", "eprintln!", "eprint!", "dbg!", "std::process::exit"];
    for source in sources().iter().filter(|source| source.module.get(1).is_none_or(|top| top != "cli")) {
        for word in PRINTING {
            assert!(!source.paths.iter().any(|path| touches(path, word)), "{} names {word}", source.module.join("::"));
        }
    }
}

#[test]
fn all_that_the_command_line_prints_goes_through_one_file() {
    const STREAMS: &[&str] =
        &["println!", "print!", "eprintln!", "eprint!", "dbg!", "std::io::stdout", "std::io::stderr"];
    // The screen of `watch` only asks whether it is on a terminal.
    const ASKS: &str = "crate::cli::watch";
    for source in sources() {
        let module = source.module.join("::");
        if !module.starts_with("crate::cli") || module == "crate::cli::print" {
            continue;
        }
        for word in STREAMS.iter().filter(|word| !(module == ASKS && **word == "std::io::stdout")) {
            assert!(!source.paths.iter().any(|path| touches(path, word)), "{module} names {word}");
        }
    }
}

/// Modules that import from a parent that uses them. No others may join them.
const WITH_THEIR_PARENTS: [&str; 5] =
    ["cli::claims::robust", "cli::usage", "studies::batch::course", "studies::batch::table", "studies::sweep::job"];

/// A circle of imports among the files that `edges` lead through, or none.
fn circle(edges: &[BTreeSet<usize>]) -> Option<Vec<usize>> {
    /// Follows imports from `at`; `way` is how it came there, `done` the files that lead into no circle.
    fn follow(at: usize, edges: &[BTreeSet<usize>], way: &mut Vec<usize>, done: &mut BTreeSet<usize>) -> bool {
        if let Some(from) = way.iter().position(|there| *there == at) {
            way.drain(..from);
            return true;
        }
        if done.contains(&at) {
            return false;
        }
        way.push(at);
        if edges[at].iter().any(|next| follow(*next, edges, way, done)) {
            return true;
        }
        way.pop();
        done.insert(at);
        false
    }
    let mut done = BTreeSet::new();
    (0..edges.len()).find_map(|at| {
        let mut way = Vec::new();
        follow(at, edges, &mut way, &mut done).then_some(way)
    })
}

#[test]
fn no_files_import_each_other_in_a_circle() {
    let sources = sources();
    let name = |at: usize| sources[at].module.join("::");
    let mut edges = paths::imports_between(sources);
    let mut families = BTreeSet::new();
    for at in 0..edges.len() {
        for other in edges[at].clone() {
            // A file and a module above it are reported one by one: only a circle of the two counts.
            if sources[other].module.starts_with(&sources[at].module) && edges[other].contains(&at) {
                families.insert(name(other));
            }
        }
    }
    for (at, to) in edges.iter_mut().enumerate() {
        to.retain(|other| {
            let (a, b) = (&sources[at].module, &sources[*other].module);
            !a.starts_with(b) && !b.starts_with(a)
        });
    }
    let found = circle(&edges).unwrap_or_default();
    let names: Vec<String> = found.iter().map(|at| name(*at)).collect();
    assert!(found.is_empty(), "a circle of imports: {}", names.join(" imports "));
    let known = WITH_THEIR_PARENTS.map(|module| format!("crate::{module}"));
    assert_eq!(families, BTreeSet::from(known), "modules that import their parents, which import them");
}
