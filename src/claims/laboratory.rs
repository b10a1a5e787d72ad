//! The laboratory: every chosen claim in every chosen world, in replicates that resume after an interruption.
//!
//! A job is one replicate of one world through every arm. Jobs have an order, and their rows reach the disk in it, so
//! the tables are the same for any number of threads and interruptions.

use std::borrow::Cow;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use super::trial::{Measured, PIECES, Trial, conditions, replicate};
use super::verdict::{ALPHA, adjust};
use super::{Claim, Finding, Ground, Part, Question};
use crate::analysis::resampling::least_p;
use crate::batch::in_order;
use crate::output::csv_tables::Rows;
use crate::output::work::head;
use crate::output::{OutputError, WorkDirectory};
use crate::scenario::ScenarioErrors;

/// The number of jobs under way or waiting, per thread.
const WINDOW: usize = 3;

/// The claims, the worlds and the number of replicates.
#[derive(Clone, Debug)]
pub struct Laboratory {
    /// The claims, in the order of the theory.
    pub claims: Vec<&'static Claim>,
    /// The questions that are asked of each.
    pub questions: Vec<Question>,
    /// The worlds.
    pub grounds: Vec<Ground>,
    /// The number of paired replicates in each world.
    pub replicates: u32,
    /// The seed of the worlds and of all random numbers.
    pub seed: u64,
}

