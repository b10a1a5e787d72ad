//! B3.4–B3.6: what draws states together, and how gains and markets are shared out.

use super::cast::{Toward, Who};
use super::draft::ALWAYS;
use super::measures::{A_FIFTH, A_SHARE, between};
use super::{Arm, Claim, Draft, Notes, Outcome, Part, Parts, View, arm, less_by_share, more, more_by_share, outcome};
use crate::model::EventKind;
use crate::model::pairs::Act;

/// Two states with equal provocation: governance alike, a rivalry, and each believes the other somewhat hostile. Alliances, blocs,
/// bent reports, talks of civic bodies, falls of rulers and incidents to nationals, which go with systems and ties too, are left out. All confront more easily than they do, so that there are disputes to count.
fn provoked(stage: &mut Draft<'_>, systems: [f64; 2], ties: f64) {
    for apart in
        ["incidents", "zero_sum", "bent_reports", "civic_talks", "alliances", "removal_by_vote", "coups", "collapses"]
    {
        stage.off(apart);
    }
    stage.scale("choice.confront", 0.7);
    for (who, system) in [(Who::Focal, systems[0]), (Who::Partners, systems[1])] {
        stage.hold(ALWAYS, who, "system", system);
        stage.hold_governance(ALWAYS, who, 0.5);
        stage.believe(ALWAYS, who, Toward::Partner, -0.3);
    }
    stage.pairs(Who::Focal, Toward::Partner, |pair, _| {
        (pair.rivalry, pair.posture, pair.alliance) = (0.4, [-0.3; 2], false);
    });
    if ties >= 0.0 {
        stage.pairs(Who::Focal, Toward::Partner, |pair, _| pair.ties = [ties; 3]);
    }
}

const JOINT_PARTICIPATORY: Arm = arm(
    "focal states and partners, alike in governance (0.5) and equally provoked, without alliances, bent reports, \
            civic talks, falls of rulers and incidents, have systems held at 0.9 and begin with ties of 0.6; all confront more \
            easily than they do, so that there are disputes to count",
    |stage| provoked(stage, [0.9; 2], 0.6),
);

const JOINT_AUTHORITARIAN: Arm =
    arm("the same with systems held at 0.1 and ties of 0.05", |stage| provoked(stage, [0.1; 2], 0.05));

const CONFLICT: Outcome = outcome(
    "disputes begun between focal states and their partners, rounds 1 to 25",
    "disputes per pair and round",
    [1, 25],
    |view, _| {
        (
            between(view, EventKind::DisputeBegun, Who::Focal, Toward::Partner),
            view.sides(Who::Focal, Toward::Partner).count() as f64,
        )
    },
);

/// Systems held, governance alike.
fn of_systems(stage: &mut Draft<'_>, focal: f64, partner: f64) {
    for (who, system) in [(Who::Focal, focal), (Who::Partners, partner)] {
        stage.hold(ALWAYS, who, "system", system);
        stage.hold_governance(ALWAYS, who, 0.5);
    }
}

/// Ties neither restrain, nor cool, nor draw.
fn no_interdependence(stage: &mut Draft<'_>) {
    stage.off("interdependence");
    stage.set("choice.embedded", 0.0);
}

const NO_VALUES: Arm = arm("values neither draw, part nor cool", |stage| {
    stage.off("shared_values");
    stage.off("consolidation");
});

/// Rich or poor, and nothing else that goes by wealth.
fn rich_or_poor(stage: &mut Draft<'_>, wealth: f64) {
    stage.start(Who::Focal, "wealth", wealth);
    stage.start(Who::Focal, "population", 1.0);
    stage.start(Who::Others, "wealth", 1.0);
    stage.start(Who::Others, "population", 1.0);
    stage.set("economy.catch_up", 0.0);
    stage.all_off(&["aid", "aid_against_threat"]);
    for cost in ["war", "sanctions", "drag", "people"] {
        stage.set(&format!("economy.{cost}"), 0.0);
    }
    stage.hold_governance(ALWAYS, Who::Focal, 0.5);
    stage.hold(ALWAYS, Who::Focal, "private_capacity", 0.3);
    stage.pairs(Who::Focal, Toward::All, |pair, _| pair.ties[0] = 0.5);
    stage.act(ALWAYS, Who::Focal, Toward::All, Act::Abstain);
    stage.act(ALWAYS, Who::Others, Toward::Of(Who::Focal), Act::Abstain);
}

const CLOSED: Arm = arm("the tariffs of the focal states are held at 0.8, those of all others at 0.05", |stage| {
    stage.hold(ALWAYS, Who::Focal, "tariff", 0.8);
    stage.hold(ALWAYS, Who::Others, "tariff", 0.05);
});

const OPEN: Arm =
    arm("the tariffs of all states are held at 0.05", |stage| stage.hold(ALWAYS, Who::All, "tariff", 0.05));

