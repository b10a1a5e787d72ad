//! What the docs say of files is what the program writes, and the README has the numbers that runs gave.
//! `TAKVIN_BLESS=1 cargo test --test tests documents::` renews both; `docs/refresh` works the numbers out anew.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

const BEGIN: &str = "<!-- generated: begin -->\n";
const END: &str = "<!-- generated: end -->";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

fn read(page: &str) -> String {
    std::fs::read_to_string(root().join(page)).unwrap_or_else(|error| panic!("{page}: {error}"))
}

/// Compares the generated part of a page with what the program says now, or writes it anew.
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

#[test]
fn the_readme_is_its_text_with_the_numbers_of_runs_filled_in() {
    let (text, numbers) = (read("docs/readme.in.md"), numbers());
    let mut used = BTreeSet::new();
    let mut pieces = text.split('⟦');
    let mut wanted = pieces.next().unwrap().to_owned();
    for piece in pieces {
        let (name, rest) = piece.split_once('⟧').expect("a name ends with ⟧");
        let number = numbers.get(name).unwrap_or_else(|| panic!("docs/numbers.toml has no {name}: docs/refresh"));
        used.insert(name);
        wanted.extend([number, rest]);
    }
    let unused: Vec<_> = numbers.keys().filter(|name| !used.contains(name.as_str())).collect();
    assert!(
        unused.is_empty(),
        "docs/readme.in.md uses none of {unused:?} in docs/numbers.toml: leave them out of docs/refresh"
    );
    if std::env::var_os("TAKVIN_BLESS").is_some() {
        std::fs::write(root().join("README.md"), wanted).unwrap();
        return;
    }
    let wrong = wanted.lines().zip(read("README.md").lines()).position(|(wanted, found)| wanted != found);
    assert!(
        read("README.md") == wanted,
        "README.md, line {}: not docs/readme.in.md with docs/numbers.toml. Change the words in docs/readme.in.md, then \
         TAKVIN_BLESS=1 cargo test --test tests documents::; docs/refresh works out the numbers anew",
        wrong.map_or("last".to_owned(), |line| (line + 1).to_string())
    );
}

#[test]
fn every_file_that_a_page_links_to_is_there() {
    let mut wrong = Vec::new();
    let (mut pages, mut links) = (vec!["README.md".to_owned(), "scenarios/README.md".to_owned()], 0);
    for entry in std::fs::read_dir(root().join("docs")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        // The README's text links from where the README stands.
        if Path::new(&name).extension().is_some_and(|ending| ending == "md") && name != "readme.in.md" {
            pages.push(format!("docs/{name}"));
        }
    }
    for page in &pages {
        let text = read(page);
        for link in text.split("](").skip(1).map(|rest| rest.split(')').next().unwrap()) {
            let file = link.split('#').next().unwrap();
            if file.is_empty() || file.contains("://") {
                continue;
            }
            links += 1;
            if !root().join(page).with_file_name(file).exists() {
                wrong.push(format!("{page}: {link}"));
            }
        }
    }
    assert!(links > 20, "links are not found");
    assert!(wrong.is_empty(), "no such file: {wrong:#?}");
}

#[test]
fn figures_of_the_docs_are_small_and_all_shown() {
    let (text, guide) = (read("README.md"), read("docs/guide.md"));
    for entry in std::fs::read_dir(root().join("docs/figures")).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        let shown = text.contains(&format!("](docs/figures/{name})")) || guide.contains(&format!("](figures/{name})"));
        assert!(shown, "neither the README nor the guide shows docs/figures/{name}");
        assert!(entry.metadata().unwrap().len() <= 300_000, "docs/figures/{name} has more than 300 kB");
    }
}
