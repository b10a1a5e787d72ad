//! Entries and exits of a state: in which rounds it comes into the world and leaves it.

use super::RunSettings;
use super::check::join;
use super::node::{Node, Table, Value};
use super::problems::{ProblemKind, Problems};
use super::sources::Place;

/// The keys of entries and of exits: as rounds, and as years.
const KEYS: [(bool, &str, &str); 2] = [(true, "enters", "enters_year"), (false, "leaves", "leaves_year")];

/// An entry or an exit.
#[derive(Clone, Copy, Debug)]
struct Time {
    /// The time in rounds, with its fraction.
    exact: f64,
    /// The round.
    round: f64,
    /// Whether the state enters.
    enters: bool,
    place: Place,
}

/// When a state is in the world.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Presence {
    /// Whether it is there before the first round.
    pub from_start: bool,
    /// The rounds in which it enters (true) or leaves (false), in order.
    pub changes: Vec<(u32, bool)>,
}

/// Reads the entries and exits of a state.
pub(super) fn presence(
    name: &str,
    table: &Table,
    run: &RunSettings,
    shortened: bool,
    problems: &mut Problems,
) -> Presence {
    let name = join("states", name);
    let mut times = Vec::new();
    for (enters, key, by_year) in KEYS {
        if let (Some(_), Some(node)) = (table.get(key), table.get(by_year)) {
            let message = format!("{name} has both `{key}` and `{by_year}`");
            problems.add(ProblemKind::Conflict, node.place, message, "give one of the two");
        }
        let all = |key: &str| table.get(key).map_or_else(Vec::new, numbers);
        times.extend(all(key).into_iter().map(|(round, place)| Time { exact: round, round, enters, place }));
        if table.get(key).is_none() {
            let of_year = |(year, place)| {
                let exact = (year - run.start_year) / run.round_years;
                Time { exact, round: run.round_of(year), enters, place }
            };
            times.extend(all(by_year).into_iter().map(of_year));
        }
    }
    times.sort_by(|a, b| a.exact.total_cmp(&b.exact));
    let last = f64::from(run.rounds);
    for Time { round, place, .. } in times.iter().filter(|time| time.round > last) {
        if shortened {
            let message = format!("{name}: round {round} is left out, since the run ends after round {last}");
            problems.warn(Some(*place), message, "");
        } else {
            let message = format!("{name}: round {round} comes after the last, which is {last}");
            let help = "give an earlier time, or more rounds in [run]";
            problems.add(ProblemKind::Conflict, *place, message, help);
        }
    }
    if !alternate(&name, &times, problems) {
        return Presence { from_start: true, changes: Vec::new() };
    }
    let before = times.iter().take_while(|time| time.round < 1.0).last();
    let from_start = match (before, times.first()) {
        (Some(before), _) => before.enters,
        (None, first) => first.is_none_or(|first| !first.enters),
    };
    let changes: Vec<(u32, bool)> =
        times.iter().filter(|time| time.round >= 1.0).map(|time| (time.round as u32, time.enters)).collect();
    if let (Some(before), true, false) = (before, changes.is_empty(), from_start) {
        let message = format!("{name} leaves before the first round and does not come back");
        problems.add(
            ProblemKind::Conflict,
            before.place,
            message,
            "choose a later round for its exit, or leave it out",
        );
    }
    Presence { from_start, changes }
}

/// One number or a list of numbers, each with its place.
fn numbers(node: &Node) -> Vec<(f64, Place)> {
    match &node.value {
        Value::List(items) => items.iter().filter_map(|item| Some((item.number()?, item.place))).collect(),
        _ => node.number().map(|number| (number, node.place)).into_iter().collect(),
    }
}

/// Entries and exits must alternate, each in a round of its own.
fn alternate(name: &str, times: &[Time], problems: &mut Problems) -> bool {
    for pair in times.windows(2) {
        let [a, b] = [pair[0], pair[1]];
        let what = |time: Time| if time.enters { "enters" } else { "leaves" };
        let message = if a.enters == b.enters {
            let between = what(Time { enters: !a.enters, ..a });
            format!(
                "{name} {} in round {} and again in round {}, and never {between} between them",
                what(a),
                a.round,
                b.round
            )
        } else if a.round == b.round && a.round >= 1.0 {
            format!("{name} enters and leaves in the same round, {}", a.round)
        } else {
            continue;
        };
        let help = "entries and exits must alternate, each in a round of its own";
        problems.add(ProblemKind::Conflict, b.place, message, help);
        return false;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::super::node::parse;
    use super::super::sources::{Source, Sources};
    use super::*;

    fn read(text: &str) -> (Presence, Option<String>) {
        let mut sources = Sources::default();
        let source = sources.add(Source::of_text("a", text));
        let mut problems = Problems::default();
        let table = parse(source, &sources, &mut problems).unwrap();
        let run = RunSettings { rounds: 50, start_year: 1945.0, round_years: 1.0, replicates: 1, seed: 0, settle: 0 };
        let found = presence("A", &table, &run, false, &mut problems);
        (found, problems.errors().first().map(|problem| problem.message.clone()))
    }

    #[test]
    fn a_state_comes_and_goes_in_the_order_of_time() {
        for (text, from_start, changes) in [
            ("", true, &[][..]),
            ("enters = 5", false, &[(5, true)]),
            ("leaves = 5", true, &[(5, false)]),
            ("enters = 3\nleaves = 5", false, &[(3, true), (5, false)]),
            ("enters = 5\nleaves = 3", true, &[(3, false), (5, true)]),
            ("enters = [9, 3]\nleaves = [5, 12]", false, &[(3, true), (5, false), (9, true), (12, false)]),
            ("enters_year = [1816, 1955]\nleaves_year = 1938", false, &[(10, true)]),
            ("enters_year = [1816, 1944]\nleaves_year = [1940, 1990]", true, &[(45, false)]),
            ("enters_year = 1945", true, &[]),
            ("enters = 7\nleaves_year = 1950", true, &[(5, false), (7, true)]),
        ] {
            let (found, problem) = read(text);
            assert_eq!((found, problem), (Presence { from_start, changes: changes.to_vec() }, None), "{text}");
        }
    }

    #[test]
    fn times_that_do_not_alternate_are_refused() {
        for (text, wanted) in [
            ("enters = [3, 5]", "states.A enters in round 3 and again in round 5, and never leaves between them"),
            (
                "leaves = [3, 8]\nenters = 9",
                "states.A leaves in round 3 and again in round 8, and never enters between them",
            ),
            ("enters = 5\nleaves = 5", "states.A enters and leaves in the same round, 5"),
            ("leaves_year = 1940", "states.A leaves before the first round and does not come back"),
            ("leaves = 51", "states.A: round 51 comes after the last, which is 50"),
            ("enters = 5\nenters_year = 1955", "states.A has both `enters` and `enters_year`"),
        ] {
            assert_eq!(read(text).1.as_deref(), Some(wanted), "{text}");
        }
    }
}
