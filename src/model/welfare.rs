//! Whose security: citizens' want and fear, and the losses of citizens and regime if both cannot be covered (A2, A3,
//! C5).
//!
//! ```text
//! q(spend) = 1 + min(1, spend/issues.need) if the target lies below, else 1
//! want ← want + min(1, rate · q(spend_economic)) (1/(1 + (w + aid_received)/n) − want)
//! fear ← fear + min(1, rate · q(spend_societal)) (clip(violence (strife + subversion + insurgency) + repressionʷ · repression) − fear)
//! citizen_loss = (want + fear + mean of three neglects)/3 · (1 − cover · min(1, (spend_economic + spend_societal + spend_environmental + spend_facilitation)/(4 issues.need)))
//! society_loss = (fear + repression + neglect_societal)/3 · (1 − cover · min(1, spend_societal/issues.need))
//! regime_loss  = (opponents + 1 − (1 − subversion)(1 − insurgency) + backlog)/3 · (1 − cover · min(1, spend_regime/(2 issues.need)))
//! gap ← gap + economy.adjust (citizen_loss − regime_loss − gap)
//! ```
//!
//! Equations as in docs/odd.md, section 7.8.2.
//! w: wealth; n: population. Losses of citizens reduce support, losses of the regime reduce authority (`economy`).

use super::math::share;
use super::params::Params;
use super::states::States;

/// Step 6, first: want, fear and losses after the round.
pub(crate) fn account(s: &mut States, params: &Params) {
    for i in 0..s.present.len() {
        if s.present[i] {
            free_from_want_and_fear(s, i, params);
            lose(s, i, params);
        }
    }
}

fn free_from_want_and_fear(s: &mut States, i: usize, params: &Params) {
    let p = &params.welfare;
    let moved = |now: f64, target: f64, spend: f64| {
        let quick = if target < now { 1.0 + (spend / params.issues.need).min(1.0) } else { 1.0 };
        now + (p.rate * quick).min(1.0) * (target - now)
    };
    let per_head = (s.wealth[i] + s.aid_received[i]) / s.population[i];
    s.want[i] = moved(s.want[i], 1.0 / (1.0 + per_head), s.spend_economic[i]);
    let violence = p.violence * (s.strife[i] + s.subversion[i] + s.insurgency[i]) + p.repression * s.repression[i];
    s.fear[i] = moved(s.fear[i], share(violence), s.spend_societal[i]);
}

fn lose(s: &mut States, i: usize, params: &Params) {
    let p = &params.welfare;
    let neglect = (s.neglect_economic[i] + s.neglect_societal[i] + s.neglect_environmental[i]) / 3.0;
    let welfare = s.spend_economic[i] + s.spend_societal[i] + s.spend_environmental[i];
    let left = |danger: f64, spend: f64, need: f64| danger * (1.0 - p.cover * (spend / need).min(1.0));
    let need = params.issues.need;
    s.citizen_loss[i] = left((s.want[i] + s.fear[i] + neglect) / 3.0, welfare + s.spend_facilitation[i], 4.0 * need);
    let communities = (s.fear[i] + s.repression[i] + s.neglect_societal[i]) / 3.0;
    s.society_loss[i] = left(communities, s.spend_societal[i], need);
    let unrest = 1.0 - (1.0 - s.subversion[i]) * (1.0 - s.insurgency[i]);
    s.regime_loss[i] = left((s.opponents[i] + unrest + s.backlog[i]) / 3.0, s.spend_regime[i], 2.0 * need);
    s.gap[i] += params.economy.adjust * (s.citizen_loss[i] - s.regime_loss[i] - s.gap[i]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn want_fades_faster_where_it_is_paid_for() {
        let params = Params::default();
        let mut s = States::new(2);
        s.want = vec![0.9; 2];
        s.spend_economic = vec![0.0, params.issues.need];
        (0..2).for_each(|i| free_from_want_and_fear(&mut s, i, &params));
        let p = &params.welfare;
        assert!((s.want[0] - (0.9 - p.rate * 0.4)).abs() < 1e-12);
        assert!((s.want[1] - (0.9 - p.rate * 2.0 * 0.4)).abs() < 1e-12);
    }

    #[test]
    fn a_budget_that_covers_the_regime_leaves_the_citizens_uncovered() {
        let params = Params::default();
        let p = &params.welfare;
        let mut s = States::new(1);
        (s.want[0], s.fear[0], s.opponents[0], s.backlog[0]) = (0.6, 0.3, 0.3, 0.3);
        s.spend_regime[0] = 2.0 * params.issues.need;
        lose(&mut s, 0, &params);
        assert!((s.citizen_loss[0] - 0.3).abs() < 1e-12);
        assert!((s.regime_loss[0] - 0.2 * (1.0 - p.cover)).abs() < 1e-12);
        assert!(s.gap[0] > 0.0);
    }

    #[test]
    fn want_and_fear_by_hand() {
        let mut params = Params::default();
        params.issues.need = 0.1;
        let p = &mut params.welfare;
        (p.rate, p.violence, p.repression) = (0.5, 0.5, 0.3);
        let mut s = States::new(1);
        (s.wealth[0], s.aid_received[0], s.population[0], s.want[0]) = (2.0, 1.0, 1.0, 0.1);
        (s.strife[0], s.subversion[0], s.insurgency[0]) = (0.4, 0.5, 0.1);
        (s.repression[0], s.fear[0]) = (0.2, 0.86);
        (s.spend_economic[0], s.spend_societal[0]) = (0.1, 0.02);
        free_from_want_and_fear(&mut s, 0, &params);
        // Want rises to a quarter, and spending does not quicken that. Fear falls by a fifth quicker.
        assert!((s.want[0] - (0.1 + 0.5 * 0.15)).abs() < 1e-12);
        assert!((s.fear[0] - (0.86 + 0.5 * 1.2 * (0.56 - 0.86))).abs() < 1e-12);
    }

    #[test]
    fn what_is_spent_covers_losses() {
        let mut params = Params::default();
        (params.issues.need, params.welfare.cover, params.economy.adjust) = (0.1, 0.5, 0.25);
        let mut s = States::new(1);
        (s.want[0], s.fear[0]) = (0.5, 0.3);
        (s.neglect_economic[0], s.neglect_societal[0], s.neglect_environmental[0]) = (0.1, 0.2, 0.3);
        (s.spend_economic[0], s.spend_societal[0], s.spend_environmental[0]) = (0.1, 0.04, 0.02);
        (s.spend_facilitation[0], s.spend_regime[0]) = (0.04, 0.05);
        (s.opponents[0], s.subversion[0], s.insurgency[0], s.backlog[0]) = (0.2, 0.3, 0.5, 0.35);
        (s.repression[0], s.gap[0]) = (0.4, 0.1);
        lose(&mut s, 0, &params);
        let close = |a: f64, b: f64| assert!((a - b).abs() < 1e-12, "{a} and {b}");
        // Citizens need four times what a sector does, the regime twice as much.
        close(s.citizen_loss[0], 1.0 / 3.0 * (1.0 - 0.5 * 0.5));
        close(s.society_loss[0], 0.3 * (1.0 - 0.5 * 0.4)); // fear, repression and neglect of communities
        close(s.regime_loss[0], 0.4 * (1.0 - 0.5 * 0.25)); // subversion and insurgency leave 0.7 · 0.5 of calm
        close(s.gap[0], 0.1 + 0.25 * (0.25 - 0.35 - 0.1));
    }
}
