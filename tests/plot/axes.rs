//! Panels of a figure and their axes, recovered from what is drawn: the axis lines and the values written beside them.

use super::svg::{Svg, Text};

/// From values to places on the page, along one axis.
#[derive(Clone, Copy, Debug)]
pub struct Scale {
    from: (f64, f64),
    to: (f64, f64),
    log: bool,
}

impl Scale {
    fn through(labels: &[(f64, f64)], log: bool) -> Option<Self> {
        let (first, last) = (labels.first()?, labels.last()?);
        (first.0 != last.0).then_some(Self { from: *first, to: *last, log })
    }

    pub fn at(&self, value: f64) -> f64 {
        let turn = |value: f64| if self.log { value.ln() } else { value };
        let share = (turn(value) - turn(self.from.0)) / (turn(self.to.0) - turn(self.from.0));
        self.from.1 + share * (self.to.1 - self.from.1)
    }
}

/// A panel: its sides, and its scales as far as values are written beside it.
#[derive(Clone, Copy, Debug)]
pub struct Panel {
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
}

/// Half a unit for the rounding of the drawing, half for the rounding of the labels, and a margin.
pub const CLOSE: f64 = 1.3;

/// A number as figures write it.
pub fn value(text: &str) -> Option<f64> {
    text.replace('−', "-").parse().ok()
}

impl Panel {
    pub fn room(&self) -> [f64; 4] {
        [self.left, self.top, self.right, self.bottom]
    }

    fn across(&self, svg: &Svg) -> Option<Scale> {
        let here = |text: &&Text| {
            text.anchor == "middle"
                && !text.upward
                && (text.at.1 - self.bottom - 22.0).abs() < 2.0
                && (self.left - 3.0..self.right + 3.0).contains(&text.at.0)
        };
        let labels = svg.texts.iter().filter(here).filter_map(|text| Some((value(&text.said)?, text.at.0)));
        Scale::through(&labels.collect::<Vec<_>>(), false)
    }

    fn up(&self, svg: &Svg, log: bool) -> Option<Scale> {
        let here = |text: &&Text| {
            text.anchor == "end"
                && (text.at.0 - self.left + 10.0).abs() < 2.0
                && (self.top - 3.0..self.bottom + 3.0).contains(&text.at.1)
        };
        let labels = svg.texts.iter().filter(here).filter_map(|text| Some((value(&text.said)?, text.at.1)));
        Scale::through(&labels.collect::<Vec<_>>(), log)
    }

    /// Scale across, written below this panel or below another in its column.
    pub fn x(&self, svg: &Svg) -> Scale {
        let column = panels(svg).into_iter().filter(|other| other.left == self.left && other.right == self.right);
        let mut found = column.filter(|other| other.bottom >= self.bottom).filter_map(|other| other.across(svg));
        found.next().expect("values of the axis across")
    }

    /// Scale upward, written beside this panel or beside another in its row.
    pub fn y(&self, svg: &Svg) -> Scale {
        self.y_of(svg, false)
    }

    pub fn y_of(&self, svg: &Svg, log: bool) -> Scale {
        self.y_or_none(svg, log).expect("values of the axis upward")
    }

    /// Scale upward, where two values or more are written.
    pub fn y_or_none(&self, svg: &Svg, log: bool) -> Option<Scale> {
        let own = self.up(svg, log);
        if log {
            return own;
        }
        let row = panels(svg).into_iter().filter(|other| other.top == self.top && other.left < self.left);
        own.or_else(|| row.filter_map(|other| other.up(svg, log)).next_back())
    }
}

/// Every panel, from top to bottom and left to right: the line of its two axes has three points.
pub fn panels(svg: &Svg) -> Vec<Panel> {
    let mut found: Vec<Panel> = svg
        .shapes
        .iter()
        .filter(|shape| shape.kind == "polyline" && shape.points.len() == 3)
        .filter_map(|shape| {
            let [a, b, c] = [shape.points[0], shape.points[1], shape.points[2]];
            let corner = a.0 == b.0 && b.1 == c.1 && a.1 < b.1 && b.0 < c.0;
            corner.then_some(Panel { left: a.0, top: a.1, right: c.0, bottom: c.1 })
        })
        .collect();
    found.sort_by(|a, b| a.top.total_cmp(&b.top).then(a.left.total_cmp(&b.left)));
    found
}

/// The panel below a title or the name of a column.
pub fn below(svg: &Svg, title: &Text) -> Panel {
    let near = |panel: &Panel| (panel.left - title.at.0).abs() < 2.0 && panel.top > title.at.1;
    panels(svg).into_iter().find(near).unwrap_or_else(|| panic!("a panel below {}", title.said))
}

/// Are points those wanted, within about a unit of the page?
#[track_caller]
pub fn same(found: &[(f64, f64)], wanted: &[(f64, f64)], what: &str) {
    assert_eq!(found.len(), wanted.len(), "{what}: {found:?} for {wanted:?}");
    for (a, b) in found.iter().zip(wanted) {
        assert!((a.0 - b.0).abs() < CLOSE && (a.1 - b.1).abs() < CLOSE, "{what}: {a:?} for {b:?}");
    }
}
