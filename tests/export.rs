//! Exports: Parquet holds what CSV holds, and the graph what the tables say; both whole or not at all.

use std::collections::BTreeMap;
use std::path::Path;

use crate::common::place::Place;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;
use takvin::output::RunReader;
use takvin::record::{Kind, TABLES, Table};

/// Five states, of which one enters and one leaves; a name that XML must escape.
const COMING_AND_GOING: &str = "[run]\nrounds = 12\nreplicates = 3\nseed = 5\nstart_year = 1990\nround_years = 0.5\n\
    [record]\npairs = true\npair_changes = true\n[states.Arda]\nsystem = 0.2\n[states.Bera]\nsystem = 0.8\n[states.Ciro]\nleaves = 10\n\
    [states.Dora]\nenters = 4\n[states.'E<&\"ra']\n[[pairs]]\nbetween = [\"Arda\", \"Bera\"]\nposture = -0.5\n\
    rivalry = 0.4\ndispute = \"dispute\"\n";

fn place() -> Place {
    let place = Place::new();
    std::fs::write(place.path("coming.toml"), COMING_AND_GOING).unwrap();
    place
}

/// Cells of a Parquet file, row by row; `None` if they are null.
fn parquet_cells(path: &Path) -> (Vec<String>, Vec<Vec<Option<Field>>>) {
    let file = SerializedFileReader::new(std::fs::File::open(path).unwrap()).unwrap();
    let schema = file.metadata().file_metadata().schema_descr_ptr();
    let names = schema.columns().iter().map(|column| column.name().to_owned()).collect();
    let cell = |field: &Field| (!matches!(field, Field::Null)).then(|| field.clone());
    let row = |row: parquet::record::Row| row.get_column_iter().map(|(_, field)| cell(field)).collect();
    (names, file.get_row_iter(None).unwrap().map(|r| row(r.unwrap())).collect())
}

/// Compares every cell of a Parquet file with the CSV beside it.
fn hold_the_same(directory: &Path, name: &str) {
    let mut csv = csv::Reader::from_path(directory.join(format!("{name}.csv"))).unwrap();
    let (names, rows) = parquet_cells(&directory.join(format!("{name}.parquet")));
    assert_eq!(csv.headers().unwrap().iter().collect::<Vec<_>>(), names, "{name}");
    let known = takvin::record::declared(name);
    let records: Vec<_> = csv.records().map(Result::unwrap).collect();
    assert_eq!(records.len(), rows.len(), "{name}");
    for (record, row) in records.iter().zip(&rows) {
        for ((field, text), cell) in known.iter().zip(record).zip(row) {
            let same = match (cell, field.kind) {
                (None, _) => text.is_empty(),
                (Some(Field::Double(x)), Kind::Number) => text.parse::<f64>().unwrap().to_bits() == x.to_bits(),
                (Some(Field::Long(x)), Kind::Whole) => text.parse() == Ok(*x),
                (Some(Field::Str(word)), Kind::Label) => text == word,
                _ => false,
            };
            assert!(same, "{name}, {}: {text} and {cell:?}", field.name);
        }
    }
}

#[test]
fn parquet_holds_every_cell_of_the_csv_beside_it() {
    let place = place();
    place.succeeds(&["run", "coming.toml", "--out", "a", "--format", "parquet", "--quiet"]);
    for name in TABLES {
        hold_the_same(&place.path("a"), name);
    }
    let listed = RunReader::open(&place.path("a")).unwrap().manifest.files;
    assert!(TABLES.iter().all(|name| listed.contains(&format!("{name}.parquet"))), "{listed:?}");
    place.succeeds(&["run", "coming.toml", "--out", "b", "--quiet"]);
    assert!(place.names("b").iter().all(|name| !name.ends_with("parquet")));
    for name in TABLES {
        assert!(place.read(&format!("a/{name}.csv")) == place.read(&format!("b/{name}.csv")), "CSV stays as it is");
    }
}

