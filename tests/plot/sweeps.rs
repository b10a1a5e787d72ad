//! Means with intervals, and outcomes over what varies.

use super::axes::{panels, value};
use super::made::{AXES, figure, table};
use super::svg::Shape;
use super::table::{half_width_of_five, mean, quantile, spread};

fn runs() -> impl Iterator<Item = &'static str> {
    ["0", "1", "2", "3", "4"].into_iter()
}

fn minus(text: &str) -> String {
    text.replace('-', "−")
}

#[test]
fn the_forest_shows_mean_drift_and_its_interval() {
    let (svg, csv) = (figure("forest"), table("a", "states"));
    let panel = panels(&svg)[0];
    let x = panel.x(&svg);
    for state in csv.words("state") {
        let drifts: Vec<f64> = runs()
            .map(|run| {
                let all = csv.values("governance", &[("run", run), ("state", &state)]);
                all[all.len() - 1] - all[0]
            })
            .collect();
        let (middle, half) = (mean(&drifts), half_width_of_five(&drifts));
        let y = svg.find(&state)[0].at.1;
        let mark = svg
            .within("rect", panel.room())
            .into_iter()
            .find(|mark| (mark.middle().1 - y).abs() < 2.0 && mark.room()[2] - mark.room()[0] < 20.0)
            .unwrap();
        assert!((mark.middle().0 - x.at(middle)).abs() < 1.6, "{state}");
        let lines = svg.within("polyline", panel.room());
        let wanted = [x.at(middle - half), x.at(middle + half)];
        let fits = |line: &&&Shape| {
            line.points.len() == 2
                && (line.points[0].1 - y).abs() < 2.0
                && line.points.iter().zip(wanted).all(|(p, x)| (p.0 - x).abs() < 1.6)
        };
        assert!(lines.iter().any(|line| fits(&line)), "{state}: {wanted:?}");
        assert!(svg.says(&minus(&format!("{middle:+.3} ± {half:.3}"))), "{state}: {middle} ± {half}");
    }
    assert!(svg.says("change of governance (governance units, below 0 authoritarian)"));
}

#[test]
fn effects_are_differences_run_by_run_over_the_spread_of_the_baseline() {
    let (svg, with, without) = (figure("effects"), table("a", "runs"), table("b", "runs"));
    let panel = panels(&svg)[0];
    let x = panel.x(&svg);
    let mut compared = 0;
    for (name, column) in [("Governance end", "governance_end"), ("Belief error mean", "belief_error_mean")] {
        let (a, b) = (with.values(column, &[]), without.values(column, &[]));
        let differences: Vec<f64> = a.iter().zip(&b).map(|(a, b)| a - b).collect();
        let (middle, half) = (mean(&differences), half_width_of_five(&differences));
        let y = svg.find(name)[0].at.1;
        let marks = svg.within("rect", panel.room());
        let mark = marks
            .iter()
            .find(|mark| (mark.middle().1 - y).abs() < 2.0 && mark.room()[2] - mark.room()[0] < 20.0)
            .unwrap();
        assert!((mark.middle().0 - x.at(middle / spread(&b))).abs() < 1.6, "{name}");
        let ends = [-half, half].map(|side| x.at((middle + side) / spread(&b)));
        let is_interval = |line: &Shape| {
            let flat = line.points.len() == 2 && line.points.iter().all(|p| (p.1 - y).abs() < 2.0);
            flat && line.points.iter().zip(ends).all(|(p, x)| (p.0 - x).abs() < 1.6)
        };
        assert!(svg.within("polyline", panel.room()).into_iter().any(is_interval), "{name}: {ends:?}");
        assert!(svg.says(&minus(&format!("{middle:+.3} ± {half:.3}"))), "{name}: {middle} ± {half}");
        compared += 1;
    }
    assert_eq!(compared, 2);
    assert!(svg.says("difference (standard deviations of the baseline)"));
}

/// Parameters and outcome of every run of the sweep.
fn sweep() -> Vec<([f64; 2], f64)> {
    let mut all = Vec::new();
    for name in ["s0", "s1", "s2", "s3", "s4", "s5"] {
        let csv = table(name, "runs");
        for row in csv.rows() {
            let of = |column: &str| row.number(column).unwrap();
            all.push((AXES.map(|(name, _)| of(name)), of("governance_end")));
        }
    }
    assert_eq!(all.len(), 18);
    all
}

fn where_is(at: usize, wanted: f64) -> Vec<f64> {
    sweep().iter().filter(|(point, _)| point[at] == wanted).map(|(_, outcome)| *outcome).collect()
}

