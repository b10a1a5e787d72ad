//! Scenario files: TOML in, a checked world with its run settings out.
//!
//! [`load`] reads a file (or a shipped scenario), merges it into its `base`, applies overrides, checks the result
//! against the table of `fields` and builds the world. It reports all problems at once, each with its place.

mod calendar;
mod cast;
mod cells;
mod check;
mod codes;
mod dated;
mod errors;
mod events;
mod fields;
mod generator;
mod layers;
mod matrix;
mod merge;
mod names;
mod node;
mod origin;
mod outcomes;
mod pairs;
pub(crate) mod printable;
mod problems;
mod provenance;
mod reach;
mod reach_years;
mod reference;
mod render;
mod resolved;
mod schema;
mod section;
mod series;
mod settings;
mod shape;
mod shipped;
pub(crate) mod size;
mod slips;
mod sources;
mod starter;
pub(crate) mod suggest;
pub(crate) mod sweep;
mod sweep_fields;
mod table_fields;
mod tables;
mod times;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::model::{Setup, Topology};
use crate::record::Outcomes;

pub use calendar::RunSettings;
pub use errors::ScenarioErrors;
use origin::Origin;
pub use problems::{Located, ProblemKind};
use problems::{Problem, Problems};
pub use reference::{defaults_toml, parameter_table_markdown, scenario_keys_markdown, switch_table_markdown};
pub use schema::schema;
pub use settings::RecordSettings;
pub use shipped::{Shipped, shipped};
use sources::{Place, Sources};
pub use starter::starter;
pub use sweep::{Axis, Design, Levels, Plan, Setting};

/// A scenario, checked and ready to run.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// The short name: the file's stem, which also names the run directory.
    pub name: String,
    /// The title, for people.
    pub title: String,
    /// The question that the scenario asks.
    pub question: String,
    /// The file; `None` for a shipped scenario.
    pub path: Option<PathBuf>,
    /// The run settings.
    pub run: RunSettings,
    /// The settings of the record.
    pub record: RecordSettings,
    /// The initial world. If [`Scenario::varies`], the world of replicate 0 (see [`Scenario::setup_for`]).
    pub setup: Setup,
    /// The code of every state, by which data from elsewhere name it; `None` for a state without one.
    pub codes: Vec<Option<String>>,
    /// The coordinates of every state, given or drawn; `None` for a state without any. If [`Scenario::varies`], those of
    /// replicate 0.
    pub places: Vec<Option<[f64; 2]>>,
    /// Whether synthetic states are drawn separately for every replicate.
    pub varies: bool,
    /// The outcome measures of its runs, with those of `[outcomes]`.
    pub outcomes: Outcomes,
    /// The axes and design of a sweep; `None` if the scenario does not have `[sweep]`.
    pub sweep: Option<Plan>,
    written: Arc<Written>,
}

/// The sources that a scenario was built from.
#[derive(Debug)]
struct Written {
    tree: node::Table,
    sources: Sources,
    warnings: problems::Kept,
    /// The content of a matrix file, by row.
    matrix: Option<Vec<Vec<f64>>>,
    /// Events after the end of a shortened run.
    left_out: Vec<String>,
}

impl Scenario {
    /// Returns true if an event is left out, because a shortened run ends before it.
    pub fn leaves_out(&self, event: &str) -> bool {
        self.written.left_out.iter().any(|there| there == event)
    }

    /// The coordinates of its states by name, if all of them have coordinates.
    pub fn coordinates(&self) -> Option<BTreeMap<String, [f64; 2]>> {
        let of_state = |(name, place): (&String, &Option<[f64; 2]>)| Some((name.clone(), (*place)?));
        self.setup.names.iter().zip(&self.places).map(of_state).collect()
    }

    /// An upper estimate of the memory of one run, in bytes.
    pub fn bytes_of_a_run(&self) -> u64 {
        let (states, pairs) = (self.setup.names.len() as u64, self.setup.pairs.len() as u64);
        size::bytes_of_a_run(states, pairs, &self.run, self.record)
    }

    /// An estimate of the memory of its world, in bytes.
    pub fn bytes_of_a_world(&self) -> u64 {
        size::bytes_of_a_world(self.setup.names.len() as u64, self.setup.pairs.len() as u64)
    }

    /// The relative duration of one run: rounds times states and ordered pairs.
    pub fn cost_of_a_run(&self) -> u64 {
        let (states, pairs) = (self.setup.names.len() as u64, self.setup.pairs.len() as u64);
        u64::from(self.run.rounds) * (states + 2 * pairs)
    }

