//! `world.csv`: measures of a round over all states and pairs. Each column is one line of the registry.

use super::counts::{Counts, present_pairs};
use super::modularity::modularity;
use super::statistics::{bimodality, deviation, mean, ratio};
use super::summary::share_in;
use super::table::Field;
use super::words::{Basin, middle_begins, middle_ends};
use crate::model::{EventKind, World};

/// A round as the measures see it.
pub(crate) struct Round<'a> {
    world: &'a World,
    counts: &'a Counts,
    with_modularity: bool,
    governance: Vec<f64>,
}

/// A measure of the world in a round.
pub(crate) struct Measure {
    /// The name: its column in `world.csv`.
    pub name: &'static str,
    /// The unit, in words.
    pub unit: &'static str,
    /// The meaning.
    pub meaning: &'static str,
    /// Whether it describes a round, so that it is missing before the first.
    pub of_a_round: bool,
    /// The measure; NaN if it is missing.
    pub of: fn(&Round<'_>) -> f64,
}

const SCALE: &str = "0 authoritarian – 1 participatory";
const POLICY: &str = "-1 confrontational – 1 cooperative";
const SHARE: &str = "share of states";

const fn now(name: &'static str, unit: &'static str, meaning: &'static str, of: fn(&Round<'_>) -> f64) -> Measure {
    Measure { name, unit, meaning, of_a_round: false, of }
}

const fn during(name: &'static str, unit: &'static str, meaning: &'static str, of: fn(&Round<'_>) -> f64) -> Measure {
    Measure { name, unit, meaning, of_a_round: true, of }
}

macro_rules! mean_and_sd {
    ($column:ident, $mean:literal, $sd:literal, $unit:expr) => {
        [
            now($mean, $unit, concat!("mean of ", stringify!($column), " over the states present"), |r| {
                mean(&r.present(&r.world.states.$column))
            }),
            now($sd, $unit, concat!("standard deviation of ", stringify!($column), " over the states present"), |r| {
                deviation(&r.present(&r.world.states.$column))
            }),
        ]
    };
}

const LEVELS: [[Measure; 2]; 7] = [
    mean_and_sd!(meaning, "meaning_mean", "meaning_sd", SCALE),
    mean_and_sd!(referent, "referent_mean", "referent_sd", SCALE),
    mean_and_sd!(securitisation, "securitisation_mean", "securitisation_sd", SCALE),
    mean_and_sd!(provision, "provision_mean", "provision_sd", SCALE),
    mean_and_sd!(governance, "governance_mean", "governance_sd", SCALE),
    mean_and_sd!(system, "system_mean", "system_sd", SCALE),
    mean_and_sd!(policy, "policy_mean", "policy_sd", POLICY),
];

const SHAPE: [Measure; 7] = [
    now("authoritarian", SHARE, concat!("governance below ", middle_begins!(), ": the authoritarian basin"), |r| {
        share_in(&r.governance, Basin::Authoritarian)
    }),
    now("middle", SHARE, concat!("governance from ", middle_begins!(), " to ", middle_ends!()), |r| {
        share_in(&r.governance, Basin::Middle)
    }),
    now("participatory", SHARE, concat!("governance above ", middle_ends!(), ": the participatory basin"), |r| {
        share_in(&r.governance, Basin::Participatory)
    }),
    now("governance_bimodality", "Sarle's coefficient", "bimodality of governance; 5/9 for an even spread", |r| {
        bimodality(&r.governance)
    }),
    now("system_bimodality", "Sarle's coefficient", "bimodality of the political system", |r| {
        bimodality(&r.present(&r.world.states.system))
    }),
    now(
        "polarisation",
        "share",
        "four times the variance of governance; 1 if half of the states are at each end",
        |r| 4.0 * deviation(&r.governance).powi(2),
    ),
    now(
        "component_spread",
        "governance units",
        "mean over states of the standard deviation of the four components",
        spread,
    ),
];

