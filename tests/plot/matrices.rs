//! Figures of relations between states: postures, beliefs, the network, and disputes over time.

use takvin::plot::theme::{Colour, THEMES};

use super::axes::{CLOSE, below, panels};
use super::made::{figure, table};
use super::svg::{Shape, Svg};

/// The colour of a posture, mixed here apart from the program.
fn colour(posture: f64) -> String {
    let [low, middle, high] = THEMES[0].diverging;
    let Colour(r, g, b) = if posture < 0.0 { low } else { high };
    let mix = |from: u8, to: u8| (f64::from(from) + (f64::from(to) - f64::from(from)) * posture.abs()).round() as u8;
    format!("#{:02X}{:02X}{:02X}", mix(middle.0, r), mix(middle.1, g), mix(middle.2, b))
}

/// The frame of a matrix below a title.
fn frame<'s>(svg: &'s Svg, title: &str) -> &'s Shape {
    let at = svg.find(title)[0].at;
    let frames = svg.shapes.iter().filter(|shape| shape.kind == "polyline" && shape.points.len() == 5);
    let here =
        |shape: &&Shape| (shape.room()[0] - at.0).abs() < 2.0 && (0.0..200.0).contains(&(shape.room()[1] - at.1));
    frames.into_iter().find(here).expect("a matrix")
}

#[test]
fn colours_of_relations() {
    let (svg, csv) = (figure("relations"), table("a", "pairs"));
    for year in ["1990", "2010"] {
        let [left, top, right, bottom] = frame(&svg, &format!("year {year}")).room();
        let mut names: Vec<_> = svg
            .texts
            .iter()
            .filter(|text| text.anchor == "end" && (text.at.0 - left + 8.0).abs() < 2.0)
            .filter(|text| (top..bottom).contains(&text.at.1))
            .collect();
        names.sort_by(|a, b| a.at.1.total_cmp(&b.at.1));
        assert_eq!(names.len(), 4);
        let step = (right - left) / 4.0;
        let place = |name: &str| names.iter().position(|text| text.said == name).unwrap() as f64;
        let cells = svg.within("rect", [left, top, right, bottom]);
        let mut compared = 0;
        for row in csv.rows().filter(|row| row.word("run") == "0" && row.word("year") == year) {
            let (a, b) = (place(row.word("a")), place(row.word("b")));
            for ((of, toward), column) in [((a, b), "posture_a"), ((b, a), "posture_b")] {
                let at = (left + (toward + 0.5) * step, top + (of + 0.5) * step);
                let cell = cells.iter().rev().find(|cell| {
                    let [l, t, r, b] = cell.room();
                    l < at.0 && at.0 < r && t < at.1 && at.1 < b
                });
                let posture = row.number(column).unwrap();
                assert_eq!(cell.unwrap().fill, colour(posture), "{year}: {posture}");
                compared += 1;
            }
        }
        assert_eq!(compared, if year == "1990" { 6 } else { 12 });
    }
    assert!(svg.says("−1 confrontational") && svg.says("1 cooperative"));
}

#[test]
fn beliefs_are_points_of_belief_against_truth() {
    let (svg, csv, states) = (figure("belief"), table("a", "pairs"), table("a", "states"));
    let title = svg.texts.iter().find(|text| text.said == "year 2010").unwrap();
    let panel = below(&svg, title);
    let (x, y) = (panel.x(&svg), panel.y(&svg));
    let of_kind = |kind: &str| -> Vec<(f64, f64)> {
        let marks = svg.within(kind, panel.room()).into_iter().filter(|shape| shape.opacity == 0.55);
        marks.map(Shape::middle).collect()
    };
    let (circles, squares) = (of_kind("circle"), of_kind("rect"));
    let mut errors = Vec::new();
    let mut counts = [0, 0];
    for row in csv.rows().filter(|row| row.word("run") == "0" && row.word("year") == "2010") {
        for (who, belief, truth) in [("a", "belief_a", "posture_b"), ("b", "belief_b", "posture_a")] {
            let (belief, truth) = (row.number(belief).unwrap(), row.number(truth).unwrap());
            let wanted = [("state", row.word(who)), ("run", "0"), ("year", "2010")];
            let authoritarian = states.values("system", &wanted)[0] < 0.5;
            let marks = if authoritarian { &circles } else { &squares };
            counts[usize::from(!authoritarian)] += 1;
            let at = (x.at(truth), y.at(belief));
            let close = |m: &(f64, f64)| (m.0 - at.0).abs() < 2.0 && (m.1 - at.1).abs() < 2.0;
            assert!(marks.iter().any(close), "{at:?} in {marks:?}");
            errors.push((belief - truth).abs());
        }
    }
    assert_eq!(counts, [circles.len(), squares.len()], "no point too many");
    let mean = errors.iter().sum::<f64>() / errors.len() as f64;
    assert!(svg.says(&format!("mean error {mean:.2}")));
    assert!(svg.says("believed posture (−1 confrontational – 1 cooperative)"));
}

