//! The parts of a world: rows of pairs that follow each other, which a step can carry out at the same time.
//!
//! The model does not know of threads. Whoever runs it hands in [`Workers`]. What the parts are depends on the pairs of the world
//! alone, each has words, sums and events of its own, and these are put together in the order of the parts. So the
//! tables are the same whoever carries the parts out, and however many there are to do it. Worlds of a few hundred
//! states are one part.

use std::fmt::Debug;
use std::ops::Range;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::draws::Words;
use super::events::Event;
use super::ids::Topology;
use super::pairs::{Pairs, Row};

/// Whoever carries out the parts of a step.
pub trait Workers: Sync + Debug {
    /// Calls `part` once with each number below `count`, in any order, and returns when all are done.
    fn each(&self, count: usize, part: &(dyn Fn(usize) + Sync));
}

/// One part after another.
#[derive(Debug)]
pub struct InTurn;

impl Workers for InTurn {
    fn each(&self, count: usize, part: &(dyn Fn(usize) + Sync)) {
        (0..count).for_each(part);
    }
}

impl Default for &'static dyn Workers {
    fn default() -> Self {
        &InTurn
    }
}

/// Sums of one state over its pairs, which parts add to and which are put together afterwards.
pub(super) trait Sums: Clone + Default + Send {
    /// Adds the sums over the pairs of a later part.
    fn add(&mut self, later: &Self);
}

impl Sums for () {
    fn add(&mut self, (): &Self) {}
}

impl Sums for f64 {
    fn add(&mut self, later: &Self) {
        *self += later;
    }
}

/// A pair that a step puts aside, to see to it when all parts are done.
#[derive(Clone, Copy, Debug)]
pub(super) struct Aside {
    pub(super) pair: usize,
    /// The lower- and the higher-numbered state.
    pub(super) states: (usize, usize),
    /// Numbers that the step notes of it.
    pub(super) noted: [f64; 3],
}

/// The memory of one part. It is used again and again.
#[derive(Clone, Debug, Default)]
struct Own {
    words: Words,
    events: Vec<Event>,
    aside: Vec<Aside>,
}

/// A part at work: its rows of pairs, and where its words, sums and events are.
pub(super) struct Part<'a, S> {
    /// The lower-numbered states.
    pub(super) rows: Range<usize>,
    /// The number of the first pair.
    pub(super) first: usize,
    pub(super) pairs: Row<'a>,
    /// The lower-numbered state of each pair.
    pub(super) lows: &'a [u32],
    pub(super) words: &'a mut Words,
    /// One for each state of the world.
    pub(super) sums: &'a mut [S],
    pub(super) events: &'a mut Vec<Event>,
    pub(super) aside: &'a mut Vec<Aside>,
}

/// The parts of a world.
#[derive(Clone, Debug, Default)]
pub(crate) struct Parts {
    /// The lower-numbered states of each part.
    rows: Vec<Range<usize>>,
    /// The lower-numbered state of every pair.
    lows: Vec<u32>,
    own: Vec<Own>,
    pub(super) workers: &'static dyn Workers,
}

/// The most parts of a world.
const MOST: usize = 16;

/// The pairs for each state and part that are worth sums of its own: adding up its sums then costs little beside its pairs.
const WORTH: usize = 32;

/// The pairs of a world below which it is one part.
const FEW: usize = 1 << 16;

impl Parts {
    /// The parts of a world, for a test of one step.
    #[cfg(test)]
    pub(super) fn of(topology: &Topology) -> Self {
        let mut parts = Self::default();
        parts.divide(topology);
        parts
    }

    /// Divides the pairs of a world.
    pub(super) fn divide(&mut self, topology: &Topology) {
        self.divide_in(parts_of(topology.pairs(), topology.states()), topology);
    }

    /// Returns true if the pairs are divided already.
    pub(super) fn are_of(&self, topology: &Topology) -> bool {
        !self.rows.is_empty() && self.lows.len() == topology.pairs()
    }

