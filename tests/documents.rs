//! Generated parts of the docs agree with the program, and pages hold the numbers that runs gave.
//! `TAKVIN_BLESS=1 cargo test --test tests documents::` renews both; `docs/refresh` computes the numbers.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

const BEGIN: &str = "<!-- generated: begin -->\n";
const END: &str = "<!-- generated: end -->";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

fn read(page: &str) -> String {
    std::fs::read_to_string(root().join(page)).unwrap_or_else(|error| panic!("{page}: {error}"))
}

/// Compares the generated part of a page with the program's present text, or writes it again.
fn hold_together(page: &str, begin: &str, end: &str, wanted: &str) {
    let text = read(page);
    let (before, rest) = text.split_once(begin).expect("a mark where the generated part begins");
    let (found, after) = rest.split_once(end).expect("a mark where the generated part ends");
    let wanted = format!("\n{wanted}\n");
    if std::env::var_os("TAKVIN_BLESS").is_some() {
        std::fs::write(root().join(page), format!("{before}{begin}{wanted}{end}{after}")).unwrap();
        return;
    }
    assert!(found == wanted, "{page} is stale: TAKVIN_BLESS=1 cargo test --test tests documents::");
}

#[test]
fn files_md_lists_every_column_of_every_table() {
    hold_together("docs/files.md", BEGIN, END, takvin::cli::files::markdown().trim_end());
}

#[test]
fn figures_md_lists_every_figure_and_says_how_to_read_it() {
    hold_together("docs/figures.md", BEGIN, END, takvin::cli::plot::markdown().trim_end());
    let text = read("docs/figures.md");
    let parts: Vec<(&str, &str)> = text.split("\n## ").skip(1).filter_map(|part| part.split_once('\n')).collect();
    let names: Vec<&str> = parts.iter().map(|(name, _)| *name).collect();
    let known: Vec<&str> = takvin::plot::FIGURES.iter().map(|figure| figure.name).collect();
    assert_eq!(names, known, "one part for each figure, in the order of the list");
    assert!(parts.iter().all(|(_, how)| how.trim().len() > 120), "each says how to read it");
}

#[test]
fn claims_md_says_what_the_words_of_entries_mean() {
    let (begin, end) = ("<!-- words: begin -->\n", "<!-- words: end -->");
    hold_together("docs/claims.md", begin, end, takvin::claims::page::WORDS.trim_end());
}

#[test]
fn odd_md_lists_every_parameter_and_switch() {
    let tables = format!(
        "{}\n\n{}",
        takvin::scenario::parameter_table_markdown().trim_end(),
        takvin::scenario::switch_table_markdown().trim_end()
    );
    hold_together("docs/odd.md", BEGIN, END, &tables);
}

/// What the program prints, with lines of at most 100 letters.
fn prints(arguments: &[&str]) -> String {
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_takvin"))
        .args(arguments)
        .env("COLUMNS", "100")
        .output()
        .unwrap();
    assert!(output.status.success(), "takvin {arguments:?}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn commands_md_has_the_help_of_every_command() {
    let whole = prints(&["--help"]);
    let (_, list) = whole.split_once("Commands:\n").expect("a list of commands");
    let (list, _) = list.split_once("\n\n").expect("an end of the list");
    let names: Vec<&str> = list
        .lines()
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help")
        .collect();
    assert!(names.len() > 15, "{names:?}");
    let mut text = String::new();
    for name in names {
        let help = prints(&[name, "--help"]);
        let help: String = help.lines().flat_map(|line| [line.trim_end(), "\n"]).collect();
        let _ = write!(text, "## {name}\n\n```text\n{}\n```\n\n", help.trim_end());
    }
    hold_together("docs/commands.md", BEGIN, END, text.trim_end());
}

/// The type of a key in words, with its range or its choices.
fn kind_of(shape: &serde_json::Value) -> String {
    let plain = |value: &serde_json::Value| value.as_f64().map_or(value.to_string(), |number| number.to_string());
    if let Some(choices) = shape["enum"].as_array() {
        return choices.iter().map(|choice| format!("`{choice}`")).collect::<Vec<_>>().join(", ");
    }
    if let Some(shapes) = shape["anyOf"].as_array() {
        let mut kinds: Vec<String> = shapes.iter().map(kind_of).collect();
        kinds.dedup();
        return kinds.join(", or ");
    }
    let unlimited = |value: &serde_json::Value| value.as_f64().is_some_and(|number| number.abs() > 1e15);
    let range = match (&shape["minimum"], &shape["maximum"]) {
        (low, _) if low.is_null() => String::new(),
        (low, high) if unlimited(low) && unlimited(high) => String::new(),
        (low, high) if unlimited(high) => format!(" from {}", plain(low)),
        (low, high) => format!(" from {} to {}", plain(low), plain(high)),
    };
    match shape["type"].as_str() {
        Some("number") => format!("number{range}"),
        Some("integer") => format!("integer{range}"),
        Some("boolean") => "`true` or `false`".to_owned(),
        Some("string") => "text".to_owned(),
        Some("array") => format!("list of {}", kind_of(&shape["items"])),
        _ => match shape["properties"].as_object() {
            Some(keys) => {
                format!("table of {}", keys.keys().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", "))
            }
            None => "table".to_owned(),
        },
    }
}

