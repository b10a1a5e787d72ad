//! Opens the page of a run in a browser and uses it as a reader does. Checks that controls work, that values equal
//! those in the tables and that no error is logged, at the width of a telephone and of a desk. The browser is
//! `TAKVIN_CHROMIUM`, or else `chromium` or `chromium-browser` on the path. Without a browser the tests print a note
//! and pass, unless `TAKVIN_OUTSIDE=required`, as in `.ci/run`.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::{Once, OnceLock};
use std::time::{Duration, Instant};

use crate::common::place::{Place, wait_for};
use serde_json::Value;

const STATE: &str = "Bera";
const OTHER: &str = "Arda";
/// The round looked at. All four states are in the world in it.
const ROUND: usize = 5;

pub fn browser() -> Option<String> {
    static SAID: Once = Once::new();
    let named = std::env::var("TAKVIN_CHROMIUM").ok();
    let known = named.into_iter().chain(["chromium", "chromium-browser"].map(str::to_owned));
    let works =
        |name: &String| Command::new(name).arg("--version").output().is_ok_and(|output| output.status.success());
    let found = known.into_iter().find(works);
    if found.is_none() {
        assert!(
            std::env::var("TAKVIN_OUTSIDE").as_deref() != Ok("required"),
            "TAKVIN_OUTSIDE=required, but Chromium was not found"
        );
        SAID.call_once(|| {
            // `eprintln!` would be captured by the test runner, which shows no output of a test that passes.
            let mut stderr = std::io::stderr();
            writeln!(stderr, "tests/report.rs: the page was not opened, since Chromium was not found").unwrap();
        });
    }
    found
}

fn world(runs: &str) -> Place {
    let place = Place::new();
    // Disputes begin in most rounds.
    let often = ["--set", "parameters.disputes.onset=20", "--set", "parameters.choice.confront=0"];
    place.succeeds(&[&["run", "world.toml", "--runs", runs, "--out", "a", "--pairs", "--quiet"][..], &often].concat());
    place.succeeds(&["report", "a"]);
    place
}

/// Returns two runs of the world and what the browser saw on their page, made once for all tests; `None` without a
/// browser.
fn used_once() -> Option<&'static (Place, Value, String)> {
    static USED: OnceLock<Option<(Place, Value, String)>> = OnceLock::new();
    let used = USED.get_or_init(|| {
        let browser = browser()?;
        let place = world("2");
        let seen = used(&place, &browser)["1280"].clone();
        Some((place, seen, browser))
    });
    used.as_ref()
}

/// What the page shows at either width.
fn used(place: &Place, browser: &str) -> Value {
    let page = place.read("a/report.html");
    // Errors are caught before the first script of the page runs.
    let catch = "<script>window.errors=[];window.onerror=(text)=>window.errors.push(String(text));\
        addEventListener('unhandledrejection',(e)=>window.errors.push(String(e.reason)));\
        console.error=(...all)=>window.errors.push(all.join(' '));</script>";
    let page = page.replacen("<head>", &format!("<head>{catch}"), 1);
    let quoted = serde_json::to_string(&page).unwrap().replace("</", "<\\/").replace("<!--", "<\\!--");
    let html = format!(
        "<!DOCTYPE html><meta charset=utf-8><body><script>const REPORT={quoted};const STATE={STATE:?},OTHER={OTHER:?},ROUND={ROUND};\n{}</script>",
        include_str!("report/clicks.js")
    );
    std::fs::write(place.path("clicks.html"), html).unwrap();
    // The browser's clock can run out on a busy machine while the page unpacks its data. Then the page is opened again.
    let is_done = |dom: &String| dom.contains("<pre id=\"results\">");
    let mut tries = (0..4).map(|_| dump(browser, &place.path("clicks.html"), place));
    let dom = tries.find(is_done).expect("one of four tries finishes");
    let text = dom.split("<pre id=\"results\">").nth(1).and_then(|rest| rest.split("</pre>").next());
    let text = text.unwrap_or_else(|| panic!("the script did not finish: {}", &dom[dom.len().saturating_sub(2000)..]));
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&nbsp;", "\u{a0}").replace("&amp;", "&");
    let results: Value = serde_json::from_str(&text).unwrap();
    assert!(results["failed"].is_null(), "{}", results["failed"]);
    results
}

