//! A page to draw on, in design units: 1,800 wide, and as high as the figure needs.
//!
//! Everything is drawn by plotters into SVG, scaled to the requested size, given its font, and converted to PNG on
//! request. Both files hold the same figure.

use std::cell::RefCell;
use std::fmt::Write as _;

use plotters::coord::Shift;
use plotters::element::{Circle, DashedPathElement, PathElement, Polygon, Rectangle, Text};
use plotters::prelude::{DrawingArea, IntoDrawingArea, SVGBackend};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color as _, FontTransform, RGBAColor, RGBColor, ShapeStyle, TextStyle};
use quick_xml::escape::escape;

use super::font;
use super::theme::{Colour, Dash, Theme};

/// Width of a page in design units.
pub(crate) const WIDTH: f64 = 1800.0;

/// A rectangle on the page: left, top, right, bottom.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Rect {
    /// The left edge.
    pub left: f64,
    /// The upper edge.
    pub top: f64,
    /// Right.
    pub right: f64,
    /// Bottom.
    pub bottom: f64,
}

impl Rect {
    /// A rectangle from its four sides.
    pub(crate) fn new(left: f64, top: f64, right: f64, bottom: f64) -> Self {
        Self { left, top, right, bottom }
    }

    /// Width.
    pub(crate) fn width(&self) -> f64 {
        self.right - self.left
    }

    /// Height.
    pub(crate) fn height(&self) -> f64 {
        self.bottom - self.top
    }

    #[must_use]
    /// Its upper part, at most this high. On a tall page some things keep their height.
    pub(crate) fn at_most(&self, height: f64) -> Self {
        Self { bottom: self.bottom.min(self.top + height), ..*self }
    }

    /// Returns true if the two overlap.
    pub(crate) fn meets(&self, other: &Self) -> bool {
        self.left < other.right && other.left < self.right && self.top < other.bottom && other.top < self.bottom
    }

    #[must_use]
    /// The cell of a grid of rows and columns, with gaps between them.
    pub(crate) fn cell(&self, (row, rows): (usize, usize), (column, columns): (usize, usize), gap: (f64, f64)) -> Self {
        let width = (self.width() - gap.0 * (columns - 1) as f64) / columns as f64;
        let height = (self.height() - gap.1 * (rows - 1) as f64) / rows as f64;
        let (left, top) = (self.left + column as f64 * (width + gap.0), self.top + row as f64 * (height + gap.1));
        Self::new(left, top, left + width, top + height)
    }
}

/// The colour, width and dash of a line.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stroke(pub Colour, pub u32, pub Dash);

/// A colour and its opacity, in [0, 1].
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fill(pub Colour, pub f64);

/// The alignment of a text at its point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    /// The text begins at the point.
    Start,
    /// The middle of the text is at the point.
    Middle,
    /// The text ends at the point.
    End,
}

/// The size, weight, colour and alignment of a text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Letters {
    /// The size in design units.
    pub size: f64,
    /// Whether it is bold.
    pub bold: bool,
    /// Colour.
    pub colour: Colour,
    /// The alignment.
    pub side: Side,
}

/// A page that is being drawn.
pub(crate) struct Page<'a> {
    area: DrawingArea<SVGBackend<'a>, Shift>,
    /// Its theme.
    pub theme: &'static Theme,
    failed: RefCell<Option<String>>,
    slanted: RefCell<String>,
}

/// Draws a page of a height and returns its SVG in design units.
pub(crate) fn draw(height: f64, theme: &'static Theme, on: impl FnOnce(&Page<'_>)) -> Result<String, String> {
    font::register();
    let mut svg = String::new();
    let slanted = {
        let size = (WIDTH as u32, height.ceil() as u32);
        let page = Page {
            area: SVGBackend::with_string(&mut svg, size).into_drawing_area(),
            theme,
            failed: RefCell::default(),
            slanted: RefCell::default(),
        };
        page.rect(Rect::new(0.0, 0.0, WIDTH, height), Fill(theme.paper, 1.0));
        on(&page);
        page.area.present().map_err(|error| error.to_string())?;
        if let Some(error) = page.failed.into_inner() {
            return Err(error);
        }
        page.slanted.into_inner()
    };
    let end = svg.rfind("</svg>").unwrap_or(svg.len());
    svg.insert_str(end, &slanted);
    Ok(svg)
}

type Point = (i32, i32);

