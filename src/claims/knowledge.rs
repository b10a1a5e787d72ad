//! B1.1 to B1.6: foreign policy as knowledge of the environment.

use super::cast::{Toward, Who};
use super::measures::{acting, met, one_if};
use super::stage::{ALWAYS, COMPONENTS};
use super::{Arm, Claim, Direction, Outcome, Part, Smallest, Stage, View};
use crate::model::pairs::Act;

const ON_A_SCALE: &str =
    "0.05 of a scale from 0 to 1, a tenth of the way from one pole's camp to the other, as 1946–1990 has them";
const A_FIFTH: &str =
    "a fifth of what there is without it: the least that would be remarked on in a record of some decades";
const FIVE_IN_A_HUNDRED: &str = "five counterparts in a hundred";

const STRAIGHT_REPORTS: Arm =
    Arm { words: "nobody bends a report toward the discourse", of: |stage| stage.off("bent_reports") };

const BELIEF_CHOOSES_NOTHING: Arm = Arm {
    words: "what is believed of the other's intent enters no choice: neither goodwill, nor threat, nor the regime's need of enemies",
    of: |stage| ["goodwill", "alarm", "regime_need"].iter().for_each(|switch| stage.off(switch)),
};

const POLICY_MAKES_NOTHING: Arm =
    Arm { words: "policy does not make governance", of: |stage| stage.off("policy_to_governance") };

const TOLD_FALSELY: Arm = Arm {
    words: "in rounds 1 to 10 the focal states are told that their partner, which means well, is hostile (image −0.8)",
    of: |stage| {
        well_meant(stage);
        stage.image(1..=10, Who::Focal, Toward::Partner, -0.8);
    },
};

const TOLD_NOTHING: Arm = Arm { words: "the partner means well, and they are told nothing else", of: well_meant };

const OPEN_AND_CLOSED_RIVALS: Arm = Arm {
    words: "open focal states (governance 0.75, system 0.8) and closed partners (0.3, 0.2) begin as rivals (rivalry 0.8, postures −0.5)",
    of: |stage| open_and_closed(stage, 0.8),
};

const OPEN_AND_CLOSED: Arm = Arm {
    words: "open focal states and closed partners, the same but no rivals (rivalry 0, postures 0)",
    of: |stage| open_and_closed(stage, 0.0),
};

const CLOSED_IN_RIVALRY: Arm = Arm {
    words: "closed focal states (governance 0.3, system 0.2) begin as rivals of their partners (rivalry 0.8, postures −0.5)",
    of: |stage| closed(stage, 0.8),
};

const CLOSED_AT_PEACE: Arm = Arm {
    words: "closed focal states, the same but no rivals of their partners (rivalry 0, postures 0)",
    of: |stage| closed(stage, 0.0),
};

const TWO_BLOCS: Arm = Arm {
    words: "the world is two blocs: the mightiest state above the middle of political systems is allied with all of that half, and the \
            mightiest below it with all of the other; no alliance ends or begins",
    of: |stage| halves(stage, true),
};

const NO_BLOCS: Arm = Arm {
    words: "the same states and systems without any alliance, and none begins",
    of: |stage| halves(stage, false),
};

const NOBODY_COUNTS_BLOCS: Arm = Arm {
    words: "nobody cooperates for the sake of a bloc, or counts another's loss as gain",
    of: |stage| stage.off("zero_sum"),
};

