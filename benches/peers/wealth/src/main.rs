//! Boltzmann wealth: every agent begins with one unit, and in each round every agent that has any gives a unit to another
//! agent drawn at random. The same model in the style of takvin, in krABMaga and in ixa, timed in turn on one core.
//!
//! ```text
//! cargo run --release -- 10000 100 5        agents, rounds, measurements of which the best counts
//! ```

mod columns;
mod in_ixa;
mod in_krabmaga;

use std::time::Instant;

/// The agent that receives, from a random word: any but the giver, all as likely (but for 2⁻³² times their number).
fn receiver(word: u32, giver: usize, agents: usize) -> usize {
    let other = (u64::from(word) * (agents as u64 - 1) >> 32) as usize;
    other + usize::from(other >= giver)
}

/// The share of agents that have nothing.
fn poor(wealth: &[u32]) -> f64 {
    wealth.iter().filter(|&&units| units == 0).count() as f64 / wealth.len() as f64
}

fn main() {
    let given: Vec<usize> = std::env::args().skip(1).filter_map(|text| text.parse().ok()).collect();
    let [agents, rounds, times] = given[..] else { panic!("give numbers of agents, rounds and measurements") };
    let runs: [(&str, fn(usize, usize) -> Timed); 3] =
        [("columns", columns::run), ("krabmaga", in_krabmaga::run), ("ixa", in_ixa::run)];
    let mut best = [f64::MAX; 3];
    let mut ends: [Vec<u32>; 3] = Default::default();
    for _ in 0..times {
        for (k, (_, run)) in runs.iter().enumerate() {
            let Timed { seconds, wealth } = run(agents, rounds);
            assert_eq!(wealth.iter().sum::<u32>() as usize, agents, "wealth is neither made nor lost");
            best[k] = best[k].min(seconds);
            ends[k] = wealth;
        }
    }
    assert_eq!(ends[0], ends[1], "columns and krABMaga take the same words in the same order");
    for (k, (name, _)) in runs.iter().enumerate() {
        let each = 1e9 * best[k] / (agents * rounds) as f64;
        println!("{name:9} {each:9.2} ns an agent and round  {:7.1} times  {:.4} poor", best[k] / best[0], poor(&ends[k]));
    }
}

/// The seconds of the rounds, without those of the beginning, and the wealth at the end.
struct Timed {
    seconds: f64,
    wealth: Vec<u32>,
}

impl Timed {
    fn since(start: Instant, wealth: Vec<u32>) -> Self {
        Self { seconds: start.elapsed().as_secs_f64(), wealth }
    }
}
