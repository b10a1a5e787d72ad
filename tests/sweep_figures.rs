//! Figures of a sweep directory: they show the values of runs.csv; words are categories; failures are reported.

use std::fmt::Write as _;

use takvin::record::summary::OUTCOMES;

use crate::common::place::Place;
use crate::plot::axes::{panels, same, value};
use crate::plot::svg::Svg;
use crate::plot::table::{mean, quantile};

const RATE: &str = "parameters.constitution.rate";
const KIND: &str = "reach.kind";
const LONG: &str = "events.a-long-telegram-from-an-embassy-that-no-minister-at-home-asked-for.round";

/// A run of the made-up sweep.
#[derive(Clone, Debug)]
struct Run {
    point: usize,
    replicate: usize,
    /// The axes, as in the table.
    varied: Vec<String>,
    /// The outcome; `None` if the run failed.
    outcome: Option<f64>,
}

/// A sweep directory that never was: what varies (path, unit, words?), and its runs.
struct Made {
    place: Place,
    axes: Vec<(&'static str, &'static str, bool)>,
    runs: Vec<Run>,
}

impl Made {
    /// Every value of every axis with every other, with replicates; the outcome is computed from the indices of the
    /// values and of the replicate, and is missing where the run fails.
    fn grid(
        axes: &[(&'static str, &'static str, bool)],
        values: &[Vec<String>],
        replicates: usize,
        outcome: impl Fn(&[usize], usize) -> Option<f64>,
    ) -> Self {
        let points: usize = values.iter().map(Vec::len).product();
        let mut runs = Vec::new();
        for point in 0..points {
            let mut rest = point;
            let mut at: Vec<usize> = Vec::new();
            for values in values.iter().rev() {
                at.insert(0, rest % values.len());
                rest /= values.len();
            }
            let varied: Vec<String> = values.iter().zip(&at).map(|(values, &at)| values[at].clone()).collect();
            for replicate in 0..replicates {
                runs.push(Run { point, replicate, varied: varied.clone(), outcome: outcome(&at, replicate) });
            }
        }
        let made = Self { place: Place::new(), axes: axes.to_vec(), runs };
        made.write("sweep", &made.runs);
        made
    }

    /// Writes a directory with some of the runs.
    fn write(&self, directory: &str, runs: &[Run]) {
        let path = self.place.path(directory);
        std::fs::create_dir_all(&path).unwrap();
        let mut manifest = format!(
            "program = \"takvin\"\ncrate_version = \"0.1.0\"\nmodel_version = \"1\"\nscenario = \"made-up\"\n\
             scenario_sha256 = \"\"\nseed = 5\nruns = {}\nrounds = 8\nstarted = \"2026-01-01T00:00:00Z\"\n\
             duration_seconds = 1.5\nfiles = [\"runs.csv\", \"manifest.toml\"]\n\n[sweep]\ndesign = \"grid\"\n\
             points = 6\nreplicates = 3\noutcome = \"war_rate\"\n",
            runs.len()
        );
        for (path, unit, words) in &self.axes {
            let _ = write!(manifest, "[[sweep.axes]]\npath = \"{path}\"\nunit = \"{unit}\"\nwords = {words}\n");
        }
        std::fs::write(path.join("manifest.toml"), manifest).unwrap();
        std::fs::write(path.join("scenario.toml"), "title = \"Made up\"\n[states.A]\n").unwrap();
        let paths: Vec<&str> = self.axes.iter().map(|(path, _, _)| *path).collect();
        let outcomes: Vec<&str> = OUTCOMES.iter().map(|outcome| outcome.name).collect();
        let mut table = format!("point,replicate,seed,{},status,reason,{}\n", paths.join(","), outcomes.join(","));
        for run in runs {
            let status = if run.outcome.is_some() { "done," } else { "failed,\"a state, no more\"" };
            let _ = write!(table, "{},{},5,{},{status}", run.point, run.replicate, run.varied.join(","));
            for outcome in OUTCOMES {
                let cell = match run.outcome {
                    None => String::new(),
                    Some(x) if outcome.name == "war_rate" => x.to_string(),
                    Some(x) if outcome.name == "governance_end" => (x / 100.0).to_string(),
                    Some(_) => "0.5".to_owned(),
                };
                let _ = write!(table, ",{cell}");
            }
            table.push('\n');
        }
        std::fs::write(path.join("runs.csv"), table).unwrap();
    }

