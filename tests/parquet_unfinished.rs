//! Unfinished runs without CSV: their tables grow as cells, from which the same command makes the same Parquet tables.

use takvin::output::RunReader;

use crate::common::place::{Place, wait_for};

const LONG: [&str; 9] = ["run", "world.toml", "--rounds", "200", "--runs", "30", "--pairs=2", "--threads", "2"];
const ONLY: [&str; 2] = ["--format", "parquet-only"];

fn with<'a>(more: &[&'a str], out: &'a str) -> Vec<&'a str> {
    [&LONG[..], more, &["--quiet", "--out", out]].concat()
}

/// The number of runs that are saved in a directory.
fn saved(place: &Place, directory: &str) -> usize {
    let journal = std::fs::read_to_string(place.path(directory).join("unfinished/journal")).unwrap_or_default();
    journal.matches('\n').count().saturating_sub(2)
}

/// Kills a command when this number of runs is saved.
fn kill_at(place: &Place, command: &[&str], directory: &str, wanted: usize) {
    let mut child = place.begun(command);
    wait_for(&place.path(directory).join("unfinished/journal"));
    while saved(place, directory) < wanted {
        assert!(child.try_wait().unwrap().is_none(), "it ended before it could be killed");
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
    child.kill().unwrap();
    child.wait().unwrap();
}

/// Asserts that both directories have the same files, apart from the times in the manifest.
fn same_files(place: &Place, whole: &str, other: &str) {
    let [whole, other] = [whole, other].map(|directory| place.files(directory));
    assert!(whole.keys().eq(other.keys()), "{:?}", other.keys());
    for (name, bytes) in whole.iter().filter(|(name, _)| *name != "manifest.toml") {
        assert!(other[name] == *bytes, "{name}");
    }
}

#[test]
fn unfinished_cells_are_read_as_the_tables_that_they_become() {
    let place = Place::new();
    place.succeeds(&with(&[], "whole"));
    kill_at(&place, &with(&ONLY, "a"), "a", 5);
    let names = place.names("a/unfinished");
    assert!(names.contains(&"states.cells.part".to_owned()) && names.iter().all(|name| !name.contains("csv")));
    let runs = saved(&place, "a") as f64;
    let [whole, a] = ["whole", "a"].map(|directory| RunReader::open_as_it_is(&place.path(directory)).unwrap());
    assert!(a.is_unfinished().is_some() && a.has("pairs") && !a.has("pair_changes"));
    for name in ["states", "world", "events", "pairs", "runs"] {
        let [whole, a] = [&whole, &a].map(|reader| reader.table(name).unwrap());
        assert_eq!(whole.fields(), a.fields());
        let is_saved = |row: &&[f64]| row[0] < runs;
        let rows: Vec<&[f64]> = whole.rows().filter(is_saved).collect();
        assert_eq!(rows.len(), a.len(), "{name}");
        for (row, there) in rows.into_iter().zip(a.rows()) {
            for ((field, cell), other) in whole.fields().iter().zip(row).zip(there) {
                let is_same = cell.to_bits() == other.to_bits() || whole.word(*cell) == a.word(*other);
                assert!(is_same || cell.is_nan() && other.is_nan(), "{name}: {}", field.name);
            }
        }
    }
    let said = place.succeeds(&["plot", "a", "--image", "svg"]);
    assert!(said.contains("a/figures/drift.svg"), "{said}");
    place.succeeds(&["report", "a", "--quiet"]);
    assert!(place.read("a/report.html").contains(&format!("unfinished: {runs} runs are saved")));
}

#[test]
fn killed_runs_resume_in_any_format_to_the_same_bytes() {
    let place = Place::new();
    let formats = [&ONLY[..], &["--format", "parquet"], &[]];
    for (out, format) in ["only", "both", "csv"].into_iter().zip(formats) {
        place.succeeds(&with(format, out));
    }
    for (begun, ended, whole) in [(0, 0, "only"), (0, 1, "both"), (0, 2, "csv"), (1, 0, "only"), (2, 0, "only")] {
        let out = format!("{begun}-{ended}");
        kill_at(&place, &with(formats[begun], &out), &out, 3);
        kill_at(&place, &with(formats[ended], &out), &out, 9);
        assert_eq!(place.path(&out).join("unfinished/states.cells.part").exists(), begun == 0, "{out}");
        place.succeeds(&with(formats[ended], &out));
        same_files(&place, whole, &out);
    }
}

#[test]
fn a_checkpoint_is_written_beside_cells() {
    let place = Place::new();
    let command = |out| with(&["--checkpoint", "70", "--format", "parquet-only"], out);
    place.succeeds(&command("whole"));
    kill_at(&place, &command("a"), "a", 4);
    place.succeeds(&command("a"));
    same_files(&place, "whole", "a");
    place.succeeds(&["run", "--from", "a/checkpoint-70.bin", "--out", "b", "--quiet", "--format", "parquet-only"]);
}

#[test]
fn a_killed_batch_without_csv_resumes_in_any_format() {
    let place = Place::new();
    let batch = ["batch", "world.toml", "spiral", "--rounds", "200", "--runs", "20", "--threads", "2", "-q", "--out"];
    place.succeeds(&[&batch[..], &["only"], &ONLY].concat());
    place.succeeds(&[&batch[..], &["csv"]].concat());
    for (out, first, last, whole) in
        [("a", &ONLY[..], &ONLY[..], "only"), ("b", &ONLY, &[], "csv"), ("c", &[], &ONLY, "only")]
    {
        kill_at(&place, &[&batch[..], &[out], first].concat(), &format!("{out}/world"), 4);
        place.succeeds(&[&batch[..], &[out], last].concat());
        for scenario in ["world", "spiral"] {
            same_files(&place, &format!("{whole}/{scenario}"), &format!("{out}/{scenario}"));
        }
    }
}

#[test]
fn damaged_cells_are_refused_and_run_again() {
    let place = Place::new();
    place.succeeds(&with(&ONLY, "whole"));
    kill_at(&place, &with(&ONLY, "killed"), "killed", 6);
    let journal = place.read("killed/unfinished/journal");
    let at = journal.lines().next().unwrap().split(' ').position(|name| name == "states.cells").unwrap();
    let length = |line: &str| line.split(' ').nth(2 * at).unwrap().parse::<usize>().unwrap();
    let lengths: Vec<usize> = journal.lines().skip(1).map(length).collect();
    let within = |run: usize| lengths[..=run].iter().sum::<usize>() + lengths[run + 1] / 2;
    let bytes = std::fs::read(place.path("killed/unfinished/states.cells.part")).unwrap();
    let flipped = |at: usize| {
        let mut bytes = bytes.clone();
        bytes[at] ^= 4;
        Some(bytes)
    };
    let modified = "its rows were modified after they were written";
    let before = "the runs before it are kept, and the rest is run again";
    for (damaged, run, problem, kept) in [
        (flipped(3), 0, modified, "all is run again"),
        (flipped(within(0)), 0, modified, "all is run again"),
        (flipped(within(4)), 4, modified, before),
        (Some(bytes[..within(2)].to_vec()), 2, "rows are missing from here on", before),
        (None, 0, "the file is missing", "all is run again"),
    ] {
        place.copy("killed", "a");
        let path = place.path("a/unfinished/states.cells.part");
        match damaged {
            Some(bytes) => std::fs::write(path, bytes).unwrap(),
            None => std::fs::remove_file(path).unwrap(),
        }
        let part = "a/unfinished/states.cells.part";
        let said = place.fails(2, &["plot", "a", "--image", "svg"]);
        let refused = format!("{part}: run {run}: {problem}; rerun the command that began this work");
        assert!(said.contains(&refused), "{said}");
        let output = place.run(&with(&ONLY, "a"));
        let said = String::from_utf8_lossy(&output.stderr);
        let warning = format!("warning: {part}, run {run}: {problem}; {kept}");
        assert!(output.status.success() && said.contains(&warning), "{said}");
        same_files(&place, "whole", "a");
        std::fs::remove_dir_all(place.path("a")).unwrap();
    }
}
