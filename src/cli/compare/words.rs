//! The results of a comparison, in words and as JSON.

use std::fmt::Write as _;
use std::path::PathBuf;

use serde::Serialize;
use serde_json::{Map, Value};

use crate::analysis::precision::needed;
use crate::analysis::stopping::{Evidence, FEWEST, Verdict};
use crate::cli::print::{self, plain, table};
use crate::record::{Kind, Table};
use crate::scenario::Scenario;
use crate::studies::compare::{Comparison, Paired, Parting, Precision, Stop, measures};

/// Measures of the world whose parting is printed. The file has all measures.
const SHOWN: [&str; 11] = [
    "governance_mean",
    "meaning_mean",
    "referent_mean",
    "securitisation_mean",
    "provision_mean",
    "system_mean",
    "policy_mean",
    "polarisation",
    "ties_mean",
    "disputes_open",
    "wealth_total",
];

/// A finished comparison.
pub(super) struct Summary<'a> {
    /// Baseline and treatment.
    pub sides: [&'a Scenario; 2],
    /// The changes that make the treatment from the baseline.
    pub set: &'a [String],
    /// The stopping rule.
    pub stop: Stop,
    /// The results.
    pub comparison: &'a Comparison,
    /// The directory of the tables.
    pub directory: PathBuf,
    /// The files.
    pub files: Vec<PathBuf>,
}

