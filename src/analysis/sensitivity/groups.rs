//! Groups of factors that are moved together.

use super::error::SensitivityError;

/// Which factors are moved together. A factor that is moved alone is a group of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Groups {
    factors: usize,
    members: Vec<Vec<usize>>,
}

impl Groups {
    /// Each factor alone.
    ///
    /// # Errors
    /// Without factors.
    #[cfg(test)]
    pub(crate) fn single(factors: usize) -> Result<Self, SensitivityError> {
        Self::new(&(0..factors).collect::<Vec<usize>>())
    }

    /// The number of the group of each factor, from 0 without gaps.
    ///
    /// # Errors
    /// Without factors, or if a number is left out.
    pub(crate) fn new(of: &[usize]) -> Result<Self, SensitivityError> {
        let count = of.iter().max().ok_or(SensitivityError::NoFactors)?.saturating_add(1);
        // A number that is left out is among the first as many as there are factors.
        let mut members = vec![Vec::new(); count.min(of.len() + 1)];
        for (factor, group) in of.iter().enumerate() {
            if let Some(members) = members.get_mut(*group) {
                members.push(factor);
            }
        }
        match members.iter().position(Vec::is_empty) {
            Some(empty) => Err(SensitivityError::EmptyGroup(empty)),
            None => Ok(Self { factors: of.len(), members }),
        }
    }

    /// The number of factors.
    pub(crate) fn factors(&self) -> usize {
        self.factors
    }

    /// The number of groups.
    pub(crate) fn count(&self) -> usize {
        self.members.len()
    }

    /// The factors of each group, in order.
    pub(crate) fn members(&self) -> impl ExactSizeIterator<Item = &[usize]> {
        self.members.iter().map(Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_are_numbered_without_gaps() {
        let groups = Groups::new(&[1, 0, 1]).expect("two groups");
        assert_eq!((groups.factors(), groups.count()), (3, 2));
        assert_eq!(groups.members().collect::<Vec<_>>(), [&[1][..], &[0, 2]]);
        assert_eq!(Groups::new(&[0, 2]), Err(SensitivityError::EmptyGroup(1)));
        assert_eq!(Groups::new(&[usize::MAX]), Err(SensitivityError::EmptyGroup(0)));
        assert_eq!(Groups::single(0), Err(SensitivityError::NoFactors));
    }
}