/// The reason why the work did not finish.
#[derive(Debug, thiserror::Error)]
pub enum Stopped {
    /// The cancel flag was set.
    #[error("stopped")]
    Cancelled,
    /// The random draw of the synthetic states of a replicate does not give a valid world.
    #[error(transparent)]
    Scenario(#[from] ScenarioErrors),
    /// The threads could not be started.
    #[error("the threads could not be started")]
    Threads(#[from] rayon::ThreadPoolBuildError),
    /// A table could not be written or read.
    #[error(transparent)]
    Output(#[from] OutputError),
}

/// The results of a part of a claim in a world, by replicate.
#[derive(Clone, Debug)]
pub struct Tried {
    /// The claim.
    pub claim: &'static Claim,
    /// The question that the part answers.
    pub question: Question,
    /// The part.
    pub part: &'static Part,
    /// The index of the world.
    pub world: usize,
    /// One for each replicate.
    pub trials: Vec<Trial>,
    /// The finding.
    pub finding: Finding,
}

impl Laboratory {
    /// The description of the work for the manifest.
    pub fn about(&self) -> crate::output::Laboratory {
        crate::output::Laboratory {
            work: "claims".to_owned(),
            worlds: self.grounds.iter().map(|ground| ground.name.clone()).collect(),
            claims: self.claims.iter().map(|claim| claim.id.to_owned()).collect(),
            questions: self.questions.iter().map(|question| question.name().to_owned()).collect(),
            registered: super::registration::checksum(),
        }
    }

    /// The number of jobs.
    pub fn jobs(&self) -> u64 {
        self.grounds.len() as u64 * u64::from(self.replicates)
    }

    /// Every part with its claim and its question, in order.
    pub fn parts(&self) -> Vec<(&'static Claim, Question, &'static Part)> {
        let of = |claim: &&'static Claim| {
            let claim = *claim;
            let asked = claim.parts().filter(|(question, _)| self.questions.contains(question));
            asked.map(move |(question, part)| (claim, question, part))
        };
        self.claims.iter().flat_map(of).collect()
    }

    /// The reason why no part can be supported, if there are too few replicates for the number of tests.
    pub fn too_few(&self) -> Option<String> {
        let tests = self.parts().len();
        let least = least_p(self.replicates as usize) * tests as f64;
        let replicates = self.replicates;
        (least > ALPHA).then(|| {
            format!(
                "with {replicates} replicates and {tests} tests in a world no adjusted p can be below {:.2}, so that no part can be \
                 supported: more --replicates (20 and more) or fewer claims (--only) would help",
                least.min(1.0)
            )
        })
    }

    /// The growing table, with its header row.
    pub fn heads(&self) -> Vec<(String, Vec<u8>)> {
        let named = ["world", "replicate", "claim", "question", "part", "condition", "arm", "value"].map(str::to_owned);
        let pieces = (1..=PIECES).map(|piece| format!("value_{piece}"));
        vec![head("runs", named.into_iter().chain(pieces))]
    }

    /// Carries out the jobs that are not done yet. Calls `progress` after each.
    ///
    /// # Errors
    /// Returns an error if it was cancelled, a world is not valid or a file cannot be written. Finished work is kept.
    pub fn run(
        &self,
        directory: &mut WorkDirectory,
        threads: usize,
        cancel: &AtomicBool,
        progress: &mut dyn FnMut(),
    ) -> Result<(), Stopped> {
        let both = self.parts();
        let chosen: Vec<&Part> = both.iter().map(|(_, _, part)| *part).collect();
        let work = |job: u64| {
            if cancel.load(Ordering::Relaxed) {
                return Err(Stopped::Cancelled);
            }
            let (world, number) =
                ((job / u64::from(self.replicates)) as usize, (job % u64::from(self.replicates)) as u32);
            let trials = replicate(&self.grounds[world], number, &chosen, |_| {})?;
            Ok(rows(&self.grounds[world].name, number, &both, &trials))
        };
        let jobs = directory.done()..self.jobs();
        let broken = in_order(
            threads,
            |threads| WINDOW * threads,
            jobs,
            work,
            |rows| {
                let written = rows.and_then(|rows| Ok(directory.append(&[rows])?));
                progress();
                written.map_or_else(ControlFlow::Break, ControlFlow::Continue)
            },
        )?;
        match broken {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(stopped) => Err(stopped),
        }
    }

    /// The results of the finished runs, by part and then by world.
    ///
    /// # Errors
    /// Returns an error if the table cannot be read or does not belong to this work, or if the threads could not be started.
    pub fn tried(&self, runs: &Path, threads: usize) -> Result<Vec<Tried>, Stopped> {
        let both = self.parts();
        let mut found: Vec<Vec<Vec<Trial>>> = vec![vec![Vec::new(); both.len()]; self.grounds.len()];
        let mut rows = Read::open(runs)?;
        for of_world in &mut found {
            for _ in 0..self.replicates {
                for (of_part, (_, _, part)) in of_world.iter_mut().zip(&both) {
                    let arms = (0..conditions(part)).map(|_| Ok([rows.next()?, rows.next()?]));
                    of_part.push(Trial { arms: arms.collect::<Result<_, OutputError>>()? });
                }
            }
        }
        let mut all = Vec::new();
        for (place, (claim, question, part)) in both.into_iter().enumerate() {
            for (world, of_world) in found.iter_mut().enumerate() {
                all.push((claim, question, part, world, std::mem::take(&mut of_world[place])));
            }
        }
        let mut tried = Vec::new();
        let _: ControlFlow<()> = in_order(
            threads,
            |threads| WINDOW * threads,
            all,
            |(claim, question, part, world, trials)| {
                let finding = Finding::of(part, &values(&trials), self.seed);
                Tried { claim, question, part, world, trials, finding }
            },
            |one| {
                tried.push(one);
                ControlFlow::Continue(())
            },
        )?;
        // A claim is supported where it is so in every world, so that only the tests within a world add up.
        for world in 0..self.grounds.len() {
            adjust(tried.iter_mut().filter(|tried| tried.world == world).map(|tried| &mut tried.finding));
        }
        Ok(tried)
    }
}

/// Treatment and baseline under each condition, by replicate.
pub fn values(trials: &[Trial]) -> Vec<Vec<[f64; 2]>> {
    trials.iter().map(|trial| trial.arms.iter().map(|two| [two[0].value, two[1].value]).collect()).collect()
}

/// The rows of a job.
fn rows(world: &str, replicate: u32, both: &[(&Claim, Question, &Part)], trials: &[Trial]) -> Vec<u8> {
    let mut rows = Rows::new();
    for ((claim, question, part), trial) in both.iter().zip(trials) {
        let without =
            ["as it is".to_owned(), "ablated".to_owned()].into_iter().chain(part.factors.iter().map(super::Arm::words));
        for (condition, two) in without.zip(&trial.arms) {
            for (arm, measured) in ["treatment", "baseline"].into_iter().zip(two) {
                let named = [world, &replicate.to_string(), claim.id, question.name(), part.name, &condition, arm];
                let named = named.map(|cell| Cow::Owned(cell.to_owned()));
                // Pieces are for figures. Single precision is enough and takes a third of the bytes.
                let piece =
                    |value: &f64| if value.is_nan() { "".into() } else { format!("{}", *value as f32 + 0.0).into() };
                let numbers = std::iter::once(Rows::number(measured.value)).chain(measured.course.iter().map(piece));
                rows.row(named.into_iter().chain(numbers));
            }
        }
    }
    rows.into_bytes()
}

/// The table of runs, read by row.
struct Read<'a> {
    path: &'a Path,
    records: csv::StringRecordsIntoIter<std::fs::File>,
}

impl<'a> Read<'a> {
    fn open(path: &'a Path) -> Result<Self, OutputError> {
        let file = crate::output::io(std::fs::File::open(path), path, "read")?;
        Ok(Self { path, records: csv::Reader::from_reader(file).into_records() })
    }

