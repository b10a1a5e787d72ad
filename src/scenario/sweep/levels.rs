//! The values of an axis: written as text, as a list, or as a table.

use std::collections::HashSet;

use super::super::node::{Node, Table, Value, parse};
use super::super::problems::{ProblemKind, Problems};
use super::super::shape::Shape;
use super::super::sources::{Place, Source, Sources};
use super::{Design, Levels, MOST_VALUES, Setting};

/// The values of an axis. In a list design they may repeat, because each list is a column of a table.
pub(super) fn levels(
    path: &str,
    node: &Node,
    design: Design,
    sources: &mut Sources,
    problems: &mut Problems,
) -> Option<Levels> {
    let found = match &node.value {
        Value::Text(text) => of_text(text, sources),
        Value::List(items) => items.iter().map(setting).collect::<Result<_, _>>().map(Levels::List),
        Value::Table(table) => of_table(table).map_err(str::to_owned),
        _ => setting(node).map(|setting| Levels::List(vec![setting])),
    };
    match found.and_then(|levels| sound(&levels, design).map(|()| levels)) {
        Ok(levels) => Some(levels),
        Err(message) => {
            refuse(path, node.place, &message, problems);
            None
        }
    }
}

pub(super) fn refuse(path: &str, place: Place, message: &str, problems: &mut Problems) {
    problems.add(ProblemKind::Conflict, place, format!("sweep.vary.\"{path}\": {message}"), HOW);
}

fn setting(node: &Node) -> Result<Setting, String> {
    Setting::of(node).ok_or_else(|| match &node.value {
        Value::Whole(n) => format!("{n} is too large for a whole number"),
        _ => "a value is a number, true or false, or a word".to_owned(),
    })
}

const HOW: &str = "write a list (0.1,0.5 or [0.1, 0.5]), a range with a step (0..1:0.1), an interval (0..1), an interval \
with a number of values (0..1/5), or an interval on the log scale (log:0.01..10/5)";

fn of_table(table: &Table) -> Result<Levels, &'static str> {
    let number = |key: &str| table.number(key);
    let log = table.text("scale") == Some("log");
    match (number("from"), number("to"), number("step"), number("low"), number("high")) {
        (Some(from), Some(to), Some(step), None, None) if !log && table.get("count").is_none() => {
            Ok(Levels::Range { from, to, step })
        }
        (None, None, None, Some(low), Some(high)) => {
            Ok(Levels::Interval { low, high, count: table.whole("count").map(|count| count as u32), log })
        }
        _ => Err("give from, to and step, or low and high, with an optional count and scale"),
    }
}

/// `A..B`, `A..B:STEP`, `A..B/COUNT`, `log:` before any of the intervals, or values with commas between them.
fn of_text(text: &str, sources: &mut Sources) -> Result<Levels, String> {
    let (log, body) = match text.trim().strip_prefix("log:") {
        Some(body) => (true, body),
        None => (false, text.trim()),
    };
    let number = |part: &str| part.trim().parse::<f64>().map_err(|_| format!("`{}` is not a number", part.trim()));
    if let Some((low, rest)) = body.split_once("..") {
        let low = number(low)?;
        return match (rest.split_once(':'), rest.split_once('/')) {
            (Some(_), _) if log => Err("a log scale does not have steps; give a count, as in log:0.1..10/5".into()),
            (Some((to, step)), _) => Ok(Levels::Range { from: low, to: number(to)?, step: number(step)? }),
            (None, Some((high, count))) => {
                let count = count.trim().parse().map_err(|_| format!("`{}` is not a count", count.trim()))?;
                Ok(Levels::Interval { low, high: number(high)?, count: Some(count), log })
            }
            (None, None) => Ok(Levels::Interval { low, high: number(rest)?, count: None, log }),
        };
    }
    if log {
        return Err("a logarithmic scale needs an interval, as in log:0.01..10/5".into());
    }
    let setting = |part: &str| {
        let part = part.trim();
        let source = sources.add(Source::of_text("", format!("x = {part}")));
        let read = parse(source, sources, &mut Problems::default()).and_then(|table| Setting::of(table.get("x")?));
        if part.is_empty() {
            Err("a value is empty".to_owned())
        } else {
            Ok(read.unwrap_or(Setting::Word(part.into())))
        }
    };
    body.split(',').map(setting).collect::<Result<_, _>>().map(Levels::List)
}

