//! The texts about tested claims: for people, as JSON, and beside the figures.

use std::fmt::Write as _;
use std::path::Path;

use super::print;
use crate::claims::page::{capitals, expected, p, short, sign};
use crate::claims::tables::{by_world, counts, false_positives, name, of_claim};
use crate::claims::verdict::Effect;
use crate::claims::{Claim, Laboratory, Part, Question, Tried, Verdict};
use crate::plot::claim::{Row, Words};

/// The findings and verdicts as tables.
pub(super) fn text(laboratory: &Laboratory, tried: &[Tried], out: &Path) -> String {
    let mut table = print::table([
        "claim",
        "question",
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
        let without = if f.contrast_is_the_mechanism {
            "–".to_owned()
        } else {
            format!("{} … {}", short(f.ablated.low), short(f.ablated.high))
        };
        table.add_row([
            t.claim.id,
            t.question.name(),
            t.part.name,
            &laboratory.grounds[t.world].name,
            &format!("{} against {}", short(f.treatment), short(f.baseline)),
            &expected(f),
            &format!("{} [{}, {}]", short(f.effect.mean), short(f.effect.low), short(f.effect.high)),
            &without,
            &p(f.adjusted),
            &f.replicates.to_string(),
            &why,
        ]);
    }
    let mut text = format!("{}\n\n", print::plain(&table));
    let mut verdicts = print::table(["claim", "at work", "", "carries", "", ""]);
    for claim in &laboratory.claims {
        let signs = |question| by_world(tried, claim.id, question).into_iter().map(sign).collect::<String>();
        let [at_work, carries] =
            Question::ALL.map(|question| (signs(question), name(of_claim(tried, claim.id, question))));
        verdicts.add_row([claim.id, &at_work.0, at_work.1, &carries.0, carries.1, claim.statement]);
    }
    let _ = writeln!(text, "{}\n", print::plain(&verdicts));
    let (passed, all) = false_positives(tried);
    if all > 0 {
        let _ = writeln!(text, "Placebos: {passed} of {all} were supported, of which none should be.");
    }
    for question in Question::ALL {
        let _ = writeln!(text, "{}: {}.", capitals(question.name()), counts(&laboratory.claims, tried, question));
    }
    let _ = writeln!(text, "Written to {}; begin with claims.md there.", out.display());
    text
}

/// The verdicts as JSON.
pub(super) fn json(laboratory: &Laboratory, tried: &[Tried]) -> serde_json::Value {
    let of = |claim: &&Claim| {
        let parts = tried.iter().filter(|t| t.claim.id == claim.id).map(|t| {
            let f = &t.finding;
            serde_json::json!({
                "question": t.question.name(),
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
                "share_of_variance": f.share,
                "smallest": f.smallest,
                "p_adjusted": f.adjusted,
                "verdict": f.verdict().name(),
            })
        });
        let [at_work, carries] = Question::ALL.map(|question| name(of_claim(tried, claim.id, question)));
        serde_json::json!({ "claim": claim.id, "at_work": at_work, "carries": carries, "parts": parts.collect::<Vec<_>>() })
    };
    serde_json::json!({ "claims": laboratory.claims.iter().map(of).collect::<Vec<_>>() })
}

/// The text beside the figure of each claim.
pub(super) fn figures(laboratory: &Laboratory, tried: &[Tried]) -> Vec<Words> {
    let of = |claim: &&Claim| {
        let verdicts = Question::ALL.map(|question| by_world(tried, claim.id, question));
        let asked = claim.parts().filter(|(question, _)| laboratory.questions.contains(question));
        let rows: Vec<Row> = asked.map(|(question, part)| row(claim, question, part, tried)).collect();
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

fn row(claim: &Claim, question: Question, part: &Part, tried: &[Tried]) -> Row {
    let Part { name, treatment, baseline, outcome, ablation, .. } = part;
    let found = tried.iter().filter(|t| t.claim.id == claim.id && t.part.name == *name).map(|t| {
        let Effect { mean, low, high } = t.finding.effect;
        let said = match (t.finding.verdict(), t.finding.shortfall()) {
            (Verdict::NotSupported, why) => why,
            (verdict, _) => verdict.name(),
        };
        [said.to_owned(), in_brief([mean, low, high])]
    });
    Row {
        part: (*name).to_owned(),
        title: format!("{}: {name}", capitals(question.name())),
        said: [outcome.words.to_owned(), treatment.words(), baseline.words_beside(treatment), ablation.words()],
        unit: outcome.unit.to_owned(),
        rate: outcome.is_rate(),
        rounds: (outcome.from, outcome.until),
        found: found.collect(),
    }
}

/// An effect and its interval, above a panel. Small ones count millionths, so that they do not run into the next panel.
fn in_brief(effect: [f64; 3]) -> String {
    let greatest = effect.iter().fold(0.0f64, |greatest, value| greatest.max(value.abs()));
    let small = greatest > 0.0 && greatest < 0.001;
    let [mean, low, high] = effect.map(|value| short(if small { value * 1e6 } else { value }));
    let unit = if small { " · 10⁻⁶" } else { "" };
    format!("{mean} [{low}, {high}]{unit}").replace('-', "−")
}

/// The verdicts of the worlds by question, grouped: `At work: supported in ring, powers; not supported in camps.`
fn in_worlds(verdicts: &[Vec<Verdict>; 2], laboratory: &Laboratory) -> String {
    let asked = Question::ALL.into_iter().zip(verdicts).filter(|(_, verdicts)| !verdicts.is_empty());
    let said =
        asked.map(|(question, verdicts)| format!("{}: {}.", capitals(question.name()), grouped(verdicts, laboratory)));
    said.collect::<Vec<_>>().join(" ")
}

fn grouped(verdicts: &[Verdict], laboratory: &Laboratory) -> String {
    let said = [Verdict::Supported, Verdict::NotSupported, Verdict::Contradicted].into_iter().filter_map(|verdict| {
        let worlds = verdicts.iter().zip(&laboratory.grounds).filter(|(there, _)| **there == verdict);
        let names: Vec<&str> = worlds.map(|(_, ground)| ground.name.as_str()).collect();
        (!names.is_empty()).then(|| format!("{} in {}", verdict.name(), names.join(", ")))
    });
    said.collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_effects_count_millionths_above_a_panel() {
        assert_eq!(in_brief([-0.0774, -0.0856, 0.0691]), "−0.0774 [−0.0856, 0.0691]");
        assert_eq!(in_brief([-0.000_041, -0.000_094, -0.000_013]), "−41.0 [−94.0, −13.0] · 10⁻⁶");
        assert_eq!(in_brief([0.0; 3]), "0 [0, 0]");
    }
}
