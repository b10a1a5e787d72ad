//! The time of an event: a round, a span, or the same in calendar years.

use super::reader::Reader;
use crate::scenario::check::join;
use crate::scenario::sources::Place;

/// The time of an event.
pub(super) enum Span {
    /// From one round to another, both included.
    Rounds(u32, u32),
    /// After the end of a shortened run.
    Never,
}

impl Reader<'_> {
    /// A round given by either of two keys, with its place in the file.
    fn round(&mut self, by_round: &str, by_year: &str) -> Option<(f64, Place)> {
        let (round, year) = (self.table.get(by_round), self.table.get(by_year));
        if let (Some(_), Some(node)) = (round, year) {
            self.refuse(node.place, &format!("has both `{by_round}` and `{by_year}`"), "give one of the two");
        }
        let given = round.and_then(|n| Some((n.number()?, n.place)));
        given.or_else(|| year.and_then(|n| Some((self.context.run.round_of(n.number()?), n.place))))
    }

    /// The time of this event.
    pub(super) fn span(&mut self) -> Option<Span> {
        let last = self.context.run.rounds;
        let (at, from, until) =
            (self.round("at", "year"), self.round("from", "from_year"), self.round("until", "until_year"));
        let length = self.table.number("for");
        if let (Some(_), Some((_, place))) = (at, from) {
            self.refuse(place, "has both `at` and `from`", "give one of the two");
            return None;
        }
        if let (Some(_), Some((_, place))) = (length, until) {
            self.refuse(place, "has both `for` and `until`", "give one of the two");
            return None;
        }
        let Some((first, place)) = at.or(from).or(until.map(|(_, place)| (1.0, place))) else {
            let help = "write at = ROUND or year = YEAR; for a span, from and until, or at and for";
            self.refuse(self.entry.key_place, "does not have a time", help);
            return None;
        };
        if first < 1.0 {
            let begin = self.context.run.start_year + self.context.run.round_years;
            let message = format!("falls before the first round, which is year {begin}");
            self.refuse(place, &message, "give a later year, or an earlier run.start_year");
            return None;
        }
        if first > f64::from(last) {
            if self.context.shortened {
                let name = join("events", &self.entry.key);
                let message =
                    format!("{name} is left out: it falls in round {first}, and the run ends after round {last}");
                self.problems.warn(Some(place), message, "");
                return Some(Span::Never);
            }
            let message = format!("comes after the last round: it falls in round {first}, and there are {last}");
            self.refuse(place, &message, "give an earlier time, or more rounds in [run]");
            return None;
        }
        let end = match (length, until) {
            (Some(length), _) => first + length - 1.0,
            (None, Some((end, place))) => {
                if end < first {
                    self.refuse(place, "ends before it begins", "give a later `until`");
                    return None;
                }
                end
            }
            (None, None) if at.is_some() => first,
            (None, None) => f64::from(last),
        };
        Some(Span::Rounds(first as u32, end.min(f64::from(last)) as u32))
    }
}
