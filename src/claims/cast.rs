//! The roles of states in a world. They are chosen by rule, so that a claim can be tested in any world, whatever the
//! names of its states.

use crate::model::{Setup, Topology};

/// A group of states of a world.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// All states.
    All,
    /// The focal states, which receive the treatment: every fourth state that has a pair.
    Focal,
    /// One counterpart for each focal state, itself not focal: the nearest that is not yet a partner.
    Partners,
    /// All states that are not focal.
    Others,
    /// All states that are neither focal nor partners.
    Third,
    /// The most powerful eighth of the states at the start, at least one.
    Great,
    /// The stronger half of the states, with the middle one if their number is odd.
    Strong,
    /// The weaker half of the states.
    Small,
}

/// The counterparts that a state acts toward or looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Toward {
    /// All.
    All,
    /// The partner of a focal state, or the focal state of a partner. Other states do not have one.
    Partner,
    /// All except the partner.
    AllButPartner,
    /// The members of a group.
    Of(Who),
}

/// The roles in one world.
#[derive(Clone, Debug, PartialEq)]
pub struct Cast {
    groups: Vec<(Who, Vec<usize>)>,
    partner: Vec<Option<usize>>,
    counterparts: Vec<Vec<usize>>,
}

/// One state in this number is focal.
const ONE_IN: usize = 4;

impl Cast {
    /// The roles in a world with this initial state.
    pub fn of(setup: &Setup) -> Self {
        let count = setup.names.len();
        let topology = Topology::new(count, setup.pairs.iter().map(|pair| pair.states).collect());
        let counterparts: Vec<Vec<usize>> =
            (0..count).map(|i| (0..topology.degree(i)).map(|k| topology.link(i, k).other.index()).collect()).collect();
        let there: Vec<usize> =
            (0..count).filter(|&i| setup.states.present[i] && !counterparts[i].is_empty()).collect();
        let focal: Vec<usize> = there.iter().copied().skip(1).step_by(ONE_IN).collect();
        let mut partner = vec![None; count];
        for &f in &focal {
            let free = |j: &usize| setup.states.present[*j] && !focal.contains(j) && partner[*j].is_none();
            // Of equals the next in order is chosen, so that the first state is not the partner of all.
            let order = |j: usize| (j + count - f) % count;
            let nearest = counterparts[f].iter().copied().filter(free).max_by(|&a, &b| {
                let reach = |j: usize| reach_between(setup, f, j);
                reach(a).total_cmp(&reach(b)).then(order(b).cmp(&order(a)))
            });
            if let Some(j) = nearest {
                (partner[f], partner[j]) = (Some(j), Some(f));
            }
        }
        let partners: Vec<usize> =
            there.iter().copied().filter(|i| partner[*i].is_some() && !focal.contains(i)).collect();
        let others: Vec<usize> = there.iter().copied().filter(|i| !focal.contains(i)).collect();
        let third = others.iter().copied().filter(|i| !partners.contains(i)).collect();
        let mut by_might = there.clone();
        let might = |i: usize| setup.states.wealth[i] + setup.states.military[i];
        by_might.sort_by(|&a, &b| might(b).total_cmp(&might(a)).then(a.cmp(&b)));
        let (great, small) = (there.len().div_ceil(8), there.len() / 2);
        let sorted = |states: &[usize]| {
            let mut states = states.to_vec();
            states.sort_unstable();
            states
        };
        let groups = vec![
            (Who::Great, sorted(&by_might[..great])),
            (Who::Strong, sorted(&by_might[..by_might.len() - small])),
            (Who::Small, sorted(&by_might[by_might.len() - small..])),
            (Who::All, there),
            (Who::Focal, focal),
            (Who::Partners, partners),
            (Who::Others, others),
            (Who::Third, third),
        ];
        Self { groups, partner, counterparts }
    }

    /// The states of a group, in order.
    pub fn states(&self, who: Who) -> &[usize] {
        self.groups.iter().find(|(group, _)| *group == who).map_or(&[], |(_, states)| states)
    }

    /// The partner of a focal state, or the focal state of a partner.
    pub fn partner(&self, state: usize) -> Option<usize> {
        self.partner[state]
    }

    /// Returns true if the second state is among the counterparts that the first acts toward.
    pub fn is_toward(&self, state: usize, other: usize, toward: Toward) -> bool {
        match toward {
            Toward::All => true,
            Toward::Partner => self.partner[state] == Some(other),
            Toward::AllButPartner => self.partner[state] != Some(other),
            Toward::Of(who) => self.states(who).contains(&other),
        }
    }

    /// The counterparts of a state that are in a selection.
    pub fn counterparts(&self, state: usize, toward: Toward) -> Vec<usize> {
        self.counterparts[state].iter().copied().filter(|&j| self.is_toward(state, j, toward)).collect()
    }
}

fn reach_between(setup: &Setup, i: usize, j: usize) -> f64 {
    let states = (i.min(j) as u32, i.max(j) as u32);
    setup.pairs.iter().find(|pair| pair.states == states).map_or(0.0, |pair| pair.reach[0] * pair.reach[1])
}
