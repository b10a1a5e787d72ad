//! B1.3 to B1.5: what a rivalry does to both sides, and two blocs.

use super::cast::{Cast, Toward, Who};
use super::deeds::{ALWAYS, AS_IT_IS, Deed, GOVERNANCE, Start, arm};
use super::measures::{A_FIFTH, FIVE_IN_A_HUNDRED, ON_A_SCALE, ONE_SCORE, one_if};
use super::{Arm, Claim, Part, View, less, more, more_by_share, outcome};
use crate::model::issues::{Agenda, Kind, Origin, Truth};
use crate::model::pairs::Act;
use crate::model::{Setup, StateId};

/// Policy does not make governance.
const POLICY_MAKES_NOTHING: Arm = arm(&[Deed::Off(&["policy_to_governance"])]);

/// Open focal states and closed partners begin as rivals.
const OPEN_AND_CLOSED_RIVALS: Arm = arm(&[
    Deed::All(OPEN_AND_CLOSED_SIDES),
    Deed::Pairs(
        Who::Focal,
        Toward::Partner,
        &[Start::Rivalry(0.8), Start::Posture(-0.5), Start::TrueBelief, Start::Allied(false)],
    ),
]);

/// The same, but no rivals.
const OPEN_AND_CLOSED: Arm = arm(&[
    Deed::All(OPEN_AND_CLOSED_SIDES),
    Deed::Pairs(
        Who::Focal,
        Toward::Partner,
        &[Start::Rivalry(0.0), Start::Posture(0.0), Start::TrueBelief, Start::Allied(false)],
    ),
]);

/// Open focal states and closed partners begin as rivals over something that they contest, and nothing is held.
const RIVALS_BEGIN: Arm = arm(&[
    Deed::All(OPEN_AND_CLOSED_BEGIN),
    Deed::Pairs(
        Who::Focal,
        Toward::Partner,
        &[Start::Rivalry(0.8), Start::Contest(0.8), Start::Posture(-0.5), Start::TrueBelief, Start::Allied(false)],
    ),
]);

/// The same, but no rivals, who contest next to nothing: a world that is given no rivalry and no contest at all would
/// make its own, of other pairs too, before the first round.
const NO_RIVALS_BEGIN: Arm = arm(&[
    Deed::All(OPEN_AND_CLOSED_BEGIN),
    Deed::Pairs(
        Who::Focal,
        Toward::Partner,
        &[Start::Rivalry(0.0), Start::Contest(0.01), Start::Posture(0.0), Start::TrueBelief, Start::Allied(false)],
    ),
]);

/// Two blocs by political system.
const TWO_BLOCS: Arm = arm(&[
    Deed::All(ALLIANCES_STAY),
    Deed::Own(
        "the mightiest state begins allied with those of its half by political system that it meets, and the \
            mightiest of the other half that it meets with those of its own; no others begin allied",
        two_blocs,
    ),
]);

/// The same states and systems without any alliance.
const NO_BLOCS: Arm = arm(&[Deed::All(ALLIANCES_STAY), Deed::Pairs(Who::All, Toward::All, &[Start::Allied(false)])]);

/// No state cooperates for the sake of a bloc, or counts another's loss as gain.
const NOBODY_COUNTS_BLOCS: Arm = arm(&[Deed::Off(&["zero_sum"])]);

