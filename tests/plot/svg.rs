//! A figure read back from its SVG: texts with their places, lines, areas, marks.

use takvin::plot::font::width;

/// A line of text and the room that it takes on the page.
#[derive(Clone, Debug)]
pub struct Text {
    pub said: String,
    /// The point at which it was put.
    pub at: (f64, f64),
    pub anchor: String,
    pub upward: bool,
    /// The corners of the room that it takes.
    pub corners: [(f64, f64); 4],
}

impl Text {
    /// Do the two cover each other? Between two that do not there is a line along a side of one of them.
    fn covers(&self, other: &Self) -> bool {
        let sides = [self, other].into_iter().flat_map(|text| {
            let [a, b, c, _] = text.corners;
            [(b.0 - a.0, b.1 - a.1), (c.0 - b.0, c.1 - b.1)]
        });
        let shadow = |text: &Self, along: (f64, f64)| {
            let places = text.corners.map(|(x, y)| x * along.0 + y * along.1);
            (places.into_iter().fold(f64::INFINITY, f64::min), places.into_iter().fold(f64::NEG_INFINITY, f64::max))
        };
        sides.into_iter().all(|along| {
            let (a, b) = (shadow(self, along), shadow(other, along));
            a.0 < b.1 && b.0 < a.1
        })
    }
}

/// Something that is filled or drawn, with its points.
#[derive(Clone, Debug)]
pub struct Shape {
    pub kind: String,
    pub points: Vec<(f64, f64)>,
    pub fill: String,
    pub stroke: String,
    pub width: f64,
    pub opacity: f64,
}

impl Shape {
    /// Left, top, right, bottom.
    pub fn room(&self) -> [f64; 4] {
        self.points.iter().fold([f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY], |r, p| {
            [r[0].min(p.0), r[1].min(p.1), r[2].max(p.0), r[3].max(p.1)]
        })
    }

    pub fn middle(&self) -> (f64, f64) {
        let [left, top, right, bottom] = self.room();
        (f64::midpoint(left, right), f64::midpoint(top, bottom))
    }
}

/// A figure.
#[derive(Clone, Debug)]
pub struct Svg {
    pub title: String,
    pub description: String,
    pub style: String,
    pub size: (f64, f64),
    pub texts: Vec<Text>,
    pub shapes: Vec<Shape>,
}

impl Svg {
    pub fn read(text: &str) -> Self {
        let document = roxmltree::Document::parse(text).expect("well-formed XML");
        let root = document.root_element();
        let word = |name: &str| {
            let found = root.children().find(|node| node.has_tag_name(name));
            found.and_then(|node| node.text()).unwrap_or_default().to_owned()
        };
        let frame: Vec<f64> = root.attribute("viewBox").unwrap().split(' ').map(|n| n.parse().unwrap()).collect();
        let elements = || root.descendants().filter(roxmltree::Node::is_element);
        Self {
            title: word("title"),
            description: word("desc"),
            style: word("style"),
            size: (frame[2], frame[3]),
            texts: elements().filter(|node| node.has_tag_name("text")).map(text_of).collect(),
            shapes: elements().filter_map(shape_of).collect(),
        }
    }

    pub fn says(&self, words: &str) -> bool {
        self.texts.iter().any(|text| text.said == words)
    }

    /// Everything written, for words that may be broken over lines.
    pub fn all(&self) -> String {
        self.texts.iter().map(|text| text.said.as_str()).collect::<Vec<_>>().join(" ")
    }

    /// The texts that say just this, from top to bottom and left to right.
    pub fn find(&self, words: &str) -> Vec<&Text> {
        let mut found: Vec<&Text> = self.texts.iter().filter(|text| text.said == words).collect();
        found.sort_by(|a, b| a.at.1.total_cmp(&b.at.1).then(a.at.0.total_cmp(&b.at.0)));
        found
    }

