//! The effect of policy on governance: the loop's first arrow, and the slow political system (C1–C3, A1, B1.3, B4.3).
//!
//! Each component moves at its rate toward its bounded target, which follows from the slow memories with separate
//! weights, and from a tradition: what keeps the component where the state began. So components can differ for a long
//! time. An unbounded drift would push every world into one corner.
//!
//! ```text
//! Z_m = F_o (meaning_opportunity (O⁺ − O⁻) − meaning_want · want) − F_t (meaning_threat T⁻ + rivalryᶜ · rivalry)
//!       + F_f · meaning_partners (partners_meaning − m)
//! Z_r = F_f · referent_ties (F⁺ − F⁻) − F_t · rivalryᶜ · rivalry
//! Z_s = F_k · securitisation_knowledge (K⁺ − K⁻) + F_t (securitisation_settled T⁺ − securitisation_emergency (emergency + backlog))
//! Z_v = F_o · provision_gains O⁺ − F_t (provision_war (strife + T⁻) + provision_rivalry · rivalry + provision_rank · security_rank)
//! ℓ_x = Z_x + pull_x (2y − 1) + base;   asked_x = ℓ_x,  or the mean of the four if components are not apart
//! x ← clip(x + rate (logistic(asked_x + θ_x) − x))        x = m, r, s, v; all from the same old values
//! θ_x ← θ_x (1 − tradition_fade) + noise · z, kept within [−10, 10]        after that
//!
//! θ_x = ln(x̃/(1 − x̃)) − asked_x,   x̃: x kept within [0.02, 0.98]
//!
//! y' = y + drift · G' (g − y) + diffusion (N²/(N² + (1 − N)²) − y) + development · y (1 − y)(R − 0.4) + noise · z |z|
//! y  ← clip(y')
//! ```
//!
//! Equations as in docs/odd.md, section 7.11.
//! m, r, s, v: components; K, T, O, F with ⁺ and ⁻: memories of the four functions; F_k … F_f: gains `feedback.…`; y: system; g:
//! mean of the four components; N: mean system of others by reach; θ: traditions; rivalryᶜ: the parameter of this group; R: rich
//! as far as policy may count; G' = min(1, feedback.governance_to_policy). Words of a state's row: z of the traditions of meaning,
//! referent, securitisation and provision, z of the system. `drift` is our addition: in the theory the system is the common ground of both. Its rare
//! larger jumps come with the removal of rulers (`rulers`).

use super::draws::{Purpose, RoundDraws, Words};
use super::economy::developed;
use super::math::{ln, logistic, share};
use super::params::Params;
use super::states::States;

/// Words of a state's row.
pub const WORDS: usize = 5;

/// The four components of governance, in the order of every table: what security is, whose security it is, how issues
/// become security issues, and how security is provided.
pub const COMPONENTS: [&str; 4] = ["meaning", "referent", "securitisation", "provision"];
/// The measures of governance: its mean, then the components.
pub const GOVERNANCE: [&str; 5] = {
    let [meaning, referent, securitisation, provision] = COMPONENTS;
    ["governance", meaning, referent, securitisation, provision]
};
/// The four functions of foreign policy, in the order of every table.
pub const FUNCTIONS: [&str; 4] = ["knowledge", "threat", "opportunity", "facilitation"];

/// The contributions to each component, by function: (component, function, meaning).
pub const CONTRIBUTIONS: [(usize, usize, &str); 19] = [
    (0, 2, "opportunities won"),
    (0, 2, "opportunities lost"),
    (0, 1, "existential threat"),
    (0, 1, "rivalry"),
    (1, 3, "ties of citizens"),
    (1, 3, "own confrontation"),
    (1, 1, "the regime's need of rivals"),
    (2, 0, "goodwill known"),
    (2, 0, "hostility known"),
    (2, 1, "felt emergency"),
    (2, 1, "backlog"),
    (2, 1, "threats settled"),
    (3, 2, "gains of cooperation"),
    (3, 1, "disputes and war"),
    (3, 1, "rivalry"),
    (3, 1, "rank of security bodies"),
    (3, 1, "existential threat"),
    (0, 3, "ideas of partners"),
    (0, 2, "want"),
];

