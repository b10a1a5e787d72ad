//! Formulas over numbers, truths and words: arithmetic, comparisons, and their combinations.
//!
//! A text is split into operators and operands. The caller reads the operands, because what a name means depends on the
//! place. They become `v0`, `v1`, … before the expression is parsed.

use std::str::FromStr;

use exmex::{BinOp, Express, FlatEx, MakeOperators, Operator};

/// A value in a formula.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) enum Term {
    Number(f64),
    Truth(bool),
    /// A word, by its number in a dictionary. Words can only be equal or not.
    Word(u32),
    /// A sum of comparisons, or another meaningless result.
    #[default]
    Neither,
}

/// The reason why a text is not a formula.
pub(crate) enum Unreadable<E> {
    /// An operand cannot be read.
    Operand(E),
    /// The operands are not joined as in a formula.
    Syntax,
    /// It computes with truths as if they were numbers, or the like.
    Mixed,
}

/// A parsed formula over operands of a type.
#[derive(Clone, Debug)]
pub(crate) struct Formula<O> {
    expression: FlatEx<Term, Operators>,
    /// The operands, in the order in which the expression takes them.
    operands: Vec<Operand<O>>,
    /// Whether its values are truths rather than numbers.
    is_truth: bool,
    /// Whether it is a single operand.
    is_one: bool,
}

#[derive(Clone, Copy, Debug)]
enum Operand<O> {
    Fixed(Term),
    Of(O),
}

/// An operand as the caller reads it.
pub(crate) struct Read<O> {
    operand: Operand<O>,
    /// A value of its type.
    sample: Term,
    /// The bytes that it takes.
    length: usize,
}

impl<O> Read<O> {
    /// A value that is always the same.
    pub(crate) fn fixed(term: Term, length: usize) -> Self {
        Self { operand: Operand::Fixed(term), sample: term, length }
    }

    /// An operand whose values have the type of the sample.
    pub(crate) fn of(operand: O, sample: Term, length: usize) -> Self {
        Self { operand: Operand::Of(operand), sample, length }
    }
}

impl<O: Copy> Formula<O> {
    /// Parses a text. `operand` reads what begins at a byte of the text and is not a number.
    pub(crate) fn read<E>(
        text: &str,
        mut operand: impl FnMut(usize) -> Result<Read<O>, E>,
    ) -> Result<Self, Unreadable<E>> {
        let (mut plain, mut operands, mut samples) = (String::new(), Vec::new(), Vec::new());
        let mut at = 0;
        while let Some(next) = text[at..].chars().next() {
            at += if next.is_whitespace() {
                plain.push(' ');
                next.len_utf8()
            } else if "+-*/()<>=!&|".contains(next) {
                plain.push(next);
                next.len_utf8()
            } else {
                let read = if next.is_ascii_digit() || next == '.' {
                    let length = number_length(&text[at..]);
                    let number = text[at..at + length].parse().map_err(|_| Unreadable::Syntax)?;
                    Read::fixed(Term::Number(number), length)
                } else {
                    operand(at).map_err(Unreadable::Operand)?
                };
                plain.extend([" v", &operands.len().to_string(), " "]);
                operands.push(read.operand);
                samples.push(read.sample);
                read.length.max(1)
            };
        }
        let expression = FlatEx::<Term, Operators>::parse(&plain).map_err(|_| Unreadable::Syntax)?;
        let number_of = |name: &String| name.strip_prefix('v').and_then(|number| number.parse::<usize>().ok());
        let order = expression.var_names().iter().map(number_of).collect::<Option<Vec<_>>>();
        let order = order.filter(|order| order.iter().all(|at| *at < operands.len())).ok_or(Unreadable::Syntax)?;
        let samples: Vec<Term> = order.iter().map(|at| samples[*at]).collect();
        // The type of the result does not depend on the values.
        let is_truth = match expression.eval(&samples) {
            Ok(Term::Truth(_)) => true,
            Ok(Term::Number(_)) => false,
            Ok(Term::Word(_) | Term::Neither) => return Err(Unreadable::Mixed),
            Err(_) => return Err(Unreadable::Syntax),
        };
        let is_one = plain.trim() == "v0";
        let operands = order.into_iter().map(|at| operands[at]).collect();
        Ok(Self { expression, operands, is_truth, is_one })
    }

    /// Returns true if its values are truths, and false if they are numbers.
    pub(crate) fn is_truth(&self) -> bool {
        self.is_truth
    }

    /// The same with other operands.
    pub(crate) fn with(&self, other: impl Fn(O) -> O) -> Self {
        let operand = |operand: &Operand<O>| match operand {
            Operand::Fixed(term) => Operand::Fixed(*term),
            Operand::Of(one) => Operand::Of(other(*one)),
        };
        Self { operands: self.operands.iter().map(operand).collect(), ..self.clone() }
    }

