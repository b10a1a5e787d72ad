//! B3.1–B3.3: exchange, alliances, and where diplomacy goes.

use super::cast::{Toward, Who};
use super::draft::ALWAYS;
use super::measures::{A_FIFTH, A_SHARE, sees_threat};
use super::{
    Arm, Claim, Draft, Notes, Outcome, Part, Parts, View, arm, less, less_by_share, more, more_by_share, outcome,
};
use crate::model::pairs::{Act, Instrument};

const WEALTH: &str = "5 % of the baseline, the least difference in wealth that counts";

const EXCHANGE_MAKES_NO_GROWTH: Arm =
    arm("exchange adds nothing to growth, and sanctions take nothing from it", |stage| {
        stage.off("trade_growth");
        stage.set("economy.sanctions", 0.0);
    });

/// Focal state and partner seek each other's alliance, having security ties of 0.3 from the start, which no effort
/// deepens before they are allied. No state is allied yet.
fn suitors(stage: &mut Draft<'_>) {
    stage.pairs(Who::All, Toward::All, |pair, _| pair.alliance = false);
    stage.zero(&["ties.build", "economy.power_smart"]);
    stage.pairs(Who::Focal, Toward::Partner, |pair, _| {
        (pair.alliance, pair.posture, pair.ties[2], pair.rivalry) = (false, [0.4; 2], 0.3, 0.0);
    });
    stage.act_by(ALWAYS, Who::Focal, Toward::Partner, Instrument::Alliance);
    stage.act_by(ALWAYS, Who::Partners, Toward::Partner, Instrument::Alliance);
    stage.believe(ALWAYS, Who::Focal, Toward::Partner, 0.4);
    stage.believe(ALWAYS, Who::Partners, Toward::Partner, 0.4);
}

/// Suitors to whom all others look so, and who court each other with the same ties and service, whatever
/// they spend on arms; no dispute begins that could take one of them out of the world.
fn others_look(stage: &mut Draft<'_>, image: f64, diplomacy: f64) {
    suitors(stage);
    stage.set("disputes.onset", 0.0);
    for who in [Who::Focal, Who::Partners] {
        stage.hold(ALWAYS, who, "diplomacy", diplomacy);
        stage.believe(ALWAYS, who, Toward::AllButPartner, image);
    }
}

/// All states but the partners form two camps, each allied to all neighbours of its camp, or no state is allied.
fn camps(stage: &mut Draft<'_>, divided: bool) {
    others_look(stage, 0.0, 0.5);
    let partners = stage.cast.states(Who::Partners);
    for pair in &mut stage.setup.pairs {
        let (i, j) = pair.states;
        let apart = [i, j].iter().any(|&state| partners.contains(&(state as usize)));
        pair.alliance = divided && !apart && i % 2 == j % 2;
        if pair.alliance {
            pair.ties[2] = 0.6;
        }
    }
}

const ALLIED: Outcome = outcome(
    "share of the focal states that are allied with their partner, rounds 3 to 12",
    "share",
    [3, 12],
    |view, _| view.share(Who::Focal, Toward::Partner, |side| side.pairs.alliance[side.pair]),
);

