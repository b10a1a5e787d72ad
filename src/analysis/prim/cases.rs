//! What is searched for a box.

/// The fewest units that are searched. With fewer, a peel of 5 % is less than one of them.
pub(crate) const FEWEST: usize = 20;

/// The values of all cases on one axis.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Column {
    /// Finite numbers.
    Numbers(Vec<f64>),
    /// Words, by their numbers below the number of words.
    Words {
        /// The word of each case.
        of: Vec<usize>,
        /// The number of words.
        count: usize,
    },
}

/// Cases, and which of them are of interest.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cases {
    /// The axes. Each has a value for every case.
    pub columns: Vec<Column>,
    /// Whether each case is of interest.
    pub interest: Vec<bool>,
    /// The unit of each case. Cases of a unit are not independent: they are drawn and held out together.
    pub units: Vec<usize>,
}

/// Why cases cannot be searched.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum CasesError {
    /// Too few independent units.
    #[error("{0} independent points with the outcome; must be at least {FEWEST} (some hundreds are usual)")]
    TooFew(usize),
    /// No case is of interest.
    #[error("none of the {0} cases is of interest")]
    NoneOfInterest(usize),
    /// All cases are of interest.
    #[error("all {0} cases are of interest")]
    AllOfInterest(usize),
    /// Nothing can be limited.
    #[error("no axis has two values or more in the cases, so no box can be found")]
    NothingVaries,
}

impl Column {
    /// Returns true if cases have different values.
    pub(crate) fn varies(&self) -> bool {
        match self {
            Self::Numbers(of) => of.iter().any(|x| Some(x) != of.first()),
            Self::Words { of, .. } => of.iter().any(|word| Some(word) != of.first()),
        }
    }
}

impl Cases {
    /// The number of cases.
    pub(crate) fn len(&self) -> usize {
        self.interest.len()
    }

    /// The number of cases of interest.
    pub(crate) fn of_interest(&self) -> usize {
        self.interest.iter().filter(|is| **is).count()
    }

    /// The number of cases of interest among some cases.
    pub(crate) fn of_interest_in(&self, cases: &[usize]) -> usize {
        cases.iter().filter(|case| self.interest[**case]).count()
    }

    /// The number that every unit is below.
    pub(crate) fn unit_count(&self) -> usize {
        self.units.iter().max().map_or(0, |most| most + 1)
    }

    /// The units that have cases.
    pub(crate) fn units_there(&self) -> Vec<usize> {
        let mut units = self.units.clone();
        units.sort_unstable();
        units.dedup();
        units
    }

    /// Columns of numbers first, then those of words: the order of the EMA Workbench, which decides ties.
    pub(super) fn in_order(&self) -> Vec<usize> {
        let is_numbers = |axis: &usize| matches!(self.columns[*axis], Column::Numbers(_));
        let (numbers, words): (Vec<usize>, Vec<usize>) = (0..self.columns.len()).partition(is_numbers);
        [numbers, words].concat()
    }

    /// Checks that a box can be found.
    ///
    /// # Errors
    /// If units are too few, if all or none of the cases are of interest, or if nothing varies.
    pub(crate) fn check(&self) -> Result<(), CasesError> {
        let units = self.units_there().len();
        if units < FEWEST {
            return Err(CasesError::TooFew(units));
        }
        match self.of_interest() {
            0 => Err(CasesError::NoneOfInterest(self.len())),
            all if all == self.len() => Err(CasesError::AllOfInterest(all)),
            _ if !self.columns.iter().any(Column::varies) => Err(CasesError::NothingVaries),
            _ => Ok(()),
        }
    }
}
