//! The results of a sweep, in words and as JSON.

use std::fmt::Write as _;
use std::path::Path;

use comfy_table::Table;
use serde::Serialize;

use crate::batch::design::{Correlated, Quality};
use crate::cli::print::{self, counted};
use crate::cli::progress::spell;
use crate::record::association::CONFOUNDED;
use crate::scenario::Design;
use crate::studies::sweep::{Estimate, Extreme, Finished, Overview, Sweep};

/// The unit of work: runs, or whole points if the number of their runs is not known in advance.
pub(super) fn unit(sweep: &Sweep) -> &'static str {
    if sweep.plan.until.is_some() { "points" } else { "runs" }
}

/// The estimate of a sweep that was not run.
pub(in crate::cli) fn estimate(sweep: &Sweep, estimate: &Estimate) -> String {
    let dropped = match sweep.points.dropped() {
        0 => String::new(),
        n => format!(" ({n} more left out by constraints)"),
    };
    let of = |shard| format!(" of {}, shard {shard}", sweep.points.len());
    let of = sweep.shard.map_or_else(String::new, of);
    let mut facts = print::table(["", ""]);
    facts.add_row(["points", &format!("{}{of}{dropped}", sweep.own_points().count())]);
    add_quality(&mut facts, sweep, &sweep.points.quality());
    let about = match (sweep.plan.until, estimate.cut_short) {
        (None, _) => "",
        (Some(_), None) => "about ",
        (Some(_), Some(_)) => "at least ",
    };
    facts.add_row(["runs", &format!("{about}{:.0}", estimate.runs)]);
    facts.add_row(["time", &format!("about {}", spell(estimate.time))]);
    facts.add_row(["disk", &format!("about {}", indicatif::HumanBytes(estimate.bytes as u64))]);
    let tried = match estimate.cut_short {
        Some((rounds, all)) => format!("{rounds} of {all} rounds of one run"),
        None => format!("{} {}", estimate.tried, unit(sweep)),
    };
    format!("{}\n\nTime and disk by {tried} tried now; nothing was written.\n", print::plain(&facts))
}

/// The message for a sweep that was finished before, and for files added to it.
pub(in crate::cli) fn already(sweep: &Sweep, path: &Path, added: &[String]) -> String {
    let (points, shown) = (counted(sweep.own_points().count(), "point", "points"), path.display());
    let what = sweep.shard.map_or("This sweep".to_owned(), |shard| format!("Shard {shard}"));
    let mut text = format!("{what} ({points}) is finished already; its tables are in {shown}.\n");
    for file in added {
        let _ = writeln!(text, "Added {}", path.join(file).display());
    }
    text
}

/// The summary for people.
pub(in crate::cli) fn text(sweep: &Sweep, finished: &Finished) -> String {
    let overview = &finished.overview;
    let Overview { points, runs, failed, reasons, lowest, highest, half_width, wanted, needed, .. } = overview;
    let title = sweep.scenario.shown_title();
    let (runs, points) = (counted(*runs as usize, "run", "runs"), counted(*points, "point", "points"));
    let mut text = format!("{title}: {runs} at {points}\n\n");
    let mut facts = print::table(["", ""]);
    let at = |end: &Option<Extreme>| match end {
        Some(Extreme { point, mean }) => {
            let settings = sweep.points.axes().iter().zip(sweep.points.settings(*point));
            let settings: Vec<String> = settings.map(|(axis, setting)| format!("{} = {setting}", axis.path)).collect();
            format!("{} at point {point}: {}", print::number(*mean), settings.join(", "))
        }
        None => "–".to_owned(),
    };
    add_quality(&mut facts, sweep, &sweep.points.quality());
    facts.add_row([&format!("{}, lowest mean", sweep.plan.outcome), &at(lowest)]);
    facts.add_row(["  highest mean", &at(highest)]);
    if !half_width.1.is_nan() {
        let (median, widest) = half_width;
        let both = format!("± {} (median), ± {} (widest)", width(*median), width(*widest));
        facts.add_row(["  95 % interval of a mean", &both]);
        if let Some(needed) = needed {
            let why =
                if sweep.plan.until.is_some() { "as requested" } else { "a twentieth of the spread between points" };
            let many = format!("{needed} at each point would make every interval ± {} ({why})", width(*wanted));
            facts.add_row(["  replicates needed", &many]);
        }
    }
    let _ = writeln!(text, "{}\n", print::plain(&facts));
    text.push_str(&not_known(sweep, overview));
    if *failed > 0 {
        let failed = counted(*failed as usize, "run", "runs");
        let _ = writeln!(text, "{failed} failed; points.csv lists the points; reasons:");
        for (reason, points) in reasons.iter().take(5) {
            let points = counted(*points, "point", "points");
            let _ = writeln!(text, "  at {points}: {reason}");
        }
        text.push('\n');
    }
    let _ = writeln!(text, "Written to {}:", finished.directory.display());
    for file in &finished.files {
        let _ = writeln!(text, "  {}", finished.directory.join(file).display());
    }
    if sweep.shard.is_none() {
        let _ = writeln!(text, "\nDraw it: takvin plot {}", finished.directory.display());
    }
    text
}

