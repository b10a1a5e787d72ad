//! Problems as text: a title, the line of the source with a caret below the place, and help.

use std::fmt::Write as _;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use super::printable;
use super::problems::{Kept, Located};
use super::sources::{Place, Sources};

/// The rest of a line is cut this number of bytes after a place.
const LONGEST: usize = 10_000;

/// The severity of a problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Severity {
    /// An error: the scenario cannot run.
    Error,
    /// A warning: the scenario can run.
    Warning,
}

/// Problems of one severity, one below another, in colour on request. Text from input is escaped.
pub(super) fn render(kept: &Kept, sources: &Sources, severity: Severity, colour: bool) -> String {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let (level, one, many) = match severity {
        Severity::Error => (Level::ERROR, "problem", "problems"),
        Severity::Warning => (Level::WARNING, "warning", "warnings"),
    };
    let mut out = String::new();
    for problem in &kept.list {
        let title = printable::line(&Located::new(problem, sources).to_string()).into_owned();
        let help = printable::line(&problem.help).into_owned();
        let mut group = Group::with_title(level.clone().primary_title(title));
        // A source that must not be shown is still named in the title.
        if let Some(place) = problem.place.filter(|place| sources.get(place.source).shown) {
            let source = sources.get(place.source);
            let (line, span) = line_of(&source.text, place);
            let (number, _) = sources.line_and_column(place);
            let snippet = Snippet::source(printable::source(line).into_owned()).line_start(number);
            let snippet = snippet.path(printable::line(&source.name).into_owned());
            group = group.element(snippet.annotation(AnnotationKind::Primary.span(span)));
        }
        if !help.is_empty() {
            group = group.element(Level::HELP.message(help));
        }
        out.push_str(&renderer.render(&[group]));
        out.push_str("\n\n");
    }
    match kept.dropped {
        0 => {}
        // Writing to a string cannot fail.
        1 => _ = writeln!(out, "and one more {one}"),
        n => _ = writeln!(out, "and {n} more {many}"),
    }
    out
}

/// The line in which a place begins, and the part of the place within it. Both are on character boundaries.
fn line_of(text: &str, place: Place) -> (&str, std::ops::Range<usize>) {
    let start = text.floor_char_boundary(place.start);
    let end = text.floor_char_boundary(place.end.max(place.start));
    let first = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let last = text[start..].find('\n').map_or(text.len(), |at| start + at);
    // The text far behind the place is not shown, and would take time.
    let last = last.min(text.floor_char_boundary(start + LONGEST));
    (&text[first..last], start - first..end.min(last) - first)
}
