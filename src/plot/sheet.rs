//! A sheet: title, subtitle, key, the body that a figure fills, and notes at the foot.

use std::collections::BTreeSet;

use super::font;
use super::image::Drawing;
use super::page::{self, Fill, Page, Rect, Side, Stroke, WIDTH, wrap};
use super::theme::{Theme, size};

/// The margin at the sides.
pub(crate) const MARGIN: f64 = 40.0;

/// A sign in the key.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Sign {
    /// A line.
    Line(Stroke),
    /// A coloured area.
    Area(Fill),
    /// A shape, by its number.
    Mark(usize, Fill),
}

/// Everything of a figure except its body.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sheet {
    /// The title.
    pub title: String,
    /// The subtitle: what is shown, of which runs and states.
    pub subtitle: String,
    /// The signs and their meaning.
    pub key: Vec<(Sign, String)>,
    /// The notes at the foot.
    pub notes: Vec<String>,
    /// The least height of the body.
    pub body: f64,
}

impl Sheet {
    /// Draws the sheet and lets the figure fill its body. If an aspect (height divided by width) is requested, the body
    /// grows to it.
    pub(crate) fn draw(
        &self,
        theme: &'static Theme,
        aspect: Option<f64>,
        fill: impl Fn(&Page<'_>, Rect),
    ) -> Result<Drawing, String> {
        let drawing = self.draw_once(theme, aspect, &fill)?;
        let lacking = font::lacks(&drawing.svg);
        if lacking.is_empty() {
            return Ok(drawing);
        }
        // Missing letters are known only after everything is written.
        let notes = self.notes.iter().cloned().chain([unknown_letters(&lacking)]).collect();
        Self { notes, ..self.clone() }.draw_once(theme, aspect, &fill)
    }

    fn draw_once(
        &self,
        theme: &'static Theme,
        aspect: Option<f64>,
        fill: &impl Fn(&Page<'_>, Rect),
    ) -> Result<Drawing, String> {
        let room = WIDTH - 2.0 * MARGIN;
        let title = wrap(&self.title, size::TITLE, true, room);
        let subtitle = wrap(&self.subtitle, size::SUBTITLE, false, room);
        let notes: Vec<String> = self.notes.iter().flat_map(|note| wrap(note, size::NOTE, false, room)).collect();
        let key = key_lines(&self.key, room);
        let head = 30.0
            + title.len() as f64 * size::TITLE * 1.25
            + subtitle.len() as f64 * size::SUBTITLE * 1.35
            + if key.is_empty() { 0.0 } else { 10.0 + key.len() as f64 * 36.0 }
            + 20.0;
        let foot = if notes.is_empty() { 16.0 } else { 28.0 + notes.len() as f64 * size::NOTE * 1.35 };
        let least = head + self.body + foot;
        let height = aspect.map_or(least, |aspect| least.max(aspect * WIDTH)).ceil();
        let svg = page::draw(height, theme, |page| {
            let mut y = 30.0 + size::TITLE * 0.5;
            for line in &title {
                page.text(line, (MARGIN, y), page.bold(size::TITLE, Side::Start));
                y += size::TITLE * 1.25;
            }
            for line in &subtitle {
                page.text(line, (MARGIN, y), page.faint(size::SUBTITLE, Side::Start));
                y += size::SUBTITLE * 1.35;
            }
            y += 10.0;
            for line in &key {
                for (x, entry) in line {
                    draw_entry(page, *x, y, entry);
                }
                y += 36.0;
            }
            fill(page, Rect::new(MARGIN, head, WIDTH - MARGIN, height - foot));
            let mut y = height - foot + 24.0;
            for line in &notes {
                page.text(line, (MARGIN, y), page.faint(size::NOTE, Side::Start));
                y += size::NOTE * 1.35;
            }
        })?;
        let description =
            [&self.subtitle].into_iter().chain(&self.notes).map(String::as_str).collect::<Vec<_>>().join(" ");
        Ok(Drawing { svg, height, title: self.title.clone(), description })
    }
}

/// The note on letters that show as boxes.
fn unknown_letters(lacking: &BTreeSet<char>) -> String {
    let codes: Vec<String> = lacking.iter().take(6).map(|letter| format!("U+{:04X}", u32::from(*letter))).collect();
    let more = if lacking.len() > codes.len() { " and others" } else { "" };
    format!(
        "The font of the figures lacks {}{more}: these letters show as boxes or not at all, unless a font of the reader's machine has them (SVG only).",
        codes.join(", ")
    )
}

const SIGN: f64 = 52.0;

type Entry = (Sign, String);

/// The key broken into lines that fit, each entry with its position.
fn key_lines(key: &[Entry], room: f64) -> Vec<Vec<(f64, &Entry)>> {
    let mut lines: Vec<Vec<(f64, &Entry)>> = Vec::new();
    let mut x = f64::INFINITY;
    for entry in key {
        let width = SIGN + 10.0 + font::width(&entry.1, size::LABEL, false) + 36.0;
        if x + width > room + MARGIN + 36.0 {
            lines.push(Vec::new());
            x = MARGIN;
        }
        if let Some(line) = lines.last_mut() {
            line.push((x, entry));
        }
        x += width;
    }
    lines
}

fn draw_entry(page: &Page<'_>, x: f64, y: f64, (sign, text): &Entry) {
    match *sign {
        Sign::Line(stroke) => page.line([(x, y), (x + SIGN, y)], stroke),
        Sign::Area(fill) => {
            let area = Rect::new(x, y - 11.0, x + SIGN, y + 11.0);
            page.rect(area, fill);
            // A border, so that a pale area can be seen on the paper.
            page.frame(area, Stroke(page.theme.grid.toward(page.theme.faint, 0.3), 1, None));
        }
        Sign::Mark(shape, fill) => {
            // A border for a pale mark, too.
            page.mark(shape, (x + SIGN / 2.0, y), 11.5, Fill(page.theme.faint, 1.0));
            page.mark(shape, (x + SIGN / 2.0, y), 10.0, fill);
        }
    }
    page.text(text, (x + SIGN + 10.0, y), page.ink(size::LABEL, Side::Start));
}
