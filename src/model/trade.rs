//! Tariffs as policy, diverted trade, comparative advantage with unequal gains (B3.1, B3.5, B3.6).
//!
//! A state with a narrow meaning guards its markets, losses increase this. Trade
//! lost to partners' tariffs is sought elsewhere, so markets go to the rivals of the state that closes. Both sides gain
//! from exchange, the richer side more.
//!
//! Equations: docs/odd.md, section 7.6. The part of firms and diversion start from the same trade.

use super::math::{at_most, saturate};
use super::params::Params;
use super::societies::Society;
use super::states::States;
use super::switches::on;

/// Step 4, third: tariffs of the round.
pub(crate) fn set_tariffs(s: &mut States, params: &Params) {
    let p = &params.trade;
    for i in (0..s.present.len()).filter(|&i| s.present[i]) {
        let narrow = 1.0 - params.feedback.seen(s.meaning[i]);
        let hurt = 0.5 + 0.5 * saturate(s.losses[i], params.ties.half);
        let target = p.tariff * narrow * hurt;
        s.tariff[i] += params.economy.adjust * (target - s.tariff[i]);
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
    let kept_out = 0.5 * params.trade.cut * trade;
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
    trade * low.open * high.open * (1.0 + on(params.switches.comparative_advantage) * (2.0 * complement - 1.0))
}

/// How much more than half of the gains side 0 takes, relative to a half; the other side takes this much less.
#[inline(always)]
pub(super) fn lead([low, high]: [&Society; 2], params: &Params) -> f64 {
    params.trade.unequal * (low.per_head - high.per_head) / (low.per_head + high.per_head)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::close;

    /// Tariffs of 0.2 and 0.6, both in full effect; the second state is three times as rich.
    fn two() -> [Society; 2] {
        let of = |tariff: f64, per_head: f64, seeking: f64| Society {
            tariff,
            open: 1.0 - tariff,
            per_head,
            seeking,
            ..Society::default()
        };
        [of(0.2, 1.0, 0.05), of(0.6, 3.0, 0.1)]
    }

    #[test]
    fn firms_trade_diverted_trade_is_found_and_tariffs_keep_a_part_out() {
        let mut params = Params::default();
        params.trade.cut = 0.1;
        let [low, high] = two();
        let traded = between(0.5, 0.2, 0.5, 0.8, [&low, &high], &params);
        // Sought: half of 0.05 · 0.4 + 0.1 · 0.8, by a reach of 0.8, in the half of the scale that is empty.
        close(traded.diverted, 0.05 * 0.8 * 0.5);
        let trade = 0.5 + 0.2 * 0.8 * 0.5 + 0.02;
        let kept_out = 0.05 * trade;
        close(traded.trade, trade - kept_out * 0.8);
        // The second is more closed by 0.4, so the first loses trade.
        close(traded.lost[0], kept_out * 0.4);
        assert_eq!(traded.lost[1], 0.0);
        let turned = between(0.5, 0.2, 0.5, 0.8, [&high, &low], &params);
        assert_eq!(turned.lost[0], 0.0);
        close(turned.lost[1], kept_out * 0.4);
    }

    #[test]
    fn trade_is_worth_more_between_economies_that_complement_each_other() {
        let mut params = Params::default();
        let [low, high] = two();
        close(worth(0.5, 0.5, [&low, &high], &params), 0.5 * 0.8 * 0.4);
        close(worth(0.5, 0.75, [&low, &high], &params), 0.5 * 0.8 * 0.4 * 1.5);
        close(worth(0.5, 0.0, [&low, &high], &params), 0.0);
        params.switches.comparative_advantage = false;
        close(worth(0.5, 0.75, [&low, &high], &params), 0.5 * 0.8 * 0.4);
    }

    #[test]
    fn the_richer_side_leads_by_half_the_gap_in_wealth_per_head() {
        let mut params = Params::default();
        params.trade.unequal = 0.4;
        let [low, high] = two();
        close(lead([&low, &high], &params), -0.2);
        close(lead([&high, &low], &params), 0.2);
        assert_eq!(lead([&low, &low], &params), 0.0);
    }

    #[test]
    fn tariffs_move_to_what_narrow_meaning_and_losses_ask_for() {
        let mut params = Params::default();
        params.ties.half = 2.0;
        params.feedback.governance_to_policy = 1.0;
        (params.trade.tariff, params.economy.adjust) = (0.4, 0.5);
        let mut s = States::new(2);
        (s.meaning, s.losses, s.tariff_met) = (vec![0.25; 2], vec![2.0; 2], vec![0.5; 2]); // no retaliation
        s.tariff = vec![0.1; 2];
        s.present[1] = false;
        set_tariffs(&mut s, &params);
        // Three quarters narrow, three quarters hurt.
        close(s.tariff[0], 0.1 + 0.5 * (0.4 * 0.5625 - 0.1));
        assert_eq!(s.tariff[1], 0.1);
    }
}
