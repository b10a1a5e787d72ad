//! Indices of functions whose indices are known, and those that another library computes from the same samples.

use std::f64::consts::{PI, TAU};

use rand::Rng as _;
use sobol::Sobol;
use sobol::params::JoeKuoD6;

use super::converging::{converging, settled};
use super::draws::{Purpose, draws};
use super::estimate::{Bootstrap, Estimate};
use super::groups::Groups;
use super::saltelli::{Design, Estimator};

use super::{morris, pawn, rbd_fast, saltelli};

const NONE: Bootstrap = Bootstrap { resamples: 0, seed: 0 };
const SOME: Bootstrap = Bootstrap { resamples: 500, seed: 1 };

/// Ishigami & Homma (1990), with a = 7 and b = 0.1.
fn ishigami(u: &[f64]) -> f64 {
    let x = |at: usize| -PI + TAU * u[at];
    libm::sin(x(0)) + 7.0 * libm::sin(x(1)).powi(2) + 0.1 * x(2).powi(4) * libm::sin(x(0))
}

/// First orders, totals and the second order of factors 0 and 2; the other pairs have none.
fn ishigami_indices() -> ([f64; 3], [f64; 3], f64) {
    let (p4, p8) = (PI.powi(4), PI.powi(8));
    let (v0, v1, v02) = (0.5 * (1.0 + 0.1 * p4 / 5.0).powi(2), 49.0 / 8.0, 8.0 * 0.01 * p8 / 225.0);
    let all = v0 + v1 + v02;
    ([v0 / all, v1 / all, 0.0], [(v0 + v02) / all, v1 / all, v02 / all], v02 / all)
}

/// Sobol's G function: the smaller a, the more a factor matters (Saltelli & Sobol' 1995).
fn g_function(a: &[f64]) -> impl Fn(&[f64]) -> f64 {
    move |u: &[f64]| u.iter().zip(a).map(|(u, a)| ((4.0 * u - 2.0).abs() + a) / (1.0 + a)).product()
}

/// First orders, totals, and second orders by pairs.
fn g_indices(a: &[f64]) -> (Vec<f64>, Vec<f64>, Vec<f64>) {
    let alone: Vec<f64> = a.iter().map(|a| 1.0 / (3.0 * (1.0 + a) * (1.0 + a))).collect();
    let product: f64 = alone.iter().map(|v| 1.0 + v).product();
    let all = product - 1.0;
    let first = alone.iter().map(|v| v / all).collect();
    let total = alone.iter().map(|v| v * product / (1.0 + v) / all).collect();
    let pairs = (0..a.len()).flat_map(|j| (j + 1..a.len()).map(move |k| (j, k)));
    (first, total, pairs.map(|(j, k)| alone[j] * alone[k] / all).collect())
}

/// Points of a shifted Sobol' sequence.
fn points(coordinates: usize, count: usize, seed: u64) -> Vec<Vec<f64>> {
    let mut draws = draws(seed, Purpose::Dummy, 0);
    let shifts: Vec<u64> = (0..coordinates).map(|_| draws.next_u64()).collect();
    let unit = |bits: u64| (bits >> 11) as f64 / (1u64 << 53) as f64;
    let point = |bits: Vec<u64>| bits.iter().zip(&shifts).map(|(bits, shift)| unit(bits ^ shift)).collect();
    Sobol::<u64>::new(coordinates, &JoeKuoD6::standard()).take(count).map(point).collect()
}

fn evaluated(design: &Design, count: usize, seed: u64, function: impl Fn(&[f64]) -> f64) -> Vec<f64> {
    let base = points(2 * design.groups.factors(), count, seed);
    base.iter().flat_map(|base| design.points(base).expect("a base point")).map(|u| function(&u)).collect()
}

fn design(factors: usize, second_order: bool) -> Design {
    Design { groups: Groups::single(factors).expect("factors"), second_order }
}

fn values(estimates: &[Estimate]) -> Vec<f64> {
    estimates.iter().map(|estimate| estimate.value).collect()
}

fn close(found: &[f64], expected: &[f64], within: f64) {
    let far = found.iter().zip(expected).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
    assert!(found.len() == expected.len() && far <= within, "{far}: {found:?} {expected:?}");
}

