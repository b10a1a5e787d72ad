//! B3.4–B3.6: what draws states together, and how gains and markets are shared out.

use super::cast::{Toward, Who};
use super::deeds::{ALWAYS, AS_IT_IS, Deed, GOVERNANCE, Start, arm};
use super::measures::{A_FIFTH, A_SHARE, between, one_if};
use super::{Arm, Claim, Notes, Outcome, Part, Parts, View, less_by_share, more, more_by_share, outcome};
use crate::model::EventKind;
use crate::model::pairs::Act;

/// Two states with equal provocation: governance alike, a rivalry, and each believes the other somewhat hostile.
/// Alliances, blocs, bent reports, talks of civic bodies, falls of rulers and incidents to nationals, which go with
/// systems and ties too, are left out. All confront more easily than they do, so that there are disputes to count.
const fn provoked(focal: f64, partner: f64) -> [Deed; 9] {
    [
        Deed::Off(&[
            "incidents",
            "zero_sum",
            "bent_reports",
            "civic_talks",
            "alliances",
            "removal_by_vote",
            "coups",
            "collapses",
        ]),
        Deed::Scale("choice.confront", 0.7),
        Deed::Hold(ALWAYS, Who::Focal, &["system"], focal),
        Deed::Hold(ALWAYS, Who::Focal, GOVERNANCE, 0.5),
        Deed::Believe(ALWAYS, Who::Focal, Toward::Partner, -0.3),
        Deed::Hold(ALWAYS, Who::Partners, &["system"], partner),
        Deed::Hold(ALWAYS, Who::Partners, GOVERNANCE, 0.5),
        Deed::Believe(ALWAYS, Who::Partners, Toward::Partner, -0.3),
        Deed::Pairs(Who::Focal, Toward::Partner, &[Start::Rivalry(0.4), Start::Posture(-0.3), Start::Allied(false)]),
    ]
}

const JOINT_PARTICIPATORY: Arm =
    arm(&[Deed::All(&provoked(0.9, 0.9)), Deed::Pairs(Who::Focal, Toward::Partner, &[Start::Ties(0.6)])]);

const JOINT_AUTHORITARIAN: Arm =
    arm(&[Deed::All(&provoked(0.1, 0.1)), Deed::Pairs(Who::Focal, Toward::Partner, &[Start::Ties(0.05)])]);

const CONFLICT: Outcome = outcome(
    "disputes begun between focal states and their partners, rounds 1 to 25",
    "disputes per pair and round",
    [1, 25],
    disputes_with_partners,
);

/// Two states whose systems begin so, with the same provocation, something that both contest, and governance alike.
const fn begin_provoked(system: f64, ties: &'static [Start]) -> [Deed; 6] {
    [
        Deed::Begin(Who::Focal, &["system"], system),
        Deed::Begin(Who::Focal, GOVERNANCE, 0.5),
        Deed::Begin(Who::Partners, &["system"], system),
        Deed::Begin(Who::Partners, GOVERNANCE, 0.5),
        Deed::Pairs(
            Who::Focal,
            Toward::Partner,
            &[Start::Rivalry(0.4), Start::Contest(0.3), Start::Posture(-0.3), Start::Allied(false)],
        ),
        Deed::Pairs(Who::Focal, Toward::Partner, ties),
    ]
}

/// Two states whose systems begin so, with governance alike.
const fn begin_of_systems(focal: f64, partner: f64) -> [Deed; 4] {
    [
        Deed::Begin(Who::Focal, &["system"], focal),
        Deed::Begin(Who::Focal, GOVERNANCE, 0.5),
        Deed::Begin(Who::Partners, &["system"], partner),
        Deed::Begin(Who::Partners, GOVERNANCE, 0.5),
    ]
}

/// The focal states close their markets for three rounds.
const CLOSED_FOR_A_WHILE: Arm = arm(&[Deed::Add([1, 3], Who::Focal, "tariff", 0.9)]);

