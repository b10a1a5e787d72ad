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

use super::draws::{Drawn, Purpose, RoundDraws, Words};
use super::events::{Event, EventKind};
use super::ids::{StateId, Topology};
use super::math::{at_least, at_most, saturate, share, weighted_mean};
use super::membership::MOST;
use super::pairs::{Act, BELIEF_HELD, Pairs, Row, salience};
use super::params::Params;
use super::states::{NO_STATE, States};
use super::switches::on;

/// Words of a pair's row, a side each: the errors of posture and of power.
pub(crate) const WORDS: usize = 2;

/// The values of an observer that all its reports share.
#[derive(Clone, Copy, Debug, Default)]
struct Observer {
    present: bool,
    learning: f64,
    bend: f64,
    worst: f64,
    /// Blindness toward counterparts that are left aside or watched.
    blind: [f64; 2],
    /// What a rival says of the state to others, that rival, and the camps of both.
    accused: f64,
    accuser: u32,
    camp: u32,
    accusers_camp: u32,
    discourse: f64,
    power: f64,
    strength: f64,
    decline: f64,
    threat_own: f64,
    system: f64,
}

/// Sums over the reports that one observer receives in a round.
#[derive(Clone, Copy, Debug, Default)]
struct KnowledgeSums {
    weight: f64,
    belief: f64,
    error: f64,
    power_error: f64,
    salience: f64,
    goodwill: f64,
    system: f64,
    hostility: f64,
    threat: f64,
    posture: f64,
    greatest: f64,
    main: u32,
    commitment: f64,
    commitment_threat: f64,
}