    fn figure(&self, name: &str, more: &[&str]) -> Svg {
        let mut arguments = vec!["plot", "sweep", "--figure", name, "--image", "svg"];
        arguments.extend(more);
        self.place.succeeds(&arguments);
        let svg = Svg::read(&self.place.read(&format!("sweep/figures/{name}.svg")));
        assert!(svg.illegible().is_empty(), "{name}: {:#?}", svg.illegible());
        svg
    }

    /// Outcomes of the runs with such values of some axes.
    fn outcomes(&self, wanted: &[(usize, &str)]) -> Vec<f64> {
        let fits = |run: &&Run| wanted.iter().all(|(axis, value)| run.varied[*axis] == *value);
        self.runs.iter().filter(fits).filter_map(|run| run.outcome).collect()
    }
}

fn words(of: &[&str]) -> Vec<String> {
    of.iter().map(|&word| word.to_owned()).collect()
}

const RATES: [&str; 3] = ["0.02", "0.1", "0.4"];
const KINDS: [&str; 3] = ["regional", "all", "none-at-all"];

/// Three rates, three words, three replicates, of which two runs fail.
fn small() -> Made {
    let axes = [(RATE, "", false), (KIND, "", true)];
    Made::grid(&axes, &[words(&RATES), words(&KINDS)], 3, |at, replicate| {
        let fails = at == [1, 2] && replicate > 0;
        let x = 2.0 + 3.0 * at[0] as f64 + [0.0, 7.0, -1.5][at[1]] + 0.4 * replicate as f64;
        (!fails).then_some(x)
    })
}

#[test]
fn heat_map_of_numbers_and_words() {
    let made = small();
    let svg = made.figure("heatmap", &[]);
    for rate in RATES {
        for kind in KINDS {
            let wanted = mean(&made.outcomes(&[(0, rate), (1, kind)]));
            let x = svg.texts.iter().find(|t| t.said == rate && t.anchor == "middle").unwrap().at.0;
            let y = svg.texts.iter().find(|t| t.said == kind && t.anchor == "end").unwrap().at.1;
            let cell = svg.texts.iter().find(|t| (t.at.0 - x).abs() < 2.0 && (t.at.1 - y).abs() < 2.0).unwrap();
            assert!((value(&cell.said).unwrap() - wanted).abs() < 0.06, "{rate}, {kind}: {} for {wanted}", cell.said);
        }
    }
    // If the manifest does not have a unit, the unit of the parameter is used.
    let unit = takvin::model::params::PARAMETERS.iter().find(|p| p.path == "constitution.rate").unwrap().unit;
    assert!(svg.says(&format!("constitution.rate ({unit})")), "{}", svg.all());
    assert!(svg.texts.iter().any(|text| text.upward && text.said == KIND));
    assert!(svg.title.starts_with("War rate: Made up"), "{}", svg.title);
}

#[test]
fn tornado_of_words() {
    let made = small();
    let svg = made.figure("tornado", &[]);
    let panel = panels(&svg)[0];
    let x = panel.x(&svg);
    let row = |name: &str| svg.find(name)[0].at.1;
    let (rate, kind) = (row("constitution.rate"), row(KIND));
    let marked = |shape: &str, at: f64, y: f64| {
        let marks = svg.within(shape, panel.room());
        marks.iter().any(|mark| (mark.middle().0 - x.at(at)).abs() < 2.0 && (mark.middle().1 - y).abs() < 3.0)
    };
    let of = |axis: usize, value: &str| mean(&made.outcomes(&[(axis, value)]));
    assert!(marked("circle", of(0, "0.02"), rate) && marked("polygon", of(0, "0.4"), rate));
    let all: Vec<f64> = KINDS.iter().map(|kind| of(1, kind)).collect();
    assert!(all[2] < all[0] && all[0] < all[1], "{all:?}");
    assert!(marked("rect", all[2], kind) && marked("rect", all[1], kind) && !marked("rect", all[0], kind));
    let said: Vec<&str> =
        svg.texts.iter().filter(|t| (t.at.1 - kind).abs() < 2.0).map(|text| text.said.as_str()).collect();
    assert!(said.contains(&"none-at-all") && said.contains(&"all") && !said.contains(&"regional"), "{said:?}");
    assert!(svg.says("war_rate (per 1,000 pair-rounds)"));
}

