//! Calibration to history: a record that is a run with known parameters, in a small world.

mod several;

use std::fmt::Write as _;
use std::path::Path;
use std::sync::atomic::AtomicBool;

use takvin::batch::{Controls, begin, carry_out};
use takvin::history::{Frame, Panel, Rows, load};
use takvin::scenario;

use crate::common::place::{Place, says, signal};

const STATES: u32 = 12;
const FROM: i32 = 1950;
const LAST: i32 = 1980;
/// The window ends here; the record goes on.
const TO: i32 = 1975;

const MAP: &str = "[[table]]\nfile = \"states.csv\"\nrows = \"states\"\nstate = \"state\"\nyear = \"year\"\n[table.columns]\n\
    system = \"system\"\nmajor = \"major\"\n\
    [[table]]\nfile = \"pairs.csv\"\nrows = \"pairs\"\na = \"a\"\nb = \"b\"\nyear = \"year\"\ncomplete = true\n[table.columns]\n\
    contiguity = \"contiguity\"\ndistance = \"distance\"\nrelevant = \"relevant\"\nonset = \"onset\"\nongoing = \"ongoing\"\n\
    hostility_a = \"hostility_a\"\nhostility_b = \"hostility_b\"\nwar_onset = \"war_onset\"\nwar_ongoing = \"war_ongoing\"\n\
    rivalry = \"rivalry\"\npeace = \"peace\"\nally = \"ally\"\n";
const OF_STATES: [&str; 2] = ["system", "major"];
const OF_PAIRS: [&str; 12] = [
    "contiguity",
    "distance",
    "relevant",
    "onset",
    "ongoing",
    "hostility_a",
    "hostility_b",
    "war_onset",
    "war_ongoing",
    "rivalry",
    "peace",
    "ally",
];

/// The parameters of the run that is the record. The scenario that is calibrated has the defaults.
const TRUE: [(&str, f64); 2] = [("choice.confront", -4.0), ("system.noise", 0.03)];
const VARY: [&str; 4] = ["--vary", "choice.confront=-7,-1", "--vary", "parameters.system.noise=0.001,0.1,log"];
const PATTERNS: &str = "mid_onset_per1000_all,rr_recurrence10_rel,share_onsets_force,rivals_per_state,rivalry_ends,\
    p_change_gt_0.05,p_change_lt_-0.05,autocorr_polyarchy_lag10";

fn world() -> String {
    let mut text = format!("[run]\nrounds = {}\nstart_year = {FROM}\nreplicates = 1\nseed = 11\n", LAST - FROM);
    for state in 0..STATES {
        let system = 0.1 + 0.8 * f64::from(state) / f64::from(STATES);
        let _ = write!(text, "[states.S{state}]\nsystem = {system}\ngovernance = {system}\nrevisionism = 0.4\n");
    }
    for pair in 0..STATES / 2 {
        let (a, b) = (2 * pair, 2 * pair + 1);
        let (rivalry, contest) = if pair % 2 == 0 { (0.35, 0.2) } else { (0.6, 0.6) };
        let _ = write!(text, "[[pairs]]\nbetween = [\"S{a}\", \"S{b}\"]\nrivalry = {rivalry}\ncontest = {contest}\n");
    }
    text
}

