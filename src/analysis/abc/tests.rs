use super::*;

/// A posterior that is known: the mean of a normal, from the mean of ten observations of standard deviation 1. The
/// second parameter does nothing.
const SD: f64 = 0.316_227_766_016_837_94;

fn population(seed: u64) -> Population {
    let parameter = |name: &str, low, high, log| Parameter { name: name.into(), low, high, log };
    let parameters = vec![parameter("mean", -2.0, 2.0, false), parameter("idle", 0.01, 10.0, true)];
    let settings = Settings { seed, particles: 1000, keep: 0.5, least_acceptance: 0.05, most_simulations: 100_000 };
    Population::new(parameters, settings).expect("valid settings")
}

fn simulate(values: &[f64], observed: f64, generation: u32, number: usize) -> (f64, f64) {
    let mut draws = kernel::draws(77, generation, number as u64);
    let sum: f64 = (0..12).map(|_| kernel::uniform(&mut draws)).sum();
    let summary = values[0] + SD * (sum - 6.0);
    (summary, (summary - observed).abs())
}

fn generation(population: &Population, observed: f64) -> Vec<(Vec<f64>, f64)> {
    let number = |number: usize| {
        let values = population.propose(number);
        let distance = simulate(&values, observed, population.generation() + 1, number).1;
        (values, distance)
    };
    (0..population.proposals()).map(number).collect()
}

fn run(seed: u64, observed: f64) -> Population {
    let mut population = population(seed);
    while population.stop().is_none() {
        let simulated = generation(&population, observed);
        population.absorb(simulated);
    }
    population
}

#[test]
fn a_known_posterior_is_met() {
    // Prior flat far beyond ±5 sd: the posterior is normal(0.3, 0.316). The error of a mean of about 250 effective
    // particles is 0.02, that of the standard deviation 0.014; four times that is allowed.
    let done = run(1, 0.3);
    let posterior = done.posterior();
    assert_eq!(done.stop(), Some(Stop::Acceptance));
    assert!(
        done.tolerance() < 0.06 && posterior.effective_sample_size() > 250.0,
        "{}",
        posterior.effective_sample_size()
    );
    assert!((posterior.mean(0) - 0.3).abs() < 0.08, "{}", posterior.mean(0));
    assert!((posterior.deviation(0) - SD).abs() < 0.056, "{}", posterior.deviation(0));
    let [low, high] = [0.025, 0.975].map(|q| posterior.quantile(0, q));
    assert!((low - 0.3 + 1.96 * SD).abs() < 0.16 && (high - 0.3 - 1.96 * SD).abs() < 0.16, "{low} {high}");
    let identified = posterior.identified(0);
    assert!((identified.width - 2.0 * 1.96 * SD / (0.95 * 4.0)).abs() < 0.06, "{identified:?}");
    assert!(identified.distance > 0.3);
}

#[test]
fn a_parameter_that_the_data_do_not_touch_keeps_its_prior() {
    let posterior = run(2, 0.3).posterior();
    let identified = posterior.identified(1);
    assert!(identified.distance < 1.63 / posterior.effective_sample_size().sqrt(), "{identified:?}");
    assert!((identified.width - 1.0).abs() < 0.05, "{identified:?}");
}

#[test]
fn a_posterior_cut_by_the_prior_is_met() {
    // Observed at the lower bound: half a normal, mean −2 + sd √(2/π), standard deviation sd √(1 − 2/π). The mean of
    // eight runs has an error of about 0.005.
    let posteriors: Vec<Posterior> = (10..18).map(|seed| run(seed, -2.0).posterior()).collect();
    let mean = |of: &dyn Fn(&Posterior) -> f64| posteriors.iter().map(of).sum::<f64>() / 8.0;
    let (half_mean, half_sd) = (-2.0 + SD * 0.797_884_560_8, SD * 0.602_810_275_5);
    assert!((mean(&|p| p.mean(0)) - half_mean).abs() < 0.02, "{} {half_mean}", mean(&|p| p.mean(0)));
    assert!((mean(&|p| p.deviation(0)) - half_sd).abs() < 0.02, "{} {half_sd}", mean(&|p| p.deviation(0)));
}

#[test]
fn a_restored_population_goes_on_with_the_same_bytes() {
    let bytes = |population: &Population| postcard::to_allocvec(population).expect("bytes");
    let mut whole = population(5);
    for _ in 0..2 {
        whole.absorb(generation(&whole, 0.3));
    }
    let mut restored: Population = postcard::from_bytes(&bytes(&whole)).expect("a population");
    for population in [&mut whole, &mut restored] {
        for _ in 0..2 {
            population.absorb(generation(population, 0.3));
        }
    }
    assert_eq!(bytes(&whole), bytes(&restored));
    assert_eq!((whole.generation(), whole.simulations(), whole.particles().len()), (4, 2_500, 500));
}

