//! C5–C7: what comes on the security agenda, and how fast.

use super::cast::{Toward, Who};
use super::deeds::{ALWAYS, Deed, GOVERNANCE, Start, arm};
use super::measures::{
    A_FIFTH, A_SHARE, MANY_MATTERS, acceptance_age_military, one_if, real_matters, resolution_of_military,
};
use super::{Arm, Claim, Notes, Outcome, Part, Parts, View, less, less_by_share, more, more_by_share, outcome};
use crate::model::issues::Agenda;
use crate::model::pairs::{Act, Instrument};

const PARTICIPATORY: Arm = arm(&[Deed::Hold(ALWAYS, Who::Focal, GOVERNANCE, 0.85)]);

const AUTHORITARIAN: Arm = arm(&[Deed::Hold(ALWAYS, Who::Focal, GOVERNANCE, 0.15)]);

/// No case is weighed: persuasion neither convinces nor refuses, ordinary politics solves none, and a threat quickens
/// no command.
const NO_CASE_IS_WEIGHED: Arm =
    arm(&[Deed::Off(&["persuasion", "refusal_of_cases", "quickened_command"]), Deed::Set("issues.ordinary", 0.0)]);

const MILITARY_ISSUES_RESOLVED: Outcome = outcome(
    "military security issues resolved in a round, of those resolved or left, rounds 11 to 50",
    "share of issues per round",
    [11, 50],
    |view, _| resolution_of_military(view, Who::Focal),
);

