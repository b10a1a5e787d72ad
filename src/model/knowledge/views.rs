//! The views of both sides of each pair: reports, beliefs and threats, a few pairs at a time.
//!
//! Equations: docs/odd.md, section 7.2, and `knowledge`.

use pulp::NullaryFnOnce;

use super::super::draws::errors_of;
use super::super::events::{Event, EventKind};
use super::super::lanes::{LANES, blocks, in_lanes, lanes, store};
use super::super::math::{at_least, at_most};
use super::super::pairs::{Act, BELIEF_HELD, Row, Stage, matters};
use super::super::params::Params;
use super::super::parts::Sums;
use super::super::vectors::widest;

/// Words of a pair's row, a side each: the errors of posture and of power.
pub(crate) const WORDS: usize = 2;

/// The values of an observer that all its reports share.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Observer {
    pub(super) present: bool,
    pub(super) learning: f64,
    pub(super) bend: f64,
    pub(super) worst: f64,
    /// Blindness toward counterparts that are left aside or watched.
    pub(super) blind: [f64; 2],
    /// What a rival says of the state to others, that rival, and the camps of both.
    pub(super) accused: f64,
    pub(super) accuser: u32,
    pub(super) camp: u32,
    pub(super) accusers_camp: u32,
    pub(super) discourse: f64,
    pub(super) power: f64,
    pub(super) strength: f64,
    pub(super) decline: f64,
    pub(super) threat_own: f64,
    pub(super) system: f64,
}

/// Sums over the reports that one observer receives in a round.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct KnowledgeSums {
    pub(super) felt: [f64; FELT],
    pub(super) greatest: f64,
    pub(super) main: u32,
}

