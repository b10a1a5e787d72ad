//! Why a plan has no points.

/// Why points could not be made of a plan.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DesignError {
    /// There is no axis.
    #[error("nothing varies in this scenario; give --vary PATH=VALUES, or a table [sweep.vary]")]
    NothingVaries,
    /// An interval where single values are needed.
    #[error(
        "{path} has the interval {interval} and no count, and a {design} takes values one by one; write {interval}/5 for \
         5 of them, or take the design random, latin-hypercube or sobol"
    )]
    NoCount {
        /// Path of the axis.
        path: String,
        /// The interval, as it is written.
        interval: String,
        /// Name of the design.
        design: &'static str,
    },
    /// The axes of a list have different numbers of values.
    #[error(
        "a list takes the first values of all axes together, then the second ones, and so on, and here {lengths}; give \
         every axis as many, or take the design grid"
    )]
    UnequalLists {
        /// Each path with its number of values.
        lengths: String,
    },
    /// More than fits in memory.
    #[error(
        "{points} points of {axes} axes are too many; points times axes may be {most} at most: give fewer values, or take \
         the design random, latin-hypercube or sobol with fewer points"
    )]
    TooMany {
        /// Points before constraints.
        points: u64,
        /// Axes.
        axes: usize,
        /// Most settings.
        most: u64,
    },
    /// More axes than the Sobol' sequence has dimensions here.
    #[error("{axes} axes are too many for the design sobol, which has {most} at most; take latin-hypercube")]
    TooManyAxes {
        /// Axes.
        axes: usize,
        /// Most axes.
        most: usize,
    },
    /// An interval of whole numbers with an end that is none.
    #[error(
        "{path} takes whole numbers, and {interval} has an end that is none; let it begin and end at whole numbers"
    )]
    BrokenInterval {
        /// Path of the axis.
        path: String,
        /// The interval, as it is written.
        interval: String,
    },
    /// The scenario has no value for the axis.
    #[error(
        "the design one-at-a-time starts from the scenario itself, and there {path} has no value; write one in the \
         scenario, or take the design grid"
    )]
    NoStart {
        /// Path of the axis.
        path: String,
    },
    /// A value that its path may not take.
    #[error("point {point}: {path} = {value}; {allowed}")]
    Refused {
        /// Number of the point, from 0.
        point: usize,
        /// Path of the axis.
        path: String,
        /// The value.
        value: String,
        /// What is allowed.
        allowed: String,
    },
    /// A constraint that cannot be read.
    #[error("the constraint `{constraint}` cannot be read; {HOW}")]
    NotAnExpression {
        /// The constraint.
        constraint: String,
    },
    /// A constraint that is neither true nor false.
    #[error("the constraint `{constraint}` is a number and no comparison; {HOW}")]
    NotAComparison {
        /// The constraint.
        constraint: String,
    },
    /// A constraint that counts with comparisons or joins numbers.
    #[error(
        "the constraint `{constraint}` counts with a comparison as if it were a number, or joins numbers as if they were \
         comparisons; {HOW}"
    )]
    Mixed {
        /// The constraint.
        constraint: String,
    },
    /// A constraint on something that the scenario does not have.
    #[error("the constraint `{constraint}` names `{path}`, which is no path of this scenario{hint}")]
    UnknownPath {
        /// The constraint.
        constraint: String,
        /// The path.
        path: String,
        /// The nearest axis, in words; empty where none is near.
        hint: String,
    },
    /// A constraint on a word.
    #[error(
        "the constraint `{constraint}` compares {path}, whose values are words, and only numbers can be compared; take \
         words out of the list of values instead"
    )]
    Word {
        /// The constraint.
        constraint: String,
        /// The path.
        path: String,
    },
    /// Every point is left out.
    #[error("no point satisfies {constraints}: all {dropped} were left out; loosen a constraint, or give other values")]
    NoPoint {
        /// The constraints.
        constraints: String,
        /// Points left out.
        dropped: u64,
    },
    /// Points are left out almost always.
    #[error(
        "nearly no point satisfies {constraints}: {found} of {tried} tried; loosen a constraint, or give other intervals"
    )]
    HardlyAnyPoint {
        /// The constraints.
        constraints: String,
        /// Points that satisfied them.
        found: u64,
        /// Points tried.
        tried: u64,
    },
}

const HOW: &str = "write a comparison of paths and numbers with < <= > >= == or !=, as in \
                   parameters.feedback.threat + parameters.feedback.knowledge <= 1.5, and join several with && or ||";
