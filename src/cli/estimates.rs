//! Estimates in reports.

use super::print::number;
use crate::analysis::sensitivity::estimate::Estimate;

/// A number with its interval.
pub(super) fn shown(estimate: Option<Estimate>) -> String {
    match estimate {
        None => "–".to_owned(),
        Some(Estimate { value, interval: None }) => number(value),
        Some(Estimate { value, interval: Some(ends) }) => {
            format!("{} [{}, {}]", number(value), number(ends.low), number(ends.high))
        }
    }
}