/// The entries.
pub(super) const CLAIMS: &[Claim] = &[
    Claim {
        id: "B3.1",
        statement: "Comparative advantage makes exchange profitable for all; no country developed by closing its \
                borders.",
        parts: &[
            Part {
                name: "closed borders cost growth",
                treatment: arm(
                    "the tariffs of the focal states are held at 0.9; ties neither draw nor restrain in any run",
                    |stage| tariffs(stage, Who::Focal, 0.9),
                ),
                baseline: arm("they are held at 0.05", |stage| tariffs(stage, Who::Focal, 0.05)),
                outcome: outcome(
                    "wealth of the focal states over wealth of all states, rounds 31 to 40",
                    "share of the world's wealth",
                    [31, 40],
                    |view, _| (view.mean(Who::Focal, |s| &s.wealth).0, view.mean(Who::All, |s| &s.wealth).0),
                ),
                expected: less_by_share(0.05, WEALTH),
                ablation: EXCHANGE_MAKES_NO_GROWTH,
                factors: &[],
            },
            Part {
                name: "exchange profits the poorer half too",
                treatment: arm(
                    "the tariffs of all states are held at 0.9; ties neither draw nor restrain in any run",
                    |stage| tariffs(stage, Who::All, 0.9),
                ),
                baseline: arm("they are held at 0.05", |stage| tariffs(stage, Who::All, 0.05)),
                outcome: outcome(
                    "wealth of the weaker half of the states, rounds 31 to 40",
                    "wealth",
                    [31, 40],
                    |view, _| view.mean(Who::Small, |s| &s.wealth),
                ),
                expected: less_by_share(0.05, WEALTH),
                ablation: EXCHANGE_MAKES_NO_GROWTH,
                factors: &[],
            },
            Part {
                name: "the more so, the better the economies complement each other",
                treatment: arm(
                    "the complementarity of the focal states with their counterparts is 0.9; they trade with \
                            each other in every run",
                    |stage| {
                        stage.pairs(Who::Focal, Toward::All, |pair, _| pair.complementarity = 0.9);
                        trade_with_all(stage);
                    },
                ),
                baseline: arm("it is 0.1; they trade with each other in every run", |stage| {
                    stage.pairs(Who::Focal, Toward::All, |pair, _| pair.complementarity = 0.1);
                    trade_with_all(stage);
                }),
                outcome: outcome("wealth of the focal states, rounds 21 to 40", "wealth", [21, 40], |view, _| {
                    view.mean(Who::Focal, |s| &s.wealth)
                }),
                expected: more_by_share(0.05, WEALTH),
                ablation: arm(
                    "complementarity does not raise what exchange brings, nor do civic bodies and firms begin ties by \
                            it; gains of cooperation move no governance",
                    |stage| {
                        stage.all_off(&["comparative_advantage", "civic_ties"]);
                        stage.set("feedback.opportunity", 0.0);
                    },
                ),
                factors: &[],
            },
        ],
    },
    Claim {
        id: "B3.2",
        statement: "Alliances add capability and change threats; they succeed by negotiation, by adding up \
                capabilities, by their effect on threat, by polarisation.",
        parts: &[
            Part {
                name: "allies add capability and lessen threat",
                treatment: arm(
                    "the focal states, each of which sees its partner as hostile, begin allied to every third \
                            state",
                    |stage| under_threat(stage, true),
                ),
                baseline: arm("the same; they begin without allies", |stage| under_threat(stage, false)),
                outcome: outcome(
                    "share of the focal states that see an ongoing threat from their partner, \
                            rounds 2 to 8",
                    "share",
                    [2, 8],
                    |view, _| view.share(Who::Focal, Toward::Partner, |side| sees_threat(&side)),
                ),
                expected: less(0.05, A_SHARE),
                ablation: arm("no state counts on the power of its allies", |stage| {
                    stage.set("threat.allied_help", 0.0);
                }),
                factors: &[],
            },
            Part {
                name: "negotiation",
                treatment: arm(
                    "focal states and partners seek each other's alliance; no state is allied yet or looks \
                            hostile to them, and a divided world does not make alliances; their foreign services are held \
                            at 0.9",
                    |stage| {
                        stage.off("alliance_polarisation");
                        others_look(stage, 0.0, 0.9);
                    },
                ),
                baseline: arm("the same; their foreign services are held at 0.1", |stage| {
                    stage.off("alliance_polarisation");
                    others_look(stage, 0.0, 0.1);
                }),
                outcome: ALLIED,
                expected: more(0.05, A_SHARE),
                ablation: arm("capable diplomacy neither makes nor holds alliances", |stage| {
                    stage.off("alliance_negotiation");
                }),
                factors: &[],
            },
            Part {
                name: "effect on threat and adding up of capabilities",
                treatment: arm(
                    "focal states and partners seek each other's alliance, and no state is allied yet; to both all \
                            others look hostile (-0.9); their foreign services are held at 0.5, no dispute begins, \
                            and a divided world does not make alliances",
                    |stage| {
                        stage.off("alliance_polarisation");
                        others_look(stage, -0.9, 0.5);
                    },
                ),
                baseline: arm("the same; no state looks hostile to them", |stage| {
                    stage.off("alliance_polarisation");
                    others_look(stage, 0.0, 0.5);
                }),
                outcome: ALLIED,
                expected: more(0.05, A_SHARE),
                ablation: arm("neither a shared threat nor powers that add up against it make alliances", |stage| {
                    stage.off("alliance_threat");
                    stage.off("alliance_aggregation");
                }),
                factors: &[
                    arm("a shared threat does not make alliances", |stage| stage.off("alliance_threat")),
                    arm("powers that add up do not make alliances", |stage| stage.off("alliance_aggregation")),
                ],
            },
            Part {
                name: "polarisation",
                treatment: arm(
                    "focal states and partners seek each other's alliance; all others and the focal states \
                            begin in two camps, allied within",
                    |stage| camps(stage, true),
                ),
                baseline: arm("the same; no state begins allied", |stage| camps(stage, false)),
                outcome: ALLIED,
                expected: more(0.05, A_SHARE),
                ablation: arm("a divided world does not make alliances", |stage| stage.off("alliance_polarisation")),
                factors: &[],
            },
        ],
    },
    Claim {
        id: "B3.3",
        statement: "Diplomacy seeks opportunity in aligned states, knowledge of threats in hostile ones, both in \
                rivals.",
        parts: &[
            Part {
                name: "opportunity in aligned states",
                treatment: arm("each focal state and its partner believe each other friendly (0.6)", |stage| {
                    both_believe(stage, 0.6);
                }),
                baseline: arm("they believe each other hostile (-0.6)", |stage| both_believe(stage, -0.6)),
                outcome: outcome(
                    "trade ties of the focal states with their partners, rounds 21 to 30",
                    "trade ties (0 to 1)",
                    [21, 30],
                    |view, _| view.mean_of_sides(Who::Focal, Toward::Partner, |side| side.pairs.trade[side.pair]),
                ),
                expected: more(0.05, A_SHARE),
                ablation: arm("believed goodwill does not draw, nor believed hostility alarm", |stage| {
                    stage.off("goodwill");
                    stage.off("alarm");
                    stage.off("regime_need");
                }),
                factors: &[],
            },
            Part {
                name: "knowledge in hostile ones",
                treatment: arm(
                    "each focal state leaves its partner aside but believes it hostile (-1); its foreign \
                            service is held at 1, and reports are not bent",
                    |stage| left_aside(stage, -1.0),
                ),
                baseline: arm("the same, but it believes it indifferent (0)", |stage| left_aside(stage, 0.0)),
                outcome: outcome(
                    "error of the focal states about the power of their partners, as a share of that power, \
                            rounds 6 to 40",
                    "share of power",
                    [6, 40],
                    error_about_power,
                ),
                expected: less_by_share(0.2, A_FIFTH),
                ablation: arm("those left aside are known as well as those watched", |stage| {
                    stage.set("knowledge.aside", 1.0);
                }),
                factors: &[],
            },
            Part {
                name: "shifting attention costs",
                treatment: arm(
                    "the focal states are held cooperative toward all but their partner, whom they believe \
                            indifferent; their governance is held at 0.5, and no bloc is an enemy",
                    |stage| attend(stage, Act::Cooperate),
                ),
                baseline: arm("the same, but they act toward no state but their partner", |stage| {
                    attend(stage, Act::Abstain);
                }),
                outcome: outcome(
                    "share of rounds in which the focal state acts toward its partner, rounds 3 to 12",
                    "share of rounds",
                    [3, 12],
                    |view, _| view.share(Who::Focal, Toward::Partner, |side| side.act() != Act::Abstain),
                ),
                expected: less(0.05, A_SHARE),
                ablation: arm("attention is not limited", |stage| stage.off("attention")),
                factors: &[],
            },
        ],
    },
];

