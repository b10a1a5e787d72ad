//! A drawn page as a file: SVG with its font and a description, or PNG.

use std::io::Write as _;

use quick_xml::escape::escape;
use resvg::{tiny_skia, usvg};

use super::font;
use super::outlines::text_as_outlines;
use super::page::{WIDTH, in_xml};

/// The kinds of files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Image {
    /// Pixels, with their number per inch.
    Png,
    /// Vectors.
    Svg,
}

impl Image {
    /// The ending of its files.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Svg => "svg",
        }
    }
}

/// Pixels per inch of a figure in its natural width, 9 inches.
const PER_INCH: f64 = WIDTH / 9.0;

/// A drawn page in design units, with a text for readers who cannot see it.
#[derive(Clone, Debug)]
pub struct Drawing {
    /// The page as plotters drew it.
    pub svg: String,
    /// The height in design units.
    pub height: f64,
    /// The title.
    pub title: String,
    /// The description.
    pub description: String,
}

impl Drawing {
    /// The content of the figure, without the outer element that gives its size.
    fn inside(&self) -> &str {
        let begin = self.svg.find("<svg").and_then(|at| Some(at + self.svg[at..].find('>')? + 1)).unwrap_or(0);
        let end = self.svg.rfind("</svg>").unwrap_or(self.svg.len());
        &self.svg[begin..end]
    }

    /// SVG of a size in pixels, with the figure fitted into it. Without an embedded font it uses the font of the page
    /// that contains it.
    pub fn to_svg(&self, (width, height): (u32, u32), with_font: bool) -> String {
        let font = if with_font {
            font::style_sheet(&format!("{}{}{}", self.svg, self.title, self.description))
        } else {
            String::new()
        };
        // Neighbouring cells touch at any size.
        let style = format!("<style>rect{{shape-rendering:crispEdges}}{font}</style>");
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 \
             {WIDTH} {}\"><title>{}</title><desc>{}</desc>{style}{}</svg>",
            self.height,
            escape(in_xml(&self.title)),
            escape(in_xml(&self.description)),
            self.inside()
        )
    }

    /// The default size of a figure.
    pub fn natural_size(&self) -> (u32, u32) {
        (WIDTH as u32, self.height.ceil() as u32)
    }

    /// PNG of a size in pixels.
    ///
    /// # Errors
    /// Returns an error if the size is too large.
    pub fn to_png(&self, (width, height): (u32, u32), paper: super::theme::Colour) -> Result<Vec<u8>, String> {
        let svg = text_as_outlines(&self.to_svg((width, height), false))?;
        let tree = usvg::Tree::from_str(&svg, &usvg::Options::default()).map_err(|error| error.to_string())?;
        let mut pixels =
            tiny_skia::Pixmap::new(width, height).ok_or_else(|| format!("{width}×{height} pixels cannot be drawn"))?;
        pixels.fill(tiny_skia::Color::from_rgba8(paper.0, paper.1, paper.2, 255));
        // The tree is already fitted into its frame. Its size is the requested size.
        resvg::render(&tree, tiny_skia::Transform::identity(), &mut pixels.as_mut());
        let colours: Vec<u8> = pixels.data().chunks_exact(4).flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect();
        encode(&colours, (width, height)).map_err(|error| error.to_string())
    }
}

fn encode(colours: &[u8], (width, height): (u32, u32)) -> Result<Vec<u8>, png::EncodingError> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_compression(png::Compression::Balanced);
    // At least 150 per inch, even for a small figure.
    let per_inch = (PER_INCH * f64::from(width) / WIDTH).max(150.0);
    let per_metre = (per_inch / 0.0254).round() as u32;
    encoder.set_pixel_dims(Some(png::PixelDimensions { xppu: per_metre, yppu: per_metre, unit: png::Unit::Meter }));
    let mut writer = encoder.write_header()?;
    let mut stream = writer.stream_writer()?;
    stream.write_all(colours)?;
    stream.finish()?;
    drop(writer);
    Ok(bytes)
}
