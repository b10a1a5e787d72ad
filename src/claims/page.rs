//! `claims.md`: methods and results, for readers who know the paper and do not read code.

use std::fmt::Write as _;

use toml::Table;

use super::laboratory::Laboratory;
use super::shared::{own, shared};
use super::tables::{by_world, counts, false_positives, findings, name, of_claim};
use super::{Claim, Direction, Finding, Part, Question, Smallest, Tried, Verdict, registration};

/// The page. `command` repeats it.
pub fn page(laboratory: &Laboratory, tried: &[Tried], command: &str) -> String {
    let mut text = String::new();
    let _ = write_page(&mut text, laboratory, tried, command);
    text
}

fn write_page(text: &mut String, laboratory: &Laboratory, tried: &[Tried], command: &str) -> std::fmt::Result {
    writeln!(text, "# Claims tried\n")?;
    writeln!(
        text,
        "{} claims of the theory, as experiments in {}, with {} paired replicates in each world, seed {}.\n",
        laboratory.claims.iter().filter(|claim| !claim.is_placebo()).count(),
        worlds(laboratory),
        laboratory.replicates,
        laboratory.seed
    )?;
    writeln!(text, "    {command}\n")?;
    let (passed, all) = false_positives(tried);
    if all > 0 {
        writeln!(text, "- **Placebos**: {passed} of {all} were supported, of which none should be")?;
    }
    for question in Question::ALL {
        writeln!(text, "- **{}**: {}", capitals(question.name()), counts(&laboratory.claims, tried, question))?;
        writeln!(text, "  - each part in each world: {}", findings(tried, question))?;
    }
    let kept = if registration::is_kept() { "" } else { " **The entries of this program are others.**" };
    writeln!(text, "- **Registered**: `registered.toml`, SHA-256 {}.{kept}\n", registration::checksum())?;
    if let Some(why) = laboratory.too_few() {
        writeln!(text, "**Too few replicates**: {why}.\n")?;
    }
    writeln!(text, "{RULE}\n")?;
    writeln!(text, "The words:\n\n{WORDS}")?;
    write_table(text, laboratory, tried)?;
    for claim in &laboratory.claims {
        writeln!(text, "\n## {} {}\n", claim.id, claim.statement)?;
        let of = |question| format!("{}: **{}**", question_in(question), name(of_claim(tried, claim.id, question)));
        writeln!(text, "{}\n", Question::ALL.map(of).join("; "))?;
        writeln!(text, "![{}]({})\n", claim.id, figure_file(claim.id))?;
        for (question, part) in claim.parts() {
            write_entry(text, question, part)?;
            write_part(
                text,
                laboratory,
                tried.iter().filter(|t| t.claim.id == claim.id && t.question == question && t.part.name == part.name),
            )?;
        }
    }
    Ok(())
}

/// The meanings of the words in entries.
pub const WORDS: &str = include_str!("words.md");

/// The rule in short.
const RULE: &str = "An effect is the mean difference between treatment and baseline, with the same random numbers; in brackets its 95 % bootstrap interval; *expected* is the smallest effect that counts, in the \
direction of the theory. *Too small*: the interval rules out an effect that counts; *not sure*: it does not; *left without it*: the effect counts, and may remain without the mechanism. \
A part of a claim is *supported* in a world if the sign-flip test, adjusted by Holm's method for all tests in that world, gives p ≤ 0.05, if the interval is \
wholly beyond the smallest effect that counts in the expected direction, and if without the mechanism it is within half of that size. A claim is supported if all \
its parts are in every world, *partly* if in some worlds, *contradicted* if the effect goes surely the other way in some world and is supported in none. \
Fewer claims (`--only`) are fewer tests, which lowers the adjusted p; fewer replicates make effects less certain. \
Verdicts may therefore differ from the verdicts of all claims.";

fn write_table(text: &mut String, laboratory: &Laboratory, tried: &[Tried]) -> std::fmt::Result {
    let worlds: Vec<String> = laboratory.grounds.iter().map(|ground| in_a_cell(&ground.name)).collect();
    writeln!(text, "Worlds, in the order of the signs: {}.\n", worlds.join(", "))?;
    writeln!(text, "| claim | | at work | | carries | |\n|---|---|---|---|---|---|")?;
    for claim in &laboratory.claims {
        write!(text, "| {} | {} |", claim.id, claim.statement)?;
        for question in Question::ALL {
            let signs: String = by_world(tried, claim.id, question).into_iter().map(sign).collect();
            write!(text, " {signs} | {} |", name(of_claim(tried, claim.id, question)))?;
        }
        writeln!(text)?;
    }
    writeln!(text, "\n+ supported, − contradicted, · neither.")
}

/// A question at the beginning of a line.
fn question_in(question: Question) -> String {
    capitals(question.name())
}

/// The file name of a claim's figure.
pub fn figure_file(id: &str) -> String {
    format!("figures/claim-{id}.svg")
}

/// The sign of a verdict in one world.
pub fn sign(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Supported => "+",
        Verdict::Contradicted => "−",
        Verdict::NotSupported | Verdict::Partly => "·",
    }
}

