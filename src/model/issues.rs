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

    /// Its number.
    #[inline]
    pub fn number(self) -> usize {
        (self.sector * 2 + self.truth as usize) * 2 + self.origin as usize
    }
}

/// The number of kinds.
pub const KINDS: usize = 5 * 2 * 2;
/// The largest number of issues of a kind on an agenda that a state counts.
const MOST: u32 = 60_000;
const ROWS: usize = KINDS * 3;
/// The fractions that are carried: of five flows by kind, and of arrivals and findings by sector.
const FLOWS: usize = KINDS * 5 + 5 * 4;

/// The cohorts and carried fractions of every state.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Issues {
    /// By age, from a place on that differs by state and goes round, so that no count moves as issues age.
    counts: Vec<[u16; AGES]>,
    /// The place of age 0, by state.
    young: Vec<u8>,
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
            young: vec![0; states],
            totals: vec![0; states * ROWS],
            ages: vec![0; states * ROWS],
            carried: vec![0.0; states * FLOWS],
        }
    }

    /// Returns true if these are complete tables of this number of states.
    pub fn are_of(&self, states: usize) -> bool {
        let shape = [self.counts.len(), self.totals.len(), self.ages.len(), self.carried.len(), self.young.len()];
        let rows = || {
            self.counts
                .chunks_exact(ROWS)
                .zip(&self.young)
                .flat_map(|(rows, young)| rows.iter().map(|row| (row, *young)))
        };
        let total = |(row, _): (&[u16; AGES], u8)| row.iter().map(|&n| u32::from(n)).sum::<u32>();
        let ages = |(row, young): (&[u16; AGES], u8)| {
            (0..AGES).fold(0, |ages, age| ages | u32::from(row[place(young, age)] > 0) << age)
        };
        shape == [states * ROWS, states * ROWS, states * ROWS, states * FLOWS, states]
            && self.young.iter().all(|&young| usize::from(young) < AGES)
            && rows().map(total).eq(self.totals.iter().copied())
            && rows().map(ages).eq(self.ages.iter().copied())
            && self.carried.iter().all(|part| (0.0..=1.0).contains(part))
    }

    /// The cohorts of one state.
    #[inline]
    pub fn of(&mut self, state: usize) -> StateIssues<'_> {
        StateIssues {
            counts: of_state(&mut self.counts, state),
            young: &mut self.young[state],
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

/// The place of an age in a row.
#[inline]
fn place(young: u8, age: usize) -> usize {
    (usize::from(young) + age) % AGES
}

fn row(kind: Kind, agenda: Agenda) -> usize {
    agenda as usize * KINDS + kind.number()
}

/// A flow whose fractions are carried, with the first of its numbers: the indices of its carries, and of its draws in the
/// state's row. The first five are of every kind, the others of every sector.
#[derive(Clone, Copy, Debug)]
#[repr(usize)]
pub enum Flow {
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
    /// Real matters that arise.
    Arise = 4 * KINDS,
    /// Spurious matters put up.
    PutUp = 4 * KINDS + 5,
    /// Found by civic bodies.
    FindBelow = 4 * KINDS + 10,
    /// Found by state bodies.
    FindAbove = 4 * KINDS + 15,
}

impl Flow {
    /// The number of the fractions that a state carries.
    pub const COUNT: usize = FLOWS;
}

/// The cohorts of one state, for changes.
pub struct StateIssues<'a> {
    counts: &'a mut [[u16; AGES]; ROWS],
    young: &'a mut u8,
    totals: &'a mut [u32; ROWS],
    ages: &'a mut [u32; ROWS],
    carried: &'a mut [f64; FLOWS],
}