#[test]
fn the_network_shows_each_present_state_and_each_alliance() {
    let (svg, csv) = (figure("network"), table("a", "pairs"));
    let titles: Vec<_> = svg.texts.iter().filter(|text| text.said.starts_with("year ")).collect();
    assert_eq!(titles.len(), 4);
    assert_eq!(svg.find("Dora").len(), 3, "Dora enters in 1994");
    assert_eq!(svg.find("Arda").len(), 4);
    let alliances: usize = titles
        .iter()
        .map(|title| {
            let year = title.said.trim_start_matches("year ");
            let allied = |row: &super::table::Row<'_>| row.word("alliance") == "1" && row.word("run") == "0";
            csv.rows().filter(|row| row.word("year") == year && allied(row)).count()
        })
        .sum();
    let blue = THEMES[0].palette[0].hex();
    let lines =
        svg.shapes.iter().filter(|shape| shape.kind == "polyline" && shape.stroke == blue && shape.width == 5.0);
    assert_eq!(lines.count(), alliances + 1, "and one in the key");
    assert!(alliances > 0);
}

#[test]
fn the_time_line_draws_every_stage_of_a_dispute_from_its_beginning() {
    let (svg, csv) = (figure("timeline"), table("a", "events"));
    let panel = *panels(&svg).last().unwrap();
    let x = panel.x(&svg);
    let theme = &THEMES[0];
    let red = theme.palette[1];
    let colours = [
        ("dispute_begun", theme.paper.toward(red, 0.45).hex()),
        ("crisis_begun", red.hex()),
        ("war_begun", red.toward(theme.ink, 0.6).hex()),
    ];
    let mut compared = 0;
    for row in csv.rows().filter(|row| row.word("run") == "0") {
        let Some((_, colour)) = colours.iter().find(|(kind, _)| row.word("kind") == *kind) else { continue };
        let (a, b) = (row.word("a"), row.word("b"));
        let name =
            svg.texts.iter().find(|text| text.said.contains(a) && text.said.contains(" – ") && text.said.contains(b));
        let y = name.expect("a line for the pair").at.1;
        let year = row.number("year").unwrap();
        let bars = svg.within("rect", panel.room());
        let fits = |bar: &&&Shape| {
            let [left, top, _, bottom] = bar.room();
            // What begins in the last round is drawn just before the end.
            let at = x.at(year).min(panel.right - 5.0);
            (left - at).abs() < CLOSE && top < y && y < bottom && bar.fill == *colour
        };
        assert!(bars.iter().any(|bar| fits(&bar)), "{} of {a} and {b} in {year}", row.word("kind"));
        compared += 1;
    }
    assert!(compared > 3, "{compared}");
    for stage in ["dispute", "crisis", "war", "perceived threat, by either", "number", "year"] {
        assert!(svg.says(stage), "{stage}");
    }
}

#[test]
fn the_time_line_counts_what_is_open() {
    let (svg, csv) = (figure("timeline"), table("a", "states"));
    // Where few are open at most, percentiles would be spikes: then it is the mean.
    for (title, column) in [("Disputes open (wars included)", "disputes"), ("Wars open", "wars")] {
        let mean = format!("{}, mean over runs", title.split(" (").next().unwrap());
        let few = !svg.find(&mean).is_empty();
        assert!(few || column == "disputes");
        let panel = below(&svg, svg.find(if few { &mean } else { title })[0]);
        let (x, y) = (panel.x(&svg), panel.y(&svg));
        let wanted: Vec<(f64, f64)> = super::made::years()
            .iter()
            .map(|year| {
                let of_run = |run: usize| {
                    csv.values(column, &[("run", &run.to_string()), ("year", &year.to_string())]).iter().sum::<f64>()
                        / 2.0
                };
                let counts: Vec<f64> = (0..5).map(of_run).collect();
                let middle = if few { counts.iter().sum::<f64>() / 5.0 } else { super::table::quantile(&counts, 0.5) };
                (x.at(*year), y.at(middle))
            })
            .collect();
        let lines = svg.within("polyline", panel.room());
        let line = lines.iter().find(|line| line.width == 3.0).unwrap();
        super::axes::same(&line.points, &wanted, title);
    }
}
