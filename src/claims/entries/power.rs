//! C4, C9: breadth of policy and forms of power.

use super::cast::{Toward, Who};
use super::draft::ALWAYS;
use super::measures::{A_FIFTH, resolution};
use super::{Arm, Claim, Draft, Part, Parts, View, arm, less_by_share, more, more_by_share, outcome};
use crate::model::pairs::{Act, Instrument};

const BROAD: Arm = arm(
    "the ties of the focal states begin spread over trade, people and security alike (0.2 each); alliances \
            do not begin, and end by hostility alone",
    |stage| tie(stage, [0.2; 3]),
);

const NARROW: Arm =
    arm("the same sum of ties begins as trade alone (0.6); alliances likewise", |stage| tie(stage, [0.6, 0.0, 0.0]));

const BREADTH_MAKES_NOTHING: Arm = arm("breadth neither raises gains nor lowers costs", |stage| stage.off("breadth"));

/// C4.
pub(super) const BREADTH: &[Claim] = &[Claim {
    id: "C4",
    statement: "The more dimensions, levels and actors take part, the lower the cost of policy and the larger its \
            gains.",
    parts: &[
        Part {
            name: "gains, by dimensions",
            treatment: BROAD,
            baseline: NARROW,
            outcome: outcome(
                "what the focal states gain by an act of mutual cooperation, rounds 1 to 12",
                "gain per act",
                [1, 12],
                |view, _| view.ratio(Who::Focal, |s, i| (s.gains[i], s.mutual[i])),
            ),
            expected: more_by_share(0.2, A_FIFTH),
            ablation: BREADTH_MAKES_NOTHING,
            factors: &[],
        },
        Part {
            name: "cost, by dimensions",
            treatment: BROAD,
            baseline: NARROW,
            outcome: outcome(
                "what the focal states spend on diplomacy and on their citizens' relations, per gain, rounds 1 \
                        to 12",
                "budgets per gain",
                [1, 12],
                |view, _| view.ratio(Who::Focal, |s, i| (s.spend_diplomacy[i] + s.spend_facilitation[i], s.gains[i])),
            ),
            expected: less_by_share(0.2, A_FIFTH),
            ablation: BREADTH_MAKES_NOTHING,
            factors: &[],
        },
        Part {
            name: "gains, by actors",
            treatment: arm(
                "civic bodies take part everywhere (capacity held at 0.9); ties begin broad, and civic bodies \
                        begin none",
                |stage| take_part(stage, 0.9),
            ),
            baseline: arm("states alone act (capacity held at 0.1)", |stage| take_part(stage, 0.1)),
            outcome: outcome(
                "what all states gain by an act of mutual cooperation, rounds 1 to 30",
                "gain per act",
                [1, 30],
                |view, _| view.ratio(Who::All, |s, i| (s.gains[i], s.mutual[i])),
            ),
            expected: more_by_share(0.2, A_FIFTH),
            ablation: arm("breadth needs no civic bodies", |stage| stage.off("breadth_of_actors")),
            factors: &[],
        },
    ],
}];

