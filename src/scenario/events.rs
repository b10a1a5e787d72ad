//! `[events]`: changes from outside, converted into the model's interventions in file order.

mod reader;
mod when;

use super::cast::{Cast, Chosen};
use super::check::join;
use super::fields::variables;
use super::node::{Node, Table, Value};
use super::pairs::exists;
use super::problems::{ProblemKind, Problems};
use super::sources::Place;
use crate::model::pairs::{Act, Instrument};
use crate::model::states::Column;
use crate::model::{Change, Intervention, StateId};
pub(super) use reader::Context;
use reader::Reader;
use when::Span;

/// The largest number of interventions of a scenario.
pub(super) const MOST: usize = 10_000_000;
/// The help for two states that do not form a pair.
const ADD_PAIRS: &str = "add a [[pairs]] entry between them with reach = 0, so that they have a place from the start";

/// Keys that belong to some deeds only.
pub(super) const DEED_KEYS: [&str; 9] =
    ["variable", "value", "amount", "toward", "about", "with", "act", "instrument", "weight"];

/// The keys of [`DEED_KEYS`] that a deed uses.
pub(super) fn keys_of(deed: &str) -> &'static [&'static str] {
    match deed {
        "shock" => &["variable", "amount"],
        "set" | "clamp" => &["variable", "value"],
        "policy" => &["toward", "act", "instrument"],
        "belief" => &["about", "value"],
        "image" => &["about", "value", "weight"],
        "reach" => &["toward", "value"],
        "form_alliance" | "break_alliance" => &["with"],
        _ => &[],
    }
}

/// All interventions of `[events]`, and the names of events after the end of a shortened run, which are left out.
pub(super) fn build(tree: &Table, context: &Context, problems: &mut Problems) -> (Vec<Intervention>, Vec<String>) {
    let (mut out, mut left_out) = (Vec::new(), Vec::new());
    for entry in tree.table("events").map_or(&[][..], |t| &t.entries) {
        let Value::Table(table) = &entry.node.value else { continue };
        if table.damaged {
            continue;
        }
        if table.flag("enabled") == Some(false) {
            warn_of_unknown_names(table, context.cast, problems);
            continue;
        }
        let mut reader = Reader { entry, table, context, problems };
        let (Some(span), Some(changes)) = (reader.span(), reader.changes()) else { continue };
        let Span::Rounds(from, until) = span else {
            left_out.push(entry.key.clone());
            continue;
        };
        if out.len() + changes.len() > MOST {
            reader.refuse(entry.key_place, "the events consist of too many changes", "name fewer states");
            break;
        }
        out.extend(changes.into_iter().map(|change| Intervention { name: entry.key.clone(), from, until, change }));
    }
    (out, left_out)
}

/// An event that is left out may name unknown states, but then it could not be enabled.
fn warn_of_unknown_names(table: &Table, cast: &Cast, problems: &mut Problems) {
    let mut found = Problems::default();
    for node in ["state", "states", "toward", "about", "with"].iter().filter_map(|key| table.get(key)) {
        cast.select_node(node, &mut found);
    }
    for problem in found.errors() {
        let message = format!("{}, although the event is not enabled", problem.message);
        problems.warn(problem.place, message, problem.help.as_str());
    }
}

