//! What lay behind the decisions of a run, as `takvin explain` works it out: plain numbers, handed in from outside, since a
//! page knows no model.

use serde::Serialize;

use super::thousandths::thousandths;

/// Reasons of all decisions of some states in some rounds of one run.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct Reasons {
    /// Rounds.
    pub rounds: Vec<u32>,
    /// Their years.
    pub years: Vec<f64>,
    /// Who decided toward whom, by the places of their names in `states`.
    pub pairs: Vec<(usize, usize)>,
    /// Names of the states; the page puts its own places in their stead.
    #[serde(skip)]
    pub states: Vec<String>,
    /// Names of the instruments.
    pub instruments: Vec<&'static str>,
    /// What is known of each decision.
    pub columns: Vec<String>,
    /// Terms of cooperation: column and meaning.
    pub cooperation: Vec<(String, &'static str)>,
    /// Terms of confrontation: column and meaning.
    pub confrontation: Vec<(String, &'static str)>,
    /// Column by column, pair by pair, round by round, in thousandths (act and instrument by number).
    pub decisions: Vec<Vec<Option<i64>>>,
    /// States whose governance and backlog are known, in their order, by the places of their names in `states`; on the page
    /// by its own places, `None` if it does not show them.
    pub deciders: Vec<Option<usize>>,
    /// Components of governance.
    pub components: Vec<&'static str>,
    /// What presses on them: component and meaning.
    pub pressures: Vec<(&'static str, &'static str)>,
    /// Of each state that decides, round by round.
    pub governance: Vec<Vec<Option<Moved>>>,
    /// What is known of each round of a backlog: name and meaning.
    pub backlog_columns: Vec<(&'static str, &'static str)>,
    /// Of each state, round by round, in thousandths; `None` while it is not in the world.
    pub backlog: Vec<Vec<Option<Vec<Option<i64>>>>>,
    /// Were rounds or states left out?
    #[serde(skip)]
    pub thinned: bool,
}

/// What a round did to a state's governance, in thousandths.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Moved {
    /// Pressures (logit).
    pub pressures: Vec<Option<i64>>,
    /// Of each component: before, target, after.
    pub moved: Vec<[Option<i64>; 3]>,
}

/// Numbers in thousandths.
pub(crate) fn all(values: impl IntoIterator<Item = f64>) -> Vec<Option<i64>> {
    values.into_iter().map(thousandths).collect()
}