    /// In this many parts, of about as many pairs each.
    pub(super) fn divide_in(&mut self, count: usize, topology: &Topology) {
        let (pairs, states) = (topology.pairs(), topology.states());
        self.lows = topology.lows().collect();
        self.own.resize_with(count, Own::default);
        self.rows.clear();
        let mut start = 0;
        for part in 1..=count {
            let enough = pairs * part / count;
            let mut end = start;
            while end < states && (part == count || topology.rows(start..end).end < enough) {
                end += 1;
            }
            self.rows.push(start..end);
            start = end;
        }
    }

    /// Space for rows of at most this number of words, and for the events and the pairs put aside of a usual round.
    pub(super) fn reserve(&mut self, words: usize, pairs: usize) {
        let pairs = pairs / self.own.len();
        for own in &mut self.own {
            own.words.reserve(words);
            own.events.reserve(pairs);
            own.aside.reserve(pairs);
        }
    }

    /// Carries out a step over the pairs of every part. Puts together the events, and the sums of each state, which it
    /// returns.
    pub(super) fn carry_out<'s, S: Sums>(
        &mut self,
        pairs: &mut Pairs,
        topology: &Topology,
        sums: &'s mut Vec<S>,
        events: &mut Vec<Event>,
        work: impl Fn(Part<'_, S>) + Sync,
    ) -> &'s mut [S] {
        let Self { rows, lows, own, workers } = self;
        let states = topology.states();
        sums.resize(states * rows.len(), S::default());
        // The first part adds to the events that are there.
        std::mem::swap(events, &mut own[0].events);
        let (mut left, mut sums_left) = (pairs.row(0..pairs.len()), &mut sums[..]);
        let parts = rows.iter().zip(&mut *own).map(|(rows, Own { words, events, aside })| {
            let range = topology.rows(rows.clone());
            let pairs = left.split_off(range.len());
            let sums = sums_left.split_off_mut(..states).expect("sums for each part");
            aside.clear();
            Part { rows: rows.clone(), first: range.start, pairs, lows: &lows[range], words, sums, events, aside }
        });
        hand_out(*workers, rows.len(), parts, |part| {
            part.sums[part.rows.start..].fill(S::default());
            work(part);
        });
        std::mem::swap(events, &mut own[0].events);
        own[1..].iter_mut().for_each(|own| events.append(&mut own.events));
        // A part knows nothing of states below its rows.
        gather(sums, states, rows.iter().map(|rows| rows.start))
    }

    /// Sees to the pairs that each part put aside. Puts together the sums of each state, which it returns.
    pub(super) fn see_to_aside<'s, S: Sums>(
        &mut self,
        states: usize,
        sums: &'s mut Vec<S>,
        work: impl Fn((&mut Vec<Aside>, &mut [S])) + Sync,
    ) -> &'s mut [S] {
        let Self { rows, own, workers, .. } = self;
        sums.resize(states * rows.len(), S::default());
        let aside = own.iter_mut().map(|own| &mut own.aside);
        hand_out(*workers, rows.len(), aside.zip(sums.chunks_exact_mut(states.max(1))), |(aside, sums)| {
            sums.fill(S::default());
            work((aside, sums));
        });
        gather(sums, states, rows.iter().map(|_| 0))
    }

    /// The pairs that the last step put aside, in their order.
    pub(super) fn aside(&self) -> impl Iterator<Item = Aside> + '_ {
        self.own.iter().flat_map(|own| own.aside.iter().copied())
    }
}

/// How many parts a world has.
fn parts_of(pairs: usize, states: usize) -> usize {
    if pairs < FEW { 1 } else { (pairs / (WORTH * states)).clamp(1, MOST) }
}

/// Puts the sums of the parts together, in their order. Each part has sums from some state on.
fn gather<S: Sums>(sums: &mut [S], states: usize, from: impl Iterator<Item = usize>) -> &mut [S] {
    let (all, later) = sums.split_at_mut(states);
    for (from, later) in from.skip(1).zip(later.chunks_exact(states.max(1))) {
        all[from..].iter_mut().zip(&later[from..]).for_each(|(sum, later)| sum.add(later));
    }
    all
}

/// Hands the parts out to the workers.
fn hand_out<P: Send>(workers: &dyn Workers, count: usize, parts: impl Iterator<Item = P>, work: impl Fn(P) + Sync) {
    if count == 1 {
        return parts.for_each(work);
    }
    let waiting = [const { Mutex::new(None) }; MOST];
    parts.zip(&waiting).for_each(|(part, place)| *lock(place) = Some(part));
    workers.each(count, &|number| {
        let part = lock(&waiting[number]).take();
        part.into_iter().for_each(&work);
    });
}