#[test]
fn ends_of_the_tornado_name_their_values() {
    for (count, low, high) in [(9, "0 to 1", "7 to 8"), (5, "0", "4")] {
        let values: Vec<String> = (0..count).map(|value| value.to_string()).collect();
        let made = Made::grid(&[(RATE, "", false)], &[values], 2, |at, _| Some(at[0] as f64));
        let svg = made.figure("tornado", &[]);
        for label in [low, high] {
            assert!(svg.texts.iter().any(|text| text.said.replace('\u{a0}', " ") == label), "{count}: no {label}");
        }
    }
}

#[test]
fn fan_of_words() {
    let made = small();
    let svg = made.figure("fan", &["--parameters", KIND]);
    let panel = panels(&svg)[0];
    let y = panel.y(&svg);
    for kind in KINDS {
        let values = made.outcomes(&[(1, kind)]);
        let name = svg.texts.iter().find(|t| t.said == kind && t.anchor == "middle").unwrap();
        let here = |room: [f64; 4]| (f64::midpoint(room[0], room[2]) - name.at.0).abs() < 3.0;
        let median =
            svg.within("polyline", panel.room()).into_iter().find(|line| line.width == 3.0 && here(line.room()));
        assert!((median.unwrap().points[0].1 - y.at(quantile(&values, 0.5))).abs() < 1.6, "{kind}");
        for (low, high) in [(0.05, 0.95), (0.25, 0.75)] {
            let [top, bottom] = [high, low].map(|q| y.at(quantile(&values, q)));
            let fits = |room: [f64; 4]| here(room) && (room[1] - top).abs() < 2.0 && (room[3] - bottom).abs() < 2.0;
            assert!(svg.within("rect", panel.room()).iter().any(|band| fits(band.room())), "{kind}: {top} {bottom}");
        }
    }
}

#[test]
fn fan_of_numbers_in_constant_ratio() {
    let axes = [("parameters.constitution.rate", "", false)];
    let values = words(&["0.01", "0.1", "1", "10"]);
    let made =
        Made::grid(&axes, std::slice::from_ref(&values), 5, |at, replicate| Some((at[0] * at[0] + replicate) as f64));
    let svg = made.figure("fan", &[]);
    let panel = panels(&svg)[0];
    let y = panel.y(&svg);
    let lines = svg.within("polyline", panel.room());
    let line = lines.iter().find(|line| line.width == 3.0).unwrap();
    let step = line.points[1].0 - line.points[0].0;
    assert!(step > 100.0, "{step}");
    let medians = values
        .iter()
        .enumerate()
        .map(|(k, value)| (line.points[0].0 + k as f64 * step, y.at(quantile(&made.outcomes(&[(0, value)]), 0.5))));
    same(&line.points, &medians.collect::<Vec<_>>(), "medians");
}

#[test]
fn bins_of_many_values() {
    let axes = [("parameters.constitution.rate", "", false), ("switches.memory", "", false)];
    let spread: Vec<String> = (0..60)
        .map(|k| format!("{:.6}", 10f64.powf(f64::from(k) / 15.0 - 3.0) * (1.0 + 0.05 * f64::from(k % 2))))
        .collect();
    let made =
        Made::grid(&axes, &[spread.clone(), words(&["0", "1"])], 1, |at, _| Some(at[0] as f64 + 5.0 * at[1] as f64));
    let svg = made.figure("heatmap", &[]);
    assert!(svg.all().contains("60 values in 16 bins of equal ratio, named by their middles"), "{}", svg.all());
    // Means are written into the cells: of the first bin, by the edges that equal ratios give.
    let values: Vec<f64> = spread.iter().map(|value| value.parse().unwrap()).collect();
    let ratio = (values[59] / values[0]).powf(1.0 / 16.0);
    let first: Vec<f64> = (0..60).filter(|&k| values[k] < values[0] * ratio).map(|k| k as f64).collect();
    let said: Vec<f64> = svg.texts.iter().filter(|t| t.anchor == "middle").filter_map(|t| value(&t.said)).collect();
    assert!(
        said.iter().any(|x| (x - mean(&first)).abs() < 0.51)
            && said.iter().any(|x| (x - mean(&first) - 5.0).abs() < 0.51)
    );
    let even: Vec<String> = (1..=40).map(|k| k.to_string()).collect();
    let made = Made::grid(&axes[..1], &[even], 2, |at, replicate| Some((at[0] + replicate) as f64));
    let svg = made.figure("fan", &[]);
    assert!(svg.all().contains("40 values in 16 equal bins"), "{}", svg.all());
}

