//! Why a state's backlog grew or shrank: issues accepted, issues resolved, issues left unsolved, and the rates behind
//! them.

use std::fmt::Write as _;

use serde::Serialize;

use super::moments::Moments;
use crate::cli::print::{number, plain, table};
use crate::model::securitisation::{Pace, pace};
use crate::model::{States, World};
use crate::record::words::Sector;
use crate::report::thousandths::thousandths;

/// The issues that came onto the security agenda in a round and that left it.
#[derive(Clone, Copy, Debug, Serialize)]
pub(super) struct Flows {
    round: u32,
    /// The number of unresolved security issues before the round.
    before: f64,
    taken_up_real: f64,
    taken_up_spurious: f64,
    resolved_by_state_bodies: f64,
    resolved_by_civic_bodies: f64,
    resolved_by_firms: f64,
    /// The number that left the agenda unsolved because their threat had faded.
    left_unsolved: f64,
    after: f64,
    backlog: f64,
}

impl Flows {
    /// The flows of the last round.
    pub(super) fn of(states: &States, i: usize, round: u32) -> Self {
        let by = |columns: [&Vec<f64>; 5]| columns.iter().map(|column| column[i]).sum::<f64>();
        let s = states;
        let (accepted, resolved, left) =
            (s.accepted_real[i] + s.accepted_spurious[i], s.resolved[i], s.desecuritised[i]);
        let [civic, firms] = [
            [&s.civic_military, &s.civic_political, &s.civic_economic, &s.civic_societal, &s.civic_environmental],
            [
                &s.private_military,
                &s.private_political,
                &s.private_economic,
                &s.private_societal,
                &s.private_environmental,
            ],
        ]
        .map(by);
        Self {
            round,
            before: s.securitised[i] - accepted + resolved + left,
            taken_up_real: s.accepted_real[i],
            taken_up_spurious: s.accepted_spurious[i],
            resolved_by_state_bodies: (resolved - civic - firms).max(0.0),
            resolved_by_civic_bodies: civic,
            resolved_by_firms: firms,
            left_unsolved: left,
            after: s.securitised[i],
            backlog: s.backlog[i],
        }
    }

    fn cells(&self) -> [f64; 9] {
        [
            self.before,
            self.taken_up_real,
            self.taken_up_spurious,
            self.resolved_by_state_bodies,
            self.resolved_by_civic_bodies,
            self.resolved_by_firms,
            self.left_unsolved,
            self.after,
            self.backlog,
        ]
    }
}

/// The probabilities in one sector.
#[derive(Clone, Debug, Serialize)]
struct InSector {
    sector: &'static str,
    unresolved: f64,
    fit: f64,
    resources: f64,
    by_state_bodies: f64,
    by_civic_bodies: f64,
    by_firms: f64,
    fades: f64,
}

/// The effect of a round on a state's security issues, and the rounds before it.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Backlog {
    /// The rounds; the last is the round explained.
    rounds: Vec<Flows>,
    taken_up_by_persuasion: f64,
    taken_up_by_command: f64,
    will: f64,
    sectors: Vec<InSector>,
}

/// The values of a round on the page, in this order: flows, then terms.
pub(super) const COLUMNS: [(&str, &str); 14] = [
    ("before", "unresolved security issues before the round"),
    ("+ real", "real issues accepted"),
    ("+ spurious", "accepted issues that are not a threat"),
    ("− state bodies", "resolved by state bodies"),
    ("− civic bodies", "resolved by civic bodies"),
    ("− firms", "resolved by firms"),
    ("− left unsolved", "left the security agenda unsolved, their threat faded"),
    ("after", "unresolved security issues after the round"),
    ("backlog", "the backlog, from 0 to 1"),
    ("persuasion", "probability that persuasion makes a fully existential issue accepted"),
    ("command", "probability that command makes any issue accepted"),
    ("will", "consensus and authority behind resolution, from 0 to 1"),
    ("fit", "how well the means of state bodies fit, mean over unresolved issues"),
    ("resources", "means of state bodies, mean over unresolved issues"),
];

