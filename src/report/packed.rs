//! The data of the page as its script reads them: numbers in whole thousandths, thinned so that the page stays small.

use std::ops::Range;

use serde::Serialize;

use super::pack::{MEASURES, Pack};
use super::reasons::Reasons;
use super::thousandths::thousandths;
use super::tiles::Tile;
use crate::analysis::quantiles::Band;
use crate::plot::data::{Data, Happening, in_words};
use crate::plot::pairs::Relations;
use crate::record::declared;
use crate::record::words::EventKind;

/// The largest number of events of a round.
const MOST_EVENTS: usize = 60;

/// The data of a page. States are indices among those shown.
#[derive(Serialize)]
pub(super) struct Packed<'a> {
    clock: &'static str,
    years: &'a [f64],
    rounds: &'a [u32],
    runs: &'a [u32],
    runs_all: usize,
    states: Vec<&'a str>,
    foremost: Vec<usize>,
    measures: Vec<Measure>,
    /// By measure and state: the ends of the bands and the median over runs, from the lowest to the highest. Empty for a
    /// measure that is not given.
    bands: Vec<Vec<[Course; 5]>>,
    /// By measure, run and state.
    values: Vec<Vec<Vec<Course>>>,
    /// Of the first run, by state.
    governance: Vec<Course>,
    world: Course,
    /// Of the first run, by state.
    power: Vec<Course>,
    marks: Vec<Mark>,
    order: Vec<Ordered>,
    map: Vec<Placed>,
    kinds: &'static [&'static str],
    /// Of the first run, by round, for all states of the world.
    events: Vec<Vec<Event<'a>>>,
    everybody: &'a [String],
    shown: Vec<usize>,
    /// The number of states in the world in each round of the first run.
    present: Vec<usize>,
    open: Option<Vec<Open>>,
    relations: Option<OfPairs>,
    why: Option<Reasons>,
    /// The differences from a baseline, as the script reads them.
    contrast: Option<serde_json::Value>,
}

/// Numbers by round in thousandths: the first, then the differences from each to the next. Missing values stay missing.
#[derive(Serialize)]
struct Course(Vec<Option<i64>>);

/// A measure that can be chosen.
#[derive(Serialize)]
struct Measure {
    name: &'static str,
    label: String,
    unit: String,
    low: Option<f64>,
    high: Option<f64>,
}

/// An intervention of the scenario.
#[derive(Serialize)]
struct Mark {
    year: f64,
    name: String,
    states: Vec<usize>,
}

/// A state in the order of the blocs.
#[derive(Serialize)]
struct Ordered {
    state: usize,
    bloc: usize,
}

/// A tile of the map.
#[derive(Serialize)]
struct Placed {
    state: usize,
    x: f64,
    y: f64,
    size: f64,
}

/// An entry in the list of events of a round.
#[derive(Serialize)]
#[serde(untagged)]
enum Event<'a> {
    /// Kind, first state, second state, name.
    Listed(usize, usize, Option<usize>, &'a str),
    /// The number of further events.
    More(usize),
}

/// The numbers of disputes, crises and wars open in a round.
type Open = [usize; 3];

/// The relations of pairs of states in the first run, by pair.
#[derive(Serialize)]
struct OfPairs {
    pairs: Vec<(usize, usize)>,
    posture_a: Vec<Course>,
    posture_b: Vec<Course>,
    ties: Vec<Course>,
    stage: Vec<Course>,
    allied: Vec<Course>,
}

impl Course {
    fn of(values: impl Iterator<Item = f64>) -> Self {
        Self(steps(values.map(thousandths)))
    }
}

/// The first number, then the differences from each to the next.
fn steps(values: impl Iterator<Item = Option<i64>>) -> Vec<Option<i64>> {
    let mut last = 0;
    let mut step = |value: i64| value - std::mem::replace(&mut last, value);
    values.map(|value| value.map(&mut step)).collect()
}

