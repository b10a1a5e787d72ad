//! Security issues as integer cohorts: the number of matters of a state by sector, truth, origin, stage and age.
//!
//! A flow between stages moves whole issues. The fraction that a probability leaves is carried to the next round, so
//! that slow flows are slow rather than absent.
//!
//! Equations: docs/odd.md, section 7.3. The oldest issues move first. Ages stop at [`AGES`] − 1 rounds, which means
//! "that or more". Most cohorts are empty, so each row remembers the ages of which it has issues.

use serde::{Deserialize, Serialize};

use super::draws::Drawn;

vocabulary! {
    /// A sector of security.
    #[allow(missing_docs)] // the words are the field's
    pub enum Sector {
        Military = "military",
        Political = "political",
        Economic = "economic",
        Societal = "societal",
        Environmental = "environmental",
    }
}

/// Sectors, in the order of every table.
pub const SECTORS: [&str; 5] = Sector::NAMES;
/// The number of ages distinguished, in rounds; the last is open.
pub const AGES: usize = 32;

/// Whether the matter is a threat in truth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(usize)]
pub enum Truth {
    /// A real matter.
    Real,
    /// Not a threat.
    Spurious,
}

/// The body that raised it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(usize)]
pub enum Origin {
    /// Civic bodies, from below. Matters not found yet are kept here.
    Below,
    /// State bodies, from above.
    Above,
}

/// The agenda of the matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(usize)]
pub enum Agenda {
    /// Not political: not found, or refused.
    Unnoticed,
    /// Political.
    Political,
    /// Securitised and unresolved.
    Securitised,
}

/// A kind of issue: everything except its stage and age.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kind {
    /// The number of the sector, below 5.
    pub sector: usize,
    /// Real or spurious.
    pub truth: Truth,
    /// From below or above.
    pub origin: Origin,
}

impl Kind {
    /// Every kind, in the order of their numbers.
    pub const ALL: [Self; KINDS] = {
        let mut all = [Self { sector: 0, truth: Truth::Real, origin: Origin::Below }; KINDS];
        let mut number = 0;
        while number < KINDS {
            all[number].sector = number / 4;
            all[number].truth = [Truth::Real, Truth::Spurious][number / 2 % 2];
            all[number].origin = [Origin::Below, Origin::Above][number % 2];
            number += 1;
        }
        all
    };
}

/// The number of kinds.
pub const KINDS: usize = 5 * 2 * 2;
/// The largest number of issues of a kind on an agenda that a state counts.
const MOST: u32 = 60_000;
const ROWS: usize = KINDS * 3;
/// The flows whose fractions are carried: five by kind, arrivals and findings by sector.
const FLOWS: usize = KINDS * 5 + 5 * 4;

/// The cohorts and carried fractions of every state.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Issues {
    counts: Vec<[u16; AGES]>,
    totals: Vec<u32>,
    /// The ages of which the row has issues, a bit each.
    ages: Vec<u32>,
    carried: Vec<f64>,
}

impl Issues {
    /// Starts without issues.
    pub fn new(states: usize) -> Self {
        Self {
            counts: vec![[0; AGES]; states * ROWS],
            totals: vec![0; states * ROWS],
            ages: vec![0; states * ROWS],
            carried: vec![0.0; states * FLOWS],
        }
    }

    /// Returns true if these are complete tables of this number of states.
    pub fn are_of(&self, states: usize) -> bool {
        let shape = [self.counts.len(), self.totals.len(), self.ages.len(), self.carried.len()];
        let sum = |row: &[u16; AGES]| row.iter().map(|&n| u32::from(n)).sum::<u32>();
        let ages = |row: &[u16; AGES]| (0..AGES).fold(0, |ages, age| ages | u32::from(row[age] > 0) << age);
        shape == [states * ROWS, states * ROWS, states * ROWS, states * FLOWS]
            && self.counts.iter().map(sum).eq(self.totals.iter().copied())
            && self.counts.iter().map(ages).eq(self.ages.iter().copied())
            && self.carried.iter().all(|part| (0.0..=1.0).contains(part))
    }

