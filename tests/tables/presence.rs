//! States that enter and leave several times, and that succeed others.

use takvin::model::{World, round};
use takvin::scenario::{Scenario, load_text};

use super::{Place, spelt};

/// The rounds in which a state is in the world.
fn rounds_of(scenario: &Scenario, state: usize) -> Vec<u32> {
    let mut world = World::new(&scenario.setup, 1, 0);
    let mut there = Vec::new();
    for number in 0..=scenario.run.rounds {
        if number > 0 {
            round::step(&mut world);
        }
        if world.states.present[state] {
            there.push(number);
        }
    }
    there
}

#[test]
fn states_may_enter_and_leave_several_times() {
    let place = Place::new(&[
        (
            "w.toml",
            "[run]\nrounds = 10\nstart_year = 1940\n[states]\nfrom = \"s.csv\"\n[states.D]\n[parameters.wars]\nfree = 0\n",
        ),
        ("s.csv", "state,enters_year,leaves_year\nA,1942|1947,1944|1949\nB,1945,1943\nC,1900|1946,1939\n"),
    ]);
    let scenario = place.loaded();
    assert_eq!(rounds_of(&scenario, 0), [2, 3, 7, 8]);
    assert_eq!(rounds_of(&scenario, 1), [0, 1, 2, 5, 6, 7, 8, 9, 10]);
    assert_eq!(rounds_of(&scenario, 2), [6, 7, 8, 9, 10]);
    let toml = "[run]\nrounds = 10\n[states.A]\nenters = [2, 7]\nleaves = [4, 9]\n[states.B]\nenters = 5\nleaves = 3\n\
                [states.C]\nenters = 6\n[states.D]\n[parameters.wars]\nfree = 0\n";
    assert_eq!(spelt(&scenario), spelt(&load_text("w.toml", toml, &[]).unwrap()));
}

const SUCCESSION: &str = "[run]\nrounds = 6\nnoise = false\n[states.Germany]\nenters = 4\nsucceeds = [\"Reich\", \"GFR\"]\n\
    [states.GFR]\nleaves = 4\nwealth = 2\n[states.GDR]\nleaves = 4\n[states.France]\n[states.Reich]\nleaves = 2\n\
    [[pairs]]\nbetween = [\"GFR\", \"France\"]\nposture = 0.6\ntrade = 0.7\nalliance = true\nrivalry = 0.3\n";

#[test]
fn a_successor_begins_with_the_relations_of_its_predecessor() {
    let scenario = load_text("w.toml", SUCCESSION, &[]).unwrap();
    let mut world = World::new(&scenario.setup, 1, 0);
    for _ in 0..3 {
        round::step(&mut world);
    }
    let pair = |world: &World, a: u32, b: u32| {
        let (a, b) = (takvin::model::StateId(a), takvin::model::StateId(b));
        world.topology.find(a, b).unwrap().pair.index()
    };
    let gfr = pair(&world, 1, 3);
    let (posture, trade, rivalry) = (world.pairs.posture[gfr], world.pairs.trade[gfr], world.pairs.rivalry[gfr]);
    assert!(posture[0] > 0.2 && trade > 0.3 && world.pairs.alliance[gfr]);
    round::step_until(&mut world, 1);
    let germany = pair(&world, 0, 3);
    assert_eq!((world.pairs.posture[germany], world.pairs.trade[germany]), (posture, trade));
    assert_eq!((world.pairs.rivalry[germany], world.pairs.alliance[germany]), (rivalry, true));
    assert_eq!(world.states.present, [true, false, false, true, false]);
    assert_eq!(world.pairs.trade[gfr], 0.0);
    assert_eq!(world.states.wealth[0], 1.0, "its own values are its own");
}

#[test]
fn a_succession_is_kept_in_a_checkpoint_and_disputes_balance() {
    let text = format!(
        "{SUCCESSION}[[pairs]]\nbetween = [\"GFR\", \"GDR\"]\n[[pairs]]\nbetween = [\"GFR\", \"France\"]\nalliance = false\nposture = -0.8\nrivalry = 0.9\ndispute = \"war\"\n"
    );
    let scenario = load_text("w.toml", &text.replace("noise = false", "noise = true"), &[]).unwrap();
    let mut world = World::new(&scenario.setup, 1, 0);
    round::step(&mut world);
    let mut saved: World = postcard::from_bytes(&postcard::to_stdvec(&world).unwrap()).unwrap();
    for _ in 1..6 {
        round::step(&mut world);
        round::step(&mut saved);
    }
    assert_eq!(postcard::to_stdvec(&world).unwrap(), postcard::to_stdvec(&saved).unwrap());
    for replicate in 0..8 {
        let record = takvin::batch::run_one(&scenario, replicate).unwrap();
        let column = |name: &str| record.world.column(name).collect::<Vec<f64>>();
        let ended: f64 = ["disputes_settled", "disputes_lapsed", "wars_settled", "wars_won", "disputes_void"]
            .iter()
            .map(|name| column(name).iter().skip(1).sum::<f64>())
            .sum();
        let (first, last) = (column("disputes_open")[0], *column("disputes_open").last().unwrap());
        assert_eq!(first + column("disputes_begun").iter().skip(1).sum::<f64>(), last + ended);
    }
}

#[test]
fn an_event_that_lets_a_successor_enter_has_the_same_effect() {
    let event = "[events.back]\ndo = \"enter\"\nstate = \"Germany\"\nat = 4\n";
    let text = SUCCESSION.replace("enters = 4\n", "leaves = 2\n").replace("[states.GFR]\nleaves = 4", "[states.GFR]");
    let scenario = load_text("w.toml", &format!("{text}{event}"), &[]).unwrap();
    let mut world = World::new(&scenario.setup, 1, 0);
    for _ in 0..3 {
        round::step(&mut world);
    }
    round::step_until(&mut world, 1);
    let pair = |a: u32| world.topology.find(takvin::model::StateId(a), takvin::model::StateId(3)).unwrap().pair.index();
    assert!(world.pairs.trade[pair(0)] > 0.3);
    assert_eq!(world.pairs.trade[pair(0)], world.pairs.trade[pair(1)], "a predecessor that stays keeps its ties");
}

#[test]
fn successions_that_cannot_be() {
    let said = |line: &str| {
        let text = format!("[states.A]\n{line}\n[states.B]\n");
        match load_text("w.toml", &text, &[]) {
            Ok(scenario) => {
                scenario.warnings().first().map_or_else(String::new, |w| format!("{}: {}", w.line, w.message))
            }
            Err(errors) => errors.to_string(),
        }
    };
    assert!(said("succeeds = \"C\"\nenters = 2").contains("w.toml:2: the state \"C\" does not exist"));
    assert!(said("succeeds = [\"B\", \"A\"]\nenters = 2").contains("w.toml:2: states.A cannot succeed itself"));
    assert_eq!(
        said("succeeds = \"B\""),
        "2: states.A.succeeds has no effect, because the state does not enter during the run"
    );
    assert_eq!(said("succeeds = \"B\"\nenters = 2"), "");
}
