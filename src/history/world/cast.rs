//! Which states are in the world, and when they enter and leave it.

use std::collections::{BTreeMap, BTreeSet};

use super::regions;
use crate::history::error::HistoryError;
use crate::history::panel::Panel;
use crate::scenario::printable::is_unsafe;
use crate::scenario::suggest::did_you_mean;

/// Which states a world has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choice {
    /// All.
    All,
    /// These, by name, code or abbreviation.
    Named(Vec<String>),
    /// Those of these regions.
    Regions(Vec<String>),
    /// This number of states with the greatest share of world capability in the first year.
    Top(usize),
}

/// A state of the world.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Member {
    /// The number in the panel.
    pub state: u32,
    /// The name in the scenario.
    pub name: String,
    /// The code.
    pub code: String,
    /// The year of its values: the first of the world in which it exists.
    pub year: i32,
    /// The years in which it enters.
    pub enters: Vec<i32>,
    /// The first years without it.
    pub leaves: Vec<i32>,
    /// The codes of the states whose relations it takes over when it enters.
    pub succeeds: Vec<String>,
}

/// States that follow others: the code, and the codes of those before, by the state system of the Correlates of War.
/// States that keep the code of a predecessor (Russia, Yugoslavia, Tanzania) are one state there.
const SUCCESSORS: [(&str, &[&str]); 3] = [("255", &["260", "265"]), ("679", &["678", "680"]), ("816", &["817"])];

/// The number of the state with a code, name or abbreviation.
pub fn find_state(panel: &Panel, text: &str) -> Option<u32> {
    let text = text.trim();
    panel.state(text).or_else(|| regions::code_of(text).and_then(|code| panel.state(code)))
}

/// The states of the world between two years.
pub(super) fn members(panel: &Panel, choice: &Choice, first: i32, last: i32) -> Result<Vec<Member>, HistoryError> {
    let wanted = chosen(panel, choice, first, last)?;
    let mut years: BTreeMap<u32, Vec<i32>> = BTreeMap::new();
    for (unit, span) in panel.states.spans().filter(|(unit, _)| wanted.contains(&unit[0])) {
        let there: Vec<i32> = span.map(|row| panel.states.year(row)).filter(|y| (first..=last).contains(y)).collect();
        if !there.is_empty() {
            years.insert(unit[0], there);
        }
    }
    if !years.values().any(|years| years[0] == first) {
        let message = format!("none of the states exists in {first}");
        return Err(HistoryError::of_file("--year", message, "choose other states or another year"));
    }
    let names = names(panel, years.keys().copied());
    let mut members: Vec<Member> = (years.iter().zip(names))
        .map(|((&state, years), name)| {
            let (mut enters, mut leaves) = (Vec::new(), Vec::new());
            if years[0] > first {
                enters.push(years[0]);
            }
            for two in years.windows(2).filter(|two| two[1] > two[0] + 1) {
                leaves.push(two[0] + 1);
                enters.push(two[1]);
            }
            if years[years.len() - 1] < last {
                leaves.push(years[years.len() - 1] + 1);
            }
            let code = panel.codes[state as usize].clone();
            Member { state, name, code, year: years[0], enters, leaves, succeeds: Vec::new() }
        })
        .collect();
    succeed(&mut members, last);
    Ok(members)
}

/// Gives entrants the states that they succeed. In the year of the change the record has both; the predecessor leaves
/// in that year.
fn succeed(members: &mut [Member], last: i32) {
    for (code, before) in SUCCESSORS {
        let Some(at) = members.iter().position(|member| member.code == code) else { continue };
        let Some(&entry) = members[at].enters.first() else { continue };
        for code in before {
            let Some(old) = members.iter_mut().find(|member| member.code == *code && member.year < entry) else {
                continue;
            };
            match old.leaves.last().copied().unwrap_or(last + 1) {
                end if end == entry => {}
                end if end == entry + 1 => {
                    old.leaves.pop();
                    old.leaves.push(entry);
                }
                // It went on beside the other, or ended long before.
                _ => continue,
            }
            let code = old.code.clone();
            members[at].succeeds.push(code);
        }
    }
}

