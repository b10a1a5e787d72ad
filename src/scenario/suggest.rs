//! The nearest known name to a misspelt name.

/// The candidate most similar to `name`, if any is similar. Two exchanged letters count as one mistake.
pub(crate) fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    const ALIKE: f64 = 0.75;
    // In a short word, one mistake is a large part.
    const SHORT: usize = 3;
    const ONE_SLIP: f64 = 0.76;
    // Names are never this long, and comparing two long names takes long.
    const LONGEST: usize = 500;
    if name.len() > LONGEST {
        return None;
    }
    let wanted = name.to_lowercase();
    let mut best = None;
    let mut highest = ALIKE;
    for candidate in candidates.into_iter().filter(|candidate| candidate.len() <= LONGEST) {
        let candidate_lower = candidate.to_lowercase();
        let mut alike = strsim::jaro_winkler(&wanted, &candidate_lower);
        if alike < ONE_SLIP && wanted.len() == SHORT && strsim::osa_distance(&wanted, &candidate_lower) == 1 {
            alike = ONE_SLIP;
        }
        if alike > highest {
            (best, highest) = (Some(candidate), alike);
        }
    }
    best
}

/// Suggests the nearest known name at the end of a message. Empty if none is similar.
pub(crate) fn did_you_mean<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> String {
    nearest(name, candidates).map_or_else(String::new, |near| format!("; did you mean `{near}`?"))
}

/// A text from input for a message, in quotes, shortened if it is long.
pub(crate) fn in_quotes(text: &str) -> String {
    const LONGEST: usize = 200;
    let mut short: String = text.chars().take(LONGEST).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    format!("{short:?}")
}

/// Names for a message: the first few, then the number of the others.
pub(crate) fn listed<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    const SHOWN: usize = 40;
    let mut names = names.into_iter();
    let shown = names.by_ref().take(SHOWN).collect::<Vec<_>>().join(", ");
    match names.count() {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_nearest_or_none() {
        assert_eq!(nearest("alram", ["alarm", "affinity"]), Some("alarm"));
        assert_eq!(nearest("ussr", ["USA", "USSR"]), Some("USSR"));
        assert_eq!(nearest("UAS", ["USSR", "USA"]), Some("USA"));
        assert_eq!(nearest("zzz", ["alarm"]), None);
        let long = "a".repeat(1_000_000);
        assert_eq!(nearest(&long, [long.as_str()]), None);
        assert_eq!(in_quotes(&long).chars().count(), 203);
    }
}
