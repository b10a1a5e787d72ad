//! The data of the page for its script: numbers in whole thousandths, thinned so that the page stays small.

use serde::Serialize;
use serde_json::json;

use super::reasons::Reasons;
use super::thousandths::thousandths;
use super::tiles::{Tile, lays_out, tiles};
use crate::analysis::quantiles::Band;
use crate::plot::blocs::Order;
use crate::plot::data::{Data, in_words};
use crate::plot::pairs::Relations;
use crate::record::declared;
use crate::record::words::EventKind;

/// Measures that can be chosen: the column, and the limits of its axis if they are fixed.
const MEASURES: [(&str, Option<(f64, f64)>); 14] = [
    ("governance", Some((0.0, 1.0))),
    ("meaning", Some((0.0, 1.0))),
    ("referent", Some((0.0, 1.0))),
    ("securitisation", Some((0.0, 1.0))),
    ("provision", Some((0.0, 1.0))),
    ("system", Some((0.0, 1.0))),
    ("policy", Some((-1.0, 1.0))),
    ("threat", Some((0.0, 1.0))),
    ("authority", Some((0.0, 1.0))),
    ("support", Some((0.0, 1.0))),
    ("backlog", Some((0.0, 1.0))),
    ("belief_error", None),
    ("wealth", None),
    ("power", None),
];

/// Columns of `states.csv` that the page reads.
pub(crate) const COLUMNS: &[&str] = &[
    "governance",
    "meaning",
    "referent",
    "securitisation",
    "provision",
    "system",
    "policy",
    "threat",
    "authority",
    "support",
    "backlog",
    "belief_error",
    "wealth",
    "power",
    "bloc",
    "disputes",
    "wars",
];

/// The largest numbers of states on the page, of numbers of single runs, and of events of a round.
const MOST_STATES: usize = 60;
const MOST_NUMBERS: usize = 520_000;
const MOST_EVENTS: usize = 60;
/// Returns true if the page lists events of this kind. Threats, issues, lapses and incidents are too many.
fn is_listed(kind: EventKind) -> bool {
    use EventKind::{
        Concession, DisputeLapsed, DisputeVoid, Incident, IssuesAccepted, IssuesResolved, ThreatBegun, ThreatEnded,
    };
    !matches!(
        kind,
        ThreatBegun
            | ThreatEnded
            | IssuesAccepted
            | IssuesResolved
            | DisputeLapsed
            | DisputeVoid
            | Incident
            | Concession
    )
}

/// Differences from each value to the next. Missing values stay missing.
fn differences(values: impl Iterator<Item = f64>) -> Vec<Option<i64>> {
    steps(values.map(thousandths))
}

fn steps(values: impl Iterator<Item = Option<i64>>) -> Vec<Option<i64>> {
    let mut last = 0;
    let mut step = |value: i64| {
        let step = value - last;
        last = value;
        step
    };
    values.map(|value| value.map(&mut step)).collect()
}

#[derive(Serialize)]
struct Measure {
    name: &'static str,
    label: String,
    unit: String,
    low: Option<f64>,
    high: Option<f64>,
}

/// The data of a page.
pub(crate) struct Pack<'a> {
    data: &'a Data,
    /// The states shown, by their index in the data.
    shown: Vec<usize>,
    /// The single runs shown.
    runs: usize,
    order: Order,
    tiles: Vec<Tile>,
    by_coordinates: bool,
    reasons: Option<Reasons>,
}

impl<'a> Pack<'a> {
    /// Chooses what is shown.
    pub(crate) fn new(data: &'a Data, reasons: Option<Reasons>) -> Self {
        let all = data.states.len();
        let shown: Vec<usize> = if all <= MOST_STATES {
            (0..all).collect()
        } else {
            let mut shown = data.foremost(MOST_STATES);
            shown.sort_unstable();
            shown
        };
        let numbers = data.rounds.len() * shown.len() * MEASURES.len();
        let runs = (MOST_NUMBERS / numbers.max(1)).clamp(1, data.runs.len());
        let last: Vec<usize> = (0..data.rounds.len()).collect();
        let mut order = Order::of(data, 0, &last);
        order.keep(&shown);
        let (tiles, by_coordinates) = tiles(&data.about.scenario, data, &order.states);
        Self { data, shown, runs, order, tiles, by_coordinates, reasons }
    }

