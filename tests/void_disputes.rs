//! Disputes of a state that leaves are recorded as void, so that the counts of disputes balance; extremes stay in bounds.

use takvin::batch::run_one;
use takvin::model::{EventKind, World, invariants, round};
use takvin::scenario::load_text;

const LEAVING: &str = "[run]\nrounds = 30\n[states.A]\nleaves = 12\n[states.B]\n[states.C]\n[states.D]\n\
    [[pairs]]\nbetween = \"all\"\nposture = -0.8\nrivalry = 0.8\n[[pairs]]\nbetween = [\"A\", \"B\"]\ndispute = \"war\"\n\
    [events.back]\ndo = \"enter\"\nstate = \"A\"\nat = 20\n\
    [events.clash]\ndo = \"policy\"\nstate = \"all\"\ninstrument = \"show\"\nfrom = 1\nuntil = 30\n";

#[test]
fn a_state_that_leaves_ends_its_disputes_with_an_event() {
    let scenario = load_text("leaving", LEAVING, &[]).unwrap();
    let mut voided = 0;
    for replicate in 0..5 {
        let mut world = World::new(&scenario.setup, 1, replicate);
        while world.round + 1 < 12 {
            round::step(&mut world);
        }
        let open: Vec<u16> = world.topology.links(0).map(|link| world.pairs.stage_age[link.pair.index()]).collect();
        round::step(&mut world);
        let void: Vec<_> = world.events.iter().filter(|event| event.kind == EventKind::DisputeVoid).collect();
        assert_eq!(void.len(), open.iter().filter(|&&age| age > 0).count());
        let ages: Vec<u32> = open.into_iter().filter(|&age| age > 0).map(u32::from).collect();
        assert_eq!(void.iter().map(|event| event.age.unwrap()).collect::<Vec<_>>(), ages);
        assert!(void.iter().all(|event| event.a.0 == 0 && event.b.is_some()));
        voided += void.len();
    }
    assert!(voided > 0, "else nothing is shown");
}

#[test]
fn counts_of_disputes_balance() {
    let scenario = load_text("leaving", LEAVING, &[]).unwrap();
    for replicate in 0..5 {
        let record = run_one(&scenario, replicate).unwrap();
        let column = |name: &str| record.world.column(name).collect::<Vec<f64>>();
        let sum = |name: &str| column(name).iter().skip(1).sum::<f64>();
        let ended = ["disputes_settled", "disputes_lapsed", "wars_settled", "wars_won", "disputes_void"].map(sum);
        let (first, last) = (column("disputes_open")[0], *column("disputes_open").last().unwrap());
        assert_eq!(first + sum("disputes_begun"), last + ended.iter().sum::<f64>());
    }
}

#[test]
fn growth_between_extremes_of_wealth_stays_within_its_bounds() {
    let text = "[run]\nrounds = 40\n[parameters.economy]\ncatch_up = 1\n\
        [states.Rich]\nwealth = 1e9\npopulation = 1e-6\n[states.Poor]\nwealth = 1e-6\npopulation = 1e9\n";
    let scenario = load_text("extremes", text, &[]).unwrap();
    let mut world = World::new(&scenario.setup, 1, 0);
    for _ in 0..40 {
        round::step(&mut world);
        assert_eq!(invariants::check(&world), Ok(()));
    }
}
