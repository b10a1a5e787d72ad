//! The claims laboratory: the registry, the rule, verdicts that change when a mechanism is taken away, and what is on disk.

use std::collections::BTreeSet;
use std::time::Duration;

use crate::common::place::{Place, wait_for};
use takvin::claims::{
    self, Direction, Expected, Finding, Ground, Part, Question, Smallest, Verdict, WORLDS, laboratory, page,
    registration, trial,
};
use takvin::plot::claim;
use takvin::plot::theme::THEMES;

/// Replicates of the quick subset.
const REPLICATES: u32 = 8;

/// What a part comes to in a small world, and with changes to every arm.
fn finding(part: &Part, change: impl Fn(&mut takvin::model::Setup)) -> Finding {
    let ground = Ground::of(&WORLDS[0], 7, Some(12), &[]).unwrap();
    let trials: Vec<_> =
        (0..REPLICATES).map(|k| trial::replicate(&ground, k, &[part], &change).unwrap().pop().unwrap()).collect();
    let mut finding = Finding::of(part, &laboratory::values(&trials), 7);
    claims::verdict::adjust(std::iter::once(&mut finding));
    finding
}

fn c1() -> &'static Part {
    &claims::find("C1").unwrap().at_work[0]
}

#[test]
fn a_verdict_needs_the_mechanism_of_its_claim() {
    let whole = finding(c1(), |_| {});
    assert_eq!(whole.verdict(), Verdict::Supported, "{whole:?}");
    let broken = finding(c1(), |setup| assert!(setup.params.switches.set("policy_to_governance", false)));
    assert_eq!(broken.verdict(), Verdict::NotSupported, "{broken:?}");
    assert!(broken.effect.mean.abs() < whole.effect.mean / 10.0, "{broken:?}");
}

#[test]
fn a_reversed_claim_is_contradicted() {
    let reversed = Part { expected: Expected { direction: Direction::Less, ..c1().expected }, ..*c1() };
    let finding = finding(&reversed, |_| {});
    assert_eq!(finding.verdict(), Verdict::Contradicted, "{finding:?}");
    assert_eq!(claims::verdict::overall(&[finding.verdict(); 3]), Verdict::Contradicted);
}

#[test]
fn an_ablation_that_takes_nothing_away_supports_nothing() {
    // The switch is off by nothing: another mechanism.
    let part = Part { ablation: claims::Arm { deeds: &[claims::Deed::Off(&["tariffs"])] }, ..*c1() };
    let finding = finding(&part, |_| {});
    assert_eq!((finding.verdict(), finding.shortfall()), (Verdict::NotSupported, "left without it"));
}

#[test]
fn an_effect_is_too_small_only_where_its_interval_rules_out_one_that_counts() {
    let found = finding(c1(), |_| {});
    let why = |direction, [low, high]: [f64; 2], adjusted: f64| {
        let mut finding = Finding { direction, adjusted, smallest: 0.1, ..found.clone() };
        (finding.effect.low, finding.effect.high) = (low, high);
        finding.shortfall()
    };
    let (more, less) = (Direction::More, Direction::Less);
    assert_eq!([why(more, [0.01, 0.09], 0.001), why(less, [-0.09, -0.01], 0.001)], ["too small"; 2]);
    assert_eq!([why(more, [-0.2, 0.09], 0.5), why(less, [-0.09, 0.2], 0.5)], ["too small"; 2]);
    assert_eq!([why(more, [0.01, 0.11], 0.001), why(less, [-0.11, -0.01], 0.001)], ["not sure"; 2]);
    assert_eq!([why(more, [0.2, 0.3], 0.5), why(less, [-0.3, -0.2], 0.5)], ["not sure"; 2]);
    assert_eq!([why(more, [-0.3, -0.2], 0.001), why(less, [0.2, 0.3], 0.001)], ["goes the other way"; 2]);
    assert_eq!([why(more, [0.2, 0.3], 0.001), why(less, [-0.3, -0.2], 0.001)], [""; 2]);
}

