//! Names in an option, separated by commas. A name may itself contain commas.

/// The largest number of parts into which commas may divide one name.
const MOST_PARTS: usize = 16;

/// The names in the values of an option. A comma separates names. If several parts together are a known name, they are
/// read as that name.
pub(super) fn named(given: &[String], is_known: impl Fn(&str) -> bool) -> Vec<String> {
    let mut names = Vec::new();
    for value in given {
        let parts: Vec<&str> = value.split(',').collect();
        let mut at = 0;
        while at < parts.len() {
            let name = |end: usize| parts[at..end].join(",").trim().to_owned();
            let end =
                (at + 1..=parts.len().min(at + MOST_PARTS)).rev().find(|&end| is_known(&name(end))).unwrap_or(at + 1);
            names.push(name(end));
            at = end;
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comma_separates_names_unless_it_is_within_one() {
        let known = ["USA", "Egypt, Arab Rep.", "Congo, Dem. Rep.", "Congo"];
        let read = |given: &[&str]| {
            let given: Vec<String> = given.iter().map(|&value| value.to_owned()).collect();
            named(&given, |name| known.contains(&name))
        };
        assert_eq!(read(&["Egypt, Arab Rep."]), ["Egypt, Arab Rep."]);
        assert_eq!(read(&["USA, Egypt, Arab Rep.,Congo, Dem. Rep."]), ["USA", "Egypt, Arab Rep.", "Congo, Dem. Rep."]);
        assert_eq!(read(&["Congo,USA", "Egypt, Arab Rep."]), ["Congo", "USA", "Egypt, Arab Rep."]);
        assert_eq!(read(&["Egypt,USA"]), ["Egypt", "USA"]);
        assert_eq!(read(&[""]), [""]);
        assert_eq!(read(&[]), [""; 0]);
    }
}
