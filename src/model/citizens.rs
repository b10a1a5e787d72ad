//! Citizens by class, at home and abroad: insiders, neutrals, opponents; incidents, protection, grievances (B2.7, B4.5).
//!
//! Nationals live abroad where ties of people exist. Incidents affect them more often where fear is high and where the
//! host is hostile. A state whose referent is the citizen protects all alike. A regime protects its insiders, gives
//! neutrals routine service and may threaten opponents. If the state cares, an incident becomes a grievance against the
//! host, which presses to confront it in the rounds after (`policy::terms`). Disputes that begin in this way are
//! recorded as such.
//!
//! ```text
//! capacity = ½ · autonomy · (d + min(1, (spend_diplomacy + spend_facilitation)/full))
//! served   insiders 1;  neutrals 1 − (1 − r̂) opponent_gap/2;  opponents 1 − (1 − r̂) opponent_gap
//! exposed  1 − capacity · served, for each class
//! abroad   insiders, max(0, 1 − insiders − opponents), opponents, each over their sum
//! care     = Σ_classes abroad · max(0, served)
//! popular_base = (1 + insiders − opponents)/2
//! insurgency ← insurgency + economy.adjust (clip(opposition · opponents (1 − authority)(½ + repression)(1 + 2 subversion)) − insurgency)
//! ```
//!
//! Equations as in docs/odd.md, section 7.8.1.
//! r̂: referent as policy sees it; d: diplomacy; full = 4 · issues.need.

use super::draws::{Purpose, RoundDraws};
use super::events::{Event, EventKind};
use super::ids::Topology;
use super::math::share;
use super::pairs::{Pairs, Row};
use super::params::Params;
use super::parts::{Part, Parts, Sums};
use super::policy::{Seen, Stance, Terms};
use super::states::States;

/// The nationals of one state abroad: their classes and their protection.
#[derive(Clone, Copy, Debug, Default)]
struct Abroad {
    /// The share of an incident's gravity that reaches an insider, a neutral and an opponent.
    exposed: [f64; 3],
    /// The shares of the classes among nationals abroad.
    shares: [f64; 3],
    care: f64,
    fear_at_home: f64,
}

/// The incidents to the nationals of one state in a round.
#[derive(Clone, Copy, Debug, Default)]
struct Incidents {
    count: u32,
    gravity: f64,
}

impl Sums for Incidents {
    fn add(&mut self, later: &Self) {
        self.count += later.count;
        self.gravity += later.gravity;
    }
}

/// Working memory of [`protect`].
#[derive(Clone, Debug, Default)]
pub(crate) struct CitizensScratch {
    abroad: Vec<Abroad>,
    sums: Vec<Incidents>,
}

/// Step 5, last: incidents to nationals abroad, and who is for and against the regime.
#[allow(clippy::too_many_arguments)] // the tables read and written are the contract
pub(crate) fn protect(
    s: &mut States,
    pairs: &mut Pairs,
    topology: &Topology,
    stances: &[Stance],
    params: &Params,
    draws: RoundDraws,
    (parts, scratch): (&mut Parts, &mut CitizensScratch),
    events: &mut Vec<Event>,
) {
    tell_of_disputes_over_nationals(s, pairs, topology, stances, params, events);
    let CitizensScratch { abroad, sums } = scratch;
    abroad.clear();
    abroad.extend((0..s.present.len()).map(|i| Abroad::read(s, i, params)));
    let (states, abroad) = (&*s, &*abroad);
    let sums = parts.carry_out(pairs, topology, sums, events, |part| {
        let Part { rows, first, mut pairs, words, sums, events, .. } = part;
        for i in rows.clone().filter(|&i| states.present[i] && !topology.row(i).is_empty()) {
            let words = draws.next(Purpose::Incidents, i, rows.end, |i| topology.row(i).len(), words);
            let range = topology.row(i);
            let row = &mut pairs.some(range.start - first..range.end - first);
            for grievance in row.grievance.as_flattened_mut() {
                *grievance *= 1.0 - params.welfare.rate;
            }
            for (k, &high) in topology.highs(i).iter().enumerate() {
                let j = high as usize;
                if !states.present[j] {
                    continue;
                }
                let hosts = [abroad[j].fear_at_home, abroad[i].fear_at_home];
                let crowd = super::disputes::crowd(states, i, j);
                if let Some((side, gravity)) = strikes(row, k, hosts, crowd, params, words.uniform(k)) {
                    let (whose, host) = if side == 0 { (i, j) } else { (j, i) };
                    sums[whose].count += 1;
                    sums[whose].gravity += gravity;
                    let grievance = &mut row.grievance[k][side];
                    *grievance += gravity * abroad[whose].care * (1.0 - *grievance);
                    events.push(Event::between(EventKind::Incident, whose, host).with_value(gravity));
                }
            }
        }
    });
    conclude(s, params, abroad, sums);
}

