//! Run a shipped scenario and read one column: what an opening of twenty rounds does to one state.
//!
//! `cargo run --release --example read_a_column`

use takvin::prelude::{load, run_one};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let opening = load("opening".as_ref(), &[])?;
    let state = opening.setup.names.iter().position(|name| name == "Orla").expect("a state of the scenario");
    let states = opening.setup.names.len();

    for replicate in 0..3 {
        let run = run_one(&opening, replicate)?;
        // One row for each round and state, in the order of the states.
        let governance: Vec<f64> = run.states.column("governance").skip(state).step_by(states).collect();
        let shown: Vec<String> = governance.iter().step_by(20).map(|value| format!("{value:.2}")).collect();
        println!("run {replicate}: Orla's governance every 20 rounds: {}", shown.join(" "));
    }
    Ok(())
}