/// Tariffs held, in a world in which ties bring exchange alone.
fn tariffs(stage: &mut Draft<'_>, who: Who, level: f64) {
    stage.off("interdependence");
    stage.set("choice.embedded", 0.0);
    stage.hold(ALWAYS, who, "tariff", level);
}

/// The focal states and their counterparts trade with each other.
fn trade_with_all(stage: &mut Draft<'_>) {
    stage.act_by(ALWAYS, Who::Focal, Toward::All, Instrument::Trade);
    stage.act_by(ALWAYS, Who::Others, Toward::Of(Who::Focal), Instrument::Trade);
}

/// The partner looks hostile and no other state does; allies or none.
fn under_threat(stage: &mut Draft<'_>, allied: bool) {
    stage.set("economy.power_smart", 0.0);
    if allied {
        stage.pairs(Who::Focal, Toward::AllButPartner, |pair, _| (pair.alliance, pair.ties[2]) = (true, 0.6));
    } else {
        stage.pairs(Who::Focal, Toward::AllButPartner, |pair, _| (pair.alliance, pair.ties[2]) = (false, 0.0));
    }
    stage.pairs(Who::Focal, Toward::Partner, |pair, _| pair.alliance = false);
    stage.believe(ALWAYS, Who::Focal, Toward::Partner, -0.6);
    stage.act(ALWAYS, Who::Focal, Toward::Partner, Act::Abstain);
    stage.act(ALWAYS, Who::Partners, Toward::Partner, Act::Abstain);
}

/// What the focal states do toward all but their partner.
fn attend(stage: &mut Draft<'_>, act: Act) {
    stage.off("zero_sum");
    stage.hold_governance(ALWAYS, Who::Focal, 0.5);
    stage.believe(ALWAYS, Who::Focal, Toward::Partner, 0.0);
    stage.act(ALWAYS, Who::Focal, Toward::AllButPartner, act);
}

/// Focal state and partner hold a belief about each other.
fn both_believe(stage: &mut Draft<'_>, belief: f64) {
    stage.believe(ALWAYS, Who::Focal, Toward::Partner, belief);
    stage.believe(ALWAYS, Who::Partners, Toward::Partner, belief);
}

/// The partner is left aside, but believed to be so.
fn left_aside(stage: &mut Draft<'_>, belief: f64) {
    stage.off("bent_reports");
    stage.hold(ALWAYS, Who::Focal, "diplomacy", 1.0);
    stage.act(ALWAYS, Who::Focal, Toward::Partner, Act::Abstain);
    stage.believe(ALWAYS, Who::Focal, Toward::Partner, belief);
}

/// Error about the partner's power over that power.
fn error_about_power(view: &View<'_>, _: &mut Notes) -> Parts {
    let power = &view.states().power;
    view.mean_of_sides(Who::Focal, Toward::Partner, |side| {
        let believed = side.pairs.believed_power[side.pair][side.side];
        (believed - power[side.other]).abs() / power[side.other].max(1e-6)
    })
}
