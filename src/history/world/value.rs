//! Values of the mapping in a row of the record: terms on their scales, and their mean or sum.
//!
//! ```text
//! mean    v = Σ w·s / Σ w        sum    v = base + Σ w·s
//! ```
//!
//! s: terms on their scales; w: their weights. Terms that are not coded are left out.

use std::collections::BTreeMap;

use super::mapping::{Against, Rule, Scale, Statistic, Term, Way};
use crate::history::panel::{Panel, Rows};

/// A rule, with the columns of a panel.
pub(super) struct Measure<'a> {
    ways: Vec<(Way, Vec<Ready<'a>>)>,
}

/// A term with its columns.
struct Ready<'a> {
    term: Term,
    quantity: Option<Quantity<'a>>,
    /// The statistic with which the quantity is compared, by year.
    yard: Option<(Statistic, BTreeMap<i32, f64>)>,
}

/// A variable, the sum of two, or a quotient.
struct Quantity<'a> {
    rows: &'a Rows,
    of: &'a [f64],
    plus: Option<&'a [f64]>,
    over: Option<&'a [f64]>,
    smaller: Option<(&'a Rows, &'a [f64])>,
}

impl<'a> Measure<'a> {
    /// Looks up the columns of a rule for states or for pairs. A term whose variables no source has is never coded.
    pub(super) fn new(rule: &Rule, rows: &'a Rows, panel: &'a Panel) -> Self {
        let ready = |way: Way| {
            let terms = way.terms.iter().map(|term| Ready::new(term, rows, panel)).collect();
            (way, terms)
        };
        Self { ways: rule.ways().into_iter().map(ready).collect() }
    }

    /// The value in a row, before `factor` and `times`, and the number of the way in which it was computed; `None` if
    /// it is not coded.
    pub(super) fn value(&self, row: usize) -> Option<(f64, usize)> {
        self.ways.iter().enumerate().find_map(|(at, (way, terms))| Some((of_way(way, terms, row)?, at)))
    }

    /// Returns true if the variables of some way are there, so that a value can be coded at all.
    pub(super) fn is_possible(&self) -> bool {
        self.ways.iter().any(|(way, terms)| {
            let there = terms.iter().filter(|term| term.quantity.is_some()).count();
            let is_whole = terms.iter().all(|term| term.quantity.is_some() || !term.term.needed);
            is_whole && there >= way.least() && (there > 0 || way.base.is_some())
        })
    }
}

