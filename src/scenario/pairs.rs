//! Initial values of pairs: reach, then random draws of the generator, then the entries of `[[pairs]]` in order.

use super::cast::{Cast, Chosen};
use super::generator::PairSpreads;
use super::matrix::Reached;
use super::node::{Node, Table, Value};
use super::problems::{ProblemKind, Problems};
use super::size;
use super::sources::Place;
use super::suggest::listed;
use crate::model::draws::Words;
use crate::model::pairs::{START_KEYS, Stage, TIES};
use crate::model::{PairStart, StateId, Topology};

/// The pairs of an entry, and its values.
struct Rule<'a> {
    sides: [Chosen; 2],
    /// The states of each side that the entry names directly, not by a group.
    named: [Vec<u32>; 2],
    /// Whether values hold only for the first side's view of the second.
    one_sided: bool,
    table: &'a Table,
    place: Place,
}

/// Keys of the whole pair, besides its numbers.
const WHOLE: [&str; 3] = ["ties", "alliance", "dispute"];

/// Returns true if a key belongs to the whole pair, not to one side.
fn is_undirected(key: &str) -> bool {
    WHOLE.contains(&key) || START_KEYS.iter().any(|start| start.name == key && !start.sided)
}

/// Every pair of the world, sorted. Generated values are keyed by seed and replicate.
pub(super) fn build(
    tree: &Table,
    cast: &Cast,
    reached: Vec<Reached>,
    key: (u64, u64),
    problems: &mut Problems,
) -> Vec<PairStart> {
    let rules: Vec<Rule> =
        tree.list("pairs").unwrap_or(&[]).iter().filter_map(|n| Rule::read(n, cast, problems)).collect();
    let mut starts: Vec<PairStart> =
        reached.into_iter().map(|((low, high), reach)| PairStart { reach, ..PairStart::new(low, high) }).collect();
    add_missing(&mut starts, &rules, cast, problems);
    let spreads = PairSpreads::read(tree, key.0, key.1, problems);
    let mut words = Words::default();
    for start in starts.iter_mut().filter(|s| s.states.1 as usize >= cast.named) {
        spreads.fill(start, &mut words);
    }
    for rule in &rules {
        if rule.apply(&mut starts, cast.len()) == 0 {
            let message = "this entry does not match any pair: no state of one side is within reach of the other";
            let help = "name states directly, or give the entry a `reach`; then the pairs are added";
            problems.warn(Some(rule.place), message, help);
        }
    }
    warn_of_lone_states(tree, cast, &starts, problems);
    starts
}

/// A state without pairs does not have a foreign policy.
fn warn_of_lone_states(tree: &Table, cast: &Cast, starts: &[PairStart], problems: &mut Problems) {
    let place = tree.entry("reach").map(|entry| entry.key_place).or_else(|| size::place_of_states(tree));
    let help = "name neighbours or majors in [reach], or add [[pairs]]";
    if cast.len() == 1 {
        return problems.warn(
            place,
            "the world has only one state, which cannot have a foreign policy",
            "add other states",
        );
    }
    if starts.is_empty() {
        return problems.warn(place, "the world does not have pairs: no state is within reach of another", help);
    }
    let mut alone = vec![true; cast.len()];
    for start in starts {
        alone[start.states.0 as usize] = false;
        alone[start.states.1 as usize] = false;
    }
    let names: Vec<&str> =
        cast.names.iter().zip(alone).filter(|(_, alone)| *alone).map(|(name, _)| name.as_str()).collect();
    if !names.is_empty() {
        let message = format!("no other state is within reach: {}", listed(names.iter().copied()));
        problems.warn(place, message, help);
    }
}

/// A pair that `[reach]` does not make is added if an entry names both states or gives a reach.
fn add_missing(starts: &mut Vec<PairStart>, rules: &[Rule], cast: &Cast, problems: &mut Problems) {
    let mut wanted = Vec::new();
    for rule in rules {
        let sides = if rule.table.get("reach").is_some() {
            [0, 1].map(|side| rule.sides[side].members(cast.len()))
        } else {
            rule.named.clone()
        };
        let [first, second] = sides;
        let most = (first.len() as u64).saturating_mul(second.len() as u64);
        if !size::pairs_fit(most.saturating_add(wanted.len() as u64), Some(rule.place), problems) {
            return;
        }
        for a in &first {
            wanted.extend(second.iter().filter(|b| *b != a).map(|b| (*a.min(b), *a.max(b))));
        }
    }
    wanted.sort_unstable();
    wanted.dedup();
    wanted.retain(|key| find(starts, *key).is_none());
    starts.extend(wanted.into_iter().map(|(low, high)| PairStart { reach: [0.0; 2], ..PairStart::new(low, high) }));
    starts.sort_by_key(|s| s.states);
}

fn find(starts: &[PairStart], key: (u32, u32)) -> Option<usize> {
    starts.binary_search_by_key(&key, |s| s.states).ok()
}

