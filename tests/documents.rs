//! What the docs say of files is what the program writes. `TAKVIN_BLESS=1 cargo test --test documents` renews it.

use std::path::Path;

const BEGIN: &str = "<!-- generated: begin -->\n";
const END: &str = "<!-- generated: end -->";

/// Compares the generated part of a page with what the program says now, or writes it anew.
fn hold_together(page: &str, begin: &str, end: &str, wanted: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(page);
    let text = std::fs::read_to_string(&path).unwrap();
    let (before, rest) = text.split_once(begin).expect("a mark where the generated part begins");
    let (found, after) = rest.split_once(end).expect("a mark where the generated part ends");
    let wanted = format!("\n{wanted}\n");
    if std::env::var_os("TAKVIN_BLESS").is_some() {
        std::fs::write(&path, format!("{before}{begin}{wanted}{end}{after}")).unwrap();
        return;
    }
    assert!(found == wanted, "{page} is stale: TAKVIN_BLESS=1 cargo test --test documents");
}

#[test]
fn files_md_lists_every_column_of_every_table() {
    hold_together("docs/files.md", BEGIN, END, takvin::cli::files::markdown().trim_end());
}

#[test]
fn figures_md_lists_every_figure_and_says_how_to_read_it() {
    hold_together("docs/figures.md", BEGIN, END, takvin::cli::plot::markdown().trim_end());
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/figures.md");
    let text = std::fs::read_to_string(path).unwrap();
    let parts: Vec<(&str, &str)> = text.split("\n## ").skip(1).filter_map(|part| part.split_once('\n')).collect();
    let names: Vec<&str> = parts.iter().map(|(name, _)| *name).collect();
    let known: Vec<&str> = takvin::plot::FIGURES.iter().map(|figure| figure.name).collect();
    assert_eq!(names, known, "one part for each figure, in the order of the list");
    assert!(parts.iter().all(|(_, how)| how.trim().len() > 120), "each says how to read it");
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
