//! Wealth, population, arms, power; the foreign service, authority, support, the rank of security bodies (B3.1, B4.2, C12).
//!
//! ```text
//! growth = economy.growth + trade · sat(exchange, ties_half) + people · sat(people_ties, ties_half) + ln(1 + aid_received/w)
//!        − drag (spend_military + mean of three neglects) − sanctions · sanctioned − war ([war] + insurgency) + catch_up · ln(h̄/h)
//! w ← w e^growth;   n ← n e^(economy.population (1 − rich))        h and rich from before; both kept within [1e-6, 1e9]
//! a ← a + adjust (w · spend_military − a)                          w new; kept within [0, 1e9]
//! d ← d + adjust (sat(spend_diplomacy, issues.need/2)(1 − purge (1 − ŝ) security_rank) − d)
//! authority ← authority + adjust (logistic(base + growth_counts · growth + authority_resolution (2R − 1)
//!             + authority_support (2 support − 1) − welfare.authority_loss · regime_loss) − authority),   R = resolved/(resolved + securitised), ½ if both 0
//! support ← support + adjust (logistic(base + growth_counts · growth + support_welfare (2 min(1, 2W) − 1) − support_war · strife
//!             − welfare.support_loss · L − welfare.support_goals · goal_conflict − welfare.support_image |public_image − belief_mean|/2) − support)
//!             W = spend_economic + spend_societal + spend_environmental + spend_facilitation;   L = citizen_loss + 2 r̂ (1 − r̂)(society_loss − citizen_loss)
//! security_rank ← · + adjust (logistic(rank_base + rank_danger (threat + rivalry) + rank_provision (1 − 2v̂)) − ·)
//! civil_capacity ← · + adjust (ŝ (½ + ½ support) − ·)
//! private_capacity ← · + adjust (v̂ (½ + ½ rich) − ·)              rich from before the step
//! autonomy ← autonomy + adjust (1 − autonomy), then · max(0, 1 − 2 wars.concede) for each defeat
//! ```
//!
//! Equations as in docs/odd.md, section 7.9.
//! w: wealth; n: population; a: arms; h = w/n, h̄ its mean; rich = h/(h + h̄); d: diplomacy; ŝ, v̂: securitisation and provision
//! as policy sees them.

use super::math::{exp, ln, logistic, saturate, share};
use super::params::Params;
use super::states::States;
use super::switches::on;

/// Step 6, first: the effects of the round on wealth, arms, authority and support.
pub(crate) fn account(s: &mut States, params: &Params) {
    let (wealth, population) = s
        .present
        .iter()
        .enumerate()
        .filter(|(_, p)| **p)
        .fold((0.0, 0.0), |(w, n), (i, _)| (w + s.wealth[i], n + s.population[i]));
    let mean_per_head = if population > 0.0 { wealth / population } else { 1.0 };
    for i in 0..s.present.len() {
        if s.present[i] {
            grow(s, i, params, mean_per_head);
            govern(s, i, params);
        }
    }
    measure_power(s, params);
}

fn grow(s: &mut States, i: usize, params: &Params, mean_per_head: f64) {
    let p = &params.economy;
    let at_war = f64::from(u8::from(s.wars[i] > 0.0));
    let neglect = (s.neglect_economic[i] + s.neglect_societal[i] + s.neglect_environmental[i]) / 3.0;
    let per_head = s.wealth[i] / s.population[i];
    let growth = p.growth
        + p.trade * saturate(s.exchange[i], p.ties_half)
        + p.people * saturate(s.people_ties[i], p.ties_half)
        + ln(1.0 + s.aid_received[i] / s.wealth[i])
        - p.drag * (s.spend_military[i] + neglect)
        - p.sanctions * s.sanctioned[i]
        - p.war * (at_war + s.insurgency[i])
        + p.catch_up * ln(mean_per_head / per_head);
    s.growth[i] = growth;
    s.wealth[i] = (s.wealth[i] * exp(growth)).clamp(1e-6, 1e9);
    let births = p.population * (1.0 - s.rich[i]);
    s.population[i] = (s.population[i] * exp(births)).clamp(1e-6, 1e9);
    let kept_up = s.wealth[i] * s.spend_military[i];
    s.military[i] = (s.military[i] + p.adjust * (kept_up - s.military[i])).clamp(0.0, 1e9);
}

