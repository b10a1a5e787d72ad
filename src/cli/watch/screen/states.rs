//! The states: governance now and so far, policy, perceived threat; more about the chosen state.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Paragraph, Wrap};

use super::pieces::{DIM, arrow, colour, first_row, fitted, frame_of, row_style, sparkline, width_of};
use crate::cli::print::counted;
use crate::cli::watch::app::{App, Panel};
use crate::model::states::NO_STATE;

/// The widest name that is shown in full.
const NAME_CELLS: usize = 16;

/// The widths of value and arrow, of policy, and of threat, with the spaces around each.
const VALUE_CELLS: usize = 9;
const POLICY_CELLS: usize = 7;
const THREAT_CELLS: usize = 7;

/// The narrowest panel with policy and threat, and the lowest with lines about the chosen state.
const ALL_COLUMNS: usize = 48;
const WITH_MORE: usize = 14;
const MORE_LINES: usize = 3;

/// Draws the panel.
pub(super) fn draw(app: &App, frame: &mut Frame<'_>, area: Rect) {
    let (chosen, has_keys) = (app.chosen(Panel::States), app.panel == Panel::States);
    let block = frame_of(&format!("states {} of {}", chosen + 1, app.order.len()), has_keys);
    let inside = block.inner(area);
    let (width, height) = (usize::from(inside.width), usize::from(inside.height));
    let with_more = height >= WITH_MORE;
    let room = height.saturating_sub(if with_more { 1 + MORE_LINES } else { 1 });
    let first = first_row(chosen, app.order.len(), room);
    let shown = app.order.iter().enumerate().skip(first).take(room);
    let names = shown.clone().map(|(_, &state)| width_of(&app.course.names()[state])).max().unwrap_or(0);
    let columns = Columns::fitting(width, names.clamp(5, NAME_CELLS));
    let mut lines = vec![columns.header(app)];
    lines.extend(shown.map(|(at, &state)| columns.row(app, state).style(row_style(at == chosen, has_keys))));
    if with_more && let Some(&state) = app.order.get(chosen) {
        let below = Rect { y: inside.y + (height - MORE_LINES) as u16, height: MORE_LINES as u16, ..inside };
        frame.render_widget(Paragraph::new(more(app, state)).wrap(Wrap { trim: true }), below);
    }
    frame.render_widget(Paragraph::new(lines), Rect { height: (room + 1).min(height) as u16, ..inside });
    frame.render_widget(block, area);
}

/// The widths of the columns.
struct Columns {
    name: usize,
    spark: usize,
    all: bool,
}

impl Columns {
    fn fitting(width: usize, names: usize) -> Self {
        let all = width >= ALL_COLUMNS;
        let taken = VALUE_CELLS + if all { POLICY_CELLS + THREAT_CELLS } else { 0 };
        let name = names.min(width.saturating_sub(taken) / 2);
        Self { name, spark: width.saturating_sub(taken + name), all }
    }

    fn header(&self, app: &App) -> Line<'static> {
        let rounds = app.course.history.len().saturating_sub(1);
        let from = (app.course.world.round as usize) - rounds;
        let first = if app.whole { from } else { from + (rounds + 1).saturating_sub(self.spark) };
        let span = fitted(&format!("rounds {first}–{}", app.course.world.round), self.spark);
        let more = if self.all { " policy threat" } else { "" };
        Line::styled(format!("{}   now   {span}{more}", fitted("state", self.name)), DIM)
    }

    fn row(&self, app: &App, state: usize) -> Line<'static> {
        let (history, states) = (&app.course.history, &app.course.world.states);
        let name = fitted(&app.course.names()[state], self.name);
        let mut past = history.of_state(state, self.spark, app.whole);
        past.resize(self.spark, f64::NAN);
        let mut line = Line::raw(name);
        if states.present[state] {
            let governance = states.governance[state];
            line.push_span(Span::styled(format!("  {governance:.2} "), colour(governance)));
            line.push_span(Span::raw(format!("{} ", arrow(history.drift(state)))));
        } else {
            line.push_span(Span::styled("   –     ", DIM));
        }
        line.spans.extend(sparkline(&past));
        if self.all && states.present[state] {
            let (policy, threat) = (states.policy[state], states.threat[state]);
            let hostile = if policy < 0.0 { Color::Red } else { Color::Reset };
            line.push_span(Span::styled(format!("  {:+.2}", policy + 0.0), hostile));
            line.push_span(Span::styled(
                format!("   {threat:.2}"),
                if threat > 0.5 { Color::Red } else { Color::Reset },
            ));
        }
        line
    }
}

/// More about a state.
fn more(app: &App, state: usize) -> Line<'static> {
    let (course, s) = (&app.course, &app.course.world.states);
    let name = Span::styled(course.names()[state].clone(), Modifier::BOLD);
    if !s.present[state] {
        return Line::from(vec![name, Span::raw(" is not in the world")]);
    }
    let foe = course.names().get(s.main_threat[state] as usize).filter(|_| s.main_threat[state] != NO_STATE);
    let text = format!(
        ": meaning {:.2}, referent {:.2}, securitisation {:.2}, provision {:.2}; system {:.2}, support {:.2}, \
         power {:.2}, {}; largest threat from {}",
        s.meaning[state],
        s.referent[state],
        s.securitisation[state],
        s.provision[state],
        s.system[state],
        s.support[state],
        s.power[state],
        counted(s.allies[state] as usize, "ally", "allies"),
        foe.map_or("no state", String::as_str)
    );
    Line::from(vec![name, Span::raw(text)])
}
