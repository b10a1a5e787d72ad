//! `reach.years`: the reach of pairs as it changes from year to year.

use std::collections::BTreeMap;

use super::RunSettings;
use super::cast::Cast;
use super::dated::{LeftOut, Time};
use super::events::MOST;
use super::matrix::Reached;
use super::node::{Node, Table, Value};
use super::problems::{ProblemKind, Problems};
use super::size;
use crate::model::{Change, Intervention, StateId};

/// The name of the changes of reach.
const NAME: &str = "reach.years";

/// Reach by year.
#[derive(Debug, Default)]
pub(super) struct Years {
    /// The reach of each pair at the start; `None` if the rows do not give it.
    start: BTreeMap<(u32, u32), Option<f64>>,
    /// The changes during the run.
    pub changes: Vec<Intervention>,
}

impl Years {
    /// Reads the rows.
    pub(super) fn read(tree: &Table, cast: &Cast, run: &RunSettings, problems: &mut Problems) -> Self {
        let Some(node) = tree.table("reach").and_then(|reach| reach.get("years")) else { return Self::default() };
        let Value::List(rows) = &node.value else { return Self::default() };
        let mut pairs: BTreeMap<(u32, u32), Vec<(Time, f64)>> = BTreeMap::new();
        for row in rows {
            if let Some((pair, time, reach)) = read_row(row, cast, run, problems) {
                pairs.entry(pair).or_default().push((time, reach));
            }
        }
        let (mut years, mut late) = (Self::default(), LeftOut::default());
        for (pair, mut rows) in pairs {
            rows.sort_by(|(a, _), (b, _)| a.exact.total_cmp(&b.exact));
            for two in rows.windows(2).filter(|two| two[0].0.exact == two[1].0.exact) {
                let [a, b] = [pair.0, pair.1].map(|state| &cast.names[state as usize]);
                let message = format!("a second row of {a:?} and {b:?} for the same time");
                problems.add(ProblemKind::Conflict, two[1].0.place, message, "remove one of the two rows");
            }
            rows.iter()
                .filter(|(time, _)| time.round > f64::from(run.rounds))
                .for_each(|(time, _)| late.count(time.place));
            years.add(pair, &rows, run);
        }
        late.warn(NAME, &format!("after the last round, which is {},", run.rounds), problems);
        if years.changes.len() > MOST {
            let message = format!("{NAME} consists of too many changes");
            problems.add(ProblemKind::TooLarge, node.place, message, "give fewer rows");
        }
        size::pairs_fit(years.start.len() as u64, Some(node.place), problems);
        years
    }

    fn add(&mut self, pair: (u32, u32), rows: &[(Time, f64)], run: &RunSettings) {
        let before = rows.iter().take_while(|(time, _)| time.round < 1.0).last().map(|(_, reach)| *reach);
        self.start.insert(pair, before);
        let mut now = before;
        for (at, (time, reach)) in rows.iter().enumerate() {
            // Of several years in one round the last counts. A reach that stays does not need a change.
            let is_last = rows.get(at + 1).is_none_or(|(next, _)| next.round > time.round);
            if !(1.0..=f64::from(run.rounds)).contains(&time.round) || !is_last || now == Some(*reach) {
                continue;
            }
            now = Some(*reach);
            for (state, toward) in [pair, (pair.1, pair.0)] {
                let change = Change::Reach { state: StateId(state), toward: StateId(toward), value: *reach };
                let round = time.round as u32;
                self.changes.push(Intervention { name: NAME.to_owned(), from: round, until: round, change });
            }
        }
    }

    /// Sets the reach at the start. Pairs that do not exist are added, with reach 0 if the rows do not give it.
    pub(super) fn begin(&self, reached: Vec<Reached>) -> Vec<Reached> {
        if self.start.is_empty() {
            return reached;
        }
        let mut all: BTreeMap<(u32, u32), [f64; 2]> = reached.into_iter().collect();
        for (pair, reach) in &self.start {
            match reach {
                Some(reach) => _ = all.insert(*pair, [*reach; 2]),
                None => _ = all.entry(*pair).or_default(),
            }
        }
        all.into_iter().collect()
    }
}

fn read_row(row: &Node, cast: &Cast, run: &RunSettings, problems: &mut Problems) -> Option<((u32, u32), Time, f64)> {
    let Value::Table(table) = &row.value else { return None };
    let (Some(a), Some(b), Some(reach)) = (table.get("a"), table.get("b"), table.number("reach")) else {
        if !table.damaged {
            let message = "this row does not give `a`, `b` and `reach`";
            problems.add(ProblemKind::Missing, row.place, message, "give all three, and a `year`");
        }
        return None;
    };
    let [first, second] = [a, b].map(|node| cast.state(node.text().unwrap_or(""), node.place, problems));
    let (first, second, time) = (first?, second?, Time::of(table, row.place, run, problems)?);
    if first == second {
        let message = format!("{:?} cannot form a pair with itself", cast.names[first as usize]);
        problems.add(ProblemKind::Conflict, b.place, message, "name two different states");
        return None;
    }
    Some(((first.min(second), first.max(second)), time, reach))
}
