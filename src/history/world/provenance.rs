//! Where the variables of the record come from: data sets, their terms, and the columns of the shipped column maps.

use std::collections::BTreeSet;

use super::mapping::{Against, Rule, Scale, Statistic, Term};
use crate::history::columns::{ColumnMap, SHIPPED, Source};

/// A data set: its name and terms, and the variables that it gives. Versions are those of the user's files.
struct DataSet {
    name: &'static str,
    terms: &'static str,
    variables: &'static [&'static str],
}

const COW: &str = "free for academic use with citation";

/// The data sets behind the shipped column maps, by the variables of states and pairs.
const DATA_SETS: &[DataSet] = &[
    DataSet {
        name: "V-Dem",
        terms: "CC BY-SA, with citation",
        variables: &[
            "system",
            "jumped",
            "liberal",
            "participatory",
            "referent",
            "securitisation",
            "consultation",
            "civil_consultation",
            "civil_provision",
            "civil_freedom",
            "participation",
            "military_executive",
            "party_executive",
            "judicial_constraints",
            "power_by_group",
            "autonomy",
        ],
    },
    DataSet { name: "Polity5", terms: "free for academic use with citation", variables: &["polity"] },
    DataSet { name: "Extended Unified Democracy Scores", terms: "cite the authors", variables: &["latent_democracy"] },
    DataSet {
        name: "Correlates of War, National Material Capabilities",
        terms: COW,
        variables: &["capability", "spending", "soldiers", "population"],
    },
    DataSet { name: "Correlates of War, State System Membership", terms: COW, variables: &["major"] },
    DataSet {
        name: "Fariss et al. 2022, GDP and population",
        terms: "cite the authors",
        variables: &["wealth", "wealth_per_head"],
    },
    DataSet { name: "Correlates of War, Trade", terms: COW, variables: &["imports", "exports", "flow_a", "flow_b"] },
    DataSet {
        name: "Bailey, Strezhnev and Voeten, ideal points in the United Nations",
        terms: "cite the authors",
        variables: &["ideal_point", "ideal_distance"],
    },
    DataSet {
        name: "militarised disputes (Gibler, Miller and Little, or Correlates of War)",
        terms: COW,
        variables: &[
            "onset",
            "onsets",
            "ongoing",
            "hostility",
            "hostility_a",
            "hostility_b",
            "fatality",
            "past",
            "quiet",
        ],
    },
    DataSet { name: "Correlates of War, Wars", terms: COW, variables: &["war", "war_onset", "war_ongoing"] },
    DataSet { name: "Uppsala Conflict Data Program", terms: "CC BY 4.0", variables: &["civil_war"] },
    DataSet { name: "Correlates of War, Direct Contiguity", terms: COW, variables: &["contiguity", "relevant"] },
    DataSet { name: "CShapes 2", terms: "cite the authors", variables: &["distance"] },
    DataSet {
        name: "Thompson, Sakuwa and Suhas, strategic rivalries",
        terms: "cite the authors",
        variables: &["rivalry", "rivals"],
    },
    DataSet { name: "Diehl, Goertz and Gallegos, Peace Data", terms: "cite the authors", variables: &["peace"] },
    DataSet {
        name: "alliances (ATOP, or Correlates of War)",
        terms: "cite the authors",
        variables: &["ally", "any_alliance", "allies"],
    },
    DataSet { name: "Correlates of War, Intergovernmental Organizations", terms: COW, variables: &["organisations"] },
];

/// The data sets of some variables, each with its terms.
pub(super) fn data_sets(variables: &BTreeSet<String>) -> Vec<String> {
    let used = DATA_SETS.iter().filter(|set| set.variables.iter().any(|name| variables.contains(*name)));
    used.map(|set| format!("{} ({})", set.name, set.terms)).collect()
}

/// The columns that hold a variable in the shipped column maps, in words.
pub(super) fn columns_of(variable: &str) -> String {
    let mut found = Vec::new();
    for (name, text) in SHIPPED {
        let Ok(map) = ColumnMap::parse(name, text) else { continue };
        for table in &map.tables {
            if let Some(source) = table.columns.get(variable) {
                let column = match source {
                    Source::Value(column) | Source::Equal { column, .. } | Source::Threshold { column, .. } => column,
                };
                found.push(format!("{column} of {} (map {name})", table.file));
            }
        }
    }
    if found.is_empty() { "a column map of your own can name it".to_owned() } else { found.join(", ") }
}

/// The variables of a rule.
pub(super) fn variables_of(rule: &Rule) -> BTreeSet<String> {
    let (own, of_states) = variables_by_rows(rule);
    own.into_iter().chain(of_states).collect()
}

/// The variables of a rule, each once: those of the unit that the rule is for, and those of states.
pub(super) fn variables_by_rows(rule: &Rule) -> (BTreeSet<String>, BTreeSet<String>) {
    let (mut own, mut of_states) = (BTreeSet::new(), BTreeSet::new());
    for term in rule.ways().iter().flat_map(|way| &way.terms) {
        let (of_unit, others) = term.variables();
        own.extend(of_unit.into_iter().map(str::to_owned));
        of_states.extend(others.into_iter().map(str::to_owned));
    }
    (own, of_states)
}

