//! A sweep with an outcome of one's own: the largest gap between the most open and the most closed state, by the strength
//! with which threats move governance.
//!
//! `cargo run --release --example own_outcome`

use takvin::prelude::{RunRecord, load, run_one};

const REPLICATES: u32 = 5;

/// The distance between the highest and the lowest governance among the states in the last round.
fn distance(run: &RunRecord, states: usize) -> f64 {
    let governance: Vec<f64> = run.states.column("governance").collect();
    let last = &governance[governance.len() - states..];
    let (low, high) = last.iter().fold((1.0_f64, 0.0_f64), |(low, high), &value| (low.min(value), high.max(value)));
    high - low
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("threat  distance (mean of {REPLICATES} runs)");
    for step in 0..5 {
        let threat = 0.5 * f64::from(step);
        let change = ("parameters.feedback.threat".to_owned(), threat.to_string());
        let world = load("middle-world".as_ref(), &[change])?;
        let states = world.setup.names.len();
        let mut sum = 0.0;
        for replicate in 0..REPLICATES {
            // The same replicate has the same random numbers at every point.
            sum += distance(&run_one(&world, replicate)?, states);
        }
        println!("{threat:6.1}  {:.3}", sum / f64::from(REPLICATES));
    }
    Ok(())
}
