//! The budget of a state over its heads (A3, B1.4): by meaning, referent, provision and perceived threat.
//!
//! ```text
//! w_military     = military + military_threat · threat + military_provision · (1 − v)
//! w_diplomacy    = diplomacy · (½ + ½ v)
//! w_facilitation = facilitation · r · (1 − emergency · e)
//! w_welfare_k    = welfare/3 · (m + r)/2 · (1 − emergency · e)      k: economic, societal, environmental
//! w_regime       = regime · (1 − r) · (1 + regime_backlog · backlog)
//! spend_x        = w_x / Σ w
//! ```
//!
//! m, r, v: meaning, referent, provision as policy sees them (m̂, r̂, v̂ of `policy::terms`); e: felt emergency. Neglect of a welfare sector moves to what is wanting in it:
//! `neglect ← neglect + neglect_rate · (max(0, 1 − spend/enough) − neglect)`.

use super::World;

/// Step 4, first: what each state spends on what.
pub fn divide(world: &mut World) {
    let (s, params) = (&mut world.states, &world.params);
    let p = &params.budget;
    for i in 0..s.present.len() {
        if !s.present[i] {
            continue;
        }
        let seen = |x: f64| params.feedback.seen(x);
        let (meaning, referent, provision) = (seen(s.meaning[i]), seen(s.referent[i]), seen(s.provision[i]));
        let spared = 1.0 - p.emergency * s.emergency[i];
        let military = p.military + p.military_threat * s.threat[i] + p.military_provision * (1.0 - provision);
        let diplomacy = p.diplomacy * (0.5 + 0.5 * provision);
        let facilitation = p.facilitation * referent * spared;
        let welfare = p.welfare / 3.0 * 0.5 * (meaning + referent) * spared;
        let regime = p.regime * (1.0 - referent) * (1.0 + p.regime_backlog * s.backlog[i]);
        let total = military + diplomacy + facilitation + 3.0 * welfare + regime;
        s.spend_military[i] = military / total;
        s.spend_diplomacy[i] = diplomacy / total;
        s.spend_facilitation[i] = facilitation / total;
        s.spend_economic[i] = welfare / total;
        s.spend_societal[i] = welfare / total;
        s.spend_environmental[i] = welfare / total;
        s.spend_regime[i] = regime / total;
        for (neglect, spend) in [
            (&mut s.neglect_economic[i], s.spend_economic[i]),
            (&mut s.neglect_societal[i], s.spend_societal[i]),
            (&mut s.neglect_environmental[i], s.spend_environmental[i]),
        ] {
            *neglect += params.economy.neglect_rate * ((1.0 - spend / p.enough).max(0.0) - *neglect);
        }
    }
}