/// C9.
pub(super) const FORMS_OF_POWER: &[Claim] = &[Claim {
    id: "C9",
    statement: "Participatory states combine all forms of power; one-dimensional states use force also against \
            problems that are not military.",
    parts: &[
        Part {
            name: "what citizens have to fear",
            treatment: arm(
                "the provision of the focal states is held one-dimensional (0.15); they suffer neither strife \
                        nor subversion from abroad",
                |stage| provide(stage, 0.15),
            ),
            baseline: arm("it is held comprehensive (0.85); likewise", |stage| provide(stage, 0.85)),
            outcome: outcome(
                "fear of the focal states' citizens, rounds 21 to 60",
                "fear (0 to 1)",
                [21, 60],
                |view, _| view.mean(Who::Focal, |states| &states.fear),
            ),
            expected: more(0.05, "0.05 on a scale from 0 to 1"),
            ablation: arm("no force is used at home", |stage| stage.off("domestic_force")),
            factors: &[],
        },
        Part {
            name: "what is solved",
            treatment: arm(
                "their provision is held one-dimensional (0.15), the other components, support and authority \
                        at 0.5, threat, fear, goodwill known, rivalry, backlog and emergency at 0.3, wealth where it \
                        begins; no sanctions fall on them, no matters are made up, no opponents take up arms, strife \
                        and subversion as above",
                |stage| provide_with_support(stage, 0.15),
            ),
            baseline: arm("it is held comprehensive (0.85); likewise", |stage| provide_with_support(stage, 0.85)),
            outcome: outcome(
                "security issues that the focal states resolve in a round, of those resolved or left, rounds \
                        11 to 60",
                "share of issues per round",
                [11, 60],
                |view, _| resolution(view, Who::Focal),
            ),
            expected: less_by_share(0.2, A_FIFTH),
            ablation: arm(
                "force solves all problems as well as other means, it takes no money from these, and only \
                        the state provides",
                |stage| {
                    stage.set("budget.military_provision", 0.0);
                    stage.set("issues.fit_other", 1.0);
                    stage.off("civic_provision");
                    stage.off("private_provision");
                },
            ),
            factors: &[],
        },
        Part {
            name: "military threat between states",
            treatment: arm(
                "the provision of all is held comprehensive (0.85); all confront more easily than they do, so that \
                        there are acts to count",
                |stage| provide_everywhere(stage, 0.85),
            ),
            baseline: arm("the provision of all is held one-dimensional (0.15); likewise", |stage| {
                provide_everywhere(stage, 0.15);
            }),
            outcome: outcome(
                "share of all acts that threaten with arms or use them, rounds 3 to 20",
                "share of acts, abstentions included",
                [3, 20],
                armed_acts,
            ),
            expected: less_by_share(0.2, A_FIFTH),
            ablation: arm(
                "provision reaches neither choice, nor power, nor the rank of security bodies, nor what citizens \
                        fear, and civic bodies and firms neither begin ties nor resolve",
                |stage| {
                    stage.all_off(&["governance_to_policy", "domestic_force", "civic_ties"]);
                    stage.all_off(&["civic_provision", "private_provision"]);
                    stage.zero(&["economy.rank_provision", "economy.power_smart"]);
                },
            ),
            factors: &[],
        },
    ],
}];

/// Ties of equal volume; alliances stay as they are unless the two turn hostile.
fn tie(stage: &mut Draft<'_>, ties: [f64; 3]) {
    stage.pairs(Who::Focal, Toward::All, |pair, _| pair.ties = ties);
    stage.off("alliances");
    stage.set("alliances.idle", 0.0);
}

/// Broad ties everywhere, with civic bodies of a fixed capacity that begin none themselves.
fn take_part(stage: &mut Draft<'_>, capacity: f64) {
    stage.pairs(Who::All, Toward::All, |pair, _| pair.ties = [0.2; 3]);
    stage.hold(ALWAYS, Who::All, "civil_capacity", capacity);
    stage.off("civic_ties");
    stage.off("civic_talks");
}

/// A provision, without violence from abroad.
fn provide(stage: &mut Draft<'_>, provision: f64) {
    stage.hold(ALWAYS, Who::Focal, "provision", provision);
    stage.hold(ALWAYS, Who::Focal, "strife", 0.0);
    stage.hold(ALWAYS, Who::Focal, "subversion", 0.0);
}

/// A provision of all states, which confront more easily than they do.
fn provide_everywhere(stage: &mut Draft<'_>, provision: f64) {
    stage.hold(ALWAYS, Who::All, "provision", provision);
    stage.scale("choice.confront", 0.7);
}

/// The same under equal support and authority.
fn provide_with_support(stage: &mut Draft<'_>, provision: f64) {
    stage.hold_governance(ALWAYS, Who::Focal, 0.5);
    provide(stage, provision);
    stage.hold_all(ALWAYS, Who::Focal, &["support", "authority"], 0.5);
    let equal = ["threat", "fear", "knowledge_benefit", "rivalry", "backlog", "emergency"];
    stage.hold_all(ALWAYS, Who::Focal, &equal, 0.3);
    stage.hold(ALWAYS, Who::Focal, "sanctioned", 0.0);
    stage.keep_all(Who::Focal, &["wealth", "population"]);
    stage.all_off(&["spurious_issues", "opposition"]);
}

/// Acts with or under arms, of all acts.
fn armed_acts(view: &View<'_>, _: &mut Vec<f64>) -> Parts {
    view.share(Who::All, Toward::All, |side| {
        let instrument = side.pairs.instrument[side.pair][side.side];
        side.act() == Act::Confront && instrument >= Instrument::Show as u8
    })
}