impl Summary<'_> {
    /// For people.
    pub(super) fn text(&self) -> String {
        let [a, b] = self.sides;
        let run = &a.run;
        let replicates = self.comparison.replicates;
        let changes = if self.set.is_empty() { String::new() } else { format!(", with {}", self.set.join(", ")) };
        let mut text = format!(
            "A  {}\nB  {}{changes}\n{replicates} replicates of each, {} rounds, seed {}\n",
            title(a),
            title(b),
            run.rounds,
            run.seed
        );
        for warning in self.warnings() {
            let _ = writeln!(text, "warning: {warning}");
        }
        let _ = writeln!(text, "\n{}\n{}", self.outcomes(), self.parting());
        if let Stop::Until(wanted) = self.stop {
            let _ = writeln!(text, "{}\n", self.precision(wanted));
        }
        let directory = self.directory.display();
        let _ = writeln!(text, "Written to {directory}:");
        for file in &self.files {
            let _ = writeln!(text, "  {}", file.display());
        }
        let _ = write!(
            text,
            "\nFor figures:\n  takvin run {directory}/a.toml --out {directory}/A\n  takvin run {directory}/b.toml --out {directory}/B\n  \
             takvin plot {directory}/B --against {directory}/A --figure comparison,effects\n"
        );
        text
    }

    /// Warnings to read before the results.
    fn warnings(&self) -> Vec<String> {
        let [a, b] = self.sides;
        let mut warnings = Vec::new();
        if a.setup.names != b.setup.names {
            warnings.push(
                "the two have different states; random numbers are shared only by states in the same position of the list"
                    .to_owned(),
            );
        }
        if (a.run.start_year, a.run.round_years) != (b.run.start_year, b.run.round_years) {
            warnings.push("the two have different calendars; years are those of A".to_owned());
        }
        warnings
    }

    /// The outcomes that differ in any replicate.
    fn outcomes(&self) -> String {
        let mut rows = table(["outcome", "A", "B", "B − A", "pairing", "needed", "unpaired"]);
        let mut alike = 0;
        for (outcome, paired) in self.comparison.columns.iter().zip(&self.comparison.outcomes) {
            if paired.is_alike() {
                alike += 1;
                continue;
            }
            let places = places(paired);
            let number = |value: f64| format!("{:.places$}", value + 0.0);
            let difference = &paired.difference;
            let mark = if paired.excludes_zero() { " *" } else { "" };
            let half = difference.half_width();
            let half = if half.is_nan() { "–".to_owned() } else { number(half) };
            let ratio = paired.variance_ratio();
            let count = |needed: Option<u64>| needed.map_or("–".to_owned(), |needed| needed.to_string());
            rows.add_row([
                outcome.name.to_string(),
                number(paired.a.mean()),
                number(paired.b.mean()),
                format!("{:+.places$} ± {half}{mark}", difference.mean() + 0.0),
                if ratio.is_nan() { "–".to_owned() } else { format!("{ratio:.1}×") },
                count(paired.needed()),
                count(paired.needed_unpaired()),
            ]);
        }
        if alike == self.comparison.columns.len() {
            return "All outcomes are the same in every replicate.\n".to_owned();
        }
        let mut text = format!("{}\n\n", plain(&rows));
        if alike > 0 {
            let _ = writeln!(
                text,
                "{alike} outcomes are left out because they are missing or the same in every replicate."
            );
        }
        text.push_str(
            "*  the 95 % interval of the difference excludes 0.\n\
             pairing: the factor by which shared random numbers reduce the variance of the difference.\n\
             needed, unpaired: replicates until the interval of such a difference excludes 0, with and without pairing.\n",
        );
        text
    }

    /// When the histories part.
    fn parting(&self) -> String {
        let Some(parting) = self.comparison.parting() else {
            return "The histories never part: every state is the same in every round of every replicate.\n".to_owned();
        };
        let all = self.comparison.replicates as usize;
        let which = match parting.replicates {
            some if some < all => format!("{some} of {all}"),
            _ => format!("all {all}"),
        };
        let round = match (parting.earliest, parting.latest) {
            (earliest, latest) if earliest == latest => earliest.to_string(),
            (earliest, latest) => format!("{} (median; from {earliest} to {latest})", parting.median),
        };
        let mut text = format!("The histories part in round {round}, in {which} replicates.\n");
        let names = measures();
        let mut rows = table(["measure of the world", "interval first excludes 0", "and from then on"]);
        let round = |round: Option<u32>| match round {
            Some(round) if self.comparison.years[round as usize] == f64::from(round) => format!("round {round}"),
            Some(round) => format!("round {round} ({})", self.comparison.years[round as usize]),
            None => "never".to_owned(),
        };
        for shown in SHOWN {
            if let Some(place) = names.iter().position(|(name, _)| name == shown) {
                let (first, since) = self.comparison.parting_of(place);
                let since = since.map_or("never".to_owned(), |since| format!("from {}", round(Some(since))));
                rows.add_row([shown.to_owned(), round(first), since]);
            }
        }
        let _ = writeln!(text, "\n{}", plain(&rows));
        text
    }

    /// Whether the difference is known as well as wanted, and if not, why.
    fn precision(&self, precision: Precision) -> String {
        let name = self.named(precision.outcome);
        let (evidence, wanted) = (&self.comparison.evidence, precision.wanted());
        let (half, replicates) = (evidence.half_width(wanted.range), self.comparison.replicates);
        let asked = format!("(--until {})", wanted.half_width);
        let most = if replicates >= precision.most { ", the most allowed" } else { "" };
        let after = format!("after {replicates} replicates{most} {asked}");
        match evidence.verdict(&wanted) {
            Verdict::Known => format!("{name}: known to ± {half:.4e} {after}."),
            Verdict::Missing => format!("{name}: not known {after}; it is missing in every replicate."),
            Verdict::Single => format!("{name}: not known {after}; only one replicate has it on both sides."),
            Verdict::Same => format!(
                "{name}: not known {after}; the difference is the same in every replicate, so its spread is not known. \
                 Fewer than 1 replicate in {} has a different one (95 %).",
                rarer_than(evidence)
            ),
            Verdict::Rare { differing } => format!(
                "{name}: not known {after}; only {differing} replicates differ from the rest, too few to \
                 know the spread. Allow more with --most."
            ),
            Verdict::Wide => {
                let more = match self.needed(precision) {
                    Some(needed) => format!("about {needed} are needed; allow them with --most"),
                    None => "the number needed is not known".to_owned(),
                };
                format!("{name}: known only to ± {half:.4e} {after}; {more}.")
            }
        }
    }

    fn named(&self, outcome: usize) -> &str {
        self.comparison.columns.get(outcome).map_or("", |column| &*column.name)
    }

    /// The number of replicates that the wanted precision needs, or `None` if it is not known.
    fn needed(&self, precision: Precision) -> Option<u64> {
        let deviation = self.comparison.evidence.running().deviation();
        needed(deviation, precision.half_width).map(|needed| needed.max(FEWEST))
    }

    /// The results for JSON.
    pub(super) fn json(&self) -> Json<'_> {
        let [a, b] = self.sides;
        Json {
            a: Side::of(a, None),
            b: Side::of(b, Some(self.set)),
            seed: a.run.seed,
            rounds: a.run.rounds,
            replicates: self.comparison.replicates,
            warnings: self.warnings(),
            until: match self.stop {
                Stop::After(_) => None,
                Stop::Until(wanted) => Some(self.until(wanted)),
            },
            parted: self.comparison.parting(),
            outcomes: rows(&self.comparison.outcomes_table()),
            parting: rows(&self.comparison.parting_table()),
            directory: print::path(&self.directory),
            files: print::paths(&self.files),
        }
    }

    fn until(&self, wanted: Precision) -> Until {
        let Precision { outcome, half_width, least, most, .. } = wanted;
        let reached = self.comparison.evidence.verdict(&wanted.wanted()) == Verdict::Known;
        Until { outcome: self.named(outcome).to_owned(), half_width, reached, needed: self.needed(wanted), least, most }
    }
}