/// The entries.
pub(super) const CLAIMS: &[Claim] = &[
    Claim {
        id: "B1.3",
        statement: "A rivalry hardens both sides: military and security bodies rise in rank. The open side hardens \
                mainly in provision, the closed side in all four answers.",
        carries: &[
            // The pairs begin as rivals over something that lasts, or not; all four components go their way.
            Part {
                name: "the open side falls in provision more than in any other",
                treatment: RIVALS_BEGIN,
                baseline: NO_RIVALS_BEGIN,
                outcome: outcome(
                    "provision of the focal states less the lowest of their other three components, each as mean \
                            over states, all four of which begin alike, rounds 41 to 60",
                    "governance (0 to 1)",
                    [41, 60],
                    |view, _| provision_less_the_lowest(view),
                ),
                expected: less(0.05, ON_A_SCALE),
                ablation: ONE_SCORE,
                factors: &[],
            },
            Part {
                name: "the closed side falls in all four",
                treatment: RIVALS_BEGIN,
                baseline: NO_RIVALS_BEGIN,
                outcome: outcome(
                    "the component of each partner that fell least, as a share of where it began, rounds \
                            41 to 60",
                    "share of the room there was to fall",
                    [41, 60],
                    |view, _| {
                        view.each(Who::Partners, |s, i| {
                            s.meaning[i].max(s.referent[i]).max(s.securitisation[i]).max(s.provision[i]) / CLOSED
                        })
                    },
                ),
                expected: less(0.05, ON_A_SCALE),
                ablation: POLICY_MAKES_NOTHING,
                factors: &[],
            },
        ],
        at_work: &[
            Part {
                name: "security bodies rise on both sides",
                treatment: OPEN_AND_CLOSED_RIVALS,
                baseline: OPEN_AND_CLOSED,
                outcome: outcome(
                    "rank of the security bodies on the side where it is lower, pairs of focal states and \
                            partners, rounds 11 to 40",
                    "share",
                    [11, 40],
                    |view, _| {
                        let rank = &view.states().security_rank;
                        view.mean_of_sides(Who::Focal, Toward::Partner, |side| rank[side.me].min(rank[side.other]))
                    },
                ),
                expected: more(0.05, ON_A_SCALE),
                // Neither threat and rivalry nor provision raise the rank of security bodies.
                ablation: arm(&[Deed::Off(&["hardening"]), Deed::Set("economy.rank_provision", 0.0)]),
                factors: &[],
            },
            Part {
                name: "the open side hardens mainly in provision",
                treatment: OPEN_AND_CLOSED_RIVALS,
                baseline: OPEN_AND_CLOSED,
                outcome: outcome(
                    "provision of the focal states less the mean of their other three components, each as a \
                            share of where it began, rounds 31 to 60",
                    "share of the room there was to fall",
                    [31, 60],
                    |view, _| {
                        view.each(Who::Focal, |s, i| {
                            (s.provision[i] - (s.meaning[i] + s.referent[i] + s.securitisation[i]) / 3.0) / OPEN
                        })
                    },
                ),
                expected: less(0.05, ON_A_SCALE),
                ablation: ONE_SCORE,
                factors: &[],
            },
            Part {
                name: "the closed side hardens in all four",
                treatment: OPEN_AND_CLOSED_RIVALS,
                baseline: OPEN_AND_CLOSED,
                outcome: outcome(
                    "the component of each partner that fell least, as a share of where it began, rounds \
                            11 to 40",
                    "share of the room there was to fall",
                    [11, 40],
                    |view, _| {
                        view.each(Who::Partners, |s, i| {
                            s.meaning[i].max(s.referent[i]).max(s.securitisation[i]).max(s.provision[i]) / CLOSED
                        })
                    },
                ),
                expected: less(0.05, ON_A_SCALE),
                ablation: POLICY_MAKES_NOTHING,
                factors: &[],
            },
        ],
    },
    Claim {
        id: "B1.4",
        statement: "On the closed side political matters become security matters, economic, social and environmental \
                security fall to the margin, and the referent narrows to the regime.",
        carries: &[
            // The same free rivals: the harm done at home, and a fall below the start and not only below the baseline.
            Part {
                name: "the other sectors of closed rivals are neglected",
                treatment: RIVALS_BEGIN,
                baseline: NO_RIVALS_BEGIN,
                outcome: outcome(
                    "neglect of economic, societal and environmental security in the partners, mean, \
                            rounds 11 to 40",
                    "share",
                    [11, 40],
                    |view, _| {
                        view.each(Who::Partners, |s, i| {
                            (s.neglect_economic[i] + s.neglect_societal[i] + s.neglect_environmental[i]) / 3.0
                        })
                    },
                ),
                expected: more(0.05, ON_A_SCALE),
                // Threat, fear, emergency and backlog move no money, and policy does not make governance.
                ablation: arm(&[
                    Deed::Set("budget.military_threat", 0.0),
                    Deed::Set("budget.regime_backlog", 0.0),
                    Deed::Off(&["emergency_budget", "human_needs", "policy_to_governance"]),
                ]),
                factors: &[],
            },
            Part {
                name: "the referent of closed rivals falls below its start",
                treatment: RIVALS_BEGIN,
                baseline: NO_RIVALS_BEGIN,
                outcome: outcome(
                    "how far the referent of the partners lies below where it began, 0 if it does not, rounds 41 \
                            to 60",
                    "governance (0 to 1)",
                    [41, 60],
                    |view, _| view.each(Who::Partners, |s, i| (CLOSED - s.referent[i]).max(0.0)),
                ),
                expected: more(0.05, ON_A_SCALE),
                ablation: POLICY_MAKES_NOTHING,
                factors: &[],
            },
        ],
        at_work: &[
            Part {
                name: "political matters become security matters",
                treatment: OPEN_AND_CLOSED_RIVALS,
                baseline: OPEN_AND_CLOSED,
                outcome: outcome(
                    "part of the real political matters outside the military sector that become security \
                            issues in a round, partners, rounds 11 to 40",
                    "share per round",
                    [11, 40],
                    become_security_matters,
                ),
                expected: more_by_share(0.2, A_FIFTH),
                // Rivals quicken no command, and policy does not make governance.
                ablation: arm(&[Deed::Off(&["quickened_command", "policy_to_governance"])]),
                factors: &[],
            },
            Part {
                name: "economic, societal and environmental security fall to the margin",
                treatment: OPEN_AND_CLOSED_RIVALS,
                baseline: OPEN_AND_CLOSED,
                outcome: outcome(
                    "neglect of economic, societal and environmental security in the partners, mean, \
                            rounds 11 to 40",
                    "share",
                    [11, 40],
                    |view, _| {
                        view.each(Who::Partners, |s, i| {
                            (s.neglect_economic[i] + s.neglect_societal[i] + s.neglect_environmental[i]) / 3.0
                        })
                    },
                ),
                expected: more(0.05, ON_A_SCALE),
                // Threat, fear, emergency and backlog move no money, and policy does not make governance.
                ablation: arm(&[
                    Deed::Set("budget.military_threat", 0.0),
                    Deed::Set("budget.regime_backlog", 0.0),
                    Deed::Off(&["emergency_budget", "human_needs", "policy_to_governance"]),
                ]),
                factors: &[],
            },
            Part {
                name: "the referent narrows to the regime",
                treatment: OPEN_AND_CLOSED_RIVALS,
                baseline: OPEN_AND_CLOSED,
                outcome: outcome(
                    "referent of the partners, rounds 21 to 60",
                    "governance (0 to 1)",
                    [21, 60],
                    |view, _| view.mean(Who::Partners, |states| &states.referent),
                ),
                expected: less(0.05, ON_A_SCALE),
                ablation: POLICY_MAKES_NOTHING,
                factors: &[],
            },
        ],
    },
    Claim {
        id: "B1.5",
        statement: "Two blocs: cooperation by ideology inside, a zero-sum game between them.",
        carries: &[
            // Blocs as they form and dissolve, against other pairs of like political systems; no bloc is set.
            Part {
                name: "cooperation inside blocs that formed, beyond likeness",
                treatment: NOBODY_COUNTS_BLOCS,
                baseline: AS_IT_IS,
                outcome: outcome(
                    "share of the pairs of one bloc that cooperate mutually, minus the share of pairs outside blocs \
                            or between them whose political systems are as much alike, rounds 21 to 60",
                    "share",
                    [21, 60],
                    |view, _| beyond_likeness(view, Place::Inside, |acts| acts == [Act::Cooperate; 2]),
                ),
                expected: less(0.05, FIVE_IN_A_HUNDRED),
                ablation: AS_IT_IS,
                factors: &[],
            },
            Part {
                name: "confrontation between blocs that formed, beyond likeness",
                treatment: NOBODY_COUNTS_BLOCS,
                baseline: AS_IT_IS,
                outcome: outcome(
                    "share of the pairs of two blocs in which a side confronts, minus the share of pairs that are \
                            not of two blocs whose political systems are as much alike, rounds 21 to 60",
                    "share",
                    [21, 60],
                    |view, _| beyond_likeness(view, Place::Between, |acts| acts.contains(&Act::Confront)),
                ),
                expected: less(0.05, FIVE_IN_A_HUNDRED),
                ablation: AS_IT_IS,
                factors: &[],
            },
        ],
        at_work: &[
            Part {
                name: "cooperation inside, beyond likeness",
                treatment: TWO_BLOCS,
                baseline: NO_BLOCS,
                outcome: outcome(
                    "share of the pairs within a bloc that cooperate mutually, minus the share between the \
                            blocs, rounds 6 to 40",
                    "share",
                    [6, 40],
                    |view, notes| {
                        by_bloc(view, notes, |acts| acts == [Act::Cooperate; 2])
                            .map_or((0.0, 0.0), |(inside, between)| (inside - between, 1.0))
                    },
                ),
                expected: more(0.05, FIVE_IN_A_HUNDRED),
                ablation: NOBODY_COUNTS_BLOCS,
                factors: &[],
            },
            Part {
                name: "a zero-sum game between",
                treatment: TWO_BLOCS,
                baseline: NO_BLOCS,
                outcome: outcome(
                    "share of the pairs between the blocs in which a side confronts, minus the share within \
                            them, rounds 6 to 40",
                    "share",
                    [6, 40],
                    |view, notes| {
                        by_bloc(view, notes, |acts| acts.contains(&Act::Confront))
                            .map_or((0.0, 0.0), |(inside, between)| (between - inside, 1.0))
                    },
                ),
                expected: more(0.05, FIVE_IN_A_HUNDRED),
                ablation: NOBODY_COUNTS_BLOCS,
                factors: &[],
            },
        ],
    },
];