#[test]
fn columns_of_parquet_say_what_they_mean() {
    let place = place();
    place.succeeds(&["run", "world.toml", "--out", "a", "--format", "parquet", "--quiet"]);
    let file = std::fs::File::open(place.path("a/states.parquet")).unwrap();
    let file = SerializedFileReader::new(file).unwrap();
    let about = file.metadata().file_metadata().key_value_metadata().unwrap();
    let of = |name: &str| about.iter().find(|pair| pair.key == name).unwrap().value.clone().unwrap();
    for field in takvin::record::declared("states") {
        assert_eq!(of(&field.name), format!("{}: {}", field.unit, field.meaning), "{}", field.name);
    }
}

#[test]
fn parquet_without_a_row_still_has_its_columns() {
    let place = Place::new();
    let quiet = "[run]\nrounds = 1\n[states.Arda]\n";
    std::fs::write(place.path("quiet.toml"), quiet).unwrap();
    place.succeeds(&["run", "quiet.toml", "--out", "a", "--format", "parquet", "--pairs", "--quiet"]);
    let (names, rows) = parquet_cells(&place.path("a/pairs.parquet"));
    assert!(rows.is_empty() && names.contains(&"posture_a".to_owned()), "{names:?}");
    hold_the_same(&place.path("a"), "pairs");
    place.succeeds(&["export", "a", "--format", "gexf", "--quiet"]);
    assert!(graph(&place, "a/relations-0.gexf").edges.is_empty());
}

#[test]
fn parquet_is_the_same_for_any_number_of_threads_and_made_later() {
    let place = place();
    for (out, threads) in [("one", "1"), ("two", "2"), ("eight", "8")] {
        let arguments = ["run", "coming.toml", "--format", "parquet", "--quiet", "--out", out, "--threads", threads];
        place.succeeds(&arguments);
    }
    place.succeeds(&["run", "coming.toml", "--out", "later", "--quiet"]);
    place.succeeds(&["export", "later", "--format", "parquet", "--quiet"]);
    place.succeeds(&["export", "later", "--format", "parquet", "--out", "new/elsewhere", "--quiet"]);
    let bytes = |out: &str, name: &str| std::fs::read(place.path(out).join(format!("{name}.parquet"))).unwrap();
    for name in TABLES {
        for out in ["two", "eight", "later", "new/elsewhere"] {
            assert!(bytes("one", name) == bytes(out, name), "{name} of {out}");
        }
    }
}

#[test]
fn an_overwrite_removes_old_exports() {
    let place = place();
    place.succeeds(&["run", "coming.toml", "--out", "a", "--format", "parquet", "--quiet"]);
    let before = std::fs::read(place.path("a/states.parquet")).unwrap();
    place.succeeds(&["export", "a", "--format", "gexf", "--run", "2", "--quiet"]);
    assert!(place.names("a").contains(&"relations-2.gexf".to_owned()));
    let again = ["run", "coming.toml", "--out", "a", "--force", "--seed", "9", "--quiet", "--format"];
    place.succeeds(&[&again[..], &["parquet"]].concat());
    assert!(before != std::fs::read(place.path("a/states.parquet")).unwrap());
    assert!(!place.names("a").contains(&"relations-2.gexf".to_owned()));
    hold_the_same(&place.path("a"), "states");
    place.succeeds(&[&again[..], &["csv"]].concat());
    assert!(place.names("a").iter().all(|name| !name.ends_with(".parquet")), "{:?}", place.names("a"));
}