fn govern(s: &mut States, i: usize, params: &Params) {
    let Params { economy: p, welfare: whose, .. } = params;
    let (open, smart) = (params.feedback.seen(s.securitisation[i]), params.feedback.seen(s.provision[i]));
    let served = s.spend_diplomacy[i] / (s.spend_diplomacy[i] + 0.5 * params.issues.need);
    let service = served * (1.0 - p.purge * (1.0 - open) * s.security_rank[i]);
    s.diplomacy[i] += p.adjust * (service - s.diplomacy[i]);

    let cases = s.resolved[i] + s.securitised[i];
    let resolution = if cases > 0.0 { s.resolved[i] / cases } else { 0.5 };
    let performance = logistic(
        p.base
            + p.growth_counts * s.growth[i]
            + p.authority_resolution * (2.0 * resolution - 1.0)
            + p.authority_support * (2.0 * s.support[i] - 1.0)
            - whose.authority_loss * s.regime_loss[i],
    );
    s.authority[i] += p.adjust * (performance - s.authority[i]);

    let welfare = s.spend_economic[i] + s.spend_societal[i] + s.spend_environmental[i] + s.spend_facilitation[i];
    let referent = params.feedback.seen(s.referent[i]);
    let communities = on(params.switches.society) * 2.0 * referent * (1.0 - referent);
    let lost = s.citizen_loss[i] + communities * (s.society_loss[i] - s.citizen_loss[i]);
    let served = logistic(
        p.base + p.growth_counts * s.growth[i] + p.support_welfare * (2.0 * (2.0 * welfare).min(1.0) - 1.0)
            - p.support_war * s.strife[i]
            - whose.support_loss * lost
            - whose.support_goals * s.goal_conflict[i]
            - whose.support_image * 0.5 * (s.public_image[i] - s.belief_mean[i]).abs(),
    );
    s.support[i] += p.adjust * (served - s.support[i]);

    let rank =
        logistic(p.rank_base + p.rank_danger * (s.threat[i] + s.rivalry[i]) + p.rank_provision * (1.0 - 2.0 * smart));
    s.security_rank[i] += p.adjust * (rank - s.security_rank[i]);
    s.civil_capacity[i] += p.adjust * (open * (0.5 + 0.5 * s.support[i]) - s.civil_capacity[i]);
    let rich = s.rich[i];
    let firms = smart * (0.5 + 0.5 * rich);
    s.private_capacity[i] += p.adjust * (firms - s.private_capacity[i]);
    s.autonomy[i] += p.adjust * (1.0 - s.autonomy[i]);
    for _ in 0..s.defeats[i] as u32 {
        s.autonomy[i] *= (1.0 - 2.0 * params.wars.concede).max(0.0);
    }
    s.autonomy[i] = share(s.autonomy[i]);
}

/// How rich a state is, as far as its policy has made it so: `brought` of 0 keeps the wealth that it entered with.
pub(crate) fn developed(s: &States, i: usize, brought: f64) -> f64 {
    let brought = brought.min(1.0);
    brought * s.rich[i] + (1.0 - brought) * s.endowment[i]
}

/// Comprehensive power; its mean over the states present is 1.
pub(crate) fn measure_power(s: &mut States, params: &Params) {
    let p = &params.economy;
    let mean = |column: &[f64]| {
        let (sum, n) =
            column.iter().zip(&s.present).filter(|(_, p)| **p).fold((0.0, 0u32), |(sum, n), (x, _)| (sum + x, n + 1));
        // The mean of arms can be 0 although their sum is not.
        let mean = sum / f64::from(n.max(1));
        if mean > 0.0 { mean } else { 1.0 }
    };
    let (arms, wealth) = (mean(&s.military), mean(&s.wealth));
    let mean_per_head = wealth / mean(&s.population);
    for i in 0..s.present.len() {
        let smart =
            params.feedback.seen(s.provision[i]) * 0.5 * (s.diplomacy[i] + saturate(s.people_ties[i], p.ties_half));
        s.power[i] =
            p.power_arms * s.military[i] / arms + s.wealth[i] / wealth * (1.0 - p.power_arms + p.power_smart * smart);
        if !s.present[i] {
            s.power[i] = 0.0;
        }
        s.wealth_per_head[i] = s.wealth[i] / s.population[i];
        s.rich[i] = s.wealth_per_head[i] / (s.wealth_per_head[i] + mean_per_head);
    }
    let power = mean_of(&s.power, &s.present);
    if power > 0.0 {
        s.power.iter_mut().for_each(|x| *x /= power);
    }
}

fn mean_of(column: &[f64], present: &[bool]) -> f64 {
    let n = present.iter().filter(|&&p| p).count();
    column.iter().sum::<f64>() / n.max(1) as f64
}

