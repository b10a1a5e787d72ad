//! An intervention that no scenario can write down, because it depends on the run: outside support for a state whenever its
//! authority falls below a half.
//!
//! `cargo run --release --example own_intervention`

use takvin::model::{World, round};
use takvin::prelude::load;

const STATE: &str = "Palda";

/// The mean authority of the state over a run, with or without support from outside.
fn mean_authority(supported: bool) -> Result<f64, Box<dyn std::error::Error>> {
    let scenario = load("lost-authority".as_ref(), &[])?;
    let state = scenario.setup.names.iter().position(|name| name == STATE).expect("a state of the scenario");
    let mut world = World::new(&scenario.setup, scenario.run.seed, 0);
    let mut sum = 0.0;
    for _ in 0..scenario.run.rounds {
        // Between two rounds any column may be read and changed.
        if supported && world.states.authority[state] < 0.5 {
            world.states.authority[state] += 0.05;
            world.states.autonomy[state] = (world.states.autonomy[state] - 0.01).max(0.0);
        }
        round::step(&mut world);
        sum += world.states.authority[state];
    }
    Ok(sum / f64::from(scenario.run.rounds))
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!(
        "mean authority of {STATE}: {:.2} alone, {:.2} with support",
        mean_authority(false)?,
        mean_authority(true)?
    );
    Ok(())
}