impl Reader<'_> {
    /// Adds the deed once for every state, or for every state and counterpart, that is meant.
    fn changes(&mut self) -> Option<Vec<Change>> {
        let deed = self.table.text("do")?.to_owned();
        let states = self.states()?;
        self.refuse_foreign_keys(&deed)?;
        if self.table.number("count") == Some(0.0) {
            return Some(Vec::new());
        }
        match deed.as_str() {
            "shock" | "set" | "clamp" => self.on_variable(&deed, &states),
            "policy" => {
                let (act, instrument) = self.policy()?;
                let make = |state, toward| Change::ClampPolicy { state, toward, act, instrument };
                self.toward("toward", &states, true, make)
            }
            "belief" => {
                let value = self.value("value", -1.0, 1.0)?;
                self.toward("about", &states, true, |state, about| Change::ClampBelief { state, about, value })
            }
            "image" => {
                let value = self.value("value", -1.0, 1.0)?;
                let weight = self.table.number("weight").unwrap_or(1.0);
                self.toward("about", &states, true, |state, about| Change::Image { state, about, value, weight })
            }
            "reach" => {
                let value = self.value("value", 0.0, 1.0)?;
                let make =
                    |state, toward: Option<StateId>| Change::Reach { state, toward: toward.unwrap_or(state), value };
                self.toward("toward", &states, false, make)
            }
            "form_alliance" | "break_alliance" => {
                let formed = deed == "form_alliance";
                let make =
                    |state, with: Option<StateId>| Change::Alliance { state, with: with.unwrap_or(state), formed };
                self.toward("with", &states, false, make)
            }
            "enter" => {
                let enter = |state| self.context.cast.take_over(state).into_iter().chain([Change::Enter { state }]);
                Some(states.into_iter().flat_map(enter).collect())
            }
            _ => Some(states.into_iter().map(|state| Change::Leave { state }).collect()),
        }
    }

    fn states(&mut self) -> Option<Vec<StateId>> {
        let node = match (self.table.get("state"), self.table.get("states")) {
            (Some(node), None) | (None, Some(node)) => node,
            (Some(_), Some(node)) => {
                self.refuse(node.place, "has both `state` and `states`", "put all of them into one list");
                return None;
            }
            (None, None) => {
                self.refuse(self.entry.key_place, "does not name a state", "add state = \"NAME\"");
                return None;
            }
        };
        let chosen = self.context.cast.select_node(node, self.problems)?;
        let count = self.table.number("count").map_or(usize::MAX, |count| count as usize);
        Some(chosen.members(self.context.cast.len()).into_iter().take(count).map(StateId).collect())
    }

    /// Without this check, a key that the deed does not use would be ignored silently.
    fn refuse_foreign_keys(&mut self, deed: &str) -> Option<()> {
        let keys = keys_of(deed);
        let mut sound = Some(());
        for entry in &self.table.entries {
            let key = entry.key.as_str();
            if DEED_KEYS.contains(&key) && !keys.contains(&key) {
                let reads = keys.join(", ");
                let help =
                    if reads.is_empty() { "it does not take any of these".into() } else { format!("it takes {reads}") };
                self.refuse(entry.key_place, &format!("`{key}` has no effect with do = {deed:?}"), &help);
                sound = None;
            }
        }
        sound
    }

    fn node(&mut self, key: &str) -> Option<&Node> {
        if self.table.get(key).is_none() {
            let deed = self.table.text("do").unwrap_or("");
            self.refuse(self.entry.key_place, &format!("has no `{key}`"), &format!("do = {deed:?} needs it"));
        }
        self.table.get(key)
    }

    /// A required number within a range.
    fn value(&mut self, key: &str, low: f64, high: f64) -> Option<f64> {
        let node = self.node(key)?;
        let (value, place) = (node.number()?, node.place);
        if (low..=high).contains(&value) {
            return Some(value);
        }
        let message = format!("{}.{key} = {value}; must be in [{low}, {high}]", join("events", &self.entry.key));
        self.problems.add(ProblemKind::OutOfRange, place, message, "give a value within the range");
        None
    }

    fn on_variable(&mut self, deed: &str, states: &[StateId]) -> Option<Vec<Change>> {
        let name = self.node("variable")?.text()?.to_owned();
        let (variable, column): (usize, &Column) = variables().find(|(_, c)| c.name == name)?;
        if deed == "shock" {
            let amount = self.value("amount", column.low - column.high, column.high - column.low)?;
            return Some(states.iter().map(|s| Change::Shock { state: *s, variable, amount }).collect());
        }
        let value = self.value("value", column.low, column.high)?;
        let make = |state: &StateId| match deed {
            "set" => Change::Set { state: *state, variable, value },
            _ => Change::Clamp { state: *state, variable, value },
        };
        Some(states.iter().map(make).collect())
    }

    fn policy(&mut self) -> Option<(Act, Option<Instrument>)> {
        let act = self.table.text("act").and_then(Act::named);
        let instrument = self.table.text("instrument").and_then(Instrument::named);
        match (act, instrument) {
            (None, None) => {
                self.refuse(self.entry.key_place, "has neither `act` nor `instrument`", "add act = \"cooperate\"");
                None
            }
            (Some(act), Some(instrument)) if instrument.act() != act => {
                let place = self.table.get("instrument").map_or(self.entry.key_place, |n| n.place);
                self.refuse(
                    place,
                    &format!("the instrument {} does not belong to that act", instrument.name()),
                    "change one of the two",
                );
                None
            }
            (act, instrument) => Some((act.or(instrument.map(Instrument::act))?, instrument)),
        }
    }

    /// One change for each state and counterpart. Without counterparts, all states are meant.
    fn toward(
        &mut self,
        key: &str,
        states: &[StateId],
        may_be_all: bool,
        make: impl Fn(StateId, Option<StateId>) -> Change,
    ) -> Option<Vec<Change>> {
        let context = self.context;
        let count = context.cast.len();
        let (chosen, place) = match self.table.get(key) {
            Some(node) => (context.cast.select_node(node, self.problems)?, node.place),
            None if may_be_all => (Chosen::All, self.entry.key_place),
            None => {
                self.node(key)?;
                return None;
            }
        };
        if chosen == Chosen::All && may_be_all {
            return Some(states.iter().map(|s| make(*s, None)).collect());
        }
        let others = chosen.members(count);
        let mut changes = Vec::new();
        for state in states {
            for other in &others {
                if exists(context.topology, state.0, *other) && changes.len() <= MOST {
                    changes.push(make(*state, Some(StateId(*other))));
                }
            }
        }
        self.missing_pair(key, place, &others)?;
        if changes.is_empty() {
            self.refuse(place, "does not match any pair: no state of one side reaches a state of the other", ADD_PAIRS);
            return None;
        }
        Some(changes)
    }

    /// States named directly on both sides must be pairs; members of groups need not be. Returns `None` if a pair is
    /// missing.
    fn missing_pair(&mut self, key: &str, place: Place, others: &[u32]) -> Option<()> {
        let cast = self.context.cast;
        let states = self.table.get("state").or_else(|| self.table.get("states")).map(|n| cast.named_in(n));
        let counterparts = self.table.get(key).map(|n| cast.named_in(n));
        for a in states.iter().flatten().copied() {
            for b in counterparts.iter().flatten().copied().filter(|b| !exists(self.context.topology, a, *b)) {
                let (first, second) = (&cast.names[a as usize], &cast.names[b as usize]);
                if a == b {
                    if others.len() > 1 {
                        continue;
                    }
                    self.refuse(
                        place,
                        &format!("{first:?} cannot form a pair with itself"),
                        "name two different states",
                    );
                    return None;
                }
                let message = format!("{first:?} and {second:?} do not form a pair: neither reaches the other");
                self.refuse(place, &message, ADD_PAIRS);
                return None;
            }
        }
        Some(())
    }
}
