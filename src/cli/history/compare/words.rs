//! What `takvin history compare` prints.

use serde::Serialize;

use crate::cli::print;
use crate::history::Frame;
use crate::history::held::Arm;
use crate::history::patterns::{self, Pattern, Value};
use crate::history::systems::{self, Scores};

/// The number of years between two rows of the table of systems.
const STEP: i32 = 5;

/// Everything that is printed.
pub(super) struct Page<'a> {
    pub record: &'a [Value],
    pub frame: Option<&'a Frame>,
    pub arms: &'a [Arm],
}

#[derive(Serialize)]
pub(super) struct PatternJson {
    key: &'static str,
    words: &'static str,
    record: Option<f64>,
    low: Option<f64>,
    high: Option<f64>,
    rows: usize,
    arms: Vec<ArmJson>,
}

#[derive(Serialize)]
struct ArmJson {
    name: String,
    median: Option<f64>,
    low: Option<f64>,
    high: Option<f64>,
    inside: Option<bool>,
    distance: Option<f64>,
}

#[derive(Serialize)]
pub(super) struct PageJson {
    patterns: Vec<PatternJson>,
    systems: Vec<SystemJson>,
}

#[derive(Serialize)]
struct SystemJson {
    year: i32,
    name: String,
    #[serde(flatten)]
    scores: ScoresJson,
}

#[derive(Serialize)]
struct ScoresJson {
    states: usize,
    mean_record: Option<f64>,
    mean: Option<f64>,
    absolute_error: Option<f64>,
    square_error: Option<f64>,
    levels: Option<f64>,
    changes: Option<f64>,
    changes_plain: Option<f64>,
    signs: Option<f64>,
    large: usize,
    half: Option<f64>,
    most: Option<f64>,
    crps: Option<f64>,
}

fn some(x: f64) -> Option<f64> {
    (!x.is_nan()).then_some(x)
}

