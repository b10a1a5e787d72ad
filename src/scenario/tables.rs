//! Tables beside a scenario: states, pairs, series and reach by year from CSV or Parquet files, turned into what TOML
//! would give.
//!
//! Rows of states and pairs are a layer below the entries of the file that names them.

mod columns;
mod parquet;
mod sheet;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use sheet::Layout;

use super::check::{Checker, join};
use super::codes::Codes;
use super::fields;
use super::merge::lay;
use super::node::{Entry, Node, Table, Value};
use super::problems::{ProblemKind, Problems};
use super::shape::{Field, Shape, names};
use super::sources::{Place, Sources};
use super::suggest::{did_you_mean, in_quotes};
use super::table_fields;

/// The key that names the files of a table.
const FROM: &str = "from";
/// The key of `[pairs]` with the entries that are not in a file.
const ENTRIES: &str = "entries";

static TEXT: Shape = Shape::Text;
static NAMES: LazyLock<Shape> = LazyLock::new(names);

/// The tables of one layer.
struct Reader<'a> {
    sources: &'a mut Sources,
    problems: &'a mut Problems,
    /// Whether rows are missing because a table could not be read.
    lost: bool,
}

/// Takes the names of tables out of a layer. Returns the rows, a layer below it, or `None` if rows are missing because a
/// table cannot be read: what the missing rows would cause is not a problem of its own.
/// `tree` has the layers before, whose states may be named by their codes.
pub(super) fn read(layer: &mut Table, tree: &Table, sources: &mut Sources, problems: &mut Problems) -> Option<Table> {
    let mut reader = Reader { sources, problems, lost: false };
    let mut below = Table::default();
    reader.states(layer, tree, &mut below);
    reader.pairs(layer, &mut below);
    reader.series(layer);
    reader.years(layer);
    (!reader.lost).then_some(below)
}

/// The keys of a table of the scenario.
fn fields_at(path: &[&str]) -> &'static [Field] {
    match path.iter().try_fold(fields::root(), |shape, key| shape.inner(key)) {
        Some(Shape::Table(fields)) => fields,
        _ => &[],
    }
}

fn take(table: &mut Table, key: &str) -> Option<Entry> {
    let at = table.entries.iter().position(|entry| entry.key == key)?;
    Some(table.entries.remove(at))
}

fn entry(key: &str, place: Place, value: Value) -> Entry {
    Entry { key: key.to_owned(), key_place: place, node: Node { place, value } }
}

