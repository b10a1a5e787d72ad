//! What must hold at a point: comparisons over paths and numbers.

use std::fmt::Write as _;

use exmex::{BinOp, Express, FlatEx, MakeOperators, MatchLiteral, Operator, literal_matcher_from_pattern};

use super::DesignError;
use crate::scenario::suggest::nearest;
use crate::scenario::{Plan, Setting};

literal_matcher_from_pattern!(Numeral, r"^([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?");

/// A comparison as it is kept.
type Comparison = FlatEx<f64, Language, Numeral>;

/// Arithmetic, comparisons (1 for true, 0 for false), and the words that join them.
#[derive(Clone, Debug)]
struct Language;

impl MakeOperators<f64> for Language {
    fn make<'a>() -> Vec<Operator<'a, f64>> {
        let binary = |repr, apply: fn(f64, f64) -> f64, prio| {
            Operator::make_bin(repr, BinOp { apply, prio, is_commutative: false })
        };
        vec![
            binary("||", |a, b| yes(a != 0.0 || b != 0.0), 0),
            binary("&&", |a, b| yes(a != 0.0 && b != 0.0), 1),
            binary("<=", |a, b| yes(a <= b), 2),
            binary(">=", |a, b| yes(a >= b), 2),
            binary("==", |a, b| yes(a == b), 2),
            binary("!=", |a, b| yes(a != b), 2),
            binary("<", |a, b| yes(a < b), 2),
            binary(">", |a, b| yes(a > b), 2),
            binary("+", |a, b| a + b, 3),
            Operator::make_bin_unary("-", BinOp { apply: |a, b| a - b, prio: 3, is_commutative: false }, |a: f64| -a),
            binary("*", |a, b| a * b, 4),
            binary("/", |a, b| a / b, 4),
        ]
    }
}

fn yes(holds: bool) -> f64 {
    f64::from(u8::from(holds))
}

/// Where the number of a variable comes from.
#[derive(Clone, Copy, Debug)]
enum Source {
    /// An axis, by its place.
    Axis(usize),
    /// The same at every point.
    Fixed(f64),
}

/// Comparisons, ready to be held against points.
#[derive(Debug)]
pub struct Constraints(Vec<(Comparison, Vec<Source>)>);

impl Constraints {
    /// Reads those of a plan.
    pub fn new(plan: &Plan, value_of: &dyn Fn(&str) -> Option<Setting>) -> Result<Self, DesignError> {
        plan.constraints.iter().map(|text| read(text, plan, value_of)).collect::<Result<_, _>>().map(Self)
    }

    /// Do all of them hold?
    pub fn hold(&self, settings: &[Setting]) -> bool {
        self.0.iter().all(|(comparison, sources)| {
            let number = |source: &Source| match source {
                Source::Axis(at) => settings[*at].number().unwrap_or(f64::NAN),
                Source::Fixed(number) => *number,
            };
            let numbers: Vec<f64> = sources.iter().map(number).collect();
            comparison.eval(&numbers).is_ok_and(|holds| holds != 0.0 && !holds.is_nan())
        })
    }
}

fn read(
    text: &str,
    plan: &Plan,
    value_of: &dyn Fn(&str) -> Option<Setting>,
) -> Result<(Comparison, Vec<Source>), DesignError> {
    let refuse = |problem: String| DesignError::Constraint { text: text.to_owned(), problem };
    if !["<", ">", "==", "!="].iter().any(|sign| text.contains(sign)) {
        return Err(refuse("this is no comparison; write one, as in parameters.feedback.threat <= 0.5".into()));
    }
    let (mut plain, mut paths) = (String::new(), Vec::<String>::new());
    for piece in pieces(text, plan) {
        match piece {
            Piece::Path(path) => {
                let at = paths.iter().position(|there| *there == path).unwrap_or_else(|| {
                    paths.push(path.clone());
                    paths.len() - 1
                });
                // Letters only, in an order that stays: variables come back sorted.
                // Writing to a string cannot fail.
                let _ = write!(plain, "{{v{at:04}}}");
            }
            Piece::Other(character) => plain.push(character),
        }
    }
    let source = |path: &String| {
        let axis = plan.axes.iter().position(|axis| axis.path == *path);
        if axis.is_some_and(|at| plan.axes[at].is_words()) {
            return Err(refuse(format!("{path} is a word, and only numbers can be compared")));
        }
        if let Some(at) = axis {
            return Ok(Source::Axis(at));
        }
        let Some(value) = value_of(path) else {
            let near = nearest(path, plan.axes.iter().map(|axis| axis.path.as_str()));
            let hint = near.map_or_else(String::new, |near| format!("; the nearest that varies is `{near}`"));
            return Err(refuse(format!("there is no path `{path}` with a value in the scenario{hint}")));
        };
        value
            .number()
            .map(Source::Fixed)
            .ok_or_else(|| refuse(format!("{path} is a word, and only numbers can be compared")))
    };
    let sources = paths.iter().map(source).collect::<Result<Vec<_>, _>>()?;
    let comparison = Comparison::parse(&plain).map_err(|error| {
        let message = paths.iter().enumerate().fold(error.to_string(), |said, (at, path)| {
            said.replace(&format!("{{v{at:04}}}"), path).replace(&format!("v{at:04}"), path)
        });
        refuse(format!("it cannot be read ({message}); write a comparison of paths and numbers with + - * / < <= > >= == != && || and parentheses"))
    })?;
    let order =
        |name: &String| name.trim_start_matches('v').parse::<usize>().ok().and_then(|at| sources.get(at)).copied();
    match comparison.var_names().iter().map(order).collect::<Option<Vec<_>>>() {
        Some(sources) => Ok((comparison, sources)),
        None => Err(refuse("it cannot be read".into())),
    }
}

enum Piece {
    Path(String),
    Other(char),
}

/// The paths in a comparison and what stands between them. What varies is known by its whole path, hyphens and quotes and
/// all; any other path is letters, digits, dots, underscores, and hyphens within a word.
fn pieces(text: &str, plan: &Plan) -> Vec<Piece> {
    let mut known: Vec<&str> = plan.axes.iter().map(|axis| axis.path.as_str()).collect();
    known.sort_by_key(|path| std::cmp::Reverse(path.len()));
    let in_path = |c: char| c.is_alphanumeric() || c == '.' || c == '_';
    let mut pieces = Vec::new();
    let mut rest = text;
    let mut before = ' ';
    while let Some(first) = rest.chars().next() {
        let whole = |path: &&&str| rest.starts_with(**path) && !rest[path.len()..].starts_with(in_path);
        if !in_path(before)
            && let Some(path) = known.iter().find(whole)
        {
            pieces.push(Piece::Path((*path).to_owned()));
            rest = &rest[path.len()..];
            before = 'x';
        } else if !in_path(before) && (first.is_alphabetic() || first == '_') {
            let end = rest.char_indices().find(|(at, c)| {
                let within = *c == '-' && rest[at + 1..].starts_with(char::is_alphabetic);
                !in_path(*c) && !within
            });
            let end = end.map_or(rest.len(), |(at, _)| at);
            pieces.push(Piece::Path(rest[..end].to_owned()));
            rest = &rest[end..];
            before = 'x';
        } else {
            pieces.push(Piece::Other(first));
            rest = &rest[first.len_utf8()..];
            before = first;
        }
    }
    pieces
}