/// Working memory of [`update`].
#[derive(Clone, Debug, Default)]
pub(crate) struct KnowledgeScratch {
    pub(super) words: Words,
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
    scratch: &mut KnowledgeScratch,
    events: &mut Vec<Event>,
) {
    let KnowledgeScratch { words, observers, sums } = scratch;
    observers.clear();
    observers.extend((0..states.present.len()).map(|i| Observer::read(states, i, params)));
    sums.clear();
    sums.resize(states.present.len(), KnowledgeSums::default());
    for i in 0..states.present.len() {
        if states.present[i] && !topology.row(i).is_empty() {
            let of_row = |i: usize| WORDS * topology.row(i).len();
            let words = draws.next(Purpose::Reports, i, topology.states(), of_row, words);
            row(i, topology, pairs, params, observers, words, sums, events);
        }
    }
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

#[allow(clippy::too_many_arguments)] // the columns read and written are the contract
fn row(
    i: usize,
    topology: &Topology,
    pairs: &mut Pairs,
    params: &Params,
    observers: &[Observer],
    words: Drawn<'_>,
    sums: &mut [KnowledgeSums],
    events: &mut Vec<Event>,
) {
    let mut own = sums[i];
    let row = &mut pairs.row(topology.row(i));
    for (k, &high) in topology.highs(i).iter().enumerate() {
        let j = high as usize;
        if !observers[j].present {
            continue;
        }
        let quiet = row.act[k] == [Act::Abstain; 2];
        let [low, high] = [(i, &observers[i]), (j, &observers[j])];
        for event in [
            hear(row, k, 0, low, high, quiet, params, words, &mut own),
            hear(row, k, 1, high, low, quiet, params, words, &mut sums[j]),
        ]
        .into_iter()
        .flatten()
        {
            events.push(event);
        }
    }
    sums[i] = own;
}

/// One side receives a report about the other. Records the beginning or end of a threat.
#[allow(clippy::too_many_arguments)]
#[inline(always)]
fn hear(
    row: &mut Row<'_>,
    k: usize,
    side: usize,
    (number, me): (usize, &Observer),
    (other, they): (usize, &Observer),
    quiet: bool,
    params: &Params,
    words: Drawn<'_>,
    sums: &mut KnowledgeSums,
) -> Option<Event> {
    let truth = (row.posture[k][1 - side], they.power);
    // What the rivals of the other say of it: its accuser's camp listens most, its own camp not at all.
    let heard = if they.accuser as usize == number || me.camp == they.camp {
        0.0
    } else if me.camp == they.accusers_camp {
        1.0
    } else {
        0.5
    };
    let seems = (truth.0 - me.worst - heard * they.accused, truth.1);
    learn(row, k, side, me, seems, quiet, params, words.errors(WORDS * k + side));
    let event = perceive(row, k, side, me, params);
    sum_up(row, k, side, me, other, truth, they, sums);
    event.map(|event| Event { a: StateId(number as u32), b: Some(StateId(other as u32)), ..event })
}

#[allow(clippy::too_many_arguments)]
#[inline(always)]
fn learn(
    row: &mut Row<'_>,
    k: usize,
    side: usize,
    me: &Observer,
    (posture, power): (f64, f64),
    quiet: bool,
    params: &Params,
    [error, power_error]: [f64; 2],
) {
    let p = &params.knowledge;
    let belief = row.belief[k][side];
    let watched = row.act[k][side] != Act::Abstain || row.threat_age[k][side] > 0;
    let blind = me.blind[usize::from(watched)];
    let image = 0.5 * (belief + me.discourse);
    if row.held[k] & (BELIEF_HELD << side) == 0 {
        let report = (1.0 - me.bend) * (posture + p.noise * blind * error) + me.bend * image;
        let tired = if quiet { p.fatigue * belief } else { 0.0 };
        let next = at_most(at_least(belief + me.learning * (report - belief) - tired, -1.0), 1.0);
        row.belief[k][side] = next;
    }
    let believed = row.believed_power[k][side];
    let report = at_least(power * (1.0 + p.noise * blind * power_error), 0.0);
    row.believed_power[k][side] = believed + me.learning * (report - believed);
}

/// Moves a threat toward its stimulus. Records its beginning or end.
#[inline(always)]
fn perceive(row: &mut Row<'_>, k: usize, side: usize, me: &Observer, params: &Params) -> Option<Event> {
    let p = &params.threat;
    let hostility = at_least(-row.belief[k][side], 0.0);
    let believed = row.believed_power[k][side];
    let relative = believed / (believed + me.strength + 1e-12);
    let stimulus = at_most(hostility * relative * row.reach[k][side], 1.0);

    let threat = row.threat[k][side];
    let age = row.threat_age[k][side];
    let next = if stimulus > threat {
        threat + p.onset * (stimulus - threat)
    } else {
        threat - at_most(me.decline * (1.0 + p.ageing * f64::from(age) * 0.1), 1.0) * (threat - stimulus)
    };
    row.threat[k][side] = next;

    if age == 0 {
        if next >= p.open {
            row.threat_age[k][side] = 1;
            row.threat_peak[k][side] = next;
            return Some(Event::between(EventKind::ThreatBegun, 0, 0).with_value(next));
        }
    } else if next < 0.5 * p.open {
        let peak = row.threat_peak[k][side];
        row.threat_age[k][side] = 0;
        row.threat_peak[k][side] = 0.0;
        return Some(Event::between(EventKind::ThreatEnded, 0, 0).with_value(peak).with_age(u32::from(age)));
    } else {
        row.threat_age[k][side] = age.saturating_add(1);
        row.threat_peak[k][side] = row.threat_peak[k][side].max(next);
    }
    None
}

#[allow(clippy::too_many_arguments)]
#[inline(always)]
fn sum_up(
    row: &Row<'_>,
    k: usize,
    side: usize,
    me: &Observer,
    other: usize,
    (posture, power): (f64, f64),
    they: &Observer,
    sums: &mut KnowledgeSums,
) {
    let reach = row.reach[k][side];
    let belief = row.belief[k][side];
    let threat = row.threat[k][side];
    sums.weight += reach;
    sums.belief += reach * belief;
    sums.posture += reach * posture;
    sums.error += reach * (belief - posture).abs();
    sums.power_error += reach * (row.believed_power[k][side] - power).abs();
    sums.system += reach * they.system;
    let matters = salience(row, k, side);
    sums.salience += matters;
    sums.goodwill += matters * at_least(belief, 0.0);
    sums.hostility += matters * at_least(-belief, 0.0);
    sums.threat += matters * threat;
    if threat > sums.greatest {
        sums.greatest = threat;
        sums.main = other as u32;
    }
    if row.alliance[k] {
        let burden = me.power / (me.power + they.power + 1e-12);
        sums.commitment += burden;
        sums.commitment_threat += burden * they.threat_own;
    }
}

fn conclude(s: &mut States, params: &Params, sums: &[KnowledgeSums]) {
    for (i, sum) in sums.iter().enumerate().filter(|(i, _)| s.present[*i]) {
        let mean = |x: f64, low: f64, high: f64| weighted_mean(x, sum.weight, low, high);
        let channels = Channels::read(s, i, params);
        let image = s.power[i] * (1.0 + params.knowledge.vanity * channels.bend);
        s.self_image[i] += channels.learning(params) * (image - s.self_image[i]);
        [s.told_diplomatic[i], s.told_intelligence[i], s.told_media[i]] = channels.shares();
        s.belief_mean[i] = mean(sum.belief, -1.0, 1.0);
        s.belief_error[i] = mean(sum.error, 0.0, 2.0);
        s.power_error[i] = mean(sum.power_error, 0.0, MOST);
        s.neighbours_system[i] = mean(sum.system, 0.0, 1.0);
        let felt = |x: f64| weighted_mean(x, sum.salience, 0.0, 1.0);
        s.goodwill[i] = felt(sum.goodwill);
        s.hostility[i] = felt(sum.hostility);
        let (shared, adjust) = (params.knowledge.shared_discourse, params.economy.adjust);
        let discourse = (1.0 - shared) * s.belief_mean[i] + shared * s.partners_discourse[i];
        s.discourse[i] += adjust * (discourse - s.discourse[i]);
        let free = params.feedback.seen(s.securitisation[i]) * s.civil_capacity[i];
        let shown = free * mean(sum.posture, -1.0, 1.0) + (1.0 - free) * s.discourse[i];
        s.public_image[i] += adjust * (shown - s.public_image[i]);
        s.threat_own[i] = 1.0 - (1.0 - sum.greatest) * (1.0 - felt(sum.threat));
        s.main_threat[i] = if sum.greatest > 0.0 { sum.main } else { NO_STATE };
        s.commitment[i] = sum.commitment;
        let of_allies = saturate(params.threat.commitment * sum.commitment_threat, 1.0);
        s.threat[i] = share(1.0 - (1.0 - s.threat_own[i]) * (1.0 - of_allies));
    }
}

#[cfg(test)]
mod tests;
