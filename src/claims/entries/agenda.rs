//! C5–C8: what comes on the security agenda, how fast, and what stays there.

use super::cast::{Toward, Who};
use super::draft::ALWAYS;
use super::measures::{A_FIFTH, acceptance_age_military, many_matters, resolution_of_military};
use super::{Arm, Claim, Draft, Outcome, Part, arm, less, less_by_share, more, more_by_share, outcome};
use crate::model::pairs::{Act, Instrument};

const PARTICIPATORY: Arm =
    arm("the governance of the focal states is held at 0.85", |stage| stage.hold_governance(ALWAYS, Who::Focal, 0.85));

const AUTHORITARIAN: Arm = arm("it is held at 0.15", |stage| stage.hold_governance(ALWAYS, Who::Focal, 0.15));

const WITH_AUTHORITY: Arm =
    arm("the focal states, governance midway between the poles (0.5), have an authority held at 0.75", |stage| {
        govern(stage, 0.75);
    });

const WITHOUT_AUTHORITY: Arm = arm(
    "the authority of the focal states is lost (held at 0.15); no ruler falls by coup or \
            collapse, no side gives up a war, and no opponents take up arms",
    |stage| govern(stage, 0.15),
);

const NO_CASE_IS_WEIGHED: Arm = arm(
    "no case is weighed: persuasion neither convinces nor refuses, ordinary politics solves none, and a threat \
            quickens no command",
    |stage| {
        stage.all_off(&["persuasion", "refusal_of_cases", "quickened_command"]);
        stage.set("issues.ordinary", 0.0);
    },
);

const MILITARY_ISSUES_RESOLVED: Outcome = outcome(
    "military security issues resolved in a round, of those resolved or left, rounds 11 to 50",
    "share of issues per round",
    [11, 50],
    |view, _| resolution_of_military(view, Who::Focal),
);

const BACKLOG_MAKES_NOTHING: Arm = arm(
    "a backlog takes no authority, feeds no regime security, hardens nothing and does not create a need for enemies",
    |stage| {
        stage.off("backlog_crisis");
        stage.off("regime_need");
    },
);

/// The heads of the budget from which state bodies resolve issues.
const SPENT_ON_ISSUES: [&str; 8] = [
    "spend_military",
    "spend_regime",
    "spend_diplomacy",
    "spend_economic",
    "spend_facilitation",
    "spend_societal",
    "spend_environmental",
    "spend_emergency",
];

