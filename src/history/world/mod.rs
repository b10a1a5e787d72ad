//! The world of a year: a scenario whose starting values come from the record of history.
//!
//! [`make`] computes the starting values of states (`states`) and pairs (`pairs`) by a [`Mapping`], estimates how
//! near states are to each other (`reach`), takes entries and exits from the record (`cast`), and writes a scenario
//! with its tables (`write`). Nothing after the year of the world enters the values of a state that exists in it. The
//! values of entrants are those of their first year.

mod cast;
mod impute;
mod keys;
mod mapping;
mod mapping_checks;
mod pairs;
mod provenance;
mod reach;
mod regions;
mod states;
mod summary;
mod value;
mod wanted;
mod write;

use std::collections::BTreeSet;

pub use cast::{Choice, find_state};
pub use mapping::{Mapping, SHIPPED_MAPPING};
pub use regions::REGIONS;
pub use summary::{Counted, Nearness as MeanReach, Summary};
pub use wanted::{TABLES, Wanted};

use super::error::HistoryError;
use super::load::Loaded;
use super::panel::{Panel, Rows};
use mapping::Missing;

/// A world as files.
#[derive(Clone, Debug)]
pub struct World {
    /// The scenario.
    pub scenario: String,
    /// The tables beside it: what follows the stem in the name, and the text.
    pub tables: Vec<(&'static str, String)>,
    /// The numbers of the world.
    pub summary: Summary,
}

/// Makes the world of a year.
///
/// # Errors
/// Returns an error if the year or a state is not in the data, no state is left, or a variable that the mapping needs is
/// missing.
pub fn make(loaded: &Loaded, wanted: &Wanted, mapping: &Mapping) -> Result<World, HistoryError> {
    let panel = complete(&loaded.panel);
    let (first, last) = years(&panel, wanted)?;
    let absent = refuse_missing(&panel, mapping, loaded)?;
    // The record does not say which states enter after its end.
    let known = panel.years().map_or(last, |(_, end)| end.min(last));
    let members = cast::members(&panel, &wanted.choice, first, known)?;
    let near = reach::nearness(&panel);
    let rates = reach::Rates::estimate(&panel, &near, &mapping.reach, first);
    let (couples, changes) = pairs::couples(&panel, &members, (first, known), mapping, (&rates, &near));
    let (of_states, mut imputed) = states::values(&panel, &members, mapping, first);
    let (of_pairs, imputed_pairs) = pairs::values(&panel, &members, &couples, mapping, first, &near);
    imputed.extend(imputed_pairs);
    let summary = summary::of(&summary::Parts {
        years: (first, last),
        members: &members,
        couples: &couples,
        changes: &changes,
        imputed: &imputed,
        nearness: &|couple| near(couple.row),
        absent,
    });
    let parts = write::Parts {
        loaded,
        wanted,
        mapping,
        members: &members,
        couples: &couples,
        changes: &changes,
        of_states: &of_states,
        of_pairs: &of_pairs,
        imputed: &imputed,
        summary: &summary,
    };
    let (scenario, tables) = (parts.scenario(), parts.tables());
    Ok(World { scenario, tables, summary })
}

/// Adds GDP from GDP per head where only that is given. Only its ratios count, so the unit does not matter.
fn complete(panel: &Panel) -> Panel {
    let mut panel = panel.clone();
    let product = |states: &Rows| {
        let (per_head, people) = (states.column("wealth_per_head")?, states.column("population")?);
        Some(per_head.iter().zip(people).map(|(per_head, people)| per_head * people).collect())
    };
    if panel.states.column("wealth").is_none()
        && let Some(wealth) = product(&panel.states)
    {
        panel.states.set("wealth", wealth);
    }
    panel
}

/// The first and the last year of the world.
fn years(panel: &Panel, wanted: &Wanted) -> Result<(i32, i32), HistoryError> {
    let there: BTreeSet<i32> = (0..panel.states.len()).map(|row| panel.states.year(row)).collect();
    let (Some(&low), Some(&high)) = (there.first(), there.last()) else {
        return Err(HistoryError::of_file(
            "the data",
            "hold no years of states",
            "give a directory with a table of states",
        ));
    };
    if !there.contains(&wanted.year) {
        let message = format!("{} is not a year of the data, which has {low}–{high}", wanted.year);
        return Err(HistoryError::of_file("--year", message, "choose one of these years"));
    }
    let last = wanted.until.unwrap_or(high);
    if last <= wanted.year {
        let message = format!("a world of {} to {last} does not have a round", wanted.year);
        let option = if wanted.until.is_some() { "--until" } else { "--year" };
        return Err(HistoryError::of_file(option, message, "choose an earlier --year, or a later --until"));
    }
    Ok((wanted.year, last))
}

/// Refuses data without a variable that the mapping cannot do without. Returns the variables that it can do without.
fn refuse_missing(panel: &Panel, mapping: &Mapping, loaded: &Loaded) -> Result<Vec<String>, HistoryError> {
    let (mut impossible, mut needed, mut absent) = (Vec::new(), BTreeSet::new(), BTreeSet::new());
    let kinds = [("states", &mapping.of_states, &panel.states), ("pairs", &mapping.of_pairs, &panel.pairs)];
    for (kind, rules, rows) in kinds {
        for (key, rule) in rules {
            let mut missing = provenance::variables_of(rule);
            missing.retain(|name| rows.column(name).is_none() && panel.states.column(name).is_none());
            if rule.missing == Missing::Impute && !value::Measure::new(rule, rows, panel).is_possible() {
                impossible.push(format!("{kind}.{}", key.name));
                needed.extend(missing.iter().cloned());
            }
            absent.extend(missing);
        }
    }
    for name in ["onset", "contiguity"] {
        if panel.pairs.column(name).is_none() {
            needed.insert(name.to_owned());
            impossible.push(format!("reach (without {name})"));
        }
    }
    if impossible.is_empty() {
        return Ok(absent.into_iter().collect());
    }
    let file = loaded.files.iter().map(|file| file.display().to_string()).collect::<Vec<_>>().join(", ");
    let needed: Vec<&str> = needed.iter().map(String::as_str).collect();
    let message = format!(
        "variables are missing: {}. Without them these cannot be computed: {}",
        needed.join(", "),
        impossible.join(", ")
    );
    let columns: Vec<String> = needed.iter().map(|name| format!("{name}: {}", provenance::columns_of(name))).collect();
    let help = format!(
        "{}\n  add the file, name the column in a column map (--columns), or leave the key out of the mapping (--mapping)",
        columns.join("\n  ")
    );
    Err(HistoryError::of_file(file, message, help))
}
