//! Text as outlines, for PNG: what draws the pixels then needs no fonts.

use ab_glyph::{Font as _, FontRef, GlyphId, OutlineCurve, Point};
use quick_xml::escape::unescape;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, Writer, XmlVersion};
use unicode_bidi::BidiInfo;

use super::font;

/// An SVG in which each `text` is a `path`.
///
/// # Errors
/// Returns an error if the SVG is not valid XML.
pub(super) fn text_as_outlines(svg: &str) -> Result<String, String> {
    let mut reader = Reader::from_str(svg);
    let mut writer = Writer::new(Vec::with_capacity(2 * svg.len()));
    let mut text: Option<(BytesStart<'_>, String)> = None;
    loop {
        let event = reader.read_event().map_err(|error| error.to_string())?;
        match (&mut text, event) {
            (None, Event::Eof) => break,
            (Some(_), Event::Eof) => return Err("a text does not end".to_owned()),
            (None, Event::Start(element)) if element.name().as_ref() == "text" => {
                text = Some((element, String::new()));
            }
            (Some((_, words)), Event::Text(part)) => {
                words.push_str(&part);
            }
            (Some((_, words)), Event::GeneralRef(letter)) => {
                words.push_str(&unescape(&format!("&{};", &*letter)).map_err(|error| error.to_string())?);
            }
            (Some((element, words)), Event::End(_)) => {
                let path = path(element, words.trim())?;
                writer.write_event(Event::Empty(path)).map_err(|error| error.to_string())?;
                text = None;
            }
            (Some(_), _) => {}
            (None, event) => writer.write_event(event).map_err(|error| error.to_string())?,
        }
    }
    String::from_utf8(writer.into_inner()).map_err(|error| error.to_string())
}

/// The outlines of a `text` element. Its attributes are those that plotters and [`super::page`] write.
fn path(element: &BytesStart<'_>, words: &str) -> Result<BytesStart<'static>, String> {
    let mut path = BytesStart::new("path");
    let (mut x, mut y, mut size, mut shift, mut anchor, mut bold) =
        (0.0, 0.0, 0.0, String::new(), String::new(), false);
    let number = |value: &str| value.parse::<f32>().map_err(|error| format!("{value}: {error}"));
    for attribute in element.attributes() {
        let attribute = attribute.map_err(|error| error.to_string())?;
        let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|error| error.to_string())?;
        match attribute.key.as_ref() {
            "x" => x = number(&value)?,
            "y" => y = number(&value)?,
            "font-size" => size = number(&value)?,
            "dy" => shift = value.into_owned(),
            "text-anchor" => anchor = value.into_owned(),
            "font-weight" => bold = value == "bold",
            "font-family" => {}
            _ => path.push_attribute(attribute),
        }
    }
    let font = font::face(bold).map_err(|error| error.to_string())?;
    let line = Line::new(&font, words, size);
    let y = y + match shift.split_at(shift.len().saturating_sub(2)) {
        (count, "em") => number(count)? * size,
        (count, "ex") => number(count)? * line.x_height(),
        _ => 0.0,
    };
    let x = x - match anchor.as_str() {
        "middle" => line.width() / 2.0,
        "end" => line.width(),
        _ => 0.0,
    };
    path.push_attribute(("d", line.outlines(x, y).as_str()));
    Ok(path)
}

/// A line of text in a font, its letters from left to right.
struct Line<'a> {
    font: &'a FontRef<'a>,
    letters: Vec<GlyphId>,
    /// Units of the figure in a unit of the font.
    scale: f32,
}

impl<'a> Line<'a> {
    fn new(font: &'a FontRef<'a>, words: &str, size: f32) -> Self {
        let letters = from_left(&font::joined(words)).chars().map(|letter| font.glyph_id(letter)).collect();
        Self { font, letters, scale: size / font.units_per_em().unwrap_or(2048.0) }
    }

    /// The height of the letter x.
    fn x_height(&self) -> f32 {
        let x = self.font.outline(self.font.glyph_id('x'));
        x.map_or(0.0, |outline| outline.bounds.min.y.max(outline.bounds.max.y)) * self.scale
    }

