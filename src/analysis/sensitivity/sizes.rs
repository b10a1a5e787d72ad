//! The sizes of samples: which a method can use at all, and from which its indices are usually worth reading.

/// The sizes that a method can use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Sizes {
    /// The name of the method, for messages.
    pub method: &'static str,
    /// What is counted, in the plural.
    pub units: &'static str,
    /// The smallest number that the method can use.
    pub least: usize,
    /// The smallest number whose indices are usually worth reading. Whether they are depends on the model: see the
    /// intervals.
    pub enough: usize,
    /// What else makes a good size.
    pub advice: &'static str,
}