impl<'a> Packed<'a> {
    pub(super) fn of(mut pack: Pack<'a>) -> Self {
        let data = pack.data;
        let contrast = pack.contrast.take();
        let why = pack.reasons.take().map(|reasons| placed(reasons, &pack));
        let rounds = 0..data.rounds.len();
        let course = |name: &str, run: usize, state: usize| {
            let series = data.series(name);
            Course::of(rounds.clone().map(|round| series.at(run, round, state)))
        };
        let of_run = |name: &str, run: usize| pack.shown.iter().map(|&state| course(name, run, state)).collect();
        let of_runs = |(name, _): &(&str, _)| (0..pack.runs).map(|run| of_run(name, run)).collect();
        let bands = |(name, _): &(&str, _)| pack.shown.iter().map(|&state| bands(data, name, state)).collect();
        let given = || MEASURES.iter().enumerate().map(|(at, measure)| pack.measures.contains(&at).then_some(measure));
        let marks = data.marks().into_iter().map(|mark| Mark {
            year: mark.year,
            name: mark.name,
            states: mark.states.iter().filter_map(|&state| pack.place(state)).collect(),
        });
        let order = pack.order.states.iter().zip(&pack.order.blocs);
        let tile = |tile: &Tile| Some(Placed { state: pack.place(tile.state)?, x: tile.x, y: tile.y, size: tile.size });
        let world = data.series("governance");
        Self {
            clock: data.clock(),
            years: &data.years,
            rounds: &data.rounds,
            runs: &data.runs[..pack.runs],
            runs_all: data.runs.len(),
            states: pack.shown.iter().map(|&state| data.states[state].as_str()).collect(),
            foremost: data.foremost(4).into_iter().filter_map(|state| pack.place(state)).collect(),
            measures: measures(),
            bands: given().map(|measure| measure.map_or_else(Vec::new, bands)).collect(),
            values: given().map(|measure| measure.map_or_else(Vec::new, of_runs)).collect(),
            governance: of_run("governance", 0),
            world: Course::of(rounds.clone().map(|round| world.mean(0, round))),
            power: of_run("power", 0),
            marks: marks.collect(),
            order: order.filter_map(|(&state, &bloc)| Some(Ordered { state: pack.place(state)?, bloc })).collect(),
            map: pack.tiles.iter().filter_map(tile).collect(),
            kinds: &EventKind::NAMES,
            events: events(data),
            everybody: &data.states,
            present: rounds.clone().map(|round| present(data, round)).collect(),
            open: data.relations.as_ref().map(|relations| rounds.clone().map(|round| open(relations, round)).collect()),
            relations: data.relations.as_ref().map(|relations| OfPairs::of(relations, &pack, &rounds)),
            why,
            contrast,
            shown: pack.shown,
        }
    }
}

fn measures() -> Vec<Measure> {
    let fields = declared("states");
    let measure = |(name, ends): (&'static str, Option<(f64, f64)>)| {
        let unit = fields.iter().find(|field| field.name == name).map_or("", |field| &field.unit);
        let label = if name == "system" { "Political system".to_owned() } else { in_words(name) };
        Measure { name, label, unit: unit.to_owned(), low: ends.map(|ends| ends.0), high: ends.map(|ends| ends.1) }
    };
    MEASURES.into_iter().map(measure).collect()
}

/// The bands of a measure of a state over runs.
fn bands(data: &Data, name: &str, state: usize) -> [Course; 5] {
    let bands = data.series(name).bands(state);
    let parts: [fn(&Band) -> f64; 5] = [|b| b.most.0, |b| b.half.0, |b| b.median, |b| b.half.1, |b| b.most.1];
    parts.map(|part| Course::of(bands.iter().map(part)))
}