/// A comparison in JSON.
#[derive(Serialize)]
pub(super) struct Json<'a> {
    a: Side<'a>,
    b: Side<'a>,
    seed: u64,
    rounds: u32,
    replicates: u32,
    warnings: Vec<String>,
    until: Option<Until>,
    parted: Option<Parting>,
    outcomes: Map<String, Value>,
    parting: Map<String, Value>,
    directory: String,
    files: Vec<String>,
}

#[derive(Serialize)]
struct Side<'a> {
    scenario: &'a str,
    title: &'a str,
    question: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    set: Option<&'a [String]>,
}

#[derive(Serialize)]
struct Until {
    outcome: String,
    half_width: f64,
    reached: bool,
    needed: Option<u64>,
    least: u32,
    most: u32,
}

impl<'a> Side<'a> {
    fn of(scenario: &'a Scenario, set: Option<&'a [String]>) -> Self {
        Self { scenario: &scenario.name, title: &scenario.title, question: &scenario.question, set }
    }
}

/// The upper bound (95 %) of the share of replicates that differ from the others, as 1 in N.
fn rarer_than(evidence: &Evidence) -> u64 {
    (1.0 / evidence.share_that_may_differ()) as u64
}

fn title(scenario: &Scenario) -> String {
    if scenario.title.is_empty() { scenario.name.clone() } else { format!("{} ({})", scenario.title, scenario.name) }
}

/// The decimals at which half the interval has two digits; those of the difference if it does not vary.
fn places(paired: &Paired) -> usize {
    let half = paired.difference.half_width();
    let size = if half > 0.0 { half } else { paired.difference.mean().abs() };
    if size > 0.0 { (1.0 - size.log10().floor()).clamp(0.0, 8.0) as usize } else { 3 }
}

/// The rows of a table by the names in its first column.
fn rows(table: &Table) -> Map<String, Value> {
    let row = |row: &[f64]| {
        let cells = table.fields().iter().zip(row).skip(1).map(|(field, &cell)| {
            let value = match field.kind {
                Kind::Label => table.word(cell).into(),
                Kind::Whole if cell.is_finite() => (cell as u64).into(),
                _ => cell.into(),
            };
            (field.name.to_string(), value)
        });
        (table.word(row[0]).unwrap_or_default().to_owned(), Value::Object(cells.collect()))
    };
    table.rows().map(row).collect()
}
