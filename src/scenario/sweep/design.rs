//! The designs of a sweep, by name.

/// The way in which points are chosen from the axes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Design {
    /// Every value of every axis with every value of the others.
    Grid,
    /// The first values of all lists, then the second values, and so on.
    List,
    /// Random points.
    Random,
    /// Random points that cover every axis evenly (McKay, Beckman and Conover 1979).
    LatinHypercube,
    /// The Sobol' sequence, which covers all axes together evenly.
    Sobol,
    /// The scenario, then each value of each axis with the others as in the scenario.
    OneAtATime,
    /// Trajectories that move one axis after another, for elementary effects (Morris 1991).
    Morris,
    /// Pairs of points with axes exchanged between them, for Sobol' indices (Saltelli 2002).
    Saltelli,
}

/// The default outcome measure.
pub(crate) const OUTCOME: &str = "governance_end";
/// The largest number of single values of an axis.
pub(crate) const MOST_VALUES: u32 = 1_000_000;
/// The designs by name. A range of one path is a grid of one axis, and may be called so.
pub(crate) const DESIGNS: [(&str, Design); 9] = [
    ("grid", Design::Grid),
    ("range", Design::Grid),
    ("list", Design::List),
    ("random", Design::Random),
    ("latin-hypercube", Design::LatinHypercube),
    ("sobol", Design::Sobol),
    ("one-at-a-time", Design::OneAtATime),
    ("morris", Design::Morris),
    ("saltelli", Design::Saltelli),
];

impl Design {
    /// The name.
    pub fn name(self) -> &'static str {
        DESIGNS.iter().find(|(_, design)| *design == self).map_or("", |(name, _)| name)
    }

    /// Returns true if the design takes a number of points from whole intervals.
    pub fn samples(self) -> bool {
        matches!(self, Self::Random | Self::LatinHypercube | Self::Sobol) || self.is_in_blocks()
    }

    /// Returns true if its points belong together in blocks: trajectories, or base points. Their number is what it takes.
    pub fn is_in_blocks(self) -> bool {
        matches!(self, Self::Morris | Self::Saltelli)
    }

    /// A design by its name.
    pub(super) fn named(name: &str) -> Option<Self> {
        DESIGNS.iter().find(|(there, _)| *there == name).map(|(_, design)| *design)
    }
}
