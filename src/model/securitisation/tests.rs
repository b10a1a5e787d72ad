//! Issues, their stages and the backlog, by hand.

use super::*;
use crate::math::close;

fn all_close(a: [f64; 5], b: [f64; 5]) {
    a.into_iter().zip(b).for_each(|(a, b)| close(a, b));
}

fn kind(sector: usize, truth: Truth, origin: Origin) -> Kind {
    Kind { sector, truth, origin }
}

fn params() -> Params {
    let mut params = Params::default();
    let p = &mut params.issues;
    p.capacity = 6.0;
    (p.background, p.neglect_matters, p.existential_other) = (0.1, 0.3, 0.5);
    (p.force_domestic, p.fit_other, p.need) = (0.5, 0.4, 0.1);
    (p.helpers, p.command_rivalry, p.popular_base, p.spheres) = (0.5, 0.4, 0.5, 0.6);
    (p.spurious_rate, p.refuse, p.detect_civic, p.detect_state) = (0.2, 0.3, 0.5, 0.4);
    (p.ordinary, p.desecuritise, p.spurious_resolve, p.backlog_half) = (0.2, 0.5, 0.25, 4.0);
    (params.provision.others, params.provision.core) = (0.6, 0.1);
    params.threat.commitment = 0.25;
    params
}

fn one() -> States {
    let mut s = States::new(1);
    (s.threat[0], s.subversion[0], s.want[0], s.sanctioned[0]) = (0.4, 0.2, 0.3, 0.1);
    (s.fear[0], s.rivalry[0], s.insurgency[0], s.popular_base[0]) = (0.25, 0.3, 0.5, 0.6);
    (s.neglect_economic[0], s.neglect_societal[0], s.neglect_environmental[0]) = (0.2, 0.4, 0.6);
    (s.meaning[0], s.referent[0], s.securitisation[0], s.provision[0]) = (0.25, 0.4, 0.6, 0.5);
    (s.spend_military[0], s.spend_regime[0], s.spend_diplomacy[0]) = (0.04, 0.02, 0.01);
    (s.spend_economic[0], s.spend_facilitation[0]) = (0.03, 0.02);
    (s.spend_societal[0], s.spend_environmental[0], s.spend_emergency[0]) = (0.2, 0.01, 0.04);
    (s.rich[0], s.support[0], s.authority[0], s.knowledge_benefit[0]) = (0.625, 0.5, 0.7, 0.4);
    (s.civil_capacity[0], s.private_capacity[0], s.commitment[0], s.discourse[0]) = (0.5, 0.8, 2.0, -0.5);
    s
}

/// Three securitised issues in the military sector and one in the societal sector.
fn read(s: &States, issues: &mut Issues) -> Conditions {
    let mut mine: StateIssues<'_> = issues.of(0);
    mine.add(kind(0, Truth::Real, Origin::Below), Agenda::Securitised, 2);
    mine.add(kind(0, Truth::Spurious, Origin::Above), Agenda::Securitised, 1);
    mine.add(kind(3, Truth::Real, Origin::Above), Agenda::Securitised, 1);
    Conditions::read(s, 0, &params(), &mine)
}

#[test]
fn pressures_and_strengths_by_sector() {
    let now = read(&one(), &mut Issues::new(1));
    // Subversion and insurgency leave 0.8 · 0.5 of political calm; fear counts as neglect does.
    all_close(now.pressure, [0.4, 0.6, 0.2 + 0.06, 0.1 + 0.3 * 0.65, 0.1 + 0.18]);
    all_close(now.strength, [0.4, 0.3, 0.13, 0.1475, 0.14]);
}

