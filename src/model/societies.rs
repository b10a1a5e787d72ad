//! The contributions of a state's citizens, firms and helpers to its relations in a round.

use super::budget;
use super::math::weighted_mean;
use super::membership::MOST;
use super::params::Params;
use super::policy::Stance;
use super::states::{NO_STATE, States};
use super::switches::on;

/// The contributions of citizens, firms and helpers of a state to all its pairs; the first three as roots.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Society {
    pub(super) facilitated: f64,
    pub(super) civic: f64,
    pub(super) firms: f64,
    pub(super) capacity: f64,
    pub(super) open: f64,
    pub(super) tariff: f64,
    pub(super) per_head: f64,
    pub(super) seeking: f64,
    pub(super) giving: f64,
    /// Help against the main enemy for each state that it threatens too.
    pub(super) arming: f64,
    pub(super) enemy: u32,
    pub(super) threat: f64,
    pub(super) wealth: f64,
    pub(super) want: f64,
    pub(super) market: f64,
    pub(super) meaning: f64,
    pub(super) discourse: f64,
}

/// The camp of the state that threatens most, or [`NO_STATE`].
fn enemy(s: &States, i: usize) -> u32 {
    s.bloc.get(s.main_threat[i] as usize).copied().unwrap_or(NO_STATE)
}

/// Reads every state's society as its policy of this round leaves it. Stances do not exist before the first round.
pub(super) fn take(
    societies: &mut Vec<Society>,
    common: &mut Vec<u32>,
    s: &States,
    stances: &[Stance],
    params: &Params,
) {
    let full = params.full_spending();
    // The number of states that each camp threatens most.
    common.clear();
    common.resize(s.present.len(), 0);
    for i in (0..s.present.len()).filter(|&i| s.present[i]) {
        if let Some(count) = common.get_mut(enemy(s, i) as usize) {
            *count += 1;
        }
    }
    let threatened =
        |camp: u32| f64::from(common.get(camp as usize).map_or(1, |&count| count.saturating_sub(1).max(1)));
    societies.clear();
    societies.extend((0..s.present.len()).map(|i| {
        let tariff = s.tariff[i] * on(params.switches.tariffs);
        let [relief, support] =
            budget::aid(s, i, &params.budget, params.feedback.seen(s.meaning[i]), params.feedback.seen(s.referent[i]));
        let given = params.budget.burden * s.wealth[i] * s.spend_aid[i];
        let part = if relief + support > 0.0 { support / (relief + support) } else { 0.0 };
        let enemy = enemy(s, i);
        Society {
            facilitated: (s.spend_facilitation[i] / full).min(1.0).sqrt(),
            capacity: s.civil_capacity[i],
            open: 1.0 - tariff,
            tariff,
            per_head: s.wealth_per_head[i],
            seeking: weighted_mean(on(params.switches.diversion) * s.trade_lost[i], s.markets[i], 0.0, MOST),
            civic: (s.civil_capacity[i] * params.feedback.seen(s.securitisation[i])).sqrt(),
            firms: (s.private_capacity[i] * params.feedback.seen(s.provision[i])).sqrt(),
            giving: (1.0 - part) * given / s.acts_facilitation[i].max(1.0),
            arming: part * given / threatened(enemy),
            enemy,
            threat: s.threat[i],
            wealth: s.wealth[i],
            want: s.want[i],
            meaning: s.meaning[i],
            discourse: s.discourse[i],
            market: stances.get(i).map_or(0.0, |stance| stance.market),
        }
    }));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contributions_by_hand() {
        let close = |a: f64, b: f64| assert!((a - b).abs() < 1e-12, "{a} and {b}");
        let mut params = Params::default();
        params.feedback.governance_to_policy = 1.0;
        params.issues.need = 0.05; // full spending is 0.2
        params.budget.burden = 0.25;
        let mut s = States::new(1);
        (s.spend_facilitation[0], s.civil_capacity[0], s.private_capacity[0]) = (0.1, 0.4, 0.9);
        (s.securitisation[0], s.provision[0], s.tariff[0]) = (0.9, 0.4, 0.3);
        (s.wealth_per_head[0], s.trade_lost[0], s.markets[0]) = (2.5, 0.2, 4.0);
        (s.spend_aid[0], s.wealth[0], s.acts_facilitation[0], s.want[0]) = (0.1, 8.0, 4.0, 0.7);
        let mut stances = [Stance::default()];
        stances[0].market = 1.25;
        let mut societies = Vec::new();
        take(&mut societies, &mut Vec::new(), &s, &stances, &params);
        let society = societies[0];
        close(society.facilitated, 0.5f64.sqrt());
        close(society.civic, 0.6);
        close(society.firms, 0.6);
        close(society.tariff, 0.3);
        close(society.open, 0.7);
        close(society.seeking, 0.2 / 4.0);
        close(society.giving, 0.1 * 0.25 * 8.0 / 4.0);
        assert_eq!((society.capacity, society.per_head, society.want, society.market), (0.4, 2.5, 0.7, 1.25));
        assert_eq!((society.arming, society.enemy), (0.0, NO_STATE));
        // Switched off, tariffs keep nothing out and trade lost is not looked for.
        (params.switches.tariffs, params.switches.diversion) = (false, false);
        take(&mut societies, &mut Vec::new(), &s, &stances, &params);
        assert_eq!((societies[0].tariff, societies[0].open, societies[0].seeking), (0.0, 1.0, 0.0));
    }

    #[test]
    fn aid_is_divided_between_those_in_want_and_those_that_the_same_camp_threatens() {
        let close = |a: f64, b: f64| assert!((a - b).abs() < 1e-12, "{a} and {b}");
        let mut params = Params::default();
        let p = &mut params.budget;
        (p.burden, p.aid, p.aid_threat) = (0.25, 0.8, 0.4);
        let mut s = States::new(5);
        // Three states are threatened most by 3 or by 4 of its bloc, and 3 alone by the first.
        (s.main_threat, s.bloc) = (vec![3, 4, 3, 0, NO_STATE], vec![0, 1, 2, 3, 3]);
        (s.meaning[0], s.referent[0], s.threat, s.wealth) = (0.5, 0.5, vec![0.5; 5], vec![6.0; 5]);
        (s.spend_aid, s.acts_facilitation, s.discourse) = (vec![0.1; 5], vec![2.0; 5], vec![-0.3; 5]);
        let taken = |s: &States| {
            let mut societies = Vec::new();
            take(&mut societies, &mut Vec::new(), s, &[], &params);
            societies
        };
        let societies = taken(&s);
        assert_eq!(societies.iter().map(|one| one.enemy).collect::<Vec<_>>(), [3, 3, 3, 0, NO_STATE]);
        assert_eq!((societies[0].threat, societies[0].wealth, societies[0].discourse), (0.5, 6.0, -0.3));
        // Weights of 0.8 · 0.25 · 0.25 and 0.4 · 0.5 · 0.5: one part of 0.15 is for want and two for two companions.
        close(societies[0].giving, 0.05 / 2.0);
        close(societies[0].arming, 0.1 / 2.0);
        close(societies[3].arming, 0.1); // no state shares its enemy
        assert_eq!(societies[4].arming, 0.0);
        close(societies[4].giving, 0.15 / 2.0);
        s.present[2] = false;
        close(taken(&s)[0].arming, 0.1);
    }
}
