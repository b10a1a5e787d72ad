//! Every figure of the registry at 2, 12 and 40 states: no letters overlap and none leave the page.

use std::fmt::Write as _;

use takvin::plot::{FIGURES, Needs};

use super::svg::Svg;
use crate::common::place::Place;

/// Many states with names as long as country names, with years, events, and two directories to compare and to sweep.
fn world(count: usize) -> (Place, Vec<String>) {
    const NAMES: [&str; 8] = [
        "United Kingdom",
        "Bosnia and Herzegovina",
        "Iran",
        "Côte d'Ivoire",
        "Czechoslovakia",
        "Российская Федерация",
        "ایران",
        "São Tomé and Príncipe",
    ];
    let names: Vec<String> = (0..count)
        .map(|n| if n < NAMES.len() { NAMES[n].to_owned() } else { format!("{} {n}", NAMES[n % NAMES.len()]) })
        .collect();
    let mut text = String::from(
        "title = \"A world whose title is so long that it does not fit in one line of a figure, and has to be broken\"\n\
         [run]\nrounds = 15\nreplicates = 3\nseed = 4\nstart_year = 1945\n",
    );
    for (n, name) in names.iter().enumerate() {
        let governance = 0.15 + 0.7 * (n as f64 * 0.37).fract();
        let _ = write!(text, "[states.\"{name}\"]\ngovernance = {governance}\nsystem = {governance}\n");
    }
    let _ = write!(text, "[[pairs]]\nbetween = [\"{}\", \"{}\"]\nposture = -0.7\nrivalry = 0.6\n", names[0], names[1]);
    for (event, at) in
        [("a-long-name-of-an-event-that-is-a-whole-story", 3), ("another-soon-after", 4), ("the-end", 15)]
    {
        let _ = write!(
            text,
            "[events.{event}]\ndo = \"image\"\nstate = \"{}\"\nabout = \"{}\"\nvalue = -0.9\nat = {at}\n",
            names[0], names[1]
        );
    }
    let place = Place::new();
    std::fs::write(place.path("many.toml"), text).unwrap();
    place.succeeds(&["run", "many.toml", "--out", "a", "--pairs=1", "--quiet"]);
    let sets = ["--set", "parameters.constitution.meaning_threat=4", "--set", "parameters.constitution.rate=0.3"];
    let mut other = vec!["run", "many.toml", "--out", "b", "--pairs=1", "--quiet"];
    other.extend(sets);
    place.succeeds(&other);
    (place, names)
}

/// Draws every figure in one call, so that what one lacks would show.
fn drawn(place: &Place, more: &[&str]) -> Vec<(&'static str, Svg)> {
    let (sweeps, others): (Vec<_>, Vec<_>) = FIGURES.iter().partition(|figure| figure.needs == Needs::Sweep);
    let names = |figures: &[&takvin::plot::Figure]| figures.iter().map(|f| f.name).collect::<Vec<_>>().join(",");
    let mut first = vec!["plot", "a", "--against", "b", "--image", "svg", "--figure"];
    let list = names(&others);
    first.push(&list);
    first.extend(more);
    place.succeeds(&first);
    let list = names(&sweeps);
    let mut second = vec!["plot", "a", "b", "--image", "svg", "--figure", &list];
    second.extend(more);
    place.succeeds(&second);
    FIGURES.iter().map(|f| (f.name, Svg::read(&place.read(&format!("a/figures/{}.svg", f.name))))).collect()
}