fn chosen(panel: &Panel, choice: &Choice, first: i32, last: i32) -> Result<BTreeSet<u32>, HistoryError> {
    let all = || panel.states.spans().map(|(unit, _)| unit[0]);
    match choice {
        Choice::All => Ok(all().collect()),
        Choice::Named(names) => names.iter().map(|name| named(panel, name, first, last)).collect(),
        Choice::Regions(names) => {
            let mut wanted = BTreeSet::new();
            for name in names {
                let region = regions::REGIONS.iter().find(|region| region.name.eq_ignore_ascii_case(name.trim()));
                let region = region.ok_or_else(|| {
                    let known: Vec<&str> = regions::REGIONS.iter().map(|region| region.name).collect();
                    let near = did_you_mean(name, known.iter().copied());
                    let help = format!("regions are {}", known.join(", "));
                    HistoryError::of_file("--region", format!("{name:?} is not a region{near}"), help)
                })?;
                wanted.extend(all().filter(|&state| {
                    regions::of(&panel.codes[state as usize]).is_some_and(|there| there.name == region.name)
                }));
            }
            Ok(wanted)
        }
        Choice::Top(count) => {
            let there = (0..panel.states.len()).filter(|&row| panel.states.year(row) == first);
            let mut ranked: Vec<(f64, u32)> = there
                .map(|row| (panel.states.value("capability", row), panel.states.unit(row)[0]))
                .filter(|(share, _)| !share.is_nan())
                .collect();
            if ranked.is_empty() {
                let message = format!("no state has a share of capability in {first}");
                return Err(HistoryError::of_file("--top", message, "choose states by --states or --region"));
            }
            ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
            Ok(ranked.into_iter().take(*count).map(|(_, state)| state).collect())
        }
    }
}

fn named(panel: &Panel, name: &str, first: i32, last: i32) -> Result<u32, HistoryError> {
    let state = find_state(panel, name).ok_or_else(|| {
        let own = panel.names.iter().chain(panel.codes.iter()).map(String::as_str);
        let known: Vec<&str> = own.chain(regions::ABBREVIATIONS.split_whitespace()).collect();
        let near = did_you_mean(name, known);
        let help = "give the name of the data, the code, or the abbreviation of the Correlates of War";
        HistoryError::of_file("--states", format!("{name:?} is not a state of the data{near}"), help)
    })?;
    let rows = panel.states.spans().find(|(unit, _)| unit[0] == state).map(|(_, rows)| rows).unwrap_or_default();
    if !rows.clone().any(|row| (first..=last).contains(&panel.states.year(row))) {
        let own = &panel.names[state as usize];
        let message = match (rows.clone().next(), rows.last()) {
            (Some(low), Some(high)) => format!(
                "{own} is in the data from {} to {}, not in {first}–{last}",
                panel.states.year(low),
                panel.states.year(high)
            ),
            _ => format!("{own} does not have years of states in the data"),
        };
        return Err(HistoryError::of_file("--states", message, "leave it out, or choose another year"));
    }
    Ok(state)
}