    /// Notes on what the page leaves out of the run.
    pub(crate) fn notes(&self) -> Vec<String> {
        let Data { runs, states, relations, thinned, .. } = self.data;
        let mut notes = Vec::new();
        if self.shown.len() < states.len() {
            let (shown, all) = (self.shown.len(), states.len());
            notes.push(format!("To keep the page light, {shown} of {all} states can be chosen: those that events affect, and the most powerful."));
        }
        if self.runs < runs.len() {
            notes.push(format!(
                "The first {1} of {0} runs can be shown one by one. Medians and bands use all runs.",
                runs.len(),
                self.runs
            ));
        }
        if *thinned > 1 {
            notes.push(format!("Every {thinned}th recorded round is shown."));
        }
        if relations.is_none() {
            notes.push(
                "The network is missing because the run did not record pairs.csv; run with --pairs=1 to get it."
                    .to_owned(),
            );
        }
        if self.reasons.as_ref().is_some_and(|reasons| reasons.thinned) {
            notes.push("Reasons are given for some rounds and states; `takvin explain` gives all.".to_owned());
        }
        notes
    }

    /// Returns true if the page has reasons.
    pub(crate) fn has_reasons(&self) -> bool {
        self.reasons.is_some()
    }

    /// The caption of the map.
    pub(crate) fn map_caption(&self) -> &'static str {
        if self.by_coordinates {
            "Map of governance: one tile per state, near the place that the scenario gives it."
        } else if lays_out(&self.data.about.scenario) {
            "Map of governance: one tile per state, sorted by bloc, because the tables do not hold the coordinates of the \
            scenario."
        } else {
            "Map of governance: one tile per state, sorted by bloc, because the scenario gives no coordinates."
        }
    }

    fn place(&self, state: usize) -> Option<usize> {
        self.shown.binary_search(&state).ok()
    }

    /// Everything, as JSON.
    ///
    /// # Errors
    /// Returns an error if serialisation fails. No input is known to cause this.
    pub(crate) fn json(self) -> serde_json::Result<String> {
        let data = self.data;
        let fields = declared("states");
        let measures: Vec<Measure> = MEASURES
            .iter()
            .map(|&(name, ends)| {
                let unit = fields.iter().find(|field| field.name == name).map_or("", |field| &field.unit);
                let label = if name == "system" { "Political system".to_owned() } else { in_words(name) };
                Measure { name, label, unit: unit.to_owned(), low: ends.map(|e| e.0), high: ends.map(|e| e.1) }
            })
            .collect();
        let of_band: [fn(&Band) -> f64; 5] = [|b| b.most.0, |b| b.half.0, |b| b.median, |b| b.half.1, |b| b.most.1];
        let bands: Vec<Vec<Vec<Vec<Option<i64>>>>> = MEASURES
            .iter()
            .map(|(name, _)| {
                let series = data.series(name);
                let of_state = |&state: &usize| {
                    let bands = series.bands(state);
                    of_band.iter().map(|part| differences(bands.iter().map(part))).collect()
                };
                self.shown.iter().map(of_state).collect()
            })
            .collect();
        let rounds = 0..data.rounds.len();
        let column = |name: &str, run: usize, state: usize| {
            differences(rounds.clone().map(|round| data.series(name).at(run, round, state)))
        };
        let values: Vec<Vec<Vec<Vec<Option<i64>>>>> = MEASURES
            .iter()
            .map(|(name, _)| {
                (0..self.runs).map(|run| self.shown.iter().map(|&state| column(name, run, state)).collect()).collect()
            })
            .collect();
        let of_first = |name: &str| -> Vec<_> { self.shown.iter().map(|&state| column(name, 0, state)).collect() };
        let foremost: Vec<usize> = data.foremost(4).into_iter().filter_map(|state| self.place(state)).collect();
        let marks: Vec<_> = data
            .marks()
            .into_iter()
            .map(|mark| {
                let states: Vec<usize> = mark.states.iter().filter_map(|&state| self.place(state)).collect();
                json!({ "year": mark.year, "name": mark.name, "states": states })
            })
            .collect();
        let order: Vec<_> = self
            .order
            .states
            .iter()
            .zip(&self.order.blocs)
            .filter_map(|(&state, bloc)| Some(json!({ "state": self.place(state)?, "bloc": bloc })))
            .collect();
        let map: Vec<_> = self
            .tiles
            .iter()
            .filter_map(|tile| {
                Some(json!({ "state": self.place(tile.state)?, "x": tile.x, "y": tile.y, "size": tile.size }))
            })
            .collect();
        let names: Vec<&String> = self.shown.iter().map(|&state| &data.states[state]).collect();
        let json = json!({
            "clock": data.clock(),
            "years": data.years,
            "rounds": data.rounds,
            "runs": &data.runs[..self.runs],
            "runs_all": data.runs.len(),
            "states": names,
            "foremost": foremost,
            "measures": measures,
            "bands": bands,
            "values": values,
            "governance": of_first("governance"),
            "world": differences(rounds.clone().map(|round| data.series("governance").mean(0, round))),
            "power": of_first("power"),
            "marks": marks,
            "order": order,
            "map": map,
            "kinds": EventKind::NAMES,
            "events": self.events(),
            "everybody": data.states,
            "shown": self.shown,
            "present": rounds.clone().map(|round| self.present(round)).collect::<Vec<_>>(),
            "open": data.relations.as_ref().map(|relations| self.open(relations)),
            "relations": data.relations.as_ref().map(|relations| self.relations(relations)),
            "why": self.reasons.as_ref().map(|reasons| self.placed(reasons)),
        });
        serde_json::to_string(&json)
    }

    /// The events of each round of the first run, for all states of the world. Rounds with very many events are cut.
    fn events(&self) -> Vec<Vec<serde_json::Value>> {
        let mut rounds: Vec<Vec<serde_json::Value>> = vec![Vec::new(); self.data.rounds.len()];
        let mut more = vec![0usize; rounds.len()];
        for happening in self.data.happenings.iter().filter(|happening| happening.run == 0 && is_listed(happening.kind))
        {
            let at = self.data.rounds.partition_point(|&round| round < happening.round);
            match rounds.get_mut(at) {
                Some(round) if round.len() < MOST_EVENTS => {
                    round.push(json!([happening.kind as usize, happening.a, happening.b, happening.what]));
                }
                Some(_) => more[at] += 1,
                None => {}
            }
        }
        for (round, more) in rounds.iter_mut().zip(more).filter(|(_, more)| *more > 0) {
            round.push(json!(more));
        }
        rounds
    }

    /// The number of states in the world in each round of the first run.
    fn present(&self, round: usize) -> usize {
        let governance = self.data.series("governance");
        (0..self.data.states.len()).filter(|&state| !governance.at(0, round, state).is_nan()).count()
    }

    /// The numbers of disputes, crises and wars open in each round, over all pairs of states.
    fn open(&self, relations: &Relations) -> Vec<[usize; 3]> {
        let of_round = |round: usize| {
            let mut open = [0; 3];
            for pair in 0..relations.pairs.len() {
                let stage = relations.stage(round, pair) as usize;
                if let Some(count) = stage.checked_sub(1).and_then(|at| open.get_mut(at)) {
                    *count += 1;
                }
            }
            open
        };
        (0..self.data.rounds.len()).map(of_round).collect()
    }

    fn relations(&self, relations: &Relations) -> serde_json::Value {
        let kept: Vec<(usize, (usize, usize))> = relations
            .pairs
            .iter()
            .enumerate()
            .filter_map(|(pair, &(a, b))| Some((pair, (self.place(a)?, self.place(b)?))))
            .collect();
        let rounds = 0..self.data.rounds.len();
        let column = |of: &dyn Fn(usize, usize) -> f64| -> Vec<_> {
            kept.iter().map(|&(pair, _)| differences(rounds.clone().map(|round| of(round, pair)))).collect()
        };
        // Stage and alliance are plain numbers, not thousandths.
        let stage = |round: usize, pair: usize| {
            let there = !relations.posture(round, pair)[0].is_nan();
            if there { f64::from(relations.stage(round, pair) as u8) / 1000.0 } else { f64::NAN }
        };
        let allied = |round: usize, pair: usize| f64::from(u8::from(relations.allied(round, pair))) / 1000.0;
        json!({
            "pairs": kept.iter().map(|(_, states)| states).collect::<Vec<_>>(),
            "posture_a": column(&|round, pair| relations.posture(round, pair)[0]),
            "posture_b": column(&|round, pair| relations.posture(round, pair)[1]),
            "ties": column(&|round, pair| relations.ties(round, pair).iter().sum::<f64>() / 3.0),
            "stage": column(&stage),
            "allied": column(&allied),
        })
    }

    /// The reasons, with states indexed as on the page. Reasons of states that the page does not show are left out.
    fn placed(&self, reasons: &Reasons) -> serde_json::Value {
        let place = |state: usize| self.place(self.data.state(&reasons.states[state])?);
        let kept: Vec<(usize, (usize, usize))> = reasons
            .pairs
            .iter()
            .enumerate()
            .filter_map(|(pair, &(a, b))| Some((pair, (place(a)?, place(b)?))))
            .collect();
        let rounds = reasons.rounds.len();
        let of_pair =
            |column: &[Option<i64>], pair: usize| steps(column[pair * rounds..(pair + 1) * rounds].iter().copied());
        let of_all = |column: &Vec<Option<i64>>| kept.iter().flat_map(|&(pair, _)| of_pair(column, pair)).collect();
        let columns: Vec<Vec<Option<i64>>> = reasons.decisions.iter().map(of_all).collect();
        let pairs = kept.into_iter().map(|(_, states)| states).collect();
        let deciders = reasons.deciders.iter().map(|state| place((*state)?)).collect();
        json!(Reasons { pairs, deciders, decisions: columns, ..reasons.clone() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_skip_what_is_missing() {
        assert_eq!(differences([0.5, f64::NAN, 0.75, 0.25].into_iter()), [Some(500), None, Some(250), Some(-500)]);
    }
}
