//! Security issues as integer cohorts: how many matters of which sector, truth, origin, stage and age a state has.
//!
//! A flow between stages moves whole issues. What a probability leaves as a fraction is carried to the next round, so
//! that slow flows are slow and not absent:
//!
//! ```text
//! x = count · p · 2u + carry          u uniform (0.5 with noise off)
//! moved = min(⌊x⌋, count),  carry' = x − ⌊x⌋
//! ```
//!
//! Those that move are the oldest first. Ages stop at [`AGES`] − 1 rounds, "that or more". Most cohorts are young: each row
//! remembers an age beyond which it is empty, and nothing looks there.

use serde::{Deserialize, Serialize};

/// Sectors, in the order of every table.
pub const SECTORS: [&str; 5] = ["military", "political", "economic", "societal", "environmental"];
/// Ages told apart, in rounds; the last is open.
pub const AGES: usize = 32;

/// Is the matter a threat in truth?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(usize)]
pub enum Truth {
    /// A real matter.
    Real,
    /// No threat at all.
    Spurious,
}

/// Who raised it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(usize)]
pub enum Origin {
    /// Civic bodies, from below. Matters that nobody has found yet are kept here.
    Below,
    /// State bodies, from above.
    Above,
}

/// On which agenda it stands.
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

/// A kind of issue: everything but its stage and age.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kind {
    /// Number of the sector, below 5.
    pub sector: usize,
    /// Real or spurious.
    pub truth: Truth,
    /// From below or above.
    pub origin: Origin,
}

/// Most issues of a kind on an agenda that a state counts.
const MOST: u32 = 60_000;
const KINDS: usize = 5 * 2 * 2;
const ROWS: usize = KINDS * 3;
/// Flows whose fractions are carried: five by kind, arrivals and findings by sector.
const FLOWS: usize = KINDS * 5 + 5 * 4;

/// Cohorts and carried fractions of every state.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Issues {
    counts: Vec<u16>,
    totals: Vec<u32>,
    /// An age beyond which the row is empty.
    oldest: Vec<u8>,
    carried: Vec<f64>,
}

impl Issues {
    /// No issues yet.
    pub fn new(states: usize) -> Self {
        Self {
            counts: vec![0; states * ROWS * AGES],
            totals: vec![0; states * ROWS],
            oldest: vec![0; states * ROWS],
            carried: vec![0.0; states * FLOWS],
        }
    }

    /// Are these whole tables of so many states?
    pub fn are_of(&self, states: usize) -> bool {
        let shape = [self.counts.len(), self.totals.len(), self.oldest.len(), self.carried.len()];
        let rows = || self.counts.chunks_exact(AGES);
        let sum = |ages: &[u16]| ages.iter().map(|&n| u32::from(n)).sum::<u32>();
        shape == [states * ROWS * AGES, states * ROWS, states * ROWS, states * FLOWS]
            && rows().map(sum).eq(self.totals.iter().copied())
            && rows().zip(&self.oldest).all(|(ages, &oldest)| {
                usize::from(oldest) < AGES && ages[usize::from(oldest) + 1..].iter().all(|&n| n == 0)
            })
            && self.carried.iter().all(|part| (0.0..=1.0).contains(part))
    }

    /// The cohorts of one state.
    pub fn of(&mut self, state: usize) -> StateIssues<'_> {
        StateIssues {
            counts: &mut self.counts[state * ROWS * AGES..(state + 1) * ROWS * AGES],
            totals: &mut self.totals[state * ROWS..(state + 1) * ROWS],
            oldest: &mut self.oldest[state * ROWS..(state + 1) * ROWS],
            carried: &mut self.carried[state * FLOWS..(state + 1) * FLOWS],
        }
    }

    /// Issues of one state in a sector, truth, origin and stage, over all ages.
    pub fn count(&self, state: usize, kind: Kind, agenda: Agenda) -> u32 {
        self.totals[state * ROWS + row(kind, agenda)]
    }
}

fn number(kind: Kind) -> usize {
    (kind.sector * 2 + kind.truth as usize) * 2 + kind.origin as usize
}

fn row(kind: Kind, agenda: Agenda) -> usize {
    number(kind) * 3 + agenda as usize
}

/// A flow whose fraction is carried.
#[derive(Clone, Copy, Debug)]
pub enum Flow {
    /// From the political to the security agenda.
    Accept(Kind),
    /// From the political agenda to none.
    Refuse(Kind),
    /// Solved by ordinary politics.
    Solve(Kind),
    /// Resolved as a security issue.
    Resolve(Kind),
    /// From the security agenda back to politics, unsolved.
    Desecuritise(Kind),
    /// Real matters that arise in a sector.
    Arise(usize),
    /// Spurious matters put up in a sector.
    PutUp(usize),
    /// Found by civic bodies in a sector.
    FindBelow(usize),
    /// Found by state bodies in a sector.
    FindAbove(usize),
}

impl Flow {
    /// Number of the flow: the place of its carry, and of its draw in the state's row.
    pub fn number(self) -> usize {
        match self {
            Self::Accept(kind) => number(kind),
            Self::Refuse(kind) => KINDS + number(kind),
            Self::Solve(kind) => 2 * KINDS + number(kind),
            Self::Resolve(kind) => 3 * KINDS + number(kind),
            Self::Arise(sector) => 4 * KINDS + sector,
            Self::PutUp(sector) => 4 * KINDS + 5 + sector,
            Self::FindBelow(sector) => 4 * KINDS + 10 + sector,
            Self::FindAbove(sector) => 4 * KINDS + 15 + sector,
            Self::Desecuritise(kind) => 4 * KINDS + 20 + number(kind),
        }
    }

