//! `takvin export`: converts a finished run to the formats of other tools.

use std::fs::File;
use std::io::BufWriter;
use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::{Args, ValueEnum};

use super::failure::user_error;
use super::print;
use super::whole::whole;
use crate::output::relations::Relations;
use crate::output::{
    Format, MANIFEST, OutputError, RunReader, SCENARIO, additions, converted, gexf, graph_file, write_whole,
};
use crate::record::TABLES;
use crate::scenario;
use crate::studies::sensitivity::problem;
use crate::studies::sweep::Sweep;

/// The export format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum To {
    /// Relations over time as a dynamic graph, for Gephi and networkx.
    Gexf,
    /// Every table with column types, for pandas, polars and others.
    Parquet,
    /// Every table as CSV, for a run that has Parquet only.
    Csv,
    /// The axes of a sweep in SALib's form, beside the points that it and others can read.
    Salib,
}

/// The file for SALib.
const SALIB: &str = "salib.json";

/// Export a run for other tools.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  takvin run cold-war --pairs\n  \
    takvin export output/cold-war --format gexf       relations of run 0, for Gephi\n  \
    takvin export output/cold-war --format gexf --run 3 --out cold-war.gexf\n  \
    takvin export output/cold-war --format parquet    the tables with column types, beside CSV\n  \
    takvin export output/cold-war --format csv        the tables of a run that has Parquet only\n  \
    takvin export output/mine-sweep --format salib    the axes of a sweep as SALib describes a problem\n\n\
    docs/howto/read-a-run.md shows how to use it, docs/howto/salib-and-ema.md for SALib and EMA Workbench.")]
pub(crate) struct Export {
    /// Run directory.
    #[arg(value_name = "RUN_DIR")]
    directory: PathBuf,
    /// Format to export to.
    #[arg(long, value_enum)]
    format: To,
    /// Run whose relations are exported (gexf only) [default: 0].
    #[arg(long, value_name = "K", allow_negative_numbers = true, value_parser = whole::<u32>(0, 999_999))]
    run: Option<u32>,
    /// Output: a file ending in .gexf or .json, or a directory for parquet and csv [default: into RUN_DIR].
    #[arg(long, value_name = "FILE_OR_DIR")]
    out: Option<PathBuf>,
    /// Overwrite existing files.
    #[arg(long)]
    force: bool,
    /// Print nothing but errors.
    #[arg(long, short)]
    quiet: bool,
}

impl Export {
    /// Reads, writes and reports.
    ///
    /// # Errors
    /// Returns an error for wrong use, or a failure to read or write. Then no files are left.
    pub(crate) fn carry_out(self) -> Result<()> {
        let reader = RunReader::open(&self.directory)?;
        let written = match self.format {
            To::Gexf => self.graph(&reader)?,
            To::Parquet => self.tables(&reader, Format::Parquet)?,
            To::Csv => self.tables(&reader, Format::Csv)?,
            To::Salib => self.problem(&reader)?,
        };
        if self.quiet {
            return Ok(());
        }
        let lines = written.iter().map(|path| format!("  {}\n", path.display()));
        print::text(&format!("Written:\n{}", lines.collect::<String>()))
    }

    fn tables(&self, reader: &RunReader, format: Format) -> Result<Vec<PathBuf>> {
        if self.run.is_some() {
            return Err(user_error("--run: the tables hold every run; use it with --format gexf only"));
        }
        let tables =
            TABLES.into_iter().chain(["points", "summary"].into_iter().filter(|_| reader.manifest.sweep.is_some()));
        let tables: Vec<&str> = tables.filter(|name| reader.has(name)).collect();
        let names: Vec<String> = tables.iter().map(|name| format.file(name)).collect();
        let directory = self.out.as_ref().unwrap_or(&self.directory);
        if directory.exists() && !directory.is_dir() {
            return Err(OutputError::NotADirectory(directory.clone()).into());
        }
        if directory.join(MANIFEST).is_file() && !self.is_run(directory) {
            let directory = directory.display();
            return Err(user_error(format!(
                "--out {directory}: the directory holds another run; choose another directory"
            )));
        }
        self.write(directory, &names, |path, will_be, number| {
            converted::write(reader.begin_table(tables[number])?, format, path, will_be)
        })
    }

