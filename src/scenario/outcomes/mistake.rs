//! Mistakes in expressions.

use std::ops::Range;

use crate::record::outcomes::formula::Unreadable;

/// A mistake in an expression.
pub(super) struct Mistake {
    /// Where it is, in bytes of the expression.
    pub(super) at: Range<usize>,
    pub(super) message: String,
    pub(super) help: String,
}

impl Mistake {
    pub(super) fn new(at: Range<usize>, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { at, message: message.into(), help: help.into() }
    }
}

/// The mistake of a text that is not an expression.
pub(super) fn not_an_expression(why: Unreadable<Mistake>, at: Range<usize>) -> Mistake {
    match why {
        Unreadable::Operand(mistake) => mistake,
        Unreadable::Syntax => Mistake::new(
            at,
            "this is not an expression",
            "join numbers, columns and calls with + - * / < <= > >= == != && || ! and parentheses",
        ),
        Unreadable::Mixed => Mistake::new(
            at,
            "this computes with a comparison as if it were a number, or with words",
            "join comparisons with && and ||, as in 0.2 < x && x < 0.8; words can only be compared with == and !=",
        ),
    }
}