#[test]
fn means_of_state_bodies_by_hand() {
    let now = read(&one(), &mut Issues::new(1));
    // A quarter of force, of which two fifths fit; all means fit in the military sector.
    close(now.force, 0.25);
    all_close(now.fit, [1.0, 0.6, 0.6, 0.6, 0.6]);
    all_close(now.by_force, [0.0, 0.1 / 0.6, 0.1 / 0.6, 0.1 / 0.6, 0.1 / 0.6]);
    // Twice as rich as 0.625, so means are 1.25; the emergency goes to its sectors by their issues.
    all_close(now.resources, [0.07 * 12.5, 0.03 * 12.5, 0.05 * 12.5, 1.0, 0.01 * 12.5]);
    // Consensus, and authority of 0.7: all of it where the state is open, where it is closed by a base of 0.6.
    close(now.will, 0.5 * (0.6 * 0.5 * 1.2 + 0.6 * 0.7 + 0.4 * 0.7 * 0.8));
    let resolved = |fit: f64, resources: f64| fit * 0.502 * resources;
    close(now.by_state[0], resolved(1.0, 0.875));
    close(now.by_state[3], resolved(0.6, 1.0));
    all_close(now.by_civic, [0.0075, 0.0075, 0.0375, 0.075, 0.075]);
    all_close(now.by_firms, [0.012, 0.012, 0.12, 0.06, 0.06]);
    close(now.by_all[1], resolved(0.6, 0.375) + 0.0075 + 0.012);
    // Without the switch wealth gives no means.
    let mut params = params();
    params.switches.means = false;
    close(Conditions::read(&one(), 0, &params, &Issues::new(1).of(0)).resources[1], 0.03 * 10.0);
}

#[test]
fn without_fit_or_security_issues_no_force_and_no_emergency_is_used() {
    let mut s = one();
    let mut params = params();
    s.provision[0] = 0.0;
    params.issues.force_domestic = 0.0;
    let now = Conditions::read(&s, 0, &params, &Issues::new(1).of(0));
    assert_eq!((now.fit[1], now.by_force[1]), (0.0, 0.0));
    close(now.resources[0], 0.04 * 12.5);
}

#[test]
fn persuasion_and_command_by_hand() {
    let now = read(&one(), &mut Issues::new(1));
    close(now.openness, 0.6);
    close(now.persuade, 0.6 * (0.4 + 0.6 * 0.7) * (0.4 + 0.6 * 0.5));
    // Authority of 0.7 by a base of 0.6, of which one half counts; threat of 0.4 is above rivalry.
    close(now.command, 0.4 * 0.7 * 0.8 * (1.0 - 0.4 * 0.6));
    close(now.claim_of_command, 0.4 * 0.6 * 0.5 * 1.5);
    close(now.spurious, 0.2 * 0.18);
    close(now.commitment, 1.5);
    close(now.authority, 0.7);
    close(now.civic, 0.5 * 0.5 * 0.6);
    all_close(now.attention, [0.4, 0.4, 0.25, 0.25, 0.25]); // a view of five eighths
}

/// A state of this securitisation, whose formal and informal spheres are convinced so far.
fn spheres(securitisation: f64, authority: f64, support: f64) -> Conditions {
    let mut params = params();
    params.issues.spheres = 1.0;
    let mut s = one();
    (s.securitisation[0], s.authority[0], s.support[0]) = (securitisation, authority, support);
    (s.popular_base[0], s.threat[0]) = (1.0, 1.0);
    Conditions::read(&s, 0, &params, &Issues::new(1).of(0))
}

#[test]
fn in_a_participatory_state_neither_sphere_suffices_alone_and_in_a_command_state_the_formal_one_does() {
    let moved = |securitisation: f64, authority: f64, support: f64| {
        let now = spheres(securitisation, authority, support);
        (now.persuade, now.command)
    };
    assert_eq!(moved(1.0, 1.0, 0.0), (0.0, 0.0));
    assert_eq!(moved(1.0, 0.0, 1.0), (0.0, 0.0));
    assert_eq!(moved(1.0, 1.0, 1.0), (1.0, 0.0));
    assert_eq!(moved(0.0, 1.0, 0.0), (0.0, 1.0));
    assert_eq!(moved(0.0, 0.0, 1.0), (0.0, 0.0));
    close(moved(1.0, 0.8, 0.5).0, 0.4);
}

#[test]
fn where_spheres_count_apart_persuasion_needs_neither() {
    let mut params = params();
    params.issues.spheres = 0.0;
    let mut s = one();
    (s.authority[0], s.support[0]) = (0.0, 0.0);
    close(Conditions::read(&s, 0, &params, &Issues::new(1).of(0)).persuade, 0.6);
}