    fn problem(&self, reader: &RunReader) -> Result<Vec<PathBuf>> {
        if self.run.is_some() {
            return Err(user_error("--run: a sweep is exported as a whole; use it with --format gexf only"));
        }
        if reader.manifest.sweep.is_none() {
            return Err(user_error(format!(
                "{}: SALib needs points, and this is not a sweep; give the directory of a sweep or a study of sensitivity",
                self.directory.display()
            )));
        }
        let sweep = Sweep::new(scenario::load_for_sweep(&self.directory.join(SCENARIO), &[])?, None, true)?;
        let problem = problem::problem(&sweep).map_err(|error| user_error(error.to_string()))?;
        let text = serde_json::to_string_pretty(&problem)? + "\n";
        let path = self.out.clone().unwrap_or_else(|| self.directory.join(SALIB));
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        let Some(name) = name.filter(|_| path.extension().is_some_and(|ending| ending == "json")) else {
            return Err(user_error(format!("--out {}: give the name of a file that ends in .json", path.display())));
        };
        let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        self.write(parent, &[name], |path, _, _| write_whole(path, text.as_bytes()))
    }

    fn graph(&self, reader: &RunReader) -> Result<Vec<PathBuf>> {
        let (run, runs) = (self.run.unwrap_or(0), reader.manifest.runs);
        if run >= runs {
            let there =
                if runs == 1 { "run 0 only".to_owned() } else { format!("runs 0 to {}", runs.saturating_sub(1)) };
            return Err(user_error(format!(
                "--run {run}: the run does not exist; {} holds {there}",
                self.directory.display()
            )));
        }
        if !reader.has("pairs") {
            let directory = self.directory.display();
            return Err(user_error(format!("{directory}: pairs.csv does not exist; run the scenario with --pairs")));
        }
        let path = self.out.clone().unwrap_or_else(|| self.directory.join(graph_file(run)));
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        let Some(name) = name.filter(|_| path.extension().is_some_and(|ending| ending == "gexf")) else {
            return Err(user_error(format!("--out {}: give the name of a file that ends in .gexf", path.display())));
        };
        let about = gexf::About { scenario: &reader.manifest.scenario, run, seed: reader.manifest.seed };
        let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let relations = Relations::read(reader, run)?;
        if relations.pairs.all.is_empty() && !reader.begin_table("pairs")?.next_rows(1)?.is_empty() {
            let (pairs, enough) = (reader.table_path("pairs"), run + 1);
            return Err(user_error(format!(
                "{}: only earlier runs recorded pairs; run the scenario with --pairs={enough} or more, or export \
                 an earlier run",
                pairs.display()
            )));
        }
        self.write(parent, &[name], |path, will_be, _| {
            let write = || {
                let mut file = BufWriter::new(File::create(path)?);
                gexf::write(&relations, &about, &mut file)?;
                file.into_inner().map_err(std::io::IntoInnerError::into_error)?.sync_all()
            };
            write().map_err(|source| OutputError::Io { path: will_be.to_owned(), doing: "written", source })
        })
    }

    fn write(
        &self,
        directory: &Path,
        names: &[String],
        write: impl FnMut(&Path, &Path, usize) -> Result<(), OutputError>,
    ) -> Result<Vec<PathBuf>> {
        Ok(if self.is_run(directory) {
            additions::add_to_run(&self.directory, names, self.force, write)?
        } else {
            additions::put_elsewhere(directory, names, self.force, write)?
        })
    }

    /// Returns true if both paths name the directory of the run.
    fn is_run(&self, directory: &Path) -> bool {
        let canonical = |path: &Path| path.canonicalize().ok();
        canonical(directory).is_some_and(|path| Some(path) == canonical(&self.directory))
    }
}