#[test]
fn foreign_files_are_replaced_only_by_force() {
    let place = place();
    place.succeeds(&["run", "coming.toml", "--out", "a", "--quiet"]);
    std::fs::write(place.path("a/pairs.parquet"), "mine").unwrap();
    let names = place.names("a");
    let error = place.fails(2, &["export", "a", "--format", "parquet"]);
    assert!(error.contains("a/pairs.parquet") && error.contains("--force"), "{error}");
    assert_eq!((place.names("a"), place.read("a/pairs.parquet")), (names, "mine".to_owned()), "nothing was written");
    let error = place.fails(2, &["run", "coming.toml", "--out", "a", "--force", "--format", "parquet"]);
    assert!(error.contains("does not belong to the results"), "{error}");
    place.succeeds(&["export", "a", "--format", "parquet", "--force", "--quiet"]);
    hold_the_same(&place.path("a"), "pairs");
    std::fs::create_dir(place.path("a/relations-0.gexf")).unwrap();
    assert!(
        place.fails(2, &["export", "a", "--format", "gexf", "--force"]).contains("this is a directory, not a file")
    );

    std::fs::write(place.path("mine.gexf"), "mine").unwrap();
    place.fails(2, &["export", "a", "--format", "gexf", "--out", "mine.gexf"]);
    assert_eq!(place.read("mine.gexf"), "mine");
    let said = place.succeeds(&["export", "a", "--format", "gexf", "--out", "mine.gexf", "--force"]);
    assert!(said.contains("mine.gexf") && place.read("mine.gexf").starts_with("<?xml"), "{said}");
}

#[test]
fn exports_that_are_refused() {
    let place = place();
    place.succeeds(&["run", "coming.toml", "--out", "a", "--quiet"]);
    place.succeeds(&["run", "world.toml", "--out", "b", "--quiet"]);
    place.succeeds(&["run", "world.toml", "--out", "c", "--pairs=1", "--quiet"]);
    place.succeeds(&["export", "c", "--format", "gexf", "--quiet"]);
    for (broken, table, from, to) in
        [("column", "pairs.csv", "rivalry", "rivalling"), ("cell", "states.csv", "1990", "long ago")]
    {
        place.copy("a", broken);
        let text = place.read(&format!("a/{table}")).replacen(from, to, 1);
        std::fs::write(place.path(broken).join(table), text).unwrap();
    }
    let session = place.session(
        "export nowhere --format gexf
        export b --format gexf
        export a --format gexf --run 3
        export a --format gexf --out graph.xml
        export a --format parquet --run 1
        export a --format parquet --out b
        export a --format parquet --out a/states.csv
        export a --format xlsx
        export c --format gexf --run 1
        export column --format gexf
        export cell --format parquet
        export cell --format parquet --out new",
    );
    insta::assert_snapshot!(session);
    for directory in ["a", "b", "column", "cell"] {
        assert!(place.names(directory).iter().all(|name| name.contains("csv") || name.ends_with("toml")));
    }
    assert!(!place.path("new").exists());
}

#[test]
fn a_modified_table_is_not_exported() {
    let place = place();
    place.succeeds(&["run", "coming.toml", "--out", "a", "--quiet"]);
    let table = place.read("a/states.csv");
    // In the last run, where the graph of the first needs no row.
    let last = table.trim_end().rfind('\n').unwrap() + 1;
    let changed = format!("{}{}", &table[..last], table[last..].replacen("0.", "0.9", 1));
    std::fs::write(place.path("a/states.csv"), changed).unwrap();
    for format in ["gexf", "parquet"] {
        let error = place.fails(2, &["export", "a", "--format", format]);
        assert!(error.contains("a/states.csv: the table was modified"), "{format}: {error}");
    }
}

/// A limit on the size of files simulates a disk that fills up.
#[test]
#[cfg(unix)]
fn an_export_that_fails_leaves_nothing_and_keeps_the_run() {
    let place = place();
    place.succeeds(&["run", "coming.toml", "--rounds", "300", "--out", "a", "--quiet"]);
    let (names, manifest) = (place.names("a"), place.read("a/manifest.toml"));
    let limited = |arguments: &str, file: &str| {
        let script = format!("trap '' XFSZ; ulimit -f 16; exec \"$0\" {arguments}");
        let mut command = std::process::Command::new("sh");
        command.args(["-c", &script, env!("CARGO_BIN_EXE_takvin")]).current_dir(place.0.path());
        let output = command.output().unwrap();
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(1), "{error}");
        assert!(error.contains(&format!("{file}: could not be written")), "{error}");
    };
    limited("export a --format parquet", "a/states.parquet");
    limited("export a --format gexf", "a/relations-0.gexf");
    limited("export a --format gexf --out new/graph.gexf", "new/graph.gexf");
    assert_eq!((place.names("a"), place.read("a/manifest.toml")), (names, manifest));
    assert!(!place.path("new").exists());
}

