//! Figures of scenario discovery.

use std::path::{Path, PathBuf};

use anyhow::Result;

use super::how::{Drawn, How};
use crate::cli::failure::user_error;
use crate::output::work::checked_table;
use crate::output::{Manifest, RunReader, table_file};
use crate::plot::discovery::{Answer, DISCOVERY_FIGURES};
use crate::record::Table;
use crate::scenario::suggest::did_you_mean;
use crate::studies::discovery::{Question, tables};

/// Returns true if the directory has an answer.
pub(super) fn are_there(manifest: &Manifest) -> bool {
    manifest.sweep.is_some() && tables::TABLES.iter().all(|name| manifest.files.contains(&table_file(name)))
}

/// Returns true if all figures that are asked for are of scenario discovery.
pub(super) fn are_meant(how: &How, manifest: &Manifest) -> bool {
    let is_one = |name: &String| DISCOVERY_FIGURES.iter().any(|figure| figure.name == name);
    manifest.sweep.is_some() && !how.figure.is_empty() && how.figure.iter().all(is_one)
}

/// Draws the figures that are asked for, or all of them.
pub(super) fn draw(how: &How, directories: &[PathBuf], manifest: &Manifest, drawn: &mut Drawn) -> Result<()> {
    let [directory] = directories else {
        return Err(user_error("scenario discovery is drawn alone: give only its directory"));
    };
    if !are_there(manifest) {
        let shown = directory.display();
        return Err(user_error(format!(
            "{shown} does not have boxes; takvin explore discover {shown} --above X or --below X finds them"
        )));
    }
    if !how.figure.is_empty() {
        how.refuse_all_but(&["--outcome"], "the figures of scenario discovery show all points; omit this option")?;
    }
    let answer = read(directory, manifest, how.outcome.as_deref(), how.figure.is_empty())?;
    let Some(answer) = answer else { return Ok(()) };
    let is_wanted = |name: &str| how.figure.is_empty() || how.figure.iter().any(|asked| asked == name);
    for figure in DISCOVERY_FIGURES.iter().filter(|figure| is_wanted(figure.name)) {
        let drawing = (figure.draw)(&answer, &how.ask())?;
        how.write(&drawing, (figure.name, figure.about), directory, drawn)?;
    }
    Ok(())
}

/// The last answer, or the last on an outcome. If figures were not asked for by name, the outcome may be that of others.
fn read(directory: &Path, manifest: &Manifest, outcome: Option<&str>, is_aside: bool) -> Result<Option<Answer>> {
    let table = |name: &str| checked_table(directory, manifest, name, &tables::fields(name));
    let [boxes, summary, peeling] = tables::TABLES.map(table);
    let (boxes, summary, peeling) = (boxes?, summary?, peeling?);
    let questions = tables::questions(&summary);
    let Some(question) = questions.iter().rfind(|question| outcome.is_none_or(|name| question.outcome == name)) else {
        if is_aside {
            return Ok(None);
        }
        let name = outcome.unwrap_or_default();
        let hint = did_you_mean(name, questions.iter().map(|question| question.outcome.as_str()));
        let known: Vec<String> = questions.iter().map(ToString::to_string).collect();
        return Err(user_error(format!(
            "--outcome {name}: no box is of it{hint}\n  boxes are of {}; takvin explore discover {} --outcome {name} finds others",
            known.join(", "),
            directory.display()
        )));
    };
    let reader = RunReader::open(directory)?;
    let runs = runs(&reader, manifest, &boxes, question)?;
    Ok(Some(Answer {
        title: reader.about().title,
        question: question.to_string().replace('_', " "),
        outcome: question.outcome.clone(),
        bounds: question.cells(),
        boxes: tables::of(&boxes, question),
        summary: tables::of(&summary, question),
        peeling: tables::of(&peeling, question),
        runs,
    }))
}

/// The runs with the outcome and the axes of the boxes.
fn runs(reader: &RunReader, manifest: &Manifest, boxes: &Table, question: &Question) -> Result<Table> {
    let limited = tables::of(boxes, question);
    let names: Vec<&str> = limited.column("axis").filter_map(|cell| limited.word(cell)).collect();
    let axes = manifest.sweep.iter().flat_map(|swept| &swept.axes).map(|axis| axis.path.as_str());
    let is_limited = |path: &&str| names.contains(&path.strip_prefix("parameters.").unwrap_or(path));
    let columns: Vec<&str> = ["point", question.outcome.as_str()].into_iter().chain(axes.filter(is_limited)).collect();
    Ok(reader.columns("runs", &columns, |_| true)?)
}
