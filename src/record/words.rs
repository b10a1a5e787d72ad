//! The words of columns with a fixed vocabulary: one definition for writer, readers, figures and page.

pub(crate) use crate::model::constitution::{COMPONENTS, GOVERNANCE};
pub(crate) use crate::model::events::EventKind;
pub(crate) use crate::model::issues::Sector;
pub(crate) use crate::model::pairs::{Act, Instrument, Stage};

use crate::model::vocabulary;

/// The governance at which the middle begins, as a number and in text.
macro_rules! middle_begins {
    () => {
        0.4
    };
}

/// The governance at which the middle ends, as a number and in text.
macro_rules! middle_ends {
    () => {
        0.6
    };
}

pub(crate) use {middle_begins, middle_ends};

vocabulary! {
    /// The basin of a state, by its governance.
    pub enum Basin {
        /// Governance below the middle.
        Authoritarian = "authoritarian",
        /// Governance in the middle, both its edges included.
        Middle = "middle",
        /// Governance above the middle.
        Participatory = "participatory",
    }
}

impl Basin {
    /// The governance at which the middle basin begins and ends.
    pub const EDGES: [f64; 2] = [middle_begins!(), middle_ends!()];

    /// The basin of a state with this governance.
    pub fn of(governance: f64) -> Self {
        if governance < Self::EDGES[0] {
            Self::Authoritarian
        } else if governance <= Self::EDGES[1] {
            Self::Middle
        } else {
            Self::Participatory
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_numbers_go_both_ways() {
        for (number, kind) in EventKind::ALL.into_iter().enumerate() {
            assert_eq!((kind as usize, EventKind::named(kind.name())), (number, Some(kind)));
        }
        assert_eq!((Stage::named("war"), Stage::named("War"), Sector::named("")), (Some(Stage::War), None, None));
    }

    #[test]
    fn the_edges_belong_to_the_middle() {
        let basins = [0.399, 0.4, 0.6, 0.601].map(Basin::of);
        assert_eq!(basins, [Basin::Authoritarian, Basin::Middle, Basin::Middle, Basin::Participatory]);
    }
}