/// Systems held, governance alike.
const fn of_systems(focal: f64, partner: f64) -> [Deed; 4] {
    [
        Deed::Hold(ALWAYS, Who::Focal, &["system"], focal),
        Deed::Hold(ALWAYS, Who::Focal, GOVERNANCE, 0.5),
        Deed::Hold(ALWAYS, Who::Partners, &["system"], partner),
        Deed::Hold(ALWAYS, Who::Partners, GOVERNANCE, 0.5),
    ]
}

/// Ties neither restrain, nor cool, nor draw.
const NO_INTERDEPENDENCE: &[Deed] = &[Deed::Off(&["interdependence"]), Deed::Set("choice.embedded", 0.0)];

/// Values neither draw, part nor cool.
const NO_VALUES: Deed = Deed::Off(&["shared_values", "consolidation"]);

const NO_INSTITUTIONS: Deed = Deed::Off(&["institutions"]);

/// Rich or poor, and nothing else that goes by wealth.
const fn rich_or_poor(wealth: f64) -> [Deed; 15] {
    [
        Deed::Begin(Who::Focal, &["wealth"], wealth),
        Deed::Begin(Who::Focal, &["population"], 1.0),
        Deed::Begin(Who::Others, &["wealth"], 1.0),
        Deed::Begin(Who::Others, &["population"], 1.0),
        Deed::Set("economy.catch_up", 0.0),
        Deed::Off(&["aid", "aid_against_threat"]),
        Deed::Set("economy.war", 0.0),
        Deed::Set("economy.sanctions", 0.0),
        Deed::Set("economy.drag", 0.0),
        Deed::Set("economy.people", 0.0),
        Deed::Hold(ALWAYS, Who::Focal, GOVERNANCE, 0.5),
        Deed::Hold(ALWAYS, Who::Focal, &["private_capacity"], 0.3),
        Deed::Pairs(Who::Focal, Toward::All, &[Start::Trade(0.5)]),
        Deed::Act(ALWAYS, Who::Focal, Toward::All, Act::Abstain),
        Deed::Act(ALWAYS, Who::Others, Toward::Of(Who::Focal), Act::Abstain),
    ]
}

const CLOSED: Arm =
    arm(&[Deed::Hold(ALWAYS, Who::Focal, &["tariff"], 0.8), Deed::Hold(ALWAYS, Who::Others, &["tariff"], 0.05)]);

const OPEN: Arm = arm(&[Deed::Hold(ALWAYS, Who::All, &["tariff"], 0.05)]);