fn pixel((x, y): (f64, f64)) -> Point {
    (x.round() as i32, y.round() as i32)
}

fn shade(Fill(Colour(r, g, b), alpha): Fill) -> RGBAColor {
    RGBColor(r, g, b).mix(alpha)
}

impl Page<'_> {
    fn note<E: std::fmt::Display>(&self, result: Result<(), E>) {
        if let Err(error) = result {
            self.failed.borrow_mut().get_or_insert(error.to_string());
        }
    }

    /// A line through points.
    pub(crate) fn line(&self, points: impl IntoIterator<Item = (f64, f64)>, Stroke(colour, width, dash): Stroke) {
        let points: Vec<Point> = points.into_iter().map(pixel).collect();
        let style = ShapeStyle { color: shade(Fill(colour, 1.0)), filled: false, stroke_width: width };
        match dash {
            None => self.note(self.area.draw(&PathElement::new(points, style))),
            Some((on, off)) => self.note(self.area.draw(&DashedPathElement::new(points, on, off, style))),
        }
    }

    /// A filled outline.
    pub(crate) fn polygon(&self, points: impl IntoIterator<Item = (f64, f64)>, fill: Fill) {
        let points: Vec<Point> = points.into_iter().map(pixel).collect();
        self.note(self.area.draw(&Polygon::new(points, shade(fill).filled())));
    }

    /// A filled rectangle.
    pub(crate) fn rect(&self, Rect { left, top, right, bottom }: Rect, fill: Fill) {
        let corners = [pixel((left, top)), pixel((right, bottom))];
        self.note(self.area.draw(&Rectangle::new(corners, shade(fill).filled())));
    }

    /// The sides of a rectangle.
    pub(crate) fn frame(&self, Rect { left, top, right, bottom }: Rect, stroke: Stroke) {
        self.line([(left, top), (right, top), (right, bottom), (left, bottom), (left, top)], stroke);
    }

    /// A filled circle.
    pub(crate) fn dot(&self, centre: (f64, f64), radius: f64, fill: Fill) {
        self.note(self.area.draw(&Circle::new(pixel(centre), radius.round() as i32, shade(fill).filled())));
    }

    /// The nth of a few shapes: circle, square, triangle, diamond.
    pub(crate) fn mark(&self, n: usize, (x, y): (f64, f64), radius: f64, fill: Fill) {
        let r = radius;
        match n % 4 {
            0 => self.dot((x, y), r, fill),
            1 => self.rect(Rect::new(x - 0.9 * r, y - 0.9 * r, x + 0.9 * r, y + 0.9 * r), fill),
            2 => self.polygon([(x, y - 1.2 * r), (x + 1.1 * r, y + 0.8 * r), (x - 1.1 * r, y + 0.8 * r)], fill),
            _ => self.polygon([(x, y - 1.3 * r), (x + 1.1 * r, y), (x, y + 1.3 * r), (x - 1.1 * r, y)], fill),
        }
    }

    /// A line of text, vertically centred at the point.
    pub(crate) fn text(&self, text: &str, at: (f64, f64), letters: Letters) {
        self.turned_text(text, at, letters, FontTransform::None);
    }

    /// A line of text that reads upward.
    pub(crate) fn upward(&self, text: &str, at: (f64, f64), letters: Letters) {
        self.turned_text(text, at, letters, FontTransform::Rotate270);
    }

    fn turned_text(&self, text: &str, at: (f64, f64), letters: Letters, turn: FontTransform) {
        if text.is_empty() {
            return;
        }
        let across = match letters.side {
            Side::Start => HPos::Left,
            Side::Middle => HPos::Center,
            Side::End => HPos::Right,
        };
        let text = in_xml(text);
        let colour = shade(Fill(letters.colour, 1.0));
        let style = TextStyle::from(font::at(letters.size, letters.bold).transform(turn)).color(&colour);
        let style = style.pos(Pos::new(across, VPos::Center));
        self.note(self.area.draw(&Text::new(text, pixel(at), style)));
    }

    /// A line of text turned by an angle (degrees, clockwise) around its point. plotters turns by right angles only, so
    /// these letters are written here, above everything else.
    pub(crate) fn slanted(&self, text: &str, (x, y): (f64, f64), angle: f64, letters: Letters) {
        let anchor = match letters.side {
            Side::Start => "start",
            Side::Middle => "middle",
            Side::End => "end",
        };
        let Letters { size, bold, colour, .. } = letters;
        let weight = if bold { " font-weight=\"bold\"" } else { "" };
        let mut svg = self.slanted.borrow_mut();
        // Writing to a string cannot fail.
        let _ = write!(
            svg,
            "<text x=\"{x:.1}\" y=\"{y:.1}\" dy=\"0.5ex\" text-anchor=\"{anchor}\" font-family=\"{}\" \
             font-size=\"{size:.2}\"{weight} fill=\"{}\" transform=\"rotate({angle:.2}, {x:.1}, {y:.1})\">{}</text>",
            font::FAMILY,
            colour.hex(),
            escape(in_xml(text))
        );
    }

    /// The style of plain text.
    pub(crate) fn ink(&self, size: f64, side: Side) -> Letters {
        Letters { size, bold: false, colour: self.theme.ink, side }
    }

    /// The style of secondary text.
    pub(crate) fn faint(&self, size: f64, side: Side) -> Letters {
        Letters { size, bold: false, colour: self.theme.faint, side }
    }

    /// The style of bold text.
    pub(crate) fn bold(&self, size: f64, side: Side) -> Letters {
        Letters { size, bold: true, colour: self.theme.ink, side }
    }
}

