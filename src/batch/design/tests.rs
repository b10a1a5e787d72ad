//! Designs as a whole, from the text of a scenario to its points.

use super::*;
use crate::scenario::{Scenario, load_text};

const A: &str = "parameters.feedback.threat";
const B: &str = "parameters.feedback.knowledge";

fn scenario(sweep: &str) -> Scenario {
    let text = format!(
        "[run]\nrounds = 20\n[states.A]\nmeaning = 0.3\n[states.B]\n[events.long-telegram]\nat = 5\ndo = \"shock\"\n\
         state = \"A\"\nvariable = \"wealth\"\namount = 0.1\n[sweep]\n{sweep}"
    );
    load_text("s", &text, &[]).unwrap_or_else(|errors| panic!("{errors}"))
}

fn design(sweep: &str) -> Result<Points, DesignError> {
    let scenario = scenario(sweep);
    points(scenario.sweep.as_ref().unwrap(), &|path| scenario.value_at(path))
}

/// The points, values with spaces between them.
fn spelt(sweep: &str) -> Vec<String> {
    let points = design(sweep).unwrap_or_else(|error| panic!("{error}"));
    let spell = |point| points.settings(point).iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
    (0..points.len()).map(spell).collect()
}

fn vary(axes: &[(&str, &str)]) -> String {
    let axes: Vec<String> = axes.iter().map(|(path, values)| format!("{path:?} = {values}\n")).collect();
    format!("[sweep.vary]\n{}", axes.concat())
}

fn problem(sweep: &str) -> String {
    design(sweep).unwrap_err().to_string()
}

#[test]
fn a_grid_has_every_value_with_every_other_the_last_axis_fastest() {
    let sweep = vary(&[(A, "[0.1, 0.2]"), (B, "\"0..0.3:0.1\"")]);
    let whole = ["0.1 0", "0.1 0.1", "0.1 0.2", "0.1 0.3", "0.2 0", "0.2 0.1", "0.2 0.2", "0.2 0.3"];
    assert_eq!(spelt(&sweep), whole);
    assert_eq!(count(scenario(&sweep).sweep.as_ref().unwrap()), Ok(8));
    let words = vary(&[("reach.kind", "\"complete,coordinates\""), ("parameters.switches.diffusion", "[true, false]")]);
    assert_eq!(spelt(&words), ["complete true", "complete false", "coordinates true", "coordinates false"]);
}

#[test]
fn values_are_those_that_a_person_would_write() {
    assert_eq!(spelt(&vary(&[(A, "\"0.1..0.7:0.2\"")])), ["0.1", "0.3", "0.5", "0.7"]);
    assert_eq!(spelt(&vary(&[(A, "{ from = 0.3, to = 0.0, step = -0.1 }")])), ["0.3", "0.2", "0.1", "0"]);
    assert_eq!(spelt(&vary(&[(A, "\"0..1/5\"")])), ["0", "0.25", "0.5", "0.75", "1"]);
    assert_eq!(spelt(&vary(&[(A, "{ low = 0.01, high = 1, count = 2, scale = \"log\" }")])), ["0.01", "1"]);
    let log = spelt(&vary(&[(A, "\"log:0.01..1/3\"")]));
    assert!((log[1].parse::<f64>().unwrap() - 0.1).abs() < 1e-12 && log[2] == "1", "{log:?}");
    assert_eq!(spelt(&vary(&[("events.long-telegram.at", "\"1..4/7\"")])), ["1", "2", "3", "4"]);
    assert_eq!(spelt(&vary(&[("run.rounds", "[10, 20.0]")])), ["10", "20"]);
}

#[test]
fn a_list_takes_its_axes_in_step() {
    let sweep = |b: &str| format!("design = \"list\"\n{}", vary(&[(A, "[0.1, 0.2]"), (B, b)]));
    assert_eq!(spelt(&sweep("[0.3, 0.4]")), ["0.1 0.3", "0.2 0.4"]);
    let said = problem(&sweep("[0.3, 0.4, 0.5]"));
    assert!(said.contains(A) && said.contains("2 values") && said.contains('3') && said.contains(B), "{said}");
}

#[test]
fn one_at_a_time_begins_with_the_scenario_itself() {
    let axes = vary(&[("states.A.meaning", "[0.1, 0.3, 0.9]"), ("states.B.meaning", "\"0..1\"")]);
    let points = spelt(&format!("design = \"one-at-a-time\"\n{axes}"));
    assert_eq!(points, ["0.3 0.5", "0.1 0.5", "0.9 0.5", "0.3 0", "0.3 1"]);
}

/// The share of the way of each value along an axis from 0 to 1.
fn shares(design: &str, points: usize, seed: u64) -> Vec<[f64; 2]> {
    let sweep =
        format!("design = {design:?}\npoints = {points}\nseed = {seed}\n{}", vary(&[(A, "\"0..1\""), (B, "\"0..1\"")]));
    let made = super::tests::design(&sweep).unwrap();
    assert_eq!(made.len(), points);
    let number = |point: usize, axis: usize| made.settings(point)[axis].number().unwrap();
    (0..points).map(|point| [number(point, 0), number(point, 1)]).collect()
}

