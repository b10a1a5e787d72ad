//! The mapping: from which variables of the record each key of a scenario is computed. It is TOML, and users can
//! change it.

use serde::Deserialize;

use super::keys::{self, Key};
use crate::history::error::{HistoryError, plain_words};
use crate::history::variables::{OF_PAIRS, OF_STATES};
use crate::scenario::suggest::did_you_mean;

/// What a quantity may be compared with.
const FORMS: &str = "`against` is \"median\", \"mean\" or \"most\", or { of, plus, over }";

/// The mapping that the program has.
pub const SHIPPED_MAPPING: &str = include_str!("mapping.toml");

/// How the starting values of a world come from the record.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    states: toml::Table,
    pairs: toml::Table,
    /// When a dispute is a crisis.
    pub(super) dispute: Dispute,
    /// How reach is estimated.
    pub(super) reach: Reach,
    /// How far away a coded year may be.
    pub(super) impute: Impute,
    /// The rules of states, in the order of the file.
    #[serde(skip)]
    pub(super) of_states: Vec<(Key, Rule)>,
    /// The rules of pairs.
    #[serde(skip)]
    pub(super) of_pairs: Vec<(Key, Rule)>,
}

/// How one key of a scenario is computed.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Rule {
    about: String,
    terms: Vec<Term>,
    base: Option<f64>,
    least: Option<usize>,
    otherwise: Option<Way>,
    /// The value is multiplied by this number.
    #[serde(default = "one")]
    pub factor: f64,
    /// And by the value of this key.
    pub times: Option<String>,
    /// What happens where the value is not coded.
    #[serde(default)]
    pub missing: Missing,
}

/// One way to compute a value.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Way {
    /// What the value means, in words.
    pub about: String,
    /// The terms.
    pub terms: Vec<Term>,
    /// If given, the value is this number and the sum of weight times term; otherwise the weighted mean of the terms.
    pub base: Option<f64>,
    least: Option<usize>,
}

/// What happens where a value is not coded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Missing {
    /// It is imputed.
    #[default]
    Impute,
    /// The scenario's default holds.
    Leave,
}

/// A variable of the record on a scale.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Term {
    /// The variable.
    pub of: String,
    /// A variable that is added.
    pub plus: Option<String>,
    /// The variable by which it is divided.
    pub over: Option<String>,
    /// The variable of states by whose smaller value it is divided.
    pub over_smaller: Option<String>,
    /// What it is compared with.
    pub against: Option<Against>,
    /// The sum over this number of years before.
    pub years_before: Option<u16>,
    /// The scale.
    pub scale: Scale,
    /// The lower bound of the scale.
    pub low: Option<f64>,
    /// The upper bound.
    pub high: Option<f64>,
    /// The value that is .5 on a saturating scale.
    pub half: Option<f64>,
    /// 1 minus the value.
    #[serde(default)]
    pub reversed: bool,
    /// The weight.
    #[serde(default = "one")]
    pub weight: f64,
    /// The value on the scale where the variable is not coded.
    pub missing: Option<f64>,
    /// The value is not coded without this term.
    #[serde(default)]
    pub needed: bool,
}

/// What a quantity is compared with.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub(super) enum Against {
    /// A statistic of the quantity in the year.
    Itself(Statistic),
    /// The median state's value of another quantity.
    Of {
        /// The variable.
        of: String,
        /// A variable that is added.
        plus: Option<String>,
        /// The variable by which it is divided.
        over: Option<String>,
    },
}

/// A statistic of a quantity in a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Statistic {
    /// The quotient by the median.
    Median,
    /// The distance from the mean.
    Mean,
    /// The quotient by the greatest value.
    Most,
}

/// The scale of a term.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Scale {
    /// As it is, in [0, 1].
    Share,
    /// The standard normal distribution function.
    Latent,
    /// By the logarithm, between bounds.
    Log,
    /// Evenly, between bounds.
    Linear,
    /// x / (x + half).
    Saturating,
    /// As it is.
    Number,
}

/// When a dispute is a crisis.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Dispute {
    /// The least hostility of a crisis, 1–5.
    pub crisis: f64,
}

