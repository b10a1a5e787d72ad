//! A call: its function, its series, and what limits its rows and rounds.

use std::ops::Range;

use super::column::{Columns, columns, in_words};
use super::mistake::{Mistake, not_an_expression};
use super::pieces;
use crate::record::outcomes::call::{Between, Call, Cell, Operand, Rows, last_of};
use crate::record::outcomes::formula::{Formula, Unreadable};
use crate::record::outcomes::sums::Function;
use crate::scenario::RunSettings;
use crate::scenario::suggest::did_you_mean;

/// The tables that a call can read.
pub(super) const TABLES: [&str; 4] = ["states", "world", "pairs", "events"];

const OPTIONS: &str = "after the series a call takes rounds (1958..1962, at 1960, rounds 5..10, last 20, first 20), \
                       `where = CONDITION`, `of = STATE` and `between = [STATE, STATE]`";

/// What the calls of a scenario are read with.
pub(super) struct Calls<'a> {
    pub(super) names: &'a [String],
    pub(super) words: &'a [String],
    pub(super) run: &'a RunSettings,
}

impl Calls<'_> {
    /// Reads the call of the function that is named at a place, whose parenthesis opens at a byte. Returns the byte after
    /// its end.
    pub(super) fn read(&self, text: &str, name: Range<usize>, open: usize) -> Result<(Call, usize), Mistake> {
        let word = &text[name.clone()];
        let function = Function::named(word).ok_or_else(|| {
            // Names that other programs use.
            let meant = match word {
                "average" | "avg" => "; did you mean `mean`?".to_owned(),
                "std" | "stdev" => "; did you mean `sd`?".to_owned(),
                "minimum" | "maximum" => format!("; did you mean `{}`?", &word[..3]),
                "slope" => "; did you mean `trend`?".to_owned(),
                _ => did_you_mean(word, Function::NAMES),
            };
            let message = format!("`{word}` is not a function{meant}");
            Mistake::new(name.clone(), message, format!("functions: {}", Function::NAMES.join(", ")))
        })?;
        let Some((arguments, end)) = pieces::arguments(text, open) else {
            return Err(Mistake::new(open..open + 1, "this parenthesis is not closed", "write ) after the arguments"));
        };
        let mut columns = Columns { names: self.names, words: self.words, text, rows: None };
        let series = formula(&mut columns, arguments[0].clone())?;
        let mut call =
            Call { function, rows: Rows::Rounds, series, only_where: None, window: (0, self.run.rounds), last: None };
        let (mut between, mut rounds_given) = (Between::Any, false);
        for argument in &arguments[1..] {
            let option = &text[argument.clone()];
            let is_rounds = !option[pieces::name(option).len()..].trim_start().starts_with('=');
            let limits = ["of", "between"].contains(&pieces::name(option));
            let is_second = (is_rounds && rounds_given)
                || (limits && between != Between::Any)
                || (pieces::name(option) == "where" && call.only_where.is_some());
            if is_second && !option.is_empty() {
                let help = "give rounds once, `where` once, and one of `of` and `between`; join conditions with &&";
                return Err(Mistake::new(argument.clone(), "this call has such an argument already", help));
            }
            rounds_given |= is_rounds;
            self.option(&mut call, &mut between, &mut columns, argument.clone())?;
        }
        call.rows = limited(columns.rows.unwrap_or(Rows::Rounds), between, name.clone())?;
        check(&call, name.start..end, &text[arguments[0].clone()])?;
        Ok((call, end))
    }

    fn option(
        &self,
        call: &mut Call,
        between: &mut Between,
        columns: &mut Columns<'_>,
        at: Range<usize>,
    ) -> Result<(), Mistake> {
        let option = &columns.text[at.clone()];
        let key = pieces::name(option);
        let rest = option[key.len()..].trim_start();
        let value = rest.strip_prefix('=').filter(|value| !value.starts_with('='));
        let Some(value) = value else {
            let (first, last) = self.window(option, at)?;
            call.last = last_rounds(option);
            call.window = (call.window.0.max(first), call.window.1.min(last));
            return Ok(());
        };
        let value = pieces::trimmed(columns.text, at.end - value.len()..at.end);
        let states = |columns: &Columns<'_>| {
            let list = &columns.text[value.clone()];
            let inner = list.strip_prefix('[').and_then(|list| list.strip_suffix(']')).unwrap_or(list);
            let names = inner.split(',').map(|name| pieces::unquoted(name.trim()));
            names.map(|name| columns.state(name, value.clone())).collect::<Result<Vec<_>, _>>()
        };
        match key {
            "where" => {
                let condition = formula(columns, value.clone())?;
                if !condition.is_truth() {
                    let help = "write a comparison, as in where = states.system > 0.5";
                    return Err(Mistake::new(value, "`where` takes a condition, and this is a number", help));
                }
                call.only_where = Some(condition);
            }
            "of" => match states(columns)?[..] {
                [one] => *between = Between::One(one),
                _ => return Err(Mistake::new(value, "`of` takes one state", "write of = USA; between takes two")),
            },
            "between" => match states(columns)?[..] {
                [one, other] if one != other => *between = Between::Both(one, other),
                _ => {
                    let help = "write between = [USA, USSR]";
                    return Err(Mistake::new(value, "`between` takes two states", help));
                }
            },
            _ => {
                let hint = did_you_mean(key, ["where", "of", "between"]);
                return Err(Mistake::new(at, format!("`{key}` is not known in a call{hint}"), OPTIONS));
            }
        }
        Ok(())
    }

    /// The first and the last round that a text names.
    fn window(&self, text: &str, at: Range<usize>) -> Result<(u32, u32), Mistake> {
        let rounds = self.run.rounds;
        let (word, rest) = text.split_once(char::is_whitespace).map_or((text, ""), |(word, rest)| (word, rest.trim()));
        let whole = |text: &str| text.trim().parse::<u32>().ok();
        let ends = |text: &str| text.split_once("..").map(|(a, b)| (a.trim().to_owned(), b.trim().to_owned()));
        let found = match word {
            "last" => last_rounds(text).map(|many| last_of(rounds, many)),
            "first" => whole(rest).filter(|n| *n > 0).map(|n| (1, n)),
            "at" => self.years(rest, rest),
            "round" => whole(rest).map(|round| (round, round)),
            "rounds" => ends(rest).and_then(|(a, b)| Some((whole(&a)?, whole(&b)?))).filter(|(a, b)| a <= b),
            _ => ends(text).and_then(|(a, b)| self.years(&a, &b)),
        };
        found.ok_or_else(|| {
            let message =
                if text.is_empty() { "an argument is missing here" } else { "this does not say which rounds count" };
            Mistake::new(at.start..at.end.max(at.start + 1), message, OPTIONS)
        })
    }

    /// The rounds whose years are within these, both ends included.
    fn years(&self, from: &str, to: &str) -> Option<(u32, u32)> {
        // A year that is a sum of decimals may be slightly off the round that it names.
        const HAIR: f64 = 1e-9;
        let year = |text: &str| text.parse::<f64>().ok().filter(|year| year.is_finite());
        let (from, to) = (year(from)?, year(to)?);
        let round = |year: f64| (year - self.run.start_year) / self.run.round_years;
        let (first, last) = ((round(from) - HAIR).ceil(), (round(to) + HAIR).floor());
        // Years before the run leave nothing, which a window that ends before it begins says.
        let empty = last < 0.0 || first > f64::from(u32::MAX - 1);
        (from <= to)
            .then(|| if empty { (1, 0) } else { (first.max(0.0) as u32, last.min(f64::from(u32::MAX - 1)) as u32) })
    }
}

