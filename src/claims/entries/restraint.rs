//! C17 and C18: the few matters that participatory states securitise, and what leaves the security agenda.

use super::cast::{Toward, Who};
use super::deeds::{ALWAYS, Deed, GOVERNANCE, arm};
use super::measures::{A_FIFTH, real_matters};
use super::{Claim, Notes, Part, Parts, View, less, less_by_share, more_by_share, outcome};
use crate::model::EventKind;
use crate::model::issues::{Agenda, Kind, SECTORS};

/// The entries.
pub(super) const CLAIMS: &[Claim] = &[
    Claim {
        id: "C17",
        statement: "Though their idea of security is broad, participatory states securitise few matters.",
        carries: &[
            // Meaning begins broad or narrow, and with it the other answers; support, authority and civic bodies
            // follow.
            Part {
                name: "few of what they see, by governance at the start",
                treatment: arm(&[Deed::Begin(Who::Focal, GOVERNANCE, 0.85)]),
                baseline: arm(&[Deed::Begin(Who::Focal, GOVERNANCE, 0.15)]),
                outcome: outcome(
                    "matters that the focal states put on the security agenda, per matter that they newly notice, \
                            rounds 6 to 40",
                    "issues per matter",
                    [6, 40],
                    |view, _| {
                        view.ratio(Who::Focal, |s, i| {
                            (s.accepted_real[i] + s.accepted_spurious[i], s.found_civic[i] + s.found_state[i])
                        })
                    },
                ),
                expected: less_by_share(0.2, A_FIFTH),
                ablation: arm(&[Deed::Off(&["governance_to_policy"])]),
                factors: &[],
            },
            // The breadth of the idea alone: do they see more of what there is, and of what it is that they neglect?
            Part {
                name: "a broad idea, by meaning at the start",
                treatment: arm(&[Deed::Begin(Who::Focal, &["meaning"], 0.85)]),
                baseline: arm(&[Deed::Begin(Who::Focal, &["meaning"], 0.15)]),
                outcome: outcome(
                    "real matters that the focal states notice in a round, of those there to be noticed, rounds 6 to \
                            40",
                    "share of matters per round",
                    [6, 40],
                    noticed,
                ),
                expected: more_by_share(0.2, A_FIFTH),
                ablation: arm(&[Deed::Off(&["governance_to_policy"])]),
                factors: &[],
            },
        ],
        at_work: &[
            Part {
                name: "few of what they see",
                treatment: arm(&see(0.85)),
                baseline: arm(&see(0.15)),
                outcome: outcome(
                    "matters that the focal states put on the security agenda, per matter that they newly \
                            notice, rounds 11 to 60",
                    "issues per matter",
                    [11, 60],
                    |view, _| {
                        view.ratio(Who::Focal, |s, i| {
                            (s.accepted_real[i] + s.accepted_spurious[i], s.found_civic[i] + s.found_state[i])
                        })
                    },
                ),
                expected: less_by_share(0.2, A_FIFTH),
                // Matters are securitised in the same way in both, rivals quicken no command, and none are made up.
                ablation: arm(&[
                    Deed::Hold(ALWAYS, Who::Focal, &["securitisation"], 0.5),
                    Deed::Off(&["quickened_command", "spurious_issues"]),
                ]),
                factors: &[],
            },
            Part {
                name: "a broad idea",
                treatment: arm(&mean(0.85)),
                baseline: arm(&mean(0.15)),
                outcome: outcome(
                    "real matters that the focal states notice in a round, of those there to be noticed, \
                            rounds 11 to 60",
                    "share of matters per round",
                    [11, 60],
                    noticed,
                ),
                expected: more_by_share(0.2, A_FIFTH),
                // State bodies look for all matters alike: governance, meaning included, enters no policy.
                ablation: arm(&[Deed::Off(&["governance_to_policy"])]),
                factors: &[],
            },
        ],
    },
    Claim {
        id: "C18",
        statement: "Issues can be taken off the security agenda; where authority is lost they are not.",
        carries: &[
            // An alarm of three rounds fills the agenda and fades by itself. Only authority, lost in the same rounds
            // and earned back later, differs.
            Part {
                name: "what leaves the agenda after an alarm, without authority",
                treatment: arm(&[
                    Deed::Image([6, 8], Who::Focal, Toward::All, -1.0),
                    Deed::Add([6, 8], Who::Focal, "authority", -1.0),
                ]),
                baseline: arm(&[Deed::Image([6, 8], Who::Focal, Toward::All, -1.0)]),
                outcome: outcome(
                    "military security issues that leave the security agenda of the focal states unsolved in a \
                            round, of these and those left, rounds 10 to 20",
                    "share of issues per round",
                    [10, 20],
                    taken_off,
                ),
                expected: less_by_share(0.2, A_FIFTH),
                ablation: arm(&[Deed::Off(&["desecuritisation"])]),
                factors: &[],
            },
        ],
        at_work: &[Part {
            name: "what is left when the threat has faded",
            treatment: arm(&calm_down(0.75)),
            baseline: arm(&calm_down(0.1)),
            outcome: outcome(
                "military security issues of round 30 that are still on the security agenda, rounds 32 to 38",
                "share of the issues of round 30",
                [32, 38],
                left_of_the_military,
            ),
            expected: less(0.05, "0.05 of a share"),
            // Issues leave the security agenda only by being resolved, and no case is refused.
            ablation: arm(&[Deed::Off(&["desecuritisation", "refusal_of_cases"])]),
            factors: &[],
        }],
    },
];