/// The signed products of weight and memory before gains, in the order of [`CONTRIBUTIONS`].
pub fn contributions(s: &States, i: usize, params: &Params) -> [f64; 19] {
    let p = &params.constitution;
    [
        p.meaning_opportunity * s.opportunity_benefit[i],
        -p.meaning_opportunity * s.opportunity_harm[i],
        -p.meaning_threat * s.threat_harm[i],
        -p.rivalry * s.rivalry[i],
        p.referent_ties * s.facilitation_benefit[i],
        -p.referent_ties * s.facilitation_harm[i],
        -p.rivalry * s.rivalry[i],
        p.securitisation_knowledge * s.knowledge_benefit[i],
        -p.securitisation_knowledge * s.knowledge_harm[i],
        -p.securitisation_emergency * s.emergency[i],
        -p.securitisation_emergency * s.backlog[i],
        p.securitisation_settled * s.threat_benefit[i],
        p.provision_gains * s.opportunity_benefit[i],
        -p.provision_war * s.strife[i],
        -p.provision_rivalry * s.rivalry[i],
        -p.provision_rank * s.security_rank[i],
        -p.provision_war * s.threat_harm[i],
        p.meaning_partners * (s.partners_meaning[i] - s.meaning[i]),
        -p.meaning_want * s.want[i],
    ]
}

/// The pressure on each component by each function (logit): `pressure[component][function]`.
pub fn pressures(s: &States, i: usize, params: &Params) -> [[f64; 4]; 4] {
    let f = &params.feedback;
    let feedback = [f.knowledge, f.threat, f.opportunity, f.facilitation];
    let mut pressure = [[0.0; 4]; 4];
    for ((component, function, _), x) in CONTRIBUTIONS.iter().zip(contributions(s, i, params)) {
        pressure[*component][*function] += feedback[*function] * x;
    }
    pressure
}

/// The pull of the political system and the base of each component (logit).
pub fn ground(s: &States, i: usize, params: &Params) -> [(f64, f64); 4] {
    let p = &params.constitution;
    let pull = 2.0 * s.system[i] - 1.0;
    [
        (p.pull_meaning * pull, p.base),
        (p.pull_referent * pull, p.base),
        (p.pull_securitisation * pull, p.base),
        (p.pull_provision * pull, p.base),
    ]
}

/// The separate target of each component, and the part that holds it to the mean of the four if they are coupled
/// (logit).
pub fn drawn(s: &States, i: usize, params: &Params) -> [(f64, f64); 4] {
    let (pressures, ground) = (pressures(s, i, params), ground(s, i, params));
    let own = [0, 1, 2, 3].map(|c| pressures[c].iter().sum::<f64>() + ground[c].0 + ground[c].1);
    let mean = own.iter().sum::<f64>() / 4.0;
    let apart = own.map(|x| (x, if params.switches.components_apart { 0.0 } else { mean - x }));
    let traditions = traditions(s, i);
    [0, 1, 2, 3].map(|c| (apart[c].0 + traditions[c], apart[c].1))
}

/// What keeps each component where the state began (logit).
pub fn traditions(s: &States, i: usize) -> [f64; 4] {
    [s.tradition_meaning[i], s.tradition_referent[i], s.tradition_securitisation[i], s.tradition_provision[i]]
}

/// The target of each component.
pub fn targets(s: &States, i: usize, params: &Params) -> [f64; 4] {
    drawn(s, i, params).map(|(own, held)| logistic(own + held))
}

