//! The texts about tested claims: for people, as JSON, and beside the figures.

use std::fmt::Write as _;
use std::path::Path;

use super::print;
use crate::claims::page::{capitals, expected, p, short, sign};
use crate::claims::tables::{by_world, of_claim};
use crate::claims::verdict::Effect;
use crate::claims::{Claim, Laboratory, Part, Tried, Verdict};
use crate::plot::claim::{Row, Words};

/// The findings and verdicts as tables.
pub(super) fn text(laboratory: &Laboratory, tried: &[Tried], out: &Path) -> String {
    let mut table = print::table([
        "claim",
        "part",
        "world",
        "treatment against baseline",
        "expected",
        "effect [95 %]",
        "without the mechanism",
        "p",
        "n",
        "verdict",
    ]);
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
            &format!("{} against {}", short(f.treatment), short(f.baseline)),
            &expected(f),
            &format!("{} [{}, {}]", short(f.effect.mean), short(f.effect.low), short(f.effect.high)),
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
    let _ = writeln!(text, "{}. Written to {}; begin with claims.md there.", counts.join(", "), out.display());
    text
}

/// The verdicts as JSON.
pub(super) fn json(laboratory: &Laboratory, tried: &[Tried]) -> serde_json::Value {
    let of = |claim: &&Claim| {
        let parts = tried.iter().filter(|t| t.claim.id == claim.id).map(|t| {
            let f = &t.finding;
            serde_json::json!({
                "part": t.part.name,
                "world": laboratory.grounds[t.world].name,
                "n": f.replicates,
                "treatment": f.treatment,
                "baseline": f.baseline,
                "effect": f.effect.mean,
                "effect_low": f.effect.low,
                "effect_high": f.effect.high,
                "ablated": f.ablated.mean,
                "ablated_low": f.ablated.low,
                "ablated_high": f.ablated.high,
                "smallest": f.smallest,
                "p_adjusted": f.adjusted,
                "verdict": f.verdict().name(),
            })
        });
        serde_json::json!({ "claim": claim.id, "verdict": of_claim(tried, claim.id).name(), "parts": parts.collect::<Vec<_>>() })
    };
    serde_json::json!({ "claims": laboratory.claims.iter().map(of).collect::<Vec<_>>() })
}

/// The text beside the figure of each claim.
pub(super) fn figures(laboratory: &Laboratory, tried: &[Tried]) -> Vec<Words> {
    let of = |claim: &&Claim| {
        let verdicts = by_world(tried, claim.id);
        let rows: Vec<Row> = claim.parts.iter().map(|part| row(claim, part, tried)).collect();
        let mut notes = vec![format!(
            "{} paired replicates in each world. Lines are means over replicates within each twentieth of a run, if there was anything \
            to measure, with 95 % bootstrap intervals, which stay within the range of the measured values. Above each panel: the \
            verdict, and treatment minus baseline with its 95 % interval.",
            laboratory.replicates
        )];
        notes.push(
            "If an ablation removes the effect, lines coincide: the black dots with the green dashes, and both with the wide \
             pale line if the baseline does not use the mechanism."
                .to_owned(),
        );
        if rows.iter().any(|row| row.rate) {
            notes.push(
                "Rates are drawn as they are so far: from the first round that counts up to each round, so that the lines end \
             at the outcomes."
                    .to_owned(),
            );
        }
        Words {
            id: claim.id.to_owned(),
            title: format!("{} {}", claim.id, claim.statement),
            subtitle: in_worlds(&verdicts, laboratory),
            rows,
            notes,
        }
    };
    laboratory.claims.iter().map(of).collect()
}

fn row(claim: &Claim, part: &Part, tried: &[Tried]) -> Row {
    let Part { name, treatment, baseline, outcome, ablation, .. } = part;
    let found = tried.iter().filter(|t| t.claim.id == claim.id && t.part.name == *name).map(|t| {
        let Effect { mean, low, high } = t.finding.effect;
        let said = match (t.finding.verdict(), t.finding.shortfall()) {
            (Verdict::NotSupported, why) => why,
            (verdict, _) => verdict.name(),
        };
        [said.to_owned(), format!("{} [{}, {}]", short(mean), short(low), short(high)).replace('-', "−")]
    });
    Row {
        part: (*name).to_owned(),
        title: capitals(name),
        said: [outcome.words, treatment.words, baseline.words, ablation.words].map(str::to_owned),
        unit: outcome.unit.to_owned(),
        rate: outcome.is_rate(),
        rounds: (outcome.from, outcome.until),
        found: found.collect(),
    }
}

/// The verdicts of the worlds, grouped: `Supported in ring, powers; not supported in camps.`
fn in_worlds(verdicts: &[Verdict], laboratory: &Laboratory) -> String {
    let said = [Verdict::Supported, Verdict::NotSupported, Verdict::Contradicted].into_iter().filter_map(|verdict| {
        let worlds = verdicts.iter().zip(&laboratory.grounds).filter(|(there, _)| **there == verdict);
        let names: Vec<&str> = worlds.map(|(_, ground)| ground.name.as_str()).collect();
        (!names.is_empty()).then(|| format!("{} in {}", verdict.name(), names.join(", ")))
    });
    format!("{}.", capitals(&said.collect::<Vec<_>>().join("; ")))
}
