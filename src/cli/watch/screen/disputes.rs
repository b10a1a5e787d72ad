//! The open disputes: wars first, then crises, then disputes, the oldest first.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Color;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;

use super::pieces::{DIM, first_row, frame_of, row_style};
use crate::cli::watch::app::{App, Panel};
use crate::cli::watch::overview::Open;
use crate::model::pairs::Stage;

/// Draws the panel.
pub(super) fn draw(app: &App, frame: &mut Frame<'_>, area: Rect) {
    let (chosen, has_keys) = (app.chosen(Panel::Disputes), app.panel == Panel::Disputes);
    let open = &app.course.overview.open;
    let block = frame_of(&format!("disputes {}: stage, rounds, between", open.len()), has_keys);
    let room = usize::from(block.inner(area).height);
    let names = app.course.names();
    let row = |(at, dispute): (usize, &Open)| {
        let colour = match dispute.stage {
            Stage::War => Color::Red,
            Stage::Crisis => Color::Yellow,
            Stage::Dispute | Stage::Calm => Color::Reset,
        };
        let (a, b) = dispute.states;
        Line::from(vec![
            Span::styled(format!("{:<7}", dispute.stage.name()), colour),
            Span::styled(format!("{:>4}  ", dispute.age), DIM),
            Span::raw(format!("{} – {}", names[a], names[b])),
        ])
        .style(row_style(at == chosen, has_keys))
    };
    let first = first_row(chosen, open.len(), room);
    let mut lines: Vec<Line<'_>> = open.iter().enumerate().skip(first).take(room).map(row).collect();
    if lines.is_empty() {
        lines.push(Line::styled("no open dispute", DIM));
    }
    frame.render_widget(Paragraph::new(lines).block(block), area);
}
