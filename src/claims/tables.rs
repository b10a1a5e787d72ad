//! The tables of a finished laboratory: verdicts, factors, and the course of every experiment for its figure.

use std::borrow::Cow;
use std::ops::ControlFlow;
use std::path::Path;

use super::laboratory::{Laboratory, Stopped};
use super::trial::piece;
use super::{Claim, Finding, Question, Tried, Verdict, verdict};
use crate::analysis::resampling::interval;
use crate::batch::in_order;
use crate::output::csv_tables::Rows;
use crate::output::{table_file, write_whole};
use crate::record::statistics::mean;

/// The tables, as [`write()`] makes them.
pub(crate) const TABLES: [&str; 3] = ["claims", "factors", "courses"];

/// Writes the tables.
///
/// # Errors
/// Returns an error if a table cannot be written or threads could not be started.
pub(crate) fn write(path: &Path, laboratory: &Laboratory, tried: &[Tried], threads: usize) -> Result<(), Stopped> {
    let texts = [claims(laboratory, tried), factors(laboratory, tried), courses(laboratory, tried, threads)?];
    let mut all = TABLES.iter().zip(texts);
    Ok(all.try_for_each(|(name, bytes)| write_whole(&path.join(table_file(name)), &bytes))?)
}

/// The measured columns of a part of a claim.
pub(crate) const MEASURED: [&str; 9] =
    ["n", "treatment", "baseline", "effect", "effect_low", "effect_high", "ablated", "ablated_low", "ablated_high"];
/// The columns that follow from them.
pub(crate) const JUDGED: [&str; 4] = ["p", "p_adjusted", "verdict", "shortfall"];

/// The columns of `claims.csv`.
fn columns() -> impl Iterator<Item = &'static str> {
    let measured = ["claim", "question", "part", "world"].into_iter().chain(MEASURED);
    measured.chain(["share_of_variance", "expected", "smallest"]).chain(JUDGED).chain(["verdict_of_claim"])
}

fn claims(laboratory: &Laboratory, tried: &[Tried]) -> Vec<u8> {
    let mut rows = Rows::new();
    rows.row(columns().map(Into::into));
    for t in tried {
        let f = &t.finding;
        let text = |text: &str| Cow::Owned(text.to_owned());
        let mut cells = named(laboratory, t);
        cells.push(f.replicates.to_string().into());
        let Finding { treatment, baseline, effect, ablated, .. } = f;
        let numbers =
            [*treatment, *baseline, effect.mean, effect.low, effect.high, ablated.mean, ablated.low, ablated.high];
        cells.extend(numbers.map(Rows::number));
        cells.push(Rows::number(f.share));
        cells.push(text(if f.direction == super::Direction::More { "more" } else { "less" }));
        cells.extend([f.smallest, f.p, f.adjusted].map(Rows::number));
        cells.extend([f.verdict().name(), f.shortfall(), name(of_claim(tried, t.claim.id, t.question))].map(text));
        rows.row(cells);
    }
    rows.into_bytes()
}

fn factors(laboratory: &Laboratory, tried: &[Tried]) -> Vec<u8> {
    let mut rows = Rows::new();
    rows.row(["claim", "question", "part", "world", "without", "effect", "effect_low", "effect_high"].map(Into::into));
    for t in tried {
        for (factor, effect) in t.part.factors.iter().zip(&t.finding.factors) {
            let mut cells = named(laboratory, t);
            cells.push(factor.words().into());
            cells.extend([effect.mean, effect.low, effect.high].map(Rows::number));
            rows.row(cells);
        }
    }
    rows.into_bytes()
}

/// The courses of all experiments, for their figures. Tens of thousands of bootstraps take time, so threads share them.
fn courses(laboratory: &Laboratory, tried: &[Tried], threads: usize) -> Result<Vec<u8>, Stopped> {
    let mut head = Rows::new();
    head.row(
        ["claim", "question", "part", "world", "condition", "arm", "round", "mean", "low", "high"].map(Into::into),
    );
    let mut table = head.into_bytes();
    let _: ControlFlow<()> = in_order(
        threads,
        |threads| 2 * threads,
        tried,
        |t| course(laboratory, t),
        |rows| {
            table.extend(rows);
            ControlFlow::Continue(())
        },
    )?;
    Ok(table)
}

