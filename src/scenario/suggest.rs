//! The nearest known name to a misspelt one.

/// The candidate most like `name`, if any is like it at all.
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    const ALIKE: f64 = 0.75;
    let wanted = name.to_lowercase();
    let mut best = None;
    let mut highest = ALIKE;
    for candidate in candidates {
        let alike = strsim::jaro_winkler(&wanted, &candidate.to_lowercase());
        if alike > highest {
            (best, highest) = (Some(candidate), alike);
        }
    }
    best
}

/// Names for a message: the first so many, then how many more.
pub fn listed<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    const SHOWN: usize = 40;
    let names: Vec<&str> = names.into_iter().collect();
    let shown = names.iter().take(SHOWN).copied().collect::<Vec<_>>().join(", ");
    if names.len() > SHOWN { format!("{shown} and {} more", names.len() - SHOWN) } else { shown }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_nearest_or_none() {
        assert_eq!(nearest("alram", ["alarm", "affinity"]), Some("alarm"));
        assert_eq!(nearest("ussr", ["USA", "USSR"]), Some("USSR"));
        assert_eq!(nearest("zzz", ["alarm"]), None);
    }
}