#[test]
fn many_and_long_words_can_be_read() {
    let long: Vec<String> =
        (0..20).map(|k| format!("a-word-of-a-rule-{k}-that-is-long{}", "-and-longer".repeat(k % 4))).collect();
    for count in [2, 7, 16, 20] {
        let axes = [("states.Bosnia-and-Herzegovina.rule", "", true), (KIND, "", true)];
        let values = [long[..count].to_vec(), words(&KINDS)];
        let made = Made::grid(&axes, &values, 3, |at, k| Some((3 * at[0] + at[1] + k) as f64));
        for size in [&[][..], &["--size", "1200x800"], &["--size", "800x1200"]] {
            for name in ["heatmap", "fan", "tornado"] {
                let svg = made.figure(name, size);
                assert!(name == "tornado" || (count > 16) == svg.says("others"), "{name}, {count}");
            }
        }
    }
}

#[test]
fn failed_runs_are_left_out_and_counted() {
    let made = small();
    for name in ["heatmap", "tornado", "fan"] {
        let svg = made.figure(name, &[]);
        let all = svg.all().replace('\u{a0}', " ");
        assert!(all.contains("2 of 27 runs failed and are left out; runs.csv has the reasons."), "{name}: {all}");
        assert!(all.contains("25 runs."), "{name}: {all}");
        assert!(svg.description.contains("2 of 27 runs failed"), "{name}");
    }
    let all_failed = Made::grid(&[(RATE, "", false)], &[words(&RATES)], 2, |_, _| None);
    let said = all_failed.place.fails(2, &["plot", "sweep", "--figure", "fan"]);
    assert!(said.contains("all 6 runs of the sweep failed"), "{said}");
    let said = all_failed.place.succeeds(&["plot", "sweep"]);
    assert!(said.contains("not drawn: fan"), "{said}");
}

#[test]
fn figures_that_need_single_runs() {
    let made = small();
    let said = made.place.succeeds(&["plot", "sweep", "--image", "svg"]);
    assert_eq!(made.place.names("sweep/figures"), ["fan.svg", "heatmap.svg", "tornado.svg"]);
    let notes: Vec<&str> = said.lines().filter(|line| line.starts_with("not drawn")).collect();
    assert_eq!(notes.len(), 1, "{said}");
    for word in ["drift", "network", "timeline", "effects", "not have trajectories", "takvin run"] {
        assert!(notes[0].contains(word), "{word}: {said}");
    }
    for name in ["drift", "network", "timeline", "comparison"] {
        let said = made.place.fails(2, &["plot", "sweep", "--figure", name]);
        assert!(said.contains(name) && said.contains("not have trajectories") && said.contains("takvin run"), "{said}");
    }
    for option in [["--states", "A"], ["--rounds", "3"], ["--replicates", "0"], ["--against", "sweep"]] {
        let said = made.place.fails(2, &["plot", "sweep", option[0], option[1]]);
        assert!(said.contains(option[0]) && said.contains("sweep"), "{said}");
    }
}

#[test]
fn choice_of_the_outcome() {
    let made = small();
    assert!(made.figure("fan", &[]).title.starts_with("War rate"));
    assert!(made.figure("fan", &["--outcome", "governance_end"]).title.starts_with("Governance end"));
    let said = made.place.fails(2, &["plot", "sweep", "--outcome", "war_rates"]);
    assert!(said.contains("did you mean `war_rate`"), "{said}");
}