/// The entries.
pub(super) const CLAIMS: &[Claim] = &[
    Claim {
        id: "C5",
        statement: "Participatory states stay keen to existential threats; once those have faded their goals become \
                more humane, for other nations too.",
        carries: &[
            // Participatory states begin with a rival or without. What they then fear, and can give, follows.
            Part {
                name: "help to those in want, where no rival threatens",
                treatment: arm(&[
                    BEGINS_PARTICIPATORY,
                    Deed::Pairs(
                        Who::Focal,
                        Toward::Partner,
                        // A world without any rivalry and contest would make its own before the first round.
                        &[
                            Start::Rivalry(0.0),
                            Start::Contest(0.01),
                            Start::Posture(0.0),
                            Start::TrueBelief,
                            Start::Allied(false),
                        ],
                    ),
                ]),
                baseline: arm(&[
                    BEGINS_PARTICIPATORY,
                    Deed::Pairs(
                        Who::Focal,
                        Toward::Partner,
                        &[
                            Start::Rivalry(0.8),
                            Start::Contest(0.8),
                            Start::Posture(-0.5),
                            Start::TrueBelief,
                            Start::Allied(false),
                        ],
                    ),
                ]),
                outcome: outcome(
                    "share of the focal states' wealth that goes to other nations for their want, and not against an \
                            enemy, rounds 6 to 25",
                    "share of wealth",
                    [6, 25],
                    |view, _| view.ratio(Who::Focal, |s, i| (s.aid_given[i] - s.aid_against_threat[i], s.wealth[i])),
                ),
                expected: more_by_share(0.2, A_FIFTH),
                ablation: arm(&[Deed::Off(&["aid"])]),
                factors: &[],
            },
            // An alarm of three rounds, and then the world goes on: do they take it up faster than what there is
            // without?
            Part {
                name: "keen to what is existential after an alarm",
                treatment: arm(&[BEGINS_PARTICIPATORY, AN_ALARM]),
                baseline: arm(&[BEGINS_PARTICIPATORY]),
                outcome: outcome(
                    "real military matters that the focal states put on the security agenda in a round, of these and \
                            those left on the political agenda, rounds 9 to 16",
                    "share of matters per round",
                    [9, 16],
                    |view, _| {
                        view.ratio(Who::Focal, |s, i| {
                            let accepted = s.accepted_military[i];
                            (accepted, accepted + real_matters(view, i, 0, Agenda::Political))
                        })
                    },
                ),
                expected: more_by_share(0.2, A_FIFTH),
                ablation: NO_CASE_IS_WEIGHED,
                factors: &[],
            },
        ],
        at_work: &[
            Part {
                name: "the want of others, once threat has faded",
                treatment: arm(&befriend(0.0)),
                baseline: arm(&befriend(0.9)),
                outcome: outcome(
                    "want of the partners' citizens, rounds 41 to 60",
                    "want (0 to 1)",
                    [41, 60],
                    |view, _| view.mean(Who::Partners, |states| &states.want),
                ),
                expected: less(0.05, "0.05 on a scale from 0 to 1"),
                ablation: arm(&[Deed::Off(&["aid", "aid_against_threat"])]),
                factors: &[],
            },
            Part {
                name: "keen to what is existential",
                treatment: arm(&[Deed::All(&threaten(0.9)), Deed::All(MANY_MATTERS)]),
                baseline: arm(&[Deed::All(&threaten(0.3)), Deed::All(MANY_MATTERS)]),
                outcome: outcome(
                    "age of the real military matters that the focal states put on the security agenda, rounds \
                            25 to 60",
                    "rounds since they arose",
                    [25, 60],
                    |view, _| acceptance_age_military(view, Who::Focal),
                ),
                expected: less_by_share(0.2, A_FIFTH),
                ablation: NO_CASE_IS_WEIGHED,
                factors: &[],
            },
        ],
    },
    Claim {
        id: "C6",
        statement: "Participatory states have few issues, found from below, on which consensus against real threats \
                comes fast; authoritarian states have many, put up from above by command, some no threat at all.",
        carries: &[
            // The same alarm strikes states that begin participatory or authoritarian, whose money, support and helpers
            // follow from that. The share resolved in a round is the inverse of the time that it takes.
            Part {
                name: "the same threat, solved by either kind",
                treatment: arm(&[BEGINS_PARTICIPATORY, AN_ALARM]),
                baseline: arm(&[BEGINS_AUTHORITARIAN, AN_ALARM]),
                outcome: outcome(
                    "military security issues resolved in a round, of those resolved or left, rounds 9 to 30",
                    "share of issues per round",
                    [9, 30],
                    |view, _| resolution_of_military(view, Who::Focal),
                ),
                expected: more_by_share(0.2, A_FIFTH),
                ablation: GOVERNANCE_ENTERS_NO_POLICY,
                factors: &[],
            },
            // How many, against what there really is. Nothing strikes them, and support and authority are not held
            // equal.
            Part {
                name: "few or many, by governance at the start",
                treatment: arm(&[BEGINS_PARTICIPATORY]),
                baseline: arm(&[BEGINS_AUTHORITARIAN]),
                outcome: outcome(
                    "matters put on the security agenda per real matter that arose, rounds 6 to 40",
                    "issues per real matter",
                    [6, 40],
                    |view, _| view.ratio(Who::Focal, |s, i| (s.accepted_real[i] + s.accepted_spurious[i], s.arisen[i])),
                ),
                expected: less_by_share(0.2, A_FIFTH),
                ablation: GOVERNANCE_ENTERS_NO_POLICY,
                factors: &[],
            },
            // The same alarm. How wide consensus is, at home and abroad, when a matter comes on the agenda: neither support
            // nor what others do is set.
            Part {
                name: "consensus at home and abroad, by governance at the start",
                treatment: arm(&[BEGINS_PARTICIPATORY, AN_ALARM]),
                baseline: arm(&[BEGINS_AUTHORITARIAN, AN_ALARM]),
                outcome: outcome(
                    "support at home, or the share of counterparts that cooperate if it is lower, where the focal states \
                            put real military matters on the security agenda, mean over matters, rounds 9 to 30",
                    "share",
                    [9, 30],
                    consensus_behind_the_military,
                ),
                expected: more(0.05, A_SHARE),
                ablation: GOVERNANCE_ENTERS_NO_POLICY,
                factors: &[],
            },
        ],
        at_work: &[
            Part {
                name: "few or many",
                treatment: arm(&convince(0.85)),
                baseline: arm(&convince(0.15)),
                outcome: outcome(
                    "matters put on the security agenda per real matter that arose, rounds 11 to 50",
                    "issues per real matter",
                    [11, 50],
                    |view, _| view.ratio(Who::Focal, |s, i| (s.accepted_real[i] + s.accepted_spurious[i], s.arisen[i])),
                ),
                expected: less_by_share(0.2, A_FIFTH),
                // How matters become security issues is the same in both, and none are made up.
                ablation: arm(&[
                    Deed::Hold(ALWAYS, Who::Focal, &["securitisation"], 0.5),
                    Deed::Off(&["spurious_issues"]),
                ]),
                factors: &[
                    arm(&[Deed::Off(&["spurious_issues"])]),
                    arm(&[Deed::Hold(ALWAYS, Who::Focal, &["securitisation"], 0.5)]),
                ],
            },
            Part {
                name: "no threat at all",
                treatment: PARTICIPATORY,
                baseline: AUTHORITARIAN,
                outcome: outcome(
                    "share of the unresolved security issues of the focal states that are not a threat, rounds 11 \
                            to 50",
                    "share of issues",
                    [11, 50],
                    |view, _| view.ratio(Who::Focal, |s, i| (s.securitised_spurious[i], s.securitised[i])),
                ),
                expected: less(0.05, "0.05 of a share"),
                ablation: arm(&[Deed::Off(&["spurious_issues"])]),
                factors: &[],
            },
            Part {
                name: "found from below",
                treatment: PARTICIPATORY,
                baseline: AUTHORITARIAN,
                outcome: outcome(
                    "share of the matters of the focal states that civic bodies found first, rounds 11 to 50",
                    "share of matters",
                    [11, 50],
                    |view, _| view.ratio(Who::Focal, |s, i| (s.found_civic[i], s.found_civic[i] + s.found_state[i])),
                ),
                expected: more(0.05, "0.05 of a share"),
                ablation: arm(&[Deed::Off(&["civic_detection"])]),
                factors: &[],
            },
            Part {
                name: "against real threats consensus comes fast",
                treatment: arm(&[Deed::All(&face(0.85, 0.9)), Deed::All(MANY_MATTERS)]),
                baseline: arm(&[Deed::All(&face(0.85, 0.2)), Deed::All(MANY_MATTERS)]),
                outcome: outcome(
                    "age of the real military matters that the focal states put on the security agenda, rounds \
                            11 to 60",
                    "rounds since they arose",
                    [11, 60],
                    |view, _| acceptance_age_military(view, Who::Focal),
                ),
                expected: less_by_share(0.2, A_FIFTH),
                ablation: NO_CASE_IS_WEIGHED,
                factors: &[],
            },
            Part {
                name: "with help from abroad",
                treatment: arm(&find_help(0.8)),
                baseline: arm(&find_help(0.0)),
                outcome: MILITARY_ISSUES_RESOLVED,
                expected: more_by_share(0.2, A_FIFTH),
                ablation: arm(&[Deed::Off(&["helpers"])]),
                factors: &[],
            },
            Part {
                name: "solved by consensus",
                treatment: arm(&decide_by(0.85)),
                baseline: arm(&decide_by(0.15)),
                outcome: MILITARY_ISSUES_RESOLVED,
                expected: more_by_share(0.2, A_FIFTH),
                // Issues are resolved by authority and not by consensus, and command needs no popular base.
                ablation: arm(&[Deed::Hold(ALWAYS, Who::Focal, &["support"], 0.0), Deed::Off(&["popular_base"])]),
                factors: &[],
            },
        ],
    },
    Claim {
        id: "C7",
        statement: "Hegemonic powers have many issues even when participatory: because of the reach of their \
                commitments.",
        carries: &[
            // Great powers begin allied to the small or not, with the same ties. Alliances then form and end, and power
            // and threats move.
            Part {
                name: "issues by alliances at the start",
                treatment: arm(&[
                    Deed::Begin(Who::Great, GOVERNANCE, 0.85),
                    Deed::Pairs(Who::Great, Toward::Of(Who::Small), &[Start::Security(0.3), Start::Allied(true)]),
                ]),
                baseline: arm(&[
                    Deed::Begin(Who::Great, GOVERNANCE, 0.85),
                    Deed::Pairs(Who::Great, Toward::Of(Who::Small), &[Start::Security(0.3), Start::Allied(false)]),
                ]),
                outcome: outcome(
                    "political and security matters that a great power has before it, rounds 6 to 25",
                    "matters",
                    [6, 25],
                    |view, _| view.mean(Who::Great, |states| &states.perceived),
                ),
                expected: more_by_share(0.2, A_FIFTH),
                ablation: arm(&[Deed::Off(&["commitments"])]),
                factors: &[],
            },
        ],
        at_work: &[Part {
            name: "issues by commitments, capability held fixed",
            treatment: arm(&commit(&[Start::Security(0.3), Start::Allied(true)])),
            baseline: arm(&commit(&[Start::Security(0.3), Start::Allied(false)])),
            outcome: outcome(
                "political and security matters that a great power has before it, rounds 6 to 30",
                "matters",
                [6, 30],
                |view, _| view.mean(Who::Great, |states| &states.perceived),
            ),
            expected: more_by_share(0.2, A_FIFTH),
            // Threats to allies do not count as one's own and bring no matters.
            ablation: arm(&[Deed::Off(&["commitments"])]),
            factors: &[],
        }],
    },
];