/// A heading, and a row for each key of a table of the schema.
fn keys_of_table(text: &mut String, heading: &str, about: &str, table: &serde_json::Value) {
    let required: Vec<&str> =
        table["required"].as_array().into_iter().flatten().filter_map(serde_json::Value::as_str).collect();
    let _ = write!(text, "## {heading}\n\n{about}\n\n| key | value | default | meaning |\n|---|---|---|---|\n");
    for (key, shape) in table["properties"].as_object().unwrap() {
        let default = match &shape["default"] {
            serde_json::Value::Null if required.contains(&key.as_str()) => "required".to_owned(),
            serde_json::Value::Null => String::new(),
            default => format!("`{default}`"),
        };
        let meaning = shape["description"].as_str().unwrap_or_default().replace('|', "\\|");
        let _ = writeln!(text, "| `{key}` | {} | {default} | {meaning} |", kind_of(shape));
    }
    text.push('\n');
}

#[test]
fn scenario_md_lists_every_key_of_the_schema() {
    let schema: serde_json::Value = serde_json::from_str(&prints(&["schema"])).unwrap();
    let mut text = String::new();
    let mut top = serde_json::json!({ "properties": {} });
    // Pairs are a list, or a table that names files.
    let is = |shape: &serde_json::Value, kind: &str| {
        shape["type"] == kind || shape["type"].as_array().is_some_and(|kinds| kinds.iter().any(|known| known == kind))
    };
    for (key, shape) in schema["properties"].as_object().unwrap() {
        if !is(shape, "object") && !is(shape, "array") {
            top["properties"][key] = shape.clone();
        }
    }
    keys_of_table(&mut text, "Before the first table", "Keys of the file itself.", &top);
    for (key, shape) in schema["properties"].as_object().unwrap() {
        let about = shape["description"].as_str().unwrap_or_default();
        let about = format!("{}{}.", about[..1].to_uppercase(), &about[1..]);
        let named = &shape["additionalProperties"];
        if is(shape, "array") {
            keys_of_table(&mut text, &format!("`[[{key}]]`"), &about, &shape["items"]);
        }
        if named.is_object() && !named["properties"].is_object() {
            let _ = write!(text, "## `[{key}]`\n\n{about}\n\n");
        } else if named.is_object() {
            keys_of_table(&mut text, &format!("`[{key}.NAME]`"), &about, named);
        }
        // Parameters have a separate table in odd.md, with the same meanings.
        if shape["properties"].is_object() && key != "parameters" {
            let about = if is(shape, "array") || named.is_object() { "Keys of the table itself." } else { &about };
            keys_of_table(&mut text, &format!("`[{key}]`"), about, shape);
        }
    }
    hold_together("docs/scenario.md", BEGIN, END, text.trim_end());
}

/// Names and values of docs/numbers.toml, with the names of its tables before them.
fn numbers() -> BTreeMap<String, String> {
    fn flatten(table: toml::Table, before: &str, found: &mut BTreeMap<String, String>) {
        for (name, value) in table {
            match value {
                toml::Value::Table(inner) => flatten(inner, &format!("{before}{name}."), found),
                toml::Value::String(text) => assert!(found.insert(format!("{before}{name}"), text).is_none()),
                other => panic!("docs/numbers.toml: {before}{name} is {other}, not a text"),
            }
        }
    }
    let mut found = BTreeMap::new();
    flatten(toml::from_str(&read("docs/numbers.toml")).unwrap(), "", &mut found);
    found
}

