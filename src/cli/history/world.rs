//! `takvin history world`: a scenario of the real world in a year.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::Args;
use serde::Serialize;

use super::data::Data;
use crate::cli::failure::user_error;
use crate::cli::names::named;
use crate::cli::options::Printing;
use crate::cli::print;
use crate::cli::whole::whole;
use crate::history::world::{self, Choice, Mapping, SHIPPED_MAPPING, Summary, TABLES, Wanted};
use crate::output::write_whole;

/// Write a scenario of the real world in a year, with its tables.
///
/// States, their starting values, ties, alliances, rivalries and reach come from public data by a mapping.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    takvin history world --data DIR --year 1970\n  \
    takvin history world --data DIR --year 1950 --top 30 -o great-states.toml\n  \
    takvin history world --data DIR --year 1970 --states USA,CUB,365\n  \
    takvin history world --print-mapping > mine.toml\n\n\
    FILE names the scenario. Beside it are FILE-states.csv, FILE-pairs.csv, FILE-reach.csv if reach changes later, and\n\
    FILE-imputed.csv, which lists every value that is not coded in its year.")]
pub(super) struct World {
    #[command(flatten)]
    data: Data,
    /// Year of the world, round 0 of the scenario.
    #[arg(long, value_name = "YEAR", value_parser = whole::<i32>(1500, 2200), required_unless_present = "print_mapping")]
    year: Option<i32>,
    /// Year of the last round [default: the last year of the data].
    #[arg(long, value_name = "YEAR", value_parser = whole::<i32>(1500, 2200))]
    until: Option<i32>,
    /// Only these states: names, codes or abbreviations of the Correlates of War, separated by commas.
    #[arg(long, value_name = "NAME,…", conflicts_with_all = ["region", "top"])]
    states: Vec<String>,
    /// Only these regions: Americas, Europe, Africa, Middle East, Asia, Oceania.
    #[arg(long, value_name = "NAME,…", value_delimiter = ',', conflicts_with = "top")]
    region: Vec<String>,
    /// Only the N states with the greatest share of world capability in the year.
    #[arg(long, value_name = "N", value_parser = whole::<usize>(1, 100_000))]
    top: Option<usize>,
    /// Mapping: a TOML file that says from which variables each value is computed [default: that of takvin].
    #[arg(long, value_name = "FILE")]
    mapping: Option<PathBuf>,
    /// Print takvin's mapping and stop.
    #[arg(long)]
    print_mapping: bool,
    /// Scenario file to write [default: world-YEAR.toml].
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Overwrite existing files.
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    print: Printing,
}

/// The results, as JSON.
#[derive(Serialize)]
struct Results<'a> {
    files: Vec<String>,
    #[serde(flatten)]
    summary: &'a Summary,
}

impl World {
    /// Makes and writes the world.
    ///
    /// # Errors
    /// Returns an error if the data or the mapping cannot be read, the world cannot be made, or a file exists.
    pub(super) fn carry_out(self) -> Result<()> {
        if self.print_mapping {
            return print::text(SHIPPED_MAPPING);
        }
        let year = self.year.ok_or_else(|| user_error("no year: give it by --year"))?;
        let path = self.output.clone().unwrap_or_else(|| PathBuf::from(format!("world-{year}.toml")));
        let stem = stem_of(&path)?;
        if !self.force {
            refuse_existing(&path, &stem)?;
        }
        let mapping = self.read_mapping()?;
        let loaded = self.data.load(self.print)?;
        if let (Some(until), Some((_, last))) = (self.until, loaded.panel.years())
            && until > last
        {
            self.print
                .note(format_args!("note: the data end in {last}; no state enters or leaves from then to {until}"));
        }
        let choice = if !self.states.is_empty() {
            Choice::Named(named(&self.states, |name| world::find_state(&loaded.panel, name).is_some()))
        } else if !self.region.is_empty() {
            Choice::Regions(self.region.clone())
        } else {
            self.top.map_or(Choice::All, Choice::Top)
        };
        let name = self.mapping.as_ref().map_or_else(|| "of takvin".to_owned(), |path| path.display().to_string());
        let wanted = Wanted { year, until: self.until, choice, stem: stem.clone(), mapping: name };
        let world = world::make(&loaded, &wanted, &mapping)?;
        let mut files = Vec::new();
        // The scenario is last, so that it is never there without its tables.
        for (ending, text) in &world.tables {
            let table = path.with_file_name(format!("{stem}{ending}"));
            write_whole(&table, text.as_bytes())?;
            files.push(table);
        }
        write_whole(&path, world.scenario.as_bytes())?;
        remove_left_over(&path, &stem, &files)?;
        files.insert(0, path);
        let files: Vec<String> = files.iter().map(|file| file.display().to_string()).collect();
        self.print
            .results(|| Results { files: files.clone(), summary: &world.summary }, || text(&files, &world.summary))
    }

    fn read_mapping(&self) -> Result<Mapping> {
        let Some(path) = &self.mapping else { return Ok(Mapping::parse("the mapping of takvin", SHIPPED_MAPPING)?) };
        let text = std::fs::read_to_string(path)
            .map_err(|error| user_error(format!("{}: cannot be read: {error}", path.display())))?;
        Ok(Mapping::parse(&path.display().to_string(), &text)?)
    }
}

/// The name of a scenario file without its ending.
fn stem_of(path: &Path) -> Result<String> {
    let stem =
        path.file_stem().and_then(|stem| stem.to_str()).filter(|_| path.extension().is_some_and(|e| e == "toml"));
    let stem = stem.map(str::to_owned);
    stem.ok_or_else(|| user_error(format!("{}: give the name of a file that ends in .toml", path.display())))
}

fn refuse_existing(path: &Path, stem: &str) -> Result<()> {
    let tables = TABLES.iter().map(|ending| path.with_file_name(format!("{stem}{ending}")));
    match std::iter::once(path.to_owned()).chain(tables).find(|file| file.exists()) {
        None => Ok(()),
        Some(file) => Err(user_error(format!(
            "{}: the file already exists; overwrite it with --force, or choose another name by -o",
            file.display()
        ))),
    }
}

/// Removes tables of an earlier world of this name that the new one does not have.
fn remove_left_over(path: &Path, stem: &str, files: &[PathBuf]) -> Result<()> {
    for table in TABLES.iter().map(|ending| path.with_file_name(format!("{stem}{ending}"))) {
        if table.exists() && !files.contains(&table) {
            std::fs::remove_file(&table).with_context(|| format!("{}: could not be removed", table.display()))?;
        }
    }
    Ok(())
}

fn text(files: &[String], summary: &Summary) -> String {
    let Summary { year, until, states, entrants, leavers, pairs, pairs_at_start, reach_changes, .. } = summary;
    let mut text = format!(
        "The world of {year}, to {until}: {states} states ({entrants} enter later, {leavers} leave), {pairs} pairs \
         ({pairs_at_start} at the start), {reach_changes} later changes of reach.\n\n"
    );
    if !summary.imputed.is_empty() {
        let mut table = print::table(["not coded in its year", "values", "instead"]);
        for counted in &summary.imputed {
            table.add_row([
                format!("{}.{}", counted.of, counted.variable),
                counted.count.to_string(),
                counted.rule.to_owned(),
            ]);
        }
        text += &(print::plain(&table) + "\n\n");
    }
    if !summary.absent.is_empty() {
        let _ = write!(text, "The data do not have: {}.\n\n", summary.absent.join(", "));
    }
    let _ = write!(text, "Wrote {}\nRun it with `takvin run {}`\n", files.join(", "), files[0]);
    text
}
