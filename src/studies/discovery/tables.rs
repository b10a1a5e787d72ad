//! The tables of scenario discovery.

use super::question::Question;
use super::study::Discovery;
use crate::analysis::prim::covering::Kind;
use crate::analysis::prim::limits::Side;
use crate::analysis::sensitivity::estimate::Estimate;
use crate::record::rows::Rows;
use crate::record::{Field, Kind as Cells, Table};

/// The names, in the order in which they are written.
pub(crate) const TABLES: [&str; 3] = ["boxes", "boxes-summary", "peeling"];

const KINDS: [&str; 4] = ["start", "peel", "paste", "drop"];

/// The columns of a table, by its name; empty if the table does not exist. Words come first, then the question.
pub(crate) fn fields(table: &str) -> Vec<Field> {
    let words = match table {
        "boxes" => vec![
            Field::label("axis", "the axis that is limited: a path without `parameters.`"),
            Field::label("words", "the words inside, with `;` between them; missing for numbers"),
        ],
        "boxes-summary" => {
            vec![Field::label("warning", "what speaks against the box; missing if nothing does")]
        }
        "peeling" => vec![
            Field::word(
                "kind",
                "start: all cases outside of the boxes before; peel: cases were taken away; paste: cases were taken back; drop: limits that may be chance were dropped",
                &KINDS,
            ),
            Field::label("axes", "the axes that are limited, with `;` between them; missing without limits"),
        ],
        _ => return Vec::new(),
    };
    let outcome = Field::label("outcome", "outcome measure, a column of runs.csv");
    let question = [
        Field::number("above", "the outcome's own", "runs with a larger outcome are of interest; missing if not asked"),
        Field::number(
            "below",
            "the outcome's own",
            "runs with a smaller outcome are of interest; missing if not asked",
        ),
        Field::whole("box", "number", "the box, from 1"),
    ];
    let share = |name: &'static str, meaning: &'static str| Field::number(name, "share", meaning);
    let numbers = match table {
        "boxes" => vec![
            Field::number("low", "the axis's own", "least value inside; missing if this side is open"),
            Field::number("high", "the axis's own", "greatest value inside; missing if this side is open"),
            Field::number("least", "the axis's own", "least value of all cases; missing for words"),
            Field::number("greatest", "the axis's own", "greatest value of all cases; missing for words"),
            share("quasi_p_low", "how likely the lower limit is chance alone, by a binomial test; missing without it"),
            share("quasi_p_high", "the same of the upper limit"),
            share("quasi_p_words", "the same of the words"),
            share("coverage_without", "coverage of the box without the limits of this axis"),
            share("density_without", "density of the box without the limits of this axis"),
        ],
        "boxes-summary" => vec![
            Field::whole("cases", "runs", "runs inside, and not in a box before"),
            Field::whole("of_interest", "runs", "runs inside that are of interest"),
            share("coverage", "runs of interest inside, of all runs of interest"),
            share("coverage_low", "lower end of its 95 % interval over points; missing without resamples"),
            share("coverage_high", "upper end of the interval"),
            share("density", "runs of interest inside, of all runs inside"),
            share("density_low", "lower end of its 95 % interval over points"),
            share("density_high", "upper end of the interval"),
            share("mass", "runs inside, of all runs"),
            share("density_of_all", "runs of interest, of all runs: the density of a first box without limits"),
            share(
                "density_left",
                "the same of the runs outside of the boxes before; the same number for the first box",
            ),
            share("held_out_coverage", "coverage on points that the search did not see"),
            share(
                "held_out_density",
                "density on points that the search did not see; missing if none of them is inside",
            ),
            share("held_out_density_low", "lower end of its 95 % interval over points"),
            share("held_out_density_high", "upper end of the interval"),
            Field::whole("all_cases", "runs", "all runs with the outcome"),
            Field::whole("all_of_interest", "runs", "all runs of interest"),
            share("peel", "share of a peel"),
            share("least_mass", "least mass of a box"),
            share("least_coverage", "coverage that the box must have of what boxes before left"),
        ],
        _ => vec![
            Field::whole("step", "number", "the step, from 0"),
            Field::whole("cases", "runs", "runs inside"),
            Field::whole("of_interest", "runs", "runs inside that are of interest"),
            share("coverage", "runs of interest inside, of all runs of interest"),
            share("density", "runs of interest inside, of all runs inside"),
            share("mass", "runs inside, of all runs"),
            Field::whole("limited", "axes", "the number of axes that are limited"),
            Field::whole("chosen", "0 or 1", "1 for the box that is reported"),
        ],
    };
    [vec![outcome], words, question.to_vec(), numbers].concat()
}

/// A table of one answer.
pub(crate) fn table(name: &str, found: &Discovery) -> Table {
    let mut rows = Rows::new(fields(name));
    for number in 0..found.boxes.len() {
        match name {
            "boxes" => limits(&mut rows, found, number),
            "boxes-summary" => summary(&mut rows, found, number),
            _ => trajectory(&mut rows, found, number),
        }
    }
    rows.table()
}

/// The rows of other questions that a table has, and after them a new answer.
pub(crate) fn joined(name: &str, earlier: &Table, question: &Question, new: &Table) -> Table {
    let mut rows = Rows::new(fields(name));
    copy(&mut rows, earlier, |row| question_of(earlier, row) != *question);
    copy(&mut rows, new, |_| true);
    rows.table()
}