#[test]
fn the_registry_has_every_claim_of_the_page_in_its_order() {
    let page = include_str!("../docs/claims.md");
    let list = &page[page.find("| code | claim |").unwrap()..];
    let rows = list.lines().skip(2).take_while(|line| line.starts_with('|'));
    let codes: Vec<&str> =
        rows.filter_map(|row| row.split('|').nth(1)).map(str::trim).filter(|c| !c.contains('*')).collect();
    let ids: Vec<&str> = claims::all().iter().map(|claim| claim.id).collect();
    assert_eq!(ids, codes);
    for claim in claims::all() {
        let row = format!("| {} | {} |", claim.id, claim.statement);
        assert!(list.contains(&row), "docs/claims.md says it otherwise: {row}");
    }
}

#[test]
fn entries_say_what_they_do() {
    for claim in claims::all() {
        let (id, parts) = (claim.id, claim.parts().collect::<Vec<_>>());
        assert!(!parts.is_empty() && claim.statement.ends_with('.'), "{id}");
        for (at, (_, part)) in parts.iter().enumerate() {
            assert!(
                parts[..at].iter().all(|(_, other)| other.name != part.name),
                "{id}: two parts are called {}",
                part.name
            );
            let arms = [&part.treatment, &part.baseline, &part.ablation].into_iter().chain(part.factors);
            let own = [part.outcome.words, part.outcome.unit, part.expected.why].map(str::to_owned);
            for words in arms.map(claims::Arm::words).chain(own) {
                assert!(!words.is_empty() && !words.ends_with('.'), "{id}, {}: {words}", part.name);
            }
            let outcome = &part.outcome;
            assert!((1..=outcome.until).contains(&outcome.from) && outcome.until <= 150, "{id}, {}", part.name);
            let (Smallest::Of(size) | Smallest::Share(size)) = part.expected.smallest;
            assert!(size > 0.0, "{id}, {}", part.name);
        }
    }
}

#[test]
fn the_course_of_a_rate_ends_at_its_outcome() {
    let rates: Vec<&Part> = claims::all()
        .into_iter()
        .flat_map(claims::Claim::parts)
        .map(|(_, part)| part)
        .filter(|part| part.outcome.is_rate())
        .collect();
    let ground = Ground::of(&WORLDS[0], 1, Some(12), &[]).unwrap();
    for (part, trial) in rates.iter().zip(trial::replicate(&ground, 0, &rates, |_| {}).unwrap()) {
        for arm in trial.arms.iter().flatten().filter(|arm| arm.value.is_finite()) {
            let last = arm.course[trial::PIECES - 1];
            assert!((last - arm.value).abs() < 1e-9, "{}: {last}, {}", part.name, arm.value);
        }
    }
}

#[test]
fn every_experiment_measures_something_in_most_worlds() {
    let all = claims::all();
    let both: Vec<(&str, &Part)> = all.iter().flat_map(|c| c.parts().map(move |(_, part)| (c.id, part))).collect();
    let parts: Vec<&Part> = both.iter().map(|(_, part)| *part).collect();
    let mut measured = vec![0; parts.len()];
    for world in &WORLDS {
        assert!(Ground::of(world, 1, None, &[]).unwrap().scenario.setup.names.len() <= 60);
        let ground = Ground::of(world, 1, Some(16), &[]).unwrap();
        let trials = [0, 1].map(|replicate| trial::replicate(&ground, replicate, &parts, |_| {}).unwrap());
        for (at, count) in measured.iter_mut().enumerate() {
            let is = trials.iter().any(|trial| trial[at].arms[0].iter().all(|arm| arm.value.is_finite()));
            *count += usize::from(is);
        }
    }
    // In a free world what is measured may not happen: no war, no bloc.
    let few: Vec<String> = both
        .iter()
        .zip(&measured)
        .filter(|(_, count)| **count < 6)
        .map(|((id, part), count)| format!("{id}, {}: {count}", part.name))
        .collect();
    assert!(few.is_empty(), "measured in fewer than six of nine worlds: {few:#?}");
}

