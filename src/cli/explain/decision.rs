//! A state's decision toward one counterpart: its beliefs, its reasons and its act.

use std::fmt::Write as _;

use serde::Serialize;

use crate::cli::print::{number, percent, plain, signed, table};
use crate::model::pairs::{Act, INSTRUMENTS};
use crate::model::policy::terms::{CONFRONT, COOPERATE};
use crate::model::policy::{Seen, Terms, instruments, probabilities};
use crate::model::{StateId, World};
use crate::report::reasons::all as thousandths;

/// A term of a utility.
#[derive(Serialize)]
pub(super) struct Term {
    name: &'static str,
    meaning: &'static str,
    value: f64,
}

/// Beliefs of a state and the true values.
#[derive(Serialize)]
struct Beliefs {
    posture_believed: f64,
    posture_true: f64,
    power_believed: f64,
    power_true: f64,
    own_power_believed: f64,
    own_power_true: f64,
    threat_perceived: f64,
}

/// An instrument available for the act.
#[derive(Serialize)]
struct Means {
    instrument: &'static str,
    weight: f64,
    share: f64,
}

/// A decision with the reasons behind it.
#[derive(Serialize)]
pub(super) struct Decision {
    toward: String,
    beliefs: Beliefs,
    cooperation: Vec<Term>,
    confrontation: Vec<Term>,
    utility_cooperate: f64,
    utility_confront: f64,
    /// Probabilities of cooperation, abstention and confrontation.
    probabilities: [f64; 3],
    chance: bool,
    held_by_the_scenario: bool,
    act: &'static str,
    instrument: Option<&'static str>,
    effort: Option<f64>,
    instruments: Vec<Means>,
}

fn numbered(place: usize) -> i64 {
    i64::try_from(place).unwrap_or(i64::MAX)
}

/// The numbers of [`Decision::numbers`].
pub(super) fn columns() -> Vec<String> {
    let fixed = [
        "act",
        "instrument",
        "effort",
        "p_cooperate",
        "p_confront",
        "posture_believed",
        "posture_true",
        "power_believed",
        "power_true",
        "own_power_believed",
        "own_power_true",
        "threat",
        "u_cooperate",
        "u_confront",
    ];
    let terms = COOPERATE.iter().map(|(name, _)| format!("cooperate.{name}"));
    let terms = terms.chain(CONFRONT.iter().map(|(name, _)| format!("confront.{name}")));
    fixed.map(str::to_owned).into_iter().chain(terms).collect()
}

/// The decisions toward all states within reach and in the world.
pub(super) fn all(decided: &World, me: StateId, names: &[String]) -> Vec<Decision> {
    let others = decided.topology.links(me.index()).map(|link| link.other);
    let others = others.filter(|other| decided.states.present[other.index()]);
    others.filter_map(|other| Decision::of(decided, me, other, names)).collect()
}