const CONFLICT: [Measure; 18] = [
    now("disputes_open", "pairs", "disputes open at the end of the round, including wars", |r| {
        r.counts.disputes_open as f64
    }),
    now("wars_open", "pairs", "wars open at the end of the round", |r| r.counts.wars_open as f64),
    during("disputes_begun", "disputes per round", "disputes begun", |r| {
        r.counts.disputes_begun.iter().sum::<u64>() as f64
    }),
    during("crises_begun", "disputes per round", "disputes that became a crisis", |r| r.events(EventKind::CrisisBegun)),
    during("wars_begun", "wars per round", "crises that became a war", |r| r.events(EventKind::WarBegun)),
    during("disputes_settled", "disputes per round", "disputes settled by agreement, short of war", |r| {
        r.events(EventKind::DisputeSettled)
    }),
    during("disputes_lapsed", "disputes per round", "disputes that lapsed without a settlement", |r| {
        r.events(EventKind::DisputeLapsed)
    }),
    during("wars_settled", "wars per round", "wars ended by agreement", |r| r.events(EventKind::WarSettled)),
    during("wars_won", "wars per round", "wars ended by victory", |r| r.events(EventKind::WarWon)),
    during("wars_frozen", "wars per round", "wars frozen into disputes", |r| r.events(EventKind::WarFrozen)),
    during("disputes_void", "disputes per round", "disputes and wars that ended because a party left the world", |r| {
        r.events(EventKind::DisputeVoid)
    }),
    during(
        "disputes_begun_aa",
        "disputes per round",
        "disputes begun by pairs whose systems are both below 0.5",
        |r| r.counts.disputes_begun[0] as f64,
    ),
    during("disputes_begun_ad", "disputes per round", "disputes begun by pairs with one system below 0.5", |r| {
        r.counts.disputes_begun[1] as f64
    }),
    during("disputes_begun_dd", "disputes per round", "disputes begun by pairs with no system below 0.5", |r| {
        r.counts.disputes_begun[2] as f64
    }),
    during("pairs_aa", "pairs", "pairs whose systems were both below 0.5 before the round", |r| {
        r.counts.pair_rounds[0] as f64
    }),
    during("pairs_ad", "pairs", "pairs with one system below 0.5 before the round", |r| r.counts.pair_rounds[1] as f64),
    during("pairs_dd", "pairs", "pairs with no system below 0.5 before the round", |r| r.counts.pair_rounds[2] as f64),
    during("mutual_cooperation", "share of pairs", "pairs in which both sides cooperate", |r| {
        ratio(r.counts.mutual as f64, r.counts.pair_rounds.iter().sum::<u64>() as f64)
    }),
];

const RELATIONS: [Measure; 10] = [
    during("cooperating", "share of acts", "acts that cooperate, over ordered pairs", |r| r.acts(0)),
    during("abstaining", "share of acts", "acts that abstain", |r| r.acts(1)),
    during("confronting", "share of acts", "acts that confront", |r| r.acts(2)),
    now("alliances", "alliances", "alliances in force", |r| r.counts.alliances as f64),
    now("blocs", "blocs", "blocs with more than one member", blocs),
    now("ties_mean", "share", "mean over pairs of the mean of the three layers of ties", ties),
    now("wealth_total", "wealth units", "wealth of all states present", |r| {
        r.present(&r.world.states.wealth).iter().sum()
    }),
    during("growth_mean", "log wealth per round", "mean growth over states", |r| {
        mean(&r.present(&r.world.states.growth))
    }),
    during("belief_error_mean", "posture units", "mean belief error over states", |r| {
        mean(&r.present(&r.world.states.belief_error))
    }),
    during(
        "modularity",
        "modularity",
        "modularity of the cooperation of the round, with blocs as groups; recorded on request",
        |r| {
            if r.with_modularity { modularity(r.world) } else { f64::NAN }
        },
    ),
];

const SOCIETY: [Measure; 11] = [
    during("voted_out", "rulers per round", "rulers voted out", |r| r.events(EventKind::VotedOut)),
    during("coups", "rulers per round", "rulers removed by coup", |r| r.events(EventKind::Coup)),
    during("collapses", "rules per round", "rules that collapsed", |r| r.events(EventKind::RuleCollapsed)),
    during("conquests", "states per round", "states conquered", |r| r.events(EventKind::StateConquered)),
    during("returns", "states per round", "conquered states that returned", |r| r.events(EventKind::StateReturned)),
    during("concessions", "disputes per round", "settlements with a concession", |r| r.events(EventKind::Concession)),
    during("incidents", "incidents per round", "incidents to nationals abroad", |r| r.events(EventKind::Incident)),
    during("disputes_over_nationals", "disputes per round", "disputes begun over nationals", |r| {
        r.events(EventKind::DisputeOverNationals)
    }),
    during("gap", "-1 only the regime loses – 1 only citizens lose", "mean over states of gap", |r| {
        mean(&r.present(&r.world.states.gap))
    }),
    during("want", "share", "mean of want over states", |r| mean(&r.present(&r.world.states.want))),
    during("fear", "share", "mean of fear over states", |r| mean(&r.present(&r.world.states.fear))),
];