/// How reach is estimated.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Reach {
    /// The power to which the relative rate is raised.
    pub power: f64,
    /// The least reach.
    pub floor: f64,
    /// The upper ends of the classes of distance, km.
    pub distances: Vec<f64>,
    /// Relative rates of the classes that are mixed in.
    pub prior: Vec<f64>,
    /// The same for pairs with a great power.
    pub prior_major: Vec<f64>,
    /// The pair-years for which the prior counts.
    pub prior_years: f64,
}

/// How far away a coded year may be.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Impute {
    /// Years.
    pub years: u16,
}

fn one() -> f64 {
    1.0
}

impl Way {
    /// The number of terms that must be coded.
    pub(super) fn least(&self) -> usize {
        let all = if self.base.is_some() { 0 } else { self.terms.len() };
        self.least.unwrap_or(all).min(self.terms.len())
    }
}

impl Rule {
    /// The ways to compute the value, the best first.
    pub(super) fn ways(&self) -> Vec<Way> {
        let first = Way { about: self.about.clone(), terms: self.terms.clone(), base: self.base, least: self.least };
        std::iter::once(first).chain(self.otherwise.clone()).collect()
    }
}

impl Term {
    /// The variables of the unit, and the variables of states.
    pub(super) fn variables(&self) -> (Vec<&str>, Vec<&str>) {
        fn names<'a>(list: &[Option<&'a String>]) -> Vec<&'a str> {
            list.iter().flatten().map(|name| name.as_str()).collect()
        }
        let own = [Some(&self.of), self.plus.as_ref(), self.over.as_ref()];
        let mut of_states = vec![self.over_smaller.as_ref()];
        if let Some(Against::Of { of, plus, over }) = &self.against {
            of_states.extend([Some(of), plus.as_ref(), over.as_ref()]);
        }
        (names(&own), names(&of_states))
    }
}

impl Mapping {
    /// Reads a mapping from TOML. `name` names it in messages.
    ///
    /// # Errors
    /// Returns an error if the text is not a mapping, or names a key or a variable that does not exist.
    pub fn parse(name: &str, text: &str) -> Result<Self, HistoryError> {
        let line = |span: Option<std::ops::Range<usize>>| {
            span.map_or(0, |span| 1 + text[..span.start.min(text.len())].matches('\n').count() as u64)
        };
        let help = "the shipped mapping, `takvin history world --print-mapping`, explains its keys";
        let mut mapping: Self = toml::from_str(text).map_err(|error| {
            HistoryError::of_file(name, plain_words(error.message(), FORMS), help).at(line(error.span()), "")
        })?;
        let refuse = |key: &str, message: String, help: String| {
            let place = text.find(&format!("[{key}]")).map(|at| at..at);
            HistoryError::of_file(name, format!("[{key}]: {message}"), help).at(line(place), "")
        };
        let tables = [("states", keys::of_states(), OF_STATES), ("pairs", keys::of_pairs(), OF_PAIRS)];
        for (kind, known, variables) in tables {
            let table = if kind == "states" { &mapping.states } else { &mapping.pairs };
            let mut rules = Vec::new();
            for (key, value) in table {
                let path = format!("{kind}.{key}");
                let found = known.iter().find(|there| there.name == *key).ok_or_else(|| {
                    let names: Vec<&str> = known.iter().map(|key| key.name.as_str()).collect();
                    let near = did_you_mean(key, names.iter().copied());
                    refuse(&path, format!("is not a key of {kind}{near}"), format!("keys are {}", names.join(", ")))
                })?;
                let rule: Rule = value.clone().try_into().map_err(|error: toml::de::Error| {
                    refuse(&path, plain_words(error.message().trim(), FORMS), help.to_owned())
                })?;
                rule.check(variables).map_err(|(message, help)| refuse(&path, message, help))?;
                rules.push((found.clone(), rule));
            }
            for (key, rule) in &rules {
                let path = format!("{kind}.{}", key.name);
                rule.check_times(kind, &rules).map_err(|(message, help)| refuse(&path, message, help))?;
            }
            if kind == "states" { mapping.of_states = rules } else { mapping.of_pairs = rules }
        }
        mapping.reach.check().map_err(|(message, help)| refuse("reach", message, help))?;
        Ok(mapping)
    }
}
