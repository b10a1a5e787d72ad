//! Codes of states: short names beside the names, such as those of ISO or the Correlates of War, by which tables from
//! elsewhere name states.

use std::collections::{BTreeMap, BTreeSet};

use super::node::{Table, Value};

/// The code of a state, as text.
pub(super) fn code_of(state: &Table) -> Option<String> {
    match &state.get("code")?.value {
        Value::Text(code) => Some(code.clone()),
        Value::Whole(code) => Some(code.to_string()),
        _ => None,
    }
}

/// The names of states, each by its code.
#[derive(Debug, Default)]
pub(super) struct Codes {
    names: BTreeSet<String>,
    by_code: BTreeMap<String, String>,
}

impl Codes {
    /// Adds the states of a layer. A later layer may give a code to a state of an earlier one.
    pub(super) fn add(&mut self, layer: &Table) {
        for entry in layer.table("states").map_or(&[][..], |states| &states.entries) {
            self.names.insert(entry.key.clone());
            if let Some(code) = entry.node.table().and_then(code_of) {
                self.by_code.insert(code, entry.key.clone());
            }
        }
    }

    /// The name of the state that a text names, by its name or code.
    pub(super) fn name<'a>(&'a self, text: &'a str) -> &'a str {
        if self.names.contains(text) { text } else { self.by_code.get(text).map_or(text, String::as_str) }
    }
}

#[cfg(test)]
mod tests {
    use super::super::node::parse;
    use super::super::problems::Problems;
    use super::super::sources::{Source, Sources};
    use super::*;

    #[test]
    fn a_name_comes_before_a_code() {
        let mut sources = Sources::default();
        let text = "[states.USA]\ncode = 2\n[states.2]\n[states.UK]\ncode = \"GBR\"\n";
        let source = sources.add(Source::of_text("a", text));
        let mut codes = Codes::default();
        codes.add(&parse(source, &sources, &mut Problems::default()).unwrap());
        assert_eq!(["2", "GBR", "UK", "FRA"].map(|text| codes.name(text)), ["2", "UK", "UK", "FRA"]);
    }
}
