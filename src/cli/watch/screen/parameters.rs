//! The parameters and switches that the filter finds, with range and meaning of the chosen one.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Paragraph, Wrap};

use super::pieces::{DIM, first_row, fitted, frame_of, row_style};
use crate::cli::watch::app::{App, Mode, Panel};
use crate::cli::watch::knobs::Knob;

/// The number of lines about the chosen parameter: in a panel of this height, and in a lower one.
const ABOUT_LINES: (usize, usize) = (4, 3);
const HIGH: usize = 12;

/// The width of a value, and of the bar that shows its position in the range.
const VALUE_CELLS: usize = 8;
const BAR_CELLS: usize = 10;

/// Draws the panel.
pub(super) fn draw(app: &App, frame: &mut Frame<'_>, area: Rect) {
    let (chosen, has_keys) = (app.chosen(Panel::Parameters), app.panel == Panel::Parameters);
    let found = app.found();
    let title = match (&app.mode, app.filter.is_empty()) {
        (Mode::Filter, _) => format!("parameters /{}▏", app.filter),
        (_, true) => format!("parameters {}", found.len()),
        (_, false) => format!("parameters /{}: {}", app.filter, found.len()),
    };
    let block = frame_of(&title, has_keys);
    let inside = block.inner(area);
    frame.render_widget(block, area);
    let height = usize::from(inside.height);
    let about = if height < HIGH { ABOUT_LINES.1 } else { ABOUT_LINES.0 };
    let room = height.saturating_sub(about).max(height.min(2));
    let first = first_row(chosen, found.len(), room);
    let shown = found.iter().enumerate().skip(first).take(room);
    let mut lines: Vec<Line<'_>> = shown
        .map(|(at, &knob)| row(app, knob, usize::from(inside.width)).style(row_style(at == chosen, has_keys)))
        .collect();
    if lines.is_empty() {
        lines.push(Line::styled("no parameter matches", DIM));
    }
    frame.render_widget(Paragraph::new(lines), Rect { height: room as u16, ..inside });
    let about = Rect { y: inside.y + room as u16, height: (height - room) as u16, ..inside };
    if let Some(knob) = app.knob() {
        frame.render_widget(Paragraph::new(about_lines(app, knob)).wrap(Wrap { trim: true }), about);
    }
}

/// A mark if it was changed, its path, its value, and its position in the range.
fn row(app: &App, knob: Knob, width: usize) -> Line<'static> {
    let value = knob.value(app.course.params());
    let changed = value != knob.value(app.course.given());
    let bar = width >= 46;
    let path_cells = width.saturating_sub(2 + VALUE_CELLS + if bar { BAR_CELLS + 1 } else { 0 });
    let style = if changed { Style::new().fg(Color::Yellow).add_modifier(Modifier::BOLD) } else { Style::new() };
    let mut line = Line::from(vec![
        Span::styled(if changed { "* " } else { "  " }, style),
        Span::styled(fitted(&knob.path(), path_cells), style),
        Span::styled(format!("{:>VALUE_CELLS$}", knob.said(value)), style),
    ]);
    if bar {
        let share = knob.parameter().map_or(value, |p| (value - p.low) / (p.high - p.low));
        let at = (share * (BAR_CELLS - 1) as f64).round() as usize;
        let slider: String = (0..BAR_CELLS).map(|cell| if cell == at { '●' } else { '─' }).collect();
        line.push_span(Span::styled(format!(" {slider}"), DIM));
    }
    line
}

fn about_lines(app: &App, knob: Knob) -> Vec<Line<'static>> {
    let (params, given) = (app.course.params(), app.course.given());
    let (path, range) = (knob.path(), knob.range());
    let first = match &app.mode {
        Mode::Type(text) => format!("{path} = {text}▏ ({range})"),
        _ => format!("{path}: {range}; given {}", knob.said(knob.value(given))),
    };
    let mut lines = vec![Line::styled(first, Modifier::BOLD)];
    lines.extend(
        knob.held_by(params).map(|switch| Line::styled(format!("0 while switch {switch} is off"), Color::Yellow)),
    );
    let unit = knob.parameter().map_or_else(String::new, |parameter| format!(" [{}]", parameter.unit));
    lines.push(Line::raw(format!("{}{unit}", knob.meaning())));
    lines
}