in_lanes! {
    /// The observers of a few pairs.
    ObserverLanes of Observer {
        present: bool,
        learning: f64,
        bend: f64,
        worst: f64,
        blind: [f64; 2],
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
}

/// The view of one side on the other: what it believes, and what makes the other matter.
#[derive(Clone, Copy, Debug, Default)]
#[allow(clippy::struct_excessive_bools)] // facts about a pair, each on its own
struct View {
    /// The posture of the other.
    posture: f64,
    reach: f64,
    belief: f64,
    believed_power: f64,
    threat: f64,
    threat_peak: f64,
    threat_age: u16,
    /// An intervention holds the belief.
    held: bool,
    /// The other is not left aside.
    watched: bool,
    /// Neither side acted in the round before.
    quiet: bool,
    allied: bool,
    ties: f64,
    strife: f64,
}

/// What happens to a threat in a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
enum Turn {
    None,
    Begins,
    Ends,
}

/// Both sides of these pairs learn of each other.
pub(super) fn learn(learning: Learning<'_, '_>) {
    widest(learning);
}

/// Some pairs whose states learn of each other.
pub(super) struct Learning<'a, 'r> {
    pub(super) row: Row<'r>,
    pub(super) lows: &'a [u32],
    pub(super) highs: &'a [u32],
    pub(super) words: &'a [[u32; WORDS]],
    pub(super) params: &'a Params,
    pub(super) observers: &'a [Observer],
    pub(super) sums: &'a mut [KnowledgeSums],
    pub(super) events: &'a mut Vec<Event>,
}

impl NullaryFnOnce for Learning<'_, '_> {
    type Output = ();

    #[inline(always)]
    fn call(mut self) {
        for (first, whole) in blocks(self.highs.len()) {
            if whole { self.block::<LANES>(first) } else { self.block::<1>(first) }
        }
    }
}

/// What one side of a few pairs learned, and what it adds to its sums.
struct Learned<const L: usize> {
    belief: [f64; L],
    believed_power: [f64; L],
    threat: [f64; L],
    threat_peak: [f64; L],
    threat_age: [u16; L],
    turn: [Turn; L],
    felt: [[f64; L]; FELT],
}

impl Learning<'_, '_> {
    #[inline(always)]
    fn block<const L: usize>(&mut self, first: usize) {
        let (lows, highs): (&[u32; L], &[u32; L]) = (lanes(self.lows, first), lanes(self.highs, first));
        let a = ObserverLanes::<L>::read(self.observers, lows);
        let b = ObserverLanes::<L>::read(self.observers, highs);
        let present = std::array::from_fn(|lane| a.present[lane] && b.present[lane]);
        let low = self.learn(first, 0, (lows, &a), &b);
        let high = self.learn(first, 1, (highs, &b), &a);
        self.tell(first, &present, [&low, &high], [lows, highs]);
        let row = &mut self.row;
        store(row.belief, first, &present, &low.belief, &high.belief);
        store(row.believed_power, first, &present, &low.believed_power, &high.believed_power);
        store(row.threat, first, &present, &low.threat, &high.threat);
        store(row.threat_peak, first, &present, &low.threat_peak, &high.threat_peak);
        store(row.threat_age, first, &present, &low.threat_age, &high.threat_age);
    }

    /// One side of each pair receives a report about the other.
    #[inline(always)]
    fn learn<const L: usize>(
        &self,
        first: usize,
        side: usize,
        (numbers, mine): (&[u32; L], &ObserverLanes<L>),
        theirs: &ObserverLanes<L>,
    ) -> Learned<L> {
        let (row, params) = (&self.row, self.params);
        let posture: &[[f64; 2]; L] = lanes(row.posture, first);
        let reach: &[[f64; 2]; L] = lanes(row.reach, first);
        let belief: &[[f64; 2]; L] = lanes(row.belief, first);
        let believed_power: &[[f64; 2]; L] = lanes(row.believed_power, first);
        let threat: &[[f64; 2]; L] = lanes(row.threat, first);
        let threat_peak: &[[f64; 2]; L] = lanes(row.threat_peak, first);
        let threat_age: &[[u16; 2]; L] = lanes(row.threat_age, first);
        let act: &[[Act; 2]; L] = lanes(row.act, first);
        let held: &[u8; L] = lanes(row.held, first);
        let alliance: &[bool; L] = lanes(row.alliance, first);
        let trade: &[f64; L] = lanes(row.trade, first);
        let people: &[f64; L] = lanes(row.people, first);
        let security: &[f64; L] = lanes(row.security, first);
        let rivalry: &[f64; L] = lanes(row.rivalry, first);
        let stage: &[Stage; L] = lanes(row.stage, first);
        let words: &[[u32; WORDS]; L] = lanes(self.words, first);
        let mut learned = Learned {
            belief: [0.0; L],
            believed_power: [0.0; L],
            threat: [0.0; L],
            threat_peak: [0.0; L],
            threat_age: [0; L],
            turn: [Turn::None; L],
            felt: [[0.0; L]; FELT],
        };
        for lane in 0..L {
            let (me, they) = (mine.at(lane), theirs.at(lane));
            let acts = act[lane].map(|act| act != Act::Abstain);
            let mut view = View {
                posture: posture[lane][1 - side],
                reach: reach[lane][side],
                belief: belief[lane][side],
                believed_power: believed_power[lane][side],
                threat: threat[lane][side],
                threat_peak: threat_peak[lane][side],
                threat_age: threat_age[lane][side],
                held: held[lane] & (BELIEF_HELD << side) != 0,
                watched: acts[side] || threat_age[lane][side] > 0,
                quiet: !(acts[0] || acts[1]),
                allied: alliance[lane],
                ties: (trade[lane] + people[lane] + security[lane]) * (1.0 / 3.0),
                strife: at_least(rivalry[lane], stage[lane].height()),
            };
            let turn = hear(&mut view, numbers[lane], &me, &they, params, errors_of(words[lane][side]));
            learned.belief[lane] = view.belief;
            learned.believed_power[lane] = view.believed_power;
            learned.threat[lane] = view.threat;
            learned.threat_peak[lane] = view.threat_peak;
            learned.threat_age[lane] = view.threat_age;
            learned.turn[lane] = turn;
            for (column, felt) in learned.felt.iter_mut().zip(view.felt(&me, &they)) {
                column[lane] = felt;
            }
        }
        learned
    }

    /// Adds up what was learned, pair by pair, and records the beginning and end of threats.
    #[inline(always)]
    fn tell<const L: usize>(
        &mut self,
        first: usize,
        present: &[bool; L],
        sides: [&Learned<L>; 2],
        states: [&[u32; L]; 2],
    ) {
        let turns = sides.iter().flat_map(|side| side.turn).fold(0, |turns, turn| turns | turn as u8);
        for lane in (0..L).filter(|&lane| present[lane]) {
            for side in 0..2 {
                let (learned, me, other) = (sides[side], states[side][lane], states[1 - side][lane]);
                self.sums[me as usize].hear(&learned.felt, lane, other, learned.threat[lane]);
                if turns == 0 {
                    continue;
                }
                let event = |kind| Event::between(kind, me as usize, other as usize);
                let event = match learned.turn[lane] {
                    Turn::None => continue,
                    Turn::Begins => event(EventKind::ThreatBegun).with_value(learned.threat[lane]),
                    Turn::Ends => event(EventKind::ThreatEnded)
                        .with_value(self.row.threat_peak[first + lane][side])
                        .with_age(u32::from(self.row.threat_age[first + lane][side])),
                };
                self.events.push(event);
            }
        }
    }
}

/// One side receives a report about the other.
#[inline(always)]
fn hear(view: &mut View, number: u32, me: &Observer, they: &Observer, params: &Params, errors: [f64; 2]) -> Turn {
    // What the rivals of the other say of it: its accuser's camp listens most, its own camp not at all.
    let heard = if they.accuser == number || me.camp == they.camp {
        0.0
    } else if me.camp == they.accusers_camp {
        1.0
    } else {
        0.5
    };
    let seems = (view.posture - me.worst - heard * they.accused, they.power);
    believe(view, me, seems, params, errors);
    perceive(view, me, params)
}

#[inline(always)]
fn believe(
    view: &mut View,
    me: &Observer,
    (posture, power): (f64, f64),
    params: &Params,
    [error, power_error]: [f64; 2],
) {
    let p = &params.knowledge;
    let belief = view.belief;
    let blind = if view.watched { me.blind[1] } else { me.blind[0] };
    let image = 0.5 * (belief + me.discourse);
    let report = (1.0 - me.bend) * (posture + p.noise * blind * error) + me.bend * image;
    let tired = if view.quiet { p.fatigue * belief } else { 0.0 };
    let next = at_most(at_least(belief + me.learning * (report - belief) - tired, -1.0), 1.0);
    view.belief = if view.held { belief } else { next };
    let believed = view.believed_power;
    let report = at_least(power * (1.0 + p.noise * blind * power_error), 0.0);
    view.believed_power = believed + me.learning * (report - believed);
}

/// Moves a threat toward its stimulus.
#[inline(always)]
fn perceive(view: &mut View, me: &Observer, params: &Params) -> Turn {
    let p = &params.threat;
    let hostility = at_least(-view.belief, 0.0);
    let believed = view.believed_power;
    let relative = believed / (believed + me.strength + 1e-12);
    let stimulus = at_most(hostility * relative * view.reach, 1.0);

    let (threat, age, peak) = (view.threat, view.threat_age, view.threat_peak);
    let rises = threat + p.onset * (stimulus - threat);
    let declines = threat - at_most(me.decline * (1.0 + p.ageing * f64::from(age) * 0.1), 1.0) * (threat - stimulus);
    let next = if stimulus > threat { rises } else { declines };
    view.threat = next;

    let begins = age == 0 && next >= p.open;
    let ends = age > 0 && next < 0.5 * p.open;
    let older = if age == u16::MAX { age } else { age + 1 };
    view.threat_age = if ends || (age == 0 && !begins) { 0 } else { older };
    let goes_on = if age == 0 { peak } else { at_least(peak, next) };
    view.threat_peak = if begins {
        next
    } else if ends {
        0.0
    } else {
        goes_on
    };
    if begins {
        Turn::Begins
    } else if ends {
        Turn::Ends
    } else {
        Turn::None
    }
}

/// The number of sums that a view adds to.
pub(super) const FELT: usize = 12;

impl View {
    /// What the view adds to the sums of a state, in the order of [`KnowledgeSums::hear`].
    #[inline(always)]
    fn felt(&self, me: &Observer, they: &Observer) -> [f64; FELT] {
        let Self { reach, belief, threat, posture, .. } = *self;
        let power = self.believed_power;
        let matters = matters(reach, power, self.ties, self.strife);
        let burden = if self.allied { me.power / (me.power + they.power + 1e-12) } else { 0.0 };
        [
            reach,
            reach * belief,
            reach * posture,
            reach * (belief - posture).abs(),
            reach * (power - they.power).abs(),
            reach * they.system,
            matters,
            matters * at_least(belief, 0.0),
            matters * at_least(-belief, 0.0),
            matters * threat,
            burden,
            burden * they.threat_own,
        ]
    }
}

impl KnowledgeSums {
    #[inline(always)]
    fn hear<const L: usize>(&mut self, felt: &[[f64; L]; FELT], lane: usize, other: u32, threat: f64) {
        for (sum, felt) in self.felt.iter_mut().zip(felt) {
            *sum += felt[lane];
        }
        if threat > self.greatest {
            (self.greatest, self.main) = (threat, other);
        }
    }
}

impl Sums for KnowledgeSums {
    fn add(&mut self, later: &Self) {
        self.felt.iter_mut().zip(later.felt).for_each(|(sum, later)| *sum += later);
        if later.greatest > self.greatest {
            (self.greatest, self.main) = (later.greatest, later.main);
        }
    }
}

#[cfg(test)]
mod tests;