#[test]
fn latin_hypercubes_and_sobol_sequences_have_one_point_in_each_part_of_each_axis() {
    for (design, points) in [("latin-hypercube", 100), ("sobol", 256)] {
        let shares = shares(design, points, 1);
        for axis in 0..2 {
            let mut parts: Vec<usize> = shares.iter().map(|point| (point[axis] * points as f64) as usize).collect();
            parts.sort_unstable();
            assert_eq!(parts, (0..points).collect::<Vec<_>>(), "{design} {axis}");
        }
    }
    // And the first two axes of the sequence together: one point in each of 16 x 16 boxes.
    let mut boxes: Vec<(usize, usize)> =
        shares("sobol", 256, 1).iter().map(|[a, b]| ((a * 16.0) as usize, (b * 16.0) as usize)).collect();
    boxes.sort_unstable();
    boxes.dedup();
    assert_eq!(boxes.len(), 256);
}

#[test]
fn chance_comes_from_the_seed_and_sequences_go_on_where_they_ended() {
    for design in ["random", "latin-hypercube", "sobol"] {
        assert_eq!(shares(design, 64, 1), shares(design, 64, 1), "{design}");
        assert_ne!(shares(design, 64, 1), shares(design, 64, 2), "{design}");
    }
    for design in ["random", "sobol"] {
        assert_eq!(shares(design, 200, 1)[..64], shares(design, 64, 1), "{design}");
    }
    let mean: f64 = shares("random", 4000, 3).iter().map(|point| point[0]).sum::<f64>() / 4000.0;
    // Four standard errors of the mean of 4,000 uniform numbers.
    assert!((mean - 0.5).abs() < 4.0 * (1.0f64 / 12.0 / 4000.0).sqrt(), "{mean}");
}

#[test]
fn values_one_by_one_and_whole_numbers_share_the_way_equally() {
    let axes = vary(&[("events.long-telegram.at", "\"1..4\""), ("parameters.switches.diffusion", "[true, false]")]);
    let points = spelt(&format!("design = \"sobol\"\npoints = 64\n{axes}"));
    for round in ["1", "2", "3", "4"] {
        assert_eq!(points.iter().filter(|point| point.starts_with(round)).count(), 16, "{round}");
    }
    assert_eq!(points.iter().filter(|point| point.ends_with("true")).count(), 32);
}

#[test]
fn points_that_break_a_constraint_are_left_out() {
    let grid = |constraint: &str| {
        let axes = vary(&[(A, "[0.1, 0.2, 0.3]"), ("events.long-telegram.at", "[2, 8]")]);
        spelt(&format!("constraints = [{constraint:?}]\n{axes}"))
    };
    assert_eq!(grid(&format!("{A} <= 0.2 && events.long-telegram.at > 3")), ["0.1 8", "0.2 8"]);
    assert_eq!(grid(&format!("{A}*10 + events.long-telegram.at < 4")), ["0.1 2"]);
    assert_eq!(grid(&format!("{A} == states.A.meaning || -{A} > -1.5e-1")), ["0.1 2", "0.1 8", "0.3 2", "0.3 8"]);
    assert_eq!(grid(&format!("({A} - 0.2) / 0.1 != 0")).len(), 4);
    let sobol = format!(
        "design = \"sobol\"\npoints = 50\nconstraints = [\"{A} < {B}\"]\n{}",
        vary(&[(A, "\"0..1\""), (B, "\"0..1\"")])
    );
    let points = design(&sobol).unwrap();
    assert_eq!(points.len(), 50);
    assert!(points.dropped() > 20, "{}", points.dropped());
    assert!((0..50).all(|point| points.settings(point)[0].number() < points.settings(point)[1].number()));
}

#[test]
fn what_is_wrong_is_told_with_its_place() {
    let constrained = |text: &str| {
        format!("constraints = [{text:?}]\n{}", vary(&[(A, "[0.1, 0.2]"), ("reach.kind", "[\"complete\"]")]))
    };
    for (sweep, words) in [
        (String::new(), vec!["nothing varies", "--vary"]),
        (vary(&[(A, "[0.1, 0.2]"), (B, "[0.5, 99]")]), vec!["point 1", B, "= 99", "must lie in ["]),
        (vary(&[("run.rounds", "[10.5]")]), vec!["point 0", "run.rounds = 10.5", "whole number"]),
        (vary(&[("parameters.switches.diffusion", "[1]")]), vec!["diffusion = 1", "true or false"]),
        (vary(&[("reach.kind", "\"complete,nowhere\"")]), vec!["reach.kind = nowhere", "one of complete"]),
        (vary(&[(A, "\"0..1\"")]), vec![A, "0..1/5", "sobol"]),
        (constrained("parameters.feedback.threat"), vec!["no comparison"]),
        (constrained("parameters.feedback.threat < "), vec!["cannot be read", "parentheses"]),
        (constrained("parameters.feedback.thread < 1"), vec!["no path `parameters.feedback.thread`", A]),
        (constrained("reach.kind == 1"), vec!["reach.kind is a word"]),
        (constrained("parameters.feedback.threat > 5"), vec!["no point is left", "2"]),
    ] {
        let said = problem(&sweep);
        assert!(words.iter().all(|word| said.contains(word)), "{words:?}: {said}");
    }
}

#[test]
fn a_grid_too_large_to_be_made_is_counted_all_the_same() {
    let axis = "\"0..1/1000\"";
    let sweep = vary(&[(A, axis), (B, axis), ("parameters.feedback.opportunity", axis)]);
    assert_eq!(count(scenario(&sweep).sweep.as_ref().unwrap()), Ok(1_000_000_000));
    assert!(problem(&sweep).contains("more than fit in memory"));
}
