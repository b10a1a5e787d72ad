//! `takvin report`: one self-contained page of a run directory.

use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::Args;

use super::explain::{reasons::reasons, start};
use super::failure::user_error;
use super::names::named;
use super::plot::{self, How, comparison as compared_plot, open};
use super::print;
use super::progress::bar;
use super::whole::whole;
use crate::output::additions::write_beside;
use crate::output::manifest::sha256;
use crate::output::{Manifest, OutputError, RunReader, place};
use crate::plot::data::{Data, Wanted};
use crate::plot::{Draw, FIGURES, Needs, Subject, differences};
use crate::record::MODEL_VERSION;
use crate::report::pack::columns;
use crate::report::{Contents, Page, comparison, page};
use crate::scenario;
use crate::studies::compare::directory::SCENARIOS;

/// Make one self-contained HTML page of a run directory or a comparison: summary, figures, tables and interactive
/// charts.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  takvin report output/cold-war                     writes output/cold-war/report.html\n  \
    takvin report output/cold-war --states USA,USSR --run 3 --out cold-war.html\n\n\
    The page opens from disk in any browser, without a network connection. Record pairs with --pairs=1 (or run --plot) to show the network of states."
)]
pub(crate) struct Report {
    /// The run directory, or the directory of a comparison.
    #[arg(value_name = "DIR")]
    directory: PathBuf,
    /// The file [default: DIR/report.html, which is overwritten].
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Overwrite the file given by --out.
    #[arg(long, requires = "out")]
    force: bool,
    /// States of the figures, separated by commas; may be repeated [default: those that events affect, then the most
    /// powerful].
    #[arg(long, value_name = "NAMES")]
    states: Vec<String>,
    /// Number of the run that is shown round by round.
    #[arg(long, value_name = "K", default_value_t = 0, value_parser = whole::<u32>(0, 999_999))]
    run: u32,
    /// Print nothing but errors.
    #[arg(long, short)]
    quiet: bool,
}

/// The beginning of a page that takvin wrote.
const OURS: &str = "<meta name=\"generator\" content=\"takvin";

impl Report {
    /// Makes the page.
    pub(crate) fn carry_out(self) -> Result<()> {
        if let Some(manifest) = plot::manifest(&self.directory)?.filter(|manifest| manifest.comparison.is_some()) {
            let html = self.comparison(&manifest)?;
            return self.write(&html, &[]);
        }
        let reader = open(&self.directory)?;
        if reader.manifest.sweep.is_some() {
            let shown = self.directory.display();
            return Err(user_error(format!(
                "{shown}: a sweep does not have a page; draw its figures with takvin plot {shown}, or run a point of it with takvin \
                 run and --set, and make the page of that run"
            )));
        }
        self.place()?;
        let Page { html, notes } = self.page(&reader)?;
        self.write(&html, &notes)
    }

    /// The page of a comparison.
    fn comparison(&self, manifest: &Manifest) -> Result<String> {
        if self.run != 0 {
            return Err(user_error("--run: the page of a comparison shows all replicates; omit this option"));
        }
        let directory = &self.directory;
        let compared = compared_plot::read(directory, manifest)?;
        let scenarios = SCENARIOS.map(|name| place::text(&directory.join(name)));
        let of_b = manifest.comparison.as_ref().map(|compared| compared.scenario_sha256.as_str()).unwrap_or_default();
        for ((name, text), sum) in SCENARIOS.iter().zip(&scenarios).zip([manifest.scenario_sha256.as_str(), of_b]) {
            if sha256(text.as_bytes()) != sum {
                let problem = "the file was modified after it was written; restore it, or compare again with --force";
                return Err(OutputError::Malformed { path: directory.join(name), problem: problem.to_owned() }.into());
            }
        }
        let ask = How::standard(self.states.clone()).ask();
        let contents = comparison::Contents {
            manifest,
            sides: compared_plot::sides(manifest),
            outcomes: &compared_plot::table(directory, manifest, "outcomes")?,
            parting: &compared_plot::table(directory, manifest, "parting")?,
            figure: (differences::NAME, differences::ABOUT, differences::draw(&compared, &ask)?),
            theme: ask.theme,
            scenarios,
        };
        Ok(comparison::page(&contents)?)
    }