/// The entries.
pub(super) const CLAIMS: &[Claim] = &[
    Claim {
        id: "B3.4",
        statement: "Shared values bring states closer and alien ones are seen as a threat; values, institutional ties \
                and interdependence together make war unthinkable between participatory states.",
        carries: &[
            // Systems and ties begin so and then change; rulers fall, alliances form. Pairs of like systems are
            // compared, so that likeness alone does not make the difference.
            Part {
                name: "peace between states that begin participatory",
                treatment: arm(&begin_provoked(0.9, &[Start::Ties(0.6)])),
                baseline: arm(&begin_provoked(0.1, &[Start::Ties(0.05)])),
                outcome: outcome(
                    "disputes begun between focal states and their partners, rounds 4 to 25",
                    "disputes per pair and round",
                    [4, 25],
                    disputes_with_partners,
                ),
                expected: less_by_share(0.2, A_FIFTH),
                ablation: arm(&[NO_VALUES, NO_INSTITUTIONS, Deed::All(NO_INTERDEPENDENCE)]),
                factors: &[],
            },
            // The same open states beside partners of their own kind or of another.
            Part {
                name: "states that begin alike come closer",
                treatment: arm(&begin_of_systems(0.9, 0.9)),
                baseline: arm(&begin_of_systems(0.9, 0.1)),
                outcome: outcome(
                    "mean ties of the focal states with their partners, rounds 21 to 40",
                    "ties (0 to 1)",
                    [21, 40],
                    |view, _| view.mean_of_sides(Who::Focal, Toward::Partner, |side| side.pairs.ties(side.pair)),
                ),
                expected: more(0.05, A_SHARE),
                ablation: arm(&[NO_VALUES, NO_INSTITUTIONS, Deed::Set("alliances.likeness", 0.0)]),
                factors: &[],
            },
        ],
        at_work: &[
            Part {
                name: "peace between participatory states, beyond what likeness gives",
                treatment: JOINT_PARTICIPATORY,
                baseline: JOINT_AUTHORITARIAN,
                outcome: CONFLICT,
                expected: less_by_share(0.2, A_FIFTH),
                ablation: arm(&[NO_VALUES, NO_INSTITUTIONS, Deed::All(NO_INTERDEPENDENCE)]),
                factors: &[
                    arm(&[NO_VALUES]),
                    arm(&[NO_INSTITUTIONS]),
                    arm(NO_INTERDEPENDENCE),
                    arm(&[NO_VALUES, NO_INSTITUTIONS]),
                    arm(&[NO_VALUES, Deed::All(NO_INTERDEPENDENCE)]),
                    arm(&[NO_INSTITUTIONS, Deed::All(NO_INTERDEPENDENCE)]),
                ],
            },
            Part {
                name: "alien values are seen as a threat",
                treatment: arm(&provoked(0.1, 0.9)),
                baseline: arm(&provoked(0.5, 0.5)),
                outcome: CONFLICT,
                expected: more_by_share(0.2, A_FIFTH),
                ablation: arm(&[NO_VALUES, NO_INSTITUTIONS]),
                factors: &[],
            },
            Part {
                name: "shared values bring closer",
                treatment: arm(&of_systems(0.9, 0.9)),
                baseline: arm(&of_systems(0.9, 0.1)),
                outcome: outcome(
                    "mean ties of the focal states with their partners, rounds 31 to 40",
                    "ties (0 to 1)",
                    [31, 40],
                    |view, _| view.mean_of_sides(Who::Focal, Toward::Partner, |side| side.pairs.ties(side.pair)),
                ),
                expected: more(0.05, A_SHARE),
                ablation: arm(&[NO_VALUES, NO_INSTITUTIONS, Deed::Set("alliances.likeness", 0.0)]),
                factors: &[],
            },
        ],
    },
    Claim {
        id: "B3.5",
        statement: "Gains from the world economy are not equal.",
        carries: &[
            // Who gains from exchange, knocked out: what it makes of rich and poor is many rounds away, and the poor
            // catch up for other reasons.
            Part {
                name: "rich and poor without unequal gains",
                treatment: arm(&[Deed::Off(&["unequal_gains"])]),
                baseline: AS_IT_IS,
                outcome: outcome(
                    "wealth per head of the states that are the richer half in round 1, as a multiple of that of the \
                            poorer half, rounds 41 to 60",
                    "multiple of the wealth of the poorer half",
                    [41, 60],
                    richer_over_poorer,
                ),
                expected: less_by_share(0.05, "5 % of the baseline, the least difference in wealth that counts"),
                ablation: AS_IT_IS,
                factors: &[],
            },
        ],
        at_work: &[Part {
            name: "the rich gain more from the same trade",
            treatment: arm(&rich_or_poor(4.0)),
            baseline: arm(&rich_or_poor(0.25)),
            outcome: outcome(
                "wealth of the focal states as a multiple of their wealth at the end of round 1, rounds 26 to \
                        30",
                "multiple of the wealth of round 1",
                [26, 30],
                multiple_of_first_wealth,
            ),
            expected: more_by_share(0.05, "5 % of the baseline, the least difference in wealth that counts"),
            ablation: arm(&[Deed::Off(&["unequal_gains"])]),
            factors: &[],
        }],
    },
    Claim {
        id: "B3.6",
        statement: "Raising tariffs cedes markets to rivals with lower ones.",
        carries: &[
            // Tariffs are raised for three rounds; all, also the closed, may then do about it what they will.
            Part {
                name: "markets lost after a while of closure",
                treatment: CLOSED_FOR_A_WHILE,
                baseline: AS_IT_IS,
                outcome: outcome(
                    "share of the partners' trade that they have with states other than the focal ones, rounds \
                            6 to 20",
                    "share of trade",
                    [6, 20],
                    trade_with_the_rest,
                ),
                expected: more(0.05, A_SHARE),
                ablation: arm(&[Deed::Off(&["tariffs"])]),
                factors: &[],
            },
            // Losing a market does not yet give it to rivals: they must win trade.
            Part {
                name: "rivals win trade after a while of closure",
                treatment: CLOSED_FOR_A_WHILE,
                baseline: AS_IT_IS,
                outcome: outcome(
                    "trade ties among the states other than the focal ones, rounds 6 to 20",
                    "trade ties (0 to 1)",
                    [6, 20],
                    trade_among_the_rest,
                ),
                expected: more_by_share(0.05, "5 % of the baseline, as for wealth: trade is a volume of the economy"),
                ablation: arm(&[Deed::Off(&["diversion"])]),
                factors: &[],
            },
        ],
        at_work: &[
            Part {
                name: "the market is lost to rivals",
                treatment: CLOSED,
                baseline: OPEN,
                outcome: outcome(
                    "share of the partners' trade that they have with states other than the focal ones, rounds \
                            16 to 30",
                    "share of trade",
                    [16, 30],
                    trade_with_the_rest,
                ),
                expected: more(0.05, A_SHARE),
                ablation: arm(&[Deed::Off(&["tariffs"])]),
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
                    trade_among_the_rest,
                ),
                expected: more_by_share(0.05, "5 % of the baseline, as for wealth: trade is a volume of the economy"),
                ablation: arm(&[Deed::Off(&["diversion"])]),
                factors: &[],
            },
        ],
    },
];

