//! B1.5: two blocs.

use super::cast::{Cast, Toward, Who};
use super::deeds::{AS_IT_IS, Deed, Start, arm};
use super::measures::{FIVE_IN_A_HUNDRED, one_if};
use super::{Arm, Claim, Part, View, less, more, outcome};
use crate::model::pairs::Act;
use crate::model::{Setup, StateId};

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
pub(super) const CLAIMS: &[Claim] = &[Claim {
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
}];

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