#[test]
fn what_carries_leaves_the_worlds_free() {
    for claim in claims::all() {
        for part in claim.carries {
            for arm in [&part.treatment, &part.baseline] {
                assert!(arm.leaves_the_world_free(), "{}, {}: {}", claim.id, part.name, arm.words());
            }
            let holds = part.ablation.flat().iter().any(|deed| {
                !matches!(
                    deed,
                    claims::Deed::Off(_) | claims::Deed::OffFrom(..) | claims::Deed::Set(..) | claims::Deed::Scale(..)
                )
            });
            assert!(!holds, "{}, {}: an ablation takes away, and holds nothing", claim.id, part.name);
            // Switches that are off on both sides alike would be another world.
            let off = |arm: &claims::Arm| {
                arm.flat().iter().any(|deed| matches!(deed, claims::Deed::Off(_) | claims::Deed::OffFrom(..)))
            };
            assert!(
                !(off(&part.treatment) && off(&part.baseline)),
                "{}, {}: the contrast is one switch",
                claim.id,
                part.name
            );
        }
    }
}

#[test]
fn the_entries_are_those_that_were_registered() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/src/claims/registered.toml");
    if std::env::var_os("TAKVIN_BLESS").is_some() {
        std::fs::write(file, registration::text()).unwrap();
        return;
    }
    assert!(
        registration::is_kept(),
        "write src/claims/registered.toml again: TAKVIN_BLESS=1 cargo test --test tests claims::"
    );
    assert_eq!(registration::checksum().len(), 64);
}

#[test]
fn placebos_ask_about_free_worlds_and_are_no_claims() {
    let placebos: Vec<_> = claims::all().into_iter().filter(|claim| claim.is_placebo()).collect();
    assert!(placebos.len() >= 12);
    assert!(placebos.iter().all(|claim| claim.parts().all(|(question, _)| question == Question::Carries)));
    assert!(claims::find("B1.1").is_some_and(|claim| !claim.is_placebo()));
}

#[test]
fn a_switch_that_goes_off_later_changes_nothing_before() {
    let whole = c1();
    let later = |from: u32| -> claims::Arm {
        let deeds: &'static [claims::Deed] = match from {
            10 => &[claims::Deed::OffFrom(10, &["policy_to_governance"])],
            _ => &[claims::Deed::OffFrom(200, &["policy_to_governance"])],
        };
        claims::Arm { deeds }
    };
    let part = |from| Part { treatment: later(from), baseline: claims::AS_IT_IS, ..*whole };
    let ground = Ground::of(&WORLDS[0], 7, Some(12), &[]).unwrap();
    let early = trial::replicate(&ground, 0, &[&part(10)], |_| {}).unwrap()[0].arms[0];
    assert_ne!(early[0].value, early[1].value);
    let pieces = 2; // rounds 1 to 8 of 80
    assert_eq!(early[0].course[..pieces], early[1].course[..pieces]);
    let late = trial::replicate(&ground, 0, &[&part(200)], |_| {}).unwrap()[0].arms[0];
    assert_eq!(late[0].value, late[1].value);
}

/// The switch that an ablation consists of, if it is one alone.
fn only_switch(part: &Part) -> Option<&'static str> {
    match part.ablation.flat()[..] {
        [claims::Deed::Off([switch])] => Some(switch),
        _ => None,
    }
}

/// Where a mechanism is off already, taking it away changes nothing. So the parts that name it give it away, and no other
/// mechanism has as many parts that all do.
#[test]
fn a_mechanism_that_is_secretly_off_is_found() {
    let parts: Vec<&Part> = claims::all()
        .into_iter()
        .flat_map(claims::Claim::parts)
        .map(|(_, part)| part)
        .filter(|p| only_switch(p).is_some())
        .collect();
    let ground = Ground::of(&WORLDS[0], 11, Some(10), &[]).unwrap();
    // Parts in which the ablation shows while all mechanisms are on.
    let whole = trial::replicate(&ground, 0, &parts, |_| {}).unwrap();
    let moved = |trial: &trial::Trial| (0..2).any(|arm| trial.arms[0][arm].value != trial.arms[1][arm].value);
    let alive: Vec<usize> = (0..parts.len()).filter(|&at| moved(&whole[at]) && !is_nothing(&whole[at])).collect();
    let mut switches: Vec<&str> = alive.iter().filter_map(|&at| only_switch(parts[at])).collect();
    switches.sort_unstable();
    switches.dedup();
    assert!(switches.len() > 20, "{switches:?}");
    for seed in [20_261_201u64, 3] {
        let hidden = switches[(seed % switches.len() as u64) as usize];
        let off = |setup: &mut takvin::model::Setup| assert!(setup.params.switches.set(hidden, false));
        let blind = trial::replicate(&ground, 0, &parts, off).unwrap();
        let gives_away = |switch: &&str| {
            alive
                .iter()
                .filter(|&&at| only_switch(parts[at]) == Some(switch))
                .all(|&at| !moved(&blind[at]) || is_nothing(&blind[at]))
        };
        let found: Vec<&str> = switches.iter().copied().filter(gives_away).collect();
        assert!(found.contains(&hidden) && found.len() <= 3, "{hidden}: {found:?}");
    }
}

