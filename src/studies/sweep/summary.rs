//! `summary.csv`: one row per point, with the spread of every outcome measure over its replicates.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::Path;

use serde::Serialize;

use super::points::Tally;
use super::{Sweep, tables};
use crate::analysis::precision::{Running, needed};
use crate::analysis::quantiles::quantile;
use crate::analysis::stopping::{Evidence, FEWEST, Verdict};
use crate::output::csv_tables::Rows;
use crate::output::reader::TableReader;
use crate::output::{OutputError, io, swept, temporary};
use crate::record::Table;
use crate::record::summary::OUTCOMES;

/// The file.
pub(super) const FILE: &str = "summary.csv";
/// The share of an outcome's spread over the points that the eye can distinguish on a heat map.
const DISTINGUISHABLE: f64 = 0.05;
/// The number of rows read at a time.
const AT_ONCE: usize = 4096;

/// The summary of a sweep for its outcome measure.
#[derive(Clone, Debug, PartialEq)]
pub struct Overview {
    /// The number of points.
    pub points: usize,
    /// The number of runs, including failed runs.
    pub runs: u64,
    /// The number of runs that failed.
    pub failed: u64,
    /// The reasons, each with its number of points; the most frequent first.
    pub reasons: Vec<(String, usize)>,
    /// The lowest mean; `None` if no point has a mean.
    pub lowest: Option<Extreme>,
    /// The highest mean.
    pub highest: Option<Extreme>,
    /// Half the width of the 95 % interval: the median over points, and the largest; NaN if it is not known.
    pub half_width: (f64, f64),
    /// The half-width requested by `until`, or else a twentieth of the spread of the means over the points.
    pub wanted: f64,
    /// The number of replicates at which the widest interval would reach it.
    pub needed: Option<u64>,
    /// The number of points whose outcome is not known as well as `until` requests, for any reason.
    pub too_wide: usize,
    /// The number of points with finished runs that all lack the outcome.
    pub missing: usize,
    /// The number of points with the outcome in only one run.
    pub single: usize,
    /// With `until`: the number of points whose runs all have the same outcome, so that its spread is not known.
    pub same: usize,
    /// With `until`: the number of points at which too few runs differ from the others to know the spread.
    pub rare: usize,
}

/// The lowest or the highest mean of the outcome.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Extreme {
    /// The point.
    pub point: usize,
    /// The mean over its runs.
    pub mean: f64,
}

/// The runs of one point.
pub(super) struct Runs {
    values: Vec<Vec<f64>>,
    tally: Tally,
}

/// Reads the runs, sorted by point and replicate, and writes the summary. Returns the state of each point. In a
/// `finished` sweep every run must exist.
pub(super) fn write(
    runs: &Path,
    path: &Path,
    sweep: &Sweep,
    finished: bool,
) -> Result<(Overview, BTreeMap<usize, Tally>), OutputError> {
    let directory = path.parent().unwrap_or(Path::new("."));
    let file = io(temporary::file_in(directory), path, "made")?;
    let mut out = std::io::BufWriter::with_capacity(1 << 18, file);
    let mut head = Rows::new();
    head.row(sweep.fields("summary").iter().map(|field| field.name.clone()));
    io(out.write_all(&head.into_bytes()), path, "written")?;
    let states = go_through(runs, sweep, finished, |point, runs| {
        let mut rows = Rows::new();
        let begin = [Cow::from(point.to_string())].into_iter().chain(tables::cells(sweep, point));
        let counts = [runs.tally.done, runs.tally.failed].map(|count| Cow::from(count.to_string()));
        let statistics = runs.values.iter().flat_map(|values| statistics(values)).map(Rows::number);
        rows.row(begin.chain(counts).chain(statistics));
        io(out.write_all(&rows.into_bytes()), path, "written")
    })?;
    let file = io(out.into_inner().map_err(std::io::IntoInnerError::into_error), path, "written")?;
    crate::output::settle(file, path)?;
    Ok(states)
}