    /// The initial world of a replicate.
    ///
    /// # Errors
    /// Returns an error if the replicate's random draw of the synthetic states does not give a valid scenario. For
    /// example, an event may name two of them that are out of each other's reach.
    pub fn setup_for(&self, replicate: u64) -> Result<Cow<'_, Setup>, ScenarioErrors> {
        if !self.varies || replicate == 0 {
            return Ok(Cow::Borrowed(&self.setup));
        }
        self.rebuild(self.written.tree.clone(), self.written.sources.clone(), replicate)
            .map(|scenario| Cow::Owned(scenario.setup))
            .map_err(|errors| errors.in_replicate(replicate))
    }

    /// The title, or the name if the title is empty.
    pub fn shown_title(&self) -> &str {
        if self.title.is_empty() { &self.name } else { &self.title }
    }

    /// The scenario with its base, overrides and generator resolved, as TOML that makes the same tables when run.
    pub fn resolved(&self) -> String {
        let Written { tree, matrix, .. } = &*self.written;
        resolved::write(tree, &self.run, self.record, &self.setup.params, matrix.as_deref())
    }

    /// The scenario with other values at some paths: a point of its sweep.
    ///
    /// # Errors
    /// Returns an error if the scenario is not valid with these values.
    pub fn with<'a>(
        &self,
        settings: impl IntoIterator<Item = (&'a Axis, &'a Setting)>,
    ) -> Result<Self, ScenarioErrors> {
        let Written { tree, sources, .. } = &*self.written;
        // A point does not have axes, and its sweep may contain a long table.
        let entries = tree.entries.iter().filter(|entry| entry.key != "sweep").cloned().collect();
        let (mut tree, mut sources) = (node::Table { entries, ..node::Table::default() }, sources.clone());
        let mut problems = Problems::default();
        for (axis, setting) in settings {
            layers::set(&mut tree, &axis.path, &axis.keys, setting, &mut sources, &mut problems);
        }
        if problems.is_empty() { self.rebuild(tree, sources, 0) } else { Err(ScenarioErrors::new(sources, problems)) }
    }

    /// The value at a path, written or default. Returns `None` if no value could vary there.
    pub fn value_at(&self, path: &str) -> Option<Setting> {
        let keys = sweep::keys(path, &mut Sources::default())?;
        // Initial values of a state may follow from other keys, as components follow from `governance`.
        if let [first, name, variable] = &keys[..]
            && first == "states"
            && let Some((place, _)) = fields::variables().find(|(_, column)| column.name == variable)
        {
            let state = self.setup.names.iter().position(|there| there == name)?;
            return self.setup.states.columns().get(place)?.get(state).copied().map(Setting::Number);
        }
        resolved::value_at(&self.written.tree, &self.setup.params, &keys)
    }

    /// Settings that are probably mistakes although the scenario can run. At most the first twenty are kept.
    pub fn warnings(&self) -> Vec<Located> {
        self.written.warnings.list.iter().map(|warning| Located::new(warning, &self.written.sources)).collect()
    }

    /// All warnings as excerpts of their source, in colour on request; empty without warnings.
    pub fn render_warnings(&self, colour: bool) -> String {
        let Written { warnings, sources, .. } = &*self.written;
        render::render(warnings, sources, render::Severity::Warning, colour)
    }

    fn rebuild(&self, tree: node::Table, mut sources: Sources, replicate: u64) -> Result<Self, ScenarioErrors> {
        let mut problems = Problems::default();
        let rows = if self.record.trajectories { Rows::Kept } else { Rows::Left };
        match build(tree, replicate, rows, &mut sources, &mut problems) {
            Some(mut scenario) if problems.is_empty() => {
                (scenario.name, scenario.path) = (self.name.clone(), self.path.clone());
                Ok(scenario)
            }
            _ => Err(ScenarioErrors::new(sources, problems)),
        }
    }
}

/// Reads and checks a scenario: a file, or a shipped scenario (`cold-war`, `cold-war.toml`, `scenarios/cold-war.toml`)
/// if the file does not exist. Overrides are dotted paths with values, as in `("states.USA.meaning", "0.7")`. A value
/// that is not TOML is read as text.
///
/// A command line that shortens a run adds `("run.shortened", "true")` to `("run.rounds", …)`, so that events after the
/// new end are left out rather than refused. A command line that turns chance off adds `("run.noise", "false")`.
///
/// # Errors
/// Returns all problems, up to twenty, each with its place.
pub fn load(path: &Path, overrides: &[(String, String)]) -> Result<Scenario, ScenarioErrors> {
    read(Origin::find(path), overrides, Rows::Kept)
}

/// The same for a sweep. Its runs keep rows of rounds only if `[sweep]` asks for trajectories, and need less memory
/// otherwise.
///
/// # Errors
/// As [`load`].
pub fn load_for_sweep(path: &Path, overrides: &[(String, String)]) -> Result<Scenario, ScenarioErrors> {
    read(Origin::find(path), overrides, Rows::AsSwept)
}