/// Nothing could be measured.
fn is_nothing(trial: &trial::Trial) -> bool {
    trial.arms[..2].iter().flatten().any(|arm| arm.value.is_nan())
}

/// A quick command in small worlds.
const SMALL: [&str; 9] = ["claims", "--only", "C2,C1", "--replicates", "4", "--states", "8", "--seed", "5"];

#[test]
fn tables_are_the_same_for_any_number_of_threads_and_after_a_kill() {
    let place = Place::new();
    let with = |out: &'static str, threads: &'static str| {
        SMALL.into_iter().chain(["--out", out, "--threads", threads]).collect::<Vec<_>>()
    };
    let printed = place.succeeds(&with("a", "1"));
    assert!(printed.contains("claims.md"), "{printed}");
    let mut child = place.begun(&with("b", "2"));
    wait_for(&place.path("b/unfinished/journal"));
    std::thread::sleep(Duration::from_millis(300));
    child.kill().unwrap();
    child.wait().unwrap();
    place.succeeds(&with("b", "2"));
    for table in [
        "runs.csv",
        "claims.csv",
        "courses.csv",
        "factors.csv",
        "claims.md",
        "experiments.md",
        "registered.toml",
        "figures/claim-C1.svg",
    ] {
        assert_eq!(place.read(&format!("a/{table}")), place.read(&format!("b/{table}")), "{table}");
    }
    assert_eq!(place.names("a"), place.names("b"));
    let text = place.read("a/claims.csv");
    let parts: usize = ["C1", "C2"].map(|id| claims::find(id).unwrap().parts().count()).iter().sum();
    assert_eq!(text.lines().count(), 1 + parts * WORLDS.len(), "a row for each part in each world");
    let first = text.lines().nth(1).unwrap();
    assert!(first.starts_with("C1,"), "in the order of the theory: {first}");
    // Both outcomes are between 0 and 1, so their means and intervals are too, even with few replicates.
    for row in place.read("a/courses.csv").lines().skip(1) {
        let numbers = row.rsplit(',').take(3).filter(|cell| !cell.is_empty()).map(|cell| cell.parse::<f64>().unwrap());
        assert!(numbers.into_iter().all(|number| (0.0..=1.0).contains(&number)), "{row}");
    }
    // Finished, it is printed again and nothing is done; another command does not take its place.
    assert_eq!(place.succeeds(&with("a", "2")), printed);
    let refused = place.fails(2, &["claims", "--only", "C1", "--replicates", "4", "--out", "a"]);
    assert!(refused.contains("--force") && refused.contains("claims: C1, C2 there, C1 here"), "{refused}");
}

#[test]
fn claims_in_given_worlds_and_with_overrides() {
    let place = Place::new();
    let mut command =
        vec!["claims", "--only", "c1", "--replicates", "6", "--world", "spiral", "--world", "closing", "--json"];
    command.extend(["--out", "x", "--set", "parameters.switches.policy_to_governance=false"]);
    let printed: serde_json::Value = serde_json::from_str(&place.succeeds(&command)).unwrap();
    let claim = &printed["claims"][0];
    assert_eq!((claim["claim"].as_str(), claim["at_work"].as_str()), (Some("C1"), Some("not supported")), "{printed}");
    assert_eq!(claim["parts"].as_array().unwrap().len(), 2 * claims::find("C1").unwrap().parts().count());
}

