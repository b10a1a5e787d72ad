//! Events of the scenario, marked in figures by numbers that a note explains.

use super::data::{Data, Mark};
use super::font;
use super::page::{Fill, Rect, Side, Stroke};
use super::panel::Panel;
use super::theme::size;

/// Events with their numbers.
pub(super) struct Marks {
    entries: Vec<Entry>,
    more: usize,
}

struct Entry {
    year: f64,
    names: Vec<String>,
    states: Vec<usize>,
}

/// The largest number of events that a note explains.
const MOST: usize = 12;

impl Marks {
    /// The events that affect any of these states. Events of one year and the same states are one.
    pub(super) fn of(data: &Data, states: &[usize]) -> Self {
        Self::gather(data.marks().into_iter().filter(|mark| mark.states.iter().any(|state| states.contains(state))))
    }

    /// All events except entries and exits of states.
    pub(super) fn of_the_world(data: &Data) -> Self {
        Self::gather(data.marks().into_iter().filter(|mark| !data.comes_or_goes(mark)))
    }

    fn gather(marks: impl Iterator<Item = Mark>) -> Self {
        let mut entries: Vec<Entry> = Vec::new();
        for mark in marks {
            let same = entries.iter_mut().find(|entry| entry.year == mark.year && entry.states == mark.states);
            match same {
                Some(entry) => entry.names.push(mark.name),
                None => entries.push(Entry { year: mark.year, names: vec![mark.name], states: mark.states }),
            }
        }
        let more = entries.len().saturating_sub(MOST);
        entries.truncate(MOST);
        Self { entries, more }
    }

    /// The note that explains the numbers, or `None` without events.
    pub(super) fn note(&self, data: &Data) -> Option<String> {
        if self.entries.is_empty() {
            return None;
        }
        let said = self.entries.iter().enumerate().map(|(number, entry)| {
            let whom: Vec<&str> = entry.states.iter().map(|&state| data.states[state].as_str()).collect();
            let whom = if whom.len() > 3 { format!("{} states", whom.len()) } else { whom.join(", ") };
            let when = if data.clock() == "year" { "" } else { "round " };
            format!("{} {} ({whom}, {when}{})", number + 1, entry.names.join(", "), entry.year)
        });
        let more = if self.more > 0 { format!("; and {} more, not marked", self.more) } else { String::new() };
        Some(format!("Events: {}{more}.", said.collect::<Vec<_>>().join("; ")))
    }

    /// Marks the events that affect a state, or all events, in a panel of time.
    pub(super) fn draw(&self, panel: &Panel<'_, '_>, state: Option<usize>) {
        let page = panel.page;
        let mut last = f64::NEG_INFINITY;
        for (number, entry) in self.entries.iter().enumerate() {
            if state.is_some_and(|state| !entry.states.contains(&state)) {
                continue;
            }
            panel.upright(entry.year, Stroke(page.theme.faint, 1, Some((4, 5))));
            let (x, y) = panel.at(entry.year, panel.y.range.1);
            let (text, letters) = ((number + 1).to_string(), size::NOTE * 0.9);
            let half = font::width(&text, letters, false) / 2.0;
            // Numbers that would overlap are side by side. At the end of the axis they are left of their line.
            let wished = if x + 2.0 * half + 8.0 > panel.rect.right { x - half - 4.0 } else { x + half + 4.0 };
            let x = wished.max(last + half + 4.0);
            last = x + half;
            let room = Rect::new(x - half - 1.0, y + 2.0, x + half + 1.0, y + 19.0);
            page.rect(room, Fill(page.theme.paper, 0.8));
            page.text(&text, (x, y + 10.0), page.faint(letters, Side::Middle));
        }
    }
}
