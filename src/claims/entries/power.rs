//! C4, C9: breadth of policy and forms of power.

use super::cast::{Toward, Who};
use super::deeds::{ALWAYS, Deed, GOVERNANCE, Start, arm};
use super::measures::{A_FIFTH, pairs_at_first, real_matters, resolution};
use super::view::Side;
use super::{Arm, Claim, Part, Parts, View, less_by_share, more, more_by_share, outcome};
use crate::model::issues::{Agenda, SECTORS};
use crate::model::pairs::{Act, Instrument};

const BROAD: Arm = arm(&tie(&[Start::Ties(0.2)]));

/// The same sum of ties as [`BROAD`], as trade alone.
const NARROW: Arm = arm(&tie(&[Start::Trade(0.6), Start::People(0.0), Start::Security(0.0)]));

/// Breadth neither raises gains nor lowers costs.
const BREADTH_MAKES_NOTHING: Arm = arm(&[Deed::Off(&["breadth"])]);

/// C4.
pub(super) const BREADTH: &[Claim] = &[Claim {
    id: "C4",
    statement: "The more dimensions, levels and actors take part, the lower the cost of policy and the larger its \
            gains.",
    carries: &[
        // The same sum of ties begins in three layers or in one. Alliances, disputes and ties go on from there.
        Part {
            name: "cost, by dimensions at the start",
            treatment: arm(&[Deed::Pairs(Who::Focal, Toward::All, &[Start::Ties(0.2)])]),
            baseline: arm(&[Deed::Pairs(
                Who::Focal,
                Toward::All,
                &[Start::Trade(0.6), Start::People(0.0), Start::Security(0.0)],
            )]),
            outcome: outcome(
                "what the focal states spend on diplomacy and on their citizens' relations, per gain, rounds 3 to 15",
                "budgets per gain",
                [3, 15],
                |view, _| view.ratio(Who::Focal, |s, i| (s.spend_diplomacy[i] + s.spend_facilitation[i], s.gains[i])),
            ),
            expected: less_by_share(0.2, A_FIFTH),
            ablation: BREADTH_MAKES_NOTHING,
            factors: &[],
        },
        // Civic bodies are raised up or struck down at the start and then go their way, toward what each state leaves
        // them.
        Part {
            name: "gains, by actors at the start",
            treatment: arm(&[Deed::Add([1, 3], Who::All, "civil_capacity", 1.0)]),
            baseline: arm(&[Deed::Add([1, 3], Who::All, "civil_capacity", -1.0)]),
            outcome: outcome(
                "what all states gain by an act of mutual cooperation, rounds 4 to 12",
                "gain per act",
                [4, 12],
                |view, _| view.ratio(Who::All, |s, i| (s.gains[i], s.mutual[i])),
            ),
            expected: more_by_share(0.2, A_FIFTH),
            ablation: arm(&[Deed::Off(&["breadth_of_actors"])]),
            factors: &[],
        },
    ],
    at_work: &[
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
            treatment: arm(&take_part(0.9)),
            // States alone act.
            baseline: arm(&take_part(0.1)),
            outcome: outcome(
                "what all states gain by an act of mutual cooperation, rounds 1 to 30",
                "gain per act",
                [1, 30],
                |view, _| view.ratio(Who::All, |s, i| (s.gains[i], s.mutual[i])),
            ),
            expected: more_by_share(0.2, A_FIFTH),
            // Breadth needs no civic bodies.
            ablation: arm(&[Deed::Off(&["breadth_of_actors"])]),
            factors: &[],
        },
    ],
}];

