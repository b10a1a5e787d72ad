//! B3.1–B3.3: exchange, alliances, and where diplomacy goes.

use super::cast::{Cast, Toward, Who};
use super::deeds::{ALWAYS, AS_IT_IS, Deed, GOVERNANCE, Start, arm};
use super::measures::{A_FIFTH, A_SHARE, ON_A_SCALE, sees_threat};
use super::{Arm, Claim, Notes, Outcome, Part, Parts, View, less, less_by_share, more, more_by_share, outcome};
use crate::model::pairs::{Act, Instrument};
use crate::model::{EventKind, Setup};

const WEALTH: &str = "5 % of the baseline, the least difference in wealth that counts";

/// Exchange adds nothing to growth, and sanctions take nothing from it.
const EXCHANGE_MAKES_NO_GROWTH: Arm = arm(&[Deed::Off(&["trade_growth"]), Deed::Set("economy.sanctions", 0.0)]);

/// Focal state and partner seek each other's alliance, having security ties of 0.3 from the start, which no effort
/// deepens before they are allied. No state is allied yet.
const SUITORS: &[Deed] = &[
    Deed::Pairs(Who::All, Toward::All, &[Start::Allied(false)]),
    Deed::Set("ties.build", 0.0),
    Deed::Set("economy.power_smart", 0.0),
    Deed::Pairs(
        Who::Focal,
        Toward::Partner,
        &[Start::Allied(false), Start::Posture(0.4), Start::Security(0.3), Start::Rivalry(0.0)],
    ),
    Deed::Use(ALWAYS, Who::Focal, Toward::Partner, Instrument::Alliance),
    Deed::Use(ALWAYS, Who::Partners, Toward::Partner, Instrument::Alliance),
    Deed::Believe(ALWAYS, Who::Focal, Toward::Partner, 0.4),
    Deed::Believe(ALWAYS, Who::Partners, Toward::Partner, 0.4),
];

/// Suitors to whom all others look so, and who court each other with the same ties and service, whatever
/// they spend on arms; no dispute begins that could take one of them out of the world.
const fn others_look(image: f64, diplomacy: f64) -> [Deed; 6] {
    [
        Deed::All(SUITORS),
        Deed::Set("disputes.onset", 0.0),
        Deed::Hold(ALWAYS, Who::Focal, &["diplomacy"], diplomacy),
        Deed::Believe(ALWAYS, Who::Focal, Toward::AllButPartner, image),
        Deed::Hold(ALWAYS, Who::Partners, &["diplomacy"], diplomacy),
        Deed::Believe(ALWAYS, Who::Partners, Toward::AllButPartner, image),
    ]
}

/// All states but the partners form two camps, each allied to all neighbours of its camp. No state is allied before.
fn camps(setup: &mut Setup, cast: &Cast) {
    let partners = cast.states(Who::Partners);
    for pair in &mut setup.pairs {
        let (i, j) = pair.states;
        let apart = [i, j].iter().any(|&state| partners.contains(&(state as usize)));
        if !apart && i % 2 == j % 2 {
            (pair.alliance, pair.ties[2]) = (true, 0.6);
        }
    }
}

/// None of the four reasons for alliances counts.
const WITHOUT_THE_REASONS: Arm =
    arm(&[Deed::Off(&["alliance_negotiation", "alliance_aggregation", "alliance_threat", "alliance_polarisation"])]);

const SHARE_OF_WEALTH: Outcome = outcome(
    "wealth of the focal states over wealth of all states, rounds 31 to 40",
    "share of the world's wealth",
    [31, 40],
    |view, _| (view.mean(Who::Focal, |s| &s.wealth).0, view.mean(Who::All, |s| &s.wealth).0),
);

