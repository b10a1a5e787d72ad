//! The states of the world: named states, then synthetic ones, with their groups, places, entries and exits.

use std::collections::BTreeMap;

use super::RunSettings;
use super::check::join;
use super::codes::code_of;
use super::fields::variables;
use super::generator::Generator;
use super::node::{Entry, Node, Table, Value};
use super::problems::{ProblemKind, Problems};
use super::settings;
use super::sources::Place;
use super::suggest::{in_quotes, listed, nearest};
use super::times;
use crate::model::constitution::COMPONENTS;
use crate::model::{Change, Intervention, StateId, States};

/// All states of a scenario.
#[derive(Debug, Default)]
pub(super) struct Cast {
    /// The names, in order.
    pub names: Vec<String>,
    /// The initial values of each state.
    pub states: States,
    /// The coordinates; `None` if the scenario does not give them.
    pub places: Vec<Option<[f64; 2]>>,
    /// The number of states named in the file.
    pub named: usize,
    /// The entries and exits.
    pub comings: Vec<Intervention>,
    by_name: BTreeMap<String, u32>,
    by_code: BTreeMap<String, u32>,
    /// The states that a state succeeds, and the place that names them.
    succeeds: BTreeMap<u32, (Vec<StateId>, Place)>,
    /// The entries of states that succeed others.
    successions: Vec<Intervention>,
    groups: BTreeMap<String, Vec<u32>>,
}

/// The states that a selector means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Chosen {
    /// All states.
    All,
    /// One state, by name.
    One(u32),
    /// The members of a group or a list.
    Many(Vec<u32>),
}

impl Chosen {
    /// The states of the selector.
    pub(super) fn members(&self, count: usize) -> Vec<u32> {
        match self {
            Self::All => (0..count as u32).collect(),
            Self::One(state) => vec![*state],
            Self::Many(states) => states.clone(),
        }
    }
}

impl Cast {
    /// Reads `[states]` and draws the states of `[generator]`. The size was checked before.
    pub(super) fn build(tree: &Table, run: &RunSettings, replicate: u64, problems: &mut Problems) -> Self {
        let entries = tree.table("states").map_or(&[][..], |t| &t.entries);
        let generator = Generator::read(tree, problems);
        let count = entries.len() + generator.as_ref().map_or(0, |g| g.count);
        let mut cast = Self {
            states: States::new(count),
            places: vec![None; count],
            named: entries.len(),
            names: Vec::with_capacity(count),
            ..Self::default()
        };
        for (at, entry) in entries.iter().enumerate() {
            cast.add_named(at, entry, problems);
        }
        if let Some(generator) = &generator {
            for k in 0..generator.count {
                cast.add_name(&generator.name(k), cast.named + k, generator.place, problems);
                let draws = generator.draws(run.seed, replicate);
                generator.fill(k, cast.named + k, &draws, &mut cast.states, &mut cast.places);
            }
            for group in &generator.groups {
                cast.groups.entry(group.clone()).or_default().extend(cast.named as u32..count as u32);
            }
        }
        cast.add_codes(entries, problems);
        cast.read_successions(entries, problems);
        for (at, entry) in entries.iter().enumerate() {
            cast.come_and_go(at, entry, tree, run, problems);
        }
        // In a round successors enter before any state leaves.
        let others = std::mem::take(&mut cast.comings);
        cast.comings = std::mem::take(&mut cast.successions);
        cast.comings.extend(others);
        cast
    }

    /// A code names its state, so it must not name another.
    fn add_codes(&mut self, entries: &[Entry], problems: &mut Problems) {
        for (at, entry) in entries.iter().enumerate() {
            let Value::Table(table) = &entry.node.value else { continue };
            let (Some(code), Some(node)) = (code_of(table), table.get("code")) else { continue };
            let mut refuse = |message: String, help: &str| {
                let message = format!("{}.code: {message}", join("states", &entry.key));
                problems.add(ProblemKind::Conflict, node.place, message, help);
            };
            let named = self.by_name.get(&code).filter(|state| **state != at as u32);
            if code.trim().is_empty() || code == "all" || code.contains([':', '|']) {
                let help = "a code must not be empty, \"all\", or contain a colon or a vertical bar";
                refuse(format!("{} cannot be a code", in_quotes(&code)), help);
            } else if named.is_some() {
                refuse(format!("another state has the name {}", in_quotes(&code)), "choose another code");
            } else if let Some(other) = self.by_code.insert(code.clone(), at as u32) {
                let other = &self.names[other as usize];
                refuse(format!("{other:?} has the code {} too", in_quotes(&code)), "give each state a code of its own");
            }
        }
    }

