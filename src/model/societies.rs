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
}

/// Reads every state's society as its policy of this round leaves it. Stances do not exist before the first round.
pub(super) fn take(societies: &mut Vec<Society>, s: &States, stances: &[Stance], params: &Params) {
    let full = params.full_spending();
    let attention = params.choice.attention;
    societies.clear();
    societies.extend((0..s.present.len()).map(|i| {
        let focus = attention / (attention + s.surroundings[i]);
        let tariff = params.trade.effect * s.tariff[i];
        Society {
            facilitated: ((s.spend_facilitation[i] / full).min(1.0) * focus).sqrt(),
            capacity: s.civil_capacity[i],
            open: 1.0 - tariff,
            tariff,
            per_head: s.wealth_per_head[i],
            seeking: weighted_mean(params.trade.divert * s.trade_lost[i], s.markets[i], 0.0, MOST),
            civic: (s.civil_capacity[i] * params.feedback.seen(s.securitisation[i]) * focus).sqrt(),
            firms: (s.private_capacity[i] * params.feedback.seen(s.provision[i]) * focus).sqrt(),
            giving: s.spend_aid[i] * params.budget.burden * s.wealth[i] / s.acts_facilitation[i].max(1.0),
            want: s.want[i],
            market: stances.get(i).map_or(0.0, |stance| stance.market),
        }
    }));
}
