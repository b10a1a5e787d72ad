"""The model of takvin in Mesa: a state is an agent, with Python code for each pair.

    python mesa_round.py world.toml --count 30 --rounds 10

The random words are those of takvin, made by `streams` for each round. The world before the first round is that of `worlds`.
"""

import argparse
import time
from math import sqrt

import mesa
import numpy as np

import numpy_round
import streams
from abroad import CALM, COOPERATE
from home import POLITICAL, SECURITISED, UNNOTICED
from mesa_pairs import Neighbour, Relation, View, meet, proxies
from mesa_states import clip, mean_of, sat
from mesa_strife import Strife, crowd
from worlds import DERIVED, HERE, LEAST, MEMORIES, MOST, NONE, SECTORS, VARIABLES, World


class States(mesa.Model, Strife):
    """All states, and the schedule of a round."""

    def __init__(self, world):
        super().__init__(rng=0)
        self.params, self.draws, self.noise, self.full = world.params, world.draws, world.noise, world.full
        self.round, self.events = 0, []
        self.states = [Neighbour(self, number, world) for number in range(world.n)]
        p = world.p
        self.all_pairs = []
        for i, j in zip(world.low.tolist(), world.high.tolist()):
            of = Relation(*(float(getattr(p, name)[i, j]) for name in (
                "trade", "people", "security", "complementarity", "rivalry")))
            of.contest, of.alliance = float(p.contest[i, j]), bool(p.alliance[i, j])
            of.stage, of.stage_age, of.third = int(p.stage[i, j]), int(p.stage_age[i, j]), float(p.third[i, j])
            views = View(self.states[i], self.states[j], of), View(self.states[j], self.states[i], of)
            for view, mirror, at in zip(views, views[::-1], ((i, j), (j, i))):
                view.mirror = mirror
                view.me.views[mirror.me.number] = view
                for name in ("posture", "belief", "believed_power", "threat", "threat_peak", "effort", "grievance", "aid"):
                    setattr(view, name, float(getattr(p, name)[at]))
                view.threat_age, view.act, view.instrument = (
                    int(getattr(p, name)[at]) for name in ("threat_age", "act", "instrument"))
            self.all_pairs.append(views)
        for state in self.states:
            state.views = dict(sorted(state.views.items()))
        self.gather()

    def gather(self):
        """Notes who is present."""
        self.live = self.agents.select(lambda state: state.present)
        self.here = [state for state in self.states if state.present]
        self.pairs = [pair for pair in self.all_pairs if pair[0].me.present and pair[1].me.present]
        for state in self.states:
            state.near = [view for view in state.views.values() if view.other.present]

    def draw(self):
        """The words of the round, as lists."""
        d = self.draws
        d.begin(self.round)
        self.reports = [of.tolist() for of in streams.errors(d.of_sides(streams.REPORTS))]
        self.uniform = {}
        for purpose in (streams.RULERS, streams.ISSUES):
            self.uniform[purpose] = streams.uniform(d.of_states(purpose)).tolist()
        self.uniform[streams.ACTS] = streams.uniform(d.of_sides(streams.ACTS)).tolist()
        self.uniform[streams.DISPUTES] = list(zip(*(
            streams.uniform(d.of_pairs(streams.DISPUTES, k)).tolist() for k in range(3))))
        for purpose in (streams.ALLIANCES, streams.INCIDENTS):
            self.uniform[purpose] = streams.uniform(d.of_pairs(purpose)).tolist()
        self.errors = streams.error(d.of_states(streams.CONSTITUTION)).tolist()

    def words(self, purpose, row, count):
        """The uniforms of a row that few rounds need."""
        return streams.uniform(self.draws.of_rows(purpose, [row], count))[0].tolist()

    def step(self):
        """One round."""
        self.round, self.events = self.round + 1, []
        self.draw()
        self.return_conquered()
        opened = sum(self.live.map("remove_ruler"))
        for state in self.here:
            state.openings = 0.5 * (state.openings + opened / max(1, len(self.here)))
            state.threat_before = state.threat_own
        self.live.do("know")
        self.live.do("securitise")
        self.live.do("budget")
        self.mean_wealth = sum(state.wealth for state in self.here) / max(1, len(self.here))
        self.count_members()
        self.live.do("decide")
        self.live.do("set_tariff")
        self.live.do("prepare")
        for pair in self.pairs:
            meet(*pair)
        self.live.do("look")
        proxies(self)
        self.disputes()
        self.wars()
        self.alliances()
        self.citizens()
        self.live.do("welfare")
        self.mean_per_head = sum(s.wealth for s in self.here) / sum(s.population for s in self.here) if self.here else 1.0
        self.live.do("account")
        self.measure_power()
        self.live.do("remember")
        self.live.do("constitute")

    def count_members(self):
        """The number of present states that each state leads."""
        self.members = [0] * len(self.states)
        for state in self.here:
            self.members[state.bloc] += 1

    def measure_power(self):
        """Power, of mean 1, and wealth per head against that of the world (7.9)."""
        p, n = self.params.economy, max(1, len(self.here))

        def mean(name):
            total = sum(getattr(state, name) for state in self.here) / n
            return total if total > 0 else 1.0

        arms, wealth, people = mean("military"), mean("wealth"), mean("population")
        gain = self.params.feedback.governance_to_policy
        for s in self.states:
            smart = clip(0.5 + gain * (s.provision - 0.5)) * 0.5 * (s.diplomacy + sat(s.people_ties, p.ties_half))
            s.power = p.power_arms * s.military / arms + s.wealth / wealth * (1 - p.power_arms + p.power_smart * smart)
            s.power *= s.present
            s.wealth_per_head = s.wealth / s.population
            s.rich = sat(s.wealth_per_head, wealth / people)
        power = mean("power")
        for s in self.here:
            s.power /= power

    def return_conquered(self):
        """Conquered states may return (7.1)."""
        free = self.params.wars.free
        for state in self.states:
            if state.conqueror == NONE:
                continue
            other = self.states[state.conqueror]
            hazard = 2 * free * (1 - other.authority) if other.present else float(free > 0)
            if self.words(streams.WARS, state.number << 32 | state.number, 1)[0] < hazard:
                self.enter(state, other)
                state.autonomy /= 2
                state.note("state_returned", other.number)

    def enter(self, state, conqueror):
        """A state enters without a past round, and takes back what its conqueror still holds of it."""
        state.present, state.bloc, state.main_threat, state.accuser = True, state.number, NONE, NONE
        for name in DERIVED:
            setattr(state, name, 0.0)
        for name, annexed in zip(("wealth", "population"), state.annexed):
            back = min(annexed, 0.5 * getattr(conqueror, name))
            setattr(conqueror, name, max(LEAST, getattr(conqueror, name) - back))
            setattr(state, name, min(MOST, getattr(state, name) + back))
        state.conqueror, state.annexed = NONE, [0.0, 0.0]
        self.gather()
        self.measure_power()
        state.endowment = state.rich
        state.partners_meaning, state.partners_discourse = state.meaning, state.discourse
        state.popular_base = clip((1 + state.insiders - state.opponents) / 2)
        reach = sum(view.reach for view in state.near)
        state.neighbours_system = mean_of(sum(view.reach * view.other.system for view in state.near), reach, 0, 1)
        others = [other for other in self.here if other is not state]
        if others and not any(getattr(state, memory) for memory in MEMORIES):
            for memory in MEMORIES:
                setattr(state, memory, sum(getattr(other, memory) for other in others) / len(others))
        state.note_traditions()
        state.self_image = state.power
        for view in state.views.values():
            view.believed_power, view.mirror.believed_power = view.other.power, state.power

    def leave(self, state):
        """A state leaves the world: its pairs are cleared, and its issues forgotten."""
        state.present = False
        for view in state.views.values():
            if view.relation.stage > CALM:
                state.note("dispute_void", view.other.number)
            view.relation.clear()
            view.clear()
            view.mirror.clear()
        state.issues = [[[0] * 32 for _ in range(20)] for _ in range(3)]
        state.carried = [0.0] * 120
        self.gather()

    def division(self):
        """How far the world is divided in two (7.8)."""
        self.count_members()
        blocs, total = [0.0] * len(self.states), sum(state.power for state in self.here)
        for state in self.here:
            if self.members[state.bloc] > 1:
                blocs[state.bloc] += state.power
        second, first = sorted([0.0, *blocs])[-2:]
        return 4 * (first / total) * (second / total) if total > 0 else 0.0

    def terms(self, a, b, divided):
        """What makes two states allies."""
        against = sum(self.states[s.main_threat].power for s in (a, b) if s.main_threat != NONE)
        together, linked = a.power + b.power, [s.bloc != s.number or s.allies > 0 for s in (a, b)]
        shared = a.main_threat != NONE and b.main_threat != NONE and a.enemy_now() == b.enemy_now()
        return (sqrt(a.diplomacy * b.diplomacy),
                max(a.threat, b.threat) * together / (together + against) if against > 0 else 0.0,
                sqrt(a.threat * b.threat) if shared else 0.0,
                divided if any(linked) and not (all(linked) and a.bloc != b.bloc) else 0.0)

    def alliances(self):
        """Alliances form and end (7.8)."""
        q, divided, many = self.params.alliances, self.division(), 2 * self.params.choice.attention
        for (one, two), u in zip(self.all_pairs, self.uniform[streams.ALLIANCES]):
            of, a, b = one.relation, one.me, two.me
            if not (a.present and b.present):
                continue
            if of.alliance:
                of.security += self.params.economy.adjust * (1 - of.security)
                hostile = max(0, -min(one.posture, two.posture))
                if u < q.idle * (1 - sqrt(a.diplomacy * b.diplomacy) / 2 + 5 * hostile ** 2):
                    of.alliance = False
                    a.note("alliance_ended", b.number)
            elif one.act == two.act == COOPERATE and of.stage == CALM:
                weights = (q.negotiation, q.aggregation, q.effect_on_threat, q.polarisation)
                weight = sum(x * y for x, y in zip(weights, self.terms(a, b, divided)))
                space = many / (many + 0.5 * (a.allies + b.allies))
                if u < space ** 2 * sqrt(of.security) * (weight + q.likeness * (1 - abs(a.system - b.system))):
                    of.alliance = True
                    a.note("alliance_formed", b.number)
        for state in self.states:
            allies = [view.other for view in state.near if view.relation.alliance] if state.present else []
            state.allies, state.allied_power = len(allies), sum(ally.power for ally in allies)
            strongest = max(allies, key=lambda ally: ally.power, default=state)
            state.bloc = strongest.number if strongest.power > state.power else state.number
        for state in self.states:
            while self.states[state.bloc].bloc != state.bloc:
                state.bloc = self.states[state.bloc].bloc
        divided = self.division()
        for state in self.states:
            allies = [view.other for view in state.near if state.present and view.relation.alliance]
            terms = [self.terms(state, ally, divided) for ally in allies]
            means = [sum(of) / len(terms) for of in zip(*terms)] if terms else [0.0] * 4
            state.ally_negotiation, state.ally_aggregation, state.ally_threat, state.ally_polarisation = means

    def citizens(self):
        """Incidents to nationals abroad, grievances, classes and insurgency (7.8.1)."""
        q, adjust = self.params.citizens, self.params.economy.adjust
        for state in self.here:
            state.disputes_nationals, state.incidents, state.gravity = 0.0, 0.0, 0.0
            served = [1 - (1 - state.r) * gap for gap in (0.0, 0.5 * q.opponent_gap, q.opponent_gap)]
            service = min(1, (state.spend_diplomacy + state.spend_facilitation) / self.full)
            capacity = 0.5 * state.autonomy * (state.diplomacy + service)
            classes = state.insiders, max(0, 1 - state.insiders - state.opponents), state.opponents
            state.exposed, state.classes = [1 - capacity * x for x in served], [x / sum(classes) for x in classes]
            state.care = sum(x * max(0, y) for x, y in zip(state.classes, served))
        for view in self.begun:
            if view.me.present and view.nationals() > self.params.choice.alarm * view.threat:
                view.me.disputes_nationals += 1
                view.me.note("dispute_over_nationals", view.other.number)
        for (one, two), u in zip(self.all_pairs, self.uniform[streams.INCIDENTS]):
            for view in (one, two):
                view.grievance *= 1 - self.params.welfare.rate
            base = q.incident * one.relation.people * crowd(one.me, two.me)
            if not (base > 0 and one.me.present and two.me.present):
                continue
            first, second = (min(0.5, base * (0.5 + 0.5 * max(0, -view.mirror.posture) + view.other.fear))
                             for view in (one, two))
            if u < first:
                view, gravity = one, 0.5 + 0.5 * u / first
            elif u < first + second:
                view, gravity = two, 0.5 + 0.5 * (u - first) / second
            else:
                continue
            view.me.incidents += 1
            view.me.gravity += gravity
            view.grievance += gravity * view.me.care * (1 - view.grievance)
            view.me.note("incident", view.other.number)
        for s in self.here:
            harm = s.harm_insiders, s.harm_neutrals, s.harm_opponents = [s.gravity * x for x in s.exposed]
            s.harm_abroad = sum(x * y for x, y in zip(harm, s.classes))
            s.insiders += adjust * (0.5 * s.support * (1 - s.r) - s.insiders)
            s.opponents += adjust * ((1 - s.support) * (1 - 0.5 * s.r) - s.opponents)
            s.popular_base = clip((1 + s.insiders - s.opponents) / 2)
            grounds = s.opponents * (1 - s.authority) * (0.5 + s.repression)
            s.insurgency += adjust * (clip(q.opposition * grounds * (1 + 2 * s.subversion)) - s.insurgency)


