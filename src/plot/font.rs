//! The font of all figures, embedded so that a figure is the same on every machine.
//!
//! A machine may not have any fonts. DejaVu Sans Condensed is compiled in: plotters measures with it, PNG files are
//! drawn with it, and an SVG embeds the letters that it uses.

use std::collections::BTreeSet;
use std::sync::Once;

use ab_glyph::{Font as _, FontRef};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use plotters::style::{FontDesc, FontFamily, FontStyle, register_font};

use super::subset::subset;

/// Its name in figures, different from all installed fonts.
pub const FAMILY: &str = "takvin sans";

fn regular() -> &'static [u8] {
    dejavu::sans_condensed::regular()
}

fn bold() -> &'static [u8] {
    dejavu::sans_condensed::bold()
}

/// Registers the font with plotters.
pub fn register() {
    static DONE: Once = Once::new();
    DONE.call_once(|| {
        for (style, bytes) in [(FontStyle::Normal, regular()), (FontStyle::Bold, bold())] {
            // The font is compiled in. If it were invalid, drawing would report the error.
            let _ = register_font(FAMILY, style, bytes);
        }
    });
}

/// The font at a size, for plotters.
pub fn at(size: f64, is_bold: bool) -> FontDesc<'static> {
    // plotters' SVG divides sizes by 1.24.
    FontDesc::new(FontFamily::Name(FAMILY), size * 1.24, if is_bold { FontStyle::Bold } else { FontStyle::Normal })
}

/// The width of a line of text, in the unit of `size`.
pub fn width(text: &str, size: f64, is_bold: bool) -> f64 {
    // Measured at a large size, because plotters measures in whole pixels. It takes a size to mean the height from the
    // lowest to the highest letter, which in this font is 1.164 times the size.
    const LARGE: f64 = 500.0;
    const HEIGHT: f64 = 1.164;
    register();
    let style = if is_bold { FontStyle::Bold } else { FontStyle::Normal };
    let box_size = FontDesc::new(FontFamily::Name(FAMILY), LARGE, style).box_size(text);
    box_size.map_or(0.0, |(width, _)| f64::from(width) * HEIGHT * size / LARGE)
}

/// The letters of a text that the font lacks.
pub fn lacks(text: &str) -> BTreeSet<char> {
    let Ok(font) = face(false) else { return BTreeSet::new() };
    text.chars().filter(|c| !c.is_ascii() && !c.is_control() && font.glyph_id(*c).0 == 0).collect()
}

/// The font as it is compiled in.
///
/// # Errors
/// Returns an error if the font is not valid.
pub fn face(is_bold: bool) -> Result<FontRef<'static>, ab_glyph::InvalidFont> {
    FontRef::try_from_slice(if is_bold { bold() } else { regular() })
}

/// A text whose Arabic letters have the forms that they take when joined. They stay in the order in which they are read.
pub fn joined(text: &str) -> String {
    // Most texts have none, and looking for joined forms takes longer than drawing the text.
    let arabic = |c| matches!(c, '\u{600}'..='\u{8ff}' | '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}');
    if text.contains(arabic) { ar_reshaper::reshape_line(text) } else { text.to_owned() }
}

/// A style sheet with the part of the font that a text needs.
pub fn style_sheet(text: &str) -> String {
    // A browser joins Arabic letters by their joined forms, if the font has these.
    let letters = text.chars().chain(joined(text).chars()).filter(|c| !c.is_control()).collect();
    let face = |bytes: &[u8], weight: &str| {
        let part = subset(bytes, &letters);
        let bytes = part.as_deref().unwrap_or(bytes);
        format!(
            "@font-face{{font-family:'{FAMILY}';font-weight:{weight};src:url(data:font/ttf;base64,{}) format('truetype')}}",
            STANDARD.encode(bytes)
        )
    };
    face(regular(), "normal") + &face(bold(), "bold")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_are_those_of_the_font() {
        // Advance widths of DejaVu Sans Condensed, in units of size / 2048: i 512, m 1796, 0 1173.
        for (text, advance) in [("iiiiiiiiii", 512.0), ("mmmmmmmmmm", 1796.0), ("0000000000", 1173.0)] {
            let (found, known) = (width(text, 20.0, false), 10.0 * 20.0 * advance / 2048.0);
            assert!((found / known - 1.0).abs() < 0.05, "{text}: {found} for {known}");
        }
        assert!(width("mmm", 20.0, true) > width("mmm", 20.0, false));
    }

    #[test]
    fn letters_that_the_font_has_not_are_known() {
        assert!(lacks("Côte d'Ivoire – Россия, ایران ≥ … −").is_empty());
        assert_eq!(lacks("中国 China").into_iter().collect::<String>(), "中国");
    }

    #[test]
    fn a_style_sheet_carries_only_the_letters_used() {
        let (few, more) = (style_sheet("ab"), style_sheet("abcdefghijklmnopqrstuvwxyzäöüß–−≥"));
        assert!(few.len() < more.len() && more.len() < 60_000, "{} {}", few.len(), more.len());
    }
}
