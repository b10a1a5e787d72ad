//! The values that an axis is given: as text, as a list, or as a table.

use std::collections::HashSet;

use super::super::node::{Node, Table, Value, parse};
use super::super::problems::{ProblemKind, Problems};
use super::super::shape::Shape;
use super::super::sources::{Place, Source, Sources};
use super::{Design, Levels, MOST_VALUES, Setting};

/// The values that an axis is given. In a list design they may come again, since each list is a column of a table.
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
        Value::Whole(n) => format!("{n} is larger than any whole number that can be counted with"),
        _ => "a value is a number, true or false, or a word".to_owned(),
    })
}

const HOW: &str = "write a list (0.1,0.5 or [0.1, 0.5]), a range with a step (0..1:0.1), an interval (0..1), an interval \
                   in so many values (0..1/5), or one that is even in the logarithm (log:0.01..10/5)";

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
        _ => Err("give from, to and step, or low and high, with a count and a scale where wanted"),
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
            (Some(_), _) if log => Err("a step is even in the number itself; give a count, as in log:0.1..10/5".into()),
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
        Levels::List(values) if values.is_empty() => Err("there is no value in it".into()),
        Levels::List(values) if values.len() > MOST_VALUES as usize => {
            Err(format!("there are {} values; {MOST_VALUES} are allowed", values.len()))
        }
        Levels::List(_) if design == Design::List => Ok(()),
        Levels::List(values) => {
            let mut seen = HashSet::new();
            // Values are the same if they are of one kind and written alike.
            let mut is_new = |value: &&Setting| seen.insert((std::mem::discriminant(*value), value.to_string()));
            match values.iter().find(|value| !is_new(value)) {
                Some(value) => Err(format!(
                    "{value} stands in it twice; values may come again in the design list, where each list is a column of \
                     a table"
                )),
                None => Ok(()),
            }
        }
        Levels::Range { from, to, step } => {
            let finite = from.is_finite() && to.is_finite() && step.is_finite();
            if !finite {
                Err("NaN and infinity are no values".into())
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
                Err("NaN and infinity are no values".into())
            } else if low >= high {
                Err(format!("the interval must begin below its end, and {low} is not below {high}"))
            } else if *log && *low <= 0.0 {
                Err(format!("a logarithmic scale begins above 0, and this one begins at {low}"))
            } else if count.is_some_and(|count| count < 2) {
                Err("an interval is divided into 2 values or more".into())
            } else if count.is_some_and(|count| count > MOST_VALUES) {
                Err(format!("an interval is divided into {MOST_VALUES} values or fewer"))
            } else {
                Ok(())
            }
        }
    }
}

/// Can the path take such levels?
pub(super) fn suits(path: &str, levels: &Levels, shape: &Shape, place: Place, problems: &mut Problems) -> bool {
    let numeric = matches!(shape, Shape::Number { .. } | Shape::Whole { .. });
    if numeric || matches!(levels, Levels::List(_)) {
        return true;
    }
    let message = format!("{path} is {}; it has no range or interval", shape.describe());
    problems.add(ProblemKind::WrongType, place, message, "list its values, as in true,false");
    false
}

/// The levels in the kind that the path takes.
pub(super) fn worded(levels: Levels, shape: &Shape) -> Levels {
    let Levels::List(values) = levels else { return levels };
    Levels::List(values.into_iter().map(|value| in_kind(shape, value)).collect())
}

/// Words that are written like something else, whole numbers that are written with a point, and numbers without one.
pub(super) fn in_kind(shape: &Shape, setting: Setting) -> Setting {
    match (shape, setting) {
        (Shape::Choice(_), setting) => Setting::Word(setting.to_string().into()),
        (Shape::Whole { .. }, Setting::Number(x)) if x.fract() == 0.0 && x.abs() < 1e15 => Setting::Whole(x as i64),
        (Shape::Number { .. }, Setting::Whole(n)) => Setting::Number(n as f64),
        (_, setting) => setting,
    }
}