/// The entries on images: B1.1 and B1.2.
pub const IMAGES: &[Claim] = &[
    Claim {
        id: "B1.1",
        statement: "Diplomats' reports form the leaders' image; in closed systems they bend toward the dominant discourse, hostile or rosy.",
        parts: &[
            Part {
                name: "friends treated as foes under a hostile discourse",
                treatment: Arm {
                    words: "closed focal states (system 0.1) whose discourse is hostile (−0.7); systems matter for reports alone",
                    of: |stage| reporting(stage, 0.1, -0.7),
                },
                baseline: Arm {
                    words: "open ones (system 0.9) with the same discourse",
                    of: |stage| reporting(stage, 0.9, -0.7),
                },
                outcome: Outcome {
                    words: "share of the counterparts of friendly posture (0.1 and more) that the focal states confront, rounds 6 to 60",
                    unit: "share of friendly counterparts",
                    from: 6,
                    until: 60,
                    of: friends_as_foes,
                },
                direction: Direction::More,
                smallest: Smallest::Share(0.2),
                why: A_FIFTH,
                ablation: STRAIGHT_REPORTS,
                factors: &[],
            },
            Part {
                name: "threats missed under a rosy discourse",
                treatment: Arm {
                    words: "closed focal states (system 0.1) whose discourse is rosy (0.7); systems matter for reports alone",
                    of: |stage| reporting(stage, 0.1, 0.7),
                },
                baseline: Arm {
                    words: "open ones (system 0.9) with the same discourse",
                    of: |stage| reporting(stage, 0.9, 0.7),
                },
                outcome: Outcome {
                    words: "share of the counterparts of hostile posture (−0.2 and less) in which the focal states perceive no threat, \
                            rounds 6 to 60",
                    unit: "share of hostile counterparts",
                    from: 6,
                    until: 60,
                    of: threats_missed,
                },
                direction: Direction::More,
                smallest: Smallest::Of(0.05),
                why: FIVE_IN_A_HUNDRED,
                ablation: STRAIGHT_REPORTS,
                factors: &[],
            },
        ],
    },
    Claim {
        id: "B1.2",
        statement: "An image becomes policy: the report of a hostile rival, accurate or not, brings containment and an arms race.",
        parts: &[
            Part {
                name: "a false image brings containment",
                treatment: TOLD_FALSELY,
                baseline: TOLD_NOTHING,
                outcome: Outcome {
                    words: "share of the partners that confront the focal state in answer, rounds 3 to 20",
                    unit: "share",
                    from: 3,
                    until: 20,
                    of: |view, _| acting(view, Who::Partners, Toward::Partner, Act::Confront),
                },
                direction: Direction::More,
                smallest: Smallest::Of(0.05),
                why: FIVE_IN_A_HUNDRED,
                ablation: BELIEF_CHOOSES_NOTHING,
                factors: &[],
            },
            Part {
                name: "a false image brings arms",
                treatment: TOLD_FALSELY,
                baseline: TOLD_NOTHING,
                outcome: Outcome {
                    words: "arms of focal states and partners over their wealth, rounds 6 to 20",
                    unit: "wealth units a unit of wealth",
                    from: 6,
                    until: 20,
                    of: |view, _| arms_of_both(view),
                },
                direction: Direction::More,
                smallest: Smallest::Share(0.05),
                why: "five in a hundred of what there is without it, as for all wealth and power",
                ablation: Arm {
                    words: "perceived threat neither arms nor is answered by confrontation",
                    of: |stage| {
                        stage.set("budget.military_threat", 0.0);
                        ["goodwill", "alarm", "regime_need"].iter().for_each(|switch| stage.off(switch));
                    },
                },
                factors: &[],
            },
            Part {
                name: "only the true image is confirmed",
                treatment: Arm {
                    words: "in rounds 1 to 10 the focal states are told that their partner is hostile, and it is: it confronts them all the time",
                    of: |stage| told_and_so(stage, Act::Confront),
                },
                baseline: Arm {
                    words: "they are told the same, but the partner cooperates all the time",
                    of: |stage| told_and_so(stage, Act::Cooperate),
                },
                outcome: Outcome {
                    words: "share of the focal states that perceive a threat from their partner, rounds 21 to 40",
                    unit: "share",
                    from: 21,
                    until: 40,
                    of: |view, _| {
                        view.share(Who::Focal, Toward::Partner, |side| side.pairs.threat_age[side.pair][side.side] > 0)
                    },
                },
                direction: Direction::More,
                smallest: Smallest::Of(0.05),
                why: FIVE_IN_A_HUNDRED,
                ablation: Arm {
                    words: "nobody learns: beliefs stay as they were",
                    of: |stage| {
                        stage.off("learning");
                        stage.off("fatigue");
                    },
                },
                factors: &[],
            },
        ],
    },
];

