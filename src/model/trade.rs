//! Tariffs as policy, diverted trade, comparative advantage with unequal gains (B3.1, B3.5, B3.6).
//!
//! A state with a narrow meaning guards its markets, losses increase this, and tariffs are answered by tariffs. Trade
//! lost to partners' tariffs is sought elsewhere, so markets go to the rivals of the state that closes. Both sides gain
//! from exchange, the richer side more.
//!
//! Equations: docs/odd.md, section 7.6. The part of firms and diversion start from the same trade.

use super::math::{at_most, saturate};
use super::params::Params;
use super::societies::Society;
use super::states::States;

/// Step 4, third: tariffs of the round.
pub(crate) fn set_tariffs(s: &mut States, params: &Params) {
    let p = &params.trade;
    for i in (0..s.present.len()).filter(|&i| s.present[i]) {
        let narrow = 1.0 - params.feedback.seen(s.meaning[i]);
        let hurt = 0.5 + 0.5 * saturate(s.losses[i], params.ties.half);
        let target = (p.tariff_narrow * narrow * hurt + p.tariff_retaliation * s.tariff_met[i]).min(1.0);
        s.tariff[i] += p.tariff_rate * (target - s.tariff[i]);
    }
}

/// The trade of one pair in the round, with ties lost and won.
pub(super) struct Traded {
    pub trade: f64,
    /// Ties lost by each side to the other's tariffs above its own tariffs.
    pub lost: [f64; 2],
    pub diverted: f64,
}

/// Firms trade, trade lost elsewhere is sought here, and tariffs keep a part out.
#[inline(always)]
pub(super) fn between(
    trade: f64,
    by_firms: f64,
    complement: f64,
    reach: f64,
    [low, high]: [&Society; 2],
    params: &Params,
) -> Traded {
    let found = at_most(complement * (low.seeking * high.open + high.seeking * low.open), 1.0 - by_firms);
    let diverted = found * reach * (1.0 - trade);
    let trade = at_most(trade + (by_firms * reach * (1.0 - trade) + diverted), 1.0);
    let kept_out = 0.5 * params.trade.tariff_cut * trade;
    // If all close alike, no state is cheaper, so trade cannot move elsewhere.
    let closer = high.tariff - low.tariff;
    Traded {
        trade: trade - kept_out * (low.tariff + high.tariff),
        lost: [kept_out * closer.max(0.0), kept_out * (-closer).max(0.0)],
        diverted,
    }
}

/// The value of a pair's trade to both together, by openness and comparative advantage.
#[inline(always)]
pub(super) fn worth(trade: f64, complement: f64, [low, high]: [&Society; 2], params: &Params) -> f64 {
    trade * low.open * high.open * (1.0 + params.trade.advantage * (2.0 * complement - 1.0))
}

/// How much more than half of the gains side 0 takes, relative to a half; the other side takes this much less.
#[inline(always)]
pub(super) fn lead([low, high]: [&Society; 2], params: &Params) -> f64 {
    params.trade.unequal * (low.per_head - high.per_head) / (low.per_head + high.per_head)
}
