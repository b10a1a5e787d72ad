//! Modularity of cooperation between blocs: do states cooperate within their blocs more than chance would give?
//!
//! ```text
//! Q = Σ_b ( W_b / W − (D_b / 2W)² )
//! ```
//!
//! W: cooperating acts of the round over all pairs. `W_b`: the acts within bloc b. `D_b`: the acts of or toward its
//! members, each pair counted at both ends (Newman 2006, doi:10.1073/pnas.0601602103, with the blocs as the partition).

use super::counts::present_pairs;
use crate::model::World;
use crate::model::pairs::Act;

/// Q of the round; missing if no state cooperates.
pub(crate) fn modularity(world: &World) -> f64 {
    let bloc = &world.states.bloc;
    let (mut within, mut total) = (0.0, 0.0);
    let mut degree = vec![0.0; bloc.len()];
    for (pair, i, j) in present_pairs(world) {
        let weight = world.pairs.act[pair].iter().filter(|&&act| act == Act::Cooperate).count() as f64;
        total += weight;
        if bloc[i] == bloc[j] {
            within += weight;
        }
        degree[bloc[i] as usize] += weight;
        degree[bloc[j] as usize] += weight;
    }
    if total == 0.0 {
        return f64::NAN;
    }
    within / total - degree.iter().map(|d| (d / (2.0 * total)).powi(2)).sum::<f64>()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{PairStart, Params, Setup, States};

    #[test]
    fn two_blocs_that_cooperate_within_have_one_half() {
        let setup = Setup {
            settle: 0,
            names: (0..4).map(|i| format!("S{i}")).collect(),
            states: States::new(4),
            pairs: [(0, 1), (2, 3), (0, 2)].map(|(i, j)| PairStart::new(i, j)).to_vec(),
            params: Params::default(),
            interventions: Vec::new(),
        };
        let mut world = World::new(&setup, 0, 0);
        assert!(modularity(&world).is_nan());
        world.states.bloc = vec![0, 0, 2, 2];
        for (low, high) in [(0, 1), (2, 3)] {
            let link = world.topology.find(crate::model::StateId(low), crate::model::StateId(high)).unwrap();
            world.pairs.act[link.pair.index()] = [Act::Cooperate; 2];
        }
        assert!((modularity(&world) - 0.5).abs() < 1e-12);
    }
}