/// Participatory states help their partners alone, under a threat.
const fn befriend(threat: f64) -> [Deed; 5] {
    [
        Deed::Hold(ALWAYS, Who::Focal, GOVERNANCE, 0.85),
        Deed::Use(ALWAYS, Who::Focal, Toward::Partner, Instrument::Facilitation),
        Deed::Act(ALWAYS, Who::Focal, Toward::AllButPartner, Act::Abstain),
        Deed::Hold(ALWAYS, Who::Focal, &["threat"], threat),
        // Ties add nothing to growth.
        Deed::Off(&["trade_growth", "people_growth"]),
    ]
}

/// Participatory states that nothing threatens, until something does.
const fn threaten(threat: f64) -> [Deed; 4] {
    [
        Deed::Hold(ALWAYS, Who::Focal, GOVERNANCE, 0.85),
        Deed::Hold(ALWAYS, Who::Focal, &["support", "authority"], 0.5),
        Deed::Hold([1, 10], Who::Focal, &["threat"], 0.0),
        Deed::Hold([11, u32::MAX], Who::Focal, &["threat"], threat),
    ]
}

/// States that differ in how they decide and for whom, and not in their means.
const fn convince(openness: f64) -> [Deed; 2] {
    [
        Deed::Hold(ALWAYS, Who::Focal, &["referent", "securitisation"], openness),
        Deed::Hold(ALWAYS, Who::Focal, &["meaning", "provision", "support", "authority", "civil_capacity"], 0.5),
    ]
}

