//! Variables that follow from others: what the sources do not give, and what patterns need of both sides of a pair.

use std::collections::BTreeMap;

use super::panel::{Panel, Rows};

/// The level of the political system from which on a state counts as a democracy.
pub(super) const DEMOCRACY: f64 = 0.5;
/// The years in which an earlier dispute counts as recent.
pub(super) const RECENT: i32 = 10;

/// The least change of the political system in a year that is a jump.
const JUMP: f64 = 0.05;

/// Adds the variables that follow from others and that the sources do not give.
pub(super) fn complete(panel: &mut Panel) {
    if panel.pairs.column("relevant").is_none() {
        give_relevance(panel);
    }
    if panel.pairs.column("past").is_none() || panel.pairs.column("quiet").is_none() {
        give_past(&mut panel.pairs);
    }
    if panel.states.column("jumped").is_none() {
        give_jumps(&mut panel.states);
    }
    for (name, of) in [("onsets", "onset"), ("rivals", "rivalry"), ("allies", "ally")] {
        if panel.states.column(name).is_none() && panel.pairs.column(of).is_some() {
            let counts = counts(&panel.states, &panel.pairs, of);
            panel.states.set(name, counts);
        }
    }
    give_both_sides(panel);
}

/// Whether the political system is another than in the year before.
fn give_jumps(states: &mut Rows) {
    let Some(system) = states.column("system") else { return };
    let mut jumps = vec![f64::NAN; states.len()];
    for (_, span) in states.spans() {
        for row in span.skip(1).filter(|&row| states.year(row) == states.year(row - 1) + 1) {
            let change = (system[row] - system[row - 1]).abs();
            jumps[row] = if change.is_nan() { f64::NAN } else { f64::from(u8::from(change >= JUMP)) };
        }
    }
    states.set("jumped", jumps);
}

/// Pairs that are contiguous up to 400 miles, or include a great power.
fn give_relevance(panel: &mut Panel) {
    let major = of_sides(panel, "major");
    let Some(contiguity) = panel.pairs.column("contiguity") else { return };
    let relevant = contiguity
        .iter()
        .zip(&major)
        .map(|(&contiguity, major)| f64::from(u8::from((1.0..=5.0).contains(&contiguity) || major.contains(&1.0))));
    let relevant = relevant.collect();
    panel.pairs.set("relevant", relevant);
}

/// Whether a dispute began in the ten years before, and the years since the last, from the first year of the pair on.
pub(super) fn give_past(pairs: &mut Rows) {
    let Some(onset) = pairs.column("onset") else { return };
    let (mut past, mut quiet) = (vec![f64::NAN; pairs.len()], vec![f64::NAN; pairs.len()]);
    for (_, span) in pairs.spans() {
        let (first, mut last) = (pairs.year(span.start), None);
        for row in span {
            let year = pairs.year(row);
            let since = year - last.unwrap_or(first - 1);
            quiet[row] = f64::from(since - 1);
            past[row] = f64::from(u8::from(last.is_some_and(|last| year - last <= RECENT)));
            if onset[row] == 1.0 {
                last = Some(year);
            }
        }
    }
    for (name, values) in [("past", past), ("quiet", quiet)] {
        if pairs.column(name).is_none() {
            pairs.set(name, values);
        }
    }
}

/// The number of pairs of each state and year in which a variable is 1.
pub(super) fn counts(states: &Rows, pairs: &Rows, name: &str) -> Vec<f64> {
    let mut found = vec![0.0; states.len()];
    for (row, _) in pairs.column(name).unwrap_or_default().iter().enumerate().filter(|(_, value)| **value == 1.0) {
        for state in pairs.unit(row) {
            if let Some(at) = states.find([state, state], pairs.year(row)) {
                found[at] += 1.0;
            }
        }
    }
    found
}

/// The values of a variable of states for both sides of every pair and year; NaN where it is missing.
pub(super) fn of_sides(panel: &Panel, name: &str) -> Vec<[f64; 2]> {
    let Panel { states, pairs, .. } = panel;
    let Some(column) = states.column(name) else { return vec![[f64::NAN; 2]; pairs.len()] };
    let spans: BTreeMap<u32, std::ops::Range<usize>> = states.spans().map(|(unit, span)| (unit[0], span)).collect();
    let mut sides = vec![[f64::NAN; 2]; pairs.len()];
    for (unit, span) in pairs.spans() {
        for side in 0..2 {
            let Some(rows) = spans.get(&unit[side]) else { continue };
            let mut at = rows.start;
            for row in span.clone() {
                while at < rows.end && states.year(at) < pairs.year(row) {
                    at += 1;
                }
                if at < rows.end && states.year(at) == pairs.year(row) {
                    sides[row][side] = column[at];
                }
            }
        }
    }
    sides
}