fn dump(browser: &str, page: &Path, place: &Place) -> String {
    let mut command = Command::new(browser);
    command.args([
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--virtual-time-budget=180000",
    ]);
    command.arg(format!("--user-data-dir={}", place.path("profile").display()));
    command.args(["--window-size=1400,1000", "--dump-dom"]).arg(format!("file://{}", page.display()));
    let out = std::fs::File::create(place.path("dom.html")).unwrap();
    let mut child = command.stdout(out).stderr(Stdio::null()).spawn().unwrap();
    let begun = Instant::now();
    while child.try_wait().unwrap().is_none() {
        assert!(begun.elapsed() < Duration::from_mins(2), "the browser did not exit");
        std::thread::sleep(Duration::from_millis(50));
    }
    place.read("dom.html")
}

/// Cells of a table of the run, by column.
fn rows(place: &Place, table: &str) -> Vec<std::collections::HashMap<String, String>> {
    let mut reader = csv::Reader::from_path(place.path(&format!("a/{table}.csv"))).unwrap();
    reader.deserialize().map(Result::unwrap).collect()
}

fn cell(
    rows: &[std::collections::HashMap<String, String>],
    run: usize,
    round: usize,
    state: &str,
    column: &str,
) -> f64 {
    let here = |row: &&std::collections::HashMap<String, String>| {
        row["run"] == run.to_string() && row["round"] == round.to_string() && row["state"] == state
    };
    rows.iter().find(here).unwrap()[column].parse().unwrap()
}

fn three(value: f64) -> String {
    format!("{:.3}", value + 0.0).replace('-', "−")
}

fn signed(value: f64) -> String {
    match three(value).as_str() {
        "0.000" | "−0.000" => "0.000".to_owned(),
        text if value > 0.0 => format!("+{text}"),
        text => text.to_owned(),
    }
}

fn texts(value: &Value) -> Vec<String> {
    value.as_array().unwrap().iter().map(|text| text.as_str().unwrap().to_owned()).collect()
}

