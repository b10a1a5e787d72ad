//! What the studio shows and gives away: figures, tables, recorded runs, the report, the record of history.

use serde_json::{Value, json};

use super::browser::Browser;
use super::{Studio, draft};
use crate::common::place::Place;

impl Studio {
    /// The body of an answer as it is.
    fn body(&self, method: &str, path: &str, body: Option<&Value>) -> (u16, String) {
        let body = body.map_or_else(String::new, Value::to_string);
        let headers = format!("host: 127.0.0.1:{}\r\ncontent-type: application/json\r\n", self.port);
        self.with(method, path, &headers, &body)
    }

    fn figure(&self, job: u64, name: &str, more: &Value) -> (u16, String) {
        let mut asked = json!({ "name": name, "theme": "light", "kind": "svg" });
        asked.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        self.body("POST", &format!("jobs/{job}/figures"), Some(&asked))
    }
}

const CHANGED: [&str; 2] = ["--set", "parameters.feedback.threat=0.25"];

fn changed() -> Value {
    draft(&json!([[["parameters", "feedback", "threat"], 0.25]]))
}

#[test]
fn figures_and_tables_are_those_of_the_commands() {
    let place = Place::new();
    let studio = Studio::open(&place, "world.toml");
    let (job, _) = studio.runs(&changed());
    let run = [&["run", "world.toml", "--pairs=1", "--out", "a", "-q"][..], &CHANGED].concat();
    place.succeeds(&run);
    for table in ["runs", "states", "world", "events", "pairs"] {
        let (status, found) = studio.body("GET", &format!("jobs/{job}/tables/{table}"), None);
        assert_eq!((status, found), (200, place.read(&format!("a/{table}.csv"))), "{table}");
    }
    assert_eq!(studio.body("GET", &format!("jobs/{job}/tables/..%2Fworld.toml"), None).0, 422);
    place.succeeds(&["plot", "a", "--image", "svg"]);
    let drawn = place.files("a/figures");
    assert!(drawn.len() >= 10, "{:?}", drawn.keys());
    for (file, bytes) in drawn {
        let name = file.rsplit('/').next().unwrap().trim_end_matches(".svg");
        let (status, found) = studio.figure(job, name, &json!({}));
        assert_eq!((status, found.as_bytes()), (200, &bytes[..]), "{name}");
    }
    place.succeeds(&["plot", "a", "--image", "svg", "--figure", "drift", "--states", "Bera", "--theme", "dark"]);
    let (_, found) = studio.figure(job, "drift", &json!({ "states": ["Bera", "Nora"], "theme": "dark" }));
    assert_eq!(found, place.read("a/figures/drift.svg"), "states that these runs do not have are left out");
    for (name, more, says) in [
        ("portrai", json!({}), "portrait"),
        ("tornado", json!({}), "takvin plot"),
        ("comparison", json!({}), "baseline"),
        ("drift", json!({ "theme": "red" }), "light, dark and print"),
    ] {
        let (status, error) = studio.figure(job, name, &more);
        assert!(status == 422 && error.contains(says), "{status} {error}");
    }
}

