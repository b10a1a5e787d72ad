//! Lines and bands over time are the medians and quantiles of the table.

use super::axes::{Panel, below, panels, same};
use super::made::{figure, table, years};
use super::svg::{Shape, Svg};
use super::table::{Csv, half_width_of_five, mean, quantile};

/// Values over runs of a state's column, round by round: years in which it is there, and what it had.
fn over_runs(csv: &Csv, state: &str, column: &str) -> Vec<(f64, Vec<f64>)> {
    let of = |year: &f64| (*year, csv.values(column, &[("state", state), ("year", &year.to_string())]));
    years().iter().map(of).filter(|(_, values)| !values.is_empty()).collect()
}

/// Unbroken lines of the width of a series.
fn lines(svg: &Svg, panel: Panel) -> Vec<&Shape> {
    svg.within("polyline", panel.room()).into_iter().filter(|line| line.width == 3.0).collect()
}

/// Compares the line and the two bands of a panel with the table.
#[track_caller]
fn holds_bands(svg: &Svg, panel: Panel, values: &[(f64, Vec<f64>)], what: &str) {
    holds_bands_of(svg, panel, values, what, false);
}

#[track_caller]
fn holds_bands_of(svg: &Svg, panel: Panel, values: &[(f64, Vec<f64>)], what: &str, log: bool) {
    let (x, y) = (panel.x(svg), panel.y_of(svg, log));
    let at = |q: f64| values.iter().map(|(year, all)| (x.at(*year), y.at(quantile(all, q)))).collect::<Vec<_>>();
    let [line] = lines(svg, panel)[..] else { panic!("{what}: one line") };
    same(&line.points, &at(0.5), what);
    let bands = svg.within("polygon", panel.room());
    assert_eq!(bands.len(), 2, "{what}: two bands");
    for (band, (low, high)) in bands.iter().zip([(0.05, 0.95), (0.25, 0.75)]) {
        let outline: Vec<_> = at(high).into_iter().chain(at(low).into_iter().rev()).collect();
        same(&band.points, &outline, what);
    }
    assert!(bands[0].opacity < bands[1].opacity, "the middle half is darker");
}

#[test]
fn drift_shows_medians_and_bands_of_every_component_and_state() {
    let (svg, csv) = (figure("drift"), table("a", "states"));
    let measures = ["meaning", "referent", "securitisation", "provision", "system"];
    let titles = ["Meaning", "Referent", "Securitisation", "Provision", "Political system"];
    let panels = panels(&svg);
    assert_eq!(panels.len(), 4 * 5);
    for state in csv.words("state") {
        let name = svg.find(&state)[0];
        assert!(name.upward);
        let row: Vec<&Panel> = panels.iter().filter(|p| p.top < name.at.1 && name.at.1 < p.bottom).collect();
        for ((panel, measure), title) in row.iter().zip(measures).zip(titles) {
            assert!((svg.find(title)[0].at.0 - panel.left).abs() < 2.0, "{title} must be above its column");
            holds_bands(&svg, **panel, &over_runs(&csv, &state, measure), &format!("{state}, {measure}"));
        }
    }
    assert!(svg.says("0 authoritarian – 1 participatory") && svg.says("year"));
    assert!(svg.description.contains("5\u{a0}runs"), "{}", svg.description);
    assert!(svg.all().contains("False alarm (Ciro, 1996)"), "{}", svg.all());
}

#[test]
fn drift_marks_the_event_in_the_panels_of_its_state() {
    let svg = figure("drift");
    let first = panels(&svg)[0];
    let ciro = svg.find("Ciro")[0].at.1;
    let panel = panels(&svg).into_iter().find(|p| p.top < ciro && ciro < p.bottom).unwrap();
    let x = first.x(&svg).at(1996.0);
    let dashes = svg.within("polyline", panel.room());
    assert!(dashes.iter().any(|dash| dash.points.iter().all(|(at, _)| (at - x).abs() < 1.3)), "a line at 1996");
}

#[test]
fn errors_are_drawn_with_their_units() {
    let (svg, csv) = (figure("error"), table("a", "states"));
    let columns = [
        ("Error about posture", "belief_error"),
        ("Error about power", "power_error"),
        ("Dominant image of the world", "discourse"),
    ];
    for (title, column) in columns {
        let top = below(&svg, svg.find(title)[0]);
        let states = csv.words("state");
        let named = svg.texts.iter().filter(|text| text.upward && states.contains(&text.said));
        let state = named.min_by(|a, b| a.at.1.total_cmp(&b.at.1)).unwrap();
        holds_bands(&svg, top, &over_runs(&csv, &state.said, column), column);
    }
    for unit in ["posture units", "power units", "−1 hostile – 1 rosy"] {
        assert!(svg.says(unit), "{unit}");
    }
}

#[test]
fn wealth_has_a_logarithmic_axis_and_the_backlog_a_linear_one() {
    let csv = table("a", "states");
    for (name, title, column, log) in [("budget", "Wealth", "wealth", true), ("issues", "Backlog", "backlog", false)] {
        let svg = figure(name);
        let top = below(&svg, svg.find(title)[0]);
        let states = csv.words("state");
        let named = svg.texts.iter().filter(|text| text.upward && states.contains(&text.said));
        for text in named {
            let panel = panels(&svg)
                .into_iter()
                .find(|p| p.left == top.left && p.top < text.at.1 && text.at.1 < p.bottom)
                .unwrap();
            holds_bands_of(&svg, panel, &over_runs(&csv, &text.said, column), &text.said, log);
        }
    }
}

