//! The keys of scenarios that a mapping can give, with their ranges, from the schema of scenarios.

use serde_json::{Map, Value as Json};

use crate::scenario::schema;

/// A key of states or pairs.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Key {
    /// The name.
    pub name: String,
    /// The lowest and the highest number; `None` if the key is true or false.
    pub range: Option<(f64, f64)>,
}

/// The numbers of states.
pub(super) fn of_states() -> Vec<Key> {
    keys("states", "meaning", &["x", "y", "enters", "leaves", "enters_year", "leaves_year", "governance"])
}

/// The numbers and switches of pairs, except reach, which is estimated apart.
pub(super) fn of_pairs() -> Vec<Key> {
    keys("pairs", "posture", &["reach", "ties"])
}

fn keys(kind: &str, among: &str, except: &[&str]) -> Vec<Key> {
    let schema = schema();
    let found = properties(&schema["properties"][kind], among);
    let all = found.into_iter().flatten().filter(|(name, _)| !except.contains(&name.as_str()));
    all.filter_map(|(name, value)| {
        let bound = |key: &str| value.get(key).and_then(Json::as_f64);
        let range = match value.get("type").and_then(Json::as_str) {
            Some("number") => Some((bound("minimum")?, bound("maximum")?)),
            Some("boolean") => None,
            _ => return None,
        };
        Some(Key { name: name.clone(), range })
    })
    .collect()
}

/// The properties of the table that has a key, wherever it is below.
fn properties<'a>(schema: &'a Json, key: &str) -> Option<&'a Map<String, Json>> {
    let own = schema.get("properties").and_then(Json::as_object);
    if let Some(own) = own.filter(|own| own.contains_key(key)) {
        return Some(own);
    }
    match schema {
        Json::Object(map) => map.values().find_map(|value| properties(value, key)),
        Json::Array(list) => list.iter().find_map(|value| properties(value, key)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_have_the_ranges_of_scenarios() {
        let find = |keys: Vec<Key>, name: &str| keys.into_iter().find(|key| key.name == name).map(|key| key.range);
        assert_eq!(find(of_states(), "meaning"), Some(Some((0.0, 1.0))));
        assert_eq!(find(of_states(), "wealth"), Some(Some((1e-6, 1e9))));
        assert_eq!(find(of_states(), "enters_year"), None);
        assert_eq!(find(of_pairs(), "posture"), Some(Some((-1.0, 1.0))));
        assert_eq!(find(of_pairs(), "alliance"), Some(None));
        assert_eq!(find(of_pairs(), "reach"), None);
    }
}