fn pace_of(world: &mut World, i: usize) -> Pace {
    pace(&world.states, &mut world.issues, &world.params, i)
}

/// A round of a state for the page, in thousandths.
pub(super) fn numbers(moments: &mut Moments, i: usize) -> Vec<Option<i64>> {
    let pace = pace_of(&mut moments.informed, i);
    let flows = Flows::of(&moments.after.states, i, moments.after.round);
    let all: f64 = pace.unresolved.iter().sum();
    let mean = |values: [f64; 5]| {
        let weights = if all > 0.0 { pace.unresolved.map(|n| n / all) } else { [0.2; 5] };
        values.iter().zip(weights).map(|(value, weight)| value * weight).sum::<f64>()
    };
    let terms = [pace.persuasion, pace.command, pace.will, mean(pace.fit), mean(pace.resources)];
    flows.cells().into_iter().chain(terms).map(thousandths).collect()
}

impl Backlog {
    /// The values of a round whose earlier rounds are known.
    pub(super) fn of(moments: &mut Moments, i: usize, earlier: &[Flows]) -> Self {
        let Pace { persuasion, command, will, unresolved, fit, resources, resolve, fades } =
            pace_of(&mut moments.informed, i);
        let last = Flows::of(&moments.after.states, i, moments.after.round);
        let sectors = Sector::ALL.into_iter().enumerate().map(|(k, sector)| InSector {
            sector: sector.name(),
            unresolved: unresolved[k],
            fit: fit[k],
            resources: resources[k],
            by_state_bodies: resolve[0][k],
            by_civic_bodies: resolve[1][k],
            by_firms: resolve[2][k],
            fades: fades[k],
        });
        Self {
            rounds: earlier.iter().copied().chain([last]).collect(),
            taken_up_by_persuasion: persuasion,
            taken_up_by_command: command,
            will,
            sectors: sectors.collect(),
        }
    }

    /// The change of the last round, in words.
    pub(super) fn change(&self) -> String {
        let last = self.rounds[self.rounds.len() - 1];
        match last.after - last.before {
            change if change > 0.0 => format!("grew by {change:.0}"),
            change if change < 0.0 => format!("shrank by {:.0}", -change),
            _ => "did not change".to_owned(),
        }
    }

    /// The explanation in words and numbers.
    pub(super) fn text(&self) -> String {
        const SHOWN: usize = 10;
        let mut flows = table::<10>(std::array::from_fn(|k| if k == 0 { "round" } else { COLUMNS[k - 1].0 }));
        for round in &self.rounds[self.rounds.len().saturating_sub(SHOWN)..] {
            let cells = round.cells();
            let is_whole = |value: f64| (value - value.round()).abs() < 0.05;
            let count = |value: f64| if is_whole(value) { format!("{value:.0}") } else { format!("{value:.1}") };
            let mut row = vec![round.round.to_string()];
            row.extend(cells[..8].iter().map(|&value| count(value)));
            row.push(number(cells[8]));
            flows.add_row(row);
        }
        let mut text = format!(
            "\nWhy its backlog {}: issues accepted, resolved and left unsolved\n{}\n",
            self.change(),
            plain(&flows)
        );
        let mut rows =
            table(["sector", "unresolved", "fit", "resources", "state bodies", "civic bodies", "firms", "fades"]);
        for one in &self.sectors {
            let mut row = vec![one.sector.to_owned(), format!("{:.0}", one.unresolved)];
            let numbers = [one.fit, one.resources, one.by_state_bodies, one.by_civic_bodies, one.by_firms, one.fades];
            row.extend(numbers.map(number));
            rows.add_row(row);
        }
        let _ = write!(
            text,
            "\nProbabilities of an issue in this round (state bodies: fit × resources × will {})\n{}\n\
             Accepted: by command {}, by persuasion at most {}\n",
            number(self.will),
            plain(&rows),
            number(self.taken_up_by_command),
            number(self.taken_up_by_persuasion)
        );
        text
    }
}