impl StateIssues<'_> {
    /// Makes all issues one round older.
    #[inline]
    pub fn age(&mut self) {
        const OPEN: u32 = 1 << (AGES - 1);
        // The place of the open age becomes that of age 0; what is there joins the age before it, which becomes the open one.
        let (next, before) = (place(*self.young, AGES - 1), place(*self.young, AGES - 2));
        if self.ages.iter().fold(0, |any, ages| any | ages) & OPEN != 0 {
            for (row, _) in self.ages.iter().enumerate().filter(|(_, ages)| **ages & OPEN != 0) {
                self.counts[row][before] += std::mem::take(&mut self.counts[row][next]);
            }
        }
        for ages in &mut *self.ages {
            *ages = *ages << 1 | *ages & OPEN;
        }
        *self.young = next as u8;
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

    /// Adds the expected number of each kind, or of each sector, to the carry of a flow. Most rounds move none;
    /// [`StateIssues::due`] takes the whole issues. Returns those of which some are due, a bit each.
    #[inline(always)]
    pub fn carry<const N: usize>(&mut self, flow: Flow, expected: &[f64; N], words: Drawn<'_>) -> u32 {
        let first = flow as usize;
        let carried = &mut self.carried[first..first + N];
        let drawn = words.uniforms::<N>(first);
        for at in 0..N {
            carried[at] += expected[at] * (2.0 * drawn[at]);
        }
        (0..N).fold(0, |due, at| due | u32::from(carried[at] >= 1.0) << at)
    }

    /// The whole issues of a kind, or of a sector, that are due to move. The fraction is carried to the next round.
    #[inline]
    pub fn due(&mut self, flow: Flow, at: usize) -> u32 {
        let carry = &mut self.carried[flow as usize + at];
        if *carry < 1.0 {
            return 0;
        }
        let whole = (*carry as u32).min(MOST);
        *carry = (*carry - f64::from(whole)).min(1.0);
        whole
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
        self.counts[row][place(*self.young, age)] += added as u16;
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
            let cell = &mut self.counts[from][place(*self.young, age)];
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
        *self.young = 0;
        self.totals.fill(0);
        self.ages.fill(0);
        self.carried.fill(0.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KIND: Kind = Kind { sector: 2, truth: Truth::Real, origin: Origin::Below };

    #[test]
    fn fractions_are_carried_until_they_make_a_whole_issue() {
        let mut issues = Issues::new(1);
        let mut mine = issues.of(0);
        let moved: Vec<_> = (0..4)
            .map(|_| {
                let due = mine.carry(Flow::Arise, &[0.0, 0.25, 0.5], Drawn::default());
                (due, [0, 1, 2].map(|sector| mine.due(Flow::Arise, sector)))
            })
            .collect();
        assert_eq!(moved, [(0, [0, 0, 0]), (0b100, [0, 0, 1]), (0, [0, 0, 0]), (0b110, [0, 1, 1])]);
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
        let by_kind = [Flow::Accept, Flow::Refuse, Flow::Solve, Flow::Resolve, Flow::Desecuritise];
        let by_sector = [Flow::Arise, Flow::PutUp, Flow::FindBelow, Flow::FindAbove];
        let places = |flow: Flow, count: usize| flow as usize..flow as usize + count;
        let by_kind = by_kind.into_iter().flat_map(|flow| places(flow, KINDS));
        let by_sector = by_sector.into_iter().flat_map(|flow| places(flow, 5));
        let mut places: Vec<usize> = by_kind.chain(by_sector).collect();
        places.sort_unstable();
        assert!(places.into_iter().eq(0..Flow::COUNT));
    }

    #[test]
    fn ages_beyond_the_last_are_counted_together() {
        let mut issues = Issues::new(1);
        let mut mine = issues.of(0);
        for round in 0..40 {
            mine.add(KIND, Agenda::Political, u32::from(round % 2 == 0));
            mine.age();
        }
        // Of every second age from 2 on; 31 and more are one age.
        assert_eq!(mine.take(KIND, Agenda::Political, 6, None), (6, 5 * 31 + 30));
        assert_eq!(mine.take(KIND, Agenda::Political, 60, None), (14, (2..=28).step_by(2).sum()));
        assert!(issues.are_of(1));
    }

    #[test]
    fn kinds_stand_at_their_numbers() {
        assert!(Kind::ALL.into_iter().map(Kind::number).eq(0..KINDS));
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
        assert!(broken(|issues| issues.young[1] = AGES as u8));
        assert!(broken(|issues| issues.young[1] = 3));
        assert!(broken(|issues| issues.carried[3] = 1.5));
        assert!(broken(|issues| issues.carried.push(0.0)));
    }
}
