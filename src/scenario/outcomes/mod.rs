//! `[outcomes]`: outcome measures of one's own, read from expressions such as `mean(states.USA.wealth, last 20)`.
//!
//! What an expression means is in `record::outcomes`. Here it is read, and every mistake is found with its place.

mod call;
mod column;
mod mistake;
mod pieces;

use std::ops::Range;

use super::calendar::RunSettings;
use super::node::{Entry, Table};
use super::problems::{ProblemKind, Problems};
use super::sources::{Place, Sources};
use super::suggest::did_you_mean;
use crate::model::Setup;
use crate::record::Labels;
use crate::record::outcomes::formula::{Formula, Read, Term};
use crate::record::outcomes::sums::Function;
use crate::record::outcomes::{Outcomes, Own, Part};
use crate::record::summary::{OUTCOMES, TRUTH};
use call::Calls;
use mistake::{Mistake, not_an_expression};

/// The columns of tables that have outcomes, besides the outcomes and the paths of parameters, which have dots.
const TAKEN: [&str; 11] =
    ["run", "seed", "rounds", "point", "replicate", "status", "reason", "side", "runs", "failed", "scenario"];

/// Reads `[outcomes]`. Those with mistakes are left out.
pub(super) fn build(
    tree: &Table,
    setup: &Setup,
    run: &RunSettings,
    sources: &Sources,
    problems: &mut Problems,
) -> Outcomes {
    let entries = tree.table("outcomes").map_or(&[][..], |table| &table.entries);
    if entries.is_empty() {
        return Outcomes::default();
    }
    let words = Labels::new(setup, run.seed).words();
    let calls = Calls { names: &setup.names, words: &words, run };
    let mut own: Vec<Own> = Vec::new();
    for entry in entries {
        let Some(text) = entry.node.text() else { continue };
        if !has_a_name(entry, problems) {
            continue;
        }
        match expression(&entry.key, text, &calls, &own) {
            Ok(outcome) => {
                warn_of_empty_windows(&outcome, entry.node.place, run, problems);
                own.push(outcome);
            }
            Err(mistake) => {
                let message = format!("outcomes.{}: {}", entry.key, mistake.message);
                problems.add(ProblemKind::Syntax, place(entry, text, mistake.at, sources), message, mistake.help);
            }
        }
    }
    Outcomes::with(own)
}

/// Returns true if the outcome may have its name, which is a column of tables and a name in other expressions.
fn has_a_name(entry: &Entry, problems: &mut Problems) -> bool {
    let name = entry.key.as_str();
    let is_plain = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        && name.starts_with(|c: char| c.is_ascii_alphabetic());
    let message = if !is_plain {
        format!("{name:?} cannot be the name of an outcome: it becomes the name of a column")
    } else if OUTCOMES.iter().any(|outcome| outcome.name == name) {
        format!("every run already has an outcome measure {name}")
    } else if TAKEN.contains(&name) || ["true", "false"].contains(&name) {
        format!("an outcome cannot have the name {name}, which tables use for another column")
    } else {
        return true;
    };
    let help = "choose another name, of the letters a to z, digits and _, beginning with a letter";
    problems.add(ProblemKind::Conflict, entry.key_place, message, help);
    false
}

/// Reads an expression. It may use the outcomes before it.
fn expression(name: &str, text: &str, calls: &Calls<'_>, before: &[Own]) -> Result<Own, Mistake> {
    let mut found = Vec::new();
    let operand = |at: usize| {
        let word = pieces::name(&text[at..]);
        let open = at + word.len() + text[at + word.len()..].len() - text[at + word.len()..].trim_start().len();
        if text[open..].starts_with('(') && !word.is_empty() {
            let (call, end) = calls.read(text, at..at + word.len(), open)?;
            found.push(call);
            return Ok(Read::of(Part::Call(found.len() - 1), Term::Number(0.0), end - at));
        }
        let part = outcome(text, at, word, before)?;
        Ok(Read::of(part, Term::Number(0.0), word.len()))
    };
    let formula = Formula::read(text, operand).map_err(|why| not_an_expression(why, 0..text.len()))?;
    let only = formula.only().and_then(|part| match part {
        Part::Call(call) => found.get(call),
        Part::Outcome(_) => None,
    });
    let unit = match only {
        _ if formula.is_truth() => TRUTH.to_owned(),
        Some(call) => call::unit(call),
        None => "as in its expression".to_owned(),
    };
    Ok(Own { name: name.to_owned(), expression: text.to_owned(), unit, calls: found, formula })
}

/// An outcome that an expression names.
fn outcome(text: &str, at: usize, word: &str, before: &[Own]) -> Result<Part, Mistake> {
    let known = || OUTCOMES.iter().map(|outcome| outcome.name).chain(before.iter().map(|own| own.name.as_str()));
    if let Some(place) = known().position(|there| there == word) {
        return Ok(Part::Outcome(place));
    }
    let whole = at..at + pieces::path_length(&text[at..]).max(text[at..].chars().next().map_or(0, char::len_utf8));
    let path = &text[whole.clone()];
    if call::TABLES.iter().any(|table| path.split('.').next() == Some(table)) {
        let help = format!("write, for example, mean({path}, last 20); functions: {}", Function::NAMES.join(", "));
        return Err(Mistake::new(whole, format!("{path} has many values in a run; take one number of them"), help));
    }
    let hint = did_you_mean(word, known());
    let help = format!(
        "an expression has numbers, outcome measures such as war_rate, and calls such as mean(states.wealth, last 20); functions: {}",
        Function::NAMES.join(", ")
    );
    Err(Mistake::new(whole, format!("`{path}` is not an outcome measure or a call{hint}"), help))
}

/// The place of a mistake in the source. The whole value if the expression has escapes there.
fn place(entry: &Entry, text: &str, at: Range<usize>, sources: &Sources) -> Place {
    let whole = entry.node.place;
    let written = sources.get(whole.source).text.get(whole.start..whole.end).unwrap_or_default();
    match written.find(text) {
        Some(begin) if !text.is_empty() => {
            let start = whole.start + begin;
            Place {
                source: whole.source,
                start: start + at.start,
                end: start + at.end.max(at.start + 1).min(text.len()),
            }
        }
        _ => whole,
    }
}

/// A run may be shortened, so a window outside it is not a mistake.
fn warn_of_empty_windows(own: &Own, place: Place, run: &RunSettings, problems: &mut Problems) {
    if own.calls.iter().any(|call| call.window.0 > call.window.1) {
        let (first, last) = (run.year_of(0), run.year_of(run.rounds));
        let message =
            format!("outcomes.{} is about rounds that the run does not have, so it will be missing", own.name);
        problems.warn(Some(place), message, format!("the run has rounds 0 to {}, years {first} to {last}", run.rounds));
    }
}