#[test]
fn the_page_can_be_used_and_shows_what_the_tables_hold() {
    let Some(browser) = browser() else { return };
    let place = world("3");
    let results = used(&place, &browser);
    let states = rows(&place, "states");
    let events = rows(&place, "events");
    for width in ["390", "1280"] {
        let seen = &results[width];
        assert_eq!(seen["ready"], "yes");
        for empty in ["errors", "hidden", "small"] {
            assert_eq!(seen[empty], serde_json::json!([]), "{empty} at {width}");
        }
        assert!(seen["wider"].as_f64().unwrap() <= 0.0, "the page is wider than {width}: by {}", seen["wider"]);
        assert_eq!(seen["nameless"], 0, "every control must have a label");
        assert!(seen["figures"].as_u64().unwrap() >= 12);

        let of = |column: &str| (0..3).map(|run| cell(&states, run, ROUND, STATE, column)).collect::<Vec<f64>>();
        let both = [of("provision"), of("policy")];
        assert_eq!(texts(&seen["runs"]), both.iter().flatten().map(|&value| three(value)).collect::<Vec<_>>());
        let medians = both.map(|mut values| {
            values.sort_by(f64::total_cmp);
            three(values[1])
        });
        assert_eq!(texts(&seen["median"]), medians);
        let lines: Vec<String> = (0..3).map(|run| format!("{STATE}, run {run}")).collect();
        assert_eq!(texts(&seen["lines"]), [lines.clone(), lines].concat());

        assert_eq!(seen["round"], format!("{} (round {ROUND})", 1990 + ROUND));
        let governance = cell(&states, 0, ROUND, STATE, "governance");
        assert_eq!(seen["chosen"], three(governance));
        assert_eq!(
            (&seen["pressed"], &seen["focused"], &seen["unchosen"]),
            (&"true".into(), &true.into(), &true.into())
        );
        let tiles = texts(&seen["tiles"]);
        assert_eq!(tiles.len(), 4, "{tiles:?}");
        assert!(tiles.contains(&format!("{STATE}, governance {}", three(governance))), "{tiles:?}");
        let printed: Vec<String> = texts(&seen["events"]);
        let begun = |row: &&std::collections::HashMap<String, String>| {
            row["run"] == "0" && row["round"] == ROUND.to_string() && row["kind"] == "dispute_begun"
        };
        assert!(events.iter().any(|row| begun(&row)), "no dispute begins in the round looked at");
        for row in events.iter().filter(begun) {
            let line = format!("dispute begun: {} – {} ({})", row["a"], row["b"], row["what"]);
            assert!(printed.contains(&line), "{line} in {printed:?}");
        }
        assert_eq!(seen["playing"], "Pause");
        assert!(seen["played"].as_u64().unwrap() > ROUND as u64, "play did not advance the round");

        // Four states are shown first, with the bands of one of them, then of the chosen one.
        let banded = seen["banded"].as_array().unwrap();
        assert!(banded.iter().all(|one| one.as_array().unwrap().len() == 1) && banded[0] != banded[1], "{banded:?}");
        assert!(seen["note"].as_str().unwrap().contains("They are drawn for"), "{}", seen["note"]);
        let ticks: Vec<i64> = seen["ticks"].as_array().unwrap().iter().map(|year| year.as_i64().unwrap()).collect();
        let step = ticks[1] - ticks[0];
        assert!([1, 2, 5].contains(&step) && ticks.iter().all(|year| year % step == 0), "{ticks:?}");
        // All parts show the same round, whichever part it was chosen in.
        let year = format!("{} (round {ROUND})", 1990 + ROUND);
        assert_eq!(texts(&seen["shared"]), [year.clone(), year.clone()]);
        assert_eq!(texts(&seen["also"]), [year.clone(), year.clone()]);
        if let Some(event) = seen["event"].as_str() {
            let names: Vec<&str> = event.split(": ").nth(1).unwrap().split(" – ").collect();
            let other = names[1].split(" (").next().unwrap();
            assert_eq!(texts(&seen["opened"]), [names[0], other, &year]);
        }
        for (name, lines) in seen["lettered"].as_array().unwrap().iter().map(|one| (&one[0], &one[1])) {
            assert_eq!(lines, 1, "{name} at {width}");
        }
        assert!(seen["letters"].as_f64().unwrap() >= 7.0, "letters of figures at {width}: {}", seen["letters"]);

        let sorted = |key: &str, word: &str| {
            let cells = texts(&seen[key]);
            assert_eq!(cells[0], word);
            cells[1..].iter().map(|text| text.replace('−', "-").parse().unwrap()).collect::<Vec<f64>>()
        };
        let (down, up) = (sorted("down", "descending"), sorted("up", "ascending"));
        assert!(down.windows(2).all(|pair| pair[0] >= pair[1]) && up.windows(2).all(|pair| pair[0] <= pair[1]));
        assert_eq!(down.len(), 4);
        // A number with its interval counts as the number.
        let number = |text: &String| text.split(' ').next().unwrap().replace('−', "-").parse::<f64>().unwrap();
        let drifts: Vec<f64> = texts(&seen["drifts"]).iter().map(number).collect();
        assert!(drifts.windows(2).all(|pair| pair[0] >= pair[1]), "{drifts:?}");
    }
}

#[test]
fn the_page_gives_the_reasons_that_explain_gives() {
    let Some((place, seen, _)) = used_once() else { return };
    let round = ROUND.to_string();
    let printed = place.succeeds(&["explain", "a", "--state", STATE, "--toward", OTHER, "--round", &round, "--json"]);
    let printed: Value = serde_json::from_str(&printed).unwrap();
    let decision = &printed["decisions"][0];
    let deed = seen["deed"].as_str().unwrap();
    let verb = match decision["act"].as_str().unwrap() {
        "cooperate" => "cooperated with",
        "abstain" => "abstained toward",
        _ => "confronted",
    };
    assert!(deed.starts_with(&format!("{STATE} {verb} {OTHER}")), "{deed}");
    for (key, total) in [("cooperation", "utility_cooperate"), ("confrontation", "utility_confront")] {
        let mut shown: Vec<(String, String)> =
            seen[key].as_array().unwrap().iter().map(texts).map(|row| (row[0].clone(), row[1].clone())).collect();
        assert_eq!(shown.pop().unwrap(), (signed(decision[total].as_f64().unwrap()), "together".to_owned()));
        let mut known: Vec<(String, String)> = decision[key]
            .as_array()
            .unwrap()
            .iter()
            .map(|term| (signed(term["value"].as_f64().unwrap()), term["meaning"].as_str().unwrap().to_owned()))
            .filter(|(value, _)| value != "0.000")
            .collect();
        shown.sort();
        known.sort();
        assert_eq!(shown, known, "{key}");
    }
    let beliefs: Vec<Vec<String>> = seen["beliefs"].as_array().unwrap().iter().map(texts).collect();
    assert_eq!(beliefs[0][1], signed(decision["beliefs"]["posture_believed"].as_f64().unwrap()));
    assert_eq!(beliefs[0][2], signed(decision["beliefs"]["posture_true"].as_f64().unwrap()));
    let governance: Vec<Vec<String>> = seen["governance"].as_array().unwrap().iter().map(texts).collect();
    for change in printed["governance"].as_array().unwrap() {
        let number = |key: &str| three(change[key].as_f64().unwrap());
        let line =
            [change["component"].as_str().unwrap().to_owned(), number("before"), number("target"), number("after")];
        assert!(governance.iter().any(|row| row[..row.len().min(4)] == line), "{line:?} in {governance:?}");
    }
}

