//! C11–C13: support, means, and whom rulers seek.

use super::cast::{Toward, Who};
use super::draft::ALWAYS;
use super::measures::{A_FIFTH, resolution};
use super::{Arm, Claim, Draft, Part, Parts, View, arm, more, more_by_share, outcome};
use crate::model::pairs::Act;

const WINDFALL: Arm = arm(
    "policy brings the focal states 8 % of their initial wealth in every round (windfall), while sanctions fall on \
            half of their trade (drain); want and the rank of security bodies are held, \
            and neither rivals nor strife move their governance",
    |stage| succeed(stage, 0.08),
);

const NO_WINDFALL: Arm = arm("it brings them nothing, and the same sanctions drain them", |stage| succeed(stage, 0.0));

/// The entries.
pub(super) const CLAIMS: &[Claim] = &[
    Claim {
        id: "C11",
        statement: "Policy that serves citizens has the support of the majority; national and individual goals do not \
                conflict.",
        parts: &[Part {
            name: "support by referent, outcomes held equal",
            treatment: arm(
                "the referent of the focal states is held at the citizens (0.85); what becomes of citizens is \
                        held equal (want, fear, threat, strife, harm abroad), and growth moves neither support nor \
                        authority",
                |stage| serve(stage, 0.85),
            ),
            baseline: arm("it is held at the regime (0.15); outcomes held likewise", |stage| serve(stage, 0.15)),
            outcome: outcome(
                "support of the focal states' policy, rounds 21 to 60",
                "support (0 to 1)",
                [21, 60],
                |view, _| view.mean(Who::Focal, |states| &states.support),
            ),
            expected: more(0.05, "0.05 on a scale from 0 to 1"),
            ablation: arm("citizens judge by neither what the budget is for nor what they lose", |stage| {
                stage.off("national_goals");
                stage.off("citizens_losses");
                stage.set("economy.support_welfare", 0.0);
            }),
            factors: &[
                arm("not by whether its goals are theirs", |stage| stage.off("national_goals")),
                arm("citizens do not judge by what they lose", |stage| stage.off("citizens_losses")),
                arm("citizens do not judge by welfare", |stage| stage.set("economy.support_welfare", 0.0)),
            ],
        }],
    },
    Claim {
        id: "C12",
        statement: "Successful policy brings knowledge, wealth and power, which give governance the means to work.",
        parts: &[
            Part {
                name: "authority",
                treatment: WINDFALL,
                baseline: NO_WINDFALL,
                outcome: outcome(
                    "authority of the focal states, rounds 11 to 30",
                    "authority (0 to 1)",
                    [11, 30],
                    |view, _| view.mean(Who::Focal, |states| &states.authority),
                ),
                expected: more(0.05, "0.05 on a scale from 0 to 1"),
                ablation: MEANS_MAKE_NOTHING,
                factors: &[],
            },
            Part {
                name: "resolution",
                treatment: WINDFALL,
                baseline: NO_WINDFALL,
                outcome: outcome(
                    "security issues that the focal states resolve in a round, of those resolved or left, \
                            rounds 11 to 30",
                    "share of issues per round",
                    [11, 30],
                    |view, _| resolution(view, Who::Focal),
                ),
                expected: more_by_share(0.2, A_FIFTH),
                ablation: MEANS_MAKE_NOTHING,
                factors: &[],
            },
            Part {
                name: "provision",
                treatment: WINDFALL,
                baseline: NO_WINDFALL,
                outcome: outcome(
                    "provision of the focal states, rounds 41 to 60",
                    "provision (0 to 1)",
                    [41, 60],
                    |view, _| view.mean(Who::Focal, |states| &states.provision),
                ),
                expected: more(0.05, "a tenth of the distance between the two camps of political systems of 1946–1990"),
                ablation: arm("gains do not make provision smart", |stage| {
                    stage.set("constitution.provision_gains", 0.0);
                }),
                factors: &[],
            },
        ],
    },
    Claim {
        id: "C13",
        statement: "Regime-centred policy seeks ties with states that consolidate the ruler.",
        parts: &[Part {
            name: "choice of partners",
            treatment: arm(
                "closed focal states (system held at 0.15) are centred on the regime (referent held at 0.1); \
                        the systems of their partners are held closed (0.1), those of the rest open (0.9); closed \
                        governance blocks no state and needs no enemies",
                |stage| court(stage, 0.1),
            ),
            baseline: arm("the same, centred on citizens (referent held at 0.9)", |stage| court(stage, 0.9)),
            outcome: outcome(
                "how often the focal states cooperate with closed counterparts, over how often with open ones, \
                        rounds 3 to 50",
                "ratio of the two rates",
                [3, 50],
                closed_over_open,
            ),
            expected: more_by_share(0.2, A_FIFTH),
            ablation: arm("no state offers a ruler consolidation", |stage| stage.off("consolidation")),
            factors: &[],
        }],
    },
];

const MEANS_MAKE_NOTHING: Arm = arm(
    "neither growth nor what is resolved gives authority or support, wealth brings no money and no firms that \
            resolve, and gains bring no smart provision",
    |stage| {
        stage.all_off(&["means", "private_provision"]);
        stage.set("constitution.provision_gains", 0.0);
    },
);

/// A referent, with nothing that citizens live in changed but by what is spent.
fn serve(stage: &mut Draft<'_>, referent: f64) {
    stage.hold(ALWAYS, Who::Focal, "referent", referent);
    stage.hold(ALWAYS, Who::Focal, "want", 0.4);
    stage.hold(ALWAYS, Who::Focal, "fear", 0.1);
    stage.hold(ALWAYS, Who::Focal, "threat", 0.2);
    stage.hold(ALWAYS, Who::Focal, "strife", 0.0);
    stage.hold(ALWAYS, Who::Focal, "harm_abroad", 0.0);
    stage.set("economy.growth_counts", 0.0);
}

/// What policy brings in from abroad in every round, by the wealth that each begins with.
fn succeed(stage: &mut Draft<'_>, share: f64) {
    stage.hold(ALWAYS, Who::Focal, "sanctioned", 0.5);
    stage.hold(ALWAYS, Who::Focal, "want", 0.4);
    stage.hold_all(ALWAYS, Who::Focal, &["rivalry", "strife"], 0.0);
    stage.hold(ALWAYS, Who::Focal, "security_rank", 0.3);
    for &i in stage.cast.states(Who::Focal) {
        let amount = share * stage.setup.states.wealth[i];
        stage.hold_one(i, "aid_received", amount);
    }
}

/// Closed states between closed partners and open others.
fn court(stage: &mut Draft<'_>, referent: f64) {
    stage.hold(ALWAYS, Who::Focal, "system", 0.15);
    stage.hold(ALWAYS, Who::Focal, "referent", referent);
    stage.hold(ALWAYS, Who::Partners, "system", 0.1);
    stage.hold(ALWAYS, Who::Third, "system", 0.9);
    stage.off("blockage");
    stage.off("regime_need");
}

/// The share of closed counterparts with which the focal states cooperate, over that of open ones.
fn closed_over_open(view: &View<'_>, _: &mut Vec<f64>) -> Parts {
    let rate = |toward| {
        let (hits, count) = view.share(Who::Focal, toward, |side| side.act() == Act::Cooperate);
        hits / f64::max(count, 1.0)
    };
    (rate(Toward::Of(Who::Partners)), rate(Toward::Of(Who::Third)))
}
