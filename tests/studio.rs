//! The studio: what its server answers and refuses, and its page in a browser (`report::browser`).

mod browser;
mod keys;
mod views;

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{Shutdown, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::common::place::{Place, signal};
use browser::Browser;

/// An open studio.
struct Studio {
    child: Child,
    port: u16,
    secret: String,
}

impl Studio {
    fn open(place: &Place, scenario: &str) -> Self {
        Self::with_arguments(place, &[scenario])
    }

    fn with_arguments(place: &Place, arguments: &[&str]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_takvin"));
        command.arg("studio").args(arguments).arg("--no-open").current_dir(place.0.path()).env_remove("TAKVIN_DATA");
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stderr.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.split("http://127.0.0.1:").nth(1).unwrap_or_else(|| panic!("{line}")).trim().to_owned();
        let (port, secret) = address.split_once('/').unwrap();
        Self { child, port: port.parse().unwrap(), secret: secret.trim_end_matches('/').to_owned() }
    }

    fn address(&self) -> String {
        format!("http://127.0.0.1:{}/{}/", self.port, self.secret)
    }

    /// Sends a request as it is. Returns status and body.
    fn send(&self, request: &str) -> (u16, String) {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(Duration::from_mins(1))).unwrap();
        // A refused request may be answered before all of it is read.
        let _ = stream.write_all(request.as_bytes());
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let status = answer.split_whitespace().nth(1).and_then(|code| code.parse().ok()).unwrap_or(0);
        (status, answer.split_once("\r\n\r\n").map_or_else(String::new, |(_, body)| body.to_owned()))
    }

    /// A request with more headers.
    fn with(&self, method: &str, path: &str, headers: &str, body: &str) -> (u16, String) {
        let length = body.len();
        self.send(&format!(
            "{method} /{}/{path} HTTP/1.1\r\nconnection: close\r\ncontent-length: {length}\r\n{headers}\r\n{body}",
            self.secret
        ))
    }

    fn asked(&self, method: &str, path: &str, body: Option<&Value>) -> (u16, Value) {
        let body = body.map_or_else(String::new, Value::to_string);
        let headers = format!("host: 127.0.0.1:{}\r\ncontent-type: application/json\r\n", self.port);
        let (status, body) = self.with(method, path, &headers, &body);
        (status, serde_json::from_str(&body).unwrap_or(Value::String(body)))
    }

    fn post(&self, path: &str, body: &Value) -> Value {
        let (status, value) = self.asked("POST", path, Some(body));
        assert_eq!(status, 200, "{path}: {value}");
        value
    }

    /// The runs of a draft, when all are done.
    fn runs(&self, draft: &Value) -> (u64, Value) {
        let id = self.post("jobs", &json!({ "page": "p", "draft": draft }))["id"].as_u64().unwrap();
        let mut version = 0;
        loop {
            let (status, seen) = self.asked("GET", &format!("jobs/{id}?after={version}"), None);
            assert_eq!(status, 200, "{seen}");
            if seen["over"] == true {
                return (id, seen);
            }
            version = seen["version"].as_u64().unwrap();
        }
    }

    /// The exit code, once it ended by itself.
    fn ended(mut self) -> Option<i32> {
        let begun = Instant::now();
        while begun.elapsed() < Duration::from_secs(30) {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.code();
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!("the studio did not end");
    }
}

impl Drop for Studio {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn draft(changes: &Value) -> Value {
    json!({ "scenario": "world.toml", "changes": changes })
}

#[test]
fn requests_from_elsewhere_are_refused() {
    let place = Place::new();
    std::fs::write(place.path("plain.txt"), "secret").unwrap();
    let studio = Studio::open(&place, "world.toml");
    let host = format!("host: localhost:{}\r\n", studio.port);
    assert_eq!(studio.with("GET", "", &host, "").0, 200);
    assert!(studio.with("GET", "", &host, "").1.contains("<title>takvin studio"));
    for foreign in [
        "host: evil.example\r\n".to_owned(),
        format!("{host}origin: http://evil.example\r\n"),
        format!("{host}origin: null\r\n"),
        format!("{host}sec-fetch-site: cross-site\r\n"),
        String::new(),
    ] {
        assert!([400, 403].contains(&studio.with("GET", "scenarios", &foreign, "").0), "{foreign}");
        let (status, body) = studio.with("POST", "jobs", &format!("{foreign}content-type: application/json\r\n"), "{}");
        assert!([400, 403].contains(&status), "{foreign}: {status} {body}");
    }
    // Another secret, or none.
    for path in ["/", "/00000000000000000000000000000000/", "/../", "//", "/scenarios"] {
        let (status, _) = studio.send(&format!("GET {path} HTTP/1.1\r\n{host}connection: close\r\n\r\n"));
        assert!([400, 404].contains(&status), "{path}: {status}");
    }
    // A form of another page cannot send JSON.
    let form = format!("{host}content-type: text/plain\r\n");
    assert_eq!(studio.with("POST", "jobs", &form, "{}").0, 415);
    for scenario in ["../world.toml", "/etc/passwd", "plain.txt", "no.toml", "", "world.toml/..", "world.toml\u{0}"] {
        let (status, answer) = studio.asked("POST", "controls", Some(&json!({ "scenario": scenario })));
        assert_eq!(status, 422, "{scenario}: {answer}");
        assert!(answer["error"].is_string(), "{answer}");
    }
    let json = format!("{host}content-type: application/json\r\n");
    for body in ["", "{", "[]", "{\"page\":1}", "{\"page\":\"p\",\"draft\":{\"scenario\":\"world.toml\"},\"run\":1}"] {
        assert!([400, 422].contains(&studio.with("POST", "jobs", &json, body).0), "{body}");
    }
    let large = format!("{{\"page\":\"{}\"}}", "x".repeat(300_000));
    assert_eq!(studio.with("POST", "jobs", &json, &large).0, 413);
    for (changes, says) in [
        (json!([[["parameters", "feedback", "threat"], -1]]), "feedback.threat"),
        (json!([[["parameters", "feedback", "thraet"], 1]]), "did you mean"),
        (json!([[["states"], 1], [["states", "Arda", "system"], 1]]), "exclude"),
        (json!([[[], 1]]), "without a path"),
        (json!([[["title"], null]]), "title"),
        // The base would be read from anywhere.
        (json!([[["base"], "/etc/passwd"]]), "the studio changes parameters, states, events, outcomes"),
        (json!([[["reach", "matrix"], "/etc/passwd"]]), "reach.matrix"),
    ] {
        let (status, answer) = studio.asked("POST", "jobs", Some(&json!({ "page": "p", "draft": draft(&changes) })));
        assert_eq!(status, 422, "{answer}");
        assert!(answer["error"].as_str().unwrap().contains(says), "{answer}");
    }
    for path in ["jobs/99", "jobs/99?after=1", "jobs/99/against/1"] {
        assert_eq!(studio.asked("GET", path, None).0, 410, "{path}");
    }
    assert!([400, 404].contains(&studio.asked("GET", "jobs/x", None).0));
    assert_eq!(studio.runs(&draft(&json!([]))).1["ended"], 2, "it still answers");
}

#[test]
fn values_are_those_of_the_tables() {
    let place = Place::new();
    let studio = Studio::open(&place, "world.toml");
    let changed = draft(&json!([[["parameters", "feedback", "threat"], 0.25], [["states", "Arda", "system"], 0.9]]));
    let (id, seen) = studio.runs(&changed);
    // The command that the page shows.
    let command =
        studio.post("save", &json!({ "draft": changed, "name": null }))["command"].as_str().unwrap().to_owned();
    assert_eq!(command, "takvin run world.toml --set parameters.feedback.threat=0.25 --set states.Arda.system=0.9");
    let words: Vec<&str> = command.split(' ').skip(1).chain(["--out", "a", "-q"]).collect();
    place.succeeds(&words);
    let data = &seen["data"];
    let measure = data["measures"].as_array().unwrap().iter().position(|one| one["name"] == "governance").unwrap();
    let rows = place.rows("a/states.csv");
    let mut compared = 0;
    for (run, of_run) in data["values"][measure].as_array().unwrap().iter().enumerate() {
        for (state, course) in of_run.as_array().unwrap().iter().enumerate() {
            let name = data["states"][state].as_str().unwrap();
            let mut value = 0;
            for (round, step) in course.as_array().unwrap().iter().enumerate() {
                let row = rows.iter().find(|row| {
                    row["run"] == run.to_string() && row["round"] == round.to_string() && row["state"] == name
                });
                let Some(step) = step.as_i64() else {
                    assert!(row.is_none(), "{name} is not in the world in round {round}");
                    continue;
                };
                value += step;
                let exact: f64 = row.unwrap()["governance"].parse().unwrap();
                assert!((exact - value as f64 / 1000.0).abs() <= 0.000_500_1, "{run} {round} {name}");
                compared += 1;
            }
        }
    }
    assert_eq!(compared, 2 * (3 * 9 + 5), "three states in nine rounds, one from round 4 on, in two runs");
    let runs = place.rows("a/runs.csv");
    for outcome in seen["outcomes"].as_array().unwrap() {
        let name = outcome["name"].as_str().unwrap();
        let values: Vec<f64> = runs.iter().filter_map(|row| row[name].parse().ok()).collect();
        assert_eq!(outcome["missing"].as_u64().unwrap() as usize, runs.len() - values.len(), "{name}");
        if let Some(mean) = outcome["mean"].as_f64() {
            assert!((mean - values.iter().sum::<f64>() / values.len() as f64).abs() < 1e-9, "{name}");
        }
    }
    // Against itself nothing differs; against the scenario as it is, the differences of takvin compare.
    let (_, same) = studio.asked("GET", &format!("jobs/{id}/against/{id}"), None);
    assert_eq!((&same["pairs"], &same["outcomes"]), (&json!(2), &json!([])));
    let (base, _) = studio.runs(&draft(&json!([])));
    let now = studio.post("jobs", &json!({ "page": "p", "draft": changed, "keep": base }))["id"].clone();
    while studio.asked("GET", &format!("jobs/{now}?after=0"), None).1["over"] != true {}
    let (status, contrast) = studio.asked("GET", &format!("jobs/{now}/against/{base}"), None);
    assert_eq!(status, 200, "{contrast}");
    place.succeeds(&[
        "compare",
        "world.toml",
        "--set",
        "parameters.feedback.threat=0.25",
        "--set",
        "states.Arda.system=0.9",
        "--out",
        "c",
        "-q",
        "--runs",
        "2",
    ]);
    let rows = place.rows("c/outcomes.csv");
    let mut differ = 0;
    for outcome in contrast["outcomes"].as_array().unwrap() {
        let row = rows.iter().find(|row| row["outcome"] == outcome["name"].as_str().unwrap()).unwrap();
        if let (Some(found), Ok(expected)) = (outcome["difference"].as_f64(), row["difference"].parse::<f64>()) {
            assert!((found - expected).abs() < 1e-9, "{outcome} {row:?}");
            // Means are of the replicates in which both have the outcome, so that they differ by the difference.
            let side = |name: &str| outcome[name].as_f64().unwrap();
            assert!((side("now") - side("baseline") - found).abs() < 1e-9, "{outcome}");
            differ += 1;
        }
    }
    assert!(differ > 10, "{contrast}");
}

#[test]
fn of_many_quick_changes_the_last_one_counts() {
    let place = Place::new();
    let studio = Studio::open(&place, "middle-world");
    let ids: Vec<u64> = (0..50)
        .map(|step| {
            let changes = json!([[["parameters", "feedback", "threat"], f64::from(step) / 25.0]]);
            let draft = json!({ "scenario": "middle-world", "changes": changes });
            studio.post("jobs", &json!({ "page": "p", "draft": draft }))["id"].as_u64().unwrap()
        })
        .collect();
    let other = studio.post("jobs", &json!({ "page": "another", "draft": draft(&json!([])) }))["id"].clone();
    let (last, stale) = ids.split_last().unwrap();
    for id in stale {
        assert_eq!(studio.asked("GET", &format!("jobs/{id}?after=0"), None).0, 410);
    }
    let mut version = 0;
    let seen = loop {
        let (_, seen) = studio.asked("GET", &format!("jobs/{last}?after={version}"), None);
        if seen["over"] == true {
            break seen;
        }
        version = seen["version"].as_u64().unwrap();
    };
    let alone =
        studio.runs(&json!({ "scenario": "middle-world", "changes": [[["parameters", "feedback", "threat"], 1.96]] }));
    assert_eq!(seen["data"], alone.1["data"], "as if it had been the only one");
    assert_eq!(studio.asked("GET", &format!("jobs/{other}?after=0"), None).0, 200, "another page has its own runs");
}

#[test]
fn a_map_has_the_means_of_runs() {
    let place = Place::new();
    let studio = Studio::open(&place, "world.toml");
    let axis = |name: &str| json!({ "path": ["parameters", "feedback", name], "low": 0.0, "high": 2.0 });
    let asked = |axes: &[Value], outcome: &str, cells: u32| {
        let map =
            json!({ "draft": draft(&json!([])), "axes": axes, "outcome": outcome, "cells": cells, "replicates": 3 });
        studio.asked("POST", "maps", Some(&json!({ "page": "p", "map": map })))
    };
    let axes = || [axis("threat"), axis("system")];
    let (status, begun) = asked(&axes(), "governance_end", 4);
    assert_eq!(status, 200, "{begun}");
    let mut seen = json!({ "version": 0 });
    while seen["over"] != true {
        seen = studio.asked("GET", &format!("maps/p/{}?after={}", begun["id"], seen["version"]), None).1;
    }
    let cells = seen["cells"].as_array().unwrap();
    assert_eq!(cells.len(), 16);
    let cell = cells.iter().find(|cell| cell["at"] == json!([3, 1])).unwrap();
    assert_eq!(cell["values"], json!([1.75, 0.75]));
    let sets = ["--set", "parameters.feedback.threat=1.75", "--set", "parameters.feedback.system=0.75"];
    place.succeeds(&[&["run", "world.toml", "--runs", "3", "--out", "a", "-q"][..], &sets].concat());
    let values: Vec<f64> = place.rows("a/runs.csv").iter().map(|row| row["governance_end"].parse().unwrap()).collect();
    assert!((cell["mean"].as_f64().unwrap() - values.iter().sum::<f64>() / 3.0).abs() < 1e-9);
    // One parameter alone is a line.
    let (_, line) = asked(&[axis("threat")], "governance_end", 4);
    let mut seen = json!({ "version": 0 });
    while seen["over"] != true {
        seen = studio.asked("GET", &format!("maps/p/{}?after={}", line["id"], seen["version"]), None).1;
    }
    let mut places: Vec<Value> = seen["cells"].as_array().unwrap().iter().map(|cell| cell["values"].clone()).collect();
    places.sort_by(|a, b| a[0].as_f64().unwrap().total_cmp(&b[0].as_f64().unwrap()));
    assert_eq!(places, [json!([0.25]), json!([0.75]), json!([1.25]), json!([1.75])]);
    for (axes, outcome, cells, says) in [
        ([axis("threat"), axis("threat")], "governance_end", 4, "two different"),
        ([axis("thraet"), axis("system")], "governance_end", 4, "did you mean"),
        (axes(), "governance", 4, "does not exist"),
        (axes(), "governance_end", 1, "2 to 40 cells"),
        (axes(), "governance_end", 41, "2 to 40 cells"),
    ] {
        let (status, answer) = asked(&axes, outcome, cells);
        assert_eq!(status, 422, "{answer}");
        assert!(answer["error"].as_str().unwrap().contains(says), "{answer}");
    }
    assert_eq!(studio.asked("GET", &format!("maps/p/{}", begun["id"]), None).0, 410, "given up for another");
    // Runs do not wait for a map, and a map that is stopped stops.
    let map = json!({ "draft": draft(&json!([])), "axes": axes(), "outcome": "governance_end", "cells": 40, "replicates": 200 });
    let (_, large) = studio.asked("POST", "maps", Some(&json!({ "page": "p", "map": map })));
    let begun = Instant::now();
    assert_eq!(studio.runs(&draft(&json!([]))).1["ended"], 2);
    let (_, seen) = studio.asked("GET", &format!("maps/p/{}", large["id"]), None);
    assert_eq!(seen["over"], false, "the map is far from its end after {:?}", begun.elapsed());
    assert_eq!(studio.asked("DELETE", "maps/p/0", None).0, 204);
    assert_eq!(studio.asked("GET", &format!("maps/p/{}", large["id"]), None).0, 200, "another map was meant");
    assert_eq!(studio.asked("DELETE", &format!("maps/p/{}", large["id"]), None).0, 204);
    assert_eq!(studio.asked("GET", &format!("maps/p/{}", large["id"]), None).0, 410);
}

#[test]
fn a_scenario_is_saved_below_output_and_runs() {
    let place = Place::new();
    let studio = Studio::open(&place, "world.toml");
    let new = draft(&json!([
        [["states", "Nora", "system"], 0.7],
        [["parameters", "switches", "removal_by_vote"], false],
        [["events", "apart", "do"], "break_alliance"],
        [["events", "apart", "state"], "Arda"],
        [["events", "apart", "with"], ["Bera"]],
        [["events", "apart", "at"], 1],
        [["events", "apart", "for"], 8],
        [["outcomes", "late"], "mean(states.Nora.governance, last 3)"]
    ]));
    let unsaved = studio.post("save", &json!({ "draft": new, "name": null }));
    assert!(unsaved["command"].is_null(), "--set cannot add a state: {unsaved}");
    let saved = studio.post("save", &json!({ "draft": new, "name": "with-nora" }));
    assert_eq!(saved["file"], "output/studio/with-nora.toml");
    assert_eq!(saved["command"], "takvin run output/studio/with-nora.toml");
    place.succeeds(&["run", "output/studio/with-nora.toml", "--out", "a", "-q"]);
    let (_, seen) = studio.runs(&new);
    let values = place.rows("a/runs.csv");
    let mean =
        |name: &str| values.iter().map(|row| row[name].parse::<f64>().unwrap()).sum::<f64>() / values.len() as f64;
    for name in ["governance_end", "late"] {
        let outcome = seen["outcomes"].as_array().unwrap().iter().find(|one| one["name"] == name).unwrap();
        assert!((outcome["mean"].as_f64().unwrap() - mean(name)).abs() < 1e-9, "{name}");
    }
    for (name, status) in [("with-nora", 409), ("../up", 422), ("a/b", 422), ("", 422), (".hidden", 422)] {
        let (found, answer) = studio.asked("POST", "save", Some(&json!({ "draft": new, "name": name })));
        assert_eq!(found, status, "{name}: {answer}");
    }
    assert_eq!(place.files("output/studio").len(), 1);
}

#[test]
fn it_ends_with_its_last_page_and_on_interrupt() {
    let place = Place::new();
    let studio = Studio::open(&place, "world.toml");
    let mut page = TcpStream::connect(("127.0.0.1", studio.port)).unwrap();
    let (port, secret) = (studio.port, &studio.secret);
    page.write_all(format!("GET /{secret}/open/p HTTP/1.1\r\nhost: localhost:{port}\r\n\r\n").as_bytes()).unwrap();
    std::thread::sleep(Duration::from_secs(5));
    assert_eq!(studio.runs(&draft(&json!([]))).1["ended"], 2, "it stays open with its page");
    page.shutdown(Shutdown::Both).unwrap();
    assert_eq!(studio.ended(), Some(0));
    let studio = Studio::open(&place, "middle-world");
    let long = json!({ "scenario": "middle-world", "rounds": 10000, "replicates": 1 });
    studio.post("jobs", &json!({ "page": "p", "draft": long }));
    signal(&studio.child, "INT");
    assert_eq!(studio.ended(), Some(0));
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let error = place.fails(2, &["studio", "world.toml", "--no-open", "--port", &port]);
    assert!(error.contains(&format!("port {port} of this machine cannot be used")), "{error}");
    assert!(place.fails(2, &["studio", "cold-wra", "--no-open"]).contains("cold-war"));
}

#[test]
fn the_page_is_used_by_mouse_and_keys() {
    let Some(chromium) = crate::report::browser() else { return };
    let place = Place::new();
    let studio = Studio::open(&place, "world.toml");
    for width in [1280, 390] {
        let mut page = Browser::new(&chromium, place.0.path(), (width, 900));
        page.open(&studio.address());
        let ready = "document.documentElement.dataset.ready === 'yes'";
        page.wait_for(ready);
        assert_eq!(page.text("#title"), "Four");
        assert!(page.text("#status").starts_with("2 runs in"), "{}", page.text("#status"));
        // Nothing is wider than the screen.
        let wide = page.value("document.documentElement.scrollWidth");
        assert!(wide.as_u64().unwrap() <= width.into(), "{wide} of {width}");
        page.click("#pin");
        page.wait_for("document.querySelector('#pinned').textContent.includes('as the scenario has it')");
        page.wait_for(ready);
        // A control is found by a word, and moved by keys.
        page.click("#search");
        page.ask("Input.insertText", &json!({ "text": "threats met or provoked" }));
        let slider = ".knob:not([hidden]) input[type=range]";
        page.wait_for(&format!("document.querySelectorAll('{slider}').length === 1"));
        page.value(&format!("document.querySelector('{slider}').focus()"));
        for _ in 0..5 {
            page.press("ArrowLeft", 37);
        }
        page.wait_for(&format!("document.querySelectorAll('#changes li').length === 1 && {ready}"));
        page.wait_for("document.querySelectorAll('#drift-charts h4').length === 1");
        let changed = page.text("#changes");
        assert!(changed.starts_with("feedback.threat = 0.75 (was 1)"), "{changed}");
        let command = page.text("#command");
        let words: Vec<&str> = command.split(' ').skip(1).chain(["--out", "a", "-q", "--force"]).collect();
        place.succeeds(&words);
        assert!(page.text("#outcomes-of").contains("beside the baseline, 2 replicates"));
        // Back to what was tried first.
        page.click("#tries li:first-child button");
        page.wait_for(&format!("document.querySelectorAll('#changes li').length === 0 && {ready}"));
        assert_eq!(page.text("#command"), "takvin run world.toml");
        page.click("#step");
        page.click("#back");
        assert_eq!(page.logged, [] as [&str; 0], "no error is logged");
    }
    // The studio ends under an open page: the page says what to do.
    let mut page = Browser::new(&chromium, place.0.path(), (1000, 800));
    page.open(&studio.address());
    page.wait_for("document.documentElement.dataset.ready === 'yes'");
    drop(studio);
    page.value("byId('replicates').value = 3; byId('replicates').onchange()");
    page.wait_for("document.querySelector('#problem').textContent.includes('takvin studio')");
}
