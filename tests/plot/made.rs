//! A small world, run and drawn once for all tests.

use std::path::Path;
use std::sync::OnceLock;

use super::svg::Svg;
use super::table::Csv;
use crate::common::place::Place;

/// Four states, one of which enters; five replicates, years, an event and an open dispute.
pub const SMALL: &str = "title = \"Four <states>\"\n[run]\nrounds = 20\nreplicates = 5\nseed = 5\nstart_year = 1990\n\
    [states.Arda]\nsystem = 0.2\ngovernance = 0.3\n[states.Bera]\nsystem = 0.8\ngovernance = 0.7\n[states.Ciro]\n\
    [states.Dora]\nenters = 4\n[[pairs]]\nbetween = [\"Arda\", \"Bera\"]\nposture = -0.6\nrivalry = 0.6\n\
    dispute = \"dispute\"\n[[pairs]]\nbetween = [\"Bera\", \"Ciro\"]\nposture = 0.6\ntrade = 0.5\npeople = 0.5\n\
    security = 0.5\nalliance = true\n[events.false-alarm]\ndo = \"image\"\nstate = \"Ciro\"\nabout = \"Arda\"\n\
    value = -0.9\nat = 6\nfor = 6\n";

/// What varies in the sweep, and its values.
pub const AXES: [(&str, &[&str]); 2] =
    [("constitution.meaning_threat", &["0.5", "1.5", "4"]), ("constitution.rate", &["0.02", "0.2"])];

static MADE: OnceLock<Place> = OnceLock::new();

/// The directories `a` (with the event), `b` (without it) and `s0` to `s5` (the sweep), all drawn as SVG.
pub fn made() -> &'static Place {
    MADE.get_or_init(|| {
        let place = Place::new();
        std::fs::write(place.path("small.toml"), SMALL).unwrap();
        place.succeeds(&["run", "small.toml", "--out", "a", "--pairs", "--quiet"]);
        let without = "events.false-alarm.enabled=false";
        place.succeeds(&["run", "small.toml", "--out", "b", "--pairs", "--set", without, "--quiet"]);
        let mut sweep = vec!["plot"];
        let names = ["s0", "s1", "s2", "s3", "s4", "s5"];
        let points = AXES[0].1.iter().flat_map(|first| AXES[1].1.iter().map(move |second| [first, second]));
        for (name, point) in names.iter().zip(points) {
            let sets = [0, 1].map(|k| format!("parameters.{}={}", AXES[k].0, point[k]));
            let mut run = vec!["run", "small.toml", "--out", name, "--runs", "3", "--quiet"];
            run.extend(sets.iter().flat_map(|set| ["--set", set]));
            place.succeeds(&run);
            sweep.push(name);
        }
        place.succeeds(&["plot", "a", "--against", "b", "--image", "svg"]);
        sweep.extend(["--figure", "tornado,heatmap,fan", "--image", "svg"]);
        place.succeeds(&sweep);
        place
    })
}

/// A figure of the run, or of the sweep.
pub fn figure(name: &str) -> Svg {
    let directory = if ["tornado", "heatmap", "fan"].contains(&name) { "s0" } else { "a" };
    Svg::read(&made().read(&format!("{directory}/figures/{name}.svg")))
}

/// A table of a directory.
pub fn table(directory: &str, name: &str) -> Csv {
    let path = made().path(directory);
    Csv::read(&Path::new(&path).join(format!("{name}.csv")))
}

/// Years of the run: recorded are all rounds.
pub fn years() -> Vec<f64> {
    (1990..=2010).map(f64::from).collect()
}
