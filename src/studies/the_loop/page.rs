//! `loop.md`: methods and results for a reader who does not read code.

use std::fmt::Write as _;

use super::{Estimate, Experiment, Found, Headline, Lab};

/// A table in Markdown.
pub(crate) fn table(head: &[&str], rows: &[Vec<String>]) -> String {
    let mut text = format!("| {} |\n|{}\n", head.join(" | "), "---|".repeat(head.len()));
    for row in rows {
        let _ = writeln!(text, "| {} |", row.join(" | "));
    }
    text
}

/// A number with three decimals, or a dash if it is missing.
pub(crate) fn number(x: f64) -> String {
    if x.is_nan() { "–".to_owned() } else { format!("{:.3}", x + 0.0).replace('-', "−") }
}

/// A number with its interval.
pub(crate) fn with_interval(estimate: &Estimate) -> String {
    if estimate.value.is_nan() {
        return "–".to_owned();
    }
    format!("{} [{}, {}]", number(estimate.value), number(estimate.low), number(estimate.high))
}

/// A p-value. Very small ones are shown as an upper bound.
pub(crate) fn chance(p: f64) -> String {
    match p {
        p if p.is_nan() => "–".to_owned(),
        p if p < 0.001 => "< 0.001".to_owned(),
        p => format!("{p:.3}"),
    }
}

/// The whole page.
pub(crate) fn page(lab: &Lab<'_>, command: &str, found: &[(&Experiment, Found)]) -> String {
    let scenario = lab.scenario;
    let title = scenario.shown_title();
    let names: Vec<&str> = lab.focal.iter().map(|&i| scenario.setup.names[i].as_str()).collect();
    let mut text = format!("# The loop in depth: {title}\n\n```\n{command}\n```\n\n");
    let _ = writeln!(
        text,
        "In this world, foreign policy may change how a state governs its security, and governance may change its policy. \
        Both effects were measured by experiments. The same world was run again and again under the same random numbers, with \
        something held, shocked or cut, so that differences are due to the intervention. States looked at: **{}**; each was \
        held or shocked in its own runs, and the results are means over them. Every number rests on {} replicates of {} \
        rounds (seed {}). Brackets hold the 95 % interval, by bootstrap over replicates. *Governance* is the mean of four \
        components, from 0 (authoritarian) to 1 (participatory), over the last fifth of a run unless stated otherwise. p is \
        from a sign-flip test, before adjustment; `summary.csv` has it adjusted for all tests of this page. With n replicates p cannot be below 2/2ⁿ.\n",
        names.join(", "),
        lab.replicates,
        lab.rounds(),
        lab.seed()
    );
    for (part, found) in found {
        let heading = part.about.chars().next().map_or(String::new(), |first| first.to_uppercase().to_string());
        let rest: String = part.about.chars().skip(1).collect();
        let files: Vec<String> = part.tables.iter().map(|table| format!("`{table}.csv`")).collect();
        let _ = write!(text, "## {heading}{rest}\n\n{}\nTables: {}.\n\n", found.page, files.join(", "));
    }
    text.push_str(
        "## What this can and cannot show\n\nThe numbers describe the model in this world with these parameters, not what \
        states did. Intervals cover the chance of a run, not doubt about the model. A state that is held does not answer the \
        others any more; this is an intervention, not a policy that it could choose. docs/loop.md explains every part with \
        its equations.\n",
    );
    text
}

/// The headline of a part.
pub(crate) fn headline(part: &'static str, measure: &str, world: &'static str, estimate: Estimate) -> Headline {
    Headline { part, measure: measure.to_owned(), world, estimate, bound: "is" }
}
