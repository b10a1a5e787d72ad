//! `takvin claims`: the claims of the theory, each as an experiment that could fail.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::{Context, Result};
use clap::Args;

use super::failure::Interrupted;
use super::print;
use super::progress::Work;
use super::whole::whole;
use crate::claims::laboratory::{Stopped, choose};
use crate::claims::page::{p, page, short, sign};
use crate::claims::tables::{by_world, of_claim};
use crate::claims::{Ground, Laboratory, Tried, Verdict, WORLDS, tables};
use crate::output::resumable::{Found, Resumable};
use crate::output::{Damage, Manifest, OutputError, write_whole};
use crate::scenario;

/// Set when somebody wants the command to stop.
static CANCEL: AtomicBool = AtomicBool::new(false);

/// Paired replicates in every world.
const REPLICATES: u32 = 40;
/// Those of a quick look: the fewest with which every claim can still pass the test.
const QUICK: u32 = 16;
/// A seed that nobody tunes with.
const SEED: u64 = 20_261_126;

/// Try the claims of the theory, each by an experiment that could fail.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  takvin claims                         all 52, in four worlds; tables and claims.md in output/claims\n  \
    takvin claims --quick                 the same with 16 replicates instead of 40\n  \
    takvin claims --only C1,C2,C3         the loop alone\n  \
    takvin claims --only B3.4 --world mine.toml --replicates 100\n\n\
    Each claim names a treatment, a baseline, what is measured, the smallest effect that counts and what takes the mechanism \
    away; the rule of the verdict stands in docs/claims.md. Stopped, the same command goes on."
)]
pub struct Claims {
    /// Only these claims, by their codes as in docs/claims.md.
    #[arg(long, value_name = "ID,…", value_delimiter = ',')]
    only: Vec<String>,
    /// Paired replicates in every world [default: 40].
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = whole::<u32>(2, 1_000_000))]
    replicates: Option<u32>,
    /// A quick look: 16 replicates.
    #[arg(long, conflicts_with = "replicates")]
    quick: bool,
    /// Try them in this world instead of the four of the laboratory: a scenario file or the name of a shipped scenario; may be
    /// given again and again.
    #[arg(long, value_name = "SCENARIO")]
    world: Vec<PathBuf>,
    /// Seed of the worlds and of all chance.
    #[arg(long, value_name = "N", default_value_t = SEED)]
    seed: u64,
    /// States of the synthetic worlds, in place of their own numbers.
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = whole::<u32>(4, 1_000))]
    states: Option<u32>,
    /// Directory of the results.
    #[arg(long, value_name = "DIR", default_value = "output/claims")]
    out: PathBuf,
    /// Threads; 0 for as many as there are cores. The tables are the same for any number.
    #[arg(long, value_name = "N", allow_negative_numbers = true, default_value_t = 0, value_parser = whole::<usize>(0, 4096))]
    threads: usize,
    /// Replace other results of this command in the directory.
    #[arg(long)]
    force: bool,
    /// Print nothing but errors.
    #[arg(long, short)]
    quiet: bool,
    /// Print the verdicts as one JSON object.
    #[arg(long)]
    json: bool,
}

impl Claims {
    /// Tries, writes and tells.
    ///
    /// # Errors
    /// Wrong input, a failure to write, or an interruption; then what is finished is kept.
    pub fn carry_out(self) -> Result<()> {
        let laboratory = self.laboratory()?;
        ctrlc::set_handler(|| CANCEL.store(true, Ordering::Relaxed)).context("no signals to hear")?;
        let heads = laboratory.heads();
        let experiments = crate::claims::page::experiments(&laboratory);
        let manifest = Manifest::of_laboratory(laboratory.about(), &experiments, self.seed, laboratory.replicates);
        match Resumable::open(&self.out, manifest, &heads, self.force)? {
            Found::Finished(_) => {}
            Found::Open(mut directory, damage) => {
                if let Some(Damage { path, line, problem }) = damage {
                    eprintln!(
                        "warning: {}, line {line}: {problem}; what stands before it is kept, and the rest is run again",
                        path.display()
                    );
                }
                self.work(&laboratory, &mut directory)?;
                directory.finish(&heads, |path| self.finish(&laboratory, &experiments, path))?;
            }
        }
        let tried = laboratory.tried(&self.out.join("runs.csv"))?;
        if self.json {
            return print::json(&json(&laboratory, &tried));
        }
        if self.quiet { Ok(()) } else { print::text(&self.text(&laboratory, &tried)) }
    }

    fn laboratory(&self) -> Result<Laboratory> {
        let claims = choose(&self.only)?;
        let grounds = if self.world.is_empty() {
            WORLDS.iter().map(|world| Ground::of(world, self.seed, self.states)).collect::<Result<_, _>>()?
        } else {
            let seed = ("run.seed".to_owned(), self.seed.to_string());
            let load = |path: &PathBuf| {
                let scenario = scenario::load(path, std::slice::from_ref(&seed))?;
                Ok(Ground { name: scenario.name.clone(), scenario })
            };
            self.world.iter().map(load).collect::<Result<Vec<_>>>()?
        };
        let replicates = if self.quick { QUICK } else { self.replicates.unwrap_or(REPLICATES) };
        Ok(Laboratory { claims, grounds, replicates, seed: self.seed })
    }