#[test]
fn killed_robustness_resumes() {
    let place = Place::new();
    let command = |out| {
        let words =
            ["claims", "--robust", "3", "--only", "C1", "--replicates", "6", "--states", "8", "--seed", "3", "--out"];
        words.into_iter().chain([out]).collect::<Vec<_>>()
    };
    place.succeeds(&command("a"));
    let mut child = place.begun(&command("b"));
    wait_for(&place.path("b/unfinished/journal"));
    child.kill().unwrap();
    child.wait().unwrap();
    place.succeeds(&command("b"));
    for table in ["robust.csv", "points.csv", "robustness.csv", "robustness.md"] {
        assert_eq!(
            place.read(&format!("a/{table}")),
            place.read(&format!("b/{table}")).replace("claims/b", "claims/a"),
            "{table}"
        );
    }
    let points = place.read("a/points.csv");
    assert_eq!(points.lines().count(), 4);
    let head = points.lines().next().unwrap();
    assert!(head.contains("parameters.feedback.threat") && head.split(',').count() > 150, "{head}");
}

#[test]
fn robustness_holds_parameters_that_are_set() {
    let place = Place::new();
    let common = ["claims", "--robust", "2", "--only", "C1", "--replicates", "2", "--states", "6"];
    for (set, out) in [("0", "a"), ("1", "b")] {
        let set = format!("parameters.\"feedback\".threat={set}");
        place.succeeds(&[&common[..], &["--set", &set, "--out", out, "--quiet"]].concat());
    }
    let points = place.read("a/points.csv");
    assert!(points.contains("parameters.feedback.knowledge") && !points.contains("parameters.feedback.threat"));
    assert_eq!(points, place.read("b/points.csv"));
    assert_ne!(place.read("a/robust.csv"), place.read("b/robust.csv"), "what was set has its effect");
    let page = place.read("a/robustness.md");
    assert!(page.contains("but feedback.threat as set") && page.contains("Question: *carries*."), "{page}");
    place.succeeds(&[&common[..], &["--question", "at-work", "--out", "c", "--quiet"]].concat());
    assert!(place.read("c/robustness.md").contains("Question: *at work*."));
    let names = |out: &str| {
        let table = place.read(&format!("{out}/robust.csv"));
        table.lines().skip(1).map(|row| row.split(',').nth(2).unwrap().to_owned()).collect::<BTreeSet<_>>()
    };
    assert!(names("a").is_disjoint(&names("c")), "each question has experiments of its own");
}

#[test]
fn options_that_are_refused() {
    let place = Place::new();
    for name in ["one", "two"] {
        std::fs::create_dir(place.path(name)).unwrap();
        std::fs::copy(place.path("world.toml"), place.path(&format!("{name}/same.toml"))).unwrap();
    }
    std::fs::write(place.path("alone.toml"), "[states.A]\n").unwrap();
    std::fs::write(place.path("late.toml"), "[states.A]\n[states.B]\nenters = 4\n").unwrap();
    let files = place.names(".");
    let session = place.session(
        "claims --only B9
        claims --only B9.1
        claims --only ''
        claims --seed -1
        claims --world one/same.toml --world two/same.toml
        claims --world alone.toml
        claims --world late.toml
        claims --world world.toml --states 8
        claims --only C1 --set run.rounds=3
        claims --only C1 --set sweep.points=2
        claims --set generator.count=9
        claims --set '\"generator\".count=9'
        claims --set run={noise=false}
        claims --robust 2 --set '\"sweep\".points=3'
        claims --robust 2 --question at-work --only D1",
    );
    insta::assert_snapshot!(session);
    assert_eq!(place.names("."), files);
}

#[test]
fn the_code_of_a_family_chooses_all_its_claims() {
    let ids = |only: &[&str]| -> Vec<&str> {
        let only: Vec<String> = only.iter().map(|id| (*id).to_owned()).collect();
        laboratory::choose(&only).unwrap().iter().map(|claim| claim.id).collect()
    };
    assert_eq!(ids(&["b1"]), ["B1.1", "B1.2", "B1.3", "B1.4", "B1.5", "B1.6"]);
    assert_eq!(ids(&["C1", " B1.2"]), ["B1.2", "C1"], "C1 does not match C10");
}