impl Decision {
    /// The decision toward one state; `None` if neither reaches the other.
    pub(super) fn of(decided: &World, me: StateId, other: StateId, names: &[String]) -> Option<Self> {
        let link = decided.topology.find(me, other)?;
        let (pair, side) = (link.pair.index(), link.side);
        let (pairs, states, params) = (&decided.pairs, &decided.states, &decided.params);
        let (mine, theirs) = (decided.stances().get(me.index())?, decided.stances().get(other.index())?);
        let seen = Seen::of(pairs, pair, side);
        let terms = Terms::weigh(mine, theirs, &seen, params);
        let (cooperate, confront) = (terms.cooperate(), terms.confront());
        let [p_cooperate, p_confront] = probabilities(cooperate, confront);
        let act = pairs.act[pair][side];
        let acts = act != Act::Abstain;
        let weights = if acts { instruments::weights(act, mine, theirs, &seen, params) } else { [0.0; 4] };
        let (total, first) = (weights.iter().sum::<f64>(), if act == Act::Confront { 4 } else { 0 });
        let named = |registry: &[(&'static str, &'static str)], values: Vec<f64>| -> Vec<Term> {
            registry.iter().zip(values).map(|(&(name, meaning), value)| Term { name, meaning, value }).collect()
        };
        Some(Self {
            toward: names[other.index()].clone(),
            beliefs: Beliefs {
                posture_believed: seen.belief,
                posture_true: pairs.posture[pair][1 - side],
                power_believed: seen.believed_power,
                power_true: states.power[other.index()],
                own_power_believed: states.self_image[me.index()],
                own_power_true: states.power[me.index()],
                threat_perceived: seen.threat,
            },
            cooperation: named(COOPERATE, terms.for_cooperation()),
            confrontation: named(CONFRONT, terms.for_confrontation()),
            utility_cooperate: cooperate,
            utility_confront: confront,
            probabilities: [p_cooperate, 1.0 - p_cooperate - p_confront, p_confront],
            chance: decided.draws.noisy(),
            held_by_the_scenario: pairs.forced[pair][side] != 0,
            act: act.name(),
            instrument: acts.then(|| INSTRUMENTS[usize::from(pairs.instrument[pair][side])].name()),
            effort: acts.then(|| pairs.effort[pair][side]),
            instruments: weights
                .into_iter()
                .zip(&INSTRUMENTS[first..])
                .filter(|_| acts)
                .map(|(weight, instrument)| Means {
                    instrument: instrument.name(),
                    weight,
                    share: if total > 0.0 { weight / total } else { 0.0 },
                })
                .collect(),
        })
    }

    /// Its numbers, in the order of [`columns`]: thousandths, except act and instrument, which are list numbers.
    pub(super) fn numbers(&self) -> Vec<Option<i64>> {
        let act = Act::NAMES.iter().position(|act| *act == self.act).map(numbered);
        let instrument = self.instrument.and_then(|name| INSTRUMENTS.iter().position(|i| i.name() == name));
        let (b, [p_cooperate, _, p_confront]) = (&self.beliefs, self.probabilities);
        let mut numbers = vec![act, instrument.map(numbered)];
        numbers.extend(thousandths([self.effort.unwrap_or(f64::NAN), p_cooperate, p_confront]));
        numbers.extend(thousandths([b.posture_believed, b.posture_true, b.power_believed, b.power_true]));
        numbers.extend(thousandths([b.own_power_believed, b.own_power_true, b.threat_perceived]));
        numbers.extend(thousandths([self.utility_cooperate, self.utility_confront]));
        numbers.extend(thousandths(self.cooperation.iter().chain(&self.confrontation).map(|term| term.value)));
        numbers
    }

    /// The decision in full.
    pub(super) fn text(&self, me: &str) -> String {
        let (other, b) = (&self.toward, &self.beliefs);
        let mut beliefs = table(["", "believed", "true"]);
        beliefs.add_row([
            format!("posture of {other} toward {me}"),
            signed(b.posture_believed),
            signed(b.posture_true),
        ]);
        beliefs.add_row([format!("power of {other}"), number(b.power_believed), number(b.power_true)]);
        beliefs.add_row([format!("power of {me}"), number(b.own_power_believed), number(b.own_power_true)]);
        beliefs.add_row([format!("threat from {other}"), number(b.threat_perceived), String::new()]);
        let mut text = format!("What {me} believed of {other}\n{}\n\n", plain(&beliefs));
        for (act, terms, utility) in [
            ("cooperation", &self.cooperation, self.utility_cooperate),
            ("confrontation", &self.confrontation, self.utility_confront),
        ] {
            let mut rows = table(["utility", "term"]);
            for term in terms.iter().filter(|term| term.value != 0.0) {
                rows.add_row([signed(term.value), term.meaning.to_owned()]);
            }
            rows.add_row([signed(utility), "together (abstaining has utility 0)".to_owned()]);
            let _ = write!(text, "For and against {act}\n{}\n\n", plain(&rows));
        }
        let [cooperate, abstain, confront] = self.probabilities.map(percent);
        let how =
            if self.chance { "Probabilities" } else { "Chance is off, so the best option is chosen; with chance" };
        let _ = writeln!(text, "{how}: cooperate {cooperate}, abstain {abstain}, confront {confront}");
        let held = if self.held_by_the_scenario { " (held by the scenario)" } else { "" };
        let _ = writeln!(text, "Done: {}{held}", self.deed());
        if !self.instruments.is_empty() {
            let shares = self.instruments.iter().map(|w| format!("{} {}", w.instrument, percent(w.share)));
            let _ = writeln!(text, "Instruments by weight: {}", shares.collect::<Vec<_>>().join(", "));
        }
        text.push('\n');
        text
    }

