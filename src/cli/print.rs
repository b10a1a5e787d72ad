//! Words and tables on standard output, and words beside them on standard error.
//!
//! All that the command line prints passes through [`text`], [`json`], [`aside`] or [`coloured`]. They replace what came
//! with the input and could drive the terminal: control characters, and characters that change the direction of text.

use std::io::{IsTerminal, Write};

use anyhow::Context;
use comfy_table::{ContentArrangement, Table, presets};

use crate::scenario::printable;

/// Prints a text.
///
/// # Errors
/// It cannot be written. It is not an error if the reader has gone away.
pub(crate) fn text(text: &str) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    let text = printable::text(text);
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).context("standard output could not be written")
}

/// Prints a line.
///
/// # Errors
/// It cannot be written.
pub(crate) fn line(line: &str) -> anyhow::Result<()> {
    text(&format!("{line}\n"))
}

/// Prints words on standard error. If they cannot be written, the work goes on.
pub(crate) fn aside(words: std::fmt::Arguments<'_>) {
    let _ = writeln!(std::io::stderr(), "{}", printable::text(&words.to_string()));
}

/// Prints on standard error what `render` makes, in colour if that is wanted there. Nothing is printed if it is empty.
/// `render` itself sees to it that what came with the input is safe.
pub(crate) fn coloured(render: impl FnOnce(bool) -> String) {
    let mut stderr = std::io::stderr().lock();
    let text = render(stderr.is_terminal() && std::env::var_os("NO_COLOR").is_none());
    if !text.is_empty() {
        let _ = writeln!(stderr, "{}", text.trim_end());
    }
}

/// Does a terminal show what [`aside`] prints?
pub(crate) fn aside_is_a_terminal() -> bool {
    std::io::stderr().is_terminal()
}

/// Prints a value as indented JSON.
///
/// # Errors
/// It cannot be written.
pub(crate) fn json<T: serde::Serialize>(value: &T) -> anyhow::Result<()> {
    line(&printable::json(&serde_json::to_string_pretty(value)?))
}

/// In narrower terminals tables keep this width: numbers cut into digits would be misread.
const NARROWEST: u16 = 60;

/// A table without lines, which fits the terminal.
pub(crate) fn table<const N: usize>(header: [&str; N]) -> Table {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Dynamic).set_header(header);
    if std::io::stdout().is_terminal()
        && let Some((width, _)) = terminal_size::terminal_size()
    {
        table.set_width(width.0.max(NARROWEST));
    }
    table
}

/// A table as text, without spaces at the ends of lines and without empty lines.
pub(crate) fn plain(table: &Table) -> String {
    let lines = table.lines().map(|line| line.trim_end().to_owned()).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join("\n")
}

/// A number to three places; a dash where it is missing.
pub(crate) fn number(x: f64) -> String {
    if x.is_nan() { "–".to_owned() } else { format!("{:.3}", not_minus_zero(x)) }
}

/// A value that would be written as -0.000 becomes 0.
fn not_minus_zero(x: f64) -> f64 {
    if x.abs() < 0.0005 { 0.0 } else { x }
}

/// A number to three places, with its sign.
pub(crate) fn signed(x: f64) -> String {
    if x.is_nan() { "–".to_owned() } else { format!("{:+.3}", not_minus_zero(x)) }
}

/// A share in per cent.
pub(crate) fn percent(x: f64) -> String {
    if x.is_nan() { "–".to_owned() } else { format!("{:.1} %", 100.0 * x) }
}

/// A missing number is null in JSON.
pub(crate) fn json_number(x: f64) -> serde_json::Value {
    serde_json::Number::from_f64(x).map_or(serde_json::Value::Null, serde_json::Value::Number)
}