impl Reader<'_> {
    fn states(&mut self, layer: &mut Table, tree: &Table, below: &mut Table) {
        let Some(Value::Table(states)) = layer.get_mut("states").map(|node| &mut node.value) else { return };
        // A table of this name is a state.
        if states.get(FROM).is_none_or(|from| from.table().is_some()) {
            return;
        }
        let Some(from) = take(states, FROM) else { return };
        let mut codes = Codes::default();
        codes.add(tree);
        codes.add(layer);
        let columns =
            [("state", &TEXT)].into_iter().chain(fields_at(&["states", "NAME"]).iter().map(|f| (f.key, &f.shape)));
        let layout = Layout { what: "a table of states", columns: columns.collect(), needed: &[&["state"]] };
        for (file, place) in self.files(&from.node, "states.from") {
            let Some(rows) = self.rows(&file, place, &layout) else { continue };
            let states = self.by_name(rows, &codes);
            let table = Table { entries: vec![entry("states", place, Value::Table(states))], damaged: false };
            codes.add(&table);
            lay(below, table, false, &mut Checker { sources: self.sources, problems: self.problems });
        }
    }

    /// The rows by the names of their states.
    fn by_name(&mut self, rows: Vec<Node>, codes: &Codes) -> Table {
        let mut states = Table::default();
        let mut first: BTreeMap<String, Place> = BTreeMap::new();
        for row in rows {
            let Value::Table(mut table) = row.value else { continue };
            let Some(Entry { key_place, node: Node { value: Value::Text(name), .. }, .. }) = take(&mut table, "state")
            else {
                continue;
            };
            let name = codes.name(&name).to_owned();
            if let Some(before) = first.get(&name) {
                let (number, _) = self.sources.line_and_column(*before);
                let unit = if self.sources.get(before.source).rows { "row" } else { "line" };
                let message = format!("a second row for the state {}; the first is {unit} {number}", in_quotes(&name));
                self.problems.add(ProblemKind::Conflict, key_place, message, "remove one of the two rows");
                self.lost = true;
                continue;
            }
            first.insert(name.clone(), key_place);
            let node = Node { place: row.place, value: Value::Table(table) };
            states.entries.push(Entry { key: name, key_place, node });
        }
        states
    }

    fn pairs(&mut self, layer: &mut Table, below: &mut Table) {
        let fields = fields_at(&["pairs", "0"]);
        let Some(at) = layer.entries.iter().position(|entry| entry.key == "pairs") else { return };
        let Value::Table(pairs) = &mut layer.entries[at].node.value else { return };
        let foreign = |key: &str| key != FROM && key != ENTRIES;
        // With other keys of an entry it is an entry, under single brackets.
        if pairs.get(FROM).is_none() && pairs.get(ENTRIES).is_none()
            || pairs.entries.iter().any(|e| foreign(&e.key) && fields.iter().any(|field| field.key == e.key))
        {
            return;
        }
        let pairs = std::mem::take(pairs);
        let mut own = None;
        for found in pairs.entries {
            match found.key.as_str() {
                FROM => self.pairs_from(&found.node, fields, below),
                ENTRIES if matches!(found.node.value, Value::List(_)) => own = Some(found.node),
                ENTRIES => {
                    if let Some(shape) = fields::root().inner("pairs") {
                        Checker { sources: self.sources, problems: self.problems }.wrong_type(
                            &found.node,
                            shape,
                            "pairs.entries",
                        );
                    }
                }
                key => {
                    let message = format!("pairs.{key} is not a known key{}", did_you_mean(key, [FROM, ENTRIES]));
                    self.problems.add(ProblemKind::UnknownKey, found.key_place, message, "keys here: from, entries");
                }
            }
        }
        match own {
            Some(own) => layer.entries[at].node = own,
            None => _ = layer.entries.remove(at),
        }
    }

    fn pairs_from(&mut self, from: &Node, fields: &'static [Field], below: &mut Table) {
        let sides = [("a", &*NAMES), ("b", &*NAMES)].into_iter();
        let others = fields.iter().filter(|field| field.key != "between").map(|field| (field.key, &field.shape));
        let layout = Layout {
            what: "a table of pairs",
            columns: sides.chain(others).collect(),
            needed: &[&["a", "b"], &["from", "toward"]],
        };
        let mut all = Vec::new();
        let mut first: BTreeMap<[String; 2], Place> = BTreeMap::new();
        for (file, place) in self.files(from, "pairs.from") {
            let Some(mut rows) = self.rows(&file, place, &layout) else { continue };
            for row in &mut rows {
                let Value::Table(table) = &mut row.value else { continue };
                if let (Some(a), Some(b)) = (take(table, "a"), take(table, "b")) {
                    self.refuse_twice([&a.node, &b.node], a.key_place, &mut first);
                    table.entries.insert(0, entry("between", a.key_place, Value::List(vec![a.node, b.node])));
                }
            }
            all.append(&mut rows);
        }
        below.entries.push(entry("pairs", from.place, Value::List(all)));
    }

    /// Refuses a second row of the same two states. A group and one of its states may overlap.
    fn refuse_twice(&mut self, sides: [&Node; 2], place: Place, first: &mut BTreeMap<[String; 2], Place>) {
        let [Some(a), Some(b)] = sides.map(Node::text) else { return };
        let mut key = [a.to_owned(), b.to_owned()];
        key.sort();
        let Some(before) = first.insert(key, place) else { return };
        let (number, _) = self.sources.line_and_column(before);
        let unit = if self.sources.get(before.source).rows { "row" } else { "line" };
        let message = format!("a second row for {} and {}; the first is {unit} {number}", in_quotes(a), in_quotes(b));
        self.problems.add(ProblemKind::Conflict, place, message, "remove one of the two rows");
    }

    /// Puts the rows of series into their tables.
    fn series(&mut self, layer: &mut Table) {
        let Some(Value::Table(all)) = layer.get_mut("series").map(|node| &mut node.value) else { return };
        for entry in &mut all.entries {
            let Value::Table(table) = &mut entry.node.value else { continue };
            let Some(from) = take(table, FROM) else { continue };
            if let Some(rows) = table.entry("rows") {
                let message = format!("{} has both `from` and `rows`", join("series", &entry.key));
                self.problems.add(ProblemKind::Conflict, rows.key_place, message, "give one of the two");
                continue;
            }
            let fields = table_fields::series_row();
            let needed: &[&[&str]] = &[
                &["state", "year"],
                &["state", "round"],
                &["a", "b", "year"],
                &["a", "b", "round"],
                &["year"],
                &["round"],
            ];
            let path = format!("{}.{FROM}", join("series", &entry.key));
            let rows = self.all_rows("a series", &fields, needed, &from.node, &path);
            table.entries.push(Entry { key: "rows".to_owned(), ..rows });
        }
    }

    /// Replaces the files of reach by year by their rows.
    fn years(&mut self, layer: &mut Table) {
        let Some(Value::Table(reach)) = layer.get_mut("reach").map(|node| &mut node.value) else { return };
        let Some(node) = reach.get_mut("years") else { return };
        let is_rows = match &node.value {
            Value::List(items) => items.iter().all(|item| item.table().is_some()),
            Value::Text(_) => false,
            _ => true, // refused with the other types
        };
        if is_rows {
            return;
        }
        let fields = table_fields::reach_row();
        let needed: &[&[&str]] = &[&["a", "b", "year", "reach"], &["a", "b", "round", "reach"]];
        node.value = self.all_rows("reach by year", &fields, needed, node, "reach.years").node.value;
    }

    /// The rows of all files that a value names.
    fn all_rows(
        &mut self,
        what: &'static str,
        fields: &[Field],
        needed: &'static [&'static [&'static str]],
        from: &Node,
        path: &str,
    ) -> Entry {
        let layout = Layout { what, columns: fields.iter().map(|field| (field.key, &field.shape)).collect(), needed };
        let mut all = Vec::new();
        for (file, place) in self.files(from, path) {
            all.extend(self.rows(&file, place, &layout).unwrap_or_default());
        }
        entry("", from.place, Value::List(all))
    }

    /// The rows of a table, each a table of its cells.
    fn rows(&mut self, file: &str, place: Place, layout: &Layout<'_>) -> Option<Vec<Node>> {
        let before = self.problems.errors_found();
        let rows = sheet::read(file, place, layout, self.sources, self.problems);
        self.lost |= rows.as_ref().is_none_or(|rows| rows.lost) && self.problems.errors_found() > before;
        rows.map(|rows| rows.list)
    }

    /// The paths that a value names, each with its place.
    fn files(&mut self, from: &Node, path: &str) -> Vec<(String, Place)> {
        let files: Vec<(String, Place)> = from.texts().into_iter().map(|(file, at)| (file.to_owned(), at)).collect();
        let all = if let Value::List(items) = &from.value { items.len() } else { 1 };
        if files.is_empty() || files.len() < all || files.iter().any(|(file, _)| file.trim().is_empty()) {
            let message = format!(
                "{path} is {}; must be the path of a CSV or Parquet file, or a list of paths",
                from.value.type_name()
            );
            self.problems.add(ProblemKind::WrongType, from.place, message, format!("write {FROM} = \"FILE.csv\""));
            self.lost = true;
            return Vec::new();
        }
        files
    }
}
