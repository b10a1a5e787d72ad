//! A table of a scenario with defaults: a value is as written, or else the default that [`fields`] declares.

use serde_json::Value as Json;

use super::fields;
use super::node::Table;

/// One table at the top of a scenario.
pub(super) struct Section<'a> {
    name: &'static str,
    table: Option<&'a Table>,
}

impl<'a> Section<'a> {
    /// The table of this name, which may be missing.
    pub(super) fn of(tree: &'a Table, name: &'static str) -> Self {
        Self { name, table: tree.table(name) }
    }

    /// The declared default of a key; `Null` without a default.
    fn default(&self, key: &str) -> Json {
        fields::root().inner(self.name).and_then(|shape| shape.default_of(key)).unwrap_or_default()
    }

    /// A number.
    pub(super) fn number(&self, key: &str) -> f64 {
        let written = self.table.and_then(|table| table.number(key));
        written.or_else(|| self.default(key).as_f64()).unwrap_or_default()
    }

    /// A whole number.
    pub(super) fn whole(&self, key: &str) -> u64 {
        let written = self.table.and_then(|table| table.whole(key));
        written.or_else(|| self.default(key).as_u64()).unwrap_or_default()
    }

    /// A flag.
    pub(super) fn flag(&self, key: &str) -> bool {
        let written = self.table.and_then(|table| table.flag(key));
        written.or_else(|| self.default(key).as_bool()).unwrap_or_default()
    }

    /// A text.
    pub(super) fn text(&self, key: &str) -> String {
        let written = self.table.and_then(|table| table.text(key)).map(str::to_owned);
        written.or_else(|| self.default(key).as_str().map(str::to_owned)).unwrap_or_default()
    }
}