/// Step 8: values computed from the end of the round, for the record.
pub(crate) fn measure(s: &mut States) {
    for i in 0..s.present.len() {
        s.governance[i] = (s.meaning[i] + s.referent[i] + s.securitisation[i] + s.provision[i]) / 4.0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::close;

    #[test]
    fn growth_adds_what_helps_and_takes_away_what_burdens() {
        let mut params = Params::default();
        let p = &mut params.economy;
        (p.growth, p.trade, p.people, p.ties_half) = (0.02, 0.06, 0.04, 2.0);
        (p.drag, p.sanctions, p.war, p.catch_up) = (0.1, 0.05, 0.07, 0.01);
        let mut s = States::new(1);
        (s.wealth[0], s.population[0], s.wars[0], s.insurgency[0]) = (4.0, 2.0, 1.0, 0.5);
        (s.exchange[0], s.people_ties[0]) = (2.0, 6.0); // one half and three quarters of the scale
        (s.aid_received[0], s.spend_military[0], s.sanctioned[0]) = (1.0, 0.2, 0.4);
        (s.neglect_economic[0], s.neglect_societal[0], s.neglect_environmental[0]) = (0.3, 0.2, 0.1);
        grow(&mut s, 0, &params, 2.0); // wealth per head is at the mean
        // A fifth for arms and a fifth of neglect drag alike; an armed opposition counts as half of a war.
        let expected = 0.02 + 0.03 + 0.03 + 1.25f64.ln() - 0.02 - 0.02 - 0.02 - 0.105;
        close(s.growth[0], expected);
        close(s.wealth[0], 4.0 * expected.exp());
        let before = s.growth[0];
        (s.wealth[0], s.population[0]) = (4.0, 2.0);
        grow(&mut s, 0, &params, 4.0); // half as rich as the mean
        close(s.growth[0] - before, 0.01 * 2.0f64.ln());
    }

    #[test]
    fn population_grows_less_where_heads_are_rich_and_arms_move_to_what_spending_keeps_up() {
        let mut params = Params::default();
        let p = &mut params.economy;
        (p.growth, p.trade, p.people, p.drag, p.war, p.catch_up) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0);
        (p.population, p.adjust) = (0.02, 0.1);
        let mut s = States::new(2);
        (s.wealth, s.population, s.military) = (vec![4.0; 2], vec![2.0; 2], vec![0.5, 2.6]);
        s.spend_military = vec![0.4; 2];
        s.rich = vec![0.25, 1.0];
        (0..2).for_each(|i| grow(&mut s, i, &params, 2.0));
        close(s.wealth[0], 4.0);
        close(s.population[0], 2.0 * 0.015f64.exp());
        close(s.population[1], 2.0);
        close(s.military[0], 0.5 + 0.1 * (1.6 - 0.5));
        close(s.military[1], 2.5);
    }

    #[test]
    fn authority_support_and_rank_follow_their_logits() {
        let mut params = Params::default();
        let p = &mut params.economy;
        (p.adjust, p.base, p.growth_counts) = (0.5, 0.1, 10.0);
        (p.authority_resolution, p.authority_support) = (0.5, 1.25);
        (p.support_welfare, p.support_war) = (1.5, 1.0);
        (p.rank_base, p.rank_danger, p.rank_provision) = (-1.5, 2.0, 2.0);
        let p = &mut params.welfare;
        (p.authority_loss, p.support_loss, p.support_goals, p.support_image) = (0.8, 0.6, 0.4, 0.8);
        let mut s = States::new(1);
        (s.growth[0], s.resolved[0], s.securitised[0]) = (0.05, 3.0, 1.0);
        (s.support[0], s.regime_loss[0], s.authority[0]) = (0.6, 0.5, 0.4);
        (s.strife[0], s.threat[0], s.goal_conflict[0]) = (0.3, 0.4, 0.25);
        (s.referent[0], s.citizen_loss[0], s.society_loss[0]) = (0.25, 0.5, 0.9);
        (s.public_image[0], s.belief_mean[0]) = (0.3, -0.2);
        (s.spend_economic[0], s.spend_societal[0], s.spend_environmental[0]) = (0.1, 0.05, 0.05);
        s.spend_facilitation[0] = 0.05;
        (s.rivalry[0], s.provision[0], s.security_rank[0]) = (0.2, 0.75, 0.3);
        govern(&mut s, 0, &params);
        let authority = 0.1 + 0.5 + 0.25 + 0.25 - 0.4;
        close(s.authority[0], 0.4 + 0.5 * (logistic(authority) - 0.4));
        // A quarter of the budget goes to welfare, half of what satisfies. Of the loss three eighths are society's: 0.65
        // in all. The public has an image that is a quarter of the scale from the rulers'.
        let support = 0.1 + 0.5 + 0.0 - 0.3 - 0.6 * 0.65 - 0.4 * 0.25 - 0.8 * 0.25;
        close(s.support[0], 0.6 + 0.5 * (logistic(support) - 0.6));
        let rank = -1.5 + 2.0 * 0.6 - 1.0;
        close(s.security_rank[0], 0.3 + 0.5 * (logistic(rank) - 0.3));
        (s.resolved[0], s.securitised[0], s.growth[0]) = (0.0, 0.0, 0.0);
        (s.support[0], s.regime_loss[0], s.authority[0]) = (0.5, 0.0, 0.3);
        govern(&mut s, 0, &params);
        close(s.authority[0], 0.3 + 0.5 * (logistic(0.1) - 0.3)); // without issues resolution counts as one half
    }

    #[test]
    fn the_loss_of_society_takes_from_support_where_it_is_the_referent_and_that_of_citizens_elsewhere() {
        let mut params = Params::default();
        let p = &mut params.economy;
        (p.adjust, p.base, p.growth_counts, p.support_welfare, p.support_war) = (1.0, 0.0, 0.0, 0.0, 0.0);
        (params.welfare.support_loss, params.welfare.support_goals) = (2.0, 0.0);
        let lost = |referent: f64, params: &Params| {
            let mut s = States::new(1);
            (s.referent[0], s.citizen_loss[0], s.society_loss[0]) = (referent, 0.2, 0.6);
            govern(&mut s, 0, params);
            s.support[0]
        };
        close(lost(0.0, &params), logistic(-0.4));
        close(lost(0.5, &params), logistic(-0.8)); // half of it is society's
        close(lost(1.0, &params), logistic(-0.4));
        params.switches.society = false;
        close(lost(0.5, &params), logistic(-0.4));
    }

    #[test]
    fn capacities_follow_spending_and_governance_and_each_defeat_costs_autonomy() {
        let mut params = Params::default();
        let p = &mut params.economy;
        (p.adjust, p.purge, p.support_welfare) = (0.5, 0.5, 0.0);
        p.base = (0.4f64 / 0.6).ln(); // support stays where it is
        (params.issues.need, params.wars.concede) = (0.2, 0.125);
        let mut s = States::new(1);
        (s.spend_diplomacy[0], s.diplomacy[0], s.securitisation[0], s.security_rank[0]) = (0.1, 0.2, 0.6, 0.5);
        (s.support[0], s.civil_capacity[0]) = (0.4, 0.1);
        (s.provision[0], s.rich[0], s.private_capacity[0]) = (0.8, 0.5, 0.2);
        (s.autonomy[0], s.defeats[0]) = (0.6, 2.0);
        govern(&mut s, 0, &params);
        close(s.support[0], 0.4);
        close(s.diplomacy[0], 0.2 + 0.5 * (0.5 * 0.9 - 0.2));
        close(s.civil_capacity[0], 0.1 + 0.5 * (0.6 * 0.7 - 0.1));
        close(s.private_capacity[0], 0.2 + 0.5 * (0.8 * 0.75 - 0.2));
        close(s.autonomy[0], 0.8 * 0.75 * 0.75); // twice what a concession costs
    }

    #[test]
    fn power_is_relative_to_the_mean_of_the_states_present() {
        let mut params = Params::default();
        let p = &mut params.economy;
        (p.power_arms, p.power_smart, p.ties_half) = (0.5, 0.6, 3.0);
        let mut s = States::new(3);
        s.present[2] = false;
        (s.military, s.wealth, s.population) = (vec![1.0, 3.0, 9.0], vec![3.0, 1.0, 9.0], vec![2.0, 4.0, 3.0]);
        (s.provision, s.diplomacy, s.people_ties) = (vec![0.5; 3], vec![0.5; 3], vec![3.0; 3]);
        measure_power(&mut s, &params);
        // Smart power is a quarter: 0.25 + 1.5 · 0.65 and 0.75 + 0.5 · 0.65, whose mean is 1.15.
        close(s.power[0], 1.225 / 1.15);
        close(s.power[1], 1.075 / 1.15);
        assert_eq!(s.power[2], 0.0);
        assert_eq!(s.wealth_per_head, [1.5, 0.25, 3.0]);
        close(s.rich[0], 1.5 / (1.5 + 2.0 / 3.0)); // of the two present, 4 units of wealth for 6 of people
        s.military.fill(0.0);
        measure_power(&mut s, &params);
        close(s.power[0], 1.5);
    }

    #[test]
    fn the_poor_catch_up_with_the_mean_of_the_states_present() {
        let mut params = Params::default();
        params.economy.catch_up = 0.1;
        let mut s = States::new(3);
        s.present[2] = false;
        (s.wealth, s.population) = (vec![1.0, 5.0, 100.0], vec![1.0, 2.0, 1.0]);
        account(&mut s, &params);
        // Mean wealth per head is 2: the first has half of it, the second 1.25 times as much.
        close(s.growth[0] - s.growth[1], 0.1 * 2.5f64.ln());
        assert_eq!((s.wealth[2], s.growth[2]), (100.0, 0.0));
    }

    #[test]
    fn governance_is_the_mean_of_the_four_components() {
        let mut s = States::new(1);
        (s.meaning[0], s.referent[0], s.securitisation[0], s.provision[0]) = (0.1, 0.2, 0.4, 0.9);
        measure(&mut s);
        close(s.governance[0], 0.4);
    }
}