/// Every measure of the world, in the order of `world.csv`.
pub(crate) fn measures() -> impl Iterator<Item = &'static Measure> {
    LEVELS.iter().flatten().chain(&SHAPE).chain(&CONFLICT).chain(&RELATIONS).chain(&SOCIETY)
}

/// The columns of `world.csv`.
pub(crate) fn fields() -> Vec<Field> {
    let mut fields = super::common_fields();
    fields.push(Field::number("states", "states", "states in the world"));
    fields.extend(measures().map(|m| Field::number(m.name, m.unit, m.meaning)));
    fields
}

/// One row of `world.csv`, after the columns that all tables begin with.
pub(crate) fn row<'a>(world: &'a World, counts: &'a Counts, with_modularity: bool) -> impl Iterator<Item = f64> + 'a {
    let round = Round::of(world, counts, with_modularity);
    let states = round.states();
    std::iter::once(states).chain(measures().map(move |measure| round.value(measure)))
}

impl<'a> Round<'a> {
    /// A round to be measured.
    pub(crate) fn of(world: &'a World, counts: &'a Counts, with_modularity: bool) -> Self {
        let mut round = Self { world, counts, with_modularity, governance: Vec::new() };
        round.governance = round.present(&world.states.governance);
        round
    }

    /// A cell, by the number of its column after those that all tables of rounds begin with.
    pub(crate) fn cell(&self, column: usize) -> f64 {
        match column.checked_sub(1) {
            None => self.states(),
            Some(measure) => measures().nth(measure).map_or(f64::NAN, |measure| self.value(measure)),
        }
    }

    fn states(&self) -> f64 {
        self.governance.len() as f64
    }

    fn value(&self, measure: &Measure) -> f64 {
        if measure.of_a_round && self.world.round == 0 { f64::NAN } else { (measure.of)(self) }
    }

    /// A column of the states present.
    fn present(&self, column: &[f64]) -> Vec<f64> {
        column.iter().zip(&self.world.states.present).filter(|(_, present)| **present).map(|(x, _)| *x).collect()
    }

    fn events(&self, kind: EventKind) -> f64 {
        self.counts.of_kind(kind) as f64
    }

    fn acts(&self, act: usize) -> f64 {
        ratio(self.counts.acts[act] as f64, self.counts.acts.iter().sum::<u64>() as f64)
    }
}

fn spread(round: &Round<'_>) -> f64 {
    let s = &round.world.states;
    let spreads: Vec<f64> = (0..s.present.len())
        .filter(|&i| s.present[i])
        .map(|i| deviation(&[s.meaning[i], s.referent[i], s.securitisation[i], s.provision[i]]))
        .collect();
    mean(&spreads)
}

fn blocs(round: &Round<'_>) -> f64 {
    let s = &round.world.states;
    let mut members = vec![0u32; s.present.len()];
    for i in (0..s.present.len()).filter(|&i| s.present[i]) {
        members[s.bloc[i] as usize] += 1;
    }
    members.iter().filter(|&&m| m > 1).count() as f64
}

fn ties(round: &Round<'_>) -> f64 {
    let (sum, count) = present_pairs(round.world)
        .fold((0.0, 0u64), |(sum, count), (pair, _, _)| (sum + round.world.pairs.ties(pair), count + 1));
    ratio(sum, count as f64)
}

#[cfg(test)]
mod tests {
    use super::super::counts::PAIR_TYPES;
    use super::*;

    #[test]
    fn every_type_of_pair_has_its_columns() {
        for kind in PAIR_TYPES {
            for name in [format!("pairs_{kind}"), format!("disputes_begun_{kind}")] {
                assert!(measures().any(|m| m.name == name), "{name}");
            }
        }
    }
}