fn lock<T>(part: &Mutex<T>) -> MutexGuard<'_, T> {
    part.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::super::draws::{Draws, Purpose};
    use super::super::events::EventKind;
    use super::super::pairs::PairStart;
    use super::super::params::Params;
    use super::super::states::{NO_STATE, States};
    use super::super::world::{Setup, World};
    use super::super::{invariants, round};
    use super::*;

    /// The last part first.
    #[derive(Debug)]
    struct Backward;

    impl Workers for Backward {
        fn each(&self, count: usize, part: &(dyn Fn(usize) + Sync)) {
            (0..count).rev().for_each(part);
        }
    }

    /// Two at a time, each in a thread of its own.
    #[derive(Debug)]
    struct Together;

    impl Workers for Together {
        fn each(&self, count: usize, part: &(dyn Fn(usize) + Sync)) {
            std::thread::scope(|scope| {
                for half in 0..2 {
                    scope.spawn(move || (0..count).filter(|number| number % 2 == half).for_each(part));
                }
            });
        }
    }

    /// A ring of states, each of which reaches some on both sides.
    fn topology(states: usize, near: usize) -> Topology {
        let apart = |i: usize, j: usize| (j - i).min(states - (j - i));
        let pairs = (0..states).flat_map(|i| (i + 1..states).map(move |j| (i, j)));
        Topology::new(states, pairs.filter(|&(i, j)| apart(i, j) <= near).map(|(i, j)| (i as u32, j as u32)).collect())
    }

    #[test]
    fn every_row_is_in_one_part_and_parts_have_about_as_many_pairs() {
        for (topology, count) in
            [(topology(40, 20), 7), (topology(40, 3), 4), (topology(2, 1), 3), (Topology::new(3, Vec::new()), 2)]
        {
            let mut parts = Parts::default();
            parts.divide_in(count, &topology);
            let ends = parts.rows.iter().map(|rows| rows.end);
            assert_eq!(parts.rows.len(), count);
            assert!(
                std::iter::once(0).chain(ends).eq(parts.rows.iter().map(|rows| rows.start).chain([topology.states()]))
            );
            let even = topology.pairs() / count;
            for rows in &parts.rows {
                assert!(topology.rows(rows.clone()).len() <= even + topology.widest_row() + 1, "{rows:?}");
            }
        }
    }

    #[test]
    fn small_worlds_are_one_part_and_sums_of_parts_are_few_beside_pairs() {
        assert_eq!((parts_of(0, 3), parts_of(FEW - 1, 400), parts_of(FEW, 400)), (1, 1, 5));
        assert_eq!((parts_of(FEW, 100_000), parts_of(16 * FEW, 1000)), (1, MOST));
    }

    #[test]
    fn sums_events_and_pairs_put_aside_come_in_the_order_of_the_parts() {
        #[derive(Clone, Default)]
        struct Seen(Vec<usize>);

        impl Sums for Seen {
            fn add(&mut self, later: &Self) {
                self.0.extend(&later.0);
            }
        }

        let topology = topology(12, 6);
        let starts: Vec<_> = topology.iter().map(|(_, low, high)| PairStart::new(low as u32, high as u32)).collect();
        let mut pairs = Pairs::new(&starts, &[1.0; 12]);
        let draws = Draws::new(3, 0, true).of_round(1);
        let mut drawn = Vec::new();
        for (count, workers) in [(1, &InTurn as &'static dyn Workers), (4, &InTurn), (4, &Backward), (5, &Together)] {
            let mut parts = Parts { workers, ..Parts::default() };
            parts.divide_in(count, &topology);
            let (mut sums, mut events) = (Vec::<Seen>::new(), vec![Event::between(EventKind::WarWon, 1, 0)]);
            let added = parts.carry_out(&mut pairs, &topology, &mut sums, &mut events, |part| {
                let Part { rows, first, pairs, lows, words, sums, events, aside } = part;
                assert_eq!((pairs.trade.len(), pairs.act.len()), (lows.len(), lows.len()));
                for i in rows.clone() {
                    let words = draws.next(Purpose::Acts, i, rows.end, |i| topology.row(i).len(), words);
                    for (k, pair) in topology.row(i).enumerate() {
                        assert_eq!(lows[pair - first] as usize, i);
                        let j = topology.high(pair);
                        sums[i].0.push(pair);
                        sums[j].0.push(pair);
                        events.push(Event::between(EventKind::Incident, i, j));
                        aside.push(Aside { pair, states: (i, j), noted: [words.uniform(k); 3] });
                    }
                }
            });
            let pairs_of = |i: usize| topology.links(i).map(|link| link.pair.index());
            assert!(added.iter().enumerate().all(|(i, seen)| seen.0.iter().copied().eq(pairs_of(i))));
            assert!(parts.aside().map(|aside| (aside.pair, aside.states.0, aside.states.1)).eq(topology.iter()));
            assert!(events[1..].iter().zip(topology.iter()).all(|(event, (_, i, _))| event.a.index() == i));
            assert_eq!((events.len(), events[0].kind, added.len()), (topology.pairs() + 1, EventKind::WarWon, 12));
            let added = parts.see_to_aside(12, &mut sums, |(aside, sums)| {
                for Aside { pair, states: (i, j), noted } in aside {
                    noted[1] = *pair as f64;
                    sums[*i].0.push(*pair);
                    sums[*j].0.push(*pair);
                }
            });
            assert!(added.iter().enumerate().all(|(i, seen)| seen.0.iter().copied().eq(pairs_of(i))));
            assert!(parts.aside().all(|aside| aside.noted[1] == aside.pair as f64));
            drawn.push(parts.aside().map(|aside| aside.noted[0]).collect::<Vec<_>>());
        }
        assert!(drawn.windows(2).all(|pair| pair[0] == pair[1]));
    }

    /// A world after some rounds, in these parts.
    fn after(rounds: u32, count: usize, workers: &'static dyn Workers) -> World {
        let mut states = States::new(30);
        (0..30).for_each(|i| states.system[i] = i as f64 / 30.0);
        let topology = topology(30, 15);
        let starts = topology.iter().map(|(pair, low, high)| PairStart {
            rivalry: (pair % 7) as f64 / 7.0,
            contest: (pair % 5) as f64 / 5.0,
            posture: [(pair % 3) as f64 - 1.0; 2],
            ..PairStart::new(low as u32, high as u32)
        });
        let setup = Setup {
            names: (0..30).map(|i| i.to_string()).collect(),
            states,
            pairs: starts.collect(),
            params: Params::default(),
            interventions: Vec::new(),
            settle: 0,
        };
        let mut world = World::carried_out_by(workers, &setup, 5, 0);
        world.scratch.parts.divide_in(count, &topology);
        (0..rounds).for_each(|_| round::step(&mut world));
        invariants::check(&world).unwrap();
        world
    }

    #[test]
    fn a_world_is_the_same_whoever_carries_out_its_parts() {
        let alone = after(20, 6, &InTurn);
        for workers in [&Backward as &'static dyn Workers, &Together] {
            let other = after(20, 6, workers);
            assert!(alone.states == other.states && alone.pairs == other.pairs && alone.issues == other.issues);
            assert_eq!(alone.events, other.events);
        }
    }

    #[test]
    fn parts_change_the_sums_of_a_round_by_rounding_alone() {
        let (whole, parts) = (after(1, 1, &InTurn), after(1, 6, &InTurn));
        for (a, b) in whole.states.columns().into_iter().zip(parts.states.columns()) {
            assert!(a.iter().zip(b).all(|(a, b)| (a - b).abs() < 1e-12), "{a:?} and {b:?}");
        }
        assert_eq!(
            (&whole.states.main_threat, &whole.states.accuser),
            (&parts.states.main_threat, &parts.states.accuser)
        );
        assert!(whole.states.accuser.iter().any(|&accuser| accuser != NO_STATE));
        assert!(whole.pairs.act == parts.pairs.act && whole.pairs.stage == parts.pairs.stage);
        assert_eq!(whole.events, parts.events);
    }
}
