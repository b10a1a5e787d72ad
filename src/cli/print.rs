//! Texts and tables on standard output, and notes on standard error.
//!
//! All output of the command line passes through [`text`], [`json`], [`aside`] or [`coloured`]. They replace characters
//! of the input that could control the terminal: control characters, and characters that change the direction of text.

use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;
use comfy_table::{ColumnConstraint, ContentArrangement, Table, presets};
use serde::{Serialize, Serializer};

use crate::scenario::printable;

/// Prints a text.
///
/// # Errors
/// Returns an error if it cannot be written. A reader that closed the pipe is not an error.
pub(crate) fn text(text: &str) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    let text = printable::text(text);
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).context("standard output could not be written")
}

/// Prints a line.
pub(crate) fn line(line: &str) -> anyhow::Result<()> {
    text(&format!("{line}\n"))
}

/// Prints a note on standard error. A failure to write it is ignored.
pub(crate) fn aside(words: std::fmt::Arguments<'_>) {
    let _ = writeln!(std::io::stderr(), "{}", printable::text(&words.to_string()));
}

/// Prints the output of `render` on standard error, in colour if that is wanted there, or nothing if it is empty.
/// `render` must replace unsafe characters of the input.
pub(crate) fn coloured(render: impl FnOnce(bool) -> String) {
    let mut stderr = std::io::stderr().lock();
    let text = render(stderr.is_terminal() && std::env::var_os("NO_COLOR").is_none());
    if !text.is_empty() {
        let _ = writeln!(stderr, "{}", text.trim_end());
    }
}

/// Returns true if [`aside`] prints to a terminal.
pub(crate) fn aside_is_a_terminal() -> bool {
    std::io::stderr().is_terminal()
}

/// Prints a value as indented JSON. A number that is missing (NaN) is null.
pub(crate) fn json(value: &impl Serialize) -> anyhow::Result<()> {
    line(&printable::json(&serde_json::to_string_pretty(value)?))
}

/// A number of items.
pub(crate) fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// A path as text, for JSON. Bytes that are not UTF-8 become replacement characters.
pub(crate) fn path(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

/// Paths as text, for JSON.
pub(crate) fn paths(paths: &[PathBuf]) -> Vec<String> {
    paths.iter().map(|each| path(each)).collect()
}

/// The width of tables in narrower terminals. Numbers broken into digits would be misread.
const NARROWEST: u16 = 60;

/// A table without lines, fitted to the terminal.
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

/// A table as text, without trailing spaces and empty lines.
pub(crate) fn plain(table: &Table) -> String {
    let lines = table.lines().map(|line| line.trim_end().to_owned()).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join("\n")
}

/// A table as text of at most this width. Words of the first column are broken into lines for that.
pub(crate) fn narrow(mut table: Table, most: u16) -> String {
    for column in table.column_iter_mut().skip(1) {
        column.set_constraint(ColumnConstraint::ContentWidth);
    }
    if table.width().is_none_or(|width| width > most) {
        table.set_width(most);
    }
    plain(&table)
}

/// A number with three decimals, or a dash if it is missing.
pub(crate) fn number(x: f64) -> String {
    if x.is_nan() { "–".to_owned() } else { format!("{:.3}", not_minus_zero(x)) }
}

/// Turns a value that would be written as -0.000 into 0.
fn not_minus_zero(x: f64) -> f64 {
    if x.abs() < 0.0005 { 0.0 } else { x }
}

/// A number with three decimals and its sign.
pub(crate) fn signed(x: f64) -> String {
    if x.is_nan() { "–".to_owned() } else { format!("{:+.3}", not_minus_zero(x)) }
}

/// A share in per cent.
pub(crate) fn percent(x: f64) -> String {
    if x.is_nan() { "–".to_owned() } else { format!("{:.1} %", 100.0 * x) }
}

/// Serialises pairs of a name and a value as one JSON object, in their order.
pub(crate) fn object<S: Serializer>(pairs: &[(impl Serialize, impl Serialize)], to: S) -> Result<S::Ok, S::Error> {
    to.collect_map(pairs.iter().map(|(name, value)| (name, value)))
}