    /// How many flows a state has.
    pub const COUNT: usize = FLOWS;
}

/// The cohorts of one state, to be moved.
pub struct StateIssues<'a> {
    counts: &'a mut [u16],
    totals: &'a mut [u32],
    oldest: &'a mut [u8],
    carried: &'a mut [f64],
}

impl StateIssues<'_> {
    /// Everything gets a round older.
    pub fn age(&mut self) {
        let rows = self.counts.chunks_exact_mut(AGES).zip(&*self.totals).zip(&mut *self.oldest);
        for ((ages, _), oldest) in rows.filter(|((_, total), _)| **total > 0) {
            let last = usize::from(*oldest).min(AGES - 2);
            let older = ages[last] + ages[AGES - 1] * u16::from(last == AGES - 2);
            ages.copy_within(0..last, 1);
            (ages[last + 1], ages[0]) = (older, 0);
            *oldest = last as u8 + 1;
        }
    }

    /// Issues of a kind on an agenda.
    pub fn count(&self, kind: Kind, agenda: Agenda) -> u32 {
        self.totals[row(kind, agenda)]
    }

    /// Securitised issues of a sector, real and spurious.
    pub fn securitised(&self, sector: usize) -> u32 {
        let kinds = sector * KINDS / 5..(sector + 1) * KINDS / 5;
        kinds.map(|kind| self.totals[kind * 3 + Agenda::Securitised as usize]).sum()
    }

    /// Whole issues for an expected number, with the fraction carried to the next round.
    pub fn whole(&mut self, flow: Flow, expected: f64, u: f64) -> u32 {
        let carry = &mut self.carried[flow.number()];
        let x = expected * (2.0 * u) + *carry;
        let whole = (x as u32).min(MOST);
        *carry = (x - f64::from(whole)).min(1.0);
        whole
    }

    /// Adds new matters of age 0.
    pub fn add(&mut self, kind: Kind, agenda: Agenda, how_many: u32) {
        let row = row(kind, agenda);
        put(&mut self.counts[row * AGES], &mut self.totals[row], how_many);
    }

    /// Takes the oldest off an agenda and puts them where `to` says, or nowhere. Returns (how many, sum of ages).
    pub fn take(&mut self, kind: Kind, agenda: Agenda, how_many: u32, to: Option<(Kind, Agenda)>) -> (u32, u32) {
        let from = row(kind, agenda);
        let (mut left, mut moved, mut ages) = (how_many.min(self.totals[from]), 0, 0);
        for age in (0..=usize::from(self.oldest[from])).rev() {
            if left == 0 {
                break;
            }
            self.oldest[from] = age as u8;
            let cell = &mut self.counts[from * AGES + age];
            let taken = u32::from(*cell).min(left);
            *cell -= taken as u16;
            if let Some((kind, agenda)) = to {
                let row = row(kind, agenda);
                put(&mut self.counts[row * AGES + age], &mut self.totals[row], taken);
                self.oldest[row] = self.oldest[row].max(age as u8);
            }
            left -= taken;
            moved += taken;
            ages += taken * age as u32;
        }
        self.totals[from] -= moved;
        (moved, ages)
    }

    /// Forgets everything, as when the state leaves the world.
    pub fn clear(&mut self) {
        self.counts.fill(0);
        self.totals.fill(0);
        self.oldest.fill(0);
        self.carried.fill(0.0);
    }
}

/// Adds to a cohort; beyond [`MOST`] of a kind on an agenda, more of the same make no difference and are not counted.
fn put(cell: &mut u16, total: &mut u32, how_many: u32) {
    let added = how_many.min(MOST - *total);
    *cell += added as u16;
    *total += added;
}

#[cfg(test)]
mod tests {
    use super::*;

    const KIND: Kind = Kind { sector: 2, truth: Truth::Real, origin: Origin::Below };

    #[test]
    fn fractions_are_carried_until_they_make_a_whole_issue() {
        let mut issues = Issues::new(1);
        let mut mine = issues.of(0);
        let moved: Vec<u32> = (0..8).map(|_| mine.whole(Flow::Arise(0), 0.25, 0.5)).collect();
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
        let mut seen = [false; FLOWS];
        let kinds = (0..5).flat_map(|sector| {
            [
                (Truth::Real, Origin::Below),
                (Truth::Real, Origin::Above),
                (Truth::Spurious, Origin::Below),
                (Truth::Spurious, Origin::Above),
            ]
            .map(|(truth, origin)| Kind { sector, truth, origin })
        });
        let by_kind = kinds.flat_map(|k| {
            let moves = [Flow::Accept, Flow::Refuse, Flow::Solve, Flow::Resolve, Flow::Desecuritise];
            moves.map(|flow: fn(Kind) -> Flow| flow(k))
        });
        let by_sector = (0..5).flat_map(|s| [Flow::Arise(s), Flow::PutUp(s), Flow::FindBelow(s), Flow::FindAbove(s)]);
        for flow in by_kind.chain(by_sector) {
            assert!(!std::mem::replace(&mut seen[flow.number()], true), "{flow:?}");
        }
        assert!(seen.iter().all(|&s| s));
    }
}