/// States of equal means, of an openness, that face a threat.
const fn face(securitisation: f64, threat: f64) -> [Deed; 3] {
    [
        Deed::Hold(
            ALWAYS,
            Who::Focal,
            &["meaning", "referent", "provision", "support", "authority", "civil_capacity"],
            0.5,
        ),
        Deed::Hold(ALWAYS, Who::Focal, &["securitisation"], securitisation),
        Deed::Hold(ALWAYS, Who::Focal, &["threat"], threat),
    ]
}

/// Participatory states under threat, and how well others are known to wish them.
const fn find_help(goodwill: f64) -> [Deed; 3] {
    [
        Deed::Hold(ALWAYS, Who::Focal, GOVERNANCE, 0.85),
        Deed::Hold(ALWAYS, Who::Focal, &["threat", "support", "authority"], 0.5),
        Deed::Hold(ALWAYS, Who::Focal, &["knowledge_benefit"], goodwill),
    ]
}

/// States that differ in the way they securitise alone.
const fn decide_by(securitisation: f64) -> [Deed; 4] {
    [
        Deed::Hold(ALWAYS, Who::Focal, GOVERNANCE, 0.5),
        Deed::Hold(ALWAYS, Who::Focal, &["securitisation"], securitisation),
        Deed::Hold(ALWAYS, Who::Focal, &["threat", "support", "authority", "civil_capacity"], 0.5),
        Deed::Off(&["spurious_issues"]),
    ]
}

/// Great powers, allied to the small or not, to none else; an alliance does not change strength or liking.
const fn commit(with_the_small: &'static [Start]) -> [Deed; 6] {
    [
        Deed::Hold(ALWAYS, Who::Great, GOVERNANCE, 0.85),
        Deed::Pairs(Who::Great, Toward::All, &[Start::Allied(false)]),
        Deed::Pairs(Who::Great, Toward::Of(Who::Small), with_the_small),
        Deed::Set("alliances.idle", 0.0),
        Deed::Set("threat.allied_help", 0.0),
        Deed::Off(&["alliances", "zero_sum"]),
    ]
}

/// The focal states begin participatory, and nothing more.
const BEGINS_PARTICIPATORY: Deed = Deed::Begin(Who::Focal, GOVERNANCE, 0.85);

/// The focal states begin authoritarian, and nothing more.
const BEGINS_AUTHORITARIAN: Deed = Deed::Begin(Who::Focal, GOVERNANCE, 0.15);

/// For three rounds all others look hostile. After that leaders learn what they are.
const AN_ALARM: Deed = Deed::Image([6, 8], Who::Focal, Toward::All, -1.0);

/// All states decide, spend and securitise as one in the middle would.
const GOVERNANCE_ENTERS_NO_POLICY: Arm = arm(&[Deed::Off(&["governance_to_policy"])]);

/// The narrower of support at home and the share of counterparts that cooperate with the state, by the real military
/// matters that it puts on the security agenda in the round, over these matters.
fn consensus_behind_the_military(view: &View<'_>, _: &mut Notes) -> Parts {
    let mut abroad = vec![(0.0, 0.0); view.states().present.len()];
    for side in view.sides(Who::Focal, Toward::All) {
        let (cooperate, all) = abroad[side.me];
        abroad[side.me] = (cooperate + one_if(side.answer() == Act::Cooperate), all + 1.0);
    }
    view.ratio(Who::Focal, |s, i| {
        let (cooperate, all) = abroad[i];
        let narrower = s.support[i].min(if all > 0.0 { cooperate / all } else { 0.0 });
        (s.accepted_military[i] * narrower, s.accepted_military[i])
    })
}