/// C9.
pub(super) const FORMS_OF_POWER: &[Claim] = &[Claim {
    id: "C9",
    statement: "Participatory states combine all forms of power; one-dimensional states use force also against \
            problems that are not military. Between participatory states military threat is off the table.",
    carries: &[
        // Provision begins military or smart. Fear is what force at home does to citizens, whatever the problem was.
        Part {
            name: "what citizens have to fear, by provision at the start",
            treatment: arm(&[Deed::Begin(Who::Focal, &["provision"], 0.15)]),
            baseline: arm(&[Deed::Begin(Who::Focal, &["provision"], 0.85)]),
            outcome: outcome(
                "fear of the focal states' citizens, rounds 11 to 40",
                "fear (0 to 1)",
                [11, 40],
                |view, _| view.mean(Who::Focal, |states| &states.fear),
            ),
            expected: more(0.05, "0.05 on a scale from 0 to 1"),
            ablation: arm(&[Deed::Off(&["domestic_force"])]),
            factors: &[],
        },
        // Only problems that are not military count, against which force is a poor means.
        Part {
            name: "what is solved outside the military sector, by provision at the start",
            treatment: arm(&[Deed::Begin(Who::Focal, &["provision"], 0.15)]),
            baseline: arm(&[Deed::Begin(Who::Focal, &["provision"], 0.85)]),
            outcome: outcome(
                "security issues outside the military sector that the focal states resolve in a round, of those \
                        resolved or left and real, rounds 6 to 40",
                "share of issues per round",
                [6, 40],
                resolution_outside_the_military,
            ),
            expected: less_by_share(0.2, A_FIFTH),
            // Force solves all problems as well as other means, it takes no money from these, and only the state
            // provides.
            ablation: arm(&[
                Deed::Set("budget.military_provision", 0.0),
                Deed::Set("issues.fit_other", 1.0),
                Deed::Off(&["civic_provision", "private_provision"]),
            ]),
            factors: &[],
        },
        // States of one kind or of two, which contest the same at the start. Whether arms ever come between them is left
        // to both.
        Part {
            name: "military threat between states that begin participatory",
            treatment: arm(&contesting(0.85)),
            baseline: arm(&contesting(0.15)),
            outcome: outcome(
                "pairs of focal states and partners in which a side has threatened with arms or used them within 40 \
                        rounds",
                "pairs under arms per pair",
                [1, 40],
                first_under_arms,
            ),
            expected: less_by_share(0.2, A_FIFTH),
            // Neither governance nor the system enters choices, reports or alliances; provision adds neither power nor
            // rank, and civic bodies and firms neither begin ties nor resolve.
            ablation: arm(&[
                Deed::All(PROVISION_REACHES_NOTHING),
                Deed::Off(&["shared_values", "consolidation", "institutions", "bent_reports"]),
                Deed::Set("alliances.likeness", 0.0),
            ]),
            factors: &[],
        },
    ],
    at_work: &[
        Part {
            name: "what citizens have to fear",
            treatment: arm(&provide(0.15)),
            baseline: arm(&provide(0.85)),
            outcome: outcome(
                "fear of the focal states' citizens, rounds 21 to 60",
                "fear (0 to 1)",
                [21, 60],
                |view, _| view.mean(Who::Focal, |states| &states.fear),
            ),
            expected: more(0.05, "0.05 on a scale from 0 to 1"),
            ablation: arm(&[Deed::Off(&["domestic_force"])]),
            factors: &[],
        },
        Part {
            name: "what is solved",
            treatment: arm(&provide_with_support(0.15)),
            baseline: arm(&provide_with_support(0.85)),
            outcome: outcome(
                "security issues that the focal states resolve in a round, of those resolved or left, rounds \
                        11 to 60",
                "share of issues per round",
                [11, 60],
                |view, _| resolution(view, Who::Focal),
            ),
            expected: less_by_share(0.2, A_FIFTH),
            // Force solves all problems as well as other means, it takes no money from these, and only the state
            // provides.
            ablation: arm(&[
                Deed::Set("budget.military_provision", 0.0),
                Deed::Set("issues.fit_other", 1.0),
                Deed::Off(&["civic_provision", "private_provision"]),
            ]),
            factors: &[],
        },
        Part {
            name: "military threat between states",
            treatment: arm(&provide_everywhere(0.85)),
            baseline: arm(&provide_everywhere(0.15)),
            outcome: outcome(
                "share of all acts that threaten with arms or use them, rounds 3 to 20",
                "share of acts, abstentions included",
                [3, 20],
                armed_acts,
            ),
            expected: less_by_share(0.2, A_FIFTH),
            // Provision reaches neither choice, nor power, nor the rank of security bodies, nor what citizens fear, and
            // civic bodies and firms neither begin ties nor resolve.
            ablation: arm(PROVISION_REACHES_NOTHING),
            factors: &[],
        },
    ],
}];

/// Ties of equal volume; alliances stay as they are unless the two turn hostile.
const fn tie(ties: &'static [Start]) -> [Deed; 3] {
    [Deed::Pairs(Who::Focal, Toward::All, ties), Deed::Off(&["alliances"]), Deed::Set("alliances.idle", 0.0)]
}

/// Broad ties everywhere, with civic bodies of a fixed capacity that begin none themselves.
const fn take_part(capacity: f64) -> [Deed; 3] {
    [
        Deed::Pairs(Who::All, Toward::All, &[Start::Ties(0.2)]),
        Deed::Hold(ALWAYS, Who::All, &["civil_capacity"], capacity),
        Deed::Off(&["civic_ties", "civic_talks"]),
    ]
}