/// A graph read back: for every node (a name) and edge (two names), its variables as (value, start, end).
struct Graph {
    span: (f64, f64),
    nodes: BTreeMap<Vec<String>, Element>,
    edges: BTreeMap<Vec<String>, Element>,
}

#[derive(Default)]
struct Element {
    spells: Vec<(f64, f64)>,
    values: BTreeMap<String, Vec<(String, f64, f64)>>,
}

impl Element {
    /// The value of a variable in a year; where one ends and the next begins, the next.
    fn at(&self, variable: &str, year: f64) -> Option<&str> {
        let pieces = self.values.get(variable)?;
        let piece = pieces.iter().rfind(|(_, start, end)| *start <= year && year <= *end)?;
        Some(&piece.0)
    }

    fn present(&self, year: f64) -> bool {
        self.spells.iter().any(|(start, end)| *start <= year && year <= *end)
    }
}

/// Reads a graph as the structure of GEXF 1.3 has it, and complains of anything else.
fn graph(place: &Place, name: &str) -> Graph {
    let text = place.read(name);
    let document = roxmltree::Document::parse(&text).unwrap();
    let number = |node: roxmltree::Node<'_, '_>, name: &str| node.attribute(name).unwrap().parse::<f64>().unwrap();
    for node in document.descendants().filter(roxmltree::Node::is_element) {
        assert_eq!(node.tag_name().namespace(), Some("http://gexf.net/1.3"), "{node:?}");
    }
    let root = document.root_element();
    assert_eq!((root.tag_name().name(), root.attribute("version")), ("gexf", Some("1.3")));
    let children = |node: roxmltree::Node<'_, '_>| -> Vec<String> {
        node.children().filter(roxmltree::Node::is_element).map(|n| n.tag_name().name().to_owned()).collect()
    };
    assert_eq!(children(root), ["meta", "graph"]);
    let graph = root.last_element_child().unwrap();
    assert_eq!(graph.attribute("mode"), Some("dynamic"));
    assert_eq!(graph.attribute("timeformat"), Some("double"));
    assert_eq!(graph.attribute("defaultedgetype"), Some("undirected"));
    assert_eq!(children(graph), ["attributes", "attributes", "nodes", "edges"]);
    let mut declared = BTreeMap::new();
    for attributes in graph.children().filter(|n| n.has_tag_name(("http://gexf.net/1.3", "attributes"))) {
        assert_eq!(attributes.attribute("mode"), Some("dynamic"));
        for attribute in attributes.children().filter(roxmltree::Node::is_element) {
            let key = (attributes.attribute("class").unwrap(), attribute.attribute("id").unwrap());
            assert!(attribute.attribute("title").is_some());
            assert!(declared.insert(key, attribute.attribute("type").unwrap()).is_none(), "{key:?} twice");
        }
    }
    let mut read =
        Graph { span: (number(graph, "start"), number(graph, "end")), nodes: BTreeMap::new(), edges: BTreeMap::new() };
    for node in graph.descendants().filter(|n| ["node", "edge"].contains(&n.tag_name().name())) {
        let class = node.tag_name().name();
        let names: Vec<String> = match class {
            "node" => vec![node.attribute("id").unwrap().to_owned()],
            _ => ["source", "target"].map(|end| node.attribute(end).unwrap().to_owned()).to_vec(),
        };
        assert_eq!(children(node), ["attvalues", "spells"]);
        let mut element = Element::default();
        for spell in node.descendants().filter(|n| n.tag_name().name() == "spell") {
            element.spells.push((number(spell, "start"), number(spell, "end")));
        }
        for value in node.descendants().filter(|n| n.tag_name().name() == "attvalue") {
            let (variable, text) = (value.attribute("for").unwrap(), value.attribute("value").unwrap());
            match declared[&(class, variable)] {
                "double" => assert!(text.parse::<f64>().unwrap().is_finite()),
                "boolean" => assert!(["true", "false"].contains(&text)),
                of => assert_eq!(of, "string"),
            }
            let (start, end) = (number(value, "start"), number(value, "end"));
            assert!(start <= end && element.spells.iter().any(|spell| spell.0 <= start && end <= spell.1));
            let pieces: &mut Vec<_> = element.values.entry(variable.to_owned()).or_default();
            assert!(pieces.last().is_none_or(|(_, _, until): &(String, f64, f64)| *until <= start), "no overlap");
            pieces.push((text.to_owned(), start, end));
        }
        assert!(names.iter().all(|name| class == "node" || read.nodes.contains_key(&vec![name.clone()])));
        let all = if class == "node" { &mut read.nodes } else { &mut read.edges };
        assert!(all.insert(names.clone(), element).is_none(), "{names:?} twice");
    }
    read
}

