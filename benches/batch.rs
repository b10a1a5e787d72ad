//! Many runs of a 30-state, 100-round world on one thread, in runs a second ("elem/s"), each way against the floor that it
//! is held to: the world, its rounds and its outcome measures, written out by hand. No files.

use std::hint::black_box;
use std::sync::atomic::AtomicBool;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use takvin::batch;
use takvin::model::{World, round};
use takvin::record::Tally;
use takvin::record::summary::outcomes;
use takvin::scenario::{self, Scenario};
use takvin::studies::sweep::{self, Sweep};

/// Runs of one measurement.
const RUNS: u32 = 10;

fn scenario(more: &[(&str, &str)]) -> Scenario {
    let set = [("run.rounds", "100"), ("run.shortened", "true"), ("run.replicates", "1")];
    let overrides: Vec<_> = set.iter().chain(more).map(|(path, value)| (path.to_string(), value.to_string())).collect();
    scenario::load("middle-world".as_ref(), &overrides).expect("a shipped scenario")
}

/// By hand: nothing but the model and its outcome measures.
fn floor(scenario: &Scenario, replicate: u64) -> f64 {
    let mut world = World::new(&scenario.setup, scenario.run.seed, replicate);
    let mut tally = Tally::new(scenario.setup.names.len());
    tally.observe(&world);
    for _ in 0..scenario.run.rounds {
        round::step(&mut world);
        tally.observe(&world);
    }
    outcomes(&tally).filter(|x| !x.is_nan()).sum()
}

fn batches(c: &mut Criterion) {
    let mut group = c.benchmark_group("batch");
    group.sample_size(20).throughput(Throughput::Elements(RUNS.into()));
    let plain = scenario(&[]);
    group.bench_function("floor", |b| {
        b.iter(|| (0..RUNS).map(|k| floor(black_box(&plain), k.into())).sum::<f64>());
    });

    let never = AtomicBool::new(false);
    let controls = batch::Controls { threads: 1, cancel: &never, progress: &|| {}, checkpoint: None };
    let mut light = plain.clone();
    light.record.trajectories = false;
    for (name, scenario) in [("outcomes", &light), ("every table", &plain)] {
        group.bench_function(name, |b| {
            b.iter(|| {
                let begin = |k: usize, workers| batch::begin_with(black_box(scenario), k as u32, workers);
                let kept = batch::run_all(scenario, 0..RUNS as usize, begin, &controls, black_box, |_| {
                    Ok::<_, std::convert::Infallible>(())
                });
                kept.expect("nothing stops it");
            });
        });
    }

    // A point for each run: the dearest kind of sweep, a scenario and a row for every run.
    let varied = scenario(&[("sweep.vary.\"parameters.feedback.threat\"", "\"0.1..0.1001/10\"")]);
    let sweep = Sweep::new(varied, None, false).expect("ten points");
    group.bench_function("sweep, a point each", |b| {
        b.iter(|| sweep::rows(black_box(&sweep), 0..RUNS.into()).map(|tables| tables[0].len()).sum::<usize>());
    });
    group.finish();
}

criterion_group!(benches, batches);
criterion_main!(benches);
