//! The reasons behind the decisions of a run, as `takvin explain` computes them. They are plain numbers passed in by
//! the caller, because a page does not import the model.

use serde::Serialize;

use super::thousandths::thousandths;

/// The reasons of all decisions of some states in some rounds of one run.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct Reasons {
    /// The rounds.
    pub rounds: Vec<u32>,
    /// The years of the rounds.
    pub years: Vec<f64>,
    /// Who decided toward whom, as indices into `states`.
    pub pairs: Vec<(usize, usize)>,
    /// The names of the states. The page replaces their indices by its own.
    #[serde(skip)]
    pub states: Vec<String>,
    /// The names of the instruments.
    pub instruments: Vec<&'static str>,
    /// The names of the numbers known of each decision.
    pub columns: Vec<String>,
    /// The terms of cooperation: column and meaning.
    pub cooperation: Vec<(String, &'static str)>,
    /// The terms of confrontation: column and meaning.
    pub confrontation: Vec<(String, &'static str)>,
    /// The numbers by column, pair and round, in thousandths. Act and instrument are numbers of the model's lists.
    pub decisions: Vec<Vec<Option<i64>>>,
    /// The states whose governance and backlog are known, in order, as indices into `states`. On the page these are the
    /// page's own indices, or `None` if it does not show the state.
    pub deciders: Vec<Option<usize>>,
    /// The components of governance.
    pub components: Vec<&'static str>,
    /// The pressures on them: component and meaning.
    pub pressures: Vec<(&'static str, &'static str)>,
    /// The changes of each such state, by round.
    pub governance: Vec<Vec<Option<Moved>>>,
    /// The numbers known of each round of a backlog: name and meaning.
    pub backlog_columns: Vec<(&'static str, &'static str)>,
    /// The backlog of each such state by round, in thousandths; `None` while the state is not in the world.
    pub backlog: Vec<Vec<Option<Vec<Option<i64>>>>>,
    /// Whether rounds or states were left out.
    #[serde(skip)]
    pub thinned: bool,
}

/// The effect of a round on a state's governance, in thousandths.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Moved {
    /// The pressures (logit).
    pub pressures: Vec<Option<i64>>,
    /// Of each component: the value before, the target and the value after.
    pub moved: Vec<[Option<i64>; 3]>,
}

/// Converts numbers to thousandths.
pub(crate) fn all(values: impl IntoIterator<Item = f64>) -> Vec<Option<i64>> {
    values.into_iter().map(thousandths).collect()
}