/// Step 7: governance and the political system move.
pub fn feed_back(s: &mut States, params: &Params, draws: RoundDraws, words: &mut Words) {
    let p = &params.constitution;
    for i in 0..s.present.len() {
        if !s.present[i] {
            continue;
        }
        let words = draws.next(Purpose::Constitution, i, s.present.len(), |_| WORDS, words);
        let targets = targets(s, i, params);
        let pressures = pressures(s, i, params);
        let over_components = |function: usize| pressures.iter().map(|c| c[function]).sum::<f64>() / 4.0;
        s.pressure_knowledge[i] = over_components(0);
        s.pressure_threat[i] = over_components(1);
        s.pressure_opportunity[i] = over_components(2);
        s.pressure_facilitation[i] = over_components(3);
        let governance = [s.meaning[i], s.referent[i], s.securitisation[i], s.provision[i]];
        let next = [0, 1, 2, 3].map(|c| share(governance[c] + p.rate * (targets[c] - governance[c])));
        let mean = governance.iter().sum::<f64>() / 4.0;
        let causes = system_causes(s, i, params, mean);
        [s.system_drift[i], s.system_diffusion[i], s.system_development[i]] = causes;
        let error = words.error(4);
        let traditions = [
            &mut s.tradition_meaning[i],
            &mut s.tradition_referent[i],
            &mut s.tradition_securitisation[i],
            &mut s.tradition_provision[i],
        ];
        for (c, tradition) in traditions.into_iter().enumerate() {
            let moved = *tradition * (1.0 - p.tradition_fade) + p.noise * words.error(c);
            *tradition = moved.clamp(-10.0, 10.0);
        }
        s.system[i] = next_system(s.system[i], causes, params.system.noise * error * error.abs());
        [s.meaning[i], s.referent[i], s.securitisation[i], s.provision[i]] = next;
    }
}

/// What keeps each component where it is now: the difference of its logit from what the world asks for (logit).
pub fn note_tradition(s: &mut States, i: usize, params: &Params) {
    let logit = |x: f64| ln(x.clamp(0.02, 0.98) / (1.0 - x.clamp(0.02, 0.98)));
    (s.tradition_meaning[i], s.tradition_referent[i]) = (0.0, 0.0);
    (s.tradition_securitisation[i], s.tradition_provision[i]) = (0.0, 0.0);
    let asked = drawn(s, i, params).map(|(own, held)| own + held);
    s.tradition_meaning[i] = (logit(s.meaning[i]) - asked[0]).clamp(-10.0, 10.0);
    s.tradition_referent[i] = (logit(s.referent[i]) - asked[1]).clamp(-10.0, 10.0);
    s.tradition_securitisation[i] = (logit(s.securitisation[i]) - asked[2]).clamp(-10.0, 10.0);
    s.tradition_provision[i] = (logit(s.provision[i]) - asked[3]).clamp(-10.0, 10.0);
}

/// How rich a state must be ([`developed`]) for its wealth to consolidate participation rather than wear it down, by the
/// small changes of 1946–1975.
const RICH_ENOUGH: f64 = 0.4;

/// The changes of the political system in the round: by drift toward governance, by diffusion, by development.
///
/// Wealth keeps participation up where it exists and does not bring it about (Przeworski & Limongi 1997,
/// doi:10.1353/wp.1997.0004), so the pull of development is zero at both poles.
fn system_causes(s: &States, i: usize, params: &Params, governance: f64) -> [f64; 3] {
    let (p, y) = (&params.system, s.system[i]);
    let n = s.neighbours_system[i];
    let neighbours = n * n / (n * n + (1.0 - n) * (1.0 - n));
    let drift = p.drift * params.feedback.governance_to_policy.min(1.0);
    let wealth = developed(s, i, params.feedback.system);
    [drift * (governance - y), p.diffusion * (neighbours - y), p.development * y * (1.0 - y) * (wealth - RICH_ENOUGH)]
}

/// The political system after the round.
fn next_system(y: f64, [drift, diffusion, development]: [f64; 3], noise: f64) -> f64 {
    share(y + drift + diffusion + development + noise)
}

#[cfg(test)]
mod tests {
    use super::super::draws::Draws;
    use super::*;
    use crate::math::close;

    /// One state with memories, rivalry, disputes and a backlog that all differ.
    fn one() -> States {
        let mut s = States::new(1);
        (s.opportunity_benefit[0], s.opportunity_harm[0]) = (0.5, 0.25);
        (s.threat_benefit[0], s.threat_harm[0], s.rivalry[0]) = (0.75, 0.2, 0.4);
        (s.facilitation_benefit[0], s.facilitation_harm[0]) = (0.6, 0.1);
        (s.knowledge_benefit[0], s.knowledge_harm[0]) = (0.3, 0.7);
        (s.emergency[0], s.backlog[0], s.strife[0], s.security_rank[0]) = (0.8, 0.9, 0.35, 0.45);
        (s.rich[0], s.want[0], s.meaning[0], s.partners_meaning[0]) = (0.75, 0.4, 0.5, 0.7);
        s
    }

