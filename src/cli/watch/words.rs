//! Events in words.

use crate::cli::print::counted;
use crate::model::{Event, EventKind, Intervention};

/// The importance of an event to a viewer; 0 is highest. `None` for events that are not shown, such as issues, which
/// are too many.
pub(crate) fn rank(kind: EventKind) -> Option<u8> {
    use EventKind as Kind;
    Some(match kind {
        Kind::IssuesAccepted | Kind::IssuesResolved => return None,
        Kind::Intervention | Kind::StateEntered | Kind::StateLeft | Kind::StateConquered | Kind::StateReturned => 0,
        Kind::WarBegun | Kind::WarWon | Kind::WarSettled | Kind::WarFrozen | Kind::WarCollapse => 1,
        Kind::Coup | Kind::RuleCollapsed | Kind::Transition => 2,
        Kind::CrisisBegun | Kind::AllyJoined | Kind::Concession => 3,
        Kind::VotedOut | Kind::AllianceFormed | Kind::AllianceEnded => 4,
        Kind::DisputeBegun | Kind::DisputeOverNationals => 5,
        Kind::DisputeSettled | Kind::DisputeLapsed | Kind::DisputeVoid => 6,
        Kind::Incident => 7,
        Kind::ThreatBegun | Kind::ThreatEnded => 8,
    })
}

/// One line for an event.
pub(crate) fn tell(event: &Event, names: &[String], interventions: &[Intervention]) -> String {
    use EventKind as Kind;
    let a = &names[event.a.index()];
    let b = event.b.map_or("no state", |b| names[b.index()].as_str());
    let after = event.age.map_or_else(String::new, |age| format!(" after {}", rounds(age)));
    match event.kind {
        Kind::Intervention => {
            let named = event.number.and_then(|number| interventions.get(number as usize));
            format!("scenario: {}", named.map_or("an event", |intervention| intervention.name.as_str()))
        }
        Kind::StateEntered => format!("{a} enters the world"),
        Kind::StateLeft => format!("{a} leaves the world"),
        Kind::ThreatBegun => format!("{a} feels threatened by {b}"),
        Kind::ThreatEnded => format!("{a} feels safe from {b} again{after}"),
        Kind::IssuesAccepted => format!("{a} securitises matters"),
        Kind::IssuesResolved => format!("{a} resolves security issues"),
        Kind::DisputeBegun => format!("{a} begins a dispute with {b}"),
        Kind::CrisisBegun => format!("crisis: {a} – {b}"),
        Kind::WarBegun => format!("war: {a} – {b}"),
        Kind::AllyJoined => format!("{a} aids {b} in war"),
        Kind::DisputeSettled => format!("{a} and {b} settle their dispute{after}"),
        Kind::DisputeLapsed => format!("dispute of {a} and {b} lapses{after}"),
        Kind::WarSettled => format!("{a} and {b} make peace{after}"),
        Kind::WarWon => format!("{a} wins the war against {b}{after}"),
        Kind::WarFrozen => format!("war of {a} and {b} freezes{after}"),
        Kind::AllianceFormed => format!("{a} and {b} become allies"),
        Kind::AllianceEnded => format!("alliance of {a} and {b} ends"),
        Kind::Transition => format!("{a}: system moves by {:+.2}", event.value.unwrap_or(0.0)),
        Kind::DisputeVoid => format!("dispute of {a} and {b} ends: {a} left"),
        Kind::VotedOut => format!("{a}: ruler voted out{after}"),
        Kind::Coup => format!("{a}: coup{after}"),
        Kind::RuleCollapsed => format!("{a}: rule collapses{after}"),
        Kind::Incident => format!("nationals of {a} harmed in {b}"),
        Kind::DisputeOverNationals => format!("{a} quarrels with {b} over its nationals"),
        Kind::WarCollapse => format!("{b} gives up against {a}: collapse at home"),
        Kind::StateConquered => format!("{a} conquers {b}"),
        Kind::StateReturned => format!("{a} returns after its conquest by {b}"),
        Kind::Concession => format!("{a} concedes {:.2} autonomy to {b}", event.value.unwrap_or(0.0)),
    }
}

/// A number of rounds.
pub(crate) fn rounds(count: u32) -> String {
    counted(count as usize, "round", "rounds")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::EventKind;

    #[test]
    fn every_event_names_a_state_and_fits_a_line() {
        let names = ["Arda".to_owned(), "Bera".to_owned()];
        for (kind, name) in EventKind::ALL.into_iter().zip(EventKind::NAMES) {
            let line = tell(&Event::between(kind, 0, 1), &names, &[]);
            let names_a_state = line.contains("Arda") || line.contains("Bera");
            assert!(names_a_state || kind == EventKind::Intervention, "{name}: {line}");
            assert!(line.chars().count() < 48, "{line}");
        }
    }
}