/// Reads the runs. Returns the summary and the state of each point.
pub(super) fn go_through(
    runs: &Path,
    sweep: &Sweep,
    finished: bool,
    mut take: impl FnMut(usize, &Runs) -> Result<(), OutputError>,
) -> Result<(Overview, BTreeMap<usize, Tally>), OutputError> {
    let (mut tallies, mut of_points) = (BTreeMap::new(), Vec::new());
    each_point(runs, sweep, finished, |point, runs| {
        take(point, &runs)?;
        let mut evidence = Evidence::default();
        runs.values[sweep.outcome].iter().for_each(|&value| evidence.add(value));
        of_points.push((point, evidence));
        tallies.insert(point, runs.tally);
        Ok(())
    })?;
    Ok((overview(sweep, &of_points, &tallies), tallies))
}

/// Passes on the runs of each point, and checks that they are the expected runs, in order.
fn each_point(
    path: &Path,
    sweep: &Sweep,
    finished: bool,
    mut take: impl FnMut(usize, Runs) -> Result<(), OutputError>,
) -> Result<(), OutputError> {
    let fields = sweep.fields("runs");
    let [status, reason, first] = ["status", "reason", OUTCOMES[0].name]
        .map(|name| fields.iter().position(|field| field.name == name).unwrap_or_default());
    let columns: Vec<String> = fields.iter().map(|field| field.name.to_string()).collect();
    let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
    let mut reader = TableReader::with(path.to_owned(), &fields, &columns)?;
    let wrong = |line: u64, problem: &str| {
        let problem = format!("line {line}: {problem}; the table is damaged or incomplete");
        Err(OutputError::Malformed { path: path.to_owned(), problem })
    };
    let mut expected = sweep.own_points();
    let none = || Runs { values: vec![Vec::new(); sweep.scenario.outcomes.len()], tally: Tally::default() };
    let mut line = 1;
    let mut current: Option<(usize, Runs)> = None;
    loop {
        let table: Table = reader.next_rows(AT_ONCE)?;
        for row in table.rows() {
            line += 1;
            let (point, replicate) = (row[0] as usize, row[1]);
            if current.as_ref().is_none_or(|(there, _)| *there != point) {
                if let Some((there, runs)) = current.take() {
                    check(sweep, &runs, finished).or_else(|problem| wrong(line - 1, &problem))?;
                    take(there, runs)?;
                }
                let belongs = if finished { expected.next() == Some(point) } else { expected.any(|own| own == point) };
                if !belongs {
                    return wrong(line, &format!("point {point} does not belong here"));
                }
                current = Some((point, none()));
            }
            let Some((_, runs)) = &mut current else { unreachable!("it was just put there") };
            if replicate != f64::from(runs.tally.done + runs.tally.failed) {
                return wrong(line, &format!("replicate {replicate} of point {point} does not belong here"));
            }
            if table.word(row[status]) == Some(swept::DONE) {
                runs.tally.done += 1;
                runs.values.iter_mut().zip(&row[first..]).for_each(|(values, &value)| values.push(value));
            } else {
                runs.tally.failed += 1;
                runs.tally.reason.get_or_insert_with(|| table.word(row[reason]).unwrap_or_default().to_owned());
            }
        }
        if table.is_empty() {
            break;
        }
    }
    if let Some((there, runs)) = current.take() {
        check(sweep, &runs, finished).or_else(|problem| wrong(line, &problem))?;
        take(there, runs)?;
    }
    match expected.next().filter(|_| finished) {
        Some(point) => wrong(line + 1, &format!("the runs of point {point} are missing")),
        None => Ok(()),
    }
}

/// Checks that a point of a finished sweep has all its runs.
fn check(sweep: &Sweep, runs: &Runs, finished: bool) -> Result<(), String> {
    if !finished {
        return Ok(());
    }
    let (there, wanted) = (runs.tally.done + runs.tally.failed, sweep.least());
    let fine = if sweep.plan.until.is_some() { there >= wanted } else { there == wanted };
    if fine { Ok(()) } else { Err(format!("the point has {there} runs, not {wanted}")) }
}