    /// Shapes of a kind within a rectangle, with a tolerance of two units.
    pub fn within(&self, kind: &str, [left, top, right, bottom]: [f64; 4]) -> Vec<&Shape> {
        let inside = |shape: &&Shape| {
            let room = shape.room();
            room[0] >= left - 2.0 && room[1] >= top - 2.0 && room[2] <= right + 2.0 && room[3] <= bottom + 2.0
        };
        self.shapes.iter().filter(|shape| shape.kind == kind).filter(inside).collect()
    }

    /// What is wrong with the letters: pairs that overlap and those that leave the page.
    pub fn illegible(&self) -> Vec<String> {
        let mut wrong = Vec::new();
        for (n, a) in self.texts.iter().enumerate() {
            let inside = |(x, y): &(f64, f64)| (0.0..=self.size.0).contains(x) && (0.0..=self.size.1).contains(y);
            if !a.corners.iter().all(inside) {
                wrong.push(format!("`{}` leaves the page: {:?} of {:?}", a.said, a.corners, self.size));
            }
            for b in self.texts[n + 1..].iter().filter(|b| a.covers(b)) {
                wrong.push(format!("`{}` at {:?} and `{}` at {:?} overlap", a.said, a.at, b.said, b.at));
            }
        }
        wrong
    }
}

fn number(node: roxmltree::Node<'_, '_>, name: &str) -> f64 {
    node.attribute(name).and_then(|text| text.parse().ok()).unwrap_or(0.0)
}

fn text_of(node: roxmltree::Node<'_, '_>) -> Text {
    let said = node.text().unwrap_or_default().trim().to_owned();
    let size = number(node, "font-size");
    let bold = node.attribute("font-weight") == Some("bold");
    let anchor = node.attribute("text-anchor").unwrap_or("start").to_owned();
    let at = (number(node, "x"), number(node, "y"));
    let turn =
        node.attribute("transform").and_then(|turn| turn.strip_prefix("rotate(")?.split(',').next()?.parse().ok());
    let angle: f64 = turn.unwrap_or(0.0);
    let long = width(&said, size, bold);
    let before = match anchor.as_str() {
        "middle" => long / 2.0,
        "end" => long,
        _ => 0.0,
    };
    // Letters are around their middle; letters with ascenders or descenders extend a little further.
    let half = 0.42 * size;
    let (sin, cos) = angle.to_radians().sin_cos();
    let place = |along: f64, across: f64| (at.0 + along * cos - across * sin, at.1 + along * sin + across * cos);
    let (from, to) = (-before, long - before);
    let corners = [place(from, -half), place(to, -half), place(to, half), place(from, half)];
    Text { said, at, anchor, upward: angle == 270.0, corners }
}

fn points(text: &str) -> Vec<(f64, f64)> {
    let numbers: Vec<f64> = text.split([' ', ',']).filter(|n| !n.is_empty()).map(|n| n.parse().unwrap()).collect();
    numbers.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect()
}

fn shape_of(node: roxmltree::Node<'_, '_>) -> Option<Shape> {
    let kind = node.tag_name().name().to_owned();
    let points = match kind.as_str() {
        "polyline" | "polygon" => points(node.attribute("points")?),
        "line" => vec![(number(node, "x1"), number(node, "y1")), (number(node, "x2"), number(node, "y2"))],
        "rect" => {
            let (x, y) = (number(node, "x"), number(node, "y"));
            vec![(x, y), (x + number(node, "width"), y + number(node, "height"))]
        }
        "circle" => {
            let (x, y, r) = (number(node, "cx"), number(node, "cy"), number(node, "r"));
            vec![(x - r, y - r), (x + r, y + r)]
        }
        _ => return None,
    };
    let word = |name: &str| node.attribute(name).unwrap_or("none").to_owned();
    Some(Shape {
        kind,
        points,
        fill: word("fill"),
        stroke: word("stroke"),
        width: number(node, "stroke-width"),
        opacity: number(node, "opacity"),
    })
}
