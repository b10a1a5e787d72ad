//! A figure read back from its SVG: texts with their places, lines, areas, marks.

use takvin::plot::font::width;

/// A line of text and the room that it takes on the page.
#[derive(Clone, Debug)]
pub struct Text {
    pub said: String,
    pub size: f64,
    /// The point at which it was put.
    pub at: (f64, f64),
    pub anchor: String,
    pub upward: bool,
    /// Left, top, right, bottom.
    pub room: [f64; 4],
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

    /// Shapes of a kind that lie within a rectangle, give or take two units.
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
            if a.room[0] < 0.0 || a.room[1] < 0.0 || a.room[2] > self.size.0 || a.room[3] > self.size.1 {
                wrong.push(format!("`{}` leaves the page: {:?} of {:?}", a.said, a.room, self.size));
            }
            for b in &self.texts[n + 1..] {
                let (p, q) = (a.room, b.room);
                if p[0] < q[2] && q[0] < p[2] && p[1] < q[3] && q[1] < p[3] {
                    wrong.push(format!("`{}` and `{}` overlap: {p:?} and {q:?}", a.said, b.said));
                }
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
    let upward = node.attribute("transform").is_some_and(|turn| turn.starts_with("rotate(270"));
    let long = width(&said, size, bold);
    let before = match anchor.as_str() {
        "middle" => long / 2.0,
        "end" => long,
        _ => 0.0,
    };
    // Letters stand about their middle; those with a stroke below or above the others reach a little further.
    let half = 0.42 * size;
    let (x, y) = at;
    let room = if upward {
        [x - half, y - long + before, x + half, y + before]
    } else {
        [x - before, y - half, x - before + long, y + half]
    };
    Text { said, size, at, anchor, upward, room }
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
