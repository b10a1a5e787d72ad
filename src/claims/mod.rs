//! The claims of the theory as experiments that could fail: one entry a claim, one file a family, one registry.
//!
//! An entry names what is done to a world ([`Part::treatment`] against [`Part::baseline`], under the same chance), what is
//! measured, which way and how much it must move, and what takes the mechanism away ([`Part::ablation`]). The
//! [`verdict`] goes by a rule that knows no claim. Every entry can be tried in any world: who plays which part in it is
//! chosen by `cast`.

pub(crate) mod cast;
pub(crate) mod draft;
mod entries;
pub mod laboratory;
pub mod page;
pub(crate) mod robust;
mod shared;
pub(crate) mod tables;
pub mod trial;
pub mod verdict;
pub(crate) mod view;
pub(crate) mod worlds;

pub use draft::Draft;
pub use entries::{all, find};
pub use laboratory::{Laboratory, Tried};
pub use trial::Trial;
pub use verdict::{Finding, Verdict};
pub use view::{Notes, Parts, View};
pub use worlds::{Ground, WORLDS};

/// A claim of the theory as an experiment.
#[derive(Clone, Copy, Debug)]
pub struct Claim {
    /// Its code, as `B1.1`.
    pub id: &'static str,
    /// The claim in a sentence.
    pub statement: &'static str,
    /// What must be shown for it, each by itself.
    pub parts: &'static [Part],
}

/// One thing that must be shown for a claim.
#[derive(Clone, Copy, Debug)]
pub struct Part {
    /// A short name, in words; unique within the claim.
    pub name: &'static str,
    /// What is compared.
    pub treatment: Arm,
    /// With what.
    pub baseline: Arm,
    /// What is measured.
    pub outcome: Outcome,
    /// Which way the treatment must move it, and how far at least.
    pub expected: Expected,
    /// What takes the mechanism away, in both arms: then the effect must vanish.
    pub ablation: Arm,
    /// Causes of an overdetermined effect, taken away one by one beside the ablation, which takes all of them.
    pub factors: &'static [Arm],
}

/// What is done to a world before it begins.
#[derive(Clone, Copy, Debug)]
pub struct Arm {
    /// In words.
    pub words: &'static str,
    /// In deed.
    pub of: fn(&mut Draft<'_>),
}

/// What is measured in a run: the sum of a part above the line over that of a part below it, over rounds.
#[derive(Clone, Copy, Debug)]
pub struct Outcome {
    /// In words.
    pub words: &'static str,
    /// Unit, in words; `… per …` where events are counted over what they could have come of.
    pub unit: &'static str,
    /// First round that counts.
    pub from: u32,
    /// Last round that counts, and of the run; at most 150.
    pub until: u32,
    /// The two parts of a round; called after every round, from the first on, so that notes can be taken.
    pub of: fn(&View<'_>, &mut Notes) -> Parts,
}

impl Outcome {
    /// Are events counted, over what they could have come of? Such events are few, and what they could have come of is at
    /// times there in the first round alone: figures show how the count stands so far, and not round by round.
    pub fn is_rate(&self) -> bool {
        self.unit.contains(" per ")
    }
}

/// An arm, in words and in deed.
const fn arm(words: &'static str, of: fn(&mut Draft<'_>)) -> Arm {
    Arm { words, of }
}

/// An outcome over the rounds from the first to the last.
const fn outcome(
    words: &'static str,
    unit: &'static str,
    [from, until]: [u32; 2],
    of: fn(&View<'_>, &mut Notes) -> Parts,
) -> Outcome {
    Outcome { words, unit, from, until, of }
}

/// Which way an effect must go, and how far at least.
#[derive(Clone, Copy, Debug)]
pub struct Expected {
    /// Which way.
    pub direction: Direction,
    /// The smallest effect that counts.
    pub smallest: Smallest,
    /// Why that is the smallest that counts.
    pub why: &'static str,
}

const fn more(than: f64, why: &'static str) -> Expected {
    Expected { direction: Direction::More, smallest: Smallest::Of(than), why }
}

const fn less(than: f64, why: &'static str) -> Expected {
    Expected { direction: Direction::Less, smallest: Smallest::Of(than), why }
}

const fn more_by_share(than: f64, why: &'static str) -> Expected {
    Expected { direction: Direction::More, smallest: Smallest::Share(than), why }
}

const fn less_by_share(than: f64, why: &'static str) -> Expected {
    Expected { direction: Direction::Less, smallest: Smallest::Share(than), why }
}

/// Which way an effect must go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// The treatment has more of it.
    More,
    /// The treatment has less of it.
    Less,
}

/// The smallest effect that counts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Smallest {
    /// In the unit of the outcome.
    Of(f64),
    /// As a share of the baseline's mean outcome.
    Share(f64),
}

/// The world as it is.
pub const AS_IT_IS: Arm = arm("the world as it is", |_| {});