#[test]
fn sobol_indices_of_the_ishigami_function_are_met() {
    let (first, total, second) = ishigami_indices();
    close(&first, &[0.313_905, 0.442_411, 0.0], 1e-6);
    let design = design(3, true);
    let outcomes = evaluated(&design, 4096, 1, ishigami);
    for (estimator, within) in [(Estimator::Azzini, 0.003), (Estimator::Saltelli, 0.004)] {
        let found = saltelli::analyse(&design, &outcomes, estimator, NONE).expect("indices");
        close(&values(&found.first), &first, within);
        close(&values(&found.total), &total, within);
        let pairs: Vec<f64> = found.second.iter().map(|pair| pair.index.value).collect();
        close(&pairs, &[0.0, second, 0.0], 2.0 * within);
        assert_eq!(found.second[1].groups, (0, 2));
    }
}

#[test]
fn sobol_indices_of_g_functions_are_met() {
    for a in [&[0.0, 1.0, 4.5, 9.0, 99.0, 99.0][..], &[0.0, 0.5, 3.0], &[9.0, 9.0, 9.0, 9.0], &[99.0, 0.0]] {
        let (first, total, second) = g_indices(a);
        let design = design(a.len(), true);
        let outcomes = evaluated(&design, 4096, 2, g_function(a));
        for (estimator, within) in [(Estimator::Azzini, 0.002), (Estimator::Saltelli, 0.003)] {
            let found = saltelli::analyse(&design, &outcomes, estimator, NONE).expect("indices");
            close(&values(&found.first), &first, within);
            close(&values(&found.total), &total, within);
            close(&found.second.iter().map(|pair| pair.index.value).collect::<Vec<f64>>(), &second, within);
        }
    }
}

#[test]
fn a_group_has_the_index_of_its_factors_together() {
    let groups = Groups::new(&[0, 1, 0]).expect("two groups");
    let design = Design { groups, second_order: true };
    let outcomes = evaluated(&design, 2048, 3, ishigami);
    let found = saltelli::analyse(&design, &outcomes, design.estimator(), NONE).expect("indices");
    let (_, total, _) = ishigami_indices();
    close(&values(&found.first), &[total[0], total[1]], 0.01);
    close(&values(&found.total), &[total[0], total[1]], 0.01);
}

#[test]
fn intervals_contain_the_exact_indices_as_often_as_they_should() {
    let (first, total, _) = ishigami_indices();
    let design = design(3, true);
    let (mut inside, mut all) = (0, 0);
    for seed in 0..40 {
        // Random base points: intervals take them as independent.
        let mut stream = draws(seed, Purpose::Dummy, 1);
        let mut uniform = || (stream.next_u64() >> 11) as f64 / (1u64 << 53) as f64;
        let base: Vec<Vec<f64>> = (0..256).map(|_| (0..6).map(|_| uniform()).collect()).collect();
        let of_base = |base: &Vec<f64>| design.points(base).expect("a base point");
        let outcomes: Vec<f64> = base.iter().flat_map(of_base).map(|u| ishigami(&u)).collect();
        let found = saltelli::analyse(&design, &outcomes, Estimator::Azzini, SOME).expect("indices");
        for (index, exact) in found.first.iter().chain(&found.total).zip(first.iter().chain(&total)) {
            inside += usize::from(index.interval.expect("resampled").contains(*exact));
            all += 1;
        }
    }
    let share = f64::from(inside as u32) / f64::from(all);
    assert!((0.90..=0.98).contains(&share), "{share}");
}

/// Morris (1991), section 4: 20 factors, of which the first 10 matter, and the first 7 not for themselves. The
/// coefficients that he draws from a normal distribution are ±1 here.
fn morris_function(u: &[f64]) -> f64 {
    let w: Vec<f64> = (u.iter().enumerate())
        .map(|(k, u)| 2.0 * (if [2, 4, 6].contains(&k) { 1.1 * u / (u + 0.1) } else { *u } - 0.5))
        .collect();
    let sign = |k: usize| if k.is_multiple_of(2) { 1.0 } else { -1.0 };
    let mut y = 0.0;
    for i in 0..20 {
        y += w[i] * if i < 10 { 20.0 } else { sign(i + 1) };
        for j in i + 1..20 {
            y += w[i] * w[j] * if j < 6 { -15.0 } else { sign(i + j) };
            for l in j + 1..5 {
                y += -10.0 * w[i] * w[j] * w[l];
                for s in l + 1..4 {
                    y += 5.0 * w[i] * w[j] * w[l] * w[s];
                }
            }
        }
    }
    y
}