/// A table of rows, with `change` of the values of its columns.
fn table(
    head: &str,
    rows: &Rows,
    names: &[&'static str],
    panel: &Panel,
    change: &dyn Fn(&str, i32, f64) -> f64,
) -> String {
    let mut text = format!("{head},year,{}\n", names.join(","));
    for row in 0..rows.len() {
        let units = rows.unit(row).map(|state| panel.codes[state as usize].clone());
        let unit = if head == "state" { units[0].clone() } else { units.join(",") };
        let year = rows.year(row);
        let _ = write!(text, "{unit},{year}");
        for name in names {
            let value = change(name, year, rows.value(name, row));
            let _ = if value.is_nan() { write!(text, ",") } else { write!(text, ",{value}") };
        }
        text.push('\n');
    }
    text
}

fn write(directory: &Path, panel: &Panel, change: &dyn Fn(&str, i32, f64) -> f64) {
    std::fs::create_dir_all(directory).unwrap();
    let states = table("state", &panel.states, &OF_STATES, panel, change);
    std::fs::write(directory.join("states.csv"), states).unwrap();
    std::fs::write(directory.join("pairs.csv"), table("a,b", &panel.pairs, &OF_PAIRS, panel, change)).unwrap();
}

/// `small.toml`; `data` with the record, a run with [`TRUE`] parameters; and `later`, which differs after the window.
fn place() -> Place {
    let place = Place::new();
    std::fs::write(place.path("small.toml"), world()).unwrap();
    std::fs::write(place.path("map.toml"), MAP).unwrap();
    let (mut states, mut pairs) =
        (format!("state,year,{}\n", OF_STATES.join(",")), format!("a,b,year,{}\n", OF_PAIRS.join(",")));
    for year in FROM..=LAST {
        for a in 0..STATES {
            let _ = writeln!(states, "S{a},{year},,0");
            for b in a + 1..STATES {
                let _ = writeln!(pairs, "S{a},S{b},{year},1,0,1{}", ",".repeat(9));
            }
        }
    }
    let bare = place.path("bare");
    std::fs::create_dir_all(&bare).unwrap();
    std::fs::write(bare.join("states.csv"), states).unwrap();
    std::fs::write(bare.join("pairs.csv"), pairs).unwrap();
    let record = load(&bare, Some(&place.path("map.toml"))).unwrap().panel;

    let truth: Vec<_> = TRUE.iter().map(|(path, value)| (format!("parameters.{path}"), value.to_string())).collect();
    let mut scenario = scenario::load(&place.path("small.toml"), &truth).unwrap();
    scenario.record.chronicle = true;
    let never = AtomicBool::new(false);
    let controls = Controls { threads: 1, cancel: &never, progress: &|| {}, checkpoint: None };
    // A usual run: 67 disputes in 25 years, where nine of ten runs have 50 to 100.
    let run = carry_out(&scenario, begin(&scenario, 73).unwrap(), &controls).unwrap();
    let numbers: Vec<_> = scenario.setup.names.iter().map(|name| record.state(name)).collect();
    let panel = Frame::new(&record, &numbers, FROM..=LAST).panel(&run.record.chronicle.unwrap());
    write(&place.path("data"), &panel, &|_, _, value| value);
    let later = |name: &str, year: i32, value: f64| match name {
        "system" if year > TO => 0.5,
        "onset" | "rivalry" | "ongoing" if year > TO => 1.0,
        _ => value,
    };
    write(&place.path("later"), &panel, &later);
    place
}

fn asked<'a>(data: &'a str, out: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    let mut all = vec!["history", "calibrate", "small.toml", "--data", data, "--columns", "map.toml"];
    all.extend(["--from", "1950", "--to", "1975", "--patterns", PATTERNS, "--out", out, "-q"]);
    all.extend(VARY);
    all.extend(more);
    all
}

const FEW: [&str; 6] = ["--particles", "40", "--simulations", "100", "--new-runs", "12"];

#[test]
fn true_values_lie_inside_the_posterior() {
    let place = place();
    place.succeeds(&asked("data", "c", &["--particles", "200", "--simulations", "700"]));
    for (name, value) in TRUE {
        for row in place.rows("c/posterior.csv").iter().filter(|row| row["parameter"] == name) {
            let [low, high] = ["q2_5", "q97_5"].map(|column| row[column].parse::<f64>().unwrap());
            assert!(low < value && value < high, "{name} {value}: {low} to {high}, adjusted {}", row["adjusted"]);
            assert_ne!(row["identified"], "not identified", "{row:?}");
        }
    }
    let generations = place.rows("c/generations.csv");
    let tolerances: Vec<f64> = generations.iter().map(|row| row["tolerance"].parse().unwrap()).collect();
    assert!(tolerances.windows(2).all(|pair| pair[1] <= pair[0]) && tolerances.len() == 6, "{tolerances:?}");
    assert_eq!(generations[5]["simulations"], "700");
    let weight: f64 = place.rows("c/kept.csv").iter().map(|row| row["weight"].parse::<f64>().unwrap()).sum();
    assert!((weight - 1.0).abs() < 1e-12);
    let check = place.rows("c/check.csv");
    for column in ["inside", "kept_inside"] {
        let inside = check.iter().filter(|row| row[column] == "yes").count();
        assert!(inside >= 7, "the record is a run of this model: {column} {inside} of 8 patterns");
    }
    the_new_runs_are_of_drawn_particles(&place);
}