    fn params() -> Params {
        let mut params = Params::default();
        let p = &mut params.constitution;
        (p.meaning_partners, p.meaning_want) = (2.0, 0.5);
        (p.meaning_opportunity, p.meaning_threat, p.rivalry, p.referent_ties) = (1.6, 1.5, 0.5, 2.0);
        (p.securitisation_knowledge, p.securitisation_emergency, p.securitisation_settled) = (1.8, 0.2, 0.6);
        (p.provision_gains, p.provision_war) = (1.4, 1.0);
        (p.provision_rivalry, p.provision_rank) = (1.1, 0.8);
        params.feedback.knowledge = 1.0;
        params.feedback.threat = 0.5;
        params.feedback.opportunity = 1.5;
        params.feedback.facilitation = 0.25;
        params
    }

    #[test]
    fn pressures_by_hand() {
        let [meaning, referent, securitisation, provision] = pressures(&one(), 0, &params());
        // The functions count 1, 0.5, 1.5 and 0.25.
        for (pressure, expected) in [
            (meaning, [0.0, -0.5 * (0.3 + 0.2), 1.5 * (0.8 - 0.4 - 0.2), 0.25 * 2.0 * 0.2]),
            (referent, [0.0, -0.5 * 0.2, 0.0, 0.25 * (1.2 - 0.2)]),
            (securitisation, [0.54 - 1.26, 0.5 * (0.45 - 0.16 - 0.18), 0.0, 0.0]),
            (provision, [0.0, -0.5 * (0.35 + 0.2 + 0.44 + 0.36), 1.5 * 0.7, 0.0]),
        ] {
            pressure.iter().zip(expected).for_each(|(&a, b)| close(a, b));
        }
    }

    #[test]
    fn the_system_pulls_each_component_from_the_base() {
        let mut params = params();
        let p = &mut params.constitution;
        (p.pull_meaning, p.pull_referent, p.pull_securitisation, p.pull_provision) = (0.2, 0.9, 0.5, 0.3);
        p.base = -0.7;
        let mut s = States::new(1);
        s.system[0] = 0.75;
        let expected = [(0.1, -0.7), (0.45, -0.7), (0.25, -0.7), (0.15, -0.7)];
        for ((pull, base), (expected_pull, expected_base)) in ground(&s, 0, &params).into_iter().zip(expected) {
            close(pull, expected_pull);
            assert_eq!(base, expected_base);
        }
    }

    #[test]
    fn coupled_components_share_the_mean_of_their_targets() {
        let (s, mut params) = (one(), params());
        params.constitution.base = 0.3;
        let own = drawn(&s, 0, &params).map(|(own, held)| {
            assert_eq!(held, 0.0);
            own
        });
        // The system is in the middle and does not pull.
        close(own[0], 0.15 + 0.3);
        close(own[1], 0.15 + 0.3);
        close(own[2], -0.665 + 0.3);
        close(own[3], 0.375 + 0.3);
        let mean = 0.3 + (0.15 + 0.15 - 0.665 + 0.375) / 4.0;
        params.switches.components_apart = false;
        for ((target, held), own) in drawn(&s, 0, &params).into_iter().zip(own) {
            assert_eq!(target, own);
            close(held, mean - own);
        }
        for target in targets(&s, 0, &params) {
            close(target, logistic(mean));
        }
    }