    /// The code of every state, in order; `None` for a state without one.
    pub(super) fn codes(&self) -> Vec<Option<String>> {
        let mut codes = vec![None; self.len()];
        for (code, state) in &self.by_code {
            codes[*state as usize] = Some(code.clone());
        }
        codes
    }

    /// The number of the state with this name or code.
    fn find(&self, text: &str) -> Option<u32> {
        self.by_name.get(text).or_else(|| self.by_code.get(text)).copied()
    }

    /// The number of states.
    pub(super) fn len(&self) -> usize {
        self.names.len()
    }

    fn add_name(&mut self, name: &str, at: usize, place: Place, problems: &mut Problems) {
        if self.by_name.insert(name.to_owned(), at as u32).is_some() {
            let message = format!("two states have the name {name:?}");
            problems.add(
                ProblemKind::Conflict,
                place,
                message,
                "choose another name, or another `prefix` in [generator]",
            );
        }
        self.names.push(name.to_owned());
    }

    fn add_named(&mut self, at: usize, entry: &Entry, problems: &mut Problems) {
        self.add_name(&entry.key, at, entry.key_place, problems);
        let Value::Table(table) = &entry.node.value else { return };
        let governance = table.number("governance");
        for (place, column) in variables() {
            let whole = governance.filter(|_| COMPONENTS.contains(&column.name));
            if let Some(value) = table.number(column.name).or(whole)
                && let Some(cells) = self.states.column_mut(place)
            {
                cells[at] = value;
                self.states.given[at] |= 1 << place;
            }
        }
        self.places[at] = table.number("x").zip(table.number("y")).map(|(x, y)| [x, y]);
        for key in ["group", "groups"] {
            for (group, place) in table.get(key).map_or_else(Vec::new, Node::texts) {
                if group.trim().is_empty() {
                    problems.add(ProblemKind::Missing, place, "a group without a name", "give it one, or leave it out");
                }
                self.groups.entry(group.to_owned()).or_default().push(at as u32);
            }
        }
    }

    /// The entries and exits of a state. A state that succeeds others takes over before it enters.
    fn come_and_go(&mut self, at: usize, entry: &Entry, tree: &Table, run: &RunSettings, problems: &mut Problems) {
        let Value::Table(table) = &entry.node.value else { return };
        let presence = times::presence(&entry.key, table, run, settings::shortened(tree), problems);
        self.states.present[at] = presence.from_start;
        let state = StateId(at as u32);
        for (round, enters) in presence.changes {
            let note = |change: Change, verb: &str| Intervention {
                name: format!("{} {verb}", entry.key),
                from: round,
                until: round,
                change,
            };
            if !enters {
                self.comings.push(note(Change::Leave { state }, "leaves"));
            } else if let Some(change) = self.take_over(state) {
                self.successions.extend([note(change, "succeeds"), note(Change::Enter { state }, "enters")]);
            } else {
                self.comings.push(note(Change::Enter { state }, "enters"));
            }
        }
    }

    /// Finds the states that each state succeeds, once all names are known.
    fn read_successions(&mut self, entries: &[Entry], problems: &mut Problems) {
        for (at, entry) in entries.iter().enumerate() {
            let Some(node) = entry.node.table().and_then(|table| table.get("succeeds")) else { continue };
            let mut before = Vec::new();
            for (name, place) in node.texts() {
                let Some(state) = self.state(name, place, problems) else { continue };
                if state == at as u32 {
                    let message = format!("{} cannot succeed itself", join("states", &entry.key));
                    problems.add(ProblemKind::Conflict, place, message, "name another state");
                } else {
                    before.push(StateId(state));
                }
            }
            self.succeeds.insert(at as u32, (before, node.place));
        }
    }

