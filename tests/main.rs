//! All tests of the program in one binary, a file per subject: `cargo test --test tests sweep::` runs one subject.
//!
//! One binary, because each links the whole program: forty of them took minutes and gigabytes.

mod architecture;
mod bad_scenarios;
mod batch;
mod calibrate;
mod claims;
mod cli;
mod common;
mod compare;
mod designs;
mod determinism;
mod discovery;
mod documents;
mod exploration;
mod export;
mod extend;
mod golden;
mod guide;
mod history;
mod history_world;
#[cfg(unix)]
mod kills;
mod loop_study;
mod mechanisms;
mod merge;
mod messages;
mod model;
mod mutations;
mod names;
mod no_effect;
mod odd;
mod order;
mod outcomes;
mod parquet_only;
mod parquet_unfinished;
mod places;
mod plot;
mod principles;
mod printed;
mod properties;
mod record;
mod report;
mod run_directories;
mod scenarios;
mod sensitivity;
#[cfg(unix)]
mod signals;
mod society;
mod stopping;
mod studio;
mod sweep;
mod sweep_figures;
mod tables;
mod void_disputes;
mod war;
mod warnings;
mod watch;
mod words;
mod worlds_per_replicate;

/// A file that no line above names would never run.
#[test]
fn every_test_file_is_part_of_this_binary() {
    let tests = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let named = std::fs::read_to_string(tests.join("main.rs")).unwrap();
    for entry in std::fs::read_dir(&tests).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let code = path.extension().is_some_and(|ending| ending == "rs") || path.join("mod.rs").exists();
        if code && name != "main" {
            assert!(named.contains(&format!("\nmod {name};\n")), "tests/main.rs does not name {name}");
        }
    }
}
