//! Claims away from the defaults: every claim at the points of a Latin hypercube over all parameters.
//!
//! A job is a point: each claim with treatment, baseline and ablation in replicates of one world, and the verdicts of
//! that point on one question. Points have an order, and their rows reach the disk in it.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use super::laboratory::Stopped;
use super::page::{in_a_cell, short};
use super::tables::{JUDGED, MEASURED};
use super::trial::replicate;
use super::verdict::{adjust, in_a_world};
use super::{Claim, Finding, Ground, Part, Question, Verdict, laboratory};
use crate::batch::design::{self, DesignError, Points};
use crate::batch::in_order;
use crate::model::Setup;
use crate::model::params::{PARAMETERS, Parameter};
use crate::output::csv_tables::Rows;
use crate::output::work::head;
use crate::output::{OutputError, WorkDirectory, write_whole};
use crate::scenario::{self, ScenarioErrors};

/// The number of states of its world.
pub(crate) const STATES: u32 = 30;
/// The number of replicates at each point.
pub(crate) const REPLICATES: u32 = 20;
/// A parameter varies by this share of its default, in both directions.
const AROUND: f64 = 0.3;
/// The prefix of the paths of parameters in a scenario.
const PARAMETERS_OF: &str = "parameters.";

/// The claims and the points.
#[derive(Clone, Debug)]
pub(crate) struct Robust {
    /// The claims with an experiment for the question, in the order of the theory.
    pub claims: Vec<&'static Claim>,
    /// The question.
    pub question: Question,
    /// The world.
    pub ground: Ground,
    /// The number of replicates at each point.
    pub replicates: u32,
    /// The points.
    pub points: Points,
    /// The seed of the points, the world and all random numbers.
    pub seed: u64,
    /// Whether parameters vary over their documented ranges rather than around the defaults.
    pub wide: bool,
    /// The paths of the parameters that were set and do not vary.
    pub held: Vec<&'static str>,
}

/// The reason why the points cannot be made.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CannotVary {
    /// A value is not valid for the world.
    #[error(transparent)]
    Scenario(#[from] ScenarioErrors),
    /// All parameters that could vary were set.
    #[error(
        "--set: every parameter is held at its value, so none can vary; with --robust set single parameters, as in \
        --set parameters.feedback.threat=0, or omit --robust"
    )]
    Nothing,
    /// None of the claims has an experiment for the question.
    #[error("--robust: the chosen claims do not have an experiment for this question ({}); try the other --question", .0.name())]
    NotAsked(Question),
    /// The design is not valid.
    #[error(transparent)]
    Design(#[from] DesignError),
}

/// The range of a parameter; `None` if it cannot vary.
fn interval(parameter: &Parameter, wide: bool) -> Option<(f64, f64)> {
    let Parameter { default, low, high, .. } = *parameter;
    let (from, to) = if wide || default == 0.0 {
        (low, high)
    } else {
        let room = AROUND * default.abs();
        ((default - room).max(low), (default + room).min(high))
    };
    (from < to).then_some((from, to))
}

/// Returns true if it was set, by its path or with the table that contains it.
fn is_set(parameter: &Parameter, set: &[(String, String)]) -> bool {
    let whole = format!("{PARAMETERS_OF}{}", parameter.path);
    let paths = set.iter().filter_map(|(path, _)| scenario::sweep::spelt(path));
    paths.into_iter().any(|path| whole.strip_prefix(&path).is_some_and(|rest| rest.is_empty() || rest.starts_with('.')))
}