#[test]
fn finished_claims_are_read_again_unless_modified() {
    let place = Place::new();
    std::fs::copy(place.path("world.toml"), place.path("my world.toml")).unwrap();
    let command = ["claims", "--only", "C1", "--replicates", "2", "--world", "my world.toml", "--out", "a"];
    let printed = place.succeeds(&command);
    assert!(place.read("a/claims.md").contains("--world 'my world.toml'"));
    // As in a directory that is read-only.
    std::fs::create_dir(place.path("a/.lock")).unwrap();
    assert_eq!(place.succeeds(&command), printed);
    std::fs::remove_dir(place.path("a/.lock")).unwrap();
    let runs = place.read("a/runs.csv");
    std::fs::write(place.path("a/runs.csv"), runs.replacen("0.", "1.", 1)).unwrap();
    let said = place.fails(2, &command);
    assert!(
        said.contains("a/runs.csv") && said.contains("modified after it was written") && said.contains("--force"),
        "{said}"
    );
    place.succeeds(&[&command[..], &["--force"]].concat());
    assert_eq!(place.read("a/runs.csv"), runs);
    // What another command makes is left alone, here and there.
    for other in [&["run", "world.toml"][..], &["loop", "my world.toml", "--rounds", "10"]] {
        let said = place.fails(2, &[other, &["--out", "a", "--force"]].concat());
        assert!(said.contains("a claims laboratory"), "{said}");
    }
    assert_eq!(place.succeeds(&command), printed);
}

/// A line or an area of a figure.
#[derive(Debug)]
struct Shape {
    is_area: bool,
    colour: String,
    width: f64,
    opacity: f64,
    points: Vec<(f64, f64)>,
}

/// The shapes of a figure of one world, whose four curves are the same or a little apart.
fn drawn(values: [[f64; 3]; 2], apart: f64) -> Vec<Shape> {
    let arms = [["as it is", "treatment"], ["as it is", "baseline"], ["ablated", "treatment"], ["ablated", "baseline"]];
    let courses = arms.iter().enumerate().map(|(at, [condition, arm])| {
        let lower = |band: &[f64; 3]| band.map(|value| value - apart * at as f64);
        claim::Course {
            named: ["X", "at work", "part", "ring", condition, arm].map(str::to_owned),
            points: values.iter().enumerate().map(|(k, band)| (10.0 * (k + 1) as f64, lower(band))).collect(),
        }
    });
    let row = claim::Row { part: "part".to_owned(), rounds: (1, 30), ..claim::Row::default() };
    let words = claim::Words { id: "X".to_owned(), rows: vec![row], ..claim::Words::default() };
    let svg = claim::draw(&courses.collect::<Vec<_>>(), &words, &THEMES[0]).unwrap().svg;
    let document = roxmltree::Document::parse(&svg).unwrap();
    let shapes = document.descendants().filter(|node| ["polyline", "polygon"].contains(&node.tag_name().name()));
    let shape = |node: roxmltree::Node<'_, '_>| {
        let word = |name| node.attribute(name).unwrap_or_default();
        let is_area = node.tag_name().name() == "polygon";
        let points = word("points").split_whitespace().filter_map(|point| point.split_once(','));
        Shape {
            is_area,
            colour: word(if is_area { "fill" } else { "stroke" }).to_owned(),
            width: word("stroke-width").parse().unwrap_or(0.0),
            opacity: word("opacity").parse().unwrap(),
            points: points.map(|(x, y)| (x.parse().unwrap(), y.parse().unwrap())).collect(),
        }
    };
    shapes.map(shape).collect()
}

/// The upper left and the lower right corner of the panel of a figure: its axes are the only line of three points.
fn panel(shapes: &[Shape]) -> [(f64, f64); 2] {
    let axes = shapes.iter().find(|shape| !shape.is_area && shape.points.len() == 3).unwrap();
    [axes.points[0], axes.points[2]]
}