/// In the order of [`swept::STATISTICS`].
fn statistics(values: &[f64]) -> [f64; 9] {
    let mut running = Running::default();
    for &value in values {
        running.add(value);
    }
    let mut sorted: Vec<f64> = values.iter().copied().filter(|value| !value.is_nan()).collect();
    sorted.sort_by(f64::total_cmp);
    let at = |q: f64| if sorted.len() < 2 { f64::NAN } else { quantile(&sorted, q) };
    let (mean, half) = (running.mean(), known_half_width(&running));
    [mean, running.deviation(), at(0.05), at(0.25), at(0.5), at(0.75), at(0.95), mean - half, mean + half]
}

/// Half the width of the 95 % interval of the mean, or NaN if all values are the same, since they do not show their spread.
fn known_half_width(running: &Running) -> f64 {
    let width = running.half_width();
    if width == 0.0 { f64::NAN } else { width }
}

fn overview(sweep: &Sweep, points: &[(usize, Evidence)], tallies: &BTreeMap<usize, Tally>) -> Overview {
    let running = || points.iter().map(|(_, evidence)| evidence.running());
    let means = || {
        let all = points.iter().map(|(point, of)| Extreme { point: *point, mean: of.running().mean() });
        all.filter(|extreme| !extreme.mean.is_nan())
    };
    let lowest = means().min_by(|a, b| a.mean.total_cmp(&b.mean));
    let highest = means().max_by(|a, b| a.mean.total_cmp(&b.mean));
    let mut widths: Vec<f64> = running().map(known_half_width).filter(|width| !width.is_nan()).collect();
    widths.sort_by(f64::total_cmp);
    let spread = lowest.zip(highest).map_or(f64::NAN, |(lowest, highest)| highest.mean - lowest.mean);
    let wanted = sweep.plan.until.unwrap_or(DISTINGUISHABLE * spread);
    let most_spread = running().map(Running::deviation).filter(|d| !d.is_nan()).fold(f64::NAN, f64::max);
    let fewest = if sweep.plan.until.is_some() { FEWEST } else { 0 };
    let verdicts: Vec<Verdict> = sweep
        .wanted()
        .map_or_else(Vec::new, |wanted| points.iter().map(|(_, evidence)| evidence.verdict(&wanted)).collect());
    let count = |is: fn(&Verdict) -> bool| verdicts.iter().filter(|verdict| is(verdict)).count();
    let of_count = |wanted: u64| {
        move |(point, evidence): &&(usize, Evidence)| {
            evidence.running().count == wanted && tallies.get(point).is_some_and(|tally| tally.done > 0)
        }
    };
    let mut reasons: BTreeMap<&str, usize> = BTreeMap::new();
    for reason in tallies.values().filter_map(|tally| tally.reason.as_deref()) {
        *reasons.entry(reason).or_default() += 1;
    }
    let mut reasons: Vec<(String, usize)> = reasons.into_iter().map(|(reason, n)| (reason.to_owned(), n)).collect();
    reasons.sort_by_key(|(_, points)| std::cmp::Reverse(*points));
    Overview {
        points: points.len(),
        runs: tallies.values().map(|tally| u64::from(tally.done + tally.failed)).sum(),
        failed: tallies.values().map(|tally| u64::from(tally.failed)).sum(),
        reasons,
        lowest,
        highest,
        half_width: (quantile(&widths, 0.5), widths.last().copied().unwrap_or(f64::NAN)),
        wanted,
        needed: needed(most_spread, wanted).map(|needed| needed.max(fewest)),
        too_wide: count(|verdict| *verdict != Verdict::Known),
        missing: points.iter().filter(of_count(0)).count(),
        single: points.iter().filter(|of| of_count(1)(of) && tallies[&of.0].done > 1).count(),
        same: count(|verdict| *verdict == Verdict::Same),
        rare: count(|verdict| matches!(verdict, Verdict::Rare { .. })),
    }
}