const WEALTH_OF_FOCAL: Outcome =
    outcome("wealth of the focal states, rounds 21 to 40", "wealth", [21, 40], |view, _| {
        view.mean(Who::Focal, |s| &s.wealth)
    });

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
        carries: &[
            // Borders are closed for three rounds, in states chosen whatever they are. Tariffs then go their way; what
            // is measured is wealth, long after.
            Part {
                name: "borders closed for a while",
                treatment: arm(&[Deed::Add([1, 3], Who::Focal, "tariff", 0.9)]),
                baseline: AS_IT_IS,
                outcome: SHARE_OF_WEALTH,
                expected: less_by_share(0.05, WEALTH),
                ablation: EXCHANGE_MAKES_NO_GROWTH,
                factors: &[],
            },
            // States with much or little to offer each other, who trade, quarrel and close their markets as they will.
            Part {
                name: "wealth by what economies have to offer each other",
                treatment: arm(&[Deed::Pairs(Who::Focal, Toward::All, &[Start::Complementarity(0.9)])]),
                baseline: arm(&[Deed::Pairs(Who::Focal, Toward::All, &[Start::Complementarity(0.1)])]),
                outcome: WEALTH_OF_FOCAL,
                expected: more_by_share(0.05, WEALTH),
                // Nor does opportunity draw cooperation.
                ablation: arm(&[
                    Deed::All(EXCHANGE_MAKES_NO_GROWTH.deeds),
                    Deed::Off(&["comparative_advantage", "opportunity"]),
                ]),
                factors: &[],
            },
        ],
        at_work: &[
            Part {
                name: "closed borders cost growth",
                treatment: arm(&tariffs(Who::Focal, 0.9)),
                baseline: arm(&tariffs(Who::Focal, 0.05)),
                outcome: SHARE_OF_WEALTH,
                expected: less_by_share(0.05, WEALTH),
                ablation: EXCHANGE_MAKES_NO_GROWTH,
                factors: &[],
            },
            Part {
                name: "exchange profits the poorer half too",
                treatment: arm(&tariffs(Who::All, 0.9)),
                baseline: arm(&tariffs(Who::All, 0.05)),
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
                treatment: arm(&[
                    Deed::Pairs(Who::Focal, Toward::All, &[Start::Complementarity(0.9)]),
                    Deed::All(TRADE_WITH_ALL),
                ]),
                baseline: arm(&[
                    Deed::Pairs(Who::Focal, Toward::All, &[Start::Complementarity(0.1)]),
                    Deed::All(TRADE_WITH_ALL),
                ]),
                outcome: WEALTH_OF_FOCAL,
                expected: more_by_share(0.05, WEALTH),
                // Complementarity does not raise what exchange brings, nor do civic bodies and firms begin ties by it;
                // gains of cooperation move no governance.
                ablation: arm(&[
                    Deed::Off(&["comparative_advantage", "civic_ties"]),
                    Deed::Set("feedback.opportunity", 0.0),
                ]),
                factors: &[],
            },
        ],
    },
    Claim {
        id: "B3.2",
        statement: "Alliances add capability and change threats; they succeed by negotiation, by adding up \
                capabilities, by their effect on threat, by polarisation.",
        carries: &[
            // States that begin allied with the great powers, or with none of them. Alliances may end and others form;
            // what all others do is their own choice.
            Part {
                name: "allies deter",
                treatment: arm(&[Deed::Pairs(Who::Focal, Toward::Of(Who::Great), &[Start::Allied(true)])]),
                baseline: arm(&[Deed::Pairs(Who::Focal, Toward::Of(Who::Great), &[Start::Allied(false)])]),
                outcome: outcome(
                    "disputes that states other than great powers begin with the focal states, rounds 4 to 25",
                    "disputes per pair and round",
                    [4, 25],
                    disputes_of_lesser_states,
                ),
                expected: less_by_share(0.2, A_FIFTH),
                // No state counts the allies of another or its own, or sides with or against a bloc.
                ablation: arm(&[
                    Deed::Off(&["deterrence", "zero_sum", "commitments"]),
                    Deed::Set("threat.allied_help", 0.0),
                ]),
                factors: &[],
            },
            // The four reasons for alliances, knocked out. What alliances are for is less threat: it is not set, and
            // arms or distance may do as well.
            Part {
                name: "threat without the four reasons",
                treatment: WITHOUT_THE_REASONS,
                baseline: AS_IT_IS,
                outcome: outcome(
                    "threat that states perceive against themselves, rounds 21 to 40",
                    "threat (0 to 1)",
                    [21, 40],
                    |view, _| view.mean(Who::All, |s| &s.threat_own),
                ),
                expected: more(0.05, ON_A_SCALE),
                ablation: AS_IT_IS,
                factors: &[],
            },
            // Without the reasons alliances of other kinds form, and last as long as postures and services let them. Each
            // reason is left out alone as well: what the other three then do.
            Part {
                name: "how long alliances last without the four reasons",
                treatment: WITHOUT_THE_REASONS,
                baseline: AS_IT_IS,
                outcome: outcome(
                    "alliances that end in a round, of these and those that go on, all states, rounds 6 to 60",
                    "endings per alliance and round",
                    [6, 60],
                    alliances_that_end,
                ),
                expected: more_by_share(0.2, A_FIFTH),
                ablation: AS_IT_IS,
                factors: &[
                    arm(&[Deed::Off(&["alliance_negotiation"])]),
                    arm(&[Deed::Off(&["alliance_aggregation"])]),
                    arm(&[Deed::Off(&["alliance_threat"])]),
                    arm(&[Deed::Off(&["alliance_polarisation"])]),
                ],
            },
        ],
        at_work: &[
            Part {
                name: "allies add capability and lessen threat",
                treatment: arm(&under_threat(&[Start::Allied(true), Start::Security(0.6)])),
                baseline: arm(&under_threat(&[Start::Allied(false), Start::Security(0.0)])),
                outcome: outcome(
                    "share of the focal states that see an ongoing threat from their partner, \
                            rounds 2 to 8",
                    "share",
                    [2, 8],
                    |view, _| view.share(Who::Focal, Toward::Partner, |side| sees_threat(&side)),
                ),
                expected: less(0.05, A_SHARE),
                ablation: arm(&[Deed::Set("threat.allied_help", 0.0)]),
                factors: &[],
            },
            Part {
                name: "negotiation",
                treatment: arm(&[Deed::Off(&["alliance_polarisation"]), Deed::All(&others_look(0.0, 0.9))]),
                baseline: arm(&[Deed::Off(&["alliance_polarisation"]), Deed::All(&others_look(0.0, 0.1))]),
                outcome: ALLIED,
                expected: more(0.05, A_SHARE),
                ablation: arm(&[Deed::Off(&["alliance_negotiation"])]),
                factors: &[],
            },
            Part {
                name: "effect on threat and adding up of capabilities",
                treatment: arm(&[Deed::Off(&["alliance_polarisation"]), Deed::All(&others_look(-0.9, 0.5))]),
                baseline: arm(&[Deed::Off(&["alliance_polarisation"]), Deed::All(&others_look(0.0, 0.5))]),
                outcome: ALLIED,
                expected: more(0.05, A_SHARE),
                ablation: arm(&[Deed::Off(&["alliance_threat", "alliance_aggregation"])]),
                factors: &[arm(&[Deed::Off(&["alliance_threat"])]), arm(&[Deed::Off(&["alliance_aggregation"])])],
            },
            Part {
                name: "polarisation",
                treatment: arm(&[
                    Deed::All(&others_look(0.0, 0.5)),
                    Deed::Own(
                        "all states but the partners begin in two camps, by turns in their order, and those of one \
                            camp begin allied, with security ties of 0.6",
                        camps,
                    ),
                ]),
                baseline: arm(&others_look(0.0, 0.5)),
                outcome: ALLIED,
                expected: more(0.05, A_SHARE),
                ablation: arm(&[Deed::Off(&["alliance_polarisation"])]),
                factors: &[],
            },
        ],
    },
    Claim {
        id: "B3.3",
        statement: "Diplomacy seeks opportunity in aligned states, knowledge of threats in hostile ones, both in \
                rivals.",
        carries: &[
            // The two begin well disposed or hostile, and neither beliefs nor acts are held: trade is what they make
            // of it.
            Part {
                name: "trade by the relation at the start",
                treatment: arm(&[Deed::Pairs(Who::Focal, Toward::Partner, &[Start::Posture(0.6)])]),
                baseline: arm(&[Deed::Pairs(Who::Focal, Toward::Partner, &[Start::Posture(-0.6)])]),
                outcome: outcome(
                    "trade ties of the focal states with their partners, rounds 11 to 20",
                    "trade ties (0 to 1)",
                    [11, 20],
                    |view, _| view.mean_of_sides(Who::Focal, Toward::Partner, |side| side.pairs.trade[side.pair]),
                ),
                expected: more(0.05, A_SHARE),
                ablation: arm(&[Deed::Off(&["goodwill", "alarm", "regime_need"])]),
                factors: &[],
            },
            // The partner begins hostile, or neither hostile nor well disposed. A hostile one must be known better,
            // whatever reports say and however long it stays so.
            Part {
                name: "knowledge by the relation at the start",
                treatment: arm(&[Deed::Pairs(Who::Focal, Toward::Partner, &[Start::Posture(-0.6)])]),
                baseline: arm(&[Deed::Pairs(Who::Focal, Toward::Partner, &[Start::Posture(0.0)])]),
                outcome: outcome(
                    "error of the focal states about the power of their partners, as a share of that power, \
                            rounds 4 to 20",
                    "share of power",
                    [4, 20],
                    error_about_power,
                ),
                expected: less_by_share(0.2, A_FIFTH),
                // Those left aside are known as well as those watched.
                ablation: arm(&[Deed::Set("knowledge.aside", 1.0)]),
                factors: &[],
            },
        ],
        at_work: &[
            Part {
                name: "opportunity in aligned states",
                treatment: arm(&both_believe(0.6)),
                baseline: arm(&both_believe(-0.6)),
                outcome: outcome(
                    "trade ties of the focal states with their partners, rounds 21 to 30",
                    "trade ties (0 to 1)",
                    [21, 30],
                    |view, _| view.mean_of_sides(Who::Focal, Toward::Partner, |side| side.pairs.trade[side.pair]),
                ),
                expected: more(0.05, A_SHARE),
                ablation: arm(&[Deed::Off(&["goodwill", "alarm", "regime_need"])]),
                factors: &[],
            },
            Part {
                name: "knowledge in hostile ones",
                treatment: arm(&left_aside(-1.0)),
                baseline: arm(&left_aside(0.0)),
                outcome: outcome(
                    "error of the focal states about the power of their partners, as a share of that power, \
                            rounds 6 to 40",
                    "share of power",
                    [6, 40],
                    error_about_power,
                ),
                expected: less_by_share(0.2, A_FIFTH),
                // Those left aside are known as well as those watched.
                ablation: arm(&[Deed::Set("knowledge.aside", 1.0)]),
                factors: &[],
            },
            Part {
                name: "shifting attention costs",
                treatment: arm(&attend(Act::Cooperate)),
                baseline: arm(&attend(Act::Abstain)),
                outcome: outcome(
                    "share of rounds in which the focal state acts toward its partner, rounds 3 to 12",
                    "share of rounds",
                    [3, 12],
                    |view, _| view.share(Who::Focal, Toward::Partner, |side| side.act() != Act::Abstain),
                ),
                expected: less(0.05, A_SHARE),
                ablation: arm(&[Deed::Off(&["attention"])]),
                factors: &[],
            },
        ],
    },
];