/// 100 new runs with the parameters of kept particles, drawn by weight. They are farther from the record than the runs
/// by which these were kept.
fn the_new_runs_are_of_drawn_particles(place: &Place) {
    let (kept, new) = (place.rows("c/kept.csv"), place.rows("c/new_runs.csv"));
    assert_eq!(new.len(), 100);
    let key = |row: &std::collections::BTreeMap<String, String>| (row["generation"].clone(), row["number"].clone());
    for run in &new {
        let particle = kept.iter().find(|particle| key(particle) == key(run)).expect("it is drawn from the kept");
        assert!(["choice.confront", "system.noise"].iter().all(|name| particle[*name] == run[*name]));
        assert_ne!(particle["distance"], run["distance"], "it has random numbers of its own");
    }
    let of = |rows: &[std::collections::BTreeMap<String, String>], column: &str| -> Vec<f64> {
        rows.iter().map(|row| row[column].parse().unwrap()).collect()
    };
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    let (near, far) = (mean(&of(&kept, "distance")), mean(&of(&new, "distance")));
    assert!(near < 0.9 * far, "{near} {far}");
    // The interval of the check, by hand: the third and the third last of 100 runs.
    let mut onsets = of(&new, "mid_onset_per1000_all");
    onsets.sort_by(f64::total_cmp);
    let check = place.rows("c/check.csv");
    let of_check = |column: &str| check[0][column].parse::<f64>().unwrap();
    assert_eq!((of_check("low"), of_check("high")), (onsets[2], onsets[97]));
}

/// The bytes of all results but the manifest, which names times and files of the record.
fn results(place: &Place, directory: &str) -> Vec<(String, Vec<u8>)> {
    let files = place.files(directory).into_iter();
    files.filter(|(name, _)| name != "manifest.toml").collect()
}