/// Names that scenarios allow, no two the same.
fn names(panel: &Panel, states: impl Iterator<Item = u32>) -> Vec<String> {
    let mut used: BTreeSet<String> = BTreeSet::new();
    let mut names = Vec::new();
    for state in states {
        let (name, code) = (&panel.names[state as usize], &panel.codes[state as usize]);
        // A colon belongs to group:NAME, and a bar separates names in a cell.
        let plain: String = (name.chars())
            .map(|c| if is_unsafe(c) || c == ':' || c == '|' { ' ' } else { c })
            .collect::<String>()
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        let is_code = |text: &str| panel.codes.iter().any(|other| other == text && other != code);
        let mut legal = if plain.is_empty() { format!("State {code}") } else { plain };
        if legal == "all" || is_code(&legal) || used.contains(&legal) {
            legal = format!("{legal} ({code})");
        }
        used.insert(legal.clone());
        names.push(legal);
    }
    names
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::history::panel::Rows;

    fn panel(states: &[(&str, &str, &[i32])]) -> Panel {
        let (mut units, mut years) = (Vec::new(), Vec::new());
        for (state, (_, _, there)) in states.iter().enumerate() {
            for &year in *there {
                units.push([state as u32; 2]);
                years.push(year);
            }
        }
        let mut rows = Rows::new(units, years);
        rows.set("capability", (0..rows.len()).map(|row| row as f64).collect());
        Panel {
            codes: Arc::new(states.iter().map(|state| state.0.to_owned()).collect()),
            names: Arc::new(states.iter().map(|state| state.1.to_owned()).collect()),
            states: rows,
            pairs: Rows::default(),
        }
    }

    fn find<'a>(members: &'a [Member], code: &str) -> &'a Member {
        members.iter().find(|member| member.code == code).unwrap()
    }

    #[test]
    fn states_enter_leave_and_come_back_as_in_the_record() {
        let panel = panel(&[
            ("2", "United States", &[1957, 1958, 1959, 1960, 1961]),
            ("511", "Zanzibar", &[1957, 1958]),
            ("652", "Syria", &[1957, 1960, 1961]),
            ("700", "Later", &[1960, 1961]),
        ]);
        let members = members(&panel, &Choice::All, 1957, 1961).unwrap();
        let of = |code: &str| {
            let member = find(&members, code);
            (member.year, member.enters.clone(), member.leaves.clone())
        };
        assert_eq!(of("2"), (1957, vec![], vec![]));
        assert_eq!(of("511"), (1957, vec![], vec![1959]));
        assert_eq!(of("652"), (1957, vec![1960], vec![1958]));
        assert_eq!(of("700"), (1960, vec![1960], vec![]));
    }

    #[test]
    fn germany_takes_over_from_its_predecessors_which_leave_in_the_same_year() {
        let years = [1988, 1989, 1990];
        for last in [1990, 1991] {
            let germany: Vec<i32> = (1990..=last).collect();
            let panel = panel(&[
                ("255", "Germany", &germany),
                ("260", "German Federal Republic", &years),
                ("265", "German Democratic Republic", &years),
                ("300", "Austria", &(1988..=last).collect::<Vec<_>>()),
            ]);
            let members = members(&panel, &Choice::All, 1988, last).unwrap();
            assert_eq!(find(&members, "255").succeeds, ["260", "265"]);
            assert_eq!(find(&members, "255").enters, [1990]);
            assert_eq!(find(&members, "260").leaves, [1990], "{last}");
            assert_eq!(find(&members, "265").leaves, [1990]);
        }
    }

    #[test]
    fn a_state_that_was_there_all_along_succeeds_no_other() {
        let panel = panel(&[("816", "Vietnam", &[1974, 1975, 1976]), ("817", "Republic of Vietnam", &[1974, 1975])]);
        let members = members(&panel, &Choice::All, 1974, 1976).unwrap();
        assert_eq!(find(&members, "816").succeeds, [""; 0]);
        assert_eq!(find(&members, "817").leaves, [1976]);
    }

    #[test]
    fn names_are_legal_and_no_two_the_same() {
        let panel =
            panel(&[("1", "Congo", &[1970]), ("2", "Congo", &[1970]), ("3", "a:b|c", &[1970]), ("4", "all", &[1970])]);
        let names = names(&panel, 0..4);
        assert_eq!(names, ["Congo", "Congo (2)", "a b c", "all (4)"]);
    }

    #[test]
    fn states_are_chosen_by_name_code_abbreviation_region_and_rank() {
        let panel = panel(&[
            ("2", "United States of America", &[1970]),
            ("200", "United Kingdom", &[1970]),
            ("365", "Russia", &[1970]),
            ("696", "United Arab Emirates", &[1971]),
        ]);
        let codes = |choice: Choice| -> Vec<String> {
            members(&panel, &choice, 1970, 1971).unwrap().into_iter().map(|member| member.code).collect()
        };
        let named = ["usa", "Russia", "0200"].map(str::to_owned).to_vec();
        assert_eq!(codes(Choice::Named(named)), ["2", "200", "365"]);
        assert_eq!(codes(Choice::Regions(vec!["europe".to_owned()])), ["200", "365"]);
        assert_eq!(codes(Choice::Top(1)), ["365"], "an entrant does not have a rank in 1970");
        let wrong = |choice: Choice| members(&panel, &choice, 1970, 1970).unwrap_err().to_string();
        assert!(wrong(Choice::Named(vec!["Russland".to_owned()])).contains("did you mean `Russia`"));
        assert!(wrong(Choice::Named(vec!["UAE".to_owned()])).contains("from 1971 to 1971"));
        assert!(wrong(Choice::Regions(vec!["Eurpe".to_owned()])).contains("did you mean `Europe`"));
        assert!(wrong(Choice::Regions(vec!["Asia".to_owned()])).contains("none of the states exists in 1970"));
    }
}
