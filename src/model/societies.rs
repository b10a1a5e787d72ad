//! The contributions of a state's citizens, firms and helpers to its relations in a round.

use super::math::weighted_mean;
use super::membership::MOST;
use super::params::Params;
use super::policy::Stance;
use super::states::States;

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
    pub(super) want: f64,
    pub(super) market: f64,
    pub(super) meaning: f64,
}

/// Reads every state's society as its policy of this round leaves it. Stances do not exist before the first round.
pub(super) fn take(societies: &mut Vec<Society>, s: &States, stances: &[Stance], params: &Params) {
    let full = params.full_spending();
    societies.clear();
    societies.extend((0..s.present.len()).map(|i| {
        let tariff = params.trade.effect * s.tariff[i];
        Society {
            facilitated: (s.spend_facilitation[i] / full).min(1.0).sqrt(),
            capacity: s.civil_capacity[i],
            open: 1.0 - tariff,
            tariff,
            per_head: s.wealth_per_head[i],
            seeking: weighted_mean(params.trade.divert * s.trade_lost[i], s.markets[i], 0.0, MOST),
            civic: (s.civil_capacity[i] * params.feedback.seen(s.securitisation[i])).sqrt(),
            firms: (s.private_capacity[i] * params.feedback.seen(s.provision[i])).sqrt(),
            giving: s.spend_aid[i] * params.budget.burden * s.wealth[i] / s.acts_facilitation[i].max(1.0),
            want: s.want[i],
            meaning: s.meaning[i],
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
        (params.trade.effect, params.trade.divert, params.budget.burden) = (0.5, 0.8, 0.25);
        let mut s = States::new(1);
        (s.spend_facilitation[0], s.civil_capacity[0], s.private_capacity[0]) = (0.1, 0.4, 0.9);
        (s.securitisation[0], s.provision[0], s.tariff[0]) = (0.9, 0.4, 0.3);
        (s.wealth_per_head[0], s.trade_lost[0], s.markets[0]) = (2.5, 0.2, 4.0);
        (s.spend_aid[0], s.wealth[0], s.acts_facilitation[0], s.want[0]) = (0.1, 8.0, 4.0, 0.7);
        let mut stances = [Stance::default()];
        stances[0].market = 1.25;
        let mut societies = Vec::new();
        take(&mut societies, &s, &stances, &params);
        let society = societies[0];
        close(society.facilitated, 0.5f64.sqrt());
        close(society.civic, 0.6);
        close(society.firms, 0.6);
        close(society.tariff, 0.15);
        close(society.open, 0.85);
        close(society.seeking, 0.8 * 0.2 / 4.0);
        close(society.giving, 0.1 * 0.25 * 8.0 / 4.0);
        assert_eq!((society.capacity, society.per_head, society.want, society.market), (0.4, 2.5, 0.7, 1.25));
    }
}
