//! Layers add up to what the table says.

use super::axes::{Panel, below, panels, same};
use super::made::{figure, table, years};
use super::svg::Svg;
use super::table::{Csv, mean};

/// Means over runs (of one state, or of all) round by round, in the years in which there are any.
fn means(csv: &Csv, state: Option<&str>, column: &str) -> Vec<(f64, f64)> {
    let of = |year: f64| {
        let year_word = year.to_string();
        let mut wanted = vec![("year", year_word.as_str())];
        wanted.extend(state.map(|state| ("state", state)));
        let values = csv.values(column, &wanted);
        (!values.is_empty()).then(|| (year, mean(&values)))
    };
    years().into_iter().filter_map(of).collect()
}

/// Highest and lowest place that layers reach at a place across.
fn reach(svg: &Svg, panel: Panel, x: f64) -> (f64, f64) {
    let points = svg.within("polygon", panel.room()).into_iter().flat_map(|layer| layer.points.clone());
    let there: Vec<f64> = points.filter(|(at, _)| (at - x).abs() < 1.5).map(|(_, y)| y).collect();
    assert!(!there.is_empty(), "layers at {x}");
    there.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(top, bottom), y| (top.min(*y), bottom.max(*y)))
}

/// Compares the ends of stacks with the sums of what adds and of what subtracts.
#[track_caller]
fn holds_stack(svg: &Svg, panel: Panel, layers: &[Vec<(f64, f64)>], what: &str) {
    let (x, y) = (panel.x(svg), panel.y(svg));
    let mut compared = 0;
    for (k, (year, _)) in layers[0].iter().enumerate() {
        let values = layers.iter().map(|layer| layer[k].1);
        let (low, high) = values.fold((0.0, 0.0), |(low, high), v: f64| (low + v.min(0.0), high + v.max(0.0)));
        let (top, bottom) = reach(svg, panel, x.at(*year));
        assert!((top - y.at(high)).abs() < 2.0, "{what}, {year}: {top} for {}", y.at(high));
        assert!((bottom - y.at(low)).abs() < 2.0, "{what}, {year}: {bottom} for {}", y.at(low));
        compared += 1;
    }
    assert!(compared > 10, "{what}: {compared} rounds");
}

fn row_of<'s>(svg: &'s Svg, csv: &Csv, n: usize) -> (&'s str, f64) {
    let states = csv.words("state");
    let mut names: Vec<_> = svg.texts.iter().filter(|text| text.upward && states.contains(&text.said)).collect();
    names.sort_by(|a, b| a.at.1.total_cmp(&b.at.1));
    (&names[n].said, names[n].at.1)
}

fn in_row(svg: &Svg, title: &str, y: f64) -> Panel {
    let top = below(svg, svg.find(title)[0]);
    panels(svg).into_iter().find(|p| p.left == top.left && p.top < y && y < p.bottom).unwrap()
}

#[test]
fn pressure_is_stacked_by_function_over_all_states_and_for_each() {
    let (svg, csv) = (figure("pressure"), table("a", "states"));
    let functions = ["knowledge", "threat", "opportunity", "facilitation"];
    for (title, state) in [("All states", None), ("Arda", Some("Arda")), ("Ciro", Some("Ciro"))] {
        let layers: Vec<_> = functions.iter().map(|name| means(&csv, state, &format!("pressure_{name}"))).collect();
        let panel = below(&svg, svg.find(title)[0]);
        holds_stack(&svg, panel, &layers, title);
        // The first function is next to 0, so its whole outline is drawn.
        let (x, y) = (panel.x(&svg), panel.y(&svg));
        let upper = layers[0].iter().map(|(year, value)| (x.at(*year), y.at(value.max(0.0))));
        let lower = layers[0].iter().rev().map(|(year, _)| (x.at(*year), y.at(0.0)));
        let positive = layers[0].iter().any(|(_, value)| *value > 0.0);
        if positive {
            same(&svg.within("polygon", panel.room())[0].points, &upper.chain(lower).collect::<Vec<_>>(), title);
        }
    }
    assert!(svg.says("pressure (logit)") && svg.says("year") && svg.says("sum"));
    assert!(functions.iter().all(|name| svg.all().to_lowercase().contains(name)), "each function is in the key");
}