/// The entries on rivalry, blocs and channels: B1.3 to B1.6.
pub const CLAIMS: &[Claim] = &[
    Claim {
        id: "B1.3",
        statement: "A rivalry hardens both sides: military and security bodies rise in rank. The open side hardens mainly in provision, \
                    the closed side in all four answers.",
        parts: &[
            Part {
                name: "security bodies rise on both sides",
                treatment: OPEN_AND_CLOSED_RIVALS,
                baseline: OPEN_AND_CLOSED,
                outcome: Outcome {
                    words: "rank of the security bodies in that one of the two where it is lower, pairs of focal states and partners, rounds \
                            11 to 40",
                    unit: "share",
                    from: 11,
                    until: 40,
                    of: |view, _| {
                        let rank = &view.states().security_rank;
                        view.mean_of_sides(Who::Focal, Toward::Partner, |side| rank[side.me].min(rank[side.other]))
                    },
                },
                direction: Direction::More,
                smallest: Smallest::Of(0.05),
                why: ON_A_SCALE,
                ablation: Arm {
                    words: "neither threat and rivalry nor provision raise the rank of security bodies",
                    of: |stage| {
                        stage.off("hardening");
                        stage.set("economy.rank_provision", 0.0);
                    },
                },
                factors: &[],
            },
            Part {
                name: "the open side hardens mainly in provision",
                treatment: OPEN_AND_CLOSED_RIVALS,
                baseline: OPEN_AND_CLOSED,
                outcome: Outcome {
                    words: "provision of the focal states less the mean of their other three components, each as a share of where it began, \
                            rounds 11 to 40",
                    unit: "share of the room there was to fall",
                    from: 11,
                    until: 40,
                    of: |view, _| {
                        view.each(Who::Focal, |s, i| {
                            (s.provision[i] - (s.meaning[i] + s.referent[i] + s.securitisation[i]) / 3.0) / OPEN
                        })
                    },
                },
                direction: Direction::Less,
                smallest: Smallest::Of(0.05),
                why: ON_A_SCALE,
                ablation: Arm {
                    words: "all four components follow the mean of their pressures: governance is one score",
                    of: |stage| stage.off("components_apart"),
                },
                factors: &[],
            },
            Part {
                name: "the closed side hardens in all four",
                treatment: OPEN_AND_CLOSED_RIVALS,
                baseline: OPEN_AND_CLOSED,
                outcome: Outcome {
                    words: "that component of each partner that has kept most, as a share of where it began, rounds 11 to 40",
                    unit: "share of the room there was to fall",
                    from: 11,
                    until: 40,
                    of: |view, _| {
                        view.each(Who::Partners, |s, i| {
                            s.meaning[i].max(s.referent[i]).max(s.securitisation[i]).max(s.provision[i]) / CLOSED
                        })
                    },
                },
                direction: Direction::Less,
                smallest: Smallest::Of(0.05),
                why: ON_A_SCALE,
                ablation: POLICY_MAKES_NOTHING,
                factors: &[],
            },
        ],
    },
    Claim {
        id: "B1.4",
        statement: "On the closed side political matters become security matters, economic, social and environmental security fall to the \
                    margin, and the referent narrows to the regime.",
        parts: &[
            Part {
                name: "political matters become security matters",
                treatment: CLOSED_IN_RIVALRY,
                baseline: CLOSED_AT_PEACE,
                outcome: Outcome {
                    words: "part of security issues in all matters on the political and the security agenda of the focal states, rounds 11 to 40",
                    unit: "share",
                    from: 11,
                    until: 40,
                    of: |view, _| view.ratio(Who::Focal, |s, i| (s.securitised[i], s.perceived[i])),
                },
                direction: Direction::More,
                smallest: Smallest::Of(0.05),
                why: "five matters in a hundred",
                ablation: POLICY_MAKES_NOTHING,
                factors: &[],
            },
            Part {
                name: "economic, societal and environmental security fall to the margin",
                treatment: CLOSED_IN_RIVALRY,
                baseline: CLOSED_AT_PEACE,
                outcome: Outcome {
                    words: "neglect of economic, societal and environmental security in the focal states, mean, rounds 11 to 40",
                    unit: "share",
                    from: 11,
                    until: 40,
                    of: |view, _| {
                        view.each(Who::Focal, |s, i| {
                            (s.neglect_economic[i] + s.neglect_societal[i] + s.neglect_environmental[i]) / 3.0
                        })
                    },
                },
                direction: Direction::More,
                smallest: Smallest::Of(0.05),
                why: ON_A_SCALE,
                ablation: Arm {
                    words: "threat, fear, emergency and backlog move no money, and policy does not make governance",
                    of: |stage| {
                        ["budget.military_threat", "budget.regime_backlog"]
                            .iter()
                            .for_each(|path| stage.set(path, 0.0));
                        ["emergency_budget", "human_needs", "policy_to_governance"]
                            .iter()
                            .for_each(|switch| stage.off(switch));
                    },
                },
                factors: &[],
            },
            Part {
                name: "the referent narrows to the regime",
                treatment: CLOSED_IN_RIVALRY,
                baseline: CLOSED_AT_PEACE,
                outcome: Outcome {
                    words: "referent of the focal states, rounds 21 to 60",
                    unit: "governance (0 to 1)",
                    from: 21,
                    until: 60,
                    of: |view, _| view.mean(Who::Focal, |states| &states.referent),
                },
                direction: Direction::Less,
                smallest: Smallest::Of(0.05),
                why: ON_A_SCALE,
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
                outcome: Outcome {
                    words: "share of the pairs within a half of the world that cooperate mutually, less that share between the halves, rounds \
                            6 to 40",
                    unit: "share",
                    from: 6,
                    until: 40,
                    of: |view, notes| {
                        let (inside, between) = by_half(view, notes, |acts| acts == [Act::Cooperate; 2]);
                        (inside - between, 1.0)
                    },
                },
                direction: Direction::More,
                smallest: Smallest::Of(0.05),
                why: FIVE_IN_A_HUNDRED,
                ablation: NOBODY_COUNTS_BLOCS,
                factors: &[],
            },
            Part {
                name: "a zero-sum game between",
                treatment: TWO_BLOCS,
                baseline: NO_BLOCS,
                outcome: Outcome {
                    words: "share of the pairs between the halves of the world in which a side confronts, less that share within them, rounds \
                            6 to 40",
                    unit: "share",
                    from: 6,
                    until: 40,
                    of: |view, notes| {
                        let (inside, between) = by_half(view, notes, |acts| acts.contains(&Act::Confront));
                        (between - inside, 1.0)
                    },
                },
                direction: Direction::More,
                smallest: Smallest::Of(0.05),
                why: FIVE_IN_A_HUNDRED,
                ablation: NOBODY_COUNTS_BLOCS,
                factors: &[],
            },
        ],
    },
    Claim {
        id: "B1.6",
        statement: "Leaders also learn from intelligence services, media and their own formation; the diplomatic channel remains essential.",
        parts: &[
            Part {
                name: "without diplomats",
                treatment: Arm {
                    words: "the foreign service of the focal states is held at nothing",
                    of: |stage| stage.hold(ALWAYS, Who::Focal, "diplomacy", 0.0),
                },
                baseline: Arm {
                    words: "it is held at 0.7",
                    of: |stage| stage.hold(ALWAYS, Who::Focal, "diplomacy", 0.7),
                },
                outcome: MISDIRECTED,
                direction: Direction::More,
                smallest: Smallest::Share(0.2),
                why: A_FIFTH,
                ablation: Arm { words: "nobody learns from diplomats", of: |stage| stage.off("channel_diplomatic") },
                factors: &[],
            },
            Part {
                name: "without services",
                treatment: Arm {
                    words: "the security bodies of the focal states are held at no rank",
                    of: |stage| stage.hold(ALWAYS, Who::Focal, "security_rank", 0.0),
                },
                baseline: Arm {
                    words: "they are held at rank 0.7",
                    of: |stage| stage.hold(ALWAYS, Who::Focal, "security_rank", 0.7),
                },
                outcome: Outcome {
                    words: "error about the power of others, focal states, rounds 11 to 40",
                    unit: "power units",
                    from: 11,
                    until: 40,
                    of: |view, _| view.mean(Who::Focal, |states| &states.power_error),
                },
                direction: Direction::More,
                smallest: Smallest::Share(0.2),
                why: A_FIFTH,
                ablation: Arm {
                    words: "nobody learns from intelligence services",
                    of: |stage| stage.off("channel_intelligence"),
                },
                factors: &[],
            },
            Part {
                name: "without media",
                treatment: Arm {
                    words: "civic bodies, and with them media, of the focal states are held at nothing",
                    of: |stage| stage.hold(ALWAYS, Who::Focal, "civil_capacity", 0.0),
                },
                baseline: Arm {
                    words: "they are held at 0.7",
                    of: |stage| stage.hold(ALWAYS, Who::Focal, "civil_capacity", 0.7),
                },
                outcome: Outcome {
                    words: "error about the posture of others, focal states, rounds 11 to 40",
                    unit: "posture units",
                    from: 11,
                    until: 40,
                    of: |view, _| view.mean(Who::Focal, |states| &states.belief_error),
                },
                direction: Direction::More,
                smallest: Smallest::Share(0.2),
                why: A_FIFTH,
                ablation: Arm { words: "nobody learns from media", of: |stage| stage.off("channel_media") },
                factors: &[],
            },
            Part {
                name: "the diplomatic channel is essential",
                treatment: Arm {
                    words: "the focal states are without a foreign service; security bodies and civic bodies are at 0.7",
                    of: |stage| channels(stage, 0.0, 0.7),
                },
                baseline: Arm {
                    words: "they have a foreign service of 0.7; security bodies and civic bodies are at nothing",
                    of: |stage| channels(stage, 0.7, 0.0),
                },
                outcome: Outcome {
                    words: "error about the posture of others, focal states, rounds 11 to 40",
                    unit: "posture units",
                    from: 11,
                    until: 40,
                    of: |view, _| view.mean(Who::Focal, |states| &states.belief_error),
                },
                direction: Direction::More,
                smallest: Smallest::Share(0.2),
                why: A_FIFTH,
                ablation: Arm {
                    words: "nobody learns by any channel in particular",
                    of: |stage| {
                        ["channel_diplomatic", "channel_intelligence", "channel_media"]
                            .iter()
                            .for_each(|s| stage.off(s));
                    },
                },
                factors: &[],
            },
        ],
    },
];

