//! Conditions on the points: comparisons of paths and numbers.
//!
//! Operands are axes, other paths of the scenario and numbers. A path may contain hyphens: the longest path that the
//! scenario has is used. A minus sign needs spaces around it only if both readings are paths.

use super::DesignError;
use crate::record::outcomes::formula::{Formula, Read, Term, Unreadable};
use crate::scenario::suggest::nearest;
use crate::scenario::sweep::spelt;
use crate::scenario::{Axis, Levels, Setting};

/// A comparison that can be tested at points, over axes by their numbers.
pub(super) struct Constraint(Formula<usize>);

impl Constraint {
    /// Parses a constraint.
    ///
    /// # Errors
    /// Returns an error if it is not a comparison, or if it names a path that the scenario does not have, or a word.
    pub(super) fn read(
        text: &str,
        axes: &[Axis],
        value_of: &dyn Fn(&str) -> Option<Setting>,
    ) -> Result<Self, DesignError> {
        let constraint = || text.to_owned();
        let formula = Formula::read(text, |at| path(&text[at..], text, axes, value_of)).map_err(|why| match why {
            Unreadable::Operand(error) => error,
            Unreadable::Syntax => DesignError::NotAnExpression { constraint: constraint() },
            Unreadable::Mixed => DesignError::Mixed { constraint: constraint() },
        })?;
        if formula.is_truth() {
            Ok(Self(formula))
        } else {
            Err(DesignError::NotAComparison { constraint: constraint() })
        }
    }

    /// Returns true if it holds at a point. A comparison with an undefined value, such as 0 / 0, does not hold.
    pub(super) fn holds(&self, point: &[Setting]) -> bool {
        let value = |axis: usize| point.get(axis).and_then(Setting::number).map_or(Term::Neither, Term::Number);
        self.0.value(value) == Term::Truth(true)
    }
}

/// The path that the text begins with, and its length in bytes.
fn path(
    text: &str,
    constraint: &str,
    axes: &[Axis],
    value_of: &dyn Fn(&str) -> Option<Setting>,
) -> Result<Read<usize>, DesignError> {
    let whole = &text[..path_length(text)];
    if whole.is_empty() {
        return Err(DesignError::NotAnExpression { constraint: constraint.to_owned() });
    }
    if let Some(truth) = ["false", "true"].iter().position(|word| *word == whole) {
        return Ok(Read::fixed(Term::Number(truth as f64), whole.len()));
    }
    let ends = std::iter::once(whole.len()).chain(whole.rmatch_indices('-').map(|(at, _)| at));
    for end in ends {
        let Some(path) = spelt(&whole[..end]) else { continue };
        let word = || DesignError::Word { constraint: constraint.to_owned(), path: path.clone() };
        if let Some(at) = axes.iter().position(|axis| axis.path == path) {
            let worded =
                matches!(&axes[at].levels, Levels::List(values) if values.iter().any(|v| v.number().is_none()));
            return if worded { Err(word()) } else { Ok(Read::of(at, Term::Number(0.0), end)) };
        }
        if let Some(value) = value_of(&path) {
            return value.number().map(|number| Read::fixed(Term::Number(number), end)).ok_or_else(word);
        }
    }
    let near = nearest(whole, axes.iter().map(|axis| axis.path.as_str()));
    let hint = near.map_or_else(String::new, |near| format!("; the nearest that varies is {near}"));
    Err(DesignError::UnknownPath { constraint: constraint.to_owned(), path: whole.to_owned(), hint })
}

