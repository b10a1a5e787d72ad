//! The variables of history that the program knows, for states and for pairs of states, each year.
//!
//! A column map (`columns/`) says which column of which file holds a variable.

/// A variable.
#[derive(Clone, Copy, Debug)]
pub struct Variable {
    /// The name, in column maps and messages.
    pub name: &'static str,
    /// The meaning, with its unit or scale.
    pub meaning: &'static str,
    /// The lowest and the highest value.
    pub range: (f64, f64),
}

const fn variable(name: &'static str, meaning: &'static str) -> Variable {
    Variable { name, meaning, range: (f64::NEG_INFINITY, f64::INFINITY) }
}

impl Variable {
    const fn from(self, low: f64, high: f64) -> Self {
        Self { range: (low, high), ..self }
    }
}

/// The variables of a state in a year.
pub const OF_STATES: &[Variable] = &[
    variable("major", "great power: 1 or 0").from(0.0, 1.0),
    variable("system", "electoral democracy, 0–1").from(0.0, 1.0),
    variable("jumped", "the political system changed by .05 or more in the year: 1 or 0").from(0.0, 1.0),
    variable("liberal", "liberal democracy, 0–1").from(0.0, 1.0),
    variable("participatory", "participatory democracy, 0–1").from(0.0, 1.0),
    variable("polity", "Polity score, -10–10").from(-10.0, 10.0),
    variable("latent_democracy", "latent democracy"),
    variable("capability", "share of world capability, 0–1").from(0.0, 1.0),
    variable("spending", "military spending, thousand current US$").from(0.0, f64::INFINITY),
    variable("soldiers", "military personnel, thousands").from(0.0, f64::INFINITY),
    variable("population", "population, thousands").from(0.0, f64::INFINITY),
    variable("wealth_per_head", "GDP per head, constant international $").from(0.0, f64::INFINITY),
    variable("wealth", "GDP, million constant international $").from(0.0, f64::INFINITY),
    variable("imports", "imports, million current US$").from(0.0, f64::INFINITY),
    variable("exports", "exports, million current US$").from(0.0, f64::INFINITY),
    variable("ideal_point", "ideal point in the votes of the United Nations"),
    variable("onsets", "militarised disputes begun").from(0.0, f64::INFINITY),
    variable("ongoing", "militarised disputes under way").from(0.0, f64::INFINITY),
    variable("hostility", "highest hostility in disputes: 1 none, 2 threat, 3 display, 4 force, 5 war").from(0.0, 5.0),
    variable("rivals", "number of strategic rivals").from(0.0, f64::INFINITY),
    variable("war", "at war with another state: 1 or 0").from(0.0, 1.0),
    variable("civil_war", "armed conflicts within the state").from(0.0, f64::INFINITY),
    variable("territorial_threat", "latent threat to the territory"),
    variable("referent", "proxy of the referent: physical integrity, 0–1").from(0.0, 1.0),
    variable("securitisation", "proxy of securitisation: engaged society"),
    variable("consultation", "proxy of securitisation: range of consultation"),
    variable("civil_consultation", "proxy of securitisation: consultation of civil society"),
    variable("civil_provision", "proxy of civic actors in provision: core civil society, 0–1").from(0.0, 1.0),
    variable("civil_freedom", "freedom of civil society from repression; high is free"),
    variable("participation", "participation of civil society, 0–1").from(0.0, 1.0),
    variable("military_executive", "military dimension of the executive, 0–1").from(0.0, 1.0),
    variable("party_executive", "party dimension of the executive, 0–1").from(0.0, 1.0),
    variable("judicial_constraints", "judicial constraints on the executive, 0–1").from(0.0, 1.0),
    variable("power_by_group", "power distributed by social group"),
    variable("autonomy", "domestic autonomy"),
];

/// The variables of a pair of states in a year. Those that end in `_a` and `_b` belong to one side.
pub const OF_PAIRS: &[Variable] = &[
    variable("onset", "a militarised dispute begins: 1 or 0").from(0.0, 1.0),
    variable("ongoing", "a militarised dispute is under way: 1 or 0").from(0.0, 1.0),
    variable("hostility_a", "highest hostility of the first state in the dispute: 1 none … 5 war").from(0.0, 5.0),
    variable("hostility_b", "highest hostility of the second state").from(0.0, 5.0),
    variable("fatality", "fatality class of the dispute: 0 none … 6; negative if unknown"),
    variable("war_onset", "a war begins: 1 or 0").from(0.0, 1.0),
    variable("war_ongoing", "a war is under way: 1 or 0").from(0.0, 1.0),
    variable("contiguity", "0 none, 1 by land, 2–5 by sea up to 12, 24, 150 and 400 miles").from(0.0, 6.0),
    variable("distance", "distance between the borders, km").from(0.0, f64::INFINITY),
    variable("relevant", "contiguous up to 400 miles, or one is a great power: 1 or 0").from(0.0, 1.0),
    variable("rivalry", "strategic rivals: 1 or 0").from(0.0, 1.0),
    variable("peace", "0 severe rivalry, .25 lesser rivalry, .5 negative peace, .75 warm peace, 1 security community")
        .from(0.0, 1.0),
    variable("ally", "allied for defence: 1 or 0").from(0.0, 1.0),
    variable("any_alliance", "allied in any way: 1 or 0").from(0.0, 1.0),
    variable("flow_a", "imports of the first state from the second, million current US$").from(0.0, f64::INFINITY),
    variable("flow_b", "imports of the second state from the first, million current US$").from(0.0, f64::INFINITY),
    variable("organisations", "organisations of which both are members").from(0.0, f64::INFINITY),
    variable("ideal_distance", "distance of the ideal points in the votes of the United Nations")
        .from(0.0, f64::INFINITY),
    variable("past", "a dispute began in the ten years before: 1 or 0").from(0.0, 1.0),
    variable("quiet", "years since the last dispute began").from(0.0, f64::INFINITY),
];

/// The same variable of the other side; the variable itself if it belongs to both.
pub(super) fn mirrored(name: &'static str) -> &'static str {
    let of = |name: String| OF_PAIRS.iter().find(|there| there.name == name).map(|there| there.name);
    let other = match (name.strip_suffix("_a"), name.strip_suffix("_b")) {
        (Some(stem), _) => of(format!("{stem}_b")),
        (_, Some(stem)) => of(format!("{stem}_a")),
        _ => None,
    };
    other.unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_of_one_side_have_a_twin() {
        assert_eq!(mirrored("flow_a"), "flow_b");
        assert_eq!(mirrored("hostility_b"), "hostility_a");
        assert_eq!(mirrored("onset"), "onset");
        for variable in OF_PAIRS.iter().filter(|v| v.name.ends_with("_a") || v.name.ends_with("_b")) {
            assert_ne!(mirrored(variable.name), variable.name);
        }
    }
}