/// The entries.
pub(super) const CLAIMS: &[Claim] = &[
    Claim {
        id: "B3.4",
        statement: "Shared values bring states closer and alien ones are seen as a threat; values, institutional ties \
                and interdependence together make war unthinkable between participatory states.",
        parts: &[
            Part {
                name: "peace between participatory states, beyond what likeness gives",
                treatment: JOINT_PARTICIPATORY,
                baseline: JOINT_AUTHORITARIAN,
                outcome: CONFLICT,
                expected: less_by_share(0.2, A_FIFTH),
                ablation: arm("neither values nor institutions nor interdependence draw, restrain or cool", |stage| {
                    stage.off("shared_values");
                    stage.off("consolidation");
                    stage.off("institutions");
                    no_interdependence(stage);
                }),
                factors: &[
                    NO_VALUES,
                    arm("institutions do not restrain", |stage| stage.off("institutions")),
                    arm("interdependence neither draws, restrains nor cools", no_interdependence),
                    arm("neither values nor institutions", |stage| {
                        stage.off("shared_values");
                        stage.off("consolidation");
                        stage.off("institutions");
                    }),
                    arm("neither values nor interdependence", |stage| {
                        stage.off("shared_values");
                        stage.off("consolidation");
                        no_interdependence(stage);
                    }),
                    arm("neither institutions nor interdependence", |stage| {
                        stage.off("institutions");
                        no_interdependence(stage);
                    }),
                ],
            },
            Part {
                name: "alien values are seen as a threat",
                treatment: arm(
                    "focal states, alike in governance with their partners and equally provoked, have systems \
                            held at 0.1, their partners at 0.9",
                    |stage| provoked(stage, [0.1, 0.9], -1.0),
                ),
                baseline: arm("the systems of both are held at 0.5", |stage| provoked(stage, [0.5, 0.5], -1.0)),
                outcome: CONFLICT,
                expected: more_by_share(0.2, A_FIFTH),
                ablation: arm("neither values nor institutions draw, part, restrain or cool", |stage| {
                    stage.off("shared_values");
                    stage.off("consolidation");
                    stage.off("institutions");
                }),
                factors: &[],
            },
            Part {
                name: "shared values bring closer",
                treatment: arm(
                    "the systems of focal states and partners are held at 0.9, their governance at 0.5",
                    |stage| of_systems(stage, 0.9, 0.9),
                ),
                baseline: arm(
                    "the systems of the focal states are held at 0.9, those of the partners at 0.1, the \
                            governance of both at 0.5",
                    |stage| of_systems(stage, 0.9, 0.1),
                ),
                outcome: outcome(
                    "mean ties of the focal states with their partners, rounds 31 to 40",
                    "ties (0 to 1)",
                    [31, 40],
                    |view, _| view.mean_of_sides(Who::Focal, Toward::Partner, |side| side.pairs.ties(side.pair)),
                ),
                expected: more(0.05, A_SHARE),
                ablation: arm("values, institutions and likeness do not draw states together or apart", |stage| {
                    stage.off("shared_values");
                    stage.off("consolidation");
                    stage.off("institutions");
                    stage.set("alliances.likeness", 0.0);
                }),
                factors: &[],
            },
        ],
    },
    Claim {
        id: "B3.5",
        statement: "Gains from the world economy are not equal.",
        parts: &[Part {
            name: "the rich gain more from the same trade",
            treatment: arm(
                "the focal states begin with four times the wealth of all others, whose populations are the \
                        same; trade with all begins at 0.5, their governance is held at 0.5, their firms are as able \
                        (capacity held at 0.3), neither they nor others do anything toward each other, and nothing \
                        but exchange makes the growth of states differ",
                |stage| rich_or_poor(stage, 4.0),
            ),
            baseline: arm("they begin with a quarter of the wealth of all others; all else is the same", |stage| {
                rich_or_poor(stage, 0.25);
            }),
            outcome: outcome(
                "wealth of the focal states as a multiple of their wealth at the end of round 1, rounds 26 to \
                        30",
                "multiple of the wealth of round 1",
                [26, 30],
                multiple_of_first_wealth,
            ),
            expected: more_by_share(0.05, "5 % of the baseline, the least difference in wealth that counts"),
            ablation: arm("both sides take the same part of the gains", |stage| stage.off("unequal_gains")),
            factors: &[],
        }],
    },
    Claim {
        id: "B3.6",
        statement: "Raising tariffs cedes markets to rivals with lower ones.",
        parts: &[
            Part {
                name: "the market is lost to rivals",
                treatment: CLOSED,
                baseline: OPEN,
                outcome: outcome(
                    "share of the partners' trade that they have with states other than the focal ones, rounds \
                            16 to 30",
                    "share of trade",
                    [16, 30],
                    |view, _| {
                        let trade = |toward| view.mean_of_sides(Who::Partners, toward, |s| s.pairs.trade[s.pair]).0;
                        (trade(Toward::Of(Who::Third)) + trade(Toward::Of(Who::Partners)), trade(Toward::All))
                    },
                ),
                expected: more(0.05, A_SHARE),
                ablation: arm("tariffs keep no trade out", |stage| stage.off("tariffs")),
                factors: &[],
            },
            Part {
                name: "rivals trade more than before",
                treatment: CLOSED,
                baseline: OPEN,
                outcome: outcome(
                    "trade ties among the states other than the focal ones, rounds 16 to 30",
                    "trade ties (0 to 1)",
                    [16, 30],
                    |view, _| {
                        view.mean_of_sides(Who::Others, Toward::Of(Who::Others), |side| side.pairs.trade[side.pair])
                    },
                ),
                expected: more_by_share(0.05, "5 % of the baseline, as for wealth: trade is a volume of the economy"),
                ablation: arm("trade that is lost to tariffs is not looked for elsewhere", |stage| {
                    stage.off("diversion");
                }),
                factors: &[],
            },
        ],
    },
];

/// Wealth of each focal state over that at the end of the first round. Notes: the latter.
fn multiple_of_first_wealth(view: &View<'_>, notes: &mut Notes) -> Parts {
    let wealth = &view.states().wealth;
    if notes.is_empty() {
        notes.clone_from(wealth);
    }
    view.each(Who::Focal, |_, i| wealth[i] / notes[i].max(1e-9))
}
