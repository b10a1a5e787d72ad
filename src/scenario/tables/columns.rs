//! Cells as values: the type of a column decides what its cells mean.

use crate::scenario::cells::Cell;
use crate::scenario::names::is_missing;
use crate::scenario::node::{Node, Value};
use crate::scenario::shape::Shape;

/// What separates the items of a list in one cell.
const BETWEEN_ITEMS: char = '|';

/// The content of a cell.
#[derive(Debug)]
pub(super) enum Content {
    /// The cell does not give a value.
    Nothing,
    /// A value.
    Value(Value),
    /// The cell does not have the type of its column.
    Wrong,
}

/// The content of a cell in a column of this type.
pub(super) fn content(cell: &Cell, shape: &Shape) -> Content {
    // R writes NA for a missing number. In a column of text it may be the code of Namibia.
    if cell.text.is_empty() || is_missing(&cell.text) && !takes_text(shape) {
        return Content::Nothing;
    }
    value(&cell.text, cell, shape).map_or(Content::Wrong, Content::Value)
}

/// Returns true for a number such as 1,000 or 12,500, where the comma may separate thousands.
pub(super) fn is_in_thousands(text: &str) -> bool {
    text.split_once(',').is_some_and(|(before, after)| {
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        (1..=3).contains(&before.len())
            && after.len() == 3
            && digits(before)
            && digits(after)
            && !before.starts_with('0')
    })
}

fn takes_text(shape: &Shape) -> bool {
    match shape {
        Shape::Text | Shape::Choice(_) => true,
        Shape::List(item) => takes_text(item),
        Shape::Either(shapes) => shapes.iter().any(takes_text),
        _ => false,
    }
}

fn value(text: &str, cell: &Cell, shape: &Shape) -> Option<Value> {
    match shape {
        Shape::Number { .. } => number(text, cell),
        Shape::Whole { .. } => match number(text, cell)? {
            // Programs with one type for all numbers write 5 as 5.0.
            Value::Number(x) if x.fract() == 0.0 && x.abs() < 1e15 => Some(Value::Whole(x as i128)),
            Value::Whole(n) => Some(Value::Whole(n)),
            _ => None,
        },
        Shape::Flag if text.eq_ignore_ascii_case("true") => Some(Value::Flag(true)),
        Shape::Flag if text.eq_ignore_ascii_case("false") => Some(Value::Flag(false)),
        Shape::Text | Shape::Choice(_) => Some(Value::Text(text.to_owned())),
        Shape::List(item) => {
            let items = text.split(BETWEEN_ITEMS).map(str::trim).filter(|item| !item.is_empty());
            let items = items.map(|text| Some(Node { place: cell.place, value: value(text, cell, item)? }));
            items.collect::<Option<Vec<_>>>().map(Value::List)
        }
        Shape::Either(shapes) => {
            let is_list = |shape: &&Shape| matches!(shape, Shape::List(_));
            let many = text.contains(BETWEEN_ITEMS) && shapes.iter().any(|shape| is_list(&shape));
            shapes.iter().filter(|shape| is_list(shape) == many).find_map(|shape| value(text, cell, shape))
        }
        _ => None,
    }
}

fn number(text: &str, cell: &Cell) -> Option<Value> {
    if let Ok(whole) = text.parse() {
        return Some(Value::Whole(whole));
    }
    Cell { text: text.to_owned(), place: cell.place }.number().map(Value::Number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::shape::{names, number, one_or_more, whole};
    use crate::scenario::sources::Place;

    fn read(text: &str, shape: &Shape) -> String {
        let cell = Cell { text: text.to_owned(), place: Place { source: 0, start: 0, end: 0 } };
        let plain = |value: &Value| match value {
            Value::Text(text) => text.clone(),
            Value::Whole(n) => n.to_string(),
            Value::Number(x) => format!("{x:?}"),
            Value::Flag(on) => on.to_string(),
            _ => "?".to_owned(),
        };
        match content(&cell, shape) {
            Content::Nothing => "nothing".to_owned(),
            Content::Wrong => "wrong".to_owned(),
            Content::Value(Value::List(items)) => {
                items.iter().map(|item| plain(&item.value)).collect::<Vec<_>>().join(" and ")
            }
            Content::Value(value) => plain(&value),
        }
    }

    #[test]
    fn a_comma_may_separate_thousands() {
        assert!(["1,000", "12,500", "999,999"].iter().all(|text| is_in_thousands(text)));
        assert!(!["0,500", "1,5", "1.000", "1,00a", "1234,567", ",500"].iter().any(|text| is_in_thousands(text)));
    }

    #[test]
    fn the_type_of_a_column_decides_what_its_cells_mean() {
        let (share, rounds) = (number(0.0, 1.0, ""), one_or_more(whole(1, 9, "")));
        for (text, shape, wanted) in [
            ("0.5", &share, "0.5"),
            ("0,5", &share, "0.5"),
            ("1", &share, "1"),
            ("", &share, "nothing"),
            ("NA", &share, "nothing"),
            ("NaN", &share, "nothing"),
            ("high", &share, "wrong"),
            ("TRUE", &Shape::Flag, "true"),
            ("false", &Shape::Flag, "false"),
            ("1", &Shape::Flag, "wrong"),
            ("NA", &Shape::Text, "NA"),
            ("002", &Shape::Text, "002"),
            ("5", &rounds, "5"),
            ("5.0", &rounds, "5"),
            ("5.5", &rounds, "wrong"),
            ("5| 8", &rounds, "5 and 8"),
            ("5|x", &rounds, "wrong"),
            ("USA|UK", &names(), "USA and UK"),
            ("USA", &names(), "USA"),
            ("sea", &Shape::List(Box::new(Shape::Text)), "sea"),
        ] {
            assert_eq!(read(text, shape), wanted, "{text:?} as {shape:?}");
        }
    }
}