#[test]
fn the_factors_of_morris_fall_into_their_groups() {
    let groups = Groups::single(20).expect("factors");
    let design = morris::Design::new(groups.clone(), morris::LEVELS, 1).expect("a design");
    let points: Vec<Vec<f64>> = (0..40).flat_map(|number| design.trajectory(number)).collect();
    let outcomes: Vec<f64> = points.iter().map(|u| morris_function(u)).collect();
    let found = morris::analyse(&groups, &points, &morris::once(&outcomes), SOME).expect("effects");
    let (mut sizes, mut deviations) = (Vec::new(), Vec::new());
    for effects in &found {
        sizes.push(effects.size.expect("effects").value);
        deviations.push(effects.deviation.expect("effects"));
    }
    // Factors 8 to 10: slopes of 2 · 20, nearly straight. The mean of the bent w is 0.401, and three of them with a
    // sign of ±1 add ±2.4. The standard error is 1. Factors 1 to 7: bent or with others. Factors 11 to 20: little.
    close(&sizes[7..10], &[37.6, 42.4, 37.6], 3.0);
    assert!(deviations[7..10].iter().all(|deviation| *deviation < 10.0), "{deviations:?}");
    assert!(sizes[..7].iter().all(|size| *size > 20.0), "{sizes:?}");
    assert!(deviations[..7].iter().all(|deviation| *deviation > 15.0), "{deviations:?}");
    assert!(sizes[10..].iter().all(|size| *size < 8.0) && deviations[10..].iter().all(|sd| *sd < 10.0), "{sizes:?}");
    let of = |trajectories: usize| {
        let effects = morris::analyse(
            &groups,
            &points[..21 * trajectories],
            &morris::once(&outcomes[..21 * trajectories]),
            SOME,
        )?;
        Ok(effects.into_iter().map(|effects| effects.size).collect())
    };
    let parts = converging(40, of);
    assert_eq!(parts.iter().map(|part| part.units).collect::<Vec<_>>(), [5, 10, 20, 40]);
    assert!(settled(&parts).iter().filter(|settled| **settled == Some(true)).count() >= 17);
}

#[test]
fn rbd_fast_meets_the_first_orders() {
    for (function, exact) in [
        (&ishigami as &dyn Fn(&[f64]) -> f64, ishigami_indices().0.to_vec()),
        (&g_function(&[0.0, 1.0, 9.0]), g_indices(&[0.0, 1.0, 9.0]).0),
    ] {
        let points = points(3, 4096, 4);
        let outcomes: Vec<f64> = points.iter().map(|u| function(u)).collect();
        let found = rbd_fast::analyse(&points, &outcomes, rbd_fast::HARMONICS, NONE).expect("indices");
        close(&values(&found), &exact, 0.01);
    }
}

#[test]
fn pawn_ranks_the_factors_of_the_ishigami_function() {
    let points = points(4, 1024, 5);
    let outcomes: Vec<f64> = points.iter().map(|u| ishigami(u)).collect();
    let settings = pawn::Settings {
        slices: pawn::SLICES,
        dummies: pawn::DUMMIES,
        bootstrap: Bootstrap { resamples: 100, seed: 1 },
    };
    let found = pawn::analyse(&points, &outcomes, settings).expect("distances");
    let median: Vec<f64> = found.iter().map(|distances| distances.median.value).collect();
    assert!(median[1] > median[0] && median[0] > median[2] && median[2] > median[3], "{median:?}");
    let chance: Vec<f64> = found.iter().filter_map(|distances| distances.chance).collect();
    // Half of the KS distances of 102 points lie above 0.83 / √102 = 0.08.
    assert!(chance.iter().all(|chance| (0.07..0.12).contains(chance)), "{chance:?}");
    assert!(median[2] > chance[2] && median[3] < chance[3], "{median:?} {chance:?}");
}

/// The points and outcomes of a case.
fn sample(case: &str) -> (Vec<Vec<f64>>, Vec<f64>) {
    let table = include_str!("../../../tests/fixtures/sensitivity_points.csv");
    let rows = table.lines().skip(1).map(|line| line.split(',').collect::<Vec<_>>()).filter(|row| row[0] == case);
    let number = |text: &str| text.parse::<f64>().expect("a number");
    rows.map(|row| (row[1].split(' ').map(number).collect::<Vec<f64>>(), number(row[2]))).unzip()
}

