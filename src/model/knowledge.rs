//! Foreign policy as knowledge of the environment: reports, belief, discourse, perceived threat (B1, A8, B2.1, C7).
//!
//! Leaders learn of every posture and power by three channels, each with a separate reach: diplomats, who know intent
//! best; intelligence services, who know means best and expect the worst; and media, if they are free. In closed
//! systems, and where security bodies have a high rank, diplomats and services bend their reports toward the dominant
//! image, hostile or rosy, and closed media carry only this image. Belief moves to the reports, and discourse to the
//! mean belief. A threat begins, peaks and ends; diplomacy speeds its end. A state feels its worst threat whatever else
//! is around it, and the mean of all by salience. Threats to allies count by the share of the burden that a state bears.
//!
//! ```text
//! clear = 1 − (1 − D)(1 − I)(1 − M)
//! β     = bend · (2 (1 − (ŝ + y)/2) + security_rank)/3
//! bent  = ((D + I) β + M · bend · (1 − ŝ))/(D + I + M),  β if D + I + M = 0
//! worst = worst_case · I/(D + I + M),  0 if D + I + M = 0
//! λ     = learning · (1 + 2 clear)/3
//!
//! blind  = (1 − a D)(1 − I)(1 − M),  a = 1 if watched, else aside
//! image  = (belief_ij + discourse_i)/2
//! accuse = campaign · accused_j · heard      heard: 0 if i is the accuser or in j's camp, else 1 if i is in the accuser's camp, else ½
//! report = (1 − bent) (posture_ji − worst − accuse + noise · blind · z₁) + bent · image
//! belief_ij ← clip to [−1, 1] of  belief_ij + λ (report − belief_ij) − fatigue · belief_ij · [both abstained last round]
//! power report = max(0, power_j (1 + noise · blind · z₂))
//! believed_power_ij ← believed_power_ij + λ (power report − believed_power_ij)
//!
//! stimulus = min(1, max(0, −b) · p/(p + self_image_i + allied_help · allied_power_i + 1e-12) · reach_ij)
//! if stimulus > threat:  threat ← threat + onset (stimulus − threat)
//! else:                  threat ← threat − min(1, decline (1 + diplomacy · d_i)(1 + ageing · age/10)) (threat − stimulus)
//!
//! self_image_i ← self_image_i + λ (power_i (1 + vanity · bent) − self_image_i)
//! discourse_i  ← discourse_i + economy.adjust ((1 − shared_discourse) belief_mean_i + shared_discourse · partners_discourse_i − discourse_i)
//! public_image_i ← public_image_i + economy.adjust (f · mean(posture_ji) + (1 − f) discourse_i − public_image_i),  f = ŝ · civil_capacity_i
//! threat_own_i = 1 − (1 − greatest threat_ij)(1 − mean_ω(threat_ij))
//! threat_i     = 1 − (1 − threat_own_i)(1 − sat(commitment · C, 1))
//! ```
//!
//! Equations as in docs/odd.md, section 7.2.
//! D, I, M: reach of diplomats, intelligence services and media; ŝ: securitisation as policy sees it; d: diplomacy; β: how much a state's services
//! bend; λ: learning; z₁, z₂: triangular errors; b, p: new belief and believed power; accused: what rivals say of a state (`disputes`); f: what
//! free media show the public; C: threats to allies by the share of the burden borne; mean_ω: mean by salience (`pairs`). Means for the record weigh by reach.

mod views;

use super::draws::{Purpose, RoundDraws};
use super::events::Event;
use super::ids::Topology;
use super::math::{saturate, share, weighted_mean};
use super::membership::MOST;
use super::pairs::Pairs;
use super::params::Params;
use super::parts::{Part, Parts};
use super::states::{NO_STATE, States};
use super::switches::on;
pub(crate) use views::WORDS;
use views::{KnowledgeSums, Observer};

/// Working memory of [`update`].
#[derive(Clone, Debug, Default)]
pub(crate) struct KnowledgeScratch {
    observers: Vec<Observer>,
    sums: Vec<KnowledgeSums>,
}

/// The clarity of the three channels of a state, and their bias.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Channels {
    /// The reach of the diplomatic, the intelligence and the media channel, in [0, 1].
    pub reach: [f64; 3],
    /// Their joint clarity, in [0, 1].
    pub clear: f64,
    /// How far they bend reports toward the dominant image, in [0, 1].
    pub bend: f64,
    /// How much more hostile they make others look [posture units].
    pub worst: f64,
}

impl Channels {
    /// The present channels of a state.
    pub(crate) fn read(s: &States, i: usize, params: &Params) -> Self {
        let p = &params.knowledge;
        let open = params.feedback.seen(s.securitisation[i]);
        let reach = [
            on(params.switches.channel_diplomatic) * s.diplomacy[i],
            p.intelligence * s.security_rank[i],
            p.media * open * s.civil_capacity[i],
        ];
        let [diplomats, services, media] = reach;
        let closure = 1.0 - 0.5 * (open + s.system[i]);
        let bent = p.bend * (2.0 * closure + s.security_rank[i]) / 3.0;
        let total = diplomats + services + media;
        let mixed =
            if total > 0.0 { ((diplomats + services) * bent + media * p.bend * (1.0 - open)) / total } else { bent };
        Self {
            reach,
            clear: 1.0 - reach.iter().map(|x| 1.0 - x).product::<f64>(),
            bend: mixed.min(1.0),
            worst: if total > 0.0 { p.worst_case * services / total } else { 0.0 },
        }
    }