/// Pages that are written with ⟦names⟧ for numbers, and the pages that they become: `docs/readme.in.md` becomes `README.md`,
/// and any other `docs/NAME.in.md` becomes `docs/NAME.md`.
fn filled_pages() -> Vec<(String, String)> {
    let entries = std::fs::read_dir(root().join("docs")).unwrap();
    let mut pages: Vec<_> = entries
        .filter_map(|entry| {
            let name = entry.unwrap().file_name().into_string().unwrap();
            let page = name.strip_suffix(".in.md")?;
            let page = if page == "readme" { "README.md".to_owned() } else { format!("docs/{page}.md") };
            Some((format!("docs/{name}"), page))
        })
        .collect();
    pages.sort();
    pages
}

/// A page with its ⟦names⟧ replaced by numbers; the names go into `used`.
fn fill(source: &str, numbers: &BTreeMap<String, String>, used: &mut BTreeSet<String>) -> String {
    let text = read(source);
    let mut pieces = text.split('⟦');
    let mut filled = pieces.next().unwrap().to_owned();
    for piece in pieces {
        let (name, rest) = piece.split_once('⟧').expect("a name ends with ⟧");
        let number = numbers
            .get(name)
            .unwrap_or_else(|| panic!("{source}: docs/numbers.toml does not define {name}; run docs/refresh"));
        used.insert(name.to_owned());
        filled.extend([number, rest]);
    }
    filled
}

#[test]
fn pages_with_numbers_are_their_text_with_the_numbers_of_runs_filled_in() {
    let (numbers, mut used) = (numbers(), BTreeSet::new());
    for (source, page) in filled_pages() {
        let wanted = fill(&source, &numbers, &mut used);
        if std::env::var_os("TAKVIN_BLESS").is_some() {
            std::fs::write(root().join(&page), wanted).unwrap();
            continue;
        }
        let found = read(&page);
        let line = wanted.lines().zip(found.lines()).position(|(wanted, found)| wanted != found);
        assert!(
            found == wanted,
            "{page}, line {}: differs from {source} with docs/numbers.toml. Change the words in {source}, then run \
             TAKVIN_BLESS=1 cargo test --test tests documents::; docs/refresh computes the numbers",
            line.map_or("last".to_owned(), |line| (line + 1).to_string())
        );
    }
    let unused: Vec<_> = numbers.keys().filter(|name| !used.contains(*name)).collect();
    assert!(unused.is_empty(), "no page uses {unused:?} of docs/numbers.toml: remove them from docs/refresh");
}

#[test]
fn the_readme_is_short() {
    let lines = read("README.md").lines().count();
    assert!(lines <= 150, "README.md has {lines} lines; at most 150 are allowed. Move details to a page in docs/");
}

#[test]
fn the_readme_says_what_every_dependency_is_for() {
    let manifest: toml::Table = toml::from_str(&read("Cargo.toml")).unwrap();
    let readme = read("README.md");
    let (_, table) = readme.split_once("## Dependencies").expect("a part about dependencies");
    let named: BTreeSet<&str> = table
        .lines()
        .filter_map(|line| line.strip_prefix("| ")?.split(" | ").next())
        .flat_map(|cell| cell.split(", "))
        .collect();
    for group in ["dependencies", "dev-dependencies"] {
        for name in manifest[group].as_table().unwrap().keys() {
            assert!(
                named.contains(name.as_str()),
                "the README's table of dependencies lacks {name}: docs/readme.in.md"
            );
        }
    }
}

fn ends_in(path: &Path, ending: &str) -> bool {
    path.extension().is_some_and(|found| found == ending)
}

/// Every page in Markdown, relative to the root, but for the texts that pages are filled in from.
fn pages() -> Vec<String> {
    fn walk(folder: &Path, found: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
            } else if ends_in(&path, "md") && !path.to_str().unwrap().ends_with(".in.md") {
                found.push(path.strip_prefix(root()).unwrap().to_str().unwrap().replace('\\', "/"));
            }
        }
    }
    let mut found = vec![
        "README.md",
        "CONTRIBUTING.md",
        "ARCHITECTURE.md",
        "CHANGELOG.md",
        "SECURITY.md",
        "scenarios/README.md",
        "examples/README.md",
        "output/README.md",
    ];
    let mut found: Vec<String> = found.drain(..).map(str::to_owned).collect();
    walk(&root().join("docs"), &mut found);
    found.sort();
    found
}