/// Acts that go to the wrong address.
const MISDIRECTED: Outcome = Outcome {
    words: "part of the acts of the focal states toward counterparts of marked posture that confront a friend (0.1 and more) or \
            cooperate with a foe (−0.1 and less), rounds 11 to 60",
    unit: "share of acts",
    from: 11,
    until: 60,
    of: misdirected,
};

/// Where the components of the open side begin.
const OPEN: f64 = 0.75;
/// Where those of the closed side begin.
const CLOSED: f64 = 0.3;

/// The system of the focal states, their discourse and their governance are held, and the system reaches policy through reports
/// alone: nobody minds values, and no ruler falls.
fn reporting(stage: &mut Stage<'_>, system: f64, discourse: f64) {
    COMPONENTS.iter().for_each(|component| stage.keep(Who::Focal, component));
    stage.hold(ALWAYS, Who::Focal, "system", system);
    stage.hold(ALWAYS, Who::Focal, "discourse", discourse);
    let others = ["shared_values", "institutions", "consolidation", "removal_by_vote", "coups", "collapses"];
    others.iter().for_each(|switch| stage.off(switch));
}

/// Friendly counterparts that the focal states confront, over friendly counterparts; posture as it was before. Notes: of each
/// pair the two postures.
fn friends_as_foes(view: &View<'_>, notes: &mut Vec<f64>) -> (f64, f64) {
    let pairs = &view.world.pairs;
    let mut parts = (0.0, 0.0);
    if notes.len() == 2 * pairs.len() {
        for side in view.sides(Who::Focal, Toward::All) {
            if notes[2 * side.pair + 1 - side.side] >= 0.1 {
                parts = (parts.0 + one_if(side.act() == Act::Confront), parts.1 + 1.0);
            }
        }
    }
    notes.clear();
    notes.extend(pairs.posture.iter().flatten());
    parts
}