/// The length of the longest text that could be a path: words with dots and hyphens, some in quotes.
fn path_length(text: &str) -> usize {
    let mut quote = None;
    let mut escaped = false;
    let mut goes_on = |c: char| {
        match quote {
            Some('"') if escaped => escaped = false,
            Some('"') if c == '\\' => escaped = true,
            Some(open) if c == open => quote = None,
            Some(_) => {}
            None if c == '"' || c == '\'' => quote = Some(c),
            None => return c.is_alphanumeric() || matches!(c, '_' | '-' | '.'),
        }
        true
    };
    text.find(|c| !goes_on(c)).unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::super::tests::{made, refused};
    use super::*;

    const AXES: &str = "[sweep.vary]\n\"parameters.feedback.threat\" = \"0..2:0.5\"\n\"run.rounds\" = \"1..3:1\"\n\
                        [events.long-telegram]\nat = 4\ndo = \"set\"\nstate = \"A\"\nvariable = \"wealth\"\nvalue = 1\n\
                        [events.long]\nat = 9\ndo = \"set\"\nstate = \"A\"\nvariable = \"wealth\"\nvalue = 1\n";

    fn kept(constraint: &str) -> (usize, u64) {
        let points = made(&format!("sweep.constraints = [{constraint:?}]\n{AXES}"));
        (points.len(), points.dropped())
    }

    #[test]
    fn comparisons_of_axes_other_paths_and_numbers() {
        for (constraint, wanted) in [
            ("parameters.feedback.threat <= 1", 9),
            ("parameters.feedback.threat<=1", 9),
            ("parameters.feedback.threat + parameters.feedback.knowledge <= 1.5", 6),
            ("parameters.feedback.threat-parameters.feedback.knowledge >= -0.5", 12),
            ("parameters.feedback.threat * 2 == run.rounds", 3),
            ("parameters.feedback.threat / run.rounds < 1/2", 6),
            ("run.rounds >= 2 && parameters.feedback.threat != .5", 8),
            ("run.rounds == 1 || !(parameters.feedback.threat > 0)", 7),
            ("events.long-telegram.at > 3", 15),
            ("events.long-telegram.at-3 == 1e0", 15),
            ("events.long.at-events.long-telegram.at == 0.5e+1 * run.rounds", 5),
            ("parameters.\"feedback\".'threat' > 1.5E0", 3),
            ("parameters.switches.noise == true", 15),
            ("run.rounds > -1 && -run.rounds < - 2", 5),
            ("((run.rounds)) < (3)", 10),
            ("1 - 1 - 1 < 0\t&& 8 / 4 / 2 == 1", 15),
            ("run.rounds / 0 > 1", 15),
        ] {
            assert_eq!(kept(constraint), (wanted, 15 - wanted as u64), "{constraint}");
        }
    }

    #[test]
    fn what_cannot_be_worked_out_does_not_hold() {
        for constraint in ["0 / 0 == 0 / 0", "0 / 0 != 1", "0 / 0 < 1"] {
            let message = refused(&format!("sweep.constraints = [{constraint:?}]\n{AXES}"));
            assert!(
                message.starts_with(&format!("no point satisfies `{constraint}`: all 15 were left out;")),
                "{message}"
            );
        }
    }

    #[test]
    fn what_is_no_comparison_is_refused() {
        for (constraint, wanted) in [
            ("", "cannot be read; write a comparison"),
            ("run.rounds = 1", "cannot be read; write a comparison"),
            ("run.rounds < ", "cannot be read; write"),
            ("run.rounds < (1", "cannot be read; write"),
            ("run.rounds 2 < 1", "cannot be read; write"),
            ("run.rounds < 1.2.3", "cannot be read; write"),
            ("run.rounds & 1", "cannot be read; write"),
            ("{run.rounds} < 1", "cannot be read; write"),
            ("run.rounds + 1", "is a number, not a comparison; write"),
            ("0 < run.rounds < 3", "computes with a comparison as if it were a number"),
            ("run.rounds && 1 < 2", "joins numbers as if they were comparisons"),
            (
                "run.round < 3",
                "names `run.round`, which is not a path of this scenario; the nearest that varies is run.rounds",
            ),
            ("wealth < 3", "names `wealth`, which is not a path of this scenario"),
            ("events.short-telegram.at < 3", "names `events.short-telegram.at`, which is not a path"),
            ("min(run.rounds, 2) < 3", "names `min`, which is not a path"),
            ("events.long.do == 1", "compares events.long.do, whose values are words"),
        ] {
            let message = refused(&format!("sweep.constraints = [{constraint:?}]\n{AXES}"));
            assert!(message.starts_with(&format!("the constraint `{constraint}` ")), "{message}");
            assert!(message.contains(wanted), "{constraint}: {message}");
        }
    }

    #[test]
    fn no_text_is_too_odd_to_be_refused() {
        let pieces =
            ["run.rounds", "1", "(", ")", "-", "!", "<", "=", "&&", "||", " ", "\"", "'", "é", ".", ",", "{", "\n"];
        let mut state = 1u64;
        for _ in 0..20_000 {
            let mut text = String::new();
            for _ in 0..8 {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                text.push_str(pieces[(state >> 33) as usize % pieces.len()]);
            }
            let _ = Constraint::read(&text, &[], &|path| (path == "run.rounds").then_some(Setting::Whole(1)));
        }
        for piece in pieces {
            let _ = Constraint::read(&piece.repeat(20_000), &[], &|_| None);
        }
        let deep = format!("{}1{} < 2", "(".repeat(20_000), ")".repeat(20_000));
        let _ = Constraint::read(&deep, &[], &|_| None);
    }
}
