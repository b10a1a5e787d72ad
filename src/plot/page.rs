//! A page to draw on, in design units: 1,800 wide, as high as the figure needs.
//!
//! Everything is drawn by plotters into SVG, which is then scaled to the size asked for, given its font, and turned into
//! PNG where that is wanted: both files hold the same figure.

use std::cell::RefCell;

use plotters::coord::Shift;
use plotters::element::{Circle, DashedPathElement, PathElement, Polygon, Rectangle, Text};
use plotters::prelude::{DrawingArea, IntoDrawingArea, SVGBackend};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color as _, FontTransform, RGBAColor, RGBColor, ShapeStyle, TextStyle};

use super::font;
use super::theme::{Colour, Dash, Theme};

/// Width of a page in design units.
pub const WIDTH: f64 = 1800.0;

/// A rectangle on the page: left, top, right, bottom.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rect {
    /// Left.
    pub left: f64,
    /// Top.
    pub top: f64,
    /// Right.
    pub right: f64,
    /// Bottom.
    pub bottom: f64,
}

impl Rect {
    /// From its four sides.
    pub fn new(left: f64, top: f64, right: f64, bottom: f64) -> Self {
        Self { left, top, right, bottom }
    }

    /// Width.
    pub fn width(&self) -> f64 {
        self.right - self.left
    }

    /// Height.
    pub fn height(&self) -> f64 {
        self.bottom - self.top
    }

    #[must_use]
    /// The cell of a grid of so many rows and columns, with gaps between them.
    pub fn cell(&self, (row, rows): (usize, usize), (column, columns): (usize, usize), gap: (f64, f64)) -> Self {
        let width = (self.width() - gap.0 * (columns - 1) as f64) / columns as f64;
        let height = (self.height() - gap.1 * (rows - 1) as f64) / rows as f64;
        let (left, top) = (self.left + column as f64 * (width + gap.0), self.top + row as f64 * (height + gap.1));
        Self::new(left, top, left + width, top + height)
    }
}

/// A line's colour, width and dash.
#[derive(Clone, Copy, Debug)]
pub struct Stroke(pub Colour, pub u32, pub Dash);

/// A colour and how much of what lies below it hides, in [0, 1].
#[derive(Clone, Copy, Debug)]
pub struct Fill(pub Colour, pub f64);

/// Where a text stands against its point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The text begins there.
    Start,
    /// Its middle is there.
    Middle,
    /// It ends there.
    End,
}

/// A text's size, weight, colour and side.
#[derive(Clone, Copy, Debug)]
pub struct Letters {
    /// Size in design units.
    pub size: f64,
    /// Bold?
    pub bold: bool,
    /// Colour.
    pub colour: Colour,
    /// Side.
    pub side: Side,
}

/// A page being drawn on.
pub struct Page<'a> {
    area: DrawingArea<SVGBackend<'a>, Shift>,
    /// Its colours.
    pub theme: &'static Theme,
    failed: RefCell<Option<String>>,
}

/// Draws a page of a height and gives its SVG, still in design units.
///
/// # Errors
/// What plotters says; there is no known reason for it.
pub fn draw(height: f64, theme: &'static Theme, on: impl FnOnce(&Page<'_>)) -> Result<String, String> {
    font::register();
    let mut svg = String::new();
    {
        let size = (WIDTH as u32, height.ceil() as u32);
        let page = Page {
            area: SVGBackend::with_string(&mut svg, size).into_drawing_area(),
            theme,
            failed: RefCell::default(),
        };
        page.rect(Rect::new(0.0, 0.0, WIDTH, height), Fill(theme.paper, 1.0));
        on(&page);
        page.area.present().map_err(|error| error.to_string())?;
        if let Some(error) = page.failed.into_inner() {
            return Err(error);
        }
    }
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
    pub fn line(&self, points: impl IntoIterator<Item = (f64, f64)>, Stroke(colour, width, dash): Stroke) {
        let points: Vec<Point> = points.into_iter().map(pixel).collect();
        let style = ShapeStyle { color: shade(Fill(colour, 1.0)), filled: false, stroke_width: width };
        match dash {
            None => self.note(self.area.draw(&PathElement::new(points, style))),
            Some((on, off)) => self.note(self.area.draw(&DashedPathElement::new(points, on, off, style))),
        }
    }

    /// A filled outline.
    pub fn polygon(&self, points: impl IntoIterator<Item = (f64, f64)>, fill: Fill) {
        let points: Vec<Point> = points.into_iter().map(pixel).collect();
        self.note(self.area.draw(&Polygon::new(points, shade(fill).filled())));
    }

    /// A filled rectangle.
    pub fn rect(&self, Rect { left, top, right, bottom }: Rect, fill: Fill) {
        let corners = [pixel((left, top)), pixel((right, bottom))];
        self.note(self.area.draw(&Rectangle::new(corners, shade(fill).filled())));
    }

    /// The sides of a rectangle.
    pub fn frame(&self, Rect { left, top, right, bottom }: Rect, stroke: Stroke) {
        self.line([(left, top), (right, top), (right, bottom), (left, bottom), (left, top)], stroke);
    }

    /// A filled circle.
    pub fn dot(&self, centre: (f64, f64), radius: f64, fill: Fill) {
        self.note(self.area.draw(&Circle::new(pixel(centre), radius.round() as i32, shade(fill).filled())));
    }

    /// The n-th of a few shapes: circle, square, triangle, diamond.
    pub fn mark(&self, n: usize, (x, y): (f64, f64), radius: f64, fill: Fill) {
        let r = radius;
        match n % 4 {
            0 => self.dot((x, y), r, fill),
            1 => self.rect(Rect::new(x - 0.9 * r, y - 0.9 * r, x + 0.9 * r, y + 0.9 * r), fill),
            2 => self.polygon([(x, y - 1.2 * r), (x + 1.1 * r, y + 0.8 * r), (x - 1.1 * r, y + 0.8 * r)], fill),
            _ => self.polygon([(x, y - 1.3 * r), (x + 1.1 * r, y), (x, y + 1.3 * r), (x - 1.1 * r, y)], fill),
        }
    }

    /// A line of text, its middle at the height of the point.
    pub fn text(&self, text: &str, at: (f64, f64), letters: Letters) {
        self.turned_text(text, at, letters, FontTransform::None);
    }

    /// A line of text that reads upward.
    pub fn upward(&self, text: &str, at: (f64, f64), letters: Letters) {
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
        let colour = shade(Fill(letters.colour, 1.0));
        let style = TextStyle::from(font::at(letters.size, letters.bold).transform(turn)).color(&colour);
        let style = style.pos(Pos::new(across, VPos::Center));
        // Control characters have no place in XML.
        let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        self.note(self.area.draw(&Text::new(text, pixel(at), style)));
    }

    /// Plain letters.
    pub fn ink(&self, size: f64, side: Side) -> Letters {
        Letters { size, bold: false, colour: self.theme.ink, side }
    }

    /// Secondary letters.
    pub fn faint(&self, size: f64, side: Side) -> Letters {
        Letters { size, bold: false, colour: self.theme.faint, side }
    }

    /// Bold letters.
    pub fn bold(&self, size: f64, side: Side) -> Letters {
        Letters { size, bold: true, colour: self.theme.ink, side }
    }
}

/// Breaks a text into lines that fit a width.
pub fn wrap(text: &str, size: f64, bold: bool, width: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
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

/// Cuts a text to a width, with an ellipsis where something is lost.
pub fn shorten(text: &str, size: f64, bold: bool, width: f64) -> String {
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
