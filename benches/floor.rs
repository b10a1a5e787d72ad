//! How far a round is from its floor: a kernel that draws the same words in rows, and reads and writes the same columns of
//! pairs, with no model in it. Both are timed in turn on one thread, and the best of each counts.
//!
//! `cargo bench --bench floor` prints nanoseconds an ordered pair and the ratio; `-- 200 1000` only worlds of these numbers
//! of states.

use std::hint::black_box;
use std::time::{Duration, Instant};

use takvin::model::draws::{Draws, Purpose, RoundDraws, Words};
use takvin::model::{Pairs, Topology, World, round};
use worlds::world;

mod worlds;

/// States, and the neighbours of each; complete reach without.
const WORLDS: [(usize, Option<usize>); 6] =
    [(12, None), (30, None), (200, None), (1000, None), (4000, None), (100_000, Some(20))];

/// The words that a round draws for each pair.
const WORDS: [(Purpose, usize); 5] = [
    (Purpose::Reports, 2),
    (Purpose::Acts, 2),
    (Purpose::Disputes, 3),
    (Purpose::Alliances, 1),
    (Purpose::Incidents, 1),
];

/// The time given to both together in a world, at least.
const PATIENCE: Duration = Duration::from_secs(4);

fn main() {
    let asked: Vec<usize> = std::env::args().filter_map(|word| word.parse().ok()).collect();
    println!("nanoseconds an ordered pair, best of rounds in turn\n");
    println!("{:>8} {:>10} {:>8} {:>8} {:>6}", "states", "neighbours", "round", "floor", "ratio");
    for (states, near) in WORLDS.into_iter().filter(|(states, _)| asked.is_empty() || asked.contains(states)) {
        let [round, floor] = measure(world(states, near));
        let neighbours = near.map_or("all".to_owned(), |near| near.to_string());
        println!("{states:>8} {neighbours:>10} {round:>8.1} {floor:>8.1} {:>6.1}", round / floor);
    }
}

/// The best times of a round and of its floor.
fn measure(mut world: World) -> [f64; 2] {
    let ordered = 2.0 * world.pairs.len() as f64;
    let (mut pairs, mut words) = (world.pairs.clone(), Words::default());
    let mut best = [f64::MAX; 2];
    let begun = Instant::now();
    let mut number = 0;
    while number < 3 || begun.elapsed() < PATIENCE {
        number += 1;
        let timed = |best: &mut f64, work: &mut dyn FnMut()| {
            let start = Instant::now();
            work();
            *best = best.min(1e9 * start.elapsed().as_secs_f64() / ordered);
        };
        timed(&mut best[0], &mut || round::step(black_box(&mut world)));
        let draws = Draws::new(1, 0, true).of_round(number);
        timed(&mut best[1], &mut || floor(black_box(&mut pairs), &world.topology, draws, &mut words));
    }
    best
}

/// Draws the words of a round, and reads every column of pairs and writes those that a round writes.
fn floor(pairs: &mut Pairs, topology: &Topology, draws: RoundDraws, words: &mut Words) {
    for (purpose, each) in WORDS {
        let (mut next, end) = (0, topology.states());
        while next < end {
            let (rows, drawn) = draws.batch(purpose, next..end, |row| each * topology.row(row).len(), words);
            next = rows.end;
            black_box(drawn.uniform(0));
        }
    }
    let p = pairs;
    for column in [
        &mut p.posture,
        &mut p.belief,
        &mut p.believed_power,
        &mut p.threat,
        &mut p.threat_peak,
        &mut p.effort,
        &mut p.grievance,
    ] {
        fade(column.as_flattened_mut());
    }
    for column in [&mut p.trade, &mut p.people, &mut p.security, &mut p.rivalry, &mut p.contest] {
        fade(column);
    }
    for age in p.threat_age.as_flattened_mut().iter_mut().chain(&mut p.stage_age) {
        *age ^= 1;
    }
    for instrument in p.instrument.as_flattened_mut() {
        *instrument ^= 1;
    }
    for act in &mut p.act {
        act.swap(0, 1);
    }
    for allied in &mut p.alliance {
        *allied = !*allied;
    }
    // Bits join in any order, sums do not.
    for column in [p.reach.as_flattened(), p.aid.as_flattened(), &p.complementarity, &p.third] {
        black_box(column.iter().fold(0, |bits, x| bits ^ x.to_bits()));
    }
    for column in [&p.held, p.forced.as_flattened()] {
        black_box(column.iter().fold(0, |bits, held| bits ^ held));
    }
    black_box(p.stage.iter().fold(0, |bits, &stage| bits ^ stage as u8));
}

fn fade(column: &mut [f64]) {
    for x in column {
        *x *= 0.999_999;
    }
}