/// A rule in words: what it means, and how it is computed.
pub(super) fn in_words(rule: &Rule) -> String {
    let ways: Vec<String> = (rule.ways().iter().enumerate())
        .map(|(at, way)| {
            let lead = if at == 0 { "" } else { " Where that is not coded: " };
            let terms: Vec<String> = way.terms.iter().map(term_in_words).collect();
            let sum = match (way.base, &terms[..]) {
                (Some(base), _) => format!("{base} + {}", terms.join(" + ")),
                (None, [only]) => only.clone(),
                (None, _) => format!("the mean of {}", terms.join(", ")),
            };
            format!("{lead}{} Computed as {sum}.", way.about)
        })
        .collect();
    let factor = if rule.factor == 1.0 { String::new() } else { format!(" Times {}.", rule.factor) };
    let times = rule.times.as_ref().map_or_else(String::new, |times| format!(" Times {times}."));
    format!("{}{factor}{times}", ways.concat())
}

fn term_in_words(term: &Term) -> String {
    let quotient = |of: &str, plus: Option<&String>, over: Option<&String>| {
        let top = plus.map_or_else(|| of.to_owned(), |plus| format!("({of} + {plus})"));
        over.map_or_else(|| top.clone(), |over| format!("{top} / {over}"))
    };
    let mut words = quotient(&term.of, term.plus.as_ref(), term.over.as_ref());
    if let Some(over) = &term.over_smaller {
        words = format!("{words} / smaller {over}");
    }
    if let Some(years) = term.years_before {
        words = format!("{words} in the {years} years before");
    }
    match &term.against {
        None => {}
        Some(Against::Itself(Statistic::Median)) => words += " / median of the year",
        Some(Against::Itself(Statistic::Mean)) => words = format!("distance of {words} from the mean of the year"),
        Some(Against::Itself(Statistic::Most)) => words += " / the most of the year",
        Some(Against::Of { of, plus, over }) => {
            words = format!("{words} / median of {} of states", quotient(of, plus.as_ref(), over.as_ref()));
        }
    }
    let scale = match (term.scale, term.low, term.high, term.half) {
        (Scale::Log, Some(low), Some(high), _) => format!("log {low} to {high}"),
        (Scale::Linear, Some(low), Some(high), _) => format!("linear {low} to {high}"),
        (Scale::Saturating, _, _, Some(half)) => format!("saturating, half at {half}"),
        (Scale::Number, _, Some(high), _) => format!("at most {high}"),
        (Scale::Latent, ..) => "normal distribution".to_owned(),
        _ => String::new(),
    };
    let details = [scale, if term.reversed { "reversed".to_owned() } else { String::new() }];
    let details: Vec<String> = details.into_iter().filter(|detail| !detail.is_empty()).collect();
    if !details.is_empty() {
        words = format!("{words} ({})", details.join(", "));
    }
    if term.weight == 1.0 { words } else { format!("{} × {words}", term.weight) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::variables::{OF_PAIRS, OF_STATES};

    #[test]
    fn every_variable_has_one_data_set() {
        let territorial = "territorial_threat";
        for variable in OF_STATES.iter().chain(OF_PAIRS).filter(|variable| variable.name != territorial) {
            let sets = DATA_SETS.iter().filter(|set| set.variables.contains(&variable.name)).count();
            assert_eq!(sets, 1, "{}", variable.name);
        }
    }

    #[test]
    fn the_columns_of_a_variable_are_named_with_their_map() {
        let columns = columns_of("system");
        assert!(columns.contains("v2x_polyarchy of country_year*.csv (map tidy)"), "{columns}");
        assert!(columns.contains("V-Dem-CY*.csv (map published)"), "{columns}");
    }

    #[test]
    fn a_rule_is_put_into_words() {
        let rule = |text: &str| in_words(&toml::from_str(text).unwrap());
        let trade = "about = \"Trade.\"\nterms = [{ of = \"flow_a\", plus = \"flow_b\", over_smaller = \"wealth\", \
                     scale = \"saturating\", half = 0.1, against = { of = \"imports\", over = \"wealth\" } }]";
        let words = "Trade. Computed as (flow_a + flow_b) / smaller wealth / median of imports / wealth of states (saturating, half at 0.1).";
        assert_eq!(rule(trade), words);
        let fear = "about = \"Fear.\"\nbase = 0.05\nfactor = 2\nterms = [\
                    { of = \"civil_war\", years_before = 5, scale = \"linear\", low = 0, high = 5, weight = 0.25, reversed = true }]";
        let words =
            "Fear. Computed as 0.05 + 0.25 × civil_war in the 5 years before (linear 0 to 5, reversed). Times 2.";
        assert_eq!(rule(fear), words);
    }
}