#[test]
fn the_page_says_why_a_backlog_grew() {
    let Some((place, seen, _)) = used_once() else { return };
    let states = rows(place, "states");
    let of = |round: usize, column: &str| cell(&states, 0, round, STATE, column);
    let shown = texts(&seen["backlog"]);
    assert_eq!(shown[0], (1990 + ROUND).to_string());
    let number = |at: usize| shown[at].parse::<f64>().unwrap();
    let by_state: f64 = ["military", "political", "economic", "societal", "environmental"]
        .iter()
        .map(|sector| of(ROUND, &format!("state_{sector}")))
        .sum();
    assert_eq!(number(1), of(ROUND - 1, "securitised"));
    assert_eq!([number(2), number(3)], [of(ROUND, "accepted_real"), of(ROUND, "accepted_spurious")]);
    assert!((number(4) - by_state).abs() < 0.051);
    assert_eq!([number(7), number(8)], [of(ROUND, "desecuritised"), of(ROUND, "securitised")]);
    assert_eq!(shown[9], three(of(ROUND, "backlog")));
    assert_eq!(seen["backlogRows"], 8, "one row per round");
    // The same on the terminal.
    let round = ROUND.to_string();
    let printed = place.succeeds(&["explain", "a", "--state", STATE, "--round", &round, "--json"]);
    let printed: Value = serde_json::from_str(&printed).unwrap();
    let rounds = printed["backlog"]["rounds"].as_array().unwrap();
    assert_eq!(rounds.len(), ROUND);
    for (at, flows) in rounds.iter().enumerate() {
        let number = |key: &str| flows[key].as_f64().unwrap();
        assert_eq!(number("after"), of(at + 1, "securitised"));
        let came = number("taken_up_real") + number("taken_up_spurious");
        let went = ["resolved_by_state_bodies", "resolved_by_civic_bodies", "resolved_by_firms", "left_unsolved"];
        let went: f64 = went.iter().map(|key| number(key)).sum();
        assert!((number("before") + came - went - number("after")).abs() < 1e-9, "{flows}");
    }
    assert_eq!(printed["backlog"]["sectors"].as_array().unwrap().len(), 5);
    let printed = place.succeeds(&["explain", "a", "--state", STATE, "--round", &round]);
    assert!(printed.contains("Why its backlog") && printed.contains("− left unsolved"), "{printed}");
}

#[test]
fn figures_and_tables_can_be_saved() {
    let Some((_, seen, _)) = used_once() else { return };
    let [name, text] = texts(&seen["tableFile"]).try_into().unwrap();
    assert_eq!(name, "states.csv");
    let mut table = csv::Reader::from_reader(text.as_bytes());
    assert_eq!(&table.headers().unwrap()[0], "state");
    assert_eq!(table.records().map(Result::unwrap).count(), 4);
    assert!(!text.contains(['−', '–']));
    let [name, text] = texts(&seen["figureFile"]).try_into().unwrap();
    assert!(name == "drift.svg" && text.starts_with("<svg") && text.contains("xmlns=\"http://www.w3.org/2000/svg\""));
    let [name, text] = texts(&seen["driftFile"]).try_into().unwrap();
    assert!(name == "drift.csv" && text.starts_with("round,year,line,measure,value\n"), "{text}");
}

#[test]
fn the_address_keeps_the_choices() {
    let Some((place, seen, browser)) = used_once() else { return };
    let kept = seen["address"].as_str().unwrap();
    for part in [format!("round={ROUND}"), format!("states={STATE}"), format!("why={STATE}"), format!("toward={OTHER}")]
    {
        assert!(kept.split('&').any(|there| there == part), "{part} in {kept}");
    }
    // Another reader opens the address.
    let page = place.path(&format!("a/report.html#{kept}"));
    let dom = dump(browser, &page, place);
    let part =
        |id: &str| dom.split(&format!("id=\"{id}\"")).nth(1).unwrap().split("</section>").next().unwrap().to_owned();
    assert!(part("drift-values").contains(&format!("{} (round {ROUND})</caption>", 1990 + ROUND)));
    assert!(part("drift-values").contains(&format!("{STATE}, run 0")) && part("drift-values").contains("Provision"));
    assert!(part("why-deed").contains(&format!(">{STATE} ")) && part("why-deed").contains(OTHER));
}