    fn deed(&self) -> String {
        match (self.instrument, self.effort) {
            (Some(instrument), Some(effort)) => format!("{} by {instrument}, effort {}", self.act, number(effort)),
            _ => self.act.to_owned(),
        }
    }

    /// The largest terms for and against the act.
    fn strongest(&self) -> [String; 2] {
        let terms = if self.act == "confront" { &self.confrontation } else { &self.cooperation };
        // The first term is the same toward all states.
        let terms = || terms.iter().skip(1).filter(|term| term.value != 0.0);
        let most = terms().max_by(|a, b| a.value.total_cmp(&b.value)).filter(|term| term.value > 0.0);
        let least = terms().min_by(|a, b| a.value.total_cmp(&b.value)).filter(|term| term.value < 0.0);
        [most, least].map(|term| term.map_or_else(|| "–".into(), |t| format!("{} {}", signed(t.value), t.meaning)))
    }
}

/// One line per counterpart.
pub(super) fn overview(decisions: &[Decision]) -> String {
    if decisions.is_empty() {
        return "No other state is within reach.\n\n".to_owned();
    }
    let mut rows = table(["toward", "done", "belief", "true", "cooperate", "confront", "most for", "most against"]);
    for d in decisions {
        let [most_for, most_against] = d.strongest();
        rows.add_row([
            d.toward.clone(),
            d.instrument.map_or_else(|| d.act.to_owned(), |instrument| format!("{}, {instrument}", d.act)),
            signed(d.beliefs.posture_believed),
            signed(d.beliefs.posture_true),
            percent(d.probabilities[0]),
            percent(d.probabilities[2]),
            most_for,
            most_against,
        ]);
    }
    format!("{}\n(for and against: confrontation if it was chosen, otherwise cooperation)\n\n", plain(&rows))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Terms of a choice that are the same toward all others.
    const TOWARD_ALL: [&str; 7] =
        ["opening", "blockage", "strain", "opening_blow", "prudence", "weariness", "strain_of_attention"];

    #[test]
    fn what_should_choose_between_counterparts_does() {
        let scenario = crate::scenario::load("cold-war".as_ref(), &[]).unwrap();
        let names = &scenario.setup.names;
        let mut world = World::new(&scenario.setup_for(0).unwrap(), scenario.run.seed, 0);
        // Standard deviation of each term over the counterparts of a state, summed over states and years.
        let mut spread: Vec<(&str, f64)> = Vec::new();
        for _ in 0..20 {
            crate::model::round::step(&mut world);
            for me in (0..names.len() as u32).map(StateId).filter(|me| world.states.present[me.index()]) {
                let decisions = all(&world, me, names);
                let terms =
                    |k: usize| decisions.iter().map(move |d| d.cooperation.iter().chain(&d.confrontation).nth(k));
                for k in 0..COOPERATE.len() + CONFRONT.len() {
                    let values: Vec<f64> = terms(k).flatten().map(|term| term.value).collect();
                    let n = values.len() as f64;
                    let mean = values.iter().sum::<f64>() / n;
                    let deviation = (values.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / n).sqrt();
                    let name = COOPERATE.iter().chain(CONFRONT).nth(k).map_or("", |(name, _)| name);
                    match spread.iter_mut().find(|(known, _)| *known == name) {
                        Some((_, sum)) => *sum += deviation,
                        None => spread.push((name, deviation)),
                    }
                }
            }
        }
        let most = spread.iter().map(|(_, spread)| *spread).fold(0.0, f64::max);
        for (name, spread) in &spread {
            let part = spread / most;
            assert_eq!(part > 0.01, !TOWARD_ALL.contains(name), "{name}: {part:.4} of the largest");
        }
    }
}