fn of_way(way: &Way, terms: &[Ready<'_>], row: usize) -> Option<f64> {
    let (mut coded, mut sum, mut weights) = (0, 0.0, 0.0);
    for ready in terms {
        let mut value = ready.on_scale(row);
        if value.is_nan() {
            if ready.term.needed {
                return None;
            }
            let Some(missing) = ready.term.missing else { continue };
            value = missing;
        } else {
            coded += 1;
        }
        sum += ready.term.weight * value;
        weights += ready.term.weight;
    }
    if coded < way.least() {
        return None;
    }
    match way.base {
        Some(base) => Some(base + sum),
        None if weights > 0.0 => Some(sum / weights),
        None => None,
    }
}

impl<'a> Ready<'a> {
    fn new(term: &Term, rows: &'a Rows, panel: &'a Panel) -> Self {
        let quantity = Quantity::new(rows, &term.of, term.plus.as_deref(), term.over.as_deref());
        let quantity = quantity.and_then(|quantity| match &term.over_smaller {
            None => Some(quantity),
            Some(name) => Some(Quantity { smaller: Some((&panel.states, panel.states.column(name)?)), ..quantity }),
        });
        let yard = match &term.against {
            None => None,
            Some(Against::Itself(statistic)) => {
                quantity.as_ref().map(|quantity| (*statistic, by_year(quantity, *statistic)))
            }
            Some(Against::Of { of, plus, over }) => {
                let other = Quantity::new(&panel.states, of, plus.as_deref(), over.as_deref());
                other.map(|other| (Statistic::Median, by_year(&other, Statistic::Median)))
            }
        };
        // Without what it is compared with, the quantity is not known either.
        let quantity = quantity.filter(|_| term.against.is_none() || yard.is_some());
        Self { term: term.clone(), quantity, yard }
    }

    /// The value on the scale; NaN if it is not coded.
    fn on_scale(&self, row: usize) -> f64 {
        let Some(quantity) = &self.quantity else { return f64::NAN };
        let mut raw = match self.term.years_before {
            Some(years) => quantity.sum_before(row, i32::from(years)),
            None => quantity.value(row),
        };
        if let Some((statistic, by_year)) = &self.yard {
            let yard = by_year.get(&quantity.rows.year(row)).copied().unwrap_or(f64::NAN);
            raw = match statistic {
                Statistic::Mean => (raw - yard).abs(),
                Statistic::Median | Statistic::Most if yard > 0.0 => raw / yard,
                Statistic::Median | Statistic::Most => f64::NAN,
            };
        }
        scaled(&self.term, raw)
    }
}

/// A number on the scale of a term. NaN stays NaN.
fn scaled(term: &Term, raw: f64) -> f64 {
    if raw.is_nan() {
        return raw;
    }
    let (low, high) = (term.low.unwrap_or(f64::NEG_INFINITY), term.high.unwrap_or(f64::INFINITY));
    let value = match term.scale {
        Scale::Share => raw.clamp(0.0, 1.0),
        Scale::Latent => 0.5 * libm::erfc(-raw / std::f64::consts::SQRT_2),
        Scale::Log if raw <= low => 0.0,
        Scale::Log => (libm::log(raw / low) / libm::log(high / low)).min(1.0),
        Scale::Linear => ((raw - low) / (high - low)).clamp(0.0, 1.0),
        Scale::Saturating => raw.max(0.0) / (raw.max(0.0) + term.half.unwrap_or(1.0)),
        Scale::Number => raw.max(low).min(high),
    };
    if term.reversed { 1.0 - value } else { value }
}

impl<'a> Quantity<'a> {
    fn new(rows: &'a Rows, of: &str, plus: Option<&str>, over: Option<&str>) -> Option<Self> {
        // A variable that is asked for and missing makes the quantity unknown.
        let optional = |name: Option<&str>| match name {
            Some(name) => rows.column(name).map(Some),
            None => Some(None),
        };
        Some(Self { rows, of: rows.column(of)?, plus: optional(plus)?, over: optional(over)?, smaller: None })
    }

    /// The value in a row; NaN if a part is not coded, or divided by what is not above 0.
    fn value(&self, row: usize) -> f64 {
        let top = self.of[row] + self.plus.map_or(0.0, |plus| plus[row]);
        let smaller = self.smaller.map(|(states, column)| {
            let side = |state: u32| states.find([state; 2], self.rows.year(row)).map_or(f64::NAN, |at| column[at]);
            let [a, b] = self.rows.unit(row).map(side);
            if a.is_nan() || b.is_nan() { f64::NAN } else { a.min(b) }
        });
        let below = [self.over.map(|over| over[row]), smaller];
        below.into_iter().flatten().fold(top, |value, by| if by > 0.0 { value / by } else { f64::NAN })
    }

    /// The sum over the years before that of a row; NaN if none is coded.
    fn sum_before(&self, row: usize, years: i32) -> f64 {
        let (unit, year) = (self.rows.unit(row), self.rows.year(row));
        let earlier = (0..row).rev().take_while(|&at| self.rows.unit(at) == unit && self.rows.year(at) >= year - years);
        let coded = earlier.map(|at| self.value(at)).filter(|value| !value.is_nan());
        coded.fold(f64::NAN, |sum, value| if sum.is_nan() { value } else { sum + value })
    }
}

/// A statistic of a quantity in each year. Medians are over values above 0.
fn by_year(quantity: &Quantity<'_>, statistic: Statistic) -> BTreeMap<i32, f64> {
    let mut values: BTreeMap<i32, Vec<f64>> = BTreeMap::new();
    for row in 0..quantity.rows.len() {
        let value = quantity.value(row);
        if !value.is_nan() {
            values.entry(quantity.rows.year(row)).or_default().push(value);
        }
    }
    let of = |values: Vec<f64>| match statistic {
        Statistic::Median => median(values.into_iter().filter(|value| *value > 0.0).collect()).unwrap_or(f64::NAN),
        Statistic::Mean => values.iter().sum::<f64>() / values.len() as f64,
        Statistic::Most => values.into_iter().fold(f64::NEG_INFINITY, f64::max),
    };
    values.into_iter().map(|(year, values)| (year, of(values))).collect()
}

/// The median; the mean of the middle two of an even number; `None` without values.
pub(super) fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let (half, count) = (values.len() / 2, values.len());
    match count {
        0 => None,
        _ if count % 2 == 1 => Some(values[half]),
        _ => Some(f64::midpoint(values[half - 1], values[half])),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn term(text: &str) -> Term {
        toml::from_str(text).unwrap()
    }

    fn states() -> Panel {
        // Three states in 1970, and the first also in 1969.
        let mut states = Rows::new(vec![[0, 0], [0, 0], [1, 1], [2, 2]], vec![1969, 1970, 1970, 1970]);
        states.set("wealth", vec![50.0, 100.0, 200.0, 800.0]);
        states.set("spending", vec![5.0, 10.0, f64::NAN, 0.0]);
        states.set("onsets", vec![3.0, 1.0, 2.0, f64::NAN]);
        let mut pairs = Rows::new(vec![[0, 1], [0, 2]], vec![1970, 1970]);
        pairs.set("flow_a", vec![6.0, f64::NAN]);
        pairs.set("flow_b", vec![4.0, 1.0]);
        Panel { states, pairs, ..Panel::default() }
    }

    fn on_scale(panel: &Panel, text: &str) -> Vec<f64> {
        let ready = Ready::new(&term(text), &panel.states, panel);
        (0..panel.states.len()).map(|row| ready.on_scale(row)).collect()
    }

    #[test]
    fn scales_by_hand() {
        let at = |text: &str, raw: f64| scaled(&term(&format!("of = \"wealth\"\n{text}")), raw);
        assert_eq!(at("scale = \"share\"", 1.2), 1.0);
        assert_eq!(at("scale = \"latent\"", 0.0), 0.5);
        assert!((at("scale = \"latent\"", 1.959_963_985) - 0.975).abs() < 1e-9);
        assert!((at("scale = \"log\"\nlow = 1\nhigh = 100", 10.0) - 0.5).abs() < 1e-15);
        assert_eq!(at("scale = \"log\"\nlow = 1\nhigh = 100", 0.0), 0.0);
        assert_eq!(at("scale = \"linear\"\nlow = -10\nhigh = 10\nreversed = true", 5.0), 0.25);
        assert_eq!(at("scale = \"saturating\"\nhalf = 0.1", 0.3), 0.3 / 0.4);
        assert_eq!(at("scale = \"number\"\nhigh = 5", 7.0), 5.0);
        assert!(at("scale = \"share\"", f64::NAN).is_nan());
    }

    #[test]
    fn a_quantity_is_compared_with_the_states_of_its_year() {
        let panel = states();
        let relative = on_scale(&panel, "of = \"wealth\"\nagainst = \"median\"\nscale = \"number\"");
        assert_eq!(relative, [1.0, 0.5, 1.0, 4.0]);
        let mean = on_scale(&panel, "of = \"onsets\"\nagainst = \"mean\"\nscale = \"number\"");
        assert_eq!(mean[..3], [0.0, 0.5, 0.5]);
        let burden = on_scale(&panel, "of = \"spending\"\nover = \"wealth\"\nagainst = \"median\"\nscale = \"number\"");
        assert_eq!(burden[1], 1.0, "a median of 0 would not be a typical state");
        assert!(burden[2].is_nan());
        assert_eq!(burden[3], 0.0);
        let before = on_scale(&panel, "of = \"onsets\"\nyears_before = 10\nscale = \"number\"");
        assert!(before[0].is_nan() && before[2].is_nan());
        assert_eq!(before[1], 3.0);
    }

    #[test]
    fn trade_is_set_against_the_smaller_economy() {
        let panel = states();
        let text = "of = \"flow_a\"\nplus = \"flow_b\"\nover_smaller = \"wealth\"\nscale = \"number\"\n\
                    against = { of = \"spending\", over = \"wealth\" }";
        let ready = Ready::new(&term(text), &panel.pairs, &panel);
        // 10 of 100, and the median state spends a tenth.
        assert_eq!(ready.on_scale(0), 1.0);
        assert!(ready.on_scale(1).is_nan());
    }

    #[test]
    fn a_value_is_a_mean_or_a_sum_and_needs_its_terms() {
        let panel = states();
        let value = |text: &str, row: usize| {
            let rule: Rule = toml::from_str(&format!("about = \"\"\n{text}")).unwrap();
            Measure::new(&rule, &panel.states, &panel).value(row)
        };
        let terms = "terms = [{ of = \"wealth\", scale = \"linear\", low = 0, high = 1000 }, \
                     { of = \"onsets\", scale = \"linear\", low = 0, high = 4, weight = 3 }]";
        assert_eq!(value(terms, 1), Some(((0.1 + 3.0 * 0.25) / 4.0, 0)));
        assert_eq!(value(terms, 3), None, "onsets are not coded");
        assert_eq!(value(&format!("least = 1\n{terms}"), 3), Some((0.8, 0)));
        assert_eq!(value(&format!("base = 0.5\n{terms}"), 3), Some((1.3, 0)));
        let needed = terms.replace("weight = 3", "weight = 3, needed = true");
        assert_eq!(value(&format!("base = 0.5\n{needed}"), 3), None);
        let otherwise = "[otherwise]\nabout = \"\"\nterms = [{ of = \"wealth\", scale = \"number\" }]";
        assert_eq!(value(&format!("{terms}\n{otherwise}"), 3), Some((800.0, 1)));
    }

    #[test]
    fn a_rule_without_its_variables_is_not_possible() {
        let panel = states();
        let possible = |of: &str| {
            let text = format!("about = \"\"\nterms = [{{ of = \"{of}\", scale = \"share\" }}]");
            Measure::new(&toml::from_str(&text).unwrap(), &panel.states, &panel).is_possible()
        };
        assert!(possible("wealth") && !possible("liberal"));
    }
}
