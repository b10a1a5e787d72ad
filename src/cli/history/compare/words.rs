//! What `takvin history compare` prints.

use std::fmt::Write as _;

use crate::analysis::quantiles::quantile;
use crate::cli::print::{self, number};
use crate::history::Frame;
use crate::history::held::Ensemble;
use crate::history::patterns::{self, Pattern, Value};
use crate::history::systems;
use crate::history::tables::years;

/// The greatest width of a table of patterns, in columns of the terminal.
const WIDTH: u16 = 120;

/// The record alone.
pub(super) fn record(record: &[Value]) -> String {
    let mut table = print::table(["pattern", "meaning", "record", "95 %", "rows"]);
    for (pattern, value) in patterns::patterns().zip(record) {
        let interval = interval(value.low, value.high);
        let (key, words) = (pattern.key.to_owned(), pattern.words.to_owned());
        table.add_row([key, words, three(value.value), interval, value.count.to_string()]);
    }
    print::plain(&table) + "\n"
}

/// Runs beside the record: patterns, systems, and how near each arm comes.
pub(super) fn page(record: &[Value], frame: &Frame, arms: &[Ensemble]) -> String {
    let mut out = of_patterns(record, arms);
    out += "\nPolitical systems, state by state (50 %, 90 %: share of states inside the band of so much of the runs)\n";
    out += &of_systems(frame, arms);
    out += "\n\n";
    for arm in arms {
        let fit = Fit::of(record, arm);
        let _ = writeln!(
            out,
            "{}: {} of {} patterns inside the interval of the record; median distance {:.1} standard errors",
            arm.name, fit.inside, fit.compared, fit.distance
        );
    }
    out
}

fn of_patterns(record: &[Value], arms: &[Ensemble]) -> String {
    let Some((model, nulls)) = arms.split_first() else { return String::new() };
    let mut table = print::table(["pattern", "record", "95 % of it", &model.name, "95 % of runs", "distance"]);
    for (at, (pattern, record)) in patterns::patterns().zip(record).enumerate() {
        let [median, low, high] = model.pattern(at);
        table.add_row([
            pattern.words.to_owned(),
            three(record.value),
            interval(record.low, record.high),
            three(median),
            interval(low, high),
            distance(record, pattern, median),
        ]);
    }
    let mut out = print::narrow(table, WIDTH);
    if !nulls.is_empty() {
        let mut table = print::table::<0>([]);
        // Long names break at their underscores.
        let names = arms.iter().map(|arm| arm.name.replace('_', "_\n"));
        table.set_header(std::iter::once("distance of".to_owned()).chain(names));
        for (at, (pattern, record)) in patterns::patterns().zip(record).enumerate() {
            let distances = arms.iter().map(|arm| distance(record, pattern, arm.pattern(at)[0]));
            table.add_row(std::iter::once(pattern.words.to_owned()).chain(distances));
        }
        out += "\n\nThe null models: distance of the median run from the record, in standard errors of the record\n";
        out += &print::narrow(table, WIDTH);
    }
    out + "\nin: inside the interval of the record; patterns.csv has all numbers\n"
}

/// The distance of a median from the record, with a mark if the interval of the record holds it.
fn distance(record: &Value, pattern: &Pattern, median: f64) -> String {
    let mark = if record.holds(median) == Some(true) { " in" } else { "" };
    let sign = if median < record.value { "−" } else { "+" };
    match record.distance(pattern.scale, median) {
        distance if distance.is_nan() => "–".to_owned(),
        f64::INFINITY => format!("{sign}∞{mark}"),
        distance => format!("{sign}{distance:.1}{mark}"),
    }
}

fn of_systems(frame: &Frame, arms: &[Ensemble]) -> String {
    let mut table = print::table([
        "year", "of", "states", "record", "mean", "error", "rmse", "levels", "changes", "signs", "50 %", "90 %", "CRPS",
    ]);
    for year in years(frame) {
        for arm in arms {
            let s = systems::scores(frame, arm, year);
            table.add_row([
                year.to_string(),
                arm.name.clone(),
                s.states.to_string(),
                number(s.mean_record),
                number(s.mean),
                number(s.absolute_error),
                number(s.square_error),
                number(s.levels),
                number(s.changes),
                format!("{} of {}", number(s.signs), s.large),
                number(s.half),
                number(s.most),
                number(s.crps),
            ]);
        }
    }
    print::plain(&table)
}

/// How near an arm comes to the record over all patterns.
struct Fit {
    inside: usize,
    compared: usize,
    distance: f64,
}

impl Fit {
    fn of(record: &[Value], arm: &Ensemble) -> Self {
        let mut distances = Vec::new();
        let (mut inside, mut compared) = (0, 0);
        for (at, (pattern, record)) in patterns::patterns().zip(record).enumerate() {
            let [median, ..] = arm.pattern(at);
            let Some(holds) = record.holds(median) else { continue };
            compared += 1;
            inside += usize::from(holds);
            distances.push(record.distance(pattern.scale, median));
        }
        distances.retain(|distance: &f64| !distance.is_nan());
        distances.sort_by(f64::total_cmp);
        Self { inside, compared, distance: quantile(&distances, 0.5) }
    }
}

/// Three significant digits, or a dash.
fn three(x: f64) -> String {
    if x.is_nan() {
        return "–".to_owned();
    }
    let digits = if x == 0.0 { 0 } else { (2 - x.abs().log10().floor() as i32).clamp(0, 5) as usize };
    format!("{x:.digits$}")
}

fn interval(low: f64, high: f64) -> String {
    if low.is_nan() || high.is_nan() { String::new() } else { format!("{} – {}", three(low), three(high)) }
}