    #[test]
    fn each_component_moves_to_its_target_and_the_record_has_the_mean_pressures() {
        let mut params = params();
        params.constitution.rate = 0.2;
        let mut s = one();
        (s.meaning[0], s.referent[0], s.securitisation[0], s.provision[0]) = (0.2, 0.4, 0.6, 0.8);
        let target = targets(&s, 0, &params);
        let mut words = Words::default();
        feed_back(&mut s, &params, Draws::new(1, 0, false).of_round(1), &mut words);
        close(s.meaning[0], 0.2 + 0.2 * (target[0] - 0.2));
        close(s.referent[0], 0.4 + 0.2 * (target[1] - 0.4));
        close(s.securitisation[0], 0.6 + 0.2 * (target[2] - 0.6));
        close(s.provision[0], 0.8 + 0.2 * (target[3] - 0.8));
        close(s.pressure_knowledge[0], -0.72 / 4.0);
        close(s.pressure_threat[0], (-0.25 - 0.1 + 0.055 - 0.675) / 4.0);
        close(s.pressure_opportunity[0], (0.3 + 1.05) / 4.0);
        close(s.pressure_facilitation[0], (0.25 + 0.25) / 4.0); // partners are wider by 0.5
    }

    #[test]
    fn each_tradition_has_a_word_of_its_own_and_so_has_the_system() {
        let params = params();
        let (mut still, mut noisy) = (one(), one());
        let mut words = Words::default();
        feed_back(&mut still, &params, Draws::new(1, 0, false).of_round(1), &mut words);
        feed_back(&mut noisy, &params, Draws::new(1, 0, true).of_round(1), &mut words);
        let words = Draws::new(1, 0, true).of_round(1).row(Purpose::Constitution, 0, WORDS, &mut words);
        let noise = params.constitution.noise;
        assert_eq!(noisy.meaning[0], still.meaning[0]); // traditions move, and components follow them later
        close(noisy.tradition_meaning[0], noise * words.error(0));
        close(noisy.tradition_referent[0], noise * words.error(1));
        close(noisy.tradition_securitisation[0], noise * words.error(2));
        close(noisy.tradition_provision[0], noise * words.error(3));
        let error = words.error(4);
        close(noisy.system[0] - still.system[0], params.system.noise * error * error.abs());
    }

    #[test]
    fn the_system_drifts_diffuses_and_develops() {
        let mut params = Params::default();
        let p = &mut params.system;
        (p.drift, p.diffusion, p.development, p.noise) = (0.0, 0.0, 0.0, 0.1);
        let mut s = States::new(1);
        (s.system[0], s.neighbours_system[0], s.rich[0], s.endowment[0]) = (0.4, 0.75, 0.75, 0.25);
        let next = |change: fn(&mut Params), z: f64| {
            let mut params = params.clone();
            change(&mut params);
            next_system(s.system[0], system_causes(&s, 0, &params, 0.9), params.system.noise * z)
        };
        close(next(|_| (), 0.0), 0.4);
        close(next(|_| (), -0.5), 0.35);
        close(next(|p| p.system.drift = 0.2, 0.0), 0.4 + 0.2 * 0.5);
        close(next(|p| p.system.diffusion = 0.2, 0.0), 0.4 + 0.2 * (0.9 - 0.4)); // nine tenths by the S-shape
        close(next(|p| p.system.development = 0.2, 0.0), 0.4 + 0.2 * 0.24 * (0.75 - 0.4));
        // Without the arrows, wealth is that of the beginning, and governance does not draw.
        close(next(|p| (p.system.development, p.feedback.system) = (0.2, 0.0), 0.0), 0.4 + 0.2 * 0.24 * (0.25 - 0.4));
        close(next(|p| (p.system.drift, p.feedback.governance_to_policy) = (0.2, 0.0), 0.0), 0.4);
    }

    #[test]
    fn a_tradition_keeps_a_state_where_it_began() {
        let mut params = params();
        let mut s = one();
        (s.meaning[0], s.referent[0], s.securitisation[0], s.provision[0]) = (0.2, 0.4, 0.6, 0.8);
        note_tradition(&mut s, 0, &params);
        for (target, began) in targets(&s, 0, &params).into_iter().zip([0.2, 0.4, 0.6, 0.8]) {
            close(target, began);
        }
        let before = s.tradition_provision[0];
        params.constitution.tradition_fade = 0.25;
        let mut words = Words::default();
        feed_back(&mut s, &params, Draws::new(1, 0, false).of_round(1), &mut words);
        close(s.tradition_provision[0], 0.75 * before);
        close(s.provision[0], 0.8);
    }
}