#[test]
fn recorded_runs_are_shown_and_gone_on_from() {
    let place = Place::new();
    place.succeeds(&["run", "world.toml", "--pairs=1", "--out", "a", "-q"]);
    place.succeeds(&[&["run", "world.toml", "--pairs=1", "--out", "b", "-q"][..], &CHANGED].concat());
    let studio = Studio::with_arguments(&place, &["a", "b"]);
    let (_, listed) = studio.asked("GET", "scenarios", None);
    assert_eq!((&listed["opened"], &listed["runs"]), (&json!(["a", "b"]), &json!(["a", "b"])));
    let of = |name: &str, changes: Value| json!({ "scenario": name, "changes": changes });
    // Recorded runs are those of their tables, which are not made again.
    let marked = place.read("b/runs.csv");
    let (a, seen) = studio.runs(&of("a", json!([])));
    let b = studio.post("jobs", &json!({ "page": "p", "draft": of("b", json!([])), "keep": a }));
    let b = b["id"].as_u64().unwrap();
    let (_, why) = studio.asked("GET", &format!("jobs/{b}?why=true"), None);
    assert!(why["data"]["why"].is_object(), "a recorded run is explained");
    let (_, contrast) = studio.asked("GET", &format!("jobs/{b}/against/{a}"), None);
    assert_eq!((&contrast["pairs"], &contrast["apart"]), (&json!(2), &Value::Null));
    let (_, svg) = studio.figure(b, "comparison", &json!({ "against": a }));
    place.succeeds(&["plot", "b", "--against", "a", "--image", "svg", "--figure", "comparison"]);
    assert_eq!(svg, place.read("b/figures/comparison.svg"));
    assert_eq!(place.read("b/runs.csv"), marked);
    // What is changed is run from the scenario of the directory.
    let (_, again) = studio.runs(&of("a", json!([[["parameters", "feedback", "threat"], 0.25]])));
    let (_, recorded) = studio.runs(&of("b", json!([])));
    assert_eq!(again["outcomes"], recorded["outcomes"]);
    assert_ne!(again["outcomes"], seen["outcomes"]);
    let saved = studio.post("save", &json!({ "draft": of("a", json!([])), "name": null }));
    assert_eq!(saved["command"], "takvin run a/scenario.toml");
    // Another seed is another chance.
    let other = json!({ "scenario": "a", "seed": 9 });
    let other = studio.post("jobs", &json!({ "page": "p", "draft": other }))["id"].as_u64().unwrap();
    let base = studio.post("jobs", &json!({ "page": "q", "draft": of("a", json!([])) }))["id"].as_u64().unwrap();
    while studio.asked("GET", &format!("jobs/{other}?after=0"), None).1["over"] != true {}
    let (_, contrast) = studio.asked("GET", &format!("jobs/{other}/against/{base}"), None);
    assert!(contrast["apart"].as_str().unwrap().contains("seeds differ"), "{contrast}");
    // A table that was lost, and directories that are not of runs.
    std::fs::remove_file(place.path("b/states.csv")).unwrap();
    let b = studio.post("jobs", &json!({ "page": "p", "draft": of("b", json!([])) }))["id"].clone();
    let (status, error) = studio.asked("GET", &format!("jobs/{b}"), None);
    assert!(status == 500 && error["error"].as_str().unwrap().contains("states.csv"), "{error}");
    std::fs::create_dir(place.path("empty")).unwrap();
    let nowhere = ["studio", "world.toml", "--no-open", "--data", "nowhere"];
    assert!(place.fails(2, &nowhere).contains("--data nowhere: this is not a directory"));
    // A directory with the name of a shipped scenario does not hide it.
    std::fs::create_dir(place.path("opening")).unwrap();
    let (_, listed) = Studio::open(&place, "opening").asked("GET", "scenarios", None);
    assert_eq!((&listed["opened"], &listed["runs"]), (&json!(["opening"]), &json!([])));
    assert!(place.fails(2, &["studio", "empty", "--no-open"]).contains("empty"));
}

#[test]
fn a_report_has_what_was_tried_and_the_comparison() {
    let place = Place::new();
    let studio = Studio::open(&place, "world.toml");
    let (base, _) = studio.runs(&draft(&json!([])));
    let now = studio.post("jobs", &json!({ "page": "p", "draft": changed(), "keep": base }))["id"].clone();
    while studio.asked("GET", &format!("jobs/{now}?after=0"), None).1["over"] != true {}
    let one = |draft: Value, words: &str, now: bool| json!({ "draft": draft, "words": words, "outcomes": [["governance_end", 0.5, 0.01]], "now": now });
    let tried = json!([one(draft(&json!([])), "<b>as it is</b>", false), one(changed(), "threat = 0.25", true)]);
    let asked = json!({ "tried": tried, "against": base, "baseline": "as it is", "states": [] });
    let (status, html) = studio.body("POST", &format!("jobs/{now}/report"), Some(&asked));
    assert_eq!(status, 200, "{html}");
    assert!(!html.contains("<b>as it is</b>") && html.contains("&lt;b&gt;as it is"), "words are not read as HTML");
    for part in [
        "threat = 0.25 (shown here)",
        "takvin run world.toml --set parameters.feedback.threat=0.25",
        "id=\"table-differences\"",
        "id=\"figure-comparison\"",
        "id=\"figure-portrait\"",
        "0.500 ± 0.010",
        "Baseline: as it is.",
    ] {
        assert!(html.contains(part), "{part}");
    }
    let alone = json!({ "tried": [], "against": null, "baseline": null });
    let (status, html) = studio.body("POST", &format!("jobs/{now}/report"), Some(&alone));
    assert!(status == 200 && !html.contains("id=\"table-differences\""), "{status}");
    assert!(place.names("").iter().all(|name| name != "output"), "nothing is written");
}

