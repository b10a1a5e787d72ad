//! `[events]`: what happens to the world from outside, spelt out into the model's interventions in file order.

use super::RunSettings;
use super::calendar::round_of;
use super::cast::{Cast, Chosen};
use super::check::join;
use super::fields::variables;
use super::node::{Entry, Node, Table, Value};
use super::pairs::exists;
use super::problems::{ProblemKind, Problems};
use super::sources::Place;
use crate::model::pairs::{Act, INSTRUMENTS, Instrument};
use crate::model::states::Column;
use crate::model::{Change, Intervention, StateId, Topology};

/// Most interventions that one scenario may spell out.
const MOST: usize = 10_000_000;

/// What events are read against.
pub struct Stage<'a> {
    /// Who is there.
    pub cast: &'a Cast,
    /// Which pairs there are.
    pub topology: &'a Topology,
    /// When the run begins and ends.
    pub run: &'a RunSettings,
    /// Events after the last round are left out rather than refused.
    pub shortened: bool,
}

/// All interventions of `[events]`.
pub fn build(tree: &Table, stage: &Stage, problems: &mut Problems) -> Vec<Intervention> {
    let mut out = Vec::new();
    for entry in tree.table("events").map_or(&[][..], |t| &t.entries) {
        let Value::Table(table) = &entry.node.value else { continue };
        if table.damaged || table.flag("enabled") == Some(false) {
            continue;
        }
        let mut reader = Reader { entry, table, stage, problems };
        let (Some(span), Some(changes)) = (reader.span(), reader.changes()) else { continue };
        let Span::Rounds(from, until) = span else { continue };
        if out.len() + changes.len() > MOST {
            reader.refuse(entry.key_place, "events spell out too many changes", "name fewer states");
            break;
        }
        out.extend(changes.into_iter().map(|change| Intervention { name: entry.key.clone(), from, until, change }));
    }
    out
}

enum Span {
    Rounds(u32, u32),
    /// After the end of a shortened run.
    Never,
}

struct Reader<'a> {
    entry: &'a Entry,
    table: &'a Table,
    stage: &'a Stage<'a>,
    problems: &'a mut Problems,
}