    fn next(&mut self) -> Result<Measured, OutputError> {
        let malformed =
            |problem: &str| OutputError::Malformed { path: self.path.to_owned(), problem: problem.to_owned() };
        let record = self.records.next().ok_or_else(|| malformed("rows are missing at its end"))?;
        let record = record.map_err(|error| malformed(&error.to_string()))?;
        let number = |at: usize| match record.get(at) {
            Some("") => Ok(f64::NAN),
            Some(cell) => cell.parse().map_err(|_| malformed(&format!("`{cell}` is not a number"))),
            None => Err(malformed("a row is too short")),
        };
        let mut course = [f64::NAN; PIECES];
        for (piece, value) in course.iter_mut().enumerate() {
            *value = number(8 + piece)?;
        }
        Ok(Measured { value: number(7)?, course })
    }
}

/// The chosen claims by their codes. The code of a family, such as `B1`, means all its claims. For an unknown code the
/// error suggests the nearest codes.
///
/// # Errors
/// Returns an error if a code is not in the registry.
pub fn choose(only: &[String]) -> Result<Vec<&'static Claim>, UnknownClaim> {
    let all = super::all();
    if only.is_empty() {
        return Ok(all);
    }
    let is = |claim: &Claim, id: &str| {
        let (id, code) = (id.trim().to_uppercase(), claim.id.to_uppercase());
        code == id || code.strip_prefix(&id).is_some_and(|rest| !id.is_empty() && rest.starts_with('.'))
    };
    if let Some(id) = only.iter().find(|id| !all.iter().any(|claim| is(claim, id))) {
        let id = id.trim().to_owned();
        return Err(if id.is_empty() {
            UnknownClaim::None
        } else {
            UnknownClaim::Of { nearest: nearest(&id, &all), id }
        });
    }
    Ok(all.into_iter().filter(|claim| only.iter().any(|id| is(claim, id))).collect())
}

/// A code that does not belong to a claim.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UnknownClaim {
    /// The claim does not exist.
    #[error("the claim `{id}` does not exist; the nearest are {nearest}. docs/claims.md lists all")]
    Of {
        /// The code given.
        id: String,
        /// The nearest codes.
        nearest: String,
    },
    /// A code is missing.
    #[error("--only: a code is missing; write codes with commas between them, as in C1,B3.4. docs/claims.md lists all")]
    None,
}

/// The three codes most similar to another: first by letters, then by numbers.
fn nearest(id: &str, all: &[&Claim]) -> String {
    let wanted = id.trim().to_uppercase();
    let mut ids: Vec<&str> = all.iter().map(|claim| claim.id).collect();
    ids.sort_by_key(|there| strsim::damerau_levenshtein(&wanted, there));
    ids.truncate(3);
    ids.join(", ")
}
