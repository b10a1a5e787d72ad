//! The items that most programs need: `use takvin::prelude::*;`.

pub use crate::batch::run_one;
pub use crate::output::RunReader;
pub use crate::plot::FIGURES;
pub use crate::record::summary::{OUTCOMES, outcomes};
pub use crate::record::{RunRecord, Table};
pub use crate::scenario::{Scenario, load, load_text};
pub use crate::studies::sweep::Sweep;