/// The values of a statistic, in order.
fn computed(case: &str, statistic: &str) -> Vec<f64> {
    let table = include_str!("../../../tests/fixtures/sensitivity.csv");
    let rows = table.lines().skip(1).map(|line| line.split(',').collect::<Vec<_>>());
    let found = rows.filter(|row| row[0] == case && row[1] == statistic);
    found.map(|row| row[3].parse().expect("a number")).collect()
}

const SAME: f64 = 1e-9;

#[test]
fn sobol_indices_are_those_of_salib() {
    let groups = Groups::new(&[0, 1, 0, 2, 1, 2]).expect("groups");
    for (case, design) in [
        ("sobol", design(3, true)),
        ("sobol_first", design(3, false)),
        ("sobol_groups", Design { groups, second_order: true }),
    ] {
        let (points, outcomes) = sample(case);
        // The first and the last point of a block are the halves of its base point.
        for block in points.chunks(design.evaluations()) {
            let base = [block[0].as_slice(), block[block.len() - 1].as_slice()].concat();
            assert_eq!(design.points(&base).expect("a base point"), block);
        }
        let found = saltelli::analyse(&design, &outcomes, Estimator::Saltelli, NONE).expect("indices");
        close(&values(&found.first), &computed(case, "s1"), SAME);
        close(&values(&found.total), &computed(case, "st"), SAME);
        let pairs: Vec<f64> = found.second.iter().map(|pair| pair.index.value).collect();
        close(&pairs, &computed(case, "s2"), SAME);
    }
}

#[test]
fn elementary_effects_are_those_of_salib() {
    for (case, of) in [("morris", [0, 1, 2, 3, 4, 5]), ("morris_groups", [0, 1, 0, 2, 1, 2])] {
        let (points, outcomes) = sample(case);
        let groups = Groups::new(&of).expect("groups");
        let found = morris::analyse(&groups, &points, &morris::once(&outcomes), NONE).expect("effects");
        let sizes: Vec<f64> = found.iter().filter_map(|effects| Some(effects.size?.value)).collect();
        close(&sizes, &computed(case, "mu_star"), SAME);
        close(&found.iter().filter_map(|effects| effects.mean).collect::<Vec<_>>(), &computed(case, "mu"), SAME);
        close(
            &found.iter().filter_map(|effects| effects.deviation).collect::<Vec<_>>(),
            &computed(case, "sigma"),
            SAME,
        );
    }
}

#[test]
fn first_orders_by_rbd_fast_are_those_of_salib() {
    let (points, outcomes) = sample("given");
    let found = rbd_fast::analyse(&points, &outcomes, 10, NONE).expect("indices");
    close(&values(&found), &computed("rbd_fast", "s1"), SAME);
}

#[test]
fn distances_by_pawn_are_those_of_salib() {
    let (points, outcomes) = sample("given");
    let settings = pawn::Settings { slices: 10, dummies: 0, bootstrap: NONE };
    let found = pawn::analyse(&points, &outcomes, settings).expect("distances");
    let of = |statistic: fn(&pawn::Distances) -> f64| found.iter().map(statistic).collect::<Vec<f64>>();
    close(&of(|distances| distances.minimum), &computed("pawn_closed", "minimum"), SAME);
    close(&of(|distances| distances.mean), &computed("pawn_closed", "mean"), SAME);
    close(&of(|distances| distances.median.value), &computed("pawn_closed", "median"), SAME);
    close(&of(|distances| distances.maximum), &computed("pawn_closed", "maximum"), SAME);
    // SALib leaves the point with the largest coordinate out of the last slice: here it is in a slice of its own.
    let ranks = pawn::ranks(&outcomes);
    for factor in 0..3 {
        let coordinates: Vec<f64> = points.iter().map(|point| point[factor]).collect();
        let mut slices = pawn::slices(&coordinates, 10);
        let last = (0..points.len()).max_by(|a, b| coordinates[*a].total_cmp(&coordinates[*b])).expect("points");
        slices.of[last] = 10;
        slices.count = 11;
        let mut distances = slices.kolmogorov_smirnov(&ranks, &vec![1; points.len()]);
        distances.truncate(10);
        distances.sort_by(f64::total_cmp);
        let found = [
            distances[0],
            distances.iter().sum::<f64>() / 10.0,
            f64::midpoint(distances[4], distances[5]),
            distances[9],
        ];
        let theirs = ["minimum", "mean", "median", "maximum"].map(|statistic| computed("pawn", statistic)[factor]);
        close(&found, &theirs, SAME);
    }
}