/// Where the components of the open side begin.
const OPEN: f64 = 0.75;
/// Where those of the closed side begin.
const CLOSED: f64 = 0.3;

/// Open focal states and closed partners. Other rivals do not exist, no dispute begins, and no rivalry fades by itself.
const OPEN_AND_CLOSED_SIDES: &[Deed] = &[
    Deed::Begin(Who::Focal, GOVERNANCE, OPEN),
    Deed::Begin(Who::Partners, GOVERNANCE, CLOSED),
    Deed::Hold(ALWAYS, Who::Focal, &["system"], 0.8),
    Deed::Hold(ALWAYS, Who::Partners, &["system"], 0.2),
    Deed::Set("disputes.rivalry_decay", 0.0),
    Deed::Set("disputes.onset", 0.0),
    Deed::Pairs(Who::All, Toward::All, &[Start::Rivalry(0.0)]),
];

/// Real matters outside the military sector that became security issues in the round, over these and those that are
/// left on the political agenda.
fn become_security_matters(view: &View<'_>, _: &mut Vec<f64>) -> (f64, f64) {
    let left = |i: usize| -> f64 {
        let kinds = (1..5).flat_map(|sector| {
            [Origin::Below, Origin::Above].map(|origin| Kind { sector, truth: Truth::Real, origin })
        });
        kinds.map(|kind| f64::from(view.world.issues.count(i, kind, Agenda::Political))).sum()
    };
    view.ratio(Who::Partners, |s, i| {
        let accepted = s.accepted_real[i] - s.accepted_military[i];
        (accepted, accepted + left(i))
    })
}