/// The rows of one run, each as its names and its cells by column.
fn rows_of<'a>(table: &'a Table, run: u32, names: &'a [&str]) -> impl Iterator<Item = (Vec<String>, &'a [f64])> {
    let at = |name: &str| table.position(name).unwrap();
    let (run_at, names_at) = (at("run"), names.iter().map(|name| at(name)).collect::<Vec<_>>());
    let word = |cell: f64| table.word(cell).unwrap().to_owned();
    table
        .rows()
        .filter(move |row| row[run_at] == f64::from(run))
        .map(move |row| (names_at.iter().map(|&at| word(row[at])).collect(), row))
}

#[test]
fn the_graph_says_what_the_tables_say() {
    let place = place();
    place.succeeds(&["run", "coming.toml", "--out", "a", "--quiet"]);
    // As if Ciro had been conquered and had come back.
    for name in ["a/states.csv", "a/pairs.csv"] {
        let away = |line: &&str| (3..7).any(|round| line.starts_with(&format!("1,{round},"))) && line.contains("Ciro");
        let text = place.read(name);
        let kept: Vec<&str> = text.lines().filter(|line| !away(line)).collect();
        assert!(kept.len() < text.lines().count());
        std::fs::write(place.path(name), kept.join("\n") + "\n").unwrap();
    }
    place.vouch_for("a");
    place.succeeds(&["export", "a", "--format", "gexf", "--run", "1", "--quiet"]);
    let graph = graph(&place, "a/relations-1.gexf");
    assert_eq!(graph.span, (1990.0, 1996.0));
    let years: Vec<f64> = (0..=12).map(|round| 1990.0 + 0.5 * f64::from(round)).collect();
    let reader = RunReader::open(&place.path("a")).unwrap();
    let tables = [("states", &["state"][..], &graph.nodes), ("pairs", &["a", "b"], &graph.edges)];
    for (name, names, elements) in tables {
        let table = reader.table(name).unwrap();
        let cell = |row: &[f64], column: &str| row[table.position(column).unwrap()];
        let mut there = BTreeMap::new();
        for (names, row) in rows_of(&table, 1, names) {
            let (element, year) = (&elements[&names], cell(row, "year"));
            there.entry(names.clone()).or_insert_with(Vec::new).push(year);
            for (variable, pieces) in &element.values {
                let printed = element.at(variable, year);
                match (printed, variable.as_str()) {
                    (Some(printed), "weight") => {
                        let mean = ["trade", "people", "security"].map(|c| cell(row, c)).iter().sum::<f64>() / 3.0;
                        assert!((printed.parse::<f64>().unwrap() - mean).abs() < 0.005);
                    }
                    (Some(printed), "alliance") => assert_eq!(printed == "true", cell(row, "alliance") == 1.0),
                    (Some(printed), "bloc" | "stage") => assert_eq!(Some(printed), table.word(cell(row, variable))),
                    (Some(printed), _) => {
                        let error = (printed.parse::<f64>().unwrap() - cell(row, variable)).abs();
                        assert!(error < 0.005, "{names:?} {variable} {year}");
                        let exact = pieces.iter().any(|piece| piece.1 == year);
                        assert!(!exact || error == 0.0, "a value is exact where it begins");
                    }
                    (None, _) => assert!(cell(row, variable).is_nan(), "{names:?} {variable} {year}"),
                }
            }
        }
        assert_eq!(there.len(), elements.len());
        for (names, element) in elements {
            let seen: Vec<f64> = years.iter().copied().filter(|&year| element.present(year)).collect();
            assert_eq!(seen, there[names], "{names:?}");
        }
    }
    let ciro = &graph.nodes[&vec!["Ciro".to_owned()]];
    assert_eq!(ciro.spells, [(1990.0, 1991.0), (1993.5, 1994.5)], "it left, came back and left");
    assert_eq!(graph.nodes.len(), 5);
    assert!(graph.nodes.contains_key(&vec!["E<&\"ra".to_owned()]));
    assert_eq!(graph.nodes[&vec!["Arda".to_owned()]].values.len(), 11);
    assert_eq!(graph.edges.values().map(|edge| edge.values.len()).max(), Some(6));
}

