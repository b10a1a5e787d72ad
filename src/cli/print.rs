//! Words and tables on standard output, and words beside them on standard error.

use std::io::{IsTerminal, Write};

use anyhow::Context;
use comfy_table::{ContentArrangement, Table, presets};

/// Prints a text as it is.
///
/// # Errors
/// It cannot be written; of a reader that has gone away nobody is told.
pub fn text(text: &str) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).context("standard output could not be written")
}

/// Prints a line.
///
/// # Errors
/// It cannot be written.
pub fn line(line: &str) -> anyhow::Result<()> {
    text(&format!("{line}\n"))
}

/// Tells something on standard error. That it cannot be written, or that nobody reads it, stops no work.
pub fn aside(words: std::fmt::Arguments<'_>) {
    let _ = writeln!(std::io::stderr(), "{words}");
}

/// Prints a value as indented JSON.
///
/// # Errors
/// It cannot be written.
pub fn json<T: serde::Serialize>(value: &T) -> anyhow::Result<()> {
    line(&serde_json::to_string_pretty(value)?)
}

/// In narrower terminals tables keep this width: numbers cut into digits would be misread.
const NARROWEST: u16 = 60;

/// A table without lines, which fits the terminal.
pub fn table<const N: usize>(header: [&str; N]) -> Table {
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
pub fn plain(table: &Table) -> String {
    let lines = table.lines().map(|line| line.trim_end().to_owned()).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join("\n")
}

/// A number to three places; a dash where it is missing.
pub fn number(x: f64) -> String {
    if x.is_nan() { "–".to_owned() } else { format!("{:.3}", x + 0.0) }
}

/// A number to three places, with its sign.
pub fn signed(x: f64) -> String {
    if x.is_nan() { "–".to_owned() } else { format!("{:+.3}", x + 0.0) }
}

/// A share in per cent.
pub fn percent(x: f64) -> String {
    if x.is_nan() { "–".to_owned() } else { format!("{:.1} %", 100.0 * x) }
}

/// A missing number is null in JSON.
pub fn json_number(x: f64) -> serde_json::Value {
    serde_json::Number::from_f64(x).map_or(serde_json::Value::Null, serde_json::Value::Number)
}