#[test]
fn the_page_is_self_contained_and_small() {
    let place = world("2");
    let page = place.read("a/report.html");
    for outside in ["src=\"http", "href=\"http", "url(http", "@import", "<link"] {
        assert!(!page.contains(outside), "{outside}");
    }
    assert!(page.len() < 5_000_000);
    assert!(page.contains("<h1>Four</h1>") && page.contains("1990 to 1998") && page.contains("2 runs of 8 rounds"));
    // The same tables give the same page.
    place.succeeds(&["report", "a", "--out", "again.html", "--quiet"]);
    assert!(page == place.read("again.html"));
}

#[test]
fn tables_on_the_page_are_means_of_the_tables_on_disk() {
    let place = world("3");
    let page = place.read("a/report.html");
    let states = rows(&place, "states");
    let ends: Vec<f64> = (0..3).map(|run| cell(&states, run, 8, "Dora", "policy")).collect();
    let table = page.split("id=\"table-states\"").nth(1).unwrap();
    let row = table.split("<tr>").find(|row| row.contains(">Dora<")).unwrap();
    let cells: Vec<&str> = row.split("<td>").skip(1).map(|cell| cell.split('<').next().unwrap()).collect();
    assert_eq!(cells[13], three(ends.iter().sum::<f64>() / 3.0));
    let entered: Vec<f64> = (0..3).map(|run| cell(&states, run, 4, "Dora", "governance")).collect();
    assert_eq!(cells[0], three(entered.iter().sum::<f64>() / 3.0));
}

#[test]
fn names_are_escaped() {
    let place = Place::new();
    let world = crate::common::place::WORLD.replace("Arda", "\"<img src=x onerror=alert(1)> & \\\"co\\\"\"");
    let world = world.replace("between = [\"\"", "between = [\"").replace("\"\", \"Bera\"]", "\", \"Bera\"]");
    std::fs::write(place.path("world.toml"), world.replace("title = \"Four\"", "title = '</script><b>Four</b>'"))
        .unwrap();
    place.succeeds(&["run", "world.toml", "--out", "a", "--plot", "--quiet"]);
    place.succeeds(&["report", "a"]);
    let page = place.read("a/report.html");
    assert!(!page.contains("<img src=x") && !page.contains("<b>Four</b>"));
    assert!(page.contains("&lt;img src=x onerror=alert(1)&gt;"));
}

#[test]
fn one_run_without_pairs_and_without_events_has_a_page() {
    let place = Place::new();
    place.succeeds(&["run", "world.toml", "--runs", "1", "--out", "a", "--set", "record.events=false", "--quiet"]);
    let printed = place.succeeds(&["report", "a"]);
    assert!(printed.contains("run with --pairs=1"), "{printed}");
    let page = place.read("a/report.html");
    assert!(page.contains("One run of 8 rounds") && page.contains("so bands cannot be drawn"));
    assert!(!page.contains("id=\"rounds\""));
}

#[test]
fn reports_that_are_refused() {
    let place = Place::new();
    place.succeeds(&["run", "world.toml", "--out", "a", "--quiet"]);
    std::fs::write(place.path("mine.html"), "mine").unwrap();
    std::fs::write(place.path("a/report.html"), "mine").unwrap();
    let session = place.session(
        "report nowhere
        report a --run 7 --out other.html
        report a --states Arad --out other.html
        report a --out mine.html
        report a",
    );
    insta::assert_snapshot!(session);
    assert_eq!((place.read("mine.html"), place.read("a/report.html")), ("mine".to_owned(), "mine".to_owned()));
    place.succeeds(&["report", "a", "--out", "mine.html", "--force", "--quiet"]);
    assert!(place.read("mine.html").contains("takvin report"));
}