#[test]
fn issues_add_up_over_stages() {
    let (svg, csv) = (figure("issues"), table("a", "states"));
    let (state, y) = row_of(&svg, &csv, 0);
    let mut compared = 0;
    for sector in ["military", "economic", "environmental"] {
        let layers: Vec<_> =
            [("securitised", "real"), ("political", "real"), ("unnoticed", "real"), ("securitised", "spurious")]
                .iter()
                .map(|(stage, truth)| means(&csv, Some(state), &format!("issues_{sector}_{stage}_{truth}")))
                .collect();
        if layers.iter().flatten().all(|(_, value)| *value == 0.0) {
            continue;
        }
        let title = sector[..1].to_uppercase() + &sector[1..];
        let panel = in_row(&svg, &title, y);
        let (x, scale) = (panel.x(&svg), panel.y(&svg));
        let sum = |k: usize| layers.iter().map(|layer| layer[k].1).sum::<f64>();
        for (k, (year, _)) in layers[0].iter().enumerate().filter(|(k, _)| sum(*k) > 0.0) {
            let (top, _) = reach(&svg, panel, x.at(*year));
            assert!((top - scale.at(sum(k))).abs() < 2.0, "{state}, {sector}, {year}");
            compared += 1;
        }
    }
    assert!(compared > 10, "{compared} rounds");
    assert!(svg.says("issues") && svg.says("share"));
}

#[test]
fn budgets_and_classes_fill_their_panels() {
    let csv = table("a", "states");
    let svg = figure("budget");
    let (state, y) = row_of(&svg, &csv, 0);
    let parts = [
        "military",
        "regime",
        "diplomacy",
        "facilitation",
        "economic",
        "societal",
        "environmental",
        "aid",
        "emergency",
    ];
    let layers: Vec<_> = parts.iter().map(|part| means(&csv, Some(state), &format!("spend_{part}"))).collect();
    holds_stack(&svg, in_row(&svg, "Budget", y), &layers, state);
    let first = &svg.within("polygon", in_row(&svg, "Budget", y).room())[0].points;
    let panel = in_row(&svg, "Budget", y);
    let military: Vec<_> = layers[0].iter().map(|(year, v)| (panel.x(&svg).at(*year), panel.y(&svg).at(*v))).collect();
    same(&first[..military.len()], &military, "the military part");

    let svg = figure("harm");
    let (state, y) = row_of(&svg, &csv, 1);
    let (insiders, opponents) = (means(&csv, Some(state), "insiders"), means(&csv, Some(state), "opponents"));
    let neutrals = insiders.iter().zip(&opponents).map(|(i, o)| (i.0, 1.0 - i.1 - o.1)).collect();
    holds_stack(&svg, in_row(&svg, "Classes of citizens", y), &[insiders, neutrals, opponents], state);
}

#[test]
fn basins_hold_the_shares_of_states() {
    let (svg, csv) = (figure("world"), table("a", "states"));
    let panel = panels(&svg)[1];
    let (x, y) = (panel.x(&svg), panel.y(&svg));
    let edges: Vec<[f64; 3]> = years()
        .iter()
        .map(|year| {
            let all = csv.values("governance", &[("year", &year.to_string())]);
            let share = |inside: &dyn Fn(f64) -> bool| {
                all.iter().filter(|value| inside(**value)).count() as f64 / all.len() as f64
            };
            let (low, middle) = (share(&|g| g < 0.4), share(&|g| (0.4..=0.6).contains(&g)));
            [low, low + middle, 1.0]
        })
        .collect();
    let bands = svg.within("polygon", panel.room());
    assert_eq!(bands.len(), 3);
    for (basin, band) in bands.iter().enumerate() {
        let upper = years().into_iter().zip(&edges).map(|(year, edge)| (x.at(year), y.at(edge[basin])));
        let floor = |edge: &[f64; 3]| if basin == 0 { 0.0 } else { edge[basin - 1] };
        let lower = years().into_iter().zip(&edges).rev().map(|(year, edge)| (x.at(year), y.at(floor(edge))));
        same(&band.points, &upper.chain(lower).collect::<Vec<_>>(), &format!("basin {basin}"));
    }
    for name in ["authoritarian (below 0.4)", "middle", "participatory (above 0.6)", "share of states", "governance"] {
        assert!(svg.says(name), "{name}");
    }
    // Above, cells near states are drawn and others are empty.
    let panel = panels(&svg)[0];
    let all = csv.values("governance", &[]);
    let (low, high) = all.iter().fold((1.0f64, 0.0f64), |(low, high), g| (low.min(*g), high.max(*g)));
    let shades = svg.within("rect", panel.room());
    let y = panel.y(&svg);
    for shade in shades.iter().filter(|shade| shade.fill != "#FFFFFF") {
        let [_, top, _, bottom] = shade.room();
        assert!(bottom > y.at(high + 0.2) && top < y.at(low - 0.2), "a shade at {top} to {bottom}");
    }
    assert!(shades.len() > years().len() - 2);
}