/// What patterns need of both sides: the number of democracies, the ratio of capabilities, a great power.
pub(super) fn give_both_sides(panel: &mut Panel) {
    let known = |sides: &[f64; 2]| !sides[0].is_nan() && !sides[1].is_nan();
    let democracies = of_sides(panel, "system").into_iter().map(|sides| {
        let count = sides.iter().filter(|system| **system >= DEMOCRACY).count();
        if known(&sides) { count as f64 } else { f64::NAN }
    });
    let democracies = democracies.collect();
    // The smaller share of capability is at least one in a million, so that the ratio is finite.
    let ratio = of_sides(panel, "capability")
        .into_iter()
        .map(|[a, b]| if a.is_nan() || b.is_nan() { f64::NAN } else { (a.max(b) / a.min(b).max(1e-6)).ln() });
    let ratio = ratio.collect();
    let major = of_sides(panel, "major").into_iter().map(|sides| f64::from(u8::from(sides.contains(&1.0)))).collect();
    panel.pairs.set("democracies", democracies);
    panel.pairs.set("power_ratio", ratio);
    panel.pairs.set("with_major", major);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_past_of_a_pair_is_counted_from_its_last_dispute() {
        let years: Vec<i32> = (1946..1960).collect();
        let mut pairs = Rows::new(vec![[0, 1]; years.len()], years);
        let mut onset = vec![0.0; pairs.len()];
        onset[2] = 1.0; // 1948
        pairs.set("onset", onset);
        give_past(&mut pairs);
        let (past, quiet) = (pairs.column("past").unwrap(), pairs.column("quiet").unwrap());
        assert_eq!(past[..4], [0.0, 0.0, 0.0, 1.0], "the year of a dispute does not count itself");
        assert_eq!((past[12], past[13]), (1.0, 0.0), "1958 is ten years later, 1959 eleven");
        assert_eq!(quiet[..5], [0.0, 1.0, 2.0, 0.0, 1.0]);
    }

    #[test]
    fn a_jump_is_a_change_from_the_year_before() {
        let mut states =
            Rows::new(vec![[0, 0]; 4].into_iter().chain([[1, 1]]).collect(), vec![1950, 1951, 1952, 1954, 1952]);
        states.set("system", vec![0.5, 0.25, 0.28125, 0.9, 0.1]);
        give_jumps(&mut states);
        let jumps = states.column("jumped").unwrap();
        assert_eq!(jumps[1..3], [1.0, 0.0], "by .25 and by .03");
        assert!(
            [0, 3, 4].iter().all(|&row| jumps[row].is_nan()),
            "without the year before nothing is known: {jumps:?}"
        );
    }

    #[test]
    fn both_sides_of_a_pair_are_looked_up_by_year() {
        let mut states = Rows::new(vec![[0, 0], [0, 0], [1, 1]], vec![1950, 1951, 1951]);
        states.set("system", vec![0.2, 0.5, 0.8]);
        states.set("capability", vec![0.1, 0.2, 0.0]);
        states.set("major", vec![0.0, 1.0, 0.0]);
        let pairs = Rows::new(vec![[0, 1], [0, 1]], vec![1950, 1951]);
        let mut panel = Panel { states, pairs, ..Panel::default() };
        assert_eq!(of_sides(&panel, "system")[1], [0.5, 0.8]);
        give_both_sides(&mut panel);
        let column = |name: &str| panel.pairs.column(name).unwrap().to_vec();
        assert!(column("democracies")[0].is_nan());
        assert_eq!(column("democracies")[1], 2.0, "a democracy begins at the middle");
        assert!((column("power_ratio")[1] - 200_000f64.ln()).abs() < 1e-12);
        assert_eq!(column("with_major"), [0.0, 1.0]);
    }

    #[test]
    fn disputes_are_counted_for_both_sides() {
        let states = Rows::new(vec![[0, 0], [1, 1], [2, 2]], vec![1950; 3]);
        let mut pairs = Rows::new(vec![[0, 1], [0, 2], [1, 2]], vec![1950; 3]);
        pairs.set("onset", vec![1.0, 1.0, 0.0]);
        assert_eq!(counts(&states, &pairs, "onset"), [2.0, 1.0, 1.0]);
    }
}