/// XML does not allow control characters and the two noncharacters.
pub(crate) fn in_xml(text: &str) -> String {
    text.chars().map(|c| if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') { ' ' } else { c }).collect()
}

/// Breaks a text into lines that fit a width, at its spaces. A word too long for a line is broken anywhere.
/// Non-breaking spaces are kept.
pub(crate) fn wrap(text: &str, size: f64, bold: bool, width: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let words = text.split([' ', '\n', '\t']).filter(|word| !word.is_empty());
    for word in words.flat_map(|word| broken(word, size, bold, width)) {
        let word = word.as_str();
        match lines.last_mut() {
            Some(line) if font::width(&format!("{line} {word}"), size, bold) <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// The parts of a word that fit a width.
fn broken(word: &str, size: f64, bold: bool, width: f64) -> Vec<String> {
    if font::width(word, size, bold) <= width {
        return vec![word.to_owned()];
    }
    let mut parts = vec![String::new()];
    for letter in word.chars() {
        let last = parts.len() - 1;
        if !parts[last].is_empty() && font::width(&format!("{}{letter}", parts[last]), size, bold) > width {
            parts.push(letter.to_string());
        } else {
            parts[last].push(letter);
        }
    }
    parts
}

/// Shortens a text to a width, with an ellipsis at the end.
pub(crate) fn shorten(text: &str, size: f64, bold: bool, width: f64) -> String {
    if font::width(text, size, bold) <= width {
        return text.to_owned();
    }
    let mut kept: Vec<char> = text.chars().collect();
    while kept.pop().is_some() {
        let short: String = kept.iter().collect::<String>().trim_end().to_owned() + "…";
        if font::width(&short, size, bold) <= width {
            return short;
        }
    }
    "…".to_owned()
}

/// Shortens a path to a width, with an ellipsis in the middle, so that its beginning and its end can be read.
pub(crate) fn shorten_path(path: &str, size: f64, bold: bool, width: f64) -> String {
    if font::width(path, size, bold) <= width {
        return path.to_owned();
    }
    let letters: Vec<char> = path.chars().collect();
    let kept = |count: usize| -> String {
        let (before, after) = (count / 2, count - count / 2);
        let start = letters[..before].iter().chain(['…'].iter());
        start.chain(&letters[letters.len() - after..]).collect()
    };
    let fits = |short: &String| font::width(short, size, bold) <= width;
    (1..letters.len()).rev().map(kept).find(fits).unwrap_or_else(|| "…".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_cut_in_its_middle() {
        let path = "events.an-event-with-a-very-long-name-that-goes-on-and-on.round";
        assert_eq!(shorten_path(path, 20.0, false, 2000.0), path);
        for width in [60.0, 200.0, 400.0] {
            let short = shorten_path(path, 20.0, false, width);
            let (start, end) = short.split_once('…').unwrap();
            assert!(path.starts_with(start) && path.ends_with(end) && !end.is_empty(), "{short}");
            assert!(font::width(&short, 20.0, false) <= width, "{short}");
        }
        assert_eq!(shorten_path(path, 20.0, false, 1.0), "…");
    }
}