pub(super) fn sound(levels: &Levels, design: Design) -> Result<(), String> {
    match levels {
        Levels::List(values) if values.is_empty() => Err("the list is empty".into()),
        Levels::List(values) if values.len() > MOST_VALUES as usize => {
            Err(format!("the list has {} values; at most {MOST_VALUES} are allowed", values.len()))
        }
        Levels::List(_) if design == Design::List => Ok(()),
        Levels::List(values) => {
            let mut seen = HashSet::new();
            // Values are equal if they have the same type and the same text.
            let mut is_new = |value: &&Setting| seen.insert((std::mem::discriminant(*value), value.to_string()));
            match values.iter().find(|value| !is_new(value)) {
                Some(value) => Err(format!(
                    "the value {value} appears twice; values may repeat only in the design list, where each list is a column of \
                 a table"
                )),
                None => Ok(()),
            }
        }
        Levels::Range { from, to, step } => {
            let finite = from.is_finite() && to.is_finite() && step.is_finite();
            if !finite {
                Err("NaN and infinity are not allowed".into())
            } else if *step == 0.0 || (to - from) * step < 0.0 {
                Err(format!("steps of {step} do not lead from {from} to {to}"))
            } else if (to - from) / step >= f64::from(MOST_VALUES) {
                Err(format!("steps of {step} from {from} to {to} are more than {MOST_VALUES} values"))
            } else {
                Ok(())
            }
        }
        Levels::Interval { low, high, count, log } => {
            if !low.is_finite() || !high.is_finite() {
                Err("NaN and infinity are not allowed".into())
            } else if low >= high {
                Err(format!("the interval must begin below its end, but {low} is not below {high}"))
            } else if *log && *low <= 0.0 {
                Err(format!("a logarithmic scale must begin above 0, but this one begins at {low}"))
            } else if count.is_some_and(|count| count < 2) {
                Err("an interval needs at least 2 values".into())
            } else if count.is_some_and(|count| count > MOST_VALUES) {
                Err(format!("an interval can have at most {MOST_VALUES} values"))
            } else {
                Ok(())
            }
        }
    }
}

/// Returns true if the path can take such values.
pub(super) fn suits(path: &str, levels: &Levels, shape: &Shape, place: Place, problems: &mut Problems) -> bool {
    let numeric = matches!(shape, Shape::Number { .. } | Shape::Whole { .. });
    if numeric || matches!(levels, Levels::List(_)) {
        return true;
    }
    let message = format!("{path} is {}, so it cannot have a range or an interval", shape.describe());
    problems.add(ProblemKind::WrongType, place, message, "list its values, as in true,false");
    false
}

/// The values in the type of the path.
pub(super) fn worded(levels: Levels, shape: &Shape) -> Levels {
    let Levels::List(values) = levels else { return levels };
    Levels::List(values.into_iter().map(|value| in_kind(shape, value)).collect())
}

/// Words that look like other values, whole numbers with a decimal point, and numbers without one.
pub(super) fn in_kind(shape: &Shape, setting: Setting) -> Setting {
    match (shape, setting) {
        (Shape::Choice(_), setting) => Setting::Word(setting.to_string().into()),
        (Shape::Whole { .. }, Setting::Number(x)) if x.fract() == 0.0 && x.abs() < 1e15 => Setting::Whole(x as i64),
        (Shape::Number { .. }, Setting::Whole(n)) => Setting::Number(n as f64),
        (_, setting) => setting,
    }
}