/// Disputes begun between focal states and their partners, and their pairs.
fn disputes_with_partners(view: &View<'_>, _: &mut Notes) -> Parts {
    let begun = between(view, EventKind::DisputeBegun, Who::Focal, Toward::Partner);
    (begun, view.sides(Who::Focal, Toward::Partner).count() as f64)
}

/// The partners' trade with states other than the focal ones, and with all.
fn trade_with_the_rest(view: &View<'_>, _: &mut Notes) -> Parts {
    let trade = |toward| view.mean_of_sides(Who::Partners, toward, |s| s.pairs.trade[s.pair]).0;
    (trade(Toward::Of(Who::Third)) + trade(Toward::Of(Who::Partners)), trade(Toward::All))
}

/// Trade ties among the states other than the focal ones, and their pairs.
fn trade_among_the_rest(view: &View<'_>, _: &mut Notes) -> Parts {
    view.mean_of_sides(Who::Others, Toward::Of(Who::Others), |side| side.pairs.trade[side.pair])
}

/// Mean wealth per head of the half of the states that was the richer in the first round, and of the other half. Notes:
/// for each state whether it was in the richer half.
fn richer_over_poorer(view: &View<'_>, notes: &mut Notes) -> Parts {
    let heads = &view.states().wealth_per_head;
    if notes.is_empty() {
        let mut sorted: Vec<f64> = view.of(Who::All).map(|i| heads[i]).collect();
        sorted.sort_by(f64::total_cmp);
        let middle = sorted.get(sorted.len() / 2).copied().unwrap_or(0.0);
        *notes = heads.iter().map(|head| one_if(*head >= middle)).collect();
    }
    let mean = |rich: f64| {
        let half = view.of(Who::All).filter(|&i| notes[i] == rich);
        let (sum, count) = half.fold((0.0, 0.0), |(sum, count), i| (sum + heads[i], count + 1.0));
        if count > 0.0 { sum / count } else { f64::NAN }
    };
    (mean(1.0), mean(0.0))
}

/// Wealth of each focal state over that at the end of the first round. Notes: the latter.
fn multiple_of_first_wealth(view: &View<'_>, notes: &mut Notes) -> Parts {
    let wealth = &view.states().wealth;
    if notes.is_empty() {
        notes.clone_from(wealth);
    }
    view.each(Who::Focal, |_, i| wealth[i] / notes[i].max(1e-9))
}