/// The entries.
pub(super) const CLAIMS: &[Claim] = &[
    Claim {
        id: "C5",
        statement: "Participatory states stay keen to existential threats; once those have faded their goals become \
                more humane, for other nations too.",
        parts: &[
            Part {
                name: "the want of others, once threat has faded",
                treatment: arm(
                    "participatory focal states (0.85) facilitate relations with their partners alone; nothing \
                            threatens them, and ties add nothing to growth",
                    |stage| befriend(stage, 0.0),
                ),
                baseline: arm("the same, under a perceived threat to their existence (held at 0.9)", |stage| {
                    befriend(stage, 0.9);
                }),
                outcome: outcome(
                    "want of the partners' citizens, rounds 41 to 60",
                    "want (0 to 1)",
                    [41, 60],
                    |view, _| view.mean(Who::Partners, |states| &states.want),
                ),
                expected: less(0.05, "0.05 on a scale from 0 to 1"),
                ablation: arm("states do not help other nations", |stage| {
                    stage.all_off(&["aid", "aid_against_threat"]);
                }),
                factors: &[],
            },
            Part {
                name: "keen to what is existential",
                treatment: arm(
                    "a threat to the existence of participatory focal states (0.85): perceived threat held at \
                            0.9 from round 11; support and authority are held at 0.5, no matter comes back from the \
                            security agenda to be put there again, and many arise",
                    |stage| threaten(stage, 0.9),
                ),
                baseline: arm("a threat that does not endanger existence: held at 0.3 from round 11", |stage| {
                    threaten(stage, 0.3);
                }),
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
        parts: &[
            Part {
                name: "few or many",
                treatment: arm(
                    "the focal states decide by persuasion and for citizens (securitisation and referent held \
                            at 0.85); meaning, provision, support, authority and civic bodies are held equal (0.5)",
                    |stage| convince(stage, 0.85),
                ),
                baseline: arm(
                    "they decide by command and for the regime (both held at 0.15); the rest held likewise",
                    |stage| convince(stage, 0.15),
                ),
                outcome: outcome(
                    "matters put on the security agenda per real matter that arose, rounds 11 to 50",
                    "issues per real matter",
                    [11, 50],
                    |view, _| view.ratio(Who::Focal, |s, i| (s.accepted_real[i] + s.accepted_spurious[i], s.arisen[i])),
                ),
                expected: less_by_share(0.2, A_FIFTH),
                ablation: arm(
                    "how matters become security issues is the same in both (securitisation held at 0.5), and \
                            none are made up",
                    |stage| {
                        stage.hold(ALWAYS, Who::Focal, "securitisation", 0.5);
                        stage.off("spurious_issues");
                    },
                ),
                factors: &[
                    arm("no matters are made up", |stage| stage.off("spurious_issues")),
                    arm("securitisation held at 0.5", |stage| stage.hold(ALWAYS, Who::Focal, "securitisation", 0.5)),
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
                ablation: arm("no matters are made up", |stage| stage.off("spurious_issues")),
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
                ablation: arm("civic bodies find nothing", |stage| stage.off("civic_detection")),
                factors: &[],
            },
            Part {
                name: "against real threats consensus comes fast",
                treatment: arm(
                    "the focal states decide by persuasion (securitisation held at 0.85) under a threat to their \
                            existence (held at 0.9); the other components, support, authority and civic bodies are \
                            held at 0.5, no matter comes back from the security agenda, and many arise",
                    |stage| face(stage, 0.85, 0.9),
                ),
                baseline: arm(
                    "the same, under a threat that does not endanger their existence (held at 0.2)",
                    |stage| face(stage, 0.85, 0.2),
                ),
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
                treatment: arm(
                    "participatory focal states (0.85) under threat, support and authority of 0.5, whom others \
                            are known to wish well (goodwill remembered held at 0.8)",
                    |stage| find_help(stage, 0.8),
                ),
                baseline: arm("the same, whom no other state is known to wish well (0)", |stage| find_help(stage, 0.0)),
                outcome: MILITARY_ISSUES_RESOLVED,
                expected: more_by_share(0.2, A_FIFTH),
                ablation: arm("the goodwill of others resolves nothing", |stage| stage.off("helpers")),
                factors: &[],
            },
            Part {
                name: "solved by consensus",
                treatment: arm(
                    "the focal states securitise by persuasion (held at 0.85); the other components, threat, \
                            support, authority and civic bodies are held at 0.5, and no matters are made up",
                    |stage| decide_by(stage, 0.85),
                ),
                baseline: arm("they securitise by command (held at 0.15), the others held likewise", |stage| {
                    decide_by(stage, 0.15);
                }),
                outcome: MILITARY_ISSUES_RESOLVED,
                expected: more_by_share(0.2, A_FIFTH),
                ablation: arm(
                    "issues are resolved by authority and not by consensus: support is held at 0, and command needs no \
                            popular base",
                    |stage| {
                        stage.hold(ALWAYS, Who::Focal, "support", 0.0);
                        stage.off("popular_base");
                    },
                ),
                factors: &[],
            },
        ],
    },
    Claim {
        id: "C7",
        statement: "Hegemonic powers have many issues even when participatory: because of the reach of their \
                commitments.",
        parts: &[Part {
            name: "issues by commitments, capability held fixed",
            treatment: arm(
                "the great powers, held participatory (0.85), are allied to all of the weaker half of the \
                        states within reach",
                |stage| commit(stage, true),
            ),
            baseline: arm("they are allied to none; all else is the same", |stage| commit(stage, false)),
            outcome: outcome(
                "political and security matters that a great power has before it, rounds 6 to 30",
                "matters",
                [6, 30],
                |view, _| view.mean(Who::Great, |states| &states.perceived),
            ),
            expected: more_by_share(0.2, A_FIFTH),
            ablation: arm("threats to allies do not count as one's own and bring no matters", |stage| {
                stage.off("commitments");
            }),
            factors: &[],
        }],
    },
    Claim {
        id: "C8",
        statement: "Authority speeds securitisation; where it is lost, issues pile up into a backlog crisis.",
        parts: &[
            Part {
                name: "speed",
                treatment: arm(
                    "the focal states, governance and support midway (0.5), threat, want and fear held at 0.3, \
                            have an authority held at 0.75; no case is refused and none comes back from the security \
                            agenda, so that each is put there once",
                    |stage| put_once(stage, 0.75),
                ),
                baseline: arm("the same, but the authority of the focal states is lost (held at 0.15)", |stage| {
                    put_once(stage, 0.15);
                }),
                outcome: outcome(
                    "age of the real matters that the focal states put on the security agenda, rounds 11 to 60",
                    "rounds since they arose",
                    [11, 60],
                    |view, _| view.ratio(Who::Focal, |s, i| (s.acceptance_age_real[i], s.accepted_real[i])),
                ),
                expected: less_by_share(0.2, A_FIFTH),
                ablation: arm(
                    "nothing is securitised by command, persuasion does not need the formal sphere, and nothing is \
                            solved by ordinary politics",
                    |stage| {
                        stage.all_off(&["command", "two_spheres"]);
                        stage.set("issues.ordinary", 0.0);
                    },
                ),
                factors: &[],
            },
            Part {
                name: "backlog",
                treatment: WITHOUT_AUTHORITY,
                baseline: WITH_AUTHORITY,
                outcome: outcome(
                    "backlog of the focal states, rounds 31 to 60",
                    "backlog (0 to 1)",
                    [31, 60],
                    |view, _| view.mean(Who::Focal, |states| &states.backlog),
                ),
                expected: more(0.05, "0.05 on a scale from 0 to 1"),
                ablation: arm(
                    "authority does not affect the agenda: it neither commands, nor convinces, nor refuses, nor takes \
                            anything off it, and does not resolve, because state bodies have no money; support and \
                            threat are the same in both arms (0.3), and rivals fight nowhere else",
                    |stage| {
                        stage.hold_all(ALWAYS, Who::Focal, &["support", "threat"], 0.3);
                        stage.hold_all(ALWAYS, Who::Focal, &SPENT_ON_ISSUES, 0.0);
                        stage.all_off(&["command", "two_spheres", "desecuritisation", "refusal_of_cases", "proxies"]);
                        stage.set("issues.ordinary", 0.0);
                    },
                ),
                factors: &[],
            },
            Part {
                name: "what the backlog does to the budget",
                treatment: WITHOUT_AUTHORITY,
                baseline: WITH_AUTHORITY,
                outcome: outcome(
                    "share of the budget for regime security in the focal states, rounds 31 to 60",
                    "share of the budget",
                    [31, 60],
                    |view, _| view.mean(Who::Focal, |states| &states.spend_regime),
                ),
                expected: more(0.05, "0.05 of the budget"),
                ablation: BACKLOG_MAKES_NOTHING,
                factors: &[],
            },
            Part {
                name: "what the backlog does to policy",
                treatment: WITHOUT_AUTHORITY,
                baseline: WITH_AUTHORITY,
                outcome: outcome(
                    "share of the focal states' acts that confront, rounds 31 to 60",
                    "share of acts, abstentions included",
                    [31, 60],
                    |view, _| view.share(Who::Focal, Toward::All, |side| side.act() == Act::Confront),
                ),
                expected: more_by_share(0.2, A_FIFTH),
                ablation: BACKLOG_MAKES_NOTHING,
                factors: &[],
            },
        ],
    },
];

/// Participatory states help their partners alone, under a threat.
fn befriend(stage: &mut Draft<'_>, threat: f64) {
    stage.hold_governance(ALWAYS, Who::Focal, 0.85);
    stage.act_by(ALWAYS, Who::Focal, Toward::Partner, Instrument::Facilitation);
    stage.act(ALWAYS, Who::Focal, Toward::AllButPartner, Act::Abstain);
    stage.hold(ALWAYS, Who::Focal, "threat", threat);
    stage.all_off(&["trade_growth", "people_growth"]);
}

/// Participatory states that nothing threatens, until something does.
fn threaten(stage: &mut Draft<'_>, threat: f64) {
    stage.hold_governance(ALWAYS, Who::Focal, 0.85);
    stage.hold(ALWAYS, Who::Focal, "support", 0.5);
    stage.hold(ALWAYS, Who::Focal, "authority", 0.5);
    stage.hold(1..=10, Who::Focal, "threat", 0.0);
    stage.hold(11..=u32::MAX, Who::Focal, "threat", threat);
    many_matters(stage);
}

/// States that differ in how they decide and for whom, and not in their means.
fn convince(stage: &mut Draft<'_>, openness: f64) {
    for (column, value) in [
        ("meaning", 0.5),
        ("referent", openness),
        ("securitisation", openness),
        ("provision", 0.5),
        ("support", 0.5),
        ("authority", 0.5),
        ("civil_capacity", 0.5),
    ] {
        stage.hold(ALWAYS, Who::Focal, column, value);
    }
}

/// States of equal means, of an openness, that face a threat.
fn face(stage: &mut Draft<'_>, securitisation: f64, threat: f64) {
    let equal = ["meaning", "referent", "provision", "support", "authority", "civil_capacity"];
    stage.hold_all(ALWAYS, Who::Focal, &equal, 0.5);
    stage.hold(ALWAYS, Who::Focal, "securitisation", securitisation);
    stage.hold(ALWAYS, Who::Focal, "threat", threat);
    many_matters(stage);
}

/// Participatory states under threat, and how well others are known to wish them.
fn find_help(stage: &mut Draft<'_>, goodwill: f64) {
    stage.hold_governance(ALWAYS, Who::Focal, 0.85);
    stage.hold_all(ALWAYS, Who::Focal, &["threat", "support", "authority"], 0.5);
    stage.hold(ALWAYS, Who::Focal, "knowledge_benefit", goodwill);
}

/// States that differ in the way they securitise alone.
fn decide_by(stage: &mut Draft<'_>, securitisation: f64) {
    stage.hold_governance(ALWAYS, Who::Focal, 0.5);
    stage.hold(ALWAYS, Who::Focal, "securitisation", securitisation);
    for column in ["threat", "support", "authority", "civil_capacity"] {
        stage.hold(ALWAYS, Who::Focal, column, 0.5);
    }
    stage.off("spurious_issues");
}

/// Great powers, allied to the small or not, to none else; an alliance does not change strength or liking.
fn commit(stage: &mut Draft<'_>, allied: bool) {
    stage.hold_governance(ALWAYS, Who::Great, 0.85);
    stage.pairs(Who::Great, Toward::All, |pair, _| pair.alliance = false);
    stage.pairs(Who::Great, Toward::Of(Who::Small), |pair, _| {
        pair.ties[2] = 0.3;
        pair.alliance = allied;
    });
    stage.zero(&["alliances.idle", "threat.allied_help"]);
    stage.all_off(&["alliances", "zero_sum"]);
}

/// States midway between the poles, of a fixed authority, whose rulers stay.
fn govern(stage: &mut Draft<'_>, authority: f64) {
    stage.hold_governance(ALWAYS, Who::Focal, 0.5);
    stage.hold(ALWAYS, Who::Focal, "authority", authority);
    stage.all_off(&["coups", "collapses", "collapse_in_war", "opposition"]);
}

/// The same under equal support, with matters that come on the security agenda once or not at all.
fn put_once(stage: &mut Draft<'_>, authority: f64) {
    govern(stage, authority);
    stage.hold(ALWAYS, Who::Focal, "support", 0.5);
    stage.hold_all(ALWAYS, Who::Focal, &["threat", "want", "fear"], 0.3);
    stage.all_off(&["refusal_of_cases", "desecuritisation"]);
}