    /// The change by which a state takes over from those that it succeeds; `None` if it does not succeed any.
    pub(super) fn take_over(&self, state: StateId) -> Option<Change> {
        let (before, _) = self.succeeds.get(&state.0)?;
        Some(Change::TakeOver { state, before: before.clone() })
    }

    /// Warns of states that succeed others but never enter.
    pub(super) fn warn_of_idle_successors(&self, interventions: &[Intervention], problems: &mut Problems) {
        for (state, (_, place)) in &self.succeeds {
            let enters = |done: &Intervention| matches!(&done.change, Change::TakeOver { state: which, .. } if which.0 == *state);
            if !interventions.iter().any(enters) {
                let message = format!(
                    "{}.succeeds has no effect, because the state does not enter during the run",
                    join("states", &self.names[*state as usize])
                );
                problems.warn(Some(*place), message, "give the state `enters` or `enters_year`");
            }
        }
    }

    /// Returns true if a state of this name or code exists.
    pub(super) fn has(&self, name: &str) -> bool {
        self.find(name).is_some()
    }

    /// A state by name or code.
    pub(super) fn state(&self, name: &str, place: Place, problems: &mut Problems) -> Option<u32> {
        let found = self.find(name);
        if found.is_none() {
            self.unknown(name, place, problems);
        }
        found
    }

    /// The states that a text means: a state, `group:NAME` or `all`.
    pub(super) fn select(&self, text: &str, place: Place, problems: &mut Problems) -> Option<Chosen> {
        if text == "all" {
            return Some(Chosen::All);
        }
        let Some(group) = text.strip_prefix("group:") else {
            return self.state(text, place, problems).map(Chosen::One);
        };
        let found = self.groups.get(group).cloned().map(Chosen::Many);
        if found.is_none() && problems.is_full() {
            problems.count();
        } else if found.is_none() {
            let names = || self.groups.keys().map(String::as_str);
            let hint = nearest(group, names()).map_or_else(String::new, |n| format!("; did you mean `group:{n}`?"));
            let help = if self.groups.is_empty() {
                "no state has a `group`".to_owned()
            } else {
                format!("groups are {}", listed(names()))
            };
            problems.add(
                ProblemKind::UnknownName,
                place,
                format!("the group {} does not exist{hint}", in_quotes(group)),
                help,
            );
        }
        found
    }

    /// The states that a text or a list of texts means.
    pub(super) fn select_node(&self, node: &Node, problems: &mut Problems) -> Option<Chosen> {
        let texts = node.texts();
        if let [(text, place)] = texts[..] {
            return self.select(text, place, problems);
        }
        if texts.is_empty() {
            problems.add(ProblemKind::Missing, node.place, "no state is named here", "name a state, group:NAME or all");
            return None;
        }
        let mut members = Vec::new();
        let mut sound = true;
        for (text, place) in texts {
            match self.select(text, place, problems) {
                Some(chosen) => members.extend(chosen.members(self.len())),
                None => sound = false,
            }
        }
        // Each state once, in the order written.
        let mut seen = vec![false; self.len()];
        members.retain(|m| !std::mem::replace(&mut seen[*m as usize], true));
        sound.then_some(Chosen::Many(members))
    }

    /// The states that a text or a list of texts names directly.
    pub(super) fn named_in(&self, node: &Node) -> Vec<u32> {
        node.texts().iter().filter_map(|(text, _)| self.find(text)).collect()
    }

    fn unknown(&self, name: &str, place: Place, problems: &mut Problems) {
        if problems.is_full() {
            return problems.count();
        }
        let names = || self.names.iter().map(String::as_str);
        let hint = nearest(name, names()).map_or_else(String::new, |n| format!("; did you mean {n:?}?"));
        let help = format!("states are {}", listed(names()));
        problems.add(
            ProblemKind::UnknownName,
            place,
            format!("the state {} does not exist{hint}", in_quotes(name)),
            help,
        );
    }
}
