//! What is asked for, and the names of the files that answer it.

use super::cast::Choice;

/// What is asked for.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// The year of the world, round 0 of the scenario.
    pub year: i32,
    /// The year of the last round; the last year of the data if not given.
    pub until: Option<i32>,
    /// The states.
    pub choice: Choice,
    /// The name of the scenario file without its ending, which begins the names of its tables.
    pub stem: String,
    /// The name of the mapping, for the head of the scenario.
    pub mapping: String,
}

/// The endings of all tables that a world may have.
pub const TABLES: [&str; 4] = ["-states.csv", "-pairs.csv", "-reach.csv", "-imputed.csv"];
