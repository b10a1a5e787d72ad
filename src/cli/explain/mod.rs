//! `takvin explain`: the terms behind a decision, a round's change of governance, and a change of the backlog.
//!
//! These terms are not recorded. The run is repeated up to the round, from its scenario, seed and number, and gives the
//! same numbers.

mod backlog;
mod decision;
mod governance;
mod moments;
pub(super) mod reasons;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::{ArgGroup, Args};
use serde::Serialize;

use super::failure::user_error;
use super::print;
use super::run::read_checkpoint;
use super::whole::whole;
use crate::batch::{CheckpointError, branch, is_sound};
use crate::model::round::step;
use crate::model::{StateId, World};
use crate::output::{OutputError, RunReader};
use crate::scenario::suggest::{did_you_mean, listed};
use crate::scenario::{self, RunSettings, Scenario};
use moments::Moments;

/// Explain a state's acts in a round, the effect of that round on its governance, and why its backlog grew or shrank.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  takvin explain output/cold-war --state USA --toward USSR --round 3\n  \
    takvin explain cold-war --state USSR --year 1948          toward all states\n  \
    takvin explain output/cold-war --state USA --round 3 --short     without the terms behind it\n  \
    takvin explain output/cold-war --state USA --round 3 --run 4 --json")]
#[command(group = ArgGroup::new("when").required(true))]
pub(crate) struct Explain {
    /// A run directory, or a scenario.
    #[arg(value_name = "RUN_DIR|SCENARIO")]
    what: PathBuf,
    /// The state that decides.
    #[arg(long, value_name = "NAME")]
    state: String,
    /// The counterpart; all if not given.
    #[arg(long, value_name = "NAME")]
    toward: Option<String>,
    /// The round, from 1.
    #[arg(
        long,
        value_name = "N",
        group = "when",
        allow_negative_numbers = true,
        value_parser = whole::<u32>(1, 1_000_000)
    )]
    round: Option<u32>,
    /// The calendar year, in place of the round: the last round that begins no later is used.
    #[arg(long, value_name = "YEAR", group = "when", allow_negative_numbers = true)]
    year: Option<f64>,
    /// Number of the run, from 0.
    #[arg(long, value_name = "K", allow_negative_numbers = true, default_value_t = 0, value_parser = whole::<u32>(0, 999_999))]
    run: u32,
    /// Print only what was done, the change of governance, and the backlog.
    #[arg(long, conflicts_with = "json")]
    short: bool,
    /// As JSON.
    #[arg(long)]
    json: bool,
}

/// The header of an explanation.
struct Before {
    scenario: Scenario,
    world: World,
    /// The state explained.
    me: StateId,
    round: u32,
    /// Its security issues in each earlier round.
    earlier: Vec<backlog::Flows>,
}

#[derive(Serialize)]
struct Explanation {
    scenario: String,
    run: u32,
    round: u32,
    year: f64,
    state: String,
    decisions: Vec<decision::Decision>,
    governance: Vec<governance::Change>,
    backlog: backlog::Backlog,
}

impl Explain {
    /// Computes the explanation and prints it.
    pub(crate) fn carry_out(self) -> Result<()> {
        let explanation = self.explanation()?;
        if self.json {
            print::json(&explanation)
        } else {
            print::text(&explanation.text(self.toward.is_some(), self.short))
        }
    }

    fn explanation(&self) -> Result<Explanation> {
        let Before { scenario, world, me, round, earlier } = self.before()?;
        let names = &scenario.setup.names;
        let toward = self.toward.as_deref().map(|name| find(names, name)).transpose()?;
        if toward == Some(me) {
            return Err(user_error(format!(
                "{} does not have a policy toward itself; name another state with --toward",
                self.state
            )));
        }
        let mut moments = Moments::of(&world);
        for &state in [me].iter().chain(&toward) {
            if ![&moments.decided, &moments.after].iter().all(|world| world.states.present[state.index()]) {
                let name = &names[state.index()];
                return Err(user_error(format!(
                    "{name} is not in the world in round {round}; give a round for which states.csv has its row"
                )));
            }
        }
        let decisions = match toward {
            Some(other) => vec![decision::Decision::of(&moments.decided, me, other, names).ok_or_else(|| {
                let other = &names[other.index()];
                user_error(format!("{other} is not within reach of {}: neither decides toward the other", self.state))
            })?],
            None => decision::all(&moments.decided, me, names),
        };
        Ok(Explanation {
            scenario: scenario.name.clone(),
            run: self.run,
            round,
            year: scenario.run.year_of(round),
            state: self.state.clone(),
            decisions,
            governance: governance::changes(&moments, me.index()),
            backlog: backlog::Backlog::of(&mut moments, me.index(), &earlier),
        })
    }

