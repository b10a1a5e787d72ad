//! The tables of what was held against the record: names, columns, and rows.

use super::forecast::{DisputeScores, SystemScores};
use super::held::Ensemble;
use super::of_run::{CAUSES, Frame};
use super::patterns::{self, Value};
use super::systems::{Scores, scores};
use crate::analysis::quantiles::band;
use crate::record::rows::Rows;
use crate::record::statistics::mean;
use crate::record::{Field, Table};

/// The names of the tables of a comparison with the record, in the order in which they are written.
pub const COMPARED: [&str; 4] = ["patterns", "systems", "courses", "causes"];
/// The names of the tables of a forecast.
pub const FORECAST: [&str; 2] = ["systems", "disputes"];
/// The number of years between two rows of the table of systems.
const STEP: i32 = 5;

/// The columns of a table, by the work that writes it (`compared` or `forecast`) and its name; empty if it does not
/// exist.
#[allow(clippy::too_many_lines)] // a flat registry
pub fn fields(work: &str, table: &str) -> Vec<Field> {
    let own = "the pattern's own";
    let scale = "0 authoritarian – 1 participatory";
    let arm = || Field::label("arm", "model, or a null model");
    let state = || Field::label("state", "name of the state in the data");
    match (work, table) {
        ("compared", "patterns") => vec![
            Field::label("pattern", "name of the pattern"),
            Field::label("words", "what it is; a leading … continues the pattern before"),
            Field::label("scale", "how values are compared: plain, share, log or correlation"),
            arm(),
            Field::number("record", own, "value of the record"),
            Field::number(
                "record_low",
                own,
                "lower end of its 95 % interval, by resampling whole states or pairs; of yearly means the lowest year",
            ),
            Field::number("record_high", own, "upper end of the interval; of yearly means the highest year"),
            Field::whole("rows", "state-years or pair-years", "rows of the record that count"),
            Field::number("median", own, "median over the runs"),
            Field::number("low", own, "2.5 % of the runs are below"),
            Field::number("high", own, "2.5 % of the runs are above"),
            Field::number("inside", "0 or 1", "the interval of the record holds the median; missing if one is missing"),
            Field::number(
                "distance",
                "standard errors",
                "of the median from the record, on the scale, by the record's error; missing for a median that the scale does not have, as a rate of 0",
            ),
        ],
        (_, "systems") => {
            let mut fields = vec![Field::label(
                if work == "forecast" { "forecast" } else { "arm" },
                "model, null model or baseline",
            )];
            fields.extend([
                Field::whole("year", "calendar year", "year that is scored"),
                Field::whole("states", "states", "states that are scored"),
                Field::number("mean_record", scale, "mean of the record over these states"),
                Field::number("mean", scale, "mean over runs and states"),
                Field::number("absolute_error", scale, "mean absolute error of the mean over runs"),
                Field::number("square_error", scale, "root mean square error of the mean over runs"),
                Field::number("levels", "rank correlation", "of levels"),
                Field::number(
                    "changes",
                    "rank correlation",
                    "of changes since the first year (in a forecast: the last known year)",
                ),
                Field::number("changes_plain", "correlation", "of the same changes"),
                Field::number(
                    "signs",
                    "share",
                    "of changes above .05 in the record whose direction is right; no change counts half",
                ),
                Field::whole("large", "states", "changes above .05 in the record"),
                Field::number(
                    "half",
                    "share",
                    "of states inside the band that holds half of the runs; missing without a band",
                ),
                Field::number("most", "share", "of states inside the band that holds nine tenths of the runs"),
                Field::number("crps", scale, "continuous ranked probability score, mean over states; 0 is perfect"),
            ]);
            if work == "forecast" {
                fields.extend([
                    Field::number(
                        "crossing",
                        "area under the curve",
                        "of the chance to cross .5 since the last known year",
                    ),
                    Field::whole("crossed", "states", "that crossed in the record"),
                ]);
            }
            fields
        }
        ("compared", "courses") => vec![
            arm(),
            state(),
            Field::whole("year", "calendar year", "year of the row"),
            Field::number("record", scale, "political system of the record"),
            Field::number("mean", scale, "mean over the runs in which the state exists"),
            Field::number("median", scale, "median over these runs"),
            Field::number("low_half", scale, "first quartile"),
            Field::number("high_half", scale, "third quartile"),
            Field::number("low_most", scale, "5 % of the runs are below"),
            Field::number("high_most", scale, "5 % of the runs are above"),
        ],
        ("compared", "causes") => {
            let mut fields = vec![
                arm(),
                state(),
                Field::whole("from", "calendar year", "first year of the state"),
                Field::whole("to", "calendar year", "last year in which a run has the state"),
                Field::number("record", scale, "change of the political system in the record"),
                Field::number("change", scale, "mean change in the runs"),
            ];
            fields.extend(CAUSES.iter().map(|cause| Field::number(*cause, scale, cause_in_words(cause))));
            fields.push(Field::number("rest", scale, "what is left: noise, bounds, events of the scenario"));
            fields
        }
        ("forecast", "disputes") => vec![
            Field::label("forecast", "model, null model or baseline"),
            Field::whole("pair_years", "pair-years", "pair-years that are scored"),
            Field::whole("onsets", "pair-years", "in which a dispute begins in the record"),
            Field::number("area", "area under the curve", "over pair-years; .5 is chance"),
            Field::number("area_relevant", "area under the curve", "over relevant pair-years"),
            Field::number("brier", "squared probability", "Brier score over pair-years; 0 is perfect"),
            Field::number("area_of_pairs", "area under the curve", "over pairs: does any dispute begin?"),
            Field::number(
                "crps",
                "disputes",
                "CRPS of the number of disputes of a pair, mean over pairs; 0 is perfect",
            ),
        ],
        _ => Vec::new(),
    }
}