/// The rows of one question.
pub(crate) fn of(table: &Table, question: &Question) -> Table {
    let mut rows = Rows::new(table.fields().to_vec());
    copy(&mut rows, table, |row| question_of(table, row) == *question);
    rows.table()
}

/// The questions that a table answers, in order.
pub(crate) fn questions(table: &Table) -> Vec<Question> {
    let mut questions: Vec<Question> = table.rows().map(|row| question_of(table, row)).collect();
    questions.dedup();
    questions
}

fn copy(rows: &mut Rows, table: &Table, wanted: impl Fn(&[f64]) -> bool) {
    for row in table.rows().filter(|row| wanted(row)) {
        let labels = table.fields().iter().zip(row).filter(|(field, _)| field.kind == Cells::Label);
        let words: Vec<&str> = labels.map(|(_, cell)| table.word(*cell).unwrap_or_default()).collect();
        rows.push(&words, row[words.len()..].iter().copied());
    }
}

fn question_of(table: &Table, row: &[f64]) -> Question {
    let cell = |name: &str| table.position(name).map_or(f64::NAN, |at| row[at]);
    let bound = |name: &str| Some(cell(name)).filter(|bound| !bound.is_nan());
    let outcome = table.word(cell("outcome")).unwrap_or_default().to_owned();
    Question { outcome, above: bound("above"), below: bound("below") }
}

fn limits(rows: &mut Rows, found: &Discovery, number: usize) {
    let [above, below] = found.question.cells();
    let of_box = &found.boxes[number].found;
    for axis in of_box.limits.restricted() {
        let (searched, limit) = (&found.sample.axes[axis], &of_box.limits.0[axis]);
        let (low, high) = found.sample.ends(axis, limit);
        let quasi_p = |side: Side| {
            of_box
                .tests
                .iter()
                .find(|test| (test.axis, test.side) == (axis, side))
                .map_or(f64::NAN, |test| test.quasi_p)
        };
        let (coverage, density) = found.without(number, axis);
        rows.push(
            &[&found.question.outcome, &searched.name, &found.sample.words(axis, limit)],
            [
                above,
                below,
                (number + 1) as f64,
                low.unwrap_or(f64::NAN),
                high.unwrap_or(f64::NAN),
                searched.range.0,
                searched.range.1,
                quasi_p(Side::Low),
                quasi_p(Side::High),
                quasi_p(Side::Words),
                coverage,
                density,
            ],
        );
    }
}

fn summary(rows: &mut Rows, found: &Discovery, number: usize) {
    let [above, below] = found.question.cells();
    let (checked, cases) = (&found.boxes[number], &found.sample.cases);
    let [coverage, density] = [Some(checked.inside.coverage), checked.inside.density].map(numbers);
    let [held_coverage, held_density] = [Some(checked.held_out.coverage), checked.held_out.density].map(numbers);
    let all = cases.len() as f64;
    rows.push(
        &[&found.question.outcome, found.warning(number).unwrap_or_default()],
        [
            vec![above, below, (number + 1) as f64, checked.inside.cases as f64, checked.inside.interest as f64],
            coverage.to_vec(),
            density.to_vec(),
            vec![checked.inside.cases as f64 / all, found.base(), found.left(number), held_coverage[0]],
            held_density.to_vec(),
            vec![all, cases.of_interest() as f64, found.settings.peel, found.settings.least, found.settings.coverage],
        ]
        .concat(),
    );
}

fn trajectory(rows: &mut Rows, found: &Discovery, number: usize) {
    let [above, below] = found.question.cells();
    let (of_box, cases) = (&found.boxes[number].found, &found.sample.cases);
    let (all, interest) = (cases.len() as f64, cases.of_interest() as f64);
    let reported = if of_box.dropped.is_empty() { of_box.chosen } else { of_box.steps.len() - 1 };
    for (at, step) in of_box.steps.iter().enumerate() {
        let restricted = step.limits.restricted();
        let names: Vec<&str> = restricted.iter().map(|axis| found.sample.axes[*axis].name.as_str()).collect();
        let kind = match step.kind {
            Kind::Start => KINDS[0],
            Kind::Peel => KINDS[1],
            Kind::Paste => KINDS[2],
            Kind::Drop => KINDS[3],
        };
        let (inside, hits) = (step.cases as f64, step.interest as f64);
        rows.push(
            &[&found.question.outcome, kind, &names.join(";")],
            [
                above,
                below,
                (number + 1) as f64,
                at as f64,
                inside,
                hits,
                hits / interest,
                hits / inside,
                inside / all,
                restricted.len() as f64,
                f64::from(u8::from(at == reported)),
            ],
        );
    }
}

/// A number and the ends of its interval, NaN if they are missing.
fn numbers(estimate: Option<Estimate>) -> [f64; 3] {
    let ends = estimate.and_then(|estimate| estimate.interval);
    let of = |value: Option<f64>| value.unwrap_or(f64::NAN);
    [of(estimate.map(|estimate| estimate.value)), of(ends.map(|ends| ends.low)), of(ends.map(|ends| ends.high))]
}