impl Page<'_> {
    /// The years of the table of systems: every fifth, and the last.
    fn years(&self) -> Vec<i32> {
        let Some((first, last)) = self.frame.and_then(|frame| frame.record.years()) else { return Vec::new() };
        let mut years: Vec<i32> = (first + STEP..last).step_by(STEP as usize).collect();
        years.push(last);
        years
    }

    pub(super) fn json(&self) -> PageJson {
        let arm = |arm: &Arm, at: usize, pattern: &Pattern, record: &Value| {
            let [median, low, high] = arm.pattern(at);
            let (inside, distance) = (record.holds(median), record.distance(pattern.scale, median));
            ArmJson {
                name: arm.name.clone(),
                median: some(median),
                low: some(low),
                high: some(high),
                inside,
                distance: some(distance),
            }
        };
        let patterns = patterns::patterns().zip(self.record).enumerate().map(|(at, (pattern, record))| PatternJson {
            key: pattern.key,
            words: pattern.words,
            record: some(record.value),
            low: some(record.low),
            high: some(record.high),
            rows: record.count,
            arms: self.arms.iter().map(|there| arm(there, at, pattern, record)).collect(),
        });
        let patterns = patterns.collect();
        let mut systems = Vec::new();
        for (year, arm) in self.years().into_iter().flat_map(|year| self.arms.iter().map(move |arm| (year, arm))) {
            let Some(frame) = self.frame else { continue };
            let s = systems::scores(frame, arm, year);
            systems.push(SystemJson {
                year,
                name: arm.name.clone(),
                scores: ScoresJson {
                    states: s.states,
                    mean_record: some(s.mean_record),
                    mean: some(s.mean),
                    absolute_error: some(s.absolute_error),
                    square_error: some(s.square_error),
                    levels: some(s.levels),
                    changes: some(s.changes),
                    changes_plain: some(s.changes_plain),
                    signs: some(s.signs),
                    large: s.large,
                    half: some(s.half),
                    most: some(s.most),
                    crps: some(s.crps),
                },
            });
        }
        PageJson { patterns, systems }
    }

    pub(super) fn text(&self) -> String {
        let mut out = self.table_of_patterns();
        if !self.arms.is_empty() {
            out += &self.table_of_systems();
            out += &self.summary();
        }
        out
    }

    fn table_of_patterns(&self) -> String {
        let mut table = comfy();
        let mut header = vec!["pattern".to_owned(), "record".to_owned(), "95 % of it".to_owned()];
        for (at, arm) in self.arms.iter().enumerate() {
            header.push(arm.name.clone());
            if at == 0 {
                header.extend(["95 % of runs".to_owned(), "distance".to_owned()]);
            }
        }
        table.set_header(header);
        for (at, (pattern, record)) in patterns::patterns().zip(self.record).enumerate() {
            let mut row = vec![pattern.words.to_owned(), three(record.value), interval(record.low, record.high)];
            for (k, arm) in self.arms.iter().enumerate() {
                let [median, low, high] = arm.pattern(at);
                row.push(three(median));
                if k == 0 {
                    let mark = if record.holds(median) == Some(true) { " in" } else { "" };
                    let distance = record.distance(pattern.scale, median);
                    row.extend([
                        interval(low, high),
                        if distance.is_nan() { "–".into() } else { format!("{distance:.1}{mark}") },
                    ]);
                }
            }
            table.add_row(row);
        }
        print::plain(&table) + "\n"
    }

    fn table_of_systems(&self) -> String {
        let mut out = String::from("\nPolitical systems, state by state\n");
        let mut table = comfy();
        table.set_header([
            "year", "of", "states", "record", "mean", "error", "rmse", "levels", "changes", "signs", "in 50 %",
            "in 90 %", "CRPS",
        ]);
        for year in self.years() {
            for arm in self.arms {
                let Some(frame) = self.frame else { continue };
                let s: Scores = systems::scores(frame, arm, year);
                table.add_row([
                    year.to_string(),
                    arm.name.clone(),
                    s.states.to_string(),
                    print::number(s.mean_record),
                    print::number(s.mean),
                    print::number(s.absolute_error),
                    print::number(s.square_error),
                    print::number(s.levels),
                    print::number(s.changes),
                    format!("{} of {}", print::number(s.signs), s.large),
                    print::number(s.half),
                    print::number(s.most),
                    print::number(s.crps),
                ]);
            }
        }
        out += &print::plain(&table);
        out + "\n"
    }

    fn summary(&self) -> String {
        let mut out = String::from("\n");
        for arm in self.arms {
            let fit = Fit::of(self.record, arm);
            out += &format!(
                "{}: {} of {} patterns inside the interval of the record; median distance {} standard errors\n",
                arm.name,
                fit.inside,
                fit.compared,
                print::number(fit.distance)
            );
        }
        out
    }
}

/// How near an arm comes to the record over all patterns.
struct Fit {
    inside: usize,
    compared: usize,
    distance: f64,
}

impl Fit {
    fn of(record: &[Value], arm: &Arm) -> Self {
        let mut distances = Vec::new();
        let (mut inside, mut compared) = (0, 0);
        for (at, (pattern, record)) in patterns::patterns().zip(record).enumerate() {
            let [median, ..] = arm.pattern(at);
            let Some(holds) = record.holds(median) else { continue };
            compared += 1;
            inside += usize::from(holds);
            let distance = record.distance(pattern.scale, median);
            // A value that does not exist on the scale, as a rate of 0 among logarithms, is farther than any other.
            distances.push(if distance.is_nan() { f64::INFINITY } else { distance });
        }
        distances.sort_by(f64::total_cmp);
        let distance = crate::analysis::quantiles::quantile(&distances, 0.5);
        Self { inside, compared, distance }
    }
}

fn comfy() -> comfy_table::Table {
    print::table::<0>([])
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