    /// Writes the page and reports it.
    fn write(&self, html: &str, notes: &[String]) -> Result<()> {
        let path = self.place()?;
        write_beside(&self.directory, &path, html.as_bytes())?;
        if self.quiet {
            return Ok(());
        }
        let size = html.len() as f64 / 1e6;
        let notes: Vec<String> = notes.iter().map(|note| format!("  {note}\n")).collect();
        print::text(&format!("{} ({size:.1} MB; open it in a browser)\n{}", path.display(), notes.concat()))
    }

    /// The path of the page. A file of another program is not overwritten.
    fn place(&self) -> Result<PathBuf> {
        let path = self.out.clone().unwrap_or_else(|| self.directory.join("report.html"));
        if path.is_dir() {
            return Err(user_error(format!("{}: this is a directory; give a file", path.display())));
        }
        let there = path.exists();
        if there && self.out.is_some() && !self.force {
            return Err(user_error(format!("{}: the file already exists; overwrite it with --force", path.display())));
        }
        if there && self.out.is_none() && !is_ours(&path) {
            let shown = path.display();
            return Err(user_error(format!(
                "{shown}: takvin did not write this page; move it away, or give another file with --out"
            )));
        }
        Ok(path)
    }

    fn page(&self, reader: &RunReader) -> Result<Page> {
        // The run shown round by round is first; the others follow.
        let figures: Vec<_> = FIGURES
            .iter()
            .filter(|figure| match figure.needs {
                Needs::States => true,
                Needs::Events => reader.has("events"),
                Needs::Pairs => reader.has("pairs"),
                Needs::Baseline | Needs::Sweep => false,
            })
            .collect();
        let mut wanted = Wanted { pairs: true, first: self.run, ..Wanted::default() };
        wanted.add(columns().chain(figures.iter().flat_map(|figure| figure.columns).copied()));
        let bar = bar(figures.len() as u64 + 2, "parts", self.quiet);
        bar.set_message("reading tables");
        let mut data = Data::read(reader, &wanted)?;
        // Worlds that differ by replicate have other places than those of replicate 0.
        let scenario = scenario::load(&reader.scenario(), &[]).ok().filter(|one| !one.varies || data.runs[0] == 0);
        data.about.places = scenario.and_then(|scenario| scenario.coordinates());
        bar.inc(1);
        let how = How::standard(named(&self.states, |name| data.state(name).is_some()));
        let ask = how.ask();
        let subject = Subject { data: &data, baseline: None };
        let mut notes = Vec::new();
        let mut drawn = Vec::new();
        for figure in figures {
            if figure.needs == Needs::Pairs && data.relations.is_none() {
                continue;
            }
            bar.set_message(figure.name);
            if let Draw::Runs(draw) = figure.draw {
                drawn.push((figure.name, figure.about, draw(&subject, &ask)?));
            }
            bar.inc(1);
        }
        bar.set_message("reasons");
        let reasons = if !reader.scenario_is_its_own() {
            notes.push("scenario.toml was changed after the run (its checksum differs from the manifest), so decisions cannot be explained here.".to_owned());
            None
        } else if reader.manifest.model_version == MODEL_VERSION {
            let (scenario, world) = start(reader.path(), data.runs[0])?;
            Some(reasons(&scenario, world, &data))
        } else {
            let made = &reader.manifest.model_version;
            notes.push(format!(
                "The run was made with another version of the model ({made}), so its decisions cannot be explained here."
            ));
            None
        };
        let contents = Contents {
            manifest: &reader.manifest,
            data: &data,
            figures: drawn,
            theme: ask.theme,
            reasons,
            notes,
            before: Vec::new(),
            contrast: None,
        };
        let page = page(contents)?;
        bar.end();
        Ok(page)
    }
}

fn is_ours(path: &Path) -> bool {
    use std::io::Read as _;
    let mut start = Vec::new();
    let read = std::fs::File::open(path).and_then(|file| file.take(2000).read_to_end(&mut start));
    read.is_ok() && String::from_utf8_lossy(&start).contains(OURS)
}