    /// The cohorts of one state.
    #[inline]
    pub fn of(&mut self, state: usize) -> StateIssues<'_> {
        StateIssues {
            counts: of_state(&mut self.counts, state),
            totals: of_state(&mut self.totals, state),
            ages: of_state(&mut self.ages, state),
            carried: of_state(&mut self.carried, state),
        }
    }

    /// Issues of one state in a sector, truth, origin and stage, over all ages.
    #[inline]
    pub fn count(&self, state: usize, kind: Kind, agenda: Agenda) -> u32 {
        self.totals[state * ROWS + row(kind, agenda)]
    }
}

/// The cells of one state.
#[inline]
fn of_state<T, const N: usize>(cells: &mut [T], state: usize) -> &mut [T; N] {
    &mut cells.as_chunks_mut().0[state]
}

fn number(kind: Kind) -> usize {
    (kind.sector * 2 + kind.truth as usize) * 2 + kind.origin as usize
}

fn row(kind: Kind, agenda: Agenda) -> usize {
    agenda as usize * KINDS + number(kind)
}

/// A flow of one sector whose fraction is carried.
#[derive(Clone, Copy, Debug)]
#[repr(usize)]
pub enum Flow {
    /// Real matters that arise.
    Arise = 4 * KINDS,
    /// Spurious matters put up.
    PutUp = 4 * KINDS + 5,
    /// Found by civic bodies.
    FindBelow = 4 * KINDS + 10,
    /// Found by state bodies.
    FindAbove = 4 * KINDS + 15,
}

/// A flow of every kind.
#[derive(Clone, Copy, Debug)]
#[repr(usize)]
pub enum Move {
    /// From the political to the security agenda.
    Accept = 0,
    /// From the political agenda to no agenda.
    Refuse = KINDS,
    /// Solved by ordinary politics.
    Solve = 2 * KINDS,
    /// Resolved as a security issue.
    Resolve = 3 * KINDS,
    /// From the security agenda back to politics, unsolved.
    Desecuritise = 4 * KINDS + 20,
}

impl Flow {
    /// The number of the flow in a sector: the index of its carry, and of its draw in the state's row.
    fn number(self, sector: usize) -> usize {
        self as usize + sector
    }

    /// The number of flows of each sort of a state.
    pub const COUNT: usize = FLOWS;
}

impl Move {
    /// The number of the flow of a kind: the index of its carry, and of its draw in the state's row.
    fn number(self, kind: Kind) -> usize {
        self as usize + number(kind)
    }
}

/// The cohorts of one state, for changes.
pub struct StateIssues<'a> {
    counts: &'a mut [[u16; AGES]; ROWS],
    totals: &'a mut [u32; ROWS],
    ages: &'a mut [u32; ROWS],
    carried: &'a mut [f64; FLOWS],
}

