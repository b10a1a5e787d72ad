//! Null models: what a run must beat before its loop says anything about the world.

/// A null model: a scenario with mechanisms off.
#[derive(Clone, Copy, Debug)]
pub struct Null {
    /// The name, in tables and options.
    pub name: &'static str,
    /// What is off, in words.
    pub words: &'static str,
    /// The switches that are off.
    pub off: &'static [&'static str],
}

/// Every null model that is run. *No change* is not run: it keeps the first year.
pub const NULLS: &[Null] = &[
    Null { name: "policy_to_governance_cut", words: "policy does not make governance", off: &["policy_to_governance"] },
    Null { name: "governance_to_policy_cut", words: "governance does not make policy", off: &["governance_to_policy"] },
    Null {
        name: "both_cut",
        words: "neither arrow of the loop",
        off: &["policy_to_governance", "governance_to_policy"],
    },
    Null {
        name: "diffusion_and_development",
        words: "the political system follows neighbours and wealth alone",
        off: &[
            "policy_to_governance",
            "governance_to_policy",
            "system_drift",
            "removal_by_vote",
            "coups",
            "collapses",
            "transitions",
        ],
    },
    Null { name: "no_removals", words: "rulers are never removed", off: &["removal_by_vote", "coups", "collapses"] },
];

/// The name of the null model that keeps the first year.
pub const NO_CHANGE: &str = "no_change";

impl Null {
    /// The values of a scenario that turn the switches off.
    pub fn overrides(&self) -> Vec<(String, String)> {
        self.off.iter().map(|name| (format!("parameters.switches.{name}"), "false".to_owned())).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::load_text;

    #[test]
    fn every_null_turns_off_what_it_names() {
        for null in NULLS {
            let scenario = load_text("s", "[states.A]\n[states.B]\n", &null.overrides()).unwrap();
            let off = scenario.setup.params.switches.states().iter().filter(|on| !**on).count();
            assert_eq!(off, null.off.len(), "{}", null.name);
        }
    }
}