/// Hostile counterparts in which the focal states perceive no threat, over hostile counterparts.
fn threats_missed(view: &View<'_>, _: &mut Vec<f64>) -> (f64, f64) {
    view.sides(Who::Focal, Toward::All).filter(|side| met(side) <= -0.2).fold((0.0, 0.0), |(missed, all), side| {
        (missed + one_if(side.pairs.threat_age[side.pair][side.side] == 0), all + 1.0)
    })
}

/// Acts that confront a friend or cooperate with a foe, over acts toward both; posture as it was before. Notes: of each pair the
/// two postures.
fn misdirected(view: &View<'_>, notes: &mut Vec<f64>) -> (f64, f64) {
    let pairs = &view.world.pairs;
    let mut parts = (0.0, 0.0);
    if notes.len() == 2 * pairs.len() {
        for side in view.sides(Who::Focal, Toward::All) {
            let posture = notes[2 * side.pair + 1 - side.side];
            if posture.abs() >= 0.1 && side.act() != Act::Abstain {
                let wrong = (side.act() == Act::Confront) == (posture > 0.0);
                parts = (parts.0 + one_if(wrong), parts.1 + 1.0);
            }
        }
    }
    notes.clear();
    notes.extend(pairs.posture.iter().flatten());
    parts
}

/// Arms of focal states and partners, over their wealth.
fn arms_of_both(view: &View<'_>) -> (f64, f64) {
    let of = |who| view.ratio(who, |s, i| (s.military[i], s.wealth[i]));
    let (focal, partners) = (of(Who::Focal), of(Who::Partners));
    (focal.0 + partners.0, focal.1 + partners.1)
}

