//! How far a round is from its floor: a kernel that draws the same words in rows, and reads and writes the same columns of
//! pairs, with no model in it. Both are timed in turn on one thread, and the best of each counts.
//!
//! `cargo bench --bench floor` prints nanoseconds an ordered pair and the ratio; `-- 200 1000` only worlds of these numbers
//! of states. `-- cold-war world-1970.toml` measures scenarios: a round in the middle of their first replicate, and the
//! whole replicate, with settling and outcome measures, over the floor of its rounds.

use std::hint::black_box;
use std::time::{Duration, Instant};

use takvin::batch;
use takvin::model::draws::{Draws, Purpose, RoundDraws, Words};
use takvin::model::{Pairs, Topology, World, round};
use takvin::scenario::{self, Scenario};
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
    let asked: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    println!("nanoseconds an ordered pair, best of rounds in turn\n");
    println!("{:<24} {:>7} {:>8} {:>8} {:>6} {:>10}", "world", "states", "round", "floor", "ratio", "replicate");
    for (states, near) in WORLDS {
        if asked.is_empty() || asked.contains(&states.to_string()) {
            let neighbours = near.map_or("complete reach".to_owned(), |near| format!("{near} neighbours each"));
            print(&neighbours, states, measure(world(states, near)), None);
        }
    }
    for name in asked.iter().filter(|word| word.parse::<usize>().is_err()) {
        let scenario = scenario::load(name.as_ref(), &[]).unwrap_or_else(|error| panic!("{error}"));
        let mut world = World::new(&scenario.setup, scenario.run.seed, 0);
        (0..scenario.run.rounds / 2).for_each(|_| round::step(&mut world));
        let (states, pairs) = (scenario.setup.names.len(), 2 * world.pairs.len());
        let best = measure(world);
        let floor = best[1] * 1e-9 * pairs as f64 * f64::from(scenario.run.rounds);
        print(&scenario.name, states, best, Some(replicate(scenario.clone()) / floor));
    }
}

fn print(world: &str, states: usize, [round, floor]: [f64; 2], replicate: Option<f64>) {
    let replicate = replicate.map_or(String::new(), |ratio| format!("{ratio:.1}"));
    println!("{world:<24} {states:>7} {round:>8.1} {floor:>8.1} {:>6.1} {replicate:>10}", round / floor);
}

/// The best time of a replicate with its outcomes only, in seconds.
fn replicate(mut scenario: Scenario) -> f64 {
    scenario.record.trajectories = false;
    let (begun, mut best) = (Instant::now(), f64::MAX);
    while begun.elapsed() < PATIENCE {
        let start = Instant::now();
        black_box(batch::run_one(&scenario, 0).expect("a scenario that was loaded"));
        best = best.min(start.elapsed().as_secs_f64());
    }
    best
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