#[test]
fn choice_of_the_parameters() {
    let axes = [(RATE, "", false), (KIND, "", true), (LONG, "round", false)];
    let values = [words(&RATES), words(&["a", "b"]), words(&["3", "7"])];
    let made = Made::grid(&axes, &values, 2, |at, _| Some(at[0] as f64 + 10.0 * at[1] as f64 + 20.0 * at[2] as f64));
    let svg = made.figure("heatmap", &[]);
    // Too long a path is cut in its middle; its unit stays.
    let is_cut =
        |said: &str| said.starts_with("events.a-long") && said.contains('…') && said.ends_with(".round (round)");
    assert!(svg.says(KIND) && svg.texts.iter().any(|text| is_cut(&text.said)), "{}", svg.all());
    assert!(svg.all().contains("Averaged over: constitution.rate."), "{}", svg.all());
    for path in [RATE, "constitution.rate"] {
        let svg = made.figure("fan", &["--parameters", path]);
        assert!(svg.texts.iter().any(|text| text.said.starts_with("constitution.rate (")), "{}", svg.all());
    }
    let said = made.place.fails(2, &["plot", "sweep", "--figure", "fan", "--parameters", "reach.kinds"]);
    assert!(said.contains("`reach.kinds` does not vary") && said.contains("did you mean `reach.kind`"), "{said}");
    let svg = made.figure("tornado", &[]);
    let cut = svg.texts.iter().find(|text| text.said.contains('…')).unwrap();
    assert!(cut.said.starts_with("events.a-long") && cut.said.strip_suffix(".round").is_some(), "{}", cut.said);
}

#[test]
fn parts_of_a_sweep_are_drawn_together() {
    let made = small();
    let (first, second) = made.runs.split_at(13);
    made.write("part1", first);
    made.write("part2", second);
    made.place.succeeds(&["plot", "part1", "part2", "--image", "svg"]);
    made.place.succeeds(&["plot", "sweep", "--image", "svg"]);
    for name in ["heatmap", "tornado", "fan"] {
        let [parts, whole] = ["part1", "sweep"].map(|d| made.place.read(&format!("{d}/figures/{name}.svg")));
        assert_eq!(parts, whole, "{name}");
    }
    made.place.succeeds(&["run", "world.toml", "--out", "run", "--quiet"]);
    for pair in [["sweep", "run"], ["run", "sweep"]] {
        let said = made.place.fails(2, &["plot", pair[0], pair[1]]);
        assert!(said.contains("cannot be drawn together") && said.contains("is a sweep"), "{said}");
    }
    let said = made.place.fails(2, &["plot", "run", "--against", "sweep"]);
    assert!(said.contains("--against sweep") && said.contains("this is a sweep"), "{said}");
}

#[test]
fn a_sweep_has_no_page_and_no_decisions_to_explain() {
    let made = small();
    let said = made.place.fails(2, &["report", "sweep"]);
    assert!(said.contains("a sweep does not have a page") && said.contains("takvin plot sweep"), "{said}");
    assert!(!made.place.path("sweep/report.html").exists());
    let said = made.place.fails(2, &["explain", "sweep", "--state", "A", "--round", "1"]);
    assert!(said.contains("this is a sweep"), "{said}");
}

#[test]
fn damaged_tables_of_a_sweep_are_reported() {
    let made = small();
    let path = made.place.path("sweep/runs.csv");
    let whole = std::fs::read_to_string(&path).unwrap();
    let head = whole.lines().next().unwrap().to_owned() + "\n";
    for (text, printed) in [
        (whole.replacen(KIND, "reach.sort", 1), "column `reach.kind` does not exist"),
        (whole.replacen("0.02", "much", 1), "`much` is not a number"),
        (head, "does not have any rows"),
        (String::new(), "the file is empty"),
        (whole.replace(',', ";"), "the columns are separated by semicolons"),
    ] {
        std::fs::write(&path, text).unwrap();
        let said = made.place.fails(2, &["plot", "sweep"]);
        assert!(said.contains("runs.csv") && said.contains(printed), "{printed}: {said}");
    }
    std::fs::remove_file(&path).unwrap();
    assert!(made.place.fails(2, &["plot", "sweep"]).contains("the file does not exist"));
    // One value of each is nothing that varies.
    let flat = Made::grid(&[(RATE, "", false)], &[words(&["0.1"])], 2, |_, k| Some(k as f64));
    let said = flat.place.fails(2, &["plot", "sweep", "--figure", "tornado"]);
    assert!(said.contains("no parameter varies"), "{said}");
    // Words that are empty, flags and missing values are drawn.
    let odd = Made::grid(
        &[(KIND, "", true), ("switches.noise", "", false)],
        &[words(&["all", "", "all & <none>"]), words(&["0", "1", ""])],
        2,
        |at, k| Some((at[0] + k) as f64),
    );
    odd.figure("heatmap", &[]);
    odd.figure("fan", &["--parameters", KIND]);
    odd.figure("tornado", &[]);
}