/// The mean over replicates with its 95 % bootstrap interval, for each piece of the run and the four curves of a
/// figure. Means of resamples are between the lowest and the highest value, so the interval of a share stays within 0
/// and 1. An interval by Student's t would not. A short run has fewer pieces. The round is the middle round of the
/// piece, or the last for a rate so far.
fn course(laboratory: &Laboratory, t: &Tried) -> Vec<u8> {
    let outcome = &t.part.outcome;
    let rounds: Vec<u32> = (1..=outcome.until).collect();
    let pieces: Vec<(usize, f64)> = rounds
        .chunk_by(|a, b| piece(*a, outcome.until) == piece(*b, outcome.until))
        .map(|rounds| {
            let (first, last) = (rounds[0], rounds[rounds.len() - 1]);
            let round = if outcome.is_rate() { last.into() } else { f64::midpoint(first.into(), last.into()) };
            (piece(first, outcome.until), round)
        })
        .collect();
    let mut rows = Rows::new();
    for (condition, name) in ["as it is", "ablated"].into_iter().enumerate() {
        for (side, arm) in ["treatment", "baseline"].into_iter().enumerate() {
            for &(piece, round) in &pieces {
                let of = |trial: &super::Trial| trial.arms[condition][side].course[piece];
                let values: Vec<f64> = t.trials.iter().map(of).filter(|value| !value.is_nan()).collect();
                let (low, high) = interval(&values, laboratory.seed);
                let mut cells = named(laboratory, t);
                cells.extend([name.into(), arm.into()]);
                cells.extend([round, mean(&values), low, high].map(Rows::number));
                rows.row(cells);
            }
        }
    }
    rows.into_bytes()
}

fn named(laboratory: &Laboratory, tried: &Tried) -> Vec<Cow<'static, str>> {
    let Tried { claim, question, part, world, .. } = tried;
    vec![claim.id.into(), question.name().into(), part.name.into(), laboratory.grounds[*world].name.clone().into()]
}

/// The verdict on a claim in each world, in order, by one question; none if the claim has no part that asks it.
pub(crate) fn by_world(tried: &[Tried], id: &str, question: Question) -> Vec<Verdict> {
    let of_claim = || tried.iter().filter(|t| t.claim.id == id && t.question == question);
    let worlds = of_claim().map(|t| t.world + 1).max().unwrap_or(0);
    (0..worlds)
        .map(|world| verdict::in_a_world(of_claim().filter(|t| t.world == world).map(|t| t.finding.verdict())))
        .collect()
}

/// The verdict on a claim by one question, if it is asked.
pub(crate) fn of_claim(tried: &[Tried], id: &str, question: Question) -> Option<Verdict> {
    let worlds = by_world(tried, id, question);
    (!worlds.is_empty()).then(|| verdict::overall(&worlds))
}

/// A verdict in words, or that the question is not asked.
pub(crate) fn name(verdict: Option<Verdict>) -> &'static str {
    verdict.map_or("not tried", Verdict::name)
}

/// Placebos that are supported, over those that could be: parts in worlds.
pub(crate) fn false_positives(tried: &[Tried]) -> (usize, usize) {
    let placebos = || tried.iter().filter(|t| t.claim.is_placebo() && t.finding.replicates > 0);
    (placebos().filter(|t| t.finding.verdict() == Verdict::Supported).count(), placebos().count())
}

/// How many parts in worlds have each finding by one question, in words: the verdict, or why it is not supported.
pub(crate) fn findings(tried: &[Tried], question: Question) -> String {
    let mut counted: Vec<(&str, usize)> = Vec::new();
    for t in tried.iter().filter(|t| t.question == question && !t.claim.is_placebo()) {
        let found = match t.finding.verdict() {
            Verdict::NotSupported => t.finding.shortfall(),
            verdict => verdict.name(),
        };
        match counted.iter_mut().find(|(name, _)| *name == found) {
            Some((_, count)) => *count += 1,
            None => counted.push((found, 1)),
        }
    }
    counted.sort_by_key(|&(name, count)| (std::cmp::Reverse(count), name));
    let said = |(name, count): (&str, usize)| format!("{count} {name}");
    if counted.is_empty() { "none".to_owned() } else { counted.into_iter().map(said).collect::<Vec<_>>().join(", ") }
}

/// How many of the claims have each verdict by one question, in words.
pub(crate) fn counts(claims: &[&Claim], tried: &[Tried], question: Question) -> String {
    let claims = claims.iter().filter(|claim| !claim.is_placebo());
    let verdicts: Vec<Option<Verdict>> = claims.map(|claim| of_claim(tried, claim.id, question)).collect();
    let kinds = [Verdict::Supported, Verdict::Partly, Verdict::NotSupported, Verdict::Contradicted].map(Some);
    let all = kinds.into_iter().chain([None]).filter(|kind| kind.is_some() || verdicts.contains(&None));
    let count = |kind| verdicts.iter().filter(|verdict| **verdict == kind).count();
    all.map(|kind| format!("{} {}", count(kind), name(kind))).collect::<Vec<_>>().join(", ")
}