#[test]
fn outcomes_of_ones_own_are_met_as_patterns_are() {
    let place = place();
    let base = ["history", "calibrate", "small.toml", "--data", "data", "--columns", "map.toml", "--out", "c", "-q"];
    let fights = ["--outcome", "fights=count(events.dispute_begun)", "--from", "1950", "--to", "1975"];
    let asked = |more: &[&'static str]| [&base[..], &fights, &VARY, &FEW, more].concat();
    place.succeeds(&asked(&["--target", "fights=67,8"]));
    let number = |row: &std::collections::BTreeMap<String, String>, column: &str| row[column].parse::<f64>().unwrap();
    let particles = place.rows("c/particles.csv");
    for row in &particles {
        let apart = ((number(row, "fights") - 67.0) / 8.0).abs().min(10.0);
        assert!((number(row, "distance") - apart).abs() < 1e-9, "{row:?}");
    }
    // The first particle of the model has replicate 0, so a run with its parameters is the same.
    let first = &particles[0];
    let [confront, noise] =
        ["choice.confront", "system.noise"].map(|path| format!("parameters.{path}={}", first[path]));
    let run = ["run", "small.toml", "--rounds", "25", "--runs", "1", "--out", "r", "-q", "--set", &confront];
    place.succeeds(&[&run[..], &["--set", &noise, "--outcome", fights[1]]].concat());
    assert_eq!(place.rows("r/runs.csv")[0]["fights"], first["fights"]);
    let check = place.rows("c/check.csv");
    assert_eq!(check.len(), 1, "without --patterns only targets are met");
    assert_eq!((&*check[0]["pattern"], &*check[0]["record"]), ("fights", "67"));
    assert!((number(&check[0], "record_low") - (67.0 - 1.96 * 8.0)).abs() < 1e-9);
    assert!(place.read("c/manifest.toml").contains("outcome = \"fights\"\nvalue = 67.0\nstandard_error = 8.0"));

    // Another error is another calibration.
    let other = place.fails(2, &asked(&["--target", "fights=67,9"]));
    says(&other, &["targets: fights=67,8 there, fights=67,9 here", "--force"]);
    says(
        &place.fails(2, &asked(&["--target", "fight=67,9"])),
        &["small does not have the outcome `fight`", "`fights`?"],
    );
    let both = asked(&["--target", "fights=67,8", "--target", "war_rate=0,1", "--patterns", "rivalry_ends", "--force"]);
    let text = place.succeeds(&both.into_iter().filter(|word| *word != "-q").collect::<Vec<_>>());
    says(&text, &["Calibration of small to 1 pattern and 2 targets of 1950–1975, 12 states"]);
    let names: Vec<String> = place.rows("c/check.csv").iter().map(|row| row["pattern"].clone()).collect();
    assert_eq!(names, ["rivalry_ends", "fights", "war_rate"]);
}

#[test]
fn threads_and_later_years_do_not_change_a_byte() {
    let place = place();
    place.succeeds(&asked("data", "one", &[&FEW[..], &["--threads", "1", "--runs", "2"]].concat()));
    place.succeeds(&asked("data", "two", &[&FEW[..], &["--threads", "2", "--runs", "2"]].concat()));
    place.succeeds(&asked("later", "blind", &[&FEW[..], &["--runs", "2"]].concat()));
    let one = results(&place, "one");
    assert_eq!(one.len(), 8, "six tables and two scenarios");
    assert!(one == results(&place, "two"), "threads");
    assert!(one == results(&place, "blind"), "later years");
    assert_ne!(place.read("data/states.csv"), place.read("later/states.csv"));
    // A part of one calibration goes on with the record of the other.
    place.succeeds(&asked("later", "one", &[&FEW[..], &["--runs", "2"]].concat()));
}

#[test]
fn a_calibration_that_was_stopped_goes_on_to_the_same_bytes() {
    let place = place();
    let more = ["--particles", "200", "--simulations", "800", "--arms", "model,both_cut", "--threads", "1"];
    place.succeeds(&asked("data", "whole", &more));
    let part = |table: &str| place.path(&format!("cut/unfinished/{table}.csv.part"));
    let lines = |table: &str| std::fs::read_to_string(part(table)).map_or(0, |text| text.lines().count());
    let particles =
        [("INT", 20), ("KILL", 210), ("TERM", 500), ("KILL", 900)].map(|(name, least)| (name, "particles", least));
    for (name, table, least) in particles.into_iter().chain([("KILL", "new_runs", 30), ("INT", "new_runs", 120)]) {
        let child = place.begun(&asked("data", "cut", &more));
        while lines(table) < least {
            std::thread::sleep(std::time::Duration::from_millis(2));
        }
        signal(&child, name);
        let ended = child.wait_with_output().unwrap();
        // The last rows may be cut: those that the journal does not have yet.
        assert!(part(table).exists(), "{name}: finished before the signal");
        if name != "KILL" {
            assert_eq!(ended.status.code(), Some(130));
            says(&String::from_utf8_lossy(&ended.stderr), &["of 1800 simulations are saved", "rerun the same command"]);
            for command in
                [&["plot", "cut"][..], &["history", "compare", "cut", "--data", "data", "--columns", "map.toml"]]
            {
                let refused = place.fails(2, command);
                says(
                    &refused,
                    &[
                        "the work in this directory is not finished (takvin history calibrate; ",
                        " simulations are saved)",
                    ],
                );
            }
        }
    }
    place.succeeds(&asked("data", "cut", &more));
    assert!(results(&place, "whole") == results(&place, "cut"));
    let arms: Vec<String> = place.rows("cut/generations.csv").iter().map(|row| row["arm"].clone()).collect();
    assert_eq!((arms.len(), &*arms[0], &*arms[13]), (14, "model", "both_cut"), "equal effort");
}

#[test]
fn results_can_be_shown_run_and_drawn() {
    let place = place();
    let more = [&FEW[..], &["--arms", "model,no_removals"]].concat();
    let loud = |out| asked("data", out, &more).into_iter().filter(|word| *word != "-q").collect::<Vec<_>>();
    let said = place.succeeds(&loud("c"));
    says(
        &said,
        &["Calibration of small to 8 patterns of 1950–1975, 12 states", "model: tolerance", "no_removals: tolerance"],
    );
    says(&said, &["choice.confront", "-7 to -1", "no_removals ", " against "]);
    assert_eq!(said, place.succeeds(&loud("c")), "finished results are shown again");
    let json: serde_json::Value =
        serde_json::from_str(&place.succeeds(&[&loud("c")[..], &["--json"]].concat())).unwrap();
    assert_eq!(json["arms"][1]["parameters"][1]["parameter"], "system.noise");
    let mean = json["arms"][0]["parameters"][0]["plain"]["mean"].as_f64().unwrap();
    let scenario = scenario::load(&place.path("c/posterior.toml"), &[]).unwrap();
    assert_eq!(scenario.setup.params.choice.confront, mean);
    assert_eq!(scenario.run.rounds, 30, "the scenario is not cut");
    let drawn = place.succeeds(&["plot", "c", "--image", "svg"]);
    says(&drawn, &["posterior.svg", "posterior-no_removals.svg"]);
    let words = ["choice", "confront", "system", "noise", "Posterior of model: small"];
    says(&place.read("c/figures/posterior.svg"), &words);
    says(&place.fails(2, &["plot", "c", "--figure", "posteror"]), &["did you mean `posterior`?"]);
    says(&place.fails(2, &["report", "c"]), &["holds a calibration", "posterior.toml"]);
    says(&place.succeeds(&["history", "calibrate", "--print-defaults"]), &["path = \"disputes.onset\"", "why = "]);
}

#[test]
fn a_comparison_with_null_models_fits_120_columns() {
    let place = place();
    let words =
        ["history", "compare", "small.toml", "--data", "data", "--columns", "map.toml", "--runs", "2", "--nulls"];
    let said = place.succeeds(&words);
    for line in said.lines() {
        assert!(line.chars().count() <= 120, "{line}");
    }
    says(&said, &["diffusion_", "The null models: distance of the median run", "both_cut: ", "no_change: "]);
    says(&said, &["1955  both_cut", "patterns.csv has all numbers"]);
}

#[test]
fn wrong_input_is_refused_with_what_to_type() {
    let place = place();
    let refused = |more: &[&str]| place.fails(2, &asked("data", "c", more));
    says(&refused(&["--vary", "choice.confrnt=-2,-1"]), &["did you mean `choice.confront`?"]);
    says(&refused(&["--vary", "disputes.rivalry=1,200"]), &["bounds must be in [0, 100]"]);
    says(&refused(&["--vary", "choice.confront=-2,-1"]), &["choice.confront is given twice"]);
    says(&refused(&["--arms", "both"]), &["`both` does not exist", "arms are model, policy_to_governance_cut"]);
    says(&refused(&["--simulations", "100"]), &["the first generation alone has 400"]);
    let years = |from: &'static str, to: &'static str| {
        place.fails(
            2,
            &[
                "history",
                "calibrate",
                "small.toml",
                "--data",
                "data",
                "--columns",
                "map.toml",
                "--from",
                from,
                "--to",
                to,
            ],
        )
    };
    says(&years("1960", "1960"), &["--from must be before --to"]);
    says(&years("1900", "1950"), &["the scenario runs from 1950 to 1980", "give a later year by --to"]);
    let alone = |patterns: &'static str| {
        let words = ["history", "calibrate", "small.toml", "--data", "data", "--columns", "map.toml", "--from", "1950"];
        place.fails(2, &[&words[..], &["--to", "1975", "--patterns", patterns]].concat())
    };
    says(&alone("rivals_per_stat"), &["did you mean `rivals_per_state`?", "patterns are ", ", rivalry_ends"]);
    let undated = world().replace("start_year = 1950\n", "");
    std::fs::write(place.path("undated.toml"), undated).unwrap();
    let of_undated = |command: &'static str, more: &[&'static str]| {
        let words = ["history", command, "undated.toml", "--data", "data", "--columns", "map.toml"];
        place.fails(2, &[&words[..], more].concat())
    };
    let hint = ["the scenario runs from 0 to 30", "below [run] of the scenario, as in start_year = 1950"];
    says(&of_undated("compare", &[]), &hint);
    says(&of_undated("forecast", &["--from", "1970"]), &hint);
    says(&of_undated("calibrate", &["--from", "1950", "--to", "1975"]), &hint);
    says(&alone("corr_referent_securitisation"), &["the record has no value", "from 1950 to 1975"]);
    says(&place.fails(2, &["history", "calibrate", "small.toml"]), &["--from", "--to"]);
    assert!(!place.path("c").exists());
    place.succeeds(&asked("data", "c", &FEW));
    let other = refused(&[&FEW[..], &["--arms", "no_removals", "--seed", "4"]].concat());
    says(&other, &["seed: 11 there, 4 here", "arms: model there, no_removals here", "--force"]);
    assert!(!other.contains("scenario itself"), "the seed alone: {other}");
    let longer = place.read("small.toml").replacen("rounds = 30", "rounds = 29", 1);
    std::fs::write(place.path("small.toml"), longer).unwrap();
    let other = refused(&[&FEW[..4], &["--seed", "4", "--new-runs", "13"]].concat());
    says(&other, &["seed: 11 there, 4 here", "the scenario itself: ", "new runs: 12 there, 13 here"]);
    std::fs::write(place.path("small.toml"), world()).unwrap();
    for (table, row) in [("particles", "model,1,3,"), ("new_runs", "model,3,")] {
        let path = place.path(&format!("c/{table}.csv"));
        let text = std::fs::read_to_string(&path).unwrap();
        std::fs::write(&path, text.replacen(row, &row.replace('3', "4"), 1)).unwrap();
        says(&refused(&FEW), &["modified after it was written"]);
        std::fs::write(path, text).unwrap();
    }
    place.succeeds(&asked("data", "c", &FEW));
}