#[test]
fn command_and_what_it_resolves_need_a_popular_base_of_the_regime() {
    let carried = |popular_base: f64, base: f64| {
        let mut params = params();
        params.issues.popular_base = popular_base;
        let mut s = one();
        (s.securitisation[0], s.authority[0], s.popular_base[0], s.threat[0]) = (0.0, 0.8, base, 1.0);
        let now = Conditions::read(&s, 0, &params, &Issues::new(1).of(0));
        (now.command, now.will)
    };
    for (popular_base, base, expected) in
        [(1.0, 0.0, 0.0), (1.0, 0.25, 0.2), (0.5, 0.25, 0.5), (0.5, 1.0, 0.8), (0.0, 0.0, 0.8)]
    {
        let (command, will) = carried(popular_base, base);
        close(command, expected);
        close(will, 0.5 * expected);
    }
}

#[test]
fn expected_flows_by_hand() {
    let (s, params) = (one(), params());
    let mut issues = Issues::new(1);
    let now = read(&s, &mut issues);
    let mut mine = issues.of(0);
    let (military, spurious) = (kind(0, Truth::Real, Origin::Below), kind(0, Truth::Spurious, Origin::Above));
    let societal = kind(3, Truth::Real, Origin::Above);
    for (kind, political) in [(military, 4), (spurious, 10), (societal, 2)] {
        mine.add(kind, Agenda::Political, political);
    }
    // No issue moves, so a thousand rounds without chance carry a thousand times what is expected.
    for _ in 0..1000 {
        expect(&mut mine, &now, &params.issues, Drawn::MIDDLE);
    }
    // A case persuades by its strength; command does not ask for it.
    let persuaded = |strength: f64| 0.6 * 0.82 * 0.7 * strength;
    let (command, refused, faded) = (0.4 * 0.56 * 0.76, 0.6 * 0.3 * 0.7, 0.5 * 0.7);
    for (flow, kind, each) in [
        (Flow::Accept, military, 4.0 * (persuaded(0.4) + command)),
        (Flow::Accept, spurious, 10.0 * command),
        (Flow::Accept, societal, 2.0 * (persuaded(0.1475) + command)),
        (Flow::Refuse, military, 4.0 * refused * 0.6),
        (Flow::Refuse, spurious, 10.0 * refused),
        (Flow::Solve, military, 4.0 * 0.2 * 0.6 * 0.7),
        (Flow::Solve, spurious, 0.0),
        // Four issues wait where six can be worked on.
        (Flow::Resolve, military, 2.0 * now.by_all[0] * 0.6),
        (Flow::Resolve, spurious, 0.25 * now.by_all[0] * 0.6),
        (Flow::Desecuritise, military, 2.0 * faded * 0.36),
        (Flow::Desecuritise, spurious, faded * 0.82 * 0.82),
    ] {
        let due = f64::from(mine.due(flow, kind.number()));
        assert!((due - 1000.0 * each).abs() <= 1.0, "{flow:?} of {kind:?}: {due} and {each}");
    }
}

#[test]
fn due_issues_move_and_are_counted() {
    let s = one();
    let mut issues = Issues::new(1);
    let now = read(&s, &mut issues);
    let mut mine = issues.of(0);
    let real = kind(3, Truth::Real, Origin::Above);
    let number = real.number();
    mine.add(real, Agenda::Political, 6);
    mine.age();
    let mut due = |flow: Flow, count: f64| {
        let mut expected = [0.0; KINDS];
        expected[number] = count;
        assert_eq!(mine.carry(flow, &expected, Drawn::MIDDLE), 1 << number);
    };
    due(Flow::Accept, 2.0);
    due(Flow::Refuse, 1.0);
    due(Flow::Solve, 1.0);
    due(Flow::Resolve, 1.0);
    let mut tally = Tally::default();
    close(forced(&mine, &now), 0.25); // one securitised issue before the moves
    move_on(&mut mine, real, &now, &mut tally);
    tally.count(&mine);
    assert_eq!((tally.accepted, tally.acceptance_age), ([2, 0], [2, 0]));
    assert_eq!((tally.refused, tally.solved, tally.resolved, tally.resolution_age), (1, 1, 1, 1));
    assert_eq!((tally.political, tally.securitised), (2, [4, 1]));
    assert_eq!(mine.count(kind(3, Truth::Real, Origin::Below), Agenda::Unnoticed), 1);
    let all = now.by_all[3];
    close(tally.by_state[3], now.by_state[3] / all);
    close(tally.by_civic[3], 0.075 / all);
    close(tally.by_firms[3], 0.06 / all);
    close(tally.forced_solved, now.by_state[3] / 6.0 / all);
    assert_eq!((tally.accepted_by_sector, tally.resolved_by_sector), ([0, 0, 0, 2, 0], [0, 0, 0, 1, 0]));
    assert_eq!((tally.accepted_military, tally.acceptance_age_military), (0, 0));
}