#[test]
fn the_order_in_which_particles_are_computed_does_not_matter() {
    let mut first = population(6);
    let mut second = first.clone();
    for _ in 0..3 {
        let mut backwards: Vec<(usize, Vec<f64>)> =
            (0..second.proposals()).rev().map(|number| (number, second.propose(number))).collect();
        backwards.sort_by_key(|particle| particle.0);
        let next = second.generation() + 1;
        let simulated = backwards.into_iter().map(|(number, values)| {
            let distance = simulate(&values, 0.3, next, number).1;
            (values, distance)
        });
        second.absorb(simulated.collect());
        first.absorb(generation(&first, 0.3));
    }
    assert_eq!(first, second);
}

#[test]
fn regression_sharpens_a_coarse_posterior() {
    let mut coarse = population(7);
    for _ in 0..2 {
        coarse.absorb(generation(&coarse, 0.3));
    }
    let summary = |particle: &Particle| vec![simulate(&particle.values, 0.3, particle.generation, particle.number).0];
    let summaries: Vec<Vec<f64>> = coarse.particles().iter().map(summary).collect();
    let adjusted = adjust(coarse.parameters(), coarse.particles(), &summaries, &[0.3]).expect("enough particles");
    let plain = coarse.posterior();
    assert!(plain.deviation(0) > 1.3 * SD, "{}", plain.deviation(0));
    assert!((adjusted.deviation(0) - SD).abs() < 0.05, "{}", adjusted.deviation(0));
    assert!((adjusted.mean(0) - 0.3).abs() < 0.06, "{}", adjusted.mean(0));
}

#[test]
fn failed_simulations_are_the_first_to_go_and_the_cap_holds() {
    let mut population = population(8);
    let mut simulated = generation(&population, 0.3);
    simulated.iter_mut().step_by(2).for_each(|particle| particle.1 = f64::NAN);
    population.absorb(simulated);
    assert!(population.particles().iter().all(|particle| particle.number % 2 == 1 && particle.distance.is_finite()));
    let mut failed = self::population(8);
    failed.absorb((0..1000).map(|number| (failed.propose(number), f64::NAN)).collect());
    assert_eq!((failed.particles().len(), failed.posterior().values.len(), failed.stop()), (500, 0, None));
    failed.absorb(vec![(vec![0.5], 0.1), (vec![0.5, 1.0], 0.1)]);
    assert_eq!((failed.posterior().values, failed.particles()[0].number), (vec![vec![0.5, 1.0]], 1));
    population.settings.most_simulations = 1_499;
    assert_eq!(population.stop(), Some(Stop::Simulations));
    population.settings.most_simulations = 1_500;
    assert_eq!(population.stop(), None);
    population.absorb(Vec::new());
    assert_eq!((population.stop(), population.particles().len()), (Some(Stop::Acceptance), 500));
}

#[test]
fn the_first_proposals_are_stable() {
    let values = population(1).propose(0);
    assert_eq!(values, FIRST);
}
const FIRST: [f64; 2] = [1.357_791_278_598_475_6, 0.020_217_954_973_395_416];

#[test]
fn settings_out_of_range_are_refused() {
    let parameter = |low, high, log| vec![Parameter { name: "x".into(), low, high, log }];
    let settings = || Settings { seed: 0, particles: 10, keep: 0.5, least_acceptance: 0.0, most_simulations: 1 };
    let refused = |parameters, settings| Population::new(parameters, settings).expect_err("refused").to_string();
    assert_eq!(refused(vec![], settings()), "no parameters; name at least one");
    for (low, high, log) in [(1.0, 1.0, false), (0.0, 1.0, true), (f64::NAN, 1.0, false), (0.0, f64::INFINITY, false)] {
        assert!(
            refused(parameter(low, high, log), settings()).starts_with(&format!("prior of x is {low} to {high}; "))
        );
    }
    let valid = || parameter(0.0, 1.0, false);
    assert!(refused(valid(), Settings { particles: 3, ..settings() }).starts_with("particles = 3; "));
    assert!(refused(valid(), Settings { keep: 1.0, ..settings() }).starts_with("keep = 1; "));
    assert!(refused(valid(), Settings { least_acceptance: 1.0, ..settings() }).starts_with("least_acceptance = 1; "));
}

#[test]
fn draws_from_the_posterior_follow_the_weights() {
    let mut population = population(5);
    assert!(population.draw(0).is_none(), "nothing is kept before the first generation");
    let simulated = generation(&population, 0.3);
    population.absorb(simulated);
    let kept = population.particles.len();
    for (at, particle) in population.particles.iter_mut().enumerate() {
        particle.weight = f64::from(u8::from(at < 2)) * (1.0 + 2.0 * at as f64);
    }
    population.particles[2].weight = 9.0;
    population.particles[2].distance = f64::INFINITY;
    let mut counts = vec![0; kept];
    for number in 0..1000 {
        let drawn = population.draw(number).expect("two particles have a weight");
        assert_eq!(population.draw(number), Some(drawn));
        counts[population.particles.iter().position(|particle| particle == drawn).expect("it is kept")] += 1;
    }
    assert_eq!(counts[0] + counts[1], 1000, "neither those without a weight nor those that failed");
    // The standard deviation is 14.
    assert!((counts[0] - 250i32).abs() < 56, "{counts:?}");
}