impl StateIssues<'_> {
    /// Makes all issues one round older.
    #[inline]
    pub fn age(&mut self) {
        for (counts, ages) in self.counts.iter_mut().zip(&mut *self.ages).filter(|(_, ages)| **ages != 0) {
            // The whole row is moved, because a move of fixed length takes few instructions.
            let open = counts[AGES - 2] + counts[AGES - 1];
            counts.copy_within(0..AGES - 2, 1);
            (counts[0], counts[AGES - 1]) = (0, open);
            *ages = *ages << 1 | *ages & 1 << (AGES - 1);
        }
    }

    /// Issues of a kind on an agenda.
    pub fn count(&self, kind: Kind, agenda: Agenda) -> u32 {
        self.totals[row(kind, agenda)]
    }

    /// Securitised issues of a sector, real and spurious.
    #[inline]
    pub fn securitised(&self, sector: usize) -> u32 {
        const EACH: usize = KINDS / SECTORS.len();
        self.on(Agenda::Securitised)[sector * EACH..(sector + 1) * EACH].iter().sum()
    }

    /// Issues on an agenda, by kind.
    #[inline(always)]
    pub fn on(&self, agenda: Agenda) -> &[u32; KINDS] {
        &self.totals.as_chunks().0[agenda as usize]
    }

    /// The whole issues that flow in a sector if this number is expected. The fraction is carried to the next round.
    #[inline]
    pub fn whole(&mut self, flow: Flow, sector: usize, expected: f64, words: Drawn<'_>) -> u32 {
        let number = flow.number(sector);
        self.carried[number] += expected * (2.0 * words.uniform(number));
        whole(&mut self.carried[number])
    }

    /// Adds the expected number of each kind to the carry. Most rounds move none; [`StateIssues::due`] takes the whole
    /// issues. Returns the kinds of which some are due, a bit each.
    #[inline(always)]
    pub fn carry(&mut self, step: Move, expected: &[f64; KINDS], words: Drawn<'_>) -> u32 {
        let first = step as usize;
        let carried = &mut self.carried[first..first + KINDS];
        let drawn = words.uniforms::<KINDS>(first);
        for kind in 0..KINDS {
            carried[kind] += expected[kind] * (2.0 * drawn[kind]);
        }
        (0..KINDS).fold(0, |due, kind| due | u32::from(carried[kind] >= 1.0) << kind)
    }

    /// The whole issues of a kind that are due to move. The fraction is carried to the next round.
    #[inline]
    pub fn due(&mut self, step: Move, kind: Kind) -> u32 {
        whole(&mut self.carried[step.number(kind)])
    }

    /// Adds new matters of age 0.
    #[inline]
    pub fn add(&mut self, kind: Kind, agenda: Agenda, how_many: u32) {
        if how_many > 0 {
            self.put(row(kind, agenda), 0, how_many);
        }
    }

    /// Adds to a cohort. Issues beyond [`MOST`] of a kind on an agenda are not counted, because they make no difference.
    #[inline]
    fn put(&mut self, row: usize, age: usize, how_many: u32) {
        let added = how_many.min(MOST - self.totals[row]);
        self.counts[row][age] += added as u16;
        self.totals[row] += added;
        self.ages[row] |= u32::from(added > 0) << age;
    }

    /// Takes the oldest issues off an agenda and puts them where `to` says, or removes them. Returns (number, sum of
    /// ages).
    #[inline]
    pub fn take(&mut self, kind: Kind, agenda: Agenda, how_many: u32, to: Option<(Kind, Agenda)>) -> (u32, u32) {
        // Most flows of a round do not move any issue.
        if how_many == 0 { (0, 0) } else { self.take_some(kind, agenda, how_many, to) }
    }

    fn take_some(&mut self, kind: Kind, agenda: Agenda, how_many: u32, to: Option<(Kind, Agenda)>) -> (u32, u32) {
        let from = row(kind, agenda);
        let (mut left, mut moved, mut ages) = (how_many.min(self.totals[from]), 0, 0);
        while left > 0 {
            let age = self.ages[from].ilog2() as usize;
            let cell = &mut self.counts[from][age];
            let taken = u32::from(*cell).min(left);
            *cell -= taken as u16;
            self.ages[from] &= !(u32::from(*cell == 0) << age);
            if let Some((kind, agenda)) = to {
                self.put(row(kind, agenda), age, taken);
            }
            left -= taken;
            moved += taken;
            ages += taken * age as u32;
        }
        self.totals[from] -= moved;
        (moved, ages)
    }

    /// Removes everything, for a state that leaves the world.
    pub fn clear(&mut self) {
        self.counts.fill([0; AGES]);
        self.totals.fill(0);
        self.ages.fill(0);
        self.carried.fill(0.0);
    }
}

