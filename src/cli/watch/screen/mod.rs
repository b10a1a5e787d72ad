//! The drawing: header, panels, footer. Only visible content is computed and drawn.

mod disputes;
mod events;
mod header;
mod parameters;
mod pieces;
mod states;

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::{Modifier, Style};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Clear, Paragraph};

use super::app::{App, Mode, Panel};
use super::keys::KEYS;
use pieces::{DIM, frame_of, width_of};

/// From the first width on states and another panel are side by side, from the second on all panels.
const TWO_PANELS: u16 = 70;
const ALL_PANELS: (u16, u16) = (100, 28);

/// From this height on a header has its third line, and the footer a line for messages.
const ROOMY: u16 = 16;

/// Draws everything.
pub fn draw(app: &App, frame: &mut Frame<'_>) {
    let area = frame.area();
    let roomy = area.height >= ROOMY;
    let (header, footer) = if roomy { (3, 2) } else { (2, 1) };
    let rows = [Constraint::Length(header), Constraint::Min(0), Constraint::Length(footer)];
    let [header, body, footer] = Layout::vertical(rows).areas(area);
    header::draw(app, frame, header);
    draw_panels(app, frame, body);
    draw_footer(app, frame, footer);
    if app.mode == Mode::Help {
        draw_help(frame, area);
    }
}

fn draw_panels(app: &App, frame: &mut Frame<'_>, body: Rect) {
    let area = frame.area();
    if area.width < TWO_PANELS {
        return draw_panel(app, app.panel, frame, body);
    }
    let all = area.width >= ALL_PANELS.0 && area.height >= ALL_PANELS.1;
    let columns = [Constraint::Percentage(if all { 52 } else { 50 }), Constraint::Min(0)];
    let [left, right] = Layout::horizontal(columns).areas(body);
    draw_panel(app, Panel::States, frame, left);
    if all {
        let rows = [Constraint::Percentage(45), Constraint::Percentage(25), Constraint::Min(0)];
        let [top, middle, bottom] = Layout::vertical(rows).areas(right);
        draw_panel(app, Panel::Parameters, frame, top);
        draw_panel(app, Panel::Disputes, frame, middle);
        draw_panel(app, Panel::Events, frame, bottom);
    } else if app.panel == Panel::Parameters {
        draw_panel(app, Panel::Parameters, frame, right);
    } else {
        let [top, bottom] = Layout::vertical([Constraint::Percentage(45), Constraint::Min(0)]).areas(right);
        draw_panel(app, Panel::Disputes, frame, top);
        draw_panel(app, Panel::Events, frame, bottom);
    }
}

fn draw_panel(app: &App, panel: Panel, frame: &mut Frame<'_>, area: Rect) {
    match panel {
        Panel::States => states::draw(app, frame, area),
        Panel::Parameters => parameters::draw(app, frame, area),
        Panel::Disputes => disputes::draw(app, frame, area),
        Panel::Events => events::draw(app, frame, area),
    }
}

/// The message, and the keys that fit.
fn draw_footer(app: &App, frame: &mut Frame<'_>, area: Rect) {
    let mut lines = Vec::new();
    let said = app.message.as_deref().map(|message| Line::styled(message, Modifier::BOLD));
    if area.height > 1 {
        lines.push(said.unwrap_or_default());
        lines.push(keys(app, area.width));
    } else {
        lines.push(said.unwrap_or_else(|| keys(app, area.width)));
    }
    frame.render_widget(Paragraph::new(lines), area);
}

fn keys(app: &App, width: u16) -> Line<'static> {
    let go = if app.paused { "go on" } else { "pause" };
    let keys: &[(&str, &str)] = match &app.mode {
        Mode::Filter => &[("enter", "keep the filter"), ("esc", "show all"), ("↑ ↓", "choose")],
        Mode::Type(_) => &[("enter", "set"), ("esc", "leave it")],
        Mode::Help => &[("any key", "go back")],
        Mode::Look if app.panel == Panel::Parameters => &[
            ("q", "leave"),
            ("?", "keys"),
            ("tab", "panel"),
            ("← →", "change"),
            ("e", "type"),
            ("space", go),
            ("/", "find"),
            ("0", "back"),
            ("s", "step"),
            ("r", "restart"),
        ],
        Mode::Look => &[
            ("q", "leave"),
            ("?", "keys"),
            ("tab", "panel"),
            ("space", go),
            ("s", "step"),
            ("+ -", "speed"),
            ("/", "find a parameter"),
            ("r", "restart"),
            ("w", if app.whole { "last rounds" } else { "whole run" }),
        ],
    };
    let (mut spans, mut left) = (Vec::new(), usize::from(width));
    for (key, meaning) in keys {
        let cells = width_of(key) + width_of(meaning) + 3;
        if cells > left + 2 {
            break;
        }
        left = left.saturating_sub(cells);
        spans.push(Span::styled((*key).to_owned(), Modifier::BOLD));
        spans.push(Span::styled(format!(" {meaning}  "), DIM));
    }
    Line::from(spans)
}

fn draw_help(frame: &mut Frame<'_>, area: Rect) {
    const KEY_CELLS: usize = 15;
    let mut lines: Vec<Line<'_>> = Vec::new();
    for (key, meaning) in KEYS {
        let space = " ".repeat(KEY_CELLS.saturating_sub(width_of(key)));
        lines.push(Line::from(vec![Span::styled(format!("{key}{space} "), Modifier::BOLD), Span::raw(meaning)]));
    }
    lines.push(Line::default());
    lines.push(Line::raw("Sparklines run from 0 (authoritarian) to 1 (participatory)."));
    lines.push(Line::raw("Arrows: governance moved over the last five rounds by"));
    lines.push(Line::raw("more than 0.05 ↑ ↓, more than 0.01 ↗ ↘, less →."));
    let (width, height) = (area.width.min(68), area.height.min(lines.len() as u16 + 2));
    let place = Rect::new((area.width - width) / 2, (area.height - height) / 2, width, height);
    frame.render_widget(Clear, place);
    frame.render_widget(Paragraph::new(lines).block(frame_of("keys", true)).style(Style::default()), place);
}
