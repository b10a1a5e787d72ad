//! A variable over time, in as few pieces as possible.

/// A time at which the world was recorded.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Moment {
    /// The index among the recorded rounds of the run.
    pub place: usize,
    /// The calendar year.
    pub year: f64,
}

/// A value and the years between which it held.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Piece {
    /// The year of the first record that shows it.
    pub from: f64,
    /// The year in which the next value begins, or of the last record that shows this value if none follows at once.
    pub until: f64,
    /// The value.
    pub value: f64,
}

/// The pieces of a variable. It does not have a value in the gaps between pieces.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Timeline {
    pieces: Vec<Piece>,
    last: Option<usize>,
}

impl Timeline {
    /// Adds a recorded moment. Moments must come in order. A value within `less_than` of the last piece's value does
    /// not begin a new piece. A missing value ends the piece.
    pub(crate) fn add(&mut self, moment: Moment, value: f64, less_than: f64) {
        if value.is_nan() {
            return;
        }
        let goes_on = self.last.is_some_and(|last| last + 1 == moment.place);
        self.last = Some(moment.place);
        if goes_on && let Some(piece) = self.pieces.last_mut() {
            piece.until = moment.year;
            // Compared with the value written, not with the round before, so that slow drift is not lost.
            if value == piece.value || (value - piece.value).abs() < less_than {
                return;
            }
        }
        self.pieces.push(Piece { from: moment.year, until: moment.year, value });
    }

    /// The pieces, in order of time.
    pub(crate) fn pieces(&self) -> &[Piece] {
        &self.pieces
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(values: &[f64], less_than: f64) -> Vec<(f64, f64, f64)> {
        let mut timeline = Timeline::default();
        for (place, &value) in values.iter().enumerate() {
            timeline.add(Moment { place, year: 1990.0 + place as f64 }, value, less_than);
        }
        timeline.pieces().iter().map(|piece| (piece.from, piece.until, piece.value)).collect()
    }

    #[test]
    fn a_value_holds_until_the_next_takes_over() {
        assert_eq!(pieces(&[], 0.1), []);
        assert_eq!(pieces(&[0.5], 0.1), [(1990.0, 1990.0, 0.5)]);
        assert_eq!(pieces(&[0.5, 0.5, 0.7], 0.1), [(1990.0, 1992.0, 0.5), (1992.0, 1992.0, 0.7)]);
    }

    #[test]
    fn slow_drift_begins_a_piece_once_it_is_large_enough() {
        let values = [0.0, 0.004, 0.008, 0.012];
        assert_eq!(pieces(&values, 0.005), [(1990.0, 1992.0, 0.0), (1992.0, 1993.0, 0.008)]);
        assert_eq!(pieces(&values, 0.0).len(), 4);
    }

    #[test]
    fn what_is_missing_leaves_a_gap() {
        let values = [1.0, 1.0, f64::NAN, 1.0, f64::NAN];
        assert_eq!(pieces(&values, 0.1), [(1990.0, 1991.0, 1.0), (1993.0, 1993.0, 1.0)]);
    }
}
