//! The methods: names, designs, and what each says.

use crate::analysis::sensitivity::sizes::Sizes;
use crate::analysis::sensitivity::{morris, pawn, rbd_fast, saltelli};
use crate::scenario::Design;

/// A method.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Method {
    /// Curves of one axis at a time around the scenario.
    OneAtATime,
    /// Elementary effects (Morris 1991).
    Morris,
    /// Sobol' indices: first order, total and, if the design has them, second order.
    Sobol,
    /// Distances of distributions (Pianosi & Wagener 2018).
    Pawn,
    /// First-order indices from any sample (Tarantola et al. 2006).
    RbdFast,
}

impl Method {
    /// Every method with its name on the command line.
    pub(crate) const ALL: [(&'static str, Self); 5] = [
        ("oat", Self::OneAtATime),
        ("morris", Self::Morris),
        ("sobol", Self::Sobol),
        ("pawn", Self::Pawn),
        ("rbd-fast", Self::RbdFast),
    ];

    /// The name.
    pub(crate) fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, method)| *method == self).map_or("", |(name, _)| name)
    }

    /// The name in a sentence.
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::OneAtATime => "one at a time",
            Self::Morris => "elementary effects (Morris)",
            Self::Sobol => "Sobol' indices",
            Self::Pawn => "PAWN",
            Self::RbdFast => "RBD-FAST",
        }
    }

    /// What the method says, for a reader who has not met it.
    pub(crate) fn about(self) -> &'static str {
        match self {
            Self::OneAtATime => "range: how far the mean outcome moves when this factor alone takes all its values.",
            Self::Morris => {
                "mu_star: how far the outcome moves, on average, when the factor alone moves over its whole range; \
                 sigma as large as mu_star says that the effect depends on other factors, or is not linear."
            }
            Self::Sobol => {
                "first: share of the outcome's variance that the factor makes alone; total: with all others; \
                 the difference is what it makes only together with others."
            }
            Self::Pawn => {
                "median: how far the distribution of the outcome moves when the factor is known, from 0 to 1; \
                 up to chance it may be chance alone."
            }
            Self::RbdFast => "first: share of the outcome's variance that the factor makes alone.",
        }
    }

    /// The design that it takes when runs are made for it.
    pub(crate) fn design(self) -> Design {
        match self {
            Self::OneAtATime => Design::OneAtATime,
            Self::Morris => Design::Morris,
            Self::Sobol => Design::Saltelli,
            Self::Pawn | Self::RbdFast => Design::Sobol,
        }
    }

    /// Returns true if it can use the points of a design.
    pub(crate) fn can_use(self, design: Design) -> bool {
        match self {
            Self::Pawn | Self::RbdFast => {
                matches!(design, Design::Random | Design::LatinHypercube | Design::Sobol | Design::List)
            }
            _ => design == self.design(),
        }
    }

    /// The methods that can use the points of a design, the first of them the best.
    pub(crate) fn of_design(design: Design) -> Vec<Self> {
        Self::ALL.into_iter().map(|(_, method)| method).filter(|method| method.can_use(design)).collect()
    }

    /// The measure by which factors are put in order.
    pub(crate) fn main_measure(self) -> &'static str {
        match self {
            Self::OneAtATime => "range",
            Self::Morris => "mu_star",
            Self::Sobol => "total",
            Self::Pawn => "median",
            Self::RbdFast => "first",
        }
    }

    /// The numbers of units that it can use; `None` for curves.
    pub(crate) fn sizes(self) -> Option<Sizes> {
        match self {
            Self::OneAtATime => None,
            Self::Morris => Some(morris::SIZES),
            Self::Sobol => Some(saltelli::SIZES),
            Self::Pawn => Some(pawn::sizes(pawn::SLICES)),
            Self::RbdFast => Some(rbd_fast::sizes(rbd_fast::HARMONICS)),
        }
    }

    /// The units of a sample whose number is the number of points of a sweep.
    pub(crate) fn units(self) -> &'static str {
        match self {
            Self::OneAtATime => "values",
            Self::Morris => "trajectories",
            Self::Sobol => "base points",
            Self::Pawn | Self::RbdFast => "points",
        }
    }
}

/// How indices are computed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Settings {
    pub(crate) method: Method,
    /// The number of resamples of intervals.
    pub(crate) resamples: usize,
    /// The seed of resamples.
    pub(crate) seed: u64,
}
