//! Errors of a plan without valid points.

use crate::analysis::sensitivity::error::SensitivityError;

/// The reason why a plan does not give points.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DesignError {
    /// The plan does not have an axis.
    #[error("the scenario does not have an axis to vary; give --vary PATH=VALUES, or a table [sweep.vary]")]
    NothingVaries,
    /// An interval where single values are needed.
    #[error(
        "{path} has the interval {interval} without a count, but a {design} needs single values; write {interval}/5 for \
        5 of them, or use the design random, latin-hypercube or sobol"
    )]
    NoCount {
        /// The path of the axis.
        path: String,
        /// The interval, as written.
        interval: String,
        /// The name of the design.
        design: &'static str,
    },
    /// The axes of a list have different numbers of values.
    #[error(
        "a list needs the same number of values on every axis, but {lengths}; add or remove values, or use the design grid"
    )]
    UnequalLists {
        /// Each path with its number of values.
        lengths: String,
    },
    /// Points that belong together cannot be left out.
    #[error("the design {design} compares points with each other, so none can be left out; remove the constraints")]
    NoneCanBeLeftOut {
        /// The name of the design.
        design: &'static str,
    },
    /// The design cannot be made as planned.
    #[error("{0}")]
    Method(String),
    /// The points do not fit in memory.
    #[error(
        "{points} points of {axes} axes are too many; points times axes may be {most} at most: give fewer values, or use \
        the design random, latin-hypercube or sobol with fewer points"
    )]
    TooMany {
        /// The number of points before constraints.
        points: u64,
        /// The number of axes.
        axes: usize,
        /// The largest number of points times axes.
        most: u64,
    },
    /// The Sobol' sequence does not have this number of dimensions here.
    #[error("{axes} axes are too many for the design sobol, which has {most} at most; use latin-hypercube")]
    TooManyAxes {
        /// The number of axes.
        axes: usize,
        /// The largest number of axes.
        most: usize,
    },
    /// An axis of whole numbers has an interval whose ends are not whole numbers.
    #[error("{path} needs whole numbers, but the interval is {interval}; both ends must be integers")]
    BrokenInterval {
        /// The path of the axis.
        path: String,
        /// The interval, as written.
        interval: String,
    },
    /// The scenario does not have a value for the axis.
    #[error(
        "the design one-at-a-time starts from the scenario, but {path} does not have a value there; write a value in the \
        scenario, or use the design grid"
    )]
    NoStart {
        /// The path of the axis.
        path: String,
    },
    /// A value is not allowed for its path.
    #[error("point {point}: {path} = {value}; {allowed}")]
    Refused {
        /// The number of the point, from 0.
        point: usize,
        /// The path of the axis.
        path: String,
        /// The value.
        value: String,
        /// The allowed values.
        allowed: String,
    },
    /// A constraint cannot be parsed.
    #[error("the constraint `{constraint}` cannot be read; {HOW}")]
    NotAnExpression {
        /// The constraint.
        constraint: String,
    },
    /// A constraint is neither true nor false.
    #[error("the constraint `{constraint}` is a number, not a comparison; {HOW}")]
    NotAComparison {
        /// The constraint.
        constraint: String,
    },
    /// A constraint computes with comparisons or joins numbers.
    #[error(
        "the constraint `{constraint}` computes with a comparison as if it were a number, or joins numbers as if they were \
         comparisons; {HOW}"
    )]
    Mixed {
        /// The constraint.
        constraint: String,
    },
    /// A constraint names a path that the scenario does not have.
    #[error("the constraint `{constraint}` names `{path}`, which is not a path of this scenario{hint}")]
    UnknownPath {
        /// The constraint.
        constraint: String,
        /// The path.
        path: String,
        /// The nearest axis, in words; empty if none is near.
        hint: String,
    },
    /// A constraint compares words.
    #[error(
        "the constraint `{constraint}` compares {path}, whose values are words; only numbers can be compared. Remove words from \
        the list of values instead"
    )]
    Word {
        /// The constraint.
        constraint: String,
        /// The path.
        path: String,
    },
    /// The constraints exclude every point.
    #[error("no point satisfies {constraints}: all {dropped} were left out; loosen a constraint, or give other values")]
    NoPoint {
        /// The constraints.
        constraints: String,
        /// The number of points left out.
        dropped: u64,
    },
    /// The constraints exclude almost every point.
    #[error(
        "too few points satisfy {constraints}: {found} of {tried} tried; loosen a constraint, or give other intervals"
    )]
    HardlyAnyPoint {
        /// The constraints.
        constraints: String,
        /// The number of points that satisfied them.
        found: u64,
        /// The number of points tried.
        tried: u64,
    },
}

const HOW: &str = "write a comparison of paths and numbers with < <= > >= == or !=, as in \
                   parameters.feedback.threat + parameters.feedback.knowledge <= 1.5, and join several with && or ||";

impl From<SensitivityError> for DesignError {
    fn from(error: SensitivityError) -> Self {
        Self::Method(error.to_string())
    }
}
