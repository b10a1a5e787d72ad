//! Boxes that are known, and the trajectories that the EMA Workbench finds in the same cases.

use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

use super::cases::{Cases, CasesError, Column};
use super::checking::check;
use super::covering::{Ended, Kind, Settings, Step, boxes, trajectory};
use super::limits::{Limit, Side};
use super::significance::tests;
use crate::analysis::sensitivity::estimate::Bootstrap;

const USUAL: Settings = Settings { peel: 0.05, goes_on: true, paste: 0.05, least: 0.05, coverage: 0.5, boxes: 1 };
const SOME: Bootstrap = Bootstrap { resamples: 200, seed: 3 };

type Line<'a> = Vec<&'a str>;

fn lines(table: &'static str, sample: &str) -> Vec<Line<'static>> {
    let rows = table.lines().skip(1).map(|line| line.split(',').collect::<Line<'_>>());
    rows.filter(|row| row[0] == sample).collect()
}

/// A sample of the fixture, and the words of each axis.
fn sample(name: &str) -> (Cases, Vec<Vec<&'static str>>) {
    let rows = lines(include_str!("../../../tests/fixtures/prim_cases.csv"), name);
    let values: Vec<Line<'_>> = rows.iter().map(|row| row[1].split(' ').collect()).collect();
    let (mut columns, mut words) = (Vec::new(), Vec::new());
    for axis in 0..values[0].len() {
        let numbers: Option<Vec<f64>> = values.iter().map(|of| of[axis].parse().ok()).collect();
        let mut known: Vec<&str> = values.iter().map(|of| of[axis]).collect();
        known.sort_unstable();
        known.dedup();
        let number = |word: &str| known.binary_search(&word).expect("a word");
        columns.push(match numbers {
            Some(numbers) => Column::Numbers(numbers),
            None => Column::Words { of: values.iter().map(|of| number(of[axis])).collect(), count: known.len() },
        });
        words.push(known);
    }
    let interest = rows.iter().map(|row| row[2] == "1").collect();
    (Cases { columns, interest, units: (0..rows.len()).collect() }, words)
}

/// A limit as the fixture writes it: statistic, axis, value.
fn written(step: &Step, words: &[Vec<&str>]) -> Vec<(String, usize, String)> {
    let mut written =
        vec![("cases".to_owned(), 0, step.cases.to_string()), ("interest".to_owned(), 0, step.interest.to_string())];
    for (axis, limit) in step.limits.0.iter().enumerate() {
        match limit {
            Limit::Numbers { low, high } => {
                written.extend(low.map(|low| ("low".to_owned(), axis, format!("{low:.9}"))));
                written.extend(high.map(|high| ("high".to_owned(), axis, format!("{high:.9}"))));
            }
            Limit::Words(kept) if limit.is_restricted() => {
                let kept: Vec<&str> =
                    words[axis].iter().zip(kept).filter(|(_, kept)| **kept).map(|(w, _)| *w).collect();
                written.push(("words".to_owned(), axis, kept.join("+")));
            }
            Limit::Words(_) => {}
        }
    }
    written
}

#[test]
fn trajectories_and_tests_are_those_of_the_ema_workbench() {
    let expected = include_str!("../../../tests/fixtures/prim.csv");
    let mut pasted = 0;
    for (name, boxes, peel, least) in
        [("two", 1, 0.05, 0.05), ("ring", 2, 0.1, 0.08), ("grid", 2, 0.05, 0.05), ("words", 2, 0.05, 0.05)]
    {
        let (cases, words) = sample(name);
        let mut of: Vec<usize> = (0..cases.len()).collect();
        for number in 0..boxes {
            let rows: Vec<Line<'_>> =
                lines(expected, name).into_iter().filter(|row| row[1] == number.to_string()).collect();
            let steps = trajectory(&cases, &of, Settings { peel, goes_on: false, ..USUAL }, least * cases.len() as f64);
            pasted += steps.iter().filter(|step| step.kind == Kind::Paste).count();
            let last = rows.iter().map(|row| row[2].parse::<usize>().unwrap()).max().unwrap();
            assert_eq!(steps.len(), last + 1, "{name}, box {number}");
            for (at, step) in steps.iter().enumerate() {
                let of_step = rows.iter().filter(|row| row[2] == at.to_string() && !row[3].starts_with("quasi"));
                let wanted: Vec<(String, usize, String)> = of_step
                    .map(|row| {
                        let value = match row[3] {
                            "low" | "high" => format!("{:.9}", row[5].parse::<f64>().unwrap()),
                            _ => row[5].to_owned(),
                        };
                        (row[3].to_owned(), row[4].parse().unwrap_or(0), value)
                    })
                    .collect();
                assert_eq!(written(step, &words), wanted, "{name}, box {number}, step {at}");
            }
            let found = tests(&cases, &of, &steps[last].limits);
            let quasi: Vec<&Line<'_>> = rows.iter().filter(|row| row[3].starts_with("quasi")).collect();
            assert_eq!(found.len(), quasi.len(), "{name}");
            for (found, row) in found.iter().zip(quasi) {
                let side = match found.side {
                    Side::Low => "quasi_low",
                    Side::High => "quasi_high",
                    Side::Words => "quasi_words",
                };
                assert_eq!((side, found.axis.to_string().as_str()), (row[3], row[4]), "{name}");
                let wanted: f64 = row[5].parse().unwrap();
                assert!((found.quasi_p / wanted - 1.0).abs() < 1e-9, "{name}: {} {wanted}", found.quasi_p);
            }
            let inside = steps[last].limits.inside(&cases, &of);
            of.retain(|case| !inside.contains(case));
        }
    }
    assert!(pasted > 0, "some boxes are pasted");
}

/// Five axes, of which the first must be above 0.7 and the fourth below 0.4, in points of some replicates.
fn known(points: usize, replicates: usize, chance: f64) -> Cases {
    let mut draws = ChaCha8Rng::seed_from_u64(11);
    let mut uniform = || (draws.next_u64() >> 11) as f64 / (1u64 << 53) as f64;
    let mut columns = vec![Vec::new(); 5];
    let (mut interest, mut units) = (Vec::new(), Vec::new());
    for point in 0..points {
        let x: Vec<f64> = (0..5).map(|_| uniform()).collect();
        for _ in 0..replicates {
            columns.iter_mut().zip(&x).for_each(|(column, x)| column.push(*x));
            let is = x[0] > 0.7 && x[3] < 0.4;
            interest.push(if uniform() < chance { uniform() < 0.12 } else { is });
            units.push(point);
        }
    }
    Cases { columns: columns.into_iter().map(Column::Numbers).collect(), interest, units }
}

fn all(cases: &Cases) -> Vec<usize> {
    (0..cases.len()).collect()
}

#[test]
fn the_two_axes_of_five_that_matter_are_found() {
    for (points, replicates) in [(1000, 1), (400, 5)] {
        let cases = known(points, replicates, 0.1);
        let (found, ended) = boxes(&cases, &all(&cases), USUAL);
        assert_eq!((found.len(), ended), (1, None));
        assert_eq!(found[0].limits.restricted(), [0, 3], "{replicates}: {:?}", found[0].limits);
        let (Limit::Numbers { low: Some(low), high: None }, Limit::Numbers { low: None, high: Some(high) }) =
            (&found[0].limits.0[0], &found[0].limits.0[3])
        else {
            panic!("{:?}", found[0].limits)
        };
        assert!((low - 0.7).abs() < 0.08 && (high - 0.4).abs() < 0.12, "{low} {high}");
        assert!(found[0].tests.iter().all(|test| test.quasi_p < 1e-6));
        let checked = check(&cases, found, USUAL, SOME).remove(0);
        let base = cases.of_interest() as f64 / cases.len() as f64;
        let (inside, held) = (checked.inside.density.unwrap(), checked.held_out.density.unwrap());
        assert!(inside.value > 0.85 && held.value > 0.8 && checked.is_above(base), "{inside:?} {held:?} {base}");
        assert!(inside.interval.is_some_and(|ends| ends.low < inside.value && inside.value < ends.high));
    }
}

#[test]
fn a_box_of_chance_alone_does_not_hold_out() {
    for replicates in [1, 4] {
        let cases = known(400, replicates, 1.0);
        let base = cases.of_interest() as f64 / cases.len() as f64;
        let settings = Settings { coverage: 0.2, ..USUAL };
        let (found, ended) = boxes(&cases, &all(&cases), settings);
        let Some(first) = found.first() else {
            assert_eq!(ended, Some(Ended::Chance));
            continue;
        };
        let density = cases.of_interest_in(&first.inside) as f64 / first.inside.len() as f64;
        assert!(density > 1.3 * base, "chance alone looks good on the same cases: {density} {base}");
        let checked = check(&cases, found, settings, SOME).remove(0);
        assert!(!checked.is_above(base), "{:?}", checked.held_out);
    }
}

#[test]
fn a_second_box_covers_what_the_first_leaves() {
    // Low or high on the first axis.
    let x: Vec<f64> = (0..200).map(|k| f64::from(k) / 200.0).collect();
    let interest: Vec<bool> = x.iter().map(|x| *x < 0.2 || *x > 0.7).collect();
    let cases = Cases { columns: vec![Column::Numbers(x)], interest, units: (0..200).collect() };
    // Every first peel is a loss here.
    let (found, _) = boxes(&cases, &all(&cases), Settings { boxes: 2, coverage: 0.3, ..USUAL });
    let hits: Vec<usize> = found.iter().map(|found| cases.of_interest_in(&found.inside)).collect();
    let inside: usize = found.iter().map(|found| found.inside.len()).sum();
    assert!(hits.len() == 2 && hits.iter().sum::<usize>() > 90 && inside < 105, "{hits:?} {inside}");
    assert!(found[1].inside.iter().all(|case| !found[0].inside.contains(case)));
}

#[test]
fn words_are_peeled_one_at_a_time() {
    let of: Vec<usize> = (0..120).map(|k| k % 3).collect();
    let interest: Vec<bool> = of.iter().map(|word| *word == 1).collect();
    let cases = Cases { columns: vec![Column::Words { of, count: 3 }], interest, units: (0..120).collect() };
    let (found, _) = boxes(&cases, &all(&cases), USUAL);
    assert_eq!(found[0].limits.0[0], Limit::Words(vec![false, true, false]));
    assert_eq!((found[0].inside.len(), found[0].steps.len()), (40, 3));
}

#[test]
fn what_cannot_be_searched_is_refused() {
    let with = |interest: Vec<bool>, x: fn(usize) -> f64| {
        let count = interest.len();
        Cases { columns: vec![Column::Numbers((0..count).map(x).collect())], interest, units: (0..count).collect() }
    };
    let half = |count: usize| (0..count).map(|k| k % 2 == 0).collect::<Vec<_>>();
    assert_eq!(with(half(19), |k| k as f64).check(), Err(CasesError::TooFew(19)));
    assert_eq!(with(half(20), |_| 0.5).check(), Err(CasesError::NothingVaries));
    assert_eq!(with(vec![false; 20], |k| k as f64).check(), Err(CasesError::NoneOfInterest(20)));
    assert_eq!(with(vec![true; 20], |k| k as f64).check(), Err(CasesError::AllOfInterest(20)));
    assert_eq!(with(half(20), |k| k as f64).check(), Ok(()));
    // Nothing is better than all cases together.
    let even = with(half(400), |k| (k / 2) as f64);
    assert!(matches!(boxes(&even, &all(&even), USUAL).1, Some(Ended::NoLimit | Ended::Chance)));
}