/// Focal states and partners begin well disposed to each other.
fn well_meant(stage: &mut Stage<'_>) {
    stage.pairs(Who::Focal, Toward::Partner, |pair, _| {
        pair.posture = [0.2; 2];
        pair.belief = [None; 2];
        pair.rivalry = 0.0;
    });
}

/// The focal states are told that their partner is hostile; what it does is held.
fn told_and_so(stage: &mut Stage<'_>, act: Act) {
    stage.image(1..=10, Who::Focal, Toward::Partner, -0.8);
    stage.act(ALWAYS, Who::Partners, Toward::Partner, act);
}

/// Pairs of focal states and partners begin with this rivalry, and hostile by it.
fn rivals(stage: &mut Stage<'_>, rivalry: f64) {
    stage.pairs(Who::Focal, Toward::Partner, |pair, _| {
        pair.rivalry = rivalry;
        pair.posture = [if rivalry > 0.0 { -0.5 } else { 0.0 }; 2];
        pair.belief = [None; 2];
        pair.alliance = false;
    });
}

/// Open focal states, closed partners, and their rivalry.
fn open_and_closed(stage: &mut Stage<'_>, rivalry: f64) {
    stage.start_governance(Who::Focal, OPEN);
    stage.start_governance(Who::Partners, CLOSED);
    stage.hold(ALWAYS, Who::Focal, "system", 0.8);
    stage.hold(ALWAYS, Who::Partners, "system", 0.2);
    rivals(stage, rivalry);
}

/// Closed focal states, and their rivalry with their partners.
fn closed(stage: &mut Stage<'_>, rivalry: f64) {
    stage.start_governance(Who::Focal, CLOSED);
    stage.hold(ALWAYS, Who::Focal, "system", 0.2);
    rivals(stage, rivalry);
}

/// The world in halves by political system, each under its mightiest state where it is allied. All systems stay, ties of security
/// come of no alliance, and no alliance begins or ends.
fn halves(stage: &mut Stage<'_>, allied: bool) {
    stage.keep(Who::All, "system");
    ["alliances.form", "alliances.idle", "alliances.end", "alliances.security"]
        .iter()
        .for_each(|path| stage.set(path, 0.0));
    let half = upper(&stage.setup.states.system, &stage.setup.states.present);
    let states = &stage.setup.states;
    let might = |i: usize| states.wealth[i] + states.military[i];
    let leader = |of: bool| {
        (0..half.len()).filter(|&i| states.present[i] && half[i] == of).max_by(|&a, &b| might(a).total_cmp(&might(b)))
    };
    let leaders = [leader(false), leader(true)];
    stage.pairs(Who::All, Toward::All, |pair, _| {
        let (a, b) = (pair.states.0 as usize, pair.states.1 as usize);
        pair.alliance = allied && half[a] == half[b] && (leaders.contains(&Some(a)) || leaders.contains(&Some(b)));
    });
}

/// Which states have a system in the upper half of those present.
fn upper(system: &[f64], present: &[bool]) -> Vec<bool> {
    let mut there: Vec<f64> = (0..system.len()).filter(|&i| present[i]).map(|i| system[i]).collect();
    there.sort_by(f64::total_cmp);
    let middle = there.get(there.len() / 2).copied().unwrap_or(0.5);
    system.iter().map(|y| *y >= middle).collect()
}

/// The shares of pairs within a half of the world, and between the halves, of whose acts something is true. Notes: 1 for a state
/// of the upper half.
fn by_half(view: &View<'_>, notes: &mut Vec<f64>, is: impl Fn([Act; 2]) -> bool) -> (f64, f64) {
    if notes.is_empty() {
        notes.extend(upper(&view.states().system, &view.states().present).into_iter().map(one_if));
    }
    let share = |inside: bool| {
        let (hits, all) = view
            .sides(Who::All, Toward::All)
            .filter(|side| (notes[side.me] == notes[side.other]) == inside)
            .fold((0.0, 0.0), |(hits, all), side| (hits + one_if(is(side.pairs.act[side.pair])), all + 1.0));
        if all > 0.0 { hits / all } else { 0.0 }
    };
    (share(true), share(false))
}

/// What the focal states have to learn by: a foreign service, and security and civic bodies.
fn channels(stage: &mut Stage<'_>, diplomacy: f64, others: f64) {
    stage.hold(ALWAYS, Who::Focal, "diplomacy", diplomacy);
    stage.hold(ALWAYS, Who::Focal, "security_rank", others);
    stage.hold(ALWAYS, Who::Focal, "civil_capacity", others);
}
