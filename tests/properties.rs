//! What must hold whatever the parameters: every number finite and within its range, in every step of a round.

use proptest::prelude::*;
use takvin::model::params::PARAMETERS;
use takvin::model::{World, invariants, round};

/// Shares that a scenario may give, from the smallest number above 0 to 1.
const SHARES: [f64; 9] = [0.0, 5e-324, 1e-323, 1e-322, 1e-310, 1e-160, 1e-16, 0.7, 1.0];

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    /// Any parameters within their ranges, each drawn from its ends as often as from its middle.
    #[test]
    fn any_parameters(
        places in prop::collection::vec(prop_oneof![Just(0.0), Just(1.0), 0.0..1.0], PARAMETERS.len()),
        seed in any::<u64>(),
        noise in any::<bool>(),
    ) {
        let mut setup = crate::common::middling(7);
        setup.pairs[2].alliance = true;
        setup.pairs[3].stage = takvin::model::pairs::Stage::War;
        for (parameter, place) in PARAMETERS.iter().zip(places) {
            let value = parameter.low + place * (parameter.high - parameter.low);
            setup.params.set(parameter.path, value).unwrap();
        }
        setup.params.switches.noise = noise;
        let mut world = World::new(&setup, seed, 0);
        for _ in 0..25 {
            round::step(&mut world);
            prop_assert_eq!(invariants::check(&world), Ok(()));
        }
    }

    /// Reach, ties and stocks of any size, down to the smallest number above 0.
    #[test]
    fn any_reach_and_ties(
        picks in prop::collection::vec(0..SHARES.len(), 21 * 6 + 7 * 4),
        seed in any::<u64>(),
        tariffs_keep_all_out in any::<bool>(),
    ) {
        let mut setup = crate::common::middling(7);
        let mut picks = picks.into_iter().map(|at| SHARES[at]);
        let mut next = || picks.next().unwrap();
        for pair in &mut setup.pairs {
            pair.reach = [next(), next()];
            pair.ties = [next(), next(), next()];
            pair.complementarity = next();
        }
        for i in 0..7 {
            let states = &mut setup.states;
            for column in [&mut states.military, &mut states.tariff, &mut states.diplomacy, &mut states.civil_capacity] {
                column[i] = next();
            }
        }
        if tariffs_keep_all_out {
            setup.states.tariff.fill(1.0);
        }
        let mut world = World::new(&setup, seed, 0);
        prop_assert_eq!(invariants::check(&world), Ok(()));
        for _ in 0..8 {
            round::step(&mut world);
            prop_assert_eq!(invariants::check(&world), Ok(()));
        }
    }
}

#[test]
fn shares_lie_between_0_and_1() {
    for column in takvin::model::states::COLUMNS.iter().filter(|column| column.unit == "share") {
        assert_eq!((column.low, column.high), (0.0, 1.0), "{}", column.name);
    }
}