/// A provision, without violence from abroad.
const fn provide(provision: f64) -> [Deed; 2] {
    [
        Deed::Hold(ALWAYS, Who::Focal, &["provision"], provision),
        Deed::Hold(ALWAYS, Who::Focal, &["strife", "subversion"], 0.0),
    ]
}

/// A provision of all states, which confront more easily than they do, so that there are acts to count.
const fn provide_everywhere(provision: f64) -> [Deed; 2] {
    [Deed::Hold(ALWAYS, Who::All, &["provision"], provision), Deed::Scale("choice.confront", 0.7)]
}

/// A provision, without violence from abroad, under equal support and authority.
const fn provide_with_support(provision: f64) -> [Deed; 8] {
    [
        Deed::Hold(ALWAYS, Who::Focal, GOVERNANCE, 0.5),
        Deed::Hold(ALWAYS, Who::Focal, &["provision"], provision),
        Deed::Hold(ALWAYS, Who::Focal, &["strife", "subversion"], 0.0),
        Deed::Hold(ALWAYS, Who::Focal, &["support", "authority"], 0.5),
        Deed::Hold(
            ALWAYS,
            Who::Focal,
            &["threat", "fear", "knowledge_benefit", "rivalry", "backlog", "emergency"],
            0.3,
        ),
        Deed::Hold(ALWAYS, Who::Focal, &["sanctioned"], 0.0),
        Deed::Keep(Who::Focal, &["wealth", "population"]),
        Deed::Off(&["spurious_issues", "opposition"]),
    ]
}

/// Provision reaches neither choice, nor power, nor the rank of security bodies, nor what citizens fear, and civic bodies
/// and firms neither begin ties nor resolve.
const PROVISION_REACHES_NOTHING: &[Deed] = &[
    Deed::Off(&["governance_to_policy", "domestic_force", "civic_ties", "civic_provision", "private_provision"]),
    Deed::Set("economy.rank_provision", 0.0),
    Deed::Set("economy.power_smart", 0.0),
];

/// Participatory focal states and partners of this governance and system, which begin to contest something.
const fn contesting(partner: f64) -> [Deed; 5] {
    [
        Deed::Begin(Who::Focal, GOVERNANCE, 0.85),
        Deed::Begin(Who::Focal, &["system"], 0.85),
        Deed::Begin(Who::Partners, GOVERNANCE, partner),
        Deed::Begin(Who::Partners, &["system"], partner),
        Deed::Pairs(Who::Focal, Toward::Partner, &[Start::Contest(0.3), Start::Allied(false)]),
    ]
}

/// Acts with or under arms, of all acts.
fn armed_acts(view: &View<'_>, _: &mut Vec<f64>) -> Parts {
    view.share(Who::All, Toward::All, |side| is_armed(&side, side.side))
}

/// Does this side of the pair threaten the other with arms or use them?
fn is_armed(pair: &Side<'_>, side: usize) -> bool {
    let instrument = pair.pairs.instrument[pair.pair][side];
    pair.pairs.act[pair.pair][side] == Act::Confront && instrument >= Instrument::Show as u8
}

/// Pairs of focal states and partners that come under arms for the first time in the round, and in the first round all of
/// these pairs. Notes: for each pair whether it has been under arms.
fn first_under_arms(view: &View<'_>, notes: &mut Vec<f64>) -> Parts {
    notes.resize(view.world.pairs.len(), 0.0);
    let mut first = 0.0;
    for pair in view.sides(Who::Focal, Toward::Partner) {
        if notes[pair.pair] == 0.0 && [0, 1].iter().any(|&side| is_armed(&pair, side)) {
            notes[pair.pair] = 1.0;
            first += 1.0;
        }
    }
    (first, pairs_at_first(view, Who::Focal, Toward::Partner))
}

/// Issues outside the military sector resolved in the round, over these and the real ones left.
fn resolution_outside_the_military(view: &View<'_>, _: &mut Vec<f64>) -> Parts {
    view.ratio(Who::Focal, |s, i| {
        let resolved = s.resolved[i] - (s.state_military[i] + s.civic_military[i] + s.private_military[i]);
        let left = (1..SECTORS.len()).map(|sector| real_matters(view, i, sector, Agenda::Securitised)).sum::<f64>();
        (resolved, resolved + left)
    })
}