/// Tariffs held, in a world in which ties bring exchange alone.
const fn tariffs(who: Who, level: f64) -> [Deed; 3] {
    [Deed::Off(&["interdependence"]), Deed::Set("choice.embedded", 0.0), Deed::Hold(ALWAYS, who, &["tariff"], level)]
}

/// The focal states and their counterparts trade with each other.
const TRADE_WITH_ALL: &[Deed] = &[
    Deed::Use(ALWAYS, Who::Focal, Toward::All, Instrument::Trade),
    Deed::Use(ALWAYS, Who::Others, Toward::Of(Who::Focal), Instrument::Trade),
];

/// The partner looks hostile and no other state does; allies or none.
const fn under_threat(with_others: &'static [Start]) -> [Deed; 6] {
    [
        Deed::Set("economy.power_smart", 0.0),
        Deed::Pairs(Who::Focal, Toward::AllButPartner, with_others),
        Deed::Pairs(Who::Focal, Toward::Partner, &[Start::Allied(false)]),
        Deed::Believe(ALWAYS, Who::Focal, Toward::Partner, -0.6),
        Deed::Act(ALWAYS, Who::Focal, Toward::Partner, Act::Abstain),
        Deed::Act(ALWAYS, Who::Partners, Toward::Partner, Act::Abstain),
    ]
}

