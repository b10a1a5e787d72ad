//! Tariffs as policy (B3.6): narrow meaning guards its markets, losses make it guard more, and tariffs met are answered.
//!
//! ```text
//! τ ← τ + tariff_rate · (target − τ)
//! target = min(1, tariff_narrow · (1 − m̂)(½ + ½ losses/(losses + half)) + tariff_retaliation · tariff_met)
//! ```
//!
//! m̂: meaning as policy sees it; losses and tariff_met of the round before; half: `ties.half`. What tariffs do to trade, where
//! it goes instead, and who gains what from exchange is in `ties`, which passes over the pairs.

use super::World;
use super::math::saturate;

/// Step 4, third: tariffs of the round.
pub fn set_tariffs(world: &mut World) {
    let (s, params) = (&mut world.states, &world.params);
    let p = &params.trade;
    for i in (0..s.present.len()).filter(|&i| s.present[i]) {
        let narrow = 1.0 - params.feedback.seen(s.meaning[i]);
        let hurt = 0.5 + 0.5 * saturate(s.losses[i], params.ties.half);
        let target = (p.tariff_narrow * narrow * hurt + p.tariff_retaliation * s.tariff_met[i]).min(1.0);
        s.tariff[i] += p.tariff_rate * (target - s.tariff[i]);
    }
}