#[test]
fn military_issues_are_met_without_force_at_home_and_counted_apart() {
    let s = one();
    let mut issues = Issues::new(1);
    let now = read(&s, &mut issues);
    let mut mine = issues.of(0);
    let mut tally = Tally::default();
    for truth in [Truth::Real, Truth::Spurious] {
        let military = kind(0, truth, Origin::Above);
        mine.add(military, Agenda::Political, 3);
        let mut expected = [0.0; KINDS];
        expected[military.number()] = 2.0;
        mine.carry(Flow::Accept, &expected, Drawn::MIDDLE);
        move_on(&mut mine, military, &now, &mut tally);
    }
    tally.count(&mine);
    close(forced(&mine, &now), 0.25); // against the societal issue alone
    assert_eq!((tally.accepted, tally.accepted_military), ([2, 2], 2));
    let mut s = one();
    tally.store(&mut s, 0, &params().issues);
    assert_eq!((s.accepted_real[0], s.accepted_spurious[0], s.accepted_military[0]), (2.0, 2.0, 2.0));
    assert_eq!((s.perceived[0], s.securitised[0], s.securitised_spurious[0]), (10.0, 8.0, 3.0));
}

#[test]
fn emergency_repression_and_backlog_by_hand() {
    let tally = Tally { accepted: [2, 1], securitised: [4, 2], forced: 1.5, pace: 0.25, ..Tally::default() };
    let mut s = one();
    tally.store(&mut s, 0, &params().issues);
    close(s.emergency[0], 3.0 / 6.0); // half of the capacity of six accepted in a round
    close(s.repression[0], 1.5 / 4.5);
    // Four rounds of work wait, as many as fill half of the scale; a hundred times as many fill ten elevenths.
    let waiting = (6.0f64 / (6.0 * 0.25 + 1e-9)).sqrt();
    close(s.backlog[0], waiting / (waiting + 2.0));
    Tally { securitised: [400, 200], ..tally }.store(&mut s, 0, &params().issues);
    close(s.backlog[0], 10.0 * waiting / (10.0 * waiting + 2.0));
}

#[test]
fn matters_arise_are_put_up_and_are_found_first_by_civic_bodies() {
    let s = one();
    let mut issues = Issues::new(1);
    let mut now = read(&s, &mut issues);
    let mut mine = issues.of(0);
    (now.pressure, now.commitment, now.spurious) = ([0.5, 0.0, 0.0, 0.0, 0.5], 2.0, 10.0);
    (now.civic, now.attention) = (0.375, [0.375; 5]);
    let mut p = params().issues;
    p.real_rate = 8.0;
    let mut tally = Tally::default();
    arise_and_be_found(&mut mine, &now, &p, Drawn::MIDDLE, &mut tally);
    // Commitments bring matters in the first three sectors only: eight, and four in the last.
    assert_eq!((tally.arisen, tally.found_civic), (12, 4));
    assert_eq!(tally.found_state, 5 * 2 + 4);
    let count = |truth, origin, agenda| mine.count(kind(0, truth, origin), agenda);
    assert_eq!(count(Truth::Real, Origin::Below, Agenda::Unnoticed), 2);
    assert_eq!(count(Truth::Real, Origin::Below, Agenda::Political), 3);
    assert_eq!(count(Truth::Real, Origin::Above, Agenda::Political), 3);
    assert_eq!(count(Truth::Spurious, Origin::Above, Agenda::Political), 2);
}