/// What the focal states do toward all but their partner. No bloc is an enemy.
const fn attend(act: Act) -> [Deed; 4] {
    [
        Deed::Off(&["zero_sum"]),
        Deed::Hold(ALWAYS, Who::Focal, GOVERNANCE, 0.5),
        Deed::Believe(ALWAYS, Who::Focal, Toward::Partner, 0.0),
        Deed::Act(ALWAYS, Who::Focal, Toward::AllButPartner, act),
    ]
}

/// Focal state and partner hold a belief about each other.
const fn both_believe(belief: f64) -> [Deed; 2] {
    [
        Deed::Believe(ALWAYS, Who::Focal, Toward::Partner, belief),
        Deed::Believe(ALWAYS, Who::Partners, Toward::Partner, belief),
    ]
}

/// The partner is left aside, but believed to be so.
const fn left_aside(belief: f64) -> [Deed; 4] {
    [
        Deed::Off(&["bent_reports"]),
        Deed::Hold(ALWAYS, Who::Focal, &["diplomacy"], 1.0),
        Deed::Act(ALWAYS, Who::Focal, Toward::Partner, Act::Abstain),
        Deed::Believe(ALWAYS, Who::Focal, Toward::Partner, belief),
    ]
}

/// Disputes that states which are neither focal nor great powers begin with focal states, and their pairs.
fn disputes_of_lesser_states(view: &View<'_>, _: &mut Notes) -> Parts {
    let cast = view.cast;
    let (focal, great) = (cast.states(Who::Focal), cast.states(Who::Great));
    let lesser = |i: usize| !focal.contains(&i) && !great.contains(&i);
    let with_focal = |event: &&crate::model::Event| event.b.is_some_and(|b| focal.contains(&b.index()));
    let begun = view.events(EventKind::DisputeBegun).filter(with_focal).filter(|event| lesser(event.a.index()));
    let pairs = view.sides(Who::Focal, Toward::All).filter(|side| lesser(side.other));
    (begun.count() as f64, pairs.count() as f64)
}

/// Alliances that end in the round, over these and those that go on.
fn alliances_that_end(view: &View<'_>, _: &mut Notes) -> Parts {
    let ended = view.events(EventKind::AllianceEnded).count() as f64;
    let sides = view.sides(Who::All, Toward::All).filter(|side| side.pairs.alliance[side.pair]);
    (ended, ended + sides.count() as f64 / 2.0)
}

/// Error about the partner's power over that power.
fn error_about_power(view: &View<'_>, _: &mut Notes) -> Parts {
    let power = &view.states().power;
    view.mean_of_sides(Who::Focal, Toward::Partner, |side| {
        let believed = side.pairs.believed_power[side.pair][side.side];
        (believed - power[side.other]).abs() / power[side.other].max(1e-6)
    })
}