fn cause_in_words(cause: &str) -> &'static str {
    match cause {
        "drift" => "part of the change by drift toward governance",
        "diffusion" => "part by the systems of neighbours",
        "development" => "part by wealth",
        "coup" => "part by jumps at coups",
        _ => "part by jumps at collapses",
    }
}

/// The years of the table of systems: every fifth, and the last.
pub fn years(frame: &Frame) -> Vec<i32> {
    let Some((first, last)) = frame.record.years() else { return Vec::new() };
    let mut years: Vec<i32> = (first + STEP..last).step_by(STEP as usize).collect();
    years.push(last);
    years
}

/// `patterns.csv` of a comparison.
pub fn patterns(record: &[Value], arms: &[Ensemble]) -> Table {
    let mut rows = Rows::new(fields("compared", "patterns"));
    for arm in arms {
        for (at, (pattern, record)) in patterns::patterns().zip(record).enumerate() {
            let [median, low, high] = arm.pattern(at);
            let inside = record.holds(median).map_or(f64::NAN, |holds| f64::from(u8::from(holds)));
            rows.push(
                &[pattern.key, pattern.words, pattern.scale.name(), &arm.name],
                [
                    record.value,
                    record.low,
                    record.high,
                    record.count as f64,
                    median,
                    low,
                    high,
                    inside,
                    Some(record.distance(pattern.scale, median))
                        .filter(|distance| distance.is_finite())
                        .unwrap_or(f64::NAN),
                ],
            );
        }
    }
    rows.table()
}

/// The patterns of the record alone.
pub fn record(record: &[Value]) -> Table {
    let fields = fields("compared", "patterns").into_iter().filter(|field| {
        ["pattern", "words", "scale", "record", "record_low", "record_high", "rows"].contains(&field.name.as_ref())
    });
    let mut rows = Rows::new(fields.collect());
    for (pattern, value) in patterns::patterns().zip(record) {
        let numbers = [value.value, value.low, value.high, value.count as f64];
        rows.push(&[pattern.key, pattern.words, pattern.scale.name()], numbers);
    }
    rows.table()
}

fn cells(year: i32, s: &Scores) -> [f64; 14] {
    [
        f64::from(year),
        s.states as f64,
        s.mean_record,
        s.mean,
        s.absolute_error,
        s.square_error,
        s.levels,
        s.changes,
        s.changes_plain,
        s.signs,
        s.large as f64,
        s.half,
        s.most,
        s.crps,
    ]
}

/// `systems.csv` of a comparison.
pub fn systems(frame: &Frame, arms: &[Ensemble]) -> Table {
    let mut rows = Rows::new(fields("compared", "systems"));
    for arm in arms {
        for year in years(frame) {
            rows.push(&[&arm.name], cells(year, &scores(frame, arm, year)));
        }
    }
    rows.table()
}

/// `courses.csv`: the political system of every state in every year.
pub fn courses(frame: &Frame, arms: &[Ensemble]) -> Table {
    let mut rows = Rows::new(fields("compared", "courses"));
    let states = &frame.record.states;
    for arm in arms {
        for row in 0..states.len() {
            let members = arm.members(row);
            let band = band(members.iter().copied());
            let name = &frame.record.names[states.unit(row)[0] as usize];
            rows.push(
                &[&arm.name, name],
                [
                    f64::from(states.year(row)),
                    states.value("system", row),
                    mean(&members),
                    band.median,
                    band.half.0,
                    band.half.1,
                    band.most.0,
                    band.most.1,
                ],
            );
        }
    }
    rows.table()
}

/// `causes.csv`: the change of each state's political system, by cause.
pub fn causes(frame: &Frame, arms: &[Ensemble]) -> Table {
    let mut rows = Rows::new(fields("compared", "causes"));
    let states = &frame.record.states;
    for arm in arms.iter().filter(|arm| arm.has_causes()) {
        for (unit, span) in states.spans() {
            // A state may leave a run before it leaves the record.
            let there: Vec<usize> = span.filter(|&row| !arm.members(row).is_empty()).collect();
            let (Some(&first), Some(&last)) = (there.first(), there.last()) else { continue };
            let change = mean(&arm.members(last)) - mean(&arm.members(first));
            // The first year is the beginning: what moved the system came after it.
            let parts: Vec<f64> = arm.causes.iter().map(|cause| cause[first + 1..=last].iter().sum()).collect();
            let rest = change - parts.iter().sum::<f64>();
            let ends = [f64::from(states.year(first)), f64::from(states.year(last))];
            let record = states.value("system", last) - states.value("system", first);
            let numbers = ends.into_iter().chain([record, change]).chain(parts).chain([rest]);
            rows.push(&[&arm.name, &frame.record.names[unit[0] as usize]], numbers);
        }
    }
    rows.table()
}

/// `systems.csv` of a forecast.
pub fn forecast_systems(found: &[SystemScores]) -> Table {
    let mut rows = Rows::new(fields("forecast", "systems"));
    for s in found {
        rows.push(&[&s.name], cells(s.year, &s.scores).into_iter().chain([s.crossing, s.crossed as f64]));
    }
    rows.table()
}

/// `disputes.csv` of a forecast.
pub fn forecast_disputes(found: &[DisputeScores]) -> Table {
    let mut rows = Rows::new(fields("forecast", "disputes"));
    for d in found {
        let counts = [d.pair_years as f64, d.onsets as f64];
        rows.push(&[&d.name], counts.into_iter().chain([d.area, d.area_relevant, d.brier, d.area_of_pairs, d.crps]));
    }
    rows.table()
}
