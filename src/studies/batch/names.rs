//! The directory of each scenario of a batch, named after its short name.

use super::TABLE;
use crate::output::lock::LOCK;
use crate::output::unfinished::UNFINISHED;

/// A directory name for every scenario, in order, with `-2`, `-3` and so on if the name is used. Names that differ only
/// in case count as the same, because they are one directory on some systems.
pub(super) fn directories<'a>(names: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut taken = vec![TABLE.to_owned(), LOCK.to_owned(), UNFINISHED.to_owned()];
    let mut directories = Vec::new();
    for name in names {
        let mut directory = name.to_owned();
        for number in 2u32.. {
            if !taken.contains(&directory.to_lowercase()) {
                break;
            }
            directory = format!("{name}-{number}");
        }
        taken.push(directory.to_lowercase());
        directories.push(directory);
    }
    directories
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_scenarios_share_a_directory() {
        let found = directories(["a", "b", "a", "A", "a-2", "a", "batch.csv"].into_iter());
        assert_eq!(found, ["a", "b", "a-2", "A-3", "a-2-2", "a-4", "batch.csv-2"]);
    }
}