#[test]
fn files_of_different_runs_in_one_directory_are_reported() {
    let place = Place::new();
    place.succeeds(&["run", "world.toml", "--out", "a", "--quiet"]);
    place.succeeds(&["run", "world.toml", "--out", "b", "--runs", "1", "--quiet"]);
    let own = place.read("a/scenario.toml");
    std::fs::write(place.path("a/scenario.toml"), format!("{own}\n# changed\n")).unwrap();
    let printed = place.succeeds(&["report", "a", "--out", "other.html"]);
    assert!(
        printed.contains("scenario.toml was changed") && !place.read("other.html").contains("id=\"why\""),
        "{printed}"
    );
    std::fs::copy(place.path("b/runs.csv"), place.path("a/runs.csv")).unwrap();
    place.vouch_for("a");
    let printed = place.fails(2, &["report", "a", "--out", "more.html"]);
    assert!(printed.contains("not of one batch"), "{printed}");
}

#[test]
fn figures_of_a_run_that_was_replaced_are_reported_as_stale() {
    let place = Place::new();
    place.succeeds(&["run", "world.toml", "--out", "a", "--plot", "--quiet"]);
    wait_for(&place.path("a/figures/drift.png"));
    let printed = place.succeeds(&["run", "world.toml", "--out", "a", "--force"]);
    assert!(printed.contains("The plot here belongs to the former run; make it again: takvin plot a"), "{printed}");
}

#[test]
fn run_with_plot() {
    let place = Place::new();
    let printed = place.succeeds(&["run", "world.toml", "--out", "a", "--plot"]);
    assert!(printed.contains("a/figures/network.png"), "{printed}");
    let drawn = std::fs::read(place.path("a/figures/network.png")).unwrap();
    place.succeeds(&["plot", "a"]);
    assert!(drawn == std::fs::read(place.path("a/figures/network.png")).unwrap());
    let runs = |directory: &str| {
        let mut reader = csv::Reader::from_path(place.path(&format!("{directory}/pairs.csv"))).unwrap();
        let rows = reader.deserialize().map(Result::unwrap);
        let runs = rows.map(|row: std::collections::HashMap<String, String>| row["run"].clone());
        runs.collect::<std::collections::BTreeSet<_>>().len()
    };
    assert_eq!(runs("a"), 1);
    // The setting of pairs in the scenario or on the command line is kept.
    place.succeeds(&["run", "world.toml", "--out", "b", "--plot", "--pairs", "--quiet"]);
    place.succeeds(&["run", "world.toml", "--out", "c", "--plot", "--set", "record.pairs=true", "--quiet"]);
    assert_eq!((runs("b"), runs("c")), (2, 2));
    let printed = place.succeeds(&["run", "world.toml", "--out", "d", "--plot", "--json"]);
    let printed: Value = serde_json::from_str(&printed).unwrap();
    assert!(texts(&printed["figures"]).contains(&"d/figures/drift.png".to_owned()));
}

#[test]
fn a_page_of_another_run_shows_that_run() {
    let place = world("3");
    place.succeeds(&["report", "a", "--run", "2", "--out", "other.html", "--quiet"]);
    let page = place.read("other.html");
    assert!(page.contains("<small class=\"which\">run 2</small>") && page.contains("Run 2. Larger circles"));
}

#[test]
fn summaries_of_a_world_too_large_for_the_page() {
    let Some(browser) = browser() else { return };
    let place = Place::new();
    let large = ["--set", "generator.count=80", "--runs", "1", "--rounds", "6", "--pairs", "--quiet", "--out", "a"];
    place.succeeds(&[&["run", "middle-world"][..], &large].concat());
    let printed = place.succeeds(&["report", "a"]);
    assert!(printed.contains("60 of 80 states"), "{printed}");
    let page = place.read("a/report.html");
    let report = "<script>addEventListener('load',async()=>{while(document.documentElement.dataset.ready!=='yes')await \
        new Promise((d)=>setTimeout(d,20));document.body.dataset.state=document.getElementById('round-state').textContent})</script>";
    std::fs::write(place.path("large.html"), page.replacen("</body>", &format!("{report}</body>"), 1)).unwrap();
    let dom = dump(&browser, &place.path("large.html"), &place);
    let printed = dom.split("data-state=\"").nth(1).unwrap().split('"').next().unwrap();
    let pairs = rows(&place, "pairs");
    let open = |stage: &str| pairs.iter().filter(|row| row["round"] == "6" && row["stage"] == stage).count();
    let world = rows(&place, "world");
    let mean: f64 = world.iter().find(|row| row["round"] == "6").unwrap()["governance_mean"].parse().unwrap();
    assert!(
        printed.starts_with(&format!("80 states, mean governance {}; open: {} ", three(mean), open("dispute"))),
        "{printed}"
    );
}
