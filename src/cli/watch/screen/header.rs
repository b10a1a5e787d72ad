//! The header: the scenario, the progress, and the measures of the world.

use std::fmt::Write;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier};
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;

use super::pieces::{DIM, colour, fitted, sparkline, width_of};
use crate::cli::print::counted;
use crate::cli::print::number;
use crate::cli::watch::app::App;
use crate::model::pairs::Stage;
use crate::scenario::printable;

/// Draws the header: two lines, and a third if there is space.
pub(super) fn draw(app: &App, frame: &mut Frame<'_>, area: Rect) {
    let width = usize::from(area.width);
    let lines = vec![title(app, width), place(app, width), governance(app, width)];
    frame.render_widget(Paragraph::new(lines), area);
}

/// The title at the left, the speed at the right.
fn title(app: &App, width: usize) -> Line<'static> {
    let course = &app.course;
    let (pace, colour) = match app {
        _ if course.is_over() => ("over".to_owned(), Color::Yellow),
        _ if app.paused => ("paused".to_owned(), Color::Yellow),
        _ => (format!("{} rounds/s", app.speed), Color::Green),
    };
    let scenario = &course.scenario;
    let title = scenario.shown_title();
    let text = format!("{} · run {}", printable::line(title), course.run);
    let room = width.saturating_sub(width_of(&pace) + 1);
    Line::from(vec![
        Span::styled(fitted(&text, room), Modifier::BOLD),
        Span::raw(" "),
        Span::styled(pace, colour).patch_style(Modifier::BOLD),
    ])
}

/// Round, year, states and open disputes; round and disputes alone if the screen is narrow.
fn place(app: &App, width: usize) -> Line<'static> {
    const NARROW: usize = 60;
    let course = &app.course;
    let (run, overview, round) = (&course.scenario.run, &course.overview, course.world.round);
    let narrow = width < NARROW;
    let mut text = if narrow { format!("{round}/{}", run.rounds) } else { format!("round {round} of {}", run.rounds) };
    if !narrow {
        if (run.start_year, run.round_years) != (0.0, 1.0) {
            let year = run.start_year + f64::from(round) * run.round_years;
            let _ = if year.fract() == 0.0 { write!(text, " · {year}") } else { write!(text, " · {year:.2}") };
        }
        let _ = write!(text, " · {}", counted(overview.states, "state", "states"));
    }
    let mut line = Line::raw(text);
    for (stage, one, many, colour) in [
        (Stage::War, "war", "wars", Color::Red),
        (Stage::Crisis, "crisis", "crises", Color::Yellow),
        (Stage::Dispute, "dispute", "disputes", Color::Reset),
    ] {
        let count = overview.at(stage);
        let colour = if count > 0 { colour } else { Color::Reset };
        line.push_span(Span::raw(" · "));
        line.push_span(Span::styled(counted(count, one, many), colour));
    }
    line
}

/// The mean of governance, its sparkline, and the shares in the basins.
fn governance(app: &App, width: usize) -> Line<'static> {
    const SHORTEST: usize = 12;
    let overview = &app.course.overview;
    let shares =
        overview.basins.map(|share| if share.is_nan() { "–".to_owned() } else { format!("{:.0} %", 100.0 * share) });
    let words = if width >= 100 {
        ["authoritarian < 0.4", "middle", "participatory > 0.6"]
    } else {
        ["< 0.4", "middle", "> 0.6"]
    };
    let shares: Vec<String> = words.iter().zip(shares).map(|(word, share)| format!("  {word}: {share}")).collect();
    let mean = format!("mean governance {} ", number(overview.mean));
    let taken = width_of(&mean) + shares.iter().map(|share| width_of(share)).sum::<usize>();
    let mut line = Line::raw(mean);
    let cells = width.saturating_sub(taken);
    if cells >= SHORTEST {
        line.spans.extend(sparkline(&app.course.history.of_mean(cells.min(60), app.whole)));
    }
    for (share, middle) in shares.into_iter().zip([0.0, 0.5, 1.0]) {
        line.push_span(Span::styled(share, colour(middle)));
    }
    if cells < SHORTEST { line.patch_style(DIM) } else { line }
}