fn illegible(figures: &[(&'static str, Svg)], how: &str) -> Vec<String> {
    let wrong = |(name, svg): &(&str, Svg)| {
        let wrong = svg.illegible();
        let more = wrong.len();
        wrong.into_iter().take(6).map(|what| format!("{how}: {name} ({more}): {what}")).collect::<Vec<_>>()
    };
    figures.iter().flat_map(wrong).collect()
}

fn can_be_read_at(count: usize) {
    let (place, names) = world(count);
    let mut wrong = illegible(&drawn(&place, &[]), "as it is");
    for shown in [1, 2, 12, 40].into_iter().filter(|shown| *shown <= count) {
        let figures = drawn(&place, &["--states", &names[..shown].join(",")]);
        wrong.extend(illegible(&figures, &format!("{shown} named")));
    }
    for size in ["1200x800", "800x1200", "3000x1000"] {
        wrong.extend(illegible(&drawn(&place, &["--size", size]), size));
    }
    assert!(wrong.is_empty(), "{count} states:\n{}", wrong.join("\n"));
}

#[test]
fn the_check_finds_letters_that_overlap_or_leave_the_page() {
    let page = |texts: &str| {
        let svg = format!("<svg viewBox=\"0 0 200 100\"><title>t</title><desc>d</desc>{texts}</svg>");
        Svg::read(&svg).illegible().len()
    };
    let text = |x: i32, y: i32, turn: i32| {
        format!("<text x=\"{x}\" y=\"{y}\" font-size=\"20\" transform=\"rotate({turn}, {x}, {y})\">Arda</text>")
    };
    assert_eq!(page(&(text(20, 30, 0) + &text(20, 60, 0))), 0);
    assert_eq!(page(&(text(20, 30, 0) + &text(30, 35, 0))), 1);
    assert_eq!(page(&text(190, 30, 0)), 1);
    // Side by side along a slant, though the upright boxes around them meet.
    assert_eq!(page(&(text(40, 20, 45) + &text(68, 20, 45))), 0);
    assert_eq!(page(&(text(40, 20, 45) + &text(46, 20, 45))), 1);
}

#[test]
fn every_figure_of_two_states_can_be_read() {
    can_be_read_at(2);
}

#[test]
fn every_figure_of_twelve_states_can_be_read() {
    can_be_read_at(12);
}

#[test]
fn every_figure_of_forty_states_can_be_read() {
    can_be_read_at(40);
}

#[test]
fn one_run_one_round_and_rounds_far_apart_can_be_read() {
    let (place, _) = world(3);
    for more in [
        &["--runs", "1"][..],
        &["--rounds", "1"],
        &["--set", "record.every=10"],
        &["--set", "run.start_year=0"],
        &["--set", "run.round_years=0.5"],
    ] {
        let mut run = vec!["run", "many.toml", "--out", "c", "--pairs=1", "--quiet", "--force"];
        run.extend(more);
        place.succeeds(&run);
        let said = place.succeeds(&["plot", "c", "--image", "svg"]);
        let mut wrong = Vec::new();
        for figure in FIGURES.iter().filter(|f| !matches!(f.needs, Needs::Baseline | Needs::Sweep)) {
            assert!(said.contains(&format!("figures/{}.svg", figure.name)), "{more:?}: {said}");
            let svg = Svg::read(&place.read(&format!("c/figures/{}.svg", figure.name)));
            assert!(svg.shapes.len() > 5, "{more:?}: {} shows something", figure.name);
            wrong.extend(svg.illegible().into_iter().map(|what| format!("{more:?}: {}: {what}", figure.name)));
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}

#[test]
fn letters_that_the_font_lacks_are_named() {
    let place = Place::new();
    let text = std::fs::read_to_string(place.path("world.toml")).unwrap().replace("Ciro", "\"中国\"");
    std::fs::write(place.path("world.toml"), text).unwrap();
    place.succeeds(&["run", "world.toml", "--out", "a", "--quiet"]);
    place.succeeds(&["plot", "a", "--figure", "forest", "--image", "svg"]);
    let svg = Svg::read(&place.read("a/figures/forest.svg"));
    assert!(svg.says("中国") && svg.all().contains("The font of the figures lacks U+4E2D, U+56FD"), "{}", svg.all());
    assert!(svg.description.contains("U+4E2D"));
}