impl Abroad {
    fn read(s: &States, i: usize, params: &Params) -> Self {
        let p = &params.citizens;
        let referent = params.feedback.seen(s.referent[i]);
        let service = ((s.spend_diplomacy[i] + s.spend_facilitation[i]) / params.full_spending()).min(1.0);
        let capacity = 0.5 * s.autonomy[i] * (s.diplomacy[i] + service);
        let served = [0.0, 0.5 * p.opponent_gap, p.opponent_gap].map(|gap| 1.0 - (1.0 - referent) * gap);
        let neutrals = (1.0 - s.insiders[i] - s.opponents[i]).max(0.0);
        let total = s.insiders[i] + neutrals + s.opponents[i];
        let shares = [s.insiders[i], neutrals, s.opponents[i]].map(|x| x / total);
        Self {
            exposed: served.map(|part| 1.0 - capacity * part),
            shares,
            care: served.iter().zip(shares).map(|(part, share)| part.max(0.0) * share).sum(),
            fear_at_home: s.fear[i],
        }
    }
}

/// An incident to the nationals of one side, with its gravity.
#[inline]
fn strikes(
    row: &Row<'_>,
    k: usize,
    fear_of_host: [f64; 2],
    crowd: f64,
    params: &Params,
    u: f64,
) -> Option<(usize, f64)> {
    let base = params.citizens.incident * row.people[k] * crowd;
    if base == 0.0 {
        return None;
    }
    let chance = |side: usize| {
        let hostility = (-row.posture[k][1 - side]).max(0.0);
        (base * (0.5 + 0.5 * hostility + fear_of_host[side])).min(0.5)
    };
    let [first, second] = [chance(0), chance(1)];
    if u < first {
        Some((0, 0.5 + 0.5 * u / first))
    } else if u < first + second {
        Some((1, 0.5 + 0.5 * (u - first) / second))
    } else {
        None
    }
}

/// Disputes of this round whose beginner was pressed by its nationals more than by threat.
fn tell_of_disputes_over_nationals(
    s: &mut States,
    pairs: &Pairs,
    topology: &Topology,
    stances: &[Stance],
    params: &Params,
    events: &mut Vec<Event>,
) {
    s.disputes_nationals.fill(0.0);
    for at in 0..events.len() {
        let Event { kind: EventKind::DisputeBegun, a, b: Some(b), .. } = events[at] else { continue };
        let Some(link) = topology.find(a, b) else { continue };
        let seen = Seen::of(pairs, link.pair.index(), link.side);
        let terms = Terms::weigh(&stances[a.index()], &stances[b.index()], &seen, params);
        if terms.nationals > terms.alarm {
            s.disputes_nationals[a.index()] += 1.0;
            let event = Event::between(EventKind::DisputeOverNationals, a.index(), b.index());
            events.push(event.with_value(seen.grievance));
        }
    }
}