#[test]
fn curves_that_coincide_are_all_seen() {
    let shapes = drawn([[0.4, 0.3, 0.5], [0.6, 0.5, 0.7]], 0.0);
    let [(left, top), _] = panel(&shapes);
    let inside = |shape: &&Shape| shape.width > 1.0 && shape.points.iter().all(|(x, y)| *x > left && *y > top);
    // Colour, width and longest piece of each, from the lowest to the highest.
    let mut curves: Vec<(&str, f64, f64)> = Vec::new();
    for Shape { colour, width, points, .. } in shapes.iter().filter(inside) {
        let long = points.iter().map(|point| point.0 - points[0].0).fold(0.0, f64::max);
        match curves.last_mut().filter(|curve| curve.0 == colour) {
            Some(curve) => curve.2 = long.max(curve.2),
            None => curves.push((colour, *width, long)),
        }
    }
    let [baseline, treatment, without, baseline_without] = curves[..] else { panic!("{curves:?}") };
    assert!(baseline.1 >= 2.0 * without.1 && without.1 > baseline_without.1, "the lower the wider: {curves:?}");
    assert!(without.2 < treatment.2 / 4.0 && baseline_without.2 < treatment.2 / 4.0, "broken: {curves:?}");
    let grey = |colour: &str| {
        let part = |at: usize| f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap());
        0.299 * part(1) + 0.587 * part(3) + 0.114 * part(5)
    };
    assert!(curves[1..].iter().all(|curve| grey(baseline.0) - grey(curve.0) > 60.0), "pale in grey too: {curves:?}");
}

#[test]
fn intervals_that_overlap_show_no_third_colour() {
    let shapes = drawn([[0.4, 0.2, 0.6], [0.6, 0.4, 0.8]], 0.1);
    let grounds: Vec<&Shape> = shapes.iter().filter(|shape| shape.is_area).collect();
    assert_eq!(grounds.len(), 2, "without the mechanism they are edges alone");
    assert!(grounds.iter().all(|ground| ground.opacity == 1.0), "{grounds:?}");
}

#[test]
fn axes_of_shares_end_at_0_and_1() {
    // Room between the values and the ends of the axis, above and below.
    let room = |values| {
        let shapes = drawn(values, 0.0);
        let [(_, top), (_, bottom)] = panel(&shapes);
        let heights = || shapes.iter().filter(|shape| shape.is_area).flat_map(|shape| &shape.points).map(|p| p.1);
        [heights().fold(f64::INFINITY, f64::min) - top, bottom - heights().fold(f64::NEG_INFINITY, f64::max)]
    };
    assert_eq!(room([[0.1, 0.0, 0.2], [0.9, 0.8, 1.0]]), [0.0, 0.0]);
    let [above, below] = room([[0.1, -0.1, 0.2], [0.9, 0.8, 1.1]]);
    assert!(above > 3.0 && below > 3.0, "{above} {below}");
}

#[test]
fn printed_claims_have_both_levels_and_plain_p_values() {
    assert_eq!([6.72e-6, 0.000_999, 0.012, 1.0, f64::NAN].map(page::p), ["< 0.001", "< 0.001", "0.012", "1.000", "–"]);
    let place = Place::new();
    let command = ["claims", "--only", "C1", "--replicates", "4", "--world", "spiral", "--out", "a"];
    let printed = place.succeeds(&command);
    let table = place.read("a/claims.csv");
    let cells: Vec<&str> = table.lines().nth(1).unwrap().split(',').collect();
    let [treatment, baseline] = [5, 6].map(|at| page::short(cells[at].parse().unwrap()));
    assert!(printed.contains(&format!("{treatment} against {baseline}")), "{printed}");
    assert!(place.read("a/claims.md").contains(&format!("| {treatment} | {baseline} |")));
    let json: serde_json::Value = serde_json::from_str(&place.succeeds(&[&command[..], &["--json"]].concat())).unwrap();
    assert!(json["claims"][0]["parts"][0]["baseline"].is_number(), "{json}");
    for said in [place.read("a/claims.md"), place.succeeds(&["claims", "--help"])] {
        assert!(said.contains("--only") && said.contains("fewer tests"), "{said}");
    }
    for word in ["Holm", "Latin hypercube", "Sign-flip", "Placebo"] {
        assert!(page::WORDS.contains(word), "{word}");
    }
}

#[test]
fn figures_show_only_the_question_that_is_asked() {
    let place = Place::new();
    let command = ["claims", "--only", "C1", "--replicates", "2", "--world", "spiral", "--out", "a", "--quiet"];
    place.succeeds(&[&command[..], &["--question", "carries"]].concat());
    let figure = place.read("a/figures/claim-C1.svg");
    assert!(figure.contains("Carries: ") && !figure.contains("At work: "));
}