impl Robust {
    /// Claims at this number of points. `text` is the world's scenario, and `set` overrides some of its values by their
    /// paths. Overridden parameters do not vary.
    ///
    /// # Errors
    /// Returns an error if the points are not valid for the world.
    pub(crate) fn new(
        (mut claims, question): (Vec<&'static Claim>, Question),
        (name, text): (&str, &str),
        (points, replicates, states): (u32, u32, u32),
        (seed, wide): (u64, bool),
        set: &[(String, String)],
    ) -> Result<Self, CannotVary> {
        claims.retain(|claim| !claim.answers(question).is_empty());
        if claims.is_empty() {
            return Err(CannotVary::NotAsked(question));
        }
        let mut text =
            format!("{text}\n[sweep]\ndesign = \"latin-hypercube\"\npoints = {points}\nseed = {seed}\n[sweep.vary]\n");
        let (held, free): (Vec<&Parameter>, Vec<&Parameter>) = PARAMETERS.iter().partition(|p| is_set(p, set));
        let rooms: Vec<_> = free.into_iter().filter_map(|p| interval(p, wide).map(|room| (p, room))).collect();
        if rooms.is_empty() {
            return Err(CannotVary::Nothing);
        }
        for (parameter, (low, high)) in rooms {
            let _ = writeln!(text, "\"{PARAMETERS_OF}{}\" = {{ low = {low:?}, high = {high:?} }}", parameter.path);
        }
        let numbers = [("run.seed", seed.to_string()), ("generator.count", states.to_string())];
        let overrides: Vec<_> =
            set.iter().cloned().chain(numbers.map(|(path, value)| (path.to_owned(), value))).collect();
        let scenario = scenario::load_text(name, &text, &overrides)?;
        let Some(plan) = &scenario.sweep else { unreachable!("the text has a [sweep]") };
        let points = design::points(plan, &|path| scenario.value_at(path))?;
        let ground = Ground { name: name.to_owned(), scenario };
        let held = held.into_iter().map(|parameter| parameter.path).collect();
        Ok(Self { claims, question, ground, replicates, points, seed, wide, held })
    }

    /// The description of the work for the manifest.
    pub(crate) fn about(&self) -> crate::output::Laboratory {
        let range = if self.wide { "over all ranges" } else { "within 30 % of the defaults" };
        crate::output::Laboratory {
            work: format!("robustness at {} points {range}", self.points.len()),
            worlds: vec![self.ground.name.clone()],
            questions: vec![self.question.name().to_owned()],
            registered: super::registration::checksum(),
            claims: self.claims.iter().map(|claim| claim.id.to_owned()).collect(),
        }
    }

    /// The growing tables, with their header rows.
    pub(crate) fn heads(&self) -> Vec<(String, Vec<u8>)> {
        let measured = ["point", "claim", "part"].into_iter().chain(MEASURED).chain(["smallest"]).chain(JUDGED);
        let axes = self.points.axes().iter().map(|axis| axis.path.clone());
        vec![
            head("robust", measured.map(str::to_owned)),
            head("points", std::iter::once("point".to_owned()).chain(axes)),
        ]
    }

    /// Carries out the points that are not done yet. Calls `progress` after each replicate of each point, from any
    /// thread.
    ///
    /// # Errors
    /// Returns an error if it was cancelled, a world is not valid or a file cannot be written. Finished work is kept.
    pub(crate) fn run(
        &self,
        directory: &mut WorkDirectory,
        threads: usize,
        cancel: &AtomicBool,
        progress: &(dyn Fn() + Sync),
        done: &mut dyn FnMut(),
    ) -> Result<(), Stopped> {
        let both: Vec<(&Claim, Part)> = self
            .claims
            .iter()
            .flat_map(|claim| claim.answers(self.question).iter().map(|part| (*claim, Part { factors: &[], ..*part })))
            .collect();
        let work = |point: usize| self.point(point, &both, cancel, progress);
        let jobs = directory.done() as usize..self.points.len();
        let broken = in_order(
            threads,
            |threads| 2 * threads,
            jobs,
            work,
            |chunk| {
                let written = chunk.and_then(|chunk| Ok(directory.append(&chunk)?));
                done();
                written.map_or_else(ControlFlow::Break, ControlFlow::Continue)
            },
        )?;
        match broken {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(stopped) => Err(stopped),
        }
    }

    /// The rows of a point.
    fn point(
        &self,
        point: usize,
        both: &[(&Claim, Part)],
        cancel: &AtomicBool,
        progress: &(dyn Fn() + Sync),
    ) -> Result<Vec<Vec<u8>>, Stopped> {
        let settings = self.points.settings(point);
        let change = |setup: &mut Setup| {
            for (axis, setting) in self.points.axes().iter().zip(settings) {
                let path = axis.path.strip_prefix(PARAMETERS_OF).unwrap_or(&axis.path);
                // The scenario has checked every value against its range.
                let _ = setting.number().map(|value| setup.params.set(path, value));
            }
        };
        let parts: Vec<&Part> = both.iter().map(|(_, part)| part).collect();
        let mut trials = vec![Vec::new(); parts.len()];
        for number in 0..self.replicates {
            if cancel.load(Ordering::Relaxed) {
                return Err(Stopped::Cancelled);
            }
            for (trial, of_part) in replicate(&self.ground, number, &parts, change)?.into_iter().zip(&mut trials) {
                of_part.push(trial);
            }
            progress();
        }
        let mut findings: Vec<Finding> = parts
            .iter()
            .zip(&trials)
            .map(|(part, trials)| Finding::of(part, &laboratory::values(trials), self.seed))
            .collect();
        adjust(findings.iter_mut());
        let mut rows = Rows::new();
        for ((claim, part), finding) in both.iter().zip(&findings) {
            let Finding { treatment, baseline, effect, ablated, replicates, smallest, p, adjusted, .. } = finding;
            let named = [point.to_string(), claim.id.to_owned(), part.name.to_owned(), replicates.to_string()];
            let numbers = [
                treatment,
                baseline,
                &effect.mean,
                &effect.low,
                &effect.high,
                &ablated.mean,
                &ablated.low,
                &ablated.high,
                smallest,
                p,
                adjusted,
            ];
            let words = [finding.verdict().name(), finding.shortfall()].map(Cow::Borrowed);
            rows.row(named.map(Cow::Owned).into_iter().chain(numbers.map(|x| Rows::number(*x))).chain(words));
        }
        let mut place = Rows::new();
        let values = settings.iter().map(|setting| Cow::Owned(setting.to_string()));
        place.row(std::iter::once(Cow::Owned(point.to_string())).chain(values));
        Ok(vec![rows.into_bytes(), place.into_bytes()])
    }

    /// The verdicts on each claim, by point, from the finished table.
    ///
    /// # Errors
    /// Returns an error if the table cannot be read or does not belong to this work.
    pub(crate) fn verdicts(&self, path: &Path) -> Result<Vec<(&'static Claim, Vec<Verdict>)>, OutputError> {
        let malformed = |problem: String| OutputError::Malformed { path: path.to_owned(), problem };
        let file = crate::output::io(std::fs::File::open(path), path, "read")?;
        let mut records = csv::Reader::from_reader(file).into_records();
        let mut verdicts: Vec<(&'static Claim, Vec<Verdict>)> =
            self.claims.iter().map(|claim| (*claim, Vec::new())).collect();
        for _ in 0..self.points.len() {
            for (claim, so_far) in &mut verdicts {
                let mut parts = Vec::new();
                for _ in claim.answers(self.question) {
                    let record = records.next().ok_or_else(|| malformed("rows are missing at its end".to_owned()))?;
                    let record = record.map_err(|error| malformed(error.to_string()))?;
                    let word = record.get(15).unwrap_or_default();
                    let known = [Verdict::Supported, Verdict::NotSupported, Verdict::Contradicted];
                    let verdict = known.into_iter().find(|verdict| verdict.name() == word);
                    parts.push(verdict.ok_or_else(|| malformed(format!("`{word}` is not a verdict")))?);
                }
                so_far.push(in_a_world(parts.into_iter()));
            }
        }
        Ok(verdicts)
    }

    /// The files of the finished work, besides the growing tables.
    pub(crate) const FILES: [&str; 2] = ["robustness.csv", "robustness.md"];

    /// Writes these files.
    ///
    /// # Errors
    /// Returns an error if a file cannot be written.
    pub(crate) fn write(
        &self,
        path: &Path,
        verdicts: &[(&'static Claim, Vec<Verdict>)],
        command: &str,
    ) -> Result<(), OutputError> {
        let mut rows = Rows::new();
        rows.row(["claim", "points", "supported", "contradicted", "share_supported"].map(Into::into));
        for (claim, verdicts) in verdicts {
            let (supported, contradicted) =
                (count(verdicts, Verdict::Supported), count(verdicts, Verdict::Contradicted));
            let whole = [verdicts.len(), supported, contradicted].map(|n| Cow::Owned(n.to_string()));
            let share = Rows::number(supported as f64 / verdicts.len() as f64);
            rows.row(std::iter::once(Cow::Borrowed(claim.id)).chain(whole).chain([share]));
        }
        let [table, page] = Self::FILES.map(|name| path.join(name));
        write_whole(&table, &rows.into_bytes())?;
        write_whole(&page, self.page(verdicts, command).as_bytes())
    }

    fn page(&self, verdicts: &[(&'static Claim, Vec<Verdict>)], command: &str) -> String {
        let range = if self.wide {
            "over the whole documented range of every parameter"
        } else {
            "within 30 % of the default of every parameter (its whole range where the default is 0)"
        };
        let held = if self.held.is_empty() { String::new() } else { format!(", but {} as set", self.held.join(", ")) };
        let mut text = format!(
            "# Claims away from the defaults\n\nQuestion: *{}*. {} points of a Latin hypercube {range}{held}; at each, every claim with {} paired \
             replicates in the world {} of {} states, seed {}; p-values are adjusted within each point.\n\n    {command}\n\n\
             | claim | | supported at | contradicted at |\n|---|---|--:|--:|\n",
            self.question.name(),
            self.points.len(),
            self.replicates,
            in_a_cell(&self.ground.name),
            self.ground.scenario.setup.names.len(),
            self.seed
        );
        for (claim, verdicts) in verdicts {
            let percent = |verdict| short(100.0 * count(verdicts, verdict) as f64 / verdicts.len() as f64);
            let (supported, contradicted) = (percent(Verdict::Supported), percent(Verdict::Contradicted));
            let _ = writeln!(text, "| {} | {} | {supported} % | {contradicted} % |", claim.id, claim.statement);
        }
        let _ = writeln!(text, "\n{}", outcome(verdicts));
        text
    }
}

/// How many claims are supported at four fifths of the points or more, and how often placebos are.
pub(crate) fn outcome(verdicts: &[(&'static Claim, Vec<Verdict>)]) -> String {
    let (placebos, claims): (Vec<_>, Vec<_>) = verdicts.iter().partition(|(claim, _)| claim.is_placebo());
    let supported = |verdicts: &[Verdict]| count(verdicts, Verdict::Supported);
    let robust = claims.iter().filter(|(_, verdicts)| 5 * supported(verdicts) >= 4 * verdicts.len()).count();
    let mut text = format!("{robust} of {} claims are supported at 80 % of the points or more.", claims.len());
    if !placebos.is_empty() {
        let passed: usize = placebos.iter().map(|(_, verdicts)| supported(verdicts)).sum();
        let all: usize = placebos.iter().map(|(_, verdicts)| verdicts.len()).sum();
        let _ = write!(text, " Placebos are supported in {passed} of {all} tests, of which none should be.");
    }
    text
}

/// The number of verdicts of this kind.
pub(crate) fn count(verdicts: &[Verdict], wanted: Verdict) -> usize {
    verdicts.iter().filter(|verdict| **verdict == wanted).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::params::Origin;

    #[test]
    fn placebos_are_counted_apart() {
        let claim = |id| super::super::find(id).unwrap();
        let at = |supported: usize| {
            (0..5).map(move |k| if k < supported { Verdict::Supported } else { Verdict::NotSupported })
        };
        let verdicts = [("C1", 4), ("C2", 3), ("P1", 1)].map(|(id, supported)| (claim(id), at(supported).collect()));
        assert_eq!(
            outcome(&verdicts),
            "1 of 2 claims are supported at 80 % of the points or more. Placebos are supported in 1 of 5 tests, of which \
             none should be."
        );
        assert_eq!(outcome(&verdicts[1..2]), "0 of 1 claims are supported at 80 % of the points or more.");
    }

    #[test]
    fn parameters_vary_around_their_defaults_within_their_ranges() {
        let parameter = |default, low, high| Parameter {
            path: "a.b",
            default,
            low,
            high,
            unit: "",
            origin: Origin::Guess(""),
            meaning: "",
        };
        assert_eq!(interval(&parameter(1.0, 0.0, 3.0), false), Some((0.7, 1.3)));
        assert_eq!(interval(&parameter(-1.0, -5.0, 5.0), false), Some((-1.3, -0.7)));
        assert_eq!(interval(&parameter(0.9, 0.0, 1.0), false).map(|(_, high)| high), Some(1.0));
        assert_eq!(interval(&parameter(0.0, 0.0, 2.0), false), Some((0.0, 2.0)));
        assert_eq!(interval(&parameter(1.0, 0.0, 3.0), true), Some((0.0, 3.0)));
    }
}