impl Reader<'_> {
    fn refuse(&mut self, place: Place, message: &str, help: &str) {
        let message = format!("{}: {message}", join("events", &self.entry.key));
        self.problems.add(ProblemKind::Conflict, place, message, help);
    }

    /// A round by either of two keys, with where it stands.
    fn round(&mut self, by_round: &str, by_year: &str) -> Option<(f64, Place)> {
        let (round, year) = (self.table.get(by_round), self.table.get(by_year));
        if let (Some(_), Some(node)) = (round, year) {
            self.refuse(node.place, &format!("has both `{by_round}` and `{by_year}`"), "give one of the two");
        }
        let given = round.and_then(|n| Some((n.number()?, n.place)));
        given.or_else(|| year.and_then(|n| Some((round_of(n.number()?, self.stage.run), n.place))))
    }

    /// When it happens.
    fn span(&mut self) -> Option<Span> {
        let last = self.stage.run.rounds;
        let (at, from, until) =
            (self.round("at", "year"), self.round("from", "from_year"), self.round("until", "until_year"));
        let length = self.table.number("for");
        if let (Some(_), Some((_, place))) = (at, from) {
            self.refuse(place, "has both `at` and `from`", "give one of the two");
            return None;
        }
        if let (Some(_), Some((_, place))) = (length, until) {
            self.refuse(place, "has both `for` and `until`", "give one of the two");
            return None;
        }
        let Some((first, place)) = at.or(from).or(until.map(|(_, place)| (1.0, place))) else {
            let help = "write at = ROUND or year = YEAR; for a span, from and until, or at and for";
            self.refuse(self.entry.key_place, "does not say when", help);
            return None;
        };
        if first < 1.0 {
            let begin = self.stage.run.start_year + self.stage.run.round_years;
            let message = format!("falls before the first round, which is year {begin}");
            self.refuse(place, &message, "give a later year, or an earlier run.start_year");
            return None;
        }
        if first > f64::from(last) {
            if self.stage.shortened {
                return Some(Span::Never);
            }
            let message = format!("comes after the last round: it falls in round {first}, and there are {last}");
            self.refuse(place, &message, "give an earlier time, or more rounds in [run]");
            return None;
        }
        let end = match (length, until) {
            (Some(length), _) => first + length - 1.0,
            (None, Some((end, place))) => {
                if end < first {
                    self.refuse(place, "ends before it begins", "give a later `until`");
                    return None;
                }
                end
            }
            (None, None) if at.is_some() => first,
            (None, None) => f64::from(last),
        };
        Some(Span::Rounds(first as u32, end.min(f64::from(last)) as u32))
    }

    /// What happens, once for every state, or state and counterpart, that is meant.
    fn changes(&mut self) -> Option<Vec<Change>> {
        let deed = self.table.text("do")?.to_owned();
        let states = self.states()?;
        let needs: &[&str] = match deed.as_str() {
            "shock" => &["variable", "amount"],
            "set" | "clamp" => &["variable", "value"],
            "policy" => &["toward"],
            "belief" => &["about", "value"],
            "image" => &["about", "value", "weight"],
            "reach" => &["toward", "value"],
            "form_alliance" | "break_alliance" => &["with"],
            _ => &[],
        };
        self.refuse_foreign_keys(&deed, needs)?;
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
            "enter" => Some(states.into_iter().map(|state| Change::Enter { state }).collect()),
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
                self.refuse(self.entry.key_place, "does not say to whom it happens", "add state = \"NAME\"");
                return None;
            }
        };
        let chosen = self.stage.cast.select_node(node, self.problems)?;
        Some(chosen.members(self.stage.cast.len()).into_iter().map(StateId).collect())
    }

    /// A key that this deed does not read would be passed over in silence otherwise.
    fn refuse_foreign_keys(&mut self, deed: &str, needs: &[&str]) -> Option<()> {
        const ALL: [&str; 9] =
            ["variable", "value", "amount", "toward", "about", "with", "act", "instrument", "weight"];
        let policy = deed == "policy";
        let mut sound = Some(());
        for entry in &self.table.entries {
            let key = entry.key.as_str();
            if ALL.contains(&key) && !needs.contains(&key) && !(policy && (key == "act" || key == "instrument")) {
                let reads = if policy { "toward, act, instrument".to_owned() } else { needs.join(", ") };
                let help = if reads.is_empty() { "it takes none of these".into() } else { format!("it takes {reads}") };
                self.refuse(entry.key_place, &format!("`{key}` means nothing with do = {deed:?}"), &help);
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

    /// A needed number within a range.
    fn value(&mut self, key: &str, low: f64, high: f64) -> Option<f64> {
        let node = self.node(key)?;
        let (value, place) = (node.number()?, node.place);
        if (low..=high).contains(&value) {
            return Some(value);
        }
        let message = format!("{}.{key} = {value}; must lie in [{low}, {high}]", join("events", &self.entry.key));
        self.problems.add(ProblemKind::OutOfRange, place, message, "give a value within the range");
        None
    }

    fn on_variable(&mut self, deed: &str, states: &[StateId]) -> Option<Vec<Change>> {
        let name = self.node("variable")?.text()?.to_owned();
        let (variable, column): (usize, &Column) = variables().find(|(_, c)| c.name == name)?;
        let make: Box<dyn Fn(StateId) -> Change> = match deed {
            "shock" => {
                let amount = self.value("amount", column.low - column.high, column.high - column.low)?;
                Box::new(move |state| Change::Shock { state, variable, amount })
            }
            _ => {
                let value = self.value("value", column.low, column.high)?;
                if deed == "set" {
                    Box::new(move |state| Change::Set { state, variable, value })
                } else {
                    Box::new(move |state| Change::Clamp { state, variable, value })
                }
            }
        };
        Some(states.iter().map(|s| make(*s)).collect())
    }

    fn policy(&mut self) -> Option<(Act, Option<Instrument>)> {
        let act = match self.table.text("act") {
            Some("cooperate") => Some(Act::Cooperate),
            Some("abstain") => Some(Act::Abstain),
            Some("confront") => Some(Act::Confront),
            _ => None,
        };
        let instrument =
            self.table.text("instrument").and_then(|name| INSTRUMENTS.into_iter().find(|i| i.name() == name));
        match (act, instrument) {
            (None, None) => {
                self.refuse(self.entry.key_place, "has neither `act` nor `instrument`", "add act = \"cooperate\"");
                None
            }
            (Some(act), Some(instrument)) if instrument.act() != act => {
                let place = self.table.get("instrument").map_or(self.entry.key_place, |n| n.place);
                self.refuse(
                    place,
                    &format!("{} is no instrument of that act", instrument.name()),
                    "change one of the two",
                );
                None
            }
            (act, instrument) => Some((act.or(instrument.map(Instrument::act))?, instrument)),
        }
    }

    /// One change a state and counterpart; a counterpart left out is everybody.
    fn toward(
        &mut self,
        key: &str,
        states: &[StateId],
        may_be_all: bool,
        make: impl Fn(StateId, Option<StateId>) -> Change,
    ) -> Option<Vec<Change>> {
        let stage = self.stage;
        let count = stage.cast.len();
        let (chosen, place) = match self.table.get(key) {
            Some(node) => (stage.cast.select_node(node, self.problems)?, node.place),
            None if may_be_all => (Chosen::All, self.entry.key_place),
            None => {
                self.node(key)?;
                return None;
            }
        };
        if chosen == Chosen::All && may_be_all {
            return Some(states.iter().map(|s| make(*s, None)).collect());
        }
        let (others, one) = (chosen.members(count), matches!(chosen, Chosen::One(_)) && states.len() == 1);
        let mut changes = Vec::new();
        for state in states {
            for other in &others {
                if exists(stage.topology, state.0, *other) && changes.len() <= MOST {
                    changes.push(make(*state, Some(StateId(*other))));
                }
            }
        }
        if changes.is_empty() || (one && changes.len() != 1) {
            let names = |ids: &mut dyn Iterator<Item = u32>| {
                ids.take(3).map(|s| format!("{:?}", stage.cast.names[s as usize])).collect::<Vec<_>>().join(", ")
            };
            let (a, b) = (names(&mut states.iter().map(|s| s.0)), names(&mut others.iter().copied()));
            let message = format!("{a} and {b} are no pair: neither reaches the other");
            let help = format!(
                "add [[pairs]] with between = [{a}, {b}] and reach = 0, so that they have a place from the start"
            );
            self.refuse(place, &message, &help);
            return None;
        }
        Some(changes)
    }
}