#[test]
fn the_tornado_shows_means_where_a_parameter_is_low_and_high() {
    let svg = figure("tornado");
    let panel = panels(&svg)[0];
    let x = panel.x(&svg);
    let mut reaches = Vec::new();
    for (at, (name, values)) in AXES.iter().enumerate() {
        let ends = [values[0], values[values.len() - 1]].map(|v| mean(&where_is(at, v.parse().unwrap())));
        let y = svg.find(name)[0].at.1;
        for (kind, end) in ["circle", "polygon"].into_iter().zip(ends) {
            let marks = svg.within(kind, panel.room());
            let fits = |m: (f64, f64)| (m.0 - x.at(end)).abs() < 2.0 && (m.1 - y).abs() < 3.0;
            assert!(marks.iter().any(|mark| fits(mark.middle())), "{name}, {kind}: {end}");
        }
        reaches.push(((ends[1] - ends[0]).abs(), y));
    }
    reaches.sort_by(|a, b| a.1.total_cmp(&b.1));
    assert!(reaches[0].0 >= reaches[1].0, "the strongest first");
    assert!(svg.says("governance_end (0 authoritarian – 1 participatory)"));
}

#[test]
fn the_heat_map_writes_and_colours_the_mean_of_each_cell() {
    let svg = figure("heatmap");
    let upward =
        AXES.iter().position(|(name, _)| svg.texts.iter().any(|t| t.upward && t.said.starts_with(name))).unwrap();
    let across = 1 - upward;
    let mut cells = Vec::new();
    for first in AXES[across].1 {
        for second in AXES[upward].1 {
            let [a, b] = [first, second].map(|v| v.parse::<f64>().unwrap());
            let is_here = |point: &[f64; 2]| point[across] == a && point[upward] == b;
            let here: Vec<f64> = sweep().iter().filter(|(p, _)| is_here(p)).map(|(_, outcome)| *outcome).collect();
            assert_eq!(here.len(), 3);
            let x = svg.texts.iter().find(|t| t.anchor == "middle" && value(&t.said) == Some(a) && !t.upward);
            let y = svg.texts.iter().find(|t| t.anchor == "end" && value(&t.said) == Some(b));
            let at = (x.unwrap().at.0, y.unwrap().at.1);
            let text = svg.texts.iter().find(|t| (t.at.0 - at.0).abs() < 2.0 && (t.at.1 - at.1).abs() < 2.0).unwrap();
            let said = value(&text.said).unwrap();
            let places = text.said.split('.').nth(1).map_or(0, str::len);
            assert!((said - mean(&here)).abs() <= 0.51 / 10f64.powf(places as f64), "{said} for {}", mean(&here));
            let cell = svg.shapes.iter().rev().find(|shape| {
                let [l, t, r, b] = shape.room();
                shape.kind == "rect" && l < at.0 && at.0 < r && t < at.1 && at.1 < b
            });
            let hex = cell.unwrap().fill.clone();
            let part = |k: usize| f64::from(u8::from_str_radix(&hex[k..k + 2], 16).unwrap());
            cells.push((mean(&here), 0.299 * part(1) + 0.587 * part(3) + 0.114 * part(5)));
        }
    }
    cells.sort_by(|a, b| a.0.total_cmp(&b.0));
    assert!(cells.windows(2).all(|pair| pair[0].1 >= pair[1].1), "the more, the darker: {cells:?}");
    for (name, _) in AXES {
        assert!(svg.texts.iter().any(|text| text.said.starts_with(name)), "{name}");
    }
}

#[test]
fn the_fan_shows_medians_and_bands_along_a_parameter() {
    let svg = figure("fan");
    let panel = panels(&svg)[0];
    let (x, y) = (panel.x(&svg), panel.y(&svg));
    let name = svg.texts.iter().find(|text| AXES.iter().any(|(name, _)| text.said.starts_with(name))).unwrap();
    let at = AXES.iter().position(|(axis, _)| name.said.starts_with(axis)).unwrap();
    let values: Vec<f64> = AXES[at].1.iter().map(|v| v.parse().unwrap()).collect();
    let of = |q: f64| values.iter().map(|v| (x.at(*v), y.at(quantile(&where_is(at, *v), q)))).collect::<Vec<_>>();
    let lines = svg.within("polyline", panel.room());
    let line = lines.iter().find(|line| line.width == 3.0).unwrap();
    super::axes::same(&line.points, &of(0.5), "medians");
    let bands = svg.within("polygon", panel.room());
    for (band, (low, high)) in bands.iter().zip([(0.05, 0.95), (0.25, 0.75)]) {
        let outline: Vec<_> = of(high).into_iter().chain(of(low).into_iter().rev()).collect();
        super::axes::same(&band.points, &outline, "bands");
    }
    assert_eq!(bands.len(), 2);
}