/// All systems stay, no alliance begins, and none ends but by hostility; alliances add neither strength nor burdens,
/// and the ties that they add neither draw nor restrain.
const ALLIANCES_STAY: &[Deed] = &[
    Deed::Keep(Who::All, &["system"]),
    Deed::Set("alliances.idle", 0.0),
    Deed::Set("threat.allied_help", 0.0),
    Deed::Set("choice.embedded", 0.0),
    Deed::Off(&["alliances", "commitments", "interdependence"]),
];

/// Two blocs by political system: those of the upper half within reach of its leader, and those of the lower half
/// within reach of theirs, are allied with the leader, and no others.
fn two_blocs(setup: &mut Setup, cast: &Cast) {
    let states = &setup.states;
    let might: Vec<f64> = (0..states.present.len()).map(|i| states.wealth[i] + states.military[i]).collect();
    let connected: Vec<(usize, usize)> =
        setup.pairs.iter().map(|pair| (pair.states.0 as usize, pair.states.1 as usize)).collect();
    let meets = |a: usize, b: usize| connected.contains(&(a.min(b), a.max(b)));
    let (leaders, bloc) = divide(&states.system, &states.present, &might, meets);
    let there = cast.states(Who::All);
    for pair in &mut setup.pairs {
        let (a, b) = (pair.states.0 as usize, pair.states.1 as usize);
        if there.contains(&a) || there.contains(&b) {
            pair.alliance = bloc[a] > 0.0 && bloc[a] == bloc[b] && (leaders.contains(&a) || leaders.contains(&b));
        }
    }
}

/// The leaders of two blocs, and for each state its bloc: 1 the lower half by system, 2 the upper, 0 neither, being out
/// of reach of the leader. The mightiest state leads its half; the mightiest that it meets of the other half leads
/// that.
fn divide(
    system: &[f64],
    present: &[bool],
    might: &[f64],
    meets: impl Fn(usize, usize) -> bool,
) -> (Vec<usize>, Vec<f64>) {
    let there: Vec<usize> = (0..system.len()).filter(|&i| present[i]).collect();
    let mut by_system: Vec<f64> = there.iter().map(|&i| system[i]).collect();
    by_system.sort_by(f64::total_cmp);
    let middle = by_system.get(by_system.len() / 2).copied().unwrap_or(0.5);
    let is_upper = |i: usize| system[i] >= middle;
    let mightiest = |of: &mut dyn Iterator<Item = usize>| of.max_by(|&a, &b| might[a].total_cmp(&might[b]));
    let first = mightiest(&mut there.iter().copied());
    let second = first
        .and_then(|f| mightiest(&mut there.iter().copied().filter(|&i| is_upper(i) != is_upper(f) && meets(f, i))));
    let leaders: Vec<usize> = first.into_iter().chain(second).collect();
    let mut bloc = vec![0.0; system.len()];
    for &leader in &leaders {
        for &i in &there {
            if i == leader || (is_upper(i) == is_upper(leader) && meets(leader, i)) {
                bloc[i] = 1.0 + one_if(is_upper(i));
            }
        }
    }
    (leaders, bloc)
}

