//! The rules for names of states, events and groups, and warnings about names that other programs misread.

use super::check::join;
use super::node::{Entry, Node, Table};
use super::printable;
use super::problems::{ProblemKind, Problems};
use super::sources::Place;
use super::suggest::{in_quotes, listed};

/// Words that pandas or R read as a missing value in a column of text.
const MISSING: [&str; 18] = [
    "#N/A", "#N/A N/A", "#NA", "-1.#IND", "-1.#QNAN", "-NaN", "-nan", "1.#IND", "1.#QNAN", "<NA>", "N/A", "NA", "NULL",
    "NaN", "None", "n/a", "nan", "null",
];

/// Returns true for a word that pandas or R read as a missing value.
pub(super) fn is_missing(word: &str) -> bool {
    MISSING.contains(&word)
}

fn is_number(word: &str) -> bool {
    word.trim().parse::<f64>().is_ok() && !is_missing(word)
}

fn is_formula(word: &str) -> bool {
    word.starts_with(['=', '+', '-', '@']) && !is_missing(word) && !is_number(word)
}

/// Refuses names that cannot be used, and warns of those that other programs read as something else.
pub(super) fn check(tree: &Table, problems: &mut Problems) {
    for (key, may_have_lines) in [("title", false), ("question", true)] {
        if let Some(node) = tree.get(key) {
            let text = node.text().unwrap_or("");
            let lines =
                if may_have_lines { text.replace("\r\n", "").replace(['\n', '\t'], "") } else { text.to_owned() };
            refuse_unsafe(&lines, node.place, key, problems);
        }
    }
    let states = tree.table("states").map_or(&[][..], |states| &states.entries);
    let events = tree.table("events").map_or(&[][..], |events| &events.entries);
    for entry in states {
        check_state(&entry.key, entry.key_place, "the name of a state", problems);
        check_groups(entry.node.table(), problems);
        if let Some(code) = entry.node.table().and_then(|state| state.get("code")) {
            refuse_unsafe(code.text().unwrap_or(""), code.place, "a code", problems);
        }
    }
    for entry in events {
        refuse_unsafe(&entry.key, entry.key_place, "the name of an event", problems);
    }
    let generator = tree.table("generator");
    check_groups(generator, problems);
    let prefix = generator.and_then(|generator| generator.get("prefix"));
    let prefix = prefix.and_then(|node| node.text().map(|text| (format!("{text}1"), node.place)));
    if let Some((name, place)) = &prefix {
        check_state(name, *place, "the name of a synthetic state", problems);
    }
    let written = states.iter().chain(events).map(|Entry { key, key_place, .. }| (key.as_str(), *key_place));
    let all: Vec<(&str, Place)> = written.chain(prefix.as_ref().map(|(name, place)| (name.as_str(), *place))).collect();
    warn(&all, problems);
}

fn check_state(name: &str, place: Place, what: &str, problems: &mut Problems) {
    if name.trim().is_empty() || name == "all" || name.contains(':') {
        let message = format!("{} cannot be {what}", in_quotes(name));
        let help = "a name must not be empty, \"all\", or contain a colon or a control character";
        problems.add(ProblemKind::Conflict, place, message, help);
    } else {
        refuse_unsafe(name, place, what, problems);
    }
}

fn check_groups(table: Option<&Table>, problems: &mut Problems) {
    for key in ["group", "groups"] {
        for (group, place) in table.and_then(|table| table.get(key)).map_or_else(Vec::new, Node::texts) {
            refuse_unsafe(group, place, "the name of a group", problems);
        }
    }
}

fn refuse_unsafe(name: &str, place: Place, what: &str, problems: &mut Problems) {
    if let Some(c) = name.chars().find(|c| printable::is_unsafe(*c)) {
        let message =
            format!("{} cannot be {what}: it holds the control character U+{:04X}", in_quotes(name), u32::from(c));
        let help = "remove line breaks, control characters and characters that change the direction of text";
        problems.add(ProblemKind::Conflict, place, message, help);
    }
}

/// One warning for each kind of misreading by other programs.
fn warn(names: &[(&str, Place)], problems: &mut Problems) {
    let kinds = [
        (
            is_missing as fn(&str) -> bool,
            "is read as a missing value by pandas or R",
            "choose another name, or read tables with keep_default_na=False, na_values=[\"\"] in pandas and \
             na.strings=\"\" in R",
        ),
        (
            is_number,
            "is read as a number by pandas and R, which change its spelling (002 becomes 2)",
            "choose another name, or read the column as text: dtype={\"state\": str} in pandas, \
             colClasses=c(state=\"character\") in R",
        ),
        (
            is_formula,
            "is read as a formula by spreadsheets",
            "choose another name, or import the column as text; tables hold every name as it is written here",
        ),
    ];
    for (is_of_kind, what, help) in kinds {
        let found: Vec<(&str, Place)> = names.iter().copied().filter(|(name, _)| is_of_kind(name)).collect();
        match &found[..] {
            [] => {}
            [(name, place)] => problems.warn(Some(*place), format!("the name {} {what}", join("", name)), help),
            [(name, place), others @ ..] => {
                let others = listed(others.iter().map(|(name, _)| *name));
                let message = format!("the name {} {what}; so are: {others}", join("", name));
                problems.warn(Some(*place), message, help);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_sorted_by_what_other_programs_make_of_them() {
        for name in ["NA", "nan", "None", "null", "N/A"] {
            assert!(is_missing(name) && !is_number(name) && !is_formula(name), "{name}");
        }
        for name in ["002", "365", "1e5", "-3", "inf"] {
            assert!(is_number(name) && !is_formula(name), "{name}");
        }
        for name in ["=1+2", "@x", "-A", "+B"] {
            assert!(is_formula(name), "{name}");
        }
        for name in ["Namibia", "S1", "A-B", "NAM"] {
            assert!(!is_missing(name) && !is_number(name) && !is_formula(name), "{name}");
        }
    }
}