/// The events of each round of the first run. Rounds with very many events are cut.
fn events(data: &Data) -> Vec<Vec<Event<'_>>> {
    let mut rounds: Vec<Vec<Event<'_>>> = data.rounds.iter().map(|_| Vec::new()).collect();
    for happening in data.happenings.iter().filter(|happening| happening.run == 0 && is_listed(happening.kind)) {
        let at = data.rounds.partition_point(|&round| round < happening.round);
        let Some(round) = rounds.get_mut(at) else { continue };
        if let Some(Event::More(more)) = round.last_mut() {
            *more += 1;
        } else if round.len() == MOST_EVENTS {
            round.push(Event::More(1));
        } else {
            let Happening { kind, a, b, what, .. } = happening;
            round.push(Event::Listed(*kind as usize, *a, *b, what));
        }
    }
    rounds
}

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

/// The number of states in the world in a round of the first run.
fn present(data: &Data, round: usize) -> usize {
    let governance = data.series("governance");
    (0..data.states.len()).filter(|&state| !governance.at(0, round, state).is_nan()).count()
}

/// The disputes open in a round, over all pairs of states.
fn open(relations: &Relations, round: usize) -> Open {
    let mut open = [0; 3];
    for pair in 0..relations.pairs.len() {
        let stage = relations.stage(round, pair) as usize;
        if let Some(count) = stage.checked_sub(1).and_then(|at| open.get_mut(at)) {
            *count += 1;
        }
    }
    open
}

/// The pairs whose two states are both shown: the index of the pair, and its states as `place` gives them.
fn kept(pairs: &[(usize, usize)], place: impl Fn(usize) -> Option<usize>) -> (Vec<usize>, Vec<(usize, usize)>) {
    pairs.iter().enumerate().filter_map(|(pair, &(a, b))| Some((pair, (place(a)?, place(b)?)))).unzip()
}

impl OfPairs {
    fn of(relations: &Relations, pack: &Pack<'_>, rounds: &Range<usize>) -> Self {
        let (kept, pairs) = kept(&relations.pairs, |state| pack.place(state));
        let courses = |of: &dyn Fn(usize, usize) -> f64| -> Vec<Course> {
            kept.iter().map(|&pair| Course::of(rounds.clone().map(|round| of(round, pair)))).collect()
        };
        // Stage and alliance are plain numbers, not thousandths.
        let stage = |round: usize, pair: usize| {
            let there = !relations.posture(round, pair)[0].is_nan();
            if there { f64::from(relations.stage(round, pair) as u8) / 1000.0 } else { f64::NAN }
        };
        let allied = |round: usize, pair: usize| f64::from(u8::from(relations.allied(round, pair))) / 1000.0;
        Self {
            pairs,
            posture_a: courses(&|round, pair| relations.posture(round, pair)[0]),
            posture_b: courses(&|round, pair| relations.posture(round, pair)[1]),
            ties: courses(&|round, pair| relations.ties(round, pair).iter().sum::<f64>() / 3.0),
            stage: courses(&stage),
            allied: courses(&allied),
        }
    }
}

/// The reasons, with states indexed as on the page. Reasons of states that the page does not show are left out.
fn placed(reasons: Reasons, pack: &Pack<'_>) -> Reasons {
    let place = |state: usize| pack.place(pack.data.state(&reasons.states[state])?);
    let (kept, pairs) = kept(&reasons.pairs, place);
    let rounds = reasons.rounds.len();
    let of_pair = |column: &[Option<i64>], pair: usize| steps(column[pair * rounds..][..rounds].iter().copied());
    let of_all = |column: &Vec<Option<i64>>| kept.iter().flat_map(|&pair| of_pair(column, pair)).collect();
    let decisions = reasons.decisions.iter().map(of_all).collect();
    let deciders = reasons.deciders.iter().map(|state| place((*state)?)).collect();
    Reasons { pairs, decisions, deciders, ..reasons }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_skip_what_is_missing() {
        let course = Course::of([0.5, f64::NAN, 0.75, 0.25].into_iter());
        assert_eq!(course.0, [Some(500), None, Some(250), Some(-500)]);
    }
}
