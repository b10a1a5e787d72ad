//! `takvin claims --robust`: the claims away from the defaults.

use std::path::Path;

use anyhow::Result;

use super::{Claims, all_kept, kept};
use crate::claims::page::short;
use crate::claims::robust::{CannotVary, REPLICATES, Robust, STATES, count, outcome};
use crate::claims::{Claim, Question, Verdict, WORLDS, page};
use crate::cli::print;
use crate::cli::progress::Work;
use crate::cli::signals::CANCEL;
use crate::output::{Manifest, Task, table_file};

/// Tests the claims, writes the results and reports them.
pub(super) fn carry_out(claims: &Claims, chosen: Vec<&'static Claim>, points: u32) -> Result<()> {
    let numbers = (points, claims.replicates.unwrap_or(REPLICATES), claims.states.unwrap_or(STATES));
    let world = &WORLDS[0];
    // A claim counts as supported where it carries.
    let question = claims.question.map_or(Question::Carries, Question::from);
    let study = Robust::new(
        (chosen, question),
        (world.name, world.text),
        numbers,
        (claims.seed, claims.wide),
        &claims.changes()?,
    );
    let study = study.map_err(|error| match error {
        CannotVary::Scenario(errors) => anyhow::Error::from(errors),
        CannotVary::Design(_) | CannotVary::Nothing | CannotVary::NotAsked(_) => error.into(),
    })?;
    let out = claims.out();
    let text = page::entries(&study.claims) + &study.ground.scenario.resolved();
    let manifest = Manifest::of_laboratory(study.about(), &text, claims.seed, study.replicates);
    let table = table_file("robust");
    let all = study.points.len() as u64;
    let task = Task::new(manifest, Robust::FILES.map(str::to_owned).to_vec(), study.heads(), all);
    if let Some(mut directory) = claims.open(&task)? {
        let done = directory.done();
        let each = u64::from(study.replicates);
        let work = Work::new(all, (all - done) * each, "points", claims.print.quiet);
        work.begin_at(done);
        let result = study.run(&mut directory, claims.threads.number, &CANCEL, &|| work.add(1), &mut || work.done(1));
        work.end();
        result.map_err(|stopped| kept(stopped, &mut directory, all, "points"))?;
        let command = claims.command();
        let write = |directory: &Path, _: &mut Manifest| -> Result<()> {
            Ok(study.write(directory, &study.verdicts(&directory.join(&table))?, &command)?)
        };
        directory.finish(None, write).map_err(|error| all_kept(error, &out))?;
    }
    let verdicts = study.verdicts(&out.join(&table))?;
    claims.print.results(|| json(study.question, &verdicts), || words(&study, &verdicts, &out.display().to_string()))
}

fn words(study: &Robust, verdicts: &[(&'static Claim, Vec<Verdict>)], out: &str) -> String {
    let mut table = print::table(["claim", "supported at", "contradicted at", ""]);
    for (claim, verdicts) in verdicts {
        let percent = |verdict| format!("{} %", short(100.0 * count(verdicts, verdict) as f64 / verdicts.len() as f64));
        table.add_row([claim.id, &percent(Verdict::Supported), &percent(Verdict::Contradicted), claim.statement]);
    }
    let about = format!("Question: {}.", study.question.name());
    let outcome = outcome(verdicts);
    format!("{}\n\n{about} {outcome} Written to {out}; begin with robustness.md there.\n", print::plain(&table))
}

fn json(question: Question, verdicts: &[(&'static Claim, Vec<Verdict>)]) -> serde_json::Value {
    let of = |(claim, verdicts): &(&'static Claim, Vec<Verdict>)| {
        serde_json::json!({
            "claim": claim.id,
            "points": verdicts.len(),
            "supported": count(verdicts, Verdict::Supported),
            "contradicted": count(verdicts, Verdict::Contradicted),
        })
    };
    serde_json::json!({ "question": question.name(), "claims": verdicts.iter().map(of).collect::<Vec<_>>() })
}
