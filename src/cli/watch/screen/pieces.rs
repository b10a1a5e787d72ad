//! Drawing functions that several panels share.

use ratatui::style::{Color, Modifier, Style};
use ratatui::text::Span;
use ratatui::widgets::{Block, BorderType};

/// The style of secondary text.
pub(super) const DIM: Modifier = Modifier::DIM;

/// The frame of a panel. The panel with the focus is highlighted.
pub(super) fn frame_of(title: &str, has_keys: bool) -> Block<'static> {
    let block = Block::bordered().title(Span::styled(format!(" {title} "), Modifier::BOLD));
    if has_keys { block.border_type(BorderType::Thick).border_style(Color::Yellow) } else { block.border_style(DIM) }
}

/// The width of a text in cells.
pub(super) fn width_of(text: &str) -> usize {
    Span::raw(text).width()
}

/// A text shortened or padded to this number of cells.
pub(super) fn fitted(text: &str, cells: usize) -> String {
    let mut fitted = text.to_owned();
    if width_of(&fitted) > cells {
        while !fitted.is_empty() && width_of(&fitted) + 1 > cells {
            fitted.pop();
        }
        if cells > 0 {
            fitted.push('…');
        }
    }
    let missing = cells.saturating_sub(width_of(&fitted));
    fitted + &" ".repeat(missing)
}

/// The colour of a governance: that of its basin.
pub(super) fn colour(governance: f64) -> Color {
    match governance {
        g if g < 0.4 => Color::Magenta,
        g if g > 0.6 => Color::Cyan,
        _ => Color::Reset,
    }
}

/// A line of bars from 0 to 1, each in the colour of its basin; empty if a value is missing.
pub(super) fn sparkline(values: &[f64]) -> Vec<Span<'static>> {
    const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    let mut spans: Vec<Span<'static>> = Vec::new();
    for part in values.chunk_by(|a, b| colour(*a) == colour(*b)) {
        let bar = |x: &f64| if x.is_nan() { ' ' } else { BARS[((x * 8.0) as usize).min(7)] };
        spans.push(Span::styled(part.iter().map(bar).collect::<String>(), colour(part[0])));
    }
    spans
}

/// The arrow for the drift of governance.
pub(super) fn arrow(drift: f64) -> &'static str {
    match drift {
        d if d > 0.05 => "↑",
        d if d > 0.01 => "↗",
        d if d < -0.05 => "↓",
        d if d < -0.01 => "↘",
        d if d.is_nan() => " ",
        _ => "→",
    }
}

/// The first row to draw, so that the chosen row is visible, in the middle if there are many.
pub(super) fn first_row(chosen: usize, rows: usize, room: usize) -> usize {
    chosen.saturating_sub(room / 2).min(rows.saturating_sub(room))
}

/// The style of a row. The chosen row is highlighted in the panel with the focus.
pub(super) fn row_style(chosen: bool, has_keys: bool) -> Style {
    if chosen && has_keys { Style::new().add_modifier(Modifier::REVERSED) } else { Style::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_stand_on_a_fixed_scale() {
        let text = |values: &[f64]| sparkline(values).iter().map(|span| span.content.to_string()).collect::<String>();
        assert_eq!(text(&[0.0, 0.5, 1.0, f64::NAN, 0.13]), "▁▅█ ▂");
        assert_eq!(text(&[0.5, 0.5]), "▅▅", "the highest of low values is not a full bar");
    }

    #[test]
    fn texts_are_cut_and_filled_by_cells() {
        assert_eq!(fitted("Afghanistan", 6), "Afgha…");
        assert_eq!(fitted("USA", 5), "USA  ");
        assert_eq!(fitted("USA", 0), "");
        assert_eq!(width_of(&fitted("日本国", 4)), 4);
    }

    #[test]
    fn the_chosen_row_is_always_seen() {
        for chosen in 0..20 {
            let first = first_row(chosen, 20, 7);
            assert!((first..first + 7).contains(&chosen) && first + 7 <= 20);
        }
        assert_eq!(first_row(3, 5, 7), 0);
    }
}