    /// The letters, each with the place where it begins, in units of the font, and the place where the last one ends.
    fn places(&self) -> (Vec<(GlyphId, f32)>, f32) {
        let mut places = Vec::with_capacity(self.letters.len());
        let (mut end, mut before) = (0.0, None);
        for &letter in &self.letters {
            end += before.map_or(0.0, |before| self.font.kern_unscaled(before, letter));
            places.push((letter, end));
            end += self.font.h_advance_unscaled(letter);
            before = Some(letter);
        }
        (places, end)
    }

    fn width(&self) -> f32 {
        self.places().1 * self.scale
    }

    /// The outlines as the data of a path, the baseline beginning at a point.
    fn outlines(&self, x: f32, y: f32) -> String {
        let mut data = String::new();
        for (letter, begin) in self.places().0 {
            let Some(outline) = self.font.outline(letter) else { continue };
            let at =
                |point: Point| format!("{:.2} {:.2}", x + (begin + point.x) * self.scale, y - point.y * self.scale);
            let mut pen = None;
            for curve in outline.curves {
                let (from, step, to) = match curve {
                    OutlineCurve::Line(from, to) => (from, format!("L{}", at(to)), to),
                    OutlineCurve::Quad(from, control, to) => (from, format!("Q{} {}", at(control), at(to)), to),
                    OutlineCurve::Cubic(from, first, second, to) => {
                        (from, format!("C{} {} {}", at(first), at(second), at(to)), to)
                    }
                };
                if pen != Some(from) {
                    data.push('M');
                    data.push_str(&at(from));
                }
                data += &step;
                pen = Some(to);
            }
        }
        data
    }
}

/// The letters of a line in the order in which they are drawn from the left: Arabic and Hebrew run the other way.
fn from_left(line: &str) -> String {
    let order = BidiInfo::new(line, None);
    order.paragraphs.iter().map(|part| order.reorder_line(part, part.range.clone())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_run_from_the_right_where_their_script_does() {
        assert_eq!(from_left("Iran and Oman"), "Iran and Oman");
        assert_eq!(from_left("אבג"), "גבא");
        // Four letters, the second of which does not join the third.
        let drawn: Vec<char> = from_left(&font::joined("ایران")).chars().collect();
        assert_eq!(drawn.first(), Some(&'\u{fee5}'), "{drawn:x?}");
    }

    #[test]
    fn a_text_becomes_a_path_at_its_place() {
        let svg = "<svg><text x=\"100\" y=\"50\" dy=\"0.5ex\" text-anchor=\"end\" font-size=\"20.48\" fill=\"#123456\" \
                   transform=\"rotate(9)\">\nH&amp;l\n</text><rect/></svg>";
        let drawn = text_as_outlines(svg).unwrap();
        assert!(drawn.starts_with("<svg><path fill=\"#123456\" transform=\"rotate(9)\" d=\"M"), "{drawn}");
        assert!(drawn.ends_with("Z\"/><rect/></svg>") || drawn.ends_with("\"/><rect/></svg>"), "{drawn}");
        let data = drawn.split("d=\"").nth(1).unwrap().split('"').next().unwrap();
        let numbers: Vec<f32> =
            data.split(|c: char| c.is_alphabetic() || c == ' ').filter_map(|n| n.parse().ok()).collect();
        let (right, bottom) = (
            numbers.iter().step_by(2).copied().fold(0.0, f32::max),
            numbers.iter().skip(1).step_by(2).copied().fold(0.0, f32::max),
        );
        // The stem of l ends 2 of the 100ths of its width before 100. Half of the height of x below 50 is 55.6.
        assert!((95.0..100.0).contains(&right) && (55.0..56.5).contains(&bottom), "{right} {bottom}");
    }

    #[test]
    fn what_is_no_xml_is_an_error() {
        assert!(text_as_outlines("<svg><text x=\"1\">").is_err());
        assert!(text_as_outlines("<svg><text x=\"a\">b</text></svg>").is_err());
    }
}