/// `data`, the record of one of the states of the world, and `map.toml`, which says what its columns are.
fn record_of_arda(place: &Place) {
    std::fs::create_dir(place.path("data")).unwrap();
    let rows = "state,name,year,system\nAAA,Arda,1990,0.25\nAAA,Arda,1992,0.5\nBBB,Elsewhere,1990,0.75\n";
    std::fs::write(place.path("data/systems.csv"), rows).unwrap();
    std::fs::write(
        place.path("map.toml"),
        "[[table]]\nfile = \"systems.csv\"\nrows = \"states\"\nstate = \"state\"\nname = \"name\"\nyear = \"year\"\n\
         [table.columns]\nsystem = \"system\"\n",
    )
    .unwrap();
}

#[test]
fn the_record_of_history_is_given_beside_the_runs() {
    let place = Place::new();
    record_of_arda(&place);
    let studio = Studio::with_arguments(&place, &["world.toml", "--data", "data", "--columns", "map.toml"]);
    let (job, _) = studio.runs(&draft(&json!([])));
    let (status, past) = studio.asked("GET", &format!("jobs/{job}/past"), None);
    let arda = json!([250, null, 500, null, null, null, null, null, null]);
    assert_eq!((status, past), (200, json!({ "system": { "Arda": arda } })));
    let without = Studio::open(&place, "world.toml");
    let (job, _) = without.runs(&draft(&json!([])));
    assert_eq!(without.asked("GET", &format!("jobs/{job}/past"), None), (200, json!({})));
}

#[test]
fn runs_that_do_not_fit_into_memory_are_refused() {
    let place = Place::new();
    let studio = Studio::open(&place, "world.toml");
    for (draft, says) in [
        (json!({ "scenario": "middle-world", "replicates": 1000, "rounds": 5000 }), "or fewer are possible here"),
        (json!({ "scenario": "middle-world", "replicates": 1, "rounds": 100_000 }), "100000 rounds of this world"),
    ] {
        let (status, error) = studio.asked("POST", "jobs", Some(&json!({ "page": "p", "draft": draft })));
        assert!(status == 422 && error["error"].as_str().unwrap().contains(says), "{error}");
    }
}

#[test]
fn the_page_shows_recorded_runs_with_figures_history_and_a_map() {
    let Some(chromium) = crate::report::browser() else { return };
    let place = Place::new();
    record_of_arda(&place);
    place.succeeds(&["run", "world.toml", "--pairs=1", "--out", "a", "-q"]);
    place.succeeds(&[&["run", "world.toml", "--pairs=1", "--out", "b", "-q"][..], &CHANGED].concat());
    let arguments = ["a", "b", "--data", "data", "--columns", "map.toml"];
    let studio = Studio::with_arguments(&place, &arguments);
    let mut page = Browser::new(&chromium, place.0.path(), (1280, 900));
    page.open(&format!("{}#states=Arda&measures=Political+system", studio.address()));
    page.wait_for(
        "document.querySelectorAll('#tries li').length === 2 && document.documentElement.dataset.ready === 'yes'",
    );
    assert_eq!(page.text("#pinned"), "Baseline: a, as the scenario has it");
    assert_eq!(page.text("#tables-note"), "The tables of these runs are in b.");
    page.wait_for("document.querySelector('#drift-charts [data-record=Arda]')");
    // A figure is drawn once it is in sight, which a browser without a window finds out when it draws.
    page.value("document.querySelector('#figures').scrollIntoView()");
    for name in ["portrait", "comparison"] {
        page.value(&format!("document.querySelector('#figure-{name}').scrollIntoView()"));
        page.ask("Page.captureScreenshot", &json!({}));
        page.wait_for(&format!("document.querySelector('#figure-{name} .sheet svg')"));
    }
    page.click("#figures-shown input[value=harm]");
    page.wait_for("!document.querySelector('#figure-harm').hidden");
    // An image as points has the size of the image, doubled.
    let png = "(async () => { let found; save = (name, type, text) => found = text; \
               await savePng('map', document.querySelector('#map svg')); const image = new Image(); image.src = found; \
               await image.decode(); return image.width; })()";
    assert_eq!(page.value(png), 1240);
    page.value("byId('map-cells').value = 8; byId('map-replicates').value = 1; byId('map-begin').click()");
    page.wait_for("document.querySelector('#map-status').textContent.includes('of the variance between cells')");
    page.click("#heat [data-cell='0,0']");
    page.wait_for(
        "document.querySelectorAll('#changes li').length === 2 && document.documentElement.dataset.ready === 'yes'",
    );
    assert_eq!(page.value("document.querySelectorAll('#tries li').length"), 3);
    assert_eq!(page.logged, [] as [&str; 0], "no error is logged");
}