/// The number in `last N`.
fn last_rounds(text: &str) -> Option<u32> {
    let (word, many) = text.split_once(char::is_whitespace)?;
    many.trim().parse().ok().filter(|many| word == "last" && *many > 0)
}

/// A formula over columns.
fn formula(columns: &mut Columns<'_>, at: Range<usize>) -> Result<Formula<Operand>, Mistake> {
    let text = &columns.text[at.clone()];
    if text.is_empty() {
        return Err(Mistake::new(
            at.start..at.start + 1,
            "a series is missing here",
            "write a column, as in states.wealth",
        ));
    }
    Formula::read(text, |inner| columns.read(at.start + inner)).map_err(|why| match why {
        Unreadable::Mixed if pieces::path_length(text) == text.len() => {
            let help = format!("compare it with a word in quotes, as in {text} == \"USSR\"");
            Mistake::new(at.clone(), format!("{text} has words, which are not numbers or conditions"), help)
        }
        why => not_an_expression(why, at.clone()),
    })
}

/// The rows that involve some states.
fn limited(rows: Rows, between: Between, at: Range<usize>) -> Result<Rows, Mistake> {
    match (rows, between) {
        (Rows::Pairs(_), _) => Ok(Rows::Pairs(between)),
        (Rows::Events(kind, _), _) => Ok(Rows::Events(kind, between)),
        (_, Between::Any) => Ok(rows),
        _ => {
            let message =
                format!("`of` and `between` choose among pairs or events; this call reads {}", in_words(rows));
            Err(Mistake::new(at, message, "name the state in the path, as in states.USA.wealth"))
        }
    }
}

