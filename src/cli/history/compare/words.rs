//! What `takvin history compare` prints.

use std::fmt::Write as _;

use crate::analysis::quantiles::quantile;
use crate::cli::print::{self, number};
use crate::history::Frame;
use crate::history::held::Ensemble;
use crate::history::patterns::{self, Value};
use crate::history::systems;
use crate::history::tables::years;

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
    out += "\n\nPolitical systems, state by state\n";
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
    let mut table = print::table::<0>([]);
    let mut header = ["pattern", "record", "95 % of it"].map(str::to_owned).to_vec();
    for (at, arm) in arms.iter().enumerate() {
        header.push(arm.name.replace('_', " "));
        if at == 0 {
            header.extend(["95 % of runs".to_owned(), "distance".to_owned()]);
        }
    }
    table.set_header(header);
    for (at, (pattern, record)) in patterns::patterns().zip(record).enumerate() {
        let mut row = vec![pattern.words.to_owned(), three(record.value), interval(record.low, record.high)];
        for (k, arm) in arms.iter().enumerate() {
            let [median, low, high] = arm.pattern(at);
            row.push(three(median));
            if k == 0 {
                let distance = record.distance(pattern.scale, median);
                let mark = if record.holds(median) == Some(true) { " in" } else { "" };
                let sign = if median < record.value { "−" } else { "+" };
                let shown = match distance {
                    distance if distance.is_nan() => "–".to_owned(),
                    f64::INFINITY => format!("{sign}∞{mark}"),
                    distance => format!("{sign}{distance:.1}{mark}"),
                };
                row.extend([interval(low, high), shown]);
            }
        }
        table.add_row(row);
    }
    print::plain(&table)
}

fn of_systems(frame: &Frame, arms: &[Ensemble]) -> String {
    let mut table = print::table([
        "year", "of", "states", "record", "mean", "error", "rmse", "levels", "changes", "signs", "in 50 %", "in 90 %",
        "CRPS",
    ]);
    for year in years(frame) {
        for arm in arms {
            let s = systems::scores(frame, arm, year);
            table.add_row([
                year.to_string(),
                arm.name.replace('_', " "),
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