/// Takes the whole issues out of the carry.
#[inline]
fn whole(carry: &mut f64) -> u32 {
    if *carry < 1.0 {
        return 0;
    }
    let whole = (*carry as u32).min(MOST);
    *carry = (*carry - f64::from(whole)).min(1.0);
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    const KIND: Kind = Kind { sector: 2, truth: Truth::Real, origin: Origin::Below };

    #[test]
    fn fractions_are_carried_until_they_make_a_whole_issue() {
        let middle = Drawn::default();
        let mut issues = Issues::new(1);
        let mut mine = issues.of(0);
        let moved: Vec<u32> = (0..8).map(|_| mine.whole(Flow::Arise, 0, 0.25, middle)).collect();
        assert_eq!(moved, [0, 0, 0, 1, 0, 0, 0, 1]);
    }

    #[test]
    fn the_oldest_move_first_and_keep_their_age() {
        let mut issues = Issues::new(1);
        let mut mine = issues.of(0);
        mine.add(KIND, Agenda::Political, 2);
        mine.age();
        mine.age();
        mine.add(KIND, Agenda::Political, 3);
        assert_eq!(mine.take(KIND, Agenda::Political, 3, Some((KIND, Agenda::Securitised))), (3, 4));
        assert_eq!(mine.count(KIND, Agenda::Political), 2);
        mine.age();
        assert_eq!(mine.take(KIND, Agenda::Securitised, 9, None), (3, 7));
    }

    #[test]
    fn every_flow_has_a_place_of_its_own() {
        let moves = [Move::Accept, Move::Refuse, Move::Solve, Move::Resolve, Move::Desecuritise];
        let flows = [Flow::Arise, Flow::PutUp, Flow::FindBelow, Flow::FindAbove];
        let by_kind = Kind::ALL.into_iter().flat_map(|kind| moves.map(|step| step.number(kind)));
        let by_sector = (0..5).flat_map(|sector| flows.map(|flow| flow.number(sector)));
        let mut places: Vec<usize> = by_kind.chain(by_sector).collect();
        places.sort_unstable();
        assert!(places.into_iter().eq(0..Flow::COUNT));
    }

    #[test]
    fn kinds_stand_at_their_numbers() {
        assert!(Kind::ALL.into_iter().map(number).eq(0..KINDS));
    }

    #[test]
    fn each_state_has_its_issues_and_each_sector_its_count() {
        let mut issues = Issues::new(3);
        issues.of(1).add(KIND, Agenda::Securitised, 2);
        issues.of(1).add(Kind { truth: Truth::Spurious, origin: Origin::Above, ..KIND }, Agenda::Securitised, 3);
        issues.of(1).add(Kind { sector: 4, ..KIND }, Agenda::Securitised, 4);
        issues.of(1).add(KIND, Agenda::Political, 5);
        assert_eq!([0, 1, 2, 3, 4].map(|sector| issues.of(1).securitised(sector)), [0, 0, 5, 0, 4]);
        assert_eq!([0, 1, 2].map(|state| issues.count(state, KIND, Agenda::Securitised)), [0, 2, 0]);
        issues.of(1).age();
        assert_eq!(issues.of(1).take(KIND, Agenda::Securitised, 9, None), (2, 2));
        issues.of(1).clear();
        assert_eq!(issues, Issues::new(3));
    }

    #[test]
    fn tables_are_complete_only_if_counts_totals_ages_and_carries_agree() {
        let mut issues = Issues::new(2);
        issues.of(1).add(KIND, Agenda::Political, 2);
        issues.of(1).age();
        assert!(issues.are_of(2));
        assert!(!issues.are_of(1) && !issues.are_of(3));
        let broken = |change: fn(&mut Issues)| {
            let mut issues = issues.clone();
            change(&mut issues);
            !issues.are_of(2)
        };
        assert!(broken(|issues| issues.totals[0] = 1));
        assert!(broken(|issues| issues.ages.fill(0)));
        assert!(broken(|issues| issues.ages[0] |= 1 << 9));
        assert!(broken(|issues| issues.carried[3] = 1.5));
        assert!(broken(|issues| issues.carried.push(0.0)));
    }
}
