//! What the state numbers of the Correlates of War say: the region of a state, and its abbreviation.

/// A region.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Region {
    /// The name.
    pub name: &'static str,
    first: u32,
    last: u32,
}

/// The regions by ranges of state numbers.
pub const REGIONS: [Region; 6] = [
    Region { name: "Americas", first: 2, last: 199 },
    Region { name: "Europe", first: 200, last: 399 },
    Region { name: "Africa", first: 400, last: 599 },
    Region { name: "Middle East", first: 600, last: 699 },
    Region { name: "Asia", first: 700, last: 899 },
    Region { name: "Oceania", first: 900, last: 999 },
];

/// State numbers and abbreviations (Correlates of War, State System Membership 2016).
pub(super) const ABBREVIATIONS: &str = include_str!("abbreviations.txt");

/// The region of a code; `None` if the code is not a state number.
pub(super) fn of(code: &str) -> Option<Region> {
    let number: u32 = code.parse().ok()?;
    REGIONS.into_iter().find(|region| (region.first..=region.last).contains(&number))
}

/// The state number of an abbreviation.
pub(super) fn code_of(abbreviation: &str) -> Option<&'static str> {
    let mut lines = ABBREVIATIONS.lines().filter_map(|line| line.split_once(' '));
    lines.find(|(_, there)| there.eq_ignore_ascii_case(abbreviation)).map(|(code, _)| code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_regions_and_abbreviations() {
        let name = |code: &str| of(code).map(|region| region.name);
        assert_eq!((name("2"), name("651"), name("990")), (Some("Americas"), Some("Middle East"), Some("Oceania")));
        assert_eq!((name("1"), name("DEU")), (None, None));
        assert_eq!((code_of("usr"), code_of("RUS")), (None, Some("365")));
        assert!(ABBREVIATIONS.lines().all(|line| of(line.split(' ').next().unwrap()).is_some()));
    }
}
