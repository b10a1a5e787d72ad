//! The claims of the theory as experiments that could fail: one entry per claim, one file per family, one registry.
//!
//! An entry names what is done to a world ([`Part::treatment`] against [`Part::baseline`], under the same random
//! numbers), and what is measured. It names in which direction and how much the measure must change, and the ablation that
//! removes the mechanism ([`Part::ablation`]). The [`verdict`] follows one rule for all claims. Every entry can be tested in any
//! world, because `cast` chooses the roles of states.

pub(crate) mod cast;
pub mod deeds;
mod entries;
pub mod laboratory;
pub mod page;
pub mod registration;
pub(crate) mod robust;
mod shared;
pub(crate) mod tables;
pub mod trial;
pub mod verdict;
pub(crate) mod view;
pub(crate) mod worlds;

pub use deeds::{AS_IT_IS, Arm, Deed};
pub use entries::{all, find};
pub use laboratory::{Laboratory, Tried};
pub use trial::Trial;
pub use verdict::{Finding, Verdict};
pub use view::{Notes, Parts, View};
pub use worlds::{Ground, WORLDS};

/// A claim of the theory as an experiment.
#[derive(Clone, Copy, Debug)]
pub struct Claim {
    /// The code, such as `B1.1`.
    pub id: &'static str,
    /// The claim in a sentence.
    pub statement: &'static str,
    /// The contrasts under control: what else could move the outcome is held.
    pub at_work: &'static [Part],
    /// The same consequence in free worlds, where only the contrast differs.
    pub carries: &'static [Part],
}

/// The two questions that are asked about a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Question {
    /// Does the mechanism work under control?
    AtWork,
    /// Does the consequence show in worlds where nothing is held?
    Carries,
}

impl Question {
    /// Both.
    pub const ALL: [Self; 2] = [Self::AtWork, Self::Carries];

    /// The question in words.
    pub fn name(self) -> &'static str {
        match self {
            Self::AtWork => "at work",
            Self::Carries => "carries",
        }
    }
}

impl Claim {
    /// Returns true for a statement that the model must not support.
    pub fn is_placebo(&self) -> bool {
        self.id.starts_with('P')
    }

    /// The parts for a question.
    pub fn answers(&self, question: Question) -> &'static [Part] {
        match question {
            Question::AtWork => self.at_work,
            Question::Carries => self.carries,
        }
    }

    /// All parts, each with its question.
    pub fn parts(&self) -> impl Iterator<Item = (Question, &'static Part)> + use<> {
        let (at_work, carries) = (self.at_work, self.carries);
        let under_control = at_work.iter().map(|part| (Question::AtWork, part));
        under_control.chain(carries.iter().map(|part| (Question::Carries, part)))
    }
}

/// One thing that must be shown for a claim.
#[derive(Clone, Copy, Debug)]
pub struct Part {
    /// A short name, unique within the claim.
    pub name: &'static str,
    /// The arm that is compared.
    pub treatment: Arm,
    /// The arm that it is compared with.
    pub baseline: Arm,
    /// The measure.
    pub outcome: Outcome,
    /// Which way the treatment must move it, and how far at least.
    pub expected: Expected,
    /// The change that removes the mechanism, in both arms. Then the effect must vanish. Empty if the contrast is the
    /// mechanism itself.
    pub ablation: Arm,
    /// The causes of an overdetermined effect, removed one at a time. The ablation removes all of them.
    pub factors: &'static [Arm],
}

impl Part {
    /// Returns true if no ablation is named: the contrast is the mechanism, on and off.
    pub fn contrast_is_the_mechanism(&self) -> bool {
        self.ablation.deeds.is_empty()
    }
}

/// A measure of a run: the sum of a numerator over the sum of a denominator, over rounds.
#[derive(Clone, Copy, Debug)]
pub struct Outcome {
    /// The measure in words.
    pub words: &'static str,
    /// The unit; `… per …` if events are counted relative to their opportunities.
    pub unit: &'static str,
    /// The first round that counts.
    pub from: u32,
    /// The last round that counts, and of the run; at most 150.
    pub until: u32,
    /// Numerator and denominator of a round. Called after every round from the first on, so that notes can be kept.
    pub of: fn(&View<'_>, &mut Notes) -> Parts,
}

impl Outcome {
    /// Returns true if events are counted relative to their opportunities. Events are few, and opportunities sometimes
    /// exist in the first round only. Figures therefore show the rate so far, not by round.
    pub fn is_rate(&self) -> bool {
        self.unit.contains(" per ")
    }
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
    /// The reason for this size.
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

/// The expected direction of an effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// The treatment has a larger value.
    More,
    /// The treatment has a smaller value.
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