/// The targets of the links and images of a page.
fn links(text: &str) -> impl Iterator<Item = &str> {
    text.split("](").skip(1).map(|rest| rest.split(')').next().unwrap())
}

/// The anchors of a page, as GitHub makes them from its headings.
fn anchors(text: &str) -> BTreeSet<String> {
    let headings = text.lines().filter(|line| line.starts_with('#'));
    headings
        .map(|line| {
            let words = line.trim_start_matches('#').trim().to_lowercase();
            let kept = words.chars().filter(|letter| letter.is_alphanumeric() || matches!(letter, ' ' | '-' | '_'));
            kept.map(|letter| if letter == ' ' { '-' } else { letter }).collect()
        })
        .collect()
}

#[test]
fn every_file_and_heading_that_a_page_links_to_is_there() {
    let (mut wrong, mut count) = (Vec::new(), 0);
    for page in pages() {
        let text = read(&page);
        for link in links(&text).filter(|link| !link.contains("://") && !link.is_empty()) {
            count += 1;
            let (file, anchor) = link.split_once('#').unwrap_or((link, ""));
            let path = if file.is_empty() { root().join(&page) } else { root().join(&page).with_file_name(file) };
            if !path.exists() {
                wrong.push(format!("{page}: {link}"));
            } else if !anchor.is_empty() {
                let target = std::fs::read_to_string(&path).unwrap();
                if !anchors(&target).contains(anchor) && !target.contains(&format!("id=\"{anchor}\"")) {
                    wrong.push(format!("{page}: {link} (no such heading)"));
                }
            }
        }
    }
    assert!(count > 60, "links are not found");
    assert!(wrong.is_empty(), "links that lead nowhere: {wrong:#?}");
}

#[test]
fn figures_of_the_docs_are_small_and_all_shown() {
    let shown: BTreeSet<PathBuf> = pages()
        .iter()
        .flat_map(|page| {
            let folder = root().join(page).parent().unwrap().to_owned();
            links(&read(page))
                .filter(|link| ends_in(Path::new(link), "png"))
                .map(|link| folder.join(link))
                .collect::<Vec<_>>()
        })
        .filter_map(|path| path.canonicalize().ok())
        .collect();
    for folder in ["docs/figures", "docs/figures/gallery"] {
        for entry in std::fs::read_dir(root().join(folder)).unwrap() {
            let path = entry.unwrap().path().canonicalize().unwrap();
            if path.is_file() {
                assert!(shown.contains(&path), "no page shows {}", path.display());
                assert!(path.metadata().unwrap().len() <= 300_000, "{} has more than 300 kB", path.display());
            }
        }
    }
}

/// The text after a key at the beginning of a line.
fn value_of<'a>(text: &'a str, key: &str) -> Option<&'a str> {
    text.lines().find_map(|line| line.strip_prefix(key)).map(|rest| rest.trim().trim_matches('"'))
}

#[test]
fn the_citation_agrees_with_the_changelog() {
    let (citation, changelog) = (read("CITATION.cff"), read("CHANGELOG.md"));
    let heading = changelog.lines().find_map(|line| line.strip_prefix("## ")).expect("a version in the changelog");
    let (version, date) = heading.split_once(" (").expect("a version, then its date in brackets");
    assert_eq!(version, env!("CARGO_PKG_VERSION"));
    assert_eq!(value_of(&citation, "version:"), Some(version));
    let released = date.trim_end_matches(')');
    let cited = value_of(&citation, "date-released:");
    assert_eq!(cited, (released != "unreleased").then_some(released), "CITATION.cff has the date of the changelog");
    let zenodo: serde_json::Value = serde_json::from_str(&read(".zenodo.json")).unwrap();
    assert_eq!(zenodo["title"].as_str(), value_of(&citation, "title:"));
    let keywords: Vec<&str> =
        citation.split_once("\nkeywords:\n").unwrap().1.lines().map(|line| line[4..].trim()).collect();
    let zenodos: Vec<&str> = zenodo["keywords"].as_array().unwrap().iter().filter_map(|word| word.as_str()).collect();
    assert_eq!(zenodos, keywords);
}