    fn work(&self, laboratory: &Laboratory, directory: &mut Resumable) -> Result<()> {
        let done = directory.done();
        let work = Work::new(laboratory.jobs(), laboratory.jobs() - done, "replicates of a world", self.quiet);
        work.begin_at(done);
        let mut progress = || {
            work.add(1);
            work.done(1);
        };
        let result = laboratory.run(directory, self.threads, &CANCEL, &mut progress);
        work.end();
        result.map_err(|stopped| {
            // If it cannot be brought to the disk, that is what goes wrong next time.
            let _ = directory.rest();
            let text = format!(
                "{} of {} replicates are finished and kept in {}; the same command goes on with the rest",
                directory.done(),
                laboratory.jobs(),
                directory.path().display()
            );
            match stopped {
                Stopped::Cancelled => Interrupted(format!("stopped: {text}")).into(),
                Stopped::Scenario(errors) => anyhow::Error::from(errors),
                Stopped::Output(error) => anyhow::Error::from(error).context(text),
                Stopped::Threads(_) => anyhow::Error::from(stopped).context(text),
            }
        })
    }

    /// What follows from the runs.
    fn finish(
        &self,
        laboratory: &Laboratory,
        experiments: &str,
        path: &std::path::Path,
    ) -> Result<Vec<String>, OutputError> {
        let tried = laboratory.tried(&path.join("runs.csv"))?;
        let mut files = tables::write(path, laboratory, &tried)?;
        for (name, text) in
            [("claims.md", page(laboratory, &tried, &self.command())), ("experiments.md", experiments.to_owned())]
        {
            write_whole(&path.join(name), text.as_bytes())?;
            files.push(name.to_owned());
        }
        Ok(files)
    }

    /// The command that makes the results again.
    fn command(&self) -> String {
        let mut words = vec!["takvin claims".to_owned()];
        if !self.only.is_empty() {
            words.push(format!("--only {}", self.only.join(",")));
        }
        words.extend(self.world.iter().map(|world| format!("--world {}", world.display())));
        if self.quick {
            words.push("--quick".to_owned());
        }
        words.extend(self.replicates.map(|replicates| format!("--replicates {replicates}")));
        words.extend(self.states.map(|states| format!("--states {states}")));
        if self.seed != SEED {
            words.push(format!("--seed {}", self.seed));
        }
        words.join(" ")
    }

    fn text(&self, laboratory: &Laboratory, tried: &[Tried]) -> String {
        use std::fmt::Write as _;
        let mut table =
            print::table(["claim", "part", "world", "effect", "95 %", "smallest", "ablated 95 %", "p", "n", "verdict"]);
        for t in tried {
            let f = &t.finding;
            let why = match f.shortfall() {
                "" => f.verdict().name().to_owned(),
                why => format!("{}: {why}", f.verdict().name()),
            };
            table.add_row([
                t.claim.id,
                t.part.name,
                &laboratory.grounds[t.world].name,
                &short(f.effect.mean),
                &format!("{} … {}", short(f.effect.low), short(f.effect.high)),
                &short(f.smallest),
                &format!("{} … {}", short(f.ablated.low), short(f.ablated.high)),
                &p(f.adjusted),
                &f.replicates.to_string(),
                &why,
            ]);
        }
        let mut text = format!("{}\n\n", print::plain(&table));
        let mut verdicts = print::table(["claim", "worlds", "verdict", ""]);
        for claim in &laboratory.claims {
            let signs: Vec<&str> = by_world(tried, claim.id).into_iter().map(sign).collect();
            verdicts.add_row([claim.id, &signs.join(" "), of_claim(tried, claim.id).name(), claim.statement]);
        }
        let _ = writeln!(text, "{}\n", print::plain(&verdicts));
        let count = |verdict| laboratory.claims.iter().filter(|claim| of_claim(tried, claim.id) == verdict).count();
        let counts = [Verdict::Supported, Verdict::Partly, Verdict::NotSupported, Verdict::Contradicted]
            .map(|verdict| format!("{} {}", count(verdict), verdict.name()));
        let _ = writeln!(text, "{}. Written to {}; begin with claims.md there.", counts.join(", "), self.out.display());
        text
    }
}

fn json(laboratory: &Laboratory, tried: &[Tried]) -> serde_json::Value {
    let of = |claim: &&crate::claims::Claim| {
        let parts = tried.iter().filter(|t| t.claim.id == claim.id).map(|t| {
            let f = &t.finding;
            serde_json::json!({
                "part": t.part.name,
                "world": laboratory.grounds[t.world].name,
                "n": f.replicates,
                "effect": print::json_number(f.effect.mean),
                "effect_low": print::json_number(f.effect.low),
                "effect_high": print::json_number(f.effect.high),
                "ablated": print::json_number(f.ablated.mean),
                "ablated_low": print::json_number(f.ablated.low),
                "ablated_high": print::json_number(f.ablated.high),
                "smallest": print::json_number(f.smallest),
                "p_adjusted": print::json_number(f.adjusted),
                "verdict": f.verdict().name(),
            })
        });
        serde_json::json!({ "claim": claim.id, "verdict": of_claim(tried, claim.id).name(), "parts": parts.collect::<Vec<_>>() })
    };
    serde_json::json!({ "claims": laboratory.claims.iter().map(of).collect::<Vec<_>>() })
}