/// Checks that the function suits the series.
fn check(call: &Call, at: Range<usize>, series: &str) -> Result<(), Mistake> {
    let name = call.function.name();
    if call.function.takes_truths() != call.series.is_truth() {
        let (message, help) = if call.series.is_truth() {
            let message = format!("{name} takes numbers, and `{series}` is a condition");
            (message, format!("write share({series}) for how often it holds, or count({series})"))
        } else {
            let message = format!("{name} takes a condition, and `{series}` is a number");
            (message, format!("write a comparison, as in {name}({series} > 0.5)"))
        };
        return Err(Mistake::new(at, message, help));
    }
    let many = matches!(call.rows, Rows::States | Rows::Pairs(Between::Any | Between::One(_)));
    if many && matches!(call.function, Function::First | Function::Last) {
        let message = format!("{name} needs one value a round, and this call reads {}", in_words(call.rows));
        let help = "name the state or the pair, or take the mean of a round, as in mean(states.wealth, last 1)";
        return Err(Mistake::new(at, message, help));
    }
    Ok(())
}

/// The unit of a call's value.
pub(super) fn unit(call: &Call) -> String {
    let of_column = || {
        let operand = call.series.only()?;
        let (table, column) = match (operand.cell, call.rows) {
            (Cell::Common(column), _) => ("events", column.checked_sub(3)),
            (Cell::World(column), _) => ("world", Some(column)),
            (Cell::State(_, column), _) | (Cell::Row(column), Rows::States) => ("states", Some(column)),
            (Cell::Pair(_, column), _) | (Cell::Row(column), Rows::Pairs(_)) => ("pairs", Some(column)),
            (Cell::Row(column), _) => ("events", Some(column)),
            (Cell::Every, _) => return None,
        };
        let Some(column) = column else {
            let Cell::Common(common) = operand.cell else { return None };
            return columns(table).get(common).map(|field| field.unit.to_string());
        };
        columns(table).get(column + 3).map(|field| field.unit.to_string()).filter(|unit| !unit.is_empty())
    };
    let of_series = || of_column().unwrap_or_else(|| "as in its expression".to_owned());
    match call.function {
        Function::Share => "share of rows".to_owned(),
        Function::Count => "rows".to_owned(),
        Function::Sum => format!("sum of {}", of_series()),
        Function::Sd => format!("standard deviation of {}", of_series()),
        Function::Trend => format!("slope of {} per round", of_series()),
        _ => of_series(),
    }
}