impl<'a> Rule<'a> {
    fn read(node: &'a Node, cast: &Cast, problems: &mut Problems) -> Option<Self> {
        let Value::Table(table) = &node.value else { return None };
        let place = node.place;
        let (sides, named) = match (table.get("between"), table.get("from"), table.get("toward")) {
            (Some(between), None, None) => Self::between(between, cast, problems)?,
            (None, Some(from), Some(toward)) => Self::two_sides([from, toward], cast, problems)?,
            _ if table.damaged => return None,
            _ => {
                let help = "write between = [\"A\", \"B\"], or from = \"A\" with toward = \"B\" for one side only";
                problems.add(ProblemKind::Missing, place, "this entry does not name pairs", help);
                return None;
            }
        };
        if let [Chosen::One(a), Chosen::One(b)] = &sides
            && a == b
        {
            let message = format!("{:?} cannot form a pair with itself", cast.names[*a as usize]);
            problems.add(ProblemKind::Conflict, place, message, "name two different states");
            return None;
        }
        let one_sided = table.get("from").is_some();
        if one_sided {
            for entry in table.entries.iter().filter(|e| is_undirected(&e.key)) {
                let message = format!("`{}` belongs to both sides of a pair", entry.key);
                let help = "give it in an entry with `between`; `from` and `toward` take reach, posture and belief";
                problems.add(ProblemKind::Conflict, entry.key_place, message, help);
            }
        }
        Some(Self { sides, named, one_sided, table, place })
    }

    fn two_sides(nodes: [&Node; 2], cast: &Cast, problems: &mut Problems) -> Option<([Chosen; 2], [Vec<u32>; 2])> {
        let [Some(a), Some(b)] = nodes.map(|node| cast.select_node(node, problems)) else { return None };
        Some(([a, b], nodes.map(|node| cast.named_in(node))))
    }

    fn between(node: &Node, cast: &Cast, problems: &mut Problems) -> Option<([Chosen; 2], [Vec<u32>; 2])> {
        match &node.value {
            Value::List(items) if items.len() == 2 => Self::two_sides([&items[0], &items[1]], cast, problems),
            Value::Text(_) => {
                let chosen = cast.select_node(node, problems)?;
                if matches!(chosen, Chosen::One(_)) {
                    let help = "name two: between = [\"A\", \"B\"]";
                    problems.add(ProblemKind::Missing, node.place, "one state cannot form a pair", help);
                    return None;
                }
                Some(([chosen.clone(), chosen], [Vec::new(), Vec::new()]))
            }
            Value::List(items) if items.len() > 2 => {
                let message = format!("`between` takes two sides, but has {}", items.len());
                let help = "for the pairs of one state with each of the others write between = [\"A\", [\"B\", \"C\"]]; for \
                            all pairs among them give them a group, and write between = \"group:NAME\"";
                problems.add(ProblemKind::Conflict, node.place, message, help);
                None
            }
            _ => {
                let help = "write between = [\"A\", \"B\"], between = \"group:NAME\" or between = \"all\"";
                problems.add(ProblemKind::Conflict, node.place, "`between` takes two states or groups", help);
                None
            }
        }
    }

    /// Writes the values of the entry into its pairs, and returns the number of pairs.
    fn apply(&self, starts: &mut [PairStart], count: usize) -> usize {
        if let [Chosen::One(a), Chosen::One(b)] = self.sides {
            let Some(at) = find(starts, (a.min(b), a.max(b))) else { return 0 };
            self.set(&mut starts[at], [a < b || !self.one_sided, a > b || !self.one_sided]);
            return 1;
        }
        let [first, second] = [0, 1].map(|side| {
            let mut member = vec![false; count];
            self.sides[side].members(count).iter().for_each(|m| member[*m as usize] = true);
            member
        });
        let mut found = 0;
        for start in starts {
            let (low, high) = (start.states.0 as usize, start.states.1 as usize);
            let forward = first[low] && second[high];
            let backward = first[high] && second[low];
            if forward || backward {
                found += 1;
                self.set(start, if self.one_sided { [forward, backward] } else { [true; 2] });
            }
        }
        found
    }

    /// Writes the values of an entry into a pair. Directed values go into the sides meant.
    fn set(&self, start: &mut PairStart, sides: [bool; 2]) {
        for key in START_KEYS {
            let ties = || self.table.number("ties").filter(|_| TIES.contains(&key.name));
            if let Some(value) = self.table.number(key.name).or_else(ties) {
                for side in (0..2).filter(|side| sides[*side] || !key.sided) {
                    *(key.cell)(start, side) = value;
                }
            }
        }
        start.alliance = self.table.flag("alliance").unwrap_or(start.alliance);
        start.stage = self.table.text("dispute").and_then(Stage::named).unwrap_or(start.stage);
    }
}

/// Returns true if these two form a pair.
pub(super) fn exists(topology: &Topology, a: u32, b: u32) -> bool {
    topology.find(StateId(a), StateId(b)).is_some()
}