    /// The shares of the reports that come by each channel; 0 without reports.
    pub(crate) fn shares(&self) -> [f64; 3] {
        let total: f64 = self.reach.iter().sum();
        self.reach.map(|x| if total > 0.0 { x / total } else { 0.0 })
    }

    /// Blindness if the foreign service gives this share of its attention.
    fn blind(&self, attention: f64) -> f64 {
        let [diplomats, services, media] = self.reach;
        (1.0 - attention * diplomats) * (1.0 - services) * (1.0 - media)
    }

    fn learning(&self, params: &Params) -> f64 {
        params.knowledge.learning * (1.0 + 2.0 * self.clear) / 3.0
    }
}

/// Step 2: every state learns of every other within reach.
pub(crate) fn update(
    states: &mut States,
    pairs: &mut Pairs,
    topology: &Topology,
    params: &Params,
    draws: RoundDraws,
    (parts, scratch): (&mut Parts, &mut KnowledgeScratch),
    events: &mut Vec<Event>,
) {
    let KnowledgeScratch { observers, sums } = scratch;
    observers.clear();
    observers.extend((0..states.present.len()).map(|i| Observer::read(states, i, params)));
    let sums = parts.carry_out(pairs, topology, sums, events, |part| {
        let Part { rows, first, mut pairs, lows, words, sums, events, .. } = part;
        let mut next = rows.start;
        while next < rows.end {
            let count = |row: usize| WORDS * topology.row(row).len();
            let (batch, words) = draws.batch(Purpose::Reports, next..rows.end, count, words);
            next = batch.end;
            let range = topology.rows(batch);
            let here = range.start - first..range.end - first;
            views::learn(views::Learning {
                row: pairs.some(here.clone()),
                lows: &lows[here],
                highs: topology.highs_of(range),
                words: words.rows(),
                params,
                observers,
                sums,
                events,
            });
        }
    });
    conclude(states, params, sums);
}

impl Observer {
    fn read(s: &States, i: usize, params: &Params) -> Self {
        let p = &params.knowledge;
        let channels = Channels::read(s, i, params);
        Self {
            present: s.present[i],
            learning: channels.learning(params),
            bend: channels.bend,
            worst: channels.worst,
            blind: [p.aside, 1.0].map(|attention| channels.blind(attention)),
            accused: p.campaign * s.accused[i],
            accuser: s.accuser[i],
            camp: s.bloc[i],
            accusers_camp: s.bloc.get(s.accuser[i] as usize).copied().unwrap_or(NO_STATE),
            discourse: s.discourse[i],
            power: s.power[i],
            strength: s.self_image[i] + params.threat.allied_help * s.allied_power[i],
            decline: params.threat.decline * (1.0 + params.threat.diplomacy * s.diplomacy[i]),
            threat_own: s.threat_own[i],
            system: s.system[i],
        }
    }
}

fn conclude(s: &mut States, params: &Params, sums: &[KnowledgeSums]) {
    for (i, sum) in sums.iter().enumerate().filter(|(i, _)| s.present[*i]) {
        let [
            weight,
            belief,
            posture,
            error,
            power_error,
            system,
            salience,
            goodwill,
            hostility,
            threat,
            commitment,
            commitment_threat,
        ] = sum.felt;
        let mean = |x: f64, low: f64, high: f64| weighted_mean(x, weight, low, high);
        let channels = Channels::read(s, i, params);
        let image = s.power[i] * (1.0 + params.knowledge.vanity * channels.bend);
        s.self_image[i] += channels.learning(params) * (image - s.self_image[i]);
        [s.told_diplomatic[i], s.told_intelligence[i], s.told_media[i]] = channels.shares();
        s.belief_mean[i] = mean(belief, -1.0, 1.0);
        s.belief_error[i] = mean(error, 0.0, 2.0);
        s.power_error[i] = mean(power_error, 0.0, MOST);
        s.neighbours_system[i] = mean(system, 0.0, 1.0);
        let felt = |x: f64| weighted_mean(x, salience, 0.0, 1.0);
        s.goodwill[i] = felt(goodwill);
        s.hostility[i] = felt(hostility);
        let (shared, adjust) = (params.knowledge.shared_discourse, params.economy.adjust);
        let discourse = (1.0 - shared) * s.belief_mean[i] + shared * s.partners_discourse[i];
        s.discourse[i] += adjust * (discourse - s.discourse[i]);
        let free = params.feedback.seen(s.securitisation[i]) * s.civil_capacity[i];
        let shown = free * mean(posture, -1.0, 1.0) + (1.0 - free) * s.discourse[i];
        s.public_image[i] += adjust * (shown - s.public_image[i]);
        s.threat_own[i] = 1.0 - (1.0 - sum.greatest) * (1.0 - felt(threat));
        s.main_threat[i] = if sum.greatest > 0.0 { sum.main } else { NO_STATE };
        s.commitment[i] = commitment;
        let of_allies = saturate(params.threat.commitment * commitment_threat, 1.0);
        s.threat[i] = share(1.0 - (1.0 - s.threat_own[i]) * (1.0 - of_allies));
    }
}

#[cfg(test)]
mod tests;