/// A governance, under equal support, authority and civic bodies.
const fn see(governance: f64) -> [Deed; 2] {
    [
        Deed::Hold(ALWAYS, Who::Focal, GOVERNANCE, governance),
        Deed::Hold(ALWAYS, Who::Focal, &["support", "authority", "civil_capacity"], 0.5),
    ]
}

/// A meaning of security, under equal want and neglect.
const fn mean(meaning: f64) -> [Deed; 4] {
    [
        Deed::Hold(ALWAYS, Who::Focal, &["meaning"], meaning),
        Deed::Off(&["spurious_issues"]),
        Deed::Hold(ALWAYS, Who::Focal, &["civil_capacity", "support", "authority", "want"], 0.4),
        Deed::Hold(ALWAYS, Who::Focal, &["neglect_economic", "neglect_societal", "neglect_environmental"], 0.3),
    ]
}

/// A threat that comes and goes, under a fixed authority, where hardly any issue is resolved.
const fn calm_down(authority: f64) -> [Deed; 9] {
    [
        Deed::Hold(ALWAYS, Who::Focal, GOVERNANCE, 0.6),
        Deed::Hold([1, 30], Who::Focal, &["threat"], 0.8),
        Deed::Hold([31, u32::MAX], Who::Focal, &["threat"], 0.0),
        Deed::Hold(ALWAYS, Who::Focal, &["authority"], authority),
        // Bodies can work on hardly any issue, so that next to none is resolved.
        Deed::Set("issues.capacity", 0.1),
        Deed::Hold(ALWAYS, Who::Focal, &["support"], 0.3),
        // Nothing is solved by ordinary politics or securitised by command, and no ruler falls.
        Deed::Set("issues.ordinary", 0.0),
        Deed::Off(&["command", "removal_by_vote", "coups", "collapses"]),
        // Matters arise more often than they do, so that there are some to count.
        Deed::Scale("issues.real_rate", 3.0),
    ]
}

/// Matters found in the round, of these and those that are not yet noticed.
fn noticed(view: &View<'_>, _: &mut Notes) -> Parts {
    view.ratio(Who::Focal, |s, i| {
        let found = s.found_civic[i] + s.found_state[i];
        let left = (0..SECTORS.len()).map(|sector| real_matters(view, i, sector, Agenda::Unnoticed)).sum::<f64>();
        (found, found + left)
    })
}

/// Military security issues now, and those of round 30. Notes: the latter, for each focal state.
fn left_of_the_military(view: &View<'_>, notes: &mut Notes) -> Parts {
    const FADES_AFTER: u32 = 30;
    let now: Vec<f64> =
        view.cast.states(Who::Focal).iter().map(|&i| real_matters(view, i, 0, Agenda::Securitised)).collect();
    if view.world.round <= FADES_AFTER {
        notes.clone_from(&now);
    }
    (now.iter().sum(), notes.iter().sum())
}

/// Military issues that left the security agenda in the round without being resolved, over these and those left: what
/// was there before and what came, less what was resolved and what is left. Notes: what is left, for each state.
fn taken_off(view: &View<'_>, notes: &mut Notes) -> Parts {
    const MILITARY: usize = 0;
    notes.resize(view.world.states.present.len(), 0.0);
    let of_the_round = |kind: EventKind, state: usize| {
        let events = view.events(kind);
        let hits = events.filter(|event| event.a.index() == state && event.number == Some(MILITARY as u32));
        hits.filter_map(|event| event.value).sum::<f64>()
    };
    let mut parts = (0.0, 0.0);
    for i in view.of(Who::Focal) {
        let kinds = Kind::ALL.into_iter().filter(|kind| kind.sector == MILITARY);
        let left = kinds.map(|kind| f64::from(view.world.issues.count(i, kind, Agenda::Securitised))).sum::<f64>();
        let (came, resolved) = (of_the_round(EventKind::IssuesAccepted, i), of_the_round(EventKind::IssuesResolved, i));
        // A state that has come back begins without issues.
        let off = (notes[i] + came - resolved - left).max(0.0);
        notes[i] = left;
        parts = (parts.0 + off, parts.1 + off + left);
    }
    parts
}