/// Adds notes on how well the points separate the axes: equal points, and the two most correlated axes.
fn add_quality(facts: &mut Table, sweep: &Sweep, quality: &Quality) {
    // Points in blocks repeat values and move together on purpose.
    if sweep.plan.design.is_in_blocks() {
        return;
    }
    let points = sweep.points.len();
    if quality.distinct < points {
        facts.add_row(["distinct points", &format!("{} of {points}", quality.distinct)]);
    }
    if let Some(Correlated { size, paths: [a, b] }) = &quality.correlated
        && size.abs() >= 0.005
    {
        facts.add_row(["greatest correlation", &format!("{} between {a} and {b}", print::signed(*size))]);
    }
}

/// A warning if two axes are so correlated that their effects cannot be separated. Points of the design one-at-a-time
/// differ from the scenario in one value each, and points in blocks from each other, so their correlations have no meaning.
pub(super) fn confounded(sweep: &Sweep, quality: &Quality) -> Option<String> {
    let Correlated { size, paths: [a, b] } = quality.correlated.as_ref()?;
    let alone = sweep.plan.design == Design::OneAtATime || sweep.plan.design.is_in_blocks();
    (size.abs() > CONFOUNDED && !alone).then(|| {
        format!(
            "warning: {a} and {b} are correlated at these points ({}), so their effects cannot be separated \
             well; use more points, another --design-seed, or the design sobol or grid",
            print::signed(*size)
        )
    })
}

/// The points whose outcome is not known, or not as well as requested. Empty if there are none.
fn not_known(sweep: &Sweep, overview: &Overview) -> String {
    let Overview { too_wide, missing, single, same, rare, .. } = *overview;
    let name = &sweep.plan.outcome;
    let at = |points: usize| if points == 1 { "At 1 point".to_owned() } else { format!("At {points} points") };
    let mut lines = Vec::new();
    if too_wide > 0 {
        let most = sweep.plan.most;
        lines.push(format!("{} the interval is wider than requested; --most allows {most} replicates.", at(too_wide)));
    }
    if missing > 0 {
        lines.push(format!("{} {name} is missing in every run.", at(missing)));
    }
    if single > 0 {
        lines.push(format!("{} {name} is missing in all runs but one.", at(single)));
    }
    if same > 0 {
        lines.push(format!("{} {name} is the same in every run, so its spread is not known.", at(same)));
    }
    if rare > 0 {
        lines.push(format!("{} too few runs differ from the others to know the spread of {name}.", at(rare)));
    }
    if lines.is_empty() { String::new() } else { lines.join("\n") + "\n\n" }
}

/// Half the width of an interval: three decimals, or more if they would all be 0.
fn width(x: f64) -> String {
    let small = x > 0.0 && x < 0.01;
    if small { format!("{x:.0$}", (1.0 - x.log10().floor()) as usize) } else { print::number(x) }
}

/// An estimate in JSON.
#[derive(Serialize)]
pub(in crate::cli) struct EstimateJson {
    points: usize,
    points_left_out: u64,
    points_distinct: usize,
    correlation: Option<Correlated>,
    runs: f64,
    seconds: f64,
    bytes: f64,
    tried: u64,
}

impl EstimateJson {
    pub(in crate::cli) fn of(sweep: &Sweep, estimate: &Estimate) -> Self {
        let Quality { distinct, correlated } = sweep.points.quality();
        Self {
            points: sweep.own_points().count(),
            points_left_out: sweep.points.dropped(),
            points_distinct: distinct,
            correlation: correlated,
            runs: estimate.runs.round(),
            seconds: estimate.time.as_secs_f64(),
            bytes: estimate.bytes.round(),
            tried: estimate.tried,
        }
    }
}

/// The results in JSON.
#[derive(Serialize)]
pub(in crate::cli) struct Json<'a> {
    scenario: &'a str,
    design: &'static str,
    shard: Option<String>,
    points: usize,
    points_left_out: u64,
    points_distinct: usize,
    correlation: Option<Correlated>,
    runs: u64,
    failed: u64,
    outcome: &'a str,
    lowest: Option<Extreme>,
    highest: Option<Extreme>,
    half_width_median: f64,
    half_width_widest: f64,
    half_width_wanted: f64,
    replicates_needed: Option<u64>,
    points_too_wide: usize,
    points_without_outcome: usize,
    points_with_one_value: usize,
    points_without_spread: usize,
    points_with_few_different: usize,
    directory: &'a Path,
    files: &'a [String],
}

impl<'a> Json<'a> {
    pub(in crate::cli) fn of(sweep: &'a Sweep, finished: &'a Finished) -> Self {
        let Finished { overview, directory, files } = finished;
        let Quality { distinct, correlated } = sweep.points.quality();
        Self {
            scenario: &sweep.scenario.name,
            design: sweep.plan.design.name(),
            shard: sweep.shard.map(|shard| shard.to_string()),
            points: overview.points,
            points_left_out: sweep.points.dropped(),
            points_distinct: distinct,
            correlation: correlated,
            runs: overview.runs,
            failed: overview.failed,
            outcome: &sweep.plan.outcome,
            lowest: overview.lowest,
            highest: overview.highest,
            half_width_median: overview.half_width.0,
            half_width_widest: overview.half_width.1,
            half_width_wanted: overview.wanted,
            replicates_needed: overview.needed,
            points_too_wide: overview.too_wide,
            points_without_outcome: overview.missing,
            points_with_one_value: overview.single,
            points_without_spread: overview.same,
            points_with_few_different: overview.rare,
            directory,
            files,
        }
    }
}
