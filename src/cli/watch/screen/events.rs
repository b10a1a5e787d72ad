//! The events, latest round first.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;

use super::pieces::{DIM, first_row, frame_of, row_style};
use crate::cli::watch::app::{App, Panel};

/// Draws the panel.
pub(super) fn draw(app: &App, frame: &mut Frame<'_>, area: Rect) {
    let (chosen, has_keys) = (app.chosen(Panel::Events), app.panel == Panel::Events);
    let block = frame_of("what happened", has_keys);
    let room = usize::from(block.inner(area).height);
    let log = &app.course.log;
    let first = first_row(chosen, log.len(), room);
    let row = |(at, (round, line)): (usize, &(u32, String))| {
        let again = at > first && log[at - 1].0 == *round;
        let round = if again { " ".repeat(5) } else { format!("{round:>4} ") };
        Line::from(vec![Span::styled(round, DIM), Span::raw(line.clone())]).style(row_style(at == chosen, has_keys))
    };
    let mut lines: Vec<Line<'_>> = log.iter().enumerate().skip(first).take(room).map(row).collect();
    if lines.is_empty() {
        lines.push(Line::styled("nothing yet", DIM));
    }
    frame.render_widget(Paragraph::new(lines).block(block), area);
}
