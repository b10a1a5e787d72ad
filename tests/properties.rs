//! What must hold whatever the parameters: every number finite and within its range, in every step of a round.

mod common;

use proptest::prelude::*;
use takvin::model::params::PARAMETERS;
use takvin::model::{World, invariants, round};

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    /// Any parameters within their ranges, each drawn from its ends as often as from its middle.
    #[test]
    fn no_parameters_break_a_world(
        places in prop::collection::vec(prop_oneof![Just(0.0), Just(1.0), 0.0..1.0], PARAMETERS.len()),
        seed in any::<u64>(),
        noise in any::<bool>(),
    ) {
        let mut setup = common::middling(7);
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
}