fn conclude(s: &mut States, params: &Params, abroad: &[Abroad], sums: &[Incidents]) {
    let p = &params.citizens;
    for (i, (met, incidents)) in abroad.iter().zip(sums).enumerate().filter(|(i, _)| s.present[*i]) {
        let harm = met.exposed.map(|exposed| incidents.gravity * exposed);
        s.incidents[i] = f64::from(incidents.count);
        [s.harm_insiders[i], s.harm_neutrals[i], s.harm_opponents[i]] = harm;
        s.harm_abroad[i] = harm.iter().zip(met.shares).map(|(harm, share)| harm * share).sum();
        let (support, referent) = (s.support[i], params.feedback.seen(s.referent[i]));
        let adjust = params.economy.adjust;
        s.insiders[i] += adjust * (0.5 * support * (1.0 - referent) - s.insiders[i]);
        s.opponents[i] += adjust * ((1.0 - support) * (1.0 - 0.5 * referent) - s.opponents[i]);
        s.popular_base[i] = s.base_of(i);
        let grounds = s.opponents[i] * (1.0 - s.authority[i]) * (0.5 + s.repression[i]);
        let armed = share(p.opposition * grounds * (1.0 + 2.0 * s.subversion[i]));
        s.insurgency[i] += adjust * (armed - s.insurgency[i]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn abroad(referent: f64) -> Abroad {
        let mut s = States::new(1);
        s.referent[0] = referent;
        s.spend_diplomacy[0] = 1.0;
        s.diplomacy[0] = 0.6;
        Abroad::read(&s, 0, &Params::default())
    }

    #[test]
    fn all_are_protected_alike_where_the_referent_is_the_citizen() {
        let [insiders, neutrals, opponents] = abroad(1.0).exposed;
        assert!((insiders - 0.2).abs() < 1e-12); // capacity 0.8
        assert!((neutrals - insiders).abs() < 1e-12 && (opponents - insiders).abs() < 1e-12);
        assert!((abroad(1.0).care - 1.0).abs() < 1e-12);
    }

    #[test]
    fn a_regime_protects_its_own_and_threatens_its_opponents() {
        let p = Params::default().citizens;
        let [insiders, neutrals, opponents] = abroad(0.0).exposed;
        assert!((insiders - 0.2).abs() < 1e-12);
        assert!((neutrals - (1.0 - 0.8 * (1.0 - 0.5 * p.opponent_gap))).abs() < 1e-12);
        assert!((opponents - (1.0 - 0.8 * (1.0 - p.opponent_gap))).abs() < 1e-12 && opponents > 1.0);
        assert_eq!(abroad(0.0).shares, [0.25, 0.5, 0.25]); // as at home
    }

    #[test]
    fn protection_by_hand() {
        let mut params = Params::default();
        params.issues.need = 0.05; // full spending is 0.2
        params.feedback.governance_to_policy = 1.0;
        params.citizens.opponent_gap = 1.5;
        let mut s = States::new(1);
        (s.referent[0], s.spend_diplomacy[0], s.spend_facilitation[0]) = (0.4, 0.03, 0.05);
        (s.diplomacy[0], s.autonomy[0], s.fear[0]) = (0.6, 0.8, 0.3);
        (s.insiders[0], s.opponents[0]) = (0.2, 0.25);
        let one = Abroad::read(&s, 0, &params);
        // Service 0.4 and diplomacy 0.6 under an autonomy of 0.8 protect by 0.4.
        for (exposed, part) in one.exposed.into_iter().zip([1.0, 0.55, 0.1]) {
            assert!((exposed - (1.0 - 0.4 * part)).abs() < 1e-12);
        }
        for (share, part) in one.shares.into_iter().zip([0.2, 0.55, 0.25]) {
            assert!((share - part).abs() < 1e-12);
        }
        assert!((one.care - (0.2 + 0.55 * 0.55 + 0.1 * 0.25)).abs() < 1e-12);
        assert_eq!(one.fear_at_home, 0.3);
    }

    #[test]
    fn incidents_strike_by_ties_hostility_and_fear_with_a_gravity_that_is_uniform() {
        let mut params = Params::default();
        params.citizens.incident = 0.25; // in a crowd half as great as usual
        let start = super::super::pairs::PairStart {
            ties: [0.0, 0.4, 0.0],
            posture: [0.3, -0.6],
            ..super::super::pairs::PairStart::new(0, 1)
        };
        let mut pairs = Pairs::new(&[start], &[1.0; 2]);
        let strikes = |pairs: &mut Pairs, u| strikes(&pairs.row(0..1), 0, [0.2, 0.25], 2.0, &params, u);
        // The second is hostile to the first by 0.6: chances of 0.2 · (0.5 + 0.3 + 0.2) and 0.2 · (0.5 + 0.25).
        for (u, expected) in [
            (0.0, Some((0, 0.5))),
            (0.1, Some((0, 0.75))),
            (0.2 - 1e-12, Some((0, 1.0))),
            (0.2 + 1e-12, Some((1, 0.5))),
            (0.275, Some((1, 0.75))),
            (0.35 + 1e-12, None),
        ] {
            let got = strikes(&mut pairs, u);
            assert_eq!(got.map(|(side, _)| side), expected.map(|(side, _)| side), "{u}");
            let gravity = |one: Option<(usize, f64)>| one.map_or(0.0, |(_, gravity)| gravity);
            assert!((gravity(got) - gravity(expected)).abs() < 1e-9, "{u}: {got:?}");
        }
        pairs.people[0] = 0.0;
        assert_eq!(strikes(&mut pairs, 0.0), None);
    }

    #[test]
    fn grievances_fade_and_grow_by_gravity_and_care() {
        let mut params = Params::default();
        params.welfare.rate = 0.25;
        let grievances = |incident: f64| {
            let mut params = params.clone();
            params.citizens.incident = incident;
            let start =
                super::super::pairs::PairStart { ties: [0.0, 1.0, 0.0], ..super::super::pairs::PairStart::new(0, 1) };
            let mut pairs = Pairs::new(&[start], &[1.0; 2]);
            pairs.grievance[0] = [0.4, 0.8];
            let mut s = States::new(2);
            (s.referent, s.focus) = (vec![1.0; 2], vec![1.0; 2]);
            let (topology, draws) = (Topology::new(2, vec![(0, 1)]), super::super::draws::Draws::new(1, 0, false));
            let (scratch, mut events) = ((&mut Parts::of(&topology), &mut CitizensScratch::default()), Vec::new());
            protect(&mut s, &mut pairs, &topology, &[], &params, draws.of_round(1), scratch, &mut events);
            (pairs.grievance[0], s.incidents, events.len())
        };
        let close = |a: f64, b: f64| assert!((a - b).abs() < 1e-12, "{a} and {b}");
        let (faded, incidents, counted) = grievances(0.0);
        close(faded[0], 0.3);
        close(faded[1], 0.6);
        assert_eq!((incidents, counted), (vec![0.0; 2], 0));
        // Without chance, of two chances of one half the second strikes, with the least gravity, and it cares for all.
        let (struck, incidents, counted) = grievances(1.0);
        close(struck[0], 0.3);
        close(struck[1], 0.6 + 0.5 * 0.4);
        assert_eq!((incidents, counted), (vec![0.0, 1.0], 1));
    }

    #[test]
    fn harm_is_gravity_by_exposure_and_classes_follow_support_and_referent() {
        let mut params = Params::default();
        params.economy.adjust = 0.5;
        let mut s = States::new(1);
        (s.support[0], s.referent[0], s.insiders[0], s.opponents[0]) = (0.6, 0.25, 0.1, 0.2);
        let met = Abroad { exposed: [0.2, 0.4, 1.2], shares: [0.5, 0.3, 0.2], ..Abroad::default() };
        conclude(&mut s, &params, &[met], &[Incidents { count: 2, gravity: 1.5 }]);
        let close = |a: f64, b: f64| assert!((a - b).abs() < 1e-12, "{a} and {b}");
        assert_eq!(s.incidents[0], 2.0);
        close(s.harm_insiders[0], 0.3);
        close(s.harm_neutrals[0], 0.6);
        close(s.harm_opponents[0], 1.8);
        close(s.harm_abroad[0], 0.15 + 0.18 + 0.36);
        close(s.insiders[0], 0.1 + 0.5 * (0.5 * 0.6 * 0.75 - 0.1));
        close(s.opponents[0], 0.2 + 0.5 * (0.4 * 0.875 - 0.2));
        close(s.popular_base[0], 0.5 * (1.0 + 0.1625 - 0.275));
    }

    #[test]
    fn opponents_take_up_arms_against_a_rule_without_authority_by_repression_and_help_from_outside() {
        let armed = |opposition: f64, authority: f64, repression: f64, subversion: f64| {
            let mut params = Params::default();
            (params.economy.adjust, params.citizens.opposition) = (0.5, opposition);
            let mut s = States::new(1);
            (s.support[0], s.referent[0], s.opponents[0], s.insurgency[0]) = (0.6, 0.25, 0.25, 0.1);
            (s.authority[0], s.repression[0], s.subversion[0]) = (authority, repression, subversion);
            let met = Abroad { shares: [1.0, 0.0, 0.0], ..Abroad::default() };
            conclude(&mut s, &params, &[met], &[Incidents::default()]);
            s.insurgency[0]
        };
        let close = |a: f64, b: f64| assert!((a - b).abs() < 1e-12, "{a} and {b}");
        // Opponents are 0.3 by then.
        close(armed(2.0, 0.5, 0.3, 0.25), 0.1 + 0.5 * (2.0 * 0.3 * 0.5 * 0.8 * 1.5 - 0.1));
        close(armed(2.0, 0.0, 0.0, 0.0), 0.1 + 0.5 * (2.0 * 0.3 * 0.5 - 0.1));
        close(armed(2.0, 1.0, 1.0, 1.0), 0.05); // authority is all it takes
        close(armed(0.0, 0.0, 1.0, 1.0), 0.05);
        close(armed(5.0, 0.0, 1.0, 1.0), 0.55); // more than all cannot be in arms
    }
}