#[test]
fn the_portrait_follows_one_run_and_ends_in_its_mark() {
    let (svg, csv) = (figure("portrait"), table("a", "states"));
    let panel = panels(&svg)[0];
    let (x, y) = (panel.x(&svg), panel.y(&svg));
    for state in csv.words("state") {
        let of = |column: &str| csv.values(column, &[("state", &state), ("run", "0")]);
        let path: Vec<_> = of("governance").iter().zip(of("policy")).map(|(g, p)| (x.at(*g), y.at(p))).collect();
        let found = lines(&svg, panel).into_iter().find(|line| line.points.len() == path.len());
        let drawn = lines(&svg, panel);
        let fits = |line: &&&Shape| {
            line.points.len() == path.len()
                && line.points.iter().zip(&path).all(|(a, b)| (a.0 - b.0).abs() < 1.6 && (a.1 - b.1).abs() < 1.6)
        };
        assert!(drawn.iter().any(|line| fits(&line)), "the path of {state}: {path:?}, {found:?}");
        let end = path[path.len() - 1];
        let marks = svg.shapes.iter().filter(|shape| ["circle", "rect", "polygon"].contains(&shape.kind.as_str()));
        assert!(
            marks.map(Shape::middle).any(|m| (m.0 - end.0).abs() < 3.0 && (m.1 - end.1).abs() < 4.0),
            "{state} ends in a mark"
        );
    }
    assert!(svg.says("governance (0 authoritarian – 1 participatory)"));
    assert!(svg.says("policy (−1 confrontational – 1 cooperative)"));
}

#[test]
fn the_comparison_shows_the_difference_run_by_run() {
    let (svg, with, without) = (figure("comparison"), table("a", "states"), table("b", "states"));
    let name = svg.find("Ciro")[0];
    let all = panels(&svg);
    let above: Vec<&Panel> = all.iter().filter(|p| p.top < name.at.1 && name.at.1 < p.bottom).collect();
    let next = svg.find("difference").into_iter().find(|text| text.upward && text.at.1 > name.at.1).unwrap();
    let lower: Vec<&Panel> = all.iter().filter(|p| p.top < next.at.1 && next.at.1 < p.bottom).collect();
    assert_eq!((above.len(), lower.len()), (6, 6));
    let measures = ["meaning", "referent", "securitisation", "provision", "system", "policy"];
    for ((panel, below), column) in above.iter().zip(&lower).zip(measures) {
        let (x, y) = (below.x(&svg), below.y(&svg));
        let differences: Vec<(f64, Vec<f64>)> = over_runs(&with, "Ciro", column)
            .into_iter()
            .zip(over_runs(&without, "Ciro", column))
            .map(|((year, a), (_, b))| (year, a.iter().zip(b).map(|(a, b)| a - b).collect()))
            .collect();
        let wanted: Vec<_> = differences.iter().map(|(year, d)| (x.at(*year), y.at(mean(d)))).collect();
        let [line] = lines(&svg, **below)[..] else { panic!("{column}: one line of differences") };
        same(&line.points, &wanted, column);
        let edge = |sign: f64| {
            differences.iter().map(move |(year, d)| (x.at(*year), y.at(mean(d) + sign * half_width_of_five(d))))
        };
        let outline: Vec<_> = edge(1.0).chain(edge(-1.0).collect::<Vec<_>>().into_iter().rev()).collect();
        let [band] = svg.within("polygon", below.room())[..] else { panic!("{column}: one interval") };
        same(&band.points, &outline, column);
        // The treatment is the unbroken line above.
        let (x, y) = (panel.x(&svg), panel.y(&svg));
        let medians: Vec<_> = over_runs(&with, "Ciro", column)
            .iter()
            .map(|(year, values)| (x.at(*year), y.at(quantile(values, 0.5))))
            .collect();
        let drawn = lines(&svg, **panel);
        let line = drawn.iter().find(|line| line.points.len() == medians.len()).expect("an unbroken line");
        same(&line.points, &medians, column);
    }
}

#[test]
fn harm_is_that_of_a_mean_incident() {
    let (svg, csv) = (figure("harm"), table("a", "states"));
    let right = below(&svg, svg.find("Harm in an incident")[0]);
    let mut compared = 0;
    for text in svg.texts.iter().filter(|text| text.upward && csv.words("state").contains(&text.said)) {
        let at = |p: &Panel| p.left == right.left && p.top < text.at.1 && text.at.1 < p.bottom;
        let panel = panels(&svg).into_iter().find(at).unwrap();
        let (x, y) = (panel.x(&svg), panel.y(&svg));
        let shapes = ["circle", "rect", "polygon"];
        for (class, kind) in ["harm_insiders", "harm_neutrals", "harm_opponents"].into_iter().zip(shapes) {
            let mut wanted = Vec::new();
            for window in years().chunks(10) {
                let inside = |year: &str| window.contains(&year.parse().unwrap());
                let sum = |column: &str| -> f64 {
                    let rows = csv.rows().filter(|row| row.word("state") == text.said && inside(row.word("year")));
                    rows.filter_map(|row| row.number(column)).sum()
                };
                if sum("incidents") > 0.0 {
                    let year = f64::midpoint(window[0], window[window.len() - 1]);
                    wanted.push((x.at(year), y.at(sum(class) / sum("incidents"))));
                }
            }
            let around = [panel.left - 12.0, panel.top - 12.0, panel.right + 12.0, panel.bottom + 12.0];
            let marks = svg.within(kind, around);
            for place in &wanted {
                let close = |m: (f64, f64)| (m.0 - place.0).abs() < 2.5 && (m.1 - place.1).abs() < 3.5;
                assert!(marks.iter().any(|mark| close(mark.middle())), "{}, {class}: {place:?}", text.said);
                compared += 1;
            }
        }
    }
    assert!(compared >= 6, "there are incidents in this world: {compared}");
}