    /// Its only operand, if it is nothing else.
    pub(crate) fn only(&self) -> Option<O> {
        match self.operands[..] {
            [Operand::Of(operand)] if self.is_one => Some(operand),
            _ => None,
        }
    }

    /// The operands, without those that are always the same.
    pub(crate) fn operands(&self) -> impl Iterator<Item = O> + '_ {
        self.operands.iter().filter_map(|operand| match operand {
            Operand::Of(operand) => Some(*operand),
            Operand::Fixed(_) => None,
        })
    }

    /// Its value, from the values of its operands.
    pub(crate) fn value(&self, of: impl Fn(O) -> Term) -> Term {
        let term = |operand: &Operand<O>| match operand {
            Operand::Fixed(term) => *term,
            Operand::Of(operand) => of(*operand),
        };
        if self.is_one {
            return term(&self.operands[0]);
        }
        let terms: Vec<Term> = self.operands.iter().map(term).collect();
        self.expression.eval(&terms).unwrap_or_default()
    }
}

/// The length of the number, such as 1.5e-3, that the text begins with.
fn number_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let digits = |from: usize| from + bytes[from..].iter().take_while(|b| b.is_ascii_digit() || **b == b'.').count();
    let end = digits(0);
    let sign = usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-')));
    match (bytes.get(end), bytes.get(end + 1 + sign)) {
        (Some(b'e' | b'E'), Some(digit)) if digit.is_ascii_digit() => digits(end + 1 + sign),
        _ => end,
    }
}

impl FromStr for Term {
    type Err = std::num::ParseFloatError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self::Number)
    }
}

#[derive(Clone, Debug)]
struct Operators;

impl MakeOperators<Term> for Operators {
    fn make<'a>() -> Vec<Operator<'a, Term>> {
        // Not commutative, so that sums are computed in the order written.
        let binary = |apply, prio| BinOp { apply, prio, is_commutative: false };
        vec![
            Operator::make_bin("||", binary(|a, b| join(a, b, |a, b| a || b), 0)),
            Operator::make_bin("&&", binary(|a, b| join(a, b, |a, b| a && b), 1)),
            Operator::make_bin("==", binary(|a, b| alike(a, b, true), 2)),
            Operator::make_bin("!=", binary(|a, b| alike(a, b, false), 2)),
            Operator::make_bin("<", binary(|a, b| compare(a, b, |a, b| a < b), 2)),
            Operator::make_bin("<=", binary(|a, b| compare(a, b, |a, b| a <= b), 2)),
            Operator::make_bin(">", binary(|a, b| compare(a, b, |a, b| a > b), 2)),
            Operator::make_bin(">=", binary(|a, b| compare(a, b, |a, b| a >= b), 2)),
            Operator::make_bin_unary("+", binary(|a, b| count(a, b, |a, b| a + b), 3), |a| a),
            Operator::make_bin_unary("-", binary(|a, b| count(a, b, |a, b| a - b), 3), |a| {
                count(Term::Number(0.0), a, |_, a| -a)
            }),
            Operator::make_bin("*", binary(|a, b| count(a, b, |a, b| a * b), 4)),
            Operator::make_bin("/", binary(|a, b| count(a, b, |a, b| a / b), 4)),
            Operator::make_unary("!", |a| join(Term::Truth(true), a, |_, a| !a)),
        ]
    }
}

fn count(a: Term, b: Term, work: fn(f64, f64) -> f64) -> Term {
    if let (Term::Number(a), Term::Number(b)) = (a, b) { Term::Number(work(a, b)) } else { Term::Neither }
}

fn compare(a: Term, b: Term, work: fn(f64, f64) -> bool) -> Term {
    match (a, b) {
        // An undefined value is not unequal to anything either.
        (Term::Number(a), Term::Number(b)) => Term::Truth(!a.is_nan() && !b.is_nan() && work(a, b)),
        _ => Term::Neither,
    }
}

fn alike(a: Term, b: Term, wanted: bool) -> Term {
    match (a, b) {
        (Term::Word(a), Term::Word(b)) => Term::Truth((a == b) == wanted),
        _ if wanted => compare(a, b, |a, b| a == b),
        _ => compare(a, b, |a, b| a != b),
    }
}

fn join(a: Term, b: Term, work: fn(bool, bool) -> bool) -> Term {
    if let (Term::Truth(a), Term::Truth(b)) = (a, b) { Term::Truth(work(a, b)) } else { Term::Neither }
}