/// Reads and checks a scenario from text. `name` is used as the file name in messages. A `base` is a shipped name, or a
/// path from the working directory.
///
/// # Errors
/// Returns all problems, up to twenty, each with its place.
pub fn load_text(name: &str, text: &str, overrides: &[(String, String)]) -> Result<Scenario, ScenarioErrors> {
    read(Origin::Text { name: name.to_owned(), text: text.to_owned() }, overrides, Rows::Kept)
}

/// Whether runs keep rows of rounds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Rows {
    Kept,
    Left,
    /// As the sweep asks.
    AsSwept,
}

fn read(origin: Origin, overrides: &[(String, String)], rows: Rows) -> Result<Scenario, ScenarioErrors> {
    let mut sources = Sources::default();
    let mut problems = Problems::default();
    let name = origin.short_name();
    let path = if let Origin::File(path) = &origin { Some(path.clone()) } else { None };
    let built = layers::gather(origin, overrides, &mut sources, &mut problems)
        .and_then(|tree| build(tree, 0, rows, &mut sources, &mut problems));
    match built {
        Some(mut scenario) if problems.is_empty() => {
            (scenario.name, scenario.path) = (name, path);
            Ok(scenario)
        }
        _ => Err(ScenarioErrors::new(sources, problems)),
    }
}

/// Converts the merged tree to a scenario without its name. Returns `None` if the world cannot be made.
fn build(
    mut tree: node::Table,
    replicate: u64,
    rows: Rows,
    sources: &mut Sources,
    problems: &mut Problems,
) -> Option<Scenario> {
    let start = Place { source: 0, start: 0, end: 0 };
    if let shape::Shape::Table(fields) = fields::root() {
        check::Checker { sources, problems }.table(&mut tree, fields, "", start);
    }
    names::check(&tree, problems);
    provenance::check(&tree, problems);
    let (run, mut record) = (settings::run(&tree), settings::record(&tree));
    let swept = || tree.table("sweep").and_then(|sweep| sweep.flag("trajectories")).unwrap_or(false);
    record.trajectories = rows == Rows::Kept || rows == Rows::AsSwept && swept();
    let params = settings::parameters(&tree, problems);
    if !size::states_fit(&tree, &run, record, problems) {
        return None;
    }
    let cast = cast::Cast::build(&tree, &run, replicate, problems);
    if cast.len() == 0 {
        if problems.is_empty() {
            let help = "add [states.NAME] tables, or a [generator] with a count";
            let message = "the scenario does not have states".to_owned();
            problems.push(Problem { kind: ProblemKind::Missing, place: Some(start), message, help: help.into() });
        }
        return None;
    }
    let reached = reach::build(&tree, &cast, sources, problems);
    let from_file = tree.table("reach").is_some_and(|r| r.get("file").is_some());
    let matrix = from_file.then(|| matrix::rows(&reached, cast.len()));
    let years = reach_years::Years::read(&tree, &cast, &run, problems);
    let reached = years.begin(reached);
    let starts = pairs::build(&tree, &cast, reached, (run.seed, replicate), problems);
    size::record_fits(cast.len() as u64, starts.len() as u64, &tree, &run, record, problems);
    let topology = Topology::new(cast.len(), starts.iter().map(|s| s.states).collect());
    let shortened = settings::shortened(&tree);
    let context = events::Context { cast: &cast, topology: &topology, run: &run, shortened };
    let mut interventions = cast.comings.clone();
    interventions.retain(|i| i.from <= run.rounds);
    // Events come last, so that they can change what tables give.
    interventions.extend(series::build(&tree, &context, problems));
    interventions.extend(years.changes);
    let (events, left_out) = events::build(&tree, &context, problems);
    interventions.extend(events);
    cast.warn_of_idle_successors(&interventions, problems);
    let codes = cast.codes();
    let plan = sweep::plan(&mut tree, &|tree, keys| resolved::value_at(tree, &params, keys), sources, problems);
    let setup =
        Setup { names: cast.names, states: cast.states, pairs: starts, params, interventions, settle: run.settle };
    let outcomes = outcomes::build(&tree, &setup, &run, sources, problems);
    if !problems.is_empty() {
        return None;
    }
    let text = |key: &str| tree.text(key).unwrap_or("").to_owned();
    Some(Scenario {
        name: String::new(),
        title: text("title"),
        question: text("question"),
        path: None,
        run,
        record,
        codes,
        places: cast.places,
        setup,
        outcomes,
        varies: generator::varies(&tree),
        sweep: plan,
        written: Arc::new(Written {
            tree,
            sources: sources.clone(),
            warnings: problems.take_warnings(),
            matrix,
            left_out,
        }),
    })
}