    /// The world between the round before and this round, with its history.
    fn before(&self) -> Result<Before> {
        let (scenario, mut world) = start(&self.what, self.run)?;
        let me = find(&scenario.setup.names, &self.state)?;
        let round = self.round(&scenario.run)?;
        if world.round >= round {
            let first = world.round + 1;
            return Err(user_error(format!(
                "round {round} is not in this run: it continues from a checkpoint and begins at round {first}"
            )));
        }
        let mut earlier = Vec::new();
        while world.round + 1 < round {
            step(&mut world);
            if world.states.present[me.index()] {
                earlier.push(backlog::Flows::of(&world.states, me.index(), world.round));
            }
        }
        Ok(Before { scenario, world, me, round, earlier })
    }

    /// The round requested by number or year.
    fn round(&self, run: &RunSettings) -> Result<u32> {
        let last = run.rounds;
        match (self.round, self.year) {
            (Some(round), _) if round <= last => Ok(round),
            (Some(round), _) => Err(user_error(format!("--round {round}: the run ends at round {last}"))),
            (None, year) => {
                let year = year.unwrap_or(f64::NAN);
                let round = run.round_of(year);
                if (1.0..=f64::from(last)).contains(&round) {
                    return Ok(round as u32);
                }
                let (first_year, last_year) = (run.year_of(1), run.year_of(last));
                Err(user_error(format!(
                    "--year {year}: the rounds of the run are years {first_year} to {last_year}; give one of these"
                )))
            }
        }
    }
}

/// The scenario of a run directory or a shipped scenario, and the initial world of one of its runs.
pub(super) fn start(what: &Path, run: u32) -> Result<(Scenario, World)> {
    let (scenario, origin, runs) = if what.is_dir() {
        let reader = RunReader::open_as_it_is(what)?;
        if reader.manifest.sweep.is_some() {
            return Err(user_error(format!(
                "{}: this is a sweep; run a point of it with takvin run and --set, and explain that",
                what.display()
            )));
        }
        if !reader.scenario_is_its_own() {
            let problem =
                "the file was modified after it was written; restore it, or run the scenario again".to_owned();
            return Err(OutputError::Malformed { path: reader.scenario(), problem }.into());
        }
        let mut scenario = scenario::load(&reader.scenario(), &[])?;
        scenario.name.clone_from(&reader.manifest.scenario);
        (scenario, reader.origin(), reader.manifest.runs)
    } else {
        let scenario = super::loading::load(what, &[])?;
        let runs = scenario.run.replicates;
        (scenario, None, runs)
    };
    if run >= runs {
        return Err(user_error(format!("--run {run}: the directory has {runs} runs, numbered from 0")));
    }
    let setup = scenario.setup_for(u64::from(run))?.into_owned();
    let world = match origin {
        None => World::new(&setup, scenario.run.seed, u64::from(run)),
        Some(path) => {
            let mut saved = read_checkpoint(&path)?.run(run as usize)?;
            branch::same_pairs(&saved.world.topology, &setup)?;
            if !is_sound(&saved) {
                return Err(CheckpointError::Damaged.into());
            }
            saved.world.branch(&setup, Some(scenario.run.seed));
            saved.world
        }
    };
    Ok((scenario, world))
}

impl Explanation {
    /// For people. `toward_one` is set if a counterpart was named; `short` leaves out the terms.
    fn text(&self, toward_one: bool, short: bool) -> String {
        let Self { scenario, run, round, year, state, .. } = self;
        let mut text = format!("{state} in round {round} (year {year}) of {scenario}, run {run}\n\n");
        if toward_one && !short {
            self.decisions.iter().for_each(|decision| text.push_str(&decision.text(state)));
        } else {
            text.push_str(&decision::overview(&self.decisions));
        }
        text.push_str(&governance::overview(&self.governance));
        if short {
            let _ = writeln!(text, "\nIts backlog {}", self.backlog.change());
        } else {
            text.push_str(&governance::terms(&self.governance));
            text.push_str(&self.backlog.text());
        }
        text
    }
}

/// A state by its name.
pub(super) fn find(names: &[String], name: &str) -> Result<StateId> {
    if let Some(at) = names.iter().position(|there| there == name) {
        return Ok(StateId(at as u32));
    }
    let known = || names.iter().map(String::as_str);
    let hint = did_you_mean(name, known());
    Err(user_error(format!("the state `{name}` does not exist{hint}\n  states are {}", listed(known()))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_explanation_leaves_out_the_terms() {
        let explain = Explain {
            what: "cold-war".into(),
            state: "USA".to_owned(),
            toward: Some("USSR".to_owned()),
            round: Some(3),
            year: None,
            run: 0,
            short: true,
            json: false,
        };
        let explanation = explain.explanation().unwrap();
        let (short, full) = (explanation.text(true, true), explanation.text(true, false));
        for said in ["USA in round 3", "USSR", "securitisation", "backlog"] {
            assert!(short.contains(said) && full.contains(said), "{said}: {short}");
        }
        for term in ["What moves", "For and against", "Probabilities of an issue"] {
            assert!(!short.contains(term) && full.contains(term), "{term}: {short}");
        }
    }
}