/// The shares of pairs within a bloc, and between the two, of whose acts something is true. Notes: the bloc of each
/// state, by how the world begins.
fn by_bloc(view: &View<'_>, notes: &mut Vec<f64>, is: impl Fn([Act; 2]) -> bool) -> Option<(f64, f64)> {
    let states = view.states();
    if notes.is_empty() {
        let might: Vec<f64> = (0..states.present.len()).map(|i| states.wealth[i] + states.military[i]).collect();
        let meets = |a: usize, b: usize| view.world.topology.find(StateId(a as u32), StateId(b as u32)).is_some();
        *notes = divide(&states.system, &states.present, &might, meets).1;
    }
    let share = |inside: bool| {
        let members = view.sides(Who::All, Toward::All).filter(|side| notes[side.me] > 0.0 && notes[side.other] > 0.0);
        let (hits, all) = members
            .filter(|side| (notes[side.me] == notes[side.other]) == inside)
            .fold((0.0, 0.0), |(hits, all), side| (hits + one_if(is(side.pairs.act[side.pair])), all + 1.0));
        (all > 0.0).then_some(hits / all)
    };
    Some((share(true)?, share(false)?))
}

/// Open focal states and closed partners at the start, and nothing more.
const OPEN_AND_CLOSED_BEGIN: &[Deed] = &[
    Deed::Begin(Who::Focal, GOVERNANCE, OPEN),
    Deed::Begin(Who::Partners, GOVERNANCE, CLOSED),
    Deed::Begin(Who::Focal, &["system"], 0.8),
    Deed::Begin(Who::Partners, &["system"], 0.2),
];

/// The mean provision of the focal states less the lowest of the means of the other three components.
fn provision_less_the_lowest(view: &View<'_>) -> (f64, f64) {
    let mean = |four: (f64, f64)| four.0 / four.1;
    let s = view.states();
    let of = |column: &[f64]| mean(view.each(Who::Focal, |_, i| column[i]));
    let others = [of(&s.meaning), of(&s.referent), of(&s.securitisation)];
    let fallen = of(&s.provision) - others.into_iter().fold(f64::INFINITY, f64::min);
    if fallen.is_finite() { (fallen, 1.0) } else { (0.0, 0.0) }
}

/// Where a pair lies among the blocs of the round.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Both in one bloc.
    Inside,
    /// In two blocs, each of several members.
    Between,
    /// A side is in no bloc.
    Outside,
}

/// In how many classes pairs are sorted by the difference of their political systems; the last has all from 0.5 on.
const CLASSES: usize = 6;

/// Of how many pairs at this place the acts satisfy a condition, less as many as would if they did like the other pairs
/// of their class of likeness; over these pairs. Classes without other pairs are left out.
fn beyond_likeness(view: &View<'_>, at: Place, is: impl Fn([Act; 2]) -> bool) -> (f64, f64) {
    let states = view.states();
    let mut members = vec![0_u32; states.bloc.len()];
    view.of(Who::All).for_each(|i| members[states.bloc[i] as usize] += 1);
    let place = |a: usize, b: usize| {
        let [mine, other] = [states.bloc[a], states.bloc[b]];
        if mine == other {
            Place::Inside
        } else if members[mine as usize] > 1 && members[other as usize] > 1 {
            Place::Between
        } else {
            Place::Outside
        }
    };
    let mut classes = [[[0.0; 2]; 2]; CLASSES];
    for side in view.sides(Who::All, Toward::All) {
        let apart = (states.system[side.me] - states.system[side.other]).abs();
        let class = ((apart * 10.0) as usize).min(CLASSES - 1);
        let [hits, count] = &mut classes[class][usize::from(place(side.me, side.other) == at)];
        *hits += one_if(is(side.pairs.act[side.pair]));
        *count += 1.0;
    }
    let compared = classes.iter().filter(|[others, _]| others[1] > 0.0);
    compared.fold((0.0, 0.0), |(sum, count), [others, here]| {
        (sum + here[0] - here[1] * others[0] / others[1], count + here[1])
    })
}