#[test]
fn the_graph_shows_the_first_run_by_default() {
    let place = place();
    place.succeeds(&["run", "coming.toml", "--out", "a", "--quiet"]);
    place.succeeds(&["export", "a", "--format", "gexf", "--out", "first.gexf", "--quiet"]);
    place.succeeds(&["export", "a", "--format", "gexf", "--out", "./a/same.gexf", "--run", "0", "--quiet"]);
    place.succeeds(&["export", "a", "--format", "gexf", "--out", "last.gexf", "--run", "2", "--quiet"]);
    assert_eq!(place.read("first.gexf"), place.read("a/same.gexf"));
    assert_ne!(place.read("first.gexf"), place.read("last.gexf"));
    assert!(RunReader::open(&place.path("a")).unwrap().manifest.files.contains(&"same.gexf".to_owned()));
}

#[test]
fn rounds_that_are_not_recorded_leave_no_gaps() {
    let place = place();
    place.succeeds(&["run", "coming.toml", "--out", "a", "--set", "record.every=5", "--quiet"]);
    place.succeeds(&["export", "a", "--format", "gexf", "--quiet"]);
    let graph = graph(&place, "a/relations-0.gexf");
    let spells = |name: &str| graph.nodes[&vec![name.to_owned()]].spells.clone();
    assert_eq!(spells("Arda"), [(1990.0, 1996.0)]);
    assert_eq!(spells("Dora"), [(1992.5, 1996.0)], "recorded in rounds 0, 5, 10 and 12");
    assert_eq!(spells("Ciro"), [(1990.0, 1992.5)]);
}

#[test]
fn the_next_command_completes_a_killed_export() {
    let next: [&[&str]; 4] = [
        &["explain", "a", "--state", "Arda", "--round", "1"],
        &["plot", "a", "--figure", "drift", "--image", "svg"],
        &["run", "coming.toml", "--out", "a"],
        &["export", "a", "--format", "gexf", "--quiet"],
    ];
    let place = place();
    place.succeeds(&["run", "coming.toml", "--out", "old", "--quiet"]);
    place.copy("old", "new");
    place.succeeds(&["export", "new", "--format", "parquet", "--quiet"]);
    let added: Vec<String> = place.names("new").into_iter().filter(|name| name.ends_with("parquet")).collect();
    let files: Vec<&str> = added.iter().map(String::as_str).chain(["manifest.toml"]).collect();
    for moved in 0..=files.len() {
        let _ = std::fs::remove_dir_all(place.path("a"));
        place.copy("old", "a");
        std::fs::create_dir(place.path("a/added")).unwrap();
        std::fs::write(place.path("a/added/commit"), "").unwrap();
        for (number, name) in files.iter().enumerate() {
            let to = if number < moved { "a" } else { "a/added" };
            std::fs::copy(place.path("new").join(name), place.path(to).join(name)).unwrap();
        }
        place.succeeds(next[moved % next.len()]);
        for name in &added {
            assert!(place.files("a")[name] == place.files("new")[name], "{moved}: {name}");
        }
        assert!(!place.path("a/added").exists(), "{moved}");
    }
}
