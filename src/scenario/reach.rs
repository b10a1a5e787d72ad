//! Which states can meet: from `[reach]` to the pairs, with the reach of each side.

use std::collections::{BTreeMap, BTreeSet};

use super::cast::Cast;
use super::matrix::{self, Reached};
use super::node::{Node, Table};
use super::problems::{ProblemKind, Problems};
use super::section::Section;
use super::size;
use super::sources::{Place, Sources};
use crate::model::math::{exp, ln};

/// Keys that belong to one kind only.
const KEYS_OF: [(&str, &[&str]); 4] = [
    ("complete", &[]),
    ("coordinates", &["scale", "cutoff"]),
    ("contiguity", &["neighbours", "neighbours_add", "near", "far"]),
    ("matrix", &["file", "rows"]),
];

/// All pairs within reach, sorted, each once.
pub(super) fn build(tree: &Table, cast: &Cast, sources: &mut Sources, problems: &mut Problems) -> Vec<Reached> {
    let empty = Table::default();
    let (table, place) = match tree.entry("reach") {
        Some(entry) => (tree.table("reach").unwrap_or(&empty), Some(entry.key_place)),
        None => (&empty, size::place_of_states(tree)),
    };
    let section = Section::of(tree, "reach");
    let kind = &*section.text("kind");
    refuse_foreign_keys(table, kind, problems);
    let mut pairs = match kind {
        "coordinates" => coordinates(&section, place, cast, problems),
        "contiguity" => contiguity(table, &section, place, cast, problems),
        "matrix" => matrix::build(table, place, cast, sources, problems),
        _ => complete(cast, 1.0, place, problems),
    };
    majors(table, section.number("major_reach"), cast, &mut pairs, problems);
    pairs.sort_by_key(|p| p.0);
    pairs.dedup_by(|later, kept| {
        let same = later.0 == kept.0;
        if same {
            kept.1 = [kept.1[0].max(later.1[0]), kept.1[1].max(later.1[1])];
        }
        same
    });
    pairs
}

fn refuse_foreign_keys(table: &Table, kind: &str, problems: &mut Problems) {
    for (other, keys) in KEYS_OF.iter().filter(|(k, _)| *k != kind) {
        for entry in table.entries.iter().filter(|e| keys.contains(&e.key.as_str())) {
            let message = format!("reach.{} has no effect with kind = {kind:?}", entry.key);
            let help = format!("remove it, or write kind = {other:?}");
            problems.add(ProblemKind::Conflict, entry.key_place, message, help);
        }
    }
}

fn complete(cast: &Cast, reach: f64, place: Option<Place>, problems: &mut Problems) -> Vec<Reached> {
    let n = cast.len() as u64;
    let count = n * n.saturating_sub(1) / 2;
    if !size::pairs_fit(count, place, problems) {
        return Vec::new();
    }
    let n = n as u32;
    (0..n).flat_map(|i| (i + 1..n).map(move |j| ((i, j), [reach; 2]))).collect()
}

fn coordinates(section: &Section<'_>, place: Option<Place>, cast: &Cast, problems: &mut Problems) -> Vec<Reached> {
    let (scale, cutoff) = (section.number("scale"), section.number("cutoff"));
    let nowhere: Vec<&str> =
        cast.places.iter().zip(&cast.names).filter(|(p, _)| p.is_none()).map(|(_, n)| n.as_str()).collect();
    if let (Some(place), false) = (place, nowhere.is_empty()) {
        let message = format!("no coordinates: {}", super::suggest::listed(nowhere));
        problems.add(ProblemKind::Missing, place, message, "give each of these states both `x` and `y`");
        return Vec::new();
    }
    let at: Vec<[f64; 2]> = cast.places.iter().map(|p| p.unwrap_or_default()).collect();
    let reach = |i: usize, j: usize| {
        let (dx, dy) = (at[i][0] - at[j][0], at[i][1] - at[j][1]);
        exp(-(dx * dx + dy * dy).sqrt() / scale)
    };
    // States farther apart than this are out of reach, so only neighbouring cells of this size are compared.
    let farthest = if cutoff > 0.0 { -ln(cutoff) * scale } else { f64::INFINITY };
    let cell =
        |p: [f64; 2]| p.map(|x| if farthest.is_finite() && farthest > 0.0 { (x / farthest).floor() as i64 } else { 0 });
    // Without a cutoff every state reaches every other.
    let n = at.len() as u64;
    if farthest.is_infinite() && !size::pairs_fit(n * n.saturating_sub(1) / 2, place, problems) {
        return Vec::new();
    }
    let mut cells: BTreeMap<[i64; 2], Vec<usize>> = BTreeMap::new();
    for (i, p) in at.iter().enumerate() {
        cells.entry(cell(*p)).or_default().push(i);
    }
    let mut pairs = Vec::new();
    for (i, p) in at.iter().enumerate() {
        let [cx, cy] = cell(*p);
        let around: BTreeSet<[i64; 2]> = [-1i64, 0, 1]
            .iter()
            .flat_map(|dx| [-1i64, 0, 1].map(|dy| [cx.saturating_add(*dx), cy.saturating_add(dy)]))
            .collect();
        for j in around.iter().filter_map(|c| cells.get(c)).flatten().copied().filter(|j| *j > i) {
            let r = reach(i, j);
            if r >= cutoff && r > 0.0 {
                pairs.push(((i as u32, j as u32), [r; 2]));
            }
        }
        if pairs.len() as u64 > size::MOST_PAIRS {
            // Rows shorten toward the end, because each row holds the pairs with later states only.
            let left = 1.0 - (i + 1) as f64 / at.len() as f64;
            size::pairs_fit((pairs.len() as f64 / (1.0 - left * left)) as u64, place, problems);
            return Vec::new();
        }
    }
    pairs
}

fn contiguity(
    table: &Table,
    section: &Section<'_>,
    place: Option<Place>,
    cast: &Cast,
    problems: &mut Problems,
) -> Vec<Reached> {
    let (near, far) = (section.number("near"), section.number("far"));
    let mut pairs = if far > 0.0 { complete(cast, far, place, problems) } else { Vec::new() };
    for node in table.list("neighbours").unwrap_or(&[]) {
        let known: Vec<(u32, Place)> = (node.texts().iter())
            .filter_map(|(name, place)| cast.state(name, *place, problems).map(|s| (s, *place)))
            .collect();
        if node.texts().len() < 2 {
            let help = "the first state borders each of the states after it";
            problems.add(ProblemKind::Missing, node.place, "a list of neighbours needs at least two states", help);
        }
        let Some(((first, _), others)) = known.split_first() else { continue };
        for (other, place) in others {
            if other == first {
                let message = format!("{:?} cannot border itself", cast.names[*first as usize]);
                problems.add(ProblemKind::Conflict, *place, message, "remove it");
            } else {
                pairs.push(((*first.min(other), *first.max(other)), [near; 2]));
            }
        }
    }
    pairs
}

fn majors(table: &Table, reach: f64, cast: &Cast, pairs: &mut Vec<Reached>, problems: &mut Problems) {
    let names = table.get("majors").map_or_else(Vec::new, Node::texts);
    let all = cast.len() as u32;
    if !size::pairs_fit(
        pairs.len() as u64 + names.len() as u64 * u64::from(all),
        table.get("majors").map(|n| n.place),
        problems,
    ) {
        return;
    }
    for (name, place) in names {
        let Some(major) = cast.state(name, place, problems) else { continue };
        pairs.extend((0..all).filter(|o| *o != major).map(|o| ((major.min(o), major.max(o)), [reach; 2])));
    }
}