class Checked:
    """The run in Mesa, as `check` compares it."""

    def __init__(self, *given, **options):
        world = World(*given, **options)
        numpy_round.begin(world)
        self.model = States(world)

    def step(self):
        """One round; returns its events."""
        self.model.step()
        return self.model.events

    def states(self):
        """Every column of states, and who is present."""
        states = self.model.states
        columns = {name: np.array([getattr(state, name) for state in states]) for name in [
            *VARIABLES, *DERIVED, "present", "bloc", "main_threat"]}
        for k, sector in enumerate(SECTORS):
            for agenda, name in ((UNNOTICED, "unnoticed"), (POLITICAL, "political"), (SECURITISED, "securitised")):
                for truth, first in (("real", 4 * k), ("spurious", 4 * k + 2)):
                    columns[f"issues_{sector}_{name}_{truth}"] = np.array(
                        [state.total(agenda, first) + state.total(agenda, first + 1) for state in states])
        return columns

    def pairs(self):
        """Every matrix of pairs."""
        n = len(self.model.states)
        matrices = {}
        for name in ("posture", "belief", "believed_power", "threat", "grievance", "aid", "act", "instrument"):
            of = matrices[name] = np.zeros((n, n))
            for one, two in self.model.all_pairs:
                i, j = one.me.number, two.me.number
                of[i, j], of[j, i] = getattr(one, name), getattr(two, name)
        for name in ("trade", "people", "security", "complementarity", "rivalry", "contest", "stage", "stage_age",
                     "alliance"):
            of = matrices[name] = np.zeros((n, n))
            for one, two in self.model.all_pairs:
                i, j = one.me.number, two.me.number
                of[i, j] = of[j, i] = getattr(one.relation, name)
        return matrices


def main():
    """Runs some rounds, and prints their time."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("scenario", nargs="?", default=HERE / "world.toml")
    parser.add_argument("--count", type=int)
    parser.add_argument("--rounds", type=int, default=10)
    given = parser.parse_args()
    run = Checked(given.scenario, given.count)
    start = time.perf_counter()
    for _ in range(given.rounds):
        run.step()
    spent = 1e3 * (time.perf_counter() - start) / given.rounds
    print(f"round {spent:9.3f} ms, {len(run.model.states)} states")


if __name__ == "__main__":
    main()
