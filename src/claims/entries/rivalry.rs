//! B1.3 to B1.5: what a rivalry does to both sides, and two blocs.

use super::cast::{Toward, Who};
use super::draft::ALWAYS;
use super::measures::{A_FIFTH, FIVE_IN_A_HUNDRED, ON_A_SCALE, ONE_SCORE, one_if};
use super::{Arm, Claim, Draft, Part, View, arm, less, more, more_by_share, outcome};
use crate::model::StateId;
use crate::model::issues::{Agenda, Kind, Origin, Truth};
use crate::model::pairs::Act;

const POLICY_MAKES_NOTHING: Arm = arm("policy does not make governance", |stage| stage.off("policy_to_governance"));

const OPEN_AND_CLOSED_RIVALS: Arm = arm(
    "open focal states (governance 0.75, system 0.8) and closed partners (0.3, 0.2) begin as rivals (rivalry \
            0.8, postures −0.5); other rivals do not exist, no dispute begins, and no rivalry fades by itself",
    |stage| open_and_closed(stage, 0.8),
);

const OPEN_AND_CLOSED: Arm =
    arm("open focal states and closed partners, the same but no rivals (rivalry 0, postures 0)", |stage| {
        open_and_closed(stage, 0.0);
    });

const TWO_BLOCS: Arm = arm(
    "two blocs by political system: the mightiest state is allied with those of its half that it meets, and \
            the mightiest of the other half that it meets with those of its own; alliances do not begin, end by \
            hostility alone, and add neither strength nor burdens, and ties neither draw nor restrain",
    |stage| blocs(stage, true),
);

const NO_BLOCS: Arm =
    arm("the same states, systems and groups without any alliance, and none begins", |stage| blocs(stage, false));

const NOBODY_COUNTS_BLOCS: Arm =
    arm("no state cooperates for the sake of a bloc, or counts another's loss as gain", |stage| stage.off("zero_sum"));

/// The entries.
pub(super) const CLAIMS: &[Claim] = &[
    Claim {
        id: "B1.3",
        statement: "A rivalry hardens both sides: military and security bodies rise in rank. The open side hardens \
                mainly in provision, the closed side in all four answers.",
        parts: &[
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
                ablation: arm("neither threat and rivalry nor provision raise the rank of security bodies", |stage| {
                    stage.off("hardening");
                    stage.set("economy.rank_provision", 0.0);
                }),
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
        parts: &[
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
                ablation: arm("rivals quicken no command, and policy does not make governance", |stage| {
                    stage.off("quickened_command");
                    stage.off("policy_to_governance");
                }),
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
                ablation: arm(
                    "threat, fear, emergency and backlog move no money, and policy does not make governance",
                    |stage| {
                        stage.zero(&["budget.military_threat", "budget.regime_backlog"]);
                        stage.all_off(&["emergency_budget", "human_needs", "policy_to_governance"]);
                    },
                ),
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
        parts: &[
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

/// Pairs of focal states and partners begin with this rivalry, and hostile by it.
fn rivals(stage: &mut Draft<'_>, rivalry: f64) {
    stage.pairs(Who::Focal, Toward::Partner, |pair, _| {
        pair.rivalry = rivalry;
        pair.posture = [if rivalry > 0.0 { -0.5 } else { 0.0 }; 2];
        pair.belief = [None; 2];
        pair.alliance = false;
    });
}

/// Open focal states, closed partners, and their rivalry.
fn open_and_closed(stage: &mut Draft<'_>, rivalry: f64) {
    stage.start_governance(Who::Focal, OPEN);
    stage.start_governance(Who::Partners, CLOSED);
    stage.hold(ALWAYS, Who::Focal, "system", 0.8);
    stage.hold(ALWAYS, Who::Partners, "system", 0.2);
    stage.zero(&["disputes.rivalry_decay", "disputes.onset"]);
    stage.pairs(Who::All, Toward::All, |pair, _| pair.rivalry = 0.0);
    rivals(stage, rivalry);
}

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

/// Two blocs by political system. Those of the upper half within reach of its leader, and those of the lower half
/// within reach of theirs, are allied with the leader. All systems stay, no alliance begins, and none ends but by
/// hostility; alliances add neither strength nor burdens, and the ties that they add neither draw nor restrain.
fn blocs(stage: &mut Draft<'_>, allied: bool) {
    stage.keep(Who::All, "system");
    stage.zero(&["alliances.idle", "threat.allied_help", "choice.embedded"]);
    stage.all_off(&["alliances", "commitments", "interdependence"]);
    let states = &stage.setup.states;
    let might: Vec<f64> = (0..states.present.len()).map(|i| states.wealth[i] + states.military[i]).collect();
    let connected: Vec<(usize, usize)> =
        stage.setup.pairs.iter().map(|pair| (pair.states.0 as usize, pair.states.1 as usize)).collect();
    let meets = |a: usize, b: usize| connected.contains(&(a.min(b), a.max(b)));
    let (leaders, bloc) = divide(&states.system, &states.present, &might, meets);
    stage.pairs(Who::All, Toward::All, |pair, _| {
        let (a, b) = (pair.states.0 as usize, pair.states.1 as usize);
        pair.alliance = allied && bloc[a] > 0.0 && bloc[a] == bloc[b] && (leaders.contains(&a) || leaders.contains(&b));
    });
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
