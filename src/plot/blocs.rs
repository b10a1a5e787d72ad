//! The order of states in figures that show blocs.

use super::data::Data;

/// States sorted by bloc, and where a new bloc begins.
pub(crate) struct Order {
    /// The states.
    pub states: Vec<usize>,
    /// For each of them, the number of its bloc in this order.
    pub blocs: Vec<usize>,
}

impl Order {
    /// Sorts the states that are in the world in any of these rounds of a run by their blocs in the last of these
    /// rounds: largest bloc first, its leader first, then by power.
    pub(crate) fn of(data: &Data, run: usize, rounds: &[usize]) -> Self {
        let power = data.series("power");
        let present = |round: usize, state: usize| !power.at(run, round, state).is_nan();
        let last_seen = |state: usize| rounds.iter().rev().copied().find(|&round| present(round, state));
        let mut members: Vec<(usize, usize, f64)> = (0..data.states.len())
            .filter_map(|state| {
                let round = last_seen(state)?;
                let leader = data.word("bloc", run, round, state).and_then(|name| data.state(name)).unwrap_or(state);
                Some((leader, state, power.at(run, round, state)))
            })
            .collect();
        let mut sizes = vec![0usize; data.states.len()];
        for (leader, _, _) in &members {
            sizes[*leader] += 1;
        }
        members.sort_by(|a, b| {
            let alone = |m: &(usize, usize, f64)| sizes[m.0] == 1;
            // States without a bloc come last, sorted by power.
            let bloc = (alone(a), std::cmp::Reverse(sizes[a.0])).cmp(&(alone(b), std::cmp::Reverse(sizes[b.0])));
            let within = (a.1 != a.0).cmp(&(b.1 != b.0)).then(b.2.total_cmp(&a.2));
            if alone(a) && alone(b) { b.2.total_cmp(&a.2) } else { bloc.then(a.0.cmp(&b.0)).then(within) }
        });
        let mut number = 0;
        let mut blocs = Vec::new();
        for (k, member) in members.iter().enumerate() {
            if k > 0 && member.0 != members[k - 1].0 && !(sizes[member.0] == 1 && sizes[members[k - 1].0] == 1) {
                number += 1;
            }
            blocs.push(number);
        }
        Self { states: members.into_iter().map(|(_, state, _)| state).collect(), blocs }
    }

    /// Keeps only some states.
    pub(crate) fn keep(&mut self, states: &[usize]) {
        let kept: Vec<(usize, usize)> = self
            .states
            .iter()
            .copied()
            .zip(self.blocs.iter().copied())
            .filter(|(state, _)| states.contains(state))
            .collect();
        (self.states, self.blocs) = kept.into_iter().unzip();
    }

    /// The positions (between states) at which a new bloc begins.
    pub(crate) fn borders(&self) -> impl Iterator<Item = usize> + '_ {
        (1..self.blocs.len()).filter(|&k| self.blocs[k] != self.blocs[k - 1])
    }
}
