//! What the docs say of files is what the program writes. `TAKVIN_BLESS=1 cargo test --test documents` renews it.

use std::path::Path;

const BEGIN: &str = "<!-- generated: begin -->\n";
const END: &str = "<!-- generated: end -->";

#[test]
fn files_md_lists_every_column_of_every_table() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/files.md");
    let text = std::fs::read_to_string(&path).unwrap();
    let (before, rest) = text.split_once(BEGIN).expect("a mark where the generated part begins");
    let (found, after) = rest.split_once(END).expect("a mark where the generated part ends");
    let wanted = format!("\n{}", takvin::cli::files::markdown());
    if std::env::var_os("TAKVIN_BLESS").is_some() {
        std::fs::write(&path, format!("{before}{BEGIN}{wanted}{END}{after}")).unwrap();
        return;
    }
    assert!(found == wanted, "docs/files.md is stale: TAKVIN_BLESS=1 cargo test --test documents");
}