fn write_part<'a>(
    text: &mut String,
    laboratory: &Laboratory,
    tried: impl Iterator<Item = &'a Tried>,
) -> std::fmt::Result {
    writeln!(
        text,
        "| world | treatment | baseline | expected | effect | without the mechanism | share of variance | p adjusted | n | |"
    )?;
    writeln!(text, "|---|--:|--:|:-:|--:|--:|--:|--:|--:|---|")?;
    let mut factors = String::new();
    for t in tried {
        let world = in_a_cell(&laboratory.grounds[t.world].name);
        let Finding { treatment, baseline, effect, ablated, replicates, adjusted, .. } = &t.finding;
        let why = match t.finding.shortfall() {
            "" => t.finding.verdict().name().to_owned(),
            why => format!("{}: {why}", t.finding.verdict().name()),
        };
        let without = if t.finding.contrast_is_the_mechanism {
            "–".to_owned()
        } else {
            format!("{} [{}, {}]", short(ablated.mean), short(ablated.low), short(ablated.high))
        };
        writeln!(
            text,
            "| {world} | {} | {} | {} | {} [{}, {}] | {without} | {} | {} | {replicates} | {why} |",
            short(*treatment),
            short(*baseline),
            expected(&t.finding),
            short(effect.mean),
            short(effect.low),
            short(effect.high),
            short(t.finding.share),
            p(*adjusted),
        )?;
        for (factor, effect) in t.part.factors.iter().zip(&t.finding.factors) {
            writeln!(
                factors,
                "| {world} | {} | {} [{}, {}] |",
                factor.words(),
                short(effect.mean),
                short(effect.low),
                short(effect.high)
            )?;
        }
    }
    if !factors.is_empty() {
        writeln!(text, "\nOne cause at a time taken away:\n\n| world | | effect |\n|---|---|--:|\n{factors}")?;
    }
    writeln!(text)
}

/// The size that an effect must exceed, as `> 0.05`: the smallest that counts, in the expected direction.
pub fn expected(finding: &Finding) -> String {
    match finding.direction {
        Direction::More => format!("> {}", short(finding.smallest)),
        Direction::Less => format!("< {}", short(-finding.smallest)),
    }
}

/// The methods: every entry in words, and every world as a scenario. Lines common to all scenarios are listed once.
pub fn experiments(laboratory: &Laboratory) -> String {
    let mut text = entries(&laboratory.claims);
    let grounds = &laboratory.grounds;
    // A resolved scenario is TOML.
    let worlds: Vec<Table> = grounds.iter().map(|g| g.scenario.resolved().parse().unwrap_or_default()).collect();
    let common = if worlds.len() > 1 { shared(&worlds) } else { Table::new() };
    if !common.is_empty() {
        let _ = writeln!(
            text,
            "\n## What all worlds have in common\n\nThe scenario of a world consists of this and of its lines below.\n\n```toml\n{common}```"
        );
    }
    for (ground, world) in grounds.iter().zip(&worlds) {
        let _ = writeln!(text, "\n## The world {}\n\n```toml\n{}```", in_a_cell(&ground.name), own(world, &common));
    }
    text
}

/// Every entry in words.
pub fn entries(claims: &[&Claim]) -> String {
    let mut text = "# What is tried\n".to_owned();
    for claim in claims {
        let _ = writeln!(text, "\n## {} {}\n", claim.id, claim.statement);
        for (question, part) in claim.parts() {
            let _ = write_entry(&mut text, question, part);
        }
    }
    text
}

fn write_entry(text: &mut String, question: Question, part: &Part) -> std::fmt::Result {
    writeln!(text, "### {}: {}\n", question_in(question), part.name)?;
    writeln!(text, "- Treatment: {}.", part.treatment.words())?;
    writeln!(text, "- Baseline: {}.", part.baseline.words_beside(&part.treatment))?;
    writeln!(text, "- Measured: {} [{}].", part.outcome.words, part.outcome.unit)?;
    let expected = if part.expected.direction == Direction::More { "more" } else { "less" };
    let smallest = match part.expected.smallest {
        Smallest::Of(amount) => format!("{amount}"),
        Smallest::Share(share) => format!("{} % of the baseline", share * 100.0),
    };
    writeln!(
        text,
        "- Expected: {expected} of it under the treatment. Smallest effect that counts: {smallest}; {}.",
        part.expected.why
    )?;
    if part.contrast_is_the_mechanism() {
        writeln!(text, "- Nothing is taken away besides: the contrast is the mechanism.")?;
    } else {
        writeln!(text, "- Taken away: {}.", part.ablation.words())?;
    }
    part.factors.iter().try_for_each(|factor| writeln!(text, "- Taken away by itself: {}.", factor.words()))?;
    writeln!(text)
}

/// The worlds in words.
fn worlds(laboratory: &Laboratory) -> String {
    let names: Vec<String> = laboratory.grounds.iter().map(|ground| in_a_cell(&ground.name)).collect();
    match names.split_last() {
        Some((last, [])) => format!("the world {last}"),
        Some((last, rest)) => format!("the worlds {} and {last}", rest.join(", ")),
        None => "no world".to_owned(),
    }
}

/// A file name for a table. It may contain any character, so it is escaped not to end a cell or a line.
pub(super) fn in_a_cell(name: &str) -> String {
    name.replace(char::is_control, "\u{fffd}").replace('|', "\\|")
}

/// A number with three significant digits.
pub fn short(value: f64) -> String {
    if value.is_nan() {
        return "–".to_owned();
    }
    if value == 0.0 {
        return "0".to_owned();
    }
    let digits = (2 - value.abs().log10().floor() as i32).clamp(0, 6) as usize;
    let text = format!("{value:.digits$}");
    if text.trim_start_matches('-').chars().all(|c| c == '0' || c == '.') { "0".to_owned() } else { text }
}

/// A p-value. Digits below 0.001 are left out; the tables have them.
pub fn p(value: f64) -> String {
    if value.is_nan() {
        "–".to_owned()
    } else if value < 0.001 {
        "< 0.001".to_owned()
    } else {
        format!("{value:.3}")
    }
}

/// A text with a capital first letter.
pub fn capitals(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
