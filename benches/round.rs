//! One round of the model, chance and all, on one thread: no files, no other threads.
//!
//! `cargo bench` reports time and ordered pair-rounds a second ("elem/s") at 30, 200 and 1,000 states of complete
//! reach, and at 5,000 states with 40 neighbours each. Each size is measured after ten rounds, when disputes, issues and
//! alliances are there.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use takvin::model::draws::{Draws, Purpose, Words};
use takvin::model::{math, round};
use worlds::world;

mod worlds;

fn rounds(c: &mut Criterion) {
    let mut group = c.benchmark_group("round");
    group.sample_size(20);
    for (name, count, near) in [
        ("30 complete", 30, None),
        ("200 complete", 200, None),
        ("1000 complete", 1000, None),
        ("5000 with 40 neighbours", 5000, Some(40)),
    ] {
        let world = world(count, near);
        group.throughput(Throughput::Elements(2 * world.pairs.len() as u64));
        group.bench_function(BenchmarkId::from_parameter(name), |b| {
            let mut world = world.clone();
            b.iter(|| {
                round::step(black_box(&mut world));
            });
        });
    }
    group.finish();
}

/// What the model's own exponential buys against the library's, over a row of utilities.
fn exponentials(c: &mut Criterion) {
    let utilities: Vec<f64> = (0..800).map(|k| -6.0 + 0.01 * f64::from(k)).collect();
    let mut group = c.benchmark_group("exp");
    group.throughput(Throughput::Elements(utilities.len() as u64));
    for (name, exp) in [("ours", ours as fn(&[f64], &mut [f64])), ("library", library)] {
        let mut weights = vec![0.0; utilities.len()];
        group.bench_function(BenchmarkId::from_parameter(name), |b| {
            b.iter(|| exp(black_box(&utilities), black_box(&mut weights)));
        });
    }
    group.finish();
}

fn ours(utilities: &[f64], weights: &mut [f64]) {
    for (weight, &utility) in weights.iter_mut().zip(utilities) {
        *weight = math::exp(utility);
    }
}

fn library(utilities: &[f64], weights: &mut [f64]) {
    for (weight, &utility) in weights.iter_mut().zip(utilities) {
        *weight = libm::exp(utility);
    }
}

/// What rows drawn together buy against the library's stream of each row, at rows of small and great worlds.
fn draws(c: &mut Criterion) {
    let mut group = c.benchmark_group("draws");
    for (rows, count) in [(24, 5), (24, 24), (200, 200)] {
        group.throughput(Throughput::Elements((rows * count) as u64));
        let (draws, mut words) = (Draws::new(1, 0, true), Words::default());
        words.reserve(count);
        let mut round = 0;
        group.bench_function(BenchmarkId::new("ours", format!("{rows} rows of {count} words")), |b| {
            b.iter(|| {
                round += 1;
                for row in 0..rows {
                    black_box(draws.of_round(round).next(Purpose::Acts, row, rows, |_| count, &mut words));
                }
            });
        });
        let mut words = vec![0; count];
        group.bench_function(BenchmarkId::new("library", format!("{rows} rows of {count} words")), |b| {
            b.iter(|| {
                for row in 0..rows {
                    let mut stream = ChaCha8Rng::from_seed([1; 32]);
                    stream.set_stream(row as u64);
                    words.fill_with(|| stream.next_u32());
                    black_box(&words);
                }
            });
        });
    }
    group.finish();
}

criterion_group!(benches, rounds, exponentials, draws);
criterion_main!(benches);
